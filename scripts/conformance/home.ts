/**
 * Lays out an installation in which the tests run: the library of the tests' own release, linked entry by entry, with
 * the stand-ins of CPython's test-only modules (tests/cpython/stubs) beside it, and the command of this checkout. Programs
 * that tests start from `sys.executable` find the same library, whatever options and environment they are given.
 */
import { chmodSync, mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { FOLDER } from './inventory.ts';

/**
 * The text of a command like bin/tython whose bundle is the one of this checkout. A file without an extension outside
 * the package is no module to Node, so its second half imports the bundle when it runs.
 */
function commandText(): string {
  const [shell] = readFileSync('bin/tython', 'utf8').split('*/\n');
  const run = 'cli.tythonCommand(process.argv.slice(2), cli.startedAs())';
  const bundle = JSON.stringify(resolve('dist/cli.js'));
  return `${shell!.replace(/^dist=.*$/m, `dist='${resolve('dist')}'`)}*/
import(${bundle}).then((cli) => void (process.exitCode = ${run}));
`;
}

/** Makes the installation afresh and returns the path of its command. */
export function makeHome(lib: string): string {
  const home = resolve('build/conformance/home');
  rmSync(home, { recursive: true, force: true });
  const target = `${home}/lib/python3.14`;
  mkdirSync(target, { recursive: true });
  mkdirSync(`${home}/bin`);
  for (const entry of readdirSync(lib)) {
    if (entry !== '__pycache__') symlinkSync(`${lib}/${entry}`, `${target}/${entry}`);
  }
  const stubs = `${FOLDER}/stubs`;
  for (const entry of readdirSync(stubs)) {
    if (entry.endsWith('.py')) symlinkSync(resolve(stubs, entry), `${target}/${entry}`);
  }
  const command = `${home}/bin/tython`;
  writeFileSync(command, commandText());
  chmodSync(command, 0o755);
  return command;
}
