/**
 * Bytecode to JavaScript.
 *
 * One function is written for one entry of a code object. Its control flow is the flow graph's, nested by dominators
 * (Ramsey, "Beyond Relooper"): a loop head opens a `for (;;)`, a block that several ways lead to stands behind a
 * labelled block that they leave with `break`, and in front of an exception handler that labelled block is a `try`. The
 * operand stack disappears: while a block is written, it is a list of JavaScript expressions without effects (names and
 * literals); at the border of blocks that several ways lead to, they are in variables `s0`, `s1`, ….
 *
 * Names in the written code: `l0` … fast locals, `s0` … the stack, `t0` … results, `k0` … constants that are no
 * literals, `d` the index of the activation, `A[d]` where it stands. Everything else is of runtime.ts.
 * Nothing of a Python program comes in as text but through JSON.
 */

import * as opargs from '../bytecode/opargs.ts';
import { COMPARE_OP_SHIFT, COMPARE_OP_TO_BOOL } from '../bytecode/opargs.ts';
import * as op from '../bytecode/opcodes.gen.ts';
import { OPCODE_CACHES } from '../bytecode/opcodes.gen.ts';
import type { AttrName } from '../objects/attribute-name.ts';
import type { PyCode } from '../objects/code.ts';

import { CellStorage, PyDict } from '../objects/dict.ts';
import { PyFloat } from '../objects/float.ts';
import { Py_EQ, Py_GE, Py_GT, Py_LE, Py_LT, type PyObject } from '../objects/object.ts';
import { None } from '../objects/singletons.ts';
import type { Block, FlowGraph, Handler } from './flow-graph.ts';
import { type GeneratorPart, GeneratorWriter } from './generators.ts';

/** An opcode that compiled code does not do: the function stays interpreted. */
export class Unsupported extends Error {}

/** What is known of a value when the code is written. */
type Kind = 'any' | 'int' | 'bool' | 'none' | 'str' | 'float' | 'null';

/** A value on the stack: an expression without effects. */
interface Value {
  readonly js: string;
  readonly kind: Kind;
}

export interface Translation {
  readonly source: string;
  /** What `k0`, `k1`, … are. */
  readonly constants: readonly unknown[];
}

/** What is translated, and for whom. */
export interface Subject {
  readonly code: PyCode;
  readonly graph: FlowGraph;
  readonly globals: PyDict;
  readonly builtins: PyObject;
  /** The name under which profiles show the function. */
  readonly title: string;
  /** How many of the fast locals are parameters; absent where a running frame is taken over. */
  readonly parameters: number | undefined;
  /** The stack's depth at the entry. */
  readonly depth: number;
  /** Absent where the code is no generator's. */
  readonly generator: GeneratorPart | undefined;
}

const NOTHING: Value = { js: 'undefined', kind: 'null' };
const INT_LIMIT = 2 ** 53 - 1;

const COMPARISONS: Readonly<Record<number, string>> = {
  [Py_LT]: '<',
  [Py_LE]: '<=',
  [Py_EQ]: '===',
  [Py_GT]: '>',
  [Py_GE]: '>=',
};

/** Operators that floats have in place. */
const FLOAT_OPERATORS: Readonly<Record<number, string>> = {
  [opargs.NB_ADD]: '+',
  [opargs.NB_SUBTRACT]: '-',
  [opargs.NB_MULTIPLY]: '*',
  [opargs.NB_TRUE_DIVIDE]: '/',
};

/** A JavaScript literal of a text. JSON is JavaScript since ES2019, U+2028 included. */
const quote = (text: string): string => JSON.stringify(text);

export class Translator {
  readonly #subject: Subject;
  /** The names of all fast locals. */
  readonly #locals: readonly string[];
  readonly #lines: string[] = [];
  readonly #constants: unknown[] = [];
  readonly #constantNames = new Map<unknown, string>();
  #indent = 1;
  #temporaries = 0;
  #stack: Value[] = [];
  /** Depths of the stack at the blocks that are reached through `s0`, …. */
  readonly #depths = new Map<Block, number>();
  #maxDepth = 0;
  /** The code unit of the instruction that is being written. */
  #pc = 0;
  #block: Block;
  readonly #generator: GeneratorWriter | undefined;

  constructor(subject: Subject) {
    this.#subject = subject;
    const { code, graph, generator, depth } = subject;
    this.#block = graph.entry;
    if (generator !== undefined) {
      const steps = this.#constant(generator.steps.entries);
      this.#generator = new GeneratorWriter(code, graph, generator, depth, steps);
    }
    this.#locals = this.#generator?.locals ?? code.co_localsplusnames.map((_, i) => `l${i}`);
  }

  translate(): Translation {
    const { graph, parameters, depth, title } = this.#subject;
    const generator = this.#generator;
    for (let i = 0; i < depth; i++) this.#stack.push({ js: `s${i}`, kind: 'any' });
    if (generator !== undefined && generator.depthInFrame < depth) {
      this.#stack[depth - 1] = { js: 'value', kind: 'any' };
    }
    this.#maxDepth = depth;
    this.#tree(graph.entry);
    const locals = this.#locals;
    const count = locals.length;
    const first = parameters ?? 0;
    const given = locals.slice(0, first);
    const slots = Array.from({ length: this.#maxDepth }, (_, i) => `s${i}`);
    const own = parameters === undefined ? [] : [...locals.slice(first), ...slots];
    const head =
      generator !== undefined
        ? generator.head(this.#maxDepth)
        : parameters === undefined
          ? [
              'const d = S.count;',
              'S.count = d + 1; F[d] = frame.func; R[d] = frame;',
              'const L = frame.localsplus;',
              ...locals.map((name, i) => `let ${name} = L[${i}];`),
              ...slots.map((name, i) => `let ${name}${i < depth ? ` = L[${count + i}]` : ''};`),
            ]
          : [
              'const d = S.count;',
              `if (d >= S.limit || B[0] !== 0) { const r = enter(func, [${given}]); if (r !== undefined) return r; }`,
              'S.count = d + 1; F[d] = func; R[d] = undefined;',
              ...(own.length > 0 ? [`let ${own.join(', ')};`] : []),
            ];
    const hasHandlers = graph.blocks.some((block) => block.handler !== undefined);
    if (hasHandlers) head.push('const H = T.heapFrame;');
    const body = [
      ...head.map((line) => `  ${line}`),
      '  try {',
      ...this.#lines.map((line) => `  ${line}`),
      `  } catch (e) { ${generator?.leave ?? `throw leave(d, e, [${locals}]);`} }`,
    ].join('\n');
    const parametersText =
      generator?.parameters ?? (parameters === undefined ? 'frame' : ['func', ...given].join(', '));
    const source = `return { ${quote(title)}(${parametersText}) {\n${body}\n} }[${quote(title)}];`;
    return { source, constants: this.#constants };
  }

  // ── Writing ────────────────────────────────────────────────────────────────────────────────────────────────────

  #emit(line: string): void {
    this.#lines.push('  '.repeat(this.#indent) + line);
  }

  #emitAll(lines: readonly string[]): void {
    for (const line of lines) this.#emit(line);
  }

  #open(line: string): void {
    this.#emit(line);
    this.#indent++;
  }

  #close(line = '}'): void {
    this.#indent--;
    this.#emit(line);
  }

  #temporary(): string {
    return `t${this.#temporaries++}`;
  }

  /** A name for a value of the compile time. */
  #constant(value: unknown): string {
    let name = this.#constantNames.get(value);
    if (name === undefined) {
      name = `k${this.#constants.length}`;
      this.#constants.push(value);
      this.#constantNames.set(value, name);
    }
    return name;
  }

  /** Notes where the function stands. */
  get #mark(): string {
    return this.#markAt(this.#pc);
  }

  #markAt(pc: number): string {
    return this.#generator === undefined ? `A[d] = ${pc}` : `R[d] = frame, A[d] = ${pc}`;
  }

  /** An expression that may raise: in front of it the place is noted. */
  #guarded(call: string): string {
    return `(${this.#mark}, ${call})`;
  }

  // ── The stack ──────────────────────────────────────────────────────────────────────────────────────────────────

  #push(js: string, kind: Kind = 'any'): void {
    this.#stack.push({ js, kind });
  }

  #pop(): Value {
    const value = this.#stack.pop();
    if (value === undefined) throw new Unsupported('stack underflow');
    return value;
  }

  #popMany(count: number): Value[] {
    if (count > this.#stack.length) throw new Unsupported('stack underflow');
    return this.#stack.splice(this.#stack.length - count, count);
  }

  #peek(depth: number): Value {
    return this.#stack[this.#stack.length - depth]!;
  }

  /** Puts the result of an expression on the stack. */
  #result(js: string, kind: Kind = 'any'): void {
    const name = this.#temporary();
    this.#emit(`const ${name} = ${js};`);
    this.#push(name, kind);
  }

  /** The same for a call that may raise. */
  #call(js: string, kind: Kind = 'any'): void {
    this.#emit(`${this.#mark};`);
    this.#result(js, kind);
  }

  /** Before a local is given another value: what stands for it on the stack is kept. */
  #saveLocal(name: string): void {
    let saved: string | undefined;
    for (let i = 0; i < this.#stack.length; i++) {
      const value = this.#stack[i]!;
      if (value.js !== name) continue;
      if (saved === undefined) {
        saved = this.#temporary();
        this.#emit(`const ${saved} = ${name};`);
      }
      this.#stack[i] = { js: saved, kind: value.kind };
    }
  }

  /** Brings the stack into its variables, as it must be where several ways meet. */
  #flush(): void {
    const moves: [to: string, from: string][] = [];
    this.#stack.forEach(({ js }, i) => {
      if (js !== `s${i}`) moves.push([`s${i}`, js]);
    });
    const written = new Set(moves.map(([to]) => to));
    // A variable that is read after it was written is copied first.
    const copies = moves.map(([to, from]): [string, string] => {
      if (!written.has(from)) return [to, from];
      const copy = this.#temporary();
      this.#emit(`const ${copy} = ${from};`);
      return [to, copy];
    });
    for (const [to, from] of copies) this.#emit(`${to} = ${from};`);
    this.#stack = this.#slots(this.#stack.length);
  }

  /** The stack of a block that is reached through its variables. */
  #slots(depth: number): Value[] {
    this.#maxDepth = Math.max(this.#maxDepth, depth);
    return Array.from({ length: depth }, (_, i): Value => ({ js: `s${i}`, kind: 'any' }));
  }

  // ── Control flow ───────────────────────────────────────────────────────────────────────────────────────────────

  /** Writes a block and what it dominates. The stack is as the block finds it. */
  #tree(block: Block): void {
    const merges = block.dominated.filter((below) => below.isMerge).sort((a, b) => b.index - a.index);
    if (!block.isLoopHead) {
      this.#within(block, merges, 0);
      return;
    }
    this.#flush();
    this.#depths.set(block, this.#stack.length);
    this.#open(`L${block.index}: for (;;) {`);
    this.#within(block, merges, 0);
    this.#close();
  }

  #within(block: Block, merges: readonly Block[], from: number): void {
    const merge = merges[from];
    if (merge === undefined) {
      this.#writeBlock(block);
      return;
    }
    if (merge.guarded.length === 0) {
      this.#open(`M${merge.index}: {`);
      this.#within(block, merges, from + 1);
      this.#close();
    } else {
      this.#open(`M${merge.index}: { try {`);
      this.#within(block, merges, from + 1);
      this.#close('} catch (e) {');
      this.#indent++;
      this.#writeCatch(merge);
      this.#close('} }');
    }
    const reached = this.#depths.get(merge);
    // Nobody reaches it: what leads there was found to be impossible.
    if (reached === undefined) return;
    this.#stack = this.#slots(reached);
    this.#tree(merge);
  }

  /** The part of a handler in front of its first instruction: takes what its blocks raise, passes on the rest. */
  #writeCatch(target: Block): void {
    const ranges = target.guarded.map(({ start, end }) => `(at >= ${start} && at < ${end})`);
    this.#emit('const at = A[d];');
    this.#emit(`if (!(${ranges.join(' || ')})) throw e;`);
    this.#enterHandler(target.guarded[0]!.handler!, 'e', 'at');
  }

  /** Goes from the block that is being written to another one. The stack is what that one finds. */
  #branch(target: Block): void {
    const isBack = target.index <= this.#block.index;
    if (isBack || target.isMerge || target.isLoopHead) {
      this.#flush();
      const known = this.#depths.get(target);
      if (known !== undefined && known !== this.#stack.length) throw new Unsupported('uneven stack');
      this.#depths.set(target, this.#stack.length);
    }
    if (isBack) this.#emit(`continue L${target.index};`);
    else if (target.isMerge) this.#emit(`break M${target.index};`);
    else {
      const outer = this.#block;
      const stack = this.#stack;
      this.#stack = stack.slice();
      this.#tree(target);
      this.#stack = stack;
      this.#block = outer;
    }
  }

  /** `if (condition)` taken, else the next block. */
  #fork(condition: string, block: Block, pushed?: Value, pushedOnTaken?: Value): void {
    const [next, taken] = block.successors as [Block, Block];
    const stack = this.#stack.slice();
    this.#open(`if (${condition}) {`);
    if (pushedOnTaken !== undefined) this.#result(pushedOnTaken.js, pushedOnTaken.kind);
    this.#branch(taken);
    this.#close('} else {');
    this.#indent++;
    this.#stack = stack;
    if (pushed !== undefined) this.#stack.push(pushed);
    this.#branch(next);
    this.#close();
  }

  #writeBlock(block: Block): void {
    this.#block = block;
    const { words } = this.#subject.code.executable!;
    for (let i = block.start; i < block.end; ) {
      const word = words[i]!;
      const opcode = word & 255;
      this.#pc = i;
      this.#keepForHandler(block);
      if (this.#writeJump(opcode, word >>> 8, block)) return;
      this.#writeInstruction(opcode, word >>> 8, words, i);
      i += 1 + OPCODE_CACHES[opcode]!;
    }
    this.#branch(block.successors[0]!);
  }

  /** A handler finds its part of the stack in the variables. */
  #keepForHandler({ handler }: Block): void {
    if (handler === undefined) return;
    const depth = Math.min(handler.depth, this.#stack.length);
    for (let i = 0; i < depth; i++) {
      if (this.#stack[i]!.js !== `s${i}`) {
        this.#flush();
        return;
      }
    }
  }

  /** Writes an instruction that ends its block; false for any other. */
  #writeJump(opcode: number, oparg: number, block: Block): boolean {
    switch (opcode) {
      case op.JUMP_FORWARD:
      case op.JUMP_BACKWARD_NO_INTERRUPT:
        this.#branch(block.successors[0]!);
        return true;
      case op.JUMP_BACKWARD: {
        const target = block.successors[0]!;
        const { start } = target;
        this.#emit(`if (B[0] !== 0 && (${this.#markAt(start)}, mustLeave(T))) ${this.#exit(start)}`);
        this.#branch(target);
        return true;
      }
      case op.POP_JUMP_IF_FALSE: {
        const { js } = this.#pop();
        this.#fork(`!${js}`, block);
        return true;
      }
      case op.POP_JUMP_IF_TRUE: {
        const { js } = this.#pop();
        this.#fork(js, block);
        return true;
      }
      case op.POP_JUMP_IF_NONE: {
        const { js } = this.#pop();
        this.#fork(`${js} === None`, block);
        return true;
      }
      case op.POP_JUMP_IF_NOT_NONE: {
        const { js } = this.#pop();
        this.#fork(`${js} !== None`, block);
        return true;
      }
      case op.FOR_ITER: {
        const { js } = this.#peek(1);
        const item = this.#temporary();
        this.#emit(`let ${item};`);
        this.#emit(
          `if (${js}.ob_type === RANGE_ITER && ${js}.remaining > 0) { ${js}.remaining--; ${item} = ${js}.next; ${js}.next = ${item} + ${js}.step; } else { ${this.#mark}; ${item} = ${js}.ob_type === GENERATOR && ${js}.step !== undefined ? ${js}.step(${js}, None) : next(${js}); }`,
        );
        this.#fork(`${item} === undefined`, block, { js: item, kind: 'any' });
        return true;
      }
      case op.SEND: {
        const sent = this.#pop().js;
        const target = this.#peek(1).js;
        const step = this.#temporary();
        this.#emit(
          `${this.#mark}; const ${step} = isGenerator(${target}) && ${target}.step !== undefined ? ${target}.step(${target}, ${sent}) : send(T, ${target}, ${sent});`,
        );
        const pushed: Value = { js: step, kind: 'any' };
        this.#fork(`${step} === undefined`, block, pushed, { js: 'T.returnValue', kind: 'any' });
        return true;
      }
      case op.YIELD_VALUE: {
        const { js } = this.#pop();
        const stack = this.#stack.map((value) => value.js);
        this.#emitAll(this.#generator!.suspend(this.#pc, oparg, js, stack));
        return true;
      }
      case op.RETURN_VALUE: {
        const { js } = this.#pop();
        if (this.#generator !== undefined) {
          this.#emitAll(this.#generator.end(this.#pc, js));
          return true;
        }
        this.#emit(`S.count = d; if (R[d] !== undefined) ended(d, [${this.#locals}]); return ${js};`);
        return true;
      }
      case op.RAISE_VARARGS: {
        const [exc, cause] = this.#popMany(oparg);
        const exception = oparg === 0 ? `reraiseHandled(${this.#pc})` : `raised(T, ${exc!.js}, ${cause?.js})`;
        this.#raise(exception, block);
        return true;
      }
      case op.RERAISE: {
        const { js } = this.#pop();
        const origin = oparg > 0 ? this.#peek(oparg).js : this.#pc;
        this.#raise(`reraised(${js}, ${origin})`, block);
        return true;
      }
      default:
        return false;
    }
  }

  /** Raises what an expression gives. A handler in the same function is jumped to: a JavaScript throw takes 250 ns. */
  #raise(exception: string, { handler }: Block): void {
    this.#emit(`${this.#mark};`);
    if (handler === undefined) {
      this.#emit(`throw ${exception};`);
      return;
    }
    const raising = this.#temporary();
    this.#emit(`const ${raising} = ${exception};`);
    this.#enterHandler(handler, raising, String(this.#pc));
  }

  /** Brings an exception to its handler, as the handler finds it on the stack. */
  #enterHandler({ block, depth, lasti }: Handler, exception: string, at: string): void {
    let slot = depth;
    if (lasti) this.#emit(`s${slot++} = S.reraised === ${exception} ? S.reraisedAt : ${at};`);
    if (this.#generator !== undefined) this.#emit('R[d] = frame;');
    this.#emit(`s${slot++} = caught(d, ${exception}, H, [${this.#locals}]);`);
    this.#maxDepth = Math.max(this.#maxDepth, slot);
    this.#depths.set(block, slot);
    this.#emit(`break M${block.index};`);
  }

  /** Hands over to tier 0 at a code unit, with everything as it is. */
  #exit(pc: number): string {
    const stack = this.#stack.map(({ js }) => js);
    if (this.#generator !== undefined) return this.#generator.exit(pc, stack);
    return `return exit(d, ${pc}, [${this.#locals}], [${stack}]);`;
  }

  // ── Instructions ───────────────────────────────────────────────────────────────────────────────────────────────

  #name(index: number): AttrName {
    return this.#subject.code.executable!.names[index]!;
  }

  #load(index: number): void {
    this.#push(`l${index}`);
  }

  #store(index: number): void {
    const { js } = this.#pop();
    const name = `l${index}`;
    if (js === name) return;
    this.#saveLocal(name);
    this.#emit(`${name} = ${js};`);
  }

  /** The frame of the activation, for the few instructions that want one. */
  get #frame(): string {
    return this.#generator === undefined ? 'S.frameOf(d)' : '(R[d] = frame, S.frameOf(d))';
  }

  #writeInstruction(opcode: number, oparg: number, words: Int32Array, at: number): void {
    switch (opcode) {
      case op.NOP:
      case op.NOT_TAKEN:
      case op.EXTENDED_ARG:
      case op.RESUME:
        return;
      case op.POP_TOP:
      case op.POP_ITER:
        this.#pop();
        return;
      case op.LOAD_FAST:
      case op.LOAD_FAST_BORROW:
        this.#load(oparg);
        return;
      case op.LOAD_FAST_CHECK:
        this.#emit(
          `if (l${oparg} === undefined) { ${this.#mark}; throw unboundLocal(${this.#frame}, ${oparg}); }`,
        );
        this.#load(oparg);
        return;
      case op.LOAD_FAST_AND_CLEAR:
        this.#saveLocal(`l${oparg}`);
        this.#result(`l${oparg}`);
        this.#emit(`l${oparg} = undefined;`);
        return;
      case op.LOAD_FAST_LOAD_FAST:
      case op.LOAD_FAST_BORROW_LOAD_FAST_BORROW:
        this.#load(oparg >> 4);
        this.#load(oparg & 15);
        return;
      case op.STORE_FAST:
        this.#store(oparg);
        return;
      case op.STORE_FAST_LOAD_FAST:
        this.#store(oparg >> 4);
        this.#load(oparg & 15);
        return;
      case op.STORE_FAST_STORE_FAST:
        this.#store(oparg >> 4);
        this.#store(oparg & 15);
        return;
      case op.DELETE_FAST:
        this.#emit(
          `if (l${oparg} === undefined) { ${this.#mark}; throw unboundLocal(${this.#frame}, ${oparg}); }`,
        );
        this.#saveLocal(`l${oparg}`);
        this.#emit(`l${oparg} = undefined;`);
        return;
      case op.LOAD_CONST:
        this.#loadConst(this.#subject.code.co_consts[oparg]!);
        return;
      case op.LOAD_SMALL_INT:
        this.#push(`(${oparg})`, 'int');
        return;
      case op.LOAD_COMMON_CONSTANT:
        this.#result(`commonConstant(T, ${oparg})`);
        return;
      case op.PUSH_NULL:
        this.#stack.push(NOTHING);
        return;
      case op.COPY:
        this.#stack.push(this.#peek(oparg));
        return;
      case op.SWAP: {
        const top = this.#stack.length - 1;
        const other = this.#stack.length - oparg;
        [this.#stack[top], this.#stack[other]] = [this.#stack[other]!, this.#stack[top]!];
        return;
      }
      case op.MAKE_CELL:
        this.#emit(`l${oparg} = new PyCell(l${oparg});`);
        return;
      case op.COPY_FREE_VARS: {
        const first = this.#subject.code.co_localsplusnames.length - oparg;
        this.#emit('const C = F[d].func_closure.items;');
        for (let i = 0; i < oparg; i++) this.#emit(`l${first + i} = C[${i}];`);
        return;
      }
      case op.LOAD_DEREF: {
        const name = this.#temporary();
        this.#emit(`const ${name} = l${oparg}.value;`);
        this.#emit(`if (${name} === undefined) { ${this.#mark}; unboundDeref(${this.#frame}, ${oparg}); }`);
        this.#push(name);
        return;
      }
      case op.STORE_DEREF:
        this.#emit(`l${oparg}.value = ${this.#pop().js};`);
        return;
      case op.DELETE_DEREF:
        this.#emit(
          `if (l${oparg}.value === undefined) { ${this.#mark}; unboundDeref(${this.#frame}, ${oparg}); }`,
        );
        this.#emit(`l${oparg}.value = undefined;`);
        return;
      case op.LOAD_GLOBAL:
        this.#loadGlobal(oparg >> 1);
        if (oparg & 1) this.#stack.push(NOTHING);
        return;
      case op.LOAD_NAME:
        this.#loadName(oparg);
        return;
      case op.STORE_NAME:
        this.#storeName(oparg);
        return;
      case op.STORE_GLOBAL:
        this.#storeGlobal(oparg);
        return;
      case op.DELETE_GLOBAL:
        this.#emit(`${this.#mark}; deleteGlobal(${this.#frame}, ${this.#constant(this.#name(oparg))});`);
        return;
      case op.DELETE_NAME:
        this.#emit(`${this.#mark}; deleteName(${this.#frame}, ${this.#constant(this.#name(oparg))});`);
        return;
      case op.LOAD_LOCALS:
        this.#call(`loadLocals(${this.#frame})`);
        return;
      case op.LOAD_BUILD_CLASS:
        this.#call(`loadBuildClass(${this.#frame})`);
        return;
      case op.LOAD_ATTR:
        this.#loadAttr(this.#name(oparg >> 1), (oparg & 1) === 1);
        return;
      case op.STORE_ATTR:
        this.#storeAttr(this.#name(oparg));
        return;
      case op.DELETE_ATTR: {
        const owner = this.#pop().js;
        this.#emit(`${this.#mark}; setAttr(${owner}, ${this.#constant(this.#name(oparg))}, undefined);`);
        return;
      }
      case op.LOAD_SUPER_ATTR: {
        const values = this.#popMany(3).map(({ js }) => js);
        const stack = this.#temporary();
        this.#emit(`${this.#mark}; const ${stack} = [${values}];`);
        this.#emit(`loadSuperAttr(${stack}, 3, ${this.#constant(this.#name(oparg >> 2))}, ${oparg});`);
        this.#result(`${stack}[0]`);
        if (oparg & 1) this.#result(`${stack}[1]`);
        return;
      }
      case op.LOAD_SPECIAL: {
        const stack = this.#temporary();
        this.#emit(`${this.#mark}; const ${stack} = [${this.#pop().js}];`);
        this.#emit(`loadSpecial(${stack}, 1, ${oparg});`);
        this.#result(`${stack}[0]`);
        this.#result(`${stack}[1]`);
        return;
      }
      case op.STORE_SUBSCR: {
        const [value, container, key] = this.#popMany(3).map(({ js }) => js);
        this.#emit(
          `if (${container}.ob_type === LIST && typeof ${key} === 'number' && ${key} >= 0 && ${key} < ${container}.items.length) ${container}.items[${key}] = ${value}; else { ${this.#mark}; setItem(${container}, ${key}, ${value}); }`,
        );
        return;
      }
      case op.DELETE_SUBSCR: {
        const [container, key] = this.#popMany(2).map(({ js }) => js);
        this.#emit(`${this.#mark}; deleteItem(${container}, ${key});`);
        return;
      }
      case op.BINARY_SLICE: {
        const [container, start, stop] = this.#popMany(3).map(({ js }) => js);
        this.#call(`getSlice(${container}, ${start}, ${stop})`);
        return;
      }
      case op.STORE_SLICE: {
        const [value, container, start, stop] = this.#popMany(4).map(({ js }) => js);
        this.#emit(`${this.#mark}; setItem(${container}, new PySlice(${start}, ${stop}, None), ${value});`);
        return;
      }
      case op.GET_LEN:
        this.#call(`length(${this.#peek(1).js})`);
        return;
      case op.BINARY_OP:
        this.#binaryOp(oparg, words[at + 1]!);
        return;
      case op.COMPARE_OP:
        this.#compareOp(oparg);
        return;
      case op.CONTAINS_OP: {
        const [left, right] = this.#popMany(2).map(({ js }) => js);
        this.#call(`contains(${right}, ${left}) !== ${oparg === 1}`, 'bool');
        return;
      }
      case op.IS_OP: {
        const [left, right] = this.#popMany(2);
        const equal = oparg === 1 ? '!==' : '===';
        if (left!.kind === 'none' || right!.kind === 'none') {
          this.#result(`${left!.js} ${equal} ${right!.js}`, 'bool');
        } else this.#result(`isSame(${left!.js}, ${right!.js}) !== ${oparg === 1}`, 'bool');
        return;
      }
      case op.TO_BOOL: {
        const { js, kind } = this.#pop();
        if (kind === 'bool') this.#push(js, kind);
        else if (kind === 'int') this.#result(`${js} !== 0`, 'bool');
        else this.#result(`typeof ${js} === 'boolean' ? ${js} : ${this.#guarded(`isTrue(${js})`)}`, 'bool');
        return;
      }
      case op.UNARY_NOT:
        this.#result(`!${this.#pop().js}`, 'bool');
        return;
      case op.UNARY_NEGATIVE: {
        const { js } = this.#pop();
        this.#result(`typeof ${js} === 'number' ? 0 - ${js} : ${this.#guarded(`negative(${js})`)}`);
        return;
      }
      case op.UNARY_INVERT:
        this.#call(`invert(${this.#pop().js})`);
        return;
      case op.BUILD_LIST:
        this.#result(`new PyList([${this.#popMany(oparg).map(({ js }) => js)}])`);
        return;
      case op.BUILD_TUPLE:
        this.#result(`new PyTuple([${this.#popMany(oparg).map(({ js }) => js)}])`);
        return;
      case op.BUILD_SET:
        this.#call(`buildSet([${this.#popMany(oparg).map(({ js }) => js)}])`);
        return;
      case op.BUILD_MAP:
        this.#call(`newDictOf([${this.#popMany(2 * oparg).map(({ js }) => js)}])`);
        return;
      case op.BUILD_SLICE: {
        const [start, stop, step] = this.#popMany(oparg).map(({ js }) => js);
        this.#result(`new PySlice(${start}, ${stop}, ${step ?? 'None'})`);
        return;
      }
      case op.BUILD_STRING:
        this.#call(`joinStrings([${this.#popMany(oparg).map(({ js }) => js)}])`);
        return;
      case op.LIST_APPEND: {
        const { js } = this.#pop();
        this.#emit(`appendItem(${this.#peek(oparg).js}.items, ${js});`);
        return;
      }
      case op.SET_ADD: {
        const { js } = this.#pop();
        this.#emit(`${this.#mark}; setAdd(${this.#peek(oparg).js}, ${js});`);
        return;
      }
      case op.MAP_ADD: {
        const [key, value] = this.#popMany(2).map(({ js }) => js);
        this.#emit(`${this.#mark}; dictSetItem(${this.#peek(oparg).js}, ${key}, ${value});`);
        return;
      }
      case op.LIST_EXTEND:
      case op.SET_UPDATE:
      case op.DICT_UPDATE: {
        const { js } = this.#pop();
        const name =
          opcode === op.LIST_EXTEND ? 'listExtend' : opcode === op.SET_UPDATE ? 'setUpdate' : 'dictUpdate';
        this.#emit(`${this.#mark}; ${name}(${this.#peek(oparg).js}, ${js});`);
        return;
      }
      case op.DICT_MERGE: {
        const { js } = this.#pop();
        this.#emit(`${this.#mark}; dictMerge(${this.#peek(oparg).js}, ${js}, ${this.#peek(oparg + 3).js});`);
        return;
      }
      case op.UNPACK_SEQUENCE: {
        const { js } = this.#pop();
        const items = this.#temporary();
        this.#emit(
          `const ${items} = ${js}.ob_type === TUPLE && ${js}.items.length === ${oparg} ? ${js}.items : ${this.#guarded(`unpack(${js}, ${oparg})`)};`,
        );
        for (let i = oparg - 1; i >= 0; i--) this.#result(`${items}[${i}]`);
        return;
      }
      case op.UNPACK_EX: {
        const stack = this.#temporary();
        const total = (oparg & 255) + 1 + (oparg >> 8);
        this.#emit(`${this.#mark}; const ${stack} = [${this.#pop().js}];`);
        this.#emit(`unpackEx(${stack}, 1, ${oparg & 255}, ${oparg >> 8});`);
        for (let i = 0; i < total; i++) this.#result(`${stack}[${i}]`);
        return;
      }
      case op.FORMAT_SIMPLE: {
        const { js } = this.#pop();
        this.#result(`typeof ${js} === 'string' ? ${js} : ${this.#guarded(`formatSimple(${js})`)}`);
        return;
      }
      case op.FORMAT_WITH_SPEC: {
        const [value, spec] = this.#popMany(2).map(({ js }) => js);
        this.#call(`formatWithSpec(${value}, ${spec})`);
        return;
      }
      case op.CONVERT_VALUE:
        this.#call(`convertValue(${this.#pop().js}, ${oparg})`);
        return;
      case op.GET_ITER:
        this.#call(`getIter(${this.#pop().js})`);
        return;
      case op.CALL:
        this.#writeCall(oparg);
        return;
      case op.CALL_KW: {
        const kwnames = this.#pop().js;
        const args = this.#popMany(oparg).map(({ js }) => js);
        const [callable, self] = this.#popMany(2).map(({ js }) => js);
        this.#call(`callKeywords(${callable}, ${self}, [${args}], ${kwnames})`);
        return;
      }
      case op.CALL_FUNCTION_EX: {
        const [callable, , args, kwargs] = this.#popMany(4).map(({ js }) => js);
        this.#call(`callFunctionEx(${callable}, ${args}, ${kwargs})`);
        return;
      }
      case op.CALL_INTRINSIC_1:
        this.#call(`INTRINSICS_1[${oparg}](${this.#pop().js}, ${this.#frame}, T)`);
        return;
      case op.CALL_INTRINSIC_2: {
        const [value2, value1] = this.#popMany(2).map(({ js }) => js);
        this.#call(`INTRINSICS_2[${oparg}](${value2}, ${value1})`);
        return;
      }
      case op.MAKE_FUNCTION:
        this.#result(`makeFunction(${this.#frame}, ${this.#pop().js})`);
        return;
      case op.SET_FUNCTION_ATTRIBUTE: {
        const [attribute, func] = this.#popMany(2).map(({ js }) => js);
        this.#emit(`setFunctionAttribute(${func}, ${oparg}, ${attribute});`);
        this.#push(func!);
        return;
      }
      case op.PUSH_EXC_INFO: {
        const { js } = this.#pop();
        this.#result('T.excInfo.value ?? None');
        this.#push(js);
        this.#emit(`T.excInfo.value = ${js};`);
        return;
      }
      case op.POP_EXCEPT: {
        const { js } = this.#pop();
        this.#emit(`T.excInfo.value = ${js} === None ? undefined : ${js};`);
        return;
      }
      case op.CHECK_EXC_MATCH: {
        const { js } = this.#pop();
        this.#call(`matches(${this.#peek(1).js}, ${js})`, 'bool');
        return;
      }
      case op.CHECK_EG_MATCH: {
        const [exception, classes] = this.#popMany(2).map(({ js }) => js);
        const stack = this.#temporary();
        this.#emit(`${this.#mark}; const ${stack} = [${exception}, ${classes}];`);
        this.#emit(`matchGroup(T, ${this.#frame}, ${stack}, 2);`);
        this.#result(`${stack}[0]`);
        this.#result(`${stack}[1]`);
        return;
      }
      case op.WITH_EXCEPT_START: {
        const values = Array.from({ length: 5 }, (_, i) => this.#peek(5 - i).js);
        this.#call(`callExit([${values}], 5)`);
        return;
      }
      case op.MATCH_MAPPING:
        this.#call(`isMapping(${this.#peek(1).js})`, 'bool');
        return;
      case op.MATCH_SEQUENCE:
        this.#call(`isSequence(${this.#peek(1).js})`, 'bool');
        return;
      case op.MATCH_KEYS:
        this.#call(`matchKeys(${this.#peek(2).js}, ${this.#peek(1).js})`);
        return;
      case op.MATCH_CLASS: {
        const [subject, type, names] = this.#popMany(3).map(({ js }) => js);
        this.#call(`matchClass(${subject}, ${type}, ${oparg}, ${names})`);
        return;
      }
      case op.IMPORT_NAME: {
        const [level, fromlist] = this.#popMany(2).map(({ js }) => js);
        const name = this.#constant(this.#name(oparg));
        this.#call(`importName(${this.#frame}, ${name}, ${fromlist}, ${level})`);
        return;
      }
      case op.IMPORT_FROM:
        this.#call(`importFrom(${this.#peek(1).js}, ${this.#constant(this.#name(oparg))})`);
        return;
      case op.END_SEND: {
        const { js, kind } = this.#pop();
        this.#pop();
        this.#push(js, kind);
        return;
      }
      case op.GET_YIELD_FROM_ITER:
        this.#call(`yieldFromIter(frame, ${this.#pop().js})`);
        return;
      case op.GET_AWAITABLE:
        this.#call(`awaitableIter(${this.#pop().js}, ${oparg})`);
        return;
      case op.GET_AITER:
        this.#call(`asyncIter(${this.#pop().js})`);
        return;
      case op.GET_ANEXT:
        this.#call(`asyncNext(${this.#peek(1).js})`);
        return;
      case op.CLEANUP_THROW: {
        const [, , thrown] = this.#popMany(3);
        const returned = this.#temporary();
        this.#emit(`const ${returned} = stopIterationValue(${thrown!.js});`);
        this.#open(`if (${returned} === undefined) {`);
        this.#raise(`reraised(${thrown!.js}, ${this.#pc})`, this.#block);
        this.#close();
        this.#push('None', 'none');
        this.#push(returned);
        return;
      }
      case op.END_ASYNC_FOR: {
        const [, thrown] = this.#popMany(2);
        this.#open(`if (!isStopAsyncIteration(${thrown!.js})) {`);
        this.#raise(`reraised(${thrown!.js}, ${this.#pc})`, this.#block);
        this.#close();
        return;
      }
      default:
        throw new Unsupported(op.OPCODE_NAMES[opcode]);
    }
  }

  #loadConst(value: PyObject): void {
    if (typeof value === 'number') this.#push(`(${value})`, 'int');
    else if (typeof value === 'boolean') this.#push(String(value), 'bool');
    else if (value === None) this.#push('None', 'none');
    else if (value instanceof PyFloat) this.#push(this.#constant(value), 'float');
    else if (typeof value === 'string' && value.length <= 64) this.#push(quote(value), 'str');
    else this.#push(this.#constant(value), typeof value === 'string' ? 'str' : 'any');
  }

  /** A global or a built-in: a cell that is known now, as long as nobody deletes the name or puts one before it. */
  #loadGlobal(index: number): void {
    const name = this.#name(index).text;
    const { globals, builtins, code } = this.#subject;
    const slow = this.#guarded(`loadGlobal(${this.#frame}, ${this.#constant(code.executable)}, ${index})`);
    const result = this.#temporary();
    if (globals.storage instanceof CellStorage) {
      const cell = globals.storage.cells.get(name);
      if (cell !== undefined) {
        this.#emit(`const ${result} = ${this.#constant(cell)}.value ?? ${slow};`);
        this.#push(result);
        return;
      }
      const builtin =
        builtins instanceof PyDict && builtins.storage instanceof CellStorage
          ? builtins.storage.cells.get(name)
          : undefined;
      if (builtin !== undefined && globals.storage.hasBuiltins(builtins as PyDict)) {
        const version = this.#constant(globals.storage.version);
        const storage = this.#constant(globals.storage);
        this.#emit(
          `const ${result} = (${storage}.version === ${version} ? ${this.#constant(builtin)}.value : undefined) ?? ${slow};`,
        );
        this.#push(result);
        return;
      }
    }
    this.#emit(`const ${result} = ${slow};`);
    this.#push(result);
  }

  /** The code runs as a module: its local names are its globals. */
  get #isModule(): boolean {
    return this.#subject.parameters === undefined && (this.#subject.code.co_flags & 2) === 0;
  }

  #loadName(index: number): void {
    const name = this.#name(index);
    const { storage } = this.#subject.globals;
    const cell = this.#isModule && storage instanceof CellStorage ? storage.cells.get(name.text) : undefined;
    const slow = this.#guarded(`loadName(${this.#frame}, ${this.#constant(name)})`);
    if (cell === undefined) this.#result(slow);
    else this.#result(`frame.locals === frame.globals ? ${this.#constant(cell)}.value ?? ${slow} : ${slow}`);
  }

  #storeName(index: number): void {
    const { js } = this.#pop();
    const name = this.#name(index);
    const { storage } = this.#subject.globals;
    const cell = this.#isModule && storage instanceof CellStorage ? storage.cells.get(name.text) : undefined;
    const slow = `{ ${this.#mark}; storeName(${this.#frame}, ${this.#constant(name)}, ${js}); }`;
    if (cell === undefined) this.#emit(slow);
    else {
      const known = this.#constant(cell);
      this.#emit(
        `if (frame.locals === frame.globals && ${known}.value !== undefined) ${known}.value = ${js}; else ${slow}`,
      );
    }
  }

  #storeGlobal(index: number): void {
    const { js } = this.#pop();
    const name = this.#name(index).text;
    const { globals } = this.#subject;
    const cell = globals.storage instanceof CellStorage ? globals.storage.cells.get(name) : undefined;
    const slow = `dictSetItem(${this.#constant(globals)}, ${quote(name)}, ${js});`;
    if (cell === undefined) this.#emit(slow);
    else {
      const known = this.#constant(cell);
      this.#emit(`if (${known}.value !== undefined) ${known}.value = ${js}; else ${slow}`);
    }
  }

  #loadAttr(name: AttrName, isMethod: boolean): void {
    const { js } = this.#pop();
    const known = this.#constant(name);
    const own = quote(name.instanceKey);
    const inClass = quote(name.classKey);
    const result = this.#temporary();
    if (!isMethod) {
      this.#emit(`let ${result} = ${js}[${own}];`);
      this.#emit(
        `if (${result} === undefined || ${js}[${inClass}] !== undefined || ${js}.ob_type.tp_getattro !== genericGetAttr) { ${this.#mark}; ${result} = getAttr(${js}, ${known}); }`,
      );
      this.#push(result);
      return;
    }
    const self = this.#temporary();
    this.#emit(`let ${result} = ${js}[${inClass}], ${self} = ${js};`);
    this.#emit(
      `if (!(${result} instanceof PyFunction) || ${js}[${own}] !== undefined || ${js}.ob_type.tp_getattro !== genericGetAttr) { ${this.#mark}; if ((${result} = methodOf(${js}, ${known})) === undefined) { ${result} = getAttr(${js}, ${known}); ${self} = undefined; } }`,
    );
    this.#push(result);
    this.#push(self);
  }

  #storeAttr(name: AttrName): void {
    const [value, owner] = this.#popMany(2).map(({ js }) => js);
    const own = quote(name.instanceKey);
    const inClass = quote(name.classKey);
    this.#emit(
      `if (${owner}[${own}] !== undefined && ${owner}[${inClass}] === undefined && ${owner}.ob_type.tp_setattro === genericSetAttr) ${owner}[${own}] = ${value}; else { ${this.#mark}; setAttr(${owner}, ${this.#constant(name)}, ${value}); }`,
    );
  }

  #writeCall(count: number): void {
    const args = this.#popMany(count).map(({ js }) => js);
    const self = this.#pop();
    const callable = this.#pop().js;
    const result = this.#temporary();
    this.#emit(`${this.#mark};`);
    const plain = `${callable}.jitArity === ${count} ? ${callable}.jitEntry(${[callable, ...args]}) : `;
    const slow = count <= 3 ? `call${count}(${[callable, ...args]})` : `callMany(${callable}, [${args}])`;
    const bound = (text: string): string =>
      count <= 2
        ? `call${count + 1}(${[callable, text, ...args]})`
        : `callMany(${callable}, [${[text, ...args]}])`;
    const method = `${callable}.jitArity === ${count + 1} ? ${callable}.jitEntry(${[callable, self.js, ...args]}) : `;
    if (self.kind === 'null') this.#emit(`const ${result} = ${plain}${slow};`);
    else {
      this.#emit(
        `const ${result} = ${self.js} !== undefined ? (${method}${bound(self.js)}) : (${plain}${slow});`,
      );
    }
    this.#push(result);
  }

  // ── Operators ──────────────────────────────────────────────────────────────────────────────────────────────────

  /** Are both values known to be JavaScript numbers, or what asks for that. */
  #areNumbers(left: Value, right: Value): string | undefined {
    const tests = [left, right]
      .filter(({ kind }) => kind !== 'int')
      .map(({ js }) => `typeof ${js} === 'number'`);
    return tests.length === 0 ? undefined : tests.join(' && ');
  }

  #binaryOp(oparg: number, feedback: number): void {
    const [left, right] = this.#popMany(2) as [Value, Value];
    const l = left.js;
    const r = right.js;
    const slow = this.#guarded(`BINARY_OPS[${oparg}](${l}, ${r})`);
    const numbers = this.#areNumbers(left, right) ?? 'true';
    if (oparg === opargs.NB_SUBSCR) {
      const result = this.#temporary();
      this.#emit(
        `const ${result} = typeof ${r} === 'number' && (${l}.ob_type === LIST || ${l}.ob_type === TUPLE) && ${r} >= 0 && ${r} < ${l}.items.length ? ${l}.items[${r}] : ${slow};`,
      );
      this.#push(result);
      return;
    }
    const operator = oparg >= opargs.NB_INPLACE_ADD ? oparg - opargs.NB_INPLACE_ADD : oparg;
    const symbol = FLOAT_OPERATORS[operator];
    if (feedback !== 0 && symbol !== undefined && left.kind !== 'str' && right.kind !== 'str') {
      this.#floatOperation(left, right, symbol, slow);
      return;
    }
    const result = this.#temporary();
    const checked = (js: string): void => {
      this.#emit(`let ${result};`);
      this.#emit(
        `if (!(${numbers} && (${result} = ${js}, ${result} <= ${INT_LIMIT} && ${result} >= ${-INT_LIMIT}))) ${result} = ${slow};`,
      );
    };
    const isSmall = (name: string): string => `(${name} | 0) === ${name}`;
    switch (operator) {
      case opargs.NB_ADD:
        checked(`${l} + ${r}`);
        break;
      case opargs.NB_SUBTRACT:
        checked(`${l} - ${r}`);
        break;
      case opargs.NB_MULTIPLY:
        // No −0 among ints.
        checked(`${l} * ${r} + 0`);
        break;
      case opargs.NB_REMAINDER:
        this.#emit(`let ${result};`);
        this.#emit(
          `if (${numbers} && ${r} > 0) { ${result} = ${l} % ${r}; if (${result} < 0) ${result} += ${r}; else ${result} += 0; } else ${result} = ${slow};`,
        );
        break;
      case opargs.NB_FLOOR_DIVIDE:
        this.#emit(`let ${result};`);
        this.#emit(
          `if (${numbers} && ${r} > 0 && ${isSmall(l)}) ${result} = Math.floor(${l} / ${r}) + 0; else ${result} = ${slow};`,
        );
        break;
      case opargs.NB_TRUE_DIVIDE:
        this.#emit(
          `const ${result} = ${numbers} && ${r} !== 0 && ${l} !== 0 ? new PyFloat(${l} / ${r}) : ${slow};`,
        );
        break;
      case opargs.NB_AND:
      case opargs.NB_OR:
      case opargs.NB_XOR: {
        const symbol = operator === opargs.NB_AND ? '&' : operator === opargs.NB_OR ? '|' : '^';
        this.#emit(
          `const ${result} = typeof ${l} === 'number' && typeof ${r} === 'number' && ${isSmall(l)} && ${isSmall(r)} ? ${l} ${symbol} ${r} : ${slow};`,
        );
        break;
      }
      case opargs.NB_LSHIFT:
        this.#emit(
          `const ${result} = ${numbers} && ${r} >= 0 && ${r} < 21 && ${isSmall(l)} ? ${l} * (1 << ${r}) : ${slow};`,
        );
        break;
      case opargs.NB_RSHIFT:
        this.#emit(
          `const ${result} = ${numbers} && ${r} >= 0 && ${r} < 32 && ${isSmall(l)} ? ${l} >> ${r} : ${slow};`,
        );
        break;
      default:
        this.#emit(`const ${result} = ${slow};`);
    }
    this.#push(result);
  }

  /** An operation that tier 0 has seen floats in: an int among them is a double as it is. */
  #floatOperation(left: Value, right: Value, symbol: string, slow: string): void {
    const result = this.#temporary();
    const l = this.#double(left);
    const r = this.#double(right);
    const both =
      left.kind === 'float'
        ? r.isNumber
        : right.kind === 'float'
          ? l.isNumber
          : left.kind === 'int'
            ? r.isFloat
            : right.kind === 'int'
              ? l.isFloat
              : `${l.isFloat} && ${r.isNumber} || ${r.isFloat} && ${l.isNumber}`;
    const nonzero = symbol === '/' ? ` && ${r.value} !== 0` : '';
    this.#emit(
      `const ${result} = (${both})${nonzero} ? new PyFloat(${l.value} ${symbol} ${r.value}) : ${slow};`,
    );
    this.#push(result);
  }

  /** A value as a double: tests whether it is a float or a number at all, and the expression. */
  #double({ js, kind }: Value): { isFloat: string; isNumber: string; value: string } {
    if (kind === 'int') return { isFloat: 'false', isNumber: 'true', value: js };
    if (kind === 'float') return { isFloat: 'true', isNumber: 'true', value: `${js}.value` };
    return {
      isFloat: `${js}.ob_type === FLOAT`,
      isNumber: `(${js}.ob_type === FLOAT || typeof ${js} === 'number')`,
      value: `(typeof ${js} === 'number' ? ${js} : ${js}.value)`,
    };
  }

  #compareOp(oparg: number): void {
    const [left, right] = this.#popMany(2) as [Value, Value];
    const operation = oparg >> COMPARE_OP_SHIFT;
    const symbol = COMPARISONS[operation] ?? '!==';
    const isBool = (oparg & COMPARE_OP_TO_BOOL) !== 0;
    const compare = `richCompare(${left.js}, ${right.js}, ${operation})`;
    const slow = this.#guarded(isBool ? `isTrue(${compare})` : compare);
    const numbers = this.#areNumbers(left, right);
    const direct = `${left.js} ${symbol} ${right.js}`;
    if (numbers === undefined) this.#result(direct, 'bool');
    else {
      const strings =
        symbol === '===' || symbol === '!=='
          ? ` || typeof ${left.js} === 'string' && typeof ${right.js} === 'string'`
          : '';
      this.#result(`${numbers}${strings} ? ${direct} : ${slow}`, isBool ? 'bool' : 'any');
    }
  }
}
