/** The process: who it is, who owns it, how it ends. CPython: Modules/posixmodule.c. */
import { PyList } from '../../objects/list.ts';
import type { PyObject } from '../../objects/object.ts';
import { PySet } from '../../objects/set.ts';
import { strFromUtf16 } from '../../objects/str.ts';
import { audit } from '../../runtime/audit.ts';
import { asCInt } from '../../runtime/converters.ts';
import { fn, type ModuleEntry } from '../../runtime/define.ts';
import { typeError, valueError } from '../../runtime/errors.ts';
import { iterToArray } from '../../runtime/iter.ts';
import { onHost } from '../../runtime/os-error.ts';
import { isSequence } from '../../runtime/sequence.ts';
import { setAdd } from '../../runtime/set.ts';
import { current } from '../../runtime/state.ts';
import { tellOfFatalSignal } from '../../runtime/traceback-dump.ts';
import { typeOf } from '../../runtime/type-of.ts';
import { gidArgument, uidArgument } from './path-argument.ts';
import { newTimesResult, newUnameResult } from './results.ts';

const processInfo = () => current.thread.interp.host.process;
const signals = () => current.thread.interp.host.signals;

/** Sends a signal. One to this very process that is caught here is handled before anything else runs. */
const SIGABRT = 6;

function kill(pid: number, signum: number): void {
  const { interp } = current.thread;
  const isHeld =
    typeof interp.signalHandlers.get(signum) === 'object' ||
    interp.blockedSignals.has(signum) ||
    interp.signalWatchers.has(signum);
  if (pid === interp.host.pid && isHeld) interp.simulateSignal(signum);
  else {
    if (pid === interp.host.pid) tellOfFatalSignal(interp, signum);
    onHost(() => signals().kill(pid, signum));
  }
  interp.handleSignals();
}

function setgroups(groups: PyObject): void {
  if (!isSequence(groups)) throw typeError('setgroups argument must be a sequence');
  const items = iterToArray(groups);
  if (items.length > 65536) throw valueError('too many groups');
  const ids = items.map((item) => {
    if (typeof item !== 'number' && typeof item !== 'bigint') throw typeError('groups must be integers');
    return gidArgument(item);
  });
  onHost(() => processInfo().setgroups(ids));
}

/** A function called before or after a fork. */
function forkHook(func: PyObject | undefined): boolean {
  if (func === undefined) return false;
  if (typeOf(func).tp_call === undefined) throw typeError('register_at_fork() arguments must be callable');
  return true;
}

// ── How a process ended: the bits of <sys/wait.h> ────────────────────────────────────────────────────────────────────

const exitStatus = (status: number): number => (status >> 8) & 0xff;
const termSignal = (status: number): number => status & 0x7f;
const isExited = (status: number): boolean => termSignal(status) === 0;
const isStopped = (status: number): boolean => (status & 0xff) === 0x7f;
const isContinued = (status: number): boolean => status === 0xffff;
const isSignaled = (status: number): boolean => (((status & 0x7f) + 1) << 24) >> 25 > 0;

function exitCode(value: PyObject): number {
  if (typeof value === 'object' && typeOf(value).nb_index === undefined) {
    throw typeError(`'${typeOf(value).tp_name}' object cannot be interpreted as an integer`);
  }
  const status = asCInt(value);
  if (isExited(status)) {
    return exitStatus(status);
  }
  if (isSignaled(status)) {
    const signum = termSignal(status);
    if (signum <= 0) throw valueError(`invalid WTERMSIG: ${signum}`);
    return -signum;
  }
  if (isStopped(status)) throw valueError(`process stopped by delivery of signal ${exitStatus(status)}`);
  throw valueError(`invalid wait status: ${status}`);
}

const waitFunctions: readonly ModuleEntry[] = [
  fn('WIFEXITED($module, /, status: int) -> bool', 'Did the process exit by itself?', (_, status) =>
    isExited(status),
  ),
  fn('WEXITSTATUS($module, /, status: int) -> int', 'Return the exit status.', (_, status) =>
    exitStatus(status),
  ),
  fn('WIFSIGNALED($module, /, status: int) -> bool', 'Was the process ended by a signal?', (_, status) =>
    isSignaled(status),
  ),
  fn('WTERMSIG($module, /, status: int) -> int', 'Return the signal that ended the process.', (_, status) =>
    termSignal(status),
  ),
  fn('WIFSTOPPED($module, /, status: int) -> bool', 'Was the process stopped by a signal?', (_, status) =>
    isStopped(status),
  ),
  fn('WSTOPSIG($module, /, status: int) -> int', 'Return the signal that stopped the process.', (_, status) =>
    exitStatus(status),
  ),
  fn('WIFCONTINUED($module, /, status: int) -> bool', 'Was the process continued?', (_, status) =>
    isContinued(status),
  ),
  fn(
    'WCOREDUMP($module, status: int, /) -> bool',
    'Was the core of the process dumped?',
    (_, status) => (status & 0x80) !== 0,
  ),
  fn(
    'waitstatus_to_exitcode($module, /, status: object) -> int',
    'Return the exit code of a wait status, negative for a signal.',
    (_, status) => exitCode(status),
  ),
];

const identityFunctions: readonly ModuleEntry[] = [
  fn('getpid($module, /) -> int', 'Return the number of the process.', () => processInfo().pid),
  fn('getppid($module, /) -> int', 'Return the number of the parent process.', () => processInfo().ppid),
  fn('getuid($module, /) -> int', 'Return the user.', () => processInfo().getuid()),
  fn('geteuid($module, /) -> int', 'Return the effective user.', () => processInfo().geteuid()),
  fn('getgid($module, /) -> int', 'Return the group.', () => processInfo().getgid()),
  fn('getegid($module, /) -> int', 'Return the effective group.', () => processInfo().getegid()),
  fn('getgroups($module, /)', 'Return the further groups.', () => new PyList(processInfo().getgroups())),
  fn('getlogin($module, /)', 'Return the name under which the user logged in.', () =>
    strFromUtf16(onHost(() => processInfo().getlogin())),
  ),
  fn('setuid($module, uid: object, /) -> None', 'Set the user.', (_, uid) => {
    const id = uidArgument(uid);
    onHost(() => processInfo().setuid(id));
  }),
  fn('seteuid($module, euid: object, /) -> None', 'Set the effective user.', (_, uid) => {
    const id = uidArgument(uid);
    onHost(() => processInfo().seteuid(id));
  }),
  fn('setgid($module, gid: object, /) -> None', 'Set the group.', (_, gid) => {
    const id = gidArgument(gid);
    onHost(() => processInfo().setgid(id));
  }),
  fn('setegid($module, egid: object, /) -> None', 'Set the effective group.', (_, gid) => {
    const id = gidArgument(gid);
    onHost(() => processInfo().setegid(id));
  }),
  fn('setgroups($module, groups: object, /) -> None', 'Set the further groups.', (_, groups) =>
    setgroups(groups),
  ),
  fn('getpgid($module, /, pid: int) -> int', 'Return the process group of a process.', (_, pid) =>
    onHost(() => processInfo().getpgid(pid)),
  ),
  fn('getpgrp($module, /) -> int', 'Return the process group.', () => onHost(() => processInfo().getpgid(0))),
  fn(
    'setpgid($module, pid: int, pgrp: int, /) -> None',
    'Set the process group of a process.',
    (_, pid, group) => onHost(() => processInfo().setpgid(pid, group)),
  ),
  fn('setpgrp($module, /) -> None', 'Make the process the leader of a group.', () =>
    onHost(() => processInfo().setpgid(0, 0)),
  ),
  fn('getsid($module, pid: int, /) -> int', 'Return the session of a process.', (_, pid) =>
    onHost(() => processInfo().getsid(pid)),
  ),
  fn('setsid($module, /) -> None', 'Make the process the leader of a session.', () =>
    onHost(() => processInfo().setsid()),
  ),
  fn(
    'getpriority($module, /, which: int, who: int) -> int',
    'Return how nice a process, group or user is.',
    (_, which, who) => onHost(() => processInfo().getpriority(which, who)),
  ),
  fn(
    'setpriority($module, /, which: int, who: int, priority: int) -> None',
    'Set how nice a process, group or user is.',
    (_, which, who, priority) => onHost(() => processInfo().setpriority(which, who, priority)),
  ),
  fn(
    'nice($module, increment: int, /) -> int',
    'Make the process nicer and return how nice it is.',
    (_, increment) => onHost(() => processInfo().nice(increment)),
  ),
  fn(
    'sched_getaffinity($module, pid: int, /)',
    'Return the set of processors that a process may run on.',
    (_, pid) => {
      const processors = new PySet();
      for (const processor of onHost(() => processInfo().affinity(pid))) setAdd(processors, processor);
      return processors;
    },
  ),
  fn('sched_yield($module, /) -> None', 'Let others run.', () => current.thread.interp.host.clock.sleep(0)),
];

export const processFunctions: readonly ModuleEntry[] = [
  ...identityFunctions,
  ...waitFunctions,
  fn('times($module, /)', 'Return the time that the process has used.', () =>
    newTimesResult(processInfo().times()),
  ),
  fn('uname($module, /)', 'Return what the system is.', () => {
    const { sysname, nodename, release, version, machine } = processInfo().uname();
    return newUnameResult([sysname, nodename, release, version, machine]);
  }),
  fn('kill($module, pid: int, signal: int, /) -> None', 'Send a signal to a process.', (_, pid, signum) => {
    audit('os.kill', pid, signum);
    kill(pid, signum);
  }),
  fn(
    'killpg($module, pgid: int, signal: int, /) -> None',
    'Send a signal to a process group.',
    (_, group, signum) => {
      audit('os.killpg', group, signum);
      onHost(() => signals().killpg(group, signum));
    },
  ),
  fn('_exit($module, /, status: int)', 'End the process at once, without any cleaning up.', (_, status) =>
    current.thread.interp.host.exit(status & 0xff),
  ),
  fn('abort($module, /)', 'End the process abnormally, by SIGABRT.', () => {
    const { interp } = current.thread;
    tellOfFatalSignal(interp, SIGABRT);
    return interp.host.abort();
  }),
  fn(
    'register_at_fork($module, /, *, before: object = <null>, after_in_child: object = <null>, after_in_parent: object = <null>) -> None',
    'Name functions to be called before and after a fork.',
    (_, before, inChild, inParent) => {
      const given = [before, inChild, inParent].map(forkHook);
      if (!given.includes(true)) throw typeError('At least one argument is required.');
      current.thread.interp.forkHooks.push({ before, inChild, inParent });
    },
    '($module, /, *, before=<unrepresentable>,\n                 after_in_child=<unrepresentable>,\n                 after_in_parent=<unrepresentable>)',
  ),
  fn('_inputhook($module, /)', 'Calls what waits for input; nothing does.', () => 0),
  fn('_is_inputhook_installed($module, /) -> bool', 'Does something wait for input?', () => false),
];
