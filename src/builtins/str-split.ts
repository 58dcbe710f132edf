/**
 * Methods of str that take strings apart and put them together: split, splitlines, join.
 * CPython: Objects/stringlib/split.h, `_PyUnicode_JoinArray` in Objects/unicodeobject.c.
 */

import { isLineBreak, isSpace } from '../common/unicode-properties.ts';
import { exceptionTypes, PyBaseException } from '../objects/exception.ts';
import { PyList } from '../objects/list.ts';
import type { PyObject } from '../objects/object.ts';
import { None } from '../objects/singletons.ts';
import { isStr, type Str, strLength } from '../objects/str.ts';
import { PyTuple } from '../objects/tuple.ts';
import { appendItem } from '../runtime/append-item.ts';
import { strValue } from '../runtime/convert.ts';
import { type Entry, methodsOf } from '../runtime/define.ts';
import { typeError, valueError } from '../runtime/errors.ts';
import { getIter } from '../runtime/iter.ts';
import { codeAt, strIndexOf, strJoin, strLastIndexOf, strSlice, textOf } from '../runtime/text.ts';
import { isInstanceOf, typeName, typeOf } from '../runtime/type-of.ts';

const method = methodsOf<PyObject>();

const TypeErrorType = exceptionTypes.get('TypeError')!;

/** V8 cuts shorter texts by itself. */
const MAX_CUT = 1 << 24;
/** Up to this length looking for each separator is faster than `String.prototype.split`. */
const SHORT = 256;

/** Words between runs of white space; the last piece, after `limit` cuts, is all that is left. */
function splitWhitespace(text: Str, limit: number): PyObject[] {
  if (typeof text === 'string' && limit === Infinity) return wordsOf(text);
  const pieces: PyObject[] = [];
  const length = strLength(text);
  let i = 0;
  for (;;) {
    while (i < length && isSpace(codeAt(text, i))) i++;
    if (i === length) return pieces;
    const start = i;
    if (pieces.length >= limit) {
      appendItem(pieces, strSlice(text, start, length));
      return pieces;
    }
    while (i < length && !isSpace(codeAt(text, i))) i++;
    appendItem(pieces, strSlice(text, start, i));
  }
}

/** The words of a text without code points beyond U+FFFF. */
function wordsOf(text: string): PyObject[] {
  const words: PyObject[] = [];
  let start = -1;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    // Of the printable characters of ASCII none is white space but the blank.
    if ((code > 32 && code < 127) || !isSpace(code)) {
      if (start < 0) start = i;
    } else if (start >= 0) {
      words.push(text.slice(start, i));
      start = -1;
    }
  }
  if (start >= 0) words.push(text.slice(start));
  return words;
}

/** The same from the end; the pieces are in the order of the text. */
function rsplitWhitespace(text: Str, limit: number): PyObject[] {
  const pieces: PyObject[] = [];
  let end = strLength(text);
  for (;;) {
    while (end > 0 && isSpace(codeAt(text, end - 1))) end--;
    if (end === 0) break;
    let start = end;
    if (pieces.length >= limit) {
      appendItem(pieces, strSlice(text, 0, end));
      break;
    }
    while (start > 0 && !isSpace(codeAt(text, start - 1))) start--;
    appendItem(pieces, strSlice(text, start, end));
    end = start;
  }
  return pieces.reverse();
}

function splitAt(text: Str, sep: Str, limit: number): PyObject[] {
  const pieces: PyObject[] = [];
  if (typeof text === 'string' && limit === Infinity && text.length < MAX_CUT) {
    if (typeof sep !== 'string') return [text];
    if (text.length > SHORT) return text.split(sep);
    let done = 0;
    for (let i = text.indexOf(sep); i >= 0; i = text.indexOf(sep, done)) {
      pieces.push(text.slice(done, i));
      done = i + sep.length;
    }
    pieces.push(done === 0 ? text : text.slice(done));
    return pieces;
  }
  const length = strLength(text);
  let start = 0;
  while (pieces.length < limit) {
    const i = strIndexOf(text, sep, start, length);
    if (i < 0) break;
    appendItem(pieces, strSlice(text, start, i));
    start = i + strLength(sep);
  }
  appendItem(pieces, strSlice(text, start, length));
  return pieces;
}

function rsplitAt(text: Str, sep: Str, limit: number): PyObject[] {
  const pieces: PyObject[] = [];
  let end = strLength(text);
  while (pieces.length < limit) {
    const i = end < strLength(sep) ? -1 : strLastIndexOf(text, sep, 0, end);
    if (i < 0) break;
    appendItem(pieces, strSlice(text, i + strLength(sep), end));
    end = i;
  }
  appendItem(pieces, strSlice(text, 0, end));
  return pieces.reverse();
}

/** The separator of `split`: absent for white space. */
function separatorOf(sep: PyObject): Str | undefined {
  if (sep === None) return undefined;
  const text = strValue(sep);
  if (text === undefined) throw typeError(`must be str or None, not ${typeName(sep)}`);
  if (text === '') throw valueError('empty separator');
  return text;
}

function splitLines(text: Str, keepEnds: boolean): PyObject[] {
  return typeof text === 'string' ? splitNarrowLines(text, keepEnds) : splitWideLines(text, keepEnds);
}

function splitNarrowLines(text: string, keepEnds: boolean): PyObject[] {
  const lines: PyObject[] = [];
  const { length } = text;
  let start = 0;
  for (let i = 0; i < length; ) {
    const c = text.charCodeAt(i);
    // From space to DEL nothing breaks lines.
    if ((c > 0x1f && c < 0x80) || !isLineBreak(c)) {
      i++;
      continue;
    }
    const end = i++;
    if (c === 13 && i < length && text.charCodeAt(i) === 10) i++;
    appendItem(lines, text.slice(start, keepEnds ? i : end));
    start = i;
  }
  if (start < length) appendItem(lines, text.slice(start));
  return lines;
}

function splitWideLines(text: Str, keepEnds: boolean): PyObject[] {
  const lines: PyObject[] = [];
  const length = strLength(text);
  let start = 0;
  for (let i = 0; i < length; ) {
    const c = codeAt(text, i);
    if (!isLineBreak(c)) {
      i++;
      continue;
    }
    const end = i++;
    if (c === 13 && i < length && codeAt(text, i) === 10) i++;
    appendItem(lines, strSlice(text, start, keepEnds ? i : end));
    start = i;
  }
  if (start < length) appendItem(lines, strSlice(text, start, length));
  return lines;
}

/** The items of an iterable to join. May run Python code. CPython: `PySequence_Fast`. */
function itemsToJoin(iterable: PyObject): readonly PyObject[] {
  const type = typeOf(iterable);
  if (type === PyList.type || type === PyTuple.type) return (iterable as PyList | PyTuple).items;
  let iterator: PyObject;
  try {
    iterator = getIter(iterable);
  } catch (thrown) {
    if (thrown instanceof PyBaseException && isInstanceOf(thrown, TypeErrorType)) {
      throw typeError('can only join an iterable');
    }
    throw thrown;
  }
  const next = typeOf(iterator).tp_iternext!;
  const items: PyObject[] = [];
  for (let item = next(iterator); item !== undefined; item = next(iterator)) appendItem(items, item);
  return items;
}

/** `separator.join(iterable)`. May iterate Python objects. */
export function joinIterable(separator: Str, iterable: PyObject): PyObject {
  const items = itemsToJoin(iterable);
  let exact = true;
  for (let i = 0; i < items.length; i++) {
    const item = items[i];
    if (typeof item === 'string') continue;
    if (strValue(item) === undefined) {
      throw typeError(`sequence item ${i}: expected str instance, ${typeName(item)} found`);
    }
    exact &&= isStr(item);
  }
  return strJoin(separator, exact ? (items as readonly Str[]) : items.map((item) => textOf(item)));
}

export const splitMethods: readonly Entry[] = [
  method(
    'split($self, /, sep: object = None, maxsplit: ssize_t = -1)',
    'Return a list of the pieces of the string between separators.\n\n  sep\n    The separator.\n\n    None, the default, cuts at every run of white space\n    (any character for which isspace() is true) and gives no empty pieces.\n  maxsplit\n    How many cuts to make at most, from the left.\n    -1, the default, means no limit.\n\nFor real text in a natural language the re module cuts better.',
    (self, sep, maxsplit) => {
      const limit = maxsplit < 0 ? Infinity : maxsplit;
      const separator = separatorOf(sep);
      const text = textOf(self);
      return new PyList(
        separator === undefined ? splitWhitespace(text, limit) : splitAt(text, separator, limit),
      );
    },
  ),
  method(
    'rsplit($self, /, sep: object = None, maxsplit: ssize_t = -1)',
    'Return a list of the pieces of the string between separators.\n\n  sep\n    The separator.\n\n    None, the default, cuts at every run of white space\n    (any character for which isspace() is true) and gives no empty pieces.\n  maxsplit\n    How many cuts to make at most, from the right.\n    -1, the default, means no limit.',
    (self, sep, maxsplit) => {
      const limit = maxsplit < 0 ? Infinity : maxsplit;
      const separator = separatorOf(sep);
      const text = textOf(self);
      return new PyList(
        separator === undefined ? rsplitWhitespace(text, limit) : rsplitAt(text, separator, limit),
      );
    },
  ),
  method(
    'splitlines($self, /, keepends: bool = False)',
    'Return a list of the lines of the string, cut where lines end.\n\nThe ends of the lines are left out unless keepends is true.',
    (self, keepends) => new PyList(splitLines(textOf(self), keepends)),
  ),
  method(
    'join($self, iterable: object, /)',
    "Put any number of strings together, with this string between them.\n\nExample: '.'.join(['ab', 'pq', 'rs']) -> 'ab.pq.rs'",
    (self, iterable) => joinIterable(textOf(self), iterable),
  ),
];
