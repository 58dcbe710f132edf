/**
 * Where compiled code begins, how that is called, what speaks against compiling it, and the way from there to its
 * JavaScript. Needs nobody who runs: the compiler (jit.ts) and those who only show the code (listing.ts) come here.
 */
import * as op from '../bytecode/opcodes.gen.ts';
import { OPCODE_CACHES } from '../bytecode/opcodes.gen.ts';
import { CO_NEWLOCALS, type PyCode, parameterCount, type Steps } from '../objects/code.ts';
import type { PyDict } from '../objects/dict.ts';
import { PyFunction } from '../objects/function.ts';
import { utf16FromStr } from '../objects/str.ts';
import type { CodeUnit } from '../runtime/activations.ts';
import { dictGetStr } from '../runtime/dict.ts';
import { lineAt } from '../runtime/frame-line.ts';
import { neverWent } from '../vm/operators.ts';
import { buildFlowGraph } from './flow-graph.ts';
import { type GeneratorPart, IS_GENERATOR, outermostHandler, startOf, type Way } from './generators.ts';
import { writeInstruction } from './instructions.ts';
import type { Places, Translation } from './subject.ts';
import { Translator } from './translator.ts';
import { Unsupported, unseenWay } from './values.ts';

/** A place where compiled code begins. */
export interface EntryPoint {
  readonly instruction: number;
  readonly depth: number;
  /** Of a function; absent for a loop and for a step. */
  readonly parameters: number | undefined;
  /** How many defaults the function has. */
  readonly defaults?: number;
  /** How the code is entered when it is a generator's. */
  readonly way?: Way;
}

/** Instructions beyond which a function is not compiled: V8 would not optimise the result. */
const MAX_CODE_UNITS = 12_000;

/**
 * How many code units the compiled steps of a generator may have together. Each step has everything that can follow it
 * up to the next `yield`, which in a long row of them is little, and in a loop around them the whole loop.
 */
export const MAX_STEP_UNITS = 24_000;

/**
 * Functions that name one of these stay interpreted: they look at frames, where compiled code has no variables to show,
 * or ask for a collection, for which the host's engine keeps alive what compiled code has done with.
 */
const LOOKS_AT_FRAMES = new Set([
  ...['locals', 'eval', 'exec', 'vars', 'dir', 'f_locals'],
  ...['settrace', 'setprofile', 'set_trace', 'breakpoint', 'collect', 'gc_collect'],
  ...['set_events', 'set_local_events', 'restart_events'],
]);

/** Functions that name one of these have a frame in their hands, and may hand it to who looks at the variables. */
const HANDS_OUT_FRAMES = new Set(['_getframe', 'currentframe', 'f_back', 'tb_frame']);

function handsOutFrames(code: PyCode): boolean {
  return code.co_names.some((name) => HANDS_OUT_FRAMES.has(utf16FromStr(name)));
}

export function isGenerator(code: PyCode): boolean {
  return (code.co_flags & IS_GENERATOR) !== 0;
}

/** Two of these names in one function: it looks at the variables of who called it, and perhaps of who called that one. */
const LOOKS_AT_CALLERS = new Set(['_getframe', 'currentframe', 'f_back', 'tb_frame', '_current_frames']);

/** Does a function look at the variables of its callers, or at what they have let go of? */
function looksAtCallers({ co_names }: PyCode): boolean {
  const names = co_names.map(utf16FromStr);
  if (names.includes('gc_collect') || (names.includes('collect') && names.includes('gc'))) return true;
  return names.includes('f_locals') && names.some((other) => LOOKS_AT_CALLERS.has(other));
}

/** The name of a global function that code names and that looks at its callers, itself or through another one. */
function lookerNamed(code: PyCode, globals: PyDict, depth: number): string | undefined {
  return code.co_names.map(utf16FromStr).find((name) => {
    const callee = dictGetStr(globals, name);
    if (!(callee instanceof PyFunction) || callee.func_code === code) return false;
    const { func_code } = callee;
    if (looksAtCallers(func_code)) return true;
    return depth > 1 && lookerNamed(func_code, callee.func_globals, depth - 1) !== undefined;
  });
}

/** Why code is not compiled at all, where that is so. */
export function obstacleTo(code: PyCode, globals: PyDict): string | undefined {
  if (code.co_code.length > 2 * MAX_CODE_UNITS) return `it is longer than ${MAX_CODE_UNITS} code units`;
  if (isGenerator(code) && ((code.co_flags & CO_NEWLOCALS) === 0 || startOf(code) < 0)) {
    return 'it waits, but is not the body of a function';
  }
  if (looksForSelf(code)) return 'it asks its frame for the first argument, by `super()`';
  const name = code.co_names.map(utf16FromStr).find((text) => LOOKS_AT_FRAMES.has(text));
  if (name !== undefined) return `it names ${name}, which looks at frames or collects garbage`;
  if (isGenerator(code) && handsOutFrames(code)) return 'it waits, and hands out frames';
  const looker = lookerNamed(code, globals, 2);
  return looker === undefined
    ? undefined
    : `${looker}(), which it names, looks at its callers' variables or collects garbage`;
}

/** Is there a `super()` without an attribute behind it? That one asks the frame for the first argument. */
function looksForSelf({ executable, co_names, co_localsplusnames }: PyCode): boolean {
  if (!co_localsplusnames.includes('__class__')) return false;
  const { words } = executable!;
  let named = 0;
  let done = 0;
  for (let i = 0; i < words.length; i += 1 + OPCODE_CACHES[words[i]! & 255]!) {
    const opcode = words[i]! & 255;
    if (opcode === op.LOAD_SUPER_ATTR) done++;
    else if (opcode === op.LOAD_GLOBAL && co_names[words[i]! >>> 9] === 'super') named++;
  }
  return done === 0 || named > done;
}

export function parametersOf({ co_argcount, co_kwonlyargcount, co_flags }: PyCode): number {
  return parameterCount(co_argcount, co_kwonlyargcount, co_flags);
}

/** How profiles show the code of a function. */
export function titleOf(code: PyCode): string {
  return `${utf16FromStr(code.co_qualname)} (${utf16FromStr(code.co_filename)}:${code.co_firstlineno})`;
}

/** How profiles show what begins at an entry point. */
export function titleAt(code: PyCode, { instruction, parameters, way }: EntryPoint): string {
  const title = titleOf(code);
  if (way === 'await') return `${title} awaited`;
  if (parameters !== undefined || instruction === 0) return title;
  return `${title} ${way ?? 'loop'} in line ${lineOf(code, instruction) ?? code.co_firstlineno}`;
}

/** The source line of an instruction; artificial ones have none. */
export function lineOf(code: PyCode, instruction: number): number | undefined {
  return lineAt(code, 2 * instruction);
}

/** What is to be translated, and what for. */
export interface Request {
  readonly unit: CodeUnit;
  readonly point: EntryPoint;
  readonly steps: Steps;
  /** Assumptions that did not hold. */
  readonly refuted: ReadonlySet<string>;
  readonly speculates: boolean;
  /** So often a conditional jump has gone the same way if the other one is left to tier 0. */
  readonly often: number;
  readonly exitsAnywhere: boolean;
  /** How many code units steps may have; what this one has is taken off. */
  readonly room: { unitsLeft: number };
  /** Present when somebody wants to see the code. */
  readonly places?: Places | undefined;
}

/** Writes the JavaScript of an entry point. Throws {@link Unsupported}. */
export function translateEntry(request: Request): Translation {
  const { unit, point, steps, refuted, speculates, often, exitsAnywhere, room, places } = request;
  const { code } = unit;
  const { instruction, way } = point;
  const executable = code.executable!;
  const outside = isGenerator(code) ? outermostHandler(executable) : undefined;
  // A step that tier 0 ends leaves nothing behind; a loop does so on the host's stack, and must not do it each time.
  const isStep = isGenerator(code) && way === 'step';
  const mayLeave = (at: number): boolean =>
    isStep || (point.parameters === undefined && speculates && !refuted.has(String(at)));
  const { words } = executable;
  const isUnseen = (jump: number, to: number): boolean =>
    neverWent(words[jump + 1]!, to !== jump + 1 + OPCODE_CACHES[words[jump]! & 255]!, often) &&
    !refuted.has(unseenWay(to));
  const graph = buildFlowGraph(executable, instruction, outside, { mayLeave, isUnseen });
  if (graph === undefined) throw new Unsupported('its control flow cannot be nested');
  let generator: GeneratorPart | undefined;
  if (isGenerator(code)) {
    for (const { start, end } of graph.blocks) room.unitsLeft -= end - start;
    generator = { steps, entry: instruction, way: way ?? 'loop' };
  }
  const title = titleAt(code, point);
  const seen = places === undefined ? {} : { places };
  const assumed = { refuted, speculates, exitsAnywhere };
  const showsVariables = handsOutFrames(code);
  const subject = { unit, graph, title, ...point, ...assumed, generator, showsVariables, ...seen };
  return new Translator(subject, writeInstruction).translate();
}
