/**
 * Bytecode to JavaScript: control flow, the stack, local variables, and how tier 0 takes over.
 *
 * One function is written for one entry of a code object. Its control flow is the flow graph's, nested by dominators
 * (Ramsey, "Beyond Relooper"): a loop head opens a `for (;;)`, a block that several ways lead to stands behind a
 * labelled block that they leave with `break`, and in front of an exception handler that labelled block is a `try`. The
 * operand stack disappears: while a block is written, it is a list of JavaScript expressions without effects (names and
 * literals); at the border of blocks that several ways lead to, they are in variables `s0`, `s1`, ….
 *
 * What a value is (values.ts) follows from what is done with it: an operation whose operands tier 0 has seen asks for
 * their types, and from there on they are known. Where one is another, the function exits: tier 0 goes on at that
 * instruction with the same variables and stack. Where ways meet, what is known on all of them stays known. What comes
 * around a loop is not known when its head is written, so everything is written again until that makes no difference.
 *
 * Names in the written code: `l0` … fast locals, `f0` … their bare numbers, `s0` … the stack, `t0` … results, `k0` …
 * constants that are no literals, `d` the index of the activation, `A[d]` where it stands. Everything else is of runtime.ts.
 * Nothing of a Python program comes in as text but through JSON.
 */

import { OPCODE_CACHES } from '../bytecode/opcodes.gen.ts';
import type { AttrName } from '../objects/attribute-name.ts';
import type { PyCode } from '../objects/code.ts';
import { type PyObject, type PyType, stampOf } from '../objects/object.ts';
import { strType } from '../objects/str.ts';
import { overloaderAt, receiverClassAt, receiversAt, superReceiversAt } from '../vm/receivers.ts';
import type { Block, Handler, Omission } from './flow-graph.ts';
import { dropKept, GeneratorWriter, startOf } from './generators.ts';
import { writeJump } from './jumps.ts';
import { Output } from './output.ts';
import { fillAbsent } from './parameters.ts';
import type { Subject, Translation } from './subject.ts';
import {
  EXPECTED_EXIT,
  immediateTest,
  isBare,
  isImmediate,
  isSameResult,
  joinKinds,
  joinResults,
  type Kind,
  NO_ASSUMPTION,
  quote,
  type Result,
  resultOf,
  Unsupported,
  unseenWay,
  type Value,
} from './values.ts';

/** Puts the frame of a generator in its place among the activations. */
const ADOPT = 'S.framed > d || S.adopt(d, frame)';

/** Writes an instruction that does not end its block; behind `at`, its code unit, stands its inline cache. */
export type InstructionWriter = (
  translator: Translator,
  opcode: number,
  oparg: number,
  words: Int32Array,
  at: number,
) => void;

/** What is known where ways meet. */
interface Entry {
  readonly locals: Kind[];
  readonly stack: Value[];
}

/** Items in an array of that name. */
interface Unpacked {
  readonly items: string;
  readonly count: number;
}

/** What is written in the middle of the code of its caller. */
export interface Inlining {
  readonly caller: Translator;
  /** In front of all names; the first part of the names of its assumptions is that of the call. */
  readonly prefix: string;
  readonly assumptionPrefix: string;
  /** The constants that stand for its code unit and the function. */
  readonly unit: string;
  readonly func: string;
  readonly args: readonly Value[];
  /** Notes where the callers stand. */
  readonly place: string;
  /** The variable of the result. */
  readonly result: string;
}

/** What is known of what was inlined. */
export interface InlinedBody {
  readonly result: Value;
  /** The declarations of the variables of the result. */
  readonly results: readonly string[];
  /** The declarations of its variables, which give them the arguments. */
  readonly variables: readonly string[];
  /** The constant with its exits, if there are any. */
  readonly exits: string | undefined;
  /** May it call anything before it returns? */
  readonly calls: boolean;
}

export class Translator {
  readonly subject: Subject;
  readonly output: Output;
  /** The stack of the instruction that is being written. */
  stack: Value[] = [];
  /** The code unit of the instruction that is being written. */
  pc = 0;
  /** The variable that has the index of the activation; how the piece of code and the function are called. */
  readonly depth: string;
  readonly unit: string;
  readonly func: string;

  /** The names of all fast locals. */
  readonly #locals: readonly string[];
  readonly #writeInstruction: InstructionWriter;
  readonly #inlining: Inlining | undefined;
  readonly #prefix: string;
  /** Where tier 0 may go on: the code unit, the number of what was assumed or −1, and the depth of the stack. */
  readonly #exits: (readonly [pc: number, assumption: number, depth: number])[] = [];
  /** What is known of the fast locals. */
  #kinds: Kind[] = [];
  /** Parameters that are held as the items of a tuple; nothing is assigned to them. */
  readonly #tuples = new Map<number, Value>();
  /** By index of the block. */
  readonly #entries = new Map<number, Entry>();
  /** The blocks that were reached since everything was written anew. */
  #reached = new Set<Block>();
  /** What is known at a border is less than was assumed when it was crossed. */
  #isStale = false;
  #maxDepth = 0;
  /** Locals that are held bare somewhere, and at which instructions. */
  readonly #bareLocals = new Set<number>();
  #bareAt = new Map<number, readonly number[]>();
  /** The part of the stack that a handler keeps, as it is at each instruction that may raise. */
  readonly #keptStacks = new Map<Block, Map<number, readonly Value[]>>();
  #block: Block;
  /** Absent where the code is no generator's. */
  readonly generator: GeneratorWriter | undefined;
  /** Whose type is known since the last instruction that may have run Python code, by the name of the variable. */
  #stamped = new Map<string, PyType>();
  /** Which lists and tuples have how many items, and where, by the name of the variable; as long as {@link #stamped}. */
  #unpacked = new Map<string, Unpacked>();
  /** Of what is inlined: what its result is known to be, and does it call anything. */
  #result: Result | undefined;
  #calls = false;
  /** Of what is inlined: where it returns, and what is to be done there if it calls anything. */
  #ends: (readonly [reserved: number, line: string])[] = [];

  constructor(subject: Subject, writeInstruction: InstructionWriter, inlining?: Inlining) {
    this.subject = subject;
    this.#writeInstruction = writeInstruction;
    this.#inlining = inlining;
    const { unit, graph, generator, depth } = subject;
    this.output = inlining?.caller.output ?? new Output(subject.places);
    this.#prefix = inlining?.prefix ?? '';
    this.depth = `${this.#prefix}d`;
    this.unit = inlining?.unit ?? 'U';
    this.func = inlining?.func ?? 'func';
    this.#block = graph.entry;
    if (generator !== undefined) {
      const steps = this.constant(generator.steps.entries);
      this.generator = new GeneratorWriter(unit.code, graph, generator, depth, steps);
    }
    this.#locals = this.generator?.locals ?? unit.code.co_localsplusnames.map((_, i) => this.local(i));
  }

  translate(): Translation {
    do {
      this.output.clear();
      this.#writeAll();
    } while (this.#isStale);
    this.#keepBareLocals();
    const head = this.#head();
    const { constants, assumptions, units } = this.output;
    return {
      source: this.#function(head),
      bodyLine: head.length + 2,
      constants,
      assumptions,
      inlined: [...units.values()].sort((a, b) => a.base - b.base),
    };
  }

  /** Writes what is inlined. */
  translateInlined(): InlinedBody {
    const start = this.output.mark;
    do {
      this.output.goBack(start);
      this.#ends = [];
      this.#calls = false;
      this.#writeAll();
    } while (this.#isStale);
    this.#keepBareLocals();
    if (this.#calls) for (const [reserved, line] of this.#ends) this.output.fill(reserved, line);
    const { kind = 'any', items } = this.#result ?? {};
    const name = this.#inlining!.result;
    const declared = (result: Value): string => (result.kind === 'double' ? `${result.js} = 0` : result.js);
    const result = items === undefined ? { js: name, kind } : this.#resultTuple(items);
    return {
      result,
      results: [...(result.items ?? []), result].map(declared),
      variables: this.#inlinedVariables(),
      exits: this.#exits.length > 0 ? this.constant(this.#exits) : undefined,
      calls: this.#calls,
    };
  }

  /** A translator for what is inlined here. */
  inline(subject: Subject, inlining: Inlining): Translator {
    return new Translator(subject, this.#writeInstruction, inlining);
  }

  #keepBareLocals(): void {
    for (const [pc, bare] of this.#bareAt) this.subject.unit.bareLocals.set(pc, bare);
  }

  #writeAll(): void {
    const { graph, parameters, depth } = this.subject;
    this.#isStale = false;
    this.#reached = new Set();
    this.#bareAt = new Map();
    this.#keptStacks.clear();
    this.#exits.length = 0;
    this.#kinds = this.#locals.map((_, i) => (parameters === undefined || i < parameters ? 'any' : 'null'));
    this.#maxDepth = depth;
    this.stack = Array.from({ length: depth }, (_, i): Value => ({ js: this.#slot(i), kind: 'any' }));
    const generator = this.generator;
    if (generator !== undefined && generator.depthInFrame < depth) {
      this.stack[depth - 1] = { js: 'value', kind: 'any' };
    }
    if (this.#inlining !== undefined) this.#takeArguments(this.#inlining);
    this.#tree(graph.entry);
  }

  /** What is known of the arguments is known of the parameters. */
  #takeArguments({ caller, args }: Inlining): void {
    this.#forgetObjects();
    args.forEach((value, i) => {
      const { kind, js } = value;
      this.#kinds[i] = kind;
      if (kind === 'tuple') this.#tuples.set(i, value);
      else if (kind === 'double' || kind === 'tagged') this.#bareLocals.add(i);
      const type = caller.#stamped.get(js);
      if (type !== undefined) this.#stamped.set(this.local(i), type);
    });
  }

  /** The variables of what is inlined; parameters have the arguments. */
  #inlinedVariables(): string[] {
    const values = new Map<string, string>();
    this.#inlining!.args.forEach(({ kind, js, tag }, i) => {
      if (kind === 'tuple') return;
      if (kind === 'double' || kind === 'tagged') values.set(this.bare(i), js);
      if (kind !== 'double') values.set(this.local(i), tag ?? js);
    });
    const bare = Array.from(this.#bareLocals, (i) => this.bare(i));
    for (const name of bare) if (!values.has(name)) values.set(name, '0');
    return [...this.#locals, ...bare, ...this.slots].map((name) =>
      values.has(name) ? `${name} = ${values.get(name)}` : name,
    );
  }

  /** The translator of the whole function. */
  get outermost(): Translator {
    return this.#inlining?.caller.outermost ?? this;
  }

  /** Is this the body of a function that is called, and asks for room when it begins? */
  get isFunction(): boolean {
    return this.#returnsFailure;
  }

  /** The function, where there is a variable of it. */
  get funcOrNone(): string {
    return this.#hasFrame ? 'undefined' : this.func;
  }

  /** Is this a part of the code, or is it inlined into that? */
  isRunning(code: PyCode): boolean {
    return this.subject.unit.code === code || this.#inlining?.caller.isRunning(code) === true;
  }

  local(index: number): string {
    return `${this.#prefix}l${index}`;
  }

  /** The variable of the bare number of a local. */
  bare(index: number): string {
    return `${this.#prefix}f${index}`;
  }

  #slot(index: number): string {
    return `${this.#prefix}s${index}`;
  }

  /** The variables of the stack. */
  get slots(): string[] {
    return Array.from({ length: this.#maxDepth }, (_, i) => this.#slot(i));
  }

  /** What stands in front of the body. */
  #head(): string[] {
    const { graph, parameters, depth } = this.subject;
    const locals = this.#locals;
    const count = locals.length;
    const first = parameters ?? 0;
    const given = locals.slice(0, first);
    const bare = [...this.#bareLocals];
    const { slots } = this;
    const own = [
      ...(parameters === undefined ? [] : [...locals.slice(first), ...slots]),
      ...bare.map((i) => `${this.bare(i)} = 0`),
      ...this.output.counters,
    ];
    const { generator } = this;
    const inlined = this.output.inlinedDepth;
    const hasHandlers = graph.blocks.some((block) => block.handler !== undefined);
    const head = generator?.head(this.#maxDepth, given, hasHandlers) ?? ['const d = S.count;'];
    if (generator !== undefined) {
      // The frame is the generator's.
    } else if (parameters === undefined) {
      head.push(
        'const func = frame.func;',
        'S.count = d + 1; S.adopt(d, frame);',
        'const L = frame.localsplus;',
        ...locals.map((name, i) => `let ${name} = L[${i}];`),
        ...slots.map((name, i) => `let ${name}${i < depth ? ` = L[${count + i}]` : ''};`),
      );
    } else {
      head.unshift(...fillAbsent(this.subject.unit.code, this.subject.defaults ?? 0));
      head.push(
        `if (d${inlined === 0 ? '' : ` + ${inlined}`} >= S.limit || B[0] !== 0) { const r = enter(func, [${given}], ${inlined}); if (r !== undefined) return r; }`,
        'S.count = d + 1;',
      );
    }
    if (own.length > 0) head.push(`let ${own.join(', ')};`);
    if (hasHandlers) head.push('const H = T.heapFrame;');
    if (this.#returnsFailure) head.push('let x;');
    return head;
  }

  #function(head: readonly string[]): string {
    const { parameters, title } = this.subject;
    const locals = this.#locals;
    const given = locals.slice(0, parameters ?? 0);
    const bare = [...this.#bareLocals];
    const generator = this.generator;
    const bareValues = bare.length === 0 ? '' : `, [${bare.map((i) => `[${i}, ${this.bare(i)}]`)}]`;
    const fail = (exception: string): string =>
      `return fail(d, ${exception}, U, func, [${locals}]${bareValues});`;
    const leave = this.#returnsFailure
      ? fail('e')
      : (generator?.leave(bareValues) ?? `throw leave(d, e, U, func, [${locals}]${bareValues});`);
    const leaves = this.#exits.length > 0;
    const { slots } = this;
    const exits = leaves ? this.constant(this.#exits) : '';
    const body = [
      ...head.map((line) => `  ${line}`),
      `  ${leaves ? 'let q; ' : ''}${this.#returnsFailure ? 'F: ' : ''}try {${leaves ? ' X: {' : ''}`,
      ...dropKept(this.output.lines).map((line) => `  ${line}`),
      ...(leaves ? [`  } return exit(d, U, func, ${exits}[q], [${locals}], [${slots}]);`] : []),
      `  } catch (e) { ${leave} }`,
      ...(this.#returnsFailure ? [`  return abandon(d, x, U, func, [${locals}]${bareValues});`] : []),
    ].join('\n');
    const parametersText =
      generator?.parameters(given) ?? (parameters === undefined ? 'frame' : ['func', ...given].join(', '));
    return `return { ${quote(title)}(${parametersText}) {\n${body}\n} }[${quote(title)}];`;
  }

  // ── Writing ────────────────────────────────────────────────────────────────────────────────────────────────────

  emit(line: string): void {
    this.output.emit(line, this.outermost.pc);
  }

  open(line: string): void {
    this.emit(line);
    this.output.indent(1);
  }

  close(line = '}'): void {
    this.output.indent(-1);
    this.emit(line);
  }

  temporary(): string {
    return this.output.temporary();
  }

  /** Is it certain that the value is the object that is known of it? */
  isConstant({ js, known }: Value): boolean {
    return known !== undefined && this.output.isConstant(js, known);
  }

  /** A name for a value of the compile time. */
  constant(value: unknown): string {
    return this.output.constant(value);
  }

  /** Notes where the function stands, in front of whatever may raise or look at the stack. */
  get mark(): string {
    this.#calls = true;
    return this.lastMark;
  }

  /** The same in front of what ends the function. */
  get lastMark(): string {
    this.#forgetObjects();
    return this.#noted;
  }

  get #noted(): string {
    this.#noteBareLocals();
    const { depth } = this;
    const show = this.subject.showsVariables
      ? `, S.framed > d && S.showVariables(d, [${this.boxedLocals()}])`
      : '';
    const place = `A[${depth}] = ${this.subject.unit.base + this.pc}${show}`;
    if (this.#inlining !== undefined) return `${this.#inlining.place}, S.count = ${depth} + 1, ${place}`;
    return this.#hasFrame ? `${ADOPT}, ${place}` : place;
  }

  /** The same for what is inlined at this instruction. */
  get placeOfCaller(): string {
    return this.#noted;
  }

  /** What was inlined at this instruction may have called anything. */
  callsInlined(): void {
    this.mark;
  }

  /** Writes what is no way to the next instruction: nothing that is found out there is known here. */
  aside(write: () => void): void {
    const kinds = this.#kinds;
    const { stack } = this;
    const stamped = [...this.#stamped];
    const unpacked = [...this.#unpacked];
    this.#kinds = kinds.slice();
    this.stack = stack.slice();
    write();
    this.#kinds = kinds;
    this.stack = stack;
    this.#stamped = new Map(stamped);
    this.#unpacked = new Map(unpacked);
  }

  /** The same, where nobody will look at a generator's frame. */
  get place(): string {
    const { mark } = this;
    return this.#hasFrame ? mark.slice(ADOPT.length + 2) : mark;
  }

  /** An expression that may raise: in front of it the place is noted. */
  guarded(call: string): string {
    return `(${this.mark}, ${call})`;
  }

  /** The variables that an exception finds bare at this instruction. */
  #noteBareLocals(): void {
    const bare: number[] = [];
    this.#kinds.forEach((kind, i) => {
      if (kind === 'double') bare.push(i);
    });
    if (bare.length > 0) this.#bareAt.set(this.pc, bare);
  }

  /** The frame of the activation, for the few instructions that want one. */
  get frame(): string {
    return this.#hasFrame ? `(${ADOPT}, S.frameOf(d))` : `S.frameOf(${this.depth}, ${this.func})`;
  }

  /** Is there a frame, a generator's, all the time? */
  get #hasFrame(): boolean {
    return this.generator?.hasFrame === true;
  }

  // ── The stack ──────────────────────────────────────────────────────────────────────────────────────────────────

  push(js: string, kind: Kind = 'any', known?: PyObject): void {
    this.stack.push(known === undefined ? { js, kind } : { js, kind, known });
  }

  /** Takes a value as it is held. */
  popBare(): Value {
    const value = this.stack.pop();
    if (value === undefined) throw new Unsupported('stack underflow');
    return value;
  }

  /** Takes a value, boxed. */
  pop(): Value {
    return this.#named(this.popBare());
  }

  /** Takes values, boxed; the last one is what was on top. */
  popMany(count: number): Value[] {
    if (count > this.stack.length) throw new Unsupported('stack underflow');
    return this.stack.splice(this.stack.length - count, count).map((value) => this.#named(value));
  }

  /** The value at a depth, 1 on top, boxed from now on. */
  peek(depth: number): Value {
    const index = this.stack.length - depth;
    const value = this.stack[index];
    if (value === undefined) throw new Unsupported('stack underflow');
    const boxed = this.#named(value);
    this.stack[index] = boxed;
    return boxed;
  }

  /** A value, boxed, as an expression that may be written several times. */
  #named(value: Value): Value {
    if (!isBare(value.kind)) return value;
    const name = this.temporary();
    this.emit(`const ${name} = ${this.boxed(value)};`);
    return { js: name, kind: value.kind === 'double' ? 'float' : 'any' };
  }

  /** A value as the runtime has it: an expression to be written once. */
  boxed({ js, kind, tag, range, slice, items, made, whole }: Value): string {
    switch (kind) {
      case 'double':
        return `new PyFloat(${js})`;
      case 'tagged':
        return `boxTagged(${js}, ${tag})`;
      case 'range':
        return `newRange(${range!.next}, ${range!.stop}, ${range!.step})`;
      case 'counter':
        return `newRangeIter(${range!.next}, ${range!.stop}, ${range!.step})`;
      case 'slice':
        return `new PySlice(${slice})`;
      case 'keywords':
        return 'newDictOf([])';
      case 'tuple':
        return `${made === undefined ? '' : `(${made} ??= `}new PyTuple([${items!.map((item) => this.boxed(item))}])${made === undefined ? '' : ')'}`;
      case 'wide':
        return whole!;
      default:
        return js;
    }
  }

  /** Puts the result of an expression on the stack. */
  result(js: string, kind: Kind = 'any'): void {
    const name = this.temporary();
    this.emit(`const ${name} = ${js};`);
    this.push(name, kind);
  }

  /** The same for a call that may raise. */
  call(js: string, kind: Kind = 'any'): void {
    this.emit(`${this.mark};`);
    this.result(js, kind);
  }

  /** A tagged local was found to be a float: it is bare from now on. False when this is no local. */
  refineBare(bare: string, tag: string): boolean {
    const local = this.#kinds.findIndex((kind, i) => kind === 'tagged' && this.bare(i) === bare);
    if (local < 0) return false;
    this.emit(`if (${tag} !== BARE) ${bare} = ${tag}.value;`);
    this.#kinds[local] = 'double';
    this.stack.forEach(({ js, kind }, i) => {
      if (js === bare && kind === 'tagged') this.stack[i] = { js, kind: 'double' };
    });
    return true;
  }

  /** A value was found to be of a kind. */
  refine(js: string, kind: Kind): void {
    const local = this.#locals.indexOf(js);
    if (local >= 0 && !isBare(this.#kinds[local]!)) this.#kinds[local] = kind;
    this.stack.forEach((value, i) => {
      if (value.js === js && !isBare(value.kind)) this.stack[i] = { ...value, kind };
    });
  }

  /** Brings the stack into its variables, as it must be where several ways meet; what is absent only if asked to. */
  #flush(withAbsent = false): void {
    this.#forgetObjects();
    const moves: [to: string, from: string][] = [];
    this.stack = this.stack.map((value, i): Value => {
      if (value.kind === 'counter' || (value.kind === 'null' && !withAbsent)) return value;
      if (value.js !== this.#slot(i)) moves.push([this.#slot(i), this.boxed(value)]);
      const kind =
        value.kind === 'double' ? 'float' : isBare(value.kind) || value.kind === 'null' ? 'any' : value.kind;
      return { js: this.#slot(i), kind };
    });
    this.#maxDepth = Math.max(this.#maxDepth, this.stack.length);
    const written = new Set(moves.map(([to]) => to));
    // A variable that is read after it was written is copied first.
    const copies = moves.map(([to, from]): [string, string] => {
      if (!written.has(from)) return [to, from];
      const copy = this.temporary();
      this.emit(`const ${copy} = ${from};`);
      return [to, copy];
    });
    for (const [to, from] of copies) this.emit(`${to} = ${from};`);
  }

  // ── Local variables ────────────────────────────────────────────────────────────────────────────────────────────

  load(index: number): void {
    const kind = this.#kinds[index]!;
    if (kind === 'double') this.push(this.bare(index), kind);
    else if (kind === 'tagged') this.stack.push({ js: this.bare(index), kind, tag: this.local(index) });
    else if (kind === 'tuple') this.stack.push(this.#tuples.get(index)!);
    else this.push(this.local(index), kind === 'null' ? 'any' : kind);
  }

  store(index: number): void {
    const value = this.popBare();
    const name = this.local(index);
    const { js, kind } = value;
    if (js === name || js === this.bare(index)) return;
    this.saveLocal(index);
    if (kind === 'double' && this.#block.handler === undefined) {
      this.emit(`${this.bare(index)} = ${js};`);
      this.#setKind(index, 'double');
    } else if (kind === 'tagged' && this.#block.handler === undefined) {
      this.emit(`${this.bare(index)} = ${js}; ${name} = ${value.tag};`);
      this.#setKind(index, 'tagged');
    } else {
      this.emit(`${name} = ${this.boxed(value)};`);
      this.#setKind(index, kind === 'double' ? 'float' : isBare(kind) ? 'any' : kind);
    }
  }

  #setKind(index: number, kind: Kind): void {
    this.#stamped.delete(this.local(index));
    this.#unpacked.delete(this.local(index));
    this.#kinds[index] = kind;
    if (kind === 'double' || kind === 'tagged') this.#bareLocals.add(index);
  }

  /** The variable has no value any more. */
  clearLocal(index: number): void {
    this.saveLocal(index);
    this.emit(`${this.local(index)} = undefined;`);
    this.#setKind(index, 'null');
  }

  /** Gives a variable what stands in its boxed form. */
  setLocal(index: number, js: string): void {
    this.emit(`${this.local(index)} = ${js};`);
    this.#setKind(index, 'any');
  }

  /** Raises when a variable has no value. */
  checkLocal(index: number): void {
    const kind = this.#kinds[index]!;
    if (kind !== 'any' && kind !== 'null' && kind !== 'tagged') return;
    this.emit(
      `if (${this.local(index)} === undefined) { ${this.mark}; throw unboundLocal(${this.frame}, ${index}); }`,
    );
    if (kind === 'null') this.#setKind(index, 'any');
  }

  /** Before a local is given another value: what stands for it on the stack is kept. */
  saveLocal(index: number): void {
    const names = new Map<string, string>();
    const save = (name: string): string => {
      let saved = names.get(name);
      if (saved === undefined) {
        saved = this.temporary();
        this.emit(`const ${saved} = ${name};`);
        names.set(name, saved);
      }
      return saved;
    };
    const boxed = this.local(index);
    const bare = this.bare(index);
    for (let i = 0; i < this.stack.length; i++) {
      const value = this.stack[i]!;
      if (value.js !== boxed && value.js !== bare) continue;
      this.stack[i] =
        value.tag === undefined
          ? { ...value, js: save(value.js) }
          : { ...value, js: save(value.js), tag: save(value.tag) };
    }
  }

  /** All fast locals as the runtime has them. */
  boxedLocals(): string[] {
    return this.#locals.map((name, i) => {
      const kind = this.#kinds[i];
      if (kind === 'double') return `new PyFloat(${this.bare(i)})`;
      if (kind === 'tuple') return this.boxed(this.#tuples.get(i)!);
      return kind === 'tagged' ? `boxTagged(${this.bare(i)}, ${name})` : name;
    });
  }

  /** Nothing is held bare in front of a handler, which does not know where it was raised. */
  #boxLocals(): void {
    this.#kinds.forEach((kind, i) => {
      if (kind !== 'double' && kind !== 'tagged') return;
      this.saveLocal(i);
      this.emit(`${this.local(i)} = ${this.boxedLocals()[i]};`);
      this.#kinds[i] = kind === 'double' ? 'float' : 'any';
    });
  }

  // ── Assumptions ────────────────────────────────────────────────────────────────────────────────────────────────

  /** May it be assumed what the operation at hand works on? */
  get speculates(): boolean {
    return this.subject.speculates && !this.subject.refuted.has(this.#assumption(String(this.pc)));
  }

  /** What an assumption of this code is called. */
  #assumption(name: string): string {
    return `${this.#inlining?.assumptionPrefix ?? ''}${name}`;
  }

  /** The first part of the names of the assumptions of what is inlined at this instruction. */
  get assumptionPrefix(): string {
    return `${this.#assumption(String(this.pc))}/`;
  }

  /** Unless a condition holds, tier 0 goes on at this instruction. Nothing of it may have been done, or taken, yet. */
  exitUnless(condition: string): void {
    this.exitIf(`!(${condition})`, this.pc, String(this.pc));
  }

  /** The first word of the instruction's inline cache. */
  get cache(): number {
    return this.subject.unit.code.executable!.words[this.pc + 1]!;
  }

  /** The types whose attributes tier 0 was asked for by this instruction; none when that is not known. */
  get receivers(): readonly PyType[] {
    return this.speculates ? receiversAt(this.subject.unit.code.executable!, this.pc + 1) : [];
  }

  /** The class that alone was asked for an attribute by this instruction. */
  get receiverClass(): PyType | undefined {
    return this.speculates ? receiverClassAt(this.subject.unit.code.executable!, this.pc + 1) : undefined;
  }

  /** The only type whose operator this instruction has found to be a Python function, if there was one. */
  get overloader(): PyType | undefined {
    return this.speculates ? overloaderAt(this.subject.unit.code.executable!, this.pc + 1) : undefined;
  }

  /** The same of `super(cls, self).name`: the class, and the types of `self`. */
  get superReceivers(): ReturnType<typeof superReceiversAt> {
    return this.speculates ? superReceiversAt(this.subject.unit.code.executable!, this.pc + 1) : undefined;
  }

  /** The stamp that the instances of a type have now; the type notes that it is asked for. */
  stampOf(type: PyType): string {
    const stamp = stampOf(type);
    stamp.isWatched = true;
    return this.constant(stamp);
  }

  /** Unless an object is of one of the types, with its attributes as they are now, tier 0 goes on at this instruction. */
  expectType({ js, kind }: Value, types: readonly PyType[]): void {
    const [first] = types;
    if (types.includes(this.#stamped.get(js)!) || (kind === 'str' && first === strType)) return;
    let own = `${js}.stamp`;
    if (types.filter((type) => !isImmediate(type)).length > 1) {
      own = this.temporary();
      this.emit(`const ${own} = ${js}.stamp;`);
    }
    const tests = types.map((type) =>
      isImmediate(type) ? immediateTest(js, type) : `${own} === ${this.stampOf(type)}`,
    );
    this.exitUnless(tests.join(' || '));
    if (types.length === 1) this.#stamped.set(js, first!);
  }

  /** Where the items of a list or tuple are, if it was found to have so many. */
  itemsOf(js: string, count: number): string | undefined {
    const found = this.#unpacked.get(js);
    return found?.count === count ? found.items : undefined;
  }

  /** A list or tuple was found to have so many items, in an array of that name. */
  noteItems(js: string, items: string, count: number): void {
    this.#unpacked.set(js, { items, count });
  }

  /** The length of a list changes. */
  forgetItems(): void {
    this.#unpacked.clear();
  }

  /** Python code may run, or what was known is not known on another way. */
  #forgetObjects(): void {
    this.#stamped.clear();
    this.#unpacked.clear();
  }

  /** As {@link exitUnless}, at the next instruction, when this one has been done. */
  exitBehindUnless(condition: string): void {
    this.exitIf(`!(${condition})`, this.#next, String(this.pc));
  }

  /** Tier 0, which has done a part of this instruction, goes on at the next one. */
  exitBehind(): void {
    this.exitIf('true', this.#next, undefined, EXPECTED_EXIT);
  }

  get #next(): number {
    const { words } = this.subject.unit.code.executable!;
    return this.pc + 1 + OPCODE_CACHES[words[this.pc]! & 255]!;
  }

  /**
   * If a condition holds, hands over to tier 0 at a code unit, with everything as it is. All exits of a function end in
   * one place, which finds the stack in its variables: V8 does not optimise what has become too long.
   */
  exitIf(
    condition: string,
    pc: number,
    assumption?: string,
    none = this.#block.omitted !== undefined ? EXPECTED_EXIT : NO_ASSUMPTION,
  ): void {
    const number =
      assumption === undefined ? none : this.output.assumptions.push(this.#assumption(assumption)) - 1;
    const locals = this.boxedLocals();
    const stack = this.stack.map((value) => this.boxed(value));
    if (this.generator !== undefined) {
      this.emit(`if (${condition}) ${this.generator.exit(pc, number, [...locals, ...stack])}`);
      return;
    }
    const slots = stack.map((_, i) => this.#slot(i));
    this.#maxDepth = Math.max(this.#maxDepth, stack.length);
    const boxed = locals.map((js, i) => (js === this.local(i) ? '' : `${this.local(i)} = ${js}; `));
    const isSwapped = stack.some((js, i) => js !== slots[i] && slots.includes(js));
    const move = isSwapped
      ? `[${slots}] = [${stack}]; `
      : stack.map((js, i) => (js === slots[i] ? '' : `${slots[i]} = ${js}; `)).join('');
    const exit = this.#exits.push([pc, number, stack.length]) - 1;
    this.emit(
      `if (${condition}) { ${boxed.join('')}${move}${this.#prefix}q = leaving(${exit}); break ${this.#prefix}X; }`,
    );
  }

  // ── Control flow ───────────────────────────────────────────────────────────────────────────────────────────────

  /** Writes a block and what it dominates. The stack is as the block finds it. */
  #tree(block: Block): void {
    this.pc = block.start;
    const merges = block.dominated.filter((below) => below.isMerge).sort((a, b) => b.index - a.index);
    if (!block.isLoopHead) {
      this.#within(block, merges, 0);
      return;
    }
    if (block === this.subject.graph.entry) {
      this.#meet(block);
      this.#arrive(block);
    }
    this.open(`${this.#prefix}L${block.index}: for (;;) {`);
    this.#within(block, merges, 0);
    this.close();
  }

  #within(block: Block, merges: readonly Block[], from: number): void {
    const merge = merges[from];
    if (merge === undefined) {
      this.#writeBlock(block);
      return;
    }
    if (merge.guarded.length === 0) {
      this.open(`${this.#prefix}M${merge.index}: {`);
      this.#within(block, merges, from + 1);
      this.close();
    } else {
      this.open(`${this.#prefix}M${merge.index}: { try {`);
      this.#within(block, merges, from + 1);
      this.close('} catch (e) {');
      this.output.indent(1);
      this.#writeCatch(merge);
      this.close('} }');
    }
    // Nobody may reach it: what leads there was found to be impossible.
    if (!this.#reached.has(merge)) return;
    this.#arrive(merge);
    this.#tree(merge);
  }

  /** Takes up what is known at the border of a block. */
  #arrive(block: Block): void {
    const entry = this.#entries.get(block.index)!;
    this.#kinds = entry.locals.slice();
    this.stack = entry.stack.slice();
    this.#maxDepth = Math.max(this.#maxDepth, this.stack.length);
  }

  /** The part of a handler in front of its first instruction: takes what its blocks raise, passes on the rest. */
  #writeCatch(target: Block): void {
    const { base } = this.subject.unit;
    this.pc = target.start;
    const ranges = target.guarded.map(({ start, end }) => `(at >= ${start} && at < ${end})`);
    this.emit(`const at = A[d] - ${base};`);
    this.emit(`if (!(${ranges.join(' || ')})) throw e;`);
    const handler = target.guarded[0]!.handler!;
    this.stack = Array.from({ length: handler.depth }, (_, i) => this.#keptValue(target, i));
    this.#kinds = this.#kinds.map(() => 'any');
    this.#enterHandler(handler, this.#asPython('caught', 'e'), 'at');
  }

  /** What a handler finds in a place of the stack: in its variable, unless it is the counter of a loop. */
  #keptValue(target: Block, index: number): Value {
    const places = new Map<string, number[]>();
    let value: Value | undefined;
    for (const [pc, stack] of this.#keptStacks.get(target)!) {
      value = stack[index]!;
      const { js } = value;
      if (!places.has(js)) places.set(js, []);
      places.get(js)!.push(pc);
    }
    if (places.size === 1) return value!;
    for (const stack of this.#keptStacks.get(target)!.values()) {
      const counter = stack[index]!;
      const at = counter.kind === 'counter' ? places.get(counter.js) : undefined;
      if (at === undefined) continue;
      places.delete(counter.js);
      this.emit(`if ([${at}].includes(at)) ${this.#slot(index)} = ${this.boxed(counter)};`);
    }
    return { js: this.#slot(index), kind: 'any' };
  }

  /**
   * Comes to a block that several ways lead to. The stack goes into its variables, the locals become what they are known
   * to be there.
   */
  #meet(target: Block): void {
    this.#flush();
    const entry = this.#entries.get(target.index);
    if (entry === undefined) {
      this.#entries.set(target.index, {
        locals: this.#kinds.map((kind) => this.#agreed(target, kind, kind)),
        stack: this.stack.slice(),
      });
    } else {
      if (entry.stack.length !== this.stack.length) throw new Unsupported('uneven stack');
      this.stack.forEach((value, i) => {
        const there = entry.stack[i]!;
        if (value.js === there.js && value.kind === there.kind) return;
        if (there.js !== this.#slot(i) || there.kind !== 'any') {
          entry.stack[i] = { js: this.#slot(i), kind: 'any' };
          this.#isStale = true;
        }
        if (value.js !== this.#slot(i)) this.emit(`${this.#slot(i)} = ${this.boxed(value)};`);
      });
      this.#kinds.forEach((kind, i) => {
        const there = entry.locals[i]!;
        const joined = this.#agreed(target, there, kind);
        if (joined === there) return;
        entry.locals[i] = joined;
        this.#isStale = true;
      });
    }
    this.#reached.add(target);
    this.#convertLocals(this.#entries.get(target.index)!.locals);
  }

  /** What a local is known to be where two ways meet. A handler does not look for bare numbers. */
  #agreed(target: Block, a: Kind, b: Kind): Kind {
    const kind = joinKinds(a, b);
    return target.handler !== undefined && isBare(kind) ? 'any' : kind;
  }

  /** Brings the locals into the form that they have at a border. */
  #convertLocals(wanted: readonly Kind[]): void {
    wanted.forEach((kind, i) => {
      const has = this.#kinds[i]!;
      if (kind === has) return;
      const l = this.local(i);
      const f = this.bare(i);
      if (isBare(kind)) this.#bareLocals.add(i);
      if (kind === 'double') this.emit(`${f} = ${l}.value;`);
      else if (kind === 'tagged') {
        if (has === 'double') this.emit(`${l} = BARE;`);
      } else if (has === 'double') this.emit(`${l} = new PyFloat(${f});`);
      else if (has === 'tagged') this.emit(`${l} = boxTagged(${f}, ${l});`);
    });
  }

  /** Goes from the block that is being written to another one. The stack is what that one finds. */
  branch(target: Block): void {
    const isBack = target.index <= this.#block.index;
    this.aside(() => this.#goTo(target, isBack));
  }

  #goTo(target: Block, isBack: boolean): void {
    if (isBack || target.isMerge || target.isLoopHead) this.#meet(target);
    if (isBack) this.emit(`continue ${this.#prefix}L${target.index};`);
    else if (target.isMerge) this.emit(`break ${this.#prefix}M${target.index};`);
    else {
      const outer = this.#block;
      const { pc } = this;
      if (target.isLoopHead) this.#arrive(target);
      this.#tree(target);
      this.#block = outer;
      this.pc = pc;
    }
  }

  /** Where the instruction that ends the block goes: to the next one, or to another one. */
  get successors(): readonly [Block, Block] {
    return this.#block.successors as [Block, Block];
  }

  /** `if (condition)` taken, else the next block, where `pushed` is on the stack. */
  fork(condition: string, pushed?: Value, pushedWhenTaken?: Value): void {
    const [next, taken] = this.successors;
    const { stack } = this;
    this.open(`if (${condition}) {`);
    if (pushedWhenTaken !== undefined) {
      this.stack = stack.slice();
      this.result(pushedWhenTaken.js, pushedWhenTaken.kind);
    }
    this.branch(taken);
    this.stack = stack;
    this.close('} else {');
    this.output.indent(1);
    if (pushed !== undefined) this.stack.push(pushed);
    this.branch(next);
    this.close();
  }

  #writeBlock(block: Block): void {
    this.#block = block;
    if (block.isMerge || block.isLoopHead) this.#forgetObjects();
    if (block.omitted !== undefined) {
      this.#leaveFor(block, block.omitted);
      return;
    }
    if (block.handler !== undefined) this.#boxLocals();
    const { words } = this.subject.unit.code.executable!;
    for (let i = block.start; i < block.end; ) {
      const word = words[i]!;
      const opcode = word & 255;
      this.pc = i;
      this.keepForHandler();
      if (this.subject.exitsAnywhere && i >= this.#firstExit) {
        this.exitIf(`leavesHere(${this.unit})`, i);
      }
      if (writeJump(this, opcode, word >>> 8)) return;
      this.#writeInstruction(this, opcode, word >>> 8, words, i);
      i += 1 + OPCODE_CACHES[opcode]!;
    }
    this.branch(block.successors[0]!);
  }

  /** Hands over to tier 0 in front of a block that is not written. */
  #leaveFor({ start }: Block, omitted: Omission): void {
    if (omitted === 'unseen') this.exitIf('true', start, unseenWay(start));
    else if (this.subject.generator?.way === 'step') this.exitIf('true', start);
    else this.exitIf('true', start, String(start));
  }

  /** In front of that tier 0 cannot take over: there is no coroutine yet. */
  get #firstExit(): number {
    return this.generator === undefined || this.#hasFrame ? 0 : startOf(this.subject.unit.code);
  }

  /** A handler finds its part of the stack in the variables. */
  keepForHandler(): void {
    const { handler } = this.#block;
    if (handler === undefined) return;
    const { depth } = handler;
    if (this.stack.length < depth) throw new Unsupported('uneven stack');
    if (this.stack.some(({ js, kind }, i) => i < depth && js !== this.#slot(i) && kind !== 'counter'))
      this.#flush(true);
    const kept = this.stack
      .slice(0, depth)
      .map((value, i): Value => (value.kind === 'counter' ? value : { js: this.#slot(i), kind: 'any' }));
    let stacks = this.#keptStacks.get(handler.block);
    if (stacks === undefined) {
      stacks = new Map();
      this.#keptStacks.set(handler.block, stacks);
    }
    stacks.set(this.pc, kept);
  }

  /** A loop counter for a range, to be kept on the stack. */
  newCounter({ next, stop, step }: { next: string; stop: string; step: number }): Value {
    const number = this.output.counters.length / 2;
    const parts = { next: `n${number}`, stop: `e${number}`, step };
    this.output.counters.push(`${parts.next} = 0`, `${parts.stop} = 0`);
    this.emit(`${parts.next} = ${next}; ${parts.stop} = ${stop};`);
    return { js: parts.next, kind: 'counter', range: parts };
  }

  /** A function answers `undefined` when an exception leaves it; a loop or a step of a generator throws it. */
  get #returnsFailure(): boolean {
    return this.generator === undefined && this.subject.parameters !== undefined;
  }

  /** Passes on the exception of a call that has answered `undefined`. */
  passOn(result: string): void {
    this.raiseIf(`${result} === undefined`, 'T.propagating');
  }

  /** Raises an exception once more if a condition holds. */
  reraiseIf(condition: string, exception: string): void {
    this.open(`if (${condition}) {`);
    this.reraise(exception);
    this.close();
  }

  /** Raises if a condition holds. */
  raiseIf(condition: string, exception: string): void {
    this.open(`if (${condition}) {`);
    this.raise(exception);
    this.close();
  }

  /**
   * Raises what an expression gives. A handler in the same function is jumped to, and a function that has none ends as
   * calls do: a JavaScript throw takes 250 ns.
   */
  raise(exception: string): void {
    if (this.#block.handler === undefined) {
      this.emit(`${this.lastMark};`);
      this.#raiseBeyond(exception);
    } else {
      this.emit(`${this.mark};`);
      const raising = this.temporary();
      this.emit(`const ${raising} = ${exception};`);
      this.#raiseHere(this.#block.handler, String(this.pc), this.#asPython('arrive', raising));
    }
  }

  /** Raises an exception once more: who handles it in the same function has noted it already. `origin` is the place where it was raised first. */
  reraise(exception: string, origin = String(this.subject.unit.base + this.pc)): void {
    const { handler } = this.#block;
    if (handler === undefined) {
      this.emit(`${this.lastMark};`);
      this.#raiseBeyond(`reraised(${exception}, ${origin})`);
    } else this.#raiseHere(handler, `${origin} - ${this.subject.unit.base}`, exception);
  }

  /** Nobody handles it here. */
  #raiseBeyond(exception: string): void {
    this.emit(
      this.#returnsFailure
        ? `${this.#prefix}x = ${exception}; break ${this.#prefix}F;`
        : `throw ${exception};`,
    );
  }

  /** Goes from an instruction to its handler. What that finds on the stack are expressions. */
  #raiseHere(handler: Handler, at: string, exception: string): void {
    const kinds = this.#kinds;
    const { stack } = this;
    this.stack = stack.slice(0, handler.depth);
    this.#enterHandler(handler, exception, at);
    this.#kinds = kinds;
    this.stack = stack;
  }

  /** An exception that comes to a handler, as Python sees it. */
  #asPython(way: 'arrive' | 'caught', exception: string): string {
    const heapFrame = way === 'caught' ? ', H' : '';
    const func = this.#hasFrame ? 'undefined' : 'func';
    const adopted = this.#hasFrame ? `${ADOPT}, ` : '';
    return `(${adopted}${way}(d, ${exception}${heapFrame}, U, ${func}, [${this.boxedLocals()}]))`;
  }

  /** Brings an exception to its handler, as the handler finds it on the stack. */
  #enterHandler({ block, lasti }: Handler, exception: string, at: string): void {
    // What is put on the stack may be read from there.
    const raising = this.temporary();
    const place = lasti ? this.temporary() : undefined;
    this.emit(`const ${raising} = ${exception};`);
    if (place !== undefined) this.emit(`const ${place} = ${at};`);
    this.#flush();
    if (place !== undefined) this.push(place, 'int');
    this.push(raising);
    this.#kinds = this.#kinds.map(() => 'any');
    this.#meet(block);
    this.emit(`break ${this.#prefix}M${block.index};`);
  }

  /** RETURN_VALUE of what is inlined; false if this is a function of its own. */
  returnInlined(): boolean {
    if (this.#inlining === undefined) return false;
    const value = this.popBare();
    const own = resultOf(value);
    const before = this.#result;
    const joined = before === undefined ? own : joinResults(before, own);
    this.#isStale ||= before !== undefined && !isSameResult(before, joined);
    this.#result = joined;
    const assign = (to: string, from: Value, kind: Kind): void => {
      if (kind !== 'double') this.emit(`${to} = ${this.boxed(from)};`);
      else this.emit(`${to} = ${from.js}${from.kind === 'float' ? '.value' : ''};`);
    };
    const { items } = joined;
    if (items === undefined) assign(this.#inlining.result, value, joined.kind);
    else {
      this.#resultTuple(items).items!.forEach(({ js, kind }, i) => {
        assign(js, value.items![i]!, kind);
      });
    }
    const { depth, unit, func } = this;
    const place = this.subject.unit.base + this.pc;
    this.#ends.push([
      this.output.reserve(this.outermost.pc),
      `S.count = ${depth}; if (S.framed > ${depth}) { A[${depth}] = ${place}; ended(${depth}, ${unit}, ${func}, [${this.boxedLocals()}]); }`,
    ]);
    this.emit(`break ${this.#prefix}N;`);
    return true;
  }

  /** A result that is held as its items. */
  #resultTuple(items: readonly Kind[]): Value {
    const made = this.#inlining!.result;
    return {
      js: made,
      kind: 'tuple',
      made,
      items: items.map((kind, i): Value => ({ js: `${made}i${i}`, kind })),
    };
  }

  /** The arguments of `fail` and `abandon`, by which an exception leaves what is inlined. */
  leavingArguments(exception: string): string {
    const bare = Array.from(this.#bareLocals, (i) => `[${i}, ${this.bare(i)}]`);
    const { depth, unit, func } = this;
    return `${depth}, ${exception}, ${unit}, ${func}, [${this.localsAtEnd}]${bare.length === 0 ? '' : `, [${bare}]`}`;
  }

  /** The fast locals where nothing else is known of them. */
  get localsAtEnd(): string[] {
    return this.#locals.map((name, i) => {
      const tuple = this.#tuples.get(i);
      return tuple === undefined ? name : this.boxed(tuple);
    });
  }

  // ── What instructions ask for ──────────────────────────────────────────────────────────────────────────────────

  name(index: number): AttrName {
    return this.subject.unit.code.executable!.names[index]!;
  }

  /** Where the block ends that is being written. */
  get blockEnd(): number {
    return this.#block.end;
  }

  /** Is this the code of a module or a class body, run in the frame that was taken over? */
  get isModule(): boolean {
    return this.subject.parameters === undefined && (this.subject.unit.code.co_flags & 2) === 0;
  }
}
