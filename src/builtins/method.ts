/** method, classmethod, staticmethod: what functions become in classes. CPython: Objects/classobject.c, Objects/funcobject.c. */
import { type AttrName, attrName } from '../objects/attribute-name.ts';
import { exceptionTypes } from '../objects/exception.ts';
import { PyClassMethod, PyMethod, PyStaticMethod } from '../objects/method.ts';
import { type InitSlot, type KwNames, Py_EQ, Py_NE, type PyObject, type PyType } from '../objects/object.ts';
import { None, NotImplemented } from '../objects/singletons.ts';
import { isStr } from '../objects/str.ts';
import { PyTuple } from '../objects/tuple.ts';
import { checkNoKeywords, checkPositional } from '../runtime/arguments.ts';
import {
  genericGetAttrOrAbsent,
  getAttr,
  getAttrOrAbsent,
  ownAttribute,
  setAttr,
} from '../runtime/attributes.ts';
import { call } from '../runtime/call.ts';
import { hash, isEqual, isSame } from '../runtime/compare.ts';
import { isTrue } from '../runtime/convert.ts';
import { defineType, type Entry, getset, member, methodsOf } from '../runtime/define.ts';
import { dictPop, dictSetItem } from '../runtime/dict.ts';
import { newException, typeError } from '../runtime/errors.ts';
import { classGetItem } from '../runtime/generic-alias.ts';
import { combineHashes, identityHash } from '../runtime/identity.ts';
import { dictEntry, instanceDict } from '../runtime/instance-dict.ts';
import { builtinNamed } from '../runtime/pickling.ts';
import { repr } from '../runtime/repr.ts';
import { strJoin } from '../runtime/text.ts';
import { typeName, typeOf } from '../runtime/type-of.ts';

const AttributeErrorType = exceptionTypes.get('AttributeError')!;
const dunderName = attrName('__name__');
const dunderQualname = attrName('__qualname__');
const dunderDoc = attrName('__doc__');
const dunderModule = attrName('__module__');
const dunderIsAbstract = attrName('__isabstractmethod__');
const dunderAnnotations = attrName('__annotations__');
const dunderAnnotate = attrName('__annotate__');

// ── method ───────────────────────────────────────────────────────────────────────────────────────────────────────

const method = methodsOf<PyMethod>();

export const pyMethod = defineType({
  type: PyMethod.type,
  doc: 'A function bound to an instance.',
  textSignature: '(function, instance, /)',
  slots: {
    tp_new: (_type, args, kwnames) => {
      checkNoKeywords('method', kwnames);
      checkPositional('method', args.length, 2, 2);
      const [func, instance] = args as [PyObject, PyObject];
      if (typeOf(func).tp_call === undefined) throw typeError('first argument must be callable');
      if (instance === None) throw typeError('instance must not be None');
      return new PyMethod(func, instance);
    },
    tp_call: (self, args, kwnames) => {
      const { im_func, im_self } = self as PyMethod;
      return call(im_func, [im_self, ...args], kwnames);
    },
    tp_getattro: (self, name) =>
      genericGetAttrOrAbsent(self, name) ?? getAttr((self as PyMethod).im_func, name),
    tp_descr_get: (self) => self,
    tp_repr: (self) => {
      const { im_func, im_self } = self as PyMethod;
      const name = getAttrOrAbsent(im_func, dunderQualname) ?? getAttrOrAbsent(im_func, dunderName);
      return strJoin('', [
        '<bound method ',
        name !== undefined && isStr(name) ? name : '?',
        ' of ',
        repr(im_self),
        '>',
      ]);
    },
    tp_hash: (self) =>
      combineHashes(identityHash((self as PyMethod).im_self), hash((self as PyMethod).im_func)),
    tp_richcompare: (left, right, op) => {
      if ((op !== Py_EQ && op !== Py_NE) || !(left instanceof PyMethod) || !(right instanceof PyMethod)) {
        return NotImplemented;
      }
      return (isEqual(left.im_func, right.im_func) && isSame(left.im_self, right.im_self)) === (op === Py_EQ);
    },
  },
  entries: [
    method('__reduce__($self, /)', '', (self) => {
      const name = getAttr(self.im_func, dunderName);
      return new PyTuple([builtinNamed('getattr'), new PyTuple([self.im_self, name])]);
    }),
    member<PyMethod>('__func__', 'the function (or other callable) implementing a method', 'im_func'),
    member<PyMethod>('__self__', 'the instance to which a method is bound', 'im_self'),
    getset<PyMethod>('__doc__', undefined, (self) => getAttrOrAbsent(self.im_func, dunderDoc) ?? None),
  ],
});

// ── classmethod and staticmethod ─────────────────────────────────────────────────────────────────────────────────

type Wrapper = PyClassMethod | PyStaticMethod;

/** What a wrapper takes over from the callable it wraps. CPython: `functools_wraps` in Objects/funcobject.c. */
const TAKEN_OVER: readonly AttrName[] = [dunderModule, dunderName, dunderQualname, dunderDoc];

function newWrapper(type: PyType): PyObject {
  return new (type.ctor as unknown as new (callable: PyObject) => Wrapper)(None);
}

function initWrapper(name: string): InitSlot {
  return (self: PyObject, args: readonly PyObject[], kwnames: KwNames | undefined): void => {
    checkNoKeywords(name, kwnames);
    checkPositional(name, args.length, 1, 1);
    const callable = args[0]!;
    (self as Wrapper).callable = callable;
    for (const attribute of TAKEN_OVER) {
      const value = getAttrOrAbsent(callable, attribute);
      if (value !== undefined) setAttr(self, attribute, value);
    }
  };
}

/** An attribute of the wrapped callable that the wrapper keeps once it was asked for, and that can be replaced. */
function takenOnDemand(name: AttrName): Entry {
  return getset<Wrapper>(
    name.text,
    undefined,
    (self) => {
      const own = ownAttribute(self, name);
      if (own !== undefined) return own;
      const value = getAttr(self.callable, name);
      dictSetItem(instanceDict(self), name.text, value);
      return value;
    },
    (self, value) => {
      if (value !== undefined) dictSetItem(instanceDict(self), name.text, value);
      else if (dictPop(instanceDict(self), name.text) === undefined) {
        throw newException(AttributeErrorType, `'${typeName(self)}' object has no attribute '${name.text}'`);
      }
    },
  );
}

function wrapperEntries(): readonly Entry[] {
  return [
    classGetItem,
    member<Wrapper>('__func__', undefined, 'callable'),
    member<Wrapper>('__wrapped__', undefined, 'callable'),
    getset<Wrapper>('__isabstractmethod__', undefined, (self) => {
      const flag = getAttrOrAbsent(self.callable, dunderIsAbstract);
      return flag !== undefined && isTrue(flag);
    }),
    dictEntry,
    takenOnDemand(dunderAnnotations),
    takenOnDemand(dunderAnnotate),
  ];
}

export const staticMethod = defineType({
  type: PyStaticMethod.type,
  doc: `Make a function a static method.

A static method gets neither the instance nor the class as an implicit
first argument. It is declared in this way:

     class C:
         @staticmethod
         def f(arg1, arg2, argN):
             ...

and can be called on the class (C.f()) as well as on an instance (C().f()).`,
  textSignature: '(function, /)',
  slots: {
    tp_new: newWrapper,
    tp_init: initWrapper('staticmethod'),
    tp_call: (self, args, kwnames) => call((self as PyStaticMethod).callable, args, kwnames),
    tp_descr_get: (self) => (self as PyStaticMethod).callable,
    tp_repr: (self) => strJoin('', ['<staticmethod(', repr((self as PyStaticMethod).callable), ')>']),
  },
  entries: wrapperEntries(),
});

export const classMethod = defineType({
  type: PyClassMethod.type,
  doc: `Make a function a class method.

A class method gets the class as its implicit first argument, as an
ordinary method gets the instance. It is declared in this way:

  class C:
      @classmethod
      def f(cls, arg1, arg2, argN):
          ...

and can be called on the class (C.f()) as well as on an instance (C().f()),
of which only the class counts. Called for a derived class, it gets the
derived class.`,
  textSignature: '(function, /)',
  slots: {
    tp_new: newWrapper,
    tp_init: initWrapper('classmethod'),
    tp_descr_get: (self, instance, owner) =>
      new PyMethod((self as PyClassMethod).callable, owner ?? typeOf(instance!)),
    tp_repr: (self) => strJoin('', ['<classmethod(', repr((self as PyClassMethod).callable), ')>']),
  },
  entries: wrapperEntries(),
});
