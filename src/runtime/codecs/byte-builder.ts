/** Octets collected piece by piece. CPython: `PyBytesWriter`. */

export class ByteBuilder {
  private _bytes: Uint8Array;
  private _length = 0;

  /** With room for so many octets to begin with. */
  constructor(capacity: number) {
    this._bytes = new Uint8Array(Math.max(capacity, 16));
  }

  push(octet: number): void {
    if (this._length === this._bytes.length) this._grow(1);
    this._bytes[this._length++] = octet;
  }

  append(octets: Uint8Array): void {
    if (this._length + octets.length > this._bytes.length) this._grow(octets.length);
    this._bytes.set(octets, this._length);
    this._length += octets.length;
  }

  /** Appends code units below 256 as octets. */
  appendLatin1(text: string): void {
    if (this._length + text.length > this._bytes.length) this._grow(text.length);
    for (let i = 0; i < text.length; i++) this._bytes[this._length++] = text.charCodeAt(i);
  }

  finish(): Uint8Array {
    return this._length === this._bytes.length ? this._bytes : this._bytes.slice(0, this._length);
  }

  private _grow(more: number): void {
    const grown = new Uint8Array((this._length + more) * 2);
    grown.set(this._bytes.subarray(0, this._length));
    this._bytes = grown;
  }
}
