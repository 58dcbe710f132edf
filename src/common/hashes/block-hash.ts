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
    const { blockSize, digestSize, bigEndian } = this;
    const end = this.copy();
    // The length takes an eighth of a block: 8 octets of 64, 16 of 128.
    const lengthSize = blockSize >>> 3;
    const used = this.#pendingLength;
    const tail = new Uint8Array(used + 1 + lengthSize <= blockSize ? blockSize : 2 * blockSize);
    tail.set(this.#pending.subarray(0, used), 0);
    tail[used] = 0x80;
    const view = new DataView(tail.buffer);
    const bits = BigInt(this.#length) * 8n;
    view.setBigUint64(bigEndian ? tail.length - 8 : tail.length - lengthSize, bits, !bigEndian);
    for (let offset = 0; offset < tail.length; offset += blockSize) end.mix(tail, offset);
    const digest = new DataView(new ArrayBuffer(digestSize));
    for (let i = 0; 4 * i < digestSize; i++) digest.setInt32(4 * i, end.state[i]!, !bigEndian);
    return new Uint8Array(digest.buffer);
  }
}
