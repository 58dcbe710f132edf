/** What reader and writer of bzip2 share. */

/** The first numbers of a block and of the end of the stream: pi, and the root of pi. */
export const BLOCK_MAGIC: readonly [number, number] = [0x314159, 0x265359];
export const END_MAGIC: readonly [number, number] = [0x177245, 0x385090];

/** Symbols: a run is told in binary digits of these two; then come places in the list, and the end. */
export const RUN_A = 0;
export const RUN_B = 1;

/** The table changes after so many symbols. */
export const GROUP_SIZE = 50;
export const MAX_CODE_LENGTH = 20;

const CRC_TABLE = Int32Array.from({ length: 256 }, (_, n) => {
  let crc = n << 24;
  for (let bit = 0; bit < 8; bit++) crc = crc < 0 ? (crc << 1) ^ 0x04c11db7 : crc << 1;
  return crc;
});

/** The CRC-32 with the highest bit first, continued by one octet; starts at −1 and is inverted at the end. */
export function crcStep(crc: number, octet: number): number {
  return (crc << 8) ^ CRC_TABLE[(crc >>> 24) ^ octet]!;
}

/** The checksum of the stream, continued by that of a block. */
export function combineCrc(stream: number, block: number): number {
  return ((stream << 1) | (stream >>> 31)) ^ block;
}
