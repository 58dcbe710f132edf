/** The awaitable of `anext(iterator, default)`. CPython: `anextawaitable_*` in Objects/iterobject.c. */
import { attrName } from '../objects/attribute-name.ts';
import { exceptionTypes, PyBaseException } from '../objects/exception.ts';
import { PyAnextAwaitable } from '../objects/generator.ts';
import type { PyObject } from '../objects/object.ts';
import { None } from '../objects/singletons.ts';
import { callMethod } from '../runtime/call.ts';
import { defineType, methodsOf, rawMethod } from '../runtime/define.ts';
import { typeError } from '../runtime/errors.ts';
import { getAwaitableIter, send, stepOrStop } from '../runtime/generators.ts';
import { isIterator } from '../runtime/iter.ts';
import { current } from '../runtime/state.ts';
import { isInstanceOf, typeOf } from '../runtime/type-of.ts';

const StopAsyncIterationType = exceptionTypes.get('StopAsyncIteration')!;
const sendName = attrName('send');
const throwName = attrName('throw');
const closeName = attrName('close');

/** The iterator that drives the wrapped awaitable; a coroutine is no iterator by itself. */
function iteratorOf(self: PyAnextAwaitable): PyObject {
  const iterator = getAwaitableIter(self.wrapped);
  if (isIterator(iterator)) return iterator;
  const wrapper = typeOf(iterator).am_await!(iterator);
  if (!isIterator(wrapper)) throw typeError('__await__ must return an iterable');
  return wrapper;
}

/** Runs a step; at the end of the asynchronous iterator it ends with the default. */
function step(
  self: PyAnextAwaitable,
  action: (iterator: PyObject) => PyObject | undefined,
): PyObject | undefined {
  try {
    return action(iteratorOf(self));
  } catch (thrown) {
    if (!(thrown instanceof PyBaseException) || !isInstanceOf(thrown, StopAsyncIterationType)) throw thrown;
    current.thread.returnValue = self.defaultValue;
    return undefined;
  }
}

function sendTo(self: PyAnextAwaitable, value: PyObject): PyObject | undefined {
  return step(self, (iterator) => send(current.thread, iterator, value));
}

const method = methodsOf<PyAnextAwaitable>();

export const anextAwaitable = defineType({
  type: PyAnextAwaitable.type,
  slots: {
    tp_iter: (self) => self,
    tp_iternext: (self) => sendTo(self as PyAnextAwaitable, None),
    am_await: (self) => self,
    am_send: (self, value) => sendTo(self as PyAnextAwaitable, value),
  },
  entries: [
    method('send($self, object: object, /)', 'Send a value to the wrapped iterator.', (self, value) =>
      stepOrStop(
        current.thread,
        step(self, (iterator) => callMethod(iterator, sendName, value)),
      ),
    ),
    rawMethod('throw', undefined, 'Raise an exception in the wrapped iterator.', (self, args) =>
      stepOrStop(
        current.thread,
        step(self as PyAnextAwaitable, (iterator) => callMethod(iterator, throwName, ...args)),
      ),
    ),
    method('close($self, /)', 'Close the wrapped iterator.', (self) =>
      stepOrStop(
        current.thread,
        step(self, (iterator) => callMethod(iterator, closeName)),
      ),
    ),
  ],
});
