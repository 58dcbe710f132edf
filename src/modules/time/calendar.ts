/** The proleptic Gregorian calendar in UTC: seconds since 1970 to fields and back. */

/** `struct tm`, with Python's year and month and C's other fields. */
export interface CalendarTime {
  /** As written: 2026. */
  year: number;
  /** 1–12. */
  month: number;
  /** 1–31. */
  day: number;
  hour: number;
  minute: number;
  /** 0–61. */
  second: number;
  /** 0 is Monday. */
  weekday: number;
  /** 1–366. */
  yearDay: number;
}

export const DAY = 86400;

const BEFORE_MONTH = [0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334];

export function isLeap(year: number): boolean {
  return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
}

/** Days from 1970-01-01 to the first of a month; the month may lie beyond the year. */
export function daysBefore(year: number, month: number): number {
  const y = year + Math.floor((month - 1) / 12);
  const m = ((((month - 1) % 12) + 12) % 12) + 1;
  const before = y - 1;
  const leapDays = Math.floor(before / 4) - Math.floor(before / 100) + Math.floor(before / 400);
  return before * 365 + leapDays - 719162 + BEFORE_MONTH[m - 1]! + (m > 2 && isLeap(y) ? 1 : 0);
}

/** Seconds since the epoch of fields in UTC, each of which may lie beyond its range. CPython: `timegm`. */
export function secondsOf(
  year: number,
  month: number,
  day: number,
  hour: number,
  minute: number,
  second: number,
): number {
  return (daysBefore(year, month) + day - 1) * DAY + hour * 3600 + minute * 60 + second;
}

/** The fields of a number of days since the epoch and seconds of that day. */
function fieldsOf(days: number, rest: number): CalendarTime {
  // From 1 March of year 0, in cycles of 400 years.
  const z = days + 719468;
  const era = Math.floor(z / 146097);
  const dayOfEra = z - era * 146097;
  const yearOfEra = Math.floor(
    (dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36524) - Math.floor(dayOfEra / 146096)) /
      365,
  );
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const shifted = Math.floor((5 * dayOfYear + 2) / 153);
  const month = shifted < 10 ? shifted + 3 : shifted - 9;
  const year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0);
  return {
    year,
    month,
    day: dayOfYear - Math.floor((153 * shifted + 2) / 5) + 1,
    hour: Math.floor(rest / 3600),
    minute: Math.floor(rest / 60) % 60,
    second: rest % 60,
    weekday: (((days + 3) % 7) + 7) % 7,
    yearDay: days - daysBefore(year, 1) + 1,
  };
}

/** The fields of a time in UTC, in whole seconds. CPython: `gmtime`. */
export function utcFields(seconds: number | bigint): CalendarTime {
  const double = Number(seconds);
  if (Number.isSafeInteger(double)) {
    const days = Math.floor(double / DAY);
    return fieldsOf(days, double - days * DAY);
  }
  const perDay = BigInt(DAY);
  const exact = BigInt(seconds);
  const rest = ((exact % perDay) + perDay) % perDay;
  return fieldsOf(Number((exact - rest) / perDay), Number(rest));
}
