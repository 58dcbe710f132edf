/** What waits for its end: part of an interpreter's state. What uses it is finalizers.ts. */
import { type Waiting, type Watched, YOUNG } from '../objects/handle.ts';
import type { PyBaseObject } from '../objects/object.ts';
import { SweepLimit } from './sweep-limit.ts';

/** The host keeps the targets of new weak references until its turn ends, so it must end now and then. */
const TURN = 1024;

/**
 * How many young objects are kept, so that they need no weak reference: a coroutine that is awaited at once, a generator
 * that is run to its end. What a weak reference refers to
 * the host keeps until its turn ends, which is longer than most live.
 */
const MANY_YOUNG = 4096;
/** The same of those that hardly any program forgets: coroutines that are not started and tasks that are not done. */
const MANY_PENDING = 131_072;

/** Young objects: those that have ended are let go of when there are many. */
class YoungObjects {
  #objects: Watched[] = [];
  #limit = MANY_YOUNG;
  readonly #most: number;

  constructor(most: number) {
    this.#most = most;
  }

  /** Keeps one. Are there too many now? */
  add(object: Watched): boolean {
    object.waiting = YOUNG;
    const objects = this.#objects;
    while (objects.length > 0 && objects[objects.length - 1]!.waiting !== YOUNG) objects.pop();
    objects.push(object);
    if (objects.length <= this.#limit) return false;
    this.#objects = this.alive();
    if (this.#objects.length <= this.#limit / 2) return false;
    if (this.#limit >= this.#most) return true;
    this.#limit *= 2;
    return false;
  }

  alive(): Watched[] {
    return this.#objects.filter(({ waiting }) => waiting === YOUNG);
  }

  take(): Watched[] {
    const alive = this.alive();
    this.#objects = [];
    this.#limit = MANY_YOUNG;
    return alive;
  }
}

export class FinalizerRegistry {
  readonly #waiting = new Set<Waiting>();
  readonly #young = new YoungObjects(MANY_YOUNG);
  readonly #pending = new YoungObjects(MANY_PENDING);
  /** Who keeps young objects of another kind, and lets go of them before a collection. */
  readonly keepers: Set<() => void> = new Set();
  readonly #limit = new SweepLimit();
  #added = 0;

  /** Puts it on the list. Has the list become long just now, so that a collection is due? */
  add(waiting: Waiting): boolean {
    this.#waiting.add(waiting);
    return this.#limit.isPassedBy(this.#waiting.size);
  }

  /** Keeps a young object. Are there too many now? */
  addYoung(object: Watched): boolean {
    return this.#young.add(object);
  }

  /** Keeps a coroutine that is not started, or a task that is not done. Are there too many now? */
  addPending(object: Watched): boolean {
    return this.#pending.add(object);
  }

  /** Lets go of the young objects: those whose end still matters, to be watched. */
  takeYoung(): Watched[] {
    return [...this.#young.take(), ...this.#pending.take()];
  }

  /** The objects that wait and are still there. */
  watchedObjects(): PyBaseObject[] {
    const objects: PyBaseObject[] = [...this.#young.alive(), ...this.#pending.alive()];
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
    this.#limit.renew(this.#waiting.size);
    return dead;
  }

  /** Takes all off the list: at the end of the program. */
  takeAll(): Waiting[] {
    const all = Array.from(this.#waiting);
    this.#waiting.clear();
    return all;
  }
}
