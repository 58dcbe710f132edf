/** What patterns are matched against: the characters of a str or the octets of a bytes-like object. */
import { PyBytes } from '../../objects/bytes.ts';
import type { PyObject } from '../../objects/object.ts';
import { PyStr, type Str, strLength } from '../../objects/str.ts';
import { bytesLike } from '../../runtime/buffer.ts';
import { strValue } from '../../runtime/convert.ts';
import { typeError } from '../../runtime/errors.ts';
import { strJoin, strSlice } from '../../runtime/text.ts';
import { typeName, typeOf } from '../../runtime/type-of.ts';
import type { Subject } from './matcher.ts';
import type { PyPattern } from './objects.ts';

/** A subject ready to be searched. */
export interface SearchText {
  readonly subject: Subject;
  readonly length: number;
  readonly isBytes: boolean;
  /** It cannot change. */
  readonly isFrozen: boolean;
  /** The part from `start` up to `end` as a Python value. */
  slice(start: number, end: number): PyObject;
}

/** The text of an argument; the kind must be the pattern's. */
export function searchText(pattern: PyPattern, value: PyObject): SearchText {
  const text = textOf(value);
  if (pattern.isBytes === true && !text.isBytes)
    throw typeError('cannot use a bytes pattern on a string-like object');
  if (pattern.isBytes === false && text.isBytes)
    throw typeError('cannot use a string pattern on a bytes-like object');
  return text;
}

export function textOf(value: PyObject): SearchText {
  const str = strValue(value);
  if (str !== undefined) return textOfStr(str);
  if (
    !(value instanceof PyBytes) &&
    (typeof value !== 'object' || typeOf(value).bf_getbuffer === undefined)
  ) {
    throw typeError(`expected string or bytes-like object, got '${typeName(value)}'`);
  }
  const octets = bytesLike(value);
  return {
    subject: octets,
    length: octets.length,
    isBytes: true,
    isFrozen: value instanceof PyBytes,
    slice: (start, end) =>
      start === 0 && end === octets.length && value instanceof PyBytes && value.ob_type === PyBytes.type
        ? value
        : new PyBytes(octets.slice(start, end)),
  };
}

function textOfStr(value: Str): SearchText {
  return {
    subject: value instanceof PyStr ? value.codePoints : value,
    length: strLength(value),
    isBytes: false,
    isFrozen: true,
    slice: (start, end) => strSlice(value, start, end),
  };
}

/** Puts pieces together that are all str or all bytes, as `join` does. */
export function joinPieces(pieces: readonly PyObject[], isBytes: boolean): PyObject {
  if (isBytes) return joinBytes(pieces);
  pieces.forEach((piece, i) => {
    if (strValue(piece) === undefined) {
      throw typeError(`sequence item ${i}: expected str instance, ${typeName(piece)} found`);
    }
  });
  return strJoin(
    '',
    pieces.map((piece) => strValue(piece)!),
  );
}

function joinBytes(pieces: readonly PyObject[]): PyObject {
  const arrays = pieces.map((piece, i) => {
    if (
      typeof piece !== 'object' ||
      (!(piece instanceof PyBytes) && typeOf(piece).bf_getbuffer === undefined)
    ) {
      throw typeError(`sequence item ${i}: expected a bytes-like object, ${typeName(piece)} found`);
    }
    return bytesLike(piece);
  });
  const joined = new Uint8Array(arrays.reduce((sum, array) => sum + array.length, 0));
  let at = 0;
  for (const array of arrays) {
    joined.set(array, at);
    at += array.length;
  }
  return new PyBytes(joined);
}
