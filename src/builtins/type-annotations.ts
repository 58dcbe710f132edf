/**
 * Annotations and type parameters of classes. Annotations are made by the function in `__annotate_func__` when they are
 * first asked for, and kept in `__annotations_cache__` (PEP 649, 749).
 * CPython: `type_get_annotations`, `type_get_annotate` in Objects/typeobject.c.
 */
import { attrName } from '../objects/attribute-name.ts';
import { PyDict } from '../objects/dict.ts';
import { exceptionTypes } from '../objects/exception.ts';
import { type PyObject, type PyType, TPFLAGS_HEAPTYPE, typeType } from '../objects/object.ts';
import { None } from '../objects/singletons.ts';
import { PyTuple } from '../objects/tuple.ts';
import { getAttr } from '../runtime/attributes.ts';
import { call1 } from '../runtime/call.ts';
import { type Entry, getset } from '../runtime/define.ts';
import { isDict } from '../runtime/dict.ts';
import { newException, typeError } from '../runtime/errors.ts';
import { setTypeAttribute } from '../runtime/type-attributes.ts';
import { isMutableType, typeName, typeOf } from '../runtime/type-of.ts';

const AttributeErrorType = exceptionTypes.get('AttributeError')!;
const annotationsName = attrName('__annotations__');
const cacheName = attrName('__annotations_cache__');
const annotateName = attrName('__annotate__');
const annotateFuncName = attrName('__annotate_func__');
const typeParamsName = attrName('__type_params__');

function checkMutable(type: PyType, name: string): void {
  if (!isMutableType(type))
    throw typeError(`cannot set '${name}' attribute of immutable type '${type.tp_name}'`);
}

function checkHeapType(type: PyType, name: string): void {
  if (type.tp_flags & TPFLAGS_HEAPTYPE) return;
  throw newException(AttributeErrorType, `type object '${type.tp_name}' has no attribute '${name}'`);
}

/** A value of the class's own dict, bound as reading it from the class does. */
function bound(type: PyType, value: PyObject): PyObject {
  const get = typeOf(value).tp_descr_get;
  return get === undefined ? value : get(value, undefined, type);
}

/** Takes an entry away; was there one? */
function remove(type: PyType, name: typeof annotationsName): boolean {
  if (!type.tp_dict.has(name.text)) return false;
  setTypeAttribute(type, name, undefined);
  return true;
}

function getAnnotations(type: PyType): PyObject {
  checkHeapType(type, '__annotations__');
  const known = type.tp_dict.get('__annotations__') ?? type.tp_dict.get('__annotations_cache__');
  if (known !== undefined) return bound(type, known);
  const annotate = getAttr(type, annotateName);
  let annotations: PyObject = new PyDict();
  if (typeOf(annotate).tp_call !== undefined) {
    annotations = call1(annotate, 1);
    if (!isDict(annotations))
      throw typeError(`__annotate__ returned non-dict of type '${typeName(annotations)}'`);
  }
  setTypeAttribute(type, cacheName, annotations);
  return annotations;
}

function setAnnotations(type: PyType, value: PyObject | undefined): void {
  checkMutable(type, '__annotations__');
  if (value !== undefined) {
    setTypeAttribute(type, type.tp_dict.has('__annotations__') ? annotationsName : cacheName, value);
  } else if (!remove(type, annotationsName) && !remove(type, cacheName)) {
    throw newException(AttributeErrorType, '__annotations__');
  }
  remove(type, annotateFuncName);
  remove(type, annotateName);
}

function getAnnotate(type: PyType): PyObject {
  checkHeapType(type, '__annotate__');
  const known = type.tp_dict.get('__annotate__') ?? type.tp_dict.get('__annotate_func__');
  if (known !== undefined) return bound(type, known);
  setTypeAttribute(type, annotateFuncName, None);
  return None;
}

function setAnnotate(type: PyType, value: PyObject | undefined): void {
  if (value === undefined) throw typeError('cannot delete __annotate__ attribute');
  checkMutable(type, '__annotate__');
  if (value !== None && typeOf(value).tp_call === undefined)
    throw typeError('__annotate__ must be callable or None');
  setTypeAttribute(type, annotateFuncName, value);
  if (value !== None) remove(type, cacheName);
}

export const typeAnnotationEntries: readonly Entry[] = [
  getset<PyType>('__annotations__', undefined, getAnnotations, setAnnotations),
  getset<PyType>('__annotate__', undefined, getAnnotate, setAnnotate),
  getset<PyType>(
    '__type_params__',
    undefined,
    (type) => (type === typeType ? undefined : type.tp_dict.get('__type_params__')) ?? new PyTuple([]),
    (type, value) => {
      checkMutable(type, '__type_params__');
      if (value === undefined) {
        throw typeError(`cannot delete '__type_params__' attribute of immutable type '${type.tp_name}'`);
      }
      setTypeAttribute(type, typeParamsName, value);
    },
  ),
];
