/**
 * The octets of a pickle on their way in: from memory, or from a file that is read no further than the pickle goes.
 *
 * A file that can `peek` is read ahead: what was used of that is read again for good before anything else is asked of the
 * file. CPython: `_Unpickler_ReadImpl`, `_Unpickler_ReadFromFile`, `_Unpickler_ReadInto`, `_Unpickler_Readline`.
 */
import { attrName } from '../../objects/attribute-name.ts';
import { PyByteArray } from '../../objects/bytearray.ts';
import { PyBytes } from '../../objects/bytes.ts';
import { exceptionTypes, PyBaseException } from '../../objects/exception.ts';
import type { PyObject } from '../../objects/object.ts';
import { getAttrOrAbsent } from '../../runtime/attributes.ts';
import { bytesLike } from '../../runtime/buffer.ts';
import { call0, call1 } from '../../runtime/call.ts';
import { typeError, valueError } from '../../runtime/errors.ts';
import { newMemoryView } from '../../runtime/memoryview.ts';
import { newBytesOctets } from '../../runtime/octets.ts';
import { stateIndex } from '../../runtime/pickling.ts';
import { repr } from '../../runtime/repr.ts';
import { strJoin } from '../../runtime/text.ts';
import { isInstanceOf, typeOf } from '../../runtime/type-of.ts';
import { unpicklingError } from './state.ts';

const peekName = attrName('peek');
const readName = attrName('read');
const readintoName = attrName('readinto');
const readlineName = attrName('readline');

const NotImplementedErrorType = exceptionTypes.get('NotImplementedError')!;

/** So many octets are looked at ahead. */
const PREFETCH = 128 * 1024;

const NEWLINE = 10;
const TWO_32 = 0x100000000;
const NO_OCTETS = new Uint8Array(0);

export class PickleInput {
  octets: Uint8Array;
  /** Of the next octet. */
  position = 0;
  /** What is read lies in front of that: the end of the octets, or of the frame that has begun. */
  private _limit: number;
  private _inFrame = false;
  /** Of the first octet that the file has yet to be read for. */
  private _prefetched: number;
  private readonly _read: PyObject | undefined;
  private readonly _readinto: PyObject | undefined;
  private readonly _readline: PyObject | undefined;
  private _peek: PyObject | undefined;
  private _view: DataView | undefined = undefined;

  /** Reads octets, or a file. */
  constructor(source: Uint8Array | PyObject) {
    if (source instanceof Uint8Array) {
      this.octets = source;
      this._limit = source.length;
      this._prefetched = source.length;
      return;
    }
    this.octets = NO_OCTETS;
    this._limit = 0;
    this._prefetched = 0;
    this._peek = getAttrOrAbsent(source, peekName);
    this._readinto = getAttrOrAbsent(source, readintoName);
    this._read = getAttrOrAbsent(source, readName);
    this._readline = getAttrOrAbsent(source, readlineName);
    if (this._read === undefined || this._readline === undefined) {
      throw typeError("file must have 'read' and 'readline' attributes");
    }
  }

  /** The octets, to read several of them at once. */
  view(): DataView {
    const { octets } = this;
    this._view ??= new DataView(octets.buffer, octets.byteOffset, octets.length);
    return this._view;
  }

  /** Moves on by `count` octets; the first of them stands at the index that this returns. */
  take(count: number): number {
    const start = this.position;
    if (count <= this._limit - start) {
      this.position = start + count;
      return start;
    }
    if (this._leaveFrame()) return this.take(count);
    if (this._read === undefined || this._readFile(this._read, count) < count) throw truncated();
    this.position = count;
    return 0;
  }

  /** The next octet, −1 at the end. */
  opcode(): number {
    const { octets, position } = this;
    if (position < this._limit) {
      this.position = position + 1;
      return octets[position]!;
    }
    if (this._leaveFrame()) return this.opcode();
    if (this._read === undefined || this._readFile(this._read, 1) < 1) return -1;
    this.position = 1;
    return this.octets[0]!;
  }

  /** A number of one octet. */
  octet(): number {
    const { octets, position } = this;
    if (position < this._limit) {
      this.position = position + 1;
      return octets[position]!;
    }
    const start = this.take(1);
    return this.octets[start]!;
  }

  /** A number of two octets. */
  short(): number {
    const start = this.take(2);
    const { octets } = this;
    return octets[start]! | (octets[start + 1]! << 8);
  }

  /** A number of four octets, with its sign. */
  signed(): number {
    const start = this.take(4);
    const { octets } = this;
    return (
      octets[start]! | (octets[start + 1]! << 8) | (octets[start + 2]! << 16) | (octets[start + 3]! << 24)
    );
  }

  /** A number of four octets. */
  unsigned(): number {
    return this.signed() >>> 0;
  }

  /** A length of eight octets; −1 when it is beyond `Py_ssize_t`. */
  length(): number {
    // The eight are there, or none is taken.
    this.position = this.take(8);
    const low = this.unsigned();
    const high = this.unsigned();
    return high > 0x7fffffff ? -1 : high * TWO_32 + low;
  }

  /** The rest of a line, with its end. Good until the next octets are asked for. */
  line(): Uint8Array {
    const { octets, position } = this;
    const end = octets.indexOf(NEWLINE, position);
    if (end >= 0 && end < this._limit) {
      this.position = end + 1;
      return octets.subarray(position, end + 1);
    }
    if (this._leaveFrame()) return this.line();
    if (this._readline === undefined) throw truncated();
    this.finish();
    this._use(call0(this._readline));
    const line = this.octets;
    if (line.length === 0 || line[line.length - 1] !== NEWLINE) throw truncated();
    this.position = line.length;
    return line;
  }

  /** `count` octets of their own. */
  copy(count: number): Uint8Array {
    const left = this._limit - this.position;
    if (count <= left) {
      const start = this.take(count);
      return this.octets.slice(start, start + count);
    }
    if (this._leaveFrame()) return this.copy(count);
    if (this._read === undefined) throw truncated();
    const data = newBytesOctets(count);
    data.set(this.octets.subarray(this.position));
    this.position += left;
    this.finish();
    if (this._readinto !== undefined) readInto(this._readinto, data.subarray(left));
    else readCopy(this._read, data.subarray(left));
    return data;
  }

  /** Begins a frame, which has to be there. Nothing may be read across its end. */
  beginFrame(count: number): void {
    if (this._inFrame && this.position < this._limit) {
      throw unpicklingError('beginning of a new frame before end of current frame');
    }
    this._leaveFrame();
    this.position = this.take(count);
    this._limit = this.position + count;
    this._inFrame = true;
  }

  /** Goes on behind a frame that was read to its end; false when there was none. */
  private _leaveFrame(): boolean {
    if (!this._inFrame) return false;
    if (this.position < this._limit) throw unpicklingError('pickle exhausted before end of frame');
    this._inFrame = false;
    this._limit = this.octets.length;
    return true;
  }

  /** Reads from the file what was only looked at. */
  finish(): void {
    const consumed = this.position - this._prefetched;
    if (consumed <= 0) return;
    call1(this._read!, consumed);
    this._prefetched = this.position;
  }

  private _readFile(read: PyObject, count: number): number {
    this.finish();
    if (this._peek !== undefined && count < PREFETCH) {
      const data = this._peekAhead(this._peek);
      if (data !== undefined) {
        this._use(data);
        this._prefetched = 0;
        if (count <= this.octets.length) return count;
      }
    }
    this._use(call1(read, count));
    return this.octets.length;
  }

  private _peekAhead(peek: PyObject): PyObject | undefined {
    try {
      return call1(peek, PREFETCH);
    } catch (thrown) {
      if (!(thrown instanceof PyBaseException) || !isInstanceOf(thrown, NotImplementedErrorType))
        throw thrown;
      this._peek = undefined;
      return undefined;
    }
  }

  private _use(data: PyObject): void {
    this.octets = bytesLike(data);
    this._limit = this.octets.length;
    this._view = undefined;
    this.position = 0;
    this._prefetched = this.octets.length;
  }
}

function truncated(): PyBaseException {
  return unpicklingError('pickle data was truncated');
}

function readInto(readinto: PyObject, target: Uint8Array): void {
  const count = stateIndex(call1(readinto, newMemoryView(new PyByteArray(target))));
  if (count < 0) throw valueError('readinto() returned negative size');
  if (count < target.length) throw truncated();
}

function readCopy(read: PyObject, target: Uint8Array): void {
  const data = call1(read, target.length);
  if (!(data instanceof PyBytes)) {
    throw valueError(strJoin('', ['read() returned non-bytes object (', repr(typeOf(data)), ')']));
  }
  if (data.value.length < target.length) throw truncated();
  target.set(data.value.subarray(0, target.length));
}
