/** Comparing the items of two views. CPython: `memory_richcompare` in Objects/memoryobject.c. */
import { attrName } from '../objects/attribute-name.ts';
import { type BufferView, PyBUF_FULL_RO } from '../objects/buffer.ts';
import { PyBytes } from '../objects/bytes.ts';
import { exceptionTypes, PyBaseException } from '../objects/exception.ts';
import { PyFloat } from '../objects/float.ts';
import { PyMemoryView } from '../objects/memoryview.ts';
import { Py_EQ, Py_NE, type PyObject } from '../objects/object.ts';
import { NotImplemented } from '../objects/singletons.ts';
import { PyTuple } from '../objects/tuple.ts';
import { getAttr } from '../runtime/attributes.ts';
import { contiguousStrides, getBuffer, hasBuffer, releaseBuffer } from '../runtime/buffer.ts';
import { call1 } from '../runtime/call.ts';
import { isEqual } from '../runtime/compare.ts';
import { importedModule } from '../runtime/import-module.ts';
import { isReleased } from '../runtime/memoryview.ts';
import { nativeCode, unpackNative } from '../runtime/native-items.ts';
import { isInstanceOf } from '../runtime/type-of.ts';
import { sameShape } from './memoryview-items.ts';

const structName = attrName('Struct');
const unpackFromName = attrName('unpack_from');

const ImportErrorType = exceptionTypes.get('ImportError')!;
const MemoryErrorType = exceptionTypes.get('MemoryError')!;

/** Are the items at these places of the two views equal? */
type ItemsEqual = (left: number, right: number) => boolean;

/** Compares items of the same native format. */
function nativeEqual(left: BufferView, right: BufferView, code: string): ItemsEqual {
  return (a, b) => {
    const x = unpackNative(code, left.data, a)!;
    const y = unpackNative(code, right.data, b)!;
    if (x instanceof PyFloat) return x.value === (y as PyFloat).value;
    if (x instanceof PyBytes) return x.value[0] === (y as PyBytes).value[0];
    return x === y;
  };
}

/** Unpacks the items of a view with the struct module. Throws when it does not know the format. */
function structUnpacker(view: BufferView): (at: number) => PyObject {
  const struct = call1(getAttr(importedModule('struct'), structName), view.format!);
  const unpackFrom = getAttr(struct, unpackFromName);
  return (at) => {
    const values = call1(unpackFrom, new PyBytes(view.data.slice(at, at + view.itemsize)));
    return values instanceof PyTuple && values.items.length === 1 ? values.items[0]! : values;
  };
}

/** How to compare items; `undefined` when one of the formats is not known, so that nothing is equal. */
function itemsEqual(left: BufferView, right: BufferView): ItemsEqual | undefined {
  const leftCode = nativeCode(left.format!);
  const rightCode = nativeCode(right.format!);
  if (leftCode !== undefined && leftCode === rightCode) return nativeEqual(left, right, leftCode);
  try {
    const unpackLeft = structUnpacker(left);
    const unpackRight = structUnpacker(right);
    return (a, b) => isEqual(unpackLeft(a), unpackRight(b));
  } catch (thrown) {
    if (!(thrown instanceof PyBaseException)) throw thrown;
    if (isInstanceOf(thrown, ImportErrorType) || isInstanceOf(thrown, MemoryErrorType)) throw thrown;
    return undefined;
  }
}

function areEqual(left: BufferView, right: BufferView): boolean {
  if (!sameShape(left, right)) return false;
  const equal = itemsEqual(left, right);
  if (equal === undefined) return false;
  if (left.ndim === 0) return equal(left.offset, right.offset);
  const rightStrides = right.strides ?? contiguousStrides(right.shape!, right.itemsize);
  const compareDimension = (dimension: number, a: number, b: number): boolean => {
    const count = left.shape![dimension]!;
    const last = dimension === left.ndim - 1;
    for (let i = 0; i < count; i++, a += left.strides![dimension]!, b += rightStrides[dimension]!) {
      if (!(last ? equal(a, b) : compareDimension(dimension + 1, a, b))) return false;
    }
    return true;
  };
  return compareDimension(0, left.offset, right.offset);
}

/** `memory == other`. May run Python code, where the struct module unpacks. */
export function compareMemory(self: PyObject, other: PyObject, op: number): PyObject {
  if (op !== Py_EQ && op !== Py_NE) return NotImplemented;
  const memory = self as PyMemoryView;
  const result = (equal: boolean): boolean => equal === (op === Py_EQ);
  if (isReleased(memory)) return result(self === other);
  if (other instanceof PyMemoryView) {
    return result(isReleased(other) ? self === other : areEqual(memory.view, other.view));
  }
  if (!hasBuffer(other)) return NotImplemented;
  let view: BufferView;
  try {
    view = getBuffer(other, PyBUF_FULL_RO);
  } catch (thrown) {
    if (thrown instanceof PyBaseException) return NotImplemented;
    throw thrown;
  }
  try {
    return result(areEqual(memory.view, view));
  } finally {
    releaseBuffer(view);
  }
}
