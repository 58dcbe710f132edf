/** A multibyte codec as its users see it: one character at a time. CPython: Modules/cjkcodecs/cjkcodecs.h. */
import type { ByteSink } from '../../common/byte-sink.ts';

/** The state of a stream: eight octets, which `getstate()` shows. */
export type CodecState = Uint8Array;

/** Instead of what was taken: more input is needed to tell. Other negative numbers say how much is wrong. */
export const TOO_FEW = 0;

export interface MultibyteCodec {
  readonly name: string;
  initEncoder(state: CodecState): void;
  initDecoder(state: CodecState): void;
  /** Writes what brings the stream back to where it started. */
  resetEncoder(state: CodecState, out: ByteSink): void;
  resetDecoder(state: CodecState): void;
  /**
   * Encodes the character at a position, or two that have a code together; gives how many it took. With `flush`
   * nothing follows the text.
   */
  encode(text: ArrayLike<number>, position: number, out: ByteSink, state: CodecState, flush: boolean): number;
  /** Decodes what stands there, and gives how many octets it took. */
  decode(octets: Uint8Array, position: number, out: CharacterSink, state: CodecState): number;
}

/** Where decoded characters go. */
export interface CharacterSink {
  push(codePoint: number): void;
}

/** A codec whose streams have no state. */
export abstract class StatelessCodec implements MultibyteCodec {
  readonly name: string;

  constructor(name: string) {
    this.name = name;
  }

  initEncoder(): void {}

  initDecoder(): void {}

  resetEncoder(): void {}

  resetDecoder(): void {}

  abstract encode(
    text: ArrayLike<number>,
    position: number,
    out: ByteSink,
    state: CodecState,
    flush: boolean,
  ): number;

  abstract decode(octets: Uint8Array, position: number, out: CharacterSink, state: CodecState): number;
}
