/** Cyclic redundancy checks: CRC-32 as zip and gzip have it, and the CRC of 16 bits of binhex. */

/** Eight tables: what an octet contributes that stands 0 to 7 octets before the end of a block. */
const TABLES: readonly Uint32Array[] = Array.from({ length: 8 }, () => new Uint32Array(256));
for (let n = 0; n < 256; n++) {
  let crc = n;
  for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
  TABLES[0]![n] = crc;
}
for (let n = 0; n < 256; n++) {
  for (let k = 1; k < 8; k++) {
    const before = TABLES[k - 1]![n]!;
    TABLES[k]![n] = TABLES[0]![before & 0xff]! ^ (before >>> 8);
  }
}

/** The CRC-32 of octets, continuing one of what came before. */
export function crc32(octets: Uint8Array, start: number): number {
  const [t0, t1, t2, t3, t4, t5, t6, t7] = TABLES as [
    Uint32Array,
    Uint32Array,
    Uint32Array,
    Uint32Array,
    Uint32Array,
    Uint32Array,
    Uint32Array,
    Uint32Array,
  ];
  let crc = ~start;
  let i = 0;
  for (const end = octets.length - 7; i < end; i += 8) {
    crc ^= octets[i]! | (octets[i + 1]! << 8) | (octets[i + 2]! << 16) | (octets[i + 3]! << 24);
    crc =
      t7[crc & 0xff]! ^
      t6[(crc >>> 8) & 0xff]! ^
      t5[(crc >>> 16) & 0xff]! ^
      t4[crc >>> 24]! ^
      t3[octets[i + 4]!]! ^
      t2[octets[i + 5]!]! ^
      t1[octets[i + 6]!]! ^
      t0[octets[i + 7]!]!;
  }
  for (; i < octets.length; i++) crc = t0[(crc ^ octets[i]!) & 0xff]! ^ (crc >>> 8);
  return ~crc >>> 0;
}

/** The CRC of the polynomial x^16 + x^12 + x^5 + 1, the high bit first. */
export function crcHqx(octets: Uint8Array, start: number): number {
  let crc = start & 0xffff;
  for (let i = 0; i < octets.length; i++) {
    crc ^= octets[i]! << 8;
    for (let bit = 0; bit < 8; bit++) crc = crc & 0x8000 ? ((crc << 1) ^ 0x1021) & 0xffff : crc << 1;
  }
  return crc;
}
