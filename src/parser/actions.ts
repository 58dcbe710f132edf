/**
 * Actions of the grammar that both parsers use: nodes put together from the values of rules, and the errors that
 * need a look at a node. CPython: Parser/action_helpers.c.
 */
import { PyComplex } from '../objects/complex.ts';
import { Ellipsis, None } from '../objects/singletons.ts';
import { strFromUtf16 } from '../objects/str.ts';
import type {
  CallArguments,
  ComparePair,
  KeyPatternPair,
  KeyValuePair,
  NameDefaultPair,
  SlashWithDefault,
  StarEtc,
} from './action-types.ts';
import {
  type Alias,
  Arg,
  Arguments,
  AsyncFunctionDef,
  Attribute,
  ClassDef,
  Compare,
  type Comprehension,
  Dict,
  DictComp,
  type expr,
  type expr_context,
  FunctionDef,
  ImportFrom,
  Keyword,
  List,
  Module,
  Name,
  type pattern,
  Starred,
  Subscript,
  type stmt,
  Tuple,
  TypeIgnore,
} from './ast.gen.ts';
import type { Parser } from './pegen.ts';

/** The arguments of `class C():`. */
export const NO_ARGUMENTS: CallArguments = { args: [], keywords: [] };

/** Stands for the missing step of `a[b:c:]`, whose second colon shows nowhere in the tree. */
export const OMITTED = Symbol('omitted');

export function given(step: expr | typeof OMITTED | undefined): expr | undefined {
  return step === OMITTED ? undefined : step;
}

// ---- Sequences

export function prepend<T>(first: T, rest: readonly T[] | undefined): T[] {
  return rest === undefined ? [first] : [first, ...rest];
}

export function flatten<T>(lists: readonly (readonly T[])[]): T[] {
  const out: T[] = [];
  for (const list of lists) for (const item of list) out.push(item);
  return out;
}

/** The statements of lines that give one each, or a list. The list itself if there is none to be spread. */
export function spread(items: (stmt | stmt[])[]): stmt[] {
  return items.some(Array.isArray) ? items.flat() : (items as stmt[]);
}

// ---- Modules, statements

export function makeModule(p: Parser, body: stmt[] | undefined): Module {
  const ignores = p.tokens.typeIgnores.map(({ lineno, tag }) => new TypeIgnore(lineno, strFromUtf16(tag)));
  return new Module(body ?? [], ignores);
}

export function importFrom(
  p: Parser,
  module: string,
  names: Alias[],
  dots: readonly number[],
  lineno: number,
  col_offset: number,
  end_lineno: number,
  end_col_offset: number,
): ImportFrom {
  if (
    module === '__future__' &&
    dots.length === 0 &&
    names.some((alias) => alias.name === 'barry_as_FLUFL')
  ) {
    p.tokens.tok.barry = true;
  }
  return new ImportFrom(module, names, p.countDots(dots), lineno, col_offset, end_lineno, end_col_offset);
}

/** A definition with its decorators. */
export function decorated(decorators: expr[], definition: stmt): stmt {
  if (
    definition instanceof FunctionDef ||
    definition instanceof AsyncFunctionDef ||
    definition instanceof ClassDef
  ) {
    definition.decorator_list = decorators;
  }
  return definition;
}

// ---- Parameters

export function emptyArguments(): Arguments {
  return new Arguments([], [], undefined, [], [], undefined, []);
}

export function makeArguments(
  slashPlain: Arg[] | undefined,
  slashWithDefault: SlashWithDefault | undefined,
  plain: readonly Arg[] | undefined,
  withDefault: readonly NameDefaultPair[] | undefined,
  starEtc: StarEtc | undefined,
): Arguments {
  let posonlyargs = slashPlain ?? [];
  const args = [...(plain ?? [])];
  const defaults: expr[] = [];
  if (slashWithDefault !== undefined) {
    posonlyargs = [...slashWithDefault.plain];
    for (const { arg, value } of slashWithDefault.withDefault) {
      posonlyargs.push(arg);
      defaults.push(value!);
    }
  }
  for (const { arg, value } of withDefault ?? []) {
    args.push(arg);
    defaults.push(value!);
  }
  const kwonlyargs: Arg[] = [];
  const kw_defaults: (expr | undefined)[] = [];
  for (const { arg, value } of starEtc?.kwonly ?? []) {
    kwonlyargs.push(arg);
    kw_defaults.push(value);
  }
  return new Arguments(posonlyargs, args, starEtc?.vararg, kwonlyargs, kw_defaults, starEtc?.kwarg, defaults);
}

export function withTypeComment(p: Parser, a: Arg, comment: number | undefined): Arg {
  if (comment === undefined) return a;
  const { arg, annotation, lineno, col_offset, end_lineno, end_col_offset } = a;
  return new Arg(arg, annotation, p.typeComment(comment), lineno, col_offset, end_lineno, end_col_offset);
}

// ---- Expressions

export function compare(
  left: expr,
  pairs: readonly ComparePair[],
  lineno: number,
  col_offset: number,
  end_lineno: number,
  end_col_offset: number,
): Compare {
  const ops = pairs.map((pair) => pair.op);
  const comparators = pairs.map((pair) => pair.expr);
  return new Compare(left, ops, comparators, lineno, col_offset, end_lineno, end_col_offset);
}

/** `!=`, or `<>` once the FLUFL has taken over. The tokenizer knows `<>` only then. */
export function checkBarry(p: Parser, token: number): true {
  if (p.tokens.tok.barry && p.text(token) !== '<>') p.raise("with Barry as BDFL, use '<>' instead of '!='");
  return true;
}

export function dict(
  pairs: readonly KeyValuePair[],
  lineno: number,
  col_offset: number,
  end_lineno: number,
  end_col_offset: number,
): Dict {
  const keys = pairs.map((pair) => pair.key);
  const values = pairs.map((pair) => pair.value);
  return new Dict(keys, values, lineno, col_offset, end_lineno, end_col_offset);
}

export function dictComp(
  pair: KeyValuePair,
  generators: Comprehension[],
  lineno: number,
  col_offset: number,
  end_lineno: number,
  end_col_offset: number,
): DictComp {
  return new DictComp(pair.key!, pair.value, generators, lineno, col_offset, end_lineno, end_col_offset);
}

export function args(call: CallArguments | undefined): expr[] {
  return call === undefined ? [] : call.args;
}

export function keywords(call: CallArguments | undefined): Keyword[] {
  return call === undefined ? [] : call.keywords;
}

/** Arguments from the positional ones and those from the first keyword on, which may include `*iterable`. */
export function callArguments(
  positional: readonly expr[],
  rest: readonly (Keyword | expr)[] | undefined,
): CallArguments {
  const out: CallArguments = { args: [...positional], keywords: [] };
  for (const argument of rest ?? []) {
    if (argument instanceof Keyword) out.keywords.push(argument);
    else out.args.push(argument);
  }
  return out;
}

/** A copy of a target with another context, elements of tuples and lists too. CPython: `_PyPegen_set_expr_context`. */
export function withContext(e: expr, ctx: expr_context): expr {
  const { lineno, col_offset, end_lineno, end_col_offset } = e;
  switch (e.nodeType) {
    case 'Name':
      return new Name(e.id, ctx, lineno, col_offset, end_lineno, end_col_offset);
    case 'Tuple':
      return new Tuple(allWithContext(e.elts, ctx), ctx, lineno, col_offset, end_lineno, end_col_offset);
    case 'List':
      return new List(allWithContext(e.elts, ctx), ctx, lineno, col_offset, end_lineno, end_col_offset);
    case 'Subscript':
      return new Subscript(e.value, e.slice, ctx, lineno, col_offset, end_lineno, end_col_offset);
    case 'Attribute':
      return new Attribute(e.value, e.attr, ctx, lineno, col_offset, end_lineno, end_col_offset);
    case 'Starred':
      return new Starred(withContext(e.value, ctx), ctx, lineno, col_offset, end_lineno, end_col_offset);
    default:
      return e;
  }
}

function allWithContext(elts: readonly expr[], ctx: expr_context): expr[] {
  return elts.map((e) => withContext(e, ctx));
}

// ---- Patterns

export function patternKeys<K>(pairs: readonly KeyPatternPair<K>[]): K[] {
  return pairs.map((pair) => pair.key);
}

export function patternValues(pairs: readonly KeyPatternPair<unknown>[]): pattern[] {
  return pairs.map((pair) => pair.pattern);
}

export function ensureReal(p: Parser, e: expr): expr {
  if (e.nodeType === 'Constant' && e.value instanceof PyComplex) {
    p.raiseAt(e, 'real number required in complex literal');
  }
  return e;
}

export function ensureImaginary(p: Parser, e: expr): expr {
  if (e.nodeType !== 'Constant' || !(e.value instanceof PyComplex)) {
    p.raiseAt(e, 'imaginary number required in complex literal');
  }
  return e;
}

// ---- Errors. Those that return `undefined` found nothing wrong after all.

/** What error messages call an expression. */
export function exprName(e: expr): string {
  switch (e.nodeType) {
    case 'Attribute':
      return 'attribute';
    case 'Subscript':
      return 'subscript';
    case 'Starred':
      return 'starred';
    case 'Name':
      return 'name';
    case 'List':
      return 'list';
    case 'Tuple':
      return 'tuple';
    case 'Lambda':
      return 'lambda';
    case 'Call':
      return 'function call';
    case 'BoolOp':
    case 'BinOp':
    case 'UnaryOp':
      return 'expression';
    case 'GeneratorExp':
      return 'generator expression';
    case 'Yield':
    case 'YieldFrom':
      return 'yield expression';
    case 'Await':
      return 'await expression';
    case 'ListComp':
      return 'list comprehension';
    case 'SetComp':
      return 'set comprehension';
    case 'DictComp':
      return 'dict comprehension';
    case 'Dict':
      return 'dict literal';
    case 'Set':
      return 'set display';
    case 'JoinedStr':
    case 'FormattedValue':
      return 'f-string expression';
    case 'TemplateStr':
    case 'Interpolation':
      return 't-string expression';
    case 'Constant':
      if (e.value === None) return 'None';
      if (e.value === false) return 'False';
      if (e.value === true) return 'True';
      return e.value === Ellipsis ? 'ellipsis' : 'literal';
    case 'Compare':
      return 'comparison';
    case 'IfExp':
      return 'conditional expression';
    case 'NamedExpr':
      return 'named expression';
    case 'Slice':
      return 'slice';
  }
}

export type Targets = 'STAR_TARGETS' | 'DEL_TARGETS' | 'FOR_TARGETS';

/** Raises the error for the part of `e` that is no target. */
export function invalidTarget(p: Parser, targets: Targets, e: expr): undefined {
  const target = findInvalidTarget(e, targets);
  if (target === undefined) return undefined;
  return p.raiseAt(
    target,
    `cannot ${targets === 'DEL_TARGETS' ? 'delete' : 'assign to'} ${exprName(target)}`,
  );
}

/** CPython: `_PyPegen_get_invalid_target`. */
function findInvalidTarget(e: expr, targets: Targets): expr | undefined {
  switch (e.nodeType) {
    case 'List':
    case 'Tuple':
      for (const item of e.elts) {
        const found = findInvalidTarget(item, targets);
        if (found !== undefined) return found;
      }
      return undefined;
    case 'Starred':
      return targets === 'DEL_TARGETS' ? e : findInvalidTarget(e.value, targets);
    case 'Compare':
      // `for a in b` without its end reads as a comparison.
      if (targets !== 'FOR_TARGETS') return e;
      return e.ops[0] === 'In' ? findInvalidTarget(e.left, targets) : undefined;
    case 'Name':
    case 'Subscript':
    case 'Attribute':
      return undefined;
    default:
      return e;
  }
}

export function lastComprehensionItem(generators: readonly Comprehension[]): expr {
  const last = generators[generators.length - 1];
  return last.ifs.length === 0 ? last.iter : last.ifs[last.ifs.length - 1];
}

/** `f(a, b for b in c)`. */
export function unparenthesizedGenexp(
  p: Parser,
  call: CallArguments,
  generators: readonly Comprehension[],
): undefined {
  const { length } = call.args;
  if (length <= 1) return undefined;
  return p.raiseRange(
    call.args[length - 1],
    lastComprehensionItem(generators),
    'Generator expression must be parenthesized',
  );
}

export function argumentsError(p: Parser, call: CallArguments): never {
  const isUnpacking = call.keywords.some((keyword) => keyword.arg === undefined);
  return p.raise(`positional argument follows keyword argument${isUnpacking ? ' unpacking' : ''}`);
}

function isLegacyName(name: string): boolean {
  return name === 'print' || name === 'exec';
}

/** `print x`. */
export function legacyStatement(p: Parser, name: number, last: expr): undefined {
  const id = p.id(name);
  if (!isLegacyName(id)) return undefined;
  return p.raiseRange(name, last, `Missing parentheses in call to '${id}'. Did you mean ${id}(...)?`);
}

/** `<` and `>` where an operator is expected. */
export function diamond(p: Parser, less: number, greater: number): undefined {
  if (p.tokens.end[less] !== p.tokens.start[greater]) return undefined;
  return p.raiseRange(less, greater, "invalid syntax.  Maybe you meant '!=' instead of '<>'?");
}

/** Two expressions in a row, inside brackets. */
export function missingComma(p: Parser, a: expr, b: expr): undefined {
  if (a.nodeType === 'Name' && isLegacyName(a.id)) return undefined;
  if (p.tokens.level[p.mark - 1] === 0) return undefined;
  return p.raiseRange(a, b, 'invalid syntax. Perhaps you forgot a comma?');
}

/** A dict key without a value. */
export function missingColon(p: Parser, key: expr): never {
  throw p.tokens.errorAt(
    'SyntaxError',
    "':' expected after dictionary key",
    key.lineno,
    key.end_col_offset,
    key.end_lineno,
    0,
  );
}
