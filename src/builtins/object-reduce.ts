/**
 * What `object` knows of its instances as a whole: how to pickle and copy them, their size, their attributes' names.
 * CPython: `object___reduce_ex__`, `object_getstate_default`, `reduce_newobj`, `object___dir__` in Objects/typeobject.c.
 *
 * The parts of the protocol that are written in Python stand in the library's copyreg module.
 */
import { type AttrName, attrName } from '../objects/attribute-name.ts';
import { PyBytes } from '../objects/bytes.ts';
import { PyCFunction, PyMethodDescr } from '../objects/descriptor.ts';
import { PyDict } from '../objects/dict.ts';
import { PyFunction } from '../objects/function.ts';
import { PyList } from '../objects/list.ts';
import {
  objectType,
  type PyObject,
  PyType,
  TPFLAGS_DISALLOW_INSTANTIATION,
  typeType,
} from '../objects/object.ts';
import { None, PyNone } from '../objects/singletons.ts';
import { strFromUtf16 } from '../objects/str.ts';
import { PyTuple } from '../objects/tuple.ts';
import {
  genericGetAttr,
  genericGetAttrOrAbsent,
  getAttr,
  getAttrOrAbsent,
  lookupOnType,
  lookupSpecial,
  ownAttribute,
  typeLookup,
} from '../runtime/attributes.ts';
import { call0, call1, callMethod } from '../runtime/call.ts';
import { attributeNameOf, strValue } from '../runtime/convert.ts';
import { type Entry, methodsOf } from '../runtime/define.ts';
import { dictLength, dictSetItem } from '../runtime/dict.ts';
import { runtimeError, typeError, valueError } from '../runtime/errors.ts';
import { importedModule } from '../runtime/import-module.ts';
import { getIter, iterToArray } from '../runtime/iter.ts';
import { isInstanceOf, typeName, typeOf } from '../runtime/type-of.ts';
import { basicSize, itemSize } from '../runtime/type-sizes.ts';
import { attributesDict, otherKeys } from './type-dict.ts';

const dunderDict = attrName('__dict__');
const dunderClass = attrName('__class__');
const dunderBases = attrName('__bases__');
const dunderGetstate = attrName('__getstate__');
const dunderReduce = attrName('__reduce__');
const dunderGetnewargs = attrName('__getnewargs__');
const dunderGetnewargsEx = attrName('__getnewargs_ex__');
const dunderNewobj = attrName('__newobj__');
const dunderNewobjEx = attrName('__newobj_ex__');
const reduceExName = attrName('_reduce_ex');
const slotnamesName = attrName('_slotnames');
const itemsName = attrName('items');

/** The names of a class's `__slots__` and of those of its bases. CPython: `_PyType_GetSlotNames`. */
function slotNamesOf(type: PyType): PyList | undefined {
  const cached = type.tp_dict.get('__slotnames__');
  if (cached !== undefined) {
    if (cached === None) return undefined;
    if (cached instanceof PyList) return cached;
    throw typeError(`${type.tp_name}.__slotnames__ should be a list or None, not ${typeName(cached)}`);
  }
  const names = callMethod(importedModule('copyreg'), slotnamesName, type);
  if (names === None) return undefined;
  if (names instanceof PyList) return names;
  throw typeError("copyreg._slotnames didn't return a list or None");
}

/** The instance's `__dict__`, if there is anything in it. */
function filledDict(self: PyObject): PyObject {
  if (!typeOf(self).hasDict) return None;
  const dict = genericGetAttrOrAbsent(self, dunderDict);
  return dict instanceof PyDict && dictLength(dict) > 0 ? dict : None;
}

/** Does the layout hold more than attributes? Then the default state would not be all of the object. */
function hasHiddenState(type: PyType): boolean {
  return type.solidBase !== objectType && type.solidBase !== PyNone.type;
}

/**
 * `object.__getstate__`: the `__dict__`, or a pair of it and a dict of slots. `required` means that nothing else
 * of the object will be pickled.
 */
function defaultState(self: PyObject, required: boolean): PyObject {
  const type = typeOf(self);
  const dict = filledDict(self);
  const names = slotNamesOf(type);
  if (required && itemSize(type) > 0) throw typeError(`cannot pickle ${type.tp_name} objects`);
  if (required && hasHiddenState(type)) throw typeError(`cannot pickle '${type.tp_name}' object`);
  if (names === undefined || names.items.length === 0) return dict;
  const slots = new PyDict();
  const count = names.items.length;
  for (let i = 0; i < count; i++) {
    const name = names.items[i]!;
    const text = strValue(name);
    const value = text === undefined ? undefined : getAttrOrAbsent(self, attributeNameOf(text));
    if (value !== undefined) dictSetItem(slots, name, value);
    if (names.items.length !== count) throw runtimeError('__slotsname__ changed size during iteration');
  }
  return dictLength(slots) > 0 ? new PyTuple([dict, slots]) : dict;
}

/** Does an object have a method of `object` as it is, so that nobody needs to bind it? */
function hasMethodOfObject(self: PyObject, name: AttrName): boolean {
  return (
    typeof self === 'object' &&
    self.ob_type.tp_getattro === genericGetAttr &&
    lookupOnType(self, name) === typeLookup(objectType, name) &&
    ownAttribute(self, name) === undefined
  );
}

/** `self.__getstate__()`. */
function stateOf(self: PyObject, required: boolean): PyObject {
  if (hasMethodOfObject(self, dunderGetstate)) return defaultState(self, required);
  const method = getAttr(self, dunderGetstate);
  const isDefault = method instanceof PyCFunction && method.self === self && method.def === defaultGetstate();
  return isDefault ? defaultState(self, required) : call0(method);
}

/** The definition of `object.__getstate__` itself. */
function defaultGetstate(): unknown {
  const descr = objectType.tp_dict.get('__getstate__') as unknown as { readonly def: unknown };
  return descr.def;
}

interface NewArguments {
  readonly args: PyTuple | undefined;
  readonly kwargs: PyDict | undefined;
}

/** What `__new__` is to be called with. CPython: `_PyObject_GetNewArguments`. */
function newArguments(self: PyObject): NewArguments {
  const extended = lookupSpecial(self, dunderGetnewargsEx);
  if (extended !== undefined) {
    const pair = call0(extended);
    if (!(pair instanceof PyTuple)) {
      throw typeError(`__getnewargs_ex__ should return a tuple, not '${typeName(pair)}'`);
    }
    if (pair.items.length !== 2) {
      throw valueError(`__getnewargs_ex__ should return a tuple of length 2, not ${pair.items.length}`);
    }
    const [args, kwargs] = pair.items as [PyObject, PyObject];
    if (!(args instanceof PyTuple)) {
      throw typeError(
        `first item of the tuple returned by __getnewargs_ex__ must be a tuple, not '${typeName(args)}'`,
      );
    }
    if (!(kwargs instanceof PyDict)) {
      throw typeError(
        `second item of the tuple returned by __getnewargs_ex__ must be a dict, not '${typeName(kwargs)}'`,
      );
    }
    return { args, kwargs };
  }
  const simple = lookupSpecial(self, dunderGetnewargs);
  if (simple === undefined) return { args: undefined, kwargs: undefined };
  const args = call0(simple);
  if (!(args instanceof PyTuple))
    throw typeError(`__getnewargs__ should return a tuple, not '${typeName(args)}'`);
  return { args, kwargs: undefined };
}

/** Protocol 2 and up: the class makes the object anew, then the state is set and the items are added. */
function reduceByNew(self: PyObject): PyObject {
  const type = typeOf(self);
  if (type.tp_new === undefined || type.tp_flags & TPFLAGS_DISALLOW_INSTANTIATION) {
    throw typeError(`cannot pickle '${type.tp_name}' object`);
  }
  const { args, kwargs } = newArguments(self);
  const copyreg = importedModule('copyreg');
  let callable: PyObject;
  let newArgs: PyTuple;
  if (args !== undefined && kwargs !== undefined && dictLength(kwargs) > 0) {
    callable = getAttr(copyreg, dunderNewobjEx);
    newArgs = new PyTuple([type, args, kwargs]);
  } else {
    callable = getAttr(copyreg, dunderNewobj);
    newArgs = new PyTuple([type, ...(args?.items ?? [])]);
  }
  const isList = self instanceof PyList;
  const isDict = self instanceof PyDict;
  const state = stateOf(self, args === undefined && !isList && !isDict);
  const listItems = isList ? getIter(self) : None;
  const dictItems = isDict ? getIter(callMethod(self, itemsName)) : None;
  return new PyTuple([callable, newArgs, state, listItems, dictItems]);
}

function commonReduce(self: PyObject, protocol: number): PyObject {
  if (protocol >= 2) return reduceByNew(self);
  return callMethod(importedModule('copyreg'), reduceExName, self, protocol);
}

/** The method that a class has for `__reduce__`, if that is all there is to it. Under their own names fields are found sooner. */
function ownReduce(self: PyObject): PyObject | undefined {
  if (typeof self !== 'object' || self.ob_type.tp_getattro !== genericGetAttr) return undefined;
  const { $__reduce__, __reduce__$ } = self as unknown as Record<string, PyObject | undefined>;
  const isMethod = $__reduce__ instanceof PyFunction || $__reduce__ instanceof PyMethodDescr;
  return isMethod && __reduce__$ === undefined ? $__reduce__ : undefined;
}

/** `object.__reduce_ex__`: a `__reduce__` that a class defines is preferred. */
function reduceEx(self: PyObject, protocol: number): PyObject {
  const method = ownReduce(self);
  // Of the class it is the same then, unless the metaclass has another one.
  if (method !== undefined && typeOf(self).ob_type === typeType) {
    return method === typeLookup(objectType, dunderReduce)
      ? commonReduce(self, protocol)
      : call1(method, self);
  }
  const reduce = getAttrOrAbsent(self, dunderReduce);
  if (reduce !== undefined && getAttr(typeOf(self), dunderReduce) !== typeLookup(objectType, dunderReduce)) {
    return call0(reduce);
  }
  return commonReduce(self, protocol);
}

/** Adds the names in a class's dict and in those of its bases. CPython: `merge_class_dict`. */
function addClassNames(names: Set<PyObject>, cls: PyObject): void {
  if (cls instanceof PyType) {
    for (const base of cls.tp_mro) {
      if (otherKeys(base).length > 0) for (const key of attributesDict(base).storage.keys()) names.add(key);
      else for (const name of base.tp_dict.keys()) names.add(strFromUtf16(name));
    }
    return;
  }
  const dict = getAttrOrAbsent(cls, dunderDict);
  if (dict !== undefined) for (const name of iterToArray(dict)) names.add(name);
  const bases = getAttrOrAbsent(cls, dunderBases);
  if (bases !== undefined) for (const base of iterToArray(bases)) addClassNames(names, base);
}

/** `object.__dir__`. */
function dirOfInstance(self: PyObject): PyObject {
  const names = new Set<PyObject>();
  const dict = getAttrOrAbsent(self, dunderDict);
  if (dict !== undefined && isInstanceOf(dict, PyDict.type))
    for (const name of iterToArray(dict)) names.add(name);
  const cls = getAttrOrAbsent(self, dunderClass);
  if (cls !== undefined) addClassNames(names, cls);
  return new PyList(Array.from(names));
}

function sizeOf(self: PyObject): number {
  const type = typeOf(self);
  const items = self instanceof PyTuple ? self.items.length : self instanceof PyBytes ? self.value.length : 0;
  return basicSize(type) + items * itemSize(type);
}

const method = methodsOf<PyObject>();

/** The methods of `object` that this file provides. */
export const reduceMethods: readonly Entry[] = [
  method('__reduce_ex__($self, protocol: int, /)', 'Helper for pickle.', reduceEx),
  method('__reduce__($self, /)', 'Helper for pickle.', (self) => commonReduce(self, 0)),
  method('__getstate__($self, /)', 'Helper for pickle.', (self) => defaultState(self, false)),
  method('__sizeof__($self, /) -> int', 'Return the size of the object in memory, in bytes.', sizeOf),
  method('__dir__($self, /)', 'Return the names of the attributes that the object has.', dirOfInstance),
];

/** `type.__dir__`: the metaclass's attributes are left out. */
export const typeDir: Entry = methodsOf<PyType>()(
  '__dir__($self, /)',
  'Return the names of the attributes that the class and its bases have.',
  (self) => {
    const names = new Set<PyObject>();
    addClassNames(names, self);
    return new PyList(Array.from(names));
  },
);
