/**
 * The dict behind `type.__dict__`: a class's own attributes, read as they stand. Keys that are no strings, which the
 * namespace of a class may have, are no attributes: they are kept beside, and shown.
 */

import { attrName } from '../objects/attribute-name.ts';
import { type DictStorage, type PlainStorage, PyDict } from '../objects/dict.ts';
import type { PyObject, PyType } from '../objects/object.ts';
import { type Str, strFromUtf16, utf16FromStr } from '../objects/str.ts';
import { dictSetItem } from '../runtime/dict.ts';
import { setTypeAttribute } from '../runtime/type-attributes.ts';

export class TypeDictStorage implements PlainStorage, DictStorage {
  readonly #type: PyType;

  constructor(type: PyType) {
    this.#type = type;
  }
  get size(): number {
    return this.#type.tp_dict.size;
  }
  get(key: PyObject): PyObject | undefined {
    return this.#type.tp_dict.get(utf16FromStr(key as Str));
  }
  set(key: PyObject, value: PyObject): void {
    setTypeAttribute(this.#type, attrName(utf16FromStr(key as Str)), value);
  }
  delete(key: PyObject): boolean {
    if (!this.#type.tp_dict.has(utf16FromStr(key as Str))) return false;
    setTypeAttribute(this.#type, attrName(utf16FromStr(key as Str)), undefined);
    return true;
  }
  *keys(): IterableIterator<PyObject> {
    for (const name of this.#type.tp_dict.keys()) yield strFromUtf16(name);
  }
  values(): IterableIterator<PyObject> {
    return this.#type.tp_dict.values();
  }
  lastKey(): PyObject {
    return strFromUtf16(Array.from(this.#type.tp_dict.keys()).pop()!);
  }
  *entries(): IterableIterator<[PyObject, PyObject]> {
    for (const [name, value] of this.#type.tp_dict) yield [strFromUtf16(name), value];
  }
  clear(): void {
    for (const name of Array.from(this.#type.tp_dict.keys())) {
      setTypeAttribute(this.#type, attrName(name), undefined);
    }
  }
}

/** An item of a class's namespace whose key is no string, and the attributes in front of it. */
interface OtherItem {
  readonly key: PyObject;
  readonly value: PyObject;
  readonly before: ReadonlySet<string>;
}

const otherItems = new WeakMap<PyType, OtherItem[]>();

/** Keeps an item of the namespace that a class is being made of. */
export function keepOtherItem(type: PyType, key: PyObject, value: PyObject): void {
  const items = otherItems.get(type) ?? [];
  items.push({ key, value, before: new Set(type.tp_dict.keys()) });
  otherItems.set(type, items);
}

/** The keys of a class's namespace that are no strings. */
export function otherKeys(type: PyType): readonly PyObject[] {
  return otherItems.get(type)?.map(({ key }) => key) ?? [];
}

/** What `type.__dict__` reads: the attributes as they stand, but a copy when there are other items. */
export function attributesDict(type: PyType): PyDict {
  const others = otherItems.get(type);
  if (others !== undefined) return mergedDict(type, others);
  const shown = type.attributesDict as PyDict | undefined;
  // A search for an unusual key has a dict copy its items.
  if (shown?.storage instanceof TypeDictStorage) return shown;
  const made = new PyDict(new TypeDictStorage(type));
  type.attributesDict = made;
  return made;
}

function mergedDict(type: PyType, others: readonly OtherItem[]): PyDict {
  const names = Array.from(type.tp_dict.keys());
  const positions = others.map(({ before }) => 1 + names.findLastIndex((name) => before.has(name)));
  const merged = new PyDict();
  for (let i = 0; i <= names.length; i++) {
    others.forEach(({ key, value }, k) => {
      if (positions[k] === i) dictSetItem(merged, key, value);
    });
    if (i < names.length) dictSetItem(merged, strFromUtf16(names[i]!), type.tp_dict.get(names[i]!)!);
  }
  return merged;
}
