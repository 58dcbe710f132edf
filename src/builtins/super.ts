/** super. CPython: `super_*` in Objects/typeobject.c. */
import { PyCell } from '../objects/cell.ts';
import { CO_FAST_CELL, CO_FAST_FREE } from '../objects/code.ts';
import { type PyObject, PyType } from '../objects/object.ts';
import { None } from '../objects/singletons.ts';
import { PySuper } from '../objects/super.ts';
import { genericGetAttr } from '../runtime/attributes.ts';
import { defineType, member } from '../runtime/define.ts';
import { attributeError, runtimeError, typeError } from '../runtime/errors.ts';
import { current } from '../runtime/state.ts';
import { superLookup, superStartClass } from '../runtime/super.ts';
import { typeName, typeOf } from '../runtime/type-of.ts';

/** `super()` inside a method: the class from the `__class__` cell, the object from the first argument. */
function fromFrame(): { type: PyType; self: PyObject } {
  const { frame } = current.thread;
  if (frame === undefined) throw runtimeError('super(): no current frame');
  const { code } = frame;
  if (code.co_argcount === 0) throw runtimeError('super(): no arguments');
  const first = frame.localsplus[0];
  // An argument that is also a cell variable stands in its cell.
  const isCell = (code.co_localspluskinds[0]! & CO_FAST_CELL) !== 0;
  const self = isCell && first instanceof PyCell ? first.value : first;
  if (self === undefined) throw runtimeError('super(): arg[0] deleted');
  for (let i = 0; i < code.co_localsplusnames.length; i++) {
    if (!(code.co_localspluskinds[i]! & CO_FAST_FREE) || code.co_localsplusnames[i] !== '__class__') continue;
    const cell = frame.localsplus[i];
    if (!(cell instanceof PyCell)) throw runtimeError('super(): bad __class__ cell');
    if (cell.value === undefined) throw runtimeError('super(): empty __class__ cell');
    if (!(cell.value instanceof PyType)) {
      throw runtimeError(`super(): __class__ is not a type (${typeName(cell.value)})`);
    }
    return { type: cell.value, self };
  }
  throw runtimeError('super(): __class__ cell not found');
}

/** Sets a super object up; `self` may be absent. */
function initialize(object: PySuper, type: PyType, self: PyObject | undefined): void {
  object.thisClass = type;
  object.self = self;
  object.selfClass = self === undefined ? undefined : superStartClass(type, self);
}

export const pySuper = defineType({
  type: PySuper.type,
  doc: `super() -> same as super(__class__, <first argument>)
super(type) -> unbound super object
super(type, obj) -> bound super object; requires isinstance(obj, type)
super(type, type2) -> bound super object; requires issubclass(type2, type)`,
  slots: {
    tp_new: (type) => new type.ctor(),
    tp_init: (self, args, kwnames) => {
      if (kwnames !== undefined && kwnames.length > 0) throw typeError('super() takes no keyword arguments');
      if (args.length > 2) throw typeError(`super() expected at most 2 arguments, got ${args.length}`);
      if (args.length === 0) {
        const found = fromFrame();
        initialize(self as PySuper, found.type, found.self === None ? undefined : found.self);
        return;
      }
      const type = args[0]!;
      if (!(type instanceof PyType))
        throw typeError(`super() argument 1 must be a type, not ${typeName(type)}`);
      initialize(self as PySuper, type, args[1] === None ? undefined : args[1]);
    },
    tp_repr: (self) => {
      const { thisClass, selfClass } = self as PySuper;
      const name = thisClass === undefined ? 'NULL' : thisClass.tp_name;
      return selfClass === undefined
        ? `<super: <class '${name}'>, NULL>`
        : `<super: <class '${name}'>, <${selfClass.tp_name} object>>`;
    },
    tp_getattro: (self, name) => {
      const { thisClass, self: object, selfClass } = self as PySuper;
      if (selfClass === undefined || thisClass === undefined || name.text === '__class__') {
        return genericGetAttr(self, name);
      }
      const found = superLookup(thisClass, selfClass, name);
      if (found === undefined) {
        // Attributes of the super object itself: `__self__`, `__thisclass__`.
        const own = PySuper.type.proto[name.classKey];
        if (own !== undefined) return genericGetAttr(self, name);
        throw attributeError(`'super' object has no attribute '${name.text}'`, self, name.text);
      }
      const get = typeOf(found).tp_descr_get;
      return get === undefined ? found : get(found, object === selfClass ? undefined : object, selfClass);
    },
    tp_descr_get: (self, instance) => {
      const unbound = self as PySuper;
      if (instance === undefined || instance === None || unbound.self !== undefined) return self;
      const bound = new (typeOf(self).ctor as new () => PySuper)();
      initialize(bound, unbound.thisClass!, instance);
      return bound;
    },
  },
  entries: [
    member<PySuper>('__thisclass__', 'the class invoking super()', 'thisClass'),
    member<PySuper>('__self__', 'the instance invoking super(); may be None', 'self'),
    member<PySuper>('__self_class__', 'the type of the instance invoking super(); may be None', 'selfClass'),
  ],
});
