/**
 * Loads and stores of local variables: which loads must check that the variable is bound, which pairs make one
 * instruction, and which loads may borrow their reference. CPython: the passes of these names in Python/flowgraph.c.
 */
import {
  CHECK_EXC_MATCH,
  COPY,
  DELETE_FAST,
  DICT_MERGE,
  DICT_UPDATE,
  END_SEND,
  FOR_ITER,
  FORMAT_SIMPLE,
  GET_ANEXT,
  GET_LEN,
  GET_YIELD_FROM_ITER,
  IMPORT_FROM,
  LIST_APPEND,
  LIST_EXTEND,
  LOAD_ATTR,
  LOAD_FAST,
  LOAD_FAST_AND_CLEAR,
  LOAD_FAST_BORROW,
  LOAD_FAST_BORROW_LOAD_FAST_BORROW,
  LOAD_FAST_CHECK,
  LOAD_FAST_LOAD_FAST,
  LOAD_SPECIAL,
  LOAD_SUPER_ATTR,
  MAP_ADD,
  MATCH_KEYS,
  MATCH_MAPPING,
  MATCH_SEQUENCE,
  PUSH_EXC_INFO,
  RERAISE,
  SEND,
  SET_ADD,
  SET_FUNCTION_ATTRIBUTE,
  SET_UPDATE,
  STORE_FAST,
  STORE_FAST_LOAD_FAST,
  STORE_FAST_MAYBE_NULL,
  STORE_FAST_STORE_FAST,
  SWAP,
  WITH_EXCEPT_START,
} from '../bytecode/opcodes.gen.ts';
import { type BasicBlock, clearVisited, HAS_TARGET, IS_BLOCK_PUSH, TRAITS } from './flowgraph.ts';
import { removeRedundantNops } from './flowgraph-jumps.ts';
import { popped, pushed } from './flowgraph-stack.ts';
import type { Instruction } from './instruction-sequence.ts';

// --- Unbound locals ------------------------------------------------------------------------------------

/** Locals beyond these are followed within one block only, so that the time stays linear. */
const TRACKED_LOCALS = 64;

/** LOAD_FAST becomes LOAD_FAST_CHECK where the variable may be unbound. */
export function addChecksForLoadsOfUninitializedVariables(
  entry: BasicBlock,
  nlocals: number,
  nparams: number,
): void {
  if (nlocals === 0) return;
  if (nlocals > TRACKED_LOCALS) scanManyLocals(entry, nlocals);
  clearVisited(entry);
  const todo: BasicBlock[] = [];
  pushUnsafe(entry, maskBetween(nparams, nlocals, 0), maskBetween(nparams, nlocals, 32), todo);
  // A variable may become unbound anywhere by `del`: look at every block at least once.
  for (let b: BasicBlock | undefined = entry; b !== undefined; b = b.next) scanBlockForLocals(b, todo);
  for (let b = todo.pop(); b !== undefined; b = todo.pop()) {
    b.visited = false;
    scanBlockForLocals(b, todo);
  }
}

/** Bits `from` to `to` − 1 as seen through the 32 bits at `base`. */
function maskBetween(from: number, to: number, base: number): number {
  let mask = 0;
  for (let i = Math.max(from - base, 0); i < Math.min(to - base, 32); i++) mask |= 1 << i;
  return mask;
}

/** Notes what may be unbound on entry to `block`, and queues it when that is news; `visited` means queued. */
function pushUnsafe(block: BasicBlock, low: number, high: number, todo: BasicBlock[]): void {
  const bothLow = block.unsafeLow | low;
  const bothHigh = block.unsafeHigh | high;
  if (bothLow === block.unsafeLow && bothHigh === block.unsafeHigh) return;
  block.unsafeLow = bothLow;
  block.unsafeHigh = bothHigh;
  if (!block.visited) {
    block.visited = true;
    todo.push(block);
  }
}

function scanBlockForLocals(block: BasicBlock, todo: BasicBlock[]): void {
  let low = block.unsafeLow;
  let high = block.unsafeHigh;
  for (let i = 0; i < block.used; i++) {
    const instr = block.instrs[i];
    if (instr.except !== undefined) pushUnsafe(instr.except, low, high, todo);
    const { oparg } = instr;
    if (oparg >= TRACKED_LOCALS) continue;
    switch (instr.opcode) {
      case DELETE_FAST:
      case LOAD_FAST_AND_CLEAR:
      case STORE_FAST_MAYBE_NULL:
        if (oparg < 32) low |= 1 << oparg;
        else high |= 1 << oparg;
        break;
      case LOAD_FAST:
        if ((oparg < 32 ? low : high) & (1 << oparg)) instr.opcode = LOAD_FAST_CHECK;
      // Past a load that did not raise the variable is bound, as past a store.
      case STORE_FAST:
      case LOAD_FAST_CHECK:
        if (oparg < 32) low &= ~(1 << oparg);
        else high &= ~(1 << oparg);
        break;
    }
  }
  if (block.next !== undefined && block.hasFallthrough()) pushUnsafe(block.next, low, high, todo);
  const target = block.jumpTarget();
  if (target !== undefined) pushUnsafe(target, low, high, todo);
}

/** Locals from TRACKED_LOCALS on count as bound when this block has stored or loaded them before. */
function scanManyLocals(entry: BasicBlock, nlocals: number): void {
  /** The number of the last block in which the variable was bound. */
  const states = new Int32Array(nlocals - TRACKED_LOCALS);
  let blockNumber = 0;
  for (let b: BasicBlock | undefined = entry; b !== undefined; b = b.next) {
    blockNumber++;
    for (let i = 0; i < b.used; i++) {
      const instr: Instruction = b.instrs[i];
      const local = instr.oparg - TRACKED_LOCALS;
      if (local < 0) continue;
      switch (instr.opcode) {
        case DELETE_FAST:
        case LOAD_FAST_AND_CLEAR:
        case STORE_FAST_MAYBE_NULL:
          states[local] = blockNumber - 1;
          break;
        case LOAD_FAST:
          if (states[local] !== blockNumber) instr.opcode = LOAD_FAST_CHECK;
        case STORE_FAST:
          states[local] = blockNumber;
          break;
      }
    }
  }
}

// --- Superinstructions ---------------------------------------------------------------------------------

/** Joins neighbouring loads and stores of locals 0–15. */
export function insertSuperinstructions(entry: BasicBlock): void {
  for (let b: BasicBlock | undefined = entry; b !== undefined; b = b.next) {
    for (let i = 0; i < b.used - 1; i++) {
      const { opcode } = b.instrs[i];
      if (opcode !== LOAD_FAST && opcode !== STORE_FAST) continue;
      const next = b.instrs[i + 1];
      if (next.opcode === LOAD_FAST) {
        makeSuperinstruction(
          b.instrs[i],
          next,
          opcode === LOAD_FAST ? LOAD_FAST_LOAD_FAST : STORE_FAST_LOAD_FAST,
        );
      } else if (next.opcode === STORE_FAST && opcode === STORE_FAST) {
        makeSuperinstruction(b.instrs[i], next, STORE_FAST_STORE_FAST);
      }
    }
  }
  removeRedundantNops(entry);
}

function makeSuperinstruction(first: Instruction, second: Instruction, opcode: number): void {
  const line1 = first.lineno;
  const line2 = second.lineno;
  if (line1 >= 0 && line2 >= 0 && line1 !== line2) return;
  if (first.oparg >= 16 || second.oparg >= 16) return;
  first.set(opcode, (first.oparg << 4) | second.oparg);
  second.setNop();
}

// --- Borrowed references -------------------------------------------------------------------------------

const NOT_LOCAL = -1;
const DUMMY_INSTR = -1;

/**
 * The stack as far as one basic block knows it: which instruction made each reference, and to which local. It
 * notes on the instructions what forbids them to borrow.
 */
export class RefStack {
  size = 0;
  /** By instruction of the block: nonzero when it must make a reference of its own. */
  readonly owned: number[] = [];
  private readonly _instrs: number[] = [];
  private readonly _locals: number[] = [];

  reset(depth: number, instrs: number): void {
    for (let i = 0; i < instrs; i++) this.owned[i] = 0;
    this.size = 0;
    for (let i = 0; i < depth; i++) this.push(DUMMY_INSTR, NOT_LOCAL);
  }

  push(instr: number, local: number): void {
    this._instrs[this.size] = instr;
    this._locals[this.size] = local;
    this.size++;
  }

  pop(count: number): void {
    this.size -= count;
  }

  /** Pushes the reference at `index` once more. */
  pushCopy(index: number): void {
    this.push(this._instrs[index], this._locals[index]);
  }

  /** Swaps the top with the reference `depth` places down, itself included. */
  swap(depth: number): void {
    const top = this.size - 1;
    const other = this.size - depth;
    const instr = this._instrs[top];
    const local = this._locals[top];
    this._instrs[top] = this._instrs[other];
    this._locals[top] = this._locals[other];
    this._instrs[other] = instr;
    this._locals[other] = local;
  }

  /** A local is overwritten: what is still on the stack of it must not be borrowed. */
  killLocal(local: number): void {
    for (let i = 0; i < this.size; i++) {
      if (this._locals[i] === local) this.owned[this._instrs[i]] = 1;
    }
  }

  /** Pops into a local. */
  storeLocal(local: number): void {
    const instr = this._instrs[--this.size];
    this.killLocal(local);
    if (instr !== DUMMY_INSTR) this.owned[instr] = 1;
  }

  /** The block ends: what is on the stack now is not consumed in it. */
  leaveRest(): void {
    for (let i = 0; i < this.size; i++) {
      if (this._instrs[i] !== DUMMY_INSTR) this.owned[this._instrs[i]] = 1;
    }
  }
}

/**
 * LOAD_FAST may borrow the reference that the variable holds, if the value is consumed in the same block, before
 * the variable is overwritten, and is not stored in a local. Blocks that only exceptions reach stay as they are.
 */
export function optimizeLoadFast(entry: BasicBlock, refs: RefStack): void {
  clearVisited(entry);
  const todo: BasicBlock[] = [entry];
  entry.startDepth = 0;
  entry.visited = true;
  for (let b = todo.pop(); b !== undefined; b = todo.pop()) {
    let hasLoads = false;
    for (let i = 0; i < b.used; i++) {
      const instr = b.instrs[i];
      const { opcode } = instr;
      if (opcode === LOAD_FAST || opcode === LOAD_FAST_LOAD_FAST) hasLoads = true;
      else if (TRAITS[opcode] & HAS_TARGET) visit(instr.target!, todo);
    }
    if (b.used > 0 && b.next !== undefined && b.hasFallthrough()) visit(b.next, todo);
    if (hasLoads) borrowLoads(b, refs);
  }
}

function borrowLoads(block: BasicBlock, refs: RefStack): void {
  const { instrs, used } = block;
  refs.reset(block.startDepth, used);
  for (let i = 0; i < used; i++) simulate(refs, instrs[i], i);
  refs.leaveRest();
  for (let i = 0; i < used; i++) {
    if (refs.owned[i] !== 0) continue;
    const instr = instrs[i];
    if (instr.opcode === LOAD_FAST) instr.opcode = LOAD_FAST_BORROW;
    else if (instr.opcode === LOAD_FAST_LOAD_FAST) instr.opcode = LOAD_FAST_BORROW_LOAD_FAST_BORROW;
  }
}

function visit(block: BasicBlock, todo: BasicBlock[]): void {
  if (!block.visited) {
    block.visited = true;
    todo.push(block);
  }
}

/** What instruction `i` of the block does to the stack. */
function simulate(refs: RefStack, instr: Instruction, i: number): void {
  const { opcode, oparg } = instr;
  switch (opcode) {
    case LOAD_FAST:
      refs.push(i, oparg);
      break;
    case DELETE_FAST:
      refs.killLocal(oparg);
      break;
    case LOAD_FAST_AND_CLEAR:
      refs.killLocal(oparg);
      refs.push(i, oparg);
      break;
    case LOAD_FAST_LOAD_FAST:
      refs.push(i, oparg >> 4);
      refs.push(i, oparg & 15);
      break;
    case STORE_FAST:
      refs.storeLocal(oparg);
      break;
    case STORE_FAST_LOAD_FAST:
      refs.storeLocal(oparg >> 4);
      refs.push(i, oparg & 15);
      break;
    case STORE_FAST_STORE_FAST:
      refs.storeLocal(oparg >> 4);
      refs.storeLocal(oparg & 15);
      break;
    case COPY:
      refs.pushCopy(refs.size - oparg);
      break;
    case SWAP:
      refs.swap(oparg);
      break;
    // These leave what they look at on the stack.
    case FORMAT_SIMPLE:
    case GET_ANEXT:
    case GET_LEN:
    case GET_YIELD_FROM_ITER:
    case IMPORT_FROM:
    case MATCH_KEYS:
    case MATCH_MAPPING:
    case MATCH_SEQUENCE:
    case WITH_EXCEPT_START: {
      const left = pushed(opcode, oparg) - popped(opcode, oparg);
      // CPython takes the count for the index of the instruction, which costs the block's first load its borrowing.
      for (let n = 0; n < left; n++) refs.push(n, NOT_LOCAL);
      break;
    }
    // These consume some of their inputs.
    case DICT_MERGE:
    case DICT_UPDATE:
    case LIST_APPEND:
    case LIST_EXTEND:
    case MAP_ADD:
    case RERAISE:
    case SET_ADD:
    case SET_UPDATE:
      refs.pop(popped(opcode, oparg) - pushed(opcode, oparg));
      break;
    case END_SEND:
    case SET_FUNCTION_ATTRIBUTE:
      refs.swap(2);
      refs.pop(1);
      break;
    case CHECK_EXC_MATCH:
      refs.pop(1);
      refs.push(i, NOT_LOCAL);
      break;
    case FOR_ITER:
      refs.push(i, NOT_LOCAL);
      break;
    case LOAD_ATTR:
      // As a method: the object may come back on top.
      if (oparg & 1) {
        refs.push(i, NOT_LOCAL);
        refs.swap(2);
      } else {
        refs.pop(1);
        refs.push(i, NOT_LOCAL);
      }
      break;
    case LOAD_SUPER_ATTR:
      if (oparg & 1) {
        refs.swap(2);
        refs.pop(1);
        refs.swap(2);
        refs.pop(1);
        refs.push(i, NOT_LOCAL);
        refs.swap(2);
      } else {
        refs.pop(3);
        refs.push(i, NOT_LOCAL);
      }
      break;
    case LOAD_SPECIAL:
    case PUSH_EXC_INFO:
      refs.push(i, NOT_LOCAL);
      refs.swap(2);
      break;
    case SEND:
      refs.pop(1);
      refs.push(i, NOT_LOCAL);
      break;
    default: {
      // What a block push has on the stack is there for its handler only.
      if (TRAITS[opcode] & IS_BLOCK_PUSH) break;
      refs.pop(popped(opcode, oparg));
      for (let n = pushed(opcode, oparg); n > 0; n--) refs.push(i, NOT_LOCAL);
    }
  }
}
