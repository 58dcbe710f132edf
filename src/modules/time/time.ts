/** time: clocks and calendar time. CPython: Modules/timemodule.c. */
import { attrName } from '../../objects/attribute-name.ts';
import { PyFloat } from '../../objects/float.ts';
import type { PyModule } from '../../objects/module.ts';
import { PyNamespace } from '../../objects/namespace.ts';
import { normalizeInt, type PyBaseObject, type PyInt, type PyObject } from '../../objects/object.ts';
import { None } from '../../objects/singletons.ts';
import { type Str, strFromUtf16, utf16FromStr } from '../../objects/str.ts';
import { PyTuple } from '../../objects/tuple.ts';
import { setAttr } from '../../runtime/attributes.ts';
import { audit } from '../../runtime/audit.ts';
import { callMethod } from '../../runtime/call.ts';
import { asIndex, strValue } from '../../runtime/convert.ts';
import { constant, defineModule, fn, type ModuleEntry, rawFn } from '../../runtime/define.ts';
import { dictSetItem } from '../../runtime/dict.ts';
import { osError, overflowError, typeError, valueError } from '../../runtime/errors.ts';
import { importedModule } from '../../runtime/import-module.ts';
import { onHost } from '../../runtime/os-error.ts';
import { block, endTurn } from '../../runtime/scheduler.ts';
import { current } from '../../runtime/state.ts';
import { defineStructSequence, newStructSequence } from '../../runtime/structseq.ts';
import { typeName, typeOf } from '../../runtime/type-of.ts';
import { type CalendarTime, secondsOf, utcFields } from './calendar.ts';
import { MONTHS, strftime, WEEKDAYS } from './strftime.ts';
import { findTimeZone, type TimeZone } from './time-zone.ts';

const EOVERFLOW = 75;
const SECOND = 1000000000n;
const INT_MAX = 2147483647;

const clock = () => current.thread.interp.host.clock;

export const structTime = defineStructSequence({
  name: 'time.struct_time',
  doc: 'Calendar time as gmtime(), localtime() and strptime() return it, and asctime(),\nmktime() and strftime() take it: nine ints, and the time zone as attributes.',
  fields: [
    ['tm_year', 'year, for example, 1993'],
    ['tm_mon', 'month of year, range [1, 12]'],
    ['tm_mday', 'day of month, range [1, 31]'],
    ['tm_hour', 'hours, range [0, 23]'],
    ['tm_min', 'minutes, range [0, 59]'],
    ['tm_sec', 'seconds, range [0, 61])'],
    ['tm_wday', 'day of week, range [0, 6], Monday is 0'],
    ['tm_yday', 'day of year, range [1, 366]'],
    ['tm_isdst', '1 if summer time is in effect, 0 if not, and -1 if unknown'],
    ['tm_zone', 'abbreviation of timezone name'],
    ['tm_gmtoff', 'offset from UTC in seconds'],
  ],
  sequenceLength: 9,
});

// ── Time zones ───────────────────────────────────────────────────────────────────────────────────────────────────────

/** The zone of this interpreter, found when it is first needed and again by `tzset()`. */
export function localTimeZone(): TimeZone {
  const { interp } = current.thread;
  interp.timeZone ??= findTimeZone(interp.host, interp.host.environ.get('TZ'));
  return interp.timeZone as TimeZone;
}

/** `tzname`, `timezone`, `altzone`, `daylight`: from the zone's two halves of the year. */
function zoneConstants(): Readonly<Record<string, PyObject>> {
  const halfYear = (365 * 24 + 6) * 1800;
  const year = halfYear * 2;
  const now = Number(clock().time() / SECOND);
  const start = Math.floor(now / year) * year;
  let first = localTimeZone().at(start);
  let second = localTimeZone().at(start + halfYear);
  // In the south summer time is in January.
  if (first.offset > second.offset) [first, second] = [second, first];
  return {
    timezone: -first.offset || 0,
    altzone: -second.offset || 0,
    daylight: first.offset === second.offset ? 0 : 1,
    tzname: new PyTuple([strFromUtf16(first.name), strFromUtf16(second.name)]),
  };
}

function setZoneConstants(module: PyObject): void {
  for (const [name, value] of Object.entries(zoneConstants()))
    dictSetItem((module as PyModule).dict!, name, value);
}

// ── Arguments ────────────────────────────────────────────────────────────────────────────────────────────────────────

function outOfRange(): never {
  throw overflowError('timestamp out of range for platform time_t');
}

/** Seconds since the epoch, rounded down; now for None. CPython: `_PyTime_ObjectToTime_t`. */
function timestampOf(value: PyObject | undefined): bigint {
  if (value === undefined || value === None) {
    const now = clock().time();
    return now / SECOND;
  }
  if (value instanceof PyFloat) {
    if (Number.isNaN(value.value)) throw valueError('Invalid value NaN (not a number)');
    const whole = Math.floor(value.value);
    if (whole >= 2 ** 63 || whole < -(2 ** 63)) outOfRange();
    return BigInt(whole);
  }
  const seconds = BigInt(asIndex(value));
  if (BigInt.asIntN(64, seconds) !== seconds) outOfRange();
  return seconds;
}

/** Throws where C's `int` cannot hold the year. */
function checkYear(seconds: bigint): void {
  if (seconds > 67768036191676799n || seconds < -67768040609740800n) {
    throw osError(EOVERFLOW, 'Value too large for defined data type');
  }
}

/** A C `int` by the format `i`. */
function intField(value: PyObject): number {
  const int = asIndex(value);
  if (typeof int === 'bigint' && BigInt.asIntN(64, int) !== int) {
    throw overflowError('Python int too large to convert to C long');
  }
  if (int > INT_MAX) throw overflowError('signed integer is greater than maximum');
  if (int < -INT_MAX - 1) throw overflowError('signed integer is less than minimum');
  return Number(int);
}

/** The fields of a time tuple, as they are given. */
interface TimeTuple extends CalendarTime {
  readonly isDst: number;
  /** Of a struct_time. */
  readonly zone: string | undefined;
  readonly gmtOffset: number;
}

/** CPython: `gettmarg`. */
function timeTuple(value: PyObject, functionName: string): TimeTuple {
  if (!(value instanceof PyTuple)) throw typeError('Tuple or struct_time argument required');
  if (value.items.length !== 9) throw typeError(`${functionName}(): illegal time tuple argument`);
  const [year, month, day, hour, minute, second, weekday, yearDay, isDst] = value.items.map(intField) as [
    number,
    number,
    number,
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  if (year < -INT_MAX - 1 + 1900) throw overflowError('year out of range');
  const { hidden } = value as PyTuple & { hidden?: readonly PyObject[] };
  const isStruct = typeOf(value) === structTime.type;
  const zone = isStruct ? strValue(hidden?.[0] ?? None) : undefined;
  const offset = isStruct ? (hidden?.[1] ?? None) : None;
  return {
    year,
    month,
    day,
    hour,
    minute,
    second,
    weekday,
    yearDay,
    isDst,
    zone: zone === undefined ? undefined : utf16FromStr(zone),
    gmtOffset: offset === None ? 0 : Number(asIndex(offset)),
  };
}

/** The fields brought into C's ranges, or ValueError. CPython: `checktm`. */
function checked(time: TimeTuple): TimeTuple {
  const month = time.month === 0 ? 1 : time.month;
  const day = time.day === 0 ? 1 : time.day;
  const yearDay = time.yearDay === 0 ? 1 : time.yearDay;
  // C's remainder keeps the sign: the weekday before Monday is Sunday, any other negative one is wrong.
  const weekday = (time.weekday + 1) % 7;
  if (month < 1 || month > 12) throw valueError('month out of range');
  if (day < 1 || day > 31) throw valueError('day of month out of range');
  if (time.hour < 0 || time.hour > 23) throw valueError('hour out of range');
  if (time.minute < 0 || time.minute > 59) throw valueError('minute out of range');
  if (time.second < 0 || time.second > 61) throw valueError('seconds out of range');
  if (weekday < 0) throw valueError('day of week out of range');
  if (yearDay < 1 || yearDay > 366) throw valueError('day of year out of range');
  return { ...time, month, day, yearDay, weekday: (weekday + 6) % 7 };
}

// ── Calendar time ────────────────────────────────────────────────────────────────────────────────────────────────────

function structTimeOf(fields: CalendarTime, isDst: number, zone: string, gmtOffset: number): PyTuple {
  const { year, month, day, hour, minute, second, weekday, yearDay } = fields;
  return newStructSequence(structTime, 9, [
    year,
    month,
    day,
    hour,
    minute,
    second,
    weekday,
    yearDay,
    isDst,
    strFromUtf16(zone),
    gmtOffset,
  ]);
}

interface LocalTime {
  readonly fields: CalendarTime;
  readonly isDst: number;
  readonly zone: string;
  readonly gmtOffset: number;
}

function localTime(seconds: bigint): LocalTime {
  checkYear(seconds);
  const type = localTimeZone().at(Number(seconds));
  const fields = utcFields(seconds + BigInt(type.offset));
  return { fields, isDst: type.isDst ? 1 : 0, zone: type.name, gmtOffset: type.offset };
}

function gmtime(value: PyObject | undefined): PyTuple {
  const seconds = timestampOf(value);
  checkYear(seconds);
  return structTimeOf(utcFields(seconds), 0, 'UTC', 0);
}

function localtime(value: PyObject | undefined): PyTuple {
  const { fields, isDst, zone, gmtOffset } = localTime(timestampOf(value));
  return structTimeOf(fields, isDst, zone, gmtOffset);
}

function asctimeText(time: CalendarTime): string {
  const two = (number: number): string => String(number).padStart(2, '0');
  const clockText = `${two(time.hour)}:${two(time.minute)}:${two(time.second)}`;
  const date = `${WEEKDAYS[time.weekday]!.slice(0, 3)} ${MONTHS[time.month - 1]!.slice(0, 3)}`;
  return `${date} ${String(time.day).padStart(2)} ${clockText} ${time.year}`;
}

/** The time of local fields, which may lie beyond their ranges. */
function mktime(time: TimeTuple): number {
  const { year, month, day, hour, minute, second } = time;
  const local = secondsOf(year, month, day, hour, minute, second);
  return localTimeZone().toUtc(local, time.isDst < 0 ? undefined : time.isDst > 0);
}

/** `strftime(format, time)`. */
function formatTime(format: Str, value: PyObject | undefined): Str {
  let time: TimeTuple;
  let zone: string;
  if (value === undefined || value === None) {
    const now = localTime(timestampOf(undefined));
    time = { ...now.fields, isDst: now.isDst, zone: now.zone, gmtOffset: now.gmtOffset };
    zone = now.zone;
  } else {
    time = checked(timeTuple(value, 'strftime'));
    zone = time.zone ?? zoneName(time.isDst);
  }
  const text = strftime(utf16FromStr(format), { ...time, zone, timestamp: () => mktime(time) });
  // Surrogates that stand next to each other stay two characters.
  return typeof format === 'string' ? text : strFromUtf16(text);
}

/** `tzname`, by which half of the year is meant. */
function zoneName(isDst: number): string {
  if (isDst < 0) return '';
  const names = zoneConstants()['tzname'] as PyTuple;
  return utf16FromStr(names.items[isDst > 0 ? 1 : 0] as Str);
}

// ── Clocks ───────────────────────────────────────────────────────────────────────────────────────────────────────────

function seconds(ns: bigint): PyFloat {
  return new PyFloat(Number(ns) / 1e9);
}

/** How long to sleep, in nanoseconds. CPython: `_PyTime_FromSecondsObject`. */
function duration(value: PyObject): bigint {
  let ns: bigint;
  if (value instanceof PyFloat) {
    if (Number.isNaN(value.value)) throw valueError('Invalid value NaN (not a number)');
    const rounded = Math.ceil(value.value * 1e9);
    if (rounded >= 2 ** 63 || rounded < -(2 ** 63))
      throw overflowError('timestamp out of range for C PyTime_t');
    ns = BigInt(rounded);
  } else {
    if (typeof value === 'string' || (typeof value === 'object' && typeOf(value).nb_index === undefined)) {
      throw typeError(`'${typeName(value)}' object cannot be interpreted as an integer or float`);
    }
    ns = BigInt(asIndex(value)) * SECOND;
    if (BigInt.asIntN(64, ns) !== ns) throw overflowError('timestamp out of range for C PyTime_t');
  }
  if (ns < 0n) throw valueError('sleep length must be non-negative');
  return ns;
}

/** Sleeps while other threads run and signals are handled, whose handlers may raise. */
function sleep(value: PyObject): void {
  if (current.thread.waitOutcome === undefined) audit('time.sleep', value);
  const ns = duration(value);
  if (ns === 0n) endTurn();
  block('sleep', Number(ns) / 1e9, () => undefined);
}

function clockId(value: PyObject): number {
  if (typeOf(value).nb_index === undefined)
    throw typeError(`clk_id should be integer, not ${typeName(value)}`);
  const id = asIndex(value);
  if (id > INT_MAX || id < -INT_MAX - 1) throw typeError(`clk_id should be integer, not ${typeName(value)}`);
  return Number(id);
}

const CLOCK_NAMES = {
  time: 'time',
  monotonic: 'monotonic',
  perf_counter: 'monotonic',
  process_time: 'process_time',
  thread_time: 'thread_time',
} as const;

function clockInfo(name: string): PyNamespace {
  const known = Object.hasOwn(CLOCK_NAMES, name) ? CLOCK_NAMES[name as keyof typeof CLOCK_NAMES] : undefined;
  if (known === undefined) throw valueError('unknown clock');
  const { implementation, monotonic, adjustable, resolution } = clock().info(known);
  const info = new PyNamespace();
  const values: Readonly<Record<string, PyObject>> = {
    implementation,
    monotonic,
    adjustable,
    resolution: new PyFloat(resolution),
  };
  for (const [key, value] of Object.entries(values)) setAttr(info, attrName(key), value);
  return info;
}

/** A clock, in seconds and in nanoseconds, with the signatures that CPython shows. */
function clockFunctions(name: string, what: string, read: () => bigint): ModuleEntry[] {
  const shown = '($self, /)';
  return [
    fn(`${name}($module, /)`, `Return ${what} in seconds.`, () => seconds(read()), shown),
    fn(`${name}_ns($module, /)`, `Return ${what} in nanoseconds.`, (): PyInt => normalizeInt(read()), shown),
  ];
}

/** The optional argument of a function that takes one by position. */
function optional(name: string, args: readonly PyObject[]): PyObject | undefined {
  if (args.length > 1) throw typeError(`${name}() takes at most 1 argument (${args.length} given)`);
  return args[0];
}

const functions: readonly ModuleEntry[] = [
  ...clockFunctions('time', 'the time since the epoch', () => clock().time()),
  ...clockFunctions('monotonic', 'a clock that never goes back', () => clock().monotonic()),
  ...clockFunctions('perf_counter', 'a clock for measuring performance', () => clock().monotonic()),
  ...clockFunctions('process_time', 'the processor time of this process', () => clock().processTime()),
  ...clockFunctions('thread_time', 'the processor time of this thread', () => clock().threadTime()),
  fn('clock_gettime($module, clk_id: object, /)', 'Return the time of a clock in seconds.', (_, id) => {
    const number = clockId(id);
    return seconds(onHost(() => clock().gettime(number)));
  }),
  fn(
    'clock_gettime_ns($module, clk_id: object, /)',
    'Return the time of a clock in nanoseconds.',
    (_, id) => {
      const number = clockId(id);
      return normalizeInt(onHost(() => clock().gettime(number)));
    },
  ),
  fn(
    'clock_getres($module, clk_id: object, /)',
    'Return the resolution of a clock in seconds.',
    (_, id) => {
      const number = clockId(id);
      return seconds(onHost(() => clock().getres(number)));
    },
    false,
  ),
  fn(
    'clock_settime($module, clk_id: object, time: object, /) -> None',
    'Set a clock, in seconds.',
    (_, id, time) => {
      const number = clockId(id);
      const ns =
        time instanceof PyFloat ? BigInt(Math.floor(time.value * 1e9)) : BigInt(asIndex(time)) * SECOND;
      onHost(() => clock().settime(number, ns));
    },
    false,
  ),
  fn(
    'clock_settime_ns($module, clk_id: object, time: object, /) -> None',
    'Set a clock, in nanoseconds.',
    (_, id, time) => {
      const number = clockId(id);
      const ns = BigInt(asIndex(time));
      onHost(() => clock().settime(number, ns));
    },
    false,
  ),
  fn(
    'get_clock_info($module, name: str, /)',
    'Return what is known of a clock.',
    (_, name) => clockInfo(utf16FromStr(name)),
    false,
  ),
  fn(
    'sleep($module, object: object, /) -> None',
    'Wait, in seconds; a fraction is fine.',
    (_, value) => sleep(value),
    '($self, object, /)',
  ),
  rawFn('gmtime', undefined, 'Return a time since the epoch, or now, as a struct_time in UTC.', (_, args) =>
    gmtime(optional('gmtime', args)),
  ),
  rawFn(
    'localtime',
    undefined,
    'Return a time since the epoch, or now, as a struct_time in local time.',
    (_, args) => localtime(optional('localtime', args)),
  ),
  rawFn(
    'asctime',
    undefined,
    "Return a time tuple, or now, as text: 'Sat Jun 06 16:26:11 1998'.",
    (_, args) => {
      const value = optional('asctime', args);
      return asctimeText(
        value === undefined ? localTime(timestampOf(undefined)).fields : checked(timeTuple(value, 'asctime')),
      );
    },
  ),
  rawFn('ctime', undefined, 'Return a time since the epoch, or now, as text in local time.', (_, args) =>
    asctimeText(localTime(timestampOf(optional('ctime', args))).fields),
  ),
  fn(
    'mktime($module, object: object, /)',
    'Return the time since the epoch of a time tuple in local time.',
    (_, value) => new PyFloat(mktime(timeTuple(value, 'mktime'))),
    '($self, object, /)',
  ),
  fn(
    'strftime($module, format: str, time_tuple: object = <null>, /)',
    'Return a time tuple, or now, as text in a format: %Y is the year, %m the month, %d the day,\n%H, %M and %S are the time, %a and %A the day of the week, %b and %B the name of the month,\n%j the day of the year, %z and %Z the time zone.',
    (_, format, value) => formatTime(format, value),
    false,
  ),
  rawFn(
    'strptime',
    undefined,
    'Return text in a format as a struct_time; the inverse of strftime().',
    (_, args) => callMethod(importedModule('_strptime'), attrName('_strptime_time'), ...args),
  ),
  fn(
    'tzset($module, /) -> None',
    'Take the time zone from the environment variable TZ again.',
    (module) => {
      current.thread.interp.timeZone = undefined;
      setZoneConstants(module);
    },
    '($self, /)',
  ),
];

export const time = defineModule(
  'time',
  'This module provides various functions to manipulate time values.\n\nA time is either a number of seconds since the epoch, 1970-01-01 in UTC on all systems,\nor a tuple of nine ints, a struct_time.',
  [
    ...functions,
    constant('CLOCK_REALTIME', 0),
    constant('CLOCK_MONOTONIC', 1),
    constant('CLOCK_MONOTONIC_RAW', 4),
    constant('CLOCK_PROCESS_CPUTIME_ID', 2),
    constant('CLOCK_THREAD_CPUTIME_ID', 3),
    constant('CLOCK_BOOTTIME', 7),
    constant('CLOCK_TAI', 11),
    constant('_STRUCT_TM_ITEMS', 11),
    constant('struct_time', structTime.type),
  ],
  (module: PyBaseObject) => setZoneConstants(module),
);
