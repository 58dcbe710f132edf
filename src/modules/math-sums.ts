/** The functions of math that add up: fsum, prod, sumprod. CPython: Modules/mathmodule.c. */
import { productError, sumError } from '../common/double.ts';
import { PyFloat } from '../objects/float.ts';
import type { PyObject } from '../objects/object.ts';
import { asDouble } from '../runtime/converters.ts';
import { fn, type ModuleEntry } from '../runtime/define.ts';
import { overflowError, valueError } from '../runtime/errors.ts';
import { getIter, iterNext } from '../runtime/iter.ts';
import { add, multiply } from '../runtime/number.ts';

/**
 * The exact sum of floats, rounded once: partial sums that do not overlap, after Shewchuk.
 * CPython: `math_fsum`.
 */
function fsum(iterable: PyObject): number {
  let partials: number[] = [];
  let special = 0;
  let infinities = 0;
  const iterator = getIter(iterable);
  for (let item = iterNext(iterator); item !== undefined; item = iterNext(iterator)) {
    const value = asDouble(item);
    let x = value;
    const next: number[] = [];
    for (let y of partials) {
      if (Math.abs(x) < Math.abs(y)) [x, y] = [y, x];
      const high = x + y;
      const low = y - (high - x);
      if (low !== 0) next.push(low);
      x = high;
    }
    partials = next;
    if (x === 0) continue;
    if (!Number.isFinite(x)) {
      // An infinity out of finite numbers is an overflow; one among them is summed apart.
      if (Number.isFinite(value)) throw overflowError('intermediate overflow in fsum');
      if (!Number.isNaN(value)) infinities += value;
      special += value;
      partials = [];
    } else partials.push(x);
  }
  if (special !== 0) {
    if (Number.isNaN(infinities)) throw valueError('-inf + inf in fsum');
    return special;
  }
  return roundPartials(partials);
}

/** The sum of partials that do not overlap, smallest first, rounded half to even. */
function roundPartials(partials: readonly number[]): number {
  let n = partials.length;
  if (n === 0) return 0;
  let high = partials[--n]!;
  let low = 0;
  while (n > 0) {
    const x = high;
    const y = partials[--n]!;
    high = x + y;
    low = y - (high - x);
    if (low !== 0) break;
  }
  // A tie is decided by the sign of what comes below.
  if (n > 0 && ((low < 0 && partials[n - 1]! < 0) || (low > 0 && partials[n - 1]! > 0))) {
    const y = low * 2;
    const x = high + y;
    if (y === x - high) high = x;
  }
  return high;
}

/** A sum of products in three doubles. CPython: `TripleLength` in Modules/mathmodule.c. */
class TripleLength {
  #high = 0;
  #low = 0;
  #tiny = 0;

  addProduct(x: number, y: number): void {
    const product = x * y;
    const error = productError(x, y, product);
    const high = this.#high + product;
    const highError = sumError(this.#high, product, high);
    const middle = this.#low + error;
    const middleError = sumError(this.#low, error, middle);
    const low = middle + highError;
    const lowError = sumError(middle, highError, low);
    this.#high = high;
    this.#low = low;
    this.#tiny += middleError + lowError;
  }

  value(): number {
    const last = this.#low + this.#tiny;
    const lastError = sumError(this.#low, this.#tiny, last);
    const total = this.#high + last;
    const totalError = sumError(this.#high, last, total);
    return total + (lastError + totalError);
  }
}

/** The sum of the products of two iterables; runs of floats are added with extended precision. */
function sumProduct(p: PyObject, q: PyObject): PyObject {
  const left = getIter(p);
  const right = getIter(q);
  let total: PyObject = 0;
  let floats: TripleLength | undefined;
  const flush = (): void => {
    if (floats !== undefined) total = add(total, new PyFloat(floats.value()));
    floats = undefined;
  };
  for (;;) {
    const x = iterNext(left);
    const y = iterNext(right);
    if ((x === undefined) !== (y === undefined)) throw valueError('Inputs are not the same length');
    if (x === undefined || y === undefined) break;
    const a = floatOf(x);
    const b = floatOf(y);
    const exact = typeof x === 'number' && typeof y === 'number';
    if (!exact && a !== undefined && b !== undefined) {
      const product = a * b;
      if (Number.isFinite(product)) {
        floats ??= new TripleLength();
        floats.addProduct(a, b);
        continue;
      }
    }
    flush();
    total = add(total, multiply(x, y));
  }
  flush();
  return total;
}

/** A float, or an int that a double holds exactly. */
function floatOf(value: PyObject): number | undefined {
  if (value instanceof PyFloat && value.ob_type === PyFloat.type) return value.value;
  return typeof value === 'number' ? value : undefined;
}

function product(iterable: PyObject, start: PyObject): PyObject {
  let result = start;
  const iterator = getIter(iterable);
  for (let item = iterNext(iterator); item !== undefined; item = iterNext(iterator)) {
    result = multiply(result, item);
  }
  return result;
}

export const sumFunctions: readonly ModuleEntry[] = [
  fn('fsum($module, seq: object, /) -> double', 'Return the exact sum of floats, rounded once.', (_, seq) =>
    fsum(seq),
  ),
  fn(
    'prod($module, iterable: object, /, *, start: object = 1)',
    'Return the product of all items, times start.',
    (_, iterable, start) => product(iterable, start),
  ),
  fn(
    'sumprod($module, p: object, q: object, /)',
    'Return the sum of the products of the items of two iterables.',
    (_, p, q) => sumProduct(p, q),
  ),
];
