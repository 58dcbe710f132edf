/** Reading through a buffer: BufferedReader, and the reading half of BufferedRandom. CPython: Modules/_io/bufferedio.c. */
import { PyBytes } from '../../objects/bytes.ts';
import type { PyObject } from '../../objects/object.ts';
import { None } from '../../objects/singletons.ts';
import { getAttrOrAbsent, typeLookup } from '../../runtime/attributes.ts';
import { call0, callMethod } from '../../runtime/call.ts';
import { typeError, valueError } from '../../runtime/errors.ts';
import { copyOctets } from '../../runtime/octets.ts';
import { length } from '../../runtime/sequence.ts';
import { current } from '../../runtime/state.ts';
import { typeName, typeOf } from '../../runtime/type-of.ts';
import { DEFAULT_BUFFER_SIZE, names } from './base.ts';
import {
  callRaw,
  checkIdle,
  checkNotClosed,
  checkReady,
  fillBuffer,
  flushAndRewind,
  heldProgress,
  holdProgress,
  type PyBuffered,
  rawReadInto,
  readAhead,
  resetReadBuffer,
} from './buffered-core.ts';
import { streamError } from './errors.ts';
import { checkOpenFile, fileReadAll } from './file-io.ts';
import { PyRawIOBase } from './layouts.ts';
import { concatBytes, newOctets } from './octets.ts';

const NEWLINE = 10;
/** More than this is not allocated for a file before it comes. */
const LARGE = 1 << 20;

/** Takes octets that were read ahead. */
function take(self: PyBuffered, count: number): Uint8Array {
  const start = self.pos;
  self.pos += count;
  return copyOctets(self.memory!, start, start + count);
}

/** How much of a size is whole blocks. */
function wholeBlocks(self: PyBuffered, size: number): number {
  return size - (size % self.bufferSize);
}

/** `read(-1)`: what was read ahead and all that follows. `undefined` when it would have to wait. */
function readAll(self: PyBuffered): PyObject {
  const ahead = readAhead(self);
  const head = ahead > 0 ? take(self, ahead) : undefined;
  if (self.writable) flushAndRewind(self);
  resetReadBuffer(self);
  if (self.file !== undefined && !current.thread.interp.host.fs.mayWait(self.file.fd)) {
    checkOpenFile(self.file);
    const rest = fileReadAll(self.file);
    self.absPos = -1;
    if (rest === undefined) return head === undefined ? None : new PyBytes(head);
    return new PyBytes(head === undefined ? rest : concatBytes([head, rest]));
  }
  if (self.file !== undefined || readsByReadInto(self.raw!)) return readAllBlocks(self, head);
  const readall = getAttrOrAbsent(self.raw!, names.readall);
  if (readall !== undefined) {
    const rest = call0(readall);
    if (rest !== None && !(rest instanceof PyBytes)) throw typeError('readall() should return bytes');
    if (head === undefined) return rest;
    return new PyBytes(rest === None ? head : concatBytes([head, (rest as PyBytes).value]));
  }
  const chunks = head === undefined ? [] : [head];
  for (;;) {
    const data = callRaw(self, names.read);
    if (data !== None && !(data instanceof PyBytes)) throw typeError('read() should return bytes');
    if (data === None || (data as PyBytes).value.length === 0) {
      return chunks.length === 0 ? data : new PyBytes(concatBytes(chunks));
    }
    chunks.push((data as PyBytes).value);
    if (self.absPos !== -1) self.absPos += (data as PyBytes).value.length;
  }
}

/** Are `readall` and `read` of a raw stream those of RawIOBase, which come down to its `readinto`? */
function readsByReadInto(raw: PyObject): boolean {
  const type = typeOf(raw);
  return (
    typeLookup(type, names.readall) === PyRawIOBase.type.tp_dict.get('readall') &&
    typeLookup(type, names.read) === PyRawIOBase.type.tp_dict.get('read')
  );
}

/** The same by `readinto`, so that the thread can be set aside. `head` was read ahead. */
function readAllBlocks(self: PyBuffered, head: Uint8Array | undefined): PyObject {
  const chunks = heldProgress<Uint8Array[]>(self) ?? (head === undefined ? [] : [head]);
  const isFirst = chunks.length === 0;
  try {
    for (;;) {
      const chunk = newOctets(DEFAULT_BUFFER_SIZE);
      const count = rawReadInto(self, chunk);
      if (count === undefined && isFirst && chunks.length === 0) return None;
      if (count === undefined || count === 0) return new PyBytes(concatBytes(chunks));
      chunks.push(chunk.subarray(0, count));
    }
  } catch (thrown) {
    holdProgress(self, thrown, chunks);
    throw thrown;
  }
}

/** A large `read(size)` of a file, which may hold much less: the memory grows with what comes. */
function readLarge(self: PyBuffered, size: number): Uint8Array | undefined {
  const ahead = readAhead(self);
  const chunks = ahead > 0 ? [take(self, ahead)] : [];
  let total = ahead;
  if (self.writable) flushAndRewind(self);
  resetReadBuffer(self);
  while (total < size) {
    const chunk = newOctets(Math.min(size - total, Math.max(LARGE, total)));
    const count = rawReadInto(self, chunk);
    if (count === undefined && total === 0) return undefined;
    if (count === undefined || count === 0) break;
    chunks.push(chunk.subarray(0, count));
    total += count;
  }
  self.pos = 0;
  self.rawPos = 0;
  self.readEnd = 0;
  return chunks.length === 1 && chunks[0]!.length < LARGE ? chunks[0]!.slice() : concatBytes(chunks);
}

/** `read(size)` where that is more than was read ahead. `undefined` when it would have to wait before anything came. */
function readGeneric(self: PyBuffered, size: number): Uint8Array | undefined {
  if (self.file !== undefined && size > LARGE) return readLarge(self, size);
  const held = heldProgress<PartialRead>(self);
  if (held !== undefined) return readRest(self, held);
  const out = newOctets(size);
  const written = readAhead(self);
  if (written > 0) {
    out.set(self.memory!.subarray(self.pos, self.pos + written));
    self.pos += written;
  }
  if (self.writable) flushAndRewind(self);
  resetReadBuffer(self);
  return readRest(self, { out, written });
}

/** A result of which a part is there. */
interface PartialRead {
  readonly out: Uint8Array;
  written: number;
}

function readRest(self: PyBuffered, partial: PartialRead): Uint8Array | undefined {
  try {
    return fillResult(self, partial);
  } catch (thrown) {
    holdProgress(self, thrown, partial);
    throw thrown;
  }
}

function fillResult(self: PyBuffered, partial: PartialRead): Uint8Array | undefined {
  const { out } = partial;
  const size = out.length;
  // Whole blocks go straight into the result.
  for (;;) {
    const { written } = partial;
    const blocks = wholeBlocks(self, size - written);
    if (blocks === 0) break;
    const count = rawReadInto(self, out.subarray(written, written + blocks));
    if (count === undefined || count === 0) {
      return count === 0 || written > 0 ? out.slice(0, written) : undefined;
    }
    partial.written += count;
  }
  self.pos = 0;
  self.rawPos = 0;
  self.readEnd = 0;
  // Once the request is met nothing more is read: that might have to wait.
  while (partial.written < size && self.readEnd < self.bufferSize) {
    const { written } = partial;
    const count = fillBuffer(self);
    if (count === undefined || count === 0) {
      return count === 0 || written > 0 ? out.slice(0, written) : undefined;
    }
    const part = Math.min(size - written, count);
    out.set(self.memory!.subarray(self.pos, self.pos + part), written);
    partial.written += part;
    self.pos += part;
  }
  return partial.written === size ? out : out.slice(0, partial.written);
}

export function bufferedRead(self: PyBuffered, size: number): PyObject {
  checkReady(self);
  if (size < -1) throw valueError('read length must be non-negative or -1');
  checkNotClosed(self, 'read of closed file');
  if (size >= 0 && size <= readAhead(self)) return new PyBytes(take(self, size));
  checkIdle(self);
  if (size < 0) return readAll(self);
  const data = readGeneric(self, size);
  return data === undefined ? None : new PyBytes(data);
}

/** `read1(size)`: what was read ahead, else what one read of the raw stream gives. */
export function bufferedRead1(self: PyBuffered, size: number): Uint8Array {
  checkReady(self);
  const wanted = size < 0 ? self.bufferSize : size;
  checkNotClosed(self, 'read of closed file');
  if (wanted === 0) return new Uint8Array(0);
  const have = readAhead(self);
  if (have > 0) return take(self, Math.min(wanted, have));
  checkIdle(self);
  const out = newOctets(wanted);
  if (self.writable) flushAndRewind(self);
  resetReadBuffer(self);
  const count = rawReadInto(self, out) ?? 0;
  return count === wanted ? out : out.slice(0, count);
}

/** `readinto` and `readinto1`. */
export function bufferedReadInto(self: PyBuffered, memory: Uint8Array, once: boolean): PyObject {
  checkReady(self);
  checkNotClosed(self, 'readinto of closed file');
  const ahead = readAhead(self);
  let written = heldProgress<number>(self) ?? Math.min(ahead, memory.length);
  if (ahead > 0) {
    memory.set(self.memory!.subarray(self.pos, self.pos + written));
    self.pos += written;
    if (written === memory.length) return written;
  }
  checkIdle(self);
  if (self.writable) flushAndRewind(self);
  resetReadBuffer(self);
  self.pos = 0;
  while (written < memory.length) {
    const remaining = memory.length - written;
    let count: number | undefined;
    if (remaining > self.bufferSize) {
      count = heldTo(self, written, () => rawReadInto(self, memory.subarray(written)));
    } else if (!(once && written > 0)) {
      // In the mode of one read the buffer is not filled when there is something to return already.
      count = heldTo(self, written, () => fillBuffer(self));
      if (count !== undefined && count > 0) {
        const part = Math.min(count, remaining);
        memory.set(self.memory!.subarray(self.pos, self.pos + part), written);
        self.pos += part;
        written += part;
        continue;
      }
    } else {
      count = 0;
    }
    if (count === 0) break;
    if (count === undefined) {
      if (written > 0) break;
      return None;
    }
    written += count;
    if (once) break;
  }
  return written;
}

/** Reads, and notes how far the method was should it be called again. */
function heldTo<T>(self: PyBuffered, progress: unknown, read: () => T): T {
  try {
    return read();
  } catch (thrown) {
    holdProgress(self, thrown, progress);
    throw thrown;
  }
}

/** `peek()`: what was read ahead, else what one read of the raw stream puts in the buffer. */
export function bufferedPeek(self: PyBuffered): PyBytes {
  checkReady(self);
  checkNotClosed(self, 'peek of closed file');
  checkIdle(self);
  if (self.writable) flushAndRewind(self);
  const have = readAhead(self);
  if (have > 0) return new PyBytes(copyOctets(self.memory!, self.pos, self.pos + have));
  resetReadBuffer(self);
  const count = fillBuffer(self) ?? 0;
  self.pos = 0;
  return new PyBytes(self.memory!.slice(0, count));
}

/** A line, of `limit` octets at most when that is not negative. */
export function bufferedReadLine(self: PyBuffered, limit: number): Uint8Array {
  checkReady(self);
  checkNotClosed(self, 'readline of closed file');
  const held = heldProgress<Uint8Array[]>(self);
  if (held !== undefined) return readLineRest(self, limit, held);
  const left = limit;
  let available = readAhead(self);
  if (left >= 0 && available > left) available = left;
  if (available > 0) {
    const end = newlineEnd(self.memory!, self.pos, self.pos + available);
    if (end > 0) return take(self, end - self.pos);
  }
  if (available === left) return take(self, available);
  checkIdle(self);
  const chunks: Uint8Array[] = [];
  if (available > 0) chunks.push(take(self, available));
  if (self.writable) flushAndRewind(self);
  return readLineRest(self, limit, chunks);
}

/** Reads on until the line ends, of which some has been read. */
function readLineRest(self: PyBuffered, limit: number, chunks: Uint8Array[]): Uint8Array {
  let left = limit;
  if (left >= 0) for (const chunk of chunks) left -= chunk.length;
  for (;;) {
    resetReadBuffer(self);
    const count = heldTo(self, chunks, () => fillBuffer(self));
    if (count === undefined || count === 0) break;
    const part = left >= 0 && count > left ? left : count;
    const end = newlineEnd(self.memory!, 0, part);
    self.pos = 0;
    if (end > 0) {
      chunks.push(take(self, end));
      break;
    }
    chunks.push(take(self, part));
    if (part === left) break;
    if (left >= 0) left -= part;
  }
  return concatBytes(chunks);
}

/** The index behind the first newline in a part of the memory; 0 when there is none. */
function newlineEnd(memory: Uint8Array, start: number, end: number): number {
  const found = memory.indexOf(NEWLINE, start);
  return found < 0 || found >= end ? 0 : found + 1;
}

/** `__next__` of a stream whose class may have a `readline` of its own. */
export function bufferedNext(self: PyObject): PyObject | undefined {
  const line = callMethod(self, names.readline);
  if (!(line instanceof PyBytes)) {
    throw streamError(`readline() should have returned a bytes object, not '${typeName(line)}'`);
  }
  return length(line) === 0 ? undefined : line;
}
