/**
 * Short ASCII texts out of octets, the same ones again and again: names of attributes, keys of objects. A table remembers
 * those that were read last with their octets, because comparing octets takes less time than making the text. Four octets
 * are hashed and compared at once.
 */

const CAPACITY = 2048;
const MASK = CAPACITY - 1;

/** Longer texts are seldom the same. With it a text and its end fill a row of the table. */
export const LONGEST = 63;
const WORDS = 16;

/** The high bits of the four octets of a word: none is set in ASCII. */
const HIGH_BITS = 0x80808080;

export class AsciiTexts {
  private readonly _texts: string[] = new Array<string>(CAPACITY).fill('');
  /** The octets of each text, with zeros behind it up to the end of a word. */
  private readonly _words = new Int32Array(CAPACITY * WORDS);
  private _next = 0;

  /**
   * The text of the octets from `start` to `end`, which are no more than `LONGEST`; `undefined` unless they are ASCII. The view
   * is one of the same octets.
   */
  text(octets: Uint8Array, view: DataView, start: number, end: number): string | undefined {
    const count = end - start;
    const wordsEnd = end - (count & 3);
    let last = 0;
    for (let i = end - 1; i >= wordsEnd; i--) last = (last << 8) | octets[i]!;
    let seen = last;
    let hash = last ^ count;
    for (let i = start; i < wordsEnd; i += 4) {
      const word = view.getInt32(i, true);
      seen |= word;
      hash = Math.imul(hash ^ word, 0x9e3779b1);
      hash ^= hash >>> 15;
    }
    if ((seen & HIGH_BITS) !== 0) return undefined;
    const place = (hash ^ (hash >>> 11)) & MASK;
    if (this._isAt(place, view, start, wordsEnd, last, count)) return this._texts[place]!;
    const other = place ^ 1;
    if (this._isAt(other, view, start, wordsEnd, last, count)) return this._texts[other]!;
    const text = String.fromCharCode.apply(null, octets.subarray(start, end) as unknown as number[]);
    // Which of the two places a text takes when neither is free must not depend on the text.
    this._next ^= 1;
    const free = this._texts[place] === '' ? place : this._texts[other] === '' ? other : place ^ this._next;
    this._texts[free] = text;
    const words = this._words;
    let at = free * WORDS;
    for (let i = start; i < wordsEnd; i += 4) words[at++] = view.getInt32(i, true);
    words[at] = last;
    return text;
  }

  /** Has this place the text of these octets, the last of them in a word of their own? */
  private _isAt(
    place: number,
    view: DataView,
    start: number,
    wordsEnd: number,
    last: number,
    count: number,
  ): boolean {
    if (this._texts[place]!.length !== count) return false;
    const words = this._words;
    let at = place * WORDS;
    for (let i = start; i < wordsEnd; i += 4) if (words[at++] !== view.getInt32(i, true)) return false;
    return words[at] === last;
  }
}
