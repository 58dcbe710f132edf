/** ZstdDict: a dictionary that streams are compressed with. CPython: Modules/_zstd/zstddict.c. */
import { PyBytes } from '../../objects/bytes.ts';
import type { Waiting, Watched, YOUNG } from '../../objects/handle.ts';
import { objectType, PyBaseObject, type PyObject, PyType } from '../../objects/object.ts';
import { PyTuple } from '../../objects/tuple.ts';
import { builtinDef } from '../../runtime/clinic.ts';
import { intValue } from '../../runtime/convert.ts';
import { asCInt } from '../../runtime/converters.ts';
import { defineType, getset, member } from '../../runtime/define.ts';
import { typeError, valueError } from '../../runtime/errors.ts';
import { watchUntilForgotten } from '../../runtime/finalizers.ts';
import { libzstd, zstd, zstdError } from './libzstd.ts';

/** How a dictionary is used. */
export const DIGESTED = 0;
export const UNDIGESTED = 1;
export const PREFIX = 2;

/** What a dictionary holds, in C's memory, and what the library has made of it. The last of its users frees it. */
export class DictionaryMemory {
  readonly address: number | bigint;
  readonly length: number;
  /** For each level of compression, and for decompression. */
  readonly #digests = new Map<number | 'decompression', number | bigint>();
  #users = 1;

  constructor(content: Uint8Array) {
    this.length = content.length;
    this.address = zstd('uint64_t malloc(size_t)', content.length);
    libzstd().memory(this.address, content.length).set(content);
  }

  hold(): void {
    this.#users++;
  }

  release(): void {
    if (--this.#users > 0) return;
    for (const [use, digest] of this.#digests) {
      if (use === 'decompression') zstd('size_t ZSTD_freeDDict(uint64_t)', digest);
      else zstd('size_t ZSTD_freeCDict(uint64_t)', digest);
    }
    zstd('void free(uint64_t)', this.address);
  }

  /** The digest for a level of compression, or for decompression. */
  digest(use: number | 'decompression'): number | bigint {
    let digest = this.#digests.get(use);
    if (digest === undefined) {
      digest =
        use === 'decompression'
          ? zstd('uint64_t ZSTD_createDDict(uint64_t, size_t)', this.address, this.length)
          : zstd('uint64_t ZSTD_createCDict(uint64_t, size_t, int)', this.address, this.length, use);
      if (digest === 0 || digest === 0n) {
        const kind = use === 'decompression' ? 'DDict' : 'CDict';
        throw zstdError(`Failed to create a ZSTD_${kind} instance from Zstandard dictionary content.`);
      }
      this.#digests.set(use, digest);
    }
    return digest;
  }
}

export class PyZstdDict extends PyBaseObject implements Watched {
  static readonly type = new PyType('compression.zstd.ZstdDict', PyZstdDict, objectType, 0);

  waiting: Waiting | typeof YOUNG | undefined = undefined;
  readonly memory: DictionaryMemory;
  readonly dict_id: number;

  constructor(content: Uint8Array, id: number) {
    super();
    this.memory = new DictionaryMemory(content);
    this.dict_id = id;
    watchUntilForgotten(this);
  }

  atEnd(): () => void {
    const { memory } = this;
    return () => memory.release();
  }
}

/** The dictionary of an argument, and how it is to be used: one alone, or one with a number. */
export function dictionaryOf(value: PyObject, usual: number): { memory: DictionaryMemory; use: number } {
  if (value instanceof PyZstdDict) return { memory: value.memory, use: usual };
  if (value instanceof PyTuple && value.items.length === 2) {
    const [dictionary, number] = value.items;
    if (dictionary instanceof PyZstdDict && intValue(number!) !== undefined) {
      const use = asCInt(number!);
      if (use === DIGESTED || use === UNDIGESTED || use === PREFIX) return { memory: dictionary.memory, use };
    }
  }
  throw typeError('zstd_dict argument should be a ZstdDict object.');
}

const newDictionary = builtinDef<
  PyType,
  'ZstdDict($type, dict_content: bytes_like, /, *, is_raw: bool = False)'
>('ZstdDict($type, dict_content: bytes_like, /, *, is_raw: bool = False)', '', (_type, content, isRaw) => {
  if (content.length < 8) {
    throw valueError('Zstandard dictionary content too short (must have at least eight bytes)');
  }
  const id = Number(zstd('unsigned int ZSTD_getDictID_fromDict(void *, size_t)', content, content.length));
  if (!isRaw && id === 0) throw valueError('invalid Zstandard dictionary');
  return new PyZstdDict(content, id);
});

const asUsed = (name: string, use: number, doc: string) =>
  getset<PyZstdDict>(name, doc, (self) => new PyTuple([self, use]));

export const dictionaryType = defineType({
  type: PyZstdDict.type,
  doc: 'A dictionary for compression and decompression.\n\n  dict_content\n    What it holds, as bytes.\n  is_raw\n    Whether that may be anything, and not what the library makes.\n\nMany compressors and decompressors can use one.',
  textSignature: '(dict_content, /, *, is_raw=False)',
  slots: {
    tp_new: (type, args, kwnames) => newDictionary.call(type, args, kwnames),
    tp_repr: (self) => {
      const { dict_id, memory } = self as PyZstdDict;
      return `<ZstdDict dict_id=${dict_id} dict_size=${memory.length}>`;
    },
    sq_length: (self) => (self as PyZstdDict).memory.length,
  },
  entries: [
    member<PyZstdDict>('dict_id', 'The number of the dictionary; 0 for one that may be anything.', 'dict_id'),
    getset<PyZstdDict>(
      'dict_content',
      'What the dictionary holds.',
      (self) => new PyBytes(libzstd().bytesAt(self.memory.address, self.memory.length)),
    ),
    asUsed(
      'as_digested_dict',
      DIGESTED,
      "The dictionary to be used digested.\n\nDigests are kept for each level of compression; their parameters come before the\ncompressor's own.",
    ),
    asUsed(
      'as_undigested_dict',
      UNDIGESTED,
      'The dictionary to be used as it is.\n\nThat takes longer, and leaves the compressor its parameters.',
    ),
    asUsed(
      'as_prefix',
      PREFIX,
      'The dictionary to be used as what goes before the first frame.\n\nIt goes together with matching over long distances; decompression must have the same.',
    ),
  ],
});
