/**
 * A parser at work: its text, where in it the current event stands, what is open, and whom to tell.
 * CPython: `struct XML_ParserStruct` in Modules/expat/xmlparse.c.
 */
import {
  type AttributeId,
  type ContentModel,
  Dtd,
  type ElementType,
  type Entity,
  type OpenModel,
  type Prefix,
} from './dtd.ts';
import { type TextDecoding, Utf16Decoding } from './encodings.ts';
import { AMPLIFICATION_LIMIT_BREACH, NO_MEMORY, XmlFailure } from './errors.ts';
import { PrologState } from './roles.ts';
import { isXmlSpace, Scanner } from './tokens.ts';

type Text = string | undefined;

/** Whom a parser tells what it finds. Who is absent is not told; what nobody is told goes to `fallback` as it stands. */
export interface XmlHandlers {
  /** Names and values alternate; those from `specified` on are defaults. */
  startElement?: ((name: string, attributes: readonly string[], specified: number) => void) | undefined;
  endElement?: ((name: string) => void) | undefined;
  characters?: ((data: string) => void) | undefined;
  instruction?: ((target: string, data: string) => void) | undefined;
  comment?: ((data: string) => void) | undefined;
  startCdata?: (() => void) | undefined;
  endCdata?: (() => void) | undefined;
  fallback?: ((data: string) => void) | undefined;
  startDoctype?: ((name: string, systemId: Text, publicId: Text, hasSubset: boolean) => void) | undefined;
  endDoctype?: (() => void) | undefined;
  unparsedEntity?:
    | ((name: string, base: Text, systemId: Text, publicId: Text, notation: string) => void)
    | undefined;
  notation?: ((name: string, base: Text, systemId: Text, publicId: Text) => void) | undefined;
  startNamespace?: ((prefix: Text, uri: Text) => void) | undefined;
  endNamespace?: ((prefix: Text) => void) | undefined;
  /** May the document go on though it is not standalone? */
  notStandalone?: (() => boolean) | undefined;
  /** Reads the entity with a parser of its own; `false` ends parsing. */
  externalEntity?: ((context: Text, base: Text, systemId: Text, publicId: Text) => boolean) | undefined;
  entityDeclaration?:
    | ((
        name: string,
        isParam: boolean,
        value: Text,
        base: Text,
        systemId: Text,
        publicId: Text,
        notation: Text,
      ) => void)
    | undefined;
  /** `standalone` is −1 where the declaration does not say. */
  xmlDeclaration?: ((version: Text, encoding: Text, standalone: number) => void) | undefined;
  elementDeclaration?: ((name: string, model: ContentModel) => void) | undefined;
  attributeDeclaration?:
    | ((element: string, name: string, type: string, value: Text, required: boolean) => void)
    | undefined;
  skippedEntity?: ((name: string, isParam: boolean) => void) | undefined;
  /** The characters of an encoding by their octets, −1 where there is none; `undefined` for an unknown encoding. */
  unknownEncoding?: ((name: string) => readonly number[] | undefined) | undefined;
}

/** A meaning of a prefix, and the one that comes back when its element ends. */
export interface Binding {
  readonly prefix: Prefix;
  readonly previous: string | undefined;
}

/** A start tag whose end has not come. */
export interface OpenTag {
  /** As it stands in the document. */
  readonly rawName: string;
  readonly name: string;
  readonly bindings: readonly Binding[];
}

export const NO_BINDINGS: readonly Binding[] = [];

/** What is known of the declaration that is being read. */
export class Declaration {
  doctypeName: string | undefined = undefined;
  doctypeSystemId: string | undefined = undefined;
  doctypePublicId: string | undefined = undefined;
  hasSystemId = false;
  entity: Entity | undefined = undefined;
  notationName: string | undefined = undefined;
  notationPublicId: string | undefined = undefined;
  elementType: ElementType | undefined = undefined;
  attribute: AttributeId | undefined = undefined;
  attributeType = '';
  isCdata = false;
  isId = false;
  /** A content model is wanted. */
  readsModel = false;
  readonly models: OpenModel[] = [];
  /** The separator of each open group: ',' or '|', or '' before there is one. */
  readonly connectors: string[] = [];
}

/** From this length on a search of the engine finds line breaks sooner than a loop. */
const LONG = 256;

/** So many octets of UTF-8 are told at a time of what had to be converted. */
const PIECE = 1024;

/** Guards against entities that make much of little, for all parsers of a document together. */
export class Amplification {
  direct = 0;
  indirect = 0;
  threshold = 8388608;
  factor = 100;
  allocationThreshold = 67108864;
  allocationFactor = 100;

  /** Counts characters that come from entities. */
  expand(count: number): void {
    this.indirect += count;
    const total = this.direct + this.indirect;
    if (total >= this.threshold && total > this.factor * Math.max(this.direct, 1)) {
      throw new XmlFailure(AMPLIFICATION_LIMIT_BREACH);
    }
  }

  /** Counts what the document itself has, and what it takes to read it: about as much again, and some more. */
  read(count: number): void {
    this.direct += count;
    const allocated = 4096 + this.direct;
    if (
      allocated >= this.allocationThreshold &&
      allocated > this.allocationFactor * Math.max(this.direct, 1)
    ) {
      throw new XmlFailure(NO_MEMORY);
    }
  }
}

export class XmlState {
  handlers: XmlHandlers = {};
  dtd = new Dtd();
  readonly parent: XmlState | undefined;
  /** Names have prefixes. */
  readonly namespaces: boolean;
  /** Stands between the parts of an expanded name; '\0' for nothing. */
  readonly separator: string;
  /** Expanded names have their prefix too. */
  triplets = false;
  /** Entities are expanded even where only `fallback` is told. */
  expandsEntities = true;
  base: string | undefined = undefined;
  paramEntityParsing = 0;
  usesForeignDtd = false;
  /** This is a parameter entity's parser. */
  isParamEntity = false;
  /** Given from outside: the declaration in the document does not count. */
  protocolEncoding: string | undefined;
  decoding: TextDecoding | undefined = undefined;
  amplification: Amplification;

  /** What has yet to be read, from the first character that belongs to no event. */
  text = '';
  /** As it came, as long as a declaration may say that it is in another encoding. */
  raw: Uint8Array | undefined = new Uint8Array(0);
  isFinal = false;

  /** Where in the text the event stands, and where it ends. */
  event = -1;
  /** How many octets came before the text. */
  private _octets = 0;
  /** Where the last event stood, once its text is gone. */
  private _pastEvent = -1;
  /** Lines and columns are counted up to this place. */
  private _counted = 0;
  private _line = 1;
  private _column = 0;

  prolog: PrologState;
  readonly declaration = new Declaration();
  readonly tags: OpenTag[] = [];
  readonly openEntities: { readonly entity: Entity; readonly betweenDeclarations: boolean }[] = [];
  /** Attributes of the last start tag that stood in it: twice their number. */
  specified = 0;
  /** The index of its ID attribute among them. */
  idIndex = -1;

  constructor(protocolEncoding: string | undefined, separator: string | undefined, parent?: XmlState) {
    this.protocolEncoding = protocolEncoding;
    this.namespaces = separator !== undefined;
    this.separator = separator ?? '';
    this.parent = parent;
    this.amplification = parent === undefined ? new Amplification() : parent.amplification;
    this.prolog = new PrologState(true);
    if (this.namespaces) this.dtd.prefix('xml').uri = 'http://www.w3.org/XML/1998/namespace';
  }

  /** A scanner of the text that came last. */
  scanner(): Scanner {
    const scanner = new Scanner(this.text, this.text.length, this.namespaces);
    scanner.isUnfinished = this.decoding instanceof Utf16Decoding && this.decoding.isUnfinished;
    return scanner;
  }

  // ── Places ─────────────────────────────────────────────────────────────────────────────────────────────────────────

  private _count(to: number): void {
    if (to - this._counted > LONG) this._countLines(to);
    const { text } = this;
    for (let i = this._counted; i < to; i++) {
      const code = text.charCodeAt(i);
      if (code === 10 || code === 13) {
        this._line++;
        this._column = 0;
        if (code === 13 && i + 1 < to && text.charCodeAt(i + 1) === 10) i++;
      } else if (code < 0xdc00 || code > 0xdfff) this._column++;
    }
    if (to > this._counted) this._counted = to;
  }

  /** Counts the lines of a long part up to its last line break, if all of them end with line feeds. */
  private _countLines(to: number): void {
    const { text, _counted: from } = this;
    const part = text.slice(from, to);
    if (part.includes('\r')) return;
    let last = -1;
    for (let i = part.indexOf('\n'); i >= 0; i = part.indexOf('\n', i + 1)) {
      this._line++;
      last = i;
    }
    if (last < 0) return;
    this._column = 0;
    this._counted = from + last + 1;
  }

  private _length(start: number, end: number): number {
    return this.decoding === undefined ? end - start : this.decoding.byteLength(this.text, start, end);
  }

  get line(): number {
    this._count(this.event);
    return this._line;
  }

  get column(): number {
    this._count(this.event);
    return this._column;
  }

  /** −1 before there is an event. */
  get byteIndex(): number {
    return this.event < 0 ? this._pastEvent : this._octets + this._length(0, this.event);
  }

  /** Drops text that was read, which had so many octets. */
  drop(count: number, octets: number): void {
    if (count === 0) return;
    this._count(count);
    if (this.event >= 0 && this.event < count) this._pastEvent = this.byteIndex;
    this._octets += octets;
    this.text = this.text.slice(count);
    this._counted -= count;
    this.event = this.event < count ? -1 : this.event - count;
  }

  /** How many octets a part of the text before `end` had. */
  octetsBefore(end: number): number {
    return this._length(0, end);
  }

  // ── Events that may come anywhere ──────────────────────────────────────────────────────────────────────────────────

  reportFallback(text: string, start: number, end: number): void {
    const { fallback } = this.handlers;
    if (fallback !== undefined) this._tell(fallback, text.slice(start, end), text);
  }

  reportCharacters(data: string, text: string, start: number, end: number): void {
    const { characters } = this.handlers;
    if (characters !== undefined) this._tell(characters, data, text);
    else this.reportFallback(text, start, end);
  }

  /** What was not UTF-8 in the document is told in pieces of a kilobyte of it at most. */
  private _tell(handler: (data: string) => void, data: string, text: string): void {
    if (3 * data.length <= PIECE || text !== this.text || this.decoding!.name === 'UTF-8') {
      handler(data);
      return;
    }
    let start = 0;
    let length = 0;
    for (let i = 0; i < data.length; i++) {
      const code = data.charCodeAt(i);
      // A pair of surrogates has four octets, and stays together.
      const isPair = code >= 0xd800 && code <= 0xdbff;
      const size = code < 0x80 ? 1 : code < 0x800 ? 2 : isPair ? 4 : 3;
      if (length + size > PIECE) {
        handler(data.slice(start, i));
        start = i;
        length = 0;
      }
      length += size;
      if (isPair) i++;
    }
    handler(data.slice(start));
  }

  reportInstruction(scanner: Scanner, start: number, end: number): void {
    const { text } = scanner;
    const { instruction } = this.handlers;
    if (instruction === undefined) {
      this.reportFallback(text, start, end);
      return;
    }
    const targetEnd = scanner.nameEnd(start + 2);
    let data = targetEnd;
    while (data < end - 2 && isXmlSpace(text.charCodeAt(data))) data++;
    instruction(text.slice(start + 2, targetEnd), withPlainLines(text.slice(data, end - 2)));
  }

  reportComment(text: string, start: number, end: number): void {
    const { comment } = this.handlers;
    if (comment === undefined) this.reportFallback(text, start, end);
    else comment(withPlainLines(text.slice(start + 4, end - 3)));
  }
}

/** Every line break as one line feed. */
export function withPlainLines(text: string): string {
  return text.includes('\r') ? text.replace(/\r\n?/g, '\n') : text;
}

const PREDEFINED: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };

/** The character of an entity that needs no declaration. */
export function predefinedEntity(name: string): string | undefined {
  return Object.hasOwn(PREDEFINED, name) ? PREDEFINED[name] : undefined;
}

/** The character that `&#…;` means; `undefined` when it means none. */
export function referencedCharacter(text: string, start: number, end: number): string | undefined {
  const isHex = text.charCodeAt(start + 2) === 120;
  const digits = text.slice(isHex ? start + 3 : start + 2, end - 1);
  const code = Number.parseInt(digits, isHex ? 16 : 10);
  if (!(code <= 0x10ffff)) return undefined;
  const isCharacter =
    code >= 0x20 ? (code < 0xd800 || code > 0xdfff) && code !== 0xfffe && code !== 0xffff : isXmlSpace(code);
  return isCharacter ? String.fromCodePoint(code) : undefined;
}
