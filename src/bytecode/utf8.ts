/**
 * UTF-8 with the error handler "surrogatepass", in which lone surrogates are three bytes like their neighbours: the
 * encoding of strings in marshal data. CPython: Objects/stringlib/codecs.h, `PyCodec_SurrogatePassErrors`.
 */
import { codePointsOf, type Str, strFromCodePoints } from '../objects/str.ts';
import { MarshalError } from './marshal-format.ts';

/** The bytes of a string. */
export function encodeUtf8SurrogatePass(text: Str): Uint8Array {
  const codePoints = codePointsOf(text);
  const out = new Uint8Array(codePoints.length * (typeof text === 'string' ? 3 : 4));
  let at = 0;
  for (let i = 0; i < codePoints.length; i++) {
    const c = codePoints[i]!;
    if (c < 0x80) {
      out[at++] = c;
      continue;
    }
    if (c < 0x800) {
      out[at++] = 0xc0 | (c >> 6);
    } else {
      if (c < 0x10000) {
        out[at++] = 0xe0 | (c >> 12);
      } else {
        out[at++] = 0xf0 | (c >> 18);
        out[at++] = 0x80 | ((c >> 12) & 0x3f);
      }
      out[at++] = 0x80 | ((c >> 6) & 0x3f);
    }
    out[at++] = 0x80 | (c & 0x3f);
  }
  return out.subarray(0, at);
}

/** The string of the bytes, or the `UnicodeDecodeError` of the first that fit nothing. */
export function decodeUtf8SurrogatePass(bytes: Uint8Array): Str {
  const codePoints: number[] = [];
  const end = bytes.length;
  for (let i = 0; i < end; ) {
    const lead = bytes[i]!;
    if (lead < 0x80) {
      codePoints.push(lead);
      i++;
      continue;
    }
    const size = lead < 0xc2 || lead > 0xf4 ? 0 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
    if (size === 0) throw decodeError(bytes, i, i + 1, 'invalid start byte');
    let value = lead & (0x7f >> size);
    // A surrogate is an error to UTF-8 itself, at its first byte, unless the handler finds all of it.
    if (
      lead === 0xed &&
      bytes[i + 1]! >= 0xa0 &&
      !(isContinuation(bytes[i + 1]) && isContinuation(bytes[i + 2]))
    ) {
      throw decodeError(bytes, i, i + 1, 'invalid continuation byte');
    }
    for (let k = 1; k < size; k++) {
      if (i + k >= end) throw decodeError(bytes, i, end, 'unexpected end of data');
      const c = bytes[i + k]!;
      if (!isContinuation(c) || (k === 1 && !isSecondByte(lead, c))) {
        throw decodeError(bytes, i, i + k, 'invalid continuation byte');
      }
      value = (value << 6) | (c & 0x3f);
    }
    codePoints.push(value);
    i += size;
  }
  return strFromCodePoints(codePoints);
}

function isContinuation(byte: number | undefined): boolean {
  return byte !== undefined && (byte & 0xc0) === 0x80;
}

/** Neither longer than needed nor beyond U+10FFFF. */
function isSecondByte(lead: number, second: number): boolean {
  if (lead === 0xe0) return second >= 0xa0;
  if (lead === 0xf0) return second >= 0x90;
  if (lead === 0xf4) return second <= 0x8f;
  return true;
}

function decodeError(bytes: Uint8Array, start: number, end: number, reason: string): MarshalError {
  const what =
    end - start === 1
      ? `byte 0x${bytes[start]!.toString(16).padStart(2, '0')} in position ${start}`
      : `bytes in position ${start}-${end - 1}`;
  return new MarshalError('UnicodeDecodeError', `'utf-8' codec can't decode ${what}: ${reason}`);
}
