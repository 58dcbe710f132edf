/**
 * What is given as a source, bytes or str, to the text that is tokenized. CPython: `source_as_string`
 * (Python/bltinmodule.c) and `decode_str` (Parser/tokenizer/string_tokenizer.c).
 *
 * Bytes are UTF-8 unless a comment on one of the first two lines declares another encoding (PEP 263). In the text
 * every line ends with `\n`; a whole module (`exec`) always does, other inputs may end without.
 */
import { type Str, strFromUtf16, utf16FromStr } from '../objects/str.ts';
import { CompileError } from './errors.ts';
import {
  codecName,
  DecodingError,
  decode,
  findUtf8Error,
  hasBom,
  refuseSurrogates,
} from './source-codecs.ts';
import { charactersInBytes, codePointCount } from './tokenizer-state.ts';

/** The start rule that a source is parsed with: see `compile()`. */
export type SourceMode = 'exec' | 'eval' | 'single' | 'func_type';

/** Gives the text of bytes in some encoding, or throws a {@link DecodingError}. */
export type SourceDecoder = (bytes: Uint8Array, encoding: string) => string;

/**
 * The text of a source given as bytes, as `compile(source, filename, mode)` reads it; of a file's it is left to the
 * tokenizer to find NULs. Throws a CompileError.
 */
export function decodeSource(
  source: Uint8Array,
  filename: Str,
  mode: SourceMode,
  isFile = false,
  decodeOther?: SourceDecoder,
): string {
  const nul = source.indexOf(0);
  if (nul >= 0 && !isFile) throw nullBytes();
  const isMarked = hasBom(source);
  // CPython reads line by line: what comes after the line with the NUL does not matter.
  const lineEnd = nul < 0 ? -1 : source.indexOf(0x0a, nul);
  const bytes = source.subarray(isMarked ? 3 : 0, lineEnd < 0 ? source.length : lineEnd + 1);
  const declared = findDeclaration(bytes, mode);
  if (declared !== undefined && declared.encoding !== 'utf-8') {
    if (isMarked) throw encodingProblem(declared, filename);
    const all = finishBytes(bytes, mode);
    // What stands behind the declaration is read by another decoder, which counts from there.
    const start = isFile ? declared.end : 0;
    return finishText(decodeDeclared(all, start, declared.encoding, filename, decodeOther), mode);
  }
  if (isFile && (isMarked || declared !== undefined)) checkUtf8(bytes, filename);
  return finishText(decodeDefault(bytes, filename, isFile), mode);
}

/** The text of a source given as a str: `compile` ignores declarations there. Throws a CompileError. */
export function prepareSource(source: Str, mode: SourceMode): string {
  const text = utf16FromStr(source);
  // A lone surrogate has no UTF-8 form. In a JavaScript string form there are no others.
  if (typeof source !== 'string' || /[\ud800-\udfff]/.test(text)) refuseSurrogates(source);
  if (text.includes('\0')) throw nullBytes();
  return finishText(text, mode);
}

/** The encoding of a source as `tokenize` reports it: `utf-8`, or the declared one in its usual spelling. */
export function sourceEncoding(source: Uint8Array): string {
  const isMarked = hasBom(source);
  const declared = findDeclaration(isMarked ? source.subarray(3) : source, 'exec');
  return isMarked ? 'utf-8-sig' : (declared?.encoding ?? 'utf-8');
}

/** An encoding declaration: the normalized name, the line's text and number, and how far the line reaches. */
interface Declaration {
  readonly encoding: string;
  readonly line: Uint8Array;
  readonly lineno: number;
  /** In bytes; the second line's length counts its line end. */
  readonly size: number;
  /** Where the line ends. */
  readonly end: number;
}

function findDeclaration(bytes: Uint8Array, mode: SourceMode): Declaration | undefined {
  let start = 0;
  for (let lineno = 1; lineno <= 2; lineno++) {
    let end = start;
    while (end < bytes.length && bytes[end] !== 0x0a && bytes[end] !== 0x0d) end++;
    // A line without a line end is not looked at, but a module's last line gets one.
    if (end === bytes.length && (mode !== 'exec' || end === start)) return undefined;
    const line = bytes.subarray(start, end);
    let i = 0;
    while (line[i] === 0x20 || line[i] === 0x09 || line[i] === 0x0c) i++;
    if (i < line.length && line[i] !== 0x23) return undefined;
    const text = new TextDecoder('latin1').decode(line);
    const match = /#.*?coding[:=][ \t]*([-_.A-Za-z0-9]+)/s.exec(text);
    if (match !== null) {
      return { encoding: normalName(match[1]), line, lineno, size: line.length + lineno - 1, end };
    }
    start = bytes[end] === 0x0d && bytes[end + 1] === 0x0a ? end + 2 : end + 1;
  }
  return undefined;
}

/** The usual spelling of UTF-8 and Latin-1, which have their own treatment; other names stay as they are. */
function normalName(encoding: string): string {
  const name = encoding.slice(0, 12).toLowerCase().replaceAll('_', '-');
  if (name === 'utf-8' || name.startsWith('utf-8-')) return 'utf-8';
  if (/^(latin-1|iso-8859-1|iso-latin-1)(-|$)/.test(name)) return 'iso-8859-1';
  return encoding;
}

function encodingProblem({ encoding, line, lineno, size }: Declaration, filename: Str): CompileError {
  const text = new TextDecoder().decode(line);
  return new CompileError('SyntaxError', `encoding problem: ${encoding} with BOM`, {
    filename,
    lineno,
    offset: 0,
    end_lineno: lineno,
    end_offset: charactersInBytes(text, size - 1) + 1,
    text: strFromUtf16(text),
    args: 'unnamed',
  });
}

function decodeDeclared(
  bytes: Uint8Array,
  start: number,
  encoding: string,
  filename: Str,
  decodeOther?: SourceDecoder,
): string {
  const decodeFrom = (from: number): string =>
    decodeOther === undefined || codecName(encoding) !== undefined
      ? decode(bytes.subarray(from), encoding)
      : decodeOther(bytes.subarray(from), encoding);
  try {
    try {
      return decodeFrom(0);
    } catch (error) {
      if (start > 0) decodeFrom(start);
      throw error;
    }
  } catch (e) {
    if (!(e instanceof DecodingError)) throw e;
    // The codec's exception becomes a SyntaxError that knows no line.
    throw new CompileError('SyntaxError', strFromUtf16(e.message), {
      filename,
      lineno: 0,
      offset: -1,
      end_lineno: undefined,
      end_offset: undefined,
      text: undefined,
      args: 'start',
    });
  }
}

function decodeDefault(bytes: Uint8Array, filename: Str, isFile: boolean): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw notUtf8(translateBytes(bytes), filename, isFile);
  }
}

/** Where a line of the source stands, with its end, that the octet at `at` is in. */
function lineAround(bytes: Uint8Array, at: number): { start: number; end: number; lineno: number } {
  const start = at === 0 ? 0 : bytes.lastIndexOf(0x0a, at - 1) + 1;
  const newline = bytes.indexOf(0x0a, at);
  let lineno = 1;
  for (let i = 0; i < start; i++) if (bytes[i] === 0x0a) lineno++;
  return { start, end: newline < 0 ? bytes.length : newline + 1, lineno };
}

function decodeLeniently(bytes: Uint8Array): string {
  return new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);
}

/** A file that says that it is UTF-8 is decoded line by line: the error is the codec's, and of a line. */
function checkUtf8(source: Uint8Array, filename: Str): void {
  const bytes = translateBytes(source);
  const error = findUtf8Error(bytes);
  if (error === undefined) return;
  const { start, end, lineno } = lineAround(bytes, error.start);
  const line = bytes.subarray(start, end);
  try {
    decode(end === bytes.length ? Uint8Array.of(...line, 0x0a) : line, 'utf-8');
  } catch (e) {
    if (!(e instanceof DecodingError)) throw e;
    throw new CompileError('SyntaxError', strFromUtf16(`(unicode error) ${e.message}`), {
      filename,
      lineno,
      offset: 0,
      end_lineno: lineno,
      end_offset: -1,
      text: strFromUtf16(decodeLeniently(line)),
    });
  }
}

/**
 * The second line counts as the first one where that is looked at for a declaration, has something else, and is at its
 * end: CPython has read on without counting.
 */
function fileLine(bytes: Uint8Array, lineno: number): number {
  if (lineno !== 2) return lineno;
  const first = decodeLeniently(bytes.subarray(0, bytes.indexOf(0x0a)));
  const goesOn = /^\s*(?:#|$)|\\$/.test(first) || first.split(/"""|'''/).length % 2 === 0;
  return goesOn ? lineno : 1;
}

/** CPython: `_PyTokenizer_ensure_utf8`. */
function notUtf8(bytes: Uint8Array, filename: Str, isFile: boolean): CompileError {
  const at = findUtf8Error(bytes)!.start;
  const { start, end, lineno: place } = lineAround(bytes, at);
  const lineno = isFile ? fileLine(bytes, place) : place;
  const before = decodeLeniently(bytes.subarray(start, at));
  const offset = codePointCount(before, 0, before.length) + 1;
  const line = decodeLeniently(bytes.subarray(start, end)).replace(/\n$/, '');
  const byte = bytes[at].toString(16).padStart(2, '0');
  const file = isFile ? ` in file ${utf16FromStr(filename)}` : '';
  return new CompileError(
    'SyntaxError',
    strFromUtf16(
      `Non-UTF-8 code starting with '\\x${byte}'${file} on line ${lineno}, but no encoding declared; ` +
        'see https://peps.python.org/pep-0263/ for details',
    ),
    {
      filename,
      lineno,
      offset,
      end_lineno: lineno,
      end_offset: offset,
      text: strFromUtf16(line),
      ...(isFile ? {} : { args: 'unnamed' }),
    },
  );
}

function nullBytes(): CompileError {
  return new CompileError('SyntaxError', 'source code string cannot contain null bytes');
}

/** Line ends to `\n`, before decoding: the positions in decoding errors count like that. */
function translateBytes(bytes: Uint8Array): Uint8Array {
  if (!bytes.includes(0x0d)) return bytes;
  const out = new Uint8Array(bytes.length);
  let n = 0;
  for (let i = 0; i < bytes.length; i++) {
    if (bytes[i] === 0x0d) {
      if (bytes[i + 1] === 0x0a) i++;
      out[n++] = 0x0a;
    } else {
      out[n++] = bytes[i];
    }
  }
  return out.subarray(0, n);
}

/** What `finishText` does, for a codec that looks at more than one byte at a time. */
function finishBytes(bytes: Uint8Array, mode: SourceMode): Uint8Array {
  const lines = translateBytes(bytes);
  if (mode !== 'exec' || lines.length === 0 || lines[lines.length - 1] === 0x0a) return lines;
  const out = new Uint8Array(lines.length + 1);
  out.set(lines);
  out[lines.length] = 0x0a;
  return out;
}

function finishText(text: string, mode: SourceMode): string {
  if (text.includes('\r')) text = text.replace(/\r\n?/g, '\n');
  return mode === 'exec' && text !== '' && !text.endsWith('\n') ? `${text}\n` : text;
}
