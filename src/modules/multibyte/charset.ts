/**
 * What a CJK codec maps, unpacked from charsets.data.ts when it is first used: scripts/dump-cjk.py describes the form.
 * Keys are the octets of a character as one number.
 */
import { Inflate } from '../../common/deflate/inflate.ts';
import { CHARSETS, GB18030_FOURS } from './charsets.data.ts';

/** What the first octet of a character tells. */
export const INVALID = 0;
export const FIRST_OF_TWO = 1;
export const FIRST_OF_THREE = 2;
/** From here on: a character by itself. */
export const SINGLE = 3;

/** Keys can stand for two characters; so these numbers and what follows them say which. */
export const PAIR = 0x110000;
const REMOVED = 0x120000;

/** Before the keys of three octets. */
export const THREE_OCTETS = 0x8f0000;

function inflated(text: string): Uint8Array {
  const octets = Uint8Array.from(atob(text), (c) => c.charCodeAt(0));
  return new Inflate('raw', 15).inflate(octets, Number.POSITIVE_INFINITY).output;
}

class VarintReader {
  readonly #octets: Uint8Array;
  #at = 0;

  constructor(octets: Uint8Array) {
    this.#octets = octets;
  }

  next(): number {
    let value = 0;
    for (let shift = 0; ; shift += 7) {
      const octet = this.#octets[this.#at++]!;
      value |= (octet & 0x7f) << shift;
      if (octet < 0x80) return value;
    }
  }

  nextSigned(): number {
    const value = this.next();
    return value & 1 ? -(value + 1) / 2 : value / 2;
  }

  /** Calls back with keys and values that are told by their differences. */
  entries(visit: (key: number, value: number) => void): void {
    let key = 0;
    let value = 0;
    for (let left = this.next(); left > 0; left--) {
      key += this.next();
      value += this.nextSigned();
      visit(key, value);
    }
  }
}

/** The key in a codec of the family Shift_JIS for one of EUC: two rows share a first octet. */
function shiftedKey(key: number, lead: number): number {
  const row = (key >> 8) - 0xa0;
  const cell = (key & 0xff) - 0xa0;
  return (lead << 8) | (row & 1 ? cell + 0x3f + (cell > 63 ? 1 : 0) : cell + 0x9e);
}

function firstPlaneLead(row: number): number {
  return ((row - 1) >> 1) + (row <= 62 ? 0x81 : 0xc1);
}

/** The rows of the second plane of JIS X 0213, which leaves the others to JIS X 0212. */
export function isPlane2Row(row: number): boolean {
  return (
    row === 1 || row === 3 || row === 4 || row === 5 || row === 8 || (row >= 12 && row <= 15) || row >= 78
  );
}

function secondPlaneLead(row: number): number {
  return row <= 15 ? ((row + 0x1df) >> 1) - (row >> 3) * 3 : ((row + 0x19b) >> 1) - 3;
}

export class Charset {
  readonly singles = Uint32Array.from({ length: 256 }, (_, i) => (i < 0x80 ? i + SINGLE : FIRST_OF_TWO));
  /** Characters by key; 0 is none. */
  readonly doubles = new Uint32Array(0x10000);
  readonly triples = new Uint32Array(0x10000);
  readonly pairs: (readonly [number, number])[] = [];
  /** Keys by character. */
  readonly #keys = new Map<number, number>();
  /** Keys of two characters, by both. */
  readonly #pairKeys = new Map<number, Map<number, number>>();

  constructor(base: Charset | undefined, isShifted: boolean, data: string) {
    if (base !== undefined) this.#inherit(base, isShifted);
    const reader = new VarintReader(inflated(data));
    for (let left = reader.next(); left > 0; left--) this.singles[reader.next()] = reader.next();
    for (let left = reader.next(); left > 0; left--) this.pairs.push([reader.next(), reader.next()]);
    for (const table of [this.doubles, this.triples]) {
      reader.entries((key, value) => {
        table[key] = value === REMOVED ? 0 : value;
      });
    }
    this.#invert();
    let character = 0;
    for (let left = reader.next(); left > 0; left--) {
      character += reader.next();
      const key = reader.next();
      if (key === 0) this.#keys.delete(character);
      else this.#keys.set(character, key);
    }
  }

  #inherit(base: Charset, isShifted: boolean): void {
    const isPlain = (value: number): boolean => value !== 0 && value < PAIR;
    if (!isShifted) {
      base.doubles.forEach((value, key) => {
        if (isPlain(value)) this.doubles[key] = value;
      });
      this.triples.set(base.triples);
      return;
    }
    base.doubles.forEach((value, key) => {
      if (isPlain(value) && key >= 0xa100)
        this.doubles[shiftedKey(key, firstPlaneLead((key >> 8) - 0xa0))] = value;
    });
    base.triples.forEach((value, key) => {
      const row = (key >> 8) - 0xa0;
      if (value !== 0 && row <= 94 && isPlane2Row(row)) {
        this.doubles[shiftedKey(key, secondPlaneLead(row))] = value;
      }
    });
  }

  /** Finds the keys of characters; of several the first one. */
  #invert(): void {
    const add = (character: number, key: number): void => {
      if (!this.#keys.has(character)) this.#keys.set(character, key);
    };
    this.singles.forEach((meaning, octet) => {
      if (meaning >= SINGLE) add(meaning - SINGLE, octet);
    });
    this.doubles.forEach((value, key) => {
      if (value >= PAIR) {
        const [first, second] = this.pairs[value - PAIR]!;
        let seconds = this.#pairKeys.get(first);
        if (seconds === undefined) {
          seconds = new Map();
          this.#pairKeys.set(first, seconds);
        }
        seconds.set(second, key);
      } else if (value !== 0) add(value, key);
    });
    this.triples.forEach((value, key) => {
      if (value !== 0) add(value, THREE_OCTETS | key);
    });
  }

  /** The key of a character; absent where it has none. */
  keyOf(character: number): number | undefined {
    return this.#keys.get(character);
  }

  /** The keys of two characters by the second one, for a character that can be the first of two. */
  pairKeys(character: number): ReadonlyMap<number, number> | undefined {
    return this.#pairKeys.get(character);
  }
}

/** Charsets that have been unpacked. */
const unpacked = new Map<string, Charset>();

export function charsetOf(name: string): Charset {
  let charset = unpacked.get(name);
  if (charset === undefined) {
    const [, base, transformation, data] = CHARSETS.find((entry) => entry[0] === name)!;
    charset = new Charset(base === '' ? undefined : charsetOf(base), transformation !== '', data);
    unpacked.set(name, charset);
  }
  return charset;
}

/** The characters of gb18030 with four octets that are not told by a formula. */
export class FourOctets {
  readonly characters = new Uint16Array(39420);
  readonly #numbers = new Map<number, number>();

  constructor() {
    new VarintReader(inflated(GB18030_FOURS)).entries((number, character) => {
      this.characters[number] = character;
      this.#numbers.set(character, number);
    });
  }

  numberOf(character: number): number | undefined {
    return this.#numbers.get(character);
  }
}
