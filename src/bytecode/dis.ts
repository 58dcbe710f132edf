/**
 * The disassembler: what `dis.dis(code)` prints. CPython: Lib/dis.py.
 *
 * The text is the same to the letter but for the addresses of code objects, which are whatever the caller says.
 */
import { PyCode } from '../objects/code.ts';
import { reprText } from '../objects/repr.ts';
import { type Str, utf16FromStr } from '../objects/str.ts';
import { type InstructionAt, jumpTarget, opcodeName, unpackInstructions } from './instructions.ts';
import {
  coLines,
  coPositions,
  type ExceptionTableEntry,
  type LocationEntry,
  parseExceptionTable,
} from './locations.ts';
import {
  COMMON_CONSTANT_NAMES,
  COMPARE_OP_SHIFT,
  COMPARE_OP_TO_BOOL,
  COMPARE_OPS,
  CONSTANT_BUILTIN_ALL,
  CONSTANT_BUILTIN_ANY,
  CONVERSION_NAMES,
  FUNCTION_ATTRIBUTE_NAMES,
  INTRINSIC_1_NAMES,
  INTRINSIC_2_NAMES,
  NB_OPS,
  SPECIAL_METHOD_NAMES,
} from './opargs.ts';
import {
  BINARY_OP,
  CACHE_FORMAT,
  CALL_INTRINSIC_1,
  CALL_INTRINSIC_2,
  COMPARE_OP,
  CONTAINS_OP,
  CONVERT_VALUE,
  END_ASYNC_FOR,
  HAS_CONST,
  HAS_FREE,
  HAS_JUMP,
  HAS_LOCAL,
  HAS_NAME,
  IS_OP,
  LOAD_ATTR,
  LOAD_COMMON_CONSTANT,
  LOAD_FAST_BORROW_LOAD_FAST_BORROW,
  LOAD_FAST_LOAD_FAST,
  LOAD_GLOBAL,
  LOAD_SPECIAL,
  LOAD_SUPER_ATTR,
  OPCODE_FLAGS,
  SET_FUNCTION_ATTRIBUTE,
  STORE_FAST_LOAD_FAST,
  STORE_FAST_STORE_FAST,
} from './opcodes.gen.ts';

const OPNAME_WIDTH = 20;
const OPARG_WIDTH = 5;
const NO_LINENO = '  --';

/** Keyword arguments of `dis.dis`. */
export interface DisOptions {
  /** How many levels of nested code to go down; all when absent. */
  readonly depth?: number;
  readonly showCaches?: boolean;
  readonly showOffsets?: boolean;
  readonly showPositions?: boolean;
  /** The address that the repr of a code object shows. */
  readonly address?: (code: PyCode) => number;
}

/** The disassembly of a code object and, below it, of those among its constants. UTF-16 text, lines end in \n. */
export function disassemble(code: PyCode, options: DisOptions = {}): string {
  const lines: string[] = [];
  disassembleRecursive(code, options, options.depth ?? Number.POSITIVE_INFINITY, lines);
  return `${lines.join('\n')}\n`;
}

function disassembleRecursive(code: PyCode, options: DisOptions, depth: number, lines: string[]): void {
  new Disassembly(code, options, lines).print();
  if (depth <= 0) return;
  for (const value of code.co_consts) {
    if (!(value instanceof PyCode)) continue;
    lines.push('', `Disassembly of ${reprText(value, options.address?.(value))}:`);
    disassembleRecursive(value, options, depth - 1, lines);
  }
}

/** The disassembly of one code object. */
class Disassembly {
  private readonly code: PyCode;
  private readonly options: DisOptions;
  private readonly lines: string[];
  private readonly instructions: readonly InstructionAt[];
  private readonly exceptionEntries: readonly ExceptionTableEntry[];
  private readonly lineStarts = new Map<number, number | undefined>();
  private readonly positions: readonly LocationEntry[];
  private readonly labels: ReadonlyMap<number, number>;
  private readonly locationWidth: number;
  private readonly offsetWidth: number;
  private readonly labelWidth: number;

  constructor(code: PyCode, options: DisOptions, lines: string[]) {
    this.code = code;
    this.options = options;
    this.lines = lines;
    this.instructions = unpackInstructions(code.co_code);
    this.exceptionEntries = parseExceptionTable(code.co_exceptiontable);
    for (const { start, line } of coLines(code)) this.lineStarts.set(start, line);
    this.positions = options.showPositions ? coPositions(code) : [];
    this.labels = numberLabels(this.instructions, this.exceptionEntries);
    this.locationWidth = options.showPositions ? positionsWidth(this.positions) : lineWidth(this.lineStarts);
    this.offsetWidth = options.showOffsets ? `${Math.max(code.co_code.length - 2, 9999)}`.length : 0;
    this.labelWidth = 4 + `${this.labels.size}`.length;
  }

  print(): void {
    for (const instruction of this.instructions) {
      const { offset, opcode, oparg } = instruction;
      if (this.locationWidth > 0 && this.lineStarts.has(offset) && offset > 0) this.lines.push('');
      this.printLine(offset, offset, opcode, oparg, oparg === undefined ? '' : this.describe(instruction));
      if (this.options.showCaches) this.printCaches(instruction);
    }
    this.printExceptionTable();
  }

  private printLine(
    offset: number,
    locationOffset: number,
    opcode: number,
    oparg: number | undefined,
    detail: string,
  ): void {
    const fields: string[] = [];
    if (this.locationWidth > 0) {
      fields.push(this.options.showPositions ? this.positionField(locationOffset) : this.lineField(offset));
    }
    const label = offset === locationOffset ? this.labels.get(offset) : undefined;
    fields.push((label === undefined ? '' : `L${label}:`).padStart(this.labelWidth));
    if (this.offsetWidth > 0) fields.push(`${`${offset}`.padStart(this.offsetWidth)}  `);
    const name = opcodeName(opcode);
    fields.push('   ', name.padEnd(OPNAME_WIDTH));
    if (oparg !== undefined) {
      fields.push(`${oparg}`.padStart(OPARG_WIDTH - Math.max(0, name.length - OPNAME_WIDTH)));
      if (detail !== '') fields.push(`(${detail})`);
    }
    this.lines.push(fields.join(' ').trimEnd());
  }

  private lineField(offset: number): string {
    if (!this.lineStarts.has(offset)) return ' '.repeat(this.locationWidth);
    const line = this.lineStarts.get(offset);
    return `${line ?? NO_LINENO}`.padStart(this.locationWidth);
  }

  private positionField(offset: number): string {
    const at = this.positions[offset / 2];
    const isEmpty =
      at === undefined ||
      (at.lineno === undefined &&
        at.end_lineno === undefined &&
        at.col_offset === undefined &&
        at.end_col_offset === undefined);
    const text = isEmpty
      ? NO_LINENO
      : `${at.lineno ?? '?'}:${at.col_offset ?? '?'}-${at.end_lineno ?? '?'}:${at.end_col_offset ?? '?'}`;
    return text.padEnd(this.locationWidth);
  }

  /** One line for each code unit of the inline caches; the first of a field shows its value. */
  private printCaches({ offset, opcode }: InstructionAt): void {
    let at = offset;
    for (const [name, units] of CACHE_FORMAT.get(opcode) ?? []) {
      let value = 0n;
      for (let i = 2 * units + 1; i >= 2; i--) value = (value << 8n) | BigInt(this.code.co_code[at + i] ?? 0);
      for (let i = 0; i < units; i++) {
        at += 2;
        this.printLine(at, offset, 0, 0, i === 0 ? `${name}: ${value}` : '');
      }
    }
  }

  private printExceptionTable(): void {
    if (this.exceptionEntries.length > 0) this.lines.push('ExceptionTable:');
    for (const { start, end, target, depth, lasti } of this.exceptionEntries) {
      const label = (offset: number) => `L${this.labels.get(offset)}`;
      this.lines.push(
        `  ${label(start)} to ${label(end)} -> ${label(target)} [${depth}]${lasti ? ' lasti' : ''}`,
      );
    }
  }

  /** What the oparg stands for, in words. */
  private describe(instruction: InstructionAt): string {
    const { opcode } = instruction;
    const oparg = instruction.oparg!;
    const flags = OPCODE_FLAGS[opcode]!;
    if ((flags & HAS_CONST) !== 0) {
      const value = this.code.co_consts[oparg];
      if (value === undefined) return '';
      return reprText(value, value instanceof PyCode ? this.options.address?.(value) : 0);
    }
    if ((flags & HAS_NAME) !== 0) return this.describeName(opcode, oparg);
    if ((flags & HAS_JUMP) !== 0) {
      const label = this.labels.get(jumpTarget(instruction)!);
      return `${opcode === END_ASYNC_FOR ? 'from' : 'to'} L${label}`;
    }
    switch (opcode) {
      case LOAD_FAST_LOAD_FAST:
      case LOAD_FAST_BORROW_LOAD_FAST_BORROW:
      case STORE_FAST_LOAD_FAST:
      case STORE_FAST_STORE_FAST:
        return `${this.variable(oparg >> 4)}, ${this.variable(oparg & 15)}`;
      case COMPARE_OP: {
        const operator = COMPARE_OPS[oparg >> COMPARE_OP_SHIFT] ?? '';
        return (oparg & COMPARE_OP_TO_BOOL) !== 0 ? `bool(${operator})` : operator;
      }
      case CONVERT_VALUE:
        return CONVERSION_NAMES[oparg] ?? '';
      case SET_FUNCTION_ATTRIBUTE:
        return FUNCTION_ATTRIBUTE_NAMES.filter((_, bit) => (oparg & (1 << bit)) !== 0).join(', ');
      case BINARY_OP:
        return NB_OPS[oparg]?.[1] ?? '';
      case CALL_INTRINSIC_1:
        return INTRINSIC_1_NAMES[oparg] ?? '';
      case CALL_INTRINSIC_2:
        return INTRINSIC_2_NAMES[oparg] ?? '';
      case LOAD_COMMON_CONSTANT: {
        const name = COMMON_CONSTANT_NAMES[oparg] ?? '';
        const isFunction = oparg === CONSTANT_BUILTIN_ALL || oparg === CONSTANT_BUILTIN_ANY;
        return isFunction ? `<built-in function ${name}>` : name;
      }
      case LOAD_SPECIAL:
        return SPECIAL_METHOD_NAMES[oparg] ?? '';
      case IS_OP:
        return oparg !== 0 ? 'is not' : 'is';
      case CONTAINS_OP:
        return oparg !== 0 ? 'not in' : 'in';
      default:
        return (flags & (HAS_LOCAL | HAS_FREE)) !== 0 ? this.variable(oparg) : '';
    }
  }

  private describeName(opcode: number, oparg: number): string {
    const name = (index: number) => textOf(this.code.co_names[index]);
    if (opcode === LOAD_GLOBAL) return name(oparg >> 1) + ((oparg & 1) !== 0 ? ' + NULL' : '');
    const self = (oparg & 1) !== 0 ? ' + NULL|self' : '';
    if (opcode === LOAD_ATTR) return name(oparg >> 1) + self;
    if (opcode === LOAD_SUPER_ATTR) return name(oparg >> 2) + self;
    return name(oparg);
  }

  private variable(index: number): string {
    return textOf(this.code.co_localsplusnames[index]);
  }
}

function textOf(name: Str | undefined): string {
  return name === undefined ? '' : utf16FromStr(name);
}

/** Numbers the offsets that jumps and handlers refer to, from 1, in their order. */
function numberLabels(
  instructions: readonly InstructionAt[],
  entries: readonly ExceptionTableEntry[],
): ReadonlyMap<number, number> {
  const offsets = new Set<number>();
  for (const instruction of instructions) {
    const target = jumpTarget(instruction);
    if (target !== undefined) offsets.add(target);
  }
  for (const { start, end, target } of entries) offsets.add(start).add(end).add(target);
  const sorted = [...offsets].sort((a, b) => a - b);
  return new Map(sorted.map((offset, index) => [offset, index + 1]));
}

/** The width of the column of line numbers; 0 when there are none. */
function lineWidth(lineStarts: ReadonlyMap<number, number | undefined>): number {
  let largest = -1;
  let hasNone = false;
  for (const line of lineStarts.values()) {
    if (line === undefined) hasNone = true;
    else if (line !== 0) largest = Math.max(largest, line);
  }
  if (largest === -1) return 0;
  const width = Math.max(3, `${largest}`.length);
  return hasNone ? Math.max(width, NO_LINENO.length) : width;
}

/** The width of the column of positions `line:column-line:column`; 0 when there are none. */
function positionsWidth(positions: readonly LocationEntry[]): number {
  let width = -1;
  for (const at of positions) {
    const parts = [at.lineno, at.col_offset, at.end_lineno, at.end_col_offset];
    if (parts.every((part) => part === undefined)) continue;
    width = Math.max(width, parts.map((part) => `${part ?? '?'}`).join('').length);
  }
  return width < 0 ? 0 : 1 + Math.max(NO_LINENO.length, 3 + width);
}
