/**
 * Mutants: pieces of real source with one or two small faults, for the syntax errors that people make. A mutant
 * follows from the seed, the file's name, its own number and the file's text, and from nothing else.
 */
import { Random } from './random.ts';
import { excerpt, type LogicalLine, logicalLines, type RoughToken, roughTokens } from './tokens.ts';

export interface Mutant {
  readonly file: string;
  readonly number: number;
  /** What was done, for people. */
  readonly what: string;
  readonly text: string;
  /** Where in `text` the (last) fault is. */
  readonly at: number;
}

/** A mutant is cut out of its file with as much around it as this many characters hold. */
const LIMIT = 3000;

const POOL: readonly string[] = [
  ...'and as assert async await break class continue def del elif else except finally for from global if import in is'.split(
    ' ',
  ),
  ...'lambda nonlocal not or pass raise return try while with yield True False None match case type print _ x'.split(
    ' ',
  ),
  ...'( ) [ ] { } , : ; . ... = == != := -> + - * ** / // % @ & | ^ ~ < > <= >= << >> += *= **= ! $ ?'.split(
    ' ',
  ),
  ...[
    '0',
    '1',
    '07',
    '1_',
    '0x',
    '1.5e',
    '2j',
    '""',
    "'a'",
    'b"b"',
    'f"{x}"',
    'f"{x!z}"',
    't"{x}"',
    '"open',
    "f'{'",
    'u"é"',
    '\\',
    '`',
  ],
];
const CHARACTERS: readonly string[] = [
  ...'"\'\\{}()[]!$?`#:,=._0 \t\n\f',
  '\u00a0',
  '€',
  'é',
  '😀',
  '\u0001',
];

interface Edit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
  readonly what: string;
}

function wordEnd(text: string, at: number): boolean {
  return /[\w\u0080-\uffff]/.test(text.charAt(at - 1));
}

type Mutation = (random: Random, text: string, tokens: readonly RoughToken[]) => Edit | undefined;

function pickToken(random: Random, tokens: readonly RoughToken[]): number {
  let index = random.below(tokens.length);
  // Comments teach little: most of the picks that hit one move on.
  if (tokens[index]!.kind === 'comment' && !random.oneIn(8)) index = random.below(tokens.length);
  return index;
}

const drop: Mutation = (random, text, tokens) => {
  const { start, end } = tokens[pickToken(random, tokens)]!;
  return { start, end, text: '', what: `drop ${text.slice(start, end)}` };
};

const double: Mutation = (random, text, tokens) => {
  const { start, end } = tokens[pickToken(random, tokens)]!;
  const token = text.slice(start, end);
  return {
    start: end,
    end,
    text: wordEnd(token, token.length) ? ` ${token}` : token,
    what: `double ${token}`,
  };
};

const swap: Mutation = (random, text, tokens) => {
  const index = pickToken(random, tokens);
  const a = tokens[index]!;
  const b = tokens[index + 1];
  if (b === undefined) return undefined;
  const [left, right] = [text.slice(a.start, a.end), text.slice(b.start, b.end)];
  const between = text.slice(a.end, b.start);
  return { start: a.start, end: b.end, text: right + between + left, what: `swap ${left} and ${right}` };
};

const replace: Mutation = (random, text, tokens) => {
  const { start, end } = tokens[pickToken(random, tokens)]!;
  let by = random.pick(POOL);
  if (random.oneIn(2)) {
    const other = random.pick(tokens);
    by = text.slice(other.start, other.end);
  }
  return { start, end, text: by, what: `replace ${text.slice(start, end)} by ${by}` };
};

const insert: Mutation = (random, _text, tokens) => {
  const { start } = tokens[pickToken(random, tokens)]!;
  const by = random.pick(POOL);
  return { start, end: start, text: `${by} `, what: `insert ${by}` };
};

const cut: Mutation = (random, text) => {
  const start = random.below(text.length);
  const lineEnd = text.indexOf('\n', start);
  const all = lineEnd < 0 || random.oneIn(3);
  return { start, end: all ? text.length : lineEnd, text: '', what: all ? 'cut the rest' : 'cut the line' };
};

const INDENTS: readonly string[] = ['', ' ', '  ', '    ', '        ', '\t', ' \t', '\f', '   '];

const indent: Mutation = (random, text) => {
  const start = text.lastIndexOf('\n', random.below(text.length)) + 1;
  let end = start;
  while (text.charAt(end) === ' ' || text.charAt(end) === '\t') end++;
  const by = random.oneIn(2) ? `${text.slice(start, end)}${random.pick(INDENTS)}` : random.pick(INDENTS);
  return { start, end, text: by, what: 'change an indent' };
};

const character: Mutation = (random, text) => {
  const start = random.below(text.length);
  const by = random.oneIn(4) ? '' : random.pick(CHARACTERS);
  const end = start + (by === '' || random.oneIn(2) ? 1 : 0);
  return {
    start,
    end,
    text: by,
    what: `put ${JSON.stringify(by)} for ${JSON.stringify(text.slice(start, end))}`,
  };
};

/** Repeated by weight. */
const MUTATIONS: readonly Mutation[] = [
  drop,
  drop,
  drop,
  double,
  double,
  swap,
  swap,
  replace,
  replace,
  replace,
  insert,
  insert,
  cut,
  indent,
  character,
  character,
];

/** A run of up to `most` tokens: where it begins and ends in the text. */
function pickRun(random: Random, tokens: readonly RoughToken[], most: number): [number, number] {
  const first = random.below(tokens.length);
  const last = Math.min(first + random.below(most), tokens.length - 1);
  return [tokens[first]!.start, tokens[last]!.end];
}

const moveRun: Mutation = (random, text, tokens) => {
  const [start, end] = pickRun(random, tokens, 6);
  const { start: to } = tokens[pickToken(random, tokens)]!;
  if (to > start && to < end) return undefined;
  const run = text.slice(start, end);
  const what = `move ${run}`;
  return to <= start
    ? { start: to, end, text: `${run} ${text.slice(to, start)}`, what }
    : { start, end: to, text: `${text.slice(end, to)}${run} `, what };
};

const repeatRun: Mutation = (random, text, tokens) => {
  const [start, end] = pickRun(random, tokens, 8);
  const run = text.slice(start, end);
  return { start: end, end, text: ` ${run}`, what: `repeat ${run}` };
};

const replaceRun: Mutation = (random, text, tokens) => {
  const [start, end] = pickRun(random, tokens, 4);
  const [from, to] = pickRun(random, tokens, 8);
  return {
    start,
    end,
    text: text.slice(from, to),
    what: `${text.slice(from, to)} for ${text.slice(start, end)}`,
  };
};

/** What stands around a run. */
const WRAPPERS: readonly (readonly [string, string])[] = [
  ['(', ')'],
  ['[', ']'],
  ['{', '}'],
  ['{**', '}'],
  ['(*', ',)'],
  ['f(', ' for x in y)'],
  ['f(a=', ')'],
  ['(yield ', ')'],
  ['(lambda: ', ')'],
  ['(x := ', ')'],
  ['a[', ':]'],
  ['f"{', '}"'],
  ['f"{', '!r:>{w}}"'],
  ["t'{", "=}'"],
  ["f'''{", "\n}'''"],
  ['(', ' if x else y)'],
  ['[', ' async for x in y]'],
  ['not ', ''],
  ['*', ''],
  ['await ', ''],
];

const wrapRun: Mutation = (random, text, tokens) => {
  const [start, end] = pickRun(random, tokens, 5);
  const [open, close] = random.pick(WRAPPERS);
  const run = text.slice(start, end);
  return { start, end, text: open + run + close, what: `wrap ${run} in ${open} ${close}` };
};

/** Heads of statements, and what a line may begin with otherwise. */
const HEADS: readonly string[] = [
  ...['if ', 'elif ', 'else: ', 'while ', 'for x in ', 'for ', 'try: ', 'except ', 'except* ', 'finally: '],
  ...[
    'with ',
    'async ',
    'def f(',
    'class C(',
    'class C[T](',
    'return ',
    'yield ',
    'del ',
    'global ',
    'nonlocal ',
  ],
  ...[
    'import ',
    'from ',
    'from . import ',
    'assert ',
    'raise ',
    'match ',
    'case ',
    'type X = ',
    '@',
    'x = ',
    'x: ',
  ],
  ...['x += ', 'print ', 'exec ', 'lambda ', 'pass; ', 'break\n', '# ', '"""', '\\\n'],
];

const changeHead: Mutation = (random, text) => {
  let start = text.lastIndexOf('\n', random.below(text.length)) + 1;
  while (text.charAt(start) === ' ' || text.charAt(start) === '\t') start++;
  const head = random.pick(HEADS);
  return { start, end: start, text: head, what: `put ${head} in front of a line` };
};

const breakLine: Mutation = (random, _text, tokens) => {
  const { start } = tokens[pickToken(random, tokens)]!;
  const by = random.pick(['\n', '\n    ', '\\\n', ';', ' # ', '\n\n\t']);
  return { start, end: start, text: by, what: 'break a line' };
};

const joinLines: Mutation = (random, text) => {
  const start = text.indexOf('\n', random.below(text.length));
  if (start < 0) return undefined;
  let end = start;
  while (/\s/.test(text.charAt(end))) end++;
  return { start, end, text: random.pick(['', ' ', '; ', ', ']), what: 'join two lines' };
};

/** Changes that keep more of what surrounds them than {@link MUTATIONS}: whole runs of tokens, heads of lines. */
const RUN_MUTATIONS: readonly Mutation[] = [
  moveRun,
  repeatRun,
  replaceRun,
  replaceRun,
  wrapRun,
  wrapRun,
  wrapRun,
  changeHead,
  changeHead,
  breakLine,
  joinLines,
];

/** The kinds of mutants. */
export const MUTANT_KINDS: Readonly<Record<string, readonly Mutation[]>> = {
  tokens: MUTATIONS,
  runs: RUN_MUTATIONS,
};

/** Cuts at surrogate pairs' middles would make texts that are no UTF-8. */
function splitsPair(text: string, at: number): boolean {
  return (text.charCodeAt(at - 1) & 0xfc00) === 0xd800 && (text.charCodeAt(at) & 0xfc00) === 0xdc00;
}

function mutate(
  random: Random,
  original: string,
  lines: readonly LogicalLine[],
  mutations: readonly Mutation[],
): Omit<Mutant, 'file' | 'number'> | undefined {
  let text = excerpt(original, lines, random.below(lines.length), LIMIT);
  const done: string[] = [];
  let at = 0;
  for (let faults = random.oneIn(8) ? 2 : 1; faults > 0; faults--) {
    const tokens = roughTokens(text);
    if (tokens.length === 0) break;
    const edit = random.pick(mutations)(random, text, tokens);
    if (edit === undefined || splitsPair(text, edit.start) || splitsPair(text, edit.end)) continue;
    text = text.slice(0, edit.start) + edit.text + text.slice(edit.end);
    at = edit.start;
    done.push(edit.what);
  }
  return done.length === 0 ? undefined : { what: done.join('; '), text, at };
}

/** `count` mutants of one file; fewer where the file holds nothing to break. */
export function mutantsOf(
  file: string,
  text: string,
  count: number,
  seed: number,
  mutations: readonly Mutation[] = MUTATIONS,
): Mutant[] {
  const lines = logicalLines(text, roughTokens(text));
  const mutants: Mutant[] = [];
  if (lines.length === 0) return mutants;
  const random = new Random(seed, file);
  for (let number = 0, tries = 0; number < count && tries < 4 * count; tries++) {
    const mutant = mutate(random, text, lines, mutations);
    if (mutant !== undefined) mutants.push({ file, number: number++, ...mutant });
  }
  return mutants;
}

/** The source line that holds the fault. */
export function faultLine(mutant: Mutant): string {
  const start = mutant.text.lastIndexOf('\n', mutant.at - 1) + 1;
  const end = mutant.text.indexOf('\n', mutant.at);
  return mutant.text.slice(start, end < 0 ? undefined : end);
}
