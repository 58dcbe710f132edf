/** Syntax trees as text, as `ast.dump` prints them. CPython: Lib/ast.py. */
import type { PyObject } from '../objects/object.ts';
import { reprText } from '../objects/repr.ts';
import { type Str, strFromUtf16 } from '../objects/str.ts';
import { ASDL, type AST, type FieldInfo } from './ast.gen.ts';

export interface DumpOptions {
  /** One node or list item a line, indented by this; all on one line if absent. */
  readonly indent?: string;
  /** Positions too. */
  readonly includeAttributes?: boolean;
}

/** Fields and attributes by node class, and the classes without any, which the tree has as strings. */
const FIELDS: ReadonlyMap<string, readonly FieldInfo[]> = new Map(
  ASDL.flatMap((rule) => rule.constructors.map((c) => [c.name, c.fields] as const)),
);
const ATTRIBUTES: ReadonlyMap<string, readonly FieldInfo[]> = new Map(
  ASDL.flatMap((rule) => rule.constructors.map((c) => [c.name, rule.attributes] as const)),
);

type Value = AST | PyObject | undefined | readonly Value[];

/** `ast.dump(tree, ...)`. */
export function dumpAst(tree: AST, options: DumpOptions = {}): string {
  return new Dumper(options).node(tree, 0).text;
}

interface Dumped {
  readonly text: string;
  /** Short enough to share a line with its like. */
  readonly isSimple: boolean;
}

class Dumper {
  private readonly options: DumpOptions;

  constructor(options: DumpOptions) {
    this.options = options;
  }

  node(node: AST, level: number): Dumped {
    const parts: string[] = [];
    let allSimple = true;
    const add = ([name, type, quantifier]: FieldInfo): void => {
      const value = (node as unknown as Record<string, Value>)[name];
      const isAbsent =
        value === undefined || (quantifier === '*' && (value as readonly Value[]).length === 0);
      if (isAbsent || (quantifier === '?*' && (value as readonly Value[]).length === 0)) return;
      const { text, isSimple } = this.value(value, type, level + 1);
      allSimple &&= isSimple;
      parts.push(`${name}=${text}`);
    };
    FIELDS.get(node.nodeType)!.forEach(add);
    if (this.options.includeAttributes) ATTRIBUTES.get(node.nodeType)!.forEach(add);
    if (allSimple && parts.length <= 3) {
      return { text: `${node.nodeType}(${parts.join(', ')})`, isSimple: parts.length === 0 };
    }
    return { text: `${node.nodeType}(${this.lines(parts, level + 1)})`, isSimple: false };
  }

  private value(value: Value, type: string, level: number): Dumped {
    if (Array.isArray(value)) {
      const items = value as readonly Value[];
      if (items.length === 0) return { text: '[]', isSimple: true };
      const texts = items.map((item) => this.value(item, type, level + 1).text);
      return { text: `[${this.lines(texts, level + 1)}]`, isSimple: false };
    }
    if (value === undefined) return { text: 'None', isSimple: true };
    switch (type) {
      case 'identifier':
        return { text: reprText(strFromUtf16(value as string)), isSimple: true };
      case 'string':
      case 'int':
      case 'constant':
        return { text: reprText(value as Str | number), isSimple: true };
    }
    // Operators and contexts.
    if (typeof value === 'string') return { text: `${value}()`, isSimple: true };
    return this.node(value as AST, level);
  }

  private lines(parts: readonly string[], level: number): string {
    const { indent } = this.options;
    if (indent === undefined) return parts.join(', ');
    const lineStart = `\n${indent.repeat(level)}`;
    return `${lineStart}${parts.join(`,${lineStart}`)}`;
  }
}
