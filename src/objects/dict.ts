/**
 * dict: the layout of dictionaries, and the forms in which they keep their items.
 *
 * | storage           | when                                                       | a key is found by                |
 * |-------------------|------------------------------------------------------------|----------------------------------|
 * | `MapStorage`      | every key is a str, an int or compares by identity         | a JavaScript `Map`               |
 * | `CellStorage`     | the namespace of a module or class body: str keys          | a `Map` of name to `PyCell`      |
 * | `InstanceStorage` | `o.__dict__`: str keys                                     | the object's own `name$` fields  |
 * | `TableStorage`    | any other key (tuple, float, bool, user-defined `__eq__`)  | `__hash__` and `__eq__`          |
 *
 * All but the last know their keys by JavaScript's own equality: {@link isPlainKey}. A dict whose storage cannot take
 * a key is changed to `TableStorage`, which is behaviour and lives in runtime/dict.ts. Insertion order is kept
 * by all, also across deletions during which an iterator stands somewhere.
 * CPython: Objects/dictobject.c.
 */
import { PyCell } from './cell.ts';
import { objectType, PyBaseObject, type PyObject, PyType, TPFLAGS_BASETYPE, TPFLAGS_DICT_SUBCLASS, TPFLAGS_MAPPING } from './object.ts';

/** How a dict keeps its items. `undefined` from `get` means that the key is absent. */
export interface DictStorage {
  readonly size: number;
  keys(): IterableIterator<PyObject>;
  entries(): IterableIterator<[PyObject, PyObject]>;
  clear(): void;
}

/** Storage that finds a plain key by JavaScript's equality. */
export interface PlainStorage extends DictStorage {
  get(key: PyObject): PyObject | undefined;
  set(key: PyObject, value: PyObject): void;
  delete(key: PyObject): boolean;
}

export class MapStorage implements PlainStorage {
  readonly map: Map<PyObject, PyObject>;

  constructor(map: Map<PyObject, PyObject> = new Map()) {
    this.map = map;
  }
  get size(): number {
    return this.map.size;
  }
  get(key: PyObject): PyObject | undefined {
    return this.map.get(key);
  }
  set(key: PyObject, value: PyObject): void {
    this.map.set(key, value);
  }
  delete(key: PyObject): boolean {
    return this.map.delete(key);
  }
  keys(): IterableIterator<PyObject> {
    return this.map.keys();
  }
  entries(): IterableIterator<[PyObject, PyObject]> {
    return this.map.entries();
  }
  clear(): void {
    this.map.clear();
  }
}

/** A namespace. A deleted name's cell leaves the map but is emptied first, so whoever holds it sees the deletion. */
export class CellStorage implements PlainStorage {
  readonly cells: Map<string, PyCell> = new Map();

  get size(): number {
    return this.cells.size;
  }
  get(key: PyObject): PyObject | undefined {
    return this.cells.get(key as string)?.value;
  }
  set(key: PyObject, value: PyObject): void {
    const cell = this.cells.get(key as string);
    if (cell !== undefined) cell.value = value;
    else this.cells.set(key as string, new PyCell(value));
  }
  delete(key: PyObject): boolean {
    const cell = this.cells.get(key as string);
    if (cell === undefined) return false;
    cell.value = undefined;
    return this.cells.delete(key as string);
  }
  keys(): IterableIterator<PyObject> {
    return this.cells.keys();
  }
  *entries(): IterableIterator<[PyObject, PyObject]> {
    for (const [name, cell] of this.cells) yield [name, cell.value!];
  }
  clear(): void {
    for (const cell of this.cells.values()) cell.value = undefined;
    this.cells.clear();
  }
}

export class PyDict extends PyBaseObject {
  static readonly type = new PyType(
    'dict',
    PyDict,
    objectType,
    TPFLAGS_BASETYPE | TPFLAGS_DICT_SUBCLASS | TPFLAGS_MAPPING,
  );

  storage: DictStorage;

  constructor(storage: DictStorage = new MapStorage()) {
    super();
    this.storage = storage;
  }
}
