/**
 * The codecs of the family ISO-2022: escape sequences designate the charset that the following octets are of.
 * CPython: Modules/cjkcodecs/_codecs_iso2022.c.
 *
 * The state has the charsets that are designated to G0 to G3 in its first four octets, as the last octet of their
 * escape sequences, with the highest bit for charsets of two octets; flags in the fifth.
 */
import type { ByteSink } from '../../common/byte-sink.ts';
import { type Charset, charsetOf, isPlane2Row, PAIR, THREE_OCTETS } from './charset.ts';
import { type CharacterSink, type CodecState, type MultibyteCodec, TOO_FEW } from './codec.ts';

const ESC = 0x1b;
const SHIFT_OUT = 0x0e;
const SHIFT_IN = 0x0f;
const LINE_FEED = 0x0a;

const TWO_OCTETS = 0x80;
const ASCII = 0x42;

const FLAGS = 4;
const SHIFTED = 1;
/** An escape sequence that means nothing here is passed through. */
const PASSING_ESCAPE = 2;

/** The longest escape sequence. */
const MAX_ESCAPE = 16;

/** What a set says about a character that only the next one can decide about. */
const DEPENDS = -2;
const NONE = -1;

/** A charset that can be designated. */
interface Designation {
  readonly mark: number;
  /** Which of G0 to G3 it goes to. */
  readonly plane: 0 | 1 | 2;
  readonly width: 1 | 2;
  /** The character for octets of seven bits, 0 for none, or a pair in its charset. */
  decode(key: number): number;
  /** The octets for a character and the next one; `next` is absent when it is not known, 0 when there is none. */
  encode(character: number, next: number | undefined): number;
  readonly charset?: () => Charset;
}

const HIGH_BITS = 0x8080;
/** Below are half-width characters, which have a single shift before them. */
const FIRST_KEY = 0xa1a1;

/** A set of two octets out of a codec of the family EUC. */
function eucSet(mark: string, name: string, plane: 0 | 1, part: 'doubles' | 'triples'): Designation {
  const charset = (): Charset => charsetOf(name);
  return {
    mark: mark.charCodeAt(0) | TWO_OCTETS,
    plane,
    width: 2,
    charset,
    decode: (key) => (key & HIGH_BITS ? 0 : charset()[part][key | HIGH_BITS]!),
    encode: (character) => {
      const key = charset().keyOf(character) ?? 0;
      if (part === 'doubles' ? key < FIRST_KEY || key > 0xffff : key < THREE_OCTETS) return NONE;
      return (key & HIGH_BITS) === HIGH_BITS ? key & 0x7f7f : NONE;
    },
  };
}

const KSX1001_G0 = eucSet('C', 'euc_kr', 0, 'doubles');
const KSX1001_G1 = eucSet('C', 'euc_kr', 1, 'doubles');
const GB2312 = eucSet('A', 'gb2312', 0, 'doubles');
const JISX0208 = eucSet('B', 'euc_jp', 0, 'doubles');
const JISX0212 = eucSet('D', 'euc_jp', 0, 'triples');
/** The version of 1978 is only read. */
const JISX0208_OLD: Designation = { ...JISX0208, mark: 0x40 | TWO_OCTETS, encode: () => NONE };

const YEN = 0xa5;
const OVERLINE = 0x203e;

const JISX0201_ROMAN: Designation = {
  mark: 0x4a,
  plane: 0,
  width: 1,
  decode: (key) => (key === 0x5c ? YEN : key === 0x7e ? OVERLINE : key < 0x80 ? key : 0),
  encode: (character) => {
    if (character === YEN) return 0x5c;
    if (character === OVERLINE) return 0x7e;
    return character < 0x80 && character !== 0x5c && character !== 0x7e ? character : NONE;
  },
};

const FIRST_HALFWIDTH = 0xff61;
const LAST_HALFWIDTH = 0xff9f;

const JISX0201_KATAKANA: Designation = {
  mark: 0x49,
  plane: 0,
  width: 1,
  decode: (key) => (key >= 0x21 && key <= 0x5f ? key - 0x21 + FIRST_HALFWIDTH : 0),
  encode: (character) =>
    character >= FIRST_HALFWIDTH && character <= LAST_HALFWIDTH ? character - FIRST_HALFWIDTH + 0x21 : NONE,
};

const FULLWIDTH_TILDE = 0xff5e;

/** JIS X 0213 of 2000 or 2004, first plane; `pairsOnly` are the characters of two code points. */
function jisx0213(mark: string, name: string, pairsOnly: boolean): Designation {
  const set = eucSet(mark, name, 0, 'doubles');
  return {
    ...set,
    encode: (character, next) => {
      const seconds = charsetOf(name).pairKeys(character);
      if (seconds !== undefined) {
        if (next === undefined) return DEPENDS;
        const key = seconds.get(next);
        if (key !== undefined) return key & 0x7f7f;
      }
      // Only the codecs of the family EUC have this one at the place of the wave dash.
      return pairsOnly || character === FULLWIDTH_TILDE ? NONE : set.encode(character, next);
    },
  };
}

function jisx0213Plane2(name: string): Designation {
  const set = eucSet('P', name, 0, 'triples');
  return {
    ...set,
    decode: (key) => (isPlane2Row((key >> 8) - 0x20) ? set.decode(key) : 0),
    encode: (character, next) => {
      const key = set.encode(character, next);
      return key >= 0 && isPlane2Row((key >> 8) - 0x20) ? key : NONE;
    },
  };
}

/** A half of ISO 8859 in G2, which is only read, after a shift for one character. */
function iso8859(mark: string, decode: (octet: number) => number): Designation {
  return { mark: mark.charCodeAt(0), plane: 2, width: 1, decode, encode: () => NONE };
}

/** The upper half of ISO 8859-7; 0 is unassigned. */
function greek(octet: number): number {
  if (octet < 0xa0) return octet;
  if (octet === 0xa1) return 0x2018;
  if (octet === 0xa2) return 0x2019;
  if (octet === 0xaf) return 0x2015;
  if (octet === 0xa0 || octet === 0xa3 || (octet >= 0xa6 && octet <= 0xa9)) return octet;
  if ((octet >= 0xab && octet <= 0xad) || (octet >= 0xb0 && octet <= 0xb3)) return octet;
  if (octet === 0xb7 || octet === 0xbb || octet === 0xbd) return octet;
  return octet >= 0xb4 && octet <= 0xfe && octet !== 0xd2 ? octet + 0x2d0 : 0;
}

const LATIN1 = iso8859('A', (octet) => octet);
const GREEK = iso8859('F', greek);

/** What a member of the family has. */
interface Configuration {
  readonly designations: readonly Designation[];
  /** Are there shifts to G1? */
  readonly shifts: boolean;
  /** Is there a G2 and a shift to it for one character? */
  readonly singleShift: boolean;
  /** Is the sequence known that announces JIS X 0208 of 1990? */
  readonly announcesJisx0208: boolean;
}

function japanese(designations: readonly Designation[], singleShift = false): Configuration {
  return { designations, shifts: false, singleShift, announcesJisx0208: true };
}

export const ISO2022_CONFIGURATIONS: Readonly<Record<string, Configuration>> = {
  iso2022_kr: { designations: [KSX1001_G1], shifts: true, singleShift: false, announcesJisx0208: false },
  iso2022_jp: japanese([JISX0208, JISX0201_ROMAN, JISX0208_OLD]),
  iso2022_jp_1: japanese([JISX0208, JISX0212, JISX0201_ROMAN, JISX0208_OLD]),
  iso2022_jp_2: japanese(
    [JISX0208, JISX0212, KSX1001_G0, GB2312, JISX0201_ROMAN, JISX0208_OLD, LATIN1, GREEK],
    true,
  ),
  iso2022_jp_2004: japanese([
    jisx0213('Q', 'euc_jis_2004', true),
    JISX0208,
    jisx0213('Q', 'euc_jis_2004', false),
    jisx0213Plane2('euc_jis_2004'),
  ]),
  iso2022_jp_3: japanese([
    jisx0213('O', 'euc_jisx0213', true),
    JISX0208,
    jisx0213('O', 'euc_jisx0213', false),
    jisx0213Plane2('euc_jisx0213'),
  ]),
  iso2022_jp_ext: japanese([JISX0208, JISX0212, JISX0201_ROMAN, JISX0201_KATAKANA, JISX0208_OLD]),
};

const code = (c: string): number => c.charCodeAt(0);
const DOLLAR = code('$');
const OPEN = code('(');
const CLOSE = code(')');
const DOT = code('.');
const AMPERSAND = code('&');
const AT = code('@');

function endsEscape(octet: number): boolean {
  return (octet >= code('A') && octet <= code('Z')) || octet === AT;
}

function writeAll(out: ByteSink, ...octets: number[]): void {
  for (const octet of octets) out.push(octet);
}

export class Iso2022Codec implements MultibyteCodec {
  readonly name: string;
  readonly #configuration: Configuration;

  constructor(name: string, configuration: Configuration) {
    this.name = name;
    this.#configuration = configuration;
  }

  initEncoder(state: CodecState): void {
    state[FLAGS] = 0;
    state[0] = ASCII;
    state[1] = ASCII;
  }

  initDecoder(state: CodecState): void {
    state[FLAGS] = 0;
    state[0] = ASCII;
    state[1] = ASCII;
    state[2] = ASCII;
  }

  resetEncoder(state: CodecState, out: ByteSink): void {
    this.#shiftIn(state, out);
    if (state[0] !== ASCII) {
      writeAll(out, ESC, OPEN, ASCII);
      state[0] = ASCII;
    }
  }

  resetDecoder(state: CodecState): void {
    state[0] = ASCII;
    state[FLAGS]! &= ~SHIFTED;
  }

  #shiftIn(state: CodecState, out: ByteSink): void {
    if ((state[FLAGS]! & SHIFTED) === 0) return;
    out.push(SHIFT_IN);
    state[FLAGS]! &= ~SHIFTED;
  }

  encode(
    text: ArrayLike<number>,
    position: number,
    out: ByteSink,
    state: CodecState,
    flush: boolean,
  ): number {
    const character = text[position]!;
    if (character < 0x80) {
      if (state[0] !== ASCII) {
        writeAll(out, ESC, OPEN, ASCII);
        state[0] = ASCII;
      }
      this.#shiftIn(state, out);
      out.push(character);
      return 1;
    }
    for (const designation of this.#configuration.designations) {
      let key = designation.encode(character, undefined);
      let taken = 1;
      if (key === DEPENDS) {
        if (position + 1 === text.length && !flush) return TOO_FEW;
        const next = text[position + 1] ?? 0;
        key = designation.encode(character, next);
        if (charsetOf('euc_jis_2004').pairKeys(character)?.has(next) && key >= 0) taken = 2;
      }
      if (key < 0) continue;
      this.#designate(designation, out, state);
      if (designation.width === 2) out.push(key >> 8);
      out.push(key & 0xff);
      return taken;
    }
    return -1;
  }

  #designate({ mark, plane, width }: Designation, out: ByteSink, state: CodecState): void {
    const final = mark & 0x7f;
    if (plane === 0) {
      this.#shiftIn(state, out);
      if (state[0] === mark) return;
      state[0] = mark;
      if (width === 1) writeAll(out, ESC, OPEN, final);
      else if (mark === JISX0208.mark) writeAll(out, ESC, DOLLAR, final);
      else writeAll(out, ESC, DOLLAR, OPEN, final);
      return;
    }
    if (state[1] !== mark) {
      state[1] = mark;
      writeAll(out, ESC, DOLLAR, CLOSE, final);
    }
    if ((state[FLAGS]! & SHIFTED) === 0) {
      out.push(SHIFT_OUT);
      state[FLAGS]! |= SHIFTED;
    }
  }

  decode(octets: Uint8Array, position: number, out: CharacterSink, state: CodecState): number {
    const octet = octets[position]!;
    if (state[FLAGS]! & PASSING_ESCAPE) {
      if (endsEscape(octet)) state[FLAGS]! &= ~PASSING_ESCAPE;
    } else if (octet === ESC) return this.#decodeEscape(octets, position, out, state);
    else if (octet === SHIFT_IN && this.#configuration.shifts) {
      state[FLAGS]! &= ~SHIFTED;
      return 1;
    } else if (octet === SHIFT_OUT && this.#configuration.shifts) {
      state[FLAGS]! |= SHIFTED;
      return 1;
    } else if (octet === LINE_FEED) state[FLAGS]! &= ~SHIFTED;
    else if (octet >= 0x20) {
      if (octet >= 0x80) return -1;
      const mark = state[FLAGS]! & SHIFTED ? state[1]! : state[0]!;
      if (mark !== ASCII) return this.#decodeDesignated(mark, octets, position, out);
    }
    out.push(octet);
    return 1;
  }

  #decodeDesignated(mark: number, octets: Uint8Array, position: number, out: CharacterSink): number {
    const designation = this.#configuration.designations.find((candidate) => candidate.mark === mark);
    // A state that was set from outside can name a charset that there is not.
    if (designation === undefined) return -1;
    const { width } = designation;
    if (octets.length - position < width) return TOO_FEW;
    const key = width === 1 ? octets[position]! : (octets[position]! << 8) | octets[position + 1]!;
    const character = designation.decode(key);
    if (character === 0) return -width;
    if (character >= PAIR) {
      const [first, second] = designation.charset!().pairs[character - PAIR]!;
      out.push(first);
      out.push(second);
    } else out.push(character);
    return width;
  }

  #decodeEscape(octets: Uint8Array, position: number, out: CharacterSink, state: CodecState): number {
    const second = octets[position + 1];
    if (second === undefined) return TOO_FEW;
    if ([OPEN, CLOSE, DOLLAR, DOT, AMPERSAND].includes(second))
      return this.#takeDesignation(octets, position, state);
    if (this.#configuration.singleShift && second === code('N')) {
      const third = octets[position + 2];
      if (third === undefined) return TOO_FEW;
      const designation = this.#configuration.designations.find(
        (candidate) => candidate.plane === 2 && candidate.mark === state[2],
      );
      const octet = third ^ 0x80;
      let character = designation === undefined ? 0 : designation.decode(octet);
      if (designation === LATIN1 && octet < 0x80) character = 0;
      if (state[2] === ASCII) out.push(third);
      else if (character === 0 && (designation !== GREEK || octet !== 0)) return -3;
      else out.push(character);
      return 3;
    }
    state[FLAGS]! |= PASSING_ESCAPE;
    out.push(ESC);
    return 1;
  }

  #takeDesignation(octets: Uint8Array, position: number, state: CodecState): number {
    let length = 0;
    for (let i = 1; i < MAX_ESCAPE && length === 0; i++) {
      if (position + i >= octets.length) return TOO_FEW;
      if (endsEscape(octets[position + i]!)) length = i + 1;
      else if (
        this.#configuration.announcesJisx0208 &&
        octets[position + i] === AMPERSAND &&
        octets[position + i + 1] === AT
      ) {
        i += 2;
      }
    }
    if (length === 0) return -1;
    const target = this.#designated(octets.subarray(position, position + length));
    if (target === undefined) return -length;
    const [plane, mark] = target;
    if (
      mark !== ASCII &&
      !this.#configuration.designations.some((designation) => designation.mark === mark)
    ) {
      return -length;
    }
    state[plane] = mark;
    return length;
  }

  /** Where an escape sequence designates which charset. */
  #designated(escape: Uint8Array): readonly [plane: number, mark: number] | undefined {
    const last = escape.at(-1)!;
    switch (escape.length) {
      case 3:
        if (escape[1] === DOLLAR) return [0, last | TWO_OCTETS];
        if (escape[1] === OPEN) return [0, last];
        if (escape[1] === CLOSE) return [1, last];
        return this.#configuration.singleShift && escape[1] === DOT ? [2, last] : undefined;
      case 4:
        if (escape[1] !== DOLLAR) return undefined;
        if (escape[2] === OPEN) return [0, last | TWO_OCTETS];
        return escape[2] === CLOSE ? [1, last | TWO_OCTETS] : undefined;
      case 6: {
        const isAnnounced = escape[3] === ESC && escape[4] === DOLLAR && last === code('B');
        return this.#configuration.announcesJisx0208 && isAnnounced ? [0, JISX0208.mark] : undefined;
      }
      default:
        return undefined;
    }
  }
}
