/**
 * Cuts Python source into tokens, roughly: enough to find places for mutations and borders between statements. It
 * is independent of Tython's tokenizer on purpose, so that a campaign does not change with what it tests.
 */

export type RoughKind = 'name' | 'number' | 'string' | 'operator' | 'comment' | 'newline' | 'other';

export interface RoughToken {
  readonly kind: RoughKind;
  readonly start: number;
  readonly end: number;
}

const PREFIX = '(?:[bB][rR]?|[rR][bBfFtT]?|[uU]|[fFtT][rR]?)?';
const STRING = [
  `${PREFIX}"""(?:[^\\\\"]|\\\\[^]|"(?!""))*(?:"""|$)`,
  `${PREFIX}'''(?:[^\\\\']|\\\\[^]|'(?!''))*(?:'''|$)`,
  `${PREFIX}"(?:[^\\\\"\\n]|\\\\[^])*"?`,
  `${PREFIX}'(?:[^\\\\'\\n]|\\\\[^])*'?`,
].join('|');
const TOKEN = new RegExp(
  [
    '(?<space>(?:[ \\t\\f]|\\\\\\r?\\n)+)',
    '(?<newline>\\r?\\n)',
    '(?<comment>#[^\\n]*)',
    `(?<string>${STRING})`,
    '(?<number>\\.?[0-9](?:[eE][+-]?[0-9]|[0-9A-Za-z_.])*)',
    '(?<name>[A-Za-z_\\u0080-\\uffff][A-Za-z_0-9\\u0080-\\uffff]*)',
    '(?<operator>\\*\\*=?|//=?|>>=?|<<=?|->|:=|\\.\\.\\.|[-+*/%&|^@=<>!]=|[-+*/%&|^@=<>~!.,:;()[\\]{}])',
    '(?<other>[^])',
  ].join('|'),
  'gy',
);

/** All tokens but white space and joined lines. */
export function roughTokens(text: string): RoughToken[] {
  const tokens: RoughToken[] = [];
  TOKEN.lastIndex = 0;
  for (let match = TOKEN.exec(text); match !== null; match = TOKEN.exec(text)) {
    const groups = match.groups!;
    if (groups['space'] !== undefined) continue;
    let kind: RoughKind = 'other';
    for (const name of ['name', 'operator', 'newline', 'string', 'number', 'comment'] as const) {
      if (groups[name] !== undefined) {
        kind = name;
        break;
      }
    }
    tokens.push({ kind, start: match.index, end: TOKEN.lastIndex });
  }
  return tokens;
}

/** A logical line's first physical line: where a statement or clause starts. */
export interface LogicalLine {
  readonly start: number;
  readonly indent: number;
  readonly first: string;
}

/** The logical lines that hold more than a comment. */
export function logicalLines(text: string, tokens: readonly RoughToken[]): LogicalLine[] {
  const lines: LogicalLine[] = [];
  let depth = 0;
  let fresh = true;
  for (const token of tokens) {
    if (token.kind === 'newline') {
      if (depth === 0) fresh = true;
      continue;
    }
    if (token.kind === 'comment') continue;
    const first = text.slice(token.start, token.end);
    if (fresh) {
      const start = text.lastIndexOf('\n', token.start - 1) + 1;
      lines.push({ start, indent: token.start - start, first });
      fresh = false;
    }
    if (token.kind !== 'operator') continue;
    if (first === '(' || first === '[' || first === '{') depth++;
    else if (first === ')' || first === ']' || first === '}') depth = Math.max(0, depth - 1);
  }
  return lines;
}

const CONTINUES = new Set(['else', 'elif', 'except', 'finally']);

/** Start offsets of the statements at this indent among the lines `low` to `high`; decorators belong to what follows. */
function statementStarts(lines: readonly LogicalLine[], low: number, high: number, indent: number): number[] {
  const starts: number[] = [];
  let decorated = false;
  for (let i = low; i < high; i++) {
    const line = lines[i]!;
    if (line.indent > indent || CONTINUES.has(line.first)) continue;
    if (!decorated) starts.push(i);
    decorated = line.first === '@';
  }
  return starts;
}

/**
 * A part of the source that can stand alone and holds the logical line `index`: the statement around it, or where
 * that is longer than `limit`, its header with the statement inside that holds the line, and so on inwards.
 */
export function excerpt(text: string, lines: readonly LogicalLine[], index: number, limit: number): string {
  let low = 0;
  let high = lines.length;
  let indent = lines[0]?.indent ?? 0;
  let headers = '';
  for (;;) {
    const starts = statementStarts(lines, low, high, indent);
    const at = starts.findLastIndex((start) => start <= index);
    if (at < 0) break;
    const from = starts[at]!;
    const to = starts[at + 1] ?? high;
    const body = text.slice(lines[from]!.start, lines[to]?.start ?? text.length);
    if (headers.length + body.length <= limit) return headers + body;
    let inner = from + 1;
    while (inner < to && lines[inner]!.indent <= indent) inner++;
    if (inner >= to || inner > index) break;
    headers += text.slice(lines[from]!.start, lines[inner]!.start);
    low = inner;
    high = to;
    indent = lines[inner]!.indent;
  }
  const start = lines[index]!.start;
  return headers + text.slice(start, lines[index + 1]?.start ?? text.length);
}
