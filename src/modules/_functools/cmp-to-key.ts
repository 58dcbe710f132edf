/** cmp_to_key: ordering by a comparison function. CPython: `keyobject` in Modules/_functoolsmodule.c. */
import {
  objectType,
  PyBaseObject,
  type PyObject,
  PyType,
  TPFLAGS_DISALLOW_INSTANTIATION,
  TPFLAGS_IMMUTABLETYPE,
} from '../../objects/object.ts';
import { call2 } from '../../runtime/call.ts';
import { builtinDef } from '../../runtime/clinic.ts';
import { richCompare } from '../../runtime/compare.ts';
import { defineType, fn, getset, member } from '../../runtime/define.ts';
import { attributeError, typeError } from '../../runtime/errors.ts';

class PyKeyWrapper extends PyBaseObject {
  static readonly type = new PyType(
    'functools.KeyWrapper',
    PyKeyWrapper,
    objectType,
    TPFLAGS_DISALLOW_INSTANTIATION | TPFLAGS_IMMUTABLETYPE,
  );

  readonly cmp: PyObject;
  object: PyObject | undefined;

  constructor(cmp: PyObject, object: PyObject | undefined) {
    super();
    this.cmp = cmp;
    this.object = object;
  }
}

const callDef = builtinDef<PyKeyWrapper, 'K($self, /, obj: object)'>(
  'K($self, /, obj: object)',
  '',
  (self, object) => new PyKeyWrapper(self.cmp, object),
);

export const keyWrapper = defineType({
  type: PyKeyWrapper.type,
  slots: {
    tp_call: (self, args, kwnames) => callDef.call(self, args, kwnames),
    tp_richcompare: (self, other, op) => {
      if (!(other instanceof PyKeyWrapper)) throw typeError('other argument must be K instance');
      const { cmp, object } = self as PyKeyWrapper;
      if (object === undefined || other.object === undefined) throw attributeError('object', self, 'object');
      return richCompare(call2(cmp, object, other.object), 0, op);
    },
  },
  entries: [
    member<PyKeyWrapper>('obj', 'The value that the key stands for.', 'object', {
      writable: true,
      kind: 'object',
    }),
    getset<PyKeyWrapper>('__text_signature__', undefined, () => '(obj)'),
  ],
});

export const cmpToKey = fn(
  'cmp_to_key($module, /, mycmp: object)',
  'Make a key function of a comparison function.\n\n  mycmp\n    A function that compares two objects.',
  (_, mycmp) => new PyKeyWrapper(mycmp, undefined),
);
