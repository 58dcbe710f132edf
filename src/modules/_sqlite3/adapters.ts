/** What Python objects are in a database: adapters and converters, and the protocol. CPython: Modules/_sqlite/microprotocols.c. */
import { attrName } from '../../objects/attribute-name.ts';
import { PyByteArray } from '../../objects/bytearray.ts';
import { PyDict } from '../../objects/dict.ts';
import { exceptionTypes, PyBaseException } from '../../objects/exception.ts';
import { PyFloat } from '../../objects/float.ts';
import { objectType, PyBaseObject, type PyObject, PyType, TPFLAGS_BASETYPE } from '../../objects/object.ts';
import { None } from '../../objects/singletons.ts';
import type { Str } from '../../objects/str.ts';
import { PyTuple } from '../../objects/tuple.ts';
import { getAttrOrAbsent } from '../../runtime/attributes.ts';
import { call1, callMethod } from '../../runtime/call.ts';
import { dictGetItem, dictSetItem } from '../../runtime/dict.ts';
import { isInstanceOf, typeOf } from '../../runtime/type-of.ts';
import { programmingError } from './sqlite.ts';

/** The protocol of objects that are to become parameters of statements. */
export class PyPrepareProtocol extends PyBaseObject {
  static readonly type = new PyType(
    'sqlite3.PrepareProtocol',
    PyPrepareProtocol,
    objectType,
    TPFLAGS_BASETYPE,
  );
}

export const adapters = new PyDict();
export const converters = new PyDict();

const adaptName = attrName('__adapt__');
const conformName = attrName('__conform__');
const upperName = attrName('upper');
const TypeErrorType = exceptionTypes.get('TypeError')!;

/** Is there an adapter for one of the types that SQLite knows itself? Hardly ever. */
const baseTypes = { areAdapted: false };

export function registerAdapter(type: PyObject, adapter: PyObject): void {
  const isBase = [typeOf(0), PyFloat.type, typeOf(''), PyByteArray.type].some((base) => base === type);
  if (isBase) baseTypes.areAdapted = true;
  dictSetItem(adapters, new PyTuple([type, PyPrepareProtocol.type]), adapter);
}

export function registerConverter(name: Str, converter: PyObject): void {
  dictSetItem(converters, callMethod(name, upperName), converter);
}

export function converterNamed(name: Str): PyObject | undefined {
  return dictGetItem(converters, callMethod(name, upperName));
}

/** Asks one side to adapt the object; it may refuse by None or a TypeError. */
function ask(asked: PyObject, name: typeof adaptName, about: PyObject): PyObject | undefined {
  const method = getAttrOrAbsent(asked, name);
  if (method === undefined) return undefined;
  try {
    const adapted = call1(method, about);
    return adapted === None ? undefined : adapted;
  } catch (thrown) {
    if (thrown instanceof PyBaseException && isInstanceOf(thrown, TypeErrorType)) return undefined;
    throw thrown;
  }
}

/** `adapt(obj, proto, alt)`; without an alternative it raises. */
export function adapt(object: PyObject, protocol: PyObject, alternative: PyObject | undefined): PyObject {
  const adapter = dictGetItem(adapters, new PyTuple([typeOf(object), protocol]));
  if (adapter !== undefined) return call1(adapter, object);
  const adapted = ask(protocol, adaptName, object) ?? ask(object, conformName, protocol) ?? alternative;
  if (adapted === undefined) throw programmingError("can't adapt");
  return adapted;
}

/** A parameter of a statement as SQLite gets it. */
export function adaptParameter(value: PyObject): PyObject {
  if (!baseTypes.areAdapted) {
    const type = typeOf(value);
    if (type === typeOf(0) || type === PyFloat.type || type === typeOf('') || type === PyByteArray.type)
      return value;
  }
  return adapt(value, PyPrepareProtocol.type, value);
}
