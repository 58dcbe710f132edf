/** zlib.Decompress: a stream that decompresses. CPython: Modules/zlibmodule.c. */
import type { Inflate } from '../../common/deflate/inflate.ts';
import { PyBytes } from '../../objects/bytes.ts';
import { objectType, PyBaseObject, PyType, TPFLAGS_DISALLOW_INSTANTIATION } from '../../objects/object.ts';
import { defineType, member, methodsOf } from '../../runtime/define.ts';
import { valueError } from '../../runtime/errors.ts';
import { concatOctets } from '../../runtime/octets.ts';
import { inflateError, Z_DATA_ERROR, Z_NEED_DICT, Z_STREAM_ERROR, zlibError } from './errors.ts';

const NOTHING = new Uint8Array(0);

const DOING = 'decompressing data';

export class PyDecompress extends PyBaseObject {
  static readonly type = new PyType(
    'zlib.Decompress',
    PyDecompress,
    objectType,
    TPFLAGS_DISALLOW_INSTANTIATION,
  );

  readonly stream: Inflate;
  readonly dictionary: Uint8Array | undefined;
  /** What followed the end of the compressed data. */
  unused_data = new PyBytes(NOTHING);
  /** What the limit of the output kept from being read. */
  unconsumed_tail = new PyBytes(NOTHING);
  eof = false;
  /** Has flush() come to the end? */
  closed = false;

  constructor(stream: Inflate, dictionary: Uint8Array | undefined) {
    super();
    this.stream = stream;
    this.dictionary = dictionary;
  }
}

/** Says the dictionary to a stream that wants it. */
export function giveDictionary(stream: Inflate, dictionary: Uint8Array): void {
  if (!stream.setDictionary(dictionary)) throw zlibError(Z_DATA_ERROR, 'setting zdict');
}

/** Reads on; a dictionary is handed over when the data ask for it. */
export function inflateWith(
  stream: Inflate,
  dictionary: Uint8Array | undefined,
  data: Uint8Array,
  limit: number,
): { output: Uint8Array; unused: number } {
  try {
    const result = stream.inflate(data, limit);
    if (result.status !== 'need-dictionary') return result;
    if (dictionary === undefined) throw zlibError(Z_NEED_DICT, DOING);
    giveDictionary(stream, dictionary);
    return stream.inflate(data.subarray(data.length - result.unused), limit);
  } catch (thrown) {
    throw inflateError(thrown, DOING);
  }
}

function decompress(self: PyDecompress, data: Uint8Array, limit: number): PyBytes {
  if (self.closed) throw zlibError(Z_STREAM_ERROR, DOING);
  const { output, unused } = inflateWith(self.stream, self.dictionary, data, limit);
  const rest = data.slice(data.length - unused);
  if (self.stream.isDone) {
    self.eof = true;
    self.unused_data = new PyBytes(concatOctets(self.unused_data.value, rest));
    self.unconsumed_tail = new PyBytes(NOTHING);
  } else self.unconsumed_tail = new PyBytes(rest);
  return new PyBytes(output);
}

function flush(self: PyDecompress): PyBytes {
  if (self.closed) return new PyBytes(NOTHING);
  const rest = decompress(self, self.unconsumed_tail.value, Number.POSITIVE_INFINITY);
  self.closed = self.eof;
  return rest;
}

function copy(self: PyDecompress): PyDecompress {
  if (self.closed) throw valueError('Inconsistent stream state');
  const twin = new PyDecompress(self.stream.copy(), self.dictionary);
  twin.unused_data = self.unused_data;
  twin.unconsumed_tail = self.unconsumed_tail;
  twin.eof = self.eof;
  return twin;
}

const method = methodsOf<PyDecompress>();

export const decompressType = defineType({
  type: PyDecompress.type,
  entries: [
    method(
      'decompress($self, data: bytes_like, /, max_length: ssize_t = 0)',
      'Decompress data and return what comes out.\n\n  max_length\n    The most bytes to return; 0 is as many as there are. What was not read then\n    stands in unconsumed_tail.\n\nThe rest comes out of later calls, the last of it out of flush().',
      (self, data, maxLength) => {
        if (maxLength < 0) throw valueError('max_length must be non-negative');
        return decompress(self, data, maxLength === 0 ? Number.POSITIVE_INFINITY : maxLength);
      },
    ),
    method(
      'flush($self, length: ssize_t = 16384, /)',
      'Return what is left to come out.\n\n  length\n    How large the buffer for it is at first.',
      (self, length) => {
        if (length <= 0) throw valueError('length must be greater than zero');
        return flush(self);
      },
      '($self, length=zlib.DEF_BUF_SIZE, /)',
    ),
    method('copy($self, /)', 'Return a decompressor in the same state.', copy),
    method('__copy__($self, /)', '', copy),
    method('__deepcopy__($self, memo: object, /)', '', copy),
    member<PyDecompress>('unused_data', undefined, 'unused_data'),
    member<PyDecompress>('unconsumed_tail', undefined, 'unconsumed_tail'),
    member<PyDecompress>('eof', undefined, 'eof'),
  ],
});
