/** Paths between the runtime's form (host.ts) and Node's: PEP 383's escapes of bytes that are no UTF-8. */

/** A path as Node wants it: bytes where it holds escaped ones. */
export function nodePath(path: string): string | Buffer {
  return /[\udc80-\udcff]/.test(path) ? encodePath(path) : path;
}

/** UTF-8, and lone surrogates U+DC80…U+DCFF as the bytes they stand for. */
export function encodePath(path: string): Buffer {
  const pieces: Buffer[] = [];
  // Pairs of surrogates are characters; `u` keeps the expression from taking them apart.
  for (const piece of path.split(/([\udc80-\udcff])/u)) {
    const unit = piece.charCodeAt(0);
    pieces.push(
      piece.length === 1 && unit >= 0xdc80 && unit <= 0xdcff
        ? Buffer.of(unit - 0xdc00)
        : Buffer.from(piece, 'utf8'),
    );
  }
  return Buffer.concat(pieces);
}

/** The length of the well-formed UTF-8 sequence at an index; 0 where there is none. */
function sequenceLength(bytes: Uint8Array, at: number): number {
  const first = bytes[at]!;
  if (first < 0x80) return 1;
  const length =
    first >= 0xc2 && first < 0xe0
      ? 2
      : first >= 0xe0 && first < 0xf0
        ? 3
        : first >= 0xf0 && first < 0xf5
          ? 4
          : 0;
  if (length === 0 || at + length > bytes.length) return 0;
  const second = bytes[at + 1]!;
  const low = first === 0xe0 ? 0xa0 : first === 0xf0 ? 0x90 : 0x80;
  const high = first === 0xed ? 0x9f : first === 0xf4 ? 0x8f : 0xbf;
  if (second < low || second > high) return 0;
  for (let i = 2; i < length; i++) if ((bytes[at + i]! & 0xc0) !== 0x80) return 0;
  return length;
}

/** The inverse of {@link encodePath}. */
export function decodePath(bytes: Buffer): string {
  const text = bytes.toString('utf8');
  if (!text.includes('\ufffd')) return text;
  let out = '';
  for (let i = 0; i < bytes.length; ) {
    const length = sequenceLength(bytes, i);
    if (length === 0) {
      out += String.fromCharCode(0xdc00 + bytes[i++]!);
      continue;
    }
    out += bytes.toString('utf8', i, i + length);
    i += length;
  }
  return out;
}
