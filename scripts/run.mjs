/** Runs a TypeScript script of this folder: `node scripts/run.mjs NAME.ts [ARG ...]`. Node 20 cannot itself. */
import { spawnSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { DEFINITIONS } from './bundle-options.mjs';
import { deferredAtOnce } from './deferred-imports.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));

/** Bundles a script of scripts/ into build/scripts and returns the bundle's path. */
async function bundleScript(name) {
  const outfile = `${root}build/scripts/${name.replace(/\.ts$/, '.mjs')}`;
  mkdirSync(`${root}build/scripts`, { recursive: true });
  await build({
    entryPoints: [`${root}scripts/${name}`],
    outfile,
    bundle: true,
    define: DEFINITIONS,
    plugins: [deferredAtOnce],
    platform: 'node',
    format: 'esm',
    target: 'node20',
    packages: 'external',
    sourcemap: 'inline',
    logLevel: 'error',
  });
  return outfile;
}

/** Runs a script with `args` in a process of its own and returns its exit status. */
export async function runScript(name, args = []) {
  const file = await bundleScript(name);
  const { status } = spawnSync(process.execPath, ['--enable-source-maps', file, ...args], {
    stdio: 'inherit',
  });
  return status ?? 1;
}

/** Runs a generator of sources; a failure ends the build. */
export async function runGenerator(name) {
  const status = await runScript(name);
  if (status !== 0) throw new Error(`scripts/${name} failed with status ${status}`);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [name, ...args] = process.argv.slice(2);
  process.exit(await runScript(name, args));
}
