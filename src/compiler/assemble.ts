/**
 * From optimised graph to code object: bytecode with its inline caches and EXTENDED_ARG, location table, exception
 * table. CPython: Python/assemble.c, `optimize_and_assemble_code_unit` in Python/compile.c.
 *
 * The formats are those of InternalDocs/code_objects.md and InternalDocs/exception_handling.md.
 */
import { OPCODE_CACHES } from '../bytecode/opcode-metadata.ts';
import {
  END_ASYNC_FOR,
  EXTENDED_ARG,
  JUMP,
  JUMP_BACKWARD,
  JUMP_BACKWARD_NO_INTERRUPT,
  JUMP_FORWARD,
  JUMP_NO_INTERRUPT,
} from '../bytecode/opcodes.gen.ts';
import { PyCode, parameterCount } from '../objects/code.ts';
import type { PyObject } from '../objects/object.ts';
import { type Str, strFromUtf16 } from '../objects/str.ts';
import { BLOCK_LOOKS, MEMORY_LOOKS, type MemoryCheck } from '../parser/errors.ts';
import type { ByteArena } from './byte-arena.ts';
import type { ConstCache } from './constants.ts';
import { type BasicBlock, cfgFromInstructionSequence, IS_JUMP, IS_TERMINATOR, TRAITS } from './flowgraph.ts';
import { finishCfg, optimizeCodeUnit } from './flowgraph-optimize.ts';
import {
  type Instruction,
  type InstructionSequence,
  NEXT_LOCATION,
  NO_LOCATION,
} from './instruction-sequence.ts';
import { computeLocalsplusInfo } from './localsplus.ts';
import { LocationTableWriter } from './location-table.ts';
import type { CodeUnitMetadata } from './unit.ts';
import type { Workspace } from './workspace.ts';

export interface AssembleOptions {
  /** Both are shared by all code objects of one compilation. */
  readonly constCache: ConstCache;
  readonly workspace: Workspace;
  readonly codeFlags: number;
  readonly filename: Str;
  readonly checkMemory?: MemoryCheck | undefined;
}

/** What the passes make for each instruction, in bytes, as measured on long programs without functions. */
const INSTRUCTION_ROOM = 80;

/** The code object of a sequence of instructions. Takes `unit.consts` over. */
export function optimizeAndAssemble(
  instrs: InstructionSequence,
  unit: CodeUnitMetadata,
  options: AssembleOptions,
): PyCode {
  const { constCache, codeFlags, workspace } = options;
  const { length } = instrs.instrs;
  const isOneOfMany = (++workspace.units & BLOCK_LOOKS) === 0;
  if (isOneOfMany || length > MEMORY_LOOKS) options.checkMemory?.(length * INSTRUCTION_ROOM);
  const entry = cfgFromInstructionSequence(instrs);
  const nparams = parameterCount(unit.posonlyargcount + unit.argcount, unit.kwonlyargcount, codeFlags);
  const consts = optimizeCodeUnit(entry, unit.consts, constCache, unit.varnames.size, nparams);
  const stackDepth = finishCfg(entry, unit, codeFlags, workspace.refs);
  return makeCode(new Assembler(entry, workspace), unit, consts, stackDepth, options);
}

function makeCode(
  assembler: Assembler,
  unit: CodeUnitMetadata,
  consts: readonly PyObject[],
  stackDepth: number,
  options: AssembleOptions,
): PyCode {
  const { codeFlags } = options;
  const names: Str[] = [];
  for (const name of unit.names.keys()) names.push(strFromUtf16(name));
  const localsplus = computeLocalsplusInfo(unit, codeFlags, options.workspace.bytes);
  return new PyCode({
    co_argcount: unit.posonlyargcount + unit.argcount,
    co_posonlyargcount: unit.posonlyargcount,
    co_kwonlyargcount: unit.kwonlyargcount,
    co_stacksize: Math.max(stackDepth, 1),
    co_flags: codeFlags,
    co_code: assembler.bytecode(),
    co_consts: consts,
    co_names: names,
    co_localsplusnames: localsplus.names,
    co_localspluskinds: localsplus.kinds,
    co_filename: options.filename,
    co_name: strFromUtf16(unit.name),
    co_qualname: strFromUtf16(unit.qualname),
    co_firstlineno: unit.firstlineno,
    co_linetable: assembler.locationTable(unit.firstlineno),
    co_exceptiontable: assembler.exceptionTable(),
  });
}

/** END_ASYNC_FOR names the END_SEND of its loop, which stands this far behind the SEND that is its target. */
const END_SEND_OFFSET = 5;

/** The number of code units of an instruction without its caches. */
function unitsOf(oparg: number): number {
  if (oparg <= 0xff) return 1;
  if (oparg <= 0xffff) return 2;
  return oparg <= 0xffffff ? 3 : 4;
}

/** The instructions of a finished graph in a row, and the tables that are written of them. */
class Assembler {
  private readonly _bytes: ByteArena;
  private readonly _instrs: Instruction[];
  private readonly _sizes: number[];
  private readonly _offsets: number[];
  private readonly _count: number;

  constructor(entry: BasicBlock, workspace: Workspace) {
    this._bytes = workspace.bytes;
    this._instrs = workspace.instrs;
    this._sizes = workspace.sizes;
    this._offsets = workspace.offsets;
    let count = 0;
    for (let b: BasicBlock | undefined = entry; b !== undefined; b = b.next) {
      b.index = count;
      for (let i = 0; i < b.used; i++) workspace.instrs[count++] = b.instrs[i];
    }
    this._count = count;
    this._resolveJumps();
  }

  /** Makes opargs of jumps distances. Distances depend on sizes and sizes on opargs, so it repeats until all fit. */
  private _resolveJumps(): void {
    const instrs = this._instrs;
    const sizes = this._sizes;
    const offsets = this._offsets;
    const count = this._count;
    const jumps: number[] = [];
    for (let i = 0; i < count; i++) {
      const instr = instrs[i];
      if (TRAITS[instr.opcode] & IS_JUMP) {
        // The first guess of the size takes the index for the distance, as CPython does.
        const target = instr.target!.index;
        instr.oparg = target;
        if (instr.opcode === JUMP) instr.opcode = target > i ? JUMP_FORWARD : JUMP_BACKWARD;
        else if (instr.opcode === JUMP_NO_INTERRUPT) {
          instr.opcode = target > i ? JUMP_FORWARD : JUMP_BACKWARD_NO_INTERRUPT;
        }
        jumps.push(i);
      }
      sizes[i] = unitsOf(instr.oparg) + OPCODE_CACHES[instr.opcode];
    }
    let again: boolean;
    do {
      again = false;
      let total = 0;
      for (let i = 0; i < count; i++) {
        offsets[i] = total;
        total += sizes[i];
      }
      offsets[count] = total;
      for (const i of jumps) {
        const instr = instrs[i];
        const target = offsets[instr.target!.index];
        const end = offsets[i] + sizes[i];
        if (instr.opcode === END_ASYNC_FOR) instr.oparg = end - target - END_SEND_OFFSET;
        else instr.oparg = target < end ? end - target : target - end;
        const size = unitsOf(instr.oparg) + OPCODE_CACHES[instr.opcode];
        if (size !== sizes[i]) {
          sizes[i] = size;
          again = true;
        }
      }
    } while (again);
  }

  bytecode(): Uint8Array {
    const instrs = this._instrs;
    const code = this._bytes.allocate(2 * this._offsets[this._count]);
    let at = 0;
    for (let i = 0; i < this._count; i++) {
      const { opcode, oparg } = instrs[i];
      for (let shift = 8 * (unitsOf(oparg) - 1); shift > 0; shift -= 8) {
        code[at++] = EXTENDED_ARG;
        code[at++] = oparg >> shift;
      }
      code[at++] = opcode;
      code[at++] = oparg;
      at += 2 * OPCODE_CACHES[opcode];
    }
    return code;
  }

  locationTable(firstlineno: number): Uint8Array {
    const instrs = this._instrs;
    const sizes = this._sizes;
    for (let i = this._count - 1; i >= 0; i--) {
      const instr = instrs[i];
      if (instr.lineno === NEXT_LOCATION.lineno) {
        instr.setLocation(TRAITS[instr.opcode] & IS_TERMINATOR ? NO_LOCATION : instrs[i + 1].loc);
      }
    }
    const writer = new LocationTableWriter(this._bytes, firstlineno);
    for (let i = 0; i < this._count; i++) writer.add(instrs[i].loc, sizes[i]);
    return writer.finish();
  }

  exceptionTable(): Uint8Array {
    const instrs = this._instrs;
    const offsets = this._offsets;
    const bytes = this._bytes;
    let handler: BasicBlock | undefined;
    let start = 0;
    for (let i = 0; i <= this._count; i++) {
      const except: BasicBlock | undefined = i < this._count ? instrs[i].except : undefined;
      if (
        except === handler ||
        (except !== undefined && handler !== undefined && except.index === handler.index)
      ) {
        continue;
      }
      if (handler !== undefined) {
        const depth = handler.startDepth - (handler.preserveLasti ? 2 : 1);
        pushVarint(bytes, offsets[start], 0x80);
        pushVarint(bytes, offsets[i] - offsets[start], 0);
        pushVarint(bytes, offsets[handler.index], 0);
        pushVarint(bytes, (depth << 1) | (handler.preserveLasti ? 1 : 0), 0);
      }
      handler = except;
      start = i;
    }
    return bytes.take();
  }
}

/** Six bits a byte, the highest first; bit 6 says "more follows", `mark` goes into the first byte. */
function pushVarint(bytes: ByteArena, value: number, mark: number): void {
  let mark7 = mark;
  for (let shift = 24; shift > 0; shift -= 6) {
    if (value >= 1 << shift) {
      bytes.push(((value >> shift) & 0x3f) | 0x40 | mark7);
      mark7 = 0;
    }
  }
  bytes.push((value & 0x3f) | mark7);
}
