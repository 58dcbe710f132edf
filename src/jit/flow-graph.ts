/**
 * The control-flow graph of a code object, seen from one entry: the start of a function, or a place in the middle where
 * tier 0 hands over a running frame.
 *
 * Blocks are in reverse postorder, so that a block comes behind all that lead to it but the ends of loops. An exception
 * handler is a successor of every block that it guards; ranges of the exception table begin and end at block borders.
 * What cannot be written as nested JavaScript is a jump into a loop past its head, and one back to what is in front of a
 * handler: both come about where a loop, or a step of a generator, begins inside another loop. There tier 0 goes on.
 */

import * as op from '../bytecode/opcodes.gen.ts';
import { OPCODE_CACHES } from '../bytecode/opcodes.gen.ts';
import type { ExceptionTableEntry, Executable } from '../objects/code.ts';
import { ITERATED_END, ITERATED_OTHER, neverWent } from '../vm/operators.ts';
import { unseenWay } from './values.ts';

export interface Block {
  /** Position in reverse postorder. */
  index: number;
  /** Code units: the first instruction, and behind the last. */
  readonly start: number;
  end: number;
  /** Where control goes behind the last instruction: one block, or two, the one of a jump that is taken last. */
  readonly successors: Block[];
  /** The handler of what is raised in here. */
  handler: Handler | undefined;
  /** The blocks whose handler this one is. */
  readonly guarded: Block[];
  /** The immediate dominator; absent for the entry. */
  dominator: Block | undefined;
  /** Blocks that this one dominates immediately. */
  readonly dominated: Block[];
  /** A jump backwards leads here. */
  isLoopHead: boolean;
  /** Reached from several places, or by an exception. */
  isMerge: boolean;
  /** Nothing of it is written, and why: tier 0 goes on at its first instruction. */
  readonly omitted: Omission | undefined;
}

/** A way that cannot be nested, or one that tier 0 has never taken. */
export type Omission = 'cut' | 'unseen';

/** What the graph may leave to tier 0. */
export interface Omissible {
  /** May tier 0 go on at an instruction? */
  readonly mayLeave: (instruction: number) => boolean;
  /** Has tier 0 come to a conditional jump often, and never gone on from there to this instruction? */
  readonly isUnseen: (jump: number, to: number) => boolean;
}

/**
 * The ways that tier 0 has never taken at jumps that it came to so often, and from loops whose end it has never seen, but for
 * those that were taken since. What stands behind a loop that runs for the first time is not known by anything.
 */
export function unseenWays(
  { words }: Executable,
  often: number,
  isRefuted: (way: string) => boolean,
): Omissible['isUnseen'] {
  return (jump, to) => {
    const opcode = words[jump]! & 255;
    const noted = words[jump + 1]!;
    const isTaken = to !== jump + 1 + OPCODE_CACHES[opcode]!;
    const isUnseen =
      opcode === op.FOR_ITER
        ? isTaken && (noted & (ITERATED_END | ITERATED_OTHER)) === 0 && often !== Number.POSITIVE_INFINITY
        : neverWent(noted, isTaken, often);
    return isUnseen && !isRefuted(unseenWay(to));
  };
}

/** A way that cannot be written: the first instructions of two blocks. */
type Edge = readonly [from: number, to: number];

/** So often the graph is made again without a way that cannot be nested. */
const MAX_CUTS = 16;

/** What an exception does in a range of instructions. */
export interface Handler {
  readonly block: Block;
  readonly depth: number;
  readonly lasti: boolean;
}

export interface FlowGraph {
  readonly entry: Block;
  /** In reverse postorder. */
  readonly blocks: readonly Block[];
}

/** Where an instruction may go next, as code units; `next` is the place behind it and its inline cache. */
function targetsOf(opcode: number, oparg: number, next: number): readonly number[] {
  switch (opcode) {
    case op.JUMP_FORWARD:
      return [next + oparg];
    case op.JUMP_BACKWARD:
    case op.JUMP_BACKWARD_NO_INTERRUPT:
      return [next - oparg];
    case op.POP_JUMP_IF_FALSE:
    case op.POP_JUMP_IF_TRUE:
    case op.POP_JUMP_IF_NONE:
    case op.POP_JUMP_IF_NOT_NONE:
      return [next, next + oparg];
    case op.FOR_ITER:
      // Behind the loop stands END_FOR, which is passed over.
      return [next, next + oparg + 1];
    case op.SEND:
      return [next, next + oparg];
    case op.RETURN_VALUE:
    case op.YIELD_VALUE:
    case op.RAISE_VARARGS:
    case op.RERAISE:
      return [];
    default:
      return [next];
  }
}

/**
 * What raises nothing. A handler that guards nothing else is not reached: the one around the wait of an `await`, which would
 * be a second way into a loop around that.
 */
const NEVER_RAISING = new Set([
  ...[op.RESUME, op.NOP, op.NOT_TAKEN, op.EXTENDED_ARG, op.JUMP_FORWARD, op.JUMP_BACKWARD_NO_INTERRUPT],
  ...[op.YIELD_VALUE, op.END_SEND, op.POP_TOP, op.POP_ITER, op.COPY, op.SWAP, op.PUSH_NULL, op.LOAD_CONST],
  ...[op.LOAD_FAST, op.LOAD_FAST_BORROW, op.LOAD_SMALL_INT, op.STORE_FAST, op.LOAD_FAST_LOAD_FAST],
  ...[op.LOAD_FAST_BORROW_LOAD_FAST_BORROW, op.STORE_FAST_LOAD_FAST, op.STORE_FAST_STORE_FAST],
]);

function isConditional(opcode: number): boolean {
  switch (opcode) {
    case op.POP_JUMP_IF_FALSE:
    case op.POP_JUMP_IF_TRUE:
    case op.POP_JUMP_IF_NONE:
    case op.POP_JUMP_IF_NOT_NONE:
      return true;
    default:
      return false;
  }
}

function isJumpOrEnd(opcode: number): boolean {
  switch (opcode) {
    case op.JUMP_FORWARD:
    case op.JUMP_BACKWARD:
    case op.JUMP_BACKWARD_NO_INTERRUPT:
    case op.FOR_ITER:
    case op.SEND:
    case op.RETURN_VALUE:
    case op.YIELD_VALUE:
    case op.RAISE_VARARGS:
    case op.RERAISE:
      return true;
    default:
      return isConditional(opcode);
  }
}

/**
 * The graph of what can be reached from the code unit `entry`; `undefined` when it cannot be nested. A handler at `outside` is
 * not part of it: what is raised there leaves the code.
 */
export function buildFlowGraph(
  executable: Executable,
  entry: number,
  outside: number | undefined,
  omissible: Omissible,
): FlowGraph | undefined {
  const cuts: Edge[] = [];
  for (let i = 0; i <= MAX_CUTS; i++) {
    const { graph, wrong } = graphWithout(cuts, executable, entry, outside, omissible.isUnseen);
    if (wrong === undefined) return graph;
    if (wrong.length === 0 || !wrong.every(([, to]) => omissible.mayLeave(to))) return undefined;
    cuts.push(...wrong);
  }
  return undefined;
}

/** The graph without some ways, and those that cannot be nested: none if nothing can be done about it. */
function graphWithout(
  cuts: readonly Edge[],
  { words, exceptionTable: table }: Executable,
  entry: number,
  outside: number | undefined,
  isUnseen: Omissible['isUnseen'],
): { graph: FlowGraph; wrong: readonly Edge[] | undefined } {
  const exceptionTable = outside === undefined ? table : table.filter(({ target }) => target !== outside);
  const starts = leaders(words, exceptionTable, entry);
  const blocks = new Map<number, Block>();
  const blockAt = (start: number): Block => {
    let block = blocks.get(start);
    if (block === undefined) {
      block = newBlock(start);
      blocks.set(start, block);
    }
    return block;
  };
  const wayTo = (from: Block, jump: number, to: number): Block => {
    if (cuts.some((cut) => cut[0] === from.start && cut[1] === to)) return newBlock(to, 'cut');
    const opcode = words[jump]! & 255;
    const mayBeUnseen = isConditional(opcode) || opcode === op.FOR_ITER;
    return mayBeUnseen && isUnseen(jump, to) ? newBlock(to, 'unseen') : blockAt(to);
  };
  // Depth first, without recursion: a function may have thousands of blocks in a row.
  const order: Block[] = [];
  const root = blockAt(entry);
  const seen = new Set<Block>([root]);
  const walk: { block: Block; next: number; ways: readonly Block[] }[] = [];
  const open = (block: Block): void => {
    if (block.omitted === undefined) finishBlock(block, words, exceptionTable, starts, blockAt, wayTo);
    const ways = block.handler === undefined ? block.successors : [...block.successors, block.handler.block];
    walk.push({ block, next: 0, ways });
  };
  open(root);
  while (walk.length > 0) {
    const top = walk[walk.length - 1]!;
    if (top.next < top.ways.length) {
      const way = top.ways[top.next++]!;
      if (!seen.has(way)) {
        seen.add(way);
        open(way);
      }
    } else {
      order.push(top.block);
      walk.pop();
    }
  }
  order.reverse();
  order.forEach((block, index) => {
    block.index = index;
  });
  return { graph: { entry: root, blocks: order }, wrong: findDominators(order) };
}

function newBlock(start: number, omitted?: Omission): Block {
  return {
    index: -1,
    start,
    end: start,
    successors: [],
    handler: undefined,
    guarded: [],
    dominator: undefined,
    dominated: [],
    isLoopHead: false,
    isMerge: false,
    omitted,
  };
}

/** The first instructions of blocks. */
function leaders(words: Int32Array, table: readonly ExceptionTableEntry[], entry: number): Set<number> {
  const starts = new Set<number>([entry]);
  for (const { start, end, target } of table) {
    starts.add(start);
    starts.add(end);
    starts.add(target);
  }
  for (let i = 0; i < words.length; ) {
    const opcode = words[i]! & 255;
    const next = i + 1 + OPCODE_CACHES[opcode]!;
    if (isJumpOrEnd(opcode)) {
      starts.add(next);
      for (const target of targetsOf(opcode, words[i]! >>> 8, next)) starts.add(target);
    }
    i = next;
  }
  return starts;
}

/** Finds a block's end, its successors and its handler. */
function finishBlock(
  block: Block,
  words: Int32Array,
  table: readonly ExceptionTableEntry[],
  starts: ReadonlySet<number>,
  blockAt: (start: number) => Block,
  wayTo: (from: Block, jump: number, to: number) => Block,
): void {
  const entry = table.find(({ start, end }) => block.start >= start && block.start < end);
  let mayRaise = false;
  for (let i = block.start; ; ) {
    const opcode = words[i]! & 255;
    mayRaise ||= !NEVER_RAISING.has(opcode);
    const next = i + 1 + OPCODE_CACHES[opcode]!;
    // What is awaited is asked for its first value at once: SEND is the head of the loop that asks for more.
    const awaits =
      opcode === op.LOAD_CONST &&
      next < words.length &&
      (words[next]! & 255) === op.SEND &&
      !table.some(({ start, end }) => start === next || end === next);
    if (isJumpOrEnd(opcode) || (starts.has(next) && !awaits) || next >= words.length) {
      block.end = next;
      if (entry !== undefined && mayRaise) {
        block.handler = { block: blockAt(entry.target), depth: entry.depth, lasti: entry.lasti };
      }
      for (const target of targetsOf(opcode, words[i]! >>> 8, next))
        block.successors.push(wayTo(block, i, target));
      return;
    }
    i = next;
  }
}

/**
 * Dominators, loop heads and merges. Gives what is wrong: an edge back to a block that does not dominate its source, or
 * those to a block behind its handler.
 * Cooper, Harvey and Kennedy, "A Simple, Fast Dominance Algorithm".
 */
function findDominators(order: readonly Block[]): readonly Edge[] | undefined {
  const predecessors: Block[][] = order.map(() => []);
  const forward: number[] = order.map(() => 0);
  for (const block of order) {
    for (const successor of block.successors) predecessors[successor.index]!.push(block);
    if (block.handler !== undefined) {
      const { block: handler } = block.handler;
      predecessors[handler.index]!.push(block);
      // What raises stands in front of its handler.
      if (handler.index <= block.index) return edgesFromAbove(order, block);
      handler.isMerge = true;
      handler.guarded.push(block);
    }
  }
  const meet = (a: Block, b: Block): Block => {
    let left = a;
    let right = b;
    while (left !== right) {
      while (left.index > right.index) left = left.dominator!;
      while (right.index > left.index) right = right.dominator!;
    }
    return left;
  };
  for (let changed = true; changed; ) {
    changed = false;
    for (const block of order.slice(1)) {
      let dominator: Block | undefined;
      for (const predecessor of predecessors[block.index]!) {
        if (predecessor.index !== 0 && predecessor.dominator === undefined) continue;
        dominator = dominator === undefined ? predecessor : meet(predecessor, dominator);
      }
      if (dominator !== block.dominator) {
        block.dominator = dominator;
        changed = true;
      }
    }
  }
  for (const block of order) {
    block.dominator?.dominated.push(block);
    for (const predecessor of predecessors[block.index]!) {
      if (predecessor.index < block.index) {
        if (++forward[block.index]! > 1) block.isMerge = true;
        continue;
      }
      block.isLoopHead = true;
      let above: Block | undefined = predecessor;
      while (above !== undefined && above.index > block.index) above = above.dominator;
      if (above !== block) return [[predecessor.start, block.start]];
    }
  }
  return undefined;
}

/** The ways to a block from blocks in front of it; none if an exception may lead there. */
function edgesFromAbove(order: readonly Block[], block: Block): readonly Edge[] {
  const above = order.slice(0, block.index);
  if (above.some(({ handler }) => handler?.block === block)) return [];
  return above
    .filter(({ successors }) => successors.includes(block))
    .map(({ start }): Edge => [start, block.start]);
}
