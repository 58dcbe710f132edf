/** Iteration. CPython: `PyObject_GetIter`, `PyIter_Next` in Objects/abstract.c. */

import { MapStorage, PyDict } from '../objects/dict.ts';
import { PyDictKeys, PyDictValues, type PyDictView } from '../objects/dict-views.ts';
import { PyFloat } from '../objects/float.ts';
import { InstanceStorage } from '../objects/instance-storage.ts';
import { PySeqIter } from '../objects/iterator.ts';
import { boxedDoubles, listLength, PyList, PyListIter, type PyListRevIter } from '../objects/list.ts';
import { type PyBaseObject, type PyObject, TPFLAGS_HEAPTYPE } from '../objects/object.ts';
import { PyFrozenSet, PySet } from '../objects/set.ts';
import { type PyStrAsciiIterator, StrIteratorLayout } from '../objects/str-iterator.ts';
import { PyTuple, PyTupleIter } from '../objects/tuple.ts';
import { appendItem } from './append-item.ts';
import { typeError } from './errors.ts';
import { checkItems } from './memory.ts';
import { typeName, typeOf } from './type-of.ts';

/**
 * `tp_iternext` of a class that has lost its `__next__`: its instances may be iterated just now.
 * CPython: `_PyObject_NextNotImplemented`.
 */
export function nextNotImplemented(iterator: PyObject): never {
  throw typeError(`'${typeName(iterator)}' object is not iterable`);
}

/** Has the value a `__next__`? CPython: `PyIter_Check`. */
export function isIterator(value: PyObject): boolean {
  const next = typeOf(value).tp_iternext;
  return next !== undefined && next !== nextNotImplemented;
}

/** `iter(value)`. May call `__iter__`. */
export function getIter(value: PyObject): PyObject {
  const type = typeOf(value);
  if (type === PyTuple.type) return new PyTupleIter(value as PyTuple);
  if (type === PyList.type) return new PyListIter(value as PyList);
  const iter = type.tp_iter;
  if (iter === undefined) {
    if (type.sq_item !== undefined) return new PySeqIter(value);
    throw typeError(`'${type.tp_name}' object is not iterable`);
  }
  const iterator = iter(value);
  if ((type.tp_flags & TPFLAGS_HEAPTYPE) !== 0 && !isIterator(iterator)) {
    throw typeError(`iter() returned non-iterator of type '${typeName(iterator)}'`);
  }
  return iterator;
}

/** `next(iterator)`: `undefined` at the end. May call `__next__`. */
export function iterNext(iterator: PyObject): PyObject | undefined {
  if (!isIterator(iterator)) return notAnIterator(iterator);
  return typeOf(iterator).tp_iternext!(iterator);
}

/** The next item of what is known to be an iterator, `undefined` at the end; those of lists and tuples are known here. */
export function nextOf(iterator: PyObject): PyObject | undefined {
  const { ob_type } = iterator as PyBaseObject;
  if (ob_type === PyListIter.type) return nextOfList(iterator as PyListIter);
  if (ob_type === PyTupleIter.type) return nextOfTuple(iterator as PyTupleIter);
  return ob_type.tp_iternext!(iterator);
}

export function notAnIterator(value: PyObject): never {
  throw typeError(`'${typeName(value)}' object is not an iterator`);
}

/** The items of a list or tuple itself, whose iterators nobody can watch; not of a list that keeps numbers. */
export function plainItems(iterable: PyObject): readonly PyObject[] | undefined {
  if (typeof iterable !== 'object') return undefined;
  const type = iterable.ob_type;
  if (type === PyTuple.type) return (iterable as PyTuple).items;
  return type === PyList.type ? (iterable as PyList).boxed : undefined;
}

/** All items of an iterable, in a new array. May run Python code. */
export function iterToArray(iterable: PyObject): PyObject[] {
  if (iterable instanceof PyTuple && typeOf(iterable) === PyTuple.type) return iterable.items.slice();
  if (iterable instanceof PyList && typeOf(iterable) === PyList.type) {
    checkItems(listLength(iterable));
    return iterable.doubles === undefined ? iterable.items.slice() : boxedDoubles(iterable.doubles);
  }
  return hashedItems(iterable) ?? collectItems(getIter(iterable));
}

/**
 * The items of a set, the keys of a dict, or what a view of its keys or values shows, in a new array; `undefined` for
 * anything else.
 */
export function hashedItems(iterable: PyObject): PyObject[] | undefined {
  if (typeof iterable !== 'object') return undefined;
  const type = iterable.ob_type;
  if (type === PySet.type || type === PyFrozenSet.type) return itemsOfSet(iterable as PySet | PyFrozenSet);
  let dict: PyDict;
  if (type === PyDict.type) dict = iterable as PyDict;
  else if (type === PyDictKeys.type || type === PyDictValues.type) dict = (iterable as PyDictView).dict;
  else return undefined;
  const { storage } = dict;
  if (storage instanceof InstanceStorage) {
    const items: PyObject[] = [];
    storage.forEach((value, key) => {
      items.push(type === PyDictValues.type ? value : key);
    });
    return items;
  }
  if (!(storage instanceof MapStorage)) return undefined;
  checkItems(storage.size);
  return type === PyDictValues.type ? [...storage.values()] : [...storage.keys()];
}

/** `undefined` for a constant that nobody has iterated so far. */
function itemsOfSet({ storage }: PySet | PyFrozenSet): PyObject[] | undefined {
  if (storage === undefined) return undefined;
  checkItems(storage.size);
  return storage.items();
}

/** What is left of an iterator, in a new array. May run Python code. */
export function collectItems(iterator: PyObject): PyObject[] {
  const plain = iterator instanceof StrIteratorLayout ? restOfText(iterator) : undefined;
  if (plain !== undefined) return plain;
  const next = typeOf(iterator).tp_iternext!;
  const items: PyObject[] = [];
  for (let item = next(iterator); item !== undefined; item = next(iterator)) appendItem(items, item);
  return items;
}

/** The characters that are left of a text. */
function restOfText(iterator: StrIteratorLayout): PyObject[] | undefined {
  const { text, index } = iterator;
  if (typeof text !== 'string') return undefined;
  checkItems(text.length - index);
  iterator.text = undefined;
  const characters: PyObject[] = [];
  for (let i = index; i < text.length; i++) characters.push(text[i]!);
  return characters;
}

/** The next item of a list, `undefined` at the end: the list may have changed since the last one. */
export function nextOfList(iterator: PyListIter): PyObject | undefined {
  const { list, index } = iterator;
  if (list === undefined || index < 0) return undefined;
  const { boxed } = list;
  if (boxed !== undefined) {
    if (index < boxed.length) {
      iterator.index = index + 1;
      return boxed[index];
    }
  } else {
    const doubles = list.doubles!;
    if (index < doubles.length) {
      iterator.index = index + 1;
      return new PyFloat(doubles[index]!);
    }
  }
  iterator.list = undefined;
  return undefined;
}

/** The next item of a tuple, `undefined` at the end. */
export function nextOfTuple(iterator: PyTupleIter): PyObject | undefined {
  const { tuple, index } = iterator;
  if (tuple === undefined) return undefined;
  const { items } = tuple;
  if (index < items.length) {
    iterator.index = index + 1;
    return items[index];
  }
  iterator.tuple = undefined;
  return undefined;
}

/** The next character of a string of ASCII characters only, `undefined` at the end. */
export function nextOfText(iterator: PyStrAsciiIterator): string | undefined {
  const { text, index } = iterator;
  if (typeof text === 'string' && index < text.length) {
    iterator.index = index + 1;
    return text[index];
  }
  iterator.text = undefined;
  return undefined;
}

/** The next item of a list from its end, `undefined` at the beginning. */
export function nextOfReversed(iterator: PyListRevIter): PyObject | undefined {
  const { list, index } = iterator;
  if (list === undefined) return undefined;
  if (index >= 0 && index < listLength(list)) {
    iterator.index = index - 1;
    return list.doubles === undefined ? list.items[index] : new PyFloat(list.doubles[index]!);
  }
  iterator.index = -1;
  iterator.list = undefined;
  return undefined;
}
