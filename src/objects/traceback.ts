/**
 * traceback: where an exception passed, one object for each frame. CPython: Python/traceback.c.
 *
 * A function that is compiled has no frame. When an exception leaves it, the traceback keeps what a frame is made of, and
 * makes one for whoever asks: most exceptions are caught, and nobody does.
 */

import type { PyCode } from './code.ts';
import type { PyDict } from './dict.ts';
import { Frame } from './frame.ts';
import type { PyFunction } from './function.ts';
import { joinLayout, objectType, PyBaseObject, type PyObject, PyType, type Stamp } from './object.ts';

/** The code that an activation has run, and where. */
interface CodeInPlace {
  readonly code: PyCode;
  readonly globals: PyDict;
  readonly builtins: PyObject;
}

export class PyTraceback {
  static {
    joinLayout(PyTraceback, PyBaseObject);
  }
  static readonly type = new PyType('traceback', PyTraceback, objectType, 0);

  declare readonly ob_type: PyType;
  declare readonly stamp: Stamp;
  next: PyTraceback | undefined;
  /** Byte offset of the instruction that raised. */
  readonly lasti: number;
  /** −1: to be computed from `lasti`. */
  readonly lineno: number;
  private _frame: Frame | undefined;
  /** Who called an activation that has ended: its frame, or where the exception passed in it. */
  private _caller: Frame | PyTraceback | undefined = undefined;
  private readonly _unit: CodeInPlace | undefined;
  private readonly _func: PyFunction | undefined;
  private readonly _variables: (PyObject | undefined)[] | undefined;

  /** Without a frame: of an activation that ends now, with its variables. */
  constructor(
    next: PyTraceback | undefined,
    frame: Frame | undefined,
    lasti: number,
    lineno: number,
    unit?: CodeInPlace,
    func?: PyFunction,
    variables?: (PyObject | undefined)[],
  ) {
    this.next = next;
    this._frame = frame;
    this.lasti = lasti;
    this.lineno = lineno;
    this._unit = unit;
    this._func = func;
    this._variables = variables;
  }

  get frame(): Frame {
    return this._frame ?? this._makeFrame();
  }

  private _makeFrame(): Frame {
    const { code, globals, builtins } = this._unit!;
    const frame = new Frame(code, this._func, globals, builtins, undefined, this._variables!);
    frame.instrPtr = this.lasti / 2 + 1;
    this._frame = frame;
    if (this._caller !== undefined) this.calledBy(this._caller);
    return frame;
  }

  /** Tells the frame of an activation that has ended who called it. */
  calledBy(caller: Frame | PyTraceback | undefined): void {
    if (this._frame === undefined) this._caller = caller;
    else this._frame.previous = caller instanceof PyTraceback ? caller.frame : caller;
  }
}
