/**
 * The head of a compiled function: what a call has left out is filled in there, so that callers need not know the function
 * that they call. `PyFunction.jitCounts` says with how many arguments that may be done.
 */
import { CO_VARARGS, CO_VARKEYWORDS, type PyCode } from '../objects/code.ts';
import { utf16FromStr } from '../objects/str.ts';
import { quote } from './values.ts';

/** The lines that fill in what is absent; the function has so many `defaults` of positional parameters. */
export function fillAbsent(code: PyCode, defaults: number): string[] {
  const { co_argcount, co_kwonlyargcount, co_flags, co_localsplusnames } = code;
  const lines: string[] = [];
  const fill = (index: number, value: string): void => {
    lines.push(`if (l${index} === undefined) l${index} = ${value};`);
  };
  const first = co_argcount - defaults;
  // There may be more defaults than parameters: the last ones count.
  for (let i = Math.max(0, -first); i < defaults; i++) fill(first + i, `func.func_defaults.items[${i}]`);
  let next = co_argcount;
  for (let i = 0; i < co_kwonlyargcount; i++, next++)
    fill(next, `requiredDefault(func, ${quote(utf16FromStr(co_localsplusnames[next]!))})`);
  if ((co_flags & CO_VARARGS) !== 0) fill(next++, 'new PyTuple([])');
  if ((co_flags & CO_VARKEYWORDS) !== 0) fill(next++, 'newDictOf([])');
  return lines;
}
