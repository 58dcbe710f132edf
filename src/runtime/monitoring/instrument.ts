/**
 * Writing instrumentation into code. The words that the interpreter executes are its own copy of a code object's
 * instructions; an instruction whose event a tool wants is replaced there by its INSTRUMENTED_ form, one that begins a
 * watched line by INSTRUMENTED_LINE, any one under observation by INSTRUMENTED_INSTRUCTION. What is nested in what:
 * LINE hides INSTRUCTION, which hides the instrumented form of the opcode, which hides the opcode itself. Code that
 * nobody watches has none of them and pays nothing.
 *
 * A change of what is watched everywhere only raises the version of the interpreter's monitoring: code that runs takes
 * it over at once, all other when it is next entered.
 * CPython: Python/instrumentation.c (`force_instrument_lock_held`, `initialize_lines`).
 */
import { decodeWords } from '../../bytecode/instructions.ts';
import { parseExceptionTable, parseLocationTable } from '../../bytecode/locations.ts';
import * as op from '../../bytecode/opcodes.gen.ts';
import type { PyCode } from '../../objects/code.ts';
import { type CodeLines, CodeMonitoring, type Tools } from '../../objects/code-monitoring.ts';
import type { Interpreter } from '../state.ts';
import {
  BRANCH_LEFT,
  BRANCH_RIGHT,
  CALL,
  INSTRUCTION,
  JUMP,
  LINE,
  LOCAL_EVENTS,
  PY_RESUME,
  PY_RETURN,
  PY_START,
  PY_YIELD,
  STOP_ITERATION,
  TOOL_IDS,
} from './events.ts';

/** Opcodes with an event: their instrumented forms, and the events; those of RESUME depend on its oparg. */
const INSTRUMENTED: readonly (readonly [opcode: number, instrumented: number, event: number])[] = [
  [op.RESUME, op.INSTRUMENTED_RESUME, PY_START],
  [op.RETURN_VALUE, op.INSTRUMENTED_RETURN_VALUE, PY_RETURN],
  [op.YIELD_VALUE, op.INSTRUMENTED_YIELD_VALUE, PY_YIELD],
  [op.CALL, op.INSTRUMENTED_CALL, CALL],
  [op.CALL_KW, op.INSTRUMENTED_CALL_KW, CALL],
  [op.CALL_FUNCTION_EX, op.INSTRUMENTED_CALL_FUNCTION_EX, CALL],
  [op.LOAD_SUPER_ATTR, op.INSTRUMENTED_LOAD_SUPER_ATTR, CALL],
  [op.JUMP_FORWARD, op.INSTRUMENTED_JUMP_FORWARD, JUMP],
  [op.JUMP_BACKWARD, op.INSTRUMENTED_JUMP_BACKWARD, JUMP],
  [op.POP_JUMP_IF_FALSE, op.INSTRUMENTED_POP_JUMP_IF_FALSE, BRANCH_RIGHT],
  [op.POP_JUMP_IF_TRUE, op.INSTRUMENTED_POP_JUMP_IF_TRUE, BRANCH_RIGHT],
  [op.POP_JUMP_IF_NONE, op.INSTRUMENTED_POP_JUMP_IF_NONE, BRANCH_RIGHT],
  [op.POP_JUMP_IF_NOT_NONE, op.INSTRUMENTED_POP_JUMP_IF_NOT_NONE, BRANCH_RIGHT],
  [op.NOT_TAKEN, op.INSTRUMENTED_NOT_TAKEN, BRANCH_LEFT],
  [op.FOR_ITER, op.INSTRUMENTED_FOR_ITER, BRANCH_LEFT],
  [op.POP_ITER, op.INSTRUMENTED_POP_ITER, BRANCH_RIGHT],
  [op.END_ASYNC_FOR, op.INSTRUMENTED_END_ASYNC_FOR, BRANCH_RIGHT],
  [op.END_FOR, op.INSTRUMENTED_END_FOR, STOP_ITERATION],
  [op.END_SEND, op.INSTRUMENTED_END_SEND, STOP_ITERATION],
];

const NO_EVENT = -1;
const INSTRUMENTED_FORM = new Uint8Array(256);
const EVENT_OF = new Int8Array(256).fill(NO_EVENT);
for (const [opcode, instrumented, event] of INSTRUMENTED) {
  INSTRUMENTED_FORM[opcode] = instrumented;
  EVENT_OF[opcode] = event;
}

/** The event of an instruction, −1 when it has none. */
function eventOf(word: number): number {
  const opcode = word & 255;
  return opcode === op.RESUME && word >>> 8 > 0 ? PY_RESUME : EVENT_OF[opcode]!;
}

/** The monitoring data of a code object, made when first asked for. */
export function monitoringOf(code: PyCode): CodeMonitoring {
  if (code.monitoring === undefined) {
    const base = decodeWords(code.co_code);
    let first = 0;
    while (first < base.length && (base[first]! & 255) !== op.RESUME) {
      first += 1 + op.OPCODE_CACHES[base[first]! & 255]!;
    }
    code.monitoring = new CodeMonitoring(base, first, LOCAL_EVENTS);
  }
  return code.monitoring;
}

/** Calls back with the index and the word of each instruction that tools can see. */
function forEachTraceable(data: CodeMonitoring, visit: (index: number, word: number) => void): void {
  const { base } = data;
  for (let i = data.firstTraceable; i < base.length; i += 1 + op.OPCODE_CACHES[base[i]! & 255]!) {
    visit(i, base[i]!);
  }
}

/** The opcode that stands below INSTRUMENTED_LINE. */
export function opcodeBelowLine(data: CodeMonitoring, index: number): number {
  return data.instructionTools[index] !== 0
    ? op.INSTRUMENTED_INSTRUCTION
    : opcodeBelowInstruction(data, index);
}

/** The opcode that stands below INSTRUMENTED_INSTRUCTION. */
export function opcodeBelowInstruction(data: CodeMonitoring, index: number): number {
  const opcode = data.base[index]! & 255;
  return data.tools[index] !== 0 ? INSTRUMENTED_FORM[opcode]! : opcode;
}

/** The word to execute at an index. */
function instrumentedWord(data: CodeMonitoring, index: number): number {
  const opcode = data.lineTools[index] !== 0 ? op.INSTRUMENTED_LINE : opcodeBelowLine(data, index);
  return (data.base[index]! & ~255) | opcode;
}

/** All words to execute: for code that is prepared after it was instrumented. */
export function instrumentedWords(data: CodeMonitoring): Int32Array {
  return data.base.map((_, index) => instrumentedWord(data, index));
}

/** Writes what has to be executed at one place. */
function rewrite(code: PyCode, data: CodeMonitoring, index: number): void {
  if (code.executable !== undefined) code.executable.words[index] = instrumentedWord(data, index);
}

/** Takes tools off one instruction, for good: until events are restarted. */
export function removeTools(code: PyCode, index: number, tools: Tools): void {
  const data = code.monitoring!;
  data.tools[index]! &= ~tools;
  rewrite(code, data, index);
}

export function removeLineTools(code: PyCode, index: number, tools: Tools): void {
  const data = code.monitoring!;
  data.lineTools[index]! &= ~tools;
  rewrite(code, data, index);
}

export function removeInstructionTools(code: PyCode, index: number, tools: Tools): void {
  const data = code.monitoring!;
  data.instructionTools[index]! &= ~tools;
  rewrite(code, data, index);
}

/** The index where an instruction jumps to for the purpose of line events; −1 where it does not. */
function lineTarget(word: number, next: number): number {
  const oparg = word >>> 8;
  switch (word & 255) {
    case op.POP_JUMP_IF_FALSE:
    case op.POP_JUMP_IF_TRUE:
    case op.POP_JUMP_IF_NONE:
    case op.POP_JUMP_IF_NOT_NONE:
    case op.JUMP_FORWARD:
      return next + oparg;
    case op.FOR_ITER:
    case op.SEND:
      // Behind END_FOR or END_SEND.
      return next + oparg + 1;
    case op.JUMP_BACKWARD:
    case op.JUMP_BACKWARD_NO_INTERRUPT:
      return next - oparg;
    default:
      return -1;
  }
}

/** Can an instruction of this kind not begin a line? Loops skip the first three; the others must stay visible. */
function startsNoLine(opcode: number): boolean {
  return (
    opcode === op.END_ASYNC_FOR ||
    opcode === op.END_FOR ||
    opcode === op.END_SEND ||
    opcode === op.RESUME ||
    opcode === op.POP_ITER
  );
}

/** Lines as `sys.monitoring` sees them: each jump target and handler begins one, whatever stands before it. */
function findLines(code: PyCode, data: CodeMonitoring): CodeLines {
  const { base, firstTraceable } = data;
  const length = base.length;
  const lineOf = new Int32Array(length).fill(-1);
  const starts = new Uint8Array(length);
  const lineAt = new Int32Array(length).fill(-1);
  for (const { start, end, lineno } of parseLocationTable(code.co_linetable, Number(code.co_firstlineno))) {
    if (lineno !== undefined) lineAt.fill(lineno, start >> 1, end >> 1);
  }
  let currentLine = -1;
  for (let i = 0; i < length; i += 1 + op.OPCODE_CACHES[base[i]! & 255]!) {
    const line = lineAt[i]!;
    lineOf[i] = line;
    if (i < firstTraceable || startsNoLine(base[i]! & 255)) continue;
    if (line !== currentLine && line >= 0) starts[i] = 1;
    currentLine = line;
  }
  forEachTraceable(data, (i, word) => {
    const target = lineTarget(word, i + 1 + op.OPCODE_CACHES[word & 255]!);
    if (target >= 0 && target < length && lineOf[target]! >= 0 && (base[target]! & 255) !== op.POP_ITER) {
      starts[target] = 1;
    }
  });
  for (const { target } of parseExceptionTable(code.co_exceptiontable)) {
    const handler = target >> 1;
    if (handler < length && lineOf[handler]! >= 0 && (base[handler]! & 255) !== op.END_ASYNC_FOR) {
      starts[handler] = 1;
    }
  }
  return { lineOf, starts };
}

/** The lines of a code object, found when first asked for. */
export function linesOf(code: PyCode): CodeLines {
  const data = monitoringOf(code);
  data.lines ??= findLines(code, data);
  return data.lines;
}

/** Has the code taken over all that tools have asked for? */
function isUpToDate(code: PyCode, interp: Interpreter): boolean {
  const { monitoring } = interp;
  return code.monitoring === undefined
    ? !monitoring.watchesCode
    : code.monitoring.version === monitoring.version;
}

/** Instruments a code object anew if it is not up to date. Was it not? */
export function instrument(code: PyCode, interp: Interpreter): boolean {
  if (isUpToDate(code, interp)) return false;
  forceInstrument(code, interp);
  return true;
}

/** Tools whose local events were set before the tool was cleared. */
function voidTools(data: CodeMonitoring, interp: Interpreter): Tools {
  let tools = 0;
  for (let tool = 0; tool < TOOL_IDS; tool++) {
    if (data.toolVersions[tool] !== interp.monitoring.toolVersions[tool]) tools |= 1 << tool;
  }
  return tools;
}

/** Brings a code object up to date. */
export function forceInstrument(code: PyCode, interp: Interpreter): void {
  const { monitoring } = interp;
  const data = monitoringOf(code);
  const kept = ~voidTools(data, interp);
  const restarted = monitoring.lastRestart > data.version;
  const removed = new Uint8Array(LOCAL_EVENTS);
  const added = new Uint8Array(LOCAL_EVENTS);
  let changed = false;
  for (let event = 0; event < LOCAL_EVENTS; event++) {
    data.local[event]! &= kept;
    const before = data.active[event]!;
    const now = monitoring.tools[event]! | data.local[event]!;
    removed[event] = restarted ? before : before & ~now;
    added[event] = restarted ? now : now & ~before;
    changed ||= removed[event] !== 0 || added[event] !== 0;
    data.active[event] = now;
  }
  data.version = monitoring.version;
  if (!changed) return;
  const starts = added[LINE] !== 0 || removed[LINE] !== 0 ? linesOf(code).starts : undefined;
  forEachTraceable(data, (i, word) => {
    const opcode = word & 255;
    const event = eventOf(word);
    if (event >= 0) data.tools[i] = (data.tools[i]! & ~removed[event]!) | added[event]!;
    if (starts !== undefined && starts[i] !== 0) {
      data.lineTools[i] = (data.lineTools[i]! & ~removed[LINE]!) | added[LINE]!;
    }
    if (opcode !== op.RESUME && opcode !== op.END_FOR) {
      data.instructionTools[i] = (data.instructionTools[i]! & ~removed[INSTRUCTION]!) | added[INSTRUCTION]!;
    }
    rewrite(code, data, i);
  });
}
