/**
 * _signal: signals. The host catches them and sets a flag that the interpreter looks at between instructions; what
 * programs have asked for runs there, in the main thread. CPython: Modules/signalmodule.c.
 */

import { HostError } from '../host/host.ts';
import { exceptionTypes, PyOSError } from '../objects/exception.ts';
import { PyFloat } from '../objects/float.ts';
import type { PyModule } from '../objects/module.ts';
import {
  type PyObject,
  PyType,
  TPFLAGS_BASE_EXC_SUBCLASS,
  TPFLAGS_BASETYPE,
  TPFLAGS_HAVE_GC,
} from '../objects/object.ts';
import { PySet } from '../objects/set.ts';
import { None } from '../objects/singletons.ts';
import { PyTuple } from '../objects/tuple.ts';
import { checkPositional } from '../runtime/arguments.ts';
import { call } from '../runtime/call.ts';
import { asCInt } from '../runtime/converters.ts';
import { constant, defineModule, fn, rawFn, type TypeDefinition } from '../runtime/define.ts';
import { dictGetStr } from '../runtime/dict.ts';
import { newException, osError, typeError, valueError } from '../runtime/errors.ts';
import { fileDescriptor } from '../runtime/file-descriptor.ts';
import { frameObject } from '../runtime/frames.ts';
import { onHost } from '../runtime/os-error.ts';
import { setAdd } from '../runtime/set.ts';
import { current, type Interpreter, type Thread } from '../runtime/state.ts';
import { defineStructSequence, newStructSequence } from '../runtime/structseq.ts';
import { timeoutSeconds } from '../runtime/timeout.ts';
import { tellOfFatalSignal } from '../runtime/traceback-dump.ts';
import { typeName, typeOf } from '../runtime/type-of.ts';
import { maskEntries } from './signal-masks.ts';

const SIGINT = 2;
const SIGPIPE = 13;
const SIGXFSZ = 25;
const NSIG = 65;
const SIG_DFL = 0;
const SIG_IGN = 1;

/** Names and numbers on Linux, with the C library's descriptions. */
const SIGNALS: readonly (readonly [name: string, number: number, text: string])[] = [
  ['SIGHUP', 1, 'Hangup'],
  ['SIGINT', 2, 'Interrupt'],
  ['SIGQUIT', 3, 'Quit'],
  ['SIGILL', 4, 'Illegal instruction'],
  ['SIGTRAP', 5, 'Trace/breakpoint trap'],
  ['SIGIOT', 6, 'Aborted'],
  ['SIGABRT', 6, 'Aborted'],
  ['SIGFPE', 8, 'Floating point exception'],
  ['SIGKILL', 9, 'Killed'],
  ['SIGBUS', 7, 'Bus error'],
  ['SIGSEGV', 11, 'Segmentation fault'],
  ['SIGSYS', 31, 'Bad system call'],
  ['SIGPIPE', 13, 'Broken pipe'],
  ['SIGALRM', 14, 'Alarm clock'],
  ['SIGTERM', 15, 'Terminated'],
  ['SIGUSR1', 10, 'User defined signal 1'],
  ['SIGUSR2', 12, 'User defined signal 2'],
  ['SIGCLD', 17, 'Child exited'],
  ['SIGCHLD', 17, 'Child exited'],
  ['SIGPWR', 30, 'Power failure'],
  ['SIGIO', 29, 'I/O possible'],
  ['SIGURG', 23, 'Urgent I/O condition'],
  ['SIGWINCH', 28, 'Window changed'],
  ['SIGPOLL', 29, 'I/O possible'],
  ['SIGSTOP', 19, 'Stopped (signal)'],
  ['SIGTSTP', 20, 'Stopped'],
  ['SIGCONT', 18, 'Continued'],
  ['SIGTTIN', 21, 'Stopped (tty input)'],
  ['SIGTTOU', 22, 'Stopped (tty output)'],
  ['SIGVTALRM', 26, 'Virtual timer expired'],
  ['SIGPROF', 27, 'Profiling timer expired'],
  ['SIGXCPU', 24, 'CPU time limit exceeded'],
  ['SIGXFSZ', 25, 'File size limit exceeded'],
  ['SIGRTMIN', 34, 'Real-time signal 0'],
  ['SIGRTMAX', 64, 'Real-time signal 30'],
  ['SIGSTKFLT', 16, 'Stack fault'],
];

const FLAGS = TPFLAGS_BASETYPE | TPFLAGS_BASE_EXC_SUBCLASS | TPFLAGS_HAVE_GC;
const ItimerErrorType = new PyType('signal.ItimerError', PyOSError, PyOSError.type, FLAGS);
const EINVAL = 22;
const KeyboardInterruptType = exceptionTypes.get('KeyboardInterrupt')!;

const structSiginfo = defineStructSequence({
  name: 'signal.struct_siginfo',
  doc: 'What sigwaitinfo and sigtimedwait tell of a signal:\n(si_signo, si_code, si_errno, si_pid, si_uid, si_status, si_band).',
  fields: [
    ['si_signo', 'signal number'],
    ['si_code', 'signal code'],
    ['si_errno', 'errno associated with this signal'],
    ['si_pid', 'sending process ID'],
    ['si_uid', 'real user ID of sending process'],
    ['si_status', 'exit value or signal'],
    ['si_band', 'band event for SIGPOLL'],
  ],
  sequenceLength: 7,
});

// ── Handling ─────────────────────────────────────────────────────────────────────────────────────────────────────────

/** How long a program runs before a worker that watches for Ctrl-C pays, in nanoseconds. */
const ARMING_TIME = 100000000n;
/** How long after that a program counts as one that goes on, in nanoseconds: the worker has the clock looked at then. */
const LASTING_TIME = 250000000n;
/** After how many polls the clock is looked at; of the first ones after 1, 2, 4, ..., for each may be long after the last. */
const ARMING_POLLS = 256;

/**
 * Gives an interpreter its handling of signals. SIGINT becomes KeyboardInterrupt when `catchInterrupts` is set: the
 * watching begins when the program has run for a moment or first waits, so that short ones do not pay for it.
 */
export function initSignals(interp: Interpreter, catchInterrupts: boolean): void {
  const thread = interp.mainThread;
  const { host, signalHandlers } = interp;
  const simulated = new Set<number>();
  const start = host.clock.monotonic();
  let arming = catchInterrupts;
  let polls = 0;
  /** The host has the clock looked at when it is time. */
  let isAsked = false;
  let underWay: bigint | undefined;

  const go = (): void => {
    if (underWay !== undefined) return;
    interp.whenUnderWay?.();
    underWay = host.clock.monotonic();
  };
  const watch = (): void => {
    arming = false;
    go();
    // Somebody may have asked for something else meanwhile.
    if (typeof (signalHandlers.get(SIGINT) ?? host) !== 'object') return;
    try {
      host.signals.catch(SIGINT, false);
    } catch (thrown) {
      // Nobody has asked for it: where it is not to be had (Node starts no worker in a folder that is gone) it is missing.
      if (!(thrown instanceof HostError)) throw thrown;
    }
  };

  const run = (signum: number): void => {
    const watcher = interp.signalWatchers.get(signum);
    if (watcher !== undefined && !watcher()) return;
    const handler = signalHandlers.get(signum);
    if (typeof handler === 'object') {
      const frame = thread.frame === undefined ? None : frameObject(thread.frame);
      call(handler, [signum, frame]);
    } else if (handler === undefined && signum === SIGINT) throw newException(KeyboardInterruptType);
  };

  interp.collectSignals = () => {
    for (const signum of host.signals.take()) simulated.add(signum);
    for (const signum of interp.blockedSignals)
      if (simulated.delete(signum)) interp.waitingSignals.add(signum);
  };
  interp.handleSignals = () => {
    // Handlers run in the main thread, whose next poll comes.
    if (current.thread !== thread) return;
    interp.collectSignals();
    const arrived = new Set(simulated);
    if (interp.whenLasting !== undefined && underWay !== undefined) {
      if (host.clock.monotonic() - underWay > LASTING_TIME) {
        interp.whenLasting();
        interp.whenLasting = undefined;
      }
    }
    if (arming && isAsked) {
      if (host.clock.monotonic() - start > ARMING_TIME) watch();
    } else if (arming && !thread.compiles) {
      // Compiled code is not to be kept from running, and whoever compiles it says so.
      polls++;
      const looks = polls % ARMING_POLLS === 0 || (polls & (polls - 1)) === 0;
      if (looks && host.clock.monotonic() - start > ARMING_TIME) watch();
      else thread.evalBreaker = true;
    }
    simulated.clear();
    for (const signum of Array.from(arrived).sort((a, b) => a - b)) {
      arrived.delete(signum);
      try {
        run(signum);
      } catch (thrown) {
        // The others wait for the next poll.
        for (const later of arrived) simulated.add(later);
        if (simulated.size > 0) thread.evalBreaker = true;
        throw thrown;
      }
    }
  };
  interp.simulateSignal = (signum) => {
    simulated.add(signum);
    thread.evalBreaker = true;
    if (interp.wakeupFd >= 0) host.fs.write(interp.wakeupFd, Uint8Array.of(signum));
  };
  interp.catchesInterrupts = catchInterrupts;
  interp.watchSignals = () => {
    if (arming) watch();
  };
  interp.whenCompiling = () => {
    if (!arming || isAsked) return;
    go();
    const left = ARMING_TIME - (host.clock.monotonic() - start);
    isAsked = left > 0n && host.signals.lookUpAfter(Number(left));
    if (!isAsked) watch();
  };
  if (catchInterrupts) thread.evalBreaker = true;
}

/** Ends a program on which SIGINT had its way: by the signal, as a shell expects. */
export function dieOfInterrupt(interp: Interpreter): void {
  interp.host.signals.restore(SIGINT);
  interp.host.signals.kill(interp.host.pid, SIGINT);
}

function checkSignal(signum: number): void {
  if (signum < 1 || signum >= NSIG) throw valueError('signal number out of range');
}

/** What the signal does: a callable, SIG_DFL, SIG_IGN, or None where it is not Python's to say. */
function disposition(signum: number): PyObject {
  const { interp } = current.thread;
  const handler = interp.signalHandlers.get(signum);
  if (handler !== undefined) return handler;
  if (signum === SIGPIPE || signum === SIGXFSZ) return SIG_IGN;
  return signum === 32 || signum === 33 ? None : SIG_DFL;
}

/** `signal.signal(signum, handler)`; returns what was set before. */
function setHandler(signum: number, handler: PyObject): PyObject {
  const { interp } = current.thread;
  if (current.thread !== interp.mainThread) {
    throw valueError('signal only works in main thread of the main interpreter');
  }
  checkSignal(signum);
  const isIgnore = handler === SIG_IGN;
  const isDefault = handler === SIG_DFL;
  if (!isIgnore && !isDefault && typeOf(handler).tp_call === undefined) {
    throw typeError('signal handler must be signal.SIG_IGN, signal.SIG_DFL, or a callable object');
  }
  interp.handleSignals();
  const old = disposition(signum);
  const { signals } = interp.host;
  onHost(() => {
    if (isIgnore && !interp.blockedSignals.has(signum)) signals.ignore(signum);
    else if (isDefault && !interp.blockedSignals.has(signum)) signals.restore(signum);
    else signals.catch(signum, true);
  });
  interp.signalHandlers.set(signum, handler);
  interp.signalWatchers.delete(signum);
  return old;
}

/** Sends a signal to this process, and handles it if it is caught here. */
function raiseSignal(signum: number): void {
  const { interp } = current.thread;
  const handler = disposition(signum);
  const isHeld = interp.blockedSignals.has(signum) || interp.signalWatchers.has(signum);
  if (isHeld || (typeof handler === 'object' && handler !== None)) interp.simulateSignal(signum);
  else if (handler !== SIG_IGN) {
    tellOfFatalSignal(interp, signum);
    onHost(() => interp.host.signals.kill(interp.host.pid, signum));
  }
  interp.handleSignals();
}

/** Waits until a signal has been handled. */
function pause(): void {
  const { interp } = current.thread;
  interp.watchSignals();
  interp.host.clock.sleep(2 ** 31 / 1000);
  interp.handleSignals();
}

function timerArgument(value: PyObject): number {
  const complaint = `'${typeName(value)}' object cannot be interpreted as an integer or float`;
  const seconds = timeoutSeconds(value, complaint);
  if (seconds < 0) throw timerError(EINVAL, 'Invalid argument');
  return seconds;
}

function timerError(errno: number, strerror: string): PyOSError {
  const error = newException(ItimerErrorType, errno, strerror) as PyOSError;
  error.errno = errno;
  error.strerror = strerror;
  return error;
}

function timerResult([seconds, interval]: readonly [number, number]): PyTuple {
  return new PyTuple([new PyFloat(seconds), new PyFloat(interval)]);
}

function onTimer<T>(action: () => T): T {
  try {
    return action();
  } catch (thrown) {
    if (!(thrown instanceof HostError)) throw thrown;
    throw timerError(thrown.errno, thrown.strerror);
  }
}

function validSignals(): PySet {
  const signals = new PySet();
  for (let signum = 1; signum < NSIG; signum++) if (signum !== 32 && signum !== 33) setAdd(signals, signum);
  return signals;
}

function describe(signum: number): PyObject {
  checkSignal(signum);
  const known = SIGNALS.find(([, number]) => number === signum);
  if (known !== undefined) return known[2];
  return signum >= 34 ? `Real-time signal ${signum - 34}` : None;
}

/** The descriptor that is written to when a signal arrives. */
function setWakeupFd(fd: PyObject): number {
  const { interp } = current.thread;
  if (current.thread !== interp.mainThread) {
    throw valueError('set_wakeup_fd only works in main thread of the main interpreter');
  }
  const number = typeof fd === 'number' && fd === -1 ? -1 : asCInt(fd);
  if (number !== -1) {
    fileDescriptor(number);
    onHost(() => interp.host.fs.fstat(number));
    if (onHost(() => interp.host.fs.getBlocking(number))) {
      throw valueError(`the fd ${number} must be in non-blocking mode`);
    }
  }
  const old = interp.wakeupFd;
  interp.wakeupFd = number;
  interp.host.signals.wake(number);
  return old;
}

export const _signal = defineModule(
  '_signal',
  'This module provides mechanisms to use signal handlers in Python.\n\nsignal() sets what happens when a signal arrives, getsignal() tells it; alarm() and\nsetitimer() send SIGALRM and its like after a time, pause() waits for a signal.\ndefault_int_handler is the handler of SIGINT: it raises KeyboardInterrupt.',
  [
    fn(
      'default_int_handler($module, signalnum: int, frame: object, /)',
      'The default handler for SIGINT installed by Python: it raises KeyboardInterrupt.',
      () => {
        throw newException(KeyboardInterruptType);
      },
    ),
    fn(
      'signal($module, signalnum: int, handler: object, /)',
      'Set what happens when a signal arrives: SIG_DFL, SIG_IGN or a function of the number\nand the interrupted frame. Return what was set before.',
      (_, signum, handler) => setHandler(signum, handler),
    ),
    fn(
      'getsignal($module, signalnum: int, /)',
      'Return what happens when a signal arrives: SIG_DFL, SIG_IGN, a function, or None where it is not known.',
      (_, signum) => {
        checkSignal(signum);
        return disposition(signum);
      },
    ),
    fn('raise_signal($module, signalnum: int, /) -> None', 'Send a signal to this process.', (_, signum) =>
      raiseSignal(signum),
    ),
    fn('strsignal($module, signalnum: int, /)', 'Return what the system calls a signal.', (_, signum) =>
      describe(signum),
    ),
    fn('valid_signals($module, /)', 'Return the set of all signals.', validSignals),
    fn('pause($module, /) -> None', 'Wait until a signal arrives.', pause),
    fn(
      'alarm($module, seconds: int, /) -> int',
      'Have SIGALRM sent after a number of seconds; return how many were left before.',
      (_, seconds) => Math.ceil(onHost(() => current.thread.interp.host.signals.setitimer(0, seconds, 0))[0]),
    ),
    fn(
      'setitimer($module, which: int, seconds: object, interval: object = 0.0, /)',
      'Set an interval timer and return what was set before.',
      (_, which, seconds, interval) => {
        const [delay, every] = [timerArgument(seconds), timerArgument(interval)];
        return timerResult(onTimer(() => current.thread.interp.host.signals.setitimer(which, delay, every)));
      },
    ),
    fn(
      'getitimer($module, which: int, /)',
      'Return the time and the interval of an interval timer.',
      (_, which) => timerResult(onTimer(() => current.thread.interp.host.signals.getitimer(which))),
    ),
    fn(
      'siginterrupt($module, signalnum: int, flag: int, /) -> None',
      'Say whether a signal interrupts calls of the system; here they are always begun again.',
      (_, signum) => checkSignal(signum),
    ),
    fn(
      'pthread_kill($module, thread_id: long, signalnum: int, /) -> None',
      'Send a signal to a thread.',
      (_, thread, signum) => {
        const { mainThread, scheduler } = current.thread.interp;
        const runs = ({ ident }: Thread) => ident === thread;
        if (!runs(mainThread) && !scheduler.tasks.some((task) => runs(task.thread))) {
          throw osError(3, 'No such process');
        }
        // Signals come to the process: it has one thread.
        if (signum !== 0) raiseSignal(signum);
      },
    ),
    rawFn(
      'set_wakeup_fd',
      '($module, fd, /, *, warn_on_full_buffer=True)',
      'Set a descriptor to which the number of each signal is written; return the former one, or -1.',
      (_, args, kwnames) => {
        checkPositional('set_wakeup_fd', args.length - (kwnames?.length ?? 0), 1, 1);
        return setWakeupFd(args[0]!);
      },
    ),
    ...maskEntries((signum) =>
      newStructSequence(structSiginfo, 7, [signum, 0, 0, current.thread.interp.host.pid, 0, 0, 0]),
    ),
    ...SIGNALS.map(([name, number]) => constant(name, number)),
    constant('NSIG', NSIG),
    constant('SIG_DFL', SIG_DFL),
    constant('SIG_IGN', SIG_IGN),
    constant('SIG_BLOCK', 0),
    constant('SIG_UNBLOCK', 1),
    constant('SIG_SETMASK', 2),
    constant('ITIMER_REAL', 0),
    constant('ITIMER_VIRTUAL', 1),
    constant('ITIMER_PROF', 2),
    constant('ItimerError', ItimerErrorType),
    constant('struct_siginfo', structSiginfo.type),
  ],
  (module) => {
    const { signalHandlers, catchesInterrupts } = current.thread.interp;
    if (!catchesInterrupts || signalHandlers.has(SIGINT)) return;
    signalHandlers.set(SIGINT, dictGetStr((module as PyModule).dict!, 'default_int_handler')!);
  },
);

export const SIGNAL_TYPES: readonly TypeDefinition[] = [structSiginfo, { type: ItimerErrorType }];
