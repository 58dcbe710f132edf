/** `isinstance` and `issubclass`. CPython: `PyObject_IsInstance`, `PyObject_IsSubclass` in Objects/abstract.c. */
import { attrName } from '../objects/attribute-name.ts';
import { PyUnion } from '../objects/generic-alias.ts';
import { objectType, type PyObject, PyType, stampOf, typeType } from '../objects/object.ts';
import { None } from '../objects/singletons.ts';
import { PyTuple } from '../objects/tuple.ts';
import { genericGetAttr, getAttrOrAbsent } from './attributes.ts';
import { callSpecial } from './call.ts';
import { isTrue } from './convert.ts';
import { typeError } from './errors.ts';
import { isSubtype, typeOf } from './type-of.ts';

const dunderClass = attrName('__class__');
const dunderGetattribute = attrName('__getattribute__');
const dunderBases = attrName('__bases__');
const instancecheck = attrName('__instancecheck__');
const subclasscheck = attrName('__subclasscheck__');

const INSTANCE_MESSAGE = 'isinstance() arg 2 must be a type, a tuple of types, or a union';
const SUBCLASS_MESSAGE = 'issubclass() arg 2 must be a class, a tuple of classes, or a union';

/** `isinstance(value, classinfo)`. May call `__instancecheck__`. */
export function isInstance(value: PyObject, classinfo: PyObject): boolean {
  if (typeOf(value) === classinfo) return true;
  if (classinfo instanceof PyType && classinfo.ob_type === typeType)
    return isInstanceByType(value, classinfo);
  if (classinfo instanceof PyUnion) return isInstance(value, classinfo.args);
  if (classinfo instanceof PyTuple) return isInstanceOfAny(value, classinfo.items);
  const result = callSpecial(classinfo, instancecheck, value);
  return result === undefined ? isInstanceByType(value, classinfo) : isTrue(result);
}

/** The same for one of several classes. */
function isInstanceOfAny(value: PyObject, classes: readonly PyObject[]): boolean {
  const type = typeOf(value);
  for (let i = 0; i < classes.length; i++) {
    const cls = classes[i]!;
    if (type === cls) return true;
    if (cls instanceof PyType && cls.ob_type === typeType) {
      if (type.tp_mro.includes(cls) || (!hasOwnClass(type) && isInstanceByType(value, cls))) return true;
    } else if (isInstance(value, cls)) return true;
  }
  return false;
}

/** What `isinstance` said last at one place of a program: for objects with this stamp. */
export interface LastCheck {
  stamp: unknown;
  result: boolean;
}

/** `isinstance` with a class, or a tuple of some, that has no say in it. The answer for objects that say nothing of their own is kept. */
export function isInstanceNoted(last: LastCheck, value: PyObject, classinfo: PyObject): boolean {
  const result = isInstance(value, classinfo);
  if (typeof value === 'object' && hasOwnClass(value.ob_type)) {
    const stamp = stampOf(value.ob_type);
    stamp.isWatched = true;
    last.stamp = stamp;
    last.result = result;
  }
  return result;
}

/** The `__class__` of `object`, once it is there. */
let classOfObject: PyObject | undefined;

/** Do objects of the type say nothing about their class but what it is? */
export function hasOwnClass(type: PyType): boolean {
  classOfObject ??= objectType.proto[dunderClass.classKey];
  return (
    type.proto[dunderClass.classKey] === classOfObject &&
    // A `__getattr__` is not asked for what is there.
    (type.tp_getattro === genericGetAttr ||
      type.proto[dunderGetattribute.classKey] === objectType.proto[dunderGetattribute.classKey])
  );
}

/** `type.__instancecheck__`: by the type of the value, then by its `__class__`. */
export function isInstanceByType(value: PyObject, cls: PyObject): boolean {
  if (cls instanceof PyType) {
    const type = typeOf(value);
    if (isSubtype(type, cls)) return true;
    if (typeof value !== 'object' || hasOwnClass(type)) return false;
    const claimed = getAttrOrAbsent(value, dunderClass);
    return claimed instanceof PyType && claimed !== type && isSubtype(claimed, cls);
  }
  if (abstractBases(cls) === undefined) throw typeError(INSTANCE_MESSAGE);
  const claimed = getAttrOrAbsent(value, dunderClass);
  return claimed !== undefined && isAbstractSubclass(claimed, cls);
}

/** `issubclass(cls, classinfo)`. May call `__subclasscheck__`. */
export function isSubclass(cls: PyObject, classinfo: PyObject): boolean {
  if (classinfo instanceof PyType && classinfo.ob_type === typeType) {
    return cls === classinfo || isSubclassByType(cls, classinfo);
  }
  if (classinfo instanceof PyUnion) return isSubclass(cls, classinfo.args);
  if (classinfo instanceof PyTuple) return classinfo.items.some((entry) => isSubclass(cls, entry));
  const result = callSpecial(classinfo, subclasscheck, cls);
  return result === undefined ? isSubclassByType(cls, classinfo) : isTrue(result);
}

/** `type.__subclasscheck__`. */
export function isSubclassByType(derived: PyObject, cls: PyObject): boolean {
  if (cls instanceof PyType && derived instanceof PyType) return isSubtype(derived, cls);
  if (!(derived instanceof PyType) && abstractBases(derived) === undefined) {
    throw typeError('issubclass() arg 1 must be a class');
  }
  if (!(cls instanceof PyType) && abstractBases(cls) === undefined) throw typeError(SUBCLASS_MESSAGE);
  return isAbstractSubclass(derived, cls);
}

/** The `__bases__` of something that acts as a class. */
function abstractBases(cls: PyObject): readonly PyObject[] | undefined {
  if (cls === None) return undefined;
  const bases = getAttrOrAbsent(cls, dunderBases);
  return bases instanceof PyTuple ? bases.items : undefined;
}

function isAbstractSubclass(derived: PyObject, cls: PyObject): boolean {
  if (derived === cls) return true;
  return (abstractBases(derived) ?? []).some((base) => isAbstractSubclass(base, cls));
}
