/** The C library's texts for error numbers. */
import { ERRNO } from '../host/errno.ts';

const TEXTS: ReadonlyMap<number, string> = new Map(ERRNO.map(([, number, text]) => [number, text]));

/** `os.strerror(errno)`. */
export function strerror(errno: number): string {
  if (errno === 0) return 'Success';
  return TEXTS.get(errno) ?? `Unknown error ${errno}`;
}
