/**
 * Reads the tables of a code object that compiling leaves in packed form: source positions (`co_linetable`) and
 * exception handlers (`co_exceptiontable`). CPython: InternalDocs/code_objects.md, exception_handling.md,
 * `positionsiter_next` and `lineiter_next` in Objects/codeobject.c.
 *
 * Tables of damaged code objects end where they stop to make sense.
 */
import type { PyCode } from '../objects/code.ts';

/** A range of instructions with one position. Offsets count bytes; `undefined` is Python's `None`. */
export interface LocationEntry {
  readonly start: number;
  readonly end: number;
  readonly lineno: number | undefined;
  readonly end_lineno: number | undefined;
  readonly col_offset: number | undefined;
  readonly end_col_offset: number | undefined;
}

/** Kinds of entries: `PY_CODE_LOCATION_INFO_*`. Smaller kinds are the short form. */
const ONE_LINE0 = 10;
const ONE_LINE2 = 12;
const NO_COLUMNS = 13;
const LONG = 14;
const NONE = 15;

/** The entries of `co_linetable` in order. */
export function parseLocationTable(table: Uint8Array, firstlineno: number): LocationEntry[] {
  const entries: LocationEntry[] = [];
  let pos = 0;
  const varint = (): number => {
    let byte = table[pos++] ?? 0;
    let value = byte & 63;
    for (let shift = 6; (byte & 64) !== 0; shift += 6) {
      byte = table[pos++] ?? 0;
      value |= (byte & 63) << shift;
    }
    return value >>> 0;
  };
  const signedVarint = (): number => {
    const value = varint();
    return (value & 1) !== 0 ? -(value >>> 1) : value >>> 1;
  };
  let line = firstlineno;
  let start = 0;
  while (pos < table.length) {
    const first = table[pos++]!;
    const kind = (first >> 3) & 15;
    const end = start + 2 * ((first & 7) + 1);
    let endLine: number | undefined;
    let column: number | undefined;
    let endColumn: number | undefined;
    if (kind === LONG) {
      line += signedVarint();
      endLine = line + varint();
      column = columnOf(varint());
      endColumn = columnOf(varint());
    } else if (kind === NO_COLUMNS) {
      line += signedVarint();
      endLine = line;
    } else if (kind >= ONE_LINE0 && kind <= ONE_LINE2) {
      line += kind - ONE_LINE0;
      endLine = line;
      column = table[pos++] ?? 0;
      endColumn = table[pos++] ?? 0;
    } else if (kind < ONE_LINE0) {
      const second = table[pos++] ?? 0;
      endLine = line;
      column = (kind << 3) | (second >> 4);
      endColumn = column + (second & 15);
    }
    entries.push({
      start,
      end,
      lineno: kind === NONE ? undefined : line,
      end_lineno: endLine,
      col_offset: column,
      end_col_offset: endColumn,
    });
    start = end;
  }
  return entries;
}

/** The long form counts columns from 1; 0 stands for none. */
function columnOf(value: number): number | undefined {
  return value === 0 ? undefined : value - 1;
}

/** The position of each code unit, caches included: `co_positions()`. */
export function coPositions(code: PyCode): LocationEntry[] {
  const units: LocationEntry[] = [];
  for (const entry of parseLocationTable(code.co_linetable, Number(code.co_firstlineno))) {
    for (let at = entry.start; at < entry.end && at < code.co_code.length; at += 2) units.push(entry);
  }
  return units;
}

/** Ranges of instructions on one line; `co_lines()`. */
export interface LineRange {
  readonly start: number;
  readonly end: number;
  readonly line: number | undefined;
}

/** The lines of a code object in the order of its instructions; neighbours differ. */
export function coLines(code: PyCode): LineRange[] {
  const ranges: LineRange[] = [];
  let last: { start: number; end: number; line: number | undefined } | undefined;
  for (const entry of parseLocationTable(code.co_linetable, Number(code.co_firstlineno))) {
    if (last !== undefined && last.line === entry.lineno) {
      last.end = entry.end;
    } else {
      if (entry.start >= code.co_code.length) break;
      last = { start: entry.start, end: entry.end, line: entry.lineno };
      ranges.push(last);
    }
  }
  return ranges;
}

/** One handler: what is raised in [start, end) goes to `target`, with the stack cut to `depth`. Offsets count bytes. */
export interface ExceptionTableEntry {
  readonly start: number;
  readonly end: number;
  readonly target: number;
  readonly depth: number;
  /** Push the offset of the instruction that raised, beneath the exception. */
  readonly lasti: boolean;
}

/** The entries of `co_exceptiontable`. */
export function parseExceptionTable(table: Uint8Array): ExceptionTableEntry[] {
  const entries: ExceptionTableEntry[] = [];
  let pos = 0;
  const varint = (): number => {
    let value = 0;
    for (;;) {
      const byte = table[pos++] ?? 0;
      value = (value << 6) | (byte & 63);
      if ((byte & 64) === 0) return value;
    }
  };
  while (pos < table.length) {
    const start = 2 * varint();
    const end = start + 2 * varint();
    const target = 2 * varint();
    const depthAndLasti = varint();
    if (pos > table.length) break;
    entries.push({ start, end, target, depth: depthAndLasti >> 1, lasti: (depthAndLasti & 1) !== 0 });
  }
  return entries;
}
