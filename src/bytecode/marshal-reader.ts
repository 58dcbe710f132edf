/**
 * Reads marshal data of every version. CPython: `r_object` in Python/marshal.c.
 *
 * The data may be truncated, damaged or hostile: every mistake in it ends in the exception that CPython raises, and
 * no more is allocated than the data themselves could fill, whatever sizes they claim. Containers whose items are
 * still to come wait on a stack of their own, so nesting does not use up JavaScript's.
 */
import { floatFromText } from '../common/float-parse.ts';
import { decodeUtf8 } from '../common/utf8.ts';
import { PyBytes } from '../objects/bytes.ts';
import { CO_FAST_LOCAL, CO_VARARGS, CO_VARKEYWORDS, PyCode } from '../objects/code.ts';
import { PyComplex } from '../objects/complex.ts';
import { PyDict } from '../objects/dict.ts';
import { PyFloat } from '../objects/float.ts';
import { PyList } from '../objects/list.ts';
import { normalizeInt, type PyObject } from '../objects/object.ts';
import { PyFrozenSet, PySet } from '../objects/set.ts';
import { Ellipsis, None } from '../objects/singletons.ts';
import { PySlice } from '../objects/slice.ts';
import { isStr, type Str, strFromCodePoints } from '../objects/str.ts';
import { PyTuple } from '../objects/tuple.ts';
import { distinctItems } from './constant-equality.ts';
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
  TYPE_INT64,
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

/** How many bytes of ASCII become arguments of one call. */
const CHUNK = 4096;

/** A container whose items are being read. */
interface Pending {
  /** Its type code without FLAG_REF. */
  readonly type: number;
  /** How many items it has. */
  readonly size: number;
  readonly items: PyObject[];
  /** The number of its reference, −1 for none. */
  readonly slot: number;
  /** The numbers of a code object: those before the items, then the line. */
  readonly numbers: number[];
  /** A container that is made before its items are read. */
  readonly value: PyObject | undefined;
}

/** The objects in a code object, and how many of them stand before its first line. */
const CODE_ITEMS = 10;
const CODE_ITEMS_BEFORE_LINE = 8;

/** What {@link MarshalReader} calls the owner of a missing item. */
const OWNERS: ReadonlyMap<number, string> = new Map([
  [TYPE_TUPLE, 'tuple'],
  [TYPE_LIST, 'list'],
  [TYPE_DICT, 'dict'],
  [TYPE_SET, 'set'],
  [TYPE_FROZENSET, 'set'],
  [TYPE_CODE, 'code object'],
]);

/** In place of a value: a container was opened, its items follow. */
const OPENED = Symbol('opened');

export class MarshalReader {
  private bytes: Uint8Array;
  private view: DataView;
  private end: number;
  private pos = 0;
  private readonly pending: Pending[] = [];
  /** What carried FLAG_REF; `undefined` while it is still being read. */
  private readonly refs: (PyObject | undefined)[] = [];

  private readonly values: MarshalValues | undefined;
  private readonly source: ((count: number) => Uint8Array) | undefined;

  constructor(data: Uint8Array, values?: MarshalValues, source?: (count: number) => Uint8Array) {
    this.values = values;
    this.source = source;
    this.bytes = data;
    this.view = new DataView(data.buffer, data.byteOffset, data.byteLength);
    this.end = data.length;
  }

  readTop(): PyObject {
    for (;;) {
      let value = this.readObject();
      while (value !== OPENED) {
        const owner = this.pending.at(-1);
        if (owner === undefined) return required(value, 'object');
        if (value === undefined && owner.type === TYPE_DICT) {
          this.pending.pop();
          value = this.close(owner);
          continue;
        }
        if (value === undefined && owner.type === TYPE_SLICE) {
          // A missing part makes the slice itself missing, for its owner to complain about.
          this.pending.pop();
          continue;
        }
        owner.items.push(required(value, OWNERS.get(owner.type)!));
        this.addTo(owner);
        if (owner.type === TYPE_CODE && owner.items.length === CODE_ITEMS_BEFORE_LINE) {
          owner.numbers.push(this.readInt32());
        }
        if (owner.items.length < owner.size) break;
        this.pending.pop();
        value = this.close(owner);
      }
    }
  }

  /** One value, `undefined` for TYPE_NULL. */
  private readObject(): PyObject | undefined | typeof OPENED {
    this.demand(1);
    if (this.pos >= this.end) throw new MarshalError('EOFError', 'EOF read where object expected');
    if (this.pending.length >= MAX_MARSHAL_STACK_DEPTH) {
      throw new MarshalError('ValueError', 'recursion limit exceeded');
    }
    const code = this.bytes[this.pos++]!;
    return this.readContents(code & ~FLAG_REF, (code & FLAG_REF) !== 0);
  }

  private readContents(type: number, flag: boolean): PyObject | undefined | typeof OPENED {
    switch (type) {
      case TYPE_NULL:
        return undefined;
      case TYPE_NONE:
        return None;
      case TYPE_FALSE:
        return false;
      case TYPE_TRUE:
        return true;
      case TYPE_ELLIPSIS:
        return Ellipsis;
      case TYPE_REF:
        return this.readReference();
      case TYPE_SHORT_ASCII:
      case TYPE_SHORT_ASCII_INTERNED:
        return this.register(this.readAscii(this.readSmallSize()), flag);
      case TYPE_ASCII:
      case TYPE_ASCII_INTERNED:
        return this.register(this.readAscii(this.readSize('string')), flag);
      case TYPE_INT:
        return this.register(this.readInt32(), flag);
      case TYPE_SMALL_TUPLE:
        return this.openTuple(this.readSmallSize(), flag);
      case TYPE_STRING:
        return this.register(new PyBytes(this.take(this.readSize('bytes object')).slice()), flag);
      case TYPE_CODE:
        return this.openCode(flag);
      default:
        return this.readRareContents(type, flag);
    }
  }

  private readRareContents(type: number, flag: boolean): PyObject | typeof OPENED {
    switch (type) {
      case TYPE_TUPLE:
        return this.openTuple(this.readSize('tuple'), flag);
      case TYPE_UNICODE:
      case TYPE_INTERNED:
        return this.register(this.readUtf8(this.readSize('string')), flag);
      case TYPE_LONG:
        return this.register(this.readLong(), flag);
      case TYPE_INT64:
        return this.register(this.readInt64(), flag);
      case TYPE_BINARY_FLOAT:
        return this.register(new PyFloat(this.readDouble()), flag);
      case TYPE_FLOAT:
        return this.register(new PyFloat(this.readDoubleText()), flag);
      case TYPE_BINARY_COMPLEX: {
        const real = this.readDouble();
        return this.register(new PyComplex(real, this.readDouble()), flag);
      }
      case TYPE_COMPLEX: {
        const real = this.readDoubleText();
        return this.register(new PyComplex(real, this.readDoubleText()), flag);
      }
      case TYPE_FROZENSET:
        return this.openFrozenSet(flag);
      case TYPE_SLICE:
        return this.open(TYPE_SLICE, 3, this.reserve(flag), []);
      default:
        return this.readGeneral(type, flag);
    }
  }

  /** What code objects do not consist of. */
  private readGeneral(type: number, flag: boolean): PyObject | typeof OPENED {
    if (this.values !== undefined) {
      if (type === TYPE_LIST || type === TYPE_DICT || type === TYPE_SET) return this.openGrowing(type, flag);
      if (type === TYPE_STOPITER) return this.values.stopIteration;
    }
    throw new MarshalError('ValueError', 'bad marshal data (unknown type code)');
  }

  // References. A tuple has its number before its items are read and may hold itself; what is complete only after
  // its parts are known reserves a number, and a reference to it from within is an error.

  private register<T extends PyObject>(value: T, flag: boolean): T {
    if (flag) this.refs.push(value);
    return value;
  }

  private reserve(flag: boolean): number {
    return flag ? this.refs.push(undefined) - 1 : -1;
  }

  private fill<T extends PyObject>(slot: number, value: T): T {
    if (slot >= 0) this.refs[slot] = value;
    return value;
  }

  private readReference(): PyObject {
    const value = this.refs[this.readInt32()];
    if (value === undefined) throw new MarshalError('ValueError', 'bad marshal data (invalid reference)');
    return value;
  }

  // Numbers.

  /** Asks the source for what is missing of so many bytes. */
  private demand(size: number): void {
    const missing = size - (this.end - this.pos);
    if (missing <= 0 || this.source === undefined) return;
    const more = this.source(missing);
    const joined = new Uint8Array(this.end - this.pos + more.length);
    joined.set(this.bytes.subarray(this.pos, this.end));
    joined.set(more, this.end - this.pos);
    this.bytes = joined;
    this.view = new DataView(joined.buffer);
    this.end = joined.length;
    this.pos = 0;
  }

  private take(size: number): Uint8Array {
    this.demand(size);
    const start = this.pos;
    if (size > this.end - start) throw new MarshalError('EOFError', 'marshal data too short');
    this.pos = start + size;
    return this.bytes.subarray(start, this.pos);
  }

  /** Moves on by `size` bytes and returns where they start; `view` may be another one then. */
  private skip(size: number): number {
    this.demand(size);
    const start = this.pos;
    if (size > this.end - start) throw new MarshalError('EOFError', 'marshal data too short');
    this.pos = start + size;
    return start;
  }

  private readInt32(): number {
    const at = this.skip(4);
    return this.view.getInt32(at, true);
  }

  private readSize(what: string): number {
    const size = this.readInt32();
    if (size < 0) throw new MarshalError('ValueError', `bad marshal data (${what} size out of range)`);
    return size;
  }

  private readSmallSize(): number {
    this.demand(1);
    if (this.pos >= this.end) throw new MarshalError('EOFError', 'EOF read where not expected');
    return this.bytes[this.pos++]!;
  }

  private readInt64(): number | bigint {
    const at = this.skip(8);
    return normalizeInt(this.view.getBigInt64(at, true));
  }

  /** An int as its sign and number of digits, and its digits of 15 bits, lowest first. */
  private readLong(): number | bigint {
    const signedCount = this.readInt32();
    if (signedCount === -0x80000000) {
      throw new MarshalError('ValueError', 'bad marshal data (long size out of range)');
    }
    const count = Math.abs(signedCount);
    this.demand(2 * count);
    const start = this.pos;
    for (let i = 0; i < count; i++) {
      const digit = this.view.getUint16(this.skip(2), true);
      if (digit >= 0x8000)
        throw new MarshalError('ValueError', 'bad marshal data (digit out of range in long)');
      if (digit === 0 && i === count - 1) {
        throw new MarshalError('ValueError', 'bad marshal data (unnormalized long data)');
      }
    }
    const magnitude = this.joinDigits(start, count);
    return normalizeInt(signedCount < 0 ? -magnitude : magnitude);
  }

  /** Four digits are 60 bits: 15 hexadecimal digits, so the value goes through text, in linear time. */
  private joinDigits(start: number, count: number): bigint {
    if (count === 0) return 0n;
    let hex = '';
    for (let first = (count - 1) & ~3; first >= 0; first -= 4) {
      let high = 0;
      let low = 0;
      for (let i = Math.min(first + 3, count - 1); i >= first; i--) {
        const digit = this.view.getUint16(start + 2 * i, true);
        if (i >= first + 2) high = high * 0x8000 + digit;
        else low = low * 0x8000 + digit;
      }
      const group = BigInt(high) * 0x40000000n + BigInt(low);
      hex += group.toString(16).padStart(15, '0');
    }
    return BigInt(`0x${hex}`);
  }

  private readDouble(): number {
    const at = this.skip(8);
    return this.view.getFloat64(at, true);
  }

  private readDoubleText(): number {
    const raw = this.take(this.readSmallSize());
    const zero = raw.indexOf(0);
    const text = new TextDecoder().decode(zero < 0 ? raw : raw.subarray(0, zero));
    // Unlike in a program, digits are not grouped here.
    const value = text.includes('_') ? undefined : floatFromText(text);
    if (value === undefined) {
      throw new MarshalError('ValueError', `could not convert string to float: '${text.slice(0, 200)}'`);
    }
    return value;
  }

  // Strings.

  /** One byte, one character: named ASCII, but CPython reads the other half of Latin-1 as well. */
  private readAscii(size: number): string {
    const bytes = this.take(size);
    if (size <= CHUNK) return String.fromCharCode.apply(undefined, bytes as unknown as number[]);
    let text = '';
    for (let i = 0; i < size; i += CHUNK) {
      text += String.fromCharCode.apply(undefined, bytes.subarray(i, i + CHUNK) as unknown as number[]);
    }
    return text;
  }

  private readUtf8(size: number): Str {
    const bytes = this.take(size);
    const decoded = decodeUtf8(bytes, 'surrogatepass');
    if (Array.isArray(decoded)) return strFromCodePoints(decoded);
    const { start, end, reason } = decoded;
    const place =
      end - start === 1
        ? `byte 0x${bytes[start]!.toString(16).padStart(2, '0')} in position ${start}`
        : `bytes in position ${start}-${end - 1}`;
    throw new MarshalError('UnicodeDecodeError', `'utf-8' codec can't decode ${place}: ${reason}`);
  }

  // Containers.

  private open(
    type: number,
    size: number,
    slot: number,
    items: PyObject[],
    numbers: number[] = [],
    value?: PyObject,
  ): typeof OPENED {
    this.pending.push({ type, size, items, slot, numbers, value });
    return OPENED;
  }

  /** The value of a container that has all its items. */
  private close({ type, items, slot, numbers, value }: Pending): PyObject {
    if (value !== undefined) return value;
    switch (type) {
      case TYPE_FROZENSET:
        return this.fill(slot, this.makeFrozenSet(items));
      case TYPE_SLICE:
        return this.fill(slot, new PySlice(items[0]!, items[1]!, items[2]!));
      case TYPE_CODE:
        return this.fill(slot, makeCode(numbers, items));
      default:
        return slot < 0 ? new PyTuple(items) : this.refs[slot]!;
    }
  }

  /** Frozensets of constants need no hashing. */
  private makeFrozenSet(items: PyObject[]): PyFrozenSet {
    if (this.values === undefined) return new PyFrozenSet(distinctItems(items));
    const set = new PyFrozenSet();
    for (const item of items) this.values.addItem(set, item);
    return set;
  }

  /** A container that changes as its items come, and may hold itself. */
  private openGrowing(type: number, flag: boolean): PyObject | typeof OPENED {
    const size = type === TYPE_DICT ? Number.POSITIVE_INFINITY : this.readSize(OWNERS.get(type)!);
    const items: PyObject[] = [];
    const value = type === TYPE_LIST ? new PyList(items) : type === TYPE_DICT ? new PyDict() : new PySet();
    this.register(value, flag);
    return size === 0 ? value : this.open(type, size, -1, items, [], value);
  }

  /** Puts the last item that was read where it belongs. */
  private addTo({ value, items }: Pending): void {
    if (value instanceof PySet) this.values!.addItem(value, items.at(-1)!);
    else if (value instanceof PyDict && items.length % 2 === 0) {
      this.values!.setPair(value, items.at(-2)!, items.at(-1)!);
    }
  }

  private openTuple(size: number, flag: boolean): PyTuple | typeof OPENED {
    const items: PyObject[] = [];
    if (size === 0) return this.register(new PyTuple(items), flag);
    const slot = this.reserve(flag);
    if (flag) this.refs[slot] = new PyTuple(items);
    return this.open(TYPE_TUPLE, size, slot, items);
  }

  private openFrozenSet(flag: boolean): PyFrozenSet | typeof OPENED {
    const size = this.readSize('set');
    if (size === 0) return this.register(new PyFrozenSet([]), flag);
    return this.open(TYPE_FROZENSET, size, this.reserve(flag), []);
  }

  private openCode(flag: boolean): typeof OPENED {
    if (this.values?.allowCode === false) {
      throw new MarshalError('ValueError', 'unmarshalling code objects is disallowed');
    }
    const slot = this.reserve(flag);
    const numbers: number[] = [];
    for (let i = 0; i < 5; i++) numbers.push(this.readInt32());
    return this.open(TYPE_CODE, CODE_ITEMS, slot, [], numbers);
  }
}

function required(value: PyObject | undefined, owner: string): PyObject {
  if (value === undefined) throw new MarshalError('TypeError', `NULL object in marshal data for ${owner}`);
  return value;
}

/** A code object of its parts, which are checked. CPython: `_PyCode_Validate`, `_PyCode_New`. */
function makeCode(numbers: readonly number[], items: readonly PyObject[]): PyCode {
  const [argcount, posonlyargcount, kwonlyargcount, stacksize, flags, firstlineno] = numbers;
  const [
    code,
    consts,
    names,
    localsplusnames,
    localspluskinds,
    filename,
    name,
    qualname,
    linetable,
    exceptiontable,
  ] = items;
  if (
    argcount < posonlyargcount ||
    posonlyargcount < 0 ||
    kwonlyargcount < 0 ||
    stacksize < 0 ||
    flags < 0 ||
    !(code instanceof PyBytes) ||
    !(consts instanceof PyTuple) ||
    !(names instanceof PyTuple) ||
    !(localsplusnames instanceof PyTuple) ||
    !(localspluskinds instanceof PyBytes) ||
    localsplusnames.items.length !== localspluskinds.value.length ||
    !isStr(filename) ||
    !isStr(name) ||
    !isStr(qualname) ||
    !(linetable instanceof PyBytes) ||
    !(exceptiontable instanceof PyBytes)
  ) {
    throw new MarshalError('SystemError', '../Objects/codeobject.c:465: bad argument to internal function');
  }
  if (code.value.length % 2 !== 0) throw new MarshalError('ValueError', 'code: co_code is malformed');
  const named =
    argcount + kwonlyargcount + Number((flags & CO_VARARGS) !== 0) + Number((flags & CO_VARKEYWORDS) !== 0);
  if (countLocals(localspluskinds.value) < named) {
    throw new MarshalError('ValueError', 'code: co_varnames is too small');
  }
  return new PyCode({
    co_argcount: argcount,
    co_posonlyargcount: posonlyargcount,
    co_kwonlyargcount: kwonlyargcount,
    co_stacksize: stacksize,
    co_flags: flags,
    co_code: code.value,
    co_consts: consts.items,
    co_names: onlyStrings(names),
    co_localsplusnames: onlyStrings(localsplusnames),
    co_localspluskinds: localspluskinds.value,
    co_filename: filename,
    co_name: name,
    co_qualname: qualname,
    co_firstlineno: firstlineno,
    co_linetable: linetable.value,
    co_exceptiontable: exceptiontable.value,
  });
}

/** The number of local variables, arguments included. */
function countLocals(kinds: Uint8Array): number {
  let count = 0;
  for (const kind of kinds) {
    if ((kind & CO_FAST_LOCAL) !== 0) count++;
  }
  return count;
}

function onlyStrings(tuple: PyTuple): readonly Str[] {
  if (!tuple.items.every(isStr)) throw new MarshalError('SystemError', 'non-string found in code slot');
  return tuple.items as readonly Str[];
}
