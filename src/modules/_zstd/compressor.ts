/** ZstdCompressor. CPython: Modules/_zstd/compressor.c. */
import type { PyBytes } from '../../objects/bytes.ts';
import type { Waiting, Watched, YOUNG } from '../../objects/handle.ts';
import { objectType, PyBaseObject, type PyObject, PyType } from '../../objects/object.ts';
import { None } from '../../objects/singletons.ts';
import { builtinDef } from '../../runtime/clinic.ts';
import { intValue } from '../../runtime/convert.ts';
import { classAttribute, defineType, member, methodsOf } from '../../runtime/define.ts';
import { typeError, valueError } from '../../runtime/errors.ts';
import { watchUntilForgotten } from '../../runtime/finalizers.ts';
import { OutputBlocks } from '../../runtime/output-blocks.ts';
import { DIGESTED, type DictionaryMemory, dictionaryOf, PREFIX, UNDIGESTED } from './dictionary.ts';
import {
  Buffer,
  COMPRESSION_LEVEL,
  checkResult,
  isError,
  NB_WORKERS,
  setParameters,
  zstd,
  zstdError,
} from './libzstd.ts';

/** What becomes of what is held back: `ZSTD_EndDirective`. */
const CONTINUE = 0;
const FLUSH_BLOCK = 1;
const FLUSH_FRAME = 2;

const RESET_SESSION_ONLY = 1;
const NOTHING = new Uint8Array(0);

class PyZstdCompressor extends PyBaseObject implements Watched {
  static readonly type = new PyType('compression.zstd.ZstdCompressor', PyZstdCompressor, objectType, 0);

  waiting: Waiting | typeof YOUNG | undefined = undefined;
  readonly context = zstd('uint64_t ZSTD_createCCtx()');
  /** Kept as long as the context refers to its memory. */
  dictionary: DictionaryMemory | undefined = undefined;
  last_mode = FLUSH_FRAME;
  level = 0;
  usesThreads = false;

  constructor() {
    super();
    if (this.context === 0) throw zstdError('Unable to create ZSTD_CCtx instance.');
    watchUntilForgotten(this);
  }

  atEnd(): () => void {
    const { context, dictionary, usesThreads } = this;
    return () => {
      if (usesThreads) drain(context);
      zstd('size_t ZSTD_freeCCtx(uint64_t)', context);
      dictionary?.release();
    };
  }

  set(parameter: number, value: number): number | bigint {
    return zstd('size_t ZSTD_CCtx_setParameter(uint64_t, int, int)', this.context, parameter, value);
  }
}

/**
 * Waits for the threads of a context that is to be freed: the library would free what it has made of the dictionary while they
 * still read it.
 */
function drain(context: number | bigint): void {
  const input = new Buffer();
  const out = new Buffer();
  const room = new Uint8Array(1 << 16);
  let result: number | bigint;
  do {
    out.set(room);
    result = zstd(
      'size_t ZSTD_compressStream2(uint64_t, void *, void *, int)',
      ...[context, out.struct, input.struct, FLUSH_BLOCK],
    );
  } while (result !== 0 && !isError(result));
}

const levelRange = (): string =>
  `the valid range is [${zstd('int ZSTD_minCLevel()')}, ${zstd('int ZSTD_maxCLevel()')}]`;

function setLevel(self: PyZstdCompressor, value: PyObject): void {
  const level = intValue(value);
  if (level === undefined) throw typeError('invalid type for level, expected int');
  if (typeof level === 'bigint' || level > 0x7fffffff || level < -0x80000000) {
    throw valueError(`illegal compression level; ${levelRange()}`);
  }
  const isOutside =
    level < Number(zstd('int ZSTD_minCLevel()')) || level > Number(zstd('int ZSTD_maxCLevel()'));
  if (isOutside || isError(self.set(COMPRESSION_LEVEL, level))) {
    throw valueError(`illegal compression level ${level}; ${levelRange()}`);
  }
  self.level = level;
}

function setOptions(self: PyZstdCompressor, options: PyObject): void {
  setParameters(options, 'compression', (parameter, value) => {
    if (parameter === COMPRESSION_LEVEL) {
      setLevel(self, value);
      return 0;
    }
    if (parameter === NB_WORKERS) self.usesThreads = value !== 0;
    return self.set(parameter, value);
  });
}

function load(self: PyZstdCompressor, value: PyObject): void {
  const { memory, use } = dictionaryOf(value, UNDIGESTED);
  let result: number | bigint;
  if (use === DIGESTED) {
    result = zstd('size_t ZSTD_CCtx_refCDict(uint64_t, uint64_t)', self.context, memory.digest(self.level));
  } else {
    const name = use === PREFIX ? 'ZSTD_CCtx_refPrefix' : 'ZSTD_CCtx_loadDictionary';
    result = zstd(`size_t ${name}(uint64_t, uint64_t, size_t)`, self.context, memory.address, memory.length);
  }
  checkResult(result, 'load Zstandard dictionary or prefix for compression');
  memory.hold();
  self.dictionary = memory;
}

const newCompressor = builtinDef<
  PyType,
  'ZstdCompressor($type, /, level: object = None, options: object = None, zstd_dict: object = None)'
>(
  'ZstdCompressor($type, /, level: object = None, options: object = None, zstd_dict: object = None)',
  '',
  (_type, level, options, dictionary) => {
    if (level !== None && options !== None) {
      throw typeError('Only one of level or options should be used.');
    }
    const compressor = new PyZstdCompressor();
    if (level !== None) setLevel(compressor, level);
    if (options !== None) setOptions(compressor, options);
    if (dictionary !== None) load(compressor, dictionary);
    return compressor;
  },
);

function run(self: PyZstdCompressor, data: Uint8Array, mode: number): PyBytes {
  const input = new Buffer();
  input.set(data);
  const output = new OutputBlocks(
    Number.POSITIVE_INFINITY,
    Number(zstd('size_t ZSTD_compressBound(size_t)', data.length)),
  );
  const out = new Buffer();
  out.set(output.block);
  for (;;) {
    const result = zstd(
      'size_t ZSTD_compressStream2(uint64_t, void *, void *, int)',
      ...[self.context, out.struct, input.struct, mode],
    );
    checkResult(result, 'compress Zstandard data');
    const isDone = self.usesThreads && mode === CONTINUE ? input.left === 0 && out.left > 0 : result === 0;
    if (isDone) return output.finish(out.left);
    if (out.left === 0 && output.grow()) out.set(output.block);
  }
}

function compress(self: PyZstdCompressor, data: Uint8Array, mode: number): PyBytes {
  try {
    const result = run(self, data, mode);
    self.last_mode = mode;
    return result;
  } catch (thrown) {
    self.last_mode = FLUSH_FRAME;
    zstd('size_t ZSTD_CCtx_reset(uint64_t, int)', self.context, RESET_SESSION_ONLY);
    throw thrown;
  }
}

const UNKNOWN_SIZE = 0xffffffffffffffffn;
const MOST = 0xfffffffffffffffen;

function setPledgedSize(self: PyZstdCompressor, value: PyObject): void {
  const int = value === None ? UNKNOWN_SIZE : intValue(value);
  if (int === undefined) throw typeError('an integer is required');
  const size = BigInt(int);
  if (value !== None && (size < 0n || size >= MOST)) {
    throw valueError(`size argument should be a positive int less than ${MOST}`);
  }
  if (self.last_mode !== FLUSH_FRAME) {
    throw valueError('set_pledged_input_size() method must be called when last_mode == FLUSH_FRAME');
  }
  const result = zstd('size_t ZSTD_CCtx_setPledgedSrcSize(uint64_t, uint64_t)', self.context, size);
  checkResult(result, 'set pledged uncompressed content size');
}

const method = methodsOf<PyZstdCompressor>();

export const compressorType = defineType({
  type: PyZstdCompressor.type,
  doc: 'Create a compressor for data that come in pieces.\n\n  level\n    How much work to do.\n  options\n    A dict of parameters, in the place of the level.\n  zstd_dict\n    A dictionary.\n\nFor data that are at hand, use compress().',
  textSignature: '(level=None, options=None, zstd_dict=None)',
  slots: { tp_new: (type, args, kwnames) => newCompressor.call(type, args, kwnames) },
  entries: [
    method(
      'compress($self, /, data: bytes_like, mode: int = 0)',
      'Compress data and return what is ready of the result.\n\nThe mode tells whether the rest is held back, or a block or the frame ended.',
      (self, data, mode) => {
        if (mode !== CONTINUE && mode !== FLUSH_BLOCK && mode !== FLUSH_FRAME) {
          throw valueError(
            'mode argument wrong value, it should be one of ZstdCompressor.CONTINUE, ZstdCompressor.FLUSH_BLOCK, ZstdCompressor.FLUSH_FRAME.',
          );
        }
        return compress(self, data, mode);
      },
      '($self, /, data, mode=ZstdCompressor.CONTINUE)',
    ),
    method(
      'flush($self, /, mode: int = 2)',
      'Return what has been held back, and end the block or the frame.\n\nThe compressor can go on with another.',
      (self, mode) => {
        if (mode !== FLUSH_BLOCK && mode !== FLUSH_FRAME) {
          throw valueError(
            'mode argument wrong value, it should be ZstdCompressor.FLUSH_FRAME or ZstdCompressor.FLUSH_BLOCK.',
          );
        }
        return compress(self, NOTHING, mode);
      },
      '($self, /, mode=ZstdCompressor.FLUSH_FRAME)',
    ),
    method(
      'set_pledged_input_size($self, size: object, /) -> None',
      'Tell how large the data of the next frame are, which its header will say; None if that is not known.',
      setPledgedSize,
    ),
    member<PyZstdCompressor>('last_mode', 'The mode of the last call; FLUSH_FRAME at first.', 'last_mode'),
    classAttribute('CONTINUE', CONTINUE),
    classAttribute('FLUSH_BLOCK', FLUSH_BLOCK),
    classAttribute('FLUSH_FRAME', FLUSH_FRAME),
  ],
});
