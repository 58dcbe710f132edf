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
  POP_JUMP_IF_FALSE,
  POP_JUMP_IF_NONE,
  POP_JUMP_IF_NOT_NONE,
  POP_JUMP_IF_TRUE,
  RESUME,
} from '../bytecode/opcodes.gen.ts';
import { CompileError } from '../parser/errors.ts';
import { Instruction, type InstructionSequence, type Location } from './instruction-sequence.ts';

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
  instrs: Instruction[] = [];
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

  last(): Instruction | undefined {
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
  addOp(opcode: number, oparg: number, loc: Location): Instruction {
    const instr = new Instruction(opcode, oparg, loc);
    if (this.used < this.instrs.length) {
      instr.except = this.instrs[this.used].except;
      this.instrs[this.used] = instr;
    } else {
      this.instrs.push(instr);
    }
    this.used++;
    return instr;
  }

  /** Appends instructions to a block that has not shrunk yet. */
  append(instrs: Instruction[]): void {
    this.instrs = this.used === 0 ? instrs : this.instrs.concat(instrs);
    this.used = this.instrs.length;
  }

  /** Appends copies of the instructions of another block. */
  appendCopies(from: BasicBlock): void {
    for (let i = 0; i < from.used; i++) this.instrs[this.used++] = from.instrs[i].copy();
  }

  insert(pos: number, instr: Instruction): void {
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

/**
 * The graph of a sequence; the result is its first block. It takes the instructions over. By construction jumps and
 * exits end their blocks. CPython: `_PyCfg_FromInstructionSequence`, `mark_except_handlers`.
 */
export function cfgFromInstructionSequence({
  instrs,
  labels,
  annotationsCode,
}: InstructionSequence): BasicBlock {
  const labelled = blocksOfTargets(instrs, labels);
  const entry = labelled?.[0] ?? new BasicBlock();
  let block = entry;
  /** Where the instructions begin that the block does not have yet. */
  let start = 0;
  for (let i = 0; i < instrs.length; i++) {
    const { opcode } = instrs[i];
    if (opcode === ANNOTATIONS_PLACEHOLDER) {
      block.append(instrs.slice(start, i));
      if (annotationsCode !== undefined) block.append(annotationsCode.instrs);
      start = i + 1;
    }
    const isEnd = (TRAITS[opcode] & IS_TERMINATOR) !== 0;
    const following = labelled?.[i + 1];
    if (i + 1 < instrs.length && (isEnd || following !== undefined)) {
      block.append(instrs.slice(start, i + 1));
      start = i + 1;
      const next: BasicBlock = following ?? new BasicBlock();
      block.next = next;
      block = next;
    }
  }
  block.append(instrs.slice(start));
  return entry;
}

/** Gives each jump its target; the result is the new blocks by the index of their first instruction. */
function blocksOfTargets(
  instrs: readonly Instruction[],
  labels: readonly number[],
): readonly (BasicBlock | undefined)[] | undefined {
  if (labels.length === 0) return undefined;
  const blocks = new Array<BasicBlock | undefined>(instrs.length).fill(undefined);
  for (let i = 0; i < instrs.length; i++) {
    const instr = instrs[i];
    const traits = TRAITS[instr.opcode];
    if ((traits & HAS_TARGET) === 0) continue;
    const at = labels[instr.oparg];
    if (at < 0 || at >= instrs.length) throw new CompileError('SystemError', 'jump with NULL target');
    let target = blocks[at];
    if (target === undefined) {
      target = new BasicBlock();
      target.hasLabel = true;
      blocks[at] = target;
    }
    if (traits & IS_BLOCK_PUSH) target.exceptHandler = true;
    instr.target = target;
  }
  return blocks;
}
