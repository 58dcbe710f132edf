/**
 * BaseException and the exception types whose behaviour is little more than that. Those with much of their own stand in
 * exceptions-os.ts, exceptions-syntax.ts, exceptions-unicode.ts and exceptions-group.ts.
 * CPython: Objects/exceptions.c. Layouts and hierarchy: ../objects/exception.ts.
 */
import { attrName } from '../objects/attribute-name.ts';
import type { PyDict } from '../objects/dict.ts';
import {
  exceptionTypes,
  PyAttributeError,
  PyBaseException,
  PyImportError,
  PyNameError,
  PyStopIteration,
  PySystemExit,
} from '../objects/exception.ts';
import { PyList } from '../objects/list.ts';
import type { KwNames, PyObject, PyType } from '../objects/object.ts';
import { None } from '../objects/singletons.ts';
import { isStr } from '../objects/str.ts';
import { PyTraceback } from '../objects/traceback.ts';
import { PyTuple } from '../objects/tuple.ts';
import { checkNoKeywords } from '../runtime/arguments.ts';
import { getAttrOrAbsent, setAttr } from '../runtime/attributes.ts';
import { attributeNameOf, strValue } from '../runtime/convert.ts';
import { defineType, getset, member, methodsOf, type TypeDefinition } from '../runtime/define.ts';
import { dictSetItem, isDict } from '../runtime/dict.ts';
import { typeError } from '../runtime/errors.ts';
import {
  copyInstanceDict,
  dictEntry,
  hasInstanceAttributes,
  instanceDict,
} from '../runtime/instance-dict.ts';
import { iterToArray } from '../runtime/iter.ts';
import { repr, str } from '../runtime/repr.ts';
import { didYouMean } from '../runtime/suggestions.ts';
import { strConcat } from '../runtime/text.ts';
import { typeOf } from '../runtime/type-of.ts';

const method = methodsOf<PyBaseException>();
const notes = attrName('__notes__');

/** `__new__` of exceptions: keeps the positional arguments; keywords are for an `__init__` that knows them. */
export function newBaseException(
  type: PyType,
  args: readonly PyObject[],
  kwnames: KwNames | undefined,
): PyObject {
  const positional = kwnames === undefined ? args : args.slice(0, args.length - kwnames.length);
  return new (type.ctor as unknown as new (args: PyTuple) => PyBaseException)(new PyTuple(positional));
}

/** `__init__` of exceptions. */
export function initBaseException(
  self: PyObject,
  args: readonly PyObject[],
  kwnames: KwNames | undefined,
): void {
  checkNoKeywords(typeOf(self).tp_name, kwnames);
  setArgs(self as PyBaseException, args);
}

/** Sets `args` to these values; `__new__` has mostly done it already. */
function setArgs(self: PyBaseException, args: readonly PyObject[]): void {
  if (self.args.items !== args) self.args = new PyTuple(args);
}

/** `str(exception)` as most types have it: the arguments. */
export function baseExceptionStr(self: PyObject): PyObject {
  const { args } = self as PyBaseException;
  switch (args.items.length) {
    case 0:
      return '';
    case 1:
      return str(args.items[0]!);
    default:
      return str(args);
  }
}

/** The name of an object's class without its module. CPython: `_PyType_Name`. */
function shortTypeName(self: PyObject): string {
  const name = typeOf(self).tp_name;
  return name.slice(name.lastIndexOf('.') + 1);
}

function baseExceptionRepr(self: PyObject): PyObject {
  const { args } = self as PyBaseException;
  const name = shortTypeName(self);
  if (args.items.length !== 1) return strConcat(name, repr(args));
  return strConcat(strConcat(`${name}(`, repr(args.items[0]!)), ')');
}

/** `(type, args)` or, when there are attributes, `(type, args, attributes)`. */
export function reduceException(self: PyBaseException, args: PyTuple): PyTuple {
  return new PyTuple(
    hasInstanceAttributes(self) ? [typeOf(self), args, instanceDict(self)] : [typeOf(self), args],
  );
}

/** `__traceback__ = value`. */
export function setTraceback(self: PyBaseException, value: PyObject | undefined): void {
  if (value === undefined) throw typeError('__traceback__ may not be deleted');
  if (value === None) self.traceback = undefined;
  else if (value instanceof PyTraceback) self.traceback = value;
  else throw typeError('__traceback__ must be a traceback or None');
}

/** What may be assigned to `__context__` or `__cause__`. */
function exceptionOrNone(
  value: PyObject | undefined,
  which: 'context' | 'cause',
): PyBaseException | undefined {
  if (value === undefined) throw typeError(`__${which}__ may not be deleted`);
  if (value === None) return undefined;
  if (value instanceof PyBaseException) return value;
  throw typeError(`exception ${which} must be None or derive from BaseException`);
}

export const baseException = defineType({
  type: PyBaseException.type,
  doc: 'The class that every exception is derived from.',
  slots: {
    tp_new: newBaseException,
    tp_init: initBaseException,
    tp_repr: baseExceptionRepr,
    tp_str: baseExceptionStr,
  },
  entries: [
    method('__reduce__($self, /)', '', (self) => reduceException(self, self.args)),
    method('__setstate__($self, state: object, /)', '', (self, state) => {
      if (state === None) return None;
      if (!isDict(state)) throw typeError('state is not a dictionary');
      for (const [key, value] of Array.from(state.storage.entries())) {
        const name = strValue(key);
        if (name === undefined)
          throw typeError(`attribute name must be string, not '${typeOf(key).tp_name}'`);
        setAttr(self, attributeNameOf(name), value);
      }
      return None;
    }),
    method(
      'with_traceback($self, tb: object, /)',
      'Set self.__traceback__ to tb and return self.',
      (self, tb) => {
        setTraceback(self, tb);
        return self;
      },
    ),
    method('add_note($self, note: str, /) -> None', 'Add a note to the exception', (self, note) => {
      let list = getAttrOrAbsent(self, notes);
      if (list === undefined) {
        list = new PyList([]);
        setAttr(self, notes, list);
      }
      if (!(list instanceof PyList)) throw typeError('Cannot add note: __notes__ is not a list');
      list.items.push(note);
    }),
    member<PyBaseException>('__suppress_context__', undefined, 'suppressContext', {
      writable: true,
      kind: 'bool',
    }),
    dictEntry,
    getset<PyBaseException>(
      'args',
      undefined,
      (self) => self.args,
      (self, value) => {
        if (value === undefined) throw typeError('args may not be deleted');
        self.args =
          value instanceof PyTuple && typeOf(value) === PyTuple.type
            ? value
            : new PyTuple(iterToArray(value));
      },
    ),
    getset<PyBaseException>('__traceback__', undefined, (self) => self.traceback ?? None, setTraceback),
    getset<PyBaseException>(
      '__context__',
      undefined,
      (self) => self.context ?? None,
      (self, value) => {
        self.context = exceptionOrNone(value, 'context');
      },
    ),
    getset<PyBaseException>(
      '__cause__',
      undefined,
      (self) => self.cause ?? None,
      (self, value) => {
        self.cause = exceptionOrNone(value, 'cause');
        self.suppressContext = true;
      },
    ),
  ],
});

// ── Types with keyword arguments ─────────────────────────────────────────────────────────────────────────────────

/**
 * Sets fields of an exception from the keyword arguments of its constructor; those not given become unset.
 * `fields` pairs keyword and field.
 */
function initWithKeywords<Self extends PyBaseException>(
  typeText: string,
  fields: readonly (readonly [keyword: string, field: keyof Self & string])[],
) {
  const keywords = fields.map(([keyword]) => keyword);
  return (self: Self, args: readonly PyObject[], kwnames: KwNames | undefined): number => {
    const count = args.length - (kwnames?.length ?? 0);
    setArgs(self, kwnames === undefined ? args : args.slice(0, count));
    const target = self as unknown as Record<string, PyObject | undefined>;
    for (const [, field] of fields) target[field] = undefined;
    if (kwnames === undefined) return count;
    if (kwnames.length > keywords.length) {
      const most = `${keywords.length} keyword argument${keywords.length === 1 ? '' : 's'}`;
      throw typeError(`${typeText}() takes at most ${most} (${kwnames.length} given)`);
    }
    for (let i = 0; i < kwnames.length; i++) {
      const field = fields.find(([keyword]) => keyword === kwnames[i]);
      if (field === undefined) {
        const hint = didYouMean(keywords, kwnames[i]!);
        throw typeError(`${typeText}() got an unexpected keyword argument '${kwnames[i]}'${hint}`);
      }
      target[field[1]] = args[count + i];
    }
    return count;
  };
}

const initImportError = initWithKeywords<PyImportError>('ImportError', [
  ['name', 'name'],
  ['path', 'path'],
  ['name_from', 'nameFrom'],
]);
const initNameError = initWithKeywords<PyNameError>('NameError', [['name', 'name']]);
const initAttributeError = initWithKeywords<PyAttributeError>('AttributeError', [
  ['name', 'name'],
  ['obj', 'obj'],
]);

/** The instance attributes together with fields that are set, for pickling; `undefined` when there is nothing. */
function stateWith(
  self: PyBaseException,
  fields: readonly (readonly [string, PyObject | undefined])[],
): PyDict | undefined {
  if (fields.every(([, value]) => value === undefined)) {
    return hasInstanceAttributes(self) ? instanceDict(self) : undefined;
  }
  const state = copyInstanceDict(self);
  for (const [name, value] of fields) if (value !== undefined) dictSetItem(state, name, value);
  return state;
}

const importErrorMethod = methodsOf<PyImportError>();

export const importError = defineType({
  type: PyImportError.type,
  doc: 'A module cannot be found, or it has not the name that is asked of it.',
  slots: {
    tp_init: (self, args, kwnames) => {
      const error = self as PyImportError;
      const count = initImportError(error, args, kwnames);
      error.msg = count === 1 ? args[0] : undefined;
    },
    tp_str: (self) => {
      const { msg } = self as PyImportError;
      return msg !== undefined && isStr(msg) ? msg : baseExceptionStr(self);
    },
  },
  entries: [
    importErrorMethod('__reduce__($self, /)', '', (self) => {
      const state = stateWith(self, [
        ['name', self.name],
        ['path', self.path],
        ['name_from', self.nameFrom],
      ]);
      return new PyTuple(state === undefined ? [typeOf(self), self.args] : [typeOf(self), self.args, state]);
    }),
    member<PyImportError>('msg', 'exception message', 'msg', { writable: true }),
    member<PyImportError>('name', 'module name', 'name', { writable: true }),
    member<PyImportError>('path', 'module path', 'path', { writable: true }),
    member<PyImportError>('name_from', 'name imported from module', 'nameFrom', { writable: true }),
  ],
});

export const nameError = defineType({
  type: PyNameError.type,
  doc: 'A name is bound nowhere.',
  slots: {
    tp_init: (self, args, kwnames) => {
      initNameError(self as PyNameError, args, kwnames);
    },
  },
  entries: [member<PyNameError>('name', 'name', 'name', { writable: true })],
});

const attributeErrorMethod = methodsOf<PyAttributeError>();

/** The object is left out: most objects whose attributes are missing cannot be pickled. */
function attributeErrorState(self: PyAttributeError): PyDict {
  return stateWith(self, [
    ['name', self.name],
    ['args', self.args],
  ])!;
}

export const attributeError = defineType({
  type: PyAttributeError.type,
  doc: 'An object has no such attribute.',
  slots: {
    tp_init: (self, args, kwnames) => {
      initAttributeError(self as PyAttributeError, args, kwnames);
    },
  },
  entries: [
    attributeErrorMethod('__getstate__($self, /)', '', attributeErrorState),
    attributeErrorMethod(
      '__reduce__($self, /)',
      '',
      (self) => new PyTuple([typeOf(self), self.args, attributeErrorState(self)]),
    ),
    member<PyAttributeError>('name', 'attribute name', 'name', { writable: true }),
    member<PyAttributeError>('obj', 'object', 'obj', { writable: true }),
  ],
});

// ── Types that keep their argument ───────────────────────────────────────────────────────────────────────────────

export const stopIteration = defineType({
  type: PyStopIteration.type,
  doc: 'An iterator has no further items; raised by its __next__().',
  slots: {
    tp_init: (self, args, kwnames) => {
      initBaseException(self, args, kwnames);
      (self as PyStopIteration).value = args.length > 0 ? args[0] : None;
    },
  },
  entries: [member<PyStopIteration>('value', 'generator return value', 'value', { writable: true })],
});

export const systemExit = defineType({
  type: PySystemExit.type,
  doc: 'The program asks to end.',
  slots: {
    tp_init: (self, args, kwnames) => {
      initBaseException(self, args, kwnames);
      if (args.length === 1) (self as PySystemExit).code = args[0];
      else if (args.length > 1) (self as PySystemExit).code = (self as PySystemExit).args;
    },
  },
  entries: [member<PySystemExit>('code', 'exception code', 'code', { writable: true })],
});

export const keyErrorType = defineType({
  type: exceptionTypes.get('KeyError')!,
  doc: 'A mapping has no such key.',
  slots: {
    // The repr of the key: that of '' would otherwise show nothing.
    tp_str: (self) => {
      const { items } = (self as PyBaseException).args;
      return items.length === 1 ? repr(items[0]!) : baseExceptionStr(self);
    },
  },
});

// ── Types that differ by name only ───────────────────────────────────────────────────────────────────────────────

/** Types with a `__new__` of their own, as CPython's `SimpleExtendsException` gives them. */
const SIMPLE: Readonly<Record<string, string>> = {
  ArithmeticError: 'The class of arithmetic errors.',
  AssertionError: 'What a program asserts does not hold.',
  BufferError: 'A buffer cannot do what is asked of it.',
  BytesWarning: 'Bytes and text are confused, or bytes are turned into text by accident.',
  DeprecationWarning: 'Something is to go away; shown to developers.',
  EOFError: 'The input has ended.',
  EncodingWarning: 'An encoding is left to the locale.',
  Exception: 'The class of all exceptions that do not end the program by themselves.',
  FloatingPointError: 'A floating-point operation failed.',
  FutureWarning: 'Something will change its meaning; shown to users.',
  GeneratorExit: 'A generator is asked to end.',
  ImportWarning: 'Something in an import is likely to be a mistake.',
  IndexError: 'A sequence has no such index.',
  KeyboardInterrupt: 'The user interrupted the program.',
  LookupError: 'The class of errors in looking something up.',
  MemoryError: 'There is not enough memory.',
  NotImplementedError: 'A method or function is still to be written.',
  OverflowError: 'A result is too large to be represented.',
  PendingDeprecationWarning: 'Something will be deprecated one day.',
  PythonFinalizationError: 'The interpreter is shutting down and does no such thing any more.',
  RecursionError: 'Calls are nested too deeply.',
  ReferenceError: 'A weak proxy is used when what it stood for is gone.',
  ResourceWarning: 'A resource is used wastefully or not given back.',
  RuntimeError: 'An error of no other kind.',
  RuntimeWarning: 'The program behaves dubiously.',
  StopAsyncIteration: 'An asynchronous iterator has no further items; raised by its __anext__().',
  SyntaxWarning: 'The syntax of something is dubious.',
  SystemError:
    'An error inside the interpreter.\n\nPlease report it with its traceback, the version of Python\nand what kind of machine it happened on.',
  TypeError: 'A value has an unsuitable type.',
  UnicodeError: 'The class of errors in converting text.',
  UnicodeWarning: 'Something about text is dubious.',
  UserWarning: 'A warning by the program itself.',
  ValueError: 'A value of the right type is unsuitable.',
  Warning: 'The class of warnings.',
  ZeroDivisionError: 'A division by zero.',
};

/** Types that take everything from a base with fields, as CPython's `MiddlingExtendsException` gives them. */
const DERIVED: Readonly<Record<string, string>> = {
  BlockingIOError: 'Input or output would have to wait.',
  BrokenPipeError: 'Nobody reads from the other end of a pipe.',
  ChildProcessError: 'An operation on a child process failed.',
  ConnectionAbortedError: 'The connection was aborted.',
  ConnectionError: 'The class of errors of connections.',
  ConnectionRefusedError: 'The connection was refused.',
  ConnectionResetError: 'The connection was reset.',
  FileExistsError: 'The file exists already.',
  FileNotFoundError: 'There is no such file.',
  IndentationError: 'The indentation is wrong.',
  InterruptedError: 'A signal interrupted the operation.',
  IsADirectoryError: 'The operation does not work on directories.',
  ModuleNotFoundError: 'There is no such module.',
  NotADirectoryError: 'The operation works on directories only.',
  PermissionError: 'The permissions do not suffice.',
  ProcessLookupError: 'There is no such process.',
  TabError: 'Tabs and spaces are mixed inconsistently.',
  TimeoutError: 'The time is up.',
  UnboundLocalError: 'A local variable has no value yet.',
  _IncompleteInputError: 'the input is not complete',
};

export const simpleExceptions: readonly TypeDefinition[] = [
  ...Object.entries(SIMPLE).map(([name, doc]) => ({
    type: exceptionTypes.get(name)!,
    doc,
    slots: { tp_new: newBaseException },
  })),
  ...Object.entries(DERIVED).map(([name, doc]) => ({ type: exceptionTypes.get(name)!, doc })),
];
