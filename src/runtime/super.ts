/** The search behind `super`. CPython: `do_super_lookup`, `supercheck` in Objects/typeobject.c. */
import { type AttrName, attrName } from '../objects/attribute-name.ts';
import { type PyObject, PyType } from '../objects/object.ts';
import { getAttrOrAbsent } from './attributes.ts';
import { typeError } from './errors.ts';
import { isSubtype, typeOf } from './type-of.ts';

const dunderClass = attrName('__class__');

/** The class whose MRO `super(type, self)` searches. */
export function superStartClass(type: PyType, self: PyObject): PyType {
  if (self instanceof PyType && isSubtype(self, type)) return self;
  const selfType = typeOf(self);
  if (isSubtype(selfType, type)) return selfType;
  const claimed = getAttrOrAbsent(self, dunderClass);
  if (claimed instanceof PyType && claimed !== selfType && isSubtype(claimed, type)) return claimed;
  const kind = self instanceof PyType ? 'type' : 'instance of';
  const name = self instanceof PyType ? self.tp_name : selfType.tp_name;
  throw typeError(
    `super(type, obj): obj (${kind} ${name}) is not an instance or subtype of type (${type.tp_name}).`,
  );
}

/** The attribute as the first class behind `type` in the MRO of `start` has it. */
export function superLookup(type: PyType, start: PyType, name: AttrName): PyObject | undefined {
  const mro = start.tp_mro;
  for (let i = mro.indexOf(type) + 1; i < mro.length; i++) {
    const value = mro[i]!.tp_dict.get(name.text);
    if (value !== undefined) return value;
  }
  return undefined;
}
