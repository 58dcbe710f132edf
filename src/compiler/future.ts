/**
 * `from __future__ import ...` at the head of a module. CPython: Python/future.c.
 *
 * A future statement may only follow the docstring and other future statements. Looking for them stops at the first
 * other statement; one that comes later is an error of the symbol table pass, which compares places.
 */
import { CO_FUTURE_ANNOTATIONS, CO_FUTURE_BARRY_AS_BDFL } from '../objects/code.ts';
import { isStr } from '../objects/str.ts';
import type { ImportFrom, mod } from '../parser/ast.gen.ts';
import { type Location, NO_LOCATION } from './instruction-sequence.ts';
import { type ProgramSource, syntaxErrorAt } from './syntax-error.ts';

export interface FutureFeatures {
  /** `CO_FUTURE_*` flags; whoever compiles adds those it inherits, and the `PyCF_*` flags. */
  ff_features: number;
  /** The last future statement. */
  ff_location: Location;
}

/** The future statements of a program. Throws `CompileError` for unknown features. */
export function futureParse(tree: mod, source: ProgramSource): FutureFeatures {
  const features: FutureFeatures = { ff_features: 0, ff_location: NO_LOCATION };
  if (tree.nodeType !== 'Module' && tree.nodeType !== 'Interactive') return features;
  let mayBeDocString = tree.nodeType === 'Module';
  for (const statement of tree.body) {
    if (statement.nodeType === 'ImportFrom' && statement.module === '__future__' && statement.level === 0) {
      features.ff_features |= featureFlags(statement, source);
      features.ff_location = statement;
    } else if (
      !mayBeDocString ||
      statement.nodeType !== 'Expr' ||
      statement.value.nodeType !== 'Constant' ||
      !isStr(statement.value.value)
    ) {
      break;
    }
    mayBeDocString = false;
  }
  return features;
}

function featureFlags(statement: ImportFrom, source: ProgramSource): number {
  let flags = 0;
  for (const alias of statement.names) {
    switch (alias.name) {
      case 'nested_scopes':
      case 'generators':
      case 'division':
      case 'absolute_import':
      case 'with_statement':
      case 'print_function':
      case 'unicode_literals':
      case 'generator_stop':
        break;
      case 'barry_as_FLUFL':
        flags |= CO_FUTURE_BARRY_AS_BDFL;
        break;
      case 'annotations':
        flags |= CO_FUTURE_ANNOTATIONS;
        break;
      case 'braces':
        throw syntaxErrorAt(source, 'not a chance', alias);
      default:
        throw syntaxErrorAt(source, `future feature ${alias.name} is not defined`, alias);
    }
  }
  return flags;
}
