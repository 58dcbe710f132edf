/** builtins: the functions and names that every module sees. CPython: Python/bltinmodule.c. */
import { exceptionTypes } from '../objects/exception.ts';
import { objectType, typeType } from '../objects/object.ts';
import { None } from '../objects/singletons.ts';
import { constant, defineModule, fn } from '../runtime/define.ts';
import { idOf } from '../runtime/identity.ts';
import { isInstance, isSubclass } from '../runtime/instance-check.ts';
import { length } from '../runtime/sequence.ts';
import { buildClass } from './type-new.ts';

export const builtinsModule = defineModule('builtins', 'Built-in functions, types, exceptions, and other objects.', [
  {
    name: '__build_class__',
    make: (module, name) =>
      fn('__build_class__($module, func: object, name: object, /, *bases, **kwds)', '', () => None).make(module, name),
  },
  constant('object', objectType),
  constant('type', typeType),
  ...Array.from(exceptionTypes, ([name, type]) => constant(name, type)),
  fn('isinstance($module, obj: object, class_or_tuple: object, /) -> bool', 'Return whether an object is an instance of a class or of a subclass thereof.', (_, obj, cls) => isInstance(obj, cls)),
  fn('issubclass($module, cls: object, class_or_tuple: object, /) -> bool', 'Return whether cls is derived from another class or is the same class.', (_, cls, info) => isSubclass(cls, info)),
  fn('len($module, obj: object, /) -> int', 'Return the number of items in a container.', (_, obj) => length(obj)),
  fn('id($module, obj: object, /) -> int', 'Return the identity of an object.', (_, obj) => idOf(obj)),
]);

export { buildClass };
