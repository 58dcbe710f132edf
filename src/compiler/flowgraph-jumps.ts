/**
 * Jumps, unreachable code and needless NOPs. CPython: the passes of these names in Python/flowgraph.c.
 *
 * A NOP is needed when it is the only instruction of its line, so that tracing sees the line.
 */
import {
  COPY,
  JUMP,
  JUMP_IF_FALSE,
  JUMP_IF_TRUE,
  LOAD_CLOSURE,
  LOAD_CONST,
  LOAD_FAST,
  LOAD_SMALL_INT,
  NOP,
  NOT_TAKEN,
  POP_JUMP_IF_FALSE,
  POP_JUMP_IF_NONE,
  POP_JUMP_IF_NOT_NONE,
  POP_JUMP_IF_TRUE,
  POP_TOP,
  STORE_FAST,
  STORE_FAST_MAYBE_NULL,
  TO_BOOL,
} from '../bytecode/opcodes.gen.ts';
import { CompileError } from '../parser/errors.ts';
import {
  BasicBlock,
  clearVisited,
  HAS_TARGET,
  IS_BLOCK_PUSH,
  IS_CONDITIONAL_JUMP,
  IS_UNCONDITIONAL_JUMP,
  nextNonemptyBlock,
  TRAITS,
} from './flowgraph.ts';
import { Instruction } from './instruction-sequence.ts';

/** The largest exit block that is copied to where it is jumped to. */
const MAX_COPY_SIZE = 4;

/** Puts copies of small exit blocks, and of blocks without line numbers, in place of jumps to them. */
export function inlineSmallOrNoLinenoBlocks(entry: BasicBlock): void {
  let changed: boolean;
  do {
    changed = false;
    for (let b: BasicBlock | undefined = entry; b !== undefined; b = b.next) {
      if (inlineTarget(b)) changed = true;
    }
  } while (changed);
}

function inlineTarget(block: BasicBlock): boolean {
  const jump = block.last();
  if (jump === undefined || (TRAITS[jump.opcode] & IS_UNCONDITIONAL_JUMP) === 0) return false;
  const target = jump.target!;
  const smallExit = target.used <= MAX_COPY_SIZE && target.exitsScope();
  const noLinenoNoFallthrough = !target.hasFallthrough() && hasNoLineno(target);
  if (!smallExit && !noLinenoNoFallthrough) return false;
  const removedOpcode = jump.opcode;
  jump.setNop();
  block.appendCopies(target);
  if (noLinenoNoFallthrough && removedOpcode === JUMP) {
    // A loop must keep looking for signals.
    const last = block.last()!;
    if (TRAITS[last.opcode] & IS_UNCONDITIONAL_JUMP) last.opcode = JUMP;
  }
  target.predecessors--;
  return true;
}

export function hasNoLineno(block: BasicBlock): boolean {
  for (let i = 0; i < block.used; i++) {
    if (block.instrs[i].lineno >= 0) return false;
  }
  return true;
}

/** Counts the predecessors of each block and empties those without any. */
export function removeUnreachable(entry: BasicBlock): void {
  for (let b: BasicBlock | undefined = entry; b !== undefined; b = b.next) {
    b.predecessors = 0;
    b.visited = false;
  }
  const todo: BasicBlock[] = [entry];
  entry.predecessors = 1;
  entry.visited = true;
  for (let b = todo.pop(); b !== undefined; b = todo.pop()) {
    if (b.next !== undefined && b.hasFallthrough()) reach(b.next, todo);
    for (let i = 0; i < b.used; i++) {
      const instr = b.instrs[i];
      if (TRAITS[instr.opcode] & HAS_TARGET) reach(instr.target!, todo);
    }
  }
  for (let b: BasicBlock | undefined = entry; b !== undefined; b = b.next) {
    if (b.predecessors === 0) {
      b.used = 0;
      b.exceptHandler = false;
    }
  }
}

function reach(block: BasicBlock, todo: BasicBlock[]): void {
  block.predecessors++;
  if (!block.visited) {
    block.visited = true;
    todo.push(block);
  }
}

/** The number of NOPs that went. */
function removeRedundantNopsInBlock(block: BasicBlock): number {
  const { instrs, used } = block;
  // Most blocks have none.
  let dest = 0;
  while (dest < used && instrs[dest].opcode !== NOP) dest++;
  if (dest === used) return 0;
  let prevLineno = dest > 0 ? instrs[dest - 1].lineno : -1;
  for (let src = dest; src < used; src++) {
    const instr = instrs[src];
    const { lineno } = instr;
    if (instr.opcode === NOP) {
      if (lineno < 0 || lineno === prevLineno) continue;
      if (src < used - 1) {
        const next = instrs[src + 1];
        if (next.lineno === lineno) continue;
        if (next.lineno < 0) {
          next.setLocation(instr.loc);
          continue;
        }
      } else if (lineno === firstLineno(nextNonemptyBlock(block.next))) {
        continue;
      }
    }
    if (dest !== src) instrs[dest] = instr;
    dest++;
    prevLineno = lineno;
  }
  block.used = dest;
  return used - dest;
}

/** The line of the first instruction that is no NOP without a line. */
function firstLineno(block: BasicBlock | undefined): number {
  if (block !== undefined) {
    for (let i = 0; i < block.used; i++) {
      const instr = block.instrs[i];
      if (instr.opcode !== NOP || instr.lineno >= 0) return instr.lineno;
    }
  }
  return -1;
}

export function removeRedundantNops(entry: BasicBlock): number {
  let removed = 0;
  for (let b: BasicBlock | undefined = entry; b !== undefined; b = b.next) {
    removed += removeRedundantNopsInBlock(b);
  }
  return removed;
}

/** Removes NOPs and values that are loaded only to be popped. */
export function removeRedundantNopsAndPairs(entry: BasicBlock): void {
  let done: boolean;
  do {
    done = true;
    let instr: Instruction | undefined;
    for (let b: BasicBlock | undefined = entry; b !== undefined; b = b.next) {
      removeRedundantNopsInBlock(b);
      if (b.hasLabel) instr = undefined;
      for (let i = 0; i < b.used; i++) {
        const prev: Instruction | undefined = instr;
        instr = b.instrs[i];
        if (instr.opcode !== POP_TOP || prev === undefined) continue;
        if (
          prev.opcode === LOAD_CONST ||
          prev.opcode === LOAD_SMALL_INT ||
          (prev.opcode === COPY && prev.oparg === 1)
        ) {
          prev.setNop();
          instr.setNop();
          done = false;
        }
      }
      if (b.jumpTarget() !== undefined || !b.hasFallthrough()) instr = undefined;
    }
  } while (!done);
}

/** Removes jumps to the block that comes next anyway; the result is their number. */
function removeRedundantJumps(entry: BasicBlock): number {
  let removed = 0;
  for (let b: BasicBlock | undefined = entry; b !== undefined; b = b.next) {
    const last = b.last();
    if (last === undefined || (TRAITS[last.opcode] & IS_UNCONDITIONAL_JUMP) === 0) continue;
    const target = nextNonemptyBlock(last.target);
    if (target === undefined) throw new CompileError('SystemError', 'jump with NULL target');
    if (target === nextNonemptyBlock(b.next)) {
      last.setNop();
      removed++;
    }
  }
  return removed;
}

export function removeRedundantNopsAndJumps(entry: BasicBlock): void {
  let removed: number;
  do {
    removed = removeRedundantNops(entry);
    removed += removeRedundantJumps(entry);
  } while (removed > 0);
}

/** JUMP_IF_FALSE and JUMP_IF_TRUE test a copy of the value. */
export function convertPseudoConditionalJumps(entry: BasicBlock): void {
  for (let b: BasicBlock | undefined = entry; b !== undefined; b = b.next) {
    const jump = b.last();
    if (jump === undefined || (jump.opcode !== JUMP_IF_FALSE && jump.opcode !== JUMP_IF_TRUE)) continue;
    jump.opcode = jump.opcode === JUMP_IF_FALSE ? POP_JUMP_IF_FALSE : POP_JUMP_IF_TRUE;
    const copy = new Instruction(COPY, 1, jump.loc);
    copy.except = jump.except;
    b.insert(b.used - 1, copy);
    const toBool = new Instruction(TO_BOOL, 0, jump.loc);
    toBool.except = jump.except;
    b.insert(b.used - 1, toBool);
  }
}

/** Replaces the pseudo instructions that are not jumps. */
export function convertPseudoOps(entry: BasicBlock): void {
  for (let b: BasicBlock | undefined = entry; b !== undefined; b = b.next) {
    for (let i = 0; i < b.used; i++) {
      const instr = b.instrs[i];
      if (instr.opcode === LOAD_CLOSURE) instr.opcode = LOAD_FAST;
      else if (instr.opcode === STORE_FAST_MAYBE_NULL) instr.opcode = STORE_FAST;
      else if (TRAITS[instr.opcode] & IS_BLOCK_PUSH) instr.setNop();
    }
  }
  removeRedundantNopsAndJumps(entry);
}

/**
 * Conditional jumps only lead forwards, and NOT_TAKEN stands behind each: a conditional jump backwards becomes
 * its opposite over an unconditional one.
 */
export function normalizeJumps(entry: BasicBlock): void {
  clearVisited(entry);
  for (let b: BasicBlock | undefined = entry; b !== undefined; b = b.next) {
    b.visited = true;
    const last = b.last();
    if (last === undefined || (TRAITS[last.opcode] & IS_CONDITIONAL_JUMP) === 0) continue;
    const target = last.target!;
    if (!target.visited) {
      b.addOp(NOT_TAKEN, 0, last.loc);
      continue;
    }
    const backwards = new BasicBlock();
    backwards.addOp(NOT_TAKEN, 0, last.loc);
    backwards.addOp(JUMP, 0, last.loc).target = target;
    backwards.startDepth = target.startDepth;
    backwards.cold = b.cold;
    last.opcode = reversedJump(last.opcode);
    last.target = b.next!;
    backwards.next = b.next;
    b.next = backwards;
  }
}

function reversedJump(opcode: number): number {
  switch (opcode) {
    case POP_JUMP_IF_NOT_NONE:
      return POP_JUMP_IF_NONE;
    case POP_JUMP_IF_NONE:
      return POP_JUMP_IF_NOT_NONE;
    case POP_JUMP_IF_FALSE:
      return POP_JUMP_IF_TRUE;
    default:
      return POP_JUMP_IF_FALSE;
  }
}
