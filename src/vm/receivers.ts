/**
 * The types whose attributes an instruction was asked for, as tier 0 notes them for the compiler.
 *
 * The inline cache of the instruction has the serial numbers of the types; the types themselves are in a table beside the
 * code, weakly: code does not keep classes alive.
 */
import type { Executable } from '../objects/code.ts';
import type { PyObject, PyType } from '../objects/object.ts';
import { typeOf } from '../runtime/type-of.ts';

/** How many types are told apart. All instructions that name an attribute have room for so many numbers. */
const MAX_TYPES = 4;

/** In the first word of the inline cache: there were more types. */
export const MEGAMORPHIC = -1;

/** Is the type of an object another one than that which was noted first? */
export function isNewReceiver(receiver: PyObject, first: number): boolean {
  return first !== MEGAMORPHIC && typeOf(receiver).serial !== first;
}

/** Notes the type of an object in the inline cache that begins at a code unit. */
export function noteReceiver(executable: Executable, at: number, receiver: PyObject): void {
  const { words } = executable;
  const type = typeOf(receiver);
  for (let i = at; i < at + MAX_TYPES; i++) {
    if (words[i] === type.serial) return;
    if (words[i] !== 0) continue;
    words[i] = type.serial;
    executable.receivers ??= new Map();
    executable.receivers.set(i, new WeakRef(type));
    return;
  }
  words[at] = MEGAMORPHIC;
}

/** The types that were noted; none when there were too many. */
export function receiversAt({ words, receivers }: Executable, at: number): readonly PyType[] {
  const types: PyType[] = [];
  if (words[at] === MEGAMORPHIC) return types;
  for (let i = at; i < at + MAX_TYPES && words[i] !== 0; i++) {
    const type = receivers?.get(i)?.deref();
    // What is gone will not come again.
    if (type !== undefined) types.push(type);
  }
  return types;
}
