/**
 * Names of characters: `unicodedata.name`, `unicodedata.lookup` and `\N{...}`, Unicode 16.0.
 *
 * Names are sequences of words, each name given by what differs from the name before (see `encodeNames` in
 * scripts/generate-unicode.ts). Unpacked, a name is a row of word numbers, and a hash table over rows finds it; no name is
 * kept as text. Hangul syllables, ideographs and other names that end in the code point's number are computed.
 */
import { lazy, PackedReader, unpack } from './packed.ts';
import {
  ALIAS_CODE_POINTS,
  ALIAS_NAMES,
  ALIAS_SHAPES,
  ALIAS_WORDS,
  CODE_POINTS,
  NAMES,
  NUMBERED_NAMES,
  SEQUENCE_CODE_POINTS,
  SEQUENCE_NAMES,
  SEQUENCE_SHAPES,
  SEQUENCE_WORDS,
  SEQUENCES,
  SHAPES,
  WORDS,
} from './unicode-names.data.ts';

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-';

/** A set of names, each with the number it stands for. */
class NameTable {
  private readonly _words: string[];
  private readonly _wordNumbers: Map<string, number>;
  /** Word numbers of all names; name `i` is `_rows[_starts[i]] … _rows[_starts[i + 1] - 1]`. */
  private readonly _rows: number[] = [];
  private readonly _starts: number[] = [0];
  private readonly _codePoints: number[] = [];
  /** Open addressing: name numbers plus one, 0 for free. */
  private readonly _slots: Int32Array;

  constructor(words: string, shapes: string, codePoints: string, names: string) {
    this._words = words.split(' ');
    const runs = new PackedReader(codePoints);
    let at = 0;
    while (!runs.done) {
      at += runs.nextSigned();
      const length = runs.next();
      for (let i = 0; i < length; i++) this._codePoints.push(at + i);
      at += length - 1;
    }
    const shape = unpack(shapes);
    const reader = new PackedReader(names);
    let previous = 0;
    while (!reader.done) {
      const which = 2 * reader.next();
      const shared = shape[which]!;
      const start = this._rows.length;
      for (let i = 0; i < shared; i++) this._rows.push(this._rows[previous + i]!);
      for (let more = shape[which + 1]!; more > 0; more--) {
        const word = reader.next();
        this._rows.push(word > 0 ? word - 1 : this._words.push(spelledWord(reader)) - 1);
      }
      this._starts.push(this._rows.length);
      previous = start;
    }
    this._wordNumbers = new Map();
    // A word that is spelled out can occur again where it is shared, but never as another entry: all entries differ.
    for (let i = 0; i < this._words.length; i++) this._wordNumbers.set(this._words[i]!, i);
    let size = 64;
    while (size < 2 * this._codePoints.length) size *= 2;
    this._slots = new Int32Array(size);
    for (let i = 0; i < this._codePoints.length; i++) {
      let slot = this._hash(this._rows, this._starts[i]!, this._starts[i + 1]!);
      while (this._slots[slot] !== 0) slot = (slot + 1) & (size - 1);
      this._slots[slot] = i + 1;
    }
  }

  private _hash(row: readonly number[], start: number, end: number): number {
    let hash = 0;
    for (let i = start; i < end; i++) hash = Math.imul(hash, 0x01000193) ^ Math.imul(row[i]! + 1, 0x9e3779b1);
    return (hash ^ (hash >>> 15)) & (this._slots.length - 1);
  }

  /** The number a name (in capitals) stands for. */
  lookup(name: string): number | undefined {
    const row: number[] = [];
    for (const word of name.split(' ')) {
      const number = this._wordNumbers.get(word);
      if (number === undefined) return undefined;
      row.push(number);
    }
    let slot = this._hash(row, 0, row.length);
    for (; this._slots[slot] !== 0; slot = (slot + 1) & (this._slots.length - 1)) {
      const i = this._slots[slot]! - 1;
      const start = this._starts[i]!;
      if (this._starts[i + 1]! - start !== row.length) continue;
      let k = 0;
      while (k < row.length && this._rows[start + k] === row[k]) k++;
      if (k === row.length) return this._codePoints[i]!;
    }
    return undefined;
  }

  /** The name of a code point, in a table whose code points ascend. */
  nameOf(cp: number): string | undefined {
    let low = 0;
    let high = this._codePoints.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this._codePoints[middle]! < cp) low = middle + 1;
      else high = middle;
    }
    if (this._codePoints[low] !== cp) return undefined;
    return this._rows
      .slice(this._starts[low]!, this._starts[low + 1]!)
      .map((word) => this._words[word]!)
      .join(' ');
  }
}

function spelledWord(reader: PackedReader): string {
  let word = '';
  for (;;) {
    const letter = reader.next();
    if (letter >= LETTERS.length) return word + LETTERS[letter - LETTERS.length]!;
    word += LETTERS[letter]!;
  }
}

const characterNames = lazy(() => new NameTable(WORDS, SHAPES, CODE_POINTS, NAMES));
const aliasNames = lazy(() => new NameTable(ALIAS_WORDS, ALIAS_SHAPES, ALIAS_CODE_POINTS, ALIAS_NAMES));
const sequenceNames = lazy(
  () => new NameTable(SEQUENCE_WORDS, SEQUENCE_SHAPES, SEQUENCE_CODE_POINTS, SEQUENCE_NAMES),
);
const sequences = lazy(() => {
  const reader = new PackedReader(SEQUENCES);
  const out: number[][] = [];
  while (!reader.done) out.push(Array.from({ length: reader.next() }, () => reader.next()));
  return out;
});

interface NumberedRange {
  readonly prefix: string;
  readonly first: number;
  readonly last: number;
}

const numberedRanges = lazy((): readonly NumberedRange[] =>
  NUMBERED_NAMES.split(';').map((text) => {
    const [prefix, first, last] = text.split(',');
    return { prefix: prefix!, first: Number.parseInt(first!, 16), last: Number.parseInt(last!, 16) };
  }),
);

const HANGUL_PREFIX = 'HANGUL SYLLABLE ';
const HANGUL_FIRST = 0xac00;
const HANGUL_LAST = 0xd7a3;
const LEADING = 'G GG N D DD R M B BB S SS  J JJ C K T P H'.split(' ');
const VOWELS = 'A AE YA YAE EO E YEO YE O WA WAE OE YO U WEO WE WI YU EU YI I'.split(' ');
const TRAILING = ' G GG GS N NJ NH D L LG LM LB LS LT LP LH M B BS S SS NG J C K T P H'.split(' ');

/** The number of the longest of `parts` that `text` has at `at`. */
function longest(parts: readonly string[], text: string, at: number): number {
  let best = -1;
  for (let i = 0; i < parts.length; i++) {
    if (text.startsWith(parts[i]!, at) && (best < 0 || parts[i]!.length > parts[best]!.length)) best = i;
  }
  return best;
}

function lookupHangul(syllable: string): number | undefined {
  const l = longest(LEADING, syllable, 0);
  const afterL = LEADING[l]!.length;
  const v = longest(VOWELS, syllable, afterL);
  if (v < 0) return undefined;
  const afterV = afterL + VOWELS[v]!.length;
  const t = longest(TRAILING, syllable, afterV);
  if (afterV + TRAILING[t]!.length !== syllable.length) return undefined;
  return HANGUL_FIRST + (l * VOWELS.length + v) * TRAILING.length + t;
}

function lookupNumbered(name: string): number | undefined {
  const match = /^(.*-)([0-9A-F]{4,5})$/.exec(name);
  if (match === null) return undefined;
  const cp = Number.parseInt(match[2]!, 16);
  // Four digits at least and no zero before five: each character has one number.
  if (match[2]!.length === 5 && cp < 0x10000) return undefined;
  return numberedRanges().some((r) => r.prefix === match[1] && r.first <= cp && cp <= r.last)
    ? cp
    : undefined;
}

/** The character of that name or alias (in capitals or not): what `\N{...}` means. Undefined when there is none. */
export function lookupCharacter(name: string): number | undefined {
  // Only ASCII letters count as capital or small, so that U+017F and the like are no letters of names.
  if (!/^[ -~]+$/.test(name)) return undefined;
  const upper = name.toUpperCase();
  if (upper.startsWith(HANGUL_PREFIX)) return lookupHangul(upper.slice(HANGUL_PREFIX.length));
  return lookupNumbered(upper) ?? characterNames().lookup(upper) ?? aliasNames().lookup(upper);
}

/** The characters of a name, an alias, or a named sequence: `unicodedata.lookup`. */
export function lookupSequence(name: string): readonly number[] | undefined {
  const cp = lookupCharacter(name);
  if (cp !== undefined) return [cp];
  if (!/^[ -~]+$/.test(name)) return undefined;
  const sequence = sequenceNames().lookup(name.toUpperCase());
  return sequence === undefined ? undefined : sequences()[sequence];
}

/** The name of a character: `unicodedata.name`. */
export function nameOf(cp: number): string | undefined {
  if (cp >= HANGUL_FIRST && cp <= HANGUL_LAST) {
    const s = cp - HANGUL_FIRST;
    const l = Math.floor(s / (VOWELS.length * TRAILING.length));
    const v = Math.floor(s / TRAILING.length) % VOWELS.length;
    return HANGUL_PREFIX + LEADING[l]! + VOWELS[v]! + TRAILING[s % TRAILING.length]!;
  }
  for (const { prefix, first, last } of numberedRanges()) {
    if (first > cp || cp > last) continue;
    // Differs from the standard as CPython does: it finds Tangut ideographs by name, but does not name them.
    return prefix === 'TANGUT IDEOGRAPH-' ? undefined : prefix + cp.toString(16).toUpperCase();
  }
  return characterNames().nameOf(cp);
}
