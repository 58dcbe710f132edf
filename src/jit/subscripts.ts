/**
 * Subscripts: what tier 0 has seen subscripted is read and written in place, everything else calls the runtime.
 *
 * Where tier 0 has met containers of one kind only, they are asked for before anything is taken off the stack, and an item
 * that is not there is left to tier 0: nothing that runs Python code stands between. What is read from arrays of numbers,
 * bytes and bytearrays is a bare number.
 */
import { type AttrName, attrName } from '../objects/attribute-name.ts';
import { PyFunction } from '../objects/function.ts';
import {
  SUBSCRIPTED_BYTEARRAY,
  SUBSCRIPTED_BYTES,
  SUBSCRIPTED_DICT,
  SUBSCRIPTED_DOUBLES,
  SUBSCRIPTED_FLOATS,
  SUBSCRIPTED_FROM_END,
  SUBSCRIPTED_INSTANCE,
  SUBSCRIPTED_INTS,
  SUBSCRIPTED_LIST,
  SUBSCRIPTED_STR,
  SUBSCRIPTED_TUPLE,
} from '../vm/operators.ts';
import { itemOfDict, storeInDict } from './dict-entries.ts';
import { inlineCall } from './inlining.ts';
import { assignSlice, fromTop, takeSlice } from './slices.ts';
import type { Translator } from './translator.ts';
import { isBare, type Value } from './values.ts';

const dunderGetItem = attrName('__getitem__');
const dunderSetItem = attrName('__setitem__');

/** Inlines the method by which a class is subscripted; what is stored, if anything is, stands below. */
function inlineSubscript(t: Translator, method: AttrName, isStore: boolean): boolean {
  const type = t.overloader;
  const func = type?.proto[method.classKey];
  if (!(func instanceof PyFunction)) return false;
  const container = fromTop(t, 2);
  if (isBare(container.kind)) return false;
  t.expectType(container, [type!]);
  const args = [container, fromTop(t, 1)];
  if (!isStore) return inlineCall(t, { func, args, taken: 2 });
  return inlineCall(t, { func, args: [...args, fromTop(t, 3)], taken: 3, resume() {} });
}

/** `container[index]`. */
export function writeSubscript(t: Translator, seen: number): void {
  if (takeSlice(t) || readItem(t, seen) || inlineSubscript(t, dunderGetItem, false)) return;
  const [{ js: container }, index] = t.popMany(2) as [Value, Value];
  const result = t.temporary();
  t.emit(`let ${result};`);
  const ways: string[] = [];
  const at = indexIn(t, index, seen);
  const assign = (items: string) => `${result} = ${items}[${at.js}];`;
  if ((seen & SUBSCRIPTED_LIST) !== 0 || seen === 0) {
    ways.push(inSequence(isBoxedList(container), `${container}.boxed`, index, at, assign));
  }
  if ((seen & SUBSCRIPTED_DOUBLES) !== 0 || seen === 0) {
    const box = (doubles: string) => `${result} = new PyFloat(${doubles}[${at.js}]);`;
    ways.push(inSequence(isDoubleList(container), `${container}.doubles`, index, at, box));
  }
  if ((seen & SUBSCRIPTED_TUPLE) !== 0) {
    ways.push(inSequence(`${container}.ob_type === TUPLE`, `${container}.items`, index, at, assign));
  }
  if ((seen & SUBSCRIPTED_STR) !== 0) {
    ways.push(inSequence(`typeof ${container} === 'string'`, container, index, at, assign));
  }
  if ((seen & SUBSCRIPTED_DICT) !== 0) {
    ways.push(
      `if (${container}.ob_type === DICT) { ${t.mark}; ${result} = ${itemOfDict(t, container, index.js)} ?? missingKey(${index.js}); }`,
    );
  }
  if ((seen & SUBSCRIPTED_INSTANCE) !== 0) {
    const method = `${container}.$__getitem__`;
    ways.push(
      `if (${method} instanceof PyFunction && ${method}.jitArity === 2) { ${t.mark}; ${result} = ${method}.jitEntry(${method}, ${container}, ${index.js}); }`,
    );
  }
  ways.push(`{ ${t.mark}; ${result} = tryItem(${container}, ${index.js}); }`);
  t.emit(ways.join(' else '));
  t.passOn(result);
  t.push(result);
}

/** An index as it is counted from the beginning. */
interface Index {
  readonly js: string;
  /** Counts it from there, given the items, as an expression; as long as it is in the condition that stands in front of it. */
  readonly count: (items: string) => string;
}

/** An index, which may count from the end if it does so in the source or tier 0 has seen it. */
function indexIn(t: Translator, { js, known, kind }: Value, seen: number): Index {
  const isKnown = typeof known === 'number';
  const mayBeNegative = isKnown ? known < 0 : (seen & SUBSCRIPTED_FROM_END) !== 0;
  if (!mayBeNegative || (kind !== 'int' && kind !== 'any')) return { js, count: () => js };
  const at = t.temporary();
  t.emit(`let ${at};`);
  const count = (items: string): string => `${js} + ${items}.length`;
  if (isKnown) return { js: at, count: (items) => `(${at} = ${count(items)})` };
  return { js: at, count: (items) => `(${at} = ${js} < 0 ? ${count(items)} : ${js})` };
}

/** Reads from an array or a string, or writes to an array, if the index is in it. */
function inSequence(
  condition: string,
  items: string,
  { js, kind }: Value,
  at: Index,
  access: (items: string) => string,
): string {
  const asked = kind === 'int' ? '' : `typeof ${js} === 'number' && `;
  return `if (${asked}${condition} && ${at.count(items)} >= 0 && ${at.js} < ${items}.length) ${access(items)}`;
}

/** `container[index] = value`. */
export function writeStoreSubscript(t: Translator, seen: number): void {
  if (assignSlice(t) || storeItem(t, seen) || inlineSubscript(t, dunderSetItem, true)) return;
  const [{ js: value }, { js: container }, index] = t.popMany(3) as [Value, Value, Value];
  const key = index.js;
  const ways: string[] = [];
  const at = indexIn(t, index, seen);
  if ((seen & SUBSCRIPTED_LIST) !== 0 || seen === 0) {
    const assign = (items: string) => `${items}[${at.js}] = ${value};`;
    ways.push(inSequence(isBoxedList(container), `${container}.boxed`, index, at, assign));
  }
  if ((seen & SUBSCRIPTED_DOUBLES) !== 0 || seen === 0) {
    const assign = () => `storeItem(${container}, ${at.js}, ${value});`;
    ways.push(inSequence(isDoubleList(container), `${container}.doubles`, index, at, assign));
  }
  if ((seen & SUBSCRIPTED_DICT) !== 0) {
    ways.push(`if (${container}.ob_type === DICT) { ${t.mark}; ${storeInDict(t, container, key, value)} }`);
  }
  if ((seen & SUBSCRIPTED_INSTANCE) !== 0) {
    const method = `${container}.$__setitem__`;
    ways.push(
      `if (${method} instanceof PyFunction && ${method}.jitArity === 3) { ${t.mark}; if (${method}.jitEntry(${method}, ${container}, ${key}, ${value}) === undefined) throwPropagating(); }`,
    );
  }
  ways.push(`{ ${t.mark}; setItem(${container}, ${key}, ${value}); }`);
  t.emit(ways.join(' else '));
}

// ── Containers of one kind ─────────────────────────────────────────────────────────────────────────────────────────

/** How the items of a kind of containers are found. */
interface Container {
  /** What must hold of the container. */
  readonly isOne: (container: string) => string;
  readonly length: (container: string) => string;
  readonly item: (container: string, index: string) => string;
  /** Of the items; `float`: boxed in some, bare in others. */
  readonly kind: 'int' | 'double' | 'float' | 'any' | 'str';
  readonly isMutable: boolean;
}

const isBoxedList = (list: string): string => `${list}.ob_type === LIST && ${list}.boxed !== undefined`;

const isDoubleList = (list: string): string => `${list}.ob_type === LIST && ${list}.doubles !== undefined`;

function arrayOf(isFloat: boolean): Container {
  return {
    isOne: (array) => `${array}.ob_type === ARRAY && ${array}.${isFloat ? 'hasFloats' : 'hasInts'} === true`,
    length: (array) => `${array}.length`,
    item: (array, index) => `${array}.items[${index}]`,
    kind: isFloat ? 'double' : 'int',
    isMutable: true,
  };
}

const CONTAINERS: Readonly<Record<number, Container>> = {
  [SUBSCRIPTED_LIST]: {
    isOne: isBoxedList,
    length: (list) => `${list}.boxed.length`,
    item: (list, index) => `${list}.boxed[${index}]`,
    kind: 'any',
    isMutable: true,
  },
  [SUBSCRIPTED_DOUBLES]: {
    isOne: isDoubleList,
    length: (list) => `${list}.doubles.length`,
    item: (list, index) => `${list}.doubles[${index}]`,
    kind: 'double',
    isMutable: true,
  },
  // What is read and what is written here is a float, wherever it is.
  [SUBSCRIPTED_LIST | SUBSCRIPTED_DOUBLES]: {
    isOne: (list) => `${list}.ob_type === LIST`,
    length: (list) => `(${list}.boxed ?? ${list}.doubles).length`,
    item: (list, index) => `(${list}.boxed ?? ${list}.doubles)[${index}]`,
    kind: 'float',
    isMutable: true,
  },
  [SUBSCRIPTED_TUPLE]: {
    isOne: (tuple) => `${tuple}.ob_type === TUPLE`,
    length: (tuple) => `${tuple}.items.length`,
    item: (tuple, index) => `${tuple}.items[${index}]`,
    kind: 'any',
    isMutable: false,
  },
  [SUBSCRIPTED_STR]: {
    isOne: (text) => `typeof ${text} === 'string'`,
    length: (text) => `${text}.length`,
    item: (text, index) => `${text}[${index}]`,
    kind: 'str',
    isMutable: false,
  },
  [SUBSCRIPTED_FLOATS]: arrayOf(true),
  [SUBSCRIPTED_INTS]: arrayOf(false),
  [SUBSCRIPTED_BYTES]: {
    isOne: (bytes) => `${bytes}.ob_type === BYTES`,
    length: (bytes) => `${bytes}.value.length`,
    item: (bytes, index) => `${bytes}.value[${index}]`,
    kind: 'int',
    isMutable: false,
  },
  [SUBSCRIPTED_BYTEARRAY]: {
    isOne: (array) => `${array}.ob_type === BYTEARRAY`,
    length: (array) => `${array}.length`,
    item: (array, index) => `${array}.storage[${array}.start + ${index}]`,
    kind: 'int',
    isMutable: true,
  },
};

const isOfLists = (seen: number): boolean => (seen & (SUBSCRIPTED_LIST | SUBSCRIPTED_DOUBLES)) !== 0;

/** The one kind of containers that was seen, if it is known. */
function onlyContainer(t: Translator, seen: number): Container | undefined {
  return t.speculates ? CONTAINERS[seen & ~SUBSCRIPTED_FROM_END] : undefined;
}

/** An item, and the condition under which there is one; where it is. */
interface FoundItem {
  readonly item: string;
  readonly exists: string;
  readonly list: string;
  readonly at: string;
}

/** The item that the top of the stack stands for. */
function itemIn(t: Translator, known: Container, seen: number): FoundItem | undefined {
  const { js: container, kind } = fromTop(t, 2);
  const index = fromTop(t, 1);
  if (isBare(kind) || (index.kind !== 'any' && index.kind !== 'int')) return undefined;
  t.exitUnless(known.isOne(container));
  if (index.kind !== 'int') {
    t.exitUnless(`typeof ${index.js} === 'number'`);
    t.refine(index.js, 'int');
  }
  let at = index.js;
  const literal = index.known;
  if (typeof literal === 'number' ? literal < 0 : (seen & SUBSCRIPTED_FROM_END) !== 0) {
    at = t.temporary();
    t.emit(`const ${at} = ${index.js} < 0 ? ${index.js} + ${known.length(container)} : ${index.js};`);
  }
  const exists = `${at} >= 0 && ${at} < ${known.length(container)}`;
  return { item: known.item(container, at), exists, list: container, at };
}

/** Reads an item; false unless one kind of containers was seen, and one that is known. */
function readItem(t: Translator, seen: number): boolean {
  const known = onlyContainer(t, seen);
  const found = known && itemIn(t, known, seen);
  if (found === undefined) return false;
  t.exitUnless(found.exists);
  if (known!.kind === 'float') readFloat(t, found);
  else {
    t.stack.length -= 2;
    t.result(found.item, known!.kind);
  }
  return true;
}

/** The assumption that the items of lists are floats of which some keep the numbers and others do not. */
const OF_FLOATS = 'floats';

/** Reads an item of a list that may keep numbers or not. */
function readFloat(t: Translator, { list, at }: FoundItem): void {
  const result = t.temporary();
  t.emit(`let ${result};`);
  if (t.mayAssume(OF_FLOATS)) {
    t.open(`if (${list}.doubles !== undefined) ${result} = ${list}.doubles[${at}]; else {`);
    t.emit(`const item = ${list}.boxed[${at}];`);
    t.exitUnless('item.ob_type === FLOAT', OF_FLOATS);
    t.emit(`${result} = item.value;`);
    t.close();
    t.stack.length -= 2;
    t.push(result, 'double');
    return;
  }
  const read = `${list}.boxed !== undefined ? ${list}.boxed[${at}] : new PyFloat(${list}.doubles[${at}])`;
  t.stack.length -= 2;
  t.emit(`${result} = ${read};`);
  t.push(result);
}

/** Stores an item of a list, which keeps no numbers or keeps some. */
function storeInList(t: Translator, known: Container, seen: number): boolean {
  const { kind, js } = fromTop(t, 3);
  const isBareList = known.kind === 'double';
  let double: string | undefined;
  if (kind === 'double') double = js;
  else if (kind === 'float') double = `${js}.value`;
  else if (isBareList) {
    if (kind !== 'any') return false;
    t.exitUnless(`${js}.ob_type === FLOAT`);
    t.refine(js, 'float');
    double = `${js}.value`;
  }
  const found = itemIn(t, known, seen);
  if (found === undefined) return false;
  t.exitUnless(found.exists);
  t.stack.length -= 2;
  if (isBareList) {
    t.popBare();
    t.emit(`${found.item} = ${double};`);
    return true;
  }
  const boxed = t.boxed(t.popBare());
  const { list, at } = found;
  if (known.kind === 'any') t.emit(`${found.item} = ${boxed};`);
  else if (double === undefined) t.emit(`storeItem(${list}, ${at}, ${boxed});`);
  else {
    t.emit(
      `if (${list}.doubles !== undefined) ${list}.doubles[${at}] = ${double}; else ${list}.boxed[${at}] = ${boxed};`,
    );
  }
  return true;
}

/** Stores an item; false unless one kind of containers was seen, and one that is known. */
function storeItem(t: Translator, seen: number): boolean {
  const known = onlyContainer(t, seen);
  if (known === undefined || !known.isMutable) return false;
  if (isOfLists(seen)) return storeInList(t, known, seen);
  const value = fromTop(t, 3);
  const isInt = known.kind === 'int';
  let number = value.js;
  if (value.kind === 'float' && !isInt) number = `${number}.value`;
  else if (value.kind !== 'int' && !(value.kind === 'double' && !isInt)) {
    if (value.kind !== 'any') return false;
    const isNumber = `typeof ${number} === 'number'`;
    t.exitUnless(isInt ? isNumber : `${isNumber} || ${number}.ob_type === FLOAT`);
    if (!isInt) number = `(${isNumber} ? ${number} : ${number}.value)`;
  }
  const found = itemIn(t, known, seen);
  if (found === undefined) return false;
  const { item, exists } = found;
  const { js: key } = t.popBare();
  const { js: container } = t.popBare();
  const boxed = t.boxed(t.popBare());
  // What cannot be stored is an error, by which some programs know that they need more room. If it can, behind it is not what was known.
  const storeOther = (undo = ''): void => {
    t.aside(() => {
      t.emit(`${undo}${t.mark}; setItem(${container}, ${key}, ${boxed});`);
      t.exitBehindUnless('false');
    });
  };
  if (!isInt) t.open(`if (${exists}) ${item} = ${number}; else {`);
  else {
    const before = t.temporary();
    t.open(`if (${exists}) {`);
    t.emit(`const ${before} = ${item}; ${item} = ${number};`);
    t.open(`if (${item} !== ${number}) {`);
    storeOther(`${item} = ${before}; `);
    t.close();
    t.close('} else {');
    t.output.indent(1);
  }
  storeOther();
  t.close();
  return true;
}
