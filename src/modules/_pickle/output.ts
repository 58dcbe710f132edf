/**
 * The octets of a pickle on their way out.
 *
 * From protocol 4 on they stand in frames of about 64 KiB, so that whoever reads a file may read a frame at once: an
 * opcode and the length, which is written when the frame ends. Payloads that are large themselves stand between frames,
 * and go to a file directly. CPython: `_Pickler_Write`, `_Pickler_CommitFrame`, `_Pickler_write_bytes`.
 */
import { PyBytes } from '../../objects/bytes.ts';
import type { PyObject } from '../../objects/object.ts';
import { call1 } from '../../runtime/call.ts';
import { copyOctets } from '../../runtime/octets.ts';
import { FRAME } from './opcodes.ts';

/** A frame ends when it is this long, and a payload this long gets none. */
const FRAME_TARGET = 64 * 1024;
/** A frame shorter than that is no frame. */
const FRAME_MIN = 4;
const FRAME_HEADER = 9;

/** Below `PickleOutput.limit` there is room for an opcode with so many octets. */
export const SLACK = 128;

/** The length of the buffer at first. */
const FIRST_BUFFER = 1024;

const TWO_32 = 0x100000000;

export class PickleOutput {
  octets: Uint8Array;
  /** The same octets, to write four at once. */
  view: DataView;
  length = 0;
  /** As long as the output is shorter, there is a frame where there are frames, it is not full, and there is room. */
  limit = 0;
  /** Of the short text that was written last. */
  hash = 0;
  /** The `write` method of a file; absent when the pickle stays in memory. */
  write: PyObject | undefined;
  framing = false;
  /** Where the frame begins; −1 outside of frames. */
  frameStart = -1;

  constructor(write: PyObject | undefined, size = FIRST_BUFFER) {
    this.write = write;
    this.octets = new Uint8Array(size);
    this.view = new DataView(this.octets.buffer);
  }

  /** Begins anew. */
  clear(): void {
    this.length = 0;
    this.limit = 0;
    this.frameStart = -1;
    this.framing = false;
  }

  /** Between two opcodes, when the limit is reached: a frame may end, and another one begins. */
  ready(): void {
    this.boundary();
    this.room(SLACK);
    const end = this.octets.length - SLACK + 1;
    this.limit = this.frameStart < 0 ? end : Math.min(end, this.frameStart + FRAME_HEADER + FRAME_TARGET);
  }

  /** Makes room for so many octets, in a frame where there are frames. Whoever calls it writes them. */
  room(count: number): void {
    if (this.frameStart < 0 && this.framing) {
      this._grow(count + FRAME_HEADER);
      this.frameStart = this.length;
      this.length += FRAME_HEADER;
    } else if (this.length + count > this.octets.length) this._grow(count);
  }

  private _grow(count: number): void {
    const needed = this.length + count;
    if (needed <= this.octets.length) return;
    const larger = new Uint8Array(Math.max(needed, 2 * this.octets.length));
    larger.set(this.octets.subarray(0, this.length));
    this.octets = larger;
    this.view = new DataView(larger.buffer);
  }

  /** An opcode. */
  op(opcode: number): void {
    if (this.length >= this.limit) this.room(1);
    this.octets[this.length++] = opcode;
  }

  /** An opcode and one octet. */
  op1(opcode: number, octet: number): void {
    if (this.length >= this.limit) this.room(2);
    const { octets, length } = this;
    octets[length] = opcode;
    octets[length + 1] = octet;
    this.length = length + 2;
  }

  /** An opcode and a number of two octets. */
  op2(opcode: number, value: number): void {
    if (this.length >= this.limit) this.room(3);
    const { octets, length } = this;
    octets[length] = opcode;
    octets[length + 1] = value;
    octets[length + 2] = value >> 8;
    this.length = length + 3;
  }

  /** An opcode and a number of four octets. */
  op4(opcode: number, value: number): void {
    if (this.length >= this.limit) this.room(5);
    const { octets, length } = this;
    octets[length] = opcode;
    octets[length + 1] = value;
    octets[length + 2] = value >> 8;
    octets[length + 3] = value >> 16;
    octets[length + 4] = value >> 24;
    this.length = length + 5;
  }

  /** An opcode and a length of eight octets. */
  op8(opcode: number, value: number): void {
    this.op4(opcode, (value % TWO_32) | 0);
    const high = Math.floor(value / TWO_32);
    this.room(4);
    for (let shift = 0; shift < 32; shift += 8) this.octets[this.length++] = high >> shift;
  }

  /** An opcode and a double, most significant octet first. */
  opDouble(opcode: number, value: number): void {
    if (this.length >= this.limit) this.room(9);
    const { length } = this;
    this.octets[length] = opcode;
    this.view.setFloat64(length + 1, value);
    this.length = length + 9;
  }

  /** Characters below 256. */
  latin1(text: string): void {
    const count = text.length;
    this.room(count);
    const { octets } = this;
    let { length } = this;
    for (let i = 0; i < count; i++) octets[length++] = text.charCodeAt(i);
    this.length = length;
  }

  append(data: Uint8Array): void {
    this.room(data.length);
    this.octets.set(data, this.length);
    this.length += data.length;
  }

  /** Between two opcodes a frame may end. What is then in the buffer goes to the file. */
  boundary(): void {
    if (this.frameStart < 0 || this.length - this.frameStart - FRAME_HEADER < FRAME_TARGET) return;
    this.endFrame();
    if (this.write !== undefined) this.flush(this.write);
  }

  endFrame(): void {
    const start = this.frameStart;
    this.limit = 0;
    if (start < 0) return;
    this.frameStart = -1;
    const { octets } = this;
    const count = this.length - start - FRAME_HEADER;
    if (count < FRAME_MIN) {
      octets.copyWithin(start, start + FRAME_HEADER, this.length);
      this.length -= FRAME_HEADER;
      return;
    }
    octets[start] = FRAME;
    let rest = count;
    for (let i = 1; i < FRAME_HEADER; i++) {
      octets[start + i] = rest % 256;
      rest = Math.floor(rest / 256);
    }
  }

  /** Gives the file what is in the buffer. */
  flush(write: PyObject): void {
    this.endFrame();
    const data = new PyBytes(this.octets.slice(0, this.length));
    this.length = 0;
    call1(write, data);
  }

  /** Is a payload of this length written between frames? */
  isLarge(count: number): boolean {
    return count >= FRAME_TARGET;
  }

  /** A large payload behind its header, which `header` writes. `object` is what a file gets for it. */
  large(header: () => void, data: Uint8Array, object: PyObject | undefined): void {
    this.endFrame();
    const { framing, write } = this;
    this.framing = false;
    header();
    if (write === undefined) this.append(data);
    else {
      this.flush(write);
      call1(write, object ?? new PyBytes(data.slice()));
    }
    this.framing = framing;
    this.limit = 0;
  }

  /** All that was written, as octets of their own. */
  finish(): Uint8Array {
    this.endFrame();
    return copyOctets(this.octets, 0, this.length);
  }
}
