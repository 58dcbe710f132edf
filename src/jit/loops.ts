/**
 * Loops over iterables in compiled code: GET_ITER and FOR_ITER.
 *
 * A `range` that is made for the loop is two variables (call-sites.ts). For everything else tier 0 notes what it iterated
 * (`iteratedKind` in vm/operators.ts); one kind of iterator is asked in place, without a call through its type. The pairs of
 * `enumerate`, `zip` and `dict.items()` become tuples only when somebody wants them.
 */
import {
  ITERATED_DOUBLES,
  ITERATED_END,
  ITERATED_ENTRIES,
  ITERATED_ENUMERATE,
  ITERATED_KEYS,
  ITERATED_LEFT_DOUBLES,
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

/** Beside `enumerate` or `zip`: what is iterated by them. */
const ITERATED_SOURCES = ITERATED_DOUBLES | ITERATED_LEFT_DOUBLES;

/** How the iterators are asked of which tier 0 has met nothing but one kind. */
const WAYS: Readonly<Record<number, { type: string; next: string; canThrow?: boolean }>> = {
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
  const seen = t.speculates ? t.cache & ~ITERATED_END : ITERATED_LIST | ITERATED_TUPLE;
  const pairs = seen & ~ITERATED_SOURCES;
  if (pairs === ITERATED_ENUMERATE) {
    nextNumbered(t, js, seen);
    return;
  }
  if (seen === (ITERATED_REVERSED | ITERATED_DOUBLES)) {
    nextFromEnd(t, js);
    return;
  }
  if (pairs === ITERATED_ZIP) {
    nextPair(t, js, seen);
    return;
  }
  if (seen === ITERATED_ENTRIES) {
    nextOfEntries(t, js, item);
    return;
  }
  const form = FORMS[seen];
  if (form !== undefined && t.speculates) {
    t.exitUnless(`${js}.ob_type === LIST_ITER`);
    const { done, item } = nextOfList(t, js, storageOf(t, form));
    t.fork(done, item);
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

/** Which form the items have in the lists that a loop iterates: boxed in all of them, numbers in all, or now this and now that. */
type Storage = 'boxed' | 'doubles' | 'either';

/** What the bits for lists alone say. */
const FORMS: Readonly<Record<number, Storage>> = {
  [ITERATED_LIST]: 'boxed',
  [ITERATED_DOUBLES]: 'doubles',
  [ITERATED_LIST | ITERATED_DOUBLES]: 'either',
};

/** The assumption that all lists have their items in the form that was seen. */
const IN_ONE_FORM = 'one form';

const storageOf = (t: Translator, seen: Storage): Storage => (t.mayAssume(IN_ONE_FORM) ? seen : 'either');

/** Unless the list of an iterator has its items in this form, tier 0 goes on. */
function expectStorage(t: Translator, iterator: string, storage: Storage): void {
  if (storage === 'boxed') t.exitUnless(`${iterator}.list?.doubles === undefined`, IN_ONE_FORM);
  if (storage === 'doubles') {
    t.exitUnless(`${iterator}.list?.doubles !== undefined && ${iterator}.index >= 0`, IN_ONE_FORM);
  }
}

/** An item, and the condition under which there is none. */
interface Next {
  readonly item: Value;
  readonly done: string;
}

/** The next item of a list iterator whose list has it in a form that was asked for. */
function advance(t: Translator, iterator: string, storage: Storage): Next {
  if (storage === 'either') {
    const step = stepOf(t, iterator, true);
    t.emit(`${step.declared} ${step.code}`);
    return step;
  }
  const item = t.temporary();
  if (storage === 'boxed') {
    t.emit(`const ${item} = nextOfList(${iterator});`);
    return { item: { js: item, kind: 'any' }, done: `${item} === undefined` };
  }
  const [doubles, at] = [t.temporary(), t.temporary()];
  // What is behind the end is not read: V8 would have to make objects of all numbers then.
  t.emit(`const ${doubles} = ${iterator}.list.doubles, ${at} = ${iterator}.index; let ${item} = 0.5;`);
  t.open(`if (${at} < ${doubles}.length) {`);
  t.emit(`${item} = ${doubles}[${at}]; ${iterator}.index = ${at} + 1;`);
  t.close(`} else ${iterator}.list = undefined;`);
  return { item: { js: item, kind: 'double' }, done: `${at} >= ${doubles}.length` };
}

function nextOfList(t: Translator, iterator: string, storage: Storage): Next {
  expectStorage(t, iterator, storage);
  return advance(t, iterator, storage);
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

/** The next item of a list that keeps numbers, from its end. */
function nextFromEnd(t: Translator, iterator: string): void {
  const [doubles, at, item] = [t.temporary(), t.temporary(), t.temporary()];
  t.exitUnless(
    `${iterator}.ob_type === LIST_REV_ITER && ${iterator}.list?.doubles !== undefined && ${iterator}.index < ${iterator}.list.doubles.length`,
  );
  t.emit(
    `const ${doubles} = ${iterator}.list.doubles, ${at} = ${iterator}.index; let ${item} = 0.5; ${iterator}.index = ${at} - 1;`,
  );
  t.emit(
    `if (${at} >= 0) ${item} = ${doubles}[${at}]; else { ${iterator}.index = -1; ${iterator}.list = undefined; }`,
  );
  t.fork(`${at} < 0`, { js: item, kind: 'double' });
}

/** The assumption that what is numbered is a list. */
const OF_LIST = 'list';

/** The next pair of `enumerate(…)`. */
function nextNumbered(t: Translator, iterator: string, seen: number): void {
  t.exitUnless(`${iterator}.ob_type === ENUMERATE && ${iterator}.index < ${Number.MAX_SAFE_INTEGER}`);
  const [source, index] = [t.temporary(), t.temporary()];
  t.emit(`const ${source} = ${iterator}.iterator;`);
  let next: Next;
  if (t.mayAssume(OF_LIST)) {
    t.exitUnless(`${source}.ob_type === LIST_ITER`, OF_LIST);
    next = nextOfList(t, source, storageOf(t, (seen & ITERATED_DOUBLES) !== 0 ? 'doubles' : 'boxed'));
  } else next = nextOfAny(t, source);
  const { done, item } = next;
  t.emit(`const ${index} = ${iterator}.index; if (!(${done})) ${iterator}.index = ${index} + 1;`);
  t.fork(done, { js: index, kind: 'tuple', items: [{ js: index, kind: 'int' }, item] });
}

/** The next item of any iterator. */
function nextOfAny(t: Translator, iterator: string): Next {
  const item = t.temporary();
  t.emit(`${t.mark}; const ${item} = ${nextOf(iterator)};`);
  return { item: { js: item, kind: 'any' }, done: `${item} === undefined` };
}

/** The assumption that what is zipped are lists of which this is true: both keep numbers, or the left one does, or the right one. */
const OF_DOUBLES = 'doubles';

/** The next pair of `zip` of two iterables. */
function nextPair(t: Translator, iterator: string, seen: number): void {
  t.exitUnless(`${iterator}.ob_type === ZIP && !${iterator}.strict && ${iterator}.iterators.length === 2`);
  const sides = [t.temporary(), t.temporary()] as const;
  t.emit(`const [${sides}] = ${iterator}.iterators;`);
  const areDoubles =
    (seen & ITERATED_LEFT_DOUBLES) !== 0 && (seen & ITERATED_DOUBLES) !== 0 && t.mayAssume(OF_DOUBLES);
  // Both are asked before anything is taken.
  if (areDoubles) {
    for (const side of sides) {
      t.exitUnless(
        `${side}.ob_type === LIST_ITER && ${side}.index >= 0 && ${side}.list?.doubles !== undefined`,
        OF_DOUBLES,
      );
    }
  }
  if (areDoubles) zipDoubles(t, ...sides);
  else zipItems(t, ...sides, seen);
}

/** The next items of two lists that keep numbers. */
function zipDoubles(t: Translator, left: string, right: string): void {
  const isDone = t.temporary();
  const next = [left, right].map((side) => {
    const [doubles, at, item] = [t.temporary(), t.temporary(), t.temporary()];
    t.emit(`const ${doubles} = ${side}.list.doubles, ${at} = ${side}.index; let ${item} = 0.5;`);
    const end = `if (${isDone} = ${at} >= ${doubles}.length) ${side}.list = undefined; else { ${item} = ${doubles}[${at}]; ${side}.index = ${at} + 1; }`;
    return { end, item: { js: item, kind: 'double' } as const };
  });
  t.emit(`let ${isDone}; ${next[0]!.end}`);
  t.emit(`if (!${isDone}) { ${next[1]!.end} }`);
  t.fork(isDone, { js: isDone, kind: 'tuple', items: next.map(({ item }) => item) });
}

/** The next items of any two iterators; of a list that keeps numbers they are bare, if such ones were seen there. */
function zipItems(t: Translator, left: string, right: string, seen: number): void {
  const first = stepOf(t, left, (seen & ITERATED_LEFT_DOUBLES) !== 0);
  const second = stepOf(t, right, (seen & ITERATED_DOUBLES) !== 0);
  t.emit(`${t.mark}; ${first.declared} ${second.declared} ${first.code}`);
  t.emit(`if (!(${first.done})) { ${second.code} }`);
  t.fork(second.done, { js: second.item.js, kind: 'tuple', items: [first.item, second.item] });
}

/** How the next item of any iterator comes into variables. */
function stepOf(
  t: Translator,
  iterator: string,
  mayBeBare: boolean,
): Next & { declared: string; code: string } {
  const item = t.temporary();
  if (!mayBeBare) {
    const code = `${item} = ${nextOf(iterator)};`;
    return { declared: `let ${item};`, code, item: { js: item, kind: 'any' }, done: `${item} === undefined` };
  }
  const [tag, doubles, at] = [t.temporary(), t.temporary(), t.temporary()];
  const code = [
    `const ${doubles} = ${iterator}.ob_type === LIST_ITER ? ${iterator}.list?.doubles : undefined;`,
    `const ${at} = ${doubles} === undefined ? 0 : ${iterator}.index;`,
    `if (${doubles} !== undefined && ${at} >= 0 && ${at} < ${doubles}.length) { ${iterator}.index = ${at} + 1; ${item} = ${doubles}[${at}]; ${tag} = BARE; }`,
    `else ${tag} = ${nextOf(iterator)};`,
  ].join(' ');
  return {
    declared: `let ${item} = 0.5, ${tag};`,
    code,
    item: { js: item, kind: 'tagged', tag },
    done: `${tag} === undefined`,
  };
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
