/**
 * Reads zip files (wheels, the standard library of the npm package): the central directory at the end, then each
 * entry, stored or deflated. No encryption, no zip64: what does not fit is an error.
 */
import { inflateRawSync } from 'node:zlib';

export interface ZipEntry {
  readonly name: string;
  /** Inflates on each call. */
  read(): Uint8Array;
}

const END = 0x06054b50;
const CENTRAL = 0x02014b50;
const LOCAL = 0x04034b50;
const STORED = 0;
const DEFLATED = 8;

/** The entries of a zip file, in its own order. */
export function zipEntries(data: Uint8Array): ZipEntry[] {
  const view = new DataView(data.buffer, data.byteOffset, data.byteLength);
  let end = data.length - 22;
  while (end >= 0 && view.getUint32(end, true) !== END) end--;
  if (end < 0) throw new Error('not a zip file: no end of central directory');
  const count = view.getUint16(end + 10, true);
  let at = view.getUint32(end + 16, true);
  const entries: ZipEntry[] = [];
  for (let i = 0; i < count; i++) {
    if (view.getUint32(at, true) !== CENTRAL) throw new Error(`zip: no directory entry at byte ${at}`);
    const method = view.getUint16(at + 10, true);
    const size = view.getUint32(at + 20, true);
    const nameLength = view.getUint16(at + 28, true);
    const local = view.getUint32(at + 42, true);
    const name = new TextDecoder().decode(data.subarray(at + 46, at + 46 + nameLength));
    entries.push({ name, read: () => readEntry(data, view, local, method, size, name) });
    at += 46 + nameLength + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
  }
  return entries;
}

function readEntry(
  data: Uint8Array,
  view: DataView,
  local: number,
  method: number,
  size: number,
  name: string,
): Uint8Array {
  if (view.getUint32(local, true) !== LOCAL) throw new Error(`zip: no local header of ${name}`);
  const start = local + 30 + view.getUint16(local + 26, true) + view.getUint16(local + 28, true);
  const body = data.subarray(start, start + size);
  if (method === STORED) return body;
  if (method === DEFLATED) return inflateRawSync(body);
  throw new Error(`zip: ${name} is compressed by method ${method}`);
}
