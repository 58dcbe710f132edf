/**
 * Encodings of single octets, given by a table: a str of 256 characters, or any mapping.
 * CPython: `PyUnicode_DecodeCharmap`, `_PyUnicode_EncodeCharmap`, `PyUnicode_BuildEncodingMap` in
 * Objects/unicodeobject.c.
 */
import { PyBytes } from '../../objects/bytes.ts';
import { PyDict } from '../../objects/dict.ts';
import { PyEncodingMap } from '../../objects/encoding-map.ts';
import { exceptionTypes, PyBaseException } from '../../objects/exception.ts';
import type { PyObject } from '../../objects/object.ts';
import { None } from '../../objects/singletons.ts';
import { isStr, type Str, strFromCodePoint, strLength } from '../../objects/str.ts';
import { intValue, strValue } from '../convert.ts';
import { dictSetItem } from '../dict.ts';
import { typeError } from '../errors.ts';
import { getItem } from '../sequence.ts';
import { codeAt } from '../text.ts';
import { isInstanceOf, typeName } from '../type-of.ts';
import { ByteBuilder } from './byte-builder.ts';
import { Decoding } from './decoding.ts';
import { Encoding } from './encoding.ts';
import { xmlCharRefs } from './handlers.ts';

const LookupErrorType = exceptionTypes.get('LookupError')!;
const UNDEFINED = 'character maps to <undefined>';
/** In a table of characters this one says that an octet stands for nothing. */
const NO_CHARACTER = 0xfffe;

/** `mapping[key]`; undefined when there is none. May call `__getitem__`. */
function lookup(mapping: PyObject, key: number): PyObject | undefined {
  try {
    return getItem(mapping, key);
  } catch (thrown) {
    if (thrown instanceof PyBaseException && isInstanceOf(thrown, LookupErrorType)) return undefined;
    throw thrown;
  }
}

// ── Decoding ────────────────────────────────────────────────────────────────────────────────────────────────────────

/** What an octet stands for; undefined for nothing. */
function decodeOctet(octet: number, mapping: PyObject): Str | undefined {
  const item = lookup(mapping, octet);
  if (item === undefined || item === None) return undefined;
  const int = intValue(item);
  if (int !== undefined) {
    if (int === NO_CHARACTER) return undefined;
    if (int < 0 || int > 0x10ffff) throw typeError('character mapping must be in range(0x110000)');
    return strFromCodePoint(Number(int));
  }
  const text = strValue(item);
  if (text === undefined) throw typeError('character mapping must return integer, None or str');
  return text === '\ufffe' ? undefined : text;
}

/** Decodes by a table of characters or any other mapping. */
export function decodeCharmap(bytes: Uint8Array, errors: string | undefined, mapping: PyObject): Str {
  const decoding = new Decoding('charmap', bytes, errors);
  const { out } = decoding;
  let at = 0;
  if (isStr(mapping)) {
    const size = strLength(mapping);
    while (at < decoding.bytes.length) {
      const octet = decoding.bytes[at];
      const c = octet < size ? codeAt(mapping, octet) : NO_CHARACTER;
      if (c === NO_CHARACTER) at = decoding.error(at, at + 1, UNDEFINED);
      else {
        out.push(c);
        at++;
      }
    }
    return out.finish();
  }
  while (at < decoding.bytes.length) {
    const text = decodeOctet(decoding.bytes[at], mapping);
    if (text === undefined) at = decoding.error(at, at + 1, UNDEFINED);
    else {
      out.append(text);
      at++;
    }
  }
  return out.finish();
}

// ── Encoding ────────────────────────────────────────────────────────────────────────────────────────────────────────

/** What stands for a character: an octet, several, or undefined for nothing. */
function encodeCharacter(c: number, mapping: PyObject): number | Uint8Array | undefined {
  if (mapping instanceof PyEncodingMap) return mapping.octets.get(c);
  const item = lookup(mapping, c);
  if (item === undefined || item === None) return undefined;
  const int = intValue(item);
  if (int !== undefined) {
    if (int < 0 || int > 255) throw typeError('character mapping must be in range(256)');
    return Number(int);
  }
  if (item instanceof PyBytes) return item.value;
  throw typeError(`character mapping must return integer, bytes or None, not ${typeName(item)}`);
}

function write(out: ByteBuilder, encoded: number | Uint8Array): void {
  if (typeof encoded === 'number') out.push(encoded);
  else out.append(encoded);
}

/** Encodes by a map made by {@link buildEncodingMap} or any other mapping. */
export function encodeCharmap(text: Str, errors: string | undefined, mapping: PyObject): Uint8Array {
  const length = strLength(text);
  const encoding = new Encoding('charmap', text, errors);
  const out = new ByteBuilder(length);
  for (let i = 0; i < length; ) {
    const encoded = encodeCharacter(codeAt(text, i), mapping);
    if (encoded !== undefined) {
      write(out, encoded);
      i++;
      continue;
    }
    let end = i + 1;
    while (end < length && encodeCharacter(codeAt(text, end), mapping) === undefined) end++;
    const replacement = replacementFor(encoding, i, end);
    if (replacement instanceof Uint8Array) {
      out.append(replacement);
    } else {
      // The characters of a replacement go through the table themselves.
      for (let k = 0; k < strLength(replacement); k++) {
        const octets = encodeCharacter(codeAt(replacement, k), mapping);
        if (octets === undefined) throw encoding.exceptionAt(i, end, UNDEFINED);
        write(out, octets);
      }
    }
    i = encoding.position;
  }
  return out.finish();
}

function replacementFor(encoding: Encoding, start: number, end: number): Str | Uint8Array {
  switch (encoding.errors) {
    case 'strict':
    case 'ignore':
    case 'replace':
      return encoding.error(start, end, UNDEFINED);
    case 'xmlcharrefreplace':
      encoding.position = end;
      return xmlCharRefs(encoding.text, start, end);
    default:
      return encoding.callHandler(start, end, UNDEFINED);
  }
}

/** The map that encodes what a table of characters decodes: an EncodingMap where it can be one, else a dict. */
export function buildEncodingMap(table: Str): PyObject {
  const length = Math.min(strLength(table), 256);
  const octets = new Map<number, number>([[0, 0]]);
  let simple = codeAt(table, 0) === 0;
  for (let i = 1; i < length && simple; i++) {
    const c = codeAt(table, i);
    if (c === 0 || c > 0xffff) simple = false;
    else if (c !== NO_CHARACTER) octets.set(c, i);
  }
  if (simple) return new PyEncodingMap(octets);
  const dict = new PyDict();
  for (let i = 0; i < length; i++) dictSetItem(dict, codeAt(table, i), i);
  return dict;
}
