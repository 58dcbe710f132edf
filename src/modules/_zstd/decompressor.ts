/** ZstdDecompressor. CPython: Modules/_zstd/decompressor.c. */
import { PyBytes } from '../../objects/bytes.ts';
import type { Waiting, Watched, YOUNG } from '../../objects/handle.ts';
import { objectType, PyBaseObject, type PyObject, PyType } from '../../objects/object.ts';
import { None } from '../../objects/singletons.ts';
import { builtinDef } from '../../runtime/clinic.ts';
import { defineType, getset, member, methodsOf } from '../../runtime/define.ts';
import { eofError } from '../../runtime/errors.ts';
import { watchUntilForgotten } from '../../runtime/finalizers.ts';
import { concatOctets } from '../../runtime/octets.ts';
import { OutputBlocks } from '../../runtime/output-blocks.ts';
import { DIGESTED, type DictionaryMemory, dictionaryOf, PREFIX } from './dictionary.ts';
import { Buffer, checkResult, setParameters, zstd, zstdError } from './libzstd.ts';

const RESET_SESSION_ONLY = 1;
const NOTHING = new Uint8Array(0);

class PyZstdDecompressor extends PyBaseObject implements Watched {
  static readonly type = new PyType('compression.zstd.ZstdDecompressor', PyZstdDecompressor, objectType, 0);

  waiting: Waiting | typeof YOUNG | undefined = undefined;
  readonly context = zstd('uint64_t ZSTD_createDCtx()');
  /** Kept as long as the context refers to its memory. */
  dictionary: DictionaryMemory | undefined = undefined;
  /** What was handed over and not read yet. */
  pending: Uint8Array = NOTHING;
  eof = false;
  needs_input = true;

  constructor() {
    super();
    if (this.context === 0) throw zstdError('Unable to create ZSTD_DCtx instance.');
    watchUntilForgotten(this);
  }

  atEnd(): () => void {
    const { context, dictionary } = this;
    return () => {
      zstd('size_t ZSTD_freeDCtx(uint64_t)', context);
      dictionary?.release();
    };
  }
}

function load(self: PyZstdDecompressor, value: PyObject): void {
  const { memory, use } = dictionaryOf(value, DIGESTED);
  let result: number | bigint;
  if (use === DIGESTED) {
    const digest = memory.digest('decompression');
    result = zstd('size_t ZSTD_DCtx_refDDict(uint64_t, uint64_t)', self.context, digest);
  } else {
    const name = use === PREFIX ? 'ZSTD_DCtx_refPrefix' : 'ZSTD_DCtx_loadDictionary';
    result = zstd(`size_t ${name}(uint64_t, uint64_t, size_t)`, self.context, memory.address, memory.length);
  }
  checkResult(result, 'load Zstandard dictionary or prefix for decompression');
  memory.hold();
  self.dictionary = memory;
}

const newDecompressor = builtinDef<
  PyType,
  'ZstdDecompressor($type, /, zstd_dict: object = None, options: object = None)'
>(
  'ZstdDecompressor($type, /, zstd_dict: object = None, options: object = None)',
  '',
  (_type, dictionary, options) => {
    const decompressor = new PyZstdDecompressor();
    if (dictionary !== None) load(decompressor, dictionary);
    if (options !== None) {
      setParameters(options, 'decompression', (parameter, value) =>
        zstd('size_t ZSTD_DCtx_setParameter(uint64_t, int, int)', decompressor.context, parameter, value),
      );
    }
    return decompressor;
  },
);

function run(self: PyZstdDecompressor, data: Uint8Array, limit: number): PyBytes {
  const input = new Buffer();
  input.set(data);
  const output = new OutputBlocks(limit);
  const out = new Buffer();
  out.set(output.block);
  for (;;) {
    const result = zstd(
      'size_t ZSTD_decompressStream(uint64_t, void *, void *)',
      ...[self.context, out.struct, input.struct],
    );
    checkResult(result, 'decompress Zstandard data');
    self.eof = result === 0;
    // A full block goes first: more output may be ready although all input has been read.
    if (!self.eof && out.left === 0 && output.grow()) out.set(output.block);
    else if (self.eof || out.left === 0 || input.left === 0) {
      self.pending = data.slice(data.length - input.left);
      return output.finish(out.left);
    }
  }
}

function decompress(self: PyZstdDecompressor, data: Uint8Array, maxLength: number): PyBytes {
  if (self.eof) throw eofError('Already at the end of a Zstandard frame.');
  const input = self.pending.length === 0 ? data : concatOctets(self.pending, data);
  try {
    const output = run(self, input, maxLength < 0 ? Number.POSITIVE_INFINITY : maxLength);
    self.needs_input = self.pending.length === 0 && !self.eof && output.value.length !== maxLength;
    return output;
  } catch (thrown) {
    self.pending = NOTHING;
    self.needs_input = true;
    self.eof = false;
    zstd('size_t ZSTD_DCtx_reset(uint64_t, int)', self.context, RESET_SESSION_ONLY);
    throw thrown;
  }
}

const method = methodsOf<PyZstdDecompressor>();

export const decompressorType = defineType({
  type: PyZstdDecompressor.type,
  doc: 'Create a decompressor for data that come in pieces.\n\n  zstd_dict\n    The dictionary that the data were compressed with.\n  options\n    A dict of parameters.\n\nFor data that are at hand, use decompress().',
  textSignature: '(zstd_dict=None, options=None)',
  slots: { tp_new: (type, args, kwnames) => newDecompressor.call(type, args, kwnames) },
  entries: [
    method(
      'decompress($self, /, data: bytes_like, max_length: ssize_t = -1)',
      "Decompress *data* and return at most *max_length* bytes of what comes out.\n\nWith a negative max_length all comes out. Otherwise the rest may be called for with\nfurther data, or with b'' while needs_input is False. Data after the end of the\nframe stand in unused_data; nothing can be decompressed after it.",
      decompress,
    ),
    member<PyZstdDecompressor>('eof', 'True if the end of the frame has been reached.', 'eof'),
    member<PyZstdDecompressor>(
      'needs_input',
      'True if more input is needed before more output comes.',
      'needs_input',
    ),
    getset<PyZstdDecompressor>(
      'unused_data',
      'What followed the end of the frame.',
      (self) => new PyBytes(self.eof ? self.pending : NOTHING),
    ),
  ],
});
