/** _sqlite3: databases of SQLite, by the system's library; the module sqlite3 wraps it. CPython: Modules/_sqlite/module.c. */
import { attrName } from '../../objects/attribute-name.ts';
import type { PyObject } from '../../objects/object.ts';
import { setAttr } from '../../runtime/attributes.ts';
import { call } from '../../runtime/call.ts';
import { constant, defineModule, fn, rawFn, type TypeDefinition } from '../../runtime/define.ts';
import {
  adapt,
  adapters,
  converters,
  PyPrepareProtocol,
  registerAdapter,
  registerConverter,
} from './adapters.ts';
import { blobType } from './blob.ts';
import { tracebacks } from './callbacks.ts';
import { connectionType, warnOfPositional } from './connection.ts';
import { ACTIONS, CONFIGURATION, LIMITS, RESULT_CODES } from './constants.ts';
import { cursorType, PARSE_COLNAMES, PARSE_DECLTYPES } from './cursor.ts';
import { LEGACY, PyBlob, PyConnection, PyCursor, PyRow, PyStatement } from './layouts.ts';
import { rowType } from './row.ts';
import { cText, EXCEPTION_TYPES, library, sqlite, sqliteWide, textAt } from './sqlite.ts';

const versionName = attrName('sqlite_version');

/** The class whose instance `connect` makes. */
function factoryOf(args: readonly PyObject[], kwnames: readonly PyObject[] | undefined): PyObject {
  const positional = args.length - (kwnames?.length ?? 0);
  if (positional > 5) return args[5]!;
  const at = kwnames?.indexOf('factory') ?? -1;
  return at < 0 ? PyConnection.type : args[positional + at]!;
}

export const SQLITE_TYPES: readonly TypeDefinition[] = [
  ...[...EXCEPTION_TYPES.values()].map((type) => ({ type })),
  {
    type: PyPrepareProtocol.type,
    doc: 'The protocol of objects that are to become parameters.',
    slots: { tp_new: (type) => new type.ctor(), tp_init: () => undefined },
  },
  { type: PyStatement.type },
  connectionType,
  cursorType,
  rowType,
  blobType,
];

const numbers = (table: Readonly<Record<string, number>>) =>
  Object.entries(table).map(([name, value]) => constant(`SQLITE_${name}`, value));

export const _sqlite3 = defineModule(
  '_sqlite3',
  '',
  [
    constant('Connection', PyConnection.type),
    constant('Cursor', PyCursor.type),
    constant('Row', PyRow.type),
    constant('Blob', PyBlob.type),
    constant('PrepareProtocol', PyPrepareProtocol.type),
    ...[...EXCEPTION_TYPES].map(([name, type]) => constant(name, type)),
    constant('adapters', adapters),
    constant('converters', converters),
    constant('PARSE_DECLTYPES', PARSE_DECLTYPES),
    constant('PARSE_COLNAMES', PARSE_COLNAMES),
    constant('LEGACY_TRANSACTION_CONTROL', LEGACY),
    constant('threadsafety', 3),
    ...numbers(RESULT_CODES),
    ...numbers(ACTIONS),
    ...numbers(LIMITS),
    ...numbers(CONFIGURATION),
    rawFn(
      'connect',
      "($module, /, database, timeout=5.0, detect_types=0,\n        isolation_level='', check_same_thread=True,\n        factory=ConnectionType, cached_statements=128, uri=False, *,\n        autocommit=sqlite3.LEGACY_TRANSACTION_CONTROL)",
      'Open a database: a file, or ":memory:" for one that is in memory alone.',
      (_, args, kwnames) => {
        warnOfPositional('sqlite3.connect', args, kwnames);
        return call(factoryOf(args, kwnames), args, kwnames);
      },
    ),
    fn(
      'complete_statement($module, /, statement: str) -> bool',
      'Tell whether a text ends where a statement does.',
      (_, statement) => sqlite('int sqlite3_complete(void *)', cText(statement)) !== 0,
    ),
    fn(
      'register_adapter($module, type: object, adapter: object, /) -> None',
      'Have objects of a type adapted by a function when they are parameters.',
      (_, type, adapter) => registerAdapter(type, adapter),
    ),
    fn(
      'register_converter($module, typename: str, converter: object, /) -> None',
      'Have values of columns of a type converted by a function.',
      (_, name, converter) => registerConverter(name, converter),
    ),
    fn(
      'enable_callback_tracebacks($module, enable: int, /) -> None',
      'Show what callbacks raise, or do not.',
      (_, enable) => {
        tracebacks.areEnabled = enable !== 0;
      },
    ),
    fn(
      'adapt($module, obj: object, proto: object = <null>, alt: object = <null>, /)',
      'Adapt an object to a protocol.',
      (_, object, protocol, alternative) => adapt(object, protocol ?? PyPrepareProtocol.type, alternative),
      '($module, obj, proto=PrepareProtocolType, alt=<unrepresentable>, /)',
    ),
  ],
  (module) => {
    library();
    setAttr(module, versionName, textAt(sqliteWide('uint64_t sqlite3_libversion()')) ?? '');
  },
);
