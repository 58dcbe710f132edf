/**
 * Signals on Node. JavaScript that runs without a pause gets no signal events, so a worker thread catches them: it sets
 * a bit in shared memory, which the interpreter looks at between instructions, and wakes a thread that sleeps. It also
 * sees when the process grows large, and has the interpreter look up once when the program has run for a while.
 *
 * The worker uses Node's internal `signal_wrap` (not by `process.binding`, on which newer versions of Node fail an assertion
 * in processes that begin with a snapshot), because `process.on('SIGINT')` is for the main thread only. Where that
 * does not exist (Deno, Bun) the main thread's events are what is left: they come when the program waits.
 */
import { readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { availableParallelism, setPriority } from 'node:os';
import type { Worker } from 'node:worker_threads';
import { HostError, type Signals, WATCHDOG } from './host.ts';
import { EINVAL, errorOf, hostError } from './node-errors.ts';
import type { CLibrary } from './node-libc.ts';
import { largeProcess, SEEN_LARGE } from './node-memory.ts';

/** Elements of the shared memory. */
const ARRIVED = 0;
/** Signals 1–32 and 33–64 as bits. */
export const LOW = 1;
export const HIGH = 2;
/** Counts the worker's answers. */
const ANSWERS = 3;
/** The error number of the last answer. */
const RESULT = 4;
/** Counts signals: who sleeps waits for it to change. */
export const ARRIVALS = 5;
/** With the one of node-memory.ts. */
const LENGTH = 7;

/** What `setTimeout` takes at most, in milliseconds. */
const LONGEST_DELAY = 2 ** 31 - 1;

/**
 * How often the worker looks how much memory the process has, in milliseconds. Where less than `LARGE_USUALLY` bytes are large,
 * the heap is full sooner, and it looks more often.
 */
const LOOK_INTERVAL = 50;
const LARGE_USUALLY = 500 * 2 ** 20;

/** When it has the interpreter look up, in milliseconds after its own start. */
const WHILE = 300;

/**
 * How little the worker matters to the system's scheduler where there is only one processor, as for `nice`. Its start takes
 * 80 ms, which would be taken from a program just begun.
 */
const NICENESS = 10;

/**
 * A timer of the C library that calls `sem_post` on our shared memory: as a semaphore it is a counter in the first element,
 * and who waits for it in the second, on processors with the lower half of a number first.
 */
const SEMAPHORE_ARCHITECTURES = new Set(['x64', 'arm64']);
const SIGEVENT_SIZE = 64;
const SIGEV_THREAD = 2;
const CLOCK_MONOTONIC = 1;

const SIG_DFL = 0;
const SIGALRM = 14;
const SIGKILL = 9;
const SIGSTOP = 19;
const NSIG = 65;
/** How long an answer of the worker may take, in milliseconds: its start takes about 25. */
const PATIENCE = 5000;

/**
 * What runs in the worker. Commands: `[signum, catch?]` for a signal, `['alarm', ms, interval]` for the real timer,
 * `['watchdog', ms, interval]` for another,
 * `['wake', fd]` for a descriptor to write to, `['notify', fd]` for another, which ends `poll`.
 */
const WORKER = `
const { parentPort, workerData: { cells, large } } = require('node:worker_threads');
const { Signal } = require('internal/test/binding').internalBinding('signal_wrap');
const { writeSync } = require('node:fs');
const watchers = new Map();
let wakeup = -1;
let notify = -1;
function arrive(signum) {
  Atomics.or(cells, signum <= 32 ? ${LOW} : ${HIGH}, 1 << ((signum - 1) & 31));
  Atomics.store(cells, ${ARRIVED}, 1);
  Atomics.add(cells, ${ARRIVALS}, 1);
  Atomics.notify(cells, ${ARRIVALS});
  if (wakeup >= 0) try { writeSync(wakeup, Uint8Array.of(signum)); } catch {}
  if (notify >= 0) try { writeSync(notify, Uint8Array.of(signum)); } catch {}
}
const timers = {};
function alarm(signum, delay, interval) {
  clearTimeout(timers[signum]);
  if (delay <= 0) return;
  timers[signum] = setTimeout(() => {
    if (delay > ${LONGEST_DELAY}) return alarm(signum, delay - ${LONGEST_DELAY}, interval);
    if (signum === ${WATCHDOG} || watchers.has(signum)) arrive(signum);
    else process.kill(process.pid, signum);
    alarm(signum, interval, interval);
  }, Math.min(delay, ${LONGEST_DELAY}));
}
setInterval(() => {
  if (process.memoryUsage.rss() < large) return;
  Atomics.store(cells, ${SEEN_LARGE}, 1);
  Atomics.store(cells, ${ARRIVED}, 1);
}, ${LOOK_INTERVAL} * Math.min(1, large / ${LARGE_USUALLY})).unref();
setTimeout(() => Atomics.store(cells, ${ARRIVED}, 1), ${WHILE}).unref();
parentPort.on('message', ([what, on, interval]) => {
  let result = 0;
  if (what === 'alarm') alarm(${SIGALRM}, on, interval);
  else if (what === 'watchdog') alarm(${WATCHDOG}, on, interval);
  else if (what === 'wake') wakeup = on;
  else if (what === 'notify') notify = on;
  else if (on && !watchers.has(what)) {
    const watcher = new Signal();
    watcher.unref();
    watcher.onsignal = arrive;
    result = watcher.start(what);
    if (result === 0) watchers.set(what, watcher);
  } else if (!on && watchers.has(what)) {
    watchers.get(what).close();
    watchers.delete(what);
  }
  Atomics.store(cells, ${RESULT}, result);
  Atomics.add(cells, ${ANSWERS}, 1);
  Atomics.notify(cells, ${ANSWERS});
});
`;

/** The system's numbers of the threads of this process, where it tells them (on Linux) and they are in each other's way. */
function threadIds(): string[] {
  if (availableParallelism() > 1) return [];
  try {
    return readdirSync('/proc/self/task');
  } catch {
    return [];
  }
}

function giveWay(id: string): void {
  try {
    setPriority(Number(id), NICENESS);
  } catch {
    // It has ended, or the system does not allow that.
  }
}

/** An interval timer as the program set it. */
interface Timer {
  /** When it fires next, in milliseconds of `performance.now()`; 0 when it is off. */
  due: number;
  interval: number;
}

export class NodeSignals implements Signals {
  readonly arrived = new Int32Array(new SharedArrayBuffer(LENGTH * 4));
  readonly #libc: CLibrary;
  #worker: Worker | undefined = undefined;
  /** How many commands have been sent. */
  #asked = 0;
  /** Signals that are caught to do nothing. */
  readonly #ignored = new Set<number>();
  readonly #caught = new Set<number>();
  readonly #real: Timer = { due: 0, interval: 0 };

  constructor(libc: CLibrary) {
    this.#libc = libc;
  }

  /** Are signals watched for? Then calls that wait must not wait without looking. */
  get isWatching(): boolean {
    return this.#worker !== undefined;
  }

  catch(signum: number, wait: boolean): void {
    this.#ignored.delete(signum);
    this.#watch(signum, wait);
  }

  ignore(signum: number): void {
    this.#watch(signum, true);
    this.#ignored.add(signum);
  }

  restore(signum: number): void {
    this.#ignored.delete(signum);
    if (this.#caught.delete(signum)) this.#ask([signum, false], true);
  }

  #watch(signum: number, wait: boolean): void {
    if (signum < 1 || signum >= NSIG || signum === SIGKILL || signum === SIGSTOP) throw errorOf(EINVAL);
    if (this.#caught.has(signum)) return;
    this.#ask([signum, true], wait);
    this.#caught.add(signum);
  }

  /** Sends the worker a command. */
  #ask(
    command: readonly [number | 'alarm' | 'watchdog' | 'wake' | 'notify', ...(number | boolean)[]],
    wait: boolean,
  ): void {
    if (this.#isForked) return;
    if (this.#worker === undefined) {
      // Loaded here: in a start-up snapshot the module would lack memory that it shares with its workers.
      const threads = createRequire(import.meta.url)(
        'node:worker_threads',
      ) as typeof import('node:worker_threads');
      const before = threadIds();
      this.#worker = new threads.Worker(WORKER, {
        eval: true,
        execArgv: ['--expose-internals', '--no-warnings'],
        workerData: { cells: this.arrived, large: largeProcess() },
      });
      this.#worker.unref();
      for (const id of threadIds()) if (!before.includes(id)) giveWay(id);
    }
    this.#worker.postMessage(command);
    this.#asked++;
    if (!wait) return;
    for (;;) {
      const answers = Atomics.load(this.arrived, ANSWERS);
      if (answers >= this.#asked) break;
      if (Atomics.wait(this.arrived, ANSWERS, answers, PATIENCE) === 'timed-out') return;
    }
    if (Atomics.load(this.arrived, RESULT) < 0) throw errorOf(EINVAL);
  }

  lookUpAfter(nanoseconds: number): boolean {
    if (process.platform !== 'linux' || !SEMAPHORE_ARCHITECTURES.has(process.arch)) return false;
    const libc = this.#libc;
    try {
      const event = new BigUint64Array(SIGEVENT_SIZE / 8);
      event[0] = libc.address(new Uint8Array(this.arrived.buffer));
      event[1] = BigInt(SIGEV_THREAD) << 32n;
      event[2] = BigInt(libc.callWide('uint64_t dlsym(uint64_t, void *)', 0, libc.path('sem_post')));
      if (event[2] === 0n) return false;
      const timer = new BigUint64Array(1);
      // The interval, which is none, and the delay; each in seconds and nanoseconds.
      const delay = new BigUint64Array([0n, 0n, 0n, BigInt(nanoseconds)]);
      const bytes = ({ buffer }: BigUint64Array): Uint8Array => new Uint8Array(buffer);
      libc.call('int timer_create(int, void *, void *)', CLOCK_MONOTONIC, bytes(event), bytes(timer));
      libc.call('int timer_settime(uint64_t, int, void *, void *)', timer[0]!, 0, bytes(delay), null);
      return true;
    } catch (thrown) {
      if (thrown instanceof HostError) return false;
      throw thrown;
    }
  }

  take(): number[] {
    const signals: number[] = [];
    Atomics.store(this.arrived, ARRIVED, 0);
    for (const [cell, first] of [
      [LOW, 1],
      [HIGH, 33],
    ] as const) {
      const bits = Atomics.exchange(this.arrived, cell, 0);
      for (let i = 0; bits !== 0 && i < 32; i++) {
        if ((bits >>> i) & 1 && !this.#ignored.has(first + i)) signals.push(first + i);
      }
    }
    return signals;
  }

  wake(fd: number): void {
    if (fd >= 0 || this.#worker !== undefined) this.#ask(['wake', fd], true);
  }

  /** Signals are written to this pipe from now on, if any are watched for. */
  notify(fd: number): void {
    if (this.#worker !== undefined && this.#notified !== fd) {
      this.#ask(['notify', fd], true);
      this.#notified = fd;
    }
  }
  #notified = -1;

  afterFork(): void {
    // The handlers write to a pipe of the parent's worker, and no worker can be started here.
    this.#isForked = true;
    this.#worker = undefined;
    this.arrived.fill(0);
    for (const signum of this.#caught)
      this.#libc.callWithoutCheck('uint64_t signal(int, uint64_t)', signum, SIG_DFL);
    this.#caught.clear();
  }
  #isForked = false;

  kill(pid: number, signum: number): void {
    if (pid === process.pid && this.#ignored.has(signum)) return;
    try {
      process.kill(pid, signum);
    } catch (thrown) {
      throw hostError(thrown);
    }
  }

  killpg(group: number, signum: number): void {
    this.#libc.call('int killpg(int, int)', group, signum);
  }

  setitimer(which: number, seconds: number, interval: number): readonly [number, number] {
    if (which !== 0) return this.#setVirtualTimer(which, seconds, interval);
    const old = this.getitimer(0);
    this.#real.due = seconds > 0 ? performance.now() + seconds * 1000 : 0;
    this.#real.interval = interval;
    this.#ask(['alarm', seconds * 1000, interval * 1000], true);
    return old;
  }

  watchdog(seconds: number, interval: number): void {
    this.#ask(['watchdog', seconds * 1000, interval * 1000], true);
  }

  getitimer(which: number): readonly [number, number] {
    if (which !== 0) return this.#virtualTimer(which);
    const { due, interval } = this.#real;
    if (due === 0) return [0, 0];
    const left = (due - performance.now()) / 1000;
    if (left > 0) return [left, interval];
    return interval > 0 ? [interval - (-left % interval), interval] : [0, 0];
  }

  /** Timers of processor time are the C library's: `struct itimerval` is four longs. */
  #setVirtualTimer(which: number, seconds: number, interval: number): readonly [number, number] {
    const value = new Uint8Array(32);
    const old = new Uint8Array(32);
    const view = new DataView(value.buffer);
    [interval, seconds].forEach((time, i) => {
      const whole = Math.floor(time);
      view.setBigInt64(i * 16, BigInt(whole), true);
      view.setBigInt64(i * 16 + 8, BigInt(Math.round((time - whole) * 1e6)), true);
    });
    this.#libc.call('int setitimer(int, void *, void *)', which, value, old);
    return timerOf(old);
  }

  #virtualTimer(which: number): readonly [number, number] {
    const value = new Uint8Array(32);
    this.#libc.call('int getitimer(int, void *)', which, value);
    return timerOf(value);
  }
}

/** Delay and interval of a `struct itimerval`, in seconds. */
function timerOf(bytes: Uint8Array): readonly [number, number] {
  const view = new DataView(bytes.buffer);
  const time = (at: number): number =>
    Number(view.getBigInt64(at, true)) + Number(view.getBigInt64(at + 8, true)) / 1e6;
  return [time(16), time(0)];
}
