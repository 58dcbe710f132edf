/**
 * npm run bench:compile -- [--oracle DIR] [--rounds N] [--core N] [--match TEXT]: how long compiling all of CPython's
 * Lib takes, next to CPython's own compile() on the same files.
 *
 * Both processes are pinned to one core and stay warm; rounds alternate, so that both see the same machine. `compile`
 * is the whole way from bytes to code object, as a user has it; then each stage by itself, where CPython can be asked
 * for it. Seconds are those of the processor, V8's own threads included: on a core that no other process uses they are
 * those of the clock. Best rounds are compared: the machine can only make a round slower.
 */
import { type ChildProcessWithoutNullStreams, spawn, spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import { dumps } from '../src/bytecode/marshal.ts';
import { defaultMemory, engineOptions } from '../src/cli/run-worker.ts';
import { optimizeAndAssemble } from '../src/compiler/assemble.ts';
import { generateCode } from '../src/compiler/codegen.ts';
import { compileSource } from '../src/compiler/compile.ts';
import { futureParse } from '../src/compiler/future.ts';
import { preprocess } from '../src/compiler/preprocess.ts';
import { buildSymtable } from '../src/compiler/symtable-build.ts';
import { CompileError } from '../src/parser/errors.ts';
import { parse } from '../src/parser/parse.ts';
import { decodeSource } from '../src/parser/source.ts';
import { TokenStream } from '../src/parser/token-stream.ts';
import { ENDMARKER } from '../src/parser/tokens.ts';
import { findOracle, WORK, writeFile } from './verify/oracle.ts';
import { type SourceFile, sourcesBelow } from './verify/sources.ts';

const FILENAME = 'bench';
const OPTIONS = { filename: FILENAME, mode: 'exec', flags: 0, optimize: 0, warn: () => {} } as const;

type Times = Record<string, number>;

/** The seconds that this process has had a processor for. */
function processTime(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
}

/** Runs a piece of work and adds its seconds to a stage's. */
function timed<T>(times: Times, stage: string, work: () => T): T {
  const start = processTime();
  const result = work();
  times[stage] = (times[stage] ?? 0) + processTime() - start;
  return result;
}

/** Calls `work` for each source; a refused one counts like the others. */
function overAll(sources: readonly SourceFile[], work: (source: SourceFile) => void): void {
  for (const source of sources) {
    try {
      work(source);
    } catch (thrown) {
      if (!(thrown instanceof CompileError)) throw thrown;
    }
  }
}

function compileAll(sources: readonly SourceFile[]): number {
  const start = processTime();
  overAll(sources, (source) => compileSource(source.bytes, OPTIONS));
  return processTime() - start;
}

/** The way of compileSource, a clock at every step. Parsing includes the tokens, which it asks for. */
function stagesOf(sources: readonly SourceFile[]): Times {
  const times: Times = {};
  overAll(sources, ({ bytes }) => {
    timed(times, 'tokens', () => {
      const stream = new TokenStream(decodeSource(bytes, FILENAME, 'exec'), OPTIONS);
      do stream.fill();
      while (stream.kind[stream.count - 1] !== ENDMARKER);
    });
    const tree = timed(times, 'parse (with tokens)', () => parse(bytes, OPTIONS));
    const future = futureParse(tree, OPTIONS);
    const features = future.ff_features;
    timed(times, 'fold', () =>
      preprocess(tree, { ...OPTIONS, ffFeatures: features, syntaxCheckOnly: false, enableWarnings: true }),
    );
    const symtable = timed(times, 'symbol table', () => buildSymtable(tree, { filename: FILENAME, future }));
    const code = timed(times, 'generate', () =>
      generateCode({
        source: OPTIONS,
        symtable,
        tree,
        features,
        inheritedFlags: 0,
        optimize: 0,
        interactive: false,
        warn: OPTIONS.warn,
        assemble: (...args) => timed(times, 'optimise and assemble', () => optimizeAndAssemble(...args)),
      }),
    );
    timed(times, 'marshal', () => dumps(code));
  });
  times['generate']! -= times['optimise and assemble']!;
  times['parse and symbol table'] = times['parse (with tokens)']! + times['symbol table']!;
  return times;
}

/** CPython, waiting for requests. */
class Rival {
  readonly #child: ChildProcessWithoutNullStreams;
  readonly #lines: AsyncIterator<string>;
  memory = 0;

  constructor(python: string, manifest: string) {
    this.#child = spawn(python, ['-I', '-S', 'scripts/verify/bench.py', manifest]);
    this.#child.stderr.pipe(process.stderr);
    this.#lines = createInterface(this.#child.stdout)[Symbol.asyncIterator]();
  }

  async time(stage: string): Promise<number> {
    this.#child.stdin.write(`${stage}\n`);
    const { value, done } = await this.#lines.next();
    if (done) throw new Error('CPython has ended');
    const [seconds, memory] = value.split(' ').map(Number) as [number, number];
    this.memory = memory;
    return seconds;
  }

  end(): void {
    this.#child.stdin.end();
  }
}

function countTokens(sources: readonly SourceFile[]): { tokens: number; lines: number; bytes: number } {
  const total = { tokens: 0, lines: 0, bytes: 0 };
  overAll(sources, ({ bytes }) => {
    total.bytes += bytes.length;
    for (const byte of bytes) if (byte === 10) total.lines++;
    const stream = new TokenStream(decodeSource(bytes, FILENAME, 'exec'), OPTIONS);
    do stream.fill();
    while (stream.kind[stream.count - 1] !== ENDMARKER);
    total.tokens += stream.count;
  });
  return total;
}

const best = (values: readonly number[]): number => Math.min(...values);

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      oracle: { type: 'string' },
      rounds: { type: 'string', default: '5' },
      core: { type: 'string', default: '0' },
      match: { type: 'string', default: '' },
      pinned: { type: 'boolean', default: false },
    },
  });
  if (!values.pinned) {
    const options = [...process.execArgv, ...engineOptions(defaultMemory())];
    const args = [...options, ...process.argv.slice(1), '--pinned'];
    const { status, error } = spawnSync('taskset', ['-c', values.core, process.execPath, ...args], {
      stdio: 'inherit',
    });
    if (error === undefined) {
      process.exitCode = status ?? 1;
      return;
    }
    console.log('taskset is not there: the processes are not pinned');
  }
  const oracle = findOracle(values.oracle);
  const sources = sourcesBelow(oracle.lib, 'Lib', values.match);
  const manifest = join(WORK, 'bench-manifest.txt');
  writeFile(manifest, sources.map(({ name }) => `${join(oracle.lib, name.slice('Lib/'.length))}\n`).join(''));
  const rival = new Rival(oracle.python, manifest);
  const { tokens, lines, bytes } = countTokens(sources);
  console.log(
    `${sources.length} files, ${lines} lines, ${tokens} tokens, ${(bytes / 1e6).toFixed(1)} MB; CPython ${oracle.version}, Node ${process.version}`,
  );

  const mine: number[] = [];
  const theirs: number[] = [];
  for (let round = 0; round < Number(values.rounds); round++) {
    mine.push(compileAll(sources));
    theirs.push(await rival.time('compile'));
    console.log(
      `round ${round + 1}: Tython ${mine.at(-1)!.toFixed(2)} s, CPython ${theirs.at(-1)!.toFixed(2)} s`,
    );
  }
  const memory = process.resourceUsage().maxRSS / 1024;
  const stages: Times[] = [];
  const rivalStages: Times[] = [];
  for (let round = 0; round < 2; round++) {
    stages.push(stagesOf(sources));
    const parsing = await rival.time('parse and symbol table');
    rivalStages.push({ 'parse and symbol table': parsing, marshal: await rival.time('marshal') });
  }
  for (const stage of Object.keys(stages[0]!)) {
    const seconds = best(stages.map((times) => times[stage]!));
    const other =
      rivalStages[0]![stage] === undefined ? undefined : best(rivalStages.map((times) => times[stage]!));
    const rate = `${Math.round(tokens / seconds / 1000)} thousand tokens/s`;
    const compared =
      other === undefined ? '' : `, CPython ${other.toFixed(2)} s, ratio ${(seconds / other).toFixed(2)}`;
    console.log(`  ${stage}: ${seconds.toFixed(2)} s, ${rate}${compared}`);
  }
  const [ours, cpython] = [best(mine), best(theirs)];
  console.log(
    `compile: Tython ${ours.toFixed(2)} s (${Math.round(lines / ours / 1000)} thousand lines/s, peak ${Math.round(memory)} MB), ` +
      `CPython ${cpython.toFixed(2)} s (peak ${rival.memory} MB), ratio ${(ours / cpython).toFixed(2)}`,
  );
  rival.end();
}

await main();
