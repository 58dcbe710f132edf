/**
 * What the parts of _asyncio share: the names that they ask objects for, what they take from the Python part of asyncio,
 * and which loop and task are running.
 */
import { type AttrName, attrName } from '../../objects/attribute-name.ts';
import type { PyBaseException } from '../../objects/exception.ts';
import { type PyObject, TPFLAGS_METHOD_DESCRIPTOR } from '../../objects/object.ts';
import { None } from '../../objects/singletons.ts';
import { genericGetAttr, getAttr } from '../../runtime/attributes.ts';
import { call, call1, callMethod } from '../../runtime/call.ts';
import { isTrue } from '../../runtime/convert.ts';
import { runtimeError } from '../../runtime/errors.ts';
import { setContext } from '../../runtime/exception-context.ts';
import { current, moduleState, type Thread } from '../../runtime/state.ts';
import { isInstanceOf, typeOf } from '../../runtime/type-of.ts';

export const names = {
  callSoon: attrName('call_soon'),
  getDebug: attrName('get_debug'),
  isRunning: attrName('is_running'),
  callExceptionHandler: attrName('call_exception_handler'),
  cancel: attrName('cancel'),
  result: attrName('result'),
  done: attrName('done'),
  add: attrName('add'),
  discard: attrName('discard'),
  throwName: attrName('throw'),
  run: attrName('run'),
  loop: attrName('_loop'),
  getLoop: attrName('get_loop'),
  blocking: attrName('_asyncio_future_blocking'),
  addDoneCallback: attrName('add_done_callback'),
} as const;

/** Attributes of modules of asyncio, imported when they are first asked for. */
export function fromAsyncio(module: string, name: string): PyObject {
  const known = moduleState('_asyncio imports', () => new Map<string, PyObject>());
  const path = `asyncio.${module}.${name}`;
  let value = known.get(path);
  if (value === undefined) {
    value = getAttr(current.thread.interp.importModule(`asyncio.${module}`), attrName(name));
    known.set(path, value);
  }
  return value;
}

export function invalidState(message: string): PyBaseException {
  return call1(fromAsyncio('exceptions', 'InvalidStateError'), message) as PyBaseException;
}

/** A CancelledError; `undefined`: without a message. */
export function cancelledError(message: PyObject | undefined): PyBaseException {
  const args = message === undefined || message === None ? [] : [message];
  return call(fromAsyncio('exceptions', 'CancelledError'), args) as PyBaseException;
}

export function isCancelledError(exception: PyObject): boolean {
  return isInstanceOf(exception, fromAsyncio('exceptions', 'CancelledError') as never);
}

/** An exception that was kept, to be raised here: in the context of what is being handled. */
export function raisedHere(exception: PyBaseException): PyBaseException {
  setContext(current.thread, exception);
  return exception;
}

/** What loops are asked for with each task: not by a computed key, which engines look up each time. */
interface LoopFields {
  readonly $call_soon?: PyObject;
  readonly call_soon$?: PyObject;
  readonly $get_debug?: PyObject;
  readonly get_debug$?: PyObject;
  readonly $is_running?: PyObject;
  readonly is_running$?: PyObject;
}

/** The same as `methodOf`, of a loop that has these in its class and in itself. */
function methodOfLoop(
  loop: PyObject,
  descr: PyObject | undefined,
  own: PyObject | undefined,
): PyObject | undefined {
  return own === undefined &&
    typeof descr === 'object' &&
    (descr.ob_type.tp_flags & TPFLAGS_METHOD_DESCRIPTOR) !== 0 &&
    typeOf(loop).tp_getattro === genericGetAttr
    ? descr
    : undefined;
}

/** `loop.get_debug()`. */
export function isDebugging(loop: PyObject): boolean {
  const { $get_debug, get_debug$ } = loop as LoopFields;
  const method = methodOfLoop(loop, $get_debug, get_debug$);
  return isTrue(method === undefined ? callMethod(loop, names.getDebug) : call1(method, loop));
}

/** `loop.is_running()`. */
export function isRunning(loop: PyObject): boolean {
  const { $is_running, is_running$ } = loop as LoopFields;
  const method = methodOfLoop(loop, $is_running, is_running$);
  return isTrue(method === undefined ? callMethod(loop, names.isRunning) : call1(method, loop));
}

/** `loop.call_soon(callback[, arg], context=context)`. */
export function callSoon(
  loop: PyObject,
  callback: PyObject,
  arg: PyObject | undefined,
  context: PyObject | undefined,
): void {
  const args = arg === undefined ? [loop, callback] : [loop, callback, arg];
  const keywords = context === undefined ? undefined : CONTEXT;
  if (context !== undefined) args.push(context);
  const { $call_soon, call_soon$ } = loop as LoopFields;
  const method = methodOfLoop(loop, $call_soon, call_soon$);
  if (method !== undefined) call(method, args, keywords);
  else call(getAttr(loop, names.callSoon), args.slice(1), keywords);
}

const CONTEXT = ['context'];

/** Calls a method with `msg=` as the only argument. */
export function cancelWith(future: PyObject, message: PyObject): PyObject {
  return call(getAttr(future, names.cancel), [message], ['msg']);
}

/** The loop that an object like a future belongs to. */
export function loopOf(future: PyObject, method: PyObject | undefined): PyObject {
  return method === undefined ? getAttr(future, names.loop) : call(method, []);
}

/** `asyncio.get_event_loop()`: the running loop, or that of the policy. */
export function eventLoop(): PyObject {
  const { runningLoop } = current.thread;
  if (runningLoop !== undefined) return runningLoop;
  const policy = call(fromAsyncio('events', '_get_event_loop_policy'), []);
  return callMethod(policy, getEventLoop);
}

const getEventLoop: AttrName = attrName('get_event_loop');

export function checkRunningLoop(): PyObject {
  const { runningLoop } = current.thread;
  if (runningLoop === undefined) throw runtimeError('no running event loop');
  return runningLoop;
}

/** The thread that runs a loop. */
export function threadOf(loop: PyObject): Thread | undefined {
  const { thread } = current;
  if (thread.runningLoop === loop) return thread;
  return Array.from(thread.interp.threads).find(({ runningLoop }) => runningLoop === loop);
}
