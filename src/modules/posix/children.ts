/** Processes: starting them, waiting for them, becoming another program. CPython: Modules/posixmodule.c. */
import type { FileAction, PollRequest, SpawnAttributes } from '../../host/host.ts';
import { HostError } from '../../host/host.ts';
import { attrName } from '../../objects/attribute-name.ts';
import { PyList } from '../../objects/list.ts';
import type { PyObject } from '../../objects/object.ts';
import { None } from '../../objects/singletons.ts';
import { PyTuple } from '../../objects/tuple.ts';
import { audit } from '../../runtime/audit.ts';
import { call0, callMethod } from '../../runtime/call.ts';
import { asCInt } from '../../runtime/converters.ts';
import { fn, type ModuleEntry } from '../../runtime/define.ts';
import { typeError, valueError } from '../../runtime/errors.ts';
import { bytesFromHost, fspath, hostPathOf } from '../../runtime/fs-path.ts';
import { iterToArray } from '../../runtime/iter.ts';
import { onHost } from '../../runtime/os-error.ts';
import { block } from '../../runtime/scheduler.ts';
import { isSequence } from '../../runtime/sequence.ts';
import { current } from '../../runtime/state.ts';
import { newStructSequence } from '../../runtime/structseq.ts';
import { typeOf } from '../../runtime/type-of.ts';
import { reportUnraisable } from '../../runtime/unraisable.ts';
import { flushForChild } from '../_io/forgotten-streams.ts';
import { newRusage } from '../resource.ts';
import { auditedPath, onFile, type PathArgument, pathArgument } from './path-argument.ts';
import { schedParam, waitidResult } from './results.ts';

const host = () => current.thread.interp.host;
const libc = () => host().libc;

const WNOHANG = 1;
const POLLIN = 1;
const P_PID = 1;
/** `struct rusage` and `siginfo_t`. */
const RUSAGE_SIZE = 144;
const SIGINFO_SIZE = 128;
/** The system call `pidfd_open`, the same number on all machines. */
const SYS_PIDFD_OPEN = 434;
/** How often to look for a child that no descriptor stands for, in milliseconds. */
const INTERVAL = 5;

// ── Arguments ────────────────────────────────────────────────────────────────────────────────────────────────────────

/** A str, bytes or path as the host takes it. */
function argumentText(value: PyObject): string {
  const text = hostPathOf(fspath(value));
  if (text.includes('\0')) throw valueError('embedded null byte');
  return text;
}

/** The `argv` of `functionName`. */
function argvOf(value: PyObject, functionName: string): string[] {
  if (!(value instanceof PyList || value instanceof PyTuple)) {
    throw typeError(
      `${functionName}${functionName === 'execv' ? '() arg 2' : ': argv'} must be a tuple or list`,
    );
  }
  if (value.items.length === 0) {
    throw valueError(
      functionName === 'execv'
        ? 'execv() arg 2 must not be empty'
        : `${functionName}: argv must not be empty`,
    );
  }
  const args = iterToArray(value).map(argumentText);
  if (args[0] === '') {
    throw valueError(
      functionName === 'execv'
        ? 'execv() arg 2 first element cannot be empty'
        : `${functionName}: argv first element cannot be empty`,
    );
  }
  return args;
}

/** `NAME=value` texts of a mapping. CPython: `parse_envlist`. */
function environmentOf(mapping: PyObject): string[] {
  const keys = iterToArray(callMethod(mapping, attrName('keys')));
  const values = iterToArray(callMethod(mapping, attrName('values')));
  return keys.map((key, i) => {
    const name = argumentText(key);
    const value = argumentText(values[i]!);
    if (name.indexOf('=', 1) >= 0 || name === '') throw valueError('illegal environment variable name');
    return `${name}=${value}`;
  });
}

/** The environment of this process. */
export function currentEnvironment(): string[] {
  return Array.from(host().environ, ([name, value]) => `${name}=${value}`);
}

// ── Starting ─────────────────────────────────────────────────────────────────────────────────────────────────────────

const OPEN = 0;
const CLOSE = 1;
const DUP2 = 2;
const CLOSEFROM = 3;

/** One action as Python writes it; closing all descriptors from one on is a list of actions. */
function fileAction(value: PyObject): FileAction | FileAction[] {
  if (!(value instanceof PyTuple) || value.items.length === 0) {
    throw typeError('Each file_actions element must be a non-empty tuple');
  }
  const [kind, ...rest] = value.items;
  const fields = (count: number, what: string): void => {
    if (rest.length !== count) throw typeError(`A ${what} file_action tuple must have ${count + 1} elements`);
  };
  switch (asCInt(kind!)) {
    case OPEN:
      fields(4, 'open');
      return {
        kind: 'open',
        fd: asCInt(rest[0]!),
        path: argumentText(rest[1]!),
        flags: asCInt(rest[2]!),
        mode: asCInt(rest[3]!),
      };
    case CLOSE:
      fields(1, 'close');
      return { kind: 'close', fd: asCInt(rest[0]!) };
    case DUP2:
      fields(2, 'dup2');
      return { kind: 'dup2', fd: asCInt(rest[0]!), target: asCInt(rest[1]!) };
    case CLOSEFROM: {
      fields(1, 'closefrom');
      const first = asCInt(rest[0]!);
      const open = host().children.openDescriptors();
      return open.filter((fd) => fd >= first).map((fd) => ({ kind: 'close', fd }));
    }
    default:
      throw typeError('Unknown file_actions identifier');
  }
}

/** A set of signals given as an iterable. CPython: `_Py_Sigset_Converter`. */
function signalNumbers(value: PyObject): number[] {
  return iterToArray(value).map((item) => {
    const signum = asCInt(item);
    if (signum <= 0 || signum >= 65) throw valueError(`signal number ${signum} out of range [1; 64]`);
    return signum;
  });
}

function scheduler(value: PyObject): Pick<SpawnAttributes, 'schedulingPolicy' | 'schedulingPriority'> {
  if (value === None) return {};
  if (!(value instanceof PyTuple) || value.items.length !== 2) {
    throw typeError('A scheduler tuple must have two elements');
  }
  const [policy, parameters] = value.items;
  const schedulingPriority = priorityOf(parameters!);
  return policy === None ? { schedulingPriority } : { schedulingPolicy: asCInt(policy!), schedulingPriority };
}

/** The priority of a `sched_param`. */
export function priorityOf(value: PyObject): number {
  if (typeOf(value) !== schedParam.type) throw typeError('must have a sched_param object');
  const [priority] = (value as PyTuple).items;
  return asCInt(priority!);
}

function posixSpawn(
  functionName: string,
  path: PyObject,
  argv: PyObject,
  env: PyObject,
  actions: PyObject,
  attributes: SpawnAttributes,
): number {
  const program: PathArgument = pathArgument(path, functionName);
  const args = argvOf(argv, functionName);
  if (env !== None && typeOf(env).mp_subscript === undefined) {
    throw typeError(`${functionName}: environment must be a mapping object or None`);
  }
  const environment = env === None ? currentEnvironment() : environmentOf(env);
  const fileActions = actions === None ? [] : sequenceItems(actions).flatMap(fileAction);
  audit('os.posix_spawn', auditedPath(program), argv, env);
  flushForChild(current.thread.interp);
  return onFile(program, () =>
    host().children.spawn(
      program.path,
      args,
      environment,
      fileActions,
      attributes,
      functionName.endsWith('p'),
    ),
  );
}

function sequenceItems(value: PyObject): PyObject[] {
  if (!isSequence(value)) throw typeError('file_actions must be a sequence or None');
  return iterToArray(value);
}

function isEmpty(value: PyObject): boolean {
  return value instanceof PyTuple && value.items.length === 0;
}

const SPAWN_SIGNATURE =
  '($module, path: object, argv: object, env: object, /, *, file_actions: object = None, setpgroup: object = None, resetids: bool = False, setsid: bool = False, setsigmask: object = <null>, setsigdef: object = <null>, scheduler: object = None) -> int';

function spawnFunction(name: 'posix_spawn' | 'posix_spawnp', doc: string): ModuleEntry {
  const pad = ' '.repeat(name.length);
  return fn(
    `${name}${SPAWN_SIGNATURE}`,
    doc,
    (_, path, argv, env, actions, group, resetIds, newSession, mask, defaults, scheduling) =>
      posixSpawn(name, path, argv, env, actions, {
        ...(group === None ? {} : { group: asCInt(group) }),
        resetIds,
        newSession,
        ...(mask === undefined || isEmpty(mask) ? {} : { signalMask: signalNumbers(mask) }),
        ...(defaults === undefined || isEmpty(defaults) ? {} : { defaultSignals: signalNumbers(defaults) }),
        ...scheduler(scheduling),
      }),
    `($module, path, argv, env, /, *, file_actions=(),\n${pad} setpgroup=None, resetids=False, setsid=False,\n${pad} setsigmask=(), setsigdef=(), scheduler=None)`,
  );
}

function execute(functionName: string, path: PyObject, argv: PyObject, env: PyObject | undefined): never {
  const program = pathArgument(path, functionName, 'path', { fd: functionName === 'execve' });
  const args = argvOf(argv, functionName);
  if (env !== undefined && typeOf(env).mp_subscript === undefined) {
    throw typeError('execve: environment must be a mapping object');
  }
  const environment = env === undefined ? currentEnvironment() : environmentOf(env);
  audit('os.exec', auditedPath(program), argv, env ?? None);
  flushForChild(current.thread.interp);
  const file = program.fd === undefined ? program.path : `/proc/self/fd/${program.fd}`;
  const replace = (): never => host().children.exec(file, args, environment);
  return functionName === 'execve' ? onFile(program, replace) : onHost(replace);
}

/** Divides the process; calls what was registered for that. */
export function fork(): number {
  const { interp } = current.thread;
  audit('os.fork');
  flushForChild(interp);
  const hooks = interp.forkHooks;
  for (const { before } of Array.from(hooks).reverse()) if (before !== undefined) runHook(before);
  let pid: number;
  try {
    pid = host().children.fork();
  } catch (thrown) {
    for (const { inParent } of hooks) if (inParent !== undefined) runHook(inParent);
    return onHost(() => {
      throw thrown;
    });
  }
  if (pid === 0) {
    interp.host.signals.afterFork();
    interp.scheduler.tasks.length = 0;
  }
  for (const { inChild, inParent } of hooks) {
    const hook = pid === 0 ? inChild : inParent;
    if (hook !== undefined) runHook(hook);
  }
  return pid;
}

function runHook(hook: PyObject): void {
  try {
    call0(hook);
  } catch (thrown) {
    reportUnraisable(thrown, 'Exception ignored in atfork callback', hook);
  }
}

// ── Waiting ──────────────────────────────────────────────────────────────────────────────────────────────────────────

/** What waiting for a process gives. */
interface Waited {
  readonly pid: number;
  readonly status: number;
  readonly usage: Uint8Array;
}

function wait4(pid: number, options: number): Waited {
  const status = new Int32Array(1);
  const usage = new Uint8Array(RUSAGE_SIZE);
  const found = libc().call(
    'int wait4(int, void *, int, void *)',
    pid,
    new Uint8Array(status.buffer),
    options,
    usage,
  );
  return { pid: found, status: status[0]!, usage };
}

/** A descriptor that is ready when the process has ended; absent where there is no such thing. */
function processDescriptor(pid: number): number | undefined {
  if (pid <= 0) return undefined;
  try {
    return libc().call('long syscall(long, long, long)', SYS_PIDFD_OPEN, pid, 0);
  } catch (thrown) {
    if (thrown instanceof HostError) return undefined;
    throw thrown;
  }
}

/** Waits in the function `name` until `look` finds a child, which is the process of this number if it is positive. */
function waitForChild<T>(name: string, pid: number, look: () => T | undefined): T {
  const lookUp = (): T | undefined => onHost(look);
  // While other threads are there the wait may be set aside, and no descriptor can be kept for it.
  const fd = current.thread.interp.scheduler.tasks.length > 0 ? undefined : processDescriptor(pid);
  try {
    const polls: PollRequest[] = fd === undefined ? [] : [{ fd, events: POLLIN, revents: 0 }];
    const interval = fd === undefined ? INTERVAL : Number.POSITIVE_INFINITY;
    return block(name, Number.POSITIVE_INFINITY, lookUp, polls, interval)!;
  } finally {
    if (fd !== undefined) host().fs.close(fd);
  }
}

function waitpid(name: string, pid: number, options: number): Waited {
  if (options & WNOHANG) return onHost(() => wait4(pid, options));
  return waitForChild(name, pid, () => {
    const waited = wait4(pid, options | WNOHANG);
    return waited.pid === 0 ? undefined : waited;
  });
}

const withUsage = ({ pid, status, usage }: Waited): PyObject => new PyTuple([pid, status, newRusage(usage)]);
const withoutUsage = ({ pid, status }: Waited): PyObject => new PyTuple([pid, status]);

/** `waitid(2)`: None when there is nothing to tell. */
function waitid(idtype: number, id: number, options: number): PyObject {
  const info = new Uint8Array(SIGINFO_SIZE);
  const view = new DataView(info.buffer);
  const look = (flags: number): PyObject | undefined => {
    libc().call('int waitid(int, unsigned int, void *, int)', idtype, id, info, flags);
    const found = view.getInt32(16, true);
    if (found === 0) return undefined;
    return newStructSequence(waitidResult, 5, [
      found,
      view.getUint32(20, true),
      view.getInt32(0, true),
      view.getInt32(24, true),
      view.getInt32(8, true),
    ]);
  };
  if (options & WNOHANG) return onHost(() => look(options)) ?? None;
  return waitForChild('waitid', idtype === P_PID ? id : 0, () => look(options | WNOHANG));
}

function pid(value: PyObject): number {
  return asCInt(value);
}

/** `system(3)`: a shell of its own, while interrupts are for it alone. */
function system(command: PyObject): number {
  const text = argumentText(command);
  audit('os.system', bytesFromHost(text));
  flushForChild(current.thread.interp);
  const child = onHost(() =>
    host().children.spawn('/bin/sh', ['sh', '-c', text], currentEnvironment(), [], {}, false),
  );
  return waitpid('system', child, 0).status;
}

export const childFunctions: readonly ModuleEntry[] = [
  fn('fork($module, /) -> int', 'Fork a child process: return 0 to it, and its number to the parent.', fork),
  fn('execv($module, path: object, argv: object, /)', 'Become another program.', (_, path, argv) =>
    execute('execv', path, argv, undefined),
  ),
  fn(
    'execve($module, /, path: object, argv: object, env: object)',
    'Become another program, with an environment.',
    (_, path, argv, env) => execute('execve', path, argv, env),
  ),
  spawnFunction('posix_spawn', 'Start a program in a new process and return its number.'),
  spawnFunction(
    'posix_spawnp',
    'Start a program, which is looked for along PATH, and return its process number.',
  ),
  fn(
    'system($module, /, command: object) -> int',
    'Run a command in a shell and return its status.',
    (_, command) => system(command),
  ),
  fn('wait($module, /)', 'Wait for any child and return its number and status.', () =>
    withoutUsage(waitpid('wait', -1, 0)),
  ),
  fn(
    'wait3($module, /, options: int)',
    'Wait for any child: number, status and resource usage.',
    (_, options) => withUsage(waitpid('wait3', -1, options)),
  ),
  fn(
    'wait4($module, /, pid: object, options: int)',
    'Wait for a child: number, status and resource usage.',
    (_, process, options) => withUsage(waitpid('wait4', pid(process), options)),
  ),
  fn(
    'waitpid($module, pid: object, options: int, /)',
    'Wait for a child: number and status.',
    (_, process, options) => withoutUsage(waitpid('waitpid', pid(process), options)),
  ),
  fn(
    'waitid($module, idtype: int, id: object, options: int, /)',
    'Wait for children and tell what became of one; None when there is nothing to tell.',
    (_, idtype, id, options) => waitid(idtype, asCInt(id), options),
  ),
  fn(
    'pidfd_open($module, /, pid: object, flags: uint = 0) -> int',
    'Return a descriptor that stands for a process.',
    (_, process, flags) => {
      const number = pid(process);
      return onHost(() => libc().call('long syscall(long, long, long)', SYS_PIDFD_OPEN, number, flags));
    },
  ),
];
