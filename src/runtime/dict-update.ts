/**
 * Filling a dict from another one, from any mapping, from pairs, from keyword arguments.
 * CPython: `dict_merge`, `PyDict_MergeFromSeq2` in Objects/dictobject.c.
 */
import { attrName } from '../objects/attribute-name.ts';
import { MapStorage, PyDict, TableStorage } from '../objects/dict.ts';
import { exceptionTypes, PyBaseException } from '../objects/exception.ts';
import type { KwNames, PyObject, PyType } from '../objects/object.ts';
import { PyAnySet } from '../objects/set.ts';
import { strFromUtf16 } from '../objects/str.ts';
import { getAttrOrAbsent } from './attributes.ts';
import { call0, callMethod } from './call.ts';
import { dictContains, dictSetHashed, dictSetItem, isExactDict } from './dict.ts';
import { keyError, runtimeError, typeError, valueError } from './errors.ts';
import { sequenceFast } from './items.ts';
import { getIter, iterToArray } from './iter.ts';
import { getItem, setItem } from './sequence.ts';
import { someItem, someKey } from './set.ts';
import { isInstanceOf, typeName, typeOf } from './type-of.ts';

const addNoteName = attrName('add_note');
const keysName = attrName('keys');
const TypeErrorType = exceptionTypes.get('TypeError')!;

/** `dict.update(other)`: a mapping, or an iterable of pairs. May run Python code. CPython: `dict_update_arg`. */
export function dictUpdate(dict: PyDict, other: PyObject): void {
  if (isExactDict(other) || getAttrOrAbsent(other, keysName) !== undefined) mergeMapping(dict, other);
  else mergePairs(dict, other);
}

/**
 * Takes over the items of a mapping: a dict's own when it iterates as dicts do, else by `keys()` and `[]`. What has no
 * `keys()` raises AttributeError; if the keys must be new, one that is not raises KeyError. May run Python code.
 * CPython: `dict_merge`.
 */
export function mergeMapping(dict: PyDict, other: PyObject, mustBeNew = false): void {
  const checked = mustBeNew && dict.storage.size > 0;
  if (other instanceof PyDict && typeOf(other).tp_iter === PyDict.type.tp_iter) {
    if (checked) mergeNew(dict, other);
    else if (dict !== other) mergeDict(dict, other);
    return;
  }
  const keys = listOfKeys(other, callMethod(other, keysName));
  for (const key of keys) {
    if (mustBeNew && dictContains(dict, key)) throw keyError(key);
    dictSetItem(dict, key, getItem(other, key));
  }
}

function mergeNew(dict: PyDict, other: PyDict): void {
  for (const [key, value] of [...other.storage.entries()]) {
    if (dictContains(dict, key)) throw keyError(key);
    dictSetItem(dict, key, value);
  }
}

/** What a mapping's `keys()` gave, as an array. CPython: `PyMapping_Keys`. */
function listOfKeys(mapping: PyObject, keys: PyObject): PyObject[] {
  let iterator: PyObject;
  try {
    iterator = getIter(keys);
  } catch (thrown) {
    if (!isTypeError(thrown)) throw thrown;
    throw typeError(`${typeName(mapping)}.keys() returned a non-iterable (type ${typeName(keys)})`);
  }
  return iterToArray(iterator);
}

function isTypeError(thrown: unknown): thrown is PyBaseException {
  return thrown instanceof PyBaseException && isInstanceOf(thrown, TypeErrorType);
}

function mergeDict(dict: PyDict, other: PyDict): void {
  const source = other.storage;
  const target = dict.storage;
  if (source instanceof MapStorage) {
    const { items } = source;
    if (target instanceof MapStorage && target.map !== undefined && target.tail === undefined) {
      for (const [key, value] of items) target.map.set(key, value);
    } else for (const [key, value] of items) dictSetItem(dict, key, value);
    return;
  }
  if (source instanceof TableStorage) {
    const { table } = source;
    const { size } = table;
    for (let i = table.start; i < table.keys.length; i++) {
      const key = table.keys[i];
      if (key === undefined) continue;
      dictSetHashed(dict, key, table.lows[i]!, table.highs[i]!, table.values[i]!);
      if (other.storage !== source || table.size !== size) throw runtimeError('dict mutated during update');
    }
    return;
  }
  for (const [key, value] of source.entries()) dictSetItem(dict, key, value);
}

function mergePairs(dict: PyDict, pairs: PyObject): void {
  const iterator = getIter(pairs);
  const next = typeOf(iterator).tp_iternext!;
  let index = 0;
  for (let pair = next(iterator); pair !== undefined; pair = next(iterator), index++) {
    const items = pairItems(pair, index);
    if (items.length !== 2) {
      throw valueError(
        `dictionary update sequence element #${index} has length ${items.length}; 2 is required`,
      );
    }
    dictSetItem(dict, items[0]!, items[1]!);
  }
}

function pairItems(pair: PyObject, index: number): readonly PyObject[] {
  try {
    return sequenceFast(pair, 'object is not iterable');
  } catch (thrown) {
    if (isTypeError(thrown)) {
      callMethod(
        thrown,
        addNoteName,
        `Cannot convert dictionary update sequence element #${index} to a sequence`,
      );
    }
    throw thrown;
  }
}

/** Adds keyword arguments: the values stand in `args` from `first` on. */
export function dictUpdateKeywords(
  dict: PyDict,
  kwnames: KwNames,
  args: readonly PyObject[],
  first: number,
): void {
  for (let i = 0; i < kwnames.length; i++) dictSetItem(dict, strFromUtf16(kwnames[i]!), args[first + i]!);
}

/** `cls.fromkeys(iterable, value)`. May run Python code. CPython: `_PyDict_FromKeys`. */
export function dictFromKeys(type: PyType, iterable: PyObject, value: PyObject): PyObject {
  const made = type === PyDict.type ? new PyDict() : call0(type);
  if (isExactDict(made)) {
    if (made.storage.size === 0) {
      if (isExactDict(iterable)) {
        someKey(iterable, (key, low, high) => {
          dictSetHashed(made, key, low, high, value);
          return false;
        });
        return made;
      }
      if (iterable instanceof PyAnySet) {
        someItem(iterable, true, (item, low, high) => {
          dictSetHashed(made, item, low, high, value);
          return false;
        });
        return made;
      }
    }
    const iterator = getIter(iterable);
    const next = typeOf(iterator).tp_iternext!;
    for (let key = next(iterator); key !== undefined; key = next(iterator)) dictSetItem(made, key, value);
    return made;
  }
  const iterator = getIter(iterable);
  const next = typeOf(iterator).tp_iternext!;
  for (let key = next(iterator); key !== undefined; key = next(iterator)) setItem(made, key, value);
  return made;
}
