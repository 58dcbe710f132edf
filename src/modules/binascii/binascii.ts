/** binascii: binary data as ASCII text and back, and checksums. CPython: Modules/binascii.c. */
import { crc32, crcHqx } from '../../common/crc.ts';
import { PyBytes } from '../../objects/bytes.ts';
import { constant, defineModule, fn, type ModuleEntry, type TypeDefinition } from '../../runtime/define.ts';
import { hexDigits, hexDigitValue } from '../../runtime/hex.ts';
import { decodeBase64, encodeBase64 } from './base64.ts';
import { BinasciiErrorType, binasciiError, IncompleteType } from './errors.ts';
import { decodeQuotedPrintable, encodeQuotedPrintable } from './quoted-printable.ts';
import { decodeUuencode, encodeUuencode } from './uuencode.ts';

function octetsFromHex(text: Uint8Array): Uint8Array {
  if (text.length % 2 === 1) throw binasciiError('Odd-length string');
  const octets = new Uint8Array(text.length / 2);
  for (let i = 0; i < octets.length; i++) {
    const high = hexDigitValue(text[2 * i]!);
    const low = hexDigitValue(text[2 * i + 1]!);
    if (high > 15 || low > 15) throw binasciiError('Non-hexadecimal digit found');
    octets[i] = (high << 4) | low;
  }
  return octets;
}

/** The two names of each of the conversions of hexadecimal digits. */
const hexFunctions: readonly ModuleEntry[] = [
  fn(
    'b2a_hex($module, /, data: bytes_like, sep: object = <null>, bytes_per_sep: int = 1)',
    "Return two hexadecimal digits for each byte.\n\n  sep\n    A character or byte to put between groups of digits.\n  bytes_per_sep\n    How many bytes make a group. Positive values count from the\n    right, negative ones from the left.\n\nThe result is bytes. Also known as hexlify().\n\nExample:\n>>> binascii.b2a_hex(b'\\xb9\\x01\\xef')\nb'b901ef'\n>>> binascii.hexlify(b'\\xb9\\x01\\xef', ':')\nb'b9:01:ef'\n>>> binascii.b2a_hex(b'\\xb9\\x01\\xef', b'_', 2)\nb'b9_01ef'",
    (_, data, sep, bytesPerSep) => new PyBytes(hexDigits(data, sep, bytesPerSep, false)),
  ),
  fn(
    'hexlify($module, /, data: bytes_like, sep: object = <null>, bytes_per_sep: int = 1)',
    'Return two hexadecimal digits for each byte.\n\n  sep\n    A character or byte to put between groups of digits.\n  bytes_per_sep\n    How many bytes make a group. Positive values count from the\n    right, negative ones from the left.\n\nThe result is bytes. Also known as b2a_hex().',
    (_, data, sep, bytesPerSep) => new PyBytes(hexDigits(data, sep, bytesPerSep, false)),
  ),
  fn(
    'a2b_hex($module, hexstr: ascii_buffer, /)',
    'Return the bytes that hexadecimal digits say, two digits each.\n\nThe digits may be bytes or an ASCII string. Also known as unhexlify().',
    (_, text) => new PyBytes(octetsFromHex(text)),
  ),
  fn(
    'unhexlify($module, hexstr: ascii_buffer, /)',
    'Return the bytes that hexadecimal digits say, two digits each.\n\nThe digits may be bytes or an ASCII string.',
    (_, text) => new PyBytes(octetsFromHex(text)),
  ),
];

export const BINASCII_TYPES: readonly TypeDefinition[] = [
  { type: BinasciiErrorType },
  { type: IncompleteType },
];

export const binascii = defineModule('binascii', 'Conversion between binary data and ASCII', [
  constant('Error', BinasciiErrorType),
  constant('Incomplete', IncompleteType),
  fn(
    'a2b_uu($module, data: ascii_buffer, /)',
    'Decode a line of uuencoded data.',
    (_, line) => new PyBytes(decodeUuencode(line)),
  ),
  fn(
    'b2a_uu($module, data: bytes_like, /, *, backtick: bool = False)',
    'Make a line of uuencoded data.',
    (_, octets, backtick) => new PyBytes(encodeUuencode(octets, backtick)),
  ),
  fn(
    'a2b_base64($module, data: ascii_buffer, /, *, strict_mode: bool = False)',
    'Decode base64.\n\n  strict_mode\n    Raise an error for what is no base64, instead of skipping it.',
    (_, text, strict) => new PyBytes(decodeBase64(text, strict)),
  ),
  fn(
    'b2a_base64($module, data: bytes_like, /, *, newline: bool = True)',
    'Make a line of base64.',
    (_, octets, newline) => new PyBytes(encodeBase64(octets, newline)),
  ),
  fn(
    'crc_hqx($module, data: bytes_like, crc: uint, /) -> int',
    'Compute the checksum CRC-CCITT, continuing from crc.',
    (_, octets, crc) => crcHqx(octets, crc),
  ),
  fn(
    'crc32($module, data: bytes_like, crc: uint = 0, /) -> int',
    'Compute the checksum CRC-32, continuing from crc.',
    (_, octets, crc) => crc32(octets, crc),
  ),
  ...hexFunctions,
  fn(
    'a2b_qp($module, /, data: ascii_buffer, header: bool = False)',
    'Decode quoted-printable text.',
    (_, text, header) => new PyBytes(decodeQuotedPrintable(text, header)),
  ),
  fn(
    'b2a_qp($module, /, data: bytes_like, quotetabs: bool = False, istext: bool = True, header: bool = False)',
    'Encode as quoted-printable text.\n\nWith istext line ends are kept as they are; otherwise they are quoted. Spaces and\ntabs are quoted at the ends of lines, and everywhere with quotetabs.',
    (_, data, quoteTabs, isText, header) =>
      new PyBytes(encodeQuotedPrintable(data, { quoteTabs, isText, header })),
  ),
]);
