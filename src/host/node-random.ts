/** Random octets of the system. */
import { closeSync, openSync, readSync } from 'node:fs';
import { createRequire } from 'node:module';

const DEVICE = '/dev/urandom';

/** So many octets are read ahead for those who want no more than an eighth of them: a read takes 2 µs. */
const AHEAD = 1024;

/** Random octets, from the device where there is one: each start needs a few, and `node:crypto` is large. */
export class RandomOctets {
  #ahead = new Uint8Array(0);
  /** How many of those have been given. */
  #given = 0;
  /** A process that asks only when it starts reads nothing ahead. */
  #asked = 0;

  next(count: number): Uint8Array {
    const octets = new Uint8Array(count);
    if (count > AHEAD / 8 || ++this.#asked < 4) {
      fill(octets);
      return octets;
    }
    if (this.#given + count > this.#ahead.length) {
      this.#ahead = new Uint8Array(AHEAD);
      fill(this.#ahead);
      this.#given = 0;
    }
    // What was given is nowhere else.
    for (let i = 0; i < count; i++) {
      octets[i] = this.#ahead[this.#given]!;
      this.#ahead[this.#given++] = 0;
    }
    return octets;
  }

  /** Another process may have the same memory from now on. */
  forget(): void {
    this.#given = this.#ahead.length;
  }
}

function fill(octets: Uint8Array): void {
  if (fillFromDevice(octets)) return;
  const crypto = createRequire(import.meta.url)('node:crypto') as typeof import('node:crypto');
  crypto.randomFillSync(octets);
}

function fillFromDevice(octets: Uint8Array): boolean {
  let device: number;
  try {
    device = openSync(DEVICE, 'r');
  } catch {
    return false;
  }
  try {
    for (let filled = 0; filled < octets.length; ) {
      const count = readSync(device, octets, filled, octets.length - filled, null);
      if (count === 0) return false;
      filled += count;
    }
    return true;
  } finally {
    closeSync(device);
  }
}
