/** The prolog, with its declarations. CPython: `doProlog` in Modules/expat/xmlparse.c. */
import { type Progress, readContent } from './content.ts';
import {
  type AttributeId,
  type ElementType,
  Entity,
  MODEL_ANY,
  MODEL_CHOICE,
  MODEL_EMPTY,
  MODEL_MIXED,
  MODEL_NAME,
  MODEL_SEQUENCE,
  OpenModel,
} from './dtd.ts';
import {
  ENTITY_DECLARED_IN_PE,
  EXTERNAL_ENTITY_HANDLING,
  INCOMPLETE_PE,
  INVALID_TOKEN,
  MISPLACED_XML_PI,
  NO_ELEMENTS,
  NOT_STANDALONE,
  PARAM_ENTITY_REF,
  PARTIAL_CHAR,
  PUBLICID,
  RECURSIVE_ENTITY_REF,
  SYNTAX,
  UNCLOSED_TOKEN,
  UNDEFINED_ENTITY,
  XmlFailure,
} from './errors.ts';
import { predefinedEntity, type XmlState } from './state.ts';
import * as token from './tokens.ts';
import { Scanner } from './tokens.ts';
import { attributeValue, EntityValue } from './values.ts';
import { processXmlDeclaration } from './xml-decl.ts';

/** Where reading stopped. Content is read on from here by the parser; `ignore` is within a section that is left out. */
export interface PrologProgress {
  readonly at: number;
  readonly part: 'prolog' | 'ignore' | Progress['part'];
}

/** How often a part of a content model comes, as expat numbers it. */
const QUANTIFIERS: Readonly<Record<number, number>> = {
  [token.NAME_QUESTION]: 1,
  [token.NAME_ASTERISK]: 2,
  [token.NAME_PLUS]: 3,
  [token.CLOSE_PAREN_QUESTION]: 1,
  [token.CLOSE_PAREN_ASTERISK]: 2,
  [token.CLOSE_PAREN_PLUS]: 3,
};

/** What no public identifier has. */
const NO_PUBLIC_ID = /[^ \r\nA-Za-z0-9\-'()+,./:=?;!*#@$_%]/;

/** Reads declarations of one text: the document's, or a parameter entity's. */
class PrologReader {
  private readonly _state: XmlState;
  private readonly _isMain: boolean;
  private _scanner: Scanner;
  /** The token, and where it stands. */
  private _kind = 0;
  private _start = 0;
  private _end = 0;

  constructor(state: XmlState, scanner: Scanner, isMain: boolean) {
    this._state = state;
    this._scanner = scanner;
    this._isMain = isMain;
  }

  private _text(from = this._start, to = this._end): string {
    return this._scanner.text.slice(from, to);
  }

  /** What stands between quotes. */
  private _literal(): string {
    return this._text(this._start + 1, this._end - 1);
  }

  private _publicId(): string {
    const text = this._literal();
    const wrong = text.search(NO_PUBLIC_ID);
    if (wrong >= 0) throw new XmlFailure(PUBLICID, this._isMain ? this._start + 1 + wrong : undefined);
    return text.replace(/[ \r\n]+/g, ' ').replace(/^ | $/g, '');
  }

  read(start: number, hasMore: boolean, closesDoctype: boolean): PrologProgress {
    const state = this._state;
    let at = start;
    for (;;) {
      let kind = this._scanner.prolog(at);
      let { next } = this._scanner;
      if (this._isMain) state.event = at;
      if (kind <= 0) {
        if (hasMore && kind !== token.INVALID) return { at, part: 'prolog' };
        switch (kind) {
          case token.INVALID:
            throw new XmlFailure(INVALID_TOKEN, this._isMain ? next : undefined);
          case token.PARTIAL:
            throw new XmlFailure(UNCLOSED_TOKEN);
          case token.PARTIAL_CHAR:
            throw new XmlFailure(PARTIAL_CHAR);
          case token.NONE:
            return this._end_(at);
          case -token.PROLOG_S:
            kind = token.PROLOG_S;
            break;
          default:
            kind = -kind;
            next = this._scanner.end;
        }
      }
      this._kind = kind;
      this._start = at;
      this._end = next;
      const role = state.prolog.role(kind, this._scanner.text, at, next);
      if (role === 'instanceStart') return this._content();
      if (role === 'doctypeClose' && !closesDoctype) throw new XmlFailure(INVALID_TOKEN);
      if (role === 'ignoreSection') {
        state.reportFallback(this._scanner.text, at, next);
        const end = readIgnored(state, this._scanner, next, hasMore, this._isMain);
        if (end < 0) return { at: next, part: 'ignore' };
        at = end;
        continue;
      }
      if (this._act(role)) state.reportFallback(this._scanner.text, at, next);
      // The declaration may have changed the encoding; then the rest of the text is another one.
      if (this._isMain && this._scanner.text !== state.text) this._scanner = state.scanner();
      if (this._isMain && kind !== token.XML_DECL) state.raw = undefined;
      else if (role === 'xmlDecl' || role === 'textDecl') state.raw = undefined;
      at = next;
    }
  }

  /** The text of a parameter entity has ended, or that of the document before it began. */
  private _end_(at: number): PrologProgress {
    const state = this._state;
    const { openEntities } = state;
    if (!this._isMain && !openEntities[openEntities.length - 1]!.betweenDeclarations)
      return { at, part: 'prolog' };
    if (state.isParamEntity || !this._isMain) {
      if (state.prolog.role(token.NONE, '', 0, 0) === 'error') throw new XmlFailure(INCOMPLETE_PE);
      return { at, part: 'prolog' };
    }
    throw new XmlFailure(NO_ELEMENTS);
  }

  private _content(): PrologProgress {
    const state = this._state;
    state.raw = undefined;
    // A document without a document type may be given one from outside.
    if (state.usesForeignDtd) this._externalSubset();
    return readContent(state, this._scanner, this._start, 0, !state.isFinal, true);
  }

  /** Does what a token asks for; `true` when nobody was told of it. */
  private _act(role: string): boolean {
    const state = this._state;
    const { declaration, dtd, handlers } = state;
    const { keepProcessing } = dtd;
    switch (role) {
      case 'none':
        return this._kind !== token.BOM;
      case 'xmlDecl':
      case 'textDecl':
        processXmlDeclaration(state, this._start, this._end, role === 'textDecl');
        return false;
      case 'pi':
        state.reportInstruction(this._scanner, this._start, this._end);
        return false;
      case 'comment':
        state.reportComment(this._scanner.text, this._start, this._end);
        return false;
      case 'error':
        if (this._kind === token.PARAM_ENTITY_REF) throw new XmlFailure(PARAM_ENTITY_REF);
        throw new XmlFailure(this._kind === token.XML_DECL ? MISPLACED_XML_PI : SYNTAX);
      case 'paramEntityRef':
      case 'innerParamEntityRef':
        return this._paramEntity(role === 'paramEntityRef');

      case 'doctypeNone':
        return handlers.startDoctype === undefined;
      case 'doctypeName':
        if (handlers.startDoctype === undefined) return true;
        declaration.doctypeName = this._text();
        declaration.doctypeSystemId = undefined;
        declaration.doctypePublicId = undefined;
        return false;
      case 'doctypePublicId': {
        state.usesForeignDtd = false;
        dtd.hasParamEntityRefs = true;
        const publicId = this._publicId();
        declaration.entity = externalSubset(state);
        if (keepProcessing) declaration.entity.publicId = publicId;
        if (handlers.startDoctype === undefined) return true;
        declaration.doctypePublicId = publicId;
        return false;
      }
      case 'doctypeSystemId':
        return this._doctypeSystemId();
      case 'doctypeInternalSubset':
        return this._startDoctype(true);
      case 'doctypeClose':
        return this._doctypeClose();

      case 'entityNone':
        return !keepProcessing || handlers.entityDeclaration === undefined;
      case 'generalEntityName':
      case 'paramEntityName':
        return this._entityName(role === 'paramEntityName');
      case 'entityValue':
        return this._entityValue();
      case 'entityPublicId': {
        const publicId = this._publicId();
        if (!keepProcessing || declaration.entity === undefined) return true;
        declaration.entity.publicId = publicId;
        return handlers.entityDeclaration === undefined;
      }
      case 'entitySystemId':
        if (!keepProcessing || declaration.entity === undefined) return true;
        declaration.entity.systemId = this._literal();
        declaration.entity.base = state.base;
        return handlers.entityDeclaration === undefined;
      case 'entityComplete':
        return this._entityComplete(undefined);
      case 'entityNotationName':
        return this._entityNotation();

      case 'notationNone':
        return handlers.notation === undefined;
      case 'notationName':
        declaration.notationName = handlers.notation === undefined ? undefined : this._text();
        declaration.notationPublicId = undefined;
        return handlers.notation === undefined;
      case 'notationPublicId': {
        const publicId = this._publicId();
        if (declaration.notationName === undefined) return true;
        declaration.notationPublicId = publicId;
        return false;
      }
      case 'notationSystemId':
        return this._notation(this._literal());
      case 'notationNoSystemId':
        return declaration.notationPublicId === undefined || this._notation(undefined);

      case 'attlistNone':
        return !keepProcessing || handlers.attributeDeclaration === undefined;
      case 'attlistElementName':
        declaration.elementType = dtd.elementType(this._text(), state.namespaces);
        return !keepProcessing || handlers.attributeDeclaration === undefined;
      case 'attributeName':
        declaration.attribute = dtd.attributeId(this._text(), state.namespaces);
        declaration.isCdata = false;
        declaration.isId = false;
        declaration.attributeType = '';
        return !keepProcessing || handlers.attributeDeclaration === undefined;
      case 'attributeType':
        declaration.attributeType = this._text();
        declaration.isCdata = declaration.attributeType === 'CDATA';
        declaration.isId = declaration.attributeType === 'ID';
        return !keepProcessing || handlers.attributeDeclaration === undefined;
      case 'attributeEnumValue':
      case 'attributeNotationValue': {
        if (!keepProcessing || handlers.attributeDeclaration === undefined) return true;
        const first = role === 'attributeNotationValue' ? 'NOTATION(' : '(';
        declaration.attributeType += (declaration.attributeType === '' ? first : '|') + this._text();
        return false;
      }
      case 'impliedAttributeValue':
      case 'requiredAttributeValue':
        return this._attribute(undefined, role === 'requiredAttributeValue');
      case 'defaultAttributeValue':
      case 'fixedAttributeValue':
        return this._attributeDefault(role === 'fixedAttributeValue');

      case 'elementNone':
        return handlers.elementDeclaration === undefined;
      default:
        return this._model(role);
    }
  }

  // ── The document type ────────────────────────────────────────────────────────────────────────────────────────────

  private _startDoctype(hasSubset: boolean): boolean {
    const { declaration, handlers } = this._state;
    const { doctypeName: name } = declaration;
    if (name === undefined || handlers.startDoctype === undefined) return true;
    declaration.doctypeName = undefined;
    handlers.startDoctype(name, declaration.doctypeSystemId, declaration.doctypePublicId, hasSubset);
    return false;
  }

  private _checkStandalone(): void {
    const { dtd, handlers } = this._state;
    if (!dtd.standalone && handlers.notStandalone?.() === false) throw new XmlFailure(NOT_STANDALONE);
  }

  private _doctypeSystemId(): boolean {
    const state = this._state;
    const { declaration, dtd, handlers } = state;
    state.usesForeignDtd = false;
    dtd.hasParamEntityRefs = true;
    declaration.hasSystemId = true;
    if (handlers.startDoctype !== undefined) declaration.doctypeSystemId = this._literal();
    if (state.paramEntityParsing === 0) this._checkStandalone();
    declaration.entity ??= externalSubset(state);
    if (dtd.keepProcessing) {
      declaration.entity.systemId = this._literal();
      declaration.entity.base = state.base;
    }
    return handlers.startDoctype === undefined;
  }

  private _doctypeClose(): boolean {
    const state = this._state;
    const { declaration, handlers } = state;
    let isUntold = this._startDoctype(false);
    if (declaration.hasSystemId || state.usesForeignDtd) this._externalSubset();
    if (handlers.endDoctype !== undefined) {
      handlers.endDoctype();
      isUntold = false;
    }
    return isUntold;
  }

  private _externalSubset(): void {
    const state = this._state;
    const { declaration, dtd, handlers } = state;
    const hadReferences = dtd.hasParamEntityRefs;
    dtd.hasParamEntityRefs = true;
    if (state.paramEntityParsing !== 0 && handlers.externalEntity !== undefined) {
      const entity = externalSubset(state);
      if (state.usesForeignDtd) entity.base = state.base;
      dtd.paramEntityRead = false;
      if (!handlers.externalEntity(undefined, entity.base, entity.systemId, entity.publicId)) {
        throw new XmlFailure(EXTERNAL_ENTITY_HANDLING);
      }
      if (dtd.paramEntityRead) this._checkStandalone();
      else if (!declaration.hasSystemId) dtd.hasParamEntityRefs = hadReferences;
    }
    state.usesForeignDtd = false;
  }

  // ── Entities and notations ───────────────────────────────────────────────────────────────────────────────────────

  private _entityName(isParam: boolean): boolean {
    const state = this._state;
    const { declaration, dtd, handlers } = state;
    const name = this._text();
    declaration.entity = undefined;
    if (!isParam && predefinedEntity(name) !== undefined) return true;
    if (!dtd.keepProcessing) return true;
    const entities = isParam ? dtd.paramEntities : dtd.generalEntities;
    // The first declaration counts.
    if (entities.has(name)) return true;
    const isInternal = state.parent === undefined && state.openEntities.length === 0;
    declaration.entity = new Entity(name, isParam, isInternal);
    entities.set(name, declaration.entity);
    return handlers.entityDeclaration === undefined;
  }

  private _entityValue(): boolean {
    const state = this._state;
    if (!state.dtd.keepProcessing) return true;
    const collected = new EntityValue(state);
    try {
      collected.append(this._scanner.text, this._start + 1, this._end - 1, this._isMain);
    } catch (thrown) {
      // What there is of the value is told first, as expat does it.
      if (thrown instanceof XmlFailure && thrown.at !== undefined) state.event = thrown.at;
      this._declareText(collected.value);
      throw thrown;
    }
    return this._declareText(collected.value);
  }

  private _declareText(value: string): boolean {
    const { base, declaration, handlers } = this._state;
    const { entity } = declaration;
    if (entity === undefined) return true;
    entity.text = value;
    if (handlers.entityDeclaration === undefined) return true;
    handlers.entityDeclaration(entity.name, entity.isParam, value, base, undefined, undefined, undefined);
    return false;
  }

  private _entityComplete(notation: string | undefined): boolean {
    const { declaration, dtd, handlers } = this._state;
    const { entity } = declaration;
    if (!dtd.keepProcessing || entity === undefined || handlers.entityDeclaration === undefined) return true;
    const { name, isParam, base, systemId, publicId } = entity;
    handlers.entityDeclaration(name, isParam, undefined, base, systemId, publicId, notation);
    return false;
  }

  private _entityNotation(): boolean {
    const { declaration, dtd, handlers } = this._state;
    const { entity } = declaration;
    if (!dtd.keepProcessing || entity === undefined) return true;
    entity.notation = this._text();
    if (handlers.unparsedEntity === undefined) return this._entityComplete(entity.notation);
    handlers.unparsedEntity(entity.name, entity.base, entity.systemId, entity.publicId, entity.notation);
    return false;
  }

  private _notation(systemId: string | undefined): boolean {
    const { base, declaration, handlers } = this._state;
    const { notationName: name, notationPublicId: publicId } = declaration;
    declaration.notationName = undefined;
    declaration.notationPublicId = undefined;
    if (name === undefined || handlers.notation === undefined) return true;
    handlers.notation(name, base, systemId, publicId);
    return false;
  }

  private _paramEntity(betweenDeclarations: boolean): boolean {
    const state = this._state;
    const { dtd, handlers } = state;
    dtd.hasParamEntityRefs = true;
    if (state.paramEntityParsing === 0) dtd.keepProcessing = dtd.standalone;
    else {
      const name = this._text(this._start + 1, this._end - 1);
      const entity = dtd.paramEntities.get(name);
      if (
        state.prolog.documentEntity &&
        (dtd.standalone ? state.openEntities.length === 0 : !dtd.hasParamEntityRefs)
      ) {
        if (entity === undefined) throw new XmlFailure(UNDEFINED_ENTITY);
        if (!entity.isInternal) throw new XmlFailure(ENTITY_DECLARED_IN_PE);
      } else if (entity === undefined) {
        dtd.keepProcessing = dtd.standalone;
        if (!betweenDeclarations || handlers.skippedEntity === undefined) return true;
        handlers.skippedEntity(name, true);
        return false;
      }
      if (entity.open) throw new XmlFailure(RECURSIVE_ENTITY_REF);
      if (entity.text !== undefined) {
        this._entityText(entity, entity.text, betweenDeclarations);
        return false;
      }
      if (handlers.externalEntity === undefined) {
        dtd.keepProcessing = dtd.standalone;
        return true;
      }
      dtd.paramEntityRead = false;
      entity.open = true;
      if (!handlers.externalEntity(undefined, entity.base, entity.systemId, entity.publicId)) {
        throw new XmlFailure(EXTERNAL_ENTITY_HANDLING);
      }
      entity.open = false;
      if (!dtd.paramEntityRead) {
        dtd.keepProcessing = dtd.standalone;
        return false;
      }
      this._checkStandalone();
      return false;
    }
    this._checkStandalone();
    return true;
  }

  private _entityText(entity: Entity, text: string, betweenDeclarations: boolean): void {
    const state = this._state;
    state.amplification.expand(text.length);
    entity.open = true;
    state.openEntities.push({ entity, betweenDeclarations });
    const scanner = new Scanner(text, text.length, state.namespaces);
    new PrologReader(state, scanner, false).read(0, false, false);
    state.openEntities.pop();
    entity.open = false;
  }

  // ── Attributes ───────────────────────────────────────────────────────────────────────────────────────────────────

  private _attribute(value: string | undefined, isRequired: boolean): boolean {
    const { declaration, dtd, handlers } = this._state;
    if (!dtd.keepProcessing) return true;
    const { attribute, elementType, isCdata } = declaration;
    defineAttribute(elementType!, attribute!, isCdata, declaration.isId, value);
    let type = declaration.attributeType;
    if (handlers.attributeDeclaration === undefined || type === '') return true;
    if (type.startsWith('(') || type.startsWith('NOTATION(')) type += ')';
    handlers.attributeDeclaration(elementType!.name, attribute!.name, type, value, isRequired);
    return false;
  }

  private _attributeDefault(isFixed: boolean): boolean {
    const state = this._state;
    if (!state.dtd.keepProcessing) return true;
    const { isCdata } = state.declaration;
    const { text } = this._scanner;
    const value = attributeValue(state, text, this._start + 1, this._end - 1, isCdata, true, this._isMain);
    return this._attribute(value, isFixed);
  }

  // ── Content models ───────────────────────────────────────────────────────────────────────────────────────────────

  private _model(role: string): boolean {
    const { declaration, dtd, handlers, namespaces } = this._state;
    const { connectors, models } = declaration;
    const isUntold = handlers.elementDeclaration === undefined;
    const wantsModel = declaration.readsModel && !isUntold;
    const group = models[models.length - 1];
    switch (role) {
      case 'elementName':
        if (isUntold) return true;
        declaration.elementType = dtd.elementType(this._text(), namespaces);
        declaration.readsModel = true;
        models.length = 0;
        return false;
      case 'contentAny':
      case 'contentEmpty':
        if (wantsModel)
          this._modelComplete(new OpenModel(role === 'contentAny' ? MODEL_ANY : MODEL_EMPTY, undefined));
        break;
      case 'contentPcdata':
        if (wantsModel) group!.type = MODEL_MIXED;
        break;
      case 'contentElement':
        if (wantsModel) {
          const quantifier = QUANTIFIERS[this._kind] ?? 0;
          const part = new OpenModel(
            MODEL_NAME,
            this._text(this._start, quantifier === 0 ? this._end : this._end - 1),
          );
          part.quantifier = quantifier;
          group!.children.push(part);
        }
        break;
      case 'groupOpen':
        connectors[this._state.prolog.level] = '';
        if (wantsModel) {
          const opened = new OpenModel(MODEL_SEQUENCE, undefined);
          group?.children.push(opened);
          models.push(opened);
        }
        break;
      case 'groupSequence':
        this._connect(',');
        break;
      case 'groupChoice':
        if (wantsModel && connectors[this._state.prolog.level] === '' && group!.type !== MODEL_MIXED) {
          group!.type = MODEL_CHOICE;
        }
        this._connect('|');
        break;
      case 'groupClose':
        if (wantsModel) {
          models.pop();
          group!.quantifier = QUANTIFIERS[this._kind] ?? 0;
          if (models.length === 0) this._modelComplete(group!);
        }
        break;
    }
    return !wantsModel;
  }

  /** Parts of one group are separated in one way. */
  private _connect(separator: string): void {
    const { connectors } = this._state.declaration;
    const { level } = this._state.prolog;
    if (connectors[level] !== '' && connectors[level] !== separator) throw new XmlFailure(SYNTAX);
    connectors[level] = separator;
  }

  private _modelComplete(model: OpenModel): void {
    const { declaration, handlers } = this._state;
    declaration.readsModel = false;
    handlers.elementDeclaration!(declaration.elementType!.name, model);
  }
}

function externalSubset(state: XmlState): Entity {
  const { dtd } = state;
  dtd.externalSubset ??= new Entity('', true, false);
  return dtd.externalSubset;
}

function defineAttribute(
  type: ElementType,
  id: AttributeId,
  isCdata: boolean,
  isId: boolean,
  value: string | undefined,
): void {
  // The first declaration counts.
  if ((value !== undefined || isId) && type.defaults.has(id)) return;
  if (isId && type.idAttribute === undefined && !id.isNamespace) type.idAttribute = id;
  if (!type.defaults.has(id)) type.defaults.set(id, { id, isCdata, value });
}

/** Reads declarations of the document from a place on. */
export function readProlog(state: XmlState, start: number, hasMore: boolean): PrologProgress {
  return new PrologReader(state, state.scanner(), true).read(start, hasMore, true);
}

/** Reads a section that is left out; −1 when its end has not come. */
export function readIgnored(
  state: XmlState,
  scanner: Scanner,
  start: number,
  hasMore: boolean,
  isMain: boolean,
): number {
  const kind = scanner.ignoredSection(start);
  if (kind === token.IGNORE_SECT) {
    state.reportFallback(scanner.text, start, scanner.next);
    return scanner.next;
  }
  if (kind === token.INVALID) throw new XmlFailure(INVALID_TOKEN, isMain ? scanner.next : undefined);
  if (hasMore) return -1;
  throw new XmlFailure(kind === token.PARTIAL_CHAR ? PARTIAL_CHAR : SYNTAX);
}
