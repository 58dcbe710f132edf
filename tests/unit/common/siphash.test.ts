/** SipHash-1-3; the values are those of `_imp.source_hash`. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { siphash13 } from '../../../src/common/siphash.ts';

function hex(k0: number | bigint, text: string): string {
  const { low, high } = siphash13(k0, 0, new TextEncoder().encode(text));
  const bytes = new DataView(new ArrayBuffer(8));
  bytes.setUint32(0, low, true);
  bytes.setUint32(4, high, true);
  return bytes.getBigUint64(0).toString(16).padStart(16, '0');
}

test('hashes of texts of every length modulo 8', () => {
  assert.equal(hex(3627, ''), 'ac64f85172d81686');
  assert.equal(hex(3627, 'T'), '22bf5872f2aea870');
  assert.equal(hex(3627, 'Th'), '3285fed11ccad999');
  assert.equal(hex(3627, 'The'), 'ce2cb98f9e1c9c47');
  assert.equal(hex(3627, 'The '), 'b491600d89121454');
  assert.equal(hex(3627, 'The q'), '5c53cefad036a64a');
  assert.equal(hex(3627, 'The qu'), '22caf1407d5f6e25');
  assert.equal(hex(3627, 'The qui'), 'f394718111529a82');
  assert.equal(hex(3627, 'The quic'), '22894b83a6731f87');
  assert.equal(hex(3627, 'The quick'), '1f9473016e59c0a9');
  assert.equal(hex(3627, 'The quick '), 'd48300b212dfc276');
  assert.equal(hex(3627, 'The quick b'), '11eaf8c14c626e34');
  assert.equal(hex(3627, 'The quick br'), '4461a626223117e5');
  assert.equal(hex(3627, 'The quick bro'), '66b87d1e8e285ed9');
  assert.equal(hex(3627, 'The quick brow'), 'a669d142eefb0a43');
  assert.equal(hex(3627, 'The quick brown'), '4afb677110e95734');
  assert.equal(hex(3627, 'The quick brown '), '7b67aa4be8db796b');
  assert.equal(hex(3627, 'The quick brown f'), '04701c941fd893d3');
});

test('keys of 64 bits', () => {
  assert.equal(hex(0x123456789abcdef0n, 'hello world'), '269cdd59b70e1f9b');
  assert.deepEqual(siphash13(2n ** 40n, 3n, new Uint8Array(3)), siphash13(2 ** 40, 3, new Uint8Array(3)));
});
