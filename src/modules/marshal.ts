/** marshal: values to bytes and back. CPython: Python/marshal.c; the format itself: bytecode/marshal-format.ts. */

import { dumps, load as loadData, loads } from '../bytecode/marshal.ts';
import { MARSHAL_VERSION } from '../bytecode/marshal-format.ts';
import { attrName } from '../objects/attribute-name.ts';
import { PyByteArray } from '../objects/bytearray.ts';
import { PyBytes } from '../objects/bytes.ts';
import type { PyObject } from '../objects/object.ts';
import { audit } from '../runtime/audit.ts';
import { callMethod } from '../runtime/call.ts';
import { asSsize } from '../runtime/converters.ts';
import { constant, defineModule, fn } from '../runtime/define.ts';
import { typeError, valueError } from '../runtime/errors.ts';
import { raiseMarshalError } from '../runtime/marshal-errors.ts';
import { marshalValues } from '../runtime/marshal-values.ts';
import { newMemoryView } from '../runtime/memoryview.ts';
import { newOctets } from '../runtime/octets.ts';
import { typeName } from '../runtime/type-of.ts';

const read = attrName('read');
const readinto = attrName('readinto');
const write = attrName('write');

function dump(value: PyObject, version: number, allowCode: boolean): PyBytes {
  audit('marshal.dumps', value, version);
  return new PyBytes(raiseMarshalError(() => dumps(value, version, marshalValues(allowCode))));
}

/** Reads a value from a file object, and of the file no more than the value takes. */
function loadFrom(file: PyObject, allowCode: boolean): PyObject {
  audit('marshal.load');
  const nothing = callMethod(file, read, 0);
  if (!(nothing instanceof PyBytes)) {
    throw typeError(`file.read() returned not bytes but ${typeName(nothing)}`);
  }
  const source = (count: number): Uint8Array => {
    const octets = newOctets(count);
    const given = asSsize(callMethod(file, readinto, newMemoryView(new PyByteArray(octets))));
    if (given > count) {
      throw valueError(`read() returned too much data: ${count} bytes requested, ${given} returned`);
    }
    return octets.subarray(0, Math.max(given, 0));
  };
  return raiseMarshalError(() => loadData(source, marshalValues(allowCode)));
}

export const marshal = defineModule(
  'marshal',
  'Values of simple types to bytes and back, in the format of .pyc files.',
  [
    constant('version', MARSHAL_VERSION),
    fn(
      'dump($module, value: object, file: object, version: int = 5, /, *, allow_code: bool = True)',
      'Write a value to a file.',
      (_, value, file, version, allowCode) => callMethod(file, write, dump(value, version, allowCode)),
      '($module, value, file, version=version, /, *, allow_code=True)',
    ),
    fn(
      'dumps($module, value: object, version: int = 5, /, *, allow_code: bool = True)',
      'Return a value as bytes.',
      (_, value, version, allowCode) => dump(value, version, allowCode),
      '($module, value, version=version, /, *, allow_code=True)',
    ),
    fn(
      'load($module, file: object, /, *, allow_code: bool = True)',
      'Read a value from a file.',
      (_, file, allowCode) => loadFrom(file, allowCode),
    ),
    fn(
      'loads($module, bytes: bytes_like, /, *, allow_code: bool = True)',
      'Return the value that bytes hold.',
      (_, bytes, allowCode) => {
        audit('marshal.loads', new PyBytes(bytes));
        return raiseMarshalError(() => loads(bytes, marshalValues(allowCode)));
      },
    ),
  ],
);
