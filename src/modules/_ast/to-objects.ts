/** The parser's syntax tree as Python objects. CPython: `PyAST_mod2obj` and `ast2obj_…` in Python/Python-ast.c. */
import { PyList } from '../../objects/list.ts';
import type { PyObject } from '../../objects/object.ts';
import { None } from '../../objects/singletons.ts';
import { strFromUtf16 } from '../../objects/str.ts';
import type { AST, mod } from '../../parser/ast.gen.ts';
import { setAttr } from '../../runtime/attributes.ts';
import { overflowIn } from '../../runtime/recursion.ts';
import { type AstTypes, astTypes, type NodeField } from './types.ts';

type Value = AST | PyObject | undefined | readonly Value[];

export function treeToObject(tree: mod): PyObject {
  try {
    return nodeToObject(tree, astTypes());
  } catch (thrown) {
    throw overflowIn(thrown, 'during compilation');
  }
}

function nodeToObject(node: AST, types: AstTypes): PyObject {
  const { type, fields, attributes } = types.nodes.get(node.nodeType)!;
  const object = new type.ctor();
  const values = node as unknown as Record<string, Value>;
  for (const field of fields) setAttr(object, field.attr, fieldToObject(values[field.name], field, types));
  for (const field of attributes) setAttr(object, field.attr, values[field.name] as number);
  return object;
}

function fieldToObject(value: Value, field: NodeField, types: AstTypes): PyObject {
  if (field.quantifier !== '*' && field.quantifier !== '?*') return valueToObject(value, field.type, types);
  return new PyList((value as readonly Value[]).map((item) => valueToObject(item, field.type, types)));
}

function valueToObject(value: Value, type: string, types: AstTypes): PyObject {
  if (value === undefined) return None;
  switch (type) {
    case 'identifier':
      return strFromUtf16(value as string);
    case 'string':
    case 'int':
    case 'constant':
      return value as PyObject;
  }
  return typeof value === 'string' ? types.singletons.get(value)! : nodeToObject(value as AST, types);
}
