/**
 * Arguments of `__init__` methods, by position or name. CPython's types get them through Argument Clinic; here clinic
 * makes methods, and slots bind for themselves.
 */
import type { KwNames, PyObject } from '../../objects/object.ts';
import { unexpectedKeyword } from '../../runtime/arguments.ts';
import { typeError } from '../../runtime/errors.ts';

export interface InitArguments {
  /** Of the type. */
  readonly name: string;
  readonly parameters: readonly string[];
  /** How many must be given. */
  readonly required: number;
}

/** The values in the order of the parameters; absent where nothing was given. */
export function initArguments(
  { name, parameters, required }: InitArguments,
  args: readonly PyObject[],
  kwnames: KwNames | undefined,
): (PyObject | undefined)[] {
  const keywords = kwnames ?? [];
  const positional = args.length - keywords.length;
  if (positional > parameters.length || args.length > parameters.length) {
    const bound = required === parameters.length ? 'exactly' : 'at most';
    throw typeError(
      `${name}() takes ${bound} ${parameters.length} argument${parameters.length === 1 ? '' : 's'} (${args.length} given)`,
    );
  }
  const values: (PyObject | undefined)[] = args.slice(0, positional);
  while (values.length < parameters.length) values.push(undefined);
  for (let k = 0; k < keywords.length; k++) {
    const keyword = keywords[k]!;
    const index = parameters.indexOf(keyword);
    if (index < 0) throw unexpectedKeyword(name, keyword, parameters);
    if (index < positional) {
      throw typeError(`argument for ${name}() given by name ('${keyword}') and position (${index + 1})`);
    }
    values[index] = args[positional + k]!;
  }
  for (let i = 0; i < required; i++) {
    if (values[i] === undefined)
      throw typeError(`${name}() missing required argument '${parameters[i]}' (pos ${i + 1})`);
  }
  return values;
}
