/** The dict behind `type.__dict__`: a class's own attributes, read as they stand. */

import { attrName } from '../objects/attribute-name.ts';
import type { DictStorage, PlainStorage } from '../objects/dict.ts';
import type { PyObject, PyType } from '../objects/object.ts';
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
    return this.#type.tp_dict.get(key as string);
  }
  set(key: PyObject, value: PyObject): void {
    setTypeAttribute(this.#type, attrName(key as string), value);
  }
  delete(key: PyObject): boolean {
    if (!this.#type.tp_dict.has(key as string)) return false;
    setTypeAttribute(this.#type, attrName(key as string), undefined);
    return true;
  }
  keys(): IterableIterator<PyObject> {
    return this.#type.tp_dict.keys();
  }
  values(): IterableIterator<PyObject> {
    return this.#type.tp_dict.values();
  }
  lastKey(): PyObject {
    return Array.from(this.#type.tp_dict.keys()).pop()!;
  }
  entries(): IterableIterator<[PyObject, PyObject]> {
    return this.#type.tp_dict.entries();
  }
  clear(): void {
    for (const name of Array.from(this.#type.tp_dict.keys())) this.delete(name);
  }
}
