/**
 * Case mappings of characters (Unicode 16.0): the simple ones, one character to one, and the full ones.
 *
 * CPython: the `_PyUnicode_To…` functions of Objects/unicodectype.c. What depends on neighbours (the final
 * sigma, titlecase of a word) is the string method's business.
 */
import { CodePointTable, lazy, PackedReader, unpack } from './packed.ts';
import defer * as tables from './unicode-tables.data.ts';

/** Numbers in a record: three differences, four sequence numbers. */
const FIELDS = 7;
const UPPER = 0;
const LOWER = 1;
const TITLE = 2;
const FULL_UPPER = 3;
const FULL_LOWER = 4;
const FULL_TITLE = 5;
const FOLD = 6;

const cases = lazy(() => {
  const packed = unpack(tables.CASE_RECORDS);
  const records = new Int32Array(packed.length);
  for (let i = 0; i < packed.length; i++) {
    const n = packed[i]!;
    records[i] = i % FIELDS > TITLE ? n : n % 2 === 0 ? n / 2 : -(n + 1) / 2;
  }
  return { table: new CodePointTable(tables.CASE_RUNS), records };
});

/** Sequences are numbered from 1. */
const sequences = lazy(() => {
  const reader = new PackedReader(tables.CASE_SEQUENCES);
  const out: number[][] = [[]];
  while (!reader.done) out.push(Array.from({ length: reader.next() }, () => reader.next()));
  return out;
});

function field(cp: number, index: number): number {
  const { table, records } = cases();
  return records[table.get(cp) * FIELDS + index]!;
}

/** The uppercase character; the full mapping may have more: {@link fullUpper}. */
export function toUpper(cp: number): number {
  if (cp < 128) return cp >= 97 && cp <= 122 ? cp - 32 : cp;
  return cp + field(cp, UPPER);
}

export function toLower(cp: number): number {
  if (cp < 128) return cp >= 65 && cp <= 90 ? cp + 32 : cp;
  return cp + field(cp, LOWER);
}

export function toTitle(cp: number): number {
  if (cp < 128) return toUpper(cp);
  return cp + field(cp, TITLE);
}

/**
 * A full mapping that has several characters (or another than the simple one), undefined where {@link
 * toUpper} says all.
 */
export function fullUpper(cp: number): readonly number[] | undefined {
  return cp < 128 ? undefined : sequence(field(cp, FULL_UPPER));
}

/** See {@link fullUpper}; for {@link toLower}. */
export function fullLower(cp: number): readonly number[] | undefined {
  return cp < 128 ? undefined : sequence(field(cp, FULL_LOWER));
}

/** See {@link fullUpper}; for {@link toTitle}. */
export function fullTitle(cp: number): readonly number[] | undefined {
  return cp < 128 ? undefined : sequence(field(cp, FULL_TITLE));
}

/** The folded form of `str.casefold`, undefined where it is {@link toLower}'s. */
export function fullFold(cp: number): readonly number[] | undefined {
  return cp < 128 ? undefined : sequence(field(cp, FOLD));
}

function sequence(number: number): readonly number[] | undefined {
  return number === 0 ? undefined : sequences()[number];
}
