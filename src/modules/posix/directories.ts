/** Names in the file system: making, listing, moving, removing them. CPython: Modules/posixmodule.c. */
import { PyList } from '../../objects/list.ts';
import type { PyObject } from '../../objects/object.ts';
import { audit } from '../../runtime/audit.ts';
import { asIndex } from '../../runtime/convert.ts';
import { fn, type ModuleEntry } from '../../runtime/define.ts';
import { notImplementedError, overflowError } from '../../runtime/errors.ts';
import { bytesFromHost, strFromHost } from '../../runtime/fs-path.ts';
import { onHost } from '../../runtime/os-error.ts';
import { current } from '../../runtime/state.ts';
import {
  anyPath,
  auditedPath,
  descriptorPath,
  dirFdArgument,
  givenFd,
  NO_FOLDER,
  onFile,
  type PathArgument,
  pathArgument,
  pathAt,
} from './path-argument.ts';

const files = () => current.thread.interp.host.fs;

/** A name of the host as the caller wrote his own: bytes or str. */
export function asGiven(argument: PathArgument, name: string): PyObject {
  return argument.isBytes ? bytesFromHost(name) : strFromHost(name);
}

/** The two paths of a function that makes one file out of another. */
interface PathPair {
  readonly from: PathArgument;
  readonly to: PathArgument;
}

function pathPair(name: string, src: PyObject, dst: PyObject): PathPair {
  return { from: pathArgument(src, name, 'src'), to: pathArgument(dst, name, 'dst') };
}

/** Calls the host with two paths; a failure names both. */
function onPair(pair: PathPair, action: () => void): void {
  onHost(action, pair.from.object, pair.to.object);
}

function rename(name: string, src: PyObject, dst: PyObject, srcDirFd: PyObject, dstDirFd: PyObject): void {
  const pair = pathPair(name, src, dst);
  const [srcFolder, dstFolder] = [dirFdArgument(srcDirFd), dirFdArgument(dstDirFd)];
  audit('os.rename', pair.from.object!, pair.to.object!, srcFolder ?? NO_FOLDER, dstFolder ?? NO_FOLDER);
  onPair(pair, () => files().rename(pathAt(pair.from, srcFolder), pathAt(pair.to, dstFolder)));
}

function remove(name: string, path: PyObject, dirFd: PyObject): void {
  const argument = pathArgument(path, name);
  const folder = dirFdArgument(dirFd);
  audit('os.remove', auditedPath(argument), folder ?? NO_FOLDER);
  onFile(argument, () => files().unlink(pathAt(argument, folder)));
}

function listdir(path: PyObject): PyObject {
  const argument = pathArgument(path, 'listdir', 'path', { fd: true, none: true });
  audit('os.listdir', auditedPath(argument));
  const entries = onFile(argument, () => files().readdir(anyPath(argument)));
  return new PyList(entries.map(({ name }) => asGiven(argument, name)));
}

/** The device number of these two. CPython: glibc's `makedev`. */
function makedev(major: PyObject, minor: PyObject): bigint {
  const [high, low] = [deviceNumber(major), deviceNumber(minor)];
  return (
    ((high & 0xfffff000n) << 32n) | ((high & 0xfffn) << 8n) | ((low & 0xffffff00n) << 12n) | (low & 0xffn)
  );
}

function deviceNumber(value: PyObject): bigint {
  const number = BigInt(asIndex(value));
  if (number < -1n) throw overflowError("can't convert negative int to unsigned");
  if (number > 0xffffffffn) throw overflowError('Python int too large to convert to C unsigned int');
  return BigInt.asUintN(32, number);
}

/** No device. */
const NODEV = 0xffffffffffffffffn;

export function device(value: PyObject): bigint {
  const number = BigInt(asIndex(value));
  if (number < -1n) throw overflowError("can't convert negative int to unsigned");
  if (number > 0xffffffffffffffffn) throw overflowError('int too big to convert');
  return BigInt.asUintN(64, number);
}

export const directoryFunctions: readonly ModuleEntry[] = [
  fn(
    'listdir($module, /, path: object = None)',
    'Return the names in a folder, as str or as bytes like the path.',
    (_, path) => listdir(path),
  ),
  fn(
    'mkdir($module, /, path: object, mode: int = 511, *, dir_fd: object = None) -> None',
    'Make a folder.',
    (_, path, mode, dirFd) => {
      const argument = pathArgument(path, 'mkdir');
      const folder = dirFdArgument(dirFd);
      audit('os.mkdir', auditedPath(argument), mode, folder ?? NO_FOLDER);
      onFile(argument, () => files().mkdir(pathAt(argument, folder), mode));
    },
  ),
  fn(
    'rmdir($module, /, path: object, *, dir_fd: object = None) -> None',
    'Remove an empty folder.',
    (_, path, dirFd) => {
      const argument = pathArgument(path, 'rmdir');
      const folder = dirFdArgument(dirFd);
      audit('os.rmdir', auditedPath(argument), folder ?? NO_FOLDER);
      onFile(argument, () => files().rmdir(pathAt(argument, folder)));
    },
  ),
  fn(
    'unlink($module, /, path: object, *, dir_fd: object = None) -> None',
    'Remove a file (same as remove()).',
    (_, path, dirFd) => remove('unlink', path, dirFd),
  ),
  fn(
    'remove($module, /, path: object, *, dir_fd: object = None) -> None',
    'Remove a file (same as unlink()).',
    (_, path, dirFd) => remove('remove', path, dirFd),
  ),
  fn(
    'rename($module, /, src: object, dst: object, *, src_dir_fd: object = None, dst_dir_fd: object = None) -> None',
    'Rename a file or folder.',
    (_, src, dst, srcDirFd, dstDirFd) => rename('rename', src, dst, srcDirFd, dstDirFd),
  ),
  fn(
    'replace($module, /, src: object, dst: object, *, src_dir_fd: object = None, dst_dir_fd: object = None) -> None',
    'Rename a file or folder, in place of what stood there.',
    (_, src, dst, srcDirFd, dstDirFd) => rename('replace', src, dst, srcDirFd, dstDirFd),
  ),
  fn(
    'link($module, /, src: object, dst: object, *, src_dir_fd: object = None, dst_dir_fd: object = None, follow_symlinks: bool = True) -> None',
    'Make a hard link to a file.',
    (_, src, dst, srcDirFd, dstDirFd, followSymlinks) => {
      const pair = pathPair('link', src, dst);
      const [srcFolder, dstFolder] = [dirFdArgument(srcDirFd), dirFdArgument(dstDirFd)];
      // link(2) takes a symbolic link for itself; linkat(2), for folders by descriptor, does as it is told.
      const follow = followSymlinks && (srcFolder !== undefined || dstFolder !== undefined);
      audit('os.link', pair.from.object!, pair.to.object!, srcFolder ?? NO_FOLDER, dstFolder ?? NO_FOLDER);
      onPair(pair, () => files().link(pathAt(pair.from, srcFolder), pathAt(pair.to, dstFolder), follow));
    },
    "($module, /, src, dst, *, src_dir_fd=None, dst_dir_fd=None,\n     follow_symlinks=(os.name != 'nt'))",
  ),
  fn(
    'symlink($module, /, src: object, dst: object, target_is_directory: bool = False, *, dir_fd: object = None) -> None',
    'Make a symbolic link dst that points to src.',
    (_, src, dst, _isDirectory, dirFd) => {
      const pair = pathPair('symlink', src, dst);
      const folder = dirFdArgument(dirFd);
      audit('os.symlink', pair.from.object!, pair.to.object!, folder ?? NO_FOLDER);
      onPair(pair, () => files().symlink(pair.from.path, pathAt(pair.to, folder)));
    },
  ),
  fn(
    'readlink($module, /, path: object, *, dir_fd: object = None)',
    'Return what a symbolic link points to, as str or as bytes like the path.',
    (_, path, dirFd) => {
      const argument = pathArgument(path, 'readlink');
      const folder = dirFdArgument(dirFd);
      return asGiven(
        argument,
        onFile(argument, () => files().readlink(pathAt(argument, folder))),
      );
    },
  ),
  fn(
    'mkfifo($module, /, path: object, mode: int = 438, *, dir_fd: object = None) -> None',
    'Make a named pipe.',
    (_, path, mode, dirFd) => {
      const argument = pathArgument(path, 'mkfifo');
      const folder = dirFdArgument(dirFd);
      onHost(() => files().mkfifo(pathAt(argument, folder), mode));
    },
  ),
  fn(
    'mknod($module, /, path: object, mode: int = 384, device: object = 0, *, dir_fd: object = None) -> None',
    'Make a node: a file, a device or a named pipe.',
    (_, path, mode, dev, dirFd) => {
      const argument = pathArgument(path, 'mknod');
      const number = device(dev);
      const folder = dirFdArgument(dirFd);
      onHost(() => files().mknod(pathAt(argument, folder), mode, number));
    },
  ),
  fn('major($module, device: object, /) -> int', 'Return the major number of a device.', (_, dev) => {
    const number = device(dev);
    if (number === NODEV) return -1;
    return Number(((number >> 8n) & 0xfffn) | ((number >> 32n) & 0xfffff000n));
  }),
  fn('minor($module, device: object, /) -> int', 'Return the minor number of a device.', (_, dev) => {
    const number = device(dev);
    if (number === NODEV) return -1;
    return Number((number & 0xffn) | ((number >> 12n) & 0xffffff00n));
  }),
  fn(
    'makedev($module, major: object, minor: object, /) -> int',
    'Compose the number of a device.',
    (_, major, minor) => {
      // NODEV
      if (major === -1 && minor === -1) return -1;
      const number = makedev(major, minor);
      return number <= 9007199254740991n ? Number(number) : number;
    },
  ),
  fn(
    'truncate($module, /, path: object, length: ssize_t) -> None',
    'Cut or extend a file to a length.',
    (_, path, length) => {
      const argument = pathArgument(path, 'truncate', 'path', { fd: true });
      audit('os.truncate', auditedPath(argument), length);
      if (argument.fd !== undefined) {
        const fd = givenFd(argument);
        onFile(argument, () => files().ftruncate(fd, length));
      } else onFile(argument, () => files().truncate(argument.path, length));
    },
  ),
  fn('chdir($module, /, path: object) -> None', 'Change the working folder.', (_, path) => {
    const argument = pathArgument(path, 'chdir', 'path', { fd: true });
    audit('os.chdir', auditedPath(argument));
    onFile(argument, () => files().chdir(anyPath(argument)));
  }),
  fn(
    'fchdir($module, /, fd: int) -> None',
    'Change the working folder to the one of a descriptor.',
    (_, fd) => {
      audit('os.chdir', fd);
      if (!files().hasDescriptorPaths) throw notImplementedError('fchdir unavailable on this platform');
      onHost(() => files().chdir(descriptorPath(fd, undefined)));
    },
  ),
  fn('getcwd($module, /)', 'Return the working folder.', () => strFromHost(onHost(() => files().getcwd()))),
  fn('getcwdb($module, /)', 'Return the working folder as bytes.', () =>
    bytesFromHost(onHost(() => files().getcwd())),
  ),
  fn('sync($module, /) -> None', 'Have everything written to disk.', () => onHost(() => files().sync())),
];
