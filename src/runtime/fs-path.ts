/**
 * File names: str and bytes in Python, UTF-16 text at the host (see host.ts). The encoding is UTF-8 with the error
 * handler `surrogateescape`, so that every name of bytes has a str and back (PEP 383).
 * CPython: `PyUnicode_EncodeFSDefault`, `PyUnicode_DecodeFSDefault`, `PyOS_FSPath`.
 */
import { attrName } from '../objects/attribute-name.ts';
import { PyBytes } from '../objects/bytes.ts';
import type { PyObject } from '../objects/object.ts';
import { None } from '../objects/singletons.ts';
import { type Str, strFromUtf16, utf16FromStr } from '../objects/str.ts';
import { lookupOnType } from './attributes.ts';
import { callSpecial } from './call.ts';
import { decodeUtf8, encodeUtf8 } from './codecs/utf8.ts';
import { strValue } from './convert.ts';
import { typeError, valueError } from './errors.ts';
import { shortTypeName } from './type-of.ts';

const ERRORS = 'surrogateescape';
const dunderFspath = attrName('__fspath__');

/** `os.fsencode` of a str. Throws UnicodeEncodeError for surrogates that stand for no byte. */
export function fsEncode(text: Str): Uint8Array {
  return encodeUtf8(text, ERRORS);
}

/** `os.fsdecode` of bytes. */
export function fsDecode(bytes: Uint8Array): Str {
  return decodeUtf8(bytes, ERRORS, true).text;
}

/** A str as the host takes names. Throws UnicodeEncodeError for surrogates that stand for no byte. */
export function hostPath(text: Str): string {
  if (typeof text === 'string' && /[\ud800-\udc7f\udd00-\udfff]/.test(text)) fsEncode(text);
  return utf16FromStr(text);
}

/** A name of the host as a str. */
export function strFromHost(path: string): Str {
  return strFromUtf16(path);
}

/** A name of the host as bytes. */
export function bytesFromHost(path: string): PyBytes {
  return new PyBytes(fsEncode(strFromUtf16(path)));
}

/** `os.fspath(value)`; `undefined` for what is no path. May call `__fspath__`. */
export function fspathOrAbsent(value: PyObject): PyObject | undefined {
  if (strValue(value) !== undefined || value instanceof PyBytes) return value;
  if (lookupOnType(value, dunderFspath) === None) return undefined;
  const path = callSpecial(value, dunderFspath);
  if (path === undefined || strValue(path) !== undefined || path instanceof PyBytes) return path;
  throw typeError(
    `expected ${shortTypeName(value)}.__fspath__() to return str or bytes, not ${shortTypeName(path)}`,
  );
}

/** `os.fspath(value)`. May call `__fspath__`. */
export function fspath(value: PyObject): PyObject {
  const path = fspathOrAbsent(value);
  if (path === undefined)
    throw typeError(`expected str, bytes or os.PathLike object, not ${shortTypeName(value)}`);
  return path;
}

/** The text of a path that is a str or bytes, as the host takes it. */
export function hostPathOf(path: PyObject): string {
  const text = strValue(path);
  return hostPath(text ?? fsDecode((path as PyBytes).value));
}

/** The name of a file as `str`, from what `os.fspath` takes. CPython: `PyUnicode_FSDecoder`. */
export function filenameOf(value: PyObject): Str {
  const path = fspath(value);
  const text = strValue(path) ?? fsDecode((path as PyBytes).value);
  if (utf16FromStr(text).includes('\0')) throw valueError('embedded null character');
  return text;
}
