/** StringIO: a text stream in memory. CPython: Modules/_io/stringio.c. */
import { PyDict } from '../../objects/dict.ts';
import { type KwNames, type PyInt, type PyObject, PyType } from '../../objects/object.ts';
import { None } from '../../objects/singletons.ts';
import { type Str, strLength } from '../../objects/str.ts';
import { PyTuple } from '../../objects/tuple.ts';
import { optionalCount, strValue } from '../../runtime/convert.ts';
import { asSsize } from '../../runtime/converters.ts';
import { defineType, getset, methodsOf } from '../../runtime/define.ts';
import { memoryError, typeError, valueError } from '../../runtime/errors.ts';
import { exactSsize } from '../../runtime/offset.ts';
import { MAX_STR_LENGTH, strConcat, strJoin, strSlice } from '../../runtime/text.ts';
import { typeName } from '../../runtime/type-of.ts';
import { nextLine } from './base.ts';
import { streamError } from './errors.ts';
import { seenNewlines } from './incremental-newline.ts';
import { initArguments } from './init-arguments.ts';
import { copyOfInstanceDict, mergeInstanceDict } from './instance-state.ts';
import { PyTextIOBase, STREAM_FLAGS } from './layouts.ts';
import { checkNewline, LineEnds, translateNewlines } from './line-ends.ts';
import { NewlineState } from './newline-decoder.ts';

export class PyStringIO extends PyTextIOBase {
  static override readonly type = new PyType('_io.StringIO', PyStringIO, PyTextIOBase.type, STREAM_FLAGS);

  ok = false;
  closed = false;
  /** What has been written, but for {@link pieces}. */
  text: Str = '';
  /** What was appended since: put together when somebody reads. */
  pieces: Str[] = [];
  /** Of both together. */
  length = 0;
  pos = 0;
  /** The position, when a double does not hold it: then `pos` is beyond all text. */
  far: bigint | undefined = undefined;
  newline: Str | undefined = undefined;
  lineEnds = new LineEnds(undefined);
  /** What `\n` is written as; absent: as it is. */
  writeNewline: string | undefined = undefined;
  /** Line ends of what is written are looked at. */
  decoder: NewlineState | undefined = undefined;
}

/** Throws ValueError for a stream that is closed or was never set up. */
function checkOpen(self: PyStringIO): void {
  if (!self.ok) throw valueError('I/O operation on uninitialized object');
  if (self.closed) throw valueError('I/O operation on closed file');
}

/** All text. */
function contents(self: PyStringIO): Str {
  if (self.pieces.length > 0) {
    self.text = strConcat(self.text, strJoin('', self.pieces));
    self.pieces = [];
  }
  return self.text;
}

/** Writes text at the position. What lies between the end and a position beyond it are null characters. */
export function stringIOWrite(self: PyStringIO, given: Str): void {
  let text = given;
  if (self.decoder !== undefined) text = self.decoder.decode(text, true);
  if (self.writeNewline !== undefined) text = translateNewlines(text, self.writeNewline);
  const count = strLength(text);
  if (count === 0) return;
  if (self.pos + count > MAX_STR_LENGTH) throw memoryError();
  if (self.pos > self.length) {
    self.pieces.push('\0'.repeat(self.pos - self.length));
    self.length = self.pos;
  }
  if (self.pos === self.length) {
    self.pieces.push(text);
    self.pos += count;
    self.length = self.pos;
    return;
  }
  const whole = contents(self);
  const end = self.pos + count;
  const head = strConcat(strSlice(whole, 0, self.pos), text);
  self.text = end < self.length ? strConcat(head, strSlice(whole, end, self.length)) : head;
  self.pos = end;
  self.length = Math.max(self.length, end);
}

function write(self: PyStringIO, value: PyObject): number {
  const text = strValue(value);
  if (text === undefined) throw typeError(`string argument expected, got '${typeName(value)}'`);
  checkOpen(self);
  stringIOWrite(self, text);
  return strLength(text);
}

function read(self: PyStringIO, size: number): Str {
  checkOpen(self);
  const left = Math.max(self.length - self.pos, 0);
  const count = size < 0 || size > left ? left : size;
  if (count === 0) return '';
  const start = self.pos;
  self.pos += count;
  const text = contents(self);
  return count === self.length ? text : strSlice(text, start, self.pos);
}

/** A line, of `limit` characters at most when that is not negative. */
function readLine(self: PyStringIO, limit: number): Str {
  if (self.pos >= self.length) return '';
  const text = contents(self);
  const end = self.lineEnds.endOfLine(text, self.pos);
  let stop = end < 0 ? self.length : end;
  if (limit >= 0 && stop - self.pos > limit) stop = self.pos + limit;
  const line = strSlice(text, self.pos, stop);
  self.pos = stop;
  return line;
}

function next(self: PyObject): PyObject | undefined {
  const stream = self as PyStringIO;
  checkOpen(stream);
  if (stream.ob_type !== PyStringIO.type) {
    const line = nextLine(self);
    if (line !== undefined && strValue(line) === undefined) {
      throw streamError(`readline() should have returned an str object, not '${typeName(line)}'`);
    }
    return line;
  }
  const line = readLine(stream, -1);
  return line === '' ? undefined : line;
}

function truncate(self: PyStringIO, size: PyObject): number {
  checkOpen(self);
  const length = size === None ? self.pos : asSsize(size);
  if (length < 0) throw valueError(`Negative size value ${length}`);
  if (length === 0) {
    self.text = '';
    self.pieces = [];
    self.length = 0;
  } else if (length < self.length) {
    self.text = strSlice(contents(self), 0, length);
    self.length = length;
  }
  return length;
}

function seek(self: PyStringIO, positionObject: PyObject, whence: number): PyInt {
  const position = exactSsize(positionObject);
  checkOpen(self);
  if (whence !== 0 && whence !== 1 && whence !== 2) {
    throw valueError(`Invalid whence (${whence}, should be 0, 1 or 2)`);
  }
  if (whence === 0 && position < 0) throw valueError(`Negative seek position ${position}`);
  if (whence !== 0 && position !== 0) throw streamError("Can't do nonzero cur-relative seeks");
  if (whence === 1) return tell(self);
  const reached = whence === 0 ? position : self.length;
  self.far = typeof reached === 'bigint' ? reached : undefined;
  self.pos = Number(reached);
  return reached;
}

function tell(self: PyStringIO): PyInt {
  checkOpen(self);
  return self.far ?? self.pos;
}

function init(self: PyObject, args: readonly PyObject[], kwnames: KwNames | undefined): void {
  const [value = None, newline = '\n'] = initArguments(
    { name: 'StringIO', parameters: ['initial_value', 'newline'], required: 0 },
    args,
    kwnames,
  );
  const newlineText = newline === None ? undefined : strValue(newline);
  if (newline !== None && newlineText === undefined) {
    throw typeError(`newline must be str or None, not ${typeName(newline)}`);
  }
  checkNewline(newlineText);
  const initial = value === None ? '' : strValue(value);
  if (initial === undefined) throw typeError(`initial_value must be str or None, not ${typeName(value)}`);
  const stream = self as PyStringIO;
  stream.ok = false;
  stream.closed = false;
  stream.text = '';
  stream.pieces = [];
  stream.length = 0;
  stream.pos = 0;
  stream.far = undefined;
  stream.newline = newlineText;
  const universal = newlineText === undefined || newlineText === '';
  stream.lineEnds = new LineEnds(newlineText);
  // `\r` and `\r\n` are what `\n` is written as; universal newlines are looked at, and translated by None.
  stream.writeNewline = newlineText === '\r' || newlineText === '\r\n' ? newlineText : undefined;
  stream.decoder = universal ? new NewlineState(newlineText === undefined) : undefined;
  stringIOWrite(stream, initial);
  stream.pos = 0;
  stream.ok = true;
}

function getState(self: PyStringIO): PyObject {
  checkOpen(self);
  return new PyTuple([contents(self), self.newline ?? None, tell(self), copyOfInstanceDict(self)]);
}

function setState(self: PyStringIO, state: PyObject): PyObject {
  if (self.closed) throw valueError('I/O operation on closed file');
  if (!(state instanceof PyTuple) || state.items.length < 4) {
    throw typeError(`${typeName(self)}.__setstate__ argument should be 4-tuple, got ${typeName(state)}`);
  }
  const [value, newline, position, dict] = state.items;
  init(self, [value!, newline!], undefined);
  // The value was translated when it was written first.
  const text = strValue(value!) ?? '';
  self.text = text;
  self.pieces = [];
  self.length = strLength(text);
  if (typeof position !== 'number' && typeof position !== 'bigint') {
    throw typeError(`third item of state must be an integer, got ${typeName(position!)}`);
  }
  const pos = asSsize(position);
  if (pos < 0) throw valueError('position value cannot be negative');
  self.pos = pos;
  if (dict === None) return None;
  if (!(dict instanceof PyDict))
    throw typeError(`fourth item of state should be a dict, got a ${typeName(dict!)}`);
  mergeInstanceDict(self, dict);
  return None;
}

const method = methodsOf<PyStringIO>();

const yes = (self: PyStringIO): boolean => {
  checkOpen(self);
  return true;
};

export const stringIO = defineType({
  type: PyStringIO.type,
  doc: 'Text I/O implementation using an in-memory buffer.\n\nThe stream begins with initial_value; newline is as for TextIOWrapper.',
  textSignature: "(initial_value='', newline='\\n')",
  slots: { tp_new: (type) => new type.ctor(), tp_init: init, tp_iternext: next },
  entries: [
    method(
      'close($self, /) -> None',
      'Drop the contents; nothing can be done with the stream any more.',
      (self) => {
        self.closed = true;
        self.text = '';
        self.pieces = [];
      },
    ),
    method('getvalue($self, /)', 'Return all contents.', (self) => {
      checkOpen(self);
      return contents(self);
    }),
    method(
      'read($self, size: object = -1, /)',
      'Read up to size characters; all when it is negative or None.',
      (self, size) => read(self, optionalCount(size)),
    ),
    method(
      'readline($self, size: object = -1, /)',
      'Read a line; an empty string at the end.',
      (self, size) => {
        const limit = optionalCount(size);
        checkOpen(self);
        return readLine(self, limit);
      },
    ),
    method('tell($self, /)', 'Return the position.', tell),
    method(
      'truncate($self, pos: object = None, /)',
      'Cut the contents at a position, by default the current one; return it.',
      truncate,
    ),
    method(
      'seek($self, pos: object, whence: int = 0, /)',
      'Set the position, counted from the start (0), or to here (1) or the end (2) with pos 0; return it.',
      seek,
    ),
    method('write($self, s: object, /)', 'Write a string and return its length.', write),
    method('seekable($self, /) -> bool', 'True if the stream is open.', yes),
    method('readable($self, /) -> bool', 'True if the stream is open.', yes),
    method('writable($self, /) -> bool', 'True if the stream is open.', yes),
    method('__getstate__($self, /)', '', getState),
    method('__setstate__($self, state: object, /)', '', setState),
    getset<PyStringIO>('closed', undefined, (self) => {
      if (!self.ok) throw valueError('I/O operation on uninitialized object');
      return self.closed;
    }),
    getset<PyStringIO>('newlines', undefined, (self) => {
      checkOpen(self);
      return self.decoder === undefined ? None : seenNewlines(self.decoder);
    }),
    getset<PyStringIO>('line_buffering', undefined, (self) => {
      checkOpen(self);
      return false;
    }),
  ],
});
