/**
 * A sequence of instructions with symbolic jump targets: what code generation writes and the control-flow
 * optimiser reads. CPython: Python/instruction_sequence.c, Include/internal/pycore_instruction_sequence.h.
 *
 * A label is a small number; `labels[label]` is the index of the instruction it stands before. The oparg of an
 * instruction that jumps or opens a block is a label.
 */

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

/** One instruction; pseudo instructions too. */
export class Instruction {
  opcode: number;
  oparg: number;
  loc: Location;

  constructor(opcode: number, oparg: number, loc: Location) {
    this.opcode = opcode;
    this.oparg = oparg;
    this.loc = loc;
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
