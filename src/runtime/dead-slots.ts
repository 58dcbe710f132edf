/**
 * What frames hold beyond what their code can still reach. The interpreter loop leaves the values it pops where they
 * are, so that a pop is a subtraction; a collection must not take them for alive.
 */
import { numPopped, numPushed } from '../bytecode/opcode-metadata.ts';
import { CALL, CALL_FUNCTION_EX, CALL_KW } from '../bytecode/opcodes.gen.ts';
import { stackDepths, UNREACHED } from '../bytecode/stack-depths.ts';
import type { PyCode } from '../objects/code.ts';
import type { Thread } from './state.ts';

/**
 * Empties the stack slots that are dead, of all frames of a thread that the interpreter loop has left. A frame whose
 * call may be made again (`Thread.holders`) keeps what it calls with.
 */
export function clearDeadSlots(thread: Thread): void {
  const innermost = thread.frame;
  if (innermost === undefined) return;
  innermost.localsplus.fill(undefined, innermost.stackpointer);
  const known = new Map<PyCode, Int16Array>();
  for (let frame = innermost.previous; frame !== undefined; frame = frame.previous) {
    const { code, localsplus } = frame;
    const { executable } = code;
    if (executable === undefined || frame.instrPtr === 0) continue;
    let depths = known.get(code);
    if (depths === undefined) {
      depths = stackDepths(code);
      known.set(code, depths);
    }
    const at = frame.instrPtr - 1;
    const depth = depths[at]!;
    if (depth === UNREACHED) continue;
    const taken = thread.holders.includes(frame) ? 0 : takenByCall(executable.words[at]!);
    localsplus.fill(undefined, code.localsCount + depth - taken);
  }
}

/** How many values a call has taken off the stack for good; other instructions may still read what they pop. */
function takenByCall(word: number): number {
  const opcode = word & 255;
  if (opcode !== CALL && opcode !== CALL_KW && opcode !== CALL_FUNCTION_EX) return 0;
  return numPopped(opcode, word >>> 8) - numPushed(opcode, word >>> 8);
}
