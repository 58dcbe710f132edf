/**
 * Unicode normal forms (UAX #15), version 16.0, on arrays of code points.
 *
 * CPython: `nfd_nfkd` and `nfc_nfkc` in Modules/unicodedata.c. Hangul is computed; composition pairs are the
 * canonical decompositions turned around, less singletons, those that start with a combining character, and
 * the exclusions.
 */
import { lazy, PackedReader, unpack } from './packed.ts';
import { DECOMPOSITION_TAGS } from './unicode-format.ts';
import { combiningOf, isUnassigned32 } from './unicode-properties.ts';
import defer * as tables from './unicode-tables.data.ts';

export type NormalForm = 'NFC' | 'NFD' | 'NFKC' | 'NFKD';

const S_BASE = 0xac00;
const L_BASE = 0x1100;
const V_BASE = 0x1161;
const T_BASE = 0x11a7;
const L_COUNT = 19;
const V_COUNT = 21;
const T_COUNT = 28;
const S_COUNT = L_COUNT * V_COUNT * T_COUNT;

interface Decomposition {
  /** The number of the tag; 0 says canonical. */
  readonly tag: number;
  readonly mapping: readonly number[];
}

const decompositions = lazy((): ReadonlyMap<number, Decomposition> => {
  const reader = new PackedReader(tables.DECOMPOSITIONS);
  const map = new Map<number, Decomposition>();
  const above: number[] = [];
  let cp = 0;
  while (!reader.done) {
    cp += reader.next();
    const head = reader.next();
    const tag = head % DECOMPOSITION_TAGS.length;
    const mapping: number[] = [];
    for (let i = 0; i < (head - tag) / DECOMPOSITION_TAGS.length; i++) {
      above[i] = (above[i] ?? 0) + reader.nextSigned();
      mapping.push(above[i]!);
    }
    map.set(cp, { tag, mapping });
  }
  return map;
});

/** What a pair composes to, by `first * 0x110000 + second`. */
const compositions = lazy((): ReadonlyMap<number, number> => {
  const excluded = new Set<number>();
  let exclusion = 0;
  for (const distance of unpack(tables.COMPOSITION_EXCLUSIONS)) excluded.add((exclusion += distance));
  const map = new Map<number, number>();
  for (const [cp, { tag, mapping }] of decompositions()) {
    if (tag !== 0 || mapping.length !== 2 || excluded.has(cp)) continue;
    if (combiningOf(cp) !== 0 || combiningOf(mapping[0]!) !== 0) continue;
    map.set(mapping[0]! * 0x110000 + mapping[1]!, cp);
  }
  return map;
});

/** The full canonical decomposition of a Hangul syllable, appended to `out`; false when it is none. */
function pushHangul(cp: number, out: number[]): boolean {
  const s = cp - S_BASE;
  if (s < 0 || s >= S_COUNT) return false;
  out.push(L_BASE + Math.floor(s / (V_COUNT * T_COUNT)));
  out.push(V_BASE + Math.floor((s % (V_COUNT * T_COUNT)) / T_COUNT));
  if (s % T_COUNT !== 0) out.push(T_BASE + (s % T_COUNT));
  return true;
}

/**
 * What `unicodedata.decomposition` gives: an optional tag and the code points in hexadecimal, '' for none.
 */
export function decompositionOf(cp: number): string {
  const hangul: number[] = [];
  const entry = pushHangul(cp, hangul) ? { tag: 0, mapping: hangul } : decompositions().get(cp);
  if (entry === undefined) return '';
  const parts = entry.mapping.map((c) => c.toString(16).toUpperCase().padStart(4, '0'));
  if (entry.tag !== 0) parts.unshift(DECOMPOSITION_TAGS[entry.tag]!);
  return parts.join(' ');
}

/** Decompositions that version 3.2.0 had and that were corrected since. */
const CORRECTIONS_32: ReadonlyMap<number, number> = new Map([
  [0x2f868, 0x2136a],
  [0x2f874, 0x5f33],
  [0x2f91f, 0x43ab],
  [0x2f95f, 0x7aae],
  [0x2f9bf, 0x4d57],
]);

function decompose(text: ArrayLike<number>, compatibility: boolean, version32: boolean): number[] {
  const table = decompositions();
  const out: number[] = [];
  const expand = (cp: number): void => {
    if (cp < 0xa0) {
      out.push(cp);
      return;
    }
    if (pushHangul(cp, out)) return;
    if (version32) {
      const corrected = CORRECTIONS_32.get(cp);
      if (corrected !== undefined) {
        out.push(corrected);
        return;
      }
      if (isUnassigned32(cp)) {
        out.push(cp);
        return;
      }
    }
    const entry = table.get(cp);
    if (entry === undefined || (entry.tag !== 0 && !compatibility)) out.push(cp);
    else for (const c of entry.mapping) expand(c);
  };
  for (let i = 0; i < text.length; i++) expand(text[i]!);
  return out;
}

/** Sorts each run of combining characters by class; equal classes keep their order. */
function reorder(text: number[]): void {
  for (let i = 1; i < text.length; i++) {
    const cp = text[i]!;
    const combining = combiningOf(cp);
    if (combining === 0) continue;
    let j = i;
    while (j > 0 && combiningOf(text[j - 1]!) > combining) {
      text[j] = text[j - 1]!;
      j--;
    }
    text[j] = cp;
  }
}

/** The character two others compose to, or -1. */
function composePair(first: number, second: number): number {
  const l = first - L_BASE;
  if (l >= 0 && l < L_COUNT) {
    const v = second - V_BASE;
    return v >= 0 && v < V_COUNT ? S_BASE + (l * V_COUNT + v) * T_COUNT : -1;
  }
  const s = first - S_BASE;
  if (s >= 0 && s < S_COUNT) {
    const t = second - T_BASE;
    return s % T_COUNT === 0 && t > 0 && t < T_COUNT ? first + t : -1;
  }
  return compositions().get(first * 0x110000 + second) ?? -1;
}

/** Composes in place. */
function compose(text: number[]): void {
  let starter = -1;
  let length = 0;
  /** The class of the last character kept after the starter; -1 when none was. */
  let lastClass = -1;
  for (let i = 0; i < text.length; i++) {
    const cp = text[i]!;
    const combining = combiningOf(cp);
    if (starter >= 0 && lastClass < combining) {
      const composite = composePair(text[starter]!, cp);
      if (composite >= 0) {
        text[starter] = composite;
        continue;
      }
    }
    if (combining === 0) {
      starter = length;
      lastClass = -1;
    } else {
      lastClass = combining;
    }
    text[length++] = cp;
  }
  text.length = length;
}

/** The normal form of a sequence of code points; by the rules of version 3.2.0 if `version32`. */
export function normalizeCodePoints(text: ArrayLike<number>, form: NormalForm, version32 = false): number[] {
  const out = decompose(text, form === 'NFKC' || form === 'NFKD', version32);
  reorder(out);
  if (form === 'NFC' || form === 'NFKC') compose(out);
  return out;
}
