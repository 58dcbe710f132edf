/**
 * The host: everything outside the language. The runtime asks for files, clocks, random numbers, the environment,
 * signals and the terminal through this interface only, so that a program runs wherever somebody supplies one: node.ts
 * for Node, Bun and Deno; in-memory.ts for browsers and sandboxes, which grants only what it was given.
 *
 * The shapes are POSIX's: descriptors, flags, modes, error numbers. Calls are synchronous; what fails throws a
 * {@link HostError}, and what a host has no means for fails with ENOSYS. Paths are UTF-16 texts in which bytes that are
 * no UTF-8 are lone surrogates U+DC80…U+DCFF (PEP 383).
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

/** `struct statvfs`. */
export interface StatVfs {
  readonly bsize: number;
  readonly frsize: number;
  readonly blocks: number;
  readonly bfree: number;
  readonly bavail: number;
  readonly files: number;
  readonly ffree: number;
  readonly favail: number;
  readonly flag: number;
  readonly namemax: number;
  readonly fsid: bigint;
}

/** An entry of a folder, with the type that `readdir` tells (`DT_*`; 0 where it does not). */
export interface DirectoryEntry {
  readonly name: string;
  readonly type: number;
}

/** The file system by paths and descriptors. */
export interface FileSystem {
  /** Can descriptors of folders stand for their paths (`dir_fd`, `listdir(fd)`)? */
  readonly hasDescriptorPaths: boolean;
  open(path: string, flags: number, mode: number): number;
  close(fd: number): void;
  /** Reads into `buffer` at the file's position, or at `position`; returns the number of bytes, 0 at the end. */
  read(fd: number, buffer: Uint8Array, position?: number): number;
  /** Writes from `buffer`; returns the number of bytes taken. */
  write(fd: number, buffer: Uint8Array, position?: number): number;
  /** `whence`: 0 from the start, 1 from here, 2 from the end, 3 the next data, 4 the next hole. */
  lseek(fd: number, offset: number, whence: number): number;
  dup(fd: number, inheritable: boolean): number;
  dup2(fd: number, target: number, inheritable: boolean): void;
  /** A pipe's ends, to read from and to write to. */
  pipe(flags: number): readonly [number, number];
  getInheritable(fd: number): boolean;
  setInheritable(fd: number, inheritable: boolean): void;
  getBlocking(fd: number): boolean;
  setBlocking(fd: number, blocking: boolean): void;
  isatty(fd: number): boolean;
  /** May reading from the descriptor take its time, as it does from pipes and terminals? */
  mayWait(fd: number): boolean;
  /** The path of the terminal behind a descriptor. */
  ttyname(fd: number): string;
  fstat(fd: number): Stat;
  stat(path: string): Stat;
  lstat(path: string): Stat;
  /** `stat`, but absent where there is no such file. */
  statOrAbsent(path: string): Stat | undefined;
  statvfs(path: string): StatVfs;
  readdir(path: string): DirectoryEntry[];
  mkdir(path: string, mode: number): void;
  rmdir(path: string): void;
  unlink(path: string): void;
  rename(from: string, to: string): void;
  /** With `followSymlinks` a link to what a symbolic link points to. */
  link(from: string, to: string, followSymlinks: boolean): void;
  symlink(target: string, path: string): void;
  readlink(path: string): string;
  mkfifo(path: string, mode: number): void;
  mknod(path: string, mode: number, device: bigint): void;
  chmod(path: string, mode: number): void;
  lchmod(path: string, mode: number): void;
  fchmod(fd: number, mode: number): void;
  /** −1 leaves an owner as it is. */
  chown(path: string, uid: number, gid: number): void;
  lchown(path: string, uid: number, gid: number): void;
  fchown(fd: number, uid: number, gid: number): void;
  truncate(path: string, size: number): void;
  ftruncate(fd: number, size: number): void;
  fsync(fd: number): void;
  fdatasync(fd: number): void;
  sync(): void;
  utimes(path: string, atimeNs: bigint, mtimeNs: bigint, followSymlinks: boolean): void;
  futimes(fd: number, atimeNs: bigint, mtimeNs: bigint): void;
  access(path: string, mode: number, effectiveIds: boolean, followSymlinks: boolean): boolean;
  getcwd(): string;
  chdir(path: string): void;
  umask(mask: number): number;
}

/** What a clock is, for `time.get_clock_info`. Resolution in seconds. */
export interface ClockInfo {
  readonly implementation: string;
  readonly monotonic: boolean;
  readonly adjustable: boolean;
  readonly resolution: number;
}

/** Clocks, in nanoseconds. */
export interface Clock {
  /** Since the epoch. */
  time(): bigint;
  monotonic(): bigint;
  processTime(): bigint;
  threadTime(): bigint;
  /** POSIX's clock of this number. */
  gettime(clock: number): bigint;
  getres(clock: number): bigint;
  settime(clock: number, ns: bigint): void;
  info(name: 'time' | 'monotonic' | 'process_time' | 'thread_time'): ClockInfo;
  /** Blocks for this time, or until a signal arrives. */
  sleep(seconds: number): void;
}

/** Processor time in seconds, and the time since some point in the past: `times(2)`. */
export interface ProcessTimes {
  readonly user: number;
  readonly system: number;
  readonly childrenUser: number;
  readonly childrenSystem: number;
  readonly elapsed: number;
}

/** A descriptor to wait for. `events` and what is found, `revents`, are bits of `poll(2)`. */
export interface PollRequest {
  readonly fd: number;
  readonly events: number;
  revents: number;
}

/** The process and the machine it runs on. */
export interface ProcessInfo {
  readonly pid: number;
  readonly ppid: number;
  getuid(): number;
  geteuid(): number;
  getgid(): number;
  getegid(): number;
  getgroups(): number[];
  getlogin(): string;
  setuid(uid: number): void;
  seteuid(uid: number): void;
  setgid(gid: number): void;
  setegid(gid: number): void;
  setgroups(groups: readonly number[]): void;
  getpgid(pid: number): number;
  setpgid(pid: number, group: number): void;
  getsid(pid: number): number;
  setsid(): void;
  /** `which`: 0 process, 1 group, 2 user. */
  getpriority(which: number, who: number): number;
  setpriority(which: number, who: number, priority: number): void;
  nice(increment: number): number;
  times(): ProcessTimes;
  uname(): { sysname: string; nodename: string; release: string; version: string; machine: string };
  /** The number of processors; absent when it is not known. */
  cpuCount(): number | undefined;
  /** The processors that a process may run on. */
  affinity(pid: number): number[];
  loadavg(): readonly [number, number, number];
  /** `sysconf(3)`. */
  sysconf(name: number): number;
}

/** What is done with descriptors in a process that is about to start, in order. */
export type FileAction =
  | {
      readonly kind: 'open';
      readonly fd: number;
      readonly path: string;
      readonly flags: number;
      readonly mode: number;
    }
  | { readonly kind: 'close'; readonly fd: number }
  /** With `fd === target` the descriptor becomes inheritable. */
  | { readonly kind: 'dup2'; readonly fd: number; readonly target: number }
  | { readonly kind: 'chdir'; readonly path: string };

/** What a new process starts with; absent: as its parent has it. */
export interface SpawnAttributes {
  /** Its process group; 0 for one of its own. */
  readonly group?: number;
  readonly resetIds?: boolean;
  readonly newSession?: boolean;
  readonly signalMask?: readonly number[];
  /** The signals that do what they do by default. */
  readonly defaultSignals?: readonly number[];
  readonly schedulingPolicy?: number;
  readonly schedulingPriority?: number;
}

/** Processes that this one starts. Arguments and `NAME=value` texts are written as paths are. */
export interface Children {
  /** Starts a program and returns its process; with `search` it is looked for along PATH. `posix_spawn(3)`. */
  spawn(
    path: string,
    args: readonly string[],
    environment: readonly string[],
    actions: readonly FileAction[],
    attributes: SpawnAttributes,
    search: boolean,
  ): number;
  /** Becomes another program. Returns only by throwing. */
  exec(path: string, args: readonly string[], environment: readonly string[]): never;
  /** Divides the process: 0 in the child, the child's number in the parent. */
  fork(): number;
  /** Is this process a child made by {@link fork}? It can end only by {@link Host.exit}: the host has no threads there to wait for. */
  readonly isForked: boolean;
  /** The descriptors that are open. */
  openDescriptors(): number[];
}

/** A C function's argument: a number, a string of bytes that ends with 0, memory. */
export type CArgument = number | bigint | Uint8Array | null;

/** A structure that is passed by value. */
export type CStructure = Readonly<Record<string, number | bigint>>;

/**
 * The C library itself, for what is its business alone (sockets, terminals, users, limits): functions by their C
 * prototypes. Structures are bytes, laid out as on Linux. Without one each call fails with ENOSYS.
 */
export interface CFunctions {
  readonly isAvailable: boolean;
  /** Throws when the function returns −1, with what `errno` says. */
  call(prototype: string, ...args: CArgument[]): number;
  /** The same, for results that a double may not hold. */
  callWide(prototype: string, ...args: CArgument[]): number | bigint;
  /** Whatever the function returns, without a look at `errno`. */
  invoke(prototype: string, ...args: CArgument[]): number | bigint;
  /** For functions of which −1 is a result like any other: `errno` alone tells that they failed. */
  callWithErrno(prototype: string, ...args: CArgument[]): number;
  /** Where the bytes are, for structures that point to others. They must be kept alive by whoever asks. */
  address(bytes: Uint8Array): bigint;
  /** The bytes at an address up to the first 0; absent for a null pointer. */
  stringAt(address: number | bigint): Uint8Array | undefined;
  /** Some bytes at an address. */
  bytesAt(address: number | bigint, count: number): Uint8Array;
  /**
   * The memory at an address itself: who asks looks at it no longer than it is there. Throws HostError for more than the
   * host can look at.
   */
  memory(address: number | bigint, count: number): Uint8Array;
  /** A path as a C string. */
  path(path: string): Uint8Array;
  /** Makes a structure known to prototypes, by the C types of its fields: it can be an argument or a result, as an object. */
  structure(name: string, fields: Readonly<Record<string, string>>): void;
  /** {@link invoke} for prototypes with structures. */
  invokeWith(prototype: string, ...args: (CArgument | CStructure)[]): number | bigint | CStructure;
  /** The address of a C function that calls one of ours, for good. Its prototype names it. It must not throw. */
  callback(prototype: string, run: (...args: (number | bigint)[]) => number | void): bigint;
}

/** The number under which {@link Signals.watchdog} arrives: the C library keeps that signal to itself. */
export const WATCHDOG = 32;

/**
 * Signals. They are caught outside the running program, which notices them by {@link arrived} at its next poll.
 */
export interface Signals {
  /** Element 0 is not 0 when signals wait to be taken. May be shared with another thread: written at any time. */
  readonly arrived: Int32Array;
  /** Are signals caught? Then calls that wait must not wait without looking. */
  readonly isWatching: boolean;
  /** From now on the signal is caught; with `wait`, when this returns. Throws EINVAL for one that cannot be. */
  catch(signum: number, wait: boolean): void;
  /** The signal does what it does by default. */
  restore(signum: number): void;
  /** The signal does nothing. */
  ignore(signum: number): void;
  /** Sets {@link arrived} once, after so many nanoseconds. False where that takes as much as to catch a signal. */
  lookUpAfter(nanoseconds: number): boolean;
  /** The signals that arrived since the last call, in the order of their numbers. */
  take(): number[];
  /** Writes the number of each signal to a descriptor, −1 for none. */
  wake(fd: number): void;
  /** Takes up in a forked child what its parent had: it has no other threads. */
  afterFork(): void;
  kill(pid: number, signum: number): void;
  killpg(group: number, signum: number): void;
  /** An interval timer; returns what was set before. `which`: 0 real, 1 virtual, 2 profiling time. Seconds. */
  setitimer(which: number, seconds: number, interval: number): readonly [number, number];
  getitimer(which: number): readonly [number, number];
  /** Has {@link WATCHDOG} arrive after some seconds, and then each `interval`; 0 seconds: not at all. */
  watchdog(seconds: number, interval: number): void;
}

/** The memory that objects take; what bytes are in (`ArrayBuffer`) is the system's to refuse. */
export interface Memory {
  /**
   * Has the process been seen to take so much, since this was asked last, that {@link hasRoom} should be asked? When it is,
   * `Signals.arrived` is set as well, where signals are watched for.
   */
  wasSeenLarge(): boolean;
  /** Is there room for so many bytes more? Collects garbage before it says no. */
  hasRoom(bytes: number): boolean;
}

export interface Host {
  readonly fs: FileSystem;
  readonly clock: Clock;
  readonly process: ProcessInfo;
  readonly signals: Signals;
  readonly memory: Memory;
  readonly children: Children;
  readonly libc: CFunctions;
  /** Another library of the system, by the name that the dynamic linker knows it by; absent where there is none. */
  library(name: string): CFunctions | undefined;
  /**
   * Waits until one of the descriptors is ready, a signal arrives, or the time in milliseconds is over (`Infinity`: no
   * limit); fills in `revents` and returns how many are ready.
   */
  poll(requests: readonly PollRequest[], milliseconds: number): number;
  /** Cryptographically strong random bytes. */
  randomBytes(count: number): Uint8Array;
  /** Names and values as paths are written: see above. */
  readonly environ: ReadonlyMap<string, string>;
  setenv(name: string, value: string | undefined): void;
  readonly pid: number;
  /** `sys.platform`. */
  readonly platform: string;
  /** The path of the command, for `sys.executable`; empty where there is none. */
  readonly executable: string;
  /** Ends a turn of the host's event loop, as far as weak references go: it keeps their new targets alive until then. */
  endTurn(): void;
  /** Collects garbage at once, as far as the host lets itself be asked. */
  collectGarbage(): void;
  /**
   * Evaluates an expression with the variables of the innermost JavaScript function on the stack that was made from text and in
   * which `condition`, another expression, is true; `expressionFor` makes it of the text of the script that has the function. It must not be `undefined`. False where
   * there is no such function, or the host does not let others look into it.
   */
  evaluateInCaller(condition: string, expressionFor: (script: string) => string): boolean;
  /** Ends the process. */
  exit(status: number): never;
  /** Ends the process as `abort(3)` does. */
  abort(): never;
  /** Columns and lines of the terminal behind a descriptor. Throws ENOTTY where it is none. */
  terminalSize(fd: number): { columns: number; lines: number };
}
