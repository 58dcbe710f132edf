/** timedelta. CPython: `delta_new` and what follows it in Modules/_datetimemodule.c. */

import { intAdd, intMul } from '../../common/int.ts';
import { attrName } from '../../objects/attribute-name.ts';
import { PyFloat } from '../../objects/float.ts';
import {
  type KwNames,
  normalizeInt,
  Py_EQ,
  Py_GE,
  Py_GT,
  Py_LE,
  Py_LT,
  type PyInt,
  type PyObject,
  type PyType,
} from '../../objects/object.ts';
import { NotImplemented } from '../../objects/singletons.ts';
import { PyTuple } from '../../objects/tuple.ts';
import { callMethod } from '../../runtime/call.ts';
import { hash } from '../../runtime/compare.ts';
import { asIndex, intValue } from '../../runtime/convert.ts';
import { classAttribute, defineType, member, methodsOf } from '../../runtime/define.ts';
import { overflowError, typeError, valueError, zeroDivisionError } from '../../runtime/errors.ts';
import { bindKeywords } from '../../runtime/keyword-arguments.ts';
import { trueDivide } from '../../runtime/number.ts';
import { numberAsInt } from '../../runtime/number-convert.ts';
import { typeName, typeOf } from '../../runtime/type-of.ts';
import { PyTimeDelta } from './layouts.ts';

const US_PER_SECOND = 1_000_000n;
const US_PER_DAY = 86_400n * US_PER_SECOND;
const MAX_DAYS = 999_999_999;

type DeltaConstructor = new (days: number, seconds: number, microseconds: number) => PyTimeDelta;

// ── Making ───────────────────────────────────────────────────────────────────────────────────────────────────────────

/** The duration of days, seconds and microseconds, of any size that a double holds exactly. */
export function newDelta(
  days: number,
  seconds: number,
  microseconds: number,
  type: PyType = PyTimeDelta.type,
): PyTimeDelta {
  const carrySeconds = Math.floor(microseconds / 1e6);
  const allSeconds = seconds + carrySeconds;
  const carryDays = Math.floor(allSeconds / 86400);
  const allDays = days + carryDays;
  checkDays(allDays);
  return new (type.ctor as unknown as DeltaConstructor)(
    allDays,
    allSeconds - carryDays * 86400,
    microseconds - carrySeconds * 1e6,
  );
}

function checkDays(days: number): void {
  if (Math.abs(days) > MAX_DAYS) throw overflowError(`days=${days}; must have magnitude <= ${MAX_DAYS}`);
}

function floorDiv(a: bigint, b: bigint): bigint {
  const quotient = a / b;
  return a % b !== 0n && a < 0n !== b < 0n ? quotient - 1n : quotient;
}

/** A duration in microseconds. */
export function microsecondsOf(delta: PyTimeDelta): bigint {
  return BigInt(delta.days) * US_PER_DAY + BigInt(delta.seconds) * US_PER_SECOND + BigInt(delta.microseconds);
}

function deltaOf(microseconds: bigint, type: PyType = PyTimeDelta.type): PyTimeDelta {
  const days = floorDiv(microseconds, US_PER_DAY);
  if (BigInt.asIntN(32, days) !== days) throw overflowError('Python int too large to convert to C int');
  checkDays(Number(days));
  const rest = microseconds - days * US_PER_DAY;
  const seconds = rest / US_PER_SECOND;
  return new (type.ctor as unknown as DeltaConstructor)(
    Number(days),
    Number(seconds),
    Number(rest - seconds * US_PER_SECOND),
  );
}

const COMPONENTS = ['days', 'seconds', 'microseconds', 'milliseconds', 'minutes', 'hours', 'weeks'] as const;

/** What each component is in microseconds, in the order in which they are added up. */
const FACTORS: readonly (readonly [(typeof COMPONENTS)[number], number])[] = [
  ['microseconds', 1],
  ['milliseconds', 1e3],
  ['seconds', 1e6],
  ['minutes', 6e7],
  ['hours', 3.6e9],
  ['days', 8.64e10],
  ['weeks', 6.048e11],
];

/** The sum of components in whole microseconds, and the fractions that are left over. */
class Sum {
  whole: PyInt = 0;
  fraction = 0;

  add(name: string, value: PyObject, factor: number): void {
    const int = intValue(value);
    if (int !== undefined) {
      this.whole = intAdd(this.whole, intMul(int, factor));
      return;
    }
    if (!(value instanceof PyFloat)) {
      throw typeError(`unsupported type for timedelta ${name} component: ${typeName(value)}`);
    }
    // A float that is no number has no int: the error is that of int().
    const int1 = numberAsInt(new PyFloat(Math.trunc(value.value)));
    this.whole = intAdd(this.whole, intMul(int1, factor));
    const rest = (value.value % 1) * factor;
    this.whole = intAdd(this.whole, Math.trunc(rest) + 0);
    this.fraction += rest % 1;
  }

  /** Rounded half to even. */
  microseconds(): bigint {
    const whole = BigInt(this.whole);
    if (this.fraction === 0) return whole;
    let rounded = Math.sign(this.fraction) * Math.round(Math.abs(this.fraction));
    if (Math.abs(rounded - this.fraction) === 0.5) {
      const odd = Number(whole & 1n);
      const half = (this.fraction + odd) * 0.5;
      rounded = 2 * Math.sign(half) * Math.round(Math.abs(half)) - odd;
    }
    return whole + BigInt(rounded);
  }
}

function makeDelta(type: PyType, args: readonly PyObject[], kwnames: KwNames | undefined): PyObject {
  const values = bindKeywords({ function: '__new__()', names: COMPONENTS, required: 0 }, args, kwnames);
  const sum = new Sum();
  for (const [name, factor] of FACTORS) {
    const value = values[COMPONENTS.indexOf(name)];
    if (value !== undefined) sum.add(name, value, factor);
  }
  return deltaOf(sum.microseconds(), type);
}

// ── Arithmetic ───────────────────────────────────────────────────────────────────────────────────────────────────────

export function addDeltas(left: PyTimeDelta, right: PyTimeDelta): PyTimeDelta {
  return newDelta(
    left.days + right.days,
    left.seconds + right.seconds,
    left.microseconds + right.microseconds,
  );
}

export function subtractDeltas(left: PyTimeDelta, right: PyTimeDelta): PyTimeDelta {
  return newDelta(
    left.days - right.days,
    left.seconds - right.seconds,
    left.microseconds - right.microseconds,
  );
}

export function negateDelta(delta: PyTimeDelta): PyTimeDelta {
  return newDelta(-delta.days, -delta.seconds, -delta.microseconds);
}

/** Negative, zero or positive. */
export function compareDeltas(left: PyTimeDelta, right: PyTimeDelta): number {
  return left.days - right.days || left.seconds - right.seconds || left.microseconds - right.microseconds;
}

export function isZeroDelta(delta: PyTimeDelta): boolean {
  return delta.days === 0 && delta.seconds === 0 && delta.microseconds === 0;
}

/** `difference op 0`, as the result of a comparison. */
export function orderResult(difference: number, op: number): boolean {
  switch (op) {
    case Py_LT:
      return difference < 0;
    case Py_LE:
      return difference <= 0;
    case Py_EQ:
      return difference === 0;
    case Py_GT:
      return difference > 0;
    case Py_GE:
      return difference >= 0;
    default:
      return difference !== 0;
  }
}

/** `a / b` rounded half to even. CPython: `_PyLong_DivmodNear`. */
function divideNearest(a: bigint, b: bigint): bigint {
  if (b === 0n) throw zeroDivisionError('division by zero');
  const quotient = floorDiv(a, b);
  const twice = 2n * (a - quotient * b);
  const [size, limit] = b < 0n ? [-twice, -b] : [twice, b];
  return size > limit || (size === limit && (quotient & 1n) === 1n) ? quotient + 1n : quotient;
}

const asIntegerRatio = attrName('as_integer_ratio');

function ratioOf(value: PyFloat): [bigint, bigint] {
  const ratio = callMethod(value, asIntegerRatio);
  if (!(ratio instanceof PyTuple)) {
    throw typeError(
      `unexpected return type from as_integer_ratio(): expected tuple, not '${typeName(ratio)}'`,
    );
  }
  if (ratio.items.length !== 2) throw valueError('as_integer_ratio() must return a 2-tuple');
  const [numerator, denominator] = ratio.items.map(asIndex);
  return [BigInt(numerator!), BigInt(denominator!)];
}

function multiply(left: PyObject, right: PyObject): PyObject {
  const delta = left instanceof PyTimeDelta ? left : (right as PyTimeDelta);
  const factor = delta === left ? right : left;
  const int = intValue(factor);
  if (int !== undefined) return deltaOf(microsecondsOf(delta) * BigInt(int));
  if (!(factor instanceof PyFloat)) return NotImplemented;
  const [numerator, denominator] = ratioOf(factor);
  return deltaOf(divideNearest(microsecondsOf(delta) * numerator, denominator));
}

function divide(left: PyObject, right: PyObject): PyObject {
  if (!(left instanceof PyTimeDelta)) return NotImplemented;
  if (right instanceof PyTimeDelta) {
    return trueDivide(normalizeInt(microsecondsOf(left)), normalizeInt(microsecondsOf(right)));
  }
  const int = intValue(right);
  if (int !== undefined) return deltaOf(divideNearest(microsecondsOf(left), BigInt(int)));
  if (!(right instanceof PyFloat)) return NotImplemented;
  const [numerator, denominator] = ratioOf(right);
  return deltaOf(divideNearest(microsecondsOf(left) * denominator, numerator));
}

function checkDivisor(divisor: bigint): bigint {
  if (divisor === 0n) throw zeroDivisionError('division by zero');
  return divisor;
}

function floorDivide(left: PyObject, right: PyObject): PyObject {
  if (!(left instanceof PyTimeDelta)) return NotImplemented;
  if (right instanceof PyTimeDelta) {
    return normalizeInt(floorDiv(microsecondsOf(left), checkDivisor(microsecondsOf(right))));
  }
  const int = intValue(right);
  return int === undefined
    ? NotImplemented
    : deltaOf(floorDiv(microsecondsOf(left), checkDivisor(BigInt(int))));
}

/** Quotient and remainder of two durations. */
function divideWithRest(left: PyObject, right: PyObject): [bigint, PyTimeDelta] | undefined {
  if (!(left instanceof PyTimeDelta) || !(right instanceof PyTimeDelta)) return undefined;
  const dividend = microsecondsOf(left);
  const divisor = checkDivisor(microsecondsOf(right));
  const quotient = floorDiv(dividend, divisor);
  return [quotient, deltaOf(dividend - quotient * divisor)];
}

// ── As text ──────────────────────────────────────────────────────────────────────────────────────────────────────────

export function pad(value: number, width: number): string {
  return String(value).padStart(width, '0');
}

function deltaRepr(self: PyObject): string {
  const { days, seconds, microseconds } = self as PyTimeDelta;
  const parts: string[] = [];
  if (days !== 0) parts.push(`days=${days}`);
  if (seconds !== 0) parts.push(`seconds=${seconds}`);
  if (microseconds !== 0) parts.push(`microseconds=${microseconds}`);
  return `${typeName(self)}(${parts.length === 0 ? '0' : parts.join(', ')})`;
}

function deltaStr(self: PyObject): string {
  const { days, seconds, microseconds } = self as PyTimeDelta;
  const count = days === 0 ? '' : `${days} day${Math.abs(days) === 1 ? '' : 's'}, `;
  const hours = Math.floor(seconds / 3600);
  const clock = `${hours}:${pad(Math.floor(seconds / 60) % 60, 2)}:${pad(seconds % 60, 2)}`;
  return `${count}${clock}${microseconds === 0 ? '' : `.${pad(microseconds, 6)}`}`;
}

const method = methodsOf<PyTimeDelta>();

export const timedelta = defineType({
  type: PyTimeDelta.type,
  doc:
    'A duration, or the difference of two dates or times.\n\n' +
    'timedelta(days=0, seconds=0, microseconds=0, milliseconds=0, minutes=0, hours=0, weeks=0)\n\n' +
    'The arguments are ints or floats of any sign.',
  slots: {
    tp_new: makeDelta,
    tp_repr: deltaRepr,
    tp_str: deltaStr,
    tp_hash: (self) => {
      const { days, seconds, microseconds } = self as PyTimeDelta;
      return hash(new PyTuple([days, seconds, microseconds]));
    },
    tp_richcompare: (self, other, op) =>
      other instanceof PyTimeDelta
        ? orderResult(compareDeltas(self as PyTimeDelta, other), op)
        : NotImplemented,
    nb_add: (left, right) =>
      left instanceof PyTimeDelta && right instanceof PyTimeDelta ? addDeltas(left, right) : NotImplemented,
    nb_subtract: (left, right) =>
      left instanceof PyTimeDelta && right instanceof PyTimeDelta
        ? subtractDeltas(left, right)
        : NotImplemented,
    nb_multiply: multiply,
    nb_true_divide: divide,
    nb_floor_divide: floorDivide,
    nb_remainder: (left, right) => divideWithRest(left, right)?.[1] ?? NotImplemented,
    nb_divmod: (left, right) => {
      const result = divideWithRest(left, right);
      return result === undefined ? NotImplemented : new PyTuple([normalizeInt(result[0]), result[1]]);
    },
    nb_negative: (self) => negateDelta(self as PyTimeDelta),
    nb_positive: (self) => {
      const { days, seconds, microseconds } = self as PyTimeDelta;
      return new PyTimeDelta(days, seconds, microseconds);
    },
    nb_absolute: (self) => {
      const delta = self as PyTimeDelta;
      return delta.days < 0
        ? negateDelta(delta)
        : new PyTimeDelta(delta.days, delta.seconds, delta.microseconds);
    },
    nb_bool: (self) => !isZeroDelta(self as PyTimeDelta),
  },
  entries: [
    method('total_seconds($self, /)', 'Return the duration in seconds.', (self) =>
      trueDivide(normalizeInt(microsecondsOf(self)), 1_000_000),
    ),
    method(
      '__reduce__($self, /)',
      'Return state information for pickling.',
      (self) => new PyTuple([typeOf(self), new PyTuple([self.days, self.seconds, self.microseconds])]),
    ),
    member<PyTimeDelta>('days', 'Number of days.', 'days'),
    member<PyTimeDelta>('seconds', 'Number of seconds (>= 0 and less than 1 day).', 'seconds'),
    member<PyTimeDelta>(
      'microseconds',
      'Number of microseconds (>= 0 and less than 1 second).',
      'microseconds',
    ),
    classAttribute('resolution', new PyTimeDelta(0, 0, 1)),
    classAttribute('min', new PyTimeDelta(-MAX_DAYS, 0, 0)),
    classAttribute('max', new PyTimeDelta(MAX_DAYS, 86399, 999999)),
  ],
});
