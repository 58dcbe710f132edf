/** The host that Node, Bun and Deno offer. The parts are in node-*.ts. */
import { fstatSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { isatty, WriteStream } from 'node:tty';
import { setFlagsFromString } from 'node:v8';
import { type Context, createContext, runInContext, runInNewContext } from 'node:vm';
import type { CFunctions, Host, PollRequest } from './host.ts';
import { NodeChildren } from './node-children.ts';
import { evaluateInCaller } from './node-debugger.ts';
import { EBADF, ENOTTY, errorOf } from './node-errors.ts';
import { NodeFileSystem } from './node-files.ts';
import { CLibrary, cPath } from './node-libc.ts';
import { NodeMemory } from './node-memory.ts';
import { decodePath } from './node-path.ts';
import { NodePoll } from './node-poll.ts';
import { NodeClock, NodeProcess } from './node-process.ts';
import { RandomOctets } from './node-random.ts';
import { NodeSignals } from './node-signals.ts';

const RTLD_LAZY = 1;
const RTLD_NODELETE = 0x1000;

class NodeHost implements Host {
  readonly libc = new CLibrary();
  readonly signals = new NodeSignals(this.libc);
  readonly memory = new NodeMemory(this.signals.arrived, () => this.collectGarbage());
  readonly clock = new NodeClock(this.libc, this.signals.arrived);
  readonly fs = new NodeFileSystem(this.libc, (milliseconds) => this.clock.sleep(milliseconds / 1000));
  readonly process = new NodeProcess(this.libc);
  readonly #poll = new NodePoll(this.libc, this.signals);
  readonly children = new NodeChildren(this.libc, () => this.#beforeChild());
  readonly evaluateInCaller = evaluateInCaller;
  readonly executable: string;
  readonly #libraries = new Map<string, CLibrary>();

  constructor(executable: string) {
    this.executable = executable;
  }
  library(name: string): CFunctions | undefined {
    let library = this.#libraries.get(name);
    if (library === undefined) {
      library = new CLibrary(name);
      this.#libraries.set(name, library);
      // It stays for good: threads of its own may run while the process ends.
      if (library.isAvailable) {
        this.libc.callWithoutCheck('uint64_t dlopen(void *, int)', cPath(name), RTLD_LAZY | RTLD_NODELETE);
      }
    }
    return library.isAvailable ? library : undefined;
  }
  poll(requests: readonly PollRequest[], milliseconds: number): number {
    return this.#poll.poll(requests, milliseconds);
  }
  randomBytes(count: number): Uint8Array {
    return this.#random.next(count);
  }
  get environ(): ReadonlyMap<string, string> {
    const variables = new Map<string, string>();
    let isLossy = false;
    // Where Node has changed a name it finds no value under it.
    for (const name of Reflect.ownKeys(process.env) as string[]) {
      const value = process.env[name];
      isLossy ||= name.includes('\ufffd') || !!value?.includes('\ufffd');
      if (value !== undefined) variables.set(name, value);
    }
    return (isLossy ? initialEnvironment() : undefined) ?? variables;
  }
  setenv(name: string, value: string | undefined): void {
    if (value === undefined) delete process.env[name];
    else process.env[name] = value;
  }
  get pid(): number {
    return process.pid;
  }
  get platform(): string {
    return process.platform;
  }
  collectGarbage(): void {
    // The flag makes V8 give new contexts a `gc` function.
    if (this.#collect === undefined) {
      setFlagsFromString('--expose-gc');
      this.#collect = runInNewContext('gc') as () => void;
    }
    this.endTurn();
    this.#collect();
  }
  endTurn(): void {
    // A context with a microtask queue of its own ends such a turn when it is left.
    this.#turn ??= createContext({}, { microtaskMode: 'afterEvaluate' });
    runInContext('0', this.#turn);
  }
  readonly #random = new RandomOctets();
  #collect: (() => void) | undefined = undefined;
  #turn: Context | undefined = undefined;
  /** Children go on where this process stands: in its files, and not with threads that it has and they do not. */
  #beforeChild(): void {
    this.fs.settleAll();
    this.#random.forget();
  }
  exit(status: number): never {
    // Node would wait for its threads, which a forked process does not have.
    if (this.children.isForked) this.libc.call('void _exit(int)', status);
    process.exit(status);
  }
  abort(): never {
    if (this.libc.isAvailable) this.libc.call('void abort()');
    process.abort();
  }
  terminalSize(fd: number): { columns: number; lines: number } {
    if (!isatty(fd)) {
      try {
        fstatSync(fd);
      } catch {
        throw errorOf(EBADF);
      }
      throw errorOf(ENOTTY);
    }
    const stream = new WriteStream(fd);
    const [columns, lines] = stream.getWindowSize();
    stream.unref();
    return { columns, lines };
  }
}

/**
 * Node reads the certificates that this variable names whenever it starts, which takes longer than all the rest of its
 * start. bin/tython hides it under another name: Python programs do not use them, only their children may.
 */
const HIDDEN_VARIABLE = 'NODE_EXTRA_CA_CERTS';
const HIDING_NAME = 'TYTHON_NODE_EXTRA_CA_CERTS';

/**
 * bin/tython asks glibc for huge pages, unless the user has settings of his own: Node reads the start-up snapshot into
 * memory that it allocates, twice, and to get that page by page is a sixth of the start. Room for the file is large enough
 * to be asked of the kernel, and given back; what the file holds for V8 is not, and finds huge pages where malloc has some
 * anyway. Not for children either.
 */
const TUNABLES_VARIABLE = 'GLIBC_TUNABLES';
/** How the value begins that bin/tython sets; the size of the snapshot follows. */
const OUR_TUNABLES = 'glibc.malloc.hugetlb=1:glibc.malloc.mmap_threshold=';

/** In this one bin/tython says under which path it was started, where it cannot tell Node otherwise. */
const PATH_VARIABLE = 'TYTHON_STARTED_AS';

/** The path under which the command was started, when the process has not begun from the snapshot. */
export function startedAs(): string {
  const path = process.env[PATH_VARIABLE] ?? process.argv[1]!;
  delete process.env[PATH_VARIABLE];
  return resolve(path);
}

/** Undoes what bin/tython has done to the environment of a process that begins from the snapshot. */
export function restoreEnvironment(): void {
  if (process.env[TUNABLES_VARIABLE]?.startsWith(OUR_TUNABLES)) delete process.env[TUNABLES_VARIABLE];
  const value = process.env[HIDING_NAME];
  if (value === undefined) return;
  delete process.env[HIDING_NAME];
  process.env[HIDDEN_VARIABLE] = value;
}

/** glibc before 2.39 cuts the value of its variable in pieces where it stands. */
function withWholeTunables(entries: readonly string[]): readonly string[] {
  const at = entries.findIndex((entry) => entry.startsWith(`${TUNABLES_VARIABLE}=`));
  if (at < 0) return entries;
  let end = at + 1;
  while (entries[end]?.startsWith('glibc.')) end++;
  return entries.toSpliced(at, end - at, entries.slice(at, end).join(':'));
}

/** The environment as the process got it, byte for byte: Node replaces what is no UTF-8. */
function initialEnvironment(): ReadonlyMap<string, string> | undefined {
  try {
    const text = decodePath(readFileSync('/proc/self/environ'));
    const ours = `${TUNABLES_VARIABLE}=${OUR_TUNABLES}`;
    const whole = withWholeTunables(text.split('\0'));
    const isOurs = (entry: string) => entry.startsWith(ours) || entry.startsWith(`${PATH_VARIABLE}=`);
    const entries = whole.filter((entry) => entry.includes('=') && !isOurs(entry));
    return new Map(
      entries.map((entry) => {
        const at = entry.indexOf('=', 1);
        const name = entry.slice(0, at);
        return [name === HIDING_NAME ? HIDDEN_VARIABLE : name, entry.slice(at + 1)] as const;
      }),
    );
  } catch {
    return undefined;
  }
}

/** The host of this process. `executable` is what `sys.executable` shows. */
export function nodeHost(executable: string): Host {
  return new NodeHost(executable);
}
