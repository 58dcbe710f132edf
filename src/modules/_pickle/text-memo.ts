/**
 * Which texts a pickle has, for pickling with one call: a hash table that is kept from one call to the next, so that a
 * small pickle makes none of its own. Entries count only if they bear the stamp of the present use.
 */

const CAPACITY = 1024;
const MASK = CAPACITY - 1;
/** So many places are looked at. What finds none is the caller's to keep. */
const PROBES = 8;

export class TextMemo {
  private readonly _texts: string[] = new Array<string>(CAPACITY).fill('');
  private readonly _stamps = new Int32Array(CAPACITY);
  private readonly _numbers = new Int32Array(CAPACITY);
  private _stamp = 0;
  /** Where the text that was last looked up may be entered; −1 where there is no place. */
  private _place = -1;

  /** Forgets all texts. */
  clear(): void {
    this._stamp++;
    if (this._stamp === 0x7fffffff) {
      this._stamps.fill(0);
      this._stamp = 1;
    }
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

  /** Enters the text that was just looked up in vain, if there is a place for it. */
  enter(text: string, number: number): boolean {
    const place = this._place;
    if (place < 0) return false;
    this._texts[place] = text;
    this._stamps[place] = this._stamp;
    this._numbers[place] = number;
    return true;
  }
}
