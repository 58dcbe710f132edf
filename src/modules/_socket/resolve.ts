/** Names of hosts and services, looked up by the C library. CPython: Modules/socketmodule.c, `getaddrinfo(3)`. */
import { attrName } from '../../objects/attribute-name.ts';
import { PyBytes } from '../../objects/bytes.ts';
import { PyOSError } from '../../objects/exception.ts';
import {
  type PyBaseObject,
  type PyObject,
  PyType,
  TPFLAGS_BASE_EXC_SUBCLASS,
  TPFLAGS_BASETYPE,
  TPFLAGS_HAVE_GC,
} from '../../objects/object.ts';
import { None } from '../../objects/singletons.ts';
import { type Str, utf16FromStr } from '../../objects/str.ts';
import { callMethod } from '../../runtime/call.ts';
import { newException } from '../../runtime/errors.ts';
import { fsDecode } from '../../runtime/fs-path.ts';
import { onHost } from '../../runtime/os-error.ts';
import { current } from '../../runtime/state.ts';

const libc = () => current.thread.interp.host.libc;
const EAI_SYSTEM = -11;
const ADDRINFO = 48;

const FLAGS = TPFLAGS_BASETYPE | TPFLAGS_BASE_EXC_SUBCLASS | TPFLAGS_HAVE_GC;
export const GaiErrorType = new PyType('socket.gaierror', PyOSError, PyOSError.type, FLAGS);
export const HErrorType = new PyType('socket.herror', PyOSError, PyOSError.type, FLAGS);

/** A C string. */
export function cString(text: string): Uint8Array {
  return libc().path(text);
}

/** The text of a C string at an address; absent for a null pointer. */
export function textAt(address: number | bigint): Str | undefined {
  const bytes = libc().stringAt(address);
  return bytes === undefined ? undefined : fsDecode(bytes);
}

function nameError(type: PyType, number: number, text: Str): PyBaseObject {
  const error = newException(type, number, text) as PyOSError;
  error.errno = number;
  error.strerror = text;
  return error;
}

/** The error of a look-up that failed: `gaierror`, or what `errno` says. */
export function gaiError(number: number): PyBaseObject {
  if (number === EAI_SYSTEM) return newException(PyOSError.type, 5, 'Input/output error');
  const text = textAt(libc().callWide('uint64_t gai_strerror(int)', number)) ?? 'getaddrinfo failed';
  return nameError(GaiErrorType, number, text);
}

/** One of the answers of `getaddrinfo(3)`. */
export interface AddressInfo {
  readonly family: number;
  readonly type: number;
  readonly protocol: number;
  readonly canonicalName: Str;
  readonly sockaddr: Uint8Array;
}

/** Looks up a host and a service. Throws gaierror. */
export function lookUp(
  host: string | undefined,
  service: string | undefined,
  hints: { family?: number; type?: number; protocol?: number; flags?: number },
): AddressInfo[] {
  const wanted = new Uint8Array(ADDRINFO);
  const view = new DataView(wanted.buffer);
  [hints.flags, hints.family, hints.type, hints.protocol].forEach((value, i) => {
    view.setInt32(4 * i, value ?? 0, true);
  });
  const found = new BigUint64Array(1);
  const error = onHost(() =>
    libc().callWithErrno(
      'int getaddrinfo(void *, void *, void *, void *)',
      host === undefined ? null : cString(host),
      service === undefined ? null : cString(service),
      wanted,
      new Uint8Array(found.buffer),
    ),
  );
  if (error !== 0) throw gaiError(error);
  const answers: AddressInfo[] = [];
  for (let at = found[0]!; at !== 0n; ) {
    const info = new DataView(libc().bytesAt(at, ADDRINFO).buffer);
    answers.push({
      family: info.getInt32(4, true),
      type: info.getInt32(8, true),
      protocol: info.getInt32(12, true),
      sockaddr: libc().bytesAt(info.getBigUint64(24, true), info.getUint32(16, true)),
      canonicalName: textAt(info.getBigUint64(32, true)) ?? '',
    });
    at = info.getBigUint64(40, true);
  }
  libc().callWide('void freeaddrinfo(uint64_t)', found[0]!);
  return answers;
}

/** What addresses.ts asks of the C library. */
export const resolve = {
  none: None as PyObject,
  /** A name with characters beyond ASCII, by the codec `idna`. */
  idna(text: Str): string {
    const encoded = callMethod(text, attrName('encode'), 'idna');
    return encoded instanceof PyBytes ? utf16FromStr(fsDecode(encoded.value)) : '';
  },
  /** The first address of a host. */
  address(name: string, family: number): Uint8Array {
    const [first] = lookUp(name, undefined, { family });
    return family === 2 ? first!.sockaddr.slice(4, 8) : first!.sockaddr.slice(8, 24);
  },
  interfaceIndex(name: string): number {
    if (/^\d+$/.test(name)) return Number(name);
    const index = libc().callWithErrno('unsigned int if_nametoindex(void *)', cString(name));
    if (index === 0) throw gaiError(-2);
    return index;
  },
};

export const RESOLVE_TYPES = [{ type: GaiErrorType }, { type: HErrorType }];
