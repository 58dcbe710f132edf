/** defaultdict: a dict that makes values for absent keys. CPython: `defdictobject` in Modules/_collectionsmodule.c. */
import { attrName } from '../../objects/attribute-name.ts';
import { PyDict } from '../../objects/dict.ts';
import {
  type PyBaseObject,
  type PyObject,
  PyType,
  TPFLAGS_BASETYPE,
  TPFLAGS_DICT_SUBCLASS,
  TPFLAGS_IMMUTABLETYPE,
  TPFLAGS_MAPPING,
} from '../../objects/object.ts';
import { None, NotImplemented } from '../../objects/singletons.ts';
import type { Str } from '../../objects/str.ts';
import { PyTuple } from '../../objects/tuple.ts';
import { call, call0, callMethod } from '../../runtime/call.ts';
import { defineType, member, methodsOf } from '../../runtime/define.ts';
import { dictSetDefault } from '../../runtime/dict.ts';
import { dictUpdate } from '../../runtime/dict-update.ts';
import { keyError, typeError } from '../../runtime/errors.ts';
import { classGetItem } from '../../runtime/generic-alias.ts';
import { getIter } from '../../runtime/iter.ts';
import { guardRepr, repr } from '../../runtime/repr.ts';
import { strConcat } from '../../runtime/text.ts';
import { typeName, typeOf } from '../../runtime/type-of.ts';

export class PyDefaultDict extends PyDict {
  static override readonly type = new PyType(
    'collections.defaultdict',
    PyDefaultDict,
    PyDict.type,
    TPFLAGS_BASETYPE | TPFLAGS_IMMUTABLETYPE | TPFLAGS_DICT_SUBCLASS | TPFLAGS_MAPPING,
  );

  /** Absent or None: an absent key is an error. */
  factory: PyObject | undefined = undefined;
}

const itemsName = attrName('items');
const method = methodsOf<PyDefaultDict>();

function missing(self: PyDefaultDict, key: PyObject): PyObject {
  const { factory } = self;
  if (factory === undefined || factory === None) throw keyError(key);
  // The factory may have given the key a value.
  return dictSetDefault(self, key, call0(factory));
}

/** A new one of the same class with the same factory. */
function newLike(self: PyDefaultDict, content: PyObject): PyObject {
  return call(typeOf(self), [self.factory ?? None, content]);
}

/** The repr of the factory, which may be a method of the dict itself. */
function factoryRepr(factory: PyObject | undefined): Str {
  if (factory === undefined || factory === None) return 'None';
  return guardRepr(factory as PyBaseObject, '...', () => repr(factory));
}

export const defaultdict = defineType({
  type: PyDefaultDict.type,
  doc: 'defaultdict(default_factory=None, /, [...]) --> dict with default factory\n\nThe factory is called without arguments to make the value of a key that is\nnot there, by __getitem__ only. A defaultdict equals a dict with the same\nitems. The other arguments are those of dict.\n',
  slots: {
    tp_init: (self, args, kwnames) => {
      const own = self as PyDefaultDict;
      const positional = args.length - (kwnames?.length ?? 0);
      let rest = args;
      let factory: PyObject = None;
      if (positional > 0) {
        factory = args[0]!;
        if (factory !== None && typeOf(factory).tp_call === undefined) {
          throw typeError('first argument must be callable or None');
        }
        rest = args.slice(1);
      }
      own.factory = factory;
      PyDict.type.tp_init!(own, rest, kwnames);
    },
    tp_repr: (self) => {
      const own = self as PyDefaultDict;
      const content = PyDict.type.tp_repr!(own) as Str;
      const name = typeName(own).slice(typeName(own).lastIndexOf('.') + 1);
      return strConcat(
        strConcat(strConcat(`${name}(`, factoryRepr(own.factory)), ', '),
        strConcat(content, ')'),
      );
    },
    nb_or: (left, right) => {
      const self = left instanceof PyDefaultDict ? left : (right as PyDefaultDict);
      const other = left instanceof PyDefaultDict ? right : left;
      if (!(other instanceof PyDict)) return NotImplemented;
      const result = newLike(self, left);
      dictUpdate(result as PyDict, right);
      return result;
    },
  },
  entries: [
    method(
      '__missing__($self, object: object, /)',
      '__missing__(key) # Called by __getitem__ for a key that is not there; in short:\n  if self.default_factory is None: raise KeyError((key,))\n  self[key] = value = self.default_factory()\n  return value\n',
      missing,
    ),
    method('copy($self, /)', 'D.copy() -> a copy with the same items.', (self) => newLike(self, self)),
    method('__copy__($self, /)', 'D.copy() -> a copy with the same items.', (self) => newLike(self, self)),
    method('__reduce__($self, /)', 'Return what pickling needs.', (self) => {
      const { factory } = self;
      const args = factory === undefined || factory === None ? [] : [factory];
      return new PyTuple([typeOf(self), new PyTuple(args), None, None, getIter(callMethod(self, itemsName))]);
    }),
    classGetItem,
    member<PyDefaultDict>('default_factory', 'The factory of values for absent keys.', 'factory', {
      writable: true,
      kind: 'object',
    }),
  ],
});
