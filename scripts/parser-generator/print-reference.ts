/**
 * Prints the reference parser: the rules exactly as they stand, one function each.
 *
 * A function returns its value, or `undefined` when the rule does not match; `p.mark` then means nothing and the
 * caller goes back to where it was. Left recursion becomes a loop: the alternatives that begin with something else
 * give a first value, and those that begin with the rule itself extend it for as long as they can.
 */
import type { Analysis } from './analysis.ts';
import { type Alternative, type Item, isInvalid, isLeftRecursive, PASSED, type Rule } from './grammar.ts';
import { Writer } from './writer.ts';

export class ReferencePrinter {
  private readonly analysis: Analysis;
  private readonly memoIds = new Map<string, number>();
  private labels = 0;

  constructor(analysis: Analysis) {
    this.analysis = analysis;
  }

  print(rules: readonly Rule[]): string {
    return rules.map((rule) => this.printRule(rule)).join('\n');
  }

  private printRule(rule: Rule): string {
    this.labels = 0;
    const out = new Writer();
    const recursive = rule.alternatives.filter((a) => isLeftRecursive(rule, a));
    const plain = rule.alternatives.filter((a) => !recursive.includes(a));
    let base = '';
    if (recursive.length > 0) {
      const [only] = plain;
      const [{ item }] = only.items;
      if (plain.length === 1 && item.op === 'rule' && only.action === PASSED) {
        base = functionName(item.name);
      } else {
        base = `${rule.name}_base`;
        out.open(`function ${base}(p: Parser): ${resultType(rule)} {`);
        this.printAlternatives(out, plain, (value) => [`return ${value};`]);
        out.close();
      }
    }
    out.open(`function ${functionName(rule.name)}(p: Parser)${rule.type ? `: ${resultType(rule)}` : ''} {`);
    let give = (value: string): string[] => [`return ${value};`];
    if (rule.memo || recursive.length > 0) {
      const id = this.memoIds.size;
      this.memoIds.set(rule.name, id);
      out.line(`const $memo = p.recall(${id});`);
      out.line(`if ($memo !== undefined) return $memo.value as ${resultType(rule)};`);
      give = (value) => [`return p.remember($m, ${id}, ${value});`];
    }
    if (rule.name.endsWith('_without_invalid')) {
      out.line('const $invalid = p.invalid;');
      out.line('p.invalid = false;');
      give = (value) => [`const $value = ${value};`, 'p.invalid = $invalid;', 'return $value;'];
    }
    if (recursive.length === 0) this.printAlternatives(out, rule.alternatives, give);
    else this.printGrowth(out, rule, recursive, base, give);
    out.close();
    return out.text();
  }

  private printAlternatives(
    out: Writer,
    alternatives: readonly Alternative[],
    give: (value: string) => string[],
  ): void {
    out.line('const $m = p.mark;');
    alternatives.forEach((alternative, i) => {
      const [first] = alternative.items;
      if (i > 0) out.line('p.mark = $m;');
      if (alternative.items.length === 1 && first.item.op === 'rule' && isInvalid(first)) {
        const call = `${functionName(first.item.name)}(p)`;
        // What such a rule returns when it raises nothing only has to be something.
        out.open(`if (p.invalid && ${call} !== undefined) {`);
        for (const line of give('DUMMY')) out.line(line);
        out.close();
        return;
      }
      const label = `$${++this.labels}`;
      out.open(`${label}: {`);
      let fail = `break ${label};`;
      for (const { variable, item } of alternative.items) {
        if (item.op === 'cut') fail = `{ ${give('undefined').join(' ')} }`;
        else this.printItem(out, item, variable, fail);
      }
      this.printResult(out, alternative, give);
      out.close();
    });
    out.line('p.mark = $m;');
    for (const line of give('undefined')) out.line(line);
  }

  private printGrowth(
    out: Writer,
    rule: Rule,
    recursive: readonly Alternative[],
    base: string,
    give: (value: string) => string[],
  ): void {
    const variable = recursive[0].items[0].variable!;
    out.line('const $m = p.mark;');
    out.line(`const $base = ${base}(p);`);
    out.open(`if ($base === undefined) {`);
    for (const line of give('undefined')) out.line(line);
    out.close();
    out.line(`let ${variable}: ${rule.type} = $base;`);
    out.open('for (;;) {');
    out.line('const $k = p.mark;');
    for (const alternative of recursive) {
      const label = `$${++this.labels}`;
      out.open(`${label}: {`);
      for (const { variable: name, item } of alternative.items.slice(1))
        this.printItem(out, item, name, `break ${label};`);
      this.printResult(out, alternative, (value) => grow(rule, variable, value));
      out.close();
      out.line('p.mark = $k;');
    }
    for (const line of give(variable)) out.line(line);
    out.close();
  }

  private printResult(out: Writer, alternative: Alternative, give: (value: string) => string[]): void {
    if (/\bLOC\b/.test(alternative.action)) {
      const layout = this.analysis.endsInLayout(alternative.items.map((x) => x.item));
      out.line(`const $e = ${layout ? 'p.lastToken()' : 'p.mark - 1'};`);
    }
    for (const line of give(locations(alternative.action, '$m'))) out.line(line);
  }

  /** Prints what matches an item at the mark; `fail` is the statement for when it does not. */
  private printItem(out: Writer, item: Item, variable: string | undefined, fail: string): void {
    switch (item.op) {
      case 'token':
        out.line(`if (p.peek() !== T.${item.name}) ${fail}`);
        out.line(variable ? `const ${variable} = p.mark++;` : 'p.mark++;');
        break;
      case 'soft':
        out.line(`if (!p.peekSoft(${softArgument(item.text)})) ${fail}`);
        out.line(variable ? `const ${variable} = p.mark++;` : 'p.mark++;');
        break;
      case 'forced':
        out.line(`p.force(T.${item.name}, ${JSON.stringify(item.text)});`);
        break;
      case 'rule': {
        const call = `${functionName(item.name)}(p)`;
        if (variable === undefined) out.line(`if (${call} === undefined) ${fail}`);
        else {
          out.line(`const ${variable} = ${call};`);
          out.line(`if (${variable} === undefined) ${fail}`);
        }
        break;
      }
      case 'optional': {
        const saved = out.fresh('$o');
        const name = variable ?? out.fresh('$x');
        out.line(`const ${saved} = p.mark;`);
        out.line(`const ${name} = ${this.value(item.item)};`);
        out.line(`if (${name} === undefined) p.mark = ${saved};`);
        break;
      }
      case 'repeat':
      case 'gather': {
        const name = variable ?? out.fresh('$x');
        out.line(`const ${name}: ${this.elementType(item.item)}[] = [];`);
        this.printLoop(out, item, name);
        if (item.op === 'gather' || item.atLeastOne) out.line(`if (${name}.length === 0) ${fail}`);
        break;
      }
      case 'lookahead': {
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

  private printLoop(out: Writer, item: Item & { op: 'repeat' | 'gather' }, list: string): void {
    const element = out.fresh('$x');
    const saved = out.fresh('$o');
    out.open('for (;;) {');
    out.line(`const ${saved} = p.mark;`);
    if (item.op === 'gather') {
      const separator = out.fresh('$x');
      out.line(`const ${separator} = ${list}.length === 0 || ${this.value(item.separator)} !== undefined;`);
      out.line(`const ${element} = ${separator} ? ${this.value(item.item)} : undefined;`);
    } else {
      out.line(`const ${element} = ${this.value(item.item)};`);
    }
    out.open(`if (${element} === undefined) {`);
    out.line(`p.mark = ${saved};`);
    out.line('break;');
    out.close();
    out.line(`${list}.push(${element});`);
    out.close();
  }

  /** An expression that matches an item and gives its value. */
  private value(item: Item): string {
    switch (item.op) {
      case 'token':
        return `(p.peek() === T.${item.name} ? p.mark++ : undefined)`;
      case 'soft':
        return `(p.peekSoft(${softArgument(item.text)}) ? p.mark++ : undefined)`;
      case 'rule':
        return `${functionName(item.name)}(p)`;
      default:
        throw new Error(`python.gram: put parentheses around the ${item.op}`);
    }
  }

  private elementType(item: Item): string {
    if (item.op !== 'rule') return 'number';
    const { type } = this.analysis.rule(item.name);
    return type ? `(${type})` : `NonNullable<ReturnType<typeof ${functionName(item.name)}>>`;
  }
}

export function functionName(rule: string): string {
  return `${rule}_rule`;
}

export function resultType(rule: Rule): string {
  return rule.type === undefined ? 'unknown' : `${rule.type} | undefined`;
}

/** Fills in LOC and START. The alternative starts at the token `start` and ends at the token `$e`. */
export function locations(action: string, start: string): string {
  return action
    .replace(/\bLOC\b/g, `p.lineno[${start}], p.colOffset[${start}], p.endLineno[$e], p.endColOffset[$e]`)
    .replace(/\bSTART\b/g, start);
}

/** What a left-recursive rule does with a longer value: `undefined` is none. */
export function grow(rule: Rule, variable: string, value: string): string[] {
  if (value.startsWith('new ')) return [`${variable} = ${value};`, 'continue;'];
  return [
    `const $r: ${resultType(rule)} = ${value};`,
    `if ($r !== undefined) {`,
    `  ${variable} = $r;`,
    '  continue;',
    '}',
  ];
}

/** The argument of the parser's soft keyword tests: the number of the name, or -1 for any. */
export function softArgument(text: string): string {
  return text === '' ? '-1' : `SOFT_${text}`;
}
