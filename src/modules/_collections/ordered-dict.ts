/**
 * OrderedDict: a dict whose order can be changed, and counts when it is compared.
 *
 * The items stand in the same storages as those of any dict, which are ordered already. Moving to the end is deleting and
 * adding; moving to the front changes the storage to a hash table, whose entries have room in front. `state` counts the
 * changes of the keys, which end every iteration under way. CPython: Objects/odictobject.c.
 */
import { attrName } from '../../objects/attribute-name.ts';
import { MapStorage, PyDict, TableStorage } from '../../objects/dict.ts';
import { type KwNames, Py_EQ, Py_NE, type PyObject } from '../../objects/object.ts';
import { None, NotImplemented } from '../../objects/singletons.ts';
import { type Str, strFromUtf16 } from '../../objects/str.ts';
import { PyTuple } from '../../objects/tuple.ts';
import { getAttrOrAbsent } from '../../runtime/attributes.ts';
import { call0, callMethod } from '../../runtime/call.ts';
import { isEqual } from '../../runtime/compare.ts';
import { classMethod, defineType, methodsOf, rawMethod } from '../../runtime/define.ts';
import {
  dictClear,
  dictCopy,
  dictGetHashed,
  dictMove,
  dictPop,
  dictPopHashed,
  dictPopLast,
  dictSetHashed,
  dictSetItem,
  isExactDict,
} from '../../runtime/dict.ts';
import { dictFromKeys } from '../../runtime/dict-update.ts';
import { keyError, typeError, valueError } from '../../runtime/errors.ts';
import { dictEntry } from '../../runtime/instance-dict.ts';
import { getIter, iterToArray } from '../../runtime/iter.ts';
import { hashHigh, keyHash } from '../../runtime/key-hash.ts';
import { guardRepr, repr } from '../../runtime/repr.ts';
import { contains, getItem, setItem } from '../../runtime/sequence.ts';
import { strConcat } from '../../runtime/text.ts';
import { typeName, typeOf } from '../../runtime/type-of.ts';
import {
  PyOdictItems,
  PyOdictIter,
  PyOdictKeys,
  PyOdictValues,
  PyOrderedDict,
} from './ordered-dict-layouts.ts';

const method = methodsOf<PyOrderedDict>();
const getstateName = attrName('__getstate__');
const itemsName = attrName('items');
const keysName = attrName('keys');

// ── Single items ─────────────────────────────────────────────────────────────────────────────────────────────────────

/** `od[key] = value`, or `del od[key]` when the value is absent. */
function assign(self: PyObject, key: PyObject, value: PyObject | undefined): void {
  const dict = self as PyOrderedDict;
  if (value === undefined) {
    if (dictPop(dict, key) === undefined) throw keyError(key);
    dict.state++;
    return;
  }
  const { size } = dict.storage;
  dictSetItem(dict, key, value);
  if (dict.storage.size !== size) dict.state++;
}

function pop(dict: PyOrderedDict, key: PyObject, fallback: PyObject | undefined): PyObject {
  const low = keyHash(key);
  const value = dictPopHashed(dict, key, low, hashHigh.value);
  if (value !== undefined) {
    dict.state++;
    return value;
  }
  if (fallback === undefined) throw keyError(key);
  return fallback;
}

function setDefault(dict: PyOrderedDict, key: PyObject, value: PyObject): PyObject {
  if (typeOf(dict) !== PyOrderedDict.type) {
    if (contains(dict, key)) return getItem(dict, key);
    setItem(dict, key, value);
    return value;
  }
  const low = keyHash(key);
  const high = hashHigh.value;
  const existing = dictGetHashed(dict, key, low, high);
  if (existing !== undefined) return existing;
  dictSetHashed(dict, key, low, high, value);
  dict.state++;
  return value;
}

/** The first key; the dict is not empty. In constant time on average while keys are taken from the front. */
function firstKey(dict: PyOrderedDict): PyObject {
  const { storage } = dict;
  if (storage instanceof TableStorage) return storage.table.keys[storage.table.start]!;
  if (!(storage instanceof MapStorage)) return storage.keys().next().value!;
  if (dict.front?.storage !== storage) dict.front = { storage, keys: storage.keys() };
  let step = dict.front.keys.next();
  if (step.done === true) {
    dict.front = { storage, keys: storage.keys() };
    step = dict.front.keys.next();
  }
  return step.value!;
}

function popItem(dict: PyOrderedDict, last: boolean): PyTuple {
  if (dict.storage.size === 0) throw keyError('dictionary is empty');
  dict.state++;
  if (last) return new PyTuple(dictPopLast(dict)!);
  const key = firstKey(dict);
  return new PyTuple([key, dictPop(dict, key)!]);
}

function moveToEnd(dict: PyOrderedDict, key: PyObject, last: boolean): void {
  const moved = dictMove(dict, key, last);
  if (moved === undefined) throw keyError(key);
  if (moved) dict.state++;
}

// ── All items ────────────────────────────────────────────────────────────────────────────────────────────────────────

/** The two parts of a pair. CPython: `mutablemapping_add_pairs`. */
function pairOf(value: PyObject): readonly PyObject[] {
  const parts = iterToArray(value);
  if (parts.length > 2) throw valueError('too many values to unpack (expected 2)');
  if (parts.length < 2) {
    throw valueError(`need more than ${parts.length} value${parts.length === 1 ? '' : 's'} to unpack`);
  }
  return parts;
}

function addPairs(dict: PyObject, pairs: PyObject): void {
  const iterator = getIter(pairs);
  const next = typeOf(iterator).tp_iternext!;
  for (let pair = next(iterator); pair !== undefined; pair = next(iterator)) {
    const [key, value] = pairOf(pair);
    setItem(dict, key!, value!);
  }
}

/** Takes over the items of a mapping or of pairs. May run Python code. CPython: `mutablemapping_update_arg`. */
function updateFrom(dict: PyObject, other: PyObject): void {
  if (isExactDict(other)) {
    for (const [key, value] of Array.from(other.storage.entries())) setItem(dict, key, value);
    return;
  }
  const keys = getAttrOrAbsent(other, keysName);
  if (keys !== undefined) {
    for (const key of iterToArray(call0(keys))) setItem(dict, key, getItem(other, key));
    return;
  }
  const items = getAttrOrAbsent(other, itemsName);
  addPairs(dict, items === undefined ? other : call0(items));
}

function updateFromArguments(
  self: PyObject,
  args: readonly PyObject[],
  kwnames: KwNames | undefined,
  tooMany: string,
): void {
  const count = args.length - (kwnames?.length ?? 0);
  if (count > 1) throw typeError(tooMany.replace('%d', String(count)));
  if (count === 1) updateFrom(self, args[0]!);
  if (kwnames === undefined) return;
  for (let i = 0; i < kwnames.length; i++) setItem(self, strFromUtf16(kwnames[i]!), args[count + i]!);
}

function copy(dict: PyOrderedDict): PyObject {
  if (typeOf(dict) === PyOrderedDict.type) {
    const made = new PyOrderedDict();
    for (const [key, value] of dict.storage.entries()) dictSetItem(made, key, value);
    return made;
  }
  const made = call0(typeOf(dict));
  for (const key of Array.from(dict.storage.keys())) setItem(made, key, getItem(dict, key));
  return made;
}

/** Are the keys equal one by one? */
function sameOrder(left: PyDict, right: PyDict): boolean {
  const others = Array.from(right.storage.keys());
  return Array.from(left.storage.keys()).every((key, i) => isEqual(key, others[i]!));
}

function odictRepr(self: PyObject): Str {
  const dict = self as PyOrderedDict;
  const name = typeName(dict).slice(typeName(dict).lastIndexOf('.') + 1);
  if (dict.storage.size === 0) return `${name}()`;
  return guardRepr(dict, '...', () => strConcat(strConcat(`${name}(`, repr(dictCopy(dict))), ')'));
}

export const orderedDict = defineType({
  type: PyOrderedDict.type,
  doc: 'A dictionary that remembers the order of insertion, and can change it',
  slots: {
    tp_init: (self, args, kwnames) =>
      updateFromArguments(self, args, kwnames, 'expected at most 1 argument, got %d'),
    tp_repr: odictRepr,
    tp_richcompare: (self, other, op) => {
      if (!(other instanceof PyDict) || (op !== Py_EQ && op !== Py_NE)) return NotImplemented;
      let equal = PyDict.type.tp_richcompare!(self, other, Py_EQ) === true;
      if (equal && other instanceof PyOrderedDict) equal = sameOrder(self as PyOrderedDict, other);
      return equal === (op === Py_EQ);
    },
    tp_iter: (self) => new PyOdictIter(self as PyOrderedDict, 'keys', false),
    nb_or: (left, right) => {
      if (!(left instanceof PyDict) || !(right instanceof PyDict)) return NotImplemented;
      const made = call0(typeOf(left instanceof PyOrderedDict ? left : right));
      updateFrom(made, left);
      updateFrom(made, right);
      return made;
    },
    nb_inplace_or: (self, other) => {
      updateFrom(self, other);
      return self;
    },
    mp_ass_subscript: assign,
  },
  entries: [
    classMethod(
      'fromkeys($type, /, iterable: object, value: object = None)',
      'Create a new ordered dictionary with the items of an iterable as keys, all with the same value.',
      dictFromKeys,
    ),
    method('__sizeof__($self, /) -> int', '', (self) => 192 + 88 * self.storage.size),
    method('__reduce__($self, /)', 'Return what pickling needs.', (self) => {
      const state = callMethod(self, getstateName);
      const items = getIter(callMethod(self, itemsName));
      return new PyTuple([typeOf(self), new PyTuple([]), state, None, items]);
    }),
    method(
      'setdefault($self, /, key: object, default: object = None)',
      'Return the value of a key; when it is not in the dictionary, insert it with the default first.',
      setDefault,
    ),
    method(
      'pop($self, /, key: object, default: object = <null>)',
      'od.pop(key[,default]) -> v, remove a key and return its value.\n\nWhen it is not there, return the default if one is given;\notherwise, raise a KeyError.',
      pop,
    ),
    method(
      'popitem($self, /, last: bool = True)',
      'Remove an item and return it as a pair (key, value).\n\nIt is the last one if last is true, else the first one.',
      popItem,
    ),
    method('keys($self, /)', '', (self) => new PyOdictKeys(self)),
    method('values($self, /)', '', (self) => new PyOdictValues(self)),
    method('items($self, /)', '', (self) => new PyOdictItems(self)),
    rawMethod('update', undefined, '', (self, args, kwnames) => {
      updateFromArguments(self, args, kwnames, 'update() takes at most 1 positional argument (%d given)');
      return None;
    }),
    method('clear($self, /) -> None', 'Remove all items.', (self) => {
      dictClear(self);
      self.state++;
    }),
    method('copy($self, /)', 'Return a new ordered dict with the same items.', copy),
    method(
      '__reversed__($self, /)',
      'Iterate over the keys from the end.',
      (self) => new PyOdictIter(self, 'keys', true),
    ),
    method(
      'move_to_end($self, /, key: object, last: bool = True) -> None',
      'Move an item to the end, or to the beginning if last is false.\n\nRaises KeyError when the key is not there.',
      moveToEnd,
    ),
    dictEntry,
  ],
});
