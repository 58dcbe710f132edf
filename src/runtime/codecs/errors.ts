/**
 * The exceptions of codecs. CPython: `PyUnicodeEncodeError_*`, `PyUnicodeDecodeError_*` in Objects/exceptions.c.
 * Their behaviour (attributes, `__str__`) stands in builtins/exceptions.ts; here they are made, and read as the C API
 * reads them: positions brought into range, so that a handler may have set them to anything.
 */
import { PyBytes } from '../../objects/bytes.ts';
import { exceptionTypes, type PyBaseException } from '../../objects/exception.ts';
import type { PyObject, PyType } from '../../objects/object.ts';
import { type Str, strLength } from '../../objects/str.ts';
import { newException, typeError } from '../errors.ts';
import { textOf } from '../text.ts';
import { typeName } from '../type-of.ts';
import { strValue } from '../convert.ts';

export const UnicodeEncodeErrorType = exceptionTypes.get('UnicodeEncodeError')!;
export const UnicodeDecodeErrorType = exceptionTypes.get('UnicodeDecodeError')!;
export const UnicodeTranslateErrorType = exceptionTypes.get('UnicodeTranslateError')!;

function unicodeError(type: PyType, names: readonly string[], values: readonly PyObject[]): PyBaseException {
  const exception = newException(type, ...values);
  const fields = new Map<string, PyObject>();
  for (let i = 0; i < names.length; i++) fields.set(names[i], values[i]);
  exception.fields = fields;
  return exception;
}

const CODEC_FIELDS = ['encoding', 'object', 'start', 'end', 'reason'];
const TRANSLATE_FIELDS = ['object', 'start', 'end', 'reason'];

/** `text[start:end]` cannot be encoded. */
export function unicodeEncodeError(
  encoding: string,
  text: Str,
  start: number,
  end: number,
  reason: string,
): PyBaseException {
  return unicodeError(UnicodeEncodeErrorType, CODEC_FIELDS, [encoding, text, start, end, reason]);
}

/** `bytes[start:end]` cannot be decoded. */
export function unicodeDecodeError(
  encoding: string,
  bytes: Uint8Array,
  start: number,
  end: number,
  reason: string,
): PyBaseException {
  return unicodeError(UnicodeDecodeErrorType, CODEC_FIELDS, [encoding, new PyBytes(bytes), start, end, reason]);
}

/** `text[start:end]` cannot be translated. */
export function unicodeTranslateError(text: Str, start: number, end: number, reason: string): PyBaseException {
  return unicodeError(UnicodeTranslateErrorType, TRANSLATE_FIELDS, [text, start, end, reason]);
}

/** An attribute of such an exception, which must be set. */
function field(exception: PyBaseException, name: string): PyObject {
  const value = exception.fields?.get(name);
  if (value === undefined) throw typeError(`UnicodeError '${name}' attribute is not set`);
  return value;
}

/** The text of an encoding or translating error. */
export function errorText(exception: PyBaseException): Str {
  const object = field(exception, 'object');
  if (strValue(object) === undefined) {
    throw typeError(`UnicodeError 'object' attribute must be a string, not ${typeName(object)}`);
  }
  return textOf(object);
}

/** The octets of a decoding error. */
export function errorBytes(exception: PyBaseException): Uint8Array {
  const object = field(exception, 'object');
  if (!(object instanceof PyBytes)) {
    throw typeError(`UnicodeError 'object' attribute must be a bytes, not ${typeName(object)}`);
  }
  return object.value;
}

/** The encoding that an exception names. */
export function errorEncoding(exception: PyBaseException): Str {
  return textOf(field(exception, 'encoding'));
}

/** Where the trouble begins and ends, in range of an object of this length; the end may stand before the start. */
export function errorRange(exception: PyBaseException, length: number): { start: number; end: number } {
  const start = Number(exception.fields?.get('start') ?? 0);
  const end = Number(exception.fields?.get('end') ?? 0);
  return {
    start: Math.max(0, Math.min(start, length - 1)),
    end: Math.min(Math.max(end, 1), length),
  };
}

/** The same for a text or octets, whichever the exception has. */
export function lengthOfErrorObject(exception: PyBaseException): number {
  return exception.fields?.get('object') instanceof PyBytes
    ? errorBytes(exception).length
    : strLength(errorText(exception));
}
