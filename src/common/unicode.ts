/**
 * What the front end asks of Unicode (16.0, whatever Unicode the host knows): identifiers, printing,
 * `\N{...}`.
 *
 * Code points below 0x80, which is nearly all of every source file, touch no table.
 */
import { lookupCharacter } from './unicode-names.ts';
import { normalizeCodePoints } from './unicode-normalize.ts';
import { hasGlyph, hasXidContinue, hasXidStart } from './unicode-properties.ts';

/** May an identifier begin with this character? `str.isidentifier`'s rule: XID_Start or the underscore. */
export function isXidStart(cp: number): boolean {
  if (cp < 128) return (cp >= 97 && cp <= 122) || (cp >= 65 && cp <= 90) || cp === 95;
  return hasXidStart(cp);
}

/** May an identifier go on with this character? */
export function isXidContinue(cp: number): boolean {
  if (cp < 128)
    return (cp >= 97 && cp <= 122) || (cp >= 65 && cp <= 90) || cp === 95 || (cp >= 48 && cp <= 57);
  return hasXidContinue(cp);
}

/** `str.isprintable`: does `repr` show this character as it is? */
export function isPrintable(cp: number): boolean {
  if (cp < 127) return cp >= 32;
  return hasGlyph(cp);
}

/** The form NFKC of a UTF-16 text: what identifiers are compared by. */
export function normalizeNfkc(text: string): string {
  let i = 0;
  while (i < text.length && text.charCodeAt(i) < 0xa0) i++;
  if (i === text.length) return text;
  const codePoints = Array.from(text, (c) => c.codePointAt(0)!);
  let out = '';
  for (const cp of normalizeCodePoints(codePoints, 'NFKC')) out += String.fromCodePoint(cp);
  return out;
}

/**
 * The character that `\N{name}` means, as a list of one; undefined when no character has that name or alias.
 */
export function lookupName(name: string): number[] | undefined {
  const cp = lookupCharacter(name);
  return cp === undefined ? undefined : [cp];
}
