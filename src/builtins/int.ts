/**
 * int: the behaviour of Python integers. CPython: Objects/longobject.c. Arithmetic: ../common/int.ts.
 *
 * A plain int is a JavaScript number or bigint, an instance of a subclass a `PyLong`, a bool is `true` or `false`; the
 * slots serve all three, and results are always plain.
 */
import {
  bitCount,
  bitLength,
  hashInt,
  intAbs,
  intAdd,
  intAnd,
  intDivmod,
  intFloorDiv,
  intFromBytes,
  intInvert,
  intLshift,
  intMod,
  intMul,
  intNeg,
  intOr,
  intPow,
  intPowMod,
  intRshift,
  intSub,
  intToBytes,
  intTrueDiv,
  intXor,
} from '../common/int.ts';
import { PyByteArray } from '../objects/bytearray.ts';
import { PyBytes } from '../objects/bytes.ts';
import { PyFloat } from '../objects/float.ts';
import { intType, type PyLong } from '../objects/int.ts';
import {
  type BinarySlot,
  type KwNames,
  Py_EQ,
  Py_GE,
  Py_GT,
  Py_LE,
  Py_LT,
  type PyInt,
  type PyObject,
  type PyType,
  type RichCompareSlot,
  type TernarySlot,
} from '../objects/object.ts';
import { None, NotImplemented } from '../objects/singletons.ts';
import type { Str } from '../objects/str.ts';
import { PyTuple } from '../objects/tuple.ts';
import { bytesLike } from '../runtime/buffer.ts';
import { bytesFromObject } from '../runtime/bytes-from-object.ts';
import { call1 } from '../runtime/call.ts';
import { builtinDef } from '../runtime/clinic.ts';
import { asIndex, indexClamped, intValue, strValue } from '../runtime/convert.ts';
import { intAsDouble } from '../runtime/converters.ts';
import { classMethod, defineType, getset, methodsOf } from '../runtime/define.ts';
import { overflowError, typeError, valueError, zeroDivisionError } from '../runtime/errors.ts';
import { intToDecimal } from '../runtime/int-text.ts';
import { numberAsInt, parseIntBytes, parseIntStr } from '../runtime/number-convert.ts';
import { formatInt } from '../runtime/number-format.ts';
import { powerFloats } from '../runtime/number-power.ts';
import { str } from '../runtime/repr.ts';
import { typeOf } from '../runtime/type-of.ts';
import { basicSize } from '../runtime/type-sizes.ts';

const method = methodsOf<PyObject>();

type IntConstructor = new (value: PyInt) => PyLong;

/** The plain int that an int of any kind is. */
function plainInt(self: PyObject): PyInt {
  return intValue(self)!;
}

// ── Construction ─────────────────────────────────────────────────────────────────────────────────────────────────────

/** `int(value, base)`. */
function intFromArguments(value: PyObject | undefined, base: PyObject | undefined): PyInt {
  if (value === undefined) {
    if (base !== undefined) throw typeError('int() missing string argument');
    return 0;
  }
  if (base === undefined) return numberAsInt(value);
  const radix = indexClamped(base);
  if ((radix !== 0 && radix < 2) || radix > 36) throw valueError('int() base must be >= 2 and <= 36, or 0');
  const text = strValue(value);
  if (text !== undefined) return parseIntStr(value, text, radix);
  if (value instanceof PyBytes || value instanceof PyByteArray) return parseIntBytes(bytesLike(value), radix);
  throw typeError("int() can't convert non-string with explicit base");
}

const construct = builtinDef<PyType, 'int(x: object = <null>, /, base: object = <null>)'>(
  'int(x: object = <null>, /, base: object = <null>)',
  '',
  (type, x, base) => {
    const value = intFromArguments(x, base);
    return type === intType ? value : new (type.ctor as unknown as IntConstructor)(value);
  },
);

function intNew(type: PyType, args: readonly PyObject[], kwnames: KwNames | undefined): PyObject {
  if (type !== intType || (kwnames !== undefined && kwnames.length > 0)) {
    return construct.call(type, args, kwnames);
  }
  switch (args.length) {
    case 0:
      return 0;
    case 1:
      return numberAsInt(args[0]!);
    case 2:
      return intFromArguments(args[0], args[1]);
    default:
      throw typeError(`int expected at most 2 arguments, got ${args.length}`);
  }
}

// ── Operators ────────────────────────────────────────────────────────────────────────────────────────────────────────

/** The slot of an operator that only ints have here: anything else is NotImplemented. */
function binary(operate: (left: PyInt, right: PyInt) => PyObject): BinarySlot {
  return (left, right) => {
    const a = intValue(left);
    const b = intValue(right);
    return a === undefined || b === undefined ? NotImplemented : operate(a, b);
  };
}

function checkDivisor(divisor: PyInt): void {
  if (divisor === 0) throw zeroDivisionError('division by zero');
}

function trueDivide(left: PyInt, right: PyInt): PyObject {
  checkDivisor(right);
  const quotient = intTrueDiv(left, right);
  if (!Number.isFinite(quotient)) throw overflowError('integer division result too large for a float');
  return new PyFloat(quotient);
}

/** CPython's digits have this many bits, and an int no more of them than that. */
const BITS_PER_DIGIT = 30n;
const MAX_DIGITS = ((1n << 63n) - 2n) / BITS_PER_DIGIT;

function leftShift(value: PyInt, count: PyInt): PyInt {
  if (count < 0) throw valueError('negative shift count');
  if (value === 0) return 0;
  if (typeof count === 'bigint') {
    // What no CPython holds is an OverflowError; what does not fit into memory, the engine refuses.
    const shifted = BigInt(bitLength(value)) / BITS_PER_DIGIT + 1n + count / BITS_PER_DIGIT;
    if (shifted + (count % BITS_PER_DIGIT === 0n ? 0n : 1n) > MAX_DIGITS) {
      throw overflowError('too many digits in integer');
    }
  }
  return intLshift(value, count);
}

function rightShift(value: PyInt, count: PyInt): PyInt {
  if (count < 0) throw valueError('negative shift count');
  return intRshift(value, count);
}

function power(base: PyInt, exponent: PyInt): PyObject {
  if (exponent >= 0) return intPow(base, exponent);
  return powerFloats(intAsDouble(base), intAsDouble(exponent));
}

const intPower: TernarySlot = (base, exponent, modulus) => {
  const a = intValue(base);
  const b = intValue(exponent);
  if (a === undefined || b === undefined) return NotImplemented;
  if (modulus === None) return power(a, b);
  const m = intValue(modulus);
  if (m === undefined) return NotImplemented;
  if (m === 0) throw valueError('pow() 3rd argument cannot be 0');
  const result = intPowMod(a, b, m);
  if (result === undefined) throw valueError('base is not invertible for the given modulus');
  return result;
};

const intRichCompare: RichCompareSlot = (self, other, op) => {
  const a = intValue(self);
  const b = intValue(other);
  if (a === undefined || b === undefined) return NotImplemented;
  switch (op) {
    case Py_LT:
      return a < b;
    case Py_LE:
      return a <= b;
    case Py_EQ:
      return a === b;
    case Py_GT:
      return a > b;
    case Py_GE:
      return a >= b;
    default:
      return a !== b;
  }
};

// ── Methods ──────────────────────────────────────────────────────────────────────────────────────────────────────────

function isLittleEndian(byteorder: Str): boolean {
  if (byteorder !== 'little' && byteorder !== 'big') {
    throw valueError("byteorder must be either 'little' or 'big'");
  }
  return byteorder === 'little';
}

function toBytes(value: PyInt, length: number, byteorder: Str, signed: boolean): PyBytes {
  const littleEndian = isLittleEndian(byteorder);
  if (length < 0) throw valueError('length argument must be non-negative');
  if (value < 0 && !signed) throw overflowError("can't convert negative int to unsigned");
  const bytes = intToBytes(value, length, littleEndian, signed);
  if (bytes === undefined) throw overflowError('int too big to convert');
  return new PyBytes(bytes);
}

/** Rounds to a multiple of 10 ** −digits, half to even. */
function roundInt(value: PyInt, ndigits: PyObject): PyInt {
  const digits = asIndex(ndigits);
  if (digits >= 0) return value;
  // Beyond the number of its digits nothing is left.
  if (-digits > bitLength(value) * 0.302 + 1) return 0;
  const unit = intPow(10, -Number(digits));
  const [quotient, remainder] = intDivmod(value, unit);
  const twice = intMul(2, remainder);
  const up = twice > unit || (twice === unit && intAnd(quotient, 1) === 1);
  return intAdd(intSub(value, remainder), up ? unit : 0);
}

export const int = defineType({
  type: intType,
  doc: "int([x]) -> integer\nint(x, base=10) -> integer\n\nMake an integer of a number or of a text; without arguments, 0. A number is\nasked for its __int__(); a float loses what is behind the point.\n\nWith a base, x is a str, bytes or bytearray that holds a literal of that base,\nwhich may have a sign and white space around it. The base is 10 by default;\nvalid ones are 0 and 2-36. Base 0 goes by the prefix of the literal.\n>>> int('0b100', base=0)\n4",
  slots: {
    tp_new: intNew,
    make1: numberAsInt,
    tp_repr: (self) => intToDecimal(plainInt(self)),
    tp_hash: (self) => hashInt(plainInt(self)),
    tp_richcompare: intRichCompare,
    nb_add: binary(intAdd),
    nb_subtract: binary(intSub),
    nb_multiply: binary(intMul),
    nb_remainder: binary((left, right) => {
      checkDivisor(right);
      return intMod(left, right);
    }),
    nb_divmod: binary((left, right) => {
      checkDivisor(right);
      return new PyTuple(intDivmod(left, right));
    }),
    nb_power: intPower,
    nb_negative: (self) => intNeg(plainInt(self)),
    nb_positive: plainInt,
    nb_absolute: (self) => intAbs(plainInt(self)),
    nb_bool: (self) => plainInt(self) !== 0,
    nb_invert: (self) => intInvert(plainInt(self)),
    nb_lshift: binary(leftShift),
    nb_rshift: binary(rightShift),
    nb_and: binary(intAnd),
    nb_xor: binary(intXor),
    nb_or: binary(intOr),
    nb_int: plainInt,
    nb_float: (self) => new PyFloat(intAsDouble(plainInt(self))),
    nb_floor_divide: binary((left, right) => {
      checkDivisor(right);
      return intFloorDiv(left, right);
    }),
    nb_true_divide: binary(trueDivide),
    nb_index: plainInt,
  },
  entries: [
    method('conjugate($self, /)', 'Return self, which is its own complex conjugate.', plainInt),
    method(
      'bit_length($self, /) -> int',
      "Return how many bits self takes in binary.\n\n>>> bin(37)\n'0b100101'\n>>> (37).bit_length()\n6",
      (self) => bitLength(plainInt(self)),
    ),
    method(
      'bit_count($self, /) -> int',
      "Return how many ones the absolute value of self has in binary.\n\nAlso known as the population count.\n\n>>> bin(13)\n'0b1101'\n>>> (13).bit_count()\n3",
      (self) => bitCount(plainInt(self)),
    ),
    method(
      "to_bytes($self, /, length: ssize_t = 1, byteorder: str = 'big', *, signed: bool = False)",
      "Return the bytes that represent an integer.\n\n  length\n    How many bytes; an OverflowError is raised where they do not suffice.\n  byteorder\n    'big': the most significant byte comes first; 'little': it comes last.\n    sys.byteorder is the order of this machine.\n  signed\n    Use two's complement; without it a negative integer is an OverflowError.",
      (self, length, byteorder, signed) => toBytes(plainInt(self), length, byteorder, signed),
    ),
    classMethod(
      "from_bytes($type, /, bytes: object, byteorder: str = 'big', *, signed: bool = False)",
      "Return the integer that bytes represent.\n\n  bytes\n    A bytes-like object or an iterable of byte values.\n  byteorder\n    'big': the most significant byte comes first; 'little': it comes last.\n    sys.byteorder is the order of this machine.\n  signed\n    The bytes are in two's complement.",
      (type, bytes, byteorder, signed) => {
        const littleEndian = isLittleEndian(byteorder);
        const value = intFromBytes(bytesFromObject(bytes), littleEndian, signed);
        return type === intType ? value : call1(type, value);
      },
    ),
    method(
      'as_integer_ratio($self, /)',
      'Return a pair of integers whose ratio is this integer: itself and 1.\n\n>>> (10).as_integer_ratio()\n(10, 1)\n>>> (0).as_integer_ratio()\n(0, 1)',
      (self) => new PyTuple([plainInt(self), 1]),
    ),
    method('__trunc__($self, /)', 'An integer truncates to itself.', plainInt),
    method('__floor__($self, /)', 'The floor of an integer is itself.', plainInt),
    method('__ceil__($self, /)', 'The ceiling of an integer is itself.', plainInt),
    method(
      '__round__($self, ndigits: object = None, /)',
      'An integer rounds to itself, with negative ndigits to tens, hundreds and so on.',
      (self, ndigits) => (ndigits === None ? plainInt(self) : roundInt(plainInt(self), ndigits)),
    ),
    method('__getnewargs__($self, /)', '', (self) => new PyTuple([plainInt(self)]), '($self, /)'),
    method(
      '__format__($self, format_spec: str, /)',
      'Make a text of the number as format_spec says.',
      (self, spec) => {
        if (spec !== '') return formatInt(self, plainInt(self), spec);
        return typeof self === 'number' || typeof self === 'bigint' ? intToDecimal(self) : str(self);
      },
    ),
    method(
      '__sizeof__($self, /) -> int',
      'Return the size in memory, in bytes.',
      (self) => basicSize(typeOf(self)) + 4 * Math.max(1, Math.ceil(bitLength(plainInt(self)) / 30)),
    ),
    method('is_integer($self, /) -> bool', 'Return True, for code that takes floats as well.', () => true),
    getset('real', 'the real part of a complex number', plainInt),
    getset('imag', 'the imaginary part of a complex number', () => 0),
    getset('numerator', 'the numerator of a rational number in lowest terms', plainInt),
    getset('denominator', 'the denominator of a rational number in lowest terms', () => 1),
  ],
});
