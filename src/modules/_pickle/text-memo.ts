/**
 * Which texts a pickle has, for pickling with one call: a hash table that is kept from one call to the next, so that a
 * small pickle makes none of its own. Entries count only if they bear the stamp of the present use.
 *
 * Texts that come again in another pickle, as names of attributes and keys do, are kept with their octets: V8 knows the
 * hash of a string that it has seen in a `Map`, and copying octets takes a third of the time of reading the text.
 */

const CAPACITY = 1024;
const MASK = CAPACITY - 1;
/** So many places are looked at. What finds none is the caller's to keep. */
const PROBES = 8;

/** Texts up to this length have their place. */
export const LONGEST = 64;
const WORDS = LONGEST / 4;

/** So many texts are kept with their octets; others take their place no sooner than after so many pickles. */
const MOST_KEPT = 1024;
const PICKLES_KEPT = 256;

export class TextMemo {
  private readonly _texts: string[] = new Array<string>(CAPACITY).fill('');
  private readonly _stamps = new Int32Array(CAPACITY);
  private readonly _numbers = new Int32Array(CAPACITY);
  private _stamp = 0;
  /** Where the text that was last looked up may be entered; −1 where there is no place. */
  private _place = -1;
  /** The rows of the texts that are kept. */
  private readonly _rows = new Map<string, number>();
  private readonly _rowStamps = new Int32Array(MOST_KEPT);
  private readonly _rowNumbers = new Int32Array(MOST_KEPT);
  private readonly _words = new Int32Array(MOST_KEPT * WORDS);
  /** How many pickles were begun since no text was kept. */
  private _age = 0;

  /** Forgets all texts. */
  clear(): void {
    this._stamp++;
    if (this._stamp === 0x7fffffff) {
      this._stamps.fill(0);
      this._rowStamps.fill(0);
      this._stamp = 1;
    }
    if (++this._age > PICKLES_KEPT && this._rows.size === MOST_KEPT) {
      this._rows.clear();
      this._age = 0;
    }
  }

  /** The row of a text that is kept; −1 when it is not. */
  row(text: string): number {
    return this._rows.get(text) ?? -1;
  }

  /** The number of a text that is kept; −1 when it has none in this pickle, and gets this one. */
  numberOf(row: number, number: number): number {
    if (this._rowStamps[row] === this._stamp) return this._rowNumbers[row]!;
    this._rowStamps[row] = this._stamp;
    this._rowNumbers[row] = number;
    return -1;
  }

  /** Writes the octets of a text that is kept. There must be room for whole words. */
  write(row: number, count: number, target: DataView, start: number): void {
    const words = this._words;
    let from = row * WORDS;
    for (let i = 0; i < count; i += 4) target.setInt32(start + i, words[from++]!, true);
  }

  /** The number of a text with this hash; −1 when it has none. */
  find(text: string, hash: number): number {
    let at = (hash ^ (hash >>> 15)) & MASK;
    for (let i = 0; i < PROBES; i++) {
      if (this._stamps[at] !== this._stamp) {
        this._place = at;
        return -1;
      }
      if (this._texts[at] === text) return this._numbers[at]!;
      at = (at + 1) & MASK;
    }
    this._place = -1;
    return -1;
  }

  /** Enters the text that was just looked up in vain and whose octets stand at `start`, if there is a place for it. */
  enter(text: string, number: number, octets: DataView, start: number): boolean {
    const place = this._place;
    if (place < 0) return false;
    if (this._texts[place] === text && this._rows.size < MOST_KEPT) {
      this._keep(text, number, octets, start);
      return true;
    }
    this._texts[place] = text;
    this._stamps[place] = this._stamp;
    this._numbers[place] = number;
    return true;
  }

  private _keep(text: string, number: number, octets: DataView, start: number): void {
    const row = this._rows.size;
    this._rows.set(text, row);
    this._rowStamps[row] = this._stamp;
    this._rowNumbers[row] = number;
    let to = row * WORDS;
    for (let i = 0; i < text.length; i += 4) this._words[to++] = octets.getInt32(start + i, true);
  }
}
