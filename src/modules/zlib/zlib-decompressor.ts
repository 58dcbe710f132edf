/** zlib._ZlibDecompressor: the decompressor that gzip reads files with. CPython: Modules/zlibmodule.c. */
import type { Inflate } from '../../common/deflate/inflate.ts';
import { PyBytes } from '../../objects/bytes.ts';
import { objectType, PyBaseObject, type PyObject, PyType } from '../../objects/object.ts';
import { bytesLike, hasBuffer } from '../../runtime/buffer.ts';
import { builtinDef } from '../../runtime/clinic.ts';
import { defineType, member, methodsOf } from '../../runtime/define.ts';
import { eofError, typeError, valueError } from '../../runtime/errors.ts';
import { concatOctets } from '../../runtime/octets.ts';
import { giveDictionary, inflateWith } from './decompress.ts';
import { newInflate } from './options.ts';

const NOTHING = new Uint8Array(0);

class PyZlibDecompressor extends PyBaseObject {
  static readonly type = new PyType('zlib._ZlibDecompressor', PyZlibDecompressor, objectType, 0);

  readonly stream: Inflate;
  readonly dictionary: Uint8Array | undefined;
  /** What was handed over and not read yet. */
  pending: Uint8Array = NOTHING;
  unused_data = new PyBytes(NOTHING);
  eof = false;
  needs_input = true;

  constructor(stream: Inflate, dictionary: Uint8Array | undefined) {
    super();
    this.stream = stream;
    this.dictionary = dictionary;
  }
}

/** A copy of the octets of a dictionary. */
export function dictionaryOctets(zdict: PyObject): Uint8Array {
  if (!hasBuffer(zdict)) throw typeError('zdict argument must support the buffer protocol');
  return bytesLike(zdict).slice();
}

/** A decompressor with its dictionary; raw data have it from the start. */
export function newStream(wbits: number, dictionary: Uint8Array | undefined): Inflate {
  const stream = newInflate(wbits);
  if (stream === undefined) throw valueError('Invalid initialization option');
  if (dictionary !== undefined && wbits < 0) giveDictionary(stream, dictionary);
  return stream;
}

function decompress(self: PyZlibDecompressor, data: Uint8Array, maxLength: number): PyBytes {
  if (self.eof) throw eofError('End of stream already reached');
  const input = self.pending.length === 0 ? data : concatOctets(self.pending, data);
  const limit = maxLength < 0 ? Number.POSITIVE_INFINITY : maxLength;
  const { output, unused } = inflateWith(self.stream, self.dictionary, input, limit);
  const rest = input.slice(input.length - unused);
  if (self.stream.isDone) {
    self.eof = true;
    self.needs_input = false;
    self.unused_data = new PyBytes(rest);
    self.pending = NOTHING;
  } else {
    self.pending = rest;
    self.needs_input = rest.length === 0 && output.length < limit;
  }
  return new PyBytes(output);
}

const makeDecompressor = builtinDef<
  PyType,
  '_ZlibDecompressor($type, /, wbits: int = 15, zdict: object = <null>)'
>('_ZlibDecompressor($type, /, wbits: int = 15, zdict: object = <null>)', '', (_type, wbits, zdict) => {
  const dictionary = zdict === undefined ? undefined : dictionaryOctets(zdict);
  return new PyZlibDecompressor(newStream(wbits, dictionary), dictionary);
});

const method = methodsOf<PyZlibDecompressor>();

export const zlibDecompressorType = defineType({
  type: PyZlibDecompressor.type,
  doc: 'Create a decompressor for data that come in pieces.\n\n  wbits = 15\n  zdict\n    The dictionary that the data were compressed with: bytes that are likely\n    to occur, the likeliest last.\n\n',
  textSignature: "(wbits=15, zdict=b'')",
  slots: { tp_new: (type, args, kwnames) => makeDecompressor.call(type, args, kwnames) },
  entries: [
    method(
      'decompress($self, /, data: bytes_like, max_length: ssize_t = -1)',
      "Decompress *data* and return at most *max_length* bytes of what comes out.\n\nWith a negative max_length all comes out. Otherwise the rest may be called for with\nfurther data, or with b'' while needs_input is False. Data after the end of the\nstream stand in unused_data; nothing can be decompressed after it.",
      decompress,
    ),
    member<PyZlibDecompressor>('eof', 'True if the end of the stream has been reached.', 'eof'),
    member<PyZlibDecompressor>('unused_data', 'What followed the end of the compressed data.', 'unused_data'),
    member<PyZlibDecompressor>(
      'needs_input',
      'True if more input is needed before more output comes.',
      'needs_input',
    ),
  ],
});
