/**
 * The state of the first pass of the symbol table: the block being visited, and what can be done to blocks and names.
 * CPython: `struct symtable`, `symtable_enter_block` and `symtable_add_def` in Python/symtable.c.
 *
 * `_cur` is the block being visited, the top of `_stack`; a block that was left is entered again for each further
 * annotation of a class or module.
 */
import { CO_FUTURE_ANNOTATIONS } from '../objects/code.ts';
import type { expr, expr_context, Keyword, mod, Name } from '../parser/ast.gen.ts';
import { BLOCK_LOOKS, type CompileError } from '../parser/errors.ts';
import { PyCF_ALLOW_TOP_LEVEL_AWAIT } from '../parser/parse.ts';
import type { Location } from './instruction-sequence.ts';
import {
  AnnotationBlock,
  type BlockType,
  ClassBlock,
  DEF_COMP_ITER,
  DEF_GLOBAL,
  DEF_IMPORT,
  DEF_LOCAL,
  DEF_NONLOCAL,
  DEF_PARAM,
  DEF_TYPE_PARAM,
  FunctionBlock,
  getSymbol,
  ModuleBlock,
  maybeMangle,
  NoComprehension,
  SymbolTable,
  SymbolTableEntry,
  type SymtableOptions,
  TypeAliasBlock,
  TypeParametersBlock,
  TypeVariableBlock,
  USE,
} from './symtable.ts';
import { syntaxErrorAt } from './syntax-error.ts';

const NOWHERE: Location = { lineno: 0, end_lineno: 0, col_offset: 0, end_col_offset: 0 };

/** Blocks and names; the walk over the tree is in symtable-build.ts. */
export abstract class SymtableScopes {
  readonly table: SymbolTable;
  protected readonly _options: SymtableOptions;
  protected readonly _futureAnnotations: boolean;
  protected readonly _stack: SymbolTableEntry[];
  protected _cur: SymbolTableEntry;
  /** The class whose name mangles private names. */
  protected _private: string | undefined;

  constructor(tree: mod, options: SymtableOptions) {
    const top = new SymbolTableEntry(tree, 'top', ModuleBlock, NOWHERE, undefined);
    this.table = new SymbolTable(options.filename, options.future, top);
    this._options = options;
    this._futureAnnotations = (options.future.ff_features & CO_FUTURE_ANNOTATIONS) !== 0;
    this._stack = [top];
    this._cur = top;
    this._private = undefined;
  }

  // Blocks

  protected _newEntry(key: object, name: string, type: BlockType, loc: Location): SymbolTableEntry {
    const entry = new SymbolTableEntry(key, name, type, loc, this._cur);
    const { entries } = this.table;
    entries.set(key, entry);
    if ((entries.size & BLOCK_LOOKS) === 0) this._options.checkMemory?.(0);
    return entry;
  }

  protected _enterBlock(key: object, name: string, type: BlockType, loc: Location): void {
    const entry = this._newEntry(key, name, type, loc);
    const parent = this._cur;
    this._enterEntry(entry);
    // Future annotations end up as strings, so their blocks stay out of the tree.
    if (type !== AnnotationBlock || !this._futureAnnotations) parent.ste_children.push(entry);
    if (type === AnnotationBlock || type === TypeVariableBlock || type === TypeAliasBlock) {
      this._addDef('.format', DEF_PARAM, loc);
      this._addDef('.format', USE, loc);
    }
  }

  protected _enterEntry(entry: SymbolTableEntry): void {
    const parent = this._cur;
    // The iterable of a comprehension is special all through, lambdas and comprehensions inside it included.
    entry.ste_comp_iter_expr = parent.ste_comp_iter_expr;
    // In a class all names are mangled, so the list ends there.
    if (entry.ste_type !== ClassBlock && parent.ste_mangled_names !== undefined) {
      entry.ste_mangled_names = parent.ste_mangled_names;
    }
    this._stack.push(entry);
    this._cur = entry;
  }

  protected _exitBlock(): void {
    this._stack.pop();
    this._cur = this._stack[this._stack.length - 1];
  }

  // Names

  protected _error(message: string, loc: Location): CompileError {
    return syntaxErrorAt(this._options, message, loc);
  }

  /** What the current block knows of a name as it is written. */
  protected _lookup(name: string): number {
    return this._lookupIn(this._cur, name);
  }

  protected _lookupIn(entry: SymbolTableEntry, name: string): number {
    return getSymbol(entry, maybeMangle(this._private, entry, name));
  }

  protected _checkName(name: string, loc: Location, context: expr_context): void {
    if (name !== '__debug__') return;
    if (context === 'Store') throw this._error('cannot assign to __debug__', loc);
    if (context === 'Del') throw this._error('cannot delete __debug__', loc);
  }

  protected _checkKeywords(keywords: readonly Keyword[]): void {
    for (const keyword of keywords) {
      if (keyword.arg !== undefined) this._checkName(keyword.arg, keyword, 'Store');
    }
  }

  protected _addDef(name: string, flag: number, loc: Location): void {
    this._addDefInContext(name, flag, loc, flag === USE ? 'Load' : 'Store');
  }

  protected _addDefInContext(name: string, flag: number, loc: Location, context: expr_context): void {
    if (flag & (DEF_PARAM | DEF_LOCAL | DEF_IMPORT)) this._checkName(name, loc, context);
    if (flag & DEF_TYPE_PARAM) this._cur.ste_mangled_names?.add(name);
    this._addDefTo(this._cur, name, flag, loc);
  }

  /** CPython: `symtable_add_def_helper`. */
  protected _addDefTo(entry: SymbolTableEntry, name: string, flag: number, loc: Location): void {
    const mangled = maybeMangle(this._private, this._cur, name);
    const symbols = entry.ste_symbols;
    const old = symbols.get(mangled) ?? 0;
    if (flag & old & DEF_PARAM) {
      throw this._error(`duplicate argument '${name}' in function definition`, loc);
    }
    if (flag & old & DEF_TYPE_PARAM) throw this._error(`duplicate type parameter '${name}'`, loc);
    let symbol = old | flag;
    if (entry.ste_comp_iter_target) {
      // The named expressions of a comprehension and its iteration variables may not be the same names.
      if (symbol & (DEF_GLOBAL | DEF_NONLOCAL)) {
        throw this._error(
          `comprehension inner loop cannot rebind assignment expression target '${name}'`,
          loc,
        );
      }
      symbol |= DEF_COMP_ITER;
    }
    if (symbol !== old) symbols.set(mangled, symbol);
    if (flag & DEF_PARAM) {
      entry.ste_varnames.push(mangled);
    } else if (flag & DEF_GLOBAL) {
      const globals = this.table.top.ste_symbols;
      globals.set(mangled, (globals.get(mangled) ?? 0) | flag);
    }
  }

  protected _recordDirective(name: string, loc: Location): void {
    const directives = (this._cur.ste_directives ??= []);
    directives.push({ name: maybeMangle(this._private, this._cur, name), loc });
  }

  protected _allowsTopLevelAwait(): boolean {
    return (
      this._cur.ste_type === ModuleBlock &&
      (this._options.future.ff_features & PyCF_ALLOW_TOP_LEVEL_AWAIT) !== 0
    );
  }

  protected _isAsyncDef(): boolean {
    return this._cur.ste_type === FunctionBlock && this._cur.ste_coroutine;
  }

  /** A named expression in a comprehension binds its target in the function or module around it (PEP 572). */
  protected _extendNamedExprScope(target: Name): void {
    const name = target.id;
    for (let i = this._stack.length - 1; i >= 0; i--) {
      const entry = this._stack[i];
      if (entry.ste_comprehension !== NoComprehension) {
        const known = this._lookupIn(entry, name);
        if (known & DEF_COMP_ITER && known & DEF_LOCAL) {
          throw this._error(
            `assignment expression cannot rebind comprehension iteration variable '${name}'`,
            target,
          );
        }
        continue;
      }
      switch (entry.ste_type) {
        case FunctionBlock: {
          const isGlobal = this._lookupIn(entry, name) & DEF_GLOBAL;
          this._addDef(name, isGlobal ? DEF_GLOBAL : DEF_NONLOCAL, target);
          this._recordDirective(name, target);
          this._addDefTo(entry, name, DEF_LOCAL, target);
          return;
        }
        case ModuleBlock:
          this._addDef(name, DEF_GLOBAL, target);
          this._recordDirective(name, target);
          this._addDefTo(entry, name, DEF_GLOBAL, target);
          return;
        case ClassBlock:
          throw this._error(
            'assignment expression within a comprehension cannot be used in a class body',
            target,
          );
        case TypeParametersBlock:
          throw this._error(
            'assignment expression within a comprehension cannot be used within the definition of a generic',
            target,
          );
        case TypeAliasBlock:
          throw this._error(
            'assignment expression within a comprehension cannot be used in a type alias',
            target,
          );
        case TypeVariableBlock:
          throw this._error(
            'assignment expression within a comprehension cannot be used in a TypeVar bound',
            target,
          );
      }
    }
  }

  /** CPython: `symtable_raise_if_annotation_block`. */
  protected _rejectInAnnotation(what: string, e: expr): void {
    switch (this._cur.ste_type) {
      case AnnotationBlock:
        throw this._error(`${what} cannot be used within an annotation`, e);
      case TypeVariableBlock:
        throw this._error(`${what} cannot be used within ${this._cur.ste_scope_info}`, e);
      case TypeAliasBlock:
        throw this._error(`${what} cannot be used within a type alias`, e);
      case TypeParametersBlock:
        throw this._error(`${what} cannot be used within the definition of a generic`, e);
    }
  }
}
