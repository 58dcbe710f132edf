/**
 * npm run missing [-- --record [--oracle DIR]]: what CPython 3.14 has built in and Tython has not, or has otherwise.
 *
 * scripts/missing/inventory.py prints, on either of them, every name of `builtins` and every attribute of every built-in
 * type with kinds and signatures, and the public names of the modules that CPython writes in C. CPython's answers are
 * recorded in tests/conformance, so that the comparison runs without it; `--record` records them anew.
 *
 * A difference in the built-in names is an error and the exit status 1. Names missing from modules are only listed.
 */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { findOracle, writeFile } from './verify/oracle.ts';

const INVENTORY = 'scripts/missing/inventory.py';
const PARTS = ['builtins', 'modules'] as const;
type Part = (typeof PARTS)[number];

const recordOf = (part: Part): string => `tests/conformance/inventory-${part}.txt`;

/** What the inventory program prints on a Python. */
function inventory(python: readonly string[], part: Part): string {
  const [program, ...flags] = python;
  const { status, stdout } = spawnSync(program!, [...flags, '-I', INVENTORY, part], {
    encoding: 'utf8',
    maxBuffer: 1 << 26,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  if (status !== 0) throw new Error(`${INVENTORY} ${part} ended with status ${status}`);
  return stdout;
}

/** Name to facts. */
function parse(text: string): Map<string, string> {
  const facts = new Map<string, string>();
  for (const line of text.split('\n')) {
    const tab = line.indexOf('\t');
    if (tab >= 0) facts.set(line.slice(0, tab), line.slice(tab + 1).replaceAll('\t', ' | '));
  }
  return facts;
}

function compareBuiltins(expected: Map<string, string>, actual: Map<string, string>): number {
  let differences = 0;
  for (const [name, facts] of expected) {
    const own = actual.get(name);
    if (own === facts) continue;
    differences++;
    console.log(
      own === undefined ? `missing   ${name}: ${facts}` : `different ${name}: ${own}\n  CPython ${facts}`,
    );
  }
  for (const [name, facts] of actual) {
    if (expected.has(name)) continue;
    differences++;
    console.log(`too much  ${name}: ${facts}`);
  }
  return differences;
}

/** Lists what modules lack and returns how many names that is; a module that is absent counts with all of its names. */
function listModules(expected: Map<string, string>, actual: Map<string, string>): number {
  let missing = 0;
  for (const [module, names] of expected) {
    const wanted = names.split(' ').filter((name) => name !== '');
    const own = actual.get(module)?.split(' ');
    const lacking = own === undefined ? wanted : wanted.filter((name) => !own.includes(name));
    missing += lacking.length;
    if (own === undefined) console.log(`no module ${module} (${wanted.length} names)`);
    else if (lacking.length > 0) console.log(`${module} lacks ${lacking.join(' ')}`);
  }
  return missing;
}

const { values } = parseArgs({
  options: { record: { type: 'boolean', default: false }, oracle: { type: 'string' } },
});

if (values.record) {
  const { python } = findOracle(values.oracle);
  for (const part of PARTS) writeFile(recordOf(part), inventory([python], part));
} else {
  const [builtins, modules] = PARTS.map((part) => ({
    expected: parse(readFileSync(recordOf(part), 'utf8')),
    actual: parse(inventory([process.execPath, 'bin/tython'], part)),
  }));
  const differences = compareBuiltins(builtins!.expected, builtins!.actual);
  const missing = listModules(modules!.expected, modules!.actual);
  console.log(
    `builtins: ${builtins!.expected.size} names, ${differences} differences; modules: ${missing} names missing`,
  );
  process.exitCode = differences > 0 ? 1 : 0;
}
