/**
 * Builds the package: prints the generated sources, then bundles the entry points into dist/.
 * `npm install` runs it. `--sources` stops after the generated sources (what the type check needs). With TYTHON_DEBUG=1
 * in the environment the interpreter checks its invariants at each instruction, in this build and in the tests.
 */
import { existsSync, readdirSync, rmSync, statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { buildSnapshot, removeSnapshot } from './build-snapshot.mjs';
import { DEFINITIONS } from './bundle-options.mjs';
import { deferredAtOnce } from './deferred-imports.mjs';
import { runGenerator } from './run.mjs';

process.chdir(fileURLToPath(new URL('..', import.meta.url)));

/** Each generated source: its generator and the files it depends on. */
const GENERATED = [
  ['src/parser/ast.gen.ts', 'generate-ast.ts', ['src/parser/python.asdl']],
  ['src/bytecode/opcodes.gen.ts', 'generate-opcodes.ts', ['src/bytecode/opcode-table.ts']],
  [
    'src/parser/parser.gen.ts',
    'generate-parser.ts',
    ['src/parser/python.gram', ...below('scripts/parser-generator')],
  ],
  [
    'src/vm/interpreter.gen.ts',
    'generate-interpreter.ts',
    ['src/vm/bytecodes.ts', 'src/vm/bytecodes-instrumented.ts', 'src/bytecode/opcode-table.ts'],
  ],
];

/** The files of a folder. */
function below(folder) {
  return readdirSync(folder).map((name) => `${folder}/${name}`);
}

const time = (file) => (existsSync(file) ? statSync(file).mtimeMs : 0);

/** Prints those generated sources that are older than what they are made from. */
export async function generateSources() {
  for (const [target, generator, inputs] of GENERATED) {
    const newest = Math.max(...[`scripts/${generator}`, ...inputs].map(time));
    if (time(target) <= newest) await runGenerator(generator);
  }
}

/** Bundles the commands and the entry points that package.json exports. */
export async function bundle() {
  removeSnapshot();
  for (const name of existsSync('dist') ? readdirSync('dist') : []) {
    if (/^(?!deferred-).*\.js(\.map)?$/.test(name)) rmSync(`dist/${name}`);
  }
  await build({
    entryPoints: {
      cli: 'src/cli/main.ts',
      'compile-command': 'src/cli/compile.ts',
      'compile-worker': 'src/cli/compile-worker.ts',
      compiler: 'src/compiler.ts',
    },
    outdir: 'dist',
    bundle: true,
    define: DEFINITIONS,
    plugins: [deferredAtOnce],
    splitting: true,
    platform: 'neutral',
    external: ['node:*'],
    format: 'esm',
    target: 'es2022',
    sourcemap: true,
    logLevel: 'warning',
  });
}

/** Bundles every file of tests/ whose name ends in `.test.ts` into build/tests and returns the bundles. */
export async function bundleTests(filter = () => true) {
  const entries = readdirSync('tests', { recursive: true })
    .filter((name) => name.endsWith('.test.ts') && filter(name))
    .sort();
  rmSync('build/tests', { recursive: true, force: true });
  await build({
    entryPoints: entries.map((name) => `tests/${name}`),
    outdir: 'build/tests',
    outbase: 'tests',
    outExtension: { '.js': '.mjs' },
    bundle: true,
    define: DEFINITIONS,
    plugins: [deferredAtOnce],
    splitting: true,
    platform: 'node',
    packages: 'external',
    format: 'esm',
    target: 'node20',
    sourcemap: 'inline',
    logLevel: 'warning',
  });
  return entries.map((name) => `build/tests/${name.replace(/\.ts$/, '.mjs')}`);
}

/** Unpacks and compiles the standard library, when it is older than the compiler or than its own sources. */
export async function buildLibrary() {
  const inputs = ['src/compiler', 'src/parser', 'src/bytecode', 'lib'].filter(existsSync).flatMap(below);
  const newest = Math.max(
    ...['scripts/build-stdlib.ts', 'scripts/frozen-modules.ts', 'package.json', ...inputs].map(time),
  );
  if (time('dist/lib/frozen.bin') <= newest) await runGenerator('build-stdlib.ts');
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await generateSources();
  if (!process.argv.includes('--sources')) {
    await bundle();
    await buildLibrary();
    await buildSnapshot();
  }
}
