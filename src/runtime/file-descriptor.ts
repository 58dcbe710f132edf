/** The descriptor of a file object. CPython: `PyObject_AsFileDescriptor` in Objects/fileobject.c. */
import { attrName } from '../objects/attribute-name.ts';
import { exceptionTypes } from '../objects/exception.ts';
import type { PyObject } from '../objects/object.ts';
import { getAttrOrAbsent } from './attributes.ts';
import { call0 } from './call.ts';
import { intValue } from './convert.ts';
import { overflowError, typeError, valueError } from './errors.ts';
import { warn } from './warn.ts';

const fileno = attrName('fileno');

/** An int, or what the `fileno()` of a file object returns. */
export function fileDescriptor(value: PyObject): number {
  let fd = intValue(value);
  if (fd === undefined) {
    const method = getAttrOrAbsent(value, fileno);
    if (method === undefined) throw typeError('argument must be an int, or have a fileno() method.');
    fd = intValue(call0(method));
    if (fd === undefined) throw typeError('fileno() returned a non-integer');
  } else if (typeof value === 'boolean') {
    warn(exceptionTypes.get('RuntimeWarning')!, 'bool is used as a file descriptor');
  }
  if (fd > 2147483647 || fd < -2147483648) throw overflowError('Python int too large to convert to C int');
  if (fd < 0) throw valueError(`file descriptor cannot be a negative integer (${fd})`);
  return Number(fd);
}
