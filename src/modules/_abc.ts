/** _abc: the registry and caches of abstract base classes. CPython: Modules/_abc.c. */
import { attrName } from '../objects/attribute-name.ts';
import { type PyObject, PyType, TPFLAGS_MAPPING, TPFLAGS_SEQUENCE } from '../objects/object.ts';
import { PyFrozenSet } from '../objects/set.ts';
import { NotImplemented } from '../objects/singletons.ts';
import { isStr, type Str, utf16FromStr } from '../objects/str.ts';
import { PyTuple } from '../objects/tuple.ts';
import { PyWeakRef } from '../objects/weakref.ts';
import { getAttr, getAttrOrAbsent, setAttr } from '../runtime/attributes.ts';
import { callMethod } from '../runtime/call.ts';
import { isTrue } from '../runtime/convert.ts';
import { defineModule, fn } from '../runtime/define.ts';
import { assertionError, runtimeError, typeError } from '../runtime/errors.ts';
import { isSubclass } from '../runtime/instance-check.ts';
import { iterToArray } from '../runtime/iter.ts';
import { buildSet } from '../runtime/set.ts';
import { current } from '../runtime/state.ts';
import { subclassesOf } from '../runtime/type-attributes.ts';
import { isMutableType, isSubtype } from '../runtime/type-of.ts';

/** What an abstract base class remembers. Classes are held weakly. */
interface AbcData {
  readonly registry: ClassSet;
  readonly cache: ClassSet;
  readonly negativeCache: ClassSet;
  negativeCacheVersion: number;
}

/** A set of classes that does not keep them alive. Most stay empty. */
class ClassSet {
  #members: Set<WeakRef<PyType>> | undefined = undefined;
  #known: WeakSet<PyType> | undefined = undefined;

  add(type: PyType): void {
    if (this.has(type)) return;
    this.#known ??= new WeakSet();
    this.#known.add(type);
    this.#members ??= new Set();
    this.#members.add(new WeakRef(type));
  }
  has(type: PyType): boolean {
    return this.#known?.has(type) === true;
  }
  clear(): void {
    this.#members = undefined;
    this.#known = undefined;
  }
  /** The members that are still alive. */
  alive(): PyType[] {
    const alive: PyType[] = [];
    for (const member of this.#members ?? []) {
      const type = member.deref();
      if (type === undefined) this.#members?.delete(member);
      else alive.push(type);
    }
    return alive;
  }
}

const isAbstractName = attrName('__isabstractmethod__');
const abstractMethodsName = attrName('__abstractmethods__');
const subclasshook = attrName('__subclasshook__');
const subclasscheck = attrName('__subclasscheck__');
const dunderClass = attrName('__class__');

function stateOf() {
  return current.thread.interp.abstractClasses;
}

function dataOf(self: PyObject): AbcData {
  const data = self instanceof PyType ? (stateOf().data.get(self) as AbcData | undefined) : undefined;
  if (data === undefined) throw typeError("_abc_data isn't an ABC's data");
  return data;
}

function isAbstract(value: PyObject): boolean {
  const flag = getAttrOrAbsent(value, isAbstractName);
  return flag !== undefined && isTrue(flag);
}

/** Finds the abstract methods of a new class: its own, and inherited ones it does not override. */
function computeAbstractMethods(self: PyType): void {
  const abstracts: Str[] = [];
  for (const [name, value] of self.tp_dict) if (isAbstract(value)) abstracts.push(name);
  for (const base of self.tp_bases) {
    const inherited = getAttrOrAbsent(base, abstractMethodsName);
    if (inherited === undefined) continue;
    for (const name of iterToArray(inherited)) {
      if (!isStr(name)) continue;
      const value = getAttrOrAbsent(self, attrName(utf16FromStr(name)));
      if (value !== undefined && isAbstract(value) && !abstracts.includes(name)) abstracts.push(name);
    }
  }
  setAttr(self, abstractMethodsName, new PyFrozenSet(abstracts));
}

/** Sequence and mapping patterns see a class's ABC flags. */
const COLLECTION_FLAGS = TPFLAGS_SEQUENCE | TPFLAGS_MAPPING;

function abcInit(self: PyObject): void {
  if (!(self instanceof PyType)) throw typeError('_abc_init() requires a class');
  computeAbstractMethods(self);
  stateOf().data.set(self, {
    registry: new ClassSet(),
    cache: new ClassSet(),
    negativeCache: new ClassSet(),
    negativeCacheVersion: stateOf().invalidationCounter,
  } satisfies AbcData);
  const flags = self.tp_dict.get('__abc_tpflags__');
  if (typeof flags === 'number') {
    const wanted = flags & COLLECTION_FLAGS;
    if (wanted === COLLECTION_FLAGS) {
      throw typeError('__abc_tpflags__ cannot be both Py_TPFLAGS_SEQUENCE and Py_TPFLAGS_MAPPING');
    }
    self.tp_flags |= wanted;
    self.tp_dict.delete('__abc_tpflags__');
    delete self.proto[attrName('__abc_tpflags__').classKey];
  }
}

function setCollectionFlags(type: PyType, flags: number): void {
  // `Sequence.register(str)` makes no string match a sequence pattern: what is built in stays as it is.
  const isBuiltIn = !isMutableType(type);
  if (isBuiltIn || (type.tp_flags & COLLECTION_FLAGS) === flags) return;
  type.tp_flags = (type.tp_flags & ~COLLECTION_FLAGS) | flags;
  for (const derived of subclassesOf(type)) setCollectionFlags(derived, flags);
}

function register(self: PyObject, subclass: PyObject): PyObject {
  if (!(subclass instanceof PyType)) throw typeError('Can only register classes');
  if (isSubclass(subclass, self)) return subclass;
  if (isSubclass(self, subclass)) throw runtimeError('Refusing to create an inheritance cycle');
  dataOf(self).registry.add(subclass);
  stateOf().invalidationCounter++;
  if (self instanceof PyType) {
    const flags = self.tp_flags & COLLECTION_FLAGS;
    if (flags !== 0) setCollectionFlags(subclass, flags);
  }
  return subclass;
}

function instanceCheck(self: PyObject, instance: PyObject): PyObject {
  const data = dataOf(self);
  const subclass = getAttr(instance, dunderClass);
  if (subclass instanceof PyType && data.cache.has(subclass)) return true;
  const subtype = typeof instance === 'object' ? instance.ob_type : subclass;
  if (subtype === subclass) {
    if (
      subclass instanceof PyType &&
      data.negativeCacheVersion === stateOf().invalidationCounter &&
      data.negativeCache.has(subclass)
    ) {
      return false;
    }
    return callMethod(self, subclasscheck, subclass);
  }
  const result = callMethod(self, subclasscheck, subclass);
  return isTrue(result) ? result : callMethod(self, subclasscheck, subtype);
}

function subclassCheck(self: PyObject, subclass: PyObject): boolean {
  if (!(subclass instanceof PyType)) throw typeError('issubclass() arg 1 must be a class');
  const data = dataOf(self);
  if (data.cache.has(subclass)) return true;
  const { invalidationCounter } = stateOf();
  if (data.negativeCacheVersion < invalidationCounter) {
    data.negativeCache.clear();
    data.negativeCacheVersion = invalidationCounter;
  } else if (data.negativeCache.has(subclass)) return false;

  const answer = callMethod(self, subclasshook, subclass);
  if (answer === true) {
    data.cache.add(subclass);
    return true;
  }
  if (answer === false) {
    data.negativeCache.add(subclass);
    return false;
  }
  if (answer !== NotImplemented) {
    throw assertionError('__subclasshook__ must return either False, True, or NotImplemented');
  }
  if (self instanceof PyType && isSubtype(subclass, self)) {
    data.cache.add(subclass);
    return true;
  }
  for (const registered of data.registry.alive()) {
    if (isSubclass(subclass, registered)) {
      data.cache.add(subclass);
      return true;
    }
  }
  for (const derived of iterToArray(callMethod(self, subclassesName))) {
    if (isSubclass(subclass, derived)) {
      data.cache.add(subclass);
      return true;
    }
  }
  data.negativeCache.add(subclass);
  return false;
}

const subclassesName = attrName('__subclasses__');

/** The classes as `_get_dump` shows them: a set of weak references. */
function weakSet(classes: ClassSet): PyObject {
  return buildSet(classes.alive().map((type) => new PyWeakRef(type, undefined)));
}

export const _abc = defineModule('_abc', 'Module contains faster C implementation of abc.ABCMeta', [
  fn(
    'get_cache_token($module, /) -> int',
    'Return a number that changes with every registration.',
    () => stateOf().invalidationCounter,
  ),
  fn(
    '_abc_init($module, self: object, /) -> None',
    'Set up the data of a new abstract base class.',
    (_, self) => abcInit(self),
  ),
  fn(
    '_reset_registry($module, self: object, /) -> None',
    'Forget what was registered, for tests.',
    (_, self) => dataOf(self).registry.clear(),
  ),
  fn('_reset_caches($module, self: object, /) -> None', 'Forget what was cached, for tests.', (_, self) => {
    dataOf(self).cache.clear();
    dataOf(self).negativeCache.clear();
  }),
  fn('_get_dump($module, self: object, /)', 'Return registry and caches, for debugging.', (_, self) => {
    const data = dataOf(self);
    return new PyTuple([
      weakSet(data.registry),
      weakSet(data.cache),
      weakSet(data.negativeCache),
      data.negativeCacheVersion,
    ]);
  }),
  fn(
    '_abc_register($module, self: object, subclass: object, /)',
    'Register a class as derived from an abstract one.',
    (_, self, subclass) => register(self, subclass),
  ),
  fn(
    '_abc_instancecheck($module, self: object, instance: object, /)',
    'What isinstance() asks of an abstract base class.',
    (_, self, instance) => instanceCheck(self, instance),
  ),
  fn(
    '_abc_subclasscheck($module, self: object, subclass: object, /) -> bool',
    'What issubclass() asks of an abstract base class.',
    (_, self, subclass) => subclassCheck(self, subclass),
  ),
]);
