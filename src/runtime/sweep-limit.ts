/** When it is worth a collection to see who of many that are watched is gone: each time they have doubled. */

/** So many are not worth it. */
const FEW = 10_000;

export class SweepLimit {
  #limit = FEW;

  /** Have they become too many just now? Not again until {@link renew}: what has been asked for once may be a while in coming. */
  isPassedBy(count: number): boolean {
    if (count <= this.#limit) return false;
    this.#limit = Number.POSITIVE_INFINITY;
    return true;
  }

  /** The dead have been taken out, and so many are left. */
  renew(count: number): void {
    this.#limit = Math.max(FEW, 2 * count);
  }
}
