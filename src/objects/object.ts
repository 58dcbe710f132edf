/**
 * What a Python value is on the JavaScript side, and what a type is.
 *
 * | Python                | here                                                                    |
 * |-----------------------|-------------------------------------------------------------------------|
 * | `int`                 | `number` when it is a safe integer (never −0), else `bigint`: canonical |
 * | `bool`                | `true` / `false`                                                        |
 * | `str`                 | a string when every code point is ≤ U+FFFF, else `PyStr`: canonical     |
 * | everything else       | an instance of a layout class that extends `PyBaseObject`               |
 *
 * `undefined` and `null` are never Python values; `undefined` means "absent" inside the runtime.
 *
 * Every type has a JavaScript constructor of its own, so an object's hidden class implies its Python type. A class
 * attribute `name` stands on that constructor's prototype under `$name`, an instance attribute on the object itself
 * under `name$`; no field of the runtime contains a `$`, so no Python name can reach one. The prototype chain
 * follows the layout bases; where the MRO says otherwise the prototype carries copies (runtime/type-attributes.ts).
 *
 * This file holds layouts and empty shells only. Behaviour fills the slots of a shell: builtins/*.ts.
 * CPython: Include/object.h, Include/cpython/object.h.
 */
import type { AttrName } from './attribute-name.ts';
import type { BufferView } from './buffer.ts';
import { census } from './census.ts';

/** The root of all layout classes: every Python value that has a box of its own. */
export abstract class PyBaseObject {
  /** The object's type; it stands on the prototype, put there by {@link PyType}. */
  declare readonly ob_type: PyType;
  /** The state in which the attributes of the object's type are; it stands on the prototype as well. */
  declare readonly stamp: Stamp;
}

/**
 * What the attributes of a type are: a token that is replaced when that changes. Who has found out by it what an attribute is
 * finds it the same as long as the token is the same. A value that is no descriptor may be replaced by another such value.
 */
export class Stamp {
  /** Somebody compares with it. */
  isWatched = false;
}

/** The stamp that the instances of a type have now. */
export function stampOf({ proto }: PyType): Stamp {
  return (proto as unknown as { stamp: Stamp }).stamp;
}

/** What was found out about the attributes of a type's instances does not hold any more. */
export function renewStamp(type: PyType): void {
  if (stampOf(type).isWatched) (type.proto as unknown as { stamp: Stamp }).stamp = new Stamp();
}

/** A Python `int` in its canonical form: see {@link normalizeInt}. */
export type PyInt = number | bigint;

/** Any Python value. */
export type PyObject = number | bigint | boolean | string | PyBaseObject;

/** The canonical form of an integer: a `number` exactly when it is safe. */
export function normalizeInt(value: bigint): PyInt {
  return value >= -9007199254740991n && value <= 9007199254740991n ? Number(value) : value;
}

/** Keyword names of a call, in the order of the values that end the argument list. */
export type KwNames = readonly string[];

/** A slot's functions, named and shaped as CPython's `PyTypeObject` has them. */
export type UnarySlot = (self: PyObject) => PyObject;
export type BinarySlot = (left: PyObject, right: PyObject) => PyObject;
export type TernarySlot = (base: PyObject, exponent: PyObject, modulus: PyObject) => PyObject;
export type InquirySlot = (self: PyObject) => boolean;
export type LengthSlot = (self: PyObject) => number;
/** Positional arguments, then the values of the keywords that `kwnames` names. */
export type CallSlot = (self: PyObject, args: readonly PyObject[], kwnames: KwNames | undefined) => PyObject;
/** `tp_iternext`: the next item, `undefined` at the end (iteration ends with a sentinel, not with an exception). */
export type IterNextSlot = (self: PyObject) => PyObject | undefined;
/** `tp_getattro`: the attribute's value, or an AttributeError is thrown. */
export type GetAttrSlot = (self: PyObject, name: AttrName) => PyObject;
/** `tp_setattro`: sets, or deletes when the value is absent. */
export type SetAttrSlot = (self: PyObject, name: AttrName, value: PyObject | undefined) => void;
/** `tp_richcompare`: the result, or NotImplemented. `op` is one of {@link Py_LT} … {@link Py_GE}. */
export type RichCompareSlot = (self: PyObject, other: PyObject, op: number) => PyObject;
/** `tp_descr_get`: `instance` is absent when the attribute is read from the class. */
export type DescrGetSlot = (descr: PyObject, instance: PyObject | undefined, owner: PyType) => PyObject;
export type DescrSetSlot = (descr: PyObject, instance: PyObject, value: PyObject | undefined) => void;
export type NewSlot = (type: PyType, args: readonly PyObject[], kwnames: KwNames | undefined) => PyObject;
export type InitSlot = (self: PyObject, args: readonly PyObject[], kwnames: KwNames | undefined) => void;
/**
 * `am_send`: a step of a generator-like object: the yielded value, or `undefined` at the end, when the returned value
 * waits in `Thread.returnValue`.
 */
export type SendSlot = (self: PyObject, value: PyObject) => PyObject | undefined;

/** `bf_getbuffer`: a view of the object's memory as `flags` ask for it (buffer.ts), or a BufferError is thrown. */
export type GetBufferSlot = (self: PyObject, flags: number) => BufferView;
/** `bf_releasebuffer`: the view is no longer used. Throws nothing. */
export type ReleaseBufferSlot = (self: PyObject, view: BufferView) => void;

/** Rich comparison operators, numbered as in CPython's object.h. */
export const Py_LT = 0;
export const Py_LE = 1;
export const Py_EQ = 2;
export const Py_NE = 3;
export const Py_GT = 4;
export const Py_GE = 5;

/** Bits of `tp_flags`, as `type.__flags__` shows them. */
export const TPFLAGS_MANAGED_DICT = 1 << 4;
export const TPFLAGS_SEQUENCE = 1 << 5;
export const TPFLAGS_MAPPING = 1 << 6;
export const TPFLAGS_DISALLOW_INSTANTIATION = 1 << 7;
export const TPFLAGS_IMMUTABLETYPE = 1 << 8;
export const TPFLAGS_HEAPTYPE = 1 << 9;
export const TPFLAGS_BASETYPE = 1 << 10;
export const TPFLAGS_HAVE_VECTORCALL = 1 << 11;
export const TPFLAGS_READY = 1 << 12;
export const TPFLAGS_HAVE_GC = 1 << 14;
export const TPFLAGS_METHOD_DESCRIPTOR = 1 << 17;
export const TPFLAGS_ABSTRACT = 1 << 20;
export const TPFLAGS_LONG_SUBCLASS = 1 << 24;
export const TPFLAGS_LIST_SUBCLASS = 1 << 25;
export const TPFLAGS_TUPLE_SUBCLASS = 1 << 26;
export const TPFLAGS_BYTES_SUBCLASS = 1 << 27;
export const TPFLAGS_UNICODE_SUBCLASS = 1 << 28;
export const TPFLAGS_DICT_SUBCLASS = 1 << 29;
export const TPFLAGS_BASE_EXC_SUBCLASS = 1 << 30;

/** The JavaScript constructor of a type's instances. */
// biome-ignore lint/suspicious/noExplicitAny: layouts differ in their constructors' parameters
export type Layout = abstract new (...args: any[]) => PyBaseObject;

/** Constructors that do for derived types what a layout's own one does for its type: see {@link separateSubclasses}. */
const subclassLayouts = new Map<Layout, Layout>();

/**
 * Gives types that are derived from a layout's type a constructor with code of its own. An engine notes at each store what
 * it has stored into: a constructor that makes instances of many types is slow for all of them, also for the one type of which
 * most are made.
 */
export function separateSubclasses(layout: Layout, forSubclasses: Layout): void {
  Object.setPrototypeOf(forSubclasses.prototype, layout.prototype);
  subclassLayouts.set(layout, forSubclasses);
}

let nextSerial = 1;

/** How constructors are made for the types that share a layout: see {@link makeConstructorsWith}. */
const constructorMakers = new WeakMap<Layout, () => Layout>();

/**
 * Gives types whose instances have this layout, and that have none of their own, constructors that fill the fields
 * themselves. Where an exception could be caught, V8 (11 to 13) does not inline a constructor into the one derived from it: a new
 * object takes 60 ns, here 5.
 */
export function makeConstructorsWith(layout: Layout, make: () => Layout): void {
  constructorMakers.set(layout, make);
}

makeConstructorsWith(PyBaseObject, () => {
  function Instance(this: PyBaseObject): void {
    // Engines leave this out while nobody wants to know.
    if (census.note !== undefined) census.note(this);
  }
  return Instance as unknown as Layout;
});

/**
 * A constructor of its own for a type that has the layout of `parent`, and the prototype. Filling an object takes engines a tenth
 * of the time as long as it is no prototype: so where the constructor allows it, it gets its prototype later.
 */
function derivedConstructor(parent: Layout): { ctor: Layout; proto: object } {
  const make = constructorMakers.get(parent);
  if (make === undefined) {
    const ctor = class extends (subclassLayouts.get(parent) ?? parent) {};
    return { ctor, proto: ctor.prototype };
  }
  const ctor = make();
  constructorMakers.set(ctor, make);
  return { ctor, proto: Object.create(parent.prototype) };
}

/** A constructor of plain objects with a prototype. */
export function newConstructor(prototype: object): PyType['ctor'] {
  const ctor = constructorMakers.get(PyBaseObject)!();
  (ctor as unknown as { prototype: object }).prototype = prototype;
  return ctor as unknown as PyType['ctor'];
}

/** Makes the prototype of a type that of its constructor: before there are instances. */
export function showPrototype({ ctor, proto }: PyType): void {
  const shown = ctor as unknown as { prototype: Prototype };
  if (shown.prototype !== proto) shown.prototype = proto;
}

/**
 * Makes a layout one that extends another, without the words `extends` and `super()`: engines put the constructor of such a class
 * in the place of each `new`, where they can see that the object is not needed. For the layouts that programs make most of.
 */
export function joinLayout(layout: Layout, base: Layout): void {
  Object.setPrototypeOf(layout, base);
  Object.setPrototypeOf(layout.prototype, base.prototype);
}

/** The prototype of a type's instances: class attributes under `$name`. */
export type Prototype = { [key: string]: PyObject | undefined };

const NO_NAMES: readonly string[] = [];
/** Most classes have none. */
const NO_SUBCLASSES: readonly WeakRef<PyType>[] = [];

/**
 * A type. The slots hold what the type does, inherited ones copied in as CPython's `PyType_Ready` does, so that a
 * generic operation is one property read and one call.
 */
export class PyType extends PyBaseObject {
  /** As errors print it: the module-qualified name of a built-in type, the bare name of a Python class. */
  tp_name: string;
  tp_qualname: string;
  tp_flags: number;
  tp_doc: string | undefined = undefined;
  tp_text_signature: string | undefined = undefined;
  tp_base: PyType | undefined;
  tp_bases: readonly PyType[];
  /** `tp_bases` as the tuple that Python sees, once there is one. */
  basesTuple: PyBaseObject | undefined = undefined;
  /** `tp_mro` as the tuple that Python sees, once there is one; the tuple has that very array. */
  mroTuple: (PyBaseObject & { readonly items: readonly PyObject[] }) | undefined = undefined;
  /** The dict behind `__dict__`, once there is one. */
  attributesDict: PyBaseObject | undefined = undefined;
  /** The slots all follow from the special methods. */
  isReadied = false;
  /** What `weakref.ref(type)` gives, once somebody has asked. */
  plainReference: PyBaseObject | undefined = undefined;
  tp_mro: readonly PyType[];
  /** The class's own attributes in the order of definition; the truth that `proto` makes fast. */
  readonly tp_dict: Map<string, PyObject> = new Map();
  /** Constructor of the instances; its prototype is `proto`. */
  readonly ctor: new () => PyBaseObject;
  /** Makes new instances of a class: its constructor, or one for objects that keep floats in another way (bare-fields.ts). */
  maker: new () => PyBaseObject;
  readonly proto: Prototype;
  /** The built-in type whose layout the instances have. CPython: `solid_base`. */
  solidBase: PyType;
  /** Instances carry attributes of their own (`__dict__`). */
  hasDict: boolean;
  hasWeakref: boolean;
  /** What inline caches name it by. */
  readonly serial: number = nextSerial++;
  /** `__slots__` of the class and its bases, in order: the layout beyond `solidBase`. */
  slotNames: readonly string[] = NO_NAMES;
  /** Direct subclasses, weakly, in the order of creation. */
  subclasses: readonly WeakRef<PyType>[] = NO_SUBCLASSES;
  /** Classes whose `mro()` has put this one into their MRO though none of their bases derives from it. */
  namedBy: WeakRef<PyType>[] | undefined = undefined;
  /** Keys of `proto` that are copies, because the prototype chain would find another value than the MRO. */
  copiedKeys: Set<string> | undefined = undefined;

  tp_repr: ((self: PyObject) => PyObject) | undefined = undefined;
  tp_str: ((self: PyObject) => PyObject) | undefined = undefined;
  /** The hash as `hash()` shows it. `undefined` in the slot means inherited; unhashable types throw. */
  tp_hash: ((self: PyObject) => PyInt) | undefined = undefined;
  tp_call: CallSlot | undefined = undefined;
  tp_getattro: GetAttrSlot | undefined = undefined;
  tp_setattro: SetAttrSlot | undefined = undefined;
  tp_richcompare: RichCompareSlot | undefined = undefined;
  tp_iter: UnarySlot | undefined = undefined;
  tp_iternext: IterNextSlot | undefined = undefined;
  tp_descr_get: DescrGetSlot | undefined = undefined;
  tp_descr_set: DescrSetSlot | undefined = undefined;
  tp_init: InitSlot | undefined = undefined;
  tp_new: NewSlot | undefined = undefined;
  /** What a call of this very type with one positional argument gives: not inherited. CPython: `tp_vectorcall`. */
  make1: ((argument: PyObject) => PyObject) | undefined = undefined;
  tp_finalize: ((self: PyObject) => void) | undefined = undefined;

  nb_add: BinarySlot | undefined = undefined;
  nb_subtract: BinarySlot | undefined = undefined;
  nb_multiply: BinarySlot | undefined = undefined;
  nb_remainder: BinarySlot | undefined = undefined;
  nb_divmod: BinarySlot | undefined = undefined;
  nb_power: TernarySlot | undefined = undefined;
  nb_negative: UnarySlot | undefined = undefined;
  nb_positive: UnarySlot | undefined = undefined;
  nb_absolute: UnarySlot | undefined = undefined;
  nb_bool: InquirySlot | undefined = undefined;
  nb_invert: UnarySlot | undefined = undefined;
  nb_lshift: BinarySlot | undefined = undefined;
  nb_rshift: BinarySlot | undefined = undefined;
  nb_and: BinarySlot | undefined = undefined;
  nb_xor: BinarySlot | undefined = undefined;
  nb_or: BinarySlot | undefined = undefined;
  nb_int: UnarySlot | undefined = undefined;
  nb_float: UnarySlot | undefined = undefined;
  nb_index: UnarySlot | undefined = undefined;
  nb_floor_divide: BinarySlot | undefined = undefined;
  nb_true_divide: BinarySlot | undefined = undefined;
  nb_matrix_multiply: BinarySlot | undefined = undefined;
  nb_inplace_add: BinarySlot | undefined = undefined;
  nb_inplace_subtract: BinarySlot | undefined = undefined;
  nb_inplace_multiply: BinarySlot | undefined = undefined;
  nb_inplace_remainder: BinarySlot | undefined = undefined;
  nb_inplace_power: TernarySlot | undefined = undefined;
  nb_inplace_lshift: BinarySlot | undefined = undefined;
  nb_inplace_rshift: BinarySlot | undefined = undefined;
  nb_inplace_and: BinarySlot | undefined = undefined;
  nb_inplace_xor: BinarySlot | undefined = undefined;
  nb_inplace_or: BinarySlot | undefined = undefined;
  nb_inplace_floor_divide: BinarySlot | undefined = undefined;
  nb_inplace_true_divide: BinarySlot | undefined = undefined;
  nb_inplace_matrix_multiply: BinarySlot | undefined = undefined;

  sq_length: LengthSlot | undefined = undefined;
  sq_concat: BinarySlot | undefined = undefined;
  sq_repeat: ((self: PyObject, count: number) => PyObject) | undefined = undefined;
  sq_item: ((self: PyObject, index: number) => PyObject) | undefined = undefined;
  sq_ass_item: ((self: PyObject, index: number, value: PyObject | undefined) => void) | undefined = undefined;
  sq_contains: ((self: PyObject, item: PyObject) => boolean) | undefined = undefined;
  sq_inplace_concat: BinarySlot | undefined = undefined;
  sq_inplace_repeat: ((self: PyObject, count: number) => PyObject) | undefined = undefined;

  mp_length: LengthSlot | undefined = undefined;
  mp_subscript: BinarySlot | undefined = undefined;
  mp_ass_subscript: ((self: PyObject, key: PyObject, value: PyObject | undefined) => void) | undefined =
    undefined;

  am_await: UnarySlot | undefined = undefined;
  am_aiter: UnarySlot | undefined = undefined;
  am_anext: UnarySlot | undefined = undefined;
  am_send: SendSlot | undefined = undefined;
  bf_getbuffer: GetBufferSlot | undefined = undefined;
  bf_releasebuffer: ReleaseBufferSlot | undefined = undefined;

  /** `isShownLater`: who makes the type calls {@link showPrototype} when the prototype is filled. */
  constructor(name: string, layout: Layout, base: PyType | undefined, flags: number, isShownLater = false) {
    super();
    this.tp_name = name;
    this.tp_qualname = name.slice(name.lastIndexOf('.') + 1);
    this.tp_flags = flags;
    this.tp_base = base;
    this.tp_bases = base === undefined ? [] : [base];
    this.tp_mro = base === undefined ? [this] : [this, ...base.tp_mro];
    // A layout belongs to the first type made for it; any other type gets a constructor derived from it.
    const taken = Object.hasOwn(layout.prototype, 'ob_type');
    const parent = base !== undefined && base.proto instanceof layout ? base.ctor : layout;
    const { ctor, proto } = taken ? derivedConstructor(parent) : { ctor: layout, proto: layout.prototype };
    this.ctor = ctor as unknown as PyType['ctor'];
    this.maker = this.ctor;
    const shared = proto as { ob_type: PyType; stamp: Stamp };
    shared.ob_type = this;
    shared.stamp = new Stamp();
    this.proto = proto as unknown as Prototype;
    if (!isShownLater) showPrototype(this);
    this.solidBase = ctor === layout || base === undefined ? this : base.solidBase;
    this.hasDict = base?.hasDict ?? false;
    this.hasWeakref = base?.hasWeakref ?? false;
  }
}

/** Tells a class of one that derives from it. */
export function addSubclass(base: PyType, derived: PyType): void {
  if (base.subclasses === NO_SUBCLASSES) base.subclasses = [];
  (base.subclasses as WeakRef<PyType>[]).push(new WeakRef(derived));
}

/** `object`, the root of all types. */
export const objectType = new PyType('object', PyBaseObject, undefined, TPFLAGS_BASETYPE);

/** `type`, the type of all types. */
export const typeType = new PyType(
  'type',
  PyType,
  objectType,
  TPFLAGS_BASETYPE | TPFLAGS_HAVE_GC | TPFLAGS_HAVE_VECTORCALL,
);
typeType.hasWeakref = true;
