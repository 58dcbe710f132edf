/**
 * Operations that programs try without knowing whether they will succeed: an item that may not be there, an attribute that
 * an object may not have. Where it fails, compiled code does not throw, which takes longer than everything else that an
 * exception costs: the answer is `undefined` and the exception on its way, as when it leaves a compiled function.
 */
import type { AttrName } from '../objects/attribute-name.ts';
import { PyCFunction, PyGetSetDescr, PyMethodDescr } from '../objects/descriptor.ts';
import { PyDict } from '../objects/dict.ts';
import type { PyBaseException } from '../objects/exception.ts';
import { PyFloat } from '../objects/float.ts';
import { PyFunction } from '../objects/function.ts';
import type { PyGenBase } from '../objects/generator.ts';
import { itemAt, listLength, PyList } from '../objects/list.ts';
import { PyMethod } from '../objects/method.ts';
import { PyModule } from '../objects/module.ts';
import { type PyObject, PyType } from '../objects/object.ts';
import { PyTuple } from '../objects/tuple.ts';
import {
  genericGetAttr,
  genericGetAttrOrAbsent,
  getAttr,
  getAttrOrAbsent,
  noAttribute,
  typeGetAttr,
  typeLookup,
  withName,
} from '../runtime/attributes.ts';
import { dictGetItem } from '../runtime/dict.ts';
import { indexError, keyError, returned } from '../runtime/errors.ts';
import { setContext } from '../runtime/exception-context.ts';
import { sendToGenerator } from '../runtime/generators.ts';
import { getItem } from '../runtime/sequence.ts';
import { current } from '../runtime/state.ts';
import { isSubtype, typeOf } from '../runtime/type-of.ts';

/** Brings an exception on its way. */
function fails(exception: PyBaseException): undefined {
  const { thread } = current;
  setContext(thread, exception);
  thread.propagating = exception;
}

/** A dict does not have this key. */
export function missingKey(key: PyObject): undefined {
  return fails(keyError(key));
}

/** `list.pop()`. */
export function tryPop(list: PyList): PyObject | undefined {
  const { boxed } = list;
  if (boxed !== undefined) return boxed.pop() ?? emptyPop();
  const double = list.doubles!.pop();
  return double === undefined ? emptyPop() : new PyFloat(double);
}

function emptyPop(): undefined {
  return fails(indexError('pop from empty list'));
}

/** `generator.send(value)`, or a coroutine's. */
export function trySend(generator: PyGenBase, value: PyObject): PyObject | undefined {
  const { thread } = current;
  return sendToGenerator(thread, generator, value) ?? fails(returned(thread.returnValue!));
}

/** `container[key]`. */
export function tryItem(container: PyObject, key: PyObject): PyObject | undefined {
  if (typeof container === 'object') {
    const type = container.ob_type;
    if (type === PyDict.type) return dictGetItem(container as PyDict, key) ?? missingKey(key);
    if (typeof key === 'number') {
      if (type === PyList.type) {
        const list = container as PyList;
        return itemAt(list, key < 0 ? key + listLength(list) : key) ?? fails(outOfRange('list'));
      }
      if (type === PyTuple.type) {
        const { items } = container as PyTuple;
        return items[key < 0 ? key + items.length : key] ?? fails(outOfRange('tuple'));
      }
    }
  } else if (typeof container === 'string' && typeof key === 'number') {
    return container[key < 0 ? key + container.length : key] ?? fails(outOfRange('string'));
  }
  return getItem(container, key);
}

function outOfRange(what: string): PyBaseException {
  return indexError(`${what} index out of range`);
}

/**
 * An attribute of a class where nothing needs to be called for it; `undefined` where there is more to it. `inMeta` is what
 * the metaclass has under that name.
 */
function plainClassAttr(type: PyType, inMeta: PyObject | undefined, name: AttrName): PyObject | undefined {
  if (inMeta !== undefined && !(inMeta instanceof PyFunction)) return undefined;
  const found = typeLookup(type, name);
  const isPlain =
    typeof found !== 'object' || found instanceof PyFunction || found.ob_type.tp_descr_get === undefined;
  return isPlain ? found : undefined;
}

/**
 * An attribute of an object or a class where nothing needs to be called for it; `undefined` where there is more to it, or nothing.
 * What the class and the object itself have is read already.
 */
function plainAttr(
  object: PyObject,
  inClass: PyObject | undefined,
  own: PyObject | undefined,
  name: AttrName,
): PyObject | undefined {
  if (typeof object !== 'object') return undefined;
  const { tp_getattro } = object.ob_type;
  if (tp_getattro === typeGetAttr) return plainClassAttr(object as PyType, inClass, name);
  if (tp_getattro !== genericGetAttr) return undefined;
  if (inClass instanceof PyFunction) return own ?? new PyMethod(inClass, object);
  if (inClass instanceof PyMethodDescr && isSubtype(object.ob_type, inClass.owner)) {
    return own ?? new PyCFunction(inClass.def, object, undefined);
  }
  const isPlain = typeof inClass !== 'object' || inClass.ob_type.tp_descr_get === undefined;
  return isPlain ? (own ?? inClass) : undefined;
}

/** `object.name`, where neither the class nor the instance was enough: most of what comes here is of the class, or a class. */
export function classOrAnyAttr(
  object: PyObject,
  inClass: PyObject | undefined,
  own: PyObject | undefined,
  name: AttrName,
): PyObject | undefined {
  return plainAttr(object, inClass, own, name) ?? tryAttr(object, inClass, name);
}

/** `getattr(object, name, None)` with `undefined` for absent. */
export function presentAttr(
  object: PyObject,
  inClass: PyObject | undefined,
  own: PyObject | undefined,
  name: AttrName,
): PyObject | undefined {
  const found = plainAttr(object, inClass, own, name);
  if (found !== undefined) return found;
  const isAbsent =
    inClass === undefined &&
    typeof object === 'object' &&
    object.ob_type.tp_getattro === genericGetAttr &&
    !(object instanceof PyModule);
  return isAbsent ? undefined : getAttrOrAbsent(object, name);
}

/** `object.name`. What the class has under that name is read already. */
function tryAttr(object: PyObject, inClass: PyObject | undefined, name: AttrName): PyObject | undefined {
  const type = typeOf(object);
  if (type.tp_getattro !== genericGetAttr) return getAttr(object, name);
  try {
    if (inClass instanceof PyGetSetDescr) return inClass.ob_type.tp_descr_get!(inClass, object, type);
    if (object instanceof PyType) return getAttr(object, name);
    return genericGetAttrOrAbsent(object, name) ?? fails(noAttribute(object, name));
  } catch (thrown) {
    throw withName(thrown, object, name);
  }
}
