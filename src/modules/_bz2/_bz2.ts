/** _bz2: compression by bzip2, which the module bz2 wraps. CPython: Modules/_bz2module.c. */
import { Bzip2Compressor } from '../../common/bzip2/compress.ts';
import { Bzip2Decompressor, Bzip2Error } from '../../common/bzip2/decompress.ts';
import { PyBytes } from '../../objects/bytes.ts';
import { exceptionTypes } from '../../objects/exception.ts';
import { objectType, PyBaseObject, PyType } from '../../objects/object.ts';
import { builtinDef } from '../../runtime/clinic.ts';
import {
  constant,
  defineModule,
  defineType,
  member,
  methodsOf,
  type TypeDefinition,
} from '../../runtime/define.ts';
import { eofError, newException, valueError } from '../../runtime/errors.ts';

const OSErrorType = exceptionTypes.get('OSError')!;

class PyBZ2Compressor extends PyBaseObject {
  static readonly type = new PyType('_bz2.BZ2Compressor', PyBZ2Compressor, objectType, 0);

  readonly stream: Bzip2Compressor;
  flushed = false;

  constructor(level: number) {
    super();
    this.stream = new Bzip2Compressor(level);
  }
}

class PyBZ2Decompressor extends PyBaseObject {
  static readonly type = new PyType('_bz2.BZ2Decompressor', PyBZ2Decompressor, objectType, 0);

  readonly stream = new Bzip2Decompressor();
  unused_data = new PyBytes(new Uint8Array(0));
  eof = false;
  needs_input = true;
  /** What it was given was no bzip2 stream. */
  hasFailed = false;
}

const newCompressor = builtinDef<PyType, 'BZ2Compressor($type, compresslevel: int = 9, /)'>(
  'BZ2Compressor($type, compresslevel: int = 9, /)',
  '',
  (_type, level) => {
    if (level < 1 || level > 9) throw valueError('compresslevel must be between 1 and 9');
    return new PyBZ2Compressor(level);
  },
);

const newDecompressor = builtinDef<PyType, 'BZ2Decompressor($type, /)'>(
  'BZ2Decompressor($type, /)',
  '',
  () => new PyBZ2Decompressor(),
);

function decompress(self: PyBZ2Decompressor, data: Uint8Array, maxLength: number): PyBytes {
  if (self.eof) throw eofError('End of stream already reached');
  if (self.hasFailed) throw valueError('Decompressor is unusable after a previous error');
  const { stream } = self;
  let output: Uint8Array;
  try {
    output = stream.decompress(data, maxLength < 0 ? Number.POSITIVE_INFINITY : maxLength);
  } catch (thrown) {
    self.needs_input = false;
    self.hasFailed = true;
    throw thrown instanceof Bzip2Error ? newException(OSErrorType, thrown.message) : thrown;
  }
  self.eof = stream.isDone;
  if (self.eof) self.unused_data = new PyBytes(stream.rest);
  self.needs_input = !self.eof && !stream.hasOutput && (maxLength < 0 || output.length < maxLength);
  return new PyBytes(output);
}

const compressorMethod = methodsOf<PyBZ2Compressor>();
const decompressorMethod = methodsOf<PyBZ2Decompressor>();

export const BZ2_TYPES: readonly TypeDefinition[] = [
  defineType({
    type: PyBZ2Compressor.type,
    doc: 'Create a compressor for data that come in pieces.\n\n  compresslevel\n    1 to 9: how large the blocks are.\n\nFor data that are at hand, use compress().',
    textSignature: '(compresslevel=9, /)',
    slots: { tp_new: (type, args, kwnames) => newCompressor.call(type, args, kwnames) },
    entries: [
      compressorMethod(
        'compress($self, data: bytes_like, /)',
        'Compress data and return what is ready of the result.\n\nThe rest comes out of later calls, the last of it out of flush().',
        (self, data) => {
          if (self.flushed) throw valueError('Compressor has been flushed');
          return new PyBytes(self.stream.compress(data));
        },
      ),
      compressorMethod(
        'flush($self, /)',
        'End the stream and return what has been held back.\n\nNothing can be compressed after it.',
        (self) => {
          if (self.flushed) throw valueError('Repeated call to flush()');
          self.flushed = true;
          return new PyBytes(self.stream.finish());
        },
      ),
    ],
  }),
  defineType({
    type: PyBZ2Decompressor.type,
    doc: 'Create a decompressor for data that come in pieces.\n\nFor data that are at hand, use decompress().',
    textSignature: '()',
    slots: { tp_new: (type, args, kwnames) => newDecompressor.call(type, args, kwnames) },
    entries: [
      decompressorMethod(
        'decompress($self, /, data: bytes_like, max_length: ssize_t = -1)',
        "Decompress *data* and return at most *max_length* bytes of what comes out.\n\nWith a negative max_length all comes out. Otherwise the rest may be called for with\nfurther data, or with b'' while needs_input is False. Data after the end of the\nstream stand in unused_data; nothing can be decompressed after it.",
        decompress,
      ),
      member<PyBZ2Decompressor>('eof', 'True if the end of the stream has been reached.', 'eof'),
      member<PyBZ2Decompressor>(
        'unused_data',
        'What followed the end of the compressed data.',
        'unused_data',
      ),
      member<PyBZ2Decompressor>(
        'needs_input',
        'True if more input is needed before more output comes.',
        'needs_input',
      ),
    ],
  }),
];

export const _bz2 = defineModule('_bz2', '', [
  constant('BZ2Compressor', PyBZ2Compressor.type),
  constant('BZ2Decompressor', PyBZ2Decompressor.type),
]);
