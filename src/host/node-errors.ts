/** From what Node throws, or the C library returns, to HostError. */
import { ERRNO } from './errno.ts';
import { HostError } from './host.ts';

const TEXTS: ReadonlyMap<number, string> = new Map(ERRNO.map(([, number, text]) => [number, text]));
const NUMBERS: ReadonlyMap<string, number> = new Map(ERRNO.map(([name, number]) => [name, number]));

export const EBADF = 9;
export const EAGAIN = 11;
export const EINVAL = 22;
export const ENOTTY = 25;
export const ESPIPE = 29;
export const ENOMEM = 12;
export const ENOSYS = 38;
export const ENOENT = 2;

/** The C library's text for an error number. */
export function strerror(errno: number): string {
  return TEXTS.get(errno) ?? `Unknown error ${errno}`;
}

/** The HostError of an error number. */
export function errorOf(errno: number): HostError {
  return new HostError(errno, strerror(errno));
}

/** The HostError of what a Node function threw; a bug of ours passes as it is. */
export function hostError(thrown: unknown): unknown {
  const { code, errno } = (thrown ?? {}) as NodeJS.ErrnoException;
  if (code === undefined) return thrown;
  const known = NUMBERS.get(code);
  if (known !== undefined) return errorOf(known);
  if (typeof errno === 'number' && errno < 0) return errorOf(-errno);
  // Node refused the argument itself.
  return code.startsWith('ERR_') ? errorOf(EINVAL) : thrown;
}

/** Calls a Node function; what it throws comes out as HostError. */
export function attempt<T>(action: () => T): T {
  try {
    return action();
  } catch (thrown) {
    throw hostError(thrown);
  }
}
