/** types.SimpleNamespace: an object with nothing but attributes. CPython: Objects/namespaceobject.c. */

import { PyDict } from '../objects/dict.ts';
import { PyNamespace } from '../objects/namespace.ts';
import type { InitSlot, PyObject } from '../objects/object.ts';
import { NotImplemented } from '../objects/singletons.ts';
import { isStr, type Str } from '../objects/str.ts';
import { PyTuple } from '../objects/tuple.ts';
import { checkPositional } from '../runtime/arguments.ts';
import { call } from '../runtime/call.ts';
import { richCompare } from '../runtime/compare.ts';
import { strValue } from '../runtime/convert.ts';
import { defineType, member, methodsOf, rawMethod } from '../runtime/define.ts';
import { dictSetItem, isExactDict } from '../runtime/dict.ts';
import { typeError } from '../runtime/errors.ts';
import { instanceDict } from '../runtime/instance-dict.ts';
import { guardRepr, repr } from '../runtime/repr.ts';
import { strJoin } from '../runtime/text.ts';
import { typeName, typeOf } from '../runtime/type-of.ts';
import { fullTypeName } from './type-names.ts';

/** The type's name without its module. */
function shortTypeName(self: PyObject): string {
  const name = typeName(self);
  return name.slice(name.lastIndexOf('.') + 1);
}

/** Adds the items of a dict, whose keys must be strings, to the attributes. */
function update(self: PyNamespace, items: PyDict): void {
  const own = instanceDict(self);
  const entries = Array.from(items.storage.entries());
  if (entries.some(([key]) => strValue(key) === undefined)) throw typeError('keywords must be strings');
  for (const [key, value] of entries) dictSetItem(own, key, value);
}

const initialize: InitSlot = (self, args, kwnames) => {
  const count = args.length - (kwnames?.length ?? 0);
  checkPositional(shortTypeName(self), count, 0, 1);
  const given = args[0];
  if (count === 1) {
    update(self as PyNamespace, (isExactDict(given!) ? given : call(PyDict.type, [given!])) as PyDict);
  }
  const own = instanceDict(self as PyNamespace);
  kwnames?.forEach((name, i) => {
    dictSetItem(own, name, args[count + i]!);
  });
};

const method = methodsOf<PyNamespace>();

export const simpleNamespace = defineType({
  type: PyNamespace.type,
  doc: 'An object whose attributes are those it was made with.',
  textSignature: '(mapping_or_iterable=(), /, **kwargs)',
  slots: {
    tp_new: (type) => new type.ctor(),
    tp_init: initialize,
    tp_repr: (object) => {
      const self = object as PyNamespace;
      const name = typeOf(self) === PyNamespace.type ? 'namespace' : shortTypeName(self);
      return guardRepr(self, `${name}(...)`, () => {
        const parts: Str[] = [];
        for (const [key, value] of Array.from(instanceDict(self).storage.entries())) {
          if (isStr(key) && key !== '') parts.push(strJoin('', [key, '=', repr(value)]));
        }
        return strJoin('', [`${name}(`, strJoin(', ', parts), ')']);
      });
    },
    tp_richcompare: (left, right, op) => {
      if (!(left instanceof PyNamespace) || !(right instanceof PyNamespace)) return NotImplemented;
      return richCompare(instanceDict(left), instanceDict(right), op);
    },
  },
  entries: [
    method(
      '__reduce__($self, /)',
      'Return what is needed to make the object again',
      (self) => new PyTuple([typeOf(self), new PyTuple([]), instanceDict(self)]),
    ),
    rawMethod(
      '__replace__',
      '($self, /, **changes)',
      'Return a copy of the object with other values for some attributes',
      (object, args, kwnames) => {
        const names = kwnames ?? [];
        if (args.length > names.length) throw typeError('__replace__() takes no positional arguments');
        const type = typeOf(object);
        const copy = call(type, []);
        if (!(copy instanceof PyNamespace)) {
          throw typeError(
            `expect types.SimpleNamespace type, but ${fullTypeName(type)}() returned '${typeName(copy)}' object`,
          );
        }
        update(copy, instanceDict(object as PyNamespace));
        const own = instanceDict(copy);
        names.forEach((name, i) => {
          dictSetItem(own, name, args[i]!);
        });
        return copy;
      },
    ),
    member<PyNamespace>('__dict__', undefined, 'ob_type', { read: (self) => instanceDict(self) }),
  ],
});
