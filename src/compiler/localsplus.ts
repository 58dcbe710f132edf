/**
 * The "fast locals" of a frame: one array of arguments, other locals, cells and free variables. Code generation
 * numbers cells and free variables apart from locals; here they get their places in the array, an argument that is
 * a cell keeping the one it has, and the names and kinds of all of them are listed.
 * CPython: `prepare_localsplus` in Python/flowgraph.c, `compute_localsplus_info` in Python/assemble.c.
 */
import {
  COPY_FREE_VARS,
  DELETE_DEREF,
  LOAD_CLOSURE,
  LOAD_DEREF,
  LOAD_FROM_DICT_OR_DEREF,
  MAKE_CELL,
  POP_TOP,
  RETURN_GENERATOR,
  STORE_DEREF,
} from '../bytecode/opcodes.gen.ts';
import {
  CO_ASYNC_GENERATOR,
  CO_COROUTINE,
  CO_FAST_ARG_KW,
  CO_FAST_ARG_POS,
  CO_FAST_ARG_VAR,
  CO_FAST_CELL,
  CO_FAST_FREE,
  CO_FAST_HIDDEN,
  CO_FAST_LOCAL,
  CO_GENERATOR,
  CO_VARARGS,
  CO_VARKEYWORDS,
} from '../objects/code.ts';
import { type Str, strFromUtf16 } from '../objects/str.ts';
import type { ByteArena } from './byte-arena.ts';
import type { BasicBlock } from './flowgraph.ts';
import { Instruction, NO_LOCATION } from './instruction-sequence.ts';
import type { CodeUnitMetadata } from './unit.ts';

/** Puts the instructions that begin a frame first, and gives cells and free variables their final indices. */
export function prepareLocalsplus(unit: CodeUnitMetadata, entry: BasicBlock, codeFlags: number): void {
  const offsets = cellOffsets(unit);
  insertPrefixInstructions(unit, entry, offsets, codeFlags);
  fixCellOffsets(entry, offsets, unit.varnames.size);
}

/** By number of a cell or free variable: its place, not counting yet that some cells share theirs with arguments. */
function cellOffsets(unit: CodeUnitMetadata): number[] {
  const nlocals = unit.varnames.size;
  const offsets: number[] = [];
  for (const name of unit.cellvars.keys()) offsets.push(unit.varnames.get(name) ?? nlocals + offsets.length);
  for (let i = 0; i < unit.freevars.size; i++) offsets.push(nlocals + offsets.length);
  return offsets;
}

function insertPrefixInstructions(
  unit: CodeUnitMetadata,
  entry: BasicBlock,
  offsets: number[],
  codeFlags: number,
): void {
  const isGenerator = (codeFlags & (CO_GENERATOR | CO_COROUTINE | CO_ASYNC_GENERATOR)) !== 0;
  if (offsets.length === 0 && !isGenerator) return;
  const prefix: Instruction[] = [];
  if (unit.freevars.size > 0) {
    prefix.push(new Instruction(COPY_FREE_VARS, unit.freevars.size, NO_LOCATION));
  }
  const cells = Array.from({ length: unit.cellvars.size }, (_, index) => index);
  cells.sort((a, b) => offsets[a] - offsets[b]);
  for (const cell of cells) prefix.push(new Instruction(MAKE_CELL, cell, NO_LOCATION));
  if (isGenerator) {
    const line = unit.firstlineno;
    const loc = { lineno: line, end_lineno: line, col_offset: -1, end_col_offset: -1 };
    prefix.push(new Instruction(RETURN_GENERATOR, 0, loc), new Instruction(POP_TOP, 0, loc));
  }
  // The slots behind the end keep their places: see BasicBlock.addOp.
  const rest = entry.instrs.slice(entry.used + prefix.length);
  entry.instrs.length = entry.used;
  entry.instrs = prefix.concat(entry.instrs, rest);
  entry.used += prefix.length;
}

function fixCellOffsets(entry: BasicBlock, offsets: number[], nlocals: number): void {
  let dropped = 0;
  for (let i = 0; i < offsets.length; i++) {
    if (offsets[i] === i + nlocals) offsets[i] -= dropped;
    else dropped++;
  }
  if (offsets.length === 0) return;
  for (let b: BasicBlock | undefined = entry; b !== undefined; b = b.next) {
    for (let i = 0; i < b.used; i++) {
      const instr = b.instrs[i];
      switch (instr.opcode) {
        case MAKE_CELL:
        case LOAD_CLOSURE:
        case LOAD_DEREF:
        case STORE_DEREF:
        case DELETE_DEREF:
        case LOAD_FROM_DICT_OR_DEREF:
          instr.oparg = offsets[instr.oparg];
          break;
      }
    }
  }
}

/** `co_localsplusnames` and `co_localspluskinds`. Name tables are in the order of their indices. */
export interface LocalsplusInfo {
  readonly names: Str[];
  readonly kinds: Uint8Array;
}

export function computeLocalsplusInfo(
  unit: CodeUnitMetadata,
  codeFlags: number,
  bytes: ByteArena,
): LocalsplusInfo {
  const { varnames, cellvars, freevars, fastHidden } = unit;
  const names: Str[] = [];
  const endPosOnly = unit.posonlyargcount;
  const endPos = endPosOnly + unit.argcount;
  const endKwOnly = endPos + unit.kwonlyargcount;
  const endVarArgs = endKwOnly + (codeFlags & CO_VARARGS ? 1 : 0);
  const endVarKw = endVarArgs + (codeFlags & CO_VARKEYWORDS ? 1 : 0);
  for (const name of varnames.keys()) {
    const index = names.length;
    let kind = CO_FAST_LOCAL;
    if (index < endPosOnly) kind |= CO_FAST_ARG_POS;
    else if (index < endPos) kind |= CO_FAST_ARG_POS | CO_FAST_ARG_KW;
    else if (index < endKwOnly) kind |= CO_FAST_ARG_KW;
    else if (index < endVarArgs) kind |= CO_FAST_ARG_VAR | CO_FAST_ARG_POS;
    else if (index < endVarKw) kind |= CO_FAST_ARG_VAR | CO_FAST_ARG_KW;
    if (fastHidden.has(name)) kind |= CO_FAST_HIDDEN;
    if (cellvars.has(name)) kind |= CO_FAST_CELL;
    names.push(strFromUtf16(name));
    bytes.push(kind);
  }
  for (const name of cellvars.keys()) {
    if (varnames.has(name)) continue;
    names.push(strFromUtf16(name));
    bytes.push(CO_FAST_CELL);
  }
  for (const name of freevars.keys()) {
    names.push(strFromUtf16(name));
    bytes.push(CO_FAST_FREE);
  }
  return { names, kinds: bytes.take() };
}
