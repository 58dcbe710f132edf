/** What waits for its end: part of an interpreter's state. What uses it is finalizers.ts. */
import type { Waiting } from '../objects/handle.ts';

/** How many may wait before it is worth a collection to see who is gone. */
const FEW = 10_000;
/** The host keeps the targets of new weak references until its turn ends, so it must end now and then. */
const TURN = 1024;

export class FinalizerRegistry {
  readonly #waiting = new Set<Waiting>();
  #limit = FEW;
  #added = 0;

  /** Puts it on the list. Has the list become long, so that a collection is due? */
  add(waiting: Waiting): boolean {
    this.#waiting.add(waiting);
    return this.#waiting.size > this.#limit;
  }

  /** Is it time to end the host's turn? */
  isTurnDue(): boolean {
    return ++this.#added % TURN === 0;
  }

  delete(waiting: Waiting): void {
    this.#waiting.delete(waiting);
  }

  /** Takes those off the list whose objects are gone, in the order in which they came. */
  takeDead(): Waiting[] {
    const dead: Waiting[] = [];
    for (const waiting of this.#waiting) {
      if (waiting.watched.deref() !== undefined) continue;
      this.#waiting.delete(waiting);
      dead.push(waiting);
    }
    this.#limit = Math.max(FEW, 2 * this.#waiting.size);
    return dead;
  }

  /** Takes all off the list: at the end of the program. */
  takeAll(): Waiting[] {
    const all = Array.from(this.#waiting);
    this.#waiting.clear();
    return all;
  }
}
