/**
 * The constants of SHA-2 and BLAKE2: the first 64 bits behind the point of the roots of the first primes. Nobody could
 * choose them, so nobody could hide a weakness in them; here they are computed from what they mean.
 */

/** The first so many primes. */
function firstPrimes(count: number): number[] {
  const primes: number[] = [];
  for (let n = 2; primes.length < count; n++) if (primes.every((prime) => n % prime !== 0)) primes.push(n);
  return primes;
}

/** The largest integer whose power is at most `n`, by Newton's method from above. */
function integerRoot(n: bigint, power: bigint): bigint {
  let root = 1n << (BigInt(n.toString(2).length) / power + 1n);
  for (;;) {
    const next = ((power - 1n) * root + n / root ** (power - 1n)) / power;
    if (next >= root) return root;
    root = next;
  }
}

/** The fractions of such roots of the first primes: high and low 32 bits in turn. */
export function rootFractions(count: number, power: 2 | 3): Int32Array {
  const halves = new Int32Array(2 * count);
  firstPrimes(count).forEach((prime, i) => {
    const root = integerRoot(BigInt(prime) << BigInt(64 * power), BigInt(power));
    halves[2 * i] = Number(BigInt.asIntN(32, root >> 32n));
    halves[2 * i + 1] = Number(BigInt.asIntN(32, root));
  });
  return halves;
}

/** Every other item: the high halves from 0, the low ones from 1. */
export function everyOther(words: Int32Array, start: 0 | 1): Int32Array {
  return words.filter((_, i) => (i & 1) === start);
}
