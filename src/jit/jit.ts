/**
 * The just-in-time compiler as the interpreter sees it: what is hot is translated to JavaScript, and the function is told.
 *
 * Code that cannot be translated is tried once. Code is compiled for one namespace of globals, the one it was hot in: a
 * function of the same code in another namespace stays interpreted.
 */
import {
  CO_COROUTINE,
  CO_NEWLOCALS,
  CO_VARARGS,
  CO_VARKEYWORDS,
  type PyCode,
  parameterCount,
  type Steps,
} from '../objects/code.ts';
import type { PyDict } from '../objects/dict.ts';
import type { Frame } from '../objects/frame.ts';
import type { AwaitEntry, CompiledEntry, PyFunction } from '../objects/function.ts';
import type { PyGenBase, Step } from '../objects/generator.ts';
import type { PyObject } from '../objects/object.ts';
import { utf16FromStr } from '../objects/str.ts';
import type { CodeUnit } from '../runtime/activations.ts';
import type { CompiledLoop, Jit, Thread } from '../runtime/state.ts';
import { buildFlowGraph } from './flow-graph.ts';
import {
  type GeneratorPart,
  IS_GENERATOR,
  outermostHandler,
  startOf,
  type Way,
  writeMaker,
} from './generators.ts';
import { writeInstruction } from './instructions.ts';
import { runtimeFor } from './runtime.ts';
import { Translator } from './translator.ts';
import { Unsupported } from './values.ts';

/** Blocks and instructions beyond which a function is not compiled: V8 would not optimise the result. */
const MAX_CODE_UNITS = 12_000;

/**
 * Functions that name one of these stay interpreted: they look at frames, where compiled code has no variables to show,
 * or ask for a collection, for which the host's engine keeps alive what compiled code has done with.
 */
const LOOKS_AT_FRAMES = new Set([
  ...['locals', 'eval', 'exec', 'vars', 'dir', '_getframe', 'currentframe', 'f_locals', 'f_back', 'tb_frame'],
  ...['settrace', 'setprofile', 'set_trace', 'breakpoint', 'collect', 'gc_collect'],
]);

/**
 * How many code units the compiled steps of a generator may have together. Each step has everything that can follow it
 * up to the next `yield`, which in a long row of them is little, and in a loop around them the whole loop.
 */
const MAX_STEP_UNITS = 24_000;

/** So often an assumption may fail before the code is written again; if it was given up once before, without it. */
const MAX_FAILURES = 3;
/** So often code is written again; then nothing is assumed any more. */
const MAX_REVISIONS = 16;

/** What is known of a code object. */
interface Unit {
  readonly code: PyCode;
  readonly globals: PyDict;
  readonly builtins: PyObject;
  /** The compiled function; absent while there is none. */
  entry: CompiledEntry | undefined;
  /** It cannot be compiled. */
  isHopeless: boolean;
  /** By the code unit where the loop begins, and the depth of the stack there. */
  readonly loops: Map<string, CompiledLoop | undefined>;
  /** Assumptions that did not hold, once: what tier 0 has seen since may tell better. */
  readonly doubted: Set<string>;
  /** Assumptions that did not hold again. */
  readonly refuted: Set<string>;
  revisions: number;
  /** Of a coroutine function. */
  awaitEntry: AwaitEntry | undefined;
  /** Of a generator: what is compiled, where that was tried, and how much more may be. */
  readonly steps: Steps;
  readonly tried: Set<number>;
  unitsLeft: number;
}

/** A place where compiled code begins. */
interface EntryPoint {
  readonly instruction: number;
  readonly depth: number;
  /** Of a function; absent for a loop and for a step. */
  readonly parameters: number | undefined;
  /** How the code is entered when it is a generator's. */
  readonly way?: Way;
}

export class JustInTime implements Jit {
  readonly #thread: Thread;
  readonly #units = new WeakMap<PyCode, Unit>();
  readonly #log: ((line: string) => void) | undefined;
  /** The log has the JavaScript too. */
  readonly #showsCode: boolean;
  /** Compiled code hands over to tier 0 at one instruction of so many, at random; 0: at none. */
  readonly #exits: number;
  #runtime: Readonly<Record<string, unknown>> | undefined;
  /** The host does not allow JavaScript to be made from text. */
  #isForbidden = false;

  constructor(thread: Thread, log: ((line: string) => void) | undefined, showsCode: boolean, exits = 0) {
    this.#exits = exits;
    this.#thread = thread;
    this.#log = log;
    this.#showsCode = showsCode;
  }

  attach(func: PyFunction): boolean {
    this.#thread.interp.watchSignals();
    const code = func.func_code;
    const unit = this.#unitOf(code, func.func_globals, func.func_builtins);
    if (unit === undefined || unit.isHopeless) return false;
    let jitEntry = unit.entry;
    if (jitEntry === undefined) {
      const parameters = parametersOf(code);
      const entry = this.#isGenerator(code)
        ? this.#maker(unit, parameters)
        : this.#compile(unit, { instruction: 0, depth: 0, parameters });
      jitEntry = entry as CompiledEntry | undefined;
      unit.entry = jitEntry;
      unit.isHopeless = jitEntry === undefined;
      if (jitEntry === undefined) return false;
    }
    const isPlain = (code.co_flags & (CO_VARARGS | CO_VARKEYWORDS)) === 0 && code.co_kwonlyargcount === 0;
    const jitArity = isPlain ? code.co_argcount : -1;
    const jitAwait = this.#awaitEntry(unit);
    func.jitEntry = jitEntry;
    func.jitArity = jitArity;
    func.jitAwait = jitAwait;
    code.executable!.compiled = { globals: unit.globals, jitEntry, jitArity, jitAwait };
    return true;
  }

  loop(frame: Frame, instruction: number, stackpointer: number): CompiledLoop | undefined {
    this.#thread.interp.watchSignals();
    const { code } = frame;
    const unit = this.#unitOf(code, frame.globals, frame.builtins);
    if (unit === undefined || unit.isHopeless) return undefined;
    const depth = stackpointer - code.co_localsplusnames.length;
    const key = loopKey(instruction, depth);
    if (!unit.loops.has(key)) {
      const loop = this.#compile(unit, { instruction, depth, parameters: undefined });
      unit.loops.set(key, loop as CompiledLoop | undefined);
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
      if (unit.tried.has(instrPtr) || unit.unitsLeft < 0) return false;
      unit.tried.add(instrPtr);
      // What is sent comes on top of the stack.
      const depth = frame.stackpointer - code.co_localsplusnames.length + 1;
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

  #isGenerator(code: PyCode): boolean {
    return (code.co_flags & IS_GENERATOR) !== 0;
  }

  /** What a call of a generator function is. */
  #maker({ code, steps }: Unit, parameters: number): ((...args: never[]) => unknown) | undefined {
    const source = writeMaker(code, parameters, titleOf(code));
    return source === undefined ? undefined : this.#make(source, [steps.entries], undefined);
  }

  #unitOf(code: PyCode, globals: PyDict, builtins: PyObject): Unit | undefined {
    if (this.#isForbidden || code.monitoring !== undefined) return undefined;
    let unit = this.#units.get(code);
    if (unit === undefined) {
      const isHopeless =
        (this.#isGenerator(code) && ((code.co_flags & CO_NEWLOCALS) === 0 || startOf(code) < 0)) ||
        code.co_code.length > 2 * MAX_CODE_UNITS ||
        code.co_names.some((name) => LOOKS_AT_FRAMES.has(utf16FromStr(name)));
      const entries: undefined[] = new Array(code.co_code.length / 2).fill(undefined);
      const steps = { globals, entries: this.#isGenerator(code) ? entries : [] };
      unit = {
        code,
        globals,
        builtins,
        entry: undefined,
        isHopeless,
        loops: new Map(),
        doubted: new Set(),
        refuted: new Set(),
        revisions: 0,
        awaitEntry: undefined,
        steps,
        tried: new Set(),
        unitsLeft: MAX_STEP_UNITS,
      };
      if (this.#isGenerator(code) && !isHopeless) code.executable!.steps = steps;
      this.#units.set(code, unit);
    }
    return unit.globals === globals ? unit : undefined;
  }

  /** Compiles; `undefined` when that is not possible, which the log says. */
  #compile(unit: Unit, point: EntryPoint): ((...args: never[]) => unknown) | undefined {
    const { code, globals, builtins, refuted } = unit;
    const { instruction, way } = point;
    const kind =
      way === 'await'
        ? ' awaited'
        : point.parameters !== undefined
          ? ''
          : ` ${way ?? 'loop'} at ${instruction * 2}`;
    const title = `${titleOf(code)}${kind}`;
    const start = performance.now();
    const failures: number[] = [];
    let assumptions: readonly string[] = [];
    let made: ((...args: never[]) => unknown) | undefined;
    const { activations } = this.#thread;
    const codeUnit: CodeUnit = {
      base: activations.newBase(code),
      code,
      globals,
      builtins,
      bareLocals: new Map(),
      failed: (func, number) => {
        const count = (failures[number] ?? 0) + 1;
        failures[number] = count;
        if (count < MAX_FAILURES) return;
        const assumption = assumptions[number]!;
        this.#log?.(`assumption ${assumption} failed: ${title}`);
        this.#revise(unit, point, assumption, func, made!);
      },
    };
    const executable = code.executable!;
    const isGenerator = this.#isGenerator(code);
    const graph = buildFlowGraph(
      executable,
      instruction,
      isGenerator ? outermostHandler(executable) : undefined,
    );
    try {
      if (graph === undefined) throw new Unsupported('control flow cannot be nested');
      let generator: GeneratorPart | undefined;
      if (isGenerator) {
        for (const { start, end } of graph.blocks) unit.unitsLeft -= end - start;
        generator = { steps: unit.steps, entry: instruction, way: way ?? 'loop' };
      }
      const speculates = unit.revisions < MAX_REVISIONS;
      const subject = {
        ...{ unit: codeUnit, graph, title, ...point, refuted, speculates, generator },
        exitsAnywhere: this.#exits > 0,
      };
      const translation = new Translator(subject, writeInstruction).translate();
      ({ assumptions } = translation);
      activations.addUnit(codeUnit);
      made = this.#make(translation.source, translation.constants, codeUnit);
      const time = (performance.now() - start).toFixed(1);
      this.#log?.(`compiled: ${title}: ${translation.source.length} characters in ${time} ms`);
      return made;
    } catch (error) {
      if (!(error instanceof Unsupported)) throw error;
      this.#log?.(`not compiled: ${title}: ${error.message}`);
      return undefined;
    }
  }

  /** What the source gives; `undefined` where the host does not allow that. */
  #make(
    source: string,
    constants: readonly unknown[],
    unit: CodeUnit | undefined,
  ): ((...args: never[]) => unknown) | undefined {
    if (this.#showsCode) this.#log?.(source);
    this.#runtime ??= runtimeFor(this.#thread, this.#exits);
    const words = new Set(source.match(/[A-Za-z_]\w*/g));
    const names = Object.keys(this.#runtime).filter((name) => words.has(name));
    const prologue = names.length > 0 ? `const { ${names.join(', ')} } = runtime;\n` : '';
    const values = constants.length > 0 ? `const [${constants.map((_, i) => `k${i}`)}] = constants;\n` : '';
    try {
      const make = new Function('runtime', 'constants', 'U', `${prologue}${values}${source}`);
      return make(this.#runtime, constants, unit) as (...args: never[]) => unknown;
    } catch (error) {
      if (!(error instanceof EvalError)) throw error;
      this.#isForbidden = true;
      return undefined;
    }
  }

  /** Gives up compiled code whose assumption does not hold; it is compiled anew when it is asked for. */
  #revise(
    unit: Unit,
    { instruction, depth, parameters, way }: EntryPoint,
    assumption: string,
    func: PyFunction | undefined,
    made: (...args: never[]) => unknown,
  ): void {
    if (func?.jitEntry === made || (func !== undefined && func.jitAwait === made)) {
      func.jitEntry = undefined;
      func.jitArity = -1;
      func.jitAwait = undefined;
    }
    const key = loopKey(instruction, depth);
    const { entries } = unit.steps;
    let current: unknown;
    if (way === 'step') current = entries[instruction];
    else if (way === 'await') current = unit.awaitEntry;
    else current = parameters === undefined ? unit.loops.get(key) : unit.entry;
    // What others still hold may be given up already.
    if (current !== made) return;
    if (unit.doubted.has(assumption)) unit.refuted.add(assumption);
    unit.doubted.add(assumption);
    unit.revisions++;
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
      executable.rounds = interp.jitRounds - 1;
    } else {
      unit.entry = undefined;
      executable.calls = interp.jitCalls - 1;
    }
  }
}

function parametersOf({ co_argcount, co_kwonlyargcount, co_flags }: PyCode): number {
  return parameterCount(co_argcount, co_kwonlyargcount, co_flags);
}

function loopKey(instruction: number, depth: number): string {
  return `${instruction} ${depth}`;
}

function titleOf(code: PyCode): string {
  return `${utf16FromStr(code.co_qualname)} (${utf16FromStr(code.co_filename)}:${code.co_firstlineno})`;
}
