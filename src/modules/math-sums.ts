/** The functions of math that add up: fsum, prod, sumprod. CPython: Modules/mathmodule.c. */
import { fma, productError, sumError } from '../common/double.ts';
import { intAdd, intMul } from '../common/int.ts';
import { isExactFloat, PyFloat } from '../objects/float.ts';
import type { PyInt, PyObject } from '../objects/object.ts';
import { asDouble } from '../runtime/converters.ts';
import { fn, type ModuleEntry } from '../runtime/define.ts';
import { overflowError, valueError } from '../runtime/errors.ts';
import { getIter, iterNext, plainItems } from '../runtime/iter.ts';
import { add, multiply } from '../runtime/number.ts';

/**
 * The exact sum of floats, rounded once: partial sums that do not overlap, after Shewchuk.
 * CPython: `math_fsum`.
 */
function fsum(iterable: PyObject): number {
  const sum = new ExactSum();
  const items = plainItems(iterable);
  if (items !== undefined) for (let i = 0; i < items.length; i++) sum.add(asDouble(items[i]!));
  else {
    const iterator = getIter(iterable);
    for (let item = iterNext(iterator); item !== undefined; item = iterNext(iterator))
      sum.add(asDouble(item));
  }
  return sum.rounded();
}

class ExactSum {
  /** The first `count` are partial sums that do not overlap, the smallest first. */
  #partials = new Float64Array(32);
  #count = 0;
  #special = 0;
  #infinities = 0;

  add(value: number): void {
    const partials = this.#partials;
    const { length } = partials;
    let count = 0;
    let x = value;
    for (let i = 0; i < this.#count; i++) {
      const y = partials[i]!;
      const high = x + y;
      const low = Math.abs(x) < Math.abs(y) ? x - (high - y) : y - (high - x);
      if (low !== 0) partials[count++] = low;
      x = high;
    }
    this.#count = count;
    if (x === 0) return;
    if (!Number.isFinite(x)) this.#addSpecial(value);
    else {
      if (count === length) {
        this.#partials = new Float64Array(2 * length);
        this.#partials.set(partials);
      }
      this.#partials[count] = x;
      this.#count = count + 1;
    }
  }

  #addSpecial(value: number): void {
    // An infinity out of finite numbers is an overflow; one among them is summed apart.
    if (Number.isFinite(value)) throw overflowError('intermediate overflow in fsum');
    if (!Number.isNaN(value)) this.#infinities += value;
    this.#special += value;
    this.#count = 0;
  }

  rounded(): number {
    if (this.#special !== 0) {
      if (Number.isNaN(this.#infinities)) throw valueError('-inf + inf in fsum');
      return this.#special;
    }
    return roundPartials(this.#partials.subarray(0, this.#count));
  }
}

/** The sum of partials that do not overlap, smallest first, rounded half to even. */
function roundPartials(partials: Float64Array): number {
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

/** Can the number be split in two without overflow, and multiplied without loss at the lower end? */
function isModerate(x: number): boolean {
  const size = Math.abs(x);
  return size < 1e150 && size > 1e-120;
}

/** A sum of products in three doubles. CPython: `TripleLength` in Modules/mathmodule.c. */
class TripleLength {
  #high = 0;
  #low = 0;
  #tiny = 0;

  /** Adds x·y, unless the sum would not be finite: then it stays as it is. */
  addProduct(x: number, y: number): boolean {
    const product = x * y;
    const high = this.#high + product;
    if (!Number.isFinite(high)) return false;
    const error = isModerate(x) && isModerate(y) ? productError(x, y, product) : fma(x, y, -product);
    const highError = sumError(this.#high, product, high);
    const middle = this.#low + error;
    const middleError = sumError(this.#low, error, middle);
    const low = middle + highError;
    const lowError = sumError(middle, highError, low);
    this.#high = high;
    this.#low = low;
    this.#tiny += middleError + lowError;
    return true;
  }

  value(): number {
    const last = this.#low + this.#tiny;
    const lastError = sumError(this.#low, this.#tiny, last);
    const total = this.#high + last;
    const totalError = sumError(this.#high, last, total);
    return total + (lastError + totalError);
  }
}

/**
 * The sum of the products of two iterables: the ints at the beginning are added up apart, then floats with extended
 * precision, and everything from the first pair on that is neither, by the operators.
 */
function sumProduct(p: PyObject, q: PyObject): PyObject {
  const left = getIter(p);
  const right = getIter(q);
  let total: PyObject = 0;
  let stage: 'ints' | 'floats' | 'any' = 'ints';
  let ints: PyInt = 0;
  const floats = new TripleLength();
  let floatsAdded = false;
  for (;;) {
    const x = iterNext(left);
    const y = iterNext(right);
    if ((x === undefined) !== (y === undefined)) throw valueError('Inputs are not the same length');
    const finished = x === undefined || y === undefined;
    if (stage === 'ints') {
      if (!finished && isExactInt(x) && isExactInt(y)) {
        const product = intMul(x, y);
        const sum = intAdd(ints, product);
        if (fitsLong(x) && fitsLong(y) && fitsLong(product) && fitsLong(sum)) {
          ints = sum;
          continue;
        }
      }
      stage = 'floats';
      if (ints !== 0) total = ints;
    }
    if (stage === 'floats') {
      if (!finished && (isExactFloat(x) || isExactFloat(y))) {
        const a = factor(x);
        const b = factor(y);
        if (a !== undefined && b !== undefined && floats.addProduct(a, b)) {
          floatsAdded = true;
          continue;
        }
      }
      stage = 'any';
      if (floatsAdded) total = add(total, new PyFloat(floats.value()));
    }
    if (finished) return total;
    total = add(total, multiply(x, y));
  }
}

/** Does a C `long` hold the int? CPython adds up no others apart. */
function fitsLong(value: PyInt): boolean {
  return typeof value === 'number' || BigInt.asIntN(64, value) === value;
}

function isExactInt(value: PyObject): value is PyInt {
  return typeof value === 'number' || typeof value === 'bigint';
}

/** A float, or an int or bool as one, if it is not too large. */
function factor(value: PyObject): number | undefined {
  if (isExactFloat(value)) return value.value;
  if (!isExactInt(value) && typeof value !== 'boolean') return undefined;
  const double = Number(value);
  return Number.isFinite(double) ? double : undefined;
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
