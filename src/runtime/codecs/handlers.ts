/**
 * The built-in error handlers of codecs: what stands in place of text or octets that a codec cannot take, and where it
 * goes on. A handler gets the exception and returns a replacement with a position, or throws.
 * CPython: Python/codecs.c (`PyCodec_IgnoreErrors` …); PEP 293, PEP 383.
 */
import { nameOf } from '../../common/unicode-names.ts';
import {
  PyBaseException,
  PyUnicodeDecodeError,
  PyUnicodeEncodeError,
  PyUnicodeTranslateError,
} from '../../objects/exception.ts';
import type { PyObject } from '../../objects/object.ts';
import { type Str, stringFromUnits } from '../../objects/str.ts';
import { typeError } from '../errors.ts';
import { codeAt, isAsciiText } from '../text.ts';
import { typeName } from '../type-of.ts';
import { errorBytes, errorEncoding, errorText, rangeInBytes, rangeInText } from './errors.ts';
import { isSurrogate, writeUtf8 } from './utf8-strict.ts';

/** What a handler answers. Only encoders take octets. */
export interface Replacement {
  readonly value: Str | Uint8Array;
  readonly position: number;
}

export type ErrorHandler = (exception: PyObject) => Replacement;

function wrongType(exception: PyObject): never {
  throw typeError(`don't know how to handle ${typeName(exception)} in error callback`);
}

function strictErrors(exception: PyObject): never {
  if (exception instanceof PyBaseException) throw exception;
  throw typeError('codec must pass exception instance');
}

function ignoreErrors(exception: PyObject): Replacement {
  if (exception instanceof PyUnicodeDecodeError) return { value: '', position: rangeInBytes(exception).end };
  if (exception instanceof PyUnicodeEncodeError || exception instanceof PyUnicodeTranslateError) {
    return { value: '', position: rangeInText(exception).end };
  }
  return wrongType(exception);
}

function replaceErrors(exception: PyObject): Replacement {
  if (exception instanceof PyUnicodeDecodeError) {
    return { value: '\ufffd', position: rangeInBytes(exception).end };
  }
  if (exception instanceof PyUnicodeEncodeError || exception instanceof PyUnicodeTranslateError) {
    const { start, end } = rangeInText(exception);
    const mark = exception instanceof PyUnicodeEncodeError ? '?' : '\ufffd';
    return { value: mark.repeat(Math.max(end - start, 0)), position: end };
  }
  return wrongType(exception);
}

/** `&#NNN;` for each character. */
export function xmlCharRefs(text: Str, start: number, end: number): string {
  let out = '';
  for (let i = start; i < end; i++) out += `&#${codeAt(text, i)};`;
  return out;
}

function xmlCharRefReplaceErrors(exception: PyObject): Replacement {
  if (!(exception instanceof PyUnicodeEncodeError)) wrongType(exception);
  const text = errorText(exception);
  const { start, end } = rangeInText(exception);
  return { value: xmlCharRefs(text, start, end), position: end };
}

/** `\xNN`, `\uNNNN` or `\UNNNNNNNN`. */
export function backslashEscape(c: number): string {
  if (c >= 0x10000) return `\\U${c.toString(16).padStart(8, '0')}`;
  if (c >= 0x100) return `\\u${c.toString(16).padStart(4, '0')}`;
  return `\\x${c.toString(16).padStart(2, '0')}`;
}

/** Such an escape for each character. */
export function backslashEscapes(text: Str, start: number, end: number): string {
  let out = '';
  for (let i = start; i < end; i++) out += backslashEscape(codeAt(text, i));
  return out;
}

function backslashReplaceErrors(exception: PyObject): Replacement {
  if (exception instanceof PyUnicodeDecodeError) {
    const bytes = errorBytes(exception);
    const { start, end } = rangeInBytes(exception);
    return { value: backslashEscapes(stringFromUnits(bytes), start, end), position: end };
  }
  if (exception instanceof PyUnicodeEncodeError || exception instanceof PyUnicodeTranslateError) {
    const { start, end } = rangeInText(exception);
    return { value: backslashEscapes(errorText(exception), start, end), position: end };
  }
  return wrongType(exception);
}

function nameReplaceErrors(exception: PyObject): Replacement {
  if (!(exception instanceof PyUnicodeEncodeError)) wrongType(exception);
  const text = errorText(exception);
  const { start, end } = rangeInText(exception);
  let value = '';
  for (let i = start; i < end; i++) {
    const c = codeAt(text, i);
    const name = nameOf(c);
    value += name === undefined ? backslashEscape(c) : `\\N{${name}}`;
  }
  return { value, position: Math.max(start, end) };
}

/** The encodings that `surrogatepass` knows: the number of octets of a surrogate, and their order. */
interface StandardEncoding {
  readonly size: 2 | 3 | 4;
  readonly bigEndian: boolean;
}

function standardEncoding(name: Str): StandardEncoding | undefined {
  const match = isAsciiText(name) ? /^utf[-_]?(?:(8)|(16|32)(?:[-_]?([bl])e)?)$/i.exec(name) : null;
  if (match === null) return undefined;
  if (match[1] !== undefined) return { size: 3, bigEndian: false };
  return { size: match[2] === '16' ? 2 : 4, bigEndian: match[3]?.toLowerCase() === 'b' };
}

function surrogatePassErrors(exception: PyObject): Replacement {
  if (exception instanceof PyUnicodeEncodeError) return passEncoding(exception);
  if (exception instanceof PyUnicodeDecodeError) return passDecoding(exception);
  return wrongType(exception);
}

function passEncoding(exception: PyUnicodeEncodeError): Replacement {
  const text = errorText(exception);
  const { start, end } = rangeInText(exception);
  const encoding = standardEncoding(errorEncoding(exception));
  if (encoding === undefined) throw exception;
  const { size, bigEndian } = encoding;
  const value = new Uint8Array(Math.max(end - start, 0) * size);
  for (let i = start, at = 0; i < end; i++, at += size) {
    const c = codeAt(text, i);
    if (!isSurrogate(c)) throw exception;
    if (size === 3) {
      writeUtf8(value, at, c);
      continue;
    }
    const low = bigEndian ? at + size - 1 : at;
    value[low] = c & 0xff;
    value[bigEndian ? low - 1 : low + 1] = c >> 8;
  }
  return { value, position: end };
}

function passDecoding(exception: PyUnicodeDecodeError): Replacement {
  const bytes = errorBytes(exception);
  const { start } = rangeInBytes(exception);
  const encoding = standardEncoding(errorEncoding(exception));
  if (encoding === undefined) throw exception;
  const { size, bigEndian } = encoding;
  let c = 0;
  if (bytes.length - start >= size) {
    if (size === 3) {
      const [first, second, third] = bytes.subarray(start, start + 3);
      if ((first & 0xf0) === 0xe0 && (second & 0xc0) === 0x80 && (third & 0xc0) === 0x80) {
        c = ((first & 0x0f) << 12) + ((second & 0x3f) << 6) + (third & 0x3f);
      }
    } else {
      for (let i = 0; i < size; i++) c = c * 256 + bytes[bigEndian ? start + i : start + size - 1 - i];
    }
  }
  if (!isSurrogate(c)) throw exception;
  return { value: String.fromCharCode(c), position: start + size };
}

function surrogateEscapeErrors(exception: PyObject): Replacement {
  if (exception instanceof PyUnicodeEncodeError) {
    const text = errorText(exception);
    const { start, end } = rangeInText(exception);
    const value = new Uint8Array(Math.max(end - start, 0));
    for (let i = start; i < end; i++) {
      const c = codeAt(text, i);
      if (c < 0xdc80 || c > 0xdcff) throw exception;
      value[i - start] = c - 0xdc00;
    }
    return { value, position: end };
  }
  if (!(exception instanceof PyUnicodeDecodeError)) wrongType(exception);
  const bytes = errorBytes(exception);
  const { start, end } = rangeInBytes(exception);
  let value = '';
  // At most four octets; the codec asks again for more. ASCII octets are not escaped.
  while (value.length < 4 && value.length < end - start && bytes[start + value.length] >= 0x80) {
    value += String.fromCharCode(0xdc00 + bytes[start + value.length]);
  }
  if (value === '') throw exception;
  return { value, position: start + value.length };
}

/** A built-in handler: its function, and how it shows itself to Python. */
export interface BuiltinHandler {
  readonly handle: ErrorHandler;
  readonly functionName: string;
  readonly doc: string | undefined;
}

/** The built-in handlers by name. */
export const BUILTIN_HANDLERS: ReadonlyMap<string, BuiltinHandler> = new Map([
  [
    'strict',
    {
      handle: strictErrors,
      functionName: 'strict_errors',
      doc: "The 'strict' error handling, which raises a UnicodeError on coding errors.",
    },
  ],
  [
    'ignore',
    {
      handle: ignoreErrors,
      functionName: 'ignore_errors',
      doc: "The 'ignore' error handling, which leaves malformed data out and goes on.",
    },
  ],
  [
    'replace',
    {
      handle: replaceErrors,
      functionName: 'replace_errors',
      doc: "The 'replace' error handling, which puts a replacement mark in place of malformed data.",
    },
  ],
  [
    'xmlcharrefreplace',
    {
      handle: xmlCharRefReplaceErrors,
      functionName: 'xmlcharrefreplace_errors',
      doc: "The 'xmlcharrefreplace' error handling, which puts the XML character reference in place of an unencodable character.",
    },
  ],
  [
    'backslashreplace',
    {
      handle: backslashReplaceErrors,
      functionName: 'backslashreplace_errors',
      doc: "The 'backslashreplace' error handling, which puts a backslashed escape sequence in place of malformed data.",
    },
  ],
  [
    'namereplace',
    {
      handle: nameReplaceErrors,
      functionName: 'namereplace_errors',
      doc: "The 'namereplace' error handling, which puts a \\N{...} escape sequence in place of an unencodable character.",
    },
  ],
  ['surrogatepass', { handle: surrogatePassErrors, functionName: 'surrogatepass', doc: undefined }],
  ['surrogateescape', { handle: surrogateEscapeErrors, functionName: 'surrogateescape', doc: undefined }],
]);
