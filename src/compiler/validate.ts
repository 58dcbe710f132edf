/**
 * Checks a syntax tree that did not come from the parser: whether it could have. CPython: Python/ast.c.
 *
 * The passes behind this one rely on what it establishes: contexts fit, lists that must not be empty are not, patterns
 * and constants are of the kinds the language has. What holds by the types of the nodes is not checked here, but for
 * lists: one made from Python objects may have `undefined` where its `None`s were.
 */
import { PyBytes } from '../objects/bytes.ts';
import { PyComplex } from '../objects/complex.ts';
import { PyFloat } from '../objects/float.ts';
import type { PyObject } from '../objects/object.ts';
import { PyFrozenSet } from '../objects/set.ts';
import { Ellipsis, None } from '../objects/singletons.ts';
import { isStr } from '../objects/str.ts';
import { PyTuple } from '../objects/tuple.ts';
import type {
  Alias,
  Arg,
  Arguments,
  Comprehension,
  expr,
  expr_context,
  Keyword,
  MatchClass,
  MatchMapping,
  mod,
  pattern,
  stmt,
  Try,
  TryStar,
  type_param,
  Withitem,
} from '../parser/ast.gen.ts';
import { CompileError } from '../parser/errors.ts';
import type { Location } from './instruction-sequence.ts';
import { guardStack, MAX_SPINE, recursionError } from './recursion.ts';

/** Throws a `CompileError` if `tree` is not well formed. `typeName` gives the name of the type of an odd constant. */
export function validate(tree: mod, typeName: (value: PyObject) => string): void {
  guardStack(() => new Validator(typeName).validateMod(tree));
}

type Maybe<T> = readonly (T | undefined)[];

class Validator {
  private readonly _typeName: (value: PyObject) => string;
  /** Expressions whose left end is being validated. */
  private readonly _spine: expr[];

  constructor(typeName: (value: PyObject) => string) {
    this._typeName = typeName;
    this._spine = [];
  }

  validateMod(tree: mod): void {
    switch (tree.nodeType) {
      case 'Module':
      case 'Interactive':
        this._stmts(tree.body);
        break;
      case 'Expression':
        this._expr(tree.body, 'Load');
        break;
      case 'FunctionType':
        this._exprs(tree.argtypes, 'Load');
        this._expr(tree.returns, 'Load');
        break;
    }
  }

  // Statements

  private _stmts(statements: Maybe<stmt>): void {
    for (const s of statements) {
      if (s === undefined) throw valueError('None disallowed in statement list');
      this._stmt(s);
    }
  }

  private _body(body: readonly stmt[], owner: string): void {
    checkNotEmpty(body, 'body', owner);
    this._stmts(body);
  }

  private _stmt(s: stmt): void {
    checkPositions(s);
    switch (s.nodeType) {
      case 'FunctionDef':
      case 'AsyncFunctionDef':
        this._body(s.body, s.nodeType);
        checkName(s.name);
        this._typeParams(s.type_params);
        this._arguments(s.args);
        this._exprs(s.decorator_list, 'Load');
        this._optional(s.returns);
        break;
      case 'ClassDef':
        this._body(s.body, 'ClassDef');
        checkName(s.name);
        this._typeParams(s.type_params);
        this._exprs(s.bases, 'Load');
        this._keywords(s.keywords);
        this._exprs(s.decorator_list, 'Load');
        break;
      case 'Return':
        this._optional(s.value);
        break;
      case 'Delete':
        checkNotEmpty(s.targets, 'targets', 'Delete');
        this._exprs(s.targets, 'Del');
        break;
      case 'Assign':
        checkNotEmpty(s.targets, 'targets', 'Assign');
        this._exprs(s.targets, 'Store');
        this._expr(s.value, 'Load');
        break;
      case 'AugAssign':
        this._expr(s.target, 'Store');
        this._expr(s.value, 'Load');
        break;
      case 'AnnAssign':
        if (s.target.nodeType !== 'Name' && s.simple !== 0) {
          throw typeError('AnnAssign with simple non-Name target');
        }
        this._expr(s.target, 'Store');
        this._optional(s.value);
        this._expr(s.annotation, 'Load');
        break;
      case 'TypeAlias':
        if (s.name.nodeType !== 'Name') throw typeError('TypeAlias with non-Name name');
        this._expr(s.name, 'Store');
        this._typeParams(s.type_params);
        this._expr(s.value, 'Load');
        break;
      case 'For':
      case 'AsyncFor':
        this._expr(s.target, 'Store');
        this._expr(s.iter, 'Load');
        this._body(s.body, s.nodeType);
        this._stmts(s.orelse);
        break;
      case 'While':
      case 'If':
        this._expr(s.test, 'Load');
        this._body(s.body, s.nodeType);
        this._stmts(s.orelse);
        break;
      case 'With':
      case 'AsyncWith':
        checkNotEmpty(s.items, 'items', s.nodeType);
        for (const item of s.items) this._withitem(item);
        this._body(s.body, s.nodeType);
        break;
      case 'Match':
        this._expr(s.subject, 'Load');
        checkNotEmpty(s.cases, 'cases', 'Match');
        for (const matchCase of s.cases) {
          this._pattern(matchCase.pattern, false);
          this._optional(matchCase.guard);
          this._body(matchCase.body, 'match_case');
        }
        break;
      case 'Raise':
        if (s.exc === undefined && s.cause !== undefined) {
          throw valueError('Raise with cause but no exception');
        }
        this._optional(s.exc);
        this._optional(s.cause);
        break;
      case 'Try':
      case 'TryStar':
        this._try(s);
        break;
      case 'Assert':
        this._expr(s.test, 'Load');
        this._optional(s.msg);
        break;
      case 'ImportFrom':
        if (s.level < 0) throw valueError('Negative ImportFrom level');
        this._aliases(s.names, 'ImportFrom');
        break;
      case 'Import':
        this._aliases(s.names, 'Import');
        break;
      case 'Global':
      case 'Nonlocal':
        checkNotEmpty(s.names, 'names', s.nodeType);
        break;
      case 'Expr':
        this._expr(s.value, 'Load');
        break;
      case 'Pass':
      case 'Break':
      case 'Continue':
        break;
    }
  }

  private _withitem(item: Withitem): void {
    this._expr(item.context_expr, 'Load');
    if (item.optional_vars !== undefined) this._expr(item.optional_vars, 'Store');
  }

  private _aliases(names: readonly Alias[], owner: string): void {
    checkNotEmpty(names, 'names', owner);
    for (const alias of names) {
      checkName(alias.name);
      if (alias.asname !== undefined) checkName(alias.asname);
    }
  }

  private _try(s: Try | TryStar): void {
    this._body(s.body, s.nodeType);
    if (s.handlers.length === 0) {
      if (s.finalbody.length === 0) {
        throw valueError(`${s.nodeType} has neither except handlers nor finalbody`);
      }
      if (s.orelse.length > 0) throw valueError(`${s.nodeType} has orelse but no except handlers`);
    }
    for (const handler of s.handlers) {
      // Handlers of `except*` are taken on trust.
      if (s.nodeType === 'Try') checkPositions(handler);
      this._optional(handler.type);
      if (s.nodeType === 'Try' && handler.name !== undefined) checkName(handler.name);
      this._body(handler.body, 'ExceptHandler');
    }
    this._stmts(s.finalbody);
    this._stmts(s.orelse);
  }

  private _typeParams(params: readonly type_param[]): void {
    for (const param of params) {
      checkPositions(param);
      checkName(param.name);
      if (param.nodeType === 'TypeVar') this._optional(param.bound);
      this._optional(param.default_value);
    }
  }

  private _arguments(args: Arguments): void {
    this._args(args.posonlyargs);
    this._args(args.args);
    this._optional(args.vararg?.annotation);
    this._args(args.kwonlyargs);
    this._optional(args.kwarg?.annotation);
    if (args.defaults.length > args.posonlyargs.length + args.args.length) {
      throw valueError('more positional defaults than args on arguments');
    }
    if (args.kw_defaults.length !== args.kwonlyargs.length) {
      throw valueError('length of kwonlyargs is not the same as kw_defaults on arguments');
    }
    this._exprs(args.defaults, 'Load');
    for (const value of args.kw_defaults) this._optional(value);
  }

  private _args(args: readonly Arg[]): void {
    for (const arg of args) {
      checkPositions(arg);
      this._optional(arg.annotation);
    }
  }

  private _keywords(keywords: readonly Keyword[]): void {
    for (const keyword of keywords) this._expr(keyword.value, 'Load');
  }

  // Expressions

  private _optional(e: expr | undefined): void {
    if (e !== undefined) this._expr(e, 'Load');
  }

  private _exprs(values: Maybe<expr>, context: expr_context): void {
    for (const e of values) {
      if (e === undefined) throw valueError('None disallowed in expression list');
      this._expr(e, context);
    }
  }

  /** Validates an expression. Chains that lean to the left are walked in a loop. */
  private _expr(e: expr, context: expr_context): void {
    const spine = this._spine;
    const base = spine.length;
    for (;;) {
      checkPositions(e);
      checkContext(e, context);
      if (e.nodeType === 'BinOp') {
        spine.push(e);
        e = e.left;
      } else if (e.nodeType === 'Call') {
        spine.push(e);
        e = e.func;
      } else if (e.nodeType === 'Attribute') {
        e = e.value;
      } else if (e.nodeType === 'Subscript') {
        this._expr(e.slice, 'Load');
        e = e.value;
      } else {
        break;
      }
      context = 'Load';
      if (spine.length - base > MAX_SPINE) throw recursionError();
    }
    this._children(e, context);
    while (spine.length > base) {
      const node = spine.pop()!;
      if (node.nodeType === 'BinOp') {
        this._expr(node.right, 'Load');
      } else if (node.nodeType === 'Call') {
        this._exprs(node.args, 'Load');
        this._keywords(node.keywords);
      }
    }
  }

  private _children(e: expr, context: expr_context): void {
    switch (e.nodeType) {
      case 'BoolOp':
        if (e.values.length < 2) throw valueError('BoolOp with less than 2 values');
        this._exprs(e.values, 'Load');
        break;
      case 'UnaryOp':
        this._expr(e.operand, 'Load');
        break;
      case 'Lambda':
        this._arguments(e.args);
        this._expr(e.body, 'Load');
        break;
      case 'IfExp':
        this._expr(e.test, 'Load');
        this._expr(e.body, 'Load');
        this._expr(e.orelse, 'Load');
        break;
      case 'Dict':
        if (e.keys.length !== e.values.length) {
          throw valueError("Dict doesn't have the same number of keys as values");
        }
        for (const key of e.keys) this._optional(key);
        this._exprs(e.values, 'Load');
        break;
      case 'Set':
        this._exprs(e.elts, 'Load');
        break;
      case 'ListComp':
      case 'SetComp':
      case 'GeneratorExp':
        this._generators(e.generators);
        this._expr(e.elt, 'Load');
        break;
      case 'DictComp':
        this._generators(e.generators);
        this._expr(e.key, 'Load');
        this._expr(e.value, 'Load');
        break;
      case 'Yield':
        this._optional(e.value);
        break;
      case 'YieldFrom':
      case 'Await':
        this._expr(e.value, 'Load');
        break;
      case 'Compare':
        if (e.comparators.length === 0) throw valueError('Compare with no comparators');
        if (e.comparators.length !== e.ops.length) {
          throw valueError('Compare has a different number of comparators and operands');
        }
        this._exprs(e.comparators, 'Load');
        this._expr(e.left, 'Load');
        break;
      case 'Constant':
        this._constant(e.value);
        break;
      case 'JoinedStr':
      case 'TemplateStr':
        this._exprs(e.values, 'Load');
        break;
      case 'FormattedValue':
      case 'Interpolation':
        this._expr(e.value, 'Load');
        this._optional(e.format_spec);
        break;
      case 'Starred':
        this._expr(e.value, context);
        break;
      case 'Slice':
        this._optional(e.lower);
        this._optional(e.upper);
        this._optional(e.step);
        break;
      case 'List':
      case 'Tuple':
        this._exprs(e.elts, context);
        break;
      case 'NamedExpr':
        if (e.target.nodeType !== 'Name') throw typeError('NamedExpr target must be a Name');
        this._expr(e.value, 'Load');
        break;
    }
  }

  private _generators(generators: readonly Comprehension[]): void {
    if (generators.length === 0) throw valueError('comprehension with no generators');
    for (const generator of generators) {
      this._expr(generator.target, 'Store');
      this._expr(generator.iter, 'Load');
      this._exprs(generator.ifs, 'Load');
    }
  }

  private _constant(value: PyObject): void {
    if (value === None || value === Ellipsis || typeof value === 'boolean' || isLiteral(value)) return;
    if (!(value instanceof PyTuple || value instanceof PyFrozenSet)) {
      throw typeError(`got an invalid type in Constant: ${this._typeName(value)}`);
    }
    for (const item of value.items) this._constant(item);
  }

  // Patterns

  private _patterns(patterns: readonly pattern[], starAllowed: boolean): void {
    for (const p of patterns) this._pattern(p, starAllowed);
  }

  private _pattern(p: pattern, starAllowed: boolean): void {
    checkPositions(p);
    switch (p.nodeType) {
      case 'MatchValue':
        this._patternValue(p.value);
        break;
      case 'MatchSingleton':
        if (!isSingleton(p.value)) {
          throw valueError('MatchSingleton can only contain True, False and None');
        }
        break;
      case 'MatchSequence':
        this._patterns(p.patterns, true);
        break;
      case 'MatchMapping':
        this._mapping(p);
        break;
      case 'MatchClass':
        this._class(p);
        break;
      case 'MatchStar':
        if (!starAllowed) throw valueError("can't use MatchStar here");
        checkCapture(p.name);
        break;
      case 'MatchAs':
        checkCapture(p.name);
        if (p.pattern === undefined) break;
        if (p.name === undefined) {
          throw valueError('MatchAs must specify a target name if a pattern is given');
        }
        this._pattern(p.pattern, false);
        break;
      case 'MatchOr':
        if (p.patterns.length < 2) throw valueError('MatchOr requires at least 2 patterns');
        this._patterns(p.patterns, false);
        break;
    }
  }

  private _mapping(p: MatchMapping): void {
    if (p.keys.length !== p.patterns.length) {
      throw valueError("MatchMapping doesn't have the same number of keys as patterns");
    }
    checkCapture(p.rest);
    for (const key of p.keys) {
      // As keys `None`, `True` and `False` are fine.
      if (key.nodeType !== 'Constant' || !isSingleton(key.value)) this._patternValue(key);
    }
    this._patterns(p.patterns, false);
  }

  private _class(p: MatchClass): void {
    if (p.kwd_attrs.length !== p.kwd_patterns.length) {
      throw valueError("MatchClass doesn't have the same number of keyword attributes as patterns");
    }
    this._expr(p.cls, 'Load');
    let cls = p.cls;
    while (cls.nodeType === 'Attribute') cls = cls.value;
    if (cls.nodeType !== 'Name') {
      throw valueError('MatchClass cls field can only contain Name or Attribute nodes.');
    }
    for (const name of p.kwd_attrs) checkName(name);
    this._patterns(p.patterns, false);
    this._patterns(p.kwd_patterns, false);
  }

  private _patternValue(e: expr): void {
    this._expr(e, 'Load');
    switch (e.nodeType) {
      case 'Constant':
        if (isLiteral(e.value)) return;
        throw valueError('unexpected constant inside of a literal pattern');
      case 'UnaryOp':
        if (isNegative(e, isNumber)) return;
        break;
      case 'BinOp':
        if (isComplexSum(e)) return;
        break;
      case 'Attribute':
      case 'JoinedStr':
      case 'TemplateStr':
        return;
    }
    throw valueError('patterns may only match literals and attribute lookups');
  }
}

function valueError(message: string): CompileError {
  return new CompileError('ValueError', message);
}

function typeError(message: string): CompileError {
  return new CompileError('TypeError', message);
}

function checkNotEmpty(list: readonly unknown[], what: string, owner: string): void {
  if (list.length === 0) throw valueError(`empty ${what} on ${owner}`);
}

function checkPositions({ lineno, end_lineno, col_offset, end_col_offset }: Location): void {
  if (lineno > end_lineno) throw valueError(`AST node line range (${lineno}, ${end_lineno}) is not valid`);
  if ((lineno < 0 && end_lineno !== lineno) || (col_offset < 0 && col_offset !== end_col_offset)) {
    const columns = `(${col_offset}, ${end_col_offset})`;
    throw valueError(
      `AST node column range ${columns} for line range (${lineno}, ${end_lineno}) is not valid`,
    );
  }
  if (lineno === end_lineno && col_offset > end_col_offset) {
    throw valueError(`line ${lineno}, column ${col_offset}-${end_col_offset} is not a valid range`);
  }
}

function checkContext(e: expr, context: expr_context): void {
  switch (e.nodeType) {
    case 'Name':
      checkName(e.id);
      break;
    case 'Attribute':
    case 'Subscript':
    case 'Starred':
    case 'List':
    case 'Tuple':
      break;
    default:
      if (context === 'Load') return;
      throw valueError(`expression which can't be assigned to in ${context} context`);
  }
  if (e.ctx !== context) {
    throw valueError(`expression must have ${context} context but has ${e.ctx} instead`);
  }
}

function checkName(name: string): void {
  if (name === 'None' || name === 'True' || name === 'False') {
    throw valueError(`identifier field can't represent '${name}' constant`);
  }
}

function checkCapture(name: string | undefined): void {
  if (name === undefined) return;
  if (name === '_') throw valueError("can't capture name '_' in patterns");
  checkName(name);
}

function isSingleton(value: PyObject): boolean {
  return value === None || typeof value === 'boolean';
}

function isReal(value: PyObject): boolean {
  return typeof value === 'number' || typeof value === 'bigint' || value instanceof PyFloat;
}

function isImaginary(value: PyObject): boolean {
  return value instanceof PyComplex;
}

function isNumber(value: PyObject): boolean {
  return isReal(value) || isImaginary(value);
}

function isLiteral(value: PyObject): boolean {
  return isNumber(value) || isStr(value) || value instanceof PyBytes;
}

function isNegative(e: expr, isOperand: (value: PyObject) => boolean): boolean {
  if (e.nodeType !== 'UnaryOp' || e.op !== 'USub') return false;
  return e.operand.nodeType === 'Constant' && isOperand(e.operand.value);
}

/** `1 + 2j`: a real number, signed or not, and an imaginary one. CPython: `ensure_literal_complex`. */
function isComplexSum(e: expr): boolean {
  if (e.nodeType !== 'BinOp' || (e.op !== 'Add' && e.op !== 'Sub')) return false;
  const { left, right } = e;
  if (!isNegative(left, isReal) && !(left.nodeType === 'Constant' && isReal(left.value))) return false;
  return right.nodeType === 'Constant' && isImaginary(right.value);
}
