/**
 * The octets of a document as text, piece by piece. What is no character becomes a lone surrogate: of those that no
 * document has, one for each octet, so that the scanner finds it in its place. CPython: Modules/expat/xmltok.c.
 */
import { UNFINISHED } from './tokens.ts';

/** An octet that begins no character. */
const BAD = '\ud800';

export interface TextDecoding {
  readonly name: string;
  /** How many octets the least character has: an encoding cannot be changed for one of another size. */
  readonly unit: 1 | 2;
  /** The text of the octets; what may go on with the next ones is kept. At the end, an unfinished character is marked. */
  decode(octets: Uint8Array, isFinal: boolean): string;
  /** How many octets a part of the text had. */
  byteLength(text: string, start: number, end: number): number;
}

const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

export class Utf8Decoding implements TextDecoding {
  readonly name = 'UTF-8';
  readonly unit = 1;
  private _rest: Uint8Array = new Uint8Array(0);
  /** Every character so far was one octet. */
  private _isAscii = true;

  decode(given: Uint8Array, isFinal: boolean): string {
    let octets = given;
    if (this._rest.length > 0) {
      octets = new Uint8Array(this._rest.length + given.length);
      octets.set(this._rest);
      octets.set(given, this._rest.length);
    }
    const end = unfinishedAt(octets);
    this._rest = octets.slice(end);
    const whole = end === octets.length ? octets : octets.subarray(0, end);
    const text = decodeWhole(whole);
    if (text.length !== whole.length) this._isAscii = false;
    if (!isFinal || this._rest.length === 0) return text;
    return text + String.fromCharCode(UNFINISHED);
  }

  byteLength(text: string, start: number, end: number): number {
    if (this._isAscii) return end - start;
    let length = 0;
    for (let i = start; i < end; i++) {
      const code = text.charCodeAt(i);
      if (code < 0x80) length++;
      else if (code < 0x800) length += 2;
      else if (code < 0xd800 || code > 0xdfff) length += 3;
      else if (code <= 0xdbff && i + 1 < end && text.charCodeAt(i + 1) >= 0xdc00) {
        length += 4;
        i++;
      } else length++;
    }
    return length;
  }
}

/** Where a character begins that has more octets than there are; the length when there is none. */
function unfinishedAt(octets: Uint8Array): number {
  const { length } = octets;
  for (let back = Math.min(3, length); back > 0; back--) {
    const octet = octets[length - back]!;
    const wanted = octet < 0xc0 || octet > 0xf4 ? 1 : octet < 0xe0 ? 2 : octet < 0xf0 ? 3 : 4;
    if (wanted > back) return length - back;
  }
  return length;
}

function decodeWhole(octets: Uint8Array): string {
  try {
    return strict.decode(octets);
  } catch {
    // A TypeError: somewhere the octets are not UTF-8. Each of the wrong ones is marked.
    return decodeSlowly(octets);
  }
}

function decodeSlowly(octets: Uint8Array): string {
  let text = '';
  for (let i = 0; i < octets.length; ) {
    const octet = octets[i]!;
    const count = octet < 0x80 ? 1 : octet < 0xe0 ? 2 : octet < 0xf0 ? 3 : 4;
    try {
      text += strict.decode(octets.subarray(i, i + count));
      i += count;
    } catch {
      text += BAD;
      i++;
    }
  }
  return text;
}

export class Utf16Decoding implements TextDecoding {
  readonly name = 'UTF-16';
  readonly unit = 2;
  private readonly _littleEndian: boolean;
  private _rest = -1;

  constructor(littleEndian: boolean) {
    this._littleEndian = littleEndian;
  }

  /** Half a unit is left over. */
  get isUnfinished(): boolean {
    return this._rest >= 0;
  }

  decode(octets: Uint8Array): string {
    const units: number[] = [];
    let text = '';
    let first = this._rest;
    for (const octet of octets) {
      if (first < 0) first = octet;
      else {
        const unit = this._littleEndian ? first | (octet << 8) : (first << 8) | octet;
        units.push(unit);
        first = -1;
        if (units.length === 4096) {
          text += String.fromCharCode(...units);
          units.length = 0;
        }
      }
    }
    this._rest = first;
    return text + String.fromCharCode(...units);
  }

  byteLength(_text: string, start: number, end: number): number {
    return 2 * (end - start);
  }
}

/** An encoding of one octet for each character, by the table of its 256 characters; −1 where there is none. */
export class ByteDecoding implements TextDecoding {
  readonly name: string;
  readonly unit = 1;
  private readonly _map: readonly number[];

  constructor(name: string, map: readonly number[]) {
    this.name = name;
    this._map = map;
  }

  decode(octets: Uint8Array): string {
    let text = '';
    for (const octet of octets) {
      const code = this._map[octet]!;
      text += code < 0 || (code >= 0xd800 && code <= 0xdfff) ? BAD : String.fromCharCode(code);
    }
    return text;
  }

  byteLength(_text: string, start: number, end: number): number {
    return end - start;
  }
}

const IDENTITY: readonly number[] = Array.from({ length: 256 }, (_, i) => i);
const ASCII_ONLY: readonly number[] = IDENTITY.map((i) => (i < 128 ? i : -1));

/** The encodings that expat knows itself; `undefined` for another name. */
export function knownDecoding(name: string): TextDecoding | undefined {
  switch (name.toUpperCase()) {
    case 'UTF-8':
      return new Utf8Decoding();
    case 'UTF-16':
    case 'UTF-16BE':
      return new Utf16Decoding(false);
    case 'UTF-16LE':
      return new Utf16Decoding(true);
    case 'ISO-8859-1':
      return new ByteDecoding('ISO-8859-1', IDENTITY);
    case 'US-ASCII':
      return new ByteDecoding('US-ASCII', ASCII_ONLY);
  }
  return undefined;
}

/** Characters of ASCII that mean nothing in markup: an encoding may have others in their places. */
const FREE = new Set('$@\\^`{}~\x7f'.split('').map((c) => c.charCodeAt(0)));

function mayMarkUp(code: number): boolean {
  return code < 128 && !FREE.has(code) && (code >= 32 || code === 9 || code === 10 || code === 13);
}

/** An encoding by its table; `undefined` when markup in it could not be told. */
export function tableDecoding(name: string, map: readonly number[]): TextDecoding | undefined {
  for (let i = 0; i < 256; i++) {
    const code = map[i]!;
    if (code !== i && (mayMarkUp(i) || (code >= 0 && mayMarkUp(code)))) return undefined;
  }
  return new ByteDecoding(name, map);
}
