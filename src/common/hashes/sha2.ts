/**
 * SHA-2: FIPS 180-4. SHA-224 and SHA-256 work on words of 32 bits, SHA-384 and SHA-512 on words of 64, which stand
 * here as high and low halves. The shorter ones of each pair differ in where the state starts and how much is shown.
 */
import { BlockHash } from './block-hash.ts';
import { everyOther, rootFractions } from './prime-roots.ts';

interface Constants {
  readonly rounds32: Int32Array;
  readonly rounds64: Int32Array;
  readonly initial: { readonly [digestSize: number]: Int32Array };
}

/** Made when first needed: it takes about a millisecond. */
const constants: { value: Constants | undefined } = { value: undefined };

function sha2Constants(): Constants {
  if (constants.value === undefined) {
    const rounds64 = rootFractions(80, 3);
    const squareRoots = rootFractions(16, 2);
    const first = squareRoots.slice(0, 16);
    const second = squareRoots.slice(16);
    constants.value = {
      rounds64,
      rounds32: everyOther(rounds64, 0),
      initial: { 28: everyOther(second, 1), 32: everyOther(first, 0), 48: second, 64: first },
    };
  }
  return constants.value;
}

/** Where SHA-256 and SHA-512 start; BLAKE2 starts there too. */
export function initialWords(digestSize: 28 | 32 | 48 | 64): Int32Array {
  return sha2Constants().initial[digestSize]!.slice();
}

function rotate(x: number, count: number): number {
  return (x >>> count) | (x << (32 - count));
}

export class Sha256 extends BlockHash {
  protected readonly bigEndian = true;
  readonly #words = new Int32Array(64);
  readonly #rounds = sha2Constants().rounds32;

  constructor(digestSize: 28 | 32) {
    super(64, digestSize, initialWords(digestSize));
  }

  protected sibling(): Sha256 {
    return new Sha256(this.digestSize as 28 | 32);
  }

  protected mix(octets: Uint8Array, offset: number): void {
    const words = this.#words;
    for (let i = 0; i < 16; i++, offset += 4) {
      words[i] =
        (octets[offset]! << 24) |
        (octets[offset + 1]! << 16) |
        (octets[offset + 2]! << 8) |
        octets[offset + 3]!;
    }
    for (let i = 16; i < 64; i++) {
      const x = words[i - 15]!;
      const y = words[i - 2]!;
      const s0 = rotate(x, 7) ^ rotate(x, 18) ^ (x >>> 3);
      const s1 = rotate(y, 17) ^ rotate(y, 19) ^ (y >>> 10);
      words[i] = words[i - 16]! + s0 + words[i - 7]! + s1;
    }
    const { state } = this;
    const rounds = this.#rounds;
    let a = state[0]!;
    let b = state[1]!;
    let c = state[2]!;
    let d = state[3]!;
    let e = state[4]!;
    let f = state[5]!;
    let g = state[6]!;
    let h = state[7]!;
    for (let i = 0; i < 64; i++) {
      const s1 = rotate(e, 6) ^ rotate(e, 11) ^ rotate(e, 25);
      const t1 = (h + s1 + (g ^ (e & (f ^ g))) + rounds[i]! + words[i]!) | 0;
      const s0 = rotate(a, 2) ^ rotate(a, 13) ^ rotate(a, 22);
      const t2 = (s0 + ((a & b) | (c & (a | b)))) | 0;
      h = g;
      g = f;
      f = e;
      e = (d + t1) | 0;
      d = c;
      c = b;
      b = a;
      a = (t1 + t2) | 0;
    }
    state[0]! += a;
    state[1]! += b;
    state[2]! += c;
    state[3]! += d;
    state[4]! += e;
    state[5]! += f;
    state[6]! += g;
    state[7]! += h;
  }
}

/** Rotates the word with these halves by less than 32; gives the high half. With the halves exchanged: the low one. */
function rotateHalf(high: number, low: number, count: number): number {
  return (high >>> count) | (low << (32 - count));
}

export class Sha512 extends BlockHash {
  protected readonly bigEndian = true;
  readonly #words = new Int32Array(160);
  readonly #rounds = sha2Constants().rounds64;

  constructor(digestSize: 28 | 32 | 48 | 64, initial = initialWords(digestSize)) {
    super(128, digestSize, initial);
  }

  /** SHA-512/224 or SHA-512/256: they start where a SHA-512 of their name ends that starts a little elsewhere. */
  static truncated(digestSize: 28 | 32): Sha512 {
    const start = initialWords(64).map((word) => word ^ 0xa5a5a5a5);
    const generator = new Sha512(64, start);
    generator.update(new TextEncoder().encode(`SHA-512/${8 * digestSize}`));
    const view = new DataView(generator.digest().buffer);
    return new Sha512(
      digestSize,
      Int32Array.from({ length: 16 }, (_, i) => view.getInt32(4 * i)),
    );
  }

  protected sibling(): Sha512 {
    return new Sha512(this.digestSize as 28 | 32 | 48 | 64, this.state);
  }

  /** Computes the words from the sixteenth on. */
  #expand(words: Int32Array): void {
    for (let i = 32; i < 160; i += 2) {
      const xh = words[i - 30]!;
      const xl = words[i - 29]!;
      const yh = words[i - 4]!;
      const yl = words[i - 3]!;
      const s0h = rotateHalf(xh, xl, 1) ^ rotateHalf(xh, xl, 8) ^ (xh >>> 7);
      const s0l = rotateHalf(xl, xh, 1) ^ rotateHalf(xl, xh, 8) ^ rotateHalf(xl, xh, 7);
      const s1h = rotateHalf(yh, yl, 19) ^ rotateHalf(yl, yh, 29) ^ (yh >>> 6);
      const s1l = rotateHalf(yl, yh, 19) ^ rotateHalf(yh, yl, 29) ^ rotateHalf(yl, yh, 6);
      const low = (words[i - 31]! >>> 0) + (s0l >>> 0) + (words[i - 13]! >>> 0) + (s1l >>> 0);
      words[i] = words[i - 32]! + s0h + words[i - 14]! + s1h + Math.floor(low / 2 ** 32);
      words[i + 1] = low;
    }
  }

  protected mix(octets: Uint8Array, offset: number): void {
    const words = this.#words;
    for (let i = 0; i < 32; i++, offset += 4) {
      words[i] =
        (octets[offset]! << 24) |
        (octets[offset + 1]! << 16) |
        (octets[offset + 2]! << 8) |
        octets[offset + 3]!;
    }
    this.#expand(words);
    const { state } = this;
    const rounds = this.#rounds;
    let [ah, al, bh, bl, ch, cl, dh, dl] = state as unknown as number[] as Eight;
    let [eh, el, fh, fl, gh, gl, hh, hl] = state.subarray(8) as unknown as number[] as Eight;
    for (let i = 0; i < 160; i += 2) {
      const s1h = rotateHalf(eh, el, 14) ^ rotateHalf(eh, el, 18) ^ rotateHalf(el, eh, 9);
      const s1l = rotateHalf(el, eh, 14) ^ rotateHalf(el, eh, 18) ^ rotateHalf(eh, el, 9);
      const choiceH = gh ^ (eh & (fh ^ gh));
      const choiceL = gl ^ (el & (fl ^ gl));
      const t1 = (hl >>> 0) + (s1l >>> 0) + (choiceL >>> 0) + (rounds[i + 1]! >>> 0) + (words[i + 1]! >>> 0);
      const t1h = (hh + s1h + choiceH + rounds[i]! + words[i]! + Math.floor(t1 / 2 ** 32)) | 0;
      const t1l = t1 | 0;
      const s0h = rotateHalf(ah, al, 28) ^ rotateHalf(al, ah, 2) ^ rotateHalf(al, ah, 7);
      const s0l = rotateHalf(al, ah, 28) ^ rotateHalf(ah, al, 2) ^ rotateHalf(ah, al, 7);
      const majorityH = (ah & bh) | (ch & (ah | bh));
      const majorityL = (al & bl) | (cl & (al | bl));
      const t2 = (s0l >>> 0) + (majorityL >>> 0);
      const t2h = (s0h + majorityH + Math.floor(t2 / 2 ** 32)) | 0;
      hh = gh;
      hl = gl;
      gh = fh;
      gl = fl;
      fh = eh;
      fl = el;
      const e = (dl >>> 0) + (t1l >>> 0);
      eh = (dh + t1h + Math.floor(e / 2 ** 32)) | 0;
      el = e | 0;
      dh = ch;
      dl = cl;
      ch = bh;
      cl = bl;
      bh = ah;
      bl = al;
      const a = (t1l >>> 0) + ((t2 | 0) >>> 0);
      ah = (t1h + t2h + Math.floor(a / 2 ** 32)) | 0;
      al = a | 0;
    }
    addTo(state, 0, ah, al);
    addTo(state, 2, bh, bl);
    addTo(state, 4, ch, cl);
    addTo(state, 6, dh, dl);
    addTo(state, 8, eh, el);
    addTo(state, 10, fh, fl);
    addTo(state, 12, gh, gl);
    addTo(state, 14, hh, hl);
  }
}

type Eight = [number, number, number, number, number, number, number, number];

function addTo(state: Int32Array, index: number, high: number, low: number): void {
  const sum = (state[index + 1]! >>> 0) + (low >>> 0);
  state[index] = state[index]! + high + (sum > 0xffffffff ? 1 : 0);
  state[index + 1] = sum;
}
