/**
 * The types whose attributes an instruction was asked for, as tier 0 notes them for the compiler.
 *
 * The inline cache of the instruction has the serial numbers of the types; the types themselves are in a table beside the
 * code, weakly: code does not keep classes alive. Where one class was asked itself, it is noted instead of its metaclass, by the
 * complement of its number: most classes have the same type, and each has its own attributes.
 */
import type { Executable } from '../objects/code.ts';
import { type PyObject, PyType } from '../objects/object.ts';
import { typeOf } from '../runtime/type-of.ts';

/** How many types are told apart. All instructions that name an attribute have room for so many numbers. */
const MAX_TYPES = 4;

/** In the first word of the inline cache: there were more types. */
export const MEGAMORPHIC = -1;

/** Is the type of an object another one than that which was noted first? Of classes it is. */
export function isNewReceiver(receiver: PyObject, first: number): boolean {
  return first !== MEGAMORPHIC && typeOf(receiver).serial !== first;
}

/** Notes the type of an object in the inline cache that begins at a code unit. */
export function noteReceiver(executable: Executable, at: number, receiver: PyObject): void {
  const { words } = executable;
  executable.receivers ??= new Map();
  const { receivers } = executable;
  const type = typeOf(receiver);
  const cls = receiver instanceof PyType ? receiver : undefined;
  for (let i = at; i < at + MAX_TYPES; i++) {
    const word = words[i]!;
    if (word === type.serial || (cls !== undefined && word === ~cls.serial)) return;
    // Of a second class the metaclass is noted, and for both.
    const isSecond =
      cls !== undefined && word < MEGAMORPHIC && typeOf(receivers.get(i)?.deref() ?? cls) === type;
    if (word !== 0 && !isSecond) continue;
    const isFirstClass = cls !== undefined && !isSecond;
    words[i] = isFirstClass ? ~cls.serial : type.serial;
    receivers.set(i, new WeakRef(isFirstClass ? cls : type));
    return;
  }
  words[at] = MEGAMORPHIC;
}

/** The types that were noted, of a class its metaclass; none when there were too many. */
export function receiversAt({ words, receivers }: Executable, at: number): readonly PyType[] {
  const types: PyType[] = [];
  if (words[at] === MEGAMORPHIC) return types;
  for (let i = at; i < at + MAX_TYPES && words[i] !== 0; i++) {
    const noted = receivers?.get(i)?.deref();
    // What is gone will not come again.
    if (noted === undefined) continue;
    const type = words[i]! < 0 ? noted.ob_type : noted;
    if (!types.includes(type)) types.push(type);
  }
  return types;
}

/** The class that was the only receiver. */
export function receiverClassAt({ words, receivers }: Executable, at: number): PyType | undefined {
  return words[at]! < MEGAMORPHIC && words[at + 1] === 0 ? receivers?.get(at)?.deref() : undefined;
}

/** The part of an inline cache in which operations note what they work on. */
export const OPERATION_BITS = 0xffff;
/** In the other part: operands of several types have the operator as a Python function. */
const SEVERAL = 0xffff;

/** Notes the type of an operand whose class has the operator as a Python function: in short in the inline cache. */
export function noteOverloader(executable: Executable, at: number, operand: PyObject): void {
  const { words } = executable;
  const noted = words[at]! >>> 16;
  const type = typeOf(operand);
  const short = (type.serial % (SEVERAL - 1)) + 1;
  if (noted === short || noted === SEVERAL) return;
  if (noted !== 0) words[at]! |= SEVERAL << 16;
  else {
    words[at]! |= short << 16;
    executable.receivers ??= new Map();
    executable.receivers.set(at, new WeakRef(type));
  }
}

/** The only type whose operator was a Python function. */
export function overloaderAt({ words, receivers }: Executable, at: number): PyType | undefined {
  const noted = words[at]! >>> 16;
  return noted === 0 || noted === SEVERAL ? undefined : receivers?.get(at)?.deref();
}

/**
 * Notes for `super(cls, self).name` the class and the type of `self`. The cache of this instruction has room for one number:
 * that of the type that came last.
 */
export function noteSuper(executable: Executable, at: number, cls: PyObject, self: PyObject): void {
  const { words } = executable;
  if (words[at] === MEGAMORPHIC) return;
  executable.superReceivers ??= new Map();
  const noted = executable.superReceivers.get(at);
  const type = typeOf(self);
  words[at] = type.serial;
  if (noted === undefined) {
    if (cls instanceof PyType && !(self instanceof PyType)) {
      executable.superReceivers.set(at, { cls: new WeakRef(cls), types: [new WeakRef(type)] });
    } else words[at] = MEGAMORPHIC;
  } else if (noted.types.every((ref) => ref.deref() !== type)) {
    if (noted.cls.deref() === cls && noted.types.length < MAX_TYPES) noted.types.push(new WeakRef(type));
    else words[at] = MEGAMORPHIC;
  }
}

/** The class behind which `super(cls, self).name` was looked for, and in instances of which types. */
export function superReceiversAt(
  { words, superReceivers }: Executable,
  at: number,
): { cls: PyType; types: readonly PyType[] } | undefined {
  const noted = words[at] === MEGAMORPHIC ? undefined : superReceivers?.get(at);
  const cls = noted?.cls.deref();
  const types = noted?.types.map((ref) => ref.deref()).filter((type) => type !== undefined);
  return cls === undefined || types!.length === 0 ? undefined : { cls, types: types! };
}
