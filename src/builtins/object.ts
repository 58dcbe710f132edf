/** object: what every value can do. CPython: Objects/object.c, `object_*` in Objects/typeobject.c. */

import { boxFields } from '../objects/bare-fields.ts';
import { behindHandle } from '../objects/handle.ts';
import { shareDict, sharedDictOf } from '../objects/instance-storage.ts';
import { PyModule } from '../objects/module.ts';
import {
  type KwNames,
  objectType,
  Py_EQ,
  Py_NE,
  type PyObject,
  PyType,
  TPFLAGS_ABSTRACT,
} from '../objects/object.ts';
import { None, NotImplemented } from '../objects/singletons.ts';
import { genericGetAttr, genericSetAttr } from '../runtime/attributes.ts';
import { audit } from '../runtime/audit.ts';
import { isSame } from '../runtime/compare.ts';
import { isTrue, strValue } from '../runtime/convert.ts';
import { classMethod, defineType, getset, methodsOf } from '../runtime/define.ts';
import { DICT_ACCESS } from '../runtime/dict.ts';
import { typeError } from '../runtime/errors.ts';
import { withHandle } from '../runtime/finalizers.ts';
import { identityHash, idOf } from '../runtime/identity.ts';
import { str } from '../runtime/repr.ts';
import { isMutableType, isSubtype, typeName, typeOf } from '../runtime/type-of.ts';
import { reduceMethods } from './object-reduce.ts';
import { checkSameLayout } from './type-layout.ts';
import { abstractMethodNames, typeDisplayName } from './type-names.ts';

const method = methodsOf<PyObject>();

/** Does the class define `__new__` (or `__init__`) itself or inherit one other than `object`'s? */
function overrides(type: PyType, which: 'tp_new' | 'tp_init'): boolean {
  return type[which] !== objectType[which];
}

function objectNew(type: PyType, args: readonly PyObject[], kwnames: KwNames | undefined): PyObject {
  if (args.length > 0 || (kwnames?.length ?? 0) > 0) {
    if (overrides(type, 'tp_new')) {
      throw typeError('object.__new__() takes exactly one argument (the type to instantiate)');
    }
    if (!overrides(type, 'tp_init')) throw typeError(`${type.tp_name}() takes no arguments`);
  }
  if (type.tp_flags & TPFLAGS_ABSTRACT) {
    const names = abstractMethodNames(type);
    const quoted = names.map((name) => `'${name}'`).join(', ');
    throw typeError(
      `Can't instantiate abstract class ${type.tp_name} without an implementation for abstract method${names.length === 1 ? '' : 's'} ${quoted}`,
    );
  }
  return withHandle(new type.maker(), type);
}

function objectInit(self: PyObject, args: readonly PyObject[]): void {
  if (args.length === 0) return;
  const type = typeOf(self);
  if (overrides(type, 'tp_init')) {
    throw typeError('object.__init__() takes exactly one argument (the instance to initialize)');
  }
  if (!overrides(type, 'tp_new')) {
    throw typeError(`${type.tp_name}.__init__() takes exactly one argument (the instance to initialize)`);
  }
}

/** Assigns `__class__`: both classes must lay their instances out alike. */
function setClass(self: PyObject, value: PyObject | undefined): void {
  if (value === undefined) throw typeError("can't delete __class__ attribute");
  if (!(value instanceof PyType)) {
    throw typeError(`__class__ must be set to a class, not '${typeName(value)}' object`);
  }
  audit('object.__setattr__', self, '__class__', value);
  const old = typeOf(self);
  const ofModules = isSubtype(value, PyModule.type) && isSubtype(old, PyModule.type);
  if (typeof self !== 'object' || (!ofModules && (!isMutableType(value) || !isMutableType(old)))) {
    throw typeError('__class__ assignment only supported for mutable types or ModuleType subclasses');
  }
  if (old === value) return;
  checkSameLayout(old, value, '__class__');
  boxFields(self);
  Object.setPrototypeOf(behindHandle(self), value.proto);
  const dict = sharedDictOf(self);
  if (dict !== undefined) shareDict(self, dict, DICT_ACCESS);
}

export const object = defineType({
  type: objectType,
  doc: 'The base class of the class hierarchy.\n\nWhen called, it accepts no arguments and returns a new featureless\ninstance that has no instance attributes and cannot be given any.\n',
  textSignature: '()',
  slots: {
    tp_repr: (self) =>
      `<${typeDisplayName(typeOf(self))} object at 0x${idOf(self).toString(16).padStart(12, '0')}>`,
    tp_str: (self) => typeOf(self).tp_repr!(self),
    tp_hash: identityHash,
    tp_getattro: genericGetAttr,
    tp_setattro: genericSetAttr,
    tp_new: objectNew,
    tp_init: objectInit,
    tp_richcompare: (self, other, op) => {
      if (op === Py_EQ) return isSame(self, other) ? true : NotImplemented;
      if (op !== Py_NE) return NotImplemented;
      const equal = typeOf(self).tp_richcompare!(self, other, Py_EQ);
      return equal === NotImplemented ? NotImplemented : !isTrue(equal);
    },
  },
  entries: [
    getset<PyObject>('__class__', "the object's class", (self) => typeOf(self), setClass),
    method('__format__($self, format_spec: object, /)', 'Default object formatter.', (self, spec) => {
      const text = strValue(spec);
      if (text === undefined) {
        const got = spec === None ? 'None' : typeName(spec);
        throw typeError(`__format__() argument must be str, not ${got}`);
      }
      if (text !== '') throw typeError(`unsupported format string passed to ${typeName(self)}.__format__`);
      return str(self);
    }),
    classMethod(
      '__init_subclass__($type, /)',
      'This method is called when a class is subclassed.\n\nThe default implementation does nothing.',
      () => None,
    ),
    classMethod(
      '__subclasshook__($type, object: object, /)',
      'Abstract classes can override this to customize issubclass().',
      () => NotImplemented,
    ),
    ...reduceMethods,
  ],
});
