/** Audit events: PEP 578. CPython: `PySys_Audit` in Python/sysmodule.c. */
import { attrName } from '../objects/attribute-name.ts';
import { exceptionTypes, PyBaseException } from '../objects/exception.ts';
import type { PyObject } from '../objects/object.ts';
import { PyTuple } from '../objects/tuple.ts';
import { getAttrOrAbsent } from './attributes.ts';
import { call } from './call.ts';
import { isTrue } from './convert.ts';
import { current } from './state.ts';
import { isInstanceOf } from './type-of.ts';

const ExceptionType = exceptionTypes.get('Exception')!;
const canTrace = attrName('__cantrace__');

/** Calls the audit hooks with an event. May run any Python code. */
export function audit(event: string, ...args: PyObject[]): void {
  const { thread } = current;
  const hooks = thread.interp.auditHooks;
  if (hooks.length === 0) return;
  const packed = new PyTuple(args);
  for (const hook of hooks.slice()) {
    const traceable = getAttrOrAbsent(hook, canTrace);
    // Hooks are traced only where they ask for it.
    const hidden = traceable === undefined || !isTrue(traceable) ? 1 : 0;
    thread.tracing += hidden;
    try {
      call(hook, [event, packed]);
    } finally {
      thread.tracing -= hidden;
    }
  }
}

/** Adds an audit hook. One that is there already may forbid it by raising an Exception, which goes no further. */
export function addAuditHook(hook: PyObject): void {
  try {
    audit('sys.addaudithook');
  } catch (thrown) {
    if (thrown instanceof PyBaseException && isInstanceOf(thrown, ExceptionType)) return;
    throw thrown;
  }
  current.thread.interp.auditHooks.push(hook);
}
