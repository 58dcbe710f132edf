/**
 * Strings in their two forms: reading, searching, comparing, and building them in canonical form.
 *
 * Where both operands are JavaScript strings the engine's own methods do the work: units are code points there, so
 * `indexOf`, `slice` and `<` mean what Python means. Code that goes through characters of either form reads them
 * with {@link codeAt}. CPython: Objects/unicodeobject.c, Objects/stringlib/find.h.
 */
import { indexOfText } from '../common/string-search.ts';
import type { PyObject } from '../objects/object.ts';
import {
  codePointsOf,
  PyStr,
  PyStrInstance,
  type Str,
  strFromCodePoint,
  strFromCodePoints,
  strLength,
} from '../objects/str.ts';
import { memoryError } from './errors.ts';

/** The longest string that every engine makes (V8's limit is the least). */
export const MAX_STR_LENGTH = 536870888;

/** The string that a str or an instance of a subclass holds: the receiver of a method. */
export function textOf(self: PyObject): Str {
  if (typeof self === 'string') return self;
  return self instanceof PyStrInstance ? self.value : (self as PyStr);
}

/** The code point at an index, which must be in range. */
export function codeAt(text: Str, index: number): number {
  return typeof text === 'string' ? text.charCodeAt(index) : text.codePoints[index];
}

/** The character at an index, which must be in range. */
export function charAt(text: Str, index: number): Str {
  return typeof text === 'string' ? text[index] : strFromCodePoint(text.codePoints[index]);
}

/** Are all code points below 128? */
export function isAsciiText(text: Str): text is string {
  if (typeof text !== 'string') return false;
  const { length } = text;
  // A regular expression has a cost of its own: about that of a loop over 40 characters.
  if (length > 40) return !/[^\0-\x7f]/.test(text);
  for (let i = 0; i < length; i++) if (text.charCodeAt(i) > 127) return false;
  return true;
}

/** Collects a string piece by piece. Narrow, in a JavaScript string, until a code point above U+FFFF comes. */
export class StrBuilder {
  private _text = '';
  private _wide: Uint32Array | undefined = undefined;
  private _count = 0;

  /** The number of code points so far. */
  get length(): number {
    return this._wide === undefined ? this._text.length : this._count;
  }

  append(piece: Str): void {
    if (typeof piece === 'string') {
      if (this._wide === undefined) {
        this._text += piece;
        return;
      }
      const wide = this._reserve(piece.length);
      for (let i = 0; i < piece.length; i++) wide[this._count++] = piece.charCodeAt(i);
      return;
    }
    const wide = this._reserve(piece.codePoints.length);
    wide.set(piece.codePoints, this._count);
    this._count += piece.codePoints.length;
  }

  /** Appends one code point. */
  push(codePoint: number): void {
    if (codePoint <= 0xffff && this._wide === undefined) {
      this._text += String.fromCharCode(codePoint);
      return;
    }
    const wide = this._reserve(1);
    wide[this._count++] = codePoint;
  }

  /** Drops what stands behind the first `length` code points. */
  truncate(length: number): void {
    if (this._wide === undefined) this._text = this._text.slice(0, length);
    else this._count = Math.min(this._count, length);
  }

  finish(): Str {
    return this._wide === undefined ? this._text : strFromCodePoints(this._wide.subarray(0, this._count));
  }

  /** The wide form, with room for more. */
  private _reserve(more: number): Uint32Array {
    let wide = this._wide;
    if (wide === undefined) {
      const narrow = this._text;
      this._count = narrow.length;
      wide = new Uint32Array(Math.max(32, (this._count + more) * 2));
      for (let i = 0; i < narrow.length; i++) wide[i] = narrow.charCodeAt(i);
      this._text = '';
      this._wide = wide;
    } else if (this._count + more > wide.length) {
      wide = new Uint32Array((this._count + more) * 2);
      wide.set(this._wide!.subarray(0, this._count));
      this._wide = wide;
    }
    return wide;
  }
}

/** `left + right`. */
export function strConcat(left: Str, right: Str): Str {
  if (typeof left === 'string' && typeof right === 'string') {
    if (left.length + right.length > MAX_STR_LENGTH) throw memoryError();
    return left + right;
  }
  if (left === '') return right;
  if (right === '') return left;
  const a = codePointsOf(left);
  const b = codePointsOf(right);
  const joined = new Uint32Array(a.length + b.length);
  joined.set(a, 0);
  joined.set(b, a.length);
  return new PyStr(joined);
}

/** All pieces with a separator between them. */
export function strJoin(separator: Str, pieces: readonly Str[]): Str {
  let narrow = typeof separator === 'string' || pieces.length < 2;
  let total = pieces.length < 2 ? 0 : strLength(separator) * (pieces.length - 1);
  for (let i = 0; i < pieces.length; i++) {
    const piece = pieces[i];
    if (typeof piece === 'string') {
      total += piece.length;
    } else {
      total += piece.codePoints.length;
      narrow = false;
    }
  }
  if (total > MAX_STR_LENGTH) throw memoryError();
  if (narrow) return joinNarrow(separator as string, pieces as readonly string[]);
  const joined = new Uint32Array(total);
  let at = 0;
  for (let i = 0; i < pieces.length; i++) {
    if (i > 0) at = copyInto(joined, at, separator);
    at = copyInto(joined, at, pieces[i]);
  }
  // At least one piece or the separator has a code point above U+FFFF.
  return new PyStr(joined);
}

/** Up to this many pieces appending one after another beats `Array.prototype.join`. */
const FEW = 16;

function joinNarrow(separator: string, pieces: readonly string[]): string {
  const { length } = pieces;
  if (length > FEW) return pieces.join(separator);
  if (length === 0) return '';
  let text = pieces[0];
  for (let i = 1; i < length; i++) text += separator + pieces[i];
  return text;
}

function copyInto(target: Uint32Array, at: number, text: Str): number {
  if (typeof text === 'string') {
    for (let i = 0; i < text.length; i++) target[at + i] = text.charCodeAt(i);
    return at + text.length;
  }
  target.set(text.codePoints, at);
  return at + text.codePoints.length;
}

/** `text * count`. `count` may be any count that a `Py_ssize_t` holds. */
export function strRepeat(text: Str, count: number): Str {
  if (count <= 0) return '';
  const length = strLength(text);
  if (length === 0 || count === 1) return text;
  if (length * count > MAX_STR_LENGTH) throw memoryError();
  if (typeof text === 'string') return text.repeat(count);
  const repeated = new Uint32Array(length * count);
  for (let at = 0; at < repeated.length; at += length) repeated.set(text.codePoints, at);
  return new PyStr(repeated);
}

/** The code points from `start` up to `end`; both are from 0 up to the length. */
export function strSlice(value: Str, start: number, end: number): Str {
  if (typeof value === 'string') return value.slice(start, end);
  if (start === 0 && end >= value.codePoints.length) return value;
  return strFromCodePoints(value.codePoints.subarray(start, end));
}

/** Are the strings equal? */
export function strEquals(left: Str, right: Str): boolean {
  if (typeof left === 'string' || typeof right === 'string') return left === right;
  const a = left.codePoints;
  const b = right.codePoints;
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}

/** Negative, zero or positive as `left` comes before, equals or comes after `right` in the order of code points. */
export function strCompare(left: Str, right: Str): number {
  if (typeof left === 'string' && typeof right === 'string') return left < right ? -1 : left > right ? 1 : 0;
  const leftLength = strLength(left);
  const rightLength = strLength(right);
  const shorter = Math.min(leftLength, rightLength);
  for (let i = 0; i < shorter; i++) {
    const difference = codeAt(left, i) - codeAt(right, i);
    if (difference !== 0) return difference;
  }
  return leftLength - rightLength;
}

/** Does `part` stand in `text` at this index? The index is in range; the part may reach beyond the end. */
export function standsAt(text: Str, part: Str, index: number): boolean {
  if (typeof text === 'string') return typeof part === 'string' && text.startsWith(part, index);
  const { codePoints } = text;
  const length = strLength(part);
  if (index + length > codePoints.length) return false;
  for (let i = 0; i < length; i++) if (codePoints[index + i] !== codeAt(part, i)) return false;
  return true;
}

/** The first index in [start, end) where `part` stands whole; −1 when there is none. Both ends are in range. */
export function strIndexOf(text: Str, part: Str, start: number, end: number): number {
  if (typeof text === 'string') {
    if (typeof part !== 'string') return -1;
    if (end >= text.length) return indexOfText(text, part, start);
    // Cutting first keeps a failing search from running through the rest of a long string.
    const found = indexOfText(text.slice(start, end), part, 0);
    return found < 0 ? -1 : found + start;
  }
  const length = strLength(part);
  if (length === 0) return start <= end ? start : -1;
  const { codePoints } = text;
  const first = codeAt(part, 0);
  const last = end - length;
  for (let i = start; ; i++) {
    i = codePoints.indexOf(first, i);
    if (i < 0 || i > last) return -1;
    if (standsAt(text, part, i)) return i;
  }
}

/** The last such index. */
export function strLastIndexOf(text: Str, part: Str, start: number, end: number): number {
  if (typeof text === 'string') {
    if (typeof part !== 'string') return -1;
    const found = (start === 0 && end >= text.length ? text : text.slice(start, end)).lastIndexOf(part);
    return found < 0 ? -1 : found + start;
  }
  const length = strLength(part);
  if (length === 0) return end;
  for (let i = end - length; i >= start; i--) {
    if (text.codePoints[i] === codeAt(part, 0) && standsAt(text, part, i)) return i;
  }
  return -1;
}

/** The index of a code point at or after `start`; −1 when it does not come. */
export function indexOfCode(text: Str, codePoint: number, start = 0): number {
  if (typeof text !== 'string') return text.codePoints.indexOf(codePoint, start);
  return codePoint > 0xffff ? -1 : text.indexOf(String.fromCharCode(codePoint), start);
}
