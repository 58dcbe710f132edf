/**
 * An encoding under way: the text, and what happens at an error.
 * CPython: `unicode_encode_call_errorhandler` in Objects/unicodeobject.c.
 */
import { PyBytes } from '../../objects/bytes.ts';
import type { PyUnicodeEncodeError } from '../../objects/exception.ts';
import type { PyObject } from '../../objects/object.ts';
import { type Str, strLength } from '../../objects/str.ts';
import { PyTuple } from '../../objects/tuple.ts';
import { call1 } from '../call.ts';
import { strValue } from '../convert.ts';
import { asSsize } from '../converters.ts';
import { typeError, unicodeEncodeError } from '../errors.ts';
import { codeAt } from '../text.ts';
import { positionFrom } from './decoding.ts';
import { lookupErrorHandler } from './error-handlers.ts';
import { backslashEscapes, xmlCharRefs } from './handlers.ts';

export class Encoding {
  readonly text: Str;
  readonly errors: string;
  /** Where to go on after the last error. */
  position = 0;
  private readonly _encoding: string;
  private _handler: PyObject | undefined = undefined;
  private _exception: PyUnicodeEncodeError | undefined = undefined;

  constructor(encoding: string, text: Str, errors: string | undefined) {
    this._encoding = encoding;
    this.text = text;
    this.errors = errors ?? 'strict';
  }

  /**
   * `text[start:end]` cannot be encoded: returns the text or octets to write in its place, with `position` set to where
   * to go on, or throws.
   */
  error(start: number, end: number, reason: string): Str | Uint8Array {
    this.position = end;
    switch (this.errors) {
      case 'strict':
        throw this.exceptionAt(start, end, reason);
      case 'ignore':
        return '';
      case 'replace':
        return '?'.repeat(end - start);
      case 'backslashreplace':
        return backslashEscapes(this.text, start, end);
      case 'xmlcharrefreplace':
        return xmlCharRefs(this.text, start, end);
      case 'surrogateescape':
        return this._unescape(start, end, reason);
    }
    return this.callHandler(start, end, reason);
  }

  /** The octets that surrogates stand for; characters that are none of these are the error. */
  private _unescape(start: number, end: number, reason: string): Uint8Array {
    const octets = new Uint8Array(end - start);
    for (let i = start; i < end; i++) {
      const c = codeAt(this.text, i);
      if (c < 0xdc80 || c > 0xdcff) throw this.exceptionAt(i, end, reason);
      octets[i - start] = c - 0xdc00;
    }
    return octets;
  }

  /** The position that a handler gave. */
  protected givenPosition(value: PyObject): number {
    return asSsize(value);
  }

  callHandler(start: number, end: number, reason: string): Str | Uint8Array {
    this._handler ??= lookupErrorHandler(this.errors);
    const result = call1(this._handler, this.exceptionAt(start, end, reason));
    if (!(result instanceof PyTuple) || result.items.length !== 2) {
      throw typeError('encoding error handler must return (str/bytes, int) tuple');
    }
    const [value, position] = result.items;
    const given = this.givenPosition(position!);
    const replacement = value instanceof PyBytes ? value.value : strValue(value);
    if (replacement === undefined)
      throw typeError('encoding error handler must return (str/bytes, int) tuple');
    this.position = positionFrom(given, strLength(this.text));
    return replacement;
  }

  /** The exception, one for all errors of this encoding. */
  exceptionAt(start: number, end: number, reason: string): PyUnicodeEncodeError {
    let exception = this._exception;
    if (exception === undefined) {
      exception = unicodeEncodeError(this._encoding, this.text, start, end, reason);
      this._exception = exception;
    } else {
      exception.start = start;
      exception.end = end;
      exception.reason = reason;
    }
    return exception;
  }
}
