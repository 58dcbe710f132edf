/**
 * Encoders and decoders as TextIOWrapper uses them. UTF-8, ASCII and Latin-1 are at hand; others are the incremental
 * codecs of the `codecs` module, which are Python objects. CPython: Modules/_io/textio.c, Python/codecs.c.
 */
import { attrName } from '../../objects/attribute-name.ts';
import { PyBytes } from '../../objects/bytes.ts';
import { normalizeInt, type PyObject } from '../../objects/object.ts';
import type { Str } from '../../objects/str.ts';
import { PyTuple } from '../../objects/tuple.ts';
import { getAttr } from '../../runtime/attributes.ts';
import { bytesLikeOrAbsent } from '../../runtime/buffer.ts';
import { call1, callMethod } from '../../runtime/call.ts';
import { decodeAscii, decodeLatin1, encodeAscii, encodeLatin1 } from '../../runtime/codecs/latin1.ts';
import { decodeUtf8, encodeUtf8 } from '../../runtime/codecs/utf8.ts';
import { lookupTextCodec } from '../../runtime/codecs.ts';
import { asIndex } from '../../runtime/convert.ts';
import { typeError } from '../../runtime/errors.ts';
import { typeName } from '../../runtime/type-of.ts';
import { decodedText } from './incremental-newline.ts';
import type { NewlineState } from './newline-decoder.ts';
import { concatBytes } from './octets.ts';

const NOTHING = new Uint8Array(0);

/** What a decoder says of itself: octets that wait for others, and a number of flags. */
export interface DecoderState {
  readonly buffer: Uint8Array;
  readonly flags: bigint;
}

export interface TextDecoding {
  decode(input: Uint8Array, final: boolean): Str;
  getState(): DecoderState;
  setState(state: DecoderState): void;
  reset(): void;
}

/** Octets whose characters are one octet each: nothing ever waits. */
class SingleByteDecoder implements TextDecoding {
  private readonly _decode: (bytes: Uint8Array, errors: string) => Str;
  private readonly _errors: string;

  constructor(decode: (bytes: Uint8Array, errors: string) => Str, errors: string) {
    this._decode = decode;
    this._errors = errors;
  }
  decode(input: Uint8Array): Str {
    return this._decode(input, this._errors);
  }
  getState(): DecoderState {
    return { buffer: NOTHING, flags: 0n };
  }
  setState(): void {}
  reset(): void {}
}

class Utf8Decoder implements TextDecoding {
  private readonly _errors: string;
  private _waiting: Uint8Array = NOTHING;

  constructor(errors: string) {
    this._errors = errors;
  }
  decode(input: Uint8Array, final: boolean): Str {
    const bytes = this._waiting.length === 0 ? input : concatBytes([this._waiting, input]);
    const { text, consumed } = decodeUtf8(bytes, this._errors, final);
    this._waiting = consumed === bytes.length ? NOTHING : bytes.slice(consumed);
    return text;
  }
  getState(): DecoderState {
    return { buffer: this._waiting, flags: 0n };
  }
  setState(state: DecoderState): void {
    this._waiting = state.buffer;
  }
  reset(): void {
    this._waiting = NOTHING;
  }
}

const decode = attrName('decode');
const encode = attrName('encode');
const getstate = attrName('getstate');
const setstate = attrName('setstate');
const reset = attrName('reset');

/** A decoder that is a Python object. */
class ObjectDecoder implements TextDecoding {
  private readonly _decoder: PyObject;

  constructor(decoder: PyObject) {
    this._decoder = decoder;
  }
  decode(input: Uint8Array, final: boolean): Str {
    return decodedText(callMethod(this._decoder, decode, new PyBytes(input), final));
  }
  getState(): DecoderState {
    const state = callMethod(this._decoder, getstate);
    if (!(state instanceof PyTuple) || state.items.length !== 2) throw typeError('illegal decoder state');
    const [buffer, flags] = state.items;
    if (!(buffer instanceof PyBytes)) {
      throw typeError(
        `illegal decoder state: the first item should be a bytes object, not '${typeName(buffer!)}'`,
      );
    }
    return { buffer: buffer.value, flags: BigInt(asIndex(flags!)) };
  }
  setState(state: DecoderState): void {
    callMethod(this._decoder, setstate, new PyTuple([new PyBytes(state.buffer), normalizeInt(state.flags)]));
  }
  reset(): void {
    callMethod(this._decoder, reset);
  }
}

/** A decoder with line ends looked after. */
export class NewlineDecoding implements TextDecoding {
  private readonly _decoder: TextDecoding;
  readonly newlines: NewlineState;

  constructor(decoder: TextDecoding, newlines: NewlineState) {
    this._decoder = decoder;
    this.newlines = newlines;
  }
  decode(input: Uint8Array, final: boolean): Str {
    return this.newlines.decode(this._decoder.decode(input, final), final);
  }
  getState(): DecoderState {
    const { buffer, flags } = this._decoder.getState();
    return { buffer, flags: (flags << 1n) | (this.newlines.pendingCr ? 1n : 0n) };
  }
  setState({ buffer, flags }: DecoderState): void {
    this.newlines.pendingCr = (flags & 1n) !== 0n;
    this._decoder.setState({ buffer, flags: flags >> 1n });
  }
  reset(): void {
    this.newlines.reset();
    this._decoder.reset();
  }
}

export interface TextEncoding {
  /** Encodes ASCII text to the same octets: then text may wait as it is. */
  readonly isAsciiBased: boolean;
  encode(text: Str): Uint8Array;
  /** The next text stands at the start of the stream, or not: byte order marks depend on it. */
  setStart(isStart: boolean): void;
}

/** An encoder that knows no state. */
class PlainEncoder implements TextEncoding {
  readonly isAsciiBased = true;
  private readonly _encode: (text: Str, errors: string) => Uint8Array;
  private readonly _errors: string;

  constructor(encode: (text: Str, errors: string) => Uint8Array, errors: string) {
    this._encode = encode;
    this._errors = errors;
  }
  encode(text: Str): Uint8Array {
    return this._encode(text, this._errors);
  }
  setStart(): void {}
}

/** An encoder that is a Python object. */
class ObjectEncoder implements TextEncoding {
  readonly isAsciiBased = false;
  private readonly _encoder: PyObject;

  constructor(encoder: PyObject) {
    this._encoder = encoder;
  }
  encode(text: Str): Uint8Array {
    const result = callMethod(this._encoder, encode, text);
    if (!(result instanceof PyBytes)) {
      throw typeError(`encoder should return a bytes object, not '${typeName(result)}'`);
    }
    return result.value;
  }
  setStart(isStart: boolean): void {
    if (isStart) callMethod(this._encoder, reset);
    else callMethod(this._encoder, setstate, 0);
  }
}

/** The codec of an encoding: what makes decoders and encoders for an error handler. */
export interface TextCodec {
  newDecoder(errors: Str): TextDecoding;
  newEncoder(errors: Str): TextEncoding;
}

function builtinCodec(
  newDecoder: (errors: string) => TextDecoding,
  encode: (text: Str, errors: string) => Uint8Array,
): TextCodec {
  return {
    newDecoder: (errors) => newDecoder(errors as string),
    newEncoder: (errors) => new PlainEncoder(encode, errors as string),
  };
}

const UTF8 = builtinCodec((errors) => new Utf8Decoder(errors), encodeUtf8);
const ASCII = builtinCodec((errors) => new SingleByteDecoder(decodeAscii, errors), encodeAscii);
const LATIN1 = builtinCodec((errors) => new SingleByteDecoder(decodeLatin1, errors), encodeLatin1);

/** The codecs at hand, by the names that programs use most, and by those that the registry gives. */
const BUILTIN: ReadonlyMap<string, TextCodec> = new Map([
  ['utf-8', UTF8],
  ['UTF-8', UTF8],
  ['utf8', UTF8],
  ['ascii', ASCII],
  ['latin-1', LATIN1],
  ['latin1', LATIN1],
  ['iso8859-1', LATIN1],
]);

const nameAttribute = attrName('name');
const incrementaldecoder = attrName('incrementaldecoder');
const incrementalencoder = attrName('incrementalencoder');

/** The codec of this name. Throws LookupError. May run any Python code. */
export function textCodec(encoding: string): TextCodec {
  const known = BUILTIN.get(encoding);
  if (known !== undefined) return known;
  const info = lookupTextCodec(encoding, undefined);
  const name = info.ob_type === PyTuple.type ? undefined : getAttr(info, nameAttribute);
  const builtin = typeof name === 'string' ? BUILTIN.get(name) : undefined;
  return (
    builtin ?? {
      newDecoder: (errors) => new ObjectDecoder(call1(getAttr(info, incrementaldecoder), errors)),
      newEncoder: (errors) => new ObjectEncoder(call1(getAttr(info, incrementalencoder), errors)),
    }
  );
}

/** The octets that a method of the buffer returned. */
export function chunkOctets(value: PyObject, methodName: string): Uint8Array {
  if (value instanceof PyBytes) return value.value;
  const octets = bytesLikeOrAbsent(value);
  if (octets === undefined) {
    throw typeError(
      `underlying ${methodName}() should have returned a bytes-like object, not '${typeName(value)}'`,
    );
  }
  return octets;
}
