/**
 * The activations of compiled functions: what is known of each without a frame.
 *
 * Compiled code keeps its variables in JavaScript's. What others may ask for at any time (which functions are running,
 * and where they stand) it notes here, in two arrays. A frame is made of an activation when somebody wants one: a traceback, `sys._getframe()`, a
 * warning that looks for its place.
 *
 * Interpreted and compiled functions call each other. A frame that was entered from JavaScript (`isEntry`) remembers how
 * many activations were below it: so the order of all is known.
 */

import type { PyCode } from '../objects/code.ts';
import type { PyDict } from '../objects/dict.ts';
import type { PyBaseException } from '../objects/exception.ts';
import { Frame } from '../objects/frame.ts';
import type { PyFunction } from '../objects/function.ts';
import type { Chain, PyGenBase } from '../objects/generator.ts';
import type { PyObject } from '../objects/object.ts';
import type { PyTraceback } from '../objects/traceback.ts';

/** How many activations there may be. Beyond that functions are interpreted, which takes no JavaScript stack. */
export const MAX_ACTIVATIONS = 1200;

/** A piece of compiled code: what a frame of it is made of. */
export interface CodeUnit {
  /** Its instructions are noted as numbers from here on: `base` and the code unit. */
  readonly base: number;
  readonly code: PyCode;
  readonly globals: PyDict;
  readonly builtins: PyObject;
  /** By code unit: the fast locals that an exception which is raised there finds as bare numbers. */
  readonly bareLocals: Map<number, readonly number[]>;
  /** An exit was taken whose assumption has this number. */
  readonly failed: (func: PyFunction | undefined, assumption: number) => void;
  /** An exit was taken for another reason, if anybody wants to know. */
  readonly left: ((instruction: number) => void) | undefined;
}

export class Activations {
  /** How many there are. */
  count = 0;
  /** At this count a function asks before it begins. Never too high, but perhaps too low. */
  limit = 0;
  /** Where each stands: {@link CodeUnit.base} and the code unit of the instruction that it executes. */
  readonly at = new Int32Array(MAX_ACTIVATIONS + 1);
  /** An exception that was raised once more, and has noted already that it passed where it was. */
  reraised: PyBaseException | undefined = undefined;
  /** Where it was raised first, as in {@link at}. */
  reraisedAt = 0;
  /** Where an exception passed last, while it is on its way from a function that it has left to whoever called that. */
  callee: PyTraceback | undefined = undefined;
  /** The frame of each, once there is one. */
  readonly frames: (Frame | undefined)[] = [];
  /** From here on there are none. */
  framed = 0;
  /** The frame that was made last for the traceback of an exception which has come to a handler, if nobody else wants it. */
  handling: Frame | undefined = undefined;
  /** Those whose variables somebody has looked at, or may soon: they go on in tier 0 from their next poll or handler on. */
  readonly lookedAt: Set<number> = new Set();
  /**
   * Where each stood when its variables were last fetched; −1: they were not. As it goes on in tier 0 at the end of a loop's round then, it comes
   * to a place only once.
   */
  readonly shownAt = new Int32Array(MAX_ACTIVATIONS + 1).fill(-1);
  /** Which one runs the last generator of a chain, while it does; −1: none. See jit/delegation.ts. */
  driven = -1;
  /** The chain, and what its last generator begins to delegate to. */
  chain: Chain | undefined = undefined;
  delegate: PyGenBase | undefined = undefined;
  /** What is sent to that. */
  sent: PyObject | undefined = undefined;
  /** Makes the generators between the first and the last one of the chain what they are to everybody: executing. */
  showChain: () => void = () => {};
  /**
   * All compiled code, in the order of the bases. Code that nobody can call any more goes: what runs is kept alive by its
   * JavaScript function.
   */
  private _units: WeakRef<CodeUnit>[] = [];
  private _bases: number[] = [];
  private _nextBase = 0;
  /** At so many it is looked which are left. */
  private _manyUnits = 1024;

  /** Room for the instructions of a piece of code that is about to be compiled. */
  newBase(code: PyCode): number {
    const base = this._nextBase;
    this._nextBase += code.co_code.length / 2 + 1;
    return base;
  }

  addUnit(unit: CodeUnit): void {
    if (this._units.length === this._manyUnits) {
      const isLeft = this._units.map((kept) => kept.deref() !== undefined);
      this._units = this._units.filter((_, i) => isLeft[i]);
      this._bases = this._bases.filter((_, i) => isLeft[i]);
      this._manyUnits = 2 * this._units.length + 1024;
    }
    this._units.push(new WeakRef(unit));
    this._bases.push(unit.base);
  }

  /** The code of an activation. */
  unitOf(index: number): CodeUnit {
    const place = this.at[index]!;
    const bases = this._bases;
    let low = 0;
    for (let high = bases.length; high - low > 1; ) {
      const middle = (low + high) >> 1;
      if (bases[middle]! <= place) low = middle;
      else high = middle;
    }
    return this._units[low]!.deref()!;
  }

  /** The frame of an activation. Its variables are there when it has ended. */
  frameOf(index: number, func?: PyFunction): Frame {
    const place = this.at[index]!;
    const unit = this.unitOf(index);
    let frame = this.frames[index];
    if (frame === undefined) {
      const { code } = unit;
      const variables = new Array(code.localsCount + code.co_stacksize).fill(undefined);
      frame = new Frame(code, func, unit.globals, unit.builtins, undefined, variables);
      this.adopt(index, frame);
    } else if (this.handling === frame) this.handling = undefined;
    if (func !== undefined) frame.func = func;
    frame.instrPtr = place - unit.base + 1;
    return frame;
  }

  /** Brings the variables of an activation into its frame, if it has one. */
  showVariables(index: number, variables: readonly (PyObject | undefined)[]): void {
    const frame = this.frames[index];
    if (frame === undefined) return;
    for (let i = 0; i < variables.length; i++) frame.localsplus[i] = variables[i];
  }

  /** The activation that has the frame; −1: none. */
  indexOf(frame: Frame): number {
    let index = Math.min(this.framed, this.count) - 1;
    while (index >= 0 && this.frames[index] !== frame) index--;
    return index;
  }

  /** If the frame is that of an activation, it is told where that stands. */
  refresh(frame: Frame): void {
    const index = this.indexOf(frame);
    if (index >= 0) this.frameOf(index);
  }

  /** Is an activation waited for that was looked at? */
  isAnyLookedAt(): boolean {
    if (this.lookedAt.size === 0) return false;
    for (const index of this.lookedAt) if (index >= this.count) this.lookedAt.delete(index);
    return this.lookedAt.size > 0;
  }

  /** All activations of `code` count as looked at; were there any? */
  lookAtAll(code: PyCode): boolean {
    const { size } = this.lookedAt;
    for (let index = 0; index < this.count; index++) {
      if (this.unitOf(index).code === code) this.lookedAt.add(index);
    }
    return this.lookedAt.size > size;
  }

  /** Has the frame of an activation the variables as they are? */
  isShown(index: number): boolean {
    return this.shownAt[index] === this.at[index];
  }

  /** An activation takes over a frame. */
  adopt(index: number, frame: Frame): void {
    if (index === this.driven) this.showChain();
    this.frames[index] = frame;
    if (this.framed <= index) this.framed = index + 1;
  }

  /** The last generator of a chain goes on in tier 0, whose functions are activations with the same index. */
  leaveChain(index: number): void {
    if (index !== this.driven) return;
    this.showChain();
    this.driven = -1;
  }

  /** The innermost activation has no frame any more; the one it had. */
  dropFrame(index: number): Frame | undefined {
    if (this.framed <= index) return undefined;
    const frame = this.frames[index];
    this.frames[index] = undefined;
    this.framed = index;
    this.shownAt[index] = -1;
    return frame;
  }

  /** An exception has been handled that nobody has: nor has anybody the frame that was made for its traceback. */
  forgetHandled(index: number, exception: PyBaseException | undefined): void {
    if (this.handling === undefined || this.frames[index] !== this.handling) return;
    if (exception === undefined || exception.isHeld || this.handling.frameObject !== undefined) return;
    this.handling = undefined;
    this.frames[index] = undefined;
    if (this.framed === index + 1) this.framed = index;
  }

  /** The frame that called an activation. */
  callerOf(index: number, heapFrame: Frame | undefined): Frame | undefined {
    if (index <= this.belowLoopOf(heapFrame)) return heapFrame;
    const frame = this.framed >= index ? this.frames[index - 1] : undefined;
    if (frame !== undefined) return this.frameOf(index - 1);
    const made = this.frameOf(index - 1);
    made.isUnlinked = true;
    return made;
  }

  /** The activation ends: its frame is told who called it, if that was put off. */
  link(index: number, frame: Frame, heapFrame: Frame | undefined): void {
    if (!frame.isUnlinked) return;
    frame.isUnlinked = false;
    frame.previous ??= this.callerOf(index, heapFrame);
  }

  /** The exception has come to the caller. */
  linkCallee(caller: Frame | PyTraceback): void {
    if (this.callee === undefined) return;
    this.callee.calledBy(caller);
    this.callee = undefined;
  }

  /** The exception has come to built-in code: who called the activation that has just ended? */
  linkCalleeBelow(heapFrame: Frame | undefined): void {
    if (this.callee === undefined) return;
    this.callee.calledBy(this.callerOf(this.count, heapFrame));
    this.callee = undefined;
  }

  /** How many activations are below the loop that runs `frame`. */
  belowLoopOf(frame: Frame | undefined): number {
    let outer = frame;
    while (outer !== undefined && !outer.isEntry) outer = outer.previous;
    return outer === undefined ? 0 : outer.activationsBelow;
  }

  /** Makes frames of all activations and links them with the interpreter's; the innermost. */
  linkFrames(innermost: Frame | undefined): Frame | undefined {
    let top: Frame | undefined;
    let inner: Frame | undefined;
    let outer = innermost;
    for (let end = this.count; ; ) {
      const begin = this.belowLoopOf(outer);
      for (let i = end - 1; i >= begin; i--) {
        const frame = this.frameOf(i);
        if (inner === undefined) top = frame;
        else inner.previous = frame;
        inner = frame;
      }
      if (inner === undefined) top = outer;
      else inner.previous = outer;
      if (outer === undefined || begin === 0) return top;
      while (!outer.isEntry) outer = outer.previous!;
      inner = outer;
      outer = inner.beneath;
      end = begin;
    }
  }
}
