/**
 * array.array: items of one machine type in a row. CPython: Modules/arraymodule.c.
 *
 * The memory is seen as octets and as numbers at the same time. Integers of 64 bits are two numbers, the low half
 * first: all platforms of JavaScript are little-endian.
 */
import { BufferExporter } from './buffer.ts';
import {
  objectType,
  PyBaseObject,
  type PyObject,
  PyType,
  TPFLAGS_BASETYPE,
  TPFLAGS_DISALLOW_INSTANTIATION,
  TPFLAGS_IMMUTABLETYPE,
  TPFLAGS_SEQUENCE,
} from './object.ts';

/** The memory of an array as numbers. */
export type ArrayItems =
  | Int8Array
  | Uint8Array
  | Int16Array
  | Uint16Array
  | Int32Array
  | Uint32Array
  | Float32Array
  | Float64Array;

/** One of the machine types. */
export interface ArrayKind {
  readonly typecode: string;
  /** Octets in an item. */
  readonly itemsize: number;
  readonly isInteger: boolean;
  readonly isSigned: boolean;
  /** What the items are where each is one number in the memory. */
  readonly numbers: 'float' | 'int' | undefined;
  /** The number under which pickles know how the items lie in memory here. */
  readonly machineFormat: number;
  /** How the buffer protocol names the type. */
  readonly format: string;
  itemsOf(memory: ArrayBuffer): ArrayItems;
  read(items: ArrayItems, index: number): PyObject;
  /** What is stored for a value. May call `__index__` or `__float__`; throws what says that it is no such item. */
  convert(value: PyObject): number | bigint;
  store(items: ArrayItems, index: number, value: number | bigint): void;
}

const ARRAY_FLAGS = TPFLAGS_BASETYPE | TPFLAGS_SEQUENCE | TPFLAGS_IMMUTABLETYPE;
const ITERATOR_FLAGS = TPFLAGS_DISALLOW_INSTANTIATION | TPFLAGS_IMMUTABLETYPE;

const NO_MEMORY = new ArrayBuffer(0);

export class PyArray extends BufferExporter {
  static readonly type = new PyType('array.array', PyArray, objectType, ARRAY_FLAGS);

  readonly kind: ArrayKind;
  /** What {@link ArrayKind.numbers} says, as compiled code asks for it each time: a text would have to be looked at. */
  readonly hasFloats: boolean;
  readonly hasInts: boolean;
  /** All of the memory, with room to grow. */
  memory: ArrayBuffer;
  items: ArrayItems;
  octets: Uint8Array;
  /** How many items there are. */
  length: number;

  constructor(kind: ArrayKind, length: number) {
    super();
    this.kind = kind;
    this.hasFloats = kind.numbers === 'float';
    this.hasInts = kind.numbers === 'int';
    this.memory = length === 0 ? NO_MEMORY : new ArrayBuffer(length * kind.itemsize);
    this.items = kind.itemsOf(this.memory);
    this.octets = new Uint8Array(this.memory);
    this.length = length;
  }
}
PyArray.type.hasWeakref = true;

export class PyArrayIter extends PyBaseObject {
  static readonly type = new PyType('array.arrayiterator', PyArrayIter, objectType, ITERATOR_FLAGS);

  /** Absent when exhausted. */
  array: PyArray | undefined;
  /** Of the next item. */
  index = 0;

  constructor(array: PyArray) {
    super();
    this.array = array;
  }
}
