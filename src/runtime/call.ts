/**
 * Calling: the one way from built-in code into any callable.
 *
 * A call hands over an array of arguments, positional first, then the values of the keywords that `kwnames` names
 * (CPython's vectorcall). The array belongs to the callee. Up to three positional arguments need no array: what is called
 * most (functions that are compiled, built-in functions and methods) has doors for them. CPython: Objects/call.c.
 */

import { type AttrName, attrName } from '../objects/attribute-name.ts';
import { PyCFunction, PyMethodDescr, PyMethodWrapper, PyWrapperDescr } from '../objects/descriptor.ts';
import { PyBaseException } from '../objects/exception.ts';
import { PyFunction } from '../objects/function.ts';
import { PyMethod } from '../objects/method.ts';
import { PyModule } from '../objects/module.ts';
import { type KwNames, type PyObject, PyType, TPFLAGS_METHOD_DESCRIPTOR } from '../objects/object.ts';
import { isStr, utf16FromStr } from '../objects/str.ts';
import { getAttr, getAttrOrAbsent, lookupOnType, methodOf } from './attributes.ts';
import { dictGetStr } from './dict.ts';
import { typeError } from './errors.ts';
import { current } from './state.ts';
import { strJoin } from './text.ts';
import { isInstanceOf, typeOf } from './type-of.ts';

/** Calls with any arguments. May run Python code, as all of this file. */
export function call(callable: PyObject, args: readonly PyObject[], kwnames?: KwNames): PyObject {
  const slot = typeOf(callable).tp_call;
  if (slot === undefined) throw notCallable(callable);
  return slot(callable, args, kwnames);
}

/** A module is often called in place of what it has its name from. CPython: `object_is_not_callable`. */
function notCallable(callable: PyObject): PyBaseException {
  const text = `'${typeOf(callable).tp_name}' object is not callable`;
  if (!(callable instanceof PyModule) || typeOf(callable) !== PyModule.type) return typeError(text);
  try {
    const name = callable.dict === undefined ? undefined : dictGetStr(callable.dict, '__name__');
    if (name === undefined || !isStr(name)) return typeError(text);
    const meant = getAttrOrAbsent(callable, attrName(utf16FromStr(name)));
    if (meant === undefined || typeOf(meant).tp_call === undefined) return typeError(text);
    return typeError(strJoin('', [text, ". Did you mean: '", name, '.', name, "(...)'?"]));
  } catch (thrown) {
    if (!(thrown instanceof PyBaseException)) throw thrown;
    return typeError(text);
  }
}

/**
 * The Python function `__call__` of an object's class, if that is what a call of the object comes to. Other threads than the main
 * one may have to be set aside during the call: see runtime/scheduler.ts.
 */
function ownCall(callable: PyObject): PyFunction | undefined {
  // A class with a Python function under that name has the slot that calls it.
  const { $__call__ } = callable as { $__call__?: PyObject };
  const { thread } = current;
  return $__call__ instanceof PyFunction && thread === thread.interp.mainThread ? $__call__ : undefined;
}

/** Throws what has left a compiled function. */
export function throwPropagating(): never {
  const { thread } = current;
  thread.activations.linkCalleeBelow(thread.heapFrame);
  throw thread.propagating;
}

export function call0(callable: PyObject): PyObject {
  if (callable instanceof PyCFunction) return callable.def.call0(callable.self!);
  if (callable instanceof PyFunction) {
    if ((callable.jitCounts & 1) !== 0 && current.thread.compiles) {
      return callable.jitEntry!(callable) ?? throwPropagating();
    }
  } else if (callable instanceof PyMethod) return call1(callable.im_func, callable.im_self);
  const own = ownCall(callable);
  return own === undefined ? call(callable, []) : call1(own, callable);
}

export function call1(callable: PyObject, a: PyObject): PyObject {
  if (callable instanceof PyCFunction) return callable.def.call1(callable.self!, a);
  if (callable instanceof PyMethodDescr) {
    if (isInstanceOf(a, callable.owner)) return callable.def.call0(a);
  } else if (callable instanceof PyFunction) {
    if ((callable.jitCounts & 2) !== 0 && current.thread.compiles) {
      return callable.jitEntry!(callable, a) ?? throwPropagating();
    }
  } else if (callable instanceof PyMethod) return call2(callable.im_func, callable.im_self, a);
  else if (callable instanceof PyType) {
    if (callable.make1 !== undefined) return callable.make1(a);
  } else if (callable instanceof PyMethodWrapper) {
    const { descr, self } = callable;
    return descr.def.wrap(descr.slotFunction, self, [a], undefined);
  }
  const own = ownCall(callable);
  return own === undefined ? call(callable, [a]) : call2(own, callable, a);
}

export function call2(callable: PyObject, a: PyObject, b: PyObject): PyObject {
  if (callable instanceof PyCFunction) return callable.def.call2(callable.self!, a, b);
  if (callable instanceof PyMethodDescr) {
    if (isInstanceOf(a, callable.owner)) return callable.def.call1(a, b);
  } else if (callable instanceof PyFunction) {
    if ((callable.jitCounts & 4) !== 0 && current.thread.compiles) {
      return callable.jitEntry!(callable, a, b) ?? throwPropagating();
    }
  } else if (callable instanceof PyMethod) return call3(callable.im_func, callable.im_self, a, b);
  else if (callable instanceof PyWrapperDescr && isInstanceOf(a, callable.owner)) {
    return callable.def.wrap(callable.slotFunction, a, [b], undefined);
  }
  const own = ownCall(callable);
  return own === undefined ? call(callable, [a, b]) : call3(own, callable, a, b);
}

export function call3(callable: PyObject, a: PyObject, b: PyObject, c: PyObject): PyObject {
  if (callable instanceof PyCFunction) return callable.def.call3(callable.self!, a, b, c);
  if (callable instanceof PyMethodDescr) {
    if (isInstanceOf(a, callable.owner)) return callable.def.call2(a, b, c);
  } else if (callable instanceof PyFunction) {
    if ((callable.jitCounts & 8) !== 0 && current.thread.compiles) {
      return callable.jitEntry!(callable, a, b, c) ?? throwPropagating();
    }
  } else if (callable instanceof PyWrapperDescr && isInstanceOf(a, callable.owner)) {
    return callable.def.wrap(callable.slotFunction, a, [b, c], undefined);
  }
  return call(callable, [a, b, c]);
}

/** `self.name(*args)` without making a bound method where that can be avoided. */
export function callMethod(self: PyObject, name: AttrName, ...args: PyObject[]): PyObject {
  const method = methodOf(self, name);
  if (method !== undefined) {
    switch (args.length) {
      case 0:
        return call1(method, self);
      case 1:
        return call2(method, self, args[0]!);
      default:
        return call(method, [self, ...args]);
    }
  }
  return call(getAttr(self, name), args);
}

/**
 * Calls a special method with up to two arguments. It is looked up on the type of `self`; `undefined` when the type has
 * none. CPython: `vectorcall_maybe` in Objects/typeobject.c.
 */
export function callSpecial(
  self: PyObject,
  name: AttrName,
  a?: PyObject,
  b?: PyObject,
): PyObject | undefined {
  const descr = lookupOnType(self, name);
  if (descr === undefined) return undefined;
  if (typeof descr === 'object') {
    const type = descr.ob_type;
    if (type.tp_flags & TPFLAGS_METHOD_DESCRIPTOR) {
      if (b !== undefined) return call3(descr, self, a!, b);
      return a === undefined ? call1(descr, self) : call2(descr, self, a);
    }
    if (type.tp_descr_get !== undefined) {
      return callWith(type.tp_descr_get(descr, self, typeOf(self)), a, b);
    }
  }
  return callWith(descr, a, b);
}

function callWith(callable: PyObject, a: PyObject | undefined, b: PyObject | undefined): PyObject {
  if (b !== undefined) return call2(callable, a!, b);
  return a === undefined ? call0(callable) : call1(callable, a);
}
