/** What exception types have in common, and those that modules bring: `struct.error`. CPython: Objects/exceptions.c, Python/errors.c. */
import { exceptionTypes, PyAttributeError, PyBaseException, PyNameError } from '../objects/exception.ts';
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

/** Does making an exception of a class keep the arguments, and nothing else but what its `__init__` does? */
export function keepsArguments(type: PyType): boolean {
  return type.tp_new === PyBaseException.type.tp_new && type.tp_finalize === undefined;
}

/** Is that all that becomes of positional arguments, without any `__init__`? */
export function onlyKeepsArguments(type: PyType): boolean {
  const { tp_init } = type;
  return (
    keepsArguments(type) &&
    (tp_init === PyBaseException.type.tp_init ||
      // These have keywords as well.
      tp_init === PyAttributeError.type.tp_init ||
      tp_init === PyNameError.type.tp_init)
  );
}
