/**
 * Reading deflate, in the wrapping of zlib, of gzip or without one: RFC 1950 to 1952. zlib: inflate.c.
 *
 * Input comes in pieces of any size, and output may be bounded. Reading is cut into steps: a header, a code, one
 * symbol. A step that finds too little input is undone and its octets are kept until more comes; output that must
 * wait is what is left of a stored block or of a match. So no step has to be resumed in its middle.
 */
import { adler32 } from '../adler.ts';
import { crc32 } from '../crc.ts';
import {
  BIT_LENGTH_ORDER,
  codesFor,
  D_CODES,
  DISTANCE_BASE,
  DISTANCE_EXTRA,
  END_BLOCK,
  FIXED_DISTANCE_LENGTHS,
  FIXED_LITERAL_LENGTHS,
  L_CODES,
  LENGTH_BASE,
  LENGTH_CODES,
  LENGTH_EXTRA,
  MAX_BITS,
} from './huffman.ts';
import type { Wrapping } from './wrapping.ts';

/** The data are not what they should be. */
export class InflateError {
  readonly message: string;

  constructor(message: string) {
    this.message = message;
  }
}

/** How far back a match may reach. */
const WINDOW_SIZE = 32768;

/** The length of the output's buffer at first: much that is compressed is small. */
const FIRST_OUTPUT = 1024;

/** A larger buffer is not kept for the next call. */
const MAX_KEPT = 1 << 20;

const NO_OCTETS = new Uint8Array(0);

/** Thrown by a step that needs more input. */
const NEED_INPUT = Symbol('need input');

/** A code of so many bits is looked up at once, a longer one in a table of its own. */
const ROOT_BITS = 10;

/**
 * A table to decode symbols with: an entry is the symbol above four bits of its length. An entry of length 15 plus one
 * stands for longer codes and says where their table begins; 0 is no code.
 */
class DecodeTable {
  readonly entries: Uint16Array;
  readonly #links: { readonly start: number; readonly bits: number }[] = [];

  constructor(lengths: Uint8Array) {
    const codes = new Uint16Array(lengths.length);
    codesFor(lengths, codes);
    const longest = new Map<number, number>();
    for (let symbol = 0; symbol < lengths.length; symbol++) {
      if (lengths[symbol]! <= ROOT_BITS) continue;
      const root = codes[symbol]! & ((1 << ROOT_BITS) - 1);
      longest.set(root, Math.max(longest.get(root) ?? 0, lengths[symbol]! - ROOT_BITS));
    }
    let size = 1 << ROOT_BITS;
    const starts = new Map<number, number>();
    for (const [root, bits] of longest) {
      starts.set(root, this.#links.length);
      this.#links.push({ start: size, bits });
      size += 1 << bits;
    }
    this.entries = new Uint16Array(size);
    for (const [root, link] of starts) this.entries[root] = LINK | (link << 4);
    for (let symbol = 0; symbol < lengths.length; symbol++) {
      const length = lengths[symbol]!;
      if (length === 0) continue;
      const entry = (symbol << 4) | (length > ROOT_BITS ? length - ROOT_BITS : length);
      if (length <= ROOT_BITS) {
        for (let i = codes[symbol]!; i < 1 << ROOT_BITS; i += 1 << length) this.entries[i] = entry;
      } else {
        const { start, bits } = this.#links[starts.get(codes[symbol]! & ((1 << ROOT_BITS) - 1))!]!;
        const first = codes[symbol]! >> ROOT_BITS;
        for (let i = first; i < 1 << bits; i += 1 << (length - ROOT_BITS)) this.entries[start + i] = entry;
      }
    }
  }

  /** The entry of a code longer than {@link ROOT_BITS}, whose other bits are the lowest of these. */
  longEntry(entry: number, bits: number): number {
    const link = this.#links[entry >> 4]!;
    return this.entries[link.start + (bits & ((1 << link.bits) - 1))]!;
  }
}

/** The length in an entry that leads to another table. */
const LINK = 15;

/** Do the codes with these lengths use up all bits: 0; leave some free: positive; are they too many: negative? */
function freeCodes(lengths: Uint8Array): number {
  const counts = new Uint16Array(MAX_BITS + 1);
  for (const length of lengths) counts[length]!++;
  let left = 1;
  for (let bits = 1; bits <= MAX_BITS; bits++) {
    left = 2 * left - counts[bits]!;
    if (left < 0) return left;
  }
  return left;
}

/** Is this a code that can be used: complete, or of one symbol or none where that is allowed? */
function isUsable(lengths: Uint8Array, mayBeIncomplete: boolean): boolean {
  const free = freeCodes(lengths);
  if (free === 0) return true;
  const longest = lengths.reduce((most, length) => Math.max(most, length), 0);
  return free > 0 && (longest === 0 || (mayBeIncomplete && longest === 1));
}

/** The fixed codes; symbols that never occur have codes too. */
const FIXED_LITERALS = new DecodeTable(FIXED_LITERAL_LENGTHS);
const FIXED_DISTANCES = new DecodeTable(FIXED_DISTANCE_LENGTHS);

/** What comes next. */
type State =
  | 'header'
  | 'dictionary'
  | 'block'
  | 'stored'
  | 'symbols'
  | 'literal'
  | 'match'
  | 'trailer'
  | 'done';

export type InflateStatus = 'ok' | 'end' | 'need-dictionary';

export class Inflate {
  /** `auto` takes the header of zlib or of gzip as it comes. */
  readonly #wrapping: Wrapping | 'auto';
  /** The data may not want a larger window than this power of two; 0 is as large as they like. */
  readonly #windowBits: number;
  #state: State;
  #isGzip = false;
  #lastBlock = false;
  #literals = FIXED_LITERALS;
  #distances = FIXED_DISTANCES;
  /** How much of a stored block or of a match is still to come, and from how far back; a literal that waits. */
  #left = 0;
  #distance = 0;
  /** The checksum of the dictionary that is wanted, then that of the output. */
  #check = 1;
  #total = 0;

  /** Octets of a step that could not be finished, followed by the input. */
  #input: Uint8Array = NO_OCTETS;
  #inputPosition = 0;
  #bits = 0;
  #bitCount = 0;

  /** The last output, at most a window of it, followed by the new. */
  #output: Uint8Array = new Uint8Array(FIRST_OUTPUT);
  #outputStart = 0;
  #outputEnd = 0;
  #outputLimit = 0;
  /** What was found wrong; nothing can be read after it. */
  #error: InflateError | undefined = undefined;
  /** So far the output is in the checksum. */
  #checkedEnd = 0;

  #markPosition = 0;
  #markBits = 0;
  #markBitCount = 0;

  constructor(wrapping: Wrapping | 'auto', windowBits: number) {
    this.#wrapping = wrapping;
    this.#windowBits = windowBits;
    this.#state = wrapping === 'raw' ? 'block' : 'header';
  }

  get isDone(): boolean {
    return this.#state === 'done';
  }

  copy(): Inflate {
    const copy = new Inflate(this.#wrapping, this.#windowBits);
    copy.#state = this.#state;
    copy.#isGzip = this.#isGzip;
    copy.#lastBlock = this.#lastBlock;
    copy.#literals = this.#literals;
    copy.#distances = this.#distances;
    copy.#error = this.#error;
    copy.#left = this.#left;
    copy.#distance = this.#distance;
    copy.#check = this.#check;
    copy.#total = this.#total;
    copy.#input = this.#input;
    copy.#inputPosition = this.#inputPosition;
    copy.#bits = this.#bits;
    copy.#bitCount = this.#bitCount;
    copy.#output = this.#output.slice();
    copy.#outputStart = this.#outputStart;
    copy.#outputEnd = this.#outputEnd;
    copy.#checkedEnd = this.#checkedEnd;
    return copy;
  }

  /**
   * Says what the writer had before the first octet: at the start of raw data, or when `need-dictionary` was the
   * answer. Gives false for one that is not the right one.
   */
  setDictionary(dictionary: Uint8Array): boolean {
    if (this.#state === 'dictionary') {
      if (adler32(dictionary) !== this.#check) return false;
      this.#state = 'block';
      this.#check = 1;
    }
    const known = dictionary.subarray(Math.max(0, dictionary.length - WINDOW_SIZE));
    this.#reserve(known.length);
    this.#output.set(known, 0);
    this.#outputStart = known.length;
    this.#outputEnd = known.length;
    this.#checkedEnd = known.length;
    return true;
  }

  /**
   * Reads on. Of the input, `unused` octets at the end were not needed: because the data came to their end, or because
   * the output has reached `limit`.
   */
  inflate(input: Uint8Array, limit: number): { output: Uint8Array; unused: number; status: InflateStatus } {
    if (this.#input.length > 0) {
      const joined = new Uint8Array(this.#input.length + input.length);
      joined.set(this.#input);
      joined.set(input, this.#input.length);
      this.#input = joined;
    } else this.#input = input;
    this.#inputPosition = 0;
    this.#outputLimit = limit;
    if (this.#error !== undefined) throw this.#error;
    let starved = false;
    try {
      while (this.#step());
    } catch (thrown) {
      if (thrown !== NEED_INPUT) {
        if (thrown instanceof InflateError) this.#error = thrown;
        throw thrown;
      }
      this.#undo();
      starved = true;
    }
    // What a starved step had begun to read is kept; otherwise whole octets go back.
    let unused = 0;
    if (starved) this.#input = this.#input.slice(this.#inputPosition);
    else {
      this.#returnBits();
      unused = this.#input.length - this.#inputPosition;
      this.#input = NO_OCTETS;
    }
    const output = this.#takeOutput();
    const status = this.#state === 'done' ? 'end' : this.#state === 'dictionary' ? 'need-dictionary' : 'ok';
    return { output, unused, status };
  }

  // ── Input ─────────────────────────────────────────────────────────────────────────────────────────────────────────

  /** Makes sure that so many bits are at hand. */
  #need(count: number): void {
    while (this.#bitCount < count) {
      if (this.#inputPosition === this.#input.length) throw NEED_INPUT;
      this.#bits |= this.#input[this.#inputPosition++]! << this.#bitCount;
      this.#bitCount += 8;
    }
  }

  #take(count: number): number {
    if (count === 0) return 0;
    this.#need(count);
    const value = this.#bits & ((1 << count) - 1);
    this.#bits >>>= count;
    this.#bitCount -= count;
    return value;
  }

  /** Gives whole octets back to the input. */
  #returnBits(): void {
    this.#inputPosition -= this.#bitCount >> 3;
    this.#bitCount &= 7;
    this.#bits &= (1 << this.#bitCount) - 1;
  }

  #toOctet(): void {
    this.#bits >>>= this.#bitCount & 7;
    this.#bitCount -= this.#bitCount & 7;
  }

  #takeNumber(octets: number, littleEndian: boolean): number {
    let value = 0;
    for (let i = 0; i < octets; i++) {
      const octet = this.#take(8);
      value += octet * 2 ** (8 * (littleEndian ? i : octets - 1 - i));
    }
    return value;
  }

  /** Decodes one symbol; -1 for bits that are no code. */
  #symbol(table: DecodeTable): number {
    while (this.#bitCount < MAX_BITS && this.#inputPosition < this.#input.length) {
      this.#bits |= this.#input[this.#inputPosition++]! << this.#bitCount;
      this.#bitCount += 8;
    }
    let entry = table.entries[this.#bits & ((1 << ROOT_BITS) - 1)]!;
    let length = entry & 15;
    if (length === LINK) {
      entry = table.longEntry(entry, this.#bits >>> ROOT_BITS);
      length = entry === 0 ? MAX_BITS : (entry & 15) + ROOT_BITS;
    } else if (length === 0) length = ROOT_BITS;
    if (length > this.#bitCount) throw NEED_INPUT;
    if (entry === 0) return -1;
    this.#bits >>>= length;
    this.#bitCount -= length;
    return entry >> 4;
  }

  // ── Output ────────────────────────────────────────────────────────────────────────────────────────────────────────

  get #room(): number {
    return this.#outputLimit - (this.#outputEnd - this.#outputStart);
  }

  #reserve(count: number): void {
    const needed = this.#outputEnd + count;
    if (needed <= this.#output.length) return;
    const larger = new Uint8Array(Math.max(needed, 2 * this.#output.length));
    larger.set(this.#output.subarray(0, this.#outputEnd));
    this.#output = larger;
  }

  /** Brings the checksum up to the end of the output. */
  #updateCheck(): void {
    if (this.#wrapping === 'raw' || this.#checkedEnd === this.#outputEnd) return;
    const octets = this.#output.subarray(this.#checkedEnd, this.#outputEnd);
    this.#check = this.#isGzip ? crc32(octets, this.#check) : adler32(octets, this.#check);
    this.#total += octets.length;
    this.#checkedEnd = this.#outputEnd;
  }

  /** The new output; the last window of it stays where matches find it. */
  #takeOutput(): Uint8Array {
    this.#updateCheck();
    const output = this.#output.slice(this.#outputStart, this.#outputEnd);
    if (this.#outputEnd > Math.max(2 * WINDOW_SIZE, this.#output.length / 2)) {
      const known = this.#output.subarray(this.#outputEnd - WINDOW_SIZE, this.#outputEnd);
      if (this.#output.length > MAX_KEPT) this.#output = new Uint8Array(4 * WINDOW_SIZE);
      this.#output.set(known, 0);
      this.#outputEnd = WINDOW_SIZE;
    }
    this.#outputStart = this.#outputEnd;
    this.#checkedEnd = this.#outputEnd;
    return output;
  }

  // ── Steps ─────────────────────────────────────────────────────────────────────────────────────────────────────────

  /** Remembers where a step begins, to come back here when the input does not suffice. */
  #mark(): void {
    this.#markPosition = this.#inputPosition;
    this.#markBits = this.#bits;
    this.#markBitCount = this.#bitCount;
  }

  #undo(): void {
    this.#inputPosition = this.#markPosition;
    this.#bits = this.#markBits;
    this.#bitCount = this.#markBitCount;
  }

  /** Does what comes next. Gives false when that must wait: for room, for a dictionary, for ever. */
  #step(): boolean {
    this.#mark();
    switch (this.#state) {
      case 'header':
        this.#readHeader();
        return true;
      case 'block':
        this.#readBlockHeader();
        return true;
      case 'stored':
        return this.#copyStored();
      case 'symbols':
        return this.#readSymbols();
      case 'literal':
        if (this.#room === 0) return false;
        this.#writeLiteral(this.#left);
        this.#state = 'symbols';
        return true;
      case 'match':
        return this.#copyMatch();
      case 'trailer':
        this.#readTrailer();
        return true;
      default:
        return false;
    }
  }

  #readHeader(): void {
    const first = this.#takeNumber(2, true);
    if (this.#wrapping !== 'zlib' && first === 0x8b1f) {
      this.#readGzipHeader();
      return;
    }
    if (this.#wrapping === 'gzip' || ((first & 0xff) * 256 + (first >> 8)) % 31 !== 0) {
      throw new InflateError('incorrect header check');
    }
    if ((first & 15) !== 8) throw new InflateError('unknown compression method');
    const windowBits = ((first >> 4) & 15) + 8;
    if (windowBits > (this.#windowBits || 15)) throw new InflateError('invalid window size');
    this.#check = 1;
    this.#state = 'block';
    if (first & 0x2000) {
      this.#check = this.#takeNumber(4, false);
      this.#state = 'dictionary';
    }
  }

  #readGzipHeader(): void {
    if (this.#take(8) !== 8) throw new InflateError('unknown compression method');
    const flags = this.#take(8);
    if (flags & 0xe0) throw new InflateError('unknown header flags set');
    this.#takeNumber(6, true);
    if (flags & 4) {
      for (let left = this.#takeNumber(2, true); left > 0; left--) this.#take(8);
    }
    // A name and a comment end with a zero.
    if (flags & 8) while (this.#take(8) !== 0);
    if (flags & 16) while (this.#take(8) !== 0);
    if (flags & 2) {
      const header = this.#input.subarray(this.#markPosition, this.#inputPosition);
      if (this.#takeNumber(2, true) !== (crc32(header, 0) & 0xffff))
        throw new InflateError('header crc mismatch');
    }
    this.#isGzip = true;
    this.#check = 0;
    this.#state = 'block';
  }

  #readBlockHeader(): void {
    const last = this.#take(1) === 1;
    const kind = this.#take(2);
    if (kind === 0) {
      this.#toOctet();
      const length = this.#takeNumber(2, true);
      if (this.#takeNumber(2, true) !== (length ^ 0xffff))
        throw new InflateError('invalid stored block lengths');
      this.#left = length;
      this.#state = 'stored';
    } else if (kind === 1) {
      this.#literals = FIXED_LITERALS;
      this.#distances = FIXED_DISTANCES;
      this.#state = 'symbols';
    } else if (kind === 2) {
      this.#readCodes();
      this.#state = 'symbols';
    } else throw new InflateError('invalid block type');
    this.#lastBlock = last;
  }

  /** Reads the codes of a block that brings its own. */
  #readCodes(): void {
    const literals = this.#take(5) + 257;
    const distances = this.#take(5) + 1;
    const count = this.#take(4) + 4;
    if (literals > L_CODES || distances > D_CODES) {
      throw new InflateError('too many length or distance symbols');
    }
    const codeLengths = new Uint8Array(BIT_LENGTH_ORDER.length);
    for (let i = 0; i < count; i++) codeLengths[BIT_LENGTH_ORDER[i]!] = this.#take(3);
    if (!isUsable(codeLengths, false)) throw new InflateError('invalid code lengths set');
    const lengths = this.#readLengths(new DecodeTable(codeLengths), literals + distances);
    if (lengths[END_BLOCK] === 0) throw new InflateError('invalid code -- missing end-of-block');
    const literalLengths = lengths.subarray(0, literals);
    const distanceLengths = lengths.subarray(literals);
    if (!isUsable(literalLengths, true)) throw new InflateError('invalid literal/lengths set');
    if (!isUsable(distanceLengths, true)) throw new InflateError('invalid distances set');
    this.#literals = new DecodeTable(literalLengths);
    this.#distances = new DecodeTable(distanceLengths);
  }

  #readLengths(table: DecodeTable, count: number): Uint8Array {
    const lengths = new Uint8Array(count);
    for (let i = 0; i < count; ) {
      const symbol = this.#symbol(table);
      if (symbol < 16) {
        // Bits that are no code stand for nothing, as in zlib.
        lengths[i++] = Math.max(symbol, 0);
        continue;
      }
      if (symbol === 16 && i === 0) throw new InflateError('invalid bit length repeat');
      const length = symbol === 16 ? lengths[i - 1]! : 0;
      const run = symbol === 16 ? 3 + this.#take(2) : symbol === 17 ? 3 + this.#take(3) : 11 + this.#take(7);
      if (i + run > count) throw new InflateError('invalid bit length repeat');
      lengths.fill(length, i, i + run);
      i += run;
    }
    return lengths;
  }

  #copyStored(): boolean {
    if (this.#left > 0) {
      this.#returnBits();
      const count = Math.min(this.#left, this.#room, this.#input.length - this.#inputPosition);
      this.#reserve(count);
      this.#output.set(
        this.#input.subarray(this.#inputPosition, this.#inputPosition + count),
        this.#outputEnd,
      );
      this.#outputEnd += count;
      this.#inputPosition += count;
      this.#left -= count;
      this.#mark();
      if (this.#left > 0) {
        if (this.#room === 0) return false;
        throw NEED_INPUT;
      }
    }
    this.#endBlock();
    return true;
  }

  #endBlock(): void {
    this.#state = this.#lastBlock ? 'trailer' : 'block';
  }

  #readSymbols(): boolean {
    for (;;) {
      this.#mark();
      const symbol = this.#symbol(this.#literals);
      if (symbol < END_BLOCK) {
        if (symbol < 0) throw new InflateError('invalid literal/length code');
        if (this.#room === 0) {
          this.#left = symbol;
          this.#state = 'literal';
          return false;
        }
        this.#writeLiteral(symbol);
      } else if (symbol === END_BLOCK) {
        this.#endBlock();
        return true;
      } else {
        this.#readMatch(symbol - END_BLOCK - 1);
        if (!this.#copyMatch()) return false;
      }
    }
  }

  #writeLiteral(octet: number): void {
    if (this.#outputEnd === this.#output.length) this.#reserve(1);
    this.#output[this.#outputEnd++] = octet;
  }

  #readMatch(lengthCode: number): void {
    if (lengthCode >= LENGTH_CODES) throw new InflateError('invalid literal/length code');
    this.#left = LENGTH_BASE[lengthCode]! + this.#take(LENGTH_EXTRA[lengthCode]!);
    const distanceCode = this.#symbol(this.#distances);
    if (distanceCode < 0 || distanceCode >= D_CODES) throw new InflateError('invalid distance code');
    this.#distance = DISTANCE_BASE[distanceCode]! + this.#take(DISTANCE_EXTRA[distanceCode]!);
    if (this.#distance > this.#outputEnd) throw new InflateError('invalid distance too far back');
    this.#state = 'match';
  }

  /** Repeats earlier output, which may overlap what it makes. */
  #copyMatch(): boolean {
    const count = Math.min(this.#left, this.#room);
    this.#reserve(count);
    const output = this.#output;
    const end = this.#outputEnd + count;
    for (let to = this.#outputEnd, from = to - this.#distance; to < end; ) output[to++] = output[from++]!;
    this.#outputEnd = end;
    this.#left -= count;
    if (this.#left > 0) return false;
    this.#state = 'symbols';
    return true;
  }

  #readTrailer(): void {
    if (this.#wrapping !== 'raw') {
      this.#toOctet();
      this.#updateCheck();
      if (this.#takeNumber(4, this.#isGzip) !== this.#check) throw new InflateError('incorrect data check');
      if (this.#isGzip && this.#takeNumber(4, true) !== this.#total % 2 ** 32) {
        throw new InflateError('incorrect length check');
      }
    }
    this.#state = 'done';
  }
}
