/**
 * select: waiting until descriptors are ready. CPython: Modules/selectmodule.c.
 *
 * All three ways go through the scheduler's {@link block}: other threads run and signal handlers are called meanwhile.
 * An epoll object is a descriptor itself, ready when one of those it watches is.
 */
import type { PollRequest } from '../host/host.ts';
import { exceptionTypes, PyOSError } from '../objects/exception.ts';
import { PyList } from '../objects/list.ts';
import { objectType, PyBaseObject, type PyObject, PyType } from '../objects/object.ts';
import { None } from '../objects/singletons.ts';
import { PyTuple } from '../objects/tuple.ts';
import { builtinDef } from '../runtime/clinic.ts';
import { asIndex } from '../runtime/convert.ts';
import {
  classMethod,
  constant,
  defineModule,
  defineType,
  fn,
  getset,
  type ModuleEntry,
  methodsOf,
} from '../runtime/define.ts';
import {
  keyError,
  newException,
  osError,
  overflowError,
  runtimeError,
  typeError,
  valueError,
} from '../runtime/errors.ts';
import { fileDescriptor } from '../runtime/file-descriptor.ts';
import { iterToArray } from '../runtime/iter.ts';
import { onHost } from '../runtime/os-error.ts';
import { block, SUSPENSION } from '../runtime/scheduler.ts';
import { current, type Thread } from '../runtime/state.ts';
import { timeoutSeconds } from '../runtime/timeout.ts';
import { typeOf } from '../runtime/type-of.ts';

const EBADF = 9;
const ENOENT = 2;
const POLLIN = 0x001;
const POLLPRI = 0x002;
const POLLOUT = 0x004;
const POLLERR = 0x008;
const POLLHUP = 0x010;
const POLLNVAL = 0x020;
/** The bits of poll that select counts as readable, writable, exceptional. */
const READABLE = 0x040 | 0x080 | POLLIN | POLLHUP | POLLERR;
const WRITABLE = 0x100 | 0x200 | POLLOUT | POLLERR;
const EXCEPTIONAL = POLLPRI;
const FD_SETSIZE = 1024;

const host = () => current.thread.interp.host;
const libc = () => host().libc;

/** Waits in `name` until some of the descriptors are ready: those with `revents`. */
function waitForAny(name: string, requests: readonly PollRequest[], seconds: number): readonly PollRequest[] {
  const look = (): readonly PollRequest[] | undefined => {
    if (requests.length === 0 || onHost(() => host().poll(requests, 0)) === 0) return undefined;
    return requests.filter((request) => request.revents !== 0);
  };
  return block(name, seconds, look, requests) ?? [];
}

// ── select ───────────────────────────────────────────────────────────────────────────────────────────────────────────

/** Objects and their descriptors. */
function descriptorsOf(list: PyObject): [PyObject, number][] {
  const { tp_iter, sq_item } = typeOf(list);
  if (tp_iter === undefined && sq_item === undefined) throw typeError('arguments 1-3 must be sequences');
  return iterToArray(list).map((item) => {
    const fd = fileDescriptor(item);
    if (fd >= FD_SETSIZE) throw valueError('filedescriptor out of range in select()');
    return [item, fd];
  });
}

function select(rlist: PyObject, wlist: PyObject, xlist: PyObject, timeout: PyObject): PyTuple {
  let seconds = Number.POSITIVE_INFINITY;
  if (timeout !== None) {
    seconds = timeoutSeconds(timeout, 'timeout must be a float or None');
    if (seconds < 0) throw valueError('timeout must be non-negative');
  }
  const sets = [rlist, wlist, xlist].map(descriptorsOf);
  const wanted = new Map<number, number>();
  sets.forEach((set, i) => {
    const events = [POLLIN, POLLOUT, POLLPRI][i]!;
    for (const [, fd] of set) wanted.set(fd, (wanted.get(fd) ?? 0) | events);
  });
  const requests = Array.from(wanted, ([fd, events]) => ({ fd, events, revents: 0 }));
  const found = new Map(waitForAny('select', requests, seconds).map(({ fd, revents }) => [fd, revents]));
  for (const revents of found.values()) if (revents & POLLNVAL) throw osError(EBADF, 'Bad file descriptor');
  return new PyTuple(
    sets.map((set, i) => {
      const bits = [READABLE, WRITABLE, EXCEPTIONAL][i]!;
      return new PyList(set.filter(([, fd]) => (found.get(fd) ?? 0) & bits).map(([item]) => item));
    }),
  );
}

// ── poll ─────────────────────────────────────────────────────────────────────────────────────────────────────────────

class PyPoll extends PyBaseObject {
  static readonly type = new PyType('select.poll', PyPoll, objectType, 0x80);

  /** Descriptors in the order of their registration, with the events that are waited for. */
  readonly registered = new Map<number, number>();
  /** The thread that waits; it may be set aside meanwhile. */
  poller: Thread | undefined = undefined;
}

/** The events of poll: a C `unsigned short`. */
function eventMask(value: PyObject): number {
  const mask = asIndex(value);
  if (mask < 0) throw valueError('Cannot convert negative int');
  if (mask > 0xffff) throw overflowError('Python int too large for C unsigned short');
  return Number(mask);
}

function poll(self: PyPoll, timeout: PyObject): PyList {
  let seconds = Number.POSITIVE_INFINITY;
  if (timeout !== None) {
    seconds = milliseconds(timeout, 1e-3);
    if (seconds > 0x7fffffff / 1000) throw overflowError('timeout is too large');
    if (seconds < 0) seconds = Number.POSITIVE_INFINITY;
  }
  const { thread } = current;
  if (self.poller !== undefined && self.poller !== thread) throw runtimeError('concurrent poll() invocation');
  const requests = Array.from(self.registered, ([fd, events]) => ({ fd, events, revents: 0 }));
  self.poller = thread;
  try {
    const ready = waitForAny('poll', requests, seconds);
    self.poller = undefined;
    return new PyList(ready.map(({ fd, revents }) => new PyTuple([fd, revents])));
  } catch (thrown) {
    if (thrown !== SUSPENSION) self.poller = undefined;
    throw thrown;
  }
}

/** A timeout in milliseconds (poll) or seconds (epoll), rounded up to whole milliseconds. */
function milliseconds(value: PyObject, unit: number): number {
  try {
    return timeoutSeconds(value, 'timeout must be an integer or None', unit);
  } catch (thrown) {
    if ((thrown as PyBaseObject).ob_type === exceptionTypes.get('OverflowError')) {
      throw overflowError('timeout is too large');
    }
    throw thrown;
  }
}

const pollMethod = methodsOf<PyPoll>();

const pollType = defineType({
  type: PyPoll.type,
  doc: 'Waits for registered descriptors, by register(), unregister() and poll().',
  entries: [
    pollMethod(
      'register($self, fd: object, eventmask: object = 7, /) -> None',
      'Have a descriptor watched for events.',
      (self, file, mask) => {
        const fd = fileDescriptor(file);
        self.registered.set(fd, eventMask(mask));
      },
      '($self, fd,\n         eventmask=select.POLLIN | select.POLLPRI | select.POLLOUT, /)',
    ),
    pollMethod(
      'modify($self, fd: object, eventmask: object, /) -> None',
      'Change the events that a descriptor is watched for.',
      (self, file, mask) => {
        const fd = fileDescriptor(file);
        const events = eventMask(mask);
        if (!self.registered.has(fd)) throw osError(ENOENT, 'No such file or directory');
        self.registered.set(fd, events);
      },
    ),
    pollMethod(
      'unregister($self, fd: object, /) -> None',
      'Have a descriptor watched no more.',
      (self, file) => {
        const fd = fileDescriptor(file);
        if (!self.registered.delete(fd)) throw keyError(fd);
      },
    ),
    pollMethod(
      'poll($self, timeout: object = None, /)',
      'Wait for events, at most timeout milliseconds; return a list of (fd, event) pairs.',
      poll,
    ),
  ],
});

// ── epoll ────────────────────────────────────────────────────────────────────────────────────────────────────────────

const EPOLL_CLOEXEC = 0o2000000;
const EPOLL_CTL_ADD = 1;
const EPOLL_CTL_DEL = 2;
const EPOLL_CTL_MOD = 3;
/** `struct epoll_event` is packed on x86-64 only. */
const EVENT_SIZE = 12;

class PyEpoll extends PyBaseObject {
  static readonly type = new PyType('select.epoll', PyEpoll, objectType, 0);

  epfd = -1;
}

function opened(self: PyEpoll): number {
  if (self.epfd < 0) throw valueError('I/O operation on closed epoll object');
  return self.epfd;
}

function close(self: PyEpoll): void {
  const fd = self.epfd;
  self.epfd = -1;
  if (fd >= 0) onHost(() => host().fs.close(fd));
}

function control(self: PyEpoll, operation: number, file: PyObject, events: number): void {
  const epfd = opened(self);
  const fd = fileDescriptor(file);
  const event = new Uint8Array(EVENT_SIZE);
  const view = new DataView(event.buffer);
  view.setUint32(0, events, true);
  view.setInt32(4, fd, true);
  onHost(() => libc().call('int epoll_ctl(int, int, int, void *)', epfd, operation, fd, event));
}

function pollEpoll(self: PyEpoll, timeout: PyObject, maxevents: number): PyList {
  const epfd = opened(self);
  let seconds = Number.POSITIVE_INFINITY;
  if (timeout !== None) {
    seconds = milliseconds(timeout, 1);
    if (seconds * 1000 > 0x7fffffff) throw overflowError('timeout is too large');
    if (seconds < 0) seconds = Number.POSITIVE_INFINITY;
  }
  const most = maxevents === -1 ? FD_SETSIZE - 1 : maxevents;
  if (most <= 0) throw valueError(`maxevents must be greater than 0, got ${maxevents}`);
  const look = (): Uint8Array | undefined => {
    const events = new Uint8Array(most * EVENT_SIZE);
    const count = onHost(() => libc().call('int epoll_wait(int, void *, int, int)', epfd, events, most, 0));
    return count === 0 ? undefined : events.slice(0, count * EVENT_SIZE);
  };
  const events =
    block('poll', seconds, look, [{ fd: epfd, events: POLLIN, revents: 0 }]) ?? new Uint8Array(0);
  const view = new DataView(events.buffer);
  const found: PyObject[] = [];
  for (let i = 0; i * EVENT_SIZE < events.length; i++) {
    found.push(new PyTuple([view.getInt32(i * EVENT_SIZE + 4, true), view.getUint32(i * EVENT_SIZE, true)]));
  }
  return new PyList(found);
}

function newEpoll(type: PyType, fd: number): PyEpoll {
  const self = new type.ctor() as PyEpoll;
  self.epfd = fd;
  return self;
}

const epollNew = builtinDef<PyType, 'epoll($type, /, sizehint: int = -1, flags: int = 0)'>(
  'epoll($type, /, sizehint: int = -1, flags: int = 0)',
  '',
  (type, sizehint, flags) => {
    if (sizehint !== -1 && sizehint <= 0) throw valueError('negative sizehint');
    if (flags !== 0 && flags !== EPOLL_CLOEXEC) throw newException(PyOSError.type, 'invalid flags');
    return newEpoll(
      type,
      onHost(() => libc().call('int epoll_create1(int)', EPOLL_CLOEXEC)),
    );
  },
);

const epollMethod = methodsOf<PyEpoll>();

const epollType = defineType({
  type: PyEpoll.type,
  doc: 'select.epoll(sizehint=-1, flags=0)\n\nAn object of the kernel that watches descriptors.',
  slots: { tp_new: (type, args, kwnames) => epollNew.call(type, args, kwnames) },
  entries: [
    classMethod('fromfd($type, fd: int, /)', 'Make an epoll object of a descriptor.', (type, fd) =>
      newEpoll(type as PyType, fd),
    ),
    epollMethod('close($self, /) -> None', 'Close the descriptor.', close),
    epollMethod('fileno($self, /) -> int', 'Return the descriptor.', opened),
    epollMethod(
      'modify($self, /, fd: object, eventmask: uint) -> None',
      'Change the events that a descriptor is watched for.',
      (self, fd, events) => control(self, EPOLL_CTL_MOD, fd, events),
    ),
    epollMethod(
      'register($self, /, fd: object, eventmask: uint = 7) -> None',
      'Have a descriptor watched for events.',
      (self, fd, events) => control(self, EPOLL_CTL_ADD, fd, events),
      '($self, /, fd,\n         eventmask=select.EPOLLIN | select.EPOLLPRI | select.EPOLLOUT)',
    ),
    epollMethod(
      'unregister($self, /, fd: object) -> None',
      'Have a descriptor watched no more.',
      (self, fd) => control(self, EPOLL_CTL_DEL, fd, 0),
    ),
    epollMethod(
      'poll($self, /, timeout: object = None, maxevents: int = -1)',
      'Wait for events, at most timeout seconds; return a list of (fd, events) pairs.',
      pollEpoll,
    ),
    epollMethod('__enter__($self, /)', 'Return the object itself.', (self) => {
      opened(self);
      return self;
    }),
    epollMethod(
      '__exit__($self, exc_type: object = None, exc_value: object = None, exc_tb: object = None, /) -> None',
      'Close the descriptor.',
      close,
    ),
    getset<PyEpoll>('closed', 'True if the descriptor is closed', (self) => self.epfd < 0),
  ],
});

const EVENTS: Readonly<Record<string, number>> = {
  IN: POLLIN,
  PRI: POLLPRI,
  OUT: POLLOUT,
  ERR: POLLERR,
  HUP: POLLHUP,
  RDNORM: 0x040,
  RDBAND: 0x080,
  WRNORM: 0x100,
  WRBAND: 0x200,
  MSG: 0x400,
  RDHUP: 0x2000,
};

function eventConstants(): ModuleEntry[] {
  const entries = Object.entries(EVENTS).flatMap(([name, bits]) => [
    constant(`POLL${name}`, bits),
    constant(`EPOLL${name}`, bits),
  ]);
  return [
    ...entries,
    constant('POLLNVAL', POLLNVAL),
    constant('EPOLLET', 2 ** 31),
    constant('EPOLLONESHOT', 2 ** 30),
    constant('EPOLLWAKEUP', 2 ** 29),
    constant('EPOLLEXCLUSIVE', 2 ** 28),
    constant('EPOLL_CLOEXEC', EPOLL_CLOEXEC),
    constant('PIPE_BUF', 4096),
  ];
}

export const select_ = defineModule('select', 'Waiting for input and output on several descriptors.', [
  fn(
    'select($module, rlist: object, wlist: object, xlist: object, timeout: object = None, /)',
    'Wait until descriptors can be read, written or are in an exceptional condition, at most\ntimeout seconds; return the three lists of those that are ready.',
    (_, rlist, wlist, xlist, timeout) => select(rlist, wlist, xlist, timeout),
  ),
  fn('poll($module, /)', 'Return an object that waits for registered descriptors.', () => new PyPoll()),
  constant('epoll', PyEpoll.type),
  constant('error', exceptionTypes.get('OSError')!),
  ...eventConstants(),
]);

export const SELECT_TYPES = [pollType, epollType];
