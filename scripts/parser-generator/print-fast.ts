/**
 * Prints the fast parser: the same language as the reference parser, for sources without errors.
 *
 * All tokens are there, so `p.kind[p.mark]` decides which alternatives can match at all; alternatives that begin
 * alike share that beginning (a tree of items instead of a list of sequences); nothing is remembered.
 *
 * Most of Python's expression rules mostly do nothing: `a` is a disjunction of one conjunction of one inversion ...
 * of one primary. Such a rule has a *pivot*: the rule that it passes on unless one of its own operators follows. What
 * it does with the pivot's value is printed as a function of its own, the *tail*. A rule at the top of a chain of
 * pivots goes straight to the bottom of the chain, and is done if no rule of the chain could go on with the next
 * token; else the tails are called from the bottom up. A ladder of left-recursive binary operators is one rule of the
 * chain, with one loop for all its precedences.
 */
import type { Analysis } from './analysis.ts';
import { addToTree, type Branch, isCall, type Node, passesOn, type Step } from './choice-tree.ts';
import { type Alternative, type Item, isLeftRecursive, type Rule, START_RULES } from './grammar.ts';
import { grow, locations, softArgument } from './print-reference.ts';
import { Writer } from './writer.ts';

/** Tokens that can begin something; undefined where any can. */
type Tokens = ReadonlySet<string> | undefined;

interface Pivot {
  /** The rule that is passed on. */
  readonly rule: string;
  readonly variable: string;
  /** What to do with its value; undefined for a ladder of binary operators. */
  readonly tail: Node | undefined;
  /** The tokens on which other alternatives begin. */
  readonly others: ReadonlySet<string>;
  /** The tokens after the pivot's value with which the rule may go on. */
  readonly continuations: ReadonlySet<string>;
}

interface Ladder {
  /** The operand of the tightest operators. */
  readonly operand: string;
  /** For each operator token: its precedence (from 1) and its name. */
  readonly operators: readonly {
    readonly token: string;
    readonly precedence: number;
    readonly name: string;
  }[];
}

export class FastPrinter {
  private readonly analysis: Analysis;
  private readonly allTokens: readonly string[];
  private readonly ladders = new Map<string, Ladder>();
  private readonly trees = new Map<string, Node>();
  private readonly pivots = new Map<string, Pivot | undefined>();
  private readonly tables = new Map<string, string>();
  private labels = 0;

  constructor(analysis: Analysis, allTokens: readonly string[]) {
    this.analysis = analysis;
    this.allTokens = allTokens;
  }

  print(rules: readonly Rule[]): string {
    const swallowed = this.findLadders(rules);
    const functions = new Map<string, string>();
    for (const rule of rules) {
      if (!swallowed.has(rule.name)) functions.set(fastName(rule.name), this.printRule(rule));
    }
    const tables = [...this.tables].map(([tokens, name]) => {
      const kinds = tokens.split(' ').map((t) => `T.${t}`);
      return `const ${name} = tokenSet(${kinds.join(', ')});\n`;
    });
    return `${tables.join('')}\n${calledFunctions(functions, START_RULES.map(fastName)).join('\n')}`;
  }

  // ---- Trees of alternatives

  private tree(rule: Rule): Node {
    let tree = this.trees.get(rule.name);
    if (!tree) {
      tree = { branches: [] };
      for (const alternative of rule.alternatives) {
        if (!isLeftRecursive(rule, alternative)) addToTree(tree, alternative);
      }
      this.trees.set(rule.name, tree);
    }
    return tree;
  }

  private tokensOf(branch: Branch): Tokens {
    if (!branch.item) return undefined;
    const { item } = branch.item;
    const first = this.analysis.firstOf([item]);
    return first.nullable ? undefined : first.tokens;
  }

  // ---- Ladders and pivots

  private findLadders(rules: readonly Rule[]): Set<string> {
    const swallowed = new Set<string>();
    for (const rule of rules) {
      if (swallowed.has(rule.name)) continue;
      const levels: { next: string; operators: { token: string; name: string }[] }[] = [];
      for (let step = ladderStep(rule); step; step = ladderStep(this.analysis.rule(step.next))) {
        levels.push(step);
      }
      if (levels.length < 2) continue;
      for (const { next } of levels.slice(0, -1)) swallowed.add(next);
      this.ladders.set(rule.name, {
        operand: levels[levels.length - 1].next,
        operators: levels.flatMap((l, i) => l.operators.map((o) => ({ ...o, precedence: i + 1 }))),
      });
    }
    return swallowed;
  }

  private pivot(name: string): Pivot | undefined {
    if (!this.pivots.has(name)) {
      this.pivots.set(name, undefined);
      this.pivots.set(name, this.findPivot(this.analysis.rule(name)));
    }
    return this.pivots.get(name);
  }

  private findPivot(rule: Rule): Pivot | undefined {
    const ladder = this.ladders.get(rule.name);
    if (ladder) {
      const continuations = new Set(ladder.operators.map((o) => o.token));
      return { rule: ladder.operand, variable: 'left', tail: undefined, others: new Set(), continuations };
    }
    if (rule.alternatives.some((a) => isLeftRecursive(rule, a))) return undefined;
    // Of several rules that are passed on, the pivot is the one that most tokens begin.
    let found: Step | undefined;
    let pivot = '';
    for (const branch of this.tree(rule).branches) {
      if (!branch.item) continue;
      if (branch.item.item.op !== 'rule') continue;
      if (!passesOn(branch.next, branch.item.variable)) continue;
      const { name } = branch.item.item;
      if (
        !found ||
        this.analysis.firstOfRule(name).tokens.size > this.analysis.firstOfRule(pivot).tokens.size
      ) {
        found = branch;
        pivot = name;
      }
    }
    if (!found) return undefined;
    const others = new Set<string>();
    for (const branch of this.tree(rule).branches) {
      if (branch === found) continue;
      const tokens = this.tokensOf(branch);
      if (!tokens) return undefined;
      for (const token of tokens) others.add(token);
    }
    for (const token of this.analysis.firstOfRule(pivot).tokens) if (others.has(token)) return undefined;
    const variable = found.item.variable!;
    const continuations = new Set(
      this.allTokens.filter((token) => !this.isPassedOn(found.next, variable, token)),
    );
    return { rule: pivot, variable, tail: found.next, others, continuations };
  }

  /** Is the value so far passed on unchanged, whatever comes after `token`? */
  private isPassedOn(node: Node, variable: string, token: string): boolean {
    for (const branch of node.branches) {
      if (!branch.item) return branch.action === variable;
      const { item } = branch.item;
      if (item.op === 'lookahead') {
        const first = this.analysis.firstOf([item.item]).tokens;
        if (item.item.op !== 'token' && first.has(token)) return false;
        if (first.has(token) === item.positive) return this.isPassedOn(branch.next, variable, token);
        continue;
      }
      const tokens = this.tokensOf(branch);
      if (!tokens || tokens.has(token)) return false;
    }
    return false;
  }

  // ---- Functions

  private printRule(rule: Rule): string {
    this.labels = 0;
    const out = new Writer();
    if (this.ladders.has(rule.name)) this.printLadder(out, rule, this.ladders.get(rule.name)!);
    else if (rule.alternatives.some((a) => isLeftRecursive(rule, a))) this.printLeftRecursive(out, rule);
    else this.printPlain(out, rule);
    return out.text();
  }

  private signature(rule: Rule): string {
    return `function ${fastName(rule.name)}(p: Parser)${rule.type ? `: ${rule.type} | undefined` : ''} {`;
  }

  private printPlain(out: Writer, rule: Rule): void {
    const pivot = this.pivot(rule.name);
    const tree = this.tree(rule);
    out.open(this.signature(rule));
    out.line('const $m = p.mark;');
    if (!pivot) {
      this.printNode(out, tree, '$m', 'return undefined;');
      out.close();
      return;
    }
    const chain = this.chain(rule.name);
    if (chain.levels.length > 1) this.printShortcut(out, chain);
    const others = tree.branches.filter((b) => b.item?.item.op !== 'rule' || b.item.item.name !== pivot.rule);
    if (others.length > 0) this.printNode(out, { branches: others }, '$m', '');
    this.printCall(out, pivot.variable, `${fastName(pivot.rule)}(p)`, 'return undefined;');
    const hasTail = pivot.continuations.size > 0;
    out.line(`return ${hasTail ? `${tailName(rule.name)}(p, $m, ${pivot.variable})` : pivot.variable};`);
    out.close();
    if (!hasTail) return;
    const type = this.analysis.rule(pivot.rule).type!;
    out.open(
      `function ${tailName(rule.name)}(p: Parser, $m: number, ${pivot.variable}: ${type}): ${rule.type} | undefined {`,
    );
    out.line('const $t = p.mark;');
    this.printNode(out, pivot.tail!, '$t', 'return undefined;');
    out.close();
  }

  /** The rules from `name` down along the pivots, and the rule at the bottom. */
  private chain(name: string): { levels: string[]; bottom: string } {
    const levels: string[] = [];
    let bottom = name;
    for (let pivot = this.pivot(bottom); pivot; pivot = this.pivot(bottom)) {
      levels.push(bottom);
      bottom = pivot.rule;
    }
    return { levels, bottom };
  }

  private printShortcut(out: Writer, chain: { levels: string[]; bottom: string }): void {
    const direct = new Set(this.analysis.firstOfRule(chain.bottom).tokens);
    const continuations = new Set<string>();
    for (const name of chain.levels) {
      const pivot = this.pivot(name)!;
      for (const token of pivot.others) direct.delete(token);
      for (const token of pivot.continuations) continuations.add(token);
    }
    out.open(`if (${this.test(direct, 'p.kind[$m]')}) {`);
    this.printCall(out, '$0', `${fastName(chain.bottom)}(p)`, 'return undefined;');
    if (continuations.size > 0) {
      out.line(`if (!(${this.test(continuations, 'p.kind[p.mark]')})) return $0;`);
      let value = 0;
      for (const name of chain.levels.toReversed()) {
        if (this.pivot(name)!.continuations.size === 0) continue;
        const arguments_ = this.ladders.has(name) ? `p, $m, $${value}, 1` : `p, $m, $${value}`;
        this.printCall(out, `$${++value}`, `${tailName(name)}(${arguments_})`, 'return undefined;');
      }
      out.line(`return $${value};`);
    } else {
      out.line('return $0;');
    }
    out.close();
  }

  private printLadder(out: Writer, rule: Rule, ladder: Ladder): void {
    const tokens = ladder.operators.map((o) => `[T.${o.token}, ${o.precedence}, '${o.name}']`);
    out.line(`const ${rule.name}_operators = operatorTable([${tokens.join(', ')}]);`);
    const operand = fastName(ladder.operand);
    out.open(this.signature(rule));
    out.line('const $m = p.mark;');
    this.printCall(out, 'left', `${operand}(p)`, 'return undefined;');
    out.line(`return ${tailName(rule.name)}(p, $m, left, 1);`);
    out.close();
    const { type } = rule;
    out.line(`/** Goes on after \`left\` with operators of at least this precedence. */`);
    out.open(
      `function ${tailName(rule.name)}(p: Parser, $m: number, left: ${type}, precedence: number): ${type} {`,
    );
    out.open('for (;;) {');
    out.line('const $k = p.mark;');
    out.line(`const found = ${rule.name}_operators.precedence[p.kind[$k]];`);
    out.line('if (found < precedence) return left;');
    out.line('p.mark = $k + 1;');
    out.line(`let right = ${operand}(p);`);
    out.open('if (right === undefined) {');
    out.line('p.mark = $k;');
    out.line('return left;');
    out.close();
    out.open(`if (${rule.name}_operators.precedence[p.kind[p.mark]] > found) {`);
    out.line(`right = ${tailName(rule.name)}(p, $k + 1, right, found + 1);`);
    out.close();
    out.line('const $e = p.mark - 1;');
    const operator = `${rule.name}_operators.operator[p.kind[$k]]`;
    out.line(`left = ${locations(`new ast.BinOp(left, ${operator}, right, LOC)`, '$m')};`);
    out.close();
    out.close();
  }

  private printLeftRecursive(out: Writer, rule: Rule): void {
    const recursive: Node = { branches: [] };
    for (const alternative of rule.alternatives) {
      if (isLeftRecursive(rule, alternative)) {
        addToTree(recursive, { ...alternative, items: alternative.items.slice(1) }, alternative);
      }
    }
    const { variable } = rule.alternatives.find((a) => isLeftRecursive(rule, a))!.items[0];
    const tree = this.tree(rule);
    const [base] = tree.branches;
    let call: string;
    if (tree.branches.length === 1 && isCall(base)) {
      call = fastName(base.item.item.name);
    } else {
      call = `${fastName(rule.name)}_base`;
      out.open(`function ${call}(p: Parser): ${rule.type} | undefined {`);
      out.line('const $m = p.mark;');
      this.printNode(out, tree, '$m', 'return undefined;');
      out.close();
    }
    out.open(this.signature(rule));
    out.line('const $m = p.mark;');
    this.printCall(out, '$base', `${call}(p)`, 'return undefined;');
    out.line(`let ${variable}: ${rule.type} = $base;`);
    out.open('for (;;) {');
    out.line('const $k = p.mark;');
    this.printNode(out, recursive, '$k', `return ${variable};`, (value) => grow(rule, variable!, value));
    out.close();
    out.close();
  }

  // ---- Trees

  /**
   * Prints the choice of a node; `p.mark` is at `mark`. Whatever matches is given away by `give`; what is printed
   * behind is reached when nothing matched, with the mark anywhere.
   */
  private printNode(
    out: Writer,
    node: Node,
    mark: string,
    fail: string,
    give: (value: string) => string[] = (value) => [`return ${value};`],
  ): void {
    const groups = this.dispatch(node.branches);
    if (groups) {
      out.open(`switch (p.kind[${mark}]) {`);
      for (const { tokens, branches } of groups) {
        tokens.forEach((token, i) => {
          const text = `case T.${token}:`;
          if (i < tokens.length - 1) out.line(text);
          else out.open(`${text} {`);
        });
        branches.forEach((branch, i) => {
          if (i > 0) out.line(`p.mark = ${mark};`);
          const isLast = i === branches.length - 1 && fail === 'return undefined;';
          if (isLast && isCall(branch)) {
            for (const line of give(`${fastName(branch.item.item.name)}(p)`)) out.line(line);
          } else {
            this.printBranch(out, branch, mark, give, true);
            if (i === branches.length - 1) out.line('break;');
          }
        });
        out.close();
      }
      out.close();
      if (fail !== 'return undefined;') out.line(`p.mark = ${mark};`);
    } else {
      node.branches.forEach((branch, i) => {
        this.printBranch(out, branch, mark, give, false);
        if (
          branch.item &&
          (i < node.branches.length - 1 || fail !== 'return undefined;') &&
          this.moves(branch)
        ) {
          out.line(`p.mark = ${mark};`);
        }
      });
    }
    const last = node.branches[node.branches.length - 1];
    if (fail !== '' && last.item) out.line(fail);
  }

  /** Can the mark have moved when this branch failed? Not if its only item is one token. */
  private moves(branch: Step): boolean {
    const { item } = branch.item;
    return item.op !== 'token' || branch.next.branches.some((b) => b.item !== undefined);
  }

  /** The branches by the token that is next, or undefined if a `switch` would not do. */
  private dispatch(branches: readonly Branch[]): { tokens: string[]; branches: Branch[] }[] | undefined {
    if (branches.length < 3) return undefined;
    const byToken = new Map<string, Branch[]>();
    for (const branch of branches) {
      const tokens = this.tokensOf(branch);
      if (!tokens) return undefined;
      for (const token of tokens) {
        if (!byToken.has(token)) byToken.set(token, []);
        byToken.get(token)!.push(branch);
      }
    }
    const groups = new Map<string, { tokens: string[]; branches: Branch[] }>();
    for (const [token, list] of byToken) {
      const key = list.map((b) => branches.indexOf(b)).join();
      if (!groups.has(key)) groups.set(key, { tokens: [], branches: list });
      groups.get(key)!.tokens.push(token);
    }
    const seen = new Set<Branch>();
    for (const { branches: list } of groups.values()) {
      for (const branch of list) {
        if (seen.has(branch) && !isCall(branch)) return undefined;
        seen.add(branch);
      }
    }
    return [...groups.values()];
  }

  private printBranch(
    out: Writer,
    branch: Branch,
    mark: string,
    give: (value: string) => string[],
    isDispatched: boolean,
  ): void {
    if (!branch.item) {
      if (/\bLOC\b/.test(branch.action)) {
        out.line(`const $e = ${this.analysis.endsInLayout(branch.items) ? 'p.lastToken()' : 'p.mark - 1'};`);
      }
      for (const line of give(locations(branch.action, '$m'))) out.line(line);
      return;
    }
    const { item, variable } = branch.item;
    const label = `$${++this.labels}`;
    const fail = `break ${label};`;
    const tests = [];
    const tokens = this.tokensOf(branch);
    if (tokens && item.op !== 'token' && item.op !== 'soft' && !isDispatched)
      tests.push(this.test(tokens, `p.kind[${mark}]`));
    const second = item.op === 'rule' ? this.secondToken(item.name) : undefined;
    if (second) tests.push(`p.kind[${mark} + 1] === T.${second}`);
    out.open(`${label}: ${tests.length > 0 ? `if (${tests.join(' && ')}) {` : '{'}`);
    if (item.op === 'token' && isDispatched)
      out.line(variable ? `const ${variable} = p.mark++;` : 'p.mark++;');
    else this.printItem(out, item, variable, fail);
    let { next } = branch;
    // Items that have no rival go into the same block.
    for (let only = next.branches[0]; next.branches.length === 1 && only.item; only = next.branches[0]) {
      const tokens = this.tokensOf(only);
      if (tokens && only.item.item.op === 'rule') {
        out.line(`if (!(${this.test(tokens, 'p.kind[p.mark]')})) ${fail}`);
      }
      this.printItem(out, only.item.item, only.item.variable, fail);
      next = only.next;
    }
    if (next.branches.length > 1) {
      const nextMark = out.fresh('$m');
      out.line(`const ${nextMark} = p.mark;`);
      this.printNode(out, next, nextMark, '', give);
    } else {
      this.printBranch(out, next.branches[0], 'p.mark', give, false);
    }
    out.close();
  }

  /** The second token of a rule that begins with two certain tokens. */
  private secondToken(name: string): string | undefined {
    const { alternatives } = this.analysis.rule(name);
    const [first, second] = alternatives[0].items;
    if (alternatives.length > 1 || !second || second.item.op !== 'token') return undefined;
    return first.item.op === 'token' || first.item.op === 'soft' ? second.item.name : undefined;
  }

  // ---- Items

  private printCall(out: Writer, variable: string, call: string, fail: string): void {
    out.line(`const ${variable} = ${call};`);
    out.line(`if (${variable} === undefined) ${fail}`);
  }

  private printItem(out: Writer, item: Item, variable: string | undefined, fail: string): void {
    switch (item.op) {
      case 'token':
        out.line(`if (p.kind[p.mark] !== T.${item.name}) ${fail}`);
        out.line(variable ? `const ${variable} = p.mark++;` : 'p.mark++;');
        break;
      case 'soft':
        out.line(`if (!p.isSoft(${softArgument(item.text)})) ${fail}`);
        out.line(variable ? `const ${variable} = p.mark++;` : 'p.mark++;');
        break;
      case 'forced':
        out.line(`p.must(T.${item.name});`);
        break;
      case 'rule': {
        const inline = this.inlineable(item.name);
        if (inline && variable === undefined) {
          for (const part of inline.items) this.printItem(out, part.item, undefined, fail);
        } else if (variable) this.printCall(out, variable, `${fastName(item.name)}(p)`, fail);
        else out.line(`if (${fastName(item.name)}(p) === undefined) ${fail}`);
        break;
      }
      case 'optional':
        this.printOptional(out, item.item, variable);
        break;
      case 'repeat':
      case 'gather': {
        const name = variable ?? out.fresh('$x');
        const seed = item.op === 'repeat' ? (item.seed ?? '') : '';
        out.line(`const ${name}: ${this.elementType(item.item)}[] = [${seed}];`);
        this.printLoop(out, item, name, fail);
        const least = seed === '' ? 0 : 1;
        if (item.op === 'repeat' && item.atLeastOne) out.line(`if (${name}.length === ${least}) ${fail}`);
        break;
      }
      case 'lookahead': {
        if (item.item.op === 'token') {
          out.line(`if (p.kind[p.mark] ${item.positive ? '!==' : '==='} T.${item.item.name}) ${fail}`);
          break;
        }
        const saved = out.fresh('$l');
        const result = out.fresh('$x');
        out.line(`const ${saved} = p.mark;`);
        out.line(`const ${result} = ${this.value(item.item)};`);
        out.line(`p.mark = ${saved};`);
        out.line(`if (${result} ${item.positive ? '===' : '!=='} undefined) ${fail}`);
        break;
      }
      case 'cut':
        break;
    }
  }

  /** A made-up rule of one alternative, which can stand in the place where it is used. */
  private inlineable(name: string): Alternative | undefined {
    const rule = this.analysis.rule(name);
    return rule.type === undefined && rule.alternatives.length === 1 ? rule.alternatives[0] : undefined;
  }

  private printOptional(out: Writer, item: Item, variable: string | undefined): void {
    if (item.op === 'token' && variable === undefined) {
      out.line(`if (p.kind[p.mark] === T.${item.name}) p.mark++;`);
      return;
    }
    const name = variable ?? out.fresh('$x');
    if (item.op === 'token') {
      out.line(`const ${name} = ${this.value(item)};`);
      return;
    }
    const saved = out.fresh('$o');
    const { tokens } = this.analysis.firstOf([item]);
    out.line(`const ${saved} = p.mark;`);
    out.line(`const ${name} = ${this.test(tokens, `p.kind[${saved}]`)} ? ${this.value(item)} : undefined;`);
    out.line(`if (${name} === undefined) p.mark = ${saved};`);
  }

  private printLoop(out: Writer, item: Item & { op: 'repeat' | 'gather' }, list: string, fail: string): void {
    if (item.op === 'gather') {
      const first = out.fresh('$x');
      this.printCall(out, first, this.value(item.item), fail);
      out.line(`${list}.push(${first});`);
    }
    const saved = out.fresh('$o');
    out.open('for (;;) {');
    out.line(`const ${saved} = p.mark;`);
    const stop = `{ p.mark = ${saved}; break; }`;
    const inline =
      item.op === 'repeat' && item.item.op === 'rule' ? this.inlineable(item.item.name) : undefined;
    if (inline) {
      inline.items.forEach(({ item: part, variable }, i) => {
        // Nothing was read before the first item.
        const isFirstToken = i === 0 && part.op === 'token';
        if (part.op === 'rule' && i > 0) {
          out.line(
            `if (!(${this.test(this.analysis.firstOfRule(part.name).tokens, 'p.kind[p.mark]')})) ${stop}`,
          );
        }
        this.printItem(out, part, variable, isFirstToken ? 'break;' : stop);
      });
      out.line(`${list}.push(${inline.action});`);
    } else {
      if (item.op === 'gather') {
        if (item.separator.op !== 'token') throw new Error('python.gram: a separator must be a token');
        out.line(`if (p.kind[p.mark] !== T.${item.separator.name}) break;`);
        out.line('p.mark++;');
      }
      const { tokens, nullable } = this.analysis.firstOf([item.item]);
      if (!nullable) out.line(`if (!(${this.test(tokens, 'p.kind[p.mark]')})) ${stop}`);
      const element = out.fresh('$x');
      this.printCall(out, element, this.value(item.item), stop);
      out.line(`${list}.push(${element});`);
    }
    out.close();
  }

  private value(item: Item): string {
    switch (item.op) {
      case 'token':
        return `(p.kind[p.mark] === T.${item.name} ? p.mark++ : undefined)`;
      case 'soft':
        return `(p.isSoft(${softArgument(item.text)}) ? p.mark++ : undefined)`;
      case 'rule':
        return `${fastName(item.name)}(p)`;
      default:
        throw new Error(`python.gram: put parentheses around the ${item.op}`);
    }
  }

  private elementType(item: Item): string {
    if (item.op !== 'rule') return 'number';
    const { type } = this.analysis.rule(item.name);
    if (type) return `(${type})`;
    const inline = this.inlineable(item.name);
    const passed = inline?.items.find((x) => x.variable !== undefined && x.variable === inline.action)?.item;
    if (passed?.op === 'rule' && this.analysis.rule(passed.name).type)
      return `(${this.analysis.rule(passed.name).type})`;
    return `NonNullable<ReturnType<typeof ${fastName(item.name)}>>`;
  }

  /** A test whether the token kind `kind` is one of these. */
  private test(tokens: ReadonlySet<string>, kind: string): string {
    if (tokens.size === 1) return `${kind} === T.${[...tokens][0]}`;
    const key = [...tokens].sort().join(' ');
    let table = this.tables.get(key);
    if (table === undefined) {
      table = `SET_${this.tables.size + 1}`;
      this.tables.set(key, table);
    }
    return `${table}[${kind}] === 1`;
  }
}

function fastName(rule: string): string {
  return `${rule}_fast`;
}

function tailName(rule: string): string {
  return `${rule}_tail`;
}

/** The functions that are called from `start` on: those of rules that were printed in place are not. */
function calledFunctions(functions: ReadonlyMap<string, string>, start: readonly string[]): string[] {
  const called = new Set(start);
  for (const name of called) {
    for (const [mention] of functions.get(name)!.matchAll(/\w+_fast\b/g)) {
      if (functions.has(mention)) called.add(mention);
    }
  }
  return [...functions].filter(([name]) => called.has(name)).map(([, text]) => text);
}

/** One step of a ladder of binary operators, if that is what the rule is. */
function ladderStep(rule: Rule): { next: string; operators: { token: string; name: string }[] } | undefined {
  const operators: { token: string; name: string }[] = [];
  let next: string | undefined;
  for (const alternative of rule.alternatives) {
    const { items, action } = alternative;
    const [first, operator] = items;
    if (!isLeftRecursive(rule, alternative)) {
      if (items.length !== 1 || first.item.op !== 'rule') return undefined;
      next = first.item.name;
      continue;
    }
    const name = /new ast\.BinOp\(a, '(\w+)', b, LOC\)/.exec(action)?.[1];
    if (items.length !== 3 || operator.item.op !== 'token' || name === undefined) return undefined;
    operators.push({ token: operator.item.name, name });
  }
  return next !== undefined && operators.length > 0 ? { next, operators } : undefined;
}
