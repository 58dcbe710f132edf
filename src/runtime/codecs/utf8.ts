/** UTF-8 with error handlers. CPython: `unicode_decode_utf8`, Objects/stringlib/codecs.h. */
import { findUtf8Error } from '../../common/utf8.ts';
import { type Str, strFromUtf16 } from '../../objects/str.ts';
import { codeAt } from '../text.ts';
import { asciiText } from './ascii-text.ts';
import { ByteBuilder } from './byte-builder.ts';
import { type Decoded, Decoding } from './decoding.ts';
import { Encoding } from './encoding.ts';
import { isSurrogate, utf8Of, writeUtf8 } from './utf8-strict.ts';

/** Up to this length a look whether all is ASCII is worth its time where that is not so. */
const SHORT = 32;

/** One that replaces what is no UTF-8: an error of the engine's takes as long as decoding ten thousand octets. */
const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

/** The text of octets that are UTF-8 throughout; undefined when they are not. */
function decodeValid(bytes: Uint8Array): Str | undefined {
  if (bytes.length <= SHORT) {
    const text = asciiText(bytes);
    if (text !== undefined) return text;
  }
  const text = decoder.decode(bytes);
  if (text.includes('\ufffd') && findUtf8Error(bytes, 0) !== undefined) return undefined;
  return strFromUtf16(text);
}

/** Is this the beginning of a surrogate's three octets, of which the last is missing? */
function isTruncatedSurrogate(bytes: Uint8Array, start: number): boolean {
  return (
    bytes.length - start === 2 &&
    bytes[start] === 0xed &&
    bytes[start + 1] >= 0xa0 &&
    bytes[start + 1] <= 0xbf
  );
}

/** Decodes; without `final` an incomplete sequence at the end is left. */
export function decodeUtf8(bytes: Uint8Array, errors: string | undefined, final: boolean): Decoded {
  const valid = decodeValid(bytes);
  if (valid !== undefined) return { text: valid, consumed: bytes.length };
  const decoding = new Decoding('utf-8', bytes, errors);
  let at = 0;
  for (;;) {
    const error = findUtf8Error(decoding.bytes, at);
    const end = error === undefined ? decoding.bytes.length : error.start;
    if (end > at) {
      const text = decodeValid(decoding.bytes.subarray(at, end));
      if (text === undefined) throw new RangeError('a string has fewer characters');
      decoding.out.append(text);
    }
    at = end;
    if (error === undefined) break;
    if (!final) {
      const { bytes: now } = decoding;
      if (error.reason === 'unexpected end of data' || isTruncatedSurrogate(now, error.start)) break;
    }
    at = decoding.error(error.start, error.end, error.reason);
  }
  return { text: decoding.out.finish(), consumed: at };
}

const SURROGATES = 'surrogates not allowed';

export function encodeUtf8(text: Str, errors: string | undefined): Uint8Array {
  const valid = utf8Of(text);
  if (valid !== undefined) return valid;
  const length = typeof text === 'string' ? text.length : text.codePoints.length;
  const encoding = new Encoding('utf-8', text, errors);
  const out = new ByteBuilder(length * 3);
  const one = new Uint8Array(4);
  for (let i = 0; i < length; ) {
    const c = codeAt(text, i);
    if (!isSurrogate(c) || errors === 'surrogatepass') {
      out.append(one.subarray(0, writeUtf8(one, 0, c)));
      i++;
      continue;
    }
    let end = i + 1;
    while (end < length && isSurrogate(codeAt(text, end))) end++;
    const replacement = encoding.error(i, end, SURROGATES);
    if (replacement instanceof Uint8Array) out.append(replacement);
    else if (typeof replacement === 'string' && !/[^\0-\x7f]/.test(replacement))
      out.appendLatin1(replacement);
    else throw encoding.exceptionAt(i, end, SURROGATES);
    i = encoding.position;
  }
  return out.finish();
}
