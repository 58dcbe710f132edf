/**
 * Which values of a code object are one object to CPython: what decides over back references in a `.pyc` file.
 *
 * Strings and ints have no identity in JavaScript, and name tuples and tables of code objects are bare arrays, so
 * identity is modelled by value, as CPython's compiler makes it: its constant cache keeps one object of equal
 * constants (type, sign of zero and items included), name tuples, line and exception tables in a whole file
 * (`_PyCompile_ConstCacheMergeOne`), and interning one of equal strings. Code objects and NaNs are the JavaScript
 * objects they are.
 *
 * An interned string and an equal constant that is not interned are two objects: see ./interned-constants.ts.
 */
import { PyBytes } from '../objects/bytes.ts';
import { PyComplex } from '../objects/complex.ts';
import { PyFloat } from '../objects/float.ts';
import type { PyInt, PyObject } from '../objects/object.ts';
import { PyFrozenSet } from '../objects/set.ts';
import { PySlice } from '../objects/slice.ts';
import { isStr, type Str } from '../objects/str.ts';
import { PyTuple } from '../objects/tuple.ts';
import { internedConstants, isInternedByContent, namesIn } from './interned-constants.ts';
import { MAX_MARSHAL_STACK_DEPTH, MarshalError } from './marshal-format.ts';

/** The number that stands for an object. Numbers count from 0. */
export type Identity = number;

/** Ints in this range are one object each for the lifetime of CPython. */
const MIN_SMALL_INT = -5;
const MAX_SMALL_INT = 256;

const CHUNK = 4096;

export class ObjectIdentities {
  private next = 0;
  private readonly objects = new Map<object, Identity>();
  private readonly interned = new Map<string, Identity>();
  private readonly internedAstral = new Map<string, Identity>();
  private readonly plain = new Map<string, Identity>();
  private readonly plainAstral = new Map<string, Identity>();
  private readonly ints = new Map<PyInt, Identity>();
  /** Everything else that goes by value. */
  private readonly keys = new Map<string, Identity>();
  private readonly internedConstants: ReadonlySet<Str>;

  private names: ReadonlySet<Str> | undefined = undefined;
  private readonly top: PyObject;

  constructor(top: PyObject) {
    this.top = top;
    this.internedConstants = internedConstants(top);
  }

  /** How many numbers have been given. */
  get count(): number {
    return this.next;
  }

  /** An object that nothing else is. */
  fresh(): Identity {
    return this.next++;
  }

  ofStr(value: Str, interned: boolean): Identity {
    if (typeof value === 'string') return this.lookup(interned ? this.interned : this.plain, value);
    return this.lookup(interned ? this.internedAstral : this.plainAstral, value.codePoints.join());
  }

  ofInt(value: PyInt): Identity {
    return this.lookup(this.ints, value);
  }

  ofBytes(value: Uint8Array): Identity {
    return this.lookup(this.keys, `b${latin1(value)}`);
  }

  /** A tuple of constants. */
  ofConstants(items: readonly PyObject[]): Identity {
    return this.objects.get(items) ?? this.ofItems(items, 0);
  }

  /** A tuple of names. */
  ofNames(names: readonly Str[]): Identity {
    let id = this.objects.get(names);
    if (id === undefined) {
      let key = '(';
      for (const name of names) key += `${this.ofStr(name, true)},`;
      id = this.lookup(this.keys, key);
      this.objects.set(names, id);
    }
    return id;
  }

  /** Any constant. */
  of(value: PyObject): Identity {
    return this.ofNested(value, 0);
  }

  /** Does CPython intern this string when it is a constant? */
  isInternedConstant(value: Str): boolean {
    return isInternedByContent(value) || this.internedConstants.has(value);
  }

  /**
   * Does each code object have a copy of its own of this frozenset? CPython copies the set when it replaces an item
   * by an equal string that was interned before: a name that stands in the file.
   */
  isCopiedPerCode(value: PyFrozenSet): boolean {
    return value.items.some((item) => typeof item === 'string' && item.length > 1 && this.isName(item));
  }

  private isName(text: string): boolean {
    this.names ??= namesIn(this.top);
    return this.names.has(text);
  }

  private ofNested(value: PyObject, depth: number): Identity {
    if (depth > MAX_MARSHAL_STACK_DEPTH)
      throw new MarshalError('ValueError', 'object too deeply nested to marshal');
    if (isStr(value)) return this.ofStr(value, this.isInternedConstant(value));
    if (typeof value === 'number' || typeof value === 'bigint') return this.ofInt(value);
    if (typeof value === 'boolean') return this.lookup(this.keys, value ? 'True' : 'False');
    if (value instanceof PyTuple) return this.objects.get(value.items) ?? this.ofItems(value.items, depth);
    let id = this.objects.get(value);
    if (id === undefined) {
      const key = this.keyOf(value, depth);
      id = key === undefined ? this.fresh() : this.lookup(this.keys, key);
      this.objects.set(value, id);
    }
    return id;
  }

  private ofItems(items: readonly PyObject[], depth: number): Identity {
    // Damaged data can make a tuple that holds itself: while its key is being made it goes by itself.
    this.objects.set(items, this.fresh());
    let key = '(';
    for (const item of items) key += `${this.ofNested(item, depth + 1)},`;
    const id = this.lookup(this.keys, key);
    this.objects.set(items, id);
    return id;
  }

  /** A key that equal constants share, `undefined` for what goes by JavaScript identity. */
  private keyOf(value: object, depth: number): string | undefined {
    if (value instanceof PyBytes) return `b${latin1(value.value)}`;
    if (value instanceof PyFloat) return Number.isNaN(value.value) ? undefined : `f${doubleKey(value.value)}`;
    if (value instanceof PyComplex) {
      if (Number.isNaN(value.real) || Number.isNaN(value.imag)) return undefined;
      return `c${doubleKey(value.real)},${doubleKey(value.imag)}`;
    }
    if (value instanceof PySlice) {
      const start = this.ofNested(value.start, depth + 1);
      const stop = this.ofNested(value.stop, depth + 1);
      return `:${start},${stop},${this.ofNested(value.step, depth + 1)}`;
    }
    if (value instanceof PyFrozenSet) {
      const items: Identity[] = [];
      for (const item of value.items) items.push(this.ofNested(item, depth + 1));
      return `{${items.sort((a, b) => a - b).join()}`;
    }
    return undefined;
  }

  private lookup<K>(map: Map<K, Identity>, key: K): Identity {
    let id = map.get(key);
    if (id === undefined) {
      id = this.next++;
      map.set(key, id);
    }
    return id;
  }
}

/** Is there only one of this int, bytes or tuple in all of CPython? */
export function isImmortal(value: PyInt | Uint8Array | readonly PyObject[]): boolean {
  if (typeof value === 'number') return value >= MIN_SMALL_INT && value <= MAX_SMALL_INT;
  if (typeof value === 'bigint') return false;
  return value instanceof Uint8Array ? value.length <= 1 : value.length === 0;
}

/** Tells 0.0 from -0.0. */
function doubleKey(value: number): string {
  return Object.is(value, -0) ? '-0' : `${value}`;
}

function latin1(bytes: Uint8Array): string {
  if (bytes.length <= CHUNK) return String.fromCharCode.apply(undefined, bytes as unknown as number[]);
  let text = '';
  for (let i = 0; i < bytes.length; i += CHUNK) {
    text += String.fromCharCode.apply(undefined, bytes.subarray(i, i + CHUNK) as unknown as number[]);
  }
  return text;
}
