/**
 * Waiting for descriptors: `poll(2)`, which a signal ends too.
 *
 * The worker that catches signals (node-signals.ts) writes to a pipe, which every call watches beside what it was asked
 * for: a signal that arrives before the call begins is not missed. Without the C library descriptors count as ready,
 * so that whoever waits goes on and waits in the call itself.
 */
import type { PollRequest } from './host.ts';
import { HostError } from './host.ts';
import type { CLibrary } from './node-libc.ts';
import { ARRIVALS, HIGH, LOW, type NodeSignals } from './node-signals.ts';

const EINTR = 4;
const POLLIN = 1;
const O_NONBLOCK = 0o4000;
const O_CLOEXEC = 0o2000000;
/** `struct pollfd`: descriptor, events, what was found. */
const POLLFD = 8;
/** The longest time that a call takes. */
const LONGEST = 0x7fffffff;

export class NodePoll {
  readonly #libc: CLibrary;
  readonly #signals: NodeSignals;
  /** The pipe that signals are written to; absent until somebody watches for signals. */
  #pipe: readonly [number, number] | undefined = undefined;
  readonly #drain = new Uint8Array(64);

  constructor(libc: CLibrary, signals: NodeSignals) {
    this.#libc = libc;
    this.#signals = signals;
  }

  poll(requests: readonly PollRequest[], milliseconds: number): number {
    const { arrived } = this.#signals;
    if (requests.length === 0 && milliseconds > 0) {
      const seen = Atomics.load(arrived, ARRIVALS);
      if (arrived[LOW] === 0 && arrived[HIGH] === 0) Atomics.wait(arrived, ARRIVALS, seen, milliseconds);
      return 0;
    }
    if (!this.#libc.isAvailable) {
      for (const request of requests) request.revents = request.events;
      return requests.length;
    }
    const bell = milliseconds > 0 ? this.#bell() : -1;
    const bytes = new Uint8Array((requests.length + 1) * POLLFD);
    const view = new DataView(bytes.buffer);
    requests.forEach((request, i) => {
      view.setInt32(i * POLLFD, request.fd, true);
      view.setUint16(i * POLLFD + 4, request.events, true);
    });
    view.setInt32(requests.length * POLLFD, bell, true);
    view.setUint16(requests.length * POLLFD + 4, POLLIN, true);
    const waits = milliseconds > 0 && arrived[LOW] === 0 && arrived[HIGH] === 0;
    const timeout = !waits
      ? 0
      : milliseconds === Number.POSITIVE_INFINITY
        ? -1
        : Math.min(Math.ceil(milliseconds), LONGEST);
    try {
      this.#libc.call('int poll(void *, unsigned long, int)', bytes, requests.length + 1, timeout);
    } catch (thrown) {
      if (!(thrown instanceof HostError) || thrown.errno !== EINTR) throw thrown;
      return 0;
    }
    let ready = 0;
    requests.forEach((request, i) => {
      request.revents = view.getUint16(i * POLLFD + 6, true);
      if (request.revents !== 0) ready++;
    });
    if (view.getUint16(requests.length * POLLFD + 6, true) !== 0) {
      this.#libc.callWithoutCheck('int64_t read(int, void *, size_t)', bell, this.#drain, this.#drain.length);
    }
    return ready;
  }

  /** The end of the pipe to watch; −1 when no signals are watched for. */
  #bell(): number {
    if (!this.#signals.isWatching) return -1;
    if (this.#pipe === undefined) {
      const ends = new Int32Array(2);
      this.#libc.call('int pipe2(void *, int)', new Uint8Array(ends.buffer), O_CLOEXEC | O_NONBLOCK);
      this.#pipe = [ends[0]!, ends[1]!];
    }
    this.#signals.notify(this.#pipe[1]);
    return this.#pipe[0];
  }
}
