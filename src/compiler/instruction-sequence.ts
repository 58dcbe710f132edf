/**
 * A sequence of instructions with symbolic jump targets: what code generation writes and the control-flow
 * optimiser reads. CPython: Python/instruction_sequence.c, Include/internal/pycore_instruction_sequence.h.
 *
 * A label is a small number; `labels[label]` is the index of the instruction it stands before. The oparg of an
 * instruction that jumps or opens a block is a label.
 */

import { NOP } from '../bytecode/opcodes.gen.ts';
import type { BasicBlock } from './flowgraph.ts';

/** A range of source. Syntax tree nodes are locations themselves. Lines from 1, columns in UTF-8 bytes from 0. */
export interface Location {
  readonly lineno: number;
  readonly end_lineno: number;
  readonly col_offset: number;
  readonly end_col_offset: number;
}

/** The location of instructions that no source stands for. */
export const NO_LOCATION: Location = { lineno: -1, end_lineno: -1, col_offset: -1, end_col_offset: -1 };

/** Made by the optimiser: "the location of the instruction that follows". CPython: NEXT_LOCATION. */
export const NEXT_LOCATION: Location = { lineno: -2, end_lineno: -2, col_offset: -2, end_col_offset: -2 };

/** A jump target of an instruction sequence. */
export type Label = number;

/** No label. */
export const NO_LABEL: Label = -1;

/**
 * One instruction; pseudo instructions too. Code generation makes it and the control-flow graph takes it over, with
 * the fields that only the graph uses: an instruction of its own would double what is allocated for code.
 */
export class Instruction {
  opcode: number;
  oparg: number;
  /** Set it by {@link setLocation}. */
  loc: Location;
  /** The line of `loc`: nearly all that the passes ask about it, and locations are objects of many shapes. */
  lineno: number;
  /** Where it jumps, or the handler that it sets up. */
  target: BasicBlock | undefined = undefined;
  /** The handler of what it raises. */
  except: BasicBlock | undefined = undefined;

  constructor(opcode: number, oparg: number, loc: Location) {
    this.opcode = opcode;
    this.oparg = oparg;
    this.loc = loc;
    this.lineno = loc.lineno;
  }

  setLocation(loc: Location): void {
    this.loc = loc;
    this.lineno = loc.lineno;
  }

  /** Turns the instruction into another one at the same place. */
  set(opcode: number, oparg: number): void {
    this.opcode = opcode;
    this.oparg = oparg;
  }

  setNop(): void {
    this.opcode = NOP;
    this.oparg = 0;
  }

  copy(): Instruction {
    const copy = new Instruction(this.opcode, this.oparg, this.loc);
    copy.target = this.target;
    copy.except = this.except;
    return copy;
  }
}

export class InstructionSequence {
  readonly instrs: Instruction[] = [];
  /** Index of the instruction that each label stands before; −1 while it is not placed. */
  readonly labels: number[] = [];
  /** The sequence of the deferred annotations, which goes where ANNOTATIONS_PLACEHOLDER stands. */
  annotationsCode: InstructionSequence | undefined = undefined;

  /** A new label, not placed yet. */
  newLabel(): Label {
    return this.labels.push(-1) - 1;
  }

  /** Places a label before the next instruction. */
  useLabel(label: Label): void {
    this.labels[label] = this.instrs.length;
  }

  addOp(opcode: number, oparg: number, loc: Location): void {
    this.instrs.push(new Instruction(opcode, oparg, loc));
  }

  /** Puts an instruction before the one at `pos` and moves the labels behind it. */
  insertInstruction(pos: number, opcode: number, oparg: number, loc: Location): void {
    this.instrs.splice(pos, 0, new Instruction(opcode, oparg, loc));
    for (let label = 0; label < this.labels.length; label++) {
      if (this.labels[label]! >= pos) this.labels[label]!++;
    }
  }
}
