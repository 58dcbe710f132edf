/**
 * Methods that see bytes and bytearray as ASCII text: case, predicates, padding; and translate, decode, hex.
 * CPython: Objects/bytes_methods.c, Objects/stringlib/{ctype,transmogrify}.h, `bytes_translate_impl`.
 */
import { PyByteArray } from '../objects/bytearray.ts';
import { PyBytes } from '../objects/bytes.ts';
import type { PyObject } from '../objects/object.ts';
import { None } from '../objects/singletons.ts';
import { bytesLike } from '../runtime/buffer.ts';
import { call1 } from '../runtime/call.ts';
import { decodeBuffer } from '../runtime/codecs.ts';
import { classMethod, type Entry, methodsOf, staticMethod } from '../runtime/define.ts';
import { overflowError, valueError } from '../runtime/errors.ts';
import { hexText, octetsFromHex } from '../runtime/hex.ts';
import { copyOf, newBytesOctets, newOctets } from '../runtime/octets.ts';
import { type BytesObject, keepingInPlace, likeSelf, octetsOf, unchanged } from './bytes-object.ts';

const method = methodsOf<BytesObject>();

// ── Characters ───────────────────────────────────────────────────────────────────────────────────────────────────────

const UPPER = 1;
const LOWER = 2;
const DIGIT = 4;
const SPACE = 8;
const ALPHA = UPPER | LOWER;

/** What each octet is as an ASCII character. */
const KIND = new Uint8Array(256);
for (let c = 0x41; c <= 0x5a; c++) KIND[c] = UPPER;
for (let c = 0x61; c <= 0x7a; c++) KIND[c] = LOWER;
for (let c = 0x30; c <= 0x39; c++) KIND[c] = DIGIT;
for (const c of [0x20, 0x09, 0x0a, 0x0b, 0x0c, 0x0d]) KIND[c] = SPACE;

/** The difference between the cases of a letter. */
const CASE = 0x20;

/** Are there octets, and are all of them of these kinds? */
function areAll(self: BytesObject, kinds: number): boolean {
  const octets = octetsOf(self);
  for (let i = 0; i < octets.length; i++) if ((KIND[octets[i]!]! & kinds) === 0) return false;
  return octets.length > 0;
}

/** Are there letters, and are all of them of this case? */
function isCase(self: BytesObject, wanted: number, unwanted: number): boolean {
  const octets = octetsOf(self);
  let found = false;
  for (let i = 0; i < octets.length; i++) {
    const kind = KIND[octets[i]!]!;
    if (kind & unwanted) return false;
    if (kind & wanted) found = true;
  }
  return found;
}

function isTitle(self: BytesObject): boolean {
  const octets = octetsOf(self);
  let found = false;
  let afterLetter = false;
  for (let i = 0; i < octets.length; i++) {
    const kind = KIND[octets[i]!]!;
    if (kind & (afterLetter ? UPPER : LOWER)) return false;
    afterLetter = (kind & ALPHA) !== 0;
    if (afterLetter) found = true;
  }
  return found;
}

/** A copy with the case of the letters swapped that are of these kinds. */
function swapCases(self: BytesObject, kinds: number): PyObject {
  const octets = copyOf(octetsOf(self));
  for (let i = 0; i < octets.length; i++) if (KIND[octets[i]!]! & kinds) octets[i]! ^= CASE;
  return likeSelf(self, octets);
}

function title(self: BytesObject): PyObject {
  const octets = copyOf(octetsOf(self));
  let afterLetter = false;
  for (let i = 0; i < octets.length; i++) {
    const kind = KIND[octets[i]!]!;
    if (kind & (afterLetter ? UPPER : LOWER)) octets[i]! ^= CASE;
    afterLetter = (kind & ALPHA) !== 0;
  }
  return likeSelf(self, octets);
}

function capitalize(self: BytesObject): PyObject {
  const octets = copyOf(octetsOf(self));
  for (let i = 0; i < octets.length; i++)
    if (KIND[octets[i]!]! & (i === 0 ? LOWER : UPPER)) octets[i]! ^= CASE;
  return likeSelf(self, octets);
}

function isAscii(self: BytesObject): boolean {
  const octets = octetsOf(self);
  for (let i = 0; i < octets.length; i++) if (octets[i]! > 127) return false;
  return true;
}

// ── Padding ──────────────────────────────────────────────────────────────────────────────────────────────────────────

/** The octets with `left` and `right` times `fill` around them. */
function pad(self: BytesObject, left: number, right: number, fill: number): PyObject {
  if (left <= 0 && right <= 0) return unchanged(self);
  const octets = octetsOf(self);
  const length = octets.length + left + right;
  const padded = self instanceof PyBytes ? newBytesOctets(length) : newOctets(length);
  if (left > 0) padded.fill(fill, 0, left);
  padded.set(octets, left);
  if (right > 0) padded.fill(fill, left + octets.length);
  return likeSelf(self, padded);
}

function center(self: BytesObject, width: number, fill: number): PyObject {
  const room = width - octetsOf(self).length;
  if (room <= 0) return unchanged(self);
  const half = Math.floor(room / 2);
  const left = room % 2 === 1 && width % 2 === 1 ? half + 1 : half;
  return pad(self, left, room - left, fill);
}

/** Zeros on the left, behind a sign. */
function zfill(self: BytesObject, width: number): PyObject {
  const octets = octetsOf(self);
  const room = width - octets.length;
  if (room <= 0) return unchanged(self);
  const padded = self instanceof PyBytes ? newBytesOctets(width) : newOctets(width);
  padded.fill(0x30, 0, room);
  padded.set(octets, room);
  const first = padded[room];
  if (first === 0x2b || first === 0x2d) {
    padded[0] = first;
    padded[room] = 0x30;
  }
  return likeSelf(self, padded);
}

function expandTabs(self: BytesObject, tabSize: number): PyObject {
  const octets = octetsOf(self);
  let length = 0;
  let column = 0;
  for (let i = 0; i < octets.length; i++) {
    const c = octets[i]!;
    if (c === 0x09) {
      if (tabSize > 0) {
        const spaces = tabSize - (column % tabSize);
        length += spaces;
        column += spaces;
      }
    } else {
      length++;
      column = c === 0x0a || c === 0x0d ? 0 : column + 1;
    }
  }
  if (length >= 2 ** 63) throw overflowError('result too long');
  const expanded = newOctets(length);
  column = 0;
  for (let i = 0, to = 0; i < octets.length; i++) {
    const c = octets[i]!;
    if (c === 0x09) {
      if (tabSize > 0) {
        const spaces = tabSize - (column % tabSize);
        expanded.fill(0x20, to, to + spaces);
        to += spaces;
        column += spaces;
      }
    } else {
      expanded[to++] = c;
      column = c === 0x0a || c === 0x0d ? 0 : column + 1;
    }
  }
  return likeSelf(self, expanded);
}

// ── Translation ──────────────────────────────────────────────────────────────────────────────────────────────────────

function translate(self: BytesObject, table: PyObject, deleted: PyObject | undefined): PyObject {
  const map = table === None ? undefined : bytesLike(table);
  if (map !== undefined && map.length !== 256)
    throw valueError('translation table must be 256 characters long');
  const gone = deleted === undefined ? undefined : bytesLike(deleted);
  const octets = octetsOf(self);
  if (gone === undefined || gone.length === 0) {
    if (map === undefined) return unchanged(self);
    const mapped = new Uint8Array(octets.length);
    let changed = false;
    for (let i = 0; i < octets.length; i++) {
      const c = octets[i]!;
      const to = map[c]!;
      mapped[i] = to;
      if (to !== c) changed = true;
    }
    return changed ? likeSelf(self, mapped) : unchanged(self);
  }
  const drop = new Uint8Array(256);
  for (let i = 0; i < gone.length; i++) drop[gone[i]!] = 1;
  const kept = new Uint8Array(octets.length);
  let count = 0;
  let changed = false;
  for (let i = 0; i < octets.length; i++) {
    const c = octets[i]!;
    if (drop[c] === 1) continue;
    const to = map === undefined ? c : map[c]!;
    kept[count++] = to;
    if (to !== c) changed = true;
  }
  if (count === octets.length && !changed) return unchanged(self);
  return likeSelf(self, count === octets.length ? kept : kept.slice(0, count));
}

/** A table for translate. */
function makeTable(from: Uint8Array, to: Uint8Array): PyObject {
  if (from.length !== to.length) throw valueError('maketrans arguments must have same length');
  const table = new Uint8Array(256);
  for (let i = 0; i < 256; i++) table[i] = i;
  for (let i = 0; i < from.length; i++) table[from[i]!] = to[i]!;
  return new PyBytes(table);
}

export const textMethods: readonly Entry[] = [
  method(
    'capitalize($self, /)',
    'Return a copy whose first byte is an upper-case ASCII letter and the others lower-case.',
    capitalize,
  ),
  method('lower($self, /)', 'Return a copy with all ASCII letters in lower case.', (self) =>
    swapCases(self, UPPER),
  ),
  method('swapcase($self, /)', 'Return a copy with the case of all ASCII letters swapped.', (self) =>
    swapCases(self, ALPHA),
  ),
  method(
    'title($self, /)',
    'Return a copy in which ASCII words start in upper case and go on in lower case.',
    title,
  ),
  method('upper($self, /)', 'Return a copy with all ASCII letters in upper case.', (self) =>
    swapCases(self, LOWER),
  ),
  method(
    'isalnum($self, /) -> bool',
    'Return True if there are bytes and all are ASCII letters or digits, False otherwise.',
    (self) => areAll(self, ALPHA | DIGIT),
  ),
  method(
    'isalpha($self, /) -> bool',
    'Return True if there are bytes and all are ASCII letters, False otherwise.',
    (self) => areAll(self, ALPHA),
  ),
  method(
    'isascii($self, /) -> bool',
    'Return True if all bytes are in the range 0-0x7F, False otherwise.',
    isAscii,
  ),
  method(
    'isdigit($self, /) -> bool',
    'Return True if there are bytes and all are ASCII digits, False otherwise.',
    (self) => areAll(self, DIGIT),
  ),
  method(
    'islower($self, /) -> bool',
    'Return True if there are ASCII letters and all of them are in lower case, False otherwise.',
    (self) => isCase(self, LOWER, UPPER),
  ),
  method(
    'isspace($self, /) -> bool',
    'Return True if there are bytes and all are ASCII white space, False otherwise.',
    (self) => areAll(self, SPACE),
  ),
  method(
    'istitle($self, /) -> bool',
    'Return True if there are ASCII letters and exactly the first of each word is in upper case, False otherwise.',
    isTitle,
  ),
  method(
    'isupper($self, /) -> bool',
    'Return True if there are ASCII letters and all of them are in upper case, False otherwise.',
    (self) => isCase(self, UPPER, LOWER),
  ),
  method(
    "center($self, width: ssize_t, fillchar: char = b' ', /)",
    'Return the bytes in the middle of a field of the given width.\n\nThe room around them is filled with the fill byte.',
    center,
  ),
  method(
    "ljust($self, width: ssize_t, fillchar: char = b' ', /)",
    'Return the bytes at the left of a field of the given width.\n\nThe room behind them is filled with the fill byte.',
    (self, width, fill) => pad(self, 0, width - octetsOf(self).length, fill),
  ),
  method(
    "rjust($self, width: ssize_t, fillchar: char = b' ', /)",
    'Return the bytes at the right of a field of the given width.\n\nThe room before them is filled with the fill byte.',
    (self, width, fill) => pad(self, width - octetsOf(self).length, 0, fill),
  ),
  method(
    'zfill($self, width: ssize_t, /)',
    'Fill a number with zeros on the left up to the given width.\n\nA sign stays in front. Nothing is ever cut off.',
    zfill,
  ),
  method(
    'expandtabs($self, /, tabsize: int = 8)',
    'Return a copy with spaces in place of tabs, up to the next column that is a multiple of tabsize.',
    expandTabs,
  ),
  method(
    'translate($self, table: object, /, delete: object = <null>)',
    'Return a copy with each byte mapped by the table.\n\n  table\n    A bytes-like object of length 256, or None to map nothing.\n\nThe bytes in delete are taken out first.',
    translate,
    "($self, table, /, delete=b'')",
  ),
  staticMethod(
    'maketrans(frm: bytes_like, to: bytes_like, /)',
    'Return a table for the translate method of bytes or bytearray.\n\nThe table maps each byte of frm to the byte at the same place in to. Both must\nhave the same length.',
    (_, from, to) => makeTable(from, to),
  ),
  method(
    'decode($self, /, encoding: c_str = <null>, errors: c_str = <null>)',
    "Decode the bytes with the codec registered for encoding.\n\n  encoding\n    The encoding.\n  errors\n    What to do with bytes that mean nothing in the encoding.\n    'strict', the default, raises a UnicodeDecodeError. Others are 'ignore', 'replace',\n    and whatever name was registered with codecs.register_error for a handler of\n    UnicodeDecodeErrors.",
    (self, encoding, errors) => decodeBuffer(octetsOf(self), encoding, errors),
    "($self, /, encoding='utf-8', errors='strict')",
  ),
  method(
    'hex($self, /, sep: object = <null>, bytes_per_sep: int = 1) -> str',
    "Return a str of two hexadecimal digits for each byte.\n\n  sep\n    A character or byte to put between groups of digits.\n  bytes_per_sep\n    How many bytes make a group. Positive values count from the\n    right, negative ones from the left.\n\nExample:\n>>> value = b'\\xb9\\x01\\xef'\n>>> value.hex()\n'b901ef'\n>>> value.hex(':')\n'b9:01:ef'\n>>> value.hex(':', 2)\n'b9:01ef'\n>>> value.hex(':', -2)\n'b901:ef'",
    (self, sep, bytesPerSep) => keepingInPlace(self, () => hexText(octetsOf(self), sep, bytesPerSep)),
  ),
  classMethod(
    'fromhex($type, string: object, /)',
    "Make an object of a text of hexadecimal digits, two for each byte.\n\nWhite space between the pairs is skipped.\nExample: bytes.fromhex('B9 01EF') -> b'\\\\xb9\\\\x01\\\\xef'.",
    (type, string) => {
      const octets = octetsFromHex(string);
      if (type === PyByteArray.type) return new PyByteArray(octets);
      const bytes = new PyBytes(octets);
      return type === PyBytes.type ? bytes : call1(type, bytes);
    },
  ),
];
