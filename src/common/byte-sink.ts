/** Octets that are written one after the other. */
export class ByteSink {
  octets: Uint8Array;
  length = 0;

  constructor(capacity = 256) {
    this.octets = new Uint8Array(capacity);
  }

  /** Makes room for so many more. */
  reserve(count: number): void {
    const needed = this.length + count;
    if (needed <= this.octets.length) return;
    const larger = new Uint8Array(Math.max(needed, 2 * this.octets.length));
    larger.set(this.octets.subarray(0, this.length));
    this.octets = larger;
  }

  push(octet: number): void {
    if (this.length === this.octets.length) this.reserve(1);
    this.octets[this.length++] = octet;
  }

  append(octets: Uint8Array): void {
    this.reserve(octets.length);
    this.octets.set(octets, this.length);
    this.length += octets.length;
  }

  /** A copy of what was written; writing begins anew. */
  take(): Uint8Array {
    const taken = this.octets.slice(0, this.length);
    this.length = 0;
    return taken;
  }

  copy(): ByteSink {
    const copy = new ByteSink(0);
    copy.octets = this.octets.slice();
    copy.length = this.length;
    return copy;
  }
}
