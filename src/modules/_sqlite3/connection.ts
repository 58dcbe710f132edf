/** Connection: a database and its transactions. CPython: Modules/_sqlite/connection.c. */
import { attrName } from '../../objects/attribute-name.ts';
import { PyBytes } from '../../objects/bytes.ts';
import { PyBaseException } from '../../objects/exception.ts';
import type { KwNames, PyObject } from '../../objects/object.ts';
import { None } from '../../objects/singletons.ts';
import type { Str } from '../../objects/str.ts';
import { getAttr } from '../../runtime/attributes.ts';
import { audit } from '../../runtime/audit.ts';
import { call, call1, callMethod } from '../../runtime/call.ts';
import { builtinDef } from '../../runtime/clinic.ts';
import { strValue } from '../../runtime/convert.ts';
import {
  classAttribute,
  defineType,
  type Entry,
  getset,
  methodsOf,
  rawMethod,
} from '../../runtime/define.ts';
import { attributeError, newException, typeError, valueError } from '../../runtime/errors.ts';
import { forget, watchUntilForgotten } from '../../runtime/finalizers.ts';
import { fsEncode, fspath } from '../../runtime/fs-path.ts';
import { importedModule } from '../../runtime/import-module.ts';
import { current } from '../../runtime/state.ts';
import { typeName, typeOf } from '../../runtime/type-of.ts';
import { warnDeprecated } from '../../runtime/warn.ts';
import {
  createAggregate,
  createCollation,
  createFunction,
  createWindowFunction,
  register,
  setAuthorizer,
  setProgressHandler,
  setTrace,
  unregister,
} from './callbacks.ts';
import { CONFIGURATION } from './constants.ts';
import { closeDatabase, LEGACY, PyBlob, PyConnection, PyCursor } from './layouts.ts';
import {
  checkResult,
  cText,
  databaseError,
  EXCEPTION_TYPES,
  errorOfCode,
  library,
  OperationalErrorType,
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
import { insist, prepare } from './statement.ts';

const OPEN_READWRITE = 2;
const OPEN_CREATE = 4;
const OPEN_URI = 64;
const SQLITE_UTF8 = 1;
const SQLITE_DETERMINISTIC = 0x800;

// ── Checks ───────────────────────────────────────────────────────────────────────────────────────────────────────────

export function checkThread(self: PyConnection): void {
  const { ident } = current.thread;
  if (self.thread === undefined || self.thread === ident) return;
  throw programmingError(
    `SQLite objects created in a thread can only be used in that same thread. The object was created in thread id ${self.thread} and this is thread id ${ident}.`,
  );
}

export function checkConnection(self: PyConnection): void {
  if (!self.initialized) throw programmingError('Base Connection.__init__ not called.');
  if (self.db === 0n) throw programmingError('Cannot operate on a closed database.');
}

function checkUsable(self: PyConnection): void {
  checkThread(self);
  checkConnection(self);
}

const operationalError = (message: Str) => newException(OperationalErrorType, message);

// ── Transactions ─────────────────────────────────────────────────────────────────────────────────────────────────────

export const isInTransaction = (self: PyConnection): boolean =>
  sqlite('int sqlite3_get_autocommit(uint64_t)', self.db) === 0;

/** Executes a statement that has no result. */
export function execute(self: PyConnection, sql: string): void {
  const text = terminated(new TextEncoder().encode(sql));
  const run = () =>
    sqlite('int sqlite3_exec(uint64_t, void *, void *, void *, void *)', self.db, text, null, null, null);
  checkResult(self.db, insist(self, run));
}

/** COMMIT or ROLLBACK, after which the next transaction begins where they do not begin by themselves. */
function endTransaction(self: PyConnection, how: string): void {
  checkUsable(self);
  if (self.autocommit === LEGACY) {
    if (isInTransaction(self)) execute(self, how);
  } else if (self.autocommit === 0) {
    execute(self, how);
    execute(self, 'BEGIN');
  }
}

const LEVELS = ['', 'DEFERRED', 'IMMEDIATE', 'EXCLUSIVE'];

function isolationLevel(value: PyObject): string | undefined {
  if (value === None) return undefined;
  const text = strValue(value);
  if (text === undefined) throw typeError('isolation_level must be str or None');
  const level = LEVELS.find((name) => name === String(text).toUpperCase());
  if (level !== undefined) return level;
  throw valueError("isolation_level string must be '', 'DEFERRED', 'IMMEDIATE', or 'EXCLUSIVE'");
}

function autocommitMode(value: PyObject): number {
  if (value === true) return 1;
  if (value === false) return 0;
  if (value === LEGACY) return LEGACY;
  throw valueError('autocommit must be True, False, or sqlite3.LEGACY_TRANSACTION_CONTROL');
}

function setAutocommit(self: PyConnection, value: PyObject | undefined): void {
  if (value === undefined) throw attributeError('cannot delete autocommit attribute', self, 'autocommit');
  checkUsable(self);
  const mode = autocommitMode(value);
  if (mode === 1 && isInTransaction(self)) execute(self, 'COMMIT');
  if (mode === 0 && !isInTransaction(self)) execute(self, 'BEGIN');
  self.autocommit = mode;
}

function setIsolationLevel(self: PyConnection, value: PyObject | undefined): void {
  if (value === undefined) throw attributeError('cannot delete attribute', self, 'isolation_level');
  const level = isolationLevel(value);
  if (level === undefined && self.db !== 0n) endTransaction(self, 'COMMIT');
  self.isolationLevel = level;
}

// ── Opening and closing ──────────────────────────────────────────────────────────────────────────────────────────────

const LATER = [
  'timeout',
  'detect_types',
  'isolation_level',
  'check_same_thread',
  'factory',
  'cached_statements',
  'uri',
];

/** Warns of arguments that will have to be given by keyword. */
export function warnOfPositional(
  name: string,
  args: readonly PyObject[],
  kwnames: KwNames | undefined,
): void {
  const count = args.length - (kwnames?.length ?? 0);
  if (count <= 1 || count > 8) return;
  const names = LATER.map((later) => `'${later}'`);
  warnDeprecated(
    `Passing more than 1 positional argument to ${name}() is deprecated. Parameters ${names.slice(0, -1).join(', ')} and ${names.at(-1)} will become keyword-only parameters in Python 3.15.`,
  );
}

const initialize = builtinDef<
  PyConnection,
  "Connection($self, /, database: object, timeout: double = 5.0, detect_types: int = 0, isolation_level: object = '', check_same_thread: bool = True, factory: object = None, cached_statements: int = 128, uri: bool = False, *, autocommit: object = -1) -> None"
>(
  "Connection($self, /, database: object, timeout: double = 5.0, detect_types: int = 0, isolation_level: object = '', check_same_thread: bool = True, factory: object = None, cached_statements: int = 128, uri: bool = False, *, autocommit: object = -1) -> None",
  '',
  (self, database, timeout, detectTypes, level, sameThread, _factory, cached, uri, autocommit) => {
    audit('sqlite3.connect', database);
    const path = fspath(database);
    const text = strValue(path);
    const octets = text === undefined ? (path as PyBytes).value : fsEncode(text);
    if (octets.includes(0)) throw valueError('embedded null byte');
    const levelText = isolationLevel(level);
    const mode = autocommitMode(autocommit);
    if (self.initialized) forsake(self);
    const handle = new Pointer();
    const flags = OPEN_READWRITE | OPEN_CREATE | (uri ? OPEN_URI : 0);
    const code = sqlite(
      'int sqlite3_open_v2(void *, void *, int, void *)',
      ...[terminated(octets), handle.octets, flags, null],
    );
    const db = handle.value;
    if (code !== SQLITE_OK) {
      const error = databaseError(db);
      sqlite('int sqlite3_close_v2(uint64_t)', db);
      throw error;
    }
    sqlite('int sqlite3_busy_timeout(uint64_t, int)', db, Math.trunc(timeout * 1000));
    self.db = db;
    self.detectTypes = detectTypes;
    self.isolationLevel = levelText;
    self.autocommit = mode;
    self.cacheSize = cached;
    self.thread = sameThread ? current.thread.ident : undefined;
    self.row_factory = None;
    self.text_factory = typeOf('');
    self.initialized = true;
    watchUntilForgotten(self);
    audit('sqlite3.connect/handle', self);
    if (mode === 0) execute(self, 'BEGIN');
  },
);

/** Parts with the database of an earlier `__init__`, which cursors may still be reading. */
function forsake(self: PyConnection): void {
  self.initialized = false;
  const { db } = self;
  if (db === 0n) return;
  closeBlobs(self);
  self.db = 0n;
  for (const statement of self.cache.values()) statement.release();
  self.cache.clear();
  self.statements = new Set();
  sqlite('int sqlite3_close_v2(uint64_t)', db);
  forget(current.thread.interp, self);
}

function closeBlobs(self: PyConnection): void {
  for (const reference of self.blobs) {
    const blob = reference.deref();
    if (blob !== undefined) closeBlob(blob);
  }
  self.blobs.clear();
}

export function closeBlob(blob: PyBlob): void {
  if (blob.handle === 0n) return;
  sqlite('int sqlite3_blob_close(uint64_t)', blob.handle);
  blob.handle = 0n;
}

function close(self: PyConnection): void {
  checkThread(self);
  if (!self.initialized) throw programmingError('Base Connection.__init__ not called.');
  const { db } = self;
  if (db === 0n) return;
  closeBlobs(self);
  try {
    if (self.autocommit === 0 && isInTransaction(self)) execute(self, 'ROLLBACK');
  } finally {
    self.db = 0n;
    self.cache.clear();
    closeDatabase(db, self.statements);
    forget(current.thread.interp, self);
    for (const number of [self.authorizer, self.progress, self.trace]) unregister(number);
  }
}

// ── Methods ──────────────────────────────────────────────────────────────────────────────────────────────────────────

const names = {
  cursor: attrName('cursor'),
  execute: attrName('execute'),
  executemany: attrName('executemany'),
  executescript: attrName('executescript'),
  iterdump: attrName('_iterdump'),
};

function cursor(self: PyConnection, factory: PyObject | undefined): PyObject {
  checkUsable(self);
  const made = call1(factory ?? PyCursor.type, self);
  if (!(made instanceof PyCursor)) throw typeError(`factory must return a cursor, not ${typeName(made)}`);
  if (self.row_factory !== None) made.row_factory = self.row_factory;
  return made;
}

/** Makes a cursor and calls its method. */
function onCursor(self: PyConnection, name: (typeof names)['execute'], ...args: PyObject[]): PyObject {
  const made = callMethod(self, names.cursor);
  callMethod(made, name, ...args);
  return made;
}

function checkCallable(value: PyObject): void {
  if (value !== None && typeOf(value).tp_call === undefined) throw typeError('parameter must be callable');
}

const MOST_ARGUMENTS = 1000;

function checkCount(self: PyConnection, what: string, count: number): void {
  const most = Math.min(MOST_ARGUMENTS, sqlite('int sqlite3_limit(uint64_t, int, int)', self.db, 6, -1));
  if (count < -1 || count > most) {
    throw programmingError(`'${what}' must be between -1 and ${most}, not ${count}`);
  }
}

/** Puts a callable in the place of another that SQLite knows. */
function replaceHook(
  self: PyConnection,
  field: 'authorizer' | 'progress' | 'trace',
  callable: PyObject,
  set: (number: number) => void,
): void {
  checkUsable(self);
  const before = self[field];
  const number = callable === None ? 0 : register(callable);
  set(number);
  self[field] = number;
  unregister(before);
}

function backup(
  self: PyConnection,
  target: PyObject,
  pages: number,
  progress: PyObject,
  name: Str,
  sleep: number,
): void {
  if (!(target instanceof PyConnection)) {
    throw typeError(`backup() argument 'target' must be sqlite3.Connection, not ${typeName(target)}`);
  }
  checkUsable(self);
  checkConnection(target);
  if (target === self) throw valueError('target cannot be the same connection instance');
  if (progress !== None && typeOf(progress).tp_call === undefined) {
    throw typeError('progress argument must be a callable');
  }
  const handle = sqliteWide(
    'uint64_t sqlite3_backup_init(uint64_t, void *, uint64_t, void *)',
    ...[target.db, cText('main'), self.db, cText(name)],
  );
  if (handle === 0 || handle === 0n) throw databaseError(target.db);
  const finish = () => sqlite('int sqlite3_backup_finish(uint64_t)', handle);
  let code: number;
  do {
    code = sqlite('int sqlite3_backup_step(uint64_t, int)', handle, pages === 0 ? -1 : pages);
    if (progress !== None) {
      const remaining = sqlite('int sqlite3_backup_remaining(uint64_t)', handle);
      const total = sqlite('int sqlite3_backup_pagecount(uint64_t)', handle);
      try {
        call(progress, [code, remaining, total]);
      } catch (thrown) {
        finish();
        throw thrown;
      }
    }
    if (code === SQLITE_BUSY || code === SQLITE_LOCKED) {
      sqlite('int sqlite3_sleep(int)', Math.trunc(sleep * 1000));
    }
  } while (code === SQLITE_OK || code === SQLITE_BUSY || code === SQLITE_LOCKED);
  if (finish() !== SQLITE_OK) throw databaseError(target.db);
}

function blobOpen(
  self: PyConnection,
  table: Str,
  column: Str,
  row: PyObject,
  readonly: boolean,
  name: Str,
): PyObject {
  checkUsable(self);
  const handle = new Pointer();
  const code = sqlite(
    'int sqlite3_blob_open(uint64_t, void *, void *, void *, int64_t, int, void *)',
    ...[
      self.db,
      cText(name),
      cText(table),
      cText(column),
      row as number | bigint,
      readonly ? 0 : 1,
      handle.octets,
    ],
  );
  checkResult(self.db, code);
  const blob = new PyBlob(self, handle.value, sqlite('int sqlite3_blob_bytes(uint64_t)', handle.value));
  self.blobs.add(new WeakRef(blob));
  return blob;
}

function serialize(self: PyConnection, name: Str): PyObject {
  checkUsable(self);
  const NOCOPY = 1;
  const size = new Pointer();
  const ask = (flags: number) =>
    sqliteWide(
      'uint64_t sqlite3_serialize(uint64_t, void *, void *, unsigned int)',
      ...[self.db, cText(name), size.octets, flags],
    );
  // What is in memory need not be copied twice.
  let address = ask(NOCOPY);
  const isCopy = address === 0 || address === 0n;
  if (isCopy) address = ask(0);
  if (address === 0 || address === 0n) throw operationalError(`unable to serialize '${String(name)}'`);
  const octets = library().bytesAt(address, Number(size.value));
  if (isCopy) sqliteWide('void sqlite3_free(uint64_t)', address);
  return new PyBytes(octets);
}

function deserialize(self: PyConnection, data: Uint8Array, name: Str): void {
  const FREE_ON_CLOSE_AND_RESIZABLE = 3;
  checkUsable(self);
  // Old versions of the library do not look whether somebody reads.
  if (isInTransaction(self) || [...self.statements].some((statement) => statement.isBusy)) {
    throw errorOfCode(SQLITE_BUSY, 'database is locked');
  }
  const address = sqliteWide('uint64_t sqlite3_malloc64(uint64_t)', data.length);
  if (data.length > 0) library().memory(address, data.length).set(data);
  const code = sqlite(
    'int sqlite3_deserialize(uint64_t, void *, uint64_t, int64_t, int64_t, unsigned int)',
    ...[self.db, cText(name), address, data.length, data.length, FREE_ON_CLOSE_AND_RESIZABLE],
  );
  checkResult(self.db, code);
}

function limit(self: PyConnection, category: number, value: number): number {
  checkUsable(self);
  const before = sqlite('int sqlite3_limit(uint64_t, int, int)', self.db, category, value);
  if (before < 0) throw programmingError("'category' is out of bounds");
  return before;
}

/** Switches something on or off, −1 leaves it; returns what it is now. */
function configure(self: PyConnection, op: number, value: number): boolean {
  checkUsable(self);
  if (!Object.values(CONFIGURATION).includes(op)) throw valueError(`unknown config 'op': ${op}`);
  const now = new Pointer();
  const code = sqlite('int sqlite3_db_config(uint64_t, int, int, void *)', self.db, op, value, now.octets);
  checkResult(self.db, code);
  return now.int !== 0;
}

function exit(self: PyConnection, type: PyObject): boolean {
  if (self.autocommit === 1) return false;
  if (type !== None) {
    endTransaction(self, 'ROLLBACK');
    return false;
  }
  try {
    endTransaction(self, 'COMMIT');
  } catch (thrown) {
    // Unlocks the database; if that fails as well, that is what is raised.
    try {
      endTransaction(self, 'ROLLBACK');
    } catch (later) {
      if (later instanceof PyBaseException && thrown instanceof PyBaseException) later.context = thrown;
      throw later;
    }
    throw thrown;
  }
  return false;
}

function loadExtension(self: PyConnection, name: Str, entry: Str | undefined): void {
  audit('sqlite3.load_extension', self, name);
  checkUsable(self);
  const message = new Pointer();
  const code = sqlite(
    'int sqlite3_load_extension(uint64_t, void *, void *, void *)',
    ...[self.db, cText(name), entry === undefined ? null : cText(entry), message.octets],
  );
  if (code === SQLITE_OK) return;
  const text = textAt(message.value);
  if (text === undefined) throw databaseError(self.db);
  sqliteWide('void sqlite3_free(uint64_t)', message.value);
  throw operationalError(text);
}

/** A method some of whose parameters will be positional only, and which warns when they come by keyword. */
function keywordMethod(
  name: string,
  shown: string,
  doc: string,
  plural: string,
  parameters: readonly string[],
  definition: { call(self: never, args: readonly PyObject[], kwnames?: KwNames): PyObject },
): Entry {
  return rawMethod(name, shown, doc, (self, args, kwnames) => {
    if (kwnames?.some((keyword) => parameters.includes(String(keyword))) === true) {
      const quoted = parameters.map((parameter) => `'${parameter}'`);
      const list =
        quoted.length === 1 ? quoted[0]! : `${quoted.slice(0, -1).join(', ')} and ${quoted.at(-1)}`;
      warnDeprecated(
        `Passing keyword argument${plural} ${list} to _sqlite3.Connection.${name}() is deprecated. Parameter${plural} ${list} will become positional-only in Python 3.15.`,
      );
    }
    return definition.call(self as never, args, kwnames);
  });
}

const method = methodsOf<PyConnection>();

const createFunctionDef = builtinDef<
  PyConnection,
  'create_function($self, /, name: str, narg: int, func: object, *, deterministic: bool = False) -> None'
>(
  'create_function($self, /, name: str, narg: int, func: object, *, deterministic: bool = False) -> None',
  '',
  (self, name, count, func, deterministic) => {
    checkUsable(self);
    checkCount(self, 'narg', count);
    const flags = SQLITE_UTF8 | (deterministic ? SQLITE_DETERMINISTIC : 0);
    const octets = cText(name);
    if (insist(self, () => createFunction(self.db, octets, count, flags, func)) !== SQLITE_OK) {
      throw operationalError('Error creating function');
    }
  },
);

const createAggregateDef = builtinDef<
  PyConnection,
  'create_aggregate($self, /, name: str, n_arg: int, aggregate_class: object) -> None'
>(
  'create_aggregate($self, /, name: str, n_arg: int, aggregate_class: object) -> None',
  '',
  (self, name, count, aggregate) => {
    checkUsable(self);
    checkCount(self, 'n_arg', count);
    const octets = cText(name);
    if (insist(self, () => createAggregate(self.db, octets, count, SQLITE_UTF8, aggregate)) !== SQLITE_OK) {
      throw operationalError('Error creating aggregate');
    }
  },
);

const setAuthorizerDef = builtinDef<
  PyConnection,
  'set_authorizer($self, /, authorizer_callback: object) -> None'
>('set_authorizer($self, /, authorizer_callback: object) -> None', '', (self, callable) => {
  replaceHook(self, 'authorizer', callable, (number) => {
    if (setAuthorizer(self.db, number) !== SQLITE_OK) {
      throw operationalError('Error setting authorizer callback');
    }
  });
});

const setProgressDef = builtinDef<
  PyConnection,
  'set_progress_handler($self, /, progress_handler: object, n: int) -> None'
>('set_progress_handler($self, /, progress_handler: object, n: int) -> None', '', (self, callable, steps) => {
  replaceHook(self, 'progress', callable, (number) => setProgressHandler(self.db, steps, number));
});

const setTraceDef = builtinDef<PyConnection, 'set_trace_callback($self, /, trace_callback: object) -> None'>(
  'set_trace_callback($self, /, trace_callback: object) -> None',
  '',
  (self, callable) => replaceHook(self, 'trace', callable, (number) => setTrace(self.db, number)),
);

function factoryAttribute(name: 'row_factory' | 'text_factory'): Entry {
  return getset<PyConnection>(
    name,
    undefined,
    (self) => self[name],
    (self, value) => {
      if (value === undefined) throw attributeError(`cannot delete ${name} attribute`, self, name);
      self[name] = value;
    },
  );
}

export const connectionType = defineType({
  type: PyConnection.type,
  doc: 'A connection to an SQLite database.',
  slots: {
    tp_new: (type) => new type.ctor(),
    tp_init: (self, args, kwnames) => {
      warnOfPositional('_sqlite3.Connection', args, kwnames);
      initialize.call(self, args, kwnames);
    },
    tp_call: (self, args, kwnames) => {
      const connection = self as PyConnection;
      checkUsable(connection);
      if (kwnames !== undefined && kwnames.length > 0) {
        throw typeError('_sqlite3.Connection() takes no keyword arguments');
      }
      if (args.length !== 1) throw typeError(`function takes exactly 1 argument (${args.length} given)`);
      const sql = strValue(args[0]!);
      if (sql === undefined) throw typeError(`argument 1 must be str, not ${typeName(args[0]!)}`);
      return prepare(connection, sql);
    },
  },
  entries: [
    method('cursor($self, /, factory: object = <null>)', 'Return a new cursor.', cursor),
    method('close($self, /) -> None', 'Close the connection; what is pending is rolled back.', close),
    method('commit($self, /) -> None', 'Commit the transaction, if there is one.', (self) =>
      endTransaction(self, 'COMMIT'),
    ),
    method('rollback($self, /) -> None', 'Roll the transaction back, if there is one.', (self) =>
      endTransaction(self, 'ROLLBACK'),
    ),
    method(
      'execute($self, sql: str, parameters: object = <null>, /)',
      'Execute a statement on a new cursor.',
      (self, sql, parameters) =>
        parameters === undefined
          ? onCursor(self, names.execute, sql)
          : onCursor(self, names.execute, sql, parameters),
      '($self, sql, parameters=(), /)',
    ),
    method(
      'executemany($self, sql: str, parameters: object, /)',
      'Execute a statement on a new cursor once for each set of parameters.',
      (self, sql, parameters) => onCursor(self, names.executemany, sql, parameters),
    ),
    method(
      'executescript($self, sql_script: object, /)',
      'Execute several statements on a new cursor.',
      (self, script) => onCursor(self, names.executescript, script),
    ),
    keywordMethod(
      'create_function',
      '($self, /, name, narg, func, *, deterministic=False)',
      'Create a function that SQL can call.',
      's',
      ['name', 'narg', 'func'],
      createFunctionDef,
    ),
    keywordMethod(
      'create_aggregate',
      '($self, /, name, n_arg, aggregate_class)',
      'Create an aggregate function from a class with step() and finalize().',
      's',
      ['name', 'n_arg', 'aggregate_class'],
      createAggregateDef,
    ),
    method(
      'create_window_function($self, name: str, num_params: int, aggregate_class: object, /) -> None',
      'Create an aggregate function for windows, from a class with step(), finalize(), value() and inverse(); None removes it.',
      (self, name, count, aggregate) => {
        checkUsable(self);
        checkCount(self, 'num_params', count);
        const octets = cText(name);
        const create = () => createWindowFunction(self.db, octets, count, SQLITE_UTF8, aggregate);
        checkResult(self.db, insist(self, create));
      },
    ),
    method(
      'create_collation($self, name: str, callback: object, /) -> None',
      'Create a collation from a function that compares two texts; None removes it.',
      (self, name, callback) => {
        checkUsable(self);
        checkCallable(callback);
        const octets = cText(name);
        checkResult(
          self.db,
          insist(self, () => createCollation(self.db, octets, SQLITE_UTF8, callback)),
        );
      },
    ),
    keywordMethod(
      'set_authorizer',
      '($self, /, authorizer_callback)',
      'Set what is asked whether a statement may do something.',
      '',
      ['authorizer_callback'],
      setAuthorizerDef,
    ),
    keywordMethod(
      'set_progress_handler',
      '($self, /, progress_handler, n)',
      'Set what is called every n instructions of the database: a true result ends the statement.',
      '',
      ['progress_handler'],
      setProgressDef,
    ),
    keywordMethod(
      'set_trace_callback',
      '($self, /, trace_callback)',
      'Set what is called with each statement.',
      '',
      ['trace_callback'],
      setTraceDef,
    ),
    method('interrupt($self, /) -> None', 'End what the database is doing.', (self) => {
      checkConnection(self);
      sqliteWide('void sqlite3_interrupt(uint64_t)', self.db);
    }),
    method(
      'iterdump($self, /, *, filter: object = None)',
      'Return an iterator over the statements that make the database again.',
      (self, filter) => {
        checkConnection(self);
        return call(getAttr(importedModule('sqlite3.dump'), names.iterdump), [self, filter], ['filter']);
      },
    ),
    method(
      "backup($self, /, target: object, *, pages: int = -1, progress: object = None, name: str = 'main', sleep: double = 0.25) -> None",
      'Copy the database to another connection, some pages at a time.',
      backup,
      "($self, /, target, *, pages=-1, progress=None, name='main',\n       sleep=0.25)",
    ),
    method(
      "blobopen($self, table: str, column: str, rowid: long, /, *, readonly: bool = False, name: str = 'main')",
      'Open a blob of a row.',
      blobOpen,
    ),
    method(
      "serialize($self, /, *, name: str = 'main')",
      'Return the database as bytes: what its file holds, or would hold.',
      serialize,
    ),
    method(
      "deserialize($self, data: bytes_like_or_str, /, *, name: str = 'main') -> None",
      'Load a database that serialize() gave, in the place of this one.',
      deserialize,
    ),
    method('setlimit($self, category: int, limit: int, /)', 'Set a limit and return what it was.', limit),
    method('getlimit($self, category: int, /)', 'Return a limit.', (self, category) =>
      limit(self, category, -1),
    ),
    method(
      'setconfig($self, op: int, enable: bool = True, /) -> None',
      'Switch something on or off.',
      (self, op, enable) => {
        if (configure(self, op, enable ? 1 : 0) !== enable) {
          throw operationalError('Unable to set config');
        }
      },
    ),
    method('getconfig($self, op: int, /)', 'Tell whether something is switched on.', (self, op) =>
      configure(self, op, -1),
    ),
    method(
      'enable_load_extension($self, enable: bool, /) -> None',
      'Allow extensions to be loaded, or not.',
      (self, enable) => {
        audit('sqlite3.enable_load_extension', self, enable);
        checkUsable(self);
        const code = sqlite('int sqlite3_enable_load_extension(uint64_t, int)', self.db, enable ? 1 : 0);
        if (code !== SQLITE_OK) throw operationalError('Error enabling load extension');
      },
    ),
    method(
      'load_extension($self, name: str, /, *, entrypoint: object = None) -> None',
      'Load an extension of SQLite.',
      (self, name, entry) => loadExtension(self, name, entry === None ? undefined : strValue(entry)),
    ),
    method('__enter__($self, /)', 'Return the connection.', (self) => {
      checkConnection(self);
      return self;
    }),
    method(
      '__exit__($self, type: object, value: object, traceback: object, /)',
      'Commit the transaction, or roll it back after an exception.',
      exit,
    ),
    getset<PyConnection>(
      'isolation_level',
      undefined,
      (self) => {
        checkConnection(self);
        return self.isolationLevel ?? None;
      },
      setIsolationLevel,
    ),
    getset<PyConnection>(
      'autocommit',
      undefined,
      (self) => {
        checkUsable(self);
        return self.autocommit === LEGACY ? LEGACY : self.autocommit === 1;
      },
      setAutocommit,
    ),
    getset<PyConnection>('in_transaction', undefined, (self) => {
      checkConnection(self);
      return isInTransaction(self);
    }),
    getset<PyConnection>('total_changes', undefined, (self) => {
      checkConnection(self);
      return sqlite('int sqlite3_total_changes(uint64_t)', self.db);
    }),
    getset<PyConnection>('__text_signature__', undefined, () => '(sql, /)'),
    factoryAttribute('row_factory'),
    factoryAttribute('text_factory'),
    ...[...EXCEPTION_TYPES].map(([name, type]) => classAttribute(name, type)),
  ],
});
