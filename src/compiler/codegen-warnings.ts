/**
 * The `SyntaxWarning`s for literals used as they cannot be: `x is "a"`, `"a" "b"(c)`, `[1, 2] ["key"]`.
 * CPython: `codegen_check_compare`, `check_caller`, `check_subscripter`, `check_index` in Python/codegen.c.
 */
import { PyBytes } from '../objects/bytes.ts';
import { PyComplex } from '../objects/complex.ts';
import { PyFloat } from '../objects/float.ts';
import type { PyObject } from '../objects/object.ts';
import { PyFrozenSet } from '../objects/set.ts';
import { Ellipsis, None } from '../objects/singletons.ts';
import { isStr } from '../objects/str.ts';
import { PyTuple } from '../objects/tuple.ts';
import type { Compare, expr } from '../parser/ast.gen.ts';
import type { CodeGenerator } from './codegen-core.ts';

/** Warns of `is` with an operand whose identity means nothing. */
export function checkCompare(c: CodeGenerator, e: Compare): void {
  let leftExpr = e.left;
  let left = hasIdentity(leftExpr);
  for (let i = 0; i < e.ops.length; i++) {
    const op = e.ops[i];
    const rightExpr = e.comparators[i];
    const right = hasIdentity(rightExpr);
    if ((op === 'Is' || op === 'IsNot') && !(left && right)) {
      const type = inferType(left ? rightExpr : leftExpr)!;
      const words = op === 'Is' ? ['is', '=='] : ['is not', '!='];
      c.warn(e, `"${words[0]}" with '${type}' literal. Did you mean "${words[1]}"?`);
      return;
    }
    left = right;
    leftExpr = rightExpr;
  }
}

/** Is this anything but a constant, or one of the constants of which there is one each? */
function hasIdentity(e: expr): boolean {
  if (e.nodeType === 'Tuple') return e.elts.some((elt) => elt.nodeType !== 'Constant');
  if (e.nodeType !== 'Constant') return true;
  const { value } = e;
  return value === None || typeof value === 'boolean' || value === Ellipsis;
}

/** Warns of a call of something that is surely not callable. */
export function checkCaller(c: CodeGenerator, e: expr): void {
  switch (e.nodeType) {
    case 'Constant':
    case 'Tuple':
    case 'List':
    case 'ListComp':
    case 'Dict':
    case 'DictComp':
    case 'Set':
    case 'SetComp':
    case 'GeneratorExp':
    case 'JoinedStr':
    case 'TemplateStr':
    case 'FormattedValue':
    case 'Interpolation':
      c.warn(e, `'${inferType(e)}' object is not callable; perhaps you missed a comma?`);
  }
}

/** Warns of a subscript of something that surely has none. */
export function checkSubscripter(c: CodeGenerator, e: expr): void {
  switch (e.nodeType) {
    case 'Constant': {
      const { value } = e;
      const subscriptable = isStr(value) || value instanceof PyBytes || value instanceof PyTuple;
      if (subscriptable) return;
      break;
    }
    case 'Set':
    case 'SetComp':
    case 'GeneratorExp':
    case 'TemplateStr':
    case 'Interpolation':
    case 'Lambda':
      break;
    default:
      return;
  }
  c.warn(e, `'${inferType(e)}' object is not subscriptable; perhaps you missed a comma?`);
}

/** Warns of a sequence subscripted with something that is surely no index. */
export function checkIndex(c: CodeGenerator, e: expr, index: expr): void {
  const indexType = inferType(index);
  if (indexType === undefined || indexType === 'int' || indexType === 'bool') return;
  switch (e.nodeType) {
    case 'Constant': {
      const { value } = e;
      if (!(isStr(value) || value instanceof PyBytes || value instanceof PyTuple)) return;
      break;
    }
    case 'Tuple':
    case 'List':
    case 'ListComp':
    case 'JoinedStr':
    case 'FormattedValue':
      break;
    default:
      return;
  }
  c.warn(
    e,
    `${inferType(e)} indices must be integers or slices, not ${indexType}; perhaps you missed a comma?`,
  );
}

/** The name of the type that the value of an expression surely has. */
function inferType(e: expr): string | undefined {
  switch (e.nodeType) {
    case 'Tuple':
      return 'tuple';
    case 'List':
    case 'ListComp':
      return 'list';
    case 'Dict':
    case 'DictComp':
      return 'dict';
    case 'Set':
    case 'SetComp':
      return 'set';
    case 'GeneratorExp':
      return 'generator';
    case 'Lambda':
      return 'function';
    case 'TemplateStr':
    case 'Interpolation':
      return 'string.templatelib.Template';
    case 'JoinedStr':
    case 'FormattedValue':
      return 'str';
    case 'Constant':
      return constantTypeName(e.value);
    default:
      return undefined;
  }
}

function constantTypeName(value: PyObject): string {
  if (typeof value === 'boolean') return 'bool';
  if (typeof value === 'number' || typeof value === 'bigint') return 'int';
  if (isStr(value)) return 'str';
  if (value instanceof PyFloat) return 'float';
  if (value instanceof PyBytes) return 'bytes';
  if (value instanceof PyTuple) return 'tuple';
  if (value instanceof PyComplex) return 'complex';
  if (value instanceof PyFrozenSet) return 'frozenset';
  return value === None ? 'NoneType' : 'ellipsis';
}
