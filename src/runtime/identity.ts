/**
 * `id()` and the hash that follows from it. An object gets a number when it is first asked for; values without a box
 * of their own (ints, strings, floats) have the identity of their value, so their id follows from it too.
 */

import { PyDict } from '../objects/dict.ts';
import { PyFloat } from '../objects/float.ts';
import { behindHandle } from '../objects/handle.ts';
import { PyList } from '../objects/list.ts';
import {
  normalizeInt,
  type PyBaseObject,
  type PyInt,
  type PyObject,
  TPFLAGS_HEAPTYPE,
} from '../objects/object.ts';
import { PyStr } from '../objects/str.ts';
import { isEmptyConstant } from './compare.ts';

/**
 * An id is the number of an object, how many objects had one before, taken for an address. What is kept is the number: it stays the
 * same small one when addresses move. Addresses are below 2**31 for as long as possible, too: engines keep such numbers in the
 * field itself, and find them in a map in a third of the time.
 */
const numbers = new WeakMap<object, number>();

/**
 * Where an instance of a Python class keeps its number: a weak map takes a microsecond for an object that does not live long, and
 * programs ask for the ids of such to know where they have been. A symbol: no Python name can reach it.
 */
const NUMBER: unique symbol = Symbol('number');

type Numbered = PyBaseObject & { [NUMBER]?: number };

/** Ids from a number on: where the addresses begin. */
interface Range {
  readonly above: number;
  readonly start: number;
}

const given = { last: 0, ranges: [{ above: 0, start: 0x1000000 }] };
/** Ids of values that are compared by value: of ints, bools and strings of JavaScript's own. */
const valueIds = new Map<number | bigint | boolean | string, number>();
/** Of the others, by a key that tells them apart. */
const keyedIds = new Map<string, number>();

/**
 * Moves the ids that are given out from now on, as the system moves a process's memory: importlib names temporary
 * files after an id, and what a killed process has left must not be in another one's way. `random` has 32 bits.
 */
export function scatterIds(random: number): void {
  const { ranges } = given;
  ranges.unshift({ above: given.last, start: ranges[0]!.start + (random >>> 7) * 16 });
}

function addressOf(number: number): number {
  const { ranges } = given;
  const range: Range = number > ranges[0]!.above ? ranges[0]! : ranges.find(({ above }) => number > above)!;
  return range.start + number * 16;
}

/** The id of a value: 16-byte steps, as addresses are. */
export function idOf(value: PyObject): number {
  if (typeof value !== 'object') return idOfValue(value);
  const { ob_type } = value;
  if (ob_type === PyDict.type || ob_type === PyList.type) {
    // Programs ask for those most.
    const container = value as PyDict | PyList;
    if (container.number === 0) container.number = ++given.last;
    return addressOf(container.number);
  }
  if (isIdentifiedByValue(value)) return idOfValue(value);
  const object = behindHandle(value);
  // The definition of a built-in function is asked for as well, for the function's hash; it has no type.
  if (ob_type !== undefined && (ob_type.tp_flags & TPFLAGS_HEAPTYPE) !== 0) {
    const instance = object as Numbered;
    instance[NUMBER] ??= ++given.last;
    return addressOf(instance[NUMBER]);
  }
  let number = numbers.get(object);
  if (number === undefined) {
    number = ++given.last;
    numbers.set(object, number);
  }
  return addressOf(number);
}

/** Is every object with this value the same one in Python? See `isSame`. */
function isIdentifiedByValue(value: PyBaseObject): boolean {
  return value.ob_type === PyFloat.type || value instanceof PyStr || isEmptyConstant(value);
}

function idOfValue(value: PyObject): number {
  // Small ints need no table; the others keep the id they were given.
  if (typeof value === 'number' && Math.abs(value) < 2 ** 38) return 0x100000000000 + value * 32;
  if (typeof value !== 'object') return numbered(valueIds, value);
  const key =
    value instanceof PyFloat
      ? `float ${Object.is(value.value, -0) ? '-0' : value.value}`
      : value instanceof PyStr
        ? `str ${Array.from(value.codePoints, (c) => String.fromCodePoint(c)).join('')}`
        : `empty ${value.ob_type.tp_name}`;
  return numbered(keyedIds, key);
}

function numbered<Key>(table: Map<Key, number>, key: Key): number {
  let id = table.get(key);
  if (id === undefined) {
    id = addressOf(++given.last);
    table.set(key, id);
  }
  return id;
}

/** `object.__hash__`: the id without its lowest four bits. */
export function identityHash(value: PyObject): PyInt {
  return idOf(value) / 16;
}

/** The id as `repr` shows it: an address in hexadecimal. */
export function addressText(value: PyObject): string {
  return `0x${idOf(value).toString(16).padStart(12, '0')}`;
}

/** One hash from two: their bits, exclusively or-ed; never −1. */
export function combineHashes(left: PyInt, right: PyInt): PyInt {
  const bits = BigInt.asIntN(64, BigInt(left) ^ BigInt(right));
  return bits === -1n ? -2 : normalizeInt(bits);
}
