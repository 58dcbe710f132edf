/** The type of a value, and the subtype relation. CPython: Py_TYPE, PyType_IsSubtype, PyObject_TypeCheck. */
import { boolType, intType } from '../objects/int.ts';
import {
  type PyBaseObject,
  type PyObject,
  type PyType,
  TPFLAGS_HEAPTYPE,
  TPFLAGS_IMMUTABLETYPE,
} from '../objects/object.ts';
import { strType } from '../objects/str.ts';

/** `type(value)`. */
export function typeOf(value: PyObject): PyType {
  switch (typeof value) {
    case 'object':
      return value.ob_type;
    case 'number':
    case 'bigint':
      return intType;
    case 'string':
      return strType;
    default:
      return boolType;
  }
}

/** Is `type` the same as `base` or derived from it? By the MRO, without `__subclasscheck__`. */
export function isSubtype(type: PyType, base: PyType): boolean {
  if (type === base) return true;
  // In a loop: the engine's `includes` takes longer to begin than so few classes to be compared.
  const { tp_mro } = type;
  for (let i = 0; i < tp_mro.length; i++) if (tp_mro[i] === base) return true;
  return false;
}

/** Is `value` an instance of `type` or of a type derived from it? Without `__instancecheck__`. */
export function isInstanceOf(value: PyObject, type: PyType): boolean {
  return isSubtype(typeOf(value), type);
}

/** `type(value).__name__` as error messages print it: the name with its module for built-in types. */
export function typeName(value: PyObject): string {
  return typeOf(value).tp_name;
}

/** The name without its module. CPython: `_PyType_Name`. */
export function shortTypeName(value: PyObject): string {
  const { tp_name } = typeOf(value);
  return tp_name.slice(tp_name.lastIndexOf('.') + 1);
}

/** The name with its module, but without `builtins` and `__main__`. CPython: `PyType_GetFullyQualifiedName`, `%T`. */
export function fullTypeName(value: PyObject): string {
  const type = typeOf(value);
  if (!(type.tp_flags & TPFLAGS_HEAPTYPE)) return type.tp_name;
  const module = type.tp_dict.get('__module__');
  return typeof module !== 'string' || module === 'builtins' || module === '__main__'
    ? type.tp_qualname
    : `${module}.${type.tp_qualname}`;
}

/** Is this value an object with a box: one that can carry attributes of its own? */
export function isBoxed(value: PyObject): value is PyBaseObject {
  return typeof value === 'object';
}

/** May a program set attributes of the type, and assign it as the class of objects? */
export function isMutableType({ tp_flags }: PyType): boolean {
  return (tp_flags & TPFLAGS_HEAPTYPE) !== 0 && (tp_flags & TPFLAGS_IMMUTABLETYPE) === 0;
}
