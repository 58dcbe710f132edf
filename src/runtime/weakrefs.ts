/**
 * Who refers weakly to an object, and the callbacks of references whose target is gone.
 * CPython: `PyObject_ClearWeakRefs` in Objects/weakrefobject.c.
 */

import type { PyBaseObject, PyObject } from '../objects/object.ts';
import type { PyWeakBase } from '../objects/weakref.ts';
import { call1 } from './call.ts';
import { typeError } from './errors.ts';
import { current, type Interpreter, type Thread } from './state.ts';
import { typeOf } from './type-of.ts';
import { reportUnraisable } from './unraisable.ts';

/** The object as the target of a weak reference. Throws TypeError for values that cannot be one. */
export function weakTarget(value: PyObject): PyBaseObject {
  if (typeof value !== 'object' || !typeOf(value).hasWeakref) {
    throw typeError(`cannot create weak reference to '${typeOf(value).tp_name}' object`);
  }
  return value;
}

/**
 * Enters a new reference. Between two turns of its event loop the host keeps the targets of all that it has made or
 * followed, so such a turn must end now and then; and callbacks are due also where nobody asks for a collection.
 */
export function registerReference(target: PyBaseObject, reference: PyWeakBase): void {
  const { thread } = current;
  const { weakReferences, finalizers, host } = thread.interp;
  weakReferences.add(target, reference);
  if (finalizers.isTurnDue()) host.endTurn();
  if (weakReferences.isSweepDue()) afterLeavingLoop(thread, () => callDead(thread.interp));
}

/**
 * Runs an action before the next instruction, when the interpreter loop is not on the JavaScript stack, whose
 * variables would keep alive what they held last.
 */
export function afterLeavingLoop(thread: Thread, action: () => void): void {
  if (thread.frame === undefined) action();
  else {
    thread.outsideLoop.push(action);
    thread.evalBreaker = true;
  }
}

/** Calls the callbacks of the references whose targets are gone. */
export function callDead(interp: Interpreter): void {
  for (const reference of interp.weakReferences.takeDead()) {
    const callback = reference.callback!;
    reference.callback = undefined;
    try {
      call1(callback, reference);
    } catch (thrown) {
      reportUnraisable(thrown, 'Exception ignored while calling weakref callback', callback);
    }
  }
}
