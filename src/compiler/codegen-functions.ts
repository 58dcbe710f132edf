/** Functions, lambdas, decorators. CPython: `codegen_function`, `codegen_lambda` in Python/codegen.c. */

import {
  INTRINSIC_SET_FUNCTION_TYPE_PARAMS,
  MAKE_FUNCTION_DEFAULTS,
  MAKE_FUNCTION_KWDEFAULTS,
} from '../bytecode/opargs.ts';
import {
  BUILD_MAP,
  BUILD_TUPLE,
  CALL,
  CALL_INTRINSIC_2,
  LOAD_FAST,
  PUSH_NULL,
  RETURN_VALUE,
  SWAP,
} from '../bytecode/opcodes.gen.ts';
import type { Arguments, AsyncFunctionDef, expr, FunctionDef, Lambda } from '../parser/ast.gen.ts';
import { cleanDoc } from './cleandoc.ts';
import { addFunctionAnnotations } from './codegen-annotations.ts';
import type { CodeGenerator } from './codegen-core.ts';
import { wrapInStopIterationHandler } from './codegen-generators.ts';
import { addTypeParams, typeParamsScopeName } from './codegen-type-params.ts';
import {
  type ArgumentCounts,
  FBLOCK_STOP_ITERATION,
  SCOPE_ANNOTATIONS,
  SCOPE_ASYNC_FUNCTION,
  SCOPE_FUNCTION,
  SCOPE_LAMBDA,
} from './codegen-unit.ts';
import { getDocString } from './docstring.ts';
import { type Location, NO_LABEL, NO_LOCATION } from './instruction-sequence.ts';

/** The line of a function or class: that of its first decorator. */
export function firstLineOf(lineno: number, decorators: readonly expr[]): number {
  return decorators.length > 0 ? decorators[0].lineno : lineno;
}

/** Calls the decorators, which are on the stack, with what they decorate. */
export function applyDecorators(c: CodeGenerator, decorators: readonly expr[]): void {
  for (let i = decorators.length - 1; i >= 0; i--) c.addOp(decorators[i], CALL, 0);
}

export function visitFunctionDef(c: CodeGenerator, s: FunctionDef | AsyncFunctionDef): void {
  const { args, decorator_list, name, type_params } = s;
  c.visitExprs(decorator_list);
  const firstlineno = firstLineOf(s.lineno, decorator_list);
  const flags = addDefaults(c, s, args);
  if (type_params.length === 0) addFunction(c, s, flags, firstlineno);
  else addGenericFunction(c, s, flags, firstlineno);
  applyDecorators(c, decorator_list);
  c.nameop(s, name, 'Store');
}

/** A function with type parameters is made inside of a function that makes these and takes the defaults. */
function addGenericFunction(
  c: CodeGenerator,
  s: FunctionDef | AsyncFunctionDef,
  flags: number,
  firstlineno: number,
): void {
  const hasDefaults = (flags & MAKE_FUNCTION_DEFAULTS) !== 0;
  const hasKwDefaults = (flags & MAKE_FUNCTION_KWDEFAULTS) !== 0;
  const argcount = (hasDefaults ? 1 : 0) + (hasKwDefaults ? 1 : 0);
  if (argcount === 2) c.addOp(s, SWAP, 2);
  const counts: ArgumentCounts = { argcount, posonlyargcount: 0, kwonlyargcount: 0 };
  const scopeName = typeParamsScopeName(s.name);
  c.enterScope(scopeName, SCOPE_ANNOTATIONS, s.type_params, firstlineno, undefined, counts);
  addTypeParams(c, s.type_params);
  for (let i = 0; i < argcount; i++) c.addOp(s, LOAD_FAST, i);
  addFunction(c, s, flags, firstlineno);
  c.addOp(s, SWAP, 2);
  c.addOp(s, CALL_INTRINSIC_2, INTRINSIC_SET_FUNCTION_TYPE_PARAMS);
  c.makeClosure(s, c.exitScope(false), 0);
  if (argcount > 0) {
    // The first argument stands where the NULL of other calls would.
    c.addOp(s, SWAP, argcount + 1);
    c.addOp(s, CALL, argcount - 1);
  } else {
    c.addOp(s, PUSH_NULL);
    c.addOp(s, CALL, 0);
  }
}

/** Annotations and body. CPython: `codegen_function_body`. */
function addFunction(
  c: CodeGenerator,
  s: FunctionDef | AsyncFunctionDef,
  defaultFlags: number,
  firstlineno: number,
): void {
  const { args, body } = s;
  const flags = defaultFlags | addFunctionAnnotations(c, s, args, s.returns);
  const scope = s.nodeType === 'AsyncFunctionDef' ? SCOPE_ASYNC_FUNCTION : SCOPE_FUNCTION;
  c.enterScope(s.name, scope, s, firstlineno, undefined, argumentCounts(args));
  const { u_ste: ste } = c.u;
  let first = 0;
  if (ste.ste_has_docstring) {
    // The docstring is the first constant, used or not.
    c.addConst(cleanDoc(getDocString(body)!));
    first = 1;
  }
  const needsHandler = ste.ste_coroutine || ste.ste_generator;
  if (needsHandler) {
    const start = c.newLabel();
    c.useLabel(start);
    c.pushFrameBlock(NO_LOCATION, FBLOCK_STOP_ITERATION, start, NO_LABEL, undefined);
  }
  for (let i = first; i < body.length; i++) c.visitStmt(body[i]);
  if (needsHandler) {
    wrapInStopIterationHandler(c);
    c.popFrameBlock();
  }
  c.makeClosure(s, c.exitScope(true), flags);
}

export function visitLambda(c: CodeGenerator, e: Lambda): void {
  const flags = addDefaults(c, e, e.args);
  c.enterScope('<lambda>', SCOPE_LAMBDA, e, e.lineno, undefined, argumentCounts(e.args));
  c.visitExpr(e.body);
  const { ste_generator } = c.u.u_ste;
  if (!ste_generator) c.addOp(e.body, RETURN_VALUE);
  c.makeClosure(e, c.exitScope(!ste_generator), flags);
}

function argumentCounts(args: Arguments): ArgumentCounts {
  return {
    argcount: args.args.length,
    posonlyargcount: args.posonlyargs.length,
    kwonlyargcount: args.kwonlyargs.length,
  };
}

/** Evaluates the defaults of parameters: a tuple, then a dict. Returns their flags for MAKE_FUNCTION. */
function addDefaults(c: CodeGenerator, loc: Location, args: Arguments): number {
  let flags = 0;
  if (args.defaults.length > 0) {
    c.visitExprs(args.defaults);
    c.addOp(loc, BUILD_TUPLE, args.defaults.length);
    flags |= MAKE_FUNCTION_DEFAULTS;
  }
  let count = 0;
  for (let i = 0; i < args.kwonlyargs.length; i++) {
    const value = args.kw_defaults[i];
    if (value === undefined) continue;
    c.loadName(loc, c.maybeMangle(args.kwonlyargs[i].arg));
    c.visitExpr(value);
    count++;
  }
  if (count > 0) {
    c.addOp(loc, BUILD_MAP, count);
    flags |= MAKE_FUNCTION_KWDEFAULTS;
  }
  return flags;
}
