/** types.GenericAlias: what `list[int]` is. CPython: Objects/genericaliasobject.c. */

import { intXor } from '../common/int.ts';
import type { AttrName } from '../objects/attribute-name.ts';
import { attrName } from '../objects/attribute-name.ts';
import { exceptionTypes, PyBaseException } from '../objects/exception.ts';
import { PyGenericAlias, PyGenericAliasIter } from '../objects/generic-alias.ts';
import { PyList } from '../objects/list.ts';
import { Py_EQ, Py_NE, type PyInt, type PyObject } from '../objects/object.ts';
import { None, NotImplemented } from '../objects/singletons.ts';
import { isStr, type Str } from '../objects/str.ts';
import { PyTuple } from '../objects/tuple.ts';
import { checkNoKeywords, checkPositional } from '../runtime/arguments.ts';
import { genericGetAttr, getAttr, setAttr } from '../runtime/attributes.ts';
import { call, callSpecial } from '../runtime/call.ts';
import { hash, isEqual, richCompareBool } from '../runtime/compare.ts';
import { defineType, getset, member, methodsOf } from '../runtime/define.ts';
import { indexError, typeError } from '../runtime/errors.ts';
import { iterToArray } from '../runtime/iter.ts';
import { builtinNamed } from '../runtime/pickling.ts';
import { strConcat, strJoin } from '../runtime/text.ts';
import { isInstanceOf, typeOf } from '../runtime/type-of.ts';
import { makeParameters, substituteParameters, typeRepr } from '../runtime/type-parameters.ts';
import { uniteTypes } from '../runtime/union.ts';

const method = methodsOf<PyGenericAlias>();

type AliasConstructor = new (origin: PyObject, args: PyTuple, starred: boolean) => PyGenericAlias;

/** Attributes of the alias itself; all others are those of the origin. */
const OWN_ATTRIBUTES = [
  '__class__',
  '__origin__',
  '__args__',
  '__unpacked__',
  '__parameters__',
  '__typing_unpacked_tuple_args__',
  '__mro_entries__',
  '__reduce_ex__',
  '__reduce__',
];
/** These too, and they are not there: an alias is no class, and is copied as any object is. */
const OWN_OR_ABSENT = new Set([...OWN_ATTRIBUTES, '__bases__', '__copy__', '__deepcopy__']);

const dunderOrigClass = attrName('__orig_class__');
const dunderDir = attrName('__dir__');
const AttributeErrorType = exceptionTypes.get('AttributeError')!;
const TypeErrorType = exceptionTypes.get('TypeError')!;

function getAttribute(self: PyObject, name: AttrName): PyObject {
  return OWN_OR_ABSENT.has(name.text)
    ? genericGetAttr(self, name)
    : getAttr((self as PyGenericAlias).origin, name);
}

/** An argument; a list is what a ParamSpec stands for. */
function argumentRepr(arg: PyObject): Str {
  if (!(arg instanceof PyList) || arg.ob_type !== PyList.type) return typeRepr(arg);
  const pieces: Str[] = [];
  const { length } = arg.items;
  for (let i = 0; i < length; i++) {
    // The repr of an item may have changed the list.
    if (i >= arg.items.length) throw indexError('list index out of range');
    pieces.push(typeRepr(arg.items[i]!));
  }
  return strConcat(strConcat('[', strJoin(', ', pieces)), ']');
}

function aliasRepr(self: PyObject): PyObject {
  const { origin, args, starred } = self as PyGenericAlias;
  const shown = args.items.length === 0 ? '()' : strJoin(', ', args.items.map(argumentRepr));
  return strJoin('', [starred ? '*' : '', typeRepr(origin), '[', shown, ']']);
}

function parametersOf(alias: PyGenericAlias): PyTuple {
  alias.parameters ??= makeParameters(alias.args);
  return alias.parameters;
}

function isEqualAlias(left: PyGenericAlias, right: PyGenericAlias): boolean {
  return (
    left.starred === right.starred &&
    isEqual(left.origin, right.origin) &&
    richCompareBool(left.args, right.args, Py_EQ)
  );
}

/** Calling an alias calls its origin; the instance remembers the alias if it can. */
function callAlias(
  self: PyObject,
  args: readonly PyObject[],
  kwnames: readonly string[] | undefined,
): PyObject {
  const made = call((self as PyGenericAlias).origin, args, kwnames);
  try {
    setAttr(made, dunderOrigClass, self);
  } catch (thrown) {
    if (
      !(thrown instanceof PyBaseException) ||
      !(isInstanceOf(thrown, AttributeErrorType) || isInstanceOf(thrown, TypeErrorType))
    ) {
      throw thrown;
    }
  }
  return made;
}

export const genericAlias = defineType({
  type: PyGenericAlias.type,
  doc: 'A generic type with its arguments: for t = list[int], t.__origin__ is list and\nt.__args__ is (int,).',
  textSignature: '(origin, args, /)',
  slots: {
    tp_new: (type, args, kwnames) => {
      checkNoKeywords('GenericAlias', kwnames);
      checkPositional('GenericAlias', args.length, 2, 2);
      const given = args[1]!;
      const tuple = given instanceof PyTuple ? given : new PyTuple([given]);
      return new (type.ctor as unknown as AliasConstructor)(args[0]!, tuple, false);
    },
    tp_repr: aliasRepr,
    tp_hash: (self): PyInt => {
      const { origin, args } = self as PyGenericAlias;
      return intXor(hash(origin), hash(args));
    },
    tp_call: callAlias,
    tp_getattro: getAttribute,
    tp_richcompare: (self, other, op) => {
      if (!(other instanceof PyGenericAlias) || (op !== Py_EQ && op !== Py_NE)) return NotImplemented;
      return isEqualAlias(self as PyGenericAlias, other) === (op === Py_EQ);
    },
    tp_iter: (self) => new PyGenericAliasIter(self as PyGenericAlias),
    nb_or: uniteTypes,
    mp_subscript: (self, item) => {
      const alias = self as PyGenericAlias;
      const args = substituteParameters(alias, alias.args, parametersOf(alias), item);
      return new PyGenericAlias(alias.origin, args, alias.starred);
    },
  },
  entries: [
    method(
      '__mro_entries__($self, object: object, /)',
      'Give the origin, which stands for the alias among bases.',
      (self) => new PyTuple([self.origin]),
    ),
    method(
      '__instancecheck__($self, object: object, /)',
      'Refuse: arguments of types are not checked.',
      () => {
        throw typeError('isinstance() argument 2 cannot be a parameterized generic');
      },
    ),
    method(
      '__subclasscheck__($self, object: object, /)',
      'Refuse: arguments of types are not checked.',
      () => {
        throw typeError('issubclass() argument 2 cannot be a parameterized generic');
      },
    ),
    method('__reduce__($self, /)', 'Return state information for pickling.', (self) => {
      if (!self.starred) return new PyTuple([typeOf(self), new PyTuple([self.origin, self.args])]);
      const plain = new PyGenericAlias(self.origin, self.args, false);
      return new PyTuple([builtinNamed('next'), new PyTuple([new PyGenericAliasIter(plain)])]);
    }),
    method(
      '__dir__($self, /)',
      'Give the attributes of the origin and those of the alias itself.',
      (self) => {
        const names = iterToArray(callSpecial(self.origin, dunderDir)!);
        const known = new Set(names.filter(isStr));
        for (const name of OWN_ATTRIBUTES) if (!known.has(name)) names.push(name);
        return new PyList(names);
      },
    ),
    member<PyGenericAlias>('__origin__', undefined, 'origin'),
    member<PyGenericAlias>('__args__', undefined, 'args'),
    member<PyGenericAlias>('__unpacked__', undefined, 'starred'),
    getset<PyGenericAlias>('__parameters__', 'The type variables in the arguments.', parametersOf),
    getset<PyGenericAlias>('__typing_unpacked_tuple_args__', undefined, (self) =>
      self.starred && self.origin === PyTuple.type ? self.args : None,
    ),
  ],
});

export const genericAliasIterator = defineType({
  type: PyGenericAliasIter.type,
  slots: {
    tp_iter: (self) => self,
    tp_iternext: (self) => {
      const iterator = self as PyGenericAliasIter;
      const { alias } = iterator;
      if (alias === undefined) return undefined;
      iterator.alias = undefined;
      return new PyGenericAlias(alias.origin, alias.args, true);
    },
  },
  entries: [
    methodsOf<PyGenericAliasIter>()(
      '__reduce__($self, /)',
      'Return state information for pickling.',
      (self) => new PyTuple([builtinNamed('iter'), new PyTuple([self.alias ?? new PyTuple([])])]),
    ),
  ],
});
