/** _weakref: weak references and proxies. CPython: Modules/_weakref.c, Objects/weakrefobject.c. */

import { attrName } from '../objects/attribute-name.ts';
import { PyDict } from '../objects/dict.ts';
import { exceptionTypes } from '../objects/exception.ts';
import { PyFloat } from '../objects/float.ts';
import { PyList } from '../objects/list.ts';
import { Py_EQ, Py_NE, type PyBaseObject, type PyObject, PyType } from '../objects/object.ts';
import { None, NotImplemented } from '../objects/singletons.ts';
import type { Str } from '../objects/str.ts';
import { PyCallableProxy, PyWeakBase, PyWeakProxy, PyWeakRef } from '../objects/weakref.ts';
import { getAttr, getAttrOrAbsent, setAttr } from '../runtime/attributes.ts';
import { call } from '../runtime/call.ts';
import { hash, richCompare } from '../runtime/compare.ts';
import { asIndex, isTrue } from '../runtime/convert.ts';
import {
  classMethod,
  constant,
  defineModule,
  defineType,
  fn,
  member,
  methodsOf,
  type TypeDefinition,
} from '../runtime/define.ts';
import { dictGetItem, dictPop } from '../runtime/dict.ts';
import { newException, typeError } from '../runtime/errors.ts';
import { newGenericAlias } from '../runtime/generic-alias.ts';
import { idOf } from '../runtime/identity.ts';
import { getIter, iterNext } from '../runtime/iter.ts';
import * as number from '../runtime/number.ts';
import { numberAsFloat, numberAsInt } from '../runtime/number-convert.ts';
import { str } from '../runtime/repr.ts';
import { contains, deleteItem, getItem, length, setItem } from '../runtime/sequence.ts';
import { current } from '../runtime/state.ts';
import { typeOf } from '../runtime/type-of.ts';
import { registerReference, weakTarget } from '../runtime/weakrefs.ts';

const dunderName = attrName('__name__');

function address(value: PyObject): string {
  return `0x${idOf(value).toString(16).padStart(12, '0')}`;
}

/** `<weakref at 0x…; to 'C' at 0x… (name)>`. */
function showReference(self: PyWeakBase, kind: string): Str {
  const target = self.target.deref();
  if (target === undefined) return `<${kind} at ${address(self)}; dead>`;
  const name = getAttrOrAbsent(target, dunderName);
  const shown = typeof name === 'string' ? ` (${name})` : '';
  return `<${kind} at ${address(self)}; to '${typeOf(target).tp_name}' at ${address(target)}${shown}>`;
}

/** The one reference to an object that all who ask for none of their own share. */
function plainReference(target: PyBaseObject): PyBaseObject {
  // The one to a class is kept by it: it is small, and asked for time and again by those that remember things of classes.
  if (target instanceof PyType) {
    target.plainReference ??= sharedReference(target);
    return target.plainReference;
  }
  return sharedReference(target);
}

function sharedReference(target: PyBaseObject): PyWeakBase {
  const existing = current.thread.interp.weakReferences.plainOne(target);
  if (existing !== undefined) return existing;
  const made = new PyWeakRef(target, undefined);
  registerReference(target, made);
  return made;
}

export const weakRefType = defineType({
  type: PyWeakRef.type,
  slots: {
    tp_new: (type, args, kwnames) => {
      if (kwnames !== undefined && kwnames.length > 0 && type === PyWeakRef.type) {
        throw typeError('ref() takes no keyword arguments');
      }
      const positional = args.length - (kwnames?.length ?? 0);
      if (positional < 1) throw typeError('__new__ expected at least 1 argument, got 0');
      if (positional > 2 && type === PyWeakRef.type) {
        throw typeError(`__new__ expected at most 2 arguments, got ${positional}`);
      }
      const target = weakTarget(args[0]!);
      const callback = positional < 2 || args[1] === None ? undefined : args[1];
      if (callback === undefined && type === PyWeakRef.type) return plainReference(target);
      const made = new (
        type.ctor as unknown as new (
          target: PyBaseObject,
          callback: PyObject | undefined,
        ) => PyWeakRef
      )(target, callback);
      registerReference(target, made);
      return made;
    },
    make1: (value) => plainReference(weakTarget(value)),
    tp_init: () => {},
    tp_call: (self, args) => {
      if (args.length > 0) throw typeError(`__call__() takes no arguments (${args.length} given)`);
      return (self as PyWeakRef).target.deref() ?? None;
    },
    tp_hash: (self) => {
      const reference = self as PyWeakRef;
      if (reference.hash !== undefined) return reference.hash;
      const target = reference.target.deref();
      if (target === undefined) throw typeError('weak object has gone away');
      reference.hash = hash(target);
      return reference.hash;
    },
    tp_repr: (self) => showReference(self as PyWeakRef, 'weakref'),
    tp_richcompare: (self, other, op) => {
      if ((op !== Py_EQ && op !== Py_NE) || !(other instanceof PyWeakRef)) return NotImplemented;
      const left = (self as PyWeakRef).target.deref();
      const right = other.target.deref();
      if (left === undefined || right === undefined) return (self === other) === (op === Py_EQ);
      return richCompare(left, right, op);
    },
  },
  entries: [
    member<PyWeakRef>('__callback__', undefined, 'callback'),
    classMethod('__class_getitem__($type, object: object, /)', 'See PEP 585', (type, item) =>
      newGenericAlias(type, item),
    ),
  ],
});

/** What a proxy stands for. Throws ReferenceError when it is gone. */
function unwrap(value: PyObject): PyObject {
  if (!(value instanceof PyWeakProxy) && !(value instanceof PyCallableProxy)) return value;
  const target = value.target.deref();
  if (target === undefined) {
    throw newException(exceptionTypes.get('ReferenceError')!, 'weakly-referenced object no longer exists');
  }
  return target;
}

type Operation = (left: PyObject, right: PyObject) => PyObject;

const binary =
  (operation: Operation): Operation =>
  (left, right) =>
    operation(unwrap(left), unwrap(right));

const method = methodsOf<PyObject>();

/** What a proxy has that cannot be called; CPython's callable one lacks them. */
const proxyMethods = [
  method('__reversed__($self, /)', 'Return reversed(self).', (self) =>
    call(getAttr(unwrap(self), attrName('__reversed__')), []),
  ),
  method('__bytes__($self, /)', 'Return bytes(self).', (self) =>
    call(getAttr(unwrap(self), attrName('__bytes__')), []),
  ),
];

/** A proxy hands everything on to its target. */
function proxyType(type: TypeDefinition['type'], callable: boolean): TypeDefinition {
  return defineType({
    type,
    slots: {
      tp_repr: (self) => showReference(self as PyWeakBase, 'weakproxy'),
      tp_str: (self) => str(unwrap(self)),
      tp_getattro: (self, name) => getAttr(unwrap(self), name),
      tp_setattro: (self, name, value) => setAttr(unwrap(self), name, value),
      tp_richcompare: (self, other, op) => richCompare(unwrap(self), unwrap(other), op),
      tp_iter: (self) => getIter(unwrap(self)),
      tp_iternext: (self) => iterNext(unwrap(self)),
      ...(callable ? { tp_call: (self, args, kwnames) => call(unwrap(self), args, kwnames) } : {}),
      nb_add: binary(number.add),
      nb_subtract: binary(number.subtract),
      nb_multiply: binary(number.multiply),
      nb_remainder: binary(number.remainder),
      nb_divmod: binary(number.divmod),
      nb_power: (base, exponent, modulus) => number.power(unwrap(base), unwrap(exponent), unwrap(modulus)),
      nb_negative: (self) => number.negative(unwrap(self)),
      nb_positive: (self) => number.positive(unwrap(self)),
      nb_absolute: (self) => number.absolute(unwrap(self)),
      nb_bool: (self) => isTrue(unwrap(self)),
      nb_invert: (self) => number.invert(unwrap(self)),
      nb_lshift: binary(number.lshift),
      nb_rshift: binary(number.rshift),
      nb_and: binary(number.and),
      nb_xor: binary(number.xor),
      nb_or: binary(number.or),
      nb_int: (self) => numberAsInt(unwrap(self)),
      nb_float: (self) => new PyFloat(numberAsFloat(unwrap(self))),
      nb_index: (self) => asIndex(unwrap(self)),
      nb_floor_divide: binary(number.floorDivide),
      nb_true_divide: binary(number.trueDivide),
      nb_matrix_multiply: binary(number.matrixMultiply),
      nb_inplace_add: binary(number.inplaceAdd),
      nb_inplace_subtract: binary(number.inplaceSubtract),
      nb_inplace_multiply: binary(number.inplaceMultiply),
      nb_inplace_remainder: binary(number.inplaceRemainder),
      nb_inplace_power: (base, exponent) => number.inplacePower(unwrap(base), unwrap(exponent)),
      nb_inplace_lshift: binary(number.inplaceLshift),
      nb_inplace_rshift: binary(number.inplaceRshift),
      nb_inplace_and: binary(number.inplaceAnd),
      nb_inplace_xor: binary(number.inplaceXor),
      nb_inplace_or: binary(number.inplaceOr),
      nb_inplace_floor_divide: binary(number.inplaceFloorDivide),
      nb_inplace_true_divide: binary(number.inplaceTrueDivide),
      nb_inplace_matrix_multiply: binary(number.inplaceMatrixMultiply),
      sq_contains: (self, item) => contains(unwrap(self), item),
      mp_length: (self) => length(unwrap(self)),
      mp_subscript: (self, key) => getItem(unwrap(self), key),
      mp_ass_subscript: (self, key, value) => {
        if (value === undefined) deleteItem(unwrap(self), key);
        else setItem(unwrap(self), key, value);
      },
    },
    entries: callable ? [] : proxyMethods,
  });
}

export const weakProxyType = proxyType(PyWeakProxy.type, false);
export const callableProxyType = proxyType(PyCallableProxy.type, true);

function makeProxy(value: PyObject, callback: PyObject): PyObject {
  const target = weakTarget(value);
  const { weakReferences } = current.thread.interp;
  const Proxy = typeOf(target).tp_call === undefined ? PyWeakProxy : PyCallableProxy;
  if (callback === None) {
    const existing = weakReferences
      .of(target)
      .find((reference) => reference instanceof Proxy && reference.callback === undefined);
    if (existing !== undefined) return existing;
  }
  const made = new Proxy(target, callback === None ? undefined : callback);
  registerReference(target, made);
  return made;
}

function referencesTo(value: PyObject): PyWeakBase[] {
  return typeof value === 'object' ? current.thread.interp.weakReferences.of(value) : [];
}

export const _weakref = defineModule('_weakref', 'Weak-reference support module.', [
  constant('ref', PyWeakRef.type),
  constant('ReferenceType', PyWeakRef.type),
  constant('ProxyType', PyWeakProxy.type),
  constant('CallableProxyType', PyCallableProxy.type),
  fn(
    'getweakrefcount($module, object: object, /) -> int',
    'Return the number of weak references to an object.',
    (_, value) => referencesTo(value).length,
  ),
  fn(
    'getweakrefs($module, object: object, /)',
    'Return a list of the weak references to an object.',
    (_, value) => new PyList(referencesTo(value)),
  ),
  fn(
    '_remove_dead_weakref($module, dct: object, key: object, /) -> None',
    'Remove a key from a dict when its value is a weak reference to nothing.',
    (_, dict, key) => {
      if (!(dict instanceof PyDict))
        throw typeError(`_remove_dead_weakref() argument 1 must be dict, not ${typeOf(dict).tp_name}`);
      const value = dictGetItem(dict, key);
      if (value === undefined) return;
      if (!(value instanceof PyWeakBase)) throw typeError('not a weakref');
      if (value.target.deref() === undefined) dictPop(dict, key);
    },
  ),
  fn(
    'proxy($module, object: object, callback: object = None, /)',
    'Make a proxy that refers weakly to an object.',
    (_, value, callback) => makeProxy(value, callback),
  ),
]);

export const WEAKREF_TYPES = [weakRefType, weakProxyType, callableProxyType];
