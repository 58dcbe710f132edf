/** What the declarations of a document say. CPython: `DTD`, `ENTITY`, `ELEMENT_TYPE` in Modules/expat/xmlparse.c. */

export class Entity {
  readonly name: string;
  readonly isParam: boolean;
  /** The text, of an internal entity. */
  text: string | undefined = undefined;
  base: string | undefined = undefined;
  systemId: string | undefined = undefined;
  publicId: string | undefined = undefined;
  notation: string | undefined = undefined;
  /** Its text is being read. */
  open = false;
  /** Declared in the document itself, and not in an external subset or the text of an entity. */
  isInternal: boolean;

  constructor(name: string, isParam: boolean, isInternal: boolean) {
    this.name = name;
    this.isParam = isParam;
    this.isInternal = isInternal;
  }
}

/** What a prefix means; with the empty name, what names without one mean. */
export class Prefix {
  readonly name: string;
  uri: string | undefined = undefined;

  constructor(name: string) {
    this.name = name;
  }
}

export class AttributeId {
  readonly name: string;
  /** The prefix of the name, or the one that the attribute declares. */
  prefix: Prefix | undefined = undefined;
  /** Declares a namespace. */
  isNamespace = false;
  /** The number of the last tag that had it. */
  lastTag = 0;

  constructor(name: string) {
    this.name = name;
  }
}

export interface DefaultAttribute {
  readonly id: AttributeId;
  readonly isCdata: boolean;
  /** Absent when there is no default. */
  readonly value: string | undefined;
}

export class ElementType {
  readonly name: string;
  prefix: Prefix | undefined = undefined;
  idAttribute: AttributeId | undefined = undefined;
  readonly defaults: Map<AttributeId, DefaultAttribute> = new Map();

  constructor(name: string) {
    this.name = name;
  }
}

/** A content model, numbered as expat has it. */
export interface ContentModel {
  readonly type: number;
  quantifier: number;
  readonly name: string | undefined;
  readonly children: readonly ContentModel[];
}

export const MODEL_EMPTY = 1;
export const MODEL_ANY = 2;
export const MODEL_MIXED = 3;
export const MODEL_NAME = 4;
export const MODEL_CHOICE = 5;
export const MODEL_SEQUENCE = 6;

/** A content model that is being read. */
export class OpenModel implements ContentModel {
  type: number;
  quantifier = 0;
  readonly name: string | undefined;
  readonly children: ContentModel[] = [];

  constructor(type: number, name: string | undefined) {
    this.type = type;
    this.name = name;
  }
}

export class Dtd {
  readonly generalEntities: Map<string, Entity> = new Map();
  readonly paramEntities: Map<string, Entity> = new Map();
  readonly elementTypes: Map<string, ElementType> = new Map();
  readonly attributeIds: Map<string, AttributeId> = new Map();
  readonly prefixes: Map<string, Prefix> = new Map();
  readonly defaultPrefix = new Prefix('');
  /** The external subset, which is a parameter entity without a name. */
  externalSubset: Entity | undefined = undefined;
  /** No declaration was skipped that might change what comes. */
  keepProcessing = true;
  hasParamEntityRefs = false;
  standalone = false;
  paramEntityRead = false;
  tagsWithAttributes = 0;

  prefix(name: string): Prefix {
    let prefix = this.prefixes.get(name);
    if (prefix === undefined) {
      prefix = new Prefix(name);
      this.prefixes.set(name, prefix);
    }
    return prefix;
  }

  elementType(name: string, namespaces: boolean): ElementType {
    let type = this.elementTypes.get(name);
    if (type === undefined) {
      type = new ElementType(name);
      this.elementTypes.set(name, type);
      const colon = namespaces ? name.indexOf(':') : -1;
      if (colon >= 0) type.prefix = this.prefix(name.slice(0, colon));
    }
    return type;
  }

  attributeId(name: string, namespaces: boolean): AttributeId {
    let id = this.attributeIds.get(name);
    if (id === undefined) {
      id = new AttributeId(name);
      this.attributeIds.set(name, id);
      if (namespaces) {
        const colon = name.indexOf(':');
        if (name === 'xmlns') {
          id.prefix = this.defaultPrefix;
          id.isNamespace = true;
        } else if (name.startsWith('xmlns:')) {
          id.prefix = this.prefix(name.slice(6));
          id.isNamespace = true;
        } else if (colon >= 0) id.prefix = this.prefix(name.slice(0, colon));
      }
    }
    return id;
  }

  /** A copy for the parser of an external entity: prefixes begin unbound there. */
  copy(): Dtd {
    const copy = new Dtd();
    for (const name of this.prefixes.keys()) copy.prefix(name);
    const prefixOf = (prefix: Prefix | undefined): Prefix | undefined =>
      prefix === undefined
        ? undefined
        : prefix === this.defaultPrefix
          ? copy.defaultPrefix
          : copy.prefix(prefix.name);
    for (const [name, id] of this.attributeIds) {
      const made = new AttributeId(name);
      made.prefix = prefixOf(id.prefix);
      made.isNamespace = id.isNamespace;
      copy.attributeIds.set(name, made);
    }
    for (const [name, type] of this.elementTypes) {
      const made = new ElementType(name);
      made.prefix = prefixOf(type.prefix);
      made.idAttribute = type.idAttribute && copy.attributeIds.get(type.idAttribute.name);
      for (const { id, isCdata, value } of type.defaults.values()) {
        const copied = copy.attributeIds.get(id.name)!;
        made.defaults.set(copied, { id: copied, isCdata, value });
      }
      copy.elementTypes.set(name, made);
    }
    copyEntities(this.generalEntities, copy.generalEntities);
    copyEntities(this.paramEntities, copy.paramEntities);
    copy.externalSubset = this.externalSubset;
    copy.keepProcessing = this.keepProcessing;
    copy.hasParamEntityRefs = this.hasParamEntityRefs;
    copy.standalone = this.standalone;
    copy.paramEntityRead = this.paramEntityRead;
    return copy;
  }
}

function copyEntities(from: ReadonlyMap<string, Entity>, to: Map<string, Entity>): void {
  for (const [name, entity] of from) {
    const made = new Entity(name, entity.isParam, entity.isInternal);
    made.text = entity.text;
    made.base = entity.base;
    made.systemId = entity.systemId;
    made.publicId = entity.publicId;
    made.notation = entity.notation;
    to.set(name, made);
  }
}
