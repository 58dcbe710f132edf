/**
 * Built-in functions and methods, and the descriptors by which built-in types show their slots and attributes.
 * CPython: Objects/methodobject.c, Objects/descrobject.c.
 */
import {
  type BuiltinDef,
  PyCFunction,
  PyClassMethodDescr,
  PyGetSetDescr,
  PyMemberDescr,
  PyMethodDescr,
  PyMethodWrapper,
  PyWrapperDescr,
} from '../objects/descriptor.ts';
import { exceptionTypes } from '../objects/exception.ts';
import { PyModule } from '../objects/module.ts';
import { Py_EQ, Py_NE, type PyBaseObject, type PyObject, PyType } from '../objects/object.ts';
import { None, NotImplemented } from '../objects/singletons.ts';
import { PyTuple } from '../objects/tuple.ts';
import { isSame } from '../runtime/compare.ts';
import { asIndex } from '../runtime/convert.ts';
import { defineType, type Entry, getset, member, methodsOf } from '../runtime/define.ts';
import { newException, overflowError, typeError } from '../runtime/errors.ts';
import { addressText, combineHashes, identityHash, idOf } from '../runtime/identity.ts';
import { builtinNamed } from '../runtime/pickling.ts';
import { fullTypeName, isInstanceOf, isSubtype, typeName, typeOf } from '../runtime/type-of.ts';

type Fields = Record<string, PyObject | undefined>;

const AttributeErrorType = exceptionTypes.get('AttributeError')!;

/** `getattr` and what to call it with: how bound methods and descriptors are pickled. */
function reduceByName(owner: PyObject, name: string): PyTuple {
  return new PyTuple([builtinNamed('getattr'), new PyTuple([owner, name])]);
}

/** `__doc__` of a built-in callable: None where CPython has neither docstring nor signature. */
function docOf(def: BuiltinDef): PyObject {
  return def.doc === '' && def.textSignature === undefined ? None : def.doc;
}

/** The qualified name of the class that an object is or belongs to. */
function qualnameOfOwner(owner: PyObject): string {
  return (owner instanceof PyType ? owner : typeOf(owner)).tp_qualname;
}

// ── Built-in functions and bound methods ─────────────────────────────────────────────────────────────────────────

const cFunctionMethod = methodsOf<PyCFunction>();

/** Is it a function of a module, or of nothing, and no method? */
function isPlainFunction(self: PyCFunction): boolean {
  return self.self === undefined || self.self instanceof PyModule;
}

export const cFunction = defineType({
  type: PyCFunction.type,
  slots: {
    tp_call: (self, args, kwnames) => {
      const func = self as PyCFunction;
      return func.def.call(func.self!, args, kwnames);
    },
    tp_repr: (object) => {
      const self = object as PyCFunction;
      if (isPlainFunction(self)) return `<built-in function ${self.def.name}>`;
      return `<built-in method ${self.def.name} of ${typeName(self.self!)} object at ${addressText(self.self!)}>`;
    },
    tp_hash: (object) => {
      const self = object as PyCFunction;
      const own = idOf(self.def as unknown as PyBaseObject) / 16;
      return self.self === undefined ? own : combineHashes(identityHash(self.self), own);
    },
    tp_richcompare: (left, right, op) => {
      if (
        (op !== Py_EQ && op !== Py_NE) ||
        !(left instanceof PyCFunction) ||
        !(right instanceof PyCFunction)
      ) {
        return NotImplemented;
      }
      const sameSelf =
        left.self === undefined || right.self === undefined
          ? left.self === right.self
          : isSame(left.self, right.self);
      return (sameSelf && left.def === right.def) === (op === Py_EQ);
    },
  },
  entries: [
    cFunctionMethod('__reduce__($self, /)', '', (self) =>
      isPlainFunction(self) ? self.def.name : reduceByName(self.self!, self.def.name),
    ),
    member<PyCFunction>('__module__', undefined, 'module', { writable: true }),
    getset<PyCFunction>('__doc__', undefined, (self) => docOf(self.def)),
    getset<PyCFunction>('__name__', undefined, (self) => self.def.name),
    getset<PyCFunction>('__qualname__', undefined, (self) =>
      isPlainFunction(self) ? self.def.name : `${qualnameOfOwner(self.self!)}.${self.def.name}`,
    ),
    getset<PyCFunction>('__self__', undefined, (self) => (self.isStatic ? None : (self.self ?? None))),
    getset<PyCFunction>('__text_signature__', undefined, (self) => self.def.textSignature ?? None),
  ],
});

// ── Checks that the descriptors share ────────────────────────────────────────────────────────────────────────────

/** The check that reading, setting or calling a descriptor makes. CPython: `descr_check`. */
function checkInstance(owner: PyType, name: string, instance: PyObject): void {
  if (!isInstanceOf(instance, owner)) {
    throw typeError(
      `descriptor '${name}' for '${owner.tp_name}' objects doesn't apply to a '${typeName(instance)}' object`,
    );
  }
}

interface Described extends PyBaseObject {
  readonly owner: PyType;
}

/** The attributes that all descriptors have. */
function described<D extends Described>(
  nameOf: (self: D) => string,
  docOfSelf: (self: D) => PyObject,
): readonly Entry[] {
  return [
    member<D>('__objclass__', undefined, 'owner' as keyof D & string),
    member<D>('__name__', undefined, 'owner' as keyof D & string, { read: nameOf }),
    getset<D>('__doc__', undefined, docOfSelf),
    getset<D>('__qualname__', undefined, (self) => `${self.owner.tp_qualname}.${nameOf(self)}`),
  ];
}

// ── Methods ──────────────────────────────────────────────────────────────────────────────────────────────────────

const methodDescrMethod = methodsOf<PyMethodDescr>();

export const methodDescr = defineType({
  type: PyMethodDescr.type,
  slots: {
    tp_call: (self, args, kwnames) => {
      const { owner, def } = self as PyMethodDescr;
      const receiver = args[0];
      if (receiver === undefined || args.length === (kwnames?.length ?? 0)) {
        throw typeError(`unbound method ${owner.tp_qualname}.${def.name}() needs an argument`);
      }
      checkInstance(owner, def.name, receiver);
      return def.call(receiver, args.slice(1), kwnames);
    },
    tp_descr_get: (self, instance) => {
      if (instance === undefined) return self;
      const { owner, def } = self as PyMethodDescr;
      checkInstance(owner, def.name, instance);
      return new PyCFunction(def, instance, undefined);
    },
    tp_repr: (self) =>
      `<method '${(self as PyMethodDescr).def.name}' of '${(self as PyMethodDescr).owner.tp_name}' objects>`,
  },
  entries: [
    methodDescrMethod('__reduce__($self, /)', '', (self) => reduceByName(self.owner, self.def.name)),
    ...described<PyMethodDescr>(
      (self) => self.def.name,
      (self) => docOf(self.def),
    ),
    getset<PyMethodDescr>('__text_signature__', undefined, (self) => self.def.textSignature ?? None),
  ],
});

/** The class to which a class method is bound. CPython: `classmethod_get`. */
function boundClass(
  self: PyClassMethodDescr,
  instance: PyObject | undefined,
  owner: PyObject | undefined,
): PyType {
  const cls = owner ?? typeOf(instance!);
  const { name } = self.def;
  if (!(cls instanceof PyType)) {
    throw typeError(
      `descriptor '${name}' for type '${self.owner.tp_name}' needs a type, not a '${typeName(cls)}' as arg 2`,
    );
  }
  if (!isSubtype(cls, self.owner)) {
    throw typeError(
      `descriptor '${name}' requires a subtype of '${self.owner.tp_name}' but received '${cls.tp_name}'`,
    );
  }
  return cls;
}

export const classMethodDescr = defineType({
  type: PyClassMethodDescr.type,
  slots: {
    tp_call: (object, args, kwnames) => {
      const self = object as PyClassMethodDescr;
      if (args.length === (kwnames?.length ?? 0)) {
        throw typeError(`descriptor '${self.def.name}' of '${self.owner.tp_name}' object needs an argument`);
      }
      return self.def.call(boundClass(self, undefined, args[0]), args.slice(1), kwnames);
    },
    tp_descr_get: (object, instance, owner) => {
      const self = object as PyClassMethodDescr;
      return new PyCFunction(self.def, boundClass(self, instance, owner), undefined);
    },
    tp_repr: (self) =>
      `<method '${(self as PyClassMethodDescr).def.name}' of '${(self as PyClassMethodDescr).owner.tp_name}' objects>`,
  },
  entries: [
    ...described<PyClassMethodDescr>(
      (self) => self.def.name,
      (self) => docOf(self.def),
    ),
    getset<PyClassMethodDescr>('__text_signature__', undefined, (self) => self.def.textSignature ?? None),
  ],
});

// ── Special methods from slots ───────────────────────────────────────────────────────────────────────────────────

/** Which special methods take keyword arguments. CPython: `PyWrapperFlag_KEYWORDS`. */
const WITH_KEYWORDS = new Set(['__init__', '__call__']);

function callWrapper(
  descr: PyWrapperDescr,
  self: PyObject,
  args: readonly PyObject[],
  kwnames: readonly string[] | undefined,
) {
  const { def } = descr;
  if (kwnames !== undefined && kwnames.length > 0 && !WITH_KEYWORDS.has(def.name.text)) {
    throw typeError(`wrapper ${def.name.text}() takes no keyword arguments`);
  }
  return def.wrap(descr.slotFunction, self, args, kwnames);
}

const wrapperDescrMethod = methodsOf<PyWrapperDescr>();

export const wrapperDescr = defineType({
  type: PyWrapperDescr.type,
  slots: {
    tp_call: (object, args, kwnames) => {
      const self = object as PyWrapperDescr;
      const name = self.def.name.text;
      const receiver = args[0];
      if (receiver === undefined || args.length === (kwnames?.length ?? 0)) {
        throw typeError(`descriptor '${name}' of '${self.owner.tp_name}' object needs an argument`);
      }
      if (!isInstanceOf(receiver, self.owner)) {
        throw typeError(
          `descriptor '${name}' requires a '${self.owner.tp_name}' object but received a '${typeName(receiver)}'`,
        );
      }
      return callWrapper(self, receiver, args.slice(1), kwnames);
    },
    tp_descr_get: (self, instance) => {
      if (instance === undefined) return self;
      checkInstance((self as PyWrapperDescr).owner, (self as PyWrapperDescr).def.name.text, instance);
      return new PyMethodWrapper(self as PyWrapperDescr, instance);
    },
    tp_repr: (self) =>
      `<slot wrapper '${(self as PyWrapperDescr).def.name.text}' of '${(self as PyWrapperDescr).owner.tp_name}' objects>`,
  },
  entries: [
    wrapperDescrMethod('__reduce__($self, /)', '', (self) => reduceByName(self.owner, self.def.name.text)),
    ...described<PyWrapperDescr>(
      (self) => self.def.name.text,
      (self) => self.def.doc,
    ),
    getset<PyWrapperDescr>('__text_signature__', undefined, (self) => self.def.signature),
  ],
});

const methodWrapperMethod = methodsOf<PyMethodWrapper>();

export const methodWrapper = defineType({
  type: PyMethodWrapper.type,
  slots: {
    tp_call: (self, args, kwnames) =>
      callWrapper((self as PyMethodWrapper).descr, (self as PyMethodWrapper).self, args, kwnames),
    tp_repr: (object) => {
      const { descr, self } = object as PyMethodWrapper;
      return `<method-wrapper '${descr.def.name.text}' of ${typeName(self)} object at ${addressText(self)}>`;
    },
    tp_hash: (object) => {
      const { descr, self } = object as PyMethodWrapper;
      return combineHashes(identityHash(self), identityHash(descr));
    },
    tp_richcompare: (left, right, op) => {
      if (
        (op !== Py_EQ && op !== Py_NE) ||
        !(left instanceof PyMethodWrapper) ||
        !(right instanceof PyMethodWrapper)
      ) {
        return NotImplemented;
      }
      return (left.descr === right.descr && isSame(left.self, right.self)) === (op === Py_EQ);
    },
  },
  entries: [
    methodWrapperMethod('__reduce__($self, /)', '', (self) =>
      reduceByName(self.self, self.descr.def.name.text),
    ),
    member<PyMethodWrapper>('__self__', undefined, 'self'),
    getset<PyMethodWrapper>('__objclass__', undefined, (self) => self.descr.owner),
    getset<PyMethodWrapper>('__name__', undefined, (self) => self.descr.def.name.text),
    getset<PyMethodWrapper>(
      '__qualname__',
      undefined,
      (self) => `${self.descr.owner.tp_qualname}.${self.descr.def.name.text}`,
    ),
    getset<PyMethodWrapper>('__doc__', undefined, (self) => self.descr.def.doc),
    getset<PyMethodWrapper>('__text_signature__', undefined, (self) => self.descr.def.signature),
  ],
});

// ── Attributes ───────────────────────────────────────────────────────────────────────────────────────────────────

export const getsetDescr = defineType({
  type: PyGetSetDescr.type,
  slots: {
    tp_descr_get: (self, instance) => {
      if (instance === undefined) return self;
      const descr = self as PyGetSetDescr;
      checkInstance(descr.owner, descr.name, instance);
      if (descr.get === undefined) {
        throw newException(
          AttributeErrorType,
          `attribute '${descr.name}' of '${descr.owner.tp_name}' objects is not readable`,
        );
      }
      return descr.get(instance);
    },
    tp_descr_set: (self, instance, value) => {
      const descr = self as PyGetSetDescr;
      checkInstance(descr.owner, descr.name, instance);
      if (descr.set === undefined) {
        throw newException(
          AttributeErrorType,
          `attribute '${descr.name}' of '${descr.owner.tp_name}' objects is not writable`,
        );
      }
      descr.set(instance, value);
    },
    tp_repr: (self) =>
      `<attribute '${(self as PyGetSetDescr).name}' of '${(self as PyGetSetDescr).owner.tp_name}' objects>`,
  },
  entries: described<PyGetSetDescr>(
    (self) => self.name,
    (self) => self.doc ?? None,
  ),
});

/** Puts a value into the field of a member; absent: deletes. CPython: `PyMember_SetOne`. */
function setMember(descr: PyMemberDescr, instance: PyObject, value: PyObject | undefined): void {
  if (descr.readonly) throw newException(AttributeErrorType, 'readonly attribute');
  const fields = instance as unknown as Fields;
  if (value === undefined) {
    if (descr.kind === 'object_ex') {
      if (fields[descr.field] === undefined) throw newException(AttributeErrorType, descr.name);
    } else if (descr.kind !== 'object') throw typeError("can't delete numeric/char attribute");
  } else if (descr.kind === 'bool') {
    if (typeof value !== 'boolean') throw typeError('attribute value type must be bool');
  } else if (descr.kind === 'ssize_t') {
    fields[descr.field] = asSsizeMember(value);
    return;
  }
  fields[descr.field] = value;
}

function asSsizeMember(value: PyObject): number {
  if (typeOf(value).nb_index === undefined) throw typeError('an integer is required');
  const int = asIndex(value);
  if (typeof int === 'bigint' && BigInt.asIntN(64, int) !== int) {
    throw overflowError('Python int too large to convert to C ssize_t');
  }
  return Number(int);
}

const memberDescrMethod = methodsOf<PyMemberDescr>();

export const memberDescr = defineType({
  type: PyMemberDescr.type,
  slots: {
    tp_descr_get: (self, instance) => {
      if (instance === undefined) return self;
      const descr = self as PyMemberDescr;
      checkInstance(descr.owner, descr.name, instance);
      if (descr.read !== undefined) return descr.read(instance);
      const value = (instance as unknown as Fields)[descr.field];
      if (value !== undefined) return value;
      if (descr.kind === 'object_ex') {
        const owner = fullTypeName(instance);
        throw newException(AttributeErrorType, `'${owner}' object has no attribute '${descr.name}'`);
      }
      return None;
    },
    tp_descr_set: (self, instance, value) => {
      const descr = self as PyMemberDescr;
      checkInstance(descr.owner, descr.name, instance);
      setMember(descr, instance, value);
    },
    tp_repr: (self) =>
      `<member '${(self as PyMemberDescr).name}' of '${(self as PyMemberDescr).owner.tp_name}' objects>`,
  },
  entries: [
    memberDescrMethod('__reduce__($self, /)', '', (self) => reduceByName(self.owner, self.name)),
    ...described<PyMemberDescr>(
      (self) => self.name,
      (self) => self.doc ?? None,
    ),
  ],
});
