/** Settings of streams as zlib's numbers tell them: wbits says the wrapping and the size of the window. */
import { Deflate, Z_FIXED } from '../../common/deflate/deflate.ts';
import { Inflate } from '../../common/deflate/inflate.ts';
import { StoredDeflate } from '../../common/deflate/stored.ts';
import type { Wrapping } from '../../common/deflate/wrapping.ts';

export const MAX_WBITS = 15;
export const DEF_MEM_LEVEL = 8;
export const DEFLATED = 8;

const DEFAULT_LEVEL = 6;

export type Compressor = Deflate | StoredDeflate;

/** A compressor, `undefined` for settings that there are not. zlib: `deflateInit2`. */
export function newDeflate(
  level: number,
  method: number,
  wbits: number,
  memLevel: number,
  strategy: number,
): Compressor | undefined {
  const wrapping: Wrapping = wbits < 0 ? 'raw' : wbits > MAX_WBITS ? 'gzip' : 'zlib';
  const windowBits = wbits < 0 ? -wbits : wbits > MAX_WBITS ? wbits - 16 : wbits;
  if (
    level < -1 ||
    level > 9 ||
    method !== DEFLATED ||
    windowBits < (wrapping === 'zlib' ? 8 : 9) ||
    windowBits > MAX_WBITS ||
    memLevel < 1 ||
    memLevel > 9 ||
    strategy < 0 ||
    strategy > Z_FIXED
  ) {
    return undefined;
  }
  const options = {
    level: level === -1 ? DEFAULT_LEVEL : level,
    wrapping,
    windowBits,
    memLevel,
    strategy,
  };
  return level === 0 ? new StoredDeflate(options) : new Deflate(options);
}

/** A decompressor, `undefined` for a wbits that there is not. zlib: `inflateInit2`. */
export function newInflate(wbits: number): Inflate | undefined {
  const windowBits = wbits < 0 ? -wbits : wbits % 16;
  if (wbits >= 48 || windowBits > MAX_WBITS || (windowBits < 8 && (windowBits !== 0 || wbits < 0)))
    return undefined;
  const wrapping = wbits < 0 ? 'raw' : wbits < 16 ? 'zlib' : wbits < 32 ? 'gzip' : 'auto';
  return new Inflate(wrapping, windowBits);
}
