/**
 * What the optimiser and the assembler use for one code object and leave for the next. One compilation has one: its
 * code objects are assembled one at a time, and making these arrays anew for each would be most of what the assembler
 * allocates. Nothing in it outlives its code object but memory, which {@link ByteArena} hands out.
 */
import { ByteArena } from './byte-arena.ts';
import { RefStack } from './flowgraph-locals.ts';
import type { Instruction } from './instruction-sequence.ts';

export class Workspace {
  readonly bytes = new ByteArena();
  /** How many code objects have been made. */
  units = 0;
  readonly refs = new RefStack();
  /** The instructions of a finished graph in a row; only the assembler knows how many of them count. */
  readonly instrs: Instruction[] = [];
  /** Their sizes and offsets in code units; one more offset is that of their end. */
  readonly sizes: number[] = [];
  readonly offsets: number[] = [];
}
