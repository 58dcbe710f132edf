/**
 * The machine types that arrays have items of: reading, converting and storing one item.
 * CPython: `descriptors` and the functions `b_getitem`, `b_setitem`, … in Modules/arraymodule.c.
 */
import type { ArrayItems, ArrayKind } from '../../objects/array.ts';
import { PyFloat } from '../../objects/float.ts';
import { normalizeInt, type PyInt, type PyObject } from '../../objects/object.ts';
import { strFromCodePoint, strLength } from '../../objects/str.ts';
import { asIndex, strValue } from '../../runtime/convert.ts';
import { asDouble } from '../../runtime/converters.ts';
import { overflowError, typeError, valueError } from '../../runtime/errors.ts';
import { codeAt } from '../../runtime/text.ts';
import { typeName } from '../../runtime/type-of.ts';

const TWO_32 = 4294967296;

/** The pickle numbers of memory in little-endian order. CPython: `enum machine_format_code`. */
const FORMATS = {
  int8: 1,
  uint8: 0,
  int16: 4,
  uint16: 2,
  int32: 8,
  uint32: 6,
  int64: 12,
  uint64: 10,
} as const;
const IEEE_754_FLOAT_LE = 14;
const IEEE_754_DOUBLE_LE = 16;
const UTF32_LE = 20;

/** Throws where the int does not fit into a C `long`. */
function checkLong(value: PyInt): PyInt {
  if (typeof value === 'bigint' && BigInt.asIntN(64, value) !== value) {
    throw overflowError('Python int too large to convert to C long');
  }
  return value;
}

/** A value as an integer from `least` to `greatest`; `what` names the C type in the errors. */
function within(value: PyObject, what: string, least: number, greatest: number): number {
  const int = typeof value === 'number' ? value : checkLong(asIndex(value));
  if (int < least) throw overflowError(`${what} is less than minimum`);
  if (int > greatest) throw overflowError(`${what} is greater than maximum`);
  return Number(int);
}

const SHORT = 'signed short integer';
const INT = 'signed integer';

/** The conversions, each with the detours and messages of C's. */
const CONVERT = {
  b: (value: PyObject) => within(within(value, SHORT, -32768, 32767), 'signed char', -128, 127),
  B: (value: PyObject) => within(value, 'unsigned byte integer', 0, 255),
  h: (value: PyObject) => within(value, SHORT, -32768, 32767),
  H: (value: PyObject) => within(within(value, INT, -2147483648, 2147483647), 'unsigned short', 0, 65535),
  i: (value: PyObject) => within(value, INT, -2147483648, 2147483647),
  I: (value: PyObject) => {
    const int = asUnsignedLong(value);
    if (int > 4294967295) throw overflowError('unsigned int is greater than maximum');
    return int;
  },
  l: (value: PyObject) => (typeof value === 'number' ? value : checkLong(asIndex(value))),
  L: asUnsignedLong,
  q: (value: PyObject) => {
    const int = asIndex(value);
    if (typeof int === 'bigint' && BigInt.asIntN(64, int) !== int)
      throw overflowError('int too big to convert');
    return int;
  },
  Q: (value: PyObject) => {
    const int = asIndex(value);
    if (int < 0) throw overflowError("can't convert negative int to unsigned");
    if (typeof int === 'bigint' && BigInt.asUintN(64, int) !== int)
      throw overflowError('int too big to convert');
    return int;
  },
} as const;

function asUnsignedLong(value: PyObject): PyInt {
  const int = asIndex(value);
  if (int < 0) throw overflowError("can't convert negative value to unsigned int");
  if (typeof int === 'bigint' && BigInt.asUintN(64, int) !== int) {
    throw overflowError('Python int too large to convert to C unsigned long');
  }
  return int;
}

/** The code point of a character. */
function asCodePoint(value: PyObject): number {
  const text = strValue(value);
  if (text === undefined) throw typeError(`array item must be a unicode character, not ${typeName(value)}`);
  const length = strLength(text);
  if (length !== 1)
    throw typeError(`array item must be a unicode character, not a string of length ${length}`);
  return codeAt(text, 0);
}

function storeNumber(items: ArrayItems, index: number, value: number | bigint): void {
  items[index] = value as number;
}

/** A type of integers that engines have arrays of. */
function smallInt(
  typecode: 'b' | 'B' | 'h' | 'H' | 'i' | 'I',
  itemsize: number,
  format: keyof typeof FORMATS,
  itemsOf: ArrayKind['itemsOf'],
): ArrayKind {
  return {
    typecode,
    itemsize,
    isInteger: true,
    isSigned: typecode > 'Z',
    numbers: 'int',
    machineFormat: FORMATS[format],
    format: typecode,
    itemsOf,
    read: (items, index) => items[index]!,
    convert: CONVERT[typecode],
    store: storeNumber,
  };
}

/** A type of integers of 64 bits, which are stored in halves. */
function longInt(typecode: 'l' | 'L' | 'q' | 'Q'): ArrayKind {
  const isSigned = typecode > 'Z';
  return {
    typecode,
    itemsize: 8,
    isInteger: true,
    isSigned,
    numbers: undefined,
    machineFormat: isSigned ? FORMATS.int64 : FORMATS.uint64,
    format: typecode,
    itemsOf: (memory) => new Uint32Array(memory),
    read: (items, index) => {
      const low = items[2 * index]!;
      const half = items[2 * index + 1]!;
      const high = isSigned ? half | 0 : half;
      if (high < 0x200000 && high >= -0x1fffff) return high * TWO_32 + low;
      return normalizeInt((BigInt(high) << 32n) | BigInt(low));
    },
    convert: CONVERT[typecode],
    store: (items, index, value) => {
      if (typeof value === 'number') {
        items[2 * index] = value;
        items[2 * index + 1] = Math.floor(value / TWO_32);
      } else {
        items[2 * index] = Number(BigInt.asUintN(32, value));
        items[2 * index + 1] = Number(BigInt.asUintN(32, value >> 32n));
      }
    },
  };
}

function float(
  typecode: 'f' | 'd',
  itemsize: number,
  machineFormat: number,
  itemsOf: ArrayKind['itemsOf'],
): ArrayKind {
  return {
    typecode,
    itemsize,
    isInteger: false,
    isSigned: false,
    numbers: 'float',
    machineFormat,
    format: typecode,
    itemsOf,
    read: (items, index) => new PyFloat(items[index]!),
    convert: (value) => (value instanceof PyFloat ? value.value : asDouble(value)),
    store: storeNumber,
  };
}

function character(typecode: 'u' | 'w'): ArrayKind {
  return {
    typecode,
    itemsize: 4,
    isInteger: false,
    isSigned: false,
    numbers: undefined,
    machineFormat: UTF32_LE,
    format: 'w',
    itemsOf: (memory) => new Uint32Array(memory),
    read: (items, index) => {
      const code = items[index]!;
      if (code > 0x10ffff) throw valueError('chr() arg not in range(0x110000)');
      return strFromCodePoint(code);
    },
    convert: asCodePoint,
    store: storeNumber,
  };
}

/** All types, in the order in which CPython has them. */
export const KINDS: readonly ArrayKind[] = [
  smallInt('b', 1, 'int8', (memory) => new Int8Array(memory)),
  smallInt('B', 1, 'uint8', (memory) => new Uint8Array(memory)),
  character('u'),
  character('w'),
  smallInt('h', 2, 'int16', (memory) => new Int16Array(memory)),
  smallInt('H', 2, 'uint16', (memory) => new Uint16Array(memory)),
  smallInt('i', 4, 'int32', (memory) => new Int32Array(memory)),
  smallInt('I', 4, 'uint32', (memory) => new Uint32Array(memory)),
  longInt('l'),
  longInt('L'),
  longInt('q'),
  longInt('Q'),
  float('f', 4, IEEE_754_FLOAT_LE, (memory) => new Float32Array(memory)),
  float('d', 8, IEEE_754_DOUBLE_LE, (memory) => new Float64Array(memory)),
];

/** The type of a typecode; `undefined` when there is none. */
export function kindOf(typecode: string): ArrayKind | undefined {
  return KINDS.find((kind) => kind.typecode === typecode);
}

/** Is it a type of characters? */
export function isCharacterKind(kind: ArrayKind): boolean {
  return kind.typecode === 'u' || kind.typecode === 'w';
}
