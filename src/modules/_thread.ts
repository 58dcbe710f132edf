/**
 * _thread: threads, locks, data of which each thread has its own. How threads take turns: runtime/scheduler.ts.
 * CPython: Modules/_threadmodule.c.
 */
import { attrName } from '../objects/attribute-name.ts';
import { PyDict } from '../objects/dict.ts';
import { exceptionTypes, PyBaseException } from '../objects/exception.ts';
import { PyFloat } from '../objects/float.ts';
import {
  type KwNames,
  objectType,
  PyBaseObject,
  type PyObject,
  PyType,
  TPFLAGS_BASETYPE,
} from '../objects/object.ts';
import { None } from '../objects/singletons.ts';
import { type Str, strFromUtf16, utf16FromStr } from '../objects/str.ts';
import { PyTuple } from '../objects/tuple.ts';
import { genericGetAttr, genericSetAttr, getAttr, getAttrOrAbsent } from '../runtime/attributes.ts';
import { audit } from '../runtime/audit.ts';
import { call, callMethod } from '../runtime/call.ts';
import { builtinDef } from '../runtime/clinic.ts';
import { asCInt } from '../runtime/converters.ts';
import { constant, defineModule, defineType, fn, getset, methodsOf, rawFn } from '../runtime/define.ts';
import { dictGetStr } from '../runtime/dict.ts';
import {
  attributeError,
  newException,
  overflowError,
  runtimeError,
  typeError,
  valueError,
} from '../runtime/errors.ts';
import { idOf } from '../runtime/identity.ts';
import { instanceDict, setInstanceDict } from '../runtime/instance-dict.ts';
import { repr, str } from '../runtime/repr.ts';
import { addThread, block } from '../runtime/scheduler.ts';
import { current, Thread } from '../runtime/state.ts';
import { defineStructSequence } from '../runtime/structseq.ts';
import { timeoutSeconds } from '../runtime/timeout.ts';
import { isInstanceOf, typeName, typeOf } from '../runtime/type-of.ts';

const SIGINT = 2;
const NSIG = 65;

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

/** Data of which each thread has its own. */
class PyThreadLocal extends PyBaseObject {
  static readonly type = new PyType('_thread._local', PyThreadLocal, objectType, TPFLAGS_BASETYPE);

  /** The thread whose attributes the object has at the moment, and those of the others. */
  thread: Thread = undefined as unknown as Thread;
  readonly dicts = new WeakMap<Thread, PyDict>();
  /** What `__init__` is called with in each thread. */
  args: readonly PyObject[] = [];
  kwnames: KwNames | undefined = undefined;
}
PyThreadLocal.type.hasDict = true;
PyThreadLocal.type.hasWeakref = true;

class PyThreadHandle extends PyBaseObject {
  static readonly type = new PyType('_thread._ThreadHandle', PyThreadHandle, objectType, 0);

  ident = 0;
  state: 'not started' | 'running' | 'done' = 'not started';
}
PyThreadHandle.type.hasWeakref = true;

function address(value: PyObject): string {
  return `0x${idOf(value).toString(16).padStart(12, '0')}`;
}

/** The time to wait in seconds, `Infinity` without a limit, 0 for not at all. */
function waitingTime(blocking: boolean, timeout: PyObject): number {
  const seconds = timeoutSeconds(
    timeout,
    `'${typeName(timeout)}' object cannot be interpreted as an integer`,
  );
  if (!blocking && seconds !== -1) throw valueError("can't specify a timeout for a non-blocking call");
  if (seconds > TIMEOUT_MAX) throw overflowError('timeout value is too large');
  if (blocking && seconds < 0 && seconds !== -1)
    throw valueError('timeout value must be a non-negative number');
  if (!blocking) return 0;
  return seconds === -1 ? Number.POSITIVE_INFINITY : seconds;
}

function acquireLock(lock: PyLock, name: string, blocking: boolean, timeout: PyObject): boolean {
  const seconds = waitingTime(blocking, timeout);
  const look = (): true | undefined => {
    if (lock.locked) return undefined;
    lock.locked = true;
    return true;
  };
  return block(name, seconds, look) === true;
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
      (self, blocking, timeout) => acquireLock(self, 'acquire', blocking, timeout),
    ),
    lockMethod(
      'acquire_lock($self, /, blocking: bool = True, timeout: object = -1) -> bool',
      ACQUIRE_DOC,
      (self, blocking, timeout) => acquireLock(self, 'acquire_lock', blocking, timeout),
    ),
    lockMethod('release($self, /) -> None', 'Give the lock back.', releaseLock),
    lockMethod('release_lock($self, /) -> None', 'Give the lock back.', releaseLock),
    lockMethod('locked($self, /) -> bool', 'Is the lock taken?', (self) => self.locked),
    lockMethod('locked_lock($self, /) -> bool', 'Is the lock taken?', (self) => self.locked),
    lockMethod('__enter__($self, /) -> bool', 'Take the lock.', (self) =>
      acquireLock(self, '__enter__', true, -1),
    ),
    lockMethod('__exit__($self, /, *exc_info) -> None', 'Give the lock back.', (self) => releaseLock(self)),
    lockMethod('_at_fork_reinit($self, /) -> None', 'Make the lock free again.', (self) => {
      self.locked = false;
    }),
  ],
});

function acquireRLock(lock: PyRLock, name: string, blocking: boolean, timeout: PyObject): boolean {
  const seconds = waitingTime(blocking, timeout);
  const { thread } = current;
  if (lock.count > 0 && lock.owner === thread.ident && thread.waitOutcome === undefined) {
    lock.count++;
    return true;
  }
  return block(name, seconds, () => takeRLock(lock, thread.ident, 1)) === true;
}

/** Takes a lock that nobody holds. */
function takeRLock(lock: PyRLock, owner: number, count: number): true | undefined {
  if (lock.count > 0) return undefined;
  lock.owner = owner;
  lock.count = count;
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
      (self, blocking, timeout) => acquireRLock(self, 'acquire', blocking, timeout),
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
        const [count, owner] = state.items as readonly [number, number];
        block('_acquire_restore', Number.POSITIVE_INFINITY, () => takeRLock(self, owner, count));
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
    rlockMethod('__enter__($self, /) -> bool', 'Take the lock.', (self) =>
      acquireRLock(self, '__enter__', true, -1),
    ),
    rlockMethod('__exit__($self, /, *exc_info) -> None', 'Give the lock back.', (self) => releaseRLock(self)),
    rlockMethod('_at_fork_reinit($self, /) -> None', 'Make the lock free again.', (self) => {
      self.count = 0;
      self.owner = 0;
    }),
  ],
});

/** Gives the object the attributes that it has in the running thread; in a new one, those that `__init__` makes. */
function enterLocal(self: PyThreadLocal): void {
  const { thread } = current;
  if (self.thread === thread) return;
  self.dicts.set(self.thread, instanceDict(self));
  self.thread = thread;
  const known = self.dicts.get(thread);
  setInstanceDict(self, known ?? new PyDict());
  if (known !== undefined) return;
  self.dicts.set(thread, instanceDict(self));
  const { tp_init } = self.ob_type;
  if (tp_init !== undefined && tp_init !== objectType.tp_init) tp_init(self, self.args, self.kwnames);
}

export const threadLocal = defineType({
  type: PyThreadLocal.type,
  doc: 'Thread-local data',
  textSignature: '()',
  slots: {
    tp_new: (type, args, kwnames) => {
      if ((args.length > 0 || kwnames !== undefined) && type.tp_init === objectType.tp_init) {
        throw typeError('Initialization arguments are not supported');
      }
      const self = new type.ctor() as PyThreadLocal;
      self.args = args.slice();
      self.kwnames = kwnames;
      self.thread = current.thread;
      return self;
    },
    tp_getattro: (self, name) => {
      enterLocal(self as PyThreadLocal);
      return genericGetAttr(self, name);
    },
    tp_setattro: (self, name, value) => {
      enterLocal(self as PyThreadLocal);
      if (name.text === '__dict__') {
        throw attributeError(
          `'${typeName(self)}' object attribute '__dict__' is read-only`,
          self,
          '__dict__',
        );
      }
      genericSetAttr(self, name, value);
    },
  },
});

/** Waits until the thread has ended. */
function join(handle: PyThreadHandle, timeout: PyObject): void {
  let seconds =
    timeout === None
      ? -1
      : timeoutSeconds(timeout, `'${typeName(timeout)}' object cannot be interpreted as an integer`);
  if (seconds < 0) seconds = Number.POSITIVE_INFINITY;
  if (handle.state === 'not started') throw runtimeError('thread not started');
  if (handle.state === 'running' && handle.ident === current.thread.ident) {
    throw runtimeError('Cannot join current thread');
  }
  block('join', seconds, () => (handle.state === 'done' ? true : undefined));
}

/** Starts a thread that calls `func`; its handle, if there is one, follows it. */
function startThread(
  func: PyObject,
  args: readonly PyObject[],
  kwnames: KwNames | undefined,
  handle: PyThreadHandle,
  isDaemon: boolean,
): void {
  const { interp } = current.thread;
  if (interp.finalizing) {
    throw newException(
      exceptionTypes.get('PythonFinalizationError')!,
      "can't create new thread at interpreter shutdown",
    );
  }
  const ident = ++interp.scheduler.lastIdent;
  const thread = new Thread(interp, ident);
  interp.threads.add(thread);
  handle.ident = ident;
  handle.state = 'running';
  if (!isDaemon) interp.scheduler.joined.add(handle);
  const end = (thrown: unknown): void => {
    try {
      if (thrown !== undefined) reportThread(thrown, func);
    } finally {
      interp.threads.delete(thread);
      handle.state = 'done';
      interp.scheduler.joined.delete(handle);
    }
  };
  addThread(thread, () => call(func, args, kwnames), end);
}

/** What a thread's function threw; SystemExit ends a thread quietly. */
function reportThread(thrown: unknown, func: PyObject): void {
  if (!(thrown instanceof PyBaseException)) throw thrown;
  if (isInstanceOf(thrown, exceptionTypes.get('SystemExit')!)) return;
  current.thread.interp.unraisable(
    thrown,
    `Exception ignored in thread started by ${utf16FromStr(repr(func))}`,
    None,
  );
}

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
      join,
      false,
    ),
    handleMethod('_set_done($self, /) -> None', 'Mark the thread as ended.', (self) => {
      if (self.state === 'not started') throw runtimeError('thread not started');
      self.state = 'done';
    }),
    handleMethod('is_done($self, /) -> bool', 'Has the thread ended?', (self) => self.state === 'done'),
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

const START_DOC = 'Start a thread that calls function(*args, **kwargs).';

function startNewThread(args: readonly PyObject[]): PyObject {
  const [func, parameters, keywords] = args;
  if (args.length < 2) throw typeError(`start_new_thread expected at least 2 arguments, got ${args.length}`);
  if (args.length > 3) throw typeError(`start_new_thread expected at most 3 arguments, got ${args.length}`);
  if (typeOf(func!).tp_call === undefined) throw typeError('first arg must be callable');
  if (!(parameters instanceof PyTuple)) throw typeError('2nd arg must be a tuple');
  if (keywords !== undefined && !(keywords instanceof PyDict))
    throw typeError('optional 3rd arg must be a dictionary');
  audit('_thread.start_new_thread', func!, parameters, keywords ?? None);
  const handle = new PyThreadHandle();
  const named = keywords === undefined ? [] : Array.from(keywords.storage.entries());
  startThread(
    func!,
    [...parameters.items, ...named.map(([, value]) => value)],
    named.length === 0 ? undefined : named.map(([name]) => utf16FromStr(name as Str)),
    handle,
    true,
  );
  return handle.ident;
}

const startJoinable = builtinDef<
  PyObject,
  'start_joinable_thread($module, /, function: object, handle: object = None, daemon: bool = True)'
>(
  'start_joinable_thread($module, /, function: object, handle: object = None, daemon: bool = True)',
  'Start a thread that calls function() and return its handle, which can be joined.',
  (_, func, given, isDaemon) => {
    if (typeOf(func).tp_call === undefined) throw typeError('thread function must be callable');
    if (given !== None && !(given instanceof PyThreadHandle))
      throw typeError("'handle' must be a _ThreadHandle");
    audit('_thread.start_joinable_thread', func, Number(isDaemon), given);
    const handle = given instanceof PyThreadHandle ? given : new PyThreadHandle();
    if (handle.state !== 'not started') throw runtimeError('thread already started');
    startThread(func, [], undefined, handle, isDaemon);
    return handle;
  },
);

/** Waits for all threads that are no daemons. */
function shutdown(): void {
  const { interp } = current.thread;
  for (const handle of Array.from(interp.scheduler.joined)) {
    if ((handle as PyThreadHandle).ident !== current.thread.ident) join(handle as PyThreadHandle, None);
  }
}

/** Reports what ended a thread to `sys.stderr`; SystemExit ends it quietly. */
function excepthook(args: PyObject): void {
  if (!(args instanceof PyTuple) || args.ob_type !== exceptHookArgs.type) {
    throw typeError(`_thread._excepthook argument type must be ExceptHookArgs`);
  }
  const [type, value, , thread] = args.items;
  if (type === exceptionTypes.get('SystemExit')) return;
  const { interp } = current.thread;
  let stream = dictGetStr(interp.sysdict, 'stderr');
  if (stream === undefined || stream === None) {
    stream = thread === None ? None : getAttr(thread!, attrName('_stderr'));
    if (stream === None) return;
  }
  const name = thread === None ? undefined : getAttrOrAbsent(thread!, attrName('name'));
  const shown = name === undefined ? String(current.thread.ident) : utf16FromStr(str(name));
  callMethod(stream, attrName('write'), strFromUtf16(`Exception in thread ${shown}:\n`));
  if (value instanceof PyBaseException) interp.printException(value);
  callMethod(stream, attrName('flush'));
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
    fn(
      '_count($module, /) -> int',
      'Return the number of threads beside the main one.',
      () => current.thread.interp.scheduler.tasks.length,
    ),
    fn(
      '_excepthook($module, args: object, /) -> None',
      'Report an exception that ended a thread.',
      (_, args) => excepthook(args),
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
        handle.state = 'running';
        return handle;
      },
    ),
    fn('_shutdown($module, /) -> None', 'Wait for all threads that are no daemons.', shutdown),
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
        if (args.length > 1) throw typeError(`signum() takes at most 1 argument (${args.length} given)`);
        const signum = args.length === 0 ? SIGINT : asCInt(args[0]!);
        if (signum < 1 || signum >= NSIG) throw valueError('signal number out of range');
        interp.simulateSignal(signum);
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
      'Start a thread that calls function() and return its handle, which can be joined.',
      (module, args, kwnames) => startJoinable.call(module, args, kwnames),
    ),
    rawFn('start_new', START_SIGNATURE, START_DOC, (_, args) => startNewThread(args)),
    rawFn('start_new_thread', START_SIGNATURE, START_DOC, (_, args) => startNewThread(args)),
  ],
);

export const THREAD_TYPES = [lock, rlock, threadLocal, threadHandle, exceptHookArgs];
