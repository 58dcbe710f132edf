/** The Unicode 16.0 database; the values are CPython 3.14's. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  isPrintable,
  isXidContinue,
  isXidStart,
  lookupName,
  normalizeNfkc,
} from '../../../src/common/unicode.ts';
import {
  fullFold,
  fullLower,
  fullTitle,
  fullUpper,
  toLower,
  toTitle,
  toUpper,
} from '../../../src/common/unicode-case.ts';
import { lookupSequence, nameOf } from '../../../src/common/unicode-names.ts';
import { decompositionOf, normalizeCodePoints } from '../../../src/common/unicode-normalize.ts';
import {
  bidirectionalOf,
  categoryOf,
  combiningOf,
  decimalOf,
  digitOf,
  eastAsianWidthOf,
  isAlpha,
  isCased,
  isCaseIgnorable,
  isLineBreak,
  isLower,
  isMirrored,
  isSpace,
  isTitle,
  isUpper,
  numericOf,
  numericOf32,
  propertiesOf32,
} from '../../../src/common/unicode-properties.ts';

const ALL = 0x110000;

function count(predicate: (cp: number) => boolean): number {
  let n = 0;
  for (let cp = 0; cp < ALL; cp++) if (predicate(cp)) n++;
  return n;
}

test('predicates hold for as many characters as in CPython', () => {
  assert.equal(count(isXidStart), 141247);
  assert.equal(count(isXidContinue), 144522);
  assert.equal(count(isPrintable), 154810);
  assert.equal(count(isAlpha), 141028);
  assert.equal(count(isSpace), 29);
  assert.equal(count(isLineBreak), 10);
  assert.equal(count(isLower), 2569);
  assert.equal(count(isUpper), 1978);
  assert.equal(count(isTitle), 31);
  assert.equal(
    count((cp) => decimalOf(cp) !== undefined),
    760,
  );
  assert.equal(
    count((cp) => digitOf(cp) !== undefined),
    888,
  );
  assert.equal(
    count((cp) => numericOf(cp) !== undefined),
    2002,
  );
  assert.equal(
    count((cp) => isCased(cp) && !isCaseIgnorable(cp)),
    4311,
  );
  assert.equal(count(isCaseIgnorable), 2749);
});

test('properties', () => {
  assert.deepEqual([0x41, 0x1c5, 0xd800, 0x378, 0x110ff].map(categoryOf), ['Lu', 'Lt', 'Cs', 'Cn', 'Cn']);
  assert.deepEqual([0x5d0, 0x30, 0x378].map(bidirectionalOf), ['R', 'EN', '']);
  assert.deepEqual([0x41, 0x301, 0x345].map(combiningOf), [0, 230, 240]);
  assert.deepEqual([0x41, 0x3042, 0xff71, 0x378].map(eastAsianWidthOf), ['Na', 'W', 'H', 'N']);
  assert.deepEqual([0x28, 0x41].map(isMirrored), [true, false]);
});

test('numbers', () => {
  assert.deepEqual([0x37, 0x663, 0xb2].map(decimalOf), [7, 3, undefined]);
  assert.deepEqual([0x663, 0xb2, 0xbd].map(digitOf), [3, 2, undefined]);
  assert.deepEqual([0xbd, 0x4e07, 0x5146, 0xf33, 0x41].map(numericOf), [0.5, 10000, 1e6, -0.5, undefined]);
});

test('case', () => {
  assert.deepEqual([0x61, 0xdf, 0x1c4, 0x131].map(toUpper), [0x41, 0xdf, 0x1c4, 0x49]);
  assert.deepEqual([0x41, 0x130, 0x1c4].map(toLower), [0x61, 0x69, 0x1c6]);
  assert.deepEqual([0x1c4, 0x61].map(toTitle), [0x1c5, 0x41]);
  assert.deepEqual(fullUpper(0xdf), [0x53, 0x53]);
  assert.deepEqual(fullTitle(0xdf), [0x53, 0x73]);
  assert.deepEqual(fullLower(0x130), [0x69, 0x307]);
  assert.deepEqual(fullFold(0xdf), [0x73, 0x73]);
  assert.equal(fullFold(0x41), undefined);
});

test('normal forms', () => {
  const points = (text: string): number[] => Array.from(text, (c) => c.codePointAt(0)!);
  assert.deepEqual(normalizeCodePoints([0x1e69], 'NFD'), [0x73, 0x323, 0x307]);
  assert.deepEqual(normalizeCodePoints([0x73, 0x307, 0x323], 'NFC'), [0x1e69]);
  assert.deepEqual(normalizeCodePoints([0x1100, 0x1161, 0x11a8], 'NFC'), [0xac01]);
  assert.deepEqual(normalizeCodePoints([0xac01], 'NFKD'), [0x1100, 0x1161, 0x11a8]);
  // Excluded from composition, and blocked by a character in between.
  assert.deepEqual(normalizeCodePoints([0x958], 'NFC'), [0x915, 0x93c]);
  assert.deepEqual(normalizeCodePoints([0x61, 0x5ae, 0x2c, 0x300], 'NFC'), [0x61, 0x5ae, 0x2c, 0x300]);
  assert.deepEqual(normalizeCodePoints([0x2f868], 'NFC', true), [0x2136a]);
  assert.deepEqual(normalizeCodePoints(points('ﬁ①Å'), 'NFKC'), points('fi1Å'));
  assert.equal(normalizeNfkc('plain'), 'plain');
  assert.equal(normalizeNfkc('𝐱ª'), 'xa');
  assert.equal(decompositionOf(0xbd), '<fraction> 0031 2044 0032');
  assert.equal(decompositionOf(0xac01), '1100 1161 11A8');
});

test('names', () => {
  const names: [number, string][] = [
    [0x20, 'SPACE'],
    [0x2603, 'SNOWMAN'],
    [0x4e00, 'CJK UNIFIED IDEOGRAPH-4E00'],
    [0xac01, 'HANGUL SYLLABLE GAG'],
    [0xd4db, 'HANGUL SYLLABLE PWILH'],
    [0x13460, 'EGYPTIAN HIEROGLYPH-13460'],
    [0x1f9d1, 'ADULT'],
    [0xe01ef, 'VARIATION SELECTOR-256'],
  ];
  for (const [cp, name] of names) {
    assert.equal(nameOf(cp), name);
    assert.deepEqual(lookupName(name), [cp]);
    assert.deepEqual(lookupName(name.toLowerCase()), [cp]);
  }
  assert.equal(nameOf(0), undefined);
  assert.equal(nameOf(0x17000), undefined);
  assert.deepEqual(lookupName('TANGUT IDEOGRAPH-17000'), [0x17000]);
  assert.deepEqual(lookupName('line feed'), [0xa]);
  assert.deepEqual(lookupName('BEL'), [7]);
  assert.deepEqual(lookupName('BELL'), [0x1f514]);
  assert.equal(lookupName('KEYCAP NUMBER SIGN'), undefined);
  assert.deepEqual(lookupSequence('KEYCAP NUMBER SIGN'), [0x23, 0xfe0f, 0x20e3]);
  for (const name of [
    '',
    'SNOWMAN ',
    'ſNOWMAN',
    'CJK UNIFIED IDEOGRAPH-04E00',
    'HANGUL SYLLABLE XX',
    '<control>',
  ]) {
    assert.equal(lookupSequence(name), undefined);
  }
});

test('every name leads back to its character', () => {
  let named = 0;
  for (let cp = 0; cp < ALL; cp++) {
    const name = nameOf(cp);
    if (name === undefined) continue;
    named++;
    if (lookupName(name)?.[0] !== cp) assert.fail(name);
  }
  assert.equal(named, 148853);
});

test('version 3.2.0', () => {
  assert.equal(propertiesOf32(0x2b).bidirectional, 'ET');
  assert.equal(propertiesOf32(0x220).category, 'Lu');
  assert.equal(propertiesOf32(0x221).category, 'Cn');
  assert.equal(numericOf32(0x5146), 1e12);
  assert.equal(numericOf32(0x3405), undefined);
});
