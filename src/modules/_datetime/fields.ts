/** What constructors take: numbers in their ranges, time zones, and the octets of pickles. */
import { PyBytes } from '../../objects/bytes.ts';
import type { PyObject } from '../../objects/object.ts';
import { None } from '../../objects/singletons.ts';
import { codePointsOf, type Str } from '../../objects/str.ts';
import { asIndex, strValue } from '../../runtime/convert.ts';
import { overflowError, typeError, valueError } from '../../runtime/errors.ts';
import { typeName } from '../../runtime/type-of.ts';
import { daysInMonth, MAXYEAR, MINYEAR } from './calendar.ts';
import { PyTzInfo } from './layouts.ts';

const INT_MAX = 2147483647;

/** A C `int` by the format `i`. CPython: Python/getargs.c. */
export function intArgument(value: PyObject): number {
  const int = asIndex(value);
  if (typeof int === 'bigint' && BigInt.asIntN(64, int) !== int) {
    throw overflowError('Python int too large to convert to C long');
  }
  if (int > INT_MAX) throw overflowError('signed integer is greater than maximum');
  if (int < -INT_MAX - 1) throw overflowError('signed integer is less than minimum');
  return Number(int);
}

/** The same where the argument may be left out. */
export function intOr(value: PyObject | undefined, fallback: number): number {
  return value === undefined ? fallback : intArgument(value);
}

/** None or a tzinfo, else a TypeError. */
export function zoneArgument(value: PyObject | undefined): PyObject {
  if (value === undefined) return None;
  if (value !== None && !(value instanceof PyTzInfo)) {
    throw typeError(`tzinfo argument must be None or of a tzinfo subclass, not type '${typeName(value)}'`);
  }
  return value;
}

export function checkDate(year: number, month: number, day: number): void {
  if (year < MINYEAR || year > MAXYEAR) {
    throw valueError(`year must be in ${MINYEAR}..${MAXYEAR}, not ${year}`);
  }
  if (month < 1 || month > 12) throw valueError(`month must be in 1..12, not ${month}`);
  const days = daysInMonth(year, month);
  if (day < 1 || day > days) {
    throw valueError(`day ${day} must be in range 1..${days} for month ${month} in year ${year}`);
  }
}

export function checkTime(
  hour: number,
  minute: number,
  second: number,
  microsecond: number,
  fold: number,
): void {
  if (hour < 0 || hour > 23) throw valueError(`hour must be in 0..23, not ${hour}`);
  if (minute < 0 || minute > 59) throw valueError(`minute must be in 0..59, not ${minute}`);
  if (second < 0 || second > 59) throw valueError(`second must be in 0..59, not ${second}`);
  if (microsecond < 0 || microsecond > 999999) {
    throw valueError(`microsecond must be in 0..999999, not ${microsecond}`);
  }
  if (fold !== 0 && fold !== 1) throw valueError(`fold must be either 0 or 1, not ${fold}`);
}

/**
 * The octets of a pickle, if that is what a constructor was given: bytes of the right length, or the str that
 * protocol 2 of Python 2 leads to.
 */
export function pickledState(
  args: readonly PyObject[],
  most: number,
  length: number,
  isSane: (octets: ArrayLike<number>) => boolean,
): ArrayLike<number> | undefined {
  const state = args[0];
  if (state === undefined || args.length > most) return undefined;
  if (state instanceof PyBytes) {
    return state.value.length === length && isSane(state.value) ? state.value : undefined;
  }
  const text = strValue(state);
  if (text === undefined) return undefined;
  const octets = codePointsOf(text);
  return octets.length === length && isSane(octets) ? octets : undefined;
}

/** The octets of a str out of a pickle must be octets. */
export function checkOctets(octets: ArrayLike<number>, kind: string): void {
  for (let i = 0; i < octets.length; i++) {
    if (octets[i]! > 255) {
      throw valueError(
        `Failed to encode latin1 string when unpickling a ${kind} object. pickle.load(data, encoding='latin1') is assumed.`,
      );
    }
  }
}

/** The tzinfo beside a pickled state. */
export function pickledZone(value: PyObject | undefined): PyObject {
  if (value === undefined || value === None) return None;
  if (!(value instanceof PyTzInfo)) throw typeError('bad tzinfo state arg');
  return value;
}

/** The text of an argument that must be a str. */
export function textArgument(value: PyObject, name: string, index: number): Str {
  const text = strValue(value);
  if (text === undefined) {
    const got = value === None ? 'None' : typeName(value);
    throw typeError(`${name}() argument ${index} must be str, not ${got}`);
  }
  return text;
}
