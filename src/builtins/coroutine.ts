/** coroutine, and the iterator by which something other than `await` drives one. CPython: `PyCoro_*` in Objects/genobject.c. */
import { PyCoroutine, PyCoroutineWrapper } from '../objects/generator.ts';
import { None } from '../objects/singletons.ts';
import { checkNoKeywords } from '../runtime/arguments.ts';
import { defineType, member, methodsOf, rawMethod } from '../runtime/define.ts';
import {
  closeGenerator,
  finalizeGenerator,
  sendToGenerator,
  stepOrStop,
  throwIntoGenerator,
} from '../runtime/generators.ts';
import { classGetItem } from '../runtime/generic-alias.ts';
import { current } from '../runtime/state.ts';
import {
  CLOSE_DOC,
  checkThrowArguments,
  drivingMethods,
  generatorAttributes,
  generatorRepr,
  runningEntry,
  SEND_DOC,
  sizeEntry,
  THROW_DOC,
} from './generator.ts';

export const coroutine = defineType({
  type: PyCoroutine.type,
  slots: {
    tp_repr: generatorRepr('coroutine'),
    am_await: (self) => new PyCoroutineWrapper(self as PyCoroutine),
    am_send: (self, value) => sendToGenerator(current.thread, self as PyCoroutine, value),
    tp_finalize: (self) => finalizeGenerator(current.thread, self as PyCoroutine),
  },
  entries: [
    ...drivingMethods(),
    sizeEntry,
    classGetItem,
    member<PyCoroutine>('cr_origin', undefined, 'origin'),
    ...generatorAttributes('cr', 'coroutine', 'await'),
    runningEntry('cr'),
  ],
});

const method = methodsOf<PyCoroutineWrapper>();

export const coroutineWrapper = defineType({
  type: PyCoroutineWrapper.type,
  doc: 'A coroutine as the iterator that its __await__() gives.',
  slots: {
    tp_iter: (self) => self,
    tp_iternext: (self) => sendToGenerator(current.thread, (self as PyCoroutineWrapper).coroutine, None),
    am_send: (self, value) => sendToGenerator(current.thread, (self as PyCoroutineWrapper).coroutine, value),
  },
  entries: [
    method('send($self, object: object, /)', SEND_DOC, (self, value) => {
      const { thread } = current;
      return stepOrStop(thread, sendToGenerator(thread, self.coroutine, value));
    }),
    rawMethod('throw', undefined, THROW_DOC, (self, args, kwnames) => {
      checkNoKeywords('coroutine_wrapper.throw', kwnames);
      checkThrowArguments('throw', args);
      const { thread } = current;
      return stepOrStop(thread, throwIntoGenerator(thread, (self as PyCoroutineWrapper).coroutine, args));
    }),
    method('close($self, /)', CLOSE_DOC, (self) => closeGenerator(current.thread, self.coroutine)),
  ],
});
