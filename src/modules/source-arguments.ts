/** Arguments of the functions that take a source and the name of its file: `compile`, `exec`, `symtable`. */
import { exceptionTypes, PyBaseException } from '../objects/exception.ts';
import type { PyObject } from '../objects/object.ts';
import { type Str, utf16FromStr } from '../objects/str.ts';
import { DecodingError } from '../parser/source-codecs.ts';
import { bytesLike } from '../runtime/buffer.ts';
import { encodeUtf8Strict } from '../runtime/codecs/utf8-strict.ts';
import { decode } from '../runtime/codecs.ts';
import { strValue } from '../runtime/convert.ts';
import { typeError } from '../runtime/errors.ts';
import { str } from '../runtime/repr.ts';
import { isAsciiText } from '../runtime/text.ts';
import { isInstanceOf, typeOf } from '../runtime/type-of.ts';

const LookupErrorType = exceptionTypes.get('LookupError')!;
const UnicodeErrorType = exceptionTypes.get('UnicodeError')!;

/** Source given as str, bytes or anything with a buffer. CPython: `_Py_SourceAsString`. */
export function sourceOf(source: PyObject, functionName: string, what: string): Str | Uint8Array {
  const text = strValue(source);
  if (text !== undefined) {
    // The parser works on UTF-8: surrogates are an error.
    if (!isAsciiText(text)) encodeUtf8Strict(text);
    return text;
  }
  if (typeof source === 'object' && typeOf(source).bf_getbuffer !== undefined) return bytesLike(source);
  throw typeError(`${functionName}() arg 1 must be a ${what} object`);
}

/** The text of a source in an encoding that only the registry of codecs knows: what it raises makes a SyntaxError. */
export function decodeByCodec(bytes: Uint8Array, encoding: string): string {
  try {
    return utf16FromStr(decode(bytes, encoding, 'strict'));
  } catch (thrown) {
    if (!(thrown instanceof PyBaseException)) throw thrown;
    if (!isInstanceOf(thrown, LookupErrorType) && !isInstanceOf(thrown, UnicodeErrorType)) throw thrown;
    throw new DecodingError(utf16FromStr(str(thrown)));
  }
}
