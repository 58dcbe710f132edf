/**
 * Type variables in the arguments of generic aliases and unions: finding them and putting types in their place; and how
 * types are shown there. CPython: `_Py_make_parameters`, `_Py_subs_parameters` in Objects/genericaliasobject.c,
 * `_Py_typing_type_repr` in Objects/typevarobject.c.
 */
import { attrName } from '../objects/attribute-name.ts';
import { PyGenericAlias } from '../objects/generic-alias.ts';
import { PyList } from '../objects/list.ts';
import { type PyObject, PyType } from '../objects/object.ts';
import { Ellipsis, None, PyNone } from '../objects/singletons.ts';
import { isStr, type Str, utf16FromStr } from '../objects/str.ts';
import { PyTuple } from '../objects/tuple.ts';
import { getAttrOrAbsent } from './attributes.ts';
import { call1, call2 } from './call.ts';
import { isTrue } from './convert.ts';
import { typeError } from './errors.ts';
import { repr, str } from './repr.ts';
import { getItem } from './sequence.ts';
import { strConcat } from './text.ts';
import { typeName, typeOf } from './type-of.ts';

const dunderOrigin = attrName('__origin__');
const dunderArgs = attrName('__args__');
const dunderQualname = attrName('__qualname__');
const dunderModule = attrName('__module__');
const dunderParameters = attrName('__parameters__');
const typingSubst = attrName('__typing_subst__');
const typingPrepareSubst = attrName('__typing_prepare_subst__');
const typingIsUnpacked = attrName('__typing_is_unpacked_typevartuple__');
const typingUnpackedArgs = attrName('__typing_unpacked_tuple_args__');

/** How a type is shown as an argument: a class by its qualified name, anything else by its repr. */
export function typeRepr(value: PyObject): Str {
  if (value === Ellipsis) return '...';
  if (value === PyNone.type) return 'None';
  const isAlias =
    getAttrOrAbsent(value, dunderOrigin) !== undefined && getAttrOrAbsent(value, dunderArgs) !== undefined;
  if (isAlias) return repr(value);
  const qualname = getAttrOrAbsent(value, dunderQualname);
  if (qualname === undefined) return repr(value);
  const module = getAttrOrAbsent(value, dunderModule);
  if (module === undefined || module === None) return repr(value);
  if (isStr(module) && module === 'builtins') return str(qualname);
  return strConcat(strConcat(str(module), '.'), str(qualname));
}

/** The items of a tuple or list of arguments. */
function argumentsIn(args: PyTuple | PyList): readonly PyObject[] {
  return args instanceof PyList ? args.items.slice() : args.items;
}

/** The type variables in arguments, in the order of their first occurrence. */
export function makeParameters(args: PyTuple | PyList): PyTuple {
  const found: PyObject[] = [];
  const add = (parameter: PyObject): void => {
    if (!found.includes(parameter)) found.push(parameter);
  };
  for (const arg of argumentsIn(args)) {
    // A class itself has descriptors of these names.
    if (arg instanceof PyType) continue;
    if (getAttrOrAbsent(arg, typingSubst) !== undefined) {
      add(arg);
      continue;
    }
    let parameters = getAttrOrAbsent(arg, dunderParameters);
    if (parameters === undefined && (arg instanceof PyTuple || arg instanceof PyList))
      parameters = makeParameters(arg);
    if (parameters instanceof PyTuple) parameters.items.forEach(add);
  }
  return new PyTuple(found);
}

/** The items of what stands in the brackets, with `*tuple[int, str]` laid open. */
function unpackArguments(item: PyObject): PyTuple {
  const items: PyObject[] = [];
  for (const arg of item instanceof PyTuple ? item.items : [item]) {
    const unpacked = arg instanceof PyType ? undefined : unpackedTupleArgs(arg);
    if (unpacked instanceof PyTuple && unpacked.items[unpacked.items.length - 1] !== Ellipsis) {
      for (const entry of unpacked.items) items.push(entry);
    } else items.push(arg);
  }
  return new PyTuple(items);
}

function unpackedTupleArgs(arg: PyObject): PyObject | undefined {
  if (arg instanceof PyGenericAlias && arg.starred && arg.origin === PyTuple.type) return arg.args;
  const args = getAttrOrAbsent(arg, typingUnpackedArgs);
  return args === None ? undefined : args;
}

/** `arg` with its type variables replaced, if it has some. */
function substituteIn(arg: PyObject, parameters: readonly PyObject[], given: readonly PyObject[]): PyObject {
  const own = getAttrOrAbsent(arg, dunderParameters);
  if (!(own instanceof PyTuple) || own.items.length === 0) return arg;
  const replaced: PyObject[] = [];
  for (const parameter of own.items) {
    const at = parameters.indexOf(parameter);
    const value = at < 0 ? parameter : given[at]!;
    // A TypeVarTuple stands for several arguments.
    if (at >= 0 && typeOf(parameter).tp_iter !== undefined && value instanceof PyTuple)
      replaced.push(...value.items);
    else replaced.push(value);
  }
  return getItem(arg, new PyTuple(replaced));
}

/** What is given for a parameter, which may have become one after the parameters were found. */
function argumentFor(parameter: PyObject, parameters: PyTuple, given: readonly PyObject[]): PyObject {
  const index = parameters.items.indexOf(parameter);
  if (index >= 0) return given[index]!;
  throw typeError(
    strConcat(
      strConcat('argument ', repr(parameter)),
      ' with __typing_subst__ was not found in __parameters__',
    ),
  );
}

/** The arguments of `alias[item]`: those of the alias with its parameters replaced. May run Python code. */
export function substituteParameters(
  alias: PyObject,
  args: PyTuple | PyList,
  parameters: PyTuple,
  item: PyObject,
): PyTuple {
  if (parameters.items.length === 0) throw typeError(strConcat(repr(alias), ' is not a generic class'));
  let prepared: PyObject = unpackArguments(item);
  for (const parameter of parameters.items) {
    const prepare = getAttrOrAbsent(parameter, typingPrepareSubst);
    if (prepare === undefined || prepare === None) continue;
    prepared = call2(prepare, alias, prepared instanceof PyTuple ? prepared : new PyTuple([prepared]));
  }
  const given = prepared instanceof PyTuple ? prepared.items : [prepared];
  if (given.length !== parameters.items.length) {
    const amount = given.length > parameters.items.length ? 'many' : 'few';
    throw typeError(
      `Too ${amount} arguments for ${utf16FromStr(repr(alias))}; actual ${given.length}, expected ${parameters.items.length}`,
    );
  }
  const replaced: PyObject[] = [];
  for (const arg of argumentsIn(args)) {
    if (arg instanceof PyType) replaced.push(arg);
    else if (arg instanceof PyTuple) replaced.push(substituteParameters(alias, arg, parameters, prepared));
    else if (arg instanceof PyList) {
      replaced.push(new PyList(substituteParameters(alias, arg, parameters, prepared).items.slice()));
    } else {
      const isUnpacked = getAttrOrAbsent(arg, typingIsUnpacked);
      const unpack = isUnpacked !== undefined && isTrue(isUnpacked);
      const substitute = getAttrOrAbsent(arg, typingSubst);
      const value =
        substitute === undefined
          ? substituteIn(arg, parameters.items, given)
          : call1(substitute, argumentFor(arg, parameters, given));
      if (!unpack) replaced.push(value);
      else if (value instanceof PyTuple) replaced.push(...value.items);
      else {
        throw typeError(
          `expected __typing_subst__ of ${typeName(arg)} objects to return a tuple, not ${typeName(value)}`,
        );
      }
    }
  }
  return new PyTuple(replaced);
}
