/**
 * Loops over iterables in compiled code: GET_ITER and FOR_ITER.
 *
 * A `range` that is made for the loop is two variables (call-sites.ts). For everything else tier 0 notes what it iterated
 * (`iteratedKind` in vm/operators.ts); one kind of iterator is asked in place, without a call through its type. The pairs of
 * `enumerate`, `zip` and `dict.items()` become tuples only when somebody wants them.
 */
import {
  ITERATED_ENTRIES,
  ITERATED_ENUMERATE,
  ITERATED_KEYS,
  ITERATED_LIST,
  ITERATED_REVERSED,
  ITERATED_TEXT,
  ITERATED_TUPLE,
  ITERATED_VALUES,
  ITERATED_ZIP,
} from '../vm/operators.ts';
import type { Translator } from './translator.ts';
import { Unsupported, type Value } from './values.ts';

export function writeGetIter(t: Translator): void {
  const { kind, range } = t.stack[t.stack.length - 1]!;
  if (kind !== 'range') {
    t.call(`getIter(${t.pop().js})`);
    return;
  }
  t.popBare();
  t.stack.push(t.newCounter(range!));
}

/** How the iterators are asked of which tier 0 has met nothing but one kind. */
const WAYS: Readonly<Record<number, { type: string; next: string; canThrow?: boolean }>> = {
  [ITERATED_LIST]: { type: 'LIST_ITER', next: 'nextOfList' },
  [ITERATED_TUPLE]: { type: 'TUPLE_ITER', next: 'nextOfTuple' },
  [ITERATED_REVERSED]: { type: 'LIST_REV_ITER', next: 'nextOfReversed' },
  [ITERATED_KEYS]: { type: 'KEY_ITER', next: 'nextKey', canThrow: true },
  [ITERATED_VALUES]: { type: 'VALUE_ITER', next: 'nextValue', canThrow: true },
  [ITERATED_TEXT]: { type: 'TEXT_ITER', next: 'nextOfText' },
};

/** The next item of any iterator: of a list first, which most are. */
function nextOf(iterator: string): string {
  return `(${iterator}.ob_type === LIST_ITER ? nextOfList(${iterator}) : next(${iterator}))`;
}

export function writeForIter(t: Translator): void {
  const top = t.stack[t.stack.length - 1];
  if (top === undefined) throw new Unsupported('stack underflow');
  if (top.kind === 'counter') {
    countOn(t, top);
    return;
  }
  const { js } = t.peek(1);
  const item = t.temporary();
  const seen = t.speculates ? t.cache : ITERATED_LIST | ITERATED_TUPLE;
  if (seen === ITERATED_ENUMERATE || seen === ITERATED_ZIP) {
    nextPair(t, js, seen === ITERATED_ZIP, item);
    return;
  }
  if (seen === ITERATED_ENTRIES) {
    nextOfEntries(t, js, item);
    return;
  }
  t.emit(`let ${item};`);
  if (seen === 0) {
    t.exitUnless(`${js}.ob_type === RANGE_ITER && ${js}.wide === undefined`);
    t.emit(
      `if (${js}.remaining > 0) { ${js}.remaining--; ${item} = ${js}.next; ${js}.next = ${item} + ${js}.step; }`,
    );
  } else {
    const way = WAYS[seen];
    // Behind the call of an iterator that is not known, nothing is known of objects.
    if (way !== undefined && !way.canThrow && t.speculates) {
      t.exitUnless(`${js}.ob_type === ${way.type}`);
      t.emit(`${item} = ${way.next}(${js});`);
    } else {
      const generic = `{ ${t.mark}; ${item} = ${js}.ob_type === GENERATOR && ${js}.step !== undefined ? ${js}.step(${js}, None) : next(${js}); }`;
      t.emit(
        way === undefined
          ? generic
          : `${t.mark}; if (${js}.ob_type === ${way.type}) ${item} = ${way.next}(${js}); else ${generic}`,
      );
    }
  }
  t.fork(`${item} === undefined`, { js: item, kind: seen === 0 ? 'int' : 'any' });
}

/** The next number of a range whose state is in variables. */
function countOn(t: Translator, { range }: Value): void {
  const { next, stop, step } = range!;
  const [inside, behind] = t.successors;
  const item = t.temporary();
  const isDown = typeof step === 'number' && step < 0;
  t.open(`if (${next} ${isDown ? '<=' : '>='} ${stop}) {`);
  t.branch(behind);
  t.close();
  t.open('else {');
  t.emit(`const ${item} = ${next}; ${next} += ${step};`);
  t.stack.push({ js: item, kind: 'int' });
  t.branch(inside);
  t.close();
}

/** The assumption that what is numbered is a list. */
const OF_LIST = 'list';

/** The next pair of `enumerate(…)`, or of `zip` of two iterables. */
function nextPair(t: Translator, iterator: string, isZip: boolean, second: string): void {
  const first = t.temporary();
  if (isZip) {
    t.exitUnless(`${iterator}.ob_type === ZIP && !${iterator}.strict && ${iterator}.iterators.length === 2`);
    const [left, right] = [t.temporary(), t.temporary()];
    t.emit(`const [${left}, ${right}] = ${iterator}.iterators;`);
    t.emit(`${t.mark}; const ${first} = ${nextOf(left)};`);
    t.emit(`const ${second} = ${first} === undefined ? undefined : ${nextOf(right)};`);
  } else {
    t.exitUnless(`${iterator}.ob_type === ENUMERATE && ${iterator}.index < ${Number.MAX_SAFE_INTEGER}`);
    const source = t.temporary();
    t.emit(`const ${source} = ${iterator}.iterator;`);
    if (t.mayAssume(OF_LIST)) {
      t.exitUnless(`${source}.ob_type === LIST_ITER`, OF_LIST);
      t.emit(`const ${second} = nextOfList(${source});`);
    } else t.emit(`${t.mark}; const ${second} = ${nextOf(source)};`);
    t.emit(
      `const ${first} = ${iterator}.index; if (${second} !== undefined) ${iterator}.index = ${first} + 1;`,
    );
  }
  const items: Value[] = [
    { js: first, kind: isZip ? 'any' : 'int' },
    { js: second, kind: 'any' },
  ];
  t.fork(`${second} === undefined`, { js: second, kind: 'tuple', items });
}

/** The next key of a dict and its value. */
function nextOfEntries(t: Translator, iterator: string, value: string): void {
  t.exitUnless(`${iterator}.ob_type === ENTRY_ITER`);
  const [entry, key] = [t.temporary(), t.temporary()];
  t.emit(`${t.mark}; const ${entry} = nextEntry(${iterator});`);
  t.emit(`const ${key} = ${entry} === undefined ? undefined : ${entry}[0];`);
  t.emit(`const ${value} = ${entry} === undefined ? undefined : ${entry}[1];`);
  const items: Value[] = [
    { js: key, kind: 'any' },
    { js: value, kind: 'any' },
  ];
  t.fork(`${value} === undefined`, { js: value, kind: 'tuple', items });
}
