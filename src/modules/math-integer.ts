/** The functions of math that compute with ints, exactly. CPython: Modules/mathmodule.c, Modules/_math.h. */
import { intGcd, intIsqrt, intMul } from '../common/int.ts';
import { normalizeInt, type PyInt, type PyObject } from '../objects/object.ts';
import { None } from '../objects/singletons.ts';
import { asIndex } from '../runtime/convert.ts';
import { fn, type ModuleEntry } from '../runtime/define.ts';
import { overflowError, valueError } from '../runtime/errors.ts';

const LONG_MAX = 9223372036854775807n;

/** `from * (from + 1) * … * to`. */
function productOfRange(from: bigint, to: bigint): bigint {
  if (to < Number.MAX_SAFE_INTEGER) return productOfNumbers(Number(from), Number(to));
  const factors: bigint[] = [];
  for (let i = from; i <= to; i++) factors.push(i);
  return productOf(factors);
}

/** The same of numbers: as many at a time as their product is exact. */
function productOfNumbers(from: number, to: number): bigint {
  const factors: bigint[] = [];
  let factor = 1;
  for (let i = from; i <= to; i++) {
    const product = factor * i;
    if (product <= Number.MAX_SAFE_INTEGER) factor = product;
    else {
      factors.push(BigInt(factor));
      factor = i;
    }
  }
  factors.push(BigInt(factor));
  return productOf(factors);
}

/** By pairs, so that the factors stay of like size. Uses up the array. */
function productOf(factors: bigint[]): bigint {
  let count = factors.length;
  while (count > 1) {
    const half = count >> 1;
    for (let i = 0; i < half; i++) factors[i] = factors[2 * i]! * factors[2 * i + 1]!;
    if (count % 2 === 1) factors[half] = factors[count - 1]!;
    count = count - half;
  }
  return factors[0] ?? 1n;
}

function factorial(value: PyObject): PyInt {
  const n = asIndex(value);
  if (n > LONG_MAX) throw overflowError(`factorial() argument should not exceed ${LONG_MAX}`);
  if (n < 0) throw valueError('factorial() not defined for negative values');
  return n <= EXACT ? productOfSmall(Number(n)) : normalizeInt(productOfRange(1n, BigInt(n)));
}

/** The factorials up to this one are numbers. */
const EXACT = 18;

function productOfSmall(n: number): number {
  let product = 1;
  for (let i = 2; i <= n; i++) product *= i;
  return product;
}

/** `n` and `k` of comb and perm, checked. */
function choice(n: PyObject, k: PyObject): [bigint, bigint] {
  const total = BigInt(asIndex(n));
  const chosen = k === None ? total : BigInt(asIndex(k));
  if (total < 0n) throw valueError('n must be a non-negative integer');
  if (chosen < 0n) throw valueError('k must be a non-negative integer');
  return [total, chosen];
}

function checkChosen(name: string, k: bigint): void {
  if (k > LONG_MAX) throw overflowError(`${name} must not exceed ${LONG_MAX}`);
}

/** n over k where no product on the way there is beyond the safe integers; `undefined` elsewhere. */
function smallBinomial(n: number, k: number): number | undefined {
  if (n < 0 || k < 0) return undefined;
  if (k > n) return 0;
  const fewer = Math.min(k, n - k);
  let result = 1;
  for (let i = 1; i <= fewer; i++) {
    const product = result * (n - fewer + i);
    if (product > Number.MAX_SAFE_INTEGER) return undefined;
    result = product / i;
  }
  return result;
}

function comb(n: PyObject, k: PyObject): PyInt {
  if (typeof n === 'number' && typeof k === 'number') {
    const small = smallBinomial(n, k);
    if (small !== undefined) return small;
  }
  const [total, chosen] = choice(n, k);
  if (chosen > total) return 0;
  const fewer = chosen < total - chosen ? chosen : total - chosen;
  checkChosen('min(n - k, k)', fewer);
  return normalizeInt(binomial(total, fewer));
}

/** n over k: small ones step by step, large ones by halves of k. */
function binomial(n: bigint, k: bigint): bigint {
  if (k < 16n) {
    let result = 1n;
    for (let i = 1n; i <= k; i++) result = (result * (n - k + i)) / i;
    return result;
  }
  return productOfRange(n - k + 1n, n) / productOfRange(1n, k);
}

function perm(n: PyObject, k: PyObject): PyInt {
  if (k === None) return factorial(n);
  const [total, chosen] = choice(n, k);
  if (chosen > total) return 0;
  checkChosen('k', chosen);
  return normalizeInt(productOfRange(total - chosen + 1n, total));
}

function absolute(value: PyInt): PyInt {
  return value < 0 ? normalizeInt(-BigInt(value)) : value;
}

function gcd(values: readonly PyObject[]): PyInt {
  let result: PyInt = 0;
  for (const value of values) {
    const int = asIndex(value);
    if (result !== 1) result = intGcd(result, int);
  }
  return absolute(result);
}

function lcm(values: readonly PyObject[]): PyInt {
  let result: PyInt = 1;
  for (const value of values) {
    const int = asIndex(value);
    if (result === 0 || int === 0) result = 0;
    else result = absolute(intMul(normalizeInt(BigInt(result) / BigInt(intGcd(result, int))), int));
  }
  return result;
}

export const integerFunctions: readonly ModuleEntry[] = [
  fn(
    'comb($module, n: object, k: object, /) -> int',
    'Return the number of ways to choose k of n items, in no order and without repeating one.',
    (_, n, k) => comb(n, k),
  ),
  fn('factorial($module, n: object, /) -> int', 'Return n!.', (_, n) => factorial(n)),
  fn('gcd($module, /, *integers) -> int', 'Return the greatest common divisor.', (_, values) => gcd(values)),
  fn('isqrt($module, n: object, /) -> int', 'Return the integral part of the square root of n.', (_, n) => {
    const value = asIndex(n);
    if (value < 0) throw valueError('isqrt() argument must be nonnegative');
    return intIsqrt(value);
  }),
  fn('lcm($module, /, *integers) -> int', 'Return the least common multiple.', (_, values) => lcm(values)),
  fn(
    'perm($module, n: object, k: object = None, /) -> int',
    'Return the number of ways to choose k of n items in order, without repeating one.',
    (_, n, k) => perm(n, k),
  ),
];
