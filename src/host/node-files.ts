/**
 * Files on Node: its own synchronous functions where there are any, the C library for the rest.
 *
 * Node reads and writes at a file's position but cannot seek. So the first `lseek` on a regular file takes its position
 * over into a table here, and reads and writes name their place from then on. When the descriptor is shared with
 * somebody who knows nothing of the table (`dup`, a child process), {@link NodeFileSystem.settle} gives it back.
 */
import * as fs from 'node:fs';
import { isatty } from 'node:tty';
import type { DirectoryEntry, FileSystem, Stat, StatVfs } from './host.ts';
import { HostError } from './host.ts';
import { attempt, EAGAIN, EBADF, EINVAL, ENOENT, ENOTTY, ESPIPE, errorOf, hostError } from './node-errors.ts';
import { type CLibrary, cPath } from './node-libc.ts';
import { decodePath, nodePath } from './node-path.ts';

const S_IFMT = 0o170000;
const S_IFREG = 0o100000;
const S_IFCHR = 0o020000;
const S_IFBLK = 0o060000;
const O_APPEND = 0o2000;
const O_NONBLOCK = 0o4000;
const O_CLOEXEC = 0o2000000;
const FD_CLOEXEC = 1;
const F_GETFD = 1;
const F_SETFD = 2;
const F_GETFL = 3;
const F_SETFL = 4;
const F_DUPFD = 0;
const F_DUPFD_CLOEXEC = 1030;
const AT_FDCWD = -100;
const AT_EACCESS = 0x200;
const AT_SYMLINK_NOFOLLOW = 0x100;

const FCNTL = 'int fcntl(int, int, int)';

const bigint = { bigint: true } as const;
const bigintOrAbsent = { bigint: true, throwIfNoEntry: false } as const;

/** `DT_*` by what Node's entries tell. */
function direntType(entry: fs.Dirent): number {
  if (entry.isFile()) return 8;
  if (entry.isDirectory()) return 4;
  if (entry.isSymbolicLink()) return 10;
  if (entry.isFIFO()) return 1;
  if (entry.isCharacterDevice()) return 2;
  if (entry.isBlockDevice()) return 6;
  return entry.isSocket() ? 12 : 0;
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

/** Two `struct timespec`. */
function timespecs(atimeNs: bigint, mtimeNs: bigint): Uint8Array {
  const bytes = new Uint8Array(32);
  const view = new DataView(bytes.buffer);
  [atimeNs, mtimeNs].forEach((ns, i) => {
    const nanoseconds = ((ns % 1000000000n) + 1000000000n) % 1000000000n;
    view.setBigInt64(i * 16, (ns - nanoseconds) / 1000000000n, true);
    view.setBigInt64(i * 16 + 8, nanoseconds, true);
  });
  return bytes;
}

/** Node takes descriptors that are no such number for a programming error. */
function checked(fd: number): number {
  if (fd < 0 || fd > 0x7fffffff) throw errorOf(EBADF);
  return fd;
}

/** Standard input, output and errors are 0, 1 and 2. */
const LAST_STANDARD = 2;

function isOpen(fd: number): boolean {
  try {
    fs.fstatSync(fd);
    return true;
  } catch {
    return false;
  }
}

/** The position of a regular file that was taken over. */
interface Position {
  offset: number;
  /** Writes go to the end, wherever the position is. */
  readonly append: boolean;
}

export class NodeFileSystem implements FileSystem {
  readonly hasDescriptorPaths = process.platform === 'linux';
  readonly #libc: CLibrary;
  readonly #positions = new Map<number, Position>();
  /** Descriptors opened for appending. */
  readonly #appending = new Set<number>();
  /** Standard descriptors that the program has closed. Something else is open there: Node ends when it finds one of its own there. */
  readonly #vacant = new Set<number>();
  /** Descriptors that shall not wait: a program asked for it. */
  readonly #nonBlocking = new Set<number>();
  /** Waits a little: for a descriptor that somebody else has set not to wait. */
  readonly #pause: (milliseconds: number) => void;

  constructor(libc: CLibrary, pause: (milliseconds: number) => void) {
    this.#libc = libc;
    this.#pause = pause;
  }

  open(path: string, flags: number, mode: number): number {
    const fd = this.#taking(() => attempt(() => fs.openSync(nodePath(path), flags, mode)));
    if (flags & O_APPEND) this.#appending.add(fd);
    if (flags & O_NONBLOCK) this.#nonBlocking.add(fd);
    return fd;
  }

  close(fd: number): void {
    this.#forget(this.#checked(fd));
    attempt(() => fs.closeSync(fd));
    if (fd <= LAST_STANDARD) this.#keepVacant(fd);
  }

  /** Puts something that no child inherits where a standard descriptor was: what is opened next comes to the lowest place. */
  #keepVacant(fd: number): void {
    const placed = fs.openSync('/dev/null', 'r+');
    if (placed === fd) this.#vacant.add(fd);
    else fs.closeSync(placed);
  }

  /** Makes descriptors, for which vacant places come first. */
  #taking<T>(make: () => T): T {
    if (this.#vacant.size === 0) return make();
    const places = Array.from(this.#vacant).sort();
    for (const fd of places) fs.closeSync(fd);
    this.#vacant.clear();
    try {
      return make();
    } finally {
      for (const fd of places) if (!isOpen(fd)) this.#keepVacant(fd);
    }
  }

  #checked(fd: number): number {
    if (this.#vacant.has(fd)) throw errorOf(EBADF);
    return checked(fd);
  }

  #forget(fd: number): void {
    this.#positions.delete(fd);
    this.#appending.delete(fd);
    this.#nonBlocking.delete(fd);
  }

  read(fd: number, buffer: Uint8Array, position?: number): number {
    const place = position === undefined ? this.#positions.get(fd) : undefined;
    const at = position ?? place?.offset ?? null;
    for (;;) {
      try {
        const count = fs.readSync(this.#checked(fd), buffer, 0, buffer.length, at);
        if (place !== undefined) place.offset += count;
        return count;
      } catch (thrown) {
        if ((thrown as NodeJS.ErrnoException).code === 'EOF') return 0;
        this.#waitOrThrow(fd, thrown, 5);
      }
    }
  }

  write(fd: number, buffer: Uint8Array, position?: number): number {
    const place = position === undefined ? this.#positions.get(fd) : undefined;
    const at = position ?? (place === undefined || place.append ? null : place.offset);
    for (;;) {
      try {
        const count = fs.writeSync(this.#checked(fd), buffer, 0, buffer.length, at);
        if (place !== undefined) {
          if (place.append) place.offset = fs.fstatSync(fd).size;
          else place.offset += count;
        }
        return count;
      } catch (thrown) {
        this.#waitOrThrow(fd, thrown, 1);
      }
    }
  }

  /** Reads and writes of standard streams wait, also where a parent has left the terminal or pipe in non-blocking mode. */
  #waitOrThrow(fd: number, thrown: unknown, milliseconds: number): void {
    const error = hostError(thrown);
    if (!(error instanceof HostError) || error.errno !== EAGAIN) throw error;
    if (fd > LAST_STANDARD || this.#nonBlocking.has(fd)) throw error;
    this.#pause(milliseconds);
  }

  lseek(fd: number, offset: number, whence: number): number {
    // Asking for the place moves nothing: a descriptor that others share, such as stdout, stays with the kernel.
    if (whence === 1 && offset === 0 && fd <= 2 && !this.#positions.has(fd) && this.#isRegular(fd)) {
      return this.#kernelOffset(fd);
    }
    const place = this.#positions.get(fd) ?? this.#takeOver(this.#checked(fd));
    if (place === undefined || whence > 2) {
      this.settle(fd);
      return this.#libc.call('int64_t lseek(int, int64_t, int)', fd, offset, whence);
    }
    if (whence < 0) throw errorOf(EINVAL);
    const base = whence === 0 ? 0 : whence === 1 ? place.offset : attempt(() => fs.fstatSync(fd).size);
    const target = base + offset;
    if (target < 0) throw errorOf(EINVAL);
    place.offset = target;
    return target;
  }

  /** Takes a regular file's position over; absent for what the C library is to seek in. */
  #takeOver(fd: number): Position | undefined {
    const { mode } = attempt(() => fs.fstatSync(fd));
    const kind = mode & S_IFMT;
    if (kind !== S_IFREG) {
      if (kind === S_IFBLK || kind === S_IFCHR) {
        if (isatty(fd)) throw errorOf(ESPIPE);
        // Devices like /dev/null have no position to speak of.
        return { offset: 0, append: false };
      }
      if (kind !== 0o040000) throw errorOf(ESPIPE);
      return undefined;
    }
    if (this.#libc.isLoaded) return undefined;
    const place = { offset: this.#kernelOffset(fd), append: this.#appending.has(fd) };
    this.#positions.set(fd, place);
    return place;
  }

  mayWait(fd: number): boolean {
    if (this.#positions.has(fd)) return false;
    try {
      return !this.#isRegular(fd);
    } catch (thrown) {
      // Reading will tell that there is no such descriptor.
      if (thrown instanceof HostError) return false;
      throw thrown;
    }
  }

  #isRegular(fd: number): boolean {
    return (attempt(() => fs.fstatSync(fd)).mode & S_IFMT) === S_IFREG;
  }

  /** Where the kernel stands in a file. */
  #kernelOffset(fd: number): number {
    try {
      const offset = /^pos:\s*(\d+)/.exec(fs.readFileSync(`/proc/self/fdinfo/${fd}`, 'latin1'));
      return offset === null ? 0 : Number(offset[1]);
    } catch {
      // No /proc here: files are at their start unless somebody else has moved them.
      return 0;
    }
  }

  /** Gives the position of a descriptor back to the kernel. */
  settle(fd: number): void {
    const place = this.#positions.get(fd);
    if (place === undefined) return;
    this.#libc.call('int64_t lseek(int, int64_t, int)', fd, place.offset, 0);
    this.#positions.delete(fd);
  }

  /** Gives all positions back. */
  settleAll(): void {
    for (const fd of Array.from(this.#positions.keys())) this.settle(fd);
  }

  dup(fd: number, inheritable: boolean): number {
    this.settle(this.#checked(fd));
    const command = inheritable ? F_DUPFD : F_DUPFD_CLOEXEC;
    const copy = this.#taking(() => this.#libc.call(FCNTL, fd, command, 0));
    this.#copyModes(fd, copy);
    return copy;
  }

  dup2(fd: number, target: number, inheritable: boolean): void {
    this.settle(this.#checked(fd));
    if (fd === target || inheritable) this.#libc.call('int dup2(int, int)', fd, checked(target));
    else this.#libc.call('int dup3(int, int, int)', fd, checked(target), O_CLOEXEC);
    if (fd === target) return;
    this.#vacant.delete(target);
    this.#forget(target);
    this.#copyModes(fd, target);
  }

  /** Descriptors of one open file share its modes. */
  #copyModes(fd: number, copy: number): void {
    if (this.#appending.has(fd)) this.#appending.add(copy);
    if (this.#nonBlocking.has(fd)) this.#nonBlocking.add(copy);
  }

  pipe(flags: number): readonly [number, number] {
    const ends = new Uint8Array(8);
    this.#taking(() => this.#libc.call('int pipe2(void *, int)', ends, flags));
    const view = new DataView(ends.buffer);
    const pair = [view.getInt32(0, true), view.getInt32(4, true)] as const;
    if (flags & O_NONBLOCK) for (const fd of pair) this.#nonBlocking.add(fd);
    return pair;
  }

  getInheritable(fd: number): boolean {
    return (this.#libc.call(FCNTL, this.#checked(fd), F_GETFD, 0) & FD_CLOEXEC) === 0;
  }
  setInheritable(fd: number, inheritable: boolean): void {
    const flags = this.#libc.call(FCNTL, this.#checked(fd), F_GETFD, 0);
    this.#libc.call(FCNTL, fd, F_SETFD, inheritable ? flags & ~FD_CLOEXEC : flags | FD_CLOEXEC);
  }
  getBlocking(fd: number): boolean {
    return (this.#libc.call(FCNTL, this.#checked(fd), F_GETFL, 0) & O_NONBLOCK) === 0;
  }
  setBlocking(fd: number, blocking: boolean): void {
    const flags = this.#libc.call(FCNTL, this.#checked(fd), F_GETFL, 0);
    this.#libc.call(FCNTL, fd, F_SETFL, blocking ? flags & ~O_NONBLOCK : flags | O_NONBLOCK);
    if (blocking) this.#nonBlocking.delete(fd);
    else this.#nonBlocking.add(fd);
  }

  isatty(fd: number): boolean {
    return fd >= 0 && isatty(fd);
  }

  ttyname(fd: number): string {
    attempt(() => fs.fstatSync(this.#checked(fd)));
    if (!isatty(fd)) throw errorOf(ENOTTY);
    return attempt(() => fs.readlinkSync(`/proc/self/fd/${fd}`));
  }

  fstat(fd: number): Stat {
    return attempt(() => toStat(fs.fstatSync(this.#checked(fd), bigint)));
  }

  stat(path: string): Stat {
    const stat = this.statOrAbsent(path);
    if (stat === undefined) throw errorOf(ENOENT);
    return stat;
  }

  lstat(path: string): Stat {
    // Asking for absence saves Node the making of an Error.
    const stat = attempt(() => fs.lstatSync(nodePath(path), bigintOrAbsent));
    if (stat === undefined) throw errorOf(ENOENT);
    return toStat(stat);
  }

  statOrAbsent(path: string): Stat | undefined {
    const stat = attempt(() => fs.statSync(nodePath(path), bigintOrAbsent));
    return stat === undefined ? undefined : toStat(stat);
  }

  statvfs(path: string): StatVfs {
    const stat = attempt(() => fs.statfsSync(nodePath(path), bigint));
    const count = (value: bigint): number => Number(value);
    const known = {
      bsize: count(stat.bsize),
      frsize: count(stat.bsize),
      blocks: count(stat.blocks),
      bfree: count(stat.bfree),
      bavail: count(stat.bavail),
      files: count(stat.files),
      ffree: count(stat.ffree),
      favail: count(stat.ffree),
    };
    if (process.platform !== 'linux') return { ...known, flag: 0, namemax: 255, fsid: 0n };
    // Flags, name length and id are the C library's to tell: eleven longs (`struct statvfs`).
    const bytes = new Uint8Array(112);
    this.#libc.call('int statvfs(void *, void *)', cPath(nodePath(path)), bytes);
    const view = new DataView(bytes.buffer);
    return {
      ...known,
      frsize: count(view.getBigUint64(8, true)),
      favail: count(view.getBigUint64(56, true)),
      fsid: view.getBigUint64(64, true),
      flag: count(view.getBigUint64(72, true)),
      namemax: count(view.getBigUint64(80, true)),
    };
  }

  readdir(path: string): DirectoryEntry[] {
    return attempt(() =>
      fs.readdirSync(nodePath(path), { withFileTypes: true, encoding: 'buffer' }).map((entry) => ({
        name: decodePath(entry.name as unknown as Buffer),
        type: direntType(entry as unknown as fs.Dirent),
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
  link(from: string, to: string, followSymlinks: boolean): void {
    attempt(() =>
      fs.linkSync(followSymlinks ? fs.realpathSync(nodePath(from)) : nodePath(from), nodePath(to)),
    );
  }
  symlink(target: string, path: string): void {
    attempt(() => fs.symlinkSync(nodePath(target), nodePath(path)));
  }
  readlink(path: string): string {
    return attempt(() => decodePath(fs.readlinkSync(nodePath(path), { encoding: 'buffer' })));
  }
  mkfifo(path: string, mode: number): void {
    this.#libc.call('int mkfifo(void *, unsigned int)', cPath(nodePath(path)), mode);
  }
  mknod(path: string, mode: number, device: bigint): void {
    this.#libc.call('int mknod(void *, unsigned int, uint64_t)', cPath(nodePath(path)), mode, device);
  }
  chmod(path: string, mode: number): void {
    attempt(() => fs.chmodSync(nodePath(path), mode));
  }
  lchmod(path: string, mode: number): void {
    const flags = AT_SYMLINK_NOFOLLOW;
    this.#libc.call(
      'int fchmodat(int, void *, unsigned int, int)',
      AT_FDCWD,
      cPath(nodePath(path)),
      mode,
      flags,
    );
  }
  fchmod(fd: number, mode: number): void {
    attempt(() => fs.fchmodSync(this.#checked(fd), mode));
  }
  chown(path: string, uid: number, gid: number): void {
    attempt(() => fs.chownSync(nodePath(path), uid, gid));
  }
  lchown(path: string, uid: number, gid: number): void {
    attempt(() => fs.lchownSync(nodePath(path), uid, gid));
  }
  fchown(fd: number, uid: number, gid: number): void {
    attempt(() => fs.fchownSync(this.#checked(fd), uid, gid));
  }
  truncate(path: string, size: number): void {
    attempt(() => fs.truncateSync(nodePath(path), size));
  }
  ftruncate(fd: number, size: number): void {
    if (size < 0) throw errorOf(EINVAL);
    attempt(() => fs.ftruncateSync(this.#checked(fd), size));
  }
  fsync(fd: number): void {
    attempt(() => fs.fsyncSync(this.#checked(fd)));
  }
  fdatasync(fd: number): void {
    attempt(() => fs.fdatasyncSync(this.#checked(fd)));
  }
  sync(): void {
    this.#libc.call('void sync()');
  }

  utimes(path: string, atimeNs: bigint, mtimeNs: bigint, followSymlinks: boolean): void {
    if (!this.#libc.isAvailable) {
      const set = followSymlinks ? fs.utimesSync : fs.lutimesSync;
      attempt(() => set(nodePath(path), Number(atimeNs) / 1e9, Number(mtimeNs) / 1e9));
      return;
    }
    // Node takes seconds as a double, which loses nanoseconds.
    this.#libc.call(
      'int utimensat(int, void *, void *, int)',
      AT_FDCWD,
      cPath(nodePath(path)),
      timespecs(atimeNs, mtimeNs),
      followSymlinks ? 0 : AT_SYMLINK_NOFOLLOW,
    );
  }
  futimes(fd: number, atimeNs: bigint, mtimeNs: bigint): void {
    if (this.#libc.isAvailable) this.#libc.call('int futimens(int, void *)', fd, timespecs(atimeNs, mtimeNs));
    else attempt(() => fs.futimesSync(this.#checked(fd), Number(atimeNs) / 1e9, Number(mtimeNs) / 1e9));
  }

  access(path: string, mode: number, effectiveIds: boolean, followSymlinks: boolean): boolean {
    try {
      if (effectiveIds || !followSymlinks) {
        const flags = (effectiveIds ? AT_EACCESS : 0) | (followSymlinks ? 0 : AT_SYMLINK_NOFOLLOW);
        this.#libc.call('int faccessat(int, void *, int, int)', AT_FDCWD, cPath(nodePath(path)), mode, flags);
      } else fs.accessSync(nodePath(path), mode);
      return true;
    } catch {
      return false;
    }
  }

  getcwd(): string {
    // Node remembers the folder it was told of last; the kernel knows whether it is still there.
    return attempt(() => (this.hasDescriptorPaths ? this.#linkedFolder() : process.cwd()));
  }

  #linkedFolder(): string {
    const path = decodePath(fs.readlinkSync('/proc/self/cwd', { encoding: 'buffer' }));
    if (path.endsWith(' (deleted)') && !fs.existsSync(nodePath(path))) throw errorOf(ENOENT);
    return path;
  }

  chdir(path: string): void {
    if (/[\udc80-\udcff]/.test(path)) this.#libc.call('int chdir(void *)', cPath(nodePath(path)));
    else attempt(() => process.chdir(path));
  }
  umask(mask: number): number {
    return process.umask(mask);
  }
}
