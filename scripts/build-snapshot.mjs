/**
 * Makes dist/tython.blob, the start-up snapshot (src/cli/snapshot.ts), for the `node` that is on the path now.
 *
 * A snapshot fits one build of Node with the same V8 flags, and Node gives up when it meets another: so dist/tython.node
 * says which file it was made for, and bin/tython uses it with that one only. Without a snapshot the command starts all
 * the same, only later.
 */
import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { build, transform } from 'esbuild';
import { DEFINITIONS } from './bundle-options.mjs';
import { deferredInPlace, deferSections } from './deferred-imports.mjs';
import { takeConstants } from './inline-constants.mjs';
import { withoutCodeCache } from './snapshot-blob.mjs';

/** What exercises deferred parts when the bytecode of them is kept. */
const WARM_UP = 'scripts/warm-up.py';
const BLOB = 'dist/tython.blob';
/**
 * The flags and the node of dist/tython.blob; bin/tython reads it: a line of flags, then `ls -Lln` of the executable, then
 * the size of the snapshot. It is as old as the executable too, which a shell sees at once.
 */
const STAMP = 'dist/tython.node';

/**
 * A start allocates more than the young generation's first size holds: five scavenges, a tenth of the time. Programs that
 * make many objects take a quarter less time with a larger one, and those that keep many for a while a fifth less if it may
 * grow to 128 MB and not to 64; what fills a million places takes as much memory either way.
 *
 * The stack that V8 grants itself, 984 KB, ends some 260 calls deep where built-in functions call back, as sorted() does with
 * a key; with four times as much the recursion limit of Python comes first. Main threads have 8 MB.
 */
const FLAGS = ['--min-semi-space-size=4', '--max-semi-space-size=128', '--stack-size=3900'];

/** The flags that change while a program runs. */
const CHANGING = [
  'opt',
  'sparkplug',
  'interrupt-budget',
  'baseline-batch-compilation-threshold',
  'turbo-filter',
  'max-inlined-bytecode-size',
  'max-inlined-bytecode-size-cumulative',
  'max-optimized-bytecode-size',
  'compilation-cache',
];

// V8 draws a seed for its hashes of strings anew in each process, and for that puts all tables of the snapshot together anew:
// 10 ms of a start. To keep the seed of the build (--no-rehash-snapshot) would tell everybody who has the same build which
// keys collide in dicts.

/**
 * The smaller the snapshot, the sooner it is loaded. Names of functions stay, as profiles show them: those of a script are
 * kept, and a class with a name within itself keeps all names of its file.
 */
async function minify(text, define) {
  const sections = text.split(/^(?=\/\/ src\/\S+$)/m).map(async (section) => {
    const minifyIdentifiers = !/\bclass _\w/.test(section);
    return (await transform(section, { minifyWhitespace: true, minifyIdentifiers, target: 'es2022', define }))
      .code;
  });
  return (await Promise.all(sections)).join('');
}

/** For how long processes that began before a build may still ask for what they have deferred, in milliseconds. */
const GRACE = 3_600_000;

/** Removes the deferred parts of earlier builds. */
function removeDeferred(files) {
  for (const name of readdirSync('dist')) {
    const isOld = () => Date.now() - statSync(`dist/${name}`).mtimeMs > GRACE;
    if (/^deferred-.*\.js$/.test(name) && !files.has(name) && isOld()) rmSync(`dist/${name}`);
  }
}

/** Removes the bytecode of deferred parts: that of the build before may be for another warm-up. */
function removeCode() {
  for (const name of readdirSync('dist')) if (/^deferred-.*\.code$/.test(name)) rmSync(`dist/${name}`);
}

/** A snapshot must not outlive the bundle that it is a picture of. */
export function removeSnapshot() {
  rmSync(STAMP, { force: true });
}

export async function buildSnapshot() {
  removeSnapshot();
  const options = execFileSync('node', ['--v8-options'], { encoding: 'utf8' });
  const defaults = CHANGING.map((flag) => [
    flag,
    new RegExp(`default: (--(?:no-)?${flag}(?:=.*)?)$`, 'm').exec(options)?.[1],
  ]);
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
      V8_DEFAULTS: JSON.stringify(Object.fromEntries(defaults)).replaceAll('\\"', ''),
    },
    logLevel: 'warning',
  });
  mkdirSync('build', { recursive: true });
  const { constants, rest } = takeConstants(outputFiles[0].text);
  const { text, files } = await deferSections(rest, source, metafile, (part) => minify(part, constants));
  writeFileSync(entry, text);
  for (const [name, part] of files) writeFileSync(`dist/${name}`, part, 'latin1');
  removeDeferred(files);
  try {
    const node = execFileSync('sh', ['-c', 'command -v node'], { encoding: 'utf8' }).trim();
    const made = `${BLOB}.new`;
    const snapshot = ['--no-warnings', '--snapshot-blob', made];
    // Without the packages of whoever makes it, but with a folder for them: many have one.
    const home = resolve('build/home');
    mkdirSync(`${home}/.local/lib/python3.14/site-packages`, { recursive: true });
    const env = { ...process.env, HOME: home };
    const run = (...args) => execFileSync(node, args, { stdio: ['ignore', 'inherit', 'inherit'], env });
    run(...FLAGS, ...snapshot, '--build-snapshot', entry, resolve('dist'));
    const start = () => run(...FLAGS, ...snapshot, resolve('dist'), 'bin/tython', '-c', 'pass');
    improve(made, start);
    removeCode();
    execFileSync(node, [...FLAGS, ...snapshot, resolve('dist'), 'bin/tython', WARM_UP], {
      env: { ...env, TYTHON_KEEP_CODE: '1' },
    });
    renameSync(made, BLOB);
    const identity = execFileSync('ls', ['-Lln', node], { encoding: 'utf8' });
    writeFileSync(STAMP, `${FLAGS.join(' ')}\n${identity}${statSync(BLOB).size}\n`);
    // Where files have no time of their own, they all are of the first second.
    if (statSync(node).mtimeMs > 1000) execFileSync('touch', ['-r', node, STAMP]);
  } catch (error) {
    console.warn(`no start-up snapshot: ${error.message.split('\n', 1)[0]}`);
  }
}

/** Has a snapshot start sooner, if the command starts from it then: another Node may keep it in another form. */
function improve(file, start) {
  const before = readFileSync(file);
  const smaller = withoutCodeCache(before);
  if (smaller === undefined) return;
  writeFileSync(file, smaller);
  try {
    start();
  } catch {
    writeFileSync(file, before);
  }
}
