/**
 * The format characters: how each kind of value is put into octets and read from them.
 * CPython: `native_table`, `bigendian_table`, `lilendian_table` in Modules/_struct.c.
 *
 * Native formats have the sizes and alignments of 64-bit Unix; the others have standard sizes and no alignment.
 */
import { fitsInt, readFloat, readInt, writeFloat, writeInt } from '../../common/octet-numbers.ts';
import { PyBytes } from '../../objects/bytes.ts';
import { PyComplex } from '../../objects/complex.ts';
import { exceptionTypes, PyBaseException } from '../../objects/exception.ts';
import { PyFloat } from '../../objects/float.ts';
import type { PyInt, PyObject } from '../../objects/object.ts';
import { asComplex } from '../../runtime/as-complex.ts';
import { asIndex, intValue, isTrue } from '../../runtime/convert.ts';
import { asDouble } from '../../runtime/converters.ts';
import { newException, overflowError } from '../../runtime/errors.ts';
import { newExceptionType } from '../../runtime/exception-type.ts';
import { isInstanceOf, typeOf } from '../../runtime/type-of.ts';

const OverflowErrorType = exceptionTypes.get('OverflowError')!;

export const StructErrorType = newExceptionType('struct.error');

export function structError(message: string): PyBaseException {
  return newException(StructErrorType, message);
}

/** One kind of value. */
export interface FormatDef {
  readonly code: string;
  readonly size: number;
  readonly alignment: number;
  unpack(data: Uint8Array, at: number): PyObject;
  /** May call `__index__`, `__float__`, `__complex__` or `__bool__`. */
  pack(data: Uint8Array, at: number, value: PyObject): void;
}

/** A value as an int. */
function integer(value: PyObject): PyInt {
  const int = intValue(value);
  if (int !== undefined) return int;
  if (typeOf(value).nb_index === undefined) throw structError('required argument is not an integer');
  return asIndex(value);
}

/** Packs integers of 1 to 8 octets. */
function packInt(code: string, size: number, signed: boolean, little: boolean): FormatDef['pack'] {
  const bits = BigInt(8 * size);
  const least = signed ? -(1n << (bits - 1n)) : 0n;
  const greatest = (1n << (signed ? bits - 1n : bits)) - 1n;
  // What fits as a number: all ints that are numbers fit into eight octets, but for the sign.
  const low = size === 8 && signed ? Number.NEGATIVE_INFINITY : Number(least);
  const high = size === 8 ? Number.POSITIVE_INFINITY : Number(greatest);
  const outOfRange = (): PyBaseException =>
    structError(`'${code}' format requires ${least} <= number <= ${greatest}`);
  return (data, at, value) => {
    if (typeof value === 'number') {
      if (value < low || value > high) throw outOfRange();
      if (size === 1) data[at] = value;
      else writeInt(data, at, size, value, little);
      return;
    }
    let int: PyInt;
    try {
      int = integer(value);
    } catch (thrown) {
      // Long ones in big-endian order take another way through CPython, which lets the OverflowError pass.
      if (!little && size === 8) throw thrown;
      const overflow = thrown instanceof PyBaseException && isInstanceOf(thrown, OverflowErrorType);
      throw overflow ? outOfRange() : thrown;
    }
    if (!fitsInt(int, size, signed)) throw outOfRange();
    writeInt(data, at, size, int, little);
  };
}

function unpackInt(size: number, signed: boolean, little: boolean): FormatDef['unpack'] {
  switch (size) {
    case 1:
      return signed ? (data, at) => (data[at]! << 24) >> 24 : (data, at) => data[at]!;
    case 2:
      return (data, at) => readInt(data, at, 2, signed, little);
    case 4:
      return (data, at) => readInt(data, at, 4, signed, little);
    default:
      return (data, at) => readInt(data, at, 8, signed, little);
  }
}

function integers(
  code: string,
  size: number,
  alignment: number,
  signed: boolean,
  little: boolean,
): FormatDef {
  return {
    code,
    size,
    alignment,
    unpack: unpackInt(size, signed, little),
    pack: packInt(code, size, signed, little),
  };
}

/** Converts; whatever is raised means that the value is not of the kind. */
function required<T>(kind: string, convert: () => T): T {
  try {
    return convert();
  } catch (thrown) {
    if (thrown instanceof PyBaseException) throw structError(`required argument is not a ${kind}`);
    throw thrown;
  }
}

/** Floats of 2, 4 or 8 octets. */
function floats(code: string, size: number, alignment: number, little: boolean): FormatDef {
  return {
    code,
    size,
    alignment,
    unpack: (data, at) => new PyFloat(readFloat(data, at, size, little)),
    pack: (data, at, value) => {
      const double = value instanceof PyFloat ? value.value : required('float', () => asDouble(value));
      if (!writeFloat(data, at, size, double, little)) {
        throw overflowError(`float too large to pack with ${code} format`);
      }
    },
  };
}

/** Complex numbers: two floats. Only big-endian ones notice where those are too large, as in CPython. */
function complexes(code: 'F' | 'D', alignment: number, little: boolean): FormatDef {
  const part = code === 'F' ? 4 : 8;
  return {
    code,
    size: 2 * part,
    alignment,
    unpack: (data, at) =>
      new PyComplex(readFloat(data, at, part, little), readFloat(data, at + part, part, little)),
    pack: (data, at, value) => {
      const { real, imag } = required('complex', () => asComplex(value));
      const fits =
        writeFloat(data, at, part, real, little) && writeFloat(data, at + part, part, imag, little);
      if (!fits && !little) throw overflowError('float too large to pack with f format');
    },
  };
}

const character: FormatDef = {
  code: 'c',
  size: 1,
  alignment: 0,
  unpack: (data, at) => new PyBytes(Uint8Array.of(data[at]!)),
  pack: (data, at, value) => {
    if (!(value instanceof PyBytes) || value.value.length !== 1) {
      throw structError('char format requires a bytes object of length 1');
    }
    data[at] = value.value[0]!;
  },
};

const truth: FormatDef = {
  code: '?',
  size: 1,
  alignment: 0,
  unpack: (data, at) => data[at] !== 0,
  pack: (data, at, value) => {
    data[at] = isTrue(value) ? 1 : 0;
  },
};

/** A pointer: an int of 64 bits, negative ones in two's complement. */
const pointer: FormatDef = {
  code: 'P',
  size: 8,
  alignment: 8,
  unpack: unpackInt(8, false, true),
  pack: (data, at, value) => {
    const int = integer(value);
    if (!fitsInt(int, 8, int < 0)) {
      throw overflowError(`Python int too large to convert to C ${int < 0 ? 'long' : 'unsigned long'}`);
    }
    writeInt(data, at, 8, int, true);
  },
};

/** What has no value of its own, or takes all of a count: `x`, `s`, `p`. */
function plain(code: 'x' | 's' | 'p'): FormatDef {
  return { code, size: 1, alignment: 0, unpack: character.unpack, pack: character.pack };
}

type FormatTable = ReadonlyMap<string, FormatDef>;

/** The integers, by their sizes in standard and native formats. */
const INTEGERS: readonly (readonly [code: string, standard: number, native: number])[] = [
  ['b', 1, 1],
  ['h', 2, 2],
  ['i', 4, 4],
  ['l', 4, 8],
  ['q', 8, 8],
  ['n', 0, 8],
];

function table(native: boolean, little: boolean): FormatTable {
  const align = (size: number): number => (native ? size : 0);
  const defs: FormatDef[] = [plain('x'), plain('s'), plain('p'), character, truth];
  for (const [code, standard, nativeSize] of INTEGERS) {
    const size = native ? nativeSize : standard;
    if (size === 0) continue;
    const alignment = size === 1 ? 0 : align(size);
    defs.push(integers(code, size, alignment, true, little));
    defs.push(integers(code.toUpperCase(), size, alignment, false, little));
  }
  defs.push(
    floats('e', 2, align(2), little),
    floats('f', 4, align(4), little),
    floats('d', 8, align(8), little),
  );
  defs.push(complexes('F', align(4), little), complexes('D', align(8), little));
  if (native) defs.push(pointer);
  return new Map(defs.map((def) => [def.code, def]));
}

export const NATIVE = table(true, true);
const LITTLE = table(false, true);
const BIG = table(false, false);

/** The table that the first character of a format chooses; `undefined` when it is a format character itself. */
export function tableOf(character: string | undefined): FormatTable | undefined {
  switch (character) {
    case '@':
      return NATIVE;
    case '<':
    case '=':
      return LITTLE;
    case '>':
    case '!':
      return BIG;
    default:
      return undefined;
  }
}
