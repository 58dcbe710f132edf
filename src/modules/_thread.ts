/**
 * _thread: locks and thread identities. One thread runs: starting another is refused with the error that CPython gives
 * when the system has no more threads, and a lock that is taken can never be released by somebody else, so that
 * waiting for it without a time limit is an error instead of a hang. CPython: Modules/_threadmodule.c.
 */
import { attrName } from '../objects/attribute-name.ts';
import { PyDict } from '../objects/dict.ts';
import { exceptionTypes } from '../objects/exception.ts';
import { PyFloat } from '../objects/float.ts';
import { objectType, PyBaseObject, type PyObject, PyType, TPFLAGS_BASETYPE } from '../objects/object.ts';
import { None } from '../objects/singletons.ts';
import { PyTuple } from '../objects/tuple.ts';
import { genericGetAttr, genericSetAttr, lookupOnType } from '../runtime/attributes.ts';
import { asDouble } from '../runtime/converters.ts';
import { constant, defineModule, defineType, fn, getset, methodsOf, rawFn } from '../runtime/define.ts';
import { newException, overflowError, runtimeError, typeError, valueError } from '../runtime/errors.ts';
import { idOf } from '../runtime/identity.ts';
import { current } from '../runtime/state.ts';
import { defineStructSequence } from '../runtime/structseq.ts';
import { typeName } from '../runtime/type-of.ts';

/** The longest time that `acquire` takes, in seconds. */
const TIMEOUT_MAX = 9223372036;

class PyLock extends PyBaseObject {
  static readonly type = new PyType('_thread.lock', PyLock, objectType, 0);

  locked = false;
}
PyLock.type.hasWeakref = true;

class PyRLock extends PyBaseObject {
  static readonly type = new PyType('_thread.RLock', PyRLock, objectType, TPFLAGS_BASETYPE);

  owner = 0;
  count = 0;
}
PyRLock.type.hasWeakref = true;

/** Data of which each thread has its own; with one thread, attributes like any other. */
class PyThreadLocal extends PyBaseObject {
  static readonly type = new PyType('_thread._local', PyThreadLocal, objectType, TPFLAGS_BASETYPE);
}
PyThreadLocal.type.hasDict = true;
PyThreadLocal.type.hasWeakref = true;

class PyThreadHandle extends PyBaseObject {
  static readonly type = new PyType('_thread._ThreadHandle', PyThreadHandle, objectType, 0);

  ident = 0;
  done = false;
}
PyThreadHandle.type.hasWeakref = true;

function address(value: PyObject): string {
  return `0x${idOf(value).toString(16).padStart(12, '0')}`;
}

/** The time to wait in seconds, `Infinity` without a limit, 0 for not at all. */
function waitingTime(blocking: boolean, timeout: PyObject): number {
  const seconds = asDouble(timeout);
  if (!blocking && seconds !== -1) throw valueError("can't specify a timeout for a non-blocking call");
  if (seconds > 2 * TIMEOUT_MAX || Number.isNaN(seconds)) {
    throw Number.isNaN(seconds)
      ? valueError('Invalid value NaN (not a number)')
      : overflowError('timestamp out of range for C PyTime_t');
  }
  if (seconds > TIMEOUT_MAX) throw overflowError('timeout value is too large');
  if (blocking && seconds < 0 && seconds !== -1)
    throw valueError('timeout value must be a non-negative number');
  if (!blocking) return 0;
  return seconds === -1 ? Number.POSITIVE_INFINITY : seconds;
}

/** Nobody can release what is waited for: waits out the time, or says that the program stands still. */
function waitInVain(seconds: number): boolean {
  if (seconds === Number.POSITIVE_INFINITY) {
    throw runtimeError('deadlock: the lock is held by the only running thread');
  }
  if (seconds > 0) current.thread.interp.host.clock.sleep(seconds);
  return false;
}

function acquireLock(lock: PyLock, blocking: boolean, timeout: PyObject): boolean {
  const seconds = waitingTime(blocking, timeout);
  if (lock.locked) return waitInVain(seconds);
  lock.locked = true;
  return true;
}

function releaseLock(lock: PyLock): void {
  if (!lock.locked) throw runtimeError('release unlocked lock');
  lock.locked = false;
}

const lockMethod = methodsOf<PyLock>();
const ACQUIRE_DOC = 'Take the lock; False when it could not be taken in time.';

export const lock = defineType({
  type: PyLock.type,
  doc: 'A lock: taken by acquire(), given back by release().',
  textSignature: '()',
  slots: {
    tp_new: (type, args) => {
      if (args.length > 0) throw typeError(`lock() takes no arguments (${args.length} given)`);
      return new type.ctor();
    },
    tp_repr: (self) =>
      `<${(self as PyLock).locked ? 'locked' : 'unlocked'} _thread.lock object at ${address(self)}>`,
  },
  entries: [
    lockMethod(
      'acquire($self, /, blocking: bool = True, timeout: object = -1) -> bool',
      ACQUIRE_DOC,
      acquireLock,
    ),
    lockMethod(
      'acquire_lock($self, /, blocking: bool = True, timeout: object = -1) -> bool',
      ACQUIRE_DOC,
      acquireLock,
    ),
    lockMethod('release($self, /) -> None', 'Give the lock back.', releaseLock),
    lockMethod('release_lock($self, /) -> None', 'Give the lock back.', releaseLock),
    lockMethod('locked($self, /) -> bool', 'Is the lock taken?', (self) => self.locked),
    lockMethod('locked_lock($self, /) -> bool', 'Is the lock taken?', (self) => self.locked),
    lockMethod('__enter__($self, /) -> bool', 'Take the lock.', (self) => acquireLock(self, true, -1)),
    lockMethod('__exit__($self, /, *exc_info) -> None', 'Give the lock back.', (self) => releaseLock(self)),
    lockMethod('_at_fork_reinit($self, /) -> None', 'Make the lock free again.', (self) => {
      self.locked = false;
    }),
  ],
});

function acquireRLock(lock: PyRLock, blocking: boolean, timeout: PyObject): boolean {
  const seconds = waitingTime(blocking, timeout);
  const { ident } = current.thread;
  if (lock.count > 0 && lock.owner !== ident) return waitInVain(seconds);
  lock.owner = ident;
  lock.count++;
  return true;
}

function releaseRLock(lock: PyRLock): void {
  if (lock.count === 0 || lock.owner !== current.thread.ident) {
    throw runtimeError('cannot release un-acquired lock');
  }
  if (--lock.count === 0) lock.owner = 0;
}

const rlockMethod = methodsOf<PyRLock>();

export const rlock = defineType({
  type: PyRLock.type,
  slots: {
    tp_new: (type) => new type.ctor(),
    tp_repr: (self) => {
      const { owner, count } = self as PyRLock;
      return `<${count > 0 ? 'locked' : 'unlocked'} _thread.RLock object owner=${owner} count=${count} at ${address(self)}>`;
    },
  },
  entries: [
    rlockMethod(
      'acquire($self, /, blocking: bool = True, timeout: object = -1) -> bool',
      `${ACQUIRE_DOC} Its owner may take it again.`,
      acquireRLock,
    ),
    rlockMethod('release($self, /) -> None', 'Give the lock back, as often as it was taken.', releaseRLock),
    rlockMethod('locked($self, /) -> bool', 'Is the lock taken?', (self) => self.count > 0),
    rlockMethod(
      '_is_owned($self, /) -> bool',
      'Does this thread hold the lock?',
      (self) => self.count > 0 && self.owner === current.thread.ident,
    ),
    rlockMethod(
      '_acquire_restore($self, state: object, /) -> None',
      'Take the lock as often as it was taken.',
      (self, state) => {
        if (!(state instanceof PyTuple))
          throw typeError(`_acquire_restore() argument 1 must be tuple, not ${typeName(state)}`);
        [self.count, self.owner] = state.items as readonly [number, number];
      },
    ),
    rlockMethod('_release_save($self, /)', 'Give the lock back wholly, for Condition.', (self) => {
      if (self.count === 0) throw runtimeError('cannot release un-acquired lock');
      const state = new PyTuple([self.count, self.owner]);
      self.count = 0;
      self.owner = 0;
      return state;
    }),
    rlockMethod('_recursion_count($self, /) -> int', 'How often has this thread taken the lock?', (self) =>
      self.owner === current.thread.ident ? self.count : 0,
    ),
    rlockMethod('__enter__($self, /) -> bool', 'Take the lock.', (self) => acquireRLock(self, true, -1)),
    rlockMethod('__exit__($self, /, *exc_info) -> None', 'Give the lock back.', (self) => releaseRLock(self)),
    rlockMethod('_at_fork_reinit($self, /) -> None', 'Make the lock free again.', (self) => {
      self.count = 0;
      self.owner = 0;
    }),
  ],
});

export const threadLocal = defineType({
  type: PyThreadLocal.type,
  doc: 'Thread-local data',
  textSignature: '()',
  slots: {
    tp_new: (type, args, kwnames) => {
      if ((args.length > 0 || kwnames !== undefined) && type.tp_init === objectType.tp_init) {
        throw typeError('Initialization arguments are not supported');
      }
      return new type.ctor();
    },
    tp_getattro: genericGetAttr,
    tp_setattro: genericSetAttr,
  },
});

const handleMethod = methodsOf<PyThreadHandle>();

export const threadHandle = defineType({
  type: PyThreadHandle.type,
  slots: {
    tp_new: (type) => new type.ctor(),
    tp_repr: (self) => `<_ThreadHandle object: ident=${(self as PyThreadHandle).ident}>`,
  },
  entries: [
    handleMethod(
      'join($self, timeout: object = None, /) -> None',
      'Wait until the thread has ended.',
      (self) => {
        if (self.done) return;
        throw runtimeError(self.ident === 0 ? 'thread not started' : 'Cannot join current thread');
      },
      false,
    ),
    handleMethod('_set_done($self, /) -> None', 'Mark the thread as ended.', (self) => {
      self.done = true;
    }),
    handleMethod('is_done($self, /) -> bool', 'Has the thread ended?', (self) => self.done),
    getset<PyThreadHandle>('ident', undefined, (self) => self.ident),
  ],
});

export const exceptHookArgs = defineStructSequence({
  name: '_thread._ExceptHookArgs',
  doc: 'What threading.excepthook is told.',
  fields: [
    ['exc_type', 'exception type'],
    ['exc_value', 'exception'],
    ['exc_traceback', 'traceback'],
    ['thread', 'the thread it ended'],
  ],
  sequenceLength: 4,
});

function cannotStart(): never {
  throw runtimeError("can't start new thread");
}

const START_DOC = 'Start a thread that calls function(*args, **kwargs).';

function startNewThread(args: readonly PyObject[]): PyObject {
  const [func, parameters, keywords] = args;
  if (args.length < 2) throw typeError(`start_new_thread expected at least 2 arguments, got ${args.length}`);
  if (lookupOnType(func!, attrName('__call__')) === undefined) throw typeError('first arg must be callable');
  if (!(parameters instanceof PyTuple)) throw typeError('2nd arg must be a tuple');
  if (keywords !== undefined && !(keywords instanceof PyDict))
    throw typeError('optional 3rd arg must be a dictionary');
  return cannotStart();
}

function exitThread(): never {
  throw newException(exceptionTypes.get('SystemExit')!);
}

const START_SIGNATURE = '($module, function, args, kwargs={}, /)';

export const _thread = defineModule(
  '_thread',
  "This module provides primitive operations to write multi-threaded programs.\nThe 'threading' module provides a more convenient interface.",
  [
    constant('LockType', PyLock.type),
    constant('lock', PyLock.type),
    constant('RLock', PyRLock.type),
    constant('_local', PyThreadLocal.type),
    constant('_ThreadHandle', PyThreadHandle.type),
    constant('_ExceptHookArgs', exceptHookArgs.type),
    constant('error', exceptionTypes.get('RuntimeError')!),
    constant('TIMEOUT_MAX', new PyFloat(TIMEOUT_MAX)),
    constant('_NAME_MAXLEN', 15),
    fn('_count($module, /) -> int', 'Return the number of threads beside the main one.', () => 0),
    fn(
      '_excepthook($module, args: object, /) -> None',
      'Report an exception that ended a thread.',
      (_, args) => {
        const [, value] = (args as PyTuple).items;
        const { interp } = current.thread;
        if (value !== undefined && value !== None) interp.printException(value as never);
      },
    ),
    fn(
      '_get_main_thread_ident($module, /) -> int',
      'Return the identity of the main thread.',
      () => current.thread.interp.mainThread.ident,
    ),
    fn('_get_name($module, /) -> str', 'Return the name of the running thread.', () => current.thread.name),
    fn('set_name($module, /, name: str) -> None', 'Set the name of the running thread.', (_, name) => {
      current.thread.name = name;
    }),
    fn('_is_main_interpreter($module, /) -> bool', 'There is one interpreter.', () => true),
    fn(
      '_make_thread_handle($module, ident: int, /)',
      'Make the handle of a thread that was not started here.',
      (_, ident) => {
        const handle = new PyThreadHandle();
        handle.ident = ident;
        return handle;
      },
    ),
    fn('_shutdown($module, /) -> None', 'Wait for all threads: there are none.', () => {}),
    fn('allocate_lock($module, /)', 'Make a lock.', () => new PyLock()),
    fn('allocate($module, /)', 'Make a lock.', () => new PyLock()),
    fn('daemon_threads_allowed($module, /) -> bool', 'May daemon threads be started?', () => true),
    fn('exit($module, /)', 'End the thread by raising SystemExit.', exitThread),
    fn('exit_thread($module, /)', 'End the thread by raising SystemExit.', exitThread),
    fn(
      'get_ident($module, /) -> int',
      'Return the identity of the running thread.',
      () => current.thread.ident,
    ),
    fn(
      'get_native_id($module, /) -> int',
      'Return the identity of the running thread in the system.',
      () => current.thread.interp.host.pid,
    ),
    rawFn(
      'interrupt_main',
      '($module, signum=signal.SIGINT, /)',
      'Behave as if a signal had arrived.',
      (_, args) => {
        const { interp } = current.thread;
        interp.simulateSignal(args.length === 0 ? 2 : (args[0] as number));
        return None;
      },
    ),
    fn(
      'stack_size($module, size: int = 0, /) -> int',
      'Return the stack size of new threads, which cannot be set.',
      () => 0,
    ),
    rawFn(
      'start_joinable_thread',
      '($module, /, function, handle=None, daemon=True)',
      'Start a thread and return its handle.',
      cannotStart,
    ),
    rawFn('start_new', START_SIGNATURE, START_DOC, (_, args) => startNewThread(args)),
    rawFn('start_new_thread', START_SIGNATURE, START_DOC, (_, args) => startNewThread(args)),
  ],
);

export const THREAD_TYPES = [lock, rlock, threadLocal, threadHandle, exceptHookArgs];
