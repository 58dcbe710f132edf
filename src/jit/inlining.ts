/**
 * Inlining: the body of a small Python function that is known in the place of its call.
 *
 * What is inlined is code of its own to everybody who asks: it notes its place among the activations, but only in front of
 * what may look there, has assumptions and exits, and a frame when somebody wants one. What is gained are the boxes of floats
 * and tuples on the way in and out, and all that V8 finds out about variables that it sees together.
 *
 * Where an assumption of it does not hold, tier 0 goes on with the inlined function to its end, and behind the call with
 * the function that it was inlined into: so what compiled code knows of the result holds wherever it goes on.
 *
 * ```
 * let r, y;
 * i0N: { const i0d = d + 1; let i0l0 = l3, i0l1, i0q, i0x;
 *   i0I: {
 *     i0F: try { i0X: { …body: r = …; break i0N; …an exit: break i0X; …raises: break i0F; }
 *       y = exit(…); break i0I;
 *     } catch (e) { fail(…); break i0I; }
 *     abandon(…);
 *   }
 *   if (y === undefined) { …raised }
 *   …exit behind the call, with y
 * }
 * ```
 */
import { CO_NEWLOCALS, CO_VARARGS, CO_VARKEYWORDS, type PyCode } from '../objects/code.ts';
import type { PyFunction } from '../objects/function.ts';
import type { PyObject } from '../objects/object.ts';
import { buildFlowGraph, unseenWays } from './flow-graph.ts';
import { isGenerator } from './generators.ts';
import { forEachInstruction, localsOf } from './instruction-walk.ts';
import { loadConst } from './lookups.ts';
import { handsOutFrames } from './obstacles.ts';
import type { Subject } from './subject.ts';
import type { InlinedBody, Translator } from './translator.ts';
import { isBare, isUnseenWay, type Value } from './values.ts';
import type { Inlining } from './writer.ts';

/** A function with more instructions is not inlined. */
const MAX_INSTRUCTIONS = 60;
/**
 * So many instructions are inlined into a function at most: V8 has to optimise it as a whole. Loops are worth more: with 200,
 * those of SOR and LU in SciMark, which subscript instances of a class six times a round, take more than twice as long. What is
 * called again and again without a loop of its own only starts later: a fifth in raytrace.
 */
const MAX_TOGETHER = 200;
const MAX_TOGETHER_IN_LOOP = 600;
/** So many functions are inlined into one another. */
const MAX_DEPTH = 3;
/** A call whose code had to be written anew so often for what was inlined there is a call from then on. */
const MAX_REFUTED = 6;

/** What the call leaves on the stack, given the result. */
type Resume = (result: Value) => void;

/** A call that may be inlined. */
export interface InlinedCall {
  readonly func: PyFunction;
  /** What the parameters get; those that get nothing have defaults. */
  readonly args: readonly (Value | undefined)[];
  /** So many values are taken off the stack. */
  readonly taken: number;
  /** What else must hold. */
  readonly guards?: readonly string[];
  /** Written in front of the function. */
  readonly prepare?: () => void;
  readonly resume?: Resume;
}

/** Inlines a function. False when it cannot be inlined; nothing is written then. */
export function inlineCall(t: Translator, call: InlinedCall): boolean {
  const { func, args, taken, guards = [], prepare, resume = (result) => t.stack.push(result) } = call;
  const missing = missingArguments(func, args);
  const subject = missing && inlinedSubject(t, func);
  if (subject === undefined) return false;
  const known = t.constant(func);
  const { func_code, func_defaults } = func;
  const isDefaulted = missing!.some((value) => value !== undefined);
  for (const guard of guards) t.exitUnless(guard);
  t.assume(`${known}.func_code === ${t.constant(func_code)}`);
  if (isDefaulted) t.assume(`${known}.func_defaults === ${t.constant(func_defaults)}`);
  t.assumeUnwatched();
  if (!t.outermost.isFunction) t.assume(`(${t.depth} + 1 < S.limit || hasRoom(${t.depth} + 1))`);
  const assigned = assignedLocals(func_code);
  const given = missing!.map((value, i) => {
    if (value === undefined) return argument(t, args[i]!, assigned.has(i));
    loadConst(t, value);
    return t.popBare();
  });
  t.stack.length -= taken;
  prepare?.();
  writeRegion(t, subject, known, given, resume);
  return true;
}

/** What the parameters get that the call gives nothing for; `undefined` when a call gives too much or too little. */
function missingArguments(
  { func_code, func_defaults }: PyFunction,
  args: readonly (Value | undefined)[],
): (PyObject | undefined)[] | undefined {
  const { co_argcount } = func_code;
  if (args.length > co_argcount) return undefined;
  const defaults = func_defaults?.items ?? [];
  const missing: (PyObject | undefined)[] = [];
  for (let i = 0; i < co_argcount; i++) {
    const standard = args[i] === undefined ? defaults[i - co_argcount + defaults.length] : undefined;
    if (args[i] === undefined && standard === undefined) return undefined;
    missing.push(standard);
  }
  return missing;
}

/** A value as a parameter can have it: a tuple is an object where something else is assigned to the parameter. */
function argument(t: Translator, value: Value, isAssigned: boolean): Value {
  const { kind } = value;
  if (!isBare(kind) || kind === 'double' || kind === 'tagged') return value;
  if (kind === 'tuple' && !isAssigned) return value;
  const boxed = t.temporary();
  t.emit(`const ${boxed} = ${t.boxed(value)};`);
  return { js: boxed, kind: 'any' };
}

/** Goes through all instructions of a function. */
function forAllInstructions({ executable }: PyCode, visit: (opcode: number, oparg: number) => void): void {
  forEachInstruction(executable!, 0, executable!.words.length, visit);
}

/** The fast locals that code assigns to. */
function assignedLocals(code: PyCode): Set<number> {
  const assigned = new Set<number>();
  forAllInstructions(code, (opcode, oparg) => {
    for (const index of localsOf(opcode, oparg)[1]) assigned.add(index);
  });
  return assigned;
}

/** What is translated; `undefined` when the function cannot be inlined here. */
function inlinedSubject(t: Translator, func: PyFunction): Subject | undefined {
  const { subject, output, assumptionPrefix } = t;
  const code = func.func_code;
  if (!t.speculates || subject.showsVariables || !mayInline(func)) return undefined;
  let count = 0;
  forAllInstructions(code, () => count++);
  if (count > MAX_INSTRUCTIONS || t.level >= MAX_DEPTH) return undefined;
  const most = t.isInLoop ? MAX_TOGETHER_IN_LOOP : MAX_TOGETHER;
  if (output.inlinedInstructions + count > most || t.isRunning(code)) return undefined;
  let inlined = output.inlined.get(assumptionPrefix);
  if (inlined?.unit.code !== code) {
    inlined = newSubject(t, func);
    if (inlined === undefined) return undefined;
    output.inlined.set(assumptionPrefix, inlined);
  }
  output.inlinedInstructions += count;
  return inlined;
}

/** The same where nothing was inlined yet. */
function newSubject({ subject, assumptionPrefix }: Translator, func: PyFunction): Subject | undefined {
  const code = func.func_code;
  const { refuted, often } = subject;
  let failures = 0;
  for (const assumption of refuted) {
    if (assumption.startsWith(assumptionPrefix) && !isUnseenWay(assumption)) failures++;
  }
  if (failures > MAX_REFUTED) return undefined;
  const executable = code.executable!;
  const isUnseen = unseenWays(executable, often, (way) => refuted.has(assumptionPrefix + way));
  const graph = buildFlowGraph(executable, 0, undefined, { mayLeave: () => false, isUnseen });
  const unit = graph && subject.inlinedUnit(func);
  if (graph === undefined || unit === undefined) return undefined;
  const { co_argcount: parameters } = code;
  return { ...subject, unit, graph, parameters, depth: 0, generator: undefined, showsVariables: false };
}

/** Is it a function with positional parameters only, which nobody must notice? */
function mayInline({ func_code: code }: PyFunction): boolean {
  const { co_kwonlyargcount, co_flags, executable, monitoring } = code;
  if ((co_flags & (CO_VARARGS | CO_VARKEYWORDS)) !== 0 || co_kwonlyargcount > 0) return false;
  if (isGenerator(code) || handsOutFrames(code)) return false;
  if ((co_flags & CO_NEWLOCALS) === 0 || executable === undefined || monitoring !== undefined) return false;
  return executable.exceptionTable.length === 0 && !executable.isLookedAt;
}

function writeRegion(
  t: Translator,
  subject: Subject,
  func: string,
  args: readonly Value[],
  resume: Resume,
): void {
  const { output } = t;
  const prefix = `i${output.regions++}`;
  const [result, outcome] = [t.temporary(), t.temporary()];
  const inlining: Inlining = {
    caller: t,
    prefix,
    assumptionPrefix: t.assumptionPrefix,
    unit: t.constant(subject.unit),
    func,
    args,
    place: t.notedPlace,
    result,
  };
  output.inlinedDepth = Math.max(output.inlinedDepth, t.level + 1);
  const inner = t.inline(subject, inlining);
  const declared = t.reserve();
  t.open(`${prefix}N: {`);
  t.open(`${prefix}I: {`);
  t.emit(`const ${inner.depth} = ${t.depth} + 1;`);
  const variables = t.reserve();
  t.open(`${prefix}F: try { ${prefix}X: {`);
  const body = inner.translateInlined();
  output.fill(declared, `let ${[...body.results, outcome].join(', ')};`);
  output.fill(variables, `let ${[...body.variables, `${prefix}q`, `${prefix}x`].join(', ')};`);
  leaveRegion(inlining, t, inner, body, outcome, resume);
  t.inlined(body);
  resume(body.result);
}

/** What stands behind the body: where it goes on when it does not return. */
function leaveRegion(
  { prefix, place }: Inlining,
  t: Translator,
  inner: Translator,
  { exits }: InlinedBody,
  outcome: string,
  resume: Resume,
): void {
  const leave = `break ${prefix}I;`;
  t.emit('}');
  if (exits !== undefined) {
    const exit = `${exits}[${prefix}q]`;
    const { outermost } = t;
    t.emit(`${place}; unheld(${outermost.unit}, ${outermost.funcOrNone}, ${exit});`);
    t.emit(
      `${outcome} = exit(${inner.depth}, ${inner.unit}, ${inner.func}, ${exit}, [${inner.localsAtEnd}], [${inner.slots}]); ${leave}`,
    );
  }
  t.close(`} catch (e) { fail(${inner.leavingArguments('e')}); ${leave} }`);
  t.emit(`abandon(${inner.leavingArguments(`${prefix}x`)});`);
  t.close();
  t.aside(() => {
    t.raiseIf(`${outcome} === undefined`, 'T.propagating');
    resume({ js: outcome, kind: 'any' });
    t.exitBehind();
  });
  t.close();
}
