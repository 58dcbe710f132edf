/**
 * Frames as Python sees them, and their variables. The variables of a function can be read and written through
 * `f_locals` (PEP 667); `locals()` gives a snapshot of them.
 * CPython: Python/frame.c, `framelocalsproxy_*` in Objects/frameobject.c.
 */
import { PyCell } from '../objects/cell.ts';
import { CO_FAST_CELL, CO_FAST_FREE, CO_FAST_HIDDEN, CO_OPTIMIZED } from '../objects/code.ts';
import { PyDict } from '../objects/dict.ts';
import { type Frame, PyFrame, PyFrameLocalsProxy } from '../objects/frame.ts';
import { setCompiledForm } from '../objects/function.ts';
import type { PyObject } from '../objects/object.ts';
import { utf16FromStr } from '../objects/str.ts';
import { hash } from './compare.ts';
import { strValue } from './convert.ts';
import { dictGetItem, dictPop, dictSetItem } from './dict.ts';
import { keyError, valueError } from './errors.ts';
import { current } from './state.ts';

/** The one frame object of an activation. */
export function frameObject(frame: Frame): PyFrame {
  frame.frameObject ??= new PyFrame(frame);
  return frame.frameObject;
}

/** The value of the fast local at `index`, out of its cell; `undefined` when unbound. */
function fastLocal(frame: Frame, index: number): PyObject | undefined {
  const held = frame.localsplus[index];
  const kind = frame.code.co_localspluskinds[index]!;
  return kind & (CO_FAST_CELL | CO_FAST_FREE) && held instanceof PyCell ? held.value : held;
}

/** Does a comprehension run inside this module or class body, with variables of its own? */
function hasHiddenLocals(frame: Frame): boolean {
  const kinds = frame.code.co_localspluskinds;
  for (let i = 0; i < kinds.length; i++) {
    if (kinds[i]! & CO_FAST_HIDDEN && fastLocal(frame, i) !== undefined) return true;
  }
  return false;
}

/**
 * Somebody looks at the variables of a function. Those of a compiled one are in its frame when it has ended, or must be
 * fetched; who is looked at once while it runs is interpreted from then on.
 */
function noteLook(frame: Frame): void {
  const executable = frame.code.executable!;
  const { thread } = current;
  const { activations, heapFrame } = thread;
  const index = activations.indexOf(frame);
  if (index >= 0) thread.showRunning?.(index);
  if (executable.isLookedAt) return;
  let running = activations.linkFrames(heapFrame);
  while (running !== undefined && running !== frame) running = running.previous;
  if (running === undefined) return;
  executable.isLookedAt = true;
  if (activations.lookAtAll(frame.code)) thread.evalBreaker = true;
  executable.compiled = undefined;
  executable.steps?.entries.fill(undefined);
  if (frame.func !== undefined) setCompiledForm(frame.func, undefined);
}

/** The namespace of a module or class body, else a view of the variables. */
function localsMapping(frame: Frame): PyObject {
  if (!(frame.code.co_flags & CO_OPTIMIZED) && !hasHiddenLocals(frame)) {
    frame.locals ??= new PyDict();
    return frame.locals;
  }
  return new PyFrameLocalsProxy(frameObject(frame));
}

/** `frame.f_locals`. */
export function frameLocalsMapping(frame: Frame): PyObject {
  if (frame.code.co_flags & CO_OPTIMIZED) noteLook(frame);
  return localsMapping(frame);
}

/** What `locals()` gives: the namespace of a module or class body, else a snapshot of the variables. */
export function frameLocals(frame: Frame): PyObject {
  const mapping = localsMapping(frame);
  return mapping instanceof PyFrameLocalsProxy ? localsSnapshot(mapping) : mapping;
}

/** Calls back with each bound variable, then with the names that were added, in order. */
function forEachLocal(proxy: PyFrameLocalsProxy, visit: (name: PyObject, value: PyObject) => void): void {
  const { frame, extraLocals } = proxy.frameObject;
  const names = frame.code.co_localsplusnames;
  for (let i = 0; i < names.length; i++) {
    const value = fastLocal(frame, i);
    if (value !== undefined) visit(names[i]!, value);
  }
  if (extraLocals !== undefined) {
    for (const [name, value] of Array.from(extraLocals.storage.entries())) visit(name, value);
  }
}

/** The variables as a dict of its own. */
export function localsSnapshot(proxy: PyFrameLocalsProxy): PyDict {
  const snapshot = new PyDict();
  forEachLocal(proxy, (name, value) => dictSetItem(snapshot, name, value));
  return snapshot;
}

/** Names, values and pairs of the variables. */
export function localsEntries(proxy: PyFrameLocalsProxy): [PyObject, PyObject][] {
  const entries: [PyObject, PyObject][] = [];
  forEachLocal(proxy, (name, value) => entries.push([name, value]));
  return entries;
}

/** The index of a variable by name, −1 for any other key. `read`: only bound ones count, hidden ones too. */
function indexOf(frame: Frame, key: PyObject, read: boolean): number {
  hash(key);
  const text = strValue(key);
  if (text === undefined) return -1;
  const name = utf16FromStr(text);
  const { co_localsplusnames, co_localspluskinds } = frame.code;
  for (let i = 0; i < co_localsplusnames.length; i++) {
    if (utf16FromStr(co_localsplusnames[i]!) !== name) continue;
    if (read ? fastLocal(frame, i) !== undefined : !(co_localspluskinds[i]! & CO_FAST_HIDDEN)) return i;
  }
  return -1;
}

/** `proxy[key]`; `undefined` when there is no such variable or it is unbound. */
export function getLocal(proxy: PyFrameLocalsProxy, key: PyObject): PyObject | undefined {
  const { frame, extraLocals } = proxy.frameObject;
  const index = indexOf(frame, key, true);
  if (index >= 0) return fastLocal(frame, index);
  return extraLocals === undefined ? undefined : dictGetItem(extraLocals, key);
}

/** `proxy[key] = value`, or `del proxy[key]` when the value is absent: only added names can be deleted. */
export function setLocal(proxy: PyFrameLocalsProxy, key: PyObject, value: PyObject | undefined): void {
  const owner = proxy.frameObject;
  const { frame } = owner;
  const index = indexOf(frame, key, false);
  if (index >= 0) {
    if (value === undefined) throw valueError('cannot remove local variables from FrameLocalsProxy');
    const held = frame.localsplus[index];
    const kind = frame.code.co_localspluskinds[index]!;
    if (kind & (CO_FAST_CELL | CO_FAST_FREE) && held instanceof PyCell) held.value = value;
    else frame.localsplus[index] = value;
    return;
  }
  if (value !== undefined) {
    owner.extraLocals ??= new PyDict();
    dictSetItem(owner.extraLocals, key, value);
  } else if (owner.extraLocals === undefined || dictPop(owner.extraLocals, key) === undefined)
    throw keyError(key);
}

/** Takes an added name away and returns its value; `undefined` when there is none. */
export function popLocal(proxy: PyFrameLocalsProxy, key: PyObject): PyObject | undefined {
  const { frame, extraLocals } = proxy.frameObject;
  if (indexOf(frame, key, false) >= 0)
    throw valueError('cannot remove local variables from FrameLocalsProxy');
  return extraLocals === undefined ? undefined : dictPop(extraLocals, key);
}
