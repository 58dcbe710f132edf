/** Octets in rows: comparing, joining, repeating. */

export function equalOctets(left: Uint8Array, right: Uint8Array): boolean {
  const { length } = left;
  if (length !== right.length) return false;
  for (let i = 0; i < length; i++) if (left[i] !== right[i]) return false;
  return true;
}

/** Negative, zero or positive as `left` comes before, equals or comes after `right`. */
export function compareOctets(left: Uint8Array, right: Uint8Array): number {
  const shorter = Math.min(left.length, right.length);
  for (let i = 0; i < shorter; i++) {
    const difference = left[i]! - right[i]!;
    if (difference !== 0) return difference;
  }
  return left.length - right.length;
}

/** Do the octets of `part` stand at this index? */
export function octetsStandAt(octets: Uint8Array, part: Uint8Array, index: number): boolean {
  if (index < 0 || index + part.length > octets.length) return false;
  for (let i = 0; i < part.length; i++) if (octets[index + i] !== part[i]) return false;
  return true;
}

/** Fills `target` with repetitions of its first `length` octets. */
export function repeatWithin(target: Uint8Array, length: number): void {
  for (let done = length; done > 0 && done < target.length; done *= 2) target.copyWithin(done, 0, done);
}

/** Is this white space of ASCII? */
export function isSpaceOctet(c: number): boolean {
  return c === 0x20 || (c >= 0x09 && c <= 0x0d);
}
