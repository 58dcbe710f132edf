/** What parsers tell, as calls of Python functions. CPython: the handlers of Modules/pyexpat.c. */
import type { ContentModel } from '../../common/xml/dtd.ts';
import type { XmlHandlers } from '../../common/xml/state.ts';
import { PyDict } from '../../objects/dict.ts';
import { PyList } from '../../objects/list.ts';
import type { PyObject } from '../../objects/object.ts';
import { None } from '../../objects/singletons.ts';
import { strFromUtf16, strLength } from '../../objects/str.ts';
import { PyTuple } from '../../objects/tuple.ts';
import { call } from '../../runtime/call.ts';
import { decode } from '../../runtime/codecs.ts';
import { cLong } from '../../runtime/converters.ts';
import { dictSetItem } from '../../runtime/dict.ts';
import { valueError } from '../../runtime/errors.ts';
import { codeAt } from '../../runtime/text.ts';
import type { PyXmlParser } from './layout.ts';

type Text = string | undefined;

function text(value: Text): PyObject {
  return value === undefined ? None : strFromUtf16(value);
}

/** A name; each is kept in the parser's `intern`. */
function name(self: PyXmlParser, value: Text): PyObject {
  if (value === undefined) return None;
  const known = self.names.get(value);
  if (known !== undefined) return known;
  const made = strFromUtf16(value);
  self.names.set(value, made);
  if (self.intern !== undefined) dictSetItem(self.intern, made, made);
  return made;
}

/** Calls a handler, which may ask the parser where it is. */
function tell(self: PyXmlParser, handler: PyObject, args: PyObject[]): PyObject {
  const outer = self.inCallback;
  self.inCallback = true;
  try {
    return call(handler, args);
  } finally {
    self.inCallback = outer;
  }
}

/** How many octets of UTF-8 a text has. */
function utf8Length(value: string): number {
  let length = value.length;
  for (let i = 0; i < value.length; i++) {
    const code = value.charCodeAt(i);
    // A pair of surrogates has four, two for each.
    if (code > 0x7f) length += code > 0x7ff && (code < 0xd800 || code > 0xdfff) ? 2 : 1;
  }
  return length;
}

/** Tells the character data that was collected. */
export function flushCharacters(self: PyXmlParser): void {
  if (self.bufferUsed === 0) return;
  const data = self.buffer!;
  self.buffer = '';
  self.bufferUsed = 0;
  const handler = self.handlers.get('CharacterDataHandler');
  if (handler !== undefined) tell(self, handler, [strFromUtf16(data)]);
}

function characterData(self: PyXmlParser, data: string): void {
  if (self.buffer !== undefined) {
    const length = utf8Length(data);
    if (self.bufferUsed + length > self.bufferSize) flushCharacters(self);
    // The handler may have turned buffering off.
    if (self.buffer !== undefined && length <= self.bufferSize) {
      if (!self.handlers.has('CharacterDataHandler')) return;
      self.buffer += data;
      self.bufferUsed += length;
      return;
    }
  }
  const handler = self.handlers.get('CharacterDataHandler');
  if (handler !== undefined) tell(self, handler, [strFromUtf16(data)]);
}

function attributesOf(self: PyXmlParser, attributes: readonly string[], specified: number): PyObject {
  const count = self.specifiedAttributes ? specified : attributes.length;
  if (self.orderedAttributes) {
    const items: PyObject[] = [];
    for (let i = 0; i < count; i += 2)
      items.push(name(self, attributes[i]!), strFromUtf16(attributes[i + 1]!));
    return new PyList(items);
  }
  const dict = new PyDict();
  for (let i = 0; i < count; i += 2) {
    dictSetItem(dict, name(self, attributes[i]!), strFromUtf16(attributes[i + 1]!));
  }
  return dict;
}

function model(self: PyXmlParser, { type, quantifier, name: modelName, children }: ContentModel): PyObject {
  const parts = children.map((child) => model(self, child));
  return new PyTuple([type, quantifier, name(self, modelName), new PyTuple(parts)]);
}

const ALL_OCTETS = Uint8Array.from({ length: 256 }, (_, i) => i);

/** The characters of an encoding of one octet each, as Python's codec has them. */
export function encodingTable(encoding: string): number[] {
  const characters = decode(ALL_OCTETS, encoding, 'replace');
  if (strLength(characters) !== 256) throw valueError('multi-byte encodings are not supported');
  return Array.from(ALL_OCTETS, (octet) => {
    const code = codeAt(characters, octet);
    return code === 0xfffd ? -1 : code;
  });
}

/** Calls the handler that an attribute is, if it is one; what was collected is told first, which may change it. */
function tellNext(self: PyXmlParser, attribute: string, args: () => PyObject[]): PyObject | undefined {
  flushCharacters(self);
  const handler = self.handlers.get(attribute);
  return handler === undefined ? undefined : tell(self, handler, args());
}

type Told = (self: PyXmlParser, attribute: string) => Partial<XmlHandlers>;

/** A handler that has nothing to say. */
function event<Args extends unknown[]>(
  key: keyof XmlHandlers,
  args: (self: PyXmlParser, ...values: Args) => PyObject[],
): Told {
  return (self, attribute) => ({
    [key]: (...values: Args): void => {
      tellNext(self, attribute, () => args(self, ...values));
    },
  });
}

/** A handler that says whether the document may go on. */
function question<Args extends unknown[]>(
  key: keyof XmlHandlers,
  args: (self: PyXmlParser, ...values: Args) => PyObject[],
): Told {
  return (self, attribute) => ({
    [key]: (...values: Args): boolean => {
      const answer = tellNext(self, attribute, () => args(self, ...values));
      return answer === undefined || cLong(answer) !== 0;
    },
  });
}

/** The attributes that are handlers, and what they make of what the parser tells. */
export const HANDLERS: ReadonlyMap<string, Told> = new Map<string, Told>([
  [
    'StartElementHandler',
    event('startElement', (self, tag: string, attributes: readonly string[], specified: number) => {
      const given = attributesOf(self, attributes, specified);
      return [name(self, tag), given];
    }),
  ],
  ['EndElementHandler', event('endElement', (self, tag: string) => [name(self, tag)])],
  [
    'ProcessingInstructionHandler',
    event('instruction', (self, target: string, data: string) => [name(self, target), text(data)]),
  ],
  ['CharacterDataHandler', (self) => ({ characters: (data) => characterData(self, data) })],
  [
    'UnparsedEntityDeclHandler',
    event('unparsedEntity', (self, ...names: Text[]) => names.map((each) => name(self, each))),
  ],
  [
    'NotationDeclHandler',
    event('notation', (self, ...names: Text[]) => names.map((each) => name(self, each))),
  ],
  [
    'StartNamespaceDeclHandler',
    event('startNamespace', (self, prefix: Text, uri: Text) => [name(self, prefix), name(self, uri)]),
  ],
  ['EndNamespaceDeclHandler', event('endNamespace', (self, prefix: Text) => [name(self, prefix)])],
  ['CommentHandler', event('comment', (_, data: string) => [text(data)])],
  ['StartCdataSectionHandler', event('startCdata', () => [])],
  ['EndCdataSectionHandler', event('endCdata', () => [])],
  ['DefaultHandler', event('fallback', (_, data: string) => [text(data)])],
  ['DefaultHandlerExpand', event('fallback', (_, data: string) => [text(data)])],
  ['NotStandaloneHandler', question('notStandalone', () => [])],
  [
    'ExternalEntityRefHandler',
    question('externalEntity', (self, context: Text, base: Text, systemId: Text, publicId: Text) => [
      text(context),
      name(self, base),
      name(self, systemId),
      name(self, publicId),
    ]),
  ],
  [
    'StartDoctypeDeclHandler',
    event('startDoctype', (self, doctype: string, systemId: Text, publicId: Text, hasSubset: boolean) => [
      name(self, doctype),
      name(self, systemId),
      name(self, publicId),
      hasSubset ? 1 : 0,
    ]),
  ],
  ['EndDoctypeDeclHandler', event('endDoctype', () => [])],
  [
    'EntityDeclHandler',
    event(
      'entityDeclaration',
      (
        self,
        entity: string,
        isParam: boolean,
        value: Text,
        base: Text,
        systemId: Text,
        publicId: Text,
        notation: Text,
      ) => [
        name(self, entity),
        isParam ? 1 : 0,
        text(value),
        name(self, base),
        name(self, systemId),
        name(self, publicId),
        name(self, notation),
      ],
    ),
  ],
  [
    'XmlDeclHandler',
    event('xmlDeclaration', (_, version: Text, encoding: Text, standalone: number) => [
      text(version),
      text(encoding),
      standalone,
    ]),
  ],
  [
    'ElementDeclHandler',
    event('elementDeclaration', (self, element: string, content: ContentModel) => [
      name(self, element),
      model(self, content),
    ]),
  ],
  [
    'AttlistDeclHandler',
    event(
      'attributeDeclaration',
      (self, element: string, attribute: string, type: string, value: Text, required: boolean) => [
        name(self, element),
        name(self, attribute),
        text(type),
        text(value),
        required ? 1 : 0,
      ],
    ),
  ],
  [
    'SkippedEntityHandler',
    event('skippedEntity', (self, entity: string, isParam: boolean) => [name(self, entity), isParam ? 1 : 0]),
  ],
]);

/** Puts a handler in place; absent: takes it away. */
export function setHandler(self: PyXmlParser, attribute: string, handler: PyObject | undefined): void {
  const isCharacters = attribute === 'CharacterDataHandler';
  // What was collected belongs to the handler that there was.
  if (isCharacters) flushCharacters(self);
  if (handler === undefined) self.handlers.delete(attribute);
  else self.handlers.set(attribute, handler);
  const { state } = self.parser;
  if (attribute === 'DefaultHandler' || attribute === 'DefaultHandlerExpand') {
    state.expandsEntities = attribute === 'DefaultHandlerExpand';
  }
  const told = HANDLERS.get(attribute)!;
  if (handler !== undefined) Object.assign(state.handlers, told(self, attribute));
  // While a handler runs, character data goes nowhere rather than to the default handler.
  else if (isCharacters && self.inCallback) state.handlers.characters = () => {};
  else
    for (const key of Object.keys(told(self, attribute)))
      state.handlers[key as keyof XmlHandlers] = undefined;
}
