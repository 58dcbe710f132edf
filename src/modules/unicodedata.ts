/**
 * unicodedata: the Unicode character database, in version 16.0 as the module and in version 3.2 as the object
 * `ucd_3_2_0` (RFC 3454 asks for that one). Both have the same functions, told apart by their receiver.
 * CPython: Modules/unicodedata.c. The data: src/common/unicode-*.ts.
 */
import { lookupCharacter, lookupSequence, nameOf } from '../common/unicode-names.ts';
import { decompositionOf, type NormalForm, normalizeCodePoints } from '../common/unicode-normalize.ts';
import {
  bidirectionalOf,
  categoryOf,
  combiningOf,
  decimalOf,
  decimalOf32,
  digitOf,
  eastAsianWidthOf,
  isMirrored,
  isUnassigned32,
  numericOf,
  numericOf32,
  propertiesOf32,
} from '../common/unicode-properties.ts';
import { PyBytes } from '../objects/bytes.ts';
import { PyFloat } from '../objects/float.ts';
import {
  objectType,
  PyBaseObject,
  type PyObject,
  PyType,
  TPFLAGS_DISALLOW_INSTANTIATION,
  TPFLAGS_IMMUTABLETYPE,
} from '../objects/object.ts';
import { codePointsOf, type Str, strFromCodePoint, strFromCodePoints, utf16FromStr } from '../objects/str.ts';
import { genericGetAttr } from '../runtime/attributes.ts';
import { bytesLike } from '../runtime/buffer.ts';
import type { Implementation } from '../runtime/clinic.ts';
import { encodeUtf8Strict } from '../runtime/codecs/utf8-strict.ts';
import { strValue } from '../runtime/convert.ts';
import {
  classAttribute,
  constant,
  defineModule,
  defineType,
  type Entry,
  fn,
  type ModuleEntry,
  member,
  methodsOf,
} from '../runtime/define.ts';
import { keyError, typeError, valueError } from '../runtime/errors.ts';
import { strEquals } from '../runtime/text.ts';
import { typeName } from '../runtime/type-of.ts';

const UNICODE_VERSION = '16.0.0';

class PyUCD extends PyBaseObject {
  static readonly type = new PyType(
    'unicodedata.UCD',
    PyUCD,
    objectType,
    TPFLAGS_DISALLOW_INSTANTIATION | TPFLAGS_IMMUTABLETYPE,
  );

  readonly version = '3.2.0';
}

/** Is the receiver the database of version 3.2? */
function is32(database: PyObject): boolean {
  return database instanceof PyUCD;
}

// ── Normal forms ─────────────────────────────────────────────────────────────────────────────────────────────────────

function normalForm(form: Str): NormalForm {
  if (form === 'NFC' || form === 'NFD' || form === 'NFKC' || form === 'NFKD') return form;
  throw valueError('invalid normalization form');
}

/**
 * Is it plain that the text stays as it is? Below U+0300 nothing combines with what stands before; NFC changes nothing
 * there, the other forms nothing in ASCII.
 */
function isPlain(text: Str, form: NormalForm): boolean {
  if (typeof text !== 'string') return false;
  const limit = form === 'NFC' ? 0x300 : 0x80;
  for (let i = 0; i < text.length; i++) if (text.charCodeAt(i) >= limit) return false;
  return true;
}

function normalized(text: Str, form: NormalForm, version32: boolean): Str {
  if (isPlain(text, form)) return text;
  return strFromCodePoints(normalizeCodePoints(codePointsOf(text), form, version32));
}

// ── Names ────────────────────────────────────────────────────────────────────────────────────────────────────────────

/** Longer than the name of any character or sequence. */
const MAX_NAME_LENGTH = 256;

/** The name as `lookup` takes it: a str or an unchangeable bytes-like object. */
function nameArgument(value: PyObject): string {
  const text = strValue(value);
  if (text !== undefined) {
    if (encodeUtf8Strict(text).length > MAX_NAME_LENGTH) throw keyError('name too long');
    return utf16FromStr(text);
  }
  const octets = bytesLike(value);
  if (!(value instanceof PyBytes)) {
    throw typeError(`lookup() argument must be read-only bytes-like object, not ${typeName(value)}`);
  }
  if (octets.length > MAX_NAME_LENGTH) throw keyError('name too long');
  return String.fromCharCode(...octets);
}

function lookup(database: PyObject, value: PyObject): Str {
  const name = nameArgument(value);
  if (is32(database)) {
    const codePoint = lookupCharacter(name);
    if (codePoint !== undefined) return strFromCodePoint(codePoint);
  } else {
    const codePoints = lookupSequence(name);
    if (codePoints !== undefined) return strFromCodePoints(codePoints);
  }
  const shown = name.includes('\0') ? name.slice(0, name.indexOf('\0')) : name;
  throw keyError(`undefined character name '${shown}'`);
}

// ── The functions ────────────────────────────────────────────────────────────────────────────────────────────────────

const FUNCTIONS: ModuleEntry[] = [];
const METHODS: Entry[] = [];
const method = methodsOf<PyObject>();

/** Declares a function of the module that is also a method of the older database. */
function declare<S extends string>(signature: S, doc: string, run: Implementation<PyObject, S>): void {
  FUNCTIONS.push(fn(signature, doc, run));
  METHODS.push(method(signature, doc, run));
}

declare(
  'decimal($self, chr: unicode_char, default: object = <null>, /)',
  'Return the value of a decimal digit, else the default; without one raise ValueError.',
  (database, chr, fallback) => {
    const value = (is32(database) ? decimalOf32(chr) : decimalOf(chr)) ?? fallback;
    if (value === undefined) throw valueError('not a decimal');
    return value;
  },
);
declare(
  'digit($self, chr: unicode_char, default: object = <null>, /)',
  'Return the value of a digit, else the default; without one raise ValueError.',
  (_, chr, fallback) => {
    const value = digitOf(chr) ?? fallback;
    if (value === undefined) throw valueError('not a digit');
    return value;
  },
);
declare(
  'numeric($self, chr: unicode_char, default: object = <null>, /)',
  'Return the number that a character stands for, else the default; without one raise ValueError.',
  (database, chr, fallback) => {
    const number = is32(database) ? numericOf32(chr) : numericOf(chr);
    const value = number === undefined ? fallback : new PyFloat(number);
    if (value === undefined) throw valueError('not a numeric character');
    return value;
  },
);
declare(
  'category($self, chr: unicode_char, /)',
  'Return the general category of a character.',
  (database, chr) => (is32(database) ? propertiesOf32(chr).category : categoryOf(chr)),
);
declare(
  'bidirectional($self, chr: unicode_char, /)',
  'Return the bidirectional class of a character, an empty str if it has none.',
  (database, chr) => (is32(database) ? propertiesOf32(chr).bidirectional : bidirectionalOf(chr)),
);
declare(
  'combining($self, chr: unicode_char, /)',
  'Return the canonical combining class of a character, 0 if it has none.',
  (database, chr) => (is32(database) ? propertiesOf32(chr).combining : combiningOf(chr)),
);
declare(
  'mirrored($self, chr: unicode_char, /)',
  'Return 1 if a character is mirrored in text that runs from right to left, else 0.',
  (database, chr) => Number(is32(database) ? propertiesOf32(chr).mirrored : isMirrored(chr)),
);
declare(
  'east_asian_width($self, chr: unicode_char, /)',
  'Return the East Asian width of a character.',
  (database, chr) => (is32(database) ? propertiesOf32(chr).eastAsianWidth : eastAsianWidthOf(chr)),
);
declare(
  'decomposition($self, chr: unicode_char, /)',
  'Return the decomposition of a character as a str, an empty one if it has none.',
  (database, chr) => (is32(database) && isUnassigned32(chr) ? '' : decompositionOf(chr)),
);
declare(
  'is_normalized($self, form: str, unistr: str, /) -> bool',
  'Is the text in this normal form (NFC, NFKC, NFD, NFKD)?',
  (database, form, text) => strEquals(text, normalized(text, normalForm(form), is32(database))),
);
declare(
  'normalize($self, form: str, unistr: str, /)',
  'Return the text in a normal form: NFC, NFKC, NFD or NFKD.',
  (database, form, text) => normalized(text, normalForm(form), is32(database)),
);
declare(
  'name($self, chr: unicode_char, default: object = <null>, /)',
  'Return the name of a character, else the default; without one raise ValueError.',
  (database, chr, fallback) => {
    const name = is32(database) && isUnassigned32(chr) ? undefined : nameOf(chr);
    const value = name ?? fallback;
    if (value === undefined) throw valueError('no such name');
    return value;
  },
);
declare(
  'lookup($self, name: object, /)',
  'Return the character or the sequence of characters of this name; without one raise KeyError.',
  lookup,
);

export const ucd = defineType({
  type: PyUCD.type,
  slots: { tp_getattro: genericGetAttr },
  entries: [
    ...METHODS,
    member<PyUCD>('unidata_version', undefined, 'version'),
    classAttribute('__module__', 'unicodedata'),
  ],
});

export const unicodedata = defineModule(
  'unicodedata',
  `The Unicode character database, version ${UNICODE_VERSION}: properties, names and decompositions of all\n` +
    'characters, under the names that the Unicode standard uses.',
  [
    ...FUNCTIONS,
    constant('UCD', PyUCD.type),
    constant('ucd_3_2_0', new PyUCD()),
    constant('unidata_version', UNICODE_VERSION),
  ],
);
