/** dict: the behaviour of dictionaries. How items are kept and found: runtime/dict.ts. CPython: Objects/dictobject.c. */
import { attrName } from '../objects/attribute-name.ts';
import { MapStorage, PyDict, TableStorage } from '../objects/dict.ts';
import {
  PyDictItems,
  PyDictKeyIter,
  PyDictKeys,
  PyDictReverseKeyIter,
  PyDictValues,
} from '../objects/dict-views.ts';
import { type KwNames, Py_EQ, Py_NE, type PyObject } from '../objects/object.ts';
import { None, NotImplemented } from '../objects/singletons.ts';
import type { Str } from '../objects/str.ts';
import { PyTuple } from '../objects/tuple.ts';
import { checkPositional } from '../runtime/arguments.ts';
import { callSpecial } from '../runtime/call.ts';
import { isEqual } from '../runtime/compare.ts';
import { classMethod, defineType, methodsOf, rawMethod } from '../runtime/define.ts';
import {
  dictClear,
  dictContains,
  dictCopy,
  dictDelItem,
  dictGetItem,
  dictPop,
  dictPopLast,
  dictSetDefault,
  dictSetItem,
} from '../runtime/dict.ts';
import { dictFromKeys, dictUpdate, dictUpdateKeywords } from '../runtime/dict-update.ts';
import { keyError } from '../runtime/errors.ts';
import { classGetItem } from '../runtime/generic-alias.ts';
import { guardRepr, repr } from '../runtime/repr.ts';
import { strConcat, strJoin } from '../runtime/text.ts';
import { typeOf } from '../runtime/type-of.ts';

const method = methodsOf<PyDict>();
const missingName = attrName('__missing__');

/** `dict[key]`; a subclass may say in `__missing__` what an absent key gives. */
function subscript(self: PyObject, key: PyObject): PyObject {
  const dict = self as PyDict;
  const value = dictGetItem(dict, key);
  if (value !== undefined) return value;
  if (typeOf(dict) !== PyDict.type) {
    const missing = callSpecial(dict, missingName, key);
    if (missing !== undefined) return missing;
  }
  throw keyError(key);
}

function dictRepr(self: PyObject): Str {
  const dict = self as PyDict;
  if (dict.storage.size === 0) return '{}';
  return guardRepr(dict, '{...}', () => {
    const items: Str[] = [];
    for (const [key, value] of dict.storage.entries()) {
      const shown = repr(key);
      items.push(strConcat(strConcat(shown, ': '), repr(value)));
    }
    return strConcat(strConcat('{', strJoin(', ', items)), '}');
  });
}

/** Have the two dicts equal keys with equal values? May call `__eq__`. */
function areEqual(left: PyDict, right: PyDict): boolean {
  const { storage } = left;
  const target = right.storage;
  if (storage.size !== target.size) return false;
  if (storage instanceof MapStorage && target instanceof MapStorage) {
    for (const [key, value] of storage.items) {
      // Comparing may have changed the form of the other dict.
      const other = right.storage === target ? target.get(key) : dictGetItem(right, key);
      if (other === value) continue;
      if (other === undefined || !isEqual(value, other)) return false;
    }
    return true;
  }
  for (const [key, value] of storage.entries()) {
    const other = dictGetItem(right, key);
    if (other === undefined || !isEqual(value, other)) return false;
  }
  return true;
}

/** `dict(...)` and `dict.update(...)`: at most one mapping or iterable of pairs, then keywords. */
function updateFromArguments(
  self: PyDict,
  name: string,
  args: readonly PyObject[],
  kwnames: KwNames | undefined,
): void {
  const count = args.length - (kwnames?.length ?? 0);
  checkPositional(name, count, 0, 1);
  if (count === 1) dictUpdate(self, args[0]!);
  if (kwnames !== undefined) dictUpdateKeywords(self, kwnames, args, count);
}

/** The size of CPython's object: what it holds for so many items. */
function sizeOf(dict: PyDict): number {
  const { size } = dict.storage;
  if (size === 0) return 64;
  let slots = 8;
  while (Math.floor((slots * 2) / 3) < size) slots *= 2;
  const usable = Math.floor((slots * 2) / 3);
  let general = dict.storage instanceof TableStorage;
  for (const key of dict.storage.keys()) if (typeof key !== 'string') general = true;
  const indexBytes = slots <= 128 ? 1 : slots <= 32768 ? 2 : 4;
  return 64 + 32 + slots * indexBytes + usable * (general ? 24 : 16);
}

export const dict = defineType({
  type: PyDict.type,
  doc: 'dict() -> new empty dictionary\ndict(mapping) -> new dictionary with the items of a mapping\ndict(iterable) -> new dictionary with the (key, value) pairs of an iterable\ndict(**kwargs) -> new dictionary with the names and values of keyword\n    arguments, as in dict(one=1, two=2)',
  slots: {
    tp_new: (type) => new type.ctor(),
    tp_init: (self, args, kwnames) => updateFromArguments(self as PyDict, 'dict', args, kwnames),
    tp_repr: dictRepr,
    tp_richcompare: (self, other, op) => {
      if (!(other instanceof PyDict) || (op !== Py_EQ && op !== Py_NE)) return NotImplemented;
      return areEqual(self as PyDict, other) === (op === Py_EQ);
    },
    tp_iter: (self) => new PyDictKeyIter(self as PyDict, (self as PyDict).storage.keys()),
    nb_or: (left, right) => {
      if (!(left instanceof PyDict) || !(right instanceof PyDict)) return NotImplemented;
      const result = dictCopy(left);
      dictUpdate(result, right);
      return result;
    },
    nb_inplace_or: (self, other) => {
      dictUpdate(self as PyDict, other);
      return self;
    },
    mp_length: (self) => (self as PyDict).storage.size,
    mp_subscript: subscript,
    mp_ass_subscript: (self, key, value) => {
      if (value === undefined) dictDelItem(self as PyDict, key);
      else dictSetItem(self as PyDict, key, value);
    },
    sq_contains: (self, key) => dictGetItem(self as PyDict, key) !== undefined,
  },
  entries: [
    method('__getitem__($self, key: object, /)', 'Return self[key].', subscript),
    method(
      '__contains__($self, key: object, /) -> bool',
      'True if the dictionary has the key, else False.',
      dictContains,
    ),
    method('__sizeof__($self, /) -> int', 'Return the size of the dict in memory, in bytes.', sizeOf),
    method(
      'get($self, key: object, default: object = None, /)',
      'Return the value of a key, or the default when it is not in the dictionary.',
      (self, key, fallback) => dictGetItem(self, key) ?? fallback,
    ),
    method(
      'setdefault($self, key: object, default: object = None, /)',
      'Return the value of a key; when it is not in the dictionary, insert it with the default first.',
      dictSetDefault,
    ),
    method(
      'pop($self, key: object, default: object = <null>, /)',
      'D.pop(k[,d]) -> v, remove a key and return its value.\n\nWhen it is not there, return the default if one is given;\notherwise, raise a KeyError.',
      (self, key, fallback) => {
        // An empty dict does not even ask whether the key has a hash.
        const value = self.storage.size === 0 ? undefined : dictPop(self, key);
        if (value !== undefined) return value;
        if (fallback === undefined) throw keyError(key);
        return fallback;
      },
    ),
    method(
      'popitem($self, /)',
      'Remove the item that was inserted last and return it as a pair (key, value).\n\nRaises KeyError when the dict is empty.',
      (self) => {
        const item = dictPopLast(self);
        if (item === undefined) throw keyError('popitem(): dictionary is empty');
        return new PyTuple(item);
      },
    ),
    method('keys($self, /)', 'Return a set-like view of the keys.', (self) => new PyDictKeys(self)),
    method('items($self, /)', 'Return a set-like view of the items.', (self) => new PyDictItems(self)),
    method('values($self, /)', 'Return a view of the values.', (self) => new PyDictValues(self)),
    rawMethod(
      'update',
      undefined,
      'D.update([E, ]**F) -> None.  Update D from a mapping or iterable E and from F.\nWhen E has a method keys(), then D[k] = E[k] is done for each key k;\nwhen it has none, D[k] = v is done for each pair (k, v) in E.\nIn either case D[k] = F[k] is done for each k in F.',
      (self, args, kwnames) => {
        updateFromArguments(self as PyDict, 'update', args, kwnames);
        return None;
      },
    ),
    classMethod(
      'fromkeys($type, iterable: object, value: object = None, /)',
      'Create a new dictionary with the items of an iterable as keys, all with the same value.',
      dictFromKeys,
    ),
    method('clear($self, /) -> None', 'Remove all items.', dictClear),
    method('copy($self, /)', 'Return a new dict with the same items.', dictCopy),
    method(
      '__reversed__($self, /)',
      'Iterate over the keys from the end.',
      (self) => new PyDictReverseKeyIter(self),
    ),
    classGetItem,
  ],
});
