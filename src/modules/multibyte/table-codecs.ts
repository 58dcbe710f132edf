/**
 * Codecs whose characters have one, two or three octets that tables tell, and those that add some by rules.
 * CPython: Modules/cjkcodecs/_codecs_{cn,hk,jp,kr,tw}.c.
 */
import type { ByteSink } from '../../common/byte-sink.ts';
import { type Charset, charsetOf, FIRST_OF_THREE, FourOctets, INVALID, PAIR, SINGLE } from './charset.ts';
import { type CharacterSink, StatelessCodec, TOO_FEW } from './codec.ts';

export function writeKey(key: number, out: ByteSink): void {
  if (key > 0xffff) out.push(key >> 16);
  if (key > 0xff) out.push((key >> 8) & 0xff);
  out.push(key & 0xff);
}

export class TableCodec extends StatelessCodec {
  #charset: Charset | undefined = undefined;

  /** Unpacked when it is first used. */
  protected get charset(): Charset {
    this.#charset ??= charsetOf(this.name);
    return this.#charset;
  }

  encode(
    text: ArrayLike<number>,
    position: number,
    out: ByteSink,
    _state: Uint8Array,
    flush: boolean,
  ): number {
    const character = text[position]!;
    if (character < 0x80 && this.charset.singles[character] === character + SINGLE) {
      out.push(character);
      return 1;
    }
    const seconds = this.charset.pairKeys(character);
    if (seconds !== undefined) {
      if (position + 1 === text.length && !flush) return TOO_FEW;
      const key = seconds.get(text[position + 1]!);
      if (key !== undefined) {
        writeKey(key, out);
        return 2;
      }
    }
    const key = this.charset.keyOf(character);
    if (key === undefined) return this.encodeOther(character, out);
    writeKey(key, out);
    return 1;
  }

  /** Encodes a character that is not in the table. */
  protected encodeOther(_character: number, _out: ByteSink): number {
    return -1;
  }

  decode(octets: Uint8Array, position: number, out: CharacterSink, _state: Uint8Array): number {
    const { charset } = this;
    const lead = octets[position]!;
    const meaning = charset.singles[lead]!;
    if (meaning >= SINGLE) {
      out.push(meaning - SINGLE);
      return 1;
    }
    if (meaning === INVALID) return -1;
    const left = octets.length - position;
    let size = 2;
    let character: number;
    if (meaning === FIRST_OF_THREE) {
      if (left < 3) return TOO_FEW;
      size = 3;
      character = charset.triples[(octets[position + 1]! << 8) | octets[position + 2]!]!;
    } else {
      if (left < 2) return TOO_FEW;
      character = charset.doubles[(lead << 8) | octets[position + 1]!]!;
    }
    if (character === 0) return -1;
    if (character >= PAIR) {
      const [first, second] = charset.pairs[character - PAIR]!;
      out.push(first);
      out.push(second);
    } else out.push(character);
    return size;
  }
}

// ── gb18030 ─────────────────────────────────────────────────────────────────────────────────────────────────────────

/** Four octets count: of base 126, 10, 126 and 10. */
const LEAD_SPAN = 10 * 126 * 10;
/** The first octet, less 0x81, of the characters beyond the Basic Multilingual Plane. */
const ASTRAL_LEAD = 15;

export class Gb18030Codec extends TableCodec {
  #fours: FourOctets | undefined = undefined;

  get #fourOctets(): FourOctets {
    this.#fours ??= new FourOctets();
    return this.#fours;
  }

  protected override encodeOther(character: number, out: ByteSink): number {
    const number =
      character > 0xffff
        ? character - 0x10000 + ASTRAL_LEAD * LEAD_SPAN
        : this.#fourOctets.numberOf(character);
    if (number === undefined) return -1;
    out.push(0x81 + Math.floor(number / LEAD_SPAN));
    out.push(0x30 + (Math.floor(number / 1260) % 10));
    out.push(0x81 + (Math.floor(number / 10) % 126));
    out.push(0x30 + (number % 10));
    return 1;
  }

  override decode(octets: Uint8Array, position: number, out: CharacterSink, state: Uint8Array): number {
    const lead = octets[position]!;
    const second = octets[position + 1];
    if (lead < 0x80 || second === undefined || second < 0x30 || second > 0x39) {
      return super.decode(octets, position, out, state);
    }
    if (octets.length - position < 4) return TOO_FEW;
    const third = octets[position + 2]!;
    const fourth = octets[position + 3]!;
    if (lead < 0x81 || lead > 0xfe || third < 0x81 || third > 0xfe || fourth < 0x30 || fourth > 0x39)
      return -1;
    const number = (((lead - 0x81) * 10 + second - 0x30) * 126 + third - 0x81) * 10 + fourth - 0x30;
    const astral = number - ASTRAL_LEAD * LEAD_SPAN + 0x10000;
    const character = astral >= 0x10000 ? astral : (this.#fourOctets.characters[number] ?? 0);
    if (character === 0 || character > 0x10ffff) return -1;
    out.push(character);
    return 4;
  }
}

// ── euc_kr ──────────────────────────────────────────────────────────────────────────────────────────────────────────

/** The second octets of the letters that a syllable is made of: KS X 1001:1998, annex 3. */
const INITIALS = [
  0xa1, 0xa2, 0xa4, 0xa7, 0xa8, 0xa9, 0xb1, 0xb2, 0xb3, 0xb5, 0xb6, 0xb7, 0xb8, 0xb9, 0xba, 0xbb, 0xbc, 0xbd,
  0xbe,
];
const FIRST_MEDIAL = 0xbf;
const MEDIALS = 21;
const FINALS = [
  0xd4, 0xa1, 0xa2, 0xa3, 0xa4, 0xa5, 0xa6, 0xa7, 0xa9, 0xaa, 0xab, 0xac, 0xad, 0xae, 0xaf, 0xb0, 0xb1, 0xb2,
  0xb4, 0xb5, 0xb6, 0xb7, 0xb8, 0xba, 0xbb, 0xbc, 0xbd, 0xbe,
];
const LETTER = 0xa4;
const FILLER = 0xd4;
const FIRST_SYLLABLE = 0xac00;
const LAST_SYLLABLE = 0xd7a3;

export class EucKrCodec extends TableCodec {
  protected override encodeOther(character: number, out: ByteSink): number {
    if (character < FIRST_SYLLABLE || character > LAST_SYLLABLE) return -1;
    const index = character - FIRST_SYLLABLE;
    const letters = [
      FILLER,
      INITIALS[Math.floor(index / (MEDIALS * FINALS.length))]!,
      FIRST_MEDIAL + (Math.floor(index / FINALS.length) % MEDIALS),
      FINALS[index % FINALS.length]!,
    ];
    for (const letter of letters) {
      out.push(LETTER);
      out.push(letter);
    }
    return 1;
  }

  override decode(octets: Uint8Array, position: number, out: CharacterSink, state: Uint8Array): number {
    if (octets[position] !== LETTER || octets[position + 1] !== FILLER) {
      return super.decode(octets, position, out, state);
    }
    if (octets.length - position < 8) return TOO_FEW;
    if (octets[position + 2] !== LETTER || octets[position + 4] !== LETTER || octets[position + 6] !== LETTER)
      return -1;
    const initial = INITIALS.indexOf(octets[position + 3]!);
    const medial = octets[position + 5]! - FIRST_MEDIAL;
    const final = FINALS.indexOf(octets[position + 7]!);
    if (initial < 0 || medial < 0 || medial >= MEDIALS || final < 0) return -1;
    out.push(FIRST_SYLLABLE + (initial * MEDIALS + medial) * FINALS.length + final);
    return 8;
  }
}
