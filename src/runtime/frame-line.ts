/** The line at which a frame stands. CPython: `PyUnstable_InterpreterFrame_GetLine` in Python/frame.c. */
import { coLines } from '../bytecode/locations.ts';
import type { Frame } from '../objects/frame.ts';

/** The source line of the instruction that a frame executes; 0 where it has none. */
export function frameLine(frame: Frame): number {
  const offset = Math.max(frame.instrPtr - 1, 0) * 2;
  const range = coLines(frame.code).find(({ start, end }) => start <= offset && offset < end);
  return range?.line ?? 0;
}
