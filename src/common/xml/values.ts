/** The values of attributes and entities. CPython: `appendAttributeValue`, `storeEntityValue` in Modules/expat/xmlparse.c. */
import {
  ATTRIBUTE_EXTERNAL_ENTITY_REF,
  BAD_CHAR_REF,
  BINARY_ENTITY_REF,
  ENTITY_DECLARED_IN_PE,
  EXTERNAL_ENTITY_HANDLING,
  INVALID_TOKEN,
  PARAM_ENTITY_REF,
  RECURSIVE_ENTITY_REF,
  UNDEFINED_ENTITY,
  XmlFailure,
} from './errors.ts';
import { predefinedEntity, referencedCharacter, type XmlState } from './state.ts';
import * as token from './tokens.ts';
import { Scanner } from './tokens.ts';

/** Collects the value of an attribute. */
class AttributeValue {
  private readonly _state: XmlState;
  private readonly _isCdata: boolean;
  /** The default in a declaration, which may come before what it refers to counts. */
  private readonly _isDefault: boolean;
  value = '';

  constructor(state: XmlState, isCdata: boolean, isDefault: boolean) {
    this._state = state;
    this._isCdata = isCdata;
    this._isDefault = isDefault;
  }

  private _space(): void {
    // In values that are tokens, white space is one blank between them.
    if (!this._isCdata && (this.value === '' || this.value.endsWith(' '))) return;
    this.value += ' ';
  }

  append(scanner: Scanner, start: number, isMain: boolean): void {
    const { text } = scanner;
    const wrong = (code: number, at: number): XmlFailure => new XmlFailure(code, isMain ? at : undefined);
    for (let at = start; ; at = scanner.next) {
      const kind = scanner.attributeValue(at);
      switch (kind) {
        case token.NONE:
          return;
        case token.INVALID:
          throw wrong(INVALID_TOKEN, scanner.next);
        case token.DATA_CHARS:
          this.value += text.slice(at, scanner.next);
          break;
        case token.TRAILING_CR:
          this._space();
          return;
        case token.ATTRIBUTE_VALUE_S:
        case token.DATA_NEWLINE:
          this._space();
          break;
        case token.CHAR_REF: {
          const character = referencedCharacter(text, at, scanner.next);
          if (character === undefined) throw wrong(BAD_CHAR_REF, at);
          if (character === ' ') this._space();
          else this.value += character;
          break;
        }
        case token.ENTITY_REF:
          this._entity(text.slice(at + 1, scanner.next - 1), (code) => wrong(code, at));
          break;
        default:
          throw wrong(INVALID_TOKEN, at);
      }
    }
  }

  private _entity(name: string, wrong: (code: number) => XmlFailure): void {
    const character = predefinedEntity(name);
    if (character !== undefined) {
      this.value += character;
      return;
    }
    const { dtd, prolog, openEntities, namespaces, amplification } = this._state;
    const entity = dtd.generalEntities.get(name);
    const isStrict = this._isDefault
      ? prolog.documentEntity && (dtd.standalone ? openEntities.length === 0 : !dtd.hasParamEntityRefs)
      : !dtd.hasParamEntityRefs || dtd.standalone;
    if (isStrict) {
      if (entity === undefined) throw new XmlFailure(UNDEFINED_ENTITY);
      if (!entity.isInternal) throw new XmlFailure(ENTITY_DECLARED_IN_PE);
    } else if (entity === undefined) return;
    if (entity.open) throw wrong(RECURSIVE_ENTITY_REF);
    if (entity.notation !== undefined) throw wrong(BINARY_ENTITY_REF);
    if (entity.text === undefined) throw wrong(ATTRIBUTE_EXTERNAL_ENTITY_REF);
    amplification.expand(entity.text.length);
    entity.open = true;
    this.append(new Scanner(entity.text, entity.text.length, namespaces), 0, false);
    entity.open = false;
  }
}

/** The value that stands between quotes, with its references replaced. */
export function attributeValue(
  state: XmlState,
  text: string,
  start: number,
  end: number,
  isCdata: boolean,
  isDefault: boolean,
  isMain: boolean,
): string {
  const collected = new AttributeValue(state, isCdata, isDefault);
  collected.append(new Scanner(text, end, state.namespaces), start, isMain);
  const { value } = collected;
  return !isCdata && value.endsWith(' ') ? value.slice(0, -1) : value;
}

/** The text of an entity as declared: with characters for their references, but other entities left as they are. */
export class EntityValue {
  private readonly _state: XmlState;
  /** As far as it was read. */
  value = '';

  constructor(state: XmlState) {
    this._state = state;
  }

  append(text: string, start: number, end: number, isMain: boolean): void {
    const state = this._state;
    const scanner = new Scanner(text, end, state.namespaces);
    const wrong = (code: number, at: number): XmlFailure => new XmlFailure(code, isMain ? at : undefined);
    for (let at = start; ; at = scanner.next) {
      switch (scanner.entityValue(at)) {
        case token.NONE:
          return;
        case token.PARAM_ENTITY_REF:
          // In the document itself a declaration is written out.
          if (!state.isParamEntity && isMain) throw new XmlFailure(PARAM_ENTITY_REF, at);
          this._paramEntity(text.slice(at + 1, scanner.next - 1));
          if (!state.dtd.keepProcessing) return;
          break;
        case token.ENTITY_REF:
        case token.DATA_CHARS:
          this.value += text.slice(at, scanner.next);
          break;
        case token.TRAILING_CR:
          this.value += '\n';
          return;
        case token.DATA_NEWLINE:
          this.value += '\n';
          break;
        case token.CHAR_REF: {
          const character = referencedCharacter(text, at, scanner.next);
          if (character === undefined) throw wrong(BAD_CHAR_REF, at);
          this.value += character;
          break;
        }
        case token.INVALID:
          throw wrong(INVALID_TOKEN, scanner.next);
        default:
          throw wrong(INVALID_TOKEN, at);
      }
    }
  }

  private _paramEntity(name: string): void {
    const { amplification, dtd, handlers } = this._state;
    const entity = dtd.paramEntities.get(name);
    if (entity === undefined) {
      dtd.keepProcessing = dtd.standalone;
      return;
    }
    if (entity.open) throw new XmlFailure(RECURSIVE_ENTITY_REF);
    if (entity.text !== undefined) {
      amplification.expand(entity.text.length);
      entity.open = true;
      this.append(entity.text, 0, entity.text.length, false);
      entity.open = false;
      return;
    }
    if (handlers.externalEntity === undefined) {
      dtd.keepProcessing = dtd.standalone;
      return;
    }
    dtd.paramEntityRead = false;
    entity.open = true;
    if (!handlers.externalEntity(undefined, entity.base, entity.systemId, entity.publicId)) {
      throw new XmlFailure(EXTERNAL_ENTITY_HANDLING);
    }
    entity.open = false;
    if (!dtd.paramEntityRead) dtd.keepProcessing = dtd.standalone;
  }
}
