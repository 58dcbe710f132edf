/**
 * The C library, for what Node has no function of its own: called through the FFI package koffi, which is loaded when
 * it is first needed and may be missing. Then such calls fail with ENOSYS.
 */
import { constants } from 'node:buffer';
import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import type { CArgument, CFunctions, CStructure } from './host.ts';
import { ENOMEM, ENOSYS, errorOf } from './node-errors.ts';
import { nodePath } from './node-path.ts';

/** A C function. Integers beyond 2**53 come and go as bigint; a `void *` is a Uint8Array or null. */
export type CFunction = (...args: CArgument[]) => number | bigint;

/** What is used of koffi. */
interface Koffi {
  load(path: string | null): { func(prototype: string): CFunction };
  errno(value?: number): number;
  address(bytes: Uint8Array): bigint;
  proto(prototype: string): unknown;
  pointer(type: unknown): unknown;
  struct(name: string, fields: Readonly<Record<string, string>>): unknown;
  register(run: (...args: (number | bigint)[]) => number | void, type: unknown): bigint;
  view(address: bigint, length: number): ArrayBuffer;
}

/** Its native part, or else all of it: the JavaScript that looks for that takes ten times as long as the part itself (1 ms). */
function loadKoffi(): Koffi {
  const require = createRequire(import.meta.url);
  const { arch, platform } = process;
  try {
    const native = { exports: {} };
    const folder = dirname(require.resolve(`@koromix/koffi-${platform}-${arch}`));
    process.dlopen(native, `${folder}/${platform}_${arch}/koffi.node`);
    return native.exports as Koffi;
  } catch {
    return require('koffi') as Koffi;
  }
}

/** Structures that prototypes may name: koffi keeps them for the process. */
const structures = new Set<string>();

/** The C library of one process, or another that is named: its functions by their prototypes. */
export class CLibrary implements CFunctions {
  readonly #name: string | null;
  readonly #functions = new Map<string, CFunction>();
  #koffi: Koffi | undefined = undefined;
  #library: ReturnType<Koffi['load']> | undefined = undefined;

  constructor(name: string | null = null) {
    this.#name = name;
  }

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
  call(prototype: string, ...args: CArgument[]): number {
    return Number(this.callWide(prototype, ...args));
  }

  /** The same, for results that a double may not hold. */
  callWide(prototype: string, ...args: CArgument[]): number | bigint {
    const result = this.#function(prototype)(...args);
    if (result === -1 || result === -1n) throw errorOf(this.#koffi!.errno());
    return result;
  }

  /** Calls a function for which −1 is a result like any other: `errno` alone says that it failed. */
  callWithErrno(prototype: string, ...args: CArgument[]): number {
    const run = this.#function(prototype);
    this.#koffi!.errno(0);
    const result = Number(run(...args));
    if (result === -1 && this.#koffi!.errno() !== 0) throw errorOf(this.#koffi!.errno());
    return result;
  }

  invoke(prototype: string, ...args: CArgument[]): number | bigint {
    return this.#function(prototype)(...args);
  }

  /** Calls a function whose failure does not matter. */
  callWithoutCheck(prototype: string, ...args: CArgument[]): number {
    return Number(this.#function(prototype)(...args));
  }

  address(bytes: Uint8Array): bigint {
    this.#load();
    return this.#koffi!.address(bytes);
  }

  stringAt(address: number | bigint): Uint8Array | undefined {
    if (address === 0 || address === 0n) return undefined;
    return this.bytesAt(address, this.call('size_t strlen(uint64_t)', address));
  }

  bytesAt(address: number | bigint, count: number): Uint8Array {
    const bytes = new Uint8Array(count);
    this.#function('uint64_t memcpy(void *, uint64_t, size_t)')(bytes, address, count);
    return bytes;
  }

  memory(address: number | bigint, count: number): Uint8Array {
    this.#load();
    if (count > constants.MAX_LENGTH) throw errorOf(ENOMEM);
    return new Uint8Array(this.#koffi!.view(BigInt(address), count));
  }

  structure(name: string, fields: Readonly<Record<string, string>>): void {
    this.#load();
    if (structures.has(name)) return;
    structures.add(name);
    this.#koffi!.struct(name, fields);
  }

  invokeWith(prototype: string, ...args: (CArgument | CStructure)[]): number | bigint | CStructure {
    return this.#function(prototype)(...(args as CArgument[]));
  }

  callback(prototype: string, run: (...args: (number | bigint)[]) => number | void): bigint {
    this.#load();
    const koffi = this.#koffi!;
    return koffi.register(run, koffi.pointer(koffi.proto(prototype)));
  }

  path(path: string): Uint8Array {
    return cPath(nodePath(path));
  }

  /** A null-terminated array of C strings, and what must be kept alive as long as it is used. */
  strings(texts: readonly string[]): { readonly array: Uint8Array; readonly held: readonly Uint8Array[] } {
    const held = texts.map((text) => this.path(text));
    const array = new BigUint64Array(texts.length + 1);
    for (let i = 0; i < held.length; i++) array[i] = this.address(held[i]!);
    return { array: new Uint8Array(array.buffer), held };
  }

  #function(prototype: string): CFunction {
    let found = this.#functions.get(prototype);
    if (found === undefined) {
      found = this.#load().func(prototype);
      this.#functions.set(prototype, found);
    }
    return found;
  }

  /** Node keeps its standard streams from new programs, unless it makes them itself: here they are made otherwise. */
  #inheritStreams(library: ReturnType<Koffi['load']>): void {
    const fcntl = library.func('int fcntl(int, int, int)');
    for (const fd of [0, 1, 2]) fcntl(fd, F_SETFD, 0);
  }

  #load(): ReturnType<Koffi['load']> {
    if (this.#library === undefined) {
      try {
        this.#koffi = loadKoffi();
        this.#library = this.#koffi.load(this.#name);
        if (this.#name === null) this.#inheritStreams(this.#library);
      } catch {
        throw errorOf(ENOSYS);
      }
    }
    return this.#library;
  }
}

/** `fcntl`'s commands for the flag that a descriptor is closed in a new program. */
const F_SETFD = 2;

/** A path as a C string. */
export function cPath(encoded: string | Uint8Array): Uint8Array {
  return Buffer.concat([Buffer.from(encoded as string), Buffer.of(0)]);
}
