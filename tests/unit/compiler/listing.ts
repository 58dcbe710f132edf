/**
 * Instruction sequences as text, for the tests of the optimiser. A line is `[label:] OPCODE [oparg] [@line]`; the
 * oparg of a jump is a label, the source line is 1 where none stands, `@-` means "no location".
 */
import { OPCODE_NAMES } from '../../../src/bytecode/opcode-metadata.ts';
import { type ConstantList, ConstCache } from '../../../src/compiler/constants.ts';
import { cfgFromInstructionSequence, HAS_TARGET, TRAITS } from '../../../src/compiler/flowgraph.ts';
import { optimizeLoadFast, RefStack } from '../../../src/compiler/flowgraph-locals.ts';
import { optimizeCodeUnit } from '../../../src/compiler/flowgraph-optimize.ts';
import { calculateStackdepth } from '../../../src/compiler/flowgraph-stack.ts';
import { InstructionSequence, type Label, NO_LOCATION } from '../../../src/compiler/instruction-sequence.ts';
import type { PyObject } from '../../../src/objects/object.ts';

export function sequenceOf(text: string): InstructionSequence {
  const sequence = new InstructionSequence();
  const labels = new Map<string, Label>();
  const labelOf = (name: string): Label => {
    let label = labels.get(name);
    if (label === undefined) labels.set(name, (label = sequence.newLabel()));
    return label;
  };
  for (const line of text.trim().split('\n')) {
    const words = line.trim().split(/\s+/);
    if (words[0].endsWith(':')) sequence.useLabel(labelOf(words.shift()!.slice(0, -1)));
    const opcode = OPCODE_NAMES.indexOf(words[0]);
    if (opcode < 0) throw new Error(`no such opcode: ${line}`);
    const lineno = words.find((word) => word.startsWith('@'))?.slice(1) ?? '1';
    const arg = words[1] === undefined || words[1].startsWith('@') ? '0' : words[1];
    const loc =
      lineno === '-'
        ? NO_LOCATION
        : { lineno: Number(lineno), end_lineno: Number(lineno), col_offset: 0, end_col_offset: 0 };
    sequence.addOp(opcode, TRAITS[opcode] & HAS_TARGET ? labelOf(arg) : Number(arg), loc);
  }
  return sequence;
}

export interface Optimized {
  /** The instructions; the oparg of a jump is the index of its target. */
  readonly listing: string[];
  readonly consts: readonly PyObject[];
  readonly lines: number[];
}

/** What CPython's `_testinternalcapi.optimize_cfg` does. */
export function optimized(text: string, consts: ConstantList, nlocals = 0): Optimized {
  const entry = cfgFromInstructionSequence(sequenceOf(text));
  const used = optimizeCodeUnit(entry, consts, new ConstCache(), nlocals, 0);
  calculateStackdepth(entry);
  optimizeLoadFast(entry, new RefStack());
  let count = 0;
  for (let b: typeof entry | undefined = entry; b !== undefined; b = b.next) {
    b.index = count;
    count += b.used;
  }
  const listing: string[] = [];
  const lines: number[] = [];
  for (let b: typeof entry | undefined = entry; b !== undefined; b = b.next) {
    for (const instr of b.instrs.slice(0, b.used)) {
      const oparg = TRAITS[instr.opcode] & HAS_TARGET ? instr.target!.index : instr.oparg;
      listing.push(`${OPCODE_NAMES[instr.opcode]} ${oparg}`);
      lines.push(instr.lineno);
    }
  }
  return { listing, consts: used, lines };
}
