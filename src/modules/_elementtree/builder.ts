/** TreeBuilder: makes a tree of the events of a parser. CPython: `TreeBuilderObject` in Modules/_elementtree.c. */
import { attrName } from '../../objects/attribute-name.ts';
import { PyDict } from '../../objects/dict.ts';
import type { PyBaseException } from '../../objects/exception.ts';
import {
  type KwNames,
  objectType,
  PyBaseObject,
  type PyObject,
  PyType,
  TPFLAGS_BASETYPE,
  TPFLAGS_HAVE_GC,
  TPFLAGS_IMMUTABLETYPE,
} from '../../objects/object.ts';
import { None } from '../../objects/singletons.ts';
import type { Str } from '../../objects/str.ts';
import { PyTuple } from '../../objects/tuple.ts';
import { getAttr, setAttr } from '../../runtime/attributes.ts';
import { call1, call2, callMethod } from '../../runtime/call.ts';
import { builtinDef } from '../../runtime/clinic.ts';
import { strValue } from '../../runtime/convert.ts';
import { defineType, methodsOf } from '../../runtime/define.ts';
import { isDict } from '../../runtime/dict.ts';
import { indexError, typeError } from '../../runtime/errors.ts';
import { newExceptionType } from '../../runtime/exception-type.ts';
import { moduleState } from '../../runtime/state.ts';
import { strJoin } from '../../runtime/text.ts';
import { typeName } from '../../runtime/type-of.ts';
import { newElement, PyElement } from './element.ts';

export const ParseErrorType = newExceptionType('xml.etree.ElementTree.ParseError', 'SyntaxError');

const appendName = attrName('append');
const tailName = attrName('tail');
const textName = attrName('text');

export function parseError(message: Str): PyBaseException {
  return call1(ParseErrorType, message) as PyBaseException;
}

/** What ElementTree.py says makes comments and instructions. */
export class Factories {
  comment: PyObject | undefined = undefined;
  instruction: PyObject | undefined = undefined;
}

export function factories(): Factories {
  return moduleState('_elementtree', () => new Factories());
}

export class PyTreeBuilder extends PyBaseObject {
  static readonly type = new PyType(
    'xml.etree.ElementTree.TreeBuilder',
    PyTreeBuilder,
    objectType,
    TPFLAGS_BASETYPE | TPFLAGS_HAVE_GC | TPFLAGS_IMMUTABLETYPE,
  );

  root: PyObject | undefined = undefined;
  /** The element that is open, and those around it. */
  open: PyObject = None;
  readonly stack: PyObject[] = [];
  /** What came last, and whose tail the text is that comes now; absent for the text of `last`. */
  last: PyObject = None;
  lastForTail: PyObject | undefined = undefined;
  /** Text that was not put anywhere yet: what it was given, or all of that as one. */
  data: PyObject | PyObject[] | undefined = undefined;
  /** How many pieces that was. */
  dataCount = 0;
  elementFactory: PyObject | undefined = undefined;
  commentFactory: PyObject | undefined = undefined;
  instructionFactory: PyObject | undefined = undefined;
  insertsComments = false;
  insertsInstructions = false;
  /** Called with each event that is asked for. */
  appendEvent: PyObject | undefined = undefined;
  readonly events: Set<string> = new Set();
}

/** Tells an event to who has asked for it. */
export function tellEvent(self: PyTreeBuilder, event: string, value: PyObject): void {
  if (self.appendEvent !== undefined && self.events.has(event)) {
    call1(self.appendEvent, new PyTuple([event, value]));
  }
}

function textOfPieces(pieces: readonly PyObject[]): PyObject {
  return strJoin(
    '',
    pieces.map((piece, i) => {
      const text = strValue(piece);
      if (text === undefined) {
        throw typeError(`sequence item ${i}: expected str instance, ${typeName(piece)} found`);
      }
      return text;
    }),
  );
}

/** Puts the text that was collected into its place. */
function flush(self: PyTreeBuilder): void {
  const { data } = self;
  if (data === undefined) return;
  self.data = undefined;
  self.dataCount = 0;
  const name = self.lastForTail === undefined ? textName : tailName;
  const owner = self.lastForTail ?? self.last;
  if (owner instanceof PyElement) {
    const field = self.lastForTail === undefined ? 'text' : 'tail';
    owner[field] = joined(owner[field], data);
  } else setAttr(owner, name, joined(getAttr(owner, name), data));
}

/** The text with what was there before. */
function joined(before: PyObject, data: PyObject | PyObject[]): PyObject {
  if (!Array.isArray(data)) return before === None ? data : textOfPieces([before, data]);
  return textOfPieces(before === None ? data : [before, ...data]);
}

function addChild(parent: PyObject, child: PyObject): void {
  if (parent.constructor === PyElement && child instanceof PyElement) {
    (parent as PyElement).children.items.push(child);
  } else callMethod(parent, appendName, child);
}

export function startElement(self: PyTreeBuilder, tag: PyObject, attributes: PyDict | undefined): PyObject {
  flush(self);
  const element =
    self.elementFactory === undefined
      ? newElement(tag, attributes)
      : call2(self.elementFactory, tag, attributes ?? new PyDict());
  self.lastForTail = undefined;
  if (self.open !== None) addChild(self.open, element);
  else {
    if (self.root !== undefined) throw parseError('multiple elements on top level');
    self.root = element;
  }
  self.stack.push(self.open);
  self.open = element;
  self.last = element;
  tellEvent(self, 'start', element);
  return element;
}

export function addData(self: PyTreeBuilder, data: PyObject): void {
  const before = self.data;
  const count = self.dataCount;
  if (before === undefined) {
    // What comes before the first element belongs to none.
    if (self.last === None) return;
    self.data = data;
  } else if (typeof before === 'string' && typeof data === 'string') self.data = before + data;
  else if (Array.isArray(before)) before.push(data);
  else {
    // What is no text is complained of with its number.
    const pieces: PyObject[] = new Array<PyObject>(count).fill('');
    pieces[0] = before;
    pieces.push(data);
    self.data = pieces;
  }
  self.dataCount = count + 1;
}

export function endElement(self: PyTreeBuilder): PyObject {
  flush(self);
  if (self.stack.length === 0) throw indexError('pop from empty stack');
  self.last = self.open;
  self.lastForTail = self.last;
  self.open = self.stack.pop()!;
  tellEvent(self, 'end', self.last);
  return self.last;
}

export function addComment(self: PyTreeBuilder, text: PyObject): PyObject {
  flush(self);
  const comment = self.commentFactory === undefined ? text : call1(self.commentFactory, text);
  if (self.commentFactory !== undefined && self.insertsComments && self.open !== None) {
    addChild(self.open, comment);
    self.lastForTail = comment;
  }
  tellEvent(self, 'comment', comment);
  return comment;
}

export function addInstruction(self: PyTreeBuilder, target: PyObject, text: PyObject): PyObject {
  flush(self);
  const factory = self.instructionFactory;
  const instruction = factory === undefined ? new PyTuple([target, text]) : call2(factory, target, text);
  if (factory !== undefined && self.insertsInstructions && self.open !== None) {
    addChild(self.open, instruction);
    self.lastForTail = instruction;
  }
  tellEvent(self, 'pi', instruction);
  return instruction;
}

/** The tree. */
export function finishTree(self: PyTreeBuilder): PyObject {
  flush(self);
  return self.root ?? None;
}

const SIGNATURE =
  'TreeBuilder($self, /, element_factory: object = None, *, comment_factory: object = None, pi_factory: object = None, insert_comments: bool = False, insert_pis: bool = False)';

const initDef = builtinDef<PyTreeBuilder, typeof SIGNATURE>(
  SIGNATURE,
  '',
  (self, elementFactory, commentFactory, instructionFactory, insertsComments, insertsInstructions) => {
    const known = factories();
    self.elementFactory = elementFactory === None ? undefined : elementFactory;
    self.commentFactory = commentFactory === None ? known.comment : commentFactory;
    self.instructionFactory = instructionFactory === None ? known.instruction : instructionFactory;
    self.insertsComments = insertsComments;
    self.insertsInstructions = insertsInstructions;
    return None;
  },
);

function initBuilder(self: PyObject, args: readonly PyObject[], kwnames: KwNames | undefined): void {
  initDef.call(self, args, kwnames);
}

/** A builder as the parser makes it that is given none. */
export function newTreeBuilder(): PyTreeBuilder {
  const builder = new PyTreeBuilder();
  initBuilder(builder, [], undefined);
  return builder;
}

const method = methodsOf<PyTreeBuilder>();

export const treeBuilder = defineType({
  type: PyTreeBuilder.type,
  slots: { tp_new: (type) => new type.ctor(), tp_init: initBuilder },
  entries: [
    method('data($self, data: object, /) -> None', 'Add text.', addData),
    method('start($self, tag: object, attrs: object, /)', 'Open an element.', (self, tag, attributes) => {
      if (!isDict(attributes))
        throw typeError(`start() argument 2 must be dict, not ${typeName(attributes)}`);
      return startElement(self, tag, attributes);
    }),
    method('end($self, tag: object, /)', 'Close the element that is open.', endElement),
    method('comment($self, text: object, /)', 'Add a comment.', addComment),
    method('pi($self, target: object, text: object = None, /)', 'Add an instruction.', addInstruction),
    method('close($self, /)', 'Return the tree.', finishTree),
  ],
});
