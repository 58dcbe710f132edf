/** count, cycle, repeat. CPython: Modules/itertoolsmodule.c. */
import { PyComplex } from '../../objects/complex.ts';
import { PyLong } from '../../objects/int.ts';
import { PyBaseObject, type PyInt, type PyObject, type PyType } from '../../objects/object.ts';
import { builtinDef } from '../../runtime/clinic.ts';
import { intValue } from '../../runtime/convert.ts';
import { methodsOf, type TypeDefinition } from '../../runtime/define.ts';
import { typeError } from '../../runtime/errors.ts';
import { getIter, nextOf } from '../../runtime/iter.ts';
import { add } from '../../runtime/number.ts';
import { repr } from '../../runtime/repr.ts';
import { strConcat } from '../../runtime/text.ts';
import { typeName, typeOf } from '../../runtime/type-of.ts';
import { defineIterator, iteratorShell, makeInstance, positionalOnly } from './iterator-type.ts';

/** The name of an instance's type without its module, for reprs. */
function bareName(self: PyObject): string {
  const name = typeName(self);
  return name.slice(name.lastIndexOf('.') + 1);
}

// ── count ────────────────────────────────────────────────────────────────────────────────────────────────────────────

class PyCount extends PyBaseObject {
  static readonly type = iteratorShell('count', PyCount);

  current: PyObject;
  readonly step: PyObject;

  constructor(start: PyObject, step: PyObject) {
    super();
    this.current = start;
    this.step = step;
  }
}

const SSIZE_MAX = 9223372036854775807n;

function isNumber(value: PyObject): boolean {
  if (typeof value === 'number') return true;
  const type = typeOf(value);
  return (
    type.nb_int !== undefined ||
    type.nb_float !== undefined ||
    type.nb_index !== undefined ||
    value instanceof PyComplex
  );
}

/** The value of an int that a `Py_ssize_t` holds. */
function smallInt(value: PyObject): PyInt | undefined {
  const int = intValue(value);
  return int !== undefined && (typeof int === 'number' || (int < SSIZE_MAX && int >= -SSIZE_MAX - 1n))
    ? int
    : undefined;
}

const countNew = builtinDef<PyType, 'count($type, /, start: object = 0, step: object = 1)'>(
  'count($type, /, start: object = 0, step: object = 1)',
  '',
  (type, start, step) => {
    if (!isNumber(start) || !isNumber(step)) throw typeError('a number is required');
    // Counting by one starts with the int itself: `count(True)` gives 1, 2, 3.
    const first = intValue(step) === 1 ? smallInt(start) : undefined;
    return makeInstance(type, PyCount, first ?? start, step);
  },
);

function isOne(step: PyObject): boolean {
  return step === 1 || step === true || (step instanceof PyLong && step.value === 1);
}

const count = defineIterator(PyCount.type, {
  doc: 'Count from start on in steps, without end.',
  textSignature: '(start=0, step=1)',
  make: (type, args, kwnames) => countNew.call(type, args, kwnames),
  next: (self) => {
    const counter = self as PyCount;
    const { current } = counter;
    counter.current = add(current, counter.step);
    return current;
  },
  slots: {
    tp_repr: (self) => {
      const { current, step } = self as PyCount;
      const start = strConcat(`${bareName(self)}(`, repr(current));
      return isOne(step)
        ? strConcat(start, ')')
        : strConcat(strConcat(start, ', '), strConcat(repr(step), ')'));
    },
  },
});

// ── cycle ────────────────────────────────────────────────────────────────────────────────────────────────────────────

class PyCycle extends PyBaseObject {
  static readonly type = iteratorShell('cycle', PyCycle);

  /** Absent when it was gone through. */
  iterator: PyObject | undefined;
  readonly saved: PyObject[] = [];
  index = 0;

  constructor(iterator: PyObject) {
    super();
    this.iterator = iterator;
  }
}

const cycle = defineIterator(PyCycle.type, {
  doc: 'Give the items of an iterable, and then the same again and again.',
  textSignature: '(iterable, /)',
  make: (type, args, kwnames) => {
    positionalOnly('cycle', type, args, kwnames, 1, 1);
    return makeInstance(type, PyCycle, getIter(args[0]!));
  },
  next: (self) => {
    const own = self as PyCycle;
    if (own.iterator !== undefined) {
      const item = nextOf(own.iterator);
      if (item !== undefined) {
        own.saved.push(item);
        return item;
      }
      own.iterator = undefined;
    }
    const item = own.saved[own.index];
    own.index = own.index + 1 >= own.saved.length ? 0 : own.index + 1;
    return item;
  },
});

// ── repeat ───────────────────────────────────────────────────────────────────────────────────────────────────────────

class PyRepeat extends PyBaseObject {
  static readonly type = iteratorShell('repeat', PyRepeat);

  readonly object: PyObject;
  /** How often it is still to be given; −1 without end. */
  times: number;

  constructor(object: PyObject, times: number) {
    super();
    this.object = object;
    this.times = times;
  }
}

const repeatNew = builtinDef<PyType, 'repeat($type, /, object: object, times: ssize_t = <null>)'>(
  'repeat($type, /, object: object, times: ssize_t = <null>)',
  '',
  (type, object, times) =>
    makeInstance(type, PyRepeat, object, times === undefined ? -1 : Math.max(times, 0)),
);

const method = methodsOf<PyRepeat>();

const repeat = defineIterator(PyRepeat.type, {
  doc: 'repeat(object [,times]) -> give the object as often as told, or without end.',
  make: (type, args, kwnames) => repeatNew.call(type, args, kwnames),
  next: (self) => {
    const own = self as PyRepeat;
    if (own.times === 0) return undefined;
    if (own.times > 0) own.times--;
    return own.object;
  },
  slots: {
    tp_repr: (self) => {
      const { object, times } = self as PyRepeat;
      return strConcat(strConcat(`${bareName(self)}(`, repr(object)), times < 0 ? ')' : `, ${times})`);
    },
  },
  entries: [
    method('__length_hint__($self, /) -> int', 'Estimate how many items are still to come.', (self) => {
      if (self.times < 0) throw typeError('len() of unsized object');
      return self.times;
    }),
  ],
});

export const INFINITE_ITERATORS: readonly TypeDefinition[] = [count, cycle, repeat];
