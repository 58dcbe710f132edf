/**
 * Generators in compiled code: what the translator writes for them.
 *
 * A generator keeps its frame on the heap. What is compiled are its steps: one function for each place where the frame
 * can go on (behind RETURN_GENERATOR, behind each YIELD_VALUE), which takes the generator and the value sent to it, and ends at
 * the next `yield` with everything back in the frame. So whoever finds a generator suspended finds it as tier 0 leaves
 * it, and either of the two can run the next step. A loop of a running generator is entered at its head as in a function.
 *
 * Names in the written code, besides the translator's: `g` the generator, `frame` its frame, `L` the frame's variables
 * and stack, `value` what was sent. The frame is put in its place among the activations where `A[d]` is noted: a step that
 * asks nobody for anything leaves no trace.
 */

import { INTRINSIC_STOPITERATION_ERROR } from '../bytecode/opargs.ts';
import * as op from '../bytecode/opcodes.gen.ts';
import { OPCODE_CACHES } from '../bytecode/opcodes.gen.ts';
import {
  CO_ASYNC_GENERATOR,
  CO_COROUTINE,
  CO_GENERATOR,
  type Executable,
  type PyCode,
  type Steps,
} from '../objects/code.ts';
import { FRAME_COMPLETED, FRAME_EXECUTING, FRAME_SUSPENDED } from '../objects/generator.ts';
import { waitsInTry } from '../runtime/finalizers.ts';
import type { FlowGraph } from './flow-graph.ts';
import { forEachInstruction, localsOf } from './instruction-walk.ts';
import { fillAbsent } from './parameters.ts';

export const IS_GENERATOR = CO_GENERATOR | CO_COROUTINE | CO_ASYNC_GENERATOR;

export function isGenerator(code: PyCode): boolean {
  return (code.co_flags & IS_GENERATOR) !== 0;
}

/**
 * How the code of a generator is entered: by a value sent to it, in a loop that is running already, or as a coroutine that
 * is called and awaited at once. That one is a function; a coroutine, and its frame, it becomes when it has to wait.
 */
export type Way = 'step' | 'loop' | 'await';

/** What is special about the code that is translated when it is a generator's. */
export interface GeneratorPart {
  readonly steps: Steps;
  readonly entry: number;
  readonly way: Way;
}

const UNLESS_ASSIGNED = '\0';

/** Begins a line that is not needed when nothing is assigned to a variable of the stack in the whole function. */
const unlessAssigned = (slot: string): string => `${UNLESS_ASSIGNED}${slot}${UNLESS_ASSIGNED}`;

/** Empties the lines that are not needed. */
export function dropKept(lines: readonly string[]): readonly string[] {
  if (!lines.some((line) => line.includes(UNLESS_ASSIGNED))) return lines;
  const assigned = new Set<string>();
  for (const line of lines) {
    for (const [, slot] of line.matchAll(/\b(s\d+) = /g)) assigned.add(slot!);
  }
  return lines.map((line) => {
    const [indent, slot, rest] = line.split(UNLESS_ASSIGNED);
    if (slot === undefined) return line;
    return assigned.has(slot) ? `${indent}${rest}` : '';
  });
}

/** Resumes what is awaited: the value that it yields, or `undefined` at the end. */
export function sendExpression(target: string, sent: string): string {
  return `isGenerator(${target}) && ${target}.step !== undefined ? ${target}.step(${target}, ${sent}) : send(T, ${target}, ${sent})`;
}

export class GeneratorWriter {
  /** Does it delegate by `yield from`? */
  readonly delegates: boolean;
  readonly #part: GeneratorPart;
  readonly #code: PyCode;
  readonly #changed = new Set<number>();
  /** What stands for the fast locals: those that no instruction names stay in the frame. */
  readonly locals: readonly string[];
  readonly #entryDepth: number;
  /** It handles exceptions itself, which are its own in the chain of those that are being handled. */
  readonly #handles: boolean;
  /** Whoever forgets it may have to close it. */
  readonly #isWatched: boolean;
  /** The name of the compiled steps in the written code. */
  readonly #steps: string;

  constructor(code: PyCode, graph: FlowGraph, part: GeneratorPart, depth: number, steps: string) {
    this.#part = part;
    this.#code = code;
    this.#entryDepth = depth;
    this.#steps = steps;
    const executable = code.executable!;
    const used = new Set<number>();
    for (const { start, end } of graph.blocks) {
      forEachInstruction(executable, start, end, (opcode, oparg) => {
        const [read, changed] = localsOf(opcode, oparg);
        for (const index of read) used.add(index);
        for (const index of changed) this.#changed.add(index);
      });
    }
    this.locals = code.co_localsplusnames.map((_, i) =>
      used.has(i) || !this.hasFrame ? `l${i}` : `L[${i}]`,
    );
    let handles = false;
    let yieldsInTry = false;
    let previous = 0;
    forEachInstruction(executable, 0, executable.words.length, (opcode, oparg) => {
      if (opcode === op.PUSH_EXC_INFO) handles = true;
      else if (previous === op.YIELD_VALUE && waitsInTry(oparg)) yieldsInTry = true;
      previous = opcode;
    });
    this.#handles = handles;
    const kind = code.co_flags & IS_GENERATOR;
    this.delegates = kind === CO_GENERATOR;
    this.#isWatched = kind === CO_ASYNC_GENERATOR || (kind === CO_GENERATOR && yieldsInTry);
  }

  /** Is there a frame from the beginning on? */
  get hasFrame(): boolean {
    return this.#part.way !== 'await';
  }

  /** May what it delegates to be resumed in its place? Not while an exception of its own is on the chain. */
  get passesOn(): boolean {
    return this.delegates && this.#part.way === 'step' && !this.#handles;
  }

  /** What the written function takes. `given`: the names of the parameters of the coroutine. */
  parameters(given: readonly string[]): string {
    const { way } = this.#part;
    if (way === 'await') return ['func', ...given].join(', ');
    return way === 'step' ? 'g, value' : 'frame';
  }

  /** How many values of the stack are in the frame at the entry: what is sent comes as an argument. */
  get depthInFrame(): number {
    return this.#part.way === 'step' ? this.#entryDepth - 1 : this.#entryDepth;
  }

  /** What stands in front of the body. `slots`: how many variables the stack has. */
  head(slots: number, given: readonly string[], hasHandlers: boolean): string[] {
    const { way, entry } = this.#part;
    if (way === 'await') {
      return [
        'const d = S.count;',
        `if (d >= S.limit || B[0] !== 0 || T.coroutineOriginDepth > 0) { if (mustStart()) return startCoroutine(func, [${given}]); }`,
        'S.count = d + 1;',
        this.#handles ? 'const X = new ExcState(T.excInfo); T.excInfo = X;' : 'const X = undefined;',
      ];
    }
    const count = this.locals.length;
    const lines: string[] = [];
    if (way === 'step') {
      const isStart = entry === startOf(this.#code);
      lines.push(
        'const d = S.count;',
        `if (g.state >= ${FRAME_EXECUTING} || d >= S.limit || B[0] !== 0${isStart ? ' || value !== None' : ''}) { if (mustInterpret(g, value)) return interpretStep(T, g, value); }`,
        ...(isStart && (this.#code.co_flags & CO_COROUTINE) !== 0
          ? ['if (g.waiting !== undefined) forget(T.interp, g);']
          : []),
        'const { frame } = g;',
        `g.state = ${FRAME_EXECUTING};`,
        ...(this.#isWatched ? ['if (frame.generator !== g) frame.generator = g;'] : []),
      );
    } else lines.push('const d = S.count;', 'const g = frame.generator;');
    lines.push('S.count = d + 1;');
    // Handlers note which frames of tier 0 there are.
    if (way === 'step' && hasHandlers) lines.push('if (S.driven === d) S.showChain();');
    if (this.#handles) {
      lines.push('const X = g.excState; X.previous = T.excInfo; T.excInfo = X;');
    }
    lines.push('const L = frame.localsplus;');
    this.locals.forEach((name, i) => {
      if (name === `l${i}`) lines.push(`let ${name} = L[${i}];`);
    });
    for (let i = 0; i < slots; i++) {
      lines.push(`let s${i}${i < this.depthInFrame ? ` = L[${count + i}]` : ''};`);
    }
    return lines;
  }

  /** Brings the changed variables back into the frame; `boxed` are all of them as the runtime has them. */
  #keepLocals(boxed: readonly string[]): string[] {
    return Array.from(this.#changed, (index) => `L[${index}] = ${boxed[index]};`);
  }

  /** Takes the generator's exceptions off the chain. */
  #leaveExceptions(): string[] {
    return this.#handles ? ['T.excInfo = X.previous; X.previous = undefined;'] : [];
  }

  /** YIELD_VALUE at `pc`, with what is left on the stack. */
  suspend(
    pc: number,
    kind: number,
    yielded: string,
    locals: readonly string[],
    stack: readonly string[],
  ): string[] {
    const next = pc + 1;
    if (!this.hasFrame) {
      const state = FRAME_SUSPENDED + kind;
      const unused = new Array(this.#code.co_stacksize - stack.length).fill('undefined');
      const variables = `[${[...locals, ...stack, ...unused]}]`;
      const stackpointer = locals.length + stack.length;
      return [`return waitFor(${['d', 'U', 'func', 'X', next, state, yielded, variables, stackpointer]});`];
    }
    const count = this.locals.length;
    const lines = this.#keepLocals(locals);
    stack.forEach((js, i) => {
      const isSame = js === `s${i}` && i < this.depthInFrame;
      lines.push(`${isSame ? unlessAssigned(js) : ''}L[${count + i}] = ${js};`);
    });
    // What has been popped since the entry must not stay alive there.
    for (let i = stack.length; i < this.depthInFrame; i++) lines.push(`L[${count + i}] = undefined;`);
    const place = `frame.instrPtr = ${next};`;
    const isHere = this.#part.way === 'step' && this.#part.entry === next;
    if (!isHere) {
      lines.push(place, `frame.stackpointer = ${count + stack.length}; g.step = ${this.#steps}[${next}];`);
    }
    lines.push(
      `if (S.framed > d) { S.dropFrame(d); frame.previous = undefined;${isHere ? ` ${place}` : ''} }`,
      `g.state = ${FRAME_SUSPENDED + kind}; S.count = d;`,
      ...this.#leaveExceptions(),
    );
    if (this.#isWatched) lines.push('if (g.waiting !== YOUNG) keepWatch(g, frame);');
    lines.push(`return ${yielded};`);
    return lines;
  }

  /** SEND at `pc`: where it is driven, what it delegates to is resumed in its place. The stack is without what is sent. */
  delegate(
    pc: number,
    target: string,
    sent: string,
    locals: readonly string[],
    stack: readonly string[],
  ): string[] {
    const wait = pc + 1 + OPCODE_CACHES[op.SEND]!;
    const kind = this.#code.executable!.words[wait]! >>> 8;
    return [
      `if (S.driven === d && ${target}.ob_type === GENERATOR) {`,
      `S.delegate = ${target}; S.sent = ${sent};`,
      ...this.suspend(wait, kind, 'DELEGATED', locals, stack),
      '}',
    ];
  }

  /** RETURN_VALUE at `pc`, which activations note as `place`. */
  end(pc: number, place: number, value: string, locals: readonly string[]): string[] {
    if (!this.hasFrame) {
      return [
        `S.count = d; if (S.framed > d) { A[d] = ${place}; endedCoroutine(d, U, func, [${locals}]); }`,
        ...this.#leaveExceptions(),
        `return ${value};`,
      ];
    }
    return [
      ...this.#keepLocals(locals),
      `frame.instrPtr = ${pc + 1}; frame.previous = undefined;`,
      `T.returnValue = ${value}; g.state = ${FRAME_COMPLETED}; g.frame = undefined; S.count = d; if (S.framed > d) S.dropFrame(d);`,
      ...this.#leaveExceptions(),
      ...(this.#isWatched ? ['if (g.waiting !== undefined) forget(T.interp, g);'] : []),
      'return undefined;',
    ];
  }

  /** Goes on in tier 0. */
  exit(pc: number, assumption: number, values: readonly string[]): string {
    if (!this.hasFrame) return `return exitAwait(${['d', 'U', 'func', 'X', pc, assumption, ...values]});`;
    return `return exitStep(${['d', 'U', 'g', this.#handles, pc, assumption, ...values]});`;
  }

  /** An exception leaves the generator. */
  leave(bare: string): string {
    if (!this.hasFrame) return `throw leaveAwait(d, X, e, U, func, [${this.locals}]${bare});`;
    return `throw leaveStep(d, g, ${this.#handles}, e, U, [${this.locals}]${bare});`;
  }
}

/**
 * The handler around a whole generator, which makes a RuntimeError of a StopIteration and raises it again: compiled code
 * does that where exceptions leave it. `undefined` where there is none.
 */
export function outermostHandler({ words, exceptionTable }: Executable): number | undefined {
  const convert = op.CALL_INTRINSIC_1 | (INTRINSIC_STOPITERATION_ERROR << 8);
  const raise = op.RERAISE | (1 << 8);
  const isIt = (target: number): boolean => words[target] === convert && words[target + 1] === raise;
  return exceptionTable.find(({ target }) => isIt(target))?.target;
}

/** The code unit where a generator begins: behind RETURN_GENERATOR; −1 without one. */
export function startOf(code: PyCode): number {
  const { words } = code.executable!;
  const index = words.findIndex((word) => (word & 255) === op.RETURN_GENERATOR);
  return index < 0 ? -1 : index + 1;
}

/**
 * The function that a call of a generator function is: it makes the generator. `undefined` when the code does more in front of
 * RETURN_GENERATOR than a compiler of ours makes it do.
 */
export function writeMaker(
  code: PyCode,
  parameters: number,
  title: string,
  defaults = 0,
): string | undefined {
  const start = startOf(code);
  if (start < 0) return undefined;
  const count = code.localsCount;
  const locals = Array.from({ length: count }, (_, i) => (i < parameters ? `l${i}` : 'undefined'));
  let head = '';
  let isKnown = true;
  forEachInstruction(code.executable!, 0, start, (opcode, oparg) => {
    if (opcode === op.COPY_FREE_VARS) {
      head = 'const C = func.func_closure.items;';
      for (let i = 0; i < oparg; i++) locals[count - oparg + i] = `C[${i}]`;
    } else if (opcode === op.MAKE_CELL) locals[oparg] = `new PyCell(${locals[oparg]})`;
    else if (opcode !== op.RETURN_GENERATOR && opcode !== op.EXTENDED_ARG) isKnown = false;
  });
  if (!isKnown) return undefined;
  const given = Array.from({ length: parameters }, (_, i) => `l${i}`);
  const stack = Array.from({ length: code.co_stacksize }, () => 'undefined');
  const kind = code.co_flags & IS_GENERATOR;
  const names = 'func.func_name, func.func_qualname';
  const make =
    kind === CO_COROUTINE
      ? `makeCoroutine(T, frame, ${names})`
      : `new ${kind === CO_ASYNC_GENERATOR ? 'PyAsyncGenerator' : 'PyGenerator'}(frame, ${names})`;
  const name = JSON.stringify(title);
  return [
    `return { ${name}(${['func', ...given].join(', ')}) {`,
    ...fillAbsent(code, defaults).map((line) => `  ${line}`),
    `  if (S.count >= S.limit || B[0] !== 0) { const r = enter(func, [${given}]); if (r !== undefined) return r; }`,
    `  ${head}`,
    `  const frame = new Frame(func.func_code, func, func.func_globals, func.func_builtins, undefined, [${[...locals, ...stack]}]);`,
    `  frame.instrPtr = ${start};`,
    `  const g = ${make};`,
    `  g.step = k0[${start}];`,
    '  return g;',
    `} }[${name}];`,
  ].join('\n');
}
