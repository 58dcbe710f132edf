/**
 * A parser of XML that is fed piece by piece and tells what it finds, as expat does: with its events, errors and places.
 * CPython: Modules/expat/xmlparse.c.
 */
import { readCdata, readContent, readEpilog, setContext } from './content.ts';
import { knownDecoding, type TextDecoding, Utf8Decoding, Utf16Decoding } from './encodings.ts';
import {
  CANT_CHANGE_FEATURE_ONCE_PARSING,
  FINISHED,
  PARTIAL_CHAR,
  UNCLOSED_TOKEN,
  XmlFailure,
} from './errors.ts';
import { readIgnored, readProlog } from './prolog.ts';
import { PrologState } from './roles.ts';
import { NO_BINDINGS, XmlState } from './state.ts';
import * as token from './tokens.ts';
import { processXmlDeclaration, unknownDecoding } from './xml-decl.ts';

type Part = 'prolog' | 'ignore' | 'content' | 'cdata' | 'epilog' | 'entity' | 'paramEntity';

export class XmlParser {
  readonly state: XmlState;
  private _part: Part = 'prolog';
  /** Open tags that are not the document's own. */
  private _outer = 0;
  private _hasBegun = false;
  private _isFinished = false;
  private _errorCode = 0;
  /** Another try at a token whose end had not come waits until there is twice as much of it. */
  deferral = true;
  private _lengthBefore = 0;
  /** How many octets there are that were not read yet. */
  private _length = 0;

  constructor(protocolEncoding: string | undefined, separator: string | undefined, state?: XmlState) {
    this.state = state ?? new XmlState(protocolEncoding, separator);
  }

  /** The error that ended parsing, 0 while there is none. */
  get errorCode(): number {
    return this._errorCode;
  }

  get hasBegun(): boolean {
    return this._hasBegun;
  }

  /** A parser for an external entity; without a context, for a parameter entity, whose declarations are the document's. */
  entityParser(context: string | undefined, encoding: string | undefined): XmlParser {
    const { state: outer } = this;
    const state = new XmlState(encoding, outer.namespaces ? outer.separator : undefined, outer);
    state.handlers = outer.handlers;
    state.base = outer.base;
    state.triplets = outer.triplets;
    state.expandsEntities = outer.expandsEntities;
    state.paramEntityParsing = outer.paramEntityParsing;
    const parser = new XmlParser(encoding, undefined, state);
    parser.deferral = this.deferral;
    if (context === undefined) {
      state.dtd = outer.dtd;
      state.isParamEntity = true;
      state.prolog = new PrologState(false);
      parser._part = 'paramEntity';
    } else {
      state.dtd = outer.dtd.copy();
      setContext(state, context);
      parser._part = 'entity';
    }
    return parser;
  }

  useForeignDtd(use: boolean): number {
    if (this._hasBegun) return CANT_CHANGE_FEATURE_ONCE_PARSING;
    this.state.usesForeignDtd = use;
    return 0;
  }

  setParamEntityParsing(mode: number): number {
    if (this._hasBegun) return 0;
    this.state.paramEntityParsing = mode;
    return 1;
  }

  /** Reads a piece of the document; the number of the error, 0 when there is none. What a handler throws goes on. */
  parse(octets: Uint8Array, isFinal: boolean): number {
    if (this._isFinished) this._errorCode = FINISHED;
    if (this._errorCode !== 0) return this._errorCode;
    const { state } = this;
    this._hasBegun = true;
    state.isFinal = isFinal;
    try {
      this._length += octets.length;
      state.amplification.read(octets.length);
      if (this._addInput(octets) && !this._isDeferred()) this._read();
    } catch (thrown) {
      if (!(thrown instanceof XmlFailure)) throw thrown;
      if (thrown.at !== undefined) state.event = thrown.at;
      this._errorCode = thrown.code;
      return thrown.code;
    }
    if (isFinal) this._isFinished = true;
    return 0;
  }

  /** The input from the place of the event on. */
  inputContext(): Uint8Array {
    const { state } = this;
    return new TextEncoder().encode(state.text.slice(Math.max(state.event, 0)));
  }

  /** Stops: a handler has failed, and nobody shall be told anything more. */
  abandon(): void {
    this._isFinished = true;
  }

  private _isDeferred(): boolean {
    const { state } = this;
    return this.deferral && !state.isFinal && this._length < 2 * this._lengthBefore;
  }

  private _read(): void {
    const { state } = this;
    const consumed = this._readPart();
    this._lengthBefore = consumed === 0 ? this._length : 0;
    const octets = state.octetsBefore(consumed);
    this._length -= octets;
    state.drop(consumed, octets);
  }

  /** Reads on where reading stopped; how much of the text is done with. */
  private _readPart(): number {
    const { state } = this;
    const hasMore = !state.isFinal;
    switch (this._part) {
      case 'paramEntity':
        state.dtd.paramEntityRead = true;
        this._part = 'prolog';
        return this._readProlog(skipBom(state.text));
      case 'prolog':
        return this._readProlog(this._hasEvents() ? 0 : skipBom(state.text));
      case 'ignore': {
        const end = readIgnored(state, state.scanner(), 0, hasMore, true);
        if (end < 0) return 0;
        this._part = 'prolog';
        return this._readProlog(end);
      }
      case 'entity':
        return this._readEntity(hasMore);
      case 'cdata': {
        const scanner = state.scanner();
        const progress = readCdata(state, scanner, 0, hasMore, true);
        if (progress.part === 'cdata') return progress.at;
        return this._continue(readContent(state, scanner, progress.at, this._outer, hasMore, true));
      }
      case 'content':
        return this._continue(readContent(state, state.scanner(), 0, this._outer, hasMore, true));
      case 'epilog':
        return this._continue(readEpilog(state, state.scanner(), 0));
    }
  }

  private _hasEvents(): boolean {
    return this.state.raw === undefined;
  }

  private _readProlog(start: number): number {
    return this._continue(readProlog(this.state, start, !this.state.isFinal));
  }

  private _continue({ at, part }: { readonly at: number; readonly part: Part }): number {
    this._part = part;
    return at;
  }

  /** The beginning of an external entity: perhaps a declaration of its encoding. */
  private _readEntity(hasMore: boolean): number {
    const { state } = this;
    const start = skipBom(state.text);
    const scanner = state.scanner();
    const kind = scanner.content(start);
    let at = start;
    state.event = start;
    if (kind === token.XML_DECL) {
      at = scanner.next;
      processXmlDeclaration(state, start, at, true);
    } else if (kind === token.PARTIAL || kind === token.PARTIAL_CHAR) {
      if (hasMore) return 0;
      throw new XmlFailure(kind === token.PARTIAL ? UNCLOSED_TOKEN : PARTIAL_CHAR);
    }
    state.raw = undefined;
    // Its content stands in an element that is not its own.
    state.tags.push({ rawName: '', name: '', bindings: NO_BINDINGS });
    this._outer = 1;
    return this._continue(readContent(state, state.scanner(), at, 1, hasMore, true));
  }

  /** Adds octets to the text; `false` as long as it is not known in which encoding they are. */
  private _addInput(octets: Uint8Array): boolean {
    const { state } = this;
    if (state.raw !== undefined) {
      const raw = new Uint8Array(state.raw.length + octets.length);
      raw.set(state.raw);
      raw.set(octets, state.raw.length);
      state.raw = raw;
    }
    if (state.decoding !== undefined) {
      state.text += state.decoding.decode(octets, state.isFinal);
      return true;
    }
    const decoding = this._findDecoding(state.raw!);
    if (decoding === undefined) return false;
    state.decoding = decoding;
    state.text = decoding.decode(state.raw!, state.isFinal);
    return true;
  }

  /** The encoding, by what the caller says and how the document begins; `undefined` when more of it is needed. */
  private _findDecoding(raw: Uint8Array): TextDecoding | undefined {
    const { state } = this;
    const name = state.protocolEncoding;
    const named = name === undefined ? undefined : (knownDecoding(name) ?? unknownDecoding(state, name));
    const [first, second] = raw;
    const isContent = this._part === 'entity';
    if (first === undefined) return state.isFinal ? (named ?? new Utf8Decoding()) : undefined;
    if (second === undefined) {
      const isOpen = first === 0xfe || first === 0xff || first === 0xef || first === 0 || first === 0x3c;
      if (!state.isFinal && isOpen) return undefined;
      return named ?? new Utf8Decoding();
    }
    if (named !== undefined && named.unit === 1 && named.name !== 'UTF-8' && isContent) return named;
    if (first === 0xfe && second === 0xff) return new Utf16Decoding(false);
    if (first === 0xff && second === 0xfe) return new Utf16Decoding(true);
    if (first === 0xef && second === 0xbb) {
      if (raw.length < 3 && !state.isFinal) return undefined;
      if (raw[2] === 0xbf) return new Utf8Decoding();
    } else if (first === 0x3c && second === 0) {
      if (!isContent || named?.unit !== 2) return new Utf16Decoding(true);
    } else if (first === 0) {
      if (!isContent || name?.toUpperCase() !== 'UTF-16LE') return new Utf16Decoding(false);
    } else if (second === 0 && !isContent) return new Utf16Decoding(true);
    return named ?? new Utf8Decoding();
  }
}

/** Where the text begins behind a byte order mark. */
function skipBom(text: string): number {
  return text.charCodeAt(0) === 0xfeff ? 1 : 0;
}
