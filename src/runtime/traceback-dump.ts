/**
 * Where all threads are, written straight to a descriptor: what `faulthandler` shows, also when nothing of the program
 * is to run any more. CPython: `_Py_DumpTraceback` in Python/traceback.c.
 */
import type { Frame } from '../objects/frame.ts';
import { codePointsOf, type Str } from '../objects/str.ts';
import { frameLine } from './frame-line.ts';
import { current, type Interpreter, moduleState, type Thread } from './state.ts';

const MOST_FRAMES = 100;

/** The signals that end a process which has gone wrong, and how that is told. */
export const FATAL_SIGNALS: ReadonlyMap<number, string> = new Map([
  [7, 'Bus error'],
  [4, 'Illegal instruction'],
  [8, 'Floating-point exception'],
  [6, 'Aborted'],
  [11, 'Segmentation fault'],
]);

/** What `faulthandler.enable()` has asked for. */
export interface FaultHandling {
  isEnabled: boolean;
  fd: number;
  allThreads: boolean;
}

/** At first as `-X faulthandler` says. */
export function faultHandling(interp: Interpreter): FaultHandling {
  return moduleState<FaultHandling>('fault handling', () => ({
    isEnabled: interp.config.faultHandler,
    fd: 2,
    allThreads: true,
  }));
}

/** ASCII, whatever a name has in it. */
function plain(text: Str): string {
  let out = '';
  for (const c of Array.from(codePointsOf(text))) {
    if (c >= 0x20 && c < 0x7f) out += String.fromCodePoint(c);
    else if (c < 0x100) out += `\\x${c.toString(16).padStart(2, '0')}`;
    else
      out += c < 0x10000 ? `\\u${c.toString(16).padStart(4, '0')}` : `\\U${c.toString(16).padStart(8, '0')}`;
  }
  return out;
}

function framesText(innermost: Frame | undefined): string {
  if (innermost === undefined) return '  <no Python frame>\n';
  let text = '';
  let count = 0;
  for (let frame: Frame | undefined = innermost; frame !== undefined; frame = frame.previous) {
    if (count++ === MOST_FRAMES) return `${text}  ...\n`;
    const { co_filename, co_name } = frame.code;
    text += `  File "${plain(co_filename)}", line ${frameLine(frame)} in ${plain(co_name)}\n`;
  }
  return text;
}

function threadText(thread: Thread, isCurrent: boolean): string {
  const ident = thread.ident.toString(16).padStart(16, '0');
  const what = isCurrent ? 'Current thread' : 'Thread';
  return `${what} 0x${ident} (most recent call first):\n${framesText(thread.frame)}`;
}

/** All threads, the running one last as it is the last to have begun to run. */
function allThreadsText(interp: Interpreter, tellsCurrent: boolean): string {
  const others = Array.from(interp.threads).filter((thread) => thread !== current.thread);
  const parts = others.map((thread) => threadText(thread, false));
  parts.push(threadText(current.thread, tellsCurrent));
  return parts.join('\n');
}

/** Writes where the threads are, or only the running one. `title` comes first; `tellsCurrent` marks the running one. */
export function dumpTraceback(
  interp: Interpreter,
  fd: number,
  allThreads: boolean,
  title = '',
  tellsCurrent = true,
): void {
  const text = allThreads
    ? allThreadsText(interp, tellsCurrent)
    : `Stack (most recent call first):\n${framesText(current.thread.frame)}`;
  interp.host.fs.write(fd, new TextEncoder().encode(title + text));
}

/** Before this process sends itself a signal that ends it: tells where it was, if that was asked for. */
export function tellOfFatalSignal(interp: Interpreter, signum: number): void {
  const name = FATAL_SIGNALS.get(signum);
  const handling = faultHandling(interp);
  if (name === undefined || !handling.isEnabled) return;
  dumpTraceback(interp, handling.fd, handling.allThreads, `Fatal Python error: ${name}\n\n`);
}
