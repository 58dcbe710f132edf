/** ASCII and Latin-1. CPython: `unicode_encode_ucs1`, `PyUnicode_DecodeASCII` in Objects/unicodeobject.c. */
import { type Str, stringFromUnits, strLength } from '../../objects/str.ts';
import { newOctets } from '../octets.ts';
import { codeAt } from '../text.ts';
import { asciiText } from './ascii-text.ts';
import { ByteBuilder } from './byte-builder.ts';
import { Decoding } from './decoding.ts';
import { Encoding } from './encoding.ts';

export function decodeLatin1(bytes: Uint8Array): string {
  return asciiText(bytes) ?? stringFromUnits(bytes);
}

export function decodeAscii(bytes: Uint8Array, errors: string | undefined): Str {
  const text = asciiText(bytes);
  if (text !== undefined) return text;
  const decoding = new Decoding('ascii', bytes, errors);
  let at = 0;
  while (at < decoding.bytes.length) {
    const start = at;
    while (at < decoding.bytes.length && decoding.bytes[at] < 0x80) at++;
    decoding.out.append(stringFromUnits(decoding.bytes.subarray(start, at)));
    if (at < decoding.bytes.length) at = decoding.error(at, at + 1, 'ordinal not in range(128)');
  }
  return decoding.out.finish();
}

/** Encodes code points below `limit`, which is 128 or 256, as octets. */
function encodeBelow(text: Str, errors: string | undefined, limit: 128 | 256): Uint8Array {
  const length = strLength(text);
  if (typeof text === 'string') {
    const octets = newOctets(length);
    let i = 0;
    for (; i < length; i++) {
      const c = text.charCodeAt(i);
      if (c >= limit) break;
      octets[i] = c;
    }
    if (i === length) return octets;
  }
  const reason = `ordinal not in range(${limit})`;
  const encoding = new Encoding(limit === 256 ? 'latin-1' : 'ascii', text, errors);
  const out = new ByteBuilder(length);
  for (let i = 0; i < length; ) {
    const c = codeAt(text, i);
    if (c < limit) {
      out.push(c);
      i++;
      continue;
    }
    let end = i + 1;
    while (end < length && codeAt(text, end) >= limit) end++;
    const replacement = encoding.error(i, end, reason);
    if (replacement instanceof Uint8Array) {
      out.append(replacement);
    } else {
      for (let k = 0; k < strLength(replacement); k++) {
        const octet = codeAt(replacement, k);
        if (octet >= limit) throw encoding.exceptionAt(i, end, reason);
        out.push(octet);
      }
    }
    i = encoding.position;
  }
  return out.finish();
}

export function encodeLatin1(text: Str, errors: string | undefined): Uint8Array {
  return encodeBelow(text, errors, 256);
}

export function encodeAscii(text: Str, errors: string | undefined): Uint8Array {
  return encodeBelow(text, errors, 128);
}
