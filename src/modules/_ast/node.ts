/** `ast.AST`: how nodes are made, copied and shown. CPython: `ast_type_init` and so on in Python/Python-ast.c. */
import { type AttrName, attrName } from '../../objects/attribute-name.ts';
import { exceptionTypes } from '../../objects/exception.ts';
import { PyGenericAlias, PyUnion } from '../../objects/generic-alias.ts';
import { PyList } from '../../objects/list.ts';
import type { InitSlot, KwNames, PyObject, PyType } from '../../objects/object.ts';
import { None } from '../../objects/singletons.ts';
import { isStr, type Str, strFromUtf16, utf16FromStr } from '../../objects/str.ts';
import { PyTuple } from '../../objects/tuple.ts';
import { getAttr, getAttrOrAbsent, setAttr } from '../../runtime/attributes.ts';
import { call } from '../../runtime/call.ts';
import { isEqual } from '../../runtime/compare.ts';
import { classAttribute, defineType, methodsOf, rawMethod } from '../../runtime/define.ts';
import { dictContains, dictGetItem, isDict } from '../../runtime/dict.ts';
import { typeError } from '../../runtime/errors.ts';
import { copyInstanceDict, dictEntry } from '../../runtime/instance-dict.ts';
import { iterToArray } from '../../runtime/iter.ts';
import { guardRepr, repr } from '../../runtime/repr.ts';
import { length } from '../../runtime/sequence.ts';
import { strJoin } from '../../runtime/text.ts';
import { typeOf } from '../../runtime/type-of.ts';
import { warn } from '../../runtime/warn.ts';
import { astTypes, PyAst } from './types.ts';

const FIELDS = attrName('_fields');
const ATTRIBUTES = attrName('_attributes');
const FIELD_TYPES = attrName('_field_types');
const DeprecationWarning = exceptionTypes.get('DeprecationWarning')!;

function namesOf(type: PyType, which: AttrName): PyObject[] {
  const names = getAttr(type, which);
  length(names);
  return iterToArray(names);
}

function optionalNamesOf(type: PyType, which: AttrName): PyObject[] {
  const names = getAttrOrAbsent(type, which);
  return names === undefined ? [] : iterToArray(names);
}

function nameOf(field: PyObject): AttrName {
  if (!isStr(field)) throw typeError(`attribute name must be string, not '${typeOf(field).tp_name}'`);
  return attrName(utf16FromStr(field));
}

function shown(value: PyObject): string {
  return utf16FromStr(repr(value));
}

// ── Making nodes ─────────────────────────────────────────────────────────────────────────────────────────────────────

const initialize: InitSlot = (self, args, kwnames) => {
  const type = typeOf(self);
  const fields = namesOf(type, FIELDS);
  const remaining = fields.slice();
  const positional = args.length - (kwnames?.length ?? 0);
  if (positional > fields.length) {
    const plural = fields.length === 1 ? '' : 's';
    throw typeError(
      `${shortName(type)} constructor takes at most ${fields.length} positional argument${plural}`,
    );
  }
  for (let i = 0; i < positional; i++) {
    setAttr(self, nameOf(fields[i]!), args[i]!);
    discard(remaining, fields[i]!);
  }
  kwnames?.forEach((text, k) => {
    takeKeyword(type, strFromUtf16(text), fields, remaining);
    setAttr(self, attrName(text), args[positional + k]!);
  });
  if (remaining.length > 0) setRemaining(self, type, remaining);
};

function shortName(type: PyType): string {
  return type.tp_name.slice(type.tp_name.lastIndexOf('.') + 1);
}

function isAmong(names: readonly PyObject[], name: PyObject): boolean {
  return names.some((candidate) => isEqual(candidate, name));
}

/** Takes a name off a list; false if it is not there. */
function discard(names: PyObject[], name: PyObject): boolean {
  const at = names.findIndex((candidate) => isEqual(candidate, name));
  if (at >= 0) names.splice(at, 1);
  return at >= 0;
}

/** Is this a keyword that the class knows, and not given yet? */
function takeKeyword(type: PyType, name: Str, fields: readonly PyObject[], remaining: PyObject[]): void {
  if (isAmong(fields, name)) {
    if (discard(remaining, name)) return;
    throw typeError(`${type.tp_name} got multiple values for argument ${shown(name)}`);
  }
  if (isAmong(namesOf(type, ATTRIBUTES), name)) return;
  warn(
    DeprecationWarning,
    `${type.tp_name}.__init__ got an unexpected keyword argument ${shown(name)}. Support for arbitrary keyword arguments is deprecated and will be removed in Python 3.15.`,
  );
}

/** Gives the fields that the caller left out their defaults, by their types. */
function setRemaining(self: PyObject, type: PyType, remaining: readonly PyObject[]): void {
  const fieldTypes = getAttrOrAbsent(type, FIELD_TYPES);
  if (fieldTypes === undefined || !isDict(fieldTypes)) return;
  const { rules, singletons } = astTypes();
  for (const field of remaining) {
    const fieldType = dictGetItem(fieldTypes, field);
    if (fieldType === undefined) {
      warn(
        DeprecationWarning,
        `Field ${shown(field)} is missing from ${type.tp_name}._field_types. This will become an error in Python 3.15.`,
      );
    } else if (fieldType instanceof PyUnion) {
      // The class has None for it.
    } else if (fieldType instanceof PyGenericAlias) {
      setAttr(self, nameOf(field), new PyList([]));
    } else if (fieldType === rules.get('expr_context')!.type) {
      setAttr(self, nameOf(field), singletons.get('Load')!);
    } else {
      warn(
        DeprecationWarning,
        `${type.tp_name}.__init__ missing 1 required positional argument: ${shown(field)}. This will become an error in Python 3.15.`,
      );
    }
  }
}

// ── Copies ───────────────────────────────────────────────────────────────────────────────────────────────────────────

/** Fields are given as None first, so that the class does not miss them; then the attributes are set. */
function reduce(self: PyAst): PyObject {
  const dict = copyInstanceDict(self);
  const args: PyObject[] = [];
  for (const field of optionalNamesOf(typeOf(self), FIELDS)) {
    if (!dictContains(dict, field)) break;
    args.push(None);
  }
  return new PyTuple([typeOf(self), new PyTuple(args), dict]);
}

function replace(self: PyAst, args: readonly PyObject[], kwnames: KwNames | undefined): PyObject {
  const names = kwnames ?? [];
  if (args.length > names.length) throw typeError('__replace__() takes no positional arguments');
  const type = typeOf(self);
  const dict = copyInstanceDict(self);
  const fields = optionalNamesOf(type, FIELDS);
  const attributes = optionalNamesOf(type, ATTRIBUTES);
  const known = [...fields, ...attributes];
  for (const text of names) {
    const name = strFromUtf16(text);
    if (isAmong(known, name)) continue;
    throw typeError(`${type.tp_name}.__replace__ got an unexpected keyword argument ${shown(name)}.`);
  }
  const fieldTypes = getAttrOrAbsent(type, FIELD_TYPES);
  const isOptional = (field: PyObject): boolean =>
    fieldTypes !== undefined && isDict(fieldTypes) && dictGetItem(fieldTypes, field) instanceof PyUnion;
  const missing = fields.filter(
    (field) => !names.includes(nameOf(field).text) && !dictContains(dict, field) && !isOptional(field),
  );
  if (missing.length > 0) {
    const list = missing.map(shown).sort().join(', ');
    const plural = missing.length === 1 ? '' : 's';
    throw typeError(
      `${type.tp_name}.__replace__ missing ${missing.length} keyword argument${plural}: ${list}.`,
    );
  }
  const values = new Map<string, PyObject>();
  for (const name of known) {
    const value = dictGetItem(dict, name);
    if (value !== undefined) values.set(nameOf(name).text, value);
  }
  names.forEach((text, i) => {
    values.set(text, args[i]!);
  });
  return call(type, Array.from(values.values()), Array.from(values.keys()));
}

// ── Repr ─────────────────────────────────────────────────────────────────────────────────────────────────────────────

const SHOWN_DEPTH = 3;

function nodeRepr(self: PyAst, depth: number): Str {
  const type = typeOf(self);
  const elided = `${type.tp_name}(...)`;
  if (depth <= 0) return elided;
  return guardRepr(self, elided, () => {
    const fields = namesOf(type, FIELDS).map((field) => {
      const name = nameOf(field);
      return strJoin('', [strFromUtf16(name.text), '=', valueRepr(getAttr(self, name), depth - 1)]);
    });
    return strJoin('', [type.tp_name, '(', strJoin(', ', fields), ')']);
  });
}

function valueRepr(value: PyObject, depth: number): Str {
  if (value instanceof PyAst) return nodeRepr(value, depth);
  if (value instanceof PyList) return sequenceRepr(value.items, '[', ']', depth);
  if (value instanceof PyTuple) return sequenceRepr(value.items, '(', ')', depth);
  return repr(value);
}

/** The first item and the last. */
function sequenceRepr(items: readonly PyObject[], open: string, close: string, depth: number): Str {
  const item = (value: PyObject): Str => (value instanceof PyAst ? nodeRepr(value, depth) : repr(value));
  const parts: Str[] = items.length === 0 ? [] : [item(items[0]!)];
  if (items.length > 2) parts.push('...');
  if (items.length > 1) parts.push(item(items[items.length - 1]!));
  return strJoin('', [open, strJoin(', ', parts), close]);
}

const method = methodsOf<PyAst>();

export const astNode = defineType({
  type: PyAst.type,
  slots: {
    tp_new: (type) => new type.ctor(),
    tp_init: initialize,
    tp_repr: (self) => nodeRepr(self as PyAst, SHOWN_DEPTH),
  },
  entries: [
    method('__reduce__($self, /)', '', reduce, false),
    rawMethod(
      '__replace__',
      '($self, /, **fields)',
      'Return a copy of the node with other values for the given fields.',
      (self, args, kwnames) => replace(self as PyAst, args, kwnames),
    ),
    dictEntry,
    classAttribute('__module__', 'ast'),
    classAttribute('_fields', new PyTuple([])),
    classAttribute('__match_args__', new PyTuple([])),
    classAttribute('_attributes', new PyTuple([])),
  ],
});
