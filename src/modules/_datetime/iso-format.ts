/** Dates and times in the formats of ISO 8601: written, and read. CPython: `parse_isoformat_date`, `parse_isoformat_time` in Modules/_datetimemodule.c. */

import type { PyBaseException } from '../../objects/exception.ts';
import type { PyObject } from '../../objects/object.ts';
import { None } from '../../objects/singletons.ts';
import { type Str, strLength } from '../../objects/str.ts';
import { valueError } from '../../runtime/errors.ts';
import { repr } from '../../runtime/repr.ts';
import { codeAt, strConcat } from '../../runtime/text.ts';
import { type CalendarDate, dateOfIso } from './calendar.ts';
import { newDelta, pad } from './timedelta.ts';
import { newTimeZone } from './zones.ts';

// ── Writing ──────────────────────────────────────────────────────────────────────────────────────────────────────────

export function dateText({ year, month, day }: CalendarDate): string {
  return `${pad(year, 4)}-${pad(month, 2)}-${pad(day, 2)}`;
}

interface ClockTime {
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
  readonly microsecond: number;
}

/** The time up to the component that `timespec` names. */
export function clockText(time: ClockTime, timespec: Str): string {
  const { microsecond } = time;
  const spec = timespec === 'auto' ? (microsecond === 0 ? 'seconds' : 'microseconds') : timespec;
  const hours = pad(time.hour, 2);
  const minutes = `${hours}:${pad(time.minute, 2)}`;
  const seconds = `${minutes}:${pad(time.second, 2)}`;
  switch (spec) {
    case 'hours':
      return hours;
    case 'minutes':
      return minutes;
    case 'seconds':
      return seconds;
    case 'milliseconds':
      return `${seconds}.${pad(Math.floor(microsecond / 1000), 3)}`;
    case 'microseconds':
      return `${seconds}.${pad(microsecond, 6)}`;
    default:
      throw valueError('Unknown timespec value');
  }
}

// ── Reading ──────────────────────────────────────────────────────────────────────────────────────────────────────────

export function invalidIsoFormat(text: Str): PyBaseException {
  return valueError(strConcat('Invalid isoformat string: ', repr(text)));
}

const DASH = 45;
const COLON = 58;
const WEEK = 87;

/** A range of a text. Behind its end there are zeros, as behind a C string. */
class Cursor {
  readonly text: Str;
  readonly length: number;
  at: number;

  constructor(text: Str, at: number) {
    this.text = text;
    this.length = strLength(text);
    this.at = at;
  }

  code(index = this.at): number {
    return index < this.length ? codeAt(this.text, index) : 0;
  }

  /** The number of so many digits; −1 if there are other characters among them. */
  digits(count: number): number {
    let value = 0;
    for (; count > 0; count--) {
      const digit = this.code() - 48;
      if (digit < 0 || digit > 9) return -1;
      value = value * 10 + digit;
      this.at++;
    }
    return value;
  }
}

/** The date that stands in the first `length` characters; `undefined` if that is none. */
export function parseDate(text: Str, length: number): CalendarDate | undefined {
  const cursor = new Cursor(text, 0);
  const year = cursor.digits(4);
  if (year < 0) return undefined;
  const hasDashes = cursor.code() === DASH;
  if (hasDashes) cursor.at++;
  if (cursor.code() === WEEK) {
    cursor.at++;
    return parseWeek(cursor, year, hasDashes, length);
  }
  const month = cursor.digits(2);
  if (month < 0) return undefined;
  if (hasDashes && cursor.code() !== DASH) return undefined;
  if (hasDashes) cursor.at++;
  const day = cursor.digits(2);
  return day < 0 || cursor.at !== length ? undefined : { year, month, day };
}

function parseWeek(
  cursor: Cursor,
  year: number,
  hasDashes: boolean,
  length: number,
): CalendarDate | undefined {
  const week = cursor.digits(2);
  if (week < 0) return undefined;
  let weekday = 1;
  if (cursor.at < length) {
    if (hasDashes && cursor.code() !== DASH) return undefined;
    if (hasDashes) cursor.at++;
    weekday = cursor.digits(1);
    if (weekday < 0) return undefined;
  }
  const date = dateOfIso(year, week, weekday);
  return typeof date === 'string' || cursor.at !== length ? undefined : date;
}

export interface ParsedTime {
  hour: number;
  minute: number;
  second: number;
  microsecond: number;
}

type Result = 'whole' | 'rest' | 'error';

/**
 * Hours, minutes, seconds and a fraction up to `end`. 'rest': a character follows that does not belong to them, which is
 * the sign of an offset, or an error.
 */
function parseClock(cursor: Cursor, end: number, time: ParsedTime): Result {
  const fields = ['hour', 'minute', 'second'] as const;
  let hasColons = true;
  for (let i = 0; i < 3; i++) {
    const value = cursor.digits(2);
    if (value < 0) return 'error';
    time[fields[i]!] = value;
    const c = cursor.code();
    cursor.at++;
    if (i === 0) hasColons = c === COLON;
    const isMark = c === 46 || c === 44;
    if (cursor.at >= end) return c === 0 ? 'whole' : isMark ? 'error' : 'rest';
    if (hasColons && c === COLON) {
      if (i === 2) return 'error';
    } else if (isMark) {
      if (i < 2) return 'error';
      break;
    } else if (hasColons) return 'error';
    else cursor.at--;
  }
  const remaining = end - cursor.at;
  const count = Math.min(remaining, 6);
  const fraction = cursor.digits(count);
  if (fraction < 0) return 'error';
  time.microsecond = fraction * 10 ** (6 - count);
  // Further digits are left out.
  while (cursor.code() >= 48 && cursor.code() <= 57) cursor.at++;
  return cursor.code() === 0 && cursor.at >= cursor.length ? 'whole' : 'rest';
}

function noTime(): ParsedTime {
  return { hour: 0, minute: 0, second: 0, microsecond: 0 };
}

/** The time that begins at `start`, and its zone; `undefined` if it is malformed. */
export function parseTime(text: Str, start: number): { time: ParsedTime; zone: PyObject } | undefined {
  const cursor = new Cursor(text, start);
  const { length } = cursor;
  let signAt = start;
  while (signAt < length && !isZoneMark(codeAt(text, signAt))) signAt++;
  const time = noTime();
  const result = parseClock(cursor, signAt, time);
  if (result === 'error') return undefined;
  if (signAt >= length) return result === 'whole' ? { time, zone: None } : undefined;
  const mark = codeAt(text, signAt);
  const offset = noTime();
  if (mark === 90) {
    if (signAt + 1 !== length) return undefined;
  } else {
    cursor.at = signAt + 1;
    if (parseClock(cursor, length, offset) !== 'whole') return undefined;
  }
  const sign = mark === DASH ? -1 : 1;
  const seconds = offset.hour * 3600 + offset.minute * 60 + offset.second;
  return { time, zone: newTimeZone(newDelta(0, sign * seconds, sign * offset.microsecond)) };
}

/** `+`, `-` or `Z`. */
function isZoneMark(code: number): boolean {
  return code === 43 || code === DASH || code === 90;
}

/** Midnight can be written as the end of a day. True if that is what the time says. */
export function isEndOfDay(time: ParsedTime): boolean {
  if (time.hour !== 24) return false;
  if (time.minute !== 0 || time.second !== 0 || time.microsecond !== 0) {
    throw valueError('minute, second, and microsecond must be 0 when hour is 24');
  }
  return true;
}

/** Where the date of a datetime ends. Only week dates leave room for doubt: a digit may belong to either part. */
export function findSeparator(text: Str): number {
  const length = strLength(text);
  const cursor = new Cursor(text, 0);
  const isDigit = (index: number): boolean => cursor.code(index) >= 48 && cursor.code(index) <= 57;
  if (length === 7) return 7;
  if (cursor.code(4) === DASH) {
    if (cursor.code(5) !== WEEK) return 10;
    if (length > 8 && cursor.code(8) === DASH) {
      if (length === 9) return -1;
      // YYYY-Www-##: a dash as separator is likelier than a digit.
      return length > 10 && isDigit(10) ? 8 : 10;
    }
    return 8;
  }
  if (cursor.code(4) !== WEEK) return 8;
  let index = 7;
  while (index < length && isDigit(index)) index++;
  if (index < 9) return index;
  // An even number of digits behind the week is a time, an odd one a weekday and a time.
  return index % 2 === 0 ? 7 : 8;
}
