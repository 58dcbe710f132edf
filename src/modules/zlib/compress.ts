/** zlib.Compress: a stream that compresses. CPython: Modules/zlibmodule.c. */
import { Z_BLOCK, Z_NO_FLUSH } from '../../common/deflate/deflate.ts';
import { PyBytes } from '../../objects/bytes.ts';
import { objectType, PyBaseObject, PyType, TPFLAGS_DISALLOW_INSTANTIATION } from '../../objects/object.ts';
import { defineType, methodsOf } from '../../runtime/define.ts';
import { valueError } from '../../runtime/errors.ts';
import { Z_STREAM_ERROR, zlibError } from './errors.ts';
import type { Compressor } from './options.ts';

export class PyCompress extends PyBaseObject {
  static readonly type = new PyType('zlib.Compress', PyCompress, objectType, TPFLAGS_DISALLOW_INSTANTIATION);

  readonly stream: Compressor;

  constructor(stream: Compressor) {
    super();
    this.stream = stream;
  }
}

function run(self: PyCompress, data: Uint8Array, mode: number, doing: string): PyBytes {
  if (self.stream.isFinished) throw zlibError(Z_STREAM_ERROR, doing);
  return new PyBytes(self.stream.deflate(data, mode));
}

function flush(self: PyCompress, mode: number): PyBytes {
  if (mode === Z_NO_FLUSH) return new PyBytes(new Uint8Array(0));
  if (mode < 0 || mode > Z_BLOCK) throw zlibError(Z_STREAM_ERROR, 'flushing');
  return run(self, new Uint8Array(0), mode, 'flushing');
}

function copy(self: PyCompress): PyCompress {
  if (self.stream.isFinished) throw valueError('Inconsistent stream state');
  return new PyCompress(self.stream.copy());
}

const method = methodsOf<PyCompress>();

export const compressType = defineType({
  type: PyCompress.type,
  entries: [
    method(
      'compress($self, data: bytes_like, /)',
      'Compress data and return what is ready of the result.\n\nThe rest comes out of later calls, the last of it out of flush().',
      (self, data) => run(self, data, Z_NO_FLUSH, 'compressing data'),
    ),
    method(
      'flush($self, mode: int = 4, /)',
      'Return compressed data that have been held back.\n\n  mode\n    Z_SYNC_FLUSH, Z_FULL_FLUSH or Z_FINISH, which is the default and ends the stream.',
      flush,
      '($self, mode=zlib.Z_FINISH, /)',
    ),
    method('copy($self, /)', 'Return a compressor in the same state.', copy),
    method('__copy__($self, /)', '', copy),
    method('__deepcopy__($self, memo: object, /)', '', copy),
  ],
});
