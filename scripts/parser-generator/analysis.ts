/** Facts about the rules of a grammar that decide how they are printed: which tokens can begin or end a match. */
import type { Alternative, Item, Rule } from './grammar.ts';

/** The tokens that a match can begin with, and whether it can be empty. */
export interface First {
  readonly tokens: ReadonlySet<string>;
  readonly nullable: boolean;
}

const EMPTY: First = { tokens: new Set(), nullable: true };
const NOTHING: First = { tokens: new Set(), nullable: false };
/** Tokens that a node's position does not extend over. */
const LAYOUT: ReadonlySet<string> = new Set(['ENDMARKER', 'NEWLINE', 'INDENT', 'DEDENT']);

export class Analysis {
  readonly rules: ReadonlyMap<string, Rule>;
  private readonly _first = new Map<string, First>();
  private readonly _endsInLayout = new Map<string, boolean>();

  constructor(rules: ReadonlyMap<string, Rule>) {
    this.rules = rules;
  }

  rule(name: string): Rule {
    return this.rules.get(name)!;
  }

  firstOfRule(name: string): First {
    const known = this._first.get(name);
    if (known) return known;
    // While a left-recursive rule is being looked into, it adds nothing.
    this._first.set(name, NOTHING);
    const first = union(this.rule(name).alternatives.map((a) => this.firstOf(a.items.map((i) => i.item))));
    this._first.set(name, first);
    return first;
  }

  firstOf(items: readonly Item[]): First {
    const tokens = new Set<string>();
    for (const item of items) {
      const first = this.firstOfItem(item);
      for (const token of first.tokens) tokens.add(token);
      if (!first.nullable) return { tokens, nullable: false };
    }
    return { tokens, nullable: true };
  }

  private firstOfItem(item: Item): First {
    switch (item.op) {
      case 'token':
      case 'forced':
        return { tokens: new Set([item.name]), nullable: false };
      case 'soft':
        return { tokens: new Set(['NAME']), nullable: false };
      case 'rule':
        return this.firstOfRule(item.name);
      case 'optional':
        return { ...this.firstOfItem(item.item), nullable: true };
      case 'repeat': {
        const first = this.firstOfItem(item.item);
        return item.atLeastOne ? first : { ...first, nullable: true };
      }
      case 'gather':
        return this.firstOfItem(item.item);
      case 'lookahead':
      case 'cut':
        return EMPTY;
    }
  }

  /** Can the last token of a match of these items be a line end or the like? */
  endsInLayout(items: readonly Item[]): boolean {
    for (let i = items.length - 1; i >= 0; i--) {
      const item = items[i];
      if (this.itemEndsInLayout(item)) return true;
      if (!this.firstOfItem(item).nullable) return false;
    }
    return false;
  }

  private itemEndsInLayout(item: Item): boolean {
    switch (item.op) {
      case 'token':
      case 'forced':
        return LAYOUT.has(item.name);
      case 'rule': {
        const known = this._endsInLayout.get(item.name);
        if (known !== undefined) return known;
        this._endsInLayout.set(item.name, false);
        const ends = this.rule(item.name).alternatives.some((a) =>
          this.endsInLayout(a.items.map((x) => x.item)),
        );
        this._endsInLayout.set(item.name, ends);
        return ends;
      }
      case 'optional':
      case 'repeat':
      case 'gather':
        return this.itemEndsInLayout(item.item);
      default:
        return false;
    }
  }
}

/** The tokens on which an alternative can begin. */
export function firstOfAlternative(analysis: Analysis, alternative: Alternative): First {
  return analysis.firstOf(alternative.items.map((i) => i.item));
}

function union(firsts: readonly First[]): First {
  const tokens = new Set<string>();
  for (const first of firsts) for (const token of first.tokens) tokens.add(token);
  return { tokens, nullable: firsts.some((f) => f.nullable) };
}
