/** Audit events: PEP 578. CPython: `PySys_Audit` in Python/sysmodule.c. */
import type { PyObject } from '../objects/object.ts';
import { PyTuple } from '../objects/tuple.ts';
import { call } from './call.ts';
import { current } from './state.ts';

/** Calls the audit hooks with an event. May run any Python code. */
export function audit(event: string, ...args: PyObject[]): void {
  const hooks = current.thread.interp.auditHooks;
  if (hooks.length === 0) return;
  const packed = new PyTuple(args);
  for (const hook of hooks) call(hook, [event, packed]);
}
