/**
 * Making classes: `type(name, bases, namespace)`. CPython: `type_new` in Objects/typeobject.c.
 */

import { attrName } from '../objects/attribute-name.ts';
import { PyBytes } from '../objects/bytes.ts';
import { PyCell } from '../objects/cell.ts';
import { PyGetSetDescr, PyMemberDescr } from '../objects/descriptor.ts';
import { PyDict } from '../objects/dict.ts';
import { exceptionTypes, PyBaseException } from '../objects/exception.ts';
import { PyFunction } from '../objects/function.ts';
import { intType } from '../objects/int.ts';
import { PyClassMethod, PyStaticMethod } from '../objects/method.ts';
import {
  type KwNames,
  objectType,
  type PyBaseObject,
  type PyObject,
  PyType,
  showPrototype,
  TPFLAGS_BASETYPE,
  TPFLAGS_HAVE_GC,
  TPFLAGS_HEAPTYPE,
  TPFLAGS_MAPPING,
  TPFLAGS_SEQUENCE,
  typeType,
} from '../objects/object.ts';
import { None } from '../objects/singletons.ts';
import { isStr, strFromUtf16, utf16FromStr } from '../objects/str.ts';
import { PyTuple } from '../objects/tuple.ts';
import { checkNoKeywords } from '../runtime/arguments.ts';
import { getAttr, getAttrOrAbsent, lookupSpecial } from '../runtime/attributes.ts';
import { call, call1, callMethod } from '../runtime/call.ts';
import { encodeUtf8Strict } from '../runtime/codecs/utf8-strict.ts';
import { strValue } from '../runtime/convert.ts';
import { badArgument } from '../runtime/converters.ts';
import { dictGetStr } from '../runtime/dict.ts';
import { runtimeError, typeError, valueError } from '../runtime/errors.ts';
import { instanceDict, setInstanceDict } from '../runtime/instance-dict.ts';
import { iterToArray } from '../runtime/iter.ts';
import { repr } from '../runtime/repr.ts';
import { current } from '../runtime/state.ts';
import { superLookup } from '../runtime/super.ts';
import { calculateMetaclass, readyHeapType } from '../runtime/type-attributes.ts';
import { isSubtype, typeName, typeOf } from '../runtime/type-of.ts';
import { warn } from '../runtime/warn.ts';
import { mangle } from './name-mangling.ts';
import { keepOtherItem, otherKeys, TypeDictStorage } from './type-dict.ts';
import { bestBase } from './type-layout.ts';
import { mroOf } from './type-mro.ts';
import { checkTypeName } from './type-names.ts';

/** The flags that say what kind of built-in a class derives from, and how patterns see it. */
const INHERITED_FLAGS = TPFLAGS_SEQUENCE | TPFLAGS_MAPPING | (0xff << 24);

/** `type.__new__(meta, name, bases, namespace, **kwargs)`. */
export function typeNew(meta: PyType, args: readonly PyObject[], kwnames: KwNames | undefined): PyObject {
  const positional = args.length - (kwnames?.length ?? 0);
  if (positional !== 3) {
    throw typeError(`type.__new__() takes exactly 3 arguments (${positional} given)`);
  }
  const [name, bases, namespace] = args as [PyObject, PyObject, PyObject];
  const nameText = strValue(name);
  if (nameText === undefined)
    badArgument({ functionName: 'type.__new__', argument: 'argument 1' }, 'str', name);
  if (!(bases instanceof PyTuple)) {
    badArgument({ functionName: 'type.__new__', argument: 'argument 2' }, 'tuple', bases);
  }
  if (!(namespace instanceof PyDict)) {
    badArgument({ functionName: 'type.__new__', argument: 'argument 3' }, 'dict', namespace);
  }
  const winner = chooseMetaclass(meta, bases.items);
  if (winner !== meta && winner.tp_new !== typeNew && winner.tp_new !== undefined) {
    return winner.tp_new(winner, args, kwnames);
  }
  const type = makeClass(winner, utf16FromStr(nameText), bases.items, namespace);
  if (bases.items.length > 0) type.basesTuple = bases;
  if (otherKeys(type).length > 0) {
    warn(RuntimeWarningType, strFromUtf16(`non-string key in the __dict__ of class ${type.tp_name}`));
  }
  setNames(type);
  initSubclass(type, args.slice(3), kwnames);
  return type;
}

const mroEntries = attrName('__mro_entries__');

function chooseMetaclass(meta: PyType, bases: readonly PyObject[]): PyType {
  for (const base of bases) {
    if (base instanceof PyType) continue;
    if (getAttrOrAbsent(base, mroEntries) !== undefined) {
      throw typeError("type() doesn't support MRO entry resolution; use types.new_class()");
    }
  }
  return calculateMetaclass(meta, bases);
}

const RuntimeWarningType = exceptionTypes.get('RuntimeWarning')!;

const PyBaseExceptionFlag = 1 << 30;

function makeClass(meta: PyType, name: string, bases: readonly PyObject[], namespace: PyDict): PyType {
  checkTypeName(name);
  const allBases = bases.length === 0 ? [objectType] : (bases as readonly PyType[]);
  const base = bestBase(allBases);
  const flags = TPFLAGS_BASETYPE | TPFLAGS_HEAPTYPE | TPFLAGS_HAVE_GC;
  const type = new PyType(name, base.ctor, base, flags, true);
  type.tp_qualname = name;
  type.tp_bases = allBases;
  for (const entry of allBases) type.tp_flags |= entry.tp_flags & INHERITED_FLAGS;
  if (meta !== typeType) Object.setPrototypeOf(type, meta.proto);
  for (const [key, value] of namespace.storage.entries()) {
    const text = strValue(key);
    if (text !== undefined) type.tp_dict.set(utf16FromStr(text), value);
    else keepOtherItem(type, key, value);
  }
  addDefaults(type);
  // Code that runs before the class is in order may make instances of it.
  const isPlain = !type.tp_dict.has('__slots__') && typeOf(type).proto.$mro === typeType.proto.$mro;
  if (!isPlain) showPrototype(type);
  addSlots(type, base, allBases, name);
  // Last, so that `__slots__` may name it.
  const doc = type.tp_dict.get('__doc__');
  if (doc === undefined) type.tp_dict.set('__doc__', None);
  else if (isStr(doc)) encodeUtf8Strict(doc);
  // Nothing is found on a class whose MRO is only being made.
  type.tp_mro = [];
  readyHeapType(type, mroOf(type));
  return type;
}

/** What every class dict gets: module, qualified name, docstring, and the implicit class and static methods. */
function addDefaults(type: PyType): void {
  const dict = type.tp_dict;
  if (!dict.has('__module__')) {
    const module = dictGetStr(current.thread.frame!.globals, '__name__');
    if (module !== undefined) dict.set('__module__', module);
  }
  const qualname = dict.get('__qualname__');
  if (qualname !== undefined) {
    if (!isStr(qualname)) throw typeError(`type __qualname__ must be a str, not ${typeName(qualname)}`);
    type.tp_qualname = utf16FromStr(qualname);
    dict.delete('__qualname__');
  }
  const create = dict.get('__new__');
  if (create instanceof PyFunction) dict.set('__new__', new PyStaticMethod(create));
  for (const name of ['__init_subclass__', '__class_getitem__']) {
    const hook = dict.get(name);
    if (hook instanceof PyFunction) dict.set(name, new PyClassMethod(hook));
  }
  const classcell = dict.get('__classcell__');
  if (classcell !== undefined) {
    if (!(classcell instanceof PyCell)) {
      throw typeError(`__classcell__ must be a nonlocal cell, not <class '${typeOf(classcell).tp_name}'>`);
    }
    classcell.value = type;
    dict.delete('__classcell__');
  }
  const dictcell = dict.get('__classdictcell__');
  if (dictcell !== undefined) {
    if (!(dictcell instanceof PyCell)) {
      throw typeError(`__classdictcell__ must be a nonlocal cell, not <class '${typeOf(dictcell).tp_name}'>`);
    }
    dict.delete('__classdictcell__');
    // Annotation scopes see what becomes of the class.
    dictcell.value = new PyDict(new TypeDictStorage(type));
  }
  if (dict.has('__eq__') && !dict.has('__hash__')) dict.set('__hash__', None);
}

/** `__slots__`, and whether instances have `__dict__` and `__weakref__`. */
function addSlots(type: PyType, base: PyType, bases: readonly PyType[], className: string): void {
  const declared = type.tp_dict.get('__slots__');
  // Classes have a `__dict__` of their own kind, which metaclasses inherit.
  const mayAddDict = !base.hasDict && !isSubtype(base, typeType);
  const mayAddWeakref = !base.hasWeakref;
  type.slotNames = base.slotNames;
  if (declared === undefined) {
    type.hasDict = true;
    type.hasWeakref = true;
  } else {
    const names = isStr(declared) ? [declared] : iterToArray(declared);
    if (names.length > 0 && hasVariableSize(base)) {
      throw typeError(`nonempty __slots__ not supported for subtype of '${base.tp_name}'`);
    }
    const seen: string[] = [];
    for (const entry of names) {
      if (!isStr(entry)) throw typeError(`__slots__ items must be strings, not '${typeName(entry)}'`);
      const text = utf16FromStr(entry);
      if (!isIdentifier(text)) throw typeError('__slots__ must be identifiers');
      if (text === '__dict__') {
        if (!mayAddDict || type.hasDict) throw typeError('__dict__ slot disallowed: we already got one');
        type.hasDict = true;
        continue;
      }
      if (text === '__weakref__') {
        if (!mayAddWeakref || type.hasWeakref)
          throw typeError('__weakref__ slot disallowed: we already got one');
        type.hasWeakref = true;
        continue;
      }
      const name = mangle(className, text);
      if (type.tp_dict.has(name) && !['__qualname__', '__classcell__', '__classdictcell__'].includes(name)) {
        throw valueError(
          `${JSON.stringify(name).replaceAll('"', "'")} in __slots__ conflicts with class variable`,
        );
      }
      seen.push(name);
    }
    seen.sort();
    for (const entry of bases) {
      if (entry !== base && entry.hasDict) type.hasDict = true;
      if (entry !== base && entry.hasWeakref) type.hasWeakref = true;
    }
    for (const name of seen) {
      // A base may have a slot of the same name, which is another one.
      const number = type.slotNames.filter((other) => other === name).length;
      type.tp_dict.set(name, new PyMemberDescr(type, name, undefined, `${name}#${number}`, false));
      attrName(name).isSlot = true;
    }
    if (seen.length > 0) {
      type.slotNames = [...type.slotNames, ...seen];
    }
  }
  if (type.hasDict && mayAddDict && !bases.some((entry) => entry.hasDict) && !type.tp_dict.has('__dict__')) {
    type.tp_dict.set(
      '__dict__',
      new PyGetSetDescr(type, '__dict__', 'dictionary for instance variables', getDict, setDict),
    );
  }
  if (
    type.hasWeakref &&
    mayAddWeakref &&
    !bases.some((entry) => entry.hasWeakref) &&
    !type.tp_dict.has('__weakref__')
  ) {
    type.tp_dict.set(
      '__weakref__',
      new PyGetSetDescr(
        type,
        '__weakref__',
        'list of weak references to the object',
        firstWeakReference,
        undefined,
      ),
    );
  }
  if (type.tp_flags & PyBaseExceptionFlag) type.hasDict = true;
}

/** Built-in types whose instances C lays out with items behind the fields, so that no field can follow. */
const VARIABLE_SIZE: readonly PyType[] = [intType, PyTuple.type, PyBytes.type, typeType];

function hasVariableSize(type: PyType): boolean {
  return VARIABLE_SIZE.some((variable) => isSubtype(type, variable));
}

/** What `__weakref__` shows: a reference without callback, which all share, before any other one. */
function firstWeakReference(self: PyObject): PyObject {
  const references = current.thread.interp.weakReferences.of(self as PyBaseObject);
  return references.find((reference) => reference.callback === undefined) ?? references[0] ?? None;
}

/** How `__dict__` of instances is read and set. */
const getDict = instanceDict as (self: PyObject) => PyObject;
const setDict = setInstanceDict as (self: PyObject, value: PyObject | undefined) => void;

function isIdentifier(text: string): boolean {
  return /^[\p{XID_Start}_][\p{XID_Continue}]*$/u.test(text);
}

const setName = attrName('__set_name__');
const addNote = attrName('add_note');

/** Calls `__set_name__` of the attributes that have it. */
function setNames(type: PyType): void {
  for (const [name, value] of Array.from(type.tp_dict)) {
    if (typeof value !== 'object') continue;
    const hook = lookupSpecial(value, setName);
    if (hook === undefined) continue;
    try {
      call(hook, [type, name]);
    } catch (thrown) {
      if (thrown instanceof PyBaseException) {
        const place = `'${typeName(value)}' instance ${utf16FromStr(repr(name))} in '${type.tp_name}'`;
        callMethod(thrown, addNote, strFromUtf16(`Error calling __set_name__ on ${place}`));
      }
      throw thrown;
    }
  }
}

const initSubclassName = attrName('__init_subclass__');

/** `super(type, type).__init_subclass__(**kwargs)`. */
function initSubclass(type: PyType, values: readonly PyObject[], kwnames: KwNames | undefined): void {
  const hook = superLookup(type, type, initSubclassName);
  if (hook === undefined) {
    // An MRO may be without `object`: then the super object's own is found, which takes nothing.
    checkNoKeywords('super.__init_subclass__', kwnames);
    return;
  }
  const get = typeOf(hook).tp_descr_get;
  call(get === undefined ? hook : get(hook, undefined, type), values, kwnames);
}

const prepareName = attrName('__prepare__');
const metaclassKeyword = 'metaclass';

/** `__build_class__(func, name, *bases, metaclass=None, **kwargs)`. CPython: Python/bltinmodule.c. */
export function buildClass(args: readonly PyObject[], kwnames: KwNames | undefined): PyObject {
  const count = args.length - (kwnames?.length ?? 0);
  if (count < 2) throw typeError('__build_class__: not enough arguments');
  const func = args[0]!;
  if (!(func instanceof PyFunction)) throw typeError('__build_class__: func must be a function');
  const name = args[1]!;
  if (!isStr(name)) throw typeError('__build_class__: name is not a string');
  const original = args.slice(2, count);
  const bases = resolveBases(original);
  let meta: PyObject | undefined;
  const names: string[] = [];
  const values: PyObject[] = [];
  (kwnames ?? []).forEach((keyword, i) => {
    if (keyword === metaclassKeyword) meta = args[count + i]!;
    else {
      names.push(keyword);
      values.push(args[count + i]!);
    }
  });
  meta ??= bases.length === 0 ? typeType : typeOf(bases[0]!);
  if (meta instanceof PyType && isSubtype(meta, typeType)) meta = calculateMetaclass(meta, bases);
  const basesTuple = new PyTuple(bases);
  const namespace = prepareNamespace(meta, [name, basesTuple, ...values], names);
  const cell = current.thread.interp.executor.runClassBody(current.thread, func, namespace);
  if (bases !== original) {
    call(getAttr(namespace, attrName('__setitem__')), ['__orig_bases__', new PyTuple(original)]);
  }
  const cls = call(meta, [name, basesTuple, namespace, ...values], names.length > 0 ? names : undefined);
  if (cls instanceof PyType && cell instanceof PyCell) {
    if (cell.value === undefined) {
      throw runtimeError(
        `__class__ not set defining '${utf16FromStr(name)}' as ${typeText(cls)}. Was __classcell__ propagated to type.__new__?`,
      );
    }
    if (cell.value !== cls) {
      throw typeError(
        `__class__ set to ${typeText(cell.value)} defining '${utf16FromStr(name)}' as ${typeText(cls)}`,
      );
    }
  }
  return cls;
}

function typeText(value: PyObject): string {
  return utf16FromStr(typeOf(value).tp_repr!(value) as string);
}

/** Replaces bases that are no classes by what their `__mro_entries__` gives. */
function resolveBases(bases: readonly PyObject[]): readonly PyObject[] {
  let resolved: PyObject[] | undefined;
  bases.forEach((base, i) => {
    if (base instanceof PyType) {
      resolved?.push(base);
      return;
    }
    // Read from the object, not from its type: a function may carry it.
    const convert = getAttrOrAbsent(base, mroEntries);
    if (convert === undefined) {
      resolved?.push(base);
      return;
    }
    const entries = call1(convert, new PyTuple(bases as PyObject[]));
    if (!(entries instanceof PyTuple)) throw typeError('__mro_entries__ must return a tuple');
    resolved ??= bases.slice(0, i);
    resolved.push(...entries.items);
  });
  return resolved ?? bases;
}

/** The namespace for the class body: `meta.__prepare__(name, bases, **kwargs)`. */
function prepareNamespace(meta: PyObject, args: readonly PyObject[], names: readonly string[]): PyObject {
  if (meta === typeType) return new PyDict();
  const prepare = getAttrOrAbsent(meta, prepareName);
  if (prepare === undefined) return new PyDict();
  const namespace = call(prepare, args, names.length > 0 ? names : undefined);
  const type = typeOf(namespace);
  if (type.mp_subscript === undefined) {
    const where = meta instanceof PyType ? meta.tp_name : '<metaclass>';
    throw typeError(`${where}.__prepare__() must return a mapping, not ${type.tp_name}`);
  }
  return namespace;
}
