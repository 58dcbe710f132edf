/**
 * Modules that a start-up snapshot holds executed. They are in nobody's `sys.modules` until a program imports them, and
 * then only if importing them in the ordinary way would run the same code with the same effect:
 *
 * - finders and path hooks are those with which an interpreter starts, and nobody watches (audit hooks, tracing);
 * - the search along `sys.path` comes to the library's file, and that is as it was (time and size);
 * - the same is true of everything that the module has imported, unless that is in `sys.modules` as the very module.
 *
 * In any other case the module is found, read and executed as ever. How they are made: src/cli/ready-modules.ts.
 */
import { PyList } from '../objects/list.ts';
import { PyModule } from '../objects/module.ts';
import { addSubclass, type PyObject, type PyType } from '../objects/object.ts';
import { strFromUtf16 } from '../objects/str.ts';
import { dictGetStr, dictSetItem } from './dict.ts';
import { folderOf, type ImportSystem } from './import-search.ts';
import type { ExitCallback, ForkHook, Interpreter, ModuleShortcut } from './state.ts';

/** The file that a module was made from, as it was then. */
export interface SourceStamp {
  /** The entry of `sys.path`, or of the package's `__path__`, below which it was found. */
  readonly folder: string;
  readonly path: string;
  readonly size: number;
  readonly mtimeNs: bigint;
}

/** A module, and what its import did besides. */
export interface ReadyModule {
  readonly name: string;
  readonly module: PyModule;
  /** Absent for built-in and frozen modules. */
  readonly source: SourceStamp | undefined;
  readonly isFrozen: boolean;
  /** The absolute names of what it imported, and its aliases, in the order in which that happened. */
  readonly imports: readonly string[];
  /** Further names under which it put modules into `sys.modules`. */
  readonly aliases: readonly (readonly [name: string, module: PyObject])[];
  readonly exitCallbacks: readonly ExitCallback[];
  readonly forkHooks: readonly ForkHook[];
  /** Its classes with bases of other modules: these do not know them yet. */
  readonly classes: readonly PyType[];
  /** Does again what depends on the process. */
  readonly refresh: ((interp: Interpreter, module: PyModule) => void) | undefined;
}

/** A name that is to be put into `sys.modules`; `ready` when its module is complete with it. */
interface Step {
  readonly name: string;
  readonly module: PyObject;
  readonly ready: ReadyModule | undefined;
}

/** Names of modules. */
export interface ModuleNames {
  has(name: string): boolean;
  keys(): Iterable<string>;
}

export class ReadyModuleTable implements ModuleShortcut {
  readonly #modules: ReadonlyMap<string, ReadyModule>;
  /** Who puts a name into `sys.modules` besides its own. */
  readonly #aliases: Map<string, ReadyModule> = new Map();
  /** What is in `sys.modules` of every interpreter. */
  readonly #basis: ReadonlyMap<string, PyObject>;
  readonly #system: ImportSystem;
  /** Files count too; without it only built-in and frozen modules do. */
  usesFiles = true;
  /** What nearly every program imports. */
  usual: ReadonlySet<string> = new Set();
  /** Called once, before any other module is taken. */
  beforeOthers: (() => void) | undefined = undefined;

  constructor(
    modules: ReadonlyMap<string, ReadyModule>,
    basis: ReadonlyMap<string, PyObject>,
    system: ImportSystem,
  ) {
    this.#modules = modules;
    this.#basis = basis;
    this.#system = system;
    for (const ready of modules.values())
      for (const [alias] of ready.aliases) this.#aliases.set(alias, ready);
  }

  /** The names of the modules. */
  get names(): ModuleNames {
    return this.#modules;
  }

  /** The modules of these names that are ready. */
  modulesOf(names: Iterable<string>): PyModule[] {
    return Array.from(names).flatMap((name) => this.#modules.get(name)?.module ?? []);
  }

  take(interp: Interpreter, name: string): PyObject | undefined {
    if (!this.#modules.has(name) && !this.#aliases.has(name)) return undefined;
    if (!this.#system.isUntouched(interp)) return undefined;
    const plan: Step[] = [];
    if (!this.#plan(interp, name, plan, new Set())) return undefined;
    const prepare = this.beforeOthers;
    if (prepare !== undefined && plan.some((step) => !this.usual.has(step.name))) {
      this.beforeOthers = undefined;
      prepare();
    }
    for (const step of plan) {
      dictSetItem(interp.modules, strFromUtf16(step.name), step.module);
      if (step.ready !== undefined) complete(interp, step.ready);
    }
    return dictGetStr(interp.modules, name);
  }

  /** Lists what is to be put into `sys.modules` for a module, what it needs first. Is all of it right? */
  #plan(interp: Interpreter, name: string, plan: Step[], seen: Set<string>): boolean {
    if (seen.has(name)) return true;
    const ready = this.#modules.get(name) ?? this.#aliases.get(name);
    const loaded = dictGetStr(interp.modules, name);
    if (loaded !== undefined) {
      const alias = ready?.aliases.find((entry) => entry[0] === name);
      return loaded === (alias?.[1] ?? ready?.module ?? this.#basis.get(name));
    }
    if (ready === undefined) return false;
    if (ready.name !== name) return this.#plan(interp, ready.name, plan, seen);
    const dot = name.lastIndexOf('.');
    if (dot >= 0 && !this.#plan(interp, name.slice(0, dot), plan, seen)) return false;
    // The package may have imported it.
    if (seen.has(name)) return true;
    seen.add(name);
    if (!this.#isFound(interp, ready, seen)) return false;
    for (const imported of ready.imports) {
      const alias = ready.aliases.find((entry) => entry[0] === imported);
      if (alias !== undefined) {
        seen.add(imported);
        plan.push({ name: imported, module: alias[1], ready: undefined });
      } else if (!this.#plan(interp, imported, plan, seen)) return false;
    }
    plan.push({ name, module: ready.module, ready });
    return true;
  }

  /** Would the finders come to it? */
  #isFound(interp: Interpreter, ready: ReadyModule, seen: ReadonlySet<string>): boolean {
    const { name, source } = ready;
    if (source === undefined) return !ready.isFrozen || interp.frozenOverride >= 0;
    if (!this.usesFiles) return false;
    const dot = name.lastIndexOf('.');
    if (dot >= 0) {
      const parent = name.slice(0, dot);
      const package_ = seen.has(parent)
        ? this.#modules.get(parent)?.module
        : dictGetStr(interp.modules, parent);
      const path = package_ instanceof PyModule ? dictGetStr(package_.dict!, '__path__') : undefined;
      if (
        !(path instanceof PyList) ||
        path.items.length !== 1 ||
        path.items[0] !== strFromUtf16(source.folder)
      )
        return false;
    } else if (!this.#isFirstOnPath(interp, name, source.folder)) return false;
    const stat = interp.host.fs.statOrAbsent(source.path);
    return stat !== undefined && stat.size === source.size && stat.mtimeNs === source.mtimeNs;
  }

  /** Is there nothing of that name in front of the library's folder? */
  #isFirstOnPath(interp: Interpreter, name: string, library: string): boolean {
    const folders = this.#system.foldersOf(interp, dictGetStr(interp.sysdict, 'path'));
    for (const entry of folders ?? []) {
      if (entry === library) return true;
      const folder = folderOf(interp, entry);
      const listing = folder === undefined ? undefined : this.#system.listing(interp, folder);
      if (listing === undefined || listing.stems.has(name)) return false;
    }
    return false;
  }
}

/** Does what else the import of a module did. */
function complete(interp: Interpreter, ready: ReadyModule): void {
  const { name, module } = ready;
  for (const type of ready.classes) {
    for (const base of type.tp_bases) addSubclass(base, type);
  }
  const dot = name.lastIndexOf('.');
  const parent = dot < 0 ? undefined : dictGetStr(interp.modules, name.slice(0, dot));
  // While a package's own import is under way it is in `sys.modules` only at the end; it has the attribute already.
  if (parent instanceof PyModule) dictSetItem(parent.dict!, strFromUtf16(name.slice(dot + 1)), module);
  interp.exitCallbacks.push(...ready.exitCallbacks);
  interp.forkHooks.push(...ready.forkHooks);
  ready.refresh?.(interp, module);
}
