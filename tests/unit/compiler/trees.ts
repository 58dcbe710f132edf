/**
 * Short ways to write syntax trees in tests. Nodes stand at line 1, columns 0 to 1, unless a test says where with
 * {@link at}.
 */
import type { PyObject } from '../../../src/objects/object.ts';
import * as ast from '../../../src/parser/ast.gen.ts';

const HERE = [1, 0, 1, 1] as const;

/** The same node elsewhere: lines from 1, columns from 0. */
export function at<T extends ast.expr | ast.stmt | ast.Arg | ast.Alias | ast.type_param>(
  node: T,
  lineno: number,
  col_offset: number,
  end_lineno: number,
  end_col_offset: number,
): T {
  return Object.assign(node, { lineno, col_offset, end_lineno, end_col_offset });
}

export const module = (...body: ast.stmt[]) => new ast.Module(body, []);

// Expressions

export const load = (id: string) => new ast.Name(id, 'Load', ...HERE);
export const store = (id: string) => new ast.Name(id, 'Store', ...HERE);
export const constant = (value: PyObject) => new ast.Constant(value, undefined, ...HERE);
export const tuple = (...elts: ast.expr[]) => new ast.Tuple(elts, 'Load', ...HERE);
export const binOp = (left: ast.expr, op: ast.operator, right: ast.expr) =>
  new ast.BinOp(left, op, right, ...HERE);
export const negative = (operand: ast.expr) => new ast.UnaryOp('USub', operand, ...HERE);
export const named = (id: string, value: ast.expr) => new ast.NamedExpr(store(id), value, ...HERE);
export const yieldExpr = () => new ast.Yield(undefined, ...HERE);
export const awaitExpr = (value: ast.expr) => new ast.Await(value, ...HERE);
export const call = (func: ast.expr, ...args: ast.expr[]) => new ast.Call(func, args, [], ...HERE);
export const attribute = (value: ast.expr, attr: string) => new ast.Attribute(value, attr, 'Load', ...HERE);
export const lambda = (params: string[], body: ast.expr) => new ast.Lambda(args(params), body, ...HERE);

const comprehension = (target: string, iter: ast.expr, isAsync = 0) =>
  new ast.Comprehension(store(target), iter, [], isAsync);
export const listComp = (elt: ast.expr, target: string, iter: ast.expr) =>
  new ast.ListComp(elt, [comprehension(target, iter)], ...HERE);
export const asyncListComp = (elt: ast.expr, target: string, iter: ast.expr) =>
  new ast.ListComp(elt, [comprehension(target, iter, 1)], ...HERE);
export const genExp = (elt: ast.expr, target: string, iter: ast.expr) =>
  new ast.GeneratorExp(elt, [comprehension(target, iter)], ...HERE);

// Functions and classes

/** A parameter, with its annotation. */
export const arg = (name: string, annotation?: ast.expr) => new ast.Arg(name, annotation, undefined, ...HERE);
export function args(params: (string | ast.Arg)[]): ast.Arguments {
  const list = params.map((param) => (typeof param === 'string' ? arg(param) : param));
  return new ast.Arguments([], list, undefined, [], [], undefined, []);
}
export const def = (
  name: string,
  params: (string | ast.Arg)[],
  body: ast.stmt[],
  typeParams: ast.type_param[] = [],
) => new ast.FunctionDef(name, args(params), body, [], undefined, undefined, typeParams, ...HERE);
export const asyncDef = (name: string, body: ast.stmt[]) =>
  new ast.AsyncFunctionDef(name, args([]), body, [], undefined, undefined, [], ...HERE);
export const classDef = (name: string, body: ast.stmt[], typeParams: ast.type_param[] = []) =>
  new ast.ClassDef(name, [], [], body, [], typeParams, ...HERE);
export const typeVar = (name: string, bound?: ast.expr, value?: ast.expr) =>
  new ast.TypeVar(name, bound, value, ...HERE);

// Statements

export const expression = (value: ast.expr) => new ast.Expr(value, ...HERE);
export const assign = (id: string, value: ast.expr = constant(1)) =>
  new ast.Assign([store(id)], value, undefined, ...HERE);
export const annotate = (id: string, annotation: ast.expr) =>
  new ast.AnnAssign(store(id), annotation, undefined, 1, ...HERE);
export const typeAlias = (id: string, value: ast.expr) => new ast.TypeAlias(store(id), [], value, ...HERE);
export const global = (...names: string[]) => new ast.Global(names, ...HERE);
export const nonlocal = (...names: string[]) => new ast.Nonlocal(names, ...HERE);
export const importFrom = (module: string, name: string) =>
  new ast.ImportFrom(module, [new ast.Alias(name, undefined, ...HERE)], 0, ...HERE);
export const returns = (value?: ast.expr) => new ast.Return(value, ...HERE);
export const ifs = (test: ast.expr, body: ast.stmt[], orelse: ast.stmt[] = []) =>
  new ast.If(test, body, orelse, ...HERE);
export const whiles = (body: ast.stmt[]) => new ast.While(constant(true), body, [], ...HERE);
export const breaks = () => new ast.Break(...HERE);
export const continues = () => new ast.Continue(...HERE);
export const pass = () => new ast.Pass(...HERE);
export const tryFinally = (finalbody: ast.stmt[]) => new ast.Try([pass()], [], [], finalbody, ...HERE);
export const match = (pattern: ast.pattern) =>
  new ast.Match(load('x'), [new ast.MatchCase(pattern, undefined, [pass()])], ...HERE);
export const matchValue = (value: ast.expr) => new ast.MatchValue(value, ...HERE);
