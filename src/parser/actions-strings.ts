/**
 * Actions of the grammar for string literals, f-strings and t-strings. CPython: the "Fstring stuff" of
 * Parser/action_helpers.c.
 *
 * A piece of literal text first becomes a constant with its source text (`rawPart`); escapes are decoded when the
 * literal is complete (`joinedStr`), since only its start says whether it is raw. The source text that a `=` asks for,
 * and that of an interpolation, comes from the tokenizer: `metadata` of the token that ends the expression.
 */
import { PyBytes } from '../objects/bytes.ts';
import { codePointsOf, type Str, strFromCodePoints, strFromUtf16, strLength } from '../objects/str.ts';
import { Constant, type expr, FormattedValue, Interpolation, JoinedStr, TemplateStr } from './ast.gen.ts';
import type { Parser } from './pegen.ts';
import { decodeString, hasUnicodePrefix, parseString } from './string-literal.ts';
import { FSTRING_END, FSTRING_START, TSTRING_END, TSTRING_START } from './tokens.ts';

/** `!r` in a replacement field: where and what the name is, and the source text before the `!`. */
export interface Conversion {
  readonly token: number;
  readonly metadata: string | undefined;
}

/** `:>10` in a replacement field, and the source text before the `:`. */
export interface FormatSpec {
  readonly node: JoinedStr;
  readonly metadata: string | undefined;
}

// ---- Plain literals

export function stringConstant(p: Parser, token: number): Constant {
  return new Constant(
    parseString(p.tokens, token, !p.invalid),
    hasUnicodePrefix(p.tokens, token) ? 'u' : undefined,
    p.lineno[token],
    p.colOffset[token],
    p.endLineno[token],
    p.endColOffset[token],
  );
}

/** Literals that stand side by side. CPython: `_PyPegen_concatenate_strings`. */
export function concatenateStrings(
  p: Parser,
  strings: readonly expr[],
  lineno: number,
  col_offset: number,
  end_lineno: number,
  end_col_offset: number,
): expr {
  const bytes: PyBytes[] = [];
  const texts: Str[] = [];
  let isFormatted = false;
  for (const e of strings) {
    if (e.nodeType !== 'Constant') isFormatted = true;
    else if (e.value instanceof PyBytes) bytes.push(e.value);
    else texts.push(e.value as Str);
  }
  if (bytes.length > 0 && (isFormatted || texts.length > 0))
    p.raise('cannot mix bytes and nonbytes literals');
  if (isFormatted) return new JoinedStr(joinParts(strings), lineno, col_offset, end_lineno, end_col_offset);
  if (strings.length === 1) return strings[0];
  const value = bytes.length > 0 ? concatenateBytes(bytes) : concatenate(texts);
  return new Constant(value, (strings[0] as Constant).kind, lineno, col_offset, end_lineno, end_col_offset);
}

export function concatenateTemplates(
  templates: readonly expr[],
  lineno: number,
  col_offset: number,
  end_lineno: number,
  end_col_offset: number,
): TemplateStr {
  return new TemplateStr(joinParts(templates), lineno, col_offset, end_lineno, end_col_offset);
}

/** The parts of f-strings, t-strings and plain strings in one list: constants side by side become one, empty ones none. */
function joinParts(strings: readonly expr[]): expr[] {
  const parts: expr[] = [];
  for (const e of strings) {
    if (e.nodeType === 'JoinedStr' || e.nodeType === 'TemplateStr')
      for (const part of e.values) parts.push(part);
    else parts.push(e);
  }
  const values: expr[] = [];
  for (let i = 0; i < parts.length; ) {
    const first = parts[i];
    let next = i + 1;
    if (first.nodeType !== 'Constant') {
      values.push(first);
      i = next;
      continue;
    }
    while (next < parts.length && parts[next].nodeType === 'Constant') next++;
    const run = parts.slice(i, next) as Constant[];
    i = next;
    const text = concatenate(run.map((part) => part.value as Str));
    if (text === '') continue;
    const { lineno, col_offset, kind } = first;
    const { end_lineno, end_col_offset } = run[run.length - 1];
    values.push(
      run.length === 1 ? first : new Constant(text, kind, lineno, col_offset, end_lineno, end_col_offset),
    );
  }
  return values;
}

function concatenate(texts: readonly Str[]): Str {
  if (texts.every((text) => typeof text === 'string')) return texts.join('');
  return strFromCodePoints(texts.flatMap((text) => Array.from(codePointsOf(text))));
}

function concatenateBytes(parts: readonly PyBytes[]): PyBytes {
  const out = new Uint8Array(parts.reduce((sum, part) => sum + part.value.length, 0));
  let n = 0;
  for (const { value } of parts) {
    out.set(value, n);
    n += value.length;
  }
  return new PyBytes(out);
}

// ---- f-strings and t-strings

/** A piece of literal text, not decoded yet. */
export function rawPart(p: Parser, token: number): Constant {
  return constantAt(p, p.text(token), token);
}

/** A piece of literal text of a format spec. */
export function decodedPart(p: Parser, token: number): Constant {
  const text = p.text(token);
  if (!text.includes('\\')) return constantAt(p, strFromUtf16(text), token);
  const isRaw = hasRawPrefix(p, enclosingStart(p, token));
  return constantAt(p, decodeString(p.tokens, text, isRaw, token, !p.invalid), token);
}

function constantAt(p: Parser, value: Str, i: number): Constant {
  return new Constant(value, undefined, p.lineno[i], p.colOffset[i], p.endLineno[i], p.endColOffset[i]);
}

/** The token that starts the f-string or t-string that a token is in. */
function enclosingStart(p: Parser, token: number): number {
  let depth = 0;
  let i = token - 1;
  for (; i > 0; i--) {
    const kind = p.kind[i];
    if (kind === FSTRING_END || kind === TSTRING_END) depth++;
    else if ((kind === FSTRING_START || kind === TSTRING_START) && depth-- === 0) break;
  }
  return i;
}

function hasRawPrefix(p: Parser, start: number): boolean {
  return /[rR]/.test(p.text(start));
}

export function joinedStr(p: Parser, start: number, parts: readonly expr[], end: number): JoinedStr {
  return new JoinedStr(
    decodeParts(p, start, parts, end),
    p.lineno[start],
    p.colOffset[start],
    p.endLineno[end],
    p.endColOffset[end],
  );
}

export function templateStr(p: Parser, start: number, parts: readonly expr[], end: number): TemplateStr {
  return new TemplateStr(
    decodeParts(p, start, parts, end),
    p.lineno[start],
    p.colOffset[start],
    p.endLineno[end],
    p.endColOffset[end],
  );
}

/** The parts with their text decoded. A debug expression came as a JoinedStr of its text and its value. */
function decodeParts(p: Parser, start: number, parts: readonly expr[], end: number): expr[] {
  const isRaw = hasRawPrefix(p, start);
  const out: expr[] = [];
  for (const part of parts) {
    if (part.nodeType === 'JoinedStr') {
      out.push(...part.values);
    } else if (part.nodeType === 'Constant') {
      const text = part.value as string;
      // One of the braces of `{{` and `}}` is the escape.
      const source = text === '{{' || text === '}}' ? text.slice(1) : text;
      part.value = decodeString(p.tokens, source, isRaw, end, !p.invalid, part);
      if (part.value !== '') out.push(part);
    } else {
      out.push(part);
    }
  }
  return out;
}

/** `mark` is the `!`, `name` what follows it. */
export function checkConversion(p: Parser, mark: number, name: number): Conversion {
  const prefix = p.tokens.tok.mode?.isTemplate ? 't' : 'f';
  if (p.lineno[mark] !== p.lineno[name] || p.endColOffset[mark] !== p.colOffset[name]) {
    p.raiseRange(mark, name, `${prefix}-string: conversion type must come right after the exclamation mark`);
  }
  const id = p.id(name);
  if (id !== 's' && id !== 'r' && id !== 'a') {
    p.raiseAt(name, `${prefix}-string: invalid conversion character '${id}': expected 's', 'r', or 'a'`);
  }
  return { token: name, metadata: p.tokens.metadata[mark] };
}

export function fullFormatSpec(
  p: Parser,
  colon: number,
  spec: readonly expr[],
  lineno: number,
  col_offset: number,
  end_lineno: number,
  end_col_offset: number,
): FormatSpec {
  const parts = spec.filter((e) => e.nodeType !== 'Constant' || strLength(e.value as Str) > 0);
  const isPlain = parts.length === 0 || (parts.length === 1 && parts[0].nodeType === 'Constant');
  const node = new JoinedStr(
    isPlain ? parts : joinParts(parts),
    lineno,
    col_offset,
    end_lineno,
    end_col_offset,
  );
  return { node, metadata: p.tokens.metadata[colon] };
}

/** The field of an f-string. With `=` it is a JoinedStr of the expression's text and the field. */
export function formattedValue(
  p: Parser,
  value: expr,
  debug: number | undefined,
  conversion: Conversion | undefined,
  format: FormatSpec | undefined,
  closingBrace: number,
  lineno: number,
  col_offset: number,
  end_lineno: number,
  end_col_offset: number,
): FormattedValue | JoinedStr {
  const field = new FormattedValue(
    value,
    conversionCode(p, debug, conversion, format),
    format?.node,
    lineno,
    col_offset,
    end_lineno,
    end_col_offset,
  );
  return debug === undefined ? field : withDebugText(p, field, conversion, format, closingBrace);
}

/** The field of a t-string, likewise. */
export function interpolation(
  p: Parser,
  value: expr,
  debug: number | undefined,
  conversion: Conversion | undefined,
  format: FormatSpec | undefined,
  closingBrace: number,
  lineno: number,
  col_offset: number,
  end_lineno: number,
  end_col_offset: number,
): Interpolation | JoinedStr {
  const text = sourceText(p, conversion, format, closingBrace);
  const field = new Interpolation(
    value,
    // The last `=` is the one that asks for the text: only blank space follows it.
    strFromUtf16(debug === undefined ? text : text.slice(0, text.lastIndexOf('='))),
    conversionCode(p, debug, conversion, format),
    format?.node,
    lineno,
    col_offset,
    end_lineno,
    end_col_offset,
  );
  return debug === undefined ? field : withDebugText(p, field, conversion, format, closingBrace);
}

function conversionCode(
  p: Parser,
  debug: number | undefined,
  conversion: Conversion | undefined,
  format: FormatSpec | undefined,
): number {
  if (conversion !== undefined) return p.id(conversion.token).charCodeAt(0);
  // Debug expressions show the repr() unless they say otherwise.
  return debug !== undefined && format === undefined ? 'r'.charCodeAt(0) : -1;
}

/** The expression of a field as it is written, up to where its conversion, format spec or brace begins. */
function sourceText(
  p: Parser,
  conversion: Conversion | undefined,
  format: FormatSpec | undefined,
  closingBrace: number,
): string {
  if (conversion !== undefined) return conversion.metadata ?? '';
  return (format === undefined ? p.tokens.metadata[closingBrace] : format.metadata) ?? '';
}

function withDebugText(
  p: Parser,
  field: FormattedValue | Interpolation,
  conversion: Conversion | undefined,
  format: FormatSpec | undefined,
  closingBrace: number,
): JoinedStr {
  const { lineno, col_offset } = field;
  let { end_lineno, end_col_offset } = field;
  if (conversion !== undefined) {
    end_lineno = p.lineno[conversion.token];
    end_col_offset = p.colOffset[conversion.token];
  } else if (format !== undefined) {
    end_lineno = format.node.lineno;
    end_col_offset = format.node.col_offset + 1;
  }
  const text = strFromUtf16(sourceText(p, conversion, format, closingBrace));
  const constant = new Constant(text, undefined, lineno, col_offset + 1, end_lineno, end_col_offset - 1);
  return new JoinedStr([constant, field], lineno, col_offset, end_lineno, end_col_offset);
}
