/** Building strings in their canonical form. CPython: `PyUnicode_Concat`, `PyUnicode_Join` in Objects/unicodeobject.c. */
import { codePointsOf, PyStr, type Str, strFromCodePoints } from '../objects/str.ts';

/** `left + right`. */
export function strConcat(left: Str, right: Str): Str {
  if (typeof left === 'string' && typeof right === 'string') return left + right;
  if (left === '') return right;
  if (right === '') return left;
  const a = codePointsOf(left);
  const b = codePointsOf(right);
  const joined = new Uint32Array(a.length + b.length);
  joined.set(a as ArrayLike<number>, 0);
  joined.set(b as ArrayLike<number>, a.length);
  return new PyStr(joined);
}

/** All pieces with a separator between them. */
export function strJoin(separator: Str, pieces: readonly Str[]): Str {
  if (typeof separator === 'string' && pieces.every((piece) => typeof piece === 'string')) {
    return pieces.join(separator);
  }
  const codePoints: number[] = [];
  pieces.forEach((piece, i) => {
    if (i > 0) for (const c of Array.from(codePointsOf(separator))) codePoints.push(c);
    for (const c of Array.from(codePointsOf(piece))) codePoints.push(c);
  });
  return strFromCodePoints(codePoints);
}

/** The code points from `start` up to `end`. */
export function strSlice(value: Str, start: number, end: number): Str {
  return typeof value === 'string'
    ? value.slice(start, end)
    : strFromCodePoints(value.codePoints.subarray(start, end));
}
