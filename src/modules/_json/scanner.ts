/** Reading JSON: `json.scanner.make_scanner`. CPython: `scan_once_unicode` and its like in Modules/_json.c. */

import { floatFromText } from '../../common/float-parse.ts';
import { attrName } from '../../objects/attribute-name.ts';
import { PyDict } from '../../objects/dict.ts';
import { PyFloat } from '../../objects/float.ts';
import { intType } from '../../objects/int.ts';
import { PyList } from '../../objects/list.ts';
import { objectType, PyBaseObject, type PyObject, PyType } from '../../objects/object.ts';
import { None } from '../../objects/singletons.ts';
import { type Str, strLength } from '../../objects/str.ts';
import { PyTuple } from '../../objects/tuple.ts';
import { appendItem } from '../../runtime/append-item.ts';
import { getAttr } from '../../runtime/attributes.ts';
import { call1 } from '../../runtime/call.ts';
import { builtinDef } from '../../runtime/clinic.ts';
import { asciiCodes } from '../../runtime/codecs/utf8-strict.ts';
import { isTrue, strValue } from '../../runtime/convert.ts';
import { defineType, member } from '../../runtime/define.ts';
import { dictSetItem } from '../../runtime/dict.ts';
import { stopIteration, typeError, valueError } from '../../runtime/errors.ts';
import { parseIntStr } from '../../runtime/number-convert.ts';
import { overflowIn } from '../../runtime/recursion.ts';
import { moduleState } from '../../runtime/state.ts';
import { codeAt, strSlice } from '../../runtime/text.ts';
import { typeName } from '../../runtime/type-of.ts';
import { decodeError, KeyCache, type Position, scanPlainString, scanString } from './strings.ts';

class PyScanner extends PyBaseObject {
  static readonly type = new PyType('_json.Scanner', PyScanner, objectType, 0);

  readonly strict: boolean;
  readonly objectHook: PyObject;
  readonly objectPairsHook: PyObject;
  readonly parseFloat: PyObject;
  readonly parseInt: PyObject;
  readonly parseConstant: PyObject;

  /** The decoder's attributes say how to read. */
  constructor(decoder: PyObject) {
    super();
    const attribute = (name: string): PyObject => getAttr(decoder, attrName(name));
    this.strict = isTrue(attribute('strict'));
    this.objectHook = attribute('object_hook');
    this.objectPairsHook = attribute('object_pairs_hook');
    this.parseFloat = attribute('parse_float');
    this.parseInt = attribute('parse_int');
    this.parseConstant = attribute('parse_constant');
  }
}

const SPACE = 32;
const QUOTE = 34;
const COMMA = 44;
const MINUS = 45;
const DOT = 46;
const COLON = 58;
const OPEN_BRACKET = 91;
const CLOSE_BRACKET = 93;
const OPEN_BRACE = 123;
const CLOSE_BRACE = 125;

function isSpace(code: number): boolean {
  return code === SPACE || code === 10 || code === 13 || code === 9;
}

function isDigit(code: number): boolean {
  return code >= 48 && code <= 57;
}

/** Where a text stops and a value does not follow: the decoder makes "Expecting value" of it. */
function noValue(at: number): unknown {
  return stopIteration(at);
}

/** From this length on a document's codes are worth a copy. */
const LONG = 16;

/** One document: reading a value leaves the place behind it in `end`. */
class Reading implements Position {
  readonly scanner: PyScanner;
  readonly text: Str;
  readonly length: number;
  /** The codes of a document in ASCII, unless it is very short: reading them there is faster than asking the text. */
  private readonly _codes: Uint8Array | undefined;
  private readonly _keys = moduleState('_json', () => new KeyCache());
  end = 0;

  constructor(scanner: PyScanner, text: Str) {
    this.scanner = scanner;
    this.text = text;
    this.length = strLength(text);
    this._codes = typeof text === 'string' && text.length >= LONG ? asciiCodes(text) : undefined;
  }

  /** The code at a place; NaN, which equals nothing, behind the end. */
  private _at(index: number): number {
    if (index >= this.length) return Number.NaN;
    return this._codes === undefined ? codeAt(this.text, index) : this._codes[index]!;
  }

  private _skipSpace(index: number): number {
    while (isSpace(this._at(index))) index++;
    return index;
  }

  /** The place of the next code that is no space, as the usual document has them: one blank at most. */
  private _next(index: number): number {
    const code = this._at(index);
    if (code > SPACE) return index;
    return this._at(index + 1) > SPACE && code === SPACE ? index + 1 : this._skipSpace(index);
  }

  private _stands(word: string, at: number): boolean {
    if (at + word.length > this.length) return false;
    for (let i = 0; i < word.length; i++) if (codeAt(this.text, at + i) !== word.charCodeAt(i)) return false;
    return true;
  }

  value(at: number): PyObject {
    if (at < 0) throw valueError('idx cannot be negative');
    if (at >= this.length) throw noValue(at);
    switch (this._at(at)) {
      case QUOTE:
        return this._string(at + 1);
      case OPEN_BRACE:
        return this._object(at + 1);
      case OPEN_BRACKET:
        return this._array(at + 1);
      case 110: // n
        if (this._stands('null', at)) return this._constant(None, at + 4);
        break;
      case 116: // t
        if (this._stands('true', at)) return this._constant(true, at + 4);
        break;
      case 102: // f
        if (this._stands('false', at)) return this._constant(false, at + 5);
        break;
      case 78: // N
        if (this._stands('NaN', at)) return this._named('NaN', at);
        break;
      case 73: // I
        if (this._stands('Infinity', at)) return this._named('Infinity', at);
        break;
      case MINUS:
        if (this._stands('-Infinity', at)) return this._named('-Infinity', at);
        break;
    }
    return this._number(at);
  }

  private _constant(value: PyObject, end: number): PyObject {
    this.end = end;
    return value;
  }

  private _named(name: string, at: number): PyObject {
    const value = call1(this.scanner.parseConstant, name);
    this.end = at + name.length;
    return value;
  }

  private _number(start: number): PyObject {
    let at = start;
    if (this._at(at) === MINUS) at++;
    const first = this._at(at);
    if (!isDigit(first)) throw noValue(start);
    at++;
    let code = this._at(at);
    let whole = first - 48;
    if (first !== 48) {
      for (; isDigit(code); code = this._at(++at)) whole = whole * 10 + (code - 48);
    }
    if (code !== DOT && (code | 32) !== 101 && at - start <= 15 && this.scanner.parseInt === intType) {
      this.end = at;
      // Fifteen characters always fit into a double; −0 does not count as one here.
      return (this._at(start) === MINUS ? -whole : whole) + 0;
    }
    let isFloat = false;
    if (this._at(at) === DOT && isDigit(this._at(at + 1))) {
      isFloat = true;
      at += 2;
      while (isDigit(this._at(at))) at++;
    }
    if ((this._at(at) | 32) === 101) {
      // An exponent without digits is none.
      const sign = this._at(at + 1);
      let end = sign === 43 || sign === MINUS ? at + 2 : at + 1;
      if (isDigit(this._at(end))) {
        isFloat = true;
        while (isDigit(this._at(end))) end++;
        at = end;
      }
    }
    const text = strSlice(this.text, start, at) as string;
    const value = isFloat ? this._float(text) : this._int(text);
    this.end = at;
    return value;
  }

  private _float(text: string): PyObject {
    const { parseFloat } = this.scanner;
    return parseFloat === PyFloat.type ? new PyFloat(floatFromText(text)!) : call1(parseFloat, text);
  }

  private _int(text: string): PyObject {
    const { parseInt } = this.scanner;
    if (parseInt !== intType) return call1(parseInt, text);
    return parseIntStr(text, text, 10);
  }

  private _array(start: number): PyObject {
    const items: PyObject[] = [];
    let at = this._next(start);
    if (this._at(at) !== CLOSE_BRACKET) {
      for (;;) {
        appendItem(items, this._nested(at, 'while decoding a JSON array from a unicode string'));
        at = this._next(this.end);
        const code = this._at(at);
        if (code === CLOSE_BRACKET) break;
        if (code !== COMMA) throw decodeError("Expecting ',' delimiter", this.text, at);
        const comma = at;
        at = this._next(at + 1);
        if (this._at(at) === CLOSE_BRACKET)
          throw decodeError('Illegal trailing comma before end of array', this.text, comma);
      }
    }
    this.end = at + 1;
    return new PyList(items);
  }

  private _object(start: number): PyObject {
    const { objectHook, objectPairsHook } = this.scanner;
    const pairs: PyObject[] | undefined = objectPairsHook === None ? undefined : [];
    const dict = new PyDict();
    let at = this._next(start);
    if (this._at(at) !== CLOSE_BRACE) {
      for (;;) {
        if (this._at(at) !== QUOTE) {
          throw decodeError('Expecting property name enclosed in double quotes', this.text, at);
        }
        const key = this._key(at + 1);
        at = this._next(this.end);
        if (this._at(at) !== COLON) throw decodeError("Expecting ':' delimiter", this.text, at);
        at = this._next(at + 1);
        const value = this._nested(at, 'while decoding a JSON object from a unicode string');
        if (pairs === undefined) dictSetItem(dict, key, value);
        else pairs.push(new PyTuple([key, value]));
        at = this._next(this.end);
        const code = this._at(at);
        if (code === CLOSE_BRACE) break;
        if (code !== COMMA) throw decodeError("Expecting ',' delimiter", this.text, at);
        const comma = at;
        at = this._next(at + 1);
        if (this._at(at) === CLOSE_BRACE)
          throw decodeError('Illegal trailing comma before end of object', this.text, comma);
      }
    }
    const end = at + 1;
    const result =
      pairs !== undefined
        ? call1(objectPairsHook, new PyList(pairs))
        : objectHook === None
          ? dict
          : call1(objectHook, dict);
    this.end = end;
    return result;
  }

  private _key(start: number): Str {
    const { text } = this;
    return (
      (typeof text === 'string' ? this._keys.key(text, this._codes, start, this) : undefined) ??
      this._string(start)
    );
  }

  private _string(start: number): Str {
    const { text, _codes } = this;
    return (
      (_codes === undefined ? undefined : scanPlainString(text as string, _codes, start, this)) ??
      scanString(text, start, this.scanner.strict, this)
    );
  }

  private _nested(at: number, activity: string): PyObject {
    const code = this._at(at);
    if (code !== OPEN_BRACE && code !== OPEN_BRACKET) return this.value(at);
    try {
      return this.value(at);
    } catch (thrown) {
      throw overflowIn(thrown, activity);
    }
  }
}

const newDef = builtinDef<PyType, 'make_scanner($type, /, context: object)'>(
  'make_scanner($type, /, context: object)',
  '',
  (_type, decoder) => new PyScanner(decoder),
);

const callDef = builtinDef<PyScanner, 'scan_once($self, /, string: object, idx: ssize_t)'>(
  'scan_once($self, /, string: object, idx: ssize_t)',
  '',
  (self, string, index) => {
    const text = strValue(string);
    if (text === undefined) throw typeError(`first argument must be a string, not ${typeName(string)}`);
    const reading = new Reading(self, text);
    const value = reading.value(index);
    return new PyTuple([value, reading.end]);
  },
);

export const scanner = defineType({
  type: PyScanner.type,
  doc: 'Reads one JSON value out of a str.',
  slots: {
    tp_new: (type, args, kwnames) => newDef.call(type, args, kwnames),
    tp_call: (self, args, kwnames) => callDef.call(self, args, kwnames),
  },
  entries: [
    member<PyScanner>('strict', 'strict', 'strict', { kind: 'bool' }),
    member<PyScanner>('object_hook', 'object_hook', 'objectHook'),
    member<PyScanner>('object_pairs_hook', undefined, 'objectPairsHook'),
    member<PyScanner>('parse_float', 'parse_float', 'parseFloat'),
    member<PyScanner>('parse_int', 'parse_int', 'parseInt'),
    member<PyScanner>('parse_constant', 'parse_constant', 'parseConstant'),
  ],
});
