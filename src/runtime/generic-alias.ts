/** Subscripting classes: what `list[int]` gives. CPython: `Py_GenericAlias` in Objects/genericaliasobject.c. */
import { PyGenericAlias } from '../objects/generic-alias.ts';
import type { PyObject } from '../objects/object.ts';
import { PyTuple } from '../objects/tuple.ts';
import { classMethod, type Entry } from './define.ts';

/** `origin[item]`; a tuple holds several arguments. */
export function newGenericAlias(origin: PyObject, item: PyObject): PyGenericAlias {
  return new PyGenericAlias(origin, item instanceof PyTuple ? item : new PyTuple([item]), false);
}

/** The `__class_getitem__` of built-in generic classes. */
export const classGetItem: Entry = classMethod(
  '__class_getitem__($type, object: object, /)',
  'Give a generic alias of the class: see PEP 585.',
  newGenericAlias,
);
