/** How types are named in messages and reprs. CPython: `type_repr`, `type_module` in Objects/typeobject.c. */
import { type PyObject, type PyType, TPFLAGS_HEAPTYPE } from '../objects/object.ts';
import { isStr, strFromUtf16, utf16FromStr } from '../objects/str.ts';
import { encodeUtf8Strict } from '../runtime/codecs/utf8-strict.ts';
import { typeError, valueError } from '../runtime/errors.ts';
import { iterToArray } from '../runtime/iter.ts';
import { typeName } from '../runtime/type-of.ts';

/** `__module__` of a class: stored for a Python class, in front of the name for a built-in one. */
export function typeModule(type: PyType): PyObject {
  const stored = type.tp_dict.get('__module__');
  if (type.tp_flags & TPFLAGS_HEAPTYPE && stored !== undefined) return stored;
  const dot = type.tp_name.lastIndexOf('.');
  return dot < 0 ? 'builtins' : type.tp_name.slice(0, dot);
}

/** `module.qualname`; without a module, or with `builtins`, the short name. */
export function typeDisplayName(type: PyType): string {
  const module = typeModule(type);
  if (!isStr(module) || module === 'builtins') return type.tp_name;
  return `${utf16FromStr(module)}.${type.tp_qualname}`;
}

/** `module.qualname`, without the module for `builtins` and `__main__`. CPython: `PyType_GetFullyQualifiedName`. */
export function fullTypeName(type: PyType): string {
  const module = typeModule(type);
  if (!isStr(module) || module === 'builtins' || module === '__main__') return type.tp_qualname;
  return `${utf16FromStr(module)}.${type.tp_qualname}`;
}

/** Checks a text that is to name a class: C keeps it as UTF-8 with a null character at its end. */
export function checkTypeName(name: string): void {
  encodeUtf8Strict(strFromUtf16(name));
  if (name.includes('\0')) throw valueError('type name must not contain null characters');
}

/** The names in `__abstractmethods__`, sorted. */
export function abstractMethodNames(type: PyType): string[] {
  const names = type.tp_dict.get('__abstractmethods__');
  if (names === undefined) return [];
  const texts = iterToArray(names).map((name, i) => {
    if (isStr(name)) return utf16FromStr(name);
    throw typeError(`sequence item ${i}: expected str instance, ${typeName(name)} found`);
  });
  return texts.sort();
}
