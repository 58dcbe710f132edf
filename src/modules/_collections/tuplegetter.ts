/** _tuplegetter: the fields of named tuples. CPython: `_tuplegetterobject` in Modules/_collectionsmodule.c. */
import {
  objectType,
  PyBaseObject,
  type PyObject,
  PyType,
  TPFLAGS_IMMUTABLETYPE,
} from '../../objects/object.ts';
import { None } from '../../objects/singletons.ts';
import { PyTuple } from '../../objects/tuple.ts';
import { checkNoKeywords, checkPositional } from '../../runtime/arguments.ts';
import { indexAsNumber } from '../../runtime/convert.ts';
import { defineType, member, methodsOf } from '../../runtime/define.ts';
import { attributeError, indexError, typeError } from '../../runtime/errors.ts';
import { repr } from '../../runtime/repr.ts';
import { strConcat } from '../../runtime/text.ts';
import { typeName, typeOf } from '../../runtime/type-of.ts';

class PyTupleGetter extends PyBaseObject {
  static readonly type = new PyType(
    'collections._tuplegetter',
    PyTupleGetter,
    objectType,
    TPFLAGS_IMMUTABLETYPE,
  );

  readonly index: number;
  doc: PyObject;

  constructor(index: number, doc: PyObject) {
    super();
    this.index = index;
    this.doc = doc;
  }
}

const method = methodsOf<PyTupleGetter>();

export const tupleGetter = defineType({
  type: PyTupleGetter.type,
  slots: {
    tp_new: (_type, args, kwnames) => {
      checkNoKeywords('_tuplegetter', kwnames);
      checkPositional('_tuplegetter', args.length, 2, 2);
      return new PyTupleGetter(indexAsNumber(args[0]!), args[1]!);
    },
    tp_repr: (self) => {
      const { index, doc } = self as PyTupleGetter;
      return strConcat(strConcat(`_tuplegetter(${index}, `, repr(doc)), ')');
    },
    tp_descr_get: (self, instance) => {
      if (instance === undefined || instance === None) return self;
      const { index } = self as PyTupleGetter;
      if (!(instance instanceof PyTuple)) {
        throw typeError(
          `descriptor for index '${index}' for tuple subclasses doesn't apply to '${typeName(instance)}' object`,
        );
      }
      const item = instance.items[index];
      if (item === undefined) throw indexError('tuple index out of range');
      return item;
    },
    tp_descr_set: (_self, instance, value) => {
      throw attributeError(`can't ${value === undefined ? 'delete' : 'set'} attribute`, instance, '');
    },
  },
  entries: [
    method(
      '__reduce__($self, /)',
      '',
      (self) => new PyTuple([typeOf(self), new PyTuple([self.index, self.doc])]),
    ),
    member<PyTupleGetter>('__doc__', undefined, 'doc', { writable: true, kind: 'object' }),
  ],
});
