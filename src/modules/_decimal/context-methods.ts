/** The arithmetic of Context: every operation as a method of the context that it goes by. */
import { None } from '../../objects/singletons.ts';
import { defineType, type Entry, methodsOf } from '../../runtime/define.ts';
import { typeError } from '../../runtime/errors.ts';
import * as arithmetic from './arithmetic.ts';
import { contextEntries, contextSlots, operate, PyDecimalContext } from './context.ts';
import {
  BINARY,
  binaryOf,
  CONTEXT_PREDICATES,
  createDecimal,
  createFromFloat,
  divmodOf,
  numberClass,
  PREDICATES,
  PyDecimal,
  powerOf,
  requireOperand,
  UNARY,
} from './decimal.ts';
import { type Arithmetic, type Dec, finalize, finite, negated, withSign, ZERO } from './number.ts';
import type { Quick, QuickContext } from './quick.ts';
import * as quick from './quick.ts';
import { toEngineering, toScientific } from './text.ts';

const method = methodsOf<PyDecimalContext>();

function unaryMethod(name: string, doc: string, compute: (a: Dec, ctx: Arithmetic) => Dec): Entry {
  return method(`${name}($self, x: object, /)` as 'f($self, x: object, /)', doc, (self, x) => {
    const a = requireOperand(x, self);
    return new PyDecimal(operate(self, (work) => compute(a, work)));
  });
}

function binaryMethod(
  name: string,
  doc: string,
  compute: (a: Dec, b: Dec, ctx: Arithmetic) => Dec,
  short?: (a: Quick, b: Quick, ctx: QuickContext) => Quick | undefined,
): Entry {
  return method(
    `${name}($self, x: object, y: object, /)` as 'f($self, x: object, y: object, /)',
    doc,
    (self, x, y) => binaryOf(x, y, short, compute, self),
  );
}

function predicate(name: string, doc: string, test: (a: Dec, ctx: Arithmetic) => boolean): Entry {
  return method(`${name}($self, x: object, /) -> bool` as 'f($self, x: object, /) -> bool', doc, (self, x) =>
    test(requireOperand(x, self), self),
  );
}

function textMethod(name: string, doc: string, show: (a: Dec, ctx: PyDecimalContext) => string): Entry {
  return method(`${name}($self, x: object, /)` as 'f($self, x: object, /)', doc, (self, x) =>
    show(requireOperand(x, self), self),
  );
}

function checkDecimal(value: unknown): PyDecimal {
  if (!(value instanceof PyDecimal)) throw typeError('argument must be a Decimal');
  return value;
}

export const context = defineType({
  type: PyDecimalContext.type,
  doc: 'How decimal arithmetic is done: precision, rounding, limits of exponents, and which signals raise exceptions.\nWhat is not given is as in the default context.',
  textSignature:
    '(prec=None, rounding=None, Emin=None, Emax=None, capitals=None, clamp=None, flags=None, traps=None)',
  slots: contextSlots,
  entries: [
    ...contextEntries,
    ...UNARY.map(([name, doc, compute]) => unaryMethod(name, doc, compute)),
    unaryMethod('abs', 'The number without its sign, rounded.', arithmetic.absolute),
    unaryMethod('minus', 'The number with the other sign, rounded.', arithmetic.minus),
    unaryMethod('plus', 'The number, rounded.', arithmetic.plus),
    unaryMethod('copy_abs', 'The number without its sign.', (a) => withSign(a, false)),
    unaryMethod('copy_decimal', 'The number as a Decimal.', (a) => a),
    unaryMethod('copy_negate', 'The number with the other sign.', negated),
    unaryMethod('to_integral', 'The nearest integer; nothing is signaled.', (a, ctx) =>
      arithmetic.toIntegral(a, ctx, false),
    ),
    unaryMethod('to_integral_value', 'The nearest integer; nothing is signaled.', (a, ctx) =>
      arithmetic.toIntegral(a, ctx, false),
    ),
    unaryMethod('to_integral_exact', 'The nearest integer; Inexact and Rounded are signaled.', (a, ctx) =>
      arithmetic.toIntegral(a, ctx, true),
    ),
    ...BINARY.map(([name, doc, compute]) => binaryMethod(name, doc, compute)),
    binaryMethod('add', 'x + y', arithmetic.add, quick.add),
    binaryMethod('subtract', 'x - y', arithmetic.subtract, quick.subtract),
    binaryMethod('multiply', 'x * y', arithmetic.multiply, quick.multiply),
    binaryMethod('divide', 'x / y', arithmetic.divide, quick.divide),
    binaryMethod('divide_int', 'The integral part of x / y.', arithmetic.divideInt, quick.divideInt),
    binaryMethod(
      'remainder',
      'What x / y leaves, with the sign of x.',
      arithmetic.remainder,
      quick.remainder,
    ),
    binaryMethod('quantize', 'x rounded to the exponent of y.', arithmetic.quantize, quick.quantize),
    method('divmod($self, x: object, y: object, /)', 'The pair x // y, x % y.', (self, x, y) => {
      const a = requireOperand(x, self);
      return divmodOf(a, requireOperand(y, self), self);
    }),
    method(
      'power($self, /, a: object, b: object, modulo: object = None)',
      'a ** b, or a ** b % modulo of integers.',
      (self, a, b, modulo) => {
        const base = requireOperand(a, self);
        const exponent = requireOperand(b, self);
        return powerOf(base, exponent, modulo === None ? undefined : requireOperand(modulo, self), self);
      },
    ),
    method('fma($self, x: object, y: object, z: object, /)', 'x * y + z, rounded once.', (self, x, y, z) => {
      const a = requireOperand(x, self);
      const b = requireOperand(y, self);
      const c = requireOperand(z, self);
      return new PyDecimal(operate(self, (work) => arithmetic.fma(a, b, c, work)));
    }),
    ...PREDICATES.map(([name, doc, test]) => predicate(name, doc, test)),
    ...CONTEXT_PREDICATES.map(([name, doc, test]) => predicate(name, doc, test)),
    method(
      'same_quantum($self, x: object, y: object, /) -> bool',
      'Have both the same exponent, or are both infinite, or both NaN?',
      (self, x, y) => arithmetic.sameQuantum(requireOperand(x, self), requireOperand(y, self)),
    ),
    textMethod('number_class', "What kind of number it is: '+Normal', '-Zero' and so on.", numberClass),
    textMethod('to_sci_string', 'The number in scientific notation.', (a, ctx) =>
      toScientific(a, ctx.capitals),
    ),
    textMethod('to_eng_string', 'The number in engineering notation.', (a, ctx) =>
      toEngineering(a, ctx.capitals),
    ),
    method('radix($self, /)', 'Ten, the base of all numbers.', () => new PyDecimal(finite(false, 10n, 0n))),
    method('canonical($self, x: object, /)', 'The number itself.', (_self, x) => checkDecimal(x)),
    method(
      '_apply($self, a: object, /)',
      '',
      (self, a) => {
        const number = requireOperand(a, self);
        return new PyDecimal(operate(self, (work) => finalize(number, work)));
      },
      '($self, object, /)',
    ),
    method(
      'create_decimal($self, num: object = <null>, /)',
      'A Decimal from any object that can be one, rounded to the context.',
      (self, num) => (num === undefined ? new PyDecimal(ZERO) : createDecimal(num, self)),
      '($self, num="0", /)',
    ),
    method(
      'create_decimal_from_float($self, f: object, /)',
      'A Decimal from a float or an int, rounded to the context.',
      (self, f) => createFromFloat(f, self),
    ),
  ],
});
