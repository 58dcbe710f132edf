/** decimal.Decimal: the type, its operators and methods. CPython: Modules/_decimal/_decimal.c. */
import { hashFloat } from '../../common/float.ts';
import { intGcd } from '../../common/int.ts';
import { attrName } from '../../objects/attribute-name.ts';
import { PyComplex } from '../../objects/complex.ts';
import { PyDict } from '../../objects/dict.ts';
import { PyFloat } from '../../objects/float.ts';
import { PyList } from '../../objects/list.ts';
import {
  type BinarySlot,
  type KwNames,
  normalizeInt,
  objectType,
  Py_EQ,
  Py_GE,
  Py_GT,
  Py_LE,
  Py_LT,
  Py_NE,
  PyBaseObject,
  type PyInt,
  type PyObject,
  PyType,
  TPFLAGS_BASETYPE,
} from '../../objects/object.ts';
import { None, NotImplemented } from '../../objects/singletons.ts';
import { utf16FromStr } from '../../objects/str.ts';
import { PyTuple } from '../../objects/tuple.ts';
import { getAttr } from '../../runtime/attributes.ts';
import { call, call1 } from '../../runtime/call.ts';
import { builtinDef } from '../../runtime/clinic.ts';
import { intValue, strValue } from '../../runtime/convert.ts';
import { classMethod, defineType, type Entry, getset, methodsOf } from '../../runtime/define.ts';
import { dictGetStr } from '../../runtime/dict.ts';
import { overflowError, typeError, valueError } from '../../runtime/errors.ts';
import { identityHash } from '../../runtime/identity.ts';
import { isInstance } from '../../runtime/instance-check.ts';
import { numberAsFloat } from '../../runtime/number-convert.ts';
import { asciiNumberText, stripCSpace } from '../../runtime/number-text.ts';
import { current } from '../../runtime/state.ts';
import { typeOf } from '../../runtime/type-of.ts';
import * as arithmetic from './arithmetic.ts';
import {
  addStatus,
  contextArgument,
  currentDecimalContext,
  decimalState,
  operate,
  type PyDecimalContext,
  quickContext,
  roundingNamed,
  ssize,
} from './context.ts';
import { formatDecimal, invalidFormat, type Punctuation, parseSpec } from './format.ts';
import * as functions from './functions.ts';
import {
  type Arithmetic,
  adjusted,
  type Dec,
  ERRORS,
  finalize,
  finite,
  fromInt,
  infinite,
  integerValue,
  invalid,
  isInfinite,
  isNaN,
  isSpecial,
  isZero,
  maxContext,
  NAN,
  negated,
  pow10,
  type Rounding,
  Status,
  withSign,
  ZERO,
} from './number.ts';
import * as quick from './quick.ts';
import { generalFrom, Quick, type QuickContext, quickFrom } from './quick.ts';
import { parse, quickText, toEngineering, toScientific } from './text.ts';

export class PyDecimal extends PyBaseObject {
  static readonly type = new PyType('decimal.Decimal', PyDecimal, objectType, TPFLAGS_BASETYPE);

  /** The number in the form for ordinary ones, if it is one. */
  readonly quick: Quick | undefined;
  private general: Dec | undefined;
  hash: PyInt | undefined = undefined;

  constructor(value: Dec | Quick) {
    super();
    if (value instanceof Quick) {
      this.quick = value;
      this.general = undefined;
    } else {
      this.quick = quickFrom(value);
      this.general = value;
    }
  }

  get value(): Dec {
    this.general ??= generalFrom(this.quick!);
    return this.general;
  }
}

const decimalType = PyDecimal.type;

function newDecimal(type: PyType, value: Dec | Quick): PyDecimal {
  return type === decimalType
    ? new PyDecimal(value)
    : new (type.ctor as unknown as new (value: Dec | Quick) => PyDecimal)(value);
}

// ── From other objects ───────────────────────────────────────────────────────────────────────────────────────────────

/** Makes a number in the widest context; what does not fit there unchanged is an error. */
function exactly(ctx: PyDecimalContext, make: (widest: Arithmetic) => Dec): Dec {
  const widest = maxContext();
  let result = make(widest);
  if (widest.status & (Status.Inexact | Status.Rounded | Status.Clamped)) {
    result = invalid(widest, Status.InvalidOperation);
  }
  addStatus(ctx, widest.status & ERRORS);
  return result;
}

function fromDouble(x: number): Dec {
  if (Number.isNaN(x)) return NAN;
  if (!Number.isFinite(x)) return infinite(x < 0);
  const negative = x < 0 || Object.is(x, -0);
  let rest = Math.abs(x);
  let halvings = 0;
  // Scaled to an integer, which every double becomes after at most 1074 doublings.
  while (!Number.isInteger(rest)) {
    rest *= 2;
    halvings++;
  }
  return finite(negative, BigInt(rest) * 5n ** BigInt(halvings), -BigInt(halvings));
}

/** The text of a number as a str has it: digits of any script; with `lenient`, spaces around and underscores inside. */
function numericText(value: PyObject, lenient: boolean): string {
  const text = asciiNumberText(strValue(value)!);
  return lenient ? stripCSpace(text.replace(/[\x1c-\x1f]/g, ' ')).replaceAll('_', '') : text;
}

/** The text that a sequence of sign, digits and exponent stands for. */
function sequenceText(value: PyTuple | PyList): string {
  const { items } = value;
  if (items.length !== 3) throw valueError('argument must be a sequence of length 3');
  const [signItem, digitItems, exponentItem] = items as [PyObject, PyObject, PyObject];
  const sign = intValue(signItem);
  if (sign !== 0 && sign !== 1) throw valueError('sign must be an integer with the value 0 or 1');
  const special = strValue(exponentItem);
  let kind = '';
  let exponent = 0n;
  if (special !== undefined) {
    if (special === 'F') kind = 'Inf';
    else if (special === 'n') kind = 'NaN';
    else if (special === 'N') kind = 'sNaN';
    else throw valueError("string argument in the third position must be 'F', 'n' or 'N'");
  } else {
    if (intValue(exponentItem) === undefined) throw valueError('exponent must be an integer');
    exponent = ssize(exponentItem);
  }
  if (!(digitItems instanceof PyTuple) && !(digitItems instanceof PyList)) {
    throw valueError('coefficient must be a tuple of digits');
  }
  let digits = '';
  for (const item of digitItems.items) {
    const digit = intValue(item);
    if (typeof digit !== 'number' || digit < 0 || digit > 9) {
      throw valueError('coefficient must be a tuple of digits');
    }
    digits += digit;
  }
  const signText = sign === 1 ? '-' : '';
  if (kind === '') return `${signText}${digits || '0'}E${exponent}`;
  return signText + kind + (kind === 'Inf' ? '' : digits);
}

function unsupported(value: PyObject): never {
  throw typeError(`conversion from ${typeOf(value).tp_name} to Decimal is not supported`);
}

/** The quick form of what `Decimal(value)` makes of a Decimal, an int, or a plain text. */
function convertQuickly(value: PyObject): Quick | undefined {
  return typeof value === 'string' ? quick.quickFromText(value) : quickOperand(value);
}

/** What `Decimal(value)` makes of an object. */
function convertExactly(value: PyObject, ctx: PyDecimalContext): Dec {
  if (value instanceof PyDecimal) return value.value;
  if (strValue(value) !== undefined) {
    const text = numericText(value, true);
    return exactly(ctx, (widest) => parse(text, widest));
  }
  const int = intValue(value);
  if (int !== undefined) return exactly(ctx, (widest) => finalize(fromInt(BigInt(int)), widest));
  if (value instanceof PyTuple || value instanceof PyList) {
    const text = sequenceText(value);
    return exactly(ctx, (widest) => parse(text, widest));
  }
  if (value instanceof PyFloat) {
    addStatus(ctx, Status.FloatOperation);
    return fromDouble(value.value);
  }
  return unsupported(value);
}

/** The same, rounded to the context: `Context.create_decimal`. */
export function createDecimal(value: PyObject, ctx: PyDecimalContext): PyDecimal {
  const made = convertQuickly(value);
  return quickly(ctx, ctx.rounding, fitted, made, made) ?? new PyDecimal(convertRounded(value, ctx));
}

function convertRounded(value: PyObject, ctx: PyDecimalContext): Dec {
  if (value instanceof PyDecimal) {
    const { value: number } = value;
    if (isNaN(number) && number.digits > ctx.prec - (ctx.clamp ? 1n : 0n)) {
      addStatus(ctx, Status.ConversionSyntax);
      return NAN;
    }
    return operate(ctx, (work) => finalize(number, work));
  }
  if (strValue(value) !== undefined) {
    const text = numericText(value, false);
    return operate(ctx, (work) => parse(text, work));
  }
  if (value instanceof PyTuple || value instanceof PyList) {
    const text = sequenceText(value);
    return operate(ctx, (work) => parse(text, work));
  }
  const exact = convertExactly(value, ctx);
  return operate(ctx, (work) => finalize(exact, work));
}

/** A float or int, exactly: `Decimal.from_float`. */
function fromFloatOrInt(value: PyObject, ctx: PyDecimalContext): Dec {
  if (value instanceof PyFloat) return fromDouble(value.value);
  if (intValue(value) === undefined) throw typeError('argument must be int or float');
  return convertExactly(value, ctx);
}

/** The same rounded: `Context.create_decimal_from_float`. */
export function createFromFloat(value: PyObject, ctx: PyDecimalContext): PyDecimal {
  const exact = fromFloatOrInt(value, ctx);
  return new PyDecimal(operate(ctx, (work) => finalize(exact, work)));
}

/** The quick form of an operand. */
function quickOperand(value: PyObject): Quick | undefined {
  if (value instanceof PyDecimal) return value.quick;
  return typeof value === 'number' || typeof value === 'bigint' ? quick.quickFromInt(value) : undefined;
}

/** An operand: a Decimal, or an int; `undefined` for others. */
function operand(value: PyObject, ctx: PyDecimalContext): Dec | undefined {
  if (value instanceof PyDecimal) return value.value;
  return intValue(value) === undefined ? undefined : convertExactly(value, ctx);
}

/** The same for methods, where other operands are errors. */
export function requireOperand(value: PyObject, ctx: PyDecimalContext): Dec {
  return operand(value, ctx) ?? unsupported(value);
}

// ── To other objects ─────────────────────────────────────────────────────────────────────────────────────────────────

function truncated(self: PyDecimal): PyInt {
  const short = self.quick === undefined ? undefined : quick.truncated(self.quick);
  return short ?? asInt(self.value, 'ROUND_DOWN');
}

function asInt(a: Dec, rounding: Rounding): PyInt {
  if (isNaN(a)) throw valueError('cannot convert NaN to integer');
  if (isInfinite(a)) throw overflowError('cannot convert Infinity to integer');
  return normalizeInt(integerValue(arithmetic.toIntegral(a, { ...maxContext(), rounding }, false)));
}

function asFloat(self: PyDecimal): number {
  const short = self.quick === undefined ? undefined : quick.asDouble(self.quick);
  if (short !== undefined) return short;
  const { value } = self;
  if (value.kind === 'snan') throw valueError('cannot convert signaling NaN to float');
  if (value.kind === 'nan') return value.negative ? -Number.NaN : Number.NaN;
  return numberAsFloat(toScientific(value, true));
}

function textOf(self: PyDecimal): string {
  const short = self.quick === undefined ? undefined : quickText(self.quick);
  return short ?? toScientific(self.value, currentDecimalContext().capitals);
}

function integerRatio(a: Dec): PyTuple {
  if (isNaN(a)) throw valueError('cannot convert NaN to integer ratio');
  if (isInfinite(a)) throw overflowError('cannot convert Infinity to integer ratio');
  const signed = a.negative ? -a.coefficient : a.coefficient;
  if (a.exponent >= 0n || signed === 0n) {
    return new PyTuple([normalizeInt(signed === 0n ? 0n : signed * pow10(a.exponent)), 1]);
  }
  const denominator = pow10(-a.exponent);
  const common = BigInt(intGcd(normalizeInt(signed), normalizeInt(denominator)));
  return new PyTuple([normalizeInt(signed / common), normalizeInt(denominator / common)]);
}

function asTuple(a: Dec): PyObject {
  let digits: PyObject[];
  let exponent: PyObject;
  if (isInfinite(a)) {
    digits = [0];
    exponent = 'F';
  } else {
    digits = a.digits === 0n ? [] : Array.from(a.coefficient.toString(), Number);
    exponent = a.kind === 'nan' ? 'n' : a.kind === 'snan' ? 'N' : normalizeInt(a.exponent);
  }
  return call(decimalState().decimalTuple, [a.negative ? 1 : 0, new PyTuple(digits), exponent]);
}

const HASH_MODULUS = (1n << 61n) - 1n;
/** The inverse of 10 modulo that. */
const INVERSE_OF_TEN = 2075258708292324556n;

function powerModulo(base: bigint, exponent: bigint): bigint {
  let result = 1n;
  let square = base;
  for (let rest = exponent; rest > 0n; rest >>= 1n) {
    if ((rest & 1n) === 1n) result = (result * square) % HASH_MODULUS;
    square = (square * square) % HASH_MODULUS;
  }
  return result;
}

/** The hash that every equal number has. */
function hashDecimal(self: PyDecimal): PyInt {
  const short = self.quick === undefined ? undefined : quick.truncated(self.quick);
  if (short !== undefined && self.quick!.exponent >= 0) return short === -1 ? -2 : short;
  const { value } = self;
  if (value.kind === 'snan') throw typeError('Cannot hash a signaling NaN value');
  if (value.kind === 'nan') return identityHash(self);
  if (isInfinite(value))
    return hashFloat(value.negative ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY)!;
  const scale =
    value.exponent >= 0n ? powerModulo(10n, value.exponent) : powerModulo(INVERSE_OF_TEN, -value.exponent);
  const size = ((value.coefficient % HASH_MODULUS) * scale) % HASH_MODULUS;
  const hash = normalizeInt(value.negative ? -size : size);
  return hash === -1 ? -2 : hash;
}

// ── Comparison ───────────────────────────────────────────────────────────────────────────────────────────────────────

const dunderNumerator = attrName('numerator');
const dunderDenominator = attrName('denominator');

/** Both sides of a comparison as decimal numbers; `undefined` for what cannot be compared. */
function comparable(a: Dec, other: PyObject, op: number, ctx: PyDecimalContext): [Dec, Dec] | undefined {
  const plain = operand(other, ctx);
  if (plain !== undefined) return [a, plain];
  const equality = op === Py_EQ || op === Py_NE;
  if (other instanceof PyFloat) {
    if (!equality) addStatus(ctx, Status.FloatOperation);
    ctx.status |= Status.FloatOperation;
    return [a, fromDouble(other.value)];
  }
  if (other instanceof PyComplex && equality) {
    if (other.imag !== 0) return undefined;
    ctx.status |= Status.FloatOperation;
    return [a, fromDouble(other.real)];
  }
  if (!isInstance(other, decimalState().rational)) return undefined;
  const numerator = requireInt(getAttr(other, dunderNumerator));
  if (isSpecial(a)) return [a, fromInt(numerator)];
  const denominator = requireInt(getAttr(other, dunderDenominator));
  return [finite(a.negative, a.coefficient * denominator, a.exponent), fromInt(numerator)];
}

function requireInt(value: PyObject): bigint {
  const int = intValue(value);
  if (int === undefined) throw typeError('argument must be an integer');
  return BigInt(int);
}

function richCompare(self: PyObject, other: PyObject, op: number): PyObject {
  const left = (self as PyDecimal).quick;
  const right = quickOperand(other);
  if (left !== undefined && right !== undefined) return isOrdered(quick.compare(left, right), op);
  const ctx = currentDecimalContext();
  const sides = comparable((self as PyDecimal).value, other, op, ctx);
  if (sides === undefined) return NotImplemented;
  const [a, b] = sides;
  if (isNaN(a) || isNaN(b)) {
    const signals = a.kind === 'snan' || b.kind === 'snan' || (op !== Py_EQ && op !== Py_NE);
    if (signals) addStatus(ctx, Status.InvalidOperation);
    return op === Py_NE;
  }
  return isOrdered(arithmetic.compareNumbers(a, b), op);
}

function isOrdered(order: number, op: number): boolean {
  switch (op) {
    case Py_LT:
      return order < 0;
    case Py_LE:
      return order <= 0;
    case Py_EQ:
      return order === 0;
    case Py_GT:
      return order > 0;
    case Py_GE:
      return order >= 0;
    default:
      return order !== 0;
  }
}

// ── Operators ────────────────────────────────────────────────────────────────────────────────────────────────────────

type Unary = (a: Dec, ctx: Arithmetic) => Dec;
type Binary = (a: Dec, b: Dec, ctx: Arithmetic) => Dec;
type QuickUnary = (a: Quick, ctx: QuickContext) => Quick | undefined;
type QuickBinary = (a: Quick, b: Quick, ctx: QuickContext) => Quick | undefined;

/** The result of an operation with quick forms of operands; `undefined` where the general one must do it. */
function quickly(
  ctx: PyDecimalContext,
  rounding: Rounding,
  compute: QuickBinary,
  a: Quick | undefined,
  b: Quick | undefined,
): PyDecimal | undefined {
  if (a === undefined || b === undefined) return undefined;
  const work = quickContext(ctx, rounding);
  const result = compute(a, b, work);
  if (result === undefined) return undefined;
  if (work.status !== 0) addStatus(ctx, work.status);
  return new PyDecimal(result);
}

function ofFirst(compute: QuickUnary): QuickBinary {
  return (a, _, work) => compute(a, work);
}

const fitted = ofFirst(quick.fitted);

function unarySlot(compute: Unary, ofOne: QuickBinary): (self: PyObject) => PyObject {
  return (self) => {
    const ctx = currentDecimalContext();
    const a = (self as PyDecimal).quick;
    return (
      quickly(ctx, ctx.rounding, ofOne, a, a) ??
      new PyDecimal(operate(ctx, (work) => compute((self as PyDecimal).value, work)))
    );
  };
}

function binarySlot(short: QuickBinary, compute: Binary): BinarySlot {
  return (left, right) => {
    const ctx = currentDecimalContext();
    const result = quickly(ctx, ctx.rounding, short, quickOperand(left), quickOperand(right));
    if (result !== undefined) return result;
    const a = operand(left, ctx);
    if (a === undefined) return NotImplemented;
    const b = operand(right, ctx);
    if (b === undefined) return NotImplemented;
    return new PyDecimal(operate(ctx, (work) => compute(a, b, work)));
  };
}

/** A method of Context that is an operator: what both of them compute. */
export function binaryOf(
  x: PyObject,
  y: PyObject,
  short: QuickBinary | undefined,
  compute: Binary,
  ctx: PyDecimalContext,
): PyDecimal {
  if (short !== undefined) {
    const result = quickly(ctx, ctx.rounding, short, quickOperand(x), quickOperand(y));
    if (result !== undefined) return result;
  }
  const a = requireOperand(x, ctx);
  const b = requireOperand(y, ctx);
  return new PyDecimal(operate(ctx, (work) => compute(a, b, work)));
}

/** `quantize()`, with the rounding mode that is asked for. */
function quantized(x: PyDecimal, y: PyObject, rounding: Rounding, ctx: PyDecimalContext): PyDecimal {
  const result = quickly(ctx, rounding, quick.quantize, x.quick, quickOperand(y));
  if (result !== undefined) return result;
  const b = requireOperand(y, ctx);
  return new PyDecimal(operate(ctx, (work) => arithmetic.quantize(x.value, b, work), rounding));
}

/** `divmod()` of two objects, which `undefined` leaves to the general operation. */
function quickDivmod(x: PyObject, y: PyObject, ctx: PyDecimalContext): PyTuple | undefined {
  const a = quickOperand(x);
  const b = quickOperand(y);
  if (a === undefined || b === undefined) return undefined;
  const work = quickContext(ctx, ctx.rounding);
  const division = quick.integralDivision(a, b, work);
  if (division === undefined) return undefined;
  if (work.status !== 0) addStatus(ctx, work.status);
  return new PyTuple([new PyDecimal(division[0]), new PyDecimal(division[1])]);
}

/** `divmod()` of two numbers. */
export function divmodOf(a: Dec, b: Dec, ctx: PyDecimalContext): PyTuple {
  const { quotient, remainder } = operate(ctx, (work) => arithmetic.divmod(a, b, work));
  return new PyTuple([new PyDecimal(quotient), new PyDecimal(remainder)]);
}

export function powerOf(a: Dec, b: Dec, modulus: Dec | undefined, ctx: PyDecimalContext): PyDecimal {
  return new PyDecimal(
    operate(ctx, (work) =>
      modulus === undefined ? functions.power(a, b, work) : functions.powerModulo(a, b, modulus, work),
    ),
  );
}

// ── Formatting ───────────────────────────────────────────────────────────────────────────────────────────────────────

/** The punctuation that a program gives in a dict, which it may do to be tested. */
function overridden(dict: PyObject, spec: string): Punctuation {
  if (!(dict instanceof PyDict)) throw typeError('optional argument must be a dict');
  const text = (name: string, absent: string): string => {
    const value = dictGetStr(dict, name);
    return value === undefined ? absent : utf16FromStr(strValue(value) ?? '');
  };
  const point = text('decimal_point', '.');
  const separator = text('thousands_sep', spec);
  const grouping = Array.from(text('grouping', spec === '' ? '' : '\x03'), (c) => c.charCodeAt(0));
  if (point.length !== 1 || separator.length > 1) throw valueError('invalid override dict');
  return { point, separator, grouping };
}

function formatSelf(self: PyDecimal, specObject: PyObject, override: PyObject | undefined): PyObject {
  const ctx = currentDecimalContext();
  const text = strValue(specObject);
  if (text === undefined) throw typeError('format arg must be str');
  const spec = parseSpec(utf16FromStr(text), ctx.capitals);
  let punctuation: Punctuation | undefined;
  if (override !== undefined) punctuation = overridden(override, spec.separator);
  else if (spec.type.toLowerCase() === 'n') {
    const { decimalPoint, thousandsSeparator, grouping } = current.thread.interp.numericLocale;
    punctuation = { point: decimalPoint, separator: thousandsSeparator, grouping };
  }
  if (spec.width > 0x1fffffe8 || (spec.precision ?? 0) > 0x1fffffe8) throw invalidFormat();
  const type = spec.type === 'n' ? 'g' : spec.type === 'N' ? 'G' : spec.type;
  return formatDecimal(self.value, { ...spec, type }, { ...ctx, status: 0 } as Arithmetic, punctuation);
}

// ── Methods ──────────────────────────────────────────────────────────────────────────────────────────────────────────

const method = methodsOf<PyDecimal>();

function unaryMethod(name: string, doc: string, compute: Unary): Entry {
  return method(
    `${name}($self, /, context: object = None)` as 'f($self, /, context: object = None)',
    doc,
    (self, context) => new PyDecimal(operate(contextArgument(context), (work) => compute(self.value, work))),
  );
}

function binaryMethod(name: string, doc: string, compute: Binary): Entry {
  return method(
    `${name}($self, /, other: object, context: object = None)` as 'f($self, /, other: object, context: object = None)',
    doc,
    (self, other, context) => {
      const ctx = contextArgument(context);
      const b = requireOperand(other, ctx);
      return new PyDecimal(operate(ctx, (work) => compute(self.value, b, work)));
    },
  );
}

function predicate(name: string, doc: string, test: (a: Dec) => boolean): Entry {
  return method(`${name}($self, /) -> bool` as 'f($self, /) -> bool', doc, (self) => test(self.value));
}

function contextPredicate(name: string, doc: string, test: (a: Dec, ctx: Arithmetic) => boolean): Entry {
  return method(
    `${name}($self, /, context: object = None) -> bool` as 'f($self, /, context: object = None) -> bool',
    doc,
    (self, context) => test(self.value, contextArgument(context)),
  );
}

export function isNormal(a: Dec, ctx: Arithmetic): boolean {
  return !isSpecial(a) && !isZero(a) && adjusted(a) >= ctx.emin;
}

export function isSubnormal(a: Dec, ctx: Arithmetic): boolean {
  return !isSpecial(a) && !isZero(a) && adjusted(a) < ctx.emin;
}

export function numberClass(a: Dec, ctx: Arithmetic): string {
  if (a.kind === 'nan') return 'NaN';
  if (a.kind === 'snan') return 'sNaN';
  const sign = a.negative ? '-' : '+';
  if (isInfinite(a)) return `${sign}Infinity`;
  if (isZero(a)) return `${sign}Zero`;
  return `${sign}${isNormal(a, ctx) ? 'Normal' : 'Subnormal'}`;
}

/** What operations are called, in Decimal and in Context alike, with what they are. */
export const UNARY: readonly (readonly [name: string, doc: string, compute: Unary])[] = [
  ['exp', 'e to the power of the number, correctly rounded.', functions.exp],
  ['ln', 'The natural logarithm, correctly rounded.', functions.ln],
  ['log10', 'The logarithm to base ten, correctly rounded.', functions.log10],
  ['next_minus', 'The largest number of the context that is smaller.', arithmetic.nextMinus],
  ['next_plus', 'The smallest number of the context that is larger.', arithmetic.nextPlus],
  ['normalize', 'The same number without zeros at its end.', arithmetic.reduce],
  ['sqrt', 'The square root, correctly rounded.', functions.sqrt],
  ['logb', 'The exponent in scientific notation, as a number.', arithmetic.logb],
  ['logical_invert', 'Every digit inverted; all are 0 or 1.', arithmetic.logicalInvert],
];

const total =
  (order: (a: Dec, b: Dec) => number): Binary =>
  (a, b) =>
    arithmetic.asOrder(order(a, b));

export const BINARY: readonly (readonly [name: string, doc: string, compute: Binary])[] = [
  ['compare', 'Which is larger: -1, 0 or 1 as a number, NaN if one is a NaN.', arithmetic.compare],
  ['compare_signal', 'The same, but a NaN of either kind is an error.', arithmetic.compareSignal],
  [
    'compare_total',
    'The place in an order of all representations: -1, 0 or 1.',
    total(arithmetic.compareTotal),
  ],
  ['compare_total_mag', 'The same, without regard to signs.', total(arithmetic.compareTotalMagnitude)],
  [
    'max',
    'The larger number; a quiet NaN does not count.',
    (a, b, ctx) => arithmetic.extreme(a, b, 1, false, ctx),
  ],
  ['max_mag', 'The number with the larger magnitude.', (a, b, ctx) => arithmetic.extreme(a, b, 1, true, ctx)],
  [
    'min',
    'The smaller number; a quiet NaN does not count.',
    (a, b, ctx) => arithmetic.extreme(a, b, -1, false, ctx),
  ],
  [
    'min_mag',
    'The number with the smaller magnitude.',
    (a, b, ctx) => arithmetic.extreme(a, b, -1, true, ctx),
  ],
  ['next_toward', 'The next number in the direction of the other one.', arithmetic.nextToward],
  ['remainder_near', 'What is left of dividing to the nearest integer.', arithmetic.remainderNear],
  ['copy_sign', 'The number with the sign of the other one.', (a, b) => withSign(a, b.negative)],
  [
    'logical_and',
    'Digit by digit and; all are 0 or 1.',
    (a, b, ctx) => arithmetic.logical(a, b, ['0', '0', '1'], ctx),
  ],
  [
    'logical_or',
    'Digit by digit or; all are 0 or 1.',
    (a, b, ctx) => arithmetic.logical(a, b, ['0', '1', '1'], ctx),
  ],
  [
    'logical_xor',
    'Digit by digit exclusive or; all are 0 or 1.',
    (a, b, ctx) => arithmetic.logical(a, b, ['0', '1', '0'], ctx),
  ],
  ['rotate', 'The digits rotated by so many places.', arithmetic.rotate],
  ['scaleb', 'The number with its exponent raised by the other one.', arithmetic.scaleb],
  ['shift', 'The digits shifted by so many places.', arithmetic.shift],
];

export const PREDICATES: readonly (readonly [name: string, doc: string, test: (a: Dec) => boolean])[] = [
  ['is_canonical', 'Is the encoding canonical? It always is.', () => true],
  ['is_finite', 'Is it neither an infinity nor a NaN?', (a) => !isSpecial(a)],
  ['is_infinite', 'Is it an infinity?', isInfinite],
  ['is_nan', 'Is it a NaN of either kind?', isNaN],
  ['is_qnan', 'Is it a quiet NaN?', (a) => a.kind === 'nan'],
  ['is_snan', 'Is it a signaling NaN?', (a) => a.kind === 'snan'],
  ['is_signed', 'Has it a negative sign?', (a) => a.negative],
  ['is_zero', 'Is it zero?', isZero],
];

export const CONTEXT_PREDICATES: readonly (readonly [
  name: string,
  doc: string,
  test: (a: Dec, ctx: Arithmetic) => boolean,
])[] = [
  ['is_normal', 'Is it finite, not zero, and not subnormal?', isNormal],
  ['is_subnormal', 'Is it not zero, with an exponent below Emin?', isSubnormal],
];

function integralMethod(name: string, doc: string, exact: boolean): Entry {
  return method(
    `${name}($self, /, rounding: object = None, context: object = None)` as 'f($self, /, rounding: object = None, context: object = None)',
    doc,
    (self, rounding, context) => {
      const ctx = contextArgument(context);
      const mode = rounding === None ? ctx.rounding : roundingNamed(rounding);
      return new PyDecimal(operate(ctx, (work) => arithmetic.toIntegral(self.value, work, exact), mode));
    },
  );
}

const newDef = builtinDef<PyType, 'Decimal(value: object = <null>, context: object = None)'>(
  'Decimal(value: object = <null>, context: object = None)',
  '',
  (type, value, context) => {
    const ctx = contextArgument(context);
    if (value === undefined) return newDecimal(type, ZERO);
    if (type === decimalType && value instanceof PyDecimal && value.ob_type === decimalType) return value;
    const short = convertQuickly(value);
    if (short !== undefined) return newDecimal(type, short);
    return newDecimal(type, convertExactly(value, ctx));
  },
);

export const decimal = defineType({
  type: decimalType,
  doc: 'A decimal number. The value may be a str, an int, a float, a tuple of sign, digits and exponent, or a Decimal;\nwithout one it is 0. What cannot be read signals InvalidOperation in the context.',
  textSignature: '(value="0", context=None)',
  slots: {
    tp_new: (type, args, kwnames: KwNames | undefined) => newDef.call(type, args, kwnames),
    tp_repr: (self) => `Decimal('${textOf(self as PyDecimal)}')`,
    tp_str: (self) => textOf(self as PyDecimal),
    tp_hash: (self) => {
      const own = self as PyDecimal;
      own.hash ??= hashDecimal(own);
      return own.hash;
    },
    tp_richcompare: richCompare,
    nb_add: binarySlot(quick.add, arithmetic.add),
    nb_subtract: binarySlot(quick.subtract, arithmetic.subtract),
    nb_multiply: binarySlot(quick.multiply, arithmetic.multiply),
    nb_remainder: binarySlot(quick.remainder, arithmetic.remainder),
    nb_floor_divide: binarySlot(quick.divideInt, arithmetic.divideInt),
    nb_true_divide: binarySlot(quick.divide, arithmetic.divide),
    nb_divmod: (left, right) => {
      const ctx = currentDecimalContext();
      const short = quickDivmod(left, right, ctx);
      if (short !== undefined) return short;
      const a = operand(left, ctx);
      if (a === undefined) return NotImplemented;
      const b = operand(right, ctx);
      return b === undefined ? NotImplemented : divmodOf(a, b, ctx);
    },
    nb_power: (base, exponent, modulus) => {
      const ctx = currentDecimalContext();
      const a = operand(base, ctx);
      if (a === undefined) return NotImplemented;
      const b = operand(exponent, ctx);
      if (b === undefined) return NotImplemented;
      if (modulus === None) return powerOf(a, b, undefined, ctx);
      const m = operand(modulus, ctx);
      return m === undefined ? NotImplemented : powerOf(a, b, m, ctx);
    },
    nb_negative: unarySlot(arithmetic.minus, ofFirst(quick.minus)),
    nb_positive: unarySlot(arithmetic.plus, ofFirst(quick.plus)),
    nb_absolute: unarySlot(arithmetic.absolute, ofFirst(quick.absolute)),
    nb_bool: (self) => {
      const short = (self as PyDecimal).quick;
      return short === undefined ? !isZero((self as PyDecimal).value) : short.coefficient !== 0;
    },
    nb_int: (self) => truncated(self as PyDecimal),
    nb_float: (self) => new PyFloat(asFloat(self as PyDecimal)),
  },
  entries: [
    ...UNARY.map(([name, doc, compute]) => unaryMethod(name, doc, compute)),
    ...BINARY.map(([name, doc, compute]) => binaryMethod(name, doc, compute)),
    ...PREDICATES.map(([name, doc, test]) => predicate(name, doc, test)),
    ...CONTEXT_PREDICATES.map(([name, doc, test]) => contextPredicate(name, doc, test)),
    integralMethod('to_integral', 'The nearest integer; nothing is signaled.', false),
    integralMethod('to_integral_value', 'The nearest integer; nothing is signaled.', false),
    integralMethod('to_integral_exact', 'The nearest integer; Inexact and Rounded are signaled.', true),
    method(
      'quantize($self, /, exp: object, rounding: object = None, context: object = None)',
      'The number rounded to the exponent of exp.',
      (self, exp, rounding, context) => {
        const ctx = contextArgument(context);
        const mode = rounding === None ? ctx.rounding : roundingNamed(rounding);
        return quantized(self, exp, mode, ctx);
      },
    ),
    method(
      'fma($self, /, other: object, third: object, context: object = None)',
      'self * other + third, rounded once.',
      (self, other, third, context) => {
        const ctx = contextArgument(context);
        const b = requireOperand(other, ctx);
        const c = requireOperand(third, ctx);
        return new PyDecimal(operate(ctx, (work) => arithmetic.fma(self.value, b, c, work)));
      },
    ),
    method(
      'same_quantum($self, /, other: object, context: object = None) -> bool',
      'Have both the same exponent, or are both infinite, or both NaN?',
      (self, other, context) =>
        arithmetic.sameQuantum(self.value, requireOperand(other, contextArgument(context))),
    ),
    method(
      'number_class($self, /, context: object = None)',
      "What kind of number it is: '+Normal', '-Zero', 'sNaN' and so on.",
      (self, context) => numberClass(self.value, contextArgument(context)),
    ),
    method(
      'to_eng_string($self, /, context: object = None)',
      'The number in engineering notation, whose exponents are multiples of three.',
      (self, context) => toEngineering(self.value, contextArgument(context).capitals),
    ),
    method('adjusted($self, /)', 'The exponent in scientific notation; 0 for special numbers.', (self) =>
      isSpecial(self.value) ? 0 : normalizeInt(adjusted(self.value)),
    ),
    method('canonical($self, /)', 'The number itself.', (self) => self),
    method('conjugate($self, /)', 'The number itself.', (self) => self),
    method('radix($self, /)', 'Ten, the base of all numbers.', () => new PyDecimal(finite(false, 10n, 0n))),
    method(
      'copy_abs($self, /)',
      'The number without its sign.',
      (self) => new PyDecimal(withSign(self.value, false)),
    ),
    method(
      'copy_negate($self, /)',
      'The number with the other sign.',
      (self) => new PyDecimal(negated(self.value)),
    ),
    classMethod('from_float($type, f: object, /)', 'The exact value of a float or an int.', (type, value) => {
      const made = new PyDecimal(fromFloatOrInt(value, currentDecimalContext()));
      return type === decimalType ? made : call1(type, made);
    }),
    classMethod(
      'from_number($type, number: object, /)',
      'The exact value of a number: an int, a float or a Decimal.',
      (type, value) => {
        const ctx = currentDecimalContext();
        const number = value instanceof PyFloat ? fromDouble(value.value) : requireOperand(value, ctx);
        const made = new PyDecimal(number);
        return type === decimalType ? made : call1(type, made);
      },
    ),
    method('as_tuple($self, /)', 'The number as a DecimalTuple of sign, digits and exponent.', (self) =>
      asTuple(self.value),
    ),
    method(
      'as_integer_ratio($self, /)',
      'A pair of ints whose quotient is the number, in lowest terms.',
      (self) => integerRatio(self.value),
    ),
    method('__copy__($self, /)', '', (self) => self, '($self, /)'),
    method('__deepcopy__($self, memo: object, /)', '', (self) => self, '($self, object, /)'),
    method(
      '__format__($self, format_spec: object, override: object = <null>, /)',
      'Make a text of the number as the specification says.',
      formatSelf,
      false,
    ),
    method(
      '__reduce__($self, /)',
      '',
      (self) => new PyTuple([typeOf(self), new PyTuple([toScientific(self.value, true)])]),
      '($self, /)',
    ),
    method(
      '__round__($self, ndigits: object = <null>, /)',
      '',
      (self, ndigits) => {
        if (ndigits === undefined) return asInt(self.value, 'ROUND_HALF_EVEN');
        if (intValue(ndigits) === undefined) throw typeError('optional arg must be an integer');
        const unit = new PyDecimal(finite(false, 1n, -ssize(ndigits)));
        const ctx = currentDecimalContext();
        return quantized(self, unit, ctx.rounding, ctx);
      },
      false,
    ),
    method('__ceil__($self, /)', '', (self) => asInt(self.value, 'ROUND_CEILING'), '($self, /)'),
    method('__floor__($self, /)', '', (self) => asInt(self.value, 'ROUND_FLOOR'), '($self, /)'),
    method('__trunc__($self, /)', '', truncated, '($self, /)'),
    method('__complex__($self, /)', '', (self) => new PyComplex(asFloat(self), 0), '($self, /)'),
    method('__sizeof__($self, /) -> int', '', () => 104, '($self, /)'),
    getset<PyDecimal>('real', undefined, (self) => self),
    getset<PyDecimal>('imag', undefined, () => new PyDecimal(ZERO)),
  ],
});
