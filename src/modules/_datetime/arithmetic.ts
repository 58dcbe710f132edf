/** New dates and times out of old ones, of their class. CPython: `new_date_subclass_ex`, `add_datetime_timedelta` in Modules/_datetimemodule.c. */
import type { PyObject, PyType } from '../../objects/object.ts';
import { call } from '../../runtime/call.ts';
import { overflowError } from '../../runtime/errors.ts';
import { typeOf } from '../../runtime/type-of.ts';
import { type CalendarDate, dateOfOrdinal, MAX_ORDINAL, ordinalOf } from './calendar.ts';
import { checkDate, checkTime } from './fields.ts';
import { PyDate, PyDateTime, PyTime, type PyTimeDelta } from './layouts.ts';

/** `cls(year, month, day)`. */
export function makeDate(cls: PyType, date: CalendarDate): PyObject {
  const { year, month, day } = date;
  if (cls !== PyDate.type) return call(cls, [year, month, day]);
  checkDate(year, month, day);
  return new PyDate(year, month, day);
}

/** `cls(year, …, tzinfo)`, with the fold. */
export function makeDateTime(
  cls: PyType,
  date: CalendarDate,
  hour: number,
  minute: number,
  second: number,
  microsecond: number,
  zone: PyObject,
  fold: number,
): PyObject {
  const { year, month, day } = date;
  if (cls !== PyDateTime.type) {
    const made = call(cls, [year, month, day, hour, minute, second, microsecond, zone]);
    if (made instanceof PyDateTime) made.fold = fold;
    return made;
  }
  checkDate(year, month, day);
  checkTime(hour, minute, second, microsecond, fold);
  return new PyDateTime(year, month, day, hour, minute, second, microsecond, zone, fold);
}

/** `cls(hour, …, tzinfo)`, with the fold. */
export function makeTime(
  cls: PyType,
  hour: number,
  minute: number,
  second: number,
  microsecond: number,
  zone: PyObject,
  fold: number,
): PyObject {
  if (cls !== PyTime.type) {
    const made = call(cls, [hour, minute, second, microsecond, zone]);
    if (made instanceof PyTime) made.fold = fold;
    return made;
  }
  checkTime(hour, minute, second, microsecond, fold);
  return new PyTime(hour, minute, second, microsecond, zone, fold);
}

/** The date of an ordinal that a computation led to. */
function dateInRange(ordinal: number): CalendarDate {
  if (ordinal < 1 || ordinal > MAX_ORDINAL) throw overflowError('date value out of range');
  return dateOfOrdinal(ordinal);
}

/** A date moved by the days of a duration; `sign` is 1 or −1. */
export function addToDate(date: PyDate, delta: PyTimeDelta, sign: number): PyObject {
  const ordinal = ordinalOf(date.year, date.month, date.day) + sign * delta.days;
  return makeDate(typeOf(date), dateInRange(ordinal));
}

export function addToDateTime(dt: PyDateTime, delta: PyTimeDelta, sign: number): PyObject {
  let microsecond = dt.microsecond + sign * delta.microseconds;
  const carrySeconds = Math.floor(microsecond / 1e6);
  microsecond -= carrySeconds * 1e6;
  let seconds = dt.hour * 3600 + dt.minute * 60 + dt.second + sign * delta.seconds + carrySeconds;
  const carryDays = Math.floor(seconds / 86400);
  seconds -= carryDays * 86400;
  const date = dateInRange(ordinalOf(dt.year, dt.month, dt.day) + sign * delta.days + carryDays);
  return makeDateTime(
    typeOf(dt),
    date,
    Math.floor(seconds / 3600),
    Math.floor(seconds / 60) % 60,
    seconds % 60,
    microsecond,
    dt.tzinfo,
    0,
  );
}
