/** Arrays of JavaScript's own. */

/** So many items are popped faster than the length is set, which is a call into V8's runtime. */
const FEW = 64;

/** Shortens an array. */
export function cutTo(array: unknown[], length: number): void {
  if (array.length - length > FEW) array.length = length;
  else while (array.length > length) array.pop();
}
