/**
 * Calls in compiled code. A built-in function that is known where the code is written, and a class whose instances only
 * `__init__` makes, are called for what they do; everything else goes through the doors of runtime.ts.
 */
import * as op from '../bytecode/opcodes.gen.ts';
import { type AttrName, attrName } from '../objects/attribute-name.ts';
import { CO_VARARGS, CO_VARKEYWORDS, type PyCode } from '../objects/code.ts';
import { PyCFunction, PyMethodDescr, PyWrapperDescr } from '../objects/descriptor.ts';
import { PyBaseException } from '../objects/exception.ts';
import { PyFloat } from '../objects/float.ts';
import { PyFunction } from '../objects/function.ts';
import { boolType, intType } from '../objects/int.ts';
import { objectType, type PyObject, PyType, typeType } from '../objects/object.ts';
import { PyRange } from '../objects/range.ts';
import { type Str, strType } from '../objects/str.ts';
import { PyTuple } from '../objects/tuple.ts';
import { keepsArguments, onlyKeepsArguments } from '../runtime/exception-type.ts';
import { hasOwnClass, type LastCheck } from '../runtime/instance-check.ts';
import { isMutableType } from '../runtime/type-of.ts';
import { CALLED_BUILTIN, CALLED_METHOD, exceptionInit, kwnamesOf, plainInit } from '../vm/calls.ts';
import { itemOfDict } from './dict-entries.ts';
import { inlineCall } from './inlining.ts';
import { nextOpcode } from './lookahead.ts';
import { methodInPlace } from './methods.ts';
import { REAL_FUNCTIONS } from './real-functions.ts';
import type { Translator } from './translator.ts';
import { isBare, type Kind, objectsAt, quote, Unsupported, type Value } from './values.ts';

const js = ({ js }: { readonly js: string }): string => js;

/** What stands on the stack for a call, as it is held. */
interface CallSite {
  readonly callable: Value;
  readonly self: Value;
  readonly args: readonly Value[];
}

function callSite(t: Translator, count: number): CallSite {
  const first = t.stack.length - count;
  if (first < 2) throw new Unsupported('stack underflow');
  return { callable: t.stack[first - 2]!, self: t.stack[first - 1]!, args: t.stack.slice(first) };
}

function dropCall(t: Translator, count: number): void {
  t.stack.length -= count + 2;
}

export function writeCall(t: Translator, count: number): void {
  const site = callSite(t, count);
  const { known } = site.callable;
  if (known !== undefined && t.speculates) {
    if (known instanceof PyFunction && inlineFunction(t, site, known)) return;
    if (site.self.kind === 'null' && callKnown(t, site, known)) return;
    if (callInPlace(t, site, known)) return;
    if (site.self.kind !== 'null' && t.isConstant(site.callable) && callKnownMethod(t, site, known)) return;
  }
  const args = t.popMany(count).map(js);
  const self = t.pop();
  const callable = t.pop();
  const usual =
    self.kind === 'null' && t.speculates
      ? callAsSeen(t, callable.js, args)
      : callExpression(callable, self, args);
  const bound = self.kind === 'null' ? boundCall(t, known, callable.js, args, []) : undefined;
  pushResult(t, bound ?? '', usual);
}

/** A call of a Python function that is small enough to be written in its place. */
function inlineFunction(t: Translator, { callable, self, args }: CallSite, known: PyFunction): boolean {
  const isConstant = t.isConstant(callable);
  const taken = args.length + 2;
  if (self.kind !== 'null') return isConstant && inlineCall(t, { func: known, args: [self, ...args], taken });
  const guards = isConstant ? [] : [`${callable.js} === ${t.constant(known)}`];
  return inlineCall(t, { func: known, args, taken, guards });
}

const dunderInit = attrName('__init__');

/** A call of what the type of the object certainly has. False when nothing is gained. */
function callKnownMethod(t: Translator, site: CallSite, known: PyObject): boolean {
  const { length } = site.args;
  if (known instanceof PyMethodDescr && length <= 3) {
    const args = t.popMany(length).map(js);
    const self = t.pop().js;
    t.pop();
    t.call(`${t.constant(known.def)}.call${length}(${[self, ...args]})`);
    return true;
  }
  if (known instanceof PyWrapperDescr) {
    const args = t.popMany(length).map(js);
    const self = t.pop().js;
    t.pop();
    // `super().__init__()`: there is nothing to do.
    if (length === 0 && known === objectType.proto[dunderInit.classKey]) t.push('None', 'none');
    else
      t.call(
        `${t.constant(known.def)}.wrap(${t.constant(known.slotFunction)}, ${self}, [${args}], undefined)`,
      );
    return true;
  }
  if (!(known instanceof PyFunction)) return false;
  const args = t.popMany(length).map(js);
  const self = t.pop().js;
  const callable = t.pop().js;
  const given = [self, ...args];
  const { co_argcount, co_kwonlyargcount, co_flags } = known.func_code;
  const isPlain = (co_flags & (CO_VARARGS | CO_VARKEYWORDS)) === 0 && co_kwonlyargcount === 0;
  const isFull = isPlain && co_argcount === given.length;
  const short = isFull ? undefined : boundCall(t, known, undefined, given, []);
  pushResult(t, short ?? '', direct(callable, given));
  return true;
}

/** Puts the result of a call on the stack: of the short way if its condition holds, else of the usual one. */
function pushResult(t: Translator, short: string, usual: string): void {
  t.emit(`${t.mark};`);
  const result = t.temporary();
  t.emit(`const ${result} = ${short}${usual};`);
  t.passOn(result);
  t.push(result);
}

/**
 * The call of a Python function that is known, with what its parameters get: `condition ? call : `. Defaults, keywords and
 * starred parameters are put in their places here. `callee` is the variable that has it, if that is not certain.
 * `undefined` when it is not that simple.
 */
function boundCall(
  t: Translator,
  func: PyObject | undefined,
  callee: string | undefined,
  args: readonly string[],
  keywords: readonly Str[],
): string | undefined {
  if (!(func instanceof PyFunction) || !t.speculates) return undefined;
  const values = boundArguments(t, func, args, keywords);
  if (values === undefined) return undefined;
  const known = t.constant(func);
  const { func_code, func_defaults } = func;
  const holds = [
    ...(callee === undefined ? [] : [`${callee} === ${known}`]),
    `${known}.func_code === ${t.constant(func_code)}`,
    `${known}.func_defaults === ${func_defaults === undefined ? 'undefined' : t.constant(func_defaults)}`,
    `${known}.jitEntry !== undefined`,
  ];
  return `${holds.join(' && ')} ? ${known}.jitEntry(${[known, ...values]}) : `;
}

/** The arguments of a call, in their places. */
interface Placed<T> {
  /** By parameter that has a name. */
  readonly values: (T | undefined)[];
  /** What is left for `*args` and `**kwargs`. */
  readonly extra: readonly T[];
  readonly others: readonly (readonly [keyword: string, value: T])[];
}

/** Puts arguments, the last of which are those of the keywords, in their places; `undefined` when a place is taken already. */
function placeArguments<T>(
  { co_argcount, co_kwonlyargcount, co_posonlyargcount, co_localsplusnames }: PyCode,
  args: readonly T[],
  keywords: readonly Str[],
): Placed<T> | undefined {
  const named = co_argcount + co_kwonlyargcount;
  const given = args.length - keywords.length;
  const positional = Math.min(given, co_argcount);
  const values: (T | undefined)[] = new Array(named).fill(undefined);
  for (let i = 0; i < positional; i++) values[i] = args[i];
  const others: (readonly [string, T])[] = [];
  for (const [i, keyword] of keywords.entries()) {
    if (typeof keyword !== 'string') return undefined;
    const at = co_localsplusnames.indexOf(keyword, co_posonlyargcount);
    if (at < 0 || at >= named) others.push([keyword, args[given + i]!]);
    else if (values[at] !== undefined) return undefined;
    else values[at] = args[given + i]!;
  }
  return { values, extra: args.slice(positional, given), others };
}

/** What the parameters of a function get; the last of `args` are those of the keywords. */
function boundArguments(
  t: Translator,
  { func_code: code, func_defaults }: PyFunction,
  args: readonly string[],
  keywords: readonly Str[],
): string[] | undefined {
  const { co_argcount, co_flags } = code;
  const placed = placeArguments(code, args, keywords);
  if (placed === undefined) return undefined;
  const { values, extra } = placed;
  if (extra.length > 0 && (co_flags & CO_VARARGS) === 0) return undefined;
  const others = placed.others.flatMap(([keyword, value]) => [quote(keyword), value]);
  if (others.length > 0 && (co_flags & CO_VARKEYWORDS) === 0) return undefined;
  const defaults = func_defaults?.items ?? [];
  for (let i = 0; i < values.length; i++) {
    if (values[i] !== undefined) continue;
    const value = i < co_argcount ? defaults[i - co_argcount + defaults.length] : undefined;
    if (value === undefined) return undefined;
    values[i] = t.constant(value);
  }
  if ((co_flags & CO_VARARGS) !== 0) values.push(`new PyTuple([${extra}])`);
  if ((co_flags & CO_VARKEYWORDS) !== 0) values.push(`newDictOf([${others}])`);
  return values as string[];
}

function callExpression({ js: callable, kind }: Value, self: Value, args: readonly string[]): string {
  if (kind === 'function' && self.kind !== 'null') return direct(callable, [self.js, ...args]);
  const plain = direct(callable, args);
  if (self.kind === 'null') return plain;
  return `${self.js} !== undefined ? ${method(callable, self.js, args)} : ${plain}`;
}

/** A call of a method: one that the type of the object has built in is called without any door. */
function method(callable: string, self: string, args: readonly string[]): string {
  const any = direct(callable, [self, ...args]);
  if (args.length > 3) return any;
  const isOwn = `(typeof ${self} === 'string' ? ${callable}.owner === STR : ${self}.ob_type === ${callable}.owner)`;
  return `(${callable} instanceof PyMethodDescr && ${isOwn} ? ${callable}.def.call${args.length}(${[self, ...args]}) : ${any})`;
}

/** A call of a built-in function, or of a class that makes something of one argument, if it is still the same. */
function callBuiltin(t: Translator, site: CallSite, known: PyCFunction | PyType): boolean {
  const count = site.args.length;
  if (count > 3 || (known instanceof PyType && (count !== 1 || known.make1 === undefined))) return false;
  const args = t.popMany(count).map(js);
  t.pop();
  const callable = t.pop().js;
  const known1 =
    known instanceof PyType
      ? `${t.constant(known.make1)}(${args})`
      : `${t.constant(known.def)}.call${count}(${[t.constant(known.self), ...args]})`;
  t.emit(`${t.mark};`);
  const result = t.temporary();
  const isCertain = callable === t.constant(known);
  const outcome = isCertain
    ? known1
    : `${callable} === ${t.constant(known)} ? ${known1} : ${direct(callable, args)}`;
  t.emit(`const ${result} = ${outcome};`);
  t.passOn(result);
  t.push(result);
  return true;
}

/** A call of something unknown: what tier 0 has met there comes first. */
function callAsSeen(t: Translator, callable: string, args: readonly string[]): string {
  const seen = t.cache;
  const any = direct(callable, args);
  if (args.length > 3) return any;
  const ways: string[] = [];
  if ((seen & CALLED_METHOD) !== 0) {
    const func = `${callable}.im_func`;
    const given = [func, `${callable}.im_self`, ...args];
    ways.push(
      `${callable} instanceof PyMethod && (${func}.jitCounts & ${2 << args.length}) !== 0 ? ${func}.jitEntry(${given}) : `,
    );
  }
  if ((seen & CALLED_BUILTIN) !== 0) {
    const given = [`${callable}.self`, ...args];
    ways.push(`${callable} instanceof PyCFunction ? ${callable}.def.call${args.length}(${given}) : `);
  }
  return ways.length === 0 ? any : `(${ways.join('')}${any})`;
}

/** A call with so many arguments: of a compiled function, or through the door for that many. */
export function direct(callable: string, args: readonly string[]): string {
  const slow =
    args.length <= 3 ? `call${args.length}(${[callable, ...args]})` : `callMany(${callable}, [${args}])`;
  if (args.length > 30) return slow;
  return `((${callable}.jitCounts & ${1 << args.length}) !== 0 ? ${callable}.jitEntry(${[callable, ...args]}) : ${slow})`;
}

/** A call whose result is awaited: is it of a compiled coroutine, how it is made if not, and how if so. */
export function awaitedCall(
  callee: Value,
  self: Value,
  args: readonly string[],
): { condition: string; call: string; awaited: string } {
  const call = callExpression(callee, self, args);
  const callable = callee.js;
  const plain = `${callable}.jitAwait(${[callable, ...args]})`;
  const isCompiled = `${callable}.jitAwait !== undefined && ${callable}.jitArity === `;
  if (self.kind === 'null') return { condition: `${isCompiled}${args.length}`, call, awaited: plain };
  const bound = `${callable}.jitAwait(${[callable, self.js, ...args]})`;
  const isBound = `${self.js} !== undefined`;
  return {
    condition: `${isCompiled}(${isBound} ? ${args.length + 1} : ${args.length})`,
    call,
    awaited: `(${isBound} ? ${bound} : ${plain})`,
  };
}

/** A method of a container that is most likely meant: what it does, if it is that. */
function callInPlace(t: Translator, { self, args }: CallSite, known: PyObject): boolean {
  if (methodInPlace(known, self.js, args.map(js)) === undefined) return false;
  const double = args.length === 1 && args[0]!.kind === 'double' ? args[0]!.js : undefined;
  const values = t.popMany(args.length).map(js);
  const { condition, result, isPlain } = methodInPlace(known, self.js, values, double, (dict, key) =>
    itemOfDict(t, dict, key),
  )!;
  t.pop();
  const callable = t.pop();
  const outcome = t.temporary();
  t.emit(`let ${outcome};`);
  const place = isPlain ? '' : `${t.mark}; `;
  t.forgetItems();
  const isMeant = callable.js === t.constant(known) ? '' : `${callable.js} === ${t.constant(known)} && `;
  t.emit(`if (${isMeant}${condition}) { ${place}${outcome} = ${result}; }`);
  t.open('else {');
  t.emit(`${t.mark}; ${outcome} = ${callExpression(callable, self, values)};`);
  t.close();
  t.passOn(outcome);
  t.push(outcome);
  return true;
}

/** Calls what was known when the code was written; false when nothing is known about it. */
function callKnown(t: Translator, site: CallSite, known: PyObject): boolean {
  if (known === PyRange.type) return callRange(t, site);
  if (known instanceof PyCFunction) {
    const { module } = known;
    if (module === 'builtins' && BUILTINS[known.def.name]?.(t, site, known) === true) return true;
    if (module === 'math' && callReal(t, site, known)) return true;
    return callBuiltin(t, site, known);
  }
  if (known instanceof PyMethodDescr || known instanceof PyWrapperDescr) return callUnbound(t, site, known);
  if (known instanceof PyType && known.ob_type === typeType) {
    return convertNumber(t, site, known) || construct(t, site, known) || callBuiltin(t, site, known);
  }
  return false;
}

/** `float(x)` and `int(x)` of what is known to be a number. */
function convertNumber(t: Translator, site: CallSite, known: PyType): boolean {
  const isToFloat = known === PyFloat.type;
  if ((!isToFloat && known !== intType) || site.args.length !== 1) return false;
  const [arg] = site.args as [Value];
  const { kind } = arg;
  const isFloating = kind === 'double' || kind === 'float';
  if (!isFloating && kind !== 'int') return false;
  expectCallable(t, site, known);
  const isSame = isToFloat === isFloating;
  const number = kind === 'float' ? `${arg.js}.value` : arg.js;
  // Others have an int that is no number, or none at all.
  if (!isSame && !isToFloat) t.exitUnless(`Math.abs(${number}) < ${2 ** 53}`);
  dropCall(t, 1);
  if (isSame) t.stack.push(arg);
  else if (isToFloat) t.result(number, 'double');
  else t.result(`Math.trunc(${number}) + 0`, 'int');
  return true;
}

/** `dict.get(d, key)`: a method of a built-in type, called through the type with an object of exactly that type. */
function callUnbound(t: Translator, site: CallSite, known: PyMethodDescr | PyWrapperDescr): boolean {
  const count = site.args.length;
  if (count < 1 || count > 4) return false;
  const args = t.popMany(count).map(js);
  t.pop();
  const callable = t.pop().js;
  const [self, ...others] = args;
  const { owner, def } = known;
  let isOwn = `${self}.ob_type === ${t.constant(owner)}`;
  if (owner === strType) isOwn = `typeof ${self} === 'string'`;
  else if (owner === objectType) isOwn = 'true';
  const call =
    known instanceof PyWrapperDescr
      ? `${t.constant(def)}.wrap(${t.constant(known.slotFunction)}, ${self}, [${others}], undefined)`
      : `${t.constant(def)}.call${count - 1}(${args})`;
  pushResult(t, `${callable} === ${t.constant(known)} && ${isOwn} ? ${call} : `, direct(callable, args));
  return true;
}

/** Unless the callable is still the same, tier 0 makes the call. */
function expectCallable(t: Translator, { callable }: CallSite, known: PyObject): void {
  if (!t.isConstant({ ...callable, known })) t.exitUnless(`${callable.js} === ${t.constant(known)}`);
}

/** `for … in range(…)`: numbers on the stack. */
function callRange(t: Translator, site: CallSite): boolean {
  const { args } = site;
  const literal = args[2] === undefined ? 1 : args[2].known;
  if (args.length < 1 || args.length > 3 || !t.speculates || literal === 0) return false;
  if (nextOpcode(t) !== op.GET_ITER || args.some(({ kind }) => kind !== 'int' && kind !== 'any'))
    return false;
  expectCallable(t, site, PyRange.type);
  for (const { js, kind } of args) {
    if (kind === 'int') continue;
    t.exitUnless(`typeof ${js} === 'number'`);
    t.refine(js, 'int');
  }
  const step = typeof literal === 'number' ? literal : args[2]!.js;
  if (typeof step === 'string') t.exitUnless(`${step} > 0`);
  dropCall(t, args.length);
  const [start, stop] = args.length === 1 ? ['0', args[0]!.js] : [args[0]!.js, args[1]!.js];
  t.stack.push({ js: 'range', kind: 'range', range: { next: start, stop, step } });
  return true;
}

const TYPES_OF_KINDS: { readonly [K in Kind]?: PyType } = {
  int: intType,
  bool: boolType,
  str: strType,
  float: PyFloat.type,
  double: PyFloat.type,
  tuple: PyTuple.type,
};

/** The type of a value, if it is known and the value's class as well. */
function typeOfValue(t: Translator, { kind, js }: Value): PyType | undefined {
  const type = t.typeOf(js);
  return TYPES_OF_KINDS[kind] ?? (type !== undefined && hasOwnClass(type) ? type : undefined);
}

/** The stamp of no type. */
const NEVER = Symbol('never');

/** Is this a class that says nothing of its own about what its instances are? */
function isPlainClass(cls: PyObject | undefined): cls is PyType {
  return cls instanceof PyType && cls.ob_type === typeType;
}

type BuiltinCall = (t: Translator, site: CallSite, known: PyCFunction) => boolean;

const BUILTINS: Readonly<Record<string, BuiltinCall | undefined>> = {
  len(t, site, known) {
    const [arg] = site.args;
    if (site.args.length !== 1 || isBare(arg!.kind)) return false;
    expectCallable(t, site, known);
    dropCall(t, 1);
    const { js } = arg!;
    const result = t.temporary();
    t.emit(`let ${result};`);
    t.emit(`if (${js}.ob_type === LIST) ${result} = (${js}.boxed ?? ${js}.doubles).length;`);
    t.emit(`else if (${js}.ob_type === TUPLE) ${result} = ${js}.items.length;`);
    t.emit(`else if (typeof ${js} === 'string') ${result} = ${js}.length;`);
    t.open(`else { ${t.mark}; ${result} = lengthAsInt(${js});`);
    t.push(result, 'int');
    t.exitBehindUnless(`typeof ${result} === 'number'`);
    t.close();
    return true;
  },
  isinstance(t, site, known) {
    const [arg, type] = site.args;
    if (site.args.length !== 2) return false;
    const own = typeOfValue(t, arg!);
    const asked = type!.kind === 'tuple' ? type!.items! : [type!];
    if (type!.kind !== 'tuple' && isBare(type!.kind)) return false;
    const classes = asked.map((cls) => cls.known).filter(isPlainClass);
    const areKnown = classes.length === asked.length;
    if (isBare(arg!.kind) && (own === undefined || !areKnown)) return false;
    expectCallable(t, site, known);
    if (areKnown) {
      for (const [i, cls] of asked.entries()) {
        if (!t.isConstant(cls)) t.exitUnless(`${cls.js} === ${t.constant(classes[i]!)}`);
      }
    }
    dropCall(t, 2);
    if (own !== undefined && areKnown) {
      t.push(String(classes.some((cls) => own.tp_mro.includes(cls))), 'bool');
      return true;
    }
    const { js: value } = arg!;
    const ask = [value, t.boxed(type!)].join(', ');
    const exact = asked.map((cls) => `${value}.ob_type === ${cls.js}`).join(' || ');
    if (!areKnown) {
      t.result(`${exact} || ${t.guarded(`isInstance(${ask})`)}`, 'bool');
      return true;
    }
    const last: LastCheck = { stamp: NEVER, result: false };
    const kept = t.constant(last);
    const noted = t.guarded(`isInstanceNoted(${kept}, ${ask})`);
    // Small ints and texts are told without looking for a type that is not theirs.
    const has = (own: PyType): boolean => classes.some((cls) => own.tp_mro.includes(cls));
    const immediate = `typeof ${value} === 'number' ? ${has(intType)} : typeof ${value} === 'string' ? ${has(strType)}`;
    const byStamp = `${value}.stamp === ${kept}.stamp ? ${kept}.result : ${noted}`;
    t.result(`${immediate} : ${exact} || (${byStamp})`, 'bool');
    return true;
  },
  getattr(t, site, known) {
    const name = literalName(site.args[1]);
    const [owner, , fallback] = site.args;
    if (name === undefined || site.args.length > 3) return false;
    return callForAttribute(t, site, known, 'any', (result) => {
      const present = attributeBy(
        t,
        fallback === undefined ? 'classOrAnyAttr' : 'presentAttr',
        owner!.js,
        name,
      );
      t.emit(`const ${result} = ${present}${fallback === undefined ? '' : ` ?? ${fallback.js}`};`);
      if (fallback === undefined) t.passOn(result);
    });
  },
  hasattr(t, site, known) {
    const name = literalName(site.args[1]);
    if (name === undefined || site.args.length !== 2) return false;
    return callForAttribute(t, site, known, 'bool', (result) => {
      t.emit(`const ${result} = ${attributeBy(t, 'presentAttr', site.args[0]!.js, name)} !== undefined;`);
    });
  },
  setattr(t, site, known) {
    const name = literalName(site.args[1]);
    const [owner, , value] = site.args;
    if (name === undefined || site.args.length !== 3) return false;
    return callForAttribute(t, site, known, 'none', (result) => {
      t.emit(`setAttr(${owner!.js}, ${t.constant(name)}, ${value!.js}); const ${result} = None;`);
    });
  },
  next(t, site, known) {
    const [arg] = site.args;
    if (site.args.length !== 1 || isBare(arg!.kind)) return false;
    expectCallable(t, site, known);
    dropCall(t, 1);
    const result = t.temporary();
    t.emit(`${t.mark}; const ${result} = nextItem(${arg!.js});`);
    t.raiseIf(`${result} === undefined`, `endOfIteration(${arg!.js})`);
    t.push(result);
    return true;
  },
  abs(t, site, known) {
    const [arg] = site.args;
    if (site.args.length !== 1 || (arg!.kind !== 'int' && arg!.kind !== 'double')) return false;
    expectCallable(t, site, known);
    dropCall(t, 1);
    t.result(`Math.abs(${arg!.js})`, arg!.kind);
    return true;
  },
  min: (t, site, known) => extremum(t, site, known, '<'),
  max: (t, site, known) => extremum(t, site, known, '>'),
  ord(t, site, known) {
    const [arg] = site.args;
    if (site.args.length !== 1 || (arg!.kind !== 'any' && arg!.kind !== 'str')) return false;
    expectCallable(t, site, known);
    t.exitUnless(`typeof ${arg!.js} === 'string' && ${arg!.js}.length === 1`);
    dropCall(t, 1);
    t.result(`${arg!.js}.charCodeAt(0)`, 'int');
    return true;
  },
  chr(t, site, known) {
    const [arg] = site.args;
    if (site.args.length !== 1 || (arg!.kind !== 'any' && arg!.kind !== 'int')) return false;
    expectCallable(t, site, known);
    t.exitUnless(`typeof ${arg!.js} === 'number' && ${arg!.js} >= 0 && ${arg!.js} <= 65535`);
    dropCall(t, 1);
    t.result(`String.fromCharCode(${arg!.js})`, 'str');
    return true;
  },
};

/** An attribute's name that stands in the source. */
function literalName(value: Value | undefined): AttrName | undefined {
  if (value?.kind !== 'str') return undefined;
  const text: unknown = value.js.startsWith('"') ? JSON.parse(value.js) : value.known;
  return typeof text === 'string' && /^\w+$/.test(text) ? attrName(text) : undefined;
}

/** An attribute by a function of attempts.ts. */
function attributeBy(t: Translator, way: string, owner: string, name: AttrName): string {
  const read = [quote(name.classKey), quote(name.instanceKey)].map((key) => `${owner}[${key}]`);
  return `${way}(${owner}, ${read}, ${t.constant(name)})`;
}

/** A built-in function that is called with a name, while it is the same. */
function callForAttribute(
  t: Translator,
  site: CallSite,
  known: PyCFunction,
  kind: Kind,
  write: (result: string) => void,
): boolean {
  if (site.args.some((arg) => isBare(arg.kind))) return false;
  expectCallable(t, site, known);
  dropCall(t, site.args.length);
  t.emit(`${t.mark};`);
  const result = t.temporary();
  write(result);
  t.push(result, kind);
  return true;
}

/** The smaller or larger of two numbers of the same type; of equal ones the first. */
function extremum(t: Translator, site: CallSite, known: PyCFunction, symbol: string): boolean {
  const [a, b] = site.args;
  if (site.args.length !== 2) return false;
  if (a!.kind !== b!.kind || (a!.kind !== 'int' && a!.kind !== 'double')) {
    const asked = site.args.filter(({ kind }) => kind !== 'int');
    if (asked.some(({ kind }) => kind !== 'any')) return false;
    const areInts = asked.map(({ js }) => `typeof ${js} === 'number'`).join(' && ');
    const usual = direct(site.callable.js, [a!.js, b!.js]);
    dropCall(t, 2);
    const isSame = `${site.callable.js} === ${t.constant(known)}`;
    pushResult(t, `${isSame} && ${areInts} ? ${b!.js} ${symbol} ${a!.js} ? ${b!.js} : ${a!.js} : `, usual);
    return true;
  }
  expectCallable(t, site, known);
  dropCall(t, 2);
  t.result(`${b!.js} ${symbol} ${a!.js} ? ${b!.js} : ${a!.js}`, a!.kind);
  return true;
}

/** A function of `math` from reals to reals, where neither argument nor result is an odd one. */
function callReal(t: Translator, site: CallSite, known: PyCFunction): boolean {
  const real = REAL_FUNCTIONS[known.def.name];
  const [arg] = site.args;
  if (real === undefined || site.args.length !== 1) return false;
  const { kind, js } = arg!;
  if (kind !== 'any' && kind !== 'int' && kind !== 'float' && kind !== 'double') return false;
  expectCallable(t, site, known);
  let value = js;
  if (kind === 'float') value = `${js}.value`;
  else if (kind === 'any') {
    t.exitUnless(`typeof ${js} === 'number' || ${js}.ob_type === FLOAT`);
    value = `(typeof ${js} === 'number' ? ${js} : ${js}.value)`;
  }
  const result = t.temporary();
  t.emit(`const ${result} = ${t.constant(real)}(${value});`);
  // Domain and range errors are the function's own.
  t.exitUnless(`${result} - ${result} === 0`);
  dropCall(t, 1);
  t.push(result, 'double');
  return true;
}

/** An instance of a class whose `__init__` is a Python function and all there is to do; or an exception that keeps its arguments. */
function construct(t: Translator, site: CallSite, type: PyType): boolean {
  const plain = plainInit(type);
  const init = plain ?? exceptionInit(type);
  const keeps = plain === undefined && keepsArguments(type);
  if (init === undefined && !(keeps && onlyKeepsArguments(type))) return false;
  const { length } = site.args;
  const known = t.constant(type);
  const made = t.temporary();
  const returned = t.temporary();
  if (!t.isConstant(site.callable)) t.exitUnless(`${site.callable.js} === ${known}`);
  if (init !== undefined)
    t.assume(`${keeps ? 'exceptionInit' : 'plainInit'}(${known}) === ${t.constant(init)}`);
  else if (isMutableType(type)) t.assume(`onlyKeepsArguments(${known})`);
  const maker = t.constant(type.maker);
  if (type.maker !== type.ctor) t.exitIf(`${known}.maker !== ${maker}`, t.pc, objectsAt(t.pc));
  const make = (args = ''): void => t.emit(`const ${made} = new ${maker}(${args});`);
  if (init !== undefined && !keeps) {
    const isInlined = inlineCall(t, {
      func: init,
      args: [{ js: made, kind: 'any' }, ...site.args],
      taken: length + 2,
      prepare: make,
      resume(value) {
        const { js, tag } = value;
        if (value.kind !== 'none')
          t.emit(`if (${tag ?? js} !== None) ${t.guarded(`checkInit(${made}, ${t.boxed(value)})`)};`);
        t.push(made);
      },
    });
    if (isInlined) return true;
  }
  const args = t.popMany(length).map(js);
  t.stack.length -= 2;
  make(keeps ? `new PyTuple([${args}])` : '');
  if (init !== undefined) {
    t.emit(`${t.mark};`);
    t.emit(`const ${returned} = ${direct(t.constant(init), [made, ...args])};`);
    t.passOn(returned);
    t.emit(`if (${returned} !== None) checkInit(${made}, ${returned});`);
  } else if (nextOpcode(t) === op.RAISE_VARARGS) t.newException = made;
  t.push(made);
  return true;
}

/** What `raise` of a class that is known raises: an exception without arguments; `undefined` when it is not that simple. */
export function raisedClass(t: Translator, { js, known }: Value): string | undefined {
  if (!(known instanceof PyType) || known.ob_type !== typeType || !t.speculates) return undefined;
  if (!onlyKeepsArguments(known) || !known.tp_mro.includes(PyBaseException.type)) return undefined;
  const type = t.constant(known);
  const isSame = !isMutableType(known) ? '' : ` && onlyKeepsArguments(${type})`;
  const made = `new ${t.constant(known.ctor)}(new PyTuple([]))`;
  return `${js} === ${type}${isSame} ? raisedNew(T, ${made}) : raised(T, ${js}, undefined)`;
}

/** The same for a call with keywords: their names are on top of the stack. */
function inlineWithKeywords(t: Translator, count: number): boolean {
  const [callable, self, ...args] = t.stack.slice(-3 - count, -1) as [Value, Value, ...Value[]];
  const names = t.stack[t.stack.length - 1]?.known;
  const func = callable?.known;
  if (!t.speculates || !(func instanceof PyFunction) || !(names instanceof PyTuple)) return false;
  const isConstant = t.isConstant(callable);
  if (self.kind !== 'null' && !isConstant) return false;
  const given = self.kind === 'null' ? args : [self, ...args];
  const placed = placeArguments(func.func_code, given, names.items as readonly Str[]);
  if (placed === undefined || placed.extra.length > 0 || placed.others.length > 0) return false;
  const guards = isConstant ? [] : [`${callable.js} === ${t.constant(func)}`];
  return inlineCall(t, { func, args: placed.values, taken: count + 3, guards });
}

export function writeCallKeywords(t: Translator, count: number): void {
  if (inlineWithKeywords(t, count)) return;
  const names = t.pop();
  const site = callSite(t, count);
  const args = t.popMany(count).map(js);
  const [callable, self] = t.popMany(2).map(js);
  const keywords = names.known instanceof PyTuple ? (names.known.items as readonly Str[]) : undefined;
  const { known } = site.callable;
  const isMethod = site.self.kind !== 'null';
  let short: string | undefined;
  if (keywords !== undefined && !isMethod) short = boundCall(t, known, callable, args, keywords);
  else if (keywords !== undefined && t.isConstant(site.callable)) {
    short = boundCall(t, known, undefined, [self!, ...args], keywords);
  }
  const given =
    keywords === undefined ? `kwnamesOf(${names.js})` : t.constant(kwnamesOf(names.known as PyTuple));
  const plain = `callKeywords(${callable}, [${args}], ${given})`;
  const usual = isMethod
    ? `(${self} !== undefined ? callKeywords(${callable}, [${[self, ...args]}], ${given}) : ${plain})`
    : plain;
  pushResult(t, short ?? '', usual);
}
