/** Exceptions that modules bring: `struct.error`. CPython: `PyErr_NewException` in Python/errors.c. */
import { exceptionTypes, PyBaseException } from '../objects/exception.ts';
import { PyType, TPFLAGS_BASE_EXC_SUBCLASS, TPFLAGS_BASETYPE, TPFLAGS_HAVE_GC } from '../objects/object.ts';

/** A new type of exceptions, named with its module, derived from a built-in one or another of the module's. */
export function newExceptionType(name: string, base: string | PyType = 'Exception'): PyType {
  return new PyType(
    name,
    PyBaseException,
    typeof base === 'string' ? exceptionTypes.get(base)! : base,
    TPFLAGS_BASETYPE | TPFLAGS_BASE_EXC_SUBCLASS | TPFLAGS_HAVE_GC,
  );
}
