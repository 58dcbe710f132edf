/**
 * The descriptors by which built-in types show their behaviour: slot wrappers, methods, attributes.
 * CPython: Objects/descrobject.c, Objects/methodobject.c.
 */
import type { AttrName } from './attribute-name.ts';
import {
  joinLayout,
  type KwNames,
  objectType,
  PyBaseObject,
  type PyObject,
  PyType,
  type Stamp,
  TPFLAGS_DISALLOW_INSTANTIATION,
  TPFLAGS_METHOD_DESCRIPTOR,
} from './object.ts';

const METHOD_FLAGS = TPFLAGS_METHOD_DESCRIPTOR | TPFLAGS_DISALLOW_INSTANTIATION;

/** One row of the table that ties special methods to slots: runtime/slotdefs.ts. */
export interface SlotDef {
  readonly name: AttrName;
  /** The field of `PyType`. */
  readonly slot: string;
  /** What the slot does in a class that defines the special method in Python. */
  readonly generic: unknown;
  /** Calls a slot function with the arguments of the special method. */
  wrap(
    slotFunction: unknown,
    self: PyObject,
    args: readonly PyObject[],
    kwnames: KwNames | undefined,
  ): PyObject;
  /** The parameters as `__text_signature__` shows them. */
  readonly signature: string;
  readonly doc: string;
}

/** A special method of a built-in type: `int.__add__`. */
export class PyWrapperDescr extends PyBaseObject {
  static readonly type = new PyType('wrapper_descriptor', PyWrapperDescr, objectType, METHOD_FLAGS);

  readonly owner: PyType;
  readonly def: SlotDef;
  readonly slotFunction: unknown;

  constructor(owner: PyType, def: SlotDef, slotFunction: unknown) {
    super();
    this.owner = owner;
    this.def = def;
    this.slotFunction = slotFunction;
  }
}

/** The same, bound: `(1).__add__`. */
export class PyMethodWrapper extends PyBaseObject {
  static readonly type = new PyType(
    'method-wrapper',
    PyMethodWrapper,
    objectType,
    TPFLAGS_DISALLOW_INSTANTIATION,
  );

  readonly descr: PyWrapperDescr;
  readonly self: PyObject;

  constructor(descr: PyWrapperDescr, self: PyObject) {
    super();
    this.descr = descr;
    this.self = self;
  }
}

/** What a built-in function or method is, apart from what it is bound to. Made by runtime/clinic.ts. */
export interface BuiltinDef {
  readonly name: string;
  /** As `__text_signature__` shows it; absent where CPython shows None. */
  readonly textSignature: string | undefined;
  readonly doc: string;
  /** `$self`, `$module` or `$type` comes first in `args`. */
  call(self: PyObject, args: readonly PyObject[], kwnames: KwNames | undefined): PyObject;
  /** The same for a few positional arguments, without an array of them. Functions of their own for each built-in. */
  call0(self: PyObject): PyObject;
  call1(self: PyObject, a: PyObject): PyObject;
  call2(self: PyObject, a: PyObject, b: PyObject): PyObject;
  call3(self: PyObject, a: PyObject, b: PyObject, c: PyObject): PyObject;
}

/** A built-in function or bound method: `len`, `[].append`. */
export class PyCFunction {
  static {
    joinLayout(PyCFunction, PyBaseObject);
  }
  static readonly type = new PyType(
    'builtin_function_or_method',
    PyCFunction,
    objectType,
    TPFLAGS_DISALLOW_INSTANTIATION,
  );

  declare readonly ob_type: PyType;
  declare readonly stamp: Stamp;
  readonly def: BuiltinDef;
  /** The object it is bound to: a module for functions, the class for static methods. */
  readonly self: PyObject | undefined;
  /** `__module__`: the name of the module of a function. */
  module: PyObject | undefined;
  /** A static method: `__self__` is None. */
  readonly isStatic: boolean;

  constructor(def: BuiltinDef, self: PyObject | undefined, module: PyObject | undefined, isStatic = false) {
    this.def = def;
    this.self = self;
    this.module = module;
    this.isStatic = isStatic;
  }
}
PyCFunction.type.hasWeakref = true;

/** A method of a built-in type: `list.append`. */
export class PyMethodDescr extends PyBaseObject {
  static readonly type = new PyType('method_descriptor', PyMethodDescr, objectType, METHOD_FLAGS);

  readonly owner: PyType;
  readonly def: BuiltinDef;

  constructor(owner: PyType, def: BuiltinDef) {
    super();
    this.owner = owner;
    this.def = def;
  }
}

/** A class method of a built-in type: `dict.fromkeys`. */
export class PyClassMethodDescr extends PyBaseObject {
  static readonly type = new PyType(
    'classmethod_descriptor',
    PyClassMethodDescr,
    objectType,
    TPFLAGS_DISALLOW_INSTANTIATION,
  );

  readonly owner: PyType;
  readonly def: BuiltinDef;

  constructor(owner: PyType, def: BuiltinDef) {
    super();
    this.owner = owner;
    this.def = def;
  }
}

/** An attribute computed by functions: `function.__code__`. */
export class PyGetSetDescr extends PyBaseObject {
  static readonly type = new PyType(
    'getset_descriptor',
    PyGetSetDescr,
    objectType,
    TPFLAGS_DISALLOW_INSTANTIATION,
  );

  readonly owner: PyType;
  readonly name: string;
  readonly doc: string | undefined;
  readonly get: ((self: PyObject) => PyObject) | undefined;
  readonly set: ((self: PyObject, value: PyObject | undefined) => void) | undefined;

  constructor(
    owner: PyType,
    name: string,
    doc: string | undefined,
    get: PyGetSetDescr['get'],
    set: PyGetSetDescr['set'],
  ) {
    super();
    this.owner = owner;
    this.name = name;
    this.doc = doc;
    this.get = get;
    this.set = set;
  }
}

/**
 * How a member reads and writes its field. CPython: `Py_T_OBJECT_EX`, `_Py_T_OBJECT`, `Py_T_BOOL`, `Py_T_PYSSIZET` in
 * Include/descrobject.h.
 *
 * | kind        | an absent value reads as | what may be assigned |
 * |-------------|--------------------------|----------------------|
 * | `object_ex` | an AttributeError        | anything             |
 * | `object`    | None                     | anything             |
 * | `bool`      |                          | a bool               |
 * | `ssize_t`   |                          | an int of 64 bits    |
 */
export type MemberKind = 'object_ex' | 'object' | 'bool' | 'ssize_t';

/** An attribute that is a field: a built-in member, or an entry of `__slots__`. */
export class PyMemberDescr extends PyBaseObject {
  static readonly type = new PyType(
    'member_descriptor',
    PyMemberDescr,
    objectType,
    TPFLAGS_DISALLOW_INSTANTIATION,
  );

  readonly owner: PyType;
  readonly name: string;
  readonly doc: string | undefined;
  /** The property of the object that holds the value. */
  readonly field: string;
  readonly readonly: boolean;
  readonly kind: MemberKind;
  /** Makes the value where the layout keeps it in another form than Python sees it. */
  readonly read: ((self: PyObject) => PyObject) | undefined;

  constructor(
    owner: PyType,
    name: string,
    doc: string | undefined,
    field: string,
    readonly: boolean,
    kind: MemberKind = 'object_ex',
    read: PyMemberDescr['read'] = undefined,
  ) {
    super();
    this.owner = owner;
    this.name = name;
    this.doc = doc;
    this.field = field;
    this.readonly = readonly;
    this.kind = kind;
    this.read = read;
  }
}
