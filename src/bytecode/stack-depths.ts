/**
 * How deep the operand stack is before each instruction of a code object, found by following its jumps and handlers.
 * CPython: `mark_stacks` in Objects/frameobject.c, which asks the same.
 */
import type { PyCode } from '../objects/code.ts';
import { type InstructionAt, jumpTarget, unpackInstructions } from './instructions.ts';
import { parseExceptionTable } from './locations.ts';
import { isScopeExit, isUnconditionalJump, numPopped, numPushed, OPCODE_CACHES } from './opcode-metadata.ts';
import { END_ASYNC_FOR } from './opcodes.gen.ts';

/** The depth of a code unit that is never reached, or of inline cache. */
export const UNREACHED = -1;

/** The depth before each code unit. */
export function stackDepths(code: PyCode): Int16Array {
  const depths = new Int16Array(code.co_code.length >> 1).fill(UNREACHED);
  const at = new Map<number, InstructionAt>();
  for (const instruction of unpackInstructions(code.co_code)) at.set(instruction.offset, instruction);
  const todo: number[] = [];
  const reach = (offset: number, depth: number): void => {
    if (!at.has(offset) || depths[offset >> 1] !== UNREACHED) return;
    depths[offset >> 1] = depth;
    todo.push(offset);
  };
  const handlers = parseExceptionTable(code.co_exceptiontable);
  reach(0, 0);
  for (let offset = todo.pop(); offset !== undefined; offset = todo.pop()) {
    const instruction = at.get(offset)!;
    const { opcode } = instruction;
    const oparg = instruction.oparg ?? 0;
    const before = depths[offset >> 1]!;
    const after = before - numPopped(opcode, oparg) + numPushed(opcode, oparg);
    for (const { start, end, target, depth, lasti } of handlers) {
      if (start <= offset && offset < end) reach(target, depth + (lasti ? 2 : 1));
    }
    const target = jumpTarget(instruction);
    // END_ASYNC_FOR names a place for the sake of monitoring, and does not go there.
    if (target !== undefined && opcode !== END_ASYNC_FOR) reach(target, after);
    if (isScopeExit(opcode) || isUnconditionalJump(opcode)) continue;
    reach(offset + 2 * (1 + OPCODE_CACHES[opcode]!), after);
  }
  return depths;
}
