/**
 * How deep the stack becomes. CPython: `calculate_stackdepth` in Python/flowgraph.c.
 */
import { numPopped, numPushed } from '../bytecode/opcode-metadata.ts';
import { END_ASYNC_FOR } from '../bytecode/opcodes.gen.ts';
import { CompileError } from '../parser/errors.ts';
import { type BasicBlock, HAS_TARGET, IS_BLOCK_PUSH, TRAITS } from './flowgraph.ts';

/** Stands for "depends on the oparg". */
const VARIABLE = -1;
/** Opargs that tell apart the counts of every instruction whose counts depend on its oparg. */
const SAMPLE_OPARGS = [0, 1, 2, 256];

/** What most instructions pop and push, without asking for their opargs. */
const POPPED = fixedCounts(numPopped);
const PUSHED = fixedCounts(numPushed);

function fixedCounts(count: (opcode: number, oparg: number) => number): Int8Array {
  return Int8Array.from(TRAITS, (_, opcode) => {
    const fixed = count(opcode, SAMPLE_OPARGS[0]);
    return SAMPLE_OPARGS.every((oparg) => count(opcode, oparg) === fixed) ? fixed : VARIABLE;
  });
}

/** The same as {@link numPopped} of a valid instruction, faster. */
export function popped(opcode: number, oparg: number): number {
  const count = POPPED[opcode];
  return count === VARIABLE ? numPopped(opcode, oparg) : count;
}

/** The same as {@link numPushed} of a valid instruction, faster. */
export function pushed(opcode: number, oparg: number): number {
  const count = PUSHED[opcode];
  return count === VARIABLE ? numPushed(opcode, oparg) : count;
}

/** The start depth of a block that was not reached yet. */
const UNKNOWN_DEPTH = -1;

/** Sets the depth at the start of each block that is reached; the result is the depth that code needs. */
export function calculateStackdepth(entry: BasicBlock): number {
  for (let b: BasicBlock | undefined = entry; b !== undefined; b = b.next) b.startDepth = UNKNOWN_DEPTH;
  let maxDepth = 0;
  const todo: BasicBlock[] = [];
  enter(entry, 0, todo);
  for (let b = todo.pop(); b !== undefined; b = todo.pop()) {
    let depth = b.startDepth;
    for (let i = 0; i < b.used; i++) {
      const instr = b.instrs[i];
      const { opcode } = instr;
      const effect = pushed(opcode, instr.oparg) - popped(opcode, instr.oparg);
      if (depth > maxDepth) maxDepth = depth;
      const traits = TRAITS[opcode];
      if (traits & HAS_TARGET && opcode !== END_ASYNC_FOR) enter(instr.target!, depth + effect, todo);
      if ((traits & IS_BLOCK_PUSH) === 0) depth += effect;
      if (depth < 0) throw new CompileError('ValueError', 'Invalid CFG, stack underflow');
    }
    if (b.next !== undefined && b.hasFallthrough()) enter(b.next, depth, todo);
  }
  return maxDepth;
}

function enter(block: BasicBlock, depth: number, todo: BasicBlock[]): void {
  if (block.startDepth === UNKNOWN_DEPTH) {
    block.startDepth = depth;
    todo.push(block);
  } else if (block.startDepth !== depth) {
    throw new CompileError('ValueError', 'Invalid CFG, inconsistent stackdepth');
  }
}
