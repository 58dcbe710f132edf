/**
 * Who refers weakly to an object. Part of an interpreter's state; what uses it is weakrefs.ts.
 * CPython: the weak reference lists of Objects/weakrefobject.c.
 */
import type { PyBaseObject } from '../objects/object.ts';
import type { PyWeakBase } from '../objects/weakref.ts';

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

  /** Takes the references out whose targets are gone and whose callbacks wait. */
  takeDead(): PyWeakBase[] {
    const dead: PyWeakBase[] = [];
    for (const held of Array.from(this.#withCallback)) {
      const reference = held.deref();
      if (reference !== undefined && reference.target.deref() !== undefined) continue;
      this.#withCallback.delete(held);
      if (reference?.callback !== undefined) dead.push(reference);
    }
    return dead;
  }
}
