/**
 * What buffered streams have in common: one block of memory that holds octets read ahead or octets to be written, and
 * the raw stream beneath it.
 *
 * `pos` is where the stream stands in the memory. `rawPos` is where the raw stream stands in it, when the memory is
 * valid; `readEnd` ends what was read (−1: nothing was), `writePos` to `writeEnd` is to be written (`writeEnd` −1:
 * nothing is). `absPos` is the raw stream's position, −1 where it is not known. The memory grows up to `bufferSize`
 * when it is needed: a small file costs little.
 *
 * A raw stream that is a FileIO, and no more, is read and written without going through its Python methods.
 *
 * A thread that waits in the `readinto` of a raw stream in Python, as that of a socket, can be set aside: the method is called
 * again when it goes on (scheduler.ts), and finds in {@link PyBuffered.held} how far it was.
 * CPython: Modules/_io/bufferedio.c.
 */
import { PyBaseException } from '../../objects/exception.ts';
import type { PyObject, PyType } from '../../objects/object.ts';
import { None } from '../../objects/singletons.ts';
import { getAttr } from '../../runtime/attributes.ts';
import { callMethod } from '../../runtime/call.ts';
import { asIndex, isTrue } from '../../runtime/convert.ts';
import { runtimeError, valueError } from '../../runtime/errors.ts';
import { memoryOver } from '../../runtime/memory-over.ts';
import { clippedOffset } from '../../runtime/offset.ts';
import { repr } from '../../runtime/repr.ts';
import { block, type Callee, callHeld, methodOn, SUSPENSION } from '../../runtime/scheduler.ts';
import { current, type Thread } from '../../runtime/state.ts';
import { strJoin } from '../../runtime/text.ts';
import { names } from './base.ts';
import { blockingIOError, streamError } from './errors.ts';
import { checkOpenFile, fileReadInto, fileSeek, fileWrite, isPlainFileIO, type PyFileIO } from './file-io.ts';
import { PyBufferedIOBase } from './layouts.ts';

const NO_MEMORY = new Uint8Array(0);
/** What is allocated at first for writing. */
const FIRST_ROOM = 8192;

/** A reading method whose thread was set aside. */
export interface HeldRead {
  /** What the raw stream reads into. */
  readonly memory: Uint8Array;
  /** What the method will need of what it had done. */
  progress: unknown;
}

export abstract class PyBuffered extends PyBufferedIOBase {
  raw: PyObject | undefined = undefined;
  /** The raw stream, when it may be used without its methods. */
  file: PyFileIO | undefined = undefined;
  ok = false;
  detached = false;
  readable = false;
  writable = false;
  finalizing = false;
  /** The thread that is in a method of the raw stream. */
  busy: Thread | undefined = undefined;
  /** What that thread was about when it was set aside. */
  held: HeldRead | undefined = undefined;
  /** The text stream one of whose methods reads from this one. */
  reader: PyObject | undefined = undefined;
  /** Absent after closing. */
  memory: Uint8Array | undefined = NO_MEMORY;
  bufferSize = 0;
  pos = 0;
  rawPos = 0;
  readEnd = -1;
  writePos = 0;
  writeEnd = -1;
  absPos = -1;

  /** For {@link Interpreter.unflushedStreams}. */
  flushAtExit(): void {
    flushWrites(this);
  }
  get rawFile(): PyFileIO | undefined {
    return this.file;
  }
}

/** Throws ValueError for a stream that was never set up or has parted with its raw stream. */
export function checkReady(self: PyBuffered): void {
  if (self.ok) return;
  throw valueError(self.detached ? 'raw stream has been detached' : 'I/O operation on uninitialized object');
}

export function isBufferedClosed(self: PyBuffered): boolean {
  if (self.memory === undefined) return true;
  if (self.file !== undefined) return self.file.fd < 0;
  return isTrue(getAttr(self.raw!, names.closed));
}

/** Throws ValueError for a closed stream, unless it has something that was read ahead. */
export function checkNotClosed(self: PyBuffered, message: string): void {
  if (isBufferedClosed(self) && readAhead(self) === 0) throw valueError(message);
}

/**
 * Waits for another thread that is in a method of the raw stream; refuses to be entered from such a method. CPython:
 * `ENTER_BUFFERED`.
 */
export function checkIdle(self: PyBuffered): void {
  if (self.busy === undefined || goesOn(self)) return;
  if (self.busy === current.thread) throw runtimeError(strJoin('', ['reentrant call inside ', repr(self)]));
  block('', Number.POSITIVE_INFINITY, () => (self.busy === undefined ? true : undefined));
}

/** Is a method called again, whose thread was set aside in it? */
function goesOn(self: PyBuffered): boolean {
  return self.held !== undefined && self.busy === current.thread;
}

/** What the method that is called again had done, if it is. */
export function heldProgress<Progress>(self: PyBuffered): Progress | undefined {
  return (goesOn(self) ? self.held!.progress : undefined) as Progress | undefined;
}

/** Notes what a method had done, when what was thrown says that it will be called again. */
export function holdProgress(self: PyBuffered, thrown: unknown, progress: unknown): void {
  if (thrown === SUSPENSION && self.held !== undefined) self.held.progress = progress;
}

// ── Positions ────────────────────────────────────────────────────────────────────────────────────────────────────────

export function hasReadBuffer(self: PyBuffered): boolean {
  return self.readable && self.readEnd !== -1;
}

export function hasWriteBuffer(self: PyBuffered): boolean {
  return self.writable && self.writeEnd !== -1;
}

/** How many octets were read ahead. */
export function readAhead(self: PyBuffered): number {
  return self.readable && self.readEnd !== -1 ? self.readEnd - self.pos : 0;
}

/** How far the raw stream stands from where the stream does. */
export function rawOffset(self: PyBuffered): number {
  return (hasReadBuffer(self) || hasWriteBuffer(self)) && self.rawPos >= 0 ? self.rawPos - self.pos : 0;
}

export function adjustPosition(self: PyBuffered, position: number): void {
  self.pos = position;
  if (hasReadBuffer(self) && self.readEnd < self.pos) self.readEnd = self.pos;
}

export function resetReadBuffer(self: PyBuffered): void {
  self.readEnd = -1;
}

export function resetWriteBuffer(self: PyBuffered): void {
  self.writePos = 0;
  self.writeEnd = -1;
}

/** Memory for `size` octets, which is at most `bufferSize`. */
export function room(self: PyBuffered, size: number): Uint8Array {
  const memory = self.memory!;
  if (memory.length >= size) return memory;
  let length = Math.max(FIRST_ROOM, memory.length * 2);
  while (length < size) length *= 2;
  const larger = new Uint8Array(Math.min(length, Math.max(self.bufferSize, size)));
  larger.set(memory);
  self.memory = larger;
  return larger;
}

// ── The raw stream ───────────────────────────────────────────────────────────────────────────────────────────────────

/** Calls a method of the raw stream; meanwhile the stream refuses to be entered. */
export function callRaw(
  self: PyBuffered,
  name: (typeof names)[keyof typeof names],
  ...args: PyObject[]
): PyObject {
  self.busy = current.thread;
  try {
    return callMethod(self.raw!, name, ...args);
  } finally {
    self.busy = undefined;
  }
}

/** Methods that may be called again when their thread was set aside. */
const READING: ReadonlySet<string> = new Set(['peek', 'read', 'read1', 'readinto', 'readinto1', 'readline']);
const WRITING: ReadonlySet<string> = new Set(['flush', 'write']);

/** What may be called again when it reads: a method of the stream, or of the text stream that reads from it. */
const reading = (self: PyBuffered): Callee => methodOn(self.reader ?? self, READING);

/** Runs a step in which the thread may be set aside: nobody else enters the stream then. */
function heldStep(self: PyBuffered, memory: Uint8Array, step: () => number | undefined): number | undefined {
  self.held = undefined;
  self.busy = undefined;
  try {
    return step();
  } catch (thrown) {
    if (thrown === SUSPENSION) {
      self.held = { memory, progress: undefined };
      self.busy = current.thread;
    }
    throw thrown;
  }
}

/** Calls `readinto` of the raw stream; {@link callRaw} for a thread that can be set aside. */
function callReadInto(self: PyBuffered, memory: Uint8Array): PyObject {
  const held = self.held;
  self.held = undefined;
  self.busy = current.thread;
  let result: PyObject;
  try {
    result = callHeld(
      reading(self),
      getAttr(self.raw!, names.readinto),
      [memoryOver(memory, false)],
      undefined,
    );
  } catch (thrown) {
    if (thrown === SUSPENSION) self.held = { memory: held?.memory ?? memory, progress: undefined };
    else self.busy = undefined;
    throw thrown;
  }
  self.busy = undefined;
  // The call that has just ended was given the memory of the first one.
  if (held !== undefined) memory.set(held.memory.subarray(0, memory.length));
  return result;
}

/** A position that the raw stream returned. */
function rawPosition(result: PyObject): number {
  const position = clippedOffset(result);
  if (position < 0) throw streamError(`Raw stream returned invalid position ${position}`);
  return position;
}

export function rawTell(self: PyBuffered): number {
  self.absPos = -1;
  self.absPos = self.file !== undefined ? fileSeek(self.file, 0, 1) : rawPosition(callRaw(self, names.tell));
  return self.absPos;
}

export function rawSeek(self: PyBuffered, target: number, whence: number): number {
  self.absPos = -1;
  self.absPos =
    self.file !== undefined
      ? fileSeek(self.file, target, whence)
      : rawPosition(callRaw(self, names.seek, target, whence));
  return self.absPos;
}

/** OSError about what a method of the raw stream returned, caused by what it led to. */
function failedFrom(message: string, thrown: unknown): unknown {
  if (!(thrown instanceof PyBaseException)) return thrown;
  const error = streamError(message);
  error.cause = thrown;
  error.context = thrown;
  error.suppressContext = true;
  return error;
}

/** A number of octets that a method of the raw stream returned. */
function rawCount(self: PyBuffered, result: PyObject, most: number, what: 'readinto' | 'write'): number {
  let count: number;
  try {
    const int = asIndex(result);
    if (typeof int === 'bigint' && BigInt.asIntN(64, int) !== int) {
      throw valueError(`cannot fit 'int' into an index-sized integer`);
    }
    count = Number(int);
  } catch (thrown) {
    throw what === 'readinto' ? failedFrom('raw readinto() failed', thrown) : thrown;
  }
  if (count < 0 || count > most) {
    throw streamError(
      `raw ${what}() returned invalid length ${count} (should have been between 0 and ${most})`,
    );
  }
  if (count > 0 && self.absPos !== -1) self.absPos += count;
  return count;
}

/** Reads from the raw stream into memory; `undefined` when it would have to wait. */
export function rawReadInto(self: PyBuffered, memory: Uint8Array): number | undefined {
  if (self.file !== undefined) {
    checkOpenFile(self.file);
    const { file } = self;
    const count = heldStep(self, memory, () => fileReadInto(file, memory, reading(self)));
    if (count !== undefined && self.absPos !== -1) self.absPos += count;
    return count;
  }
  const result = callReadInto(self, memory);
  return result === None ? undefined : rawCount(self, result, memory.length, 'readinto');
}

/**
 * Writes memory to the raw stream; `undefined` when it would have to wait. `onWritten` is told what has been written, also if
 * the handler of a signal raises, or the thread is set aside, before it all is.
 */
export function rawWrite(
  self: PyBuffered,
  memory: Uint8Array,
  onWritten?: (count: number) => void,
): number | undefined {
  if (self.file !== undefined) {
    checkOpenFile(self.file);
    const { file } = self;
    const note = (count: number) => {
      if (self.absPos !== -1) self.absPos += count;
      onWritten?.(count);
    };
    return heldStep(self, memory, () => fileWrite(file, memory, note, methodOn(self, WRITING)));
  }
  const view = memoryOver(memory, true);
  const result = callRaw(self, names.write, view);
  if (result === None) return undefined;
  const count = rawCount(self, result, memory.length, 'write');
  onWritten?.(count);
  return count;
}

/** Fills the memory behind what is in it; 0 at the end, `undefined` when it would have to wait. */
export function fillBuffer(self: PyBuffered): number | undefined {
  const start = hasReadBuffer(self) ? self.readEnd : 0;
  const memory = room(self, roomToFill(self, start));
  const count = rawReadInto(self, memory.subarray(start, Math.min(memory.length, self.bufferSize)));
  if (count === undefined || count === 0) return count;
  self.readEnd = start + count;
  self.rawPos = start + count;
  return count;
}

/** All of the buffer, or what is left of a file that is smaller. */
function roomToFill(self: PyBuffered, start: number): number {
  const stat = self.file?.statAtOpen;
  if (stat === undefined || (stat.mode & 0o170000) !== 0o100000) return self.bufferSize;
  const left = stat.size - Math.max(self.absPos, 0) + 1;
  return left > 0 ? Math.min(self.bufferSize, start + Math.max(left, 512)) : self.bufferSize;
}

// ── Writing what is buffered ─────────────────────────────────────────────────────────────────────────────────────────

/** Notes that the stream has something to write, so that it is written at the end of the program at the latest. */
export function markUnflushed(self: PyBuffered): void {
  current.thread.interp.unflushedStreams.add(self);
}

/** Writes the octets to be written. CPython: `_bufferedwriter_flush_unlocked`. */
export function flushWrites(self: PyBuffered): void {
  if (hasWriteBuffer(self) && self.writePos !== self.writeEnd) {
    const rewind = rawOffset(self) + (self.pos - self.writePos);
    if (rewind !== 0) {
      rawSeek(self, -rewind, 1);
      self.rawPos -= rewind;
    }
    while (self.writePos < self.writeEnd) {
      const count = rawWrite(self, self.memory!.subarray(self.writePos, self.writeEnd), (written) => {
        self.writePos += written;
        self.rawPos = self.writePos;
      });
      if (count === undefined) throw blockingIOError('write could not complete without blocking', 0);
      // A handler of a signal that interrupted the writing may raise.
      current.thread.interp.handleSignals();
    }
    current.thread.interp.unflushedStreams.delete(self);
  }
  resetWriteBuffer(self);
}

/** The same; a stream that is read as well has the raw stream stand where it does itself. */
export function flushAndRewind(self: PyBuffered): void {
  flushWrites(self);
  if (self.readable) {
    // Rewinding may fail where the raw stream cannot be sought, but then nothing was read ahead.
    try {
      rawSeek(self, -rawOffset(self), 1);
    } finally {
      resetReadBuffer(self);
    }
  }
}

// ── Setting up ───────────────────────────────────────────────────────────────────────────────────────────────────────

/** Takes a raw stream and a size. CPython: `_buffered_init`. */
export function initBuffered(self: PyBuffered, raw: PyObject, bufferSize: number, type: PyType): void {
  self.raw = raw;
  self.file = self.ob_type === type && isPlainFileIO(raw) ? raw : undefined;
  self.bufferSize = bufferSize;
  if (bufferSize <= 0) throw valueError('buffer size must be strictly positive');
  self.memory = NO_MEMORY;
  self.pos = 0;
  resetReadBuffer(self);
  resetWriteBuffer(self);
  try {
    rawTell(self);
  } catch (thrown) {
    // Not every raw stream has a position.
    if (!(thrown instanceof PyBaseException)) throw thrown;
  }
}
