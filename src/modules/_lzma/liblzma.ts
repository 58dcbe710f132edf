/**
 * The library liblzma as _lzma uses it: a stream that is coded piece by piece, and what its answers mean as exceptions.
 * Structures are laid out as in its headers, for machines with pointers of eight bytes.
 */
import type { CArgument, CFunctions } from '../../host/host.ts';
import type { PyBytes } from '../../objects/bytes.ts';
import { memoryError, newException } from '../../runtime/errors.ts';
import { newExceptionType } from '../../runtime/exception-type.ts';
import { OutputBlocks } from '../../runtime/output-blocks.ts';
import { sharedLibrary } from '../../runtime/shared-library.ts';

export const liblzma = (): CFunctions => sharedLibrary('liblzma.so.5');

export const LZMAErrorType = newExceptionType('_lzma.LZMAError');

/** `lzma_ret` */
const LZMA_OK = 0;
const LZMA_STREAM_END = 1;
const LZMA_NO_CHECK = 2;
const LZMA_UNSUPPORTED_CHECK = 3;
const LZMA_GET_CHECK = 4;
const LZMA_MEM_ERROR = 5;
const LZMA_MEMLIMIT_ERROR = 6;
const LZMA_FORMAT_ERROR = 7;
const LZMA_OPTIONS_ERROR = 8;
const LZMA_DATA_ERROR = 9;
const LZMA_BUF_ERROR = 10;
export const LZMA_PROG_ERROR = 11;

const ERRORS: ReadonlyMap<number, string> = new Map([
  [LZMA_UNSUPPORTED_CHECK, 'Unsupported integrity check'],
  [LZMA_MEMLIMIT_ERROR, 'Memory usage limit exceeded'],
  [LZMA_FORMAT_ERROR, 'Input format not supported by decoder'],
  [LZMA_OPTIONS_ERROR, 'Invalid or unsupported options'],
  [LZMA_DATA_ERROR, 'Corrupt input data'],
  [LZMA_BUF_ERROR, 'Insufficient buffer space'],
  [LZMA_PROG_ERROR, 'Internal error'],
]);

/** Raises what an answer means, unless all is well. */
export function checkAnswer(answer: number): void {
  if (answer <= LZMA_NO_CHECK || answer === LZMA_GET_CHECK) return;
  if (answer === LZMA_MEM_ERROR) throw memoryError();
  throw newException(LZMAErrorType, ERRORS.get(answer) ?? `Unrecognized error from liblzma: ${answer}`);
}

/** Calls a function that answers with a `lzma_ret`. */
export function call(prototype: string, ...args: CArgument[]): void {
  checkAnswer(Number(liblzma().invoke(prototype, ...args)));
}

/** `lzma_action` */
export const LZMA_RUN = 0;
export const LZMA_FINISH = 3;

/** Fields of `lzma_stream`. */
const NEXT_IN = 0;
const AVAIL_IN = 8;
const NEXT_OUT = 24;
const AVAIL_OUT = 32;
const STREAM_SIZE = 136;

/** What came of a piece of input. */
export interface Decompressed {
  readonly output: PyBytes;
  /** How many of the input's bytes were left. */
  readonly unread: number;
  /** Was there room for more output? */
  readonly hadRoom: boolean;
  readonly isAtEnd: boolean;
}

/** A `lzma_stream`. Its memory is the library's, so it must be ended. */
export class LzmaStream {
  readonly struct = new Uint8Array(STREAM_SIZE);
  readonly #fields = new DataView(this.struct.buffer);

  /** Gives the memory back; the stream is of no use any more. May be called again. */
  end(): void {
    liblzma().invoke('void lzma_end(void *)', this.struct);
  }

  compress(input: Uint8Array, action: number): PyBytes {
    this.#setInput(input);
    const output = new OutputBlocks(Number.POSITIVE_INFINITY);
    this.#setOutput(output.block);
    for (;;) {
      const answer = this.#code(action);
      if (action === LZMA_RUN ? this.#unread === 0 : answer === LZMA_STREAM_END) {
        return output.finish(this.#room);
      }
      if (this.#room === 0 && output.grow()) this.#setOutput(output.block);
    }
  }

  /** At most `limit` bytes come out. `onCheck` is called with the kind of the integrity check when that has been read. */
  decompress(input: Uint8Array, limit: number, onCheck: (check: number) => void): Decompressed {
    this.#setInput(input);
    const output = new OutputBlocks(limit);
    this.#setOutput(output.block);
    for (;;) {
      const answer = this.#code(LZMA_RUN);
      if (answer === LZMA_GET_CHECK || answer === LZMA_NO_CHECK) {
        onCheck(Number(liblzma().invoke('int lzma_get_check(void *)', this.struct)));
      }
      const unread = this.#unread;
      const room = this.#room;
      const isAtEnd = answer === LZMA_STREAM_END;
      // A full block goes first: more output may be ready although all input has been read.
      if (!isAtEnd && room === 0 && output.grow()) this.#setOutput(output.block);
      else if (isAtEnd || room === 0 || unread === 0) {
        return { output: output.finish(room), unread, hadRoom: room > 0, isAtEnd };
      }
    }
  }

  #code(action: number): number {
    const answer = Number(liblzma().invoke('int lzma_code(void *, int)', this.struct, action));
    // That there was nothing to do is no error.
    if (answer === LZMA_BUF_ERROR && this.#unread === 0 && this.#room > 0) return LZMA_OK;
    checkAnswer(answer);
    return answer;
  }

  get #unread(): number {
    return Number(this.#fields.getBigUint64(AVAIL_IN, true));
  }

  get #room(): number {
    return Number(this.#fields.getBigUint64(AVAIL_OUT, true));
  }

  #setInput(input: Uint8Array): void {
    this.#fields.setBigUint64(NEXT_IN, addressOf(input), true);
    this.#fields.setBigUint64(AVAIL_IN, BigInt(input.length), true);
  }

  #setOutput(block: Uint8Array): void {
    this.#fields.setBigUint64(NEXT_OUT, addressOf(block), true);
    this.#fields.setBigUint64(AVAIL_OUT, BigInt(block.length), true);
  }
}

/** Where octets are: what is empty may be nowhere. */
function addressOf(octets: Uint8Array): bigint {
  return octets.length === 0 ? 0n : liblzma().address(octets);
}
