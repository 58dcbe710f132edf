/**
 * What SQLite calls: functions, aggregates, collations, hooks. C code gets one function of each kind, made when it is first
 * needed, and a number by which the Python callable is found. What a callable raises must not pass through C: it is turned into
 * an error of SQLite's, or kept until the statement has ended. CPython: Modules/_sqlite/connection.c.
 */
import { type AttrName, attrName } from '../../objects/attribute-name.ts';
import { exceptionTypes, PyBaseException } from '../../objects/exception.ts';
import type { PyObject, PyType } from '../../objects/object.ts';
import { None } from '../../objects/singletons.ts';
import { getAttr } from '../../runtime/attributes.ts';
import { call } from '../../runtime/call.ts';
import { intValue, isTrue } from '../../runtime/convert.ts';
import { newException } from '../../runtime/errors.ts';
import { isInstanceOf } from '../../runtime/type-of.ts';
import { reportUnraisable } from '../../runtime/unraisable.ts';
import { DataErrorType, library, sqlite, sqliteWide, terminated, textAt, utf8Text } from './sqlite.ts';
import { Argument, give, resultTaker, take } from './values.ts';

type Address = number | bigint;
type CCallback = (...args: (number | bigint)[]) => number | void;

const SQLITE_DENY = 1;
export const SQLITE_TRACE_STMT = 1;

/** The callables that SQLite knows, by number. */
const callables = new Map<number, PyObject>();
/** The instances of aggregates under way, by number. */
const instances = new Map<number, PyObject>();
let lastNumber = 0;

/** Set by `enable_callback_tracebacks`. */
export const tracebacks = { areEnabled: false };
/** What a collation raised, until the statement has ended. */
const kept: { exception: unknown } = { exception: undefined };

/** Notes a callable; its number goes to C code in the place of a pointer. */
export function register(callable: PyObject): number {
  callables.set(++lastNumber, callable);
  return lastNumber;
}

export function unregister(number: number): void {
  callables.delete(number);
}

/** Raises what a callback raised that could not say so to SQLite. */
export function raiseKept(): void {
  const { exception } = kept;
  kept.exception = undefined;
  if (exception !== undefined) throw exception;
}

/** Shows what a callable raised, or forgets it. */
function report(thrown: unknown, callable: PyObject): void {
  if (!(thrown instanceof PyBaseException)) kept.exception ??= thrown;
  else if (tracebacks.areEnabled) reportUnraisable(thrown, 'Exception ignored in:', callable);
}

/** A C function, made when it is first asked for. */
function lazyCallback(prototype: string, run: CCallback): () => bigint {
  let address: bigint | undefined;
  return () => {
    address ??= library().callback(prototype, (...args) => {
      try {
        return run(...args);
      } catch (thrown) {
        kept.exception ??= thrown;
        return 0;
      }
    });
    return address;
  };
}

// ── Functions and aggregates ─────────────────────────────────────────────────────────────────────────────────────────

const callableOf = (context: Address): PyObject =>
  callables.get(sqlite('int64_t sqlite3_user_data(uint64_t)', context)) ?? None;

function argumentsAt(count: number, address: Address): PyObject[] {
  if (count === 0) return [];
  const pointers = new BigUint64Array(library().bytesAt(address, count * 8).buffer);
  return Array.from(pointers, (value) => take(new Argument(value)));
}

const isA = (thrown: unknown, name: string): boolean =>
  thrown instanceof PyBaseException && isInstanceOf(thrown, exceptionTypes.get(name) as PyType);

/** Tells SQLite that a callable raised. */
function fail(context: Address, thrown: unknown, message: string): void {
  if (isA(thrown, 'MemoryError')) sqliteWide('void sqlite3_result_error_nomem(uint64_t)', context);
  else if (isA(thrown, 'OverflowError')) sqliteWide('void sqlite3_result_error_toobig(uint64_t)', context);
  else {
    const text = terminated(new TextEncoder().encode(message));
    sqliteWide('void sqlite3_result_error(uint64_t, void *, int)', context, text, -1);
  }
  report(thrown, callableOf(context));
}

const unsupported = () => newException(exceptionTypes.get('TypeError')!, 'unsupported type');

function giveResult(context: Address, value: PyObject): void {
  if (give(resultTaker(context), value) === undefined) throw unsupported();
}

const functionCallback = lazyCallback(
  'void sqlite_function(uint64_t, int, uint64_t)',
  (context, count, values) => {
    try {
      const args = argumentsAt(Number(count), values!);
      giveResult(context!, call(callableOf(context!), args));
    } catch (thrown) {
      fail(context!, thrown, 'user-defined function raised exception');
    }
  },
);

/** Where SQLite keeps the number of an aggregate's instance; absent where it has none. */
function instancePlace(context: Address, size: number): DataView | undefined {
  const address = sqliteWide('uint64_t sqlite3_aggregate_context(uint64_t, int)', context, size);
  if (address === 0 || address === 0n) return undefined;
  const memory = library().memory(address, 8);
  return new DataView(memory.buffer, memory.byteOffset, 8);
}

/** Calls a method of an aggregate; an error names it. */
function callStep(
  context: Address,
  instance: PyObject,
  name: AttrName,
  args: PyObject[],
  label: string,
): PyObject | undefined {
  const what = `user-defined aggregate's '${label}' method`;
  let method: PyObject;
  try {
    method = getAttr(instance, name);
  } catch (thrown) {
    fail(context, thrown, isA(thrown, 'AttributeError') ? `${what} not defined` : `${what} raised error`);
    return undefined;
  }
  try {
    return call(method, args);
  } catch (thrown) {
    fail(context, thrown, `${what} raised error`);
    return undefined;
  }
}

const stepName = attrName('step');
const finalizeName = attrName('finalize');
const valueName = attrName('value');
const inverseName = attrName('inverse');

const stepCallback = lazyCallback('void sqlite_step(uint64_t, int, uint64_t)', (context, count, values) => {
  const place = instancePlace(context!, 8);
  if (place === undefined) return;
  let number = place.getUint32(0, true);
  if (number === 0) {
    try {
      const instance = call(callableOf(context!), []);
      number = ++lastNumber;
      instances.set(number, instance);
      place.setUint32(0, number, true);
    } catch (thrown) {
      fail(context!, thrown, "user-defined aggregate's '__init__' method raised error");
      return;
    }
  }
  callStep(context!, instances.get(number)!, stepName, argumentsAt(Number(count), values!), 'step');
});

/** The instance of the aggregate, if there is one. */
function instanceOf(context: Address): PyObject | undefined {
  const place = instancePlace(context, 0);
  return place === undefined ? undefined : instances.get(place.getUint32(0, true));
}

function giveMethodResult(context: Address, instance: PyObject, name: AttrName, label: string): void {
  const result = callStep(context, instance, name, [], label);
  if (result === undefined) return;
  try {
    giveResult(context, result);
  } catch (thrown) {
    fail(context, thrown, `user-defined aggregate's '${label}' method raised error`);
  }
}

const finalCallback = lazyCallback('void sqlite_final(uint64_t)', (context) => {
  const place = instancePlace(context!, 0);
  const number = place?.getUint32(0, true) ?? 0;
  const instance = instances.get(number);
  if (instance === undefined) return;
  instances.delete(number);
  giveMethodResult(context!, instance, finalizeName, 'finalize');
});

const valueCallback = lazyCallback('void sqlite_value(uint64_t)', (context) => {
  const instance = instanceOf(context!);
  if (instance !== undefined) giveMethodResult(context!, instance, valueName, 'value');
});

const inverseCallback = lazyCallback(
  'void sqlite_inverse(uint64_t, int, uint64_t)',
  (context, count, values) => {
    const instance = instanceOf(context!);
    if (instance === undefined) return;
    callStep(context!, instance, inverseName, argumentsAt(Number(count), values!), 'inverse');
  },
);

const destroyCallback = lazyCallback('void sqlite_destroy(uint64_t)', (number) => unregister(Number(number)));

type Doors = () => readonly (bigint | number)[];

/** What defines functions whose callable is called back through these, by a C function of SQLite, or removes them. */
function definer(c: string, doors: Doors, withoutDoors: readonly number[]) {
  return (db: bigint, name: Uint8Array, count: number, flags: number, callable: PyObject): number =>
    sqlite(
      c,
      ...[db, name, count, flags],
      ...(callable === None ? [0, ...withoutDoors, 0] : [register(callable), ...doors(), destroyCallback()]),
    );
}

const FUNCTION =
  'int sqlite3_create_function_v2(uint64_t, void *, int, int, uint64_t, uint64_t, uint64_t, uint64_t, uint64_t)';
const WINDOW_FUNCTION =
  'int sqlite3_create_window_function(uint64_t, void *, int, int, uint64_t, uint64_t, uint64_t, uint64_t, uint64_t, uint64_t)';

export const createFunction = definer(FUNCTION, () => [functionCallback(), 0, 0], [0, 0, 0]);

export const createAggregate = definer(FUNCTION, () => [0, stepCallback(), finalCallback()], [0, 0, 0]);

export const createWindowFunction = definer(
  WINDOW_FUNCTION,
  () => [stepCallback(), finalCallback(), valueCallback(), inverseCallback()],
  [0, 0, 0, 0],
);

// ── Collations and hooks ─────────────────────────────────────────────────────────────────────────────────────────────

const collationCallback = lazyCallback(
  'int sqlite_collation(uint64_t, int, uint64_t, int, uint64_t)',
  (number, leftLength, left, rightLength, right) => {
    // One that raised is not called again for the same statement.
    if (kept.exception !== undefined) return 0;
    const text = (address: Address, length: Address) => utf8Text(library().bytesAt(address, Number(length)));
    const result = call(callables.get(Number(number))!, [
      text(left!, leftLength!),
      text(right!, rightLength!),
    ]);
    const order = intValue(result);
    return order === undefined ? 0 : order > 0 ? 1 : order < 0 ? -1 : 0;
  },
);

export function createCollation(db: bigint, name: Uint8Array, flags: number, callable: PyObject): number {
  return sqlite(
    'int sqlite3_create_collation_v2(uint64_t, void *, int, uint64_t, uint64_t, uint64_t)',
    ...[db, name, flags],
    ...(callable === None ? [0, 0, 0] : [register(callable), collationCallback(), destroyCallback()]),
  );
}

const authorizerCallback = lazyCallback(
  'int sqlite_authorizer(uint64_t, int, uint64_t, uint64_t, uint64_t, uint64_t)',
  (number, action, ...texts) => {
    const callable = callables.get(Number(number))!;
    try {
      const answer = intValue(call(callable, [Number(action), ...texts.map((text) => textAt(text) ?? None)]));
      if (answer === undefined) return SQLITE_DENY;
      if (typeof answer === 'bigint' || Math.abs(answer) > 0x7fffffff) {
        throw newException(exceptionTypes.get('OverflowError')!, 'Python int too large to convert to C int');
      }
      return answer;
    } catch (thrown) {
      report(thrown, callable);
      return SQLITE_DENY;
    }
  },
);

const progressCallback = lazyCallback('int sqlite_progress(uint64_t)', (number) => {
  const callable = callables.get(Number(number))!;
  try {
    return isTrue(call(callable, [])) ? 1 : 0;
  } catch (thrown) {
    report(thrown, callable);
    // The query is aborted.
    return -1;
  }
});

const traceCallback = lazyCallback(
  'int sqlite_trace(unsigned int, uint64_t, uint64_t, uint64_t)',
  (_event, number, statement, sql) => {
    const callable = callables.get(Number(number))!;
    try {
      const expanded = sqliteWide('uint64_t sqlite3_expanded_sql(uint64_t)', statement!);
      const text = textAt(expanded);
      if (text === undefined) {
        report(
          newException(DataErrorType, 'Expanded SQL string exceeds the maximum string length'),
          callable,
        );
      } else {
        sqliteWide('void sqlite3_free(uint64_t)', expanded);
      }
      call(callable, [text ?? textAt(sql!) ?? '']);
    } catch (thrown) {
      report(thrown, callable);
    }
    return 0;
  },
);

export function setAuthorizer(db: bigint, number: number): number {
  const callback = number === 0 ? 0 : authorizerCallback();
  return sqlite('int sqlite3_set_authorizer(uint64_t, uint64_t, uint64_t)', db, callback, number);
}

export function setProgressHandler(db: bigint, steps: number, number: number): void {
  const callback = number === 0 ? 0 : progressCallback();
  sqliteWide('void sqlite3_progress_handler(uint64_t, int, uint64_t, uint64_t)', db, steps, callback, number);
}

export function setTrace(db: bigint, number: number): void {
  const callback = number === 0 ? 0 : traceCallback();
  sqlite(
    'int sqlite3_trace_v2(uint64_t, unsigned int, uint64_t, uint64_t)',
    db,
    SQLITE_TRACE_STMT,
    callback,
    number,
  );
}
