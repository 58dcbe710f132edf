/**
 * dict: the layout of dictionaries, and the forms in which they keep their items.
 *
 * | storage           | when                                                       | a key is found by                |
 * |-------------------|------------------------------------------------------------|----------------------------------|
 * | `MapStorage`      | every key is a str, an int or compares by identity         | a JavaScript `Map`, values in a `DictEntry` where they are often replaced |
 * | `CellStorage`     | the namespace of a module: the same kinds of keys          | a `Map`, values in a `PyCell`    |
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
 * The value of a key, for who replaces it without looking for the key again: compiled code keeps the entry that it has
 * found. It is emptied when the key is deleted or the dict keeps its items otherwise.
 */
export class DictEntry {
  value: PyObject | undefined;

  constructor(value: PyObject | undefined) {
    this.value = value;
  }
}

/** Goes through entries; a generator takes twice as long. */
class EntriesIterator<T> implements IterableIterator<T> {
  private readonly _source: IterableIterator<[PyObject, DictEntry]>;
  private readonly _read: (key: PyObject, value: PyObject) => T;

  constructor(map: Map<PyObject, DictEntry>, read: (key: PyObject, value: PyObject) => T) {
    this._source = map.entries();
    this._read = read;
  }
  [Symbol.iterator](): IterableIterator<T> {
    return this;
  }
  next(): IteratorResult<T> {
    const step = this._source.next();
    if (step.done === true) return { done: true, value: undefined };
    const [key, entry] = step.value;
    return { done: false, value: this._read(key, entry.value!) };
  }
}

/**
 * A JavaScript map, of values or of entries. It cannot be asked for its last key, so from the first question on a list of
 * keys is kept in which each key of the map stands at its place, behind any places it had before it was deleted.
 */
export class MapStorage implements PlainStorage {
  /** The values by key, unless there are entries. */
  map: Map<PyObject, PyObject> | undefined;
  /** Where values are replaced again and again. */
  inEntries: Map<PyObject, DictEntry> | undefined = undefined;
  /** Keys in the order of insertion, among keys that are gone; kept only while somebody asks for the last one. */
  tail: PyObject[] | undefined = undefined;
  /** How many keys were deleted: CPython's table keeps their places until it is made anew. */
  gone = 0;
  /** How many values have taken the place of others where that has been counted: what tells whether entries pay. */
  replaced = 0;

  constructor(map: Map<PyObject, PyObject> = new Map()) {
    this.map = map;
  }
  /** The map, whatever its values are. */
  private get _items(): Map<PyObject, unknown> {
    return this.map ?? this.inEntries!;
  }
  get size(): number {
    return this._items.size;
  }
  get(key: PyObject): PyObject | undefined {
    return this.map === undefined ? this.inEntries!.get(key)?.value : this.map.get(key);
  }
  set(key: PyObject, value: PyObject): void {
    if (this.tail !== undefined) this._noteInTail(this.tail, key);
    if (this.map !== undefined) {
      this.map.set(key, value);
      return;
    }
    const entry = this.inEntries!.get(key);
    if (entry !== undefined) entry.value = value;
    else this.inEntries!.set(key, new DictEntry(value));
  }
  private _noteInTail(tail: PyObject[], key: PyObject): void {
    const items = this._items;
    if (items.has(key)) return;
    if (tail.length > 2 * items.size + 16) this.tail = undefined;
    else tail.push(key);
  }
  private _remove(key: PyObject): boolean {
    const entry = this.inEntries?.get(key);
    if (entry !== undefined) entry.value = undefined;
    return this._items.delete(key);
  }
  delete(key: PyObject): boolean {
    const deleted = this._remove(key);
    if (deleted) this.gone++;
    if (this.tail !== undefined && (this.size === 0 || this.tail.length > 2 * this.size + 16)) {
      this.tail = undefined;
    }
    return deleted;
  }
  lastKey(): PyObject {
    const items = this._items;
    this.tail ??= Array.from(items.keys());
    const { tail } = this;
    while (!items.has(tail[tail.length - 1]!)) tail.pop();
    return tail[tail.length - 1]!;
  }
  /** Deletes the last key, which {@link lastKey} just gave. */
  deleteLast(): void {
    this._remove(this.tail!.pop()!);
    if (this.size === 0) this.tail = undefined;
  }
  keys(): IterableIterator<PyObject> {
    return this._items.keys() as IterableIterator<PyObject>;
  }
  values(): IterableIterator<PyObject> {
    return this.map !== undefined
      ? this.map.values()
      : new EntriesIterator(this.inEntries!, (_key, value) => value);
  }
  entries(): IterableIterator<[PyObject, PyObject]> {
    return this.map !== undefined
      ? this.map.entries()
      : new EntriesIterator(this.inEntries!, (key, value) => [key, value]);
  }
  /** What to iterate where the engine knows maps: keys with their values. */
  get items(): Iterable<[PyObject, PyObject]> {
    return this.map ?? this.entries();
  }
  forEach(action: (value: PyObject, key: PyObject) => void): void {
    if (this.map !== undefined) this.map.forEach(action);
    else for (const [key, entry] of this.inEntries!) action(entry.value!, key);
  }
  /** Whoever holds an entry must not go on using it: the dict gets another storage. */
  releaseEntries(): void {
    if (this.inEntries !== undefined) for (const entry of this.inEntries.values()) entry.value = undefined;
  }
  clear(): void {
    this.releaseEntries();
    this._items.clear();
    this.tail = undefined;
    this.gone = 0;
  }
}

/** What a cache of a namespace's names is valid for: see `CellStorage.version`. Told apart by identity. */
export class NamespaceVersion {
  declare private readonly _kind: 'version';
}

/**
 * A namespace. Values stand in the map as they are until somebody asks for the cell of their name; a value that is a cell
 * itself has one at once. A deleted name's cell leaves the map but is emptied first, so whoever holds it sees the deletion.
 * Whoever remembers that a name is absent (and found its cell among the built-ins) remembers the version too, or holds the
 * empty cell that the name will have.
 */
export class CellStorage implements PlainStorage {
  /** By name the cell of the value, or the value. */
  private readonly _items: Map<PyObject, PyObject> = new Map();
  /** The empty cells that somebody holds, and those that were. A name that comes, or comes again, gets its own. */
  private _held: Map<PyObject, PyCell> | undefined = undefined;
  /** Another object each time a name is added. */
  version: NamespaceVersion = new NamespaceVersion();
  /** The built-ins that code in this namespace sees; `undefined` until somebody asks. */
  private _builtins: PyDict | undefined = undefined;
  /** `__builtins__` was changed, so that not all code in this namespace sees the same built-ins. */
  mixedBuiltins = false;

  /** The cell of a name that is there. */
  knownCell(key: PyObject): PyCell | undefined {
    const item = this._items.get(key);
    if (item === undefined || item instanceof PyCell) return item;
    const cell = new PyCell(item);
    this._items.set(key, cell);
    return cell;
  }
  /** The cell of a name, empty as long as the name is absent. */
  cellOf(key: PyObject): PyCell {
    const held = this._held?.get(key);
    if (held !== undefined) return held;
    const cell = this.knownCell(key) ?? new PyCell(undefined);
    this._held ??= new Map();
    this._held.set(key, cell);
    return cell;
  }
  /** The name whose cell this is. */
  nameOf(cell: unknown): PyObject | undefined {
    for (const items of [this._items, this._held ?? []]) {
      for (const [name, known] of items) if (known === cell && known instanceof PyCell) return name;
    }
    return undefined;
  }
  /** Nobody holds a cell any more: for a start-up snapshot, which is the larger for them. */
  releaseCells(): void {
    this._held = undefined;
    for (const [name, item] of this._items) {
      if (item instanceof PyCell && !(item.value instanceof PyCell)) this._items.set(name, item.value!);
    }
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
    return this._items.size;
  }
  get(key: PyObject): PyObject | undefined {
    const item = this._items.get(key);
    return item instanceof PyCell ? item.value : item;
  }
  set(key: PyObject, value: PyObject): void {
    const item = this._items.get(key);
    if (item instanceof PyCell) item.value = value;
    else if (item !== undefined && !(value instanceof PyCell)) this._items.set(key, value);
    else this._add(key, value);
    if (key === '__builtins__') this._noteBuiltins();
  }
  private _add(key: PyObject, value: PyObject): void {
    const held = this._held?.get(key);
    if (held !== undefined) held.value = value;
    this._items.set(key, held ?? (value instanceof PyCell ? new PyCell(value) : value));
    this.version = new NamespaceVersion();
  }
  delete(key: PyObject): boolean {
    const item = this._items.get(key);
    if (item === undefined) return false;
    if (item instanceof PyCell) item.value = undefined;
    if (key === '__builtins__') this._noteBuiltins();
    return this._items.delete(key);
  }
  lastKey(): PyObject {
    return Array.from(this._items.keys()).pop()!;
  }
  keys(): IterableIterator<PyObject> {
    return this._items.keys();
  }
  *values(): IterableIterator<PyObject> {
    for (const item of this._items.values()) yield item instanceof PyCell ? item.value! : item;
  }
  *entries(): IterableIterator<[PyObject, PyObject]> {
    for (const [name, item] of this._items) yield [name, item instanceof PyCell ? item.value! : item];
  }
  clear(): void {
    for (const item of this._items.values()) if (item instanceof PyCell) item.value = undefined;
    this._items.clear();
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
  keys(): TableIterator<PyObject> {
    return new TableIterator(this.table, (table, position) => table.keys[position]!);
  }
  values(): TableIterator<PyObject> {
    return new TableIterator(this.table, (table, position) => table.values[position]!);
  }
  entries(): TableIterator<[PyObject, PyObject]> {
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
export class TableIterator<T> implements IterableIterator<T> {
  private readonly _table: HashTable;
  private readonly _read: (table: HashTable, position: number) => T;
  private _position: number;

  /** Leaves out so many entries, deleted ones included. */
  skip(entries: number): void {
    this._position = entries;
  }

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
