/** The process and the machine on Node: ../host.ts's `ProcessInfo` and `Clock`. */
import { readFileSync } from 'node:fs';
import {
  arch,
  availableParallelism,
  getPriority,
  hostname,
  loadavg,
  machine,
  release,
  setPriority,
  type,
  userInfo,
  version,
} from 'node:os';
import type { Clock, ClockInfo, ProcessInfo, ProcessTimes } from './host.ts';
import { attempt, EINVAL, errorOf } from './node-errors.ts';
import type { CLibrary } from './node-libc.ts';
import { ARRIVALS, HIGH, LOW } from './node-signals.ts';

const PRIO_PROCESS = 0;
const _SC_CLK_TCK = 2;
const _SC_NPROCESSORS_ONLN = 84;
const _SC_PAGESIZE = 30;
/** Ticks of `times(2)` in a second, on every Linux. */
const CLOCK_TICKS = 100;

/** A line of /proc/self/status, where there is one. */
function statusField(name: string): string | undefined {
  try {
    return new RegExp(`^${name}:(.*)$`, 'm').exec(readFileSync('/proc/self/status', 'latin1'))?.[1];
  } catch {
    return undefined;
  }
}

export class NodeProcess implements ProcessInfo {
  readonly #libc: CLibrary;

  constructor(libc: CLibrary) {
    this.#libc = libc;
  }
  get pid(): number {
    return process.pid;
  }
  get ppid(): number {
    return process.ppid;
  }
  getuid(): number {
    return process.getuid!();
  }
  geteuid(): number {
    return process.geteuid!();
  }
  getgid(): number {
    return process.getgid!();
  }
  getegid(): number {
    return process.getegid!();
  }
  getgroups(): number[] {
    // Node adds the effective group.
    const groups = statusField('Groups');
    return groups === undefined ? process.getgroups!() : (groups.match(/\d+/g) ?? []).map(Number);
  }
  getlogin(): string {
    return attempt(() => userInfo().username);
  }
  setuid(uid: number): void {
    attempt(() => process.setuid!(uid));
  }
  seteuid(uid: number): void {
    attempt(() => process.seteuid!(uid));
  }
  setgid(gid: number): void {
    attempt(() => process.setgid!(gid));
  }
  setegid(gid: number): void {
    attempt(() => process.setegid!(gid));
  }
  setgroups(groups: readonly number[]): void {
    attempt(() => process.setgroups!(groups));
  }
  getpgid(pid: number): number {
    return this.#libc.call('int getpgid(int)', pid);
  }
  setpgid(pid: number, group: number): void {
    this.#libc.call('int setpgid(int, int)', pid, group);
  }
  getsid(pid: number): number {
    return this.#libc.call('int getsid(int)', pid);
  }
  setsid(): void {
    this.#libc.call('int setsid()');
  }
  getpriority(which: number, who: number): number {
    if (which === PRIO_PROCESS && who >= 0) return attempt(() => getPriority(who));
    return this.#libc.callWithErrno('int getpriority(int, int)', which, who);
  }
  setpriority(which: number, who: number, priority: number): void {
    this.#libc.call('int setpriority(int, int, int)', which, who, priority);
  }
  nice(increment: number): number {
    const target = Math.max(-20, Math.min(19, attempt(() => getPriority(0)) + increment));
    if (increment !== 0) attempt(() => setPriority(0, target));
    return target;
  }
  times(): ProcessTimes {
    const { user, system } = process.cpuUsage();
    const tick = (microseconds: number): number =>
      Math.floor((microseconds / 1e6) * CLOCK_TICKS) / CLOCK_TICKS;
    const children = this.#childrenTimes();
    return {
      user: tick(user),
      system: tick(system),
      childrenUser: children[0],
      childrenSystem: children[1],
      elapsed: Math.floor(Number(process.hrtime.bigint() / 10000000n)) / CLOCK_TICKS,
    };
  }
  /** Fields 16 and 17 of /proc/self/stat, which come behind the command in parentheses. */
  #childrenTimes(): readonly [number, number] {
    try {
      const fields = readFileSync('/proc/self/stat', 'latin1')
        .replace(/^.*\) /s, '')
        .split(' ');
      return [Number(fields[13]) / CLOCK_TICKS, Number(fields[14]) / CLOCK_TICKS];
    } catch {
      return [0, 0];
    }
  }
  uname(): ReturnType<ProcessInfo['uname']> {
    return {
      sysname: type(),
      nodename: hostname(),
      release: release(),
      version: version(),
      machine: machine(),
    };
  }
  cpuCount(): number | undefined {
    return this.#online() ?? availableParallelism();
  }
  /** All processors that are on, also those that this process may not use. */
  #online(): number | undefined {
    try {
      return readFileSync('/proc/cpuinfo', 'latin1').match(/^processor\s*:/gm)?.length;
    } catch {
      return undefined;
    }
  }
  affinity(pid: number): number[] {
    const mask = new Uint8Array(128);
    this.#libc.call('int sched_getaffinity(int, size_t, void *)', pid, mask.length, mask);
    const processors: number[] = [];
    for (let i = 0; i < mask.length * 8; i++) if ((mask[i >> 3]! >> (i & 7)) & 1) processors.push(i);
    return processors;
  }
  loadavg(): readonly [number, number, number] {
    return loadavg() as [number, number, number];
  }
  sysconf(name: number): number {
    // Those that programs ask at start, without loading the C library for them.
    if (name === _SC_CLK_TCK) return CLOCK_TICKS;
    if (name === _SC_PAGESIZE && arch() === 'x64') return 4096;
    if (name === _SC_NPROCESSORS_ONLN) return this.cpuCount() ?? 1;
    return this.#libc.callWithErrno('int64_t sysconf(int)', name);
  }
}

const CLOCK_REALTIME = 0;
const CLOCK_MONOTONIC = 1;
const CLOCK_PROCESS_CPUTIME_ID = 2;
const CLOCK_THREAD_CPUTIME_ID = 3;
const CLOCK_MONOTONIC_RAW = 4;
const CLOCK_BOOTTIME = 7;
const CLOCK_TAI = 11;
const CLOCK_GETTIME = 'int clock_gettime(int, void *)';
const CLOCK_GETRES = 'int clock_getres(int, void *)';

const CLOCKS: readonly number[] = [
  CLOCK_REALTIME,
  CLOCK_MONOTONIC,
  CLOCK_PROCESS_CPUTIME_ID,
  CLOCK_THREAD_CPUTIME_ID,
  CLOCK_MONOTONIC_RAW,
  CLOCK_BOOTTIME,
  CLOCK_TAI,
];

const POSIX_NAMES = {
  time: 'CLOCK_REALTIME',
  monotonic: 'CLOCK_MONOTONIC',
  process_time: 'CLOCK_PROCESS_CPUTIME_ID',
  thread_time: 'CLOCK_THREAD_CPUTIME_ID',
} as const;

export class NodeClock implements Clock {
  readonly #libc: CLibrary;
  readonly #signals: Int32Array;
  /** From the start of the fine clock to the epoch, in nanoseconds. */
  #epoch: bigint | undefined = undefined;
  /** Seconds and nanoseconds, as C gives them. */
  #timespec: Uint8Array | undefined = undefined;

  /** `signals` is the memory in which node-signals.ts notes what has arrived: a signal ends a sleep. */
  constructor(libc: CLibrary, signals: Int32Array) {
    this.#libc = libc;
    this.#signals = signals;
  }

  time(): bigint {
    // Node's fine clock does not follow when the time of day is set; `Date.now()` does, but knows milliseconds only.
    // Their difference says whether the clock was set.
    const monotonic = process.hrtime.bigint();
    const coarse = Date.now();
    this.#epoch ??=
      BigInt(Math.round((performance.timeOrigin + performance.now()) * 1e3)) * 1000n - monotonic;
    const fine = this.#epoch + monotonic;
    return Math.abs(Number(fine) / 1e6 - coarse) < 2 ? fine : BigInt(coarse) * 1000000n;
  }
  monotonic(): bigint {
    return process.hrtime.bigint();
  }
  processTime(): bigint {
    const { user, system } = process.cpuUsage();
    return BigInt(user + system) * 1000n;
  }
  threadTime(): bigint {
    return this.#libc.isAvailable ? this.#read(CLOCK_GETTIME, CLOCK_THREAD_CPUTIME_ID) : this.processTime();
  }
  gettime(clock: number): bigint {
    switch (clock) {
      case CLOCK_REALTIME:
        return this.time();
      case CLOCK_MONOTONIC:
        return this.monotonic();
      case CLOCK_PROCESS_CPUTIME_ID:
        return this.processTime();
      default:
        return this.#read(CLOCK_GETTIME, clock);
    }
  }
  getres(clock: number): bigint {
    return CLOCKS.includes(clock) ? 1n : this.#read(CLOCK_GETRES, clock);
  }
  settime(clock: number, ns: bigint): void {
    const bytes = new Uint8Array(16);
    const view = new DataView(bytes.buffer);
    view.setBigInt64(0, ns / 1000000000n, true);
    view.setBigInt64(8, ns % 1000000000n, true);
    this.#libc.call('int clock_settime(int, void *)', clock, bytes);
  }
  #read(prototype: string, clock: number): bigint {
    if (clock < 0 && !this.#libc.isAvailable) throw errorOf(EINVAL);
    // Memory that C writes to takes longer to make than the call.
    this.#timespec ??= new Uint8Array(16);
    this.#libc.call(prototype, clock, this.#timespec);
    const view = new DataView(this.#timespec.buffer);
    return view.getBigInt64(0, true) * 1000000000n + view.getBigInt64(8, true);
  }
  info(name: keyof typeof POSIX_NAMES): ClockInfo {
    return {
      implementation: `clock_gettime(${POSIX_NAMES[name]})`,
      monotonic: name !== 'time',
      adjustable: name === 'time',
      resolution: 1e-9,
    };
  }
  sleep(seconds: number): void {
    const arrivals = Atomics.load(this.#signals, ARRIVALS);
    if (this.#signals[LOW] !== 0 || this.#signals[HIGH] !== 0) return;
    Atomics.wait(this.#signals, ARRIVALS, arrivals, seconds * 1000);
  }
}
