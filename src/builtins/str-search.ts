/**
 * Methods of str that look for parts: find, count, startswith, partition, replace.
 * CPython: Objects/stringlib/{find,partition,transmogrify}.h and Objects/unicodeobject.c.
 */
import type { PyObject } from '../objects/object.ts';
import { type Str, strLength } from '../objects/str.ts';
import { PyTuple } from '../objects/tuple.ts';
import { strValue } from '../runtime/convert.ts';
import { type Entry, methodsOf } from '../runtime/define.ts';
import { memoryError, typeError, valueError } from '../runtime/errors.ts';
import {
  charAt,
  MAX_STR_LENGTH,
  standsAt,
  strIndexOf,
  strJoin,
  strLastIndexOf,
  strSlice,
  textOf,
} from '../runtime/text.ts';
import { typeName } from '../runtime/type-of.ts';

const method = methodsOf<PyObject>();

/** Where a search begins: an optional index, negative ones counted from the end. Beyond the length stays beyond. */
function startOf(start: number | undefined, length: number): number {
  if (start === undefined) return 0;
  return start < 0 ? Math.max(start + length, 0) : start;
}

/** Where a search ends: from 0 up to the length. */
function endOf(end: number | undefined, length: number): number {
  if (end === undefined || end > length) return length;
  return end < 0 ? Math.max(end + length, 0) : end;
}

type Search = (text: Str, part: Str, start: number, end: number) => number;

function search(
  self: PyObject,
  part: Str,
  start: number | undefined,
  end: number | undefined,
  find: Search,
): number {
  const text = textOf(self);
  const length = strLength(text);
  const from = startOf(start, length);
  const to = endOf(end, length);
  return to - from < strLength(part) ? -1 : find(text, part, from, to);
}

function mustFind(index: number): number {
  if (index < 0) throw valueError('substring not found');
  return index;
}

/** How often `part` stands in [start, end), not overlapping. */
function count(text: Str, part: Str, start: number, end: number): number {
  const step = strLength(part);
  if (end - start < step) return 0;
  if (step === 0) return end - start + 1;
  if (typeof text === 'string' && end < text.length)
    return count(text.slice(start, end), part, 0, end - start);
  let found = 0;
  for (let i = strIndexOf(text, part, start, end); i >= 0; i = strIndexOf(text, part, i + step, end)) found++;
  return found;
}

/** Does one of the parts begin (or end) the text between `start` and `end`? */
function tailMatch(
  self: PyObject,
  parts: PyObject,
  start: number | undefined,
  end: number | undefined,
  name: 'startswith' | 'endswith',
): boolean {
  const text = textOf(self);
  const length = strLength(text);
  const from = startOf(start, length);
  const to = endOf(end, length);
  const matches = (part: Str): boolean => {
    const room = to - from - strLength(part);
    return room >= 0 && standsAt(text, part, name === 'startswith' ? from : from + room);
  };
  const single = strValue(parts);
  if (single !== undefined) return matches(single);
  if (!(parts instanceof PyTuple)) {
    throw typeError(`${name} first arg must be str or a tuple of str, not ${typeName(parts)}`);
  }
  for (const part of parts.items) {
    const value = strValue(part);
    if (value === undefined)
      throw typeError(`tuple for ${name} must only contain str, not ${typeName(part)}`);
    if (matches(value)) return true;
  }
  return false;
}

function separatorOf(sep: PyObject): Str {
  const text = strValue(sep);
  if (text === undefined) throw typeError(`must be str, not ${typeName(sep)}`);
  if (text === '') throw valueError('empty separator');
  return text;
}

/** The parts around a separator that stands at `index`. */
function cutAt(text: Str, sep: Str, index: number): PyTuple {
  const length = strLength(text);
  return new PyTuple([strSlice(text, 0, index), sep, strSlice(text, index + strLength(sep), length)]);
}

/** `text` with the first `limit` (−1: all) places where `old` stands filled with `replacement`. */
export function strReplace(text: Str, old: Str, replacement: Str, limit: number): Str {
  const most = limit < 0 ? Infinity : limit;
  const length = strLength(text);
  const oldLength = strLength(old);
  if (most === 0 || oldLength > length) return text;
  if (typeof text === 'string' && typeof replacement === 'string') {
    if (oldLength === 0) return interleaveNarrow(text, replacement, most);
    return typeof old === 'string' ? replaceNarrow(text, old, replacement, most) : text;
  }
  if (oldLength === 0) return interleave(text, replacement, most);
  const pieces: Str[] = [];
  let at = 0;
  for (let i = strIndexOf(text, old, 0, length); i >= 0 && pieces.length < most; ) {
    pieces.push(strSlice(text, at, i));
    at = i + oldLength;
    i = strIndexOf(text, old, at, length);
  }
  if (pieces.length === 0) return text;
  pieces.push(strSlice(text, at, length));
  return strJoin(replacement, pieces);
}

/** Pieces are put together by so many, because an array of hundreds of millions is more than an engine takes. */
const BATCH = 1 << 16;

/** Up to so many pieces putting them together one by one is faster than an array of them. */
const FEW = 32;
/** What is put between them is no longer than this: all of it is far from the limit of strings. */
const SHORT = 256;

function replaceNarrow(text: string, old: string, replacement: string, limit: number): string {
  let i = text.indexOf(old);
  if (i < 0) return text;
  if (text.length <= BATCH && limit >= text.length) {
    if (replacement.length <= SHORT) {
      let replaced = '';
      let done = 0;
      for (let count = 0; i >= 0 && count < FEW; i = text.indexOf(old, done), count++) {
        replaced += text.slice(done, i) + replacement;
        done = i + old.length;
      }
      if (i < 0) return done === text.length ? replaced : replaced + text.slice(done);
    }
    const pieces = text.split(old);
    const grown = text.length + (pieces.length - 1) * (replacement.length - old.length);
    if (grown > MAX_STR_LENGTH) throw memoryError();
    return pieces.join(replacement);
  }
  let out = '';
  let pieces: string[] = [];
  let at = 0;
  for (let count = 0; i >= 0 && count < limit; count++, i = text.indexOf(old, at)) {
    pieces.push(text.slice(at, i));
    at = i + old.length;
    if (pieces.length === BATCH) {
      pieces.push('');
      out = appendChecked(out, pieces.join(replacement));
      pieces = [];
    }
  }
  pieces.push(text.slice(at));
  return appendChecked(out, pieces.join(replacement));
}

function appendChecked(text: string, more: string): string {
  if (text.length + more.length > MAX_STR_LENGTH) throw memoryError();
  return text + more;
}

/** `replacement` before each of the first `limit` characters, and at the end where the limit is not reached. */
function interleaveNarrow(text: string, replacement: string, limit: number): string {
  let out = '';
  const end = Math.min(text.length, limit);
  for (let at = 0; at < end; at += BATCH) {
    const units = text.slice(at, Math.min(at + BATCH, end)).split('');
    out = appendChecked(out, replacement + units.join(replacement));
  }
  return appendChecked(out, limit > text.length ? replacement : text.slice(end));
}

/** The same for strings of either form. */
function interleave(text: Str, replacement: Str, limit: number): Str {
  const length = strLength(text);
  const places = Math.min(length + 1, limit);
  const pieces: Str[] = [''];
  for (let i = 0; i < places - 1; i++) pieces.push(charAt(text, i));
  pieces.push(strSlice(text, places - 1, length));
  return strJoin(replacement, pieces);
}

const SUB = '(sub[, start[, end]], /)';

export const searchMethods: readonly Entry[] = [
  method(
    'replace($self, old: str, new: str, /, count: ssize_t = -1) -> str',
    'Return a copy with the occurrences of substring old replaced by new.\n\n  count\n    How many occurrences to replace at most, from the left.\n    -1, the default, means all of them.\n\nA count of zero gives the string as it is.',
    (self, old, replacement, limit) => strReplace(textOf(self), old, replacement, limit),
  ),
  method(
    'find($self, sub: str, start: slice_index_or_none = <null>, end: slice_index_or_none = <null>, /) -> int',
    'Return the lowest index at which substring sub stands within S[start:end].\n\nWithout start and end the whole string is searched. -1 says that it was not found.',
    (self, sub, start, end) => search(self, sub, start, end, strIndexOf),
    `($self, ${SUB.slice(1)}`,
  ),
  method(
    'rfind($self, sub: str, start: slice_index_or_none = <null>, end: slice_index_or_none = <null>, /) -> int',
    'Return the highest index at which substring sub stands within S[start:end].\n\nWithout start and end the whole string is searched. -1 says that it was not found.',
    (self, sub, start, end) => search(self, sub, start, end, strLastIndexOf),
    `($self, ${SUB.slice(1)}`,
  ),
  method(
    'index($self, sub: str, start: slice_index_or_none = <null>, end: slice_index_or_none = <null>, /) -> int',
    'Return the lowest index at which substring sub stands within S[start:end].\n\nWithout start and end the whole string is searched. ValueError says that it was not found.',
    (self, sub, start, end) => mustFind(search(self, sub, start, end, strIndexOf)),
    `($self, ${SUB.slice(1)}`,
  ),
  method(
    'rindex($self, sub: str, start: slice_index_or_none = <null>, end: slice_index_or_none = <null>, /) -> int',
    'Return the highest index at which substring sub stands within S[start:end].\n\nWithout start and end the whole string is searched. ValueError says that it was not found.',
    (self, sub, start, end) => mustFind(search(self, sub, start, end, strLastIndexOf)),
    `($self, ${SUB.slice(1)}`,
  ),
  method(
    'count($self, sub: str, start: slice_index_or_none = <null>, end: slice_index_or_none = <null>, /) -> int',
    'Return how often substring sub stands in S[start:end], not counting overlaps.\n\nWithout start and end the whole string counts.',
    (self, sub, start, end) => {
      const text = textOf(self);
      const length = strLength(text);
      return count(text, sub, startOf(start, length), endOf(end, length));
    },
    `($self, ${SUB.slice(1)}`,
  ),
  method(
    'startswith($self, prefix: object, start: slice_index_or_none = <null>, end: slice_index_or_none = <null>, /) -> bool',
    'Return True if the string starts with the prefix, False otherwise.\n\n  prefix\n    A string, or a tuple of strings of which any may match.\n  start\n    Where the test begins. The start of the string by default.\n  end\n    Where the text to be tested ends. The end of the string by default.',
    (self, prefix, start, end) => tailMatch(self, prefix, start, end, 'startswith'),
    '($self, prefix[, start[, end]], /)',
  ),
  method(
    'endswith($self, suffix: object, start: slice_index_or_none = <null>, end: slice_index_or_none = <null>, /) -> bool',
    'Return True if the string ends with the suffix, False otherwise.\n\n  suffix\n    A string, or a tuple of strings of which any may match.\n  start\n    Where the text to be tested starts. The start of the string by default.\n  end\n    Where the test ends. The end of the string by default.',
    (self, suffix, start, end) => tailMatch(self, suffix, start, end, 'endswith'),
    '($self, suffix[, start[, end]], /)',
  ),
  method(
    'partition($self, sep: object, /)',
    'Cut the string in three at the first place where the separator stands.\n\nThe parts are what is before it, the separator itself, and what is after it.\n\nWithout a separator in the string they are the whole string and two empty ones.',
    (self, sep) => {
      const text = textOf(self);
      const part = separatorOf(sep);
      const index = strIndexOf(text, part, 0, strLength(text));
      return index < 0 ? new PyTuple([self, '', '']) : cutAt(text, part, index);
    },
  ),
  method(
    'rpartition($self, sep: object, /)',
    'Cut the string in three at the last place where the separator stands.\n\nThe parts are what is before it, the separator itself, and what is after it.\n\nWithout a separator in the string they are two empty strings and the whole one.',
    (self, sep) => {
      const text = textOf(self);
      const part = separatorOf(sep);
      const index = strLastIndexOf(text, part, 0, strLength(text));
      return index < 0 ? new PyTuple(['', '', self]) : cutAt(text, part, index);
    },
  ),
  method(
    'removeprefix($self, prefix: str, /) -> str',
    'Return the string without the prefix, when it starts with it.\n\nA string that does not start with it comes back as it is.',
    (self, prefix) => {
      const text = textOf(self);
      return standsAt(text, prefix, 0) ? strSlice(text, strLength(prefix), strLength(text)) : text;
    },
  ),
  method(
    'removesuffix($self, suffix: str, /) -> str',
    'Return the string without the suffix, when it ends with it and the suffix is not empty.\n\nA string that does not end with it comes back as it is.',
    (self, suffix) => {
      const text = textOf(self);
      const end = strLength(text) - strLength(suffix);
      return end >= 0 && standsAt(text, suffix, end) ? strSlice(text, 0, end) : text;
    },
  ),
];
