/** _json: what makes `json` fast. CPython: Modules/_json.c. */
import type { PyObject } from '../../objects/object.ts';
import type { Str } from '../../objects/str.ts';
import { PyTuple } from '../../objects/tuple.ts';
import { builtinDef } from '../../runtime/clinic.ts';
import { strValue } from '../../runtime/convert.ts';
import { constant, defineModule, fn, rawFn } from '../../runtime/define.ts';
import { typeError } from '../../runtime/errors.ts';
import { typeName } from '../../runtime/type-of.ts';
import { encoder } from './encoder.ts';
import { scanner } from './scanner.ts';
import { encodeAscii, encodeText, type Position, scanString } from './strings.ts';

function textArgument(value: PyObject): Str {
  const text = strValue(value);
  if (text === undefined) throw typeError(`first argument must be a string, not ${typeName(value)}`);
  return text;
}

const scanStringDef = builtinDef<
  PyObject,
  'scanstring($module, string: object, end: ssize_t, strict: bool = True, /)'
>(
  'scanstring($module, string: object, end: ssize_t, strict: bool = True, /)',
  'Read the JSON string whose content begins at end, behind its quote.\n\nReturn it and the index behind its closing quote. Control characters are\nerrors if strict.',
  (_, string, end, strict) => {
    const position: Position = { end: 0 };
    const value = scanString(textArgument(string), end, strict, position);
    return new PyTuple([value, position.end]);
  },
);

export const _json = defineModule('_json', 'json speedups\n', [
  fn(
    'encode_basestring($self, object: object, /)',
    'Return the JSON string of a str, with few escapes.',
    (_, value) => encodeText(textArgument(value)),
  ),
  fn(
    'encode_basestring_ascii($self, object: object, /)',
    'Return the JSON string of a str, in ASCII.',
    (_, value) => encodeAscii(textArgument(value)),
  ),
  rawFn('scanstring', undefined, scanStringDef.doc ?? '', (self, args, kwnames) => {
    const count = args.length;
    if (kwnames !== undefined && kwnames.length > 0)
      throw typeError('scanstring() takes no keyword arguments');
    if (count < 2) throw typeError(`scanstring() takes at least 2 arguments (${count} given)`);
    if (count > 3) throw typeError(`scanstring() takes at most 3 arguments (${count} given)`);
    return scanStringDef.call(self, args, undefined);
  }),
  constant('make_scanner', scanner.type),
  constant('make_encoder', encoder.type),
]);

export const JSON_TYPES = [scanner, encoder];
