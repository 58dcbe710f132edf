/** Tables of the format deflate that its reader and its writer share: RFC 1951, 3.2.5 and 3.2.6. */

export const MAX_BITS = 15;

/** Literals and the end of the block, then codes of lengths; of the 288 the last two are never used. */
export const LITERALS = 256;
export const LENGTH_CODES = 29;
export const L_CODES = LITERALS + 1 + LENGTH_CODES;
export const D_CODES = 30;
export const END_BLOCK = 256;

/** How many bits follow a code, and the smallest value it stands for. */
export const LENGTH_EXTRA = Uint8Array.from({ length: LENGTH_CODES }, (_, i) =>
  i < 8 || i === 28 ? 0 : (i >> 2) - 1,
);
export const DISTANCE_EXTRA = Uint8Array.from({ length: D_CODES }, (_, i) => (i < 4 ? 0 : (i >> 1) - 1));

function bases(extra: Uint8Array, first: number): Uint16Array {
  const values = new Uint16Array(extra.length);
  for (let i = 0, value = first; i < extra.length; i++) {
    values[i] = value;
    value += 1 << extra[i]!;
  }
  return values;
}

export const LENGTH_BASE = bases(LENGTH_EXTRA, 3);
// The longest match has a code of its own.
LENGTH_BASE[28] = 258;
export const DISTANCE_BASE = bases(DISTANCE_EXTRA, 1);

/** The order in which the lengths of the codes for code lengths are sent. */
export const BIT_LENGTH_ORDER = Uint8Array.of(
  16,
  17,
  18,
  0,
  8,
  7,
  9,
  6,
  10,
  5,
  11,
  4,
  12,
  3,
  13,
  2,
  14,
  1,
  15,
);

/** The code lengths of blocks that bring no codes of their own. */
export const FIXED_LITERAL_LENGTHS = Uint8Array.from({ length: 288 }, (_, i) =>
  i < 144 ? 8 : i < 256 ? 9 : i < 280 ? 7 : 8,
);
export const FIXED_DISTANCE_LENGTHS = new Uint8Array(30).fill(5);

/** The lowest `count` bits in the opposite order. */
export function reverseBits(bits: number, count: number): number {
  let reversed = 0;
  for (let i = 0; i < count; i++) reversed |= ((bits >>> i) & 1) << (count - 1 - i);
  return reversed;
}

/** The codes for symbols with these lengths, as they are written: the first bit lowest. */
export function codesFor(lengths: Uint8Array, codes: Uint16Array): void {
  const counts = new Uint16Array(MAX_BITS + 1);
  for (const length of lengths) counts[length]!++;
  const next = new Uint16Array(MAX_BITS + 1);
  counts[0] = 0;
  for (let bits = 1; bits <= MAX_BITS; bits++) next[bits] = (next[bits - 1]! + counts[bits - 1]!) << 1;
  for (let symbol = 0; symbol < lengths.length; symbol++) {
    const length = lengths[symbol]!;
    if (length > 0) codes[symbol] = reverseBits(next[length]!++, length);
  }
}
