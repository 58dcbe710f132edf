/** The hashes by name, as _hmac and _hashlib find them. */
import { Blake2b, Blake2s, plainParameters } from '../../common/hashes/blake2.ts';
import type { HashState } from '../../common/hashes/block-hash.ts';
import { Md5 } from '../../common/hashes/md5.ts';
import { Ripemd160 } from '../../common/hashes/ripemd160.ts';
import { Sha1 } from '../../common/hashes/sha1.ts';
import { Sha256, Sha512 } from '../../common/hashes/sha2.ts';
import { Keccak } from '../../common/hashes/sha3.ts';

export type StartHash = () => HashState;

/** The bits that follow the message in SHA-3 and in SHAKE; the end of the padding is not counted. */
const SHA3_SUFFIX = 0x06;
const SHAKE_SUFFIX = 0x1f;

export function newSha3(bits: 224 | 256 | 384 | 512): Keccak {
  return new Keccak(bits / 4, bits / 8, SHA3_SUFFIX);
}

export function newShake(strength: 128 | 256): Keccak {
  return new Keccak(strength / 4, 0, SHAKE_SUFFIX);
}

/** The hashes that HMAC may be made of. */
export const KEYED_ALGORITHMS: ReadonlyMap<string, StartHash> = new Map<string, StartHash>([
  ['md5', () => new Md5()],
  ['sha1', () => new Sha1()],
  ['sha224', () => new Sha256(28)],
  ['sha256', () => new Sha256(32)],
  ['sha384', () => new Sha512(48)],
  ['sha512', () => new Sha512(64)],
  ['sha3_224', () => newSha3(224)],
  ['sha3_256', () => newSha3(256)],
  ['sha3_384', () => newSha3(384)],
  ['sha3_512', () => newSha3(512)],
  ['blake2b', () => new Blake2b(plainParameters(64))],
  ['blake2s', () => new Blake2s(plainParameters(32))],
]);

/** All that _hashlib has. */
export const ALGORITHMS: ReadonlyMap<string, StartHash> = new Map<string, StartHash>([
  ...KEYED_ALGORITHMS,
  ['shake_128', () => newShake(128)],
  ['shake_256', () => newShake(256)],
  ['sha512_224', () => Sha512.truncated(28)],
  ['sha512_256', () => Sha512.truncated(32)],
  ['ripemd160', () => new Ripemd160()],
]);

/** Other names under which OpenSSL knows some of them, in lower case. */
const ALIASES: ReadonlyMap<string, string> = new Map([
  ['ssl3-md5', 'md5'],
  ['sha-1', 'sha1'],
  ['ssl3-sha1', 'sha1'],
  ['sha2-224', 'sha224'],
  ['sha-224', 'sha224'],
  ['sha2-256', 'sha256'],
  ['sha-256', 'sha256'],
  ['sha2-384', 'sha384'],
  ['sha-384', 'sha384'],
  ['sha2-512', 'sha512'],
  ['sha-512', 'sha512'],
  ['sha2-512/224', 'sha512_224'],
  ['sha-512/224', 'sha512_224'],
  ['sha512-224', 'sha512_224'],
  ['sha2-512/256', 'sha512_256'],
  ['sha-512/256', 'sha512_256'],
  ['sha512-256', 'sha512_256'],
  ['sha3-224', 'sha3_224'],
  ['sha3-256', 'sha3_256'],
  ['sha3-384', 'sha3_384'],
  ['sha3-512', 'sha3_512'],
  ['shake128', 'shake_128'],
  ['shake-128', 'shake_128'],
  ['shake256', 'shake_256'],
  ['shake-256', 'shake_256'],
  ['blake2b512', 'blake2b'],
  ['blake2b-512', 'blake2b'],
  ['blake2s256', 'blake2s'],
  ['blake2s-256', 'blake2s'],
  ['ripemd', 'ripemd160'],
  ['ripemd-160', 'ripemd160'],
  ['rmd160', 'ripemd160'],
]);

/** The name that Python uses for the hash with this name, in either case. */
export function canonicalName(name: string): string | undefined {
  const lower = name.toLowerCase();
  return ALGORITHMS.has(lower) ? lower : ALIASES.get(lower);
}
