/** _suggestions: the nearest of some names, for the tracebacks that Python code prints. CPython: Modules/_suggestions.c. */
import { PyList } from '../objects/list.ts';
import { None } from '../objects/singletons.ts';
import { isStr, strFromUtf16, utf16FromStr } from '../objects/str.ts';
import { defineModule, fn } from '../runtime/define.ts';
import { typeError } from '../runtime/errors.ts';
import { suggestion } from '../runtime/suggestions.ts';

export const _suggestions = defineModule('_suggestions', '', [
  fn(
    '_generate_suggestions($module, candidates: object, item: str, /)',
    'Return the candidate that is nearest to the item, None if none is near.',
    (_, candidates, item) => {
      if (!(candidates instanceof PyList) || candidates.ob_type !== PyList.type)
        throw typeError('candidates must be a list');
      const names = candidates.items.map((candidate) => {
        if (!isStr(candidate)) throw typeError("all elements in 'candidates' must be strings");
        return utf16FromStr(candidate);
      });
      const nearest = suggestion(names, utf16FromStr(item));
      return nearest === undefined ? None : strFromUtf16(nearest);
    },
  ),
]);
