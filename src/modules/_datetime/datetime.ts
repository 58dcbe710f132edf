/** datetime: a date and a time of day. CPython: Modules/_datetimemodule.c. */
import { attrName } from '../../objects/attribute-name.ts';
import { PyBytes } from '../../objects/bytes.ts';
import { type KwNames, Py_EQ, Py_NE, type PyInt, type PyObject, type PyType } from '../../objects/object.ts';
import { None, NotImplemented } from '../../objects/singletons.ts';
import { isStr, type Str, strLength } from '../../objects/str.ts';
import { PyTuple } from '../../objects/tuple.ts';
import { callMethod } from '../../runtime/call.ts';
import { builtinDef } from '../../runtime/clinic.ts';
import { hash } from '../../runtime/compare.ts';
import { strValue } from '../../runtime/convert.ts';
import {
  classAttribute,
  classMethod,
  defineType,
  getset,
  methodsOf,
  rawClassMethod,
  rawMethod,
} from '../../runtime/define.ts';
import { typeError } from '../../runtime/errors.ts';
import { bindKeywords } from '../../runtime/keyword-arguments.ts';
import { trueDivide } from '../../runtime/number.ts';
import { strConcat, strJoin } from '../../runtime/text.ts';
import { typeName, typeOf } from '../../runtime/type-of.ts';
import { warnDeprecated } from '../../runtime/warn.ts';
import { addToDateTime, makeDate, makeDateTime, makeTime } from './arithmetic.ts';
import { type CalendarDate, daysInMonth, MAXYEAR, MINYEAR, ordinalOf } from './calendar.ts';
import {
  clockNow,
  foldAt,
  localFields,
  localZoneAt,
  secondsOfFields,
  secondsOfLocal,
  timestampParts,
  utcFields,
  zoneSecondsOfLocal,
} from './clock.ts';
import { compareDates, ctimeText, dateOctets, replaceEntries, strptimeMethod, timeTuple } from './date.ts';
import {
  checkDate,
  checkOctets,
  checkTime,
  intArgument,
  intOr,
  pickledState,
  pickledZone,
  textArgument,
  zoneArgument,
} from './fields.ts';
import {
  clockText,
  dateText,
  findSeparator,
  invalidIsoFormat,
  isEndOfDay,
  type ParsedTime,
  parseDate,
  parseTime,
} from './iso-format.ts';
import { PyDate, PyDateTime, PyTime, PyTimeDelta } from './layouts.ts';
import { checkedFold, isoOffset, reduceExEntry, reprTail, timeOctets } from './time.ts';
import {
  compareDeltas,
  isZeroDelta,
  microsecondsOf,
  newDelta,
  orderResult,
  subtractDeltas,
} from './timedelta.ts';
import { dstOf, newTimeZone, UTC, utcOffset, zoneName } from './zones.ts';

type DateTimeConstructor = new (
  year: number,
  month: number,
  day: number,
  hour: number,
  minute: number,
  second: number,
  microsecond: number,
  tzinfo: PyObject,
  fold: number,
) => PyDateTime;

const NEW = {
  names: ['year', 'month', 'day', 'hour', 'minute', 'second', 'microsecond', 'tzinfo', 'fold'],
  required: 3,
  positional: 8,
  convert: (value: PyObject, index: number) => (index === 7 ? value : intArgument(value)),
};

function isSaneState(octets: ArrayLike<number>): boolean {
  const month = octets[2]! & 127;
  return month >= 1 && month <= 12;
}

function newDateTime(type: PyType, args: readonly PyObject[], kwnames: KwNames | undefined): PyObject {
  const make = type.ctor as unknown as DateTimeConstructor;
  const state = pickledState(args, 2, 10, isSaneState);
  if (state !== undefined) {
    const zone = pickledZone(args[1]);
    checkOctets(state, 'datetime');
    const microsecond = state[7]! * 65536 + state[8]! * 256 + state[9]!;
    const year = state[0]! * 256 + state[1]!;
    const [, , month, day, hour, minute, second] = Array.from(state) as number[];
    return new make(year, month! & 127, day!, hour!, minute!, second!, microsecond, zone, month! >> 7);
  }
  const values = bindKeywords(NEW, args, kwnames);
  const fields = values.slice(0, 7).map((value) => value ?? 0);
  const [year, month, day, hour, minute, second, microsecond] = fields as [
    number,
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  const fold = (values[8] ?? 0) as number;
  const zone = zoneArgument(values[7]);
  checkDate(year, month, day);
  checkTime(hour, minute, second, microsecond, fold);
  return new make(year, month, day, hour, minute, second, microsecond, zone, fold);
}

/** The same moment with another zone or fold, as a plain datetime. */
function plainCopy(dt: PyDateTime, zone: PyObject, fold: number): PyDateTime {
  const { year, month, day, hour, minute, second, microsecond } = dt;
  return new PyDateTime(year, month, day, hour, minute, second, microsecond, zone, fold);
}

function offsetOf(dt: PyDateTime): PyTimeDelta | undefined {
  return utcOffset(dt.tzinfo, dt);
}

// ── Comparing and computing ──────────────────────────────────────────────────────────────────────────────────────────

function compareFields(left: PyDateTime, right: PyDateTime): number {
  return (
    compareDates(left, right) ||
    left.hour - right.hour ||
    left.minute - right.minute ||
    left.second - right.second ||
    left.microsecond - right.microsecond
  );
}

/** What the clocks show between two datetimes. */
function shownDifference(left: PyDateTime, right: PyDateTime): PyTimeDelta {
  return newDelta(
    ordinalOf(left.year, left.month, left.day) - ordinalOf(right.year, right.month, right.day),
    (left.hour - right.hour) * 3600 + (left.minute - right.minute) * 60 + left.second - right.second,
    left.microsecond - right.microsecond,
  );
}

/** Does the offset depend on the fold? Such a datetime equals none of another zone (PEP 495). */
function dependsOnFold(dt: PyDateTime, offset: PyTimeDelta): boolean {
  const flipped = offsetOf(plainCopy(dt, dt.tzinfo, 1 - dt.fold));
  return flipped === undefined || compareDeltas(flipped, offset) !== 0;
}

function compareDateTimes(self: PyObject, other: PyObject, op: number): PyObject {
  const left = self as PyDateTime;
  if (!(other instanceof PyDateTime)) return NotImplemented;
  if (left.tzinfo === other.tzinfo) return orderResult(compareFields(left, other), op);
  const offset = offsetOf(left);
  const otherOffset = offsetOf(other);
  if (offset === undefined && otherOffset === undefined) return orderResult(compareFields(left, other), op);
  const isEquality = op === Py_EQ || op === Py_NE;
  if (offset === undefined || otherOffset === undefined) {
    if (isEquality) return op === Py_NE;
    throw typeError("can't compare offset-naive and offset-aware datetimes");
  }
  const difference = subtractDeltas(shownDifference(left, other), subtractDeltas(offset, otherOffset));
  let order = isZeroDelta(difference) ? 0 : difference.days < 0 ? -1 : 1;
  if (order === 0 && isEquality && (dependsOnFold(left, offset) || dependsOnFold(other, otherOffset))) {
    order = 1;
  }
  return orderResult(order, op);
}

function hashDateTime(self: PyObject): PyInt {
  const dt = self as PyDateTime;
  if (dt.hashcode === undefined) {
    const offset = offsetOf(dt.fold === 0 ? dt : plainCopy(dt, dt.tzinfo, 0));
    if (offset === undefined) {
      dt.hashcode = hash(new PyBytes(Uint8Array.from([...dateOctets(dt), ...timeOctets(dt)])));
    } else {
      const days = ordinalOf(dt.year, dt.month, dt.day);
      const seconds = dt.hour * 3600 + dt.minute * 60 + dt.second;
      dt.hashcode = hash(subtractDeltas(newDelta(days, seconds, dt.microsecond), offset));
    }
  }
  return dt.hashcode;
}

function subtract(left: PyObject, right: PyObject): PyObject {
  if (!(left instanceof PyDateTime)) return NotImplemented;
  if (right instanceof PyTimeDelta) return addToDateTime(left, right, -1);
  if (!(right instanceof PyDateTime)) return NotImplemented;
  const difference = shownDifference(left, right);
  if (left.tzinfo === right.tzinfo) return difference;
  const offset = offsetOf(left);
  const otherOffset = offsetOf(right);
  if (offset === undefined && otherOffset === undefined) return difference;
  if (offset === undefined || otherOffset === undefined) {
    throw typeError("can't subtract offset-naive and offset-aware datetimes");
  }
  return subtractDeltas(difference, subtractDeltas(offset, otherOffset));
}

function add(left: PyObject, right: PyObject): PyObject {
  if (left instanceof PyDateTime && right instanceof PyTimeDelta) return addToDateTime(left, right, 1);
  if (right instanceof PyDateTime && left instanceof PyTimeDelta) return addToDateTime(right, left, 1);
  return NotImplemented;
}

// ── Timestamps and zones ─────────────────────────────────────────────────────────────────────────────────────────────

const fromutcName = attrName('fromutc');

/** The datetime of a time: in local time without a zone, else in that zone. */
function fromSeconds(cls: PyType, seconds: number, microseconds: number, zone: PyObject): PyObject {
  const isLocal = zone === None;
  const fields = isLocal ? localFields(seconds) : utcFields(seconds);
  const fold = isLocal ? foldAt(seconds) : 0;
  const { hour, minute, second } = fields;
  const made = makeDateTime(cls, fields, hour, minute, second, microseconds, zone, fold);
  return isLocal ? made : callMethod(zone, fromutcName, made);
}

/** The same in UTC, and without a zone. */
function fromSecondsUtc(cls: PyType, seconds: number, microseconds: number): PyObject {
  const fields = utcFields(seconds);
  return makeDateTime(cls, fields, fields.hour, fields.minute, fields.second, microseconds, None, 0);
}

const EPOCH = new PyDateTime(1970, 1, 1, 0, 0, 0, 0, UTC);

function timestampOf(dt: PyDateTime): PyObject {
  if (dt.tzinfo === None) {
    const seconds = secondsOfLocal(dt, dt.fold);
    return trueDivide(seconds * 1e6 + dt.microsecond, 1e6);
  }
  const difference = subtract(dt, EPOCH) as PyTimeDelta;
  return trueDivide(Number(microsecondsOf(difference)), 1e6);
}

/** The zone of local time at a moment, as a fixed offset. */
function localZone(seconds: number): PyObject {
  const { offset, name } = localZoneAt(seconds);
  return newTimeZone(newDelta(0, offset, 0), name);
}

function asTimeZone(self: PyDateTime, zone: PyObject): PyObject {
  let own = self.tzinfo;
  if (own !== None && own === zone) return self;
  let offset = own === None ? undefined : offsetOf(self);
  if (offset === undefined) {
    own = localZone(zoneSecondsOfLocal(self, self.fold));
    if (own === zone) return self;
    offset = utcOffset(own, None)!;
  }
  const inUtc = addToDateTime(self, offset, -1) as PyDateTime;
  const target = zone === None ? localZone(secondsOfFields(inUtc)) : zone;
  inUtc.tzinfo = target;
  return callMethod(target, fromutcName, inUtc);
}

// ── ISO format ───────────────────────────────────────────────────────────────────────────────────────────────────────

function isoFormat(self: PyDateTime, args: readonly PyObject[], kwnames: KwNames | undefined): PyObject {
  const keywords = { function: 'isoformat()', names: ['sep', 'timespec'], required: 0 };
  const [sep, timespec] = bindKeywords(keywords, args, kwnames);
  const separator = sep === undefined ? 'T' : separatorArgument(sep);
  const spec = timespec === undefined ? 'auto' : textArgument(timespec, 'isoformat', 2);
  const clock = clockText(self, spec) + isoOffset(self.tzinfo, self);
  return strJoin('', [dateText(self), separator, clock]);
}

function separatorArgument(value: PyObject): Str {
  const text = strValue(value);
  if (text !== undefined && strLength(text) === 1) return text;
  const got = text === undefined ? typeName(value) : `a string of length ${strLength(text)}`;
  throw typeError(`isoformat() argument 1 must be a unicode character, not ${got}`);
}

/** The day after. */
function nextDay({ year, month, day }: CalendarDate): CalendarDate {
  if (day < daysInMonth(year, month)) return { year, month, day: day + 1 };
  return month < 12 ? { year, month: month + 1, day: 1 } : { year: year + 1, month: 1, day: 1 };
}

function isCalendarDate({ year, month, day }: CalendarDate): boolean {
  return month >= 1 && month <= 12 && day >= 1 && day <= daysInMonth(year, month);
}

function fromIsoFormat(cls: PyType, text: PyObject): PyObject {
  if (!isStr(text)) throw typeError('fromisoformat: argument must be str');
  const length = strLength(text);
  // The shortest one is YYYYWww.
  const separator = length < 7 ? -1 : findSeparator(text);
  let date = separator < 0 || separator > length ? undefined : parseDate(text, separator);
  if (date === undefined) throw invalidIsoFormat(text);
  let time: ParsedTime = { hour: 0, minute: 0, second: 0, microsecond: 0 };
  let zone: PyObject = None;
  if (separator < length) {
    const parsed = parseTime(text, separator + 1);
    if (parsed === undefined) throw invalidIsoFormat(text);
    ({ time, zone } = parsed);
    if (isCalendarDate(date) && isEndOfDay(time)) {
      date = nextDay(date);
      time = { ...time, hour: 0 };
    }
  }
  return makeDateTime(cls, date, time.hour, time.minute, time.second, time.microsecond, zone, 0);
}

function dateTimeRepr(self: PyObject): Str {
  const { year, month, day, hour, minute, second, microsecond, tzinfo, fold } = self as PyDateTime;
  const fields = [year, month, day, hour, minute];
  if (second !== 0 || microsecond !== 0) fields.push(second);
  if (microsecond !== 0) fields.push(microsecond);
  return strConcat(`${typeName(self)}(${fields.join(', ')}`, reprTail(tzinfo, fold));
}

// ── Pickling and replacing ───────────────────────────────────────────────────────────────────────────────────────────

/** The state of a pickle; from protocol 4 on the fold is the top bit of the month. */
function reduce(self: PyObject, protocol: number): PyTuple {
  const dt = self as PyDateTime;
  const octets = [...dateOctets(dt), ...timeOctets(dt)];
  if (protocol > 3 && dt.fold === 1) octets[2]! |= 128;
  const state = new PyBytes(Uint8Array.from(octets));
  const args = dt.tzinfo === None ? [state] : [state, dt.tzinfo];
  return new PyTuple([typeOf(self), new PyTuple(args)]);
}

const REPLACE =
  'replace($self, /, year: object = <null>, month: object = <null>, day: object = <null>, hour: object = <null>, minute: object = <null>, second: object = <null>, microsecond: object = <null>, tzinfo: object = <null>, *, fold: object = <null>)';

const replaceDef = builtinDef<PyDateTime, typeof REPLACE>(
  REPLACE,
  'Return a datetime with some fields replaced.',
  (self, year, month, day, hour, minute, second, microsecond, tzinfo, fold) =>
    makeDateTime(
      typeOf(self),
      { year: intOr(year, self.year), month: intOr(month, self.month), day: intOr(day, self.day) },
      intOr(hour, self.hour),
      intOr(minute, self.minute),
      intOr(second, self.second),
      intOr(microsecond, self.microsecond),
      tzinfo === undefined ? self.tzinfo : zoneArgument(tzinfo),
      checkedFold(fold, self.fold),
    ),
  undefined,
  '($self, /, year=unchanged, month=unchanged, day=unchanged,\n        hour=unchanged, minute=unchanged, second=unchanged,\n        microsecond=unchanged, tzinfo=unchanged, *, fold=unchanged)',
);

// ── Class methods ────────────────────────────────────────────────────────────────────────────────────────────────────

function combine(cls: PyObject, args: readonly PyObject[], kwnames: KwNames | undefined): PyObject {
  const keywords = { function: 'combine()', names: ['date', 'time', 'tzinfo'], required: 2 };
  const [date, time, tzinfo] = bindKeywords(keywords, args, kwnames) as [
    PyObject,
    PyObject,
    PyObject | undefined,
  ];
  const complain = (index: number, wanted: string, value: PyObject): never => {
    const got = value === None ? 'None' : typeName(value);
    throw typeError(`combine() argument ${index} must be ${wanted}, not ${got}`);
  };
  if (!(date instanceof PyDate)) return complain(1, 'datetime.date', date);
  if (!(time instanceof PyTime)) return complain(2, 'datetime.time', time);
  const zone = tzinfo === undefined ? time.tzinfo : zoneArgument(tzinfo);
  const { hour, minute, second, microsecond, fold } = time;
  return makeDateTime(cls as PyType, date, hour, minute, second, microsecond, zone, fold);
}

function fromTimestamp(cls: PyObject, args: readonly PyObject[], kwnames: KwNames | undefined): PyObject {
  const keywords = { function: 'fromtimestamp()', names: ['timestamp', 'tz'], required: 1 };
  const [timestamp, tz] = bindKeywords(keywords, args, kwnames);
  const zone = zoneArgument(tz);
  const [seconds, microseconds] = timestampParts(timestamp!);
  return fromSeconds(cls as PyType, seconds, microseconds, zone);
}

function deprecated(name: string, instead: string): void {
  warnDeprecated(
    `datetime.datetime.${name}() is deprecated and scheduled for removal in a future version. ` +
      `Use timezone-aware objects to represent datetimes in UTC: ${instead}.`,
  );
}

const method = methodsOf<PyDateTime>();
const isoformatName = attrName('isoformat');

export const datetime = defineType({
  type: PyDateTime.type,
  doc:
    'datetime(year, month, day, hour=0, minute=0, second=0, microsecond=0, tzinfo=None, *, fold=0)\n\n' +
    'A date and a time of day, in a time zone if tzinfo is not None.',
  slots: {
    tp_new: newDateTime,
    tp_repr: dateTimeRepr,
    tp_str: (self) => callMethod(self, isoformatName, ' '),
    tp_hash: hashDateTime,
    tp_richcompare: compareDateTimes,
    nb_add: add,
    nb_subtract: subtract,
  },
  entries: [
    classMethod(
      'now($type, /, tz: object = None)',
      'Return the current time, in local time or in a time zone.',
      (cls, tz) => fromSeconds(cls, ...clockNow(), zoneArgument(tz)),
    ),
    classMethod('utcnow($type, /)', 'Return the current time in UTC, without a zone.', (cls) => {
      deprecated('utcnow', 'datetime.datetime.now(datetime.UTC)');
      return fromSecondsUtc(cls, ...clockNow());
    }),
    rawClassMethod(
      'fromtimestamp',
      undefined,
      'Return the datetime of a POSIX timestamp, in local time or in a time zone.',
      fromTimestamp,
    ),
    rawClassMethod(
      'utcfromtimestamp',
      undefined,
      'Return the datetime of a POSIX timestamp in UTC, without a zone.',
      (cls, args) => {
        deprecated('utcfromtimestamp', 'datetime.datetime.fromtimestamp(timestamp, datetime.UTC)');
        if (args.length !== 1) {
          throw typeError(`utcfromtimestamp() takes exactly 1 argument (${args.length} given)`);
        }
        return fromSecondsUtc(cls as PyType, ...timestampParts(args[0]!));
      },
    ),
    strptimeMethod('_strptime_datetime_datetime', 'Return the datetime that a text gives under a format.'),
    rawClassMethod('combine', undefined, 'Return the datetime of a date and a time.', combine),
    classMethod(
      'fromisoformat($type, object: object, /)',
      'Return the datetime that a text in an ISO 8601 format gives.',
      fromIsoFormat,
    ),
    method('date($self, /)', 'Return the date.', (self) => makeDate(PyDate.type, self)),
    method('time($self, /)', 'Return the time of day, without the zone.', (self) =>
      makeTime(PyTime.type, self.hour, self.minute, self.second, self.microsecond, None, self.fold),
    ),
    method('timetz($self, /)', 'Return the time of day with the zone.', (self) =>
      makeTime(PyTime.type, self.hour, self.minute, self.second, self.microsecond, self.tzinfo, self.fold),
    ),
    method('ctime($self, /)', 'Return the datetime as ctime() does.', (self) =>
      ctimeText(self, self.hour, self.minute, self.second),
    ),
    method('timetuple($self, /)', 'Return the datetime as time.struct_time.', (self) => {
      const dst = dstOf(self.tzinfo, self);
      return timeTuple(
        self,
        self.hour,
        self.minute,
        self.second,
        dst === undefined ? -1 : isZeroDelta(dst) ? 0 : 1,
      );
    }),
    method('timestamp($self, /)', 'Return the POSIX timestamp as a float.', timestampOf),
    method('utctimetuple($self, /)', 'Return the datetime in UTC as time.struct_time.', (self) => {
      const offset = offsetOf(self);
      const utc =
        offset === undefined ? self : (addToDateTime(plainCopy(self, None, 0), offset, -1) as PyDateTime);
      return timeTuple(utc, utc.hour, utc.minute, utc.second, 0);
    }),
    rawMethod(
      'isoformat',
      undefined,
      'Return the datetime as YYYY-MM-DDTHH:MM:SS.ffffff+HH:MM.\n\nsep stands between date and time; timespec names the last component: auto,\nhours, minutes, seconds, milliseconds or microseconds.',
      (self, args, kwnames) => isoFormat(self as PyDateTime, args, kwnames),
    ),
    method(
      'utcoffset($self, /)',
      'Return the offset from UTC that the zone gives.',
      (self) => offsetOf(self) ?? None,
    ),
    method(
      'tzname($self, /)',
      'Return the name that the zone gives.',
      (self) => zoneName(self.tzinfo, self) ?? None,
    ),
    method(
      'dst($self, /)',
      'Return the part of the offset that is summer time.',
      (self) => dstOf(self.tzinfo, self) ?? None,
    ),
    ...replaceEntries(replaceDef),
    rawMethod(
      'astimezone',
      undefined,
      'Return the same moment in another time zone, by default that of local time.',
      (self, args, kwnames) => {
        const keywords = { function: 'astimezone()', names: ['tz'], required: 0 };
        return asTimeZone(self as PyDateTime, zoneArgument(bindKeywords(keywords, args, kwnames)[0]));
      },
    ),
    reduceExEntry(reduce),
    method('__reduce__($self, /)', 'Return state information for pickling.', (self) => reduce(self, 2)),
    getset<PyDateTime>('hour', undefined, (self) => self.hour),
    getset<PyDateTime>('minute', undefined, (self) => self.minute),
    getset<PyDateTime>('second', undefined, (self) => self.second),
    getset<PyDateTime>('microsecond', undefined, (self) => self.microsecond),
    getset<PyDateTime>('tzinfo', undefined, (self) => self.tzinfo),
    getset<PyDateTime>('fold', undefined, (self) => self.fold),
    classAttribute('min', new PyDateTime(MINYEAR, 1, 1)),
    classAttribute('max', new PyDateTime(MAXYEAR, 12, 31, 23, 59, 59, 999999)),
    classAttribute('resolution', new PyTimeDelta(0, 0, 1)),
  ],
});
