/**
 * range and its two iterators. All four numbers of a range are ints of any size in canonical form; those of nearly every
 * range are safe integers, which its iterator counts without looking. CPython: Objects/rangeobject.c.
 */
import {
  joinLayout,
  objectType,
  PyBaseObject,
  type PyInt,
  PyType,
  type Stamp,
  TPFLAGS_DISALLOW_INSTANTIATION,
  TPFLAGS_SEQUENCE,
} from './object.ts';

export class PyRange extends PyBaseObject {
  static readonly type = new PyType('range', PyRange, objectType, TPFLAGS_SEQUENCE);

  readonly start: PyInt;
  readonly stop: PyInt;
  /** Not 0. */
  readonly step: PyInt;
  /** How many items there are: it follows from the others. */
  readonly length: PyInt;

  constructor(start: PyInt, stop: PyInt, step: PyInt, length: PyInt) {
    super();
    this.start = start;
    this.stop = stop;
    this.step = step;
    this.length = length;
  }
}

/**
 * Iterates a range whose numbers fit a C `long`. While they are safe integers, as nearly always, `next`, `step` and
 * `remaining` count; otherwise `remaining` is 0 from the start and `wide` counts.
 */
export class PyRangeIter {
  static {
    joinLayout(PyRangeIter, PyBaseObject);
  }
  static readonly type = new PyType(
    'range_iterator',
    PyRangeIter,
    objectType,
    TPFLAGS_DISALLOW_INSTANTIATION,
  );

  declare readonly ob_type: PyType;
  declare readonly stamp: Stamp;
  next: number;
  readonly step: number;
  remaining: number;
  readonly wide: WideCounter | undefined;
  /** It was made by a loop for itself: nobody else can ask it for its state. */
  isLoops = false;
  constructor(next: number, step: number, remaining: number, wide: WideCounter | undefined) {
    this.next = next;
    this.step = step;
    this.remaining = remaining;
    this.wide = wide;
  }
}

/** The state of an iterator over ints of any size. */
export class WideCounter {
  next: PyInt;
  readonly step: PyInt;
  remaining: PyInt;

  constructor(next: PyInt, step: PyInt, remaining: PyInt) {
    this.next = next;
    this.step = step;
    this.remaining = remaining;
  }
}

/** Iterates a range with numbers beyond a C `long`. */
export class PyLongRangeIter extends PyBaseObject {
  static readonly type = new PyType(
    'longrange_iterator',
    PyLongRangeIter,
    objectType,
    TPFLAGS_DISALLOW_INSTANTIATION,
  );

  readonly counter: WideCounter;

  constructor(counter: WideCounter) {
    super();
    this.counter = counter;
  }
}
