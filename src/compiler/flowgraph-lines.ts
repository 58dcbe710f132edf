/**
 * Line numbers of the instructions that the compiler made up. CPython: `resolve_line_numbers` in Python/flowgraph.c.
 *
 * PEP 626: instructions that leave the frame, and those at which a signal handler may run, must have a line. One
 * without a line takes that of the instruction before it; where several blocks lead to it, each gets its own copy.
 */
import { BasicBlock, IS_EVAL_BREAK, nextNonemptyBlock, TRAITS } from './flowgraph.ts';
import { hasNoLineno } from './flowgraph-jumps.ts';
import { type Location, NO_LOCATION } from './instruction-sequence.ts';

const NO_LINENO = NO_LOCATION.lineno;

export function resolveLineNumbers(entry: BasicBlock): void {
  duplicateExitsWithoutLineno(entry);
  propagateLineNumbers(entry);
}

function isExitOrEvalCheckWithoutLineno(block: BasicBlock): boolean {
  return (block.exitsScope() || hasEvalBreak(block)) && hasNoLineno(block);
}

function hasEvalBreak(block: BasicBlock): boolean {
  for (let i = 0; i < block.used; i++) {
    if (TRAITS[block.instrs[i].opcode] & IS_EVAL_BREAK) return true;
  }
  return false;
}

function duplicateExitsWithoutLineno(entry: BasicBlock): void {
  for (let b: BasicBlock | undefined = entry; b !== undefined; b = b.next) {
    const jumpTarget = b.jumpTarget();
    if (jumpTarget === undefined) continue;
    const target = nextNonemptyBlock(jumpTarget);
    if (target === undefined || target.predecessors <= 1) continue;
    if (!isExitOrEvalCheckWithoutLineno(target)) continue;
    const last = b.last()!;
    const copy = new BasicBlock();
    copy.appendCopies(target);
    copy.instrs[0].setLocation(last.loc);
    copy.predecessors = 1;
    copy.hasLabel = true;
    copy.next = target.next;
    target.next = copy;
    target.predecessors--;
    last.target = copy;
  }

  // What is left is reached by falling through only, from one block.
  for (let b: BasicBlock | undefined = entry; b !== undefined; b = b.next) {
    if (b.used > 0 && b.next !== undefined && b.hasFallthrough() && isExitOrEvalCheckWithoutLineno(b.next)) {
      b.next.instrs[0].setLocation(b.last()!.loc);
    }
  }
}

function propagateLineNumbers(entry: BasicBlock): void {
  for (let b: BasicBlock | undefined = entry; b !== undefined; b = b.next) {
    if (b.used === 0) continue;
    let prev: Location = NO_LOCATION;
    for (let i = 0; i < b.used; i++) {
      const instr = b.instrs[i];
      if (instr.lineno === NO_LINENO) instr.setLocation(prev);
      else prev = instr.loc;
    }
    if (b.next !== undefined && b.hasFallthrough()) propagateInto(b.next, prev);
    const target = b.jumpTarget();
    if (target !== undefined) propagateInto(target, prev);
  }
}

function propagateInto(block: BasicBlock, loc: Location): void {
  if (block.predecessors === 1 && block.used > 0 && block.instrs[0].lineno === NO_LINENO) {
    block.instrs[0].setLocation(loc);
  }
}
