/** What connections, cursors, statements, rows and blobs hold. They refer to each other, so they stand together. */

import { exceptionTypes } from '../../objects/exception.ts';
import type { Waiting, Watched, YOUNG } from '../../objects/handle.ts';
import { objectType, PyBaseObject, type PyObject, PyType, TPFLAGS_BASETYPE } from '../../objects/object.ts';
import { None } from '../../objects/singletons.ts';
import type { Str } from '../../objects/str.ts';
import { PyTuple } from '../../objects/tuple.ts';
import { idOf } from '../../runtime/identity.ts';
import { fullTypeName, typeOf } from '../../runtime/type-of.ts';
import { warn } from '../../runtime/warn.ts';
import { sqlite } from './sqlite.ts';

/** `autocommit`: transactions begin by themselves before statements that change data. */
export const LEGACY = -1;

/** A prepared statement. The cache of its connection and each cursor that executes it use it; the last one ends it. */
export class PyStatement extends PyBaseObject {
  static readonly type = new PyType('sqlite3.Statement', PyStatement, objectType, 0);

  handle: bigint;
  /** Does it change data? */
  readonly isDml: boolean;
  users = 0;
  /** The names of its parameters, once they have been asked for. */
  parameters: readonly (string | undefined)[] | undefined = undefined;
  readonly connection: PyConnection;
  /** The statements of its database. */
  readonly owner: Set<PyStatement>;

  constructor(connection: PyConnection, handle: bigint, isDml: boolean) {
    super();
    this.connection = connection;
    this.owner = connection.statements;
    this.handle = handle;
    this.isDml = isDml;
  }

  /** Has it been started, and not ended or been reset? */
  get isBusy(): boolean {
    return this.handle !== 0n && sqlite('int sqlite3_stmt_busy(uint64_t)', this.handle) !== 0;
  }

  reset(): void {
    if (this.handle !== 0n) sqlite('int sqlite3_reset(uint64_t)', this.handle);
  }

  release(): void {
    if (--this.users <= 0) this.finalize();
  }

  finalize(): void {
    if (this.handle === 0n) return;
    sqlite('int sqlite3_finalize(uint64_t)', this.handle);
    this.handle = 0n;
    this.owner.delete(this);
  }
}

export class PyConnection extends PyBaseObject implements Watched {
  static readonly type = new PyType('sqlite3.Connection', PyConnection, objectType, TPFLAGS_BASETYPE);

  waiting: Waiting | typeof YOUNG | undefined = undefined;
  /** The `sqlite3 *`; 0 when it is closed. */
  db = 0n;
  initialized = false;
  detectTypes = 0;
  /** What follows BEGIN; absent where transactions do not begin by themselves. */
  isolationLevel: string | undefined = '';
  /** 1, 0 or {@link LEGACY}. */
  autocommit = LEGACY;
  /** The thread that it belongs to; absent where any may use it. */
  thread: number | undefined = undefined;
  row_factory: PyObject = None;
  text_factory: PyObject = typeOf('');
  /** Statements by their SQL, the one used longest ago first. */
  readonly cache = new Map<Str, PyStatement>();
  cacheSize = 128;
  /** All that are not finalized. */
  statements = new Set<PyStatement>();
  readonly blobs = new Set<WeakRef<PyBlob>>();
  /** Callbacks that SQLite knows by these numbers. */
  authorizer = 0;
  progress = 0;
  trace = 0;

  atEnd(): () => void {
    const { db, statements } = this;
    const shown = `<${fullTypeName(this)} object at 0x${idOf(this).toString(16).padStart(12, '0')}>`;
    return () => {
      closeDatabase(db, statements);
      warn(exceptionTypes.get('ResourceWarning')!, `unclosed database in ${shown}`);
    };
  }
}

/** Closes a database with its statements. */
export function closeDatabase(db: bigint, statements: Iterable<PyStatement>): void {
  for (const statement of [...statements]) statement.finalize();
  sqlite('int sqlite3_close_v2(uint64_t)', db);
}

export class PyCursor extends PyBaseObject implements Watched {
  static readonly type = new PyType('sqlite3.Cursor', PyCursor, objectType, TPFLAGS_BASETYPE);

  waiting: Waiting | typeof YOUNG | undefined = undefined;
  connection: PyConnection | undefined = undefined;
  description: PyObject = None;
  lastrowid: PyObject = None;
  rowcount = -1;
  arraysize = 1;
  row_factory: PyObject = None;
  statement: PyStatement | undefined = undefined;
  /** A converter for each column, or undefined. */
  converters: readonly (PyObject | undefined)[] = [];
  initialized = false;
  closed = false;
  locked = false;

  /** A statement that nobody goes on with must not keep tables locked. */
  atEnd(): () => void {
    const { statement } = this;
    return () => {
      statement?.reset();
      statement?.release();
    };
  }
}

export class PyRow extends PyBaseObject {
  static readonly type = new PyType('sqlite3.Row', PyRow, objectType, TPFLAGS_BASETYPE);

  data = new PyTuple([]);
  description: PyObject = None;
}

export class PyBlob extends PyBaseObject {
  static readonly type = new PyType('sqlite3.Blob', PyBlob, objectType, 0);

  readonly connection: PyConnection;
  handle: bigint;
  readonly length: number;
  offset = 0;

  constructor(connection: PyConnection, handle: bigint, length: number) {
    super();
    this.connection = connection;
    this.handle = handle;
    this.length = length;
  }
}

PyCursor.type.hasWeakref = true;
PyConnection.type.hasWeakref = true;
PyBlob.type.hasWeakref = true;
