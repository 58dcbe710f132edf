/** The mutants of a set of sources as cases of a campaign. */
import type { Case } from './campaign.ts';
import { faultLine, MUTANT_KINDS, type Mutant, mutantsOf } from './mutants.ts';
import { type SourceFile, utf8Text } from './sources.ts';

/** How many mutants each file gives so that all together give `count`: small files give fewer. */
export function mutantsOfAll(
  sources: readonly SourceFile[],
  count: number,
  seed: number,
  kind = 'tokens',
): Mutant[] {
  const texts: [string, string][] = [];
  for (const { name, bytes } of sources) {
    const text = utf8Text(bytes);
    if (text !== undefined && text.trim() !== '') texts.push([name, text]);
  }
  const each = Math.ceil(count / texts.length);
  return texts.flatMap(([name, text]) => mutantsOf(name, text, each, seed, MUTANT_KINDS[kind]));
}

export function mutantCases(
  sources: readonly SourceFile[],
  count: number,
  seed: number,
  kind: string,
): Case[] {
  return mutantsOfAll(sources, count, seed, kind).map((mutant) => ({
    question: { source: mutant.text },
    label: `${mutant.file} (${mutant.number}): ${mutant.what}`,
    line: faultLine(mutant),
  }));
}
