/** _queue: the unbounded queue between threads. CPython: Modules/_queuemodule.c. */
import {
  objectType,
  PyBaseObject,
  type PyObject,
  PyType,
  TPFLAGS_BASETYPE,
  TPFLAGS_IMMUTABLETYPE,
} from '../objects/object.ts';
import { None } from '../objects/singletons.ts';
import { constant, defineModule, defineType, methodsOf } from '../runtime/define.ts';
import { newException, typeError, valueError } from '../runtime/errors.ts';
import { newExceptionType } from '../runtime/exception-type.ts';
import { classGetItem } from '../runtime/generic-alias.ts';
import { block } from '../runtime/scheduler.ts';
import { timeoutSeconds } from '../runtime/timeout.ts';
import { typeName } from '../runtime/type-of.ts';

const EmptyType = newExceptionType('_queue.Empty');

class PySimpleQueue extends PyBaseObject {
  static readonly type = new PyType(
    '_queue.SimpleQueue',
    PySimpleQueue,
    objectType,
    TPFLAGS_BASETYPE | TPFLAGS_IMMUTABLETYPE,
  );

  /** The items wait from `first` on; what stood before them was taken. */
  items: PyObject[] = [];
  first = 0;

  get size(): number {
    return this.items.length - this.first;
  }

  /** The oldest item; `undefined` when there is none. */
  take(): PyObject | undefined {
    if (this.first === this.items.length) return undefined;
    const item = this.items[this.first]!;
    this.first++;
    // The places of items that were taken are given back when they are many.
    if (this.first > 64 && this.first * 2 > this.items.length) {
      this.items = this.items.slice(this.first);
      this.first = 0;
    }
    return item;
  }
}
PySimpleQueue.type.hasWeakref = true;

/** How long to wait in seconds: `Infinity` for None. */
function waitingTime(timeout: PyObject): number {
  if (timeout === None) return Number.POSITIVE_INFINITY;
  const seconds = timeoutSeconds(
    timeout,
    `'${typeName(timeout)}' object cannot be interpreted as an integer or float`,
  );
  if (seconds < 0) throw valueError("'timeout' must be a non-negative number");
  return seconds;
}

function get(queue: PySimpleQueue, name: string, seconds: number): PyObject {
  const item = block(name, seconds, () => queue.take());
  if (item === undefined) throw newException(EmptyType);
  return item;
}

const method = methodsOf<PySimpleQueue>();

const simpleQueue = defineType({
  type: PySimpleQueue.type,
  doc: 'Simple, unbounded queue: what is put in first comes out first.',
  textSignature: '()',
  slots: {
    tp_new: (type, args, kwnames) => {
      const keywords = kwnames?.length ?? 0;
      if (args.length > keywords) throw typeError('SimpleQueue() takes no positional arguments');
      if (keywords > 0) throw typeError('SimpleQueue() takes no keyword arguments');
      return new type.ctor();
    },
  },
  entries: [
    method('empty($self, /) -> bool', 'Is the queue empty at the moment?', (self) => self.size === 0),
    method(
      'get($self, /, block: bool = True, timeout: object = None)',
      'Take the oldest item out, waiting for one if asked to; without one raise Empty.',
      (self, wait, timeout) => get(self, 'get', wait ? waitingTime(timeout) : 0),
    ),
    method('get_nowait($self, /)', 'Take the oldest item out; without one raise Empty.', (self) =>
      get(self, 'get_nowait', 0),
    ),
    method(
      'put($self, /, item: object, block: bool = True, timeout: object = None) -> None',
      'Put an item in. This never waits; block and timeout are there for other queues.',
      (self, item) => void self.items.push(item),
    ),
    method('put_nowait($self, /, item: object) -> None', 'Put an item in.', (self, item) => {
      self.items.push(item);
    }),
    method('qsize($self, /) -> int', 'Return the number of items at the moment.', (self) => self.size),
    classGetItem,
  ],
});

export const _queue = defineModule('_queue', 'The queue of the queue module that needs no lock of its own.', [
  constant('SimpleQueue', PySimpleQueue.type),
  constant('Empty', EmptyType),
]);

export const QUEUE_TYPES = [{ type: EmptyType }, simpleQueue];
