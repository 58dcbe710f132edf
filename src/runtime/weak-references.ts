/**
 * Who refers weakly to an object. Part of an interpreter's state; what uses it is weakrefs.ts.
 * CPython: the weak reference lists of Objects/weakrefobject.c.
 */
import type { PyBaseObject } from '../objects/object.ts';
import { type PyWeakBase, PyWeakRef } from '../objects/weakref.ts';
import { SweepLimit } from './sweep-limit.ts';

/** How many references to one object there may be before those are looked for that are gone themselves. */
const MANY = 16;

/** The weak references of an interpreter. */
export class WeakReferences {
  readonly #byTarget = new WeakMap<PyBaseObject, WeakRef<PyWeakBase>[]>();
  /** References with a callback, which somebody must keep until it is called or the reference itself is gone. */
  readonly #withCallback = new Set<WeakRef<PyWeakBase>>();
  readonly #limit = new SweepLimit();

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

  /** The reference that `weakref.ref(target)` gives again: of that type itself, and without a callback. */
  plainOne(target: PyBaseObject): PyWeakBase | undefined {
    const references = this.#byTarget.get(target);
    if (references === undefined) return undefined;
    for (let i = 0; i < references.length; i++) {
      const reference = references[i]!.deref();
      if (reference?.ob_type === PyWeakRef.type && reference.callback === undefined) return reference;
    }
    return undefined;
  }

  add(target: PyBaseObject, reference: PyWeakBase): void {
    const held = new WeakRef(reference);
    const references = this.#byTarget.get(target);
    if (references === undefined) this.#byTarget.set(target, [held]);
    else {
      const { length } = references;
      // At each power of two.
      if (length >= MANY && (length & (length - 1)) === 0) dropDead(references);
      references.push(held);
    }
    if (reference.callback !== undefined) this.#withCallback.add(held);
  }

  /** Have so many callbacks come just now that some may be due? */
  isSweepDue(): boolean {
    return this.#limit.isPassedBy(this.#withCallback.size);
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
    this.#limit.renew(this.#withCallback.size);
    return dead;
  }
}

function dropDead(references: WeakRef<PyWeakBase>[]): void {
  let alive = 0;
  for (const reference of references) if (reference.deref() !== undefined) references[alive++] = reference;
  references.length = alive;
}
