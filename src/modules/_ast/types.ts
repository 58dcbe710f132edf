/**
 * The classes of syntax trees as Python sees them: `ast.AST`, and below it one class for each rule and node of the
 * ASDL. CPython: `init_types` in Python/Python-ast.c, which Parser/asdl_c.py prints.
 *
 * They are ordinary classes that programs may change and derive from, so each interpreter makes its own, when they are
 * first needed.
 */
import { type AttrName, attrName } from '../../objects/attribute-name.ts';
import { PyDict } from '../../objects/dict.ts';
import {
  objectType,
  PyBaseObject,
  type PyObject,
  PyType,
  TPFLAGS_BASETYPE,
  TPFLAGS_HAVE_GC,
  TPFLAGS_HEAPTYPE,
  typeType,
} from '../../objects/object.ts';
import { None } from '../../objects/singletons.ts';
import { PyTuple } from '../../objects/tuple.ts';
import { ASDL, type FieldInfo } from '../../parser/ast.gen.ts';
import { setAttr } from '../../runtime/attributes.ts';
import { call } from '../../runtime/call.ts';
import { dictGetStr, dictSetItem } from '../../runtime/dict.ts';
import { newGenericAlias } from '../../runtime/generic-alias.ts';
import { current, type Interpreter } from '../../runtime/state.ts';
import { uniteTypes } from '../../runtime/union.ts';

/** `ast.AST`: attributes and nothing else. */
export class PyAst extends PyBaseObject {
  static readonly type = new PyType(
    'ast.AST',
    PyAst,
    objectType,
    TPFLAGS_BASETYPE | TPFLAGS_HEAPTYPE | TPFLAGS_HAVE_GC,
  );
}
PyAst.type.hasDict = true;

/** A field or attribute of a node class. */
export interface NodeField {
  readonly name: string;
  readonly attr: AttrName;
  readonly type: string;
  readonly quantifier: FieldInfo[2];
}

/** A node class: `Name`. */
export interface NodeClass {
  readonly name: string;
  readonly type: PyType;
  readonly fields: readonly NodeField[];
  /** Those that all nodes of its rule have: the position. */
  readonly attributes: readonly NodeField[];
}

/** A rule of the ASDL: `expr`. */
export interface RuleClass {
  readonly name: string;
  readonly type: PyType;
  readonly attributes: readonly NodeField[];
  readonly nodes: readonly NodeClass[];
  /** Its nodes have no fields: the tree of the parser has their names in their place. */
  readonly isEnumeration: boolean;
  /** It is its own node class. */
  readonly isProduct: boolean;
}

export interface AstTypes {
  readonly rules: ReadonlyMap<string, RuleClass>;
  readonly nodes: ReadonlyMap<string, NodeClass>;
  /** The one object of each class of an enumeration. */
  readonly singletons: ReadonlyMap<string, PyAst>;
}

const types = new WeakMap<Interpreter, AstTypes>();

/** The classes of the running interpreter. */
export function astTypes(): AstTypes {
  const { interp } = current.thread;
  let made = types.get(interp);
  if (made === undefined) {
    made = makeTypes();
    types.set(interp, made);
  }
  return made;
}

function nodeField([name, type, quantifier]: FieldInfo): NodeField {
  return { name, attr: attrName(name), type, quantifier };
}

function makeType(name: string, base: PyType, fields: readonly FieldInfo[], doc: string): PyType {
  const names = new PyTuple(fields.map(([field]) => field));
  const dict = new PyDict();
  dictSetItem(dict, '_fields', names);
  dictSetItem(dict, '__match_args__', names);
  dictSetItem(dict, '__module__', 'ast');
  dictSetItem(dict, '__doc__', doc);
  return call(typeType, [name, new PyTuple([base]), dict]) as PyType;
}

function makeTypes(): AstTypes {
  const rules = new Map<string, RuleClass>();
  const nodes = new Map<string, NodeClass>();
  const singletons = new Map<string, PyAst>();
  for (const { name, product, attributes, constructors } of ASDL) {
    const texts = constructors.map(constructorText);
    const doc = product ? texts[0]! : `${name} = ${texts.join(separatorOf(name, texts))}`;
    const type = makeType(name, PyAst.type, product ? constructors[0]!.fields : [], doc);
    setAttr(type, attrName('_attributes'), new PyTuple(attributes.map(([attribute]) => attribute)));
    setDefaults(type, attributes);
    if (product) setDefaults(type, constructors[0]!.fields);
    const isEnumeration = attributes.length === 0 && constructors.every((c) => c.fields.length === 0);
    const ruleAttributes = attributes.map(nodeField);
    const own = constructors.map((constructor, i): NodeClass => {
      const nodeType = product ? type : makeType(constructor.name, type, constructor.fields, texts[i]!);
      if (!product) setDefaults(nodeType, constructor.fields);
      if (isEnumeration) singletons.set(constructor.name, new nodeType.ctor() as PyAst);
      return {
        name: constructor.name,
        type: nodeType,
        fields: constructor.fields.map(nodeField),
        attributes: ruleAttributes,
      };
    });
    for (const node of own) nodes.set(node.name, node);
    rules.set(name, {
      name,
      type,
      attributes: ruleAttributes,
      nodes: own,
      isEnumeration,
      isProduct: product,
    });
  }
  const made = { rules, nodes, singletons };
  for (const node of nodes.values()) annotate(made, node);
  return made;
}

/** `Return(expr? value)`. */
function constructorText({ name, fields }: { name: string; fields: readonly FieldInfo[] }): string {
  if (fields.length === 0) return name;
  return `${name}(${fields.map(([field, type, quantifier]) => `${type}${quantifier} ${field}`).join(', ')})`;
}

/** Rules of plain names stand on one line, others have a line for each constructor. */
function separatorOf(rule: string, texts: readonly string[]): string {
  return texts.every((text) => !text.includes('(')) ? ' | ' : `\n${' '.repeat(rule.length)} | `;
}

/** What may be absent is None on the class. */
function setDefaults(type: PyType, fields: readonly FieldInfo[]): void {
  for (const [name, , quantifier] of fields) if (quantifier === '?') setAttr(type, attrName(name), None);
}

const PRIMITIVES: ReadonlyMap<string, string> = new Map([
  ['identifier', 'str'],
  ['string', 'str'],
  ['int', 'int'],
  ['constant', 'object'],
]);

/** `_field_types`, which are the annotations too. */
function annotate({ rules }: AstTypes, node: NodeClass): void {
  const { builtins } = current.thread.interp;
  const builtin = (name: string): PyObject => dictGetStr(builtins, name)!;
  const annotations = new PyDict();
  for (const { name, type, quantifier } of node.fields) {
    const primitive = PRIMITIVES.get(type);
    let annotation = primitive === undefined ? rules.get(type)!.type : builtin(primitive);
    if (quantifier === '?') annotation = uniteTypes(annotation, None);
    else if (quantifier !== '') annotation = newGenericAlias(builtin('list'), annotation);
    dictSetItem(annotations, name, annotation);
  }
  setAttr(node.type, attrName('_field_types'), annotations);
  setAttr(node.type, attrName('__annotations__'), annotations);
}
