/** type: classes as objects. CPython: Objects/typeobject.c. Making them: type-new.ts. */

import { attrName } from '../objects/attribute-name.ts';
import { PyDict } from '../objects/dict.ts';
import { PyList } from '../objects/list.ts';
import { PyMappingProxy } from '../objects/mapping-proxy.ts';
import {
  type KwNames,
  objectType,
  type PyObject,
  PyType,
  TPFLAGS_ABSTRACT,
  TPFLAGS_DISALLOW_INSTANTIATION,
  TPFLAGS_HEAPTYPE,
  typeType,
} from '../objects/object.ts';
import { None } from '../objects/singletons.ts';
import { isStr, strFromUtf16, utf16FromStr } from '../objects/str.ts';
import { PyTuple } from '../objects/tuple.ts';
import { checkNoKeywords } from '../runtime/arguments.ts';
import { noAttribute, typeGetAttr } from '../runtime/attributes.ts';
import { audit } from '../runtime/audit.ts';
import { isTrue } from '../runtime/convert.ts';
import { classMethod, defineType, getset, member, methodsOf } from '../runtime/define.ts';
import { attributeError, newException, typeError } from '../runtime/errors.ts';
import { onlyKeepsArguments } from '../runtime/exception-type.ts';
import { withHandle } from '../runtime/finalizers.ts';
import { isInstanceByType, isSubclassByType } from '../runtime/instance-check.ts';
import { computeMro, renewStamps, setTypeAttribute, subclassesOf } from '../runtime/type-attributes.ts';
import { isMutableType, isSubtype, typeName, typeOf } from '../runtime/type-of.ts';
import { basicSize, itemSize } from '../runtime/type-sizes.ts';
import { uniteTypes } from '../runtime/union.ts';
import { typeDir } from './object-reduce.ts';
import { typeAnnotationEntries } from './type-annotations.ts';
import { attributesDict } from './type-dict.ts';
import { typeFlags } from './type-flags.ts';
import { bestBase, checkSameLayout } from './type-layout.ts';
import { forgetSubclass, readyAgain, renewMro } from './type-mro.ts';
import { checkTypeName, typeDisplayName, typeModule } from './type-names.ts';
import { typeNew } from './type-new.ts';

const method = methodsOf<PyType>();
const DUNDER_ABSTRACT = '__abstractmethods__';
/** What a type takes in CPython on 64 bits; that of a class statement has the tables of the slots with it. */
const STATIC_TYPE_SIZE = 416;
const HEAP_TYPE_SIZE = 1704;

/** `C(…)`: makes an instance with `__new__` and initializes it with `__init__`. CPython: `type_call`. */
function typeCall(self: PyObject, args: readonly PyObject[], kwnames: KwNames | undefined): PyObject {
  const type = self as PyType;
  if (type === typeType) {
    const positional = args.length - (kwnames?.length ?? 0);
    if (positional === 1 && args.length === 1) return typeOf(args[0]!);
    if (positional === 1) checkNoKeywords('type', kwnames);
    if (positional !== 3) throw typeError('type() takes 1 or 3 arguments');
  }
  if (args.length === 1 && kwnames === undefined && type.make1 !== undefined) return type.make1(args[0]!);
  if (kwnames === undefined && onlyKeepsArguments(type)) {
    return newException(type, ...args);
  }
  if (type.tp_new === undefined || type.tp_flags & TPFLAGS_DISALLOW_INSTANTIATION) {
    throw typeError(`cannot create '${type.tp_name}' instances`);
  }
  const made = withHandle(type.tp_new(type, args, kwnames), type);
  const madeType = typeOf(made);
  if (madeType === type) {
    // What `__new__` has made of the arguments needs no more.
    if (type.tp_init === objectType.tp_init && type.tp_new !== objectType.tp_new) return made;
  } else if (!isSubtype(madeType, type)) return made;
  madeType.tp_init?.(made, args, kwnames);
  return made;
}

/** `type.__setattr__`. */
function typeSetAttr(self: PyObject, name: ReturnType<typeof attrName>, value: PyObject | undefined): void {
  const type = self as PyType;
  if (!isMutableType(type)) {
    throw typeError(`cannot set '${name.text}' attribute of immutable type '${type.tp_name}'`);
  }
  const descr = typeOf(type).proto[name.classKey];
  if (typeof descr === 'object' && descr.ob_type.tp_descr_set !== undefined) {
    descr.ob_type.tp_descr_set(descr, type, value);
    return;
  }
  if (value === undefined && !type.tp_dict.has(name.text)) throw noAttribute(type, name);
  setTypeAttribute(type, name, value);
}

/** `__name__`. A class that a module has made with `PyType_FromSpec` has the module in `tp_name`, one of Python's does not. */
function shortName(type: PyType): string {
  const { tp_name, tp_qualname } = type;
  const isBare = (type.tp_flags & TPFLAGS_HEAPTYPE) !== 0 && !tp_name.endsWith(`.${tp_qualname}`);
  return isBare ? tp_name : tp_name.slice(tp_name.lastIndexOf('.') + 1);
}

function checkMutable(type: PyType, value: PyObject | undefined, name: string): void {
  if (!isMutableType(type)) {
    throw typeError(`cannot set '${name}' attribute of immutable type '${type.tp_name}'`);
  }
  if (value === undefined)
    throw typeError(`cannot delete '${name}' attribute of immutable type '${type.tp_name}'`);
  audit('object.__setattr__', type, name, value);
}

function basesOf(type: PyType): PyObject {
  type.basesTuple ??= new PyTuple(type.tp_bases.slice());
  return type.basesTuple;
}

function setBases(type: PyType, value: PyObject | undefined): void {
  checkMutable(type, value, '__bases__');
  if (!(value instanceof PyTuple)) {
    throw typeError(`can only assign tuple to ${type.tp_name}.__bases__, not ${typeName(value!)}`);
  }
  if (value.items.length === 0) {
    throw typeError(`can only assign non-empty tuple to ${type.tp_name}.__bases__, not ()`);
  }
  for (const base of value.items) {
    if (!(base instanceof PyType)) {
      throw typeError(`${type.tp_name}.__bases__ must be tuple of classes, not '${typeName(base)}'`);
    }
    if (isSubtype(base, type) || isBelow(base, type)) {
      throw typeError('a __bases__ item causes an inheritance cycle');
    }
  }
  const bases = value.items as readonly PyType[];
  const base = bestBase(bases);
  checkSameLayout(type.tp_base!, base, '__bases__');
  const { tp_bases: oldBases, tp_base: oldBase } = type;
  const rebase = (from: readonly PyType[], to: readonly PyType[], best: PyType): void => {
    for (const old of from) forgetSubclass(old, type);
    type.tp_bases = to;
    type.tp_base = best;
    Object.setPrototypeOf(type.proto, best.proto);
  };
  rebase(oldBases, bases, base);
  try {
    renewMro(type);
    type.basesTuple = value;
  } catch (thrown) {
    // Unless mro() itself has set the bases meanwhile.
    if (type.tp_bases === bases) {
      rebase(bases, oldBases, oldBase!);
      readyAgain(type);
    }
    throw thrown;
  }
}

/** Does `type` stand in the chain of layout bases of `derived`? Its MRO need not say so. */
function isBelow(derived: PyType, type: PyType): boolean {
  for (let base: PyType | undefined = derived; base !== undefined; base = base.tp_base) {
    if (base === type) return true;
  }
  return false;
}

function checkName(type: PyType, value: PyObject | undefined, what: '__name__' | '__qualname__'): string {
  checkMutable(type, value, what);
  if (!isStr(value!)) {
    throw typeError(`can only assign string to ${type.tp_name}.${what}, not '${typeName(value!)}'`);
  }
  return utf16FromStr(value);
}

export const type = defineType({
  type: typeType,
  doc: "type(object) -> the object's type\ntype(name, bases, dict, **kwds) -> a new type",
  slots: {
    nb_or: uniteTypes,
    tp_repr: (self) => `<class '${typeDisplayName(self as PyType)}'>`,
    tp_call: typeCall,
    make1: typeOf,
    tp_getattro: typeGetAttr,
    tp_setattro: typeSetAttr,
    tp_new: typeNew,
    tp_init: (_self, args, kwnames) => {
      const positional = args.length - (kwnames?.length ?? 0);
      if (positional === 1 && kwnames !== undefined && kwnames.length > 0) {
        throw typeError('type.__init__() takes no keyword arguments');
      }
      if (positional !== 1 && positional !== 3) throw typeError('type.__init__() takes 1 or 3 arguments');
    },
  },
  entries: [
    typeDir,
    getset<PyType>(
      '__name__',
      undefined,
      (self) => strFromUtf16(shortName(self)),
      (self, value) => {
        const name = checkName(self, value, '__name__');
        checkTypeName(name);
        self.tp_name = name;
      },
    ),
    getset<PyType>(
      '__qualname__',
      undefined,
      (self) => strFromUtf16(self.tp_qualname),
      (self, value) => {
        self.tp_qualname = checkName(self, value, '__qualname__');
      },
    ),
    getset<PyType>('__module__', undefined, typeModule, (self, value) => {
      checkMutable(self, value, '__module__');
      setTypeAttribute(self, attrName('__module__'), value);
      // The line belongs to the module in which the class was defined.
      if (self.tp_dict.has('__firstlineno__')) setTypeAttribute(self, attrName('__firstlineno__'), undefined);
    }),
    getset<PyType>('__bases__', undefined, basesOf, setBases),
    member<PyType>('__base__', undefined, 'tp_base'),
    getset<PyType>('__mro__', undefined, (self) => {
      const { tp_mro } = self;
      if (tp_mro.length === 0) return None;
      if (self.mroTuple?.items !== tp_mro) self.mroTuple = new PyTuple(tp_mro);
      return self.mroTuple!;
    }),
    getset<PyType>('__dict__', undefined, (self) => new PyMappingProxy(attributesDict(self))),
    member<PyType>('__flags__', undefined, 'tp_flags', { read: typeFlags }),
    member<PyType>('__basicsize__', undefined, 'ctor', { read: basicSize }),
    member<PyType>('__itemsize__', undefined, 'ctor', { read: itemSize }),
    member<PyType>('__dictoffset__', undefined, 'hasDict', { read: (self) => (self.hasDict ? -1 : 0) }),
    member<PyType>('__weakrefoffset__', undefined, 'hasWeakref', {
      read: (self) => (self.hasWeakref ? -32 : 0),
    }),
    getset<PyType>('__text_signature__', undefined, (self) => self.tp_text_signature ?? None),
    getset<PyType>(
      '__doc__',
      undefined,
      (self) => {
        if (!(self.tp_flags & TPFLAGS_HEAPTYPE) && self.tp_doc !== undefined) return self.tp_doc;
        const doc = self.tp_dict.get('__doc__') ?? None;
        const get = typeOf(doc).tp_descr_get;
        return get === undefined ? doc : get(doc, undefined, self);
      },
      (self, value) => {
        checkMutable(self, value, '__doc__');
        setTypeAttribute(self, attrName('__doc__'), value);
      },
    ),
    getset<PyType>(
      DUNDER_ABSTRACT,
      undefined,
      (self) => {
        const names = self === typeType ? undefined : self.tp_dict.get(DUNDER_ABSTRACT);
        if (names === undefined) throw attributeError(DUNDER_ABSTRACT, self, DUNDER_ABSTRACT);
        return names;
      },
      (self, value) => {
        if (value === undefined && !self.tp_dict.has(DUNDER_ABSTRACT)) {
          throw attributeError(DUNDER_ABSTRACT, self, DUNDER_ABSTRACT);
        }
        setTypeAttribute(self, attrName(DUNDER_ABSTRACT), value);
        if (value !== undefined && isTrue(value)) self.tp_flags |= TPFLAGS_ABSTRACT;
        else self.tp_flags &= ~TPFLAGS_ABSTRACT;
        renewStamps(self);
      },
    ),
    ...typeAnnotationEntries,
    method(
      'mro($self, /)',
      "Return a type's method resolution order.",
      (self) => new PyList(computeMro(self, self.tp_bases)),
    ),
    method(
      '__subclasses__($self, /)',
      'Return a list of immediate subclasses.',
      (self) => new PyList(subclassesOf(self)),
    ),
    method(
      '__instancecheck__($self, instance: object, /) -> bool',
      'Check if an object is an instance.',
      (self, instance) => isInstanceByType(instance, self),
    ),
    method(
      '__subclasscheck__($self, subclass: object, /) -> bool',
      'Check if a class is a subclass.',
      (self, subclass) => isSubclassByType(subclass, self),
    ),
    method('__sizeof__($self, /) -> int', 'Return how many bytes the class takes.', (self) =>
      self.tp_flags & TPFLAGS_HEAPTYPE ? HEAP_TYPE_SIZE : STATIC_TYPE_SIZE,
    ),
    classMethod(
      '__prepare__($cls, *args, **kwargs)',
      'Create the namespace for the class statement',
      () => new PyDict(),
      '($cls, name, bases, /, **kwds)',
    ),
  ],
});
