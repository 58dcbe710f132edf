/**
 * Signals that are blocked, and waiting for them. The host catches those that are blocked, so that nothing happens by
 * them; they are kept here until they are let through or taken. CPython: the second half of Modules/signalmodule.c.
 */
import type { PyObject } from '../objects/object.ts';
import { PySet } from '../objects/set.ts';
import { None } from '../objects/singletons.ts';
import { asCInt } from '../runtime/converters.ts';
import { fn, type ModuleEntry } from '../runtime/define.ts';
import { osError, valueError } from '../runtime/errors.ts';
import { iterToArray } from '../runtime/iter.ts';
import { onHost } from '../runtime/os-error.ts';
import { block } from '../runtime/scheduler.ts';
import { setAdd } from '../runtime/set.ts';
import { current, type Interpreter } from '../runtime/state.ts';
import { timeoutSeconds } from '../runtime/timeout.ts';
import { typeName } from '../runtime/type-of.ts';

const EINVAL = 22;
const NSIG = 65;
const SIG_BLOCK = 0;
const SIG_UNBLOCK = 1;
const SIG_SETMASK = 2;
const SIG_IGN = 1;
/** What no process can keep from having its effect: SIGKILL, SIGSTOP, and faults. */
const UNBLOCKABLE = new Set([9, 19, 4, 7, 8, 11]);

const interpreter = () => current.thread.interp;

function signalSet(value: PyObject): Set<number> {
  const signals = new Set<number>();
  for (const item of iterToArray(value)) {
    const signum = asCInt(item);
    if (signum < 1 || signum >= NSIG)
      throw valueError(`signal number ${signum} out of range [1; ${NSIG - 1}]`);
    signals.add(signum);
  }
  return signals;
}

function pySet(signals: Iterable<number>): PySet {
  const set = new PySet();
  for (const signum of Array.from(signals).sort((a, b) => a - b)) setAdd(set, signum);
  return set;
}

/** Does Python code, or something of ours, say what the signal does? */
function isCaught(interp: Interpreter, signum: number): boolean {
  return typeof interp.signalHandlers.get(signum) === 'object' || interp.signalWatchers.has(signum);
}

function blockSignal(interp: Interpreter, signum: number): void {
  if (interp.blockedSignals.has(signum) || UNBLOCKABLE.has(signum)) return;
  interp.blockedSignals.add(signum);
  onHost(() => interp.host.signals.catch(signum, true));
}

/** Lets a signal through: one that has waited has its effect now. */
function unblockSignal(interp: Interpreter, signum: number): void {
  if (!interp.blockedSignals.delete(signum)) return;
  const waited = interp.waitingSignals.delete(signum);
  if (isCaught(interp, signum)) {
    if (waited) interp.simulateSignal(signum);
    return;
  }
  const isIgnored = interp.signalHandlers.get(signum) === SIG_IGN;
  onHost(() => {
    if (isIgnored) interp.host.signals.ignore(signum);
    else interp.host.signals.restore(signum);
    if (waited && !isIgnored) interp.host.signals.kill(interp.host.pid, signum);
  });
}

function changeMask(how: number, mask: PyObject): PyObject {
  const interp = interpreter();
  const signals = signalSet(mask);
  const old = pySet(interp.blockedSignals);
  if (how !== SIG_BLOCK && how !== SIG_UNBLOCK && how !== SIG_SETMASK)
    throw osError(EINVAL, 'Invalid argument');
  interp.collectSignals();
  if (how === SIG_SETMASK) {
    for (const signum of Array.from(interp.blockedSignals))
      if (!signals.has(signum)) unblockSignal(interp, signum);
  }
  for (const signum of signals) (how === SIG_UNBLOCK ? unblockSignal : blockSignal)(interp, signum);
  interp.handleSignals();
  return old;
}

/** Waits until one of the signals is there, which is taken; absent when the time is over. */
function takeSignal(name: string, set: PyObject, seconds: number): number | undefined {
  const interp = interpreter();
  const signals = signalSet(set);
  // One that nobody has blocked is taken here all the same.
  const added = Array.from(signals).filter((signum) => !interp.blockedSignals.has(signum));
  for (const signum of added) blockSignal(interp, signum);
  try {
    return block(name, seconds, () => {
      interp.collectSignals();
      for (const signum of signals) if (interp.waitingSignals.delete(signum)) return signum;
      return undefined;
    });
  } finally {
    for (const signum of added) unblockSignal(interp, signum);
  }
}

/** The entries of the module, given how it makes a `struct_siginfo`. */
export function maskEntries(newSiginfo: (signum: number) => PyObject): readonly ModuleEntry[] {
  return [
    fn(
      'pthread_sigmask($module, how: int, mask: object, /)',
      'Change which signals are blocked, and return which were.',
      (_, how, mask) => changeMask(how, mask),
    ),
    fn('sigpending($module, /)', 'Return the signals that wait because they are blocked.', () => {
      interpreter().collectSignals();
      return pySet(interpreter().waitingSignals);
    }),
    fn(
      'sigwait($module, sigset: object, /) -> int',
      'Wait for one of the signals, and return its number.',
      (_, set) => takeSignal('sigwait', set, Number.POSITIVE_INFINITY)!,
    ),
    fn(
      'sigwaitinfo($module, sigset: object, /)',
      'Wait for one of the signals, and return what is known of it.',
      (_, set) => newSiginfo(takeSignal('sigwaitinfo', set, Number.POSITIVE_INFINITY)!),
    ),
    fn(
      'sigtimedwait($module, sigset: object, timeout: object, /)',
      'The same, but return None when the time is over.',
      (_, set, timeout) => {
        const complaint = `'${typeName(timeout)}' object cannot be interpreted as an integer or float`;
        const seconds = timeoutSeconds(timeout, complaint);
        if (seconds < 0) throw valueError('timeout must be non-negative');
        const signum = takeSignal('sigtimedwait', set, seconds);
        return signum === undefined ? None : newSiginfo(signum);
      },
    ),
  ];
}
