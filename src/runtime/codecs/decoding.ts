/**
 * A decoding under way: the octets, the text so far, and what happens at an error.
 * CPython: `unicode_decode_call_errorhandler_writer` in Objects/unicodeobject.c.
 */
import { PyBytes } from '../../objects/bytes.ts';
import type { PyUnicodeDecodeError } from '../../objects/exception.ts';
import type { PyObject } from '../../objects/object.ts';
import type { Str } from '../../objects/str.ts';
import { PyTuple } from '../../objects/tuple.ts';
import { call1 } from '../call.ts';
import { strValue } from '../convert.ts';
import { asSsize } from '../converters.ts';
import { indexError, typeError, unicodeDecodeError } from '../errors.ts';
import { StrBuilder } from '../text.ts';
import { lookupErrorHandler } from './error-handlers.ts';
import { errorBytes } from './errors.ts';

/** What a decoder gives: the text, and how many octets it took. */
export interface Decoded {
  readonly text: Str;
  readonly consumed: number;
}

/** The position that a handler returns, from the end when negative. */
export function positionFrom(given: number, length: number): number {
  const position = given < 0 ? length + given : given;
  if (position < 0 || position > length) {
    throw indexError(`position ${position} from error handler out of bounds`);
  }
  return position;
}

export class Decoding {
  /** What is being decoded. A handler may put other octets in its place. */
  bytes: Uint8Array;
  readonly out = new StrBuilder();
  private readonly _encoding: string;
  private readonly _errors: string;
  private _handler: PyObject | undefined = undefined;
  private _exception: PyUnicodeDecodeError | undefined = undefined;

  constructor(encoding: string, bytes: Uint8Array, errors: string | undefined) {
    this._encoding = encoding;
    this.bytes = bytes;
    this._errors = errors ?? 'strict';
  }

  /** `bytes[start:end]` cannot be decoded: writes what replaces it and returns where to go on, or throws. */
  error(start: number, end: number, reason: string): number {
    switch (this._errors) {
      case 'strict':
        throw this._exceptionAt(start, end, reason);
      case 'ignore':
        return end;
      case 'replace':
        this.out.push(0xfffd);
        return end;
      case 'surrogateescape':
        if (this.bytes[start] < 0x80) throw this._exceptionAt(start, end, reason);
        for (let i = start; i < Math.min(end, start + 4); i++) {
          if (this.bytes[i] < 0x80) return i;
          this.out.push(0xdc00 + this.bytes[i]);
        }
        return Math.min(end, start + 4);
    }
    return this._callHandler(start, end, reason);
  }

  /** The position that a handler gave. */
  protected givenPosition(value: PyObject): number {
    return asSsize(value);
  }

  private _callHandler(start: number, end: number, reason: string): number {
    this._handler ??= lookupErrorHandler(this._errors);
    const exception = this._exceptionAt(start, end, reason);
    const result = call1(this._handler, exception);
    if (!(result instanceof PyTuple) || result.items.length !== 2) {
      throw typeError('decoding error handler must return (str, int) tuple');
    }
    const replacement = strValue(result.items[0]);
    if (replacement === undefined) throw typeError('decoding error handler must return (str, int) tuple');
    const given = this.givenPosition(result.items[1]!);
    this.bytes = errorBytes(exception);
    const position = positionFrom(given, this.bytes.length);
    this.out.append(replacement);
    return position;
  }

  /** The exception, one for all errors of this decoding. */
  private _exceptionAt(start: number, end: number, reason: string): PyUnicodeDecodeError {
    let exception = this._exception;
    if (exception === undefined) {
      // The octets may belong to an object that changes.
      const object = new PyBytes(this.bytes.slice());
      exception = unicodeDecodeError(this._encoding, object, start, end, reason);
      this._exception = exception;
    } else {
      exception.start = start;
      exception.end = end;
      exception.reason = reason;
    }
    return exception;
  }
}
