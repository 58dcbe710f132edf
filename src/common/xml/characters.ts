/**
 * What a character may be in a document of XML 1.0, by its fourth edition, which is what expat goes by: appendix B. The
 * tables have the characters behind ASCII as ranges: the distance from the end of the one before, and how many follow,
 * both in base 36. CPython: Modules/expat/nametab.h, asciitab.h.
 */

/** Letters and ideographs: what a name begins with. */
const NAME_START =
  '1t-m 2-u 2-1l 3-a 3-7 2-1g 2-1v a-z 4-1 5-t 1l-2g j-6 5h 2-2 2 2-j 2-17 2-6 4 2 2 2 2-h e-b 2-1t 2-b 2-z ' +
  'f-1g 3-1 3-1 4-r 3-7 3-1 1k-11 3 8-11 22-q 6-2 1b-p 7-9 13-1y 3-4 2-e 2-3 2 g-1 f3-1g 4 r-9 10-7 3-1 3-l ' +
  '2-6 2 4-3 z-1 2-2 f-1 k-5 5-1 3-l 2-6 2-1 2-1 2-1 w-3 2 k-2 h-6 2 2-2 2-l 2-6 2-1 2-4 4 z 11-7 3-1 3-l ' +
  '2-6 2-1 3-3 4 v-1 2-2 10-5 4-2 2-3 4-1 2 2-1 4-1 4-2 4-7 2-2 24-7 2-2 2-m 2-9 2-4 13-1 10-7 2-2 2-m 2-9 ' +
  '2-4 11 2-1 10-7 2-2 2-m 2-f 13-1 4g-19 2 2-1 d-5 1o-1 2 3-1 2 3 7-3 2-6 2-2 2 2 3-1 2-1 2 2-1 a 3-4 3g-7 ' +
  '2-w 8n-11 b-12 a 2-1 2-2 2 2-1 2-4 16 2 2 c 2 2 4-1 4 6-2 2 2 2 2 4-1 4-1 2 15 a 3 3-1 8-1 2 2-6 15 5 9 ' +
  '2dj-4b 5-2h 7-l 3-5 3-11 3-5 3-7 2 2 2 2-u 3-1g 2-6 2 4-2 2-6 4-3 3-5 5-c 6-2 2-6 8a 4-1 3 2a-2 2v9 q-8 ' +
  'o-2b d-2h b-13 5p0-g4l 2fv-8mb';

/** Digits, combining characters and extenders: what a name goes on with besides. */
const NAME_MORE =
  '1k ex-1 1b-1x r-1 12 70-3 7f-g 2-m 2-2 2 2-1 2 3g b-7 e-9 7 2u-e 3-1 2-3 3-9 eg-2 1l 2-f 4-3 e-1 3-9 i-2 ' +
  '1l 2-6 3-1 3-2 a b-1 3-9 j 1m 2-4 5-1 3-2 p-b g-2 1l 2-7 2-2 2-2 p-9 i-2 1l 2-5 4-1 3-2 9-1 f-9 j-1 1n-4 ' +
  '4-2 2-3 a g-8 i-2 1n-6 2-2 2-3 8-1 g-9 j-1 1n-6 2-2 2-3 8-1 g-9 j-1 1n-5 3-2 2-3 a f-9 5e 3-6 c-8 2-9 2g ' +
  '3-5 2-1 a 2-5 3-9 1r-1 7-9 c 2 2 5-1 1e-j 2-5 5-5 2 2-k 4-6 2 3dj-c 5 2zo 11-5 2-4 2s-1 3-1 2m-2';

export const IS_NAME_START = 1;
export const IS_NAME = 2;
/** White space. */
export const IS_SPACE = 4;
/** No character of a document at all. */
export const IS_ILLEGAL = 8;

function mark(flags: Uint8Array, ranges: string, flag: number): void {
  let last = 0x7f;
  for (const range of ranges.split(' ')) {
    const [distance, more] = range.split('-');
    const start = last + Number.parseInt(distance!, 36);
    last = start + (more === undefined ? 0 : Number.parseInt(more, 36));
    flags.fill(flag, start, last + 1);
  }
}

/** Flags by UTF-16 unit. A pair of surrogates is a character, but no part of a name; one alone stands for octets that
 * could not be read. */
export function characterFlags(): Uint8Array {
  const flags = new Uint8Array(0x10000);
  mark(flags, NAME_START, IS_NAME_START | IS_NAME);
  mark(flags, NAME_MORE, IS_NAME);
  for (let c = 0; c < 0x20; c++) flags[c] = c === 9 || c === 10 || c === 13 ? IS_SPACE : IS_ILLEGAL;
  flags[0x20] = IS_SPACE;
  for (let c = 0x30; c <= 0x39; c++) flags[c] = IS_NAME;
  for (let c = 0x41; c <= 0x5a; c++) flags[c] = flags[c + 32] = IS_NAME_START | IS_NAME;
  flags[0x5f] = IS_NAME_START | IS_NAME;
  flags[0x2d] = flags[0x2e] = IS_NAME;
  flags[0xfffe] = flags[0xffff] = IS_ILLEGAL;
  flags.fill(IS_ILLEGAL, 0xd800, 0xe000);
  return flags;
}
