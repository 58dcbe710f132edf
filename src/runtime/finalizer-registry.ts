/** What waits for its end: part of an interpreter's state. What uses it is finalizers.ts. */
import { type Waiting, type Watched, YOUNG } from '../objects/handle.ts';

/** How many may wait before it is worth a collection to see who is gone. */
const FEW = 10_000;
/** The host keeps the targets of new weak references until its turn ends, so it must end now and then. */
const TURN = 1024;

/**
 * How many young objects are kept, so that they need no weak reference: a coroutine that is awaited at once, a generator
 * that is run to its end. A few, since all of them survive the host's small collections.
 */
const MANY_YOUNG = 256;

export class FinalizerRegistry {
  readonly #waiting = new Set<Waiting>();
  readonly #young: Watched[] = [];
  #limit = FEW;
  #added = 0;

  /** Puts it on the list. Has the list become long, so that a collection is due? */
  add(waiting: Waiting): boolean {
    this.#waiting.add(waiting);
    return this.#waiting.size > this.#limit;
  }

  /** Keeps a young object. Are there too many now? */
  addYoung(object: Watched): boolean {
    object.waiting = YOUNG;
    const young = this.#young;
    while (young.length > 0 && young[young.length - 1]!.waiting !== YOUNG) young.pop();
    young.push(object);
    return young.length > MANY_YOUNG;
  }

  /** Lets go of the young objects: those whose end still matters, to be watched. */
  takeYoung(): Watched[] {
    return this.#young.splice(0).filter((object) => object.waiting === YOUNG);
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
