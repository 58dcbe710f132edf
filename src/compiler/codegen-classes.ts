/**
 * Bodies of modules and classes. CPython: `codegen_body`, `codegen_class` in Python/codegen.c.
 *
 * `class C(bases): body` means `C = __build_class__(f, 'C', bases)`, where the function f runs the body in the
 * namespace of the class to be.
 */

import { INTRINSIC_SUBSCRIPT_GENERIC } from '../bytecode/opargs.ts';
import {
  BUILD_SET,
  CALL,
  CALL_INTRINSIC_1,
  COPY,
  LOAD_BUILD_CLASS,
  LOAD_CLOSURE,
  LOAD_LOCALS,
  PUSH_NULL,
  RETURN_VALUE,
  SETUP_ANNOTATIONS,
  STORE_DEREF,
  STORE_NAME,
} from '../bytecode/opcodes.gen.ts';
import { None } from '../objects/singletons.ts';
import type { ClassDef, Expr, mod, stmt } from '../parser/ast.gen.ts';
import { CompileError } from '../parser/errors.ts';
import { cleanDoc } from './cleandoc.ts';
import { hasFutureAnnotations, processDeferredAnnotations } from './codegen-annotations.ts';
import { addCallArguments, validateKeywords } from './codegen-calls.ts';
import type { CodeGenerator } from './codegen-core.ts';
import { applyDecorators, firstLineOf } from './codegen-functions.ts';
import { addTypeParams, typeParamsScopeName } from './codegen-type-params.ts';
import { NO_ARGUMENTS, SCOPE_ANNOTATIONS, SCOPE_CLASS, tableIndex } from './codegen-unit.ts';
import { getDocString } from './docstring.ts';
import { type Location, NO_LOCATION } from './instruction-sequence.ts';

/** Hidden variables of the scope of a generic class. */
const TYPE_PARAMS = '.type_params';
const GENERIC_BASE = '.generic_base';

/** Writes a whole program. CPython: `compiler_codegen`. */
export function visitModule(c: CodeGenerator, tree: mod): void {
  switch (tree.nodeType) {
    case 'Module':
      addModuleBody(c, tree.body, false);
      break;
    case 'Interactive':
      addModuleBody(c, tree.body, true);
      break;
    case 'Expression':
      c.visitExpr(tree.body);
      break;
    case 'FunctionType':
      throw new CompileError('SystemError', 'module kind 4 should not be possible');
  }
}

const EMPTY_MODULE: Location = { lineno: 1, end_lineno: 1, col_offset: 0, end_col_offset: 0 };

function addModuleBody(c: CodeGenerator, body: readonly stmt[], interactive: boolean): void {
  const loc: Location = body.length > 0 ? body[0] : EMPTY_MODULE;
  if (c.u.u_ste.ste_has_conditional_annotations) {
    c.addOp(loc, BUILD_SET, 0);
    c.addOp(loc, STORE_NAME, tableIndex(c.u.u_metadata.names, '__conditional_annotations__'));
  }
  addBody(c, loc, body, interactive);
}

/** The docstring, the statements and the annotations of a module or class. */
function addBody(c: CodeGenerator, loc: Location, body: readonly stmt[], interactive: boolean): void {
  const { u_ste: ste } = c.u;
  const future = hasFutureAnnotations(c);
  if (future && ste.ste_annotations_used) c.addOp(loc, SETUP_ANNOTATIONS);
  if (body.length === 0) return;
  let first = 0;
  if (!interactive && ste.ste_has_docstring) {
    c.loadConst((body[0] as Expr).value, cleanDoc(getDocString(body)!));
    c.nameop(NO_LOCATION, '__doc__', 'Store');
    first = 1;
  }
  for (let i = first; i < body.length; i++) c.visitStmt(body[i]);
  if (!future) processDeferredAnnotations(c, loc);
}

export function visitClassDef(c: CodeGenerator, s: ClassDef): void {
  const { decorator_list, name, type_params } = s;
  c.visitExprs(decorator_list);
  const firstlineno = firstLineOf(s.lineno, decorator_list);
  if (type_params.length === 0) {
    addClass(c, s, firstlineno);
    validateKeywords(c, s.keywords);
    addCallArguments(c, s, 2, s.bases, undefined, s.keywords);
  } else {
    c.enterScope(typeParamsScopeName(name), SCOPE_ANNOTATIONS, type_params, firstlineno, name, NO_ARGUMENTS);
    addTypeParams(c, type_params);
    c.nameop(s, TYPE_PARAMS, 'Store');
    addClass(c, s, firstlineno);
    c.nameop(s, TYPE_PARAMS, 'Load');
    c.addOp(s, CALL_INTRINSIC_1, INTRINSIC_SUBSCRIPT_GENERIC);
    c.nameop(s, GENERIC_BASE, 'Store');
    validateKeywords(c, s.keywords);
    addCallArguments(c, s, 2, s.bases, GENERIC_BASE, s.keywords);
    c.makeClosure(s, c.exitScope(false), 0);
    c.addOp(s, PUSH_NULL);
    c.addOp(s, CALL, 0);
  }
  applyDecorators(c, decorator_list);
  c.nameop(s, name, 'Store');
}

/** The function of the body and the name, with `__build_class__` below them. */
function addClass(c: CodeGenerator, s: ClassDef, firstlineno: number): void {
  c.enterScope(s.name, SCOPE_CLASS, s, firstlineno, s.name, NO_ARGUMENTS);
  addClassBody(c, s, firstlineno);
  const body = c.exitScope(true);
  c.addOp(s, LOAD_BUILD_CLASS);
  c.addOp(s, PUSH_NULL);
  c.makeClosure(s, body, 0);
  c.loadName(s, s.name);
}

function addClassBody(c: CodeGenerator, s: ClassDef, firstlineno: number): void {
  const { u_metadata: unit, u_ste: ste } = c.u;
  const { cellvars } = unit;
  const loc: Location = { lineno: firstlineno, end_lineno: firstlineno, col_offset: 0, end_col_offset: 0 };
  c.nameop(loc, '__name__', 'Load');
  c.nameop(loc, '__module__', 'Store');
  c.loadName(loc, unit.qualname);
  c.nameop(loc, '__qualname__', 'Store');
  c.loadConst(loc, firstlineno);
  c.nameop(loc, '__firstlineno__', 'Store');
  if (s.type_params.length > 0) {
    c.nameop(loc, TYPE_PARAMS, 'Load');
    c.nameop(loc, '__type_params__', 'Store');
  }
  // Cells of a class are not stored through nameop, which takes names of the body for entries of its namespace.
  if (ste.ste_needs_classdict) {
    c.addOp(loc, LOAD_LOCALS);
    c.addOp(loc, STORE_DEREF, tableIndex(cellvars, '__classdict__'));
  }
  if (ste.ste_has_conditional_annotations) {
    c.addOp(loc, BUILD_SET, 0);
    c.addOp(loc, STORE_DEREF, tableIndex(cellvars, '__conditional_annotations__'));
  }
  addBody(c, loc, s.body, false);
  c.loadConst(NO_LOCATION, c.staticAttributes());
  c.nameop(NO_LOCATION, '__static_attributes__', 'Store');
  if (ste.ste_needs_classdict) {
    c.addOp(NO_LOCATION, LOAD_CLOSURE, cellvars.get('__classdict__')!);
    c.nameop(NO_LOCATION, '__classdictcell__', 'Store');
  }
  // type.__new__ puts the class into the cell that the body returns.
  if (ste.ste_needs_class_closure) {
    c.addOp(NO_LOCATION, LOAD_CLOSURE, cellvars.get('__class__')!);
    c.addOp(NO_LOCATION, COPY, 1);
    c.nameop(NO_LOCATION, '__classcell__', 'Store');
  } else {
    c.loadConst(NO_LOCATION, None);
  }
  c.addOp(NO_LOCATION, RETURN_VALUE);
}
