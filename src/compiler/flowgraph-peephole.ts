/**
 * Improvements within one basic block, jump threading, and swaps on the stack that need not happen.
 * CPython: `optimize_basic_block`, `swaptimize`, `apply_static_swaps` in Python/flowgraph.c.
 */
import { INTRINSIC_LIST_TO_TUPLE, INTRINSIC_UNARY_POSITIVE } from '../bytecode/opargs.ts';
import {
  BINARY_OP,
  BUILD_LIST,
  BUILD_SET,
  BUILD_TUPLE,
  CALL_INTRINSIC_1,
  COMPARE_OP,
  CONTAINS_OP,
  GET_ITER,
  IS_OP,
  JUMP,
  JUMP_IF_FALSE,
  JUMP_IF_TRUE,
  JUMP_NO_INTERRUPT,
  LIST_APPEND,
  LOAD_GLOBAL,
  NOP,
  POP_JUMP_IF_FALSE,
  POP_JUMP_IF_NONE,
  POP_JUMP_IF_NOT_NONE,
  POP_JUMP_IF_TRUE,
  POP_TOP,
  PUSH_NULL,
  SET_ADD,
  STORE_FAST,
  STORE_FAST_MAYBE_NULL,
  SWAP,
  TO_BOOL,
  UNARY_INVERT,
  UNARY_NEGATIVE,
  UNARY_NOT,
  UNPACK_SEQUENCE,
} from '../bytecode/opcodes.gen.ts';
import type { BasicBlock } from './flowgraph.ts';
import type { ConstantFolder } from './flowgraph-constants.ts';
import type { Instruction } from './instruction-sequence.ts';

/** COMPARE_OP: the result is to be a bool. */
const COMPARE_TO_BOOL = 16;

export function optimizeBasicBlock(block: BasicBlock, folder: ConstantFolder): void {
  const { instrs } = block;
  for (let i = 0; i < block.used; i++) {
    const instr = instrs[i];
    const { opcode, oparg } = instr;
    const next = i + 1 < block.used ? instrs[i + 1] : undefined;
    const nextop = next === undefined ? 0 : next.opcode;
    switch (opcode) {
      case BUILD_TUPLE:
        if (nextop === UNPACK_SEQUENCE && oparg === next!.oparg && oparg >= 1 && oparg <= 3) {
          instr.setNop();
          if (oparg === 1) next!.setNop();
          else next!.opcode = SWAP;
        } else {
          folder.foldTuple(block, i);
        }
        break;
      case BUILD_LIST:
      case BUILD_SET:
        folder.optimizeListOrSet(block, i, nextop);
        break;
      case LIST_APPEND:
      case SET_ADD:
        if (oparg === 1 && (nextop === GET_ITER || nextop === CONTAINS_OP)) folder.foldLastAppend(block, i);
        break;
      case POP_JUMP_IF_NOT_NONE:
      case POP_JUMP_IF_NONE:
      case POP_JUMP_IF_FALSE:
      case POP_JUMP_IF_TRUE:
      case JUMP_IF_FALSE:
      case JUMP_IF_TRUE:
      case JUMP:
      case JUMP_NO_INTERRUPT:
        if (threadJump(block, instr)) i--;
        break;
      case STORE_FAST:
        // Of two stores to one variable the first is only a pop, unless a line begins between them.
        if (nextop === STORE_FAST && oparg === next!.oparg && instr.lineno === next!.lineno) {
          instr.set(POP_TOP, 0);
        }
        break;
      case SWAP:
        if (oparg === 1) instr.setNop();
        break;
      case LOAD_GLOBAL:
        if (nextop === PUSH_NULL && (oparg & 1) === 0) {
          instr.oparg = oparg | 1;
          next!.setNop();
        }
        break;
      case COMPARE_OP:
        if (nextop === TO_BOOL) moveTo(next!, instr, opcode, oparg | COMPARE_TO_BOOL);
        break;
      case CONTAINS_OP:
      case IS_OP:
        if (nextop === TO_BOOL) moveTo(next!, instr, opcode, oparg);
        else if (nextop === UNARY_NOT) moveTo(next!, instr, opcode, oparg ^ 1);
        break;
      case TO_BOOL:
        if (nextop === TO_BOOL) instr.setNop();
        break;
      case UNARY_NOT:
        if (nextop === TO_BOOL) {
          moveTo(next!, instr, UNARY_NOT, 0);
        } else if (nextop === UNARY_NOT) {
          instr.setNop();
          next!.setNop();
        } else {
          folder.foldUnaryOp(block, i);
        }
        break;
      case UNARY_INVERT:
      case UNARY_NEGATIVE:
        folder.foldUnaryOp(block, i);
        break;
      case CALL_INTRINSIC_1:
        if (oparg === INTRINSIC_LIST_TO_TUPLE) {
          // A list is as good to iterate over.
          if (!folder.foldListToTuple(block, i) && nextop === GET_ITER) instr.setNop();
        } else if (oparg === INTRINSIC_UNARY_POSITIVE) {
          folder.foldUnaryOp(block, i);
        }
        break;
      case BINARY_OP:
        folder.foldBinaryOp(block, i);
        break;
    }
  }
  for (let i = 0; i < block.used; i++) {
    if (instrs[i].opcode === SWAP) {
      i = swaptimize(block, i);
      applyStaticSwaps(block, i);
    }
  }
}

function moveTo(next: Instruction, instr: Instruction, opcode: number, oparg: number): void {
  instr.setNop();
  next.set(opcode, oparg);
}

/**
 * A jump to a jump goes to where that one goes, if it is sure to jump; a jump to the opposite test of the same
 * value goes behind it. The result tells to look at this place again.
 */
function threadJump(block: BasicBlock, jump: Instruction): boolean {
  const first = jump.target!.instrs[0];
  const opcode = jump.opcode;
  switch (opcode) {
    case JUMP:
    case JUMP_NO_INTERRUPT:
      if (first.opcode === JUMP) return redirect(block, jump, first, JUMP);
      return first.opcode === JUMP_NO_INTERRUPT && redirect(block, jump, first, opcode);
    case JUMP_IF_FALSE:
    case JUMP_IF_TRUE:
      if (first.opcode === JUMP || first.opcode === opcode) return redirect(block, jump, first, opcode);
      if (first.opcode !== JUMP_IF_FALSE && first.opcode !== JUMP_IF_TRUE) return false;
      jump.target = jump.target!.next;
      return true;
    default:
      return first.opcode === JUMP && redirect(block, jump, first, opcode);
  }
}

/** CPython: `jump_thread`. The NOP that stays keeps the line of the jump; the new jump has that of `first`. */
function redirect(block: BasicBlock, jump: Instruction, first: Instruction, opcode: number): boolean {
  if (jump.target === first.target) return false;
  jump.setNop();
  block.addOp(opcode, 0, first.loc).target = first.target;
  return true;
}

const VISITED = -1;

/**
 * Replaces a run of SWAPs and NOPs by the shortest one of the same effect; the result is the index of its last
 * instruction. It sorts the permutation cycle by cycle, through the top of the stack, from the run's end.
 */
function swaptimize(block: BasicBlock, start: number): number {
  const { instrs, used } = block;
  let depth = instrs[start].oparg;
  let end = start + 1;
  let more = false;
  for (; end < used; end++) {
    const { opcode, oparg } = instrs[end];
    if (opcode === SWAP) {
      if (oparg > depth) depth = oparg;
      more = true;
    } else if (opcode !== NOP) {
      break;
    }
  }
  if (!more) return start;
  const stack = new Array<number>(depth);
  for (let i = 0; i < depth; i++) stack[i] = i;
  for (let i = start; i < end; i++) {
    if (instrs[i].opcode === SWAP) {
      const { oparg } = instrs[i];
      const top = stack[0];
      stack[0] = stack[oparg - 1];
      stack[oparg - 1] = top;
    }
  }
  let current = end - 1;
  for (let i = 0; i < depth; i++) {
    if (stack[i] === VISITED || stack[i] === i) continue;
    let j = i;
    for (;;) {
      if (j !== 0) instrs[current--].set(SWAP, j + 1);
      if (stack[j] === VISITED) break;
      const following = stack[j];
      stack[j] = VISITED;
      j = following;
    }
  }
  while (current >= start) instrs[current--].setNop();
  return end - 1;
}

/** Can it trade places with another? It pops the top of the stack, jumps nowhere, and runs no code but finalizers. */
function isSwappable(opcode: number): boolean {
  return opcode === STORE_FAST || opcode === STORE_FAST_MAYBE_NULL || opcode === POP_TOP;
}

/** The variable that an instruction stores to, −1 for none. */
function storesTo(instr: Instruction): number {
  return instr.opcode === STORE_FAST || instr.opcode === STORE_FAST_MAYBE_NULL ? instr.oparg : -1;
}

/** The next swappable instruction behind `i`, only NOPs between, on line `lineno` if that is not negative; or −1. */
function nextSwappable(block: BasicBlock, i: number, lineno: number): number {
  for (let k = i + 1; k < block.used; k++) {
    const instr = block.instrs[k];
    if (lineno >= 0 && instr.lineno !== lineno) return -1;
    if (instr.opcode !== NOP) return isSwappable(instr.opcode) ? k : -1;
  }
  return -1;
}

/** Applies SWAPs, from `start` backwards, by swapping the instructions that consume the values. */
function applyStaticSwaps(block: BasicBlock, start: number): void {
  const { instrs } = block;
  for (let i = start; i >= 0; i--) {
    const swap = instrs[i];
    if (swap.opcode !== SWAP) {
      if (swap.opcode === NOP || isSwappable(swap.opcode)) continue;
      return;
    }
    const j = nextSwappable(block, i, -1);
    if (j < 0) return;
    const { lineno } = instrs[j];
    let k = j;
    for (let count = swap.oparg - 1; count > 0; count--) {
      k = nextSwappable(block, k, lineno);
      if (k < 0) return;
    }
    if (storesInterfere(instrs, j, k)) return;
    swap.setNop();
    const first = instrs[j];
    instrs[j] = instrs[k];
    instrs[k] = first;
  }
}

/** Would swapping instructions `j` and `k` change which value a variable ends up with? */
function storesInterfere(instrs: readonly Instruction[], j: number, k: number): boolean {
  const storeJ = storesTo(instrs[j]);
  const storeK = storesTo(instrs[k]);
  if (storeJ < 0 && storeK < 0) return false;
  if (storeJ === storeK) return true;
  for (let i = j + 1; i < k; i++) {
    const store = storesTo(instrs[i]);
    if (store >= 0 && (store === storeJ || store === storeK)) return true;
  }
  return false;
}
