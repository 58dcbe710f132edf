/** traceback: where an exception passed, one object for each frame. CPython: Python/traceback.c. */
import type { Frame } from './frame.ts';
import { objectType, PyBaseObject, PyType } from './object.ts';

export class PyTraceback extends PyBaseObject {
  static readonly type = new PyType('traceback', PyTraceback, objectType, 0);

  next: PyTraceback | undefined;
  readonly frame: Frame;
  /** Byte offset of the instruction that raised. */
  readonly lasti: number;
  /** −1: to be computed from `lasti`. */
  readonly lineno: number;

  constructor(next: PyTraceback | undefined, frame: Frame, lasti: number, lineno: number) {
    super();
    this.next = next;
    this.frame = frame;
    this.lasti = lasti;
    this.lineno = lineno;
  }
}
