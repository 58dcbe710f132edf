/** atexit: what is called when the program ends. CPython: Modules/atexitmodule.c. */

import type { PyObject } from '../objects/object.ts';
import { call } from '../runtime/call.ts';
import { isEqual } from '../runtime/compare.ts';
import { defineModule, fn, rawFn } from '../runtime/define.ts';
import { typeError } from '../runtime/errors.ts';
import { current, type Interpreter } from '../runtime/state.ts';
import { typeOf } from '../runtime/type-of.ts';
import { reportUnraisable } from '../runtime/unraisable.ts';

/** Calls what is registered, last first. What it raises is reported. */
export function runExitCallbacks(interp: Interpreter): void {
  const callbacks = interp.exitCallbacks;
  while (callbacks.length > 0) {
    const callback = callbacks.pop();
    if (callback === undefined) continue;
    try {
      call(callback.func, callback.args, callback.kwnames);
    } catch (thrown) {
      reportUnraisable(thrown, 'Exception ignored in atexit callback', callback.func);
    }
  }
}

function unregister(func: PyObject): void {
  const callbacks = current.thread.interp.exitCallbacks;
  // The comparison may register and unregister others.
  for (let i = callbacks.length - 1; i >= 0; i--) {
    const callback = callbacks[i];
    if (callback !== undefined && isEqual(callback.func, func) && callbacks[i] === callback)
      callbacks[i] = undefined;
  }
}

export const atexit = defineModule(
  'atexit',
  'allow programmer to define multiple exit functions to be executed\nupon normal program termination.\n\nTwo public functions, register and unregister, are defined.',
  [
    rawFn(
      'register',
      '($module, func, /, *args, **kwargs)',
      'Have a function called with these arguments at the end; return the function.',
      (_, args, kwnames) => {
        const count = args.length - (kwnames?.length ?? 0);
        const func = args[0];
        if (func === undefined || count === 0)
          throw typeError('register() takes at least 1 argument (0 given)');
        if (typeOf(func).tp_call === undefined) throw typeError('the first argument must be callable');
        current.thread.interp.exitCallbacks.push({ func, args: args.slice(1), kwnames });
        return func;
      },
    ),
    fn('_clear($module, /) -> None', 'Forget all functions.', () => {
      current.thread.interp.exitCallbacks.length = 0;
    }),
    fn('unregister($module, func: object, /) -> None', 'Have a function not called any more.', (_, func) =>
      unregister(func),
    ),
    fn('_run_exitfuncs($module, /) -> None', 'Call all functions now.', () =>
      runExitCallbacks(current.thread.interp),
    ),
    fn(
      '_ncallbacks($module, /) -> int',
      'Return the number of functions.',
      () => current.thread.interp.exitCallbacks.filter((callback) => callback !== undefined).length,
    ),
  ],
);
