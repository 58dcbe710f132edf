/** The clock and local time, as dates need them. CPython: `datetime_from_timet_and_us`, `local_to_seconds` in Modules/_datetimemodule.c. */
import { attrName } from '../../objects/attribute-name.ts';
import { PyFloat } from '../../objects/float.ts';
import type { PyObject } from '../../objects/object.ts';
import { type Str, strFromUtf16 } from '../../objects/str.ts';
import type { PyTuple } from '../../objects/tuple.ts';
import { PyTuple as Tuple } from '../../objects/tuple.ts';
import { getAttr } from '../../runtime/attributes.ts';
import { call } from '../../runtime/call.ts';
import { asIndex } from '../../runtime/convert.ts';
import { osError, overflowError, typeError, valueError } from '../../runtime/errors.ts';
import { importedModule } from '../../runtime/import-module.ts';
import { current } from '../../runtime/state.ts';
import { typeName, typeOf } from '../../runtime/type-of.ts';
import { localTimeZone } from '../time/time.ts';
import { dateOfOrdinal, MAX_ORDINAL, ordinalOf } from './calendar.ts';

const EOVERFLOW = 75;
/** The ordinal of the first of January 1970. */
const EPOCH_ORDINAL = 719163;
/** Clocks are not set back by more. */
const MAX_FOLD_SECONDS = 24 * 3600;

/** The time of day in seconds, as `time.time()` gives it: Python code may have replaced that. */
export function now(): PyObject {
  return call(getAttr(importedModule('time'), attrName('time')), []);
}

/** The time in whole seconds and microseconds since the epoch. */
export function clockNow(): [seconds: number, microseconds: number] {
  const nanoseconds = current.thread.interp.host.clock.time();
  return [Number(nanoseconds / 1_000_000_000n), Number((nanoseconds / 1000n) % 1_000_000n)];
}

/** A new time.struct_time. */
export function structTimeOf(fields: readonly number[]): PyTuple {
  const type = getAttr(importedModule('time'), attrName('struct_time'));
  return call(type, [new Tuple(fields.slice())]) as PyTuple;
}

// ── Timestamps ───────────────────────────────────────────────────────────────────────────────────────────────────────

function outOfRange(): never {
  throw overflowError('timestamp out of range for platform time_t');
}

function checkNumber(value: number): void {
  if (Number.isNaN(value)) throw valueError('Invalid value NaN (not a number)');
  if (value >= 2 ** 63 || value < -(2 ** 63)) outOfRange();
}

function intTimestamp(value: PyObject): number {
  const int = asIndex(value);
  if (typeof int === 'bigint' && BigInt.asIntN(64, int) !== int) outOfRange();
  return Number(int);
}

/** Whole seconds, rounded down. */
export function timestampFloor(value: PyObject): number {
  if (!(value instanceof PyFloat)) return intTimestamp(value);
  checkNumber(value.value);
  return Math.floor(value.value);
}

function roundHalfEven(value: number): number {
  const floor = Math.floor(value);
  const rest = value - floor;
  return rest > 0.5 || (rest === 0.5 && floor % 2 !== 0) ? floor + 1 : floor;
}

/** Seconds and microseconds, rounded half to even. */
export function timestampParts(value: PyObject): [seconds: number, microseconds: number] {
  if (!(value instanceof PyFloat)) {
    if (typeof value !== 'number' && typeOf(value).nb_index === undefined) {
      throw typeError(`argument must be int or float, not ${typeName(value)}`);
    }
    return [intTimestamp(value), 0];
  }
  checkNumber(value.value);
  let seconds = Math.trunc(value.value);
  let microseconds = roundHalfEven((value.value - seconds) * 1e6);
  if (microseconds >= 1e6) {
    microseconds -= 1e6;
    seconds++;
  } else if (microseconds < 0) {
    microseconds += 1e6;
    seconds--;
  }
  return [seconds, microseconds];
}

// ── Calendar time ────────────────────────────────────────────────────────────────────────────────────────────────────

export interface Fields {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
}

/** Seconds since the epoch as fields. The year may lie outside of the calendar: constructors refuse it. */
export function utcFields(seconds: number): Fields {
  const days = Math.floor(seconds / 86400);
  const rest = seconds - days * 86400;
  const ordinal = days + EPOCH_ORDINAL;
  if (Math.abs(days / 365.2425 + 70) > 2147483647) {
    throw osError(EOVERFLOW, 'Value too large for defined data type');
  }
  const outside = Math.floor(days / 365.2425 + 1970);
  const date =
    ordinal >= 1 && ordinal <= MAX_ORDINAL
      ? dateOfOrdinal(ordinal)
      : { year: ordinal < 1 ? Math.min(outside, 0) : Math.max(outside, 10000), month: 1, day: 1 };
  const { year, month, day } = date;
  return {
    year,
    month,
    day,
    hour: Math.floor(rest / 3600),
    minute: Math.floor(rest / 60) % 60,
    second: rest % 60,
  };
}

function localOffset(seconds: number): number {
  return localTimeZone().at(seconds).offset;
}

export function localFields(seconds: number): Fields {
  return utcFields(seconds + localOffset(seconds));
}

/** Seconds since the epoch of fields that mean UTC. */
export function secondsOfFields({ year, month, day, hour, minute, second }: Fields): number {
  return (ordinalOf(year, month, day) - EPOCH_ORDINAL) * 86400 + hour * 3600 + minute * 60 + second;
}

/** 1 if this is the second time that local clocks show what they show. */
export function foldAt(seconds: number): number {
  const shown = seconds + localOffset(seconds);
  const before = seconds - MAX_FOLD_SECONDS;
  const transition = shown - (before + localOffset(before)) - MAX_FOLD_SECONDS;
  if (transition >= 0) return 0;
  const probe = seconds + transition;
  return probe + localOffset(probe) === shown ? 1 : 0;
}

/** The first second of year 1 and the last of year 9999. */
const FIRST_SECOND = (1 - EPOCH_ORDINAL) * 86400;
const LAST_SECOND = (MAX_ORDINAL + 1 - EPOCH_ORDINAL) * 86400 - 1;

/** What local clocks show, in seconds, at a time; a year outside of the calendar is an error. */
function localSeconds(seconds: number): number {
  const local = seconds + localOffset(seconds);
  if (local < FIRST_SECOND || local > LAST_SECOND)
    throw valueError(`year must be in 1..9999, not ${utcFields(local).year}`);
  return local;
}

/** Seconds since the epoch at which local clocks show these fields. PEP 495 says what gaps and folds give. */
export function secondsOfLocal(fields: Fields, fold: number): number {
  const shown = secondsOfFields(fields);
  const first = localSeconds(shown) - shown;
  const firstGuess = shown - first;
  const firstShown = localSeconds(firstGuess);
  let other: number;
  if (firstShown === shown) {
    // There may be an earlier or a later time that reads alike.
    const probe = firstGuess + (fold === 1 ? MAX_FOLD_SECONDS : -MAX_FOLD_SECONDS);
    other = localSeconds(probe) - probe;
    if (first === other) return firstGuess;
  } else {
    other = firstShown - firstGuess;
  }
  const secondGuess = shown - other;
  if (localSeconds(secondGuess) === shown) return secondGuess;
  if (firstShown === shown) return firstGuess;
  // In a gap.
  return fold === 1 ? Math.min(firstGuess, secondGuess) : Math.max(firstGuess, secondGuess);
}

/** The local zone at a time: offset in seconds and name. */
export function localZoneAt(seconds: number): { offset: number; name: Str } {
  const { offset, name } = localTimeZone().at(seconds);
  return { offset, name: strFromUtf16(name) };
}

/** The time whose offset holds for what local clocks show; in a gap the offset from before it, or with the fold after it. */
export function zoneSecondsOfLocal(fields: Fields, fold: number): number {
  const seconds = secondsOfLocal(fields, fold);
  const other = secondsOfLocal(fields, 1 - fold);
  return other !== seconds && other > seconds === (fold === 1) ? other : seconds;
}
