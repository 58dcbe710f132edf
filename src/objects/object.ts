/**
 * What a Python value is on the JavaScript side.
 *
 * | Python                | here                                                                    |
 * |-----------------------|-------------------------------------------------------------------------|
 * | `int`                 | `number` when it is a safe integer (never −0), else `bigint`: canonical |
 * | `bool`                | `true` / `false`                                                        |
 * | `str`                 | a string when every code point is ≤ U+FFFF, else `PyStr`: canonical     |
 * | everything else       | an instance of a layout class that extends `PyBaseObject`               |
 *
 * `undefined` and `null` are never Python values; `undefined` means "absent" inside the runtime.
 */

/** The root of all layout classes: every Python value that has a box of its own. */
export abstract class PyBaseObject {
  declare protected readonly _boxed: true;
}

/** A Python `int` in its canonical form: see {@link normalizeInt}. */
export type PyInt = number | bigint;

/** Any Python value. */
export type PyObject = number | bigint | boolean | string | PyBaseObject;

/** The canonical form of an integer: a `number` exactly when it is safe. */
export function normalizeInt(value: bigint): PyInt {
  return value >= -9007199254740991n && value <= 9007199254740991n ? Number(value) : value;
}
