/**
 * The control-flow graph of one code object: basic blocks of instructions, and how it is built from the sequence
 * that code generation wrote. CPython: the first part of Python/flowgraph.c.
 *
 * Blocks are linked by `next` in the order in which they will be laid out; a block that does not end with an exit
 * or an unconditional jump falls through to its `next`. A jump stands only at the end of a block. The passes
 * (flowgraph-*.ts) change the graph in place, in the order that flowgraph-optimize.ts fixes.
 *
 * `instrs` may be longer than `used`: as in CPython's arrays, slots behind the end keep what stood there before a
 * block shrank. That shows in one place, see {@link BasicBlock.addOp}.
 */
import {
  HAS_CONST,
  HAS_JUMP,
  isBlockPush,
  isScopeExit,
  isUnconditionalJump,
  OPCODE_FLAGS,
} from '../bytecode/opcode-metadata.ts';
import {
  ANNOTATIONS_PLACEHOLDER,
  CALL,
  CALL_FUNCTION_EX,
  CALL_KW,
  JUMP,
  JUMP_BACKWARD,
  NOP,
  POP_JUMP_IF_FALSE,
  POP_JUMP_IF_NONE,
  POP_JUMP_IF_NOT_NONE,
  POP_JUMP_IF_TRUE,
  RESUME,
} from '../bytecode/opcodes.gen.ts';
import { CompileError } from '../parser/errors.ts';
import type { Instruction, InstructionSequence, Location } from './instruction-sequence.ts';

/** What the passes ask about an opcode all the time: bits of an entry of {@link TRAITS}. */
export const IS_JUMP = 1;
/** SETUP_FINALLY and its like: the oparg is the handler. */
export const IS_BLOCK_PUSH = 2;
export const IS_SCOPE_EXIT = 4;
export const IS_UNCONDITIONAL_JUMP = 8;
export const IS_CONDITIONAL_JUMP = 16;
/** May run a signal handler or switch threads. CPython: `HAS_EVAL_BREAK_FLAG`. */
export const IS_EVAL_BREAK = 32;
/** The oparg is an index of a constant. */
export const IS_CONST = 64;
/** The oparg of the instruction is a target. */
export const HAS_TARGET = IS_JUMP | IS_BLOCK_PUSH;
/** The instruction ends its block. */
export const IS_TERMINATOR = IS_JUMP | IS_SCOPE_EXIT;
/** Nothing falls through behind the instruction. */
export const NO_FALLTHROUGH = IS_SCOPE_EXIT | IS_UNCONDITIONAL_JUMP;

const CONDITIONAL_JUMPS = [POP_JUMP_IF_FALSE, POP_JUMP_IF_TRUE, POP_JUMP_IF_NONE, POP_JUMP_IF_NOT_NONE];
const EVAL_BREAKS = [CALL, CALL_FUNCTION_EX, CALL_KW, JUMP, JUMP_BACKWARD, RESUME];

/** Bits by opcode. */
export const TRAITS: Uint8Array = Uint8Array.from(OPCODE_FLAGS, (flags, opcode) => {
  let traits = 0;
  if (flags & HAS_JUMP) traits |= IS_JUMP;
  if (flags & HAS_CONST) traits |= IS_CONST;
  if (isBlockPush(opcode)) traits |= IS_BLOCK_PUSH;
  if (isScopeExit(opcode)) traits |= IS_SCOPE_EXIT;
  if (isUnconditionalJump(opcode)) traits |= IS_UNCONDITIONAL_JUMP;
  if (CONDITIONAL_JUMPS.includes(opcode)) traits |= IS_CONDITIONAL_JUMP;
  if (EVAL_BREAKS.includes(opcode)) traits |= IS_EVAL_BREAK;
  return traits;
});

export class CfgInstruction {
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

  copy(): CfgInstruction {
    const copy = new CfgInstruction(this.opcode, this.oparg, this.loc);
    copy.target = this.target;
    copy.except = this.except;
    return copy;
  }
}

/** The handlers that are active at one place, innermost first. */
export class ExceptStack {
  readonly handler: BasicBlock | undefined;
  readonly outer: ExceptStack | undefined;
  readonly depth: number;

  constructor(handler: BasicBlock | undefined, outer: ExceptStack | undefined) {
    this.handler = handler;
    this.outer = outer;
    this.depth = outer === undefined ? 0 : outer.depth + 1;
  }
}

export class BasicBlock {
  instrs: CfgInstruction[] = [];
  /** How many of `instrs` the block has. */
  used = 0;
  next: BasicBlock | undefined = undefined;
  /** Has been the target of a jump or of an exception. */
  hasLabel = false;
  /** How many blocks lead here. */
  predecessors = 0;
  /** Depth of the stack on entry; negative while it is not known. */
  startDepth = -1;
  /** Locals 0–31 and 32–63 that may be unbound on entry. */
  unsafeLow = 0;
  unsafeHigh = 0;
  /** An exception handler that finds the offset of the raising instruction on the stack. */
  preserveLasti = false;
  /** Of use to one pass at a time. */
  visited = false;
  exceptHandler = false;
  /** Only exceptions lead here. */
  cold = false;
  /** Reached without exceptions. */
  warm = false;
  exceptStack: ExceptStack | undefined = undefined;
  /** While assembling: the index of the first instruction. */
  index = -1;

  last(): CfgInstruction | undefined {
    return this.used > 0 ? this.instrs[this.used - 1] : undefined;
  }

  hasFallthrough(): boolean {
    return this.used === 0 || (TRAITS[this.instrs[this.used - 1].opcode] & NO_FALLTHROUGH) === 0;
  }

  exitsScope(): boolean {
    return this.used > 0 && (TRAITS[this.instrs[this.used - 1].opcode] & IS_SCOPE_EXIT) !== 0;
  }

  /** Where the block jumps at its end. */
  jumpTarget(): BasicBlock | undefined {
    const last = this.last();
    return last !== undefined && TRAITS[last.opcode] & IS_JUMP ? last.target : undefined;
  }

  /**
   * Appends an instruction. Its handler is that of the instruction which last stood in this slot, if any: CPython
   * does not clear the field, and so the NOT_TAKEN behind a branch lies in the exception table or does not.
   */
  addOp(opcode: number, oparg: number, loc: Location): CfgInstruction {
    const instr = new CfgInstruction(opcode, oparg, loc);
    if (this.used < this.instrs.length) {
      instr.except = this.instrs[this.used].except;
      this.instrs[this.used] = instr;
    } else {
      this.instrs.push(instr);
    }
    this.used++;
    return instr;
  }

  /** Appends copies of the instructions of another block. */
  appendCopies(from: BasicBlock): void {
    for (let i = 0; i < from.used; i++) this.instrs[this.used++] = from.instrs[i].copy();
  }

  insert(pos: number, instr: CfgInstruction): void {
    for (let i = this.used; i > pos; i--) this.instrs[i] = this.instrs[i - 1];
    this.instrs[pos] = instr;
    this.used++;
  }
}

/** The first block of a graph that has instructions, from `block` on. */
export function nextNonemptyBlock(block: BasicBlock | undefined): BasicBlock | undefined {
  let b = block;
  while (b !== undefined && b.used === 0) b = b.next;
  return b;
}

export function clearVisited(entry: BasicBlock): void {
  for (let b: BasicBlock | undefined = entry; b !== undefined; b = b.next) b.visited = false;
}

/** Builds a graph from instructions as they come. CPython: `cfg_builder`. */
class CfgBuilder {
  readonly entry = new BasicBlock();
  private _current = this.entry;
  private _terminated = false;

  /** Adds an instruction, to a new block where the last one has ended or `isTarget`; the result is its block. */
  addOp({ opcode, oparg, loc }: Instruction, isTarget: boolean): BasicBlock {
    let block = this._current;
    if (this._terminated || (isTarget && block.used > 0)) {
      block = new BasicBlock();
      this._current.next = block;
      this._current = block;
    }
    if (isTarget) block.hasLabel = true;
    block.instrs.push(new CfgInstruction(opcode, oparg, loc));
    block.used++;
    this._terminated = (TRAITS[opcode] & IS_TERMINATOR) !== 0;
    return block;
  }
}

/** The graph of a sequence; the result is its first block. CPython: `_PyCfg_FromInstructionSequence`. */
export function cfgFromInstructionSequence(sequence: InstructionSequence): BasicBlock {
  const { instrs, labels } = sequence;
  /** The indices of the instructions that are targets, and behind them one that no instruction has. */
  const targets: number[] = [];
  for (let i = 0; i < instrs.length; i++) {
    const { opcode, oparg } = instrs[i];
    if (TRAITS[opcode] & HAS_TARGET) targets.push(labels[oparg]);
  }
  targets.sort((a, b) => a - b).push(instrs.length);
  const builder = new CfgBuilder();
  const blocks = new Map<number, BasicBlock>();
  for (let i = 0, next = 0; i < instrs.length; i++) {
    const instr = instrs[i];
    if (instr.opcode === ANNOTATIONS_PLACEHOLDER) {
      if (sequence.annotationsCode !== undefined) {
        for (const annotation of sequence.annotationsCode.instrs) builder.addOp(annotation, false);
      }
    } else if (targets[next] === i) {
      blocks.set(i, builder.addOp(instr, true));
      while (targets[next] === i) next++;
    } else {
      builder.addOp(instr, false);
    }
  }
  if (blocks.size > 0) translateJumpLabelsToTargets(builder.entry, labels, blocks);
  return builder.entry;
}

function translateJumpLabelsToTargets(
  entry: BasicBlock,
  labels: readonly number[],
  blocks: ReadonlyMap<number, BasicBlock>,
): void {
  for (let b: BasicBlock | undefined = entry; b !== undefined; b = b.next) {
    for (let i = 0; i < b.used; i++) {
      const instr = b.instrs[i];
      if ((TRAITS[instr.opcode] & HAS_TARGET) === 0) continue;
      const target = blocks.get(labels[instr.oparg]);
      if (target === undefined) throw new CompileError('SystemError', 'jump with NULL target');
      instr.target = target;
    }
  }
}
