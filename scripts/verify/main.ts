/**
 * npm run verify -- COMMAND [OPTION ...]: compares the front end with CPython 3.14, see docs/verifying.md.
 *
 *   lib        every file of CPython's Lib, Lib/test included: .pyc files
 *   packages   the packages of packages.txt: .pyc files
 *   folder DIR every .py file below DIR: .pyc files
 *   stdlib     the standard library that the npm package `pyodide` carries: .pyc files
 *   mutants    broken pieces of Lib, or with a DIR behind it of the .py files below that: verdicts and errors
 *   snippets   every source that CPython's tests of the compiler compile: verdicts and errors
 *   accept     records what CPython says of tests/golden and of stdlib for the tests that run without it
 *   all        the first five
 *
 *   --oracle DIR   where CPython 3.14 is (default: TYTHON_ORACLE, .oracle, the path)
 *   --levels LIST  optimisation levels, default 0,1,2
 *   --match TEXT   only files whose name contains TEXT
 *   --details N    show the first N differences, default 10
 *   --count N      how many mutants, default 20000
 *   --seed N       another set of mutants, default 314
 *   --kind KIND    mutants of single `tokens` (default), or of whole `runs` of them, of lines' heads and ends
 */
import { parseArgs } from 'node:util';
import { accept } from './accept.ts';
import { type CampaignResult, runCampaign } from './campaign.ts';
import { mutantCases } from './mutant-cases.ts';
import { findOracle, type Oracle } from './oracle.ts';
import { downloadPackages } from './packages.ts';
import { comparePyc, type Level } from './pyc.ts';
import { snippetCases } from './snippets.ts';
import { sourcesBelow, stdlibSources } from './sources.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    oracle: { type: 'string' },
    levels: { type: 'string', default: '0,1,2' },
    match: { type: 'string', default: '' },
    details: { type: 'string', default: '10' },
    count: { type: 'string', default: '20000' },
    seed: { type: 'string', default: '314' },
    kind: { type: 'string', default: 'tokens' },
    help: { type: 'boolean', short: 'h', default: false },
  },
});

const match = values.match;
const details = Number(values.details);
const levels = values.levels
  .split(',')
  .map(Number)
  .filter((n): n is Level => n === 0 || n === 1 || n === 2);

/** The share of errors that must agree in every field; verdicts must agree in all. */
const EXACT_SHARE = 0.995;

const goodEnough = (result: CampaignResult): boolean =>
  result.verdicts === result.total && result.exact >= EXACT_SHARE * result.total;

/** Each command is true where the requirement is met. */
const COMMANDS: Record<string, (oracle: Oracle) => Promise<boolean>> = {
  lib: (oracle) => comparePyc(oracle, 'lib', sourcesBelow(oracle.lib, 'Lib', match), levels, details),
  folder: (oracle) =>
    comparePyc(oracle, 'folder', sourcesBelow(positionals[1] ?? '.', '.', match), levels, details),
  stdlib: (oracle) => comparePyc(oracle, 'stdlib', stdlibSources(match), levels, details),
  packages: async (oracle) => comparePyc(oracle, 'packages', await downloadPackages(match), levels, details),
  mutants: async (oracle) => {
    const folder = positionals[1];
    const sources = sourcesBelow(folder ?? oracle.lib, folder === undefined ? 'Lib' : '.', match);
    const cases = mutantCases(sources, Number(values.count), Number(values.seed), values.kind);
    return goodEnough(await runCampaign(oracle, 'mutants', cases, details));
  },
  snippets: async (oracle) =>
    goodEnough(await runCampaign(oracle, 'snippets', await snippetCases(oracle, match), details)),
  accept,
};

async function main(): Promise<number> {
  const command = positionals[0];
  const names = command === 'all' ? ['lib', 'packages', 'stdlib', 'mutants', 'snippets'] : [command ?? ''];
  if (values.help || names.some((name) => COMMANDS[name] === undefined)) {
    console.error(`usage: npm run verify -- ${Object.keys(COMMANDS).join(' | ')} | all  [--oracle DIR] ...`);
    return values.help ? 0 : 2;
  }
  const oracle = findOracle(values.oracle);
  console.log(`oracle: CPython ${oracle.version}`);
  let good = true;
  for (const name of names) good = (await COMMANDS[name]!(oracle)) && good;
  return good ? 0 : 1;
}

try {
  process.exitCode = await main();
} catch (error) {
  console.error(`verify: ${error instanceof Error ? error.message : error}`);
  process.exitCode = 1;
}
