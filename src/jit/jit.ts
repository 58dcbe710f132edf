/**
 * The just-in-time compiler as the interpreter sees it: what is hot is translated to JavaScript, and the function is told.
 *
 * Code that cannot be translated is tried once. Code is compiled for one namespace of globals, the one it was hot in: a
 * function of the same code in another namespace stays interpreted.
 */
import { CO_COROUTINE, CO_VARARGS, CO_VARKEYWORDS, type PyCode, type Steps } from '../objects/code.ts';
import type { PyDict } from '../objects/dict.ts';
import type { Frame } from '../objects/frame.ts';
import { type CompiledEntry, type PyFunction, setCompiledForm } from '../objects/function.ts';
import type { PyGenBase, Step } from '../objects/generator.ts';
import type { PyObject } from '../objects/object.ts';
import { PyRangeIter } from '../objects/range.ts';
import type { CodeUnit } from '../runtime/activations.ts';
import { keepInCells } from '../runtime/dict.ts';
import type { CompiledLoop, Jit, Thread } from '../runtime/state.ts';
import {
  type EntryPoint,
  MAX_STEP_UNITS,
  parametersOf,
  type Request,
  titleAt,
  titleOf,
  translateEntry,
} from './entry-points.ts';
import { IS_GENERATOR, isGenerator, writeMaker } from './generators.ts';
import { describePlace } from './listing.ts';
import type { JitLog } from './log.ts';
import { obstacleTo } from './obstacles.ts';
import { randomNumbers, runtimeFor } from './runtime.ts';
import type { Places, Translation } from './subject.ts';
import { assumedAt, isOfObjects, isUnseenWay, Unsupported } from './values.ts';

/** So often an assumption may fail before the code is written again; if it was given up once before, without it. */
const MAX_FAILURES = 3;
/** So often code is written again; then nothing is assumed any more. */
const MAX_REVISIONS = 16;

/** So often a conditional jump has to go the same way before the other one is left to tier 0. */
const OFTEN = 32;
/** So many ways of a code object that were left to tier 0 may be taken; then none is left to it any more. */
const MAX_SURPRISES = 4;

const FORBIDDEN = 'the host does not allow JavaScript to be made from text';

type AwaitEntry = NonNullable<PyFunction['jitAwait']>;

/**
 * So many pieces of code are made in a turn of the host's event loop, between two of which it keeps the targets of all new
 * weak references: `Activations` has one to each, and nobody else may refer to it any more.
 */
const PIECES_IN_TURN = 16;

/** After so many calls a function of which a loop was compiled is compiled itself: its loop is good for some. */
const CALLS_BEHIND_LOOP = 8;

/** What is known of a code object. */
interface Unit {
  readonly code: PyCode;
  readonly globals: PyDict;
  readonly builtins: PyObject;
  /** The compiled function; absent while there is none. */
  entry: CompiledEntry | undefined;
  /** How many defaults the function of it had that was compiled first; functions fill in that many. */
  defaults: number | undefined;
  /** It was compiled as a function. */
  isProven: boolean;
  /** It cannot be compiled. */
  isHopeless: boolean;
  /** By the code unit where the loop begins, and the depth of the stack there. */
  readonly loops: Map<string, CompiledLoop | undefined>;
  /** Assumptions that did not hold, once: what tier 0 has seen since may tell better. */
  readonly doubted: Set<string>;
  /** Assumptions that did not hold again. */
  readonly refuted: Set<string>;
  revisions: number;
  /** How many ways were taken that were left to tier 0. */
  surprises: number;
  /** Of a coroutine function. */
  awaitEntry: AwaitEntry | undefined;
  /** Of a generator: what is compiled, where that was tried, and how much more may be. */
  readonly steps: Steps;
  readonly tried: Set<number>;
  unitsLeft: number;
}

export class JustInTime implements Jit {
  readonly #thread: Thread;
  readonly #units = new WeakMap<PyCode, Unit>();
  readonly #log: JitLog | undefined;
  /** Compiled code hands over to tier 0 at one instruction of so many, at random; 0: at none. */
  readonly #exits: number;
  /** Up to this threshold others are chosen at random after each compilation; 0: they stay. */
  readonly #thresholds: number;
  readonly #random = randomNumbers();
  #runtime: Readonly<Record<string, unknown>> | undefined;
  #pieces = 0;
  /** The host does not allow JavaScript to be made from text. */
  #isForbidden = false;

  constructor(thread: Thread, log: JitLog | undefined, exits = 0, thresholds = 0) {
    this.#exits = exits;
    this.#thresholds = thresholds;
    this.#thread = thread;
    this.#log = log;
  }

  end(): void {
    this.#log?.summary();
  }

  attach(func: PyFunction): boolean {
    this.#thread.interp.whenCompiling();
    const code = func.func_code;
    const unit = this.#unitOf(code, func.func_globals, func.func_builtins);
    if (unit === undefined || unit.isHopeless) return false;
    unit.defaults ??= func.func_defaults?.items.length ?? 0;
    let jitEntry = unit.entry;
    if (jitEntry === undefined) {
      const parameters = parametersOf(code);
      const entry = isGenerator(code)
        ? this.#maker(unit, parameters)
        : this.#compile(unit, { instruction: 0, depth: 0, parameters, defaults: unit.defaults ?? 0 });
      jitEntry = entry as CompiledEntry | undefined;
      unit.entry = jitEntry;
      unit.isHopeless = jitEntry === undefined;
      if (jitEntry === undefined) return false;
      unit.isProven = true;
    }
    const isPlain = (code.co_flags & (CO_VARARGS | CO_VARKEYWORDS)) === 0 && code.co_kwonlyargcount === 0;
    const jitArity = isPlain ? code.co_argcount : -1;
    const jitAwait = this.#awaitEntry(unit);
    const { globals, defaults = 0 } = unit;
    const form = { globals, jitEntry, jitArity, jitAwait, defaults };
    code.executable!.compiled = form;
    setCompiledForm(func, form);
    return true;
  }

  loop(frame: Frame, instruction: number, stackpointer: number): CompiledLoop | undefined {
    this.#thread.interp.whenCompiling();
    const { code } = frame;
    const unit = this.#unitOf(code, frame.globals, frame.builtins);
    if (unit === undefined || unit.isHopeless) return undefined;
    const depth = stackpointer - code.localsCount;
    const key = loopKey(instruction, depth);
    if (!unit.loops.has(key)) {
      const counters = countersOf(frame.localsplus.slice(code.localsCount, stackpointer));
      const loop = this.#compile(unit, { instruction, depth, parameters: undefined, counters });
      unit.loops.set(key, loop as CompiledLoop | undefined);
      // What is called some more times begins as compiled code.
      const executable = code.executable!;
      executable.calls = Math.max(executable.calls, this.#thread.interp.jitCalls - CALLS_BEHIND_LOOP);
    }
    return unit.loops.get(key);
  }

  step(generator: PyGenBase): boolean {
    const { code } = generator;
    const frame = generator.frame!;
    const unit = this.#unitOf(code, frame.globals, frame.builtins);
    if (unit === undefined || unit.isHopeless) return false;
    const { instrPtr } = frame;
    const { entries } = unit.steps;
    if (entries[instrPtr] === undefined) {
      if (unit.tried.has(instrPtr)) return false;
      if (unit.unitsLeft < 0) {
        this.#log?.refused(titleOf(code), `its steps are longer than ${MAX_STEP_UNITS} code units together`);
        return false;
      }
      unit.tried.add(instrPtr);
      // What is sent comes on top of the stack.
      const depth = frame.stackpointer - code.localsCount + 1;
      const point: EntryPoint = { instruction: instrPtr, depth, parameters: undefined, way: 'step' };
      entries[instrPtr] = this.#compile(unit, point) as Step | undefined;
    }
    generator.step = entries[instrPtr];
    return generator.step !== undefined;
  }

  /** The body of a coroutine function for calls that are awaited at once. */
  #awaitEntry(unit: Unit): AwaitEntry | undefined {
    const { code } = unit;
    if ((code.co_flags & IS_GENERATOR) !== CO_COROUTINE || unit.awaitEntry !== undefined)
      return unit.awaitEntry;
    const point: EntryPoint = { instruction: 0, depth: 0, parameters: parametersOf(code), way: 'await' };
    if (unit.tried.has(0)) return undefined;
    unit.tried.add(0);
    unit.awaitEntry = this.#compile(unit, point) as AwaitEntry | undefined;
    return unit.awaitEntry;
  }

  /**
   * The piece of code that a function is where it is inlined. The code that it is inlined into is told of its exits. What
   * calls a function once each time it is called is hot before that is: so it need not be compiled itself, unless only
   * what is `proven` is wanted.
   */
  #inlinedUnit(
    { func_code: code, func_globals: globals, func_builtins: builtins }: PyFunction,
    isProven: boolean,
  ): CodeUnit | undefined {
    if (this.#units.get(code)?.isProven !== true) {
      const { calls = 0 } = code.executable ?? {};
      if (isProven || 2 * calls < this.#thread.interp.jitCalls) return undefined;
      if (this.#unitOf(code, globals, builtins)?.isHopeless !== false) return undefined;
    }
    const base = this.#thread.activations.newBase(code);
    return { base, code, globals, builtins, bareLocals: new Map(), failed() {}, left: undefined };
  }

  /** What a call of a generator function is. */
  #maker({ code, steps, defaults }: Unit, parameters: number): ((...args: never[]) => unknown) | undefined {
    const start = performance.now();
    const title = titleOf(code);
    const source = writeMaker(code, parameters, title, defaults);
    const made = source === undefined ? undefined : this.#make(source, [steps.entries], undefined);
    if (this.#log === undefined) return made;
    if (source === undefined) this.#log.refused(title, 'it does something before it becomes a generator');
    else if (made === undefined) this.#log.refused(title, FORBIDDEN);
    else {
      const why = `${code.executable!.calls} calls`;
      this.#log.compiled(title, 'function', why, source.length, performance.now() - start);
    }
    return made;
  }

  #unitOf(code: PyCode, globals: PyDict, builtins: PyObject): Unit | undefined {
    if (this.#isForbidden || code.monitoring !== undefined) return undefined;
    if (code.executable!.isLookedAt) {
      this.#log?.refused(titleOf(code), 'somebody looks at its variables while it runs');
      return undefined;
    }
    let unit = this.#units.get(code);
    if (unit === undefined) {
      const obstacle = obstacleTo(code, globals);
      const isHopeless = obstacle !== undefined;
      if (isHopeless) this.#log?.refused(titleOf(code), obstacle);
      if (!isHopeless) keepInCells(globals);
      const entries: undefined[] = new Array(code.co_code.length / 2).fill(undefined);
      const steps = { globals, entries: isGenerator(code) ? entries : [] };
      unit = {
        code,
        globals,
        builtins,
        entry: undefined,
        defaults: undefined,
        isProven: false,
        isHopeless,
        loops: new Map(),
        doubted: new Set(),
        refuted: new Set(),
        revisions: 0,
        surprises: 0,
        awaitEntry: undefined,
        steps,
        tried: new Set(),
        unitsLeft: MAX_STEP_UNITS,
      };
      if (isGenerator(code) && !isHopeless) code.executable!.steps = steps;
      this.#units.set(code, unit);
    }
    if (unit.globals === globals) return unit;
    this.#log?.refused(titleOf(code), 'it is compiled for another namespace');
    return undefined;
  }

  /** Compiles; `undefined` when that is not possible, which the log says. */
  #compile(unit: Unit, point: EntryPoint): ((...args: never[]) => unknown) | undefined {
    const { code, globals, builtins, refuted, steps } = unit;
    const start = performance.now();
    const failures: number[] = [];
    let assumptions: readonly string[] = [];
    let made: ((...args: never[]) => unknown) | undefined;
    const { activations } = this.#thread;
    const log = this.#log;
    const codeUnit: CodeUnit = {
      base: activations.newBase(code),
      code,
      globals,
      builtins,
      bareLocals: new Map(),
      failed: (func, number) => {
        const count = (failures[number] ?? 0) + 1;
        failures[number] = count;
        const why = `what was assumed does not hold (${count} of ${MAX_FAILURES}), interpreted from there`;
        log?.left(titleAt(code, point), describePlace(code, assumedAt(assumptions[number]!)), why);
        const isEnough = count >= MAX_FAILURES || isOfObjects(assumptions[number]!);
        if (isEnough) this.#revise(unit, point, assumptions[number]!, func, made!);
      },
      left:
        log &&
        ((instruction) => {
          const why = 'a signal, another thread or a tracer waits, interpreted from there';
          log.left(titleAt(code, point), describePlace(code, instruction), why);
        }),
    };
    const places: Places | undefined =
      log?.showsCode === true ? { units: [], resumptions: new Map() } : undefined;
    const speculates = unit.revisions < MAX_REVISIONS;
    const often =
      speculates && unit.surprises < MAX_SURPRISES
        ? Math.min(OFTEN, this.#thread.interp.jitCalls)
        : Number.POSITIVE_INFINITY;
    try {
      const exitsAnywhere = this.#exits > 0;
      const request = {
        unit: codeUnit,
        point,
        steps,
        refuted,
        speculates,
        often,
        exitsAnywhere,
        room: unit,
        places,
      };
      const translation = this.#translate(request);
      ({ assumptions } = translation);
      if (this.#thresholds > 0) this.#chooseThresholds();
      if (++this.#pieces % PIECES_IN_TURN === 0) this.#thread.interp.host.endTurn();
      activations.addUnit(codeUnit);
      for (const inlined of translation.inlined) activations.addUnit(inlined);
      made = this.#make(translation.source, translation.constants, codeUnit);
      if (log === undefined) return made;
      const title = titleAt(code, point);
      if (made === undefined) {
        log.refused(title, FORBIDDEN);
        return undefined;
      }
      const kind = point.way === 'step' ? 'step' : point.parameters === undefined ? 'loop' : 'function';
      const { length } = translation.source;
      log.compiled(title, kind, whyCompiled(code, point, unit.revisions), length, performance.now() - start);
      if (places !== undefined) log.code(codeUnit, translation, places);
      return made;
    } catch (error) {
      if (!(error instanceof Unsupported)) throw error;
      log?.refused(titleAt(code, point), error.message);
      return undefined;
    }
  }

  /** The code of an entry point: if something that is inlined stands in the way, without what was not compiled itself. */
  #translate(request: Omit<Request, 'inlinedUnit'>): Translation {
    let isBold = false;
    const inlinedUnit = (func: PyFunction): CodeUnit | undefined => {
      isBold ||= this.#units.get(func.func_code)?.isProven !== true;
      return this.#inlinedUnit(func, false);
    };
    try {
      return translateEntry({ ...request, inlinedUnit });
    } catch (error) {
      if (!(error instanceof Unsupported) || !isBold) throw error;
      return translateEntry({ ...request, inlinedUnit: (func) => this.#inlinedUnit(func, true) });
    }
  }

  #chooseThresholds(): void {
    const { interp } = this.#thread;
    const choose = () => 1 + Math.floor(this.#random() * this.#thresholds);
    interp.jitCalls = choose();
    interp.jitRounds = choose();
    interp.jitResumptions = choose();
  }

  /** What the source gives; `undefined` where the host does not allow that. */
  #make(
    source: string,
    constants: readonly unknown[],
    unit: CodeUnit | undefined,
  ): ((...args: never[]) => unknown) | undefined {
    this.#runtime ??= runtimeFor(this.#thread, this.#exits);
    const words = new Set(source.match(/[A-Za-z_]\w*/g));
    const names = Object.keys(this.#runtime).filter((name) => words.has(name));
    const values = names.map((name) => this.#runtime![name]);
    try {
      // All are parameters: V8 takes a parameter that nothing is assigned to for a constant, and need not ask at each use
      // whether it has its value yet, as it does with a `const`.
      const make = new Function(...names, ...constants.map((_, i) => `k${i}`), 'U', source);
      return make(...values, ...constants, unit) as (...args: never[]) => unknown;
    } catch (error) {
      if (!(error instanceof EvalError)) throw error;
      this.#isForbidden = true;
      return undefined;
    }
  }

  /** Gives up compiled code whose assumption does not hold; it is compiled anew when it is asked for. */
  #revise(
    unit: Unit,
    point: EntryPoint,
    assumption: string,
    func: PyFunction | undefined,
    made: (...args: never[]) => unknown,
  ): void {
    const { instruction, depth, parameters, way } = point;
    if (func?.jitEntry === made || (func !== undefined && func.jitAwait === made)) {
      setCompiledForm(func, undefined);
    }
    const key = loopKey(instruction, depth);
    const { entries } = unit.steps;
    let current: unknown;
    if (way === 'step') current = entries[instruction];
    else if (way === 'await') current = unit.awaitEntry;
    else current = parameters === undefined ? unit.loops.get(key) : unit.entry;
    // What others still hold may be given up already.
    if (current !== made) return;
    const isSurprise = isUnseenWay(assumption);
    if (!isOfObjects(assumption)) {
      if (isSurprise || unit.doubted.has(assumption)) unit.refuted.add(assumption);
      unit.doubted.add(assumption);
      if (isSurprise) unit.surprises++;
      else unit.revisions++;
    }
    if (this.#log !== undefined) {
      const next =
        unit.revisions >= MAX_REVISIONS
          ? 'assuming nothing'
          : unit.refuted.has(assumption)
            ? 'without that assumption'
            : 'with what was seen since';
      this.#log.givenUp(titleAt(unit.code, point), `compiled again when it is hot, ${next}`);
    }
    const executable = unit.code.executable!;
    executable.compiled = undefined;
    const { interp } = this.#thread;
    if (way === 'step') {
      entries[instruction] = undefined;
      unit.tried.delete(instruction);
    } else if (way === 'await') {
      unit.awaitEntry = undefined;
      unit.tried.delete(instruction);
      executable.calls = interp.jitCalls - 1;
    } else if (parameters === undefined) {
      unit.loops.delete(key);
      // What stands behind the loop is to be seen first.
      executable.rounds = isSurprise ? 0 : interp.jitRounds - 1;
    } else {
      unit.entry = undefined;
      executable.calls = interp.jitCalls - 1;
    }
  }
}

/** The places of a stack where loops have iterators of ranges, and their steps. */
function countersOf(stack: readonly unknown[]): ReadonlyMap<number, number> {
  const counters = new Map<number, number>();
  stack.forEach((value, i) => {
    if (value instanceof PyRangeIter && value.isLoops) counters.set(i, value.step);
  });
  return counters;
}

function loopKey(instruction: number, depth: number): string {
  return `${instruction} ${depth}`;
}

/** What has made code hot. */
function whyCompiled(code: PyCode, { parameters, way }: EntryPoint, revisions: number): string {
  const { calls, rounds, resumptions } = code.executable!;
  const count =
    way === 'step'
      ? `${resumptions} resumptions`
      : parameters === undefined
        ? `${rounds} rounds`
        : `${calls} calls`;
  return `${count}${revisions > 0 ? `, revision ${revisions}` : ''}, ${code.co_code.length / 2} code units`;
}
