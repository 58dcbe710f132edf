/** Structural pattern matching. CPython: `_PyEval_MatchClass`, `_PyEval_MatchKeys` in Python/ceval.c. */
import { attrName } from '../objects/attribute-name.ts';
import { PyBytes } from '../objects/bytes.ts';
import { PyDict } from '../objects/dict.ts';
import { PyFloat } from '../objects/float.ts';
import { boolType, intType } from '../objects/int.ts';
import { PyList } from '../objects/list.ts';
import { type PyObject, PyType, TPFLAGS_MAPPING, TPFLAGS_SEQUENCE } from '../objects/object.ts';
import { None } from '../objects/singletons.ts';
import { isStr, type Str, strType, utf16FromStr } from '../objects/str.ts';
import { PyTuple } from '../objects/tuple.ts';
import { getAttr, getAttrOrAbsent } from '../runtime/attributes.ts';
import { call } from '../runtime/call.ts';
import { isEqual } from '../runtime/compare.ts';
import { attributeNameOf } from '../runtime/convert.ts';
import { dictGetItem, isExactDict } from '../runtime/dict.ts';
import { typeError, valueError } from '../runtime/errors.ts';
import { isInstance } from '../runtime/instance-check.ts';
import { repr } from '../runtime/repr.ts';
import { typeName, typeOf } from '../runtime/type-of.ts';

const getName = attrName('get');
const matchArgsName = attrName('__match_args__');

export function isMapping(subject: PyObject): boolean {
  return (typeOf(subject).tp_flags & TPFLAGS_MAPPING) !== 0;
}

export function isSequence(subject: PyObject): boolean {
  return (typeOf(subject).tp_flags & TPFLAGS_SEQUENCE) !== 0;
}

/** The tuple of the values under the keys, None when one is missing. A `__missing__` is not asked. */
export function matchKeys(subject: PyObject, keys: PyObject): PyObject {
  const wanted = (keys as PyTuple).items;
  const values: PyObject[] = [];
  const sentinel = new PyTuple([]);
  const get = isExactDict(subject) ? undefined : getAttr(subject, getName);
  for (let i = 0; i < wanted.length; i++) {
    const key = wanted[i]!;
    for (let j = 0; j < i; j++) {
      if (isEqual(wanted[j]!, key)) {
        throw valueError(`mapping pattern checks duplicate key (${utf16FromStr(repr(key))})`);
      }
    }
    const value = get === undefined ? dictGetItem(subject as PyDict, key) : call(get, [key, sentinel]);
    if (value === undefined || value === sentinel) return None;
    values.push(value);
  }
  return new PyTuple(values);
}

/** Built-in types whose single positional pattern is the subject itself. */
const SELF_MATCHING: readonly PyType[] = [
  boolType,
  PyBytes.type,
  PyDict.type,
  PyFloat.type,
  intType,
  PyList.type,
  strType,
  PyTuple.type,
];

/** Further self-matching types, whose layouts stand in files that not everybody needs. */
function isSelfMatching(type: PyType): boolean {
  return type.tp_mro.some(
    (base) =>
      SELF_MATCHING.includes(base) ||
      base.tp_name === 'set' ||
      base.tp_name === 'frozenset' ||
      base.tp_name === 'bytearray',
  );
}

/** The tuple of the attributes that a class pattern binds, None when it does not match. */
export function matchClass(subject: PyObject, type: PyObject, positional: number, names: PyObject): PyObject {
  if (!(type instanceof PyType)) throw typeError('called match pattern must be a class');
  if (!isInstance(subject, type)) return None;
  const seen = new Set<string>();
  const attributes: PyObject[] = [];
  const take = (name: Str): boolean => {
    const text = utf16FromStr(name);
    if (seen.has(text)) {
      throw typeError(`${type.tp_name}() got multiple sub-patterns for attribute '${text}'`);
    }
    seen.add(text);
    const value = getAttrOrAbsent(subject, attributeNameOf(name));
    if (value === undefined) return false;
    attributes.push(value);
    return true;
  };
  if (positional > 0) {
    const matchArgs = getAttrOrAbsent(type, matchArgsName);
    let allowed = 0;
    let matchSelf = false;
    if (matchArgs !== undefined) {
      if (!(matchArgs instanceof PyTuple)) {
        throw typeError(`${type.tp_name}.__match_args__ must be a tuple (got ${typeName(matchArgs)})`);
      }
      allowed = matchArgs.items.length;
    } else if (isSelfMatching(type)) {
      matchSelf = true;
      allowed = 1;
    }
    if (allowed < positional) {
      throw typeError(
        `${type.tp_name}() accepts ${allowed} positional sub-pattern${allowed === 1 ? '' : 's'} (${positional} given)`,
      );
    }
    if (matchSelf) attributes.push(subject);
    else {
      for (const name of (matchArgs as PyTuple).items.slice(0, positional)) {
        if (!isStr(name)) {
          throw typeError(`__match_args__ elements must be strings (got ${typeName(name)})`);
        }
        if (!take(name)) return None;
      }
    }
  }
  for (const name of (names as PyTuple).items) if (!take(name as Str)) return None;
  return new PyTuple(attributes);
}
