/**
 * `compile()` of and to syntax trees. CPython: `builtin_compile_impl` in Python/bltinmodule.c, `Py_CompileStringObject` in
 * Python/pythonrun.c.
 */

import { type CompileOptions, compileTree, parseSource, preprocessTree } from '../../compiler/compile.ts';
import { validate } from '../../compiler/validate.ts';
import type { PyObject } from '../../objects/object.ts';
import type { Str } from '../../objects/str.ts';
import { PyCF_ONLY_AST, PyCF_OPTIMIZED_AST } from '../../parser/parse.ts';
import { isInstance } from '../../runtime/instance-check.ts';
import { checkMemory } from '../../runtime/memory.ts';
import { current } from '../../runtime/state.ts';
import { typeName } from '../../runtime/type-of.ts';
import { raiseCompileErrors } from '../compile-errors.ts';
import { warnCompile } from '../compile-warnings.ts';
import { programTextOf } from '../program-text.ts';
import { decodeByCodec } from '../source-arguments.ts';
import { type AstMode, treeFromObject } from './from-objects.ts';
import { treeToObject } from './to-objects.ts';
import { PyAst } from './types.ts';

/** What `compile()` was asked for. */
export interface TreeOptions {
  readonly filename: Str;
  readonly mode: AstMode;
  readonly flags: number;
  readonly optimize: 0 | 1 | 2;
  /** The minor version of the language to keep to; absent: this one. */
  readonly featureVersion: number | undefined;
}

function compileOptions({ filename, flags, optimize }: TreeOptions): CompileOptions {
  return { filename, flags, optimize, warn: warnCompile, programText: programTextOf(filename) };
}

/** Is this a node of a syntax tree? */
export function isNode(value: PyObject): boolean {
  return isInstance(value, PyAst.type);
}

/** `ast.parse`: the tree of a source. */
export function parseToObject(source: Str | Uint8Array, options: TreeOptions): PyObject {
  const { mode, flags, featureVersion } = options;
  const tree = raiseCompileErrors(() => {
    const maxIntDigits = current.thread.interp.intMaxStrDigits;
    const forCompiler = compileOptions(options);
    const parsed = parseSource(source, {
      ...forCompiler,
      mode,
      featureVersion,
      maxIntDigits,
      decodeOther: decodeByCodec,
      checkMemory,
    });
    preprocessTree(parsed, forCompiler, !isOptimized(flags));
    return parsed;
  });
  return treeToObject(tree);
}

function isOptimized(flags: number): boolean {
  return (flags & PyCF_OPTIMIZED_AST) === PyCF_OPTIMIZED_AST;
}

/** `compile(tree, …)`: a code object, or a tree again. */
export function compileObject(object: PyObject, options: TreeOptions): PyObject {
  const { mode, flags } = options;
  const tree = treeFromObject(object, mode);
  return raiseCompileErrors((): PyObject => {
    validate(tree, typeName);
    if ((flags & PyCF_ONLY_AST) === 0) return compileTree(tree, compileOptions(options));
    preprocessTree(tree, compileOptions(options), !isOptimized(flags));
    return treeToObject(tree);
  });
}
