/**
 * What Tython makes of a source, stage by stage, as text: line for line what golden.py prints from CPython.
 */
import { OPCODE_CACHES, OPCODE_NAMES } from '../../src/bytecode/opcode-metadata.ts';
import { EXTENDED_ARG } from '../../src/bytecode/opcodes.gen.ts';
import { compileSource } from '../../src/compiler/compile.ts';
import { futureParse } from '../../src/compiler/future.ts';
import {
  DEF_ANNOT,
  DEF_COMP_CELL,
  DEF_COMP_ITER,
  DEF_FREE_CLASS,
  DEF_GLOBAL,
  DEF_IMPORT,
  DEF_LOCAL,
  DEF_NONLOCAL,
  DEF_PARAM,
  DEF_TYPE_PARAM,
  SCOPE_OFFSET,
  type SymbolTableEntry,
  USE,
} from '../../src/compiler/symtable.ts';
import { buildSymtable } from '../../src/compiler/symtable-build.ts';
import { CO_FAST_CELL, CO_FAST_FREE, CO_FAST_LOCAL, PyCode } from '../../src/objects/code.ts';
import type { PyObject } from '../../src/objects/object.ts';
import { type Str, strFromUtf16 } from '../../src/objects/str.ts';
import { ASDL, type AST, type FieldInfo, type mod } from '../../src/parser/ast.gen.ts';
import { parse } from '../../src/parser/parse.ts';
import { TOKEN_NAMES } from '../../src/parser/token-names.ts';
import { TokenizerIter } from '../../src/parser/tokenizer-iter.ts';
import { describe, escapeText } from './outcome.ts';

const INDENT = '  ';

/** As Python's `json.dumps`, then `backslashreplace`: what is not ASCII comes out as one escape a UTF-16 unit. */
function quote(text: string): string {
  return JSON.stringify(text).replace(
    /[\x7f-\uffff]/g,
    (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

const escapeName = (text: string): string => escapeText(strFromUtf16(text));

function tokenLines(source: string): string[] {
  const lines: string[] = [];
  const iter = new TokenizerIter(source, { extraTokens: true });
  let row = -1;
  for (let token = iter.next(); token !== undefined; token = iter.next()) {
    const { type, string, startLine, startColumn, endLine, endColumn } = token;
    if (startLine !== row) {
      row = startLine;
      lines.push(`${row}:`);
    }
    const stop = endLine === startLine ? `${endColumn}` : `${endLine}:${endColumn}`;
    lines[lines.length - 1] += ` ${TOKEN_NAMES[type]} ${quote(string)} ${startColumn}-${stop}`;
  }
  return lines;
}

/** A node as a record: its fields by name. */
type Fields = Readonly<Record<string, unknown>>;

const FIELDS: ReadonlyMap<string, readonly FieldInfo[]> = new Map(
  ASDL.flatMap((rule) => rule.constructors.map((c) => [c.name, c.fields] as const)),
);
const isNode = (value: unknown): value is AST =>
  typeof value === 'object' && value !== null && 'nodeType' in value;

function place(node: AST): string {
  if (!('lineno' in node && 'col_offset' in node)) return '';
  return `@${node.lineno}:${node.col_offset}-${node.end_lineno}:${node.end_col_offset}`;
}

function inline(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(inline).join(', ')}]`;
  if (isNode(value)) {
    const fields = FIELDS.get(value.nodeType)!.map((info) => fieldText(value, info));
    return `${value.nodeType}${place(value)}${fields.length > 0 ? `(${fields.join(', ')})` : ''}`;
  }
  if (value === undefined) return '-';
  return typeof value === 'string'
    ? escapeName(value)
    : typeof value === 'object'
      ? escapeText(value as Str)
      : String(value);
}

function fieldText(node: AST, [name, type]: FieldInfo): string {
  const value = (node as unknown as Fields)[name];
  return `${name}=${type === 'constant' ? describe(value as PyObject) : inline(value)}`;
}

const SUITES: ReadonlySet<string> = new Set(['stmt', 'excepthandler', 'match_case']);

function treeLines(node: AST, indent = ''): string[] {
  const flat: string[] = [];
  const suites: [string, readonly AST[]][] = [];
  for (const info of FIELDS.get(node.nodeType)!) {
    const value = (node as unknown as Fields)[info[0]];
    if (Array.isArray(value) && value.length > 0 && SUITES.has(info[1])) suites.push([info[0], value]);
    else flat.push(fieldText(node, info));
  }
  const lines = [`${indent}${node.nodeType}${place(node)} ${flat.join(', ')}`.trimEnd()];
  for (const [name, nodes] of suites) {
    lines.push(`${indent}${INDENT}${name}:`);
    for (const inner of nodes) lines.push(...treeLines(inner, indent + INDENT + INDENT));
  }
  return lines;
}

const BLOCKS = [
  'function',
  'class',
  'module',
  'annotation',
  'type alias',
  'type parameters',
  'type variable',
];
const FLAGS: readonly (readonly [number, string])[] = [
  [DEF_GLOBAL, 'global'],
  [DEF_LOCAL, 'assigned'],
  [DEF_PARAM, 'parameter'],
  [DEF_NONLOCAL, 'nonlocal'],
  [USE, 'used'],
  [DEF_FREE_CLASS, 'free in class'],
  [DEF_IMPORT, 'imported'],
  [DEF_ANNOT, 'annotated'],
  [DEF_COMP_ITER, 'iteration'],
  [DEF_TYPE_PARAM, 'type parameter'],
  [DEF_COMP_CELL, 'comprehension cell'],
];
const SCOPES = ['unknown', 'LOCAL', 'GLOBAL_EXPLICIT', 'GLOBAL_IMPLICIT', 'FREE', 'CELL'];

/** Python sorts by code points, JavaScript by UTF-16 units. */
function compareNames(a: string, b: string): number {
  const [x, y] = [Array.from(a, (c) => c.codePointAt(0)!), Array.from(b, (c) => c.codePointAt(0)!)];
  for (let i = 0; i < Math.min(x.length, y.length); i++) if (x[i] !== y[i]) return x[i]! - y[i]!;
  return x.length - y.length;
}

function symbolLines(block: SymbolTableEntry, indent = ''): string[] {
  const nested = block.ste_nested ? ' nested' : '';
  const parameters = block.ste_varnames.map(escapeName).join(' ');
  const name = escapeName(block.ste_name);
  const lines = [
    `${indent}${BLOCKS[block.ste_type]} ${name} line ${block.ste_loc.lineno}${nested} (${parameters})`,
  ];
  for (const [symbol, flags] of [...block.ste_symbols].sort((a, b) => compareNames(a[0], b[0]))) {
    const words = FLAGS.filter(([flag]) => (flags & flag) !== 0).map(([, word]) => word);
    lines.push(
      `${indent}${INDENT}${escapeName(symbol)}: ${[SCOPES[flags >> SCOPE_OFFSET], ...words].join(' ')}`,
    );
  }
  for (const child of block.ste_children) lines.push(...symbolLines(child, indent + INDENT));
  return lines;
}

/** One code unit's place in the source; absent parts are `-`. */
type Place = readonly [line: string, column: string, endLine: string, endColumn: string];

/** Decodes `co_linetable`: the place of each code unit. CPython: Objects/locations.md. */
function placesOf(code: PyCode): Place[] {
  const table = code.co_linetable;
  const places: Place[] = [];
  let at = 0;
  let line = Number(code.co_firstlineno);
  const unsigned = (): number => {
    let value = 0;
    for (let shift = 0; ; shift += 6) {
      const byte = table[at++]!;
      value |= (byte & 63) << shift;
      if ((byte & 64) === 0) return value;
    }
  };
  const signed = (): number => {
    const value = unsigned();
    return value & 1 ? -(value >> 1) : value >> 1;
  };
  while (at < table.length) {
    const first = table[at++]!;
    const kind = (first >> 3) & 15;
    let place: Place;
    if (kind === 15) {
      place = ['-', '-', '-', '-'];
    } else if (kind === 14) {
      line += signed();
      const endLine = line + unsigned();
      const [column, endColumn] = [unsigned(), unsigned()];
      place = [
        `${line}`,
        column === 0 ? '-' : `${column - 1}`,
        `${endLine}`,
        endColumn === 0 ? '-' : `${endColumn - 1}`,
      ];
    } else if (kind === 13) {
      line += signed();
      place = [`${line}`, '-', `${line}`, '-'];
    } else if (kind >= 10) {
      line += kind - 10;
      const [column, endColumn] = [table[at++]!, table[at++]!];
      place = [`${line}`, `${column}`, `${line}`, `${endColumn}`];
    } else {
      const second = table[at++]!;
      const column = (kind << 3) | (second >> 4);
      place = [`${line}`, `${column}`, `${line}`, `${column + (second & 15)}`];
    }
    for (let n = (first & 7) + 1; n > 0; n--) places.push(place);
  }
  return places;
}

function instructionLines(code: PyCode): string[] {
  const lines: string[] = [];
  const places = placesOf(code);
  let extended = 0;
  for (let offset = 0; offset < code.co_code.length; offset += 2) {
    const opcode = code.co_code[offset]!;
    const oparg = extended | code.co_code[offset + 1]!;
    extended = opcode === EXTENDED_ARG ? oparg << 8 : 0;
    const [line, column, endLine, endColumn] = places[offset / 2] ?? ['-', '-', '-', '-'];
    const position = `@${line}:${column}-${endLine}:${endColumn}`;
    lines.push(`${String(offset).padStart(4)} ${OPCODE_NAMES[opcode]} ${oparg} ${position}`);
    offset += 2 * OPCODE_CACHES[opcode]!;
  }
  return lines;
}

function handlerLines(code: PyCode): string[] {
  const numbers: number[] = [];
  let value = 0;
  for (const byte of code.co_exceptiontable) {
    value = (value << 6) | (byte & 63);
    if (byte & 64) continue;
    numbers.push(value);
    value = 0;
  }
  const lines: string[] = [];
  for (let i = 0; i < numbers.length; i += 4) {
    const [start, length, target, mark] = numbers.slice(i, i + 4) as [number, number, number, number];
    const lasti = mark & 1 ? ', lasti' : '';
    lines.push(`handler ${2 * start} to ${2 * (start + length)}: ${2 * target}, depth ${mark >> 1}${lasti}`);
  }
  return lines;
}

function codeLines(code: PyCode): string[] {
  const lines = [
    `code ${escapeText(code.co_qualname)} line ${code.co_firstlineno}: arguments ${code.co_posonlyargcount} ` +
      `${code.co_argcount} ${code.co_kwonlyargcount}, stack ${code.co_stacksize}, flags 0x${code.co_flags.toString(16)}`,
  ];
  const ofKind = (kind: number): Str[] =>
    code.co_localsplusnames.filter((_, i) => code.co_localspluskinds[i]! & kind);
  const names: readonly (readonly [string, readonly Str[]])[] = [
    ['co_names', code.co_names],
    ['co_varnames', ofKind(CO_FAST_LOCAL)],
    ['co_cellvars', ofKind(CO_FAST_CELL)],
    ['co_freevars', ofKind(CO_FAST_FREE)],
  ];
  for (const [field, list] of names) {
    if (list.length > 0) lines.push(`${INDENT}${field}: ${list.map(escapeText).join(' ')}`);
  }
  code.co_consts.forEach((value, number) => {
    const text = value instanceof PyCode ? `code ${escapeText(value.co_qualname)}` : describe(value);
    lines.push(`${INDENT}const ${number}: ${text}`);
  });
  lines.push(...instructionLines(code).map((line) => INDENT + line));
  lines.push(...handlerLines(code).map((line) => INDENT + line));
  for (const value of code.co_consts) if (value instanceof PyCode) lines.push('', ...codeLines(value));
  return lines;
}

/** All four parts, as golden.py writes them into the file beside the source. */
export function goldenText(name: string, source: Uint8Array): string {
  const parseIt = (): mod => parse(source, { filename: name, mode: 'exec', flags: 0, warn: () => {} });
  const symbolTree = parseIt();
  const future = futureParse(symbolTree, { filename: name });
  const parts = {
    tokens: tokenLines(new TextDecoder().decode(source)),
    tree: treeLines(parseIt()),
    symbols: symbolLines(buildSymtable(symbolTree, { filename: name, future }).top),
    code: codeLines(
      compileSource(source, { filename: name, mode: 'exec', flags: 0, optimize: 0, warn: () => {} }),
    ),
  };
  const lines = [`# What CPython 3.14 makes of ${name}: recorded by \`npm run verify -- accept\`.`];
  for (const [title, part] of Object.entries(parts)) lines.push('', `== ${title}`, ...part);
  return lines
    .map(
      (line) =>
        `${line.replace(/[\0-\x1f]/g, (c) => `\\x${c.charCodeAt(0).toString(16).padStart(2, '0')}`)}\n`,
    )
    .join('');
}
