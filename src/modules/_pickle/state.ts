/**
 * What picklers and unpicklers share: their exceptions, what they know from copyreg and _compat_pickle, and finding a
 * global by its names. CPython: `PickleState` in Modules/_pickle.c.
 */
import { attrName } from '../../objects/attribute-name.ts';
import type { PyDict } from '../../objects/dict.ts';
import { PyAttributeError, type PyBaseException } from '../../objects/exception.ts';
import type { PyObject } from '../../objects/object.ts';
import { type Str, strLength } from '../../objects/str.ts';
import { PyTuple } from '../../objects/tuple.ts';
import { getAttr, getAttrOrAbsent } from '../../runtime/attributes.ts';
import { attributeNameOf, strValue } from '../../runtime/convert.ts';
import { dictGetItem, isExactDict } from '../../runtime/dict.ts';
import { keyError, newException, runtimeError } from '../../runtime/errors.ts';
import { newExceptionType } from '../../runtime/exception-type.ts';
import { importModuleLevel } from '../../runtime/import-level.ts';
import { importedModule } from '../../runtime/import-module.ts';
import { builtinNamed } from '../../runtime/pickling.ts';
import { current, moduleState } from '../../runtime/state.ts';
import { indexOfCode, strSlice } from '../../runtime/text.ts';
import { typeName } from '../../runtime/type-of.ts';

export const PickleErrorType = newExceptionType('_pickle.PickleError');
export const PicklingErrorType = newExceptionType('_pickle.PicklingError', PickleErrorType);
export const UnpicklingErrorType = newExceptionType('_pickle.UnpicklingError', PickleErrorType);

export function picklingError(message: Str): PyBaseException {
  return newException(PicklingErrorType, message);
}

export function unpicklingError(message: Str): PyBaseException {
  return newException(UnpicklingErrorType, message);
}

/** An exception raised in place of another, which becomes its context. */
export function inPlaceOf(raised: PyBaseException, error: PyBaseException): PyBaseException {
  error.context = raised;
  return error;
}

/** What the library's modules say about pickling. */
interface PickleState {
  /** `copyreg.dispatch_table`: reductions by type. */
  readonly dispatchTable: PyDict;
  /** Codes of globals, by pairs of module and name; the same the other way round; globals by their codes. */
  readonly extensionRegistry: PyDict;
  readonly invertedRegistry: PyDict;
  readonly extensionCache: PyDict;
  /** How Python 2's globals are called now, and how its modules are. */
  readonly nameMapping: PyDict;
  readonly importMapping: PyDict;
  readonly reverseNameMapping: PyDict;
  readonly reverseImportMapping: PyDict;
  readonly encode: PyObject;
  readonly partial: PyObject;
  readonly getattr: PyObject;
}

function dictOf(moduleName: string, name: string): PyDict {
  const value = getAttr(importedModule(moduleName), attrName(name));
  if (!isExactDict(value)) {
    throw runtimeError(`${moduleName}.${name} should be a dict, not ${typeName(value)}`);
  }
  return value;
}

export function pickleState(): PickleState {
  return moduleState('_pickle', () => ({
    dispatchTable: dictOf('copyreg', 'dispatch_table'),
    extensionRegistry: dictOf('copyreg', '_extension_registry'),
    invertedRegistry: dictOf('copyreg', '_inverted_registry'),
    extensionCache: dictOf('copyreg', '_extension_cache'),
    nameMapping: dictOf('_compat_pickle', 'NAME_MAPPING'),
    importMapping: dictOf('_compat_pickle', 'IMPORT_MAPPING'),
    reverseNameMapping: dictOf('_compat_pickle', 'REVERSE_NAME_MAPPING'),
    reverseImportMapping: dictOf('_compat_pickle', 'REVERSE_IMPORT_MAPPING'),
    encode: getAttr(importedModule('codecs'), attrName('encode')),
    partial: getAttr(importedModule('functools'), attrName('partial')),
    getattr: builtinNamed('getattr'),
  }));
}

// ── Names of Python 2 ────────────────────────────────────────────────────────────────────────────────────────────────

/** A pair of names out of a table of _compat_pickle. */
export function renamedPair(table: string, item: PyObject): [PyObject, PyObject] {
  if (!(item instanceof PyTuple) || item.items.length !== 2) {
    throw runtimeError(`_compat_pickle.${table} values should be 2-tuples, not ${typeName(item)}`);
  }
  const [module, name] = item.items as [PyObject, PyObject];
  if (strValue(module) === undefined || strValue(name) === undefined) {
    throw runtimeError(
      `_compat_pickle.${table} values should be pairs of str, not (${typeName(module)}, ${typeName(name)})`,
    );
  }
  return [module, name];
}

/** The name of a module out of a table of _compat_pickle. */
export function renamedModule(table: string, item: PyObject): PyObject {
  if (strValue(item) === undefined) {
    throw runtimeError(`_compat_pickle.${table} values should be strings, not ${typeName(item)}`);
  }
  return item;
}

// ── Globals ──────────────────────────────────────────────────────────────────────────────────────────────────────────

/** The module of this name, imported if need be. May run any Python code. CPython: `PyImport_Import`. */
export function moduleNamed(name: PyObject): PyObject {
  importModuleLevel(current.thread, name, undefined, undefined, 0);
  const module = dictGetItem(current.thread.interp.modules, name);
  if (module === undefined) throw keyError(name);
  return module;
}

const DOT = 46;

/** The parts of a qualified name. */
export function dottedPath(name: Str): Str[] {
  const parts: Str[] = [];
  let start = 0;
  for (let dot = indexOfCode(name, DOT); dot >= 0; dot = indexOfCode(name, DOT, start)) {
    parts.push(strSlice(name, start, dot));
    start = dot + 1;
  }
  parts.push(strSlice(name, start, strLength(name)));
  return parts;
}

/** The attribute of an attribute … of an object. Throws AttributeError. */
export function attributeAt(object: PyObject, path: readonly Str[]): PyObject {
  let value = object;
  for (const name of path) value = getAttr(value, attributeNameOf(name));
  return value;
}

/** The same, `undefined` where there is none. */
export function attributeAtOrAbsent(object: PyObject, path: readonly Str[]): PyObject | undefined {
  let value: PyObject | undefined = object;
  for (const name of path) {
    value = getAttrOrAbsent(value, attributeNameOf(name));
    if (value === undefined) break;
  }
  return value;
}

export function isAttributeError(thrown: unknown): thrown is PyAttributeError {
  return thrown instanceof PyAttributeError;
}
