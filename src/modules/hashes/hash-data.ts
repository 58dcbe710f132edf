/** What is hashed: the argument checks that all hash functions share. CPython: Modules/hashlib.h. */
import { PyBUF_SIMPLE } from '../../objects/buffer.ts';
import type { PyObject } from '../../objects/object.ts';
import { getBuffer, hasBuffer, releaseBuffer, viewOctets } from '../../runtime/buffer.ts';
import { strValue } from '../../runtime/convert.ts';
import { bufferError, typeError } from '../../runtime/errors.ts';

/** Data of at least this size is hashed by CPython without the lock that lets one thread run at a time. */
export const GIL_MINSIZE = 2048;

/** The octets of a message. May call `__buffer__`. CPython: `GET_BUFFER_VIEW_OR_ERROR`. */
export function messageOctets(value: PyObject): Uint8Array {
  if (strValue(value) !== undefined) throw typeError('Strings must be encoded before hashing');
  if (!hasBuffer(value)) throw typeError('object supporting the buffer API required');
  const view = getBuffer(value, PyBUF_SIMPLE);
  if (view.ndim > 1) {
    releaseBuffer(view);
    throw bufferError('Buffer must be single dimension');
  }
  const octets = viewOctets(view);
  releaseBuffer(view);
  return octets;
}

/** The message a hash starts with, which may be given under an old name. CPython: `_Py_hashlib_data_argument`. */
export function initialMessage(
  data: PyObject | undefined,
  string: PyObject | undefined,
): Uint8Array | undefined {
  if (data !== undefined && string !== undefined) {
    throw typeError(
      "'data' and 'string' are mutually exclusive and support for 'string' keyword parameter is slated for removal in a future version.",
    );
  }
  const message = data ?? string;
  return message === undefined ? undefined : messageOctets(message);
}
