/** Headers of .pyc files: layout, and the exceptions of importlib for those that are not good. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  classifyPyc,
  hashPyc,
  PycError,
  readPyc,
  sourceHash,
  timestampPyc,
  validateHashPyc,
  validateTimestampPyc,
} from '../../../src/bytecode/pyc.ts';
import { PyCode } from '../../../src/objects/code.ts';

const NO_BYTES = new Uint8Array(0);

const code = new PyCode({
  co_argcount: 0,
  co_posonlyargcount: 0,
  co_kwonlyargcount: 0,
  co_stacksize: 1,
  co_flags: 0,
  co_code: Uint8Array.of(128, 0),
  co_consts: [],
  co_names: [],
  co_localsplusnames: [],
  co_localspluskinds: NO_BYTES,
  co_filename: 'x.py',
  co_name: '<module>',
  co_qualname: '<module>',
  co_firstlineno: 1,
  co_linetable: NO_BYTES,
  co_exceptiontable: NO_BYTES,
});

const toHex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');

function messageOf(run: () => unknown): string {
  try {
    run();
  } catch (error) {
    assert.ok(error instanceof PycError);
    return `${error.type}: ${error.message}`;
  }
  return 'no error';
}

test('a time-stamped file', () => {
  const data = timestampPyc(code, 0x1_0000_0002, 7);
  assert.equal(toHex(data.subarray(0, 16)), '2b0e0d0a000000000200000007000000');
  assert.equal(classifyPyc(data, 'x'), 0);
  assert.equal(readPyc(data, 'x').co_filename, 'x.py');
  validateTimestampPyc(data, 2, 7, 'x');
  validateTimestampPyc(data, 2, undefined, 'x');
  assert.equal(
    messageOf(() => validateTimestampPyc(data, 3, 7, 'x')),
    "ImportError: bytecode is stale for 'x'",
  );
  assert.equal(
    messageOf(() => validateTimestampPyc(data, 2, 8, 'x')),
    "ImportError: bytecode is stale for 'x'",
  );
});

test('a hash-based file', () => {
  const hash = sourceHash(new TextEncoder().encode('x = 1\n'));
  const data = hashPyc(code, hash, true);
  assert.equal(toHex(data.subarray(0, 16)), `2b0e0d0a03000000${toHex(hash)}`);
  assert.equal(classifyPyc(hashPyc(code, hash, false), 'x'), 1);
  validateHashPyc(data, hash, 'x');
  assert.equal(
    messageOf(() => validateHashPyc(data, sourceHash(NO_BYTES), 'x')),
    "ImportError: hash in bytecode doesn't match hash of source 'x'",
  );
});

test('the hash of a source', () => {
  const bytes = (n: number) => Uint8Array.from({ length: n }, (_, i) => (i * 37 + 200) & 255);
  assert.deepEqual(
    [0, 1, 7, 8, 19].map((n) => toHex(sourceHash(bytes(n)))),
    ['ac64f85172d81686', '47e8892f424869f7', '442c767ea1fcbbab', '7cdd5d7b55d382d4', '034e396d20c3527f'],
  );
});

test('headers that are not good', () => {
  const data = timestampPyc(code, 0, 0);
  assert.equal(
    messageOf(() => classifyPyc(Uint8Array.of(1, 2), "a'b")),
    `ImportError: bad magic number in "a'b": b'\\x01\\x02'`,
  );
  assert.equal(
    messageOf(() => classifyPyc(data.subarray(0, 15), 'x')),
    "EOFError: reached EOF while reading pyc header of 'x'",
  );
  const flagged = data.slice();
  flagged[4] = 4;
  assert.equal(
    messageOf(() => classifyPyc(flagged, 'x')),
    "ImportError: invalid flags 4 in 'x'",
  );
  const none = Uint8Array.from([...data.subarray(0, 16), 0x4e]);
  assert.equal(
    messageOf(() => readPyc(none, 'x')),
    "ImportError: Non-code object in 'x'",
  );
});
