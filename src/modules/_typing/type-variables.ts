/** TypeVar, ParamSpec and TypeVarTuple. CPython: Objects/typevarobject.c. Computing defaults: ../../runtime/typing.ts. */
import { attrName } from '../../objects/attribute-name.ts';
import { Py_EQ, Py_NE, type PyObject, type PyType } from '../../objects/object.ts';
import { None, NotImplemented } from '../../objects/singletons.ts';
import { type Str, utf16FromStr } from '../../objects/str.ts';
import { PyTuple } from '../../objects/tuple.ts';
import {
  NoDefault,
  PyConstEvaluator,
  PyParamSpec,
  PyParamSpecArgs,
  PyParamSpecKwargs,
  type PyTypeParameter,
  PyTypeVar,
  PyTypeVarTuple,
  type Variance,
} from '../../objects/type-parameters.ts';
import { getAttr, setAttr } from '../../runtime/attributes.ts';
import { call0 } from '../../runtime/call.ts';
import { builtinDef } from '../../runtime/clinic.ts';
import { isEqual, richCompare } from '../../runtime/compare.ts';
import { classAttribute, defineType, type Entry, getset, member, methodsOf } from '../../runtime/define.ts';
import { typeError, valueError } from '../../runtime/errors.ts';
import { getIter, iterToArray } from '../../runtime/iter.ts';
import { add } from '../../runtime/number.ts';
import { repr, str } from '../../runtime/repr.ts';
import { length } from '../../runtime/sequence.ts';
import { strConcat } from '../../runtime/text.ts';
import { typeOf } from '../../runtime/type-of.ts';
import {
  callerModule,
  callTyping,
  checkedType,
  typeParameterDefault,
  unpacked,
} from '../../runtime/typing.ts';
import { uniteAll } from '../../runtime/union.ts';

const dunderModule = attrName('__module__');
const dunderParameters = attrName('__parameters__');

function varianceOf(covariant: boolean, contravariant: boolean, inferVariance: boolean): Variance {
  if (covariant && contravariant) throw valueError('Bivariant types are not supported.');
  if (inferVariance && (covariant || contravariant)) {
    throw valueError('Variance cannot be specified with infer_variance.');
  }
  return { covariant, contravariant, inferVariance };
}

function checkedBound(bound: PyObject): PyObject | undefined {
  return bound === None ? undefined : checkedType(bound, 'Bound must be a type.');
}

/** The name with a sign for the variance. */
function parameterRepr(self: PyObject): Str {
  const { name, covariant, contravariant, inferVariance } = self as PyTypeVar | PyParamSpec;
  if (inferVariance) return name;
  return strConcat(covariant ? '+' : contravariant ? '-' : '~', name);
}

/** A union, also with what only `typing` takes for a type: a str. */
function unite(left: PyObject, right: PyObject): PyObject {
  return uniteAll([left, right], true);
}

/** A function for what was given as a value, the one that computes it, or None. */
function evaluator(evaluate: PyObject | undefined, value: PyObject | undefined): PyObject {
  return evaluate ?? (value === undefined ? None : new PyConstEvaluator(value));
}

const parameterMethod = methodsOf<PyTypeParameter>();

/** What the three have alike. */
function commonEntries(kind: string): Entry[] {
  return [
    parameterMethod('__reduce__($self, /)', 'Return the name: pickled as a global.', (self) => self.name),
    parameterMethod(
      'has_default($self, /) -> bool',
      'Has it a default?',
      (self) =>
        self.evaluateDefault !== undefined ||
        (self.defaultValue !== undefined && self.defaultValue !== NoDefault),
    ),
    parameterMethod('__mro_entries__($self, object: object, /)', 'Refuse: it is no base.', () => {
      throw typeError(`Cannot subclass an instance of ${kind}`);
    }),
    member<PyTypeParameter>('__name__', undefined, 'name'),
    getset<PyTypeParameter>('evaluate_default', undefined, (self) =>
      evaluator(self.evaluateDefault, self.defaultValue),
    ),
    classAttribute('__module__', 'typing'),
  ];
}

function varianceEntries(): Entry[] {
  return [
    member<PyTypeVar | PyParamSpec>('__covariant__', undefined, 'covariant', { kind: 'bool' }),
    member<PyTypeVar | PyParamSpec>('__contravariant__', undefined, 'contravariant', { kind: 'bool' }),
    member<PyTypeVar | PyParamSpec>('__infer_variance__', undefined, 'inferVariance', { kind: 'bool' }),
  ];
}

// ── TypeVar ──────────────────────────────────────────────────────────────────────────────────────────────────────────

const typeVarNew = builtinDef<
  PyType,
  'typevar($type, /, name: str, *constraints, bound: object = None, default: object = <null>, covariant: bool = False, contravariant: bool = False, infer_variance: bool = False)'
>(
  'typevar($type, /, name: str, *constraints, bound: object = None, default: object = <null>, covariant: bool = False, contravariant: bool = False, infer_variance: bool = False)',
  '',
  (_type, name, constraints, bound, fallback, covariant, contravariant, inferVariance) => {
    const variable = new PyTypeVar(name, varianceOf(covariant, contravariant, inferVariance));
    variable.bound = checkedBound(bound);
    if (constraints.length === 1) throw typeError('A single constraint is not allowed');
    if (constraints.length > 1) {
      if (variable.bound !== undefined) throw typeError('Constraints cannot be combined with bound=...');
      variable.constraints = new PyTuple(constraints.slice());
    }
    variable.defaultValue = fallback ?? NoDefault;
    setAttr(variable, dunderModule, callerModule());
    return variable;
  },
);

function boundOf(variable: PyTypeVar): PyObject {
  if (variable.bound !== undefined) return variable.bound;
  if (variable.evaluateBound === undefined) return None;
  variable.bound = call0(variable.evaluateBound);
  return variable.bound;
}

function constraintsOf(variable: PyTypeVar): PyObject {
  if (variable.constraints !== undefined) return variable.constraints;
  if (variable.evaluateConstraints === undefined) return new PyTuple([]);
  variable.constraints = call0(variable.evaluateConstraints);
  return variable.constraints;
}

/** The arguments of `alias[args]`, with the default of this variable if none is given for it. */
function prepareTypeVar(variable: PyTypeVar, alias: PyObject, args: PyObject): PyObject {
  const parameters = iterToArray(getAttr(alias, dunderParameters));
  const index = parameters.findIndex((parameter) => isEqual(parameter, variable));
  if (index < 0) throw valueError('sequence.index(x): x not in sequence');
  const count = length(args);
  if (index < count) return args;
  if (index === count) {
    const fallback = typeParameterDefault(variable);
    if (fallback !== NoDefault) return add(args, new PyTuple([fallback]));
  }
  throw typeError(
    `Too few arguments for ${utf16FromStr(str(alias))}; actual ${count}, expected at least ${index + 1}`,
  );
}

const typeVarMethod = methodsOf<PyTypeVar>();

export const typeVar = defineType({
  type: PyTypeVar.type,
  doc:
    'Type variable.\n\n`class C[T]: ...`, `def f[T](x: T) -> T: ...` and `type A[T] = ...` make one, with a bound\n' +
    'as in [T: str], constraints as in [T: (str, bytes)] or a default as in [T = int].\n' +
    "TypeVar('T', *constraints, bound=None, ...) makes one to be shared by several definitions.",
  slots: {
    tp_new: (type, args, kwnames) => typeVarNew.call(type, args, kwnames),
    tp_repr: parameterRepr,
    nb_or: unite,
  },
  entries: [
    typeVarMethod(
      '__typing_subst__($self, arg: object, /)',
      'Give what stands for the variable in an alias with this argument.',
      (self, arg) => callTyping('_typevar_subst', [self, arg]),
    ),
    typeVarMethod(
      '__typing_prepare_subst__($self, alias: object, args: object, /)',
      'Complete the arguments of an alias.',
      prepareTypeVar,
    ),
    ...commonEntries('TypeVar'),
    ...varianceEntries(),
    getset<PyTypeVar>('__bound__', undefined, boundOf),
    getset<PyTypeVar>('__constraints__', undefined, constraintsOf),
    getset<PyTypeVar>('__default__', undefined, typeParameterDefault),
    getset<PyTypeVar>('evaluate_bound', undefined, (self) => evaluator(self.evaluateBound, self.bound)),
    getset<PyTypeVar>('evaluate_constraints', undefined, (self) =>
      evaluator(self.evaluateConstraints, self.constraints),
    ),
  ],
});

// ── ParamSpec ────────────────────────────────────────────────────────────────────────────────────────────────────────

const paramSpecNew = builtinDef<
  PyType,
  'paramspec($type, /, name: str, *, bound: object = None, default: object = <null>, covariant: bool = False, contravariant: bool = False, infer_variance: bool = False)'
>(
  'paramspec($type, /, name: str, *, bound: object = None, default: object = <null>, covariant: bool = False, contravariant: bool = False, infer_variance: bool = False)',
  '',
  (_type, name, bound, fallback, covariant, contravariant, inferVariance) => {
    const spec = new PyParamSpec(name, varianceOf(covariant, contravariant, inferVariance));
    // Unlike that of a TypeVar it may be anything.
    if (bound !== None) spec.bound = bound;
    spec.defaultValue = fallback ?? NoDefault;
    setAttr(spec, dunderModule, callerModule());
    return spec;
  },
);

const paramSpecMethod = methodsOf<PyParamSpec>();

export const paramSpec = defineType({
  type: PyParamSpec.type,
  doc:
    'Parameter specification variable: stands for all parameters of a callable.\n\n' +
    '`type IntFunc[**P] = Callable[P, int]` makes one, [**P = [int, str]] gives it a default, and\n' +
    "ParamSpec('P') makes one to be shared by several definitions. A function that passes its\n" +
    'arguments on annotates them with P.args and P.kwargs.',
  slots: {
    tp_new: (type, args, kwnames) => paramSpecNew.call(type, args, kwnames),
    tp_repr: parameterRepr,
    nb_or: unite,
  },
  entries: [
    paramSpecMethod(
      '__typing_subst__($self, arg: object, /)',
      'Give what stands for the variable in an alias with this argument.',
      (self, arg) => callTyping('_paramspec_subst', [self, arg]),
    ),
    paramSpecMethod(
      '__typing_prepare_subst__($self, alias: object, args: object, /)',
      'Complete the arguments of an alias.',
      (self, alias, args) => callTyping('_paramspec_prepare_subst', [self, alias, args]),
    ),
    ...commonEntries('ParamSpec'),
    member<PyParamSpec>('__bound__', undefined, 'bound', { kind: 'object' }),
    ...varianceEntries(),
    getset<PyParamSpec>('args', 'Stands for the positional arguments.', (self) => new PyParamSpecArgs(self)),
    getset<PyParamSpec>('kwargs', 'Stands for the keyword arguments.', (self) => new PyParamSpecKwargs(self)),
    getset<PyParamSpec>('__default__', 'The default of the variable.', typeParameterDefault),
  ],
});

type Attribute = PyParamSpecArgs | PyParamSpecKwargs;

function attributeRepr(self: PyObject, name: string): Str {
  const { origin } = self as Attribute;
  return strConcat(origin instanceof PyParamSpec ? origin.name : repr(origin), name);
}

function compareAttributes(left: PyObject, right: PyObject, op: number): PyObject {
  if (typeOf(left) !== typeOf(right) || (op !== Py_EQ && op !== Py_NE)) return NotImplemented;
  return richCompare((left as Attribute).origin, (right as Attribute).origin, op);
}

function attributeEntries(kind: string): Entry[] {
  return [
    methodsOf<Attribute>()('__mro_entries__($self, object: object, /)', 'Refuse: it is no base.', () => {
      throw typeError(`Cannot subclass an instance of ${kind}`);
    }),
    member<Attribute>('__origin__', undefined, 'origin'),
    classAttribute('__module__', 'typing'),
  ];
}

const argsNew = builtinDef<PyType, 'paramspecargs($type, /, origin: object)'>(
  'paramspecargs($type, /, origin: object)',
  '',
  (_type, origin) => new PyParamSpecArgs(origin),
);

export const paramSpecArgs = defineType({
  type: PyParamSpecArgs.type,
  doc: 'The positional arguments that a ParamSpec stands for: P.args, whose __origin__ is P.',
  slots: {
    tp_new: (type, args, kwnames) => argsNew.call(type, args, kwnames),
    tp_repr: (self) => attributeRepr(self, '.args'),
    tp_richcompare: compareAttributes,
  },
  entries: attributeEntries('ParamSpecArgs'),
});

const kwargsNew = builtinDef<PyType, 'paramspeckwargs($type, /, origin: object)'>(
  'paramspeckwargs($type, /, origin: object)',
  '',
  (_type, origin) => new PyParamSpecKwargs(origin),
);

export const paramSpecKwargs = defineType({
  type: PyParamSpecKwargs.type,
  doc: 'The keyword arguments that a ParamSpec stands for: P.kwargs, whose __origin__ is P.',
  slots: {
    tp_new: (type, args, kwnames) => kwargsNew.call(type, args, kwnames),
    tp_repr: (self) => attributeRepr(self, '.kwargs'),
    tp_richcompare: compareAttributes,
  },
  entries: attributeEntries('ParamSpecKwargs'),
});

// ── TypeVarTuple ─────────────────────────────────────────────────────────────────────────────────────────────────────

const typeVarTupleNew = builtinDef<PyType, 'typevartuple($type, /, name: str, *, default: object = <null>)'>(
  'typevartuple($type, /, name: str, *, default: object = <null>)',
  '',
  (_type, name, fallback) => {
    const variable = new PyTypeVarTuple(name);
    variable.defaultValue = fallback ?? NoDefault;
    setAttr(variable, dunderModule, callerModule());
    return variable;
  },
);

const typeVarTupleMethod = methodsOf<PyTypeVarTuple>();

export const typeVarTuple = defineType({
  type: PyTypeVarTuple.type,
  doc:
    'Type variable tuple: stands for any number of types.\n\n' +
    '`class C[*Ts]: ...` makes one, and C[int], C[int, str] and C[()] give types for it;\n' +
    "[*Ts = (str, int)] gives it a default, and TypeVarTuple('Ts') makes one to be shared by\n" +
    'several definitions. See PEP 646.',
  slots: {
    tp_new: (type, args, kwnames) => typeVarTupleNew.call(type, args, kwnames),
    tp_repr: (self) => (self as PyTypeVarTuple).name,
    tp_iter: (self) => getIter(new PyTuple([unpacked(self)])),
  },
  entries: [
    typeVarTupleMethod(
      '__typing_subst__($self, arg: object, /)',
      'Refuse: what stands for the variable is several types.',
      () => {
        throw typeError('Substitution of bare TypeVarTuple is not supported');
      },
    ),
    typeVarTupleMethod(
      '__typing_prepare_subst__($self, alias: object, args: object, /)',
      'Complete the arguments of an alias.',
      (self, alias, args) => callTyping('_typevartuple_prepare_subst', [self, alias, args]),
    ),
    ...commonEntries('TypeVarTuple'),
    getset<PyTypeVarTuple>('__default__', 'The default of the variable.', typeParameterDefault),
  ],
});
