/** Statements: preparing them, and binding parameters. CPython: Modules/_sqlite/statement.c. */
import { PyDict } from '../../objects/dict.ts';
import { exceptionTypes, PyBaseException } from '../../objects/exception.ts';
import { PyList } from '../../objects/list.ts';
import type { PyObject } from '../../objects/object.ts';
import type { Str } from '../../objects/str.ts';
import { utf16FromStr } from '../../objects/str.ts';
import { PyTuple } from '../../objects/tuple.ts';
import { encodeUtf8Strict } from '../../runtime/codecs/utf8-strict.ts';
import { newException } from '../../runtime/errors.ts';
import { collectGarbage } from '../../runtime/finalizers.ts';
import { getItem, isSequence, length, sequenceItem } from '../../runtime/sequence.ts';
import { current } from '../../runtime/state.ts';
import { isInstanceOf, typeName, typeOf } from '../../runtime/type-of.ts';
import { adaptParameter } from './adapters.ts';
import { type PyConnection, PyStatement } from './layouts.ts';
import {
  checkResult,
  DataErrorType,
  databaseError,
  library,
  Pointer,
  programmingError,
  SQLITE_BUSY,
  SQLITE_LOCKED,
  SQLITE_OK,
  sqlite,
  sqliteWide,
  terminated,
  textAt,
} from './sqlite.ts';
import { give, parameterTaker } from './values.ts';

export const SQLITE_LIMIT_LENGTH = 0;
export const SQLITE_LIMIT_SQL_LENGTH = 1;

/** Is there anything but blanks and comments in the rest of a text? */
function hasMore(rest: string): boolean {
  return rest.replace(/--[^\n\r]*|\/\*[\s\S]*?(\*\/|$)|[ \t\n\r]/g, '') !== '';
}

const DML = /^(?:[ \t\n\r]|--[^\n]*(?:\n|$)|\/\*[\s\S]*?\*\/)*(?:insert|update|delete|replace)/i;

/** Prepares the statement of a text. */
export function prepare(connection: PyConnection, sql: Str): PyStatement {
  const octets = encodeUtf8Strict(sql);
  const { db } = connection;
  const most = sqlite('int sqlite3_limit(uint64_t, int, int)', db, SQLITE_LIMIT_SQL_LENGTH, -1);
  if (octets.length > most) throw newException(DataErrorType, 'query string is too large');
  if (octets.includes(0)) throw programmingError('the query contains a null character');
  const text = terminated(octets);
  const handle = new Pointer();
  const tail = new Pointer();
  const code = sqlite(
    'int sqlite3_prepare_v2(uint64_t, void *, int, void *, void *)',
    ...[db, text, text.length, handle.octets, tail.octets],
  );
  checkResult(db, code);
  const rest = octets.subarray(Number(tail.value - library().address(text)));
  if (hasMore(new TextDecoder().decode(rest))) {
    sqlite('int sqlite3_finalize(uint64_t)', handle.value);
    throw programmingError('You can only execute one statement at a time.');
  }
  const statement = new PyStatement(connection, handle.value, DML.test(utf16FromStr(sql)));
  if (handle.value !== 0n) connection.statements.add(statement);
  return statement;
}

/** The statement of a text, from the cache of the connection if it is there; the caller becomes one of its users. */
export function cachedStatement(connection: PyConnection, sql: Str): PyStatement {
  const { cache } = connection;
  let statement = cache.get(sql);
  if (statement === undefined) {
    statement = prepare(connection, sql);
    if (connection.cacheSize > 0 && statement.handle !== 0n) {
      statement.users++;
      cache.set(sql, statement);
      if (cache.size > connection.cacheSize) {
        const [oldest, dropped] = cache.entries().next().value!;
        cache.delete(oldest);
        dropped.release();
      }
    }
  } else {
    cache.delete(sql);
    cache.set(sql, statement);
  }
  statement.users++;
  return statement;
}

function bindOne(statement: PyStatement, index: number, value: PyObject): void {
  const adapted = adaptParameter(value);
  const code = give(parameterTaker(statement.handle, index), adapted);
  if (code === undefined) {
    throw programmingError(`Error binding parameter ${index}: type '${typeName(adapted)}' is not supported`);
  }
  if (code !== SQLITE_OK) throw databaseError(statement.connection.db);
}

/** The names of the parameters with the signs in front; absent for `?`. */
function parameterNames(statement: PyStatement): readonly (string | undefined)[] {
  if (statement.parameters === undefined) {
    const count = sqlite('int sqlite3_bind_parameter_count(uint64_t)', statement.handle);
    statement.parameters = Array.from({ length: count }, (_, i) => {
      const address = sqliteWide(
        'uint64_t sqlite3_bind_parameter_name(uint64_t, int)',
        statement.handle,
        i + 1,
      );
      const name = textAt(address);
      return name === undefined ? undefined : utf16FromStr(name);
    });
  }
  return statement.parameters;
}

function bindSequence(statement: PyStatement, parameters: PyObject): void {
  const names = parameterNames(statement);
  const count = names.length;
  const given = length(parameters);
  if (given !== count) {
    throw programmingError(
      `Incorrect number of bindings supplied. The current statement uses ${count}, and there are ${given} supplied.`,
    );
  }
  for (let i = 0; i < count; i++) {
    const name = names[i];
    if (name !== undefined && !name.startsWith('?')) {
      throw programmingError(
        `Binding ${i + 1} ('${name}') is a named parameter, but you supplied a sequence which requires nameless (qmark) placeholders.`,
      );
    }
    bindOne(statement, i + 1, sequenceItem(parameters, i));
  }
}

const LookupErrorType = exceptionTypes.get('LookupError')!;

function bindMapping(statement: PyStatement, parameters: PyObject): void {
  for (const [i, sign] of parameterNames(statement).entries()) {
    if (sign === undefined) {
      throw programmingError(
        `Binding ${i + 1} has no name, but you supplied a dictionary (which has only names).`,
      );
    }
    const name = sign.slice(1);
    let value: PyObject;
    try {
      value = getItem(parameters, name);
    } catch (thrown) {
      if (!(thrown instanceof PyBaseException) || !isInstanceOf(thrown, LookupErrorType)) throw thrown;
      throw programmingError(`You did not supply a value for binding parameter :${name}.`);
    }
    bindOne(statement, i + 1, value);
  }
}

/** Binds the parameters of a statement: a sequence, or a mapping by their names. */
export function bindParameters(statement: PyStatement, parameters: PyObject): void {
  if (parameters instanceof PyTuple || parameters instanceof PyList) bindSequence(statement, parameters);
  else if (!(parameters instanceof PyDict) && isSequence(parameters)) bindSequence(statement, parameters);
  else if (isMapping(parameters)) bindMapping(statement, parameters);
  else throw programmingError('parameters are of unsupported type');
}

const isMapping = (value: PyObject): boolean => typeOf(value).mp_subscript !== undefined;

/**
 * Does something that statements in progress stand in the way of. Where CPython resets the statement of a cursor as soon as
 * nobody refers to it, here that is done when it does stand in the way.
 */
export function insist(connection: PyConnection, action: () => number): number {
  const code = action();
  const primary = code & 0xff;
  if (primary !== SQLITE_BUSY && primary !== SQLITE_LOCKED) return code;
  if (![...connection.statements].some((statement) => statement.isBusy)) return code;
  collectGarbage(current.thread.interp);
  return action();
}
