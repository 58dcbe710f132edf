/**
 * Slices applied to sequences. CPython: `PySlice_Unpack`, `PySlice_AdjustIndices`, `_PySlice_GetLongIndices` in
 * Objects/sliceobject.c.
 *
 * Applying a slice takes two steps, because reading its parts may run Python code that changes the sequence: first
 * {@link sliceParts}, then {@link SliceParts.fit} to the length that the sequence has by then.
 */
import { intAdd, intNeg, intSub } from '../common/int.ts';
import type { PyInt, PyObject } from '../objects/object.ts';
import { None } from '../objects/singletons.ts';
import type { PySlice } from '../objects/slice.ts';
import { asIndex, indexClamped } from './convert.ts';
import { typeError, valueError } from './errors.ts';
import { typeOf } from './type-of.ts';

/** Beyond every length, and still exact when a length is added. */
const FAR = 2 ** 52;

/** The parts of a slice as numbers, beyond every length where left out; after `fit`, indices into a sequence. */
export class SliceParts {
  start: number;
  stop: number;
  readonly step: number;

  constructor(start: number, stop: number, step: number) {
    this.start = start;
    this.stop = stop;
    this.step = step;
  }

  /** Counts negative indices from the end and cuts to `length` items; the number of items selected. */
  fit(length: number): number {
    const { step } = this;
    const least = step < 0 ? -1 : 0;
    const most = step < 0 ? length - 1 : length;
    if (this.start < 0) this.start = Math.max(this.start + length, least);
    else this.start = Math.min(this.start, most);
    if (this.stop < 0) this.stop = Math.max(this.stop + length, least);
    else this.stop = Math.min(this.stop, most);
    if (step < 0) {
      return this.stop < this.start ? Math.floor((this.start - this.stop - 1) / -step) + 1 : 0;
    }
    return this.start < this.stop ? Math.floor((this.stop - this.start - 1) / step) + 1 : 0;
  }
}

function checkIndex(value: PyObject): void {
  if (typeof value !== 'number' && typeOf(value).nb_index === undefined) {
    throw typeError('slice indices must be integers or None or have an __index__ method');
  }
}

/** A part of a slice as a number. */
function partOf(value: PyObject): number {
  checkIndex(value);
  const index = indexClamped(value);
  return index > FAR ? FAR : index < -FAR ? -FAR : index;
}

/** The numbers in a slice. May call `__index__`. */
export function sliceParts(slice: PySlice): SliceParts {
  const step = slice.step === None ? 1 : partOf(slice.step);
  if (step === 0) throw valueError('slice step cannot be zero');
  const start = slice.start === None ? (step < 0 ? FAR : 0) : partOf(slice.start);
  const stop = slice.stop === None ? (step < 0 ? -FAR : FAR) : partOf(slice.stop);
  return new SliceParts(start, stop, step);
}

function least(a: PyInt, b: PyInt): PyInt {
  return a < b ? a : b;
}

function greatest(a: PyInt, b: PyInt): PyInt {
  return a > b ? a : b;
}

function intPart(value: PyObject): PyInt {
  checkIndex(value);
  return asIndex(value);
}

/** `slice.indices(length)` for ints of any size: start, stop and step. */
export function sliceIndices(slice: PySlice, length: PyInt): [start: PyInt, stop: PyInt, step: PyInt] {
  const step = slice.step === None ? 1 : intPart(slice.step);
  if (step === 0) throw valueError('slice step cannot be zero');
  const lower = step < 0 ? -1 : 0;
  const upper = step < 0 ? intSub(length, 1) : length;
  const fit = (value: PyObject, absent: PyInt): PyInt => {
    if (value === None) return absent;
    const index = intPart(value);
    return index < 0 ? greatest(intAdd(index, length), lower) : least(index, upper);
  };
  const start = fit(slice.start, step < 0 ? upper : lower);
  const stop = fit(slice.stop, step < 0 ? lower : upper);
  return [start, stop, step];
}

/** The magnitude of a step. */
export function stepSize(step: PyInt): PyInt {
  return step < 0 ? intNeg(step) : step;
}
