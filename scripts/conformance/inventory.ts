/**
 * What counts of CPython's test suite: tests/cpython/inventory.tsv lists the files, not-counted.tsv the methods of them
 * that do not count, because CPython itself skips or fails them, or because they are marked as CPython's own business.
 */
import { readFileSync } from 'node:fs';

export const FOLDER = 'tests/cpython';

/** A class of test files: the language, its types, the library's parts, the operating system. */
export type FileClass = 'LANG' | 'TYPES' | 'STDLIB-PURE' | 'STDLIB-C' | 'OS';

export interface TestFile {
  /** As CPython's runner names it: `test_list`, `test.test_asyncio.test_locks`. */
  readonly name: string;
  readonly class: FileClass;
  /** How many methods count. */
  readonly counted: number;
  /** Seconds that CPython needs for the file. */
  readonly seconds: number;
}

function rows(file: string): string[][] {
  return readFileSync(`${FOLDER}/${file}`, 'utf8')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => line.split('\t'));
}

export function moduleOf(name: string): string {
  return name.startsWith('test.') ? name : `test.${name}`;
}

export function readInventory(): TestFile[] {
  return rows('inventory.tsv').map(([name, fileClass, counted, seconds]) => ({
    name: name!,
    class: fileClass as FileClass,
    counted: Number(counted),
    seconds: Number(seconds),
  }));
}

/** The ids of the methods that do not count. */
export function readNotCounted(): Set<string> {
  const ids = new Set<string>();
  for (const [name, testClass, methods] of rows('not-counted.tsv')) {
    // A class that belongs to another module stands there with its whole name.
    const prefix = testClass!.startsWith('=')
      ? testClass!.slice(1)
      : [moduleOf(name!), testClass].filter((part) => part !== '').join('.');
    for (const method of methods!.split(' ')) ids.add(`${prefix}.${method}`);
  }
  return ids;
}
