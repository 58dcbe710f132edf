/**
 * The lines at which frames and tracebacks stand. CPython: `PyUnstable_InterpreterFrame_GetLine` in Python/frame.c,
 * `PyCode_Addr2Line` in Objects/codeobject.c.
 */

import { parseLocationTable } from '../bytecode/locations.ts';
import type { PyCode } from '../objects/code.ts';
import type { Frame } from '../objects/frame.ts';
import { generatorOf } from '../objects/frame.ts';
import { FRAME_EXECUTING } from '../objects/generator.ts';
import type { PyTraceback } from '../objects/traceback.ts';
import { current } from './state.ts';

/** The location table of a code object, as far as lines go. */
interface LineTable {
  /** Where the entries end, rising. */
  readonly ends: readonly number[];
  readonly lines: readonly (number | undefined)[];
}

/** Programs that ask for lines (logging, warnings) ask for the same ones again. */
const lineTables = new WeakMap<PyCode, LineTable>();

function lineTableOf(code: PyCode): LineTable {
  let table = lineTables.get(code);
  if (table === undefined) {
    const entries = parseLocationTable(code.co_linetable, Number(code.co_firstlineno));
    table = { ends: entries.map(({ end }) => end), lines: entries.map(({ lineno }) => lineno) };
    lineTables.set(code, table);
  }
  return table;
}

/** The source line of the instruction at a byte offset; `undefined` where it has none. */
export function lineAt(code: PyCode, offset: number): number | undefined {
  if (offset < 0) return Number(code.co_firstlineno);
  const { ends, lines } = lineTableOf(code);
  let low = 0;
  let high = ends.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (offset < ends[middle]!) high = middle;
    else low = middle + 1;
  }
  return lines[low];
}

/** `f_lasti`: the byte offset of the instruction that a frame executes or, when suspended, goes on with. */
export function frameLasti(frame: Frame): number {
  current.thread.activations.refresh(frame);
  const generator = generatorOf(frame);
  const suspended = generator !== undefined && generator.state < FRAME_EXECUTING;
  return 2 * (suspended || frame.instrPtr === 0 ? frame.instrPtr : frame.instrPtr - 1);
}

/** The source line of the instruction that a frame executes; 0 where it has none. */
export function frameLine(frame: Frame): number {
  return lineAt(frame.code, frameLasti(frame)) ?? 0;
}

/** `tb_lineno`. */
export function tracebackLine(traceback: PyTraceback): number | undefined {
  return traceback.lineno === -1 ? lineAt(traceback.frame.code, traceback.lasti) : traceback.lineno;
}
