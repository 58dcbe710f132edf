/**
 * tests/conformance/stdlib.txt: what CPython makes of each source of the standard library that the npm package
 * `pyodide` carries, as digests: a line for each file with its name, the .pyc bodies at levels 0, 1 and 2 (or `-`
 * where it does not compile), and four digits for each of its mutants.
 */

import { mutantsOfAll } from './mutant-cases.ts';
import type { Mutant } from './mutants.ts';
import { digest } from './outcome.ts';
import { PYC_HEADER_SIZE } from './pyc.ts';
import type { SourceFile } from './sources.ts';

export const STDLIB_DIGESTS = 'tests/conformance/stdlib.txt';

const MUTANTS = 20_000;
const SEED = 2718;
const MUTANT_DIGITS = 4;

export type StdlibDigests = ReadonlyMap<
  string,
  { readonly pyc: readonly string[]; readonly mutants: readonly string[] }
>;

export function stdlibMutants(sources: readonly SourceFile[]): Mutant[] {
  return mutantsOfAll(sources, MUTANTS, SEED);
}

/** The header does not count: it follows from the source's size. */
export function pycDigest(pyc: Uint8Array): string {
  return digest(pyc.subarray(PYC_HEADER_SIZE), 12);
}

export function mutantDigest(text: string): string {
  return digest(text, MUTANT_DIGITS);
}

export function formatDigests(digests: StdlibDigests): string {
  const lines = [
    '# Recorded from CPython 3.14 by `npm run verify -- accept`; scripts/verify/digests.ts has the format.',
  ];
  for (const [name, { pyc, mutants }] of digests) {
    lines.push(`${name} ${pyc.join(' ')} ${mutants.join('') || '-'}`);
  }
  return `${lines.join('\n')}\n`;
}

export function parseDigests(content: string): StdlibDigests {
  const digests = new Map<string, { pyc: string[]; mutants: string[] }>();
  for (const line of content.split('\n')) {
    if (line === '' || line.startsWith('#')) continue;
    const [name, ...rest] = line.split(' ');
    const packed = rest[3] === '-' ? '' : rest[3]!;
    const mutants: string[] = [];
    for (let i = 0; i < packed.length; i += MUTANT_DIGITS) mutants.push(packed.slice(i, i + MUTANT_DIGITS));
    digests.set(name!, { pyc: rest.slice(0, 3), mutants });
  }
  return digests;
}
