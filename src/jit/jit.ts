/**
 * The just-in-time compiler as the interpreter sees it: what is hot is translated to JavaScript, and the function is told.
 *
 * Code that cannot be translated is tried once. Code is compiled for one namespace of globals, the one it was hot in: a
 * function of the same code in another namespace stays interpreted.
 */
import {
  CO_NEWLOCALS,
  CO_VARARGS,
  CO_VARKEYWORDS,
  type PyCode,
  parameterCount,
  type Steps,
} from '../objects/code.ts';
import type { PyDict } from '../objects/dict.ts';
import type { Frame } from '../objects/frame.ts';
import type { CompiledEntry, PyFunction } from '../objects/function.ts';
import type { PyGenBase, Step } from '../objects/generator.ts';
import { utf16FromStr } from '../objects/str.ts';
import type { CompiledLoop, Jit, Thread } from '../runtime/state.ts';
import { buildFlowGraph } from './flow-graph.ts';
import { type GeneratorPart, IS_GENERATOR, outermostHandler, startOf, writeMaker } from './generators.ts';
import { runtimeFor } from './runtime.ts';
import { type Translation, Translator, Unsupported } from './translator.ts';

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

/** What is known of a code object. */
interface Unit {
  readonly globals: PyDict;
  /** The compiled function; absent while there is none. */
  entry: CompiledEntry | undefined;
  /** It cannot be compiled. */
  isHopeless: boolean;
  /** By the code unit where the loop begins, and the depth of the stack there. */
  readonly loops: Map<string, CompiledLoop | undefined>;
  /** Of a generator: what is compiled, where that was tried, and how much more may be. */
  readonly steps: Steps;
  readonly tried: Set<number>;
  unitsLeft: number;
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
    this.#thread.interp.watchSignals();
    const code = func.func_code;
    const unit = this.#unitOf(code, func.func_globals);
    if (unit === undefined || unit.isHopeless) return false;
    if (unit.entry === undefined) {
      const parameters = parameterCount(code.co_argcount, code.co_kwonlyargcount, code.co_flags);
      unit.entry = this.#isGenerator(code)
        ? this.#maker(code, parameters, unit)
        : (this.#compile(code, func, 0, 0, parameters) as CompiledEntry | undefined);
      unit.isHopeless = unit.entry === undefined;
      if (unit.entry === undefined) return false;
    }
    func.jitEntry = unit.entry;
    const isPlain = (code.co_flags & (CO_VARARGS | CO_VARKEYWORDS)) === 0 && code.co_kwonlyargcount === 0;
    func.jitArity = isPlain ? code.co_argcount : -1;
    return true;
  }

  loop(frame: Frame, instruction: number, stackpointer: number): CompiledLoop | undefined {
    this.#thread.interp.watchSignals();
    const { code } = frame;
    const unit = this.#unitOf(code, frame.globals);
    if (unit === undefined || unit.isHopeless) return undefined;
    const depth = stackpointer - code.co_localsplusnames.length;
    const key = `${instruction} ${depth}`;
    if (!unit.loops.has(key)) {
      unit.loops.set(
        key,
        this.#compile(code, frame, instruction, depth, undefined) as CompiledLoop | undefined,
      );
    }
    return unit.loops.get(key);
  }

  step(generator: PyGenBase): boolean {
    const { code } = generator;
    const frame = generator.frame!;
    const unit = this.#unitOf(code, frame.globals);
    if (unit === undefined || unit.isHopeless) return false;
    const { instrPtr } = frame;
    const { entries } = unit.steps;
    if (entries[instrPtr] === undefined) {
      if (unit.tried.has(instrPtr) || unit.unitsLeft < 0) return false;
      unit.tried.add(instrPtr);
      // What is sent comes on top of the stack.
      const depth = frame.stackpointer - code.co_localsplusnames.length + 1;
      entries[instrPtr] = this.#compile(code, frame, instrPtr, depth, undefined, true) as Step | undefined;
    }
    generator.step = entries[instrPtr];
    return generator.step !== undefined;
  }

  #isGenerator(code: PyCode): boolean {
    return (code.co_flags & IS_GENERATOR) !== 0;
  }

  #maker(code: PyCode, parameters: number, { steps }: Unit): CompiledEntry | undefined {
    const source = writeMaker(code, parameters, this.#titleOf(code));
    if (source === undefined) return undefined;
    return this.#make(source, [steps.entries]) as CompiledEntry | undefined;
  }

  #unitOf(code: PyCode, globals: PyDict): Unit | undefined {
    if (this.#isForbidden || code.monitoring !== undefined) return undefined;
    let unit = this.#units.get(code);
    if (unit === undefined) {
      const isHopeless =
        (this.#isGenerator(code) && ((code.co_flags & CO_NEWLOCALS) === 0 || startOf(code) < 0)) ||
        code.co_code.length > 2 * MAX_CODE_UNITS ||
        code.co_names.some((name) => LOOKS_AT_FRAMES.has(utf16FromStr(name)));
      const entries: undefined[] = new Array(code.co_code.length / 2).fill(undefined);
      const steps = { globals, entries: this.#isGenerator(code) ? entries : [] };
      const unitsLeft = MAX_STEP_UNITS;
      unit = { globals, entry: undefined, isHopeless, loops: new Map(), steps, tried: new Set(), unitsLeft };
      if (this.#isGenerator(code) && !isHopeless) code.executable!.steps = steps;
      this.#units.set(code, unit);
    }
    return unit.globals === globals ? unit : undefined;
  }

  #compile(
    code: PyCode,
    owner: PyFunction | Frame,
    instruction: number,
    depth: number,
    parameters: number | undefined,
    isStep = false,
  ): ((...args: never[]) => unknown) | undefined {
    const where = this.#titleOf(code);
    const title =
      parameters === undefined ? `${where} ${isStep ? 'step' : 'loop'} at ${instruction * 2}` : where;
    const start = performance.now();
    const translation = this.#translate(code, owner, instruction, depth, parameters, title, isStep);
    if (typeof translation === 'string') {
      this.#log?.(`not compiled: ${title}: ${translation}`);
      return undefined;
    }
    const made = this.#make(translation.source, translation.constants);
    this.#log?.(
      `compiled: ${title}: ${translation.source.length} characters in ${(performance.now() - start).toFixed(1)} ms`,
    );
    return made;
  }

  #titleOf(code: PyCode): string {
    return `${utf16FromStr(code.co_qualname)} (${utf16FromStr(code.co_filename)}:${code.co_firstlineno})`;
  }

  /** What the source gives; `undefined` where the host does not allow that. */
  #make(source: string, constants: readonly unknown[]): ((...args: never[]) => unknown) | undefined {
    try {
      if (this.#showsCode) this.#log?.(source);
      return this.#evaluate(source, constants);
    } catch (error) {
      if (!(error instanceof EvalError)) throw error;
      this.#isForbidden = true;
      return undefined;
    }
  }

  /** The translation, or why there is none. */
  #translate(
    code: PyCode,
    owner: PyFunction | Frame,
    instruction: number,
    depth: number,
    parameters: number | undefined,
    title: string,
    isStep: boolean,
  ): Translation | string {
    const executable = code.executable!;
    const outside = this.#isGenerator(code) ? outermostHandler(executable) : undefined;
    const graph = buildFlowGraph(executable, instruction, outside);
    if (graph === undefined) return 'control flow cannot be nested';
    const globals = 'globals' in owner ? owner.globals : owner.func_globals;
    const builtins = 'builtins' in owner ? owner.builtins : owner.func_builtins;
    let generator: GeneratorPart | undefined;
    if (this.#isGenerator(code)) {
      const unit = this.#unitOf(code, globals)!;
      for (const { start, end } of graph.blocks) unit.unitsLeft -= end - start;
      generator = { steps: unit.steps, entry: instruction, isStep };
    }
    try {
      const subject = { code, graph, globals, builtins, title, parameters, depth, generator };
      return new Translator(subject).translate();
    } catch (error) {
      if (error instanceof Unsupported) return error.message;
      throw error;
    }
  }

  #evaluate(source: string, constants: readonly unknown[]): (...args: never[]) => unknown {
    this.#runtime ??= runtimeFor(this.#thread);
    const names = Object.keys(this.#runtime);
    const prologue = `const { ${names.join(', ')} } = runtime;\n`;
    const values = constants.length > 0 ? `const [${constants.map((_, i) => `k${i}`)}] = constants;\n` : '';
    const make = new Function('runtime', 'constants', `${prologue}${values}${source}`);
    return make(this.#runtime, constants) as (...args: never[]) => unknown;
  }
}
