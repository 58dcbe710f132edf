/** typing.Union, which is also types.UnionType: what `int | str` is. CPython: Objects/unionobject.c. Making them: ../runtime/union.ts. */
import type { AttrName } from '../objects/attribute-name.ts';
import { PyUnion } from '../objects/generic-alias.ts';
import { Py_EQ, Py_NE, type PyObject } from '../objects/object.ts';
import { PyFrozenSet } from '../objects/set.ts';
import { NotImplemented } from '../objects/singletons.ts';
import { PyTuple } from '../objects/tuple.ts';
import { genericGetAttr, getAttr } from '../runtime/attributes.ts';
import { call1 } from '../runtime/call.ts';
import { hash, isEqual } from '../runtime/compare.ts';
import { classMethod, defineType, getset, member, methodsOf } from '../runtime/define.ts';
import { typeError } from '../runtime/errors.ts';
import { repr } from '../runtime/repr.ts';
import { strConcat, strJoin } from '../runtime/text.ts';
import { makeParameters, substituteParameters, typeRepr } from '../runtime/type-parameters.ts';
import { uniteAll } from '../runtime/union.ts';

function getAttribute(self: PyObject, name: AttrName): PyObject {
  return name.text === '__module__' ? getAttr(PyUnion.type, name) : genericGetAttr(self, name);
}

function isSubset(some: readonly PyObject[], all: readonly PyObject[]): boolean {
  return some.every((member) => all.some((candidate) => isEqual(candidate, member)));
}

function isEqualUnion(left: PyUnion, right: PyUnion): boolean {
  return (
    left.hashable.length === right.hashable.length &&
    left.unhashable.length === right.unhashable.length &&
    isSubset(left.hashable, right.hashable) &&
    isSubset(left.unhashable, right.unhashable) &&
    isSubset(right.unhashable, left.unhashable)
  );
}

function parametersOf(union: PyUnion): PyTuple {
  union.parameters ??= makeParameters(union.args);
  return union.parameters;
}

/** The members of `Union[args]`. */
function membersOf(args: PyObject): readonly PyObject[] {
  return args instanceof PyTuple && args.ob_type === PyTuple.type ? args.items : [args];
}

export const union = defineType({
  type: PyUnion.type,
  doc: 'A union of types.\n\nFor example int | str.',
  slots: {
    tp_repr: (self) => strJoin(' | ', (self as PyUnion).args.items.map(typeRepr)),
    tp_hash: (self) => {
      const { hashable, unhashable } = self as PyUnion;
      // Most likely one of them still says why it has no hash.
      for (const member of unhashable) hash(member);
      if (unhashable.length > 0) throw typeError(`union contains ${unhashable.length} unhashable elements`);
      return hash(call1(PyFrozenSet.type, new PyTuple(hashable)));
    },
    tp_getattro: getAttribute,
    tp_richcompare: (self, other, op) => {
      if (!(other instanceof PyUnion) || (op !== Py_EQ && op !== Py_NE)) return NotImplemented;
      return isEqualUnion(self as PyUnion, other) === (op === Py_EQ);
    },
    nb_or: (left, right) => uniteAll([left, right], true),
    mp_subscript: (self, item) => {
      const union = self as PyUnion;
      return uniteAll(substituteParameters(union, union.args, parametersOf(union), item).items, true);
    },
  },
  entries: [
    methodsOf<PyUnion>()(
      '__mro_entries__($self, object: object, /)',
      'Refuse: a union is no base.',
      (self) => {
        throw typeError(strConcat('Cannot subclass ', repr(self)));
      },
    ),
    classMethod(
      '__class_getitem__($type, object: object, /)',
      'Give the union of the types in the brackets.',
      (_, args) => uniteAll(membersOf(args), true),
    ),
    member<PyUnion>('__args__', undefined, 'args'),
    getset<PyUnion>('__name__', 'Name of the type.', () => 'Union'),
    getset<PyUnion>('__qualname__', 'Qualified name of the type.', () => 'Union'),
    getset<PyUnion>('__origin__', 'Always the type itself.', () => PyUnion.type),
    getset<PyUnion>('__parameters__', 'The type variables in the members.', parametersOf),
  ],
});
