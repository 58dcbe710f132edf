/** _multibytecodec: the classes that the CJK codecs of `encodings` are made of. CPython: multibytecodec.c. */
import { ByteSink } from '../../common/byte-sink.ts';
import { attrName } from '../../objects/attribute-name.ts';
import { PyBytes } from '../../objects/bytes.ts';
import { exceptionTypes } from '../../objects/exception.ts';
import { normalizeInt, type PyInt, type PyObject, type PyType } from '../../objects/object.ts';
import { None } from '../../objects/singletons.ts';
import { type Str, strLength, utf16FromStr } from '../../objects/str.ts';
import { PyTuple } from '../../objects/tuple.ts';
import { getAttr } from '../../runtime/attributes.ts';
import { callMethod } from '../../runtime/call.ts';
import { builtinDef } from '../../runtime/clinic.ts';
import { decodeUtf8 } from '../../runtime/codecs/utf8.ts';
import { encodeUtf8Strict } from '../../runtime/codecs/utf8-strict.ts';
import { intValue, strValue } from '../../runtime/convert.ts';
import { asSsize } from '../../runtime/converters.ts';
import {
  defineModule,
  defineType,
  type Entry,
  fn,
  getset,
  member,
  methodsOf,
  type SlotFunctions,
  type TypeDefinition,
} from '../../runtime/define.ts';
import {
  attributeError,
  newException,
  overflowError,
  typeError,
  unicodeDecodeError,
  unicodeEncodeError,
  valueError,
} from '../../runtime/errors.ts';
import { concatOctets } from '../../runtime/octets.ts';
import { str } from '../../runtime/repr.ts';
import { getItem, length } from '../../runtime/sequence.ts';
import { strConcat, strJoin, strSlice } from '../../runtime/text.ts';
import { typeName } from '../../runtime/type-of.ts';
import type { MultibyteCodec } from './codec.ts';
import {
  PyMultibyteCodec,
  PyMultibyteIncrementalDecoder,
  PyMultibyteIncrementalEncoder,
  PyMultibyteStreamReader,
  PyMultibyteStreamWriter,
  type PyStatefulCodec,
  type PyStatefulDecoder,
  type PyStatefulEncoder,
} from './objects.ts';
import { decodeOctets, encodeInto, encodeText, newState } from './transcode.ts';

/** So much may wait for what follows. */
const MAX_PENDING_CHARACTERS = 2;
const MAX_PENDING_OCTETS = 8;

const UnicodeErrorType = exceptionTypes.get('UnicodeError')!;

// ── Encoding and decoding in pieces ─────────────────────────────────────────────────────────────────────────────────

/** Encodes what waited and more; with `final` nothing may wait any longer. */
function encodePiece(self: PyStatefulEncoder, input: PyObject, final: boolean): PyBytes {
  const given = strValue(input) ?? str(input);
  const text = self.pending === '' ? given : strConcat(self.pending, given);
  const { codec, state, errors } = self;
  const out = new ByteSink();
  const before = state.slice();
  let consumed: number;
  try {
    consumed = encodeInto(codec, state, text, errors, final, out);
  } catch (thrown) {
    state.set(before);
    throw thrown;
  }
  if (final) codec.resetEncoder(state, out);
  const count = strLength(text);
  if (count - consumed > MAX_PENDING_CHARACTERS) {
    throw unicodeEncodeError(codec.name, text, consumed, count, 'pending buffer overflow');
  }
  self.pending = strSlice(text, consumed, count);
  return new PyBytes(out.take());
}

/** Decodes what waited and more. */
function decodePiece(self: PyStatefulDecoder, input: Uint8Array, final: boolean): Str {
  const { codec, state, errors } = self;
  const octets = self.pending.length === 0 ? input : concatOctets(self.pending, input);
  const { text, consumed } = decodeOctets(codec, state, octets, errors, final);
  const rest = octets.slice(consumed);
  if (rest.length > MAX_PENDING_OCTETS) {
    throw unicodeDecodeError(
      codec.name,
      new PyBytes(octets),
      consumed,
      octets.length,
      'pending buffer overflow',
    );
  }
  self.pending = rest;
  return text;
}

// ── States as Python values ─────────────────────────────────────────────────────────────────────────────────────────

function intFromOctets(octets: Uint8Array): PyInt {
  let value = 0n;
  for (let i = octets.length - 1; i >= 0; i--) value = (value << 8n) | BigInt(octets[i]!);
  return normalizeInt(value);
}

function octetsFromInt(int: PyInt, size: number): Uint8Array {
  let value = BigInt(int);
  if (value < 0n) throw overflowError("can't convert negative int to unsigned");
  if (value >> BigInt(8 * size) !== 0n) throw overflowError('int too big to convert');
  const octets = new Uint8Array(size);
  for (let i = 0; i < size; i++, value >>= 8n) octets[i] = Number(value & 0xffn);
  return octets;
}

/** The characters that wait may take so many octets of UTF-8. */
const MAX_PENDING_UTF8 = 4 * MAX_PENDING_CHARACTERS;

function encoderState(self: PyStatefulEncoder): PyInt {
  const pending = encodeUtf8Strict(self.pending);
  return intFromOctets(Uint8Array.of(pending.length, ...pending, ...self.state));
}

function setEncoderState(self: PyStatefulEncoder, int: PyInt): void {
  const octets = octetsFromInt(int, 1 + MAX_PENDING_UTF8 + self.state.length);
  const size = octets[0]!;
  if (size > MAX_PENDING_UTF8) throw newException(UnicodeErrorType, 'pending buffer too large');
  self.pending = decodeUtf8(octets.subarray(1, 1 + size), undefined, true).text;
  self.state = octets.slice(1 + size, 1 + size + self.state.length);
}

function setDecoderState(self: PyStatefulDecoder, state: PyObject): void {
  if (!(state instanceof PyTuple)) {
    throw typeError(`setstate() argument must be tuple, not ${typeName(state)}`);
  }
  const [pending, flags] = state.items;
  if (state.items.length !== 2) {
    throw typeError(`function takes exactly 2 arguments (${state.items.length} given)`);
  }
  if (!(pending instanceof PyBytes)) throw typeError(`argument 1 must be bytes, not ${typeName(pending!)}`);
  const int = intValue(flags!);
  if (int === undefined) throw typeError(`argument 2 must be int, not ${typeName(flags!)}`);
  const octets = octetsFromInt(int, self.state.length);
  if (pending.value.length > MAX_PENDING_OCTETS) {
    throw unicodeDecodeError(self.codec.name, pending, 0, pending.value.length, 'pending buffer too large');
  }
  self.pending = pending.value;
  self.state = octets;
}

// ── Making objects ──────────────────────────────────────────────────────────────────────────────────────────────────

const codecName = attrName('codec');

/** The codec that a class has as its attribute. */
function codecOf(type: PyType): MultibyteCodec {
  const codec = getAttr(type, codecName);
  if (!(codec instanceof PyMultibyteCodec)) throw typeError('codec is unexpected type');
  return codec.codec;
}

type Constructor = new (codec: MultibyteCodec, errors: string, stream?: PyObject) => PyStatefulCodec;

/** The slots of a class of encoders or decoders; `__init__` takes what `__new__` took. */
function incrementalSlots(name: string): SlotFunctions {
  const make = builtinDef<PyType, 'x($type, /, errors: c_str = "strict")'>(
    `${name}($type, /, errors: c_str = "strict")` as 'x($type, /, errors: c_str = "strict")',
    '',
    (type, errors) => new (type.ctor as unknown as Constructor)(codecOf(type), errors),
  );
  return { tp_new: (type, args, kwnames) => make.call(type, args, kwnames), tp_init: () => {} };
}

function streamSlots(name: string): SlotFunctions {
  const make = builtinDef<PyType, 'x($type, /, stream: object, errors: c_str = "strict")'>(
    `${name}($type, /, stream: object, errors: c_str = "strict")` as 'x($type, /, stream: object, errors: c_str = "strict")',
    '',
    (type, stream, errors) => new (type.ctor as unknown as Constructor)(codecOf(type), errors, stream),
  );
  return { tp_new: (type, args, kwnames) => make.call(type, args, kwnames), tp_init: () => {} };
}

const errorsEntry = getset<PyStatefulCodec>(
  'errors',
  'how to treat errors',
  (self) => self.errors,
  (self, value) => {
    if (value === undefined) throw attributeError('cannot delete attribute', self, 'errors');
    const text = strValue(value);
    if (text === undefined) throw typeError('errors must be a string');
    self.errors = utf16FromStr(text);
  },
);

function resetEncoder(self: PyStatefulEncoder): Uint8Array {
  const out = new ByteSink();
  self.codec.resetEncoder(self.state, out);
  self.pending = '';
  return out.take();
}

function resetDecoder(self: PyStatefulDecoder): void {
  self.codec.resetDecoder(self.state);
  self.pending = new Uint8Array(0);
}

// ── Streams ─────────────────────────────────────────────────────────────────────────────────────────────────────────

const read = attrName('read');
const readline = attrName('readline');
const write = attrName('write');
const splitlines = attrName('splitlines');

/** Reads characters by a method of the stream: all with a negative size, otherwise about so many octets. */
function readStream(self: PyMultibyteStreamReader, method: typeof read, size: number): Str {
  if (size === 0) return '';
  const pieces: Str[] = [];
  for (let wanted = size; ; wanted = 1) {
    const data = wanted < 0 ? callMethod(self.stream, method) : callMethod(self.stream, method, wanted);
    if (!(data instanceof PyBytes)) {
      throw typeError(`stream function returned a non-bytes object (${typeName(data)})`);
    }
    const isEnd = data.value.length === 0;
    const text = decodePiece(self, data.value, isEnd || size < 0);
    pieces.push(text);
    // A size that ends in the middle of the first character brings one octet more.
    if (size < 0 || text !== '' || isEnd) return strJoin('', pieces);
  }
}

/** The size argument of a reading method: None is all there is. */
function sizeOf(value: PyObject): number {
  return value === None ? -1 : asSsize(value);
}

function writeStream(self: PyMultibyteStreamWriter, text: PyObject): void {
  callMethod(self.stream, write, encodePiece(self, text, false));
}

// ── The types ───────────────────────────────────────────────────────────────────────────────────────────────────────

const codecMethod = methodsOf<PyMultibyteCodec>();
const encoderMethod = methodsOf<PyMultibyteIncrementalEncoder>();
const decoderMethod = methodsOf<PyMultibyteIncrementalDecoder>();
const readerMethod = methodsOf<PyMultibyteStreamReader>();
const writerMethod = methodsOf<PyMultibyteStreamWriter>();

const decoderStateEntries: readonly Entry[] = [
  decoderMethod(
    'getstate($self, /)',
    'Return the octets that wait, and the state as a number.',
    (self) => new PyTuple([new PyBytes(self.pending), intFromOctets(self.state)]),
  ),
  decoderMethod(
    'setstate($self, state: object, /) -> None',
    'Set a state that getstate() gave.',
    setDecoderState,
  ),
  decoderMethod('reset($self, /) -> None', 'Go back to where decoding started.', resetDecoder),
];

const encoderStateEntries: readonly Entry[] = [
  encoderMethod('getstate($self, /) -> int', 'Return the state as a number.', encoderState),
  encoderMethod(
    'setstate($self, statelong: object, /) -> None',
    'Set a state that getstate() gave.',
    (self, state) => {
      const int = intValue(state);
      if (int === undefined) throw typeError(`setstate() argument must be int, not ${typeName(state)}`);
      setEncoderState(self, int);
    },
  ),
  encoderMethod('reset($self, /) -> None', 'Go back to where encoding started.', (self) => {
    resetEncoder(self);
  }),
];

export const MULTIBYTE_TYPES: readonly TypeDefinition[] = [
  defineType({
    type: PyMultibyteCodec.type,
    entries: [
      codecMethod(
        'encode($self, /, input: object, errors: c_str_or_none = None)',
        'Return the encoded text, and how many characters that were.\n\nerrors says what to do with characters that the codec does not have.',
        ({ codec }, input, errors) => {
          const text = strValue(input) ?? str(input);
          return new PyTuple([new PyBytes(encodeText(codec, text, errors)), strLength(text)]);
        },
      ),
      codecMethod(
        'decode($self, /, input: bytes_like, errors: c_str_or_none = None)',
        'Return the decoded text, and how many bytes that were.\n\nerrors says what to do with bytes that mean nothing.',
        ({ codec }, input, errors) => {
          const state = newState();
          codec.initDecoder(state);
          const { text, consumed } = decodeOctets(codec, state, input, errors, true);
          return new PyTuple([text, consumed]);
        },
      ),
    ],
  }),
  defineType({
    type: PyMultibyteIncrementalEncoder.type,
    slots: incrementalSlots('IncrementalEncoder'),
    entries: [
      errorsEntry,
      encoderMethod('encode($self, /, input: object, final: bool = False)', '', encodePiece),
      ...encoderStateEntries,
    ],
  }),
  defineType({
    type: PyMultibyteIncrementalDecoder.type,
    slots: incrementalSlots('IncrementalDecoder'),
    entries: [
      errorsEntry,
      decoderMethod('decode($self, /, input: bytes_like, final: bool = False) -> str', '', decodePiece),
      ...decoderStateEntries,
    ],
  }),
  defineType({
    type: PyMultibyteStreamReader.type,
    slots: streamSlots('StreamReader'),
    entries: [
      errorsEntry,
      member<PyMultibyteStreamReader>('stream', undefined, 'stream'),
      readerMethod('read($self, sizeobj: object = None, /) -> str', '', (self, size) =>
        readStream(self, read, sizeOf(size)),
      ),
      readerMethod('readline($self, sizeobj: object = None, /) -> str', '', (self, size) =>
        readStream(self, readline, sizeOf(size)),
      ),
      readerMethod('readlines($self, sizehintobj: object = None, /)', '', (self, size) =>
        callMethod(readStream(self, read, sizeOf(size)), splitlines, true),
      ),
      readerMethod('reset($self, /) -> None', '', resetDecoder),
    ],
  }),
  defineType({
    type: PyMultibyteStreamWriter.type,
    slots: streamSlots('StreamWriter'),
    entries: [
      errorsEntry,
      member<PyMultibyteStreamWriter>('stream', undefined, 'stream'),
      writerMethod('write($self, strobj: object, /) -> None', '', writeStream),
      writerMethod('writelines($self, lines: object, /) -> None', '', (self, lines) => {
        for (let i = 0; i < length(lines); i++) writeStream(self, getItem(lines, i));
      }),
      writerMethod('reset($self, /) -> None', '', (self) => {
        const rest = self.pending === '' ? new Uint8Array(0) : encodePiece(self, '', true).value;
        const end = concatOctets(rest, resetEncoder(self));
        if (end.length > 0) callMethod(self.stream, write, new PyBytes(end));
      }),
    ],
  }),
];

export const _multibytecodec = defineModule('_multibytecodec', '', [
  ...[
    PyMultibyteIncrementalEncoder.type,
    PyMultibyteIncrementalDecoder.type,
    PyMultibyteStreamReader.type,
    PyMultibyteStreamWriter.type,
  ].map((type) => ({ name: type.tp_qualname, make: () => type })),
  fn('__create_codec($module, arg: object, /)', '', () => {
    throw valueError('argument type invalid');
  }),
]);
