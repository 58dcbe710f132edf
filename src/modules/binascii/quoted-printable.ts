/** Quoted-printable (RFC 2045). CPython: `binascii_a2b_qp_impl`, `binascii_b2a_qp_impl` in Modules/binascii.c. */
import { OctetBuilder } from '../../runtime/bytes-from-object.ts';
import { hexDigitValue } from '../../runtime/hex.ts';

const EQUALS = 0x3d;
const NEWLINE = 0x0a;
const RETURN = 0x0d;
const SPACE = 0x20;
const TAB = 0x09;
const UNDERSCORE = 0x5f;
const DOT = 0x2e;

const MAX_LINE = 76;

const DIGITS = Uint8Array.from('0123456789ABCDEF', (c) => c.charCodeAt(0));

/** With `header` underscores are spaces (RFC 2047). */
export function decodeQuotedPrintable(text: Uint8Array, header: boolean): Uint8Array {
  const { length } = text;
  const octets = new OctetBuilder(length);
  for (let i = 0; i < length; ) {
    const c = text[i++]!;
    if (c !== EQUALS) {
      octets.push(header && c === UNDERSCORE ? SPACE : c);
      continue;
    }
    if (i >= length) break;
    const next = text[i]!;
    const high = hexDigitValue(next);
    const low = i + 1 < length ? hexDigitValue(text[i + 1]!) : 16;
    if (next === NEWLINE || next === RETURN) {
      // A soft line break: the rest of the line goes.
      while (i < length && text[i] !== NEWLINE) i++;
      i++;
    } else if (next === EQUALS) {
      // Some encoders write it twice.
      octets.push(EQUALS);
      i++;
    } else if (high < 16 && low < 16) {
      octets.push((high << 4) | low);
      i += 2;
    } else octets.push(EQUALS);
  }
  return octets.finish();
}

export interface QuotedPrintableOptions {
  /** Quote also spaces and tabs. */
  readonly quoteTabs: boolean;
  /** Line ends of the data are line ends of the text. */
  readonly isText: boolean;
  /** Write spaces as underscores (RFC 2047). */
  readonly header: boolean;
}

export function encodeQuotedPrintable(data: Uint8Array, options: QuotedPrintableOptions): Uint8Array {
  return new QuotedPrintableEncoder(data, options).run();
}

class QuotedPrintableEncoder {
  private readonly _data: Uint8Array;
  private readonly _options: QuotedPrintableOptions;
  /** Lines end as the first line of the data does. */
  private readonly _crlf: boolean;
  private readonly _out: number[] = [];
  private _column = 0;

  constructor(data: Uint8Array, options: QuotedPrintableOptions) {
    this._data = data;
    this._options = options;
    const newline = data.indexOf(NEWLINE);
    this._crlf = newline > 0 && data[newline - 1] === RETURN;
  }

  run(): Uint8Array {
    const data = this._data;
    const { isText, header } = this._options;
    for (let i = 0; i < data.length; i++) {
      const c = data[i]!;
      if (this._mustQuote(i)) {
        if (this._column + 3 >= MAX_LINE) this._softBreak();
        this._quote(c);
        this._column += 3;
      } else if (isText && (c === NEWLINE || (c === RETURN && data[i + 1] === NEWLINE))) {
        this._endLine();
        if (c === RETURN) i++;
      } else {
        if (i + 1 < data.length && data[i + 1] !== NEWLINE && this._column + 1 >= MAX_LINE) this._softBreak();
        this._column++;
        this._out.push(header && c === SPACE ? UNDERSCORE : c);
      }
    }
    return Uint8Array.from(this._out);
  }

  private _mustQuote(i: number): boolean {
    const data = this._data;
    const { quoteTabs, isText, header } = this._options;
    const c = data[i]!;
    const isLast = i + 1 === data.length;
    if (c > 126 || c === EQUALS || (header && c === UNDERSCORE)) return true;
    if (c === DOT && this._column === 0) {
      // A line with a dot alone ends a mail.
      const next = data[i + 1];
      return isLast || next === NEWLINE || next === RETURN || next === 0;
    }
    if (c === NEWLINE || c === RETURN) return !isText;
    if (c === TAB || c === SPACE) return isLast || quoteTabs;
    return c < 33;
  }

  private _quote(c: number): void {
    this._out.push(EQUALS, DIGITS[c >> 4]!, DIGITS[c & 15]!);
  }

  private _newline(): void {
    if (this._crlf) this._out.push(RETURN);
    this._out.push(NEWLINE);
    this._column = 0;
  }

  private _softBreak(): void {
    this._out.push(EQUALS);
    this._newline();
  }

  /** The end of a line of text; white space before it would get lost. */
  private _endLine(): void {
    const out = this._out;
    const last = out[out.length - 1];
    if (last === SPACE || last === TAB) {
      out.pop();
      this._quote(last);
    }
    this._newline();
  }
}
