/** The proleptic Gregorian calendar, by ordinals (1: the first of January of year 1). CPython: Modules/_datetimemodule.c. */

export const MINYEAR = 1;
export const MAXYEAR = 9999;
export const MAX_ORDINAL = 3652059;

const DAYS_IN_MONTH = [0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
const DAYS_BEFORE_MONTH = [0, 0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334];
const DAYS_IN_400_YEARS = 146097;
const DAYS_IN_100_YEARS = 36524;
const DAYS_IN_4_YEARS = 1461;

export interface CalendarDate {
  readonly year: number;
  readonly month: number;
  readonly day: number;
}

export function isLeap(year: number): boolean {
  return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
}

export function daysInMonth(year: number, month: number): number {
  return month === 2 && isLeap(year) ? 29 : DAYS_IN_MONTH[month]!;
}

/** How many days of the year come before the month. */
export function daysBeforeMonth(year: number, month: number): number {
  return DAYS_BEFORE_MONTH[month]! + (month > 2 && isLeap(year) ? 1 : 0);
}

export function daysBeforeYear(year: number): number {
  const y = year - 1;
  return y * 365 + Math.floor(y / 4) - Math.floor(y / 100) + Math.floor(y / 400);
}

export function ordinalOf(year: number, month: number, day: number): number {
  return daysBeforeYear(year) + daysBeforeMonth(year, month) + day;
}

export function dateOfOrdinal(ordinal: number): CalendarDate {
  let rest = ordinal - 1;
  const n400 = Math.floor(rest / DAYS_IN_400_YEARS);
  rest %= DAYS_IN_400_YEARS;
  const n100 = Math.floor(rest / DAYS_IN_100_YEARS);
  rest %= DAYS_IN_100_YEARS;
  const n4 = Math.floor(rest / DAYS_IN_4_YEARS);
  rest %= DAYS_IN_4_YEARS;
  const n1 = Math.floor(rest / 365);
  rest %= 365;
  const year = n400 * 400 + n100 * 100 + n4 * 4 + n1 + 1;
  // The last day of a leap year, or of 400 years, is one too many for the division.
  if (n1 === 4 || n100 === 4) return { year: year - 1, month: 12, day: 31 };
  let month = 1;
  while (month < 12 && daysBeforeMonth(year, month + 1) <= rest) month++;
  return { year, month, day: rest - daysBeforeMonth(year, month) + 1 };
}

/** Monday is 0. */
export function weekdayOf(year: number, month: number, day: number): number {
  return (ordinalOf(year, month, day) + 6) % 7;
}

/** The ordinal of the Monday that begins the first ISO week of a year: the one with its first Thursday. */
export function firstIsoMonday(year: number): number {
  const firstDay = ordinalOf(year, 1, 1);
  const firstWeekday = (firstDay + 6) % 7;
  return firstDay - firstWeekday + (firstWeekday > 3 ? 7 : 0);
}

/** What is wrong with an ISO date. */
export type IsoProblem = 'year' | 'week' | 'weekday';

export function dateOfIso(isoYear: number, week: number, weekday: number): CalendarDate | IsoProblem {
  if (isoYear < MINYEAR || isoYear > MAXYEAR) return 'year';
  if (week <= 0 || week >= 53) {
    // Years that begin on a Thursday, and leap years that begin on a Wednesday, have 53 weeks.
    const first = weekdayOf(isoYear, 1, 1);
    if (week !== 53 || !(first === 3 || (first === 2 && isLeap(isoYear)))) return 'week';
  }
  if (weekday <= 0 || weekday >= 8) return 'weekday';
  return dateOfOrdinal(firstIsoMonday(isoYear) + (week - 1) * 7 + weekday - 1);
}

/** The ISO year, week and weekday. */
export function isoOf(year: number, month: number, day: number): readonly [number, number, number] {
  const today = ordinalOf(year, month, day);
  let isoYear = year;
  let monday = firstIsoMonday(year);
  if (today < monday) monday = firstIsoMonday(--isoYear);
  else if (today >= firstIsoMonday(year + 1)) monday = firstIsoMonday(++isoYear);
  const days = today - monday;
  return [isoYear, Math.floor(days / 7) + 1, (days % 7) + 1];
}
