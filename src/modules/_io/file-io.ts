/** FileIO: a raw stream over a file descriptor. CPython: Modules/_io/fileio.c. */
import type { Stat } from '../../host/host.ts';
import { HostError } from '../../host/host.ts';
import { PyBytes } from '../../objects/bytes.ts';
import { exceptionTypes } from '../../objects/exception.ts';
import { type KwNames, type PyObject, PyType } from '../../objects/object.ts';
import { None } from '../../objects/singletons.ts';
import type { Str } from '../../objects/str.ts';
import { genericSetAttr, getAttrOrAbsent, ownAttribute, setAttr } from '../../runtime/attributes.ts';
import { audit } from '../../runtime/audit.ts';
import { call } from '../../runtime/call.ts';
import { intValue, isTrue, optionalCount } from '../../runtime/convert.ts';
import { asCInt } from '../../runtime/converters.ts';
import { defineType, getset, member, methodsOf } from '../../runtime/define.ts';
import { osError, runtimeError, typeError, valueError } from '../../runtime/errors.ts';
import { fspath, hostPathOf } from '../../runtime/fs-path.ts';
import { offsetArgument } from '../../runtime/offset.ts';
import { onHost, osErrorFrom } from '../../runtime/os-error.ts';
import { repr } from '../../runtime/repr.ts';
import { type Callee, waitForInput, waitForOutput } from '../../runtime/scheduler.ts';
import { current } from '../../runtime/state.ts';
import { strJoin } from '../../runtime/text.ts';
import { typeName, typeOf } from '../../runtime/type-of.ts';
import { warn } from '../../runtime/warn.ts';
import { closeBase, DEFAULT_BUFFER_SIZE, names } from './base.ts';
import { runBoth } from './chain.ts';
import { unsupported } from './errors.ts';
import { flushDroppedStreams } from './forgotten-streams.ts';
import { type InitArguments, initArguments } from './init-arguments.ts';
import { PyRawIOBase, STREAM_FLAGS } from './layouts.ts';
import { newOctets } from './octets.ts';

const EBADF = 9;
const EAGAIN = 11;
const EISDIR = 21;
const ESPIPE = 29;
const S_IFMT = 0o170000;
const S_IFDIR = 0o040000;
const S_IFCHR = 0o020000;
const O_RDONLY = 0;
const O_WRONLY = 1;
const O_RDWR = 2;
const O_CREAT = 0o100;
const O_EXCL = 0o200;
const O_TRUNC = 0o1000;
const O_APPEND = 0o2000;
const O_CLOEXEC = 0o2000000;
/** Linux reads no more than this at once. */
const READ_MAX = 0x7ffff000;

export class PyFileIO extends PyRawIOBase {
  static override readonly type = new PyType('_io.FileIO', PyFileIO, PyRawIOBase.type, STREAM_FLAGS);

  /** Negative when closed. */
  fd = -1;
  created = false;
  readable = false;
  writable = false;
  appending = false;
  /** Absent while nobody has asked. */
  seekable: boolean | undefined = undefined;
  closefd = true;
  finalizing = false;
  /** What the file was when it was opened; forgotten once something was written. */
  statAtOpen: Stat | undefined = undefined;
  blksize = DEFAULT_BUFFER_SIZE;
}

const files = () => current.thread.interp.host.fs;

function closedError(): never {
  throw valueError('I/O operation on closed file');
}

function modeError(action: string): never {
  throw unsupported(`File not open for ${action}`);
}

export function checkOpenFile(self: PyFileIO): void {
  if (self.fd < 0) closedError();
}

// ── Opening ──────────────────────────────────────────────────────────────────────────────────────────────────────────

const MODE_MESSAGE = 'Must have exactly one of create/read/write/append mode and at most one plus';

/** Sets what may be done to the file, and returns the flags to open it with. */
function parseMode(self: PyFileIO, mode: string): number {
  let flags = 0;
  let kind = '';
  let plus = false;
  for (const c of mode) {
    if (c === 'b') continue;
    if (c === '+') {
      if (plus) throw valueError(MODE_MESSAGE);
      plus = true;
      self.readable = true;
      self.writable = true;
      continue;
    }
    if (!'xrwa'.includes(c)) throw valueError(`invalid mode: ${mode.slice(0, 200)}`);
    if (kind !== '') throw valueError(MODE_MESSAGE);
    kind = c;
    if (c === 'r') self.readable = true;
    else self.writable = true;
    if (c === 'x') {
      self.created = true;
      flags |= O_EXCL | O_CREAT;
    } else if (c === 'w') flags |= O_CREAT | O_TRUNC;
    else if (c === 'a') {
      self.appending = true;
      flags |= O_APPEND | O_CREAT;
    }
  }
  if (kind === '') throw valueError(MODE_MESSAGE);
  flags |= self.readable && self.writable ? O_RDWR : self.readable ? O_RDONLY : O_WRONLY;
  return flags | O_CLOEXEC;
}

/** The descriptor that was given in place of a name; absent for anything else. */
function givenDescriptor(file: PyObject): number | undefined {
  if (typeof file === 'boolean')
    warn(exceptionTypes.get('RuntimeWarning')!, 'bool is used as a file descriptor');
  if (typeof file !== 'boolean' && typeOf(file).nb_index === undefined) return undefined;
  const int = intValue(file) ?? intValue(typeOf(file).nb_index!(file));
  if (typeof int !== 'number' || Math.abs(int) > 0x7fffffff) return undefined;
  if (int < 0) throw valueError('negative file descriptor');
  return int;
}

/** Opens by the caller's function, which takes the name and the flags. */
function openWith(opener: PyObject, file: PyObject, flags: number): number {
  const result = call(opener, [file, flags]);
  if (intValue(result) === undefined) throw typeError('expected integer from opener');
  const fd = asCInt(result);
  if (fd < 0) throw valueError(`opener returned ${fd}`);
  return fd;
}

/** Does the descriptor of an open stream go first, when `__init__` runs again? */
function closeOld(self: PyFileIO): void {
  if (self.fd < 0) return;
  if (self.closefd) internalClose(self);
  else self.fd = -1;
}

/** `FileIO.__init__`. */
export function initFileIO(
  self: PyFileIO,
  file: PyObject,
  mode: string,
  closefd: boolean,
  opener: PyObject,
): void {
  closeOld(self);
  const descriptor = givenDescriptor(file);
  const name = descriptor === undefined ? hostPathOf(fspath(file)) : '';
  if (name.includes('\0')) throw valueError('embedded null byte');
  self.created = self.readable = self.writable = self.appending = false;
  self.seekable = undefined;
  self.closefd = true;
  const flags = parseMode(self, mode);
  audit('open', file, mode, flags);
  if (descriptor !== undefined) {
    self.fd = descriptor;
    self.closefd = closefd;
  } else {
    if (!closefd) throw valueError('Cannot use closefd=False with file name');
    if (opener === None) {
      try {
        self.fd = files().open(name, flags, 0o666);
      } catch (thrown) {
        throw osErrorFrom(thrown, file);
      }
    } else {
      self.fd = openWith(opener, file, flags);
      onHost(() => files().setInheritable(self.fd, false));
    }
  }
  try {
    inspect(self, file);
    setAttr(self, names.name, file);
    if (self.appending) goToEnd(self);
  } catch (thrown) {
    if (descriptor !== undefined) self.fd = -1;
    else if (self.fd >= 0) internalClose(self);
    throw thrown;
  }
}

/** Not all systems start a file opened for appending at its end. A pipe has none. */
function goToEnd(self: PyFileIO): void {
  try {
    files().lseek(self.fd, 0, 2);
  } catch (thrown) {
    if (!(thrown instanceof HostError) || thrown.errno !== ESPIPE) throw osErrorFrom(thrown);
  }
}

/** Looks at what has been opened: a folder is refused. */
function inspect(self: PyFileIO, file: PyObject): void {
  self.blksize = DEFAULT_BUFFER_SIZE;
  self.statAtOpen = undefined;
  let stat: Stat;
  try {
    stat = files().fstat(self.fd);
  } catch (thrown) {
    if (thrown instanceof HostError && thrown.errno === EBADF) throw osErrorFrom(thrown);
    if (!(thrown instanceof HostError)) throw thrown;
    return;
  }
  if ((stat.mode & S_IFMT) === S_IFDIR) throw osError(EISDIR, 'Is a directory', file);
  if (stat.blksize > 1) self.blksize = stat.blksize;
  self.statAtOpen =
    self.readable && flushDroppedStreams(current.thread.interp, stat) ? files().fstat(self.fd) : stat;
}

// ── Closing ──────────────────────────────────────────────────────────────────────────────────────────────────────────

function internalClose(self: PyFileIO): void {
  const { fd } = self;
  if (fd < 0) return;
  self.fd = -1;
  onHost(() => files().close(fd));
}

function close(self: PyFileIO): void {
  runBoth(
    () => closeBase(self),
    () => {
      if (!self.closefd) {
        self.fd = -1;
        return;
      }
      if (self.finalizing) deallocWarn(self, self);
      internalClose(self);
    },
  );
}

/** Warns that a file was not closed before nobody referred to it any more. */
function deallocWarn(self: PyFileIO, source: PyObject): void {
  if (self.fd < 0 || !self.closefd) return;
  warn(exceptionTypes.get('ResourceWarning')!, strJoin('', ['unclosed file ', repr(source)]));
}

// ── Reading and writing ──────────────────────────────────────────────────────────────────────────────────────────────

/**
 * Reads into memory; `undefined` when it would have to wait. `callee` is what may be called again after a wait, here and
 * below.
 */
export function fileReadInto(self: PyFileIO, memory: Uint8Array, callee: Callee = ''): number | undefined {
  try {
    waitForInput(callee, self.fd);
    return files().read(self.fd, memory.length > READ_MAX ? memory.subarray(0, READ_MAX) : memory);
  } catch (thrown) {
    if (thrown instanceof HostError && thrown.errno === EAGAIN) return undefined;
    throw osErrorFrom(thrown);
  }
}

/**
 * Writes memory; `undefined` when it would have to wait. A pipe takes it piece by piece, and between them a handler of a
 * signal may raise, or the thread be set aside: `onWritten` is told of each piece.
 */
export function fileWrite(
  self: PyFileIO,
  memory: Uint8Array,
  onWritten?: (count: number) => void,
  callee: Callee = '',
): number | undefined {
  self.statAtOpen = undefined;
  let written = 0;
  try {
    for (;;) {
      const room = Math.min(waitForOutput(callee, self.fd), READ_MAX);
      const left = memory.length - written;
      const count = files().write(
        self.fd,
        written === 0 && left <= room ? memory : memory.subarray(written, written + room),
      );
      onWritten?.(count);
      written += count;
      if (written === memory.length || room === READ_MAX || count < Math.min(left, room)) return written;
    }
  } catch (thrown) {
    if (thrown instanceof HostError && written > 0) return written;
    if (thrown instanceof HostError && thrown.errno === EAGAIN) return undefined;
    throw osErrorFrom(thrown);
  }
}

/** Reads until the end; `undefined` when it would have to wait before anything came. */
export function fileReadAll(self: PyFileIO): Uint8Array | undefined {
  // The size at opening is a guess: one octet more shows the end without growing the memory.
  const size = self.statAtOpen?.size ?? 0;
  // Of what is no file of the disk, the size is 0.
  let room = size > 0 ? size + 1 : 8192;
  if (self.statAtOpen !== undefined && self.statAtOpen.size > 65536) {
    try {
      room = Math.max(1, self.statAtOpen.size + 1 - files().lseek(self.fd, 0, 1));
    } catch (thrown) {
      if (!(thrown instanceof HostError)) throw thrown;
    }
  }
  let memory = new Uint8Array(room);
  let used = 0;
  for (;;) {
    if (used === memory.length) {
      const larger = new Uint8Array(memory.length + Math.max(memory.length >> 1, 8192));
      larger.set(memory);
      memory = larger;
    }
    const count = fileReadInto(self, used === 0 ? memory : memory.subarray(used));
    if (count === undefined) {
      if (used > 0) break;
      return undefined;
    }
    if (count === 0) break;
    used += count;
  }
  return used === memory.length
    ? memory
    : used > memory.length >> 1
      ? memory.subarray(0, used)
      : memory.slice(0, used);
}

function read(self: PyFileIO, size: number): PyObject {
  if (self.fd < 0) closedError();
  if (!self.readable) modeError('reading');
  if (size < 0) return readAll(self);
  const memory = newOctets(Math.min(size, READ_MAX));
  const count = fileReadInto(self, memory);
  if (count === undefined) return None;
  return new PyBytes(count === memory.length ? memory : memory.slice(0, count));
}

function readAll(self: PyFileIO): PyObject {
  if (self.fd < 0) closedError();
  if (!self.readable) modeError('reading');
  const data = fileReadAll(self);
  return data === undefined ? None : new PyBytes(data);
}

/** `FileIO.seek` and `tell`. */
export function fileSeek(self: PyFileIO, position: number, whence: number): number {
  checkOpenFile(self);
  let target: number;
  try {
    target = files().lseek(self.fd, position, whence);
  } catch (thrown) {
    throw osErrorFrom(thrown);
  }
  self.seekable ??= true;
  return target;
}

/** Can the position be set? Asked once. */
export function fileSeekable(self: PyFileIO): boolean {
  checkOpenFile(self);
  if (self.seekable === undefined) {
    try {
      files().lseek(self.fd, 0, 1);
      self.seekable = true;
    } catch (thrown) {
      if (!(thrown instanceof HostError)) throw thrown;
      self.seekable = false;
    }
  }
  return self.seekable;
}

function truncate(self: PyFileIO, size: PyObject): PyObject {
  checkOpenFile(self);
  if (!self.writable) modeError('writing');
  const length = size === None ? fileSeek(self, 0, 1) : offsetArgument(size);
  self.statAtOpen = undefined;
  onHost(() => files().ftruncate(self.fd, length));
  return length;
}

function modeText(self: PyFileIO): string {
  if (self.created) return self.readable ? 'xb+' : 'xb';
  if (self.appending) return self.readable ? 'ab+' : 'ab';
  if (self.readable) return self.writable ? 'rb+' : 'rb';
  return 'wb';
}

function show(self: PyFileIO): Str {
  if (self.fd < 0) return `<${typeName(self)} [closed]>`;
  const tail = ` mode='${modeText(self)}' closefd=${self.closefd ? 'True' : 'False'}>`;
  const name = getAttrOrAbsent(self, names.name);
  if (name === undefined) return `<${typeName(self)} fd=${self.fd}${tail}`;
  const active = current.thread.reprActive;
  if (active.has(self)) throw runtimeError(`reentrant call inside ${typeName(self)}.__repr__`);
  active.add(self);
  try {
    return strJoin('', [`<${typeName(self)} name=`, repr(name), tail]);
  } finally {
    active.delete(self);
  }
}

/** May a buffered stream call the functions above in place of this raw stream's methods? Not when they are replaced. */
export function isPlainFileIO(raw: PyObject | undefined): raw is PyFileIO {
  return (
    raw instanceof PyFileIO &&
    raw.ob_type === PyFileIO.type &&
    ownAttribute(raw, names.readinto) === undefined &&
    ownAttribute(raw, names.write) === undefined &&
    ownAttribute(raw, names.read) === undefined
  );
}

const PARAMETERS: InitArguments = {
  name: 'FileIO',
  parameters: ['file', 'mode', 'closefd', 'opener'],
  required: 1,
};

function init(self: PyObject, args: readonly PyObject[], kwnames: KwNames | undefined): void {
  const [file, mode = 'r', closefd = true, opener = None] = initArguments(PARAMETERS, args, kwnames);
  if (typeof mode !== 'string')
    throw typeError(`FileIO() argument 'mode' must be str, not ${typeName(mode)}`);
  if (mode.includes('\0')) throw valueError('embedded null character');
  initFileIO(self as PyFileIO, file!, mode, isTrue(closefd), opener);
}

const method = methodsOf<PyFileIO>();

export const fileIO = defineType({
  type: PyFileIO.type,
  doc: "Open a file.\n\nThe mode is 'r' (default), 'w', 'x' or 'a' for reading, writing, exclusive\ncreation or appending, with a '+' for both reading and writing. The file may be\ngiven by a descriptor; with closefd=False that outlives the stream.\n\nAn opener is called with the name and the flags and must return a descriptor.",
  textSignature: "(file, mode='r', closefd=True, opener=None)",
  slots: {
    tp_new: (type) => new type.ctor(),
    tp_init: init,
    tp_repr: (self) => show(self as PyFileIO),
    tp_setattro: genericSetAttr,
  },
  entries: [
    method(
      'read($self, size: object = -1, /)',
      'Read up to size bytes with one call of the system; all when it is negative. None when it would have to wait.',
      (self, size) => read(self, optionalCount(size)),
    ),
    method('readall($self, /)', 'Read all that is left. None when it would have to wait.', readAll),
    method(
      'readinto($self, buffer: writable_buffer, /)',
      'Read into a buffer and return the number of bytes.',
      (self, memory) => {
        checkOpenFile(self);
        if (!self.readable) modeError('reading');
        return fileReadInto(self, memory) ?? None;
      },
    ),
    method(
      'write($self, b: bytes_like, /)',
      'Write bytes and return how many were written. None when it would have to wait.',
      (self, data) => {
        checkOpenFile(self);
        if (!self.writable) modeError('writing');
        return fileWrite(self, data) ?? None;
      },
    ),
    method(
      'seek($self, pos: object, whence: int = 0, /)',
      'Set the position, counted from the start (0), from here (1) or from the end (2); return it.',
      (self, position, whence) => {
        checkOpenFile(self);
        return fileSeek(self, offsetArgument(position), whence);
      },
    ),
    method('tell($self, /)', 'Return the position.', (self) => fileSeek(self, 0, 1)),
    method(
      'truncate($self, size: object = None, /)',
      'Cut or extend the file to a size, by default the position; return the size.',
      truncate,
    ),
    method('close($self, /) -> None', 'Close the file; again has no effect.', close),
    method('seekable($self, /) -> bool', 'Can the position be set?', fileSeekable),
    method('readable($self, /) -> bool', 'Was the file opened for reading?', (self) => {
      checkOpenFile(self);
      return self.readable;
    }),
    method('writable($self, /) -> bool', 'Was the file opened for writing?', (self) => {
      checkOpenFile(self);
      return self.writable;
    }),
    method('fileno($self, /)', 'Return the descriptor.', (self) => {
      checkOpenFile(self);
      return self.fd;
    }),
    method('isatty($self, /) -> bool', 'Is it a terminal?', (self) => {
      checkOpenFile(self);
      return files().isatty(self.fd);
    }),
    method(
      '_isatty_open_only($self, /) -> bool',
      'The same, by what is known from opening where that is enough.',
      (self) => isatty(self),
    ),
    method('_dealloc_warn($self, object: object, /) -> None', '', deallocWarn),
    method('__getstate__($self, /)', '', (self) => cannotPickle(self)),
    member<PyFileIO>('_finalizing', undefined, 'finalizing', { writable: true, kind: 'bool' }),
    getset<PyFileIO>('closed', 'True if the file is closed', (self) => self.fd < 0),
    getset<PyFileIO>(
      'closefd',
      'True if the file descriptor will be closed by close().',
      (self) => self.closefd,
    ),
    getset<PyFileIO>('mode', 'String giving the file mode', (self) => modeText(self)),
    getset<PyFileIO>('_blksize', 'Stream block size (used when buffering=-1)', (self) => self.blksize),
  ],
});

/** `_isatty_open_only`: only a character device can be a terminal. */
export function isatty(self: PyFileIO): boolean {
  if (self.statAtOpen !== undefined && (self.statAtOpen.mode & S_IFMT) !== S_IFCHR) return false;
  checkOpenFile(self);
  return files().isatty(self.fd);
}

/** `__getstate__` of streams. CPython: `_PyIOBase_cannot_pickle`. */
export function cannotPickle(self: PyObject): never {
  throw typeError(`cannot pickle '${typeOf(self).tp_name.split('.').pop()}' instances`);
}
