/** Which exceptions an `except` clause catches. CPython: `PyErr_GivenExceptionMatches` in Python/errors.c. */
import { PyBaseException } from '../objects/exception.ts';
import { type PyObject, PyType } from '../objects/object.ts';
import { PyTuple } from '../objects/tuple.ts';
import { isSubtype, typeOf } from '../runtime/type-of.ts';

/** Is this value an exception class? */
export function isExceptionClass(value: PyObject): value is PyType {
  return value instanceof PyType && isSubtype(value, PyBaseException.type);
}

/** Is the exception an instance of one of the classes: a class or a tuple of them, nested at will? */
export function matchesClasses(exception: PyObject, classes: PyObject): boolean {
  const type = typeOf(exception);
  if (classes instanceof PyTuple) return classes.items.some((entry) => matchesClasses(exception, entry));
  return isSubtype(type, classes as PyType);
}
