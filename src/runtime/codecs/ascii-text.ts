/** Octets that are ASCII throughout, as most are, whatever the encoding. */
import { stringFromUnits } from '../../objects/str.ts';

/** Up to this length putting characters together is faster than TextDecoder. */
const SHORT = 24;

const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

/** Their text; `undefined` when one is not ASCII. */
export function asciiText(octets: Uint8Array): string | undefined {
  const { length } = octets;
  for (let i = 0; i < length; i++) if (octets[i]! >= 0x80) return undefined;
  return length <= SHORT ? stringFromUnits(octets) : decoder.decode(octets);
}
