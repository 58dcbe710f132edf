/**
 * XML's tokens. A scanner finds the one that begins at a place of a text, by the rules of that part of the document:
 * content, prolog, CDATA section, attribute value, entity value. It returns what the token is, and leaves where it ends, or
 * where it went wrong, in `next`. CPython: Modules/expat/xmltok_impl.c.
 */
import { characterFlags, IS_ILLEGAL, IS_NAME, IS_NAME_START, IS_SPACE } from './characters.ts';

/** Nothing is left. */
export const NONE = -4;
/** Ends with a carriage return, behind which a line feed may come. */
export const TRAILING_CR = -3;
export const PARTIAL_CHAR = -2;
/** Not all of the token is there. */
export const PARTIAL = -1;
export const INVALID = 0;
/** Ends with square brackets that may begin `]]>`. */
export const TRAILING_RSQB = -5;

// Tokens that end where the text ends, though more of it might belong to them, are negative in the prolog.
export const START_TAG = 1;
export const EMPTY_ELEMENT = 3;
export const END_TAG = 5;
export const DATA_CHARS = 6;
export const DATA_NEWLINE = 7;
export const CDATA_SECT_OPEN = 8;
export const ENTITY_REF = 9;
export const CHAR_REF = 10;
export const PI = 11;
export const XML_DECL = 12;
export const COMMENT = 13;
export const BOM = 14;
export const PROLOG_S = 15;
export const DECL_OPEN = 16;
export const DECL_CLOSE = 17;
export const NAME = 18;
export const NMTOKEN = 19;
export const POUND_NAME = 20;
export const OR = 21;
export const PERCENT = 22;
export const OPEN_PAREN = 23;
export const CLOSE_PAREN = 24;
export const OPEN_BRACKET = 25;
export const CLOSE_BRACKET = 26;
export const LITERAL = 27;
export const PARAM_ENTITY_REF = 28;
export const INSTANCE_START = 29;
export const NAME_QUESTION = 30;
export const NAME_ASTERISK = 31;
export const NAME_PLUS = 32;
export const COND_SECT_OPEN = 33;
export const COND_SECT_CLOSE = 34;
export const CLOSE_PAREN_QUESTION = 35;
export const CLOSE_PAREN_ASTERISK = 36;
export const CLOSE_PAREN_PLUS = 37;
export const COMMA = 38;
export const ATTRIBUTE_VALUE_S = 39;
export const CDATA_SECT_CLOSE = 40;
export const PREFIXED_NAME = 41;
export const IGNORE_SECT = 42;

const LF = 10;
const CR = 13;
const BANG = 33;
const QUOT = 34;
const NUM = 35;
const PERCNT = 37;
const AMP = 38;
const APOS = 39;
const LPAR = 40;
const RPAR = 41;
const AST = 42;
const PLUS = 43;
const COMMA_CHAR = 44;
const MINUS = 45;
const SOL = 47;
const COLON = 58;
const SEMI = 59;
const LT = 60;
const EQUALS = 61;
const GT = 62;
const QUEST = 63;
const LSQB = 91;
const RSQB = 93;
const VERBAR = 124;

const FLAGS = characterFlags();

export function isXmlSpace(code: number): boolean {
  return code === 32 || code === LF || code === CR || code === 9;
}

/** A place that stands for the octets of a character whose end has not come: see encodings.ts. */
export const UNFINISHED = 0xdfff;

function isDigit(code: number): boolean {
  return code >= 48 && code <= 57;
}

function isHexDigit(code: number): boolean {
  return isDigit(code) || ((code | 32) >= 97 && (code | 32) <= 102);
}

export class Scanner {
  readonly text: string;
  /** Where the text ends. */
  readonly end: number;
  /** A colon is no part of a name but separates a prefix. */
  readonly namespaces: boolean;
  /** Behind the end there is half a character. */
  isUnfinished = false;
  /** Where the token ends that was found last; for an invalid one, where it is wrong. */
  next = 0;

  constructor(text: string, end: number, namespaces: boolean) {
    this.text = text;
    this.end = end;
    this.namespaces = namespaces;
  }

  private _ends(token: number, next: number): number {
    this.next = next;
    return token;
  }

  private _invalid(at: number): number {
    this.next = at;
    return this.text.charCodeAt(at) === UNFINISHED && at === this.end - 1 ? PARTIAL_CHAR : INVALID;
  }

  private _isNameStart(code: number): boolean {
    return (FLAGS[code]! & IS_NAME_START) !== 0 || (code === COLON && !this.namespaces);
  }

  private _isName(code: number): boolean {
    return (FLAGS[code]! & IS_NAME) !== 0 || (code === COLON && !this.namespaces);
  }

  /** How many units the character at a place has; 0 for one that no document has. */
  private _width(at: number): number {
    const code = this.text.charCodeAt(at);
    if ((FLAGS[code]! & IS_ILLEGAL) === 0) return 1;
    if (code >= 0xd800 && code <= 0xdbff && at + 1 < this.end) {
      const low = this.text.charCodeAt(at + 1);
      if (low >= 0xdc00 && low <= 0xdfff && low !== UNFINISHED) return 2;
      if (low === UNFINISHED && at + 2 < this.end) return 2;
    }
    return 0;
  }

  /** Moves over name characters. */
  private _skipName(at: number): number {
    const { text, end } = this;
    while (at < end && this._isName(text.charCodeAt(at))) at++;
    return at;
  }

  private _skipSpace(at: number): number {
    const { text, end } = this;
    while (at < end && isXmlSpace(text.charCodeAt(at))) at++;
    return at;
  }

  // ── Content ────────────────────────────────────────────────────────────────────────────────────────────────────────

  content(start: number): number {
    const { text, end } = this;
    if (start >= end) return this.isUnfinished ? PARTIAL : NONE;
    let at = start;
    const first = text.charCodeAt(at);
    switch (first) {
      case LT:
        return this._lessThan(at + 1);
      case AMP:
        return this._reference(at + 1);
      case CR:
        return at + 1 === end ? TRAILING_CR : this._newline(at);
      case LF:
        return this._ends(DATA_NEWLINE, at + 1);
      case RSQB:
        if (++at === end) return TRAILING_RSQB;
        if (text.charCodeAt(at) !== RSQB) break;
        if (at + 1 === end) return TRAILING_RSQB;
        if (text.charCodeAt(at + 1) === GT) return this._ends(INVALID, at + 1);
        break;
      default: {
        const width = this._width(at);
        if (width === 0) return this._invalid(at);
        at += width;
      }
    }
    for (; at < end; at++) {
      const code = text.charCodeAt(at);
      if (code === LT || code === AMP || code === LF || code === CR) break;
      if (code === RSQB) {
        if (at + 1 >= end) break;
        if (text.charCodeAt(at + 1) !== RSQB) continue;
        if (at + 2 >= end) break;
        if (text.charCodeAt(at + 2) === GT) return this._ends(INVALID, at + 2);
      } else if ((FLAGS[code]! & IS_ILLEGAL) !== 0) {
        const width = this._width(at);
        if (width === 0) break;
        at += width - 1;
      }
    }
    return this._ends(DATA_CHARS, at);
  }

  /** A line break at a carriage return, with the line feed that may follow. */
  private _newline(at: number): number {
    const next = at + 1;
    return this._ends(DATA_NEWLINE, this.text.charCodeAt(next) === LF && next < this.end ? next + 1 : next);
  }

  private _lessThan(at: number): number {
    const { text, end } = this;
    if (at >= end) return PARTIAL;
    const code = text.charCodeAt(at);
    if (code === BANG) {
      if (++at >= end) return PARTIAL;
      if (text.charCodeAt(at) === MINUS) return this._comment(at + 1);
      if (text.charCodeAt(at) === LSQB) return this._cdataOpen(at + 1);
      return this._invalid(at);
    }
    if (code === QUEST) return this._instruction(at + 1);
    if (code === SOL) return this._endTag(at + 1);
    if (!this._isNameStart(code)) return this._invalid(at);
    const nameEnd = this._qualifiedName(at);
    if (nameEnd < 0) return nameEnd === PARTIAL ? PARTIAL : this._invalid(this.next);
    if (nameEnd >= end) return PARTIAL;
    return this._tagRest(nameEnd);
  }

  /** The end of a name with a colon at most; `PARTIAL`, or `PARTIAL - 1` with the wrong place in `next`. */
  private _qualifiedName(start: number): number {
    const { text, end } = this;
    let at = this._skipName(start);
    if (at < end && text.charCodeAt(at) === COLON) {
      at++;
      if (at >= end) return PARTIAL;
      if (!this._isNameStart(text.charCodeAt(at))) {
        this.next = at;
        return PARTIAL - 1;
      }
      at = this._skipName(at);
      if (at < end && text.charCodeAt(at) === COLON) {
        this.next = at;
        return PARTIAL - 1;
      }
    }
    return at;
  }

  /** What follows the name in a start tag: attributes, and the end of the tag. */
  private _tagRest(start: number): number {
    const { text, end } = this;
    let at = start;
    for (;;) {
      const code = text.charCodeAt(at);
      const spaced = isXmlSpace(code);
      if (spaced) {
        at = this._skipSpace(at);
        if (at >= end) return PARTIAL;
      }
      const now = text.charCodeAt(at);
      if (now === GT) return this._ends(START_TAG, at + 1);
      if (now === SOL) {
        if (++at >= end) return PARTIAL;
        return text.charCodeAt(at) === GT ? this._ends(EMPTY_ELEMENT, at + 1) : this._invalid(at);
      }
      if (!spaced || !this._isNameStart(now)) return this._invalid(at);
      at = this._attribute(at);
      if (at < 0)
        return at === PARTIAL ? PARTIAL : at === PARTIAL_CHAR ? PARTIAL_CHAR : this._invalid(this.next);
      if (at >= end) return PARTIAL;
      const behind = text.charCodeAt(at);
      if (!isXmlSpace(behind) && behind !== SOL && behind !== GT) return this._invalid(at);
    }
  }

  /** The end of an attribute, behind its closing quote; negative as `_qualifiedName`, or `PARTIAL_CHAR`. */
  private _attribute(start: number): number {
    const { text, end } = this;
    const wrong = (at: number): number => {
      this.next = at;
      return at === end - 1 && text.charCodeAt(at) === UNFINISHED ? PARTIAL_CHAR : -100;
    };
    let at = this._qualifiedName(start);
    if (at < 0) return at === PARTIAL ? PARTIAL : wrong(this.next);
    at = this._skipSpace(at);
    if (at >= end) return PARTIAL;
    if (text.charCodeAt(at) !== EQUALS) return wrong(at);
    at = this._skipSpace(at + 1);
    if (at >= end) return PARTIAL;
    const open = text.charCodeAt(at);
    if (open !== QUOT && open !== APOS) return wrong(at);
    for (at++; ; ) {
      if (at >= end) return PARTIAL;
      const code = text.charCodeAt(at);
      if (code === open) return at + 1;
      if (code === AMP) {
        const token = this._reference(at + 1);
        if (token === INVALID) return wrong(this.next);
        if (token < 0) return token;
        at = this.next;
      } else if (code === LT) return wrong(at);
      else {
        const width = this._width(at);
        if (width === 0) return wrong(at);
        at += width;
      }
    }
  }

  private _reference(start: number): number {
    const { text, end } = this;
    if (start >= end) return PARTIAL;
    if (text.charCodeAt(start) === NUM) return this._characterReference(start + 1);
    if (!this._isNameStart(text.charCodeAt(start))) return this._invalid(start);
    const at = this._skipName(start);
    if (at >= end) return PARTIAL;
    return text.charCodeAt(at) === SEMI ? this._ends(ENTITY_REF, at + 1) : this._invalid(at);
  }

  private _characterReference(start: number): number {
    const { text, end } = this;
    if (start >= end) return PARTIAL;
    const isHex = text.charCodeAt(start) === 120;
    const isPart = isHex ? isHexDigit : isDigit;
    let at = isHex ? start + 1 : start;
    if (at >= end) return PARTIAL;
    if (!isPart(text.charCodeAt(at))) return this._invalid(at);
    while (at < end && isPart(text.charCodeAt(at))) at++;
    if (at >= end) return PARTIAL;
    return text.charCodeAt(at) === SEMI ? this._ends(CHAR_REF, at + 1) : this._invalid(at);
  }

  private _endTag(start: number): number {
    const { text, end } = this;
    if (start >= end) return PARTIAL;
    if (!this._isNameStart(text.charCodeAt(start))) return this._invalid(start);
    let at = start;
    // Whether colons stand where they may, the start tag has shown.
    while (at < end && (this._isName(text.charCodeAt(at)) || text.charCodeAt(at) === COLON)) at++;
    at = this._skipSpace(at);
    if (at >= end) return PARTIAL;
    return text.charCodeAt(at) === GT ? this._ends(END_TAG, at + 1) : this._invalid(at);
  }

  /** A comment, from its second hyphen on. */
  private _comment(start: number): number {
    const { text, end } = this;
    if (start >= end) return PARTIAL;
    if (text.charCodeAt(start) !== MINUS) return this._invalid(start);
    for (let at = start + 1; at < end; ) {
      if (text.charCodeAt(at) === MINUS) {
        if (++at >= end) return PARTIAL;
        if (text.charCodeAt(at) !== MINUS) continue;
        if (++at >= end) return PARTIAL;
        return text.charCodeAt(at) === GT ? this._ends(COMMENT, at + 1) : this._invalid(at);
      }
      const width = this._width(at);
      if (width === 0) return this._invalid(at);
      at += width;
    }
    return PARTIAL;
  }

  /** A processing instruction or an XML declaration, from its target on. */
  private _instruction(start: number): number {
    const { text, end } = this;
    if (start >= end) return PARTIAL;
    if (!this._isNameStart(text.charCodeAt(start))) return this._invalid(start);
    let at = this._skipName(start);
    if (at >= end) return PARTIAL;
    const code = text.charCodeAt(at);
    if (!isXmlSpace(code) && code !== QUEST) return this._invalid(at);
    const target = text.slice(start, at);
    const token = target === 'xml' ? XML_DECL : PI;
    if (token === PI && target.toLowerCase() === 'xml') return this._invalid(at);
    if (code === QUEST) {
      if (++at >= end) return PARTIAL;
      return text.charCodeAt(at) === GT ? this._ends(token, at + 1) : this._invalid(at);
    }
    for (at++; at < end; ) {
      if (text.charCodeAt(at) === QUEST) {
        if (++at >= end) return PARTIAL;
        if (text.charCodeAt(at) === GT) return this._ends(token, at + 1);
        continue;
      }
      const width = this._width(at);
      if (width === 0) return this._invalid(at);
      at += width;
    }
    return PARTIAL;
  }

  private _cdataOpen(start: number): number {
    const word = 'CDATA[';
    if (this.end - start < word.length) return PARTIAL;
    for (let i = 0; i < word.length; i++) {
      if (this.text.charCodeAt(start + i) !== word.charCodeAt(i)) return this._invalid(start + i);
    }
    return this._ends(CDATA_SECT_OPEN, start + word.length);
  }

  cdataSection(start: number): number {
    const { text, end } = this;
    if (start >= end) return this.isUnfinished ? PARTIAL : NONE;
    let at = start;
    switch (text.charCodeAt(at)) {
      case RSQB:
        if (++at >= end) return PARTIAL;
        if (text.charCodeAt(at) !== RSQB) break;
        if (at + 1 >= end) return PARTIAL;
        if (text.charCodeAt(at + 1) === GT) return this._ends(CDATA_SECT_CLOSE, at + 2);
        break;
      case CR:
        return at + 1 >= end ? PARTIAL : this._newline(at);
      case LF:
        return this._ends(DATA_NEWLINE, at + 1);
      default: {
        const width = this._width(at);
        if (width === 0) return this._invalid(at);
        at += width;
      }
    }
    while (at < end) {
      const code = text.charCodeAt(at);
      const width = code === RSQB || code === CR || code === LF ? 0 : this._width(at);
      if (width === 0) break;
      at += width;
    }
    return this._ends(DATA_CHARS, at);
  }

  // ── Prolog ─────────────────────────────────────────────────────────────────────────────────────────────────────────

  prolog(start: number): number {
    const { text, end } = this;
    if (start >= end) return this.isUnfinished ? PARTIAL : NONE;
    let at = start;
    const code = text.charCodeAt(at);
    switch (code) {
      case QUOT:
      case APOS:
        return this._literal(code, at + 1);
      case LT: {
        if (++at >= end) return PARTIAL;
        const second = text.charCodeAt(at);
        if (second === BANG) return this._declaration(at + 1);
        if (second === QUEST) return this._instruction(at + 1);
        return this._isNameStart(second) || second >= 0x80
          ? this._ends(INSTANCE_START, at - 1)
          : this._invalid(at);
      }
      case CR:
        if (at + 1 === end) return this._ends(-PROLOG_S, end);
        return this._prologSpace(at + 1);
      case 32:
      case 9:
      case LF:
        return this._prologSpace(at + 1);
      case PERCNT:
        return this._percent(at + 1);
      case COMMA_CHAR:
        return this._ends(COMMA, at + 1);
      case LSQB:
        return this._ends(OPEN_BRACKET, at + 1);
      case RSQB:
        if (++at >= end) return this._ends(-CLOSE_BRACKET, end);
        if (text.charCodeAt(at) === RSQB) {
          if (at + 1 >= end) return PARTIAL;
          if (text.charCodeAt(at + 1) === GT) return this._ends(COND_SECT_CLOSE, at + 2);
        }
        return this._ends(CLOSE_BRACKET, at);
      case LPAR:
        return this._ends(OPEN_PAREN, at + 1);
      case RPAR:
        return this._closeParen(at + 1);
      case VERBAR:
        return this._ends(OR, at + 1);
      case GT:
        return this._ends(DECL_CLOSE, at + 1);
      case NUM:
        return this._poundName(at + 1);
    }
    return this._prologName(at);
  }

  private _prologSpace(start: number): number {
    const { text, end } = this;
    let at = start;
    while (at < end && isXmlSpace(text.charCodeAt(at))) {
      // A line break is not cut in two.
      if (text.charCodeAt(at) === CR && at + 1 === end) break;
      at++;
    }
    return this._ends(PROLOG_S, at);
  }

  private _closeParen(at: number): number {
    if (at >= this.end) return this._ends(-CLOSE_PAREN, this.end);
    const code = this.text.charCodeAt(at);
    if (code === AST) return this._ends(CLOSE_PAREN_ASTERISK, at + 1);
    if (code === QUEST) return this._ends(CLOSE_PAREN_QUESTION, at + 1);
    if (code === PLUS) return this._ends(CLOSE_PAREN_PLUS, at + 1);
    const ends = isXmlSpace(code) || code === GT || code === COMMA_CHAR || code === VERBAR || code === RPAR;
    return ends ? this._ends(CLOSE_PAREN, at) : this._invalid(at);
  }

  /** A name or a token of name characters, with what says how often it may come. */
  private _prologName(start: number): number {
    const { text, end } = this;
    const first = text.charCodeAt(start);
    let token: number;
    if (this._isNameStart(first)) token = NAME;
    else if (this._isName(first) || first === COLON) token = NMTOKEN;
    else return this._invalid(start);
    let at = start + 1;
    while (at < end) {
      const code = text.charCodeAt(at);
      if (this._isName(code)) at++;
      else if (code === COLON) {
        at++;
        if (token === NAME) {
          if (at >= end) return PARTIAL;
          token = this._isName(text.charCodeAt(at)) ? PREFIXED_NAME : NMTOKEN;
        } else if (token === PREFIXED_NAME) token = NMTOKEN;
      } else if (code === PLUS || code === AST || code === QUEST) {
        if (token === NMTOKEN) return this._invalid(at);
        const counted = code === PLUS ? NAME_PLUS : code === AST ? NAME_ASTERISK : NAME_QUESTION;
        return this._ends(counted, at + 1);
      } else if (
        isXmlSpace(code) ||
        code === GT ||
        code === RPAR ||
        code === COMMA_CHAR ||
        code === VERBAR ||
        code === LSQB ||
        code === PERCNT
      ) {
        return this._ends(token, at);
      } else return this._invalid(at);
    }
    return this._ends(-token, end);
  }

  private _declaration(start: number): number {
    const { text, end } = this;
    if (start >= end) return PARTIAL;
    const first = text.charCodeAt(start);
    if (first === MINUS) return this._comment(start + 1);
    if (first === LSQB) return this._ends(COND_SECT_OPEN, start + 1);
    const isLetter = (code: number): boolean => code < 0x80 && this._isNameStart(code);
    if (!isLetter(first)) return this._invalid(start);
    for (let at = start + 1; at < end; at++) {
      const code = text.charCodeAt(at);
      if (isXmlSpace(code)) return this._ends(DECL_OPEN, at);
      if (code === PERCNT) {
        if (at + 1 >= end) return PARTIAL;
        const behind = text.charCodeAt(at + 1);
        if (isXmlSpace(behind) || behind === PERCNT) return this._invalid(at);
        return this._ends(DECL_OPEN, at);
      }
      if (!isLetter(code)) return this._invalid(at);
    }
    return PARTIAL;
  }

  private _percent(start: number): number {
    const { text, end } = this;
    if (start >= end) return PARTIAL;
    const first = text.charCodeAt(start);
    if (isXmlSpace(first) || first === PERCNT) return this._ends(PERCENT, start);
    if (!this._isNameStart(first)) return this._invalid(start);
    const at = this._skipName(start);
    if (at >= end) return PARTIAL;
    return text.charCodeAt(at) === SEMI ? this._ends(PARAM_ENTITY_REF, at + 1) : this._invalid(at);
  }

  private _poundName(start: number): number {
    const { text, end } = this;
    if (start >= end) return PARTIAL;
    if (!this._isNameStart(text.charCodeAt(start))) return this._invalid(start);
    const at = this._skipName(start);
    if (at >= end) return this._ends(-POUND_NAME, end);
    const code = text.charCodeAt(at);
    const ends = isXmlSpace(code) || code === RPAR || code === GT || code === PERCNT || code === VERBAR;
    return ends ? this._ends(POUND_NAME, at) : this._invalid(at);
  }

  private _literal(open: number, start: number): number {
    const { text, end } = this;
    for (let at = start; at < end; ) {
      const code = text.charCodeAt(at);
      if (code === open) {
        if (++at >= end) return this._ends(-LITERAL, end);
        const behind = text.charCodeAt(at);
        const ends = isXmlSpace(behind) || behind === GT || behind === PERCNT || behind === LSQB;
        return ends ? this._ends(LITERAL, at) : this._invalid(at);
      }
      const width = this._width(at);
      if (width === 0) return this._invalid(at);
      at += width;
    }
    return PARTIAL;
  }

  /** A part of the document that is left out, up to its `]]>`. */
  ignoredSection(start: number): number {
    const { text, end } = this;
    let level = 0;
    for (let at = start; at < end; ) {
      if (text.startsWith('<![', at)) {
        level++;
        at += 3;
      } else if (text.startsWith(']]>', at)) {
        at += 3;
        if (level === 0) return this._ends(IGNORE_SECT, at);
        level--;
      } else {
        const width = this._width(at);
        if (width === 0) return this._invalid(at);
        at += width;
      }
    }
    return PARTIAL;
  }

  // ── Values ─────────────────────────────────────────────────────────────────────────────────────────────────────────

  attributeValue(start: number): number {
    const { text, end } = this;
    if (start >= end) return NONE;
    let at = start;
    for (; at < end; at++) {
      const code = text.charCodeAt(at);
      if (code === LT) return this._ends(INVALID, at);
      if (code !== AMP && (FLAGS[code]! & IS_SPACE) === 0) continue;
      if (at !== start) break;
      if (code === AMP) return this._reference(at + 1);
      if (code === LF) return this._ends(DATA_NEWLINE, at + 1);
      if (code !== CR) return this._ends(ATTRIBUTE_VALUE_S, at + 1);
      return at + 1 === end ? TRAILING_CR : this._newline(at);
    }
    return this._ends(DATA_CHARS, at);
  }

  entityValue(start: number): number {
    const { text, end } = this;
    if (start >= end) return NONE;
    let at = start;
    for (; at < end; at++) {
      const code = text.charCodeAt(at);
      if (code !== AMP && code !== PERCNT && code !== LF && code !== CR) continue;
      if (at !== start) break;
      if (code === AMP) return this._reference(at + 1);
      if (code === LF) return this._ends(DATA_NEWLINE, at + 1);
      if (code === CR) return at + 1 === end ? TRAILING_CR : this._newline(at);
      const token = this._percent(at + 1);
      return token === PERCENT ? INVALID : token;
    }
    return this._ends(DATA_CHARS, at);
  }

  /** The end of the name at a place. */
  nameEnd(start: number): number {
    const { text, end } = this;
    let at = start;
    while (at < end && (this._isName(text.charCodeAt(at)) || text.charCodeAt(at) === COLON)) at++;
    return at;
  }
}
