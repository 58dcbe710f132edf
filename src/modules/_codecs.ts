/**
 * _codecs: the codecs that are written in C in CPython, one function for each direction, and the codec registry.
 * Encoders give `(octets, characters taken)`, decoders `(text, octets taken)`. CPython: Modules/_codecsmodule.c.
 */
import { PyBytes } from '../objects/bytes.ts';
import { PyEncodingMap } from '../objects/encoding-map.ts';
import type { PyObject } from '../objects/object.ts';
import { None } from '../objects/singletons.ts';
import { type Str, strFromUtf16, strLength } from '../objects/str.ts';
import { PyTuple } from '../objects/tuple.ts';
import { buildEncodingMap, decodeCharmap, encodeCharmap } from '../runtime/codecs/charmap.ts';
import type { Decoded } from '../runtime/codecs/decoding.ts';
import {
  lookupErrorHandler,
  registerErrorHandler,
  unregisterErrorHandler,
} from '../runtime/codecs/error-handlers.ts';
import {
  decodeEscape,
  decodeRawUnicodeEscape,
  decodeUnicodeEscape,
  encodeEscape,
  encodeRawUnicodeEscape,
  encodeUnicodeEscape,
} from '../runtime/codecs/escape.ts';
import { BUILTIN_HANDLERS } from '../runtime/codecs/handlers.ts';
import { decodeAscii, decodeLatin1, encodeAscii, encodeLatin1 } from '../runtime/codecs/latin1.ts';
import { decodeUtf7, encodeUtf7 } from '../runtime/codecs/utf7.ts';
import { decodeUtf8, encodeUtf8 } from '../runtime/codecs/utf8.ts';
import {
  type ByteOrder,
  decodeUtf16,
  decodeUtf32,
  encodeUtf16,
  encodeUtf32,
} from '../runtime/codecs/utf16-32.ts';
import {
  decodeObject,
  encodeObject,
  lookupCodec,
  registerSearchFunction,
  unregisterSearchFunction,
} from '../runtime/codecs.ts';
import { badArgument } from '../runtime/converters.ts';
import { defineModule, defineType, fn, type ModuleEntry, methodsOf } from '../runtime/define.ts';
import { typeError, valueError } from '../runtime/errors.ts';
import { strJoin } from '../runtime/text.ts';
import { typeOf } from '../runtime/type-of.ts';

/** A codec that is not told where the input ends consumes what it can; with `final` everything. */
type Decoder = (bytes: Uint8Array, errors: string | undefined, final: boolean) => Decoded;
type Encoder = (text: Str, errors: string | undefined) => Uint8Array;

function encoded(octets: Uint8Array, text: Str): PyTuple {
  return new PyTuple([new PyBytes(octets), strLength(text)]);
}

function decoded({ text, consumed }: Decoded): PyTuple {
  return new PyTuple([text, consumed]);
}

function orderOf(byteOrder: number): ByteOrder {
  return byteOrder < 0 ? -1 : byteOrder > 0 ? 1 : 0;
}

function encoder(name: string, label: string, encode: Encoder): ModuleEntry {
  return fn(
    `${name}_encode($module, str: str, errors: c_str_or_none = None, /)` as '$($module, str: str, errors: c_str_or_none = None, /)',
    `Encode a str as ${label}.`,
    (_, text, errors) => encoded(encode(text, errors), text),
  );
}

/** A decoder with state: what it does not take is to be offered again with what follows. */
function statefulDecoder(name: string, label: string, decode: Decoder): ModuleEntry {
  return fn(
    `${name}_decode($module, data: bytes_like, errors: c_str_or_none = None, final: bool = False, /)` as '$($module, data: bytes_like, errors: c_str_or_none = None, final: bool = False, /)',
    `Decode ${label} to a str.`,
    (_, data, errors, final) => decoded(decode(data, errors, final)),
  );
}

/** A decoder of octets that stand for themselves each. */
function simpleDecoder(
  name: string,
  label: string,
  decode: (bytes: Uint8Array, errors: string | undefined) => Str,
): ModuleEntry {
  return fn(
    `${name}_decode($module, data: bytes_like, errors: c_str_or_none = None, /)` as '$($module, data: bytes_like, errors: c_str_or_none = None, /)',
    `Decode ${label} to a str.`,
    (_, data, errors) => new PyTuple([decode(data, errors), data.length]),
  );
}

/** A decoder of escape sequences, which takes text too. */
function escapeDecoder(name: string, label: string, decode: Decoder): ModuleEntry {
  return fn(
    `${name}_decode($module, data: bytes_like_or_str, errors: c_str_or_none = None, final: bool = True, /)` as '$($module, data: bytes_like_or_str, errors: c_str_or_none = None, final: bool = True, /)',
    `Decode ${label} to a str.`,
    (_, data, errors, final) => decoded(decode(data, errors, final)),
  );
}

/** The functions of UTF-16 or UTF-32: in either order, with a mark, and with the order told and found. */
function wideCodec(
  name: 'utf_16' | 'utf_32',
  label: string,
  encode: typeof encodeUtf16,
  decode: typeof decodeUtf16,
): ModuleEntry[] {
  return [
    fn(
      `${name}_encode($module, str: str, errors: c_str_or_none = None, byteorder: int = 0, /)` as '$($module, str: str, errors: c_str_or_none = None, byteorder: int = 0, /)',
      `Encode a str as ${label}.`,
      (_, text, errors, byteOrder) => encoded(encode(text, errors, orderOf(byteOrder)), text),
    ),
    encoder(`${name}_le`, `${label}, low octet first`, (text, errors) => encode(text, errors, -1)),
    encoder(`${name}_be`, `${label}, high octet first`, (text, errors) => encode(text, errors, 1)),
    statefulDecoder(name, label, (bytes, errors, final) => decode(bytes, errors, 0, final)),
    statefulDecoder(`${name}_le`, `${label}, low octet first`, (bytes, errors, final) =>
      decode(bytes, errors, -1, final),
    ),
    statefulDecoder(`${name}_be`, `${label}, high octet first`, (bytes, errors, final) =>
      decode(bytes, errors, 1, final),
    ),
    fn(
      `${name}_ex_decode($module, data: bytes_like, errors: c_str_or_none = None, byteorder: int = 0, final: bool = False, /)` as '$($module, data: bytes_like, errors: c_str_or_none = None, byteorder: int = 0, final: bool = False, /)',
      `Decode ${label} to a str, and tell the byte order.`,
      (_, data, errors, byteOrder, final) => {
        const result = decode(data, errors, orderOf(byteOrder), final);
        return new PyTuple([result.text, result.consumed, result.byteOrder]);
      },
      '($module, data, errors=None, byteorder=0, final=False,\n                 /)',
    ),
  ];
}

/** The argument of `escape_encode`: bytes, and nothing else that is like bytes. */
function bytesArgument(value: PyObject): Uint8Array {
  if (value instanceof PyBytes) return value.value;
  return badArgument({ functionName: 'escape_encode', argument: 'argument 1' }, 'bytes', value);
}

function checkHandler(handler: PyObject): void {
  if (typeOf(handler).tp_call === undefined) throw typeError('handler must be callable');
}

/** The bytes that CPython's three tables of a map take. */
function sizeOfMap({ octets }: PyEncodingMap): number {
  const high = new Set<number>();
  const middle = new Set<number>();
  for (const c of octets.keys()) {
    if (c === 0) continue;
    high.add(c >> 11);
    middle.add(c >> 7);
  }
  return 63 + 16 * high.size + 128 * middle.size;
}

const mapMethod = methodsOf<PyEncodingMap>();

/** The types of the module. */
export const CODEC_TYPES = [
  defineType({
    type: PyEncodingMap.type,
    entries: [mapMethod('size($self, /) -> int', 'Return the size of the map in bytes.', sizeOfMap)],
  }),
];

const CODEC_ARGUMENTS = "($module, /, obj, encoding='utf-8', errors='strict')";

export const _codecs = defineModule('_codecs', '', [
  // ── The registry ──
  fn(
    'register($module, search_function: object, /) -> None',
    'Register a codec search function.\n\nSearch functions are to take one argument, an encoding name in all lower\ncase letters, and either return a tuple of functions (encoder, decoder,\nstream_reader, stream_writer) (or a CodecInfo object), or None.',
    (_, search) => registerSearchFunction(search),
  ),
  fn(
    'unregister($module, search_function: object, /) -> None',
    'Unregister a codec search function, and forget the codecs that were found.\n\nA search function that is not registered is no error.',
    (_, search) => unregisterSearchFunction(search),
  ),
  fn(
    'lookup($module, encoding: c_str, /)',
    'Look up a codec and return a tuple of its functions (or a CodecInfo object).',
    (_, encoding) => lookupCodec(encoding),
  ),
  fn(
    'encode($module, /, obj: object, encoding: c_str = <null>, errors: c_str = <null>)',
    "Encode an object with the codec registered for encoding.\n\nThe encoding is 'utf-8' by default. errors tells what to do with what cannot be\nencoded: 'strict', the default, raises a ValueError; 'ignore', 'replace' and\nwhatever name codecs.register_error knows are other ways.",
    (_, object, encoding, errors) => encodeObject(object, encoding ?? 'utf-8', errors),
    CODEC_ARGUMENTS,
  ),
  fn(
    'decode($module, /, obj: object, encoding: c_str = <null>, errors: c_str = <null>)',
    "Decode an object with the codec registered for encoding.\n\nThe encoding is 'utf-8' by default. errors tells what to do with what cannot be\ndecoded: 'strict', the default, raises a ValueError; 'ignore', 'replace' and\nwhatever name codecs.register_error knows are other ways.",
    (_, object, encoding, errors) => decodeObject(object, encoding ?? 'utf-8', errors),
    CODEC_ARGUMENTS,
  ),
  fn(
    'register_error($module, errors: c_str, handler: object, /) -> None',
    'Register an error handler under a name.\n\nhandler is called with an exception that tells where the error is, and must\nreturn what stands in its place and where to go on.',
    (_, name, handler) => {
      checkHandler(handler);
      registerErrorHandler(name, handler);
    },
  ),
  fn(
    '_unregister_error($module, errors: c_str, /) -> bool',
    'Forget the error handler of a name, unless it is a built-in one.\n\nReturns whether there was one.',
    (_, name) => {
      if (BUILTIN_HANDLERS.has(name)) {
        throw valueError(
          strJoin('', ["cannot un-register built-in error handler '", strFromUtf16(name), "'"]),
        );
      }
      return unregisterErrorHandler(name);
    },
  ),
  fn(
    'lookup_error($module, name: c_str, /)',
    'Return the error handler of a name, or raise a LookupError.',
    (_, name) => lookupErrorHandler(name),
  ),

  // ── Unicode ──
  encoder('utf_7', 'UTF-7', (text) => encodeUtf7(text)),
  statefulDecoder('utf_7', 'UTF-7', decodeUtf7),
  encoder('utf_8', 'UTF-8', encodeUtf8),
  statefulDecoder('utf_8', 'UTF-8', decodeUtf8),
  ...wideCodec('utf_16', 'UTF-16', encodeUtf16, decodeUtf16),
  ...wideCodec('utf_32', 'UTF-32', encodeUtf32, decodeUtf32),

  // ── Escape sequences ──
  encoder('unicode_escape', 'a literal in Python source', (text) => encodeUnicodeEscape(text)),
  escapeDecoder('unicode_escape', 'a literal of Python source', decodeUnicodeEscape),
  encoder('raw_unicode_escape', 'a raw literal in Python source', (text) => encodeRawUnicodeEscape(text)),
  escapeDecoder('raw_unicode_escape', 'a raw literal of Python source', decodeRawUnicodeEscape),
  fn(
    'escape_encode($module, data: object, errors: c_str_or_none = None, /)',
    'Write octets as a bytes literal in Python source.',
    (_, data) => {
      const octets = bytesArgument(data);
      return new PyTuple([new PyBytes(encodeEscape(octets)), octets.length]);
    },
  ),
  fn(
    'escape_decode($module, data: bytes_like_or_str, errors: c_str_or_none = None, /)',
    'Read a bytes literal of Python source.',
    (_, data, errors) => new PyTuple([new PyBytes(decodeEscape(data, errors)), data.length]),
  ),

  // ── Single octets ──
  encoder('latin_1', 'Latin-1', encodeLatin1),
  simpleDecoder('latin_1', 'Latin-1', (bytes) => decodeLatin1(bytes)),
  encoder('ascii', 'ASCII', encodeAscii),
  simpleDecoder('ascii', 'ASCII', decodeAscii),
  fn(
    'charmap_encode($module, str: str, errors: c_str_or_none = None, mapping: object = None, /)',
    'Encode a str by a mapping.',
    (_, text, errors, mapping) =>
      encoded(mapping === None ? encodeLatin1(text, errors) : encodeCharmap(text, errors, mapping), text),
  ),
  fn(
    'charmap_decode($module, data: bytes_like, errors: c_str_or_none = None, mapping: object = None, /)',
    'Decode octets by a mapping.',
    (_, data, errors, mapping) =>
      new PyTuple([
        mapping === None ? decodeLatin1(data) : decodeCharmap(data, errors, mapping),
        data.length,
      ]),
  ),
  fn(
    'charmap_build($module, map: str, /)',
    'Make a mapping to encode with from a table to decode with.',
    (_, map) => {
      if (map === '') throw typeError('bad argument type for built-in operation');
      return buildEncodingMap(map);
    },
  ),
  fn(
    'readbuffer_encode($module, data: bytes_like_or_str, errors: c_str_or_none = None, /)',
    'Give the octets of an object as they are.',
    (_, data) => new PyTuple([new PyBytes(data.slice()), data.length]),
  ),
]);
