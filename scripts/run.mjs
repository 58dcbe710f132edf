/** Runs a TypeScript script of this folder: `node scripts/run.mjs NAME.ts [ARG ...]`. Node 20 cannot itself. */
import { mkdirSync } from 'node:fs';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';

const root = fileURLToPath(new URL('..', import.meta.url));

/** Bundles `entry` (relative to the package) into build/ and returns the bundle's path. */
export async function bundleScript(entry) {
  const outfile = `${root}build/scripts/${entry.replace(/^.*\//, '').replace(/\.ts$/, '.mjs')}`;
  mkdirSync(`${root}build/scripts`, { recursive: true });
  await build({
    entryPoints: [root + entry],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    packages: 'external',
    sourcemap: 'inline',
    logLevel: 'error',
  });
  return outfile;
}

/** Bundles and runs a script of scripts/ in this process, with `args` as its command line. */
export async function runScript(name, args = []) {
  const file = await bundleScript(`scripts/${name}`);
  process.argv = [process.argv[0], file, ...args];
  await import(pathToFileURL(file).href);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  process.setSourceMapsEnabled(true);
  const [name, ...args] = process.argv.slice(2);
  await runScript(name, args);
}
