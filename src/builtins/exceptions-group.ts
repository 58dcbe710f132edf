/**
 * BaseExceptionGroup and ExceptionGroup: several exceptions at once. CPython: `BaseExceptionGroup_*` in
 * Objects/exceptions.c. Taking groups apart: ../runtime/exception-groups.ts.
 */
import {
  ExceptionGroupType,
  exceptionTypes,
  PyBaseException,
  PyBaseExceptionGroup,
} from '../objects/exception.ts';
import { PyList } from '../objects/list.ts';
import { type KwNames, type PyObject, PyType } from '../objects/object.ts';
import { None } from '../objects/singletons.ts';
import { PyTuple } from '../objects/tuple.ts';
import { checkNoKeywords } from '../runtime/arguments.ts';
import { call1 } from '../runtime/call.ts';
import { isTrue, strValue } from '../runtime/convert.ts';
import { badArgument } from '../runtime/converters.ts';
import { classAttribute, defineType, getset, member, methodsOf } from '../runtime/define.ts';
import { typeError, valueError } from '../runtime/errors.ts';
import { newExceptionGroup, splitException } from '../runtime/exception-groups.ts';
import { classGetItem } from '../runtime/generic-alias.ts';
import { isInstance, isSubclass } from '../runtime/instance-check.ts';
import { iterToArray } from '../runtime/iter.ts';
import { repr, str } from '../runtime/repr.ts';
import { isSequence } from '../runtime/sequence-check.ts';
import { strJoin } from '../runtime/text.ts';
import { isSubtype, typeName, typeOf } from '../runtime/type-of.ts';
import { initBaseException, newBaseException } from './exceptions.ts';

const ExceptionType = exceptionTypes.get('Exception')!;

/** The type to make: `BaseExceptionGroup` of ordinary exceptions only is an `ExceptionGroup`. */
function chooseType(type: PyType, holdsBaseExceptions: boolean): PyType {
  if (type === PyBaseExceptionGroup.type) return holdsBaseExceptions ? type : ExceptionGroupType;
  if (!holdsBaseExceptions) return type;
  if (type === ExceptionGroupType) throw typeError('Cannot nest BaseExceptions in an ExceptionGroup');
  if (isSubclass(type, ExceptionType)) throw typeError(`Cannot nest BaseExceptions in '${type.tp_name}'`);
  return type;
}

function groupNew(type: PyType, args: readonly PyObject[], kwnames: KwNames | undefined): PyObject {
  const count = args.length - (kwnames?.length ?? 0);
  if (count !== 2) {
    throw typeError(`BaseExceptionGroup.__new__() takes exactly 2 arguments (${count} given)`);
  }
  const [message, exceptions] = args as [PyObject, PyObject];
  if (strValue(message) === undefined) {
    badArgument({ functionName: 'BaseExceptionGroup.__new__', argument: 'argument 1' }, 'str', message);
  }
  if (!isSequence(exceptions)) throw typeError('second argument (exceptions) must be a sequence');
  const text = exceptions instanceof PyList || exceptions instanceof PyTuple ? undefined : repr(exceptions);
  const items = iterToArray(exceptions);
  if (items.length === 0) throw valueError('second argument (exceptions) must be a non-empty sequence');
  let holdsBaseExceptions = false;
  items.forEach((item, i) => {
    if (!(item instanceof PyBaseException)) {
      throw valueError(`Item ${i} of second argument (exceptions) is not an exception`);
    }
    if (!isInstance(item, ExceptionType)) holdsBaseExceptions = true;
  });
  const self = newBaseException(chooseType(type, holdsBaseExceptions), args, kwnames) as PyBaseExceptionGroup;
  self.message = message;
  self.exceptions = new PyTuple(items);
  self.exceptionsText = text;
  return self;
}

/** Shows the exceptions in the kind of sequence that was given. */
function groupRepr(object: PyObject): PyObject {
  const self = object as PyBaseExceptionGroup;
  const name = typeName(self);
  const given = self.args.items;
  const exceptions = self.exceptions!;
  const shown =
    self.exceptionsText !== undefined
      ? str(self.exceptionsText)
      : repr(
          given.length === 2 && given[1] instanceof PyList
            ? new PyList(exceptions.items.slice())
            : exceptions,
        );
  return strJoin('', [`${name.slice(name.lastIndexOf('.') + 1)}(`, repr(self.message!), ', ', shown, ')']);
}

function isExceptionClass(value: PyObject): value is PyType {
  return value instanceof PyType && isSubtype(value, PyBaseException.type);
}

/** The test that the argument of `split` and `subgroup` stands for. */
function matcherOf(value: PyObject): (exception: PyBaseException) => boolean {
  if (!(value instanceof PyType) && typeOf(value).tp_call !== undefined) {
    return (exception) => isTrue(call1(value, exception));
  }
  const classes = value instanceof PyTuple && typeOf(value) === PyTuple.type ? value.items : [value];
  if (!classes.every(isExceptionClass)) {
    throw typeError(
      'expected an exception type, a tuple of exception types, or a callable (other than a class)',
    );
  }
  return (exception) => classes.some((cls) => isSubtype(typeOf(exception), cls as PyType));
}

const method = methodsOf<PyBaseExceptionGroup>();

export const baseExceptionGroup = defineType({
  type: PyBaseExceptionGroup.type,
  doc: 'Several exceptions that have nothing to do with each other, raised together.',
  slots: {
    tp_new: groupNew,
    tp_init: (self, args, kwnames) => {
      checkNoKeywords(typeOf(self).tp_name, kwnames);
      initBaseException(self, args, undefined);
    },
    tp_repr: groupRepr,
    tp_str: (object) => {
      const { message, exceptions } = object as PyBaseExceptionGroup;
      const count = exceptions!.items.length;
      return strJoin('', [str(message!), ` (${count} sub-exception${count > 1 ? 's' : ''})`]);
    },
  },
  entries: [
    classGetItem,
    method('derive($self, excs: object, /)', '', (self, excs) => newExceptionGroup(self.message!, excs)),
    method('split($self, matcher_value: object, /)', '', (self, matcher) => {
      const { match, rest } = splitException(self, matcherOf(matcher), true);
      return new PyTuple([match ?? None, rest ?? None]);
    }),
    method(
      'subgroup($self, matcher_value: object, /)',
      '',
      (self, matcher) => splitException(self, matcherOf(matcher), false).match ?? None,
    ),
    member<PyBaseExceptionGroup>('message', 'exception message', 'message'),
    member<PyBaseExceptionGroup>('exceptions', 'nested exceptions', 'exceptions'),
  ],
});

/** Made as a class statement would make it: it has a module, no docstring, and can be changed. */
export const exceptionGroup = defineType({
  type: ExceptionGroupType,
  entries: [
    classAttribute('__module__', 'builtins'),
    classAttribute('__doc__', None),
    getset('__weakref__', 'list of weak references to the object', () => None),
  ],
});
