/**
 * The marshal format: type codes and limits shared by its reader and its writer, and the errors both raise.
 * CPython: Python/marshal.c.
 *
 * A value is a type byte and its contents, numbers in little-endian order. From version 3 on, {@link FLAG_REF} on a
 * type byte gives the value the next number, under which {@link TYPE_REF} finds it again: sharing survives.
 */

import type { PyDict } from '../objects/dict.ts';
import type { PyObject } from '../objects/object.ts';
import type { PyAnySet, PySet } from '../objects/set.ts';

/** The version that is written: 5, which knows slices. */
export const MARSHAL_VERSION = 5;

/** Values nested deeper than this are refused. CPython: `MAX_MARSHAL_STACK_DEPTH`. */
export const MAX_MARSHAL_STACK_DEPTH = 2000;

/** Set on a type byte when back references to the value may follow. */
export const FLAG_REF = 0x80;

export const TYPE_NULL = 0x30; // 0
export const TYPE_NONE = 0x4e; // N
export const TYPE_FALSE = 0x46; // F
export const TYPE_TRUE = 0x54; // T
export const TYPE_ELLIPSIS = 0x2e; // .
export const TYPE_INT = 0x69; // i
export const TYPE_INT64 = 0x49; // I: read only
export const TYPE_LONG = 0x6c; // l
export const TYPE_FLOAT = 0x66; // f
export const TYPE_BINARY_FLOAT = 0x67; // g
export const TYPE_COMPLEX = 0x78; // x
export const TYPE_BINARY_COMPLEX = 0x79; // y
export const TYPE_STRING = 0x73; // s: bytes
export const TYPE_INTERNED = 0x74; // t
export const TYPE_REF = 0x72; // r
export const TYPE_TUPLE = 0x28; // (
export const TYPE_SMALL_TUPLE = 0x29; // )
export const TYPE_CODE = 0x63; // c
export const TYPE_LIST = 0x5b; // [
export const TYPE_DICT = 0x7b; // {: keys and values up to TYPE_NULL
export const TYPE_SET = 0x3c; // <
export const TYPE_STOPITER = 0x53; // S: the class StopIteration
export const TYPE_UNICODE = 0x75; // u
export const TYPE_FROZENSET = 0x3e; // >
export const TYPE_SLICE = 0x3a; // :
export const TYPE_ASCII = 0x61; // a
export const TYPE_ASCII_INTERNED = 0x41; // A
export const TYPE_SHORT_ASCII = 0x7a; // z
export const TYPE_SHORT_ASCII_INTERNED = 0x5a; // Z

/** What marshal must be told about values that need more than their layout: filled by runtime/marshal-values.ts. */
export interface MarshalValues {
  /** The keys and values of a dict in turn. */
  pairsOf(dict: PyObject): readonly PyObject[];
  setPair(dict: PyDict, key: PyObject, value: PyObject): void;
  itemsOf(set: PySet): readonly PyObject[];
  addItem(set: PyAnySet, item: PyObject): void;
  /** The octets of a bytes-like object. */
  octetsOf(value: PyObject): Uint8Array | undefined;
  readonly stopIteration: PyObject;
  /** May code objects be written and read? */
  readonly allowCode: boolean;
}

/** The exceptions that bad data and values that cannot be written raise. */
export type MarshalErrorType = 'EOFError' | 'ValueError' | 'TypeError' | 'SystemError' | 'UnicodeDecodeError';

/** A Python exception on its way out of marshal: a record, thrown as it is, and no JavaScript `Error`. */
export class MarshalError {
  readonly type: MarshalErrorType;
  readonly message: string;

  constructor(type: MarshalErrorType, message: string) {
    this.type = type;
    this.message = message;
  }
}
