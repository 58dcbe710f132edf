/**
 * Calling: the one way from built-in code into any callable.
 *
 * A call hands over an array of arguments, positional first, then the values of the keywords that `kwnames` names
 * (CPython's vectorcall). The array belongs to the callee. CPython: Objects/call.c.
 */

import type { AttrName } from '../objects/attribute-name.ts';
import { type KwNames, type PyObject, TPFLAGS_METHOD_DESCRIPTOR } from '../objects/object.ts';
import { getAttr, lookupOnType, methodOf } from './attributes.ts';
import { typeError } from './errors.ts';
import { typeOf } from './type-of.ts';

/** Calls with any arguments. May run Python code, as all of this file. */
export function call(callable: PyObject, args: readonly PyObject[], kwnames?: KwNames): PyObject {
  const slot = typeOf(callable).tp_call;
  if (slot === undefined) throw typeError(`'${typeOf(callable).tp_name}' object is not callable`);
  return slot(callable, args, kwnames);
}

export function call0(callable: PyObject): PyObject {
  return call(callable, []);
}

export function call1(callable: PyObject, arg: PyObject): PyObject {
  return call(callable, [arg]);
}

export function call2(callable: PyObject, arg1: PyObject, arg2: PyObject): PyObject {
  return call(callable, [arg1, arg2]);
}

export function call3(callable: PyObject, arg1: PyObject, arg2: PyObject, arg3: PyObject): PyObject {
  return call(callable, [arg1, arg2, arg3]);
}

/** `self.name(*args)` without making a bound method where that can be avoided. */
export function callMethod(self: PyObject, name: AttrName, ...args: PyObject[]): PyObject {
  const method = methodOf(self, name);
  if (method !== undefined) return call(method, [self, ...args]);
  return call(getAttr(self, name), args);
}

/**
 * Calls a special method, which is looked up on the type of `self`; `undefined` when the type has none.
 * CPython: `vectorcall_maybe` in Objects/typeobject.c.
 */
export function callSpecial(self: PyObject, name: AttrName, ...args: PyObject[]): PyObject | undefined {
  const descr = lookupOnType(self, name);
  if (descr === undefined) return undefined;
  if (typeof descr === 'object') {
    const type = descr.ob_type;
    if (type.tp_flags & TPFLAGS_METHOD_DESCRIPTOR) return call(descr, [self, ...args]);
    if (type.tp_descr_get !== undefined) return call(type.tp_descr_get(descr, self, typeOf(self)), args);
  }
  return call(descr, args);
}
