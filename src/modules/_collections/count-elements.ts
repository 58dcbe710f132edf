/** _count_elements: the loop of `Counter.update`. CPython: Modules/_collectionsmodule.c. */
import { attrName } from '../../objects/attribute-name.ts';
import { MapStorage, PyDict } from '../../objects/dict.ts';
import type { PyObject } from '../../objects/object.ts';
import { getAttr, typeLookup } from '../../runtime/attributes.ts';
import { call } from '../../runtime/call.ts';
import { dictGetHashed, dictSetHashed } from '../../runtime/dict.ts';
import { getIter } from '../../runtime/iter.ts';
import { hashHigh, keyHash } from '../../runtime/key-hash.ts';
import { add } from '../../runtime/number.ts';
import { setItem } from '../../runtime/sequence.ts';
import { typeOf } from '../../runtime/type-of.ts';

const getName = attrName('get');
const setitemName = attrName('__setitem__');

/** Are `get` and `[]=` of the mapping those of dict? */
function isPlainDict(mapping: PyObject): mapping is PyDict {
  if (!(mapping instanceof PyDict)) return false;
  const type = typeOf(mapping);
  return (
    typeLookup(type, getName) === typeLookup(PyDict.type, getName) &&
    typeLookup(type, setitemName) === typeLookup(PyDict.type, setitemName)
  );
}

/** Adds one to the count of each item. May run Python code. */
export function countElements(mapping: PyObject, iterable: PyObject): void {
  const iterator = getIter(iterable);
  const next = typeOf(iterator).tp_iternext!;
  if (!isPlainDict(mapping)) {
    const get = getAttr(mapping, getName);
    for (let key = next(iterator); key !== undefined; key = next(iterator)) {
      setItem(mapping, key, add(call(get, [key, 0]), 1));
    }
    return;
  }
  for (let key = next(iterator); key !== undefined; key = next(iterator)) {
    if (typeof key === 'string' || typeof key === 'number') {
      const { storage } = mapping;
      if (storage instanceof MapStorage) {
        const count = storage.get(key);
        storage.set(key, count === undefined ? 1 : add(count, 1));
        continue;
      }
    }
    // A key without a hash is reported as such, not as no key of a dict.
    const low = keyHash(key);
    const high = hashHigh.value;
    const count = dictGetHashed(mapping, key, low, high);
    dictSetHashed(mapping, key, low, high, count === undefined ? 1 : add(count, 1));
  }
}
