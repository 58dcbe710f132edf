/** Cursor: executing statements and fetching rows. CPython: Modules/_sqlite/cursor.c. */
import { PyByteArray } from '../../objects/bytearray.ts';
import { PyBytes } from '../../objects/bytes.ts';
import { PyBaseException } from '../../objects/exception.ts';
import { PyList } from '../../objects/list.ts';
import type { PyObject } from '../../objects/object.ts';
import { None } from '../../objects/singletons.ts';
import type { Str } from '../../objects/str.ts';
import { PyTuple } from '../../objects/tuple.ts';
import { call1, call2 } from '../../runtime/call.ts';
import { builtinDef } from '../../runtime/clinic.ts';
import { encodeUtf8Strict } from '../../runtime/codecs/utf8-strict.ts';
import { asIndex } from '../../runtime/convert.ts';
import { defineType, getset, member, methodsOf } from '../../runtime/define.ts';
import { attributeError, newException, overflowError, typeError, valueError } from '../../runtime/errors.ts';
import { forget, watchUntilForgotten } from '../../runtime/finalizers.ts';
import { getIter, iterNext } from '../../runtime/iter.ts';
import { current } from '../../runtime/state.ts';
import { strConcat } from '../../runtime/text.ts';
import { typeName, typeOf } from '../../runtime/type-of.ts';
import { converterNamed } from './adapters.ts';
import { raiseKept } from './callbacks.ts';
import { checkConnection, checkThread, execute, isInTransaction } from './connection.ts';
import { LEGACY, PyConnection, PyCursor, type PyStatement } from './layouts.ts';
import {
  checkResult,
  DataErrorType,
  databaseError,
  library,
  OperationalErrorType,
  Pointer,
  programmingError,
  SQLITE_DONE,
  SQLITE_OK,
  SQLITE_ROW,
  sqlite,
  sqliteWide,
  terminated,
  textAt,
  utf8Text,
} from './sqlite.ts';
import { bindParameters, cachedStatement, insist, prepare, SQLITE_LIMIT_SQL_LENGTH } from './statement.ts';
import { Column, normalizeInt, take } from './values.ts';

export const PARSE_DECLTYPES = 1;
export const PARSE_COLNAMES = 2;

function checkCursor(self: PyCursor): PyConnection {
  if (!self.initialized) throw programmingError('Base Cursor.__init__ not called.');
  const connection = self.connection!;
  if (self.closed) throw programmingError('Cannot operate on a closed cursor.');
  if (self.locked) throw programmingError('Recursive use of cursors not allowed.');
  checkThread(connection);
  checkConnection(connection);
  return connection;
}

/** Parts with the statement, which is reset first. */
function dropStatement(self: PyCursor): void {
  const { statement } = self;
  if (statement === undefined) return;
  self.statement = undefined;
  if (self.waiting !== undefined) forget(current.thread.interp, self);
  statement.reset();
  statement.release();
}

/** Executes the next step of a statement: is there a row? Raises what it, or a callback, raised. */
function step(connection: PyConnection, statement: PyStatement): boolean {
  const code = insist(connection, () => sqlite('int sqlite3_step(uint64_t)', statement.handle));
  current.thread.interp.handleSignals();
  raiseKept();
  if (code !== SQLITE_ROW && code !== SQLITE_DONE) {
    const error = databaseError(connection.db);
    statement.reset();
    throw error;
  }
  return code === SQLITE_ROW;
}

// ── Columns ──────────────────────────────────────────────────────────────────────────────────────────────────────────

const columnCount = (statement: PyStatement): number =>
  sqlite('int sqlite3_column_count(uint64_t)', statement.handle);

const columnName = (statement: PyStatement, index: number): Str =>
  textAt(sqliteWide('uint64_t sqlite3_column_name(uint64_t, int)', statement.handle, index)) ?? '';

/** The converter of a column, by the type in brackets behind its name, or the type that it was declared with. */
function converterOf(statement: PyStatement, index: number, detectTypes: number): PyObject | undefined {
  let converter: PyObject | undefined;
  if ((detectTypes & PARSE_COLNAMES) !== 0) {
    const type = /\[([^\]]*)\]/.exec(String(columnName(statement, index)))?.[1];
    if (type !== undefined) converter = converterNamed(type.slice(type.lastIndexOf('[') + 1));
  }
  if (converter === undefined && (detectTypes & PARSE_DECLTYPES) !== 0) {
    const declared = textAt(
      sqliteWide('uint64_t sqlite3_column_decltype(uint64_t, int)', statement.handle, index),
    );
    // `NUMBER(10)` and `INTEGER NOT NULL` have their first words for types.
    if (declared !== undefined) converter = converterNamed(/^[^ (]*/.exec(String(declared))![0]);
  }
  return converter;
}

function setConverters(self: PyCursor, statement: PyStatement): void {
  const { detectTypes } = self.connection!;
  if (detectTypes === 0) return;
  const count = columnCount(statement);
  self.converters = Array.from({ length: count }, (_, i) => converterOf(statement, i, detectTypes));
}

function describe(self: PyCursor, statement: PyStatement): void {
  const count = columnCount(statement);
  if (count === 0) return;
  const shortened = (self.connection!.detectTypes & PARSE_COLNAMES) !== 0;
  const columns: PyObject[] = [];
  for (let i = 0; i < count; i++) {
    let name = columnName(statement, i);
    if (shortened) name = String(name).replace(/ ?\[[\s\S]*$/, '');
    columns.push(new PyTuple([name, None, None, None, None, None, None]));
  }
  self.description = new PyTuple(columns);
}

// ── Rows ─────────────────────────────────────────────────────────────────────────────────────────────────────────────

/** What a text becomes, as `text_factory` says. */
function textMaker(
  connection: PyConnection,
  statement: PyStatement,
  index: number,
): (octets: Uint8Array) => PyObject {
  const factory = connection.text_factory;
  if (factory === PyBytes.type) return (octets) => new PyBytes(octets);
  if (factory === PyByteArray.type) return (octets) => new PyByteArray(octets);
  if (factory !== typeOf('')) return (octets) => call1(factory, new PyBytes(octets));
  return (octets) => {
    try {
      return utf8Text(octets);
    } catch (thrown) {
      if (!(thrown instanceof PyBaseException)) throw thrown;
      // C code ends a text at a null, and shows what is not ASCII as unknown.
      const shown = String.fromCharCode(...octets.subarray(0, 150))
        .replace(/\0[\s\S]*$/, '')
        .replace(/[^\0-\x7f]/g, '\ufffd');
      const message = strConcat(
        strConcat("Could not decode to UTF-8 column '", columnName(statement, index)),
        `' with text '${shown}'`,
      );
      throw newException(OperationalErrorType, message);
    }
  };
}

function row(self: PyCursor, statement: PyStatement): PyTuple {
  const connection = self.connection!;
  const count = sqlite('int sqlite3_data_count(uint64_t)', statement.handle);
  const values: PyObject[] = [];
  for (let i = 0; i < count; i++) {
    const column = new Column(statement.handle, i);
    const converter = connection.detectTypes === 0 ? undefined : self.converters[i];
    if (converter === undefined) {
      values.push(take(column, textMaker(connection, statement, i)));
    } else {
      const octets = column.octets();
      values.push(octets === undefined ? None : call1(converter, new PyBytes(octets)));
    }
  }
  return new PyTuple(values);
}

const changes = (connection: PyConnection): number => sqlite('int sqlite3_changes(uint64_t)', connection.db);

/** The next row; `undefined` at the end. The statement is already at the one behind it. */
function nextRow(self: PyCursor): PyObject | undefined {
  const connection = checkCursor(self);
  const { statement } = self;
  if (statement === undefined) return undefined;
  if (sqlite('int sqlite3_data_count(uint64_t)', statement.handle) === 0) {
    dropStatement(self);
    return undefined;
  }
  let values: PyTuple;
  // Converters must not use the cursor meanwhile.
  self.locked = true;
  try {
    values = row(self, statement);
    raiseKept();
  } finally {
    self.locked = false;
  }
  try {
    if (!step(connection, statement)) {
      if (statement.isDml) self.rowcount = changes(connection);
      dropStatement(self);
    }
  } catch (thrown) {
    dropStatement(self);
    throw thrown;
  }
  return self.row_factory === None ? values : call2(self.row_factory, self, values);
}

// ── Executing ────────────────────────────────────────────────────────────────────────────────────────────────────────

function runOnce(
  self: PyCursor,
  connection: PyConnection,
  statement: PyStatement,
  parameters: PyObject,
): void {
  bindParameters(statement, parameters);
  if (statement.handle === 0n) return;
  const hasRow = step(connection, statement);
  setConverters(self, statement);
  if (self.description === None) describe(self, statement);
  if (!hasRow) {
    if (statement.isDml) self.rowcount += changes(connection);
    statement.reset();
  }
}

function run(self: PyCursor, sql: Str, many: boolean, parameters: PyObject): PyObject {
  const connection = checkCursor(self);
  self.locked = true;
  try {
    const sets = many ? getIter(parameters) : undefined;
    dropStatement(self);
    self.description = None;
    let statement = cachedStatement(connection, sql);
    self.statement = statement;
    const { isBusy } = statement;
    if (
      many &&
      (statement.handle === 0n || sqlite('int sqlite3_stmt_readonly(uint64_t)', statement.handle) !== 0)
    ) {
      throw programmingError('executemany() can only execute DML statements.');
    }
    if (isBusy) {
      // Another cursor is in the middle of it.
      self.statement = undefined;
      statement.release();
      statement = prepare(connection, sql);
      statement.users++;
      self.statement = statement;
    }
    statement.reset();
    self.rowcount = statement.isDml ? 0 : -1;
    const begins =
      connection.autocommit === LEGACY &&
      connection.isolationLevel !== undefined &&
      statement.isDml &&
      !isInTransaction(connection);
    if (begins) execute(connection, `BEGIN ${connection.isolationLevel}`);
    if (sets === undefined) {
      runOnce(self, connection, statement, parameters);
      self.lastrowid = normalizeInt(sqliteWide('int64_t sqlite3_last_insert_rowid(uint64_t)', connection.db));
    } else {
      for (let set = iterNext(sets); set !== undefined; set = iterNext(sets)) {
        runOnce(self, connection, statement, set);
        statement.reset();
      }
    }
    if (!statement.isBusy) dropStatement(self);
    else if (self.waiting === undefined) watchUntilForgotten(self);
    return self;
  } catch (thrown) {
    self.rowcount = -1;
    dropStatement(self);
    throw thrown;
  } finally {
    self.locked = false;
  }
}

function executeScript(self: PyCursor, script: Str): PyObject {
  const connection = checkCursor(self);
  const octets = encodeUtf8Strict(script);
  if (octets.includes(0)) throw valueError('embedded null character');
  const { db } = connection;
  const most = sqlite('int sqlite3_limit(uint64_t, int, int)', db, SQLITE_LIMIT_SQL_LENGTH, -1);
  if (octets.length > most) throw newException(DataErrorType, 'query string is too large');
  if (connection.autocommit === LEGACY && isInTransaction(connection)) execute(connection, 'COMMIT');
  const text = terminated(octets);
  const start = library().address(text);
  let at = 0;
  while (at < octets.length) {
    const handle = new Pointer();
    const tail = new Pointer();
    const rest = text.subarray(at);
    const code = sqlite(
      'int sqlite3_prepare_v2(uint64_t, void *, int, void *, void *)',
      ...[db, rest, rest.length, handle.octets, tail.octets],
    );
    checkResult(db, code);
    while (sqlite('int sqlite3_step(uint64_t)', handle.value) === SQLITE_ROW);
    const ended = sqlite('int sqlite3_finalize(uint64_t)', handle.value);
    raiseKept();
    if (ended !== SQLITE_OK) throw databaseError(db);
    at = Number(tail.value - start);
  }
  return self;
}

/** A C `unsigned int`. */
function asSize(value: PyObject): number {
  const int = asIndex(value);
  if (int < 0) throw valueError('Cannot convert negative int');
  if (int > 0xffffffff) throw overflowError('Python int too large for C uint32_t');
  return Number(int);
}

function fetch(self: PyCursor, most: number): PyList {
  const rows: PyObject[] = [];
  while (rows.length < most) {
    const next = nextRow(self);
    if (next === undefined) break;
    rows.push(next);
  }
  return new PyList(rows);
}

const initialize = builtinDef<PyCursor, 'Cursor($self, connection: object, /) -> None'>(
  'Cursor($self, connection: object, /) -> None',
  '',
  (self, connection) => {
    if (!(connection instanceof PyConnection)) {
      throw typeError(`Cursor() argument 1 must be sqlite3.Connection, not ${typeName(connection)}`);
    }
    if (self.locked) throw programmingError('Recursive use of cursors not allowed.');
    dropStatement(self);
    self.connection = connection;
    self.description = None;
    self.lastrowid = None;
    self.arraysize = 1;
    self.closed = false;
    self.rowcount = -1;
    self.row_factory = None;
    checkThread(connection);
    self.initialized = true;
  },
);

const method = methodsOf<PyCursor>();

export const cursorType = defineType({
  type: PyCursor.type,
  doc: 'What executes statements, and holds the rows of the last one.',
  slots: {
    tp_new: (type) => new type.ctor(),
    tp_init: (self, args, kwnames) => void initialize.call(self, args, kwnames),
    tp_iter: (self) => self,
    tp_iternext: (self) => nextRow(self as PyCursor),
  },
  entries: [
    method('close($self, /) -> None', 'Close the cursor.', (self) => {
      if (self.locked) throw programmingError('Recursive use of cursors not allowed.');
      const { connection } = self;
      if (connection === undefined) throw programmingError('Base Cursor.__init__ not called.');
      checkThread(connection);
      checkConnection(connection);
      dropStatement(self);
      self.closed = true;
    }),
    method(
      'execute($self, sql: str, parameters: object = <null>, /)',
      'Execute a statement.',
      (self, sql, parameters) => run(self, sql, false, parameters ?? new PyTuple([])),
      '($self, sql, parameters=(), /)',
    ),
    method(
      'executemany($self, sql: str, seq_of_parameters: object, /)',
      'Execute a statement once for each set of parameters.',
      (self, sql, parameters) => run(self, sql, true, parameters),
    ),
    method('executescript($self, sql_script: str, /)', 'Execute several statements.', executeScript),
    method('fetchone($self, /)', 'Return the next row, or None.', (self) => nextRow(self) ?? None),
    method(
      'fetchmany($self, /, size: object = <null>)',
      'Return a list of the next rows, arraysize of them by default.',
      (self, size) => {
        return fetch(self, size === undefined ? self.arraysize : asSize(size));
      },
      '($self, /, size=1)',
    ),
    method('fetchall($self, /)', 'Return a list of all rows that are left.', (self) =>
      fetch(self, Number.POSITIVE_INFINITY),
    ),
    method('setinputsizes($self, sizes: object, /) -> None', 'Do nothing.', () => undefined),
    method(
      'setoutputsize($self, size: object, column: object = None, /) -> None',
      'Do nothing.',
      () => undefined,
    ),
    member<PyCursor>('connection', undefined, 'connection'),
    member<PyCursor>('description', undefined, 'description'),
    member<PyCursor>('lastrowid', undefined, 'lastrowid'),
    member<PyCursor>('rowcount', undefined, 'rowcount'),
    getset<PyCursor>(
      'arraysize',
      undefined,
      (self) => self.arraysize,
      (self, value) => {
        if (value === undefined)
          throw attributeError(
            "attribute 'arraysize' of 'sqlite3.Cursor' objects cannot be deleted",
            self,
            'arraysize',
          );
        self.arraysize = asSize(value);
      },
    ),
    getset<PyCursor>(
      'row_factory',
      undefined,
      (self) => self.row_factory,
      (self, value) => {
        if (value === undefined)
          throw attributeError('cannot delete row_factory attribute', self, 'row_factory');
        self.row_factory = value;
      },
    ),
  ],
});
