/** The views of OrderedDict and their iterator. CPython: Objects/odictobject.c. */
import { PyList } from '../../objects/list.ts';
import type { PyObject } from '../../objects/object.ts';
import { PyTuple } from '../../objects/tuple.ts';
import { defineType, methodsOf, type TypeDefinition } from '../../runtime/define.ts';
import { dictGetItem } from '../../runtime/dict.ts';
import { keyError, runtimeError } from '../../runtime/errors.ts';
import { builtinNamed } from '../../runtime/pickling.ts';
import {
  type OdictIterKind,
  PyOdictItems,
  PyOdictIter,
  PyOdictKeys,
  PyOdictValues,
  type PyOrderedDict,
} from './ordered-dict-layouts.ts';

function iterNext(self: PyObject): PyObject | undefined {
  const iterator = self as PyOdictIter;
  const { dict } = iterator;
  if (dict === undefined) return undefined;
  if (iterator.state !== dict.state) throw runtimeError('OrderedDict mutated during iteration');
  if (iterator.size !== dict.storage.size) {
    iterator.size = -1;
    throw runtimeError('OrderedDict changed size during iteration');
  }
  const step = iterator.keys.next();
  if (step.done === true) {
    iterator.dict = undefined;
    return undefined;
  }
  iterator.remaining--;
  const key = step.value;
  if (iterator.kind === 'keys') return key;
  const value = dictGetItem(dict, key);
  if (value === undefined) throw keyError(key);
  return iterator.kind === 'values' ? value : new PyTuple([key, value]);
}

const iterMethod = methodsOf<PyOdictIter>();

const odictIterator = defineType({
  type: PyOdictIter.type,
  slots: { tp_iter: (self) => self, tp_iternext: iterNext },
  entries: [
    iterMethod('__reduce__($self, /)', 'Return what pickling needs.', (self) => {
      const rest: PyObject[] = [];
      if (self.dict !== undefined) {
        const copy = new PyOdictIter(self.dict, self.kind, self.reversed);
        for (let given = copy.remaining - self.remaining; given > 0; given--) iterNext(copy);
        copy.state = self.state;
        for (let item = iterNext(copy); item !== undefined; item = iterNext(copy)) rest.push(item);
      }
      return new PyTuple([builtinNamed('iter'), new PyTuple([new PyList(rest)])]);
    }),
  ],
});

type View = PyOdictKeys | PyOdictValues | PyOdictItems;

const viewMethod = methodsOf<View>();

function viewType(type: typeof PyOdictKeys.type, kind: OdictIterKind): TypeDefinition {
  return defineType({
    type,
    slots: { tp_iter: (self) => new PyOdictIter((self as View).dict as PyOrderedDict, kind, false) },
    entries: [
      viewMethod(
        '__reversed__($self, /)',
        '',
        (self) => new PyOdictIter(self.dict as PyOrderedDict, kind, true),
      ),
    ],
  });
}

export const ORDERED_DICT_VIEWS: readonly TypeDefinition[] = [
  odictIterator,
  viewType(PyOdictKeys.type, 'keys'),
  viewType(PyOdictValues.type, 'values'),
  viewType(PyOdictItems.type, 'items'),
];
