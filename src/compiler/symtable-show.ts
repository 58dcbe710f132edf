/**
 * A symbol table as text, for people: one paragraph for each block, inner blocks indented.
 *
 *     function f (line 1) nested
 *       x: local, parameter, used
 *       y: cell, assigned
 */
import {
  AnnotationBlock,
  type BlockType,
  CELL,
  ClassBlock,
  DEF_ANNOT,
  DEF_COMP_CELL,
  DEF_COMP_ITER,
  DEF_FREE_CLASS,
  DEF_GLOBAL,
  DEF_IMPORT,
  DEF_LOCAL,
  DEF_NONLOCAL,
  DEF_PARAM,
  DEF_TYPE_PARAM,
  DictComprehension,
  FREE,
  FunctionBlock,
  GeneratorExpression,
  GLOBAL_EXPLICIT,
  GLOBAL_IMPLICIT,
  ListComprehension,
  LOCAL,
  ModuleBlock,
  SetComprehension,
  type SymbolTable,
  type SymbolTableEntry,
  scopeOf,
  TypeAliasBlock,
  TypeParametersBlock,
  TypeVariableBlock,
  USE,
} from './symtable.ts';

/** What the `symtable` module calls the kinds of blocks. */
const BLOCK_NAMES: { readonly [type in BlockType]: string } = {
  [FunctionBlock]: 'function',
  [ClassBlock]: 'class',
  [ModuleBlock]: 'module',
  [AnnotationBlock]: 'annotation',
  [TypeAliasBlock]: 'type alias',
  [TypeParametersBlock]: 'type parameters',
  [TypeVariableBlock]: 'type variable',
};

const COMPREHENSION_NAMES: ReadonlyMap<number, string> = new Map([
  [ListComprehension, 'list comprehension'],
  [DictComprehension, 'dict comprehension'],
  [SetComprehension, 'set comprehension'],
  [GeneratorExpression, 'generator expression'],
]);

const SCOPE_NAMES: ReadonlyMap<number, string> = new Map([
  [LOCAL, 'local'],
  [GLOBAL_EXPLICIT, 'global explicit'],
  [GLOBAL_IMPLICIT, 'global implicit'],
  [FREE, 'free'],
  [CELL, 'cell'],
]);

const FLAG_NAMES: readonly (readonly [flag: number, name: string])[] = [
  [DEF_PARAM, 'parameter'],
  [DEF_TYPE_PARAM, 'type parameter'],
  [DEF_GLOBAL, 'declared global'],
  [DEF_NONLOCAL, 'declared nonlocal'],
  [DEF_LOCAL, 'assigned'],
  [DEF_IMPORT, 'imported'],
  [DEF_ANNOT, 'annotated'],
  [USE, 'used'],
  [DEF_FREE_CLASS, 'free in methods'],
  [DEF_COMP_ITER, 'iteration variable'],
  [DEF_COMP_CELL, 'cell of a comprehension'],
];

/** The blocks of a program with their names. */
export function showSymtable(table: SymbolTable): string {
  const lines: string[] = [];
  showEntry(table.top, '', lines);
  return `${lines.join('\n')}\n`;
}

function showEntry(entry: SymbolTableEntry, indent: string, lines: string[]): void {
  const kind = COMPREHENSION_NAMES.get(entry.ste_comprehension) ?? BLOCK_NAMES[entry.ste_type];
  const line = entry.ste_type === ModuleBlock ? '' : ` (line ${entry.ste_loc.lineno})`;
  lines.push([`${indent}${kind} ${entry.ste_name}${line}`, ...propertiesOf(entry)].join(' '));
  for (const [name, symbol] of entry.ste_symbols) {
    lines.push(`${indent}  ${name}: ${describeSymbol(symbol)}`);
  }
  for (const child of entry.ste_children) showEntry(child, `${indent}  `, lines);
}

function propertiesOf(entry: SymbolTableEntry): string[] {
  const properties: string[] = [];
  if (entry.ste_nested) properties.push('nested');
  if (entry.ste_coroutine) properties.push('coroutine');
  if (entry.ste_generator) properties.push('generator');
  if (entry.ste_varargs) properties.push('varargs');
  if (entry.ste_varkeywords) properties.push('varkeywords');
  if (entry.ste_needs_class_closure) properties.push('needs_class_closure');
  if (entry.ste_needs_classdict) properties.push('needs_classdict');
  if (entry.ste_has_conditional_annotations) properties.push('conditional_annotations');
  if (entry.ste_can_see_class_scope) properties.push('sees_class_scope');
  return properties;
}

function describeSymbol(symbol: number): string {
  const words = [SCOPE_NAMES.get(scopeOf(symbol)) ?? 'unknown'];
  for (const [flag, name] of FLAG_NAMES) if (symbol & flag) words.push(name);
  return words.join(', ');
}
