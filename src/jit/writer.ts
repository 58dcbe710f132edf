/**
 * The state of the code that is being written: the stack, the local variables, what is assumed and what is known, and where
 * tier 0 takes over. The translator, which is one, knows about control flow.
 */
import { OPCODE_CACHES } from '../bytecode/opcodes.gen.ts';
import type { PyCode } from '../objects/code.ts';
import { type PyObject, type PyType, stampOf } from '../objects/object.ts';
import { strType } from '../objects/str.ts';
import { overloaderAt, receiverClassAt, receiversAt, superReceiversAt } from '../vm/receivers.ts';
import type { Block } from './flow-graph.ts';
import { GeneratorWriter } from './generators.ts';
import { Output } from './output.ts';
import type { Subject } from './subject.ts';
import {
  EXPECTED_EXIT,
  immediateTest,
  isBare,
  isImmediate,
  type Kind,
  NO_ASSUMPTION,
  type TypesOfNames,
  Unsupported,
  type Value,
} from './values.ts';

/** Puts the frame of a generator in its place among the activations. */
export const ADOPT = 'S.framed > d || S.adopt(d, frame)';

/** Stands among what was found to hold: nobody watches calls. */
export const UNWATCHED = 'unwatched';

/** Items in an array of that name. */
interface Unpacked {
  readonly items: string;
  readonly count: number;
}

/** The variable that holds the entry of a key in a dict, both under the names that they have here. */
interface FoundEntry {
  readonly dict: string;
  readonly key: string;
  readonly entry: string;
}

/** What is written in the middle of the code of its caller. */
export interface Inlining {
  readonly caller: Writer;
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

/** What is found out about what is inlined. */
export interface Found {
  readonly result: Value;
  /** May it call anything before it returns? */
  readonly calls: boolean;
  /** What holds of constants wherever it returns. */
  readonly facts: ReadonlySet<string>;
  /** Of which types the result is, if that is known. */
  readonly types: readonly PyType[] | undefined;
}

export class Writer {
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
  /** The writer of the whole function. */
  readonly outermost: Writer;
  /** Absent where the code is no generator's. */
  readonly generator: GeneratorWriter | undefined;

  protected readonly inlining: Inlining | undefined;
  protected readonly prefix: string;
  /** The names of all fast locals. */
  protected readonly localNames: readonly string[];
  /** The block that is being written. */
  protected block: Block;
  /** Where tier 0 may go on: the code unit, the number of what was assumed or −1, and the depth of the stack. */
  /** The variable of an exception that was made just now, to be raised by the next instruction. */
  newException: string | undefined = undefined;
  protected readonly exits: (readonly [pc: number, assumption: number, depth: number])[] = [];
  /** What is known of the fast locals. */
  protected kinds: Kind[] = [];
  /** Parameters that are held as the items of a tuple; nothing is assigned to them. */
  protected readonly tuples = new Map<number, Value>();
  protected maxDepth = 0;
  /** Locals that are held bare somewhere, and at which instructions. */
  protected readonly bareLocals = new Set<number>();
  protected bareAt = new Map<number, readonly number[]>();
  /** The types of which one is that of an object, since the last instruction that may have run Python code, by the name of its variable. */
  protected stamped: TypesOfNames = new Map();
  /** Which lists and tuples have how many items, and where, by the name of the variable; as long as {@link stamped}. */
  protected unpacked = new Map<string, Unpacked>();
  /** The entries of dicts that are held in variables. */
  protected foundEntries: readonly FoundEntry[] = [];
  /** The conditions on constants that were found to hold; as long as {@link stamped}. */
  facts = new Set<string>();
  /** What was found out shows that something was written that is not right: everything is written again. */
  protected isStale = false;
  /** May what was written call anything? */
  protected mayCall = false;

  /** In so many loops of the subject stands what is being written. */
  protected loops = 0;

  constructor(subject: Subject, inlining: Inlining | undefined) {
    this.subject = subject;
    this.inlining = inlining;
    const { unit, graph, generator, depth } = subject;
    this.outermost = inlining?.caller.outermost ?? this;
    this.output = inlining?.caller.output ?? new Output(subject.places);
    this.prefix = inlining?.prefix ?? '';
    this.depth = `${this.prefix}d`;
    this.unit = inlining?.unit ?? 'U';
    this.func = inlining?.func ?? 'func';
    this.block = graph.entry;
    if (generator !== undefined) {
      const steps = this.constant(generator.steps.entries);
      this.generator = new GeneratorWriter(unit.code, graph, generator, depth, steps);
    }
    this.localNames = this.generator?.locals ?? unit.code.co_localsplusnames.map((_, i) => this.local(i));
  }

  /**
   * Is this the body of a function that is called? It asks for room when it begins, and answers `undefined` when an exception leaves it;
   * a loop or a step of a generator throws it.
   */
  get isFunction(): boolean {
    return this.generator === undefined && this.subject.parameters !== undefined;
  }

  /** How many callers it is inlined into. */
  get level(): number {
    return this.inlining === undefined ? 0 : this.inlining.caller.level + 1;
  }

  /** The function, where there is a variable of it. */
  get funcOrNone(): string {
    return this.hasFrame ? 'undefined' : this.func;
  }

  /** Is what is being written done again and again? */
  get isInLoop(): boolean {
    return this.loops > 0 || this.inlining?.caller.isInLoop === true;
  }

  /** Is this a part of the code, or is it inlined into that? */
  isRunning(code: PyCode): boolean {
    return this.subject.unit.code === code || this.inlining?.caller.isRunning(code) === true;
  }

  local(index: number): string {
    return `${this.prefix}l${index}`;
  }

  /** The variable of the bare number of a local. */
  bare(index: number): string {
    return `${this.prefix}f${index}`;
  }

  protected slot(index: number): string {
    return `${this.prefix}s${index}`;
  }

  /** The variables of the stack. */
  get slots(): string[] {
    return Array.from({ length: this.maxDepth }, (_, i) => this.slot(i));
  }

  // ── Writing ────────────────────────────────────────────────────────────────────────────────────────────────────

  /** Has everything written again, as what it depends on has changed. */
  writeAgain(): void {
    this.outermost.isStale = true;
  }

  emit(line: string): void {
    this.output.emit(line, this.outermost.pc);
  }

  /** Leaves room for a line that is known later. */
  reserve(): number {
    return this.output.reserve(this.outermost.pc);
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
    this.mayCall = true;
    return this.lastMark;
  }

  /** The same in front of what ends the function. */
  get lastMark(): string {
    this.forgetObjects();
    return this.notedPlace;
  }

  /** The same where nothing can change what is known of objects. */
  get notedPlace(): string {
    this.#noteBareLocals();
    const { depth } = this;
    const show = this.subject.showsVariables
      ? `, S.framed > d && S.showVariables(d, [${this.boxedLocals()}])`
      : '';
    const place = `A[${depth}] = ${this.subject.unit.base + this.pc}${show}`;
    if (this.inlining !== undefined) return `${this.inlining.place}, S.count = ${depth} + 1, ${place}`;
    return this.hasFrame ? `${ADOPT}, ${place}` : place;
  }

  /** A mark where nobody will look at a generator's frame. */
  get place(): string {
    const { mark } = this;
    return this.hasFrame ? mark.slice(ADOPT.length + 2) : mark;
  }

  /** What was inlined at this instruction is behind this one: what it found out, and that it may have called anything. */
  inlined({ calls, facts, result, types }: Found): void {
    if (calls) {
      this.mayCall = true;
      this.forgetObjects();
    }
    this.facts = new Set(facts);
    if (types !== undefined) this.stamped.set(result.js, types);
  }

  /** Writes what is no way to the next instruction: nothing that is found out there is known here. */
  aside(write: () => void): void {
    const kinds = this.kinds;
    const { stack } = this;
    const stamped = new Map(this.stamped);
    const unpacked = new Map(this.unpacked);
    const { foundEntries } = this;
    const facts = new Set(this.facts);
    this.kinds = kinds.slice();
    this.stack = stack.slice();
    write();
    this.kinds = kinds;
    this.stack = stack;
    this.stamped = stamped;
    this.unpacked = unpacked;
    this.foundEntries = foundEntries;
    this.facts = facts;
  }

  /** An expression that may raise: in front of it the place is noted. */
  guarded(call: string): string {
    return `(${this.mark}, ${call})`;
  }

  /** The variables that an exception finds bare at this instruction. */
  #noteBareLocals(): void {
    const bare: number[] = [];
    this.kinds.forEach((kind, i) => {
      if (kind === 'double') bare.push(i);
    });
    if (bare.length > 0) this.bareAt.set(this.pc, bare);
  }

  /** The frame of the activation, for the few instructions that want one. */
  get frame(): string {
    return this.hasFrame ? `(${ADOPT}, S.frameOf(d))` : `S.frameOf(${this.depth}, ${this.func})`;
  }

  /** Is there a frame, a generator's, all the time? */
  get hasFrame(): boolean {
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
        return `new PySlice(${slice!.map((part) => part.js)})`;
      case 'keywords':
        return 'newDictOf([])';
      case 'tuple':
        return this.#boxedTuple(items!, made);
      case 'wide':
        return whole!;
      default:
        return js;
    }
  }

  #boxedTuple(items: readonly Value[], made: string | undefined): string {
    const tuple = `new PyTuple([${items.map((item) => this.boxed(item))}])`;
    return made === undefined ? tuple : `(${made} ??= ${tuple})`;
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
    const local = this.kinds.findIndex((kind, i) => kind === 'tagged' && this.bare(i) === bare);
    if (local < 0) return false;
    this.emit(`if (${tag} !== BARE) ${bare} = ${tag}.value;`);
    this.kinds[local] = 'double';
    this.stack.forEach(({ js, kind }, i) => {
      if (js === bare && kind === 'tagged') this.stack[i] = { js, kind: 'double' };
    });
    return true;
  }

  /** A value was found to be of a kind. */
  refine(js: string, kind: Kind): void {
    const local = this.localNames.indexOf(js);
    if (local >= 0 && !isBare(this.kinds[local]!)) this.kinds[local] = kind;
    this.stack.forEach((value, i) => {
      if (value.js === js && !isBare(value.kind)) this.stack[i] = { ...value, kind };
    });
  }

  /**
   * Brings the stack into its variables, as it must be where several ways meet: what is absent, and doubles as they are, only
   * if asked to.
   */
  protected flush({ absent = false, doubles = false } = {}): void {
    const moves: [to: string, from: string][] = [];
    this.stack = this.stack.map((value, i): Value => {
      if (value.kind === 'counter' || (value.kind === 'null' && !absent)) return value;
      if (value.kind === 'double' && doubles) {
        const bare = `${this.slot(i)}f`;
        this.output.declare(bare);
        if (value.js !== bare) moves.push([bare, value.js]);
        return { js: bare, kind: 'double' };
      }
      if (value.js !== this.slot(i)) moves.push([this.slot(i), this.boxed(value)]);
      const kind =
        value.kind === 'double' ? 'float' : isBare(value.kind) || value.kind === 'null' ? 'any' : value.kind;
      return { js: this.slot(i), kind };
    });
    this.maxDepth = Math.max(this.maxDepth, this.stack.length);
    const written = new Set(moves.map(([to]) => to));
    for (const name of written) {
      this.#forget(name);
    }
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

  kindOf(index: number): Kind {
    return this.kinds[index]!;
  }

  load(index: number): void {
    const kind = this.kinds[index]!;
    if (kind === 'double') this.push(this.bare(index), kind);
    else if (kind === 'tagged') this.stack.push({ js: this.bare(index), kind, tag: this.local(index) });
    else if (kind === 'tuple') this.stack.push(this.tuples.get(index)!);
    else this.push(this.local(index), kind === 'null' ? 'any' : kind);
  }

  store(index: number): void {
    const value = this.popBare();
    const name = this.local(index);
    const { js, kind } = value;
    if (js === name || js === this.bare(index)) return;
    this.saveLocal(index);
    if (kind === 'double' && this.block.handler === undefined) {
      this.emit(`${this.bare(index)} = ${js};`);
      this.#setKind(index, 'double');
    } else if (kind === 'tagged' && this.block.handler === undefined) {
      this.emit(`${this.bare(index)} = ${js}; ${name} = ${value.tag};`);
      this.#setKind(index, 'tagged');
    } else {
      const types = this.stamped.get(js);
      this.emit(`${name} = ${this.boxed(value)};`);
      this.#setKind(index, kind === 'double' ? 'float' : isBare(kind) ? 'any' : kind);
      if (types !== undefined && !isBare(kind)) this.stamped.set(name, types);
    }
  }

  #setKind(index: number, kind: Kind): void {
    this.#forget(this.local(index));
    this.kinds[index] = kind;
    if (kind === 'double' || kind === 'tagged') this.bareLocals.add(index);
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
    const kind = this.kinds[index]!;
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
    return this.localNames.map((_, i) => this.boxedLocal(i));
  }

  boxedLocal(index: number): string {
    const name = this.localNames[index]!;
    const kind = this.kinds[index];
    if (kind === 'double') return `new PyFloat(${this.bare(index)})`;
    if (kind === 'tuple') return this.boxed(this.tuples.get(index)!);
    return kind === 'tagged' ? `boxTagged(${this.bare(index)}, ${name})` : name;
  }

  /** Takes the activation down at the end of the function; its frame, if it has one, gets the variables. */
  get ending(): string {
    return this.#takenDown(`ended(${this.#endingArguments})`);
  }

  /** The same and returns. A frame that is watched tells of it, in tier 0. */
  returning(js: string): string {
    return `${this.#takenDown(`return returned(${this.#endingArguments}, ${js})`)} return ${js};`;
  }

  #takenDown(framed: string): string {
    const { depth } = this;
    const place = this.subject.unit.base + this.pc;
    return `S.count = ${depth}; if (S.framed > ${depth}) { A[${depth}] = ${place}; ${framed}; }`;
  }

  get #endingArguments(): string {
    return `${this.depth}, ${this.unit}, ${this.func}, [${this.boxedLocals()}]`;
  }

  /** Nothing is held bare in front of a handler, which does not know where it was raised. */
  protected boxLocals(): void {
    this.kinds.forEach((kind, i) => {
      if (kind !== 'double' && kind !== 'tagged') return;
      this.saveLocal(i);
      this.emit(`${this.local(i)} = ${this.boxedLocal(i)};`);
      this.kinds[i] = kind === 'double' ? 'float' : 'any';
    });
  }

  // ── Assumptions ────────────────────────────────────────────────────────────────────────────────────────────────

  /** May it be assumed what the operation at hand works on? */
  get speculates(): boolean {
    return this.subject.speculates && !this.subject.refuted.has(this.#assumption(String(this.pc)));
  }

  /** May another thing be assumed of the operation at hand, whether that may or not? */
  mayAssume(what: string): boolean {
    const { speculates, refuted } = this.subject;
    return speculates && !refuted.has(this.#assumption(`${this.pc} ${what}`));
  }

  /** What an assumption of this code is called. */
  #assumption(name: string): string {
    return `${this.inlining?.assumptionPrefix ?? ''}${name}`;
  }

  /** The first part of the names of the assumptions of what is inlined at this instruction. */
  get assumptionPrefix(): string {
    return `${this.#assumption(String(this.pc))}/`;
  }

  /** Unless a condition holds, tier 0 goes on at this instruction. Nothing of it may have been done, or taken, yet. */
  exitUnless(condition: string, what = ''): void {
    this.exitIf(`!(${condition})`, this.pc, what === '' ? String(this.pc) : `${this.pc} ${what}`);
  }

  /**
   * The same for a condition on constants: once found to hold it does so until Python code may run. What changes an object
   * that such a condition looks at forgets it ({@link forgetObjects}).
   */
  assume(condition: string): void {
    if (this.facts.has(condition)) return;
    this.exitUnless(condition);
    this.facts.add(condition);
  }

  /** Unless nobody watches calls, tier 0 goes on at this instruction: a watcher must see what would be inlined here. */
  assumeUnwatched(): void {
    if (this.facts.has(UNWATCHED)) return;
    this.exitIf(`B[0] !== 0 && isWatched()`, this.pc);
    this.facts.add(UNWATCHED);
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
    if (kind === 'str' && types[0] === strType) return;
    const known = this.stamped.get(js);
    const possible = known?.filter((type) => types.includes(type)) ?? types;
    if (possible.length === known?.length) return;
    // Where none is possible, the code is never run; it may be all the same to what is written behind it.
    const tested = possible.length === 0 ? types : possible;
    let own = `${js}.stamp`;
    if (tested.filter((type) => !isImmediate(type)).length > 1) {
      own = this.temporary();
      this.emit(`const ${own} = ${js}.stamp;`);
    }
    this.exitUnless(this.#typeTest(js, own, tested));
    this.stamped.set(js, tested);
  }

  /** Is an object, whose stamp is another expression, of one of the types? */
  #typeTest(js: string, stamp: string, types: readonly PyType[]): string {
    return types
      .map((type) => (isImmediate(type) ? immediateTest(js, type) : `${stamp} === ${this.stampOf(type)}`))
      .join(' || ');
  }

  /** Are the types still those of which one is that of each object? */
  protected typeTests(types: TypesOfNames): string[] {
    return Array.from(types, ([js, among]) => this.#typeTest(js, `${js}.stamp`, among));
  }

  /** The types of which one is that of an object, if that was found out since Python code may have run. */
  typesOf(js: string): readonly PyType[] | undefined {
    return this.stamped.get(js);
  }

  /** The type of an object, if it is the only one of these. */
  typeOf(js: string): PyType | undefined {
    const types = this.stamped.get(js);
    return types?.length === 1 ? types[0] : undefined;
  }

  /** Where the items of a list or tuple are, if it was found to have so many. */
  itemsOf(js: string, count: number): string | undefined {
    const found = this.unpacked.get(js);
    return found?.count === count ? found.items : undefined;
  }

  /** A list or tuple was found to have so many items, in an array of that name. */
  noteItems(js: string, items: string, count: number): void {
    this.unpacked.set(js, { items, count });
  }

  /** The length of a list changes. */
  forgetItems(): void {
    this.unpacked.clear();
  }

  /** The variable that holds the entry of a key in a dict, if it was looked for. */
  entryOf(dict: string, key: string): string | undefined {
    return this.foundEntries.find((found) => found.dict === dict && found.key === key)?.entry;
  }

  noteEntry(found: FoundEntry): void {
    this.foundEntries = [...this.foundEntries, found];
  }

  /** A variable is assigned to. */
  #forget(name: string): void {
    if (this.foundEntries.length > 0) {
      this.foundEntries = this.foundEntries.filter(({ dict, key }) => dict !== name && key !== name);
    }
    this.stamped.delete(name);
    this.unpacked.delete(name);
  }

  /** Python code may run, or what was known is not known on another way. */
  forgetObjects(): void {
    this.stamped.clear();
    this.unpacked.clear();
    this.facts.clear();
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
    none = this.block.omitted !== undefined ? EXPECTED_EXIT : NO_ASSUMPTION,
  ): void {
    const number =
      assumption === undefined ? none : this.output.assumptions.push(this.#assumption(assumption)) - 1;
    const locals = this.boxedLocals();
    const stack = this.stack.map((value) => this.boxed(value));
    if (this.generator !== undefined) {
      this.emit(`if (${condition}) ${this.generator.exit(pc, number, [...locals, ...stack])}`);
      return;
    }
    const slots = stack.map((_, i) => this.slot(i));
    this.maxDepth = Math.max(this.maxDepth, stack.length);
    const boxed = locals.map((js, i) => (js === this.local(i) ? '' : `${this.local(i)} = ${js}; `));
    const isSwapped = stack.some((js, i) => js !== slots[i] && slots.includes(js));
    const move = isSwapped
      ? `[${slots}] = [${stack}]; `
      : stack.map((js, i) => (js === slots[i] ? '' : `${slots[i]} = ${js}; `)).join('');
    const exit = this.exits.push([pc, number, stack.length]) - 1;
    this.emit(
      `if (${condition}) { ${boxed.join('')}${move}${this.prefix}q = leaving(${exit}); break ${this.prefix}X; }`,
    );
  }
}
