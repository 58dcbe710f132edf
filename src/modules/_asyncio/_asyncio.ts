/** _asyncio: futures, tasks, and which of them run. CPython: Modules/_asynciomodule.c. */

import { attrName } from '../../objects/attribute-name.ts';
import type { PyObject } from '../../objects/object.ts';
import { None } from '../../objects/singletons.ts';
import { getAttr, getAttrOrAbsent } from '../../runtime/attributes.ts';
import { call, callMethod } from '../../runtime/call.ts';
import { isTrue } from '../../runtime/convert.ts';
import { constant, defineModule, fn } from '../../runtime/define.ts';
import { iterToArray } from '../../runtime/iter.ts';
import { buildSet } from '../../runtime/set.ts';
import { current, moduleState } from '../../runtime/state.ts';
import { loopRuns } from './asyncgens.ts';
import { addAwaitedBy, discardAwaitedBy, future, futureIter, PENDING, PyFuture } from './future.ts';
import { checkRunningLoop, eventLoop, loopOf, names, threadOf } from './state.ts';
import { eagerTasks, enterTask, leaveTask, PyTask, swapTask, task, taskStep } from './task.ts';

const weakSetName = attrName('WeakSet');

/** The tasks of other kinds, which register themselves. */
function scheduledTasks(): PyObject {
  return moduleState('_asyncio scheduled tasks', () =>
    call(getAttr(current.thread.interp.importModule('weakref'), weakSetName), []),
  );
}

/** All tasks of a loop that are not done. */
function allTasks(loop: PyObject): PyObject {
  const wanted = loop === None ? checkRunningLoop() : loop;
  const tasks: PyObject[] = [];
  for (const object of current.thread.interp.finalizers.watchedObjects()) {
    if (object instanceof PyTask && object.loop === wanted && object.state === PENDING) tasks.push(object);
  }
  for (const other of [...iterToArray(scheduledTasks()), ...eagerTasks()]) {
    if (isTrue(callMethod(other, names.done))) continue;
    const own = other instanceof PyFuture ? other.loop : loopOf(other, getAttrOrAbsent(other, names.getLoop));
    if (own === wanted) tasks.push(other);
  }
  return buildSet(tasks);
}

/** The task that a loop runs. */
function currentTask(loop: PyObject): PyObject {
  if (loop !== None) return threadOf(loop)?.runningTask ?? None;
  checkRunningLoop();
  return current.thread.runningTask ?? None;
}

export const _asyncio = defineModule('_asyncio', 'Fast parts of asyncio.', [
  constant('Future', PyFuture.type),
  constant('Task', PyTask.type),
  fn('get_event_loop($module, /)', 'Return the running loop, without one that of the policy.', eventLoop),
  fn(
    'get_running_loop($module, /)',
    'Return the running loop. Raises RuntimeError without one.',
    checkRunningLoop,
  ),
  fn(
    '_get_running_loop($module, /)',
    'Return the running loop, or None.',
    () => current.thread.runningLoop ?? None,
  ),
  fn(
    '_set_running_loop($module, loop: object, /) -> None',
    'Set the running loop, for those who run one.',
    (_, loop) => {
      current.thread.runningLoop = loop === None ? undefined : loop;
      loopRuns(loop);
    },
  ),
  fn(
    'current_task($module, /, loop: object = None)',
    'Return the task that is running, or None.',
    (_, loop) => currentTask(loop),
  ),
  fn(
    'all_tasks($module, /, loop: object = None)',
    'Return a set of the tasks of a loop that are not done.',
    (_, loop) => allTasks(loop),
  ),
  fn('_register_task($module, /, task: object) -> None', 'Make a task known to all_tasks().', (_, task) => {
    if (!(task instanceof PyTask)) callMethod(scheduledTasks(), names.add, task);
  }),
  fn(
    '_unregister_task($module, /, task: object) -> None',
    'Take a task away from all_tasks().',
    (_, task) => {
      if (!(task instanceof PyTask)) callMethod(scheduledTasks(), names.discard, task);
    },
  ),
  fn(
    '_register_eager_task($module, /, task: object) -> None',
    'Note that the first step of a task is run at once.',
    (_, task) => {
      eagerTasks().add(task);
    },
  ),
  fn(
    '_unregister_eager_task($module, /, task: object) -> None',
    'Note that the first step of a task was run.',
    (_, task) => {
      eagerTasks().delete(task);
    },
  ),
  fn(
    '_enter_task($module, /, loop: object, task: object) -> None',
    'Note that a task runs now.',
    (_, loop, task) => enterTask(loop, task),
  ),
  fn(
    '_leave_task($module, /, loop: object, task: object) -> None',
    'Note that a task runs no more.',
    (_, loop, task) => leaveTask(loop, task),
  ),
  fn(
    '_swap_current_task($module, /, loop: object, task: object)',
    'Note that another task runs; which did?',
    (_, loop, task) => swapTask(loop, task),
  ),
  fn(
    'future_add_to_awaited_by($module, fut: object, waiter: object, /) -> None',
    'Note that one future waits for another.',
    (_, fut, waiter) => addAwaitedBy(fut, waiter),
  ),
  fn(
    'future_discard_from_awaited_by($module, fut: object, waiter: object, /) -> None',
    'Note that a future waits for another no more.',
    (_, fut, waiter) => discardAwaitedBy(fut, waiter),
  ),
]);

export const ASYNCIO_TYPES = [future, futureIter, task, taskStep];
