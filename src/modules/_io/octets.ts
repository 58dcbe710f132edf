import { memoryError } from '../../runtime/errors.ts';

/** Zeros. Throws MemoryError for more than the engine can hold. */
export function newOctets(size: number): Uint8Array {
  try {
    return new Uint8Array(size);
  } catch {
    throw memoryError();
  }
}

/** All pieces in one array; a single piece is not copied. */
export function concatBytes(chunks: readonly Uint8Array[]): Uint8Array {
  if (chunks.length === 1) return chunks[0]!;
  let total = 0;
  for (const chunk of chunks) total += chunk.length;
  const joined = newOctets(total);
  let at = 0;
  for (const chunk of chunks) {
    joined.set(chunk, at);
    at += chunk.length;
  }
  return joined;
}
