/**
 * Contexts of decimal arithmetic: precision, limits, rounding, and which signals have occurred or are raised.
 * CPython: `PyDecContextObject` in Modules/_decimal/_decimal.c.
 */

import { attrName } from '../../objects/attribute-name.ts';
import { PyContextVar } from '../../objects/context.ts';
import { PyDict } from '../../objects/dict.ts';
import { PyList } from '../../objects/list.ts';
import {
  type KwNames,
  normalizeInt,
  objectType,
  Py_EQ,
  Py_NE,
  PyBaseObject,
  type PyObject,
  PyType,
  TPFLAGS_BASETYPE,
  typeType,
} from '../../objects/object.ts';
import { None, NotImplemented } from '../../objects/singletons.ts';
import { PyTuple } from '../../objects/tuple.ts';
import { genericGetAttr, genericSetAttr, getAttr } from '../../runtime/attributes.ts';
import { call, call1 } from '../../runtime/call.ts';
import { builtinDef } from '../../runtime/clinic.ts';
import { intValue, isTrue, strValue } from '../../runtime/convert.ts';
import { defineType, getset, methodsOf } from '../../runtime/define.ts';
import { dictGetItem, dictLength, dictSetItem } from '../../runtime/dict.ts';
import {
  attributeError,
  keyError,
  newException,
  overflowError,
  typeError,
  valueError,
} from '../../runtime/errors.ts';
import { importedModule } from '../../runtime/import-module.ts';
import { getIter } from '../../runtime/iter.ts';
import { builtinNamed } from '../../runtime/pickling.ts';
import { current, type Interpreter, moduleState } from '../../runtime/state.ts';
import { typeOf } from '../../runtime/type-of.ts';
import { contextGet, contextSet, currentContext } from '../_contextvars.ts';
import {
  ANY_INVALID,
  type Arithmetic,
  etiny,
  etop,
  MAX_EMAX,
  MAX_PREC,
  MIN_EMIN,
  ROUNDINGS,
  type Rounding,
  Status,
} from './number.ts';
import type { QuickContext } from './quick.ts';

export class PyDecimalContext extends PyBaseObject implements Arithmetic {
  static readonly type = new PyType('decimal.Context', PyDecimalContext, objectType, TPFLAGS_BASETYPE);

  prec = 28n;
  emax = 999999n;
  emin = -999999n;
  rounding: Rounding = 'ROUND_HALF_EVEN';
  clamp = false;
  capitals = true;
  status = 0;
  traps: number = ANY_INVALID | Status.DivisionByZero | Status.Overflow;
  /** The limits as quick.ts wants them; made when first asked for. */
  quick: QuickContext | undefined = undefined;
  /** The dicts that show the bits; made when first asked for. */
  trapsDict: PySignalDict | undefined = undefined;
  flagsDict: PySignalDict | undefined = undefined;
}

/** The signals of a context as a dict: a view of the bits. */
export class PySignalDict extends PyBaseObject {
  static readonly type = new PyType('decimal.SignalDictMixin', PySignalDict, objectType, TPFLAGS_BASETYPE);

  context: PyDecimalContext | undefined = undefined;
  field: 'status' | 'traps' = 'status';

  get bits(): number {
    return this.context === undefined ? 0 : this.context[this.field];
  }
}

// ── Signals ──────────────────────────────────────────────────────────────────────────────────────────────────────────

interface Signal {
  readonly name: string;
  readonly bits: number;
  readonly bases: readonly string[];
}

/** In the order in which the first that is trapped is raised. */
const SIGNALS: readonly Signal[] = [
  { name: 'InvalidOperation', bits: ANY_INVALID, bases: ['DecimalException'] },
  { name: 'FloatOperation', bits: Status.FloatOperation, bases: ['DecimalException', 'TypeError'] },
  { name: 'DivisionByZero', bits: Status.DivisionByZero, bases: ['DecimalException', 'ZeroDivisionError'] },
  { name: 'Overflow', bits: Status.Overflow, bases: ['Inexact', 'Rounded'] },
  { name: 'Underflow', bits: Status.Underflow, bases: ['Inexact', 'Rounded', 'Subnormal'] },
  { name: 'Subnormal', bits: Status.Subnormal, bases: ['DecimalException'] },
  { name: 'Inexact', bits: Status.Inexact, bases: ['DecimalException'] },
  { name: 'Rounded', bits: Status.Rounded, bases: ['DecimalException'] },
  { name: 'Clamped', bits: Status.Clamped, bases: ['DecimalException'] },
];

/** What InvalidOperation stands for; the exception says which of them it was. */
const CONDITIONS: readonly Signal[] = [
  { name: 'InvalidOperation', bits: Status.InvalidOperation, bases: [] },
  { name: 'ConversionSyntax', bits: Status.ConversionSyntax, bases: ['InvalidOperation'] },
  { name: 'DivisionImpossible', bits: Status.DivisionImpossible, bases: ['InvalidOperation'] },
  {
    name: 'DivisionUndefined',
    bits: Status.DivisionUndefined,
    bases: ['InvalidOperation', 'ZeroDivisionError'],
  },
  { name: 'InvalidContext', bits: Status.InvalidContext, bases: ['InvalidOperation'] },
];

/** The signals that `repr()` of a context names, in the order of the bits. */
const REPR_ORDER: readonly (readonly [bits: number, name: string])[] = [
  [Status.Clamped, 'Clamped'],
  [Status.ConversionSyntax, 'InvalidOperation'],
  [Status.DivisionByZero, 'DivisionByZero'],
  [Status.DivisionImpossible | Status.DivisionUndefined, 'InvalidOperation'],
  [Status.Inexact, 'Inexact'],
  [Status.InvalidContext | Status.InvalidOperation, 'InvalidOperation'],
  [Status.FloatOperation, 'FloatOperation'],
  [Status.Overflow, 'Overflow'],
  [Status.Rounded, 'Rounded'],
  [Status.Subnormal, 'Subnormal'],
  [Status.Underflow, 'Underflow'],
];

/** What the module keeps for an interpreter: what Python code makes, and the current context. */
export interface DecimalState {
  /** The exceptions, by name. */
  readonly exceptions: ReadonlyMap<string, PyType>;
  readonly signalTuple: PyTuple;
  readonly signalDictType: PyType;
  readonly decimalTuple: PyObject;
  readonly rational: PyObject;
  readonly variable: PyContextVar;
  readonly defaultContext: PyDecimalContext;
  readonly basicContext: PyDecimalContext;
  readonly extendedContext: PyDecimalContext;
  /** The last that was found to be current, and the variables among which it was; setting any makes others of them. */
  latest: PyDecimalContext | undefined;
  latestValues: ReadonlyMap<PyContextVar, PyObject> | undefined;
}

function newClass(metaclass: PyObject, name: string, bases: readonly PyObject[], module?: string): PyType {
  const namespace = new PyDict();
  if (module !== undefined) dictSetItem(namespace, '__module__', module);
  return call(metaclass, [name, new PyTuple(bases.slice()), namespace]) as PyType;
}

function makeExceptions(): ReadonlyMap<string, PyType> {
  const made = new Map<string, PyType>();
  const baseNamed = (name: string): PyObject => made.get(name) ?? builtinNamed(name);
  const make = (name: string, bases: readonly string[]): void => {
    made.set(name, newClass(typeType, name, bases.map(baseNamed), 'decimal'));
  };
  make('DecimalException', ['ArithmeticError']);
  // Those that others derive from come first.
  for (const { name, bases } of SIGNALS) if (bases[0] === 'DecimalException') make(name, bases);
  for (const { name, bases } of [...SIGNALS, ...CONDITIONS]) if (!made.has(name)) make(name, bases);
  return made;
}

function makeState(): DecimalState {
  const exceptions = makeExceptions();
  const mapping = getAttr(importedModule('collections.abc'), attrName('MutableMapping'));
  const numbers = importedModule('numbers');
  const namedTuple = getAttr(importedModule('collections'), attrName('namedtuple'));
  const basicContext = new PyDecimalContext();
  basicContext.prec = 9n;
  basicContext.rounding = 'ROUND_HALF_UP';
  basicContext.traps |= Status.Underflow | Status.Clamped;
  const extendedContext = new PyDecimalContext();
  extendedContext.prec = 9n;
  extendedContext.traps = 0;
  return {
    exceptions,
    signalTuple: new PyTuple(SIGNALS.map(({ name }) => exceptions.get(name)!)),
    signalDictType: newClass(typeOf(mapping), 'SignalDict', [PySignalDict.type, mapping]),
    decimalTuple: call(namedTuple, ['DecimalTuple', 'sign digits exponent', 'decimal'], ['module']),
    rational: getAttr(numbers, attrName('Rational')),
    variable: new PyContextVar('decimal_context', undefined),
    defaultContext: new PyDecimalContext(),
    basicContext,
    extendedContext,
    latest: undefined,
    latestValues: undefined,
  };
}

/** The interpreter that asked last, and its state. */
let latestInterp: Interpreter | undefined;
let latestState: DecimalState;

export function decimalState(): DecimalState {
  const { interp } = current.thread;
  if (interp !== latestInterp) {
    latestState = moduleState('_decimal', makeState);
    latestInterp = interp;
  }
  return latestState;
}

/** The bits of a signal, by its exception. */
function bitsOf(exception: PyObject): number {
  const { exceptions } = decimalState();
  for (const { name, bits } of SIGNALS) if (exceptions.get(name) === exception) return bits;
  throw keyError(
    'valid values for signals are:\n  [InvalidOperation, FloatOperation, DivisionByZero,\n   Overflow, Underflow, Subnormal, Inexact, Rounded,\n   Clamped]',
  );
}

/** Notes what happened in the context and raises the first signal that is trapped. */
export function addStatus(ctx: PyDecimalContext, status: number): void {
  ctx.status |= status;
  const trapped = status & ctx.traps;
  if (trapped === 0) return;
  const { exceptions } = decimalState();
  const signal = SIGNALS.find(({ bits }) => (bits & trapped) !== 0)!;
  const all = [...CONDITIONS, ...SIGNALS.slice(1)].filter(({ bits }) => (bits & trapped) !== 0);
  throw newException(exceptions.get(signal.name)!, new PyList(all.map(({ name }) => exceptions.get(name)!)));
}

/** Runs an operation under a context, whose status it notes only when it is done. */
export function operate<R>(ctx: PyDecimalContext, run: (ctx: Arithmetic) => R, rounding = ctx.rounding): R {
  const work: Arithmetic = {
    prec: ctx.prec,
    emax: ctx.emax,
    emin: ctx.emin,
    rounding,
    clamp: ctx.clamp,
    status: 0,
  };
  const result = run(work);
  if (work.status !== 0) addStatus(ctx, work.status);
  return result;
}

/** A context for quick.ts, with nothing noted yet. */
export function quickContext(ctx: PyDecimalContext, rounding: Rounding): QuickContext {
  const { clamp } = ctx;
  const quick = ctx.quick;
  if (quick === undefined) {
    const { prec, emax, emin } = ctx;
    ctx.quick = { prec: Number(prec), emax: Number(emax), emin: Number(emin), rounding, clamp, status: 0 };
    return ctx.quick;
  }
  quick.rounding = rounding;
  quick.clamp = clamp;
  quick.status = 0;
  return quick;
}

// ── Signal dicts ─────────────────────────────────────────────────────────────────────────────────────────────────────

/** The bits that a dict of all signals says; `undefined` when it is none. */
function bitsOfDict(dict: PyDict): number | undefined {
  if (dictLength(dict) !== SIGNALS.length) return undefined;
  const { exceptions } = decimalState();
  let bits = 0;
  for (const signal of SIGNALS) {
    const value = dictGetItem(dict, exceptions.get(signal.name)!);
    if (value === undefined) return undefined;
    if (isTrue(value)) bits |= signal.bits;
  }
  return bits;
}

const signalMethod = methodsOf<PySignalDict>();

export const signalDict = defineType({
  type: PySignalDict.type,
  slots: {
    tp_new: (type) => new type.ctor(),
    tp_init: () => {},
    tp_repr: (self) => {
      const { bits } = self as PySignalDict;
      const items = SIGNALS.map(
        (signal) => `<class 'decimal.${signal.name}'>:${(bits & signal.bits) !== 0 ? 'True' : 'False'}`,
      );
      return `{${items.join(', ')}}`;
    },
    tp_iter: () => getIter(decimalState().signalTuple),
    tp_richcompare: (self, other, op) => {
      if (op !== Py_EQ && op !== Py_NE) return NotImplemented;
      const own = (self as PySignalDict).bits;
      let bits: number | undefined;
      if (other instanceof PySignalDict) bits = other.bits;
      else if (other instanceof PyDict) bits = bitsOfDict(other);
      return bits === undefined ? NotImplemented : (own === bits) === (op === Py_EQ);
    },
    mp_length: () => SIGNALS.length,
    mp_subscript: (self, key) => {
      const bits = bitsOf(key);
      return ((self as PySignalDict).bits & bits) !== 0;
    },
    mp_ass_subscript: (self, key, value) => {
      if (value === undefined) throw valueError('signal keys cannot be deleted');
      const bits = bitsOf(key);
      const { context, field } = self as PySignalDict;
      const on = isTrue(value);
      if (context !== undefined) context[field] = on ? context[field] | bits : context[field] & ~bits;
    },
  },
  entries: [
    signalMethod(
      'copy($self, /)',
      '',
      (self) => {
        const { exceptions } = decimalState();
        const dict = new PyDict();
        for (const { name, bits } of SIGNALS) {
          dictSetItem(dict, exceptions.get(name)!, (self.bits & bits) !== 0);
        }
        return dict;
      },
      false,
    ),
  ],
});

function dictOf(context: PyDecimalContext, field: 'status' | 'traps'): PySignalDict {
  const dict = call(decimalState().signalDictType, []) as PySignalDict;
  dict.context = context;
  dict.field = field;
  return dict;
}

// ── Attributes ───────────────────────────────────────────────────────────────────────────────────────────────────────

/** A C `ssize_t`; unlike elsewhere only ints will do. */
export function ssize(value: PyObject): bigint {
  const int = intValue(value);
  if (int === undefined) throw typeError('an integer is required');
  const wide = BigInt(int);
  if (BigInt.asIntN(64, wide) !== wide) throw overflowError('Python int too large to convert to C ssize_t');
  return wide;
}

function setPrec(ctx: PyDecimalContext, value: PyObject): void {
  const prec = ssize(value);
  if (prec < 1n || prec > MAX_PREC) throw valueError('valid range for prec is [1, MAX_PREC]');
  ctx.prec = prec;
  ctx.quick = undefined;
}

function setEmin(ctx: PyDecimalContext, value: PyObject): void {
  const emin = ssize(value);
  if (emin > 0n || emin < MIN_EMIN) throw valueError('valid range for Emin is [MIN_EMIN, 0]');
  ctx.emin = emin;
  ctx.quick = undefined;
}

function setEmax(ctx: PyDecimalContext, value: PyObject): void {
  const emax = ssize(value);
  if (emax < 0n || emax > MAX_EMAX) throw valueError('valid range for Emax is [0, MAX_EMAX]');
  ctx.emax = emax;
  ctx.quick = undefined;
}

/** A rounding mode by its name. */
export function roundingNamed(value: PyObject): Rounding {
  const name = strValue(value);
  const rounding = ROUNDINGS.find((candidate) => candidate === name);
  if (rounding === undefined) {
    throw typeError(
      'valid values for rounding are:\n  [ROUND_CEILING, ROUND_FLOOR, ROUND_UP, ROUND_DOWN,\n   ROUND_HALF_UP, ROUND_HALF_DOWN, ROUND_HALF_EVEN,\n   ROUND_05UP]',
    );
  }
  return rounding;
}

function setRounding(ctx: PyDecimalContext, value: PyObject): void {
  ctx.rounding = roundingNamed(value);
}

function setCapitals(ctx: PyDecimalContext, value: PyObject): void {
  const capitals = ssize(value);
  if (capitals !== 0n && capitals !== 1n) throw valueError('valid values for capitals are 0 or 1');
  ctx.capitals = capitals === 1n;
}

function setClamp(ctx: PyDecimalContext, value: PyObject): void {
  const clamp = ssize(value);
  if (clamp !== 0n && clamp !== 1n) throw valueError('valid values for clamp are 0 or 1');
  ctx.clamp = clamp === 1n;
}

function setSignals(ctx: PyDecimalContext, field: 'status' | 'traps', value: PyObject, lists: boolean): void {
  if (lists && value instanceof PyList) {
    let bits = 0;
    for (const item of value.items) bits |= bitsOf(item);
    ctx[field] = bits;
    return;
  }
  if (value instanceof PySignalDict) {
    ctx[field] = value.bits;
    return;
  }
  if (!(value instanceof PyDict)) throw typeError('argument must be a signal dict');
  const bits = bitsOfDict(value);
  if (bits === undefined) throw keyError('invalid signal dict');
  ctx[field] = bits;
}

/** Sets what is given, as `Context()` and `localcontext()` do. */
export function setAttributes(
  ctx: PyDecimalContext,
  [prec, rounding, emin, emax, capitals, clamp, flags, traps]: readonly PyObject[],
): void {
  if (prec !== None) setPrec(ctx, prec!);
  if (rounding !== None) setRounding(ctx, rounding!);
  if (emin !== None) setEmin(ctx, emin!);
  if (emax !== None) setEmax(ctx, emax!);
  if (capitals !== None) setCapitals(ctx, capitals!);
  if (clamp !== None) setClamp(ctx, clamp!);
  if (traps !== None) setSignals(ctx, 'traps', traps!, true);
  if (flags !== None) setSignals(ctx, 'status', flags!, true);
}

export function copyContext(ctx: PyDecimalContext): PyDecimalContext {
  const copy = new PyDecimalContext();
  copy.prec = ctx.prec;
  copy.emax = ctx.emax;
  copy.emin = ctx.emin;
  copy.rounding = ctx.rounding;
  copy.clamp = ctx.clamp;
  copy.capitals = ctx.capitals;
  copy.status = ctx.status;
  copy.traps = ctx.traps;
  return copy;
}

// ── The current context ──────────────────────────────────────────────────────────────────────────────────────────────

/** The context of this thread and `contextvars` context; made when first needed. */
export function currentDecimalContext(): PyDecimalContext {
  const state = decimalState();
  const { variable, defaultContext } = state;
  const { values } = currentContext();
  if (values === state.latestValues) return state.latest!;
  const found = contextGet(variable);
  if (found !== undefined) {
    state.latestValues = values;
    state.latest = found as PyDecimalContext;
    return state.latest;
  }
  const made = copyContext(defaultContext);
  made.status = 0;
  contextSet(variable, made);
  return made;
}

export function setDecimalContext(value: PyObject): void {
  if (!(value instanceof PyDecimalContext)) throw typeError('argument must be a context');
  const { variable, defaultContext, basicContext, extendedContext } = decimalState();
  let context = value;
  // The templates themselves must not change.
  if (value === defaultContext || value === basicContext || value === extendedContext) {
    context = copyContext(value);
    context.status = 0;
  }
  contextSet(variable, context);
}

/** An argument that is a context, or None for the current one. */
export function contextArgument(value: PyObject): PyDecimalContext {
  if (value === None) return currentDecimalContext();
  if (!(value instanceof PyDecimalContext)) throw typeError('optional argument must be a context');
  return value;
}

// ── The type ─────────────────────────────────────────────────────────────────────────────────────────────────────────

function signalNames(bits: number): string {
  const names: string[] = [];
  for (const [mask, name] of REPR_ORDER) {
    if ((bits & mask) !== 0 && !names.includes(name)) names.push(name);
  }
  return `[${names.join(', ')}]`;
}

function signalList(bits: number): PyList {
  const { exceptions } = decimalState();
  return new PyList(
    SIGNALS.filter((signal) => (bits & signal.bits) !== 0).map(({ name }) => exceptions.get(name)!),
  );
}

const initDef = builtinDef<
  PyDecimalContext,
  'Context($self, /, prec: object = None, rounding: object = None, Emin: object = None, Emax: object = None, capitals: object = None, clamp: object = None, flags: object = None, traps: object = None) -> None'
>(
  'Context($self, /, prec: object = None, rounding: object = None, Emin: object = None, Emax: object = None, capitals: object = None, clamp: object = None, flags: object = None, traps: object = None) -> None',
  '',
  (self, ...values) => setAttributes(self, values),
);

function reduceContext(self: PyDecimalContext): PyTuple {
  return new PyTuple([
    typeOf(self),
    new PyTuple([
      normalizeInt(self.prec),
      self.rounding,
      normalizeInt(self.emin),
      normalizeInt(self.emax),
      self.capitals ? 1 : 0,
      self.clamp ? 1 : 0,
      signalList(self.status),
      signalList(self.traps),
    ]),
  ]);
}

const method = methodsOf<PyDecimalContext>();

/** The part of the type that does no arithmetic; context-methods.ts has the rest. */
export const contextSlots = {
  tp_new: (type: PyType) => {
    const made = new type.ctor() as PyDecimalContext;
    Object.assign(made, templateOf());
    return made;
  },
  tp_init: (self: PyObject, args: readonly PyObject[], kwnames: KwNames | undefined) => {
    initDef.call(self, args, kwnames);
  },
  tp_repr: (self: PyObject) => {
    const ctx = self as PyDecimalContext;
    return `Context(prec=${ctx.prec}, rounding=${ctx.rounding}, Emin=${ctx.emin}, Emax=${ctx.emax}, capitals=${ctx.capitals ? 1 : 0}, clamp=${ctx.clamp ? 1 : 0}, flags=${signalNames(ctx.status)}, traps=${signalNames(ctx.traps)})`;
  },
  tp_getattro: (self: PyObject, name: { readonly text: string } & Parameters<typeof genericGetAttr>[1]) => {
    const ctx = self as PyDecimalContext;
    if (name.text === 'traps') return (ctx.trapsDict ??= dictOf(ctx, 'traps'));
    if (name.text === 'flags') return (ctx.flagsDict ??= dictOf(ctx, 'status'));
    return genericGetAttr(self, name);
  },
  tp_setattro: (self: PyObject, name: Parameters<typeof genericSetAttr>[1], value: PyObject | undefined) => {
    if (value === undefined) throw attributeError('context attributes cannot be deleted', self, name.text);
    if (name.text === 'traps') setSignals(self as PyDecimalContext, 'traps', value, false);
    else if (name.text === 'flags') setSignals(self as PyDecimalContext, 'status', value, false);
    else genericSetAttr(self, name, value);
  },
};

/** What a new context starts as: the values of the default context, which programs may change. */
function templateOf(): Partial<PyDecimalContext> {
  const { prec, emax, emin, rounding, clamp, status, traps } = decimalState().defaultContext;
  return { prec, emax, emin, rounding, clamp, status, traps };
}

function setter(set: (ctx: PyDecimalContext, value: PyObject) => void) {
  return (self: PyDecimalContext, value: PyObject | undefined): void => set(self, value!);
}

export const contextEntries = [
  getset<PyDecimalContext>('prec', undefined, (self) => normalizeInt(self.prec), setter(setPrec)),
  getset<PyDecimalContext>('Emax', undefined, (self) => normalizeInt(self.emax), setter(setEmax)),
  getset<PyDecimalContext>('Emin', undefined, (self) => normalizeInt(self.emin), setter(setEmin)),
  getset<PyDecimalContext>('rounding', undefined, (self) => self.rounding, setter(setRounding)),
  getset<PyDecimalContext>('capitals', undefined, (self) => (self.capitals ? 1 : 0), setter(setCapitals)),
  getset<PyDecimalContext>('clamp', undefined, (self) => (self.clamp ? 1 : 0), setter(setClamp)),
  method(
    'Etiny($self, /)',
    'Return Emin - prec + 1, the exponent of the smallest subnormal number.',
    (self) => normalizeInt(etiny(self)),
  ),
  method(
    'Etop($self, /)',
    'Return Emax - prec + 1, the highest exponent of a number of full length.',
    (self) => normalizeInt(etop(self)),
  ),
  method('clear_flags($self, /) -> None', 'Note that nothing has happened.', (self) => {
    self.status = 0;
  }),
  method('clear_traps($self, /) -> None', 'Raise no signals.', (self) => {
    self.traps = 0;
  }),
  method('copy($self, /)', 'Return a copy of the context.', copyContext),
  method('__copy__($self, /)', '', copyContext, '($self, /)'),
  method('__reduce__($self, /)', '', reduceContext, '($self, /)'),
];

// ── with localcontext() ──────────────────────────────────────────────────────────────────────────────────────────────

export class PyContextManager extends PyBaseObject {
  static readonly type = new PyType('decimal.ContextManager', PyContextManager, objectType, 0);

  readonly local: PyDecimalContext;
  readonly outer: PyDecimalContext;

  constructor(local: PyDecimalContext, outer: PyDecimalContext) {
    super();
    this.local = local;
    this.outer = outer;
  }
}

const managerMethod = methodsOf<PyContextManager>();

export const contextManager = defineType({
  type: PyContextManager.type,
  entries: [
    managerMethod('__enter__($self, /)', '', (self) => {
      setDecimalContext(self.local);
      return self.local;
    }),
    managerMethod('__exit__($self, /, *args) -> None', '', (self) => setDecimalContext(self.outer)),
  ],
});

export function localContext(value: PyObject, attributes: readonly PyObject[]): PyContextManager {
  const outer = currentDecimalContext();
  const context = value === None ? outer : value;
  if (!(context instanceof PyDecimalContext)) throw typeError('optional argument must be a context');
  const local = copyContext(context);
  setAttributes(local, attributes);
  return new PyContextManager(local, outer);
}

/** `IEEEContext(bits)`: the interchange formats of IEEE 754. */
export function ieeeContext(value: PyObject): PyObject {
  const bits = ssize(value);
  if (bits <= 0n || bits > 512n || bits % 32n !== 0n) {
    throw valueError('argument must be a multiple of 32, with a maximum of 512');
  }
  const context = call1(PyDecimalContext.type, None) as PyDecimalContext;
  context.prec = 9n * (bits / 32n) - 2n;
  context.emax = 3n * (1n << (bits / 16n + 3n));
  context.emin = 1n - context.emax;
  context.rounding = 'ROUND_HALF_EVEN';
  context.traps = 0;
  context.status = 0;
  context.clamp = true;
  return context;
}
