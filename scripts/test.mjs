/**
 * The test command: everything that CI checks, in the order in which it fails fastest.
 *
 *   node scripts/test.mjs             format, lint, types, layers, unit and conformance tests
 *   node scripts/test.mjs --unit [T]  only the tests (whose path contains T)
 */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { buildLibrary, bundle, bundleTests, generateSources } from './build.mjs';
import { buildSnapshot } from './build-snapshot.mjs';
import { runScript } from './run.mjs';

process.chdir(fileURLToPath(new URL('..', import.meta.url)));

const unitAt = process.argv.indexOf('--unit');
const only = unitAt >= 0 ? (process.argv[unitAt + 1] ?? '') : '';

/** Runs one step; a failing one ends the whole with its status. */
async function step(title, run) {
  const start = performance.now();
  console.log(`▸ ${title}`);
  const status = await run();
  if (status !== 0) {
    console.error(`✗ ${title} failed`);
    process.exit(status || 1);
  }
  console.log(`✓ ${title} (${((performance.now() - start) / 1000).toFixed(1)} s)`);
}

const command =
  (name, ...args) =>
  () =>
    spawnSync(name, args, {
      stdio: 'inherit',
      env: { ...process.env, PATH: `node_modules/.bin:${process.env.PATH}` },
    }).status ?? 1;

await step('build', async () => {
  await generateSources();
  await bundle();
  await buildLibrary();
  await buildSnapshot();
  return 0;
});
if (unitAt < 0) {
  await step('format and lint', command('biome', 'check', '--error-on-warnings'));
  await step('types', command('tsc', '--noEmit'));
  await step('layers', () => runScript('check-imports.ts'));
}
await step('tests', async () => {
  const files = await bundleTests((name) => name.includes(only));
  return command(process.execPath, '--enable-source-maps', '--test', '--test-reporter=spec', ...files)();
});
