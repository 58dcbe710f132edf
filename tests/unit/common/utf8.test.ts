/** UTF-8 with CPython's errors and handlers. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { decodeUtf8, encodeUtf8, findUtf8Error } from '../../../src/common/utf8.ts';

test('well-formed text goes both ways', () => {
  const codePoints = [0, 0x41, 0x7f, 0x80, 0x7ff, 0x800, 0xd7ff, 0xe000, 0xffff, 0x10000, 0x10ffff];
  const bytes = encodeUtf8(codePoints) as Uint8Array;
  assert.deepEqual(bytes, new TextEncoder().encode(String.fromCodePoint(...codePoints)));
  assert.deepEqual(decodeUtf8(bytes), codePoints);
  assert.equal(findUtf8Error(bytes), undefined);
});

test('errors of decoding', () => {
  const cases: [number[], number, number, string][] = [
    [[0x61, 0x80], 1, 2, 'invalid start byte'],
    [[0xc1, 0x61], 0, 1, 'invalid start byte'],
    [[0xf5], 0, 1, 'invalid start byte'],
    [[0xc3], 0, 1, 'unexpected end of data'],
    [[0xc3, 0x61], 0, 1, 'invalid continuation byte'],
    [[0xe0, 0x9f, 0x80], 0, 1, 'invalid continuation byte'],
    [[0xe1, 0x80], 0, 2, 'unexpected end of data'],
    [[0xe1, 0x80, 0x61], 0, 2, 'invalid continuation byte'],
    [[0xed, 0xa0, 0x80], 0, 1, 'invalid continuation byte'],
    [[0xf0, 0x90, 0x80, 0x61], 0, 3, 'invalid continuation byte'],
    [[0xf4, 0x90, 0x80, 0x80], 0, 1, 'invalid continuation byte'],
    [[0x61, 0xf1, 0x80, 0x80], 1, 4, 'unexpected end of data'],
  ];
  for (const [bytes, start, end, reason] of cases) {
    const data = Uint8Array.from(bytes);
    assert.deepEqual(decodeUtf8(data), { start, end, reason });
    assert.deepEqual(findUtf8Error(data), { start, end, reason });
  }
});

test('handlers of decoding', () => {
  assert.deepEqual(decodeUtf8(Uint8Array.of(0xed, 0xa0, 0x80), 'surrogatepass'), [0xd800]);
  assert.deepEqual(
    decodeUtf8(Uint8Array.of(0x61, 0xff, 0xe1, 0x80), 'surrogateescape'),
    [0x61, 0xdcff, 0xdce1, 0xdc80],
  );
  assert.deepEqual(decodeUtf8(Uint8Array.of(0xff), 'surrogatepass'), {
    start: 0,
    end: 1,
    reason: 'invalid start byte',
  });
});

test('surrogates in encoding', () => {
  const reason = 'surrogates not allowed';
  assert.deepEqual(encodeUtf8([0x61, 0xd800, 0xdc80, 0x62]), { start: 1, end: 3, reason });
  assert.deepEqual(encodeUtf8([0xd800], 'surrogatepass'), Uint8Array.of(0xed, 0xa0, 0x80));
  assert.deepEqual(encodeUtf8([0xdcff, 0x61], 'surrogateescape'), Uint8Array.of(0xff, 0x61));
  assert.deepEqual(encodeUtf8([0xdc80, 0xd800], 'surrogateescape'), { start: 1, end: 2, reason });
});
