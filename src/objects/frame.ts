/**
 * Frames: one activation of a code object, on the heap.
 *
 * `Frame` is what executors work on: CPython's `_PyInterpreterFrame`. `localsplus` holds the fast locals (variables,
 * cells, free variables, as the code object numbers them) and behind them the operand stack; an absent value (an
 * unbound variable, NULL on the stack) is `undefined`. `PyFrame` is the object that Python sees, made when asked for.
 * CPython: Include/internal/pycore_interpframe_structs.h, Objects/frameobject.c.
 */
import type { PyCode } from './code.ts';
import type { PyDict } from './dict.ts';
import type { PyFunction } from './function.ts';
import type { PyGenBase } from './generator.ts';
import {
  objectType,
  PyBaseObject,
  type PyObject,
  PyType,
  TPFLAGS_DISALLOW_INSTANTIATION,
  TPFLAGS_MAPPING,
} from './object.ts';

export class Frame {
  readonly code: PyCode;
  /** The function that runs; compiled code fills it in late. */
  func: PyFunction | undefined;
  readonly globals: PyDict;
  readonly builtins: PyObject;
  /** The mapping of local names in module and class bodies and `exec`; absent in functions. */
  locals: PyObject | undefined;
  readonly localsplus: (PyObject | undefined)[];
  /** Index in `localsplus` behind the top of the operand stack. */
  stackpointer: number;
  /** Index of the code unit to execute next. While a call is under way it is the one behind the call. */
  instrPtr = 0;
  /** The frame that called this one; kept when this one has ended, except in generators. */
  previous: Frame | undefined = undefined;
  /** `previous` is to be noted when the frame ends: it is one of an exception that may soon be forgotten. */
  isUnlinked = false;
  /** The generator, coroutine or asynchronous generator that this frame belongs to. */
  generator: PyGenBase | undefined = undefined;
  /** The same while it is suspended and has a finalizer, which holds the frame: see {@link generatorOf}. */
  weakGenerator: WeakRef<PyGenBase> | undefined = undefined;
  /** Code units that the caller skips when this frame returns a value (a generator that ends a `for` or `await`). */
  returnOffset = 0;
  /** The loop ends when this frame returns: it was entered from JavaScript. */
  isEntry = false;
  /** The interpreter's frame that was innermost when this one's loop was entered, and how many activations of compiled
   * functions there were. `previous` then is the innermost of all, once somebody has asked for it. */
  beneath: Frame | undefined = undefined;
  activationsBelow = 0;
  /** How many tracebacks the thread had made by then. */
  tracebacksBefore = 0;
  /** The object under construction when this frame runs `__init__`: what the call results in. */
  initObject: PyObject | undefined = undefined;
  /** The frame as Python sees it, once somebody asked. */
  frameObject: PyFrame | undefined = undefined;

  constructor(
    code: PyCode,
    func: PyFunction | undefined,
    globals: PyDict,
    builtins: PyObject,
    locals: PyObject | undefined,
    localsplus: (PyObject | undefined)[],
  ) {
    this.code = code;
    this.func = func;
    this.globals = globals;
    this.builtins = builtins;
    this.locals = locals;
    this.localsplus = localsplus;
    this.stackpointer = code.localsCount;
  }
}

/** The generator, coroutine or asynchronous generator that a frame belongs to, running or suspended. */
export function generatorOf(frame: Frame): PyGenBase | undefined {
  return frame.generator ?? frame.weakGenerator?.deref();
}

export class PyFrame extends PyBaseObject {
  static readonly type = new PyType('frame', PyFrame, objectType, TPFLAGS_DISALLOW_INSTANTIATION);

  readonly frame: Frame;
  trace: PyObject | undefined = undefined;
  traceLines = true;
  traceOpcodes = false;
  /** Set by assigning to `f_lineno`; 0: as the instruction pointer says. */
  lineno = 0;
  /** A trace function has assigned to `f_lineno`: the interpreter goes on at the instruction in front of `instrPtr`. */
  hasJumped = false;
  /** Names that were added to `f_locals` and are no variables of the code. */
  extraLocals: PyDict | undefined = undefined;

  constructor(frame: Frame) {
    super();
    this.frame = frame;
  }
}

/** `frame.f_locals` of a function: the variables themselves, read and written through (PEP 667). */
export class PyFrameLocalsProxy extends PyBaseObject {
  static readonly type = new PyType('FrameLocalsProxy', PyFrameLocalsProxy, objectType, TPFLAGS_MAPPING);

  readonly frameObject: PyFrame;

  constructor(frameObject: PyFrame) {
    super();
    this.frameObject = frameObject;
  }
}
