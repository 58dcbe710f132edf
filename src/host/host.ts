/**
 * The host: everything outside the language. The runtime asks for files, clocks, random numbers, the environment and
 * the terminal through this interface only, so that a program runs wherever somebody supplies one: node.ts for Node,
 * Bun and Deno; in-memory.ts for browsers and sandboxes, which grants only what it was given.
 *
 * The shapes are POSIX's: descriptors, flags, modes, error numbers. Calls are synchronous. Paths are UTF-16 texts in
 * which bytes that are no UTF-8 are lone surrogates U+DC80…U+DCFF (PEP 383).
 */

/** A call that failed: what becomes an `OSError` of this `errno`. */
export class HostError {
  /** Linux's number. */
  readonly errno: number;
  /** The C library's text for it. */
  readonly strerror: string;

  constructor(errno: number, strerror: string) {
    this.errno = errno;
    this.strerror = strerror;
  }
}

/** `struct stat`; times in nanoseconds since the epoch. */
export interface Stat {
  readonly mode: number;
  readonly ino: bigint;
  readonly dev: bigint;
  readonly nlink: number;
  readonly uid: number;
  readonly gid: number;
  readonly size: number;
  readonly atimeNs: bigint;
  readonly mtimeNs: bigint;
  readonly ctimeNs: bigint;
  readonly blksize: number;
  readonly blocks: number;
  readonly rdev: bigint;
}

/** An entry of a folder, with the type that `readdir` tells (`DT_*`; 0 where it does not). */
export interface DirectoryEntry {
  readonly name: string;
  readonly type: number;
  readonly ino: bigint;
}

/** The file system by paths and descriptors. */
export interface FileSystem {
  open(path: string, flags: number, mode: number): number;
  close(fd: number): void;
  /** Reads into `buffer` at the file's position, or at `position`; returns the number of bytes, 0 at the end. */
  read(fd: number, buffer: Uint8Array, position?: number): number;
  /** Writes from `buffer`; returns the number of bytes taken. */
  write(fd: number, buffer: Uint8Array, position?: number): number;
  /** `whence`: 0 from the start, 1 from here, 2 from the end. */
  lseek(fd: number, offset: number, whence: number): number;
  isatty(fd: number): boolean;
  fstat(fd: number): Stat;
  stat(path: string): Stat;
  lstat(path: string): Stat;
  readdir(path: string): DirectoryEntry[];
  mkdir(path: string, mode: number): void;
  rmdir(path: string): void;
  unlink(path: string): void;
  rename(from: string, to: string): void;
  link(from: string, to: string): void;
  symlink(target: string, path: string): void;
  readlink(path: string): string;
  chmod(path: string, mode: number): void;
  fchmod(fd: number, mode: number): void;
  chown(path: string, uid: number, gid: number): void;
  truncate(path: string, size: number): void;
  ftruncate(fd: number, size: number): void;
  fsync(fd: number): void;
  utimes(path: string, atimeNs: bigint, mtimeNs: bigint): void;
  access(path: string, mode: number): boolean;
  getcwd(): string;
  chdir(path: string): void;
  umask(mask: number): number;
}

/** Clocks, in nanoseconds. */
export interface Clock {
  /** Since the epoch. */
  time(): bigint;
  monotonic(): bigint;
  processTime(): bigint;
  /** Blocks. */
  sleep(seconds: number): void;
}

export interface Host {
  readonly fs: FileSystem;
  readonly clock: Clock;
  /** Cryptographically strong random bytes. */
  randomBytes(count: number): Uint8Array;
  readonly environ: ReadonlyMap<string, string>;
  setenv(name: string, value: string | undefined): void;
  readonly pid: number;
  /** `sys.platform`. */
  readonly platform: string;
  /** The path of the command, for `sys.executable`; empty where there is none. */
  readonly executable: string;
  /** Collects garbage at once, as far as the host lets itself be asked. */
  collectGarbage(): void;
  /** Ends the process. */
  exit(status: number): never;
  /** Columns and lines of the terminal behind a descriptor; absent where it is none. */
  terminalSize(fd: number): { columns: number; lines: number } | undefined;
}
