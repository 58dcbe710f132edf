/** The interpreter as the rest of the runtime sees it. */
import { PyCell } from '../objects/cell.ts';
import { None } from '../objects/singletons.ts';
import type { Executor } from '../runtime/state.ts';
import { callFunction, runCode } from './calls.ts';
import { run } from './interpreter.gen.ts';

export const interpreterExecutor: Executor = {
  run: (thread, frame) => run(thread, frame),
  runThrow: (thread, frame, exception) => run(thread, frame, exception),
  callFunction,
  runCode,
  runClassBody: (thread, func, namespace) => {
    const result = runCode(thread, func.func_code, func.func_globals, func.func_builtins, namespace, func);
    return result instanceof PyCell ? result : None;
  },
};
