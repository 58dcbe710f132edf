/**
 * Where compiled code begins, how that is called, and the way from there to its
 * JavaScript. Needs nobody who runs: the compiler (jit.ts) and those who only show the code (listing.ts) come here.
 */
import { type PyCode, parameterCount, type Steps } from '../objects/code.ts';
import { utf16FromStr } from '../objects/str.ts';
import type { CodeUnit } from '../runtime/activations.ts';
import { lineAt } from '../runtime/frame-line.ts';
import { buildFlowGraph, unseenWays } from './flow-graph.ts';
import { type GeneratorPart, isGenerator, outermostHandler, type Way } from './generators.ts';
import { writeInstruction } from './instructions.ts';
import { handsOutFrames } from './obstacles.ts';
import type { Places, Subject, Translation } from './subject.ts';
import { Translator } from './translator.ts';
import { Unsupported } from './values.ts';

/** A place where compiled code begins. */
export interface EntryPoint {
  readonly instruction: number;
  readonly depth: number;
  /** Of a function; absent for a loop and for a step. */
  readonly parameters: number | undefined;
  /** How many defaults the function has. */
  readonly defaults?: number;
  /** See {@link Subject}. */
  readonly counters?: ReadonlyMap<number, number>;
  /** How the code is entered when it is a generator's. */
  readonly way?: Way;
}

/**
 * How many code units the compiled steps of a generator may have together. Each step has everything that can follow it
 * up to the next `yield`, which in a long row of them is little, and in a loop around them the whole loop.
 */
export const MAX_STEP_UNITS = 24_000;

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
  /** See {@link Subject}. */
  readonly inlinedUnit: Subject['inlinedUnit'];
  /** How many code units steps may have; what this one has is taken off. */
  readonly room: { unitsLeft: number };
  /** Present when somebody wants to see the code. */
  readonly places?: Places | undefined;
}

/** Writes the JavaScript of an entry point. Throws {@link Unsupported}. */
export function translateEntry(request: Request): Translation {
  const { unit, point, steps, refuted, speculates, often, exitsAnywhere, inlinedUnit, room, places } =
    request;
  const { code } = unit;
  const { instruction, way } = point;
  const executable = code.executable!;
  const outside = isGenerator(code) ? outermostHandler(executable) : undefined;
  // A step that tier 0 ends leaves nothing behind; a loop does so on the host's stack, and must not do it each time.
  const isStep = isGenerator(code) && way === 'step';
  const mayLeave = (at: number): boolean =>
    isStep || (point.parameters === undefined && speculates && !refuted.has(String(at)));
  const isUnseen = unseenWays(executable, often, (way) => refuted.has(way));
  const graph = buildFlowGraph(executable, instruction, outside, { mayLeave, isUnseen });
  if (graph === undefined) throw new Unsupported('its control flow cannot be nested');
  let generator: GeneratorPart | undefined;
  if (isGenerator(code)) {
    for (const { start, end } of graph.blocks) room.unitsLeft -= end - start;
    generator = { steps, entry: instruction, way: way ?? 'loop' };
  }
  const title = titleAt(code, point);
  const seen = places === undefined ? {} : { places };
  const assumed = { refuted, speculates, often, exitsAnywhere, inlinedUnit };
  const showsVariables = handsOutFrames(code);
  const subject = { unit, graph, title, ...point, ...assumed, generator, showsVariables, ...seen };
  return new Translator(subject, writeInstruction).translate();
}
