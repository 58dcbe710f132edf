/**
 * What built-in code asks of the `typing` module, which it imports when needed.
 * CPython: `call_typing_func_object`, `unpack_typevartuples`, `_Py_subscript_generic` in Objects/typevarobject.c.
 */
import { attrName } from '../objects/attribute-name.ts';
import type { PyFunction } from '../objects/function.ts';
import type { KwNames, PyObject } from '../objects/object.ts';
import { None, PyNone } from '../objects/singletons.ts';
import type { Str } from '../objects/str.ts';
import { PyTuple } from '../objects/tuple.ts';
import {
  genericType,
  NoDefault,
  PyTypeAliasType,
  PyTypeParameter,
  PyTypeVar,
  PyTypeVarTuple,
} from '../objects/type-parameters.ts';
import { getAttr } from './attributes.ts';
import { call, call0 } from './call.ts';
import { dictGetStr } from './dict.ts';
import { typeError } from './errors.ts';
import { importedModule } from './import-module.ts';
import { repr } from './repr.ts';
import { getItem } from './sequence.ts';
import { current } from './state.ts';
import { strConcat } from './text.ts';

const unpackName = attrName('Unpack');
const genericAliasName = attrName('_GenericAlias');
const typeCheckName = attrName('_type_check');

/** `typing.name(*args, **kwargs)`. */
export function callTyping(name: string, args: readonly PyObject[], kwnames?: KwNames): PyObject {
  return call(getAttr(importedModule('typing'), attrName(name)), args, kwnames);
}

/** The value as a type; what can be none raises a TypeError with this message. */
export function checkedType(value: PyObject, message: string): PyObject {
  if (value === None) return PyNone.type;
  return call(getAttr(importedModule('typing'), typeCheckName), [value, message]);
}

/** `typing.Unpack[value]`. */
export function unpacked(value: PyObject): PyObject {
  return getItem(getAttr(importedModule('typing'), unpackName), value);
}

/** The parameters with each TypeVarTuple unpacked, as `Generic` wants them. */
export function unpackTypeVarTuples(params: PyTuple): PyTuple {
  if (!params.items.some((param) => param instanceof PyTypeVarTuple)) return params;
  return new PyTuple(
    params.items.map((param) => (param instanceof PyTypeVarTuple ? unpacked(param) : param)),
  );
}

/** `Generic[params]`: the base that a class with type parameters gets. */
export function subscriptGeneric(params: PyTuple): PyObject {
  const aliasClass = getAttr(importedModule('typing'), genericAliasName);
  return call(aliasClass, [genericType, unpackTypeVarTuples(params)]);
}

/** The default of a type parameter, computed if need be; NoDefault when there is none. */
export function typeParameterDefault(param: PyTypeParameter): PyObject {
  if (param.defaultValue !== undefined) return param.defaultValue;
  if (param.evaluateDefault === undefined) return NoDefault;
  param.defaultValue = call0(param.evaluateDefault);
  return param.defaultValue;
}

/** The value as a type parameter, or a TypeError. */
export function typeParameter(value: PyObject): PyTypeParameter {
  if (value instanceof PyTypeParameter) return value;
  throw typeError(strConcat('Expected a type param, got ', repr(value)));
}

/** The name of the module whose code is running, None if it has none. */
export function callerModule(): PyObject {
  const { frame } = current.thread;
  if (frame === undefined) return None;
  return frame.func?.func_module ?? dictGetStr(frame.globals, '__name__') ?? None;
}

// ── What syntax makes ────────────────────────────────────────────────────────────────────────────────────────────────

/** `[T: bound]`. */
export function typeVarWithBound(name: PyObject, evaluateBound: PyObject): PyTypeVar {
  const variable = new PyTypeVar(name as Str);
  variable.evaluateBound = evaluateBound;
  return variable;
}

/** `[T: (A, B)]`. */
export function typeVarWithConstraints(name: PyObject, evaluateConstraints: PyObject): PyTypeVar {
  const variable = new PyTypeVar(name as Str);
  variable.evaluateConstraints = evaluateConstraints;
  return variable;
}

/** `[T = default]`. */
export function setTypeParameterDefault(param: PyObject, evaluateDefault: PyObject): PyObject {
  typeParameter(param).evaluateDefault = evaluateDefault;
  return param;
}

/** `type name[params] = value`, from these three. */
export function typeAlias(parts: PyTuple): PyTypeAliasType {
  const [name, params, computeValue] = parts.items;
  const typeParams = params instanceof PyTuple && params.items.length > 0 ? params : undefined;
  return new PyTypeAliasType(name as Str, typeParams, computeValue as PyFunction, undefined, undefined);
}
