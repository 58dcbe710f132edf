/**
 * Line ends of text that comes in pieces: `\r\n` and `\r` become `\n` where that is wanted, a `\r` at the end of a
 * piece waits for what follows, and what was seen is remembered. CPython: `_PyIncrementalNewlineDecoder_decode` in
 * Modules/_io/textio.c.
 */
import { type Str, strFromCodePoints, strLength } from '../../objects/str.ts';
import { codeAt, indexOfCode, strConcat, strSlice } from '../../runtime/text.ts';

const CR = 13;
const LF = 10;

export const SEEN_CR = 1;
export const SEEN_LF = 2;
export const SEEN_CRLF = 4;

export class NewlineState {
  readonly translate: boolean;
  /** A `\r` ended the last piece. */
  pendingCr = false;
  /** Line ends seen: `SEEN_*`. */
  seen = 0;

  constructor(translate: boolean) {
    this.translate = translate;
  }

  /** The text of a piece, as far as it can be given out. */
  decode(piece: Str, final: boolean): Str {
    let text = piece;
    if (this.pendingCr && (final || strLength(text) > 0)) {
      text = strConcat('\r', text);
      this.pendingCr = false;
    }
    // A final piece keeps its `\r`; any other one holds it back, so that `\r\n` comes in one piece.
    if (!final) {
      const length = strLength(text);
      if (length > 0 && codeAt(text, length - 1) === CR) {
        text = strSlice(text, 0, length - 1);
        this.pendingCr = true;
      }
    }
    if (strLength(text) === 0) return text;
    if (indexOfCode(text, CR) < 0) {
      if ((this.seen & SEEN_LF) === 0 && indexOfCode(text, LF) >= 0) this.seen |= SEEN_LF;
      return text;
    }
    if (this.seen !== (SEEN_CR | SEEN_LF | SEEN_CRLF)) this._look(text);
    return this.translate ? translated(text) : text;
  }

  /** Notes which line ends are in a text. */
  private _look(text: Str): void {
    const length = strLength(text);
    for (let i = 0; i < length; i++) {
      const c = codeAt(text, i);
      if (c === LF) this.seen |= SEEN_LF;
      else if (c === CR) {
        if (i + 1 < length && codeAt(text, i + 1) === LF) {
          this.seen |= SEEN_CRLF;
          i++;
        } else this.seen |= SEEN_CR;
      }
    }
  }

  reset(): void {
    this.seen = 0;
    this.pendingCr = false;
  }
}

/** The text with `\n` for every line end. */
function translated(text: Str): Str {
  if (typeof text === 'string') return text.replace(/\r\n?/g, '\n');
  const { codePoints } = text;
  const out = new Uint32Array(codePoints.length);
  let n = 0;
  for (let i = 0; i < codePoints.length; i++) {
    const c = codePoints[i]!;
    if (c !== CR) {
      out[n++] = c;
      continue;
    }
    out[n++] = LF;
    if (codePoints[i + 1] === LF) i++;
  }
  return strFromCodePoints(out.subarray(0, n));
}
