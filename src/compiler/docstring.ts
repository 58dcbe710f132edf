/** Docstrings. CPython: `_PyAST_GetDocString` in Python/ast.c. */
import { isStr, type Str } from '../objects/str.ts';
import type { stmt } from '../parser/ast.gen.ts';

/** The docstring of a module, class or function with this body. */
export function getDocString(body: readonly stmt[]): Str | undefined {
  if (body.length === 0) return undefined;
  const first = body[0];
  if (first.nodeType !== 'Expr' || first.value.nodeType !== 'Constant') return undefined;
  const value = first.value.value;
  return isStr(value) ? value : undefined;
}
