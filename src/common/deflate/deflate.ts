/**
 * Compressing by deflate, in the wrapping of zlib, of gzip or without one: RFC 1950 to 1952. Strings that occurred
 * before are found through a hash table of the last 32 KiB. zlib: deflate.c; the search for matches follows it step by
 * step, so that the compressed data are the same for the same settings.
 *
 * Output is not bounded: all that one call produces is returned by it.
 */
import { adler32 } from '../adler.ts';
import { ByteSink } from '../byte-sink.ts';
import { BlockWriter } from './block-writer.ts';
import { type HeaderSettings, InputCheck, streamHeader } from './wrapping.ts';

export const Z_NO_FLUSH = 0;
export const Z_PARTIAL_FLUSH = 1;
export const Z_SYNC_FLUSH = 2;
export const Z_FULL_FLUSH = 3;
export const Z_FINISH = 4;
export const Z_BLOCK = 5;
export const Z_TREES = 6;

export const Z_DEFAULT_STRATEGY = 0;
export const Z_FILTERED = 1;
export const Z_HUFFMAN_ONLY = 2;
export const Z_RLE = 3;
export const Z_FIXED = 4;

const MIN_MATCH = 3;
const MAX_MATCH = 258;
/** So much must lie ahead for a match not to depend on where the input was cut. */
const MIN_LOOKAHEAD = MAX_MATCH + MIN_MATCH + 1;
/** Matches of length 3 that are further away cost more than three literals. */
const TOO_FAR = 4096;

/** How hard a level searches. */
interface Configuration {
  /** From this length on, the search for a better match is shortened. */
  readonly good: number;
  /** Longer matches than this are not compared with the next position's; fast: strings inside are not entered. */
  readonly lazy: number;
  /** The search ends with a match of this length. */
  readonly nice: number;
  /** How many earlier strings are looked at. */
  readonly chain: number;
  readonly isLazy: boolean;
}

function configuration(
  good: number,
  lazy: number,
  nice: number,
  chain: number,
  isLazy: boolean,
): Configuration {
  return { good, lazy, nice, chain, isLazy };
}

const CONFIGURATIONS: readonly Configuration[] = [
  configuration(0, 0, 0, 0, false),
  configuration(4, 4, 8, 4, false),
  configuration(4, 5, 16, 8, false),
  configuration(4, 6, 32, 32, false),
  configuration(4, 4, 16, 16, true),
  configuration(8, 16, 32, 32, true),
  configuration(8, 16, 128, 128, true),
  configuration(8, 32, 128, 256, true),
  configuration(32, 128, 258, 1024, true),
  configuration(32, 258, 258, 4096, true),
];

export interface DeflateOptions extends HeaderSettings {
  /** 1 to 9. */
  readonly memLevel: number;
}

/** How far a flush goes, to tell when one brings nothing new. */
export function flushRank(flush: number): number {
  return flush * 2 - (flush > 4 ? 9 : 0);
}

/** The length of the window at first: no longer than the smallest. */
const FIRST_WINDOW = 512;

export class Deflate {
  readonly #options: DeflateOptions;
  readonly #configuration: Configuration;
  #sink = new ByteSink();
  #writer: BlockWriter;

  readonly #windowSize: number;
  readonly #windowMask: number;
  /**
   * Two windows: the upper half moves down when the search has reached its end. Until so much was read, it is as long as what
   * was, and more than a match behind it.
   */
  #window: Uint8Array;
  /** The last position with each hash; for each position the one before with the same hash. 0 is none. */
  readonly #head: Uint16Array;
  #previous: Uint16Array;
  readonly #hashMask: number;
  readonly #hashShift: number;
  #hash = 0;

  #blockStart = 0;
  #position = 0;
  #lookahead = 0;
  #matchStart = 0;
  #matchLength = MIN_MATCH - 1;
  #previousLength = MIN_MATCH - 1;
  #previousMatch = 0;
  #matchAvailable = false;
  /** How many positions before this one are not in the hash table yet. */
  #insert = 0;

  #input: Uint8Array = new Uint8Array(0);
  #inputPosition = 0;
  #started = false;
  #finished = false;
  #lastFlush = -2;
  #check: InputCheck;
  #dictionaryCheck = 1;

  constructor(options: DeflateOptions) {
    const { level, memLevel, strategy, wrapping } = options;
    const windowBits = options.windowBits === 8 ? 9 : options.windowBits;
    this.#options = { ...options, windowBits };
    this.#configuration = CONFIGURATIONS[level]!;
    this.#windowSize = 1 << windowBits;
    this.#windowMask = this.#windowSize - 1;
    this.#window = new Uint8Array(FIRST_WINDOW);
    this.#previous = new Uint16Array(FIRST_WINDOW);
    this.#head = new Uint16Array(1 << (memLevel + 7));
    this.#hashMask = this.#head.length - 1;
    this.#hashShift = Math.floor((memLevel + 7 + MIN_MATCH - 1) / MIN_MATCH);
    this.#writer = new BlockWriter(this.#sink, 1 << (memLevel + 6), strategy === Z_FIXED);
    this.#check = new InputCheck(wrapping);
  }

  get isFinished(): boolean {
    return this.#finished;
  }

  copy(): Deflate {
    const copy = new Deflate(this.#options);
    copy.#sink = this.#sink.copy();
    copy.#writer = this.#writer.copy(copy.#sink);
    copy.#window = this.#window.slice();
    copy.#head.set(this.#head);
    copy.#previous = this.#previous.slice();
    copy.#hash = this.#hash;
    copy.#blockStart = this.#blockStart;
    copy.#position = this.#position;
    copy.#lookahead = this.#lookahead;
    copy.#matchStart = this.#matchStart;
    copy.#matchLength = this.#matchLength;
    copy.#previousLength = this.#previousLength;
    copy.#previousMatch = this.#previousMatch;
    copy.#matchAvailable = this.#matchAvailable;
    copy.#insert = this.#insert;
    copy.#started = this.#started;
    copy.#finished = this.#finished;
    copy.#lastFlush = this.#lastFlush;
    copy.#check = this.#check.copy();
    copy.#dictionaryCheck = this.#dictionaryCheck;
    return copy;
  }

  /** Enters what the reader knows too before the first octet. zlib: `deflateSetDictionary`. */
  setDictionary(dictionary: Uint8Array): void {
    this.#dictionaryCheck = adler32(dictionary);
    this.#input = dictionary.subarray(Math.max(0, dictionary.length - this.#windowSize));
    this.#inputPosition = 0;
    this.#fillWindow(false);
    while (this.#lookahead >= MIN_MATCH) {
      for (let left = this.#lookahead - (MIN_MATCH - 1); left > 0; left--)
        this.#insertString(this.#position++);
      this.#lookahead = MIN_MATCH - 1;
      this.#fillWindow(false);
    }
    this.#position += this.#lookahead;
    this.#blockStart = this.#position;
    this.#insert = this.#lookahead;
    this.#lookahead = 0;
  }

  /** Takes all of the input and gives the output that is ready. */
  deflate(input: Uint8Array, flush: number): Uint8Array {
    this.#input = input;
    this.#inputPosition = 0;
    const lastFlush = this.#lastFlush;
    this.#lastFlush = flush;
    if (this.#finished) return this.#sink.take();
    if (!this.#started) this.#writeHeader();
    else if (input.length === 0 && flushRank(flush) <= flushRank(lastFlush) && flush !== Z_FINISH) {
      return this.#sink.take();
    }
    if (input.length > 0 || this.#lookahead > 0 || flush !== Z_NO_FLUSH) {
      if (this.#run(flush)) this.#finishFlush(flush);
    }
    if (flush === Z_FINISH) this.#writeTrailer();
    return this.#sink.take();
  }

  // ── The wrapping ──────────────────────────────────────────────────────────────────────────────────────────────────

  #writeHeader(): void {
    this.#started = true;
    const hasDictionary = this.#position !== 0 && this.#options.wrapping === 'zlib';
    this.#sink.append(streamHeader(this.#options, hasDictionary ? this.#dictionaryCheck : undefined));
  }

  #writeTrailer(): void {
    this.#finished = true;
    this.#sink.append(this.#check.trailer());
  }

  // ── The window ────────────────────────────────────────────────────────────────────────────────────────────────────

  /** Reads input into the window until enough lies ahead. */
  #fillWindow(counts: boolean): void {
    const size = this.#windowSize;
    do {
      if (this.#position >= size + this.#maxDistance) this.#slideWindow();
      const room = 2 * size - this.#lookahead - this.#position;
      const count = Math.min(room, this.#input.length - this.#inputPosition);
      if (count === 0) return;
      this.#reserve(this.#position + this.#lookahead + count + MIN_LOOKAHEAD);
      const octets = this.#input.subarray(this.#inputPosition, this.#inputPosition + count);
      this.#window.set(octets, this.#position + this.#lookahead);
      this.#inputPosition += count;
      this.#lookahead += count;
      if (counts) this.#check.add(octets);
      this.#insertMissed();
    } while (this.#lookahead < MIN_LOOKAHEAD && this.#inputPosition < this.#input.length);
  }

  /** Makes the window as long, if it may be. */
  #reserve(needed: number): void {
    const { length } = this.#window;
    const most = 2 * this.#windowSize;
    if (needed <= length || length >= most) return;
    const larger = Math.min(most, Math.max(needed, 2 * length));
    const window = new Uint8Array(larger);
    window.set(this.#window);
    this.#window = window;
    const previous = new Uint16Array(Math.min(this.#windowSize, larger));
    previous.set(this.#previous.subarray(0, previous.length));
    this.#previous = previous;
  }

  get #maxDistance(): number {
    return this.#windowSize - MIN_LOOKAHEAD;
  }

  #slideWindow(): void {
    const size = this.#windowSize;
    this.#window.copyWithin(0, size, 2 * size);
    this.#matchStart -= size;
    this.#position -= size;
    this.#blockStart -= size;
    if (this.#insert > this.#position) this.#insert = this.#position;
    for (const table of [this.#head, this.#previous]) {
      for (let i = 0; i < table.length; i++) table[i] = table[i]! >= size ? table[i]! - size : 0;
    }
  }

  /** Enters the strings that were too short to be hashed when their beginning was read. */
  #insertMissed(): void {
    if (this.#lookahead + this.#insert < MIN_MATCH) return;
    let position = this.#position - this.#insert;
    this.#hash = this.#window[position]!;
    this.#updateHash(this.#window[position + 1]!);
    while (this.#insert > 0) {
      this.#insertString(position++);
      this.#insert--;
      if (this.#lookahead + this.#insert < MIN_MATCH) return;
    }
  }

  #updateHash(octet: number): void {
    this.#hash = ((this.#hash << this.#hashShift) ^ octet) & this.#hashMask;
  }

  /** Enters the string at a position; gives the last one with the same hash. */
  #insertString(position: number): number {
    this.#updateHash(this.#window[position + MIN_MATCH - 1]!);
    const last = this.#head[this.#hash]!;
    this.#previous[position & this.#windowMask] = last;
    this.#head[this.#hash] = position;
    return last;
  }

  /** Finds the longest match with the string ahead that is longer than the last one; sets where it starts. */
  #longestMatch(candidate: number): number {
    const window = this.#window;
    const previous = this.#previous;
    const { good, nice, chain } = this.#configuration;
    const position = this.#position;
    const limit = position > this.#maxDistance ? position - this.#maxDistance : 0;
    const niceLength = Math.min(nice, this.#lookahead);
    let best = this.#previousLength;
    let left = best >= good ? chain >> 2 : chain;
    do {
      if (
        window[candidate + best] === window[position + best] &&
        window[candidate + best - 1] === window[position + best - 1] &&
        window[candidate] === window[position] &&
        window[candidate + 1] === window[position + 1]
      ) {
        let length = 2;
        while (length < MAX_MATCH && window[candidate + length] === window[position + length]) length++;
        if (length > best) {
          this.#matchStart = candidate;
          best = length;
          if (length >= niceLength) break;
        }
      }
      candidate = previous[candidate & this.#windowMask]!;
    } while (candidate > limit && --left > 0);
    return Math.min(best, this.#lookahead);
  }

  // ── The strategies ────────────────────────────────────────────────────────────────────────────────────────────────

  /** Compresses what there is. Gives whether it came to the end of the input and wrote the block. */
  #run(flush: number): boolean {
    const { strategy } = this.#options;
    if (strategy === Z_HUFFMAN_ONLY) return this.#codeOnly(flush);
    if (strategy === Z_RLE) return this.#findRuns(flush);
    return this.#configuration.isLazy ? this.#searchLazily(flush) : this.#searchFast(flush);
  }

  #flushBlock(last: boolean): void {
    const start = this.#blockStart;
    const octets = start >= 0 ? this.#window.subarray(start, this.#position) : undefined;
    this.#writer.flushBlock(octets, this.#position - start, last);
    this.#blockStart = this.#position;
  }

  /** Makes sure that enough lies ahead. Gives false when more input must come first. */
  #lookAhead(least: number, flush: number): boolean {
    if (this.#lookahead >= least) return true;
    this.#fillWindow(true);
    return this.#lookahead >= least || flush !== Z_NO_FLUSH;
  }

  #endRun(flush: number, insert: number): true {
    this.#insert = insert;
    if (flush === Z_FINISH) this.#flushBlock(true);
    else if (!this.#writer.isEmpty) this.#flushBlock(false);
    return true;
  }

  #tallyLiteral(): boolean {
    const full = this.#writer.tallyLiteral(this.#window[this.#position]!);
    this.#lookahead--;
    this.#position++;
    return full;
  }

  /** Takes each match that it finds. */
  #searchFast(flush: number): boolean {
    for (;;) {
      if (!this.#lookAhead(MIN_LOOKAHEAD, flush)) return false;
      if (this.#lookahead === 0) break;
      let full: boolean;
      const candidate = this.#lookahead >= MIN_MATCH ? this.#insertString(this.#position) : 0;
      let length = 0;
      if (candidate !== 0 && this.#position - candidate <= this.#maxDistance) {
        length = this.#longestMatch(candidate);
      }
      if (length >= MIN_MATCH) {
        full = this.#writer.tallyMatch(this.#position - this.#matchStart, length);
        this.#lookahead -= length;
        if (length <= this.#configuration.lazy && this.#lookahead >= MIN_MATCH) {
          for (let end = this.#position + length - 1; this.#position < end; )
            this.#insertString(++this.#position);
          this.#position++;
        } else {
          this.#position += length;
          this.#hash = this.#window[this.#position]!;
          this.#updateHash(this.#window[this.#position + 1]!);
        }
      } else full = this.#tallyLiteral();
      if (full) this.#flushBlock(false);
    }
    return this.#endRun(flush, Math.min(this.#position, MIN_MATCH - 1));
  }

  /** Takes a match only if there is no longer one at the next position. */
  #searchLazily(flush: number): boolean {
    const { strategy } = this.#options;
    const { lazy } = this.#configuration;
    for (;;) {
      if (!this.#lookAhead(MIN_LOOKAHEAD, flush)) return false;
      if (this.#lookahead === 0) break;
      const candidate = this.#lookahead >= MIN_MATCH ? this.#insertString(this.#position) : 0;
      this.#previousLength = this.#matchLength;
      this.#previousMatch = this.#matchStart;
      this.#matchLength = MIN_MATCH - 1;
      if (candidate !== 0 && this.#previousLength < lazy && this.#position - candidate <= this.#maxDistance) {
        this.#matchLength = this.#longestMatch(candidate);
        const isPoor =
          strategy === Z_FILTERED ||
          (this.#matchLength === MIN_MATCH && this.#position - this.#matchStart > TOO_FAR);
        if (this.#matchLength <= 5 && isPoor) this.#matchLength = MIN_MATCH - 1;
      }
      if (this.#previousLength >= MIN_MATCH && this.#matchLength <= this.#previousLength) {
        const lastInsert = this.#position + this.#lookahead - MIN_MATCH;
        const full = this.#writer.tallyMatch(this.#position - 1 - this.#previousMatch, this.#previousLength);
        this.#lookahead -= this.#previousLength - 1;
        for (let left = this.#previousLength - 2; left > 0; left--) {
          if (++this.#position <= lastInsert) this.#insertString(this.#position);
        }
        this.#previousLength = 0;
        this.#matchAvailable = false;
        this.#matchLength = MIN_MATCH - 1;
        this.#position++;
        if (full) this.#flushBlock(false);
      } else {
        if (this.#matchAvailable && this.#writer.tallyLiteral(this.#window[this.#position - 1]!)) {
          this.#flushBlock(false);
        }
        this.#matchAvailable = true;
        this.#position++;
        this.#lookahead--;
      }
    }
    if (this.#matchAvailable) {
      this.#writer.tallyLiteral(this.#window[this.#position - 1]!);
      this.#matchAvailable = false;
    }
    return this.#endRun(flush, Math.min(this.#position, MIN_MATCH - 1));
  }

  /** Finds repetitions of one octet only. */
  #findRuns(flush: number): boolean {
    for (;;) {
      if (!this.#lookAhead(MAX_MATCH + 1, flush)) return false;
      if (this.#lookahead === 0) break;
      const window = this.#window;
      let length = 0;
      if (this.#lookahead >= MIN_MATCH && this.#position > 0) {
        const octet = window[this.#position - 1]!;
        const most = Math.min(MAX_MATCH, this.#lookahead);
        while (length < most && window[this.#position + length] === octet) length++;
      }
      let full: boolean;
      if (length >= MIN_MATCH) {
        full = this.#writer.tallyMatch(1, length);
        this.#lookahead -= length;
        this.#position += length;
      } else full = this.#tallyLiteral();
      if (full) this.#flushBlock(false);
    }
    return this.#endRun(flush, 0);
  }

  /** Finds no matches: only the frequencies of octets count. */
  #codeOnly(flush: number): boolean {
    for (;;) {
      if (!this.#lookAhead(1, flush)) return false;
      if (this.#lookahead === 0) break;
      if (this.#tallyLiteral()) this.#flushBlock(false);
    }
    return this.#endRun(flush, 0);
  }

  /** Ends the block so that the reader can use all of it. */
  #finishFlush(flush: number): void {
    if (flush === Z_PARTIAL_FLUSH) this.#writer.alignBlock();
    else if (flush === Z_SYNC_FLUSH || flush === Z_FULL_FLUSH) {
      this.#writer.storedBlock(new Uint8Array(0), false);
      if (flush === Z_FULL_FLUSH) {
        this.#head.fill(0);
        if (this.#lookahead === 0) {
          this.#position = 0;
          this.#blockStart = 0;
          this.#insert = 0;
        }
      }
    }
  }
}
