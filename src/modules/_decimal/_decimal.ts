/**
 * _decimal: decimal numbers of any precision. CPython: Modules/_decimal.
 * number.ts, arithmetic.ts, functions.ts and text.ts know no Python objects; decimal.ts and context.ts bring them to it.
 */

import { attrName } from '../../objects/attribute-name.ts';
import type { PyBaseObject, PyObject } from '../../objects/object.ts';
import { normalizeInt } from '../../objects/object.ts';
import { None } from '../../objects/singletons.ts';
import { getAttr, setAttr } from '../../runtime/attributes.ts';
import { callMethod } from '../../runtime/call.ts';
import { builtinDef } from '../../runtime/clinic.ts';
import { constant, defineModule, fn, rawFn } from '../../runtime/define.ts';
import { importedModule } from '../../runtime/import-module.ts';
import {
  contextManager,
  currentDecimalContext,
  decimalState,
  ieeeContext,
  localContext,
  PyDecimalContext,
  setDecimalContext,
  signalDict,
} from './context.ts';
import { context } from './context-methods.ts';
import { decimal, PyDecimal } from './decimal.ts';
import { MAX_EMAX, MAX_PREC, MIN_EMIN, MIN_ETINY, ROUNDINGS } from './number.ts';

/** The largest format that IEEEContext() knows. */
const IEEE_CONTEXT_MAX_BITS = 512;

const localDef = builtinDef<
  PyObject,
  'localcontext($module, /, ctx: object = None, prec: object = None, rounding: object = None, Emin: object = None, Emax: object = None, capitals: object = None, clamp: object = None, flags: object = None, traps: object = None)'
>(
  'localcontext($module, /, ctx: object = None, prec: object = None, rounding: object = None, Emin: object = None, Emax: object = None, capitals: object = None, clamp: object = None, flags: object = None, traps: object = None)',
  '',
  (_, ctx, ...attributes) => localContext(ctx, attributes),
);

/** What Python code makes comes when the module is imported. */
function exec(module: PyBaseObject): void {
  const state = decimalState();
  for (const [name, exception] of state.exceptions) setAttr(module, attrName(name), exception);
  setAttr(module, attrName('DecimalTuple'), state.decimalTuple);
  setAttr(module, attrName('DefaultContext'), state.defaultContext);
  setAttr(module, attrName('BasicContext'), state.basicContext);
  setAttr(module, attrName('ExtendedContext'), state.extendedContext);
  const number = getAttr(importedModule('numbers'), attrName('Number'));
  callMethod(number, attrName('register'), PyDecimal.type);
}

export const _decimal = defineModule(
  '_decimal',
  'C decimal arithmetic module',
  [
    constant('Decimal', PyDecimal.type),
    constant('Context', PyDecimalContext.type),
    constant('MAX_PREC', normalizeInt(MAX_PREC)),
    constant('MAX_EMAX', normalizeInt(MAX_EMAX)),
    constant('MIN_EMIN', normalizeInt(MIN_EMIN)),
    constant('MIN_ETINY', normalizeInt(MIN_ETINY)),
    constant('IEEE_CONTEXT_MAX_BITS', IEEE_CONTEXT_MAX_BITS),
    ...ROUNDINGS.map((name) => constant(name, name)),
    constant('HAVE_THREADS', true),
    constant('HAVE_CONTEXTVAR', true),
    constant('__version__', '1.70'),
    constant('__libmpdec_version__', '2.5.1'),
    fn('getcontext($module, /)', 'Return the current context.', () => currentDecimalContext()),
    fn('setcontext($module, context: object, /) -> None', 'Make a context the current one.', (_, value) =>
      setDecimalContext(value),
    ),
    rawFn(
      'localcontext',
      '($module, /, ctx=None, **kwargs)',
      'Return what makes a copy of a context, or of the current one, current in a with statement.\n\nKeyword arguments change attributes of the copy.',
      (_, args, kwnames) => localDef.call(None, args, kwnames),
    ),
    fn(
      'IEEEContext($module, bits: object, /)',
      'Return the context of one of the interchange formats of IEEE 754.',
      (_, bits) => ieeeContext(bits),
    ),
  ],
  exec,
);

export const DECIMAL_TYPES = [decimal, signalDict, context, contextManager];
