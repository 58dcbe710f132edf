/** Binding arguments by position or name where clinic cannot express it. CPython: `vgetargskeywords` in Python/getargs.c. */
import type { KwNames, PyObject } from '../objects/object.ts';
import { typeError } from './errors.ts';
import { didYouMean } from './suggestions.ts';

/** What can be passed to a callable. */
export interface Keywords {
  /** As messages show it, with `()`; without one they speak of "function". */
  readonly function?: string;
  readonly names: readonly string[];
  /** How many must be given. */
  readonly required: number;
  /** How many can be given by position; all, if not said. */
  readonly positional?: number;
  /** Converts a value; what it throws comes before the error of an argument missing further on. */
  readonly convert?: (value: PyObject, index: number) => PyObject;
}

function plural(count: number): string {
  return count === 1 ? '' : 's';
}

/** The arguments in the order of the names; `undefined` for those not given. */
export function bindKeywords(
  keywords: Keywords,
  args: readonly PyObject[],
  kwnames: KwNames = [],
): (PyObject | undefined)[] {
  const { names, required, positional = names.length } = keywords;
  const shown = keywords.function ?? 'function';
  const count = args.length - kwnames.length;
  if (args.length > names.length) {
    throw typeError(
      `${shown} takes at most ${names.length} ${count === 0 ? 'keyword ' : ''}argument${plural(names.length)} (${args.length} given)`,
    );
  }
  if (count > positional) {
    const bound = required < positional ? 'at most' : 'exactly';
    throw typeError(
      `${shown} takes ${bound} ${positional} positional argument${plural(positional)} (${count} given)`,
    );
  }
  const values: (PyObject | undefined)[] = [];
  let wrong: string | undefined;
  for (let i = 0; i < names.length; i++) values.push(i < count ? args[i] : undefined);
  for (let k = 0; k < kwnames.length; k++) {
    const at = names.indexOf(kwnames[k]!);
    if (at < 0) wrong ??= kwnames[k]!;
    else if (at < count) {
      throw typeError(`argument for ${shown} given by name ('${kwnames[k]!}') and position (${at + 1})`);
    } else values[at] = args[count + k];
  }
  for (let i = 0; i < names.length; i++) {
    const value = values[i];
    if (value !== undefined) {
      if (keywords.convert !== undefined) values[i] = keywords.convert(value, i);
    } else if (i < required)
      throw typeError(`${shown} missing required argument '${names[i]!}' (pos ${i + 1})`);
  }
  if (wrong !== undefined) {
    throw typeError(
      `${keywords.function ?? 'this function'} got an unexpected keyword argument '${wrong}'${didYouMean(names, wrong)}`,
    );
  }
  return values;
}
