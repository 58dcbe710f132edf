/**
 * The just-in-time compiler as the interpreter sees it: what is hot is translated to JavaScript, and the function is told.
 *
 * Code that cannot be translated is tried once. Code is compiled for one namespace of globals, the one it was hot in: a
 * function of the same code in another namespace stays interpreted.
 */
import {
  CO_ASYNC_GENERATOR,
  CO_COROUTINE,
  CO_GENERATOR,
  CO_VARARGS,
  CO_VARKEYWORDS,
  type PyCode,
  parameterCount,
} from '../objects/code.ts';
import type { PyDict } from '../objects/dict.ts';
import type { Frame } from '../objects/frame.ts';
import type { CompiledEntry, PyFunction } from '../objects/function.ts';
import type { PyObject } from '../objects/object.ts';
import { utf16FromStr } from '../objects/str.ts';
import type { CodeUnit } from '../runtime/activations.ts';
import type { CompiledLoop, Jit, Thread } from '../runtime/state.ts';
import { buildFlowGraph } from './flow-graph.ts';
import { writeInstruction } from './instructions.ts';
import { runtimeFor } from './runtime.ts';
import { type Translation, Translator } from './translator.ts';
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

const IS_GENERATOR = CO_GENERATOR | CO_COROUTINE | CO_ASYNC_GENERATOR;

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
}

/** A place where compiled code begins. */
interface EntryPoint {
  readonly instruction: number;
  readonly depth: number;
  /** Of a function; absent for a loop. */
  readonly parameters: number | undefined;
}

export class JustInTime implements Jit {
  readonly #thread: Thread;
  readonly #units = new WeakMap<PyCode, Unit>();
  readonly #log: ((line: string) => void) | undefined;
  /** The log has the JavaScript too. */
  readonly #showsCode: boolean;
  #runtime: Readonly<Record<string, unknown>> | undefined;
  /** The host does not allow JavaScript to be made from text. */
  #isForbidden = false;

  constructor(thread: Thread, log: ((line: string) => void) | undefined, showsCode: boolean) {
    this.#thread = thread;
    this.#log = log;
    this.#showsCode = showsCode;
  }

  attach(func: PyFunction): boolean {
    const code = func.func_code;
    const unit = this.#unitOf(code, func.func_globals, func.func_builtins);
    if (unit === undefined || unit.isHopeless) return false;
    if (unit.entry === undefined) {
      const parameters = parameterCount(code.co_argcount, code.co_kwonlyargcount, code.co_flags);
      const entry = this.#compile(unit, { instruction: 0, depth: 0, parameters });
      unit.entry = entry as CompiledEntry | undefined;
      unit.isHopeless = entry === undefined;
      if (entry === undefined) return false;
    }
    func.jitEntry = unit.entry;
    const isPlain = (code.co_flags & (CO_VARARGS | CO_VARKEYWORDS)) === 0 && code.co_kwonlyargcount === 0;
    func.jitArity = isPlain ? code.co_argcount : -1;
    return true;
  }

  loop(frame: Frame, instruction: number, stackpointer: number): CompiledLoop | undefined {
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

  #unitOf(code: PyCode, globals: PyDict, builtins: PyObject): Unit | undefined {
    if (this.#isForbidden || code.monitoring !== undefined) return undefined;
    let unit = this.#units.get(code);
    if (unit === undefined) {
      const isHopeless =
        (code.co_flags & IS_GENERATOR) !== 0 ||
        code.co_code.length > 2 * MAX_CODE_UNITS ||
        code.co_names.some((name) => LOOKS_AT_FRAMES.has(utf16FromStr(name)));
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
      };
      this.#units.set(code, unit);
    }
    return unit.globals === globals ? unit : undefined;
  }

  /** Compiles; `undefined` when that is not possible, which the log says. */
  #compile(unit: Unit, point: EntryPoint): ((...args: never[]) => unknown) | undefined {
    const { code } = unit;
    const where = `${utf16FromStr(code.co_qualname)} (${utf16FromStr(code.co_filename)}:${code.co_firstlineno})`;
    const title = point.parameters === undefined ? `${where} loop at ${point.instruction * 2}` : where;
    const start = performance.now();
    const graph = buildFlowGraph(code.executable!, point.instruction);
    const failures: number[] = [];
    let assumptions: readonly string[] = [];
    const codeUnit: CodeUnit = {
      base: this.#thread.activations.newBase(code),
      code,
      globals: unit.globals,
      builtins: unit.builtins,
      bareLocals: new Map(),
      failed: (func, number) => {
        const count = (failures[number] ?? 0) + 1;
        failures[number] = count;
        if (count < MAX_FAILURES) return;
        const assumption = assumptions[number]!;
        this.#log?.(`assumption ${assumption} failed: ${title}`);
        this.#revise(unit, point, assumption, func);
      },
    };
    let translation: Translation;
    try {
      if (graph === undefined) throw new Unsupported('control flow cannot be nested');
      const speculates = unit.revisions < MAX_REVISIONS;
      const { refuted } = unit;
      const subject = { unit: codeUnit, graph, title, ...point, refuted, speculates };
      translation = new Translator(subject, writeInstruction).translate();
      assumptions = translation.assumptions;
    } catch (error) {
      if (!(error instanceof Unsupported)) throw error;
      this.#log?.(`not compiled: ${title}: ${error.message}`);
      return undefined;
    }
    try {
      const made = this.#evaluate(translation, codeUnit);
      this.#thread.activations.addUnit(codeUnit);
      if (this.#showsCode) this.#log?.(translation.source);
      this.#log?.(
        `compiled: ${title}: ${translation.source.length} characters in ${(performance.now() - start).toFixed(1)} ms`,
      );
      return made;
    } catch (error) {
      if (!(error instanceof EvalError)) throw error;
      this.#isForbidden = true;
      return undefined;
    }
  }

  /** Gives up compiled code whose assumption does not hold; it is compiled anew when it is asked for. */
  #revise(unit: Unit, point: EntryPoint, assumption: string, func: PyFunction | undefined): void {
    if (unit.doubted.has(assumption)) unit.refuted.add(assumption);
    unit.doubted.add(assumption);
    unit.revisions++;
    const { executable } = unit.code;
    const { interp } = this.#thread;
    if (point.parameters === undefined) {
      unit.loops.delete(loopKey(point.instruction, point.depth));
      executable!.rounds = interp.jitRounds - 1;
    } else {
      unit.entry = undefined;
      executable!.calls = interp.jitCalls - 1;
    }
    if (func !== undefined) {
      func.jitEntry = undefined;
      func.jitArity = -1;
    }
  }

  #evaluate({ source, constants }: Translation, unit: CodeUnit): (...args: never[]) => unknown {
    this.#runtime ??= runtimeFor(this.#thread);
    const names = Object.keys(this.#runtime);
    const prologue = `const { ${names.join(', ')} } = runtime;\n`;
    const values = constants.length > 0 ? `const [${constants.map((_, i) => `k${i}`)}] = constants;\n` : '';
    const make = new Function('runtime', 'constants', 'U', `${prologue}${values}${source}`);
    return make(this.#runtime, constants, unit) as (...args: never[]) => unknown;
  }
}

function loopKey(instruction: number, depth: number): string {
  return `${instruction} ${depth}`;
}
