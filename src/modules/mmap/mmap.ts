/** mmap: files as memory. CPython: Modules/mmapmodule.c. */
import { indexOfByte, indexOfBytes, lastIndexOfBytes } from '../../common/byte-search.ts';
import { HostError } from '../../host/host.ts';
import { BufferExporter, type BufferView } from '../../objects/buffer.ts';
import { PyBytes } from '../../objects/bytes.ts';
import { PyOSError } from '../../objects/exception.ts';
import {
  objectType,
  type PyObject,
  PyType,
  TPFLAGS_BASETYPE,
  TPFLAGS_IMMUTABLETYPE,
} from '../../objects/object.ts';
import { None } from '../../objects/singletons.ts';
import { PySlice } from '../../objects/slice.ts';
import { audit } from '../../runtime/audit.ts';
import { bytesLike, octetsView } from '../../runtime/buffer.ts';
import { isLookedAt } from '../../runtime/buffer-exports.ts';
import { builtinDef } from '../../runtime/clinic.ts';
import { asIndex, indexAsNumber, optionalCount } from '../../runtime/convert.ts';
import { asSsize } from '../../runtime/converters.ts';
import {
  constant,
  defineModule,
  defineType,
  getset,
  methodsOf,
  type TypeDefinition,
} from '../../runtime/define.ts';
import {
  bufferError,
  indexError,
  osError,
  overflowError,
  typeError,
  valueError,
} from '../../runtime/errors.ts';
import { onHost } from '../../runtime/os-error.ts';
import { sliceParts } from '../../runtime/slice.ts';
import { current } from '../../runtime/state.ts';
import { typeName, typeOf } from '../../runtime/type-of.ts';
import {
  advise,
  MAP_ANONYMOUS,
  MAP_PRIVATE,
  MAP_SHARED,
  type Mapping,
  mapMemory,
  PROT_READ,
  PROT_WRITE,
  remap,
  synchronise,
  unmap,
} from './mapping.ts';

const ACCESS_DEFAULT = 0;
const ACCESS_READ = 1;
const ACCESS_WRITE = 2;
const ACCESS_COPY = 3;
const ACCESS_NAMES = ['ACCESS_DEFAULT', 'ACCESS_READ', 'ACCESS_WRITE', 'ACCESS_COPY'];
const EBADF = 9;
const BOTH = PROT_READ | PROT_WRITE;
const PAGE_SIZE = 4096;
const S_IFMT = 0o170000;
const S_IFREG = 0o100000;
const SSIZE_MAX = 2 ** 63;

const files = () => current.thread.interp.host.fs;

class PyMmap extends BufferExporter {
  static readonly type = new PyType(
    'mmap.mmap',
    PyMmap,
    objectType,
    TPFLAGS_BASETYPE | TPFLAGS_IMMUTABLETYPE,
  );

  /** Absent when it is closed. */
  mapping: Mapping | undefined = undefined;
  pos = 0;
  /** The file's descriptor, of our own; −1 without a file, and where it is not kept. */
  fd = -1;
  offset = 0;
  access = ACCESS_DEFAULT;
  flags = 0;
  prot = 0;
  tracksFile = true;
}

PyMmap.type.hasWeakref = true;

// ── Making one ───────────────────────────────────────────────────────────────────────────────────────────────────────

/** What `prot` and `flags` are for an `access`, which may be said in their place. */
function protection(
  access: number,
  flags: number,
  prot: number,
): [access: number, flags: number, prot: number] {
  if (access !== ACCESS_DEFAULT && (flags !== MAP_SHARED || prot !== BOTH))
    throw valueError("mmap can't specify both access, flags and prot.");
  switch (access) {
    case ACCESS_READ:
      return [access, MAP_SHARED, PROT_READ];
    case ACCESS_WRITE:
      return [access, MAP_SHARED, BOTH];
    case ACCESS_COPY:
      return [access, MAP_PRIVATE, BOTH];
    case ACCESS_DEFAULT:
      if ((prot & BOTH) === BOTH) return [access, flags, prot];
      return [prot & PROT_WRITE ? ACCESS_WRITE : ACCESS_READ, flags, prot];
    default:
      throw valueError('mmap invalid access parameter.');
  }
}

/** The length that is asked for, 0 standing for all of the file. */
function fittingLength(fd: number, length: number, offset: number): number {
  const { mode, size } = onHost(() => files().fstat(fd));
  if ((mode & S_IFMT) !== S_IFREG) return length;
  if (length === 0) {
    if (size === 0) throw valueError('cannot mmap an empty file');
    if (offset >= size) throw valueError('mmap offset is greater than file size');
    return size - offset;
  }
  if (offset > size || size - offset < length) throw valueError('mmap length is greater than file size');
  return length;
}

const NEW =
  'mmap($type, /, fileno: int, length: ssize_t, flags: int = 1, prot: int = 3, access: int = 0, offset: ssize_t = 0, *, trackfd: bool = True)';

const newMmap = builtinDef<PyType, typeof NEW>(
  NEW,
  '',
  (type, fileno, length, givenFlags, givenProt, givenAccess, offset, tracksFile) => {
    if (length < 0) throw overflowError('memory mapped length must be positive');
    if (offset < 0) throw overflowError('memory mapped offset must be positive');
    const [access, flags, prot] = protection(givenAccess, givenFlags, givenProt);
    audit('mmap.__new__', fileno, length, access, offset);
    const size = fileno === -1 ? length : fittingLength(fileno, length, offset);
    const self = new (type.ctor as unknown as new () => PyMmap)();
    self.access = access;
    self.offset = offset;
    self.tracksFile = tracksFile;
    self.prot = prot;
    self.flags = fileno === -1 ? flags | MAP_ANONYMOUS : flags;
    if (fileno !== -1 && tracksFile) self.fd = onHost(() => files().dup(fileno, false));
    try {
      self.mapping = onHost(() => mapMemory(size, prot, self.flags, fileno, offset));
    } catch (thrown) {
      closeFile(self);
      throw thrown;
    }
    return self;
  },
);

function closeFile(self: PyMmap): void {
  if (self.fd < 0) return;
  try {
    files().close(self.fd);
  } catch (thrown) {
    // Somebody else has closed it.
    if (!(thrown instanceof HostError)) throw thrown;
  }
  self.fd = -1;
}

// ── What methods begin with ──────────────────────────────────────────────────────────────────────────────────────────

function mappingOf(self: PyMmap): Mapping {
  if (self.mapping === undefined) throw valueError('mmap closed or invalid');
  return self.mapping;
}

const octetsOf = (self: PyMmap): Uint8Array => mappingOf(self).octets;

function checkWritable(self: PyMmap): void {
  if (self.access === ACCESS_READ) throw typeError("mmap can't modify a readonly memory map.");
}

function copyOf(self: PyMmap, start: number, end: number): PyBytes {
  return new PyBytes(octetsOf(self).slice(start, end));
}

// ── Reading, writing, looking for ────────────────────────────────────────────────────────────────────────────────────

function read(self: PyMmap, count: PyObject): PyObject {
  const { length } = octetsOf(self);
  const wanted = optionalCount(count, length);
  const left = Math.max(length - self.pos, 0);
  const end = self.pos + (wanted < 0 || wanted > left ? left : wanted);
  const result = copyOf(self, self.pos, end);
  self.pos = end;
  return result;
}

function readLine(self: PyMmap): PyObject {
  const octets = octetsOf(self);
  const newline = indexOfByte(octets, 10, Math.min(self.pos, octets.length), octets.length);
  const end = newline < 0 ? Math.max(octets.length, self.pos) : newline + 1;
  const result = copyOf(self, self.pos, end);
  self.pos = end;
  return result;
}

function write(self: PyMmap, data: Uint8Array): number {
  const octets = octetsOf(self);
  checkWritable(self);
  if (self.pos > octets.length || octets.length - self.pos < data.length)
    throw valueError('data out of range');
  octets.set(data, self.pos);
  self.pos += data.length;
  return data.length;
}

function writeByte(self: PyMmap, value: PyObject): void {
  const octet = Number(asIndex(value));
  if (octet < 0) throw overflowError('unsigned byte integer is less than minimum');
  if (octet > 255) throw overflowError('unsigned byte integer is greater than maximum');
  const octets = octetsOf(self);
  checkWritable(self);
  if (self.pos >= octets.length) throw valueError('write byte out of range');
  octets[self.pos++] = octet;
}

function readByte(self: PyMmap): number {
  const octets = octetsOf(self);
  if (self.pos >= octets.length) throw valueError('read byte out of range');
  return octets[self.pos++]!;
}

function seek(self: PyMmap, distance: number, whence: number): number {
  const { length } = octetsOf(self);
  if (whence < 0 || whence > 2) throw valueError('unknown seek type');
  const where = distance + [0, self.pos, length][whence]!;
  if (where < 0 || where > length) throw valueError('seek out of range');
  self.pos = where;
  return where;
}

/** A place to look at, given as None or an index that may count from the end. */
function placeIn(value: PyObject, usual: number, length: number): number {
  if (value === None) return usual;
  const index = asSsize(value);
  return Math.min(Math.max(index < 0 ? index + length : index, 0), length);
}

function find(self: PyMmap, view: Uint8Array, start: PyObject, end: PyObject, backwards: boolean): number {
  const { length } = octetsOf(self);
  const from = placeIn(start, Math.min(self.pos, length), length);
  const to = placeIn(end, length, length);
  // Python code may have closed it.
  const octets = octetsOf(self);
  if (to - from < view.length) return -1;
  return (backwards ? lastIndexOfBytes : indexOfBytes)(octets, view, from, to);
}

function move(self: PyMmap, to: number, from: number, count: number): void {
  const octets = octetsOf(self);
  checkWritable(self);
  const { length } = octets;
  if (to < 0 || from < 0 || count < 0 || length - to < count || length - from < count)
    throw valueError('source, destination, or count out of range');
  octets.copyWithin(to, from, from + count);
}

// ── The file behind ──────────────────────────────────────────────────────────────────────────────────────────────────

function sizeOf(self: PyMmap): number {
  const { length } = octetsOf(self);
  if (self.fd !== -1) return onHost(() => files().fstat(self.fd)).size;
  if (!self.tracksFile) throw osError(EBADF, 'Bad file descriptor');
  return length;
}

function flush(self: PyMmap, offset: number, size: PyObject): void {
  const mapping = mappingOf(self);
  const { length } = mapping.octets;
  const count = size === None ? length - offset : asSsize(size);
  if (count < 0 || offset < 0 || length - offset < count) throw valueError('flush values out of range');
  if (self.access === ACCESS_READ || self.access === ACCESS_COPY) return;
  onHost(() => synchronise(mapping, offset, count));
}

function resize(self: PyMmap, size: number): void {
  const mapping = mappingOf(self);
  if (isLookedAt(self)) throw bufferError("mmap can't resize with extant buffers exported.");
  if (self.access === ACCESS_READ || self.access === ACCESS_COPY)
    throw typeError("mmap can't resize a readonly or copy-on-write memory map.");
  if (!self.tracksFile) throw valueError("mmap can't resize with trackfd=False.");
  if (size < 0 || SSIZE_MAX - size < self.offset) throw valueError('new size out of range');
  if (self.fd === -1 && self.flags & MAP_SHARED && size > mapping.octets.length)
    throw valueError("mmap: can't expand a shared anonymous mapping on Linux");
  onHost(() => {
    if (self.fd !== -1) files().ftruncate(self.fd, self.offset + size);
    self.mapping =
      self.exports === 0
        ? remap(mapping, size)
        : mapMemory(size, self.prot, self.flags, self.fd, self.offset);
    self.exports = self.droppable = 0;
  });
}

function madvise(self: PyMmap, option: number, start: number, length: PyObject): void {
  const mapping = mappingOf(self);
  const size = mapping.octets.length;
  const count = length === None ? size : asSsize(length);
  if (start < 0 || start >= size) throw valueError('madvise start out of bounds');
  if (count < 0) throw valueError('madvise length invalid');
  if (SSIZE_MAX - start <= count) throw overflowError('madvise length too large');
  onHost(() => advise(mapping, start, Math.min(count, size - start), option));
}

function close(self: PyMmap): void {
  if (isLookedAt(self)) throw bufferError('cannot close exported pointers exist');
  const { mapping } = self;
  self.mapping = undefined;
  closeFile(self);
  // A memoryview that was dropped may yet be somewhere: then the memory stays, for looking at what is gone is a crash.
  if (mapping !== undefined && self.exports === 0) onHost(() => unmap(mapping));
}

// ── A sequence of octets ─────────────────────────────────────────────────────────────────────────────────────────────

function indexIn(self: PyMmap, key: PyObject): number {
  const index = indexAsNumber(key);
  const { length } = octetsOf(self);
  const at = index < 0 ? index + length : index;
  if (at < 0 || at >= length) throw indexError('mmap index out of range');
  return at;
}

const isIndex = (key: PyObject): boolean => typeof key === 'number' || typeOf(key).nb_index !== undefined;

function subscript(self: PyMmap, key: PyObject): PyObject {
  octetsOf(self);
  if (isIndex(key)) {
    const at = indexIn(self, key);
    return octetsOf(self)[at]!;
  }
  if (!(key instanceof PySlice)) throw typeError('mmap indices must be integers');
  const parts = sliceParts(key);
  const octets = octetsOf(self);
  const count = parts.fit(octets.length);
  const { start, step } = parts;
  if (step === 1) return copyOf(self, start, start + count);
  return new PyBytes(Uint8Array.from({ length: count }, (_, i) => octets[start + i * step]!));
}

function assign(self: PyMmap, key: PyObject, value: PyObject | undefined): void {
  octetsOf(self);
  checkWritable(self);
  if (isIndex(key)) {
    const at = indexIn(self, key);
    if (value === undefined) throw typeError("mmap doesn't support item deletion");
    if (typeof value !== 'number' && typeOf(value).nb_index === undefined)
      throw typeError('mmap item value must be an int');
    const octet = asSsize(value);
    if (octet < 0 || octet > 255) throw valueError('mmap item value must be in range(0, 256)');
    // `__index__` may have made it smaller.
    const octets = octetsOf(self);
    if (at >= octets.length) throw indexError('mmap index out of range');
    octets[at] = octet;
    return;
  }
  if (!(key instanceof PySlice)) throw typeError('mmap indices must be integers');
  const parts = sliceParts(key);
  if (value === undefined) throw typeError("mmap object doesn't support slice deletion");
  const data = bytesLike(value);
  const octets = octetsOf(self);
  const count = parts.fit(octets.length);
  if (data.length !== count) throw indexError('mmap slice assignment is wrong size');
  const { start, step } = parts;
  for (let i = 0; i < count; i++) octets[start + i * step] = data[i]!;
}

function exportView(self: PyMmap, flags: number): BufferView {
  const view = octetsView(self, octetsOf(self), self.access === ACCESS_READ, flags);
  self.exports++;
  return view;
}

const method = methodsOf<PyMmap>();

const mmapType = defineType({
  type: PyMmap.type,
  doc: 'mmap(fileno, length[, flags[, prot[, access[, offset[, trackfd]]]]])\n\nA file as memory: what is written reaches the file. A fileno of -1 gives memory that no\nfile stands behind, and that child processes share.',
  slots: {
    tp_new: (type, args, kwnames) => newMmap.call(type, args, kwnames),
    tp_repr: (value) => {
      const self = value as PyMmap;
      if (self.mapping === undefined) return `<${typeName(self)} closed=True>`;
      const { length } = self.mapping.octets;
      return `<${typeName(self)} closed=False, access=${ACCESS_NAMES[self.access]}, length=${length}, pos=${self.pos}, offset=${self.offset}>`;
    },
    sq_length: (self) => octetsOf(self as PyMmap).length,
    sq_item: (self, index) => octetsOf(self as PyMmap)[indexIn(self as PyMmap, index)]!,
    mp_length: (self) => octetsOf(self as PyMmap).length,
    mp_subscript: (self, key) => subscript(self as PyMmap, key),
    mp_ass_subscript: (self, key, value) => assign(self as PyMmap, key, value),
    bf_getbuffer: (self, flags) => exportView(self as PyMmap, flags),
    bf_releasebuffer: (self) => {
      const { exports } = self as PyMmap;
      if (exports > 0) (self as PyMmap).exports = exports - 1;
    },
  },
  entries: [
    method('close($self, /) -> None', 'Give the memory back.', close),
    method(
      'find($self, view: bytes_like, start: object = None, end: object = None, /) -> int',
      'Return where octets are first found, from where the file stands if nothing else is said; -1 if nowhere.',
      (self, view, start, end) => find(self, view, start, end, false),
    ),
    method(
      'rfind($self, view: bytes_like, start: object = None, end: object = None, /) -> int',
      'Return where octets are last found, -1 if nowhere.',
      (self, view, start, end) => find(self, view, start, end, true),
    ),
    method(
      'flush($self, offset: ssize_t = 0, size: object = None, /) -> None',
      'Have what was written reach the file.',
      flush,
    ),
    method(
      'madvise($self, option: int, start: ssize_t = 0, length: object = None, /) -> None',
      'Tell the system how the memory will be used.',
      madvise,
    ),
    method(
      'move($self, dest: ssize_t, src: ssize_t, count: ssize_t, /) -> None',
      'Copy octets from one place to another.',
      move,
    ),
    method('read($self, n: object = None, /)', 'Read up to n octets, or all that are left.', read),
    method('read_byte($self, /) -> int', 'Read an octet.', readByte),
    method('readline($self, /)', 'Read up to the end of the line.', readLine),
    method('resize($self, newsize: ssize_t, /) -> None', 'Change the size of memory and file.', resize),
    method(
      'seek($self, pos: ssize_t, whence: int = 0, /) -> int',
      'Change where reading goes on, and return that.',
      seek,
    ),
    method('seekable($self, /) -> bool', 'Return True.', () => true),
    method('size($self, /) -> int', 'Return the size of the file.', sizeOf),
    method('tell($self, /) -> int', 'Return where reading goes on.', (self) => {
      octetsOf(self);
      return self.pos;
    }),
    method('write($self, bytes: bytes_like, /) -> int', 'Write octets and return how many.', write),
    method('write_byte($self, byte: object, /) -> None', 'Write an octet.', writeByte),
    method('__enter__($self, /)', '', (self) => {
      octetsOf(self);
      return self;
    }),
    method('__exit__($self, exc_type: object, exc_value: object, traceback: object, /) -> None', '', close),
    getset<PyMmap>('closed', undefined, (self) => self.mapping === undefined),
  ],
});

export const MMAP_TYPES: readonly TypeDefinition[] = [mmapType];

const CONSTANTS: Readonly<Record<string, number>> = {
  ACCESS_COPY,
  ACCESS_DEFAULT,
  ACCESS_READ,
  ACCESS_WRITE,
  ALLOCATIONGRANULARITY: PAGE_SIZE,
  MADV_DODUMP: 17,
  MADV_DOFORK: 11,
  MADV_DONTDUMP: 16,
  MADV_DONTFORK: 10,
  MADV_DONTNEED: 4,
  MADV_FREE: 8,
  MADV_HUGEPAGE: 14,
  MADV_HWPOISON: 100,
  MADV_MERGEABLE: 12,
  MADV_NOHUGEPAGE: 15,
  MADV_NORMAL: 0,
  MADV_RANDOM: 1,
  MADV_REMOVE: 9,
  MADV_SEQUENTIAL: 2,
  MADV_UNMERGEABLE: 13,
  MADV_WILLNEED: 3,
  MAP_32BIT: 64,
  MAP_ANON: MAP_ANONYMOUS,
  MAP_ANONYMOUS,
  MAP_DENYWRITE: 2048,
  MAP_EXECUTABLE: 4096,
  MAP_NORESERVE: 16384,
  MAP_POPULATE: 32768,
  MAP_PRIVATE,
  MAP_SHARED,
  MAP_STACK: 131072,
  PAGESIZE: PAGE_SIZE,
  PROT_EXEC: 4,
  PROT_READ,
  PROT_WRITE,
};

export const mmap = defineModule('mmap', 'Files as memory.', [
  constant('error', PyOSError.type),
  constant('mmap', PyMmap.type),
  ...Object.entries(CONSTANTS).map(([name, value]) => constant(name, value)),
]);
