/** What a file is, and changing it: stat, access, chmod, chown, utime. CPython: Modules/posixmodule.c. */
import type { Stat } from '../../host/host.ts';
import { PyFloat } from '../../objects/float.ts';
import type { PyObject } from '../../objects/object.ts';
import { None } from '../../objects/singletons.ts';
import { PyTuple } from '../../objects/tuple.ts';
import { audit } from '../../runtime/audit.ts';
import { asIndex } from '../../runtime/convert.ts';
import { fn, type ModuleEntry } from '../../runtime/define.ts';
import { overflowError, typeError, valueError } from '../../runtime/errors.ts';
import { divmod } from '../../runtime/number.ts';
import { onHost, osErrorFrom } from '../../runtime/os-error.ts';
import { current } from '../../runtime/state.ts';
import { typeName } from '../../runtime/type-of.ts';
import {
  anyPath,
  auditedPath,
  checkDirFd,
  descriptorPath,
  dirFdArgument,
  gidArgument,
  givenFd,
  NO_FOLDER,
  onFile,
  pathArgument,
  pathAt,
  uidArgument,
} from './path-argument.ts';
import { newStatResult, newStatvfsResult } from './results.ts';

const files = () => current.thread.interp.host.fs;

function stat(name: string, path: PyObject, dirFd: PyObject, followSymlinks: boolean): PyObject {
  const argument = pathArgument(path, name, 'path', { fd: name === 'stat' });
  const folder = dirFdArgument(dirFd);
  checkDirFd(name, argument, folder, followSymlinks);
  let found: Stat;
  try {
    if (argument.fd !== undefined) found = files().fstat(givenFd(argument));
    else if (followSymlinks) found = files().stat(pathAt(argument, folder));
    else found = files().lstat(pathAt(argument, folder));
  } catch (thrown) {
    throw osErrorFrom(thrown, argument.object);
  }
  return newStatResult(found);
}

/** A time in seconds, an int or a real number, in nanoseconds rounded down. CPython: `_PyTime_ObjectToTimespec`. */
function nanoseconds(value: PyObject): bigint {
  if (value instanceof PyFloat) {
    if (Number.isNaN(value.value)) throw valueError('Invalid value NaN (not a number)');
    const whole = Math.floor(value.value);
    if (Math.abs(whole) >= 2 ** 63) throw overflowError('timestamp out of range for platform time_t');
    // As C does it: the fraction in nanoseconds, rounded down by itself.
    return BigInt(whole) * 1000000000n + BigInt(Math.floor((value.value - whole) * 1e9));
  }
  const seconds = BigInt(asIndex(value));
  if (BigInt.asIntN(64, seconds) !== seconds)
    throw overflowError('timestamp out of range for platform time_t');
  return seconds * 1000000000n;
}

/** Nanoseconds that an int says, by way of `divmod` as C does it. */
function exactNanoseconds(value: PyObject): bigint {
  const parts = divmod(value, 1000000000);
  if (!(parts instanceof PyTuple) || parts.items.length !== 2) {
    throw typeError(`${typeName(value)}.__divmod__() must return a 2-tuple, not ${typeName(parts)}`);
  }
  const [seconds, rest] = parts.items;
  return BigInt(asIndex(seconds!)) * 1000000000n + BigInt(asIndex(rest!));
}

/** Access and modification time from the arguments of `utime`. */
function utimes(times: PyObject, ns: PyObject | undefined): readonly [bigint, bigint] {
  if (times !== None && ns !== undefined) {
    throw valueError("utime: you may specify either 'times' or 'ns' but not both");
  }
  if (times !== None) {
    if (!(times instanceof PyTuple) || times.items.length !== 2) {
      throw typeError("utime: 'times' must be either a tuple of two ints or None");
    }
    return [nanoseconds(times.items[0]!), nanoseconds(times.items[1]!)];
  }
  if (ns !== undefined) {
    if (!(ns instanceof PyTuple) || ns.items.length !== 2)
      throw typeError("utime: 'ns' must be a tuple of two ints");
    return [exactNanoseconds(ns.items[0]!), exactNanoseconds(ns.items[1]!)];
  }
  const now = current.thread.interp.host.clock.time();
  return [now, now];
}

function chmod(path: PyObject, mode: number, dirFd: PyObject, followSymlinks: boolean): void {
  const argument = pathArgument(path, 'chmod', 'path', { fd: true });
  const folder = dirFdArgument(dirFd);
  audit('os.chmod', auditedPath(argument), mode, folder ?? NO_FOLDER);
  if (argument.fd !== undefined) {
    const fd = givenFd(argument);
    onFile(argument, () => files().fchmod(fd, mode));
  } else if (followSymlinks) onFile(argument, () => files().chmod(pathAt(argument, folder), mode));
  else onFile(argument, () => files().lchmod(pathAt(argument, folder), mode));
}

function chown(path: PyObject, uid: PyObject, gid: PyObject, dirFd: PyObject, followSymlinks: boolean): void {
  const argument = pathArgument(path, 'chown', 'path', { fd: true });
  const [user, group] = [uidArgument(uid), gidArgument(gid)];
  const folder = dirFdArgument(dirFd);
  checkDirFd('chown', argument, folder, followSymlinks);
  audit('os.chown', auditedPath(argument), user >>> 0, group >>> 0, folder ?? NO_FOLDER);
  if (argument.fd !== undefined) {
    const fd = givenFd(argument);
    onFile(argument, () => files().fchown(fd, user, group));
  } else if (followSymlinks) onFile(argument, () => files().chown(pathAt(argument, folder), user, group));
  else onFile(argument, () => files().lchown(pathAt(argument, folder), user, group));
}

export const statFunctions: readonly ModuleEntry[] = [
  fn(
    'stat($module, /, path: object, *, dir_fd: object = None, follow_symlinks: bool = True)',
    'Say what a file is: a stat_result. The file may be given by a descriptor.',
    (_, path, dirFd, followSymlinks) => stat('stat', path, dirFd, followSymlinks),
  ),
  fn(
    'lstat($module, /, path: object, *, dir_fd: object = None)',
    'Say what a file is, without following a symbolic link.',
    (_, path, dirFd) => stat('lstat', path, dirFd, false),
  ),
  fn('fstat($module, /, fd: int)', 'Say what the file of a descriptor is.', (_, fd) =>
    newStatResult(onHost(() => files().fstat(fd))),
  ),
  fn(
    'statvfs($module, /, path: object)',
    'Say what the file system of a file is: a statvfs_result.',
    (_, path) => {
      const argument = pathArgument(path, 'statvfs', 'path', { fd: true });
      return newStatvfsResult(onFile(argument, () => files().statvfs(anyPath(argument))));
    },
  ),
  fn('fstatvfs($module, fd: int, /)', 'Say what the file system of a descriptor is.', (_, fd) =>
    newStatvfsResult(onHost(() => files().statvfs(descriptorPath(fd, undefined)))),
  ),
  fn(
    'access($module, /, path: object, mode: int, *, dir_fd: object = None, effective_ids: bool = False, follow_symlinks: bool = True) -> bool',
    'May the user do this with a file? The mode is F_OK, or R_OK, W_OK and X_OK joined by |.',
    (_, path, mode, dirFd, effectiveIds, followSymlinks) => {
      const argument = pathArgument(path, 'access');
      const folder = dirFdArgument(dirFd);
      try {
        return files().access(pathAt(argument, folder), mode, effectiveIds, followSymlinks);
      } catch {
        return false;
      }
    },
    '($module, /, path, mode, *, dir_fd=None, effective_ids=False,\n       follow_symlinks=True)',
  ),
  fn(
    'chmod($module, /, path: object, mode: int, *, dir_fd: object = None, follow_symlinks: bool = True) -> None',
    'Set the permissions of a file.',
    (_, path, mode, dirFd, followSymlinks) => chmod(path, mode, dirFd, followSymlinks),
    "($module, /, path, mode, *, dir_fd=None,\n      follow_symlinks=(os.name != 'nt'))",
  ),
  fn(
    'fchmod($module, /, fd: int, mode: int) -> None',
    'Set the permissions of the file of a descriptor.',
    (_, fd, mode) => {
      audit('os.chmod', fd, mode, NO_FOLDER);
      onHost(() => files().fchmod(fd, mode));
    },
  ),
  fn(
    'chown($module, /, path: object, uid: object, gid: object, *, dir_fd: object = None, follow_symlinks: bool = True) -> None',
    'Set the owner and group of a file; -1 leaves one as it is.',
    (_, path, uid, gid, dirFd, followSymlinks) => chown(path, uid, gid, dirFd, followSymlinks),
  ),
  fn(
    'fchown($module, /, fd: int, uid: object, gid: object) -> None',
    'Set the owner and group of the file of a descriptor.',
    (_, fd, uid, gid) => {
      const [user, group] = [uidArgument(uid), gidArgument(gid)];
      audit('os.chown', fd, user >>> 0, group >>> 0, NO_FOLDER);
      onHost(() => files().fchown(fd, user, group));
    },
  ),
  fn(
    'lchown($module, /, path: object, uid: object, gid: object) -> None',
    'Set the owner and group of a file, without following a symbolic link.',
    (_, path, uid, gid) => {
      const argument = pathArgument(path, 'lchown');
      const [user, group] = [uidArgument(uid), gidArgument(gid)];
      audit('os.chown', auditedPath(argument), user >>> 0, group >>> 0, NO_FOLDER);
      onFile(argument, () => files().lchown(argument.path, user, group));
    },
  ),
  fn(
    'utime($module, /, path: object, times: object = None, *, ns: object = <null>, dir_fd: object = None, follow_symlinks: bool = True) -> None',
    'Set the access and modification time of a file: from times in seconds, from ns in nanoseconds, or now.',
    (_, path, times, ns, dirFd, followSymlinks) => {
      const argument = pathArgument(path, 'utime', 'path', { fd: true });
      const folder = dirFdArgument(dirFd);
      const [atime, mtime] = utimes(times, ns);
      checkDirFd('utime', argument, folder, followSymlinks);
      audit('os.utime', auditedPath(argument), times, ns ?? None, folder ?? NO_FOLDER);
      if (argument.fd !== undefined) {
        const fd = givenFd(argument);
        onFile(argument, () => files().futimes(fd, atime, mtime));
      } else onFile(argument, () => files().utimes(pathAt(argument, folder), atime, mtime, followSymlinks));
    },
    '($module, /, path, times=None, *, ns=<unrepresentable>,\n      dir_fd=None, follow_symlinks=True)',
  ),
  fn(
    'umask($module, mask: int, /) -> int',
    'Set the mask of permissions that new files do not get; return the former one.',
    (_, mask) => files().umask(mask & 0o777),
  ),
];
