/**
 * Making the exceptions that built-in code raises. Each function returns the exception, so that `throw` stays visible
 * where it happens: `throw typeError('…')`. The messages are CPython's to the letter and stand where they are thrown.
 */
import { exceptionTypes, PyBaseException } from '../objects/exception.ts';
import type { PyObject, PyType } from '../objects/object.ts';
import { type Str, utf16FromStr } from '../objects/str.ts';
import { PyTuple } from '../objects/tuple.ts';

type ExceptionConstructor = new (args: PyTuple) => PyBaseException;

/** A new exception of a built-in type, made without running `__init__`. */
export function newException(type: PyType, ...args: PyObject[]): PyBaseException {
  return new (type.ctor as unknown as ExceptionConstructor)(new PyTuple(args));
}

/** A new exception of a built-in type with attributes beyond its arguments, such as `AttributeError.name`. */
function withFields(type: PyType, message: PyObject, fields: Record<string, PyObject>): PyBaseException {
  const exception = newException(type, message);
  exception.fields = new Map(Object.entries(fields));
  return exception;
}

const AttributeErrorType = exceptionTypes.get('AttributeError')!;
const NameErrorType = exceptionTypes.get('NameError')!;
const KeyErrorType = exceptionTypes.get('KeyError')!;
const StopIterationType = exceptionTypes.get('StopIteration')!;
const ImportErrorType = exceptionTypes.get('ImportError')!;

/** AttributeError with what the suggestion in the traceback needs. */
export function attributeError(message: Str, object: PyObject, name: Str): PyBaseException {
  return withFields(AttributeErrorType, message, { name, obj: object });
}

/** NameError for a global or built-in name. */
export function nameError(name: Str): PyBaseException {
  return withFields(NameErrorType, `name '${utf16FromStr(name)}' is not defined`, { name });
}

/** KeyError: its message is the repr of the key. */
export function keyError(key: PyObject): PyBaseException {
  return newException(KeyErrorType, key);
}

/** StopIteration with a value; none where the generator returned None. */
export function stopIteration(value: PyObject | undefined): PyBaseException {
  const exception = value === undefined ? newException(StopIterationType) : newException(StopIterationType, value);
  if (value !== undefined) exception.fields = new Map([['value', value]]);
  return exception;
}

/** ImportError of a module. */
export function importError(message: Str, name: PyObject, path: PyObject): PyBaseException {
  return withFields(ImportErrorType, message, { name, path });
}

/** A maker of exceptions of one type from a message. */
function maker(name: string): (message: Str) => PyBaseException {
  const type = exceptionTypes.get(name)!;
  const ctor = type.ctor as unknown as ExceptionConstructor;
  return (message) => new ctor(new PyTuple([message]));
}

export const typeError = maker('TypeError');
export const valueError = maker('ValueError');
export const overflowError = maker('OverflowError');
export const zeroDivisionError = maker('ZeroDivisionError');
export const indexError = maker('IndexError');
export const runtimeError = maker('RuntimeError');
export const recursionError = maker('RecursionError');
export const systemError = maker('SystemError');
export const memoryError = maker('MemoryError');
export const bufferError = maker('BufferError');
export const eofError = maker('EOFError');
export const lookupError = maker('LookupError');
export const notImplementedError = maker('NotImplementedError');
export const assertionError = maker('AssertionError');
export const unboundLocalError = maker('UnboundLocalError');
export const stopAsyncIteration = maker('StopAsyncIteration');
