/**
 * Names as instructions find them: globals and built-ins, class namespaces, `super()` attributes.
 * CPython: Python/ceval.c (`_PyEval_LoadName`, `_PyEval_LoadGlobalStackRef`), Objects/typeobject.c (`super_getattro`).
 */

import { SPECIAL_METHOD_NAMES } from '../bytecode/opargs.ts';
import { type AttrName, attrName } from '../objects/attribute-name.ts';
import type { PyCell } from '../objects/cell.ts';
import type { Executable } from '../objects/code.ts';
import { CellStorage, PyDict } from '../objects/dict.ts';
import { exceptionTypes, PyBaseException } from '../objects/exception.ts';
import type { Frame } from '../objects/frame.ts';
import { type PyObject, PyType, TPFLAGS_METHOD_DESCRIPTOR } from '../objects/object.ts';
import type { Str } from '../objects/str.ts';
import { PySuper } from '../objects/super.ts';
import { PyTuple } from '../objects/tuple.ts';
import { getAttr, lookupOnType } from '../runtime/attributes.ts';
import { call } from '../runtime/call.ts';
import { dictPop, dictSetItem, isExactDict } from '../runtime/dict.ts';
import { nameError, newException, runtimeError, systemError, typeError } from '../runtime/errors.ts';
import { mappingGet } from '../runtime/globals.ts';
import { deleteItem, setItem } from '../runtime/sequence.ts';
import type { Thread } from '../runtime/state.ts';
import { fullTypeName, isInstanceOf, typeName, typeOf } from '../runtime/type-of.ts';
import { unboundDeref } from './exceptions.ts';
import { superAttribute } from './super-attribute.ts';

const KeyErrorType = exceptionTypes.get('KeyError')!;

/** A global or built-in name; remembers the cell where it found one. */
export function loadGlobal(frame: Frame, exec: Executable, index: number): PyObject {
  const name = exec.names[index]!.str;
  const { globals, builtins } = frame;
  const { storage } = globals;
  if (!(storage instanceof CellStorage)) return globalOrBuiltin(frame, name);
  if (exec.cellsVersion !== storage.version) {
    exec.cellsVersion = storage.version;
    exec.globalCells.fill(undefined);
  }
  const cell = storage.knownCell(name);
  if (cell !== undefined) {
    exec.globalCells[index] = cell;
    return cell.value!;
  }
  const builtin = mappingGet(builtins, name);
  if (builtin === undefined) throw nameError(name);
  if (
    builtins instanceof PyDict &&
    builtins.storage instanceof CellStorage &&
    storage.hasBuiltins(builtins)
  ) {
    exec.globalCells[index] = builtins.storage.knownCell(name);
  }
  return builtin;
}

function globalOrBuiltin(frame: Frame, name: Str): PyObject {
  const value = mappingGet(frame.globals, name) ?? mappingGet(frame.builtins, name);
  if (value === undefined) throw nameError(name);
  return value;
}

export function loadName(frame: Frame, name: AttrName): PyObject {
  return mappingGet(loadLocals(frame), name.str) ?? globalOrBuiltin(frame, name.str);
}

export function loadFromDictOrGlobals(frame: Frame, mapping: PyObject, name: AttrName): PyObject {
  return mappingGet(mapping, name.str) ?? globalOrBuiltin(frame, name.str);
}

export function loadFromDictOrDeref(frame: Frame, mapping: PyObject, index: number): PyObject {
  const name = frame.code.co_localsplusnames[index]!;
  return mappingGet(mapping, name) ?? (frame.localsplus[index] as PyCell).value ?? unboundDeref(frame, index);
}

export function loadLocals(frame: Frame): PyObject {
  if (frame.locals === undefined) throw systemError('no locals');
  return frame.locals;
}

export function storeName(frame: Frame, name: AttrName, value: PyObject): void {
  const mapping = loadLocals(frame);
  if (isExactDict(mapping)) dictSetItem(mapping, name.str, value);
  else setItem(mapping, name.str, value);
}

export function deleteName(frame: Frame, name: AttrName): void {
  const mapping = loadLocals(frame);
  if (isExactDict(mapping)) {
    if (dictPop(mapping, name.str) === undefined) throw nameError(name.str);
    return;
  }
  try {
    deleteItem(mapping, name.str);
  } catch (thrown) {
    if (thrown instanceof PyBaseException && isInstanceOf(thrown, KeyErrorType)) throw nameError(name.str);
    throw thrown;
  }
}

export function deleteGlobal(frame: Frame, name: AttrName): void {
  if (dictPop(frame.globals, name.str) === undefined) throw nameError(name.str);
}

export function loadBuildClass(frame: Frame): PyObject {
  const builder = mappingGet(frame.builtins, '__build_class__');
  if (builder === undefined) {
    throw newException(exceptionTypes.get('NameError')!, '__build_class__ not found');
  }
  return builder;
}

/** Makes sure that the local namespace has `__annotations__`. */
export function setupAnnotations(frame: Frame): void {
  const mapping = loadLocals(frame);
  if (mappingGet(mapping, '__annotations__') !== undefined) return;
  if (isExactDict(mapping)) dictSetItem(mapping, '__annotations__', new PyDict());
  else setItem(mapping, '__annotations__', new PyDict());
}

const COMMON = [
  ['exception', 'AssertionError'],
  ['exception', 'NotImplementedError'],
  ['type', 'tuple'],
  ['builtin', 'all'],
  ['builtin', 'any'],
] as const;

/** LOAD_COMMON_CONSTANT. */
export function commonConstant(thread: Thread, index: number): PyObject {
  const [kind, name] = COMMON[index]!;
  if (kind === 'exception') return exceptionTypes.get(name)!;
  if (kind === 'type') return PyTuple.type;
  return thread.interp.commonBuiltins.get(name)!;
}

const SPECIALS = SPECIAL_METHOD_NAMES.map((name) => attrName(name));

/** LOAD_SPECIAL: `(owner -- attr, self_or_null)`. Returns the new stack pointer. */
export function loadSpecial(stack: PyObject[], sp: number, which: number): number {
  const owner = stack[sp - 1]!;
  const name = SPECIALS[which]!;
  const descr = lookupOnType(owner, name);
  if (descr === undefined) throw typeError(missingSpecial(owner, which));
  const type = typeOf(descr);
  if (type.tp_flags & TPFLAGS_METHOD_DESCRIPTOR) {
    stack[sp - 1] = descr;
    stack[sp] = owner;
  } else {
    stack[sp - 1] = type.tp_descr_get === undefined ? descr : type.tp_descr_get(descr, owner, typeOf(owner));
    stack[sp] = undefined!;
  }
  return sp + 1;
}

/** The message when an object does not support `with`; it hints at the other kind of `with`. */
function missingSpecial(owner: PyObject, which: number): string {
  const asynchronous = which >= 2;
  const protocol = asynchronous ? 'asynchronous context manager' : 'context manager';

  const other = asynchronous ? [0, 1] : [2, 3];
  const hint = other.every((index) => lookupOnType(owner, SPECIALS[index]!) !== undefined)
    ? ` but it supports the ${asynchronous ? 'context manager' : 'asynchronous context manager'} protocol. Did you mean to use '${asynchronous ? 'with' : 'async with'}'?`
    : '';
  return `'${fullTypeName(owner)}' object does not support the ${protocol} protocol (missed ${SPECIAL_METHOD_NAMES[which]} method)${hint}`;
}

/** LOAD_SUPER_ATTR: `(global_super, class, self -- attr, null[oparg & 1])`. Returns the new stack pointer. */
export function loadSuperAttr(stack: PyObject[], sp: number, name: AttrName, oparg: number): number {
  const self = stack[sp - 1]!;
  const type = stack[sp - 2]!;
  const globalSuper = stack[sp - 3]!;
  const asMethod = (oparg & 1) === 1;
  const direct = superAttribute(globalSuper, type, self, name, asMethod);
  let attribute: PyObject;
  let bound: PyObject | undefined;
  if (direct !== undefined) {
    attribute = direct.attribute;
    bound = direct.self;
  } else {
    // The frame of a compiled function does not show what `super()` looks for there.
    const isKnown = globalSuper === PySuper.type;
    if (isKnown && !(oparg & 2) && !(type instanceof PyType)) {
      throw runtimeError(`super(): __class__ is not a type (${typeName(type)})`);
    }
    attribute = getAttr(call(globalSuper, isKnown || oparg & 2 ? [type, self] : []), name);
  }
  stack[sp - 3] = attribute;
  if (!asMethod) return sp - 2;
  stack[sp - 2] = bound!;
  return sp - 1;
}
