/**
 * The hash of a value as hash tables want it: 64 bits in two halves, without the bigint that `hash()` would make of
 * them, and without calling anything for the values that keys are usually made of.
 *
 * The bits are those of `hash()`, so a key of a user-defined class finds the built-in one it says it equals. A hash
 * that a Python process shares with every other one (of ints, floats, None, tuples of them) also decides the order
 * in which sets show their items: see objects/set-table.ts.
 */
import type { SipHasher } from '../common/siphash.ts';
import { add, high, multiply, multiplyHigh, shiftLeft, shiftRight } from '../common/uint64.ts';
import { PyBytes } from '../objects/bytes.ts';
import { PyComplex } from '../objects/complex.ts';
import { PyFloat } from '../objects/float.ts';
import { PyLong } from '../objects/int.ts';
import { objectType, type PyBaseObject, type PyInt, type PyObject } from '../objects/object.ts';
import { type PyAnySet, PyFrozenSet } from '../objects/set.ts';
import { SetTable } from '../objects/set-table.ts';
import { None } from '../objects/singletons.ts';
import { PyStr, PyStrInstance, type Str, strType } from '../objects/str.ts';
import { PyTuple } from '../objects/tuple.ts';
import { hash } from './compare.ts';
import { overflowIn } from './recursion.ts';
import { current } from './state.ts';
import { LONGEST_CACHED_TEXT } from './text-hash-cache.ts';

/** The high half of the hash that {@link keyHash} gave last. */
export const hashHigh: { value: number } = { value: 0 };

const TWO_32 = 4294967296;

/** Splits a hash as `hash()` gives it. */
function halves(value: PyInt): number {
  if (typeof value === 'number') {
    hashHigh.value = Math.floor(value / TWO_32) | 0;
    return value | 0;
  }
  hashHigh.value = Number(BigInt.asIntN(32, value >> 32n));
  return Number(BigInt.asIntN(32, value));
}

/** Joins halves to a hash as `hash()` gives it. */
export function joinHash(highHalf: number, lowHalf: number): PyInt {
  if (highHalf >= -0x200000 && highHalf < 0x200000) {
    const value = highHalf * TWO_32 + (lowHalf >>> 0);
    if (value >= Number.MIN_SAFE_INTEGER) return value;
  }
  return (BigInt(highHalf) << 32n) | BigInt(lowHalf >>> 0);
}

/**
 * The low half of the hash of any value; the high half is then in {@link hashHigh}. May call `__hash__`; throws what
 * `hash()` throws.
 */
export function keyHash(key: PyObject): number {
  switch (typeof key) {
    case 'number':
      if (key === (key | 0)) {
        hashHigh.value = key >> 31;
        return key === -1 ? -2 : key;
      }
      hashHigh.value = Math.floor(key / TWO_32) | 0;
      return key | 0;
    case 'string':
      return textHash(key);
    case 'boolean':
      hashHigh.value = 0;
      return key ? 1 : 0;
    case 'bigint':
      return halves(hash(key));
    default: {
      const type = key.ob_type;
      if (type.tp_hash === PyTuple.type.tp_hash) return tupleHash(key as PyTuple);
      if (type.tp_hash === PyBytes.type.tp_hash) return octetsHash(key as PyBytes);
      if (type.tp_hash === PyFloat.type.tp_hash) return floatHash(key as PyFloat);
      if (type.tp_hash === PyFrozenSet.type.tp_hash) return frozenSetHash(key as PyFrozenSet);
      return halves(hash(key));
    }
  }
}

// ── Texts ────────────────────────────────────────────────────────────────────────────────────────────────────────────

function textHash(text: string): number {
  const { length } = text;
  if (length === 0) {
    hashHigh.value = 0;
    return 0;
  }
  if (length > LONGEST_CACHED_TEXT) return strHashHalves(text);
  const cache = current.thread.interp.textHashes;
  const slot = cache.slotOf(text);
  if (cache.texts[slot] === text) {
    hashHigh.value = cache.highs[slot]!;
    return cache.lows[slot]!;
  }
  const low = strHashHalves(text);
  cache.texts[slot] = text;
  cache.lows[slot] = low;
  cache.highs[slot] = hashHigh.value;
  return low;
}

function strHashHalves(value: Str): number {
  const { hasher } = current.thread.interp;
  if (typeof value === 'string') hasher.hashText(value);
  else hasher.hashWords(value.codePoints);
  return hashMade(hasher);
}

/** The hash that a hasher has just made: never −1. */
function hashMade(hasher: SipHasher): number {
  hashHigh.value = hasher.high | 0;
  const low = hasher.low | 0;
  return (low & hashHigh.value) === -1 ? -2 : low;
}

/** The hash of a byte string, which keeps it. */
export function octetsHash(bytes: PyBytes): number {
  if (bytes.hashHigh === undefined) {
    const { hasher } = current.thread.interp;
    hashHigh.value = 0;
    if (bytes.value.length > 0) {
      hasher.hashBytes(bytes.value);
      bytes.hashLow = hashMade(hasher);
    }
    bytes.hashHigh = hashHigh.value;
  }
  hashHigh.value = bytes.hashHigh;
  return bytes.hashLow;
}

// ── Floats ───────────────────────────────────────────────────────────────────────────────────────────────────────────

const doubles = new Float64Array(1);
const words = new Uint32Array(doubles.buffer);

/** The hash of a float: that of the equal int or fraction, modulo 2**61 - 1. CPython: `_Py_HashDouble`. */
function floatHash(key: PyFloat): number {
  const { value } = key;
  if (Number.isSafeInteger(value)) return keyHash(value === 0 ? 0 : value);
  if (!Number.isFinite(value)) return halves(hash(key));
  doubles[0] = value;
  const exponent = (words[1]! >>> 20) & 0x7ff;
  const fraction = words[1]! & 0xfffff;
  // value = ±mantissa * 2**power; modulo 2**61 - 1, multiplying by a power of two is rotating 61 bits.
  const mantissaHigh = exponent === 0 ? fraction : fraction | 0x100000;
  const mantissaLow = words[0]!;
  const power = (exponent === 0 ? 1 : exponent) - 1075;
  let left = power % 61;
  if (left < 0) left += 61;
  // Two halves of the rotated number: what goes up, cut to 61 bits, and what comes in below.
  let low = shiftLeft(mantissaHigh, mantissaLow, left);
  let upper = high.value & 0x1fffffff;
  low |= shiftRight(mantissaHigh, mantissaLow, 61 - left);
  upper |= high.value;
  if (value < 0) {
    low = -low | 0;
    upper = low === 0 ? -upper | 0 : ~upper;
    if (low === -1 && upper === -1) low = -2;
  }
  hashHigh.value = upper;
  return low;
}

// ── Tuples and frozensets ────────────────────────────────────────────────────────────────────────────────────────────

/** The hash of a tuple, which keeps it. CPython: `tuple_hash` in Objects/tupleobject.c. */
export function tupleHash(tuple: PyTuple): number {
  if (tuple.hashHigh === undefined) hashTuple(tuple);
  hashHigh.value = tuple.hashHigh!;
  return tuple.hashLow;
}

function hashTuple(tuple: PyTuple): void {
  try {
    tuple.hashLow = hashItems(tuple.items, true);
    tuple.hashHigh = hashHigh.value;
  } catch (thrown) {
    throw overflowIn(thrown, 'while hashing a tuple');
  }
}

/** The hash of items in their order; that of a slice leaves their number out. */
export function hashItems(items: readonly PyObject[], withLength: boolean): number {
  // The primes of xxHash, 0x9E3779B185EBCA87, 0xC2B2AE3D27D4EB4F and 0x27D4EB2F165667C5, by halves: here, where the engine
  // knows that they stay what they are.
  const PRIME1_HIGH = 0x9e3779b1 | 0;
  const PRIME1_LOW = 0x85ebca87 | 0;
  const PRIME2_HIGH = 0xc2b2ae3d | 0;
  const PRIME2_LOW = 0x27d4eb4f;
  const PRIME5_HIGH = 0x27d4eb2f;
  const PRIME5_LOW = 0x165667c5;
  let accHigh = PRIME5_HIGH;
  let accLow = PRIME5_LOW;
  for (let i = 0; i < items.length; i++) {
    const item = items[i]!;
    // lane * PRIME2
    let laneLow: number;
    let productHigh: number;
    if (typeof item === 'number' && item >= 0 && item <= 0xffff) {
      laneLow = item | 0;
      const upper = (Math.imul(laneLow, PRIME2_LOW & 0xffff) >>> 16) + Math.imul(laneLow, PRIME2_LOW >>> 16);
      productHigh = (upper >>> 16) + Math.imul(laneLow, PRIME2_HIGH);
    } else {
      laneLow = keyHash(item);
      productHigh =
        multiplyHigh(laneLow, PRIME2_LOW) +
        Math.imul(laneLow, PRIME2_HIGH) +
        Math.imul(hashHigh.value, PRIME2_LOW);
    }
    // acc += lane * PRIME2
    const productLow = Math.imul(laneLow, PRIME2_LOW);
    const sumLow = (accLow + productLow) | 0;
    const sumHigh = (accHigh + productHigh + carry(accLow, productLow, sumLow)) | 0;
    // acc = rotate(acc, 31) * PRIME1
    const rotatedHigh = (sumHigh << 31) | (sumLow >>> 1);
    const rotatedLow = (sumLow << 31) | (sumHigh >>> 1);
    accHigh =
      (multiplyHigh(rotatedLow, PRIME1_LOW) +
        Math.imul(rotatedLow, PRIME1_HIGH) +
        Math.imul(rotatedHigh, PRIME1_LOW)) |
      0;
    accLow = Math.imul(rotatedLow, PRIME1_LOW);
  }
  if (withLength) {
    const length = items.length ^ PRIME5_LOW ^ 3527539;
    const low = (accLow + length) | 0;
    accHigh = (accHigh + PRIME5_HIGH + carry(accLow, length, low)) | 0;
    accLow = low;
  }
  hashHigh.value = accHigh;
  if (accLow === -1 && accHigh === -1) {
    hashHigh.value = 0;
    return 1546275796;
  }
  return accLow;
}

/** What a sum of two 32-bit numbers carries over. */
function carry(a: number, b: number, sum: number): number {
  return ((a & b) | ((a | b) & ~sum)) >>> 31;
}

/**
 * The hash of a set as a frozenset, which does not depend on the order of the items. It is kept in a frozenset; a set
 * has none but this one, by which it is looked for in another set. CPython: `frozenset_hash_impl` in Objects/setobject.c.
 */
export function frozenSetHash(set: PyAnySet): number {
  if (set instanceof PyFrozenSet && set.hashKnown) {
    hashHigh.value = set.hashHigh;
    return set.hashLow;
  }
  const { storage } = set;
  let xorHigh = 0;
  let xorLow = 0;
  const mix = (itemHigh: number, itemLow: number): void => {
    // (h ^ 89869747 ^ (h << 16)) * 3644798167
    const low = multiply(
      itemHigh ^ ((itemHigh << 16) | (itemLow >>> 16)),
      itemLow ^ 89869747 ^ (itemLow << 16),
      0,
      3644798167 | 0,
    );
    xorHigh ^= high.value;
    xorLow ^= low;
  };
  if (storage instanceof SetTable) {
    for (let i = 0; i < storage.keys.length; i++) {
      if (storage.isActive(i)) mix(storage.highAt(i), storage.lowAt(i));
    }
  } else {
    for (const item of storage === undefined ? (set as PyFrozenSet).items : storage.set) {
      const low = keyHash(item);
      mix(hashHigh.value, low);
    }
  }
  const sizeLow = multiply(0, sizeOf(set) + 1, 0, 1927868237);
  xorHigh ^= high.value;
  xorLow ^= sizeLow;
  // hash ^= (hash >> 11) ^ (hash >> 25)
  const shiftedLow = ((xorLow >>> 11) | (xorHigh << 21)) ^ ((xorLow >>> 25) | (xorHigh << 7));
  const shiftedHigh = (xorHigh >>> 11) ^ (xorHigh >>> 25);
  const productLow = multiply(xorHigh ^ shiftedHigh, xorLow ^ shiftedLow, 0, 69069);
  let low = add(high.value, productLow, 0, 907133923);
  hashHigh.value = high.value;
  if (low === -1 && hashHigh.value === -1) {
    hashHigh.value = 0;
    low = 590923713;
  }
  if (set instanceof PyFrozenSet) {
    set.hashKnown = true;
    set.hashHigh = hashHigh.value;
    set.hashLow = low;
  }
  return low;
}

function sizeOf(set: PyAnySet): number {
  return set.storage === undefined ? (set as PyFrozenSet).items.length : set.storage.size;
}

// ── Which keys JavaScript's equality can find ────────────────────────────────────────────────────────────────────────

/** Does the object compare by identity alone? */
export function comparesByIdentity(key: PyBaseObject): boolean {
  const type = key.ob_type;
  return (
    (type.tp_hash === objectType.tp_hash && type.tp_richcompare === objectType.tp_richcompare) || key === None
  );
}

/**
 * Can JavaScript's equality find this key? Not bools, which equal ints; nor floats; nor anything with an `__eq__`
 * or `__hash__` of its own.
 */
export function isPlainKey(key: PyObject): boolean {
  switch (typeof key) {
    case 'string':
    case 'number':
    case 'bigint':
      return true;
    case 'boolean':
      return false;
    default:
      return comparesByIdentity(key);
  }
}

/** The int that equals a double, `undefined` when none does. */
function intOfDouble(value: number): PyInt | undefined {
  if (Number.isSafeInteger(value)) return value === 0 ? 0 : value;
  return Number.isInteger(value) ? BigInt(value) : undefined;
}

/** What {@link plainForm} gives for a key of a class that says itself what it equals. */
export const ANY_KEY: unique symbol = Symbol('any key');

/**
 * The plain key that equals this key (`1` for `1.0` and `True`): `undefined` when none can, {@link ANY_KEY} when only
 * comparing can tell. Hashes nothing, so it does not see that a key has no hash.
 */
export function plainForm(key: PyObject): PyObject | undefined | typeof ANY_KEY {
  switch (typeof key) {
    case 'string':
    case 'number':
    case 'bigint':
      return key;
    case 'boolean':
      return key ? 1 : 0;
  }
  if (comparesByIdentity(key)) return key;
  const type = key.ob_type;
  const { tp_hash, tp_richcompare } = type;
  if (key instanceof PyFloat) {
    if (tp_hash !== PyFloat.type.tp_hash || tp_richcompare !== PyFloat.type.tp_richcompare) return ANY_KEY;
    return intOfDouble(key.value);
  }
  if (key instanceof PyComplex) {
    if (tp_hash !== PyComplex.type.tp_hash || tp_richcompare !== PyComplex.type.tp_richcompare)
      return ANY_KEY;
    return key.imag === 0 ? intOfDouble(key.real) : undefined;
  }
  if (key instanceof PyLong) {
    return tp_hash === PyLong.type.tp_hash && tp_richcompare === PyLong.type.tp_richcompare
      ? key.value
      : ANY_KEY;
  }
  if (key instanceof PyStr) return undefined;
  if (key instanceof PyStrInstance) {
    if (tp_hash !== strType.tp_hash || tp_richcompare !== strType.tp_richcompare) return ANY_KEY;
    return typeof key.value === 'string' ? key.value : undefined;
  }
  const isBuiltin =
    (tp_hash === PyTuple.type.tp_hash && tp_richcompare === PyTuple.type.tp_richcompare) ||
    (tp_hash === PyFrozenSet.type.tp_hash && tp_richcompare === PyFrozenSet.type.tp_richcompare) ||
    (tp_hash === PyBytes.type.tp_hash && tp_richcompare === PyBytes.type.tp_richcompare);
  return isBuiltin ? undefined : ANY_KEY;
}
