/**
 * Exceptions: their layouts, and the shells of all built-in exception types.
 *
 * A Python exception is thrown as this object; it is no JavaScript `Error` and carries no JavaScript stack. A type with
 * fields of its own has a layout class; such types cannot be bases of one class together. In those fields `undefined`
 * is C's NULL, which Python reads as None. CPython: Objects/exceptions.c, Include/cpython/pyerrors.h.
 */
import {
  type Layout,
  makeConstructorsWith,
  objectType,
  PyBaseObject,
  type PyObject,
  PyType,
  TPFLAGS_BASE_EXC_SUBCLASS,
  TPFLAGS_BASETYPE,
  TPFLAGS_HAVE_GC,
  TPFLAGS_HEAPTYPE,
} from './object.ts';
import type { PyTraceback } from './traceback.ts';
import type { PyTuple } from './tuple.ts';

const FLAGS = TPFLAGS_BASETYPE | TPFLAGS_BASE_EXC_SUBCLASS | TPFLAGS_HAVE_GC;

export class PyBaseException extends PyBaseObject {
  static readonly type: PyType = new PyType('BaseException', PyBaseException, objectType, FLAGS);

  args: PyTuple;
  traceback: PyTraceback | undefined = undefined;
  context: PyBaseException | undefined = undefined;
  cause: PyBaseException | undefined = undefined;
  suppressContext = false;
  /** May Python code have it, now or later? Else nobody has it once the handler is left that has not named it. */
  isHeld = false;

  constructor(args: PyTuple) {
    super();
    this.args = args;
  }
}
PyBaseException.type.hasDict = true;

makeConstructorsWith(PyBaseException, () => {
  function Exception(this: PyBaseException, args: PyTuple): void {
    this.traceback = undefined;
    this.context = undefined;
    this.cause = undefined;
    this.suppressContext = false;
    this.isHeld = false;
    this.args = args;
  }
  return Exception as unknown as Layout;
});

const types = new Map<string, PyType>([['BaseException', PyBaseException.type]]);

function register(type: PyType): PyType {
  types.set(type.tp_name, type);
  return type;
}

/** Types without fields of their own, derived from `base`: one a line, indentation is inheritance. */
function shells(base: PyType, hierarchy: string): void {
  const open = [base];
  for (const line of hierarchy.trim().split('\n')) {
    const name = line.trim();
    const depth = (line.length - line.trimStart().length) / 2;
    open[depth + 1] = register(new PyType(name, PyBaseException, open[depth]!, FLAGS));
  }
}

/** The type of a layout class, which a class makes for itself. */
function typeWithLayout(name: string, layout: typeof PyBaseException, base: PyType): PyType {
  return register(new PyType(name, layout, base, FLAGS));
}

/** The JavaScript class that a layout class of a type derived from `name` extends. */
function layoutOf(name: string): typeof PyBaseException {
  return types.get(name)!.ctor as unknown as typeof PyBaseException;
}

shells(
  PyBaseException.type,
  `
GeneratorExit
KeyboardInterrupt
Exception
  ArithmeticError
    FloatingPointError
    OverflowError
    ZeroDivisionError
  AssertionError
  BufferError
  EOFError
  LookupError
    IndexError
    KeyError
  MemoryError
  ReferenceError
  RuntimeError
    NotImplementedError
    PythonFinalizationError
    RecursionError
  StopAsyncIteration
  SystemError
  TypeError
  ValueError
    UnicodeError
  Warning
    BytesWarning
    DeprecationWarning
    EncodingWarning
    FutureWarning
    ImportWarning
    PendingDeprecationWarning
    ResourceWarning
    RuntimeWarning
    SyntaxWarning
    UnicodeWarning
    UserWarning
`,
);

const ExceptionType = types.get('Exception')!;
const UnicodeErrorType = types.get('UnicodeError')!;

export class PySystemExit extends PyBaseException {
  static override readonly type = typeWithLayout('SystemExit', PySystemExit, PyBaseException.type);

  code: PyObject | undefined = undefined;
}

export class PyStopIteration extends layoutOf('Exception') {
  static override readonly type = typeWithLayout('StopIteration', PyStopIteration, ExceptionType);

  value: PyObject | undefined = undefined;
}

export class PyImportError extends layoutOf('Exception') {
  static override readonly type = typeWithLayout('ImportError', PyImportError, ExceptionType);

  msg: PyObject | undefined = undefined;
  name: PyObject | undefined = undefined;
  path: PyObject | undefined = undefined;
  nameFrom: PyObject | undefined = undefined;
}

export class PyNameError extends layoutOf('Exception') {
  static override readonly type = typeWithLayout('NameError', PyNameError, ExceptionType);

  name: PyObject | undefined = undefined;
}

export class PyAttributeError extends layoutOf('Exception') {
  static override readonly type = typeWithLayout('AttributeError', PyAttributeError, ExceptionType);

  name: PyObject | undefined = undefined;
  obj: PyObject | undefined = undefined;
}

export class PyOSError extends layoutOf('Exception') {
  static override readonly type = typeWithLayout('OSError', PyOSError, ExceptionType);

  errno: PyObject | undefined = undefined;
  strerror: PyObject | undefined = undefined;
  filename: PyObject | undefined = undefined;
  filename2: PyObject | undefined = undefined;
  /** Of a BlockingIOError: how much was written; −1 when that is not known. */
  written = -1;
}

export class PySyntaxError extends layoutOf('Exception') {
  static override readonly type = typeWithLayout('SyntaxError', PySyntaxError, ExceptionType);

  msg: PyObject | undefined = undefined;
  filename: PyObject | undefined = undefined;
  lineno: PyObject | undefined = undefined;
  offset: PyObject | undefined = undefined;
  text: PyObject | undefined = undefined;
  endLineno: PyObject | undefined = undefined;
  endOffset: PyObject | undefined = undefined;
  printFileAndLine: PyObject | undefined = undefined;
  metadata: PyObject | undefined = undefined;
}

/** What UnicodeDecodeError, UnicodeEncodeError and UnicodeTranslateError share; UnicodeError itself has no fields. */
export abstract class PyUnicodeErrorBase extends layoutOf('UnicodeError') {
  encoding: PyObject | undefined = undefined;
  object: PyObject | undefined = undefined;
  start = 0;
  end = 0;
  reason: PyObject | undefined = undefined;
}

export class PyUnicodeDecodeError extends PyUnicodeErrorBase {
  static override readonly type = typeWithLayout(
    'UnicodeDecodeError',
    PyUnicodeDecodeError,
    UnicodeErrorType,
  );
}

export class PyUnicodeEncodeError extends PyUnicodeErrorBase {
  static override readonly type = typeWithLayout(
    'UnicodeEncodeError',
    PyUnicodeEncodeError,
    UnicodeErrorType,
  );
}

export class PyUnicodeTranslateError extends PyUnicodeErrorBase {
  static override readonly type = typeWithLayout(
    'UnicodeTranslateError',
    PyUnicodeTranslateError,
    UnicodeErrorType,
  );
}

export class PyBaseExceptionGroup extends PyBaseException {
  static override readonly type = typeWithLayout(
    'BaseExceptionGroup',
    PyBaseExceptionGroup,
    PyBaseException.type,
  );

  message: PyObject | undefined = undefined;
  exceptions: PyTuple | undefined = undefined;
  /** What the repr shows of the exceptions when a sequence was given that may change: its repr then. */
  exceptionsText: PyObject | undefined = undefined;
}

/** The one exception type with two bases: its prototype chain follows the group, `Exception` adds nothing to it. */
function exceptionGroupType(): PyType {
  const group = PyBaseExceptionGroup.type;
  const type = register(new PyType('ExceptionGroup', PyBaseExceptionGroup, group, FLAGS));
  type.tp_bases = [group, ExceptionType];
  type.tp_mro = [type, group, ...ExceptionType.tp_mro];
  type.tp_flags |= TPFLAGS_HEAPTYPE;
  type.hasWeakref = true;
  return type;
}
export const ExceptionGroupType: PyType = exceptionGroupType();

shells(PyImportError.type, 'ModuleNotFoundError');
shells(PyNameError.type, 'UnboundLocalError');
shells(
  PySyntaxError.type,
  `
_IncompleteInputError
IndentationError
  TabError
`,
);
shells(
  PyOSError.type,
  `
BlockingIOError
ChildProcessError
ConnectionError
  BrokenPipeError
  ConnectionAbortedError
  ConnectionRefusedError
  ConnectionResetError
FileExistsError
FileNotFoundError
InterruptedError
IsADirectoryError
NotADirectoryError
PermissionError
ProcessLookupError
TimeoutError
`,
);

/** Every built-in exception type by its name. */
export const exceptionTypes: ReadonlyMap<string, PyType> = types;
