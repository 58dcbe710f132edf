/** Sources as bytes and as str: encodings, line ends, and what cannot be read. Expectations: CPython 3.14. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { strFromCodePoints, utf16FromStr } from '../../../src/objects/str.ts';
import { CompileError } from '../../../src/parser/errors.ts';
import { decodeSource, prepareSource, sourceEncoding } from '../../../src/parser/source.ts';

/** Bytes of a text whose characters are bytes. */
function bytesOf(text: string): Uint8Array {
  return Uint8Array.from(text, (c) => c.charCodeAt(0));
}

function decode(text: string): string {
  return decodeSource(bytesOf(text), '<string>', 'exec');
}

function errorOf(run: () => unknown): unknown[] {
  try {
    run();
  } catch (e) {
    assert.ok(e instanceof CompileError);
    const at = e.details;
    if (at === undefined) return [e.type, utf16FromStr(e.message)];
    const text = at.text === undefined ? undefined : utf16FromStr(at.text);
    return [e.type, utf16FromStr(e.message), at.lineno, at.offset, at.end_lineno, at.end_offset, text];
  }
  return [];
}

test('line ends become newlines, and a module gets its last one', () => {
  assert.equal(decode('a\r\nb\rc'), 'a\nb\nc\n');
  assert.equal(prepareSource('a\r\rb', 'exec'), 'a\n\nb\n');
  assert.equal(prepareSource('a', 'eval'), 'a');
  assert.equal(prepareSource('', 'exec'), '');
});

test('UTF-8 is the default, with or without a mark', () => {
  assert.equal(decode('\xc3\xa9\xf0\x9f\x98\x80'), 'é😀\n');
  assert.equal(decode('\xef\xbb\xbfx\n'), 'x\n');
  assert.equal(decode('\xef\xbb\xbf# coding: UTF_8-x\n\xc3\xa9\n'), '# coding: UTF_8-x\né\n');
});

test('declared encodings', () => {
  const decoded: readonly (readonly [string, string, string])[] = [
    ['latin-1', '\xe9\x85', 'é\x85'],
    ['Latin_1-unix', '\xe9', 'é'],
    ['iso8859-15', '\xa4', '€'],
    ['koi8-r', '\xf0\xd9', 'Пы'],
    ['windows-1252', '\x80', '€'],
    ['cp437', '\x80\xe1', 'Çß'],
    ['utf8', '\xc3\xa9', 'é'],
    ['shift_jis', '\x82\xa0\xb1\x81\x60', 'あｱ〜'],
    ['euc_jp', '\xa4\xa2\x8f\xb0\xa1', 'あ丂'],
    ['gb18030', '\xc4\xe3\x81\x30\x81\x30', '你\x80'],
    ['euc-kr', '\xb0\xa1', '가'],
    ['utf-7', '+AOk-+2D3cAA.+-', 'é🐀.+'],
  ];
  for (const [encoding, bytes, text] of decoded) {
    const line = `# -*- coding: ${encoding} -*-\n`;
    assert.equal(decode(`${line}'${bytes}'\n`), `${line}'${text}'\n`, encoding);
  }
});

test('a declaration is a comment on one of the first two lines', () => {
  const latin1 = '# coding: latin-1\n';
  assert.equal(decode(`\n${latin1}\xe9`), `\n${latin1}é\n`);
  assert.equal(
    decode(` #!x\r\n # vim: set fileencoding=latin-1 :\n\xe9`),
    ' #!x\n # vim: set fileencoding=latin-1 :\né\n',
  );
  for (const before of ['\n\n', 'x\n', '\\\n', 'x ']) {
    assert.match(String(errorOf(() => decode(`${before}${latin1}\xe9`))[1]), /^Non-UTF-8 code starting/);
  }
});

test('the encoding as tokenize reports it', () => {
  assert.equal(sourceEncoding(bytesOf('x\n')), 'utf-8');
  assert.equal(sourceEncoding(bytesOf('# coding: Latin-1\n')), 'iso-8859-1');
  assert.equal(sourceEncoding(bytesOf('\xef\xbb\xbfx\n')), 'utf-8-sig');
});

test('bytes that are not UTF-8', () => {
  const message = (byte: string, lineno: number) =>
    `Non-UTF-8 code starting with '\\x${byte}' on line ${lineno}, but no encoding declared; ` +
    'see https://peps.python.org/pep-0263/ for details';
  assert.deepEqual(
    errorOf(() => decode("x = $\r\n'\xff'\n")),
    ['SyntaxError', message('ff', 2), 2, 2, 2, 2, "'�'"],
  );
  assert.deepEqual(
    errorOf(() => decode("x=1\n\xc3\xa9\xff'\n")),
    ['SyntaxError', message('ff', 2), 2, 2, 2, 2, "é�'"],
  );
  assert.deepEqual(
    errorOf(() => decode("'\xed\xa0\x80'\n")),
    ['SyntaxError', message('ed', 1), 1, 2, 1, 2, "'���'"],
  );
});

test('bytes that are not in the declared encoding', () => {
  const errors: readonly (readonly [string, string, string])[] = [
    ['ascii', "'\xe9'", "'ascii' codec can't decode byte 0xe9 in position 17: ordinal not in range(128)"],
    [
      'cp1252',
      "'\x81'",
      "'charmap' codec can't decode byte 0x81 in position 18: character maps to <undefined>",
    ],
    ['UTF8', "'\xe9' $", "'utf-8' codec can't decode byte 0xe9 in position 16: invalid continuation byte"],
    ['euc_jp', "'\xa4'", "'euc_jp' codec can't decode byte 0xa4 in position 18: illegal multibyte sequence"],
    [
      'utf-7',
      "'+AO'",
      "'utf7' codec can't decode bytes in position 17-20: partial character in shift sequence",
    ],
    ['utf-7', "'+!'", "'utf7' codec can't decode bytes in position 17-18: ill-formed sequence"],
    [
      'utf-7',
      "'+2D0-'",
      "'utf-8' codec can't encode character '\\ud83d' in position 17: surrogates not allowed",
    ],
    ['foo-bar', '', 'unknown encoding: foo-bar'],
    ['hex', '', "'hex' is not a text encoding; use codecs.decode() to handle arbitrary codecs"],
  ];
  for (const [encoding, body, message] of errors) {
    assert.deepEqual(
      errorOf(() => decode(`# coding: ${encoding}\n${body}\n`)),
      ['SyntaxError', message, 0, -1, undefined, undefined, undefined],
    );
  }
});

test('a mark and another encoding contradict each other', () => {
  assert.deepEqual(
    errorOf(() => decode('\xef\xbb\xbf# coding: latin-1\n')),
    ['SyntaxError', 'encoding problem: iso-8859-1 with BOM', 1, 0, 1, 17, '# coding: latin-1'],
  );
  assert.deepEqual(
    errorOf(() => decode('\xef\xbb\xbf\n # coding: cp1252\n')),
    ['SyntaxError', 'encoding problem: cp1252 with BOM', 2, 0, 2, 18, ' # coding: cp1252'],
  );
});

test('null bytes and lone surrogates', () => {
  const nullBytes = ['SyntaxError', 'source code string cannot contain null bytes'];
  assert.deepEqual(
    errorOf(() => decode('a\0b')),
    nullBytes,
  );
  assert.deepEqual(
    errorOf(() => prepareSource('a\0b', 'exec')),
    nullBytes,
  );
  assert.deepEqual(
    errorOf(() => prepareSource("'a' \ud800", 'exec')),
    [
      'UnicodeEncodeError',
      "'utf-8' codec can't encode character '\\ud800' in position 4: surrogates not allowed",
    ],
  );
  assert.deepEqual(
    errorOf(() => prepareSource('\ud83d\ude00', 'exec')),
    ['UnicodeEncodeError', "'utf-8' codec can't encode characters in position 0-1: surrogates not allowed"],
  );
  assert.equal(prepareSource(strFromCodePoints([0x1f600]), 'eval'), '😀');
});
