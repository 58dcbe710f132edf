/**
 * Exceptions: their layout, and the shells of all built-in exception types, from one table of the hierarchy.
 * A Python exception is thrown as this object; it is no JavaScript `Error` and carries no JavaScript stack.
 * CPython: Objects/exceptions.c.
 */
import type { PyTraceback } from './traceback.ts';
import {
  objectType,
  PyBaseObject,
  type PyObject,
  PyType,
  TPFLAGS_BASE_EXC_SUBCLASS,
  TPFLAGS_BASETYPE,
  TPFLAGS_HAVE_GC,
} from './object.ts';
import type { PyTuple } from './tuple.ts';

const FLAGS = TPFLAGS_BASETYPE | TPFLAGS_BASE_EXC_SUBCLASS | TPFLAGS_HAVE_GC;

export class PyBaseException extends PyBaseObject {
  static readonly type = new PyType('BaseException', PyBaseException, objectType, FLAGS);

  args: PyTuple;
  traceback: PyTraceback | undefined = undefined;
  context: PyBaseException | undefined = undefined;
  cause: PyBaseException | undefined = undefined;
  suppressContext = false;
  /** What some types have beyond this, by attribute name (`errno`, `name`, …); absent ones read as None. */
  fields: Map<string, PyObject> | undefined = undefined;

  constructor(args: PyTuple) {
    super();
    this.args = args;
  }
}

/**
 * The hierarchy: indentation is inheritance. A `*` marks types with fields of their own, which cannot be bases of
 * one class together; the fields themselves are declared with the behaviour in builtins/exceptions.ts.
 */
const HIERARCHY = `
BaseExceptionGroup*
GeneratorExit
KeyboardInterrupt
SystemExit*
Exception
  ArithmeticError
    FloatingPointError
    OverflowError
    ZeroDivisionError
  AssertionError
  AttributeError*
  BufferError
  EOFError
  ImportError*
    ModuleNotFoundError
  LookupError
    IndexError
    KeyError
  MemoryError
  NameError*
    UnboundLocalError
  OSError*
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
  ReferenceError
  RuntimeError
    NotImplementedError
    PythonFinalizationError
    RecursionError
  StopAsyncIteration
  StopIteration*
  SyntaxError*
    _IncompleteInputError
    IndentationError
      TabError
  SystemError
  TypeError
  ValueError
    UnicodeError
      UnicodeDecodeError*
      UnicodeEncodeError*
      UnicodeTranslateError*
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
`;

function makeTypes(): ReadonlyMap<string, PyType> {
  const types = new Map<string, PyType>([['BaseException', PyBaseException.type]]);
  const open: PyType[] = [PyBaseException.type];
  for (const line of HIERARCHY.trim().split('\n')) {
    const [, indent, name, star] = /^( *)(\w+)(\*?)/.exec(line)!;
    const depth = indent!.length / 2;
    const type = new PyType(name!, PyBaseException, open[depth]!, FLAGS);
    if (star === '*') type.solidBase = type;
    types.set(name!, type);
    open[depth + 1] = type;
  }
  return types;
}

/** Every built-in exception type by its name. */
export const exceptionTypes: ReadonlyMap<string, PyType> = makeTypes();
