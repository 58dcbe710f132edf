/** Inputs that nobody would write: bytes, characters and tokens at random, broken files, and nests without end. */
import { ProgramWriter } from './fuzz-programs.ts';
import { mutantsOf } from './mutants.ts';
import type { Random } from './random.ts';

/** Something to compile, with a name that says how to make it again. */
export interface FuzzInput {
  readonly name: string;
  readonly source: Uint8Array;
}

const encode = (text: string): Uint8Array => new TextEncoder().encode(text);

function randomBytes(random: Random): Uint8Array {
  const bytes = new Uint8Array(random.below(200));
  for (let i = 0; i < bytes.length; i++) bytes[i] = random.below(256);
  if (random.oneIn(8)) bytes.set([0xef, 0xbb, 0xbf].slice(0, bytes.length));
  return bytes;
}

function randomAscii(random: Random): Uint8Array {
  const bytes = new Uint8Array(random.below(200));
  for (let i = 0; i < bytes.length; i++) bytes[i] = random.oneIn(8) ? 10 : 32 + random.below(95);
  return bytes;
}

const TOKENS: readonly string[] = [
  ...'and as assert async await break class continue def del elif else except finally for from global if import'.split(
    ' ',
  ),
  ...'in is lambda nonlocal not or pass raise return try while with yield True False None match case type _'.split(
    ' ',
  ),
  ...'( ) [ ] { } , : ; . ... = == != := -> + - * ** / // % @ & | ^ ~ < > <= >= << >> += **= ! $'.split(' '),
  ...'a b f x self 0 1 1.5 2j 0x1f 07 1_000 __debug__ __class__ super'.split(' '),
  ...[
    '"s"',
    "'t'",
    'b"u"',
    'f"{',
    '}"',
    'f"{x!r:>{w}}"',
    't"{y=}"',
    "'''",
    '"""',
    '\\N{DASH}',
    '\\\n',
    '# comment\n',
    'é',
    '😀',
    '\u00a0',
  ],
  ...['\n', '\n', '\n    ', '\n        ', '\n\t', '\n  ', ':\n    '],
];

function tokenSoup(random: Random): Uint8Array {
  let text = '';
  for (let n = 1 + random.below(60); n > 0; n--) text += random.pick(TOKENS) + (random.oneIn(5) ? '' : ' ');
  return encode(text);
}

const OPENERS: readonly (readonly [string, string])[] = [
  ['(', ')'],
  ['[', ']'],
  ['{', '}'],
  ['f(', ')'],
  ['a[', ']'],
  ['-', ''],
  ['not ', ''],
  ['~', ''],
  ['lambda: ', ''],
  ['a.', 'b'],
  ['a + ', ''],
  ['a ** ', ''],
  ['a if b else ', ''],
  ['{1: ', '}'],
  ['f"{', '}"'],
  ['await ', ''],
  ['*', ''],
];

function nest(random: Random): Uint8Array {
  let [head, tail] = ['', ''];
  for (let n = random.below(300); n > 0; n--) {
    const [open, close] = random.oneIn(3) ? random.pick(OPENERS) : OPENERS[random.below(3)]!;
    head += open;
    tail = close + tail;
  }
  return encode(random.oneIn(3) ? head : `${head}x${tail}`);
}

const program = (random: Random): Uint8Array => encode(new ProgramWriter(random).program());

/** The kinds of inputs, each as often as it stands here. `texts` are real sources to break. */
const GENERATORS: readonly ((random: Random, texts: readonly string[]) => Uint8Array)[] = [
  randomBytes,
  randomAscii,
  tokenSoup,
  tokenSoup,
  program,
  program,
  program,
  nest,
  (random, texts) => {
    const text = random.pick(texts);
    const start = random.below(text.length);
    return encode(text.slice(start, start + random.below(500)));
  },
  (random, texts) => encode(mutantsOf('', random.pick(texts), 1, random.below(2 ** 32))[0]?.text ?? ''),
];

export function randomInput(random: Random, texts: readonly string[]): Uint8Array {
  return random.pick(GENERATORS)(random, texts);
}

/** Sizes at which something must give: nests far deeper than any stack, chains, long lines, a huge file. */
export function deepInputs(): FuzzInput[] {
  const inputs: FuzzInput[] = [];
  const add = (name: string, text: string): void => {
    inputs.push({ name, source: encode(text) });
  };
  for (const depth of [100, 1000, 10_000, 100_000]) {
    for (const [open, close] of OPENERS) {
      add(`${depth} × ${JSON.stringify(open)} closed`, `${open.repeat(depth)}x${close.repeat(depth)}\n`);
      if (close !== '') add(`${depth} × ${JSON.stringify(open)} open`, open.repeat(depth));
    }
    for (const joined of [
      'a+',
      'a,',
      'a.',
      'a and ',
      'a<',
      'a=',
      'a;',
      'a or ',
      '"s" ',
      'f"{a}" ',
      'a if b else ',
      'a|',
    ]) {
      add(`${depth} × ${JSON.stringify(joined)}`, `${joined.repeat(depth)}a\n`);
    }
    add(`${depth} × elif`, `if a: b\n${'elif a: b\n'.repeat(depth)}`);
    add(`${depth} × a()`, `a${'()'.repeat(depth)}\n`);
    add(`${depth} × a[0]`, `a${'[0]'.repeat(depth)}\n`);
    add(`${depth} × statement`, 'x = 1\n'.repeat(depth));
    add(`${depth} × pattern`, `match a:\n case ${'b | '.repeat(depth)}b: pass\n`);
    add(`${depth} × nested pattern`, `match a:\n case ${'['.repeat(depth)}b${']'.repeat(depth)}: pass\n`);
    add(`${depth} × decorator`, `${'@a\n'.repeat(depth)}def f(): pass\n`);
    add(`${depth} × argument`, `f(${'a, '.repeat(depth)})\n`);
    add(`${depth} × for in a comprehension`, `[a ${'for a in b '.repeat(depth)}]\n`);
    add(`${depth} × with`, `with ${'a, '.repeat(depth)}a: pass\n`);
  }
  for (const depth of [20, 99, 101, 1000]) {
    const block = (head: string): string =>
      Array.from({ length: depth }, (_, i) => `${' '.repeat(i)}${head}:\n`).join('');
    for (const head of ['if a', 'while a', 'def f()', 'class C', 'try', 'with a', 'for a in b', 'match a']) {
      add(`${depth} nested ${head}`, `${block(head)}${' '.repeat(depth)}pass\n`);
    }
  }
  add('a line of 5 MB', `x = "${'a'.repeat(5_000_000)}"\n`);
  add('a name of 1 MB', `${'a'.repeat(1_000_000)} = 1\n`);
  add('a number of 5,000 digits', `x = ${'9'.repeat(5000)}\n`);
  add('a number of 100,000 hexadecimal digits', `x = 0x${'f'.repeat(100_000)}\n`);
  add('2 MB of comments', '# comment\n'.repeat(200_000));
  add(
    '10 MB of dense code',
    'def f(a, b=1):\n    return [x + a for x in b if x]  # some text\n'.repeat(158_000),
  );
  add('50 MB of tables', `rows = [\n${`    (1, "${'text '.repeat(100)}"),\n`.repeat(97_000)}]\n`);
  add(
    '50 MB of text',
    `${`# ${'comment '.repeat(12)}\n`.repeat(250_000)}x = '''${'text\n'.repeat(5_000_000)}'''\n`,
  );
  return inputs;
}
