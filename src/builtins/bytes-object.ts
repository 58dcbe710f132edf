/** What bytes and bytearray have in common, as their shared methods see it. */
import { PyByteArray } from '../objects/bytearray.ts';
import { PyBytes } from '../objects/bytes.ts';
import { PyBaseException } from '../objects/exception.ts';
import type { PyObject } from '../objects/object.ts';
import { bytesLike } from '../runtime/buffer.ts';
import { typeError } from '../runtime/errors.ts';
import { typeName } from '../runtime/type-of.ts';

/** The receiver of a shared method. */
export type BytesObject = PyBytes | PyByteArray;

export function octetsOf(self: BytesObject): Uint8Array {
  return self instanceof PyBytes ? self.value : self.octets;
}

/** A new object like the receiver, of the built-in type also where that is of a subclass. The array is given away. */
export function likeSelf(self: BytesObject, octets: Uint8Array): BytesObject {
  return self instanceof PyBytes ? new PyBytes(octets) : new PyByteArray(octets);
}

/** What a method returns that changes nothing: bytes themselves, a copy of a bytearray. */
export function unchanged(self: BytesObject): BytesObject {
  if (self instanceof PyBytes) return self.ob_type === PyBytes.type ? self : new PyBytes(self.value);
  return new PyByteArray(self.octets.slice());
}

/** What `left + right` adds. */
export function octetsToAdd(left: PyObject, right: PyObject): Uint8Array {
  if (right instanceof PyBytes) return right.value;
  try {
    return bytesLike(right);
  } catch (thrown) {
    if (!(thrown instanceof PyBaseException)) throw thrown;
    throw typeError(`can't concat ${typeName(right)} to ${typeName(left)}`);
  }
}

/** Runs code that may call Python while the octets of `self` must stay where they are. */
export function keepingInPlace<T>(self: BytesObject, run: () => T): T {
  if (self instanceof PyBytes) return run();
  self.exports++;
  try {
    return run();
  } finally {
    self.exports--;
  }
}
