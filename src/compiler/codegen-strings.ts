/** f-strings and t-strings. CPython: `codegen_joined_str`, `codegen_template_str` in Python/codegen.c. */

import { FVC_ASCII, FVC_NONE, FVC_REPR, FVC_STR } from '../bytecode/opargs.ts';
import {
  BUILD_INTERPOLATION,
  BUILD_LIST,
  BUILD_STRING,
  BUILD_TEMPLATE,
  BUILD_TUPLE,
  CALL,
  CONVERT_VALUE,
  FORMAT_SIMPLE,
  FORMAT_WITH_SPEC,
  LIST_APPEND,
  LOAD_ATTR,
} from '../bytecode/opcodes.gen.ts';
import type { FormattedValue, Interpolation, JoinedStr, TemplateStr } from '../parser/ast.gen.ts';
import { CompileError } from '../parser/errors.ts';
import { type CodeGenerator, STACK_USE_GUIDELINE } from './codegen-core.ts';

export function visitJoinedStr(c: CodeGenerator, e: JoinedStr): void {
  const { values } = e;
  if (values.length > STACK_USE_GUIDELINE) {
    c.loadConst(e, '');
    c.addOp(e, LOAD_ATTR, (c.nameIndex('join') << 1) | 1);
    c.addOp(e, BUILD_LIST, 0);
    for (let i = 0; i < values.length; i++) {
      c.visitExpr(values[i]);
      c.addOp(e, LIST_APPEND, 1);
    }
    c.addOp(e, CALL, 1);
    return;
  }
  c.visitExprs(values);
  if (values.length > 1) c.addOp(e, BUILD_STRING, values.length);
  else if (values.length === 0) c.loadConst(e, '');
}

export function visitFormattedValue(c: CodeGenerator, e: FormattedValue): void {
  c.visitExpr(e.value);
  if (e.conversion !== -1) c.addOp(e, CONVERT_VALUE, conversionOparg(e.conversion));
  if (e.format_spec !== undefined) {
    c.visitExpr(e.format_spec);
    c.addOp(e, FORMAT_WITH_SPEC);
  } else {
    c.addOp(e, FORMAT_SIMPLE);
  }
}

/** A template is a tuple of strings, always one more than there are interpolations, and one of interpolations. */
export function visitTemplateStr(c: CodeGenerator, e: TemplateStr): void {
  let strings = 0;
  let interpolations = 0;
  let needsString = true;
  for (const value of e.values) {
    if (value.nodeType !== 'Interpolation') {
      c.visitExpr(value);
      needsString = false;
      strings++;
      continue;
    }
    if (needsString) {
      c.loadConst(e, '');
      strings++;
    }
    needsString = true;
    interpolations++;
  }
  if (needsString) {
    c.loadConst(e, '');
    strings++;
  }
  c.addOp(e, BUILD_TUPLE, strings);
  for (const value of e.values) if (value.nodeType === 'Interpolation') c.visitExpr(value);
  c.addOp(e, BUILD_TUPLE, interpolations);
  c.addOp(e, BUILD_TEMPLATE);
}

export function visitInterpolation(c: CodeGenerator, e: Interpolation): void {
  c.visitExpr(e.value);
  c.loadConst(e, e.str);
  if (e.format_spec !== undefined) c.visitExpr(e.format_spec);
  const hasSpec = e.format_spec === undefined ? 0 : 1;
  c.addOp(e, BUILD_INTERPOLATION, 2 | hasSpec | (conversionOparg(e.conversion) << 2));
}

/** The oparg for the letter behind `!` (as a character code, −1 for none). */
function conversionOparg(conversion: number): number {
  switch (conversion) {
    case -1:
      return FVC_NONE;
    case 115:
      return FVC_STR;
    case 114:
      return FVC_REPR;
    case 97:
      return FVC_ASCII;
    default:
      throw new CompileError('SystemError', `Unrecognized conversion character ${conversion}`);
  }
}
