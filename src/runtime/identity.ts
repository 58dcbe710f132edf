/**
 * `id()` and the hash that follows from it. An object gets a number when it is first asked for; values without a box
 * of their own (ints, strings, floats) have the identity of their value, so their id follows from it too.
 */

import { PyDict } from '../objects/dict.ts';
import { PyFloat } from '../objects/float.ts';
import { behindHandle } from '../objects/handle.ts';
import { PyList } from '../objects/list.ts';
import { normalizeInt, type PyBaseObject, type PyInt, type PyObject } from '../objects/object.ts';
import { PyStr } from '../objects/str.ts';
import { isEmptyConstant } from './compare.ts';

const ids = new WeakMap<object, number>();
const counter = { next: 0x7f0000000000 };
/** Ids of values that are compared by value: of ints, bools and strings of JavaScript's own. */
const valueIds = new Map<number | bigint | boolean | string, number>();
/** Of the others, by a key that tells them apart. */
const keyedIds = new Map<string, number>();

/**
 * Moves the numbers that are given out from now on, as the system moves a process's memory: importlib names temporary
 * files after an id, and what a killed process has left must not be in another one's way. `offset` has 32 bits.
 */
export function scatterIds(offset: number): void {
  counter.next += offset * 16;
}

/** The id of a value: 16-byte steps, as addresses are. */
export function idOf(value: PyObject): number {
  if (typeof value !== 'object') return idOfValue(value);
  const { ob_type } = value;
  if (ob_type === PyDict.type || ob_type === PyList.type) {
    // Programs ask for those most, and a weak map takes its time over young objects.
    const container = value as PyDict | PyList;
    if (container.id === 0) container.id = counter.next += 16;
    return container.id;
  }
  if (isIdentifiedByValue(value)) return idOfValue(value);
  const object = behindHandle(value);
  let id = ids.get(object);
  if (id === undefined) {
    id = counter.next += 16;
    ids.set(object, id);
  }
  return id;
}

/** Is every object with this value the same one in Python? See `isSame`. */
function isIdentifiedByValue(value: PyBaseObject): boolean {
  return value.ob_type === PyFloat.type || value instanceof PyStr || isEmptyConstant(value);
}

function idOfValue(value: PyObject): number {
  // Small ints need no table; the others keep the id they were given.
  if (typeof value === 'number' && Math.abs(value) < 2 ** 40) return 0x100000000000 + value * 32;
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
    id = counter.next += 16;
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
