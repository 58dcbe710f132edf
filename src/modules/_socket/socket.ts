/**
 * `_socket.socket`: a socket by its descriptor. CPython: `sock_methods` in Modules/socketmodule.c.
 *
 * A call that may wait goes through the scheduler, also on a socket that blocks: first the descriptor is waited for,
 * then the system is called. On one with a time limit the descriptor itself never blocks, as in CPython.
 */
import { HostError } from '../../host/host.ts';
import { PyBytes } from '../../objects/bytes.ts';
import { exceptionTypes } from '../../objects/exception.ts';
import { PyFloat } from '../../objects/float.ts';
import { PyList } from '../../objects/list.ts';
import { objectType, PyBaseObject, type PyObject, PyType, TPFLAGS_BASETYPE } from '../../objects/object.ts';
import { None } from '../../objects/singletons.ts';
import { PyTuple } from '../../objects/tuple.ts';
import { audit } from '../../runtime/audit.ts';
import { bytesLike, writableBytesLike } from '../../runtime/buffer.ts';
import { builtinDef } from '../../runtime/clinic.ts';
import { intValue, isTrue } from '../../runtime/convert.ts';
import { asCInt } from '../../runtime/converters.ts';
import { defineType, getset, methodsOf, rawMethod } from '../../runtime/define.ts';
import { newException, osError, typeError, valueError } from '../../runtime/errors.ts';
import { iterToArray } from '../../runtime/iter.ts';
import { copyOctets } from '../../runtime/octets.ts';
import { onHost, osErrorFrom } from '../../runtime/os-error.ts';
import { block } from '../../runtime/scheduler.ts';
import { current } from '../../runtime/state.ts';
import { strerror } from '../../runtime/strerror.ts';
import { timeoutSeconds } from '../../runtime/timeout.ts';
import { typeName } from '../../runtime/type-of.ts';
import { addressFrom, SOCKADDR_STORAGE, sockaddrOf } from './addresses.ts';

const EINTR = 4;
const EAGAIN = 11;
const EISCONN = 106;
const EALREADY = 114;
const EINPROGRESS = 115;
const POLLIN = 1;
const POLLOUT = 4;
const SOCK_CLOEXEC = 0o2000000;
const SOCK_NONBLOCK = 0o4000;
const SOL_SOCKET = 1;
const SO_TYPE = 3;
const SO_ERROR = 4;
const SO_PROTOCOL = 38;

const host = () => current.thread.interp.host;
const libc = () => host().libc;

export class PySocket extends PyBaseObject {
  static readonly type = new PyType('_socket.socket', PySocket, objectType, TPFLAGS_BASETYPE);

  fd = -1;
  family = 0;
  kind = 0;
  protocol = 0;
  /** Seconds; −1 without a limit. */
  timeout = -1;
}

/** The time limit of new sockets: `setdefaulttimeout`. */
export function defaultTimeout(): number {
  return current.thread.interp.defaultSocketTimeout;
}

/** A time limit as Python gives it; −1 for None. */
export function timeoutArgument(value: PyObject): number {
  if (value === None) return -1;
  const seconds = timeoutSeconds(
    value,
    `'${typeName(value)}' object cannot be interpreted as an integer or float`,
  );
  if (seconds < 0) throw valueError('Timeout value out of range');
  return seconds;
}

/** Sets up a socket for a descriptor that was made here. */
export function adopt(self: PySocket, fd: number, family: number, kind: number, protocol: number): PySocket {
  self.fd = fd;
  self.family = family;
  self.kind = kind & ~(SOCK_CLOEXEC | SOCK_NONBLOCK);
  self.protocol = protocol;
  self.timeout = kind & SOCK_NONBLOCK ? 0 : defaultTimeout();
  if (self.timeout >= 0) onHost(() => host().fs.setBlocking(fd, false));
  return self;
}

function option(fd: number, level: number, name: number): number {
  const value = new Int32Array(1);
  const length = new Uint8Array(Int32Array.of(4).buffer);
  libc().call(
    'int getsockopt(int, int, int, void *, void *)',
    fd,
    level,
    name,
    new Uint8Array(value.buffer),
    length,
  );
  return value[0]!;
}

/** The `__init__` of a socket. */
function init(self: PySocket, family: number, type: number, proto: number, fileno: PyObject): void {
  audit('socket.__new__', self, family, type, proto);
  if (fileno !== None) {
    const fd = asCInt(fileno);
    if (fd < 0) throw valueError('negative file descriptor');
    const name = new Uint8Array(SOCKADDR_STORAGE);
    const length = new Uint8Array(Int32Array.of(SOCKADDR_STORAGE).buffer);
    onHost(() => libc().call('int getsockname(int, void *, void *)', fd, name, length));
    adopt(
      self,
      fd,
      family === -1 ? new DataView(name.buffer).getUint16(0, true) : family,
      type === -1 ? onHost(() => option(fd, SOL_SOCKET, SO_TYPE)) : type,
      proto === -1 ? onHost(() => option(fd, SOL_SOCKET, SO_PROTOCOL)) : proto,
    );
    return;
  }
  const [domain, kind, protocol] = [
    family === -1 ? 2 : family,
    type === -1 ? 1 : type,
    proto === -1 ? 0 : proto,
  ];
  const fd = onHost(() => libc().call('int socket(int, int, int)', domain, kind | SOCK_CLOEXEC, protocol));
  adopt(self, fd, domain, kind, protocol);
}

// ── Calls that may wait ──────────────────────────────────────────────────────────────────────────────────────────────

function isTransient(thrown: unknown): boolean {
  return thrown instanceof HostError && (thrown.errno === EAGAIN || thrown.errno === EINTR);
}

/** Calls the system once the socket is ready for it. */
function whenReady<T>(self: PySocket, name: string, events: number, action: () => T): T {
  if (self.timeout === 0) return onHost(action);
  const request = { fd: self.fd, events, revents: 0 };
  const look = (): true | undefined => (onHost(() => host().poll([request], 0)) > 0 ? true : undefined);
  for (;;) {
    // A closed socket is nothing to wait for.
    if (self.fd >= 0 && block(name, limitOf(self), look, [request]) === undefined) {
      throw newException(exceptionTypes.get('TimeoutError')!, 'timed out');
    }
    try {
      return action();
    } catch (thrown) {
      // Somebody else has taken what was there.
      if (!isTransient(thrown)) throw osErrorFrom(thrown);
    }
  }
}

function limitOf(self: PySocket): number {
  return self.timeout < 0 ? Number.POSITIVE_INFINITY : self.timeout;
}

/** Room for an address, and how much of it was used. */
class AddressRoom {
  readonly bytes = new Uint8Array(SOCKADDR_STORAGE);
  readonly length = new Int32Array([SOCKADDR_STORAGE]);
  readonly lengthBytes = new Uint8Array(this.length.buffer);

  toPython(): PyObject {
    return addressFrom(this.bytes, Math.min(this.length[0]!, SOCKADDR_STORAGE));
  }
}

function accept(self: PySocket): PyTuple {
  const room = new AddressRoom();
  const fd = whenReady(self, '_accept', POLLIN, () => {
    room.length[0] = SOCKADDR_STORAGE;
    return libc().call(
      'int accept4(int, void *, void *, int)',
      self.fd,
      room.bytes,
      room.lengthBytes,
      SOCK_CLOEXEC,
    );
  });
  return new PyTuple([fd, room.toPython()]);
}

/** The error number of connecting; 0 when it went well. */
function connect(self: PySocket, name: string, address: Uint8Array): number {
  const { thread } = current;
  try {
    // After a wait that was set aside, the connection is on its way already.
    if (thread.waitOutcome === undefined) {
      if (self.timeout < 0) host().fs.setBlocking(self.fd, false);
      try {
        libc().call('int connect(int, void *, unsigned int)', self.fd, address, address.length);
      } finally {
        if (self.timeout < 0 && self.fd >= 0) host().fs.setBlocking(self.fd, true);
      }
      return 0;
    }
  } catch (thrown) {
    if (!(thrown instanceof HostError)) throw thrown;
    const { errno } = thrown;
    const isUnderway = errno === EINPROGRESS || errno === EALREADY || errno === EINTR;
    if (!isUnderway || self.timeout === 0) return errno;
  }
  const request = { fd: self.fd, events: POLLOUT, revents: 0 };
  const done = block(
    name,
    limitOf(self),
    () => (onHost(() => host().poll([request], 0)) > 0 ? true : undefined),
    [request],
  );
  if (done === undefined) return -1;
  const error = onHost(() => option(self.fd, SOL_SOCKET, SO_ERROR));
  return error === EISCONN ? 0 : error;
}

function connectOrThrow(self: PySocket, address: PyObject): void {
  const bytes = sockaddrOf(self.family, address, 'connect');
  audit('socket.connect', self, address);
  const error = connect(self, 'connect', bytes);
  if (error === -1) throw newException(exceptionTypes.get('TimeoutError')!, 'timed out');
  if (error !== 0) throw failure(error);
}

function failure(errno: number): PyBaseObject {
  return osError(errno, strerror(errno));
}

/** A count of bytes to receive. */
function size(value: number, name: string): number {
  if (value < 0) throw valueError(`negative buffersize in ${name}`);
  return value;
}

function receive(self: PySocket, name: string, buffer: Uint8Array, flags: number): number {
  return whenReady(self, name, POLLIN, () =>
    libc().call('int64_t recv(int, void *, size_t, int)', self.fd, buffer, buffer.length, flags),
  );
}

/** Hardly any message is as long as a program is ready for: it comes into a room that is used again, and is copied at once. */
const MOST_ROOM = 262_144;
let room: Uint8Array = new Uint8Array(0);

function roomFor(count: number): Uint8Array {
  if (count > MOST_ROOM) return new Uint8Array(count);
  if (room.length < count) room = new Uint8Array(count);
  return room.subarray(0, count);
}

function receiveFrom(self: PySocket, name: string, buffer: Uint8Array, flags: number): [number, PyObject] {
  const room = new AddressRoom();
  const count = whenReady(self, name, POLLIN, () => {
    room.length[0] = SOCKADDR_STORAGE;
    return libc().call(
      'int64_t recvfrom(int, void *, size_t, int, void *, void *)',
      self.fd,
      buffer,
      buffer.length,
      flags,
      room.bytes,
      room.lengthBytes,
    );
  });
  return [count, room.length[0] === SOCKADDR_STORAGE ? None : room.toPython()];
}

/** The part of a buffer to receive into. */
function target(buffer: PyObject, count: number, name: string): Uint8Array {
  const bytes = writableBytesLike(buffer, () => {
    throw typeError(`${name}() argument 1 must be read-write bytes-like object, not ${typeName(buffer)}`);
  });
  size(count, name);
  if (count > bytes.length) throw valueError('buffer too small for requested bytes');
  return count === 0 ? bytes : bytes.subarray(0, count);
}

function send(self: PySocket, name: string, data: Uint8Array, flags: number): number {
  return whenReady(self, name, POLLOUT, () =>
    // No signal where nobody receives: EPIPE tells.
    libc().call('int64_t send(int, void *, size_t, int)', self.fd, data, data.length, flags | dontWait(self)),
  );
}

const MSG_DONTWAIT = 0x40;

/** A send that has room for a part waits for the rest on a socket that blocks: it is to return what it has sent. */
function dontWait(self: PySocket): number {
  return self.timeout < 0 ? MSG_DONTWAIT : 0;
}

function sendAll(self: PySocket, data: Uint8Array, flags: number): void {
  // Not called again from its beginning: a part may have been sent.
  for (let sent = 0; sent < data.length; ) sent += send(self, '', data.subarray(sent), flags);
}

function sendTo(self: PySocket, args: readonly PyObject[]): number {
  if (args.length < 2 || args.length > 3) {
    throw typeError(`sendto() takes 2 or 3 arguments (${args.length} given)`);
  }
  const data = bytesLike(args[0]!);
  const flags = args.length === 3 ? asCInt(args[1]!) : 0;
  const given = args[args.length - 1]!;
  const address = sockaddrOf(self.family, given, 'sendto');
  audit('socket.sendto', self, given);
  return whenReady(self, 'sendto', POLLOUT, () =>
    libc().call(
      'int64_t sendto(int, void *, size_t, int, void *, unsigned int)',
      self.fd,
      data,
      data.length,
      flags | dontWait(self),
      address,
      address.length,
    ),
  );
}

// ── Messages with ancillary data: `struct msghdr`, `struct iovec`, `struct cmsghdr` ──────────────────────────────────

const MSGHDR = 56;
const CMSGHDR = 16;
const align = (count: number): number => (count + 7) & ~7;

/** `CMSG_LEN` and `CMSG_SPACE`. */
export const cmsgLength = (count: number): number => CMSGHDR + count;
export const cmsgSpace = (count: number): number => CMSGHDR + align(count);

interface Message {
  readonly header: Uint8Array;
  readonly held: readonly Uint8Array[];
}

function message(
  buffers: readonly Uint8Array[],
  address: Uint8Array | undefined,
  control: Uint8Array,
): Message {
  const vectors = new BigUint64Array(buffers.length * 2);
  buffers.forEach((buffer, i) => {
    vectors[2 * i] = buffer.length === 0 ? 0n : libc().address(buffer);
    vectors[2 * i + 1] = BigInt(buffer.length);
  });
  const vectorBytes = new Uint8Array(vectors.buffer);
  const header = new Uint8Array(MSGHDR);
  const view = new DataView(header.buffer);
  if (address !== undefined) {
    view.setBigUint64(0, libc().address(address), true);
    view.setUint32(8, address.length, true);
  }
  if (buffers.length > 0) view.setBigUint64(16, libc().address(vectorBytes), true);
  view.setBigUint64(24, BigInt(buffers.length), true);
  if (control.length > 0) view.setBigUint64(32, libc().address(control), true);
  view.setBigUint64(40, BigInt(control.length), true);
  return { header, held: [vectorBytes, ...buffers] };
}

function controlOf(ancillary: PyObject): Uint8Array {
  const items = iterToArray(ancillary).map((item) => {
    if (!(item instanceof PyTuple) || item.items.length !== 3) {
      throw typeError('[sendmsg() ancillary data items]() argument must be sequence of length 3');
    }
    const [level, type, data] = item.items;
    return { level: asCInt(level!), type: asCInt(type!), data: bytesLike(data!) };
  });
  const control = new Uint8Array(items.reduce((sum, { data }) => sum + cmsgSpace(data.length), 0));
  const view = new DataView(control.buffer);
  let at = 0;
  for (const { level, type, data } of items) {
    view.setBigUint64(at, BigInt(cmsgLength(data.length)), true);
    view.setInt32(at + 8, level, true);
    view.setInt32(at + 12, type, true);
    control.set(data, at + CMSGHDR);
    at += cmsgSpace(data.length);
  }
  return control;
}

function sendMessage(self: PySocket, args: readonly PyObject[]): number {
  if (args.length < 1) throw typeError('sendmsg() takes at least 1 argument (0 given)');
  const buffers = iterToArray(args[0]!).map(bytesLike);
  const control = args[1] === undefined ? new Uint8Array(0) : controlOf(args[1]);
  const flags = args[2] === undefined ? 0 : asCInt(args[2]);
  const given = args[3];
  const address =
    given === undefined || given === None ? undefined : sockaddrOf(self.family, given, 'sendmsg');
  audit('socket.sendmsg', self, given ?? None);
  const { header, held } = message(buffers, address, control);
  return whenReady(self, 'sendmsg', POLLOUT, () =>
    held.length === 0
      ? 0
      : libc().call('int64_t sendmsg(int, void *, int)', self.fd, header, flags | dontWait(self)),
  );
}

function receiveMessage(
  self: PySocket,
  name: string,
  buffers: readonly Uint8Array[],
  ancillarySize: number,
  flags: number,
): [number, PyList, number, PyObject] {
  if (ancillarySize < 0 || ancillarySize > 0x7fffffff)
    throw valueError('invalid ancillary data buffer length');
  const address = new Uint8Array(SOCKADDR_STORAGE);
  const control = new Uint8Array(ancillarySize);
  const { header, held } = message(buffers, address, control);
  const count = whenReady(self, name, POLLIN, () =>
    held.length === 0 ? 0 : libc().call('int64_t recvmsg(int, void *, int)', self.fd, header, flags),
  );
  const view = new DataView(header.buffer);
  const used = Math.min(Number(view.getBigUint64(40, true)), control.length);
  const items: PyObject[] = [];
  const controlView = new DataView(control.buffer);
  for (let at = 0; at + CMSGHDR <= used; ) {
    const length = Number(controlView.getBigUint64(at, true));
    if (length < CMSGHDR) break;
    const data = control.slice(at + CMSGHDR, Math.min(at + length, used));
    items.push(
      new PyTuple([
        controlView.getInt32(at + 8, true),
        controlView.getInt32(at + 12, true),
        new PyBytes(data),
      ]),
    );
    at += align(length);
  }
  return [count, new PyList(items), view.getInt32(48, true), addressFrom(address, view.getUint32(8, true))];
}

// ── Options ──────────────────────────────────────────────────────────────────────────────────────────────────────────

function setOption(self: PySocket, args: readonly PyObject[]): void {
  if (args.length < 3 || args.length > 4) {
    throw typeError(
      `setsockopt() takes ${args.length < 3 ? 'exactly 3' : 'at most 4'} arguments (${args.length} given)`,
    );
  }
  const [level, name] = [asCInt(args[0]!), asCInt(args[1]!)];
  const value = args[2]!;
  let bytes: Uint8Array | null;
  let length: number;
  if (args.length === 4) {
    if (value !== None) throw typeError(`setsockopt() argument 3 must be None, not ${typeName(value)}`);
    bytes = null;
    length = asCInt(args[3]!);
  } else {
    bytes =
      intValue(value) === undefined ? bytesLike(value) : new Uint8Array(Int32Array.of(asCInt(value)).buffer);
    length = bytes.length;
  }
  onHost(() =>
    libc().call('int setsockopt(int, int, int, void *, unsigned int)', self.fd, level, name, bytes, length),
  );
}

function getOption(self: PySocket, level: number, name: number, length: number): PyObject {
  if (length === 0) return onHost(() => option(self.fd, level, name));
  if (length < 0 || length > 1024) {
    throw newException(exceptionTypes.get('OSError')!, 'getsockopt buflen out of range');
  }
  const value = new Uint8Array(length);
  const used = new Int32Array([length]);
  onHost(() =>
    libc().call(
      'int getsockopt(int, int, int, void *, void *)',
      self.fd,
      level,
      name,
      value,
      new Uint8Array(used.buffer),
    ),
  );
  return new PyBytes(value.slice(0, used[0]!));
}

function close(self: PySocket): void {
  const { fd } = self;
  self.fd = -1;
  if (fd < 0) return;
  try {
    host().fs.close(fd);
  } catch (thrown) {
    // The other side may have broken the connection.
    if (!(thrown instanceof HostError) || thrown.errno !== 104) {
      onHost(() => {
        throw thrown;
      });
    }
  }
}

function setTimeout(self: PySocket, seconds: number): void {
  self.timeout = seconds;
  onHost(() => host().fs.setBlocking(self.fd, seconds < 0));
}

function nameOf(self: PySocket, prototype: string): PyObject {
  const room = new AddressRoom();
  onHost(() => libc().call(prototype, self.fd, room.bytes, room.lengthBytes));
  return room.toPython();
}

const initDef = builtinDef<
  PySocket,
  'socket($self, /, family: int = -1, type: int = -1, proto: int = -1, fileno: object = None) -> None'
>(
  'socket($self, /, family: int = -1, type: int = -1, proto: int = -1, fileno: object = None) -> None',
  '',
  init,
);

const method = methodsOf<PySocket>();

export const socket = defineType({
  type: PySocket.type,
  doc: 'socket(family=AF_INET, type=SOCK_STREAM, proto=0) -> socket object\nsocket(family=-1, type=-1, proto=-1, fileno=None) -> socket object\n\nAn end of a connection, or what makes connections.',
  slots: {
    tp_new: (type) => new type.ctor(),
    tp_init: (self, args, kwnames) => void initDef.call(self, args, kwnames),
    tp_repr: (self) => {
      const { fd, family, kind, protocol } = self as PySocket;
      return `<socket object, fd=${fd}, family=${family}, type=${kind}, proto=${protocol}>`;
    },
  },
  entries: [
    method(
      '_accept($self, /)',
      'Wait for a connection: its descriptor and the address of its other end.',
      accept,
    ),
    method(
      'bind($self, address: object, /) -> None',
      'Give the socket a local address.',
      (self, address) => {
        const bytes = sockaddrOf(self.family, address, 'bind');
        audit('socket.bind', self, address);
        onHost(() => libc().call('int bind(int, void *, unsigned int)', self.fd, bytes, bytes.length));
      },
      '($self, object, /)',
    ),
    method('close($self, /) -> None', 'Close the socket.', close),
    method(
      'connect($self, address: object, /) -> None',
      'Connect to an address.',
      connectOrThrow,
      '($self, object, /)',
    ),
    method(
      'connect_ex($self, address: object, /) -> int',
      'Connect to an address and return an error number, 0 for none.',
      (self, address) => {
        const bytes = sockaddrOf(self.family, address, 'connect_ex');
        audit('socket.connect', self, address);
        const error = connect(self, 'connect_ex', bytes);
        return error === -1 ? EAGAIN : error;
      },
      '($self, object, /)',
    ),
    method(
      'detach($self, /) -> int',
      'Let go of the descriptor, which stays open, and return it.',
      (self) => {
        const { fd } = self;
        self.fd = -1;
        return fd;
      },
    ),
    method('fileno($self, /) -> int', 'Return the descriptor, -1 when it is closed.', (self) => self.fd),
    method('getpeername($self, /)', 'Return the address of the other end.', (self) =>
      nameOf(self, 'int getpeername(int, void *, void *)'),
    ),
    method('getsockname($self, /)', 'Return the address of this end.', (self) =>
      nameOf(self, 'int getsockname(int, void *, void *)'),
    ),
    method(
      'getsockopt($self, level: int, option: int, buffersize: int = 0, /)',
      'Return an option as an int, or as bytes of at most buffersize.',
      getOption,
      false,
    ),
    rawMethod(
      'setsockopt',
      undefined,
      'Set an option to an int, to bytes, or to nothing of a length.',
      (self, args) => {
        setOption(self as PySocket, args);
        return None;
      },
    ),
    method(
      'listen($self, backlog: int = 128, /) -> None',
      'Accept connections; backlog of them may wait.',
      (self, backlog) => onHost(() => libc().call('int listen(int, int)', self.fd, Math.max(backlog, 0))),
      false,
    ),
    method(
      'recv($self, bufsize: ssize_t, flags: int = 0, /)',
      "Receive up to bufsize bytes; b'' when there will be no more.",
      (self, count, flags) => {
        const buffer = roomFor(size(count, 'recv'));
        return new PyBytes(copyOctets(buffer, 0, receive(self, 'recv', buffer, flags)));
      },
      false,
    ),
    method(
      'recv_into($self, /, buffer: object, nbytes: ssize_t = 0, flags: int = 0) -> int',
      'Receive into a buffer and return the number of bytes.',
      (self, buffer, count, flags) => receive(self, 'recv_into', target(buffer, count, 'recv_into'), flags),
      false,
    ),
    method(
      'recvfrom($self, bufsize: ssize_t, flags: int = 0, /)',
      'Receive up to bufsize bytes: these and the address of the sender.',
      (self, count, flags) => {
        const buffer = roomFor(size(count, 'recvfrom'));
        const [received, address] = receiveFrom(self, 'recvfrom', buffer, flags);
        return new PyTuple([new PyBytes(copyOctets(buffer, 0, received)), address]);
      },
      false,
    ),
    method(
      'recvfrom_into($self, /, buffer: object, nbytes: ssize_t = 0, flags: int = 0)',
      'Receive into a buffer: the number of bytes and the address of the sender.',
      (self, buffer, count, flags) => {
        const into = target(buffer, count, 'recvfrom_into');
        return new PyTuple(receiveFrom(self, 'recvfrom_into', into, flags));
      },
      false,
    ),
    method(
      'recvmsg($self, bufsize: ssize_t, ancbufsize: ssize_t = 0, flags: int = 0, /)',
      'Receive a message: data, ancillary data, flags, address.',
      (self, count, ancillary, flags) => {
        if (count < 0) throw valueError('negative buffer size in recvmsg()');
        const buffer = new Uint8Array(count);
        const [received, ...rest] = receiveMessage(self, 'recvmsg', [buffer], ancillary, flags);
        return new PyTuple([new PyBytes(buffer.slice(0, received)), ...rest]);
      },
      false,
    ),
    method(
      'recvmsg_into($self, buffers: object, ancbufsize: ssize_t = 0, flags: int = 0, /)',
      'Receive a message into buffers: number of bytes, ancillary data, flags, address.',
      (self, buffers, ancillary, flags) => {
        const into = iterToArray(buffers).map((buffer) =>
          writableBytesLike(buffer, () => {
            throw typeError(
              `recvmsg_into() argument 1 must be an iterable of single-segment read-write buffers`,
            );
          }),
        );
        return new PyTuple(receiveMessage(self, 'recvmsg_into', into, ancillary, flags));
      },
      false,
    ),
    method(
      'send($self, data: bytes_like, flags: int = 0, /) -> int',
      'Send data and return how much of it was sent.',
      (self, data, flags) => send(self, 'send', data, flags),
      false,
    ),
    method('sendall($self, data: bytes_like, flags: int = 0, /) -> None', 'Send all data.', sendAll, false),
    rawMethod('sendto', undefined, 'Send data to an address: sendto(data[, flags], address).', (self, args) =>
      sendTo(self as PySocket, args),
    ),
    rawMethod(
      'sendmsg',
      undefined,
      'Send a message: sendmsg(buffers[, ancdata[, flags[, address]]]).',
      (self, args) => sendMessage(self as PySocket, args),
    ),
    method('getblocking($self, /) -> bool', 'Does the socket wait?', (self) => self.timeout !== 0),
    method(
      'setblocking($self, flag: object, /) -> None',
      'Let the socket wait, or not.',
      (self, flag) => setTimeout(self, isTrue(flag) ? -1 : 0),
      '($self, object, /)',
    ),
    method('gettimeout($self, /)', 'Return the time limit in seconds, None for none.', (self) =>
      self.timeout < 0 ? None : new PyFloat(self.timeout),
    ),
    method(
      'settimeout($self, timeout: object, /) -> None',
      'Set the time limit of all calls, in seconds; None for none.',
      (self, timeout) => setTimeout(self, timeoutArgument(timeout)),
      '($self, object, /)',
    ),
    method(
      'shutdown($self, how: int, /) -> None',
      'Close one or both directions.',
      (self, how) => onHost(() => libc().call('int shutdown(int, int)', self.fd, how)),
      '($self, object, /)',
    ),
    getset<PySocket>('family', 'the socket family', (self) => self.family),
    getset<PySocket>('type', 'the socket type', (self) => self.kind),
    getset<PySocket>('proto', 'the socket protocol', (self) => self.protocol),
    getset<PySocket>('timeout', 'the socket timeout', (self) =>
      self.timeout < 0 ? None : new PyFloat(self.timeout),
    ),
  ],
});
