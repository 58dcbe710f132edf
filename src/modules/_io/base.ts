/**
 * The abstract stream types: what every stream can do by means of the methods that it defines itself.
 * CPython: Modules/_io/iobase.c, and the abstract types of bufferedio.c and textio.c.
 */
import { attrName } from '../../objects/attribute-name.ts';
import { PyByteArray } from '../../objects/bytearray.ts';
import { PyBytes } from '../../objects/bytes.ts';
import { exceptionTypes, PyBaseException } from '../../objects/exception.ts';
import { PyList } from '../../objects/list.ts';
import type { PyObject } from '../../objects/object.ts';
import { None } from '../../objects/singletons.ts';
import { getAttr, getAttrOrAbsent, setAttr } from '../../runtime/attributes.ts';
import { call1, callMethod } from '../../runtime/call.ts';
import { asIndex, isTrue, optionalCount } from '../../runtime/convert.ts';
import { defineType, getset, methodsOf } from '../../runtime/define.ts';
import { newException, typeError, valueError } from '../../runtime/errors.ts';
import { dictEntry } from '../../runtime/instance-dict.ts';
import { getIter, iterNext } from '../../runtime/iter.ts';
import { length } from '../../runtime/sequence.ts';
import { typeName } from '../../runtime/type-of.ts';
import { streamError, unsupported } from './errors.ts';
import { PyBufferedIOBase, PyIOBase, PyRawIOBase, PyTextIOBase } from './layouts.ts';
import { concatBytes } from './octets.ts';

/** How much is read or written at once, unless a file's block size is larger. */
export const DEFAULT_BUFFER_SIZE = 131072;

const closedFlag = attrName('__IOBase_closed');
export const names = {
  close: attrName('close'),
  closed: attrName('closed'),
  fileno: attrName('fileno'),
  flush: attrName('flush'),
  isatty: attrName('isatty'),
  mode: attrName('mode'),
  name: attrName('name'),
  peek: attrName('peek'),
  read: attrName('read'),
  read1: attrName('read1'),
  readable: attrName('readable'),
  readall: attrName('readall'),
  readinto: attrName('readinto'),
  readinto1: attrName('readinto1'),
  readline: attrName('readline'),
  seek: attrName('seek'),
  seekable: attrName('seekable'),
  tell: attrName('tell'),
  truncate: attrName('truncate'),
  writable: attrName('writable'),
  write: attrName('write'),
} as const;
const finalizing = attrName('_finalizing');

/** Is the stream closed, as its attribute `closed` says? */
export function isClosed(stream: PyObject): boolean {
  return isTrue(getAttr(stream, names.closed));
}

/** Throws ValueError for a closed stream. */
export function checkClosed(stream: PyObject): void {
  const closed = getAttrOrAbsent(stream, names.closed);
  if (closed !== undefined && isTrue(closed)) throw valueError('I/O operation on closed file.');
}

/** Was the stream closed by `_IOBase.close`? */
function isMarkedClosed(self: PyObject): boolean {
  return getAttrOrAbsent(self, closedFlag) !== undefined;
}

function checkAble(stream: PyObject, able: 'readable' | 'writable' | 'seekable'): void {
  if (callMethod(stream, names[able]) !== true) throw unsupported(`File or stream is not ${able}.`);
}

/** Throws UnsupportedOperation unless the method of this name returns True. */
export const checkReadable = (stream: PyObject): void => checkAble(stream, 'readable');
export const checkWritable = (stream: PyObject): void => checkAble(stream, 'writable');
export const checkSeekable = (stream: PyObject): void => checkAble(stream, 'seekable');

/** `_IOBase.close`: flushes, and marks the stream closed whether or not that went well. */
export function closeBase(self: PyObject): void {
  if (isMarkedClosed(self)) return;
  try {
    callMethod(self, names.flush);
  } finally {
    setAttr(self, closedFlag, true);
  }
}

/** What happens to a stream that nobody refers to any more. CPython: `iobase_finalize`. */
function finalize(self: PyObject): void {
  let closed = true;
  try {
    closed = isTrue(getAttr(self, names.closed));
  } catch (thrown) {
    if (!(thrown instanceof PyBaseException)) throw thrown;
    closed = false;
  }
  if (closed) return;
  try {
    setAttr(self, finalizing, true);
  } catch (thrown) {
    if (!(thrown instanceof PyBaseException)) throw thrown;
  }
  callMethod(self, names.close);
}

/** `_IOBase.readline`: by `peek` where the stream has it, else octet by octet. */
function readline(self: PyObject, size: PyObject): PyBytes {
  const limit = optionalCount(size);
  const peek = getAttrOrAbsent(self, names.peek);
  const chunks: Uint8Array[] = [];
  let total = 0;
  while (limit < 0 || total < limit) {
    let wanted = 1;
    if (peek !== undefined) {
      const ahead = call1(peek, 1);
      if (!(ahead instanceof PyBytes)) {
        throw streamError(`peek() should have returned a bytes object, not '${typeName(ahead)}'`);
      }
      const available = limit < 0 ? ahead.value.length : Math.min(ahead.value.length, limit - total);
      if (available > 0) {
        const newline = ahead.value.subarray(0, available).indexOf(10);
        wanted = newline < 0 ? available : newline + 1;
      }
    }
    const piece = callMethod(self, names.read, wanted);
    if (!(piece instanceof PyBytes)) {
      throw streamError(`read() should have returned a bytes object, not '${typeName(piece)}'`);
    }
    const { value } = piece;
    if (value.length === 0) break;
    chunks.push(value);
    total += value.length;
    if (value[value.length - 1] === 10) break;
  }
  return new PyBytes(concatBytes(chunks));
}

/** `_IOBase.__next__`: a line, by the stream's own `readline`. */
export function nextLine(self: PyObject): PyObject | undefined {
  const line = callMethod(self, names.readline);
  return length(line) === 0 ? undefined : line;
}

/** `_IOBase.readlines(hint)`. */
function readlines(self: PyObject, hint: PyObject): PyList {
  const limit = optionalCount(hint);
  const lines: PyObject[] = [];
  const iterator = getIter(self);
  let total = 0;
  for (let line = iterNext(iterator); line !== undefined; line = iterNext(iterator)) {
    lines.push(line);
    if (limit <= 0) continue;
    total += length(line);
    if (total > limit) break;
  }
  return new PyList(lines);
}

function writelines(self: PyObject, lines: PyObject): void {
  checkClosed(self);
  const iterator = getIter(lines);
  for (let line = iterNext(iterator); line !== undefined; line = iterNext(iterator)) {
    callMethod(self, names.write, line);
  }
}

const method = methodsOf<PyIOBase>();

export const ioBase = defineType({
  type: PyIOBase.type,
  doc: 'The base of all stream classes.\n\nIts methods describe a stream that can neither be read nor written nor seeked;\nderived classes replace what they can do. Calling anything but close() on a closed\nstream raises ValueError. Streams are iterators over their lines, and context\nmanagers that close the stream at the end of the block.',
  slots: {
    tp_iter: (self) => {
      checkClosed(self);
      return self;
    },
    tp_iternext: nextLine,
    tp_finalize: finalize,
  },
  entries: [
    method(
      'seek($self, offset: object, whence: int = 0, /)',
      'Set the position, counted from the start (0), from here (1) or from the end (2); return it.',
      () => {
        throw unsupported('seek');
      },
      '($self, offset, whence=os.SEEK_SET, /)',
    ),
    method('tell($self, /)', 'Return the position.', (self) => callMethod(self, names.seek, 0, 1)),
    method(
      'truncate($self, size: object = None, /)',
      'Cut the file at a size, by default at the position; return the size.',
      () => {
        throw unsupported('truncate');
      },
    ),
    method(
      'flush($self, /) -> None',
      'Pass on what is buffered for writing. Streams to be read do nothing.',
      (self) => {
        if (isMarkedClosed(self)) throw valueError('I/O operation on closed file.');
      },
    ),
    method('close($self, /) -> None', 'Flush and close the stream; again has no effect.', closeBase),
    method('seekable($self, /) -> bool', 'Can the position be set?', () => false),
    method('readable($self, /) -> bool', 'Can it be read from?', () => false),
    method('writable($self, /) -> bool', 'Can it be written to?', () => false),
    method('_checkClosed($self, /) -> None', '', checkClosed),
    method('_checkSeekable($self, /)', '', (self) => {
      checkSeekable(self);
      return true;
    }),
    method('_checkReadable($self, /)', '', (self) => {
      checkReadable(self);
      return true;
    }),
    method('_checkWritable($self, /)', '', (self) => {
      checkWritable(self);
      return true;
    }),
    method('fileno($self, /)', 'Return the file descriptor, if the stream has one.', () => {
      throw unsupported('fileno');
    }),
    method('isatty($self, /) -> bool', 'Is it a terminal?', (self) => {
      checkClosed(self);
      return false;
    }),
    method('__enter__($self, /)', '', (self) => {
      checkClosed(self);
      return self;
    }),
    method('__exit__($self, /, *args)', '', (self) => callMethod(self, names.close), false),
    method('readline($self, size: object = -1, /)', 'Read a line, or size octets of it at most.', readline),
    method(
      'readlines($self, hint: object = -1, /)',
      'Return a list of lines; when hint is given, stop after that many octets or characters.',
      readlines,
    ),
    method(
      'writelines($self, lines: object, /) -> None',
      'Write lines, to which no line ends are added.',
      writelines,
    ),
    getset<PyIOBase>('closed', undefined, isMarkedClosed),
    dictEntry,
  ],
});

// ── Raw streams ──────────────────────────────────────────────────────────────────────────────────────────────────────

/** `RawIOBase.read(size)`: by `readinto`, or `readall` for all. */
function rawRead(self: PyObject, size: number): PyObject {
  if (size < 0) return callMethod(self, names.readall);
  const buffer = new PyByteArray(new Uint8Array(size));
  const result = callMethod(self, names.readinto, buffer);
  if (result === None) return None;
  const count = Number(asIndex(result));
  if (count < 0 || count > size) throw valueError(`readinto returned ${count} outside buffer size ${size}`);
  return new PyBytes(buffer.octets.slice(0, count));
}

/** `RawIOBase.readall()`: reads until nothing more comes. */
function rawReadAll(self: PyObject): PyObject {
  const chunks: Uint8Array[] = [];
  for (;;) {
    const data = callMethod(self, names.read, DEFAULT_BUFFER_SIZE);
    if (data === None) {
      if (chunks.length === 0) return None;
      break;
    }
    if (!(data instanceof PyBytes)) throw typeError('read() should return bytes');
    if (data.value.length === 0) break;
    chunks.push(data.value);
  }
  return new PyBytes(concatBytes(chunks));
}

function notImplemented(): never {
  throw newException(exceptionTypes.get('NotImplementedError')!);
}

const rawMethod = methodsOf<PyRawIOBase>();

export const rawIOBase = defineType({
  type: PyRawIOBase.type,
  doc: 'Base class for raw binary I/O.',
  entries: [
    rawMethod(
      'read($self, size: ssize_t = -1, /)',
      'Read up to size bytes; all when it is negative.',
      rawRead,
    ),
    rawMethod('readall($self, /)', 'Read until EOF, by several calls of read().', rawReadAll),
    rawMethod('readinto($self, buffer: object, /)', '', notImplemented, false),
    rawMethod('write($self, b: object, /)', '', notImplemented, false),
  ],
});

// ── Buffered and text streams ────────────────────────────────────────────────────────────────────────────────────────

/** `BufferedIOBase.readinto(buffer)`: by `read` or `read1`. */
function readinto(self: PyObject, memory: Uint8Array, how: 'read' | 'read1'): number {
  const data = callMethod(self, names[how], memory.length);
  if (!(data instanceof PyBytes)) throw typeError('read() should return bytes');
  const { value } = data;
  if (value.length > memory.length) {
    throw valueError(
      `read() returned too much data: ${memory.length} bytes requested, ${value.length} returned`,
    );
  }
  memory.set(value);
  return value.length;
}

const bufferedMethod = methodsOf<PyBufferedIOBase>();

export const bufferedIOBase = defineType({
  type: PyBufferedIOBase.type,
  doc: 'Base class for buffered IO objects.\n\nUnlike those of a raw stream its methods never return None: read() returns all that\nwas asked for, or raises BlockingIOError where a stream in non-blocking mode is not ready.',
  entries: [
    bufferedMethod('detach($self, /)', 'Part with the raw stream and return it.', () => {
      throw unsupported('detach');
    }),
    bufferedMethod(
      'read($self, size: object = -1, /)',
      'Read size bytes, or all when it is negative or None.',
      () => {
        throw unsupported('read');
      },
    ),
    bufferedMethod(
      'read1($self, size: int = -1, /)',
      'Read up to size bytes with one read of the raw stream at most.',
      () => {
        throw unsupported('read1');
      },
    ),
    bufferedMethod('readinto($self, buffer: writable_buffer, /) -> int', '', (self, memory) =>
      readinto(self, memory, 'read'),
    ),
    bufferedMethod('readinto1($self, buffer: writable_buffer, /) -> int', '', (self, memory) =>
      readinto(self, memory, 'read1'),
    ),
    bufferedMethod(
      'write($self, b: object, /)',
      'Write bytes and return how many they are, all of them.',
      () => {
        throw unsupported('write');
      },
    ),
  ],
});

const textMethod = methodsOf<PyTextIOBase>();

export const textIOBase = defineType({
  type: PyTextIOBase.type,
  doc: 'Base class for text I/O: streams of characters and lines.\n\nThere is no readinto, because strings cannot be written to.',
  entries: [
    textMethod('detach($self, /)', 'Part with the buffer and return it.', () => {
      throw unsupported('detach');
    }),
    textMethod(
      'read($self, size: object = -1, /)',
      'Read up to size characters, or all when it is negative or None.',
      () => {
        throw unsupported('read');
      },
    ),
    textMethod('readline($self, size: object = -1, /)', 'Read a line; an empty string at the end.', () => {
      throw unsupported('readline');
    }),
    textMethod('write($self, s: object, /)', 'Write a string and return its length.', () => {
      throw unsupported('write');
    }),
    getset<PyTextIOBase>('encoding', 'Encoding of the text stream.', () => None),
    getset<PyTextIOBase>(
      'newlines',
      'The kinds of line ends seen so far: None, a string, or a tuple of strings.',
      () => None,
    ),
    getset<PyTextIOBase>('errors', 'The error handler of the decoder or encoder.', () => None),
  ],
});
