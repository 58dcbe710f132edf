/**
 * Reading, setting and deleting attributes.
 *
 * An object's class attributes are read through its JavaScript prototype (`o.$name`), its own from itself
 * (`o.name$`), so one property read does what CPython's `_PyType_Lookup` with its cache does.
 * CPython: Objects/object.c (`_PyObject_GenericGetAttrWithDict`), Objects/typeobject.c (`_Py_type_getattro`).
 */
import type { AttrName } from '../objects/attribute-name.ts';
import { deleteField } from '../objects/bare-fields.ts';
import { PyAttributeError, type PyBaseException } from '../objects/exception.ts';
import { PyFunction } from '../objects/function.ts';
import { sharedDictOf } from '../objects/instance-storage.ts';
import { PyModule } from '../objects/module.ts';
import { type PyBaseObject, type PyObject, PyType, TPFLAGS_METHOD_DESCRIPTOR } from '../objects/object.ts';
import { strFromUtf16 } from '../objects/str.ts';
import { dictGetStr, dictPop, dictSetItem } from './dict.ts';
import { attributeError, typeError } from './errors.ts';
import { typeOf } from './type-of.ts';

/** An object as the place of its instance attributes. */
type Fields = Record<string, PyObject | undefined>;

/** The class attribute `name` of `type`, found along its MRO, as it stands in the class. CPython: `_PyType_Lookup`. */
export function typeLookup(type: PyType, name: AttrName): PyObject | undefined {
  return type.proto[name.classKey];
}

/** The class attribute `name` of an object's type, as it stands in the class. */
export function lookupOnType(value: PyObject, name: AttrName): PyObject | undefined {
  return typeof value === 'object'
    ? (value as unknown as Fields)[name.classKey]
    : typeOf(value).proto[name.classKey];
}

/** The instance attribute itself, without any descriptor. */
export function ownAttribute(value: PyBaseObject, name: AttrName): PyObject | undefined {
  return (value as unknown as Fields)[name.instanceKey];
}

/** The AttributeError of an object that has no such attribute. */
export function noAttribute(value: PyObject, name: AttrName): PyBaseException {
  const type = typeOf(value);
  const message =
    value instanceof PyType
      ? `type object '${value.tp_name}' has no attribute '${name.text}'`
      : `'${type.tp_name}' object has no attribute '${name.text}'`;
  return attributeError(message, value, name.text);
}

/** `getattr(value, name)`. May run Python code (`__getattribute__`, `__getattr__`, descriptors). */
export function getAttr(value: PyObject, name: AttrName): PyObject {
  try {
    return typeOf(value).tp_getattro!(value, name);
  } catch (thrown) {
    throw withName(thrown, value, name);
  }
}

/** What reading an attribute has thrown: it says what was asked for, if whoever raised it did not. */
export function withName(thrown: unknown, value: PyObject, name: AttrName): unknown {
  if (thrown instanceof PyAttributeError && thrown.name === undefined && thrown.obj === undefined) {
    thrown.name = strFromUtf16(name.text);
    thrown.obj = value;
  }
  return thrown;
}

/** `object.__getattribute__`. May call `__get__`. */
export function genericGetAttr(self: PyObject, name: AttrName): PyObject {
  const value = genericGetAttrOrAbsent(self, name);
  if (value === undefined) throw noAttribute(self, name);
  return value;
}

/** `object.__getattribute__`, but `undefined` where there is no such attribute. */
export function genericGetAttrOrAbsent(self: PyObject, name: AttrName): PyObject | undefined {
  if (typeof self !== 'object') {
    const type = typeOf(self);
    const descr = type.proto[name.classKey];
    if (typeof descr !== 'object') return descr;
    const get = descr.ob_type.tp_descr_get;
    return get === undefined ? descr : get(descr, self, type);
  }
  const descr = (self as unknown as Fields)[name.classKey];
  if (typeof descr === 'object') {
    const descrType = descr.ob_type;
    const get = descrType.tp_descr_get;
    if (get !== undefined) {
      if (descrType.tp_descr_set === undefined) {
        const own = (self as unknown as Fields)[name.instanceKey];
        if (own !== undefined) return own;
      }
      return get(descr, self, self.ob_type);
    }
  }
  const own = (self as unknown as Fields)[name.instanceKey];
  if (own !== undefined) return own;
  // A module's attributes stand in its namespace. Its own `__getattribute__` knows; `object`'s comes here.
  return self instanceof PyModule && self.dict !== undefined
    ? (dictGetStr(self.dict, name.str) ?? descr)
    : descr;
}

/** `getattr(value, name, None)` with `undefined` for absent: an AttributeError counts as absent, others pass. */
export function getAttrOrAbsent(value: PyObject, name: AttrName): PyObject | undefined {
  const getattro = typeOf(value).tp_getattro!;
  try {
    // The usual cases cost no exception, unless a descriptor throws one.
    if (getattro === genericGetAttr) return genericGetAttrOrAbsent(value, name);
    if (getattro === typeGetAttr) return typeGetAttrOrAbsent(value as PyType, name);
    if (getattro === PyModule.type.tp_getattro && !hasHook(value as PyModule))
      return moduleGetAttrOrAbsent(value as PyModule, name);
    return getattro(value, name);
  } catch (e) {
    if (isAttributeError(e)) return undefined;
    throw e;
  }
}

/** Is the module asked itself, by its `__getattr__`, for what it does not have? */
function hasHook({ dict }: PyModule): boolean {
  return dict !== undefined && dictGetStr(dict, '__getattr__') !== undefined;
}

/** `module.__getattribute__` without the module's `__getattr__`: data descriptors, the namespace, other class attributes. */
export function moduleGetAttrOrAbsent(self: PyModule, name: AttrName): PyObject | undefined {
  const descr = lookupOnType(self, name);
  const get = typeof descr === 'object' ? descr.ob_type.tp_descr_get : undefined;
  if (get !== undefined && (descr as PyModule).ob_type.tp_descr_set !== undefined) {
    return get(descr!, self, self.ob_type);
  }
  const own = self.dict === undefined ? undefined : dictGetStr(self.dict, name.str);
  if (own !== undefined) return own;
  return get === undefined ? descr : get(descr!, self, self.ob_type);
}

function isAttributeError(e: unknown): boolean {
  return e instanceof PyAttributeError;
}

/**
 * The function behind a method call `value.name(...)`, to be called with `value` as first argument; `undefined`
 * where the attribute must be read in full. CPython: `_PyObject_GetMethod`.
 */
export function methodOf(value: PyObject, name: AttrName): PyObject | undefined {
  if (typeof value !== 'object') {
    const descr = typeOf(value).proto[name.classKey];
    return typeof descr === 'object' && descr.ob_type.tp_flags & TPFLAGS_METHOD_DESCRIPTOR
      ? descr
      : undefined;
  }
  const descr = (value as unknown as Fields)[name.classKey];
  if (
    typeof descr === 'object' &&
    descr.ob_type.tp_flags & TPFLAGS_METHOD_DESCRIPTOR &&
    (value as unknown as Fields)[name.instanceKey] === undefined &&
    value.ob_type.tp_getattro === genericGetAttr
  ) {
    return descr;
  }
  return undefined;
}

/** `setattr(value, name, item)`, or `delattr` when `item` is absent. May run Python code. */
export function setAttr(value: PyObject, name: AttrName, item: PyObject | undefined): void {
  const setattro = typeOf(value).tp_setattro;
  if (setattro === undefined) {
    throw typeError(
      `'${typeOf(value).tp_name}' object has ${typeOf(value).tp_getattro === undefined ? 'no' : 'only read-only'} attributes (${item === undefined ? 'del' : 'assign to'} .${name.text})`,
    );
  }
  setattro(value, name, item);
}

/** `object.__setattr__` and `object.__delattr__`. May call `__set__` and `__delete__`. */
export function genericSetAttr(self: PyObject, name: AttrName, value: PyObject | undefined): void {
  const type = typeOf(self);
  const descr = type.proto[name.classKey];
  if (typeof descr === 'object') {
    const set = descr.ob_type.tp_descr_set;
    if (set !== undefined) {
      set(descr, self, value);
      return;
    }
  }
  if (type.solidBase === PyModule.type && (self as PyModule).dict !== undefined) {
    if (value !== undefined) dictSetItem((self as PyModule).dict!, name.str, value);
    else if (dictPop((self as PyModule).dict!, name.str) === undefined) throw noAttribute(self, name);
    return;
  }
  if (typeof self === 'object' && type.hasDict) {
    const fields = self as unknown as Fields;
    if (value !== undefined) fields[name.instanceKey] = value;
    else if (fields[name.instanceKey] === undefined) throw noAttribute(self, name);
    else {
      deleteField(self, name.instanceKey);
      // It is still there: the attributes stand in a dict that the object only looks into.
      if (fields[name.instanceKey] !== undefined) dictPop(sharedDictOf(self)!, strFromUtf16(name.text));
    }
    return;
  }
  const hint = type.tp_setattro === genericSetAttr ? ' and no __dict__ for setting new attributes' : '';
  throw attributeError(
    descr === undefined
      ? `'${type.tp_name}' object has no attribute '${name.text}'${hint}`
      : `'${type.tp_name}' object attribute '${name.text}' is read-only`,
    self,
    name.text,
  );
}

/** `type.__getattribute__`: class attributes found on the class itself, behind the metaclass's data descriptors. */
export function typeGetAttr(self: PyObject, name: AttrName): PyObject {
  const value = typeGetAttrOrAbsent(self as PyType, name);
  if (value === undefined) throw noAttribute(self, name);
  return value;
}

/** The same, but `undefined` where there is no such attribute. */
function typeGetAttrOrAbsent(type: PyType, name: AttrName): PyObject | undefined {
  const metatype = type.ob_type;
  const metaDescr = metatype.proto[name.classKey];
  let metaGet: PyType['tp_descr_get'];
  if (typeof metaDescr === 'object') {
    metaGet = metaDescr.ob_type.tp_descr_get;
    if (metaGet !== undefined && metaDescr.ob_type.tp_descr_set !== undefined) {
      return metaGet(metaDescr, type, metatype);
    }
  }
  const attribute = type.proto[name.classKey];
  if (attribute !== undefined) {
    if (typeof attribute !== 'object' || attribute instanceof PyFunction) return attribute;
    const get = attribute.ob_type.tp_descr_get;
    return get === undefined ? attribute : get(attribute, undefined, type);
  }
  return metaGet === undefined ? metaDescr : metaGet(metaDescr!, type, metatype);
}

/**
 * A special method of an object, looked up on its type and bound; `undefined` when the type has none.
 * CPython: `_PyObject_LookupSpecial`.
 */
export function lookupSpecial(self: PyObject, name: AttrName): PyObject | undefined {
  const descr = lookupOnType(self, name);
  if (typeof descr !== 'object') return descr;
  const get = descr.ob_type.tp_descr_get;
  return get === undefined ? descr : get(descr, self, typeOf(self));
}
