/**
 * Positions in a text stream. What `tell` returns is opaque: the octet at which decoding can begin, and, where that is
 * not all there is to say, the decoder's flags, how many octets to feed it, and how many characters to skip then, packed
 * into one large int as CPython packs them. CPython: `_io_TextIOWrapper_tell_impl` in Modules/_io/textio.c.
 */

import { PyBytes } from '../../objects/bytes.ts';
import { normalizeInt, Py_LT, type PyInt, type PyObject } from '../../objects/object.ts';
import { strLength } from '../../objects/str.ts';
import { callMethod } from '../../runtime/call.ts';
import { isEqual, richCompareBool } from '../../runtime/compare.ts';
import { asIndex } from '../../runtime/convert.ts';
import { overflowError, typeError, valueError } from '../../runtime/errors.ts';
import { repr } from '../../runtime/repr.ts';
import { strJoin } from '../../runtime/text.ts';
import { typeName } from '../../runtime/type-of.ts';
import { names } from './base.ts';
import { streamError, unsupported } from './errors.ts';
import type { TextDecoding } from './text-codecs.ts';
import { checkAttached, checkTextOpen, type PyTextIOWrapper, setDecoded, writeFlush } from './text-core.ts';

const NOTHING = new Uint8Array(0);

interface Cookie {
  startPosition: bigint;
  flags: bigint;
  bytesToFeed: number;
  charsToSkip: number;
  needEof: boolean;
}

/** An offset of 64 bits, three numbers of 32, and a flag. */
function pack({ startPosition, flags, bytesToFeed, charsToSkip, needEof }: Cookie): PyInt {
  return normalizeInt(
    startPosition |
      (BigInt.asUintN(32, flags) << 64n) |
      (BigInt(bytesToFeed) << 96n) |
      (BigInt(charsToSkip) << 128n) |
      ((needEof ? 1n : 0n) << 160n),
  );
}

function unpack(value: PyObject): Cookie {
  const cookie = BigInt(asIndex(value));
  if (cookie < 0n || cookie >> 168n !== 0n) throw overflowError('int too big to convert');
  return {
    startPosition: BigInt.asIntN(64, cookie),
    flags: BigInt.asIntN(32, cookie >> 64n),
    bytesToFeed: Number(BigInt.asIntN(32, cookie >> 96n)),
    charsToSkip: Number(BigInt.asIntN(32, cookie >> 128n)),
    needEof: cookie >> 160n !== 0n,
  };
}

/** Brings a decoder to where a cookie begins. */
function restoreDecoder(decoder: TextDecoding, { startPosition, flags }: Cookie): void {
  // At the very start there may be a byte order mark to come.
  if (startPosition === 0n && flags === 0n) decoder.reset();
  else decoder.setState({ buffer: NOTHING, flags });
}

/** `TextIOWrapper.tell()`. */
export function textTell(self: PyTextIOWrapper): PyObject {
  const buffer = checkAttached(self);
  checkTextOpen(self);
  if (!self.seekable) throw unsupported('underlying stream is not seekable');
  if (!self.telling) throw streamError('telling position disabled by next() call');
  writeFlush(self);
  callMethod(self, names.flush);
  const position = callMethod(buffer, names.tell);
  const { decoder, snapshot } = self;
  if (decoder === undefined || snapshot === undefined) return position;
  const { input } = snapshot;
  const cookie: Cookie = {
    startPosition: BigInt(asIndex(position)) - BigInt(input.length),
    flags: snapshot.flags,
    bytesToFeed: 0,
    charsToSkip: 0,
    needEof: false,
  };
  if (self.used === 0) return pack(cookie);
  const saved = decoder.getState();
  try {
    findPlace(decoder, input, self.used, self.ratio, cookie);
  } finally {
    decoder.setState(saved);
  }
  return pack(cookie);
}

/** Finds the last place before `used` characters of the decoded input where the decoder has nothing waiting. */
function findPlace(
  decoder: TextDecoding,
  input: Uint8Array,
  used: number,
  ratio: number,
  cookie: Cookie,
): void {
  let charsToSkip = used;
  // First near the place, by the ratio of octets to characters.
  let skip = Math.trunc(ratio * used);
  let back = 1;
  while (skip > 0) {
    restoreDecoder(decoder, cookie);
    const count = strLength(decoder.decode(input.subarray(0, skip), false));
    if (count <= charsToSkip) {
      const { buffer, flags } = decoder.getState();
      if (buffer.length === 0) {
        cookie.flags = flags;
        charsToSkip -= count;
        break;
      }
      skip -= buffer.length;
      back = 1;
    } else {
      skip -= back;
      back *= 2;
    }
  }
  if (skip <= 0) {
    skip = 0;
    restoreDecoder(decoder, cookie);
  }
  cookie.startPosition += BigInt(skip);
  cookie.charsToSkip = charsToSkip;
  if (charsToSkip === 0) return;
  // Then octet by octet.
  let count = 0;
  let at = skip;
  for (; at < input.length; at++) {
    count += strLength(decoder.decode(input.subarray(at, at + 1), false));
    cookie.bytesToFeed++;
    const { buffer, flags } = decoder.getState();
    if (buffer.length === 0 && count <= charsToSkip) {
      cookie.startPosition += BigInt(cookie.bytesToFeed);
      charsToSkip -= count;
      cookie.flags = flags;
      cookie.bytesToFeed = 0;
      count = 0;
    }
    if (count >= charsToSkip) break;
  }
  if (at === input.length) {
    count += strLength(decoder.decode(NOTHING, true));
    cookie.needEof = true;
    if (count < charsToSkip) throw streamError("can't reconstruct logical file position");
  }
  cookie.charsToSkip = charsToSkip;
}

/** Forgets what was read ahead. */
function dropRead(self: PyTextIOWrapper): void {
  setDecoded(self, '');
  self.snapshot = undefined;
}

function seekToEnd(self: PyTextIOWrapper, buffer: PyObject): PyObject {
  callMethod(self, names.flush);
  dropRead(self);
  self.decoder?.reset();
  const position = callMethod(buffer, names.seek, 0, 2);
  self.encoder?.setStart(isEqual(position, 0));
  return position;
}

/** `TextIOWrapper.seek(cookie, whence)`. */
export function textSeek(self: PyTextIOWrapper, given: PyObject, whence: number): PyObject {
  const buffer = checkAttached(self);
  checkTextOpen(self);
  if (!self.seekable) throw unsupported('underlying stream is not seekable');
  let target = given;
  if (whence === 1) {
    if (!isEqual(target, 0)) throw unsupported("can't do nonzero cur-relative seeks");
    target = callMethod(self, names.tell);
  } else if (whence === 2) {
    if (!isEqual(target, 0)) throw unsupported("can't do nonzero end-relative seeks");
    return seekToEnd(self, buffer);
  } else if (whence !== 0) {
    throw valueError(`invalid whence (${whence}, should be 0, 1 or 2)`);
  }
  if (richCompareBool(target, 0, Py_LT)) {
    throw valueError(strJoin('', ['negative seek position ', repr(target)]));
  }
  callMethod(self, names.flush);
  const cookie = unpack(target);
  callMethod(buffer, names.seek, normalizeInt(cookie.startPosition));
  dropRead(self);
  if (self.decoder !== undefined) restoreDecoder(self.decoder, cookie);
  if (cookie.charsToSkip > 0) skipCharacters(self, buffer, cookie);
  else self.snapshot = { flags: cookie.flags, input: NOTHING };
  self.encoder?.setStart(cookie.startPosition === 0n && cookie.flags === 0n);
  return target;
}

/** Feeds the decoder as reading did, and goes to the place in what it gives. */
function skipCharacters(self: PyTextIOWrapper, buffer: PyObject, cookie: Cookie): void {
  if (self.decoder === undefined) throw unsupported('not readable');
  const chunk = callMethod(buffer, names.read, cookie.bytesToFeed);
  if (!(chunk instanceof PyBytes)) {
    throw typeError(`underlying read() should have returned a bytes object, not '${typeName(chunk)}'`);
  }
  self.snapshot = { flags: cookie.flags, input: chunk.value };
  const text = self.decoder.decode(chunk.value, cookie.needEof);
  setDecoded(self, text);
  if (strLength(text) < cookie.charsToSkip) throw streamError("can't restore logical file position");
  self.used = cookie.charsToSkip;
}

/** `TextIOWrapper.truncate(pos)`. */
export function textTruncate(self: PyTextIOWrapper, position: PyObject): PyObject {
  const buffer = checkAttached(self);
  callMethod(self, names.flush);
  return callMethod(buffer, names.truncate, position);
}
