/**
 * list and its two iterators. Whoever makes a list gives the array away. CPython: Objects/listobject.c.
 *
 * A list made of nothing but floats keeps their numbers, a sixth of the memory, which compiled code reads and writes
 * without making objects. Who asks for its `items` turns it into a list as any other, for good; the operations that
 * programs do with numbers know both forms.
 */
import { isExactFloat, PyFloat } from './float.ts';
import {
  joinLayout,
  objectType,
  PyBaseObject,
  type PyObject,
  PyType,
  type Stamp,
  separateSubclasses,
  TPFLAGS_BASETYPE,
  TPFLAGS_DISALLOW_INSTANTIATION,
  TPFLAGS_LIST_SUBCLASS,
  TPFLAGS_SEQUENCE,
} from './object.ts';

export class PyList {
  static {
    joinLayout(PyList, PyBaseObject);
  }
  static readonly type = new PyType(
    'list',
    PyList,
    objectType,
    TPFLAGS_BASETYPE | TPFLAGS_LIST_SUBCLASS | TPFLAGS_SEQUENCE,
  );

  declare readonly ob_type: PyType;
  declare readonly stamp: Stamp;
  /** Absent while there are {@link doubles}. */
  boxed: PyObject[] | undefined;
  /** The numbers of a list that has only floats: an array that V8 knows to hold doubles ({@link newDoubles}). Absent otherwise. */
  doubles: number[] | undefined;
  /** From which its id follows: runtime/identity.ts. 0 until somebody asks. Instances of subclasses have theirs elsewhere. */
  number = 0;
  constructor(items: PyObject[] | undefined, doubles?: number[]) {
    this.boxed = items;
    this.doubles = doubles;
  }

  /** The array of the items, for whoever may change it or keep it. */
  get items(): PyObject[] {
    return this.boxed ?? boxItems(this);
  }

  set items(items: PyObject[]) {
    this.boxed = items;
    this.doubles = undefined;
  }
}

function boxItems(list: PyList): PyObject[] {
  const items = boxedDoubles(list.doubles!);
  list.boxed = items;
  list.doubles = undefined;
  return items;
}

/** The floats of numbers. */
export function boxedDoubles(doubles: readonly number[]): PyObject[] {
  const items: PyObject[] = [];
  for (let i = 0; i < doubles.length; i++) items.push(new PyFloat(doubles[i]!));
  return items;
}

/** An array with one number that stays one of doubles, whatever is stored into it: a list of `0.0` has no ints for V8. */
export function newDoubles(first: number): number[] {
  const doubles = [0.5];
  doubles[0] = first;
  return doubles;
}

/** A list of numbers, which gets the array. */
export function listOfDoubles(doubles: number[]): PyList {
  return doubles.length === 0 ? new PyList([]) : new PyList(undefined, doubles);
}

/** A list that gets the items, of which it keeps the numbers if all are floats. */
export function listOf(items: PyObject[]): PyList {
  const doubles = doublesOf(items);
  return doubles === undefined ? new PyList(items) : new PyList(undefined, doubles);
}

/** The numbers of items that are all floats, of which there is at least one. */
export function doublesOf(items: readonly PyObject[]): number[] | undefined {
  if (items.length === 0) return undefined;
  const first = items[0]!;
  if (!isExactFloat(first)) return undefined;
  const doubles = newDoubles(first.value);
  for (let i = 1; i < items.length; i++) {
    const item = items[i]!;
    if (!isExactFloat(item)) return undefined;
    doubles.push(item.value);
  }
  return doubles;
}

/** A new list of the same items. */
export function copyList(list: PyList): PyList {
  const { doubles } = list;
  return doubles === undefined ? new PyList(list.items.slice()) : listOfDoubles(doubles.slice());
}

/** The items of a list for whoever only reads them, and at once: where it has numbers, floats made for the purpose. */
export function itemsToRead(list: PyList): readonly PyObject[] {
  return list.boxed ?? boxedDoubles(list.doubles!);
}

/** The item at an index from the start; `undefined` when there is none. */
export function itemAt(list: PyList, index: number): PyObject | undefined {
  const { boxed } = list;
  if (boxed !== undefined) return index >= 0 && index < boxed.length ? boxed[index] : undefined;
  const doubles = list.doubles!;
  return index >= 0 && index < doubles.length ? new PyFloat(doubles[index]!) : undefined;
}

/** Puts an item in the place of another one. */
export function storeItem(list: PyList, index: number, item: PyObject): void {
  const { boxed } = list;
  if (boxed !== undefined) boxed[index] = item;
  else if (isExactFloat(item)) list.doubles![index] = item.value;
  else list.items[index] = item;
}

/** How many items a list has. */
export function listLength(list: PyList): number {
  const { boxed } = list;
  return boxed === undefined ? list.doubles!.length : boxed.length;
}

/** What {@link PyList} is, for instances of classes derived from list: their items are always boxed. */
class ListInstance extends PyBaseObject {
  boxed: PyObject[];
  readonly doubles = undefined;

  constructor(items: PyObject[]) {
    super();
    this.boxed = items;
  }
}
separateSubclasses(PyList, ListInstance);

/** Iterates a list by index, so that it sees what happens to the list meanwhile. */
export class PyListIter {
  static {
    joinLayout(PyListIter, PyBaseObject);
  }
  static readonly type = new PyType('list_iterator', PyListIter, objectType, TPFLAGS_DISALLOW_INSTANTIATION);

  declare readonly ob_type: PyType;
  declare readonly stamp: Stamp;
  /** Absent when exhausted. */
  list: PyList | undefined;
  /** Of the next item; negative when exhausted by `__setstate__`. */
  index = 0;
  constructor(list: PyList) {
    this.list = list;
  }
}

/** `reversed(list)`. */
export class PyListRevIter extends PyBaseObject {
  static readonly type = new PyType(
    'list_reverseiterator',
    PyListRevIter,
    objectType,
    TPFLAGS_DISALLOW_INSTANTIATION,
  );

  /** Absent when exhausted. */
  list: PyList | undefined;
  /** Of the next item; −1 when exhausted. */
  index: number;

  constructor(list: PyList) {
    super();
    this.list = list;
    this.index = listLength(list) - 1;
  }
}
