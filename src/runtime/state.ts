/**
 * The state of an interpreter and of its threads, and the register that says which thread is running.
 *
 * One thread of one interpreter runs at any time, as under CPython's GIL; `current.thread` is it, CPython's
 * `_PyThreadState_GET()`. It is the only variable of the whole runtime outside these objects: whoever enters an
 * interpreter sets it, whoever switches threads changes it.
 * CPython: Include/cpython/pystate.h, Include/internal/pycore_interp_structs.h.
 */

import type { SipHasher } from '../common/siphash.ts';
import type { Host, Stat } from '../host/host.ts';
import type { PyCell } from '../objects/cell.ts';
import type { PyCode } from '../objects/code.ts';
import type { PyContext } from '../objects/context.ts';
import type { PyDict } from '../objects/dict.ts';
import type { PyBaseException } from '../objects/exception.ts';
import type { Frame } from '../objects/frame.ts';
import type { PyFunction } from '../objects/function.ts';
import { ExcState, type PyAsyncGenerator, type PyGenBase } from '../objects/generator.ts';
import type { KwNames, PyBaseObject, PyObject, PyType } from '../objects/object.ts';
import type { Str } from '../objects/str.ts';
import { Activations, MAX_ACTIVATIONS } from './activations.ts';
import { CodecRegistry } from './codecs/registry.ts';
import type { Config } from './config.ts';
import { FinalizerRegistry } from './finalizer-registry.ts';
import { fixedHashSeed, newHasher } from './hash-secret.ts';
import type { ModuleDefinition } from './module-definition.ts';
import { MonitoringState } from './monitoring/state.ts';
import { Scheduler, type WaitOutcome } from './tasks.ts';
import { TextHashCache } from './text-hash-cache.ts';
import { WeakReferences } from './weak-references.ts';

/** What the parts that run code are to the parts that only ask for it: filled in by interpreter.ts. */
export interface Executor {
  /** Calls a Python function. */
  callFunction(
    thread: Thread,
    func: PyFunction,
    args: readonly PyObject[],
    kwnames: KwNames | undefined,
  ): PyObject;
  /** Runs a class body in its namespace; the `__class__` cell, or None. */
  runClassBody(thread: Thread, func: PyFunction, namespace: PyObject): PyObject;
  /** Runs code in namespaces, as `exec` does. */
  runCode(
    thread: Thread,
    code: PyCode,
    globals: PyDict,
    builtins: PyObject,
    locals: PyObject | undefined,
    func?: PyFunction,
    closure?: readonly PyCell[],
  ): PyObject;
  /** Runs a frame to its end in a loop of its own and returns its value. */
  run(thread: Thread, frame: Frame): PyObject;
  /** The same, beginning with an exception raised where the frame stands. */
  runThrow(thread: Thread, frame: Frame, exception: PyBaseException): PyObject;
}

/**
 * A loop, compiled to run from a frame that stands at its head; the result is the function's. In a generator it is that
 * of a step: what is yielded, or `undefined` at the end.
 */
export type CompiledLoop = (frame: Frame) => PyObject | undefined;

/** The just-in-time compiler. */
export interface Jit {
  /** Gives a function its compiled form, if it can have one. */
  attach(func: PyFunction): boolean;
  /** The compiled form of a loop, if it can have one. */
  loop(frame: Frame, instruction: number, stackpointer: number): CompiledLoop | undefined;
  /** Gives a suspended generator its compiled next step, if it can have one. */
  step(generator: PyGenBase): boolean;
  /** The program has ended. */
  end(): void;
}

/** A module whose code comes with the interpreter: marshalled, made at build time. */
export interface FrozenModule {
  readonly code: Uint8Array;
  readonly isPackage: boolean;
}

/** A way to import modules without importlib. */
export interface ModuleShortcut {
  /** Does what importing the module would do, if that comes to the same; else nothing, and the module is absent. */
  take(interp: Interpreter, name: string): PyObject | undefined;
}

/** How numbers are punctuated. C: `struct lconv`. */
export interface NumericLocale {
  readonly decimalPoint: string;
  readonly thousandsSeparator: string;
  /** Sizes of the groups from the point on, the last one for all further groups; 127 ends grouping. */
  readonly grouping: readonly number[];
}

/** The locale that every interpreter starts with. */
export const C_LOCALE: NumericLocale = { decimalPoint: '.', thousandsSeparator: '', grouping: [] };

/** A call that `atexit` has registered. */
export interface ExitCallback {
  readonly func: PyObject;
  readonly args: readonly PyObject[];
  readonly kwnames: KwNames | undefined;
}

/** A stream with something that is not written yet. */
export interface UnflushedStream extends PyBaseObject {
  flushAtExit(): void;
  /** What it is written to in the end, if that is a raw file. */
  readonly rawFile: RawFile | undefined;
}

/** A file that a stream is written to. */
export interface RawFile {
  readonly fd: number;
  readonly statAtOpen: Stat | undefined;
}

/** Functions to be called around a fork. */
export interface ForkHook {
  readonly before: PyObject | undefined;
  readonly inChild: PyObject | undefined;
  readonly inParent: PyObject | undefined;
}

/** What an interpreter is made of. */
export interface InterpreterParts {
  readonly executor: Executor;
  readonly host: Host;
  readonly config: Config;
  readonly builtinModules: ReadonlyMap<string, ModuleDefinition>;
  readonly frozenModules: ReadonlyMap<string, FrozenModule>;
  readonly modules: PyDict;
  readonly builtins: PyDict;
  readonly sysdict: PyDict;
}

export class Interpreter {
  readonly executor: Executor;
  readonly modules: PyDict;
  readonly builtins: PyDict;
  readonly sysdict: PyDict;
  recursionLimit = 1000;
  jit: Jit | undefined = undefined;
  /** After so many calls a function is compiled, after so many rounds a loop, after so many steps a generator. */
  jitCalls = 100;
  jitRounds = 1000;
  jitResumptions = 300;
  /** The built-in functions that LOAD_COMMON_CONSTANT names: they stay what they are when `builtins` changes. */
  readonly commonBuiltins: Map<string, PyObject> = new Map();
  /** Hashes str and bytes, under this interpreter's key. */
  declare hasher: SipHasher;
  declare textHashes: TextHashCache;
  /** The hashes of str and bytes are the same in every process. */
  declare hasFixedHashSeed: boolean;
  readonly codecs = new CodecRegistry();
  readonly mainThread: Thread;
  /** All threads that run or wait. */
  readonly threads: Set<Thread> = new Set();
  declare host: Host;
  declare config: Config;
  /** Modules written in TypeScript, by name. */
  readonly builtinModules: ReadonlyMap<string, ModuleDefinition>;
  /** Modules whose code is built in, by name. */
  readonly frozenModules: ReadonlyMap<string, FrozenModule>;
  /** Modules that have been executed already: a start-up snapshot holds some. */
  readyModules: ModuleShortcut | undefined = undefined;
  /** Modules whose source file is compiled. */
  sourceModules: ModuleShortcut | undefined = undefined;
  /** Prints an exception that nobody caught, with its traceback, to `sys.stderr`. */
  printException: (exception: PyBaseException) => void = () => {};
  /** `warnings.warn`, once the warnings machinery is there. */
  warn: ((category: PyType, message: Str, stacklevel: number) => void) | undefined = undefined;
  /** `warnings.warn_explicit`, once the warnings machinery is there. */
  warnExplicit: ((category: PyType, message: Str, filename: Str, lineno: number) => void) | undefined =
    undefined;
  /** How type `n` of the format specification punctuates numbers; `locale.setlocale` changes it. */
  numericLocale: NumericLocale = C_LOCALE;
  /** What abstract base classes remember (`_abc`), and the number of registrations so far. */
  readonly abstractClasses: { readonly data: WeakMap<PyType, unknown>; invalidationCounter: number } = {
    data: new WeakMap(),
    invalidationCounter: 0,
  };
  readonly weakReferences = new WeakReferences();
  readonly finalizers = new FinalizerRegistry();
  readonly scheduler = new Scheduler();
  /** The time limit of new sockets in seconds; −1 without one. */
  defaultSocketTimeout = -1;
  /** What `os.register_at_fork` was given. */
  readonly forkHooks: ForkHook[] = [];
  /** Runs the handlers of signals that have arrived; may raise. The signal module fills it in. */
  handleSignals: () => void = () => {};
  /** Called before a call that may wait for long: from then on signals must be noticed. */
  watchSignals: () => void = () => {};
  /** Called before code is compiled, which then runs without a look at the clock. */
  whenCompiling: () => void = () => {};
  /** SIGINT becomes KeyboardInterrupt. */
  catchesInterrupts = false;
  /** To which descriptor the numbers of signals are written; −1: to none. */
  wakeupFd = -1;
  /** What programs have asked for when a signal arrives, by its number: a callable, or `SIG_DFL` and `SIG_IGN`. */
  readonly signalHandlers: Map<number, PyObject> = new Map();
  /** What of ours runs before that: does the program's own follow? */
  readonly signalWatchers: Map<number, () => boolean> = new Map();
  /** Signals that have no effect until they are let through, and those of them that have arrived. */
  readonly blockedSignals: Set<number> = new Set();
  readonly waitingSignals: Set<number> = new Set();
  /** Takes from the host what has arrived, and lays aside what is blocked. */
  collectSignals: () => void = () => {};
  /** Called when a program has run for a moment, or code of it is compiled. */
  whenUnderWay: (() => void) | undefined = undefined;
  /** Called when a program goes on running after that. */
  whenLasting: (() => void) | undefined = undefined;
  /** Behaves as if the signal had arrived: what the signal module does with it runs at the next poll. */
  simulateSignal: (signum: number) => void = () => {};
  /** Runs what `atexit` has registered, last first. */
  runAtExit: () => void = () => {};
  /** Reports an exception that nobody can catch: `sys.unraisablehook`. */
  unraisable: (exception: PyBaseException, message: Str | undefined, object: PyObject) => void = () => {};
  /** Imports a module by its full name and returns it. */
  importModule: (name: string) => PyObject = () => {
    throw new Error('the import system is not installed');
  };
  /** What built-in modules keep for the interpreter, by their names: {@link moduleState}. */
  readonly moduleStates: Map<string, unknown> = new Map();
  readonly auditHooks: PyObject[] = [];
  /** The flags of `dlopen`: RTLD_NOW. */
  dlopenFlags = 2;
  readonly monitoring = new MonitoringState();
  /** What `atexit` calls at the end, in the order of registration; absent where it was unregistered meanwhile. */
  readonly exitCallbacks: (ExitCallback | undefined)[] = [];
  /** Streams with something written that has not reached their file: they are flushed at the end at the latest. */
  readonly unflushedStreams: Set<UnflushedStream> = new Set();
  /** The time zone, as the time module has found it. */
  timeZone: object | undefined = undefined;
  /** The names of the locale's categories, by their numbers. */
  readonly localeNames: string[] = ['C.UTF-8', 'C', 'C', 'C', 'C', 'C'];
  declare intMaxStrDigits: number;
  /** Seconds. */
  switchInterval = 0.005;
  finalizing = false;
  /** The module `_frozen_importlib`, once the import system is in place. */
  importlib: PyObject | undefined = undefined;
  /** What the start has put in front of `sys.path`; absent when nothing. CPython: `PyConfig.sys_path_0`. */
  sysPath0: string | undefined = undefined;
  /** How often the import lock is taken. */
  importLockDepth = 0;
  /** Negative: frozen modules are not used, for tests. */
  frozenOverride = 0;

  constructor(parts: InterpreterParts) {
    this.executor = parts.executor;
    this.builtinModules = parts.builtinModules;
    this.frozenModules = parts.frozenModules;
    this.modules = parts.modules;
    this.builtins = parts.builtins;
    this.sysdict = parts.sysdict;
    this.mainThread = new Thread(this, 1);
    this.threads.add(this.mainThread);
    this.moveTo(parts.host, parts.config);
  }

  /** Makes a host the interpreter's: the first one, or that of a process that begins with a picture of it. */
  moveTo(host: Host, config: Config): void {
    this.host = host;
    this.config = config;
    this.intMaxStrDigits = config.flags.intMaxStrDigits;
    this.localeNames[0] = config.localeEncoding === 'UTF-8' ? 'C.UTF-8' : 'C';
    if (config.coercesLocale) host.setenv('LC_CTYPE', 'C.UTF-8');
    this.hasher = newHasher(host, config);
    this.textHashes = new TextHashCache();
    this.hasFixedHashSeed = fixedHashSeed(host, config) !== undefined;
    this.timeZone = undefined;
    this.mainThread.breaker = host.signals.arrived;
  }
}

/** What is called in the place of a certain hook for asynchronous generators, which it calls itself when it must. */
export interface AsyncgenHook {
  readonly hook: PyObject;
  begin(generator: PyAsyncGenerator): void;
}

export class Thread {
  readonly interp: Interpreter;
  /** The innermost frame of the interpreter. */
  heapFrame: Frame | undefined = undefined;
  /** May compiled code run in this thread? What can be set aside is interpreted. */
  compiles = false;
  /** The compiled functions that are running. */
  readonly activations = new Activations();
  /** Brings the variables of one of them into its frame. */
  showRunning: ((index: number) => void) | undefined = undefined;
  /** The exception being handled; generators push states of their own. */
  excInfo: ExcState = new ExcState(undefined);
  /** The value that a generator returned: see `SendSlot`. */
  returnValue: PyObject | undefined = undefined;
  /** A coroutine that was called and awaited in compiled code, and has to wait, and what it has yielded. */
  awaited: PyGenBase | undefined = undefined;
  yielded: PyObject | undefined = undefined;
  /** The exception that a loop has just thrown to JavaScript: met again further out, it is passed on, not raised anew. */
  propagating: PyBaseException | undefined = undefined;
  /** How its last wait ended, while the function that waited is called again: see scheduler.ts. */
  waitOutcome: WaitOutcome | undefined = undefined;
  /** How many bytes `os.write` had written when the thread was set aside in it. */
  heldWrite = 0;
  /** Its turn is over: its loop is being left. */
  endsTurn = false;
  /** Frames whose instruction has entered a further loop that can be left and entered again, and the loops that were. */
  readonly holders: Frame[] = [];
  readonly heldLoops: Frame[] = [];
  /** Objects whose repr is being made. */
  readonly reprActive: Set<PyObject> = new Set();
  /** An overflow of the host's stack became an exception in built-in code: what it has left behind is still to be cleared away. */
  hasOverflowed = false;
  /** How many tracebacks were made: whether anybody may have a frame that ends is known from that. */
  tracebacks = 0;
  /** Python frames under way, against `Interpreter.recursionLimit`. */
  recursionDepth = 0;
  /** Element 0 is not 0 when something waits at the next poll. The main thread's is the host's, which sets it for signals. */
  breaker: Int32Array;
  /** What waits: signal handlers and the like, run in order at the poll. Each may raise. */
  readonly pending: (() => void)[] = [];
  /** What waits for the interpreter loop to be left, so that its variables hold nothing; done at the next poll. */
  readonly outsideLoop: (() => void)[] = [];

  /** `threading.get_ident()`. */
  readonly ident: number;
  name: Str = '';
  /** The current context of context variables; made when first needed. */
  context: PyContext | undefined = undefined;
  traceFunction: PyObject | undefined = undefined;
  profileFunction: PyObject | undefined = undefined;
  /** More than 0 while a callback of monitoring runs: it is not watched itself. */
  tracing = 0;
  /** The event whose callback runs; −1: none. */
  whatEvent = -1;
  /** The instruction that raised what a handler has just been found for. */
  raisedAt = 0;
  coroutineOriginDepth = 0;
  /** The event loop that runs in it, and the task that this runs. */
  runningLoop: PyObject | undefined = undefined;
  runningTask: PyObject | undefined = undefined;
  readonly asyncgenHooks: {
    firstiter: PyObject | undefined;
    finalizer: PyObject | undefined;
    early: AsyncgenHook | undefined;
  } = { firstiter: undefined, finalizer: undefined, early: undefined };

  constructor(interp: Interpreter, ident: number, breaker: Int32Array = new Int32Array(1)) {
    this.interp = interp;
    this.ident = ident;
    this.breaker = breaker;
    if (interp.monitoring.watchesAnything) this.evalBreaker = true;
  }

  /** The innermost frame of all. */
  get frame(): Frame | undefined {
    return this.activations.count === 0 ? this.heapFrame : this.activations.linkFrames(this.heapFrame);
  }
  set frame(frame: Frame | undefined) {
    this.heapFrame = frame;
  }

  /** Would compiled code that is called now run? If not it calls tier 0, which throws what it raises. */
  get startsCompiled(): boolean {
    return this.compiles && !this.evalBreaker && this.activations.count < MAX_ACTIVATIONS;
  }

  /** Set when something waits at the next poll: a signal, another thread, a time limit. */
  get evalBreaker(): boolean {
    return this.breaker[0] !== 0;
  }
  set evalBreaker(value: boolean) {
    this.breaker[0] = value ? 1 : 0;
  }

  /** The exception that `sys.exception()` shows: the innermost one being handled. */
  handledException(): PyBaseException | undefined {
    for (let state: ExcState | undefined = this.excInfo; state !== undefined; state = state.previous) {
      if (state.value !== undefined) {
        state.value.isHeld = true;
        return state.value;
      }
    }
    return undefined;
  }
}

/** The running thread. Set before any Python code runs. */
export const current: { thread: Thread } = { thread: undefined as unknown as Thread };

/** What a built-in module keeps for the running interpreter; made when first needed. */
export function moduleState<State>(name: string, make: () => State): State {
  const states = current.thread.interp.moduleStates as Map<string, State>;
  let state = states.get(name);
  if (state === undefined) {
    state = make();
    states.set(name, state);
  }
  return state;
}
