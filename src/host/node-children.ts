/**
 * Processes that Node starts, by `posix_spawn(3)`, and Node divided by `fork(2)`.
 *
 * Node's own `child_process` needs the event loop, which does not turn while Python runs. `posix_spawn` shares the
 * memory until the new program runs, so it is quick and safe. `fork` is neither, but works with three precautions: V8
 * marks its heap as not to be inherited, which is taken back; the child has none of V8's helper threads, so that they
 * are told to do nothing more before the first division; and it ends by `_exit`.
 */
import { closeSync, openSync, readdirSync, readFileSync, readSync } from 'node:fs';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import type { CArgument, Children, FileAction, SpawnAttributes } from './host.ts';
import { ENOSYS, errorOf } from './node-errors.ts';
import type { CLibrary } from './node-libc.ts';

/** Room for glibc's `posix_spawn_file_actions_t` (80 bytes) and `posix_spawnattr_t` (336), and for others'. */
const STRUCTURE = 512;
const SIGSET = 128;

const POSIX_SPAWN_RESETIDS = 0x01;
const POSIX_SPAWN_SETPGROUP = 0x02;
const POSIX_SPAWN_SETSIGDEF = 0x04;
const POSIX_SPAWN_SETSIGMASK = 0x08;
const POSIX_SPAWN_SETSCHEDPARAM = 0x10;
const POSIX_SPAWN_SETSCHEDULER = 0x20;
const POSIX_SPAWN_SETSID = 0x80;

const MADV_DOFORK = 11;

/** Room for the text of a {@link ProcFile} at first, in bytes. */
const PROC_FILE_SIZE = 1 << 17;

/** What V8 does in threads of its own. Not `--no-parallel-marking`, which cannot be changed any more once it has marked. */
const HELPERS = [
  '--no-concurrent-marking',
  '--no-cppheap-concurrent-marking',
  '--no-concurrent-sweeping',
  '--no-concurrent-array-buffer-sweeping',
  '--no-concurrent-sparkplug',
  '--no-parallel-compaction',
  '--no-parallel-pointer-update',
  '--no-parallel-scavenge',
  '--no-lazy-compile-dispatcher',
  '--no-memory-reducer',
];
/**
 * A child does without V8's optimising compilers: what was found hot before would be handed to a thread that the child does
 * not have, and the C library waits for that thread to take it. `--no-concurrent-recompilation` has no effect once V8 runs.
 */
const COMPILERS = ['turbofan', 'maglev'];
/** How long V8's helpers may take to finish what they are at, and how often they are looked at, in milliseconds. */
const SETTLING_TIME = 2000;
const LOOK_AGAIN = 2;
/** So many looks in a row must find them asleep: a queue may hand out one job more. */
const QUIET_LOOKS = 3;

/** Does no thread but this one run, or want to? */
function otherThreadsSleep(): boolean {
  try {
    return readdirSync('/proc/self/task').every((thread) => {
      // "tid (name) S …": the name may have any characters.
      const stat = readFileSync(`/proc/self/task/${thread}/stat`, 'latin1');
      return Number(thread) === process.pid || stat[stat.lastIndexOf(')') + 2] === 'S';
    });
  } catch {
    // A thread has ended meanwhile, or there is no such folder here.
    return false;
  }
}

/** A `sigset_t` of the C library. */
function signalSet(signals: readonly number[]): Uint8Array {
  const set = new Uint8Array(SIGSET);
  for (const signum of signals) set[(signum - 1) >> 3]! |= 1 << ((signum - 1) & 7);
  return set;
}

/** A file that the kernel makes up as it is read, and that may have changed when it is read again. */
class ProcFile {
  readonly #path: string;
  #now = Buffer.allocUnsafeSlow(PROC_FILE_SIZE);
  #before = Buffer.allocUnsafeSlow(PROC_FILE_SIZE);
  #length = 0;

  constructor(path: string) {
    this.#path = path;
  }

  get text(): string {
    return this.#now.toString('latin1', 0, this.#length);
  }

  /** Reads it, and says whether it is another text than the last time. */
  read(): boolean {
    const length = this.#length;
    [this.#now, this.#before] = [this.#before, this.#now];
    for (this.#length = this.#fill(); this.#length === this.#now.length; this.#length = this.#fill()) {
      this.#now = Buffer.allocUnsafeSlow(2 * this.#length);
    }
    return this.#now.compare(this.#before, 0, length, 0, this.#length) !== 0;
  }

  #fill(): number {
    const file = openSync(this.#path, 'r');
    try {
      let length = 0;
      for (let read = 1; read > 0 && length < this.#now.length; length += read) {
        read = readSync(file, this.#now, length, this.#now.length - length, null);
      }
      return length;
    } finally {
      closeSync(file);
    }
  }
}

export class NodeChildren implements Children {
  readonly #libc: CLibrary;
  readonly #before: () => void;
  #helpersStopped = false;
  isForked = false;

  /** `before` is called when a child is about to be made. */
  constructor(libc: CLibrary, before: () => void) {
    this.#libc = libc;
    this.#before = before;
  }

  spawn(
    path: string,
    args: readonly string[],
    environment: readonly string[],
    actions: readonly FileAction[],
    attributes: SpawnAttributes,
    search: boolean,
  ): number {
    this.#before();
    const libc = this.#libc;
    const fileActions = new Uint8Array(STRUCTURE);
    const spawnAttributes = new Uint8Array(STRUCTURE);
    this.#check('int posix_spawn_file_actions_init(void *)', fileActions);
    this.#check('int posix_spawnattr_init(void *)', spawnAttributes);
    try {
      for (const action of actions) this.#addAction(fileActions, action);
      this.#setAttributes(spawnAttributes, attributes);
      const pid = new Int32Array(1);
      const argv = libc.strings(args);
      const envp = libc.strings(environment);
      this.#check(
        `int ${search ? 'posix_spawnp' : 'posix_spawn'}(void *, void *, void *, void *, void *, void *)`,
        new Uint8Array(pid.buffer),
        libc.path(path),
        fileActions,
        spawnAttributes,
        argv.array,
        envp.array,
      );
      return pid[0]!;
    } finally {
      this.#check('int posix_spawn_file_actions_destroy(void *)', fileActions);
      this.#check('int posix_spawnattr_destroy(void *)', spawnAttributes);
    }
  }

  /** Calls one of the functions that return an error number. */
  #check(prototype: string, ...args: CArgument[]): void {
    const error = this.#libc.callWithErrno(prototype, ...args);
    if (error !== 0) throw errorOf(error);
  }

  #addAction(actions: Uint8Array, action: FileAction): void {
    const name = 'posix_spawn_file_actions_add';
    switch (action.kind) {
      case 'open':
        this.#check(
          `int ${name}open(void *, int, void *, int, unsigned int)`,
          actions,
          action.fd,
          this.#libc.path(action.path),
          action.flags,
          action.mode,
        );
        break;
      case 'close':
        this.#check(`int ${name}close(void *, int)`, actions, action.fd);
        break;
      case 'dup2':
        this.#check(`int ${name}dup2(void *, int, int)`, actions, action.fd, action.target);
        break;
      case 'chdir':
        this.#check(`int ${name}chdir_np(void *, void *)`, actions, this.#libc.path(action.path));
        break;
    }
  }

  #setAttributes(attributes: Uint8Array, wanted: SpawnAttributes): void {
    const name = 'posix_spawnattr_set';
    let flags = 0;
    if (wanted.resetIds) flags |= POSIX_SPAWN_RESETIDS;
    if (wanted.newSession) flags |= POSIX_SPAWN_SETSID;
    if (wanted.group !== undefined) {
      flags |= POSIX_SPAWN_SETPGROUP;
      this.#check(`int ${name}pgroup(void *, int)`, attributes, wanted.group);
    }
    if (wanted.signalMask !== undefined) {
      flags |= POSIX_SPAWN_SETSIGMASK;
      this.#check(`int ${name}sigmask(void *, void *)`, attributes, signalSet(wanted.signalMask));
    }
    if (wanted.defaultSignals !== undefined) {
      flags |= POSIX_SPAWN_SETSIGDEF;
      this.#check(`int ${name}sigdefault(void *, void *)`, attributes, signalSet(wanted.defaultSignals));
    }
    if (wanted.schedulingPolicy !== undefined) {
      flags |= POSIX_SPAWN_SETSCHEDULER;
      this.#check(`int ${name}schedpolicy(void *, int)`, attributes, wanted.schedulingPolicy);
    }
    if (wanted.schedulingPriority !== undefined) {
      flags |= POSIX_SPAWN_SETSCHEDPARAM;
      const parameters = new Uint8Array(new Int32Array([wanted.schedulingPriority]).buffer);
      this.#check(`int ${name}schedparam(void *, void *)`, attributes, parameters);
    }
    this.#check(`int ${name}flags(void *, short)`, attributes, flags);
  }

  exec(path: string, args: readonly string[], environment: readonly string[]): never {
    this.#before();
    const argv = this.#libc.strings(args);
    const envp = this.#libc.strings(environment);
    this.#libc.call('int execve(void *, void *, void *)', this.#libc.path(path), argv.array, envp.array);
    throw errorOf(ENOSYS);
  }

  fork(): number {
    if (!this.#libc.isAvailable) throw errorOf(ENOSYS);
    this.#before();
    for (const compiler of COMPILERS) setFlagsFromString(`--no-${compiler}`);
    this.#stopHelpers();
    this.#shareMemory();
    const pid = this.#libc.call('int fork()');
    if (pid === 0) this.isForked = true;
    else for (const compiler of COMPILERS) setFlagsFromString(`--${compiler}`);
    return pid;
  }

  /** V8 works alone: see {@link HELPERS}. What they and the optimising compilers are at is finished first. */
  #stopHelpers(): void {
    if (!this.#helpersStopped) {
      this.#helpersStopped = true;
      setFlagsFromString('--expose-gc');
      const collect = runInNewContext('gc') as () => void;
      collect();
      for (const flag of HELPERS) setFlagsFromString(flag);
      this.#settle();
      collect();
    }
    this.#settle();
  }

  /** Waits until no other thread of the process is at anything: what it had begun would never end in the child. */
  #settle(): void {
    const clock = new Int32Array(new SharedArrayBuffer(4));
    for (let waited = 0, quiet = 0; quiet < QUIET_LOOKS && waited < SETTLING_TIME; waited += LOOK_AGAIN) {
      quiet = otherThreadsSleep() ? quiet + 1 : 0;
      Atomics.wait(clock, 0, 0, LOOK_AGAIN);
    }
  }

  /**
   * Has a child inherit all memory, also that which V8 keeps from children to make `fork` quick. What is mapped is read
   * until it stays the same, for V8 may need another page to go through it; and read without memory of V8's.
   */
  #shareMemory(): void {
    const mapped = new ProcFile('/proc/self/maps');
    const sizes = new ProcFile('/proc/self/statm');
    for (let changed = true; changed; ) {
      sizes.read();
      changed = mapped.read();
      if (changed) {
        for (const [, start, end] of mapped.text.matchAll(/^([0-9a-f]+)-([0-9a-f]+) /gm)) {
          const address = BigInt(`0x${start}`);
          const size = BigInt(`0x${end}`) - address;
          // Some mappings of the kernel's refuse.
          this.#libc.callWithoutCheck('int madvise(uint64_t, uint64_t, int)', address, size, MADV_DOFORK);
        }
      }
      // A list of mappings is no picture of one moment: their sum must not have changed either.
      if (sizes.read()) changed = true;
    }
  }

  openDescriptors(): number[] {
    return readdirSync('/proc/self/fd').map(Number);
  }
}
