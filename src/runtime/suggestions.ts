/**
 * "Did you mean …?": the name that is nearest to a misspelt one. CPython: Python/suggestions.c.
 */
const MOVE_COST = 2;
const CASE_COST = 1;
const MAX_CANDIDATES = 750;
const MAX_LENGTH = 40;

/** What it costs to take one code unit for another: less when only the case of an ASCII letter differs. */
function substitutionCost(a: number, b: number): number {
  if (a === b) return 0;
  if ((a & 31) !== (b & 31)) return MOVE_COST;
  const lower = (c: number): number => (c >= 65 && c <= 90 ? c + 32 : c);
  return lower(a) === lower(b) ? CASE_COST : MOVE_COST;
}

/** The edit distance of two texts; anything above `limit` when it is greater than that. */
export function editDistance(left: string, right: string, limit: number): number {
  if (left === right) return 0;
  let start = 0;
  while (start < left.length && start < right.length && left[start] === right[start]) start++;
  let leftEnd = left.length;
  let rightEnd = right.length;
  while (leftEnd > start && rightEnd > start && left[leftEnd - 1] === right[rightEnd - 1]) {
    leftEnd--;
    rightEnd--;
  }
  let a = left.slice(start, leftEnd);
  let b = right.slice(start, rightEnd);
  if (a.length === 0 || b.length === 0) return (a.length + b.length) * MOVE_COST;
  if (a.length > MAX_LENGTH || b.length > MAX_LENGTH) return limit + 1;
  if (b.length < a.length) [a, b] = [b, a];
  if ((b.length - a.length) * MOVE_COST > limit) return limit + 1;
  const row: number[] = [];
  for (let i = 0; i < a.length; i++) row.push((i + 1) * MOVE_COST);
  let result = 0;
  for (let bIndex = 0; bIndex < b.length; bIndex++) {
    const code = b.charCodeAt(bIndex);
    let distance = bIndex * MOVE_COST;
    result = distance;
    let minimum = Number.POSITIVE_INFINITY;
    for (let i = 0; i < a.length; i++) {
      const substitute = distance + substitutionCost(code, a.charCodeAt(i));
      distance = row[i]!;
      const insertOrDelete = Math.min(result, distance) + MOVE_COST;
      result = Math.min(insertOrDelete, substitute);
      row[i] = result;
      if (result < minimum) minimum = result;
    }
    if (minimum > limit) return limit + 1;
  }
  return result;
}

/** The candidate nearest to `name`, if any is near enough. */
export function suggestion(candidates: readonly string[], name: string): string | undefined {
  if (candidates.length >= MAX_CANDIDATES) return undefined;
  let nearest: string | undefined;
  let nearestDistance = Number.POSITIVE_INFINITY;
  for (const candidate of candidates) {
    if (candidate === name) continue;
    const limit = Math.min(
      Math.trunc(((name.length + candidate.length + 3) * MOVE_COST) / 6),
      nearestDistance - 1,
    );
    const distance = editDistance(name, candidate, limit);
    if (distance > limit) continue;
    if (distance < nearestDistance) {
      nearest = candidate;
      nearestDistance = distance;
    }
  }
  return nearest;
}

/** The end of a message about an unexpected keyword argument. */
export function didYouMean(candidates: readonly string[], name: string): string {
  const nearest = suggestion(candidates, name);
  return nearest === undefined ? '' : `. Did you mean '${nearest}'?`;
}
