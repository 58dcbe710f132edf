/**
 * What the compiler and `dis` ask about opcodes: the typed face of the printed tables of opcodes.gen.ts.
 * CPython: Include/internal/pycore_opcode_metadata.h, pycore_opcode_utils.h, `stack_effect` in Python/flowgraph.c.
 */
import {
  END_ASYNC_FOR,
  HAS_EXC,
  HAS_JUMP,
  JUMP,
  JUMP_BACKWARD,
  JUMP_BACKWARD_NO_INTERRUPT,
  JUMP_FORWARD,
  JUMP_NO_INTERRUPT,
  numPopped,
  numPushed,
  OPCODE_FLAGS,
  RAISE_VARARGS,
  RERAISE,
  RETURN_VALUE,
} from './opcodes.gen.ts';

export {
  HAS_ARG,
  HAS_CONST,
  HAS_EXC,
  HAS_FREE,
  HAS_JUMP,
  HAS_LOCAL,
  HAS_NAME,
  numPopped,
  numPushed,
  OPCODE_CACHES,
  OPCODE_FLAGS,
  OPCODE_NAMES,
} from './opcodes.gen.ts';

/** The stack effect of a number that is no opcode. CPython: `PY_INVALID_STACK_EFFECT`. */
export const INVALID_STACK_EFFECT = 0x7fffffff;

/**
 * By how much an instruction makes the stack deeper: where it jumps (`jump` 1), where it does not (0), or the larger
 * of the two (−1).
 */
export function stackEffect(opcode: number, oparg: number, jump: -1 | 0 | 1): number {
  const popped = numPopped(opcode, oparg);
  const pushed = numPushed(opcode, oparg);
  if (popped < 0 || pushed < 0) return INVALID_STACK_EFFECT;
  return jump === 0 && isBlockPush(opcode) ? 0 : pushed - popped;
}

/** Does the pseudo instruction begin a region with an exception handler (`SETUP_FINALLY`, …)? */
export function isBlockPush(opcode: number): boolean {
  return (OPCODE_FLAGS[opcode]! & HAS_EXC) !== 0;
}

/** Is the oparg a jump target? */
export function hasJump(opcode: number): boolean {
  return (OPCODE_FLAGS[opcode]! & HAS_JUMP) !== 0;
}

/** Is the oparg a jump target or the target of an exception handler, a label before assembly? */
export function hasTarget(opcode: number): boolean {
  return (OPCODE_FLAGS[opcode]! & (HAS_JUMP | HAS_EXC)) !== 0;
}

/** Does control never reach the instruction behind it, nor any other of this code object? */
export function isScopeExit(opcode: number): boolean {
  return opcode === RETURN_VALUE || opcode === RAISE_VARARGS || opcode === RERAISE;
}

export function isUnconditionalJump(opcode: number): boolean {
  return (
    opcode === JUMP ||
    opcode === JUMP_NO_INTERRUPT ||
    opcode === JUMP_FORWARD ||
    opcode === JUMP_BACKWARD ||
    opcode === JUMP_BACKWARD_NO_INTERRUPT
  );
}

/** Does the oparg of this jump count backwards? */
export function isBackwardsJump(opcode: number): boolean {
  return opcode === JUMP_BACKWARD || opcode === JUMP_BACKWARD_NO_INTERRUPT || opcode === END_ASYNC_FOR;
}
