/**
 * marshal: values to bytes and back. CPython: Python/marshal.c; the format: ./marshal-format.ts.
 *
 * So far it covers what code objects consist of; lists, dicts, sets and `StopIteration` are refused both ways.
 */
import { isStackOverflow } from '../common/stack-overflow.ts';
import type { PyObject } from '../objects/object.ts';
import { MARSHAL_VERSION, MarshalError } from './marshal-format.ts';
import { MarshalReader } from './marshal-reader.ts';
import { MarshalWriter } from './marshal-writer.ts';

/** The bytes of a value. Throws {@link MarshalError} for a value that the format (of that version) does not know. */
export function dumps(value: PyObject, version: number = MARSHAL_VERSION): Uint8Array {
  return guardStack('object too deeply nested to marshal', () => {
    const writer = new MarshalWriter(version);
    writer.writeTop(value);
    return writer.finish();
  });
}

/** The value that `data` begins with. Throws {@link MarshalError} for data that holds none. */
export function loads(data: Uint8Array): PyObject {
  return guardStack('recursion limit exceeded', () => new MarshalReader(data).readTop());
}

/** Both sides limit the depth of nesting themselves, but the caller may have left little of the JavaScript stack. */
function guardStack<T>(message: string, run: () => T): T {
  try {
    return run();
  } catch (error) {
    throw isStackOverflow(error) ? new MarshalError('ValueError', message) : error;
  }
}
