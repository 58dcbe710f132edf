/**
 * Type variables and type aliases: what `def f[T, *Ts, **P]` and `type X = …` make, and the classes that `typing` gives
 * for them. Bounds, constraints, defaults and values are computed when first asked for, by functions that the compiler
 * made of the expressions (PEP 695, 696). CPython: Objects/typevarobject.c.
 */
import type { PyFunction } from './function.ts';
import {
  objectType,
  PyBaseObject,
  type PyObject,
  PyType,
  TPFLAGS_BASETYPE,
  TPFLAGS_DISALLOW_INSTANTIATION,
  TPFLAGS_HAVE_GC,
  TPFLAGS_HEAPTYPE,
  TPFLAGS_IMMUTABLETYPE,
} from './object.ts';
import type { Str } from './str.ts';
import type { PyTuple } from './tuple.ts';

const FLAGS = TPFLAGS_IMMUTABLETYPE | TPFLAGS_HAVE_GC;

/** What TypeVar, ParamSpec and TypeVarTuple have in common. */
export abstract class PyTypeParameter extends PyBaseObject {
  readonly name: Str;
  /** The default, once computed. */
  defaultValue: PyObject | undefined = undefined;
  evaluateDefault: PyObject | undefined = undefined;

  constructor(name: Str) {
    super();
    this.name = name;
  }
}

/** What is passed on about the variance of a type variable that a call makes. */
export interface Variance {
  readonly covariant: boolean;
  readonly contravariant: boolean;
  /** As for all that syntax makes: type checkers find it out. */
  readonly inferVariance: boolean;
}

const INFERRED: Variance = { covariant: false, contravariant: false, inferVariance: true };

export class PyTypeVar extends PyTypeParameter {
  static readonly type = new PyType('typing.TypeVar', PyTypeVar, objectType, FLAGS);

  readonly covariant: boolean;
  readonly contravariant: boolean;
  readonly inferVariance: boolean;
  /** The bound and the constraints, once computed; at most one of the two is there. */
  bound: PyObject | undefined = undefined;
  evaluateBound: PyObject | undefined = undefined;
  constraints: PyObject | undefined = undefined;
  evaluateConstraints: PyObject | undefined = undefined;

  constructor(name: Str, variance: Variance = INFERRED) {
    super(name);
    this.covariant = variance.covariant;
    this.contravariant = variance.contravariant;
    this.inferVariance = variance.inferVariance;
  }
}
PyTypeVar.type.hasDict = true;
PyTypeVar.type.hasWeakref = true;

export class PyParamSpec extends PyTypeParameter {
  static readonly type = new PyType('typing.ParamSpec', PyParamSpec, objectType, FLAGS);

  readonly covariant: boolean;
  readonly contravariant: boolean;
  readonly inferVariance: boolean;
  bound: PyObject | undefined = undefined;

  constructor(name: Str, variance: Variance = INFERRED) {
    super(name);
    this.covariant = variance.covariant;
    this.contravariant = variance.contravariant;
    this.inferVariance = variance.inferVariance;
  }
}
PyParamSpec.type.hasDict = true;
PyParamSpec.type.hasWeakref = true;

export class PyTypeVarTuple extends PyTypeParameter {
  static readonly type = new PyType('typing.TypeVarTuple', PyTypeVarTuple, objectType, FLAGS);

  declare private readonly _kind: 'TypeVarTuple';
}
PyTypeVarTuple.type.hasDict = true;
PyTypeVarTuple.type.hasWeakref = true;

/** `P.args`. */
export class PyParamSpecArgs extends PyBaseObject {
  static readonly type = new PyType('typing.ParamSpecArgs', PyParamSpecArgs, objectType, FLAGS);

  readonly origin: PyObject;

  constructor(origin: PyObject) {
    super();
    this.origin = origin;
  }
}
PyParamSpecArgs.type.hasWeakref = true;

/** `P.kwargs`. */
export class PyParamSpecKwargs extends PyBaseObject {
  static readonly type = new PyType('typing.ParamSpecKwargs', PyParamSpecKwargs, objectType, FLAGS);

  readonly origin: PyObject;

  constructor(origin: PyObject) {
    super();
    this.origin = origin;
  }
}
PyParamSpecKwargs.type.hasWeakref = true;

/** `type X[T] = value`. */
export class PyTypeAliasType extends PyBaseObject {
  static readonly type = new PyType('typing.TypeAliasType', PyTypeAliasType, objectType, FLAGS);

  readonly name: Str;
  /** Absent when there are none: such an alias cannot be subscripted. */
  readonly typeParams: PyTuple | undefined;
  /** What the statement compiled to; absent in an alias that was made by a call, which has its value from the start. */
  readonly computeValue: PyFunction | undefined;
  value: PyObject | undefined;
  readonly module: PyObject | undefined;

  constructor(
    name: Str,
    typeParams: PyTuple | undefined,
    computeValue: PyFunction | undefined,
    value: PyObject | undefined,
    module: PyObject | undefined,
  ) {
    super();
    this.name = name;
    this.typeParams = typeParams;
    this.computeValue = computeValue;
    this.value = value;
    this.module = module;
  }
}

/** The function that `evaluate_bound` and its like give where the value is known already. */
export class PyConstEvaluator extends PyBaseObject {
  static readonly type = new PyType(
    '_typing._ConstEvaluator',
    PyConstEvaluator,
    objectType,
    FLAGS | TPFLAGS_DISALLOW_INSTANTIATION,
  );

  readonly value: PyObject;

  constructor(value: PyObject) {
    super();
    this.value = value;
  }
}

class PyNoDefault extends PyBaseObject {
  static readonly type = new PyType('NoDefaultType', PyNoDefault, objectType, 0);

  declare private readonly _kind: 'NoDefault';
}

/** Says that a type parameter has no default. */
export const NoDefault = new PyNoDefault();
export const noDefaultType: PyType = PyNoDefault.type;

/** The base of classes with type parameters; its instances have nothing of their own. */
export const genericType = new PyType(
  'Generic',
  PyBaseObject,
  objectType,
  TPFLAGS_BASETYPE | TPFLAGS_HEAPTYPE | TPFLAGS_HAVE_GC,
);
