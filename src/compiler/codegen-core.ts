/**
 * The ground that code generation stands on: the stack of compiler units, the tables of names and constants, and
 * how a name, a constant, a function becomes instructions. CPython: Python/compile.c and the first part of
 * Python/codegen.c.
 *
 * `CodeGenerator` is what the other codegen-*.ts files take as `c`: each holds plain functions for one theme of the
 * language. They reach each other through `c.visitExpr` and `c.visitStmt`, which codegen.ts implements; so no
 * import goes in a circle.
 *
 * Invariants: `u` is the unit being written, `stack` holds those around it, outermost first. An exception
 * (`CompileError`) ends the whole compilation, so nothing is restored on its way.
 */

import {
  MAKE_FUNCTION_ANNOTATE,
  MAKE_FUNCTION_CLOSURE,
  MAKE_FUNCTION_DEFAULTS,
  MAKE_FUNCTION_KWDEFAULTS,
  RESUME_AT_FUNC_START,
} from '../bytecode/opargs.ts';
import {
  ANNOTATIONS_PLACEHOLDER,
  BUILD_TUPLE,
  DELETE_DEREF,
  DELETE_FAST,
  DELETE_GLOBAL,
  DELETE_NAME,
  LOAD_CLOSURE,
  LOAD_CONST,
  LOAD_DEREF,
  LOAD_FAST,
  LOAD_FROM_DICT_OR_DEREF,
  LOAD_FROM_DICT_OR_GLOBALS,
  LOAD_GLOBAL,
  LOAD_LOCALS,
  LOAD_NAME,
  MAKE_FUNCTION,
  RESUME,
  RETURN_VALUE,
  SET_FUNCTION_ATTRIBUTE,
  STORE_DEREF,
  STORE_FAST,
  STORE_GLOBAL,
  STORE_NAME,
} from '../bytecode/opcodes.gen.ts';
import {
  CO_ASYNC_GENERATOR,
  CO_COROUTINE,
  CO_GENERATOR,
  CO_HAS_DOCSTRING,
  CO_METHOD,
  CO_NESTED,
  CO_NEWLOCALS,
  CO_OPTIMIZED,
  CO_VARARGS,
  CO_VARKEYWORDS,
  type PyCode,
} from '../objects/code.ts';
import type { PyObject } from '../objects/object.ts';
import { None } from '../objects/singletons.ts';
import { strFromUtf16 } from '../objects/str.ts';
import { PyTuple } from '../objects/tuple.ts';
import type { Attribute, BinOp, Call, expr, expr_context, mod, Subscript, stmt } from '../parser/ast.gen.ts';
import { CompileError, MEMORY_LOOKS, type MemoryCheck, type WarningSink } from '../parser/errors.ts';
import type { optimizeAndAssemble } from './assemble.ts';
import {
  type ArgumentCounts,
  CompilerUnit,
  compareNames,
  FBLOCK_FINALLY_END,
  type FrameBlock,
  type FrameBlockDatum,
  type FrameBlockType,
  MAX_FRAME_BLOCKS,
  NO_ARGUMENTS,
  SCOPE_ANNOTATIONS,
  SCOPE_ASYNC_FUNCTION,
  SCOPE_CLASS,
  SCOPE_FUNCTION,
  SCOPE_LAMBDA,
  SCOPE_MODULE,
  type ScopeType,
  tableIndex,
} from './codegen-unit.ts';
import { ConstCache } from './constants.ts';
import { type Label, type Location, NO_LOCATION } from './instruction-sequence.ts';
import {
  CELL,
  ClassBlock,
  FREE,
  GLOBAL_EXPLICIT,
  GLOBAL_IMPLICIT,
  getScope,
  isFunctionLike,
  LOCAL,
  mangle,
  maybeMangle,
  type SymbolTable,
} from './symtable.ts';
import { detailsAt, type ProgramSource } from './syntax-error.ts';
import type { NameTable } from './unit.ts';
import { Workspace } from './workspace.ts';

/** More items than this are added to a collection one by one, lest the operand stack grow with the source. */
export const STACK_USE_GUIDELINE = 30;

export interface CodegenOptions {
  readonly source: ProgramSource;
  readonly symtable: SymbolTable;
  readonly tree: mod;
  /** `CO_FUTURE_*` in force; those that code objects keep are among them. */
  readonly features: number;
  /** The flags that every code object gets besides its own. */
  readonly inheritedFlags: number;
  readonly optimize: 0 | 1 | 2;
  /** Print the values of expression statements, as a prompt does. */
  readonly interactive: boolean;
  readonly warn: WarningSink;
  readonly checkMemory?: MemoryCheck | undefined;
  /** The optimiser and the assembler. */
  readonly assemble: typeof optimizeAndAssemble;
}

export abstract class CodeGenerator {
  readonly source: ProgramSource;
  readonly symtable: SymbolTable;
  readonly features: number;
  readonly optimize: 0 | 1 | 2;
  readonly constCache: ConstCache;
  private readonly _workspace: Workspace;
  u: CompilerUnit;
  readonly stack: CompilerUnit[];
  /** Expressions whose left operand is being written: see codegen-primaries.ts. */
  readonly spine: (BinOp | Attribute | Subscript | Call)[];
  private readonly _inheritedFlags: number;
  private readonly _interactive: boolean;
  private readonly _warn: WarningSink;
  private readonly _checkMemory: MemoryCheck | undefined;
  private readonly _assemble: typeof optimizeAndAssemble;
  /** Above 0 while the second copy of a `finally` body is written: its warnings have been given. */
  private _disableWarning: number;

  constructor(options: CodegenOptions) {
    this.source = options.source;
    this.symtable = options.symtable;
    this.features = options.features;
    this.optimize = options.optimize;
    this.constCache = new ConstCache();
    this._workspace = new Workspace();
    this.stack = [];
    this.spine = [];
    this._inheritedFlags = options.inheritedFlags;
    this._interactive = options.interactive;
    this._warn = options.warn;
    this._checkMemory = options.checkMemory;
    this._assemble = options.assemble;
    this._disableWarning = 0;
    const ste = options.symtable.lookup(options.tree);
    this.u = new CompilerUnit(ste, SCOPE_MODULE, '<module>', 1, undefined, NO_ARGUMENTS);
    const loc: Location = { lineno: 0, end_lineno: 1, col_offset: 0, end_col_offset: 0 };
    this.addOp(loc, RESUME, RESUME_AT_FUNC_START);
    this.addOp(loc, ANNOTATIONS_PLACEHOLDER);
  }

  /** Writes a statement. */
  abstract visitStmt(s: stmt): void;
  /** Writes an expression: its value on the stack, or (by its context) a store from there, or a deletion. */
  abstract visitExpr(e: expr): void;

  visitStmts(body: readonly stmt[]): void {
    for (let i = 0; i < body.length; i++) this.visitStmt(body[i]);
  }

  visitExprs(exprs: readonly expr[]): void {
    for (let i = 0; i < exprs.length; i++) this.visitExpr(exprs[i]);
  }

  // Instructions

  addOp(loc: Location, opcode: number, oparg = 0): void {
    const sequence = this.u.u_instr_sequence;
    if ((sequence.instrs.length & MEMORY_LOOKS) === MEMORY_LOOKS) this._checkMemory?.(0);
    sequence.addOp(opcode, oparg, loc);
  }

  newLabel(): Label {
    return this.u.u_instr_sequence.newLabel();
  }

  useLabel(label: Label): void {
    this.u.u_instr_sequence.useLabel(label);
  }

  loadConst(loc: Location, value: PyObject): void {
    this.addOp(loc, LOAD_CONST, this.addConst(value));
  }

  /** The index of a constant. CPython: `_PyCompile_AddConst`. */
  addConst(value: PyObject): number {
    return this.u.u_metadata.consts.add(value, this.constCache);
  }

  /** Loads a name as a string. */
  loadName(loc: Location, name: string): void {
    this.loadConst(loc, strFromUtf16(name));
  }

  /** Loads a tuple of names. */
  loadNames(loc: Location, names: readonly string[]): void {
    this.loadConst(loc, new PyTuple(names.map(strFromUtf16)));
  }

  // Names

  mangle(name: string): string {
    return mangle(this.u.u_private, name);
  }

  maybeMangle(name: string): string {
    return maybeMangle(this.u.u_private, this.u.u_ste, name);
  }

  /** The index of a name of an attribute or module in `co_names`. CPython: `ADDOP_NAME`. */
  nameIndex(name: string): number {
    return tableIndex(this.u.u_metadata.names, this.maybeMangle(name));
  }

  /** The index of a name in another table of the unit. */
  indexIn(table: NameTable, name: string): number {
    return tableIndex(table, this.maybeMangle(name));
  }

  /** Loads, stores or deletes a variable, whatever scope it has. CPython: `codegen_nameop`. */
  nameop(loc: Location, name: string, ctx: expr_context): void {
    const mangled = this.maybeMangle(name);
    const { u_ste: ste, u_metadata: unit } = this.u;
    const scope = getScope(ste, mangled);
    const functionLike = isFunctionLike(ste);
    if (scope === FREE || scope === CELL) {
      // The index comes first: loading the class's dict may add a name to the same table.
      const index = tableIndex(scope === FREE ? unit.freevars : unit.cellvars, mangled);
      if (ctx !== 'Load') {
        this.addOp(loc, ctx === 'Store' ? STORE_DEREF : DELETE_DEREF, index);
      } else if (ste.ste_type === ClassBlock && this.u.u_in_inlined_comp === 0) {
        this.addOp(loc, LOAD_LOCALS);
        this.addOp(loc, LOAD_FROM_DICT_OR_DEREF, index);
      } else if (ste.ste_can_see_class_scope) {
        this._loadClassDict(loc);
        this.addOp(loc, LOAD_FROM_DICT_OR_DEREF, index);
      } else {
        this.addOp(loc, LOAD_DEREF, index);
      }
    } else if (scope === LOCAL && (functionLike || unit.fastHidden.get(mangled) === true)) {
      const opcode = ctx === 'Load' ? LOAD_FAST : ctx === 'Store' ? STORE_FAST : DELETE_FAST;
      this.addOp(loc, opcode, tableIndex(unit.varnames, mangled));
    } else if (scope === GLOBAL_EXPLICIT || (scope === GLOBAL_IMPLICIT && functionLike)) {
      const index = tableIndex(unit.names, mangled);
      if (ctx !== 'Load') {
        this.addOp(loc, ctx === 'Store' ? STORE_GLOBAL : DELETE_GLOBAL, index);
      } else if (scope === GLOBAL_IMPLICIT && ste.ste_can_see_class_scope) {
        this._loadClassDict(loc);
        this.addOp(loc, LOAD_FROM_DICT_OR_GLOBALS, index);
      } else {
        this.addOp(loc, LOAD_GLOBAL, index << 1);
      }
    } else {
      const index = tableIndex(unit.names, mangled);
      if (ctx !== 'Load') {
        this.addOp(loc, ctx === 'Store' ? STORE_NAME : DELETE_NAME, index);
      } else if (ste.ste_type === ClassBlock && this.u.u_in_inlined_comp > 0) {
        // What would be a function of its own does not see the names of the class body.
        this.addOp(loc, LOAD_GLOBAL, index << 1);
      } else {
        this.addOp(loc, LOAD_NAME, index);
      }
    }
  }

  private _loadClassDict(loc: Location): void {
    this.addOp(loc, LOAD_DEREF, tableIndex(this.u.u_metadata.freevars, '__classdict__'));
  }

  /** The scope of a name that the unit surely knows. CPython: `_PyCompile_GetRefType`. */
  getRefType(name: string): number {
    const { u_scope_type, u_ste } = this.u;
    if (
      u_scope_type === SCOPE_CLASS &&
      (name === '__class__' || name === '__classdict__' || name === '__conditional_annotations__')
    ) {
      return CELL;
    }
    return getScope(u_ste, name);
  }

  // Units

  /** Begins the unit of the block with this key. CPython: `codegen_enter_scope`, `_PyCompile_EnterScope`. */
  enterScope(
    name: string,
    scopeType: ScopeType,
    key: object,
    lineno: number,
    privateName: string | undefined,
    counts: ArgumentCounts,
  ): void {
    const parent = this.u;
    const ste = this.symtable.lookup(key);
    this.stack.push(parent);
    this.u = new CompilerUnit(ste, scopeType, name, lineno, privateName ?? parent.u_private, counts);
    this._setQualname();
    const loc: Location = { lineno, end_lineno: lineno, col_offset: 0, end_col_offset: 0 };
    this.addOp(loc, RESUME, RESUME_AT_FUNC_START);
  }

  /** Finishes the unit and goes back to the one around it. */
  exitScope(addNone: boolean): FinishedUnit {
    const unit = this.u.u_metadata;
    const code = this.optimizeAndAssemble(addNone);
    this.u = this.stack.pop()!;
    return { code, freevars: unit.freevars };
  }

  /** CPython: `_PyCompile_OptimizeAndAssemble`. */
  optimizeAndAssemble(addNone: boolean): PyCode {
    // Every path ends in a return, so that no jump goes beyond the end.
    if (addNone) this.loadConst(NO_LOCATION, None);
    this.addOp(NO_LOCATION, RETURN_VALUE);
    return this._assemble(this.u.u_instr_sequence, this.u.u_metadata, {
      constCache: this.constCache,
      workspace: this._workspace,
      codeFlags: this._computeCodeFlags(),
      filename: this.source.filename,
      checkMemory: this._checkMemory,
    });
  }

  private _computeCodeFlags(): number {
    const ste = this.u.u_ste;
    let flags = this._inheritedFlags;
    if (isFunctionLike(ste)) {
      flags |= CO_NEWLOCALS | CO_OPTIMIZED;
      if (ste.ste_nested) flags |= CO_NESTED;
      if (ste.ste_generator) flags |= ste.ste_coroutine ? CO_ASYNC_GENERATOR : CO_GENERATOR;
      if (ste.ste_varargs) flags |= CO_VARARGS;
      if (ste.ste_varkeywords) flags |= CO_VARKEYWORDS;
      if (ste.ste_has_docstring) flags |= CO_HAS_DOCSTRING;
      if (ste.ste_method) flags |= CO_METHOD;
    }
    if (ste.ste_coroutine && !ste.ste_generator) flags |= CO_COROUTINE;
    return flags;
  }

  /** CPython: `compiler_set_qualname`. */
  private _setQualname(): void {
    const { u_metadata: unit, u_scope_type: type } = this.u;
    const size = this.stack.length;
    if (size <= 1) return;
    let parent = this.stack[size - 1];
    if (parent.u_scope_type === SCOPE_ANNOTATIONS) {
      // Scopes of type parameters do not show.
      if (size === 2) return;
      parent = this.stack[size - 2];
    }
    if (type === SCOPE_FUNCTION || type === SCOPE_ASYNC_FUNCTION || type === SCOPE_CLASS) {
      const mangled = mangle(parent.u_private, unit.name);
      if (getScope(parent.u_ste, mangled) === GLOBAL_EXPLICIT) return;
    }
    const parentType = parent.u_scope_type;
    const hidesLocals =
      parentType === SCOPE_FUNCTION || parentType === SCOPE_ASYNC_FUNCTION || parentType === SCOPE_LAMBDA;
    unit.qualname = `${parent.u_metadata.qualname}${hidesLocals ? '.<locals>.' : '.'}${unit.name}`;
  }

  /** Makes a function of a finished unit, its defaults and annotations on the stack. CPython: `codegen_make_closure`. */
  makeClosure(loc: Location, unit: FinishedUnit, flags: number): void {
    if (unit.freevars.size > 0) {
      for (const name of unit.freevars.keys()) this.addOp(loc, LOAD_CLOSURE, this._lookupArg(name));
      this.addOp(loc, BUILD_TUPLE, unit.freevars.size);
    }
    this.loadConst(loc, unit.code);
    this.addOp(loc, MAKE_FUNCTION);
    if (unit.freevars.size > 0) this.addOp(loc, SET_FUNCTION_ATTRIBUTE, MAKE_FUNCTION_CLOSURE);
    if ((flags & MAKE_FUNCTION_ANNOTATE) !== 0) {
      this.addOp(loc, SET_FUNCTION_ATTRIBUTE, MAKE_FUNCTION_ANNOTATE);
    }
    if ((flags & MAKE_FUNCTION_KWDEFAULTS) !== 0) {
      this.addOp(loc, SET_FUNCTION_ATTRIBUTE, MAKE_FUNCTION_KWDEFAULTS);
    }
    if ((flags & MAKE_FUNCTION_DEFAULTS) !== 0) {
      this.addOp(loc, SET_FUNCTION_ATTRIBUTE, MAKE_FUNCTION_DEFAULTS);
    }
  }

  /**
   * The index of a cell for a closure. A class may use a name as its own and also pass the one around it on to a
   * method: it is free then, whatever else it is. CPython: `_PyCompile_LookupArg`.
   */
  private _lookupArg(name: string): number {
    const { cellvars, freevars } = this.u.u_metadata;
    const index = (this.getRefType(name) === CELL ? cellvars : freevars).get(name);
    if (index === undefined) {
      throw new CompileError('SystemError', `no cell for ${name} in ${this.u.u_metadata.name}`);
    }
    return index;
  }

  // Attributes of `self`

  /** Notes an attribute that a method assigns through `self`. CPython: `_PyCompile_MaybeAddStaticAttributeToClass`. */
  addStaticAttribute(attr: string): void {
    for (let i = this.stack.length - 1; i >= 0; i--) {
      const attributes = this.stack[i].u_static_attributes;
      if (attributes !== undefined) {
        attributes.add(attr);
        return;
      }
    }
  }

  /** The value of `__static_attributes__`. */
  staticAttributes(): PyTuple {
    const names = [...this.u.u_static_attributes!].sort(compareNames);
    return new PyTuple(names.map(strFromUtf16));
  }

  // Frame blocks

  pushFrameBlock(
    loc: Location,
    type: FrameBlockType,
    block: Label,
    exit: Label,
    datum: FrameBlockDatum,
  ): void {
    const blocks = this.u.u_fblock;
    if (blocks.length >= MAX_FRAME_BLOCKS) throw this.error(loc, 'too many statically nested blocks');
    blocks.push({ fb_type: type, fb_block: block, fb_loc: loc, fb_exit: exit, fb_datum: datum });
    if (type === FBLOCK_FINALLY_END) this._disableWarning++;
  }

  popFrameBlock(): FrameBlock {
    const block = this.u.u_fblock.pop()!;
    if (block.fb_type === FBLOCK_FINALLY_END) this._disableWarning--;
    return block;
  }

  // Errors

  /** A `SyntaxError` to throw. CPython: `_PyCompile_Error`. */
  error(loc: Location, message: string): CompileError {
    return new CompileError('SyntaxError', strFromUtf16(message), detailsAt(this.source, loc));
  }

  /** Gives a `SyntaxWarning`. CPython: `_PyCompile_Warn`. */
  warn(loc: Location, message: string): void {
    if (this._disableWarning > 0) return;
    this._warn({
      category: 'SyntaxWarning',
      message,
      filename: this.source.filename,
      lineno: loc.lineno,
      col_offset: loc.col_offset,
      end_lineno: loc.end_lineno,
      end_col_offset: loc.end_col_offset,
    });
  }

  isInteractiveTopLevel(): boolean {
    return this._interactive && this.stack.length === 0;
  }
}

/** A code object on its way into its function. */
export interface FinishedUnit {
  readonly code: PyCode;
  /** The names of the cells that it takes from outside. */
  readonly freevars: NameTable;
}
