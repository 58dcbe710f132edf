/**
 * The first pass of the symbol table: walks the syntax tree and records in each block what happens to each name.
 * CPython: the `symtable_visit_*` functions of Python/symtable.c.
 *
 * The order of the visits is interface: it fixes the order of blocks and names, and which of two errors is raised.
 */
import type {
  Alias,
  AnnAssign,
  Arg,
  Arguments,
  AsyncFunctionDef,
  Await,
  ClassDef,
  Comprehension,
  DictComp,
  excepthandler,
  expr,
  FunctionDef,
  GeneratorExp,
  If,
  ImportFrom,
  Lambda,
  ListComp,
  MatchClass,
  mod,
  Name,
  NamedExpr,
  pattern,
  SetComp,
  stmt,
  TypeAlias,
  type_param,
  Withitem,
  Yield,
  YieldFrom,
} from '../parser/ast.gen.ts';
import { CompileError } from '../parser/errors.ts';
import { getDocString } from './docstring.ts';
import type { Location } from './instruction-sequence.ts';
import { guardStack, MAX_SPINE, recursionError } from './recursion.ts';
import {
  AnnotationBlock,
  ClassBlock,
  type ComprehensionType,
  DEF_ANNOT,
  DEF_GLOBAL,
  DEF_IMPORT,
  DEF_LOCAL,
  DEF_NONLOCAL,
  DEF_PARAM,
  DEF_TYPE_PARAM,
  DictComprehension,
  FunctionBlock,
  GeneratorExpression,
  isFunctionLike,
  ListComprehension,
  ModuleBlock,
  NoComprehension,
  SetComprehension,
  type SymbolTable,
  type SymtableOptions,
  TypeAliasBlock,
  TypeParametersBlock,
  TypeVariableBlock,
  USE,
} from './symtable.ts';
import { analyzeSymbols } from './symtable-analyze.ts';
import { SymtableScopes } from './symtable-scopes.ts';

/** The symbol table of a program. Throws `CompileError`. */
export function buildSymtable(tree: mod, options: SymtableOptions): SymbolTable {
  return guardStack(() => {
    const builder = new SymtableBuilder(tree, options);
    builder.visitMod(tree);
    analyzeSymbols(builder.table.top, options);
    return builder.table;
  });
}

type ComprehensionExpr = ListComp | SetComp | DictComp | GeneratorExp;

class SymtableBuilder extends SymtableScopes {
  /** Expressions of left-leaning chains whose left end is being visited. */
  private readonly _spine: expr[];

  constructor(tree: mod, options: SymtableOptions) {
    super(tree, options);
    this._spine = [];
  }

  visitMod(tree: mod): void {
    switch (tree.nodeType) {
      case 'Module':
        this._cur.ste_has_docstring = getDocString(tree.body) !== undefined;
        this._visitStmts(tree.body);
        break;
      case 'Interactive':
        this._visitStmts(tree.body);
        break;
      case 'Expression':
        this._visitExpr(tree.body);
        break;
      case 'FunctionType':
        throw new CompileError('RuntimeError', 'this compiler does not handle FunctionTypes');
    }
  }

  // Statements

  private _visitStmts(statements: readonly stmt[]): void {
    for (let i = 0; i < statements.length; i++) this._visitStmt(statements[i]);
  }

  /** Visits statements that may not be reached. */
  private _visitConditional(statements: readonly stmt[]): void {
    const entry = this._cur;
    const saved = entry.ste_in_conditional_block;
    entry.ste_in_conditional_block = true;
    this._visitStmts(statements);
    entry.ste_in_conditional_block = saved;
  }

  private _visitStmt(s: stmt): void {
    switch (s.nodeType) {
      case 'Expr':
        this._visitExpr(s.value);
        break;
      case 'Assign':
        this._visitExprs(s.targets);
        this._visitExpr(s.value);
        break;
      case 'If':
        this._visitIf(s);
        break;
      case 'Return':
        if (s.value !== undefined) {
          this._visitExpr(s.value);
          this._cur.ste_returns_value = true;
        }
        break;
      case 'FunctionDef':
      case 'AsyncFunctionDef':
        this._visitFunctionDef(s);
        break;
      case 'ClassDef':
        this._visitClassDef(s);
        break;
      case 'For':
      case 'AsyncFor':
        if (s.nodeType === 'AsyncFor') this._checkAsync("'async for' outside async function", s);
        this._visitExpr(s.target);
        this._visitExpr(s.iter);
        this._visitConditional(s.body);
        this._visitConditional(s.orelse);
        break;
      case 'While':
        this._visitExpr(s.test);
        this._visitConditional(s.body);
        this._visitConditional(s.orelse);
        break;
      case 'With':
      case 'AsyncWith':
        if (s.nodeType === 'AsyncWith') this._checkAsync("'async with' outside async function", s);
        for (const item of s.items) this._visitWithitem(item);
        this._visitConditional(s.body);
        break;
      case 'Try':
      case 'TryStar':
        this._visitConditional(s.body);
        for (const handler of s.handlers) this._visitExceptHandler(handler);
        this._visitConditional(s.orelse);
        this._visitConditional(s.finalbody);
        break;
      case 'AugAssign':
        this._visitExpr(s.target);
        this._visitExpr(s.value);
        break;
      case 'AnnAssign':
        this._visitAnnAssign(s);
        break;
      case 'Raise':
        if (s.exc !== undefined) {
          this._visitExpr(s.exc);
          if (s.cause !== undefined) this._visitExpr(s.cause);
        }
        break;
      case 'Assert':
        this._visitExpr(s.test);
        if (s.msg !== undefined) this._visitExpr(s.msg);
        break;
      case 'Delete':
        this._visitExprs(s.targets);
        break;
      case 'Import':
        for (const alias of s.names) this._visitAlias(alias);
        break;
      case 'ImportFrom':
        for (const alias of s.names) this._visitAlias(alias);
        this._checkImportFrom(s);
        break;
      case 'Global':
        for (const name of s.names) this._declare(name, DEF_GLOBAL, s);
        break;
      case 'Nonlocal':
        for (const name of s.names) this._declare(name, DEF_NONLOCAL, s);
        break;
      case 'Match':
        this._visitExpr(s.subject);
        for (const matchCase of s.cases) {
          this._visitPattern(matchCase.pattern);
          if (matchCase.guard !== undefined) this._visitExpr(matchCase.guard);
          this._visitConditional(matchCase.body);
        }
        break;
      case 'TypeAlias':
        this._visitTypeAlias(s);
        break;
      case 'Pass':
      case 'Break':
      case 'Continue':
        break;
    }
  }

  /** An `elif` is an `If` alone in the `orelse` of another; chains of thousands are walked in a loop. */
  private _visitIf(s: If): void {
    for (;;) {
      this._visitExpr(s.test);
      this._visitConditional(s.body);
      const { orelse } = s;
      if (orelse.length !== 1 || orelse[0].nodeType !== 'If') {
        this._visitConditional(orelse);
        return;
      }
      s = orelse[0];
    }
  }

  private _visitFunctionDef(s: FunctionDef | AsyncFunctionDef): void {
    this._addDef(s.name, DEF_LOCAL, s);
    this._visitDefaults(s.args);
    this._visitExprs(s.decorator_list);
    const isGeneric = s.type_params.length > 0;
    if (isGeneric) {
      // CPython asks whether there is a list of defaults, and there always is one, however empty.
      const hasKwDefaults = s.args.kw_defaults.some((value) => value !== undefined);
      this._enterTypeParamBlock(s, s.name, true, hasKwDefaults);
      for (const param of s.type_params) this._visitTypeParam(param);
    }
    const entry = this._newEntry(s, s.name, FunctionBlock, s);
    entry.ste_has_docstring = getDocString(s.body) !== undefined;
    this._visitAnnotations(s, s.args, s.returns);
    this._cur.ste_children.push(entry);
    this._enterEntry(entry);
    if (s.nodeType === 'AsyncFunctionDef') entry.ste_coroutine = true;
    this._visitArguments(s.args);
    this._visitStmts(s.body);
    this._exitBlock();
    if (isGeneric) this._exitBlock();
  }

  private _visitClassDef(s: ClassDef): void {
    this._addDef(s.name, DEF_LOCAL, s);
    this._visitExprs(s.decorator_list);
    const savedPrivate = this._private;
    const isGeneric = s.type_params.length > 0;
    if (isGeneric) {
      this._enterTypeParamBlock(s, s.name, false, false);
      this._private = s.name;
      this._cur.ste_mangled_names = new Set();
      for (const param of s.type_params) this._visitTypeParam(param);
    }
    this._visitExprs(s.bases);
    this._checkKeywords(s.keywords);
    for (const keyword of s.keywords) this._visitExpr(keyword.value);
    this._enterBlock(s, s.name, ClassBlock, s);
    this._private = s.name;
    if (isGeneric) {
      this._addDef('__type_params__', DEF_LOCAL, s);
      this._addDef('.type_params', USE, s);
    }
    this._cur.ste_has_docstring = getDocString(s.body) !== undefined;
    this._visitStmts(s.body);
    this._exitBlock();
    if (isGeneric) this._exitBlock();
    this._private = savedPrivate;
  }

  private _visitTypeAlias(s: TypeAlias): void {
    this._visitExpr(s.name);
    const name = (s.name as Name).id;
    const inClass = this._cur.ste_type === ClassBlock;
    const isGeneric = s.type_params.length > 0;
    if (isGeneric) {
      this._enterTypeParamBlock(s, name, false, false);
      for (const param of s.type_params) this._visitTypeParam(param);
    }
    this._enterBlock(s, name, TypeAliasBlock, s);
    this._cur.ste_can_see_class_scope = inClass;
    if (inClass) this._addDef('__classdict__', USE, s.value);
    this._visitExpr(s.value);
    this._exitBlock();
    if (isGeneric) this._exitBlock();
  }

  private _visitAnnAssign(s: AnnAssign): void {
    const { target } = s;
    this._cur.ste_annotations_used = true;
    if (target.nodeType === 'Name') {
      const known = this._lookup(target.id);
      if (known & (DEF_GLOBAL | DEF_NONLOCAL) && this._cur !== this.table.top && s.simple !== 0) {
        const kind = known & DEF_GLOBAL ? 'global' : 'nonlocal';
        throw this._error(`annotated name '${target.id}' can't be ${kind}`, s);
      }
      if (s.simple !== 0) this._addDef(target.id, DEF_ANNOT | DEF_LOCAL, target);
      else if (s.value !== undefined) this._addDef(target.id, DEF_LOCAL, target);
    } else {
      this._visitExpr(target);
    }
    this._visitAnnotation(s.annotation);
    if (s.value !== undefined) this._visitExpr(s.value);
  }

  /** `global` and `nonlocal` statements. */
  private _declare(name: string, flag: typeof DEF_GLOBAL | typeof DEF_NONLOCAL, s: Location): void {
    const known = this._lookup(name);
    if (known & (DEF_PARAM | DEF_LOCAL | USE | DEF_ANNOT)) {
      const kind = flag === DEF_GLOBAL ? 'global' : 'nonlocal';
      let message: string;
      if (known & DEF_PARAM) message = `name '${name}' is parameter and ${kind}`;
      else if (known & USE) message = `name '${name}' is used prior to ${kind} declaration`;
      else if (known & DEF_ANNOT) message = `annotated name '${name}' can't be ${kind}`;
      else message = `name '${name}' is assigned to before ${kind} declaration`;
      throw this._error(message, s);
    }
    this._addDef(name, flag, s);
    this._recordDirective(name, s);
  }

  private _checkAsync(message: string, s: Location): void {
    if (this._allowsTopLevelAwait()) this._cur.ste_coroutine = true;
    if (!this._cur.ste_coroutine) throw this._error(message, s);
  }

  private _checkImportFrom(s: ImportFrom): void {
    if (s.module !== '__future__' || s.level !== 0) return;
    const last = this._options.future.ff_location;
    if (s.lineno > last.lineno || (s.lineno === last.end_lineno && s.col_offset > last.end_col_offset)) {
      throw this._error('from __future__ imports must occur at the beginning of the file', s);
    }
  }

  private _visitAlias(alias: Alias): void {
    const name = alias.asname ?? alias.name;
    if (name === '*') {
      if (this._cur.ste_type !== ModuleBlock)
        throw this._error('import * only allowed at module level', alias);
      return;
    }
    // `import a.b` binds `a`.
    const dot = name.indexOf('.');
    this._addDef(dot < 0 ? name : name.slice(0, dot), DEF_IMPORT, alias);
  }

  private _visitWithitem(item: Withitem): void {
    this._visitExpr(item.context_expr);
    if (item.optional_vars !== undefined) this._visitExpr(item.optional_vars);
  }

  private _visitExceptHandler(handler: excepthandler): void {
    if (handler.type !== undefined) this._visitExpr(handler.type);
    if (handler.name !== undefined) this._addDef(handler.name, DEF_LOCAL, handler);
    this._visitConditional(handler.body);
  }

  private _visitPattern(p: pattern): void {
    switch (p.nodeType) {
      case 'MatchValue':
        this._visitExpr(p.value);
        break;
      case 'MatchSingleton':
        break;
      case 'MatchSequence':
      case 'MatchOr':
        for (const item of p.patterns) this._visitPattern(item);
        break;
      case 'MatchMapping':
        this._visitExprs(p.keys);
        for (const item of p.patterns) this._visitPattern(item);
        if (p.rest !== undefined) this._addDef(p.rest, DEF_LOCAL, p);
        break;
      case 'MatchClass':
        this._visitMatchClass(p);
        break;
      case 'MatchStar':
        if (p.name !== undefined) this._addDef(p.name, DEF_LOCAL, p);
        break;
      case 'MatchAs':
        if (p.pattern !== undefined) this._visitPattern(p.pattern);
        if (p.name !== undefined) this._addDef(p.name, DEF_LOCAL, p);
        break;
    }
  }

  private _visitMatchClass(p: MatchClass): void {
    this._visitExpr(p.cls);
    for (const item of p.patterns) this._visitPattern(item);
    p.kwd_attrs.forEach((name, i) => {
      this._checkName(name, p.kwd_patterns[i], 'Store');
    });
    for (const item of p.kwd_patterns) this._visitPattern(item);
  }

  // Functions, annotations, type parameters

  /** Enters the scope of type parameters. CPython: `symtable_enter_type_param_block`. */
  private _enterTypeParamBlock(
    node: FunctionDef | AsyncFunctionDef | ClassDef | TypeAlias,
    name: string,
    hasDefaults: boolean,
    hasKwDefaults: boolean,
  ): void {
    const inClass = this._cur.ste_type === ClassBlock;
    this._enterBlock(node.type_params, name, TypeParametersBlock, node);
    if (inClass) {
      this._cur.ste_can_see_class_scope = true;
      this._addDef('__classdict__', USE, node);
    }
    if (node.nodeType === 'ClassDef') {
      this._addDef('.type_params', DEF_LOCAL, node);
      this._addDef('.type_params', USE, node);
      this._addDef('.generic_base', DEF_LOCAL, node);
      this._addDef('.generic_base', USE, node);
    }
    if (hasDefaults) this._addDef('.defaults', DEF_PARAM, node);
    if (hasKwDefaults) this._addDef('.kwdefaults', DEF_PARAM, node);
  }

  private _visitDefaults(args: Arguments): void {
    this._visitExprs(args.defaults);
    for (const value of args.kw_defaults) if (value !== undefined) this._visitExpr(value);
  }

  private _visitArguments(args: Arguments): void {
    for (const arg of args.posonlyargs) this._addDef(arg.arg, DEF_PARAM, arg);
    for (const arg of args.args) this._addDef(arg.arg, DEF_PARAM, arg);
    for (const arg of args.kwonlyargs) this._addDef(arg.arg, DEF_PARAM, arg);
    if (args.vararg !== undefined) {
      this._addDef(args.vararg.arg, DEF_PARAM, args.vararg);
      this._cur.ste_varargs = true;
    }
    if (args.kwarg !== undefined) {
      this._addDef(args.kwarg.arg, DEF_PARAM, args.kwarg);
      this._cur.ste_varkeywords = true;
    }
  }

  /** The annotation of a variable. All of one block share an annotation block (PEP 649). */
  private _visitAnnotation(annotation: expr): void {
    const parent = this._cur;
    const type = parent.ste_type;
    // A module may be seen half executed, so its annotations are always conditional.
    if (
      (type === ModuleBlock || (type === ClassBlock && parent.ste_in_conditional_block)) &&
      !parent.ste_has_conditional_annotations
    ) {
      parent.ste_has_conditional_annotations = true;
      this._addDef('__conditional_annotations__', USE, annotation);
    }
    if (parent.ste_annotation_block === undefined) {
      this._enterBlock(parent, '__annotate__', AnnotationBlock, annotation);
      parent.ste_annotation_block = this._cur;
      if (type === ClassBlock && !this._futureAnnotations) {
        this._cur.ste_can_see_class_scope = true;
        this._addDef('__classdict__', USE, annotation);
      }
    } else {
      this._enterEntry(parent.ste_annotation_block);
    }
    // The annotations of local variables are never evaluated.
    const isUnevaluated = type === FunctionBlock;
    if (isUnevaluated) this._cur.ste_in_unevaluated_annotation = true;
    this._visitExpr(annotation);
    if (isUnevaluated) this._cur.ste_in_unevaluated_annotation = false;
    this._exitBlock();
  }

  /** The annotations of a function. They have a block even if there are none. */
  private _visitAnnotations(
    node: FunctionDef | AsyncFunctionDef,
    args: Arguments,
    returns: expr | undefined,
  ): void {
    const seesClass = this._cur.ste_can_see_class_scope || this._cur.ste_type === ClassBlock;
    this._enterBlock(args, '__annotate__', AnnotationBlock, node);
    if (seesClass) {
      this._cur.ste_can_see_class_scope = true;
      this._addDef('__classdict__', USE, node);
    }
    for (const arg of args.posonlyargs) this._visitArgAnnotation(arg);
    for (const arg of args.args) this._visitArgAnnotation(arg);
    if (args.vararg !== undefined) this._visitArgAnnotation(args.vararg);
    if (args.kwarg !== undefined) this._visitArgAnnotation(args.kwarg);
    for (const arg of args.kwonlyargs) this._visitArgAnnotation(arg);
    if (returns !== undefined) {
      this._cur.ste_annotations_used = true;
      this._visitExpr(returns);
    }
    this._exitBlock();
  }

  private _visitArgAnnotation(arg: Arg): void {
    if (arg.annotation === undefined) return;
    this._cur.ste_annotations_used = true;
    this._visitExpr(arg.annotation);
  }

  private _visitTypeParam(param: type_param): void {
    this._addDef(param.name, DEF_TYPE_PARAM | DEF_LOCAL, param);
    if (param.name === '__classdict__') {
      throw this._error(`reserved name '${param.name}' cannot be used for type parameter`, param);
    }
    if (param.nodeType === 'TypeVar' && param.bound !== undefined) {
      const info = param.bound.nodeType === 'Tuple' ? 'a TypeVar constraint' : 'a TypeVar bound';
      this._visitTypeVariable(param, param.name, param.bound, info);
    }
    if (param.default_value !== undefined) {
      const key = this.table.defaultKey(param);
      this._visitTypeVariable(key, param.name, param.default_value, `a ${param.nodeType} default`);
    }
  }

  /** The bound, the constraints or the default of a type parameter: a block of its own. */
  private _visitTypeVariable(key: object, name: string, value: expr, info: string): void {
    const seesClass = this._cur.ste_can_see_class_scope;
    this._enterBlock(key, name, TypeVariableBlock, value);
    this._cur.ste_can_see_class_scope = seesClass;
    if (seesClass) this._addDef('__classdict__', USE, value);
    this._cur.ste_scope_info = info;
    this._visitExpr(value);
    this._exitBlock();
  }

  // Expressions

  private _visitExprs(values: readonly expr[]): void {
    for (let i = 0; i < values.length; i++) this._visitExpr(values[i]);
  }

  private _visitExpr(e: expr): void {
    for (;;) {
      switch (e.nodeType) {
        case 'Name':
          this._visitName(e);
          return;
        case 'Constant':
          return;
        case 'Attribute':
        case 'Call':
        case 'Subscript':
        case 'BinOp': {
          const last = this._visitSpine(e);
          if (last === undefined) return;
          e = last;
          continue;
        }
        case 'Tuple':
        case 'List':
        case 'Set':
          this._visitExprs(e.elts);
          return;
        case 'Compare':
          this._visitExpr(e.left);
          this._visitExprs(e.comparators);
          return;
        case 'BoolOp':
        case 'JoinedStr':
        case 'TemplateStr':
          this._visitExprs(e.values);
          return;
        case 'UnaryOp':
          e = e.operand;
          continue;
        case 'Starred':
          e = e.value;
          continue;
        case 'Dict':
          for (const key of e.keys) if (key !== undefined) this._visitExpr(key);
          this._visitExprs(e.values);
          return;
        case 'IfExp':
          this._visitExpr(e.test);
          this._visitExpr(e.body);
          e = e.orelse;
          continue;
        case 'FormattedValue':
        case 'Interpolation':
          this._visitExpr(e.value);
          if (e.format_spec === undefined) return;
          e = e.format_spec;
          continue;
        case 'Slice':
          if (e.lower !== undefined) this._visitExpr(e.lower);
          if (e.upper !== undefined) this._visitExpr(e.upper);
          if (e.step !== undefined) this._visitExpr(e.step);
          return;
        case 'Lambda':
          this._visitLambda(e);
          return;
        case 'ListComp':
        case 'SetComp':
        case 'GeneratorExp':
          this._visitComprehensionExpr(e, e.elt, undefined);
          return;
        case 'DictComp':
          this._visitComprehensionExpr(e, e.key, e.value);
          return;
        case 'NamedExpr':
          this._visitNamedExpr(e);
          return;
        case 'Yield':
        case 'YieldFrom':
          this._visitYield(e);
          return;
        case 'Await':
          this._visitAwait(e);
          return;
      }
    }
  }

  /**
   * Walks a chain that leans to the left (`a.b(c)[d] + e`) from its left end to its right, as recursion would, but
   * in a loop. Returns the last operand, if there is one, which the caller has to visit: so chains that lean to the
   * right (`a ** b ** c`) are walked in a loop too.
   */
  private _visitSpine(e: expr): expr | undefined {
    const spine = this._spine;
    const base = spine.length;
    descend: for (;;) {
      switch (e.nodeType) {
        case 'Attribute':
          this._checkName(e.attr, e, e.ctx);
          spine.push(e);
          e = e.value;
          break;
        case 'Call':
          spine.push(e);
          e = e.func;
          break;
        case 'Subscript':
          spine.push(e);
          e = e.value;
          break;
        case 'BinOp':
          spine.push(e);
          e = e.left;
          break;
        default:
          break descend;
      }
    }
    if (spine.length - base > MAX_SPINE) throw recursionError();
    this._visitExpr(e);
    while (spine.length > base) {
      const node = spine.pop()!;
      if (node.nodeType === 'Call') {
        this._visitExprs(node.args);
        this._checkKeywords(node.keywords);
        for (const keyword of node.keywords) this._visitExpr(keyword.value);
      } else if (node.nodeType === 'Subscript') {
        this._visitExpr(node.slice);
      } else if (node.nodeType === 'BinOp') {
        if (spine.length === base) return node.right;
        this._visitExpr(node.right);
      }
    }
    return undefined;
  }

  private _visitName(e: Name): void {
    if (this._cur.ste_in_unevaluated_annotation) return;
    if (e.ctx !== 'Load') {
      this._addDefInContext(e.id, DEF_LOCAL, e, e.ctx);
      return;
    }
    this._addDefTo(this._cur, e.id, USE, e);
    // `super()` needs `__class__`.
    if (e.id === 'super' && isFunctionLike(this._cur)) this._addDef('__class__', USE, e);
  }

  private _visitLambda(e: Lambda): void {
    this._visitDefaults(e.args);
    this._enterBlock(e, 'lambda', FunctionBlock, e);
    this._visitArguments(e.args);
    this._visitExpr(e.body);
    this._exitBlock();
  }

  private _visitYield(e: Yield | YieldFrom): void {
    this._rejectInAnnotation('yield expression', e);
    if (e.value !== undefined) this._visitExpr(e.value);
    this._cur.ste_generator = true;
    const kind = this._cur.ste_comprehension;
    if (kind !== NoComprehension) {
      throw this._error(`'yield' inside ${COMPREHENSION_NAMES[kind]}`, e);
    }
  }

  private _visitAwait(e: Await): void {
    this._rejectInAnnotation('await expression', e);
    if (!this._allowsTopLevelAwait()) {
      if (!isFunctionLike(this._cur)) throw this._error("'await' outside function", e);
      if (!this._isAsyncDef() && this._cur.ste_comprehension === NoComprehension) {
        throw this._error("'await' outside async function", e);
      }
    }
    this._visitExpr(e.value);
    this._cur.ste_coroutine = true;
  }

  private _visitNamedExpr(e: NamedExpr): void {
    this._rejectInAnnotation('named expression', e);
    if (this._cur.ste_comp_iter_expr > 0) {
      throw this._error('assignment expression cannot be used in a comprehension iterable expression', e);
    }
    if (this._cur.ste_comprehension !== NoComprehension) this._extendNamedExprScope(e.target as Name);
    this._visitExpr(e.value);
    this._visitExpr(e.target);
  }

  private _visitComprehensionExpr(e: ComprehensionExpr, elt: expr, value: expr | undefined): void {
    const isGenerator = e.nodeType === 'GeneratorExp';
    const outermost = e.generators[0];
    // The first iterable is evaluated outside, and comes in as the argument ".0".
    this._cur.ste_comp_iter_expr++;
    this._visitExpr(outermost.iter);
    this._cur.ste_comp_iter_expr--;
    const kind = comprehensionType(e);
    this._enterBlock(e, COMPREHENSION_BLOCKS[kind], FunctionBlock, e);
    const entry = this._cur;
    entry.ste_comprehension = kind;
    if (outermost.is_async !== 0) entry.ste_coroutine = true;
    this._addDef('.0', DEF_PARAM, e);
    entry.ste_comp_iter_target = true;
    this._visitExpr(outermost.target);
    entry.ste_comp_iter_target = false;
    this._visitExprs(outermost.ifs);
    for (let i = 1; i < e.generators.length; i++) this._visitComprehension(e.generators[i]);
    if (value !== undefined) this._visitExpr(value);
    this._visitExpr(elt);
    entry.ste_generator = isGenerator;
    this._exitBlock();
    if (isGenerator || !entry.ste_coroutine) return;
    if (
      !this._isAsyncDef() &&
      this._cur.ste_comprehension === NoComprehension &&
      !this._allowsTopLevelAwait()
    ) {
      throw this._error('asynchronous comprehension outside of an asynchronous function', e);
    }
    this._cur.ste_coroutine = true;
  }

  private _visitComprehension(generator: Comprehension): void {
    const entry = this._cur;
    entry.ste_comp_iter_target = true;
    this._visitExpr(generator.target);
    entry.ste_comp_iter_target = false;
    entry.ste_comp_iter_expr++;
    this._visitExpr(generator.iter);
    entry.ste_comp_iter_expr--;
    this._visitExprs(generator.ifs);
    if (generator.is_async !== 0) entry.ste_coroutine = true;
  }
}

function comprehensionType(e: ComprehensionExpr): ComprehensionType {
  switch (e.nodeType) {
    case 'ListComp':
      return ListComprehension;
    case 'SetComp':
      return SetComprehension;
    case 'DictComp':
      return DictComprehension;
    case 'GeneratorExp':
      return GeneratorExpression;
  }
}

/** Names of comprehension blocks, by `ComprehensionType`. */
const COMPREHENSION_BLOCKS = ['', 'listcomp', 'dictcomp', 'setcomp', 'genexpr'] as const;

/** What comprehensions are called in messages, by `ComprehensionType`. */
const COMPREHENSION_NAMES = [
  '',
  'list comprehension',
  'dict comprehension',
  'set comprehension',
  'generator expression',
] as const;
