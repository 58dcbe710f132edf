/**
 * Docstrings without their indentation, as the compiler keeps them: `inspect.cleandoc`, but that leading and trailing
 * blank lines stay. CPython: `_PyCompile_CleanDoc` in Python/compile.c.
 */
import { codePointsOf, type Str, strFromCodePoints, strFromUtf16, utf16FromStr } from '../objects/str.ts';
import { refuseSurrogates } from '../parser/source-codecs.ts';

const TAB = 9;
const LF = 10;
const CR = 13;
const SPACE = 32;
const TAB_SIZE = 8;

/** Throws a `UnicodeEncodeError` for a docstring with surrogates, as CPython does, which works on its UTF-8 form. */
export function cleanDoc(docstring: Str): Str {
  const doc = expandTabs(docstring);
  refuseSurrogates(doc);
  const text = utf16FromStr(doc);
  const margin = marginOf(text);
  let pos = skipSpaces(text, 0, text.length);
  if (pos === 0 && margin === 0) return doc;
  const firstEnd = lineEnd(text, pos);
  let out = text.slice(pos, firstEnd);
  pos = firstEnd;
  while (pos < text.length) {
    // A line of spaces may be shorter than the margin.
    const start = skipSpaces(text, pos, pos + margin);
    const end = lineEnd(text, start);
    out += text.slice(start, end);
    pos = end;
  }
  return strFromUtf16(out);
}

/** The indentation that all lines share, but for the first and blank ones. */
function marginOf(text: string): number {
  let margin = Number.POSITIVE_INFINITY;
  for (let pos = lineEnd(text, 0); pos < text.length; ) {
    const start = skipSpaces(text, pos, text.length);
    if (start < text.length && text.charCodeAt(start) !== LF) margin = Math.min(margin, start - pos);
    pos = lineEnd(text, start);
  }
  return margin === Number.POSITIVE_INFINITY ? 0 : margin;
}

/** Behind the line end of the line at `pos`. */
function lineEnd(text: string, pos: number): number {
  const end = text.indexOf('\n', pos);
  return end < 0 ? text.length : end + 1;
}

/** Behind the spaces at `pos`, but not beyond `limit`. */
function skipSpaces(text: string, pos: number, limit: number): number {
  let end = pos;
  while (end < limit && text.charCodeAt(end) === SPACE) end++;
  return end;
}

/** CPython: `unicode_expandtabs` in Objects/unicodeobject.c. */
function expandTabs(doc: Str): Str {
  const points = codePointsOf(doc);
  if (Array.prototype.indexOf.call(points, TAB) < 0) return doc;
  const out: number[] = [];
  let column = 0;
  for (let i = 0; i < points.length; i++) {
    const ch = points[i];
    if (ch === TAB) {
      const width = TAB_SIZE - (column % TAB_SIZE);
      for (let k = 0; k < width; k++) out.push(SPACE);
      column += width;
    } else {
      out.push(ch);
      column = ch === LF || ch === CR ? 0 : column + 1;
    }
  }
  return strFromCodePoints(out);
}
