/**
 * Short ASCII texts out of octets, the same ones again and again: names of attributes, keys of objects. A table remembers
 * those that were read last, because comparing octets with a text takes less time than making the text.
 */

const CAPACITY = 2048;
const MASK = CAPACITY - 1;

/** Longer texts are seldom the same. */
export const LONGEST = 40;

export class AsciiTexts {
  private readonly _texts: string[] = new Array<string>(CAPACITY).fill('');

  /** The text of the octets from `start` to `end`, which are no more than `LONGEST`; `undefined` unless they are ASCII. */
  text(octets: Uint8Array, start: number, end: number): string | undefined {
    let hash = end - start;
    for (let i = start; i < end; i++) {
      const octet = octets[i]!;
      if (octet > 127) return undefined;
      hash = Math.imul(hash ^ octet, 0x01000193);
    }
    const place = (hash ^ (hash >>> 15)) & MASK;
    const found = this._texts[place]!;
    if (found.length === end - start) {
      let i = start;
      while (i < end && found.charCodeAt(i - start) === octets[i]) i++;
      if (i === end) return found;
    }
    const text = String.fromCharCode.apply(null, octets.subarray(start, end) as unknown as number[]);
    this._texts[place] = text;
    return text;
  }
}
