/**
 * The C library, for what Node has no function of its own: called through the FFI package koffi, which is loaded when
 * it is first needed (about 7 ms) and may be missing. Then such calls fail with ENOSYS.
 */
import { createRequire } from 'node:module';
import { ENOSYS, errorOf } from './node-errors.ts';

/** A C function. Integers beyond 2**53 come and go as bigint; a `void *` is a Uint8Array or null. */
export type CFunction = (...args: (number | bigint | string | Uint8Array | null)[]) => number | bigint;

/** What is used of koffi. */
interface Koffi {
  load(path: string | null): { func(prototype: string): CFunction };
  errno(value?: number): number;
}

/** The C library of one process: its functions by their prototypes. */
export class CLibrary {
  readonly #functions = new Map<string, CFunction>();
  #koffi: Koffi | undefined = undefined;
  #library: ReturnType<Koffi['load']> | undefined = undefined;

  /** Has it been loaded? Then its use costs nothing more. */
  get isLoaded(): boolean {
    return this.#library !== undefined;
  }

  /** Can it be loaded? */
  get isAvailable(): boolean {
    try {
      this.#load();
      return true;
    } catch {
      return false;
    }
  }

  /** Calls the function of a C prototype. Throws HostError when it returns −1, with what `errno` says. */
  call(prototype: string, ...args: Parameters<CFunction>): number {
    return Number(this.callWide(prototype, ...args));
  }

  /** The same, for results that a double may not hold. */
  callWide(prototype: string, ...args: Parameters<CFunction>): number | bigint {
    const result = this.#function(prototype)(...args);
    if (result === -1 || result === -1n) throw errorOf(this.#koffi!.errno());
    return result;
  }

  /** Calls a function for which −1 is a result like any other: `errno` alone says that it failed. */
  callWithErrno(prototype: string, ...args: Parameters<CFunction>): number {
    const run = this.#function(prototype);
    this.#koffi!.errno(0);
    const result = Number(run(...args));
    if (result === -1 && this.#koffi!.errno() !== 0) throw errorOf(this.#koffi!.errno());
    return result;
  }

  #function(prototype: string): CFunction {
    let found = this.#functions.get(prototype);
    if (found === undefined) {
      found = this.#load().func(prototype);
      this.#functions.set(prototype, found);
    }
    return found;
  }

  #load(): ReturnType<Koffi['load']> {
    if (this.#library === undefined) {
      try {
        this.#koffi = createRequire(import.meta.url)('koffi') as Koffi;
        this.#library = this.#koffi.load(null);
      } catch {
        throw errorOf(ENOSYS);
      }
    }
    return this.#library;
  }
}

/** A path as a C string. */
export function cPath(encoded: string | Uint8Array): Uint8Array {
  return Buffer.concat([Buffer.from(encoded as string), Buffer.of(0)]);
}
