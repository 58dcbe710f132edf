/** The interpreter as the rest of the runtime sees it. */
import { PyCell } from '../objects/cell.ts';
import type { PyBaseException } from '../objects/exception.ts';
import type { Frame } from '../objects/frame.ts';
import type { PyObject } from '../objects/object.ts';
import { None } from '../objects/singletons.ts';
import { PY_THROW } from '../runtime/monitoring/events.ts';
import { instrument } from '../runtime/monitoring/instrument.ts';
import { leaveTurn } from '../runtime/scheduler.ts';
import type { Executor, Thread } from '../runtime/state.ts';
import { callFunction, runCode } from './calls.ts';
import { tellException } from './exception-events.ts';
import { run } from './interpreter.gen.ts';

/** Runs a frame to its end, and between leaving the loop and entering it again what waits for that. */
function runToEnd(thread: Thread, frame: Frame, raised?: PyBaseException): PyObject {
  let value = run(thread, frame, raised);
  while (value === undefined) {
    while (thread.outsideLoop.length > 0) thread.outsideLoop.shift()!();
    leaveTurn(thread);
    value = run(thread, thread.heapFrame!);
  }
  return value;
}

export const interpreterExecutor: Executor = {
  run: (thread, frame) => runToEnd(thread, frame),
  runThrow: (thread, frame, exception) => {
    instrument(frame.code, thread.interp);
    return runToEnd(thread, frame, tellException(thread, frame, PY_THROW, frame.instrPtr, exception));
  },
  callFunction,
  runCode,
  runClassBody: (thread, func, namespace) => {
    const result = runCode(thread, func.func_code, func.func_globals, func.func_builtins, namespace, func);
    return result instanceof PyCell ? result : None;
  },
};
