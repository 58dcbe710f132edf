/**
 * The order of the passes over a control-flow graph. Each relies on what those before it have left, and the
 * bytecode depends on the order to the byte. CPython: `_PyCfg_OptimizeCodeUnit` and
 * `_PyCfg_OptimizedCfgToInstructionSequence` in Python/flowgraph.c.
 */
import type { PyObject } from '../objects/object.ts';
import type { ConstantList, ConstCache } from './constants.ts';
import type { BasicBlock } from './flowgraph.ts';
import { ConstantFolder, removeUnusedConsts } from './flowgraph-constants.ts';
import { labelExceptionTargets, pushColdBlocksToEnd } from './flowgraph-exceptions.ts';
import {
  convertPseudoConditionalJumps,
  convertPseudoOps,
  inlineSmallOrNoLinenoBlocks,
  normalizeJumps,
  removeRedundantNopsAndJumps,
  removeRedundantNopsAndPairs,
  removeUnreachable,
} from './flowgraph-jumps.ts';
import { resolveLineNumbers } from './flowgraph-lines.ts';
import {
  addChecksForLoadsOfUninitializedVariables,
  insertSuperinstructions,
  optimizeLoadFast,
  type RefStack,
} from './flowgraph-locals.ts';
import { optimizeBasicBlock } from './flowgraph-peephole.ts';
import { calculateStackdepth } from './flowgraph-stack.ts';
import { prepareLocalsplus } from './localsplus.ts';
import type { CodeUnitMetadata } from './unit.ts';

/** Optimises a graph; the result is the constants that it still needs. New ones are added to `consts`. */
export function optimizeCodeUnit(
  entry: BasicBlock,
  consts: ConstantList,
  cache: ConstCache,
  nlocals: number,
  nparams: number,
): readonly PyObject[] {
  labelExceptionTargets(entry);
  optimizeCfg(entry, new ConstantFolder(consts, cache));
  const usedConsts = removeUnusedConsts(entry, consts.items);
  addChecksForLoadsOfUninitializedVariables(entry, nlocals, nparams);
  insertSuperinstructions(entry);
  pushColdBlocksToEnd(entry);
  resolveLineNumbers(entry);
  return usedConsts;
}

function optimizeCfg(entry: BasicBlock, folder: ConstantFolder): void {
  inlineSmallOrNoLinenoBlocks(entry);
  removeUnreachable(entry);
  resolveLineNumbers(entry);
  for (let b: BasicBlock | undefined = entry; b !== undefined; b = b.next) folder.optimizeLoadConst(b);
  for (let b: BasicBlock | undefined = entry; b !== undefined; b = b.next) optimizeBasicBlock(b, folder);
  removeRedundantNopsAndPairs(entry);
  removeUnreachable(entry);
  removeRedundantNopsAndJumps(entry);
}

/** Leaves only instructions that the assembler writes; the result is the depth of the stack. */
export function finishCfg(
  entry: BasicBlock,
  unit: CodeUnitMetadata,
  codeFlags: number,
  refs: RefStack,
): number {
  convertPseudoConditionalJumps(entry);
  const stackDepth = calculateStackdepth(entry);
  prepareLocalsplus(unit, entry, codeFlags);
  convertPseudoOps(entry);
  normalizeJumps(entry);
  // Last: what borrows a reference relies on every instruction that follows it in its block.
  optimizeLoadFast(entry, refs);
  return stackDepth;
}
