/**
 * builtins: the functions and names that every module sees. CPython: Python/bltinmodule.c.
 * Functions about iteration and numbers stand in builtins-iteration.ts, those that compile and run code in
 * builtins-code.ts, those that read and write in builtins-io.ts.
 */
import { buildClass } from '../builtins/type-new.ts';
import { attrName } from '../objects/attribute-name.ts';
import { PyByteArray } from '../objects/bytearray.ts';
import { PyBytes } from '../objects/bytes.ts';
import { PyComplex } from '../objects/complex.ts';
import { PyDict } from '../objects/dict.ts';
import { exceptionTypes } from '../objects/exception.ts';
import { PyFloat } from '../objects/float.ts';
import { boolType, intType } from '../objects/int.ts';
import { PyEnumerate, PyFilter, PyMap, PyReversed, PyZip } from '../objects/iterator.ts';
import { PyList } from '../objects/list.ts';
import { PyMemoryView } from '../objects/memoryview.ts';
import { PyClassMethod, PyProperty, PyStaticMethod } from '../objects/method.ts';
import { objectType, type PyObject, typeType } from '../objects/object.ts';
import { PyRange } from '../objects/range.ts';
import { PyFrozenSet, PySet } from '../objects/set.ts';
import { Ellipsis, None, NotImplemented } from '../objects/singletons.ts';
import { PySlice } from '../objects/slice.ts';
import { strType } from '../objects/str.ts';
import { PySuper } from '../objects/super.ts';
import { PyTuple } from '../objects/tuple.ts';
import { getAttr, getAttrOrAbsent, setAttr } from '../runtime/attributes.ts';
import { audit } from '../runtime/audit.ts';
import { call, callMethod, callSpecial } from '../runtime/call.ts';
import { attributeNameOf, strValue } from '../runtime/convert.ts';
import { constant, defineModule, fn, rawFn } from '../runtime/define.ts';
import { dictGetStr, isExactDict } from '../runtime/dict.ts';
import { runtimeError, systemError, typeError } from '../runtime/errors.ts';
import { frameLocals } from '../runtime/frames.ts';
import { idOf } from '../runtime/identity.ts';
import { isInstance, isSubclass } from '../runtime/instance-check.ts';
import { iterToArray } from '../runtime/iter.ts';
import { lengthAsInt } from '../runtime/sequence.ts';
import { sortInPlace } from '../runtime/sort.ts';
import { current } from '../runtime/state.ts';
import { typeName } from '../runtime/type-of.ts';
import { asyncFunctions } from './builtins-async.ts';
import { codeFunctions } from './builtins-code.ts';
import { ioFunctions } from './builtins-io.ts';
import { iterationFunctions } from './builtins-iteration.ts';

/** An attribute name argument of `getattr` and its like. */
function nameArgument(name: PyObject): ReturnType<typeof attributeNameOf> {
  const text = strValue(name);
  if (text === undefined) throw typeError(`attribute name must be string, not '${typeName(name)}'`);
  return attributeNameOf(text);
}

const dunderDict = attrName('__dict__');
const dunderDir = attrName('__dir__');
const keysName = attrName('keys');

/** `dir()` and `dir(value)`. */
function dir(value: PyObject | undefined): PyObject {
  let names: PyObject[];
  if (value === undefined) {
    const frame = current.thread.frame;
    if (frame === undefined) throw systemError('frame does not exist');
    // Of a mapping that is no dict its `keys()` says what there is.
    const locals = frameLocals(frame);
    names = iterToArray(isExactDict(locals) ? locals : callMethod(locals, keysName));
  } else {
    const result = callSpecial(value, dunderDir);
    if (result === undefined) throw typeError('object does not provide __dir__');
    names = iterToArray(result);
  }
  const list = new PyList(names);
  sortInPlace(list, undefined, false);
  return list;
}

/** `vars()` and `vars(value)`. */
function vars(value: PyObject | undefined): PyObject {
  if (value === undefined) return locals();
  const dict = getAttrOrAbsent(value, dunderDict);
  if (dict === undefined) throw typeError('vars() argument must have __dict__ attribute');
  return dict;
}

function locals(): PyObject {
  const { frame } = current.thread;
  if (frame === undefined) throw systemError('frame does not exist');
  return frameLocals(frame);
}

/** The types that are names of the module. */
const TYPES = {
  bool: boolType,
  bytearray: PyByteArray.type,
  bytes: PyBytes.type,
  classmethod: PyClassMethod.type,
  complex: PyComplex.type,
  dict: PyDict.type,
  enumerate: PyEnumerate.type,
  filter: PyFilter.type,
  float: PyFloat.type,
  frozenset: PyFrozenSet.type,
  int: intType,
  list: PyList.type,
  map: PyMap.type,
  memoryview: PyMemoryView.type,
  object: objectType,
  property: PyProperty.type,
  range: PyRange.type,
  reversed: PyReversed.type,
  set: PySet.type,
  slice: PySlice.type,
  staticmethod: PyStaticMethod.type,
  str: strType,
  super: PySuper.type,
  tuple: PyTuple.type,
  type: typeType,
  zip: PyZip.type,
} as const;

const ALIASES: readonly (readonly [string, string])[] = [
  ['EnvironmentError', 'OSError'],
  ['IOError', 'OSError'],
];

export const builtinsModule = defineModule(
  'builtins',
  "Built-in functions, types, exceptions, and other objects.\n\nThis module provides direct access to all 'built-in'\nidentifiers of Python; for example, builtins.len is\nthe full name for the built-in function len().",
  [
    constant('None', None),
    constant('Ellipsis', Ellipsis),
    constant('NotImplemented', NotImplemented),
    constant('False', false),
    constant('True', true),
    ...Object.entries(TYPES).map(([name, type]) => constant(name, type)),
    ...Array.from(exceptionTypes).map(([name, type]) => constant(name, type)),
    ...ALIASES.map(([alias, name]) => constant(alias, exceptionTypes.get(name)!)),
    constant('__debug__', true),
    rawFn(
      '__build_class__',
      undefined,
      '__build_class__(func, name, /, *bases, [metaclass], **kwds) -> class\n\nInternal helper function used by the class statement.',
      (_, args, kwnames) => buildClass(args, kwnames),
    ),
    fn(
      'delattr($module, obj: object, name: object, /) -> None',
      'Delete the named attribute of an object.',
      (_, obj, name) => setAttr(obj, nameArgument(name), undefined),
    ),
    rawFn(
      'breakpoint',
      '($module, /, *args, **kws)',
      'Call sys.breakpointhook() with the same arguments: by default, the debugger starts here.',
      (_, args, kwnames) => {
        const hook = dictGetStr(current.thread.interp.sysdict, 'breakpointhook');
        if (hook === undefined) throw runtimeError('lost sys.breakpointhook');
        audit('builtins.breakpoint', hook);
        return call(hook, args, kwnames);
      },
    ),
    rawFn(
      'dir',
      undefined,
      'Return the names in the local scope, or those that an object has.',
      (_, args) => {
        if (args.length > 1) throw typeError(`dir expected at most 1 argument, got ${args.length}`);
        return dir(args[0]);
      },
    ),
    rawFn('getattr', undefined, 'Return the named attribute of an object, or the default.', (_, args) => {
      if (args.length < 2) throw typeError(`getattr expected at least 2 arguments, got ${args.length}`);
      if (args.length > 3) throw typeError(`getattr expected at most 3 arguments, got ${args.length}`);
      const name = nameArgument(args[1]!);
      return args.length === 2 ? getAttr(args[0]!, name) : (getAttrOrAbsent(args[0]!, name) ?? args[2]!);
    }),
    fn('globals($module, /)', 'Return the namespace of the module whose code runs.', () => {
      const { frame } = current.thread;
      if (frame === undefined) throw systemError('frame does not exist');
      return frame.globals;
    }),
    fn(
      'hasattr($module, obj: object, name: object, /) -> bool',
      'Return whether an object has the named attribute.',
      (_, obj, name) => getAttrOrAbsent(obj, nameArgument(name)) !== undefined,
    ),
    fn('id($module, obj: object, /) -> int', 'Return the identity of an object.', (_, obj) => idOf(obj)),
    fn(
      'isinstance($module, obj: object, class_or_tuple: object, /) -> bool',
      'Return whether an object is an instance of a class or of a subclass thereof.',
      (_, obj, cls) => isInstance(obj, cls),
    ),
    fn(
      'issubclass($module, cls: object, class_or_tuple: object, /) -> bool',
      'Return whether a class is derived from another class or is the same class.',
      (_, cls, info) => isSubclass(cls, info),
    ),
    fn('len($module, obj: object, /) -> int', 'Return the number of items in a container.', (_, obj) =>
      lengthAsInt(obj),
    ),
    fn('locals($module, /)', 'Return the namespace of the local scope.', locals),
    fn(
      'setattr($module, obj: object, name: object, value: object, /) -> None',
      'Set the named attribute of an object.',
      (_, obj, name, value) => setAttr(obj, nameArgument(name), value),
    ),
    rawFn('vars', undefined, 'Return the local namespace, or the __dict__ of an object.', (_, args) => {
      if (args.length > 1) throw typeError(`vars expected at most 1 argument, got ${args.length}`);
      return vars(args[0]);
    }),
    ...asyncFunctions,
    ...codeFunctions,
    ...ioFunctions,
    ...iterationFunctions,
  ],
);
