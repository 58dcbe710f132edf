/**
 * The encodings that a source can declare. CPython: Lib/encodings, Modules/cjkcodecs.
 *
 * One-byte encodings come from tables of our own. The East Asian ones use the host's `TextDecoder` for one character
 * at a time: that places errors exactly, and lets the few characters differ that CPython maps in another way.
 * Not here: EBCDIC, UTF-16 and UTF-32 (in which nobody can read the declaration), and those that docs/differences.md
 * lists. A source that declares one of these has an unknown encoding.
 */

import { codePointsOf, type Str, strFromCodePoints, utf16FromStr } from '../objects/str.ts';
import { CompileError } from './errors.ts';
import defer * as charmaps from './source-charmaps.data.ts';
import { decodeUtf7 } from './source-utf7.ts';

/** Why a source cannot be decoded: the text of CPython's LookupError or UnicodeDecodeError. */
export class DecodingError {
  readonly message: string;

  constructor(message: string) {
    this.message = message;
  }
}

/** A multi-byte encoding. */
interface MultibyteCodec {
  /** The host's name for it, or for one that contains it. */
  readonly label: string;
  /** The length of the sequence at `i`, whose first byte is no ASCII; 0 if its bytes cannot stand there. */
  sequenceLength(bytes: Uint8Array, i: number): number;
  /** CPython has no characters of the private use area here. */
  readonly refusesPrivateUse: boolean;
  /** What CPython decodes in another way than the host, by the sequence's bytes as one number. */
  readonly corrections: Readonly<Record<number, string>>;
}

function isIn(c: number, first: number, last: number): boolean {
  return c >= first && c <= last;
}

function shiftJisLength(bytes: Uint8Array, i: number): number {
  const lead = bytes[i];
  if (isIn(lead, 0xa1, 0xdf)) return 1;
  const isLead = isIn(lead, 0x81, 0x84) || isIn(lead, 0x88, 0x9f) || isIn(lead, 0xe0, 0xea);
  return isLead ? cp932Length(bytes, i) : 0;
}

function cp932Length(bytes: Uint8Array, i: number): number {
  const lead = bytes[i];
  const trail = bytes[i + 1];
  if (!isIn(lead, 0x81, 0x9f) && !isIn(lead, 0xe0, 0xfc)) return 1;
  return isIn(trail, 0x40, 0x7e) || isIn(trail, 0x80, 0xfc) ? 2 : 0;
}

function eucJpLength(bytes: Uint8Array, i: number): number {
  const lead = bytes[i];
  if (lead === 0x8e) return isIn(bytes[i + 1], 0xa1, 0xdf) ? 2 : 0;
  if (lead === 0x8f) return isIn(bytes[i + 1], 0xa1, 0xfe) && isIn(bytes[i + 2], 0xa1, 0xfe) ? 3 : 0;
  const isLead = isIn(lead, 0xa1, 0xa8) || isIn(lead, 0xb0, 0xf4);
  return isLead && isIn(bytes[i + 1], 0xa1, 0xfe) ? 2 : 0;
}

function eucKrLength(bytes: Uint8Array, i: number): number {
  return isIn(bytes[i], 0xa1, 0xfd) && isIn(bytes[i + 1], 0xa1, 0xfe) ? 2 : 0;
}

function gb2312Length(bytes: Uint8Array, i: number): number {
  return isIn(bytes[i], 0xa1, 0xf7) && isIn(bytes[i + 1], 0xa1, 0xfe) ? 2 : 0;
}

function gbkLength(bytes: Uint8Array, i: number): number {
  const trail = bytes[i + 1];
  return isIn(bytes[i], 0x81, 0xfe) && (isIn(trail, 0x40, 0x7e) || isIn(trail, 0x80, 0xfe)) ? 2 : 0;
}

function gb18030Length(bytes: Uint8Array, i: number): number {
  return isIn(bytes[i + 1], 0x30, 0x39) ? 4 : gbkLength(bytes, i);
}

const MULTIBYTE: Readonly<Record<string, MultibyteCodec>> = {
  shift_jis: {
    label: 'shift_jis',
    sequenceLength: shiftJisLength,
    refusesPrivateUse: true,
    corrections: {
      33120: '\u301c',
      33121: '\u2016',
      33148: '\u2212',
      33169: '\xa2',
      33170: '\xa3',
      33226: '\xac',
    },
  },
  cp932: {
    label: 'shift_jis',
    sequenceLength: cp932Length,
    refusesPrivateUse: false,
    corrections: { 128: '\x80', 160: '\uf8f0', 253: '\uf8f1', 254: '\uf8f2', 255: '\uf8f3' },
  },
  euc_jp: {
    label: 'euc-jp',
    sequenceLength: eucJpLength,
    refusesPrivateUse: true,
    corrections: {
      41409: '\u301c',
      41410: '\u2016',
      41437: '\u2212',
      41457: '\xa2',
      41458: '\xa3',
      41676: '\xac',
      9413303: '~',
    },
  },
  euc_kr: {
    label: 'euc-kr',
    sequenceLength: eucKrLength,
    refusesPrivateUse: true,
    corrections: { 41702: '\u20ac', 41703: '\xae' },
  },
  gb2312: {
    label: 'gbk',
    sequenceLength: gb2312Length,
    refusesPrivateUse: true,
    corrections: { 41380: '\u30fb', 41386: '\u2015' },
  },
  gbk: {
    label: 'gbk',
    sequenceLength: gbkLength,
    refusesPrivateUse: true,
    corrections: {},
  },
  gb18030: {
    label: 'gb18030',
    sequenceLength: gb18030Length,
    refusesPrivateUse: false,
    corrections: {
      41888: '\ue5e5',
      42713: '\ue78d',
      42714: '\ue78e',
      42715: '\ue78f',
      42716: '\ue790',
      42717: '\ue791',
      42718: '\ue792',
      42719: '\ue793',
      42732: '\ue794',
      42733: '\ue795',
      42739: '\ue796',
      43196: '\ue7c7',
      65113: '\ue81e',
      65121: '\ue826',
      65126: '\ue82b',
      65127: '\ue82c',
      65133: '\ue832',
      65150: '\ue843',
      65168: '\ue854',
      65184: '\ue864',
    },
  },
};

/** Codecs that turn bytes into bytes, or text into text. */
const NOT_TEXT = [
  'base64_codec',
  'bz2_codec',
  'hex_codec',
  'quopri_codec',
  'rot_13',
  'uu_codec',
  'zlib_codec',
];

/**
 * The name of the codec for an encoding, as CPython finds it: letters in lower case, runs of other characters than
 * letters, digits and periods as one underscore, aliases resolved. Undefined if there is none.
 */
export function codecName(encoding: string): string | undefined {
  const name = encoding
    .toLowerCase()
    .replace(/[^a-z0-9.]+/g, '_')
    .replace(/^_|_$/g, '');
  const isCodec = (codec: string) => codec in charmaps.CHARMAPS || codec in MULTIBYTE || OWN.includes(codec);
  for (const [codec, aliases] of Object.entries(charmaps.ALIASES)) {
    const words = aliases.split(' ');
    if (words.includes(name) || words.includes(name.replaceAll('.', '_'))) return codec;
  }
  return isCodec(name) ? name : undefined;
}

/** Codecs that are written out in `decode`. */
const OWN = ['ascii', 'charmap', 'iso8859_1', 'latin_1', 'utf_7', 'utf_8', 'utf_8_sig', ...NOT_TEXT];

/** Decodes bytes strictly. Throws a {@link DecodingError}. */
export function decode(bytes: Uint8Array, encoding: string): string {
  const codec = codecName(encoding);
  if (codec === undefined) throw new DecodingError(`unknown encoding: ${encoding}`);
  if (NOT_TEXT.includes(codec)) {
    throw new DecodingError(
      `'${encoding}' is not a text encoding; use codecs.decode() to handle arbitrary codecs`,
    );
  }
  switch (codec) {
    case 'utf_7':
      return decodeUtf7Text(bytes);
    case 'utf_8':
      return decodeUtf8(bytes);
    case 'utf_8_sig':
      return decodeUtf8(hasBom(bytes) ? bytes.subarray(3) : bytes);
    case 'ascii':
    case 'charmap':
    case 'iso8859_1':
    case 'latin_1':
      return decodeCharmap(bytes, codec, undefined);
    default:
      return codec in charmaps.CHARMAPS
        ? decodeCharmap(bytes, codec, charmaps.CHARMAPS[codec])
        : decodeMultibyte(bytes, codec, MULTIBYTE[codec]);
  }
}

/** Does a text begin with the UTF-8 byte order mark? */
export function hasBom(bytes: Uint8Array): boolean {
  return bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;
}

function undecodable(
  codec: string,
  bytes: Uint8Array,
  start: number,
  end: number,
  reason: string,
): DecodingError {
  const what =
    end - start === 1
      ? `byte 0x${bytes[start].toString(16).padStart(2, '0')} in position ${start}`
      : `bytes in position ${start}-${end - 1}`;
  return new DecodingError(`'${codec}' codec can't decode ${what}: ${reason}`);
}

/** One byte, one character; without a table the bytes are code points. */
function decodeCharmap(bytes: Uint8Array, codec: string, upperHalf: string | undefined): string {
  let text = '';
  let runStart = 0;
  const units = new Uint16Array(Math.min(bytes.length, 4096));
  while (runStart < bytes.length) {
    const runEnd = Math.min(bytes.length, runStart + 4096);
    for (let i = runStart; i < runEnd; i++) {
      let c = bytes[i];
      if (c > 127) {
        if (codec === 'ascii') throw undecodable('ascii', bytes, i, i + 1, 'ordinal not in range(128)');
        if (upperHalf !== undefined) c = upperHalf.charCodeAt(c - 128);
        if (c === 0xfffd) throw undecodable('charmap', bytes, i, i + 1, 'character maps to <undefined>');
      }
      units[i - runStart] = c;
    }
    text += String.fromCharCode(...units.subarray(0, runEnd - runStart));
    runStart = runEnd;
  }
  return text;
}

function decodeMultibyte(bytes: Uint8Array, name: string, codec: MultibyteCodec): string {
  const decoder = new TextDecoder(codec.label, { fatal: true });
  let text = '';
  let i = 0;
  while (i < bytes.length) {
    if (bytes[i] < 128) {
      text += String.fromCharCode(bytes[i++]);
      continue;
    }
    const length = codec.sequenceLength(bytes, i);
    let key = 0;
    for (let j = 0; j < length; j++) key = key * 256 + bytes[i + j];
    let character = codec.corrections[key];
    if (character === undefined && length > 0) {
      try {
        character = decoder.decode(bytes.subarray(i, i + length));
      } catch {
        character = '';
      }
    }
    if (!character || (codec.refusesPrivateUse && isIn(character.charCodeAt(0), 0xe000, 0xf8ff))) {
      throw undecodable(name, bytes, i, i + 1, 'illegal multibyte sequence');
    }
    text += character;
    i += length;
  }
  return text;
}

/** CPython makes UTF-8 of the text, in which surrogates have no form, and reads that up to the first NUL. */
function decodeUtf7Text(bytes: Uint8Array): string {
  const refuse = (start: number, end: number, reason: string) =>
    undecodable('utf7', bytes, start, end, reason);
  const text = strFromCodePoints(decodeUtf7(bytes, refuse));
  try {
    refuseSurrogates(text);
  } catch (thrown) {
    if (thrown instanceof CompileError) throw new DecodingError(String(thrown.message));
    throw thrown;
  }
  return utf16FromStr(text).split('\0', 1)[0];
}

/** Throws the UnicodeEncodeError for a string with surrogates in it. */
export function refuseSurrogates(text: Str): void {
  if (typeof text === 'string' && !/[\ud800-\udfff]/.test(text)) return;
  const codePoints = codePointsOf(text);
  const isSurrogate = (i: number) => codePoints[i] >= 0xd800 && codePoints[i] <= 0xdfff;
  for (let start = 0; start < codePoints.length; start++) {
    if (!isSurrogate(start)) continue;
    let end = start + 1;
    while (end < codePoints.length && isSurrogate(end)) end++;
    const what =
      end - start === 1
        ? `character '\\u${codePoints[start].toString(16)}' in position ${start}`
        : `characters in position ${start}-${end - 1}`;
    const message = `'utf-8' codec can't encode ${what}: surrogates not allowed`;
    const error = new CompileError('UnicodeEncodeError', message);
    error.unencodable = { text, start, end };
    throw error;
  }
}

function decodeUtf8(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    const { start, end, reason } = findUtf8Error(bytes)!;
    throw undecodable('utf-8', bytes, start, end, reason);
  }
}

/** The first place at which bytes are not UTF-8, and why: in the words of CPython's decoder. */
export function findUtf8Error(bytes: Uint8Array): { start: number; end: number; reason: string } | undefined {
  let i = 0;
  while (i < bytes.length) {
    const lead = bytes[i];
    if (lead < 0x80) {
      i++;
      continue;
    }
    if (lead < 0xc2 || lead > 0xf4) return { start: i, end: i + 1, reason: 'invalid start byte' };
    const length = lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
    for (let j = 1; j < length; j++) {
      if (i + j === bytes.length) return { start: i, end: i + j, reason: 'unexpected end of data' };
      // The second byte must not make an overlong form, a surrogate, or more than U+10FFFF.
      const low = j > 1 ? 0x80 : lead === 0xe0 ? 0xa0 : lead === 0xf0 ? 0x90 : 0x80;
      const high = j > 1 ? 0xbf : lead === 0xed ? 0x9f : lead === 0xf4 ? 0x8f : 0xbf;
      const c = bytes[i + j];
      if (c < low || c > high) return { start: i, end: i + j, reason: 'invalid continuation byte' };
    }
    i += length;
  }
  return undefined;
}
