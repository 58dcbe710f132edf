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

/**
 * Identities of what consists of numbers: the bytes of a table, the identities of a tuple's items. Keys made of text
 * took a fifth of the time of writing a file.
 */
class SequenceIdentities {
  private readonly entries = new Map<number, SequenceEntry>();

  /** The identity of an equal sequence; a new one gets `fresh`. */
  of(sequence: Uint8Array | readonly number[], fresh: Identity): Identity {
    const n = sequence.length;
    let hash = n;
    for (let i = 0; i < n; i++) hash = Math.imul(hash ^ sequence[i]!, 0x01000193);
    const first = this.entries.get(hash);
    for (let entry = first; entry !== undefined; entry = entry.next) {
      if (sameNumbers(entry.sequence, sequence)) return entry.id;
    }
    this.entries.set(hash, { sequence, id: fresh, next: first });
    return fresh;
  }
}

interface SequenceEntry {
  readonly sequence: Uint8Array | readonly number[];
  readonly id: Identity;
  /** Another sequence with the same hash. */
  readonly next: SequenceEntry | undefined;
}

function sameNumbers(a: Uint8Array | readonly number[], b: Uint8Array | readonly number[]): boolean {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}

export class ObjectIdentities {
  private next = 0;
  private readonly objects = new Map<object, Identity>();
  private readonly interned = new Map<string, Identity>();
  private readonly internedAstral = new Map<string, Identity>();
  private readonly plain = new Map<string, Identity>();
  private readonly plainAstral = new Map<string, Identity>();
  private readonly ints = new Map<number, Identity>();
  private readonly floats = new Map<number, Identity>();
  private negativeZero: Identity | undefined = undefined;
  private readonly bytes = new SequenceIdentities();
  private readonly tuples = new SequenceIdentities();
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
    // V8 hashes a bigint by its low 64 bits alone.
    if (typeof value === 'bigint') return this.lookup(this.keys, `i${value.toString(32)}`);
    return this.lookup(this.ints, value);
  }

  /** A float that is no NaN. */
  private ofFloat(value: number): Identity {
    if (Object.is(value, -0)) {
      this.negativeZero ??= this.next++;
      return this.negativeZero;
    }
    return this.lookup(this.floats, value);
  }

  ofBytes(value: Uint8Array): Identity {
    return this.known(this.bytes.of(value, this.next));
  }

  /** A tuple of constants. */
  ofConstants(items: readonly PyObject[]): Identity {
    return this.objects.get(items) ?? this.ofItems(items, 0);
  }

  /** The names of a tuple, one by one. */
  ofEachName(names: readonly Str[]): Identity[] {
    const ids = new Array<Identity>(names.length);
    for (let i = 0; i < names.length; i++) ids[i] = this.ofStr(names[i]!, true);
    return ids;
  }

  /** A tuple of items with these identities. */
  ofTuple(items: readonly Identity[]): Identity {
    return this.known(this.tuples.of(items, this.next));
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
    if (value instanceof PyBytes) return this.ofBytes(value.value);
    if (value instanceof PyFloat && !Number.isNaN(value.value)) return this.ofFloat(value.value);
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
    const ids = new Array<Identity>(items.length);
    for (let i = 0; i < items.length; i++) ids[i] = this.ofNested(items[i]!, depth + 1);
    const id = this.ofTuple(ids);
    this.objects.set(items, id);
    return id;
  }

  /** A key that equal constants share, `undefined` for what goes by JavaScript identity. */
  private keyOf(value: object, depth: number): string | undefined {
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

  /** Counts an identity that was offered and taken. */
  private known(id: Identity): Identity {
    if (id === this.next) this.next++;
    return id;
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
