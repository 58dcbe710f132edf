/**
 * partial and the Placeholder that keeps a place among its arguments. CPython: `partialobject` in
 * Modules/_functoolsmodule.c.
 */
import { MapStorage, PyDict } from '../../objects/dict.ts';
import { PyForwarder } from '../../objects/forwarder.ts';
import { knownDictOf } from '../../objects/instance-storage.ts';
import { PyMethod } from '../../objects/method.ts';
import {
  type KwNames,
  objectType,
  PyBaseObject,
  type PyObject,
  PyType,
  TPFLAGS_BASETYPE,
  TPFLAGS_IMMUTABLETYPE,
} from '../../objects/object.ts';
import { None } from '../../objects/singletons.ts';
import { isStr, type Str, utf16FromStr } from '../../objects/str.ts';
import { PyTuple } from '../../objects/tuple.ts';
import { defineType, member, methodsOf } from '../../runtime/define.ts';
import { dictCopy, isExactDict } from '../../runtime/dict.ts';
import { dictUpdateKeywords } from '../../runtime/dict-update.ts';
import { typeError } from '../../runtime/errors.ts';
import { classGetItem } from '../../runtime/generic-alias.ts';
import {
  dictEntry,
  hasInstanceAttributes,
  instanceDict,
  setInstanceDict,
} from '../../runtime/instance-dict.ts';
import { guardRepr, repr, str } from '../../runtime/repr.ts';
import { callHeld } from '../../runtime/scheduler.ts';
import { strConcat, strJoin } from '../../runtime/text.ts';
import { typeOf } from '../../runtime/type-of.ts';

// ── Placeholder ──────────────────────────────────────────────────────────────────────────────────────────────────────

class PyPlaceholder extends PyBaseObject {
  static readonly type = new PyType(
    'functools._PlaceholderType',
    PyPlaceholder,
    objectType,
    TPFLAGS_IMMUTABLETYPE,
  );

  declare private readonly _kind: 'Placeholder';
}

export const Placeholder = new PyPlaceholder();

const placeholderMethod = methodsOf<PyPlaceholder>();

export const placeholder = defineType({
  type: PyPlaceholder.type,
  doc: 'The type of Placeholder, of which there is one.\n\nIt keeps a place among the arguments of partial.',
  slots: {
    tp_new: (_type, args) => {
      if (args.length > 0) throw typeError('PlaceholderType takes no arguments');
      return Placeholder;
    },
    tp_repr: () => 'Placeholder',
  },
  entries: [placeholderMethod('__reduce__($self, /)', '', () => 'Placeholder')],
});

// ── partial ──────────────────────────────────────────────────────────────────────────────────────────────────────────

export class PyPartial extends PyForwarder {
  static readonly type = new PyType(
    'functools.partial',
    PyPartial,
    objectType,
    TPFLAGS_BASETYPE | TPFLAGS_IMMUTABLETYPE,
  );

  func: PyObject;
  args: PyTuple;
  keywords: PyDict;
  /** How many of the arguments are Placeholder. */
  placeholders: number;
  /** The names of the keywords of the last call: the same array each time, by which plans of arguments are found. */
  lastNames: KwNames = [];

  constructor(func: PyObject, args: PyTuple, keywords: PyDict) {
    super();
    this.func = func;
    this.args = args;
    this.keywords = keywords;
    this.placeholders = countPlaceholders(args.items);
  }
}

PyPartial.type.hasDict = true;
PyPartial.type.hasWeakref = true;

function countPlaceholders(items: readonly PyObject[]): number {
  let count = 0;
  for (const item of items) if (item === Placeholder) count++;
  return count;
}

function checkTrailing(args: readonly PyObject[]): void {
  if (args.length > 0 && args[args.length - 1] === Placeholder)
    throw typeError('trailing Placeholders are not allowed');
}

/** The arguments with those of a call in the places kept, and the rest of them behind; places beyond stay kept. */
function fillPlaces(stored: readonly PyObject[], given: readonly PyObject[]): PyObject[] {
  const filled: PyObject[] = [];
  let taken = 0;
  for (const item of stored)
    filled.push(item === Placeholder && taken < given.length ? given[taken++]! : item);
  for (; taken < given.length; taken++) filled.push(given[taken]!);
  return filled;
}

type PartialConstructor = new (func: PyObject, args: PyTuple, keywords: PyDict) => PyPartial;

function newPartial(type: PyType, args: readonly PyObject[], kwnames: KwNames | undefined): PyObject {
  const count = args.length - (kwnames?.length ?? 0);
  if (count < 1) throw typeError("type 'partial' takes at least one argument");
  let func = args[0]!;
  if (typeOf(func).tp_call === undefined) throw typeError('the first argument must be callable');
  let positional = args.slice(1, count);
  checkTrailing(positional);
  let keywords = new PyDict();
  for (let i = count; i < args.length; i++) {
    if (args[i] === Placeholder) throw typeError('Placeholder cannot be passed as a keyword argument');
  }
  // A partial of a partial is one of the function itself, unless the inner one carries attributes.
  if (func instanceof PyPartial && knownDictOf(func) === undefined && !hasInstanceAttributes(func)) {
    positional = fillPlaces(func.args.items, positional);
    checkTrailing(positional);
    keywords = dictCopy(func.keywords);
    func = func.func;
  }
  if (kwnames !== undefined) dictUpdateKeywords(keywords, kwnames, args, count);
  return new (type.ctor as unknown as PartialConstructor)(func, new PyTuple(positional), keywords);
}

function callPartial(self: PyObject, args: readonly PyObject[], kwnames: KwNames | undefined): PyObject {
  const own = self as PyPartial;
  const count = args.length - (kwnames?.length ?? 0);
  if (count < own.placeholders) {
    throw typeError(
      `missing positional arguments in 'partial' call; expected at least ${own.placeholders}, got ${count}`,
    );
  }
  const stored = own.args.items;
  const { keywords } = own;
  if (keywords.storage.size === 0) {
    if (own.placeholders === 0)
      return callHeld(own, own.func, stored.length === 0 ? args : [...stored, ...args], kwnames);
    const filled = fillPlaces(stored, args.slice(0, count));
    for (let i = count; i < args.length; i++) filled.push(args[i]!);
    return callHeld(own, own.func, filled, kwnames);
  }
  const all =
    own.placeholders > 0
      ? fillPlaces(stored, args.slice(0, count))
      : stored.concat(count === args.length ? args : args.slice(0, count));
  const first = all.length;
  const names: string[] = [];
  const add = (value: PyObject, key: PyObject): void => {
    if (!isStr(key)) throw typeError('keywords must be strings');
    names.push(utf16FromStr(key));
    all.push(value);
  };
  const { storage } = keywords;
  if (storage instanceof MapStorage) storage.forEach(add);
  else for (const [key, value] of storage.entries()) add(value, key);
  if (kwnames !== undefined) {
    for (let i = 0; i < kwnames.length; i++) {
      const name = kwnames[i]!;
      const value = args[count + i]!;
      const at = names.indexOf(name);
      if (at >= 0) all[first + at] = value;
      else {
        names.push(name);
        all.push(value);
      }
    }
  }
  const { lastNames } = own;
  const isAsBefore = lastNames.length === names.length && names.every((name, i) => name === lastNames[i]);
  if (!isAsBefore) own.lastNames = names;
  return callHeld(own, own.func, all, own.lastNames);
}

function partialRepr(self: PyObject): Str {
  const own = self as PyPartial;
  return guardRepr(own, '...', () => {
    // What reprs do to the object does not show.
    const { func, args, keywords } = own;
    const pieces: Str[] = [repr(func)];
    for (const item of args.items) pieces.push(repr(item));
    for (const [key, value] of Array.from(keywords.storage.entries())) {
      pieces.push(strConcat(strConcat(str(key), '='), repr(value)));
    }
    return strConcat(strConcat(`${qualifiedName(typeOf(own))}(`, strJoin(', ', pieces)), ')');
  });
}

/** The name with its module, `__main__` included. */
function qualifiedName(type: PyType): string {
  const module = type.tp_dict.get('__module__');
  return typeof module === 'string' ? `${module}.${type.tp_qualname}` : type.tp_name;
}

/** `__setstate__`: what `__reduce__` gave. */
function setState(self: PyPartial, state: PyObject): void {
  if (!(state instanceof PyTuple) || state.items.length !== 4) throw typeError('invalid partial state');
  const [func, args, keywords, dict] = state.items as [PyObject, PyObject, PyObject, PyObject];
  if (
    typeOf(func).tp_call === undefined ||
    !(args instanceof PyTuple) ||
    (keywords !== None && !(keywords instanceof PyDict))
  ) {
    throw typeError('invalid partial state');
  }
  checkTrailing(args.items);
  self.func = func;
  self.args = typeOf(args) === PyTuple.type ? args : new PyTuple(args.items);
  self.placeholders = countPlaceholders(args.items);
  if (keywords === None) self.keywords = new PyDict();
  else self.keywords = isExactDict(keywords) ? keywords : dictCopy(keywords as PyDict);
  setInstanceDict(self, dict === None ? undefined : dict);
}

const method = methodsOf<PyPartial>();

export const partial = defineType({
  type: PyPartial.type,
  doc: 'A function with some of the arguments and keywords of another one filled in.',
  textSignature: '(func, /, *args, **keywords)',
  slots: {
    tp_new: newPartial,
    tp_call: callPartial,
    tp_repr: partialRepr,
    tp_descr_get: (self, instance) =>
      instance === undefined || instance === None ? self : new PyMethod(self, instance),
  },
  entries: [
    method('__reduce__($self, /)', '', (self) => {
      const { func, args, keywords } = self;
      const dict = knownDictOf(self) !== undefined || hasInstanceAttributes(self) ? instanceDict(self) : None;
      return new PyTuple([typeOf(self), new PyTuple([func]), new PyTuple([func, args, keywords, dict])]);
    }),
    method('__setstate__($self, object: object, /) -> None', '', setState),
    classGetItem,
    member<PyPartial>('func', 'the function to call', 'func'),
    member<PyPartial>('args', 'the positional arguments filled in', 'args'),
    member<PyPartial>('keywords', 'the keyword arguments filled in', 'keywords'),
    dictEntry,
  ],
});
