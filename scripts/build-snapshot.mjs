/**
 * Makes dist/tython.blob, the start-up snapshot (src/cli/snapshot.ts), for the `node` that is on the path now.
 *
 * A snapshot fits one build of Node with the same V8 flags, and Node gives up when it meets another: so dist/tython.node
 * says which file it was made for, and bin/tython uses it with that one only. Without a snapshot the command starts all
 * the same, only later.
 */
import { execFileSync } from 'node:child_process';
import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { build, transform } from 'esbuild';
import { DEFINITIONS } from './bundle-options.mjs';
import { deferredInPlace, deferSections } from './deferred-imports.mjs';

const BLOB = 'dist/tython.blob';
/** The flags and the node of dist/tython.blob; bin/tython reads it: a line of flags, then `ls -Lln` of the executable. */
const STAMP = 'dist/tython.node';

/**
 * A start allocates more than the young generation's first size holds: five scavenges, a tenth of the time. Programs that
 * make many objects take a quarter less time with a larger one.
 */
const FLAGS = ['--min-semi-space-size=16', '--max-semi-space-size=64'];

/** A snapshot must not outlive the bundle that it is a picture of. */
export function removeSnapshot() {
  rmSync(STAMP, { force: true });
}

export async function buildSnapshot() {
  removeSnapshot();
  const options = execFileSync('node', ['--v8-options'], { encoding: 'utf8' });
  const source = 'src/cli/snapshot.ts';
  const entry = 'build/snapshot.cjs';
  const { outputFiles, metafile } = await build({
    entryPoints: [source],
    outfile: entry,
    bundle: true,
    plugins: [deferredInPlace],
    metafile: true,
    write: false,
    platform: 'node',
    format: 'cjs',
    target: 'es2022',
    minifySyntax: true,
    define: {
      ...DEFINITIONS,
      'import.meta.url': 'globalThis.tythonBundle',
      INTERRUPT_BUDGET: /default: --interrupt-budget=(\d+)/.exec(options)?.[1] ?? '0',
    },
    logLevel: 'warning',
  });
  const whole = deferSections(outputFiles[0].text, source, metafile);
  // The smaller the snapshot, the sooner it is loaded. Names stay: a profile has to show them.
  const { code } = await transform(whole, { minifyWhitespace: true, target: 'es2022' });
  mkdirSync('build', { recursive: true });
  writeFileSync(entry, code);
  try {
    const node = execFileSync('sh', ['-c', 'command -v node'], { encoding: 'utf8' }).trim();
    const made = `${BLOB}.new`;
    const args = [
      ...FLAGS,
      '--no-warnings',
      '--snapshot-blob',
      made,
      '--build-snapshot',
      entry,
      resolve('dist'),
    ];
    execFileSync(node, args, { stdio: ['ignore', 'inherit', 'inherit'] });
    renameSync(made, BLOB);
    const identity = execFileSync('ls', ['-Lln', node], { encoding: 'utf8' });
    writeFileSync(STAMP, `${FLAGS.join(' ')}\n${identity}`);
  } catch (error) {
    console.warn(`no start-up snapshot: ${error.message.split('\n', 1)[0]}`);
  }
}
