/** Tokens, their places, and the tokenizer's errors and warnings, as CPython 3.14 gives them. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { utf16FromStr } from '../../../src/objects/str.ts';
import { CompileError } from '../../../src/parser/errors.ts';
import { prepareSource } from '../../../src/parser/source.ts';
import { TOKEN_NAMES } from '../../../src/parser/token-names.ts';
import { TokenStream, type TokenStreamOptions } from '../../../src/parser/token-stream.ts';
import { TokenizerIter } from '../../../src/parser/tokenizer-iter.ts';
import { ENDMARKER, NUMBER } from '../../../src/parser/tokens.ts';

function streamOf(source: string, options: Partial<TokenStreamOptions> = {}): TokenStream {
  const text = prepareSource(source, options.mode ?? 'exec');
  const stream = new TokenStream(text, { filename: '<string>', ...options });
  do stream.fill();
  while (stream.kind[stream.count - 1] !== ENDMARKER);
  return stream;
}

function kindsOf({ kind, count }: TokenStream): number[] {
  return Array.from(kind.subarray(0, count));
}

/** The tokens as `NAME 1,0-1,2 'if'`: byte columns, no text where there is none. */
function listOf(source: string): string[] {
  const stream = streamOf(source);
  return kindsOf(stream).map((kind, i) => {
    const text = stream.start[i] < 0 ? '' : ` ${JSON.stringify(stream.stringAt(i))}`;
    const { lineno, colOffset, endLineno, endColOffset } = stream;
    return `${TOKEN_NAMES[kind]} ${lineno[i]},${colOffset[i]}-${endLineno[i]},${endColOffset[i]}${text}`;
  });
}

/** The tokens as Python's `tokenize` lists them. */
function tokenize(source: string): string[] {
  const iter = new TokenizerIter(source, { extraTokens: true });
  const list: string[] = [];
  for (let t = iter.next(); t !== undefined; t = iter.next()) {
    const place = `${t.startLine},${t.startColumn}-${t.endLine},${t.endColumn}`;
    list.push(`${TOKEN_NAMES[t.type]} ${place} ${JSON.stringify(t.string)}`);
  }
  return list;
}

/** What `compile` raises: type, message, lineno, offset, end_lineno, end_offset, text. */
function errorOf(source: string, options: Partial<TokenStreamOptions> = {}): unknown[] {
  try {
    streamOf(source, options);
  } catch (e) {
    assert.ok(e instanceof CompileError);
    const at = e.details!;
    const text = at.text === undefined ? undefined : utf16FromStr(at.text);
    return [e.type, utf16FromStr(e.message), at.lineno, at.offset, at.end_lineno, at.end_offset, text];
  }
  return [];
}

test('indentation makes INDENT and DEDENT without a place; columns count UTF-8 bytes', () => {
  assert.deepEqual(listOf("if x:\n\n  # c\n  y = 'é' + z\nw\n"), [
    'NAME 1,0-1,2 "if"',
    'NAME 1,3-1,4 "x"',
    'COLON 1,4-1,5 ":"',
    'NEWLINE 1,5-1,6 ""',
    'INDENT 4,-1-4,-1',
    'NAME 4,2-4,3 "y"',
    'EQUAL 4,4-4,5 "="',
    'STRING 4,6-4,10 "\'é\'"',
    'PLUS 4,11-4,12 "+"',
    'NAME 4,13-4,14 "z"',
    'NEWLINE 4,14-4,15 ""',
    'DEDENT 5,-1-5,-1',
    'NAME 5,0-5,1 "w"',
    'NEWLINE 5,1-5,2 ""',
    'ENDMARKER 5,-1-5,-1',
  ]);
});

test('tokenize keeps comments, blank lines and line ends', () => {
  assert.deepEqual(tokenize('if x:\r\n  # c\r\n  (y,\r\n   1)'), [
    'NAME 1,0-1,2 "if"',
    'NAME 1,3-1,4 "x"',
    'OP 1,4-1,5 ":"',
    'NEWLINE 1,5-1,7 "\\r\\n"',
    'COMMENT 2,2-2,5 "# c"',
    'NL 2,5-2,7 "\\r\\n"',
    'INDENT 3,0-3,2 "  "',
    'OP 3,2-3,3 "("',
    'NAME 3,3-3,4 "y"',
    'OP 3,4-3,5 ","',
    'NL 3,5-3,7 "\\r\\n"',
    'NUMBER 4,3-4,4 "1"',
    'OP 4,4-4,5 ")"',
    'NEWLINE 4,5-4,6 ""',
    'DEDENT 5,0-5,0 ""',
    'ENDMARKER 5,0-5,0 ""',
  ]);
});

test('f-strings: fields, conversion, nested format spec, doubled braces', () => {
  assert.deepEqual(listOf("f'a{x!r:>{w}}{{b'\n").slice(0, -2), [
    'FSTRING_START 1,0-1,2 "f\'"',
    'FSTRING_MIDDLE 1,2-1,3 "a"',
    'LBRACE 1,3-1,4 "{"',
    'NAME 1,4-1,5 "x"',
    'EXCLAMATION 1,5-1,6 "!"',
    'NAME 1,6-1,7 "r"',
    'COLON 1,7-1,8 ":"',
    'FSTRING_MIDDLE 1,8-1,9 ">"',
    'LBRACE 1,9-1,10 "{"',
    'NAME 1,10-1,11 "w"',
    'RBRACE 1,11-1,12 "}"',
    'FSTRING_MIDDLE 1,12-1,12 ""',
    'RBRACE 1,12-1,13 "}"',
    'FSTRING_MIDDLE 1,13-1,15 "{"',
    'FSTRING_MIDDLE 1,15-1,16 "b"',
    'FSTRING_END 1,16-1,17 "\'"',
  ]);
});

test('the source of an expression comes with the token that ends it', () => {
  const metadata = (source: string) => streamOf(source).metadata.filter((text) => text !== undefined);
  assert.deepEqual(metadata("f'{ x = }'"), [' x = ']);
  assert.deepEqual(metadata("f'{x}'"), []);
  assert.deepEqual(metadata("t'{a!=b:>5}'")[0], 'a!=b');
  assert.deepEqual(metadata("t'{a!r:{w}}'").slice(0, 2), ['a', 'a']);
  assert.deepEqual(metadata("f'''{a # comment\n + '#' = }'''"), ["a \n + '#' = "]);
});

test('names are numbered, seeds first, and normalized to NFKC', () => {
  const stream = streamOf('a if ｉｆ else a\n', { seedNames: ['if', 'else'] });
  assert.deepEqual(Array.from(stream.nameId.slice(0, stream.count)), [2, 0, 3, 1, 2, -1, -1]);
  assert.equal(stream.stringAt(2), 'if');
});

test('names: more than fit into the first table', () => {
  const names = Array.from({ length: 2000 }, (_, i) => `name_${i % 1000}`);
  const stream = streamOf(names.join(' '));
  assert.deepEqual(stream.names.length, 1000);
  assert.deepEqual(
    Array.from(stream.nameId.slice(0, 2000)),
    names.map((_, i) => i % 1000),
  );
  assert.equal(stream.stringAt(1999), 'name_999');
});

test('type comments', () => {
  const stream = streamOf('# type: ignore[a]\nx = 1 # type: int\ny # type: ignore # z\n', {
    typeComments: true,
  });
  assert.deepEqual(stream.typeIgnores, [
    { lineno: 1, tag: '[a]\n' },
    { lineno: 3, tag: ' # z' },
  ]);
  assert.equal(stream.stringAt(3), 'int');
});

test('a single statement ends with a NEWLINE and, unless forbidden, DEDENTs', () => {
  const kinds = (source: string, dontImplyDedent: boolean) =>
    kindsOf(streamOf(source, { mode: 'single', dontImplyDedent })).map((kind) => TOKEN_NAMES[kind]);
  assert.deepEqual(kinds('x', false), ['NAME', 'NEWLINE', 'ENDMARKER']);
  assert.deepEqual(kinds('if x:\n y', false).slice(4), [
    'INDENT',
    'NAME',
    'NEWLINE',
    'DEDENT',
    'NEWLINE',
    'ENDMARKER',
  ]);
  assert.deepEqual(kinds('if x:\n y', true).slice(-3), ['NAME', 'NEWLINE', 'ENDMARKER']);
});

test('tokens are read no further than asked for', () => {
  const stream = new TokenStream("x\n'abc\n", { filename: '<string>' });
  stream.fill();
  stream.fill();
  assert.throws(() => stream.fill(), CompileError);
  assert.equal(stream.count, 3);
});

const ERRORS: readonly (readonly [string, readonly unknown[]])[] = [
  ["'abc", ['SyntaxError', 'unterminated string literal (detected at line 1)', 1, 1, 1, 1, "'abc"]],
  [
    "'abc\\'",
    [
      'SyntaxError',
      'unterminated string literal (detected at line 1); perhaps you escaped the end quote?',
      1,
      1,
      1,
      1,
      "'abc\\'",
    ],
  ],
  [
    "x = '''abc\ndef",
    [
      'SyntaxError',
      'unterminated triple-quoted string literal (detected at line 2)',
      1,
      5,
      1,
      5,
      "x = '''abc",
    ],
  ],
  ["f'abc", ['SyntaxError', 'unterminated f-string literal (detected at line 1)', 1, 1, 1, 1, "f'abc"]],
  [
    't"""abc\n',
    [
      'SyntaxError',
      'unterminated triple-quoted t-string literal (detected at line 1)',
      1,
      1,
      1,
      1,
      't"""abc',
    ],
  ],
  ["f'{x", ['SyntaxError', "'{' was never closed", 1, 3, 1, 0, "f'{x\n"]],
  ["f'{x + 'a}", ['SyntaxError', "f-string: expecting '}'", 1, 8, 1, 8, "f'{x + 'a}"]],
  ["f'}'", ['SyntaxError', "f-string: single '}' is not allowed", 1, 3, 1, 3, "f'}'"]],
  ["t'{)}'", ['SyntaxError', "t-string: unmatched ')'", 1, 4, 1, 4, "t'{)}'"]],
  [
    "f'{a:{b:{c:{d}}}}'",
    ['SyntaxError', 'f-string: expressions nested too deeply', 1, 11, 1, 11, "f'{a:{b:{c:{d}}}}'"],
  ],
  ["ub'a'", ['SyntaxError', "'u' and 'b' prefixes are incompatible", 1, 1, 1, 3, "ub'a'"]],
  ['a)', ['SyntaxError', "unmatched ')'", 1, 2, 1, 2, 'a)']],
  ['(]', ['SyntaxError', "closing parenthesis ']' does not match opening parenthesis '('", 1, 2, 1, 2, '(]']],
  [
    '(\n]',
    [
      'SyntaxError',
      "closing parenthesis ']' does not match opening parenthesis '(' on line 1",
      2,
      1,
      2,
      1,
      ']',
    ],
  ],
  ['(a,\n b', ['SyntaxError', "'(' was never closed", 1, 1, 1, 0, '(a,']],
  [
    'x = \\ y\n',
    ['SyntaxError', 'unexpected character after line continuation character', 1, 6, 1, 0, 'x = \\ y\n'],
  ],
  ['x = \\\n', ['SyntaxError', 'unexpected EOF while parsing', 1, 6, 1, -1, 'x = \\\n']],
  [
    'if 1:\n   a\n  b\n',
    ['IndentationError', 'unindent does not match any outer indentation level', 3, 4, 3, -1, '  b\n'],
  ],
  [
    'if 1:\n\ta\n        b\n',
    ['TabError', 'inconsistent use of tabs and spaces in indentation', 3, 1, 3, 0, '        b\n'],
  ],
  ['1_', ['SyntaxError', 'invalid decimal literal', 1, 2, 1, 2, '1_']],
  ['1e+', ['SyntaxError', 'invalid decimal literal', 1, 3, 1, 3, '1e+']],
  ['1ex', ['SyntaxError', 'invalid decimal literal', 1, 1, 1, 1, '1ex']],
  ['1jx', ['SyntaxError', 'invalid imaginary literal', 1, 2, 1, 2, '1jx']],
  ['0x', ['SyntaxError', 'invalid hexadecimal literal', 1, 2, 1, 2, '0x']],
  ['0b12', ['SyntaxError', "invalid digit '2' in binary literal", 1, 4, 1, 4, '0b12']],
  ['0o8', ['SyntaxError', "invalid digit '8' in octal literal", 1, 3, 1, 3, '0o8']],
  [
    'é = 0123',
    [
      'SyntaxError',
      'leading zeros in decimal integer literals are not permitted; use an 0o prefix for octal integers',
      1,
      5,
      1,
      6,
      'é = 0123',
    ],
  ],
  ['a€b', ['SyntaxError', "invalid character '€' (U+20AC)", 1, 2, 1, 2, 'a€b']],
  ['a\u200bb', ['SyntaxError', 'invalid non-printable character U+200B', 1, 2, 1, 2, 'a\u200bb']],
  ['x\x01', ['SyntaxError', 'invalid non-printable character U+0001', 1, 2, 1, 2, 'x\x01']],
];

for (const [source, expected] of ERRORS) {
  test(`error: ${JSON.stringify(source)}`, () => assert.deepEqual(errorOf(source), expected));
}

test('limits of nesting', () => {
  assert.equal(errorOf('('.repeat(201))[1], 'too many nested parentheses');
  assert.equal(errorOf(`${'f"{'.repeat(150)}`)[1], 'too many nested f-strings or t-strings');
  const deep = (n: number) => Array.from({ length: n }, (_, i) => `${' '.repeat(i)}if 1:\n`).join('');
  assert.equal(errorOf(`${deep(100)}${' '.repeat(100)}x\n`)[1], 'too many levels of indentation');
  assert.deepEqual(errorOf(`${deep(99)}${' '.repeat(99)}x\n`), []);
});

test('an error line comes from the file where there is one', () => {
  const programText = (lineno: number) => (lineno === 1 ? 'AAA bbb ccc\n' : undefined);
  assert.equal(errorOf('(a\n', { programText })[6], 'AAA bbb ccc\n');
  assert.equal(errorOf('\n(a\n', { programText })[6], '(a\n');
  assert.equal(errorOf('(a\n', { programText, mode: 'eval' })[6], '(a\n');
});

test('a keyword right after a number is warned about', () => {
  const warnings: string[] = [];
  const stream = streamOf('0x1for x in y\n1if 1.else 2\n', {
    warn: (w) => warnings.push(`${w.category} ${w.lineno} ${w.message}`),
  });
  assert.deepEqual(warnings, [
    'SyntaxWarning 1 invalid hexadecimal literal',
    'SyntaxWarning 2 invalid decimal literal',
    'SyntaxWarning 2 invalid decimal literal',
  ]);
  // The hexadecimal digit belongs to the number.
  assert.equal(stream.kind[0], NUMBER);
  assert.equal(stream.stringAt(0), '0x1f');
});

test('a warning that the user made an error stands where it is', () => {
  const warn = () => {
    throw new CompileError('SyntaxError', '');
  };
  assert.deepEqual(errorOf('1if 1else 2', { warn }), [
    'SyntaxError',
    'invalid decimal literal',
    1,
    1,
    1,
    1,
    '1if 1else 2',
  ]);
});
