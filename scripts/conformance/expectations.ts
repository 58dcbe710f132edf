/**
 * The lists of methods that are known to fail, tests/cpython/expected-failures/FILE.txt: on each line the id within the
 * file, two blanks, `#` and the reason. A method that fails without being listed fails the run, and so does one that is
 * listed and passes. `*` stands for the whole file, which cannot be loaded.
 */
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { FOLDER } from './inventory.ts';

const LISTS = `${FOLDER}/expected-failures`;

/** Id within the file → reason. */
export type Expectations = Map<string, string>;

const pathOf = (name: string): string => `${LISTS}/${name}.txt`;

export function readExpectations(name: string): Expectations {
  const expectations: Expectations = new Map();
  if (!existsSync(pathOf(name))) return expectations;
  for (const line of readFileSync(pathOf(name), 'utf8').split('\n')) {
    const [id, reason] = line.split('  # ');
    if (id !== undefined && id.trim() !== '') expectations.set(id.trim(), reason ?? '');
  }
  return expectations;
}

export function writeExpectations(name: string, expectations: Expectations): void {
  if (expectations.size === 0) {
    rmSync(pathOf(name), { force: true });
    return;
  }
  mkdirSync(LISTS, { recursive: true });
  const lines = [...expectations].sort(([a], [b]) => (a < b ? -1 : 1));
  writeFileSync(pathOf(name), lines.map(([id, reason]) => `${id}  # ${reason}\n`).join(''));
}
