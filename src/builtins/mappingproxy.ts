/** mappingproxy: any mapping, to be read only. CPython: `mappingproxyobject` in Objects/descrobject.c. */
import { attrName } from '../objects/attribute-name.ts';
import { PyList } from '../objects/list.ts';
import { PyMappingProxy } from '../objects/mapping-proxy.ts';
import type { PyObject, PyType } from '../objects/object.ts';
import { PyTuple } from '../objects/tuple.ts';
import { callMethod } from '../runtime/call.ts';
import { builtinDef } from '../runtime/clinic.ts';
import { hash, richCompare } from '../runtime/compare.ts';
import { defineType, methodsOf } from '../runtime/define.ts';
import { typeError } from '../runtime/errors.ts';
import { classGetItem } from '../runtime/generic-alias.ts';
import { getIter } from '../runtime/iter.ts';
import { or } from '../runtime/number.ts';
import { repr, str } from '../runtime/repr.ts';
import { contains, getItem, length } from '../runtime/sequence.ts';
import { strConcat } from '../runtime/text.ts';
import { isSubtype, typeName, typeOf } from '../runtime/type-of.ts';

const method = methodsOf<PyMappingProxy>();
const copyName = attrName('copy');
const getName = attrName('get');
const itemsName = attrName('items');
const keysName = attrName('keys');
const reversedName = attrName('__reversed__');
const valuesName = attrName('values');

function mappingOf(self: PyObject): PyObject {
  return (self as PyMappingProxy).mapping;
}

/** What stands behind a proxy; anything else is itself. */
function unwrap(value: PyObject): PyObject {
  return value instanceof PyMappingProxy ? value.mapping : value;
}

type ProxyConstructor = new (mapping: PyObject) => PyMappingProxy;

const newDef = builtinDef<PyType, 'mappingproxy($type, /, mapping: object)'>(
  'mappingproxy($type, /, mapping: object)',
  '',
  (type, mapping) => {
    const own = typeOf(mapping);
    if (own.mp_subscript === undefined || isSubtype(own, PyList.type) || isSubtype(own, PyTuple.type)) {
      throw typeError(`mappingproxy() argument must be a mapping, not ${own.tp_name}`);
    }
    return new (type.ctor as unknown as ProxyConstructor)(mapping);
  },
);

export const mappingproxy = defineType({
  type: PyMappingProxy.type,
  doc: 'A view of a mapping that cannot change it.',
  textSignature: '(mapping)',
  slots: {
    tp_new: (type, args, kwnames) => newDef.call(type, args, kwnames),
    tp_repr: (self) => strConcat(strConcat('mappingproxy(', repr(mappingOf(self))), ')'),
    tp_str: (self) => str(mappingOf(self)),
    tp_hash: (self) => hash(mappingOf(self)),
    tp_richcompare: (self, other, op) => richCompare(mappingOf(self), other, op),
    tp_iter: (self) => getIter(mappingOf(self)),
    nb_or: (left, right) => or(unwrap(left), unwrap(right)),
    nb_inplace_or: (self) => {
      throw typeError(`'|=' is not supported by ${typeName(self)}; use '|' instead`);
    },
    mp_length: (self) => length(mappingOf(self)),
    mp_subscript: (self, key) => getItem(mappingOf(self), key),
    sq_contains: (self, key) => contains(mappingOf(self), key),
  },
  entries: [
    method(
      'get($self, key: object, default: object = None, /)',
      'Return the value of a key, or the default when it is not there.',
      (self, key, fallback) => callMethod(self.mapping, getName, key, fallback),
    ),
    method('keys($self, /)', 'Return a set-like view of the keys.', (self) =>
      callMethod(self.mapping, keysName),
    ),
    method('values($self, /)', 'Return a view of the values.', (self) =>
      callMethod(self.mapping, valuesName),
    ),
    method('items($self, /)', 'Return a set-like view of the items.', (self) =>
      callMethod(self.mapping, itemsName),
    ),
    method('copy($self, /)', 'Return a copy of the mapping behind the proxy.', (self) =>
      callMethod(self.mapping, copyName),
    ),
    classGetItem,
    method('__reversed__($self, /)', 'Iterate over the keys from the end.', (self) =>
      callMethod(self.mapping, reversedName),
    ),
  ],
});
