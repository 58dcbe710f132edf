/**
 * A syntax tree of Python objects as the compiler takes it. CPython: `PyAST_obj2mod` and `obj2ast_…` in
 * Python/Python-ast.c. What the tree means is checked afterwards, by compiler/validate.ts.
 */
import { PyBytes } from '../../objects/bytes.ts';
import { PyList } from '../../objects/list.ts';
import type { PyObject } from '../../objects/object.ts';
import { None } from '../../objects/singletons.ts';
import { isStr, utf16FromStr } from '../../objects/str.ts';
import * as nodes from '../../parser/ast.gen.ts';
import { getAttrOrAbsent } from '../../runtime/attributes.ts';
import { intValue } from '../../runtime/convert.ts';
import { asCInt } from '../../runtime/converters.ts';
import { runtimeError, typeError, valueError } from '../../runtime/errors.ts';
import { isInstance } from '../../runtime/instance-check.ts';
import { overflowIn } from '../../runtime/recursion.ts';
import { repr } from '../../runtime/repr.ts';
import { typeName } from '../../runtime/type-of.ts';
import { type AstTypes, astTypes, type NodeClass, type NodeField, type RuleClass } from './types.ts';

/** A value of a field in the parser's tree. */
type Value = nodes.AST | PyObject | undefined | readonly Value[];

const MODE_NODES = {
  exec: 'Module',
  eval: 'Expression',
  single: 'Interactive',
  func_type: 'FunctionType',
} as const;

export type AstMode = keyof typeof MODE_NODES;

type NodeConstructor = new (...values: Value[]) => nodes.AST;

/** JavaScript's classes of nodes are capitalised. */
const CONSTRUCTORS: ReadonlyMap<string, NodeConstructor> = new Map(
  nodes.ASDL.flatMap((rule) =>
    rule.constructors.map(({ name }) => {
      const className = name.replace(/(?:^|_)([a-z])/g, (_, c: string) => c.toUpperCase());
      return [name, (nodes as unknown as Record<string, NodeConstructor>)[className]!] as const;
    }),
  ),
);

function newNode(node: NodeClass, values: readonly Value[]): nodes.AST {
  return new (CONSTRUCTORS.get(node.name)!)(...values);
}

/** The tree must be of the class that the mode wants. */
export function treeFromObject(tree: PyObject, mode: AstMode): nodes.mod {
  const types = astTypes();
  const name = MODE_NODES[mode];
  if (!isInstance(tree, types.nodes.get(name)!.type)) {
    throw typeError(`expected ${name} node, got ${typeName(tree)}`);
  }
  return ruleFromObject(tree, types.rules.get('mod')!, types) as nodes.mod;
}

function ruleFromObject(object: PyObject, rule: RuleClass, types: AstTypes): Value {
  try {
    if (rule.isProduct) return nodeFromObject(object, rule.nodes[0]!, rule, types);
    if (object === None && !rule.isEnumeration) return undefined;
    if (rule.isEnumeration) return nodeClassOf(object, rule).name;
    const attributes = attributesOf(object, rule, types);
    const node = nodeClassOf(object, rule);
    return newNode(node, [...fieldsOf(object, node, types), ...attributes]);
  } catch (thrown) {
    throw overflowIn(thrown, `while traversing '${rule.name}' node`);
  }
}

function wrongNode(object: PyObject, rule: RuleClass): unknown {
  return typeError(`expected some sort of ${rule.name}, but got ${utf16FromStr(repr(object))}`);
}

function nodeClassOf(object: PyObject, rule: RuleClass): NodeClass {
  const type = typeof object === 'object' ? object.ob_type : undefined;
  const exact = rule.nodes.find((node) => node.type === type);
  const node = exact ?? rule.nodes.find((candidate) => isInstance(object, candidate.type));
  if (node === undefined) throw wrongNode(object, rule);
  return node;
}

function nodeFromObject(object: PyObject, node: NodeClass, rule: RuleClass, types: AstTypes): Value {
  const fields = fieldsOf(object, node, types);
  return newNode(node, [...fields, ...attributesOf(object, rule, types)]);
}

function fieldsOf(object: PyObject, node: NodeClass, types: AstTypes): Value[] {
  return node.fields.map((field) => fieldOf(object, field, node.name, types));
}

/** Positions: an end that is absent is where the node begins. */
function attributesOf(object: PyObject, rule: RuleClass, types: AstTypes): Value[] {
  const values: Value[] = [];
  for (const field of rule.attributes) {
    const value = getAttrOrAbsent(object, field.attr);
    if ((value === undefined || value === None) && field.quantifier === '?')
      values.push(values[values.length - 2]);
    else values.push(fieldFrom(value, field, rule.name, types));
  }
  return values;
}

function fieldOf(object: PyObject, field: NodeField, owner: string, types: AstTypes): Value {
  return fieldFrom(getAttrOrAbsent(object, field.attr), field, owner, types);
}

function fieldFrom(value: PyObject | undefined, field: NodeField, owner: string, types: AstTypes): Value {
  const { name, type, quantifier } = field;
  if (quantifier === '*' || quantifier === '?*') return listFrom(value, field, owner, types);
  if (quantifier === '?' && (value === undefined || value === None)) return type === 'int' ? 0 : undefined;
  if (value === undefined) throw typeError(`required field "${name}" missing from ${owner}`);
  const converted = valueFrom(value, type, types);
  if (converted === undefined && quantifier === '')
    throw valueError(`field '${name}' is required for ${owner}`);
  return converted;
}

function listFrom(list: PyObject | undefined, field: NodeField, owner: string, types: AstTypes): Value[] {
  if (list === undefined) return [];
  if (!(list instanceof PyList)) {
    throw typeError(`${owner} field "${field.name}" must be a list, not a ${typeName(list)}`);
  }
  const { length } = list.items;
  const values: Value[] = [];
  for (let i = 0; i < length; i++) {
    const value = valueFrom(list.items[i]!, field.type, types);
    // CPython does not survive this one.
    if (value === undefined && field.type === 'identifier')
      throw valueError('None disallowed in identifier list');
    values.push(value);
    if (list.items.length !== length) {
      throw runtimeError(`${owner} field "${field.name}" changed size during iteration`);
    }
  }
  return values;
}

function valueFrom(value: PyObject, type: string, types: AstTypes): Value {
  switch (type) {
    case 'identifier':
      if (value === None) return undefined;
      if (!isStr(value)) throw typeError('AST identifier must be of type str');
      return utf16FromStr(value);
    case 'string':
      if (!isStr(value) && !(value instanceof PyBytes && value.ob_type === PyBytes.type))
        throw typeError('AST string must be of type str');
      return value;
    case 'int':
      if (intValue(value) === undefined) {
        throw valueError(`invalid integer value: ${utf16FromStr(repr(value))}`);
      }
      return asCInt(value);
    case 'constant':
      return value;
  }
  return ruleFromObject(value, types.rules.get(type)!, types);
}
