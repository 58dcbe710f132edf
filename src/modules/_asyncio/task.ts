/**
 * Task: a future that drives a coroutine, a step for each time that what it awaits is done. CPython:
 * Modules/_asynciomodule.c; in Python the same stands in Lib/asyncio/tasks.py.
 */
import { PyContext } from '../../objects/context.ts';
import { PyCFunction } from '../../objects/descriptor.ts';
import { exceptionTypes, PyBaseException, PyStopIteration } from '../../objects/exception.ts';
import { PyCoroutine, PyGenerator } from '../../objects/generator.ts';
import { hasHandle } from '../../objects/handle.ts';
import {
  type KwNames,
  objectType,
  PyBaseObject,
  type PyObject,
  PyType,
  TPFLAGS_BASETYPE,
  TPFLAGS_DISALLOW_INSTANTIATION,
  TPFLAGS_IMMUTABLETYPE,
} from '../../objects/object.ts';
import { None } from '../../objects/singletons.ts';
import { isStr } from '../../objects/str.ts';
import { getAttr, getAttrOrAbsent, setAttr } from '../../runtime/attributes.ts';
import { call, call1, callMethod } from '../../runtime/call.ts';
import { builtinDef } from '../../runtime/clinic.ts';
import { isTrue } from '../../runtime/convert.ts';
import { defineType, getset, methodsOf } from '../../runtime/define.ts';
import { newDictOf } from '../../runtime/dict.ts';
import { attributeError, runtimeError, typeError } from '../../runtime/errors.ts';
import { coroutineDouble, forget, watchUntilForgotten } from '../../runtime/finalizers.ts';
import { send, throwIntoGenerator } from '../../runtime/generators.ts';
import { classGetItem } from '../../runtime/generic-alias.ts';
import { rawDef } from '../../runtime/raw-builtin.ts';
import { repr, str } from '../../runtime/repr.ts';
import { current, moduleState } from '../../runtime/state.ts';
import { strJoin } from '../../runtime/text.ts';
import { isInstanceOf, typeOf } from '../../runtime/type-of.ts';
import { currentContext } from '../_contextvars.ts';
import {
  addAwaitedBy,
  addDoneCallback,
  cancelFuture,
  cancellation,
  discardAwaitedBy,
  finalizeFuture,
  initFuture,
  iterateFuture,
  PENDING,
  PyFuture,
  reportException,
  resultOf,
  setException,
  setResult,
  stopLogging,
} from './future.ts';
import { callSoon, cancelWith, fromAsyncio, isCancelledError, isRunning, loopOf, names } from './state.ts';

export class PyTask extends PyFuture {
  static override readonly type = new PyType(
    '_asyncio.Task',
    PyTask,
    PyFuture.type,
    TPFLAGS_BASETYPE | TPFLAGS_IMMUTABLETYPE,
  );

  coro: PyObject | undefined = undefined;
  /** Absent while nobody has asked for it, or given it: then it is made of the number. */
  name: PyObject | undefined = undefined;
  number = 0;
  context: PyObject = None;
  futureWaiter: PyObject | undefined = undefined;
  mustCancel = false;
  cancelRequests = 0;
  /** Is it to be reported when it is forgotten before it is done? */
  logsDestroyed = true;
  /** The same for whoever reports it then, who knows the task no more. */
  ifDestroyed: { logs: boolean } | undefined = undefined;

  override atEnd(): () => void {
    if (hasHandle(this)) return () => {};
    const { loop, state, name, number, exception, sourceTraceback, coro } = this;
    const { ctor } = typeOf(this);
    const ifDestroyed = { logs: this.logsDestroyed };
    this.ifDestroyed = ifDestroyed;
    // The coroutine itself leads back to the task, by what it waits for.
    let traits: Parameters<typeof coroutineDouble>[0] | undefined;
    if (coro instanceof PyCoroutine) {
      traits = { code: coro.code, name: coro.name, qualname: coro.qualname, origin: coro.origin };
    }
    return () => {
      const heir = new ctor() as PyTask;
      Object.assign(heir, { loop, state, name, number, exception, sourceTraceback });
      heir.coro = traits && coroutineDouble(traits);
      if (state !== PENDING) reportException(heir);
      else if (ifDestroyed.logs) reportPending(heir);
    };
  }
}

function nameOf(task: PyTask): PyObject {
  task.name ??= task.number === 0 ? None : `Task-${task.number}`;
  return task.name;
}

/** Tells the loop of a task that was forgotten before it was done. */
function reportPending(task: PyTask): void {
  if (task.loop === undefined) return;
  const items: PyObject[] = ['task', task, 'message', 'Task was destroyed but it is pending!'];
  if (task.sourceTraceback !== undefined) items.push('source_traceback', task.sourceTraceback);
  callMethod(task.loop, names.callExceptionHandler, newDictOf(items));
}

function finalizeTask(task: PyTask): void {
  if (task.state === PENDING && task.logsDestroyed && task.coro !== undefined) reportPending(task);
  finalizeFuture(task);
}

// ── Steps ────────────────────────────────────────────────────────────────────────────────────────────────────────────

/** What the loop calls for the next step; with an exception to be thrown into the coroutine. */
class PyTaskStep extends PyBaseObject {
  static readonly type = new PyType(
    '_asyncio.TaskStepMethWrapper',
    PyTaskStep,
    objectType,
    TPFLAGS_DISALLOW_INSTANTIATION | TPFLAGS_IMMUTABLETYPE,
  );

  readonly task: PyTask;
  readonly exception: PyBaseException | undefined;

  constructor(task: PyTask, exception: PyBaseException | undefined) {
    super();
    this.task = task;
    this.exception = exception;
  }
}

export const taskStep = defineType({
  type: PyTaskStep.type,
  slots: {
    tp_call: (self, args, kwnames) => {
      if (kwnames !== undefined && kwnames.length > 0) throw typeError('function takes no keyword arguments');
      if (args.length > 0) throw typeError('function takes no positional arguments');
      const { task, exception } = self as PyTaskStep;
      step(task, exception);
      return None;
    },
  },
  entries: [getset<PyTaskStep>('__self__', undefined, (self) => self.task)],
});

function stepSoon(task: PyTask, exception?: PyBaseException): void {
  callSoon(task.loop!, new PyTaskStep(task, exception), undefined, task.context);
}

/** The same with a RuntimeError; the message is of texts and of objects, which it has the repr of. */
function failSoon(task: PyTask, ...parts: readonly (string | readonly [PyObject])[]): void {
  const texts = parts.map((part) => (typeof part === 'string' ? part : repr(part[0])));
  stepSoon(task, call1(exceptionTypes.get('RuntimeError')!, strJoin('', texts)) as PyBaseException);
}

const WAKEUP = rawDef('task_wakeup', undefined, '', (self, args) => {
  wakeup(self as PyTask, args[0]!);
  return None;
});

/** What a task awaits is done. */
function wakeup(task: PyTask, future: PyObject): void {
  discardAwaitedBy(future, task);
  try {
    if (future instanceof PyFuture && isExact(future)) {
      // Only what it raises matters; the coroutine asks for the result itself.
      if (future.state !== PENDING && future.exception !== undefined) {
        stopLogging(future);
        step(task, future.exception);
        return;
      }
      resultOf(future);
    } else callMethod(future, names.result);
  } catch (thrown) {
    if (!(thrown instanceof PyBaseException)) throw thrown;
    thrown.isHeld = true;
    step(task, thrown);
    return;
  }
  step(task, undefined);
}

function isExact(future: PyFuture): boolean {
  return future.ob_type === PyTask.type || future.ob_type === PyFuture.type;
}

export function enterTask(loop: PyObject, task: PyObject): void {
  const { thread } = current;
  checkLoop(loop);
  if (thread.runningTask !== undefined) {
    throw runtimeError(
      strJoin('', [
        ...['Cannot enter into task ', repr(task), ' while another task ', repr(thread.runningTask)],
        ' is being executed.',
      ]),
    );
  }
  thread.runningTask = task;
}

export function leaveTask(loop: PyObject, task: PyObject): void {
  const { thread } = current;
  checkLoop(loop);
  if (thread.runningTask !== task) {
    throw runtimeError(
      strJoin('', [
        ...['Invalid attempt to leave task ', repr(task), ' while task ', repr(thread.runningTask ?? None)],
        ' is entered.',
      ]),
    );
  }
  thread.runningTask = undefined;
}

export function swapTask(loop: PyObject, task: PyObject): PyObject {
  const { thread } = current;
  checkLoop(loop);
  const previous = thread.runningTask ?? None;
  thread.runningTask = task === None ? undefined : task;
  return previous;
}

function checkLoop(loop: PyObject): void {
  if (current.thread.runningLoop !== loop) {
    throw runtimeError(strJoin('', ['loop ', repr(loop), ' is not the running loop']));
  }
}

function step(task: PyTask, exception: PyBaseException | undefined): void {
  enterTask(task.loop!, task);
  try {
    runStep(task, exception);
  } finally {
    leaveTask(task.loop!, task);
  }
}

function runStep(task: PyTask, given: PyBaseException | undefined): void {
  if (task.state !== PENDING) {
    const parts = ['__step(): already done: ', repr(task), ' ', given === undefined ? '' : repr(given)];
    throw call1(fromAsyncio('exceptions', 'InvalidStateError'), strJoin('', parts)) as PyBaseException;
  }
  let exception = given;
  if (task.mustCancel) {
    if (exception === undefined || !isCancelledError(exception)) exception = cancellation(task);
    task.mustCancel = false;
  }
  task.futureWaiter = undefined;
  const { coro } = task;
  if (coro === undefined) throw runtimeError('uninitialized Task object');
  const { thread } = current;
  let yielded: PyObject | undefined;
  try {
    if (exception === undefined) yielded = send(thread, coro, None);
    else if (coro instanceof PyCoroutine) yielded = throwIntoGenerator(thread, coro, [exception]);
    else yielded = throwInto(coro, exception);
  } catch (thrown) {
    if (!(thrown instanceof PyBaseException)) throw thrown;
    thrown.isHeld = true;
    fail(task, thrown);
    return;
  }
  if (yielded !== undefined) {
    waitFor(task, yielded);
    return;
  }
  const returned = thread.returnValue!;
  endTask(task);
  if (task.mustCancel) {
    task.mustCancel = false;
    cancelFuture(task, task.cancelMessage);
  } else setResult(task, returned);
}

/** `coro.throw(exception)` of any object, as a step. */
function throwInto(coro: PyObject, exception: PyBaseException): PyObject | undefined {
  try {
    return callMethod(coro, names.throwName, exception);
  } catch (thrown) {
    if (!(thrown instanceof PyStopIteration)) throw thrown;
    current.thread.returnValue = thrown.value ?? None;
    return undefined;
  }
}

/** Nobody needs to be told that it was forgotten. */
function endTask(task: PyTask): void {
  if (task.waiting !== undefined) forget(current.thread.interp, task);
}

const ENDS_PROGRAM = ['KeyboardInterrupt', 'SystemExit'].map((name) => exceptionTypes.get(name)!);

/** The coroutine has raised. */
function fail(task: PyTask, thrown: PyBaseException): void {
  endTask(task);
  if (isCancelledError(thrown)) {
    task.cancelledBy = thrown;
    cancelFuture(task, None);
    return;
  }
  setException(task, thrown);
  if (ENDS_PROGRAM.some((type) => isInstanceOf(thrown, type))) throw thrown;
}

/** The coroutine has yielded what it waits for. */
function waitFor(task: PyTask, awaited: PyObject): void {
  if (awaited === task) {
    failSoon(task, 'Task cannot await on itself: ', [task]);
    return;
  }
  if (awaited === None) {
    stepSoon(task);
    return;
  }
  if (awaited instanceof PyFuture && isExact(awaited)) {
    if (awaited.loop !== task.loop) failOfOtherLoop(task, awaited);
    else if (!awaited.blocking) failOfYield(task, awaited);
    else {
      awaited.blocking = false;
      addAwaitedBy(awaited, task);
      addDoneCallback(awaited, new PyCFunction(WAKEUP, task, undefined), task.context);
      wait(task, awaited);
    }
    return;
  }
  const blocking = getAttrOrAbsent(awaited, names.blocking);
  if (blocking !== undefined && blocking !== None) {
    const isBlocking = isTrue(blocking);
    const loop = loopOf(awaited, getAttrOrAbsent(awaited, names.getLoop));
    if (loop !== task.loop) failOfOtherLoop(task, awaited);
    else if (!isBlocking) failOfYield(task, awaited);
    else {
      setAttr(awaited, names.blocking, false);
      addAwaitedBy(awaited, task);
      const callback = new PyCFunction(WAKEUP, task, undefined);
      call(getAttr(awaited, names.addDoneCallback), [callback, task.context], ['context']);
      wait(task, awaited);
    }
    return;
  }
  if (awaited instanceof PyGenerator) {
    const what = 'yield was used instead of yield from for generator in task ';
    failSoon(task, what, [task], ' with ', [awaited]);
  } else failSoon(task, 'Task got bad yield: ', [awaited]);
}

function failOfOtherLoop(task: PyTask, awaited: PyObject): void {
  failSoon(task, 'Task ', [task], ' got Future ', [awaited], ' attached to a different loop');
}

function failOfYield(task: PyTask, awaited: PyObject): void {
  failSoon(task, 'yield was used instead of yield from in task ', [task], ' with ', [awaited]);
}

/** Waits for a future that will call back. */
function wait(task: PyTask, awaited: PyObject): void {
  task.futureWaiter = awaited;
  if (task.mustCancel && isTrue(cancelWith(awaited, task.cancelMessage))) task.mustCancel = false;
}

// ── The type ─────────────────────────────────────────────────────────────────────────────────────────────────────────

/** The number of the next task that gets no name. */
function nextNumber(): number {
  return ++moduleState('_asyncio task names', () => ({ last: 0 })).last;
}

function init(
  self: PyTask,
  coro: PyObject,
  loop: PyObject,
  name: PyObject,
  context: PyObject,
  eagerStart: boolean,
): void {
  initFuture(self, loop);
  if (!(coro instanceof PyCoroutine) && !isTrue(call1(fromAsyncio('coroutines', 'iscoroutine'), coro))) {
    self.logsDestroyed = false;
    throw typeError(strJoin('', ['a coroutine was expected, got ', repr(coro)]));
  }
  self.context = context === None ? new PyContext(currentContext().values) : context;
  self.futureWaiter = undefined;
  self.mustCancel = false;
  self.logsDestroyed = true;
  self.cancelRequests = 0;
  self.coro = coro;
  if (name === None) {
    self.name = undefined;
    self.number = nextNumber();
  } else self.name = isStr(name) ? name : str(name);
  if (eagerStart && isRunning(self.loop!)) {
    startEagerly(self);
    return;
  }
  watchUntilForgotten(self);
  stepSoon(self);
}

const RUN_STEP = rawDef('_task_step', undefined, '', (self) => {
  runStep(self as PyTask, undefined);
  return None;
});

/** Runs the first step at once; a task that is done then has never been scheduled. */
function startEagerly(task: PyTask): void {
  const loop = task.loop!;
  const previous = swapTask(loop, task);
  const eager = eagerTasks();
  eager.add(task);
  try {
    callMethod(task.context, names.run, new PyCFunction(RUN_STEP, task, undefined));
  } finally {
    eager.delete(task);
    swapTask(loop, previous);
    if (task.state === PENDING) watchUntilForgotten(task);
    else task.coro = undefined;
  }
}

/** The tasks whose first step is being run at once. */
export function eagerTasks(): Set<PyObject> {
  return moduleState('_asyncio eager tasks', () => new Set<PyObject>());
}

function cancel(task: PyTask, message: PyObject): boolean {
  stopLogging(task);
  if (task.state !== PENDING) return false;
  task.cancelRequests++;
  if (task.futureWaiter !== undefined && isTrue(cancelWith(task.futureWaiter, message))) return true;
  task.mustCancel = true;
  task.cancelMessage = message;
  return true;
}

function uncancel(task: PyTask): number {
  if (task.cancelRequests > 0) {
    task.cancelRequests--;
    if (task.cancelRequests === 0) task.mustCancel = false;
  }
  return task.cancelRequests;
}

const INIT =
  'Task($self, /, coro: object, *, loop: object = None, name: object = None, context: object = None, eager_start: bool = False) -> None';
const initDef = builtinDef<PyTask, typeof INIT>(INIT, '', init);

const method = methodsOf<PyTask>();

const CANCEL_DOC =
  'Ask the task to cancel itself: CancelledError is thrown into its coroutine in the\nnext round of the loop, which may clean up, or refuse.\n\nTrue if it was asked; each time adds to the count of requests.';

export const task = defineType({
  type: PyTask.type,
  doc: 'A coroutine, run by an event loop.',
  textSignature: '(coro, *, loop=None, name=None, context=None, eager_start=False)',
  slots: {
    tp_init: (self, args, kwnames: KwNames | undefined) => void initDef.call(self, args, kwnames),
    tp_repr: (self) => call(fromAsyncio('base_tasks', '_task_repr'), [self]),
    tp_iter: iterateFuture,
    am_await: iterateFuture,
    tp_finalize: (self) => finalizeTask(self as PyTask),
  },
  entries: [
    method('cancel($self, /, msg: object = None) -> bool', CANCEL_DOC, cancel),
    method(
      'cancelling($self, /) -> int',
      'Return how many requests to cancel are open.\n\ncancel() adds to them, uncancel() takes one away.',
      (self) => self.cancelRequests,
    ),
    method(
      'uncancel($self, /) -> int',
      'Take back one request to cancel, by who has made it.\n\nReturns how many are left.',
      uncancel,
    ),
    method(
      'get_stack($self, /, *, limit: object = None)',
      "Return the frames of the task's coroutine, the newest last.\n\nOf a suspended one that is one frame; of one that has raised those of the traceback;\nof any other that has ended none.",
      (self, limit) => call(fromAsyncio('base_tasks', '_task_get_stack'), [self, limit]),
    ),
    method(
      'print_stack($self, /, *, limit: object = None, file: object = None)',
      "Print the frames of the task's coroutine, as get_stack() gives them.\n\nWithout a file to sys.stderr.",
      (self, limit, file) => call(fromAsyncio('base_tasks', '_task_print_stack'), [self, limit, file]),
    ),
    method('set_result($self, result: object, /)', '', () => {
      throw runtimeError('Task does not support set_result operation');
    }),
    method('set_exception($self, exception: object, /)', '', () => {
      throw runtimeError('Task does not support set_exception operation');
    }),
    method('get_coro($self, /)', '', (self) => self.coro ?? None),
    method('get_context($self, /)', '', (self) => self.context),
    method('get_name($self, /)', '', nameOf),
    method('set_name($self, value: object, /) -> None', '', (self, value) => {
      self.name = isStr(value) ? value : str(value);
    }),
    getset<PyTask>(
      '_log_destroy_pending',
      undefined,
      (self) => self.logsDestroyed,
      (self, value) => {
        const attribute = '_log_destroy_pending';
        if (value === undefined) {
          const message = `attribute '${attribute}' of '_asyncio.Task' objects cannot be deleted`;
          throw attributeError(message, self, attribute);
        }
        self.logsDestroyed = isTrue(value);
        if (self.ifDestroyed !== undefined) self.ifDestroyed.logs = self.logsDestroyed;
      },
    ),
    getset<PyTask>('_must_cancel', undefined, (self) => self.mustCancel),
    getset<PyTask>('_coro', undefined, (self) => self.coro ?? None),
    getset<PyTask>('_fut_waiter', undefined, (self) => self.futureWaiter ?? None),
    method(
      '_make_cancelled_error($self, /)',
      'Make the CancelledError of a cancelled task.\n\nFor one use: what has cancelled it is forgotten.',
      cancellation,
    ),
    classGetItem,
  ],
});
