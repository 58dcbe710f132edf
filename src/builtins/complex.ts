/**
 * complex: the behaviour of Python's complex numbers. CPython: Objects/complexobject.c. Arithmetic: ../common/complex.ts.
 *
 * An operation with a real operand works on that operand as it is, not on a complex number with a zero imaginary part, so
 * that signs of zeros and infinities come out right (C11, Annex G).
 */
import { type Complex, complexAbs, complexDiv, complexMul, realDivComplex } from '../common/complex.ts';
import { hashFloat } from '../common/float.ts';
import { normalize } from '../common/int.ts';
import { attrName } from '../objects/attribute-name.ts';
import { PyComplex } from '../objects/complex.ts';
import { PyFloat } from '../objects/float.ts';
import {
  type BinarySlot,
  type KwNames,
  Py_EQ,
  Py_NE,
  type PyInt,
  type PyObject,
  type PyType,
  type RichCompareSlot,
} from '../objects/object.ts';
import { reprComplex } from '../objects/repr.ts';
import { None, NotImplemented } from '../objects/singletons.ts';
import { PyTuple } from '../objects/tuple.ts';
import { call1, callSpecial } from '../runtime/call.ts';
import { builtinDef } from '../runtime/clinic.ts';
import { intValue, strValue } from '../runtime/convert.ts';
import { asDouble, intAsDouble } from '../runtime/converters.ts';
import { classMethod, defineType, member, methodsOf } from '../runtime/define.ts';
import { overflowError, typeError, valueError, zeroDivisionError } from '../runtime/errors.ts';
import { identityHash } from '../runtime/identity.ts';
import { numberAsFloat } from '../runtime/number-convert.ts';
import { formatComplex } from '../runtime/number-format.ts';
import { powerComplex } from '../runtime/number-power.ts';
import { str } from '../runtime/repr.ts';
import { fullTypeName, typeName, typeOf } from '../runtime/type-of.ts';
import { warnDeprecated, warnStrictSubclass } from '../runtime/warn.ts';
import { complexFromStr } from './complex-parse.ts';

const method = methodsOf<PyComplex>();
const dunderComplex = attrName('__complex__');

type ComplexConstructor = new (real: number, imag: number) => PyComplex;

// ── Construction ─────────────────────────────────────────────────────────────────────────────────────────────────────

function make(type: PyType, real: number, imag: number): PyComplex {
  return new (type.ctor as unknown as ComplexConstructor)(real, imag);
}

/** What `__complex__` gives; `undefined` where there is none. CPython: `try_complex_special_method`. */
function byComplexMethod(value: PyObject): PyComplex | undefined {
  if (value instanceof PyComplex && value.ob_type === PyComplex.type) return value;
  const result = callSpecial(value, dunderComplex);
  if (result === undefined) return undefined;
  if (!(result instanceof PyComplex)) {
    throw typeError(`__complex__ returned non-complex (type ${typeName(result)})`);
  }
  if (result.ob_type !== PyComplex.type) warnStrictSubclass('__complex__', 'complex', typeName(result));
  return result;
}

/** Can the value be converted to a float? */
function isReal(value: PyObject): boolean {
  const type = typeOf(value);
  return type.nb_float !== undefined || type.nb_index !== undefined;
}

/** `complex(value)`. */
function fromOne(type: PyType, value: PyObject): PyObject {
  if (type === PyComplex.type && value instanceof PyComplex && value.ob_type === PyComplex.type) return value;
  const text = strValue(value);
  if (text !== undefined) {
    const { real, imag } = complexFromStr(value, text);
    return make(type, real, imag);
  }
  const made = byComplexMethod(value);
  if (made !== undefined) return make(type, made.real, made.imag);
  if (!isReal(value)) {
    throw typeError(`complex() argument must be a string or a number, not ${fullTypeName(value)}`);
  }
  return make(type, asDouble(value), 0);
}

/** `complex(real, imag)`, where complex parts, though deprecated, add up. */
function fromParts(type: PyType, real: PyObject, imag: PyObject | undefined): PyObject {
  const r = byComplexMethod(real) ?? real;
  if (!isReal(r) && !(r instanceof PyComplex)) {
    throw typeError(`complex() argument 'real' must be a real number, not ${fullTypeName(r)}`);
  }
  if (imag !== undefined && !isReal(imag) && !(imag instanceof PyComplex)) {
    throw typeError(`complex() argument 'imag' must be a real number, not ${fullTypeName(imag)}`);
  }
  let realPart: number;
  let imagPart = 0;
  if (r instanceof PyComplex) {
    if (!isReal(real)) {
      warnDeprecated(`complex() argument 'real' must be a real number, not ${fullTypeName(real)}`);
    }
    realPart = r.real;
    imagPart = r.imag;
  } else {
    realPart = numberAsFloat(r);
  }
  if (imag instanceof PyComplex) {
    warnDeprecated(`complex() argument 'imag' must be a real number, not ${fullTypeName(imag)}`);
    realPart -= imag.imag;
    imagPart = r instanceof PyComplex ? imag.real + imagPart : imag.real;
  } else if (imag !== undefined) {
    const value = numberAsFloat(imag);
    imagPart = r instanceof PyComplex ? value + imagPart : value;
  }
  return make(type, realPart, imagPart);
}

const constructFromParts = builtinDef<PyType, 'complex(real: object = 0, imag: object = <null>)'>(
  'complex(real: object = 0, imag: object = <null>)',
  '',
  fromParts,
);

function complexNew(type: PyType, args: readonly PyObject[], kwnames: KwNames | undefined): PyObject {
  if (args.length > 1 || (kwnames !== undefined && kwnames.length > 0)) {
    return constructFromParts.call(type, args, kwnames);
  }
  return args.length === 0 ? make(type, 0, 0) : fromOne(type, args[0]!);
}

/** `complex.from_number`: a number of any kind, no text. CPython: `PyComplex_AsCComplex`. */
function fromNumber(type: PyType, value: PyObject): PyObject {
  if (type === PyComplex.type && value instanceof PyComplex && value.ob_type === PyComplex.type) return value;
  const made = value instanceof PyComplex ? value : byComplexMethod(value);
  const plainValue =
    made === undefined ? new PyComplex(asDouble(value), 0) : new PyComplex(made.real, made.imag);
  return type === PyComplex.type ? plainValue : call1(type, plainValue);
}

// ── Operators ────────────────────────────────────────────────────────────────────────────────────────────────────────

/** A real operand as a double; `undefined` when it is neither a float nor an int. */
function realOperand(value: PyObject): number | undefined {
  if (value instanceof PyFloat) return value.value;
  const int = intValue(value);
  return int === undefined ? undefined : intAsDouble(int);
}

/** The slot of an operator from what it does to two complex numbers, a complex and a real one, a real and a complex one. */
function binary(
  both: (left: Complex, right: Complex) => PyComplex,
  withReal: (left: Complex, right: number) => PyComplex,
  ofReal: (left: number, right: Complex) => PyComplex,
): BinarySlot {
  return (left, right) => {
    if (left instanceof PyComplex) {
      if (right instanceof PyComplex) return both(left, right);
      const real = realOperand(right);
      return real === undefined ? NotImplemented : withReal(left, real);
    }
    if (!(right instanceof PyComplex)) return NotImplemented;
    const real = realOperand(left);
    return real === undefined ? NotImplemented : ofReal(real, right);
  };
}

function boxed(value: Complex): PyComplex {
  return new PyComplex(value.real, value.imag);
}

function multiplyReal(left: Complex, right: number): PyComplex {
  return new PyComplex(left.real * right, left.imag * right);
}

function checkDivisor(divisor: Complex): void {
  if (divisor.real === 0 && divisor.imag === 0) throw zeroDivisionError('division by zero');
}

/** An operand of a power, real ones made complex. */
function complexOperand(value: PyObject): Complex | undefined {
  if (value instanceof PyComplex) return value;
  const real = realOperand(value);
  return real === undefined ? undefined : { real, imag: 0 };
}

const complexRichCompare: RichCompareSlot = (self, other, op) => {
  if (op !== Py_EQ && op !== Py_NE) return NotImplemented;
  const { real, imag } = self as PyComplex;
  let equal: boolean;
  if (other instanceof PyComplex) {
    equal = real === other.real && imag === other.imag;
  } else if (other instanceof PyFloat) {
    equal = imag === 0 && real === other.value;
  } else {
    const int = intValue(other);
    if (int === undefined) return NotImplemented;
    equal = imag === 0 && real <= int && real >= int;
  }
  return equal === (op === Py_EQ);
};

const HASH_IMAG = 1000003n;

/** The hash of a double; a NaN's is that of the object it is in. */
function partHash(part: number, self: PyObject): bigint {
  return BigInt(hashFloat(part) ?? identityHash(self));
}

function complexHash(self: PyObject): PyInt {
  const { real, imag } = self as PyComplex;
  const hash = BigInt.asIntN(64, partHash(real, self) + HASH_IMAG * partHash(imag, self));
  return hash === -1n ? -2 : normalize(hash);
}

function absolute(value: Complex): PyObject {
  const length = complexAbs(value);
  if (length === Number.POSITIVE_INFINITY && Number.isFinite(value.real) && Number.isFinite(value.imag)) {
    throw overflowError('absolute value too large');
  }
  return new PyFloat(length);
}

/** The number itself; of an instance of a subclass a plain one. */
function plain(self: PyObject): PyComplex {
  const complexValue = self as PyComplex;
  return complexValue.ob_type === PyComplex.type ? complexValue : boxed(complexValue);
}

export const complex = defineType({
  type: PyComplex.type,
  doc: "Make a complex number of a text or of numbers.\n\nA text is parsed, a single number converted. With 'real' and 'imag' these are\nthe parts of the number.",
  textSignature: '(real=0, imag=0)',
  slots: {
    tp_new: complexNew,
    tp_repr: (self) => reprComplex(self as PyComplex),
    tp_hash: complexHash,
    tp_richcompare: complexRichCompare,
    nb_add: binary(
      (left, right) => new PyComplex(left.real + right.real, left.imag + right.imag),
      (left, right) => new PyComplex(left.real + right, left.imag),
      (left, right) => new PyComplex(left + right.real, right.imag),
    ),
    nb_subtract: binary(
      (left, right) => new PyComplex(left.real - right.real, left.imag - right.imag),
      (left, right) => new PyComplex(left.real - right, left.imag),
      (left, right) => new PyComplex(left - right.real, -right.imag),
    ),
    nb_multiply: binary(
      (left, right) => boxed(complexMul(left, right)),
      multiplyReal,
      (left, right) => multiplyReal(right, left),
    ),
    nb_true_divide: binary(
      (left, right) => {
        checkDivisor(right);
        return boxed(complexDiv(left, right));
      },
      (left, right) => {
        if (right === 0) throw zeroDivisionError('division by zero');
        return new PyComplex(left.real / right, left.imag / right);
      },
      (left, right) => {
        checkDivisor(right);
        return boxed(realDivComplex(left, right));
      },
    ),
    nb_power: (base, exponent, modulus) => {
      const a = complexOperand(base);
      if (a === undefined) return NotImplemented;
      const b = complexOperand(exponent);
      if (b === undefined) return NotImplemented;
      if (modulus !== None) throw valueError('complex modulo');
      return powerComplex(a, b);
    },
    nb_negative: (self) => new PyComplex(-(self as PyComplex).real, -(self as PyComplex).imag),
    nb_positive: plain,
    nb_absolute: (self) => absolute(self as PyComplex),
    nb_bool: (self) => (self as PyComplex).real !== 0 || (self as PyComplex).imag !== 0,
  },
  entries: [
    classMethod(
      'from_number($type, number: object, /)',
      'Make a complex number of a number, not of a text.',
      fromNumber,
    ),
    method(
      'conjugate($self, /)',
      'Return the number with the sign of its imaginary part changed: (3-4j).conjugate() == 3+4j.',
      (self) => new PyComplex(self.real, -self.imag),
    ),
    method('__complex__($self, /)', 'Return the number as one of exactly this type.', plain),
    method(
      '__getnewargs__($self, /)',
      '',
      (self) => new PyTuple([new PyFloat(self.real), new PyFloat(self.imag)]),
    ),
    method(
      '__format__($self, format_spec: str, /)',
      'Make a text of the number as format_spec says.',
      (self, spec) => (spec === '' ? str(self) : formatComplex(self, self.real, self.imag, spec)),
    ),
    member<PyComplex>('real', 'the real part of a complex number', 'real', {
      read: (self) => new PyFloat(self.real),
    }),
    member<PyComplex>('imag', 'the imaginary part of a complex number', 'imag', {
      read: (self) => new PyFloat(self.imag),
    }),
  ],
});
