/**
 * `__dict__` of instances: reading, setting and deleting it. How it is kept: objects/instance-storage.ts.
 * CPython: `PyObject_GenericGetDict`, `PyObject_GenericSetDict` in Objects/object.c.
 */

import { attrName } from '../objects/attribute-name.ts';
import { MapStorage, PyDict } from '../objects/dict.ts';
import { behindHandle } from '../objects/handle.ts';
import {
  forgetDict,
  hasAttributes,
  InstanceStorage,
  knownDictOf,
  rememberDict,
  shareDict,
  sharedDictOf,
  unshareDict,
} from '../objects/instance-storage.ts';
import type { PyBaseObject, PyObject } from '../objects/object.ts';
import { type Entry, getset } from './define.ts';
import { DICT_ACCESS, dictCopy } from './dict.ts';
import { typeError } from './errors.ts';
import { typeName } from './type-of.ts';

/** A dict up to this size becomes the object's own when it is assigned; a larger one stays what it is. */
const SMALL = 64;

/** `o.__dict__`: one dict for each object. */
export function instanceDict(self: PyBaseObject): PyDict {
  const known = knownDictOf(self);
  if (known !== undefined) return known;
  // The dict must not keep the object's handle alive.
  const object = behindHandle(self);
  const dict = new PyDict(new InstanceStorage(object));
  rememberDict(object, dict);
  return dict;
}

/** Does the object have attributes of its own? Makes no dict. */
export function hasInstanceAttributes(self: PyBaseObject): boolean {
  return hasAttributes(self);
}

/** A dict of the object's own attributes that is not the object's. */
export function copyInstanceDict(self: PyBaseObject): PyDict {
  return dictCopy(instanceDict(self));
}

/** `o.__dict__ = dict`, or `del o.__dict__`, which leaves an empty one. */
export function setInstanceDict(owner: PyBaseObject, value: PyObject | undefined): void {
  const self = behindHandle(owner);
  if (value !== undefined && !(value instanceof PyDict)) {
    throw typeError(`__dict__ must be set to a dictionary, not a '${typeName(value)}'`);
  }
  const old = knownDictOf(self);
  if (old !== undefined && old === value) return;
  if (sharedDictOf(self) !== undefined) unshareDict(self);
  // Whoever holds the old dict keeps its items.
  else if (old !== undefined) old.storage = new MapStorage(new Map(old.storage.entries()));
  new InstanceStorage(self).clear();
  if (value === undefined) forgetDict(self);
  else if (value !== self && canBecomeOwn(value)) adopt(self, value);
  else shareDict(self, value, DICT_ACCESS);
}

/** Can a dict keep its items as attributes of one object? */
function canBecomeOwn(dict: PyDict): boolean {
  const { storage } = dict;
  if (!(storage instanceof MapStorage) || storage.size > SMALL) return false;
  for (const key of storage.keys()) if (typeof key !== 'string') return false;
  return true;
}

/** Makes a dict the object's own: its items become attributes that stand on the object. */
function adopt(self: PyBaseObject, dict: PyDict): void {
  const fields = self as unknown as Record<string, PyObject>;
  const { storage } = dict;
  for (const [key, value] of storage.entries()) fields[attrName(key as string).instanceKey] = value;
  if (storage instanceof MapStorage) storage.releaseEntries();
  dict.storage = new InstanceStorage(self);
  rememberDict(self, dict);
}

/** `__dict__` in the declaration of a built-in type whose instances have one. */
export const dictEntry: Entry = getset<PyBaseObject>('__dict__', undefined, instanceDict, (self, value) => {
  if (value === undefined) throw typeError('cannot delete __dict__');
  setInstanceDict(self, value);
});
