/**
 * Slices. Where a slice is used at once, no slice object is made. A slice of a list that is stored into a slice at once,
 * as in `a[:k] = a[k - 1::-1]`, is not made either: it stays on the stack as a `portion`, and items are moved from list to
 * list. Between the two stand only instructions that run no Python code, so that nobody can tell when it was made.
 */
import { NB_ADD, NB_SUBTRACT } from '../bytecode/opargs.ts';
import * as op from '../bytecode/opcodes.gen.ts';
import { OPCODE_CACHES } from '../bytecode/opcodes.gen.ts';
import { None } from '../objects/singletons.ts';
import { PySlice } from '../objects/slice.ts';
import { nextOpcode } from './lookahead.ts';
import { loadConst } from './lookups.ts';
import type { Translator } from './translator.ts';
import { isBare, type SliceParts, Unsupported, type Value } from './values.ts';

const NONE_VALUE: Value = { js: 'None', kind: 'none' };

const js = (value: Value): string => value.js;

/** What lies so deep on the stack, 1 for the top, as it is held. */
export function fromTop(t: Translator, depth: number): Value {
  const value = t.stack[t.stack.length - depth];
  if (value === undefined) throw new Unsupported('stack underflow');
  return value;
}

/** BUILD_SLICE: where it is used at once, no object is made. */
export function writeBuildSlice(t: Translator, count: number): void {
  const [start, stop, step = NONE_VALUE] = t.popMany(count) as [Value, Value, Value?];
  const slice: SliceParts = [start, stop, step];
  const next = nextOpcode(t);
  if (next === op.BINARY_OP || next === op.STORE_SUBSCR) t.stack.push({ js: 'slice', kind: 'slice', slice });
  else t.result(`new PySlice(${slice.map(js)})`);
}

/** The parts of a slice on top of the stack. */
function partsOnTop(t: Translator): SliceParts | undefined {
  const { slice, known } = fromTop(t, 1);
  if (slice !== undefined || !(known instanceof PySlice)) return slice;
  const parts = [known.start, known.stop, known.step].map((part) => {
    loadConst(t, part);
    return t.popBare();
  });
  return parts.some(({ kind }) => isBare(kind)) ? undefined : (parts as [Value, Value, Value]);
}

// ── Reading ────────────────────────────────────────────────────────────────────────────────────────────────────────

/** BINARY_SLICE: `container[a:b]`. */
export function writeBinarySlice(t: Translator): void {
  const parts: SliceParts = [fromTop(t, 2), fromTop(t, 1), NONE_VALUE];
  if (keepPortion(t, fromTop(t, 3), parts, 3)) return;
  const [container, start, stop] = t.popMany(3) as [Value, Value, Value];
  t.call(sliceOf(container, [start, stop, NONE_VALUE]));
}

/** `container[slice]`; false when there is no slice on the stack. */
export function takeSlice(t: Translator): boolean {
  const parts = partsOnTop(t);
  if (parts === undefined) return false;
  if (keepPortion(t, fromTop(t, 2), parts, 2)) return true;
  t.popBare();
  t.call(sliceOf(t.pop(), parts));
  return true;
}

function sliceOf(container: Value, [start, stop, step]: SliceParts): string {
  const bounds = `${container.js}, ${start.js}, ${stop.js}`;
  return step.kind === 'none' ? `getSlice(${bounds})` : `getSteppedSlice(${bounds}, ${step.js})`;
}

/** Leaves a slice of a list to what stores it. False when it is not stored at once, or no plain one. */
function keepPortion(t: Translator, list: Value, parts: SliceParts, taken: number): boolean {
  const [start, stop, step] = parts;
  const bounds = [start, stop];
  if (!t.speculates || isBare(list.kind) || !bounds.every(mayBeBound)) return false;
  if (step.kind !== 'none' && step.known !== 1 && step.known !== -1) return false;
  if (!isStoredNext(t, bounds)) return false;
  t.exitUnless(`${list.js}.ob_type === LIST`);
  for (const bound of bounds) {
    if (bound.kind !== 'any') continue;
    t.exitUnless(`typeof ${bound.js} === 'number'`);
    t.refine(bound.js, 'int');
  }
  t.stack.length -= taken;
  t.stack.push({ js: sliceOf(list, parts), kind: 'portion', portion: [list, ...parts] });
  return true;
}

const mayBeBound = ({ kind }: Value): boolean => kind === 'int' || kind === 'none' || kind === 'any';

/** Do the next instructions store what this one makes into a slice, and run no Python code before? Bounds will be ints then. */
function isStoredNext(t: Translator, bounds: readonly Value[]): boolean {
  const { code } = t.subject.unit;
  const { words } = code.executable!;
  const isInt = (local: number): boolean =>
    t.kindOf(local) === 'int' || bounds.some((bound) => bound.js === t.local(local));
  /** What they have put on the stack: whether those are ints. */
  const ints: boolean[] = [];
  let last: unknown;
  const next = (at: number): number => at + 1 + OPCODE_CACHES[words[at]! & 255]!;
  for (let at = next(t.pc); at < t.blockEnd; at = next(at)) {
    const oparg = words[at]! >>> 8;
    switch (words[at]! & 255) {
      case op.LOAD_FAST:
      case op.LOAD_FAST_BORROW:
        ints.push(isInt(oparg));
        break;
      case op.LOAD_FAST_LOAD_FAST:
      case op.LOAD_FAST_BORROW_LOAD_FAST_BORROW:
        ints.push(isInt(oparg >> 4), isInt(oparg & 15));
        break;
      case op.LOAD_SMALL_INT:
        ints.push(true);
        break;
      case op.LOAD_CONST:
        last = code.co_consts[oparg];
        ints.push(typeof last === 'number');
        break;
      case op.BINARY_OP:
        if ((oparg !== NB_ADD && oparg !== NB_SUBTRACT) || !ints.pop() || !ints.pop()) return false;
        ints.push(true);
        break;
      case op.STORE_SLICE:
        return ints.length === 3;
      case op.STORE_SUBSCR:
        return ints.length === 2 && last instanceof PySlice && last.step === None;
      default:
        return false;
    }
  }
  return false;
}

// ── Storing ────────────────────────────────────────────────────────────────────────────────────────────────────────

/** STORE_SLICE: `container[a:b] = value`. */
export function writeStoreSlice(t: Translator): void {
  const [start, stop] = t.popMany(2) as [Value, Value];
  storeSlice(t, start, stop);
}

/** `container[slice] = value`; false when there is no slice on the stack, or one with a step. */
export function assignSlice(t: Translator): boolean {
  const parts = partsOnTop(t);
  if (parts === undefined || parts[2].kind !== 'none') return false;
  t.popBare();
  storeSlice(t, parts[0], parts[1]);
  return true;
}

function storeSlice(t: Translator, start: Value, stop: Value): void {
  const container = t.pop();
  const { portion } = fromTop(t, 1);
  const target = `${container.js}, ${start.js}, ${stop.js}`;
  if (portion === undefined) t.emit(`${t.mark}; setSlice(${target}, ${t.pop().js});`);
  else {
    t.popBare();
    const [list, from, to, step] = portion.map(js);
    t.emit(`${t.mark}; moveItems(${target}, ${list}, ${from}, ${to}, ${step === 'None' ? 1 : step});`);
  }
}
