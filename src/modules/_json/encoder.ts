/** Writing JSON: `json.encoder.c_make_encoder`. CPython: `encoder_listencode_obj` and its like in Modules/_json.c. */
import { floatRepr } from '../../common/float-format.ts';
import { attrName } from '../../objects/attribute-name.ts';
import { PyCFunction } from '../../objects/descriptor.ts';
import { MapStorage } from '../../objects/dict.ts';
import { PyFloat } from '../../objects/float.ts';
import { PyList } from '../../objects/list.ts';
import { objectType, PyBaseObject, type PyObject, PyType } from '../../objects/object.ts';
import { None } from '../../objects/singletons.ts';
import type { Str } from '../../objects/str.ts';
import { PyTuple } from '../../objects/tuple.ts';
import { call1, callMethod } from '../../runtime/call.ts';
import { builtinDef } from '../../runtime/clinic.ts';
import { intValue, strValue } from '../../runtime/convert.ts';
import { defineType, member } from '../../runtime/define.ts';
import { isDict, isExactDict } from '../../runtime/dict.ts';
import { typeError, valueError } from '../../runtime/errors.ts';
import { noted } from '../../runtime/exception-notes.ts';
import { intToDecimal } from '../../runtime/int-text.ts';
import { iterToArray } from '../../runtime/iter.ts';
import { overflowIn } from '../../runtime/recursion.ts';
import { repr } from '../../runtime/repr.ts';
import { sortInPlace } from '../../runtime/sort.ts';
import { moduleState } from '../../runtime/state.ts';
import { StrBuilder, strConcat, strRepeat } from '../../runtime/text.ts';
import { fullTypeName, typeName } from '../../runtime/type-of.ts';
import { encodeAscii, encodeText } from './strings.ts';

const itemsName = attrName('items');

/** The encoders of strings that are called without a detour, by the names of the module's functions. */
const ENCODERS: ReadonlyMap<string, (text: Str) => Str> = new Map<string, (text: Str) => Str>([
  ['encode_basestring_ascii', encodeAscii],
  ['encode_basestring', encodeText],
]);

/** So many keys of objects are remembered as they are written. */
const MAX_HEADS = 1000;

class PyEncoder extends PyBaseObject {
  static readonly type = new PyType('_json.Encoder', PyEncoder, objectType, 0);

  readonly markers: PyObject;
  readonly fallback: PyObject;
  readonly encoder: PyObject;
  readonly indent: PyObject;
  readonly keySeparator: Str;
  readonly itemSeparator: Str;
  readonly sortKeys: boolean;
  readonly skipKeys: boolean;
  readonly allowNan: boolean;
  /** Containers being written, if circles are looked for. */
  readonly open: Set<PyObject> | undefined;
  readonly encodeFast: ((text: Str) => Str) | undefined;

  constructor(
    markers: PyObject,
    fallback: PyObject,
    encoder: PyObject,
    indent: PyObject,
    keySeparator: Str,
    itemSeparator: Str,
    sortKeys: boolean,
    skipKeys: boolean,
    allowNan: boolean,
  ) {
    super();
    this.markers = markers;
    this.fallback = fallback;
    this.encoder = encoder;
    this.indent = indent;
    this.keySeparator = keySeparator;
    this.itemSeparator = itemSeparator;
    this.sortKeys = sortKeys;
    this.skipKeys = skipKeys;
    this.allowNan = allowNan;
    this.open = markers === None ? undefined : new Set();
    this.encodeFast =
      encoder instanceof PyCFunction && encoder.module === '_json'
        ? ENCODERS.get(encoder.def.name)
        : undefined;
  }
}

function floatText(self: PyEncoder, value: PyFloat): string {
  if (Number.isFinite(value.value)) return floatRepr(value.value);
  if (!self.allowNan) {
    throw valueError(strConcat('Out of range float values are not JSON compliant: ', repr(value)));
  }
  return Number.isNaN(value.value) ? 'NaN' : value.value > 0 ? 'Infinity' : '-Infinity';
}

function stringText(self: PyEncoder, text: Str, value: PyObject): Str {
  if (self.encodeFast !== undefined) return self.encodeFast(text);
  const encoded = call1(self.encoder, value);
  const result = strValue(encoded);
  if (result === undefined) throw typeError(`encoder() must return a string, not ${typeName(encoded)}`);
  return result;
}

/** The text of a value that is no container; `undefined` for others. */
function scalarText(self: PyEncoder, value: PyObject): Str | undefined {
  if (typeof value === 'string') return stringText(self, value, value);
  if (typeof value === 'number') return String(value);
  if (value === None) return 'null';
  if (typeof value === 'boolean') return value ? 'true' : 'false';
  if (value instanceof PyFloat) return floatText(self, value);
  const text = strValue(value);
  if (text !== undefined) return stringText(self, text, value);
  const int = intValue(value);
  return int === undefined ? undefined : intToDecimal(int);
}

/** The key of an object as a str; `undefined` for one to be left out. */
function keyText(self: PyEncoder, key: PyObject): Str | undefined {
  const text = strValue(key);
  if (text !== undefined) return text;
  if (key instanceof PyFloat) return floatText(self, key);
  if (typeof key === 'boolean') return key ? 'true' : 'false';
  if (key === None) return 'null';
  const int = intValue(key);
  if (int !== undefined) return intToDecimal(int);
  if (self.skipKeys) return undefined;
  throw typeError(`keys must be str, int, float, bool or None, not ${typeName(key)}`);
}

function itemNote(owner: PyObject, item: Str): Str {
  return strConcat(`when serializing ${fullTypeName(owner)} item `, item);
}

/** Writes values into `out`, which may run Python code for those that are not of JSON's types. */
class Writing {
  readonly self: PyEncoder;
  readonly out = new StrBuilder();
  /** The keys written lately; absent where a key may become anything. */
  readonly heads: Map<string, string> | undefined;

  constructor(self: PyEncoder) {
    this.self = self;
    const isUsual = self.encodeFast === encodeAscii && self.keySeparator === ': ';
    this.heads = isUsual ? moduleState('_json keys', () => new Map<string, string>()) : undefined;
  }

  write(value: PyObject, level: number): void {
    const text = scalarText(this.self, value);
    if (text !== undefined) {
      this.out.append(text);
      return;
    }
    try {
      if (value instanceof PyList || value instanceof PyTuple) this._writeArray(value, level);
      else if (isDict(value)) this._writeObject(value, level);
      else {
        this._enter(value);
        this._writeInPlace(value, call1(this.self.fallback, value), level);
        this._leave(value);
      }
    } catch (thrown) {
      throw overflowIn(thrown, 'while encoding a JSON object');
    }
  }

  /** Writes what is to stand for a value that JSON does not know. */
  private _writeInPlace(value: PyObject, replacement: PyObject, level: number): void {
    try {
      this.write(replacement, level);
    } catch (thrown) {
      throw noted(thrown, () => `when serializing ${fullTypeName(value)} object`);
    }
  }

  private _enter(value: PyObject): void {
    const { open } = this.self;
    if (open === undefined) return;
    if (open.has(value)) throw valueError('Circular reference detected');
    open.add(value);
  }

  private _leave(value: PyObject): void {
    this.self.open?.delete(value);
  }

  /** A line break and the indent of a level; '' without indent. */
  private _newline(level: number): Str {
    const { indent } = this.self;
    return indent === None ? '' : strConcat('\n', strRepeat(strValue(indent) ?? '', level));
  }

  private _writeArray(value: PyList | PyTuple, level: number): void {
    const { out } = this;
    if (value.items.length === 0) {
      out.append('[]');
      return;
    }
    this._enter(value);
    const newline = this._newline(level + 1);
    const separator = strConcat(this.self.itemSeparator, newline);
    out.append('[');
    out.append(newline);
    let i = 0;
    try {
      // The list may change while its items are written.
      for (; i < value.items.length; i++) {
        if (i > 0) out.append(separator);
        this.write(value.items[i]!, level + 1);
      }
    } catch (thrown) {
      throw noted(thrown, () => itemNote(value, String(i)));
    }
    this._leave(value);
    out.append(this._newline(level));
    out.append(']');
  }

  private _writeObject(value: PyObject, level: number): void {
    const { out, self } = this;
    const pairs = this._pairs(value);
    if (pairs === undefined) {
      out.append('{}');
      return;
    }
    this._enter(value);
    const newline = this._newline(level + 1);
    const separator = strConcat(self.itemSeparator, newline);
    let isFirst = true;
    let current: PyObject | undefined;
    const writePair = (item: PyObject, key: PyObject): void => {
      current = undefined;
      const head = this._head(key);
      if (head === undefined) return;
      out.append(isFirst ? newline : separator);
      isFirst = false;
      out.append(head);
      current = key;
      this.write(item, level + 1);
    };
    out.append('{');
    try {
      if (pairs instanceof Map) pairs.forEach(writePair);
      else for (const [key, item] of pairs) writePair(item, key);
    } catch (thrown) {
      const key = current;
      throw key === undefined ? thrown : noted(thrown, () => itemNote(value, repr(key)));
    }
    this._leave(value);
    if (!isFirst) out.append(this._newline(level));
    out.append('}');
  }

  /** What stands in front of a value: the key and what separates them; `undefined` for a pair to be left out. */
  private _head(key: PyObject): Str | undefined {
    const { self, heads } = this;
    if (heads !== undefined && typeof key === 'string') {
      const known = heads.get(key);
      if (known !== undefined) return known;
      const head = `${encodeAscii(key)}: `;
      if (heads.size >= MAX_HEADS) heads.clear();
      heads.set(key, head);
      return head;
    }
    const text = keyText(self, key);
    if (text === undefined) return undefined;
    return strConcat(stringText(self, text, strValue(key) === undefined ? text : key), self.keySeparator);
  }

  /** Keys and values in the order in which they are written; `undefined` if there are none. */
  private _pairs(value: PyObject): Iterable<[PyObject, PyObject]> | undefined {
    if (!isDict(value) || value.storage.size === 0) return undefined;
    if (!this.self.sortKeys && isExactDict(value)) {
      const { storage } = value;
      return storage instanceof MapStorage ? storage.items : storage.entries();
    }
    const items = new PyList(iterToArray(callMethod(value, itemsName)));
    if (this.self.sortKeys) sortInPlace(items, undefined, false);
    return items.items.map((item) => {
      if (!(item instanceof PyTuple) || item.items.length !== 2) {
        throw valueError('items must return 2-tuples');
      }
      return [item.items[0]!, item.items[1]!];
    });
  }
}

function separator(value: PyObject, index: number): Str {
  const text = strValue(value);
  if (text === undefined)
    throw typeError(`make_encoder() argument ${index} must be str, not ${typeName(value)}`);
  return text;
}

const SIGNATURE =
  'make_encoder($type, /, markers: object, default: object, encoder: object, indent: object, key_separator: object, item_separator: object, sort_keys: bool, skipkeys: bool, allow_nan: bool)';

const newDef = builtinDef<PyType, typeof SIGNATURE>(
  SIGNATURE,
  '',
  (_type, markers, fallback, encoder, indent, keySeparator, itemSeparator, sortKeys, skipKeys, allowNan) => {
    if (markers !== None && !isDict(markers)) {
      throw typeError(`make_encoder() argument 1 must be dict or None, not ${typeName(markers)}`);
    }
    return new PyEncoder(
      markers,
      fallback,
      encoder,
      indent,
      separator(keySeparator, 5),
      separator(itemSeparator, 6),
      sortKeys,
      skipKeys,
      allowNan,
    );
  },
);

const callDef = builtinDef<PyEncoder, '_iterencode($self, /, obj: object, _current_indent_level: ssize_t)'>(
  '_iterencode($self, /, obj: object, _current_indent_level: ssize_t)',
  '',
  (self, value, level) => {
    const writing = new Writing(self);
    writing.write(value, Math.max(level, 0));
    return new PyTuple([writing.out.finish()]);
  },
);

export const encoder = defineType({
  type: PyEncoder.type,
  doc: 'Writes a value as JSON: gives a tuple of one str.',
  slots: {
    tp_new: (type, args, kwnames) => newDef.call(type, args, kwnames),
    tp_call: (self, args, kwnames) => callDef.call(self, args, kwnames),
  },
  entries: [
    member<PyEncoder>('markers', 'markers', 'markers'),
    member<PyEncoder>('default', 'default', 'fallback'),
    member<PyEncoder>('encoder', 'encoder', 'encoder'),
    member<PyEncoder>('indent', 'indent', 'indent'),
    member<PyEncoder>('key_separator', 'key_separator', 'keySeparator'),
    member<PyEncoder>('item_separator', 'item_separator', 'itemSeparator'),
    member<PyEncoder>('sort_keys', 'sort_keys', 'sortKeys', { kind: 'bool' }),
    member<PyEncoder>('skipkeys', 'skipkeys', 'skipKeys', { kind: 'bool' }),
  ],
});
