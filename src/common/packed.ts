/**
 * Tables packed into text: how the Unicode data is committed, and how it comes back on first use.
 *
 * A packed table is a string of small unsigned numbers in 92 printable ASCII symbols (all but the quote, the
 * dollar sign and the backslash). A first symbol below 70 is the number itself; below 88, 89 and 92 it begins
 * a number of two, three and four symbols. scripts/generate-unicode.ts writes them.
 */

/** How many symbols there are. */
export const BASE = 92;
/** Below these first symbols a number takes one, two, three symbols. */
export const ONE = 70;
export const TWO = 88;
export const THREE = 89;

/** Makes a value when it is first asked for, and keeps it. */
export function lazy<T>(make: () => T): () => T {
  let value: T | undefined;
  return () => (value ??= make());
}

/** Takes the numbers of a packed table one after another. */
export class PackedReader {
  private readonly _text: string;
  private _at = 0;

  constructor(text: string) {
    this._text = text;
  }

  get done(): boolean {
    return this._at >= this._text.length;
  }

  private _symbol(): number {
    const c = this._text.charCodeAt(this._at++);
    // Codes start at the space; the dollar sign (36), the quote (39) and the backslash (92) are left out.
    return c < 36 ? c - 32 : c < 39 ? c - 33 : c < 92 ? c - 34 : c - 35;
  }

  next(): number {
    const first = this._symbol();
    if (first < ONE) return first;
    if (first < TWO) return ONE + (first - ONE) * BASE + this._symbol();
    if (first < THREE) {
      const high = (first - TWO) * BASE + this._symbol();
      return ONE + (TWO - ONE) * BASE + high * BASE + this._symbol();
    }
    let value = first - THREE;
    for (let i = 0; i < 3; i++) value = value * BASE + this._symbol();
    return ONE + (TWO - ONE) * BASE + (THREE - TWO) * BASE * BASE + value;
  }

  /** A signed number, which is kept as 0, 1, 2, 3, ... for 0, -1, 1, -2, ... */
  nextSigned(): number {
    const n = this.next();
    return n % 2 === 0 ? n / 2 : -(n + 1) / 2;
  }
}

/** All numbers of a packed table. */
export function unpack(text: string): number[] {
  const reader = new PackedReader(text);
  const out: number[] = [];
  while (!reader.done) out.push(reader.next());
  return out;
}

const BLOCK_BITS = 7;
const BLOCK_SIZE = 1 << BLOCK_BITS;
const CODE_POINTS = 0x110000;

/** Record numbers by code point: blocks of 128, of which those with a single record are shared. */
export class CodePointTable {
  private readonly _starts: Uint32Array;
  private readonly _blocks: Uint16Array;

  /** `runs` holds record and length of each run of code points. */
  constructor(runs: string) {
    const reader = new PackedReader(runs);
    const starts = new Uint32Array(CODE_POINTS >> BLOCK_BITS);
    const blocks: number[] = [];
    const uniform = new Map<number, number>();
    let cp = 0;
    while (!reader.done) {
      const record = reader.next();
      const end = cp + reader.next();
      while (cp < end) {
        const offset = cp & (BLOCK_SIZE - 1);
        if (offset === 0 && end - cp >= BLOCK_SIZE) {
          let start = uniform.get(record);
          if (start === undefined) {
            start = blocks.length;
            uniform.set(record, start);
            for (let i = 0; i < BLOCK_SIZE; i++) blocks.push(record);
          }
          starts[cp >> BLOCK_BITS] = start;
          cp += BLOCK_SIZE;
        } else {
          if (offset === 0) starts[cp >> BLOCK_BITS] = blocks.length;
          blocks.push(record);
          cp++;
        }
      }
    }
    this._starts = starts;
    this._blocks = Uint16Array.from(blocks);
  }

  get(cp: number): number {
    return this._blocks[this._starts[cp >> BLOCK_BITS]! + (cp & (BLOCK_SIZE - 1))]!;
  }
}
