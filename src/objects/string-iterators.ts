/**
 * The iterators over parts of format strings, as `_string` gives them. What they step through is runtime's
 * (runtime/format-string.ts). CPython: Objects/stringlib/unicode_format.h.
 */
import { objectType, PyBaseObject, PyType } from './object.ts';

/** Gives the pieces of a format string. */
export class PyFormatterIterator extends PyBaseObject {
  static readonly type = new PyType('formatteriterator', PyFormatterIterator, objectType, 0);

  readonly markup: object;

  constructor(markup: object) {
    super();
    this.markup = markup;
  }
}

/** Gives the parts of a field name behind the first. */
export class PyFieldNameIterator extends PyBaseObject {
  static readonly type = new PyType('fieldnameiterator', PyFieldNameIterator, objectType, 0);

  readonly parts: object;

  constructor(parts: object) {
    super();
    this.parts = parts;
  }
}
