/**
 * How full V8's heap is. A heap that is full ends the process, and V8 tells nobody before. So whoever is about to make
 * something large asks here first; and for programs that make many small things the worker that watches for signals looks now
 * and then how much memory the process has (node-signals.ts).
 */
import { getHeapStatistics } from 'node:v8';
import type { Memory } from './host.ts';

/** The element of the shared memory that is not 0 when the process has been seen to have much memory. */
export const SEEN_LARGE = 6;

/**
 * What V8's limit of the heap has for new objects besides `--max-old-space-size`, in bytes. They do not count where V8 decides
 * to give up: with 80 % of the rest in use, after some long collections that freed little.
 */
const FOR_NEW_OBJECTS = 48 * 2 ** 20;

/** How much of the rest may be used: what is made between two looks needs room too. */
const USABLE = 0.75;
/** And after something was refused, so that a program can deal with its MemoryError. */
const USABLE_ONCE_REFUSED = 0.8;

/** So much of it must have been taken since garbage was last collected for that to be done again. */
const WORTH_COLLECTING = 0.05;

/** The process has this share of the heap's limit before it is worth looking at the heap. */
const SEEN_FROM = 0.6;

/** What V8 lets old objects take, in bytes. */
function oldSpaceLimit(): number {
  return Math.max(getHeapStatistics().heap_size_limit - FOR_NEW_OBJECTS, 0);
}

/** So much memory of the process is large, in bytes. */
export function largeProcess(): number {
  return oldSpaceLimit() * SEEN_FROM;
}

export class NodeMemory implements Memory {
  readonly #cells: Int32Array;
  readonly #collect: () => void;
  #hasRefused = false;
  /** What was used after garbage had been collected, at most. */
  #collected = 0;

  /** The memory that is shared with the worker, and what collects garbage. */
  constructor(cells: Int32Array, collect: () => void) {
    this.#cells = cells;
    this.#collect = collect;
  }

  wasSeenLarge(): boolean {
    if (this.#cells[SEEN_LARGE] === 0) return false;
    this.#cells[SEEN_LARGE] = 0;
    return true;
  }

  hasRoom(bytes: number): boolean {
    const used = getHeapStatistics().used_heap_size;
    const limit = oldSpaceLimit();
    const usable = limit * (this.#hasRefused ? USABLE_ONCE_REFUSED : USABLE);
    this.#collected = Math.min(this.#collected, used);
    if (used + bytes <= usable) {
      if (used <= limit * USABLE) this.#hasRefused = false;
      return true;
    }
    if (bytes <= usable && used > this.#collected + limit * WORTH_COLLECTING) {
      this.#collect();
      this.#collected = getHeapStatistics().used_heap_size;
    }
    if (this.#collected + bytes <= usable) return true;
    this.#hasRefused = true;
    return false;
  }
}
