/**
 * Where the bytes of code objects are written: one chunk of memory after another, each holding the tables of many
 * code objects as views. A `Uint8Array` of its own for each table of 100 bytes takes 0.6 µs to make, a view 0.05 µs;
 * with 170,000 tables for all of `Lib` that is a twentieth of the time of compiling it.
 */

const NO_BYTES = new Uint8Array(0);
const FIRST_CHUNK = 512;
const LARGEST_CHUNK = 65_536;

export class ByteArena {
  private _chunk: Uint8Array = NO_BYTES;
  /** The table being written: from here to `_end`. What lies behind is zero. */
  private _start = 0;
  private _end = 0;
  private _nextSize = FIRST_CHUNK;

  /** Writes one byte of a table. */
  push(byte: number): void {
    if (this._end === this._chunk.length) this._startChunk(1);
    this._chunk[this._end++] = byte;
  }

  /** The table of all bytes that were pushed since the last one. */
  take(): Uint8Array {
    if (this._start === this._end) return NO_BYTES;
    const table = this._chunk.subarray(this._start, this._end);
    this._start = this._end;
    return table;
  }

  /** A table of `size` zeros, to be filled in. */
  allocate(size: number): Uint8Array {
    if (size > this._chunk.length - this._end) this._startChunk(size);
    this._end += size;
    return this.take();
  }

  /** Goes on in a new chunk that has room for `size` bytes besides those of the unfinished table. */
  private _startChunk(size: number): void {
    const pending = this._chunk.subarray(this._start, this._end);
    this._chunk = new Uint8Array(Math.max(this._nextSize, 2 * (pending.length + size)));
    this._chunk.set(pending);
    this._start = 0;
    this._end = pending.length;
    this._nextSize = Math.min(2 * this._nextSize, LARGEST_CHUNK);
  }
}
