/**
 * The alternatives of a rule as a tree: those that begin with the same items share them. The branches of a node are
 * in order of preference, and a path from the root to a leaf is an alternative.
 */
import { type Alternative, type Item, type NamedItem, PASSED } from './grammar.ts';

/** What can follow after the items so far, in order of preference. */
export interface Node {
  readonly branches: Branch[];
}

export interface Step {
  item: NamedItem;
  readonly next: Node;
}

/** The end of an alternative. `items` is all of it. */
export interface Leaf {
  readonly item: undefined;
  readonly action: string;
  readonly items: readonly Item[];
}

export type Branch = Step | Leaf;

/** Adds an alternative to a tree. Cuts are left out: no rule has later alternatives that one keeps away. */
export function addToTree(tree: Node, alternative: Alternative, whole: Alternative = alternative): void {
  let { action } = alternative;
  let node = tree;
  for (const { variable, item } of alternative.items) {
    if (item.op === 'cut') continue;
    const last = node.branches[node.branches.length - 1];
    if (last?.item && JSON.stringify(last.item.item) === JSON.stringify(item)) {
      const known = last.item.variable;
      if (known === undefined || variable === undefined || known === variable || variable === PASSED) {
        last.item = { item, variable: known ?? variable };
        // The value that is passed on takes the name that it has in the alternatives before.
        if (variable === PASSED && action === PASSED) action = last.item.variable!;
        node = last.next;
        continue;
      }
    }
    const next: Node = { branches: [] };
    node.branches.push({ item: { variable, item }, next });
    node = next;
  }
  node.branches.push({ item: undefined, action, items: whole.items.map((x) => x.item) });
}

/** Is this branch nothing but the call of a rule? */
export function isCall(branch: Branch): branch is Step & { item: { item: { op: 'rule' } } } {
  if (!branch.item) return false;
  if (branch.item.item.op !== 'rule') return false;
  const [next] = branch.next.branches;
  return branch.next.branches.length === 1 && !next.item && next.action === branch.item.variable;
}

/** Can the value so far be all that comes of this node, behind lookaheads maybe? */
export function passesOn(node: Node, variable: string | undefined): boolean {
  return node.branches.some((branch) => {
    if (!branch.item) return branch.action === variable;
    return branch.item.item.op === 'lookahead' && passesOn(branch.next, variable);
  });
}
