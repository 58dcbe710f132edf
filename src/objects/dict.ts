/**
 * dict: the layout of dictionaries, and the forms in which they keep their items.
 *
 * | storage           | when                                                       | a key is found by                |
 * |-------------------|------------------------------------------------------------|----------------------------------|
 * | `MapStorage`      | every key is a str, an int or compares by identity         | a JavaScript `Map`               |
 * | `CellStorage`     | the namespace of a module: the same kinds of keys          | a `Map` of name to `PyCell`      |
 * | `InstanceStorage` | `o.__dict__`: str keys (instance-storage.ts)               | the object's own `name$` fields  |
 * | `TableStorage`    | any other key (tuple, float, bool, user-defined `__eq__`)  | `__hash__` and `__eq__`          |
 *
 * All but the last know their keys by JavaScript's own equality: `isPlainKey` in runtime/key-hash.ts. A dict whose storage
 * cannot take a key is changed to `TableStorage`, which is behaviour and lives in runtime/dict.ts. Insertion order is
 * kept by all, also across deletions during which an iterator stands somewhere.
 * CPython: Objects/dictobject.c.
 */
import { PyCell } from './cell.ts';
import { HashTable } from './hash-table.ts';
import {
  joinLayout,
  objectType,
  PyBaseObject,
  type PyObject,
  PyType,
  type Stamp,
  separateSubclasses,
  TPFLAGS_BASETYPE,
  TPFLAGS_DICT_SUBCLASS,
  TPFLAGS_MAPPING,
} from './object.ts';

/** How a dict keeps its items. The iterators go on when items are added or deleted meanwhile. */
export interface DictStorage {
  readonly size: number;
  keys(): IterableIterator<PyObject>;
  values(): IterableIterator<PyObject>;
  entries(): IterableIterator<[PyObject, PyObject]>;
  /** The last key; the storage is not empty. In constant time on average while keys come and go at the end. */
  lastKey(): PyObject;
  clear(): void;
}

/** Storage that finds a plain key by JavaScript's equality. `undefined` from `get` means that the key is absent. */
export interface PlainStorage extends DictStorage {
  get(key: PyObject): PyObject | undefined;
  set(key: PyObject, value: PyObject): void;
  delete(key: PyObject): boolean;
}

/**
 * A JavaScript map. It cannot be asked for its last key, so from the first question on a list of keys is kept in which
 * each key of the map stands at its place, behind any places it had before it was deleted.
 */
export class MapStorage implements PlainStorage {
  readonly map: Map<PyObject, PyObject>;
  /** Keys in the order of insertion, among keys that are gone; kept only while somebody asks for the last one. */
  tail: PyObject[] | undefined = undefined;
  /** How often the map was cleared. */
  clears = 0;

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
    if (this.tail !== undefined) this._noteInTail(this.tail, key);
    this.map.set(key, value);
  }
  private _noteInTail(tail: PyObject[], key: PyObject): void {
    if (this.map.has(key)) return;
    if (tail.length > 2 * this.map.size + 16) this.tail = undefined;
    else tail.push(key);
  }
  delete(key: PyObject): boolean {
    const deleted = this.map.delete(key);
    if (this.tail !== undefined && (this.map.size === 0 || this.tail.length > 2 * this.map.size + 16)) {
      this.tail = undefined;
    }
    return deleted;
  }
  lastKey(): PyObject {
    const { map } = this;
    this.tail ??= Array.from(map.keys());
    const { tail } = this;
    while (!map.has(tail[tail.length - 1]!)) tail.pop();
    return tail[tail.length - 1]!;
  }
  /** Deletes the last key, which {@link lastKey} just gave. */
  deleteLast(): void {
    this.map.delete(this.tail!.pop()!);
    if (this.map.size === 0) this.tail = undefined;
  }
  keys(): IterableIterator<PyObject> {
    return this.map.keys();
  }
  values(): IterableIterator<PyObject> {
    return this.map.values();
  }
  entries(): IterableIterator<[PyObject, PyObject]> {
    return this.map.entries();
  }
  clear(): void {
    this.map.clear();
    this.tail = undefined;
    this.clears++;
  }
}

/** What a cache of a namespace's names is valid for: see `CellStorage.version`. Told apart by identity. */
export class NamespaceVersion {
  declare private readonly _kind: 'version';
}

/**
 * A namespace. A deleted name's cell leaves the map but is emptied first, so whoever holds it sees the deletion. Whoever
 * remembers that a name is absent (and found its cell among the built-ins) remembers the version too, or holds the empty
 * cell that the name will have.
 */
export class CellStorage implements PlainStorage {
  readonly cells: Map<PyObject, PyCell> = new Map();
  /** The cells that somebody holds. A name that comes, or comes again, gets its own. */
  private readonly _held: Map<PyObject, PyCell> = new Map();
  /** Another object each time a name is added. */
  version: NamespaceVersion = new NamespaceVersion();
  /** The built-ins that code in this namespace sees; `undefined` until somebody asks. */
  private _builtins: PyDict | undefined = undefined;
  /** `__builtins__` was changed, so that not all code in this namespace sees the same built-ins. */
  mixedBuiltins = false;

  /** The cell of a name, empty as long as the name is absent. */
  cellOf(key: PyObject): PyCell {
    const held = this._held.get(key);
    if (held !== undefined) return held;
    const cell = this.cells.get(key) ?? new PyCell(undefined);
    this._held.set(key, cell);
    return cell;
  }
  /** The name whose cell this is. */
  nameOf(cell: unknown): PyObject | undefined {
    for (const cells of [this.cells, this._held]) {
      for (const [name, known] of cells) if (known === cell) return name;
    }
    return undefined;
  }
  /** May code remember where among these built-ins it found a name that the namespace lacks? */
  hasBuiltins(builtins: PyDict): boolean {
    this._builtins ??= builtins;
    return this._builtins === builtins && !this.mixedBuiltins;
  }
  private _noteBuiltins(): void {
    if (this._builtins === undefined) return;
    this.mixedBuiltins = true;
    this.version = new NamespaceVersion();
  }
  get size(): number {
    return this.cells.size;
  }
  get(key: PyObject): PyObject | undefined {
    return this.cells.get(key)?.value;
  }
  set(key: PyObject, value: PyObject): void {
    const cell = this.cells.get(key);
    if (cell !== undefined) cell.value = value;
    else {
      const added = this._held.get(key) ?? new PyCell(value);
      added.value = value;
      this.cells.set(key, added);
      this.version = new NamespaceVersion();
    }
    if (key === '__builtins__') this._noteBuiltins();
  }
  delete(key: PyObject): boolean {
    const cell = this.cells.get(key);
    if (cell === undefined) return false;
    cell.value = undefined;
    if (key === '__builtins__') this._noteBuiltins();
    return this.cells.delete(key);
  }
  lastKey(): PyObject {
    return Array.from(this.cells.keys()).pop()!;
  }
  keys(): IterableIterator<PyObject> {
    return this.cells.keys();
  }
  *values(): IterableIterator<PyObject> {
    for (const cell of this.cells.values()) yield cell.value!;
  }
  *entries(): IterableIterator<[PyObject, PyObject]> {
    for (const [name, cell] of this.cells) yield [name, cell.value!];
  }
  clear(): void {
    for (const cell of this.cells.values()) cell.value = undefined;
    this.cells.clear();
    this._noteBuiltins();
  }
}

/** The items of a dict with at least one key that is not plain. */
export class TableStorage implements DictStorage {
  readonly table: HashTable;

  constructor(table: HashTable = new HashTable()) {
    this.table = table;
  }
  get size(): number {
    return this.table.size;
  }
  keys(): IterableIterator<PyObject> {
    return new TableIterator(this.table, (table, position) => table.keys[position]!);
  }
  values(): IterableIterator<PyObject> {
    return new TableIterator(this.table, (table, position) => table.values[position]!);
  }
  entries(): IterableIterator<[PyObject, PyObject]> {
    return new TableIterator<[PyObject, PyObject]>(this.table, (table, position) => [
      table.keys[position]!,
      table.values[position]!,
    ]);
  }
  lastKey(): PyObject {
    return this.table.keys[this.table.keys.length - 1]!;
  }
  clear(): void {
    this.table.clear();
  }
}

/** Goes through a table by position, so that it takes changes meanwhile as they come. */
class TableIterator<T> implements IterableIterator<T> {
  private readonly _table: HashTable;
  private readonly _read: (table: HashTable, position: number) => T;
  private _position: number;

  constructor(table: HashTable, read: (table: HashTable, position: number) => T) {
    this._table = table;
    this._read = read;
    this._position = table.start;
  }
  [Symbol.iterator](): IterableIterator<T> {
    return this;
  }
  next(): IteratorResult<T> {
    const { keys } = this._table;
    while (this._position < keys.length) {
      const position = this._position++;
      if (keys[position] !== undefined) return { done: false, value: this._read(this._table, position) };
    }
    return { done: true, value: undefined };
  }
}

export class PyDict {
  static {
    joinLayout(PyDict, PyBaseObject);
  }
  static readonly type = new PyType(
    'dict',
    PyDict,
    objectType,
    TPFLAGS_BASETYPE | TPFLAGS_DICT_SUBCLASS | TPFLAGS_MAPPING,
  );

  declare readonly ob_type: PyType;
  declare readonly stamp: Stamp;
  storage: DictStorage;
  /** From which its id follows: runtime/identity.ts. 0 until somebody asks. Instances of subclasses have theirs elsewhere. */
  number = 0;

  constructor(storage: DictStorage = new MapStorage()) {
    this.storage = storage;
  }
}

/** The same for instances of classes derived from dict. */
class DictInstance extends PyBaseObject {
  storage: DictStorage;

  constructor(storage: DictStorage = new MapStorage()) {
    super();
    this.storage = storage;
  }
}
separateSubclasses(PyDict, DictInstance);
