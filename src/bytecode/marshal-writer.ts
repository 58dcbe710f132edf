/**
 * Writes marshal data. CPython: `w_object` in Python/marshal.c.
 *
 * CPython puts FLAG_REF on what has more than one reference at the moment of writing. That comes down to rules which
 * need no reference counts (all of them checked on the files that CPython itself writes):
 *
 * - interned strings; small ints, empty and one-byte bytes and the empty tuple, of which there is one each;
 * - `co_code`, which the code object keeps for itself once it was asked for;
 * - direct elements of a frozenset, which a sorted list holds while they are written;
 * - whatever the caller passed in;
 * - an object that is written again later: see ./object-identity.ts.
 *
 * The last is known only at the end, so type bytes and back references are patched then.
 */
import { formatFloat } from '../common/float-format.ts';
import { encodeUtf8 } from '../common/utf8.ts';
import { PyBytes } from '../objects/bytes.ts';
import { PyCode } from '../objects/code.ts';
import { PyComplex } from '../objects/complex.ts';
import { PyDict } from '../objects/dict.ts';
import { PyFloat } from '../objects/float.ts';
import { PyList } from '../objects/list.ts';
import type { PyInt, PyObject } from '../objects/object.ts';
import { PyFrozenSet, PySet } from '../objects/set.ts';
import { Ellipsis, None } from '../objects/singletons.ts';
import { PySlice } from '../objects/slice.ts';
import { codePointsOf, isStr, type Str, strLength } from '../objects/str.ts';
import { PyTuple } from '../objects/tuple.ts';
import {
  FLAG_REF,
  MAX_MARSHAL_STACK_DEPTH,
  MarshalError,
  type MarshalValues,
  TYPE_ASCII,
  TYPE_ASCII_INTERNED,
  TYPE_BINARY_COMPLEX,
  TYPE_BINARY_FLOAT,
  TYPE_CODE,
  TYPE_COMPLEX,
  TYPE_DICT,
  TYPE_ELLIPSIS,
  TYPE_FALSE,
  TYPE_FLOAT,
  TYPE_FROZENSET,
  TYPE_INT,
  TYPE_INTERNED,
  TYPE_LIST,
  TYPE_LONG,
  TYPE_NONE,
  TYPE_NULL,
  TYPE_REF,
  TYPE_SET,
  TYPE_SHORT_ASCII,
  TYPE_SHORT_ASCII_INTERNED,
  TYPE_SLICE,
  TYPE_SMALL_TUPLE,
  TYPE_STOPITER,
  TYPE_STRING,
  TYPE_TRUE,
  TYPE_TUPLE,
  TYPE_UNICODE,
} from './marshal-format.ts';
import { type Identity, isImmortal, ObjectIdentities } from './object-identity.ts';

/** Up to so many bytes, a loop copies faster than `TypedArray.prototype.set`. */
const SHORT = 48;

export class MarshalWriter {
  private readonly version: number;
  private bytes = new Uint8Array(1024);
  private view = new DataView(this.bytes.buffer);
  private length = 0;
  private depth = 0;
  private identities: ObjectIdentities | undefined = undefined;
  /** Where each object was written first, by identity. */
  private readonly places: (number | undefined)[] = [];
  /** Does the object carry FLAG_REF? By identity. */
  private readonly flagged: boolean[] = [];
  /** Identities in the order of first writing. */
  private readonly order: Identity[] = [];
  /**
   * The flags that a first run found, when a second is needed: elements of frozensets are ordered by their data, in
   * which what lies inside a tuple has its flag if anything in the file refers to it.
   */
  private known: readonly boolean[] = [];
  private isOrderProvisional = false;
  /** The order of the elements of frozensets that is known already: they may lie inside each other. */
  private sortedSets = new Map<PyFrozenSet, readonly PyObject[]>();
  /** Pairs: where the number of a back reference goes, and the identity it refers to. */
  private readonly backReferences: number[] = [];

  private readonly values: MarshalValues | undefined;

  constructor(version: number, values: MarshalValues | undefined) {
    this.version = version;
    this.values = values;
  }

  /** Writes the value that the data consist of. */
  writeTop(value: PyObject): void {
    this.identities = new ObjectIdentities(value);
    this.writeObject(value, true);
    if (this.isOrderProvisional) {
      this.known = this.flagged.slice();
      this.sortedSets.clear();
      this.length = 0;
      this.places.length = 0;
      this.order.length = 0;
      this.backReferences.length = 0;
      this.writeObject(value, true);
    }
  }

  /** The data, complete with flags and back references. */
  finish(): Uint8Array {
    let count = 0;
    const numbers: number[] = [];
    for (const id of this.order) {
      if (!this.flagged[id]) continue;
      this.bytes[this.places[id]!]! |= FLAG_REF;
      numbers[id] = count++;
    }
    for (let i = 0; i < this.backReferences.length; i += 2) {
      this.view.setUint32(this.backReferences[i]!, numbers[this.backReferences[i + 1]!]!, true);
    }
    return this.bytes.slice(0, this.length);
  }

  /** Begins an object: true when its contents must follow, false when a back reference says it all. */
  private begin(type: number, id: Identity, flag: boolean): boolean {
    if (this.version >= 3) {
      if (this.places[id] !== undefined) {
        this.refer(id);
        return false;
      }
      this.places[id] = this.length;
      this.flagged[id] = flag || this.known[id] === true;
      this.order.push(id);
    }
    this.byte(type);
    return true;
  }

  /** Writes a back reference to an object that was written before. */
  private refer(id: Identity): void {
    this.flagged[id] = true;
    this.byte(TYPE_REF);
    this.backReferences.push(this.length, id);
    this.int32(0);
  }

  private writeObject(value: PyObject, flag: boolean): void {
    if (++this.depth > MAX_MARSHAL_STACK_DEPTH) {
      throw new MarshalError('ValueError', 'object too deeply nested to marshal');
    }
    if (value === None) this.byte(TYPE_NONE);
    else if (typeof value === 'string') this.writeConstantStr(value, flag);
    else if (typeof value === 'number' || typeof value === 'bigint') this.writeInt(value, flag);
    else if (value === true) this.byte(TYPE_TRUE);
    else if (value === false) this.byte(TYPE_FALSE);
    else if (value.ob_type === PyTuple.type) this.writeConstants((value as PyTuple).items, flag);
    else if (value instanceof PyCode) this.writeCode(value, flag);
    else this.writeBoxed(value, flag);
    this.depth--;
  }

  private writeBoxed(value: PyObject, flag: boolean): void {
    if (isStr(value)) {
      this.writeConstantStr(value, flag);
    } else if (value === Ellipsis) {
      this.byte(TYPE_ELLIPSIS);
    } else if (value instanceof PyBytes && value.ob_type === PyBytes.type) {
      this.writeBytes(value.value, this.identities!.of(value), flag || isImmortal(value.value));
    } else if (isExactNumber(value)) {
      this.writeNumber(value, this.identities!.of(value), flag);
    } else if (value instanceof PyFrozenSet && value.ob_type === PyFrozenSet.type) {
      this.writeFrozenSet(value, flag);
    } else if (value instanceof PySlice && this.version >= 5) {
      if (!this.begin(TYPE_SLICE, this.identities!.of(value), flag)) return;
      this.writeSlicePart(value.start);
      this.writeSlicePart(value.stop);
      this.writeSlicePart(value.step);
    } else if (this.values === undefined || !this.writeGeneral(value, flag, this.values)) {
      throw new MarshalError('ValueError', 'unmarshallable object');
    }
  }

  /** Writes what code objects do not consist of; gives false for what the format does not know. */
  private writeGeneral(value: PyObject, flag: boolean, values: MarshalValues): boolean {
    const id = this.identities!.of(value);
    if (value instanceof PyList && value.ob_type === PyList.type) {
      if (!this.begin(TYPE_LIST, id, flag)) return true;
      const { items } = value;
      this.int32(items.length);
      for (const item of items) this.writeObject(item, false);
    } else if (value instanceof PyDict && value.ob_type === PyDict.type) {
      if (!this.begin(TYPE_DICT, id, flag)) return true;
      for (const item of values.pairsOf(value)) this.writeObject(item, false);
      this.byte(TYPE_NULL);
    } else if (value instanceof PySet && value.ob_type === PySet.type) {
      if (!this.begin(TYPE_SET, id, flag)) return true;
      const items = values.itemsOf(value);
      this.int32(items.length);
      for (const item of this.sortedByData(items)) this.writeObject(item, true);
    } else if (value === values.stopIteration) this.byte(TYPE_STOPITER);
    else {
      const octets = values.octetsOf(value);
      if (octets === undefined) return false;
      this.writeBytes(octets, id, flag);
    }
    return true;
  }

  // Numbers.

  private writeInt(value: PyInt, flag: boolean): void {
    this.writeIntAs(value, this.identities!.ofInt(value), flag || isImmortal(value));
  }

  private writeIntAs(value: PyInt, id: Identity, flag: boolean): void {
    if (typeof value === 'number' && (value | 0) === value) {
      if (this.begin(TYPE_INT, id, flag)) this.int32(value);
    } else if (this.begin(TYPE_LONG, id, flag)) {
      this.longDigits(BigInt(value));
    }
  }

  /** The sign with the number of digits, then digits of 15 bits, lowest first: each is three digits to base 32. */
  private longDigits(value: bigint): void {
    const text = (value < 0n ? -value : value).toString(32);
    const leading = text.length % 3;
    // The highest digit may begin with zeros; not more than two of the three are, so that it is not 0.
    const count = (text.length - leading) / 3 + (leading > 0 ? 1 : 0);
    this.int32(value < 0n ? -count : count);
    this.reserve(2 * count);
    for (let end = text.length; end > 0; end -= 3) {
      let digit = base32Digit(text, end - 1);
      if (end > 1) digit |= base32Digit(text, end - 2) << 5;
      if (end > 2) digit |= base32Digit(text, end - 3) << 10;
      this.bytes[this.length++] = digit & 0xff;
      this.bytes[this.length++] = digit >> 8;
    }
  }

  private writeNumber(value: PyFloat | PyComplex, id: Identity, flag: boolean): void {
    const isBinary = this.version > 1;
    if (value instanceof PyFloat) {
      if (this.begin(isBinary ? TYPE_BINARY_FLOAT : TYPE_FLOAT, id, flag)) this.double(value.value);
    } else if (this.begin(isBinary ? TYPE_BINARY_COMPLEX : TYPE_COMPLEX, id, flag)) {
      this.double(value.real);
      this.double(value.imag);
    }
  }

  private double(value: number): void {
    if (this.version > 1) {
      this.reserve(8);
      this.view.setFloat64(this.length, value, true);
      this.length += 8;
    } else {
      const text = formatFloat(value, 'g', 17);
      this.byte(text.length);
      this.asciiBytes(text);
    }
  }

  // Strings.

  private writeConstantStr(value: Str, flag: boolean): void {
    const interned = this.identities!.isInternedConstant(value);
    this.writeStr(value, interned, flag);
  }

  private writeStr(value: Str, interned: boolean, flag: boolean): void {
    this.writeStrAs(value, this.identities!.ofStr(value, interned), interned, flag || interned);
  }

  private writeStrAs(value: Str, id: Identity, interned: boolean, flag: boolean): void {
    // Most strings have been written before: do not look into them.
    if (this.places[id] !== undefined) {
      this.refer(id);
    } else if (this.version >= 4 && typeof value === 'string' && isAscii(value)) {
      if (value.length < 256) {
        if (!this.begin(interned ? TYPE_SHORT_ASCII_INTERNED : TYPE_SHORT_ASCII, id, flag)) return;
        this.byte(value.length);
      } else {
        if (!this.begin(interned ? TYPE_ASCII_INTERNED : TYPE_ASCII, id, flag)) return;
        this.int32(value.length);
      }
      this.asciiBytes(value);
    } else if (this.begin(interned && this.version >= 3 ? TYPE_INTERNED : TYPE_UNICODE, id, flag)) {
      const encoded = encodeUtf8(codePointsOf(value), 'surrogatepass') as Uint8Array;
      this.int32(encoded.length);
      this.rawBytes(encoded);
    }
  }

  private writeBytes(value: Uint8Array, id: Identity, flag: boolean): void {
    if (!this.begin(TYPE_STRING, id, flag)) return;
    this.int32(value.length);
    this.rawBytes(value);
  }

  private writeSharedBytes(value: Uint8Array): void {
    this.writeBytes(value, this.identities!.ofBytes(value), isImmortal(value));
  }

  // Containers.

  private beginTuple(items: readonly PyObject[], id: Identity, flag: boolean): boolean {
    const isSmall = this.version >= 4 && items.length < 256;
    if (!this.begin(isSmall ? TYPE_SMALL_TUPLE : TYPE_TUPLE, id, flag || isImmortal(items))) return false;
    if (isSmall) this.byte(items.length);
    else this.int32(items.length);
    return true;
  }

  private writeConstants(items: readonly PyObject[], flag: boolean): void {
    if (!this.beginTuple(items, this.identities!.ofConstants(items), flag)) return;
    for (const item of items) this.writeObject(item, false);
  }

  private writeNames(names: readonly Str[], shared: boolean): void {
    const ids = this.identities!;
    const items = ids.ofEachName(names);
    if (!this.beginTuple(names, shared ? ids.ofTuple(items) : ids.fresh(), false)) return;
    for (let i = 0; i < names.length; i++) this.writeStrAs(names[i]!, items[i]!, true, true);
  }

  /** CPython neither merges nor interns the constants inside a slice: each is an object of its own. */
  private writeSlicePart(value: PyObject): void {
    if (isStr(value) && strLength(value) > 1) {
      this.writeStrAs(value, this.identities!.fresh(), false, false);
    } else if ((typeof value === 'number' || typeof value === 'bigint') && !isImmortal(value)) {
      this.writeIntAs(value, this.identities!.fresh(), false);
    } else if (value instanceof PyFloat || value instanceof PyComplex) {
      this.writeNumber(value, this.identities!.fresh(), false);
    } else {
      this.writeObject(value, false);
    }
  }

  /** Elements stand in the order of their own marshal data, so that the hash order does not show. */
  private writeFrozenSet(value: PyFrozenSet, flag: boolean): void {
    const ids = this.identities!;
    const id = ids.isCopiedPerCode(value) ? ids.fresh() : ids.of(value);
    if (!this.begin(TYPE_FROZENSET, id, flag)) return;
    this.int32(value.items.length);
    if (value.items.some((item) => item instanceof PyTuple)) this.isOrderProvisional = true;
    for (const item of this.sortedElements(value)) this.writeObject(item, true);
  }

  private sortedElements(value: PyFrozenSet): readonly PyObject[] {
    if (value.items.length <= 1) return value.items;
    let sorted = this.sortedSets.get(value);
    if (sorted === undefined) {
      sorted = this.sortedByData(value.items);
      this.sortedSets.set(value, sorted);
    }
    return sorted;
  }

  private sortedByData(items: readonly PyObject[]): readonly PyObject[] {
    const entries = items.map((item) => ({ item, data: this.dumpElement(item) }));
    entries.sort((a, b) => compareBytes(a.data, b.data));
    return entries.map(({ item }) => item);
  }

  private dumpElement(item: PyObject): Uint8Array {
    const writer = new MarshalWriter(this.version, this.values);
    writer.identities = this.identities;
    writer.known = this.known;
    writer.sortedSets = this.sortedSets;
    writer.depth = this.depth;
    writer.writeObject(item, true);
    return writer.finish();
  }

  private writeCode(code: PyCode, flag: boolean): void {
    if (this.values?.allowCode === false) {
      throw new MarshalError('ValueError', 'marshalling code objects is disallowed');
    }
    const ids = this.identities!;
    if (!this.begin(TYPE_CODE, ids.of(code), flag)) return;
    this.int32(code.co_argcount);
    this.int32(code.co_posonlyargcount);
    this.int32(code.co_kwonlyargcount);
    this.int32(code.co_stacksize);
    this.int32(code.co_flags);
    this.writeBytes(code.co_code, ids.fresh(), true);
    this.depth++;
    this.writeConstants(code.co_consts, false);
    this.depth--;
    this.writeNames(code.co_names, true);
    this.writeNames(code.co_localsplusnames, !isAnnotate(code));
    const kinds = code.co_localspluskinds;
    if (kinds.length === 0) this.writeBytes(kinds, ids.ofBytes(kinds), true);
    else this.writeBytes(kinds, ids.fresh(), false);
    this.writeStr(code.co_filename, true, false);
    this.writeStr(code.co_name, true, false);
    this.writeStr(code.co_qualname, true, false);
    this.int32(Number(code.co_firstlineno));
    this.writeSharedBytes(code.co_linetable);
    this.writeSharedBytes(code.co_exceptiontable);
  }

  // Bytes.

  private reserve(size: number): void {
    if (this.length + size <= this.bytes.length) return;
    const larger = new Uint8Array(Math.max(2 * this.bytes.length, this.length + size));
    larger.set(this.bytes);
    this.bytes = larger;
    this.view = new DataView(larger.buffer);
  }

  private byte(value: number): void {
    if (this.length === this.bytes.length) this.reserve(1);
    this.bytes[this.length++] = value;
  }

  private int32(value: number): void {
    this.reserve(4);
    this.view.setInt32(this.length, value, true);
    this.length += 4;
  }

  private rawBytes(value: Uint8Array): void {
    this.reserve(value.length);
    if (value.length > SHORT) {
      this.bytes.set(value, this.length);
      this.length += value.length;
    } else {
      for (let i = 0; i < value.length; i++) this.bytes[this.length++] = value[i]!;
    }
  }

  private asciiBytes(text: string): void {
    this.reserve(text.length);
    for (let i = 0; i < text.length; i++) this.bytes[this.length++] = text.charCodeAt(i);
  }
}

/**
 * Is this the `__annotate__` function that the compiler makes? Its parameter is renamed from '.format' to 'format'
 * after the fact, in a tuple that nothing else shares.
 */
function isAnnotate(code: PyCode): boolean {
  return (
    code.co_name === '__annotate__' &&
    code.co_argcount === 1 &&
    code.co_posonlyargcount === 1 &&
    code.co_localsplusnames[0] === 'format'
  );
}

function base32Digit(text: string, at: number): number {
  const code = text.charCodeAt(at);
  return code < 0x3a ? code - 0x30 : code - 0x57;
}

function isExactNumber(value: PyObject): value is PyFloat | PyComplex {
  return typeof value === 'object' && (value.ob_type === PyFloat.type || value.ob_type === PyComplex.type);
}

function isAscii(text: string): boolean {
  for (let i = 0; i < text.length; i++) {
    if (text.charCodeAt(i) >= 0x80) return false;
  }
  return true;
}

function compareBytes(a: Uint8Array, b: Uint8Array): number {
  const n = Math.min(a.length, b.length);
  for (let i = 0; i < n; i++) {
    if (a[i] !== b[i]) return a[i]! - b[i]!;
  }
  return a.length - b.length;
}
