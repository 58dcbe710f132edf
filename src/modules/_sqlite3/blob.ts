/** Blob: a part of a database that is read and written like a file, or like a bytearray. CPython: Modules/_sqlite/blob.c. */
import { PyBytes } from '../../objects/bytes.ts';
import type { PyObject } from '../../objects/object.ts';
import { PySlice } from '../../objects/slice.ts';
import { bytesLike } from '../../runtime/buffer.ts';
import { asIndex } from '../../runtime/convert.ts';
import { defineType, methodsOf } from '../../runtime/define.ts';
import { indexError, overflowError, typeError, valueError } from '../../runtime/errors.ts';
import { sliceIndices } from '../../runtime/slice.ts';
import { typeName, typeOf } from '../../runtime/type-of.ts';
import { checkConnection, checkThread, closeBlob } from './connection.ts';
import { PyBlob } from './layouts.ts';
import { checkResult, programmingError, sqlite, terminated } from './sqlite.ts';

const INT_MAX = 0x7fffffff;

function checkBlob(self: PyBlob): void {
  checkConnection(self.connection);
  checkThread(self.connection);
  if (self.handle === 0n) throw programmingError('Cannot operate on a closed blob.');
}

function readAt(self: PyBlob, length: number, offset: number): Uint8Array {
  const octets = new Uint8Array(length);
  const room = length === 0 ? new Uint8Array(1) : octets;
  const code = sqlite('int sqlite3_blob_read(uint64_t, void *, int, int)', self.handle, room, length, offset);
  checkResult(self.connection.db, code);
  return octets;
}

function writeAt(self: PyBlob, octets: Uint8Array, offset: number): void {
  const code = sqlite(
    'int sqlite3_blob_write(uint64_t, void *, int, int)',
    ...[self.handle, terminated(octets), octets.length, offset],
  );
  checkResult(self.connection.db, code);
}

function read(self: PyBlob, length: number): PyBytes {
  checkBlob(self);
  const left = self.length - self.offset;
  const octets = readAt(self, length < 0 ? left : Math.min(length, left), self.offset);
  self.offset += octets.length;
  return new PyBytes(octets);
}

function write(self: PyBlob, data: Uint8Array): void {
  checkBlob(self);
  if (data.length > self.length - self.offset) throw valueError('data longer than blob length');
  writeAt(self, data, self.offset);
  self.offset += data.length;
}

function seek(self: PyBlob, offset: number, origin: number): void {
  checkBlob(self);
  if (origin < 0 || origin > 2) {
    throw valueError("'origin' should be os.SEEK_SET, os.SEEK_CUR, or os.SEEK_END");
  }
  const base = origin === 0 ? 0 : origin === 1 ? self.offset : self.length;
  if (base + offset > INT_MAX) throw overflowError('seek offset results in overflow');
  const target = base + offset;
  if (target < 0 || target > self.length) throw valueError('offset out of blob range');
  self.offset = target;
}

/** The place that an index means. */
function placeOf(self: PyBlob, key: PyObject): number {
  const int = asIndex(key);
  if (typeof int === 'bigint' && BigInt.asIntN(64, int) !== int) {
    throw indexError(`cannot fit '${typeName(key)}' into an index-sized integer`);
  }
  const place = Number(int) < 0 ? Number(int) + self.length : Number(int);
  if (place < 0 || place >= self.length) throw indexError('Blob index out of range');
  return place;
}

/** The places that a slice means. */
function placesOf(self: PyBlob, slice: PySlice): number[] {
  const [start, stop, step] = sliceIndices(slice, self.length).map(Number) as [number, number, number];
  const places: number[] = [];
  for (let place = start; step > 0 ? place < stop : place > stop; place += step) places.push(place);
  return places;
}

function checkForward(places: readonly number[]): void {
  if (places.length > 1 && places[1]! < places[0]!) {
    throw valueError("Blob doesn't support slices with a negative step");
  }
}

const isIndex = (key: PyObject): boolean => typeOf(key).nb_index !== undefined;

function subscript(self: PyBlob, key: PyObject): PyObject {
  checkBlob(self);
  if (isIndex(key)) return readAt(self, 1, placeOf(self, key))[0]!;
  if (!(key instanceof PySlice)) throw typeError('Blob indices must be integers');
  const places = placesOf(self, key);
  if (places.length === 0) return new PyBytes(new Uint8Array(0));
  checkForward(places);
  const first = places[0]!;
  const octets = readAt(self, places.at(-1)! - first + 1, first);
  return new PyBytes(Uint8Array.from(places, (place) => octets[place - first]!));
}

function assign(self: PyBlob, key: PyObject, value: PyObject | undefined): void {
  checkBlob(self);
  if (isIndex(key)) {
    if (value === undefined) throw typeError("Blob doesn't support item deletion");
    if (!isIndex(value)) {
      throw typeError(`'${typeName(value)}' object cannot be interpreted as an integer`);
    }
    const place = placeOf(self, key);
    const octet = asIndex(value);
    if (octet < 0 || octet > 255) throw valueError('byte must be in range(0, 256)');
    writeAt(self, Uint8Array.of(Number(octet)), place);
    return;
  }
  if (!(key instanceof PySlice)) throw typeError('Blob indices must be integers');
  if (value === undefined) throw typeError("Blob doesn't support slice deletion");
  const places = placesOf(self, key);
  const octets = bytesLike(value);
  if (octets.length !== places.length) throw indexError('Blob slice assignment is wrong size');
  if (places.length === 0) return;
  checkForward(places);
  const first = places[0]!;
  const target = readAt(self, places.at(-1)! - first + 1, first);
  for (const [i, place] of places.entries()) target[place - first] = octets[i]!;
  writeAt(self, target, first);
}

const method = methodsOf<PyBlob>();

export const blobType = defineType({
  type: PyBlob.type,
  slots: {
    mp_length: (self) => {
      checkBlob(self as PyBlob);
      return (self as PyBlob).length;
    },
    mp_subscript: (self, key) => subscript(self as PyBlob, key),
    mp_ass_subscript: (self, key, value) => assign(self as PyBlob, key, value),
  },
  entries: [
    method('close($self, /) -> None', 'Close the blob.', (self) => {
      checkConnection(self.connection);
      checkThread(self.connection);
      closeBlob(self);
    }),
    method(
      'read($self, length: int = -1, /)',
      'Read length bytes from where the blob stands; all that is left by default.',
      read,
    ),
    method('write($self, data: bytes_like, /) -> None', 'Write bytes where the blob stands.', write),
    method('seek($self, offset: int, origin: int = 0, /) -> None', 'Set where the blob stands.', seek),
    method('tell($self, /)', 'Return where the blob stands.', (self) => {
      checkBlob(self);
      return self.offset;
    }),
    method('__enter__($self, /)', 'Return the blob.', (self) => {
      checkBlob(self);
      return self;
    }),
    method('__exit__($self, type: object, val: object, tb: object, /) -> bool', 'Close the blob.', (self) => {
      checkBlob(self);
      closeBlob(self);
      return false;
    }),
  ],
});
