/**
 * faulthandler: tracebacks of all threads on a signal, after a time, or when the process ends by a signal that it sends
 * itself. A crash of the host itself cannot be told of. CPython: Modules/faulthandler.c.
 */
import { WATCHDOG } from '../host/host.ts';
import { attrName } from '../objects/attribute-name.ts';
import type { PyObject } from '../objects/object.ts';
import { None } from '../objects/singletons.ts';
import { getAttr } from '../runtime/attributes.ts';
import { call0 } from '../runtime/call.ts';
import { intValue } from '../runtime/convert.ts';
import { defineModule, fn } from '../runtime/define.ts';
import { dictGetStr } from '../runtime/dict.ts';
import { runtimeError, valueError } from '../runtime/errors.ts';
import { onHost } from '../runtime/os-error.ts';
import { current } from '../runtime/state.ts';
import { timeoutSeconds } from '../runtime/timeout.ts';
import { dumpTraceback, FATAL_SIGNALS, faultHandling, tellOfFatalSignal } from '../runtime/traceback-dump.ts';
import { typeName } from '../runtime/type-of.ts';

const SIGABRT = 6;
const SIGFPE = 8;
const SIGSEGV = 11;
const NSIG = 65;

const fileno = attrName('fileno');
const flush = attrName('flush');

const interpreter = () => current.thread.interp;

/** The descriptor of a file, which is flushed; None stands for `sys.stderr`. */
function descriptorOf(file: PyObject | undefined): number {
  let stream = file;
  if (stream === undefined || stream === None) {
    stream = dictGetStr(interpreter().sysdict, 'stderr');
    if (stream === undefined) throw runtimeError('unable to get sys.stderr');
    if (stream === None) throw runtimeError('sys.stderr is None');
  } else {
    const given = intValue(stream);
    if (given !== undefined) {
      if (given < 0) throw valueError('file is not a valid file descriptor');
      return Number(given);
    }
  }
  const fd = intValue(call0(getAttr(stream, fileno)));
  if (fd === undefined) throw runtimeError('file.fileno() is not a valid file descriptor');
  if (fd < 0) throw runtimeError('file.fileno() is not a valid file descriptor');
  call0(getAttr(stream, flush));
  return Number(fd);
}

/** `0:00:01.500000` */
function durationText(seconds: number): string {
  const microseconds = Math.round(seconds * 1e6);
  const two = (n: number): string => String(n).padStart(2, '0');
  const whole = Math.floor(microseconds / 1e6);
  const rest = microseconds % 1e6;
  const clock = `${Math.floor(whole / 3600)}:${two(Math.floor(whole / 60) % 60)}:${two(whole % 60)}`;
  return rest === 0 ? clock : `${clock}.${String(rest).padStart(6, '0')}`;
}

function dumpLater(seconds: number, repeat: boolean, fd: number, exit: boolean): void {
  const interp = interpreter();
  const title = `Timeout (${durationText(seconds)})!\n`;
  interp.signalWatchers.set(WATCHDOG, () => {
    dumpTraceback(interp, fd, true, title, false);
    if (exit) interp.host.exit(1);
    return false;
  });
  onHost(() => interp.host.signals.watchdog(seconds, repeat ? seconds : 0));
}

function cancelLater(): void {
  const interp = interpreter();
  if (interp.signalWatchers.delete(WATCHDOG)) interp.host.signals.watchdog(0, 0);
}

function checkSignal(signum: number): void {
  if (FATAL_SIGNALS.has(signum))
    throw runtimeError(`signal ${signum} cannot be registered, use enable() instead`);
  if (signum < 1 || signum >= NSIG) throw valueError('signal number out of range');
}

function register(signum: number, fd: number, allThreads: boolean, chain: boolean): void {
  const interp = interpreter();
  onHost(() => interp.host.signals.catch(signum, true));
  interp.signalWatchers.set(signum, () => {
    dumpTraceback(interp, fd, allThreads);
    return chain;
  });
}

/** Is it registered? Then it does again what the program has asked for otherwise. */
function unregister(signum: number): boolean {
  const interp = interpreter();
  if (!interp.signalWatchers.delete(signum)) return false;
  if (typeof interp.signalHandlers.get(signum) !== 'object')
    onHost(() => interp.host.signals.restore(signum));
  return true;
}

/** Ends the process by a signal, as a fault would. */
function fail(signum: number): void {
  const interp = interpreter();
  tellOfFatalSignal(interp, signum);
  interp.host.signals.restore(signum);
  interp.host.signals.kill(interp.host.pid, signum);
}

export const faulthandler = defineModule('faulthandler', 'Tracebacks when something goes wrong.', [
  fn(
    'enable($module, /, file: object = <null>, all_threads: bool = True, c_stack: bool = True) -> None',
    'Have tracebacks shown when the process ends by a signal.',
    (_, file, allThreads, _cStack) => {
      const fd = descriptorOf(file);
      Object.assign(faultHandling(interpreter()), { isEnabled: true, fd, allThreads });
    },
  ),
  fn('disable($module, /) -> bool', 'Have no tracebacks shown. Were they?', () => {
    const handling = faultHandling(interpreter());
    const { isEnabled } = handling;
    handling.isEnabled = false;
    return isEnabled;
  }),
  fn('is_enabled($module, /) -> bool', 'Are tracebacks shown?', () => faultHandling(interpreter()).isEnabled),
  fn(
    'dump_traceback($module, /, file: object = <null>, all_threads: bool = True) -> None',
    'Show where this thread is, or all are.',
    (_, file, allThreads) => {
      const fd = descriptorOf(file);
      onHost(() => dumpTraceback(interpreter(), fd, allThreads));
    },
  ),
  fn(
    'dump_c_stack($module, /, file: object = <null>) -> None',
    'There is no stack of C functions to show.',
    (_, file) => {
      const text = '  <cannot get C stack on this system>\n';
      const fd = descriptorOf(file);
      onHost(() => interpreter().host.fs.write(fd, new TextEncoder().encode(text)));
    },
  ),
  fn(
    'dump_traceback_later($module, /, timeout: object, repeat: bool = False, file: object = <null>, exit: bool = False) -> None',
    'Show where all threads are after a time, perhaps again and again.',
    (_, timeout, repeat, file, exit) => {
      const seconds = timeoutSeconds(
        timeout,
        `'${typeName(timeout)}' object cannot be interpreted as an integer or float`,
      );
      if (seconds <= 0) throw valueError('timeout must be greater than 0');
      dumpLater(seconds, repeat, descriptorOf(file), exit);
    },
  ),
  fn('cancel_dump_traceback_later($module, /) -> None', 'Take that back.', cancelLater),
  fn(
    'register($module, /, signum: int, file: object = <null>, all_threads: bool = True, chain: bool = False) -> None',
    'Show where the threads are when a signal arrives.',
    (_, signum, file, allThreads, chain) => {
      checkSignal(signum);
      register(signum, descriptorOf(file), allThreads, chain);
    },
  ),
  fn('unregister($module, signum: int, /) -> bool', 'Take that back. Was it so?', (_, signum) => {
    checkSignal(signum);
    return unregister(signum);
  }),
  fn('_sigabrt($module, /) -> None', 'End by SIGABRT.', () => fail(SIGABRT)),
  fn('_sigfpe($module, /) -> None', 'End by SIGFPE.', () => fail(SIGFPE)),
  fn('_sigsegv($module, release_gil: bool = False, /) -> None', 'End by SIGSEGV.', () => fail(SIGSEGV)),
  fn('_read_null($module, /) -> None', 'End as reading from nowhere does.', () => fail(SIGSEGV)),
]);
