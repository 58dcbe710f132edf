/**
 * Lays out an installation in which the tests run: the library of the tests' own release, linked entry by entry, with
 * the stand-ins of CPython's test-only modules (tests/cpython/stubs) beside it, and the command of this checkout. Programs
 * that tests start from `sys.executable` find the same library, whatever options and environment they are given.
 */
import { chmodSync, mkdirSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { FOLDER } from './inventory.ts';

/** Makes the installation afresh and returns the path of its command. */
export function makeHome(lib: string, nodeOptions: readonly string[]): string {
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
  const interpreter = ['#!/usr/bin/env', ...(nodeOptions.length > 0 ? ['-S'] : []), 'node', ...nodeOptions];
  writeFileSync(
    command,
    `${interpreter.join(' ')}\nimport(${JSON.stringify(resolve('dist/cli.js'))}).then((cli) => {\n  process.exitCode = cli.tythonCommand(process.argv.slice(2), process.argv[1]);\n});\n`,
  );
  chmodSync(command, 0o755);
  return command;
}
