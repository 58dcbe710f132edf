/** _ast: the classes of syntax trees, for `ast`. CPython: Python/Python-ast.c. */

import { attrName } from '../../objects/attribute-name.ts';
import {
  PyCF_ALLOW_TOP_LEVEL_AWAIT,
  PyCF_ONLY_AST,
  PyCF_OPTIMIZED_AST,
  PyCF_TYPE_COMMENTS,
} from '../../parser/parse.ts';
import { setAttr } from '../../runtime/attributes.ts';
import { constant, defineModule, type TypeDefinition } from '../../runtime/define.ts';
import { astNode } from './node.ts';
import { astTypes, PyAst } from './types.ts';

export const _ast = defineModule(
  '_ast',
  '',
  [
    { name: 'AST', make: () => PyAst.type },
    constant('PyCF_ALLOW_TOP_LEVEL_AWAIT', PyCF_ALLOW_TOP_LEVEL_AWAIT),
    constant('PyCF_ONLY_AST', PyCF_ONLY_AST),
    constant('PyCF_TYPE_COMMENTS', PyCF_TYPE_COMMENTS),
    constant('PyCF_OPTIMIZED_AST', PyCF_OPTIMIZED_AST),
  ],
  (module) => {
    for (const rule of astTypes().rules.values()) {
      setAttr(module, attrName(rule.name), rule.type);
      if (rule.isProduct) continue;
      for (const node of rule.nodes) setAttr(module, attrName(node.name), node.type);
    }
  },
);

export const AST_TYPES: readonly TypeDefinition[] = [astNode];
