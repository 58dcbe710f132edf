/**
 * float: the behaviour of Python's IEEE doubles. CPython: Objects/floatobject.c. Arithmetic: ../common/float.ts.
 *
 * An int operand becomes a double for arithmetic, which may overflow; comparisons with ints are exact, as those of
 * JavaScript between numbers and bigints are.
 */
import {
  floatAsIntegerRatio,
  floatDivmod,
  floatFloorDiv,
  floatMod,
  floatRound,
  floatRoundToInt,
  hashFloat,
} from '../common/float.ts';
import { floatHex, floatRepr } from '../common/float-format.ts';
import { floatFromHex } from '../common/float-parse.ts';
import { intFromDouble } from '../common/int.ts';
import { isExactFloat, PyFloat } from '../objects/float.ts';
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
} from '../objects/object.ts';
import { None, NotImplemented } from '../objects/singletons.ts';
import { isStr, utf16FromStr } from '../objects/str.ts';
import { PyTuple } from '../objects/tuple.ts';
import { checkNoKeywords, checkPositional } from '../runtime/arguments.ts';
import { call1 } from '../runtime/call.ts';
import { encodeUtf8Strict } from '../runtime/codecs/utf8-strict.ts';
import { asIndex, intValue, strValue } from '../runtime/convert.ts';
import { asDouble, intAsDouble } from '../runtime/converters.ts';
import { classMethod, defineType, getset, methodsOf } from '../runtime/define.ts';
import { overflowError, typeError, valueError, zeroDivisionError } from '../runtime/errors.ts';
import { identityHash } from '../runtime/identity.ts';
import { floatFromString, numberAsFloat } from '../runtime/number-convert.ts';
import { formatFloat } from '../runtime/number-format.ts';
import { powerFloats } from '../runtime/number-power.ts';
import { stripCSpace } from '../runtime/number-text.ts';
import { str } from '../runtime/repr.ts';

const method = methodsOf<PyFloat>();

type FloatConstructor = new (value: number) => PyFloat;

// ── Construction ─────────────────────────────────────────────────────────────────────────────────────────────────────

function floatNew(type: PyType, args: readonly PyObject[], kwnames: KwNames | undefined): PyObject {
  // A subclass with an `__init__` of its own may take keywords.
  if (type === PyFloat.type || type.tp_init === PyFloat.type.tp_init) checkNoKeywords('float', kwnames);
  checkPositional('float', args.length - (kwnames?.length ?? 0), 0, 1);
  const value = args[0];
  if (type !== PyFloat.type) {
    return new (type.ctor as unknown as FloatConstructor)(value === undefined ? 0 : floatFrom(value));
  }
  if (value !== undefined && isExactFloat(value)) return value;
  return new PyFloat(value === undefined ? 0 : floatFrom(value));
}

function floatFrom(value: PyObject): number {
  return isStr(value) ? floatFromString(value) : numberAsFloat(value);
}

/** What a class method gives: a plain float, or whatever a subclass makes of it. */
function madeBy(type: PyType, value: number): PyObject {
  const float = new PyFloat(value);
  return type === PyFloat.type ? float : call1(type, float);
}

/** The beginning of a text that is a hexadecimal number. */
const HEX_PREFIX = /^[+-]?(?:0x)?[0-9a-f]*(?:\.[0-9a-f]*)?(?:p[+-]?[0-9]+)?/i;

function fromHex(text: PyObject): number {
  const string = strValue(text);
  if (string === undefined) throw typeError('bad argument type for built-in operation');
  encodeUtf8Strict(string);
  const stripped = stripCSpace(utf16FromStr(string));
  let value = floatFromHex(stripped);
  if (value === 'invalid') {
    // A number too large in front of what is wrong is noticed first.
    const prefix = HEX_PREFIX.exec(stripped)![0];
    const exponentMissing = /^p/i.test(stripped.slice(prefix.length));
    if (exponentMissing || floatFromHex(prefix) !== 'overflow') {
      throw valueError('invalid hexadecimal floating-point string');
    }
    value = 'overflow';
  }
  if (value === 'overflow') throw overflowError('hexadecimal value too large to represent as a float');
  return value;
}

// ── Operators ────────────────────────────────────────────────────────────────────────────────────────────────────────

/** An operand as a double; `undefined` when it is neither a float nor an int. */
function operand(value: PyObject): number | undefined {
  if (typeof value === 'number') return value;
  if (value instanceof PyFloat) return value.value;
  const int = intValue(value);
  return int === undefined ? undefined : intAsDouble(int);
}

/** The slot of an operator: anything but floats and ints is NotImplemented. */
function binary(operate: (left: number, right: number) => PyObject): BinarySlot {
  return (left, right) => {
    const a = operand(left);
    if (a === undefined) return NotImplemented;
    const b = operand(right);
    return b === undefined ? NotImplemented : operate(a, b);
  };
}

/** The same for operators that divide. */
function dividing(operate: (left: number, right: number) => PyObject): BinarySlot {
  return binary((left, right) => {
    if (right === 0) throw zeroDivisionError('division by zero');
    return operate(left, right);
  });
}

/** Compares a double with an int or another double, exactly. */
function compareDouble(a: number, b: PyInt, op: number): boolean {
  switch (op) {
    case Py_LT:
      return a < b;
    case Py_LE:
      return a <= b;
    case Py_EQ:
      return a <= b && a >= b;
    case Py_GT:
      return a > b;
    case Py_GE:
      return a >= b;
    default:
      return !(a <= b && a >= b);
  }
}

const floatRichCompare: RichCompareSlot = (self, other, op) => {
  const a = (self as PyFloat).value;
  if (other instanceof PyFloat) return compareDouble(a, other.value, op);
  const b = intValue(other);
  return b === undefined ? NotImplemented : compareDouble(a, b, op);
};

// ── Methods ──────────────────────────────────────────────────────────────────────────────────────────────────────────

/** A double that must be finite, as a conversion to int wants it. */
function finite(x: number): number {
  if (Number.isNaN(x)) throw valueError('cannot convert float NaN to integer');
  if (!Number.isFinite(x)) throw overflowError('cannot convert float infinity to integer');
  return x;
}

function truncate(self: PyObject): PyInt {
  return intFromDouble(finite((self as PyFloat).value));
}

function round(x: number, ndigits: PyObject): PyObject {
  if (ndigits === None) return floatRoundToInt(finite(x));
  const rounded = floatRound(x, Number(asIndex(ndigits)));
  if (!Number.isFinite(rounded) && Number.isFinite(x)) {
    throw overflowError('rounded value too large to represent');
  }
  return new PyFloat(rounded);
}

function integerRatio(x: number): PyObject {
  if (Number.isNaN(x)) throw valueError('cannot convert NaN to integer ratio');
  if (!Number.isFinite(x)) throw overflowError('cannot convert Infinity to integer ratio');
  return new PyTuple(floatAsIntegerRatio(x));
}

/** The float itself; of an instance of a subclass a plain one. */
function plain(self: PyObject): PyFloat {
  const float = self as PyFloat;
  return float.ob_type === PyFloat.type ? float : new PyFloat(float.value);
}

export const float = defineType({
  type: PyFloat.type,
  doc: 'Make a floating-point number of a number or of a text.',
  textSignature: '(x=0, /)',
  slots: {
    tp_new: floatNew,
    make1: (value) => (isExactFloat(value) ? value : new PyFloat(floatFrom(value))),
    tp_repr: (self) => floatRepr((self as PyFloat).value),
    tp_hash: (self) => hashFloat((self as PyFloat).value) ?? identityHash(self),
    tp_richcompare: floatRichCompare,
    nb_add: binary((left, right) => new PyFloat(left + right)),
    nb_subtract: binary((left, right) => new PyFloat(left - right)),
    nb_multiply: binary((left, right) => new PyFloat(left * right)),
    nb_remainder: dividing((left, right) => new PyFloat(floatMod(left, right))),
    nb_divmod: dividing((left, right) => {
      const [quotient, remainder] = floatDivmod(left, right);
      return new PyTuple([new PyFloat(quotient), new PyFloat(remainder)]);
    }),
    nb_power: (base, exponent, modulus) => {
      if (modulus !== None) {
        throw typeError('pow() 3rd argument not allowed unless all arguments are integers');
      }
      const a = operand(base);
      if (a === undefined) return NotImplemented;
      const b = operand(exponent);
      return b === undefined ? NotImplemented : powerFloats(a, b);
    },
    nb_negative: (self) => new PyFloat(-(self as PyFloat).value),
    nb_positive: plain,
    nb_absolute: (self) => new PyFloat(Math.abs((self as PyFloat).value)),
    nb_bool: (self) => (self as PyFloat).value !== 0,
    nb_int: truncate,
    nb_float: plain,
    nb_floor_divide: dividing((left, right) => new PyFloat(floatFloorDiv(left, right))),
    nb_true_divide: dividing((left, right) => new PyFloat(left / right)),
  },
  entries: [
    classMethod(
      'from_number($type, number: object, /)',
      'Make a floating-point number of a real number, not of a text.',
      (type, number) =>
        type === PyFloat.type && number instanceof PyFloat && number.ob_type === PyFloat.type
          ? number
          : madeBy(type, asDouble(number)),
    ),
    method('conjugate($self, /)', 'Return self, which is its own complex conjugate.', plain),
    method(
      '__trunc__($self, /)',
      'Return the integer that is left without what is behind the point.',
      truncate,
    ),
    method('__floor__($self, /)', 'Return the greatest integer that is not above the number.', (self) =>
      intFromDouble(Math.floor(finite(self.value))),
    ),
    method('__ceil__($self, /)', 'Return the least integer that is not below the number.', (self) =>
      intFromDouble(Math.ceil(finite(self.value))),
    ),
    method(
      '__round__($self, ndigits: object = None, /)',
      'Return the nearest integer, the even one of two as near.\n\nWith ndigits, return a float with so many digits behind the point.',
      (self, ndigits) => round(self.value, ndigits),
    ),
    method(
      'as_integer_ratio($self, /)',
      'Return two integers in lowest terms, the second one positive, whose ratio is exactly this number.\n\nInfinities raise OverflowError, NaNs ValueError.\n\n>>> (10.0).as_integer_ratio()\n(10, 1)\n>>> (0.0).as_integer_ratio()\n(0, 1)\n>>> (-.25).as_integer_ratio()\n(-1, 4)',
      (self) => integerRatio(self.value),
    ),
    classMethod(
      'fromhex($type, string: object, /)',
      "Make a floating-point number of a text as hex() writes it.\n\n>>> float.fromhex('0x1.ffffp10')\n2047.984375\n>>> float.fromhex('-0x1p-1074')\n-5e-324",
      (type, string) => madeBy(type, fromHex(string)),
    ),
    method(
      'hex($self, /) -> str',
      "Return the number in hexadecimal digits.\n\n>>> (-0.1).hex()\n'-0x1.999999999999ap-4'\n>>> 3.14159.hex()\n'0x1.921f9f01b866ep+1'",
      (self) => floatHex(self.value),
    ),
    method('is_integer($self, /) -> bool', 'Return True if nothing is behind the point.', (self) =>
      Number.isInteger(self.value),
    ),
    method('__getnewargs__($self, /)', '', (self) => new PyTuple([plain(self)])),
    classMethod(
      '__getformat__($type, typestr: str, /)',
      "Say how C's double or float is laid out; for tests.\n\n  typestr\n    'double' or 'float'.",
      (_, typestr) => {
        if (typestr !== 'double' && typestr !== 'float') {
          throw valueError("__getformat__() argument 1 must be 'double' or 'float'");
        }
        return 'IEEE, little-endian';
      },
    ),
    method(
      '__format__($self, format_spec: str, /)',
      'Make a text of the number as format_spec says.',
      (self, spec) => {
        if (spec !== '') return formatFloat(self, self.value, spec);
        return self.ob_type === PyFloat.type ? floatRepr(self.value) : str(self);
      },
    ),
    getset<PyFloat>('real', 'the real part of a complex number', plain),
    getset('imag', 'the imaginary part of a complex number', () => new PyFloat(0)),
  ],
});
