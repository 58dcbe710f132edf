/** Elements and what they contain, and what follows the last one. CPython: `doContent`, `doCdataSection`, `epilogProcessor`. */
import type { Entity } from './dtd.ts';
import {
  ASYNC_ENTITY,
  BAD_CHAR_REF,
  BINARY_ENTITY_REF,
  ENTITY_DECLARED_IN_PE,
  EXTERNAL_ENTITY_HANDLING,
  INVALID_TOKEN,
  JUNK_AFTER_DOC_ELEMENT,
  MISPLACED_XML_PI,
  NO_ELEMENTS,
  PARTIAL_CHAR,
  RECURSIVE_ENTITY_REF,
  TAG_MISMATCH,
  UNCLOSED_CDATA_SECTION,
  UNCLOSED_TOKEN,
  UNDEFINED_ENTITY,
  XmlFailure,
} from './errors.ts';
import { type Binding, predefinedEntity, referencedCharacter, type XmlState } from './state.ts';
import { readStartTag, type StartTag, unbind } from './tags.ts';
import * as token from './tokens.ts';
import { Scanner } from './tokens.ts';

/** What is being read next; the parser calls the function of this name. */
export type Part = 'content' | 'cdata' | 'epilog';

/** Where reading stopped, and what goes on there. */
export interface Progress {
  readonly at: number;
  readonly part: Part;
}

function stopped(at: number, part: Part = 'content'): Progress {
  return { at, part };
}

/**
 * Reads content from a place on. `outer` tags are open already that belong to what contains it, for content that must
 * close its own. `isMain` says that the text is the document's: then events have places in it.
 */
export function readContent(
  state: XmlState,
  scanner: Scanner,
  start: number,
  outer: number,
  hasMore: boolean,
  isMain: boolean,
): Progress {
  const { text } = scanner;
  const { tags, handlers } = state;
  let at = start;
  if (isMain) state.event = at;
  for (;;) {
    const kind = scanner.content(at);
    let next = scanner.next;
    switch (kind) {
      case token.DATA_CHARS:
        state.reportCharacters(text.slice(at, next), text, at, next);
        break;
      case token.DATA_NEWLINE:
        state.reportCharacters('\n', text, at, next);
        break;
      case token.START_TAG: {
        const tag = readStartTag(state, scanner, at, next, isMain);
        tags.push(tag);
        if (handlers.startElement !== undefined) {
          handlers.startElement(tag.name, tag.attributes, state.specified);
        } else state.reportFallback(text, at, next);
        break;
      }
      case token.EMPTY_ELEMENT: {
        const tag = readEmptyElement(state, scanner, at, next, isMain);
        const { startElement, endElement } = handlers;
        if (startElement !== undefined) startElement(tag.name, tag.attributes, state.specified);
        if (endElement !== undefined) {
          if (startElement !== undefined && isMain) state.event = next;
          endElement(tag.name);
        }
        if (startElement === undefined && endElement === undefined) state.reportFallback(text, at, next);
        unbind(state, tag.bindings);
        if (tags.length === 0) return readEpilog(state, scanner, next);
        break;
      }
      case token.END_TAG: {
        if (tags.length === outer) throw new XmlFailure(ASYNC_ENTITY);
        const tag = tags[tags.length - 1]!;
        if (
          scanner.nameEnd(at + 2) !== at + 2 + tag.rawName.length ||
          !text.startsWith(tag.rawName, at + 2)
        ) {
          throw new XmlFailure(TAG_MISMATCH, isMain ? at + 2 : undefined);
        }
        tags.pop();
        if (handlers.endElement !== undefined) handlers.endElement(tag.name);
        else state.reportFallback(text, at, next);
        unbind(state, tag.bindings);
        if (tags.length === 0) return readEpilog(state, scanner, next);
        break;
      }
      case token.ENTITY_REF:
        readEntity(state, text, at, next);
        break;
      case token.CHAR_REF: {
        const character = referencedCharacter(text, at, next);
        if (character === undefined) throw new XmlFailure(BAD_CHAR_REF);
        state.reportCharacters(character, text, at, next);
        break;
      }
      case token.CDATA_SECT_OPEN: {
        if (handlers.startCdata !== undefined) handlers.startCdata();
        else state.reportFallback(text, at, next);
        const progress = readCdata(state, scanner, next, hasMore, isMain);
        if (progress.part === 'cdata') return progress;
        next = progress.at;
        break;
      }
      case token.PI:
        state.reportInstruction(scanner, at, next);
        break;
      case token.COMMENT:
        state.reportComment(text, at, next);
        break;
      case token.XML_DECL:
        throw new XmlFailure(MISPLACED_XML_PI);
      case token.INVALID:
        throw new XmlFailure(INVALID_TOKEN, isMain ? next : undefined);
      default:
        if (hasMore) return stopped(at);
        return contentEnd(state, text, at, kind, outer, isMain);
    }
    at = next;
    if (isMain) state.event = at;
  }
}

/** An element without content: if it is wrong, its prefixes end with it all the same. */
function readEmptyElement(
  state: XmlState,
  scanner: Scanner,
  at: number,
  next: number,
  isMain: boolean,
): StartTag {
  const bindings: Binding[] = [];
  try {
    return readStartTag(state, scanner, at, next, isMain, bindings);
  } catch (thrown) {
    if (thrown instanceof XmlFailure) unbind(state, bindings);
    throw thrown;
  }
}

/** The text has ended, perhaps within a token. */
function contentEnd(
  state: XmlState,
  text: string,
  at: number,
  kind: number,
  outer: number,
  isMain: boolean,
): Progress {
  if (kind === token.PARTIAL) throw new XmlFailure(UNCLOSED_TOKEN);
  if (kind === token.PARTIAL_CHAR) throw new XmlFailure(PARTIAL_CHAR);
  const end = text.length;
  if (kind === token.TRAILING_CR) state.reportCharacters('\n', text, at, end);
  else if (kind === token.TRAILING_RSQB) {
    state.reportCharacters(text.slice(at, end), text, at, end);
    if (isMain && (outer === 0 || state.tags.length !== outer)) state.event = end;
  }
  if (outer === 0 && isMain) throw new XmlFailure(NO_ELEMENTS);
  if (state.tags.length !== outer) throw new XmlFailure(ASYNC_ENTITY);
  return stopped(end);
}

/** Reads a CDATA section behind its beginning; the progress is in it still when the text ends first. */
export function readCdata(
  state: XmlState,
  scanner: Scanner,
  start: number,
  hasMore: boolean,
  isMain: boolean,
): Progress {
  const { text } = scanner;
  let at = start;
  for (;;) {
    if (isMain) state.event = at;
    const kind = scanner.cdataSection(at);
    const { next } = scanner;
    switch (kind) {
      case token.CDATA_SECT_CLOSE:
        if (state.handlers.endCdata !== undefined) state.handlers.endCdata();
        else state.reportFallback(text, at, next);
        return stopped(next);
      case token.DATA_NEWLINE:
        state.reportCharacters('\n', text, at, next);
        break;
      case token.DATA_CHARS:
        state.reportCharacters(text.slice(at, next), text, at, next);
        break;
      case token.INVALID:
        throw new XmlFailure(INVALID_TOKEN, isMain ? next : undefined);
      default:
        if (hasMore) return stopped(at, 'cdata');
        throw new XmlFailure(kind === token.PARTIAL_CHAR ? PARTIAL_CHAR : UNCLOSED_CDATA_SECTION);
    }
    at = next;
  }
}

// ── Entities ─────────────────────────────────────────────────────────────────────────────────────────────────────────

function readEntity(state: XmlState, text: string, at: number, next: number): void {
  const { dtd, handlers } = state;
  const name = text.slice(at + 1, next - 1);
  const character = predefinedEntity(name);
  if (character !== undefined) {
    state.reportCharacters(character, text, at, next);
    return;
  }
  const entity = dtd.generalEntities.get(name);
  const skip = (): void => {
    if (handlers.skippedEntity !== undefined) handlers.skippedEntity(name, false);
    else state.reportFallback(text, at, next);
  };
  if (!dtd.hasParamEntityRefs || dtd.standalone) {
    if (entity === undefined) throw new XmlFailure(UNDEFINED_ENTITY);
    if (!entity.isInternal) throw new XmlFailure(ENTITY_DECLARED_IN_PE);
  } else if (entity === undefined) {
    skip();
    return;
  }
  if (entity.open) throw new XmlFailure(RECURSIVE_ENTITY_REF);
  if (entity.notation !== undefined) throw new XmlFailure(BINARY_ENTITY_REF);
  if (entity.text !== undefined) {
    if (state.expandsEntities) readEntityText(state, entity, entity.text);
    else skip();
  } else if (handlers.externalEntity !== undefined) {
    entity.open = true;
    const context = entityContext(state);
    entity.open = false;
    if (!handlers.externalEntity(context, entity.base, entity.systemId, entity.publicId)) {
      throw new XmlFailure(EXTERNAL_ENTITY_HANDLING);
    }
  } else state.reportFallback(text, at, next);
}

function readEntityText(state: XmlState, entity: Entity, text: string): void {
  state.amplification.expand(text.length);
  entity.open = true;
  state.openEntities.push({ entity, betweenDeclarations: false });
  readContent(state, new Scanner(text, text.length, state.namespaces), 0, state.tags.length, false, false);
  state.openEntities.pop();
  entity.open = false;
}

/** What an external entity's parser must know: which prefixes mean what, and which entities are open. */
function entityContext(state: XmlState): string {
  const { dtd } = state;
  const parts: string[] = [];
  if (dtd.defaultPrefix.uri !== undefined) parts.push(`=${dtd.defaultPrefix.uri}`);
  for (const prefix of dtd.prefixes.values()) {
    if (prefix.uri !== undefined) parts.push(`${prefix.name}=${prefix.uri}`);
  }
  for (const entity of dtd.generalEntities.values()) if (entity.open) parts.push(entity.name);
  return parts.join('\f');
}

/** Takes over such a context. */
export function setContext(state: XmlState, context: string): void {
  const { dtd } = state;
  for (const part of context.split('\f')) {
    const equals = part.indexOf('=');
    if (equals < 0) {
      const entity = dtd.generalEntities.get(part);
      if (entity !== undefined) entity.open = true;
    } else if (equals === 0) dtd.defaultPrefix.uri = part.slice(1);
    else dtd.prefix(part.slice(0, equals)).uri = part.slice(equals + 1);
  }
}

// ── Behind the last element ──────────────────────────────────────────────────────────────────────────────────────────

/** Comments, instructions and white space: nothing else may come. */
export function readEpilog(state: XmlState, scanner: Scanner, start: number): Progress {
  const { text } = scanner;
  let at = start;
  for (;;) {
    state.event = at;
    const kind = scanner.prolog(at);
    const { next } = scanner;
    switch (kind) {
      case -token.PROLOG_S:
      case token.PROLOG_S:
        state.reportFallback(text, at, next);
        break;
      case token.NONE:
        return stopped(at, 'epilog');
      case token.PI:
        state.reportInstruction(scanner, at, next);
        break;
      case token.COMMENT:
        state.reportComment(text, at, next);
        break;
      case token.INVALID:
        throw new XmlFailure(INVALID_TOKEN, next);
      case token.PARTIAL:
      case token.PARTIAL_CHAR:
        if (!state.isFinal) return stopped(at, 'epilog');
        throw new XmlFailure(kind === token.PARTIAL ? UNCLOSED_TOKEN : PARTIAL_CHAR);
      default:
        throw new XmlFailure(JUNK_AFTER_DOC_ELEMENT);
    }
    at = next;
  }
}
