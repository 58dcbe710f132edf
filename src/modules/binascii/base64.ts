/** Base64 (RFC 4648). CPython: `binascii_a2b_base64_impl` in Modules/binascii.c. */
import { copyOctets, newOctets } from '../../runtime/octets.ts';
import { binasciiError } from './errors.ts';

const PAD = 0x3d;
const NEWLINE = 0x0a;

const ALPHABET = Uint8Array.from('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/', (c) =>
  c.charCodeAt(0),
);

/** The value of each octet as a digit; 255 for those that are none. */
const VALUES = new Uint8Array(256).fill(255);
ALPHABET.forEach((c, value) => {
  VALUES[c] = value;
});

export function encodeBase64(octets: Uint8Array, newline: boolean): Uint8Array {
  const { length } = octets;
  const text = newOctets(Math.ceil(length / 3) * 4 + (newline ? 1 : 0));
  let to = 0;
  let i = 0;
  for (; i + 2 < length; i += 3) {
    const group = (octets[i]! << 16) | (octets[i + 1]! << 8) | octets[i + 2]!;
    text[to++] = ALPHABET[group >> 18]!;
    text[to++] = ALPHABET[(group >> 12) & 63]!;
    text[to++] = ALPHABET[(group >> 6) & 63]!;
    text[to++] = ALPHABET[group & 63]!;
  }
  if (i < length) {
    const group = (octets[i]! << 16) | ((octets[i + 1] ?? 0) << 8);
    text[to++] = ALPHABET[group >> 18]!;
    text[to++] = ALPHABET[(group >> 12) & 63]!;
    text[to++] = i + 1 < length ? ALPHABET[(group >> 6) & 63]! : PAD;
    text[to++] = PAD;
  }
  if (newline) text[to] = NEWLINE;
  return text;
}

/** Decodes whole groups of digits, with nothing else but padding at the end; `undefined` when there is more to it. */
function decodeGroups(text: Uint8Array): Uint8Array | undefined {
  const { length } = text;
  if (length === 0 || length % 4 !== 0) return undefined;
  const pads = text[length - 1] !== PAD ? 0 : text[length - 2] !== PAD ? 1 : 2;
  const octets = newOctets((length / 4) * 3 - pads);
  const whole = pads === 0 ? length : length - 4;
  let to = 0;
  for (let i = 0; i < whole; i += 4) {
    const a = VALUES[text[i]!]!;
    const b = VALUES[text[i + 1]!]!;
    const c = VALUES[text[i + 2]!]!;
    const d = VALUES[text[i + 3]!]!;
    if ((a | b | c | d) > 63) return undefined;
    octets[to] = (a << 2) | (b >> 4);
    octets[to + 1] = (b << 4) | (c >> 2);
    octets[to + 2] = (c << 6) | d;
    to += 3;
  }
  if (pads === 0) return octets;
  const a = VALUES[text[whole]!]!;
  const b = VALUES[text[whole + 1]!]!;
  const c = pads === 1 ? VALUES[text[whole + 2]!]! : 0;
  if ((a | b | c) > 63) return undefined;
  octets[to] = (a << 2) | (b >> 4);
  if (pads === 1) octets[to + 1] = (b << 4) | (c >> 2);
  return octets;
}

/** Decodes; what is no digit is skipped, and in strict mode an error. */
export function decodeBase64(text: Uint8Array, strict: boolean): Uint8Array {
  const groups = decodeGroups(text);
  if (groups !== undefined) return groups;
  const { length } = text;
  const octets = newOctets(Math.ceil(length / 4) * 3);
  let count = 0;
  /** How many digits of a group of four there have been, and the bits that wait. */
  let digits = 0;
  let bits = 0;
  let pads = 0;
  let padding = false;
  for (let i = 0; i < length; i++) {
    const c = text[i]!;
    if (c === PAD) {
      if (strict) checkPadding(i, digits, pads, count);
      padding = true;
      if (digits >= 2 && digits + pads < 4) pads++;
      continue;
    }
    const value = VALUES[c]!;
    if (value > 63) {
      if (strict) throw binasciiError('Only base64 data is allowed');
      continue;
    }
    if (strict && padding) {
      throw binasciiError(
        digits + pads === 4 ? 'Excess data after padding' : 'Discontinuous padding not allowed',
      );
    }
    pads = 0;
    bits = (bits << 6) | value;
    digits = (digits + 1) & 3;
    if (digits !== 1) {
      octets[count++] = bits >> ((8 - 2 * digits) & 7);
    }
    if (digits === 0) bits = 0;
  }
  if (digits === 1) oneDigitTooMany(count);
  if (digits !== 0 && digits + pads < 4) throw binasciiError('Incorrect padding');
  return copyOctets(octets, 0, count);
}

/** Strict mode: may a padding character come here? */
function checkPadding(index: number, digits: number, pads: number, count: number): void {
  if (digits === 0) {
    throw binasciiError(index === 0 ? 'Leading padding not allowed' : 'Excess padding not allowed');
  }
  if (digits === 1) oneDigitTooMany(count);
  if (digits + pads >= 4) throw binasciiError('Excess padding not allowed');
}

function oneDigitTooMany(count: number): never {
  throw binasciiError(
    `Invalid base64-encoded string: number of data characters (${(count / 3) * 4 + 1}) cannot be 1 more than a multiple of 4`,
  );
}
