/**
 * The one place that knows everything: readies the built-in types, installs executor, compiler, modules and host, and
 * brings an interpreter up to the point where `import` works.
 * CPython: Python/pylifecycle.c (`pyinit_core`, `init_importlib`, `init_interp_main`).
 */
import { TYPE_DEFINITIONS } from './builtins/all.ts';
import type { Host } from './host/host.ts';
import { JustInTime } from './jit/jit.ts';
import { createBuiltinModule, frozenCode } from './modules/_imp.ts';
import { initStandardStreams } from './modules/_io/standard-streams.ts';
import { initSignals } from './modules/_signal.ts';
import { installWarnings } from './modules/_warnings.ts';
import { BUILTIN_MODULES, MODULE_TYPES } from './modules/all.ts';
import { runExitCallbacks } from './modules/atexit.ts';
import { builtinsModule } from './modules/builtins.ts';
import { fillSys } from './modules/sys.ts';
import { attrName } from './objects/attribute-name.ts';
import type { PyCode } from './objects/code.ts';
import { CellStorage, PyDict } from './objects/dict.ts';
import { exceptionTypes, PyBaseException } from './objects/exception.ts';
import { PyModule } from './objects/module.ts';
import type { PyObject, PyType } from './objects/object.ts';
import { None } from './objects/singletons.ts';
import { type Str, utf16FromStr } from './objects/str.ts';
import { getAttr } from './runtime/attributes.ts';
import { call, callMethod } from './runtime/call.ts';
import type { Config } from './runtime/config.ts';
import { readyDefinition, type TypeDefinition } from './runtime/define.ts';
import { dictGetStr, dictSetItem } from './runtime/dict.ts';
import { scatterIds } from './runtime/identity.ts';
import { current, type FrozenModule, Interpreter } from './runtime/state.ts';
import { printException } from './runtime/traceback-print.ts';
import { readyStaticType } from './runtime/type-attributes.ts';
import { interpreterExecutor } from './vm/executor.ts';

/** Fills the shells of the built-in types, once for all interpreters: bases before what derives from them. */
function readyBuiltinTypes(): void {
  const definitions = new Map<PyType, TypeDefinition>();
  for (const definition of [...TYPE_DEFINITIONS, ...MODULE_TYPES])
    definitions.set(definition.type, definition);
  const done = new Set<PyType>();
  const ready = (type: PyType): void => {
    if (done.has(type)) return;
    done.add(type);
    for (const base of type.tp_bases) ready(base);
    const definition = definitions.get(type);
    if (definition === undefined) readyStaticType(type);
    else readyDefinition(definition);
  };
  for (const type of definitions.keys()) ready(type);
  for (const type of exceptionTypes.values()) ready(type);
}

readyBuiltinTypes();

/** What a new interpreter needs from its embedder. */
export interface InterpreterOptions {
  readonly host: Host;
  readonly config: Config;
  /**
   * The start-up modules of the library, compiled: `importlib._bootstrap` and what it needs at least. Without any there
   * is no import system, and `import` raises ImportError.
   */
  readonly frozenModules: ReadonlyMap<string, FrozenModule>;
}

/** `-X jit=0` switches the compiler off, `jit=log` tells what it does, `jit=code` shows the JavaScript too; `-X jit_threshold=N` says when it begins. */
function installJit(interp: Interpreter): void {
  const { xoptions } = interp.config;
  const option = xoptions.get('jit');
  if (option === '0') return;
  const log = (line: string): void =>
    void interp.host.fs.write(2, new TextEncoder().encode(`jit: ${line}\n`));
  interp.jit = new JustInTime(
    interp.mainThread,
    option === 'log' || option === 'code' ? log : undefined,
    option === 'code',
  );
  interp.mainThread.compiles = true;
  const threshold = xoptions.get('jit_threshold');
  if (typeof threshold === 'string' && /^\d+$/.test(threshold)) {
    interp.jitCalls = interp.jitRounds = interp.jitResumptions = Number(threshold);
  }
}

function newNamespace(): PyDict {
  return new PyDict(new CellStorage());
}

function newModule(name: string, doc: string, dict: PyDict): PyModule {
  dictSetItem(dict, '__name__', name);
  dictSetItem(dict, '__doc__', doc);
  dictSetItem(dict, '__package__', '');
  dictSetItem(dict, '__loader__', None);
  dictSetItem(dict, '__spec__', None);
  return new PyModule(dict);
}

/** A new interpreter, with `builtins`, `sys` and the import system in place, and current in this JavaScript thread. */
export function newInterpreter(options: InterpreterOptions): Interpreter {
  const modules = new PyDict();
  const builtins = newNamespace();
  const sysdict = newNamespace();
  const interp = new Interpreter({
    executor: interpreterExecutor,
    host: options.host,
    config: options.config,
    builtinModules: new Map(BUILTIN_MODULES.map((definition) => [definition.name, definition])),
    frozenModules: options.frozenModules,
    modules,
    builtins,
    sysdict,
  });
  current.thread = interp.mainThread;
  scatterIds(new DataView(options.host.randomBytes(4).buffer).getUint32(0));
  installJit(interp);
  interp.printException = (exception) => printException(interp, exception);

  const builtinsObject = newModule('builtins', builtinsModule.doc, builtins);
  for (const entry of builtinsModule.entries) {
    dictSetItem(builtins, entry.name, entry.make(builtinsObject, 'builtins'));
  }
  for (const name of ['all', 'any']) {
    const value = dictGetStr(builtins, name);
    if (value !== undefined) interp.commonBuiltins.set(name, value);
  }
  const sysObject = newModule('sys', 'The interpreter itself.', sysdict);
  fillSys(interp, sysObject);
  dictSetItem(modules, 'builtins', builtinsObject);
  dictSetItem(modules, 'sys', sysObject);

  interp.importModule = (name) => importModule(interp, name);
  initSignals(interp, options.config.installSignalHandlers ?? true);
  interp.runAtExit = () => runExitCallbacks(interp);
  installWarnings(interp);
  if (options.frozenModules.size > 0) {
    installImportlib(interp, sysObject);
    installZipImport(interp);
    initStandardStreams(interp);
    dictSetItem(builtins, 'open', getAttr(importModule(interp, '_io'), attrName('open')));
    if (options.config.warnOptions.length > 0) importWarnings(interp);
  }
  const main = mainModule(interp);
  // Until a file is run, the code of `__main__` counts as built in.
  if (interp.importlib !== undefined) {
    dictSetItem(main.dict!, '__loader__', getAttr(interp.importlib, attrName('BuiltinImporter')));
  }
  return interp;
}

/** Options of the command line and the environment become filters in the module `warnings`. */
function importWarnings(interp: Interpreter): void {
  try {
    importModule(interp, 'warnings');
  } catch (thrown) {
    if (!(thrown instanceof PyBaseException)) throw thrown;
    interp.printException(thrown);
  }
}

/** Runs the frozen `importlib._bootstrap` as `_frozen_importlib`, and has it install the finders. */
function installImportlib(interp: Interpreter, sysObject: PyModule): void {
  const bootstrap = runFrozen(interp, '_frozen_importlib');
  const imp = createBuiltinModule('_imp');
  const definition = interp.builtinModules.get('_imp')!;
  for (const entry of definition.entries) dictSetItem(imp.dict!, entry.name, entry.make(imp, '_imp'));
  dictSetItem(interp.modules, '_imp', imp);
  callMethod(bootstrap, attrName('_install'), sysObject, imp);
  interp.importlib = bootstrap;
  callMethod(bootstrap, attrName('_install_external_importers'));
}

/** Has entries of `sys.path` that are zip files searched. CPython: `init_zipimport` in Python/import.c. */
function installZipImport(interp: Interpreter): void {
  if (!interp.frozenModules.has('zipimport')) return;
  const importer = getAttr(importModule(interp, 'zipimport'), attrName('zipimporter'));
  callMethod(dictGetStr(interp.sysdict, 'path_hooks')!, attrName('insert'), 0, importer);
}

/** Runs a frozen module's code as a module of the given name. */
function runFrozen(interp: Interpreter, name: string): PyModule {
  const module = newModule(name, '', newNamespace());
  const code = frozenCode(name);
  dictSetItem(module.dict!, '__builtins__', dictGetStr(interp.modules, 'builtins')!);
  // The name of the module whose code it is, which the file name says: `<frozen importlib._bootstrap>`.
  dictSetItem(module.dict!, '__origname__', utf16FromStr(code.co_filename).slice('<frozen '.length, -1));
  dictSetItem(interp.modules, name, module);
  runInModule(interp, module, code);
  return module;
}

/** Runs code in the namespace of a module. */
export function runInModule(interp: Interpreter, module: PyModule, code: PyCode): PyObject {
  const dict = module.dict!;
  return interp.executor.runCode(current.thread, code, dict, interp.builtins, dict);
}

/** The `__main__` module, made when it is first asked for. */
export function mainModule(interp: Interpreter): PyModule {
  const existing = dictGetStr(interp.modules, '__main__');
  if (existing instanceof PyModule) return existing;
  const module = newModule('__main__', '', newNamespace());
  dictSetItem(module.dict!, '__doc__', None);
  dictSetItem(module.dict!, '__builtins__', dictGetStr(interp.modules, 'builtins')!);
  dictSetItem(interp.modules, '__main__', module);
  return module;
}

/** `importlib.import_module(name)`, through the `__import__` of builtins. */
export function importModule(interp: Interpreter, name: Str): PyObject {
  const importer = dictGetStr(interp.builtins, '__import__')!;
  call(importer, [name]);
  return dictGetStr(interp.modules, name as string)!;
}
