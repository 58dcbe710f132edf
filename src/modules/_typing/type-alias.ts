/** TypeAliasType, and the function objects that give a value computed before. CPython: Objects/typevarobject.c. */
import type { PyObject, PyType } from '../../objects/object.ts';
import { None } from '../../objects/singletons.ts';
import { PyTuple } from '../../objects/tuple.ts';
import { NoDefault, PyConstEvaluator, PyTypeAliasType } from '../../objects/type-parameters.ts';
import { call0 } from '../../runtime/call.ts';
import { builtinDef } from '../../runtime/clinic.ts';
import { asCInt } from '../../runtime/converters.ts';
import { defineType, getset, member, methodsOf } from '../../runtime/define.ts';
import { typeError } from '../../runtime/errors.ts';
import { newGenericAlias } from '../../runtime/generic-alias.ts';
import { getIter } from '../../runtime/iter.ts';
import { repr } from '../../runtime/repr.ts';
import { strConcat, strJoin } from '../../runtime/text.ts';
import { typeRepr } from '../../runtime/type-parameters.ts';
import {
  callerModule,
  typeParameter,
  typeParameterDefault,
  unpacked,
  unpackTypeVarTuples,
} from '../../runtime/typing.ts';
import { uniteTypes } from '../../runtime/union.ts';

/** The type parameters of a call, none of which may lack a default behind one that has it. */
function checkedParameters(given: PyObject | undefined): PyTuple | undefined {
  if (given === undefined) return undefined;
  if (!(given instanceof PyTuple)) throw typeError('type_params must be a tuple');
  let defaultSeen = false;
  for (const item of given.items) {
    if (typeParameterDefault(typeParameter(item)) !== NoDefault) defaultSeen = true;
    else if (defaultSeen) {
      throw typeError(
        strJoin('', ["non-default type parameter '", repr(item), "' follows default type parameter"]),
      );
    }
  }
  return given.items.length === 0 ? undefined : given;
}

const aliasNew = builtinDef<
  PyType,
  'typealias($type, /, name: str, value: object, *, type_params: object = <null>)'
>(
  'typealias($type, /, name: str, value: object, *, type_params: object = <null>)',
  '',
  (_type, name, value, typeParams) =>
    new PyTypeAliasType(name, checkedParameters(typeParams), undefined, value, callerModule()),
);

function valueOf(alias: PyTypeAliasType): PyObject {
  alias.value ??= call0(alias.computeValue!);
  return alias.value;
}

export const typeAliasType = defineType({
  type: PyTypeAliasType.type,
  doc:
    'Type alias, as the type statement makes it: `type Alias = int`.\n\n' +
    '__name__ is its name, __value__ its value, which is computed when first asked for. A generic\n' +
    'alias, `type ListOrSet[T] = list[T] | set[T]`, has its type parameters in __type_params__. See PEP 695.',
  slots: {
    tp_new: (type, args, kwnames) => aliasNew.call(type, args, kwnames),
    tp_repr: (self) => (self as PyTypeAliasType).name,
    tp_iter: (self) => getIter(new PyTuple([unpacked(self)])),
    nb_or: uniteTypes,
    mp_subscript: (self, args) => {
      if ((self as PyTypeAliasType).typeParams === undefined)
        throw typeError('Only generic type aliases are subscriptable');
      return newGenericAlias(self, args);
    },
  },
  entries: [
    methodsOf<PyTypeAliasType>()(
      '__reduce__($self, /)',
      'Return the name: pickled as a global.',
      (self) => self.name,
    ),
    member<PyTypeAliasType>('__name__', undefined, 'name'),
    getset<PyTypeAliasType>('__parameters__', undefined, (self) =>
      self.typeParams === undefined ? new PyTuple([]) : unpackTypeVarTuples(self.typeParams),
    ),
    getset<PyTypeAliasType>('__type_params__', undefined, (self) => self.typeParams ?? new PyTuple([])),
    getset<PyTypeAliasType>('__value__', undefined, valueOf),
    getset<PyTypeAliasType>(
      'evaluate_value',
      undefined,
      (self) => self.computeValue ?? new PyConstEvaluator(self.value!),
    ),
    getset<PyTypeAliasType>(
      '__module__',
      undefined,
      (self) => self.module ?? self.computeValue?.func_module ?? None,
    ),
  ],
});

const FORMAT_STRING = 4;

/** The value as `annotationlib.Format.STRING` shows it. */
function shown(value: PyObject): PyObject {
  if (!(value instanceof PyTuple)) return typeRepr(value);
  return strJoin('', ['(', strJoin(', ', value.items.map(typeRepr)), ')']);
}

export const constEvaluator = defineType({
  type: PyConstEvaluator.type,
  doc: 'A function that gives a value known before, in the format asked for.',
  slots: {
    tp_repr: (self) => strConcat(strConcat('<constevaluator ', repr((self as PyConstEvaluator).value)), '>'),
    tp_call: (self, args, kwnames) => {
      const { value } = self as PyConstEvaluator;
      if (kwnames !== undefined && kwnames.length > 0)
        throw typeError('constevaluator.__call__() takes no keyword arguments');
      if (args.length !== 1)
        throw typeError(`constevaluator.__call__() takes exactly 1 argument (${args.length} given)`);
      return asCInt(args[0]!) === FORMAT_STRING ? shown(value) : value;
    },
  },
});
