/**
 * UTF-16 and UTF-32, in either byte order and with byte order marks.
 * CPython: `PyUnicode_DecodeUTF16Stateful`, `PyUnicode_DecodeUTF32Stateful`, `_PyUnicode_EncodeUTF16`,
 * `_PyUnicode_EncodeUTF32` in Objects/unicodeobject.c.
 */
import { type Str, stringFromUnits, strLength } from '../../objects/str.ts';
import { codeAt } from '../text.ts';
import { ByteBuilder } from './byte-builder.ts';
import { type Decoded, Decoding } from './decoding.ts';
import { Encoding } from './encoding.ts';
import { isSurrogate } from './utf8-strict.ts';

/** −1: the low octet first, 1: the high one, 0: as a mark at the start says, the low one first without a mark. */
export type ByteOrder = -1 | 0 | 1;

/** A decoded text, and the byte order that was given or found. */
export interface DecodedWithOrder extends Decoded {
  readonly byteOrder: ByteOrder;
}

function isHigh(c: number): boolean {
  return (c & 0xfc00) === 0xd800;
}

function isLow(c: number): boolean {
  return (c & 0xfc00) === 0xdc00;
}

export function decodeUtf16(
  bytes: Uint8Array,
  errors: string | undefined,
  order: ByteOrder,
  final: boolean,
): DecodedWithOrder {
  let byteOrder = order;
  let at = 0;
  if (order === 0 && bytes.length >= 2) {
    const mark = bytes[0] | (bytes[1] << 8);
    if (mark === 0xfeff || mark === 0xfffe) {
      byteOrder = mark === 0xfeff ? -1 : 1;
      at = 2;
    }
  }
  const low = byteOrder === 1 ? 1 : 0;
  const high = 1 - low;
  const plain = decodeUnits(bytes, at, low);
  if (plain !== undefined) return { text: plain, consumed: bytes.length, byteOrder };
  const decoding = new Decoding(byteOrder === 1 ? 'utf-16-be' : 'utf-16-le', bytes, errors);
  for (;;) {
    const { bytes: now, out } = decoding;
    const left = now.length - at;
    if (left < 2) {
      if (left === 0 || !final) break;
      at = decoding.error(at, now.length, 'truncated data');
      continue;
    }
    const unit = now[at + low] | (now[at + high] << 8);
    if (!isSurrogate(unit)) {
      out.push(unit);
      at += 2;
    } else if (!isHigh(unit)) {
      at = decoding.error(at, at + 2, 'illegal encoding');
    } else if (left < 4) {
      if (!final) break;
      at = decoding.error(at, now.length, 'unexpected end of data');
    } else {
      const second = now[at + 2 + low] | (now[at + 2 + high] << 8);
      if (isLow(second)) {
        out.push(0x10000 + ((unit & 0x3ff) << 10) + (second & 0x3ff));
        at += 4;
      } else {
        at = decoding.error(at, at + 2, 'illegal UTF-16 surrogate');
      }
    }
  }
  return { text: decoding.out.finish(), consumed: at, byteOrder };
}

/** The text of units of two octets; undefined where there are surrogates or half a unit. */
function decodeUnits(bytes: Uint8Array, start: number, low: number): string | undefined {
  if ((bytes.length - start) % 2 !== 0) return undefined;
  const units = new Uint16Array((bytes.length - start) / 2);
  for (let i = 0, at = start; i < units.length; i++, at += 2) {
    const unit = bytes[at + low] | (bytes[at + 1 - low] << 8);
    if (isSurrogate(unit)) return undefined;
    units[i] = unit;
  }
  return stringFromUnits(units);
}

export function decodeUtf32(
  bytes: Uint8Array,
  errors: string | undefined,
  order: ByteOrder,
  final: boolean,
): DecodedWithOrder {
  let byteOrder = order;
  let at = 0;
  if (order === 0 && bytes.length >= 4) {
    const [a, b, c, d] = bytes;
    if (a === 0xff && b === 0xfe && c === 0 && d === 0) byteOrder = -1;
    else if (a === 0 && b === 0 && c === 0xfe && d === 0xff) byteOrder = 1;
    if (byteOrder !== 0) at = 4;
  }
  const decoding = new Decoding(byteOrder === 1 ? 'utf-32-be' : 'utf-32-le', bytes, errors);
  for (;;) {
    const { bytes: now } = decoding;
    const left = now.length - at;
    if (left < 4) {
      if (left === 0 || !final) break;
      at = decoding.error(at, now.length, 'truncated data');
      continue;
    }
    const c =
      byteOrder === 1
        ? ((now[at] << 24) | (now[at + 1] << 16) | (now[at + 2] << 8) | now[at + 3]) >>> 0
        : ((now[at + 3] << 24) | (now[at + 2] << 16) | (now[at + 1] << 8) | now[at]) >>> 0;
    if (isSurrogate(c)) {
      at = decoding.error(at, at + 4, 'code point in surrogate code point range(0xd800, 0xe000)');
    } else if (c > 0x10ffff) {
      at = decoding.error(at, at + 4, 'code point not in range(0x110000)');
    } else {
      decoding.out.push(c);
      at += 4;
    }
  }
  return { text: decoding.out.finish(), consumed: at, byteOrder };
}

const SURROGATES = 'surrogates not allowed';

/** Encodes with `write` for each code point; surrogates are errors, and what replaces them has whole units. */
function encodeUnits(
  text: Str,
  errors: string | undefined,
  name: 'utf-16' | 'utf-32',
  order: ByteOrder,
  write: (out: ByteBuilder, c: number) => void,
): Uint8Array {
  const unitSize = name === 'utf-16' ? 2 : 4;
  const length = strLength(text);
  const out = new ByteBuilder((length + 1) * unitSize);
  if (order === 0) write(out, 0xfeff);
  const encoding = new Encoding(order === 0 ? name : `${name}-${order < 0 ? 'le' : 'be'}`, text, errors);
  for (let i = 0; i < length; ) {
    const c = codeAt(text, i);
    if (!isSurrogate(c)) {
      write(out, c);
      i++;
      continue;
    }
    const replacement = encoding.error(i, i + 1, SURROGATES);
    if (replacement instanceof Uint8Array) {
      if (replacement.length % unitSize !== 0) throw encoding.exceptionAt(i, i + 1, SURROGATES);
      out.append(replacement);
    } else {
      for (let k = 0; k < strLength(replacement); k++) {
        const unit = codeAt(replacement, k);
        if (unit > 127) throw encoding.exceptionAt(i, i + 1, SURROGATES);
        write(out, unit);
      }
    }
    i = encoding.position;
  }
  return out.finish();
}

function writeUnit(out: ByteBuilder, unit: number, bigEndian: boolean): void {
  out.push(bigEndian ? unit >> 8 : unit & 0xff);
  out.push(bigEndian ? unit & 0xff : unit >> 8);
}

/** Order 0 writes a mark, and the low octet first. */
export function encodeUtf16(text: Str, errors: string | undefined, order: ByteOrder): Uint8Array {
  const bigEndian = order === 1;
  return encodeUnits(text, errors, 'utf-16', order, (out, c) => {
    if (c > 0xffff) {
      writeUnit(out, 0xd7c0 + (c >> 10), bigEndian);
      writeUnit(out, 0xdc00 + (c & 0x3ff), bigEndian);
    } else {
      writeUnit(out, c, bigEndian);
    }
  });
}

export function encodeUtf32(text: Str, errors: string | undefined, order: ByteOrder): Uint8Array {
  const bigEndian = order === 1;
  return encodeUnits(text, errors, 'utf-32', order, (out, c) => {
    if (bigEndian) writeUnit(out, c >> 16, true);
    writeUnit(out, c & 0xffff, bigEndian);
    if (!bigEndian) writeUnit(out, c >> 16, false);
  });
}
