/**
 * Hashes of texts that were hashed lately. JavaScript keeps the hash of a string to itself, and SipHash takes 40 ns for
 * the shortest one; finding it here takes 6 ns. The hashes depend on the interpreter's key, so each has its own cache.
 */

const SIZE = 1024;

/** Longer texts are not kept: comparing them costs as much as hashing. */
export const LONGEST_CACHED_TEXT = 64;

export class TextHashCache {
  readonly texts: string[] = new Array<string>(SIZE).fill('');
  /** The halves of the hash. */
  readonly lows = new Int32Array(SIZE);
  readonly highs = new Int32Array(SIZE);

  /** Where a text, which is not empty, stands if it is there. */
  slotOf(text: string): number {
    const { length } = text;
    return (
      (text.charCodeAt(0) * 7 +
        text.charCodeAt(length >> 1) * 31 +
        text.charCodeAt(length - 1) * 131 +
        length * 523) &
      (SIZE - 1)
    );
  }
}
