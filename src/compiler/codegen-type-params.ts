/**
 * Type parameters and `type` statements. CPython: `codegen_type_params`, `codegen_typealias` in Python/codegen.c,
 * PEP 695 and PEP 696.
 */

import {
  INTRINSIC_PARAMSPEC,
  INTRINSIC_SET_TYPEPARAM_DEFAULT,
  INTRINSIC_TYPEALIAS,
  INTRINSIC_TYPEVAR,
  INTRINSIC_TYPEVAR_WITH_BOUND,
  INTRINSIC_TYPEVAR_WITH_CONSTRAINTS,
  INTRINSIC_TYPEVARTUPLE,
  MAKE_FUNCTION_DEFAULTS,
} from '../bytecode/opargs.ts';
import {
  BUILD_TUPLE,
  CALL,
  CALL_INTRINSIC_1,
  CALL_INTRINSIC_2,
  COPY,
  PUSH_NULL,
  RETURN_VALUE,
  UNPACK_SEQUENCE,
} from '../bytecode/opcodes.gen.ts';
import { None } from '../objects/singletons.ts';
import { PyTuple } from '../objects/tuple.ts';
import type { expr, Name, TypeAlias, type_param } from '../parser/ast.gen.ts';
import { enterAnnotationsScope } from './codegen-annotations.ts';
import type { CodeGenerator } from './codegen-core.ts';
import { NO_ARGUMENTS, SCOPE_ANNOTATIONS } from './codegen-unit.ts';

/** The default of the parameter `format` of lazily evaluated values: `annotationlib.Format.VALUE`. */
const VALUE = 1;

/** The name of the scope of a generic function, class or type alias. */
export function typeParamsScopeName(name: string): string {
  return `<generic parameters of ${name}>`;
}

/** Makes and binds type parameters and leaves a tuple of them on the stack. */
export function addTypeParams(c: CodeGenerator, typeParams: readonly type_param[]): void {
  let seenDefault = false;
  for (const param of typeParams) {
    const { name, default_value } = param;
    c.loadName(param, name);
    addTypeParam(c, param);
    if (default_value !== undefined) {
      seenDefault = true;
      const isTuple = param.nodeType === 'TypeVarTuple';
      addLazyValue(c, default_value, name, c.symtable.defaultKey(param), isTuple);
      c.addOp(param, CALL_INTRINSIC_2, INTRINSIC_SET_TYPEPARAM_DEFAULT);
    } else if (seenDefault) {
      throw c.error(param, `non-default type parameter '${name}' follows default type parameter`);
    }
    c.addOp(param, COPY, 1);
    c.nameop(param, name, 'Store');
  }
  c.addOp(typeParams[0], BUILD_TUPLE, typeParams.length);
}

function addTypeParam(c: CodeGenerator, param: type_param): void {
  switch (param.nodeType) {
    case 'TypeVar': {
      const { bound } = param;
      if (bound === undefined) {
        c.addOp(param, CALL_INTRINSIC_1, INTRINSIC_TYPEVAR);
        return;
      }
      addLazyValue(c, bound, param.name, param, false);
      const isTuple = bound.nodeType === 'Tuple';
      const intrinsic = isTuple ? INTRINSIC_TYPEVAR_WITH_CONSTRAINTS : INTRINSIC_TYPEVAR_WITH_BOUND;
      c.addOp(param, CALL_INTRINSIC_2, intrinsic);
      return;
    }
    case 'TypeVarTuple':
      c.addOp(param, CALL_INTRINSIC_1, INTRINSIC_TYPEVARTUPLE);
      return;
    case 'ParamSpec':
      c.addOp(param, CALL_INTRINSIC_1, INTRINSIC_PARAMSPEC);
  }
}

/** A function that evaluates a bound or a default when somebody asks for it. */
function addLazyValue(c: CodeGenerator, e: expr, name: string, key: object, allowStarred: boolean): void {
  c.loadConst(e, new PyTuple([VALUE]));
  enterAnnotationsScope(c, e, key, name);
  if (allowStarred && e.nodeType === 'Starred') {
    c.visitExpr(e.value);
    c.addOp(e, UNPACK_SEQUENCE, 1);
  } else {
    c.visitExpr(e);
  }
  c.addOp(e, RETURN_VALUE);
  c.makeClosure(e, c.exitScope(true), MAKE_FUNCTION_DEFAULTS);
}

export function visitTypeAlias(c: CodeGenerator, s: TypeAlias): void {
  const { id: name } = s.name as Name;
  if (s.type_params.length === 0) {
    c.loadName(s, name);
    c.loadConst(s, None);
    addTypeAliasValue(c, s, name);
  } else {
    const scopeName = typeParamsScopeName(name);
    c.enterScope(scopeName, SCOPE_ANNOTATIONS, s.type_params, s.lineno, undefined, NO_ARGUMENTS);
    c.loadName(s, name);
    addTypeParams(c, s.type_params);
    addTypeAliasValue(c, s, name);
    c.makeClosure(s, c.exitScope(false), 0);
    c.addOp(s, PUSH_NULL);
    c.addOp(s, CALL, 0);
  }
  c.nameop(s, name, 'Store');
}

/** [name, type parameters] -> [type alias] */
function addTypeAliasValue(c: CodeGenerator, s: TypeAlias, name: string): void {
  c.loadConst(s, new PyTuple([VALUE]));
  enterAnnotationsScope(c, s, s, name);
  c.visitExpr(s.value);
  c.addOp(s, RETURN_VALUE);
  c.makeClosure(s, c.exitScope(false), MAKE_FUNCTION_DEFAULTS);
  c.addOp(s, BUILD_TUPLE, 3);
  c.addOp(s, CALL_INTRINSIC_1, INTRINSIC_TYPEALIAS);
}
