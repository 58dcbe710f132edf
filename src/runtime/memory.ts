/**
 * The end of memory. An engine whose heap is full ends the process instead of throwing; so Python's MemoryError is raised
 * while there is some left: here, where something large is made or grows item by item, and at polls for everything else.
 */
import { memoryError } from './errors.ts';
import { current } from './state.ts';

/** What grows item by item looks whether there is room when the low bits of its size are these. */
const LOOKS = 0xffff;
/** An array of fewer items is made without a look. */
const MANY = 2 ** 20;
const ITEM_SIZE = 8;
const TABLE_ITEM_SIZE = 64;

/** Raises a MemoryError unless there is room for so many bytes more. */
export function checkMemory(bytes: number): void {
  if (!current.thread.interp.host.memory.hasRoom(bytes)) throw memoryError();
}

/** Called when something of this size grows by an item. */
export function checkStep(size: number): void {
  if ((size & LOOKS) === LOOKS) checkMemory(0);
}

/** The same for a table, which takes so much at a time when it is rebuilt. */
export function checkTableStep(size: number): void {
  if ((size & LOOKS) === LOOKS) checkMemory(size * TABLE_ITEM_SIZE);
}

/** Called before so many items are put into an array, where V8's limits do not forbid it. */
export function checkItems(count: number): void {
  if (count >= MANY) checkMemory(count * ITEM_SIZE);
}
