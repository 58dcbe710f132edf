/** The library SQLite: its functions by their C prototypes, texts to and from it, and its errors as exceptions. */
import type { CArgument, CFunctions } from '../../host/host.ts';
import { attrName } from '../../objects/attribute-name.ts';
import type { PyBaseException } from '../../objects/exception.ts';
import type { PyType } from '../../objects/object.ts';
import type { Str } from '../../objects/str.ts';
import { setAttr } from '../../runtime/attributes.ts';
import { decodeUtf8 } from '../../runtime/codecs/utf8.ts';
import { encodeUtf8Strict } from '../../runtime/codecs/utf8-strict.ts';
import { memoryError, newException, valueError } from '../../runtime/errors.ts';
import { newExceptionType } from '../../runtime/exception-type.ts';
import { sharedLibrary } from '../../runtime/shared-library.ts';
import { RESULT_CODES } from './constants.ts';

let loaded: CFunctions | undefined;

/** The library. There is one for the process, and rows are many. */
export function library(): CFunctions {
  loaded ??= sharedLibrary('libsqlite3.so.0');
  return loaded;
}

/** Calls a function whose result is a C `int`. */
export function sqlite(prototype: string, ...args: CArgument[]): number {
  return Number(library().invoke(prototype, ...args));
}

/** Calls a function whose result is a pointer or a 64-bit integer. */
export function sqliteWide(prototype: string, ...args: CArgument[]): number | bigint {
  return library().invoke(prototype, ...args);
}

/** Room for a pointer that a function returns by a parameter. */
export class Pointer {
  readonly octets = new Uint8Array(8);
  readonly #fields = new DataView(this.octets.buffer);

  get value(): bigint {
    return this.#fields.getBigUint64(0, true);
  }
  get int(): number {
    return this.#fields.getInt32(0, true);
  }
}

// ── Texts ────────────────────────────────────────────────────────────────────────────────────────────────────────────

/** UTF-8 with a null behind it: never an empty piece of memory, which C code would take for none. */
export function terminated(octets: Uint8Array): Uint8Array {
  const copy = new Uint8Array(octets.length + 1);
  copy.set(octets);
  return copy;
}

/** A text as a C string. */
export function cText(text: Str): Uint8Array {
  const octets = encodeUtf8Strict(text);
  if (octets.includes(0)) throw valueError('embedded null character');
  return terminated(octets);
}

export const utf8Text = (octets: Uint8Array): Str => decodeUtf8(octets, undefined, true).text;

/** The text of a C string that is UTF-8; absent for a null pointer. */
export function textAt(address: number | bigint): Str | undefined {
  const octets = library().stringAt(address);
  return octets === undefined ? undefined : decodeUtf8(octets, 'replace', true).text;
}

// ── Errors ───────────────────────────────────────────────────────────────────────────────────────────────────────────

export const WarningType = newExceptionType('sqlite3.Warning');
export const ErrorType = newExceptionType('sqlite3.Error');
export const InterfaceErrorType = newExceptionType('sqlite3.InterfaceError', ErrorType);
export const DatabaseErrorType = newExceptionType('sqlite3.DatabaseError', ErrorType);
export const InternalErrorType = newExceptionType('sqlite3.InternalError', DatabaseErrorType);
export const OperationalErrorType = newExceptionType('sqlite3.OperationalError', DatabaseErrorType);
export const ProgrammingErrorType = newExceptionType('sqlite3.ProgrammingError', DatabaseErrorType);
export const IntegrityErrorType = newExceptionType('sqlite3.IntegrityError', DatabaseErrorType);
export const DataErrorType = newExceptionType('sqlite3.DataError', DatabaseErrorType);
export const NotSupportedErrorType = newExceptionType('sqlite3.NotSupportedError', DatabaseErrorType);

export const EXCEPTION_TYPES: ReadonlyMap<string, PyType> = new Map([
  ['Warning', WarningType],
  ['Error', ErrorType],
  ['InterfaceError', InterfaceErrorType],
  ['DatabaseError', DatabaseErrorType],
  ['InternalError', InternalErrorType],
  ['OperationalError', OperationalErrorType],
  ['ProgrammingError', ProgrammingErrorType],
  ['IntegrityError', IntegrityErrorType],
  ['DataError', DataErrorType],
  ['NotSupportedError', NotSupportedErrorType],
]);

export const SQLITE_OK = 0;
export const SQLITE_LOCKED = 6;
export const SQLITE_BUSY = 5;
export const SQLITE_ROW = 100;
export const SQLITE_DONE = 101;
const SQLITE_INTERNAL = 2;
const SQLITE_NOMEM = 7;
const SQLITE_CORRUPT = 11;
const SQLITE_NOTFOUND = 12;
const SQLITE_SCHEMA = 17;
const SQLITE_TOOBIG = 18;
const SQLITE_CONSTRAINT = 19;
const SQLITE_MISMATCH = 20;
const SQLITE_MISUSE = 21;
const SQLITE_RANGE = 25;

/** The class of the exception for a primary result code. CPython: `get_exception_class` in Modules/_sqlite/util.c. */
function classOf(code: number): PyType {
  switch (code) {
    case SQLITE_INTERNAL:
    case SQLITE_NOTFOUND:
      return InternalErrorType;
    case SQLITE_CORRUPT:
      return DatabaseErrorType;
    case SQLITE_TOOBIG:
      return DataErrorType;
    case SQLITE_CONSTRAINT:
    case SQLITE_MISMATCH:
      return IntegrityErrorType;
    case SQLITE_MISUSE:
    case SQLITE_RANGE:
      return InterfaceErrorType;
    default:
      return code >= 1 && code <= SQLITE_SCHEMA ? OperationalErrorType : DatabaseErrorType;
  }
}

const errorCodeName = attrName('sqlite_errorcode');
const errorNameName = attrName('sqlite_errorname');

/** The exception of a result code. */
export function errorOfCode(code: number, message: Str): PyBaseException {
  if (code === SQLITE_NOMEM) return memoryError();
  const exception = newException(classOf(code & 0xff), message);
  setAttr(exception, errorCodeName, code);
  setAttr(exception, errorNameName, RESULT_NAMES.get(code) ?? 'unknown');
  return exception;
}

const RESULT_NAMES: ReadonlyMap<number, string> = new Map(
  Object.entries(RESULT_CODES).map(([name, code]) => [code, `SQLITE_${name}`]),
);

/** The exception of what has just failed in a database. */
export function databaseError(db: bigint): PyBaseException {
  const code = sqlite('int sqlite3_extended_errcode(uint64_t)', db);
  return errorOfCode(code, textAt(sqliteWide('uint64_t sqlite3_errmsg(uint64_t)', db)) ?? '');
}

/** Raises what went wrong, if anything did. */
export function checkResult(db: bigint, code: number): void {
  if (code !== SQLITE_OK) throw databaseError(db);
}

export const programmingError = (message: Str): PyBaseException =>
  newException(ProgrammingErrorType, message);
