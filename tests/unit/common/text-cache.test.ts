/** The cache of what was made of texts: what it gives while it fills, forgets and is asked for the same texts in turn. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { TextCache } from '../../../src/common/text-cache.ts';

test('a text gives what was set for it last', () => {
  const cache = new TextCache<number>(3);
  assert.equal(cache.get(''), undefined);
  cache.set('a', 1);
  assert.equal(cache.get(''), undefined);
  cache.set('', 0);
  cache.set('b', 2);
  for (let i = 0; i < 3; i++) {
    for (const [text, value] of [
      ['a', 1],
      ['b', 2],
      ['', 0],
      ['a', 1],
      ['c', undefined],
    ] as const) {
      assert.equal(cache.get(text), value, `${text} in round ${i}`);
    }
  }
  cache.set('a', 10);
  assert.equal(cache.get('a'), 10);
});

test('a full cache begins anew', () => {
  const cache = new TextCache<string>(2);
  for (const text of ['a', 'b', 'c', 'd', 'e']) {
    cache.set(text, text.toUpperCase());
    assert.equal(cache.get(text), text.toUpperCase());
  }
  assert.equal(cache.get('a'), undefined);
});
