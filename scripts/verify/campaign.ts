/**
 * Puts many small sources to Tython and to the oracle and compares what comes out: mutants, the snippets of CPython's
 * own tests, golden cases. The oracle works in a process of its own meanwhile.
 */
import { join } from 'node:path';
import { askPython, type Oracle, WORK, writeFile } from './oracle.ts';
import { type Outcome, outcomeOf, outcomeText, type Question } from './outcome.ts';
import { indentLines, Progress, seconds, share } from './report.ts';

export interface Case {
  readonly question: Question;
  /** For people: where the source comes from, what was done to it. */
  readonly label: string;
  /** The source line to show. */
  readonly line: string;
}

interface Failure {
  readonly index: number;
  readonly expected: Outcome;
  readonly got: Outcome;
}

const sameVerdict = (a: Outcome, b: Outcome): boolean => (a.ok === undefined) === (b.ok === undefined);

/** The fields in which two outcomes differ, in words. */
function differingFields(expected: Outcome, got: Outcome): string[] {
  if (!sameVerdict(expected, got)) return ['verdict'];
  const fields: string[] = [];
  if (expected.ok !== got.ok) fields.push('code');
  const names = ['type', 'message', 'lineno', 'offset', 'end_lineno', 'end_offset', 'text'];
  names.forEach((name, i) => {
    if (expected.error?.[i] !== got.error?.[i]) fields.push(name);
  });
  if (JSON.stringify(expected.warnings) !== JSON.stringify(got.warnings)) fields.push('warnings');
  return fields;
}

function describeFailure(cases: readonly Case[], { index, expected, got }: Failure): string {
  const { label, line } = cases[index]!;
  const fields = differingFields(expected, got).join(', ');
  return `#${index} ${label}: ${fields}\n  line ${JSON.stringify(line)}\n  R ${outcomeText(expected)}\n  T ${outcomeText(got)}`;
}

/** Counts each distinct kind of failure, so that one cause with many victims is seen as one. */
function summarize(failures: readonly Failure[]): string[] {
  const kinds = new Map<string, number>();
  for (const { expected, got } of failures) {
    const say = (o: Outcome): string =>
      o.ok !== undefined ? 'compiles' : `${o.error![0]}: ${o.error![1]}`.slice(0, 90);
    const fields = differingFields(expected, got).join(', ');
    const kind = `${fields}: R ${say(expected)} / T ${say(got)}`;
    kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
  }
  return [...kinds]
    .sort((a, b) => b[1] - a[1])
    .map(([kind, count]) => `${String(count).padStart(6)} × ${kind}`);
}

export interface CampaignResult {
  readonly verdicts: number;
  readonly exact: number;
  readonly total: number;
}

/** Runs the cases; prints the first `details` failures and a line of figures; writes all failures to a report. */
export async function runCampaign(
  oracle: Oracle,
  title: string,
  cases: readonly Case[],
  details: number,
): Promise<CampaignResult> {
  const started = performance.now();
  let oracleTime = 0;
  const asked = askPython<Question, Outcome>(
    oracle,
    'outcome.py',
    title,
    cases.map((c) => c.question),
  ).then((answers) => {
    oracleTime = (performance.now() - started) / 1000;
    return answers;
  });
  const progress = new Progress(title, cases.length);
  const mine: Outcome[] = [];
  for (const { question } of cases) {
    mine.push(outcomeOf(question));
    progress.step();
  }
  const time = progress.end();
  const expected = await asked;
  const failures: Failure[] = [];
  mine.forEach((got, index) => {
    if (outcomeText(got) !== outcomeText(expected[index]!))
      failures.push({ index, expected: expected[index]!, got });
  });
  const wrong = failures.filter((f) => !sameVerdict(f.expected, f.got));
  const sorted = [...wrong, ...failures.filter((f) => !wrong.includes(f))];
  for (const failure of sorted.slice(0, details))
    console.log(indentLines(describeFailure(cases, failure), '  '));
  const report = join(WORK, `${title}.report.txt`);
  const summary = summarize(failures);
  writeFile(
    report,
    `${summary.join('\n')}\n\n${sorted.map((f) => describeFailure(cases, f)).join('\n\n')}\n`,
  );
  writeFile(
    join(WORK, `${title}.failures.jsonl`),
    sorted.map((f) => `${JSON.stringify({ ...f, ...cases[f.index] })}\n`).join(''),
  );
  for (const line of summary.slice(0, details)) console.log(line);
  const total = cases.length;
  const result = { verdicts: total - wrong.length, exact: total - failures.length, total };
  const refused = expected.filter((o) => o.ok === undefined).length;
  console.log(
    `${title}: ${total} sources, ${refused} refused: verdict agrees in ${result.verdicts} (${share(result.verdicts, total)}), ` +
      `all fields in ${result.exact} (${share(result.exact, total)}); Tython ${seconds(time)}, CPython ${seconds(oracleTime)}; ` +
      `failures in ${report}`,
  );
  return result;
}
