/** BytesIO: a stream in memory. CPython: Modules/_io/bytesio.c. */

import { BufferExporter } from '../../objects/buffer.ts';
import { PyByteArray } from '../../objects/bytearray.ts';
import { PyBytes } from '../../objects/bytes.ts';
import { PyDict } from '../../objects/dict.ts';
import { PyList } from '../../objects/list.ts';
import {
  type KwNames,
  normalizeInt,
  objectType,
  type PyInt,
  type PyObject,
  PyType,
  TPFLAGS_DISALLOW_INSTANTIATION,
} from '../../objects/object.ts';
import { None } from '../../objects/singletons.ts';
import { PyTuple } from '../../objects/tuple.ts';
import { bytesLike, octetsView } from '../../runtime/buffer.ts';
import { checkResizable } from '../../runtime/buffer-exports.ts';
import { optionalCount } from '../../runtime/convert.ts';
import { asSsize } from '../../runtime/converters.ts';
import { defineType, getset, methodsOf } from '../../runtime/define.ts';
import { overflowError, typeError, valueError } from '../../runtime/errors.ts';
import { getIter, iterNext } from '../../runtime/iter.ts';
import { newMemoryView } from '../../runtime/memoryview.ts';
import { bytesBetween, putOctets } from '../../runtime/octets.ts';
import { exactSsize } from '../../runtime/offset.ts';
import { typeName, typeOf } from '../../runtime/type-of.ts';
import { initArguments } from './init-arguments.ts';
import { copyOfInstanceDict, mergeInstanceDict } from './instance-state.ts';
import { PyBufferedIOBase, STREAM_FLAGS } from './layouts.ts';

const NEWLINE = 10;
const SSIZE_MAX = 9223372036854775807n;
const NO_OCTETS = new Uint8Array(0);

export class PyBytesIO extends PyBufferedIOBase {
  static override readonly type = new PyType('_io.BytesIO', PyBytesIO, PyBufferedIOBase.type, STREAM_FLAGS);

  /** The octets, with room to grow; absent when closed. */
  memory: Uint8Array | undefined = NO_OCTETS;
  size = 0;
  pos = 0;
  /** The position, when a double does not hold it: then `pos` is beyond all memory. */
  far: bigint | undefined = undefined;
  /** The memory belongs to a bytes object as well, and must be copied before it is changed. */
  shared = true;
  /** Whom views of the memory belong to; made when the first one is. */
  exporter: PyBytesIOBuffer | undefined = undefined;
}

/** The exporter of `BytesIO.getbuffer()`. */
class PyBytesIOBuffer extends BufferExporter {
  static readonly type = new PyType(
    '_io._BytesIOBuffer',
    PyBytesIOBuffer,
    objectType,
    TPFLAGS_DISALLOW_INSTANTIATION,
  );

  readonly source: PyBytesIO;

  constructor(source: PyBytesIO) {
    super();
    this.source = source;
  }
}

/** The memory of an open stream. */
function memoryOf(self: PyBytesIO): Uint8Array {
  if (self.memory === undefined) throw valueError('I/O operation on closed file.');
  return self.memory;
}

function checkExports(self: PyBytesIO): void {
  if (self.exporter !== undefined) checkResizable(self.exporter);
}

/** So many octets more than are written; what is written in small pieces grows by them. */
const ROOM = 256;
/** What is no longer is kept by V8 in the array itself, which is made in a tenth of the time. */
const SMALL = 64;

/** Memory that is the stream's own, with room for `size` octets. */
function reserve(self: PyBytesIO, size: number): Uint8Array {
  const memory = self.memory!;
  if (!self.shared && memory.length >= size) return memory;
  const capacity = Math.max(size <= SMALL ? SMALL : size + (size >> 3) + ROOM, self.size);
  const own = new Uint8Array(
    size > memory.length ? Math.max(capacity, Math.min(memory.length * 2, size * 2)) : capacity,
  );
  own.set(self.size === memory.length ? memory : memory.subarray(0, self.size));
  self.memory = own;
  self.shared = false;
  return own;
}

/** Writes at the position; between the end and a position beyond it there are zeros. */
export function bytesIOWrite(self: PyBytesIO, data: Uint8Array): number {
  memoryOf(self);
  checkExports(self);
  const { length } = data;
  if (length === 0) return 0;
  const end = self.pos + length;
  const memory = reserve(self, end);
  if (self.pos > self.size) memory.fill(0, self.size, self.pos);
  putOctets(memory, data, self.pos);
  self.pos = end;
  if (self.size < end) self.size = end;
  return length;
}

/** The next `count` octets, or as many as there are. Negative: all. */
function take(self: PyBytesIO, count: number): PyBytes {
  const memory = memoryOf(self);
  const left = Math.max(self.size - self.pos, 0);
  const taken = count < 0 || count > left ? left : count;
  const start = self.pos;
  if (taken === 0) return new PyBytes(NO_OCTETS);
  self.pos += taken;
  if (start === 0 && taken === self.size && taken === memory.length) {
    self.shared = true;
    return new PyBytes(memory);
  }
  return bytesBetween(memory, start, start + taken);
}

/** How long the next line is, with its end; `limit` octets at most when that is not negative. */
function lineLength(self: PyBytesIO, limit: number): number {
  const memory = memoryOf(self);
  if (self.pos >= self.size) return 0;
  const found = memory.indexOf(NEWLINE, self.pos);
  const end = found < 0 || found >= self.size ? self.size : found + 1;
  const length = end - self.pos;
  return limit >= 0 && length > limit ? limit : length;
}

function readlines(self: PyBytesIO, hint: PyObject): PyList {
  memoryOf(self);
  const limit = hint === None ? 0 : sizeArgument(hint);
  const lines: PyObject[] = [];
  let total = 0;
  for (let length = lineLength(self, -1); length > 0; length = lineLength(self, -1)) {
    lines.push(take(self, length));
    total += length;
    if (limit > 0 && total >= limit) break;
  }
  return new PyList(lines);
}

function sizeArgument(value: PyObject): number {
  if (typeOf(value).nb_index === undefined) {
    throw typeError(`integer argument expected, got '${typeName(value)}'`);
  }
  return asSsize(value);
}

/** All octets. The bytes object and the stream share the memory where it fits exactly. */
export function bytesIOValue(self: PyBytesIO): PyBytes {
  const memory = memoryOf(self);
  if (self.size === memory.length && (self.exporter === undefined || self.exporter.exports === 0)) {
    self.shared = true;
    return new PyBytes(memory);
  }
  return new PyBytes(memory.slice(0, self.size));
}

function seek(self: PyBytesIO, positionObject: PyObject, whence: number): PyInt {
  const position = exactSsize(positionObject);
  memoryOf(self);
  if (whence === 0 && position < 0) throw valueError(`negative seek value ${position}`);
  if (whence < 0 || whence > 2) throw valueError(`invalid whence (${whence}, should be 0, 1 or 2)`);
  const base = whence === 0 ? 0n : whence === 1 ? BigInt(tell(self)) : BigInt(self.size);
  const target = base + BigInt(position);
  if (target > SSIZE_MAX) throw overflowError('new position too large');
  const reached = normalizeInt(target < 0n ? 0n : target);
  self.far = typeof reached === 'bigint' ? reached : undefined;
  self.pos = Number(reached);
  return reached;
}

function tell(self: PyBytesIO): PyInt {
  memoryOf(self);
  return self.far ?? self.pos;
}

function truncate(self: PyBytesIO, size: PyObject): number {
  // Looking at the argument may run code that closes the stream.
  const given = size === None ? undefined : asSsize(size);
  memoryOf(self);
  checkExports(self);
  const length = given ?? self.pos;
  if (length < 0) throw valueError(`negative size value ${length}`);
  if (length < self.size) {
    self.size = length;
    reserve(self, length);
  }
  return length;
}

function init(self: PyObject, args: readonly PyObject[], kwnames: KwNames | undefined): void {
  const [initial = None] = initArguments(
    { name: 'BytesIO', parameters: ['initial_bytes'], required: 0 },
    args,
    kwnames,
  );
  const stream = self as PyBytesIO;
  checkExports(stream);
  stream.size = 0;
  stream.pos = 0;
  stream.far = undefined;
  stream.memory = NO_OCTETS;
  stream.shared = true;
  if (initial === None) return;
  if (initial instanceof PyBytes && initial.ob_type === PyBytes.type) {
    stream.memory = initial.value;
    stream.size = initial.value.length;
    return;
  }
  bytesIOWrite(stream, bytesLike(initial));
  stream.pos = 0;
}

function setState(self: PyBytesIO, state: PyObject): void {
  if (!(state instanceof PyTuple) || state.items.length < 3) {
    throw typeError(`${typeName(self)}.__setstate__ argument should be 3-tuple, got ${typeName(state)}`);
  }
  checkExports(self);
  self.size = 0;
  self.pos = 0;
  self.far = undefined;
  const [value, position, dict] = state.items;
  bytesIOWrite(self, bytesLike(value!));
  if (typeof position !== 'number' && typeof position !== 'bigint') {
    throw typeError(`second item of state must be an integer, not ${typeName(position!)}`);
  }
  const pos = asSsize(position);
  if (pos < 0) throw valueError('position value cannot be negative');
  self.pos = pos;
  if (dict === None) return;
  if (!(dict instanceof PyDict))
    throw typeError(`third item of state should be a dict, got a ${typeName(dict!)}`);
  mergeInstanceDict(self, dict);
}

function next(self: PyObject): PyObject | undefined {
  const stream = self as PyBytesIO;
  const length = lineLength(stream, -1);
  return length === 0 ? undefined : take(stream, length);
}

const method = methodsOf<PyBytesIO>();

const yes = (self: PyBytesIO): boolean => {
  memoryOf(self);
  return true;
};

export const bytesIO = defineType({
  type: PyBytesIO.type,
  doc: 'Buffered I/O implementation using an in-memory bytes buffer.',
  textSignature: "(initial_bytes=b'')",
  slots: {
    tp_new: (type) => new type.ctor(),
    tp_init: init,
    tp_iter: (self) => {
      memoryOf(self as PyBytesIO);
      return self;
    },
    tp_iternext: next,
  },
  entries: [
    method('readable($self, /) -> bool', 'True if the stream is open.', yes),
    method('seekable($self, /) -> bool', 'True if the stream is open.', yes),
    method('writable($self, /) -> bool', 'True if the stream is open.', yes),
    method(
      'close($self, /) -> None',
      'Drop the memory; nothing can be done with the stream any more.',
      (self) => {
        checkExports(self);
        self.memory = undefined;
      },
    ),
    method('flush($self, /) -> None', 'Nothing needs to be done.', (self) => {
      memoryOf(self);
    }),
    method('isatty($self, /) -> bool', 'False: it is no terminal.', (self) => {
      memoryOf(self);
      return false;
    }),
    method('tell($self, /)', 'Return the position.', tell),
    method('write($self, b: object, /) -> int', 'Write bytes and return how many they are.', (self, data) => {
      memoryOf(self);
      return bytesIOWrite(self, data instanceof PyByteArray ? data.octets : bytesLike(data));
    }),
    method(
      'writelines($self, lines: object, /) -> None',
      'Write all bytes objects of an iterable.',
      (self, lines) => {
        memoryOf(self);
        const iterator = getIter(lines);
        for (let line = iterNext(iterator); line !== undefined; line = iterNext(iterator)) {
          bytesIOWrite(self, bytesLike(line));
        }
      },
    ),
    method(
      'read1($self, size: object = -1, /)',
      'Read up to size bytes; all when it is negative or None.',
      (self, size) => take(self, optionalCount(size)),
    ),
    method(
      'readinto($self, buffer: writable_buffer, /) -> int',
      'Read into a buffer and return the number of bytes.',
      (self, buffer) => {
        const memory = memoryOf(self);
        const count = Math.min(Math.max(self.size - self.pos, 0), buffer.length);
        buffer.set(memory.subarray(self.pos, self.pos + count));
        self.pos += count;
        return count;
      },
    ),
    method(
      'readline($self, size: object = -1, /)',
      'Read a line, or size bytes of it at most.',
      (self, size) => {
        const limit = optionalCount(size);
        memoryOf(self);
        return take(self, lineLength(self, limit));
      },
    ),
    method(
      'readlines($self, size: object = None, /)',
      'Return a list of lines; when size is given, stop after that many bytes.',
      readlines,
    ),
    method(
      'read($self, size: object = -1, /)',
      'Read up to size bytes; all when it is negative or None.',
      (self, size) => take(self, optionalCount(size)),
    ),
    method(
      'getbuffer($self, /)',
      'Return a memoryview of the contents, by which they can be changed.',
      (self) => {
        memoryOf(self);
        self.exporter ??= new PyBytesIOBuffer(self);
        return newMemoryView(self.exporter);
      },
    ),
    method('getvalue($self, /)', 'Return all contents as bytes.', bytesIOValue),
    method(
      'seek($self, pos: object, whence: int = 0, /)',
      'Set the position, counted from the start (0), from here (1) or from the end (2); return it.',
      seek,
    ),
    method(
      'truncate($self, size: object = None, /)',
      'Cut the contents at a size, by default the position; return the size.',
      truncate,
    ),
    method(
      '__getstate__($self, /)',
      '',
      (self) => new PyTuple([bytesIOValue(self), tell(self), copyOfInstanceDict(self)]),
    ),
    method(
      '__setstate__($self, state: object, /)',
      '',
      (self, state) => {
        setState(self, state);
        return None;
      },
      '($self, object, /)',
    ),
    method('__sizeof__($self, /)', '', (self) => 120 + (self.memory?.length ?? 0)),
    getset<PyBytesIO>('closed', 'True if the file is closed.', (self) => self.memory === undefined),
  ],
});

export const bytesIOBuffer = defineType({
  type: PyBytesIOBuffer.type,
  slots: {
    bf_getbuffer: (self, flags) => {
      const { source } = self as PyBytesIOBuffer;
      memoryOf(source);
      const memory = reserve(source, source.size);
      const view = octetsView(self, memory.subarray(0, source.size), false, flags);
      (self as PyBytesIOBuffer).exports++;
      return view;
    },
    bf_releasebuffer: (self) => {
      const exporter = self as PyBytesIOBuffer;
      if (exporter.exports > 0) exporter.exports--;
    },
  },
});
