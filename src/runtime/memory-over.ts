/** A memoryview of memory that no object exports. CPython: `PyMemoryView_FromMemory` in Objects/memoryobject.c. */
import { BufferView } from '../objects/buffer.ts';
import type { PyMemoryView } from '../objects/memoryview.ts';
import { memoryFromView } from './memoryview.ts';

/** The octets themselves, not a copy. */
export function memoryOver(octets: Uint8Array, readonly: boolean): PyMemoryView {
  const { length } = octets;
  return memoryFromView(new BufferView(undefined, octets, 0, length, readonly, 1, 'B', [length], [1], 1));
}
