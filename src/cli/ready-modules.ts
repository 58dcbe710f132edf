/**
 * Executes modules for a start-up snapshot (src/runtime/ready-modules.ts says what becomes of them), and takes down what
 * each import did, by standing in for `__import__` meanwhile.
 */

import { dumps, loads } from '../bytecode/marshal.ts';
import { moveFrozen } from '../interpreter.ts';
import { attrName } from '../objects/attribute-name.ts';
import { PyBytes } from '../objects/bytes.ts';
import { type CodeParts, type PackedParts, PyCode } from '../objects/code.ts';
import { PyCFunction } from '../objects/descriptor.ts';
import { CellStorage, PyDict, TableStorage } from '../objects/dict.ts';
import { PyModule } from '../objects/module.ts';
import { objectType, type PyObject, PyType } from '../objects/object.ts';
import { PyAnySet, PyFrozenSet } from '../objects/set.ts';
import { SetTable } from '../objects/set-table.ts';
import { None } from '../objects/singletons.ts';
import type { Str } from '../objects/str.ts';
import { PyTuple } from '../objects/tuple.ts';
import { getAttr } from '../runtime/attributes.ts';
import { call } from '../runtime/call.ts';
import { CodecRegistry } from '../runtime/codecs/registry.ts';
import { dictClear, dictContains, dictDelItem, dictGetStr, dictSetItem } from '../runtime/dict.ts';
import { ImportSystem } from '../runtime/import-search.ts';
import { iterToArray } from '../runtime/iter.ts';
import { rawDef } from '../runtime/raw-builtin.ts';
import {
  type ModuleNames,
  type ReadyModule,
  ReadyModuleTable,
  type SourceStamp,
} from '../runtime/ready-modules.ts';
import { setAdd, setItems } from '../runtime/set.ts';
import type { ExitCallback, ForkHook, Interpreter } from '../runtime/state.ts';
import { walk } from './heap-walk.ts';

/** What the import of one module did. */
interface Taken {
  readonly name: string;
  readonly imports: Set<string>;
  readonly aliases: [string, PyObject][];
  readonly exitCallbacks: ExitCallback[];
  readonly forkHooks: ForkHook[];
}

export type Refresh = (interp: Interpreter, module: PyModule) => void;

/** The snapshot's modules, and what of all it holds has to be hashed again under the key of another process. */
export interface MadeModules {
  readonly table: ReadyModuleTable;
  readonly hashed: readonly (PyDict | PyAnySet)[];
  readonly packed: { forget(): void };
}

class Recorder {
  readonly taken: Map<string, Taken> = new Map();
  readonly #interp: Interpreter;
  readonly #basis: ReadonlyMap<string, PyObject>;
  readonly #aliases: Set<string> = new Set();
  /** The imports under way, the innermost last. */
  readonly #stack: Taken[] = [];
  readonly #original: PyObject;

  constructor(interp: Interpreter, basis: ReadonlyMap<string, PyObject>) {
    this.#interp = interp;
    this.#basis = basis;
    this.#original = dictGetStr(interp.builtins, '__import__')!;
  }

  /** Imports modules and takes down what happens. */
  run(names: readonly string[]): void {
    const definition = rawDef('__import__', undefined, '', (_self, args) => this.#import(args));
    const stand = new PyCFunction(definition, undefined, 'builtins');
    dictSetItem(this.#interp.builtins, '__import__', stand);
    try {
      for (const name of names) call(stand, [name]);
    } finally {
      dictSetItem(this.#interp.builtins, '__import__', this.#original);
    }
  }

  #import(args: readonly PyObject[]): PyObject {
    const { modules } = this.#interp;
    const name = absoluteName(args);
    this.#claim();
    if (dictContains(modules, name)) {
      const module = call(this.#original, args);
      this.#note(name, args[3]);
      return module;
    }
    const taken: Taken = { name, imports: new Set(), aliases: [], exitCallbacks: [], forkHooks: [] };
    this.#stack.push(taken);
    this.taken.set(name, taken);
    let module: PyObject;
    try {
      module = call(this.#original, args);
      this.#claim();
    } finally {
      this.#stack.pop();
      if (!dictContains(modules, name) || this.#aliases.has(name)) this.taken.delete(name);
    }
    this.#note(name, args[3]);
    return module;
  }

  /** Notes for the import under way that it asked for a module and for submodules of it. */
  #note(name: string, fromlist: PyObject | undefined): void {
    const asking = this.#stack.at(-1);
    if (asking === undefined) return;
    for (let dot = name.indexOf('.'); dot >= 0; dot = name.indexOf('.', dot + 1))
      asking.imports.add(name.slice(0, dot));
    asking.imports.add(name);
    if (fromlist === undefined || fromlist === None) return;
    for (const item of iterToArray(fromlist)) {
      const submodule = `${name}.${String(item)}`;
      if (dictContains(this.#interp.modules, submodule)) asking.imports.add(submodule);
    }
  }

  /** What has come since the last time is the doing of the innermost import. */
  #claim(): void {
    const { exitCallbacks, forkHooks, modules } = this.#interp;
    const owner = this.#stack.at(-1);
    const callbacks = exitCallbacks.splice(0);
    const hooks = forkHooks.splice(0);
    if (owner === undefined) return;
    owner.exitCallbacks.push(...callbacks.filter((callback) => callback !== undefined));
    owner.forkHooks.push(...hooks);
    for (const [key, module] of modules.storage.entries()) {
      const name = String(key);
      if (this.#basis.has(name) || this.#aliases.has(name) || nameInSpec(module) === name) continue;
      this.#aliases.add(name);
      owner.aliases.push([name, module]);
      owner.imports.add(name);
    }
  }
}

function nameInSpec(module: PyObject): string {
  return String(getAttr(getAttr(module, attrName('__spec__')), attrName('name')));
}

/** The module that a call of `__import__` asks for. */
function absoluteName(args: readonly PyObject[]): string {
  const name = String(args[0]);
  const level = Number(args[4] ?? 0);
  if (level === 0) return name;
  const globals = args[1] as PyDict;
  let base = String(dictGetStr(globals, '__package__'));
  for (let up = 1; up < level; up++) base = base.slice(0, base.lastIndexOf('.'));
  return name === '' ? base : `${base}.${name}`;
}

/** Everything that comes with a module. */
function closure(
  name: string,
  taken: ReadonlyMap<string, Taken>,
  seen: Set<string> = new Set(),
): Set<string> {
  const own = taken.get(name);
  if (own === undefined || seen.has(name)) return seen;
  seen.add(name);
  for (const imported of own.imports) closure(imported, taken, seen);
  return seen;
}

/** A submodule that does not come with its package is no attribute of it until it is imported. */
function detachSubmodules(interp: Interpreter, taken: ReadonlyMap<string, Taken>): void {
  for (const name of taken.keys()) {
    const dot = name.lastIndexOf('.');
    const parent = name.slice(0, Math.max(dot, 0));
    if (dot < 0 || closure(parent, taken).has(name)) continue;
    const { dict } = dictGetStr(interp.modules, parent) as PyModule;
    const child = name.slice(dot + 1);
    if (dictGetStr(dict!, child) === dictGetStr(interp.modules, name)) dictDelItem(dict!, child);
  }
}

/** The classes that stand in a built-in module, whatever they name as theirs: those of `_ast` say `ast`. */
function builtinClasses(interp: Interpreter, names: Iterable<string>): Map<PyType, string> {
  const owners = new Map<PyType, string>();
  for (const name of names) {
    const module = dictGetStr(interp.modules, name);
    if (!(module instanceof PyModule) || !name.startsWith('_') || sourceOf(interp, module) !== undefined)
      continue;
    for (const [, value] of module.dict!.storage.entries()) {
      if (value instanceof PyType) owners.set(value, name);
    }
  }
  return owners;
}

/** Takes the classes of the modules away from their bases, and gives them by module. */
function detachClasses(interp: Interpreter, taken: ModuleNames): Map<string, PyType[]> {
  const found = new Map<string, Set<PyType>>();
  const seen = new Set<PyType>();
  const owners = builtinClasses(interp, taken.keys());
  const ownerOf = (type: PyType): string => owners.get(type) ?? String(type.tp_dict.get('__module__'));
  const visit = (type: PyType): void => {
    if (seen.has(type)) return;
    seen.add(type);
    const derived = type.subclasses.map((reference) => reference.deref());
    const kept = type.subclasses.filter((_, i) => {
      const subclass = derived[i];
      return subclass === undefined || !taken.has(ownerOf(subclass));
    });
    if (kept.length < derived.length) type.subclasses = kept;
    for (const subclass of derived) {
      if (subclass === undefined) continue;
      const owner = ownerOf(subclass);
      if (taken.has(owner)) {
        const classes = found.get(owner) ?? new Set();
        classes.add(subclass);
        found.set(owner, classes);
      }
      visit(subclass);
    }
  };
  visit(objectType);
  return new Map(Array.from(found, ([name, classes]) => [name, Array.from(classes)]));
}

/** The file behind a module; absent when it is built in or frozen. */
function sourceOf(interp: Interpreter, module: PyModule): SourceStamp | undefined {
  const spec = dictGetStr(module.dict!, '__spec__')!;
  const path = String(getAttr(spec, attrName('origin')));
  if (path === 'built-in' || path === 'frozen') return undefined;
  const { size, mtimeNs } = interp.host.fs.stat(path);
  const file = path.endsWith('/__init__.py') ? path.slice(0, -'/__init__.py'.length) : path;
  return { folder: file.slice(0, file.lastIndexOf('/')), path, size, mtimeNs };
}

/** Where bytes are kept that a snapshot need not hold. */
export interface Store {
  write(bytes: Uint8Array): void;
  read(): Uint8Array;
}

/** The parts of code objects, marshalled one behind the other, out of the snapshot: most of them are never asked for. */
class PackedCode implements PackedParts {
  readonly #store: Store;
  #codes: PyCode[] = [];
  #bytes: Uint8Array | undefined = new Uint8Array(1 << 20);
  #size = 0;

  constructor(store: Store) {
    this.#store = store;
  }

  /** Puts the parts of a code object away. */
  add(code: PyCode): void {
    const { co_code, co_localspluskinds, co_linetable, co_exceptiontable } = code;
    const octets = [co_code, co_localspluskinds, co_linetable, co_exceptiontable];
    const lists = [code.co_consts, code.co_names, code.co_localsplusnames];
    const parts = [...octets.map((part) => new PyBytes(part)), ...lists.map((list) => new PyTuple(list))];
    const data = dumps(new PyTuple(parts));
    while (this.#size + data.length > this.#bytes!.length) {
      const larger = new Uint8Array(2 * this.#bytes!.length);
      larger.set(this.#bytes!);
      this.#bytes = larger;
    }
    this.#bytes!.set(data, this.#size);
    code.pack(this, this.#size, data.length);
    this.#size += data.length;
    this.#codes.push(code);
  }

  /** Nothing more is added. What has run was executed for the snapshot, most of it never to run again. */
  finish(): void {
    this.#store.write(this.#bytes!.subarray(0, this.#size));
    for (const code of this.#codes) code.executable = undefined;
    this.putAway();
  }

  unpack(offset: number, size: number): CodeParts {
    this.#bytes ??= this.#store.read();
    // A copy, which the parts share: a snapshot is not to hold the whole for the sake of one.
    const parts = (loads(new Uint8Array(this.#bytes.subarray(offset, offset + size))) as PyTuple).items;
    const [co_code, co_localspluskinds, co_linetable, co_exceptiontable] = (parts as PyBytes[]).map(
      (part) => part.value,
    );
    const [consts, names, locals] = parts.slice(4) as PyTuple[];
    return {
      co_code: co_code!,
      co_consts: consts!.items,
      co_names: names!.items as Str[],
      co_localsplusnames: locals!.items as Str[],
      co_localspluskinds: co_localspluskinds!,
      co_linetable: co_linetable!,
      co_exceptiontable: co_exceptiontable!,
    };
  }

  /** The snapshot holds nothing that was read meanwhile. */
  putAway(): void {
    for (const code of this.#codes) code.putAway();
    this.#bytes = undefined;
  }

  /** Nothing is put away any more. */
  forget(): void {
    this.putAway();
    this.#codes = [];
  }
}

/**
 * Dicts and sets that find something by a hash which is another one in each process; such hashes are forgotten, what code
 * objects hold is packed, and as nothing of it has begun to run again, nobody holds the cell of a name.
 */
function hashedContainers(interp: Interpreter, packed: PackedCode): (PyDict | PyAnySet)[] {
  const found: (PyDict | PyAnySet)[] = [];
  const codes: PyCode[] = [];
  const namespaces: CellStorage[] = [];
  walk([interp], (value) => {
    if (value instanceof PyCode) codes.push(value);
    if (value instanceof CellStorage) namespaces.push(value);
    if (value instanceof PyDict && value.storage instanceof TableStorage) found.push(value);
    else if (value instanceof PyAnySet && value.storage instanceof SetTable) {
      if (setItems(value).some((item) => typeof item === 'object' && item !== None)) found.push(value);
    }
    if (value instanceof PyFrozenSet) value.hashKnown = false;
    if (value instanceof PyBytes) value.hashHigh = undefined;
  });
  for (const code of codes) packed.add(code);
  packed.finish();
  for (const namespace of namespaces) namespace.releaseCells();
  return found;
}

/** Takes out of `sys.modules` what has been imported since. */
function withdraw(interp: Interpreter, basis: ReadonlyMap<string, PyObject>): void {
  for (const name of Array.from(interp.modules.storage.keys(), String))
    if (!basis.has(name)) dictDelItem(interp.modules, name);
}

/** Imports modules into a prepared interpreter, and takes them out of `sys.modules` again. */
export function makeReadyModules(
  interp: Interpreter,
  names: readonly string[],
  refreshers: ReadonlyMap<string, Refresh>,
  store: Store,
): MadeModules {
  const basis = new Map(Array.from(interp.modules.storage.entries(), ([key, value]) => [String(key), value]));
  const recorder = new Recorder(interp, basis);
  recorder.run(names);
  const { taken } = recorder;
  detachSubmodules(interp, taken);
  const classes = detachClasses(interp, taken);
  const packed = new PackedCode(store);
  const hashed = hashedContainers(interp, packed);
  const { stdlibDir } = interp.config;
  const ready = new Map<string, ReadyModule>();
  for (const own of taken.values()) {
    const { name } = own;
    const module = dictGetStr(interp.modules, name) as PyModule;
    const source = sourceOf(interp, module);
    const isFrozen = String(getAttr(dictGetStr(module.dict!, '__spec__')!, attrName('origin'))) === 'frozen';
    const refresh = refreshers.get(name);
    ready.set(name, {
      ...own,
      imports: Array.from(own.imports),
      module,
      source,
      isFrozen,
      classes: classes.get(name) ?? [],
      refresh: isFrozen
        ? (into, fresh) => {
            if (into.config.stdlibDir !== stdlibDir) moveFrozen(fresh, stdlibDir, into.config.stdlibDir);
            refresh?.(into, fresh);
          }
        : refresh,
    });
  }
  withdraw(interp, basis);
  const system = new ImportSystem(interp);
  return { table: new ReadyModuleTable(ready, basis, system), hashed, packed };
}

/** Has an interpreter with ready modules run a program, undoes what came of it, and says which modules it has had then. */
export function rehearse(
  interp: Interpreter,
  { table, packed }: MadeModules,
  action: () => void,
): ReadonlySet<string> {
  const names = (dict: PyDict): Set<string> => new Set(Array.from(dict.storage.keys(), String));
  const places = [interp.modules, interp.builtins, interp.sysdict].map((dict) => ({
    dict,
    before: names(dict),
  }));
  interp.readyModules = table;
  action();
  const imported = names(interp.modules);
  const linecache = dictGetStr(interp.modules, 'linecache') as PyModule | undefined;
  // It knows the text of a program that is not in a file.
  if (linecache !== undefined) dictClear(dictGetStr(linecache.dict!, '_interactive_cache') as PyDict);
  interp.readyModules = undefined;
  detachClasses(interp, table.names);
  for (const { dict, before } of places) {
    for (const name of names(dict)) if (!before.has(name)) dictDelItem(dict, name);
  }
  for (const list of [interp.exitCallbacks, interp.forkHooks]) list.length = 0;
  for (const set of [interp.unflushedStreams, interp.signalHandlers]) set.clear();
  Object.assign(interp.codecs, new CodecRegistry());
  packed.forget();
  interp.finalizing = false;
  interp.sysPath0 = undefined;
  return imported;
}

/** Containers in two parts: what a program may come to that imports these modules only, and what it cannot come to. */
export function reachable<Container extends object>(
  containers: readonly Container[],
  roots: readonly object[],
): readonly [near: Container[], far: Container[]] {
  const reached = new Set<object>();
  walk(roots, (value) => reached.add(value));
  return [containers.filter((one) => reached.has(one)), containers.filter((one) => !reached.has(one))];
}

/** Puts everything where it is found under the key of this process. */
export function hashAgain(containers: readonly (PyDict | PyAnySet)[]): void {
  for (const container of containers) {
    if (container instanceof PyDict) {
      const entries = Array.from(container.storage.entries());
      dictClear(container);
      for (const [key, value] of entries) dictSetItem(container, key, value);
    } else {
      const items = setItems(container);
      container.storage = new SetTable();
      for (const item of items) setAdd(container, item);
    }
  }
}
