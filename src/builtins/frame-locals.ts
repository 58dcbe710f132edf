/** FrameLocalsProxy: `frame.f_locals` of a function. CPython: `framelocalsproxy_*` in Objects/frameobject.c, PEP 667. */
import { attrName } from '../objects/attribute-name.ts';
import { PyDict } from '../objects/dict.ts';
import { PyFrame, PyFrameLocalsProxy } from '../objects/frame.ts';
import { PyList } from '../objects/list.ts';
import { Py_EQ, Py_NE, type PyObject } from '../objects/object.ts';
import { None, NotImplemented } from '../objects/singletons.ts';
import { utf16FromStr } from '../objects/str.ts';
import { PyTuple } from '../objects/tuple.ts';
import { checkPositional } from '../runtime/arguments.ts';
import { callMethod } from '../runtime/call.ts';
import { richCompareBool } from '../runtime/compare.ts';
import { defineType, methodsOf, rawMethod } from '../runtime/define.ts';
import { dictSetItem } from '../runtime/dict.ts';
import { keyError, typeError } from '../runtime/errors.ts';
import { getLocal, localsEntries, localsSnapshot, popLocal, setLocal } from '../runtime/frames.ts';
import { getIter, iterToArray } from '../runtime/iter.ts';
import { guardRepr, repr } from '../runtime/repr.ts';
import { getItem } from '../runtime/sequence.ts';
import { typeName } from '../runtime/type-of.ts';

const keysName = attrName('keys');

function isLocalsOrDict(value: PyObject): boolean {
  return value instanceof PyDict || value instanceof PyFrameLocalsProxy;
}

/** The keys of a mapping, which it must have. */
function keysOf(mapping: PyObject): PyObject[] {
  return mapping instanceof PyFrameLocalsProxy
    ? localsEntries(mapping).map(([name]) => name)
    : iterToArray(callMethod(mapping, keysName));
}

function mergeInto(target: PyDict, mapping: PyObject): void {
  for (const key of keysOf(mapping)) dictSetItem(target, key, getItem(mapping, key));
}

/** Sets variables from a mapping. */
function update(self: PyFrameLocalsProxy, mapping: PyObject): void {
  for (const key of keysOf(mapping)) setLocal(self, key, getItem(mapping, key));
}

function read(self: PyFrameLocalsProxy, key: PyObject): PyObject {
  const value = getLocal(self, key);
  if (value === undefined) throw keyError(`local variable '${utf16FromStr(repr(key))}' is not defined`);
  return value;
}

const method = methodsOf<PyFrameLocalsProxy>();

export const frameLocalsProxy = defineType({
  type: PyFrameLocalsProxy.type,
  slots: {
    tp_new: (type, args, kwnames) => {
      checkPositional('FrameLocalsProxy', args.length - (kwnames?.length ?? 0), 1, 1);
      const frame = args[0]!;
      if (!(frame instanceof PyFrame)) throw typeError(`expect frame, not ${typeName(frame)}`);
      if (kwnames !== undefined && kwnames.length > 0) {
        throw typeError('FrameLocalsProxy takes no keyword arguments');
      }
      return new (type.ctor as unknown as new (frame: PyFrame) => PyFrameLocalsProxy)(frame);
    },
    tp_repr: (self) =>
      guardRepr(self as PyFrameLocalsProxy, '{...}', () => repr(localsSnapshot(self as PyFrameLocalsProxy))),
    tp_iter: (self) => getIter(new PyList(keysOf(self))),
    tp_richcompare: (left, right, op) => {
      if (op !== Py_EQ && op !== Py_NE) return NotImplemented;
      const self = left as PyFrameLocalsProxy;
      let equal: boolean;
      if (right instanceof PyFrameLocalsProxy) equal = self.frameObject === right.frameObject;
      else if (right instanceof PyDict) equal = richCompareBool(localsSnapshot(self), right, Py_EQ);
      else return NotImplemented;
      return equal === (op === Py_EQ);
    },
    nb_or: (left, right) => {
      if (!isLocalsOrDict(right)) return NotImplemented;
      const result = new PyDict();
      mergeInto(result, left);
      mergeInto(result, right);
      return result;
    },
    nb_inplace_or: (self, other) => {
      if (!isLocalsOrDict(other)) return NotImplemented;
      update(self as PyFrameLocalsProxy, other);
      return self;
    },
    mp_length: (self) => localsEntries(self as PyFrameLocalsProxy).length,
    mp_subscript: (self, key) => read(self as PyFrameLocalsProxy, key),
    mp_ass_subscript: (self, key, value) => setLocal(self as PyFrameLocalsProxy, key, value),
    sq_contains: (self, key) => getLocal(self as PyFrameLocalsProxy, key) !== undefined,
  },
  entries: [
    method('__getitem__($self, object: object, /)', '', read),
    method(
      '__contains__($self, object: object, /) -> bool',
      '',
      (self, key) => getLocal(self, key) !== undefined,
    ),
    method('update($self, object: object, /) -> None', '', (self, other) => {
      if (!isLocalsOrDict(other))
        throw typeError('update() argument must be dict or another FrameLocalsProxy');
      update(self, other);
    }),
    method('__reversed__($self, /)', '', (self) => getIter(new PyList(keysOf(self).reverse()))),
    method('copy($self, /)', '', localsSnapshot),
    method('keys($self, /)', '', (self) => new PyList(keysOf(self))),
    method('values($self, /)', '', (self) => new PyList(localsEntries(self).map(([, value]) => value))),
    method(
      'items($self, /)',
      '',
      (self) => new PyList(localsEntries(self).map((entry) => new PyTuple(entry))),
    ),
    rawMethod('get', undefined, '', (self, args) => {
      if (args.length < 1 || args.length > 2) throw typeError('get expected 1 or 2 arguments');
      return getLocal(self as PyFrameLocalsProxy, args[0]!) ?? args[1] ?? None;
    }),
    rawMethod('pop', undefined, '', (self, args) => {
      checkPositional('pop', args.length, 1, 2);
      const value = popLocal(self as PyFrameLocalsProxy, args[0]!) ?? args[1];
      if (value === undefined) throw keyError(args[0]!);
      return value;
    }),
    rawMethod('setdefault', undefined, '', (self, args) => {
      checkPositional('setdefault', args.length, 1, 2);
      const known = getLocal(self as PyFrameLocalsProxy, args[0]!);
      if (known !== undefined) return known;
      const value = args[1] ?? None;
      setLocal(self as PyFrameLocalsProxy, args[0]!, value);
      return value;
    }),
  ],
});
