/** _lzma: compression in the formats of xz, which the module lzma wraps. CPython: Modules/_lzmamodule.c. */
import { PyBytes } from '../../objects/bytes.ts';
import type { Waiting, Watched, YOUNG } from '../../objects/handle.ts';
import { objectType, PyBaseObject, type PyObject, PyType } from '../../objects/object.ts';
import { None } from '../../objects/singletons.ts';
import { builtinDef } from '../../runtime/clinic.ts';
import {
  constant,
  defineModule,
  defineType,
  fn,
  member,
  methodsOf,
  type TypeDefinition,
} from '../../runtime/define.ts';
import { eofError, valueError } from '../../runtime/errors.ts';
import { forget, watchUntilForgotten } from '../../runtime/finalizers.ts';
import { concatOctets } from '../../runtime/octets.ts';
import { current } from '../../runtime/state.ts';
import {
  asUint32,
  asUint64,
  asVli,
  BRANCH_FILTERS,
  decodeProperties,
  encodeProperties,
  FILTER_DELTA,
  FILTER_LZMA1,
  FILTER_LZMA2,
  filterChain,
  PRESET_DEFAULT,
  presetOptions,
} from './filters.ts';
import { call, LZMA_FINISH, LZMA_RUN, LZMAErrorType, LzmaStream, liblzma } from './liblzma.ts';

const FORMAT_AUTO = 0;
const FORMAT_XZ = 1;
const FORMAT_ALONE = 2;
const FORMAT_RAW = 3;

const CHECK_NONE = 0;
const CHECK_CRC32 = 1;
const CHECK_CRC64 = 4;
const CHECK_SHA256 = 10;
const CHECK_ID_MAX = 15;
const CHECK_UNKNOWN = CHECK_ID_MAX + 1;

const TELL_NO_CHECK = 1;
const TELL_ANY_CHECK = 4;
const NO_LIMIT = 0xffffffffffffffffn;

const NOTHING = new Uint8Array(0);

/** Has a stream, whose memory it gives back when the stream ends or nobody refers to it any more. */
class StreamOwner extends PyBaseObject implements Watched {
  waiting: Waiting | typeof YOUNG | undefined = undefined;
  readonly stream = new LzmaStream();

  constructor() {
    super();
    watchUntilForgotten(this);
  }

  atEnd(): () => void {
    const { stream } = this;
    return () => stream.end();
  }

  endStream(): void {
    this.stream.end();
    forget(current.thread.interp, this);
  }
}

class PyLZMACompressor extends StreamOwner {
  static readonly type = new PyType('_lzma.LZMACompressor', PyLZMACompressor, objectType, 0);

  flushed = false;
}

class PyLZMADecompressor extends StreamOwner {
  static readonly type = new PyType('_lzma.LZMADecompressor', PyLZMADecompressor, objectType, 0);

  /** What was handed over and not read yet. */
  pending: Uint8Array = NOTHING;
  check = CHECK_UNKNOWN;
  unused_data = new PyBytes(NOTHING);
  eof = false;
  needs_input = true;
}

function startEncoder(
  struct: Uint8Array,
  format: number,
  check: number,
  preset: number,
  filters: PyObject,
): void {
  switch (format) {
    case FORMAT_XZ:
      if (filters === None) {
        call('int lzma_easy_encoder(void *, uint32_t, int)', struct, preset, check);
      } else {
        call('int lzma_stream_encoder(void *, void *, int)', struct, filterChain(filters).array, check);
      }
      break;
    case FORMAT_ALONE:
      call('int lzma_alone_encoder(void *, void *)', struct, aloneOptions(preset, filters));
      break;
    case FORMAT_RAW:
      if (filters === None) throw valueError('Must specify filters for FORMAT_RAW');
      call('int lzma_raw_encoder(void *, void *)', struct, filterChain(filters).array);
      break;
    default:
      throw valueError(`Invalid container format: ${format}`);
  }
}

/** The options of the one filter that the old format knows. */
function aloneOptions(preset: number, specs: PyObject): Uint8Array {
  if (specs === None) return presetOptions(preset);
  const { filters } = filterChain(specs);
  if (filters.length === 1 && filters[0]!.id === FILTER_LZMA1) return filters[0]!.options;
  throw valueError('Invalid filter chain for FORMAT_ALONE - must be a single LZMA1 filter');
}

const newCompressor = builtinDef<
  PyType,
  'LZMACompressor($type, /, format: int = 1, check: int = -1, preset: object = None, filters: object = None)'
>(
  'LZMACompressor($type, /, format: int = 1, check: int = -1, preset: object = None, filters: object = None)',
  '',
  (_type, format, check, preset, filters) => {
    if (format !== FORMAT_XZ && check !== -1 && check !== CHECK_NONE) {
      throw valueError('Integrity checks are only supported by FORMAT_XZ');
    }
    if (preset !== None && filters !== None) {
      throw valueError('Cannot specify both preset and filter chain');
    }
    const level = preset === None ? PRESET_DEFAULT : asUint32(preset);
    const compressor = new PyLZMACompressor();
    startEncoder(compressor.stream.struct, format, check === -1 ? CHECK_CRC64 : check, level, filters);
    return compressor;
  },
);

const newDecompressor = builtinDef<
  PyType,
  'LZMADecompressor($type, /, format: int = 0, memlimit: object = None, filters: object = None)'
>(
  'LZMADecompressor($type, /, format: int = 0, memlimit: object = None, filters: object = None)',
  '',
  (_type, format, memlimit, filters) => {
    if (memlimit !== None && format === FORMAT_RAW) {
      throw valueError('Cannot specify memory limit with FORMAT_RAW');
    }
    const limit = memlimit === None ? NO_LIMIT : asUint64(memlimit);
    if (format === FORMAT_RAW && filters === None) throw valueError('Must specify filters for FORMAT_RAW');
    if (format !== FORMAT_RAW && filters !== None) {
      throw valueError('Cannot specify filters except with FORMAT_RAW');
    }
    const decompressor = new PyLZMADecompressor();
    const { struct } = decompressor.stream;
    const flags = TELL_ANY_CHECK | TELL_NO_CHECK;
    switch (format) {
      case FORMAT_AUTO:
        call('int lzma_auto_decoder(void *, uint64_t, uint32_t)', struct, limit, flags);
        break;
      case FORMAT_XZ:
        call('int lzma_stream_decoder(void *, uint64_t, uint32_t)', struct, limit, flags);
        break;
      case FORMAT_ALONE:
        decompressor.check = CHECK_NONE;
        call('int lzma_alone_decoder(void *, uint64_t)', struct, limit);
        break;
      case FORMAT_RAW:
        decompressor.check = CHECK_NONE;
        call('int lzma_raw_decoder(void *, void *)', struct, filterChain(filters).array);
        break;
      default:
        throw valueError(`Invalid container format: ${format}`);
    }
    return decompressor;
  },
);

function decompress(self: PyLZMADecompressor, data: Uint8Array, maxLength: number): PyBytes {
  if (self.eof) throw eofError('Already at end of stream');
  const input = self.pending.length === 0 ? data : concatOctets(self.pending, data);
  self.pending = NOTHING;
  const limit = maxLength < 0 ? Number.POSITIVE_INFINITY : maxLength;
  const { output, unread, hadRoom, isAtEnd } = self.stream.decompress(input, limit, (check) => {
    self.check = check;
  });
  const rest = input.slice(input.length - unread);
  if (isAtEnd) {
    self.eof = true;
    self.needs_input = false;
    self.unused_data = new PyBytes(rest);
    self.endStream();
  } else {
    self.pending = rest;
    self.needs_input = unread === 0 && hadRoom;
  }
  return output;
}

const compressorMethod = methodsOf<PyLZMACompressor>();
const decompressorMethod = methodsOf<PyLZMADecompressor>();

export const LZMA_TYPES: readonly TypeDefinition[] = [
  { type: LZMAErrorType, doc: 'liblzma could not do it.' },
  defineType({
    type: PyLZMACompressor.type,
    doc: 'LZMACompressor(format=FORMAT_XZ, check=-1, preset=None, filters=None)\n\nCreate a compressor for data that come in pieces.\n\nformat is the container of the result: FORMAT_XZ, FORMAT_ALONE or FORMAT_RAW.\n\ncheck is the integrity check, which FORMAT_XZ alone has: CHECK_CRC64 if it is not given.\n\nHow to compress is told by a preset, from 0 to 9 and perhaps with PRESET_EXTREME, or by a\nchain of filters: a sequence of dicts that have the "id" of a filter and its options.\nFORMAT_RAW must have filters.\n\nFor data that are at hand, use compress().\n',
    slots: { tp_new: (type, args, kwnames) => newCompressor.call(type, args, kwnames) },
    entries: [
      compressorMethod(
        'compress($self, data: bytes_like, /)',
        'Compress data and return what is ready of the result.\n\nThe rest comes out of later calls, the last of it out of flush().',
        (self, data) => {
          if (self.flushed) throw valueError('Compressor has been flushed');
          return self.stream.compress(data, LZMA_RUN);
        },
      ),
      compressorMethod(
        'flush($self, /)',
        'End the stream and return what has been held back.\n\nNothing can be compressed after it.',
        (self) => {
          if (self.flushed) throw valueError('Repeated call to flush()');
          self.flushed = true;
          const rest = self.stream.compress(NOTHING, LZMA_FINISH);
          self.endStream();
          return rest;
        },
      ),
    ],
  }),
  defineType({
    type: PyLZMADecompressor.type,
    doc: 'Create a decompressor for data that come in pieces.\n\n  format\n    The container of the data. FORMAT_AUTO, the default, tells FORMAT_XZ and\n    FORMAT_ALONE apart.\n  memlimit\n    How many bytes of memory may be used.\n  filters\n    The chain of filters that FORMAT_RAW must be given: a sequence of dicts that\n    have the "id" of a filter and its options.\n\nFor data that are at hand, use decompress().',
    textSignature: '(format=FORMAT_AUTO, memlimit=None, filters=None)',
    slots: { tp_new: (type, args, kwnames) => newDecompressor.call(type, args, kwnames) },
    entries: [
      decompressorMethod(
        'decompress($self, /, data: bytes_like, max_length: ssize_t = -1)',
        "Decompress *data* and return at most *max_length* bytes of what comes out.\n\nWith a negative max_length all comes out. Otherwise the rest may be called for with\nfurther data, or with b'' while needs_input is False. Data after the end of the\nstream stand in unused_data; nothing can be decompressed after it.",
        decompress,
      ),
      member<PyLZMADecompressor>('check', 'The kind of the integrity check that the data have.', 'check'),
      member<PyLZMADecompressor>('eof', 'True if the end of the stream has been reached.', 'eof'),
      member<PyLZMADecompressor>(
        'needs_input',
        'True if more input is needed before more output comes.',
        'needs_input',
      ),
      member<PyLZMADecompressor>(
        'unused_data',
        'What followed the end of the compressed data.',
        'unused_data',
      ),
    ],
  }),
];

export const _lzma = defineModule(
  '_lzma',
  '',
  [
    constant('LZMACompressor', PyLZMACompressor.type),
    constant('LZMADecompressor', PyLZMADecompressor.type),
    constant('LZMAError', LZMAErrorType),
    constant('FORMAT_AUTO', FORMAT_AUTO),
    constant('FORMAT_XZ', FORMAT_XZ),
    constant('FORMAT_ALONE', FORMAT_ALONE),
    constant('FORMAT_RAW', FORMAT_RAW),
    constant('CHECK_NONE', CHECK_NONE),
    constant('CHECK_CRC32', CHECK_CRC32),
    constant('CHECK_CRC64', CHECK_CRC64),
    constant('CHECK_SHA256', CHECK_SHA256),
    constant('CHECK_ID_MAX', CHECK_ID_MAX),
    constant('CHECK_UNKNOWN', CHECK_UNKNOWN),
    constant('FILTER_LZMA1', FILTER_LZMA1),
    constant('FILTER_LZMA2', Number(FILTER_LZMA2)),
    constant('FILTER_DELTA', Number(FILTER_DELTA)),
    ...[...BRANCH_FILTERS].map(([name, id]) => constant(`FILTER_${name}`, Number(id))),
    constant('MF_HC3', 0x03),
    constant('MF_HC4', 0x04),
    constant('MF_BT2', 0x12),
    constant('MF_BT3', 0x13),
    constant('MF_BT4', 0x14),
    constant('MODE_FAST', 1),
    constant('MODE_NORMAL', 2),
    constant('PRESET_DEFAULT', PRESET_DEFAULT),
    constant('PRESET_EXTREME', 2 ** 31),
    fn(
      'is_check_supported($module, check_id: int, /)',
      'Tell whether an integrity check is known.\n\nCHECK_NONE and CHECK_CRC32 always are.',
      (_, id) => Number(liblzma().invoke('uint8_t lzma_check_is_supported(int)', id)) !== 0,
    ),
    fn(
      '_encode_filter_properties($module, filter: object, /)',
      'Return the options of a filter, given as a dict, as they stand in files.\n\nThe id of the filter is not part of them.',
      (_, filter) => encodeProperties(filter),
    ),
    fn(
      '_decode_filter_properties($module, filter_id: object, encoded_props: bytes_like, /)',
      'Return the dict of a filter whose options stand in a file.',
      (_, id, properties) => decodeProperties(asVli(id), properties),
    ),
  ],
  // Without the library there is no module.
  () => void liblzma(),
);
