/**
 * Addresses of sockets: Python's forms and the C library's `struct sockaddr`, byte by byte as Linux lays them out.
 * CPython: `getsockaddrarg`, `makesockaddr`, `setipaddr` in Modules/socketmodule.c.
 */
import { PyByteArray } from '../../objects/bytearray.ts';
import { PyBytes } from '../../objects/bytes.ts';
import { PyOSError } from '../../objects/exception.ts';
import type { PyObject } from '../../objects/object.ts';
import { isStr, type Str, strFromUtf16, utf16FromStr } from '../../objects/str.ts';
import { PyTuple } from '../../objects/tuple.ts';
import { bytesLike } from '../../runtime/buffer.ts';
import { encodeUtf8Strict } from '../../runtime/codecs/utf8-strict.ts';
import { asIndex, strValue } from '../../runtime/convert.ts';
import { asCInt } from '../../runtime/converters.ts';
import { newException, overflowError, typeError } from '../../runtime/errors.ts';
import { fsDecode, fsEncode } from '../../runtime/fs-path.ts';
import { typeName } from '../../runtime/type-of.ts';
import { resolve } from './resolve.ts';

export const AF_UNSPEC = 0;
export const AF_UNIX = 1;
export const AF_INET = 2;
export const AF_INET6 = 10;
const AF_NETLINK = 16;
/** The largest address: `struct sockaddr_storage`. */
export const SOCKADDR_STORAGE = 128;
const UNIX_PATH = 108;

/** An address as text: `1.2.3.4`. */
export function ipv4Text(bytes: Uint8Array): string {
  return Array.from(bytes.subarray(0, 4)).join('.');
}

/** An address as text, its longest run of zeros shortened to `::`. RFC 5952. */
export function ipv6Text(bytes: Uint8Array): string {
  const groups = Array.from({ length: 8 }, (_, i) => (bytes[2 * i]! << 8) | bytes[2 * i + 1]!);
  let [start, length] = [-1, 1];
  for (let i = 0; i < 8; i++) {
    let end = i;
    while (end < 8 && groups[end] === 0) end++;
    if (end - i > length) [start, length] = [i, end - i];
  }
  const isMapped = start === 0 && (length === 6 || (length === 5 && groups[5] === 0xffff));
  const hex = (list: readonly number[]): string => list.map((group) => group.toString(16)).join(':');
  if (isMapped && (length === 5 || groups[6] !== 0)) {
    return `::${length === 5 ? 'ffff:' : ''}${ipv4Text(bytes.subarray(12))}`;
  }
  if (start < 0) return hex(groups);
  return `${hex(groups.slice(0, start))}::${hex(groups.slice(start + length))}`;
}

/** The octets of an address written as text; absent for anything else. `inet_pton(3)`. */
export function parseIp(text: string, family: number): Uint8Array | undefined {
  if (family === AF_INET) {
    const parts = text.split('.');
    if (parts.length !== 4 || !parts.every((part) => /^(0|[1-9]\d{0,2})$/.test(part) && Number(part) < 256)) {
      return undefined;
    }
    return Uint8Array.from(parts, Number);
  }
  return parseIpv6(text);
}

function parseIpv6(text: string): Uint8Array | undefined {
  const halves = text.split('::');
  if (halves.length > 2) return undefined;
  const groupsOf = (half: string): number[] | undefined => {
    if (half === '') return [];
    const groups: number[] = [];
    const parts = half.split(':');
    for (const [i, part] of parts.entries()) {
      if (part.includes('.') && i === parts.length - 1) {
        const quad = parseIp(part, AF_INET);
        if (quad === undefined) return undefined;
        groups.push((quad[0]! << 8) | quad[1]!, (quad[2]! << 8) | quad[3]!);
      } else if (/^[\da-f]{1,4}$/i.test(part)) groups.push(Number.parseInt(part, 16));
      else return undefined;
    }
    return groups;
  };
  const [head, tail] = [groupsOf(halves[0]!), halves.length === 2 ? groupsOf(halves[1]!) : []];
  if (head === undefined || tail === undefined) return undefined;
  const missing = 8 - head.length - tail.length;
  if (halves.length === 2 ? missing < 1 : missing !== 0) return undefined;
  const groups = [...head, ...new Array<number>(missing).fill(0), ...tail];
  return Uint8Array.from(groups.flatMap((group) => [group >> 8, group & 255]));
}

/** The name of a host as the C library takes it: a str by IDNA, or ASCII bytes. */
export function hostName(value: PyObject): string {
  const text = strValue(value);
  if (text !== undefined) return hostText(text);
  if (value instanceof PyBytes || value instanceof PyByteArray) {
    return utf16FromStr(fsDecode(bytesLike(value)));
  }
  throw typeError(`str, bytes or bytearray expected, not ${typeName(value)}`);
}

/** ASCII as it is; anything else by the codec `idna`. */
function hostText(text: Str): string {
  const name = utf16FromStr(text);
  if (name.includes('\0')) throw typeError('host name must not contain null character');
  if (/^[\0-\x7f]*$/.test(name)) return name;
  return resolve.idna(text);
}

/** The octets of the address that a host name stands for. */
function addressOf(name: string, family: number): Uint8Array {
  const size = family === AF_INET ? 4 : 16;
  if (name === '') return new Uint8Array(size);
  if (name === '255.255.255.255' || name === '<broadcast>') {
    if (family !== AF_INET) throw newException(PyOSError.type, 'address family mismatched');
    return new Uint8Array(4).fill(255);
  }
  return parseIp(name, family) ?? resolve.address(name, family);
}

function port(value: PyObject, caller: string): number {
  const number = asCInt(value);
  if (number < 0 || number > 0xffff) throw overflowError(`${caller}(): port must be 0-65535.`);
  return number;
}

/** The `struct sockaddr` of an address as Python writes it, for the function `caller`. */
export function sockaddrOf(family: number, address: PyObject, caller: string): Uint8Array {
  switch (family) {
    case AF_UNIX:
      return unixAddress(address);
    case AF_INET:
      return inetAddress(address, caller);
    case AF_INET6:
      return inet6Address(address, caller);
    case AF_NETLINK: {
      if (!(address instanceof PyTuple)) {
        throw typeError(`${caller}(): AF_NETLINK address must be tuple, not ${typeName(address)}`);
      }
      if (address.items.length !== 2) throw typeError('AF_NETLINK address must be a pair (pid, groups)');
      const bytes = withFamily(family, 12);
      const view = new DataView(bytes.buffer);
      view.setUint32(4, asCInt(address.items[0]!), true);
      view.setUint32(8, asCInt(address.items[1]!), true);
      return bytes;
    }
    default:
      throw newException(PyOSError.type, strFromUtf16(`${caller}(): bad family`));
  }
}

function withFamily(family: number, length: number): Uint8Array {
  const bytes = new Uint8Array(length);
  new DataView(bytes.buffer).setUint16(0, family, true);
  return bytes;
}

/** A path, ended by 0; a name that begins with 0 is abstract and ends where it ends. */
function unixAddress(address: PyObject): Uint8Array {
  const path = isStr(address) ? fsEncode(address) : bytesLike(address);
  const isAbstract = path.length > 0 && path[0] === 0;
  if (path.length > (isAbstract ? UNIX_PATH : UNIX_PATH - 1)) {
    throw newException(PyOSError.type, 'AF_UNIX path too long');
  }
  const bytes = withFamily(AF_UNIX, 2 + path.length + (isAbstract ? 0 : 1));
  bytes.set(path, 2);
  return bytes;
}

function inetAddress(address: PyObject, caller: string): Uint8Array {
  if (!(address instanceof PyTuple)) {
    throw typeError(`${caller}(): AF_INET address must be tuple, not ${typeName(address)}`);
  }
  if (address.items.length !== 2) throw typeError('AF_INET address must be a pair (host, port)');
  const name = hostName(address.items[0]!);
  const number = port(address.items[1]!, caller);
  const bytes = withFamily(AF_INET, 16);
  new DataView(bytes.buffer).setUint16(2, number);
  bytes.set(addressOf(name, AF_INET), 4);
  return bytes;
}

function inet6Address(address: PyObject, caller: string): Uint8Array {
  if (!(address instanceof PyTuple)) {
    throw typeError(`${caller}(): AF_INET6 address must be tuple, not ${typeName(address)}`);
  }
  const { items } = address;
  if (items.length < 2 || items.length > 4) {
    throw typeError('AF_INET6 address must be a tuple (host, port[, flowinfo[, scopeid]])');
  }
  const name = hostName(items[0]!);
  const number = port(items[1]!, caller);
  const flowinfo = items[2] === undefined ? 0 : Number(asIndex(items[2]));
  if (flowinfo < 0 || flowinfo > 0xfffff) throw overflowError(`${caller}(): flowinfo must be 0-1048575.`);
  const scope = items[3] === undefined ? 0 : Number(asIndex(items[3]));
  const bytes = withFamily(AF_INET6, 28);
  const view = new DataView(bytes.buffer);
  view.setUint16(2, number);
  view.setUint32(4, flowinfo);
  const percent = name.indexOf('%');
  bytes.set(addressOf(percent < 0 ? name : name.slice(0, percent), AF_INET6), 8);
  view.setUint32(24, percent < 0 ? scope : resolve.interfaceIndex(name.slice(percent + 1)), true);
  return bytes;
}

/** The address of a `struct sockaddr` of this length as Python writes it. */
export function addressFrom(bytes: Uint8Array, length: number): PyObject {
  if (length === 0) return resolve.none;
  const view = new DataView(bytes.buffer, bytes.byteOffset);
  const family = view.getUint16(0, true);
  switch (family) {
    case AF_INET:
      return new PyTuple([ipv4Text(bytes.subarray(4, 8)), view.getUint16(2)]);
    case AF_INET6:
      return new PyTuple([
        ipv6Text(bytes.subarray(8, 24)),
        view.getUint16(2),
        view.getUint32(4),
        view.getUint32(24, true),
      ]);
    case AF_UNIX: {
      const path = bytes.subarray(2, length);
      if (path.length > 0 && path[0] === 0) return new PyBytes(path.slice());
      const end = path.indexOf(0);
      return fsDecode(end < 0 ? path : path.subarray(0, end));
    }
    case AF_NETLINK:
      return new PyTuple([view.getUint32(4, true), view.getUint32(8, true)]);
    default:
      return new PyTuple([family, new PyBytes(bytes.slice(2, length))]);
  }
}

/** A str as UTF-8. */
export function utf8(text: Str): Uint8Array {
  return encodeUtf8Strict(text);
}
