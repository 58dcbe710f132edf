/**
 * What MD5, SHA-1 and SHA-2 have in common (Merkle and Damgård's construction): the message is cut into blocks, each
 * of which is mixed into a state of a few words; at the end come a set bit, zeros, and the length of the message.
 */

/** A hash of a message that arrives in pieces. */
export interface HashState {
  /** How many octets are mixed in at once; HMAC pads keys to this. */
  readonly blockSize: number;
  readonly digestSize: number;
  update(octets: Uint8Array): void;
  /** The hash of what has come so far; more may follow. */
  digest(): Uint8Array;
  copy(): HashState;
}

export abstract class BlockHash implements HashState {
  readonly blockSize: number;
  readonly digestSize: number;
  /** The words of the state. */
  protected state: Int32Array;
  /** Octets that do not fill a block yet. */
  #pending: Uint8Array;
  #pendingLength = 0;
  /** Of the whole message, in octets. */
  #length = 0;

  protected constructor(blockSize: number, digestSize: number, state: Int32Array) {
    this.blockSize = blockSize;
    this.digestSize = digestSize;
    this.state = state;
    this.#pending = new Uint8Array(blockSize);
  }

  /** Mixes the block that starts there into the state. */
  protected abstract mix(octets: Uint8Array, offset: number): void;

  /** Does the most significant octet of a word come first? */
  protected abstract readonly bigEndian: boolean;

  /** A new hash of the same kind, whatever its state. */
  protected abstract sibling(): BlockHash;

  update(octets: Uint8Array): void {
    const { blockSize } = this;
    const pending = this.#pending;
    this.#length += octets.length;
    let offset = 0;
    if (this.#pendingLength > 0) {
      offset = Math.min(blockSize - this.#pendingLength, octets.length);
      pending.set(octets.subarray(0, offset), this.#pendingLength);
      this.#pendingLength += offset;
      if (this.#pendingLength < blockSize) return;
      this.mix(pending, 0);
      this.#pendingLength = 0;
    }
    for (; offset + blockSize <= octets.length; offset += blockSize) this.mix(octets, offset);
    pending.set(octets.subarray(offset), 0);
    this.#pendingLength = octets.length - offset;
  }

  copy(): BlockHash {
    const copy = this.sibling();
    copy.state = this.state.slice();
    copy.#pending = this.#pending.slice();
    copy.#pendingLength = this.#pendingLength;
    copy.#length = this.#length;
    return copy;
  }

  digest(): Uint8Array {
    const { blockSize, digestSize, bigEndian, state } = this;
    const kept = state.slice();
    // The length takes an eighth of a block: 8 octets of 64, 16 of 128.
    const lengthSize = blockSize >>> 3;
    const used = this.#pendingLength;
    const tailSize = used + 1 + lengthSize <= blockSize ? blockSize : 2 * blockSize;
    tail.fill(0, 0, tailSize);
    for (let i = 0; i < used; i++) tail[i] = this.#pending[i]!;
    tail[used] = 0x80;
    // In bits, by two words.
    const high = Math.floor(this.#length / 2 ** 29);
    const low = this.#length << 3;
    const lengthAt = bigEndian ? tailSize - 8 : tailSize - lengthSize;
    putWord(tail, lengthAt, bigEndian ? high : low, bigEndian);
    putWord(tail, lengthAt + 4, bigEndian ? low : high, bigEndian);
    for (let offset = 0; offset < tailSize; offset += blockSize) this.mix(tail, offset);
    const digest = new Uint8Array(digestSize);
    for (let at = 0; at < digestSize; at += 4) putWord(digest, at, state[at >>> 2]!, bigEndian);
    state.set(kept);
    return digest;
  }
}

/** The end of a message, while a digest is made: at most two blocks. To make an array each time takes as long as to hash it. */
const tail = new Uint8Array(256);

function putWord(octets: Uint8Array, at: number, word: number, bigEndian: boolean): void {
  for (let i = 0; i < 4; i++) octets[at + i] = word >>> (8 * (bigEndian ? 3 - i : i));
}
