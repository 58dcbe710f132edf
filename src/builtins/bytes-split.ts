/**
 * Methods of bytes and bytearray that take octets apart and put them together: split, splitlines, strip, join.
 * CPython: Objects/stringlib/{split,join}.h, `do_strip` in Objects/bytesobject.c.
 */

import { BytePattern, lastIndexOfBytes } from '../common/byte-search.ts';
import { isSpaceOctet } from '../common/octets.ts';
import { PyBytes } from '../objects/bytes.ts';
import { PyBaseException } from '../objects/exception.ts';
import { PyList } from '../objects/list.ts';
import type { PyObject } from '../objects/object.ts';
import { None } from '../objects/singletons.ts';
import { appendItem } from '../runtime/append-item.ts';
import { bytesLike } from '../runtime/buffer.ts';
import { type Entry, methodsOf } from '../runtime/define.ts';
import { overflowError, runtimeError, typeError, valueError } from '../runtime/errors.ts';
import { sequenceFast } from '../runtime/items.ts';
import { bytesBetween, copyOctets, newOctets } from '../runtime/octets.ts';
import { typeName } from '../runtime/type-of.ts';
import { type BytesObject, keepingInPlace, likeSelf, octetsOf, unchanged } from './bytes-object.ts';

const method = methodsOf<BytesObject>();

/** Cuts octets: the indices where pieces begin and end, in turn. */
type Cuts = number[];

/** Words between runs of white space; the last piece, after `limit` cuts, is what is left. */
function whitespaceCuts(octets: Uint8Array, limit: number): Cuts {
  const cuts: Cuts = [];
  const { length } = octets;
  let i = 0;
  for (let pieces = 0; ; pieces++) {
    while (i < length && isSpaceOctet(octets[i]!)) i++;
    if (i === length) return cuts;
    cuts.push(i);
    if (pieces >= limit) {
      cuts.push(length);
      return cuts;
    }
    while (i < length && !isSpaceOctet(octets[i]!)) i++;
    cuts.push(i);
  }
}

/** The same from the end, in the order of the end. */
function reverseWhitespaceCuts(octets: Uint8Array, limit: number): Cuts {
  const cuts: Cuts = [];
  let i = octets.length;
  for (let pieces = 0; ; pieces++) {
    while (i > 0 && isSpaceOctet(octets[i - 1]!)) i--;
    if (i === 0) return cuts.reverse();
    cuts.push(i);
    if (pieces >= limit) {
      cuts.push(0);
      return cuts.reverse();
    }
    while (i > 0 && !isSpaceOctet(octets[i - 1]!)) i--;
    cuts.push(i);
  }
}

function separatorCuts(octets: Uint8Array, separator: Uint8Array, limit: number): Cuts {
  const pattern = new BytePattern(separator);
  const cuts: Cuts = [0];
  let start = 0;
  for (let pieces = 0; pieces < limit; pieces++) {
    const i = pattern.indexIn(octets, start, octets.length);
    if (i < 0) break;
    start = i + separator.length;
    cuts.push(i, start);
  }
  cuts.push(octets.length);
  return cuts;
}

function reverseSeparatorCuts(octets: Uint8Array, separator: Uint8Array, limit: number): Cuts {
  const cuts: Cuts = [octets.length];
  let end = octets.length;
  for (let pieces = 0; pieces < limit; pieces++) {
    const i = lastIndexOfBytes(octets, separator, 0, end);
    if (i < 0) break;
    cuts.push(i + separator.length, i);
    end = i;
  }
  cuts.push(0);
  return cuts.reverse();
}

/** A list of the pieces. Bytes that stay whole are their own piece. */
function piecesOf(self: BytesObject, octets: Uint8Array, cuts: Cuts): PyList {
  if (cuts.length === 2 && cuts[0] === 0 && cuts[1] === octets.length) return new PyList([unchanged(self)]);
  const pieces: PyObject[] = [];
  const isBytes = self instanceof PyBytes;
  for (let i = 0; i < cuts.length; i += 2) {
    const start = cuts[i]!;
    const end = cuts[i + 1]!;
    appendItem(
      pieces,
      isBytes ? bytesBetween(octets, start, end) : likeSelf(self, copyOctets(octets, start, end)),
    );
  }
  return new PyList(pieces);
}

function split(
  self: BytesObject,
  sep: PyObject,
  maxsplit: number,
  byWhitespace: typeof whitespaceCuts,
  bySeparator: typeof separatorCuts,
): PyObject {
  const limit = maxsplit < 0 ? Number.POSITIVE_INFINITY : maxsplit;
  if (sep === None) {
    const octets = octetsOf(self);
    return piecesOf(self, octets, byWhitespace(octets, limit));
  }
  const separator = keepingInPlace(self, () => bytesLike(sep));
  if (separator.length === 0) throw valueError('empty separator');
  const octets = octetsOf(self);
  return piecesOf(self, octets, bySeparator(octets, separator, limit));
}

function splitLines(self: BytesObject, keepEnds: boolean): PyObject {
  const octets = octetsOf(self);
  const cuts: Cuts = [];
  const { length } = octets;
  let start = 0;
  for (let i = 0; i < length; ) {
    const c = octets[i]!;
    if (c !== 0x0a && c !== 0x0d) {
      i++;
      continue;
    }
    const end = i++;
    if (c === 0x0d && octets[i] === 0x0a) i++;
    cuts.push(start, keepEnds ? i : end);
    start = i;
  }
  if (start < length) cuts.push(start, length);
  return piecesOf(self, octets, cuts);
}

const LEFT = 1;
const RIGHT = 2;

/** Takes octets off the ends: white space, or those of a bytes-like object. */
function strip(self: BytesObject, bytes: PyObject, sides: number): PyObject {
  const set = bytes === None ? undefined : bytesLike(bytes);
  const octets = octetsOf(self);
  const goes = (c: number): boolean => (set === undefined ? isSpaceOctet(c) : set.includes(c));
  let start = 0;
  let end = octets.length;
  if (sides & LEFT) while (start < end && goes(octets[start]!)) start++;
  if (sides & RIGHT) while (end > start && goes(octets[end - 1]!)) end--;
  if (start === 0 && end === octets.length) return unchanged(self);
  return likeSelf(self, copyOctets(octets, start, end));
}

/** The octets of an item to join. */
function joinedOctets(item: PyObject, index: number): Uint8Array {
  if (item instanceof PyBytes && item.ob_type === PyBytes.type) return item.value;
  try {
    return bytesLike(item);
  } catch (thrown) {
    if (!(thrown instanceof PyBaseException)) throw thrown;
    throw typeError(`sequence item ${index}: expected a bytes-like object, ${typeName(item)} found`);
  }
}

/** `separator.join(iterable)`. May run Python code. */
function join(self: BytesObject, iterable: PyObject): PyObject {
  const items = sequenceFast(iterable, 'can only join an iterable');
  const single = items.length === 1 ? items[0] : undefined;
  if (self instanceof PyBytes && single instanceof PyBytes && single.ob_type === PyBytes.type) return single;
  const pieces: Uint8Array[] = [];
  const separator = octetsOf(self);
  let total = 0;
  const count = items.length;
  for (let i = 0; i < count; i++) {
    const piece = joinedOctets(items[i]!, i);
    // A list that is cleared gets another array.
    const now = iterable instanceof PyList ? iterable.items : items;
    if (now.length !== count) throw runtimeError('sequence changed size during iteration');
    pieces.push(piece);
    total += piece.length;
    if (i > 0) total += separator.length;
  }
  if (total >= 2 ** 63) throw overflowError('join() result is too long');
  const joined = newOctets(total);
  let at = 0;
  for (let i = 0; i < pieces.length; i++) {
    if (i > 0 && separator.length > 0) {
      joined.set(separator, at);
      at += separator.length;
    }
    const piece = pieces[i]!;
    joined.set(piece, at);
    at += piece.length;
  }
  return likeSelf(self, joined);
}

export const splitMethods: readonly Entry[] = [
  method(
    'split($self, /, sep: object = None, maxsplit: ssize_t = -1)',
    'Return a list of the pieces of the bytes between separators.\n\n  sep\n    The separator.\n    None, the default, cuts at every run of ASCII white space\n    (space, tab, return, newline, formfeed, vertical tab).\n  maxsplit\n    How many cuts to make at most, from the left.\n    -1, the default, means no limit.',
    (self, sep, maxsplit) => split(self, sep, maxsplit, whitespaceCuts, separatorCuts),
  ),
  method(
    'rsplit($self, /, sep: object = None, maxsplit: ssize_t = -1)',
    'Return a list of the pieces of the bytes between separators.\n\n  sep\n    The separator.\n    None, the default, cuts at every run of ASCII white space\n    (space, tab, return, newline, formfeed, vertical tab).\n  maxsplit\n    How many cuts to make at most, from the right.\n    -1, the default, means no limit.',
    (self, sep, maxsplit) => split(self, sep, maxsplit, reverseWhitespaceCuts, reverseSeparatorCuts),
  ),
  method(
    'splitlines($self, /, keepends: bool = False)',
    'Return a list of the lines in the bytes, cut where lines end.\n\nThe ends of the lines are left out unless keepends is true.',
    splitLines,
  ),
  method(
    'join($self, iterable_of_bytes: object, /)',
    "Put any number of bytes objects together, with these bytes between them.\n\nExample: b'.'.join([b'ab', b'pq', b'rs']) -> b'ab.pq.rs'.",
    (self, iterable) => keepingInPlace(self, () => join(self, iterable)),
  ),
  method(
    'strip($self, bytes: object = None, /)',
    'Take bytes off both ends.\n\nWithout an argument, or with None, ASCII white space goes.',
    (self, bytes) => strip(self, bytes, LEFT | RIGHT),
  ),
  method(
    'lstrip($self, bytes: object = None, /)',
    'Take bytes off the start.\n\nWithout an argument, or with None, ASCII white space goes.',
    (self, bytes) => strip(self, bytes, LEFT),
  ),
  method(
    'rstrip($self, bytes: object = None, /)',
    'Take bytes off the end.\n\nWithout an argument, or with None, ASCII white space goes.',
    (self, bytes) => strip(self, bytes, RIGHT),
  ),
];
