/** Which names of a bundle stand for numbers, and what is left of their declarations. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
// @ts-expect-error: the build is plain JavaScript.
import { takeConstants } from '../../../scripts/inline-constants.mjs';

describe('numbers with names in a bundle', () => {
  const taken = (text: string): { constants: object; rest: string } => takeConstants(text);

  it('are taken out of lists of declarations', () => {
    assert.deepEqual(taken('var A = 1, f = g(), B_2 = -0.5, C = 1e9;\nf(A);\n'), {
      constants: { A: '1', B_2: '-0.5', C: '1e9' },
      rest: 'var f = g();\nf(A);\n',
    });
    assert.deepEqual(taken('var A = 1;\nvar x = class {\n}, B = 2;\n'), {
      constants: { A: '1', B: '2' },
      rest: '\nvar x = class {\n};\n',
    });
  });

  it('are left when they are assigned again, are no plain numbers, or stand deeper', () => {
    for (const text of [
      'var A = 1;\nA++;\n',
      'var A = 1;\nA |= 2;\n',
      'var A = 1;\nA = 3;\n',
      'var A = 1 + x, B = [1], C = 10n, d = 4;\n',
      'function f(A = 1) {\n  var B = 2;\n}\n',
    ])
      assert.deepEqual(taken(text), { constants: {}, rest: text });
  });

  it('are not mistaken for what is only compared', () => {
    assert.deepEqual(taken('var A = 1;\nf(A == 1, A === 1, x => A);\n').constants, { A: '1' });
  });
});
