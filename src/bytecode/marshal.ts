/**
 * marshal: values to bytes and back. CPython: Python/marshal.c; the format: ./marshal-format.ts.
 *
 * Code objects and what they consist of need no more than this; for other values the caller says how they are
 * taken apart and put together.
 */
import { isStackOverflow } from '../common/stack-overflow.ts';
import type { PyObject } from '../objects/object.ts';
import { MARSHAL_VERSION, MarshalError, type MarshalValues } from './marshal-format.ts';
import { MarshalReader } from './marshal-reader.ts';
import { MarshalWriter } from './marshal-writer.ts';

/** The bytes of a value. Throws {@link MarshalError} for a value that the format (of that version) does not know. */
export function dumps(
  value: PyObject,
  version: number = MARSHAL_VERSION,
  values?: MarshalValues,
): Uint8Array {
  return guardStack('object too deeply nested to marshal', () => {
    const writer = new MarshalWriter(version, values);
    writer.writeTop(value);
    return writer.finish();
  });
}

/** The value that `data` begins with. Throws {@link MarshalError} for data that holds none. */
export function loads(data: Uint8Array, values?: MarshalValues): PyObject {
  return guardStack('recursion limit exceeded', () => new MarshalReader(data, values).readTop());
}

/** The same for data that come from a source: it is asked for so many octets and may give fewer at the end. */
export function load(source: (count: number) => Uint8Array, values: MarshalValues): PyObject {
  const nothing = new Uint8Array(0);
  return guardStack('recursion limit exceeded', () => new MarshalReader(nothing, values, source).readTop());
}

/** Both sides limit the depth of nesting themselves, but the caller may have left little of the JavaScript stack. */
function guardStack<T>(message: string, run: () => T): T {
  try {
    return run();
  } catch (error) {
    throw isStackOverflow(error) ? new MarshalError('ValueError', message) : error;
  }
}
