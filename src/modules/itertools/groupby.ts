/** groupby. CPython: Modules/itertoolsmodule.c. */
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
import { call1 } from '../../runtime/call.ts';
import { builtinDef } from '../../runtime/clinic.ts';
import { isEqual } from '../../runtime/compare.ts';
import type { TypeDefinition } from '../../runtime/define.ts';
import { typeError } from '../../runtime/errors.ts';
import { getIter, nextOf } from '../../runtime/iter.ts';
import { typeName } from '../../runtime/type-of.ts';
import { defineIterator, iteratorShell, makeInstance } from './iterator-type.ts';

class PyGroupBy extends PyBaseObject {
  static readonly type = iteratorShell('groupby', PyGroupBy);

  readonly iterator: PyObject;
  readonly keyFunction: PyObject | undefined;
  /** The key of the group that is under way. */
  targetKey: PyObject | undefined = undefined;
  /** The item taken last, until somebody gives it, and its key. */
  currentKey: PyObject | undefined = undefined;
  currentValue: PyObject | undefined = undefined;
  /** The group that may still take items; one of before is at its end. */
  currentGrouper: PyGrouper | undefined = undefined;

  constructor(iterator: PyObject, keyFunction: PyObject | undefined) {
    super();
    this.iterator = iterator;
    this.keyFunction = keyFunction;
  }

  /** Takes the next item; false at the end. */
  step(): boolean {
    const value = nextOf(this.iterator);
    if (value === undefined) return false;
    const key = this.keyFunction === undefined ? value : call1(this.keyFunction, value);
    this.currentValue = value;
    this.currentKey = key;
    return true;
  }
}

class PyGrouper extends PyBaseObject {
  static readonly type = new PyType('itertools._grouper', PyGrouper, objectType, TPFLAGS_IMMUTABLETYPE);

  readonly parent: PyGroupBy;
  readonly targetKey: PyObject;

  constructor(parent: PyGroupBy, targetKey: PyObject) {
    super();
    this.parent = parent;
    this.targetKey = targetKey;
    parent.currentGrouper = this;
  }
}

const groupbyNew = builtinDef<PyType, 'groupby($type, /, iterable: object, key: object = None)'>(
  'groupby($type, /, iterable: object, key: object = None)',
  '',
  (type, iterable, key) => makeInstance(type, PyGroupBy, getIter(iterable), key === None ? undefined : key),
);

const groupby = defineIterator(PyGroupBy.type, {
  doc: 'make an iterator that gives the keys and groups of items that follow each other\n\n  iterable\n    The items to group.\n  key\n    A function that says to which group an item belongs. Without one, or with\n    None, it is the item itself.',
  textSignature: '(iterable, key=None)',
  make: (type, args, kwnames) => groupbyNew.call(type, args, kwnames),
  next: (self) => {
    const own = self as PyGroupBy;
    own.currentGrouper = undefined;
    // Goes on to the first item of another group.
    for (;;) {
      const { currentKey, targetKey } = own;
      if (currentKey !== undefined && (targetKey === undefined || !isEqual(targetKey, currentKey))) break;
      if (!own.step()) return undefined;
    }
    own.targetKey = own.currentKey;
    return new PyTuple([own.currentKey!, new PyGrouper(own, own.targetKey!)]);
  },
});

const grouper = defineIterator(PyGrouper.type, {
  make: (_type, args, kwnames) => {
    checkNoKeywords('_grouper', kwnames);
    checkPositional('_grouper', args.length, 2, 2);
    const [parent, key] = args;
    if (!(parent instanceof PyGroupBy)) {
      throw typeError(`_grouper() argument 1 must be itertools.groupby, not ${typeName(parent!)}`);
    }
    return new PyGrouper(parent, key!);
  },
  next: (self) => {
    const own = self as PyGrouper;
    const { parent } = own;
    if (parent.currentGrouper !== own) return undefined;
    if (parent.currentValue === undefined && !parent.step()) return undefined;
    if (!isEqual(own.targetKey, parent.currentKey!)) return undefined;
    const value = parent.currentValue;
    parent.currentValue = undefined;
    return value;
  },
});

export const GROUPING_ITERATORS: readonly TypeDefinition[] = [groupby, grouper];
