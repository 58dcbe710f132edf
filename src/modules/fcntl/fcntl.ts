/** fcntl: control of descriptors, locks of files. CPython: Modules/fcntlmodule.c. */
import { PyBytes } from '../../objects/bytes.ts';
import type { PyObject } from '../../objects/object.ts';
import { isStr } from '../../objects/str.ts';
import { audit } from '../../runtime/audit.ts';
import { bytesLikeOrAbsent, writableBytesLike } from '../../runtime/buffer.ts';
import { encodeUtf8Strict } from '../../runtime/codecs/utf8-strict.ts';
import { asIndex } from '../../runtime/convert.ts';
import { constant, defineModule, fn } from '../../runtime/define.ts';
import { typeError, valueError } from '../../runtime/errors.ts';
import { fileDescriptor } from '../../runtime/file-descriptor.ts';
import { onHost } from '../../runtime/os-error.ts';
import { current } from '../../runtime/state.ts';
import { typeName, typeOf } from '../../runtime/type-of.ts';
import { CONSTANTS } from './constants.ts';

/** The most octets that are handed over by copy. */
const ROOM = 1024;

const libc = () => current.thread.interp.host.libc;

/** An argument that is a number: its low 32 bits. */
function number(value: PyObject): number | undefined {
  if (typeof value !== 'number' && typeOf(value).nb_index === undefined) return undefined;
  return Number(BigInt.asIntN(32, BigInt(asIndex(value))));
}

/** The octets of a str or of bytes. */
function octets(value: PyObject, functionName: string): Uint8Array {
  const found = isStr(value) ? encodeUtf8Strict(value) : bytesLikeOrAbsent(value);
  if (found === undefined) {
    throw typeError(
      `${functionName}() argument 3 must be an integer, a bytes-like object, or a string, not ${typeName(value)}`,
    );
  }
  return found;
}

function copyOf(found: Uint8Array, functionName: string): Uint8Array {
  if (found.length > ROOM) throw valueError(`${functionName} argument 3 is too long`);
  const room = new Uint8Array(ROOM);
  room.set(found);
  return room;
}

function fcntl(fd: number, command: number, argument: PyObject): PyObject {
  audit('fcntl.fcntl', fd, command, argument);
  const value = number(argument);
  if (value !== undefined) return onHost(() => libc().call('int fcntl(int, int, int)', fd, command, value));
  const given = octets(argument, 'fcntl');
  const room = copyOf(given, 'fcntl');
  onHost(() => libc().call('int fcntl(int, int, void *)', fd, command, room));
  return new PyBytes(room.slice(0, given.length));
}

function ioctl(fd: number, request: PyObject, argument: PyObject, mutates: boolean): PyObject {
  const code = BigInt.asUintN(64, BigInt(asIndex(request)));
  audit('fcntl.ioctl', fd, asIndex(request), argument);
  const value = number(argument);
  if (value !== undefined) {
    return onHost(() => libc().call('int ioctl(int, unsigned long, int)', fd, code, value));
  }
  const given = octets(argument, 'ioctl');
  if (mutates && !isStr(argument) && !(argument instanceof PyBytes) && isWritable(argument)) {
    const room = given.length <= ROOM ? copyOf(given, 'ioctl') : given;
    const result = onHost(() => libc().call('int ioctl(int, unsigned long, void *)', fd, code, room));
    if (room !== given) given.set(room.subarray(0, given.length));
    return result;
  }
  const room = copyOf(given, 'ioctl');
  onHost(() => libc().call('int ioctl(int, unsigned long, void *)', fd, code, room));
  return new PyBytes(room.slice(0, given.length));
}

const READ_ONLY = Symbol('read-only');

function isWritable(value: PyObject): boolean {
  try {
    writableBytesLike(value, () => {
      throw READ_ONLY;
    });
    return true;
  } catch (thrown) {
    if (thrown === READ_ONLY) return false;
    throw thrown;
  }
}

/** `struct flock`: kind, whence, start, length, process. */
function lockf(fd: number, command: number, length: PyObject, start: PyObject, whence: number): void {
  audit('fcntl.lockf', fd, command, length, start, whence);
  const { LOCK_UN, LOCK_SH, LOCK_EX, LOCK_NB, F_UNLCK, F_RDLCK, F_WRLCK, F_SETLK, F_SETLKW } = CONSTANTS;
  const kind =
    command === LOCK_UN
      ? F_UNLCK!
      : command & LOCK_SH!
        ? F_RDLCK!
        : command & LOCK_EX!
          ? F_WRLCK!
          : undefined;
  if (kind === undefined) throw valueError('unrecognized lockf argument');
  const lock = new Uint8Array(32);
  const view = new DataView(lock.buffer);
  view.setInt16(0, kind, true);
  view.setInt16(2, whence, true);
  view.setBigInt64(8, BigInt(asIndex(start)), true);
  view.setBigInt64(16, BigInt(asIndex(length)), true);
  const operation = command & LOCK_NB! ? F_SETLK! : F_SETLKW!;
  onHost(() => libc().call('int fcntl(int, int, void *)', fd, operation, lock));
}

export const fcntl_ = defineModule(
  'fcntl',
  'Control of descriptors: the functions fcntl() and ioctl() of the system, and locks of files.\nA descriptor may be given as a number or by an object with a fileno() method.',
  [
    fn(
      'fcntl($module, fd: object, cmd: int, arg: object = 0, /)',
      'Do a command with a descriptor. An int argument gives an int, bytes or a str give bytes as the\nsystem has changed them.',
      (_, file, command, argument) => fcntl(fileDescriptor(file), command, argument),
    ),
    fn(
      'ioctl($module, fd: object, request: object, arg: object = 0, mutate_flag: bool = True, /)',
      'Do a request with a device. A buffer that can be written to is changed in place; otherwise as fcntl().',
      (_, file, request, argument, mutates) => ioctl(fileDescriptor(file), request, argument, mutates),
    ),
    fn(
      'flock($module, fd: object, operation: int, /) -> None',
      'Lock a file, or unlock it: LOCK_SH, LOCK_EX, LOCK_UN, with LOCK_NB without waiting.',
      (_, file, operation) => {
        const fd = fileDescriptor(file);
        audit('fcntl.flock', fd, operation);
        onHost(() => libc().call('int flock(int, int)', fd, operation));
      },
    ),
    fn(
      'lockf($module, fd: object, cmd: int, len: object = 0, start: object = 0, whence: int = 0, /) -> None',
      'Lock a part of a file, or unlock it.',
      (_, file, command, length, start, whence) =>
        lockf(fileDescriptor(file), command, length, start, whence),
    ),
    ...Object.entries(CONSTANTS).map(([name, value]) => constant(name, value)),
  ],
);
