/**
 * How many instances of Python classes a collection has found that nobody can reach: what `gc.collect()` returns. The host
 * does not tell, so some instances are watched by weak references, and each stands for those that were made after it. The
 * first ones are all watched; the more there are, the fewer of them.
 */
import { census } from '../objects/census.ts';
import type { PyBaseObject } from '../objects/object.ts';
import type { Interpreter } from './state.ts';

interface Sample {
  readonly instance: WeakRef<PyBaseObject>;
  /** For how many instances it stands. */
  count: number;
}

/** So many are watched one by one. */
const FEW = 64;
/** From then on one of so many is. */
const STRIDE = 16;
/** When so many are watched, every other one is from now on. */
const MANY = 4096;

export class InstanceCount {
  #samples: Sample[] = [];
  #stride = STRIDE;
  /** How many instances the last sample is still going to stand for. */
  #left = 0;

  /** Counts the instances that are made from now on. */
  start({ finalizers, host }: Interpreter): void {
    census.note = (made) => {
      const samples = this.#samples;
      if (this.#left > 0) {
        this.#left--;
        samples[samples.length - 1]!.count++;
        return;
      }
      samples.push({ instance: new WeakRef(made), count: 1 });
      if (finalizers.isTurnDue()) host.endTurn();
      this.#left = samples.length < FEW ? 0 : this.#stride - 1;
      if (samples.length >= MANY) this.#thinOut();
    };
  }

  /** How many are gone since this was last asked? */
  takeDead(): number {
    let dead = 0;
    this.#left = 0;
    this.#samples = this.#samples.filter(({ instance, count }) => {
      if (instance.deref() !== undefined) return true;
      dead += count;
      return false;
    });
    if (this.#samples.length < MANY / 4) this.#stride = STRIDE;
    return dead;
  }

  #thinOut(): void {
    const samples = this.#samples;
    this.#samples = samples.filter((sample, i) => {
      if (i % 2 === 1) return false;
      sample.count += samples[i + 1]?.count ?? 0;
      return true;
    });
    this.#stride *= 2;
    this.#left = 0;
  }
}
