/** What waits for its end: part of an interpreter's state. What uses it is finalizers.ts. */
import { type Waiting, type Watched, YOUNG } from '../objects/handle.ts';
import type { PyBaseObject } from '../objects/object.ts';

/** How many may wait before it is worth a collection to see who is gone. */
const FEW = 10_000;
/** The host keeps the targets of new weak references until its turn ends, so it must end now and then. */
const TURN = 1024;

/**
 * How many young objects are kept, so that they need no weak reference: a coroutine that is awaited at once, a generator
 * that is run to its end. What a weak reference refers to
 * the host keeps until its turn ends, which is longer than most live.
 */
const MANY_YOUNG = 4096;

export class FinalizerRegistry {
  readonly #waiting = new Set<Waiting>();
  #young: Watched[] = [];
  #limit = FEW;
  #added = 0;

  /** Puts it on the list. Has the list become long just now, so that a collection is due? */
  add(waiting: Waiting): boolean {
    this.#waiting.add(waiting);
    if (this.#waiting.size <= this.#limit) return false;
    // Until the dead are taken: what has been asked for once may be a while in coming.
    this.#limit = Number.POSITIVE_INFINITY;
    return true;
  }

  /** Keeps a young object. Are there too many now? */
  addYoung(object: Watched): boolean {
    object.waiting = YOUNG;
    const young = this.#young;
    while (young.length > 0 && young[young.length - 1]!.waiting !== YOUNG) young.pop();
    young.push(object);
    if (young.length <= MANY_YOUNG) return false;
    this.#young = young.filter(({ waiting }) => waiting === YOUNG);
    return this.#young.length > MANY_YOUNG / 2;
  }

  /** Lets go of the young objects: those whose end still matters, to be watched. */
  takeYoung(): Watched[] {
    return this.#young.splice(0).filter((object) => object.waiting === YOUNG);
  }

  /** The objects that wait and are still there. */
  watchedObjects(): PyBaseObject[] {
    const objects: PyBaseObject[] = this.#young.filter((object) => object.waiting === YOUNG);
    for (const { watched } of this.#waiting) {
      const object = watched.deref();
      if (object !== undefined) objects.push(object);
    }
    return objects;
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
