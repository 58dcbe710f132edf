/**
 * Expressions that lean to the left: operators, attributes, subscripts, calls (`a + b.c[d](e)`).
 * CPython: `codegen_call`, `codegen_subscript`, the attributes of `codegen_visit_expr` in Python/codegen.c.
 *
 * A program may chain tens of thousands of them, so the way down the left spine is a loop, not a recursion: each
 * node is checked and put aside on the way down, and finished on the way up, when its left operand is on the
 * stack. Where CPython checks before it descends, so does the loop: warnings and errors keep their order.
 */

import {
  NB_ADD,
  NB_AND,
  NB_FLOOR_DIVIDE,
  NB_INPLACE_ADD,
  NB_LSHIFT,
  NB_MATRIX_MULTIPLY,
  NB_MULTIPLY,
  NB_OR,
  NB_POWER,
  NB_REMAINDER,
  NB_RSHIFT,
  NB_SUBSCR,
  NB_SUBTRACT,
  NB_TRUE_DIVIDE,
  NB_XOR,
} from '../bytecode/opargs.ts';
import {
  BINARY_OP,
  BINARY_SLICE,
  BUILD_SLICE,
  CALL,
  CALL_KW,
  DELETE_ATTR,
  DELETE_SUBSCR,
  LOAD_ATTR,
  LOAD_SUPER_ATTR,
  NOP,
  PUSH_NULL,
  STORE_ATTR,
  STORE_SLICE,
  STORE_SUBSCR,
} from '../bytecode/opcodes.gen.ts';
import type { PyObject } from '../objects/object.ts';
import { None } from '../objects/singletons.ts';
import { PySlice } from '../objects/slice.ts';
import type { Attribute, BinOp, Call, expr, operator, Slice, Subscript } from '../parser/ast.gen.ts';
import {
  addCallArguments,
  addGenexpLoop,
  addKeywords,
  hasUnpacking,
  validateKeywords,
} from './codegen-calls.ts';
import { hasStarred } from './codegen-collections.ts';
import { type CodeGenerator, STACK_USE_GUIDELINE } from './codegen-core.ts';
import { checkCaller, checkIndex, checkSubscripter } from './codegen-warnings.ts';
import type { Location } from './instruction-sequence.ts';
import { DEF_IMPORT, FREE, GLOBAL_IMPLICIT, getScope, getSymbol } from './symtable.ts';

/** A call `a.b(...)` whose function need not be bound to `a` first. */
interface MethodCall extends Call {
  func: Attribute;
}

/** An attribute of `super(...)` that LOAD_SUPER_ATTR can load. */
interface SuperAttribute extends Attribute {
  value: Call;
}

type Primary = BinOp | Attribute | Subscript | Call;

/** Writes an expression that leans to the left. */
export function visitPrimary(c: CodeGenerator, e: Primary): void {
  const { spine } = c;
  const bottom = spine.length;
  let node: expr | undefined = e;
  while (node !== undefined) node = descend(c, node, spine);
  while (spine.length > bottom) finish(c, spine.pop()!);
}

/** Puts a node of the spine aside and returns its left operand; writes the node that ends the spine. */
function descend(c: CodeGenerator, e: expr, spine: Primary[]): expr | undefined {
  switch (e.nodeType) {
    case 'BinOp':
      spine.push(e);
      return e.left;
    case 'Attribute':
      if (e.ctx === 'Load' && isSuperAttribute(c, e)) {
        addSuperAttr(c, e, false);
        return undefined;
      }
      if (e.ctx === 'Store' && e.value.nodeType === 'Name' && e.value.id === 'self') {
        c.addStaticAttribute(e.attr);
      }
      spine.push(e);
      return e.value;
    case 'Subscript':
      if (e.ctx === 'Load') {
        checkSubscripter(c, e.value);
        checkIndex(c, e.value, e.slice);
      }
      spine.push(e);
      return e.value;
    case 'Call':
      validateKeywords(c, e.keywords);
      spine.push(e);
      if (!isMethodCall(c, e)) {
        checkCaller(c, e.func);
        return e.func;
      }
      if (isSuperAttribute(c, e.func)) {
        addSuperAttr(c, e.func, true);
        return undefined;
      }
      return e.func.value;
    default:
      c.visitExpr(e);
      return undefined;
  }
}

/** Writes the rest of a node whose left operand is on the stack. */
function finish(c: CodeGenerator, e: Primary): void {
  switch (e.nodeType) {
    case 'BinOp':
      c.visitExpr(e.right);
      addBinaryOp(c, e, e.op, false);
      return;
    case 'Attribute':
      addAttributeOp(c, e);
      return;
    case 'Subscript':
      finishSubscript(c, e);
      return;
    case 'Call':
      if (isMethodCall(c, e)) finishMethodCall(c, e);
      else finishCall(c, e);
  }
}

// Operators

const NB_BY_OPERATOR: Readonly<Record<operator, number>> = {
  Add: NB_ADD,
  Sub: NB_SUBTRACT,
  Mult: NB_MULTIPLY,
  MatMult: NB_MATRIX_MULTIPLY,
  Div: NB_TRUE_DIVIDE,
  Mod: NB_REMAINDER,
  Pow: NB_POWER,
  LShift: NB_LSHIFT,
  RShift: NB_RSHIFT,
  BitOr: NB_OR,
  BitXor: NB_XOR,
  BitAnd: NB_AND,
  FloorDiv: NB_FLOOR_DIVIDE,
};

export function addBinaryOp(c: CodeGenerator, loc: Location, op: operator, inplace: boolean): void {
  // The inplace operators stand in the same order as the others.
  c.addOp(loc, BINARY_OP, NB_BY_OPERATOR[op] + (inplace ? NB_INPLACE_ADD : 0));
}

// Calls

function finishCall(c: CodeGenerator, e: Call): void {
  const end = c.newLabel();
  addGenexpLoop(c, e, end);
  c.addOp(e.func, PUSH_NULL);
  addCallArguments(c, e, 0, e.args, undefined, e.keywords);
  c.useLabel(end);
}

/** May this call load a method without binding it? CPython: `maybe_optimize_method_call`. */
function isMethodCall(c: CodeGenerator, e: Call): e is MethodCall {
  const { func, args, keywords } = e;
  if (func.nodeType !== 'Attribute' || func.ctx !== 'Load') return false;
  const base = func.value;
  // An imported module has functions, not methods.
  if (base.nodeType === 'Name' && (getSymbol(c.symtable.top, base.id) & DEF_IMPORT) !== 0) return false;
  const size = args.length + keywords.length + (keywords.length > 0 ? 1 : 0);
  return size < STACK_USE_GUIDELINE && !hasStarred(args) && !hasUnpacking(keywords);
}

function finishMethodCall(c: CodeGenerator, e: MethodCall): void {
  const method = e.func;
  const loc = attributeLocation(method, method);
  if (!isSuperAttribute(c, method)) c.addOp(loc, LOAD_ATTR, (c.nameIndex(method.attr) << 1) | 1);
  c.visitExprs(e.args);
  if (e.keywords.length > 0) {
    addKeywords(c, loc, e.keywords);
    c.addOp(attributeLocation(e, method), CALL_KW, e.args.length + e.keywords.length);
  } else {
    c.addOp(attributeLocation(e, method), CALL, e.args.length);
  }
}

// Attributes

/** The instruction of an attribute whose object is on the stack. */
function addAttributeOp(c: CodeGenerator, e: Attribute): void {
  const loc = attributeLocation(e, e);
  const index = c.nameIndex(e.attr);
  if (e.ctx === 'Load') c.addOp(loc, LOAD_ATTR, index << 1);
  else c.addOp(loc, e.ctx === 'Store' ? STORE_ATTR : DELETE_ATTR, index);
}

/**
 * The location of an attribute's instruction: where the expression spans lines, it starts at the name.
 * CPython: `update_start_location_to_match_attr`.
 */
export function attributeLocation(loc: Location, e: Attribute): Location {
  const lineno = e.end_lineno;
  if (loc.lineno === lineno) return loc;
  const length = codePointLength(e.attr);
  // Trees that no parser made may have a name longer than its line.
  const fits = length <= e.end_col_offset;
  const col_offset = fits ? e.end_col_offset - length : -1;
  let end_col_offset = fits ? loc.end_col_offset : -1;
  const end_lineno = Math.max(lineno, loc.end_lineno);
  if (lineno === end_lineno) end_col_offset = Math.max(col_offset, end_col_offset);
  return { lineno, end_lineno, col_offset, end_col_offset };
}

/** The number of characters of a name. */
function codePointLength(name: string): number {
  let length = 0;
  for (let i = 0; i < name.length; i++) if ((name.charCodeAt(i) & 0xfc00) !== 0xdc00) length++;
  return length;
}

/** May LOAD_SUPER_ATTR stand for this attribute of `super(...)`? CPython: `can_optimize_super_call`. */
function isSuperAttribute(c: CodeGenerator, e: Attribute): e is SuperAttribute {
  const call = e.value;
  if (call.nodeType !== 'Call' || call.func.nodeType !== 'Name' || call.func.id !== 'super') return false;
  if (e.attr === '__class__' || call.keywords.length > 0) return false;
  // The program must not define a `super` of its own, as far as can be seen here.
  if (getScope(c.u.u_ste, 'super') !== GLOBAL_IMPLICIT) return false;
  if (getScope(c.symtable.top, 'super') !== 0) return false;
  if (call.args.length === 2) return !hasStarred(call.args);
  if (call.args.length !== 0) return false;
  const { argcount, posonlyargcount } = c.u.u_metadata;
  if (argcount === 0 && posonlyargcount === 0) return false;
  return c.getRefType('__class__') === FREE;
}

function addSuperAttr(c: CodeGenerator, e: SuperAttribute, isMethod: boolean): void {
  const call = e.value;
  c.nameop(call.func, 'super', 'Load');
  const explicit = call.args.length === 2;
  if (explicit) {
    c.visitExprs(call.args);
  } else {
    c.nameop(call, '__class__', 'Load');
    const [self] = c.u.u_metadata.varnames.keys();
    c.nameop(call, self!, 'Load');
  }
  c.addOp(e, LOAD_SUPER_ATTR, (c.nameIndex(e.attr) << 2) | (explicit ? 2 : 0) | (isMethod ? 1 : 0));
  c.addOp(attributeLocation(e, e), NOP);
}

// Subscripts and slices

function finishSubscript(c: CodeGenerator, e: Subscript): void {
  const { ctx, slice } = e;
  if (isTwoPartSlice(slice) && ctx !== 'Del') {
    addSliceParts(c, slice);
    c.addOp(e, ctx === 'Load' ? BINARY_SLICE : STORE_SLICE);
    return;
  }
  c.visitExpr(slice);
  if (ctx === 'Load') c.addOp(e, BINARY_OP, NB_SUBSCR);
  else c.addOp(e, ctx === 'Store' ? STORE_SUBSCR : DELETE_SUBSCR);
}

/** Is this a slice `a:b` for which BINARY_SLICE and STORE_SLICE exist? Constant slices are constants instead. */
export function isTwoPartSlice(e: expr): e is Slice {
  return e.nodeType === 'Slice' && e.step === undefined && !isConstantSlice(e);
}

function isConstantSlice(e: Slice): boolean {
  return isConstantOrAbsent(e.lower) && isConstantOrAbsent(e.upper) && isConstantOrAbsent(e.step);
}

function isConstantOrAbsent(e: expr | undefined): boolean {
  return e === undefined || e.nodeType === 'Constant';
}

/** The start and stop of a slice. */
export function addSliceParts(c: CodeGenerator, e: Slice): void {
  if (e.lower !== undefined) c.visitExpr(e.lower);
  else c.loadConst(e, None);
  if (e.upper !== undefined) c.visitExpr(e.upper);
  else c.loadConst(e, None);
}

export function visitSlice(c: CodeGenerator, e: Slice): void {
  if (isConstantSlice(e)) {
    c.loadConst(e, new PySlice(constantOrNone(e.lower), constantOrNone(e.upper), constantOrNone(e.step)));
    return;
  }
  addSliceParts(c, e);
  if (e.step !== undefined) c.visitExpr(e.step);
  c.addOp(e, BUILD_SLICE, e.step === undefined ? 2 : 3);
}

function constantOrNone(e: expr | undefined): PyObject {
  return e !== undefined && e.nodeType === 'Constant' ? e.value : None;
}
