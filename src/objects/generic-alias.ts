/** What subscripted and united classes are: `list[int]`, `int | str`. CPython: Objects/genericaliasobject.c, Objects/unionobject.c. */
import {
  objectType,
  PyBaseObject,
  type PyObject,
  PyType,
  TPFLAGS_BASETYPE,
  TPFLAGS_DISALLOW_INSTANTIATION,
} from './object.ts';
import type { PyTuple } from './tuple.ts';

/** `origin[args]`. */
export class PyGenericAlias extends PyBaseObject {
  static readonly type = new PyType('types.GenericAlias', PyGenericAlias, objectType, TPFLAGS_BASETYPE);

  readonly origin: PyObject;
  readonly args: PyTuple;
  /** `*origin[args]`. */
  readonly starred: boolean;
  /** The type variables in the arguments, once asked for. */
  parameters: PyTuple | undefined = undefined;

  constructor(origin: PyObject, args: PyTuple, starred: boolean) {
    super();
    this.origin = origin;
    this.args = args;
    this.starred = starred;
  }
}
PyGenericAlias.type.hasWeakref = true;

/** The iterator behind `*tuple[int]` in a subscript: it gives the alias once, starred. */
export class PyGenericAliasIter extends PyBaseObject {
  static readonly type = new PyType(
    'generic_alias_iterator',
    PyGenericAliasIter,
    objectType,
    TPFLAGS_DISALLOW_INSTANTIATION,
  );

  /** Absent when exhausted. */
  alias: PyGenericAlias | undefined;

  constructor(alias: PyGenericAlias) {
    super();
    this.alias = alias;
  }
}

/** `X | Y`: at least two members, none twice. */
export class PyUnion extends PyBaseObject {
  static readonly type = new PyType('typing.Union', PyUnion, objectType, TPFLAGS_DISALLOW_INSTANTIATION);

  readonly args: PyTuple;
  readonly hashable: readonly PyObject[];
  readonly unhashable: readonly PyObject[];
  /** The type variables in the members, once asked for. */
  parameters: PyTuple | undefined = undefined;

  constructor(args: PyTuple, hashable: readonly PyObject[], unhashable: readonly PyObject[]) {
    super();
    this.args = args;
    this.hashable = hashable;
    this.unhashable = unhashable;
  }
}
PyUnion.type.hasWeakref = true;
