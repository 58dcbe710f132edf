/**
 * Functions and what classes make of them: function, method, the built-in kinds, static and class methods.
 * CPython: Objects/funcobject.c, Objects/classobject.c, Objects/methodobject.c, Objects/descrobject.c.
 */
import { attrName } from '../objects/attribute-name.ts';
import {
  PyCFunction,
  PyClassMethodDescr,
  PyGetSetDescr,
  PyMemberDescr,
  PyMethodDescr,
  PyMethodWrapper,
  PyWrapperDescr,
} from '../objects/descriptor.ts';
import { PyFunction } from '../objects/function.ts';
import { PyClassMethod, PyMethod, PyStaticMethod } from '../objects/method.ts';
import { type PyObject, PyType } from '../objects/object.ts';
import { utf16FromStr } from '../objects/str.ts';
import { genericGetAttrOrAbsent, getAttr, noAttribute } from '../runtime/attributes.ts';
import { call } from '../runtime/call.ts';
import { defineType } from '../runtime/define.ts';
import { attributeError, typeError } from '../runtime/errors.ts';
import { idOf } from '../runtime/identity.ts';
import { current } from '../runtime/state.ts';
import { isInstanceOf, typeName, typeOf } from '../runtime/type-of.ts';

type Fields = Record<string, PyObject | undefined>;

export const pyFunction = defineType({
  type: PyFunction.type,
  slots: {
    tp_call: (self, args, kwnames) => {
      const { thread } = current;
      return thread.interp.executor.callFunction(thread, self as PyFunction, args, kwnames);
    },
    tp_repr: (self) =>
      `<function ${utf16FromStr((self as PyFunction).func_qualname)} at 0x${idOf(self).toString(16).padStart(12, '0')}>`,
    tp_descr_get: (self, instance) => (instance === undefined ? self : new PyMethod(self, instance)),
  },
});

export const pyMethod = defineType({
  type: PyMethod.type,
  slots: {
    tp_call: (self, args, kwnames) => {
      const { im_func, im_self } = self as PyMethod;
      return call(im_func, [im_self, ...args], kwnames);
    },
    tp_getattro: (self, name) => {
      const own = genericGetAttrOrAbsent(self, name);
      return own ?? getAttr((self as PyMethod).im_func, name);
    },
  },
});

/** Calls the definition of a built-in method after checking the receiver. */
function checkReceiver(owner: PyType, name: string, args: readonly PyObject[]): PyObject {
  const self = args[0];
  if (self === undefined) throw typeError(`unbound method ${owner.tp_name}.${name}() needs an argument`);
  if (!isInstanceOf(self, owner)) {
    throw typeError(
      `descriptor '${name}' for '${owner.tp_name}' objects doesn't apply to a '${typeName(self)}' object`,
    );
  }
  return self;
}

/** The check that reading a descriptor from an instance makes. CPython: `descr_check`. */
function checkInstance(owner: PyType, name: string, instance: PyObject): void {
  if (!isInstanceOf(instance, owner)) {
    throw typeError(
      `descriptor '${name}' for '${owner.tp_name}' objects doesn't apply to a '${typeName(instance)}' object`,
    );
  }
}

export const cFunction = defineType({
  type: PyCFunction.type,
  slots: {
    tp_call: (self, args, kwnames) => {
      const func = self as PyCFunction;
      return func.def.call(func.self!, args, kwnames);
    },
  },
});

export const methodDescr = defineType({
  type: PyMethodDescr.type,
  slots: {
    tp_call: (self, args, kwnames) => {
      const { owner, def } = self as PyMethodDescr;
      return def.call(checkReceiver(owner, def.name, args), args.slice(1), kwnames);
    },
    tp_descr_get: (self, instance) => {
      if (instance === undefined) return self;
      const { owner, def } = self as PyMethodDescr;
      checkInstance(owner, def.name, instance);
      return new PyCFunction(def, instance, undefined);
    },
  },
});

export const classMethodDescr = defineType({
  type: PyClassMethodDescr.type,
  slots: {
    tp_call: (self, args, kwnames) => {
      const { owner, def } = self as PyClassMethodDescr;
      const cls = args[0];
      if (!(cls instanceof PyType)) {
        throw typeError(`descriptor '${def.name}' for type '${owner.tp_name}' needs a type as arg 1`);
      }
      return def.call(cls, args.slice(1), kwnames);
    },
    tp_descr_get: (self, instance, owner) => {
      const cls = owner ?? typeOf(instance!);
      return new PyCFunction((self as PyClassMethodDescr).def, cls, undefined);
    },
  },
});

export const wrapperDescr = defineType({
  type: PyWrapperDescr.type,
  slots: {
    tp_call: (self, args, kwnames) => {
      const { owner, def, slotFunction } = self as PyWrapperDescr;
      const receiver = args[0];
      if (receiver === undefined) {
        throw typeError(`descriptor '${def.name.text}' of '${owner.tp_name}' object needs an argument`);
      }
      if (!isInstanceOf(receiver, owner)) {
        throw typeError(
          `descriptor '${def.name.text}' requires a '${owner.tp_name}' object but received a '${typeName(receiver)}'`,
        );
      }
      return def.wrap(slotFunction, receiver, args.slice(1), kwnames);
    },
    tp_descr_get: (self, instance) => {
      if (instance === undefined) return self;
      checkInstance((self as PyWrapperDescr).owner, (self as PyWrapperDescr).def.name.text, instance);
      return new PyMethodWrapper(self as PyWrapperDescr, instance);
    },
  },
});

export const methodWrapper = defineType({
  type: PyMethodWrapper.type,
  slots: {
    tp_call: (self, args, kwnames) => {
      const { descr, self: receiver } = self as PyMethodWrapper;
      return descr.def.wrap(descr.slotFunction, receiver, args, kwnames);
    },
  },
});

export const getsetDescr = defineType({
  type: PyGetSetDescr.type,
  slots: {
    tp_descr_get: (self, instance) => {
      if (instance === undefined) return self;
      const descr = self as PyGetSetDescr;
      checkInstance(descr.owner, descr.name, instance);
      if (descr.get === undefined) {
        throw attributeError(
          `attribute '${descr.name}' of '${descr.owner.tp_name}' objects is not readable`,
          instance,
          descr.name,
        );
      }
      return descr.get(instance);
    },
    tp_descr_set: (self, instance, value) => {
      const descr = self as PyGetSetDescr;
      checkInstance(descr.owner, descr.name, instance);
      if (descr.set === undefined) {
        throw attributeError(
          `attribute '${descr.name}' of '${descr.owner.tp_name}' objects is not writable`,
          instance,
          descr.name,
        );
      }
      descr.set(instance, value);
    },
  },
});

export const memberDescr = defineType({
  type: PyMemberDescr.type,
  slots: {
    tp_descr_get: (self, instance) => {
      if (instance === undefined) return self;
      const descr = self as PyMemberDescr;
      checkInstance(descr.owner, descr.name, instance);
      const value = (instance as unknown as Fields)[descr.field];
      if (value === undefined) throw noAttribute(instance, attrName(descr.name));
      return value;
    },
    tp_descr_set: (self, instance, value) => {
      const descr = self as PyMemberDescr;
      checkInstance(descr.owner, descr.name, instance);
      if (descr.readonly) throw attributeError('readonly attribute', instance, descr.name);
      const fields = instance as unknown as Fields;
      if (value === undefined && fields[descr.field] === undefined) throw noAttribute(instance, attrName(descr.name));
      fields[descr.field] = value;
    },
  },
});

export const staticMethod = defineType({
  type: PyStaticMethod.type,
  slots: {
    tp_call: (self, args, kwnames) => call((self as PyStaticMethod).callable, args, kwnames),
    tp_descr_get: (self) => (self as PyStaticMethod).callable,
  },
});

export const classMethod = defineType({
  type: PyClassMethod.type,
  slots: {
    tp_descr_get: (self, instance, owner) =>
      new PyMethod((self as PyClassMethod).callable, owner ?? typeOf(instance!)),
  },
});
