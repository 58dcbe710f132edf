/**
 * The key under which an interpreter hashes str and bytes: drawn at its start, or derived from `PYTHONHASHSEED`.
 * CPython: Python/bootstrap_hash.c.
 */
import { SipHasher } from '../common/siphash.ts';
import type { Host } from '../host/host.ts';
import type { Config } from './config.ts';

const KEY_BYTES = 16;

/** The bytes that CPython's generator makes of a seed. CPython: `lcg_urandom`. */
function bytesFromSeed(seed: number): Uint8Array {
  const bytes = new Uint8Array(KEY_BYTES);
  let x = seed;
  for (let i = 0; i < KEY_BYTES; i++) {
    x = (Math.imul(x, 214013) + 2531011) | 0;
    bytes[i] = (x >>> 16) & 0xff;
  }
  return bytes;
}

/** The seed that the environment sets; `undefined` when every process has another one. */
export function fixedHashSeed(host: Host, config: Config): number | undefined {
  const setting = config.flags.ignoreEnvironment ? undefined : host.environ.get('PYTHONHASHSEED');
  return setting !== undefined && /^\d+$/.test(setting) ? Number(setting) : undefined;
}

/** The hasher of a new interpreter: seed 0 is the key of zeros, no seed a random key. */
export function newHasher(host: Host, config: Config): SipHasher {
  const seed = fixedHashSeed(host, config);
  if (seed === 0) return new SipHasher(0, 0);
  const bytes = seed === undefined || seed > 0xffffffff ? host.randomBytes(KEY_BYTES) : bytesFromSeed(seed);
  const view = new DataView(bytes.buffer, bytes.byteOffset, KEY_BYTES);
  return new SipHasher(view.getBigUint64(0, true), view.getBigUint64(8, true));
}
