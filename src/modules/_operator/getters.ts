/** itemgetter, attrgetter, methodcaller. CPython: Modules/_operator.c. */
import { type AttrName, attrName } from '../../objects/attribute-name.ts';
import {
  type KwNames,
  objectType,
  PyBaseObject,
  type PyObject,
  PyType,
  TPFLAGS_IMMUTABLETYPE,
} from '../../objects/object.ts';
import { type Str, utf16FromStr } from '../../objects/str.ts';
import { PyTuple } from '../../objects/tuple.ts';
import { checkNoKeywords, checkPositional } from '../../runtime/arguments.ts';
import { getAttr, methodOf } from '../../runtime/attributes.ts';
import { call } from '../../runtime/call.ts';
import { strValue } from '../../runtime/convert.ts';
import { defineType, getset, methodsOf, type TypeDefinition } from '../../runtime/define.ts';
import { typeError } from '../../runtime/errors.ts';
import { importedModule } from '../../runtime/import-module.ts';
import { guardRepr, repr } from '../../runtime/repr.ts';
import { getItem } from '../../runtime/sequence.ts';
import { strConcat, strJoin } from '../../runtime/text.ts';
import { typeName, typeOf } from '../../runtime/type-of.ts';

/** `f(x)`: the one argument of a call. */
function onlyArgument(name: string, args: readonly PyObject[], kwnames: KwNames | undefined): PyObject {
  checkPositional(name, args.length - (kwnames?.length ?? 0), 1, 1);
  return args[0]!;
}

const signatureEntry = getset<PyObject>('__text_signature__', undefined, () => '(obj, /)');

/** The repr of a callable with what it was made of. */
function madeOf(self: PyBaseObject, pieces: () => readonly Str[]): Str {
  return guardRepr(self, `${typeName(self)}(...)`, () =>
    strConcat(strConcat(`${typeName(self)}(`, strJoin(', ', pieces())), ')'),
  );
}

// ── itemgetter ───────────────────────────────────────────────────────────────────────────────────────────────────────

class PyItemGetter extends PyBaseObject {
  static readonly type = new PyType('operator.itemgetter', PyItemGetter, objectType, TPFLAGS_IMMUTABLETYPE);

  readonly items: readonly PyObject[];

  constructor(items: readonly PyObject[]) {
    super();
    this.items = items;
  }
}

const itemGetterMethod = methodsOf<PyItemGetter>();

const itemgetter = defineType({
  type: PyItemGetter.type,
  doc: 'A callable that gets the given items of its operand.\nAfter f = itemgetter(2), the call f(r) returns r[2].\nAfter g = itemgetter(2, 5, 3), the call g(r) returns (r[2], r[5], r[3])',
  textSignature: '(item, /, *items)',
  slots: {
    tp_new: (_type, args, kwnames) => {
      checkNoKeywords('itemgetter', kwnames);
      if (args.length < 1) checkPositional('itemgetter', args.length, 1, 1);
      return new PyItemGetter(args);
    },
    tp_call: (self, args, kwnames) => {
      checkNoKeywords('itemgetter', kwnames);
      const operand = onlyArgument('itemgetter', args, kwnames);
      const { items } = self as PyItemGetter;
      if (items.length === 1) return getItem(operand, items[0]!);
      return new PyTuple(items.map((item) => getItem(operand, item)));
    },
    tp_repr: (self) => madeOf(self as PyItemGetter, () => (self as PyItemGetter).items.map(repr)),
  },
  entries: [
    itemGetterMethod(
      '__reduce__($self, /)',
      'Return what pickling needs.',
      (self) => new PyTuple([typeOf(self), new PyTuple(self.items)]),
    ),
    signatureEntry,
  ],
});

// ── attrgetter ───────────────────────────────────────────────────────────────────────────────────────────────────────

class PyAttrGetter extends PyBaseObject {
  static readonly type = new PyType('operator.attrgetter', PyAttrGetter, objectType, TPFLAGS_IMMUTABLETYPE);

  readonly names: readonly PyObject[];
  /** Each name by its parts between dots. */
  readonly paths: readonly (readonly AttrName[])[];

  constructor(names: readonly PyObject[], paths: readonly (readonly AttrName[])[]) {
    super();
    this.names = names;
    this.paths = paths;
  }
}

function attributeAt(operand: PyObject, path: readonly AttrName[]): PyObject {
  let value = operand;
  for (let i = 0; i < path.length; i++) value = getAttr(value, path[i]!);
  return value;
}

function pathOf(name: PyObject): readonly AttrName[] {
  const text = strValue(name);
  if (text === undefined) throw typeError('attribute name must be a string');
  return utf16FromStr(text).split('.').map(attrName);
}

const attrGetterMethod = methodsOf<PyAttrGetter>();

const attrgetter = defineType({
  type: PyAttrGetter.type,
  doc: "A callable that gets the given attributes of its operand.\nAfter f = attrgetter('name'), the call f(r) returns r.name.\nAfter g = attrgetter('name', 'date'), the call g(r) returns (r.name, r.date).\nAfter h = attrgetter('name.first', 'name.last'), the call h(r) returns\n(r.name.first, r.name.last).",
  textSignature: '(attr, /, *attrs)',
  slots: {
    tp_new: (_type, args, kwnames) => {
      checkNoKeywords('attrgetter', kwnames);
      if (args.length < 1) checkPositional('attrgetter', args.length, 1, 1);
      return new PyAttrGetter(args, args.map(pathOf));
    },
    tp_call: (self, args, kwnames) => {
      checkNoKeywords('attrgetter', kwnames);
      const operand = onlyArgument('attrgetter', args, kwnames);
      const { paths } = self as PyAttrGetter;
      if (paths.length === 1) return attributeAt(operand, paths[0]!);
      return new PyTuple(paths.map((path) => attributeAt(operand, path)));
    },
    tp_repr: (self) => madeOf(self as PyAttrGetter, () => (self as PyAttrGetter).names.map(repr)),
  },
  entries: [
    attrGetterMethod(
      '__reduce__($self, /)',
      'Return what pickling needs.',
      (self) => new PyTuple([typeOf(self), new PyTuple(self.names)]),
    ),
    signatureEntry,
  ],
});

// ── methodcaller ─────────────────────────────────────────────────────────────────────────────────────────────────────

class PyMethodCaller extends PyBaseObject {
  static readonly type = new PyType(
    'operator.methodcaller',
    PyMethodCaller,
    objectType,
    TPFLAGS_IMMUTABLETYPE,
  );

  readonly name: PyObject;
  readonly attribute: AttrName;
  readonly args: readonly PyObject[];
  /** The values of the keywords come last in `args`. */
  readonly kwnames: KwNames;

  constructor(name: PyObject, attribute: AttrName, args: readonly PyObject[], kwnames: KwNames) {
    super();
    this.name = name;
    this.attribute = attribute;
    this.args = args;
    this.kwnames = kwnames;
  }
}

const partialName = attrName('partial');
const methodCallerMethod = methodsOf<PyMethodCaller>();

const methodcaller = defineType({
  type: PyMethodCaller.type,
  doc: "A callable that calls the given method of its operand.\nAfter f = methodcaller('name'), the call f(r) returns r.name().\nAfter g = methodcaller('name', 'date', foo=1), the call g(r) returns\nr.name('date', foo=1).",
  textSignature: '(name, /, *args, **kwargs)',
  slots: {
    tp_new: (_type, args, kwnames) => {
      if (args.length - (kwnames?.length ?? 0) < 1) {
        throw typeError('methodcaller needs at least one argument, the method name');
      }
      const text = strValue(args[0]!);
      if (text === undefined) throw typeError('method name must be a string');
      return new PyMethodCaller(args[0]!, attrName(utf16FromStr(text)), args.slice(1), kwnames ?? []);
    },
    tp_call: (self, args, kwnames) => {
      const operand = onlyArgument('methodcaller', args, kwnames);
      checkNoKeywords('methodcaller', kwnames);
      const own = self as PyMethodCaller;
      const names = own.kwnames.length > 0 ? own.kwnames : undefined;
      const method = methodOf(operand, own.attribute);
      if (method !== undefined) return call(method, [operand, ...own.args], names);
      return call(getAttr(operand, own.attribute), own.args.slice(), names);
    },
    tp_repr: (self) => {
      const { name, args, kwnames } = self as PyMethodCaller;
      return madeOf(self as PyMethodCaller, () => {
        const count = args.length - kwnames.length;
        const pieces: Str[] = [repr(name)];
        for (let i = 0; i < count; i++) pieces.push(repr(args[i]!));
        for (let i = 0; i < kwnames.length; i++) {
          pieces.push(strConcat(`${kwnames[i]}=`, repr(args[count + i]!)));
        }
        return pieces;
      });
    },
  },
  entries: [
    methodCallerMethod('__reduce__($self, /)', 'Return what pickling needs.', (self) => {
      const { name, args, kwnames } = self;
      if (kwnames.length === 0) return new PyTuple([typeOf(self), new PyTuple([name, ...args])]);
      // Keywords cannot be pickled as arguments, but in a partial.
      const count = args.length - kwnames.length;
      const partial = getAttr(importedModule('functools'), partialName);
      const constructor = call(partial, [typeOf(self), name, ...args.slice(count)], kwnames);
      return new PyTuple([constructor, new PyTuple(args.slice(0, count))]);
    }),
    signatureEntry,
  ],
});

export const GETTER_TYPES: readonly TypeDefinition[] = [attrgetter, itemgetter, methodcaller];
