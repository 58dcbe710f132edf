/** The threads of an interpreter as their scheduler (scheduler.ts) keeps them. */
import type { PollRequest } from '../host/host.ts';
import type { PyObject } from '../objects/object.ts';
import type { Thread } from './state.ts';

/** What a thread waits for. */
export interface Wait {
  /** Looks for it, and takes what it finds: locks a lock, reaps a process. `undefined`: not there yet. Runs no Python code. */
  look(): unknown;
  /** What the host can wait for: descriptors that make it worth looking again. */
  readonly polls: readonly PollRequest[];
  /** When to give up, in milliseconds of {@link now}. */
  readonly deadline: number;
  /** After how many milliseconds to look again when nothing tells that it is there. */
  readonly interval: number;
}

/** How a wait ended: with what was found, nothing when the time was over, or an exception. */
export interface WaitOutcome {
  readonly value: unknown;
  readonly thrown: unknown;
}

/** A thread that is neither the main one nor ended. */
export interface Task {
  readonly thread: Thread;
  /** Starts it; absent once it has. */
  start: (() => PyObject) | undefined;
  /** Called when it has ended: with what it threw, if it did. */
  readonly end: (thrown: unknown) => void;
  /** What it was set aside for. */
  wait: Wait | undefined;
  /** Has it a place on the JavaScript stack? */
  isEntered: boolean;
}

/** What the scheduler knows of an interpreter's threads. */
export class Scheduler {
  /** Those that have been started and have not ended, in the order of their turns. */
  readonly tasks: Task[] = [];
  /** When the running turn began. */
  turn = 0;
  /** Polls until the clock is looked at. */
  countdown = 0;
  lastIdent = 1;
  /** The handles of threads that the end of the program waits for. */
  readonly joined: Set<PyObject> = new Set();
}
