/**
 * Writing `co_linetable`: for each run of code units the source range it stands for, in the shortest of five forms.
 * CPython: `write_location_info_*` in Python/assemble.c; the format is described in InternalDocs/code_objects.md.
 *
 * An entry begins with a byte that has bit 7 set, the form in bits 3–6 and the number of code units less one in
 * bits 0–2. Lines are differences from the entry before.
 */
import type { ByteArena } from './byte-arena.ts';
import { type Location, NO_LOCATION } from './instruction-sequence.ts';

/** Forms 0–9: one line, the column divided by 8. */
const SHORT0 = 0;
/** Forms 10–12: on this line or one of the next two. */
const ONE_LINE0 = 10;
const NO_COLUMNS = 13;
const LONG = 14;
const NONE = 15;

/** The most code units that one entry covers. */
const MAX_ENTRY_UNITS = 8;

export class LocationTableWriter {
  private readonly _bytes: ByteArena;
  /** The line of the last entry that had one. */
  private _lineno: number;
  /** The range that the code units since the last entry stand for, and their number. */
  private _loc = NO_LOCATION;
  private _line = NO_LOCATION.lineno;
  private _endLine = NO_LOCATION.end_lineno;
  private _column = NO_LOCATION.col_offset;
  private _endColumn = NO_LOCATION.end_col_offset;
  private _units = 0;

  constructor(bytes: ByteArena, firstlineno: number) {
    this._bytes = bytes;
    this._lineno = firstlineno;
  }

  /** The next `units` code units stand for `loc`. */
  add(loc: Location, units: number): void {
    if (loc !== this._loc) {
      // Locations are objects of many shapes: read each property once.
      const { lineno, end_lineno: endLine, col_offset: column, end_col_offset: endColumn } = loc;
      if (
        lineno !== this._line ||
        column !== this._column ||
        endColumn !== this._endColumn ||
        endLine !== this._endLine
      ) {
        this._flush();
        this._line = lineno;
        this._endLine = endLine;
        this._column = column;
        this._endColumn = endColumn;
      }
      this._loc = loc;
    }
    this._units += units;
  }

  /** The table of all that was added. */
  finish(): Uint8Array {
    this._flush();
    return this._bytes.take();
  }

  private _flush(): void {
    for (; this._units > MAX_ENTRY_UNITS; this._units -= MAX_ENTRY_UNITS) this._writeEntry(MAX_ENTRY_UNITS);
    if (this._units > 0) this._writeEntry(this._units);
    this._units = 0;
  }

  private _writeEntry(units: number): void {
    const lineno = this._line;
    const endLineno = this._endLine;
    const column = this._column;
    const endColumn = this._endColumn;
    if (lineno < 0) {
      this._first(NONE, units);
      return;
    }
    const delta = lineno - this._lineno;
    this._lineno = lineno;
    if (column < 0 || endColumn < 0) {
      if (endLineno === lineno || endLineno === -1) {
        this._first(NO_COLUMNS, units);
        this._signedVarint(delta);
        return;
      }
    } else if (endLineno === lineno) {
      const width = endColumn - column;
      if (delta === 0 && column < 80 && width < 16 && width >= 0) {
        this._first(SHORT0 + (column >> 3), units);
        this._byte(((column & 7) << 4) | width);
        return;
      }
      if (delta >= 0 && delta < 3 && column < 128 && endColumn < 128) {
        this._first(ONE_LINE0 + delta, units);
        this._byte(column);
        this._byte(endColumn);
        return;
      }
    }
    this._first(LONG, units);
    this._signedVarint(delta);
    this._varint(endLineno - lineno);
    this._varint(column + 1);
    this._varint(endColumn + 1);
  }

  private _first(form: number, units: number): void {
    this._byte(0x80 | (form << 3) | (units - 1));
  }

  private _byte(value: number): void {
    this._bytes.push(value);
  }

  /** Six bits a byte, the lowest first; bit 6 says "more follows". */
  private _varint(value: number): void {
    let rest = value >>> 0;
    for (; rest >= 64; rest >>>= 6) this._byte(0x40 | (rest & 0x3f));
    this._byte(rest);
  }

  private _signedVarint(value: number): void {
    this._varint(value < 0 ? (-value << 1) | 1 : value << 1);
  }
}
