/** Elements of XML trees, and the iterators that go through them. CPython: `ElementObject` in Modules/_elementtree.c. */
import { attrName } from '../../objects/attribute-name.ts';
import { PyDict } from '../../objects/dict.ts';
import { exceptionTypes } from '../../objects/exception.ts';
import { PyList } from '../../objects/list.ts';
import {
  type KwNames,
  objectType,
  PyBaseObject,
  type PyObject,
  PyType,
  TPFLAGS_BASETYPE,
  TPFLAGS_DISALLOW_INSTANTIATION,
  TPFLAGS_HAVE_GC,
  TPFLAGS_IMMUTABLETYPE,
} from '../../objects/object.ts';
import { None } from '../../objects/singletons.ts';
import { PySlice } from '../../objects/slice.ts';
import { strFromUtf16, strLength } from '../../objects/str.ts';
import { getAttr } from '../../runtime/attributes.ts';
import { call2, callMethod } from '../../runtime/call.ts';
import { isEqual } from '../../runtime/compare.ts';
import { indexAsNumber, isTrue, strValue } from '../../runtime/convert.ts';
import { defineType, type Entry, getset, methodsOf } from '../../runtime/define.ts';
import { dictCopy, dictGetItem, dictSetItem, isDict } from '../../runtime/dict.ts';
import { attributeError, indexError, runtimeError, typeError, valueError } from '../../runtime/errors.ts';
import { addressText, idOf } from '../../runtime/identity.ts';
import { importedModule } from '../../runtime/import-module.ts';
import { sequenceFast } from '../../runtime/items.ts';
import { iterToArray } from '../../runtime/iter.ts';
import { guardRepr, repr } from '../../runtime/repr.ts';
import { current } from '../../runtime/state.ts';
import { codeAt, strJoin } from '../../runtime/text.ts';
import { typeName, typeOf } from '../../runtime/type-of.ts';
import { warn } from '../../runtime/warn.ts';

const FLAGS = TPFLAGS_BASETYPE | TPFLAGS_HAVE_GC | TPFLAGS_IMMUTABLETYPE;

const DeprecationWarningType = exceptionTypes.get('DeprecationWarning')!;

const deepcopyName = attrName('deepcopy');
const findName = attrName('find');
const findallName = attrName('findall');
const findtextName = attrName('findtext');
const itemsName = attrName('items');
const iterfindName = attrName('iterfind');
const keysName = attrName('keys');

const NO_ELEMENTS: readonly PyElement[] = [];

export class PyElement extends PyBaseObject {
  static readonly type = new PyType('xml.etree.ElementTree.Element', PyElement, objectType, FLAGS);

  tag: PyObject = None;
  text: PyObject = None;
  tail: PyObject = None;
  /** Absent until there is an attribute or somebody asks. */
  attributes: PyDict | undefined = undefined;
  /** Absent until there is a child. */
  private _children: PyList | undefined = undefined;

  /** The children as a list that may be changed. */
  get children(): PyList {
    this._children ??= new PyList([]);
    return this._children;
  }

  /** The children, as JavaScript's array, to be read: another one when they were changed. */
  get items(): readonly PyElement[] {
    return this._children === undefined ? NO_ELEMENTS : (this._children.items as PyElement[]);
  }
}
PyElement.type.hasWeakref = true;

export function newElement(tag: PyObject, attributes: PyDict | undefined): PyElement {
  const element = new PyElement();
  element.tag = tag;
  element.attributes = attributes;
  return element;
}

function attributesOf(self: PyElement): PyDict {
  self.attributes ??= new PyDict();
  return self.attributes;
}

/** Checks an argument: `place` says which. */
function elementArgument(value: PyObject, place: string): PyElement {
  if (value instanceof PyElement) return value;
  throw typeError(
    `${place} must be xml.etree.ElementTree.Element, not ${value === None ? 'None' : typeName(value)}`,
  );
}

function expectElement(value: PyObject): PyElement {
  if (value instanceof PyElement) return value;
  throw typeError(`expected an Element, not "${typeName(value)}"`);
}

// ── Making ───────────────────────────────────────────────────────────────────────────────────────────────────────────

/** The attributes that are given as a dict and as keywords, in a dict of their own; `undefined` when there are none. */
function givenAttributes(
  name: string,
  position: number,
  positional: readonly PyObject[],
  keywords: readonly PyObject[],
  kwnames: KwNames,
): PyDict | undefined {
  let attributes: PyDict | undefined;
  const take = (value: PyObject): void => {
    if (!isDict(value))
      throw typeError(`${name}() argument ${position} must be dict, not ${typeName(value)}`);
    attributes = dictCopy(value);
  };
  if (positional.length > 0) take(positional[0]!);
  const given = kwnames.indexOf('attrib');
  if (given >= 0 && attributes === undefined) {
    if (!isDict(keywords[given]!)) throw typeError(`attrib must be dict, not ${typeName(keywords[given]!)}`);
    take(keywords[given]!);
  }
  kwnames.forEach((keyword, i) => {
    if (i === given && positional.length === 0) return;
    attributes ??= new PyDict();
    dictSetItem(attributes, strFromUtf16(keyword), keywords[i]!);
  });
  return attributes;
}

function init(self: PyObject, args: readonly PyObject[], kwnames: KwNames = []): void {
  const count = args.length - kwnames.length;
  if (count < 1) throw typeError(`Element() takes at least 1 argument (${count} given)`);
  if (count > 2) throw typeError(`Element() takes at most 2 arguments (${count} given)`);
  const element = self as PyElement;
  element.attributes = givenAttributes('Element', 2, args.slice(1, count), args.slice(count), kwnames);
  element.tag = args[0]!;
  element.text = None;
  element.tail = None;
}

/** `SubElement(parent, tag, attrib={}, **extra)`. */
export function subElement(args: readonly PyObject[], kwnames: KwNames = []): PyElement {
  const count = args.length - kwnames.length;
  if (count < 2) {
    if (count === 1) elementArgument(args[0]!, 'SubElement() argument 1');
    throw typeError(`SubElement() takes at least 2 arguments (${count} given)`);
  }
  if (count > 3) throw typeError(`SubElement() takes at most 3 arguments (${count} given)`);
  const parent = elementArgument(args[0]!, 'SubElement() argument 1');
  const attributes = givenAttributes('SubElement', 3, args.slice(2, count), args.slice(count), kwnames);
  const element = newElement(args[1]!, attributes);
  parent.children.items.push(element);
  return element;
}

function copyElement(self: PyElement): PyElement {
  const copy = newElement(self.tag, self.attributes);
  copy.text = self.text;
  copy.tail = self.tail;
  if (self.items.length > 0) copy.children.items = self.items.slice();
  return copy;
}

function deepCopy(value: PyObject, memo: PyObject): PyObject {
  // The usual things are what they are.
  if (value === None || typeof value !== 'object') return value;
  return call2(getAttr(importedModule('copy'), deepcopyName), value, memo);
}

// ── Items ────────────────────────────────────────────────────────────────────────────────────────────────────────────

/** The index of a child that is there. */
function childIndex(self: PyElement, key: PyObject, complaint: string): number {
  const { length } = self.items;
  const given = indexAsNumber(key);
  const index = given < 0 ? given + length : given;
  if (index < 0 || index >= length) throw indexError(complaint);
  return index;
}

function isIndex(key: PyObject): boolean {
  return typeOf(key).nb_index !== undefined;
}

function subscript(self: PyObject, key: PyObject): PyObject {
  const element = self as PyElement;
  if (isIndex(key)) return element.items[childIndex(element, key, 'child index out of range')]!;
  if (key instanceof PySlice) return PyList.type.mp_subscript!(element.children, key);
  throw typeError('element indices must be integers');
}

function assign(self: PyObject, key: PyObject, value: PyObject | undefined): void {
  const element = self as PyElement;
  const { children } = element;
  if (isIndex(key)) {
    const index = childIndex(element, key, 'child assignment index out of range');
    if (value === undefined) children.items.splice(index, 1);
    else children.items[index] = expectElement(value);
  } else if (key instanceof PySlice) {
    if (value === undefined) PyList.type.mp_ass_subscript!(children, key, undefined);
    else {
      const items = given(value, 'assignment expects an iterable');
      for (const item of items) expectElement(item);
      PyList.type.mp_ass_subscript!(children, key, new PyList(items.slice()));
    }
  } else throw typeError('element indices must be integers');
}

/** The items of an iterable; what is none gets its own message. */
function given(value: PyObject, complaint: string): readonly PyObject[] {
  return value instanceof PyElement ? value.items.slice() : sequenceFast(value, complaint);
}

function remove(self: PyElement, value: PyObject): void {
  const wanted = elementArgument(value, 'remove() argument');
  const { children } = self;
  for (let i = 0; i < children.items.length; i++) {
    if (!isEqual(children.items[i]!, wanted)) continue;
    // Comparing may have changed the children.
    if (i < children.items.length) children.items.splice(i, 1);
    return;
  }
  throw valueError('Element.remove(x): element not found');
}

// ── Searching ────────────────────────────────────────────────────────────────────────────────────────────────────────

/** Does a path say more than the tag of a child? */
function isPath(path: PyObject): boolean {
  const text = strValue(path);
  if (text === undefined) return true;
  let inNamespace = false;
  const length = strLength(text);
  if (length >= 3 && codeAt(text, 0) === 123) {
    const second = codeAt(text, 1);
    if (second === 125 || (second === 42 && codeAt(text, 2) === 125)) return true;
  }
  for (let i = 0; i < length; i++) {
    const code = codeAt(text, i);
    if (code === 123) inNamespace = true;
    else if (code === 125) inNamespace = false;
    else if (!inNamespace && (code === 47 || code === 42 || code === 91 || code === 64 || code === 46))
      return true;
  }
  return false;
}

function searched(self: PyElement, name: typeof findName, ...args: PyObject[]): PyObject {
  return callMethod(importedModule('xml.etree.ElementPath'), name, self, ...args);
}

function childWithTag(self: PyElement, tag: PyObject): PyElement | undefined {
  for (let i = 0; i < self.items.length; i++) {
    const child = self.items[i]!;
    if (isEqual(child.tag, tag)) return child;
  }
  return undefined;
}

function findAll(self: PyElement, path: PyObject, namespaces: PyObject): PyObject {
  if (namespaces !== None || isPath(path)) return searched(self, findallName, path, namespaces);
  const found: PyObject[] = [];
  for (let i = 0; i < self.items.length; i++) {
    const child = self.items[i]!;
    if (isEqual(child.tag, path)) found.push(child);
  }
  return new PyList(found);
}

// ── Iterating ────────────────────────────────────────────────────────────────────────────────────────────────────────

/** Goes through a tree from its root: the elements, or the texts in them. */
class PyElementIter extends PyBaseObject {
  static readonly type = new PyType(
    '_elementtree._element_iterator',
    PyElementIter,
    objectType,
    TPFLAGS_DISALLOW_INSTANTIATION | TPFLAGS_HAVE_GC,
  );

  root: PyElement | undefined;
  /** None for all. */
  readonly tag: PyObject;
  readonly ofTexts: boolean;
  /** Elements that are being gone through, and the indices of their next children. */
  readonly open: PyElement[] = [];
  readonly indices: number[] = [];

  constructor(root: PyElement, tag: PyObject, ofTexts: boolean) {
    super();
    this.root = root;
    this.tag = tag;
    this.ofTexts = ofTexts;
  }
}

/** The element that comes next; `undefined` at the end. What has a tail that comes first is told by `leaving`. */
function nextElement(iterator: PyElementIter): PyObject | undefined {
  const { open, indices, ofTexts } = iterator;
  for (;;) {
    let element: PyElement;
    if (open.length === 0) {
      if (iterator.root === undefined) return undefined;
      element = iterator.root;
      iterator.root = undefined;
    } else {
      const top = open.length - 1;
      const parent = open[top]!;
      if (indices[top]! >= parent.items.length) {
        open.pop();
        indices.pop();
        // The tail of the root is not in it.
        const { tail } = parent;
        if (ofTexts && open.length > 0 && tail !== None && isTrue(tail)) return tail;
        continue;
      }
      element = parent.items[indices[top]!++]!;
    }
    open.push(element);
    indices.push(0);
    if (ofTexts) {
      const { tag, text } = element;
      // Comments and instructions have no text, only a tail.
      if (tag !== None && strValue(tag) === undefined) indices[open.length - 1] = Number.POSITIVE_INFINITY;
      else if (text !== None && isTrue(text)) return text;
    } else if (iterator.tag === None || isEqual(element.tag, iterator.tag)) return element;
  }
}

export const elementIterator = defineType({
  type: PyElementIter.type,
  slots: { tp_iter: (self) => self, tp_iternext: (self) => nextElement(self as PyElementIter) },
});

// ── The type ─────────────────────────────────────────────────────────────────────────────────────────────────────────

function field(name: 'tag' | 'text' | 'tail'): Entry {
  return getset<PyElement>(
    name,
    undefined,
    (self) => self[name],
    (self, value) => {
      if (value === undefined) throw attributeError("can't delete element attribute", self, name);
      self[name] = value;
    },
  );
}

function setState(self: PyElement, state: PyObject): void {
  if (!isDict(state)) {
    throw typeError(strJoin('', ['Don\'t know how to unpickle "', repr(state), '" as an Element']));
  }
  const tag = dictGetItem(state, 'tag');
  if (tag === undefined) throw typeError('tag may not be NULL');
  const attributes = dictGetItem(state, 'attrib') ?? None;
  const children = dictGetItem(state, '_children') ?? None;
  if (children !== None && !(children instanceof PyList)) throw typeError("'_children' is not a list");
  const items = children instanceof PyList ? children.items.slice() : [];
  for (const item of items) expectElement(item);
  if (attributes !== None && !isDict(attributes)) {
    throw typeError(`'attrib' is not a dict`);
  }
  self.tag = tag;
  self.text = dictGetItem(state, 'text') ?? None;
  self.tail = dictGetItem(state, 'tail') ?? None;
  self.attributes = isDict(attributes) ? attributes : undefined;
  self.children.items = items;
}

function stateOf(self: PyElement): PyDict {
  const dict = new PyDict();
  dictSetItem(dict, 'tag', self.tag);
  dictSetItem(dict, '_children', new PyList(self.items.slice()));
  dictSetItem(dict, 'attrib', attributesOf(self));
  dictSetItem(dict, 'text', self.text);
  dictSetItem(dict, 'tail', self.tail);
  return dict;
}

const method = methodsOf<PyElement>();

export const element = defineType({
  type: PyElement.type,
  slots: {
    tp_new: (type) => new type.ctor(),
    tp_init: init,
    tp_repr: (self) => {
      const { tag } = self as PyElement;
      const { reprActive } = current.thread;
      if (reprActive.has(self as PyElement)) {
        throw runtimeError(`reentrant call inside ${typeOf(self).tp_name}.__repr__`);
      }
      return guardRepr(self as PyElement, '', () =>
        strJoin('', ['<Element ', repr(tag), ` at ${addressText(self)}>`]),
      );
    },
    nb_bool: (self) => {
      warn(
        DeprecationWarningType,
        "Testing an element's truth value will always return True in future versions.  Use specific 'len(elem)' or 'elem is not None' test instead.",
      );
      return (self as PyElement).items.length > 0;
    },
    sq_length: (self) => (self as PyElement).items.length,
    mp_length: (self) => (self as PyElement).items.length,
    sq_item: (self, index) => {
      const { items } = self as PyElement;
      if (index < 0 || index >= items.length) throw indexError('child index out of range');
      return items[index]!;
    },
    mp_subscript: subscript,
    mp_ass_subscript: assign,
  },
  entries: [
    method('clear($self, /) -> None', 'Take everything away but the tag.', (self) => {
      self.attributes = undefined;
      self.children.items = [];
      self.text = None;
      self.tail = None;
    }),
    method(
      'get($self, /, key: object, default: object = None)',
      'Return an attribute.',
      (self, key, fallback) =>
        self.attributes === undefined ? fallback : (dictGetItem(self.attributes, key) ?? fallback),
    ),
    method('set($self, key: object, value: object, /) -> None', 'Set an attribute.', (self, key, value) => {
      dictSetItem(attributesOf(self), key, value);
    }),
    method(
      'find($self, /, path: object, namespaces: object = None)',
      'Return the first element of a path, None when there is none.',
      (self, path, namespaces) =>
        namespaces !== None || isPath(path)
          ? searched(self, findName, path, namespaces)
          : (childWithTag(self, path) ?? None),
    ),
    method(
      'findtext($self, /, path: object, default: object = None, namespaces: object = None)',
      'Return the text of the first element of a path.',
      (self, path, fallback, namespaces) => {
        if (namespaces !== None || isPath(path))
          return searched(self, findtextName, path, fallback, namespaces);
        const child = childWithTag(self, path);
        if (child === undefined) return fallback;
        return child.text === None ? '' : child.text;
      },
    ),
    method(
      'findall($self, /, path: object, namespaces: object = None)',
      'Return a list of the elements of a path.',
      findAll,
    ),
    method('append($self, subelement: object, /) -> None', 'Add a child.', (self, child) => {
      self.children.items.push(elementArgument(child, 'append() argument 1'));
    }),
    method('extend($self, elements: object, /) -> None', 'Add children.', (self, elements) => {
      for (const item of given(elements, "'elements' must be an iterable")) {
        self.children.items.push(expectElement(item));
      }
    }),
    method(
      'insert($self, index: ssize_t, subelement: object, /) -> None',
      'Add a child at a place.',
      (self, index, child) => {
        const { items } = self.children;
        const checked = elementArgument(child, 'insert() argument 2');
        const at = index < 0 ? Math.max(index + items.length, 0) : Math.min(index, items.length);
        items.splice(at, 0, checked);
      },
    ),
    method('remove($self, subelement: object, /) -> None', 'Take a child away.', remove),
    method(
      'iter($self, /, tag: object = None)',
      'Return an iterator over this element and all below it that have the tag.',
      (self, tag) => {
        const text = strValue(tag);
        return new PyElementIter(self, text === '*' ? None : tag, false);
      },
    ),
    method(
      'itertext($self, /)',
      'Return an iterator over the texts in this element.',
      (self) => new PyElementIter(self, None, true),
    ),
    method(
      'iterfind($self, /, path: object, namespaces: object = None)',
      'Return an iterator over the elements of a path.',
      (self, path, namespaces) => searched(self, iterfindName, path, namespaces),
    ),
    method(
      'items($self, /)',
      'Return the attributes with their names.',
      (self) => new PyList(iterToArray(callMethod(attributesOf(self), itemsName))),
    ),
    method(
      'keys($self, /)',
      'Return the names of the attributes.',
      (self) => new PyList(iterToArray(callMethod(attributesOf(self), keysName))),
    ),
    method(
      'makeelement($self, tag: object, attrib: object, /)',
      'Return a new element.',
      (_, tag, attributes) => {
        if (!isDict(attributes))
          throw typeError(`makeelement() argument 2 must be dict, not ${typeName(attributes)}`);
        return newElement(tag, dictCopy(attributes));
      },
    ),
    method('__copy__($self, /)', 'Return a copy with the same children.', copyElement),
    method(
      '__deepcopy__($self, memo: object, /)',
      'Return a copy with copies of the children.',
      (self, memo) => {
        if (!isDict(memo)) throw typeError(`__deepcopy__() argument must be dict, not ${typeName(memo)}`);
        const copy = newElement(deepCopy(self.tag, memo), undefined);
        if (self.attributes !== undefined) copy.attributes = deepCopy(self.attributes, memo) as PyDict;
        copy.text = deepCopy(self.text, memo);
        copy.tail = deepCopy(self.tail, memo);
        for (let i = 0; i < self.items.length; i++) {
          copy.children.items.push(expectElement(deepCopy(self.items[i]!, memo)));
        }
        dictSetItem(memo, idOf(self), copy);
        return copy;
      },
    ),
    method('__sizeof__($self, /)', '', (self) => 64 + 56 + 8 * Math.max(self.items.length - 4, 0)),
    method('__getstate__($self, /)', '', stateOf),
    method('__setstate__($self, state: object, /) -> None', '', setState),
    field('tag'),
    field('text'),
    field('tail'),
    getset<PyElement>(
      'attrib',
      "A dictionary containing the element's attributes",
      attributesOf,
      (self, value) => {
        if (value === undefined) throw attributeError("can't delete element attribute", self, 'attrib');
        if (!isDict(value)) throw typeError(`attrib must be dict, not ${typeName(value)}`);
        self.attributes = value;
      },
    ),
  ],
});
