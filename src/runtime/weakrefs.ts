/**
 * Who refers weakly to an object, and the callbacks of references whose target is gone.
 * CPython: `PyObject_ClearWeakRefs` in Objects/weakrefobject.c.
 */
import type { PyBaseObject, PyObject } from '../objects/object.ts';
import { PyWeakBase } from '../objects/weakref.ts';
import { call1 } from './call.ts';
import { typeError } from './errors.ts';
import type { Interpreter } from './state.ts';
import { typeOf } from './type-of.ts';

/** The weak references of an interpreter. */
export class WeakReferences {
  readonly #byTarget = new WeakMap<PyBaseObject, WeakRef<PyWeakBase>[]>();
  /** References with a callback, which somebody must keep until it is called or the reference itself is gone. */
  readonly #withCallback = new Set<WeakRef<PyWeakBase>>();

  /** The living references to an object, oldest first. */
  of(target: PyBaseObject): PyWeakBase[] {
    const references = this.#byTarget.get(target);
    if (references === undefined) return [];
    const alive: PyWeakBase[] = [];
    for (const reference of references) {
      const object = reference.deref();
      if (object !== undefined) alive.push(object);
    }
    return alive;
  }

  add(target: PyBaseObject, reference: PyWeakBase): void {
    const held = new WeakRef(reference);
    const references = this.#byTarget.get(target);
    if (references === undefined) this.#byTarget.set(target, [held]);
    else references.push(held);
    if (reference.callback !== undefined) this.#withCallback.add(held);
  }

  /** Calls the callbacks of references whose targets are gone. What they raise is reported, not raised. */
  runCallbacks(report: (exception: unknown, callback: PyObject) => void): void {
    for (const held of Array.from(this.#withCallback)) {
      const reference = held.deref();
      if (reference !== undefined && reference.target.deref() !== undefined) continue;
      this.#withCallback.delete(held);
      const callback = reference?.callback;
      if (reference === undefined || callback === undefined) continue;
      reference.callback = undefined;
      try {
        call1(callback, reference);
      } catch (thrown) {
        report(thrown, callback);
      }
    }
  }
}

/** The object as the target of a weak reference. Throws TypeError for values that cannot be one. */
export function weakTarget(value: PyObject): PyBaseObject {
  if (typeof value !== 'object' || !typeOf(value).hasWeakref) {
    throw typeError(`cannot create weak reference to '${typeOf(value).tp_name}' object`);
  }
  return value;
}

/** Lets the host collect, then calls what waited for it. CPython: `gc.collect()`. */
export function collectGarbage(interp: Interpreter, report: (exception: unknown, callback: PyObject) => void): void {
  interp.host.collectGarbage();
  interp.weakReferences.runCallbacks(report);
}
