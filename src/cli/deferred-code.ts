/**
 * Evaluates what is deferred from the start-up snapshot (scripts/deferred-imports.mjs) with the bytecode that the build has
 * had V8 make of it: to read that takes a third of the time that compiling takes.
 *
 * V8 accepts such bytecode only under the flags under which it was made. Some change while a program runs, so for this moment
 * they are what they were.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { Script } from 'node:vm';
import { underDefaultFlags } from './v8-flags.ts';

/** What was evaluated in this process, by the names of the files. */
const evaluated = new Map<string, Script>();

const codeFile = (name: string): URL => new URL(name.replace(/\.js$/, '.code'), globalThis.tythonBundle);

/** The function with this text, from the file of this name beside the bundle. */
export function deferredFunction(
  name: string,
  parameters: readonly string[],
  body: string,
): (...values: unknown[]) => unknown {
  let cachedData: Buffer | undefined;
  try {
    cachedData = readFileSync(codeFile(name));
  } catch {
    // Then it is compiled.
  }
  const text = `(function(${parameters}){${body}\n})`;
  return underDefaultFlags(() => {
    const script = new Script(text, { filename: name, cachedData });
    evaluated.set(name, script);
    return script.runInThisContext() as (...values: unknown[]) => unknown;
  });
}

/**
 * Keeps the bytecode of all functions that were called in what was evaluated, unless there was some that V8 has accepted. The
 * build runs a program to its end for this.
 */
export function keepDeferredCode(): void {
  underDefaultFlags(() => {
    for (const [name, script] of evaluated)
      if (script.cachedDataRejected !== false) writeFileSync(codeFile(name), script.createCachedData());
  });
}
