/** The functions of builtins about iteration, order and numbers. CPython: Python/bltinmodule.c. */
import { intAdd, intToText } from '../common/int.ts';
import { attrName } from '../objects/attribute-name.ts';
import { PyBytes } from '../objects/bytes.ts';
import { PyComplex } from '../objects/complex.ts';
import { exceptionTypes, PyBaseException } from '../objects/exception.ts';
import { isExactFloat, PyFloat } from '../objects/float.ts';
import { PyCallIter } from '../objects/iterator.ts';
import { copyList, PyList } from '../objects/list.ts';
import { type KwNames, Py_GT, Py_LT, type PyInt, type PyObject } from '../objects/object.ts';
import { None } from '../objects/singletons.ts';
import { codePointsOf, strFromCodePoint } from '../objects/str.ts';
import { checkNoKeywords, checkPositional, unexpectedKeyword } from '../runtime/arguments.ts';
import { getAttr, lookupSpecial } from '../runtime/attributes.ts';
import { bytesLike } from '../runtime/buffer.ts';
import { call, call0, call1, callSpecial } from '../runtime/call.ts';
import { hash, richCompareBool } from '../runtime/compare.ts';
import { asIndex, intValue, isTrue, strValue } from '../runtime/convert.ts';
import { intAsDouble } from '../runtime/converters.ts';
import { fn, type ModuleEntry, rawFn } from '../runtime/define.ts';
import { typeError, valueError } from '../runtime/errors.ts';
import { format } from '../runtime/format.ts';
import { iteratedItems } from '../runtime/items.ts';
import { getIter, hashedItems, isIterator, notAnIterator, plainItems } from '../runtime/iter.ts';
import { absolute, add, divmod, power } from '../runtime/number.ts';
import { asciiObject, reprObject } from '../runtime/repr.ts';
import { endOfIteration, generics } from '../runtime/slotdefs.ts';
import { sortInPlace } from '../runtime/sort.ts';
import { isInstanceOf, typeName, typeOf } from '../runtime/type-of.ts';

const dunderNext = attrName('__next__');
const dunderRound = attrName('__round__');
const sortName = attrName('sort');
const StopIterationType = exceptionTypes.get('StopIteration')!;

// ── Iterating ────────────────────────────────────────────────────────────────────────────────────────────────────────

/** `all`, `any`: is there an item whose truth is `wanted`? */
function someItemIs(iterable: PyObject, wanted: boolean): boolean {
  const iterator = getIter(iterable);
  const next = typeOf(iterator).tp_iternext!;
  for (let item = next(iterator); item !== undefined; item = next(iterator)) {
    if (isTrue(item) === wanted) return true;
  }
  return false;
}

/** `iter(iterable)`, `iter(callable, sentinel)`. */
function iter(args: readonly PyObject[], kwnames: KwNames | undefined): PyObject {
  checkNoKeywords('iter', kwnames);
  checkPositional('iter', args.length, 1, 2);
  if (args.length === 1) return getIter(args[0]!);
  if (typeOf(args[0]!).tp_call === undefined) throw typeError('iter(v, w): v must be callable');
  return new PyCallIter(args[0]!, args[1]!);
}

/** `next(iterator[, default])`. What a `__next__` written in Python raises goes through as it is. */
function next(args: readonly PyObject[], kwnames: KwNames | undefined): PyObject {
  checkNoKeywords('next', kwnames);
  checkPositional('next', args.length, 1, 2);
  const iterator = args[0]!;
  const step = typeOf(iterator).tp_iternext;
  if (step === undefined || !isIterator(iterator)) return notAnIterator(iterator);
  if (step === generics.genericNext) {
    try {
      return callSpecial(iterator, dunderNext)!;
    } catch (thrown) {
      if (
        args.length === 1 ||
        !(thrown instanceof PyBaseException) ||
        !isInstanceOf(thrown, StopIterationType)
      ) {
        throw thrown;
      }
      return args[1]!;
    }
  }
  const item = step(iterator);
  if (item !== undefined) return item;
  if (args.length === 2) return args[1]!;
  throw endOfIteration(iterator);
}

/** `sorted(iterable, *, key=None, reverse=False)`: keywords are those of `list.sort`. */
function sorted(args: readonly PyObject[], kwnames: KwNames | undefined): PyObject {
  const count = args.length - (kwnames?.length ?? 0);
  checkPositional('sorted', count, 1, 1);
  const iterable = args[0]!;
  const list =
    doublesIn(iterable) !== undefined
      ? copyList(iterable as PyList)
      : new PyList(plainItems(iterable)?.slice() ?? hashedItems(iterable) ?? iteratedItems(iterable));
  let key: PyObject = None;
  let reverse: PyObject = false;
  for (let i = 1; i < args.length; i++) {
    const name = kwnames![i - 1]!;
    if (name === 'key') key = args[i]!;
    else if (name === 'reverse') reverse = args[i]!;
    else {
      // The error is the method's.
      call(getAttr(list, sortName), args.slice(1), kwnames);
    }
  }
  sortInPlace(list, key === None ? undefined : key, typeof reverse === 'boolean' ? reverse : isTrue(reverse));
  return list;
}

const EXTREME_KEYWORDS = ['key', 'default'];

/** `min` and `max`: the first item that none is before in the order. */
function extreme(name: 'min' | 'max', args: readonly PyObject[], kwnames: KwNames = []): PyObject {
  const count = args.length - kwnames.length;
  if (kwnames.length === 0) {
    const items = count === 1 ? plainItems(args[0]!) : args;
    const simple = items === undefined ? undefined : extremeOfInts(items, name === 'min');
    if (simple !== undefined) return simple;
    const doubles = count === 1 ? doublesIn(args[0]!) : undefined;
    if (doubles !== undefined && doubles.length > 0) return extremeOfDoubles(doubles, name === 'min');
  }
  checkPositional(name, count, 1, Number.POSITIVE_INFINITY);
  if (kwnames.length > 2)
    throw typeError(`${name}() takes at most 2 keyword arguments (${kwnames.length} given)`);
  let key: PyObject | undefined;
  let fallback: PyObject | undefined;
  for (let i = 0; i < kwnames.length; i++) {
    const value = args[count + i]!;
    if (kwnames[i] === 'key') key = value === None ? undefined : value;
    else if (kwnames[i] === 'default') fallback = value;
    else throw unexpectedKeyword(name, kwnames[i]!, EXTREME_KEYWORDS);
  }
  if (count > 1 && fallback !== undefined) {
    throw typeError(`Cannot specify a default for ${name}() with multiple positional arguments`);
  }
  const operator = name === 'min' ? Py_LT : Py_GT;
  const iterator = count > 1 ? undefined : getIter(args[0]!);
  const step = iterator === undefined ? undefined : typeOf(iterator).tp_iternext!;
  let best: PyObject | undefined;
  let bestKey: PyObject | undefined;
  for (let i = 0; ; i++) {
    const item = step !== undefined ? step(iterator!) : i < count ? args[i] : undefined;
    if (item === undefined) break;
    const itemKey = key === undefined ? item : call1(key, item);
    if (bestKey === undefined || richCompareBool(itemKey, bestKey, operator)) {
      best = item;
      bestKey = itemKey;
    }
  }
  if (best !== undefined) return best;
  if (fallback !== undefined) return fallback;
  throw valueError(`${name}() iterable argument is empty`);
}

// ── Summing ──────────────────────────────────────────────────────────────────────────────────────────────────────────

/** A sum of doubles with what rounding has lost so far: Neumaier's variant of Kahan's summation. */
class CompensatedSum {
  high: number;
  low = 0;

  constructor(start: number) {
    this.high = start;
  }

  add(value: number): void {
    const { high } = this;
    const sum = high + value;
    this.low += Math.abs(high) >= Math.abs(value) ? high - sum + value : value - sum + high;
    this.high = sum;
  }

  get value(): number {
    return this.low !== 0 && Number.isFinite(this.low) ? this.high + this.low : this.high;
  }
}

function checkStart(start: PyObject): void {
  if (strValue(start) !== undefined) throw typeError("sum() can't sum strings [use ''.join(seq) instead]");
  if (start instanceof PyBytes) throw typeError("sum() can't sum bytes [use b''.join(seq) instead]");
  if (isByteArray(start)) throw typeError("sum() can't sum bytearray [use b''.join(seq) instead]");
}

function isExactComplex(value: PyObject): value is PyComplex {
  return typeof value === 'object' && value.ob_type === PyComplex.type;
}

/** The sum of safe ints that stays one; `undefined` when it is not that simple. */
function sumOfInts(items: readonly PyObject[], start: number): number | undefined {
  let total = start;
  for (let i = 0; i < items.length; i++) {
    const item = items[i]!;
    if (typeof item !== 'number') return undefined;
    total += item;
    if (!Number.isSafeInteger(total)) return undefined;
  }
  return total;
}

/** The least or the greatest of safe ints; `undefined` when there is something else, or nothing. */
function extremeOfInts(items: readonly PyObject[], isLeast: boolean): number | undefined {
  let best = items[0];
  if (typeof best !== 'number') return undefined;
  for (let i = 1; i < items.length; i++) {
    const item = items[i]!;
    if (typeof item !== 'number') return undefined;
    if (isLeast ? item < best : item > best) best = item;
  }
  return best;
}

/** The numbers of a list that keeps them. */
function doublesIn(iterable: PyObject): readonly number[] | undefined {
  return typeof iterable === 'object' && iterable.ob_type === PyList.type
    ? (iterable as PyList).doubles
    : undefined;
}

function extremeOfDoubles(doubles: readonly number[], isLeast: boolean): PyFloat {
  let best = doubles[0]!;
  for (let i = 1; i < doubles.length; i++) {
    const double = doubles[i]!;
    if (isLeast ? double < best : double > best) best = double;
  }
  return new PyFloat(best);
}

/** `sum` of a list that keeps numbers, at least one. */
function sumOfDoubles(doubles: readonly number[], start: number | PyFloat): PyFloat {
  const isInt = typeof start === 'number';
  const sum = new CompensatedSum(isInt ? start + doubles[0]! : start.value);
  for (let i = isInt ? 1 : 0; i < doubles.length; i++) sum.add(doubles[i]!);
  return new PyFloat(sum.value);
}

/** `sum(iterable, start)`. Ints are added as ints and floats as doubles, as long as nothing else comes. */
function sum(iterable: PyObject, start: PyObject): PyObject {
  const items = typeof start === 'number' ? plainItems(iterable) : undefined;
  const simple = items === undefined ? undefined : sumOfInts(items, start as number);
  if (simple !== undefined) return simple;
  const doubles = doublesIn(iterable);
  if (doubles !== undefined && doubles.length > 0 && (typeof start === 'number' || isExactFloat(start))) {
    return sumOfDoubles(doubles, start);
  }
  const iterator = getIter(iterable);
  checkStart(start);
  const step = typeOf(iterator).tp_iternext!;
  let total = start;
  let item = step(iterator);
  if (typeof total === 'number' || typeof total === 'bigint') {
    let ints: PyInt = total;
    if (typeof ints === 'number') {
      for (; typeof item === 'number'; item = step(iterator)) {
        const next: number = ints + item;
        if (!Number.isSafeInteger(next)) break;
        ints = next;
      }
    }
    for (; item !== undefined; item = step(iterator)) {
      if (typeof item === 'number' || typeof item === 'bigint') ints = intAdd(ints, item);
      else if (typeof item === 'boolean') ints = intAdd(ints, item ? 1 : 0);
      else break;
    }
    if (item === undefined) return ints;
    total = add(ints, item);
    item = step(iterator);
  }
  if (isExactFloat(total)) {
    const floats = new CompensatedSum(total.value);
    for (; item !== undefined; item = step(iterator)) {
      const value = realValue(item, false);
      if (value === undefined) break;
      floats.add(value);
    }
    total = new PyFloat(floats.value);
    if (item === undefined) return total;
    total = add(total, item);
    item = step(iterator);
  }
  if (isExactComplex(total)) {
    const real = new CompensatedSum(total.real);
    const imag = new CompensatedSum(total.imag);
    for (; item !== undefined; item = step(iterator)) {
      if (isExactComplex(item)) {
        real.add(item.real);
        imag.add(item.imag);
      } else {
        const value = realValue(item, true);
        if (value === undefined) break;
        real.add(value);
      }
    }
    total = new PyComplex(real.value, imag.value);
    if (item === undefined) return total;
    total = add(total, item);
    item = step(iterator);
  }
  for (; item !== undefined; item = step(iterator)) total = add(total, item);
  return total;
}

/** A float or int as a double. Instances of classes derived from float count only where `derived` says so. */
function realValue(item: PyObject, derived: boolean): number | undefined {
  if (item instanceof PyFloat) return derived || item.ob_type === PyFloat.type ? item.value : undefined;
  const int = intValue(item);
  return int === undefined ? undefined : intAsDouble(int);
}

// ── Numbers and characters ───────────────────────────────────────────────────────────────────────────────────────────

/** `bin`, `oct`, `hex`. */
function digits(value: PyObject, base: number, prefix: string): string {
  const text = intToText(asIndex(value), base);
  return text.startsWith('-') ? `-${prefix}${text.slice(1)}` : prefix + text;
}

function chr(value: PyObject): PyObject {
  const code = asIndex(value);
  if (typeof code === 'bigint' || code < 0 || code > 0x10ffff)
    throw valueError('chr() arg not in range(0x110000)');
  return strFromCodePoint(code);
}

function ord(character: PyObject): number {
  if (typeof character === 'string' && character.length === 1) return character.charCodeAt(0);
  const text = strValue(character);
  const units = text === undefined ? octetsOf(character) : codePointsOf(text);
  if (units === undefined)
    throw typeError(`ord() expected string of length 1, but ${typeName(character)} found`);
  if (units.length !== 1)
    throw typeError(`ord() expected a character, but string of length ${units.length} found`);
  return units[0]!;
}

/** The contents of bytes or bytearray; no other buffer is a string. */
function octetsOf(value: PyObject): Uint8Array | undefined {
  if (value instanceof PyBytes) return value.value;
  return isByteArray(value) ? bytesLike(value) : undefined;
}

function isByteArray(value: PyObject): boolean {
  return typeOf(value).tp_mro.some((type) => type.tp_name === 'bytearray');
}

function round(number: PyObject, ndigits: PyObject): PyObject {
  const method = lookupSpecial(number, dunderRound);
  if (method === undefined) throw typeError(`type ${typeName(number)} doesn't define __round__ method`);
  return ndigits === None ? call0(method) : call1(method, ndigits);
}

export const iterationFunctions: readonly ModuleEntry[] = [
  fn('abs($module, x: object, /)', 'Return the absolute value.', (_, x) => absolute(x)),
  fn(
    'all($module, iterable: object, /) -> bool',
    'Return whether all items are true; also if there are none.',
    (_, iterable) => !someItemIs(iterable, false),
  ),
  fn(
    'any($module, iterable: object, /) -> bool',
    'Return whether any item is true; not if there are none.',
    (_, iterable) => someItemIs(iterable, true),
  ),
  fn(
    'ascii($module, obj: object, /)',
    'Return the repr of an object with everything beyond ASCII escaped.',
    (_, obj) => asciiObject(obj),
  ),
  fn(
    'bin($module, number: object, /) -> str',
    "Return the binary digits of an int, after the prefix 0b.\n\n>>> bin(-37)\n'-0b100101'",
    (_, number) => digits(number, 2, '0b'),
  ),
  fn(
    'callable($module, obj: object, /) -> bool',
    'Return whether an object can be called.',
    (_, obj) => typeOf(obj).tp_call !== undefined,
  ),
  fn('chr($module, i: object, /)', 'Return the character of a code point: 0 <= i <= 0x10ffff.', (_, i) =>
    chr(i),
  ),
  fn('divmod($module, x: object, y: object, /)', 'Return the tuple (x // y, x % y).', (_, x, y) =>
    divmod(x, y),
  ),
  fn(
    "format($module, value: object, format_spec: str = '', /) -> str",
    'Return what the __format__ method of the value makes of it.',
    (_, value, spec) => format(value, spec),
  ),
  fn(
    'hash($module, obj: object, /) -> int',
    'Return the hash of an object; equal objects have equal hashes.',
    (_, obj) => hash(obj),
  ),
  fn(
    'hex($module, number: object, /) -> str',
    "Return the hexadecimal digits of an int, after the prefix 0x.\n\n>>> hex(-51966)\n'-0xcafe'",
    (_, number) => digits(number, 16, '0x'),
  ),
  rawFn(
    'iter',
    undefined,
    'iter(iterable) -> iterator\niter(callable, sentinel) -> iterator\n\nReturn an iterator over the items of an object, or over what a callable returns until\nit returns the sentinel.',
    (_, args, kwnames) => iter(args, kwnames),
  ),
  rawFn(
    'max',
    undefined,
    'max(iterable, *[, default=obj, key=func]) -> value\nmax(arg1, arg2, *args, *[, key=func]) -> value\n\nReturn the greatest item of an iterable, or the greatest argument. The default is what\nan empty iterable gives.',
    (_, args, kwnames) => extreme('max', args, kwnames),
  ),
  rawFn(
    'min',
    undefined,
    'min(iterable, *[, default=obj, key=func]) -> value\nmin(arg1, arg2, *args, *[, key=func]) -> value\n\nReturn the least item of an iterable, or the least argument. The default is what an\nempty iterable gives.',
    (_, args, kwnames) => extreme('min', args, kwnames),
  ),
  rawFn(
    'next',
    undefined,
    'next(iterator[, default])\n\nReturn the next item. At the end return the default if there is one; otherwise raise\nStopIteration.',
    (_, args, kwnames) => next(args, kwnames),
  ),
  fn(
    'oct($module, number: object, /) -> str',
    "Return the octal digits of an int, after the prefix 0o.\n\n>>> oct(-420)\n'-0o644'",
    (_, number) => digits(number, 8, '0o'),
  ),
  fn('ord($module, character: object, /) -> int', 'Return the code point of a character.', (_, character) =>
    ord(character),
  ),
  fn(
    'pow($module, /, base: object, exp: object, mod: object = None)',
    'Return base ** exp, or with a third argument base ** exp % mod, computed efficiently for\nints.',
    (_, base, exp, mod) => power(base, exp, mod),
  ),
  fn('repr($module, obj: object, /)', 'Return the string that shows an object to a programmer.', (_, obj) =>
    reprObject(obj),
  ),
  fn(
    'round($module, /, number: object, ndigits: object = None)',
    'Round a number to that many decimal digits, to an int if ndigits is None. It may be\nnegative.',
    (_, number, ndigits) => round(number, ndigits),
  ),
  rawFn(
    'sorted',
    '($module, iterable, /, *, key=None, reverse=False)',
    'Return a new list of all items in ascending order.\n\nWith a key function, items are ordered by what it gives for each. With reverse, the\norder is descending.',
    (_, args, kwnames) => sorted(args, kwnames),
  ),
  fn(
    'sum($module, iterable: object, /, start: object = 0)',
    'Return the sum of a start value and the items of an iterable.\n\nThis is meant for numbers and refuses strings.',
    (_, iterable, start) => sum(iterable, start),
  ),
];
