/**
 * When two immutable values are equal in Python's sense, so that a frozenset keeps one of them: `1`, `1.0` and
 * `True` are, tuples and slices are when their items are. Needed only where a frozenset comes out of marshal data,
 * which may hold anything.
 */
import { PyBytes } from '../objects/bytes.ts';
import { PyComplex } from '../objects/complex.ts';
import { PyFloat } from '../objects/float.ts';
import type { PyBaseObject, PyObject } from '../objects/object.ts';
import { PyFrozenSet } from '../objects/set.ts';
import { PySlice } from '../objects/slice.ts';
import { PyStr } from '../objects/str.ts';
import { PyTuple } from '../objects/tuple.ts';
import { MAX_MARSHAL_STACK_DEPTH, MarshalError } from './marshal-format.ts';

/** The items without those that equal an earlier one. */
export function distinctItems(items: readonly PyObject[]): readonly PyObject[] {
  const keys = new KeyMaker();
  const seen = new Set<string>();
  const distinct = items.filter((item) => {
    const key = keys.of(item, 0);
    return !seen.has(key) && seen.add(key);
  });
  return distinct.length === items.length ? items : distinct;
}

/** Gives equal values equal keys. */
class KeyMaker {
  private readonly identities = new Map<PyBaseObject, number>();

  of(value: PyObject, depth: number): string {
    // A tuple of damaged data may hold itself.
    if (depth > MAX_MARSHAL_STACK_DEPTH) throw new MarshalError('ValueError', 'recursion limit exceeded');
    if (typeof value === 'string') return JSON.stringify(value);
    if (typeof value === 'number' || typeof value === 'bigint') return `${value}`;
    if (typeof value === 'boolean') return value ? '1' : '0';
    if (value instanceof PyStr) return `u${value.codePoints.join()}`;
    if (value instanceof PyBytes) return `b${value.value.join()}`;
    if (value instanceof PyFloat) return this.ofDouble(value.value, value);
    if (value instanceof PyComplex) {
      const real = this.ofDouble(value.real, value);
      return value.imag === 0 ? real : `${real}+${this.ofDouble(value.imag, value)}j`;
    }
    if (value instanceof PyTuple) return `(${value.items.map((item) => this.of(item, depth + 1)).join()})`;
    if (value instanceof PySlice) {
      return `[${[value.start, value.stop, value.step].map((item) => this.of(item, depth + 1)).join(':')}]`;
    }
    if (value instanceof PyFrozenSet) {
      return `{${value.items
        .map((item) => this.of(item, depth + 1))
        .sort()
        .join()}}`;
    }
    return this.ofIdentity(value);
  }

  private ofDouble(value: number, owner: PyBaseObject): string {
    if (Number.isInteger(value)) return `${BigInt(value)}`;
    return Number.isNaN(value) ? this.ofIdentity(owner) : `${value}`;
  }

  private ofIdentity(value: PyBaseObject): string {
    let number = this.identities.get(value);
    if (number === undefined) {
      number = this.identities.size;
      this.identities.set(value, number);
    }
    return `#${number}`;
  }
}
