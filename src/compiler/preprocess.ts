/**
 * Prepares a syntax tree for the compiler, in place. CPython: Python/ast_preprocess.c.
 *
 * What is left to do on the tree (constants are folded later, in the control-flow graph):
 * - without docstrings (`-OO`): they go,
 * - `__debug__` becomes the constant it is,
 * - `'%s' % (x,)` becomes an f-string,
 * - the numbers of patterns (`-1`, `1 + 2j`) become constants,
 * - `return`, `break` and `continue` that leave a `finally` block are warned of (PEP 765).
 */
import { NB_ADD, NB_SUBTRACT } from '../bytecode/opargs.ts';
import { UNARY_NEGATIVE } from '../bytecode/opcodes.gen.ts';
import { CO_FUTURE_ANNOTATIONS } from '../objects/code.ts';
import type { PyObject } from '../objects/object.ts';
import { isStr } from '../objects/str.ts';
import {
  type Arg,
  type Arguments,
  type BinOp,
  type Comprehension,
  Constant,
  type expr,
  type If,
  JoinedStr,
  type Keyword,
  type mod,
  Pass,
  type pattern,
  type stmt,
  type type_param,
  type Withitem,
} from '../parser/ast.gen.ts';
import type { WarningSink } from '../parser/errors.ts';
import { getDocString } from './docstring.ts';
import { foldBinaryOp, foldUnaryOp } from './fold.ts';
import { formatToJoinedStr } from './percent-format.ts';
import { guardStack, MAX_SPINE, recursionError } from './recursion.ts';
import type { ProgramSource } from './syntax-error.ts';

export interface PreprocessOptions extends ProgramSource {
  readonly optimize: 0 | 1 | 2;
  /** `CO_FUTURE_*` flags. */
  readonly ffFeatures: number;
  /** For those who want the tree as it was written: fold nothing (but docstrings go all the same). */
  readonly syntaxCheckOnly: boolean;
  readonly enableWarnings: boolean;
  readonly warn: WarningSink;
}

/** Rewrites `tree`. Throws `CompileError`: recursion, and what `warn` throws. */
export function preprocess(tree: mod, options: PreprocessOptions): void {
  guardStack(() => new Preprocessor(options).foldMod(tree));
}

class Preprocessor {
  private readonly _options: PreprocessOptions;
  private readonly _folds: boolean;
  private readonly _foldsAnnotations: boolean;
  /** In a `finally` block, with no function or loop begun since. */
  private _inFinally: boolean;
  /** Expressions of left-leaning chains whose left end is being folded. */
  private readonly _spine: expr[];

  constructor(options: PreprocessOptions) {
    this._options = options;
    this._folds = !options.syntaxCheckOnly;
    this._foldsAnnotations = (options.ffFeatures & CO_FUTURE_ANNOTATIONS) === 0;
    this._inFinally = false;
    this._spine = [];
  }

  foldMod(tree: mod): void {
    switch (tree.nodeType) {
      case 'Module':
        this._foldBody(tree.body);
        break;
      case 'Interactive':
        this._foldStmts(tree.body);
        break;
      case 'Expression':
        tree.body = this._foldExpr(tree.body);
        break;
      case 'FunctionType':
        break;
    }
  }

  /** The body of something that has a docstring. */
  private _foldBody(body: stmt[]): void {
    let hasDocString = getDocString(body) !== undefined;
    if (hasDocString && this._options.optimize >= 2) {
      removeDocString(body);
      hasDocString = false;
    }
    this._foldStmts(body);
    const first = body[0];
    if (hasDocString || getDocString(body) === undefined || first.nodeType !== 'Expr') return;
    // Not a docstring so far, so it must not turn into one now: hidden in an f-string it is none.
    const { value, lineno, col_offset, end_lineno, end_col_offset } = first;
    first.value = new JoinedStr([value], lineno, col_offset, end_lineno, end_col_offset);
  }

  private _foldStmts(statements: readonly stmt[]): void {
    for (let i = 0; i < statements.length; i++) this._foldStmt(statements[i]);
  }

  private _foldInContext(statements: readonly stmt[], inFinally: boolean): void {
    const saved = this._inFinally;
    this._inFinally = inFinally;
    this._foldStmts(statements);
    this._inFinally = saved;
  }

  private _warnInFinally(keyword: string, s: stmt): void {
    if (!this._inFinally || !this._options.enableWarnings) return;
    this._options.warn({
      category: 'SyntaxWarning',
      message: `'${keyword}' in a 'finally' block`,
      filename: this._options.filename,
      lineno: s.lineno,
      col_offset: s.col_offset,
      end_lineno: s.end_lineno,
      end_col_offset: s.end_col_offset,
    });
  }

  private _foldStmt(s: stmt): void {
    switch (s.nodeType) {
      case 'FunctionDef':
      case 'AsyncFunctionDef': {
        this._foldTypeParams(s.type_params);
        this._foldArguments(s.args);
        const saved = this._inFinally;
        this._inFinally = false;
        this._foldBody(s.body);
        this._inFinally = saved;
        this._foldExprs(s.decorator_list);
        if (this._foldsAnnotations) s.returns = this._foldOptional(s.returns);
        break;
      }
      case 'ClassDef':
        this._foldTypeParams(s.type_params);
        this._foldExprs(s.bases);
        this._foldKeywords(s.keywords);
        this._foldBody(s.body);
        this._foldExprs(s.decorator_list);
        break;
      case 'Return':
        this._warnInFinally('return', s);
        s.value = this._foldOptional(s.value);
        break;
      case 'Delete':
        this._foldExprs(s.targets);
        break;
      case 'Assign':
        this._foldExprs(s.targets);
        s.value = this._foldExpr(s.value);
        break;
      case 'AugAssign':
        s.target = this._foldExpr(s.target);
        s.value = this._foldExpr(s.value);
        break;
      case 'AnnAssign':
        s.target = this._foldExpr(s.target);
        if (this._foldsAnnotations) s.annotation = this._foldExpr(s.annotation);
        s.value = this._foldOptional(s.value);
        break;
      case 'TypeAlias':
        s.name = this._foldExpr(s.name);
        this._foldTypeParams(s.type_params);
        s.value = this._foldExpr(s.value);
        break;
      case 'For':
      case 'AsyncFor':
        s.target = this._foldExpr(s.target);
        s.iter = this._foldExpr(s.iter);
        this._foldInContext(s.body, false);
        this._foldStmts(s.orelse);
        break;
      case 'While':
        s.test = this._foldExpr(s.test);
        this._foldInContext(s.body, false);
        this._foldStmts(s.orelse);
        break;
      case 'If':
        this._foldIf(s);
        break;
      case 'With':
      case 'AsyncWith':
        for (const item of s.items) this._foldWithitem(item);
        this._foldStmts(s.body);
        break;
      case 'Raise':
        s.exc = this._foldOptional(s.exc);
        s.cause = this._foldOptional(s.cause);
        break;
      case 'Try':
      case 'TryStar':
        this._foldStmts(s.body);
        for (const handler of s.handlers) {
          handler.type = this._foldOptional(handler.type);
          this._foldStmts(handler.body);
        }
        this._foldStmts(s.orelse);
        this._foldInContext(s.finalbody, true);
        break;
      case 'Assert':
        s.test = this._foldExpr(s.test);
        s.msg = this._foldOptional(s.msg);
        break;
      case 'Expr':
        s.value = this._foldExpr(s.value);
        break;
      case 'Match':
        s.subject = this._foldExpr(s.subject);
        for (const matchCase of s.cases) {
          this._foldPattern(matchCase.pattern);
          matchCase.guard = this._foldOptional(matchCase.guard);
          this._foldStmts(matchCase.body);
        }
        break;
      case 'Break':
        this._warnInFinally('break', s);
        break;
      case 'Continue':
        this._warnInFinally('continue', s);
        break;
      case 'Import':
      case 'ImportFrom':
      case 'Global':
      case 'Nonlocal':
      case 'Pass':
        break;
    }
  }

  /** Walks a chain of `elif`s, each alone in the `orelse` of the one before, in a loop. */
  private _foldIf(s: If): void {
    for (;;) {
      s.test = this._foldExpr(s.test);
      this._foldStmts(s.body);
      const { orelse } = s;
      if (orelse.length !== 1 || orelse[0].nodeType !== 'If') {
        this._foldStmts(orelse);
        return;
      }
      s = orelse[0];
    }
  }

  private _foldWithitem(item: Withitem): void {
    item.context_expr = this._foldExpr(item.context_expr);
    item.optional_vars = this._foldOptional(item.optional_vars);
  }

  private _foldTypeParams(params: readonly type_param[]): void {
    for (const param of params) {
      if (param.nodeType === 'TypeVar') param.bound = this._foldOptional(param.bound);
      param.default_value = this._foldOptional(param.default_value);
    }
  }

  private _foldArguments(args: Arguments): void {
    if (this._foldsAnnotations) {
      for (const arg of args.posonlyargs) this._foldArg(arg);
      for (const arg of args.args) this._foldArg(arg);
      if (args.vararg !== undefined) this._foldArg(args.vararg);
      for (const arg of args.kwonlyargs) this._foldArg(arg);
      if (args.kwarg !== undefined) this._foldArg(args.kwarg);
    }
    this._foldExprs(args.kw_defaults);
    this._foldExprs(args.defaults);
  }

  private _foldArg(arg: Arg): void {
    arg.annotation = this._foldOptional(arg.annotation);
  }

  private _foldKeywords(keywords: readonly Keyword[]): void {
    for (const keyword of keywords) keyword.value = this._foldExpr(keyword.value);
  }

  private _foldGenerators(generators: readonly Comprehension[]): void {
    for (const generator of generators) {
      generator.target = this._foldExpr(generator.target);
      generator.iter = this._foldExpr(generator.iter);
      this._foldExprs(generator.ifs);
    }
  }

  // Expressions: each method returns what stands in the place of the node from now on.

  private _foldOptional(e: expr | undefined): expr | undefined {
    return e === undefined ? undefined : this._foldExpr(e);
  }

  private _foldExprs(values: (expr | undefined)[]): void {
    for (let i = 0; i < values.length; i++) {
      const value = values[i];
      if (value === undefined) continue;
      const folded = this._foldExpr(value);
      if (folded !== value) values[i] = folded;
    }
  }

  private _foldExpr(e: expr): expr {
    switch (e.nodeType) {
      case 'Name':
        if (e.id !== '__debug__' || e.ctx !== 'Load' || !this._folds) return e;
        return constantAt(this._options.optimize === 0, e);
      case 'Constant':
        return e;
      case 'Attribute':
      case 'Call':
      case 'Subscript':
      case 'BinOp':
        return this._foldSpine(e);
      default:
        this._foldChildren(e);
        return e;
    }
  }

  private _foldChildren(e: expr): void {
    switch (e.nodeType) {
      case 'Tuple':
      case 'List':
      case 'Set':
        this._foldExprs(e.elts);
        break;
      case 'Compare':
        e.left = this._foldExpr(e.left);
        this._foldExprs(e.comparators);
        break;
      case 'BoolOp':
      case 'JoinedStr':
      case 'TemplateStr':
        this._foldExprs(e.values);
        break;
      case 'UnaryOp':
        while (e.operand.nodeType === 'UnaryOp') e = e.operand;
        e.operand = this._foldExpr(e.operand);
        break;
      case 'Dict':
        this._foldExprs(e.keys);
        this._foldExprs(e.values);
        break;
      case 'IfExp':
        for (;;) {
          e.test = this._foldExpr(e.test);
          e.body = this._foldExpr(e.body);
          if (e.orelse.nodeType !== 'IfExp') break;
          e = e.orelse;
        }
        e.orelse = this._foldExpr(e.orelse);
        break;
      case 'FormattedValue':
      case 'Interpolation':
        e.value = this._foldExpr(e.value);
        e.format_spec = this._foldOptional(e.format_spec);
        break;
      case 'Slice':
        e.lower = this._foldOptional(e.lower);
        e.upper = this._foldOptional(e.upper);
        e.step = this._foldOptional(e.step);
        break;
      case 'Starred':
      case 'NamedExpr':
      case 'Await':
      case 'YieldFrom':
        e.value = this._foldExpr(e.value);
        break;
      case 'Yield':
        e.value = this._foldOptional(e.value);
        break;
      case 'Lambda':
        this._foldArguments(e.args);
        e.body = this._foldExpr(e.body);
        break;
      case 'ListComp':
      case 'SetComp':
      case 'GeneratorExp':
        e.elt = this._foldExpr(e.elt);
        this._foldGenerators(e.generators);
        break;
      case 'DictComp':
        e.key = this._foldExpr(e.key);
        e.value = this._foldExpr(e.value);
        this._foldGenerators(e.generators);
        break;
    }
  }

  /** Folds a chain that leans to the left (`a.b(c)[d] + e`) in a loop, from its left end to its right. */
  private _foldSpine(e: expr): expr {
    const spine = this._spine;
    const base = spine.length;
    descend: for (;;) {
      switch (e.nodeType) {
        case 'Attribute':
        case 'Subscript':
          spine.push(e);
          e = e.value;
          break;
        case 'Call':
          spine.push(e);
          e = e.func;
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
    let folded = this._foldExpr(e);
    while (spine.length > base) {
      const node = spine.pop()!;
      const left = folded;
      folded = node;
      switch (node.nodeType) {
        case 'Attribute':
          node.value = left;
          break;
        case 'Subscript':
          node.value = left;
          node.slice = this._foldExpr(node.slice);
          break;
        case 'Call':
          node.func = left;
          this._foldExprs(node.args);
          this._foldKeywords(node.keywords);
          break;
        case 'BinOp':
          node.left = left;
          node.right = this._foldExpr(node.right);
          folded = this._foldBinOp(node);
          break;
      }
    }
    return folded;
  }

  private _foldBinOp(e: BinOp): expr {
    const { left, op, right } = e;
    if (op !== 'Mod' || !this._folds || left.nodeType !== 'Constant' || right.nodeType !== 'Tuple') return e;
    if (!isStr(left.value) || right.elts.some((item) => item.nodeType === 'Starred')) return e;
    return formatToJoinedStr(left.value, right.elts, e) ?? e;
  }

  // Patterns

  private _foldPattern(p: pattern): void {
    switch (p.nodeType) {
      case 'MatchValue':
        p.value = this._foldPatternValue(p.value);
        break;
      case 'MatchSequence':
      case 'MatchOr':
        for (const item of p.patterns) this._foldPattern(item);
        break;
      case 'MatchMapping':
        for (let i = 0; i < p.keys.length; i++) p.keys[i] = this._foldPatternValue(p.keys[i]);
        for (const item of p.patterns) this._foldPattern(item);
        break;
      case 'MatchClass':
        p.cls = this._foldExpr(p.cls);
        for (const item of p.patterns) this._foldPattern(item);
        for (const item of p.kwd_patterns) this._foldPattern(item);
        break;
      case 'MatchAs':
        if (p.pattern !== undefined) this._foldPattern(p.pattern);
        break;
      case 'MatchSingleton':
      case 'MatchStar':
        break;
    }
  }

  /** Negative and complex numbers. CPython: `fold_const_match_patterns`. */
  private _foldPatternValue(e: expr): expr {
    if (!this._folds) return e;
    let folded: PyObject | undefined;
    if (e.nodeType === 'UnaryOp' && e.op === 'USub' && e.operand.nodeType === 'Constant') {
      folded = foldUnaryOp(UNARY_NEGATIVE, e.operand.value);
    } else if (
      e.nodeType === 'BinOp' &&
      (e.op === 'Add' || e.op === 'Sub') &&
      e.right.nodeType === 'Constant'
    ) {
      e.left = this._foldPatternValue(e.left);
      if (e.left.nodeType === 'Constant') {
        folded = foldBinaryOp(e.left.value, e.op === 'Add' ? NB_ADD : NB_SUBTRACT, e.right.value);
      }
    }
    return folded === undefined ? e : constantAt(folded, e);
  }
}

/** Takes a docstring out. A body that was nothing else keeps a `pass`, which is four columns wide. */
function removeDocString(body: stmt[]): void {
  if (body.length > 1) {
    body.shift();
    return;
  }
  const { lineno, col_offset } = body[0];
  body[0] = new Pass(lineno, col_offset, lineno, col_offset + 4);
}

function constantAt(value: PyObject, e: expr): Constant {
  return new Constant(value, undefined, e.lineno, e.col_offset, e.end_lineno, e.end_col_offset);
}
