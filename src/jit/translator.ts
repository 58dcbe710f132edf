/**
 * Bytecode to JavaScript: how functions begin and end, control flow, exceptions. The rest of the state is the writer's.
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
import type { PyType } from '../objects/object.ts';
import type { Block, Handler, Omission } from './flow-graph.ts';
import { dropKept, startOf } from './generators.ts';
import { forEachInstruction, localsOf } from './instruction-walk.ts';
import { writeJump } from './jumps.ts';
import { fillAbsent } from './parameters.ts';
import type { Subject, Translation } from './subject.ts';
import {
  isBare,
  isSameResult,
  joinKinds,
  joinResults,
  joinTypes,
  type Kind,
  quote,
  type RangeParts,
  type Result,
  resultOf,
  type TypesOfNames,
  Unsupported,
  unseenWay,
  type Value,
} from './values.ts';
import { ADOPT, type Found, type Inlining, UNWATCHED, Writer } from './writer.ts';

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
  /** The conditions that hold on all ways, and of which types locals are. */
  facts: Set<string>;
  stamped: TypesOfNames;
  /** Of the head of a loop: what was known in front of it does not hold after a round. */
  isDisturbed: boolean;
}

/** What was inlined. */
export interface InlinedBody extends Found {
  /** The declarations of the variables of the result. */
  readonly results: readonly string[];
  /** The declarations of its variables, which give them the arguments. */
  readonly variables: readonly string[];
  /** The constant with its exits, if there are any. */
  readonly exits: string | undefined;
}

/** The variable of the bare number of a result that is tagged. */
const bareOf = (name: string): string => `${name}f`;

/** The result of what is inlined, in a variable. */
function resultIn(name: string, kind: Kind): Value {
  return kind === 'tagged' ? { js: bareOf(name), kind, tag: name } : { js: name, kind };
}

/** What tells a loop counter from another one in the same variables. */
const counterName = ({ js, range }: Value): string => `${js} ${range?.step ?? ''}`;

export class Translator extends Writer {
  readonly #writeInstruction: InstructionWriter;
  /** By index of the block. */
  readonly #entries = new Map<number, Entry>();
  /** The blocks that were reached since everything was written anew. */
  #reached = new Set<Block>();
  /** The part of the stack that a handler keeps, as it is at each instruction that may raise. */
  readonly #keptStacks = new Map<Block, Map<number, readonly Value[]>>();
  readonly #assigned = new Map<Block, ReadonlySet<number>>();
  /** Of what is inlined: what its result is known to be. */
  #result: Result | undefined;
  /** What holds of constants at all places where it has returned. */
  #factsAtEnds: Set<string> | undefined;
  /** Of which types what is returned is. */
  #typesAtEnds: readonly PyType[] | undefined;
  /** Where it returns, and what is to be done there if it calls anything. */
  #ends: (readonly [reserved: number, line: string])[] = [];

  constructor(subject: Subject, writeInstruction: InstructionWriter, inlining?: Inlining) {
    super(subject, inlining);
    this.#writeInstruction = writeInstruction;
  }

  translate(): Translation {
    do {
      this.output.clear();
      this.#writeAll();
    } while (this.isStale);
    this.#keepBareLocals();
    const head = this.#head();
    const { constants, assumptions, inlined } = this.output;
    return {
      source: this.#function(head),
      bodyLine: head.length + 2,
      constants,
      assumptions,
      inlined: Array.from(inlined.values(), ({ unit }) => unit).sort((a, b) => a.base - b.base),
    };
  }

  /** Writes what is inlined. */
  translateInlined(): InlinedBody {
    const start = this.output.mark;
    do {
      this.output.goBack(start);
      this.#ends = [];
      this.#factsAtEnds = undefined;
      this.mayCall = false;
      this.#writeAll();
    } while (this.isStale);
    this.#keepBareLocals();
    if (this.mayCall) for (const [reserved, line] of this.#ends) this.output.fill(reserved, line);
    const { kind = 'any', items } = this.#result ?? {};
    const name = this.inlining!.result;
    const declared = ({ js, kind, tag }: Value): string =>
      tag !== undefined ? `${js} = 0, ${tag}` : kind === 'double' ? `${js} = 0` : js;
    const result = items === undefined ? resultIn(name, kind) : this.#resultTuple(items);
    return {
      result,
      results: [...(result.items ?? []), result].map(declared),
      variables: this.#inlinedVariables(),
      exits: this.exits.length > 0 ? this.constant(this.exits) : undefined,
      calls: this.mayCall,
      facts: this.#factsAtEnds ?? new Set(),
      types: isBare(result.kind) ? undefined : this.#typesAtEnds,
    };
  }

  /** A translator for what is inlined here. */
  inline(subject: Subject, inlining: Inlining): Translator {
    return new Translator(subject, this.#writeInstruction, inlining);
  }

  /** What is inlined may have been written before, when other things were known of its arguments. */
  #keepBareLocals(): void {
    const { bareLocals } = this.subject.unit;
    bareLocals.clear();
    for (const [pc, bare] of this.bareAt) bareLocals.set(pc, bare);
  }

  #writeAll(): void {
    const { graph, parameters, depth } = this.subject;
    this.isStale = false;
    this.forgetObjects();
    this.foundEntries = [];
    this.#reached = new Set();
    this.bareAt = new Map();
    this.#keptStacks.clear();
    this.exits.length = 0;
    this.kinds = this.localNames.map((_, i) => (parameters === undefined || i < parameters ? 'any' : 'null'));
    this.maxDepth = depth;
    this.stack = Array.from({ length: depth }, (_, i): Value => ({ js: this.slot(i), kind: 'any' }));
    const generator = this.generator;
    if (generator !== undefined && generator.depthInFrame < depth) {
      this.stack[depth - 1] = { js: 'value', kind: 'any' };
    }
    if (this.inlining !== undefined) this.#takeArguments(this.inlining);
    else if (this.subject.counters !== undefined) this.#takeCounters(this.subject.counters);
    this.#tree(graph.entry);
  }

  /** What is known of the arguments is known of the parameters. */
  #takeArguments({ caller, args }: Inlining): void {
    this.forgetObjects();
    this.facts = new Set(caller.facts);
    args.forEach((value, i) => {
      const { kind, js } = value;
      this.kinds[i] = kind;
      if (kind === 'tuple') this.tuples.set(i, value);
      else if (kind === 'double' || kind === 'tagged') this.bareLocals.add(i);
      const types = caller.typesOf(js);
      if (types !== undefined) this.stamped.set(this.local(i), types);
    });
  }

  /** The variables of what is inlined; parameters have the arguments. */
  #inlinedVariables(): string[] {
    const values = new Map<string, string>();
    this.inlining!.args.forEach(({ kind, js, tag }, i) => {
      if (kind === 'tuple') return;
      if (kind === 'double' || kind === 'tagged') values.set(this.bare(i), js);
      if (kind !== 'double') values.set(this.local(i), tag ?? js);
    });
    const bare = Array.from(this.bareLocals, (i) => this.bare(i));
    for (const name of bare) if (!values.has(name)) values.set(name, '0');
    return [...this.localNames, ...bare, ...this.slots].map((name) =>
      values.has(name) ? `${name} = ${values.get(name)}` : name,
    );
  }

  /** What stands in front of the body. */
  #head(): string[] {
    const { graph, parameters, depth } = this.subject;
    const locals = this.localNames;
    const count = locals.length;
    const first = parameters ?? 0;
    const given = locals.slice(0, first);
    const bare = [...this.bareLocals];
    const { slots } = this;
    const own = [
      ...(parameters === undefined ? [] : [...locals.slice(first), ...slots]),
      ...bare.map((i) => `${this.bare(i)} = 0`),
      ...this.output.counters.map((name) => `${name} = 0`),
    ];
    const { generator } = this;
    const inlined = this.output.inlinedDepth;
    const hasHandlers = graph.blocks.some((block) => block.handler !== undefined);
    const head = generator?.head(this.maxDepth, given, hasHandlers) ?? ['const d = S.count;'];
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
    if (this.isFunction) head.push('let x;');
    return head;
  }

  #function(head: readonly string[]): string {
    const { parameters, title } = this.subject;
    const locals = this.localNames;
    const given = locals.slice(0, parameters ?? 0);
    const generator = this.generator;
    const leave = this.isFunction
      ? `return fail(${this.leavingArguments('e')});`
      : (generator?.leave(this.#bareValues) ?? `throw leave(${this.leavingArguments('e')});`);
    const leaves = this.exits.length > 0;
    const { slots } = this;
    const exits = leaves ? this.constant(this.exits) : '';
    const body = [
      ...head.map((line) => `  ${line}`),
      `  ${leaves ? 'let q; ' : ''}${this.isFunction ? 'F: ' : ''}try {${leaves ? ' X: {' : ''}`,
      ...dropKept(this.output.lines).map((line) => `  ${line}`),
      ...(leaves ? [`  } return exit(d, U, func, ${exits}[q], [${locals}], [${slots}]);`] : []),
      `  } catch (e) { ${leave} }`,
      ...(this.isFunction ? [`  return abandon(${this.leavingArguments('x')});`] : []),
    ].join('\n');
    const parametersText =
      generator?.parameters(given) ?? (parameters === undefined ? 'frame' : ['func', ...given].join(', '));
    // In parentheses: V8 then compiles it at once, where else it would read it twice.
    return `return { ${quote(title)}: (function (${parametersText}) {\n${body}\n}) }[${quote(title)}];`;
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
    this.open(`${this.prefix}L${block.index}: for (;;) {`);
    this.loops++;
    this.#within(block, merges, 0);
    this.loops--;
    this.close();
  }

  #within(block: Block, merges: readonly Block[], from: number): void {
    const merge = merges[from];
    if (merge === undefined) {
      this.#writeBlock(block);
      return;
    }
    if (merge.guarded.length === 0) {
      this.open(`${this.prefix}M${merge.index}: {`);
      this.#within(block, merges, from + 1);
      this.close();
    } else {
      this.open(`${this.prefix}M${merge.index}: { try {`);
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
    this.kinds = entry.locals.slice();
    this.stack = entry.stack.slice();
    this.facts = new Set(entry.facts);
    this.stamped = new Map(entry.stamped);
    this.unpacked.clear();
    this.foundEntries = [];
    this.maxDepth = Math.max(this.maxDepth, this.stack.length);
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
    this.kinds = this.kinds.map(() => 'any');
    this.forgetObjects();
    this.foundEntries = [];
    this.#enterHandler(handler, this.#asPython('caught', 'e'), 'at');
  }

  /** What a handler finds in a place of the stack: in its variable, unless it is the counter of a loop. */
  #keptValue(target: Block, index: number): Value {
    const places = new Map<string, number[]>();
    let value: Value | undefined;
    for (const [pc, stack] of this.#keptStacks.get(target)!) {
      value = stack[index]!;
      const name = counterName(value);
      if (!places.has(name)) places.set(name, []);
      places.get(name)!.push(pc);
    }
    if (places.size === 1) return value!;
    for (const stack of this.#keptStacks.get(target)!.values()) {
      const counter = stack[index]!;
      const at = counter.kind === 'counter' ? places.get(counterName(counter)) : undefined;
      if (at === undefined) continue;
      places.delete(counterName(counter));
      this.emit(`if ([${at}].includes(at)) ${this.slot(index)} = ${this.boxed(counter)};`);
    }
    return { js: this.slot(index), kind: 'any' };
  }

  /**
   * Comes to a block that several ways lead to. The stack goes into its variables, the locals become what they are known
   * to be there.
   */
  #meet(target: Block): void {
    this.flush({ doubles: target.handler === undefined });
    const before = this.#entries.get(target.index);
    const entry = before ?? this.#newEntry(target);
    if (before !== undefined) {
      if (entry.stack.length !== this.stack.length) throw new Unsupported('uneven stack');
      this.stack.forEach((value, i) => {
        const there = entry.stack[i]!;
        if (value.js === there.js && value.kind === there.kind && value.range?.step === there.range?.step)
          return;
        if (there.js !== this.slot(i) || there.kind !== 'any') {
          entry.stack[i] = { js: this.slot(i), kind: 'any' };
          this.isStale = true;
        }
        if (value.js !== this.slot(i)) this.emit(`${this.slot(i)} = ${this.boxed(value)};`);
      });
      this.kinds.forEach((kind, i) => {
        const there = entry.locals[i]!;
        const joined = this.#agreed(target, there, kind);
        if (joined === there) return;
        entry.locals[i] = joined;
        this.isStale = true;
      });
    }
    this.#meetFacts(target, entry);
    this.#reached.add(target);
    this.#convertLocals(entry.locals);
  }

  #newEntry(target: Block): Entry {
    const entry: Entry = {
      locals: this.kinds.map((kind) => this.#agreed(target, kind, kind)),
      stack: this.stack.slice(),
      facts: new Set(),
      stamped: new Map(),
      isDisturbed: false,
    };
    this.#entries.set(target.index, entry);
    return entry;
  }

  /** What is known of objects on this way stays known if it is on all others. */
  #meetFacts(target: Block, entry: Entry): void {
    const { facts, stamped } = this;
    if (this.#reached.has(target)) {
      let isLost = false;
      for (const fact of entry.facts) {
        if (facts.has(fact)) continue;
        entry.facts.delete(fact);
        isLost = true;
      }
      for (const [name, types] of entry.stamped) {
        const joined = joinTypes(types, stamped.get(name));
        if (joined === types) continue;
        if (joined === undefined) entry.stamped.delete(name);
        else entry.stamped.set(name, joined);
        isLost = true;
      }
      // The loop is written already if this is the way back.
      if (!isLost || target.index > this.block.index) return;
      entry.isDisturbed = true;
      this.isStale = true;
    } else if (entry.isDisturbed) {
      entry.facts = new Set();
      entry.stamped = new Map();
    } else {
      entry.facts = new Set(facts);
      entry.stamped = this.#stampedLocals(target);
    }
  }

  /**
   * In front of the way back to the head of a loop: what waits is looked at. That may run Python code, so what is known at
   * the head is asked for once more then.
   */
  poll(head: Block): void {
    // Where a loop was taken over in the middle, the jump to the head of one around it is the first way there.
    const entry = this.#reached.has(head) ? this.#entries.get(head.index) : undefined;
    const facts = new Set([...(entry?.facts ?? [])].filter((fact) => this.facts.has(fact)));
    const known = [...(entry?.stamped ?? [])];
    const stamped = new Map(known.filter(([name, types]) => joinTypes(types, this.typesOf(name)) === types));
    const conditions = [...[...facts].filter((fact) => fact !== UNWATCHED), ...this.typeTests(stamped)];
    const changed = conditions.map((condition) => ` || !(${condition})`).join('');
    this.exitIf(`B[0] !== 0 && (${this.mark}, mustLeave(T)${changed})`, this.pc);
    this.facts = facts;
    this.stamped = stamped;
  }

  /** The locals whose type is known; in front of a loop those that nothing is assigned to in it. */
  #stampedLocals(target: Block): TypesOfNames {
    const assigned = target.isLoopHead ? this.#assignedFrom(target) : undefined;
    const stamped: TypesOfNames = new Map();
    this.localNames.forEach((name, i) => {
      const types = this.stamped.get(name);
      if (types !== undefined && assigned?.has(i) !== true) stamped.set(name, types);
    });
    return stamped;
  }

  /** The locals that a block and what it dominates assign to. */
  #assignedFrom(block: Block): ReadonlySet<number> {
    let assigned = this.#assigned.get(block);
    if (assigned === undefined) {
      const found = new Set<number>();
      forEachInstruction(this.subject.unit.code.executable!, block.start, block.end, (opcode, oparg) => {
        for (const index of localsOf(opcode, oparg)[1]) found.add(index);
      });
      for (const below of block.dominated) for (const index of this.#assignedFrom(below)) found.add(index);
      assigned = found;
      this.#assigned.set(block, assigned);
    }
    return assigned;
  }

  /** What a local is known to be where two ways meet. A handler does not look for bare numbers. */
  #agreed(target: Block, a: Kind, b: Kind): Kind {
    const kind = joinKinds(a, b);
    return target.handler !== undefined && isBare(kind) ? 'any' : kind;
  }

  /** Brings the locals into the form that they have at a border. */
  #convertLocals(wanted: readonly Kind[]): void {
    wanted.forEach((kind, i) => {
      const has = this.kinds[i]!;
      if (kind === has) return;
      const l = this.local(i);
      const f = this.bare(i);
      if (isBare(kind)) this.bareLocals.add(i);
      if (kind === 'double') this.emit(`${f} = ${l}.value;`);
      else if (kind === 'tagged') {
        if (has === 'double') this.emit(`${l} = BARE;`);
      } else if (has === 'double') this.emit(`${l} = new PyFloat(${f});`);
      else if (has === 'tagged') this.emit(`${l} = boxTagged(${f}, ${l});`);
    });
  }

  /** Goes from the block that is being written to another one. The stack is what that one finds. */
  branch(target: Block): void {
    const isBack = target.index <= this.block.index;
    this.aside(() => this.#goTo(target, isBack));
  }

  #goTo(target: Block, isBack: boolean): void {
    if (isBack || target.isMerge || target.isLoopHead) this.#meet(target);
    if (isBack) this.emit(`continue ${this.prefix}L${target.index};`);
    else if (target.isMerge) this.emit(`break ${this.prefix}M${target.index};`);
    else {
      const outer = this.block;
      const { pc } = this;
      if (target.isLoopHead) this.#arrive(target);
      this.#tree(target);
      this.block = outer;
      this.pc = pc;
    }
  }

  /** Where the instruction that ends the block goes: to the next one, or to another one. */
  get successors(): readonly [Block, Block] {
    return this.block.successors as [Block, Block];
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
    this.block = block;
    if (block.omitted !== undefined) {
      this.#leaveFor(block, block.omitted);
      return;
    }
    if (block.handler !== undefined) this.boxLocals();
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
    return this.generator === undefined || this.hasFrame ? 0 : startOf(this.subject.unit.code);
  }

  /** A handler finds its part of the stack in the variables. */
  keepForHandler(): void {
    const { handler } = this.block;
    if (handler === undefined) return;
    const { depth } = handler;
    if (this.stack.length < depth) throw new Unsupported('uneven stack');
    if (this.stack.some(({ js, kind }, i) => i < depth && js !== this.slot(i) && kind !== 'counter'))
      this.flush({ absent: true });
    const kept = this.stack
      .slice(0, depth)
      .map((value, i): Value => (value.kind === 'counter' ? value : { js: this.slot(i), kind: 'any' }));
    let stacks = this.#keptStacks.get(handler.block);
    if (stacks === undefined) {
      stacks = new Map();
      this.#keptStacks.set(handler.block, stacks);
    }
    stacks.set(this.pc, kept);
  }

  /**
   * A loop counter for a range, to be put on top of the stack: its variables are those of the place, so that it does not
   * matter where a loop is come to from.
   */
  newCounter({ next, stop, step }: RangeParts): Value {
    const place = `${this.prefix}n${this.stack.length}`;
    const isLiteral = typeof step === 'number';
    const parts = { next: place, stop: `${place}e`, step: isLiteral ? step : `${place}p` };
    this.output.declare(parts.next, parts.stop);
    this.emit(`${parts.next} = ${next}; ${parts.stop} = ${stop};`);
    if (typeof parts.step === 'string') {
      this.output.declare(parts.step);
      this.emit(`${parts.step} = ${step};`);
    }
    return { js: parts.next, kind: 'counter', range: parts };
  }

  /** The iterators of ranges that the frame has on its stack when a loop is entered, as counters. */
  #takeCounters(steps: ReadonlyMap<number, number>): void {
    const stack = this.stack;
    this.pc = this.subject.graph.entry.start;
    if (!this.speculates) return;
    for (const [i, step] of steps) {
      const { js } = stack[i]!;
      const isUnit = step === 1;
      this.stack = stack.slice();
      this.exitUnless(
        `${js}.ob_type === RANGE_ITER && ${js}.isLoops && ${js}.wide === undefined && ${js}.step ${isUnit ? '=== 1' : '> 0'}`,
      );
      this.stack.length = i;
      const stop = `${js}.next + ${js}.remaining * ${js}.step`;
      stack[i] = this.newCounter({ next: `${js}.next`, stop, step: isUnit ? 1 : `${js}.step` });
    }
    this.stack = stack;
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
    if (this.block.handler === undefined) {
      this.emit(`${this.lastMark};`);
      this.#raiseBeyond(exception);
    } else {
      this.emit(`${this.mark};`);
      const raising = this.temporary();
      this.emit(`const ${raising} = ${exception};`);
      this.#raiseHere(this.block.handler, String(this.pc), this.#asPython('arrive', raising));
    }
  }

  /** Raises an exception once more: who handles it in the same function has noted it already. `origin` is the place where it was raised first. */
  reraise(exception: string, origin = String(this.subject.unit.base + this.pc)): void {
    const { handler } = this.block;
    if (handler === undefined) {
      this.emit(`${this.lastMark};`);
      this.#raiseBeyond(`reraised(${exception}, ${origin})`);
    } else this.#raiseHere(handler, `${origin} - ${this.subject.unit.base}`, exception);
  }

  /** Nobody handles it here. */
  #raiseBeyond(exception: string): void {
    this.emit(
      this.isFunction ? `${this.prefix}x = ${exception}; break ${this.prefix}F;` : `throw ${exception};`,
    );
  }

  /** Goes from an instruction to its handler. What that finds on the stack are expressions. */
  #raiseHere(handler: Handler, at: string, exception: string): void {
    const kinds = this.kinds;
    const { stack } = this;
    this.stack = stack.slice(0, handler.depth);
    this.#enterHandler(handler, exception, at);
    this.kinds = kinds;
    this.stack = stack;
  }

  /** An exception that comes to a handler, as Python sees it. */
  #asPython(way: 'arrive' | 'caught', exception: string): string {
    const heapFrame = way === 'caught' ? ', H' : '';
    const func = this.hasFrame ? 'undefined' : 'func';
    const adopted = this.hasFrame ? `${ADOPT}, ` : '';
    return `(${adopted}${way}(d, ${exception}${heapFrame}, U, ${func}, [${this.boxedLocals()}]))`;
  }

  /** Brings an exception to its handler, as the handler finds it on the stack. */
  #enterHandler({ block, lasti }: Handler, exception: string, at: string): void {
    // What is put on the stack may be read from there.
    const raising = this.temporary();
    const place = lasti ? this.temporary() : undefined;
    this.emit(`const ${raising} = ${exception};`);
    if (place !== undefined) this.emit(`const ${place} = ${at};`);
    this.flush();
    if (place !== undefined) this.push(place, 'int');
    this.push(raising);
    this.kinds = this.kinds.map(() => 'any');
    this.#meet(block);
    this.emit(`break ${this.prefix}M${block.index};`);
  }

  /** RETURN_VALUE of what is inlined; false if this is a function of its own. */
  returnInlined(): boolean {
    if (this.inlining === undefined) return false;
    const value = this.popBare();
    const own = resultOf(value);
    const before = this.#result;
    const joined = before === undefined ? own : joinResults(before, own);
    this.isStale ||= before !== undefined && !isSameResult(before, joined);
    this.#result = joined;
    const assign = (to: string, from: Value, kind: Kind): void => {
      if (kind === 'tagged' && from.kind === 'double') this.emit(`${bareOf(to)} = ${from.js}; ${to} = BARE;`);
      else if (kind === 'tagged' && from.kind === 'tagged')
        this.emit(`${bareOf(to)} = ${from.js}; ${to} = ${from.tag};`);
      else if (kind !== 'double') this.emit(`${to} = ${this.boxed(from)};`);
      else this.emit(`${to} = ${from.js}${from.kind === 'float' ? '.value' : ''};`);
    };
    const { items } = joined;
    if (items === undefined) assign(this.inlining.result, value, joined.kind);
    else {
      this.#resultTuple(items).items!.forEach(({ js, kind }, i) => {
        assign(js, value.items![i]!, kind);
      });
    }
    const { facts } = this;
    const types = isBare(value.kind) ? undefined : this.typesOf(value.js);
    if (this.#factsAtEnds === undefined) {
      this.#factsAtEnds = new Set(facts);
      this.#typesAtEnds = types;
    } else {
      for (const fact of this.#factsAtEnds) if (!facts.has(fact)) this.#factsAtEnds.delete(fact);
      this.#typesAtEnds &&= joinTypes(this.#typesAtEnds, types);
    }
    this.#ends.push([this.reserve(), this.ending]);
    this.emit(`break ${this.prefix}N;`);
    return true;
  }

  /** A result that is held as its items. */
  #resultTuple(items: readonly Kind[]): Value {
    const made = this.inlining!.result;
    return {
      js: made,
      kind: 'tuple',
      made,
      items: items.map((kind, i): Value => ({ js: `${made}i${i}`, kind })),
    };
  }

  /** The arguments of `leave`, `fail` and `abandon`, by which an exception leaves the function. */
  leavingArguments(exception: string): string {
    const { depth, unit, func } = this;
    return `${depth}, ${exception}, ${unit}, ${func}, [${this.localsAtEnd}]${this.#bareValues}`;
  }

  /** One more argument: the locals that are held bare somewhere. */
  get #bareValues(): string {
    const bare = Array.from(this.bareLocals, (i) => `[${i}, ${this.bare(i)}]`);
    return bare.length === 0 ? '' : `, [${bare}]`;
  }

  /** The fast locals where nothing else is known of them. */
  get localsAtEnd(): string[] {
    return this.localNames.map((name, i) => {
      const tuple = this.tuples.get(i);
      return tuple === undefined ? name : this.boxed(tuple);
    });
  }

  // ── What instructions ask for ──────────────────────────────────────────────────────────────────────────────────

  name(index: number): AttrName {
    return this.subject.unit.code.executable!.names[index]!;
  }

  /** Where the block ends that is being written. */
  get blockEnd(): number {
    return this.block.end;
  }

  /** Is this the code of a module or a class body, run in the frame that was taken over? */
  get isModule(): boolean {
    return this.subject.parameters === undefined && (this.subject.unit.code.co_flags & 2) === 0;
  }
}
