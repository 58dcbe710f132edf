/**
 * Level 0: a stream whose blocks say their octets as they are. Where a block ends depends on how much room zlib finds in
 * the output buffer that it is given: as long as there is some, blocks go there directly, as large as they can be; else a
 * block goes through a buffer of zlib's own, once it holds enough. Octets are never held up by themselves, so only
 * numbers are kept of zlib's two buffers. zlib: `deflate_stored`; the buffers given to it are those of CPython:
 * `BUFFER_BLOCK_SIZE` in Include/internal/pycore_blocks_output_buffer.h.
 */
import { adler32 } from '../adler.ts';
import { ByteSink } from '../byte-sink.ts';
import { BlockWriter } from './block-writer.ts';
import {
  type DeflateOptions,
  flushRank,
  Z_FINISH,
  Z_FIXED,
  Z_FULL_FLUSH,
  Z_NO_FLUSH,
  Z_PARTIAL_FLUSH,
  Z_SYNC_FLUSH,
} from './deflate.ts';
import { InputCheck, streamHeader } from './wrapping.ts';

/** The most octets in a block. */
const MAX_STORED = 65535;

const KIB = 1024;
/** How large the parts of an output buffer are, one after the other; the last size holds for all that follow. */
const PARTS = [32, 64, 256, 1024, 4096, 8192, 16384, 16384, 32768, 32768, 32768, 32768, 65536, 65536, 131072]
  .concat(131072, 262144)
  .map((size) => size * KIB);

const NO_OCTETS = new Uint8Array(0);

/** How a step ends: with nothing left to do, with the last block written, or because room or input ran out. */
type Outcome = 'done' | 'finished' | 'more';

export class StoredDeflate {
  readonly #options: DeflateOptions;
  readonly #windowSize: number;
  readonly #pendingSize: number;
  #sink = new ByteSink();
  #writer: BlockWriter;
  #check: InputCheck;
  #dictionaryCheck: number | undefined = undefined;

  /** Octets that were read but not written yet, in a buffer with room behind them. */
  #held: Uint8Array = NO_OCTETS;
  #buffer: Uint8Array = NO_OCTETS;
  /** Where they end in zlib's window. */
  #position = 0;
  #input: Uint8Array = NO_OCTETS;
  #part = 0;
  /** How many octets fit into the part of the output that is being filled. */
  #room = 0;
  /** How many are written that have found no room yet. */
  #pending = 0;
  #started = false;
  /** The last block is written. */
  #ended = false;
  #finished = false;
  #lastFlush = -2;

  constructor(options: DeflateOptions) {
    this.#options = { ...options, windowBits: Math.max(options.windowBits, 9) };
    this.#windowSize = 1 << this.#options.windowBits;
    this.#pendingSize = 4 << (options.memLevel + 6);
    this.#writer = new BlockWriter(this.#sink, 1, options.strategy === Z_FIXED);
    this.#check = new InputCheck(options.wrapping);
  }

  get isFinished(): boolean {
    return this.#finished;
  }

  copy(): StoredDeflate {
    const copy = new StoredDeflate(this.#options);
    copy.#sink = this.#sink.copy();
    copy.#writer = this.#writer.copy(copy.#sink);
    copy.#check = this.#check.copy();
    copy.#dictionaryCheck = this.#dictionaryCheck;
    copy.#held = copy.#buffer = this.#held.slice();
    copy.#position = this.#position;
    copy.#started = this.#started;
    copy.#ended = this.#ended;
    copy.#finished = this.#finished;
    copy.#lastFlush = this.#lastFlush;
    return copy;
  }

  setDictionary(dictionary: Uint8Array): void {
    if (this.#options.wrapping === 'zlib') this.#dictionaryCheck = adler32(dictionary);
    this.#position = Math.min(dictionary.length, this.#windowSize);
  }

  /** Takes all of the input and gives the output that is ready. */
  deflate(input: Uint8Array, flush: number): Uint8Array {
    this.#input = input;
    this.#part = 0;
    do {
      this.#room = PARTS[Math.min(this.#part++, PARTS.length - 1)]!;
      this.#fillPart(flush);
    } while (this.#room === 0);
    return this.#sink.take();
  }

  /** Goes on until the part of the output is full, or nothing is left to do. zlib: `deflate`. */
  #fillPart(flush: number): void {
    const lastFlush = this.#lastFlush;
    this.#lastFlush = flush;
    if (this.#pending > 0) this.#wrote(0);
    else if (this.#input.length === 0 && flushRank(flush) <= flushRank(lastFlush) && flush !== Z_FINISH) {
      return;
    }
    if (this.#isFull() || (this.#ended && this.#input.length > 0)) return;
    if (!this.#started) {
      this.#started = true;
      this.#append(streamHeader(this.#options, this.#dictionaryCheck));
    }
    if (this.#input.length > 0 || (flush !== Z_NO_FLUSH && !this.#ended)) {
      const outcome = this.#store(flush);
      if (outcome === 'finished') this.#ended = true;
      else if (outcome === 'done') this.#finishFlush(flush);
      if (this.#isFull() || outcome === 'more') return;
    }
    if (flush !== Z_FINISH || this.#finished) return;
    this.#finished = true;
    this.#append(this.#check.trailer());
  }

  /** No room is left: what comes next is not the same flush once more. */
  #isFull(): boolean {
    if (this.#room > 0) return false;
    this.#lastFlush = -1;
    return true;
  }

  #append(octets: Uint8Array): void {
    this.#sink.append(octets);
    this.#wrote(octets.length);
  }

  /** Counts octets that were written through the buffer of zlib's own. */
  #wrote(count: number): void {
    this.#pending += count;
    const moved = Math.min(this.#pending, this.#room);
    this.#pending -= moved;
    this.#room -= moved;
  }

  /** Writes blocks. */
  #store(flush: number): Outcome {
    const worthwhile = Math.min(this.#pendingSize - 5, this.#windowSize);
    let copied = 0;
    for (;;) {
      const header = this.#writer.storedHeaderLength;
      if (this.#room < header) break;
      const left = this.#held.length;
      const available = left + this.#input.length;
      const length = Math.min(MAX_STORED, available, this.#room - header);
      const isAll = length === available;
      if (length < worthwhile && ((length === 0 && flush !== Z_FINISH) || flush === Z_NO_FLUSH || !isAll)) {
        break;
      }
      const last = flush === Z_FINISH && isAll;
      this.#writeBlock(length, last);
      copied += Math.max(0, length - left);
      if (last) {
        this.#moveOn(copied);
        return 'finished';
      }
    }
    this.#moveOn(copied);
    const isFlush = flush !== Z_NO_FLUSH && flush !== Z_FINISH;
    if (isFlush && this.#input.length === 0 && this.#held.length === 0) return 'done';
    this.#hold();
    return this.#storeHeld(flush);
  }

  /** Writes a block of the octets that come first: those held, then those of the input. */
  #writeBlock(length: number, last: boolean): void {
    const before = this.#sink.length;
    const fromHeld = Math.min(length, this.#held.length);
    const fromInput = this.#input.subarray(0, length - fromHeld);
    this.#writer.storedHeader(length, last);
    this.#sink.append(this.#held.subarray(0, fromHeld));
    this.#sink.append(fromInput);
    this.#check.add(fromInput);
    this.#held = this.#held.subarray(fromHeld);
    this.#input = this.#input.subarray(fromInput.length);
    this.#wrote(this.#sink.length - before);
  }

  /** Octets of the input that were not held pass through the window nevertheless. */
  #moveOn(copied: number): void {
    const size = this.#windowSize;
    if (copied >= size) this.#position = size;
    else if (copied > 0) {
      if (2 * size - this.#position <= copied) this.#position -= size;
      this.#position += copied;
    }
  }

  /** Reads as much as the window takes. */
  #hold(): void {
    const size = this.#windowSize;
    let room = 2 * size - this.#position;
    if (this.#input.length > room && this.#position - this.#held.length >= size) {
      this.#position -= size;
      room += size;
    }
    const read = this.#input.subarray(0, room);
    if (read.length === 0) return;
    this.#keep(read);
    this.#check.add(read);
    this.#input = this.#input.subarray(read.length);
    this.#position += read.length;
  }

  #keep(octets: Uint8Array): void {
    const start = this.#held.byteOffset - this.#buffer.byteOffset;
    const { length } = this.#held;
    const needed = length + octets.length;
    if (start + needed <= this.#buffer.length) {
      this.#buffer.set(octets, start + length);
      this.#held = this.#buffer.subarray(start, start + needed);
      return;
    }
    const buffer = new Uint8Array(2 * needed);
    buffer.set(this.#held);
    buffer.set(octets, length);
    this.#buffer = buffer;
    this.#held = buffer.subarray(0, needed);
  }

  /** Writes a block of what is held, if that is enough or a flush wants it. */
  #storeHeld(flush: number): Outcome {
    const most = Math.min(this.#pendingSize - this.#writer.storedHeaderLength, MAX_STORED);
    const left = this.#held.length;
    const isWanted = (left > 0 || flush === Z_FINISH) && flush !== Z_NO_FLUSH;
    if (left < Math.min(most, this.#windowSize) && !(isWanted && this.#input.length === 0 && left <= most)) {
      return 'more';
    }
    const length = Math.min(left, most);
    const last = flush === Z_FINISH && this.#input.length === 0 && length === left;
    this.#writeBlock(length, last);
    return last ? 'finished' : 'more';
  }

  /** Ends the block so that the reader can use all of it. */
  #finishFlush(flush: number): void {
    const before = this.#sink.length;
    if (flush === Z_PARTIAL_FLUSH) this.#writer.alignBlock();
    else if (flush === Z_SYNC_FLUSH || flush === Z_FULL_FLUSH) {
      this.#writer.storedBlock(NO_OCTETS, false);
      if (flush === Z_FULL_FLUSH) this.#position = 0;
    }
    this.#wrote(this.#sink.length - before);
  }
}
