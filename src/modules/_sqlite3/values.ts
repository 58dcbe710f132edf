/** Values between Python and SQLite. CPython: Modules/_sqlite/statement.c, cursor.c and connection.c. */

import { normalize } from '../../common/int.ts';
import { PyBytes } from '../../objects/bytes.ts';
import { PyFloat } from '../../objects/float.ts';
import type { PyObject } from '../../objects/object.ts';
import { None } from '../../objects/singletons.ts';
import { bytesLike, hasBuffer } from '../../runtime/buffer.ts';
import { encodeUtf8Strict } from '../../runtime/codecs/utf8-strict.ts';
import { intValue, strValue } from '../../runtime/convert.ts';
import { overflowError } from '../../runtime/errors.ts';
import { library, sqlite, sqliteWide, terminated, utf8Text } from './sqlite.ts';

const SQLITE_INTEGER = 1;
const SQLITE_FLOAT = 2;
const SQLITE_TEXT = 3;
const SQLITE_BLOB = 4;

/** Tells SQLite to copy what it is given. */
export const TRANSIENT = -1;
const INT_MAX = 0x7fffffff;

/** How SQLite takes a value: its functions for parameters and for results, called with what they have in common. */
export interface Taker {
  null(): number;
  int64(value: number | bigint): number;
  double(value: number): number;
  text(octets: Uint8Array, length: number): number;
  blob(octets: Uint8Array, length: number): number;
}

function checkLength(length: number, what: string): void {
  if (length > INT_MAX) throw overflowError(`${what} longer than INT_MAX bytes`);
}

/** Gives a value to SQLite; the result code, or `undefined` for a type that it does not know. */
export function give(taker: Taker, value: PyObject): number | undefined {
  if (value === None) return taker.null();
  const int = intValue(value);
  if (int !== undefined) {
    if (typeof int === 'bigint' && BigInt.asIntN(64, int) !== int) {
      throw overflowError('Python int too large to convert to SQLite INTEGER');
    }
    return taker.int64(int);
  }
  if (value instanceof PyFloat) return taker.double(value.value);
  const text = strValue(value);
  if (text !== undefined) {
    const octets = encodeUtf8Strict(text);
    checkLength(octets.length, 'string');
    return taker.text(terminated(octets), octets.length);
  }
  if (!hasBuffer(value)) return undefined;
  const octets = bytesLike(value);
  checkLength(octets.length, 'BLOB');
  return taker.blob(terminated(octets), octets.length);
}

/** Takes a parameter of a statement. */
export function parameterTaker(statement: bigint, index: number): Taker {
  return {
    null: () => sqlite('int sqlite3_bind_null(uint64_t, int)', statement, index),
    int64: (value) => sqlite('int sqlite3_bind_int64(uint64_t, int, int64_t)', statement, index, value),
    double: (value) => sqlite('int sqlite3_bind_double(uint64_t, int, double)', statement, index, value),
    text: (octets, length) =>
      sqlite(
        'int sqlite3_bind_text(uint64_t, int, void *, int, int64_t)',
        statement,
        index,
        octets,
        length,
        TRANSIENT,
      ),
    blob: (octets, length) =>
      sqlite(
        'int sqlite3_bind_blob(uint64_t, int, void *, int, int64_t)',
        statement,
        index,
        octets,
        length,
        TRANSIENT,
      ),
  };
}

/** Takes the result of a function. */
export function resultTaker(context: number | bigint): Taker {
  const done = (prototype: string, ...args: (number | bigint | Uint8Array)[]): number => {
    sqliteWide(prototype, context, ...args);
    return 0;
  };
  return {
    null: () => done('void sqlite3_result_null(uint64_t)'),
    int64: (value) => done('void sqlite3_result_int64(uint64_t, int64_t)', value),
    double: (value) => done('void sqlite3_result_double(uint64_t, double)', value),
    text: (octets, length) =>
      done('void sqlite3_result_text(uint64_t, void *, int, int64_t)', octets, length, TRANSIENT),
    blob: (octets, length) =>
      done('void sqlite3_result_blob(uint64_t, void *, int, int64_t)', octets, length, TRANSIENT),
  };
}

/** A value that SQLite has: a column of a row, or an argument of a function. */
export interface Source {
  readonly type: number;
  int64(): number | bigint;
  double(): number;
  /** The octets of a text or a blob; absent for what is NULL. */
  octets(): Uint8Array | undefined;
}

function octetsAt(address: number | bigint, count: () => number): Uint8Array | undefined {
  if (address === 0 || address === 0n) return undefined;
  return library().bytesAt(address, count());
}

/** A column of the row that a statement is at. */
export class Column implements Source {
  readonly #statement: bigint;
  readonly #index: number;

  constructor(statement: bigint, index: number) {
    this.#statement = statement;
    this.#index = index;
  }
  get type(): number {
    return sqlite('int sqlite3_column_type(uint64_t, int)', this.#statement, this.#index);
  }
  int64(): number | bigint {
    return sqliteWide('int64_t sqlite3_column_int64(uint64_t, int)', this.#statement, this.#index);
  }
  double(): number {
    return sqlite('double sqlite3_column_double(uint64_t, int)', this.#statement, this.#index);
  }
  octets(): Uint8Array | undefined {
    const address = sqliteWide('uint64_t sqlite3_column_blob(uint64_t, int)', this.#statement, this.#index);
    return octetsAt(address, () =>
      sqlite('int sqlite3_column_bytes(uint64_t, int)', this.#statement, this.#index),
    );
  }
}

/** An argument of a function, an `sqlite3_value *`. */
export class Argument implements Source {
  readonly #value: bigint;

  constructor(value: bigint) {
    this.#value = value;
  }
  get type(): number {
    return sqlite('int sqlite3_value_type(uint64_t)', this.#value);
  }
  int64(): number | bigint {
    return sqliteWide('int64_t sqlite3_value_int64(uint64_t)', this.#value);
  }
  double(): number {
    return sqlite('double sqlite3_value_double(uint64_t)', this.#value);
  }
  octets(): Uint8Array | undefined {
    const address = sqliteWide('uint64_t sqlite3_value_blob(uint64_t)', this.#value);
    return octetsAt(address, () => sqlite('int sqlite3_value_bytes(uint64_t)', this.#value));
  }
}

const NOTHING = new Uint8Array(0);

/** The Python value; `fromText` makes that of a text. */
export function take(source: Source, fromText: (octets: Uint8Array) => PyObject = utf8Text): PyObject {
  switch (source.type) {
    case SQLITE_INTEGER:
      return normalizeInt(source.int64());
    case SQLITE_FLOAT:
      return new PyFloat(source.double());
    case SQLITE_TEXT:
      return fromText(source.octets() ?? NOTHING);
    case SQLITE_BLOB:
      return new PyBytes(source.octets() ?? NOTHING);
    default:
      return None;
  }
}

export const normalizeInt = (value: number | bigint) =>
  typeof value === 'bigint' ? normalize(value) : value;
