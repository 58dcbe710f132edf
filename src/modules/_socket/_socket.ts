/** _socket: sockets, names of hosts and services. CPython: Modules/socketmodule.c. */
import { PyBytes } from '../../objects/bytes.ts';
import { exceptionTypes, PyOSError } from '../../objects/exception.ts';
import { PyFloat } from '../../objects/float.ts';
import { PyList } from '../../objects/list.ts';
import type { PyObject } from '../../objects/object.ts';
import { None } from '../../objects/singletons.ts';
import { isStr, type Str, strFromUtf16, utf16FromStr } from '../../objects/str.ts';
import { PyTuple } from '../../objects/tuple.ts';
import { audit } from '../../runtime/audit.ts';
import { bytesLike } from '../../runtime/buffer.ts';
import { asIndex, intValue } from '../../runtime/convert.ts';
import { asCInt } from '../../runtime/converters.ts';
import { constant, defineModule, fn } from '../../runtime/define.ts';
import { newException, osError, overflowError, typeError, valueError } from '../../runtime/errors.ts';
import { fsDecode, fsEncode } from '../../runtime/fs-path.ts';
import { onHost } from '../../runtime/os-error.ts';
import { current } from '../../runtime/state.ts';
import { strerror } from '../../runtime/strerror.ts';
import {
  AF_INET,
  AF_INET6,
  AF_UNSPEC,
  addressFrom,
  hostName,
  ipv4Text,
  ipv6Text,
  parseIp,
} from './addresses.ts';
import { CONSTANTS } from './constants.ts';
import { cString, GaiErrorType, gaiError, HErrorType, lookUp, RESOLVE_TYPES, textAt } from './resolve.ts';
import { adopt, cmsgLength, cmsgSpace, PySocket, socket, timeoutArgument } from './socket.ts';

const EAFNOSUPPORT = 97;
const NI_MAXHOST = 1025;
const NI_MAXSERV = 32;
const SOCK_CLOEXEC = 0o2000000;

const host = () => current.thread.interp.host;
const libc = () => host().libc;

function failure(message: string): PyObject {
  return newException(PyOSError.type, message);
}

// ── Byte order ───────────────────────────────────────────────────────────────────────────────────────────────────────

function unsigned(value: PyObject, bits: 16 | 32): number {
  const int = asIndex(value);
  if (int < 0) throw valueError('Cannot convert negative int');
  if (int >= 2 ** bits) throw overflowError(`Python int too large for C uint${bits}_t`);
  return Number(int);
}

const swap16 = (value: number): number => ((value & 0xff) << 8) | (value >> 8);
const swap32 = (value: number): number =>
  ((value << 24) | ((value & 0xff00) << 8) | ((value >>> 8) & 0xff00) | (value >>> 24)) >>> 0;

// ── Addresses as text ────────────────────────────────────────────────────────────────────────────────────────────────

/** All that `inet_aton(3)` takes: one to four numbers, decimal, octal or hexadecimal. */
function inetAton(text: string): PyBytes {
  const parts = text.trim() === text ? text.split('.') : [];
  const numbers = parts.map((part) =>
    /^(0x[\da-f]+|0[0-7]*|[1-9]\d*)$/i.test(part)
      ? Number(/^0[0-7]+$/.test(part) ? `0o${part}` : part)
      : Number.NaN,
  );
  const last = numbers.pop() ?? Number.NaN;
  const isValid =
    numbers.length < 4 && numbers.every((number) => number < 256) && last < 256 ** (4 - numbers.length);
  if (!isValid) throw failure('illegal IP address string passed to inet_aton');
  const bytes = new Uint8Array(4);
  new DataView(bytes.buffer).setUint32(0, last);
  for (const [i, number] of numbers.entries()) bytes[i] = number;
  return new PyBytes(bytes);
}

function inetPton(family: number, text: string): PyBytes {
  if (family !== AF_INET && family !== AF_INET6) throw osError(EAFNOSUPPORT, strerror(EAFNOSUPPORT));
  const bytes = parseIp(text, family);
  if (bytes === undefined) throw failure('illegal IP address string passed to inet_pton');
  return new PyBytes(bytes);
}

function inetNtop(family: number, packed: Uint8Array): string {
  if (family !== AF_INET && family !== AF_INET6) throw valueError(`unknown address family ${family}`);
  if (packed.length !== (family === AF_INET ? 4 : 16))
    throw valueError('invalid length of packed IP address string');
  return family === AF_INET ? ipv4Text(packed) : ipv6Text(packed);
}

// ── Names ────────────────────────────────────────────────────────────────────────────────────────────────────────────

/** The first address of a host, as text. */
function hostByName(name: string): Str {
  if (name === '') return '0.0.0.0';
  const [first] = lookUp(name, undefined, { family: AF_INET });
  return ipv4Text(first!.sockaddr.subarray(4, 8));
}

/** Names and addresses of a host: `(name, aliases, addresses)`. */
function hostTriple(name: Str, addresses: readonly Str[]): PyTuple {
  return new PyTuple([name, new PyList([]), new PyList([...addresses])]);
}

function hostByNameEx(name: string): PyTuple {
  const answers = lookUp(name, undefined, { family: AF_INET, type: 1, flags: CONSTANTS.AI_CANONNAME! });
  const addresses = answers.map(({ sockaddr }) => ipv4Text(sockaddr.subarray(4, 8)));
  return hostTriple(answers[0]!.canonicalName || strFromUtf16(name), Array.from(new Set(addresses)));
}

function hostByAddress(name: string): PyTuple {
  const [first] = lookUp(name, undefined, {});
  const [found] = nameInfo(first!.sockaddr, CONSTANTS.NI_NAMEREQD!);
  const address =
    first!.family === AF_INET
      ? ipv4Text(first!.sockaddr.subarray(4, 8))
      : ipv6Text(first!.sockaddr.subarray(8, 24));
  return hostTriple(found, [address]);
}

/** Names of host and service of an address. Throws gaierror. */
function nameInfo(sockaddr: Uint8Array, flags: number): readonly [Str, Str] {
  const name = new Uint8Array(NI_MAXHOST);
  const service = new Uint8Array(NI_MAXSERV);
  const error = onHost(() =>
    libc().callWithErrno(
      'int getnameinfo(void *, unsigned int, void *, unsigned int, void *, unsigned int, int)',
      sockaddr,
      sockaddr.length,
      name,
      name.length,
      service,
      service.length,
      flags,
    ),
  );
  if (error !== 0) throw gaiError(error);
  return [textOf(name), textOf(service)];
}

/** The text of a buffer up to its first 0. */
function textOf(bytes: Uint8Array): Str {
  const end = bytes.indexOf(0);
  return fsDecode(end < 0 ? bytes : bytes.subarray(0, end));
}

function getNameInfo(address: PyObject, flags: number): PyTuple {
  if (!(address instanceof PyTuple)) throw typeError('getnameinfo() argument 1 must be a tuple');
  const { items } = address;
  if (items.length < 2 || items.length > 4 || !isStr(items[0]!)) {
    throw typeError('getnameinfo(): illegal sockaddr argument');
  }
  const port = asCInt(items[1]!);
  const flow = items[2] === undefined ? 0 : asCInt(items[2]);
  const scope = items[3] === undefined ? 0 : asCInt(items[3]);
  if (flow < 0 || flow > 0xfffff) throw overflowError('getnameinfo(): flowinfo must be 0-1048575.');
  audit('socket.getnameinfo', address);
  const answers = lookUp(utf16FromStr(items[0]!), String(port), {
    type: 2,
    flags: CONSTANTS.AI_NUMERICHOST!,
  });
  if (answers.length > 1) throw failure('sockaddr resolved to multiple addresses');
  const { family, sockaddr } = answers[0]!;
  if (family === AF_INET && items.length !== 2) throw failure('IPv4 sockaddr must be 2 tuple');
  if (family === AF_INET6) {
    const view = new DataView(sockaddr.buffer);
    view.setUint32(4, flow);
    view.setUint32(24, scope, true);
  }
  return new PyTuple(nameInfo(sockaddr, flags));
}

function getAddrInfo(
  name: PyObject,
  service: PyObject,
  family: number,
  type: number,
  protocol: number,
  flags: number,
): PyList {
  let hostText: string | undefined;
  if (isStr(name) || name instanceof PyBytes) hostText = hostName(name);
  else if (name !== None) throw typeError('getaddrinfo() argument 1 must be string or None');
  let serviceText: string | undefined;
  const number = intValue(service);
  if (number !== undefined) serviceText = String(number);
  else if (isStr(service)) serviceText = utf16FromStr(service);
  else if (service instanceof PyBytes) serviceText = utf16FromStr(fsDecode(service.value));
  else if (service !== None) throw failure('Int or String expected');
  audit('socket.getaddrinfo', name, service, family, type, protocol);
  return new PyList(
    lookUp(hostText, serviceText, { family, type, protocol, flags }).map(
      (answer) =>
        new PyTuple([
          answer.family,
          answer.type,
          answer.protocol,
          answer.canonicalName,
          addressFrom(answer.sockaddr, answer.sockaddr.length),
        ]),
    ),
  );
}

/** `struct servent`: name, aliases, port, protocol. */
function serviceByName(name: string, protocol: string | undefined): number {
  const found = libc().callWide(
    'uint64_t getservbyname(void *, void *)',
    cString(name),
    protocol === undefined ? null : cString(protocol),
  );
  if (Number(found) === 0) throw failure('service/proto not found');
  return new DataView(libc().bytesAt(found, 24).buffer).getUint16(16);
}

function serviceByPort(port: number, protocol: string | undefined): Str {
  if (port < 0 || port > 0xffff) throw overflowError('getservbyport: port must be 0-65535.');
  const found = libc().callWide(
    'uint64_t getservbyport(int, void *)',
    swap16(port),
    protocol === undefined ? null : cString(protocol),
  );
  if (Number(found) === 0) throw failure('port/proto not found');
  return textAt(new DataView(libc().bytesAt(found, 8).buffer).getBigUint64(0, true))!;
}

function protocolByName(name: string): number {
  const found = libc().callWide('uint64_t getprotobyname(void *)', cString(name));
  if (Number(found) === 0) throw failure('protocol not found');
  return new DataView(libc().bytesAt(found, 24).buffer).getInt32(16, true);
}

// ── Interfaces ───────────────────────────────────────────────────────────────────────────────────────────────────────

function interfaces(): PyList {
  const start = libc().callWide('uint64_t if_nameindex()');
  const found: PyObject[] = [];
  for (let at = BigInt(start); ; at += 16n) {
    const view = new DataView(libc().bytesAt(at, 16).buffer);
    const index = view.getUint32(0, true);
    if (index === 0) break;
    found.push(new PyTuple([index, textAt(view.getBigUint64(8, true)) ?? '']));
  }
  libc().callWide('void if_freenameindex(uint64_t)', start);
  return new PyList(found);
}

function interfaceIndex(name: PyObject): number {
  const bytes = isStr(name) ? fsEncode(name) : bytesLike(name);
  const index = libc().callWithErrno(
    'unsigned int if_nametoindex(void *)',
    cString(utf16FromStr(fsDecode(bytes))),
  );
  if (index === 0) throw osError(19, strerror(19));
  return index;
}

function interfaceName(index: number): Str {
  const name = new Uint8Array(16);
  if (Number(libc().callWide('uint64_t if_indextoname(unsigned int, void *)', index, name)) === 0) {
    throw osError(6, strerror(6));
  }
  return textOf(name);
}

function socketPair(family: number, type: number, protocol: number): PyTuple {
  const ends = new Int32Array(2);
  onHost(() =>
    libc().call(
      'int socketpair(int, int, int, void *)',
      family,
      type | SOCK_CLOEXEC,
      protocol,
      new Uint8Array(ends.buffer),
    ),
  );
  return new PyTuple(Array.from(ends, (fd) => adopt(new PySocket(), fd, family, type, protocol)));
}

function controlSize(count: number, name: string, size: (count: number) => number): number {
  if (count < 0 || count > 2 ** 31 - 64) throw overflowError(`${name}() argument out of range`);
  return size(count);
}

export const _socket = defineModule('_socket', 'The implementation of sockets. See the socket module.', [
  constant('socket', PySocket.type),
  constant('SocketType', PySocket.type),
  constant('error', exceptionTypes.get('OSError')!),
  constant('timeout', exceptionTypes.get('TimeoutError')!),
  constant('gaierror', GaiErrorType),
  constant('herror', HErrorType),
  constant('has_ipv6', true),
  constant('BDADDR_ANY', '00:00:00:00:00:00'),
  constant('BDADDR_LOCAL', '00:00:00:FF:FF:FF'),
  ...Object.entries(CONSTANTS).map(([name, value]) => constant(name, value)),
  fn('gethostname($self, /)', 'Return the name of this host.', () => {
    audit('socket.gethostname');
    return strFromUtf16(host().process.uname().nodename);
  }),
  fn(
    'sethostname($module, name: object, /) -> None',
    'Set the name of this host.',
    (_, name) => {
      const bytes = isStr(name) ? fsEncode(name) : bytesLike(name);
      audit('socket.sethostname', name);
      onHost(() => libc().call('int sethostname(void *, size_t)', bytes, bytes.length));
    },
    false,
  ),
  fn(
    'gethostbyname($module, hostname: object, /)',
    'Return the address of a host as text.',
    (_, name) => {
      const text = hostName(name);
      audit('socket.gethostbyname', name);
      return hostByName(text);
    },
    false,
  ),
  fn(
    'gethostbyname_ex($module, hostname: object, /)',
    'Return (name, aliases, addresses) of a host.',
    (_, name) => {
      const text = hostName(name);
      audit('socket.gethostbyname', name);
      return hostByNameEx(text);
    },
    false,
  ),
  fn(
    'gethostbyaddr($module, ip_address: object, /)',
    'Return (name, aliases, addresses) of the host with an address.',
    (_, name) => {
      const text = hostName(name);
      audit('socket.gethostbyaddr', name);
      return hostByAddress(text);
    },
    false,
  ),
  fn(
    'getservbyname($module, servicename: c_str, protocolname: c_str = <null>, /) -> int',
    'Return the port of a service.',
    (_, name, protocol) => serviceByName(name, protocol),
    false,
  ),
  fn(
    'getservbyport($module, port: int, protocolname: c_str = <null>, /)',
    'Return the service of a port.',
    (_, port, protocol) => serviceByPort(port, protocol),
    false,
  ),
  fn(
    'getprotobyname($module, name: c_str, /) -> int',
    'Return the number of a protocol.',
    (_, name) => protocolByName(name),
    false,
  ),
  fn(
    'close($self, fd: int, /) -> None',
    'Close a socket by its descriptor.',
    (_, fd) => {
      onHost(() => host().fs.close(fd));
    },
    '($self, object, /)',
  ),
  fn(
    'dup($self, fd: int, /) -> int',
    'Return another descriptor of the same socket.',
    (_, fd) => onHost(() => host().fs.dup(fd, false)),
    '($self, object, /)',
  ),
  fn(
    'socketpair($module, family: int = 1, type: int = 1, proto: int = 0, /)',
    'Return two sockets that are connected with each other.',
    (_, family, type, protocol) => socketPair(family, type, protocol),
    false,
  ),
  fn(
    'ntohs($module, integer: object, /) -> int',
    '16 bits from the order of the network to that of the host.',
    (_, value) => swap16(unsigned(value, 16)),
  ),
  fn(
    'htons($module, integer: object, /) -> int',
    '16 bits from the order of the host to that of the network.',
    (_, value) => swap16(unsigned(value, 16)),
  ),
  fn(
    'ntohl($module, integer: object, /) -> int',
    '32 bits from the order of the network to that of the host.',
    (_, value) => swap32(unsigned(value, 32)),
  ),
  fn(
    'htonl($module, integer: object, /) -> int',
    '32 bits from the order of the host to that of the network.',
    (_, value) => swap32(unsigned(value, 32)),
  ),
  fn('inet_aton($module, ip_addr: c_str, /)', 'The octets of an IPv4 address written as text.', (_, text) =>
    inetAton(text),
  ),
  fn(
    'inet_ntoa($module, packed_ip: bytes_like, /)',
    'The text of an IPv4 address of four octets.',
    (_, packed) => {
      if (packed.length !== 4) throw failure('packed IP wrong length for inet_ntoa');
      return ipv4Text(packed);
    },
  ),
  fn(
    'inet_pton($module, address_family: int, ip_string: c_str, /)',
    'The octets of an address written as text.',
    (_, family, text) => inetPton(family, text),
    false,
  ),
  fn(
    'inet_ntop($module, address_family: int, packed_ip: bytes_like, /)',
    'The text of an address of octets.',
    (_, family, packed) => inetNtop(family, packed),
    false,
  ),
  fn(
    'getaddrinfo($module, /, host: object, port: object, family: int = 0, type: int = 0, proto: int = 0, flags: int = 0)',
    'Look up a host and a service: a list of (family, type, proto, canonname, sockaddr).',
    (_, name, service, family, type, protocol, flags) =>
      getAddrInfo(name, service, family === AF_UNSPEC ? AF_UNSPEC : family, type, protocol, flags),
    false,
  ),
  fn(
    'getnameinfo($module, sockaddr: object, flags: int, /)',
    'Return the names of host and service of an address.',
    (_, address, flags) => getNameInfo(address, flags),
    false,
  ),
  fn('getdefaulttimeout($self, /)', 'Return the time limit of new sockets in seconds, None for none.', () => {
    const { defaultSocketTimeout } = current.thread.interp;
    return defaultSocketTimeout < 0 ? None : new PyFloat(defaultSocketTimeout);
  }),
  fn(
    'setdefaulttimeout($self, timeout: object, /) -> None',
    'Set the time limit of new sockets in seconds, None for none.',
    (_, timeout) => {
      current.thread.interp.defaultSocketTimeout = timeoutArgument(timeout);
    },
    '($self, object, /)',
  ),
  fn('if_nameindex($self, /)', 'Return (index, name) of each network interface.', interfaces),
  fn(
    'if_nametoindex($module, oname: object, /) -> int',
    'Return the index of a network interface.',
    (_, name) => interfaceIndex(name),
  ),
  fn('if_indextoname($module, if_index: int, /)', 'Return the name of a network interface.', (_, index) =>
    interfaceName(index),
  ),
  fn(
    'CMSG_LEN($module, length: ssize_t, /) -> int',
    'The length of an ancillary item with data of a length.',
    (_, count) => controlSize(count, 'CMSG_LEN', cmsgLength),
    false,
  ),
  fn(
    'CMSG_SPACE($module, length: ssize_t, /) -> int',
    'The room for an ancillary item with data of a length.',
    (_, count) => controlSize(count, 'CMSG_SPACE', cmsgSpace),
    false,
  ),
]);

export const SOCKET_TYPES = [socket, ...RESOLVE_TYPES];
