/** Goes through the instructions of code that is about to be compiled, and tells which fast locals they read and change. */
import * as op from '../bytecode/opcodes.gen.ts';
import { OPCODE_CACHES } from '../bytecode/opcodes.gen.ts';
import type { Executable } from '../objects/code.ts';

/** Calls back with each instruction of some code units. */
export function forEachInstruction(
  { words }: Executable,
  start: number,
  end: number,
  visit: (opcode: number, oparg: number, at: number) => void,
): void {
  for (let i = start; i < end; i += 1 + OPCODE_CACHES[words[i]! & 255]!) {
    visit(words[i]! & 255, words[i]! >>> 8, i);
  }
}

/** The fast locals that an instruction reads, and those that it changes. */
export function localsOf(
  opcode: number,
  oparg: number,
): readonly [read: readonly number[], changed: readonly number[]] {
  switch (opcode) {
    case op.LOAD_FAST:
    case op.LOAD_FAST_BORROW:
    case op.LOAD_FAST_CHECK:
    case op.LOAD_DEREF:
    case op.STORE_DEREF:
    case op.DELETE_DEREF:
    case op.LOAD_FROM_DICT_OR_DEREF:
      return [[oparg], []];
    case op.LOAD_FAST_LOAD_FAST:
    case op.LOAD_FAST_BORROW_LOAD_FAST_BORROW:
      return [[oparg >> 4, oparg & 15], []];
    case op.LOAD_FAST_AND_CLEAR:
    case op.STORE_FAST:
    case op.DELETE_FAST:
    case op.MAKE_CELL:
      return [[oparg], [oparg]];
    case op.STORE_FAST_LOAD_FAST:
      return [[oparg >> 4, oparg & 15], [oparg >> 4]];
    case op.STORE_FAST_STORE_FAST:
      return [
        [oparg >> 4, oparg & 15],
        [oparg >> 4, oparg & 15],
      ];
    default:
      return [[], []];
  }
}
