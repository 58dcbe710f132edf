/** The dict behind `type.__dict__`: a class's own attributes, read as they stand. */

import { attrName } from '../objects/attribute-name.ts';
import type { DictStorage, PlainStorage } from '../objects/dict.ts';
import type { PyObject, PyType } from '../objects/object.ts';
import { type Str, strFromUtf16, utf16FromStr } from '../objects/str.ts';
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
