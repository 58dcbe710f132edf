/**
 * Constants in the control-flow graph: folding, tests of constants, dropping those that nothing loads.
 * CPython: `optimize_load_const`, `fold_*`, `optimize_lists_and_sets`, `remove_unused_consts` in Python/flowgraph.c.
 *
 * Folding leaves NOPs without a line where the operands were loaded; they go with the other needless NOPs.
 */
import { distinctItems } from '../bytecode/constant-equality.ts';
import {
  BUILD_LIST,
  BUILD_SET,
  BUILD_TUPLE,
  CONTAINS_OP,
  COPY,
  GET_ITER,
  IS_OP,
  JUMP,
  JUMP_IF_FALSE,
  JUMP_IF_TRUE,
  LIST_APPEND,
  LIST_EXTEND,
  LOAD_CONST,
  LOAD_SMALL_INT,
  NOP,
  POP_JUMP_IF_FALSE,
  POP_JUMP_IF_NONE,
  POP_JUMP_IF_NOT_NONE,
  POP_JUMP_IF_TRUE,
  SET_ADD,
  SET_UPDATE,
  TO_BOOL,
} from '../bytecode/opcodes.gen.ts';
import type { PyObject } from '../objects/object.ts';
import { PyFrozenSet } from '../objects/set.ts';
import { None } from '../objects/singletons.ts';
import { PyTuple } from '../objects/tuple.ts';
import type { ConstantList, ConstCache } from './constants.ts';
import { type BasicBlock, IS_CONST, TRAITS } from './flowgraph.ts';
import { foldBinaryOp, foldUnaryOp, isTrueConstant } from './fold.ts';
import { type Instruction, NO_LOCATION } from './instruction-sequence.ts';

/** The longest sequence of constants folded at once: code generation builds longer ones in steps. */
const STACK_USE_GUIDELINE = 30;
/** The shortest list or set that is made by extending an empty one from a constant. */
const MIN_CONST_SEQUENCE_SIZE = 3;
/** Ints from 0 to below this load without a constant. */
const SMALL_INT_LIMIT = 256;

function loadsConst(opcode: number): boolean {
  return opcode === LOAD_SMALL_INT || opcode === LOAD_CONST;
}

export class ConstantFolder {
  private readonly _consts: ConstantList;
  private readonly _cache: ConstCache;

  constructor(consts: ConstantList, cache: ConstCache) {
    this._consts = consts;
    this._cache = cache;
  }

  private _value(instr: Instruction): PyObject {
    return instr.opcode === LOAD_SMALL_INT ? instr.oparg : this._consts.items[instr.oparg];
  }

  private _add(value: PyObject): number {
    return this._consts.addOne(value, this._cache);
  }

  private _makeLoad(instr: Instruction, value: PyObject): void {
    if (isSmallInt(value)) instr.set(LOAD_SMALL_INT, value);
    else instr.set(LOAD_CONST, this._add(value));
  }

  /** Small ints get their own instruction, and what is done with a constant at once is done here. */
  optimizeLoadConst(block: BasicBlock): void {
    const { instrs, used } = block;
    let loadOpcode = 0;
    let loadOparg = 0;
    for (let i = 0; i < used; i++) {
      const instr = instrs[i];
      if (instr.opcode === LOAD_CONST) {
        const value = this._consts.items[instr.oparg];
        if (isSmallInt(value)) instr.set(LOAD_SMALL_INT, value);
      }
      // COPY 1 behind LOAD_CONST is another load of the same constant.
      if (loadOpcode !== LOAD_CONST || instr.opcode !== COPY || instr.oparg !== 1) {
        loadOpcode = instr.opcode;
        loadOparg = instr.oparg;
      }
      if (!loadsConst(loadOpcode) || i + 1 >= used) continue;
      const next = instrs[i + 1];
      switch (next.opcode) {
        case POP_JUMP_IF_FALSE:
        case POP_JUMP_IF_TRUE:
        case JUMP_IF_FALSE:
        case JUMP_IF_TRUE: {
          const value = loadOpcode === LOAD_SMALL_INT ? loadOparg : this._consts.items[loadOparg];
          const jumpIfTrue = next.opcode === POP_JUMP_IF_TRUE || next.opcode === JUMP_IF_TRUE;
          if (next.opcode === POP_JUMP_IF_FALSE || next.opcode === POP_JUMP_IF_TRUE) instr.setNop();
          if (isTrueConstant(value) === jumpIfTrue) next.opcode = JUMP;
          else next.setNop();
          break;
        }
        case IS_OP:
          if (loadOpcode === LOAD_CONST && this._consts.items[loadOparg] === None) {
            optimizeIsNone(block, i);
          }
          break;
        case TO_BOOL: {
          const value = loadOpcode === LOAD_SMALL_INT ? loadOparg : this._consts.items[loadOparg];
          const index = this._add(isTrueConstant(value));
          instr.setNop();
          next.set(LOAD_CONST, index);
          break;
        }
      }
    }
  }

  /**
   * The `count` instructions before `start` that load constants, NOPs between them left out; `undefined` where
   * another instruction stands there.
   */
  private _constantLoads(block: BasicBlock, start: number, count: number): Instruction[] | undefined {
    const loads = new Array<Instruction>(count);
    let missing = count;
    for (let pos = start; missing > 0; pos--) {
      if (pos < 0) return undefined;
      const instr = block.instrs[pos];
      if (instr.opcode === NOP) continue;
      if (!loadsConst(instr.opcode)) return undefined;
      loads[--missing] = instr;
    }
    return loads;
  }

  private _values(loads: readonly Instruction[]): PyObject[] {
    const values = new Array<PyObject>(loads.length);
    for (let i = 0; i < loads.length; i++) values[i] = this._value(loads[i]);
    return values;
  }

  /** BUILD_TUPLE of constants becomes one constant. */
  foldTuple(block: BasicBlock, i: number): void {
    const instr = block.instrs[i];
    if (instr.oparg > STACK_USE_GUIDELINE) return;
    const loads = this._constantLoads(block, i - 1, instr.oparg);
    if (loads === undefined) return;
    const tuple = new PyTuple(this._values(loads));
    nopOut(loads);
    this._makeLoad(instr, tuple);
  }

  /**
   * A list built empty and then filled by LOAD_CONST and LIST_APPEND in turn, with its conversion to a tuple as
   * instruction `i`: one constant. The result tells whether it was that.
   */
  foldListToTuple(block: BasicBlock, i: number): boolean {
    return this._foldAppends(block, i, BUILD_LIST, LIST_APPEND, true);
  }

  /** The same for a list or set that is only looked into; instruction `i` adds the last item. */
  foldLastAppend(block: BasicBlock, i: number): void {
    const instr = block.instrs[i];
    const build = instr.opcode === SET_ADD ? BUILD_SET : BUILD_LIST;
    // The constant gets its location like the NOPs around it, from what stands before.
    if (this._foldAppends(block, i, build, instr.opcode, false)) instr.setLocation(NO_LOCATION);
  }

  /** `appendNext`: is it an append that stands before instruction `i`, or a load? */
  private _foldAppends(
    block: BasicBlock,
    i: number,
    build: number,
    append: number,
    appendNext: boolean,
  ): boolean {
    const itemsReversed: PyObject[] = [];
    let expectAppend = appendNext;
    for (let pos = i - 1; pos >= 0; pos--) {
      const instr = block.instrs[pos];
      if (instr.opcode === NOP) continue;
      if (instr.opcode === build && instr.oparg === 0) {
        if (!expectAppend) return false;
        for (let n = pos; n < i; n++) {
          if (block.instrs[n].opcode !== NOP) nopOut([block.instrs[n]]);
        }
        const items = itemsReversed.reverse();
        const folded = build === BUILD_SET ? new PyFrozenSet(distinctItems(items)) : new PyTuple(items);
        this._makeLoad(block.instrs[i], folded);
        return true;
      }
      if (expectAppend) {
        if (instr.opcode !== append || instr.oparg !== 1) return false;
      } else {
        if (!loadsConst(instr.opcode)) return false;
        itemsReversed.push(this._value(instr));
      }
      expectAppend = !expectAppend;
    }
    return false;
  }

  /**
   * A list or set of constants that is only looked into becomes a constant tuple or frozenset (a list of anything
   * a tuple); any other of some length is made by extending an empty one.
   */
  optimizeListOrSet(block: BasicBlock, i: number, nextop: number): void {
    const instr = block.instrs[i];
    const { opcode, oparg: size } = instr;
    const containsOrIter = nextop === GET_ITER || nextop === CONTAINS_OP;
    if (size > STACK_USE_GUIDELINE || (size < MIN_CONST_SEQUENCE_SIZE && !containsOrIter)) return;
    const loads = this._constantLoads(block, i - 1, size);
    if (loads === undefined) {
      if (containsOrIter && opcode === BUILD_LIST) instr.opcode = BUILD_TUPLE;
      return;
    }
    const values = this._values(loads);
    const index = this._add(
      opcode === BUILD_SET ? new PyFrozenSet(distinctItems(values)) : new PyTuple(values),
    );
    nopOut(loads);
    if (containsOrIter) {
      instr.set(LOAD_CONST, index);
      return;
    }
    block.instrs[i - 2].setLocation(instr.loc);
    block.instrs[i - 2].set(opcode, 0);
    block.instrs[i - 1].set(LOAD_CONST, index);
    instr.set(opcode === BUILD_LIST ? LIST_EXTEND : SET_UPDATE, 1);
  }

  foldBinaryOp(block: BasicBlock, i: number): void {
    const loads = this._constantLoads(block, i - 1, 2);
    if (loads === undefined) return;
    const instr = block.instrs[i];
    const result = foldBinaryOp(this._value(loads[0]), instr.oparg, this._value(loads[1]));
    if (result === undefined) return;
    nopOut(loads);
    this._makeLoad(instr, result);
  }

  foldUnaryOp(block: BasicBlock, i: number): void {
    const loads = this._constantLoads(block, i - 1, 1);
    if (loads === undefined) return;
    const instr = block.instrs[i];
    const result = foldUnaryOp(instr.opcode, this._value(loads[0]));
    if (result === undefined) return;
    nopOut(loads);
    this._makeLoad(instr, result);
  }
}

function isSmallInt(value: PyObject): value is number {
  return typeof value === 'number' && value >= 0 && value < SMALL_INT_LIMIT;
}

function nopOut(instrs: readonly Instruction[]): void {
  for (let i = 0; i < instrs.length; i++) {
    instrs[i].setNop();
    instrs[i].setLocation(NO_LOCATION);
  }
}

/** `x is None` before a conditional jump becomes a jump of its own; instruction `i` loads the `None`. */
function optimizeIsNone(block: BasicBlock, i: number): void {
  const { instrs, used } = block;
  if (used <= i + 2) return;
  const isOp = instrs[i + 1];
  let jump = instrs[i + 2];
  if (jump.opcode === TO_BOOL) {
    jump.setNop();
    if (used <= i + 3) return;
    jump = instrs[i + 3];
  }
  let invert = isOp.oparg !== 0;
  if (jump.opcode === POP_JUMP_IF_FALSE) invert = !invert;
  else if (jump.opcode !== POP_JUMP_IF_TRUE) return;
  instrs[i].setNop();
  isOp.setNop();
  jump.opcode = invert ? POP_JUMP_IF_NOT_NONE : POP_JUMP_IF_NONE;
}

/** Drops the constants that no instruction loads; the first stays, it may be the docstring. */
export function removeUnusedConsts(entry: BasicBlock, consts: readonly PyObject[]): readonly PyObject[] {
  if (consts.length === 0) return consts;
  const usedFlags = new Array<number>(consts.length).fill(0);
  usedFlags[0] = 1;
  let unused = consts.length - 1;
  for (let b: BasicBlock | undefined = entry; b !== undefined; b = b.next) {
    for (let i = 0; i < b.used; i++) {
      const instr = b.instrs[i];
      if (TRAITS[instr.opcode] & IS_CONST && usedFlags[instr.oparg] === 0) {
        usedFlags[instr.oparg] = 1;
        unused--;
      }
    }
  }
  if (unused === 0) return consts;
  const kept: PyObject[] = [];
  const newIndex = new Array<number>(consts.length).fill(0);
  for (let i = 0; i < consts.length; i++) {
    if (usedFlags[i] === 1) newIndex[i] = kept.push(consts[i]) - 1;
  }
  for (let b: BasicBlock | undefined = entry; b !== undefined; b = b.next) {
    for (let i = 0; i < b.used; i++) {
      const instr = b.instrs[i];
      if (TRAITS[instr.opcode] & IS_CONST) instr.oparg = newIndex[instr.oparg];
    }
  }
  return kept;
}
