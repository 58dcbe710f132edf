/**
 * tee: several iterators over one. The items that some have taken and others have not stand in blocks, which form a chain; an
 * iterator holds the block it is in, so blocks that all are through go away by themselves.
 * CPython: Modules/itertoolsmodule.c.
 */

import { attrName } from '../../objects/attribute-name.ts';
import { exceptionTypes, PyBaseException } from '../../objects/exception.ts';
import { PyList } from '../../objects/list.ts';
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
import { getAttrOrAbsent, lookupSpecial } from '../../runtime/attributes.ts';
import { call0 } from '../../runtime/call.ts';
import { defineType, fn, methodsOf, type TypeDefinition } from '../../runtime/define.ts';
import { runtimeError, typeError, valueError } from '../../runtime/errors.ts';
import { checkItemCount } from '../../runtime/items.ts';
import { getIter, nextOf } from '../../runtime/iter.ts';
import { callHeld, SUSPENSION } from '../../runtime/scheduler.ts';
import { generics } from '../../runtime/slotdefs.ts';
import { current, type Thread } from '../../runtime/state.ts';
import { isInstanceOf, typeName, typeOf } from '../../runtime/type-of.ts';

const dunderNext = attrName('__next__');
const StopIterationType = exceptionTypes.get('StopIteration')!;

/** How many items a block holds. */
const BLOCK = 57;

/** The next item; a `__next__` in Python may wait, while other threads run. */
function nextHeld(iterator: PyObject): PyObject | undefined {
  const method =
    typeOf(iterator).tp_iternext === generics.genericNext ? lookupSpecial(iterator, dunderNext) : undefined;
  if (method === undefined) return nextOf(iterator);
  try {
    return callHeld('next', method, [], undefined);
  } catch (thrown) {
    if (thrown instanceof PyBaseException && isInstanceOf(thrown, StopIterationType)) return undefined;
    throw thrown;
  }
}

class PyTeeDataObject extends PyBaseObject {
  static readonly type = new PyType(
    'itertools._tee_dataobject',
    PyTeeDataObject,
    objectType,
    TPFLAGS_IMMUTABLETYPE,
  );

  readonly iterator: PyObject;
  readonly values: PyObject[] = [];
  /** The block behind this one, once there is one. */
  next: PyTeeDataObject | undefined = undefined;
  /** The thread that asks the source, which may be set aside meanwhile and ask again. */
  asking: Thread | undefined = undefined;

  constructor(iterator: PyObject) {
    super();
    this.iterator = iterator;
  }

  /** The item at a position up to the number of items so far; `undefined` at the end of the source. */
  item(index: number): PyObject | undefined {
    if (index < this.values.length) return this.values[index];
    const { thread } = current;
    const goesOn = this.asking === thread && thread.heldLoops.length > 0;
    if (this.asking !== undefined && !goesOn) throw runtimeError('cannot re-enter the tee iterator');
    this.asking = thread;
    let value: PyObject | undefined;
    try {
      value = nextHeld(this.iterator);
    } catch (thrown) {
      if (thrown !== SUSPENSION) this.asking = undefined;
      throw thrown;
    }
    this.asking = undefined;
    if (value !== undefined) this.values.push(value);
    return value;
  }

  following(): PyTeeDataObject {
    this.next ??= new PyTeeDataObject(this.iterator);
    return this.next;
  }
}

class PyTee extends PyBaseObject {
  static readonly type = new PyType('itertools._tee', PyTee, objectType, TPFLAGS_IMMUTABLETYPE);

  block: PyTeeDataObject;
  index: number;

  constructor(block: PyTeeDataObject, index: number) {
    super();
    this.block = block;
    this.index = index;
  }
}

PyTee.type.hasWeakref = true;

function teeOf(iterable: PyObject): PyTee {
  const iterator = getIter(iterable);
  if (iterator instanceof PyTee) return new PyTee(iterator.block, iterator.index);
  return new PyTee(new PyTeeDataObject(iterator), 0);
}

const method = methodsOf<PyTee>();

const tee = defineType({
  type: PyTee.type,
  doc: 'Iterator wrapped to make it copyable.',
  textSignature: '(iterable, /)',
  slots: {
    tp_new: (_type, args, kwnames) => {
      checkNoKeywords('_tee', kwnames);
      checkPositional('_tee', args.length, 1, 1);
      return teeOf(args[0]!);
    },
    tp_iter: (self) => self,
    tp_iternext: (self) => {
      const own = self as PyTee;
      if (own.index >= BLOCK) {
        own.block = own.block.following();
        own.index = 0;
      }
      const item = own.block.item(own.index);
      if (item !== undefined) own.index++;
      return item;
    },
  },
  entries: [
    method(
      '__copy__($self, /)',
      'Returns an independent iterator.',
      (self) => new PyTee(self.block, self.index),
    ),
  ],
});

const teeDataObject = defineType({
  type: PyTeeDataObject.type,
  doc: 'Data container common to several tee objects.',
  slots: {
    tp_new: (_type, args, kwnames) => {
      checkNoKeywords('_tee_dataobject', kwnames);
      checkPositional('_tee_dataobject', args.length, 3, 3);
      const [iterator, values, next] = args;
      if (!(values instanceof PyList)) {
        throw typeError(`_tee_dataobject() argument 2 must be list, not ${typeName(values!)}`);
      }
      const { length } = values.items;
      if (length > BLOCK) throw valueError('Invalid arguments');
      const block = new PyTeeDataObject(iterator!);
      block.values.push(...values.items);
      if (length === BLOCK) {
        if (next !== None) {
          if (!(next instanceof PyTeeDataObject)) throw valueError('Invalid arguments');
          block.next = next;
        }
      } else if (next !== None) throw valueError('Invalid arguments');
      return block;
    },
  },
});

const copyName = attrName('__copy__');

export const teeFunction = fn(
  'tee($module, iterable: object, n: ssize_t = 2, /)',
  'Returns a tuple of n independent iterators.',
  (_, iterable, n) => {
    if (n < 0) throw valueError('n must be >= 0');
    if (n === 0) return new PyTuple([]);
    const iterator = getIter(iterable);
    const own = getAttrOrAbsent(iterator, copyName);
    let first: PyObject = iterator;
    let copy: () => PyObject;
    if (own === undefined) {
      const made = teeOf(iterator);
      first = made;
      copy = () => new PyTee(made.block, made.index);
    } else {
      // An iterator that can be copied gives the others by itself, and a tee the first one too.
      if (iterator instanceof PyTee) first = call0(own);
      copy = () => call0(own);
    }
    checkItemCount(n);
    const tees = [first];
    while (tees.length < n) tees.push(copy());
    return new PyTuple(tees);
  },
);

export const TEE_TYPES: readonly TypeDefinition[] = [tee, teeDataObject];
