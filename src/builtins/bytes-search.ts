/**
 * Methods of bytes and bytearray that look for parts: find, count, startswith, partition, replace.
 * CPython: Objects/bytes_methods.c, Objects/stringlib/{find,partition,transmogrify}.h.
 */
import { BytePattern, indexOfBytes, lastIndexOfBytes } from '../common/byte-search.ts';
import { octetsStandAt } from '../common/octets.ts';
import { PyBytes } from '../objects/bytes.ts';
import { PyBaseException } from '../objects/exception.ts';
import type { PyObject } from '../objects/object.ts';
import { PyTuple } from '../objects/tuple.ts';
import { bytesLike, hasBuffer } from '../runtime/buffer.ts';
import { asIndex } from '../runtime/convert.ts';
import { type Entry, methodsOf } from '../runtime/define.ts';
import { overflowError, typeError, valueError } from '../runtime/errors.ts';
import { copyOctets, copyRange, newOctets, putOctets } from '../runtime/octets.ts';
import { typeName, typeOf } from '../runtime/type-of.ts';
import { type BytesObject, keepingInPlace, likeSelf, octetsOf, unchanged } from './bytes-object.ts';

const method = methodsOf<BytesObject>();

const SSIZE_MAX = 2 ** 63;

/** An octet given as an int. */
function octetOfIndex(value: PyObject): number {
  const octet = asIndex(value);
  if (octet < 0 || octet > 255) throw valueError('byte must be in range(0, 256)');
  return Number(octet);
}

/** What to look for: a bytes-like object, or an int for one octet. */
function soughtIn(self: BytesObject, sub: PyObject): Uint8Array {
  if (sub instanceof PyBytes && sub.ob_type === PyBytes.type) return sub.value;
  if (typeof sub === 'number') return Uint8Array.of(octetOfIndex(sub));
  if (hasBuffer(sub)) return keepingInPlace(self, () => bytesLike(sub));
  if (typeOf(sub).nb_index === undefined) {
    throw typeError(`argument should be integer or bytes-like object, not '${typeName(sub)}'`);
  }
  return Uint8Array.of(keepingInPlace(self, () => octetOfIndex(sub)));
}

/** Where a search begins: negative indices count from the end. Beyond the length stays beyond. */
function startOf(start: number | undefined, length: number): number {
  if (start === undefined) return 0;
  return start < 0 ? Math.max(start + length, 0) : start;
}

/** Where a search ends: from 0 up to the length. */
function endOf(end: number | undefined, length: number): number {
  if (end === undefined || end > length) return length;
  return end < 0 ? Math.max(end + length, 0) : end;
}

type Search = (octets: Uint8Array, part: Uint8Array, start: number, end: number) => number;

function search(
  self: BytesObject,
  sub: PyObject,
  start: number | undefined,
  end: number | undefined,
  find: Search,
): number {
  const part = soughtIn(self, sub);
  const octets = octetsOf(self);
  const from = startOf(start, octets.length);
  const to = endOf(end, octets.length);
  return to - from < part.length ? -1 : find(octets, part, from, to);
}

function mustFind(index: number): number {
  if (index < 0) throw valueError('subsection not found');
  return index;
}

function countIn(octets: Uint8Array, part: Uint8Array, start: number, end: number): number {
  return new BytePattern(part).countIn(octets, start, end, Number.POSITIVE_INFINITY);
}

/** `item in self`. CPython: `_Py_bytes_contains`. */
export function containsBytes(self: BytesObject, item: PyObject): boolean {
  let octet: number;
  if (typeof item === 'number' || (typeOf(item).nb_index !== undefined && !hasBuffer(item))) {
    try {
      octet = Number(keepingInPlace(self, () => asIndex(item)));
    } catch (thrown) {
      if (!(thrown instanceof PyBaseException)) throw thrown;
      octet = Number.NaN;
    }
    if (octet < 0 || octet > 255) throw valueError('byte must be in range(0, 256)');
    if (octet >= 0) return octetsOf(self).includes(octet);
  }
  const part = keepingInPlace(self, () => bytesLike(item));
  const octets = octetsOf(self);
  return indexOfBytes(octets, part, 0, octets.length) >= 0;
}

/** Does one of the parts begin (or end) the octets between `start` and `end`? */
function tailMatch(
  self: BytesObject,
  parts: PyObject,
  start: number | undefined,
  end: number | undefined,
  name: 'startswith' | 'endswith',
): boolean {
  const matches = (part: PyObject): boolean => {
    const wanted = keepingInPlace(self, () => bytesLike(part));
    const octets = octetsOf(self);
    const from = startOf(start, octets.length);
    const to = endOf(end, octets.length);
    const room = to - from - wanted.length;
    return room >= 0 && octetsStandAt(octets, wanted, name === 'startswith' ? from : from + room);
  };
  if (parts instanceof PyTuple) return parts.items.some(matches);
  if (!hasBuffer(parts)) {
    throw typeError(`${name} first arg must be bytes or a tuple of bytes, not ${typeName(parts)}`);
  }
  return matches(parts);
}

/** The three parts around a separator that stands at `index`; it is the object that was given, where it is bytes. */
function cutAt(self: BytesObject, sep: PyObject, length: number, index: number): PyTuple {
  const octets = octetsOf(self);
  const separator = self instanceof PyBytes ? sep : likeSelf(self, copyOctets(octets, index, index + length));
  return new PyTuple([
    likeSelf(self, copyOctets(octets, 0, index)),
    separator,
    likeSelf(self, copyOctets(octets, index + length, octets.length)),
  ]);
}

/** The parts when the separator is not there: all octets are in one of them. */
function notCut(self: BytesObject, whole: 0 | 2): PyTuple {
  const none = (): PyObject => likeSelf(self, new Uint8Array(0));
  const all = self instanceof PyBytes ? self : unchanged(self);
  return new PyTuple(whole === 0 ? [all, none(), none()] : [none(), none(), all]);
}

function partition(self: BytesObject, sep: PyObject, find: Search, whole: 0 | 2): PyTuple {
  const part = bytesLike(sep);
  if (part.length === 0) throw valueError('empty separator');
  const octets = octetsOf(self);
  const index = find(octets, part, 0, octets.length);
  return index < 0 ? notCut(self, whole) : cutAt(self, sep, part.length, index);
}

/** The first `limit` places where `old` stands are filled with `replacement`; absent when nothing changes. */
function replace(
  octets: Uint8Array,
  old: Uint8Array,
  replacement: Uint8Array,
  limit: number,
): Uint8Array | undefined {
  if (limit === 0 || octets.length < old.length || (old.length === 0 && replacement.length === 0))
    return undefined;
  const pattern = new BytePattern(old);
  const count = pattern.countIn(octets, 0, octets.length, limit);
  if (count === 0) return undefined;
  const length = octets.length + count * (replacement.length - old.length);
  if (length >= SSIZE_MAX) throw overflowError('replace bytes is too long');
  const result = newOctets(length);
  let from = 0;
  let to = 0;
  for (let k = 0; k < count; k++) {
    // An empty pattern stands before each octet.
    const at = old.length === 0 ? k : pattern.indexIn(octets, from, octets.length);
    copyRange(result, to, octets, from, at);
    to += at - from;
    putOctets(result, replacement, to);
    to += replacement.length;
    from = at + old.length;
  }
  copyRange(result, to, octets, from, octets.length);
  return result;
}

const RANGE = 'start: slice_index_or_none = <null>, end: slice_index_or_none = <null>, /)';
const SUB = '($self, sub[, start[, end]], /)';

export const searchMethods: readonly Entry[] = [
  method(
    `find($self, sub: object, ${RANGE} -> int`,
    'Return the lowest index at which sub stands within B[start:end].\n\nsub is a bytes-like object or an int for one byte. Without start and end all\nbytes are searched. -1 says that it was not found.',
    (self, sub, start, end) => search(self, sub, start, end, indexOfBytes),
    SUB,
  ),
  method(
    `rfind($self, sub: object, ${RANGE} -> int`,
    'Return the highest index at which sub stands within B[start:end].\n\nsub is a bytes-like object or an int for one byte. Without start and end all\nbytes are searched. -1 says that it was not found.',
    (self, sub, start, end) => search(self, sub, start, end, lastIndexOfBytes),
    SUB,
  ),
  method(
    `index($self, sub: object, ${RANGE} -> int`,
    'Return the lowest index at which sub stands within B[start:end].\n\nsub is a bytes-like object or an int for one byte. Without start and end all\nbytes are searched. ValueError says that it was not found.',
    (self, sub, start, end) => mustFind(search(self, sub, start, end, indexOfBytes)),
    SUB,
  ),
  method(
    `rindex($self, sub: object, ${RANGE} -> int`,
    'Return the highest index at which sub stands within B[start:end].\n\nsub is a bytes-like object or an int for one byte. Without start and end all\nbytes are searched. ValueError says that it was not found.',
    (self, sub, start, end) => mustFind(search(self, sub, start, end, lastIndexOfBytes)),
    SUB,
  ),
  method(
    `count($self, sub: object, ${RANGE} -> int`,
    'Return how often sub stands in B[start:end], not counting overlaps.\n\nsub is a bytes-like object or an int for one byte. Without start and end all\nbytes count.',
    (self, sub, start, end) => {
      const part = soughtIn(self, sub);
      const octets = octetsOf(self);
      return countIn(octets, part, startOf(start, octets.length), endOf(end, octets.length));
    },
    SUB,
  ),
  method(
    `startswith($self, prefix: object, ${RANGE} -> bool`,
    'Return True if the bytes start with the prefix, False otherwise.\n\n  prefix\n    A bytes-like object, or a tuple of such of which any may match.\n  start\n    Where the test begins. The start of the bytes by default.\n  end\n    Where the bytes to be tested end. The end of the bytes by default.',
    (self, prefix, start, end) => tailMatch(self, prefix, start, end, 'startswith'),
    '($self, prefix[, start[, end]], /)',
  ),
  method(
    `endswith($self, suffix: object, ${RANGE} -> bool`,
    'Return True if the bytes end with the suffix, False otherwise.\n\n  suffix\n    A bytes-like object, or a tuple of such of which any may match.\n  start\n    Where the bytes to be tested start. The start of the bytes by default.\n  end\n    Where the test ends. The end of the bytes by default.',
    (self, suffix, start, end) => tailMatch(self, suffix, start, end, 'endswith'),
    '($self, suffix[, start[, end]], /)',
  ),
  method(
    'partition($self, sep: object, /)',
    'Cut the bytes in three at the first place where the separator stands.\n\nThe parts are what is before it, the separator itself, and what is after it.\n\nWithout a separator they are all the bytes and two empty parts.',
    (self, sep) => partition(self, sep, indexOfBytes, 0),
  ),
  method(
    'rpartition($self, sep: object, /)',
    'Cut the bytes in three at the last place where the separator stands.\n\nThe parts are what is before it, the separator itself, and what is after it.\n\nWithout a separator they are two empty parts and all the bytes.',
    (self, sep) => partition(self, sep, lastIndexOfBytes, 2),
  ),
  method(
    'removeprefix($self, prefix: bytes_like, /)',
    'Return the bytes without the prefix, when they start with it.\n\nWhat does not start with it comes back as it is.',
    (self, prefix) => {
      const octets = octetsOf(self);
      if (prefix.length === 0 || !octetsStandAt(octets, prefix, 0)) return unchanged(self);
      return likeSelf(self, copyOctets(octets, prefix.length, octets.length));
    },
  ),
  method(
    'removesuffix($self, suffix: bytes_like, /)',
    'Return the bytes without the suffix, when they end with it.\n\nWhat does not end with it comes back as it is.',
    (self, suffix) => {
      const octets = octetsOf(self);
      const end = octets.length - suffix.length;
      if (suffix.length === 0 || !octetsStandAt(octets, suffix, end)) return unchanged(self);
      return likeSelf(self, copyOctets(octets, 0, end));
    },
  ),
  method(
    'replace($self, old: bytes_like, new: bytes_like, count: ssize_t = -1, /)',
    'Return a copy with the occurrences of old replaced by new.\n\n  count\n    How many occurrences to replace at most, from the left.\n    -1, the default, means all of them.',
    (self, old, replacement, count) => {
      const limit = count < 0 ? Number.POSITIVE_INFINITY : count;
      const result = replace(octetsOf(self), old, replacement, limit);
      return result === undefined ? unchanged(self) : likeSelf(self, result);
    },
  ),
];
