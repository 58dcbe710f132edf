/**
 * The output of a library that writes into memory which it is given: blocks, each larger than the one before, so that no
 * output is copied more than once. CPython: Include/internal/pycore_blocks_output_buffer.h.
 */
import { PyBytes } from '../objects/bytes.ts';
import { newBytesOctets } from './octets.ts';

const FIRST_BLOCK = 32 * 1024;
const LARGEST_BLOCK = 256 * 1024 * 1024;

export class OutputBlocks {
  /** The block that is being written. */
  block: Uint8Array;
  readonly #full: Uint8Array[] = [];
  #total: number;
  readonly #limit: number;

  /** At most `limit` bytes will be taken; `first` are likely to be enough. */
  constructor(limit: number, first = FIRST_BLOCK) {
    this.#limit = limit;
    this.block = new Uint8Array(Math.min(first, limit));
    this.#total = this.block.length;
  }

  /** The block is full: goes on with another, unless the limit has been reached. */
  grow(): boolean {
    if (this.#total >= this.#limit) return false;
    this.#full.push(this.block);
    const size = Math.min(this.block.length * 2, LARGEST_BLOCK, this.#limit - this.#total);
    this.block = new Uint8Array(size);
    this.#total += size;
    return true;
  }

  /** All of it; `room` bytes of the last block have not been written. */
  finish(room: number): PyBytes {
    const octets = newBytesOctets(this.#total - room);
    let at = 0;
    for (const block of this.#full) {
      octets.set(block, at);
      at += block.length;
    }
    octets.set(this.block.subarray(0, this.block.length - room), at);
    return new PyBytes(octets);
  }
}
