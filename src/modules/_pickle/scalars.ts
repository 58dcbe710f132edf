/** Writing what holds no other objects: numbers, texts, octets. CPython: `save_long`, `save_unicode` and their like. */

import { floatRepr } from '../../common/float-format.ts';
import { bitLength, intToBytes } from '../../common/int.ts';
import type { PyInt, PyObject } from '../../objects/object.ts';
import { type Str, strLength } from '../../objects/str.ts';
import { encodeUtf8 } from '../../runtime/codecs/utf8.ts';
import { intToDecimal } from '../../runtime/int-text.ts';
import { codeAt } from '../../runtime/text.ts';
import {
  BINBYTES,
  BINFLOAT,
  BININT,
  BININT1,
  BININT2,
  BINUNICODE,
  BYTEARRAY8,
  FLOAT,
  INT,
  LONG,
  LONG1,
  LONG4,
  NEWFALSE,
  NEWTRUE,
  SHORT_BINBYTES,
  SHORT_BINUNICODE,
  UNICODE,
} from './opcodes.ts';
import { type PickleOutput, SLACK } from './output.ts';
import { memoize, type PyPickler, writeGet, writePut } from './pickler-layout.ts';
import { LONGEST, type TextMemo } from './text-memo.ts';

export function saveBool(self: PyPickler, value: boolean): void {
  if (self.proto >= 2) self.output!.op(value ? NEWTRUE : NEWFALSE);
  else self.output!.latin1(value ? 'I01\n' : 'I00\n');
}

export function saveInt(self: PyPickler, value: PyInt): void {
  const output = self.output!;
  if (typeof value === 'number' && (value | 0) === value) {
    if (self.bin === 0) {
      output.op(INT);
      output.latin1(`${value}\n`);
    } else if (value >>> 16 !== 0) output.op4(BININT, value);
    else if (value > 255) output.op2(BININT2, value);
    else output.op1(BININT1, value);
  } else if (self.proto < 2) {
    output.op(LONG);
    output.latin1(`${intToDecimal(value)}L\n`);
  } else if (typeof value === 'number') saveSafeInteger(output, value);
  else {
    // One bit is the sign's. Of −2^(8n−1) it is the first bit of the number itself.
    const bits = bitLength(value < 0n ? -value - 1n : value);
    const data = intToBytes(value, (bits >> 3) + 1, true, true)!;
    if (data.length < 256) output.op1(LONG1, data.length);
    else output.op4(LONG4, data.length);
    output.append(data);
  }
}

/** An int of 33 to 53 bits, in as few octets as hold it with its sign. */
function saveSafeInteger(output: PickleOutput, value: number): void {
  const size = value < 0 ? -value - 1 : value;
  let count = 5;
  for (let limit = 2 ** 39; size >= limit; limit *= 256) count++;
  // 2^31 and its neighbours need 5 octets, the smallest number that comes here.
  output.op1(LONG1, count);
  output.room(count);
  let rest = value;
  for (let i = 0; i < count; i++) {
    const high = Math.floor(rest / 256);
    output.octets[output.length++] = rest - high * 256;
    rest = high;
  }
}

export function saveFloat(self: PyPickler, value: number): void {
  const output = self.output!;
  if (self.bin !== 0) output.opDouble(BINFLOAT, value);
  else {
    output.op(FLOAT);
    output.latin1(`${floatRepr(value)}\n`);
  }
}

// ── Texts ────────────────────────────────────────────────────────────────────────────────────────────────────────────

/** Up to this length a loop is faster than an encoder. */
const SHORT_TEXT = LONGEST;

/** A text, or the number that it was given. */
export function saveText(self: PyPickler, text: Str): void {
  if (self.texts !== undefined && typeof text === 'string' && saveNotedText(self, self.texts, text)) return;
  const known = self.memo.get(text);
  if (known !== undefined) {
    writeGet(self, known);
    return;
  }
  writeText(self, text);
  memoize(self, text);
}

/** Writes a text without noting it. */
export function writeText(self: PyPickler, text: Str): void {
  const output = self.output!;
  if (self.bin === 0) {
    output.op(UNICODE);
    output.latin1(rawUnicodeEscape(text));
    output.op(10);
  } else if (typeof text !== 'string' || text.length > SHORT_TEXT || !writeShortAscii(self, output, text)) {
    writeUtf8(self, output, encodeUtf8(text, 'surrogatepass'));
  }
}

/**
 * Writes a short ASCII text that may have a number in the table of texts; `false` when it is another one. One loop writes
 * it and finds its hash: if it turns out to be known, what was written is taken back.
 */
function saveNotedText(self: PyPickler, texts: TextMemo, text: string): boolean {
  if (text.length > SHORT_TEXT || self.bin === 0) return false;
  const row = texts.row(text);
  if (row >= 0) {
    saveKeptText(self, texts, row, text.length);
    return true;
  }
  const output = self.output!;
  if (output.length >= output.limit) output.room(SLACK);
  const { length } = output;
  if (!writeShortAscii(self, output, text)) return false;
  const known = texts.find(text, output.hash);
  if (known >= 0) {
    output.length = length;
    writeGet(self, known);
  } else if (texts.enter(text, self.memoCount, output.view, output.length - text.length)) writePut(self);
  else {
    output.length = length;
    return false;
  }
  return true;
}

/** Writes a text that the table keeps, or its number. */
function saveKeptText(self: PyPickler, texts: TextMemo, row: number, count: number): void {
  const known = texts.numberOf(row, self.memoCount);
  if (known >= 0) {
    writeGet(self, known);
    return;
  }
  const output = self.output!;
  if (output.length >= output.limit) output.room(SLACK);
  const start = writeShortHeader(self, output, count);
  texts.write(row, count, output.view, start);
  output.length = start + count;
  writePut(self);
}

/** What stands before a short text: where the text begins. */
function writeShortHeader(self: PyPickler, output: PickleOutput, count: number): number {
  const { octets, length } = output;
  octets[length + 1] = count;
  if (self.proto >= 4) {
    octets[length] = SHORT_BINUNICODE;
    return length + 2;
  }
  octets[length] = BINUNICODE;
  octets[length + 2] = 0;
  octets[length + 3] = 0;
  octets[length + 4] = 0;
  return length + 5;
}

/** Writes a text if it is ASCII, and leaves its hash with the output. */
function writeShortAscii(self: PyPickler, output: PickleOutput, text: string): boolean {
  const count = text.length;
  if (output.length >= output.limit) output.room(SLACK);
  const { octets } = output;
  let at = writeShortHeader(self, output, count);
  let hash = count;
  for (let i = 0; i < count; i++) {
    const code = text.charCodeAt(i);
    if (code > 127) return false;
    octets[at++] = code;
    hash = Math.imul(hash ^ code, 0x01000193);
  }
  output.length = at;
  output.hash = hash;
  return true;
}

function writeUtf8(self: PyPickler, output: PickleOutput, data: Uint8Array): void {
  const count = data.length;
  if (output.isLarge(count)) output.large(() => output.op4(BINUNICODE, count), data, undefined);
  else {
    if (count < 256 && self.proto >= 4) output.op1(SHORT_BINUNICODE, count);
    else output.op4(BINUNICODE, count);
    output.append(data);
  }
}

/** A text as protocol 0 has it: in one line of Latin-1. */
function rawUnicodeEscape(text: Str): string {
  if (typeof text === 'string' && !/[^\x01-\x09\x0b\x0c\x0e-\x19\x1b-\x5b\x5d-\xff]/.test(text)) return text;
  const length = strLength(text);
  let out = '';
  for (let i = 0; i < length; i++) {
    const code = codeAt(text, i);
    if (code > 0xffff) out += `\\U${code.toString(16).padStart(8, '0')}`;
    else if (code > 255 || code === 92 || code === 0 || code === 10 || code === 13 || code === 26)
      out += `\\u${code.toString(16).padStart(4, '0')}`;
    else out += String.fromCharCode(code);
  }
  return out;
}

// ── Octets ───────────────────────────────────────────────────────────────────────────────────────────────────────────

/** Octets that never change, from protocol 3 on. `object` is what has them. */
export function saveOctets(self: PyPickler, object: PyObject, data: Uint8Array): void {
  const output = self.output!;
  const count = data.length;
  if (output.isLarge(count)) output.large(() => output.op4(BINBYTES, count), data, object);
  else {
    if (count < 256) output.op1(SHORT_BINBYTES, count);
    else output.op4(BINBYTES, count);
    output.append(data);
  }
  memoize(self, object);
}

/** Octets that may change, from protocol 5 on. */
export function saveWritableOctets(self: PyPickler, object: PyObject, data: Uint8Array): void {
  const output = self.output!;
  if (output.isLarge(data.length)) output.large(() => output.op8(BYTEARRAY8, data.length), data, object);
  else {
    output.op8(BYTEARRAY8, data.length);
    output.append(data);
  }
  memoize(self, object);
}
