/** property. CPython: `propertyobject` in Objects/descrobject.c. */

import { attrName } from '../objects/attribute-name.ts';
import { PyAttributeError } from '../objects/exception.ts';
import { PyProperty } from '../objects/method.ts';
import type { PyObject } from '../objects/object.ts';
import { None } from '../objects/singletons.ts';
import { isStr, utf16FromStr } from '../objects/str.ts';
import { getAttrOrAbsent, setAttr } from '../runtime/attributes.ts';
import { call, call1, call2 } from '../runtime/call.ts';
import { builtinDef } from '../runtime/clinic.ts';
import { isTrue } from '../runtime/convert.ts';
import { defineType, getset, member, methodsOf } from '../runtime/define.ts';
import { attributeError, typeError } from '../runtime/errors.ts';
import { repr } from '../runtime/repr.ts';
import { typeOf } from '../runtime/type-of.ts';

const method = methodsOf<PyProperty>();
const dunderDoc = attrName('__doc__');
const dunderName = attrName('__name__');
const dunderIsAbstract = attrName('__isabstractmethod__');

/** The name for messages: as assigned, else the getter's. */
function nameOf(self: PyProperty): PyObject | undefined {
  if (self.prop_name !== undefined) return self.prop_name;
  return self.prop_get === undefined ? undefined : getAttrOrAbsent(self.prop_get, dunderName);
}

/** AttributeError of a property that lacks the accessor. */
function lacks(self: PyProperty, instance: PyObject, accessor: string): never {
  const name = nameOf(self);
  const shown = name === undefined ? '' : ` ${utf16FromStr(repr(name))}`;
  const owner = typeOf(instance).tp_qualname;
  throw attributeError(
    `property${shown} of '${owner}' object has no ${accessor}`,
    instance,
    name !== undefined && isStr(name) ? name : '',
  );
}

function initialize(self: PyProperty, fget: PyObject, fset: PyObject, fdel: PyObject, doc: PyObject): void {
  const given = (value: PyObject): PyObject | undefined => (value === None ? undefined : value);
  self.prop_get = given(fget);
  self.prop_set = given(fset);
  self.prop_del = given(fdel);
  self.prop_name = undefined;
  self.getterDoc = false;
  let text = given(doc);
  if (text === undefined && self.prop_get !== undefined) {
    text = getAttrOrAbsent(self.prop_get, dunderDoc);
    if (text === None) text = undefined;
    self.getterDoc = text !== undefined;
  }
  if (typeOf(self) === PyProperty.type) self.prop_doc = text;
  else setOwnDoc(self, text ?? None);
}

/** Gives an instance of a subclass its docstring as an attribute of its own, if it can have one. */
function setOwnDoc(self: PyProperty, text: PyObject): void {
  try {
    setAttr(self, dunderDoc, text);
  } catch (thrown) {
    if (self.getterDoc || !(thrown instanceof PyAttributeError)) throw thrown;
  }
}

/** A property like this one with one accessor replaced. */
function copyWith(self: PyProperty, which: 'get' | 'set' | 'del', accessor: PyObject): PyObject {
  const pick = (name: 'get' | 'set' | 'del', own: PyObject | undefined): PyObject =>
    name === which ? accessor : (own ?? None);
  const get = pick('get', self.prop_get);
  const doc = self.getterDoc && get !== None ? None : (self.prop_doc ?? None);
  const copy = call(typeOf(self), [get, pick('set', self.prop_set), pick('del', self.prop_del), doc]);
  if (copy instanceof PyProperty) copy.prop_name = self.prop_name;
  return copy;
}

const initDef = builtinDef<
  PyProperty,
  'property($self, /, fget: object = None, fset: object = None, fdel: object = None, doc: object = None) -> None'
>(
  'property($self, /, fget: object = None, fset: object = None, fdel: object = None, doc: object = None) -> None',
  '',
  initialize,
);

export const property = defineType({
  type: PyProperty.type,
  doc: 'An attribute whose reading, setting and deleting call functions.\n\n  fget\n    called to read the attribute\n  fset\n    called to set it\n  fdel\n    called to delete it\n  doc\n    docstring; that of fget by default',
  textSignature: '(fget=None, fset=None, fdel=None, doc=None)',
  slots: {
    tp_new: (type) => new type.ctor(),
    tp_init: (self, args, kwnames) => {
      initDef.call(self, args, kwnames);
    },
    tp_descr_get: (self, instance) => {
      if (instance === undefined || instance === None) return self;
      const own = self as PyProperty;
      if (own.prop_get === undefined) return lacks(own, instance, 'getter');
      return call1(own.prop_get, instance);
    },
    tp_descr_set: (self, instance, value) => {
      const own = self as PyProperty;
      const accessor = value === undefined ? own.prop_del : own.prop_set;
      if (accessor === undefined) lacks(own, instance, value === undefined ? 'deleter' : 'setter');
      if (value === undefined) call1(accessor, instance);
      else call2(accessor, instance, value);
    },
  },
  entries: [
    member<PyProperty>('fget', undefined, 'prop_get', { kind: 'object' }),
    member<PyProperty>('fset', undefined, 'prop_set', { kind: 'object' }),
    member<PyProperty>('fdel', undefined, 'prop_del', { kind: 'object' }),
    member<PyProperty>('__doc__', undefined, 'prop_doc', { kind: 'object', writable: true }),
    getset<PyProperty>(
      '__name__',
      undefined,
      (self) => {
        const name = nameOf(self);
        if (name === undefined)
          throw attributeError("'property' object has no attribute '__name__'", self, '__name__');
        return name;
      },
      (self, value) => {
        self.prop_name = value;
      },
    ),
    getset<PyProperty>('__isabstractmethod__', undefined, (self) =>
      [self.prop_get, self.prop_set, self.prop_del].some((accessor) => {
        const flag = accessor === undefined ? undefined : getAttrOrAbsent(accessor, dunderIsAbstract);
        return flag !== undefined && isTrue(flag);
      }),
    ),
    method(
      'getter($self, fget: object, /)',
      'Return a property with another function for reading.',
      (self, fget) => copyWith(self, 'get', fget),
      '($self, object, /)',
    ),
    method(
      'setter($self, fset: object, /)',
      'Return a property with another function for setting.',
      (self, fset) => copyWith(self, 'set', fset),
      '($self, object, /)',
    ),
    method(
      'deleter($self, fdel: object, /)',
      'Return a property with another function for deleting.',
      (self, fdel) => copyWith(self, 'del', fdel),
      '($self, object, /)',
    ),
    method(
      '__set_name__($self, *args) -> None',
      'Remember the name under which the property stands in its class.',
      (self, args) => {
        if (args.length !== 2) {
          throw typeError(`__set_name__() takes 2 positional arguments but ${args.length} were given`);
        }
        self.prop_name = args[1]!;
      },
      '($self, owner, name, /)',
    ),
  ],
});
