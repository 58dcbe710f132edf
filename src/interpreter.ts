/**
 * The one place that knows everything: readies the built-in types, installs executor, compiler, modules and host, and
 * brings an interpreter up to the point where `import` works.
 * CPython: Python/pylifecycle.c (`pyinit_core`, `init_importlib`, `init_interp_main`).
 */
import { TYPE_DEFINITIONS } from './builtins/all.ts';
import type { Host } from './host/host.ts';
import type { SourceLine } from './jit/listing.ts';
import defer * as tierUp from './jit/tier-up.ts';
import { createBuiltinModule, frozenCode } from './modules/_imp.ts';
import { initFirstStderr, initStandardStreams } from './modules/_io/standard-streams.ts';
import { initSignals } from './modules/_signal.ts';
import { installWarnings } from './modules/_warnings.ts';
import { BUILTIN_MODULES, MODULE_TYPES } from './modules/all.ts';
import { runExitCallbacks } from './modules/atexit.ts';
import { builtinsModule } from './modules/builtins.ts';
import { readEnvironment } from './modules/posix/environment.ts';
import { fillSys, refreshSys } from './modules/sys.ts';
import { attrName } from './objects/attribute-name.ts';
import type { PyCode } from './objects/code.ts';
import { CellStorage, PyDict } from './objects/dict.ts';
import { exceptionTypes, PyBaseException } from './objects/exception.ts';
import { PyModule } from './objects/module.ts';
import type { PyObject } from './objects/object.ts';
import { None } from './objects/singletons.ts';
import { type Str, utf16FromStr } from './objects/str.ts';
import { getAttr, getAttrOrAbsent, setAttr } from './runtime/attributes.ts';
import { call, callMethod } from './runtime/call.ts';
import type { Config } from './runtime/config.ts';
import { readyTypes } from './runtime/define.ts';
import { dictClear, dictGetStr, dictSetItem } from './runtime/dict.ts';
import { scatterIds } from './runtime/identity.ts';
import { ImportSystem } from './runtime/import-search.ts';
import { SourceModules } from './runtime/source-import.ts';
import { current, type FrozenModule, Interpreter, type Jit } from './runtime/state.ts';
import { printException } from './runtime/traceback-print.ts';
import { interpreterExecutor } from './vm/executor.ts';

// The shells of the built-in types are filled once for all interpreters.
readyTypes([...TYPE_DEFINITIONS, ...MODULE_TYPES], exceptionTypes.values());

/** The loop of tier 0: V8 takes long over it. */
export { run as interpreterLoop } from './vm/interpreter.gen.ts';

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

/**
 * `-X jit_threshold=N` says when the compiler begins. For tests, `jit_thresholds=N` has that change at random, up to N, whenever
 * something was compiled, and `jit_exits=N` has compiled code hand over to tier 0 now and then.
 */
function installJit(interp: Interpreter): void {
  const { jit, xoptions } = interp.config;
  if (jit === 'off') return;
  const exits = numberOf(xoptions.get('jit_exits'));
  const thresholds = numberOf(xoptions.get('jit_thresholds'));
  const { mainThread } = interp;
  if (jit === 'on')
    interp.jit = onDemand(interp, () => new tierUp.JustInTime(mainThread, undefined, exits, thresholds));
  else {
    const log = new tierUp.JitLog(interp, jit === 'code');
    interp.jit = new tierUp.JustInTime(mainThread, log, exits, thresholds);
  }
  mainThread.compiles = true;
  const threshold = numberOf(xoptions.get('jit_threshold'));
  if (threshold !== undefined) interp.jitCalls = interp.jitRounds = interp.jitResumptions = threshold;
}

/** A compiler that is made when something is hot. Many programs end before. */
function onDemand(interp: Interpreter, make: () => Jit): Jit {
  const made = (): Jit => {
    const compiler = make();
    interp.jit = compiler;
    return compiler;
  };
  return {
    attach: (func) => made().attach(func),
    loop: (frame, instruction, stackpointer) => made().loop(frame, instruction, stackpointer),
    step: (generator) => made().step(generator),
    end: () => {},
  };
}

function numberOf(option: string | true | undefined): number | undefined {
  return typeof option === 'string' && /^\d+$/.test(option) ? Number(option) : undefined;
}

/**
 * The JavaScript that the compiler makes of a module's code and what is nested in it, each line under the Python line
 * that it belongs to. Nothing of it is run.
 */
export function listJavaScript(interp: Interpreter, code: PyCode, sourceLine: SourceLine): string {
  const storage = new CellStorage();
  // What the module will have assigned when its functions are called.
  for (const name of code.co_names) {
    if (dictGetStr(interp.builtins, name) !== undefined) continue;
    storage.set(name, None);
    storage.cellOf(name).value = undefined;
  }
  return tierUp.listJavaScript(code, new PyDict(storage), interp.builtins, sourceLine);
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
  const interp = prepareInterpreter(options);
  beginProcess(interp);
  return interp;
}

/** What of a new interpreter is the same in every process: {@link resumeInterpreter} can go on in another one. */
export function prepareInterpreter(options: InterpreterOptions): Interpreter {
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
  dictSetItem(modules, 'sys', sysObject);
  dictSetItem(modules, 'builtins', builtinsObject);

  interp.importModule = (name) => importModule(interp, name);
  interp.runAtExit = () => runExitCallbacks(interp);
  installWarnings(interp);
  if (options.frozenModules.size > 0) {
    if (options.config.flags.verbose > 0) initFirstStderr(interp);
    installImportlib(interp, sysObject);
    installZipImport(interp);
    dictSetItem(builtins, 'open', getAttr(importModule(interp, '_io'), attrName('open')));
    interp.sourceModules = new SourceModules(interp, new ImportSystem(interp));
  }
  return interp;
}

/** What each process has anew. */
function beginProcess(interp: Interpreter): void {
  const { host, config } = interp;
  scatterIds(new DataView(host.randomBytes(4).buffer).getUint32(0));
  installJit(interp);
  initSignals(interp, config.installSignalHandlers ?? true);
  if (interp.importlib !== undefined) {
    // Without its library an interpreter has the codecs that are built in.
    importAtStart(interp, 'encodings', () => {});
    importAtStart(interp, 'encodings.utf_8', () => {});
    importAtStart(interp, '_signal');
    initStandardStreams(interp);
    if (config.warnOptions.length > 0) importAtStart(interp, 'warnings');
  }
  const main = mainModule(interp);
  // Until a file is run, the code of `__main__` counts as built in.
  if (interp.importlib !== undefined) {
    dictSetItem(main.dict!, '__loader__', getAttr(interp.importlib, attrName('BuiltinImporter')));
  }
}

/**
 * Has an interpreter that another process has prepared, and a start-up snapshot holds, go on in this one, under another
 * configuration. Modules that it has executed stay as they are but for what they have from the process.
 */
export function resumeInterpreter(interp: Interpreter, host: Host, config: Config): void {
  const { stdlibDir } = interp.config;
  current.thread = interp.mainThread;
  interp.moveTo(host, config);
  refreshSys(interp);
  for (const name of ['time', 'posix']) refreshBuiltin(interp, name);
  if (stdlibDir !== config.stdlibDir) {
    for (const module of interp.modules.storage.values())
      if (module instanceof PyModule) moveFrozen(module, stdlibDir, config.stdlibDir);
  }
  beginProcess(interp);
}

/** Has a built-in module look again at what differs between processes. */
export function refreshBuiltin(interp: Interpreter, name: string): void {
  const module = dictGetStr(interp.modules, name) as PyModule;
  if (name === 'posix') {
    const environ = dictGetStr(module.dict!, 'environ') as PyDict;
    dictClear(environ);
    readEnvironment(environ);
  } else interp.builtinModules.get(name)!.exec!(module);
}

/** A frozen module says where its source would be found: here in another library. */
export function moveFrozen(module: PyModule, from: string, to: string): void {
  const file = dictGetStr(module.dict!, '__file__');
  const spec = dictGetStr(module.dict!, '__spec__');
  if (typeof file !== 'string' || !file.startsWith(from) || spec === undefined) return;
  const state = getAttrOrAbsent(spec, attrName('loader_state'));
  if (state === undefined || state === None) return;
  const moved = to + file.slice(from.length);
  dictSetItem(module.dict!, '__file__', moved);
  setAttr(state, attrName('filename'), moved);
}

/** Imports what a start needs; where that fails the program begins without it. */
function importAtStart(interp: Interpreter, name: string, report = interp.printException): void {
  try {
    importModule(interp, name);
  } catch (thrown) {
    if (!(thrown instanceof PyBaseException)) throw thrown;
    report(thrown);
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
  dictSetItem(module.dict!, '__package__', None);
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
