/**
 * Code generation: from a syntax tree and its symbol table to instructions with symbolic jump targets.
 * CPython: Python/codegen.c.
 *
 * This file only says which function writes which node; they stand in the codegen-*.ts files by theme, on the
 * ground of codegen-core.ts.
 */

import { INTRINSIC_UNARY_POSITIVE } from '../bytecode/opargs.ts';
import {
  CALL_INTRINSIC_1,
  COPY,
  NOP,
  TO_BOOL,
  UNARY_INVERT,
  UNARY_NEGATIVE,
  UNARY_NOT,
} from '../bytecode/opcodes.gen.ts';
import type { PyCode } from '../objects/code.ts';
import type { expr, stmt, UnaryOp } from '../parser/ast.gen.ts';
import { visitAnnAssign } from './codegen-annotations.ts';
import { visitClassDef, visitModule } from './codegen-classes.ts';
import { visitDict, visitList, visitSet, visitTuple } from './codegen-collections.ts';
import { visitComprehension } from './codegen-comprehensions.ts';
import { visitBoolOp, visitCompare, visitIfExp } from './codegen-conditions.ts';
import { CodeGenerator, type CodegenOptions } from './codegen-core.ts';
import { visitFunctionDef, visitLambda } from './codegen-functions.ts';
import { visitYield, visitYieldFrom } from './codegen-generators.ts';
import { visitMatch } from './codegen-match.ts';
import { visitPrimary, visitSlice } from './codegen-primaries.ts';
import {
  visitAssert,
  visitAssign,
  visitAsyncFor,
  visitAugAssign,
  visitBreak,
  visitContinue,
  visitExprStatement,
  visitFor,
  visitIf,
  visitImport,
  visitImportFrom,
  visitRaise,
  visitReturn,
  visitWhile,
} from './codegen-statements.ts';
import {
  visitFormattedValue,
  visitInterpolation,
  visitJoinedStr,
  visitTemplateStr,
} from './codegen-strings.ts';
import { visitTry } from './codegen-try.ts';
import { visitTypeAlias } from './codegen-type-params.ts';
import { AWAIT_EXPRESSION, addAwait } from './codegen-unwind.ts';
import { visitWith } from './codegen-with.ts';

/** The code object of a program. Throws `CompileError`. */
export function generateCode(options: CodegenOptions): PyCode {
  const c = new AstCodeGenerator(options);
  visitModule(c, options.tree);
  return c.optimizeAndAssemble(options.tree.nodeType !== 'Expression');
}

class AstCodeGenerator extends CodeGenerator {
  override visitStmt(s: stmt): void {
    switch (s.nodeType) {
      case 'Expr':
        visitExprStatement(this, s);
        break;
      case 'Assign':
        visitAssign(this, s);
        break;
      case 'Return':
        visitReturn(this, s);
        break;
      case 'FunctionDef':
      case 'AsyncFunctionDef':
        visitFunctionDef(this, s);
        break;
      case 'ClassDef':
        visitClassDef(this, s);
        break;
      case 'AugAssign':
        visitAugAssign(this, s);
        break;
      case 'AnnAssign':
        visitAnnAssign(this, s);
        break;
      case 'Raise':
        visitRaise(this, s);
        break;
      case 'Assert':
        visitAssert(this, s);
        break;
      case 'Import':
        visitImport(this, s);
        break;
      case 'ImportFrom':
        visitImportFrom(this, s);
        break;
      case 'Pass':
        this.addOp(s, NOP);
        break;
      case 'Break':
        visitBreak(this, s);
        break;
      case 'Continue':
        visitContinue(this, s);
        break;
      case 'Delete':
        this.visitExprs(s.targets);
        break;
      case 'TypeAlias':
        visitTypeAlias(this, s);
        break;
      case 'Global':
      case 'Nonlocal':
        return;
      default:
        // Statements whose bodies may not run: annotations inside are conditional.
        this.u.u_in_conditional_block++;
        this._visitCompound(s);
        this.u.u_in_conditional_block--;
    }
  }

  private _visitCompound(s: CompoundStmt): void {
    switch (s.nodeType) {
      case 'If':
        visitIf(this, s);
        break;
      case 'For':
        visitFor(this, s);
        break;
      case 'While':
        visitWhile(this, s);
        break;
      case 'Try':
      case 'TryStar':
        visitTry(this, s);
        break;
      case 'With':
      case 'AsyncWith':
        visitWith(this, s);
        break;
      case 'AsyncFor':
        visitAsyncFor(this, s);
        break;
      case 'Match':
        visitMatch(this, s);
        break;
    }
  }

  override visitExpr(e: expr): void {
    switch (e.nodeType) {
      case 'Name':
        this.nameop(e, e.id, e.ctx);
        break;
      case 'Constant':
        this.loadConst(e, e.value);
        break;
      case 'Attribute':
      case 'Call':
      case 'Subscript':
      case 'BinOp':
        visitPrimary(this, e);
        break;
      case 'Compare':
        visitCompare(this, e);
        break;
      case 'Tuple':
        visitTuple(this, e);
        break;
      case 'List':
        visitList(this, e);
        break;
      case 'Dict':
        visitDict(this, e);
        break;
      case 'Set':
        visitSet(this, e);
        break;
      case 'BoolOp':
        visitBoolOp(this, e);
        break;
      case 'UnaryOp':
        this._visitUnaryOp(e);
        break;
      case 'IfExp':
        visitIfExp(this, e);
        break;
      case 'JoinedStr':
        visitJoinedStr(this, e);
        break;
      case 'FormattedValue':
        visitFormattedValue(this, e);
        break;
      case 'TemplateStr':
        visitTemplateStr(this, e);
        break;
      case 'Interpolation':
        visitInterpolation(this, e);
        break;
      case 'ListComp':
      case 'SetComp':
      case 'DictComp':
      case 'GeneratorExp':
        visitComprehension(this, e);
        break;
      case 'Lambda':
        visitLambda(this, e);
        break;
      case 'Slice':
        visitSlice(this, e);
        break;
      case 'NamedExpr':
        this.visitExpr(e.value);
        this.addOp(e, COPY, 1);
        this.visitExpr(e.target);
        break;
      case 'Yield':
        visitYield(this, e);
        break;
      case 'YieldFrom':
        visitYieldFrom(this, e);
        break;
      case 'Await':
        this.visitExpr(e.value);
        addAwait(this, e, AWAIT_EXPRESSION);
        break;
      case 'Starred':
        // Where it may stand, whoever writes what is around it deals with it.
        if (e.ctx === 'Store') throw this.error(e, 'starred assignment target must be in a list or tuple');
        throw this.error(e, "can't use starred expression here");
    }
  }

  private _visitUnaryOp(e: UnaryOp): void {
    this.visitExpr(e.operand);
    switch (e.op) {
      case 'Not':
        this.addOp(e, TO_BOOL);
        this.addOp(e, UNARY_NOT);
        break;
      case 'USub':
        this.addOp(e, UNARY_NEGATIVE);
        break;
      case 'Invert':
        this.addOp(e, UNARY_INVERT);
        break;
      case 'UAdd':
        this.addOp(e, CALL_INTRINSIC_1, INTRINSIC_UNARY_POSITIVE);
        break;
    }
  }
}

type CompoundStmt = Extract<
  stmt,
  { nodeType: 'If' | 'For' | 'While' | 'Try' | 'TryStar' | 'With' | 'AsyncWith' | 'AsyncFor' | 'Match' }
>;
