/** Writing through a buffer: BufferedWriter, and the writing half of BufferedRandom. CPython: Modules/_io/bufferedio.c. */
import { exceptionTypes, type PyOSError } from '../../objects/exception.ts';
import { valueError } from '../../runtime/errors.ts';
import { isInstanceOf } from '../../runtime/type-of.ts';
import {
  adjustPosition,
  checkIdle,
  checkReady,
  flushWrites,
  hasReadBuffer,
  hasWriteBuffer,
  heldProgress,
  holdProgress,
  isBufferedClosed,
  markUnflushed,
  type PyBuffered,
  rawOffset,
  rawSeek,
  rawWrite,
  resetReadBuffer,
  room,
} from './buffered-core.ts';
import { blockingIOError } from './errors.ts';

const BlockingIOErrorType = exceptionTypes.get('BlockingIOError')!;
const WOULD_BLOCK = 'write could not complete without blocking';

function isBlocking(thrown: unknown): boolean {
  return (
    typeof thrown === 'object' && thrown !== null && isInstanceOf(thrown as PyOSError, BlockingIOErrorType)
  );
}

/** Buffers octets, and writes to the raw stream what the buffer cannot hold. */
export function bufferedWrite(self: PyBuffered, data: Uint8Array): number {
  checkReady(self);
  checkIdle(self);
  if (isBufferedClosed(self)) throw valueError('write to closed file');
  const held = heldProgress<Written>(self);
  if (held !== undefined) return writeThrough(self, data, held);
  const size = data.length;
  if (!hasReadBuffer(self) && !hasWriteBuffer(self)) {
    self.pos = 0;
    self.rawPos = 0;
  }
  if (size <= self.bufferSize - self.pos && size < self.bufferSize) {
    room(self, self.pos + size).set(data, self.pos);
    if (!hasWriteBuffer(self)) {
      markUnflushed(self);
      self.writePos = self.pos;
    } else if (self.writePos > self.pos) {
      self.writePos = self.pos;
    }
    adjustPosition(self, self.pos + size);
    if (self.writeEnd < self.pos) self.writeEnd = self.pos;
    return size;
  }
  try {
    flushWrites(self);
  } catch (thrown) {
    if (!isBlocking(thrown)) throw thrown;
    return bufferWhatFits(self, data);
  }
  // The raw stream stands elsewhere when octets were read ahead and not changed.
  const offset = rawOffset(self);
  if (offset !== 0) {
    rawSeek(self, -offset, 1);
    self.rawPos -= offset;
  }
  return writeThrough(self, data, { count: 0 });
}

/** The raw stream takes nothing more: keeps as much as the buffer holds, or fails after that. */
function bufferWhatFits(self: PyBuffered, data: Uint8Array): number {
  if (self.readable) resetReadBuffer(self);
  const memory = room(self, self.bufferSize);
  memory.copyWithin(0, self.writePos, self.writeEnd);
  self.writeEnd -= self.writePos;
  self.rawPos -= self.writePos;
  self.pos -= self.writePos;
  self.writePos = 0;
  const fits = Math.min(self.bufferSize - self.writeEnd, data.length);
  memory.set(data.subarray(0, fits), self.writeEnd);
  self.writeEnd += fits;
  self.pos += fits;
  if (fits === data.length) return fits;
  throw blockingIOError(WOULD_BLOCK, fits);
}

/** How much has been written. */
interface Written {
  count: number;
}

/** The buffer is empty: writes whole blocks directly and keeps the rest. */
function writeThrough(self: PyBuffered, data: Uint8Array, progress: Written): number {
  while (data.length - progress.count > self.bufferSize) {
    const written = progress.count;
    let count: number | undefined;
    try {
      count = rawWrite(self, data.subarray(written), (part) => {
        progress.count += part;
      });
    } catch (thrown) {
      holdProgress(self, thrown, progress);
      throw thrown;
    }
    if (count === undefined) {
      room(self, self.bufferSize).set(data.subarray(written, written + self.bufferSize));
      self.rawPos = 0;
      adjustPosition(self, self.bufferSize);
      self.writeEnd = self.bufferSize;
      markUnflushed(self);
      throw blockingIOError(WOULD_BLOCK, written + self.bufferSize);
    }
  }
  if (self.readable) resetReadBuffer(self);
  const written = progress.count;
  const rest = data.length - written;
  if (rest > 0) {
    room(self, rest).set(data.subarray(written));
    markUnflushed(self);
  }
  self.writePos = 0;
  self.writeEnd = rest;
  adjustPosition(self, rest);
  self.rawPos = 0;
  return data.length;
}
