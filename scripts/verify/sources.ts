/** Where real Python sources come from: folders, and zip files such as wheels. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { zipEntries } from './zip.ts';

export interface SourceFile {
  /** Relative, with `/`: also the `co_filename` it is compiled under. */
  readonly name: string;
  readonly bytes: Uint8Array;
}

const byName = (a: SourceFile, b: SourceFile): number => (a.name < b.name ? -1 : 1);

/** The standard library that the npm package `pyodide` carries, pinned in package.json. */
const STDLIB = 'node_modules/pyodide/python_stdlib.zip';

/** Every `.py` file below a folder, named `prefix/…`, in the order of their names. */
export function sourcesBelow(folder: string, prefix: string, match = ''): SourceFile[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.py') && name.includes(match))
    .map((name) => ({
      name: `${prefix}/${name.replaceAll('\\', '/')}`,
      bytes: readFileSync(join(folder, name)),
    }))
    .sort(byName);
}

/** Every `.py` file of a zip file, in the order of their names. */
export function sourcesInZip(path: string, prefix: string, match = ''): SourceFile[] {
  return zipEntries(readFileSync(path))
    .filter((entry) => entry.name.endsWith('.py') && entry.name.includes(match))
    .map((entry) => ({ name: `${prefix}/${entry.name}`, bytes: entry.read() }))
    .sort(byName);
}

export function stdlibSources(match = ''): SourceFile[] {
  return sourcesInZip(STDLIB, 'Lib', match);
}

/** The text of a source that is UTF-8 and declares nothing else; `undefined` for the others. */
export function utf8Text(bytes: Uint8Array): string | undefined {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return text.includes('\0') || /^(?:.*\n)?.*coding[:=]\s*(?!utf-?8)/i.test(text) ? undefined : text;
  } catch {
    return undefined;
  }
}
