/**
 * The iterators of str: one type for strings of ASCII characters only, one for all others, as CPython has them
 * (`PyUnicodeIter_Type`, `_PyUnicodeASCIIIter_Type` in Objects/unicodeobject.c).
 */
import { objectType, PyBaseObject, PyType } from './object.ts';
import type { Str } from './str.ts';

/** What both share. */
export abstract class StrIteratorLayout extends PyBaseObject {
  /** Absent when exhausted. */
  text: Str | undefined;
  index = 0;

  constructor(text: Str) {
    super();
    this.text = text;
  }
}

export class PyStrIterator extends StrIteratorLayout {
  static readonly type = new PyType('str_iterator', PyStrIterator, objectType, 0);
}

export class PyStrAsciiIterator extends StrIteratorLayout {
  static readonly type = new PyType('str_ascii_iterator', PyStrAsciiIterator, objectType, 0);
}
