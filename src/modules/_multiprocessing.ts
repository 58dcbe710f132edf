/**
 * _multiprocessing: semaphores that processes share by name. A process does not wait in one, for its other threads would
 * wait with it: it looks now and then. CPython: Modules/_multiprocessing/semaphore.c.
 */
import { HostError } from '../host/host.ts';
import { PyDict } from '../objects/dict.ts';
import {
  objectType,
  PyBaseObject,
  type PyObject,
  PyType,
  TPFLAGS_BASETYPE,
  TPFLAGS_HAVE_GC,
  TPFLAGS_IMMUTABLETYPE,
} from '../objects/object.ts';
import { None } from '../objects/singletons.ts';
import { type Str, utf16FromStr } from '../objects/str.ts';
import { builtinDef } from '../runtime/clinic.ts';
import { asDouble } from '../runtime/converters.ts';
import {
  classAttribute,
  classMethod,
  constant,
  defineModule,
  defineType,
  fn,
  member,
  methodsOf,
} from '../runtime/define.ts';
import { dictSetItem } from '../runtime/dict.ts';
import { assertionError, osError, valueError } from '../runtime/errors.ts';
import { onHost } from '../runtime/os-error.ts';
import { block } from '../runtime/scheduler.ts';
import { current } from '../runtime/state.ts';

const RECURSIVE_MUTEX = 0;
const SEMAPHORE = 1;
const SEM_VALUE_MAX = 0x7fffffff;

const ENOENT = 2;
const EAGAIN = 11;
const EEXIST = 17;
const EINVAL = 22;
const O_CREAT_EXCL = 0o300;

/** How long until the next look at a semaphore, in milliseconds. */
const INTERVAL = 1;

class PySemLock extends PyBaseObject {
  static readonly type = new PyType(
    '_multiprocessing.SemLock',
    PySemLock,
    objectType,
    TPFLAGS_BASETYPE | TPFLAGS_HAVE_GC | TPFLAGS_IMMUTABLETYPE,
  );

  /** The semaphore's address. */
  handle: number | bigint = 0;
  kind = SEMAPHORE;
  maxvalue = 1;
  /** Absent where the semaphore came from a parent process without one. */
  name: PyObject = None;
  /** How often this process has taken it, and the thread that did so last. */
  count = 0;
  owner = 0;
}

const libc = () => current.thread.interp.host.libc;

/** A name as a C string. */
function cName(name: Str): Uint8Array {
  return libc().path(utf16FromStr(name));
}

/** Has the name the form that a semaphore's must have: nothing but a slash in front? */
function isSemaphoreName(name: string): boolean {
  return name.replace(/^\/+/, '') !== '' && !name.replace(/^\/+/, '').includes('/') && name.length < 252;
}

/** Opens a semaphore, or makes one that must not be there yet. */
function openSemaphore(name: Str, flags: number, value: number): number | bigint {
  if (value < 0 || !isSemaphoreName(utf16FromStr(name))) throw osError(EINVAL, 'Invalid argument');
  const handle = onHost(() =>
    libc().callWide(
      'uint64_t sem_open(void *, int, unsigned int, unsigned int)',
      cName(name),
      flags,
      0o600,
      value,
    ),
  );
  if (handle !== 0 && handle !== 0n) return handle;
  throw flags === 0 ? osError(ENOENT, 'No such file or directory') : osError(EEXIST, 'File exists');
}

function unlinkSemaphore(name: Str): void {
  onHost(() => libc().call('int sem_unlink(void *)', cName(name)));
}

function semaphoreValue(self: PySemLock): number {
  const value = new Int32Array(1);
  onHost(() => libc().call('int sem_getvalue(uint64_t, void *)', self.handle, new Uint8Array(value.buffer)));
  return Math.max(value[0]!, 0);
}

/** Takes the semaphore if nobody has it. */
function tryTake(self: PySemLock): true | undefined {
  try {
    libc().call('int sem_trywait(uint64_t)', self.handle);
    return true;
  } catch (thrown) {
    if (thrown instanceof HostError && thrown.errno === EAGAIN) return undefined;
    throw thrown;
  }
}

function isMine(self: PySemLock): boolean {
  return self.count > 0 && self.owner === current.thread.ident;
}

function acquire(self: PySemLock, name: string, blocking: boolean, timeout: PyObject): boolean {
  const seconds = timeout === None ? Number.POSITIVE_INFINITY : Math.max(asDouble(timeout), 0);
  if (self.kind === RECURSIVE_MUTEX && isMine(self) && current.thread.waitOutcome === undefined) {
    self.count++;
    return true;
  }
  const taken = onHost(() => block(name, blocking ? seconds : 0, () => tryTake(self), [], INTERVAL));
  if (taken === undefined) return false;
  self.count++;
  self.owner = current.thread.ident;
  return true;
}

function release(self: PySemLock): void {
  if (self.kind === RECURSIVE_MUTEX) {
    if (!isMine(self)) throw assertionError('attempt to release recursive lock not owned by thread');
    if (self.count > 1) {
      self.count--;
      return;
    }
  } else if (semaphoreValue(self) >= self.maxvalue) {
    throw valueError('semaphore or lock released too many times');
  }
  onHost(() => libc().call('int sem_post(uint64_t)', self.handle));
  self.count--;
}

function newSemLock(
  type: PyType,
  handle: number | bigint,
  kind: number,
  maxvalue: number,
  name: PyObject,
): PySemLock {
  const self = new type.ctor() as PySemLock;
  self.handle = handle;
  self.kind = kind;
  self.maxvalue = maxvalue;
  self.name = name;
  return self;
}

const SIGNATURE = 'SemLock($type, /, kind: int, value: int, maxvalue: int, name: str, unlink: bool)';

const newDef = builtinDef<PyType, typeof SIGNATURE>(
  SIGNATURE,
  '',
  (type, kind, value, maxvalue, name, unlink) => {
    if (kind !== RECURSIVE_MUTEX && kind !== SEMAPHORE) throw valueError('unrecognized kind');
    const handle = openSemaphore(name, O_CREAT_EXCL, value);
    if (unlink) unlinkSemaphore(name);
    return newSemLock(type, handle, kind, maxvalue, name);
  },
);

const method = methodsOf<PySemLock>();

const semLock = defineType({
  type: PySemLock.type,
  doc: 'A semaphore, or a lock that its thread can take again, for several processes.',
  slots: { tp_new: (type, args, kwnames) => newDef.call(type, args, kwnames) },
  entries: [
    method(
      'acquire($self, /, block: bool = True, timeout: object = None) -> bool',
      'Take the semaphore; wait for it if block is true, for so many seconds at most.',
      (self, blocking, timeout) => acquire(self, 'acquire', blocking, timeout),
    ),
    method('release($self, /) -> None', 'Give the semaphore back.', release),
    method('__enter__($self, /) -> bool', 'Take the semaphore.', (self) =>
      acquire(self, '__enter__', true, None),
    ),
    method(
      '__exit__($self, exc_type: object = None, exc_value: object = None, exc_tb: object = None, /) -> None',
      'Give the semaphore back.',
      (self) => release(self),
    ),
    method('_count($self, /) -> int', 'How often this process has taken it.', (self) => self.count),
    method('_is_mine($self, /) -> bool', 'Has this thread taken it?', isMine),
    method('_get_value($self, /) -> int', 'How often it can be taken.', semaphoreValue),
    method('_is_zero($self, /) -> bool', 'Can it not be taken?', (self) => semaphoreValue(self) === 0),
    classMethod(
      '_rebuild($type, handle: object, kind: int, maxvalue: int, name: object, /)',
      'The semaphore of another process, by its name or by its handle.',
      (type, handle, kind, maxvalue, name) => {
        const address = name === None ? (handle as number | bigint) : openSemaphore(name as Str, 0, 0);
        return newSemLock(type, address, kind, maxvalue, name);
      },
    ),
    method('_after_fork($self, /) -> None', 'Forget what the parent process had taken.', (self) => {
      self.count = 0;
    }),
    member<PySemLock>('handle', undefined, 'handle'),
    member<PySemLock>('kind', undefined, 'kind', { kind: 'ssize_t' }),
    member<PySemLock>('maxvalue', undefined, 'maxvalue', { kind: 'ssize_t' }),
    member<PySemLock>('name', undefined, 'name'),
    classAttribute('SEM_VALUE_MAX', SEM_VALUE_MAX),
  ],
});

function flags(): PyDict {
  const dict = new PyDict();
  dictSetItem(dict, 'HAVE_SEM_OPEN', 1);
  dictSetItem(dict, 'HAVE_SEM_TIMEDWAIT', 1);
  return dict;
}

export const _multiprocessing = defineModule('_multiprocessing', 'Semaphores for several processes.', [
  constant('SemLock', PySemLock.type),
  fn('sem_unlink($module, name: str, /) -> None', 'Take the name of a semaphore away.', (_, name) =>
    unlinkSemaphore(name),
  ),
  { name: 'flags', make: flags },
]);

export const MULTIPROCESSING_TYPES = [semLock];
