/**
 * Reads src/parser/python.gram into rules. The notation is described at the top of that file.
 *
 * An item is one of the few node kinds below; `[e]` becomes `optional`, and a parenthesised choice becomes a rule of
 * its own with a made-up name, so that the printers only ever see rules, tokens and operators on them.
 */

export type Item =
  | { readonly op: 'token'; readonly name: string }
  /** A name with a certain text; with the text of any soft keyword if that is empty. */
  | { readonly op: 'soft'; readonly text: string }
  | { readonly op: 'rule'; readonly name: string }
  | { readonly op: 'optional'; readonly item: Item }
  | {
      readonly op: 'repeat';
      readonly item: Item;
      readonly atLeastOne: boolean;
      readonly seed: string | undefined;
    }
  | { readonly op: 'gather'; readonly separator: Item; readonly item: Item }
  | { readonly op: 'lookahead'; readonly item: Item; readonly positive: boolean }
  | { readonly op: 'forced'; readonly name: string; readonly text: string }
  | { readonly op: 'cut' };

export interface NamedItem {
  readonly variable: string | undefined;
  readonly item: Item;
}

export interface Alternative {
  /** Only items whose value the action uses have variables. */
  readonly items: readonly NamedItem[];
  readonly action: string;
}

export interface Rule {
  readonly name: string;
  /** The TypeScript type of the value; undefined for made-up rules, whose type is inferred. */
  readonly type: string | undefined;
  readonly memo: boolean;
  readonly alternatives: readonly Alternative[];
}

export interface Grammar {
  readonly rules: ReadonlyMap<string, Rule>;
  /** The rules as the fast parser has them. */
  readonly fastRules: ReadonlyMap<string, Rule>;
  /** In the order of their numbers. */
  readonly keywords: readonly string[];
  readonly softKeywords: readonly string[];
}

/** The rules that parsing can start with. */
export const START_RULES = ['file', 'interactive', 'eval', 'func_type'];

/** Token kinds that a text in quotes may mean, by that text. */
export type OperatorNames = ReadonlyMap<string, string>;

class Reader {
  readonly text: string;
  position = 0;

  constructor(text: string) {
    this.text = text;
  }

  skip(): void {
    const space = /(?:\s+|#.*)*/y;
    space.lastIndex = this.position;
    space.exec(this.text);
    this.position = space.lastIndex;
  }

  /** The match of a sticky expression at the next non-blank, or undefined. */
  match(pattern: RegExp): string | undefined {
    this.skip();
    pattern.lastIndex = this.position;
    const found = pattern.exec(this.text);
    if (!found) return undefined;
    this.position = pattern.lastIndex;
    return found[0];
  }

  take(literal: string): boolean {
    this.skip();
    if (!this.text.startsWith(literal, this.position)) return false;
    this.position += literal.length;
    return true;
  }

  expect(literal: string): void {
    if (!this.take(literal)) this.fail(`'${literal}' expected`);
  }

  fail(message: string): never {
    const line = this.text.slice(0, this.position).split('\n').length;
    throw new Error(`python.gram:${line}: ${message}`);
  }

  /** The text between `open`, which was just read, and its `close`; quotes hide brackets. */
  balanced(open: string, close: string): string {
    const start = this.position;
    for (let depth = 1; ; this.position++) {
      const c = this.text[this.position];
      if (c === undefined) this.fail(`no ${close}`);
      if (c === open) depth++;
      else if (c === close && --depth === 0) break;
      else if (c === "'" || c === '"') this.position = this.endOfString(c);
    }
    return this.text.slice(start, this.position++).trim();
  }

  private endOfString(quote: string): number {
    const end = this.text.indexOf(quote, this.position + 1);
    if (end < 0) this.fail('string not closed');
    return end;
  }
}

const NAME = /[A-Za-z_]\w*/y;
const STRING = /'[^']+'|"[^"]+"/y;

class GrammarReader extends Reader {
  readonly rules = new Map<string, Rule>();
  readonly overrides = new Map<string, Rule>();
  readonly keywords = new Set<string>();
  readonly softKeywords = new Set<string>();
  private readonly operators: OperatorNames;
  private target = this.rules;
  private rule = '';
  private groups = 0;

  constructor(text: string, operators: OperatorNames) {
    super(text);
    this.operators = operators;
  }

  read(): void {
    for (this.skip(); this.position < this.text.length; this.skip()) {
      const isFast = this.take('@fast');
      this.target = isFast ? this.overrides : this.rules;
      const name = this.match(NAME) ?? this.fail('rule expected');
      if (this.target.has(name)) this.fail(`two rules ${name}`);
      this.rule = isFast ? `fast_${name}` : name;
      this.groups = 0;
      const type = this.take('[') ? this.balanced('[', ']') : 'true';
      const memo = this.take('(memo)');
      this.expect(':');
      this.take('|');
      this.target.set(name, { name, type, memo, alternatives: this.alternatives() });
    }
  }

  private alternatives(): Alternative[] {
    const out = [this.alternative()];
    while (this.take('|')) out.push(this.alternative());
    return out;
  }

  private alternative(): Alternative {
    const items: NamedItem[] = [];
    while (!this.atEndOfItems()) items.push(this.namedItem());
    if (items.length === 0) this.fail('empty alternative');
    return this.take('{') ? withAction(items, this.balanced('{', '}')) : withoutAction(items);
  }

  private atEndOfItems(): boolean {
    this.skip();
    // A new rule begins in the first column.
    if (this.position >= this.text.length || this.text[this.position - 1] === '\n') return true;
    return '{|)]'.includes(this.text[this.position]);
  }

  private namedItem(): NamedItem {
    const variable = this.match(/[A-Za-z_]\w*(?==[^=])/y);
    if (variable !== undefined) this.expect('=');
    return { variable, item: this.item() };
  }

  private item(): Item {
    if (this.take('&&')) {
      const item = this.atom();
      if (item.op !== 'token') this.fail('a token expected');
      const text = this.text.slice(0, this.position).match(/'([^']*)'$/)?.[1] ?? item.name;
      return { op: 'forced', name: item.name, text };
    }
    if (this.take('&')) return { op: 'lookahead', positive: true, item: this.atom() };
    if (this.take('!')) return { op: 'lookahead', positive: false, item: this.atom() };
    if (this.take('~')) return { op: 'cut' };
    if (this.take('[')) {
      const item = this.group();
      this.expect(']');
      return { op: 'optional', item };
    }
    const seed = this.take('<') ? this.balanced('<', '>') : undefined;
    const item = this.atom();
    // Operators stand right behind their operand: a blank before `*` or `+` cannot occur in this notation.
    if (this.take('?')) return { op: 'optional', item };
    if (this.take('*')) return { op: 'repeat', item, atLeastOne: false, seed };
    if (this.take('+')) return { op: 'repeat', item, atLeastOne: true, seed };
    if (this.text[this.position] === '.') {
      this.expect('.');
      const element = this.atom();
      this.expect('+');
      return { op: 'gather', separator: item, item: element };
    }
    return item;
  }

  private atom(): Item {
    if (this.take('(')) {
      const item = this.group();
      this.expect(')');
      return item;
    }
    const quoted = this.match(STRING);
    if (quoted !== undefined) return this.literal(quoted[0], quoted.slice(1, -1));
    const name = this.match(NAME) ?? this.fail('item expected');
    if (name === 'SOFT_KEYWORD') return { op: 'soft', text: '' };
    return name === name.toUpperCase() ? { op: 'token', name } : { op: 'rule', name };
  }

  private literal(quote: string, text: string): Item {
    if (!/^\w/.test(text)) {
      return { op: 'token', name: this.operators.get(text) ?? this.fail(`no operator ${text}`) };
    }
    if (quote === '"') {
      this.softKeywords.add(text);
      return { op: 'soft', text };
    }
    this.keywords.add(text);
    return { op: 'token', name: keywordToken(text) };
  }

  /** A choice in brackets: a rule of its own, unless it is one plain item. */
  private group(): Item {
    const alternatives = this.alternatives();
    const [first] = alternatives;
    if (alternatives.length === 1 && first.items.length === 1 && first.action === PASSED)
      return first.items[0].item;
    const name = `${this.rule}_${++this.groups}`;
    this.target.set(name, { name, type: undefined, memo: false, alternatives });
    return { op: 'rule', name };
  }
}

/** The variable of the item that an alternative without an action passes on. */
export const PASSED = '$v';

function withAction(items: readonly NamedItem[], action: string): Alternative {
  const seeds = items.map(({ item }) => (item.op === 'repeat' ? item.seed : undefined));
  // Not as a property: that is a dot, but three dots are a spread.
  const isUsed = (variable: string): boolean =>
    seeds.includes(variable) || new RegExp(`(?<![\\w$]|(?<!\\.\\.)\\.)${variable}\\b`).test(action);
  return {
    items: items.map(({ variable, item }) => ({
      item,
      variable: variable && isUsed(variable) ? variable : undefined,
    })),
    action,
  };
}

/** As in CPython, the value is that of the only item with a value, else something that is true. */
function withoutAction(items: readonly NamedItem[]): Alternative {
  const valued = items.filter(({ item }) => hasValue(item));
  if (valued.length === 1) {
    const name = (x: NamedItem): NamedItem => ({
      item: x.item,
      variable: x === valued[0] ? PASSED : undefined,
    });
    return { items: items.map(name), action: PASSED };
  }
  const plain = items.map(({ item }) => ({ item, variable: undefined }));
  return { items: plain, action: items.some(isInvalid) ? 'DUMMY' : 'true' };
}

/** Is this a rule that only serves to find an error? */
export function isInvalid({ item }: NamedItem): boolean {
  return item.op === 'rule' && item.name.startsWith('invalid_');
}

/** The name of a keyword's token kind. */
export function keywordToken(keyword: string): string {
  return `KW_${keyword}`;
}

export function readGrammar(text: string, operators: OperatorNames): Grammar {
  const reader = new GrammarReader(text, operators);
  reader.read();
  return {
    rules: reader.rules,
    fastRules: withoutInvalid(new Map([...reader.rules, ...reader.overrides])),
    keywords: [...reader.keywords].sort(),
    softKeywords: [...reader.softKeywords].sort(),
  };
}

/** The rules without what only serves to find errors. */
function withoutInvalid(rules: ReadonlyMap<string, Rule>): Map<string, Rule> {
  const out = new Map<string, Rule>();
  for (const [name, rule] of rules) {
    out.set(name, { ...rule, alternatives: rule.alternatives.filter((a) => !a.items.some(isInvalid)) });
  }
  return out;
}

/** The items that an item is made of. */
export function partsOf(item: Item): readonly Item[] {
  switch (item.op) {
    case 'optional':
    case 'repeat':
    case 'lookahead':
      return [item.item];
    case 'gather':
      return [item.item, item.separator];
    default:
      return [];
  }
}

/** The rules that can be reached from `start`, in order of first mention. */
export function reachable(rules: ReadonlyMap<string, Rule>, start: readonly string[]): Rule[] {
  const found = new Set<Rule>();
  const visit = (item: Item): void => {
    if (item.op === 'rule') visitRule(item.name);
    else partsOf(item).forEach(visit);
  };
  const visitRule = (name: string): void => {
    const rule = rules.get(name);
    if (!rule) throw new Error(`python.gram: no rule ${name}`);
    if (found.has(rule)) return;
    found.add(rule);
    for (const alternative of rule.alternatives) for (const { item } of alternative.items) visit(item);
  };
  start.forEach(visitRule);
  return [...found];
}

/** Does an alternative begin with its own rule? */
export function isLeftRecursive(rule: Rule, alternative: Alternative): boolean {
  const { item } = alternative.items[0];
  return item.op === 'rule' && item.name === rule.name;
}

/** Does this item bear a value that an alternative without an action could pass on? */
export function hasValue(item: Item): boolean {
  return item.op !== 'lookahead' && item.op !== 'cut';
}
