/** `super().name` without making the super object. CPython: `_PySuper_Lookup` in Objects/typeobject.c. */
import type { AttrName } from '../objects/attribute-name.ts';
import { type PyObject, PyType, TPFLAGS_METHOD_DESCRIPTOR } from '../objects/object.ts';
import { None } from '../objects/singletons.ts';
import { PySuper } from '../objects/super.ts';
import { superLookup, superStartClass } from '../runtime/super.ts';
import { typeOf } from '../runtime/type-of.ts';

/** An attribute, and the object to pass to it when it is a method that was not bound. */
export interface SuperAttribute {
  readonly attribute: PyObject;
  readonly self: PyObject | undefined;
}

/** `undefined` where the general way must be taken. */
export function superAttribute(
  globalSuper: PyObject,
  type: PyObject,
  self: PyObject,
  name: AttrName,
  asMethod: boolean,
): SuperAttribute | undefined {
  // The super of None is one of no object.
  if (globalSuper !== PySuper.type || !(type instanceof PyType) || self === None) return undefined;
  if (name.text === '__class__') return undefined;
  const start = superStartClass(type, self);
  const found = superLookup(type, start, name);
  if (found === undefined) return undefined;
  const descrType = typeOf(found);
  if (asMethod && descrType.tp_flags & TPFLAGS_METHOD_DESCRIPTOR && start !== self) {
    return { attribute: found, self };
  }
  if (descrType.tp_descr_get === undefined) return { attribute: found, self: undefined };
  // Found on a class, a super of a class binds as the class itself would.
  const instance = self === start ? undefined : self;
  return { attribute: descrType.tp_descr_get(found, instance, start), self: undefined };
}
