/**
 * Names of characters: `unicodedata.name`, `unicodedata.lookup` and `\N{...}`, Unicode 16.0.
 *
 * Names are sequences of words, each name given by what differs from the name before (see `encodeNames` in
 * scripts/generate-unicode.ts). Unpacked, a name is a row of word numbers, and a hash table over rows finds
 * it; no name is kept as text. Hangul syllables, ideographs and other names that end in the code point's
 * number are computed.
 */
import { lazy, PackedReader, unpack } from './packed.ts';
import { NAME_LETTERS } from './unicode-format.ts';
import defer * as data from './unicode-names.data.ts';

/** A set of names, each with the number it stands for. */
class NameTable {
  private readonly _words: string[];
  private readonly _wordNumbers = new Map<string, number>();
  /** Word numbers of all names; name `i` is `_rows[_starts[i]] … _rows[_starts[i + 1] - 1]`. */
  private _rows = new Uint16Array(4096);
  private readonly _starts: Uint32Array;
  private readonly _codePoints: Uint32Array;
  /** Open addressing: name numbers plus one, 0 for free. */
  private readonly _slots: Int32Array;

  constructor(words: string, shapes: string, codePoints: string, names: string) {
    this._words = words.split(' ');
    this._codePoints = unpackRuns(codePoints);
    const count = this._codePoints.length;
    this._starts = new Uint32Array(count + 1);
    this._unpackRows(unpack(shapes), new PackedReader(names));
    for (let i = 0; i < this._words.length; i++) this._wordNumbers.set(this._words[i]!, i);
    let size = 64;
    while (size < 2 * count) size *= 2;
    this._slots = new Int32Array(size);
    for (let i = 0; i < count; i++) {
      let slot = this._hash(this._rows, this._starts[i]!, this._starts[i + 1]!);
      while (this._slots[slot] !== 0) slot = (slot + 1) & (size - 1);
      this._slots[slot] = i + 1;
    }
  }

  /** `shapes` holds pairs: words shared with the name before, words that follow. */
  private _unpackRows(shapes: readonly number[], reader: PackedReader): void {
    const words = this._words;
    let rows = this._rows;
    let previous = 0;
    let end = 0;
    for (let i = 0; i < this._codePoints.length; i++) {
      if (end + 64 > rows.length) {
        const more = new Uint16Array(2 * rows.length);
        more.set(rows);
        rows = more;
      }
      const start = end;
      const shape = 2 * reader.next();
      for (let shared = shapes[shape]!; shared > 0; shared--) rows[end++] = rows[previous++]!;
      for (let more = shapes[shape + 1]!; more > 0; more--) {
        const word = reader.next();
        rows[end++] = word > 0 ? word - 1 : words.push(spelledWord(reader)) - 1;
      }
      previous = start;
      this._starts[i + 1] = end;
    }
    this._rows = rows;
  }

  private _hash(row: ArrayLike<number>, start: number, end: number): number {
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
    const words = this._rows.subarray(this._starts[low]!, this._starts[low + 1]!);
    return Array.from(words, (word) => this._words[word]!).join(' ');
  }
}

/** The numbers of runs, each given by its distance from the last number and its length. */
function unpackRuns(text: string): Uint32Array {
  const runs = unpack(text);
  let count = 0;
  for (let i = 1; i < runs.length; i += 2) count += runs[i]!;
  const out = new Uint32Array(count);
  const reader = new PackedReader(text);
  let at = 0;
  for (let i = 0; i < count; ) {
    at += reader.nextSigned();
    for (let length = reader.next(); length > 0; length--) out[i++] = at++;
    at--;
  }
  return out;
}

function spelledWord(reader: PackedReader): string {
  const codes: number[] = [];
  for (;;) {
    const letter = reader.next();
    codes.push(NAME_LETTERS.charCodeAt(letter % NAME_LETTERS.length));
    if (letter >= NAME_LETTERS.length) return String.fromCharCode(...codes);
  }
}

const characterNames = lazy(() => new NameTable(data.WORDS, data.SHAPES, data.CODE_POINTS, data.NAMES));
const aliasNames = lazy(
  () => new NameTable(data.ALIAS_WORDS, data.ALIAS_SHAPES, data.ALIAS_CODE_POINTS, data.ALIAS_NAMES),
);
const sequenceNames = lazy(
  () =>
    new NameTable(data.SEQUENCE_WORDS, data.SEQUENCE_SHAPES, data.SEQUENCE_CODE_POINTS, data.SEQUENCE_NAMES),
);
const sequences = lazy(() => {
  const reader = new PackedReader(data.SEQUENCES);
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
  data.NUMBERED_NAMES.split(';').map((text) => {
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

/**
 * The character of that name or alias (in capitals or not): what `\N{...}` means. Undefined when there is
 * none.
 */
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
