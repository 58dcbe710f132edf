/**
 * `format % arguments`, for str and bytes.
 *
 * Octets go through here as texts of code points below 256, so that both types share the parser, the numbers and the
 * padding; what differs is the conversions `%s`, `%b`, `%c` and the words of some errors.
 * CPython: `PyUnicode_Format` in Objects/unicodeobject.c, `_PyBytes_FormatEx` in Objects/bytesobject.c.
 */
import { ALT, formatFloat } from '../common/float-format.ts';
import { intToText } from '../common/int.ts';
import { TextCache } from '../common/text-cache.ts';
import { attrName } from '../objects/attribute-name.ts';
import { PyByteArray } from '../objects/bytearray.ts';
import { PyBytes } from '../objects/bytes.ts';
import { exceptionTypes, PyBaseException } from '../objects/exception.ts';
import { PyFloat } from '../objects/float.ts';
import type { PyInt, PyObject } from '../objects/object.ts';
import { type Str, strFromCodePoint, stringFromUnits, strLength } from '../objects/str.ts';
import { PyTuple } from '../objects/tuple.ts';
import { bytesLikeOrAbsent } from './buffer.ts';
import { callSpecial } from './call.ts';
import { asIndex, intValue, strValue } from './convert.ts';
import { asDouble } from './converters.ts';
import { memoryError, overflowError, typeError, valueError } from './errors.ts';
import { intToDecimal } from './int-text.ts';
import { numberAsInt } from './number-convert.ts';
import { ascii, repr, str } from './repr.ts';
import { getItem } from './sequence.ts';
import { codeAt, indexOfCode, MAX_STR_LENGTH, StrBuilder, strConcat, strSlice } from './text.ts';
import { fullTypeName, isInstanceOf, typeName, typeOf } from './type-of.ts';

const TypeErrorType = exceptionTypes.get('TypeError')!;
const dunderBytes = attrName('__bytes__');

const PERCENT = 0x25;
const MAX_WIDTH = 9223372036854775807n;
const MAX_PRECISION = 2147483647;

/** Flags of a conversion. */
const LJUST = 1;
const SIGN = 2;
const BLANK = 4;
const ALTERNATE = 8;
const ZERO = 16;

function flagOf(c: number): number {
  switch (c) {
    case 0x2d:
      return LJUST;
    case 0x2b:
      return SIGN;
    case 0x20:
      return BLANK;
    case 0x23:
      return ALTERNATE;
    case 0x30:
      return ZERO;
    default:
      return 0;
  }
}

function isDigit(c: number): boolean {
  return c >= 0x30 && c <= 0x39;
}

/** Runs `convert`; a TypeError it throws becomes the one that `message` gives. */
/** A number for a format of bytes, where each error is of one kind. CPython: `formatfloat` in Objects/bytesobject.c. */
function doubleForBytes(value: PyObject): number {
  try {
    return asDouble(value);
  } catch (thrown) {
    if (!(thrown instanceof PyBaseException)) throw thrown;
    throw typeError(`float argument required, not ${typeName(value)}`);
  }
}

function convertOr<T>(convert: () => T, message: () => string): T {
  try {
    return convert();
  } catch (thrown) {
    if (thrown instanceof PyBaseException && isInstanceOf(thrown, TypeErrorType)) throw typeError(message());
    throw thrown;
  }
}

/** An int in the notation of a conversion, without regard to signs asked for or padding. */
function intText(value: PyInt, conversion: string, flags: number, precision: number): string {
  if (precision > MAX_PRECISION - 3) throw overflowError('precision too large');
  let digits: string;
  let prefix = '';
  switch (conversion) {
    case 'o':
      digits = intToText(value, 8);
      prefix = '0o';
      break;
    case 'x':
    case 'X':
      digits = intToText(value, 16);
      prefix = '0x';
      break;
    default:
      digits = intToDecimal(value);
  }
  const negative = digits.charCodeAt(0) === 0x2d;
  if (negative) digits = digits.slice(1);
  if (precision > digits.length) {
    if (precision > MAX_STR_LENGTH - 3) throw memoryError();
    digits = digits.padStart(precision, '0');
  }
  if (flags & ALTERNATE) digits = prefix + digits;
  if (negative) digits = `-${digits}`;
  return conversion === 'X' ? digits.toUpperCase() : digits;
}

// ── Formats that were parsed before ──────────────────────────────────────────────────────────────────────────────────

/** A conversion, and the text in front of it. */
interface Conversion {
  readonly literal: string;
  /** The code of the letter. */
  readonly letter: number;
  readonly flags: number;
  readonly width: number;
  readonly precision: number;
}

interface Plan {
  readonly conversions: readonly Conversion[];
  readonly tail: string;
}

/** A conversion without a key and without `*`, or `%%`. */
const CONVERSION = /%(?:%|([-+ #0]*)(\d{0,4})(?:\.(\d{0,4}))?[hlL]?([sradiuoxXeEfFgGc]))/g;

/** The plan of a format that has nothing else behind its `%`s. */
function makePlan(format: string): Plan | undefined {
  const conversions: Conversion[] = [];
  let literal = '';
  let at = 0;
  for (const match of format.matchAll(CONVERSION)) {
    const between = format.slice(at, match.index);
    if (between.includes('%')) return undefined;
    literal += between;
    at = match.index + match[0].length;
    const [whole, signs, width, precision, letter] = match;
    if (whole === '%%') {
      literal += '%';
      continue;
    }
    let flags = 0;
    for (let i = 0; i < signs!.length; i++) flags |= flagOf(signs!.charCodeAt(i));
    conversions.push({
      literal,
      letter: letter!.charCodeAt(0),
      flags,
      width: width === '' ? -1 : Number(width),
      precision: precision === undefined ? -1 : Number(precision),
    });
    literal = '';
  }
  const tail = format.slice(at);
  return tail.includes('%') ? undefined : { conversions, tail: literal + tail };
}

/** The last formats, and their plans if they have one. */
const plans = new TextCache<Plan | null>(256);
const MAX_PLANNED = 1024;

function planOf(format: string): Plan | null {
  let plan = plans.get(format);
  if (plan === undefined) {
    plan = makePlan(format) ?? null;
    plans.set(format, plan);
  }
  return plan;
}

/** The text of the conversions that are used most; `undefined` for all others. */
function quickText(value: PyObject, { letter, flags, width, precision }: Conversion): Str | undefined {
  if (flags !== 0 && flags !== LJUST) return undefined;
  let text: Str;
  switch (letter) {
    case 0x73:
      if (precision >= 0) return undefined;
      text = str(value);
      break;
    case 0x64:
      if (typeof value !== 'number' || precision >= 0) return undefined;
      text = String(value);
      break;
    case 0x66:
      if (!(value instanceof PyFloat)) return undefined;
      text = formatFloat(value.value, 'f', precision < 0 ? 6 : precision);
      break;
    default:
      return undefined;
  }
  if (width <= strLength(text)) return text;
  const padding = ' '.repeat(width - strLength(text));
  return flags === LJUST ? strConcat(text, padding) : strConcat(padding, text);
}

/** One format string at work on its arguments. */
class PercentFormatter {
  private readonly _format: Str;
  private readonly _length: number;
  private readonly _bytes: boolean;
  private _at = 0;
  private readonly _out = new StrBuilder();

  /** The arguments that come in turn: a tuple's items, or the one that is no tuple. */
  private _items: readonly PyObject[];
  private _next = 0;
  /** The mapping behind `%(key)s`, when the argument can be one. */
  private readonly _mapping: PyObject | undefined;

  /** The conversion being worked on. */
  private _flags = 0;
  private _width = -1;
  private _precision = -1;

  constructor(format: Str, args: PyObject, bytes: boolean) {
    this._format = format;
    this._length = strLength(format);
    this._bytes = bytes;
    this._items = args instanceof PyTuple ? args.items : [args];
    const isText =
      args instanceof PyTuple ||
      strValue(args) !== undefined ||
      (bytes && (args instanceof PyBytes || args instanceof PyByteArray));
    this._mapping = !isText && typeOf(args).mp_subscript !== undefined ? args : undefined;
  }

  /** The arguments of a plan are as many as it has conversions. */
  runPlan({ conversions, tail }: Plan): Str {
    const out = this._out;
    for (const conversion of conversions) {
      out.append(conversion.literal);
      const quick = quickText(this._items[this._next]!, conversion);
      if (quick !== undefined) {
        this._next++;
        out.append(quick);
      } else {
        this._flags = conversion.flags;
        this._width = conversion.width;
        this._precision = conversion.precision;
        this._convert(conversion.letter);
      }
      if (out.length > MAX_STR_LENGTH) throw memoryError();
    }
    out.append(tail);
    return out.finish();
  }

  run(): Str {
    const format = this._format;
    const out = this._out;
    for (;;) {
      const percent = indexOfCode(format, PERCENT, this._at);
      if (percent < 0) break;
      out.append(strSlice(format, this._at, percent));
      this._at = percent + 1;
      if (this._at < this._length && codeAt(format, this._at) === PERCENT) {
        this._at++;
        out.append('%');
        continue;
      }
      this._convert(this._parse());
      if (out.length > MAX_STR_LENGTH) throw memoryError();
    }
    if (this._mapping === undefined && this._next < this._items.length) {
      throw typeError(`not all arguments converted during ${this._bytes ? 'bytes' : 'string'} formatting`);
    }
    out.append(strSlice(format, this._at, this._length));
    return out.finish();
  }

  private _char(): number {
    if (this._at >= this._length) throw valueError('incomplete format');
    return codeAt(this._format, this._at++);
  }

  private _argument(): PyObject {
    const item = this._items[this._next];
    if (item === undefined) throw typeError('not enough arguments for format string');
    this._next++;
    return item;
  }

  /** Parses a conversion up to its letter, which is returned. */
  private _parse(): number {
    this._flags = 0;
    this._width = -1;
    this._precision = -1;
    let c = this._char();
    if (c === 0x28) {
      this._takeKey();
      c = this._char();
    }
    for (let flag = flagOf(c); flag !== 0; flag = flagOf(c)) {
      this._flags |= flag;
      c = this._char();
    }
    if (c === 0x2a) {
      let width = this._starArgument('ssize_t', MAX_WIDTH);
      if (width < 0) {
        // The smallest width has no counterpart.
        if (width <= -(2 ** 63)) throw overflowError('width too big');
        this._flags |= LJUST;
        width = -width;
        // As a double, the least number and no other becomes one beyond the limit.
        if (width > Number(MAX_WIDTH - 1024n)) throw overflowError('width too big');
      }
      this._width = width;
      c = this._char();
    } else if (isDigit(c)) {
      c = this._takeWidth(c);
    }
    if (c === 0x2e) {
      this._precision = 0;
      c = this._char();
      if (c === 0x2a) {
        this._precision = Math.max(this._starArgument('int', BigInt(MAX_PRECISION)), 0);
        c = this._char();
      } else if (isDigit(c)) {
        c = this._takePrecision(c);
      }
    }
    // The sizes of C are read over.
    if (c === 0x68 || c === 0x6c || c === 0x4c) c = this._char();
    return c;
  }

  /** `(key)`: the value of the mapping becomes the one argument left. */
  private _takeKey(): void {
    if (this._mapping === undefined) throw typeError('format requires a mapping');
    const start = this._at;
    let depth = 1;
    while (depth > 0) {
      if (this._at >= this._length) throw valueError('incomplete format key');
      const c = codeAt(this._format, this._at++);
      if (c === 0x29) depth--;
      else if (c === 0x28) depth++;
    }
    const key = strSlice(this._format, start, this._at - 1);
    this._items = [getItem(this._mapping, this._bytes ? new PyBytes(octetsOf(key as string)) : key)];
    this._next = 0;
  }

  /** The argument that a `*` stands for. */
  private _starArgument(type: 'ssize_t' | 'int', limit: bigint): number {
    const value = intValue(this._argument());
    if (value === undefined) throw typeError('* wants int');
    if (value > limit || value < -limit - 1n)
      throw overflowError(`Python int too large to convert to C ${type}`);
    return Number(value);
  }

  private _takeWidth(first: number): number {
    let c = first;
    let width = 0;
    for (; isDigit(c); c = this._char()) {
      width = width * 10 + (c - 0x30);
      if (width > Number(MAX_WIDTH)) throw valueError('width too big');
    }
    this._width = width;
    return c;
  }

  private _takePrecision(first: number): number {
    let c = first;
    let precision = 0;
    for (; isDigit(c); c = this._char()) {
      precision = precision * 10 + (c - 0x30);
      if (precision > MAX_PRECISION) throw valueError(this._bytes ? 'prec too big' : 'precision too big');
    }
    this._precision = precision;
    return c;
  }

  private _convert(c: number): void {
    const value = this._argument();
    const letter = String.fromCharCode(c);
    switch (letter) {
      case 's':
        this._emitText(this._bytes ? this._octets(value) : str(value));
        return;
      case 'r':
        this._emitText(this._bytes ? ascii(value) : repr(value));
        return;
      case 'a':
        this._emitText(ascii(value));
        return;
      case 'd':
      case 'i':
      case 'u':
      case 'o':
      case 'x':
      case 'X':
        this._emitNumber(intText(this._integer(value, letter), letter, this._flags, this._precision), letter);
        return;
      case 'e':
      case 'E':
      case 'f':
      case 'F':
      case 'g':
      case 'G':
        this._emitNumber(this._float(value, letter), letter);
        return;
      case 'c':
        this._pad(this._character(value), '', ' ');
        return;
      case 'b':
        if (this._bytes) {
          this._emitText(this._octets(value));
          return;
        }
    }
    if (this._bytes && c > 127) throw overflowError('character argument not in range(0x110000)');
    const shown = this._bytes || (c >= 31 && c <= 126) ? letter : '?';
    throw valueError(
      `unsupported format character '${shown}' (0x${c.toString(16)}) at index ${this._at - 1}`,
    );
  }

  /** `%s` of bytes: the octets of a bytes-like object, or what its `__bytes__` gives. */
  private _octets(value: PyObject): Str {
    if (value instanceof PyBytes) return stringFromUnits(value.value);
    const made = callSpecial(value, dunderBytes);
    if (made !== undefined) {
      if (!(made instanceof PyBytes))
        throw typeError(`__bytes__ returned non-bytes (type ${typeName(made)})`);
      return stringFromUnits(made.value);
    }
    const octets = bytesLikeOrAbsent(value);
    if (octets === undefined) {
      throw typeError(
        `%b requires a bytes-like object, or an object that implements __bytes__, not '${typeName(value)}'`,
      );
    }
    return stringFromUnits(octets);
  }

  private _integer(value: PyObject, letter: string): PyInt {
    const int = intValue(value);
    if (int !== undefined) return int;
    const wanted = letter === 'd' || letter === 'i' || letter === 'u' ? 'a real number' : 'an integer';
    const message = (): string => `%${letter} format: ${wanted} is required, not ${typeName(value)}`;
    const type = typeOf(value);
    if (type.nb_int === undefined && type.nb_index === undefined) throw typeError(message());
    return convertOr(() => (wanted === 'an integer' ? asIndex(value) : numberAsInt(value)), message);
  }

  private _float(value: PyObject, letter: string): string {
    const x = value instanceof PyFloat ? value.value : this._bytes ? doubleForBytes(value) : asDouble(value);
    const precision = this._precision < 0 ? 6 : this._precision;
    if (precision > MAX_STR_LENGTH - 400) throw memoryError();
    return formatFloat(x, letter, precision, this._flags & ALTERNATE ? ALT : 0);
  }

  /** `%c`. */
  private _character(value: PyObject): Str {
    const text = this._bytes ? this._singleByte(value) : this._singleCharacter(value);
    if (text !== undefined) return text;
    const limit = this._bytes ? 0xff : 0x10ffff;
    const int = this._bytes
      ? (intValue(value) ?? this._noCharacter(value))
      : convertOr(
          () => asIndex(value),
          () => `%c requires an int or a unicode character, not ${fullTypeName(value)}`,
        );
    if (int < 0 || int > limit) {
      throw overflowError(`%c arg not in range(${this._bytes ? '256' : '0x110000'})`);
    }
    return strFromCodePoint(Number(int));
  }

  private _noCharacter(value: PyObject): never {
    throw typeError(`%c requires an integer in range(256) or a single byte, not ${fullTypeName(value)}`);
  }

  private _singleCharacter(value: PyObject): Str | undefined {
    const text = strValue(value);
    if (text !== undefined && strLength(text) !== 1) {
      throw typeError(`%c requires an int or a unicode character, not a string of length ${strLength(text)}`);
    }
    return text;
  }

  private _singleByte(value: PyObject): Str | undefined {
    const octets =
      value instanceof PyBytes ? value.value : value instanceof PyByteArray ? value.octets : undefined;
    if (octets !== undefined && octets.length !== 1) {
      throw typeError(
        `%c requires an integer in range(256) or a single byte, not a ${value instanceof PyBytes ? 'bytes' : 'bytearray'} object of length ${octets.length}`,
      );
    }
    return octets === undefined ? undefined : stringFromUnits(octets);
  }

  /** A text, cut to the precision. */
  private _emitText(text: Str): void {
    const cut = this._precision >= 0 && this._precision < strLength(text);
    this._pad(cut ? strSlice(text, 0, this._precision) : text, '', ' ');
  }

  /** A number: the sign, and a prefix of the alternate form, stand before zeros that fill. */
  private _emitNumber(text: string, letter: string): void {
    const flags = this._flags;
    let head = '';
    let digits = text;
    const first = text.charCodeAt(0);
    if (first === 0x2d || first === 0x2b) {
      head = text[0];
      digits = text.slice(1);
    } else if (flags & SIGN) {
      head = '+';
    } else if (flags & BLANK) {
      head = ' ';
    }
    if (flags & ALTERNATE && (letter === 'x' || letter === 'X' || letter === 'o')) {
      head += digits.slice(0, 2);
      digits = digits.slice(2);
    }
    this._pad(digits, head, flags & ZERO ? '0' : ' ');
  }

  private _pad(text: Str, head: string, fill: string): void {
    const out = this._out;
    const room = this._width - strLength(text) - head.length;
    if (room <= 0) {
      out.append(head);
      out.append(text);
      return;
    }
    if (room + out.length > MAX_STR_LENGTH) throw memoryError();
    if (this._flags & LJUST) {
      out.append(head);
      out.append(text);
      out.append(' '.repeat(room));
    } else if (fill === '0') {
      out.append(head);
      out.append('0'.repeat(room));
      out.append(text);
    } else {
      out.append(' '.repeat(room));
      out.append(strConcat(head, text));
    }
  }
}

/** The octets of a text of code points below 256. */
function octetsOf(text: string): Uint8Array {
  const octets = new Uint8Array(text.length);
  for (let i = 0; i < text.length; i++) octets[i] = text.charCodeAt(i);
  return octets;
}

/** `format % args` of strings. May run Python code. */
export function percentFormat(format: Str, args: PyObject): Str {
  const formatter = new PercentFormatter(format, args, false);
  if (typeof format === 'string' && format.length <= MAX_PLANNED) {
    const plan = planOf(format);
    const count = args instanceof PyTuple ? args.items.length : 1;
    if (plan?.conversions.length === count) return formatter.runPlan(plan);
  }
  return formatter.run();
}

/** `format % args` of octets. May run Python code. */
export function percentFormatBytes(format: Uint8Array, args: PyObject): Uint8Array {
  return octetsOf(new PercentFormatter(stringFromUnits(format), args, true).run() as string);
}
