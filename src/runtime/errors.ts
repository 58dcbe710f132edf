/**
 * Making the exceptions that built-in code raises. Each function returns the exception, so that `throw` stays visible
 * where it happens: `throw typeError('…')`. The messages are CPython's to the letter and stand where they are thrown.
 */

import {
  exceptionTypes,
  PyAttributeError,
  type PyBaseException,
  PyImportError,
  PyNameError,
  type PyOSError,
  PyStopIteration,
  PySystemExit,
  PyUnicodeDecodeError,
  PyUnicodeEncodeError,
  type PyUnicodeErrorBase,
  PyUnicodeTranslateError,
} from '../objects/exception.ts';
import type { PyObject, PyType } from '../objects/object.ts';
import { None } from '../objects/singletons.ts';
import { type Str, strFromUtf16, utf16FromStr } from '../objects/str.ts';
import { PyTuple } from '../objects/tuple.ts';
import { withoutContext } from './exception-context.ts';
import { osErrorType } from './os-error-types.ts';

type ExceptionConstructor = new (args: PyTuple) => PyBaseException;

/**
 * A new exception of a built-in type, made without running `__init__`: fields beyond `args` stay unset. For types that
 * have some there are functions below.
 */
export function newException(type: PyType, ...args: PyObject[]): PyBaseException {
  return new (type.ctor as unknown as ExceptionConstructor)(new PyTuple(args));
}

const KeyError = constructorOf('KeyError');

/** The constructor of a type that has no fields of its own. */
function constructorOf(name: string): ExceptionConstructor {
  return exceptionTypes.get(name)!.ctor as unknown as ExceptionConstructor;
}

/** A message, or a name, as a Python string: it may have been put together from UTF-16 texts. */
function asStr(text: Str): Str {
  return typeof text === 'string' ? strFromUtf16(text) : text;
}

/** AttributeError with what the suggestion in the traceback needs. */
export function attributeError(message: Str, object: PyObject, name: Str): PyAttributeError {
  const exception = new PyAttributeError(new PyTuple([asStr(message)]));
  exception.name = asStr(name);
  exception.obj = object;
  return exception;
}

/** NameError for a global or built-in name. */
export function nameError(name: Str): PyNameError {
  const message = `name '${utf16FromStr(name)}' is not defined`;
  const exception = new PyNameError(new PyTuple([asStr(message)]));
  exception.name = asStr(name);
  return exception;
}

/** KeyError: its message is the repr of the key. */
export function keyError(key: PyObject): PyBaseException {
  return new KeyError(new PyTuple([key]));
}

/** StopIteration with a value; none where the generator returned None. */
export function stopIteration(value: PyObject | undefined): PyStopIteration {
  const exception = new PyStopIteration(new PyTuple(value === undefined ? [] : [value]));
  exception.value = value;
  return exception;
}

/** The StopIteration of a generator that has returned; it has no context if there is a value. CPython: `_PyGen_SetStopIterationValue`. */
export function returned(value: PyObject): PyBaseException {
  return value === None ? stopIteration(undefined) : withoutContext(stopIteration(value));
}

/** ImportError of a module. */
export function importError(message: Str, name: PyObject, path: PyObject): PyImportError {
  const exception = new PyImportError(new PyTuple([asStr(message)]));
  exception.msg = exception.args.items[0];
  exception.name = name;
  exception.path = path;
  return exception;
}

/** What `sys.exit(status)` raises. */
export function systemExit(status: PyObject): PySystemExit {
  if (status instanceof PySystemExit) return status;
  const args = status instanceof PyTuple ? status.items : status === None ? [] : [status];
  const exception = new PySystemExit(new PyTuple(args));
  if (args.length > 0) exception.code = args.length === 1 ? args[0] : status;
  return exception;
}

/** OSError, or the subclass that fits the error number. CPython: `PyErr_SetFromErrnoWithFilenameObjects`. */
export function osError(errno: number, strerror: Str, filename?: PyObject, filename2?: PyObject): PyOSError {
  const type = osErrorType(errno);
  const exception = new (type.ctor as unknown as new (args: PyTuple) => PyOSError)(
    new PyTuple([errno, strerror]),
  );
  exception.errno = errno;
  exception.strerror = strerror;
  exception.filename = filename;
  exception.filename2 = filename2;
  return exception;
}

function fillUnicodeError<E extends PyUnicodeErrorBase>(
  exception: E,
  encoding: Str | undefined,
  object: PyObject,
  start: number,
  end: number,
  reason: Str,
): E {
  exception.encoding = encoding;
  exception.object = object;
  exception.start = start;
  exception.end = end;
  exception.reason = reason;
  return exception;
}

/** UnicodeDecodeError for the bytes `object[start:end]`. */
export function unicodeDecodeError(
  encoding: Str,
  object: PyObject,
  start: number,
  end: number,
  reason: Str,
): PyUnicodeDecodeError {
  const exception = new PyUnicodeDecodeError(new PyTuple([encoding, object, start, end, reason]));
  return fillUnicodeError(exception, encoding, object, start, end, reason);
}

/** UnicodeEncodeError for the characters `object[start:end]`. */
export function unicodeEncodeError(
  encoding: Str,
  object: Str,
  start: number,
  end: number,
  reason: Str,
): PyUnicodeEncodeError {
  const exception = new PyUnicodeEncodeError(new PyTuple([encoding, object, start, end, reason]));
  return fillUnicodeError(exception, encoding, object, start, end, reason);
}

/** UnicodeTranslateError for the characters `object[start:end]`. */
export function unicodeTranslateError(
  object: Str,
  start: number,
  end: number,
  reason: Str,
): PyUnicodeTranslateError {
  const exception = new PyUnicodeTranslateError(new PyTuple([object, start, end, reason]));
  return fillUnicodeError(exception, undefined, object, start, end, reason);
}

/** A maker of exceptions of one type from a message. */
function maker(name: string): (message: Str) => PyBaseException {
  const type = exceptionTypes.get(name)!;
  const ctor = type.ctor as unknown as ExceptionConstructor;
  return (message) => new ctor(new PyTuple([asStr(message)]));
}

export const typeError = maker('TypeError');
export const valueError = maker('ValueError');
export const overflowError = maker('OverflowError');
export const zeroDivisionError = maker('ZeroDivisionError');
export const indexError = maker('IndexError');
export const runtimeError = maker('RuntimeError');
export const recursionError = maker('RecursionError');
export const systemError = maker('SystemError');

const MemoryErrorType = exceptionTypes.get('MemoryError')!;

/** What is asked for does not fit into memory, or into an object of the engine. */
export function memoryError(): PyBaseException {
  return withoutContext(newException(MemoryErrorType));
}
export const bufferError = maker('BufferError');
export const eofError = maker('EOFError');
export const lookupError = maker('LookupError');
export const notImplementedError = maker('NotImplementedError');
export const assertionError = maker('AssertionError');
export const unboundLocalError = maker('UnboundLocalError');
export const stopAsyncIteration = maker('StopAsyncIteration');
