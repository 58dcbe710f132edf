/**
 * TextIOWrapper: reading and writing. The type is in text-io.ts, positions are in text-seek.ts.
 *
 * Reading goes by chunks: a chunk of octets is decoded whole, and `decoded` from `used` on is what has not been read
 * yet. The snapshot is the decoder's state and input before the chunk, from which `tell` finds its way to the place
 * where the reader is. Writing collects encoded pieces, ASCII text as it is, until they make up a chunk.
 *
 * A buffer that is a BufferedReader or BufferedWriter, and no more, is used without going through its Python methods.
 * CPython: Modules/_io/textio.c.
 */
import { PyBytes } from '../../objects/bytes.ts';
import { exceptionTypes } from '../../objects/exception.ts';
import { type PyObject, PyType } from '../../objects/object.ts';
import { None } from '../../objects/singletons.ts';
import { type Str, strLength } from '../../objects/str.ts';
import { getAttr, getAttrOrAbsent, ownAttribute } from '../../runtime/attributes.ts';
import { callMethod } from '../../runtime/call.ts';
import { isTrue } from '../../runtime/convert.ts';
import { newException, typeError, valueError } from '../../runtime/errors.ts';
import { SUSPENSION } from '../../runtime/scheduler.ts';
import { current, type Thread } from '../../runtime/state.ts';
import { isAsciiText, strConcat, strJoin, strSlice } from '../../runtime/text.ts';
import { checkClosed, names } from './base.ts';
import { PyBufferedRandom, PyBufferedReader, PyBufferedWriter } from './buffered.ts';
import type { PyBuffered } from './buffered-core.ts';
import { isBufferedClosed } from './buffered-core.ts';
import { bufferedRead1 } from './buffered-read.ts';
import { bufferedWrite } from './buffered-write.ts';
import { unsupported } from './errors.ts';
import { PyTextIOBase, STREAM_FLAGS } from './layouts.ts';
import { LineEnds, translateNewlines } from './line-ends.ts';
import { concatBytes } from './octets.ts';
import { chunkOctets, type TextDecoding, type TextEncoding } from './text-codecs.ts';

/** Where decoding began: the decoder's flags, and what it was given since. */
export interface Snapshot {
  readonly flags: bigint;
  readonly input: Uint8Array;
}

/** What was read when a thread had to wait for more. */
interface HeldRead {
  readonly thread: Thread;
  readonly pieces: Str[];
  /** How many characters that is, or how many are still wanted. */
  readonly count: number;
  /** What was taken from the last chunk and is not among the pieces. */
  readonly rest: Str;
}

export class PyTextIOWrapper extends PyTextIOBase {
  static override readonly type = new PyType(
    '_io.TextIOWrapper',
    PyTextIOWrapper,
    PyTextIOBase.type,
    STREAM_FLAGS,
  );

  ok = false;
  detached = false;
  buffer: PyObject | undefined = undefined;
  /** The buffer, when it may be used without its methods. */
  direct: PyBuffered | undefined = undefined;
  encoding: Str | undefined = undefined;
  errors: Str | undefined = undefined;
  lineBuffering = false;
  writeThrough = false;
  finalizing = false;
  chunkSize = 8192;
  hasRead1 = false;
  seekable = false;
  /** Positions can be told: not while lines are iterated. */
  telling = false;

  encoder: TextEncoding | undefined = undefined;
  decoder: TextDecoding | undefined = undefined;
  lineEnds = new LineEnds(undefined);
  /** Line ends that are read become `\n`. */
  readTranslate = true;
  /** All kinds of line ends are looked for. */
  universal = true;
  /** What `\n` is written as; absent: as it is. */
  writeNewline: string | undefined = undefined;

  decoded: Str = '';
  used = 0;
  snapshot: Snapshot | undefined = undefined;
  /** Octets to characters in the last chunk. */
  ratio = 0;

  /** What a method had read, whose thread was set aside in it, and which will be called again. */
  held: HeldRead | undefined = undefined;

  /** Encoded text that waits, and its size in octets. */
  pending: (string | Uint8Array)[] = [];
  pendingSize = 0;

  /** For {@link Interpreter.unflushedStreams}. */
  flushAtExit(): void {
    if (this.buffer !== undefined) callMethod(this, names.flush);
  }
  get rawFile(): PyBuffered['file'] {
    return this.direct?.file;
  }
}

const BlockingIOErrorType = exceptionTypes.get('BlockingIOError')!;

/** May this buffer be read and written without its methods? Not when they are replaced. */
export function directBuffer(self: PyTextIOWrapper, buffer: PyObject): PyBuffered | undefined {
  if (self.ob_type !== PyTextIOWrapper.type) return undefined;
  const isPlain =
    (buffer instanceof PyBufferedReader && buffer.ob_type === PyBufferedReader.type) ||
    (buffer instanceof PyBufferedWriter && buffer.ob_type === PyBufferedWriter.type) ||
    (buffer instanceof PyBufferedRandom && buffer.ob_type === PyBufferedRandom.type);
  if (!isPlain) return undefined;
  const replaced = [names.read1, names.write].some((name) => ownAttribute(buffer, name) !== undefined);
  return replaced ? undefined : buffer;
}

// ── Checks ───────────────────────────────────────────────────────────────────────────────────────────────────────────

/** Throws ValueError for a stream that was never set up or has parted with its buffer. */
export function checkAttached(self: PyTextIOWrapper): PyObject {
  if (!self.ok) {
    throw valueError(
      self.detached ? 'underlying buffer has been detached' : 'I/O operation on uninitialized object',
    );
  }
  return self.buffer!;
}

export function checkTextOpen(self: PyTextIOWrapper): void {
  if (self.ob_type !== PyTextIOWrapper.type) {
    checkClosed(self);
    return;
  }
  const closed = self.direct?.ok
    ? isBufferedClosed(self.direct)
    : isTrue(getAttr(self.buffer!, names.closed));
  if (closed) throw valueError('I/O operation on closed file.');
}

// ── Writing ──────────────────────────────────────────────────────────────────────────────────────────────────────────

/** The octets of what waits. */
function pendingOctets(pending: readonly (string | Uint8Array)[], size: number): Uint8Array {
  const first = pending[0]!;
  if (pending.length === 1 && typeof first !== 'string') return first;
  const octets = new Uint8Array(size);
  let at = 0;
  for (const piece of pending) {
    if (typeof piece !== 'string') {
      octets.set(piece, at);
      at += piece.length;
    } else if (piece.length > 64) {
      at += new TextEncoder().encodeInto(piece, octets.subarray(at)).written;
    } else {
      for (let i = 0; i < piece.length; i++) octets[at++] = piece.charCodeAt(i);
    }
  }
  return octets;
}

/** Hands what waits on to the buffer. CPython: `_textiowrapper_writeflush`. */
export function writeFlush(self: PyTextIOWrapper): void {
  if (self.pendingSize === 0) return;
  const octets = pendingOctets(self.pending, self.pendingSize);
  self.pending = [];
  self.pendingSize = 0;
  current.thread.interp.unflushedStreams.delete(self);
  if (self.direct !== undefined) bufferedWrite(self.direct, octets);
  else callMethod(self.buffer!, names.write, new PyBytes(octets));
}

/** Writes text: `TextIOWrapper.write`. Somebody may have translated its line ends already. */
export function textWrite(self: PyTextIOWrapper, given: Str, isTranslated = false): void {
  const buffer = checkAttached(self);
  checkTextOpen(self);
  const { encoder } = self;
  if (encoder === undefined) throw unsupported('not writable');
  let text = given;
  let hasNewline = false;
  if (self.lineBuffering || self.writeNewline !== undefined) {
    hasNewline = typeof text === 'string' ? text.includes('\n') : text.codePoints.includes(10);
    if (hasNewline && self.writeNewline !== undefined && !isTranslated) {
      text = translateNewlines(text, self.writeNewline);
    }
  }
  const flushes = self.lineBuffering && (hasNewline || (typeof text === 'string' && text.includes('\r')));
  const piece = encoder.isAsciiBased && isAsciiText(text) ? text : encoder.encode(text);
  // Together with a large piece, what waits would be copied once more. Flushing may write something new.
  if (piece.length >= self.chunkSize) while (self.pendingSize > 0) writeFlush(self);
  else if (self.pendingSize > 0 && self.pendingSize + piece.length > self.chunkSize) writeFlush(self);
  if (self.pendingSize === 0) current.thread.interp.unflushedStreams.add(self);
  self.pending.push(piece);
  self.pendingSize += piece.length;
  if (self.pendingSize >= self.chunkSize || flushes || self.writeThrough) writeFlush(self);
  if (flushes) callMethod(buffer, names.flush);
  if (self.snapshot !== undefined) {
    setDecoded(self, '');
    self.snapshot = undefined;
  }
  self.decoder?.reset();
}

// ── Reading ──────────────────────────────────────────────────────────────────────────────────────────────────────────

export function setDecoded(self: PyTextIOWrapper, text: Str): void {
  self.decoded = text;
  self.used = 0;
}

/** The next `count` characters of what was decoded, or as many as there are. Negative: all. */
function takeDecoded(self: PyTextIOWrapper, count: number): Str {
  const { decoded, used } = self;
  const length = strLength(decoded);
  const end = count < 0 || used + count > length ? length : used + count;
  self.used = end;
  return used === 0 && end === length ? decoded : strSlice(decoded, used, end);
}

/** Calls what reads from the buffer. A thread that waits there can be set aside: then the text stream's method is called again. */
function fromBuffer<T>(self: PyTextIOWrapper, read: () => T): T {
  const { direct } = self;
  if (direct === undefined) return read();
  direct.reader = self;
  try {
    return read();
  } finally {
    direct.reader = undefined;
  }
}

/** What the method that is called again had read, if it is. */
function takeHeld(self: PyTextIOWrapper): HeldRead | undefined {
  const { held } = self;
  if (held === undefined || held.thread !== current.thread) return undefined;
  self.held = undefined;
  return held;
}

/** Notes what a method had read, when what was thrown says that it will be called again. */
function hold(self: PyTextIOWrapper, thrown: unknown, pieces: Str[], count: number, rest: Str): void {
  if (thrown === SUSPENSION) self.held = { thread: current.thread, pieces, count, rest };
}

/** Octets from the buffer, up to `size` of them. */
function readOctets(self: PyTextIOWrapper, size: number): Uint8Array {
  const { direct } = self;
  if (direct !== undefined) return fromBuffer(self, () => bufferedRead1(direct, size));
  const method = self.hasRead1 ? names.read1 : names.read;
  return chunkOctets(callMethod(self.buffer!, method, size), method.text);
}

/** Reads and decodes a chunk; false at the end. CPython: `textiowrapper_read_chunk`. */
function readChunk(self: PyTextIOWrapper, hint: number): boolean {
  const { decoder } = self;
  if (decoder === undefined) throw unsupported('not readable');
  const state = self.telling ? decoder.getState() : undefined;
  const wanted = hint > 0 ? Math.floor(Math.max(self.ratio, 1) * hint) : hint;
  const chunk = readOctets(self, Math.max(self.chunkSize, wanted));
  const decoded = decoder.decode(chunk, chunk.length === 0);
  setDecoded(self, decoded);
  const count = strLength(decoded);
  self.ratio = count > 0 ? chunk.length / count : 0;
  if (state !== undefined) {
    const input = state.buffer.length === 0 ? chunk : concatBytes([state.buffer, chunk]);
    self.snapshot = { flags: state.flags, input };
  }
  return count > 0 || chunk.length > 0;
}

/** `read()`: all that is left. */
function readAll(self: PyTextIOWrapper): Str {
  const octets = fromBuffer(self, () => callMethod(self.buffer!, names.read));
  if (octets === None) throw newException(BlockingIOErrorType, 'Read returned None.');
  const rest = self.decoder!.decode(chunkOctets(octets, 'read'), true);
  const text = strConcat(takeDecoded(self, -1), rest);
  setDecoded(self, '');
  self.snapshot = undefined;
  return text;
}

export function textRead(self: PyTextIOWrapper, size: number): Str {
  checkAttached(self);
  checkTextOpen(self);
  if (self.decoder === undefined) throw unsupported('not readable');
  writeFlush(self);
  if (size < 0) return readAll(self);
  const held = takeHeld(self);
  let text = held?.rest ?? takeDecoded(self, size);
  let left = held?.count ?? size - strLength(text);
  if (left === 0) return text;
  const pieces: Str[] = held?.pieces ?? [];
  try {
    while (left > 0 && readChunk(self, left)) {
      pieces.push(text);
      text = takeDecoded(self, left);
      left -= strLength(text);
    }
  } catch (thrown) {
    hold(self, thrown, pieces, left, text);
    throw thrown;
  }
  pieces.push(text);
  return strJoin('', pieces);
}

/** A line, of `limit` characters at most when that is not negative. CPython: `_textiowrapper_readline`. */
export function textReadLine(self: PyTextIOWrapper, limit: number): Str {
  checkTextOpen(self);
  writeFlush(self);
  // The usual case: the line is in the chunk that was decoded last.
  if (limit < 0) {
    const end = self.lineEnds.endOfLine(self.decoded, self.used);
    if (end >= 0) {
      const line = strSlice(self.decoded, self.used, end);
      self.used = end;
      return line;
    }
  }
  return readLineByChunks(self, limit);
}

function readLineByChunks(self: PyTextIOWrapper, limit: number): Str {
  const held = takeHeld(self);
  const pieces: Str[] = held?.pieces ?? [];
  let total = held?.count ?? 0;
  /** What is left of the chunk before because its last character may be half a line end. */
  let rest: Str = held?.rest ?? '';
  for (;;) {
    let isMore = true;
    try {
      while (isMore && self.used >= strLength(self.decoded)) isMore = readChunk(self, 0);
    } catch (thrown) {
      hold(self, thrown, pieces, total, rest);
      throw thrown;
    }
    if (!isMore) {
      setDecoded(self, '');
      self.snapshot = undefined;
      break;
    }
    const before = strLength(rest);
    const text = before === 0 ? self.decoded : strConcat(rest, self.decoded);
    const start = before === 0 ? self.used : 0;
    let end = self.lineEnds.endOfLine(text, start);
    const isWhole = end >= 0;
    if (!isWhole) end = self.lineEnds.searchedUpTo(text, start);
    if (limit >= 0 && total + end - start >= limit) {
      // The size is reached, be it in a line or at its end.
      end = start + limit - total;
      pieces.push(strSlice(text, start, end));
      self.used = end - before;
      return strJoin('', pieces);
    }
    pieces.push(strSlice(text, start, end));
    if (isWhole) {
      self.used = end - before;
      return strJoin('', pieces);
    }
    total += end - start;
    rest = strSlice(text, end, strLength(text));
    setDecoded(self, '');
  }
  if (rest !== '') pieces.push(rest);
  return strJoin('', pieces);
}

/** A stream that has no attribute `read1` is read by `read`. */
export function hasRead1(buffer: PyObject): boolean {
  return getAttrOrAbsent(buffer, names.read1) !== undefined;
}

/** The `write` method's argument. */
export function textArgument(value: Str | undefined, typeName: string): Str {
  if (value === undefined) throw typeError(`write() argument must be str, not ${typeName}`);
  return value;
}
