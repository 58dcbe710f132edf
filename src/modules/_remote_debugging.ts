/**
 * _remote_debugging: the stacks of other Python processes, read out of their memory. CPython:
 * Modules/_remote_debugging_module.c. No memory of others can be read here, and no process of ours has the tables that
 * CPython looks for: every process is met as one that does not run CPython, so there are no instances of RemoteUnwinder.
 */
import { objectType, PyBaseObject, PyType, TPFLAGS_HEAPTYPE } from '../objects/object.ts';
import { builtinDef } from '../runtime/clinic.ts';
import { constant, defineModule, defineType } from '../runtime/define.ts';
import { runtimeError, valueError } from '../runtime/errors.ts';
import { defineStructSequence } from '../runtime/structseq.ts';

class PyRemoteUnwinder extends PyBaseObject {
  static readonly type = new PyType(
    '_remote_debugging.RemoteUnwinder',
    PyRemoteUnwinder,
    objectType,
    TPFLAGS_HEAPTYPE,
  );
}

const initDef = builtinDef<
  PyRemoteUnwinder,
  'RemoteUnwinder($self, /, pid: int, *, all_threads: bool = False, only_active_thread: bool = False, debug: bool = False) -> None'
>(
  'RemoteUnwinder($self, /, pid: int, *, all_threads: bool = False, only_active_thread: bool = False, debug: bool = False) -> None',
  '',
  (_, pid, allThreads, onlyActiveThread, debug) => {
    if (allThreads && onlyActiveThread) {
      throw valueError('all_threads and only_active_thread cannot both be True');
    }
    throw runtimeError(
      debug
        ? 'Failed to get Python runtime address'
        : `Failed to find the PyRuntime section in process ${pid} on Linux platform`,
    );
  },
);

const remoteUnwinder = defineType({
  type: PyRemoteUnwinder.type,
  doc: 'RemoteUnwinder(pid): a view into the stacks of another Python process.',
  slots: {
    tp_new: (type) => new type.ctor(),
    tp_init: (self, args, kwnames) => {
      initDef.call(self, args, kwnames);
    },
  },
  entries: [],
});

const struct = (name: string, doc: string, fields: readonly (readonly [string, string])[]) =>
  defineStructSequence({ name: `_remote_debugging.${name}`, doc, fields, sequenceLength: fields.length });

const structs = {
  TaskInfo: struct('TaskInfo', 'What is known of an asyncio task.', [
    ['task_id', 'where it stands in memory'],
    ['task_name', 'its name'],
    ['coroutine_stack', 'the coroutines that it runs'],
    ['awaited_by', 'the tasks that wait for it'],
  ]),
  FrameInfo: struct('FrameInfo', 'What is known of a frame.', [
    ['filename', 'the file of its code'],
    ['lineno', 'the line that it is at'],
    ['funcname', 'the name of its function'],
  ]),
  CoroInfo: struct('CoroInfo', 'What is known of a coroutine.', [
    ['call_stack', 'its frames'],
    ['task_name', 'the task that runs it'],
  ]),
  ThreadInfo: struct('ThreadInfo', 'What is known of a thread.', [
    ['thread_id', 'its number'],
    ['frame_info', 'its frames'],
  ]),
  AwaitedInfo: struct('AwaitedInfo', 'What the tasks of a thread wait for.', [
    ['thread_id', 'the number of the thread'],
    ['awaited_by', 'its tasks, with those that wait for them'],
  ]),
};

export const remoteDebugging = defineModule('_remote_debugging', '', [
  constant('RemoteUnwinder', PyRemoteUnwinder.type),
  ...Object.entries(structs).map(([name, { type }]) => constant(name, type)),
  constant('PROCESS_VM_READV_SUPPORTED', 0),
]);

export const REMOTE_DEBUGGING_TYPES = [remoteUnwinder, ...Object.values(structs)];
