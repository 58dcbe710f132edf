/** HZ: GB 2312 in seven bits, between `~{` and `~}`. RFC 1843. CPython: Modules/cjkcodecs/_codecs_cn.c. */
import type { ByteSink } from '../../common/byte-sink.ts';
import { charsetOf } from './charset.ts';
import { type CharacterSink, type CodecState, type MultibyteCodec, TOO_FEW } from './codec.ts';

const TILDE = 0x7e;
const OPEN = 0x7b;
const CLOSE = 0x7d;
const NEWLINE = 0x0a;

/** The first octet of the state: are we between the braces? */
export class HzCodec implements MultibyteCodec {
  readonly name = 'hz';

  initEncoder(state: CodecState): void {
    state[0] = 0;
  }

  initDecoder(state: CodecState): void {
    state[0] = 0;
  }

  resetDecoder(state: CodecState): void {
    state[0] = 0;
  }

  resetEncoder(state: CodecState, out: ByteSink): void {
    if (state[0] === 0) return;
    out.push(TILDE);
    out.push(CLOSE);
    state[0] = 0;
  }

  encode(text: ArrayLike<number>, position: number, out: ByteSink, state: CodecState): number {
    const character = text[position]!;
    if (character < 0x80) {
      this.resetEncoder(state, out);
      out.push(character);
      if (character === TILDE) out.push(TILDE);
      return 1;
    }
    const key = charsetOf('gb2312').keyOf(character);
    if (key === undefined) return -1;
    if (state[0] === 0) {
      out.push(TILDE);
      out.push(OPEN);
      state[0] = 1;
    }
    out.push((key >> 8) & 0x7f);
    out.push(key & 0x7f);
    return 1;
  }

  decode(octets: Uint8Array, position: number, out: CharacterSink, state: CodecState): number {
    const first = octets[position]!;
    const second = octets[position + 1];
    if (first === TILDE) {
      if (second === undefined) return TOO_FEW;
      if (state[0] === 0 && second === TILDE) out.push(TILDE);
      else if (state[0] === 0 && second === OPEN) state[0] = 1;
      else if (state[0] !== 0 && second === CLOSE) state[0] = 0;
      else if (state[0] !== 0 || second !== NEWLINE) return -1;
      return 2;
    }
    if (first & 0x80) return -1;
    if (state[0] === 0) {
      out.push(first);
      return 1;
    }
    if (second === undefined) return TOO_FEW;
    const character = charsetOf('gb2312').doubles[((first | 0x80) << 8) | second | 0x80]!;
    if (character === 0 || second & 0x80) return -1;
    out.push(character);
    return 2;
  }
}
