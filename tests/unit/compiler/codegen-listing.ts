/** What code generation writes for a source, as text: one listing for each code object, inner ones first. */
import { hasTarget, OPCODE_NAMES } from '../../../src/bytecode/opcode-metadata.ts';
import { optimizeAndAssemble } from '../../../src/compiler/assemble.ts';
import { generateCode } from '../../../src/compiler/codegen.ts';
import { futureParse } from '../../../src/compiler/future.ts';
import type { InstructionSequence, Location } from '../../../src/compiler/instruction-sequence.ts';
import { preprocess } from '../../../src/compiler/preprocess.ts';
import { buildSymtable } from '../../../src/compiler/symtable-build.ts';
import { parse } from '../../../src/parser/parse.ts';

/** The listings of a program's code objects before optimisation. */
export function unitsOf(text: string): string[] {
  const filename = '<test>';
  const warn = () => {};
  const tree = parse(text, { filename, mode: 'exec', flags: 0, warn });
  const future = futureParse(tree, { filename });
  const features = future.ff_features;
  preprocess(tree, {
    filename,
    optimize: 0,
    ffFeatures: features,
    syntaxCheckOnly: false,
    enableWarnings: true,
    warn,
  });
  const units: string[] = [];
  generateCode({
    source: { filename },
    symtable: buildSymtable(tree, { filename, future }),
    tree,
    features,
    inheritedFlags: 0,
    optimize: 0,
    interactive: false,
    warn,
    assemble: (instrs, unit, options) => {
      units.push(listingOf(instrs));
      return optimizeAndAssemble(instrs, unit, options);
    },
  });
  return units;
}

/** Lines `NAME oparg line:column-line:column`; the oparg of a jump is the number of the instruction it goes to. */
function listingOf({ instrs, labels }: InstructionSequence): string {
  return instrs
    .map(({ opcode, oparg, loc }) => {
      const operand = hasTarget(opcode) ? labels[oparg] : oparg;
      return `${OPCODE_NAMES[opcode]} ${operand} ${place(loc)}`;
    })
    .join('\n');
}

function place(loc: Location): string {
  if (loc.lineno === -1) return '-';
  return `${loc.lineno}:${loc.col_offset}-${loc.end_lineno}:${loc.end_col_offset}`;
}

/** A listing written with indentation. */
export function listing(text: string): string {
  return text.trim().replace(/\n\s+/g, '\n');
}
