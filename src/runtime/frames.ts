/** Frames as Python sees them. CPython: `_PyFrame_GetFrameObject` in Python/frame.c, Objects/frameobject.c. */
import { PyCell } from '../objects/cell.ts';
import { CO_FAST_CELL, CO_FAST_FREE, CO_FAST_HIDDEN, CO_OPTIMIZED } from '../objects/code.ts';
import { PyDict } from '../objects/dict.ts';
import { type Frame, PyFrame } from '../objects/frame.ts';
import type { PyObject } from '../objects/object.ts';
import { dictSetItem } from './dict.ts';

/** The one frame object of an activation. */
export function frameObject(frame: Frame): PyFrame {
  frame.frameObject ??= new PyFrame(frame);
  return frame.frameObject;
}

/** What `locals()` gives: the namespace of a module or class, a snapshot of a function's variables. */
export function frameLocals(frame: Frame): PyObject {
  const { code } = frame;
  if (!(code.co_flags & CO_OPTIMIZED) && frame.locals !== undefined) return frame.locals;
  const snapshot = new PyDict();
  for (let i = 0; i < code.co_localsplusnames.length; i++) {
    const kind = code.co_localspluskinds[i]!;
    if (kind & CO_FAST_HIDDEN) continue;
    const held = frame.localsplus[i];
    const value = kind & (CO_FAST_CELL | CO_FAST_FREE) && held instanceof PyCell ? held.value : held;
    if (value !== undefined) dictSetItem(snapshot, code.co_localsplusnames[i]!, value);
  }
  return snapshot;
}
