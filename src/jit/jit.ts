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
import { utf16FromStr } from '../objects/str.ts';
import type { CompiledLoop, Jit, Thread } from '../runtime/state.ts';
import { buildFlowGraph } from './flow-graph.ts';
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

const IS_GENERATOR = CO_GENERATOR | CO_COROUTINE | CO_ASYNC_GENERATOR;

/** What is known of a code object. */
interface Unit {
  readonly globals: PyDict;
  /** The compiled function; absent while there is none. */
  entry: CompiledEntry | undefined;
  /** It cannot be compiled. */
  isHopeless: boolean;
  /** By the code unit where the loop begins, and the depth of the stack there. */
  readonly loops: Map<string, CompiledLoop | undefined>;
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
    const unit = this.#unitOf(code, func.func_globals);
    if (unit === undefined || unit.isHopeless) return false;
    if (unit.entry === undefined) {
      const parameters = parameterCount(code.co_argcount, code.co_kwonlyargcount, code.co_flags);
      unit.entry = this.#compile(code, func, 0, 0, parameters) as CompiledEntry | undefined;
      unit.isHopeless = unit.entry === undefined;
      if (unit.entry === undefined) return false;
    }
    func.jitEntry = unit.entry;
    const isPlain = (code.co_flags & (CO_VARARGS | CO_VARKEYWORDS)) === 0 && code.co_kwonlyargcount === 0;
    func.jitArity = isPlain ? code.co_argcount : -1;
    return true;
  }

  loop(frame: Frame, instruction: number, stackpointer: number): CompiledLoop | undefined {
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

  #unitOf(code: PyCode, globals: PyDict): Unit | undefined {
    if (this.#isForbidden || code.monitoring !== undefined) return undefined;
    let unit = this.#units.get(code);
    if (unit === undefined) {
      const isHopeless =
        (code.co_flags & IS_GENERATOR) !== 0 ||
        code.co_code.length > 2 * MAX_CODE_UNITS ||
        code.co_names.some((name) => LOOKS_AT_FRAMES.has(utf16FromStr(name)));
      unit = { globals, entry: undefined, isHopeless, loops: new Map() };
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
  ): ((...args: never[]) => unknown) | undefined {
    const where = `${utf16FromStr(code.co_qualname)} (${utf16FromStr(code.co_filename)}:${code.co_firstlineno})`;
    const title = parameters === undefined ? `${where} loop at ${instruction * 2}` : where;
    const start = performance.now();
    const translation = this.#translate(code, owner, instruction, depth, parameters, title);
    if (typeof translation === 'string') {
      this.#log?.(`not compiled: ${title}: ${translation}`);
      return undefined;
    }
    try {
      const made = this.#evaluate(translation);
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

  /** The translation, or why there is none. */
  #translate(
    code: PyCode,
    owner: PyFunction | Frame,
    instruction: number,
    depth: number,
    parameters: number | undefined,
    title: string,
  ): Translation | string {
    const graph = buildFlowGraph(code.executable!, instruction);
    if (graph === undefined) return 'control flow cannot be nested';
    const globals = 'globals' in owner ? owner.globals : owner.func_globals;
    const builtins = 'builtins' in owner ? owner.builtins : owner.func_builtins;
    try {
      return new Translator({ code, graph, globals, builtins, title, parameters, depth }).translate();
    } catch (error) {
      if (error instanceof Unsupported) return error.message;
      throw error;
    }
  }

  #evaluate({ source, constants }: Translation): (...args: never[]) => unknown {
    this.#runtime ??= runtimeFor(this.#thread);
    const names = Object.keys(this.#runtime);
    const prologue = `const { ${names.join(', ')} } = runtime;\n`;
    const values = constants.length > 0 ? `const [${constants.map((_, i) => `k${i}`)}] = constants;\n` : '';
    const make = new Function('runtime', 'constants', `${prologue}${values}${source}`);
    return make(this.#runtime, constants) as (...args: never[]) => unknown;
  }
}
