/**
 * The sources that CPython's own tests compile, right and wrong ones: collected from the oracle's Lib/test by running
 * it there (snippets.py), never kept in the repository. Each module's collection is cached for the oracle's version.
 */
import { existsSync, mkdirSync, readFileSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import type { Case } from './campaign.ts';
import { type Oracle, runPython, WORK } from './oracle.ts';
import type { Question } from './outcome.ts';

/** The modules of CPython's test package that compile sources of their own. */
const MODULES: readonly string[] = [
  ...'annotationlib ast asyncgen await builtin bytes cmd_line_script code code_module codeop compile'.split(
    ' ',
  ),
  ...'compiler_assemble compiler_codegen complex coroutines decorators dictcomps dis doctest eof except_star'.split(
    ' ',
  ),
  ...'exception_group exceptions extcall float flufl frame fstring future_stmt generators genexps global'.split(
    ' ',
  ),
  ...'grammar import int_literal keywordonlyarg listcomps metaclass monitoring named_expressions nonlocal'.split(
    ' ',
  ),
  ...'patma peepholer pep646_syntax positional_only_arg scope setcomps source_encoding string_literals'.split(
    ' ',
  ),
  ...'subscript super symtable syntax sys_settrace tokenize traceback tstring type_aliases type_annotations'.split(
    ' ',
  ),
  ...'type_comments type_params unicode_identifiers unpack unpack_ex unparse utf8source with'.split(' '),
];

async function collect(oracle: Oracle, module: string): Promise<string[]> {
  const folder = join(WORK, 'snippets', oracle.version);
  const file = join(folder, `${module}.jsonl`);
  if (!existsSync(file)) {
    mkdirSync(folder, { recursive: true });
    process.stderr.write(`snippets: running test_${module} ...\n`);
    await runPython(oracle, [], 'snippets.py', [`test.test_${module}`, `${file}.part`]);
    renameSync(`${file}.part`, file);
  }
  return readFileSync(file, 'utf8').split('\n').slice(0, -1);
}

function firstLine(question: Question): string {
  const text = question.hex === undefined ? question.text! : Buffer.from(question.hex, 'hex').toString();
  return text.slice(0, 160);
}

/** Each distinct snippet of the modules whose name contains `match`. */
export async function snippetCases(oracle: Oracle, match: string): Promise<Case[]> {
  const cases = new Map<string, Case>();
  for (const module of MODULES.filter((name) => name.includes(match))) {
    for (const line of await collect(oracle, module)) {
      if (cases.has(line)) continue;
      const question = JSON.parse(line) as Question;
      cases.set(line, { question, label: `test_${module}, ${question.mode}`, line: firstLine(question) });
    }
  }
  return [...cases.values()];
}
