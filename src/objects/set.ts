/**
 * frozenset: so far only as the compiler makes it, a constant whose items are distinct by construction.
 * CPython: Objects/setobject.c.
 */
import { PyBaseObject, type PyObject } from './object.ts';

export class PyFrozenSet extends PyBaseObject {
  readonly items: readonly PyObject[];

  constructor(items: readonly PyObject[]) {
    super();
    this.items = items;
  }
}
