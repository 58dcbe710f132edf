/**
 * Numbers as octets: two's complement integers of 1 to 8 octets, and IEEE 754 floats of 2, 4 and 8.
 * CPython: `PyFloat_Pack2`, `PyFloat_Unpack2` and their like in Objects/floatobject.c, Modules/_struct.c.
 */
import { type Int, normalize } from './int.ts';

const TWO_32 = 4294967296;

/** Room for one float, seen in four ways, the low octet first: all platforms of JavaScript are little-endian. */
const double = new Float64Array(1);
const single = new Float32Array(double.buffer);
const singleWord = new Uint32Array(double.buffer, 0, 1);
const octets = new Uint8Array(double.buffer);

/** The 32 bits that begin at an octet, unsigned. */
function word(data: Uint8Array, at: number, little: boolean): number {
  return little
    ? (data[at]! | (data[at + 1]! << 8) | (data[at + 2]! << 16) | (data[at + 3]! << 24)) >>> 0
    : ((data[at]! << 24) | (data[at + 1]! << 16) | (data[at + 2]! << 8) | data[at + 3]!) >>> 0;
}

/** The integer that stands in 1, 2, 4 or 8 octets. */
export function readInt(data: Uint8Array, at: number, size: number, signed: boolean, little: boolean): Int {
  switch (size) {
    case 1: {
      const value = data[at]!;
      return signed ? (value << 24) >> 24 : value;
    }
    case 2: {
      const value = little ? data[at]! | (data[at + 1]! << 8) : (data[at]! << 8) | data[at + 1]!;
      return signed ? (value << 16) >> 16 : value;
    }
    case 4: {
      const value = word(data, at, little);
      return signed ? value | 0 : value;
    }
    default: {
      const low = word(data, little ? at : at + 4, little);
      const high = word(data, little ? at + 4 : at, little);
      const upper = signed ? high | 0 : high;
      if (upper < 0x200000 && upper >= -0x200000) {
        const value = upper * TWO_32 + low;
        if (value >= Number.MIN_SAFE_INTEGER) return value;
      }
      return normalize((BigInt(upper) << 32n) | BigInt(low));
    }
  }
}

/** Does the integer stand in so many octets? */
export function fitsInt(value: Int, size: number, signed: boolean): boolean {
  if (typeof value === 'number' && size < 8) {
    const range = 2 ** (8 * size);
    return signed ? value >= -range / 2 && value < range / 2 : value >= 0 && value < range;
  }
  if (typeof value === 'number') return signed || value >= 0;
  const bits = 8 * size;
  return (signed ? BigInt.asIntN(bits, value) : BigInt.asUintN(bits, value)) === value;
}

/** Puts an integer in 1, 2, 4 or 8 octets; bits that have no room there are dropped. */
export function writeInt(data: Uint8Array, at: number, size: number, value: Int, little: boolean): void {
  let low: number;
  let high: number;
  if (typeof value === 'number') {
    low = value | 0;
    high = size === 8 ? Math.floor(value / TWO_32) | 0 : 0;
  } else {
    low = Number(BigInt.asIntN(32, value));
    high = Number(BigInt.asIntN(32, value >> 32n));
  }
  for (let i = 0; i < size; i++) {
    const octet = i < 4 ? low >> (8 * i) : high >> (8 * (i - 4));
    data[little ? at + i : at + size - 1 - i] = octet;
  }
}

/** The float that stands in 2, 4 or 8 octets. */
export function readFloat(data: Uint8Array, at: number, size: number, little: boolean): number {
  if (size === 2)
    return halfValue(little ? data[at]! | (data[at + 1]! << 8) : (data[at]! << 8) | data[at + 1]!);
  for (let i = 0; i < size; i++) octets[i] = data[little ? at + i : at + size - 1 - i]!;
  return size === 4 ? single[0]! : double[0]!;
}

/** Puts a float in 2, 4 or 8 octets. False when it is finite but too large: then an infinity stands there. */
export function writeFloat(
  data: Uint8Array,
  at: number,
  size: number,
  value: number,
  little: boolean,
): boolean {
  let fits = true;
  if (size === 2) {
    const bits = halfBits(value);
    fits = (bits & 0x7fff) !== 0x7c00 || !Number.isFinite(value);
    octets[0] = bits;
    octets[1] = bits >> 8;
  } else if (size === 4) {
    single[0] = value;
    fits = Number.isFinite(single[0]!) || !Number.isFinite(value);
    if (Number.isNaN(value)) keepSinglePayload(value);
  } else double[0] = value;
  for (let i = 0; i < size; i++) data[little ? at + i : at + size - 1 - i] = octets[i]!;
  return fits;
}

/** A NaN of 4 octets with the sign and the upper payload of one of 8. */
function keepSinglePayload(value: number): void {
  double[0] = value;
  const high = octets[7]! * 2 ** 24 + octets[6]! * 2 ** 16 + octets[5]! * 2 ** 8 + octets[4]!;
  const bits = ((high & 0x80000000) | 0x7fc00000 | ((high & 0x7ffff) << 3) | (octets[3]! >> 5)) >>> 0;
  singleWord[0] = bits;
}

/** The value of a float of 16 bits. */
function halfValue(bits: number): number {
  const exponent = (bits >> 10) & 0x1f;
  const fraction = bits & 0x3ff;
  const sign = bits & 0x8000 ? -1 : 1;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  if (exponent < 31) return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
  if (fraction === 0) return sign * Number.POSITIVE_INFINITY;
  // The payload moves to the upper end of the larger one.
  double[0] = Number.NaN;
  octets.fill(0, 0, 5);
  octets[5] = fraction << 2;
  octets[6] = 0xf0 | (fraction >> 6);
  octets[7] = bits & 0x8000 ? 0xff : 0x7f;
  return double[0]!;
}

/** The nearest float of 16 bits, ties to even; an infinity for what is too large. */
function halfBits(value: number): number {
  const sign = value < 0 || Object.is(value, -0) ? 0x8000 : 0;
  const magnitude = Math.abs(value);
  if (Number.isNaN(value)) {
    double[0] = value;
    const fraction = ((octets[6]! & 0x0f) << 6) | (octets[5]! >> 2);
    return (octets[7]! & 0x80 ? 0x8000 : 0) | 0x7c00 | fraction | 0x200;
  }
  // Half the distance from the greatest half float to what would be the next one: a tie, to even, is infinite.
  if (magnitude >= 65520) return sign | 0x7c00;
  if (magnitude < 2 ** -14) return sign | roundHalfEven(magnitude * 2 ** 24);
  let exponent = Math.floor(Math.log2(magnitude));
  // log2 rounds: the powers of two around the value decide.
  if (2 ** exponent > magnitude) exponent--;
  else if (2 ** (exponent + 1) <= magnitude) exponent++;
  // A fraction that rounds up to 1024 goes into the exponent by itself.
  return sign | (((exponent + 15) << 10) + roundHalfEven((magnitude / 2 ** exponent - 1) * 1024));
}

function roundHalfEven(value: number): number {
  const floor = Math.floor(value);
  const rest = value - floor;
  return rest > 0.5 || (rest === 0.5 && floor % 2 === 1) ? floor + 1 : floor;
}
