/** Comparing digests without telling by the time it takes where they differ. CPython: Modules/_operator.c. */
import type { PyObject } from '../objects/object.ts';
import { codePointsOf } from '../objects/str.ts';
import { bytesLike, hasBuffer } from './buffer.ts';
import { strValue } from './convert.ts';
import { typeError } from './errors.ts';
import { isAsciiText } from './text.ts';
import { typeName } from './type-of.ts';

/** Compares in a time that does not depend on where the first difference is. */
export function compareDigest(a: PyObject, b: PyObject): boolean {
  let left: ArrayLike<number>;
  let right: ArrayLike<number>;
  const leftText = strValue(a);
  const rightText = strValue(b);
  if (leftText !== undefined && rightText !== undefined) {
    if (!isAsciiText(leftText) || !isAsciiText(rightText))
      throw typeError('comparing strings with non-ASCII characters is not supported');
    left = codePointsOf(leftText);
    right = codePointsOf(rightText);
  } else {
    if (!hasBuffer(a) && !hasBuffer(b)) {
      throw typeError(
        `unsupported operand types(s) or combination of types: '${typeName(a)}' and '${typeName(b)}'`,
      );
    }
    left = bytesLike(a);
    right = bytesLike(b);
  }
  let difference = left.length === right.length ? 0 : 1;
  for (let i = 0; i < right.length; i++) difference |= (left[i] ?? 0) ^ right[i]!;
  return difference === 0;
}
