/**
 * Calls of whatever a compiled function calls: functions, methods, classes, instances with `__call__`. As compiled functions
 * do, they answer `undefined` when an exception is on its way.
 */
import { PyCFunction } from '../objects/descriptor.ts';
import { PyFunction } from '../objects/function.ts';
import { PyMethod } from '../objects/method.ts';
import { type KwNames, type PyObject, PyType, typeType } from '../objects/object.ts';
import { PyTuple } from '../objects/tuple.ts';
import * as doors from '../runtime/call.ts';
import type { Thread } from '../runtime/state.ts';
import { typeOf } from '../runtime/type-of.ts';
import * as calls from '../vm/calls.ts';

/** Arguments behind a first one. In a loop: V8 has no fast way of its own to put something in front. */
function preceded(first: PyObject, args: readonly PyObject[]): PyObject[] {
  const all = [first];
  for (let i = 0; i < args.length; i++) all.push(args[i]!);
  return all;
}

/** The calls by the names that compiled code has for them. */
export function callDoors(thread: Thread): Readonly<Record<string, unknown>> {
  /** The Python `__init__` behind a call of a plain class. */
  function initBehind(callable: PyObject): PyFunction | undefined {
    return callable instanceof PyType && callable.ob_type === typeType
      ? calls.plainInit(callable)
      : undefined;
  }

  /** The Python `__call__` of an object's class. */
  function callBehind(callable: PyObject): PyFunction | undefined {
    const method = (callable as { $__call__?: unknown }).$__call__;
    return method instanceof PyFunction ? method : undefined;
  }

  function newInstance(type: PyObject): PyObject {
    return new (type as PyType).maker();
  }

  /** Makes an instance of a plain class: `init` is its `__init__`, which gets the instance before `args`. */
  function construct(type: PyObject, init: PyFunction, args: readonly PyObject[]): PyObject | undefined {
    const made = newInstance(type);
    return initialised(made, callMany(init, preceded(made, args)));
  }

  function initialised(made: PyObject, returned: PyObject | undefined): PyObject | undefined {
    return returned === undefined ? undefined : calls.checkInit(made, returned);
  }

  function callMany(callable: PyObject, args: PyObject[]): PyObject | undefined {
    if (callable instanceof PyFunction) {
      return calls.takesDirectly(callable, args.length)
        ? calls.enterCompiled(callable, args)
        : calls.callFunction(thread, callable, args, undefined);
    }
    if (callable instanceof PyMethod) {
      return callMany(callable.im_func, preceded(callable.im_self, args));
    }
    const init = initBehind(callable);
    if (init !== undefined) return construct(callable, init, args);
    const method = callBehind(callable);
    if (method === undefined) return doors.call(callable, args);
    return callMany(method, preceded(callable, args));
  }

  // A method and a class hand on to the door of one argument more: the object comes first.

  function call0(callable: PyObject): PyObject | undefined {
    if (callable instanceof PyFunction) {
      return (callable.jitCounts & 1) !== 0
        ? callable.jitEntry!(callable)
        : calls.callFunction(thread, callable, [], undefined);
    }
    if (callable instanceof PyMethod) {
      const { im_func, im_self } = callable;
      return im_func instanceof PyFunction && (im_func.jitCounts & 2) !== 0
        ? im_func.jitEntry!(im_func, im_self)
        : call1(im_func, im_self);
    }
    if (callable instanceof PyCFunction) return callable.def.call0(callable.self!);
    const init = initBehind(callable);
    if (init === undefined) {
      const method = callBehind(callable);
      return method === undefined ? doors.call0(callable) : call1(method, callable);
    }
    const made = newInstance(callable);
    return initialised(made, call1(init, made));
  }

  function call1(callable: PyObject, a: PyObject): PyObject | undefined {
    if (callable instanceof PyFunction) {
      return (callable.jitCounts & 2) !== 0
        ? callable.jitEntry!(callable, a)
        : calls.callFunction(thread, callable, [a], undefined);
    }
    if (callable instanceof PyMethod) {
      const { im_func, im_self } = callable;
      return im_func instanceof PyFunction && (im_func.jitCounts & 4) !== 0
        ? im_func.jitEntry!(im_func, im_self, a)
        : call2(im_func, im_self, a);
    }
    if (callable instanceof PyCFunction) return callable.def.call1(callable.self!, a);
    const init = initBehind(callable);
    if (init === undefined) {
      const method = callBehind(callable);
      return method === undefined ? doors.call1(callable, a) : call2(method, callable, a);
    }
    const made = newInstance(callable);
    return initialised(made, call2(init, made, a));
  }

  function call2(callable: PyObject, a: PyObject, b: PyObject): PyObject | undefined {
    if (callable instanceof PyFunction) {
      return (callable.jitCounts & 4) !== 0
        ? callable.jitEntry!(callable, a, b)
        : calls.callFunction(thread, callable, [a, b], undefined);
    }
    if (callable instanceof PyMethod) {
      const { im_func, im_self } = callable;
      return im_func instanceof PyFunction && (im_func.jitCounts & 8) !== 0
        ? im_func.jitEntry!(im_func, im_self, a, b)
        : call3(im_func, im_self, a, b);
    }
    if (callable instanceof PyCFunction) return callable.def.call2(callable.self!, a, b);
    const init = initBehind(callable);
    if (init === undefined) {
      const method = callBehind(callable);
      return method === undefined ? doors.call2(callable, a, b) : call3(method, callable, a, b);
    }
    const made = newInstance(callable);
    return initialised(made, call3(init, made, a, b));
  }

  function call3(callable: PyObject, a: PyObject, b: PyObject, c: PyObject): PyObject | undefined {
    if (callable instanceof PyFunction) {
      return (callable.jitCounts & 8) !== 0
        ? callable.jitEntry!(callable, a, b, c)
        : calls.callFunction(thread, callable, [a, b, c], undefined);
    }
    if (callable instanceof PyMethod) {
      const { im_func, im_self } = callable;
      return im_func instanceof PyFunction && (im_func.jitCounts & 16) !== 0
        ? im_func.jitEntry!(im_func, im_self, a, b, c)
        : callMany(im_func, [im_self, a, b, c]);
    }
    if (callable instanceof PyCFunction) return callable.def.call3(callable.self!, a, b, c);
    const init = initBehind(callable);
    if (init === undefined) {
      const method = callBehind(callable);
      return method === undefined ? doors.call3(callable, a, b, c) : callMany(method, [callable, a, b, c]);
    }
    return construct(callable, init, [a, b, c]);
  }

  function callWithItems(callable: PyObject, items: readonly PyObject[]): PyObject | undefined {
    switch (items.length) {
      case 0:
        return call0(callable);
      case 1:
        return call1(callable, items[0]!);
      case 2:
        return call2(callable, items[0]!, items[1]!);
      case 3:
        return call3(callable, items[0]!, items[1]!, items[2]!);
      default:
        return callMany(callable, items.slice());
    }
  }

  function callFunctionEx(callable: PyObject, args: PyObject, kwargs: PyObject | undefined): PyObject {
    if (kwargs !== undefined || callable instanceof PyFunction || typeOf(args) !== PyTuple.type) {
      return calls.callFunctionEx(callable, args, kwargs);
    }
    return callWithItems(callable, (args as PyTuple).items) ?? doors.throwPropagating();
  }

  function callKeywords(callable: PyObject, args: PyObject[], kwnames: KwNames | undefined): PyObject {
    if (callable instanceof PyFunction) return calls.callFunction(thread, callable, args, kwnames);
    if (callable instanceof PyMethod && callable.im_func instanceof PyFunction) {
      return calls.callFunction(thread, callable.im_func, preceded(callable.im_self, args), kwnames);
    }
    return doors.call(callable, args, kwnames);
  }

  return { call0, call1, call2, call3, callMany, callKeywords, callFunctionEx };
}
