/** Adler-32, the checksum of zlib streams: RFC 1950. */

const MODULUS = 65521;

/** So many octets can be added before the sums leave 32 bits. */
const RUN = 5552;

/** The checksum of octets, continuing that of what came before. */
export function adler32(octets: Uint8Array, start = 1): number {
  let low = start & 0xffff;
  let high = start >>> 16;
  for (let i = 0; i < octets.length; ) {
    const end = Math.min(i + RUN, octets.length);
    for (; i < end; i++) {
      low += octets[i]!;
      high += low;
    }
    low %= MODULUS;
    high %= MODULUS;
  }
  return ((high << 16) | low) >>> 0;
}
