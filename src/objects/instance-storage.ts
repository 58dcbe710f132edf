/**
 * `o.__dict__`: a dict whose items are the attributes that stand on the object itself, under `name$`.
 *
 * The dict is made when somebody asks for it and then belongs to the object. Two things cannot be kept that way: a dict
 * that several objects share (`o.__dict__ = p.__dict__`), and one with a key that is no str. Then the dict keeps its items
 * itself and the object reads its attributes through a Proxy that is put between it and its class. Nobody else
 * notices: `o.name$` still is the attribute, read and written as ever; only deleting must ask
 * {@link sharedDictOf}. CPython: managed and materialized dictionaries in Objects/dictobject.c.
 */

import { attrName } from './attribute-name.ts';
import { boxedKey, boxFields, deleteField, hasOwnField, isBareKey } from './bare-fields.ts';
import type { PlainStorage, PyDict } from './dict.ts';
import { behindHandle } from './handle.ts';
import type { PyBaseObject, PyObject } from './object.ts';
import { type Str, utf16FromStr } from './str.ts';

/** Where an object keeps its dict once it was asked for. A symbol: no Python name can reach it. */
const DICT: unique symbol = Symbol('__dict__');

type Fields = Record<string, PyObject | undefined> & { [DICT]?: PyDict };

function fieldsOf(owner: PyBaseObject): Fields {
  return owner as unknown as Fields;
}

function isAttribute(key: string): boolean {
  return key.charCodeAt(key.length - 1) === 36;
}

/** The key by which what stands under a key is read as an attribute; `undefined` when it is none. */
function attributeKey(key: string): string | undefined {
  const boxed = isBareKey(key) ? boxedKey(key) : key;
  return isAttribute(boxed) ? boxed : undefined;
}

/** The property keys of an object's attributes, in the order of their making. */
export function attributeKeys(owner: PyBaseObject): string[] {
  const keys = Object.keys(behindHandle(owner));
  return keys.every(isAttribute) ? keys : keys.map(attributeKey).filter((key) => key !== undefined);
}

function countAttributes(keys: readonly string[]): number {
  let count = 0;
  for (let i = 0; i < keys.length; i++) if (attributeKey(keys[i]!) !== undefined) count++;
  return count;
}

/** Names by the keys that instances have them under: the same string each time, whose hash engines know. */
const names = new Map<string, Str>();

function nameOf(key: string): Str {
  let name = names.get(key);
  if (name === undefined) {
    name = attrName(key.slice(0, -1)).str;
    names.set(key, name);
  }
  return name;
}

/** Goes through the attributes that an object has at first and still has. */
class AttributeIterator<T> implements IterableIterator<T> {
  private readonly _owner: PyBaseObject;
  private readonly _keys: string[];
  private readonly _read: (key: string, value: PyObject) => T;
  private _position = 0;

  constructor(owner: PyBaseObject, read: (key: string, value: PyObject) => T) {
    this._owner = owner;
    this._keys = attributeKeys(owner);
    this._read = read;
  }
  [Symbol.iterator](): IterableIterator<T> {
    return this;
  }
  next(): IteratorResult<T> {
    while (this._position < this._keys.length) {
      const key = this._keys[this._position++]!;
      const value = fieldsOf(this._owner)[key];
      if (value !== undefined) return { done: false, value: this._read(key, value) };
    }
    return { done: true, value: undefined };
  }
}

export class InstanceStorage implements PlainStorage {
  readonly owner: PyBaseObject;
  /** How many of the object's keys were attributes when they were counted last, of how many, and the last one of these. */
  private _counted = 0;
  private _listed = 0;
  private _last: string | undefined = undefined;

  constructor(owner: PyBaseObject) {
    this.owner = owner;
  }
  private _key(key: PyObject): string {
    return attrName(typeof key === 'string' ? key : utf16FromStr(key as Str)).instanceKey;
  }
  /**
   * Asked for at each step through the dict. Keys that come stand behind the others, so as many with the same one at the end
   * are the same kinds of keys: counting them anew at each step takes twice as long for ten attributes.
   */
  get size(): number {
    const keys = Object.keys(this.owner);
    const last = keys[keys.length - 1];
    if (keys.length !== this._listed || last !== this._last) {
      this._counted = countAttributes(keys);
      this._listed = keys.length;
      this._last = last;
    }
    return this._counted;
  }
  get(key: PyObject): PyObject | undefined {
    const instanceKey = this._key(key);
    return hasOwnField(this.owner, instanceKey) ? fieldsOf(this.owner)[instanceKey] : undefined;
  }
  set(key: PyObject, value: PyObject): void {
    fieldsOf(this.owner)[this._key(key)] = value;
  }
  delete(key: PyObject): boolean {
    const instanceKey = this._key(key);
    if (!hasOwnField(this.owner, instanceKey)) return false;
    deleteField(this.owner, instanceKey);
    return true;
  }
  lastKey(): PyObject {
    const keys = attributeKeys(this.owner);
    return nameOf(keys[keys.length - 1]!);
  }
  keys(): IterableIterator<PyObject> {
    return new AttributeIterator(this.owner, nameOf);
  }
  values(): IterableIterator<PyObject> {
    return new AttributeIterator(this.owner, (_key, value) => value);
  }
  entries(): IterableIterator<[PyObject, PyObject]> {
    return new AttributeIterator<[PyObject, PyObject]>(this.owner, (key, value) => [nameOf(key), value]);
  }
  /** All attributes at once. */
  forEach(action: (value: PyObject, key: PyObject) => void): void {
    const fields = fieldsOf(this.owner);
    const keys = attributeKeys(this.owner);
    for (let i = 0; i < keys.length; i++) {
      const value = fields[keys[i]!];
      if (value !== undefined) action(value, nameOf(keys[i]!));
    }
  }
  clear(): void {
    for (const key of attributeKeys(this.owner)) deleteField(this.owner, key);
  }
}

/** Does the object have attributes of its own? */
export function hasAttributes(owner: PyBaseObject): boolean {
  const shared = sharedDictOf(owner);
  return shared !== undefined ? shared.storage.size > 0 : attributeKeys(owner).length > 0;
}

/** The dict of an object, if somebody asked for it or set it. */
export function knownDictOf(owner: PyBaseObject): PyDict | undefined {
  return fieldsOf(owner)[DICT];
}

/** Remembers the dict of an object: one with a storage of this object. */
export function rememberDict(owner: PyBaseObject, dict: PyDict): void {
  fieldsOf(owner)[DICT] = dict;
}

/** The dict that an object reads its attributes from, when it does not hold them itself. */
export function sharedDictOf(owner: PyBaseObject): PyDict | undefined {
  const dict = fieldsOf(owner)[DICT];
  if (dict === undefined) return undefined;
  const { storage } = dict;
  return storage instanceof InstanceStorage && storage.owner === behindHandle(owner) ? undefined : dict;
}

/** Reads and writes of a dict that are behaviour. */
export interface DictAccess {
  get(dict: PyDict, name: Str): PyObject | undefined;
  set(dict: PyDict, name: Str, value: PyObject): void;
}

/** Makes an object read its attributes from a dict that keeps its items itself. */
export function shareDict(object: PyBaseObject, dict: PyDict, access: DictAccess): void {
  const owner = behindHandle(object);
  boxFields(owner);
  for (const key of attributeKeys(owner)) delete fieldsOf(owner)[key];
  rememberDict(owner, dict);
  const proto = owner.ob_type.proto;
  const isName = (key: string | symbol): key is string => typeof key === 'string' && isAttribute(key);
  const handler: ProxyHandler<object> = {
    get: (target, key, receiver) =>
      isName(key) ? access.get(dict, nameOf(key)) : Reflect.get(target, key, receiver),
    set: (target, key, value, receiver) => {
      if (!isName(key)) return Reflect.set(target, key, value, receiver);
      access.set(dict, nameOf(key), value as PyObject);
      return true;
    },
  };
  Object.setPrototypeOf(owner, new Proxy(proto, handler));
}

/** Makes an object hold its attributes itself again. */
export function unshareDict(owner: PyBaseObject): void {
  Object.setPrototypeOf(behindHandle(owner), owner.ob_type.proto);
}

/** Makes an object have no dict that anybody knows. */
export function forgetDict(owner: PyBaseObject): void {
  delete fieldsOf(behindHandle(owner))[DICT];
}
