/** The host that Node, Bun and Deno offer. */
import { randomBytes } from 'node:crypto';
import * as fs from 'node:fs';
import { isatty, WriteStream } from 'node:tty';
import { setFlagsFromString } from 'node:v8';
import { type Context, createContext, runInContext, runInNewContext } from 'node:vm';
import { ERRNO } from './errno.ts';
import { type Clock, type DirectoryEntry, type FileSystem, type Host, HostError, type Stat } from './host.ts';

const ERRNO_BY_NAME = new Map(ERRNO.map(([name, number, text]) => [name, { number, text }]));
const ERRNO_TEXTS = new Map(ERRNO.map(([, number, text]) => [number, text]));

/** The HostError of what a Node function threw; anything else passes as it is. */
function hostError(thrown: unknown): unknown {
  const code = (thrown as NodeJS.ErrnoException | undefined)?.code;
  const known = code === undefined ? undefined : ERRNO_BY_NAME.get(code);
  return known === undefined ? thrown : new HostError(known.number, known.text);
}

/** The HostError of an error number. */
export function errorOf(errno: number): HostError {
  return new HostError(errno, ERRNO_TEXTS.get(errno) ?? `Unknown error ${errno}`);
}

function attempt<T>(action: () => T): T {
  try {
    return action();
  } catch (thrown) {
    throw hostError(thrown);
  }
}

/** A path as Node wants it: bytes where it holds escaped ones. */
function nodePath(path: string): string | Buffer {
  return /[\udc80-\udcff]/.test(path) ? Buffer.from(encodePath(path)) : path;
}

/** UTF-8 with lone surrogates U+DC80…U+DCFF as the bytes they stand for. */
function encodePath(path: string): Uint8Array {
  const bytes: number[] = [];
  for (const c of path) {
    const codePoint = c.codePointAt(0)!;
    if (codePoint >= 0xdc80 && codePoint <= 0xdcff) bytes.push(codePoint - 0xdc00);
    else bytes.push(...Buffer.from(c, 'utf8'));
  }
  return Uint8Array.from(bytes);
}

/** The inverse of {@link encodePath}. */
function decodePath(bytes: Buffer): string {
  const text = bytes.toString('utf8');
  if (!text.includes('\ufffd')) return text;
  let out = '';
  for (let i = 0; i < bytes.length; ) {
    const length = bytes[i]! < 0x80 ? 1 : bytes[i]! < 0xe0 ? 2 : bytes[i]! < 0xf0 ? 3 : 4;
    const piece = bytes.subarray(i, i + length).toString('utf8');
    if (bytes[i]! < 0xc2 && bytes[i]! >= 0x80) out += String.fromCharCode(0xdc00 + bytes[i++]!);
    else if (piece.includes('\ufffd')) out += String.fromCharCode(0xdc00 + bytes[i++]!);
    else {
      out += piece;
      i += length;
    }
  }
  return out;
}

function toStat(stat: fs.BigIntStats): Stat {
  return {
    mode: Number(stat.mode),
    ino: stat.ino,
    dev: stat.dev,
    nlink: Number(stat.nlink),
    uid: Number(stat.uid),
    gid: Number(stat.gid),
    size: Number(stat.size),
    atimeNs: stat.atimeNs,
    mtimeNs: stat.mtimeNs,
    ctimeNs: stat.ctimeNs,
    blksize: Number(stat.blksize),
    blocks: Number(stat.blocks),
    rdev: stat.rdev,
  };
}

const bigint = { bigint: true } as const;
const EAGAIN = 11;
const EINVAL = 22;
const ESPIPE = 29;

/** Where descriptors stand: Node has no lseek, so positions are kept here, for regular files only. */
class NodeFileSystem implements FileSystem {
  readonly #positions = new Map<number, number>();

  open(path: string, flags: number, mode: number): number {
    return attempt(() => {
      const fd = fs.openSync(nodePath(path), flags, mode);
      if (fs.fstatSync(fd).isFile()) {
        this.#positions.set(fd, flags & fs.constants.O_APPEND ? -1 : 0);
      }
      return fd;
    });
  }
  close(fd: number): void {
    this.#positions.delete(fd);
    attempt(() => fs.closeSync(fd));
  }
  read(fd: number, buffer: Uint8Array, position?: number): number {
    const at = position ?? this.#position(fd);
    for (;;) {
      try {
        const count = fs.readSync(fd, buffer, 0, buffer.length, at ?? null);
        if (position === undefined && at !== undefined) this.#positions.set(fd, at + count);
        return count;
      } catch (thrown) {
        const error = hostError(thrown);
        // A terminal or pipe in non-blocking mode: Python's reads block.
        if (error instanceof HostError && error.errno === EAGAIN) {
          sleepMilliseconds(5);
          continue;
        }
        if ((thrown as NodeJS.ErrnoException).code === 'EOF') return 0;
        throw error;
      }
    }
  }
  write(fd: number, buffer: Uint8Array, position?: number): number {
    const at = position ?? this.#position(fd);
    for (;;) {
      try {
        const count = fs.writeSync(fd, buffer, 0, buffer.length, at ?? null);
        if (position === undefined && at !== undefined) this.#positions.set(fd, at + count);
        return count;
      } catch (thrown) {
        const error = hostError(thrown);
        if (error instanceof HostError && error.errno === EAGAIN) {
          sleepMilliseconds(1);
          continue;
        }
        throw error;
      }
    }
  }
  /** The position of a regular file; absent for pipes and terminals. A file opened for appending writes at its end. */
  #position(fd: number): number | undefined {
    const position = this.#positions.get(fd);
    return position === -1 ? undefined : position;
  }
  lseek(fd: number, offset: number, whence: number): number {
    const position = this.#positions.get(fd);
    if (position === undefined) {
      const stat = this.fstat(fd);
      if ((stat.mode & 0o170000) !== 0o100000) throw errorOf(ESPIPE);
      this.#positions.set(fd, 0);
      return this.lseek(fd, offset, whence);
    }
    const base = whence === 0 ? 0 : whence === 1 ? Math.max(position, 0) : this.fstat(fd).size;
    const target = base + offset;
    if (whence > 2 || target < 0) throw errorOf(EINVAL);
    this.#positions.set(fd, target);
    return target;
  }
  isatty(fd: number): boolean {
    return isatty(fd);
  }
  fstat(fd: number): Stat {
    return attempt(() => toStat(fs.fstatSync(fd, bigint)));
  }
  stat(path: string): Stat {
    return attempt(() => toStat(fs.statSync(nodePath(path), bigint)));
  }
  lstat(path: string): Stat {
    return attempt(() => toStat(fs.lstatSync(nodePath(path), bigint)));
  }
  readdir(path: string): DirectoryEntry[] {
    return attempt(() =>
      fs.readdirSync(nodePath(path), { withFileTypes: true, encoding: 'buffer' }).map((entry) => ({
        name: decodePath(entry.name as unknown as Buffer),
        type: entry.isFile() ? 8 : entry.isDirectory() ? 4 : entry.isSymbolicLink() ? 10 : 0,
        ino: 0n,
      })),
    );
  }
  mkdir(path: string, mode: number): void {
    attempt(() => fs.mkdirSync(nodePath(path), { mode }));
  }
  rmdir(path: string): void {
    attempt(() => fs.rmdirSync(nodePath(path)));
  }
  unlink(path: string): void {
    attempt(() => fs.unlinkSync(nodePath(path)));
  }
  rename(from: string, to: string): void {
    attempt(() => fs.renameSync(nodePath(from), nodePath(to)));
  }
  link(from: string, to: string): void {
    attempt(() => fs.linkSync(nodePath(from), nodePath(to)));
  }
  symlink(target: string, path: string): void {
    attempt(() => fs.symlinkSync(nodePath(target), nodePath(path)));
  }
  readlink(path: string): string {
    return attempt(() => decodePath(fs.readlinkSync(nodePath(path), { encoding: 'buffer' })));
  }
  chmod(path: string, mode: number): void {
    attempt(() => fs.chmodSync(nodePath(path), mode));
  }
  fchmod(fd: number, mode: number): void {
    attempt(() => fs.fchmodSync(fd, mode));
  }
  chown(path: string, uid: number, gid: number): void {
    attempt(() => fs.chownSync(nodePath(path), uid, gid));
  }
  truncate(path: string, size: number): void {
    attempt(() => fs.truncateSync(nodePath(path), size));
  }
  ftruncate(fd: number, size: number): void {
    attempt(() => fs.ftruncateSync(fd, size));
  }
  fsync(fd: number): void {
    attempt(() => fs.fsyncSync(fd));
  }
  utimes(path: string, atimeNs: bigint, mtimeNs: bigint): void {
    attempt(() => fs.utimesSync(nodePath(path), Number(atimeNs) / 1e9, Number(mtimeNs) / 1e9));
  }
  access(path: string, mode: number): boolean {
    try {
      fs.accessSync(nodePath(path), mode);
      return true;
    } catch {
      return false;
    }
  }
  getcwd(): string {
    return attempt(() => process.cwd());
  }
  chdir(path: string): void {
    attempt(() => process.chdir(path));
  }
  umask(mask: number): number {
    return process.umask(mask);
  }
}

const sleeper = new Int32Array(new SharedArrayBuffer(4));

function sleepMilliseconds(milliseconds: number): void {
  Atomics.wait(sleeper, 0, 0, milliseconds);
}

class NodeClock implements Clock {
  time(): bigint {
    return BigInt(Math.round((performance.timeOrigin + performance.now()) * 1e6));
  }
  monotonic(): bigint {
    return process.hrtime.bigint();
  }
  processTime(): bigint {
    const { user, system } = process.cpuUsage();
    return BigInt(user + system) * 1000n;
  }
  sleep(seconds: number): void {
    sleepMilliseconds(seconds * 1000);
  }
}

class NodeHost implements Host {
  readonly fs = new NodeFileSystem();
  readonly clock = new NodeClock();
  readonly executable: string;

  constructor(executable: string) {
    this.executable = executable;
  }
  randomBytes(count: number): Uint8Array {
    return new Uint8Array(randomBytes(count));
  }
  get environ(): ReadonlyMap<string, string> {
    return new Map(Object.entries(process.env).filter((entry): entry is [string, string] => entry[1] !== undefined));
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
    // The flag makes V8 give new contexts a `gc` function. Between two turns of the event loop V8 keeps every target
    // that was dereferenced; a context with a microtask queue of its own ends such a turn when it is left.
    if (this.#collect === undefined) {
      setFlagsFromString('--expose-gc');
      this.#collect = runInNewContext('gc') as () => void;
      this.#turn = createContext({}, { microtaskMode: 'afterEvaluate' });
    }
    runInContext('0', this.#turn!);
    this.#collect();
  }
  #collect: (() => void) | undefined = undefined;
  #turn: Context | undefined = undefined;
  exit(status: number): never {
    process.exit(status);
  }
  terminalSize(fd: number): { columns: number; lines: number } | undefined {
    if (!isatty(fd)) return undefined;
    const [columns, lines] = new WriteStream(fd).getWindowSize();
    return { columns, lines };
  }
}

/** The host of this process. `executable` is what `sys.executable` shows. */
export function nodeHost(executable: string): Host {
  return new NodeHost(executable);
}
