/** The values of string and number tokens, and what is wrong with them. Expectations: CPython 3.14. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { PyBytes } from '../../../src/objects/bytes.ts';
import { PyComplex } from '../../../src/objects/complex.ts';
import { PyFloat } from '../../../src/objects/float.ts';
import { codePointsOf, strFromUtf16, utf16FromStr } from '../../../src/objects/str.ts';
import { CompileError, type WarningSink } from '../../../src/parser/errors.ts';
import { parseNumber } from '../../../src/parser/number-literal.ts';
import { prepareSource } from '../../../src/parser/source.ts';
import { decodeString, hasUnicodePrefix, parseString } from '../../../src/parser/string-literal.ts';
import { TokenStream } from '../../../src/parser/token-stream.ts';

function firstToken(source: string, warn: WarningSink = () => {}): TokenStream {
  const stream = new TokenStream(prepareSource(strFromUtf16(source), 'exec'), { filename: '<string>', warn });
  stream.fill();
  return stream;
}

/** The code points of a str, the octets of bytes. */
function literal(source: string): number[] {
  const value = parseString(firstToken(source), 0, true);
  return Array.from(value instanceof PyBytes ? value.value : codePointsOf(value));
}

function points(text: string): number[] {
  return Array.from(text, (c) => c.codePointAt(0)!);
}

function errorOf(run: () => unknown): unknown[] {
  try {
    run();
  } catch (e) {
    assert.ok(e instanceof CompileError);
    const at = e.details!;
    return [utf16FromStr(e.message), at.lineno, at.offset, at.end_lineno, at.end_offset];
  }
  return [];
}

test('prefixes and quotes', () => {
  assert.deepEqual(literal("'ab'"), points('ab'));
  assert.deepEqual(literal('""'), []);
  assert.deepEqual(literal('"""a"b"""'), points('a"b'));
  assert.deepEqual(literal("rB'\\n'"), points('\\n'));
  assert.deepEqual(literal("R'\\'é'"), points("\\'é"));
  assert.equal(hasUnicodePrefix(firstToken("u''"), 0), true);
  assert.equal(hasUnicodePrefix(firstToken("U''"), 0), false);
});

test('escapes', () => {
  assert.deepEqual(
    literal("'\\a\\b\\f\\n\\r\\t\\v\\\\\\'\\\"'"),
    [7, 8, 12, 10, 13, 9, 11, 0x5c, 0x27, 0x22],
  );
  assert.deepEqual(literal("'\\0\\1234\\x41\\u20ac\\U0001F600'"), [0, 0o123, 0x34, 0x41, 0x20ac, 0x1f600]);
  assert.deepEqual(literal("'\\N{BULLET}\\N{latin small letter e with acute}'"), points('•é'));
  assert.deepEqual(literal("'a\\\nb'"), points('ab'));
  assert.deepEqual(literal("'\\é\\😀'"), points('\\é\\😀'));
  assert.deepEqual(literal("b'\\x00\\xff\\377\\u20ac'"), [0, 255, 255, ...points('\\u20ac')]);
});

test('escaped surrogates do not make a character', () => {
  assert.deepEqual(literal("'\\ud83d\\ude00'"), [0xd83d, 0xde00]);
  assert.deepEqual(literal("'😀\\ud83d\\ude00😀'"), [0x1f600, 0xd83d, 0xde00, 0x1f600]);
  assert.deepEqual(literal("'\\ud83d\\U0001F600\\ude00'"), [0xd83d, 0x1f600, 0xde00]);
});

test('wrong escapes stand at the token, with positions in the rewritten text', () => {
  const decodeError = (where: string, reason: string) =>
    `(unicode error) 'unicodeescape' codec can't decode bytes in position ${where}: ${reason}`;
  const errors: readonly (readonly [string, string])[] = [
    ["'\\x4'", decodeError('0-2', 'truncated \\xXX escape')],
    ["'a\\u20a'", decodeError('1-5', 'truncated \\uXXXX escape')],
    ["'é\\U0001'", decodeError('10-15', 'truncated \\UXXXXXXXX escape')],
    ["'\\U00110000'", decodeError('0-9', 'illegal Unicode character')],
    ["'\\N{}'", decodeError('0-2', 'malformed \\N character escape')],
    ["'\\N{nope}'", decodeError('0-7', 'unknown Unicode character name')],
    ["'\\N'", decodeError('0-1', 'malformed \\N character escape')],
    ["b'\\x4'", '(value error) invalid \\x escape at position 0'],
    ["b'é'", 'bytes can only contain ASCII literal characters'],
  ];
  for (const [source, message] of errors) {
    const end = source.length + 1;
    assert.deepEqual(
      errorOf(() => literal(source)),
      [message, 1, 1, 1, end],
      source,
    );
  }
});

test('invalid escapes are warned about once, at their line', () => {
  const warnings: string[] = [];
  const stream = firstToken('"""é\n\\d\\e"""', (w) =>
    warnings.push(`${w.category} ${w.lineno} ${w.message}`),
  );
  assert.deepEqual(codePointsOf(parseString(stream, 0, true) as string).length, 6);
  assert.deepEqual(warnings, [
    'SyntaxWarning 2 "\\d" is an invalid escape sequence. Such sequences will not work in the future. ' +
      'Did you mean "\\\\d"? A raw string is also an option.',
  ]);
  parseString(stream, 0, false);
  assert.equal(warnings.length, 1);
});

test('octal escapes above 0o377', () => {
  const warnings: string[] = [];
  const stream = firstToken("b'\\400'", (w) => warnings.push(w.message));
  const value = parseString(stream, 0, true);
  assert.ok(value instanceof PyBytes);
  assert.deepEqual([...value.value], [0]);
  assert.deepEqual(warnings, [
    '"\\400" is an invalid octal escape sequence. Such sequences will not work in the future. ' +
      'Did you mean "\\\\400"? A raw string is also an option.',
  ]);
});

test('an invalid escape that the user made an error stands at the escape', () => {
  const stream = firstToken("'ab\\d'", () => {
    throw new CompileError('SyntaxError', '');
  });
  assert.deepEqual(
    errorOf(() => parseString(stream, 0, true)),
    [
      '"\\d" is an invalid escape sequence. Did you mean "\\\\d"? A raw string is also an option.',
      1,
      4,
      1,
      6,
    ],
  );
});

test('pieces of f-strings: the tokenizer has warned about braces', () => {
  const warnings: string[] = [];
  const stream = firstToken("f'\\{'", (w) => warnings.push(w.message));
  stream.fill();
  assert.equal(warnings.length, 1);
  assert.equal(decodeString(stream, stream.stringAt(1), false, 1, true), '\\');
  assert.equal(decodeString(stream, '\\n', true, 1, true), '\\n');
  assert.equal(decodeString(stream, '\\n', false, 1, true), '\n');
  assert.equal(warnings.length, 1);
});

test('pieces of f-strings that cannot be decoded', () => {
  const stream = firstToken("x = f'a'");
  const place = { lineno: 1, col_offset: 4, end_lineno: 1, end_col_offset: 8 };
  const reason = "'unicodeescape' codec can't decode bytes in position 0-2: truncated \\xXX escape";
  assert.deepEqual(
    errorOf(() => decodeString(stream, '\\x4', false, 0, true, place)),
    [`(unicode error) ${reason}`, 1, 5, 1, 9],
  );
  // A format spec lets the decoder's own exception out.
  const expected = new CompileError('UnicodeDecodeError', reason);
  expected.undecodable = {
    encoding: 'unicodeescape',
    octets: Uint8Array.of(92, 120, 52),
    start: 0,
    end: 3,
    reason: 'truncated \\xXX escape',
  };
  assert.throws(() => decodeString(stream, '\\x4', false, 0, true), expected);
});

test('numbers', () => {
  const numberOf = (source: string) => parseNumber(firstToken(source), 0);
  assert.equal(numberOf('1_000'), 1000);
  assert.equal(numberOf('9007199254740991'), 9007199254740991);
  assert.equal(numberOf('9007199254740992'), 9007199254740992n);
  assert.equal(numberOf('0XfF_f'), 4095);
  assert.equal(numberOf('0o1_7'), 15);
  assert.equal(numberOf('0b1_0'), 2);
  assert.equal(numberOf('0xffffffffffffffff'), 0xffffffffffffffffn);
  assert.equal(numberOf('0'.repeat(5000)), 0);
  assert.deepEqual(numberOf('1_0.5e-1_0'), new PyFloat(10.5e-10));
  assert.deepEqual(numberOf('09.'), new PyFloat(9));
  assert.deepEqual(numberOf('1e400'), new PyFloat(Infinity));
  assert.deepEqual(numberOf('2.4703282292062328e-324'), new PyFloat(5e-324));
  assert.deepEqual(numberOf('1e3J'), new PyComplex(0, 1000));
});

test('too many digits', () => {
  assert.deepEqual(
    errorOf(() => parseNumber(firstToken('1'.repeat(4301)), 0)),
    [
      'Exceeds the limit (4300 digits) for integer string conversion: value has 4301 digits; use ' +
        'sys.set_int_max_str_digits() to increase the limit - Consider hexadecimal for huge integer literals ' +
        'to avoid decimal conversion limits.',
      1,
      0,
      1,
      0,
    ],
  );
});
