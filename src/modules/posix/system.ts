/**
 * Functions of the system that are the C library's alone: users, scheduling, pseudo-terminals, extended attributes, event
 * and timer descriptors, configuration values. CPython: Modules/posixmodule.c.
 */
import type { CArgument } from '../../host/host.ts';
import { PyBytes } from '../../objects/bytes.ts';
import { exceptionTypes } from '../../objects/exception.ts';
import { PyFloat } from '../../objects/float.ts';
import { PyList } from '../../objects/list.ts';
import { normalizeInt, type PyInt, type PyObject } from '../../objects/object.ts';
import { None } from '../../objects/singletons.ts';
import { isStr, type Str, utf16FromStr } from '../../objects/str.ts';
import { PyTuple } from '../../objects/tuple.ts';
import { audit } from '../../runtime/audit.ts';
import { asIndex, intValue } from '../../runtime/convert.ts';
import { asCInt, asDouble } from '../../runtime/converters.ts';
import { fn, type ModuleEntry } from '../../runtime/define.ts';
import { newException, osError, overflowError, typeError, valueError } from '../../runtime/errors.ts';
import { fileDescriptor } from '../../runtime/file-descriptor.ts';
import { fsDecode, fspath, hostPathOf } from '../../runtime/fs-path.ts';
import { iterToArray } from '../../runtime/iter.ts';
import { onHost } from '../../runtime/os-error.ts';
import { current } from '../../runtime/state.ts';
import { strerror } from '../../runtime/strerror.ts';
import { newStructSequence } from '../../runtime/structseq.ts';
import { typeName, typeOf } from '../../runtime/type-of.ts';
import { fork, priorityOf } from './children.ts';
import { CONFSTR_NAMES, PATHCONF_NAMES } from './constants.ts';
import {
  anyPath,
  auditedPath,
  gidArgument,
  onFile,
  type PathArgument,
  pathArgument,
  uidArgument,
} from './path-argument.ts';
import { schedParam } from './results.ts';

const libc = () => current.thread.interp.host.libc;

/** Linux limits values and lists of extended attributes to this size. */
const ATTRIBUTE_ROOM = 65536;
const O_NOCTTY = 0o400;
const TIOCSCTTY = 0x540e;
const MAX_PATH = 4096;

/** Calls a function of the C library; what fails is raised as OSError. */
function system(prototype: string, ...args: CArgument[]): number {
  return onHost(() => libc().call(prototype, ...args));
}

/** The text of a buffer up to its first 0. */
function textOf(bytes: Uint8Array): Str {
  const end = bytes.indexOf(0);
  return fsDecode(end < 0 ? bytes : bytes.subarray(0, end));
}

/** A C string of a str, bytes or path. */
function cString(value: PyObject): Uint8Array {
  const text = hostPathOf(fspath(value));
  if (text.includes('\0')) throw valueError('embedded null byte');
  return libc().path(text);
}

// ── Users and groups ─────────────────────────────────────────────────────────────────────────────────────────────────

function groupList(user: PyObject, group: PyObject): PyList {
  const gid = gidArgument(group);
  const name = cString(user);
  for (let room = 64; ; room *= 2) {
    const groups = new Uint32Array(room);
    const count = new Int32Array([room]);
    const result = libc().callWithErrno(
      'int getgrouplist(void *, unsigned int, void *, void *)',
      name,
      gid,
      new Uint8Array(groups.buffer),
      new Uint8Array(count.buffer),
    );
    if (result >= 0) return new PyList(Array.from(groups.subarray(0, count[0]!)));
  }
}

/** Real, effective and saved number: `getresuid` and `getresgid`. */
function threeIds(name: string): PyTuple {
  const ids = new Uint32Array(3);
  const bytes = (i: number): Uint8Array => new Uint8Array(ids.buffer, 4 * i, 4);
  system(`int ${name}(void *, void *, void *)`, bytes(0), bytes(1), bytes(2));
  return new PyTuple(Array.from(ids));
}

const identityFunctions: readonly ModuleEntry[] = [
  fn(
    'setreuid($module, ruid: object, euid: object, /) -> None',
    'Set the real and effective user.',
    (_, real, effective) => {
      const ids = [uidArgument(real), uidArgument(effective)] as const;
      system('int setreuid(int, int)', ...ids);
    },
  ),
  fn(
    'setregid($module, rgid: object, egid: object, /) -> None',
    'Set the real and effective group.',
    (_, real, effective) => {
      const ids = [gidArgument(real), gidArgument(effective)] as const;
      system('int setregid(int, int)', ...ids);
    },
  ),
  fn(
    'setresuid($module, ruid: object, euid: object, suid: object, /) -> None',
    'Set the real, effective and saved user.',
    (_, real, effective, saved) => {
      const ids = [uidArgument(real), uidArgument(effective), uidArgument(saved)] as const;
      system('int setresuid(int, int, int)', ...ids);
    },
  ),
  fn(
    'setresgid($module, rgid: object, egid: object, sgid: object, /) -> None',
    'Set the real, effective and saved group.',
    (_, real, effective, saved) => {
      const ids = [gidArgument(real), gidArgument(effective), gidArgument(saved)] as const;
      system('int setresgid(int, int, int)', ...ids);
    },
  ),
  fn('getresuid($module, /)', 'Return the real, effective and saved user.', () => threeIds('getresuid')),
  fn('getresgid($module, /)', 'Return the real, effective and saved group.', () => threeIds('getresgid')),
  fn(
    'getgrouplist($module, user: object, group: object, /)',
    'Return the groups of a user.',
    (_, user, group) => groupList(user, group),
  ),
  fn(
    'initgroups($module, username: object, gid: object, /) -> None',
    'Set the groups to those of a user.',
    (_, user, gid) => {
      const name = cString(user);
      const group = gidArgument(gid);
      system('int initgroups(void *, unsigned int)', name, group);
    },
  ),
];

// ── Scheduling ───────────────────────────────────────────────────────────────────────────────────────────────────────

function newSchedParam(priority: number): PyTuple {
  return newStructSequence(schedParam, 1, [priority]);
}

const parameterBytes = (priority: number): Uint8Array => new Uint8Array(Int32Array.of(priority).buffer);

function setAffinity(pid: number, mask: PyObject): void {
  const set = new Uint8Array(1024);
  for (const item of iterToArray(mask)) {
    if (intValue(item) === undefined) {
      throw typeError(`expected an iterator of ints, but iterator yielded <class '${typeName(item)}'>`);
    }
    const processor = asCInt(item);
    if (processor < 0) throw valueError('negative CPU number');
    if (processor >= set.length * 8) throw overflowError('CPU number too large');
    set[processor >> 3]! |= 1 << (processor & 7);
  }
  system('int sched_setaffinity(int, size_t, void *)', pid, set.length, set);
}

const schedulingFunctions: readonly ModuleEntry[] = [
  fn(
    'sched_get_priority_max($module, /, policy: int) -> int',
    'Return the highest priority of a policy.',
    (_, policy) => system('int sched_get_priority_max(int)', policy),
  ),
  fn(
    'sched_get_priority_min($module, /, policy: int) -> int',
    'Return the lowest priority of a policy.',
    (_, policy) => system('int sched_get_priority_min(int)', policy),
  ),
  fn(
    'sched_getscheduler($module, pid: int, /) -> int',
    'Return the scheduling policy of a process.',
    (_, pid) => system('int sched_getscheduler(int)', pid),
  ),
  fn(
    'sched_setscheduler($module, pid: int, policy: int, param: object, /) -> None',
    'Set the scheduling policy of a process.',
    (_, pid, policy, param) => {
      const bytes = parameterBytes(priorityOf(param));
      system('int sched_setscheduler(int, int, void *)', pid, policy, bytes);
    },
  ),
  fn('sched_getparam($module, pid: int, /)', 'Return the scheduling parameters of a process.', (_, pid) => {
    const priority = new Int32Array(1);
    system('int sched_getparam(int, void *)', pid, new Uint8Array(priority.buffer));
    return newSchedParam(priority[0]!);
  }),
  fn(
    'sched_setparam($module, pid: int, param: object, /) -> None',
    'Set the scheduling parameters of a process.',
    (_, pid, param) => {
      const bytes = parameterBytes(priorityOf(param));
      system('int sched_setparam(int, void *)', pid, bytes);
    },
  ),
  fn(
    'sched_rr_get_interval($module, pid: int, /) -> double',
    'Return the time slice of a process in seconds.',
    (_, pid) => {
      const interval = new BigInt64Array(2);
      system('int sched_rr_get_interval(int, void *)', pid, new Uint8Array(interval.buffer));
      return Number(interval[0]!) + Number(interval[1]!) * 1e-9;
    },
  ),
  fn(
    'sched_setaffinity($module, pid: int, mask: object, /) -> None',
    'Set the processors that a process may run on.',
    (_, pid, mask) => setAffinity(pid, mask),
  ),
  fn(
    'unshare($module, /, flags: int) -> None',
    'Leave namespaces that are shared with others.',
    (_, flags) => {
      system('int unshare(int)', flags);
    },
  ),
  fn('setns($module, /, fd: object, nstype: int = 0) -> None', 'Enter a namespace.', (_, file, type) => {
    const fd = fileDescriptor(file);
    system('int setns(int, int)', fd, type);
  }),
];

// ── Pseudo-terminals ─────────────────────────────────────────────────────────────────────────────────────────────────

function ptsname(fd: number): Str {
  const name = new Uint8Array(MAX_PATH);
  const error = libc().callWithErrno('int ptsname_r(int, void *, size_t)', fd, name, name.length);
  if (error !== 0) throw osError(error, strerror(error));
  return textOf(name);
}

/** Both ends of a new pseudo-terminal. */
function openpty(): [number, number] {
  const { fs } = current.thread.interp.host;
  const flags = 0o2 | O_NOCTTY | 0o2000000;
  const main = system('int posix_openpt(int)', flags);
  system('int grantpt(int)', main);
  system('int unlockpt(int)', main);
  const path = utf16FromStr(ptsname(main));
  return [main, onHost(() => fs.open(path, flags, 0))];
}

/** Makes a terminal the controlling one of a new session, and its standard streams. */
function loginTty(fd: number): void {
  const { fs, process } = current.thread.interp.host;
  onHost(() => {
    process.setsid();
    libc().call('int ioctl(int, unsigned long, int)', fd, TIOCSCTTY, 0);
    for (const target of [0, 1, 2]) fs.dup2(fd, target, true);
    if (fd > 2) fs.close(fd);
  });
}

function forkpty(): PyTuple {
  const { fs } = current.thread.interp.host;
  const [main, other] = openpty();
  const pid = fork();
  if (pid === 0) {
    fs.close(main);
    loginTty(other);
    return new PyTuple([0, -1]);
  }
  fs.close(other);
  return new PyTuple([pid, main]);
}

const terminalFunctions: readonly ModuleEntry[] = [
  fn(
    'openpty($module, /)',
    'Open a pseudo-terminal: descriptors of its two ends.',
    () => new PyTuple(openpty()),
  ),
  fn(
    'forkpty($module, /)',
    'Fork with a new pseudo-terminal as the terminal of the child: (pid, descriptor).',
    forkpty,
  ),
  fn('login_tty($module, fd: object, /) -> None', 'Make a terminal that of a new session.', (_, file) =>
    loginTty(fileDescriptor(file)),
  ),
  fn('posix_openpt($module, oflag: int, /) -> int', 'Open the main end of a pseudo-terminal.', (_, flags) =>
    system('int posix_openpt(int)', flags),
  ),
  fn('grantpt($module, fd: object, /) -> None', 'Grant access to the other end.', (_, file) => {
    const fd = fileDescriptor(file);
    system('int grantpt(int)', fd);
  }),
  fn('unlockpt($module, fd: object, /) -> None', 'Unlock the other end.', (_, file) => {
    const fd = fileDescriptor(file);
    system('int unlockpt(int)', fd);
  }),
  fn('ptsname($module, fd: object, /)', 'Return the name of the other end.', (_, file) =>
    ptsname(fileDescriptor(file)),
  ),
  fn('tcgetpgrp($module, fd: int, /) -> int', 'Return the foreground process group of a terminal.', (_, fd) =>
    system('int tcgetpgrp(int)', fd),
  ),
  fn(
    'tcsetpgrp($module, fd: int, pgid: int, /) -> None',
    'Set the foreground process group of a terminal.',
    (_, fd, group) => {
      system('int tcsetpgrp(int, int)', fd, group);
    },
  ),
];

// ── Extended attributes ──────────────────────────────────────────────────────────────────────────────────────────────

/** Path and name of the function that follows links or does not. */
function attributeCall(
  name: string,
  functionName: string,
  path: PyObject,
  follow: boolean,
): { file: PathArgument; name: string } {
  const file = pathArgument(path, functionName, 'path', { fd: true, none: functionName === 'listxattr' });
  if (file.fd !== undefined && !follow) {
    throw valueError(`${functionName}: cannot use fd and follow_symlinks together`);
  }
  return { file, name: follow ? name : `l${name}` };
}

function getAttribute(path: PyObject, attribute: PyObject, follow: boolean): PyBytes {
  const call = attributeCall('getxattr', 'getxattr', path, follow);
  const key = cString(attribute);
  audit('os.getxattr', auditedPath(call.file), attribute);
  const value = new Uint8Array(ATTRIBUTE_ROOM);
  const size = onFile(call.file, () =>
    libc().call(
      `int64_t ${call.name}(void *, void *, void *, size_t)`,
      libc().path(anyPath(call.file)),
      key,
      value,
      value.length,
    ),
  );
  return new PyBytes(value.slice(0, size));
}

function listAttributes(path: PyObject, follow: boolean): PyList {
  const call = attributeCall('listxattr', 'listxattr', path, follow);
  audit('os.listxattr', auditedPath(call.file));
  const names = new Uint8Array(ATTRIBUTE_ROOM);
  const size = onFile(call.file, () =>
    libc().call(
      `int64_t ${call.name}(void *, void *, size_t)`,
      libc().path(anyPath(call.file)),
      names,
      names.length,
    ),
  );
  const found: Str[] = [];
  for (let at = 0; at < size; ) {
    const end = names.indexOf(0, at);
    found.push(fsDecode(names.subarray(at, end)));
    at = end + 1;
  }
  return new PyList(found);
}

const attributeFunctions: readonly ModuleEntry[] = [
  fn(
    'getxattr($module, /, path: object, attribute: object, *, follow_symlinks: bool = True)',
    'Return an extended attribute of a file.',
    (_, path, attribute, follow) => getAttribute(path, attribute, follow),
  ),
  fn(
    'setxattr($module, /, path: object, attribute: object, value: bytes_like, flags: int = 0, *, follow_symlinks: bool = True) -> None',
    'Set an extended attribute of a file.',
    (_, path, attribute, value, flags, follow) => {
      const call = attributeCall('setxattr', 'setxattr', path, follow);
      const key = cString(attribute);
      audit('os.setxattr', auditedPath(call.file), attribute, new PyBytes(value), flags);
      onFile(call.file, () =>
        libc().call(
          `int ${call.name}(void *, void *, void *, size_t, int)`,
          libc().path(anyPath(call.file)),
          key,
          value,
          value.length,
          flags,
        ),
      );
    },
    '($module, /, path, attribute, value, flags=0, *,\n         follow_symlinks=True)',
  ),
  fn(
    'removexattr($module, /, path: object, attribute: object, *, follow_symlinks: bool = True) -> None',
    'Remove an extended attribute of a file.',
    (_, path, attribute, follow) => {
      const call = attributeCall('removexattr', 'removexattr', path, follow);
      const key = cString(attribute);
      audit('os.removexattr', auditedPath(call.file), attribute);
      onFile(call.file, () =>
        libc().call(`int ${call.name}(void *, void *)`, libc().path(anyPath(call.file)), key),
      );
    },
  ),
  fn(
    'listxattr($module, /, path: object = None, *, follow_symlinks: bool = True)',
    'Return the names of the extended attributes of a file.',
    (_, path, follow) => listAttributes(path, follow),
  ),
];

// ── Descriptors without files ────────────────────────────────────────────────────────────────────────────────────────

function unsigned64(value: PyObject): bigint {
  const int = BigInt(asIndex(value));
  if (int < 0n) throw valueError('Cannot convert negative int');
  if (int > 0xffffffffffffffffn)
    throw overflowError('Python int too large to convert to C unsigned long long');
  return int;
}

const SECOND = 1000000000n;

/** `struct itimerspec`: interval and first time, each seconds and nanoseconds. */
function setTimer(fd: number, flags: number, initial: bigint, interval: bigint): [bigint, bigint] {
  const spec = BigInt64Array.of(interval / SECOND, interval % SECOND, initial / SECOND, initial % SECOND);
  const old = new BigInt64Array(4);
  system(
    'int timerfd_settime(int, int, void *, void *)',
    fd,
    flags,
    new Uint8Array(spec.buffer),
    new Uint8Array(old.buffer),
  );
  return timesOf(old);
}

function getTimer(fd: number): [bigint, bigint] {
  const spec = new BigInt64Array(4);
  system('int timerfd_gettime(int, void *)', fd, new Uint8Array(spec.buffer));
  return timesOf(spec);
}

function timesOf(spec: BigInt64Array): [bigint, bigint] {
  return [spec[2]! * SECOND + spec[3]!, spec[0]! * SECOND + spec[1]!];
}

const inNanoseconds = (times: readonly bigint[]): PyTuple =>
  new PyTuple(times.map((time): PyInt => normalizeInt(time)));
const inSeconds = (times: readonly bigint[]): PyTuple =>
  new PyTuple(times.map((time) => new PyFloat(Number(time) / 1e9)));
const nanoseconds = (value: PyObject): bigint => BigInt(Math.round(asDouble(value) * 1e9));

const descriptorFunctions: readonly ModuleEntry[] = [
  fn(
    'eventfd($module, /, initval: object, flags: int = 524288) -> int',
    'Make a counter to wait for by a descriptor.',
    (_, initial, flags) => {
      const value = asIndex(initial);
      if (value < 0) throw valueError('Cannot convert negative int');
      if (value > 0xffffffff) throw overflowError('Python int too large for C unsigned int');
      return system('int eventfd(unsigned int, int)', Number(value), flags);
    },
    '($module, /, initval, flags=EFD_CLOEXEC)',
  ),
  fn('eventfd_read($module, /, fd: object)', 'Read the value of a counter, which begins anew.', (_, file) => {
    const fd = fileDescriptor(file);
    const value = new BigUint64Array(1);
    system('int eventfd_read(int, void *)', fd, new Uint8Array(value.buffer));
    return normalizeInt(value[0]!);
  }),
  fn(
    'eventfd_write($module, /, fd: object, value: object) -> None',
    'Add to a counter.',
    (_, file, value) => {
      const fd = fileDescriptor(file);
      const added = unsigned64(value);
      system('int eventfd_write(int, uint64_t)', fd, added);
    },
  ),
  fn(
    'memfd_create($module, /, name: object, flags: uint = 1) -> int',
    'Make a file that exists in memory only.',
    (_, name, flags) => {
      const text = cString(name);
      return system('int memfd_create(void *, unsigned int)', text, flags);
    },
    '($module, /, name, flags=MFD_CLOEXEC)',
  ),
  fn(
    'timerfd_create($module, clockid: int, /, *, flags: int = 524288) -> int',
    'Make a timer to wait for by a descriptor.',
    (_, clock, flags) => {
      const fd = system('int timerfd_create(int, int)', clock, flags);
      current.thread.interp.host.fs.setInheritable(fd, false);
      return fd;
    },
    '($module, clockid, /, *, flags=0)',
  ),
  fn(
    'timerfd_settime($module, fd: object, /, *, flags: int = 0, initial: object = 0.0, interval: object = 0.0)',
    'Set a timer in seconds; return (next expiration, interval) as they were.',
    (_, file, flags, initial, interval) =>
      inSeconds(setTimer(fileDescriptor(file), flags, nanoseconds(initial), nanoseconds(interval))),
  ),
  fn(
    'timerfd_settime_ns($module, fd: object, /, *, flags: int = 0, initial: object = 0, interval: object = 0)',
    'Set a timer in nanoseconds; return (next expiration, interval) as they were.',
    (_, file, flags, initial, interval) =>
      inNanoseconds(
        setTimer(fileDescriptor(file), flags, BigInt(asIndex(initial)), BigInt(asIndex(interval))),
      ),
  ),
  fn('timerfd_gettime($module, fd: object, /)', 'Return (next expiration, interval) in seconds.', (_, file) =>
    inSeconds(getTimer(fileDescriptor(file))),
  ),
  fn(
    'timerfd_gettime_ns($module, fd: object, /)',
    'Return (next expiration, interval) in nanoseconds.',
    (_, file) => inNanoseconds(getTimer(fileDescriptor(file))),
  ),
  fn(
    'posix_fallocate($module, fd: int, offset: long, length: long, /) -> None',
    'Have room for a part of a file.',
    (_, fd, offset, length) => {
      check('int posix_fallocate(int, int64_t, int64_t)', fd, offset, length);
    },
  ),
  fn(
    'posix_fadvise($module, fd: int, offset: long, length: long, advice: int, /) -> None',
    'Tell how a part of a file will be used.',
    (_, fd, offset, length, advice) =>
      check('int posix_fadvise(int, int64_t, int64_t, int)', fd, offset, length, advice),
  ),
  fn(
    'lockf($module, fd: int, command: int, length: long, /) -> None',
    'Lock a part of a file, or unlock it.',
    (_, fd, command, length) => {
      audit('os.lockf', fd, command, length);
      system('int lockf(int, int, int64_t)', fd, command, length);
    },
  ),
  fn(
    'splice($module, /, src: int, dst: int, count: ssize_t, offset_src: object = None, offset_dst: object = None, flags: uint = 0) -> int',
    'Move data between two descriptors, one of which is a pipe.',
    (_, src, dst, count, from, to, flags) => {
      if (count < 0) throw valueError("negative value for 'count' not allowed");
      const place = (value: PyObject): Uint8Array | null =>
        value === None ? null : new Uint8Array(BigInt64Array.of(BigInt(asIndex(value))).buffer);
      const [start, target] = [place(from), place(to)];
      return system(
        'int64_t splice(int, void *, int, void *, size_t, unsigned int)',
        src,
        start,
        dst,
        target,
        count,
        flags,
      );
    },
    '($module, /, src, dst, count, offset_src=None, offset_dst=None,\n       flags=0)',
  ),
];

/** Calls one of the functions that return an error number. */
function check(prototype: string, ...args: (number | bigint)[]): void {
  const error = libc().callWithErrno(prototype, ...args);
  if (error !== 0) throw osError(error, strerror(error));
}

// ── Configuration ────────────────────────────────────────────────────────────────────────────────────────────────────

/** The number of a configuration value, given by name or by number. CPython: `conv_confname`. */
function configurationName(value: PyObject, names: Readonly<Record<string, number>>): number {
  if (isStr(value)) {
    const number = names[utf16FromStr(value)];
    if (number === undefined) throw valueError('unrecognized configuration name');
    return number;
  }
  if (intValue(value) === undefined && typeOf(value).nb_index === undefined) {
    throw typeError('configuration names must be strings or integers');
  }
  return asCInt(value);
}

function confstr(name: PyObject): PyObject {
  const number = configurationName(name, CONFSTR_NAMES);
  const text = new Uint8Array(MAX_PATH);
  const size = onHost(() =>
    libc().callWithErrno('size_t confstr(int, void *, size_t)', number, text, text.length),
  );
  if (size === 0) {
    if (!Object.values(CONFSTR_NAMES).includes(number))
      throw newException(exceptionTypes.get('OSError')!, 22, 'Invalid argument');
    return None;
  }
  return textOf(text);
}

const configurationFunctions: readonly ModuleEntry[] = [
  fn('confstr($module, name: object, /)', 'Return a configuration value that is text.', (_, name) =>
    confstr(name),
  ),
  fn(
    'pathconf($module, /, path: object, name: object) -> int',
    'Return a limit of a file.',
    (_, path, name) => {
      const file = pathArgument(path, 'pathconf', 'path', { fd: true });
      const number = configurationName(name, PATHCONF_NAMES);
      return onFile(file, () =>
        file.fd === undefined
          ? libc().callWithErrno('int64_t pathconf(void *, int)', libc().path(file.path), number)
          : libc().callWithErrno('int64_t fpathconf(int, int)', file.fd, number),
      );
    },
  ),
  fn(
    'fpathconf($module, fd: object, name: object, /) -> int',
    'Return a limit of an open file.',
    (_, file, name) => {
      const fd = fileDescriptor(file);
      const number = configurationName(name, PATHCONF_NAMES);
      return onHost(() => libc().callWithErrno('int64_t fpathconf(int, int)', fd, number));
    },
  ),
  fn('chroot($module, /, path: object) -> None', 'Make a folder the root of all paths.', (_, path) => {
    const folder = pathArgument(path, 'chroot');
    onFile(folder, () => libc().call('int chroot(void *)', libc().path(folder.path)));
  }),
];

export const systemFunctions: readonly ModuleEntry[] = [
  ...identityFunctions,
  ...schedulingFunctions,
  ...terminalFunctions,
  ...attributeFunctions,
  ...descriptorFunctions,
  ...configurationFunctions,
];
