/**
 * Builds the standard library: CPython's pure-Python `Lib` out of the pinned npm package, with what lib/ of this
 * repository adds or replaces, unpacked to dist/lib/python3.14 and compiled by our compiler; and the start-up modules as
 * one file, dist/lib/frozen.bin, which an interpreter reads before it can import anything.
 */
import { existsSync, mkdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { dumps } from '../src/bytecode/marshal.ts';
import { timestampPyc } from '../src/bytecode/pyc.ts';
import { compileSource } from '../src/compiler/compile.ts';
import type { PyCode } from '../src/objects/code.ts';
import { FROZEN_MODULES } from './frozen-modules.ts';
import { type SourceFile, sourcesBelow, stdlibSources } from './verify/sources.ts';

const TARGET = 'dist/lib/python3.14';
/**
 * The time of all sources, in seconds since the epoch: the one that npm gives to every file of a package, 26 October 1985.
 * So compiled files go with them wherever they are unpacked, and a source that somebody edits is noticed.
 */
const SOURCE_TIME = 499162500;
/** What the npm package adds to CPython's library for its own purposes. */
const FOREIGN = /^Lib\/(?:_pyodide|pyodide|site-packages)\/|^Lib\/_sysconfigdata_/;

function compile(source: Uint8Array, filename: string): PyCode {
  return compileSource(source, {
    filename,
    mode: 'exec',
    flags: 0,
    optimize: 0,
    warn: () => {},
    programText: undefined,
  });
}

/** The library's sources by their path below Lib. */
function librarySources(): Map<string, SourceFile> {
  const sources = new Map<string, SourceFile>();
  for (const source of stdlibSources()) {
    if (!FOREIGN.test(source.name)) sources.set(source.name.slice('Lib/'.length), source);
  }
  if (existsSync('lib')) {
    for (const source of sourcesBelow('lib', 'lib')) sources.set(source.name.slice('lib/'.length), source);
  }
  return sources;
}

function write(path: string, data: Uint8Array | string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, data);
}

/** One file for all frozen modules: a JSON index of names, sizes and packages on the first line, then the code. */
function packFrozen(sources: ReadonlyMap<string, SourceFile>): Uint8Array {
  const index: { name: string; size: number; isPackage: boolean }[] = [];
  const chunks: Uint8Array[] = [];
  for (const { name, module, isPackage } of FROZEN_MODULES) {
    const path = module.replaceAll('.', '/');
    const file = sources.get(`${path}.py`) ?? sources.get(`${path}/__init__.py`);
    if (file === undefined) throw new Error(`no source for the frozen module ${name}`);
    const code = dumps(compile(file.bytes, `<frozen ${module}>`));
    index.push({ name, size: code.length, isPackage });
    chunks.push(code);
  }
  return Buffer.concat([Buffer.from(`${JSON.stringify(index)}\n`), ...chunks]);
}

function main(): void {
  rmSync('dist/lib', { recursive: true, force: true });
  const sources = librarySources();
  let compiled = 0;
  for (const [path, { bytes }] of sources) {
    write(join(TARGET, path), bytes);
    utimesSync(join(TARGET, path), SOURCE_TIME, SOURCE_TIME);
    const module = path.replace(/\.py$/, '');
    // Where it is likely to stand; importlib puts in the right name where it stands elsewhere.
    const code = compile(bytes, resolve(TARGET, path));
    const cache = join(TARGET, dirname(path), '__pycache__', `${module.split('/').pop()}.tython-314.pyc`);
    write(cache, timestampPyc(code, SOURCE_TIME, bytes.length));
    compiled++;
    if (process.stderr.isTTY) process.stderr.write(`\rlibrary: ${compiled} of ${sources.size}`);
  }
  if (process.stderr.isTTY) process.stderr.write('\n');
  write('dist/lib/frozen.bin', packFrozen(sources));
}

main();
