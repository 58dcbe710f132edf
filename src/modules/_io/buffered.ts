/**
 * BufferedReader, BufferedWriter, BufferedRandom and BufferedRWPair: the types. The work is done in buffered-core.ts,
 * buffered-read.ts and buffered-write.ts. CPython: Modules/_io/bufferedio.c.
 */

import { attrName } from '../../objects/attribute-name.ts';
import { PyBytes } from '../../objects/bytes.ts';
import { exceptionTypes, PyBaseException } from '../../objects/exception.ts';
import { type KwNames, type PyObject, PyType } from '../../objects/object.ts';
import type { Str } from '../../objects/str.ts';
import { checkNoKeywords, checkPositional } from '../../runtime/arguments.ts';
import { getAttr } from '../../runtime/attributes.ts';
import { callMethod } from '../../runtime/call.ts';
import { optionalCount } from '../../runtime/convert.ts';
import { asSsize } from '../../runtime/converters.ts';
import {
  defineType,
  type Entry,
  getset,
  member,
  methodsOf,
  type TypeDefinition,
} from '../../runtime/define.ts';
import { runtimeError, valueError } from '../../runtime/errors.ts';
import { clippedOffset } from '../../runtime/offset.ts';
import { repr } from '../../runtime/repr.ts';
import { current } from '../../runtime/state.ts';
import { strJoin } from '../../runtime/text.ts';
import { isInstanceOf, typeName } from '../../runtime/type-of.ts';
import { checkReadable, checkSeekable, checkWritable, DEFAULT_BUFFER_SIZE, names } from './base.ts';
import {
  callRaw,
  checkIdle,
  checkNotClosed,
  checkReady,
  flushAndRewind,
  flushWrites,
  initBuffered,
  isBufferedClosed,
  PyBuffered,
  rawOffset,
  rawSeek,
  rawTell,
  readAhead,
  resetReadBuffer,
} from './buffered-core.ts';
import {
  bufferedNext,
  bufferedPeek,
  bufferedRead,
  bufferedRead1,
  bufferedReadInto,
  bufferedReadLine,
} from './buffered-read.ts';
import { bufferedWrite } from './buffered-write.ts';
import { runBoth } from './chain.ts';
import { unsupported } from './errors.ts';
import { cannotPickle } from './file-io.ts';
import { type InitArguments, initArguments } from './init-arguments.ts';
import { PyBufferedIOBase, STREAM_FLAGS } from './layouts.ts';

export class PyBufferedReader extends PyBuffered {
  static override readonly type = new PyType(
    '_io.BufferedReader',
    PyBufferedReader,
    PyBufferedIOBase.type,
    STREAM_FLAGS,
  );
}

export class PyBufferedWriter extends PyBuffered {
  static override readonly type = new PyType(
    '_io.BufferedWriter',
    PyBufferedWriter,
    PyBufferedIOBase.type,
    STREAM_FLAGS,
  );
}

export class PyBufferedRandom extends PyBuffered {
  static override readonly type = new PyType(
    '_io.BufferedRandom',
    PyBufferedRandom,
    PyBufferedIOBase.type,
    STREAM_FLAGS,
  );
}

/** A reader and a writer together, each on a raw stream of its own. */
export class PyBufferedRWPair extends PyBufferedIOBase {
  static override readonly type = new PyType(
    '_io.BufferedRWPair',
    PyBufferedRWPair,
    PyBufferedIOBase.type,
    STREAM_FLAGS,
  );

  reader: PyBuffered | undefined = undefined;
  writer: PyBuffered | undefined = undefined;
}

const deallocWarn = attrName('_dealloc_warn');
const ExceptionType = exceptionTypes.get('Exception')!;
const ValueErrorType = exceptionTypes.get('ValueError')!;

// ── What all of them do ──────────────────────────────────────────────────────────────────────────────────────────────

/** The raw stream's `_dealloc_warn`, if it has one. */
function warnOfRaw(self: PyBuffered, source: PyObject): void {
  if (!self.ok || self.raw === undefined) return;
  try {
    callMethod(self.raw, deallocWarn, source);
  } catch (thrown) {
    if (!(thrown instanceof PyBaseException)) throw thrown;
  }
}

function close(self: PyBuffered): void {
  checkReady(self);
  checkIdle(self);
  if (isBufferedClosed(self)) return;
  if (self.finalizing) warnOfRaw(self, self);
  runBoth(
    () => void callMethod(self, names.flush),
    () => {
      try {
        callRaw(self, names.close);
      } finally {
        self.memory = undefined;
        self.readEnd = 0;
        self.pos = 0;
        current.thread.interp.unflushedStreams.delete(self);
      }
    },
  );
}

function detach(self: PyBuffered): PyObject {
  checkReady(self);
  callMethod(self, names.flush);
  const raw = self.raw!;
  self.raw = undefined;
  self.file = undefined;
  self.detached = true;
  self.ok = false;
  return raw;
}

function flush(self: PyBuffered): void {
  checkReady(self);
  checkNotClosed(self, 'flush of closed file');
  checkIdle(self);
  flushAndRewind(self);
}

function tell(self: PyBuffered): number {
  checkReady(self);
  const position = rawTell(self) - rawOffset(self);
  // What the raw stream says and what was read ahead may not fit together.
  return Math.max(position, 0);
}

function seek(self: PyBuffered, targetObject: PyObject, whence: number): number {
  checkReady(self);
  if (whence < 0 || whence > 4) throw valueError(`whence value ${whence} unsupported`);
  checkNotClosed(self, 'seek of closed file');
  checkSeekable(self.raw!);
  let target = clippedOffset(targetObject);
  if (whence <= 1 && self.readable) {
    // Within what was read ahead no call of the raw stream is needed.
    const position = self.absPos !== -1 ? self.absPos : rawTell(self);
    const available = readAhead(self);
    if (available > 0) {
      const offset = whence === 0 ? target - (position - rawOffset(self)) : target;
      if (offset >= -self.pos && offset <= available) {
        self.pos += offset;
        // A raw stream of no true position may make this negative.
        return Math.max(position - available + offset, 0);
      }
    }
  }
  checkIdle(self);
  if (self.writable) flushWrites(self);
  if (whence === 1) target -= rawOffset(self);
  const position = rawSeek(self, target, whence);
  self.rawPos = -1;
  if (self.readable) resetReadBuffer(self);
  return position;
}

function truncate(self: PyBuffered, size: PyObject): PyObject {
  checkReady(self);
  checkNotClosed(self, 'truncate of closed file');
  if (!self.writable) throw unsupported('truncate');
  checkIdle(self);
  flushAndRewind(self);
  const result = callRaw(self, names.truncate, size);
  try {
    rawTell(self);
  } catch (thrown) {
    if (!(thrown instanceof PyBaseException) || !isInstanceOf(thrown, ExceptionType)) throw thrown;
  }
  return result;
}

/** `<_io.BufferedReader name='x'>`, for all streams over another one. */
export function showStream(self: PyObject): Str {
  let name: PyObject;
  try {
    name = getAttr(self, names.name);
  } catch (thrown) {
    if (thrown instanceof PyBaseException && isNameless(thrown)) return `<${typeName(self)}>`;
    throw thrown;
  }
  const active = current.thread.reprActive;
  if (active.has(self as PyBuffered)) throw runtimeError(`reentrant call inside ${typeName(self)}.__repr__`);
  active.add(self as PyBuffered);
  try {
    return strJoin('', [`<${typeName(self)} name=`, repr(name), '>']);
  } finally {
    active.delete(self as PyBuffered);
  }
}

/** AttributeError, or the ValueError of a detached stream. */
function isNameless(thrown: PyBaseException): boolean {
  return isInstanceOf(thrown, exceptionTypes.get('AttributeError')!) || isInstanceOf(thrown, ValueErrorType);
}

const method = methodsOf<PyBuffered>();

function askRaw(name: 'seekable' | 'readable' | 'writable' | 'fileno' | 'isatty'): Entry {
  const attribute = names[name];
  return method(`${name}($self, /)`, '', (self: PyBuffered): PyObject => {
    checkReady(self);
    return callMethod(self.raw!, attribute);
  });
}

const commonEntries: readonly Entry[] = [
  method('close($self, /) -> None', 'Flush and close the stream; again has no effect.', close),
  method('detach($self, /)', 'Part with the raw stream and return it.', detach),
  askRaw('seekable'),
  askRaw('fileno'),
  askRaw('isatty'),
  method('_dealloc_warn($self, source: object, /) -> None', '', warnOfRaw),
  method('seek($self, target: object, whence: int = 0, /)', 'Set the position and return it.', seek),
  method('tell($self, /)', 'Return the position.', tell),
  method('truncate($self, pos: object = None, /)', 'Cut the file at a position.', truncate),
  method('__sizeof__($self, /)', '', (self) => 200 + (self.memory === undefined ? 0 : self.bufferSize)),
  method('__getstate__($self, /)', '', cannotPickle),
  member<PyBuffered>('raw', undefined, 'raw'),
  member<PyBuffered>('_finalizing', undefined, 'finalizing', { writable: true, kind: 'bool' }),
  getset<PyBuffered>('closed', undefined, (self) => {
    checkReady(self);
    return getAttr(self.raw!, names.closed);
  }),
  getset<PyBuffered>('name', undefined, (self) => {
    checkReady(self);
    return getAttr(self.raw!, names.name);
  }),
  getset<PyBuffered>('mode', undefined, (self) => {
    checkReady(self);
    return getAttr(self.raw!, names.mode);
  }),
];

const readingEntries: readonly Entry[] = [
  method(
    'read($self, size: object = -1, /)',
    'Read size bytes; all when it is negative or None.',
    (self, size) => bufferedRead(self, optionalCount(size)),
  ),
  method(
    'peek($self, size: ssize_t = 0, /)',
    'Return bytes that come next, as many as one read gives, without taking them.',
    (self) => bufferedPeek(self),
  ),
  method(
    'read1($self, size: ssize_t = -1, /)',
    'Read up to size bytes with one read of the raw stream at most.',
    (self, size) => new PyBytes(bufferedRead1(self, size)),
  ),
  method(
    'readinto($self, buffer: writable_buffer, /)',
    'Fill a buffer and return the number of bytes.',
    (self, memory) => bufferedReadInto(self, memory, false),
  ),
  method(
    'readinto1($self, buffer: writable_buffer, /)',
    'The same with one read of the raw stream at most.',
    (self, memory) => bufferedReadInto(self, memory, true),
  ),
  method(
    'readline($self, size: object = -1, /)',
    'Read a line, or size bytes of it at most.',
    (self, size) => new PyBytes(bufferedReadLine(self, optionalCount(size))),
  ),
];

const writingEntries: readonly Entry[] = [
  method(
    'write($self, buffer: bytes_like, /) -> int',
    'Write bytes and return how many they are.',
    bufferedWrite,
  ),
  method('flush($self, /) -> None', 'Write what is buffered.', flush),
];

// ── The types ────────────────────────────────────────────────────────────────────────────────────────────────────────

interface Directions {
  readonly readable: boolean;
  readonly writable: boolean;
}

/** Sets a stream up. `open()` calls it as well. */
export function setUpBuffered(
  self: PyBuffered,
  raw: PyObject,
  bufferSize: number,
  directions: Directions,
): void {
  self.ok = false;
  self.detached = false;
  if (directions.readable && directions.writable) checkSeekable(raw);
  if (directions.readable) checkReadable(raw);
  if (directions.writable) checkWritable(raw);
  self.readable = directions.readable;
  self.writable = directions.writable;
  const type =
    directions.readable && directions.writable
      ? PyBufferedRandom.type
      : directions.readable
        ? PyBufferedReader.type
        : PyBufferedWriter.type;
  initBuffered(self, raw, bufferSize, type);
  self.ok = true;
}

function bufferedType(
  type: PyType,
  doc: string,
  directions: Directions,
  entries: readonly Entry[],
): TypeDefinition {
  const parameters: InitArguments = {
    name: type.tp_qualname,
    parameters: ['raw', 'buffer_size'],
    required: 1,
  };
  const init = (self: PyObject, args: readonly PyObject[], kwnames: KwNames | undefined): void => {
    const [raw, bufferSize] = initArguments(parameters, args, kwnames);
    const size = bufferSize === undefined ? DEFAULT_BUFFER_SIZE : asSsize(bufferSize);
    setUpBuffered(self as PyBuffered, raw!, size, directions);
  };
  const next = (self: PyObject): PyObject | undefined => {
    if ((self as PyBuffered).ob_type !== type) return bufferedNext(self);
    const line = bufferedReadLine(self as PyBuffered, -1);
    return line.length === 0 ? undefined : new PyBytes(line);
  };
  return defineType({
    type,
    doc,
    textSignature: '(raw, buffer_size=DEFAULT_BUFFER_SIZE)',
    slots: {
      tp_init: init,
      tp_repr: showStream,
      ...(directions.readable ? { tp_iternext: next } : {}),
    },
    entries: [...commonEntries, ...entries],
  });
}

export const bufferedReader = bufferedType(
  PyBufferedReader.type,
  'Create a new buffered reader using the given readable raw IO object.',
  { readable: true, writable: false },
  [
    askRaw('readable'),
    ...readingEntries,
    method('flush($self, /)', '', (self) => {
      checkReady(self);
      return callMethod(self.raw!, names.flush);
    }),
  ],
);

export const bufferedWriter = bufferedType(
  PyBufferedWriter.type,
  'A buffer for a writeable sequential RawIO object.\n\nWhat is written is collected until the buffer is full, flush() is called or the\nstream is closed.',
  { readable: false, writable: true },
  [askRaw('writable'), ...writingEntries],
);

export const bufferedRandom = bufferedType(
  PyBufferedRandom.type,
  'A buffered interface to random access streams: a reader and a writer of one seekable raw stream.',
  { readable: true, writable: true },
  [askRaw('readable'), askRaw('writable'), ...readingEntries, ...writingEntries],
);

// ── Pairs ────────────────────────────────────────────────────────────────────────────────────────────────────────────

function initPair(self: PyObject, args: readonly PyObject[], kwnames: KwNames | undefined): void {
  checkNoKeywords('BufferedRWPair', kwnames);
  checkPositional('BufferedRWPair', args.length, 2, 3);
  const [reader, writer, bufferSize] = args;
  const pair = self as PyBufferedRWPair;
  const size = bufferSize === undefined ? DEFAULT_BUFFER_SIZE : asSsize(bufferSize);
  checkReadable(reader!);
  checkWritable(writer!);
  const readerStream = new PyBufferedReader();
  setUpBuffered(readerStream, reader!, size, { readable: true, writable: false });
  const writerStream = new PyBufferedWriter();
  setUpBuffered(writerStream, writer!, size, { readable: false, writable: true });
  pair.reader = readerStream;
  pair.writer = writerStream;
}

const pairMethod = methodsOf<PyBufferedRWPair>();

function half(self: PyBufferedRWPair, which: 'reader' | 'writer'): PyBuffered {
  const stream = self[which];
  if (stream === undefined) throw valueError('I/O operation on uninitialized object');
  return stream;
}

/** A method of one half. */
function passOn(name: 'read' | 'peek' | 'read1' | 'readinto' | 'readinto1' | 'write'): Entry {
  const attribute = attrName(name);
  const which = name === 'write' ? 'writer' : 'reader';
  return pairMethod(
    `${name}($self, /, *args)`,
    '',
    (self: PyBufferedRWPair, args: readonly PyObject[]): PyObject =>
      callMethod(half(self, which), attribute, ...args),
    false,
  );
}

export const bufferedRWPair = defineType({
  type: PyBufferedRWPair.type,
  doc: 'A buffered reader and a buffered writer together: a sequential stream to be read and\nwritten, such as a socket or a two-way pipe. Both are given as raw streams.',
  textSignature: '(reader, writer, buffer_size=DEFAULT_BUFFER_SIZE, /)',
  slots: { tp_init: initPair },
  entries: [
    passOn('read'),
    passOn('peek'),
    passOn('read1'),
    passOn('readinto'),
    passOn('readinto1'),
    passOn('write'),
    pairMethod('flush($self, /)', '', (self) => callMethod(half(self, 'writer'), names.flush)),
    pairMethod('readable($self, /)', '', (self) => callMethod(half(self, 'reader'), names.readable)),
    pairMethod('writable($self, /)', '', (self) => callMethod(half(self, 'writer'), names.writable)),
    pairMethod('close($self, /) -> None', '', (self) =>
      runBoth(
        () => void callMethod(half(self, 'writer'), names.close),
        () => void callMethod(half(self, 'reader'), names.close),
      ),
    ),
    pairMethod('isatty($self, /)', '', (self) => {
      const answer = callMethod(half(self, 'writer'), names.isatty);
      return answer === false ? callMethod(half(self, 'reader'), names.isatty) : answer;
    }),
    getset<PyBufferedRWPair>('closed', undefined, (self) => {
      if (self.writer === undefined)
        throw runtimeError('the BufferedRWPair object is being garbage-collected');
      return getAttr(self.writer, names.closed);
    }),
  ],
});
