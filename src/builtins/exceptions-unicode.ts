/**
 * UnicodeDecodeError, UnicodeEncodeError, UnicodeTranslateError: what could not be converted, where and why. The fields
 * are writable; error handlers of codecs rely on it. CPython: `Unicode*Error_*` in Objects/exceptions.c.
 */
import { PyBytes } from '../objects/bytes.ts';
import {
  PyUnicodeDecodeError,
  PyUnicodeEncodeError,
  type PyUnicodeErrorBase,
  PyUnicodeTranslateError,
} from '../objects/exception.ts';
import type { PyObject } from '../objects/object.ts';
import { codePointsOf, type Str } from '../objects/str.ts';
import { bytesLike } from '../runtime/buffer.ts';
import { asIndex, strValue } from '../runtime/convert.ts';
import { defineType, type Entry, member } from '../runtime/define.ts';
import { overflowError, typeError } from '../runtime/errors.ts';
import { str } from '../runtime/repr.ts';
import { strJoin } from '../runtime/text.ts';
import { typeName } from '../runtime/type-of.ts';
import { initBaseException, newBaseException } from './exceptions.ts';

function checkCount(args: readonly PyObject[], count: number): void {
  if (args.length !== count)
    throw typeError(`function takes exactly ${count} arguments (${args.length} given)`);
}

/** The argument at `index`, which must be a str. */
function strArgument(args: readonly PyObject[], index: number): PyObject {
  const value = args[index]!;
  if (strValue(value) === undefined) {
    throw typeError(`argument ${index + 1} must be str, not ${typeName(value)}`);
  }
  return value;
}

/** A position argument. CPython: format `n`. */
function position(value: PyObject): number {
  const int = asIndex(value);
  if (typeof int === 'bigint' && BigInt.asIntN(64, int) !== int) {
    throw overflowError('Python int too large to convert to C ssize_t');
  }
  return Number(int);
}

/** The text of a field that may have been replaced or deleted. */
function fieldText(value: PyObject | undefined): Str {
  return value === undefined ? '<NULL>' : str(value);
}

function notA(kind: 'bytes' | 'string'): never {
  throw typeError(`UnicodeError 'object' attribute must be a ${kind}`);
}

/** `'\xe9' in position 3` for one character, `s in position 3-5` for several. */
function charactersText(self: PyUnicodeErrorBase): string {
  const { start, end } = self;
  const text = strValue(self.object!) ?? notA('string');
  const codePoints = codePointsOf(text);
  if (start < 0 || start >= codePoints.length || end !== start + 1)
    return `s in position ${start}-${end - 1}`;
  const code = codePoints[start]!;
  const hex = code.toString(16);
  const escape =
    code <= 0xff
      ? `\\x${hex.padStart(2, '0')}`
      : code <= 0xffff
        ? `\\u${hex.padStart(4, '0')}`
        : `\\U${hex.padStart(8, '0')}`;
  return ` '${escape}' in position ${start}`;
}

function bytesText(self: PyUnicodeErrorBase): string {
  const { start, end, object } = self;
  const octets = object instanceof PyBytes ? object.value : notA('bytes');
  if (start < 0 || start >= octets.length || end !== start + 1) return `s in position ${start}-${end - 1}`;
  return ` 0x${octets[start]!.toString(16).padStart(2, '0')} in position ${start}`;
}

/** The attributes of all three. They stand on each type, as in CPython. */
const ENTRIES: readonly Entry[] = [
  member<PyUnicodeErrorBase>('encoding', 'exception encoding', 'encoding', { writable: true }),
  member<PyUnicodeErrorBase>('object', 'exception object', 'object', { writable: true }),
  member<PyUnicodeErrorBase>('start', 'exception start', 'start', { writable: true, kind: 'ssize_t' }),
  member<PyUnicodeErrorBase>('end', 'exception end', 'end', { writable: true, kind: 'ssize_t' }),
  member<PyUnicodeErrorBase>('reason', 'exception reason', 'reason', { writable: true }),
];

export const unicodeEncodeError = defineType({
  type: PyUnicodeEncodeError.type,
  doc: 'Text cannot be encoded.',
  slots: {
    tp_new: newBaseException,
    tp_init: (object, args, kwnames) => {
      initBaseException(object, args, kwnames);
      checkCount(args, 5);
      const self = object as PyUnicodeEncodeError;
      const encoding = strArgument(args, 0);
      const text = strArgument(args, 1);
      const start = position(args[2]!);
      const end = position(args[3]!);
      self.reason = strArgument(args, 4);
      self.encoding = encoding;
      self.object = text;
      self.start = start;
      self.end = end;
    },
    tp_str: (object) => {
      const self = object as PyUnicodeEncodeError;
      if (self.object === undefined) return '';
      const reason = fieldText(self.reason);
      const encoding = fieldText(self.encoding);
      return strJoin('', ["'", encoding, `' codec can't encode character${charactersText(self)}: `, reason]);
    },
  },
  entries: ENTRIES,
});

export const unicodeDecodeError = defineType({
  type: PyUnicodeDecodeError.type,
  doc: 'Octets cannot be decoded.',
  slots: {
    tp_new: newBaseException,
    tp_init: (object, args, kwnames) => {
      initBaseException(object, args, kwnames);
      checkCount(args, 5);
      const self = object as PyUnicodeDecodeError;
      const encoding = strArgument(args, 0);
      const start = position(args[2]!);
      const end = position(args[3]!);
      const reason = strArgument(args, 4);
      const source = args[1]!;
      self.object = source instanceof PyBytes ? source : new PyBytes(bytesLike(source).slice());
      self.encoding = encoding;
      self.start = start;
      self.end = end;
      self.reason = reason;
    },
    tp_str: (object) => {
      const self = object as PyUnicodeDecodeError;
      if (self.object === undefined) return '';
      const reason = fieldText(self.reason);
      const encoding = fieldText(self.encoding);
      return strJoin('', ["'", encoding, `' codec can't decode byte${bytesText(self)}: `, reason]);
    },
  },
  entries: ENTRIES,
});

export const unicodeTranslateError = defineType({
  type: PyUnicodeTranslateError.type,
  doc: 'Text cannot be translated.',
  slots: {
    tp_new: newBaseException,
    tp_init: (object, args, kwnames) => {
      initBaseException(object, args, kwnames);
      checkCount(args, 4);
      const self = object as PyUnicodeTranslateError;
      const text = strArgument(args, 0);
      const start = position(args[1]!);
      const end = position(args[2]!);
      self.reason = strArgument(args, 3);
      self.object = text;
      self.start = start;
      self.end = end;
    },
    tp_str: (object) => {
      const self = object as PyUnicodeTranslateError;
      if (self.object === undefined) return '';
      const reason = fieldText(self.reason);
      return strJoin('', [`can't translate character${charactersText(self)}: `, reason]);
    },
  },
  entries: ENTRIES,
});
