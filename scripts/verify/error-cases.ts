/**
 * The files of tests/golden/errors: small sources with what CPython says of each, kept as people read them.
 *
 *   # Comments come first.
 *   ---- ATTRIBUTE ...: what the case shows
 *   the source's lines
 *   => SyntaxError: invalid syntax @ 1:2-1:3
 *
 * Attributes: `mode=eval`, `mode=single`, `flags=0x…`, `optimize=N`, `noeol` (no line end after the last line), `text`
 * (compile a str, not bytes), `strict` (warnings become errors), `escapes` (`\n \t \r \f \\ \xNN \uNNNN` are read as in Python, line ends are not part of
 * the source), `bytes` (likewise, each `\xNN` one byte). A line after an arrow is an exception, a warning with its
 * line number, or `compiles`; the source line an exception quotes is shown where it is not the line it points to.
 */
import type { Outcome, Question } from './outcome.ts';

export interface ErrorCase {
  readonly title: string;
  readonly question: Question;
  /** The lines before the first arrow, verbatim. */
  readonly lines: readonly string[];
  readonly expected: readonly string[];
}

export interface ErrorFile {
  readonly comments: readonly string[];
  readonly cases: readonly ErrorCase[];
}

const ESCAPES: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', f: '\f', '\\': '\\' };

function readEscapes(text: string): string {
  return text.replace(/\\(?:([ntrf\\])|x([0-9a-f]{2})|u([0-9a-f]{4}))/g, (_, plain, byte, unit) =>
    plain !== undefined ? ESCAPES[plain]! : String.fromCharCode(Number.parseInt(byte ?? unit, 16)),
  );
}

/** The attributes of a case's first line: the words before its colon that are attributes. */
function attributesOf(title: string): Map<string, string> {
  const attributes = new Map<string, string>();
  for (const word of title.split(/[ :]/)) {
    const match = /^(?:(mode|flags|optimize)=(\w+)|(noeol|text|strict|escapes|bytes))$/.exec(word);
    if (match === null) break;
    attributes.set(match[1] ?? match[3]!, match[2] ?? '');
  }
  return attributes;
}

/** The bytes of a `bytes` case: escapes above ASCII are single bytes, so it holds no other such characters. */
function bytesHex(text: string): string {
  return Buffer.from(text, 'latin1').toString('hex');
}

function questionOf(title: string, lines: readonly string[]): Question {
  const attributes = attributesOf(title);
  const raw = attributes.has('escapes') || attributes.has('bytes');
  let source = lines.join('\n');
  if (raw) source = readEscapes(source);
  else if (lines.length > 0 && !attributes.has('noeol')) source += '\n';
  const question: { -readonly [K in keyof Question]: Question[K] } = {
    warnings: attributes.has('strict') ? 'error' : 'record',
  };
  if (attributes.has('bytes')) question.hex = bytesHex(source);
  else if (attributes.has('text')) question.text = source;
  else question.source = source;
  if (attributes.has('mode')) question.mode = attributes.get('mode') as 'eval' | 'single';
  if (attributes.has('flags')) question.flags = Number(attributes.get('flags'));
  if (attributes.has('optimize')) question.optimize = Number(attributes.get('optimize')) as 1 | 2;
  return question;
}

/** Reads a file of cases. Blank lines at the end of a case are not part of it. */
export function parseErrorFile(content: string): ErrorFile {
  const comments: string[] = [];
  const cases: ErrorCase[] = [];
  let title: string | undefined;
  let lines: string[] = [];
  let expected: string[] = [];
  const finish = (): void => {
    if (title === undefined) return;
    while (lines.at(-1) === '') lines.pop();
    cases.push({ title, question: questionOf(title, lines), lines, expected });
    lines = [];
    expected = [];
  };
  for (const line of content.split('\n')) {
    if (line.startsWith('---- ')) {
      finish();
      title = line.slice(5);
    } else if (title === undefined) {
      if (line !== '') comments.push(line);
    } else if (line.startsWith('=> ')) {
      expected.push(line.slice(3));
    } else if (expected.length === 0) {
      lines.push(line);
    }
  }
  finish();
  return { comments, cases };
}

/** The file's text with these expectations, one list for each case. */
export function formatErrorFile(file: ErrorFile, expected: readonly (readonly string[])[]): string {
  const blocks = file.cases.map(({ title, lines }, i) =>
    [`---- ${title}`, ...lines, ...expected[i]!.map((line) => `=> ${line}`), ''].join('\n'),
  );
  return [...file.comments, '', ...blocks].join('\n');
}

function sourceLine(question: Question, lineno: number): string | undefined {
  const text = question.source ?? question.text ?? Buffer.from(question.hex!, 'hex').toString();
  return text.split('\n')[lineno - 1];
}

/** What stands behind the arrows. */
export function formatOutcome(question: Question, outcome: Outcome): string[] {
  const result = (outcome.warnings ?? []).map(
    ([category, message, lineno]) => `${category}: ${message} @ ${lineno}`,
  );
  if (outcome.error === undefined) return [...result, 'compiles'];
  const [type, message, lineno, offset, endLineno, endOffset, text] = outcome.error;
  let line = `${type}: ${message}`;
  if (lineno !== null) {
    line += ` @ ${lineno}:${offset}-${endLineno}:${endOffset}`;
    const quoted = typeof text === 'string' ? text.replace(/\r?\n$/, '') : text;
    if (quoted !== sourceLine(question, Number(lineno))) line += ` | ${JSON.stringify(text)}`;
  }
  return [...result, ...line.split('\n')];
}
