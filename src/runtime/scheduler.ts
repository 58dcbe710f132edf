/**
 * Threads, and waiting.
 *
 * One JavaScript thread runs all Python threads, in turns. A thread's frames are on the heap, so a thread whose loop was
 * entered once, from {@link resume}, can be *set aside*: the loop is left, and entered again when the thread
 * goes on. That is done where the interpreter polls, and, by throwing {@link SUSPENSION}, where an instruction calls a
 * built-in function that waits ({@link block}): that instruction is executed again.
 *
 * A thread that built-in code has entered again (a sort key, an `__eq__` asked by a dict), and always the main thread,
 * keeps its place on the JavaScript stack. When it waits, the others run on top of it, turn by turn, until what it waits
 * for is there; and it can only go on when what runs on top has been set aside. Two threads that have their place on
 * that stack and wait for each other in the wrong order stand still: the price for threads in one JavaScript thread.
 *
 * CPython: Python/ceval_gil.c, Python/parking_lot.c.
 */
import { CALL, CALL_FUNCTION_EX, CALL_KW, FOR_ITER } from '../bytecode/opcodes.gen.ts';
import type { PollRequest } from '../host/host.ts';
import { PyCFunction, PyMethodDescr } from '../objects/descriptor.ts';
import { PyForwarder } from '../objects/forwarder.ts';
import type { Frame } from '../objects/frame.ts';
import { PyFunction } from '../objects/function.ts';
import { PyCallIter } from '../objects/iterator.ts';
import { PyMethod } from '../objects/method.ts';
import type { KwNames, PyObject } from '../objects/object.ts';
import { call } from './call.ts';
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

/** Are all of a thread's loops but the outermost ones that {@link callHeld} entered? Then it can be set aside. */
function canBeSetAside(thread: Thread): boolean {
  if (thread === thread.interp.mainThread || thread.frame === undefined) return false;
  const { holders } = thread;
  for (let frame: Frame | undefined = thread.frame; frame !== undefined; frame = frame.previous) {
    if (frame.isEntry && frame.previous !== undefined && !holders.includes(frame.previous)) return false;
  }
  return true;
}

/**
 * What an instruction calls: an object, the name of a built-in function, or what answers whether a callable is it (which may
 * be an unbound method, called with the receiver first, or a function, called with that argument first).
 */
export type Callee =
  | PyObject
  | ((callable: PyObject, receiver: PyObject | undefined, argument: PyObject | undefined) => boolean);

/**
 * Does the instruction under way call (or iterate) this, directly, with nothing in between? The loop has told where the
 * stack ends.
 */
function isCalledDirectly(frame: Frame, callee: Callee): boolean {
  const word = frame.code.executable!.words[frame.instrPtr - 1]!;
  const opcode = word & 255;
  const { localsplus, stackpointer } = frame;
  if (typeof callee === 'function') {
    if (opcode === FOR_ITER) {
      const iterated = localsplus[stackpointer - 1]!;
      const callable = iterated instanceof PyCallIter ? iterated.callable : iterated;
      return callable !== undefined && callee(callable, undefined, undefined);
    }
    const at = stackpointer - (word >>> 8) - 2;
    return opcode === CALL && callee(localsplus[at]!, localsplus[at + 1], localsplus[at + 2]);
  }
  let callable: PyObject | undefined;
  if (opcode === CALL) callable = localsplus[stackpointer - (word >>> 8) - 2];
  else if (opcode === CALL_KW) callable = localsplus[stackpointer - (word >>> 8) - 3];
  else if (opcode === CALL_FUNCTION_EX) callable = localsplus[stackpointer - 4];
  else if (opcode === FOR_ITER) callable = localsplus[stackpointer - 1];
  else return false;
  if (callable === callee) return true;
  // `for item in iter(queue.get, None)`
  if (callable instanceof PyCallIter) callable = callable.callable;
  // `partial(context.run, …)`
  while (callable instanceof PyForwarder && callable !== callee) callable = callable.func;
  if (callable === callee) return true;
  return (
    (callable instanceof PyCFunction || callable instanceof PyMethodDescr) && callable.def.name === callee
  );
}

/**
 * `func(*args)` for a built-in function that has nothing to remember meanwhile, so that the thread can be set aside
 * during the call: the function is called again when it goes on, and enters the loop that was left here. `callee` is what
 * the instruction calls.
 */
export function callHeld(
  callee: Callee,
  func: PyObject,
  args: readonly PyObject[],
  kwnames: KwNames | undefined,
): PyObject {
  const { thread } = current;
  if (thread === thread.interp.mainThread) return call(func, args, kwnames);
  const { frame, heldLoops, holders } = thread;
  const isPython =
    func instanceof PyFunction || (func instanceof PyMethod && func.im_func instanceof PyFunction);
  if (frame === undefined || !isPython || !isCalledDirectly(frame, callee)) return call(func, args, kwnames);
  const held = heldLoops.pop();
  holders.push(frame);
  try {
    if (held === undefined) return call(func, args, kwnames);
    thread.frame = held;
    return thread.interp.executor.run(thread, held);
  } catch (thrown) {
    if (thrown === SUSPENSION) {
      heldLoops.push(thread.frame!);
      thread.frame = frame;
    }
    throw thrown;
  } finally {
    holders.pop();
  }
}

/**
 * Called at polls: lets the others have their turn when the running thread has used its own. With `true` the loop is to
 * be left, since the thread is set aside: see {@link leaveTurn}.
 */
export function yieldTurn(thread: Thread): boolean {
  const { scheduler, switchInterval } = thread.interp;
  if (scheduler.tasks.length === 0) return false;
  thread.evalBreaker = true;
  if (scheduler.countdown-- > 0) return false;
  scheduler.countdown = POLLS_PER_LOOK;
  if (now() - scheduler.turn < switchInterval * 1000) return false;
  if (canBeSetAside(thread)) {
    thread.endsTurn = true;
    return true;
  }
  runOthers(thread);
  scheduler.turn = now();
  return false;
}

/** Ends the running thread's turn at its next poll. */
export function endTurn(): void {
  const { thread } = current;
  const { scheduler } = thread.interp;
  scheduler.turn = Number.NEGATIVE_INFINITY;
  scheduler.countdown = 0;
  if (scheduler.tasks.length > 0) thread.evalBreaker = true;
}

/** Called where a loop has been left: goes on unless that was for the end of the thread's turn. */
export function leaveTurn(thread: Thread): void {
  if (!thread.endsTurn) return;
  thread.endsTurn = false;
  throw SUSPENSION;
}

/** A method of these names of a built-in type, called on this object, or the object as an iterator. */
export function methodOn(self: PyObject, names: ReadonlySet<string>): Callee {
  return (callable, receiver, argument) => {
    if (callable === self) return true;
    if (callable instanceof PyCFunction) {
      if (callable.self === self) return names.has(callable.def.name);
      // `next(self)`
      return argument === self && callable.def.name === 'next';
    }
    return callable instanceof PyMethodDescr && receiver === self && names.has(callable.def.name);
  };
}

/** Gives each of the others that can run one turn. Is there one that did? */
function runOthers(thread: Thread): boolean {
  let ran = false;
  const { tasks } = thread.interp.scheduler;
  for (const task of tasks.slice()) {
    // One of them may have let others run while it waited, and these may have come to their ends.
    if (task.isEntered || task.thread === thread || !tasks.includes(task) || !isReady(task)) continue;
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
    if (start === undefined) interp.executor.run(thread, thread.heapFrame!);
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
 * is over. The others run meanwhile, and signal handlers, which may raise. `callee` is the built-in function that waits:
 * called by an instruction directly, it may be called again from its beginning, and must not have changed anything.
 */
export function block<T>(
  callee: Callee,
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
  if (tasks.length > 0 && canBeSetAside(thread) && isCalledDirectly(thread.heapFrame!, callee)) {
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
    if (unwatched <= 0) interp.watchSignals();
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

const POLLIN = 1;

/** Before the function `callee` reads from a descriptor: others run, and signals are handled, until there is something. */
export function waitForInput(callee: Callee, fd: number): void {
  const { interp, waitOutcome } = current.thread;
  const { host } = interp;
  const request = { fd, events: POLLIN, revents: 0 };
  // A wait that was set aside has ended: its outcome must not be left for another wait.
  if (waitOutcome !== undefined) {
    block(callee, 0, () => true, [request]);
    return;
  }
  const isAlone = interp.scheduler.tasks.length === 0 && !host.signals.isWatching;
  // An interrupt is to be noticed also where it is not watched for yet, while somebody thinks of what to type.
  if (isAlone && !(interp.catchesInterrupts && host.fs.mayWait(fd))) return;
  // What reads then finds nothing, or that there is no such descriptor, and says so.
  if (host.poll([request], 0) > 0 || !host.fs.getBlocking(fd)) return;
  block(callee, Number.POSITIVE_INFINITY, () => (host.poll([request], 0) > 0 ? true : undefined), [request]);
}

const POLLOUT = 4;
const S_IFMT = 0o170000;
const S_IFIFO = 0o010000;
const S_IFCHR = 0o020000;
/** What a pipe takes at once when it takes anything. */
const PIPE_BUF = 4096;

/**
 * Before the function `callee` writes to a descriptor: where it is a pipe or a terminal, others run, and signals are handled,
 * until there is room. Returns how many bytes can be written without waiting.
 */
export function waitForOutput(callee: Callee, fd: number): number {
  const { interp, waitOutcome } = current.thread;
  const { host } = interp;
  const request = { fd, events: POLLOUT, revents: 0 };
  if (waitOutcome !== undefined) {
    block(callee, 0, () => true, [request]);
    return PIPE_BUF;
  }
  if (interp.scheduler.tasks.length === 0 && !host.signals.isWatching) return Number.POSITIVE_INFINITY;
  if (!host.fs.mayWait(fd)) return Number.POSITIVE_INFINITY;
  const kind = host.fs.fstat(fd).mode & S_IFMT;
  if ((kind !== S_IFIFO && kind !== S_IFCHR) || !host.fs.getBlocking(fd)) return Number.POSITIVE_INFINITY;
  if (host.poll([request], 0) === 0) {
    block(callee, Number.POSITIVE_INFINITY, () => (host.poll([request], 0) > 0 ? true : undefined), [
      request,
    ]);
  }
  return PIPE_BUF;
}
