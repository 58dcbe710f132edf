/** Running a multibyte codec over texts and octets, errors included. CPython: Modules/cjkcodecs/multibytecodec.c. */

import { ByteSink } from '../../common/byte-sink.ts';
import { exceptionTypes, PyBaseException } from '../../objects/exception.ts';
import type { PyObject } from '../../objects/object.ts';
import { codePointsOf, type Str, strLength } from '../../objects/str.ts';
import { Decoding } from '../../runtime/codecs/decoding.ts';
import { Encoding } from '../../runtime/codecs/encoding.ts';
import { asSsize } from '../../runtime/converters.ts';
import { indexError } from '../../runtime/errors.ts';
import { isInstanceOf } from '../../runtime/type-of.ts';
import { type CodecState, type MultibyteCodec, TOO_FEW } from './codec.ts';

const OverflowErrorType = exceptionTypes.get('OverflowError')!;

/** The position that an error handler gave: these codecs have the same error for any that is out of bounds. */
function positionOf(value: PyObject): number {
  try {
    return asSsize(value);
  } catch (thrown) {
    if (!(thrown instanceof PyBaseException) || !isInstanceOf(thrown, OverflowErrorType)) throw thrown;
    throw indexError('position -1 from error handler out of bounds');
  }
}

class MultibyteEncoding extends Encoding {
  protected override givenPosition(value: PyObject): number {
    return positionOf(value);
  }
}

class MultibyteDecoding extends Decoding {
  protected override givenPosition(value: PyObject): number {
    return positionOf(value);
  }
}

const ILLEGAL = 'illegal multibyte sequence';
const INCOMPLETE = 'incomplete multibyte sequence';

export function newState(): CodecState {
  return new Uint8Array(8);
}

/** Encodes a text, appending to `out`. Without `flush`, gives where it stopped because more must follow. */
export function encodeInto(
  codec: MultibyteCodec,
  state: CodecState,
  text: Str,
  errors: string | undefined,
  flush: boolean,
  out: ByteSink,
): number {
  const points = codePointsOf(text);
  const encoding = new MultibyteEncoding(codec.name, text, errors);
  let position = 0;
  while (position < points.length) {
    const taken = codec.encode(points, position, out, state, flush);
    if (taken > 0) {
      position += taken;
      continue;
    }
    if (taken === TOO_FEW && !flush) break;
    const end = taken === TOO_FEW ? points.length : position - taken;
    const replacement = encoding.error(position, end, taken === TOO_FEW ? INCOMPLETE : ILLEGAL);
    if (replacement instanceof Uint8Array) out.append(replacement);
    else if (errors === 'replace') encodeQuestionMarks(codec, state, strLength(replacement), out);
    else encodeInto(codec, state, replacement, undefined, true, out);
    position = encoding.position;
  }
  return position;
}

/** What stands for characters that a codec does not have; one that has no question mark takes it as it is. */
function encodeQuestionMarks(codec: MultibyteCodec, state: CodecState, count: number, out: ByteSink): void {
  for (let i = 0; i < count; i++) {
    const taken = codec.encode([0x3f], 0, out, state, true);
    if (taken <= 0) out.push(0x3f);
  }
}

/** Encodes a whole text from a fresh state. */
export function encodeText(codec: MultibyteCodec, text: Str, errors: string | undefined): Uint8Array {
  const state = newState();
  const out = new ByteSink();
  codec.initEncoder(state);
  encodeInto(codec, state, text, errors, true, out);
  codec.resetEncoder(state, out);
  return out.take();
}

/** Decodes octets. Unless `final`, what is the beginning of a character may be left over. */
export function decodeOctets(
  codec: MultibyteCodec,
  state: CodecState,
  octets: Uint8Array,
  errors: string | undefined,
  final: boolean,
): { text: Str; consumed: number } {
  const decoding = new MultibyteDecoding(codec.name, octets, errors);
  const { out } = decoding;
  let position = 0;
  while (position < decoding.bytes.length) {
    const taken = codec.decode(decoding.bytes, position, out, state);
    if (taken > 0) position += taken;
    else if (taken !== TOO_FEW) position = decoding.error(position, position - taken, ILLEGAL);
    else if (final) position = decoding.error(position, decoding.bytes.length, INCOMPLETE);
    else break;
  }
  return { text: out.finish(), consumed: position };
}
