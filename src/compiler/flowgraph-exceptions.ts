/**
 * Exception handlers in the control-flow graph: which handler each instruction has, and moving the code that only
 * exceptions reach out of the way. CPython: `label_exception_targets`, `push_cold_blocks_to_end` and their helpers
 * in Python/flowgraph.c.
 */
import { JUMP_NO_INTERRUPT, POP_BLOCK, RESUME, SETUP_FINALLY, YIELD_VALUE } from '../bytecode/opcodes.gen.ts';
import { BasicBlock, clearVisited, ExceptStack, IS_BLOCK_PUSH, IS_JUMP, TRAITS } from './flowgraph.ts';
import { removeRedundantNopsAndJumps } from './flowgraph-jumps.ts';
import { NO_LOCATION } from './instruction-sequence.ts';

/** The oparg of RESUME at the start of a function, and its bit "only the generator's own handler is active". */
const RESUME_AT_FUNC_START = 0;
const RESUME_OPARG_DEPTH1_MASK = 4;

function hasExceptHandler(entry: BasicBlock): boolean {
  for (let b: BasicBlock | undefined = entry; b !== undefined; b = b.next) {
    if (b.exceptHandler) return true;
  }
  return false;
}

/** Gives every instruction its handler; POP_BLOCK has done its work then and becomes NOP. */
export function labelExceptionTargets(entry: BasicBlock): void {
  if (!hasExceptHandler(entry)) return;
  clearVisited(entry);
  const todo: BasicBlock[] = [entry];
  entry.visited = true;
  entry.exceptStack = new ExceptStack(undefined, undefined);
  for (let b = todo.pop(); b !== undefined; b = todo.pop()) {
    let stack = b.exceptStack!;
    b.exceptStack = undefined;
    let lastYieldDepth = -1;
    for (let i = 0; i < b.used; i++) {
      const instr = b.instrs[i];
      const traits = TRAITS[instr.opcode];
      if (traits & IS_BLOCK_PUSH) {
        const handler = instr.target!;
        visit(handler, stack, todo);
        if (instr.opcode !== SETUP_FINALLY) handler.preserveLasti = true;
        stack = new ExceptStack(handler, stack);
        continue;
      }
      if (instr.opcode === POP_BLOCK) {
        stack = stack.outer!;
        instr.setNop();
        continue;
      }
      instr.except = stack.handler;
      if (traits & IS_JUMP) {
        visit(instr.target!, stack, todo);
      } else if (instr.opcode === YIELD_VALUE) {
        lastYieldDepth = stack.depth;
      } else if (instr.opcode === RESUME && instr.oparg !== RESUME_AT_FUNC_START) {
        if (lastYieldDepth === 1) instr.oparg |= RESUME_OPARG_DEPTH1_MASK;
        lastYieldDepth = -1;
      }
    }
    if (b.hasFallthrough() && b.next !== undefined) visit(b.next, stack, todo);
  }
}

function visit(block: BasicBlock, stack: ExceptStack, todo: BasicBlock[]): void {
  if (block.visited) return;
  block.visited = true;
  block.exceptStack = stack;
  todo.push(block);
}

function markWarm(entry: BasicBlock): void {
  clearVisited(entry);
  const todo: BasicBlock[] = [entry];
  entry.visited = true;
  for (let b = todo.pop(); b !== undefined; b = todo.pop()) {
    b.warm = true;
    const { next } = b;
    if (next !== undefined && !next.visited && b.hasFallthrough()) {
      next.visited = true;
      todo.push(next);
    }
    const target = b.jumpTarget();
    if (target !== undefined && !target.visited) {
      target.visited = true;
      todo.push(target);
    }
  }
}

function markCold(entry: BasicBlock): void {
  markWarm(entry);
  clearVisited(entry);
  const todo: BasicBlock[] = [];
  for (let b: BasicBlock | undefined = entry; b !== undefined; b = b.next) {
    if (b.exceptHandler) {
      b.visited = true;
      todo.push(b);
    }
  }
  for (let b = todo.pop(); b !== undefined; b = todo.pop()) {
    b.cold = true;
    const { next } = b;
    if (next !== undefined && !next.warm && !next.visited && b.hasFallthrough()) {
      next.visited = true;
      todo.push(next);
    }
    const target = b.jumpTarget();
    if (target !== undefined && !target.warm && !target.visited) {
      target.visited = true;
      todo.push(target);
    }
  }
}

/** Moves exception handlers behind all other code. */
export function pushColdBlocksToEnd(entry: BasicBlock): void {
  // What no handler leads to is not cold.
  if (!hasExceptHandler(entry)) return;
  markCold(entry);

  // A cold block that falls through to a warm one has to jump there now.
  for (let b: BasicBlock | undefined = entry; b !== undefined; b = b.next) {
    const next: BasicBlock | undefined = b.next;
    if (!b.cold || next === undefined || !next.warm || !b.hasFallthrough()) continue;
    next.hasLabel = true;
    const jump = new BasicBlock();
    jump.addOp(JUMP_NO_INTERRUPT, 0, NO_LOCATION).target = next;
    jump.cold = true;
    jump.next = next;
    jump.predecessors = 1;
    b.next = jump;
  }

  let tail = entry;
  let firstCold: BasicBlock | undefined;
  let lastCold: BasicBlock | undefined;
  for (let b = entry.next as BasicBlock | undefined; b !== undefined; b = b.next) {
    if (!b.cold) {
      tail.next = b;
      tail = b;
    } else if (lastCold === undefined) {
      firstCold = b;
      lastCold = b;
    } else {
      lastCold.next = b;
      lastCold = b;
    }
  }
  if (lastCold === undefined) return;
  lastCold.next = undefined;
  tail.next = firstCold;
  removeRedundantNopsAndJumps(entry);
}
