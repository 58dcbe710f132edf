/** Where lines end, by the argument `newline` of text streams. CPython: `_PyIO_find_line_ending` in Modules/_io/textio.c. */
import { type Str, strFromCodePoints, strLength } from '../../objects/str.ts';
import { valueError } from '../../runtime/errors.ts';
import { repr } from '../../runtime/repr.ts';
import { codeAt, indexOfCode, strIndexOf, strJoin } from '../../runtime/text.ts';

const CR = 13;
const LF = 10;

/** Throws ValueError for what is no `newline` argument; absent stands for None. */
export function checkNewline(newline: Str | undefined, isPlain = false): void {
  if (newline !== undefined && newline !== '' && newline !== '\n' && newline !== '\r' && newline !== '\r\n') {
    throw valueError(strJoin('', ['illegal newline value: ', isPlain ? newline : repr(newline)]));
  }
}

export class LineEnds {
  /** `\n`, `\r` or `\r\n`; empty: any of them. */
  readonly end: string;
  private readonly _any = /\r\n?|\n/g;

  constructor(newline: Str | undefined) {
    // Where all line ends are translated only `\n` is left.
    this.end = newline === undefined ? '\n' : (newline as string);
  }

  /** The index behind the line that begins at `start`; −1 when the text ends before the line does. */
  endOfLine(text: Str, start: number): number {
    const { end } = this;
    if (end === '\n') {
      const found = typeof text === 'string' ? text.indexOf('\n', start) : indexOfCode(text, LF, start);
      return found + 1 || -1;
    }
    if (end !== '') {
      const found = strIndexOf(text, end, start, strLength(text));
      return found < 0 ? -1 : found + end.length;
    }
    if (typeof text === 'string') {
      this._any.lastIndex = start;
      return this._any.test(text) ? this._any.lastIndex : -1;
    }
    const { length } = text.codePoints;
    for (let i = start; i < length; i++) {
      const c = text.codePoints[i];
      if (c === LF) return i + 1;
      if (c === CR) return text.codePoints[i + 1] === LF ? i + 2 : i + 1;
    }
    return -1;
  }

  /** From where the search for this line's end must go on when more text comes. */
  searchedUpTo(text: Str, start: number): number {
    return this.end === '\r\n' && strLength(text) > start && codeAt(text, strLength(text) - 1) === CR
      ? strLength(text) - 1
      : strLength(text);
  }
}

/** The text with something else for each `\n`. */
export function translateNewlines(text: Str, newline: string): Str {
  if (typeof text === 'string') return text.includes('\n') ? text.replaceAll('\n', newline) : text;
  const out: number[] = [];
  for (const c of text.codePoints) {
    if (c !== LF) out.push(c);
    else for (let i = 0; i < newline.length; i++) out.push(newline.charCodeAt(i));
  }
  return strFromCodePoints(out);
}
