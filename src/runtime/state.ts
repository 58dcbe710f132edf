/**
 * The state of an interpreter and of its threads, and the register that says which thread is running.
 *
 * One thread of one interpreter runs at any time, as under CPython's GIL; `current.thread` is it, CPython's
 * `_PyThreadState_GET()`. It is the only variable of the whole runtime outside these objects: whoever enters an
 * interpreter sets it, whoever switches threads changes it.
 * CPython: Include/cpython/pystate.h, Include/internal/pycore_interp_structs.h.
 */
import type { PyBaseException } from '../objects/exception.ts';
import type { Frame } from '../objects/frame.ts';
import { ExcState } from '../objects/generator.ts';
import type { PyDict } from '../objects/dict.ts';
import type { KwNames, PyObject } from '../objects/object.ts';
import type { PyFunction } from '../objects/function.ts';
import type { PyCode } from '../objects/code.ts';

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
    builtins: PyDict,
    locals: PyObject | undefined,
    func?: PyFunction,
  ): PyObject;
  /** Runs a frame to its end in a loop of its own and returns its value. */
  run(thread: Thread, frame: Frame): PyObject;
  /** The same, beginning with an exception raised where the frame stands. */
  runThrow(thread: Thread, frame: Frame, exception: PyBaseException): PyObject;
}

/** Compiles source: the compiler as the runtime sees it. */
export interface CompilerService {
  compile(
    source: PyObject,
    filename: PyObject,
    mode: 'exec' | 'eval' | 'single',
    flags: number,
    optimize: number,
  ): PyCode;
}

export class Interpreter {
  readonly executor: Executor;
  readonly modules: PyDict;
  readonly builtins: PyDict;
  readonly sysdict: PyDict;
  recursionLimit = 1000;
  /** The built-in functions that LOAD_COMMON_CONSTANT names: they stay what they are when `builtins` changes. */
  readonly commonBuiltins: Map<string, PyObject> = new Map();
  /** Makers of what type parameters compile to (`TypeVar`, …), by name: the `_typing` module brings them. */
  readonly typingFactories: Map<string, (args: readonly PyObject[]) => PyObject> = new Map();
  /** `string.templatelib.Template` and `Interpolation`. */
  templateTypes: { readonly template: PyObject; readonly interpolation: PyObject } | undefined = undefined;
  readonly mainThread: Thread;

  constructor(executor: Executor, modules: PyDict, builtins: PyDict, sysdict: PyDict) {
    this.executor = executor;
    this.modules = modules;
    this.builtins = builtins;
    this.sysdict = sysdict;
    this.mainThread = new Thread(this);
  }
}

export class Thread {
  readonly interp: Interpreter;
  /** The innermost frame. */
  frame: Frame | undefined = undefined;
  /** The exception being handled; generators push states of their own. */
  excInfo: ExcState = new ExcState(undefined);
  /** The value that a generator returned: see `SendSlot`. */
  returnValue: PyObject | undefined = undefined;
  /** Objects whose repr is being made. */
  readonly reprActive: Set<PyObject> = new Set();
  /** Python frames under way, against `Interpreter.recursionLimit`. */
  recursionDepth = 0;
  /** Set when something waits at the next poll: a signal, another thread, a time limit. */
  evalBreaker = false;
  /** What waits: signal handlers and the like, run in order at the poll. Each may raise. */
  readonly pending: (() => void)[] = [];

  constructor(interp: Interpreter) {
    this.interp = interp;
  }

  /** The exception that `sys.exception()` shows: the innermost one being handled. */
  handledException(): PyBaseException | undefined {
    for (let state: ExcState | undefined = this.excInfo; state !== undefined; state = state.previous) {
      if (state.value !== undefined) return state.value;
    }
    return undefined;
  }
}

/** The running thread. Set before any Python code runs. */
export const current: { thread: Thread } = { thread: undefined as unknown as Thread };
