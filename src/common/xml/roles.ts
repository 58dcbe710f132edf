/**
 * The grammar of the prolog: which token may come where, and what part it plays in its declaration. A table of states; each
 * has transitions `token[:keyword] > next state = role`, where a missing state means the same one, and a missing role the
 * state's own, which is that of white space. CPython: Modules/expat/xmlrole.c.
 */
import * as token from './tokens.ts';

const TOKENS: Readonly<Record<string, number>> = {
  S: token.PROLOG_S,
  DECLARATION: token.XML_DECL,
  INSTRUCTION: token.PI,
  COMMENT: token.COMMENT,
  BOM: token.BOM,
  '<!': token.DECL_OPEN,
  '>': token.DECL_CLOSE,
  START: token.INSTANCE_START,
  NAME: token.NAME,
  PREFIXED: token.PREFIXED_NAME,
  NMTOKEN: token.NMTOKEN,
  'NAME?': token.NAME_QUESTION,
  'NAME*': token.NAME_ASTERISK,
  'NAME+': token.NAME_PLUS,
  POUND: token.POUND_NAME,
  LITERAL: token.LITERAL,
  '%': token.PERCENT,
  PE: token.PARAM_ENTITY_REF,
  '[': token.OPEN_BRACKET,
  ']': token.CLOSE_BRACKET,
  '(': token.OPEN_PAREN,
  ')': token.CLOSE_PAREN,
  ')?': token.CLOSE_PAREN_QUESTION,
  ')*': token.CLOSE_PAREN_ASTERISK,
  ')+': token.CLOSE_PAREN_PLUS,
  '|': token.OR,
  ',': token.COMMA,
  '<![': token.COND_SECT_OPEN,
  ']]>': token.COND_SECT_CLOSE,
  END: token.NONE,
};

/** `top` is the subset in which the declaration stands; `close` ends the declaration. */
const GRAMMAR = `
prolog0 none: S>prolog1 DECLARATION>prolog1=xmlDecl INSTRUCTION>prolog1=pi COMMENT>prolog1=comment BOM <!:DOCTYPE>doctype0=doctypeNone START>error=instanceStart
prolog1 none: S INSTRUCTION=pi COMMENT=comment BOM <!:DOCTYPE>doctype0=doctypeNone START>error=instanceStart
prolog2 none: S INSTRUCTION=pi COMMENT=comment START>error=instanceStart
doctype0 doctypeNone: S NAME>doctype1=doctypeName PREFIXED>doctype1=doctypeName
doctype1 doctypeNone: S [>internal=doctypeInternalSubset >>prolog2=doctypeClose NAME:SYSTEM>doctype3 NAME:PUBLIC>doctype2
doctype2 doctypeNone: S LITERAL>doctype3=doctypePublicId
doctype3 doctypeNone: S LITERAL>doctype4=doctypeSystemId
doctype4 doctypeNone: S [>internal=doctypeInternalSubset >>prolog2=doctypeClose
doctype5 doctypeNone: S >>prolog2=doctypeClose
internal none: S <!:ENTITY>entity0=entityNone <!:ATTLIST>attlist0=attlistNone <!:ELEMENT>element0=elementNone <!:NOTATION>notation0=notationNone INSTRUCTION=pi COMMENT=comment PE=paramEntityRef ]>doctype5=doctypeNone END
external0 none: DECLARATION>external1=textDecl
external1 none: S <!:ENTITY>entity0=entityNone <!:ATTLIST>attlist0=attlistNone <!:ELEMENT>element0=elementNone <!:NOTATION>notation0=notationNone INSTRUCTION=pi COMMENT=comment PE=paramEntityRef <![>section0 ]]>=sectionClose END=sectionEnd
section0 none: S NAME:INCLUDE>section1 NAME:IGNORE>section2
section1 none: S [>external1=sectionOpen
section2 none: S [>external1=ignoreSection
entity0 entityNone: S %>entity1 NAME>entity2=generalEntityName
entity1 entityNone: S NAME>entity7=paramEntityName
entity2 entityNone: S NAME:SYSTEM>entity4 NAME:PUBLIC>entity3 LITERAL>entityClose=entityValue
entity3 entityNone: S LITERAL>entity4=entityPublicId
entity4 entityNone: S LITERAL>entity5=entitySystemId
entity5 entityNone: S >>top=entityComplete NAME:NDATA>entity6
entity6 entityNone: S NAME>entityClose=entityNotationName
entity7 entityNone: S NAME:SYSTEM>entity9 NAME:PUBLIC>entity8 LITERAL>entityClose=entityValue
entity8 entityNone: S LITERAL>entity9=entityPublicId
entity9 entityNone: S LITERAL>entity10=entitySystemId
entity10 entityNone: S >>top=entityComplete
entityClose entityNone: S >>top
notation0 notationNone: S NAME>notation1=notationName
notation1 notationNone: S NAME:SYSTEM>notation3 NAME:PUBLIC>notation2
notation2 notationNone: S LITERAL>notation4=notationPublicId
notation3 notationNone: S LITERAL>notationClose=notationSystemId
notation4 notationNone: S LITERAL>notationClose=notationSystemId >>top=notationNoSystemId
notationClose notationNone: S >>top
attlist0 attlistNone: S NAME>attlist1=attlistElementName PREFIXED>attlist1=attlistElementName
attlist1 attlistNone: S >>top NAME>attlist2=attributeName PREFIXED>attlist2=attributeName
attlist2 attlistNone: S NAME:CDATA>attlist8=attributeType NAME:ID>attlist8=attributeType NAME:IDREF>attlist8=attributeType NAME:IDREFS>attlist8=attributeType NAME:ENTITY>attlist8=attributeType NAME:ENTITIES>attlist8=attributeType NAME:NMTOKEN>attlist8=attributeType NAME:NMTOKENS>attlist8=attributeType NAME:NOTATION>attlist5 (>attlist3
attlist3 attlistNone: S NMTOKEN>attlist4=attributeEnumValue NAME>attlist4=attributeEnumValue PREFIXED>attlist4=attributeEnumValue
attlist4 attlistNone: S )>attlist8 |>attlist3
attlist5 attlistNone: S (>attlist6
attlist6 attlistNone: S NAME>attlist7=attributeNotationValue
attlist7 attlistNone: S )>attlist8 |>attlist6
attlist8 attlistNone: S POUND:#IMPLIED>attlist1=impliedAttributeValue POUND:#REQUIRED>attlist1=requiredAttributeValue POUND:#FIXED>attlist9 LITERAL>attlist1=defaultAttributeValue
attlist9 attlistNone: S LITERAL>attlist1=fixedAttributeValue
element0 elementNone: S NAME>element1=elementName PREFIXED>element1=elementName
element1 elementNone: S NAME:EMPTY>elementClose=contentEmpty NAME:ANY>elementClose=contentAny (>element2=groupOpen
element2 elementNone: S POUND:#PCDATA>element3=contentPcdata (>element6=groupOpen NAME>element7=contentElement PREFIXED>element7=contentElement NAME?>element7=contentElement NAME*>element7=contentElement NAME+>element7=contentElement
element3 elementNone: S )>elementClose=groupClose )*>elementClose=groupClose |>element4
element4 elementNone: S NAME>element5=contentElement PREFIXED>element5=contentElement
element5 elementNone: S )*>elementClose=groupClose |>element4
element6 elementNone: S (=groupOpen NAME>element7=contentElement PREFIXED>element7=contentElement NAME?>element7=contentElement NAME*>element7=contentElement NAME+>element7=contentElement
element7 elementNone: S )=groupClose )?=groupClose )*=groupClose )+=groupClose ,>element6=groupSequence |>element6=groupChoice
elementClose elementNone: S >>top
error none:
`;

interface Transition {
  /** `undefined`: any text will do. */
  readonly keyword: string | undefined;
  readonly next: string | undefined;
  readonly role: string;
}

type State = ReadonlyMap<number, readonly Transition[]>;

/** Reads one transition: the longest token that it begins with, then what follows. */
function readTransition(text: string, ownRole: string): [number, Transition] {
  let name = '';
  for (const candidate of Object.keys(TOKENS)) {
    if (text.startsWith(candidate) && candidate.length > name.length) {
      const rest = text.slice(candidate.length);
      if (rest === '' || /^[:=>]/.test(rest)) name = candidate;
    }
  }
  const match = /^(?::([^>=]+))?(?:>(\w+))?(?:=(\w+))?$/.exec(text.slice(name.length))!;
  return [TOKENS[name]!, { keyword: match[1], next: match[2], role: match[3] ?? ownRole }];
}

function readGrammar(): ReadonlyMap<string, State> {
  const states = new Map<string, State>();
  for (const line of GRAMMAR.trim().split('\n')) {
    const [head, ...transitions] = line.split(' ');
    const role = transitions.shift()!.replace(':', '');
    const state = new Map<number, Transition[]>();
    for (const text of transitions) {
      const [on, transition] = readTransition(text, role);
      const list = state.get(on) ?? [];
      list.push(transition);
      state.set(on, list);
    }
    states.set(head!, state);
  }
  return states;
}

const STATES = readGrammar();

/** Where in the prolog a parser is. */
export class PrologState {
  private _state: string;
  /** Not an external subset or parameter entity. */
  readonly documentEntity: boolean;
  /** How deep content models are nested. */
  level = 0;
  /** How many sections are open that are included. */
  private _includeLevel = 0;

  constructor(documentEntity: boolean) {
    this.documentEntity = documentEntity;
    this._state = documentEntity ? 'prolog0' : 'external0';
  }

  /** The role of a token, `error` when it must not stand here. */
  role(on: number, text: string, start: number, end: number): string {
    if (this._state === 'error') return 'none';
    if (this._state === 'external0' && on !== token.XML_DECL) this._state = 'external1';
    for (const { keyword, next, role } of STATES.get(this._state)!.get(on) ?? []) {
      if (keyword !== undefined) {
        const from = on === token.DECL_OPEN ? start + 2 : start;
        if (end - from !== keyword.length || !text.startsWith(keyword, from)) continue;
      }
      return this._enter(next, role);
    }
    if (!this.documentEntity && on === token.PARAM_ENTITY_REF) return 'innerParamEntityRef';
    this._state = 'error';
    return 'error';
  }

  private _enter(next: string | undefined, role: string): string {
    switch (role) {
      case 'groupOpen':
        this.level = this._state === 'element1' ? 1 : this.level + 1;
        break;
      case 'groupClose':
        if (this._state === 'element7' && --this.level === 0) this._state = 'elementClose';
        else if (this._state !== 'element7') this.level = 0;
        break;
      case 'sectionOpen':
        this._includeLevel++;
        break;
      case 'sectionClose':
        if (this._includeLevel-- === 0) return this._fail();
        break;
      case 'sectionEnd':
        if (this._includeLevel > 0) return this._fail();
        break;
    }
    if (next !== undefined) {
      this._state = next !== 'top' ? next : this.documentEntity ? 'internal' : 'external1';
    }
    return role === 'sectionOpen' || role === 'sectionClose' || role === 'sectionEnd' ? 'none' : role;
  }

  private _fail(): string {
    this._state = 'error';
    return 'error';
  }
}
