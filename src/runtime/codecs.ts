/**
 * Encoding and decoding by the name of the encoding. UTF-8, UTF-16, UTF-32, ASCII and Latin-1 are at hand; any other
 * name goes to the search functions of the registry, first of them the one of the `encodings` package.
 * CPython: `PyUnicode_AsEncodedString`, `PyUnicode_Decode` in Objects/unicodeobject.c, Python/codecs.c.
 */
import { attrName } from '../objects/attribute-name.ts';
import { PyByteArray } from '../objects/bytearray.ts';
import { PyBytes } from '../objects/bytes.ts';
import { exceptionTypes, PyBaseException } from '../objects/exception.ts';
import type { PyObject } from '../objects/object.ts';
import { None } from '../objects/singletons.ts';
import { type Str, strFromUtf16 } from '../objects/str.ts';
import { PyTuple } from '../objects/tuple.ts';
import { getAttrOrAbsent } from './attributes.ts';
import { call, call1, callMethod } from './call.ts';
import { lookupErrorHandler } from './codecs/error-handlers.ts';
import { decodeAscii, decodeLatin1, encodeAscii, encodeLatin1 } from './codecs/latin1.ts';
import { decodeUtf8, encodeUtf8 } from './codecs/utf8.ts';
import { decodeUtf16, decodeUtf32, encodeUtf16, encodeUtf32 } from './codecs/utf16-32.ts';
import { isTrue, strValue } from './convert.ts';
import { lookupError, typeError } from './errors.ts';
import { importedModule } from './import-module.ts';
import { current } from './state.ts';
import { strJoin } from './text.ts';
import { typeName, typeOf } from './type-of.ts';
import { warn } from './warn.ts';

const RuntimeWarningType = exceptionTypes.get('RuntimeWarning')!;

// ── The registry ────────────────────────────────────────────────────────────────────────────────────────────────────

/** A name as codecs are known by: letters, digits and points, the former in lower case, joined by underscores. */
export function normalizeEncoding(name: string): string {
  // Non-ASCII characters are punctuation here.
  return name
    .replace(/[^A-Za-z0-9.]+/g, '_')
    .replace(/^_|_$/g, '')
    .toLowerCase();
}

/** Brings in the search function of `encodings`, the first of all. Once for each interpreter. */
function importEncodings(): void {
  const { interp } = current.thread;
  if (interp.codecs.encodingsImported) return;
  interp.codecs.encodingsImported = true;
  importedModule('encodings');
}

/** `codecs.register(search_function)`. */
export function registerSearchFunction(search: PyObject): void {
  if (typeOf(search).tp_call === undefined) throw typeError('argument must be callable');
  importEncodings();
  current.thread.interp.codecs.searchPath.push(search);
}

/** `codecs.unregister(search_function)`. */
export function unregisterSearchFunction(search: PyObject): void {
  const { codecs } = current.thread.interp;
  const index = codecs.searchPath.indexOf(search);
  if (index < 0) return;
  codecs.cache.clear();
  codecs.searchPath.splice(index, 1);
}

/** The codec of this name: a tuple of four (encoder, decoder, reader, writer). Throws LookupError. */
export function lookupCodec(encoding: string): PyTuple {
  importEncodings();
  const { codecs } = current.thread.interp;
  const name = normalizeEncoding(encoding);
  const known = codecs.cache.get(name);
  if (known !== undefined) return known as PyTuple;
  if (codecs.searchPath.length === 0) {
    throw lookupError("no codec search functions registered: can't find encoding");
  }
  for (const search of codecs.searchPath.slice()) {
    const codec = call1(search, name);
    if (codec === None) continue;
    if (!(codec instanceof PyTuple) || codec.items.length !== 4) {
      throw typeError('codec search functions must return 4-tuples');
    }
    codecs.cache.set(name, codec);
    return codec;
  }
  throw lookupError(strJoin('', ['unknown encoding: ', strFromUtf16(encoding)]));
}

const isTextEncoding = attrName('_is_text_encoding');

/** The same, for a codec between str and bytes; others are refused with a hint at what takes them. */
export function lookupTextCodec(encoding: string, alternative: string | undefined): PyTuple {
  const codec = lookupCodec(encoding);
  if (codec.ob_type !== PyTuple.type) {
    const flag = getAttrOrAbsent(codec, isTextEncoding);
    if (flag !== undefined && !isTrue(flag)) {
      throw lookupError(
        strJoin('', [
          "'",
          strFromUtf16(encoding),
          alternative === undefined
            ? "' is not a text encoding"
            : `' is not a text encoding; use ${alternative} to handle arbitrary codecs`,
        ]),
      );
    }
  }
  return codec;
}

const addNote = attrName('add_note');

/** Calls an encoder or decoder and takes the result out of its `(object, length)`. */
function runCodec(
  codec: PyTuple,
  which: 'encod' | 'decod',
  object: PyObject,
  encoding: string,
  errors: string | undefined,
): PyObject {
  const coder = codec.items[which === 'encod' ? 0 : 1];
  const args = errors === undefined ? [object] : [object, strFromUtf16(errors)];
  let result: PyObject;
  try {
    result = call(coder, args);
  } catch (thrown) {
    if (thrown instanceof PyBaseException) {
      callMethod(
        thrown,
        addNote,
        strJoin('', [`${which}ing with '`, strFromUtf16(encoding), "' codec failed"]),
      );
    }
    throw thrown;
  }
  if (!(result instanceof PyTuple) || result.items.length !== 2) {
    throw typeError(
      which === 'encod'
        ? 'encoder must return a tuple (object, integer)'
        : 'decoder must return a tuple (object,integer)',
    );
  }
  return result.items[0];
}

/** `codecs.encode(object, encoding, errors)`: any object by any codec. May run Python code. */
export function encodeObject(object: PyObject, encoding: string, errors: string | undefined): PyObject {
  return runCodec(lookupCodec(encoding), 'encod', object, encoding, errors);
}

/** `codecs.decode(object, encoding, errors)`. May run Python code. */
export function decodeObject(object: PyObject, encoding: string, errors: string | undefined): PyObject {
  return runCodec(lookupCodec(encoding), 'decod', object, encoding, errors);
}

// ── Text ────────────────────────────────────────────────────────────────────────────────────────────────────────────

/** Names of encodings as programs write them, and what `standardName` makes of them: a few, soon all there are. */
const standardNames = new Map<string, string>();
const MAX_STANDARD_NAMES = 100;

/** The encodings at hand, by normalized name. */
function standardName(encoding: string): string {
  if (encoding === 'utf-8') return 'utf8';
  const known = standardNames.get(encoding);
  if (known !== undefined) return known;
  const normalized = normalizeEncoding(encoding);
  const name = normalized.startsWith('utf_') ? `utf${normalized.slice(4)}` : normalized;
  if (standardNames.size < MAX_STANDARD_NAMES) standardNames.set(encoding, name);
  return name;
}

/** In development mode an unknown encoding or error handler is an error even where nothing asks for it. */
function checkNames(encoding: string | undefined, errors: string | undefined): void {
  if (!current.thread.interp.config.flags.devMode) return;
  if (encoding !== undefined && !/^(utf-?8|ascii)$/.test(encoding)) lookupCodec(encoding);
  if (errors !== undefined) lookupErrorHandler(errors);
}

/** `text.encode(encoding, errors)`. May run Python code, where the encoding or the error handler is Python's. */
export function encode(text: Str, encoding: string | undefined, errors: string | undefined): PyBytes {
  checkNames(encoding, errors);
  if (encoding === undefined || encoding === 'utf-8') return new PyBytes(encodeUtf8(text, errors));
  switch (standardName(encoding)) {
    case 'utf8':
      return new PyBytes(encodeUtf8(text, errors));
    case 'utf16':
      return new PyBytes(encodeUtf16(text, errors, 0));
    case 'utf32':
      return new PyBytes(encodeUtf32(text, errors, 0));
    case 'ascii':
    case 'us_ascii':
      return new PyBytes(encodeAscii(text, errors));
    case 'latin1':
    case 'latin_1':
    case 'iso_8859_1':
    case 'iso8859_1':
      return new PyBytes(encodeLatin1(text, errors));
  }
  const codec = lookupTextCodec(encoding, 'codecs.encode()');
  const result = runCodec(codec, 'encod', text, encoding, errors);
  if (result instanceof PyBytes) return result;
  if (result instanceof PyByteArray) {
    warn(
      RuntimeWarningType,
      strJoin('', [
        'encoder ',
        strFromUtf16(encoding),
        ' returned bytearray instead of bytes; use codecs.encode() to encode to arbitrary types',
      ]),
    );
    return new PyBytes(result.octets.slice());
  }
  throw typeError(
    strJoin('', [
      "'",
      strFromUtf16(encoding),
      `' encoder returned '${typeName(result)}' instead of 'bytes'; use codecs.encode() to encode to arbitrary types`,
    ]),
  );
}

/** `str(bytes, encoding, errors)`. May run Python code, where the encoding or the error handler is Python's. */
export function decode(bytes: Uint8Array, encoding: string | undefined, errors: string | undefined): Str {
  checkNames(encoding, errors);
  if (encoding === undefined || encoding === 'utf-8') return decodeUtf8(bytes, errors, true).text;
  switch (standardName(encoding)) {
    case 'utf8':
      return decodeUtf8(bytes, errors, true).text;
    case 'utf16':
      return decodeUtf16(bytes, errors, 0, true).text;
    case 'utf32':
      return decodeUtf32(bytes, errors, 0, true).text;
    case 'ascii':
    case 'us_ascii':
      return decodeAscii(bytes, errors);
    case 'latin1':
    case 'latin_1':
    case 'iso_8859_1':
    case 'iso8859_1':
      return decodeLatin1(bytes);
  }
  const codec = lookupTextCodec(encoding, 'codecs.decode()');
  const result = runCodec(codec, 'decod', new PyBytes(bytes.slice()), encoding, errors);
  const text = strValue(result);
  if (text !== undefined) return text;
  throw typeError(
    strJoin('', [
      "'",
      strFromUtf16(encoding),
      `' decoder returned '${typeName(result)}' instead of 'str'; use codecs.decode() to decode to arbitrary types`,
    ]),
  );
}

/** The same for what `bytes.decode()` and `str()` get: nothing is empty in any encoding, be it known or not. */
export function decodeBuffer(
  bytes: Uint8Array,
  encoding: string | undefined,
  errors: string | undefined,
): Str {
  if (bytes.length > 0) return decode(bytes, encoding, errors);
  checkNames(encoding, errors);
  return '';
}
