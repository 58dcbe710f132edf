/**
 * The exceptions of codecs, read as the C API reads them: positions brought into range, so that whoever made or changed
 * an exception may have set them to anything. They are made in runtime/errors.ts, their behaviour is in
 * builtins/exceptions-unicode.ts. CPython: `_PyUnicodeError_GetParams` in Objects/exceptions.c.
 */
import { PyBytes } from '../../objects/bytes.ts';
import type {
  PyUnicodeDecodeError,
  PyUnicodeEncodeError,
  PyUnicodeErrorBase,
  PyUnicodeTranslateError,
} from '../../objects/exception.ts';
import type { PyObject } from '../../objects/object.ts';
import { type Str, strLength } from '../../objects/str.ts';
import { strValue } from '../convert.ts';
import { typeError } from '../errors.ts';
import { typeName } from '../type-of.ts';

/** What the exception is about, which must be set. */
function objectOf(exception: PyUnicodeErrorBase): PyObject {
  if (exception.object === undefined) throw typeError("UnicodeError 'object' attribute is not set");
  return exception.object;
}

/** The text of an encoding or translating error. */
export function errorText(exception: PyUnicodeEncodeError | PyUnicodeTranslateError): Str {
  const object = objectOf(exception);
  const text = strValue(object);
  if (text === undefined) {
    throw typeError(`UnicodeError 'object' attribute must be a string, not ${typeName(object)}`);
  }
  return text;
}

/** The octets of a decoding error. */
export function errorBytes(exception: PyUnicodeDecodeError): Uint8Array {
  const object = objectOf(exception);
  if (!(object instanceof PyBytes)) {
    throw typeError(`UnicodeError 'object' attribute must be a bytes, not ${typeName(object)}`);
  }
  return object.value;
}

/** The encoding that an exception names. */
export function errorEncoding(exception: PyUnicodeErrorBase): Str {
  const { encoding } = exception;
  if (encoding === undefined) throw typeError("UnicodeError 'encoding' attribute is not set");
  const text = strValue(encoding);
  if (text === undefined) {
    throw typeError(`UnicodeError 'encoding' attribute must be a string, not ${typeName(encoding)}`);
  }
  return text;
}

/** Where the trouble begins and ends, in range of an object of this length; the end may stand before the start. */
export interface ErrorRange {
  readonly start: number;
  readonly end: number;
}

function fit(exception: PyUnicodeErrorBase, length: number): ErrorRange {
  return {
    start: Math.max(0, Math.min(exception.start, length - 1)),
    end: Math.min(Math.max(exception.end, 1), length),
  };
}

/** The range in the text of an encoding or translating error. */
export function rangeInText(exception: PyUnicodeEncodeError | PyUnicodeTranslateError): ErrorRange {
  return fit(exception, strLength(errorText(exception)));
}

/** The range in the octets of a decoding error. */
export function rangeInBytes(exception: PyUnicodeDecodeError): ErrorRange {
  return fit(exception, errorBytes(exception).length);
}
