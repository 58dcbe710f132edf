/** Random octets of the system. */
import { closeSync, openSync, readSync } from 'node:fs';
import { createRequire } from 'node:module';

const DEVICE = '/dev/urandom';

/** Random octets, from the device where there is one: each start needs a few, and `node:crypto` is large. */
export function randomOctets(count: number): Uint8Array {
  const octets = new Uint8Array(count);
  if (!fillFromDevice(octets)) {
    const crypto = createRequire(import.meta.url)('node:crypto') as typeof import('node:crypto');
    crypto.randomFillSync(octets);
  }
  return octets;
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
