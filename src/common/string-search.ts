/**
 * Finding long strings in strings. The engine's own search is the fastest there is, but takes the product of both
 * lengths at worst; after a few places that begin well and end badly the search goes on by the algorithm of Knuth,
 * Morris and Pratt, which takes their sum. CPython: Objects/stringlib/fastsearch.h, for the same reason.
 */

/** Shorter patterns are left to the engine. */
const LONG_PATTERN = 256;

/** So much of the pattern is looked for by the engine, and so many places may fail. */
const HEAD = 64;
const ATTEMPTS = 16;

/** The first index from `start` on at which `part` stands in `text`; −1 when there is none. */
export function indexOfText(text: string, part: string, start: number): number {
  if (part.length < LONG_PATTERN) return text.indexOf(part, start);
  const head = part.slice(0, HEAD);
  let index = text.indexOf(head, start);
  for (let attempt = 0; index >= 0 && attempt < ATTEMPTS; attempt++) {
    if (text.startsWith(part, index)) return index;
    index = text.indexOf(head, index + 1);
  }
  return index < 0 ? -1 : indexInLinearTime(text, part, index);
}

function indexInLinearTime(text: string, part: string, start: number): number {
  const { length } = part;
  // How much of the pattern's beginning stands again at the end of its first so many characters.
  const borders = new Int32Array(length);
  for (let i = 1, border = 0; i < length; i++) {
    const c = part.charCodeAt(i);
    while (border > 0 && part.charCodeAt(border) !== c) border = borders[border - 1]!;
    if (part.charCodeAt(border) === c) border++;
    borders[i] = border;
  }
  for (let i = start, matched = 0; i < text.length; i++) {
    const c = text.charCodeAt(i);
    while (matched > 0 && part.charCodeAt(matched) !== c) matched = borders[matched - 1]!;
    if (part.charCodeAt(matched) === c) matched++;
    if (matched === length) return i - length + 1;
  }
  return -1;
}
