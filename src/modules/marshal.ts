/** marshal: values to bytes and back. CPython: Python/marshal.c; the format itself: bytecode/marshal-format.ts. */

import { dumps, loads } from '../bytecode/marshal.ts';
import { MARSHAL_VERSION } from '../bytecode/marshal-format.ts';
import { attrName } from '../objects/attribute-name.ts';
import { PyBytes } from '../objects/bytes.ts';
import type { PyObject } from '../objects/object.ts';
import { audit } from '../runtime/audit.ts';
import { bytesLike } from '../runtime/buffer.ts';
import { callMethod } from '../runtime/call.ts';
import { constant, defineModule, fn } from '../runtime/define.ts';
import { typeError } from '../runtime/errors.ts';
import { raiseMarshalError } from '../runtime/marshal-errors.ts';
import { typeName } from '../runtime/type-of.ts';

const read = attrName('read');
const write = attrName('write');

function dump(value: PyObject, version: number): PyBytes {
  audit('marshal.dumps', value, version);
  return new PyBytes(raiseMarshalError(() => dumps(value, version)));
}

/** Reads a value from a file object: all that is left of it, as far as it will give. */
function load(file: PyObject): PyObject {
  audit('marshal.load');
  const data = callMethod(file, read);
  if (!(data instanceof PyBytes)) {
    throw typeError(`file.read() returned not bytes but ${typeName(data)}`);
  }
  return raiseMarshalError(() => loads(bytesLike(data)));
}

export const marshal = defineModule(
  'marshal',
  'Values of simple types to bytes and back, in the format of .pyc files.',
  [
    constant('version', MARSHAL_VERSION),
    fn(
      'dump($module, value: object, file: object, version: int = 5, /, *, allow_code: bool = True)',
      'Write a value to a file.',
      (_, value, file, version) => callMethod(file, write, dump(value, version)),
      '($module, value, file, version=version, /, *, allow_code=True)',
    ),
    fn(
      'dumps($module, value: object, version: int = 5, /, *, allow_code: bool = True)',
      'Return a value as bytes.',
      (_, value, version) => dump(value, version),
      '($module, value, version=version, /, *, allow_code=True)',
    ),
    fn('load($module, file: object, /, *, allow_code: bool = True)', 'Read a value from a file.', (_, file) =>
      load(file),
    ),
    fn(
      'loads($module, bytes: bytes_like, /, *, allow_code: bool = True)',
      'Return the value that bytes hold.',
      (_, bytes) => {
        audit('marshal.loads', new PyBytes(bytes));
        return raiseMarshalError(() => loads(bytes));
      },
    ),
  ],
);
