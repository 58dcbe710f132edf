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
import type { PyBaseException } from '../objects/exception.ts';
import { Frame } from '../objects/frame.ts';
import type { PyFunction } from '../objects/function.ts';

/** How many activations there may be. Beyond that functions are interpreted, which takes no JavaScript stack. */
export const MAX_ACTIVATIONS = 1200;

export class Activations {
  /** How many there are. */
  count = 0;
  /** At this count a function asks before it begins. Never too high, but perhaps too low. */
  limit = 0;
  /** The function of each. */
  readonly functions: PyFunction[] = [];
  /** The code unit of the instruction that each executes, where that may be asked for. */
  readonly at = new Int32Array(MAX_ACTIVATIONS + 1);
  /** An exception that was raised once more, and has noted already that it passed where it was. */
  reraised: PyBaseException | undefined = undefined;
  /** The code unit where it was raised first. */
  reraisedAt = 0;
  /** The frame of each, once there is one. */
  readonly frames: (Frame | undefined)[] = [];

  /** The frame of an activation. Its variables are there when it has ended. */
  frameOf(index: number): Frame {
    let frame = this.frames[index];
    if (frame === undefined) {
      const func = this.functions[index]!;
      const code = func.func_code;
      const variables = new Array(code.co_localsplusnames.length + code.co_stacksize).fill(undefined);
      frame = new Frame(code, func, func.func_globals, func.func_builtins, undefined, variables);
      this.frames[index] = frame;
    }
    frame.instrPtr = this.at[index]! + 1;
    return frame;
  }

  /** The frame that called an activation. */
  callerOf(index: number, heapFrame: Frame | undefined): Frame | undefined {
    return index > this.belowLoopOf(heapFrame) ? this.frameOf(index - 1) : heapFrame;
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
