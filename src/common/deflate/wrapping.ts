/** What stands around compressed data: nothing, or the header and trailer of zlib (RFC 1950) or of gzip (RFC 1952). */
import { adler32 } from '../adler.ts';
import { crc32 } from '../crc.ts';

export type Wrapping = 'raw' | 'zlib' | 'gzip';

const OS_UNIX = 3;
const Z_HUFFMAN_ONLY = 2;

/** The settings of a stream that its header tells of. */
export interface HeaderSettings {
  /** 0 to 9. */
  readonly level: number;
  readonly wrapping: Wrapping;
  /** The size of the window as a power of two: 9 to 15. */
  readonly windowBits: number;
  readonly strategy: number;
}

function numberOctets(value: number, littleEndian: boolean): number[] {
  return [0, 1, 2, 3].map((i) => (value >>> (littleEndian ? 8 * i : 24 - 8 * i)) & 0xff);
}

/** The header; `dictionaryCheck` is the checksum of a dictionary that the reader must have. */
export function streamHeader(settings: HeaderSettings, dictionaryCheck: number | undefined): Uint8Array {
  const { level, wrapping, strategy, windowBits } = settings;
  if (wrapping === 'raw') return new Uint8Array(0);
  const isQuick = strategy >= Z_HUFFMAN_ONLY || level < 2;
  if (wrapping === 'gzip') {
    const extra = level === 9 ? 2 : isQuick ? 4 : 0;
    return Uint8Array.of(0x1f, 0x8b, 8, 0, 0, 0, 0, 0, extra, OS_UNIX);
  }
  const effort = isQuick ? 0 : level < 6 ? 1 : level === 6 ? 2 : 3;
  const withDictionary = dictionaryCheck !== undefined;
  const header = ((8 + ((windowBits - 8) << 4)) << 8) | (effort << 6) | (withDictionary ? 0x20 : 0);
  const checked = header + 31 - (header % 31);
  const dictionary = withDictionary ? numberOctets(dictionaryCheck, false) : [];
  return Uint8Array.of(checked >> 8, checked & 0xff, ...dictionary);
}

/** The checksum and the length of all input, as the trailer tells them. */
export class InputCheck {
  readonly #wrapping: Wrapping;
  value: number;
  total = 0;

  constructor(wrapping: Wrapping) {
    this.#wrapping = wrapping;
    this.value = wrapping === 'gzip' ? 0 : 1;
  }
  add(octets: Uint8Array): void {
    this.total += octets.length;
    if (this.#wrapping === 'zlib') this.value = adler32(octets, this.value);
    else if (this.#wrapping === 'gzip') this.value = crc32(octets, this.value);
  }
  trailer(): Uint8Array {
    if (this.#wrapping === 'raw') return new Uint8Array(0);
    const check = numberOctets(this.value, this.#wrapping === 'gzip');
    return Uint8Array.from(
      this.#wrapping === 'gzip' ? [...check, ...numberOctets(this.total % 2 ** 32, true)] : check,
    );
  }
  copy(): InputCheck {
    const copy = new InputCheck(this.#wrapping);
    copy.value = this.value;
    copy.total = this.total;
    return copy;
  }
}
