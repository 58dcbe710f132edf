/** TextIOWrapper: a text stream over a buffered one. CPython: Modules/_io/textio.c. */

import { attrName } from '../../objects/attribute-name.ts';
import { exceptionTypes, PyBaseException } from '../../objects/exception.ts';
import type { KwNames, PyObject } from '../../objects/object.ts';
import { None } from '../../objects/singletons.ts';
import { isStr, type Str, strLength, utf16FromStr } from '../../objects/str.ts';
import { getAttr, getAttrOrAbsent } from '../../runtime/attributes.ts';
import { callMethod } from '../../runtime/call.ts';
import { lookupErrorHandler } from '../../runtime/codecs/error-handlers.ts';
import { encodeUtf8Strict } from '../../runtime/codecs/utf8-strict.ts';
import { isEqual } from '../../runtime/compare.ts';
import { isTrue, optionalCount, strValue } from '../../runtime/convert.ts';
import { asCInt } from '../../runtime/converters.ts';
import { defineType, getset, member, methodsOf } from '../../runtime/define.ts';
import { attributeError, runtimeError, typeError, valueError } from '../../runtime/errors.ts';
import { localeCodeset } from '../../runtime/locale.ts';
import { clippedSsize } from '../../runtime/offset.ts';
import { repr } from '../../runtime/repr.ts';
import { current } from '../../runtime/state.ts';
import { strIndexOf, strJoin } from '../../runtime/text.ts';
import { isInstanceOf, typeName } from '../../runtime/type-of.ts';
import { warn } from '../../runtime/warn.ts';
import { isClosed, names, nextLine } from './base.ts';
import { runBoth } from './chain.ts';
import { streamError, unsupported } from './errors.ts';
import { cannotPickle } from './file-io.ts';
import { seenNewlines } from './incremental-newline.ts';
import { type InitArguments, initArguments } from './init-arguments.ts';
import { checkNewline, LineEnds } from './line-ends.ts';
import { NewlineState } from './newline-decoder.ts';
import { NewlineDecoding, type TextCodec, textCodec } from './text-codecs.ts';
import {
  checkAttached,
  checkTextOpen,
  directBuffer,
  hasRead1,
  PyTextIOWrapper,
  setDecoded,
  textArgument,
  textRead,
  textReadLine,
  textWrite,
  writeFlush,
} from './text-core.ts';
import { textSeek, textTell, textTruncate } from './text-seek.ts';

export { PyTextIOWrapper, textWrite } from './text-core.ts';

// ── Setting up ───────────────────────────────────────────────────────────────────────────────────────────────────────

/** The encoding of texts where none is named. CPython: `_Py_GetLocaleEncodingObject`. */
export function localeEncoding(): string {
  const { interp } = current.thread;
  return interp.config.flags.utf8Mode ? 'utf-8' : localeCodeset(interp);
}

/** What a program that relies on the locale's encoding is told when it asks to be. PEP 597. */
function warnDefaultEncoding(stacklevel: number): void {
  if (current.thread.interp.config.flags.warnDefaultEncoding) {
    warn(exceptionTypes.get('EncodingWarning')!, "'encoding' argument not specified", stacklevel);
  }
}

/** `io.text_encoding(encoding, stacklevel)`. */
export function textEncoding(encoding: PyObject, stacklevel: number): PyObject {
  if (encoding !== None) return encoding;
  warnDefaultEncoding(stacklevel);
  return current.thread.interp.config.flags.utf8Mode ? 'utf-8' : 'locale';
}

/** Line ends as the argument `newline` says: CPython's `set_newline`. */
function setNewline(self: PyTextIOWrapper, newline: Str | undefined): void {
  self.lineEnds = new LineEnds(newline);
  self.readTranslate = newline === undefined;
  self.universal = newline === undefined || newline === '';
  // None writes the system's line ends, which are `\n` here.
  self.writeNewline = newline === '\r' || newline === '\r\n' ? newline : undefined;
}

/** Makes decoder and encoder, as far as the buffer can be read and written. */
function setCodec(self: PyTextIOWrapper, codec: TextCodec, errors: Str): void {
  const buffer = self.buffer!;
  if (isTrue(callMethod(buffer, names.readable))) {
    const decoder = codec.newDecoder(errors);
    self.decoder = self.universal
      ? new NewlineDecoding(decoder, new NewlineState(self.readTranslate))
      : decoder;
  } else self.decoder = undefined;
  self.encoder = isTrue(callMethod(buffer, names.writable)) ? codec.newEncoder(errors) : undefined;
}

/** Appending to a file that is not empty: no byte order mark. CPython: `_textiowrapper_fix_encoder_state`. */
function fixEncoderState(self: PyTextIOWrapper): void {
  if (!self.seekable || self.encoder === undefined) return;
  if (!isEqual(callMethod(self.buffer!, names.tell), 0)) self.encoder.setStart(false);
}

function nameOf(value: Str): string {
  const text = utf16FromStr(value);
  if (text.includes('\0')) throw valueError('embedded null character');
  encodeUtf8Strict(value);
  return text;
}

/** What `TextIOWrapper.__init__` is given. */
export interface TextOptions {
  readonly encoding: Str | undefined;
  readonly errors: Str | undefined;
  /** Absent stands for None. */
  readonly newline: Str | undefined;
  readonly lineBuffering: boolean;
  readonly writeThrough: boolean;
}

/** Sets a stream up. `open()` calls it as well. */
export function setUpText(self: PyTextIOWrapper, buffer: PyObject, options: TextOptions): void {
  self.ok = false;
  self.detached = false;
  checkNewline(options.newline, true);
  if (options.encoding === undefined) warnDefaultEncoding(1);
  const encoding =
    options.encoding === undefined || options.encoding === 'locale' ? localeEncoding() : options.encoding;
  const errors = options.errors ?? 'strict';
  const handler = nameOf(errors);
  const codec = textCodec(nameOf(encoding));
  if (current.thread.interp.config.flags.devMode) lookupErrorHandler(handler);
  self.buffer = buffer;
  self.direct = directBuffer(self, buffer);
  self.encoding = encoding;
  self.errors = errors;
  self.lineBuffering = options.lineBuffering;
  self.writeThrough = options.writeThrough;
  setDecoded(self, '');
  self.snapshot = undefined;
  self.ratio = 0;
  self.pending = [];
  self.pendingSize = 0;
  setNewline(self, options.newline);
  setCodec(self, codec, errors);
  self.seekable = isTrue(callMethod(buffer, names.seekable));
  self.telling = self.seekable;
  self.hasRead1 = hasRead1(buffer);
  fixEncoderState(self);
  self.ok = true;
}

const PARAMETERS: InitArguments = {
  name: 'TextIOWrapper',
  parameters: ['buffer', 'encoding', 'errors', 'newline', 'line_buffering', 'write_through'],
  required: 1,
};

/** A str argument that may be None. */
export function optionalText(
  value: PyObject | undefined,
  functionName: string,
  name: string,
): Str | undefined {
  if (value === undefined || value === None) return undefined;
  const text = strValue(value);
  if (text === undefined) {
    throw typeError(`${functionName}() argument '${name}' must be str or None, not ${typeName(value)}`);
  }
  return text;
}

function init(self: PyObject, args: readonly PyObject[], kwnames: KwNames | undefined): void {
  const [buffer, encoding, errors, newline, lineBuffering = false, writeThrough = false] = initArguments(
    PARAMETERS,
    args,
    kwnames,
  );
  setUpText(self as PyTextIOWrapper, buffer!, {
    encoding: optionalText(encoding, 'TextIOWrapper', 'encoding'),
    errors: optionalText(errors, 'TextIOWrapper', 'errors'),
    newline: optionalText(newline, 'TextIOWrapper', 'newline'),
    lineBuffering: isTrue(lineBuffering),
    writeThrough: isTrue(writeThrough),
  });
}

/** Changes encoding, error handler and line ends of a stream in use. */
function reconfigure(
  self: PyTextIOWrapper,
  encoding: PyObject,
  errors: PyObject,
  newline: PyObject | undefined,
  lineBuffering: PyObject,
  writeThrough: PyObject,
): void {
  const newEncoding = optionalText(encoding, 'reconfigure', 'encoding');
  const newErrors = optionalText(errors, 'reconfigure', 'errors');
  const newNewline = optionalText(newline, 'reconfigure', 'newline');
  const changesCodec = newEncoding !== undefined || newErrors !== undefined || newline !== undefined;
  if (changesCodec && self.decoded !== '') {
    throw unsupported('It is not possible to set the encoding or newline of stream after the first read');
  }
  if (newline !== undefined) checkNewline(newNewline, true);
  const isLineBuffering = lineBuffering === None ? self.lineBuffering : asCInt(lineBuffering) !== 0;
  const isWriteThrough = writeThrough === None ? self.writeThrough : asCInt(writeThrough) !== 0;
  callMethod(self, names.flush);
  self.ratio = 0;
  if (newline !== undefined) setNewline(self, newNewline);
  if (changesCodec) changeCodec(self, newEncoding, newErrors);
  self.lineBuffering = isLineBuffering;
  self.writeThrough = isWriteThrough;
}

function changeCodec(self: PyTextIOWrapper, encoding: Str | undefined, errors: Str | undefined): void {
  // Another encoding starts with the strict handler.
  const newErrors = errors ?? (encoding === undefined ? self.errors! : 'strict');
  const newEncoding =
    encoding === undefined ? self.encoding! : encoding === 'locale' ? localeEncoding() : encoding;
  nameOf(newErrors);
  setCodec(self, textCodec(nameOf(newEncoding)), newErrors);
  self.encoding = newEncoding;
  self.errors = newErrors;
  fixEncoderState(self);
}

// ── The type ─────────────────────────────────────────────────────────────────────────────────────────────────────────

const deallocWarn = attrName('_dealloc_warn');
const replace = attrName('replace');

function close(self: PyTextIOWrapper): void {
  const buffer = checkAttached(self);
  if (isClosed(self) || self.detached) return;
  if (self.finalizing) warnOfBuffer(self, buffer);
  runBoth(
    () => void callMethod(self, names.flush),
    () => {
      callMethod(buffer, names.close);
      current.thread.interp.unflushedStreams.delete(self);
    },
  );
}

function warnOfBuffer(self: PyTextIOWrapper, buffer: PyObject): void {
  try {
    callMethod(buffer, deallocWarn, self);
  } catch (thrown) {
    if (!(thrown instanceof PyBaseException)) throw thrown;
  }
}

function detach(self: PyTextIOWrapper): PyObject {
  const buffer = checkAttached(self);
  callMethod(self, names.flush);
  self.buffer = undefined;
  self.direct = undefined;
  self.detached = true;
  self.ok = false;
  return buffer;
}

function flush(self: PyTextIOWrapper): PyObject {
  const buffer = checkAttached(self);
  checkTextOpen(self);
  self.telling = self.seekable;
  writeFlush(self);
  return callMethod(buffer, names.flush);
}

function next(self: PyObject): PyObject | undefined {
  const stream = self as PyTextIOWrapper;
  checkAttached(stream);
  stream.telling = false;
  let line: PyObject | undefined;
  if (stream.ob_type === PyTextIOWrapper.type) {
    line = textReadLine(stream, -1);
  } else {
    line = nextLine(self) ?? '';
    if (strValue(line) === undefined) {
      throw streamError(`readline() should have returned an str object, not '${typeName(line)}'`);
    }
  }
  if (line !== '') return line;
  stream.snapshot = undefined;
  stream.telling = stream.seekable;
  return undefined;
}

/** Writes an instance of a class derived from str, which may have a `replace` of its own. */
function writeSubclass(self: PyTextIOWrapper, text: PyObject, value: Str): void {
  checkTextOpen(self);
  if (self.encoder === undefined) throw unsupported('not writable');
  const newline = self.writeNewline;
  if (newline === undefined || strIndexOf(value, '\n', 0, strLength(value)) < 0) {
    textWrite(self, value);
    return;
  }
  const replaced = callMethod(text, replace, '\n', newline);
  const translated = strValue(replaced);
  if (translated === undefined) throw typeError(`replace() must return a str, not ${typeName(replaced)}`);
  textWrite(self, translated, true);
}

/** An attribute that a repr shows, if the stream has it. */
function shownAttribute(self: PyTextIOWrapper, name: 'name' | 'mode'): PyObject | undefined {
  try {
    return getAttrOrAbsent(self, names[name]);
  } catch (thrown) {
    if (thrown instanceof PyBaseException && isInstanceOf(thrown, exceptionTypes.get('ValueError')!))
      return undefined;
    throw thrown;
  }
}

function show(self: PyTextIOWrapper): Str {
  if (!self.ok && !self.detached) throw valueError('I/O operation on uninitialized object');
  const active = current.thread.reprActive;
  if (active.has(self)) throw runtimeError(`reentrant call inside ${typeName(self)}.__repr__`);
  active.add(self);
  try {
    const parts: Str[] = [`<${typeName(self)}`];
    for (const which of ['name', 'mode'] as const) {
      const value = shownAttribute(self, which);
      if (value !== undefined) parts.push(` ${which}=`, repr(value));
    }
    parts.push(' encoding=', repr(self.encoding ?? None), '>');
    return strJoin('', parts);
  } finally {
    active.delete(self);
  }
}

function setChunkSize(self: PyTextIOWrapper, value: PyObject | undefined): void {
  checkAttached(self);
  if (value === undefined) {
    const name = '_CHUNK_SIZE';
    throw attributeError(`attribute '${name}' of '_io.TextIOWrapper' objects cannot be deleted`, self, name);
  }
  const size = clippedSsize(value);
  if (size <= 0) throw valueError('a strictly positive integer is required');
  self.chunkSize = size;
}

const method = methodsOf<PyTextIOWrapper>();

function askBuffer(name: 'fileno' | 'seekable' | 'readable' | 'writable' | 'isatty') {
  const attribute = names[name];
  return method(
    `${name}($self, /)`,
    '',
    (self: PyTextIOWrapper): PyObject => callMethod(checkAttached(self), attribute),
  );
}

export const textIOWrapper = defineType({
  type: PyTextIOWrapper.type,
  doc: "Character and line based layer over a BufferedIOBase object, buffer.\n\nThe encoding is the locale's unless it is given; errors is the error handler of the\ncodec, \"strict\" by default.\n\nnewline None reads every kind of line end as '\\n' and writes '\\n' as the system's line\nend; '' reads every kind and changes none; '\\n', '\\r' and '\\r\\n' end lines when reading,\nand are what '\\n' is written as.\n\nWith line_buffering every line that is written is flushed; with write_through nothing\nwaits in this layer.",
  textSignature:
    '(buffer, encoding=None, errors=None, newline=None,\n              line_buffering=False, write_through=False)',
  slots: {
    tp_init: init,
    tp_repr: (self) => show(self as PyTextIOWrapper),
    tp_iternext: next,
  },
  entries: [
    method('detach($self, /)', 'Part with the buffer and return it.', detach),
    method(
      'reconfigure($self, /, *, encoding: object = None, errors: object = None, newline: object = <null>, line_buffering: object = None, write_through: object = None) -> None',
      'Change the parameters of the stream; what is not given stays as it is.',
      reconfigure,
      '($self, /, *, encoding=None, errors=None, newline=None,\n            line_buffering=None, write_through=None)',
    ),
    method('write($self, text: object, /)', 'Write a string and return its length.', (self, text) => {
      checkAttached(self);
      if (isStr(text)) {
        textWrite(self, text);
        return strLength(text);
      }
      const value = textArgument(strValue(text), typeName(text));
      writeSubclass(self, text, value);
      return strLength(value);
    }),
    method(
      'read($self, size: object = -1, /)',
      'Read up to size characters; all when it is negative or None.',
      (self, size) => textRead(self, optionalCount(size)),
    ),
    method(
      'readline($self, size: ssize_t = -1, /)',
      'Read a line; an empty string at the end.',
      (self, size) => {
        checkAttached(self);
        return textReadLine(self, size);
      },
    ),
    method('flush($self, /)', 'Pass on what is buffered for writing.', flush),
    method('close($self, /) -> None', 'Flush and close the stream; again has no effect.', close),
    askBuffer('fileno'),
    askBuffer('seekable'),
    askBuffer('readable'),
    askBuffer('writable'),
    askBuffer('isatty'),
    method(
      'seek($self, cookie: object, whence: int = 0, /)',
      'Set the position to one that tell() returned, or to the start, here or the end; return it.',
      textSeek,
      '($self, cookie, whence=os.SEEK_SET, /)',
    ),
    method('tell($self, /)', 'Return the position, an opaque number.', textTell),
    method(
      'truncate($self, pos: object = None, /)',
      'Cut the file at a position, by default the current one; return it.',
      textTruncate,
    ),
    method('__getstate__($self, /)', '', cannotPickle),
    member<PyTextIOWrapper>('encoding', undefined, 'encoding'),
    member<PyTextIOWrapper>('line_buffering', undefined, 'lineBuffering', { kind: 'bool' }),
    member<PyTextIOWrapper>('write_through', undefined, 'writeThrough', { kind: 'bool' }),
    member<PyTextIOWrapper>('_finalizing', undefined, 'finalizing', { writable: true, kind: 'bool' }),
    getset<PyTextIOWrapper>('name', undefined, (self) => getAttr(checkAttached(self), names.name)),
    getset<PyTextIOWrapper>('closed', undefined, (self) => getAttr(checkAttached(self), names.closed)),
    getset<PyTextIOWrapper>('newlines', undefined, (self) => {
      checkAttached(self);
      return self.decoder instanceof NewlineDecoding ? seenNewlines(self.decoder.newlines) : None;
    }),
    getset<PyTextIOWrapper>('errors', undefined, (self) => {
      if (!self.ok && !self.detached) checkAttached(self);
      return self.errors!;
    }),
    getset<PyTextIOWrapper>(
      '_CHUNK_SIZE',
      undefined,
      (self) => {
        checkAttached(self);
        return self.chunkSize;
      },
      setChunkSize,
    ),
    getset<PyTextIOWrapper>('buffer', undefined, checkAttached),
  ],
});
