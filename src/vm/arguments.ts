/**
 * Arguments bound to the parameters of a Python function. CPython: `initialize_locals` in Python/ceval.c.
 *
 * Where the keywords of a call go depends on the function and on the names alone, and the names of a call in a program
 * are one array each time: so a function remembers its last few answers.
 */
import {
  CO_VARARGS,
  CO_VARKEYWORDS,
  type KeywordPlan,
  type PyCode,
  parameterCount,
} from '../objects/code.ts';
import { PyDict } from '../objects/dict.ts';
import type { PyFunction } from '../objects/function.ts';
import type { KwNames, PyObject } from '../objects/object.ts';
import { None } from '../objects/singletons.ts';
import { strFromUtf16, utf16FromStr } from '../objects/str.ts';
import { PyTuple } from '../objects/tuple.ts';
import { dictGetStr, dictSetItem } from '../runtime/dict.ts';
import { typeError } from '../runtime/errors.ts';
import { suggestion } from '../runtime/suggestions.ts';

type Locals = (PyObject | undefined)[];

/** An array for the fast locals and the stack, nothing in it. */
export function emptyLocals(code: PyCode): Locals {
  const count = code.localsCount + code.co_stacksize;
  const locals = new Array<PyObject | undefined>(count);
  // Not by fill(), which takes V8 longer than so few items do.
  for (let i = 0; i < count; i++) locals[i] = undefined;
  return locals;
}

/** The fast locals of a call, the parameters filled. Raises TypeError as CPython does. */
export function bindArguments(
  func: PyFunction,
  args: readonly PyObject[],
  kwnames: KwNames | undefined,
): Locals {
  const locals = emptyLocals(func.func_code);
  fillParameters(func, args, kwnames, locals);
  return locals;
}

/** What a call fills the parameters with, as compiled code takes it. */
export function bindParameters(
  func: PyFunction,
  args: readonly PyObject[],
  kwnames: KwNames | undefined,
): PyObject[] {
  const { co_argcount, co_kwonlyargcount, co_flags } = func.func_code;
  const values: Locals = [];
  for (let i = parameterCount(co_argcount, co_kwonlyargcount, co_flags); i > 0; i--) values.push(undefined);
  fillParameters(func, args, kwnames, values);
  return values as PyObject[];
}

function fillParameters(
  func: PyFunction,
  args: readonly PyObject[],
  kwnames: KwNames | undefined,
  locals: Locals,
): void {
  if (kwnames !== undefined && kwnames.length > 0) {
    const plan = planOf(func.func_code, kwnames, args.length - kwnames.length);
    if (plan.isComplete && fillByPlan(func, args, plan, locals)) return;
    fillByNames(func, args, kwnames, locals);
    return;
  }
  const { co_argcount, co_kwonlyargcount, co_flags } = func.func_code;
  const given = args.length;
  const copied = Math.min(given, co_argcount);
  for (let i = 0; i < copied; i++) locals[i] = args[i];
  if (given > co_argcount && !(co_flags & CO_VARARGS)) tooManyPositional(func, given, locals);
  if (given < co_argcount || co_kwonlyargcount > 0) fillDefaults(func, given, locals);
  if (co_flags & CO_VARARGS) locals[co_argcount + co_kwonlyargcount] = rest(args, copied, given);
  if (co_flags & CO_VARKEYWORDS) {
    locals[co_argcount + co_kwonlyargcount + (co_flags & CO_VARARGS ? 1 : 0)] = new PyDict();
  }
}

/** The tuple for `*args`. */
function rest(args: readonly PyObject[], from: number, to: number): PyTuple {
  return new PyTuple(from < to ? args.slice(from, to) : []);
}

// ── Keywords ─────────────────────────────────────────────────────────────────────────────────────────────────────────

/** So many ways to call it with keywords are remembered with a code object. */
const MAX_PLANS = 4;

function planOf(code: PyCode, kwnames: KwNames, positional: number): KeywordPlan {
  const known = code.executable === undefined ? [] : (code.executable.plans ??= []);
  for (let i = 0; i < known.length; i++) {
    const plan = known[i]!;
    if (plan.kwnames === kwnames && plan.positional === positional) return plan;
  }
  const plan = makePlan(code, kwnames, positional);
  if (known.length === MAX_PLANS) known.shift();
  known.push(plan);
  return plan;
}

function makePlan(code: PyCode, kwnames: KwNames, positional: number): KeywordPlan {
  const { co_argcount, co_kwonlyargcount, co_flags } = code;
  const total = co_argcount + co_kwonlyargcount;
  const sources: number[] = [];
  for (let i = 0; i < total; i++) sources.push(i < positional && i < co_argcount ? i : -1);
  const extra: number[] = [];
  let isComplete = positional <= co_argcount || (co_flags & CO_VARARGS) !== 0;
  for (let k = 0; k < kwnames.length; k++) {
    const index = parameterNamed(code, kwnames[k]!);
    if (index < 0) extra.push(k);
    else if (sources[index] !== -1) isComplete = false;
    else sources[index] = positional + k;
  }
  if (extra.length > 0 && !(co_flags & CO_VARKEYWORDS)) isComplete = false;
  return { kwnames, positional, sources, extra, isComplete };
}

/** The parameter that a keyword names; −1 when there is none. */
function parameterNamed(code: PyCode, name: string): number {
  const { co_argcount, co_kwonlyargcount, co_posonlyargcount, co_localsplusnames: names } = code;
  const total = co_argcount + co_kwonlyargcount;
  for (let i = co_posonlyargcount; i < total; i++) if (utf16FromStr(names[i]!) === name) return i;
  return -1;
}

/** False when a default is missing. */
function fillByPlan(
  func: PyFunction,
  args: readonly PyObject[],
  { kwnames, positional, sources, extra }: KeywordPlan,
  locals: Locals,
): boolean {
  const { co_argcount, co_flags } = func.func_code;
  const defaults = func.func_defaults?.items;
  const firstDefault = co_argcount - (defaults?.length ?? 0);
  let next = sources.length;
  for (let i = 0; i < next; i++) {
    const source = sources[i]!;
    const value =
      source >= 0
        ? args[source]
        : i >= co_argcount
          ? keywordDefault(func, i)
          : i >= firstDefault
            ? defaults![i - firstDefault]
            : undefined;
    if (value === undefined) return false;
    locals[i] = value;
  }
  if (co_flags & CO_VARARGS) locals[next++] = rest(args, co_argcount, positional);
  if (co_flags & CO_VARKEYWORDS) {
    const kwdict = new PyDict();
    for (const k of extra) dictSetItem(kwdict, strFromUtf16(kwnames[k]!), args[positional + k]!);
    locals[next] = kwdict;
  }
  return true;
}

/** The way that finds what is wrong, and raises it in CPython's order. */
function fillByNames(func: PyFunction, args: readonly PyObject[], kwnames: KwNames, locals: Locals): void {
  const code = func.func_code;
  const { co_argcount, co_kwonlyargcount, co_flags } = code;
  const total = co_argcount + co_kwonlyargcount;
  const positional = args.length - kwnames.length;
  for (let i = 0; i < total; i++) locals[i] = i < positional && i < co_argcount ? args[i] : undefined;
  let kwdict: PyDict | undefined;
  let next = total;
  if (co_flags & CO_VARARGS) locals[next++] = rest(args, co_argcount, positional);
  if (co_flags & CO_VARKEYWORDS) locals[next] = kwdict = new PyDict();
  for (let k = 0; k < kwnames.length; k++) {
    const name = kwnames[k]!;
    const index = parameterNamed(code, name);
    if (index >= 0) {
      if (locals[index] !== undefined) {
        throw typeError(`${qualname(func)}() got multiple values for argument '${name}'`);
      }
      locals[index] = args[positional + k];
    } else if (kwdict !== undefined) {
      dictSetItem(kwdict, name, args[positional + k]!);
    } else {
      positionalOnlyByKeyword(func, kwnames);
      throw unexpectedKeyword(func, name);
    }
  }
  if (positional > co_argcount && !(co_flags & CO_VARARGS)) tooManyPositional(func, positional, locals);
  fillDefaults(func, positional, locals);
}

// ── Defaults ─────────────────────────────────────────────────────────────────────────────────────────────────────────

/** The default of a keyword-only parameter. */
function keywordDefault(func: PyFunction, index: number): PyObject | undefined {
  const { func_kwdefaults } = func;
  return func_kwdefaults === undefined
    ? undefined
    : dictGetStr(func_kwdefaults, utf16FromStr(func.func_code.co_localsplusnames[index]!));
}

/** The default of a keyword-only parameter that there must be. */
export function requiredDefault(func: PyFunction, name: string): PyObject {
  const { func_kwdefaults } = func;
  const value = func_kwdefaults === undefined ? undefined : dictGetStr(func_kwdefaults, name);
  if (value !== undefined) return value;
  throw missingKeywords(func);
}

/** The TypeError of a call without keyword arguments. */
function missingKeywords(func: PyFunction): PyObject {
  const { co_argcount, co_kwonlyargcount } = func.func_code;
  const total = co_argcount + co_kwonlyargcount;
  const locals = Array.from({ length: total }, (_, i) => (i < co_argcount ? None : keywordDefault(func, i)));
  throw missingArguments(func, co_argcount, total, locals, 'keyword-only');
}

/** Fills what neither a position nor a keyword has filled. */
function fillDefaults(func: PyFunction, positional: number, locals: Locals): void {
  const { co_argcount, co_kwonlyargcount } = func.func_code;
  if (positional < co_argcount) {
    const defaults = func.func_defaults?.items;
    const firstDefault = co_argcount - (defaults?.length ?? 0);
    for (let i = positional; i < firstDefault; i++) {
      if (locals[i] === undefined) throw missingArguments(func, i, firstDefault, locals, 'positional');
    }
    for (let i = Math.max(positional, firstDefault); i < co_argcount; i++) {
      if (locals[i] === undefined) locals[i] = defaults![i - firstDefault];
    }
  }
  const total = co_argcount + co_kwonlyargcount;
  for (let i = co_argcount; i < total; i++) {
    if (locals[i] === undefined) locals[i] = keywordDefault(func, i);
  }
  for (let i = co_argcount; i < total; i++) {
    if (locals[i] === undefined) throw missingArguments(func, i, total, locals, 'keyword-only');
  }
}

// ── Errors ───────────────────────────────────────────────────────────────────────────────────────────────────────────

function qualname(func: PyFunction): string {
  return utf16FromStr(func.func_qualname);
}

function unexpectedKeyword(func: PyFunction, name: string): PyObject {
  const { co_argcount, co_kwonlyargcount, co_posonlyargcount, co_localsplusnames } = func.func_code;
  const candidates = co_localsplusnames.slice(co_posonlyargcount, co_argcount + co_kwonlyargcount);
  const nearest = suggestion(candidates.map(utf16FromStr), name);
  const hint = nearest === undefined ? '' : `. Did you mean '${nearest}'?`;
  return typeError(`${qualname(func)}() got an unexpected keyword argument '${name}'${hint}`);
}

/** Positional-only parameters that were passed by keyword make a message of their own. */
function positionalOnlyByKeyword(func: PyFunction, kwnames: KwNames): void {
  const code = func.func_code;
  const wrong: string[] = [];
  for (let i = 0; i < code.co_posonlyargcount; i++) {
    const name = utf16FromStr(code.co_localsplusnames[i]!);
    if (kwnames.includes(name)) wrong.push(name);
  }
  if (wrong.length > 0) {
    throw typeError(
      `${qualname(func)}() got some positional-only arguments passed as keyword arguments: '${wrong.join(', ')}'`,
    );
  }
}

function missingArguments(
  func: PyFunction,
  from: number,
  to: number,
  locals: Locals,
  kind: string,
): PyObject {
  const quoted: string[] = [];
  for (let i = from; i < to; i++) {
    if (locals[i] === undefined) quoted.push(`'${utf16FromStr(func.func_code.co_localsplusnames[i]!)}'`);
  }
  const list =
    quoted.length === 1
      ? quoted[0]
      : quoted.length === 2
        ? quoted.join(' and ')
        : `${quoted.slice(0, -1).join(', ')}, and ${quoted[quoted.length - 1]}`;
  return typeError(
    `${qualname(func)}() missing ${quoted.length} required ${kind} argument${quoted.length === 1 ? '' : 's'}: ${list}`,
  );
}

function tooManyPositional(func: PyFunction, given: number, locals: Locals): never {
  const { co_argcount, co_kwonlyargcount } = func.func_code;
  const defaults = func.func_defaults?.items.length ?? 0;
  let keywordOnly = 0;
  for (let i = co_argcount; i < co_argcount + co_kwonlyargcount; i++)
    if (locals[i] !== undefined) keywordOnly++;
  const takes = defaults > 0 ? `from ${co_argcount - defaults} to ${co_argcount}` : String(co_argcount);
  const plural = defaults > 0 || co_argcount !== 1;
  const also =
    keywordOnly === 0
      ? ''
      : ` positional argument${given === 1 ? '' : 's'} (and ${keywordOnly} keyword-only argument${keywordOnly === 1 ? '' : 's'})`;
  throw typeError(
    `${qualname(func)}() takes ${takes} positional argument${plural ? 's' : ''} but ${given}${also} ${given === 1 && keywordOnly === 0 ? 'was' : 'were'} given`,
  );
}
