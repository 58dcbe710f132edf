/** `<?xml version="1.0" …?>`. CPython: `doParseXmlDecl` in Modules/expat/xmltok.c, `processXmlDecl` in xmlparse.c. */
import { knownDecoding, type TextDecoding, tableDecoding } from './encodings.ts';
import { INCORRECT_ENCODING, TEXT_DECL, UNKNOWN_ENCODING, XML_DECL, XmlFailure } from './errors.ts';
import type { XmlState } from './state.ts';
import { isXmlSpace } from './tokens.ts';

/** Reads the pseudo-attributes one by one. */
class PseudoAttributes {
  private readonly _text: string;
  private readonly _end: number;
  private readonly _code: number;
  at: number;
  name = '';
  nameAt = 0;
  value = '';
  valueAt = 0;

  constructor(text: string, start: number, end: number, code: number) {
    this._text = text;
    this.at = start;
    this._end = end;
    this._code = code;
  }

  fail(at: number): never {
    throw new XmlFailure(this._code, at);
  }

  private _skipSpace(): void {
    while (this.at < this._end && isXmlSpace(this._text.charCodeAt(this.at))) this.at++;
  }

  /** The next one; `false` at the end. */
  next(): boolean {
    if (this.at === this._end) return false;
    if (!isXmlSpace(this._text.charCodeAt(this.at))) this.fail(this.at);
    this._skipSpace();
    if (this.at === this._end) return false;
    this.nameAt = this.at;
    while (
      this.at < this._end &&
      this._text[this.at] !== '=' &&
      !isXmlSpace(this._text.charCodeAt(this.at))
    ) {
      if (this._text.charCodeAt(this.at) > 127) this.fail(this.at);
      this.at++;
    }
    this.name = this._text.slice(this.nameAt, this.at);
    this._skipSpace();
    if (this.name === '' || this._text[this.at] !== '=' || this.at >= this._end) this.fail(this.at);
    this.at++;
    this._skipSpace();
    const quote = this._text[this.at];
    if (this.at >= this._end || (quote !== '"' && quote !== "'")) this.fail(this.at);
    this.valueAt = ++this.at;
    while (this._text[this.at] !== quote) {
      if (this.at >= this._end || !/[A-Za-z0-9._-]/.test(this._text[this.at]!)) this.fail(this.at);
      this.at++;
    }
    this.value = this._text.slice(this.valueAt, this.at++);
    return true;
  }

  /** Nothing may follow but white space. */
  finish(): void {
    this._skipSpace();
    if (this.at !== this._end) this.fail(this.at);
  }
}

interface XmlDeclaration {
  readonly version: string | undefined;
  readonly encoding: string | undefined;
  readonly encodingAt: number;
  readonly standalone: number;
}

function readDeclaration(text: string, start: number, end: number, isEntity: boolean): XmlDeclaration {
  const read = new PseudoAttributes(text, start + 5, end - 2, isEntity ? TEXT_DECL : XML_DECL);
  let version: string | undefined;
  let encoding: string | undefined;
  let encodingAt = 0;
  if (!read.next()) read.fail(read.at);
  if (read.name === 'version') {
    ({ value: version } = read);
    if (!/^1\.[0-9]+$/.test(version)) read.fail(read.valueAt);
    if (!read.next()) {
      if (isEntity) read.fail(read.at);
      return { version, encoding, encodingAt, standalone: -1 };
    }
  } else if (!isEntity) read.fail(read.nameAt);
  if (read.name === 'encoding') {
    if (!/^[A-Za-z]/.test(read.value)) read.fail(read.valueAt);
    ({ value: encoding, valueAt: encodingAt } = read);
    if (!read.next()) return { version, encoding, encodingAt, standalone: -1 };
  }
  if (read.name !== 'standalone' || isEntity) read.fail(read.nameAt);
  if (read.value !== 'yes' && read.value !== 'no') read.fail(read.valueAt);
  const standalone = read.value === 'yes' ? 1 : 0;
  read.finish();
  return { version, encoding, encodingAt, standalone };
}

/** Finds an encoding that the parser does not know itself. Throws `XmlFailure`. */
export function unknownDecoding(state: XmlState, name: string, at?: number): TextDecoding {
  const map = state.handlers.unknownEncoding?.(name);
  const decoding = map === undefined ? undefined : tableDecoding(name, map);
  if (decoding === undefined) throw new XmlFailure(UNKNOWN_ENCODING, at);
  return decoding;
}

/** Reads the declaration, and reads the text behind it again if it is in another encoding; then `state.text` is another. */
export function processXmlDeclaration(state: XmlState, start: number, end: number, isEntity: boolean): void {
  const { text, handlers } = state;
  const { version, encoding, encodingAt, standalone } = readDeclaration(text, start, end, isEntity);
  if (!isEntity && standalone === 1) {
    state.dtd.standalone = true;
    if (state.paramEntityParsing === 1) state.paramEntityParsing = 0;
  }
  if (handlers.xmlDeclaration !== undefined) handlers.xmlDeclaration(version, encoding, standalone);
  else state.reportFallback(text, start, end);
  if (state.protocolEncoding !== undefined || encoding === undefined) return;
  const current = state.decoding!;
  // The octets have told already in which order those of UTF-16 come.
  if (encoding.toUpperCase() === 'UTF-16' && current.unit === 2) return;
  const known = knownDecoding(encoding);
  if (known !== undefined) {
    if (known.unit !== current.unit || (known.unit === 2 && known.name !== current.name)) {
      throw new XmlFailure(INCORRECT_ENCODING, encodingAt);
    }
    if (known.name !== current.name) decodeAgain(state, known, end);
    return;
  }
  decodeAgain(state, unknownDecoding(state, encoding, encodingAt), end);
}

/** Takes the octets behind a place for another encoding's. */
function decodeAgain(state: XmlState, decoding: TextDecoding, end: number): void {
  const rest = state.raw!.subarray(state.octetsBefore(end));
  state.text = state.text.slice(0, end) + decoding.decode(rest, state.isFinal);
  state.decoding = decoding;
}
