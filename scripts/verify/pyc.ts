/**
 * Compiles whole trees of sources with Tython and with the oracle and compares the .pyc files byte by byte; those
 * that are not identical go to compare.py, which tells whether Python could see a difference.
 *
 * build/verify/TITLE/optN/reference and .../tython keep both trees for other tools.
 */
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { dumps } from '../../src/bytecode/marshal.ts';
import { compileSource } from '../../src/compiler/compile.ts';
import { askPython, type Oracle, runPython, WORK, writeFile } from './oracle.ts';
import { type ErrorFields, errorFields } from './outcome.ts';
import { indentLines, Progress, seconds, share } from './report.ts';
import type { SourceFile } from './sources.ts';

export type Level = 0 | 1 | 2;

const LEVEL_FLAGS = [[], ['-O'], ['-OO']] as const;

/** A .pyc file: the header of an unchecked time stamp 0 with the source's size, then the code object. */
function pycHeader(sourceSize: number): Uint8Array {
  const header = new DataView(new ArrayBuffer(16));
  header.setUint32(0, 0x0a0d0e2b, true);
  header.setUint32(12, sourceSize, true);
  return new Uint8Array(header.buffer);
}

export const PYC_HEADER_SIZE = 16;

/** The .pyc file that Tython makes of a source, or the fields of the exception. */
export function compilePyc(source: SourceFile, optimize: Level): Uint8Array | ErrorFields {
  try {
    const code = compileSource(source.bytes, {
      filename: source.name,
      mode: 'exec',
      flags: 0,
      optimize,
      warn: () => {},
    });
    return Buffer.concat([pycHeader(source.bytes.length), dumps(code)]);
  } catch (thrown) {
    return errorFields(thrown);
  }
}

/** Identifies the inputs of a reference tree: it is made again when they change. */
function stampOf(oracle: Oracle, sources: readonly SourceFile[]): string {
  const hash = createHash('sha256').update(oracle.version);
  for (const { name, bytes } of sources) hash.update(`\n${name} ${bytes.length}\n`).update(bytes);
  return hash.digest('hex');
}

/** Makes sure that the oracle's .pyc files of these sources exist; returns the folder. */
export async function referenceTree(
  oracle: Oracle,
  title: string,
  sources: readonly SourceFile[],
  level: Level,
): Promise<string> {
  const folder = join(WORK, title, `opt${level}`, 'reference');
  const stampFile = `${folder}.stamp`;
  const stamp = stampOf(oracle, sources);
  if (existsSync(stampFile) && readFileSync(stampFile, 'utf8') === stamp) return folder;
  process.stderr.write(`${title}: reference files for level ${level} ...\n`);
  rmSync(stampFile, { force: true });
  rmSync(folder, { recursive: true, force: true });
  const manifest: string[] = [];
  for (const { name, bytes } of sources) {
    const path = join(WORK, title, 'sources', name);
    if (!existsSync(path) || !readFileSync(path).equals(bytes)) writeFile(path, bytes);
    manifest.push(`${path}\t${name}\t${join(folder, `${name}c`)}\n`);
  }
  const manifestFile = join(WORK, title, `opt${level}`, 'manifest.txt');
  writeFile(manifestFile, manifest.join(''));
  await runPython(oracle, LEVEL_FLAGS[level], 'reference.py', [manifestFile]);
  writeFileSync(stampFile, stamp);
  return folder;
}

type Verdict = 'identical' | 'semantic' | 'different' | 'broken' | 'refused alike' | 'refusal differs';

interface Row {
  readonly name: string;
  readonly verdict: Verdict;
  readonly why: string;
}

/** What compares without Python: equal bytes, equal refusals. `undefined`: compare.py must look. */
function quickVerdict(made: Uint8Array | ErrorFields, reference: string): Omit<Row, 'name'> | undefined {
  if (existsSync(reference)) {
    if (!(made instanceof Uint8Array)) {
      return { verdict: 'different', why: `R compiles\nT ${made.slice(0, 6).join(' | ')}\n${made[6] ?? ''}` };
    }
    return readFileSync(reference).equals(made) ? { verdict: 'identical', why: '' } : undefined;
  }
  const expected = readFileSync(`${reference}.error`, 'utf8');
  if (made instanceof Uint8Array) return { verdict: 'refusal differs', why: `R ${expected}\nT compiles` };
  if (JSON.stringify(made) === JSON.stringify(JSON.parse(expected)))
    return { verdict: 'refused alike', why: '' };
  return { verdict: 'refusal differs', why: `R ${expected}\nT ${JSON.stringify(made)}` };
}

/** Compares one tree at one level. */
async function compareLevel(
  oracle: Oracle,
  title: string,
  sources: readonly SourceFile[],
  level: Level,
): Promise<{ rows: Row[]; time: number }> {
  const reference = await referenceTree(oracle, title, sources, level);
  const target = join(WORK, title, `opt${level}`, 'tython');
  rmSync(target, { recursive: true, force: true });
  const rows: Row[] = [];
  const open: { name: string; pair: [string, string] }[] = [];
  const progress = new Progress(`${title}, level ${level}`, sources.length);
  let time = 0;
  for (const source of sources) {
    const start = performance.now();
    const made = compilePyc(source, level);
    time += performance.now() - start;
    const referenceFile = join(reference, `${source.name}c`);
    const targetFile = join(target, `${source.name}c`);
    if (made instanceof Uint8Array) writeFile(targetFile, made);
    const quick = quickVerdict(made, referenceFile);
    if (quick === undefined) open.push({ name: source.name, pair: [referenceFile, targetFile] });
    else rows.push({ name: source.name, ...quick });
    progress.step();
  }
  progress.end();
  if (open.length > 0) {
    const name = `${title}/opt${level}/compare`;
    const answers = await askPython<[string, string], [Verdict, string]>(
      oracle,
      'compare.py',
      name,
      open.map((o) => o.pair),
    );
    for (const [i, [verdict, why]] of answers.entries()) rows.push({ name: open[i]!.name, verdict, why });
  }
  return { rows, time: time / 1000 };
}

/** Compares a tree at several levels, prints differences and figures; true where nothing Python can see differs. */
export async function comparePyc(
  oracle: Oracle,
  title: string,
  sources: readonly SourceFile[],
  levels: readonly Level[],
  details: number,
): Promise<boolean> {
  let good = true;
  for (const level of levels) {
    const { rows, time } = await compareLevel(oracle, title, sources, level);
    const of = (verdict: Verdict): Row[] => rows.filter((row) => row.verdict === verdict);
    const bad = [...of('different'), ...of('broken'), ...of('refusal differs')];
    const weak = of('semantic');
    for (const { name, verdict, why } of [...bad, ...weak].slice(0, details)) {
      console.log(`${name}: ${verdict}\n${indentLines(why)}`);
    }
    const report = [...bad, ...weak]
      .map(({ name, verdict, why }) => `${name}: ${verdict}\n${why}\n`)
      .join('\n');
    writeFile(join(WORK, title, `opt${level}`, 'report.txt'), report);
    const identical = of('identical').length;
    const compiled = identical + weak.length + of('different').length + of('broken').length;
    console.log(
      `${title} -O${level}: ${compiled} files compile: ${identical} identical (${share(identical, compiled)}), ` +
        `${weak.length} semantic, ${of('different').length} different, ${of('broken').length} broken; ` +
        `${of('refused alike').length} refused alike, ${of('refusal differs').length} not; ${seconds(time)}`,
    );
    good &&= bad.length === 0;
  }
  return good;
}
