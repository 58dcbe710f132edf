/** XMLParser: reads a document and tells a target what it finds. CPython: `XMLParserObject` in Modules/_elementtree.c. */
import { XML_ERRORS } from '../../common/xml/errors.ts';
import { XmlParser } from '../../common/xml/parser.ts';
import type { XmlHandlers } from '../../common/xml/state.ts';
import { attrName } from '../../objects/attribute-name.ts';
import { PyBytes } from '../../objects/bytes.ts';
import { PyDict } from '../../objects/dict.ts';
import { exceptionTypes, type PyBaseException } from '../../objects/exception.ts';
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
import { strFromUtf16, strLength } from '../../objects/str.ts';
import { PyTuple } from '../../objects/tuple.ts';
import { getAttr, getAttrOrAbsent, setAttr } from '../../runtime/attributes.ts';
import { bytesLike } from '../../runtime/buffer.ts';
import { call0, call1, call2, call3 } from '../../runtime/call.ts';
import { builtinDef } from '../../runtime/clinic.ts';
import { encodeUtf8 } from '../../runtime/codecs/utf8.ts';
import { encodeUtf8Strict } from '../../runtime/codecs/utf8-strict.ts';
import { strValue } from '../../runtime/convert.ts';
import { defineType, getset, member, methodsOf } from '../../runtime/define.ts';
import { dictGetItem, dictSetItem } from '../../runtime/dict.ts';
import { typeError, valueError } from '../../runtime/errors.ts';
import { iterToArray } from '../../runtime/iter.ts';
import { strJoin } from '../../runtime/text.ts';
import { typeOf } from '../../runtime/type-of.ts';
import { warn } from '../../runtime/warn.ts';
import { encodingTable } from '../pyexpat/handlers.ts';
import {
  addComment,
  addData,
  addInstruction,
  endElement,
  finishTree,
  newTreeBuilder,
  PyTreeBuilder,
  parseError,
  startElement,
  tellEvent,
} from './builder.ts';

const appendName = attrName('append');
const closeName = attrName('close');
const codeName = attrName('code');
const doctypeName = attrName('doctype');
const positionName = attrName('position');
const readName = attrName('read');

const RuntimeWarningType = exceptionTypes.get('RuntimeWarning')!;

/** Expat's number for a reference to an entity that was not declared. */
const UNDEFINED_ENTITY = 11;
const CHUNK = 64 * 1024;

export class PyETParser extends PyBaseObject {
  static readonly type = new PyType(
    'xml.etree.ElementTree.XMLParser',
    PyETParser,
    objectType,
    TPFLAGS_BASETYPE | TPFLAGS_HAVE_GC | TPFLAGS_IMMUTABLETYPE,
  );

  /** Absent before `__init__`. */
  parser: XmlParser | undefined = undefined;
  target: PyObject = None;
  /** Texts of entities that the document does not declare. */
  entity: PyObject = new PyDict();
  /** Names as trees have them, by expat's. */
  readonly names: Map<string, PyObject> = new Map();
}

function parserOf(self: PyETParser): XmlParser {
  if (self.parser === undefined) throw valueError("XMLParser.__init__() wasn't called");
  return self.parser;
}

/** The target where it is a plain TreeBuilder, which needs no calls. */
function builderOf(self: PyETParser): PyTreeBuilder | undefined {
  return typeOf(self.target) === PyTreeBuilder.type ? (self.target as PyTreeBuilder) : undefined;
}

/** `uri}name` as `{uri}name`. */
function universal(self: PyETParser, name: string): PyObject {
  let made = self.names.get(name);
  if (made === undefined) {
    made = strFromUtf16(name.includes('}') ? `{${name}` : name);
    self.names.set(name, made);
  }
  return made;
}

function errorAt(self: PyETParser, code: number, message: string): PyBaseException {
  const { line, column } = parserOf(self).state;
  const error = parseError(strFromUtf16(`${message}: line ${line}, column ${column}`));
  setAttr(error, codeName, code);
  setAttr(error, positionName, new PyTuple([line, column]));
  return error;
}

// ── Handlers ─────────────────────────────────────────────────────────────────────────────────────────────────────────

function attributesOf(self: PyETParser, attributes: readonly string[]): PyDict | undefined {
  if (attributes.length === 0) return undefined;
  const dict = new PyDict();
  for (let i = 0; i < attributes.length; i += 2) {
    dictSetItem(dict, universal(self, attributes[i]!), strFromUtf16(attributes[i + 1]!));
  }
  return dict;
}

/** What is no character data: a reference to an entity that was not declared may be one that the program knows. */
function reportRest(self: PyETParser, text: string, tell: ((data: PyObject) => void) | undefined): void {
  if (text.length < 2 || !text.startsWith('&')) return;
  const name = text.slice(1, -1);
  const value = self.entity instanceof PyDict ? dictGetItem(self.entity, strFromUtf16(name)) : undefined;
  if (value === undefined) throw errorAt(self, UNDEFINED_ENTITY, `undefined entity &${name};`);
  tell?.(value);
}

/** The handlers of a plain TreeBuilder. */
function builderHandlers(self: PyETParser, builder: PyTreeBuilder): XmlHandlers {
  return {
    startElement: (name, attributes) => {
      startElement(builder, universal(self, name), attributesOf(self, attributes));
    },
    endElement: () => {
      endElement(builder);
    },
    characters: (data) => addData(builder, strFromUtf16(data)),
    comment: (data) => {
      addComment(builder, strFromUtf16(data));
    },
    instruction: (name, data) => {
      addInstruction(builder, strFromUtf16(name), strFromUtf16(data));
    },
    fallback: (text) => reportRest(self, text, (data) => addData(builder, data)),
  };
}

/** The handlers of another target: those methods that it has. */
function targetHandlers(self: PyETParser, target: PyObject): XmlHandlers {
  const methodOf = (name: string): PyObject | undefined => getAttrOrAbsent(target, attrName(name));
  const [start, end, data, comment, instruction, startNamespace, endNamespace] = [
    'start',
    'end',
    'data',
    'comment',
    'pi',
    'start_ns',
    'end_ns',
  ].map(methodOf) as (PyBaseObject | undefined)[];
  return {
    startElement:
      start &&
      ((name, given) => void call2(start, universal(self, name), attributesOf(self, given) ?? new PyDict())),
    endElement: end && ((name) => void call1(end, universal(self, name))),
    characters: data && ((text) => void call1(data, strFromUtf16(text))),
    comment: comment && ((text) => void call1(comment, strFromUtf16(text))),
    instruction:
      instruction && ((name, text) => void call2(instruction, strFromUtf16(name), strFromUtf16(text))),
    startNamespace:
      startNamespace &&
      ((prefix, uri) => void call2(startNamespace, strFromUtf16(prefix ?? ''), strFromUtf16(uri ?? ''))),
    endNamespace: endNamespace && ((prefix) => void call1(endNamespace, strFromUtf16(prefix ?? ''))),
    fallback: (text) => reportRest(self, text, data && ((value) => void call1(data, value))),
  };
}

function doctypeHandler(self: PyETParser): XmlHandlers['startDoctype'] {
  const doctype = getAttrOrAbsent(self.target, doctypeName);
  return (name, systemId, publicId) => {
    const text = (value: string | undefined): PyObject => (value === undefined ? None : strFromUtf16(value));
    if (doctype !== undefined) call3(doctype, strFromUtf16(name), text(publicId), text(systemId));
    else if (getAttrOrAbsent(self, doctypeName) !== undefined) {
      warn(
        RuntimeWarningType,
        'The doctype() method of XMLParser is ignored.  Define doctype() method on the TreeBuilder target.',
      );
    }
  };
}

const SIGNATURE = 'XMLParser($self, /, *, target: object = None, encoding: c_str_or_none = None)';

const initDef = builtinDef<PyETParser, typeof SIGNATURE>(SIGNATURE, '', (self, target, encoding) => {
  self.entity = new PyDict();
  self.parser = new XmlParser(encoding, '}');
  self.target = target === None ? newTreeBuilder() : target;
  const builder = builderOf(self);
  const handlers = builder === undefined ? targetHandlers(self, self.target) : builderHandlers(self, builder);
  self.parser.state.handlers = {
    ...handlers,
    startDoctype: doctypeHandler(self),
    unknownEncoding: encodingTable,
  };
  return None;
});

// ── Reading ──────────────────────────────────────────────────────────────────────────────────────────────────────────

function parse(self: PyETParser, octets: Uint8Array, isFinal: boolean): void {
  const parser = parserOf(self);
  let code: number;
  try {
    code = parser.parse(octets, isFinal);
  } catch (thrown) {
    parser.abandon();
    throw thrown;
  }
  if (code !== 0) throw errorAt(self, code, XML_ERRORS[code - 1]![1]);
}

function useUtf8(self: PyETParser): void {
  const parser = parserOf(self);
  if (!parser.hasBegun) parser.state.protocolEncoding = 'utf-8';
}

function feed(self: PyETParser, data: PyObject): void {
  parserOf(self);
  const text = strValue(data);
  if (text === undefined) parse(self, bytesLike(data), false);
  else {
    const octets = encodeUtf8Strict(text);
    useUtf8(self);
    parse(self, octets, false);
  }
}

const NO_OCTETS = new Uint8Array(0);

function close(self: PyETParser): PyObject {
  parse(self, NO_OCTETS, true);
  const builder = builderOf(self);
  if (builder !== undefined) return finishTree(builder);
  const method = getAttrOrAbsent(self.target, closeName);
  return method === undefined ? None : call0(method);
}

function parseWhole(self: PyETParser, file: PyObject): PyObject {
  parserOf(self);
  const read = getAttr(file, readName);
  for (;;) {
    const data = call1(read, CHUNK);
    const text = strValue(data);
    if (text !== undefined) {
      if (strLength(text) === 0) break;
      useUtf8(self);
      parse(self, encodeUtf8(text, 'surrogatepass'), false);
    } else {
      if (!(data instanceof PyBytes) || data.value.length === 0) break;
      parse(self, data.value, false);
    }
  }
  parse(self, NO_OCTETS, true);
  const builder = builderOf(self);
  return builder === undefined ? None : finishTree(builder);
}

function setEvents(self: PyETParser, queue: PyObject, wanted: PyObject): void {
  const builder = builderOf(self);
  if (builder === undefined) {
    throw typeError('event handling only supported for ElementTree.TreeBuilder targets');
  }
  const { handlers } = parserOf(self).state;
  builder.appendEvent = getAttr(queue, appendName);
  builder.events.clear();
  if (wanted === None) {
    builder.events.add('end');
    return;
  }
  for (const item of iterToArray(wanted)) {
    const event = item instanceof PyBytes ? undefined : strValue(item);
    switch (event) {
      case undefined:
        throw typeError('invalid events sequence');
      case 'start':
      case 'end':
      case 'comment':
      case 'pi':
        break;
      case 'start-ns':
        handlers.startNamespace = (prefix, uri) =>
          tellEvent(builder, 'start-ns', new PyTuple([strFromUtf16(prefix ?? ''), strFromUtf16(uri ?? '')]));
        break;
      case 'end-ns':
        handlers.endNamespace = () => tellEvent(builder, 'end-ns', None);
        break;
      default:
        throw valueError(strJoin('', ["unknown event '", event, "'"]));
    }
    builder.events.add(event as string);
  }
}

const method = methodsOf<PyETParser>();

export const xmlParser = defineType({
  type: PyETParser.type,
  slots: {
    tp_new: (type) => new type.ctor(),
    tp_init: (self: PyObject, args: readonly PyObject[], kwnames: KwNames | undefined) => {
      initDef.call(self, args, kwnames);
    },
  },
  entries: [
    method('feed($self, data: object, /) -> None', 'Read a piece of the document.', feed),
    method('close($self, /)', 'Read the end of the document: return what the target has made.', close),
    method('flush($self, /) -> None', 'Read what waits for more input.', (self) => {
      const parser = parserOf(self);
      const { deferral } = parser;
      parser.deferral = false;
      try {
        parse(self, NO_OCTETS, false);
      } finally {
        parser.deferral = deferral;
      }
    }),
    method('_parse_whole($self, file: object, /)', 'Read a document from a file.', parseWhole),
    method(
      '_setevents($self, events_queue: object, events_to_report: object = None, /) -> None',
      'Have events be put into a queue.',
      setEvents,
    ),
    member<PyETParser>('entity', undefined, 'entity'),
    member<PyETParser>('target', undefined, 'target'),
    getset<PyETParser>('version', undefined, () => 'Expat 2.9.0'),
  ],
});
