/**
 * Structs: what a format string lays out, and packing and unpacking by it.
 * CPython: `prepare_s`, `s_pack_internal`, `s_unpack_internal` in Modules/_struct.c.
 */
import { PyByteArray } from '../../objects/bytearray.ts';
import { PyBytes } from '../../objects/bytes.ts';
import { exceptionTypes, PyBaseException } from '../../objects/exception.ts';
import { normalizeInt, type PyInt, type PyObject } from '../../objects/object.ts';
import { PyTuple } from '../../objects/tuple.ts';
import { intValue } from '../../runtime/convert.ts';
import { bytesBetween } from '../../runtime/octets.ts';
import { isInstanceOf } from '../../runtime/type-of.ts';
import { type FormatDef, NATIVE, structError, tableOf } from './formats.ts';

const SSIZE_MAX = 0x7fffffffffffffffn;

const OverflowErrorType = exceptionTypes.get('OverflowError')!;

/** Values of one kind that lie one behind the other; for `s` and `p` one value of `size` octets. */
interface FormatCode {
  readonly def: FormatDef;
  readonly offset: number;
  readonly size: number;
  readonly repeat: number;
}

/** What a format string means. */
export interface StructLayout {
  readonly codes: readonly FormatCode[];
  /** In octets, rounded to a double where it is too large for memory anyway. */
  readonly size: number;
  readonly exactSize: PyInt;
  /** How many values there are. */
  readonly count: number;
  /** What packs and unpacks the only value there is, at the beginning; absent where it is a string. */
  readonly single: FormatDef | undefined;
}

/** C's white space. */
const SPACE = /[ \t-\r]/;

/** Reads a format string. Throws a struct.error for a wrong one. */
export function parseFormat(format: string): StructLayout {
  if (format.includes('\0')) throw structError('embedded null character');
  const chosen = tableOf(format[0]);
  const table = chosen ?? NATIVE;
  const codes: FormatCode[] = [];
  let size = 0n;
  let count = 0;
  for (let i = chosen === undefined ? 0 : 1; i < format.length; i++) {
    let c = format[i]!;
    if (SPACE.test(c)) continue;
    let number = 1n;
    if (c >= '0' && c <= '9') {
      const start = i;
      while (i < format.length && format[i]! >= '0' && format[i]! <= '9') i++;
      number = BigInt(format.slice(start, i));
      if (number > SSIZE_MAX) throw structError('total struct size too long');
      if (i === format.length) throw structError('repeat count given without format specifier');
      c = format[i]!;
    }
    const def = table.get(c);
    if (def === undefined) throw structError('bad char in struct format');
    size = aligned(size, def.alignment);
    const offset = Number(size);
    size += number * BigInt(def.size);
    if (size > SSIZE_MAX) throw structError('total struct size too long');
    if (c === 'x') continue;
    const isString = c === 's' || c === 'p';
    count += isString ? 1 : Number(number);
    if (isString) codes.push({ def, offset, size: Number(number), repeat: 1 });
    else if (number > 0n) codes.push({ def, offset, size: def.size, repeat: Number(number) });
  }
  const [first] = codes;
  const isSingle = count === 1 && codes.length === 1 && first!.offset === 0;
  const single = isSingle && first!.def.code !== 's' && first!.def.code !== 'p' ? first!.def : undefined;
  return { codes, size: Number(size), exactSize: normalizeInt(size), count, single };
}

function aligned(size: bigint, alignment: number): bigint {
  if (alignment === 0) return size;
  const rest = size % BigInt(alignment);
  return rest === 0n ? size : size + BigInt(alignment) - rest;
}

/** The values that stand in the octets from `start` on. */
export function unpackValues(layout: StructLayout, data: Uint8Array, start: number): PyTuple {
  const { single } = layout;
  if (single !== undefined) return new PyTuple([single.unpack(data, start)]);
  const values: PyObject[] = [];
  for (const { def, offset, size, repeat } of layout.codes) {
    let at = start + offset;
    if (def.code === 's') values.push(bytesBetween(data, at, at + size));
    else if (def.code === 'p') values.push(pascalString(data, at, size));
    else for (let k = 0; k < repeat; k++, at += size) values.push(def.unpack(data, at));
  }
  return new PyTuple(values);
}

/** A string that begins with its length, as long as there is room for it. */
function pascalString(data: Uint8Array, at: number, size: number): PyBytes {
  const length = size === 0 ? 0 : Math.min(data[at]!, size - 1);
  return new PyBytes(data.slice(at + 1, at + 1 + length));
}

/**
 * Packs the values from index `first` of the arguments on into octets from `start` on, which are zeroed first. May
 * call `__index__` and the like.
 */
export function packValues(
  layout: StructLayout,
  args: readonly PyObject[],
  first: number,
  data: Uint8Array,
  start: number,
): void {
  data.fill(0, start, start + layout.size);
  let i = first;
  for (const { def, offset, size, repeat } of layout.codes) {
    let at = start + offset;
    if (def.code === 's' || def.code === 'p') {
      packString(def.code, data, at, size, args[i++]!);
      continue;
    }
    for (let k = 0; k < repeat; k++, at += size) packValue(def, data, at, args[i++]!);
  }
}

export function packValue(def: FormatDef, data: Uint8Array, at: number, value: PyObject): void {
  try {
    def.pack(data, at, value);
  } catch (thrown) {
    if (
      thrown instanceof PyBaseException &&
      isInstanceOf(thrown, OverflowErrorType) &&
      intValue(value) !== undefined
    ) {
      throw structError('int too large to convert');
    }
    throw thrown;
  }
}

function packString(code: 's' | 'p', data: Uint8Array, at: number, size: number, value: PyObject): void {
  const octets =
    value instanceof PyBytes ? value.value : value instanceof PyByteArray ? value.octets : undefined;
  if (octets === undefined) throw structError(`argument for '${code}' must be a bytes object`);
  const head = code === 'p' ? 1 : 0;
  if (size < head) return;
  const length = Math.min(octets.length, size - head);
  data.set(octets.subarray(0, length), at + head);
  if (code === 'p') data[at] = Math.min(length, 255);
}
