/** Open files by their descriptors. CPython: Modules/posixmodule.c. */
import { HostError } from '../../host/host.ts';
import { PyBytes } from '../../objects/bytes.ts';
import type { PyObject } from '../../objects/object.ts';
import { None } from '../../objects/singletons.ts';
import { strFromUtf16 } from '../../objects/str.ts';
import { PyTuple } from '../../objects/tuple.ts';
import { audit } from '../../runtime/audit.ts';
import { bytesLike, writableBytesLike } from '../../runtime/buffer.ts';
import { asIndex } from '../../runtime/convert.ts';
import { fn, type ModuleEntry } from '../../runtime/define.ts';
import { bufferError, osError, overflowError, typeError, valueError } from '../../runtime/errors.ts';
import { fileDescriptor } from '../../runtime/file-descriptor.ts';
import { iterToArray } from '../../runtime/iter.ts';
import { onHost } from '../../runtime/os-error.ts';
import { SUSPENSION, waitForInput, waitForOutput } from '../../runtime/scheduler.ts';
import { isSequence } from '../../runtime/sequence.ts';
import { current } from '../../runtime/state.ts';
import { newStructSequence } from '../../runtime/structseq.ts';
import { auditedPath, dirFdArgument, onFile, pathArgument, pathAt } from './path-argument.ts';
import { terminalSize } from './results.ts';

const EINVAL = 22;
const O_CLOEXEC = 0o2000000;
const files = () => current.thread.interp.host.fs;

/** Linux reads and writes no more than this at once. */
const MOST_AT_ONCE = 0x7ffff000;

/** Reads up to `length` bytes, at a position or where the file stands. */
function read(fd: number, length: number, position?: number): PyBytes {
  if (length < 0) throw osError(EINVAL, 'Invalid argument');
  const buffer = new Uint8Array(Math.min(length, MOST_AT_ONCE));
  if (position === undefined) onHost(() => waitForInput('read', fd));
  const count = onHost(() => files().read(fd, buffer, position));
  return new PyBytes(count === buffer.length ? buffer : buffer.slice(0, count));
}

function write(fd: number, data: Uint8Array, position?: number): number {
  return onHost(() => (position === undefined ? writeAll(fd, data) : files().write(fd, data, position)));
}

/** Writes what a pipe takes, again and again: meanwhile another thread may read it. */
function writeAll(fd: number, data: Uint8Array): number {
  const { thread } = current;
  let written = thread.heldWrite;
  thread.heldWrite = 0;
  try {
    for (;;) {
      const room = waitForOutput('write', fd);
      const left = data.length - written;
      const count = files().write(
        fd,
        written === 0 && left <= room ? data : data.subarray(written, written + room),
      );
      written += count;
      if (written === data.length || count < Math.min(left, room)) return written;
    }
  } catch (thrown) {
    if (thrown === SUSPENSION) thread.heldWrite = written;
    else if (thrown instanceof HostError && written > 0) return written;
    throw thrown;
  }
}

/** An `off_t`: a 64-bit integer that the host takes as a double. */
export function offset(value: PyObject): number {
  const int = asIndex(value);
  if (typeof int === 'bigint' && BigInt.asIntN(64, int) !== int) {
    throw overflowError('Python int too large to convert to C long');
  }
  return Number(int);
}

/** The memory of several buffers, for `readv` and `writev`. */
function buffersOf(
  value: PyObject,
  functionName: string,
  what: (buffer: PyObject) => Uint8Array,
): Uint8Array[] {
  if (!isSequence(value)) throw typeError(`${functionName}() arg 2 must be a sequence`);
  return iterToArray(value).map(what);
}

/** The memory of one buffer that is read into. */
function writable(buffer: PyObject): Uint8Array {
  return writableBytesLike(buffer, () => {
    throw bufferError('Object is not writable.');
  });
}

/** Reads into buffers one after the other. */
function readv(fd: number, buffers: readonly Uint8Array[], position?: number): number {
  const room = buffers.reduce((sum, buffer) => sum + buffer.length, 0);
  const data = read(fd, room, position).value;
  let taken = 0;
  for (const buffer of buffers) {
    const part = data.subarray(taken, taken + buffer.length);
    buffer.set(part);
    taken += part.length;
  }
  return data.length;
}

function writev(fd: number, buffers: readonly Uint8Array[], position?: number): number {
  const size = buffers.reduce((sum, buffer) => sum + buffer.length, 0);
  const data = new Uint8Array(size);
  let at = 0;
  for (const buffer of buffers) {
    data.set(buffer, at);
    at += buffer.length;
  }
  return write(fd, data, position);
}

/** The encoding of a terminal, or None for anything else. */
function deviceEncoding(fd: number): PyObject {
  return files().isatty(fd) ? 'UTF-8' : None;
}

function sendfile(outFd: number, inFd: number, at: PyObject, count: number): number {
  const position = at === None ? undefined : offset(at);
  const data = read(inFd, Math.min(count, 0x100000), position).value;
  return data.length === 0 ? 0 : write(outFd, data);
}

function copyFileRange(src: number, dst: number, count: number, srcAt: PyObject, dstAt: PyObject): number {
  if (count < 0) throw valueError("negative value for 'count' not allowed");
  const data = read(src, Math.min(count, 0x100000), srcAt === None ? undefined : offset(srcAt)).value;
  return data.length === 0 ? 0 : write(dst, data, dstAt === None ? undefined : offset(dstAt));
}

export const descriptorFunctions: readonly ModuleEntry[] = [
  fn(
    'open($module, /, path: object, flags: int, mode: int = 511, *, dir_fd: object = None) -> int',
    'Open a file and return its descriptor, which children do not inherit.',
    (_, path, flags, mode, dirFd) => {
      const argument = pathArgument(path, 'open');
      const folder = dirFdArgument(dirFd);
      audit('open', auditedPath(argument), None, flags | O_CLOEXEC);
      return onFile(argument, () => files().open(pathAt(argument, folder), flags, mode));
    },
  ),
  fn('close($module, /, fd: int) -> None', 'Close a descriptor.', (_, fd) => onHost(() => files().close(fd))),
  fn(
    'closerange($module, fd_low: int, fd_high: int, /) -> None',
    'Close all descriptors from fd_low up to fd_high, without complaint.',
    (_, low, high) => {
      for (let fd = Math.max(low, 0); fd < high; fd++) {
        try {
          files().close(fd);
        } catch {
          // It was not open.
        }
      }
    },
  ),
  fn('read($module, fd: int, length: ssize_t, /)', 'Read up to length bytes.', (_, fd, length) =>
    read(fd, length),
  ),
  fn(
    'readinto($module, fd: int, buffer: writable_buffer, /) -> int',
    'Read into a writable buffer and return the number of bytes.',
    (_, fd, buffer) => onHost(() => files().read(fd, buffer)),
  ),
  fn(
    'write($module, fd: int, data: bytes_like, /) -> int',
    'Write bytes and return how many were written.',
    (_, fd, data) => write(fd, data),
  ),
  fn(
    'pread($module, fd: int, length: ssize_t, offset: object, /)',
    'Read up to length bytes from a position, which the file keeps.',
    (_, fd, length, at) => read(fd, length, offset(at)),
  ),
  fn(
    'pwrite($module, fd: int, buffer: bytes_like, offset: object, /) -> int',
    'Write bytes at a position, which the file keeps.',
    (_, fd, data, at) => write(fd, data, offset(at)),
  ),
  fn(
    'readv($module, fd: int, buffers: object, /) -> int',
    'Read into writable buffers, one after the other.',
    (_, fd, buffers) => readv(fd, buffersOf(buffers, 'readv', writable)),
  ),
  fn(
    'writev($module, fd: int, buffers: object, /) -> int',
    'Write buffers, one after the other.',
    (_, fd, buffers) => writev(fd, buffersOf(buffers, 'writev', bytesLike)),
  ),
  fn(
    'preadv($module, fd: int, buffers: object, offset: object, flags: int = 0, /) -> int',
    'Read into writable buffers from a position.',
    (_, fd, buffers, at, _flags) => readv(fd, buffersOf(buffers, 'preadv', writable), offset(at)),
  ),
  fn(
    'pwritev($module, fd: int, buffers: object, offset: object, flags: int = 0, /) -> int',
    'Write buffers at a position.',
    (_, fd, buffers, at, _flags) => writev(fd, buffersOf(buffers, 'pwritev', bytesLike), offset(at)),
  ),
  fn(
    'lseek($module, fd: int, position: object, whence: int, /)',
    'Set the position of a file and return it.',
    (_, fd, position, whence) => {
      const target = offset(position);
      return onHost(() => files().lseek(fd, target, whence));
    },
  ),
  fn('dup($module, fd: int, /) -> int', 'Return another descriptor of the same file.', (_, fd) =>
    onHost(() => files().dup(fd, false)),
  ),
  fn(
    'dup2($module, /, fd: int, fd2: int, inheritable: bool = True) -> int',
    'Make fd2 a descriptor of the same file as fd.',
    (_, fd, fd2, inheritable) => {
      if (fd < 0 || fd2 < 0) throw osError(9, 'Bad file descriptor');
      onHost(() => files().dup2(fd, fd2, inheritable));
      return fd2;
    },
  ),
  fn(
    'pipe($module, /)',
    'Make a pipe: descriptors to read from and to write to.',
    () => new PyTuple(onHost(() => files().pipe(0o2000000))),
  ),
  fn(
    'pipe2($module, flags: int, /)',
    'Make a pipe with flags: O_NONBLOCK, O_CLOEXEC.',
    (_, flags) => new PyTuple(onHost(() => files().pipe(flags))),
  ),
  fn('isatty($module, fd: int, /) -> bool', 'Is it a terminal?', (_, fd) => files().isatty(fd)),
  fn('ttyname($module, fd: int, /)', 'Return the name of a terminal.', (_, fd) =>
    strFromUtf16(onHost(() => files().ttyname(fd))),
  ),
  fn(
    'ftruncate($module, fd: int, length: object, /) -> None',
    'Cut or extend a file to a length.',
    (_, fd, length) => {
      const size = offset(length);
      onHost(() => files().ftruncate(fd, size));
    },
  ),
  fn('fsync($module, /, fd: object) -> None', 'Have a file written to disk.', (_, file) => {
    const fd = fileDescriptor(file);
    onHost(() => files().fsync(fd));
  }),
  fn(
    'fdatasync($module, /, fd: object) -> None',
    'Have the contents of a file written to disk.',
    (_, file) => {
      const fd = fileDescriptor(file);
      onHost(() => files().fdatasync(fd));
    },
  ),
  fn('get_inheritable($module, fd: int, /) -> bool', 'Do children inherit a descriptor?', (_, fd) =>
    onHost(() => files().getInheritable(fd)),
  ),
  fn(
    'set_inheritable($module, fd: int, inheritable: int, /) -> None',
    'Let children inherit a descriptor, or not.',
    (_, fd, inheritable) => onHost(() => files().setInheritable(fd, inheritable !== 0)),
  ),
  fn('get_blocking($module, fd: int, /) -> bool', 'Do reads and writes wait?', (_, fd) =>
    onHost(() => files().getBlocking(fd)),
  ),
  fn(
    'set_blocking($module, fd: int, blocking: bool, /) -> None',
    'Let reads and writes wait, or not.',
    (_, fd, blocking) => onHost(() => files().setBlocking(fd, blocking)),
  ),
  fn(
    'device_encoding($module, /, fd: int)',
    'Return the encoding of a terminal, None for anything else.',
    (_, fd) => deviceEncoding(fd),
  ),
  fn(
    'get_terminal_size($module, fd: int = 1, /)',
    'Return the size of a terminal window as (columns, lines).',
    (_, fd) => {
      const { columns, lines } = onHost(() => current.thread.interp.host.terminalSize(fd));
      return newStructSequence(terminalSize, 2, [columns, lines]);
    },
    '($module, fd=<unrepresentable>, /)',
  ),
  fn(
    'sendfile($module, /, out_fd: int, in_fd: int, offset: object, count: ssize_t) -> int',
    'Copy from one descriptor to another.',
    (_, outFd, inFd, at, count) => sendfile(outFd, inFd, at, count),
  ),
  fn(
    'copy_file_range($module, /, src: int, dst: int, count: ssize_t, offset_src: object = None, offset_dst: object = None) -> int',
    'Copy from one file to another.',
    (_, src, dst, count, srcAt, dstAt) => copyFileRange(src, dst, count, srcAt, dstAt),
    '($module, /, src, dst, count, offset_src=None,\n                offset_dst=None)',
  ),
];
