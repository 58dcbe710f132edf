/**
 * Properties of characters, from the Unicode Character Database 16.0, whatever Unicode the host knows.
 *
 * CPython: Objects/unicodectype.c and Modules/unicodedata.c. Every function takes a code point (0…0x10FFFF,
 * lone surrogates included) and answers for unassigned ones too. The tables are unpacked on first use. Case
 * mappings are in ./unicode-case.ts, normal forms in ./unicode-normalize.ts, names in ./unicode-names.ts.
 */
import { CodePointTable, lazy, PackedReader, unpack } from './packed.ts';
import {
  BIDI_CLASSES,
  CASE_IGNORABLE,
  CASED,
  CATEGORIES,
  LOWERCASE,
  MIRRORED,
  UPPERCASE,
  WIDTHS,
  XID_CONTINUE,
  XID_START,
} from './unicode-format.ts';
import defer * as tables from './unicode-tables.data.ts';

/** Flags that follow from the rest of a record. */
const ALPHA = 128;
const PRINTABLE = 256;
const SPACE = 512;
const LINE_BREAK = 1024;
const TITLECASE = 2048;

interface Properties {
  readonly table: CodePointTable;
  readonly category: readonly string[];
  readonly bidirectional: readonly string[];
  readonly combining: readonly number[];
  readonly width: readonly string[];
  readonly flags: Uint16Array;
}

const properties = lazy((): Properties => {
  const records = unpack(tables.PROPERTY_RECORDS);
  const category: string[] = [];
  const bidirectional: string[] = [];
  const combining: number[] = [];
  const width: string[] = [];
  const flags = new Uint16Array(records.length / 5);
  for (let i = 0; i < flags.length; i++) {
    const c = CATEGORIES[records[5 * i]!]!;
    const b = BIDI_CLASSES[records[5 * i + 1]!]!;
    category.push(c);
    bidirectional.push(b);
    combining.push(records[5 * i + 2]!);
    width.push(WIDTHS[records[5 * i + 3]!]!);
    let f = records[5 * i + 4]!;
    if (c === 'Lu' || c === 'Ll' || c === 'Lt' || c === 'Lm' || c === 'Lo') f |= ALPHA;
    if (c[0] !== 'C' && c[0] !== 'Z') f |= PRINTABLE;
    if (c === 'Zs' || b === 'WS' || b === 'B' || b === 'S') f |= SPACE;
    if (c === 'Zl' || b === 'B') f |= LINE_BREAK;
    if (c === 'Lt') f |= TITLECASE;
    flags[i] = f;
  }
  return {
    table: new CodePointTable(tables.PROPERTY_RUNS),
    category,
    bidirectional,
    combining,
    width,
    flags,
  };
});

function hasFlag(cp: number, flag: number): boolean {
  const { table, flags } = properties();
  return (flags[table.get(cp)]! & flag) !== 0;
}

// --- Predicates of str
// -----------------------------------------------------------------------------------------

/** XID_Start: may an identifier begin with it? */
export function hasXidStart(cp: number): boolean {
  return hasFlag(cp, XID_START);
}

/** XID_Continue: may an identifier go on with it? */
export function hasXidContinue(cp: number): boolean {
  return hasFlag(cp, XID_CONTINUE);
}

/** Neither a control, format, surrogate, private or unassigned character nor a separator. */
export function hasGlyph(cp: number): boolean {
  return hasFlag(cp, PRINTABLE);
}

/** `str.isalpha`: a letter. */
export function isAlpha(cp: number): boolean {
  if (cp < 128) return (cp >= 97 && cp <= 122) || (cp >= 65 && cp <= 90);
  return hasFlag(cp, ALPHA);
}

/** `str.isspace`. */
export function isSpace(cp: number): boolean {
  if (cp < 128) return cp === 32 || (cp >= 9 && cp <= 13) || (cp >= 28 && cp <= 31);
  return hasFlag(cp, SPACE);
}

/** Does `str.splitlines` end a line here? */
export function isLineBreak(cp: number): boolean {
  if (cp < 128) return (cp >= 10 && cp <= 13) || (cp >= 28 && cp <= 30);
  return hasFlag(cp, LINE_BREAK);
}

export function isLower(cp: number): boolean {
  if (cp < 128) return cp >= 97 && cp <= 122;
  return hasFlag(cp, LOWERCASE);
}

export function isUpper(cp: number): boolean {
  if (cp < 128) return cp >= 65 && cp <= 90;
  return hasFlag(cp, UPPERCASE);
}

/** Is this a titlecase letter (category Lt)? */
export function isTitle(cp: number): boolean {
  return cp >= 128 && hasFlag(cp, TITLECASE);
}

export function isCased(cp: number): boolean {
  return hasFlag(cp, CASED);
}

export function isCaseIgnorable(cp: number): boolean {
  return hasFlag(cp, CASE_IGNORABLE);
}

// --- The database
// --------------------------------------------------------------------------------------------------

export function categoryOf(cp: number): string {
  const { table, category } = properties();
  return category[table.get(cp)]!;
}

/** The bidirectional class, '' where there is none. */
export function bidirectionalOf(cp: number): string {
  const { table, bidirectional } = properties();
  return bidirectional[table.get(cp)]!;
}

/** The canonical combining class: 0 for most. */
export function combiningOf(cp: number): number {
  if (cp < 0x300) return 0;
  const { table, combining } = properties();
  return combining[table.get(cp)]!;
}

export function eastAsianWidthOf(cp: number): string {
  const { table, width } = properties();
  return width[table.get(cp)]!;
}

export function isMirrored(cp: number): boolean {
  return hasFlag(cp, MIRRORED);
}

// --- Numbers
// -------------------------------------------------------------------------------------------------------

interface Numeric {
  readonly value: number;
  /** 2: a decimal digit, 1: a digit that is not one of a decimal system, 0: another number. */
  readonly kind: number;
}

/** Numbers by code point; a value that is no number says that there is none. */
function unpackNumbers(text: string): ReadonlyMap<number, Numeric> {
  const reader = new PackedReader(text);
  const numbers = new Map<number, Numeric>();
  let cp = 0;
  while (!reader.done) {
    cp += reader.next();
    const head = reader.next();
    const kind = head % 3;
    const numerator = reader.nextSigned() * 10 ** ((head - kind) / 3);
    numbers.set(cp, { kind, value: kind === 0 ? numerator / reader.next() : numerator });
  }
  return numbers;
}

const numbers = lazy(() => unpackNumbers(tables.NUMBERS));
const numbers32 = lazy(() => unpackNumbers(tables.NUMBERS_32));

/** Among the characters of ASCII all that stand for a number are decimal digits. */
function asciiDigitOf(cp: number): number | undefined {
  return cp >= 48 && cp <= 57 ? cp - 48 : undefined;
}

/** The value of a decimal digit (`str.isdecimal`, `int('٣')`), undefined for all else. */
export function decimalOf(cp: number): number | undefined {
  if (cp < 128) return asciiDigitOf(cp);
  const number = numbers().get(cp);
  return number?.kind === 2 ? number.value : undefined;
}

/** The value of a digit (`str.isdigit`): decimal, superscript, circled, ... */
export function digitOf(cp: number): number | undefined {
  if (cp < 128) return asciiDigitOf(cp);
  const number = numbers().get(cp);
  return number && number.kind > 0 ? number.value : undefined;
}

/** The value of any character that stands for a number (`str.isnumeric`): fractions and ideographs too. */
export function numericOf(cp: number): number | undefined {
  return cp < 128 ? asciiDigitOf(cp) : numbers().get(cp)?.value;
}

// --- Version 3.2.0
// -------------------------------------------------------------------------------------------------

/**
 * What `unicodedata.ucd_3_2_0` says of a character; where a field is asked that did not change it is today's.
 */
export interface Properties32 {
  readonly category: string;
  readonly bidirectional: string;
  readonly combining: number;
  readonly eastAsianWidth: string;
  readonly mirrored: boolean;
}

const properties32 = lazy(() => {
  const packed = unpack(tables.PROPERTY_RECORDS_32);
  const records: (Properties32 | undefined)[] = [];
  for (let i = 0; i < packed.length; i += 6) {
    records.push(
      packed[i] === 0
        ? undefined
        : {
            category: CATEGORIES[packed[i + 1]!]!,
            bidirectional: BIDI_CLASSES[packed[i + 2]!]!,
            combining: packed[i + 3]!,
            eastAsianWidth: WIDTHS[packed[i + 4]!]!,
            mirrored: packed[i + 5] === 1,
          },
    );
  }
  return { table: new CodePointTable(tables.PROPERTY_RUNS_32), records };
});

/** The properties a character had in version 3.2.0. Digits (`digitOf`) are the same in both. */
export function propertiesOf32(cp: number): Properties32 {
  const { table, records } = properties32();
  return (
    records[table.get(cp)] ?? {
      category: categoryOf(cp),
      bidirectional: bidirectionalOf(cp),
      combining: combiningOf(cp),
      eastAsianWidth: eastAsianWidthOf(cp),
      mirrored: isMirrored(cp),
    }
  );
}

/** Was this character unassigned in version 3.2.0? */
export function isUnassigned32(cp: number): boolean {
  return propertiesOf32(cp).category === 'Cn';
}

/** The numeric value in version 3.2.0. */
export function numericOf32(cp: number): number | undefined {
  if (isUnassigned32(cp)) return undefined;
  const number = numbers32().get(cp);
  if (number === undefined) return numericOf(cp);
  return Number.isNaN(number.value) ? undefined : number.value;
}

/** The decimal value in version 3.2.0. */
export function decimalOf32(cp: number): number | undefined {
  if (isUnassigned32(cp)) return undefined;
  const number = numbers32().get(cp);
  if (number === undefined) return decimalOf(cp);
  return number.kind === 2 ? number.value : undefined;
}
