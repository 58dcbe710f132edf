/** Start tags: attributes, their defaults, and what prefixes mean. CPython: `storeAtts`, `addBinding` in Modules/expat/xmlparse.c. */
import type { AttributeId, ElementType, Prefix } from './dtd.ts';
import {
  DUPLICATE_ATTRIBUTE,
  RESERVED_NAMESPACE_URI,
  RESERVED_PREFIX_XML,
  RESERVED_PREFIX_XMLNS,
  SYNTAX,
  UNBOUND_PREFIX,
  UNDECLARING_PREFIX,
  XmlFailure,
} from './errors.ts';
import { type Binding, NO_BINDINGS, type OpenTag, type XmlState } from './state.ts';
import { isXmlSpace, type Scanner } from './tokens.ts';
import { attributeValue } from './values.ts';

const XML_NAMESPACE = 'http://www.w3.org/XML/1998/namespace';
const XMLNS_NAMESPACE = 'http://www.w3.org/2000/xmlns/';

/** Characters that a URI may have by RFC 3986. */
const URI_CHARACTER = /[A-Za-z0-9%\-._~:/?#[\]@!$&'()*+,;=]/;

/** A start tag as read; the attributes, names and values in turn, are in `attributes`. */
export interface StartTag extends OpenTag {
  readonly attributes: readonly string[];
}

const NO_ATTRIBUTES: readonly string[] = [];

/** Attributes while they are collected. */
interface Collected {
  readonly ids: AttributeId[];
  readonly values: string[];
  readonly bindings: Binding[];
}

/** Reads the start tag at a place, which ends before `end`. What prefixes mean is put into `given`, if that is given. */
export function readStartTag(
  state: XmlState,
  scanner: Scanner,
  start: number,
  end: number,
  isMain: boolean,
  given?: Binding[],
): StartTag {
  const { text } = scanner;
  const { dtd, namespaces } = state;
  const nameEnd = scanner.nameEnd(start + 1);
  const rawName = text.slice(start + 1, nameEnd);
  const type = dtd.elementTypes.get(rawName);
  const hasAttributes = isXmlSpace(text.charCodeAt(nameEnd));
  if (!namespaces && !hasAttributes && (type === undefined || type.defaults.size === 0)) {
    state.specified = 0;
    state.idIndex = -1;
    return { rawName, name: rawName, bindings: NO_BINDINGS, attributes: NO_ATTRIBUTES };
  }
  const element = type ?? dtd.elementType(rawName, namespaces);
  if (!hasAttributes && element.defaults.size === 0) {
    state.specified = 0;
    state.idIndex = -1;
    return {
      rawName,
      name: expandedElement(state, element),
      bindings: NO_BINDINGS,
      attributes: NO_ATTRIBUTES,
    };
  }
  const bindings = given ?? [];
  const collected: Collected = { ids: [], values: [], bindings };
  if (hasAttributes) collectSpecified(state, scanner, nameEnd, end, element, collected, isMain);
  state.specified = 2 * collected.ids.length;
  state.idIndex = element.idAttribute === undefined ? -1 : 2 * collected.ids.indexOf(element.idAttribute);
  if (state.idIndex < 0) state.idIndex = -1;
  collectDefaults(state, element, collected);
  const attributes = expandedAttributes(state, collected);
  return { rawName, name: expandedElement(state, element), bindings, attributes };
}

function collectSpecified(
  state: XmlState,
  scanner: Scanner,
  from: number,
  end: number,
  element: ElementType,
  collected: Collected,
  isMain: boolean,
): void {
  const { text } = scanner;
  const { dtd, namespaces } = state;
  const tag = ++dtd.tagsWithAttributes;
  let at = from;
  for (;;) {
    while (isXmlSpace(text.charCodeAt(at))) at++;
    const code = text.charCodeAt(at);
    if (at >= end - 1 || code === 62 || code === 47) return;
    const nameEnd = scanner.nameEnd(at);
    const id = dtd.attributeId(text.slice(at, nameEnd), namespaces);
    if (id.lastTag === tag) throw new XmlFailure(DUPLICATE_ATTRIBUTE, isMain ? at : undefined);
    id.lastTag = tag;
    let open = nameEnd;
    while (text.charCodeAt(open) !== 34 && text.charCodeAt(open) !== 39) open++;
    const close = text.indexOf(text[open]!, open + 1);
    const value = text.slice(open + 1, close);
    addAttribute(
      state,
      collected,
      id,
      isPlainValue(value)
        ? value
        : attributeValue(
            state,
            text,
            open + 1,
            close,
            element.defaults.get(id)?.isCdata ?? true,
            false,
            isMain,
          ),
    );
    at = close + 1;
  }
}

/** Is the value what it will be, whether or not it is made of tokens? */
function isPlainValue(value: string): boolean {
  return !/[&\t\n\r]|^ | $| {2}/.test(value);
}

function collectDefaults(state: XmlState, element: ElementType, collected: Collected): void {
  if (element.defaults.size === 0) return;
  const given = new Set(collected.ids);
  for (const { prefix } of collected.bindings) {
    for (const id of element.defaults.keys()) if (id.isNamespace && id.prefix === prefix) given.add(id);
  }
  for (const { id, value } of element.defaults.values()) {
    if (value !== undefined && !given.has(id)) addAttribute(state, collected, id, value);
  }
}

function addAttribute(state: XmlState, collected: Collected, id: AttributeId, value: string): void {
  if (id.isNamespace) collected.bindings.push(bind(state, id.prefix!, value));
  else {
    collected.ids.push(id);
    collected.values.push(value);
  }
}

/** Gives a prefix a meaning. */
function bind(state: XmlState, prefix: Prefix, uri: string): Binding {
  if (uri === '' && prefix.name !== '') throw new XmlFailure(UNDECLARING_PREFIX);
  if (prefix.name === 'xmlns') throw new XmlFailure(RESERVED_PREFIX_XMLNS);
  const mustBeXml = prefix.name === 'xml';
  if (mustBeXml !== (uri === XML_NAMESPACE)) {
    throw new XmlFailure(mustBeXml ? RESERVED_PREFIX_XML : RESERVED_NAMESPACE_URI);
  }
  if (uri === XMLNS_NAMESPACE) throw new XmlFailure(RESERVED_NAMESPACE_URI);
  // An expanded name must come apart in one way only.
  if (uri.includes(state.separator) && !URI_CHARACTER.test(state.separator)) throw new XmlFailure(SYNTAX);
  const previous = prefix.uri;
  prefix.uri = uri === '' ? undefined : uri;
  state.handlers.startNamespace?.(prefix.name === '' ? undefined : prefix.name, prefix.uri);
  return { prefix, previous };
}

/** Takes back what the prefixes of an element mean. */
export function unbind(state: XmlState, bindings: readonly Binding[]): void {
  for (let i = bindings.length - 1; i >= 0; i--) {
    const { prefix, previous } = bindings[i]!;
    state.handlers.endNamespace?.(prefix.name === '' ? undefined : prefix.name);
    prefix.uri = previous;
  }
}

function expandedName(state: XmlState, prefix: Prefix, name: string): string {
  const { separator, triplets } = state;
  const between = separator === '\0' ? '' : separator;
  const local = prefix.name === '' ? name : name.slice(prefix.name.length + 1);
  const shown = triplets && prefix.name !== '' ? `${between}${prefix.name}` : '';
  return `${prefix.uri!}${between}${local}${shown}`;
}

function expandedElement(state: XmlState, element: ElementType): string {
  if (!state.namespaces) return element.name;
  if (element.prefix !== undefined) {
    if (element.prefix.uri === undefined) throw new XmlFailure(UNBOUND_PREFIX);
    return expandedName(state, element.prefix, element.name);
  }
  const { defaultPrefix } = state.dtd;
  return defaultPrefix.uri === undefined ? element.name : expandedName(state, defaultPrefix, element.name);
}

function expandedAttributes(state: XmlState, { ids, values }: Collected): readonly string[] {
  const attributes: string[] = [];
  let expanded: Set<string> | undefined;
  for (let i = 0; i < ids.length; i++) {
    const { name, prefix } = ids[i]!;
    if (prefix === undefined) attributes.push(name, values[i]!);
    else {
      if (prefix.uri === undefined) throw new XmlFailure(UNBOUND_PREFIX);
      const local = name.slice(prefix.name.length + 1);
      const key = `${prefix.uri}\0${local}`;
      expanded ??= new Set();
      if (expanded.has(key)) throw new XmlFailure(DUPLICATE_ATTRIBUTE);
      expanded.add(key);
      attributes.push(expandedName(state, prefix, name), values[i]!);
    }
  }
  return attributes;
}
