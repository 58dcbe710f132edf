/**
 * What the translator knows of a value while it writes code: its kind, and how JavaScript holds it.
 *
 * Most values are held as the runtime has them, boxed. A `double` is the bare number of a float, in a variable of its own
 * (`f3` beside `l3`), so that the engine can keep it in a machine register. What is a float on some ways only is `tagged`:
 * the boxed variable holds the value, or says with {@link BARE} that the other one does. A `counter` is the iterator of
 * a `range` whose state is in two variables. A `slice` is its three parts, a `portion` the slice of a list that is not made yet, a `tuple` its items, a `keywords` an empty dict. Of a `wide` int only the lowest
 * 32 bits are computed: a mask takes no more.
 */
import { boolType, intType } from '../objects/int.ts';
import type { PyObject, PyType } from '../objects/object.ts';
import { strType } from '../objects/str.ts';

/**
 * - `any`: nothing is known;
 * - `null`: absent, an unbound variable or NULL on the stack;
 * - `float`: a boxed float of exactly that type; `int`: a JavaScript number; `function`: a Python function;
 * - `sequence`: a list or a tuple, of exactly that type;
 * - `double`, `tagged`, `range`, `counter`, `slice`, `portion`, `keywords`, `tuple`, `wide`: held bare, as said above.
 */
export type Kind =
  | 'any'
  | 'null'
  | 'int'
  | 'bool'
  | 'none'
  | 'str'
  | 'float'
  | 'function'
  | 'sequence'
  | 'double'
  | 'tagged'
  | 'range'
  | 'counter'
  | 'slice'
  | 'portion'
  | 'keywords'
  | 'tuple'
  | 'wide';

/** A value on the stack: an expression without effects. */
export interface Value {
  readonly js: string;
  readonly kind: Kind;
  /** The boxed variable of a `tagged` value. */
  readonly tag?: string;
  /** A literal; or the object that this was when the code was written, a global or an attribute of a module: worth a guard. */
  readonly known?: PyObject;
  /** The numbers of a `range`, or of its iterator. */
  readonly range?: RangeParts;
  /** All of a `wide` int. */
  readonly whole?: string;
  /** Of a `slice`, boxed. */
  readonly slice?: SliceParts;
  /** Of a `portion`: the list, and the parts of the slice. */
  readonly portion?: readonly [list: Value, ...SliceParts];
  /** The items of a `tuple`, boxed, doubles or tagged: names that nothing is assigned to while it is held so. */
  readonly items?: readonly Value[];
  /** The variable that has the tuple as an object once somebody has wanted that. */
  readonly made?: string;
}

/** Boxed. */
export type SliceParts = readonly [start: Value, stop: Value, step: Value];

/** `next` is a variable while the range is iterated. The step is a literal, or a variable that is more than 0. */
export interface RangeParts {
  readonly next: string;
  readonly stop: string;
  readonly step: number | string;
}

/** In the boxed variable of a `tagged` value: it is a float, and the other one holds it. */
export const BARE = Symbol('a bare float');

export const NOTHING: Value = { js: 'undefined', kind: 'null' };

const BARE_KINDS: ReadonlySet<Kind> = new Set([
  'double',
  'tagged',
  'range',
  'counter',
  'slice',
  'portion',
  'keywords',
  'tuple',
  'wide',
]);

/** Is a value of this kind not held as the runtime has it? */
export function isBare(kind: Kind): boolean {
  return BARE_KINDS.has(kind);
}

/** Is this an int of 32 bits without sign? */
export function isMask(value: unknown): value is number {
  return typeof value === 'number' && value >= 0 && value <= 0xffffffff;
}

/** What a local variable is known to be where two ways meet. */
export function joinKinds(a: Kind, b: Kind): Kind {
  if (a === b) return a;
  if (a === 'tagged' || b === 'tagged') return 'tagged';
  if (a === 'double' || b === 'double') return a === 'float' || b === 'float' ? 'double' : 'tagged';
  return 'any';
}

/** What is known of the result of an inlined function. */
export interface Result {
  readonly kind: Kind;
  /** Of a tuple that is held as its items. */
  readonly items?: readonly Kind[];
}

const itemKind = (kind: Kind): Kind =>
  kind === 'null' || (isBare(kind) && kind !== 'double') ? 'any' : kind;

export function resultOf({ kind, items }: Value): Result {
  if (kind === 'tuple') return { kind, items: items!.map((item) => itemKind(item.kind)) };
  return { kind: kind === 'tagged' ? kind : itemKind(kind) };
}

/** The same where a function returns at two places. */
export function joinResults(a: Result, b: Result): Result {
  const { items } = b;
  if (a.items === undefined || items === undefined)
    return { kind: areNumbers(a, b) ? 'tagged' : joinResultKinds(a.kind, b.kind) };
  if (a.items.length !== items.length) return { kind: 'any' };
  return { kind: 'tuple', items: a.items.map((kind, i) => joinResultKinds(kind, items[i]!)) };
}

/** The types of which one is that of an object, by the name of its variable. */
export type TypesOfNames = Map<string, readonly PyType[]>;

/** More types are not told apart: V8 does not either. */
const MAX_TYPES = 4;

/** Of which types an object is where two ways meet; the first ones themselves if there are no others; `undefined`: any. */
export function joinTypes(
  first: readonly PyType[],
  second: readonly PyType[] | undefined,
): readonly PyType[] | undefined {
  const others = second?.filter((type) => !first.includes(type));
  if (others === undefined || first.length + others.length > MAX_TYPES) return undefined;
  return others.length === 0 ? first : [...first, ...others];
}

const NUMBERS: ReadonlySet<Kind> = new Set(['int', 'double', 'tagged']);

/** Are they numbers, but not of one kind? */
function areNumbers(a: Result, b: Result): boolean {
  return a.kind !== b.kind && NUMBERS.has(a.kind) && NUMBERS.has(b.kind);
}

function joinResultKinds(a: Kind, b: Kind): Kind {
  if (a === b) return a === 'tuple' ? 'any' : a;
  const areFloats = [a, b].every((kind) => kind === 'double' || kind === 'float');
  return areFloats ? 'double' : 'any';
}

export function isSameResult(a: Result, b: Result): boolean {
  return a.kind === b.kind && String(a.items) === String(b.items);
}

/** An opcode that compiled code does not do: the function stays interpreted. */
export class Unsupported extends Error {}

/** A JavaScript literal of a text. JSON is JavaScript since ES2019, U+2028 included. */
export const quote = (text: string): string => JSON.stringify(text);

/** Is an expression the name of a constant, which is certainly the object that is known? */
export const isConstant = (js: string): boolean => /^k\d+$/.test(js);

/** In the place of the number of an assumption, where tier 0 goes on for another reason; and where that is nothing to tell. */
export const NO_ASSUMPTION = -1;
export const EXPECTED_EXIT = -2;

const UNSEEN_WAY = 'way to ';

/**
 * The assumption that a conditional jump never goes on to an instruction. Others are called by their instruction. In front of
 * those of what is inlined stand the instructions of the calls, as in `12/7`.
 */
export const unseenWay = (instruction: number): string => UNSEEN_WAY + instruction;

const OBJECTS_AT = 'objects at ';

/** The assumption that an instruction makes objects as it did: they will be made in another way, once and for ever. */
export const objectsAt = (instruction: number): string => OBJECTS_AT + instruction;

export const isOfObjects = (assumption: string): boolean => assumption.includes(OBJECTS_AT);

export const isUnseenWay = (assumption: string): boolean => assumption.includes(UNSEEN_WAY);

/** The instruction of an assumption: of what is inlined it is that of the call. */
export function assumedAt(assumption: string): number {
  return Number.parseInt(assumption.replace(UNSEEN_WAY, '').replace(OBJECTS_AT, ''), 10);
}

/** What `typeof` says of the instances of the types whose instances are values of JavaScript. */
const TYPES_OF: ReadonlyMap<PyType, readonly string[]> = new Map([
  [intType, ['number', 'bigint']],
  [boolType, ['boolean']],
  [strType, ['string']],
]);

/** Are the instances of a type values of JavaScript, which have no type or stamp to be asked for? */
export function isImmediate(type: PyType): boolean {
  return TYPES_OF.has(type);
}

/** Is a value of such a type, as an expression? */
export function immediateTest(js: string, type: PyType): string {
  return TYPES_OF.get(type)!
    .map((name) => `typeof ${js} === '${name}'`)
    .join(' || ');
}
