/**
 * _posixsubprocess: the start of a program for subprocess. CPython: Modules/_posixsubprocess.c.
 *
 * Mostly by `posix_spawn`, which is quick and safe. A fork is needed for what that cannot do: other users and groups, a
 * function to be called in the child. Either way a failure is told as CPython's child tells it, through the
 * error pipe: `OSError:<errno in hexadecimal>:<what failed>`.
 */
import type { FileAction } from '../host/host.ts';
import { HostError } from '../host/host.ts';
import { PyBytes } from '../objects/bytes.ts';
import { PyBaseException } from '../objects/exception.ts';
import type { PyObject } from '../objects/object.ts';
import { None } from '../objects/singletons.ts';
import { PyTuple } from '../objects/tuple.ts';
import { audit } from '../runtime/audit.ts';
import { call0 } from '../runtime/call.ts';
import { intValue, isTrue } from '../runtime/convert.ts';
import { asCInt } from '../runtime/converters.ts';
import { defineModule, rawFn } from '../runtime/define.ts';
import { runtimeError, typeError, valueError } from '../runtime/errors.ts';
import { fspath, hostPathOf } from '../runtime/fs-path.ts';
import { iterToArray } from '../runtime/iter.ts';
import { onHost } from '../runtime/os-error.ts';
import { isSequence } from '../runtime/sequence.ts';
import { current } from '../runtime/state.ts';
import { typeOf } from '../runtime/type-of.ts';
import { flushForChild } from './_io/forgotten-streams.ts';
import { currentEnvironment, fork } from './posix/children.ts';
import { gidArgument, uidArgument } from './posix/path-argument.ts';

const ENOENT = 2;
const EACCES = 13;
const ENOTDIR = 20;
const X_OK = 1;
const O_DIRECTORY = 0o200000;
const O_CLOEXEC = 0o2000000;
const SIGPIPE = 13;
const SIGXFSZ = 25;
/** A number that no process has: of a child that could not be started, which nobody can wait for. */
const NO_PROCESS = 0x7fffffff;
const MAX_GROUPS = 65536;

const host = () => current.thread.interp.host;

/** What a new process is to be, as `fork_exec` is told. */
interface Request {
  readonly args: readonly string[];
  readonly executables: readonly string[];
  readonly closeOthers: boolean;
  readonly keep: readonly number[];
  readonly folder: string | undefined;
  /** That of the parent when it is absent. */
  readonly environment: readonly string[] | undefined;
  /** The descriptors that become 0, 1 and 2; −1: they stay. */
  readonly standard: readonly number[];
  readonly errorPipe: number;
  readonly restoreSignals: boolean;
  readonly newSession: boolean;
  /** −1: the parent's. */
  readonly group: number;
  readonly gid: number | undefined;
  readonly groups: readonly number[] | undefined;
  readonly uid: number | undefined;
  /** −1: the parent's. */
  readonly umask: number;
  readonly prepare: PyObject | undefined;
}

function text(value: PyObject): string {
  const path = hostPathOf(fspath(value));
  if (path.includes('\0')) throw valueError('embedded null byte');
  return path;
}

/** Descriptors in ascending order. CPython: `_sanity_check_python_fd_sequence`. */
function descriptors(value: PyObject): number[] {
  const fds = (value as PyTuple).items.map((item) => intValue(item));
  fds.forEach((fd, i) => {
    if (
      fd === undefined ||
      typeof fd === 'bigint' ||
      fd < 0 ||
      fd > 0x7fffffff ||
      (i > 0 && fd <= fds[i - 1]!)
    ) {
      throw valueError('bad value(s) in fds_to_keep');
    }
  });
  return fds as number[];
}

function groupsOf(value: PyObject): number[] | undefined {
  if (value === None) return undefined;
  if (!isSequence(value)) throw typeError('setgroups argument must be a sequence');
  const items = iterToArray(value);
  if (items.length > MAX_GROUPS) throw valueError('too many extra_groups');
  return items.map((item) => {
    if (intValue(item) === undefined) throw typeError('extra_groups must be integers');
    try {
      return gidArgument(item);
    } catch (thrown) {
      if (!(thrown instanceof PyBaseException)) throw thrown;
      throw valueError('invalid group id');
    }
  });
}

const ARGUMENTS = 22;

function requestOf(args: readonly PyObject[]): Request {
  if (args.length !== ARGUMENTS) {
    throw typeError(`fork_exec expected ${ARGUMENTS} arguments, got ${args.length}`);
  }
  const int = (index: number): number => asCInt(args[index]!);
  const keep = args[3]!;
  if (!(keep instanceof PyTuple))
    throw typeError(`fork_exec() argument 4 must be tuple, not ${typeNameOf(keep)}`);
  const closeOthers = isTrue(args[2]!);
  const errorPipe = int(13);
  if (closeOthers && errorPipe < 3) throw valueError('errpipe_write must be >= 3');
  const keptDescriptors = descriptors(keep);
  const prepare = args[21]!;
  if (prepare !== None && current.thread.interp.finalizing) {
    throw runtimeError('preexec_fn not supported at interpreter shutdown');
  }
  const executables = iterToArray(args[1]!).map((item) => {
    if (!(item instanceof PyBytes)) throw typeError(`expected bytes, ${typeNameOf(item)} found`);
    return text(item);
  });
  return {
    executables,
    args: args[0] === None ? [] : iterToArray(args[0]!).map(text),
    closeOthers,
    keep: keptDescriptors,
    folder: args[4] === None ? undefined : text(args[4]!),
    environment: args[5] === None ? undefined : iterToArray(args[5]!).map(text),
    standard: [int(6), int(9), int(11)],
    errorPipe,
    restoreSignals: isTrue(args[14]!),
    newSession: isTrue(args[15]!),
    group: int(16),
    gid: args[17] === None ? undefined : gidArgument(args[17]!),
    groups: groupsOf(args[18]!),
    uid: args[19] === None ? undefined : uidArgument(args[19]!),
    umask: int(20),
    prepare: prepare === None ? undefined : prepare,
  };
}

function typeNameOf(value: PyObject): string {
  return typeOf(value).tp_name;
}

/** Tells subprocess what failed: an error number and where. */
function report(pipe: number, errno: number, where: string): void {
  host().fs.write(pipe, new TextEncoder().encode(`OSError:${errno.toString(16)}:${where}`));
}

/** Starts the first of the programs that can be, in a process of its own. */
function spawn(request: Request): number {
  const { fs, children } = host();
  if (request.folder !== undefined) {
    const errno = folderProblem(request.folder);
    if (errno !== 0) {
      report(request.errorPipe, errno, 'noexec:chdir');
      return NO_PROCESS;
    }
  }
  const copies: number[] = [];
  // The new process begins with this one's umask.
  const umask = request.umask < 0 ? undefined : fs.umask(request.umask);
  try {
    const actions = fileActions(request, copies);
    const attributes = {
      newSession: request.newSession,
      ...(request.group < 0 ? {} : { group: request.group }),
      ...(request.restoreSignals ? { defaultSignals: [SIGPIPE, SIGXFSZ] } : {}),
    };
    const environment = request.environment ?? currentEnvironment();
    let failure = ENOENT;
    for (const path of request.executables) {
      try {
        return children.spawn(path, request.args, environment, actions, attributes, false);
      } catch (thrown) {
        if (!(thrown instanceof HostError)) throw thrown;
        if (failure === ENOENT || failure === ENOTDIR) failure = thrown.errno;
      }
    }
    report(request.errorPipe, failure, '');
    return NO_PROCESS;
  } finally {
    if (umask !== undefined) fs.umask(umask);
    for (const fd of copies) fs.close(fd);
  }
}

/** Why a folder cannot be changed to; 0 when it can. */
function folderProblem(path: string): number {
  const { fs } = host();
  try {
    fs.close(fs.open(path, O_DIRECTORY | O_CLOEXEC, 0));
  } catch (thrown) {
    if (!(thrown instanceof HostError)) throw thrown;
    // A folder may be entered without being readable.
    return thrown.errno === EACCES && fs.access(path, X_OK, true, true) ? 0 : thrown.errno;
  }
  return fs.access(path, X_OK, true, true) ? 0 : EACCES;
}

/** What happens to the descriptors in the child. Copies that this needs are made here and added to `copies`. */
function fileActions(request: Request, copies: number[]): FileAction[] {
  const actions: FileAction[] = [];
  request.standard.forEach((fd, target) => {
    if (fd < 0) return;
    // One that stands in the way of another is moved out of it first.
    let source = fd;
    if (fd < target) {
      source = host().fs.dup(fd, false);
      while (source < 3) {
        copies.push(source);
        source = host().fs.dup(fd, false);
      }
      copies.push(source);
    }
    actions.push({ kind: 'dup2', fd: source, target });
  });
  if (request.folder !== undefined) actions.push({ kind: 'chdir', path: request.folder });
  if (request.closeOthers) {
    for (const fd of host().children.openDescriptors()) {
      if (fd > 2 && !request.keep.includes(fd) && !copies.includes(fd)) actions.push({ kind: 'close', fd });
    }
    for (const fd of request.keep)
      if (fd !== request.errorPipe) actions.push({ kind: 'dup2', fd, target: fd });
  }
  return actions;
}

/** The same by a fork: the child changes itself before it becomes the program. */
function forkAndExec(request: Request): number {
  const pid = fork();
  if (pid !== 0) return pid;
  // From here on this is the child, which ends here whatever happens.
  try {
    const where = becomeProgram(request);
    report(request.errorPipe, where.errno, where.what);
  } catch {
    host().fs.write(
      request.errorPipe,
      new TextEncoder().encode('SubprocessError:0:Exception occurred in preexec_fn.'),
    );
  }
  return host().exit(255);
}

/** Returns only when it failed. */
function becomeProgram(request: Request): { errno: number; what: string } {
  const { fs, process, children, libc, signals } = host();
  let what = 'noexec';
  try {
    const [input, ...outputs] = request.standard.map((fd, target) =>
      fd >= 0 && fd < target ? fs.dup(fd, false) : fd,
    );
    [input!, ...outputs].forEach((fd, target) => {
      if (fd === target) fs.setInheritable(fd, true);
      else if (fd >= 0) fs.dup2(fd, target, true);
    });
    for (const fd of request.keep) if (fd !== request.errorPipe) fs.setInheritable(fd, true);
    if (request.folder !== undefined) {
      what = 'noexec:chdir';
      fs.chdir(request.folder);
      what = 'noexec';
    }
    if (request.umask >= 0) fs.umask(request.umask);
    if (request.restoreSignals) for (const signum of [SIGPIPE, SIGXFSZ]) signals.restore(signum);
    if (request.newSession) process.setsid();
    if (request.group >= 0) process.setpgid(0, request.group);
    if (request.groups !== undefined) process.setgroups(request.groups);
    if (request.gid !== undefined)
      libc.call('int setregid(unsigned int, unsigned int)', request.gid, request.gid);
    if (request.uid !== undefined)
      libc.call('int setreuid(unsigned int, unsigned int)', request.uid, request.uid);
  } catch (thrown) {
    if (thrown instanceof HostError) return { errno: thrown.errno, what };
    throw thrown;
  }
  if (request.prepare !== undefined) call0(request.prepare);
  if (request.closeOthers) {
    for (const fd of children.openDescriptors()) {
      if (fd > 2 && !request.keep.includes(fd)) closeQuietly(fd);
    }
  }
  let failure = ENOENT;
  for (const path of request.executables) {
    try {
      children.exec(path, request.args, request.environment ?? currentEnvironment());
    } catch (thrown) {
      if (!(thrown instanceof HostError)) throw thrown;
      if (failure === ENOENT || failure === ENOTDIR) failure = thrown.errno;
    }
  }
  return { errno: failure, what: '' };
}

function closeQuietly(fd: number): void {
  try {
    host().fs.close(fd);
  } catch (thrown) {
    if (!(thrown instanceof HostError)) throw thrown;
  }
}

export const _posixsubprocess = defineModule(
  '_posixsubprocess',
  'The start of a program for the subprocess module.',
  [
    rawFn(
      'fork_exec',
      '($module, args, executable_list, close_fds, pass_fds, cwd,\n          env, p2cread, p2cwrite, c2pread, c2pwrite, errread, errwrite,\n          errpipe_read, errpipe_write, restore_signals, call_setsid,\n          pgid_to_set, gid, extra_groups, uid, child_umask, preexec_fn,\n          /)',
      'Start a program in a new process, with its descriptors, folder, environment, user and\ngroups, signals and session set up; return the number of the process.',
      (_, args) => {
        const request = requestOf(args);
        audit('_posixsubprocess.fork_exec', args[1]!, args[0]!, args[5]!);
        const needsFork =
          request.prepare !== undefined ||
          request.uid !== undefined ||
          request.gid !== undefined ||
          request.groups !== undefined ||
          request.umask >= 0;
        flushForChild(current.thread.interp);
        return onHost(() => (needsFork ? forkAndExec(request) : spawn(request)));
      },
    ),
  ],
);
