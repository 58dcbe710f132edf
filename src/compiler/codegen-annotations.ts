/**
 * Annotations. CPython: Python/codegen.c, PEP 649 and PEP 749.
 *
 * Annotations are not evaluated where they stand. Those of a function, and those of a module or class together,
 * become a function `__annotate__(format)` that returns them as a dict. Bounds and defaults of type parameters and
 * the values of type aliases are functions of the same shape. Under `from __future__ import annotations` they are
 * strings instead.
 *
 * In modules, and in classes under a condition, an annotation counts only if control came by it: its number is put
 * into the set `__conditional_annotations__` there, and `__annotate__` looks for it.
 */

import {
  COMPARE_MASKS,
  COMPARE_OP_SHIFT,
  CONSTANT_NOTIMPLEMENTEDERROR,
  MAKE_FUNCTION_ANNOTATE,
  Py_GT,
} from '../bytecode/opargs.ts';
import {
  BUILD_MAP,
  COMPARE_OP,
  CONTAINS_OP,
  COPY,
  LOAD_COMMON_CONSTANT,
  LOAD_DEREF,
  LOAD_FAST,
  LOAD_GLOBAL,
  LOAD_NAME,
  POP_JUMP_IF_FALSE,
  POP_TOP,
  RAISE_VARARGS,
  RETURN_VALUE,
  SET_ADD,
  STORE_SUBSCR,
  UNPACK_SEQUENCE,
} from '../bytecode/opcodes.gen.ts';
import { CO_FUTURE_ANNOTATIONS } from '../objects/code.ts';
import { strFromUtf16 } from '../objects/str.ts';
import type { AnnAssign, Arg, Arguments, expr, Name } from '../parser/ast.gen.ts';
import { CompileError } from '../parser/errors.ts';
import { unparseExpr } from '../parser/unparse.ts';
import type { CodeGenerator, FinishedUnit } from './codegen-core.ts';
import { FORMAT_ARGUMENT, SCOPE_ANNOTATIONS, SCOPE_CLASS, SCOPE_MODULE } from './codegen-unit.ts';
import { InstructionSequence, type Location } from './instruction-sequence.ts';
import { ClassBlock } from './symtable.ts';

/** The highest format that compiled annotation functions know: `annotationlib.Format.VALUE_WITH_FAKE_GLOBALS`. */
const VALUE_WITH_FAKE_GLOBALS = 2;

/** Are annotations strings here? */
export function hasFutureAnnotations(c: CodeGenerator): boolean {
  return (c.features & CO_FUTURE_ANNOTATIONS) !== 0;
}

/** Begins a function of one argument, the format, which refuses formats that it does not know. */
export function enterAnnotationsScope(c: CodeGenerator, loc: Location, key: object, name: string): void {
  c.enterScope(name, SCOPE_ANNOTATIONS, key, loc.lineno, undefined, FORMAT_ARGUMENT);
  c.addOp(loc, LOAD_FAST, 0);
  c.loadConst(loc, VALUE_WITH_FAKE_GLOBALS);
  c.addOp(loc, COMPARE_OP, (Py_GT << COMPARE_OP_SHIFT) | COMPARE_MASKS[Py_GT]);
  const body = c.newLabel();
  c.addOp(loc, POP_JUMP_IF_FALSE, body);
  c.addOp(loc, LOAD_COMMON_CONSTANT, CONSTANT_NOTIMPLEMENTEDERROR);
  c.addOp(loc, RAISE_VARARGS, 1);
  c.useLabel(body);
}

/** Ends an `__annotate__` function, whose dict is on the stack, and makes it. */
function leaveAnnotationsScope(c: CodeGenerator, loc: Location): void {
  c.addOp(loc, RETURN_VALUE);
  c.makeClosure(loc, renameFormat(c.exitScope(true)), 0);
}

/**
 * The parameter is ".format" to the symbol table, so that annotations may use a variable `format`, and "format" to
 * whoever looks at the function.
 */
function renameFormat({ code, freevars }: FinishedUnit): FinishedUnit {
  const co_localsplusnames = ['format', ...code.co_localsplusnames.slice(1)];
  return { code: code.with({ co_localsplusnames }), freevars };
}

// Variables

export function visitAnnAssign(c: CodeGenerator, s: AnnAssign): void {
  const { target } = s;
  if (s.value !== undefined) {
    c.visitExpr(s.value);
    c.visitExpr(target);
  }
  switch (target.nodeType) {
    case 'Name': {
      const scope = c.u.u_scope_type;
      if (s.simple === 0 || (scope !== SCOPE_MODULE && scope !== SCOPE_CLASS)) return;
      if (hasFutureAnnotations(c)) addStringAnnotation(c, s, target);
      else deferAnnotation(c, s);
      return;
    }
    case 'Attribute':
      if (s.value === undefined) evaluateAndDrop(c, target.value);
      return;
    case 'Subscript':
      if (s.value === undefined) {
        evaluateAndDrop(c, target.value);
        evaluateSubscript(c, target.slice);
      }
      return;
    default:
      throw new CompileError(
        'SystemError',
        `invalid node type (${target.nodeType}) for annotated assignment`,
      );
  }
}

function addStringAnnotation(c: CodeGenerator, s: AnnAssign, target: Name): void {
  c.loadConst(s.annotation, unparseExpr(s.annotation));
  c.addOp(s, LOAD_NAME, c.nameIndex('__annotations__'));
  c.loadName(s, c.maybeMangle(target.id));
  c.addOp(s, STORE_SUBSCR);
}

/** Puts an annotation aside for the end of the module or class. */
function deferAnnotation(c: CodeGenerator, s: AnnAssign): void {
  const { u } = c;
  u.u_deferred_annotations.push(s);
  const inClass = u.u_scope_type === SCOPE_CLASS;
  if (inClass && u.u_in_conditional_block === 0) {
    u.u_conditional_annotation_indices.push(-1);
    return;
  }
  const index = u.u_next_conditional_annotation_index++;
  u.u_conditional_annotation_indices.push(index);
  if (inClass) c.addOp(s, LOAD_DEREF, c.indexIn(u.u_metadata.cellvars, '__conditional_annotations__'));
  else c.addOp(s, LOAD_NAME, c.nameIndex('__conditional_annotations__'));
  c.loadConst(s, index);
  c.addOp(s, SET_ADD, 1);
  c.addOp(s, POP_TOP);
}

function evaluateAndDrop(c: CodeGenerator, e: expr): void {
  c.visitExpr(e);
  c.addOp(e, POP_TOP);
}

/** The parts of the subscript of an annotated target without value are evaluated, the slice itself is not made. */
function evaluateSubscript(c: CodeGenerator, e: expr): void {
  switch (e.nodeType) {
    case 'Slice':
      if (e.lower !== undefined) evaluateAndDrop(c, e.lower);
      if (e.upper !== undefined) evaluateAndDrop(c, e.upper);
      if (e.step !== undefined) evaluateAndDrop(c, e.step);
      return;
    case 'Tuple':
      for (const elt of e.elts) evaluateSubscript(c, elt);
      return;
    default:
      evaluateAndDrop(c, e);
  }
}

/** Writes the `__annotate__` function of a module or class, once its body is written. */
export function processDeferredAnnotations(c: CodeGenerator, loc: Location): void {
  const { u } = c;
  if (u.u_deferred_annotations.length === 0) return;
  // A module's goes before everything else, so that it is there even if the module fails halfway.
  const parentSequence = u.u_instr_sequence;
  const isModule = u.u_scope_type === SCOPE_MODULE;
  if (isModule) u.u_instr_sequence = new InstructionSequence();
  const { u_ste: ste } = u;
  enterAnnotationsScope(c, loc, ste, ste.ste_annotation_block!.ste_name);
  addDeferredAnnotations(c, loc, u.u_deferred_annotations, u.u_conditional_annotation_indices, isModule);
  leaveAnnotationsScope(c, loc);
  c.nameop(loc, ste.ste_type === ClassBlock ? '__annotate_func__' : '__annotate__', 'Store');
  if (isModule) {
    parentSequence.annotationsCode = u.u_instr_sequence;
    u.u_instr_sequence = parentSequence;
  }
}

function addDeferredAnnotations(
  c: CodeGenerator,
  loc: Location,
  annotations: readonly AnnAssign[],
  indices: readonly number[],
  inModule: boolean,
): void {
  c.addOp(loc, BUILD_MAP, 0);
  for (let i = 0; i < annotations.length; i++) {
    const s = annotations[i];
    const name = c.mangle((s.target as Name).id);
    const notSet = c.newLabel();
    if (indices[i] !== -1) {
      c.loadConst(s, indices[i]);
      const { freevars } = c.u.u_metadata;
      // As in CPython without the shift that LOAD_GLOBAL has elsewhere: the name is the first of all, so it is 0.
      if (inModule) c.addOp(s, LOAD_GLOBAL, c.nameIndex('__conditional_annotations__'));
      else c.addOp(s, LOAD_DEREF, c.indexIn(freevars, '__conditional_annotations__'));
      c.addOp(s, CONTAINS_OP, 0);
      c.addOp(s, POP_JUMP_IF_FALSE, notSet);
    }
    c.visitExpr(s.annotation);
    c.addOp(s, COPY, 2);
    c.loadName(s, name);
    c.addOp(loc, STORE_SUBSCR);
    c.useLabel(notSet);
  }
}

// Functions

/**
 * Writes the annotations of a function; its flag for MAKE_FUNCTION if there are any.
 * CPython: `codegen_function_annotations`.
 */
export function addFunctionAnnotations(
  c: CodeGenerator,
  loc: Location,
  args: Arguments,
  returns: expr | undefined,
): number {
  const ste = c.symtable.lookup(args);
  if (!ste.ste_annotations_used) return 0;
  enterAnnotationsScope(c, loc, args, ste.ste_name);
  let count = addArgAnnotations(c, loc, args.args);
  count += addArgAnnotations(c, loc, args.posonlyargs);
  if (args.vararg !== undefined) count += addAnnotation(c, loc, args.vararg.arg, args.vararg.annotation);
  count += addArgAnnotations(c, loc, args.kwonlyargs);
  if (args.kwarg !== undefined) count += addAnnotation(c, loc, args.kwarg.arg, args.kwarg.annotation);
  count += addAnnotation(c, loc, 'return', returns);
  c.addOp(loc, BUILD_MAP, count);
  leaveAnnotationsScope(c, loc);
  return MAKE_FUNCTION_ANNOTATE;
}

function addArgAnnotations(c: CodeGenerator, loc: Location, args: readonly Arg[]): number {
  let count = 0;
  for (let i = 0; i < args.length; i++) count += addAnnotation(c, loc, args[i].arg, args[i].annotation);
  return count;
}

/** Writes name and annotation of a parameter. Returns 1, or 0 where it has none. */
function addAnnotation(c: CodeGenerator, loc: Location, name: string, annotation: expr | undefined): 0 | 1 {
  if (annotation === undefined) return 0;
  c.loadConst(loc, strFromUtf16(c.maybeMangle(name)));
  if (hasFutureAnnotations(c)) {
    c.loadConst(annotation, unparseExpr(annotation));
  } else if (annotation.nodeType === 'Starred') {
    // `*args: *Ts` means `[args_annotation] = [*Ts]`.
    c.visitExpr(annotation.value);
    c.addOp(loc, UNPACK_SEQUENCE, 1);
  } else {
    c.visitExpr(annotation);
  }
  return 1;
}
