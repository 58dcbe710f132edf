/**
 * `sys.unraisablehook`, and how exceptions get there that nobody can catch.
 * CPython: `format_unraisable_v`, `_PyErr_WriteUnraisableDefaultHook` in Python/errors.c.
 */

import { PyBaseException } from '../objects/exception.ts';
import type { PyObject } from '../objects/object.ts';
import { None } from '../objects/singletons.ts';
import type { Str } from '../objects/str.ts';
import { PyTraceback } from '../objects/traceback.ts';
import type { PyTuple } from '../objects/tuple.ts';
import { audit } from '../runtime/audit.ts';
import { call } from '../runtime/call.ts';
import { fn, type ModuleEntry } from '../runtime/define.ts';
import { dictGetStr } from '../runtime/dict.ts';
import { typeError } from '../runtime/errors.ts';
import { repr, str } from '../runtime/repr.ts';
import { current, type Interpreter } from '../runtime/state.ts';
import { strJoin } from '../runtime/text.ts';
import { displayPlainly, writeStderr } from '../runtime/traceback-print.ts';

import { unraisableHookArgs } from './sys-info.ts';

/** Hands an exception to `sys.unraisablehook`. What the hook itself raises is shown instead. */
export function writeUnraisable(
  interp: Interpreter,
  exception: PyBaseException,
  message: Str | undefined,
  object: PyObject,
): void {
  const { frame } = current.thread;
  if (exception.traceback === undefined && frame !== undefined) {
    exception.traceback = new PyTraceback(undefined, frame, (frame.instrPtr - 1) * 2, -1);
  }
  const pack = (raised: PyBaseException, text: PyObject, source: PyObject): PyTuple =>
    unraisableHookArgs.make([raised.ob_type, raised, raised.traceback ?? None, text, source]);
  const args = pack(exception, message ?? None, object);
  const hook = dictGetStr(interp.sysdict, 'unraisablehook');
  if (hook === undefined || hook === None) {
    showUnraisable(interp, args);
    return;
  }
  try {
    audit('sys.unraisablehook', hook, args);
    call(hook, [args]);
  } catch (thrown) {
    if (!(thrown instanceof PyBaseException)) throw thrown;
    showUnraisable(interp, pack(thrown, 'Exception ignored in sys.unraisablehook', hook));
  }
}

/** A text made by Python code, or `fallback` where that fails. */
function safely(action: () => Str, fallback: string): Str {
  try {
    return action();
  } catch (thrown) {
    if (thrown instanceof PyBaseException) return fallback;
    throw thrown;
  }
}

/** What the hook does that `sys.unraisablehook` is at first. */
function showUnraisable(interp: Interpreter, args: PyTuple): void {
  const [type, exception, traceback, message, object] = args.items as [
    PyObject,
    PyObject,
    PyObject,
    PyObject,
    PyObject,
  ];
  if (object !== None) {
    const introduction = message === None ? 'Exception ignored in' : safely(() => str(message), '');
    const shown = safely(() => repr(object), '<object repr() failed>');
    writeStderr(interp, strJoin('', [introduction, ': ', shown, '\n']));
  } else if (message !== None) {
    writeStderr(interp, strJoin('', [safely(() => str(message), ''), ':\n']));
  }
  if (type !== None) {
    displayPlainly(interp, type, exception, traceback instanceof PyTraceback ? traceback : undefined);
  }
}

export const unraisableHook: ModuleEntry = fn(
  'unraisablehook($module, unraisable: object, /)',
  'Handle an exception that nobody can catch.\n\nThe argument has the attributes exc_type, exc_value, exc_traceback, err_msg and object.',
  (_module, unraisable) => {
    const interp = current.thread.interp;
    if (!isHookArgs(unraisable))
      throw typeError('sys.unraisablehook argument type must be UnraisableHookArgs');
    showUnraisable(interp, unraisable);
    return None;
  },
);

function isHookArgs(value: PyObject): value is PyTuple {
  return typeof value === 'object' && value.ob_type === unraisableHookArgs.definition.type;
}
