/** Expressions as text. The expected texts are the annotations that CPython keeps. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Str, strFromUtf16, utf16FromStr } from '../../../src/objects/str.ts';
import type { Expression } from '../../../src/parser/ast.gen.ts';
import { parse } from '../../../src/parser/parse.ts';
import { unparseExpr } from '../../../src/parser/unparse.ts';

function unparse(source: Str): string {
  const tree = parse(source, { filename: '<test>', mode: 'eval', flags: 0, warn: () => {} });
  return utf16FromStr(unparseExpr((tree as Expression).body));
}

/** Each expression with its text. */
const TEXTS: readonly (readonly [source: string, text: string])[] = [
  ['a', 'a'],
  ['(a)', 'a'],
  ['a+b*c', 'a + b * c'],
  ['(a+b)*c', '(a + b) * c'],
  ['a-(b-c)', 'a - (b - c)'],
  ['a**-b', 'a ** (-b)'],
  ['(-a)**b', '(-a) ** b'],
  ['-a**b', '-a ** b'],
  ['a**b**c', 'a ** b ** c'],
  ['(a**b)**c', '(a ** b) ** c'],
  ['not a', 'not a'],
  ['not (not a)', 'not not a'],
  ['-(-a)', '--a'],
  ['a or b and c', 'a or b and c'],
  ['(a or b) and c', '(a or b) and c'],
  ['a<b<c', 'a < b < c'],
  ['(a<b)<c', '(a < b) < c'],
  ['a is not b', 'a is not b'],
  ['a not in b', 'a not in b'],
  ['a if b else c', 'a if b else c'],
  ['(a if b else c) if d else e', '(a if b else c) if d else e'],
  ['lambda: a', 'lambda: a'],
  ['lambda a, /, b=1, *c, d=2, **e: f', 'lambda a, /, b=1, *c, d=2, **e: f'],
  ['lambda *, a: b', 'lambda*, a: b'],
  ['(lambda: a)()', '(lambda: a)()'],
  ['[a, *b]', '[a, *b]'],
  ['(a,)', '(a,)'],
  ['()', '()'],
  ['{a, *b}', '{a, *b}'],
  ['{a: b, **c}', '{a: b, **c}'],
  ['{}', '{}'],
  ['[a for b, c in d if e if f]', '[a for b, c in d if e if f]'],
  ['(a for b in c)', '(a for b in c)'],
  ['f(a for b in c)', 'f(a for b in c)'],
  ['f((a for b in c), d)', 'f((a for b in c), d)'],
  ['{a: b for c in d}', '{a: b for c in d}'],
  ['f(a, *b, c=d, **e)', 'f(a, *b, c=d, **e)'],
  ['a.b.c', 'a.b.c'],
  ['1 .real', '1 .real'],
  ['1.0.real', '1.0.real'],
  ['a[b]', 'a[b]'],
  ['a[b:c]', 'a[b:c]'],
  ['a[::b]', 'a[::b]'],
  ['a[b, c:d]', 'a[b, c:d]'],
  ['a[(b, c)]', 'a[b, c]'],
  ['a[*b]', 'a[*b,]'],
  ['a[()]', 'a[()]'],
  ['...', '...'],
  ['None', 'None'],
  ['u"a"', "u'a'"],
  ['"a\'b"', '"a\'b"'],
  ['b"a"', "b'a'"],
  ['1e999', '1e309'],
  ['1e999j', '1e309j'],
  ['1j', '1j'],
  ['1+2j', '1 + 2j'],
  ['10**3', '10 ** 3'],
  ['f"a{b}"', "f'a{b}'"],
  ['f"{a!r:>{b}}"', "f'{a!r:>{b}}'"],
  ['f"{ {a} }"', "f'{ {a}}'"],
  ['f"{(lambda: a)}"', "f'{(lambda: a)}'"],
  ['f"{{{a}}}"', "f'{{{a}}}'"],
  ['f"{a=}"', "f'a={a!r}'"],
  ['t"{a }b"', "t'{a }b'"],
  ['"\\ud800"', "'\\ud800'"],
  ['"é\\x00"', "'é\\x00'"],
  ['a@b|c^d&e<<f', 'a @ b | c ^ d & e << f'],
  ['await_', 'await_'],
];

test('blanks, parentheses and literals are those of CPython', () => {
  for (const [source, text] of TEXTS) assert.equal(unparse(strFromUtf16(source)), text, source);
});

test('the text means what the source means', () => {
  for (const [, text] of TEXTS) assert.equal(unparse(strFromUtf16(text)), text);
});
