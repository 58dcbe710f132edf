/**
 * Threads, and waiting.
 *
 * One JavaScript thread runs all Python threads, in turns. A thread's frames are on the heap, so a thread whose loop was
 * entered once, from {@link resume}, can be *set aside*: the loop is left by throwing {@link SUSPENSION}, with the frame
 * standing in front of the instruction, which is executed again when the thread goes on. That is done where the
 * interpreter polls, and where an instruction calls a built-in function that waits ({@link block}).
 *
 * A thread that built-in code has entered again (a sort key, an `__eq__` asked by a dict), and always the main thread,
 * keeps its place on the JavaScript stack. When it waits, the others run on top of it, turn by turn, until what it waits
 * for is there; and it can only go on when what runs on top has been set aside. Two threads that have their place on
 * that stack and wait for each other in the wrong order stand still: the price for threads in one JavaScript thread.
 *
 * CPython: Python/ceval_gil.c, Python/parking_lot.c.
 */
import { CALL, CALL_KW } from '../bytecode/opcodes.gen.ts';
import type { PollRequest } from '../host/host.ts';
import { PyCFunction, PyMethodDescr } from '../objects/descriptor.ts';
import type { Frame } from '../objects/frame.ts';
import type { PyObject } from '../objects/object.ts';
import { runtimeError } from './errors.ts';
import { current, type Thread } from './state.ts';
import type { Task, Wait } from './tasks.ts';

/** Thrown through a loop whose thread is set aside. Only loops and {@link resume} see it. */
export const SUSPENSION: unique symbol = Symbol('suspension');

/** How many polls go by between two looks at the clock. */
const POLLS_PER_LOOK = 64;
/** How long a wait may last before signals are watched for, in milliseconds: short ones do not pay for it. */
const UNWATCHED = 50;

/** Milliseconds since some time in the past. */
export function now(): number {
  return Number(current.thread.interp.host.clock.monotonic()) / 1e6;
}

/** Adds a thread, which gets its turn when the running one waits or has used its own. */
export function addThread(thread: Thread, start: () => PyObject, end: (thrown: unknown) => void): void {
  const { interp } = thread;
  interp.scheduler.tasks.push({ thread, start, end, wait: undefined, isEntered: false });
  current.thread.evalBreaker = true;
}

/** The loop that a thread's outermost frame entered is the only one: it can be set aside. */
function isInOneLoop(thread: Thread): boolean {
  if (thread === thread.interp.mainThread) return false;
  let entries = 0;
  for (let frame: Frame | undefined = thread.frame; frame !== undefined; frame = frame.previous) {
    if (frame.isEntry && ++entries > 1) return false;
  }
  return entries === 1;
}

/** Does the instruction under way call the built-in function of this name directly, with nothing in between? */
function isCalledDirectly(frame: Frame, name: string): boolean {
  const word = frame.code.executable!.words[frame.instrPtr - 1]!;
  const opcode = word & 255;
  if (opcode !== CALL && opcode !== CALL_KW) return false;
  const callable = frame.localsplus[frame.stackpointer - (word >>> 8) - (opcode === CALL_KW ? 3 : 2)];
  return (callable instanceof PyCFunction || callable instanceof PyMethodDescr) && callable.def.name === name;
}

/** Called at polls: lets the others have their turn when the running thread has used its own. May not return. */
export function yieldTurn(thread: Thread): void {
  const { scheduler, switchInterval } = thread.interp;
  if (scheduler.tasks.length === 0) return;
  thread.evalBreaker = true;
  if (scheduler.countdown-- > 0) return;
  scheduler.countdown = POLLS_PER_LOOK;
  if (now() - scheduler.turn < switchInterval * 1000) return;
  if (isInOneLoop(thread)) throw SUSPENSION;
  runOthers(thread);
  scheduler.turn = now();
}

/** Gives each of the others that can run one turn. Is there one that did? */
function runOthers(thread: Thread): boolean {
  let ran = false;
  for (const task of thread.interp.scheduler.tasks.slice()) {
    if (task.isEntered || task.thread === thread || !isReady(task)) continue;
    resume(task);
    ran = true;
  }
  return ran;
}

/** Can the thread go on? The outcome of its wait is noted on it then. */
function isReady(task: Task): boolean {
  const { wait, thread } = task;
  if (wait === undefined) return true;
  try {
    const value = wait.look();
    if (value === undefined && wait.deadline > now()) return false;
    thread.waitOutcome = { value, thrown: undefined };
  } catch (thrown) {
    thread.waitOutcome = { value: undefined, thrown };
  }
  task.wait = undefined;
  return true;
}

/** Runs a thread for a turn. */
function resume(task: Task): void {
  const { thread } = task;
  const { interp } = thread;
  const { scheduler } = interp;
  const before = current.thread;
  current.thread = thread;
  thread.evalBreaker = true;
  scheduler.turn = now();
  task.isEntered = true;
  try {
    const { start } = task;
    task.start = undefined;
    if (start === undefined) interp.executor.run(thread, thread.frame!);
    else start();
    finish(task, undefined);
  } catch (thrown) {
    if (thrown !== SUSPENSION) finish(task, thrown);
  } finally {
    task.isEntered = false;
    current.thread = before;
    before.evalBreaker = true;
  }
}

/** Ends a thread, whose identity others may still ask for while it reports what it threw. */
function finish(task: Task, thrown: unknown): void {
  const { tasks } = task.thread.interp.scheduler;
  try {
    task.end(thrown);
  } finally {
    const index = tasks.indexOf(task);
    if (index >= 0) tasks.splice(index, 1);
  }
}

/** Nothing that a host could wait for. */
const NO_POLLS: readonly PollRequest[] = [];

/**
 * Waits until `look` finds what is waited for, at most `seconds` (`Infinity`: without limit); `undefined` when the time
 * is over. The others run meanwhile, and signal handlers, which may raise. `name` is the built-in function that waits:
 * called by an instruction directly, it may be called again from its beginning, and must not have changed anything.
 */
export function block<T>(
  name: string,
  seconds: number,
  look: () => T | undefined,
  polls: readonly PollRequest[] = NO_POLLS,
  interval = Number.POSITIVE_INFINITY,
): T | undefined {
  const { thread } = current;
  const outcome = thread.waitOutcome;
  if (outcome !== undefined) {
    thread.waitOutcome = undefined;
    if (outcome.thrown !== undefined) throw outcome.thrown;
    return outcome.value as T | undefined;
  }
  let found = look();
  if (found !== undefined || seconds <= 0) return found;
  const { interp } = thread;
  const start = now();
  const wait: Wait = { look, polls, deadline: start + seconds * 1000, interval };
  const { tasks } = interp.scheduler;
  if (tasks.length > 0 && isInOneLoop(thread) && isCalledDirectly(thread.frame!, name)) {
    tasks.find((task) => task.thread === thread)!.wait = wait;
    throw SUSPENSION;
  }
  for (;;) {
    if (thread === interp.mainThread) interp.handleSignals();
    const ran = runOthers(thread);
    found = look();
    if (found !== undefined) return found;
    const time = now();
    if (time >= wait.deadline) return undefined;
    const unwatched = start + UNWATCHED - time;
    if (unwatched <= 0) interp.beforeBlocking();
    if (!ran) idle(thread, wait, unwatched > 0 ? unwatched : Number.POSITIVE_INFINITY);
  }
}

/** Nobody can run: the host waits for what the threads wait for, at most `limit` milliseconds. */
function idle(thread: Thread, own: Wait, limit: number): void {
  const { interp } = thread;
  const waits = [own];
  for (const task of interp.scheduler.tasks) {
    if (!task.isEntered && task.wait !== undefined) waits.push(task.wait);
  }
  const time = now();
  let timeout = limit;
  const polls: PollRequest[] = [];
  for (const wait of waits) {
    timeout = Math.min(timeout, wait.deadline - time, wait.interval);
    for (const request of wait.polls) polls.push(request);
  }
  if (timeout === Number.POSITIVE_INFINITY && polls.length === 0 && thread !== interp.mainThread) {
    throw runtimeError('deadlock: the thread waits for one that cannot go on before it');
  }
  interp.host.poll(polls, Math.max(timeout, 0));
}
