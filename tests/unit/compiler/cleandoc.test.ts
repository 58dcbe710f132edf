/** Docstrings as the compiler keeps them. Expected values are `co_consts[0]` of CPython 3.14. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { cleanDoc } from '../../../src/compiler/cleandoc.ts';
import { strFromUtf16 } from '../../../src/objects/str.ts';

const CASES: [what: string, doc: string, clean: string][] = [
  ['a clean one stays', 'x\ny', 'x\ny'],
  ['the common indentation goes, further one stays', 'a\n    b\n      c\n', 'a\nb\n  c\n'],
  ['tabs are expanded first', 'a\n\tb\n\t  c\n', 'a\nb\n  c\n'],
  ['tabs count columns, also behind a carriage return', 'a\tb\rc\td', 'a       b\rc       d'],
  ['the first line loses its own', '  x\n\n    \n   y\n  z', 'x\n\n  \n y\nz'],
  ['blank lines do not count', 'x\n   ', 'x\n   '],
  ['blank lines may be shorter than the margin', 'x\n \n  y', 'x\n\ny'],
  ['a line end of its own', '\n    x\n    ', '\nx\n'],
  ['characters beyond the BMP', 'é\n    😀\n      z', 'é\n😀\n  z'],
];

for (const [what, doc, clean] of CASES) {
  test(what, () => {
    assert.deepEqual(cleanDoc(strFromUtf16(doc)), strFromUtf16(clean));
  });
}

test('surrogates are refused, with the place in the expanded text', () => {
  assert.throws(() => cleanDoc('\tab\ud800\ud801c'), {
    type: 'UnicodeEncodeError',
    message: "'utf-8' codec can't encode characters in position 10-11: surrogates not allowed",
  });
});
