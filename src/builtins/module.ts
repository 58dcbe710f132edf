/**
 * module: a namespace with a name. Its attributes are the items of its dict, which is also the globals of its code.
 * CPython: Objects/moduleobject.c. The hints about circular imports and shadowed modules: ../runtime/module-hints.ts.
 */
import { type AttrName, attrName } from '../objects/attribute-name.ts';
import { CellStorage, PyDict } from '../objects/dict.ts';
import { exceptionTypes } from '../objects/exception.ts';
import { PyList } from '../objects/list.ts';
import { PyModule } from '../objects/module.ts';
import { objectType, type PyObject, type PyType } from '../objects/object.ts';
import { None } from '../objects/singletons.ts';
import { getAttr, getAttrOrAbsent, moduleGetAttrOrAbsent } from '../runtime/attributes.ts';
import { call, callMethod } from '../runtime/call.ts';
import { builtinDef } from '../runtime/clinic.ts';
import { isTrue } from '../runtime/convert.ts';
import { defineType, getset, member, methodsOf } from '../runtime/define.ts';
import { dictGetStr, dictPop, dictSetItem, isDict } from '../runtime/dict.ts';
import { newException, typeError } from '../runtime/errors.ts';
import { iterToArray } from '../runtime/iter.ts';
import { missingModuleAttribute } from '../runtime/module-hints.ts';
import { current } from '../runtime/state.ts';
import { typeName, typeOf } from '../runtime/type-of.ts';

const AttributeErrorType = exceptionTypes.get('AttributeError')!;
const DUNDER_ANNOTATIONS = '__annotations__';
const DUNDER_ANNOTATE = '__annotate__';
const dunderSpec = '__spec__';
const initializing = attrName('_initializing');
const dunderDict = attrName('__dict__');
const moduleRepr = attrName('_module_repr');

/** The namespace, made when `__init__` has not run. */
function namespaceOf(self: PyModule): PyDict {
  self.dict ??= new PyDict(new CellStorage());
  return self.dict;
}

/** `module.__getattribute__`: what the module has, then its `__getattr__`. */
function moduleGetAttr(object: PyObject, name: AttrName): PyObject {
  const self = object as PyModule;
  const found = moduleGetAttrOrAbsent(self, name);
  if (found !== undefined) return found;
  const hook = self.dict === undefined ? undefined : dictGetStr(self.dict, '__getattr__');
  if (hook !== undefined) return call(hook, [name.str]);
  throw missingModuleAttribute(self, name);
}

const initDef = builtinDef<PyModule, 'module($self, /, name: str, doc: object = None) -> None'>(
  'module($self, /, name: str, doc: object = None) -> None',
  '',
  (self, name, doc) => {
    const dict = namespaceOf(self);
    dictSetItem(dict, '__name__', name);
    dictSetItem(dict, '__doc__', doc);
    dictSetItem(dict, '__package__', None);
    dictSetItem(dict, '__loader__', None);
    dictSetItem(dict, dunderSpec, None);
  },
);

/** Is the module's code still running? Then its annotations are not final. */
function isInitializing(dict: PyDict): boolean {
  const spec = dictGetStr(dict, dunderSpec);
  const flag = spec === undefined ? undefined : getAttrOrAbsent(spec, initializing);
  return flag !== undefined && isTrue(flag);
}

/** `__annotations__`: made by `__annotate__` when first asked for. CPython: `module_get_annotations`. */
function getAnnotations(self: PyModule): PyObject {
  const dict = namespaceOf(self);
  const known = dictGetStr(dict, DUNDER_ANNOTATIONS);
  if (known !== undefined) return known;
  const annotate = dictGetStr(dict, DUNDER_ANNOTATE);
  let annotations: PyObject = new PyDict();
  if (annotate !== undefined && annotate !== None) {
    annotations = call(annotate, [1]);
    if (!isDict(annotations)) {
      throw typeError(`__annotate__ returned non-dict of type '${typeName(annotations)}'`);
    }
  }
  if (!isInitializing(dict)) dictSetItem(dict, DUNDER_ANNOTATIONS, annotations);
  return annotations;
}

function setAnnotations(self: PyModule, value: PyObject | undefined): void {
  const dict = namespaceOf(self);
  if (value !== undefined) dictSetItem(dict, DUNDER_ANNOTATIONS, value);
  else if (dictPop(dict, DUNDER_ANNOTATIONS) === undefined) {
    throw newException(AttributeErrorType, DUNDER_ANNOTATIONS);
  }
  dictPop(dict, DUNDER_ANNOTATE);
}

function getAnnotate(self: PyModule): PyObject {
  const dict = namespaceOf(self);
  const known = dictGetStr(dict, DUNDER_ANNOTATE);
  if (known !== undefined) return known;
  dictSetItem(dict, DUNDER_ANNOTATE, None);
  return None;
}

function setAnnotate(self: PyModule, value: PyObject | undefined): void {
  if (value === undefined) throw typeError('cannot delete __annotate__ attribute');
  if (value !== None && typeOf(value).tp_call === undefined)
    throw typeError('__annotate__ must be callable or None');
  const dict = namespaceOf(self);
  dictSetItem(dict, DUNDER_ANNOTATE, value);
  if (value !== None) dictPop(dict, DUNDER_ANNOTATIONS);
}

const method = methodsOf<PyModule>();

export const pyModule = defineType({
  type: PyModule.type,
  doc: 'A module: a namespace with a name, which must be a string, and a docstring.',
  textSignature: '(name, doc=None)',
  slots: {
    tp_new: (type: PyType) =>
      new (type.ctor as unknown as new (dict: PyDict) => PyModule)(new PyDict(new CellStorage())),
    tp_init: (self, args, kwnames) => {
      initDef.call(self, args, kwnames);
    },
    tp_getattro: moduleGetAttr,
    tp_repr: (self) => {
      const { importlib } = current.thread.interp;
      return importlib === undefined ? objectType.tp_repr!(self) : callMethod(importlib, moduleRepr, self);
    },
  },
  entries: [
    method('__dir__($self, /)', 'Return the names of the module.', (self) => {
      const dict = getAttr(self, dunderDict);
      if (!(dict instanceof PyDict)) throw typeError('<module>.__dict__ is not a dictionary');
      const hook = dictGetStr(dict, '__dir__');
      return hook === undefined ? new PyList(iterToArray(dict)) : call(hook, []);
    }),
    member<PyModule>('__dict__', undefined, 'dict', { read: namespaceOf }),
    getset<PyModule>('__annotations__', undefined, getAnnotations, setAnnotations),
    getset<PyModule>('__annotate__', undefined, getAnnotate, setAnnotate),
  ],
});
