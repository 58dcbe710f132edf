/**
 * str: the behaviour of Python strings. Layout and invariants: ../objects/str.ts.
 * CPython: Objects/unicodeobject.c. The methods are declared by theme in str-*.ts.
 */
import {
  type KwNames,
  Py_EQ,
  Py_GE,
  Py_GT,
  Py_LE,
  Py_LT,
  Py_NE,
  type PyObject,
  type PyType,
} from '../objects/object.ts';
import { reprStr } from '../objects/repr.ts';
import { NotImplemented } from '../objects/singletons.ts';
import { PySlice } from '../objects/slice.ts';
import { type Str, strFromCodePoints, strFromUtf16, strLength, strType } from '../objects/str.ts';
import { PyStrAsciiIterator, PyStrIterator } from '../objects/str-iterator.ts';
import { PyTuple } from '../objects/tuple.ts';
import { bytesLikeOrAbsent } from '../runtime/buffer.ts';
import { builtinDef } from '../runtime/clinic.ts';
import { decodeBuffer, encode } from '../runtime/codecs.ts';
import { indexAsNumber, strValue } from '../runtime/convert.ts';
import { defineType, methodsOf } from '../runtime/define.ts';
import { indexError, overflowError, typeError } from '../runtime/errors.ts';
import { percentFormat } from '../runtime/percent-format.ts';
import { sliceParts } from '../runtime/slice.ts';
import { strHash } from '../runtime/str-hash.ts';
import {
  charAt,
  codeAt,
  isAsciiText,
  strCompare,
  strConcat,
  strEquals,
  strIndexOf,
  strRepeat,
  strSlice,
  textOf,
} from '../runtime/text.ts';
import { typeName, typeOf } from '../runtime/type-of.ts';
import { caseMethods } from './str-case.ts';
import { formatMethods } from './str-format.ts';
import { padMethods } from './str-pad.ts';
import { predicateMethods } from './str-predicates.ts';
import { searchMethods } from './str-search.ts';
import { splitMethods } from './str-split.ts';
import { translateMethods } from './str-translate.ts';

const method = methodsOf<PyObject>();

const SSIZE_MAX = 2 ** 63;

// ── Making strings ──────────────────────────────────────────────────────────────────────────────────────────────────

/** `str(object)`: an instance of a subclass that `__str__` returns stays what it is. */
function strOf(value: PyObject): PyObject {
  const made = typeOf(value).tp_str!(value);
  if (strValue(made) === undefined) throw typeError(`__str__ returned non-string (type ${typeName(made)})`);
  return made;
}

/** `str(bytes, encoding, errors)`. CPython: `PyUnicode_FromEncodedObject`. */
function decodeObject(value: PyObject, encoding: string | undefined, errors: string | undefined): Str {
  if (strValue(value) !== undefined) throw typeError('decoding str is not supported');
  const octets = bytesLikeOrAbsent(value);
  if (octets === undefined) {
    throw typeError(`decoding to str: need a bytes-like object, ${typeName(value)} found`);
  }
  return decodeBuffer(octets, encoding, errors);
}

const strNew = builtinDef<
  PyObject,
  'str($type, /, object: object = <null>, encoding: c_str = <null>, errors: c_str = <null>)'
>(
  'str($type, /, object: object = <null>, encoding: c_str = <null>, errors: c_str = <null>)',
  '',
  (_, value, encoding, errors) => {
    if (value === undefined) return '';
    return encoding === undefined && errors === undefined
      ? strOf(value)
      : decodeObject(value, encoding, errors);
  },
);

/** What `str` itself says of an encoding or error handler that is no text. CPython: `unicode_vectorcall`. */
function checkTexts(args: readonly PyObject[]): void {
  for (const [i, name] of [
    [1, 'encoding'],
    [2, 'errors'],
  ] as const) {
    const value = args[i];
    if (value !== undefined && strValue(value) === undefined) {
      throw typeError(`str() argument '${name}' must be str, not ${typeName(value)}`);
    }
  }
}

function newStr(type: PyType, args: readonly PyObject[], kwnames: KwNames | undefined): PyObject {
  let value: PyObject;
  if (kwnames === undefined || kwnames.length === 0) {
    if (args.length === 1) value = typeof args[0] === 'string' ? args[0] : strOf(args[0]);
    else if (args.length > 3 && type === strType)
      throw typeError(`str expected at most 3 arguments, got ${args.length}`);
    else {
      if (type === strType) checkTexts(args);
      value = strNew.call(type, args, undefined);
    }
  } else {
    value = strNew.call(type, args, kwnames);
  }
  if (type === strType) return value;
  return new (type.ctor as unknown as new (text: Str) => PyObject & object)(textOf(value));
}

// ── Items ───────────────────────────────────────────────────────────────────────────────────────────────────────────

function item(self: PyObject, index: number): PyObject {
  const text = textOf(self);
  if (index < 0 || index >= strLength(text)) throw indexError('string index out of range');
  return charAt(text, index);
}

function subscript(self: PyObject, key: PyObject): PyObject {
  if (typeof key === 'number') {
    const text = textOf(self);
    const length = strLength(text);
    const index = key < 0 ? key + length : key;
    if (index < 0 || index >= length) throw indexError('string index out of range');
    return charAt(text, index);
  }
  if (key instanceof PySlice) return slice(textOf(self), key);
  if (typeOf(key).nb_index === undefined) {
    throw typeError(`string indices must be integers, not '${typeName(key)}'`);
  }
  const index = indexAsNumber(key);
  return item(self, index < 0 ? index + strLength(textOf(self)) : index);
}

function slice(text: Str, key: PySlice): Str {
  const parts = sliceParts(key);
  const count = parts.fit(strLength(text));
  const { start, step } = parts;
  if (count === 0) return '';
  if (step === 1) return strSlice(text, start, start + count);
  if (typeof text === 'string') return everyNth(text, start, step, count);
  const codePoints = new Uint32Array(count);
  for (let i = 0, at = start; i < count; i++, at += step) codePoints[i] = text.codePoints[at];
  return strFromCodePoints(codePoints);
}

/** `count` characters, `step` apart, put together four at a time: a third of the time of one at a time. */
function everyNth(text: string, start: number, step: number, count: number): string {
  let out = '';
  let i = 0;
  let at = start;
  for (; i + 4 <= count; i += 4, at += 4 * step) {
    out += String.fromCharCode(
      text.charCodeAt(at),
      text.charCodeAt(at + step),
      text.charCodeAt(at + 2 * step),
      text.charCodeAt(at + 3 * step),
    );
  }
  for (; i < count; i++, at += step) out += text[at];
  return out;
}

// ── Operators ───────────────────────────────────────────────────────────────────────────────────────────────────────

function concat(left: PyObject, right: PyObject): PyObject {
  const text = strValue(right);
  if (text === undefined) throw typeError(`can only concatenate str (not "${typeName(right)}") to str`);
  return strConcat(textOf(left), text);
}

function repeat(self: PyObject, count: number): PyObject {
  const text = textOf(self);
  const length = strLength(text);
  // A count is in range itself, though as a double it may have been rounded up.
  if (count > 0 && length > 1 && length * count >= SSIZE_MAX)
    throw overflowError('repeated string is too long');
  return strRepeat(text, count);
}

function compare(left: PyObject, right: PyObject, op: number): PyObject {
  const a = strValue(left);
  const b = strValue(right);
  if (a === undefined || b === undefined) return NotImplemented;
  switch (op) {
    case Py_EQ:
      return strEquals(a, b);
    case Py_NE:
      return !strEquals(a, b);
    case Py_LT:
      return strCompare(a, b) < 0;
    case Py_LE:
      return strCompare(a, b) <= 0;
    case Py_GT:
      return strCompare(a, b) > 0;
    case Py_GE:
      return strCompare(a, b) >= 0;
    default:
      return NotImplemented;
  }
}

/** Printable ASCII without backslashes and single quotes: shown between quotes as it is. */
const PLAIN = /^[ -&(-[\]-~]*$/;

function reprOf(self: PyObject): PyObject {
  const text = textOf(self);
  if (typeof text !== 'string') return strFromUtf16(reprStr(text));
  return PLAIN.test(text) ? `'${text}'` : reprStr(text);
}

/** The bytes that the string would take in CPython's compact forms: with a header, and a null character. */
function sizeOf(text: Str): number {
  if (isAsciiText(text)) return 41 + text.length;
  const length = strLength(text);
  // A single character of Latin-1 is kept with its UTF-8.
  if (length === 1 && codeAt(text, 0) < 0x100) return 61;
  let greatest = 0;
  for (let i = 0; i < length; i++) greatest = Math.max(greatest, codeAt(text, i));
  return 56 + (length + 1) * (greatest < 0x100 ? 1 : greatest < 0x10000 ? 2 : 4);
}

export const str = defineType({
  type: strType,
  doc: "str(object='') -> str\nstr(bytes_or_buffer[, encoding[, errors]]) -> str\n\nMake a string of an object. With encoding or errors given, the object must\nexpose a data buffer, which is decoded with that encoding and error handler.\nOtherwise the string is what object.__str__() gives (if defined)\nor repr(object).\nencoding is 'utf-8' by default.\nerrors is 'strict' by default.",
  slots: {
    tp_new: newStr,
    make1: (value) => (typeof value === 'number' ? String(value) : strOf(value)),
    tp_repr: reprOf,
    tp_str: (self) => textOf(self),
    tp_hash: (self) => strHash(textOf(self)),
    tp_richcompare: compare,
    tp_iter: (self) => {
      // An instance of a subclass always has the general iterator.
      return typeof self === 'string' && isAsciiText(self)
        ? new PyStrAsciiIterator(self)
        : new PyStrIterator(textOf(self));
    },
    nb_remainder: (left, right) => {
      const format = strValue(left);
      return format === undefined ? NotImplemented : percentFormat(format, right);
    },
    sq_length: (self) => strLength(textOf(self)),
    sq_concat: concat,
    sq_repeat: repeat,
    sq_item: item,
    sq_contains: (self, part) => {
      const text = textOf(self);
      const partText = strValue(part);
      if (partText === undefined) {
        throw typeError(`'in <string>' requires string as left operand, not ${typeName(part)}`);
      }
      return strIndexOf(text, partText, 0, strLength(text)) >= 0;
    },
    mp_length: (self) => strLength(textOf(self)),
    mp_subscript: subscript,
  },
  entries: [
    method(
      'encode($self, /, encoding: c_str = <null>, errors: c_str = <null>)',
      "Encode the string with the codec registered for encoding.\n\n  encoding\n    The encoding.\n  errors\n    What to do with characters that the encoding does not have.\n    'strict', the default, raises a UnicodeEncodeError. Others are 'ignore', 'replace',\n    'xmlcharrefreplace', and whatever name was registered with\n    codecs.register_error for a handler of UnicodeEncodeErrors.",
      (self, encoding, errors) => encode(textOf(self), encoding, errors),
      "($self, /, encoding='utf-8', errors='strict')",
    ),
    ...searchMethods,
    ...splitMethods,
    ...padMethods,
    ...caseMethods,
    ...predicateMethods,
    ...translateMethods,
    ...formatMethods,
    method(
      '__getnewargs__($self, /)',
      'Return what __new__ is to be given to make an equal string.',
      (self) => new PyTuple([textOf(self)]),
    ),
    method('__sizeof__($self, /) -> int', 'Return the size of the string in memory, in bytes.', (self) =>
      sizeOf(textOf(self)),
    ),
  ],
});
