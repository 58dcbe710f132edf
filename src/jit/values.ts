/**
 * What the translator knows of a value while it writes code: its kind, and how JavaScript holds it.
 *
 * Most values are held as the runtime has them, boxed. A `double` is the bare number of a float; a `tagged` one is the
 * bare number of a float or an int, or nothing yet, and a second variable, the tag, says which. Both live in variables of
 * their own (`f3` beside `l3`), so that the engine can keep them in machine registers. A `counter` is the iterator of a
 * `range` whose state is in two variables.
 */
import type { PyObject } from '../objects/object.ts';

/**
 * - `any`: nothing is known;
 * - `mixed`: values of different kinds come together here, and none of them is worth to be asked for;
 * - `null`: absent, an unbound variable or NULL on the stack;
 * - `float`: a boxed float of exactly that type; `int`: a JavaScript number;
 * - `double`, `tagged`, `range`, `counter`: held bare, as said above.
 */
export type Kind =
  | 'any'
  | 'mixed'
  | 'null'
  | 'int'
  | 'bool'
  | 'none'
  | 'str'
  | 'float'
  | 'double'
  | 'tagged'
  | 'range'
  | 'counter';

/** A value on the stack: an expression without effects. */
export interface Value {
  readonly js: string;
  readonly kind: Kind;
  /** The variable that says what a `tagged` number is: {@link TAG_INT}, {@link TAG_FLOAT}, `undefined` when absent. */
  readonly tag?: string;
  /** The object that this was when the code was written, a global or an attribute of a module: worth a guard. */
  readonly known?: PyObject;
  /** The numbers of a `range`, or of its iterator. */
  readonly range?: RangeParts;
}

/** `next` is a variable while the range is iterated. The step is a literal. */
export interface RangeParts {
  readonly next: string;
  readonly stop: string;
  readonly step: number;
}

export const TAG_INT = 0;
export const TAG_FLOAT = 1;

export const NOTHING: Value = { js: 'undefined', kind: 'null' };

/** Is a value of this kind not held as the runtime has it? */
export function isBare(kind: Kind): boolean {
  return kind === 'double' || kind === 'tagged' || kind === 'range' || kind === 'counter';
}

/** Where ways meet, what a local variable is known to be. `any` on one of them gives way to a bare number: it is asked for. */
export function joinKinds(a: Kind, b: Kind): Kind {
  if (a === b) return a;
  if (a === 'mixed' || b === 'mixed') return 'mixed';
  const low = RANKS[a] <= RANKS[b] ? a : b;
  const high = low === a ? b : a;
  if (high === 'tagged') return low === 'bool' || low === 'none' || low === 'str' ? 'mixed' : 'tagged';
  if (high === 'double') {
    if (low === 'float' || low === 'any') return 'double';
    return low === 'int' || low === 'null' ? 'tagged' : 'mixed';
  }
  return 'any';
}

/** Bare numbers last. */
const RANKS: Readonly<Record<Kind, number>> = {
  any: 0,
  null: 1,
  int: 1,
  bool: 1,
  none: 1,
  str: 1,
  float: 2,
  double: 3,
  tagged: 4,
  range: 5,
  counter: 5,
  mixed: 6,
};

/** An opcode that compiled code does not do: the function stays interpreted. */
export class Unsupported extends Error {}

/** A JavaScript literal of a text. JSON is JavaScript since ES2019, U+2028 included. */
export const quote = (text: string): string => JSON.stringify(text);
