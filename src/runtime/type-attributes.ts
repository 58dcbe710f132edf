/**
 * Keeping a type whole: method resolution order, the prototype that instances read class attributes through, and the
 * slots that follow from special methods.
 *
 * `tp_dict` holds the class's own attributes. Each stands also on `proto` under its `$name`, where instances and
 * derived classes find it. The prototype chain follows `tp_base` only; for a class whose MRO is longer than that chain,
 * `proto` carries copies of what the chain would get wrong, and they are renewed when a base changes.
 * CPython: Objects/typeobject.c (`mro_implementation`, `update_one_slot`, `inherit_slots`, `type_ready`).
 */

import { type AttrName, attrName, classKeyOf } from '../objects/attribute-name.ts';
import {
  type BuiltinDef,
  PyCFunction,
  PyMethodDescr,
  PyWrapperDescr,
  type SlotDef,
} from '../objects/descriptor.ts';
import {
  addSubclass,
  type NewSlot,
  objectType,
  type PyObject,
  PyType,
  renewStamp,
  showPrototype,
  TPFLAGS_BASETYPE,
  TPFLAGS_DISALLOW_INSTANTIATION,
  TPFLAGS_HEAPTYPE,
  typeType,
} from '../objects/object.ts';
import { None } from '../objects/singletons.ts';
import { copySlots, type InheritedSlots } from '../objects/type-slots.ts';
import { call } from './call.ts';
import { typeError } from './errors.ts';
import { withHandle } from './finalizers.ts';
import { isStaticType } from './heap-types.ts';
import { nextNotImplemented } from './iter.ts';
import { rawDef } from './raw-builtin.ts';
import { SLOT_DEFS } from './slotdefs.ts';
import { isMutableType, isSubtype, typeName, typeOf } from './type-of.ts';

type Slots = Record<string, unknown>;

/** The rows of the table by slot, and the slots by special method. */
const DEFS_BY_SLOT = new Map<string, SlotDef[]>();
const SLOTS_BY_NAME = new Map<string, Set<string>>();
for (const def of SLOT_DEFS) {
  const defs = DEFS_BY_SLOT.get(def.slot);
  if (defs === undefined) DEFS_BY_SLOT.set(def.slot, [def]);
  else defs.push(def);
  const slots = SLOTS_BY_NAME.get(def.name.text);
  if (slots === undefined) SLOTS_BY_NAME.set(def.name.text, new Set([def.slot]));
  else slots.add(def.slot);
}

/** Slots that are functions of a type but no special methods. */
const OTHER_SLOTS = ['am_send'] as const;

const dunderNew = attrName('__new__');
const dunderNext = attrName('__next__');

/**
 * `__new__` of a built-in type, as its dict shows it: a function that takes the class to make an instance of.
 * CPython: `tp_new_wrapper` in Objects/typeobject.c.
 */
function newWrapper(type: PyType): PyCFunction {
  const run: BuiltinDef['call'] = (_self, args, kwnames) => {
    const cls = args[0];
    const name = type.tp_name;
    if (cls === undefined || args.length === (kwnames?.length ?? 0)) {
      throw typeError(`${name}.__new__(): not enough arguments`);
    }
    if (!(cls instanceof PyType)) {
      throw typeError(`${name}.__new__(X): X is not a type object (${typeName(cls)})`);
    }
    if (!isSubtype(cls, type)) {
      throw typeError(`${name}.__new__(${cls.tp_name}): ${cls.tp_name} is not a subtype of ${name}`);
    }
    if (cls.tp_flags & TPFLAGS_DISALLOW_INSTANTIATION) {
      throw typeError(`cannot create '${cls.tp_name}' instances`);
    }
    let builtin: PyType | undefined = cls;
    while (builtin !== undefined && builtin.tp_new === slotNew) builtin = builtin.tp_base;
    if (builtin !== undefined && builtin.tp_new === undefined) {
      throw typeError(`cannot create '${builtin.tp_name}' instances`);
    }
    if (builtin !== undefined && builtin.tp_new !== type.tp_new) {
      throw typeError(`${name}.__new__(${cls.tp_name}) is not safe, use ${builtin.tp_name}.__new__()`);
    }
    return withHandle(type.tp_new!(cls, args.slice(1), kwnames), cls);
  };
  const doc = 'Create and return a new object.  See help(type) for accurate signature.';
  return new PyCFunction(rawDef('__new__', '($type, *args, **kwargs)', doc, run), type, undefined);
}

/** `tp_new` of a class whose `__new__` is Python code. */
const slotNew: NewSlot = (type, args, kwnames) => {
  const method = type.proto[dunderNew.classKey]!;
  const get = typeOf(method).tp_descr_get;
  return call(get === undefined ? method : get(method, undefined, type), [type, ...args], kwnames);
};

/** `tp_new` from the `__new__` that the class finds: a built-in one's own function, else the one that calls it. */
function updateNew(type: PyType): void {
  const method = type.proto[dunderNew.classKey];
  if (method instanceof PyCFunction && method.def.name === '__new__' && method.self instanceof PyType) {
    type.tp_new = method.self.tp_new;
  } else type.tp_new = method === undefined ? undefined : slotNew;
}

/** The C3 linearisation of a class with these bases. */
export function computeMro(type: PyType, bases: readonly PyType[]): PyType[] {
  if (bases.length === 1) return [type, ...bases[0]!.tp_mro];
  const seen = new Set<PyType>();
  for (const base of bases) {
    if (seen.has(base)) throw typeError(`duplicate base class ${base.tp_name}`);
    seen.add(base);
  }
  const lists = [...bases.map((base) => base.tp_mro.slice()), bases.slice()];
  const heads = lists.map(() => 0);
  const mro: PyType[] = [type];
  for (;;) {
    let open = false;
    let chosen: PyType | undefined;
    for (let i = 0; i < lists.length && chosen === undefined; i++) {
      const candidate = lists[i]![heads[i]!];
      if (candidate === undefined) continue;
      open = true;
      if (!lists.some((list, j) => list.indexOf(candidate, heads[j]! + 1) >= 0)) chosen = candidate;
    }
    if (!open) return mro;
    if (chosen === undefined) {
      const rest = new Set<PyType>();
      for (let i = 0; i < lists.length; i++) {
        const head = lists[i]![heads[i]!];
        if (head !== undefined) rest.add(head);
      }
      const names = Array.from(rest, (base) => base.tp_name).join(', ');
      throw typeError(`Cannot create a consistent method resolution order (MRO) for bases ${names}`);
    }
    mro.push(chosen);
    for (let i = 0; i < lists.length; i++) if (lists[i]![heads[i]!] === chosen) heads[i]!++;
  }
}

/** Sets a class attribute, or deletes it when `value` is absent, and everything that follows from it. */
export function setTypeAttribute(type: PyType, name: AttrName, value: PyObject | undefined): void {
  const before = type.proto[name.classKey];
  if (value === undefined) type.tp_dict.delete(name.text);
  else type.tp_dict.set(name.text, value);
  publish(type, name);
  if (!isPlain(before) || !isPlain(value)) renewStamps(type);
  const slots = SLOTS_BY_NAME.get(name.text);
  if (slots !== undefined) updateSlots(type, slots);
  if (name === dunderNew) updateNewBelow(type);
  if (name === dunderNext && value === undefined) forbidNext(type);
}

/** Is a class attribute certainly no descriptor, now and later? */
export function isPlain(attribute: PyObject | undefined): boolean {
  if (typeof attribute !== 'object') return attribute !== undefined;
  const { tp_flags, tp_descr_get, tp_descr_set } = attribute.ob_type;
  const isFixed = (tp_flags & TPFLAGS_HEAPTYPE) === 0;
  return isFixed && tp_descr_get === undefined && tp_descr_set === undefined;
}

/** What was found out about the attributes of a class and of its heirs does not hold any more. */
export function renewStamps(type: PyType): void {
  renewStamp(type);
  for (const derived of heirsOf(type)) renewStamps(derived);
}

/** What is iterating just now must not find that there is no slot any more. */
function forbidNext(type: PyType): void {
  type.tp_iternext ??= nextNotImplemented;
  for (const derived of subclassesOf(type)) forbidNext(derived);
}

function updateNewBelow(type: PyType): void {
  updateNew(type);
  for (const derived of subclassesOf(type)) updateNewBelow(derived);
}

/** Makes the prototypes of a class and of those derived from it show the right value of an attribute. */
function publish(type: PyType, name: AttrName): void {
  const own = type.tp_dict.get(name.text);
  const key = name.classKey;
  if (own !== undefined) {
    type.proto[key] = own;
    type.copiedKeys?.delete(key);
  } else {
    delete type.proto[key];
    type.copiedKeys?.delete(key);
    copyInherited(type, name.text);
  }
  for (const derived of heirsOf(type)) {
    if (!derived.tp_dict.has(name.text) && !isLinear(derived)) publish(derived, name);
    else if (!derived.tp_dict.has(name.text)) publishDerived(derived, name);
  }
}

/** Passes a change on through a class that inherits it by its prototype chain alone. */
function publishDerived(type: PyType, name: AttrName): void {
  for (const derived of heirsOf(type)) {
    if (derived.tp_dict.has(name.text)) continue;
    if (isLinear(derived)) publishDerived(derived, name);
    else publish(derived, name);
  }
}

/** Copies an attribute to the prototype when the chain does not find what the MRO finds. */
function copyInherited(type: PyType, name: string): void {
  const value = lookupByMro(type, name);
  const key = classKeyOf(name);
  if (type.proto[key] === value) return;
  // An absent attribute that the chain would find cannot be: the chain is part of the MRO.
  type.proto[key] = value;
  type.copiedKeys ??= new Set();
  type.copiedKeys.add(key);
}

function lookupByMro(type: PyType, name: string): PyObject | undefined {
  for (const base of type.tp_mro) {
    const value = base.tp_dict.get(name);
    if (value !== undefined) return value;
  }
  return undefined;
}

/** Is the MRO just the chain of layout bases? */
function isLinear(type: PyType): boolean {
  let base: PyType | undefined = type;
  for (const entry of type.tp_mro) {
    if (entry !== base) return false;
    base = base.tp_base;
  }
  return base === undefined;
}

/** Renews all copies: after the MRO was set. */
function copyAllInherited(type: PyType): void {
  for (const key of type.copiedKeys ?? []) delete type.proto[key];
  type.copiedKeys = undefined;
  if (isLinear(type)) return;
  const chain = new Set<PyType>();
  for (let base: PyType | undefined = type; base !== undefined; base = base.tp_base) chain.add(base);
  for (const base of type.tp_mro) {
    // Also the classes of the chain: one of another branch may stand before them.
    if (base === type) continue;
    for (const name of base.tp_dict.keys()) {
      if (!type.tp_dict.has(name)) copyInherited(type, name);
    }
  }
}

/** The direct subclasses that are still alive. */
export function subclassesOf(type: PyType): PyType[] {
  const alive: PyType[] = [];
  for (const reference of type.subclasses) {
    const derived = reference.deref();
    if (derived !== undefined) alive.push(derived);
  }
  return alive;
}

/** The living classes that take over what this one has: its subclasses, and those whose `mro()` names it. */
function heirsOf(type: PyType): PyType[] {
  const heirs = subclassesOf(type);
  for (const reference of type.namedBy ?? []) {
    const heir = reference.deref();
    if (heir?.tp_mro.includes(type)) heirs.push(heir);
  }
  return heirs;
}

/** Recomputes slots of a class and of its subclasses that do not define the methods themselves. */
function updateSlots(type: PyType, slots: Iterable<string>): void {
  for (const slot of slots) updateOneSlot(type, slot);
  for (const derived of heirsOf(type)) updateSlots(derived, slots);
}

/**
 * A slot from the special methods that the class has: the function of the built-in type that all of them come from,
 * else the generic one, which calls them by name.
 */
function slotOf(type: PyType, slot: string): unknown {
  let specific: unknown;
  let generic: unknown;
  for (const def of DEFS_BY_SLOT.get(slot)!) {
    const descr = type.proto[def.name.classKey];
    if (descr === undefined) continue;
    if (descr === None && slot === 'tp_hash') {
      specific = hashNotImplemented;
    } else if (isBuiltinMethod(descr, def.name.text) && isSubtype(type, descr.owner)) {
      const candidate = (descr.owner as unknown as Slots)[slot];
      if (candidate === undefined) continue;
      if (specific === undefined || specific === candidate) specific = candidate;
      else generic ??= def.generic;
    } else {
      generic ??= def.generic;
    }
  }
  return generic ?? specific;
}

function updateOneSlot(type: PyType, slot: string): void {
  (type as unknown as Slots)[slot] = slotOf(type, slot);
}

/** By built-in type: the slots of a class that adds no special method. */
const slotsOfHeirs = new WeakMap<PyType, InheritedSlots>();

/** The slots that a class has but for what it defines itself; `undefined` when they do not simply come from its base. */
function inheritedSlots(type: PyType): InheritedSlots | undefined {
  const { tp_base: base, tp_bases } = type;
  if (base === undefined || tp_bases.length !== 1 || !isLinear(type) || !isLinear(base)) return undefined;
  if (base.isReadied) return base;
  if (isMutableType(base)) return undefined;
  let slots = slotsOfHeirs.get(base);
  if (slots === undefined) {
    const found: Slots = {};
    for (const slot of DEFS_BY_SLOT.keys()) found[slot] = slotOf(base, slot);
    slots = found as unknown as InheritedSlots;
    slotsOfHeirs.set(base, slots);
  }
  return slots;
}

/** Fills all slots of a class. */
function fillSlots(type: PyType): void {
  const inherited = inheritedSlots(type);
  if (inherited === undefined) {
    for (const slot of DEFS_BY_SLOT.keys()) updateOneSlot(type, slot);
  } else {
    copySlots(inherited, type);
    for (const name of type.tp_dict.keys()) {
      for (const slot of SLOTS_BY_NAME.get(name) ?? []) updateOneSlot(type, slot);
    }
  }
  type.isReadied = true;
}

/** Is this the method `name` of a built-in type, standing under its own name? */
function isBuiltinMethod(descr: PyObject, name: string): descr is PyWrapperDescr | PyMethodDescr {
  if (descr instanceof PyWrapperDescr) return descr.def.name.text === name;
  return descr instanceof PyMethodDescr && descr.def.name === name;
}

/** `tp_hash` of a type whose instances cannot be hashed. CPython: `PyObject_HashNotImplemented`. */
export function hashNotImplemented(self: PyObject): never {
  throw typeError(`unhashable type: '${typeName(self)}'`);
}

/** Brings a class made by Python code in order: MRO, prototype, slots. Its `tp_dict` is filled. */
export function readyHeapType(type: PyType, mro: readonly PyType[]): void {
  type.tp_mro = mro;
  for (const [name, value] of type.tp_dict) type.proto[classKeyOf(name)] = value;
  copyAllInherited(type);
  showPrototype(type);
  renewStamp(type);
  fillSlots(type);
  updateNew(type);
  for (const slot of OTHER_SLOTS) {
    if (type[slot] !== undefined) continue;
    const base = mro.find((entry) => entry !== type && entry[slot] !== undefined);
    if (base !== undefined) (type as unknown as Slots)[slot] = base[slot];
  }
  for (const base of type.tp_bases) addSubclass(base, type);
  for (const entry of mro) {
    const isBase = entry === type || type.tp_bases.some((base) => isSubtype(base, entry));
    if (isBase) continue;
    entry.namedBy ??= [];
    entry.namedBy.push(new WeakRef(type));
  }
}

/**
 * Readies a built-in type whose slots and dict are filled: adds the special methods that follow from its own slots and
 * inherits the slots it leaves empty. Bases come first.
 */
export function readyStaticType(type: PyType): void {
  for (const def of SLOT_DEFS) {
    const slotFunction = (type as unknown as Slots)[def.slot];
    if (slotFunction === undefined || type.tp_dict.has(def.name.text) || def.signature === '') continue;
    if (slotFunction === hashNotImplemented) type.tp_dict.set('__hash__', None);
    else type.tp_dict.set(def.name.text, new PyWrapperDescr(type, def, slotFunction));
  }
  if (type.tp_richcompare !== undefined && type.tp_hash === undefined && !type.tp_dict.has('__hash__')) {
    type.tp_hash = hashNotImplemented;
    type.tp_dict.set('__hash__', None);
  }
  if (type.tp_new !== undefined && !type.tp_dict.has('__new__'))
    type.tp_dict.set('__new__', newWrapper(type));
  else if (!(type.tp_flags & TPFLAGS_DISALLOW_INSTANTIATION)) type.tp_new = inheritedNew(type);
  for (const base of type.tp_mro) {
    if (base === type) continue;
    for (const slot of [...DEFS_BY_SLOT.keys(), ...OTHER_SLOTS]) {
      const slots = type as unknown as Slots;
      if (slots[slot] === undefined) slots[slot] = (base as unknown as Slots)[slot];
    }
    type.hasDict ||= base.hasDict;
    type.hasWeakref ||= base.hasWeakref;
  }
  if (!isStaticType(type) && !type.tp_dict.has('__module__')) {
    type.tp_dict.set('__module__', type.tp_name.slice(0, type.tp_name.lastIndexOf('.')));
  }
  for (const [name, value] of type.tp_dict) type.proto[classKeyOf(name)] = value;
  copyAllInherited(type);
  for (const base of type.tp_bases) addSubclass(base, type);
}

/**
 * The `tp_new` that a built-in type inherits: not from `object`, whose instances have no content, unless it is itself
 * meant to be derived from.
 */
function inheritedNew(type: PyType): NewSlot | undefined {
  const base = type.tp_mro.find((entry) => entry !== type && entry.tp_new !== undefined);
  return base === objectType && !(type.tp_flags & TPFLAGS_BASETYPE) ? undefined : base?.tp_new;
}

/** The most derived metaclass of a new class. */
export function calculateMetaclass(meta: PyType, bases: readonly PyObject[]): PyType {
  let winner = meta;
  for (const base of bases) {
    const baseMeta = typeOf(base);
    if (isSubtype(winner, baseMeta)) continue;
    if (isSubtype(baseMeta, winner)) winner = baseMeta;
    else {
      throw typeError(
        'metaclass conflict: the metaclass of a derived class must be a (non-strict) subclass of the metaclasses of all its bases',
      );
    }
  }
  return winner;
}

/** Is a value a class? */
export function isType(value: PyObject): value is PyType {
  return value instanceof PyType && isSubtype(value.ob_type, typeType);
}
