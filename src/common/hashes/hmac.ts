/** HMAC: a hash with a key. RFC 2104. */
import type { HashState } from './block-hash.ts';

/** Two hashes: one of the key and the message, one of the key again and the first one's digest. */
export class Hmac implements HashState {
  readonly blockSize: number;
  readonly digestSize: number;
  readonly #inner: HashState;
  readonly #outer: HashState;

  private constructor(inner: HashState, outer: HashState) {
    this.blockSize = inner.blockSize;
    this.digestSize = inner.digestSize;
    this.#inner = inner;
    this.#outer = outer;
  }

  static withKey(start: () => HashState, key: Uint8Array): Hmac {
    const inner = start();
    const outer = start();
    let short = key;
    if (key.length > inner.blockSize) {
      const hash = start();
      hash.update(key);
      short = hash.digest();
    }
    const padded = new Uint8Array(inner.blockSize);
    padded.set(short);
    inner.update(padded.map((octet) => octet ^ 0x36));
    outer.update(padded.map((octet) => octet ^ 0x5c));
    return new Hmac(inner, outer);
  }

  update(octets: Uint8Array): void {
    this.#inner.update(octets);
  }

  copy(): Hmac {
    return new Hmac(this.#inner.copy(), this.#outer.copy());
  }

  digest(): Uint8Array {
    const end = this.#outer.copy();
    end.update(this.#inner.digest());
    return end.digest();
  }
}
