/**
 * Items, lengths and membership. CPython: `PyObject_GetItem`, `PyObject_SetItem`, `PySequence_Contains`,
 * `PyObject_Size` in Objects/abstract.c.
 */

import { attrName } from '../objects/attribute-name.ts';
import { PyDict } from '../objects/dict.ts';
import { exceptionTypes, PyBaseException } from '../objects/exception.ts';
import { itemAt, listLength, PyList, storeItem } from '../objects/list.ts';
import { type PyInt, type PyObject, PyType, TPFLAGS_HEAPTYPE, typeType } from '../objects/object.ts';
import { PyRange } from '../objects/range.ts';
import { None } from '../objects/singletons.ts';
import { PyTuple } from '../objects/tuple.ts';
import { getAttrOrAbsent } from './attributes.ts';
import { call1, callSpecial } from './call.ts';
import { isEqual } from './compare.ts';
import { asIndex, indexAsNumber } from './convert.ts';
import { dictGetItem, dictSetItem } from './dict.ts';
import { keyError, typeError } from './errors.ts';
import { newGenericAlias } from './generic-alias.ts';
import { getIter } from './iter.ts';
import { isInstanceOf, typeName, typeOf } from './type-of.ts';

const TypeErrorType = exceptionTypes.get('TypeError')!;

const dunderClassGetitem = attrName('__class_getitem__');

/** `container[key]`. May call `__getitem__` or `__class_getitem__`. */
export function getItem(container: PyObject, key: PyObject): PyObject {
  if (typeof container === 'object') {
    const type = container.ob_type;
    if (type === PyDict.type) {
      const value = dictGetItem(container as PyDict, key);
      if (value === undefined) throw keyError(key);
      return value;
    }
    if (typeof key === 'number') {
      if (type === PyList.type) {
        const list = container as PyList;
        const item = itemAt(list, key < 0 ? key + listLength(list) : key);
        if (item !== undefined) return item;
      } else if (type === PyTuple.type) {
        const { items } = container as PyTuple;
        const index = key < 0 ? key + items.length : key;
        if (index >= 0 && index < items.length) return items[index]!;
      }
    }
  } else if (typeof container === 'string' && typeof key === 'number') {
    const index = key < 0 ? key + container.length : key;
    if (index >= 0 && index < container.length) return container[index]!;
  }
  const type = typeOf(container);
  if (type.mp_subscript !== undefined) return type.mp_subscript(container, key);
  if (type.sq_item !== undefined) {
    if (typeof key !== 'number' && typeOf(key).nb_index === undefined) {
      throw typeError(`sequence index must be integer, not '${typeName(key)}'`);
    }
    return type.sq_item(container, fromEnd(container, indexAsNumber(key)));
  }
  if (container instanceof PyType) {
    if (container === typeType) return newGenericAlias(container, key);
    const method = getAttrOrAbsent(container, dunderClassGetitem);
    if (method !== undefined && method !== None) return call1(method, key);
    throw typeError(`type '${container.tp_name}' is not subscriptable`);
  }
  throw typeError(`'${type.tp_name}' object is not subscriptable`);
}

/** Does this type have items by index? Not dict, whose keys may be anything. CPython: `PySequence_Check`. */
export function isSequence(value: PyObject): boolean {
  return typeOf(value).sq_item !== undefined && !(value instanceof PyDict);
}

/** The item at an index, by `__getitem__` as sequences have it. CPython: `PySequence_GetItem`. */
export function sequenceItem(sequence: PyObject, index: number): PyObject {
  const type = typeOf(sequence);
  if (type.sq_item !== undefined) return type.sq_item(sequence, fromEnd(sequence, index));
  throw typeError(
    type.mp_subscript === undefined
      ? `'${type.tp_name}' object does not support indexing`
      : `${type.tp_name} is not a sequence`,
  );
}

/** A negative index counted from the end. */
function fromEnd(container: PyObject, index: number): number {
  if (index >= 0) return index;
  const length = typeOf(container).sq_length;
  return length === undefined ? index : index + length(container);
}

/** `container[key] = value`. May call `__setitem__`. */
export function setItem(container: PyObject, key: PyObject, value: PyObject): void {
  if (typeof container === 'object') {
    if (container.ob_type === PyDict.type) {
      dictSetItem(container as PyDict, key, value);
      return;
    }
    if (typeof key === 'number' && container.ob_type === PyList.type) {
      const list = container as PyList;
      if (key >= 0 && key < listLength(list)) {
        storeItem(list, key, value);
        return;
      }
    }
  }
  assignItem(container, key, value);
}

/** `del container[key]`. May call `__delitem__`. */
export function deleteItem(container: PyObject, key: PyObject): void {
  assignItem(container, key, undefined);
}

function assignItem(container: PyObject, key: PyObject, value: PyObject | undefined): void {
  const type = typeOf(container);
  if (type.mp_ass_subscript !== undefined) {
    type.mp_ass_subscript(container, key, value);
    return;
  }
  if (type.sq_ass_item !== undefined) {
    if (typeOf(key).nb_index === undefined) {
      throw typeError(`sequence index must be integer, not '${typeName(key)}'`);
    }
    type.sq_ass_item(container, fromEnd(container, indexAsNumber(key)), value);
    return;
  }
  // Two functions of CPython's come to this end: one for sequences and indices, one for the rest.
  const asSequence = typeOf(key).nb_index !== undefined && hasSequenceSlots(type);
  // The index is converted, which may fail, before anybody asks what it is for.
  if (asSequence) indexAsNumber(key);
  if (value !== undefined) throw typeError(`'${type.tp_name}' object does not support item assignment`);
  throw typeError(`'${type.tp_name}' object ${asSequence ? "doesn't" : 'does not'} support item deletion`);
}

/** Does the type have a table of sequence slots, be they empty? Every Python class has. */
function hasSequenceSlots(type: PyType): boolean {
  return (type.tp_flags & TPFLAGS_HEAPTYPE) !== 0 || (type.sq_length ?? type.sq_item) !== undefined;
}

/** `len(value)`. May call `__len__`. */
export function length(value: PyObject): number {
  const type = typeOf(value);
  const slot = type.sq_length ?? type.mp_length;
  if (slot === undefined) throw typeError(`object of type '${type.tp_name}' has no len()`);
  return slot(value);
}

const dunderLen = attrName('__len__');

/** `len(value)` as an int. A length beyond 2**53, which only ranges and made-up ones reach, is asked for once more. */
export function lengthAsInt(value: PyObject): PyInt {
  const count = length(value);
  if (count <= Number.MAX_SAFE_INTEGER) return count;
  return value instanceof PyRange ? value.length : asIndex(callSpecial(value, dunderLen)!);
}

/** What a search runs through; whatever TypeError there is says `expected`. CPython: `_PySequence_IterSearch`. */
export function searchedIterator(
  container: PyObject,
  expected: 'a container or iterable' | 'iterable',
): PyObject {
  try {
    return getIter(container);
  } catch (thrown) {
    if (!(thrown instanceof PyBaseException && isInstanceOf(thrown, TypeErrorType))) throw thrown;
    throw typeError(`argument of type '${typeName(container)}' is not ${expected}`);
  }
}

/** `item in container`. May call `__contains__`, or iterate and compare. */
export function contains(container: PyObject, item: PyObject): boolean {
  const type = typeOf(container);
  if (type === PyDict.type) return dictGetItem(container as PyDict, item) !== undefined;
  if (type.sq_contains !== undefined) return type.sq_contains(container, item);
  const iterator = searchedIterator(container, 'a container or iterable');
  const next = typeOf(iterator).tp_iternext!;
  for (let candidate = next(iterator); candidate !== undefined; candidate = next(iterator)) {
    if (isEqual(candidate, item)) return true;
  }
  return false;
}
