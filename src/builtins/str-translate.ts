/**
 * str.translate and str.maketrans. CPython: `_PyUnicode_TranslateCharmap`, `unicode_maketrans_impl` in
 * Objects/unicodeobject.c.
 */
import { PyDict } from '../objects/dict.ts';
import { exceptionTypes, PyBaseException } from '../objects/exception.ts';
import type { PyObject } from '../objects/object.ts';
import { None } from '../objects/singletons.ts';
import { type Str, strFromCodePoint, strLength } from '../objects/str.ts';
import { intValue, strValue } from '../runtime/convert.ts';
import { type Entry, methodsOf, staticMethod } from '../runtime/define.ts';
import { dictGetItem, dictSetItem, isExactDict } from '../runtime/dict.ts';
import { typeError, valueError } from '../runtime/errors.ts';
import { getItem } from '../runtime/sequence.ts';
import { charAt, codeAt, isAsciiText, StrBuilder, textOf } from '../runtime/text.ts';
import { isInstanceOf } from '../runtime/type-of.ts';

const method = methodsOf<PyObject>();

const LookupErrorType = exceptionTypes.get('LookupError')!;

/** What a table says of a character: a str, None to delete it, `undefined` to leave it. May call `__getitem__`. */
function lookup(table: PyObject, codePoint: number): Str | typeof None | undefined {
  let item: PyObject | undefined;
  if (isExactDict(table)) {
    item = dictGetItem(table, codePoint);
  } else {
    try {
      item = getItem(table, codePoint);
    } catch (thrown) {
      if (!(thrown instanceof PyBaseException) || !isInstanceOf(thrown, LookupErrorType)) throw thrown;
    }
  }
  if (item === undefined || item === None) return item as typeof None | undefined;
  const int = intValue(item);
  if (int !== undefined) {
    if (int < 0 || int > 0x10ffff) throw valueError('character mapping must be in range(0x110000)');
    return strFromCodePoint(Number(int));
  }
  const text = strValue(item);
  if (text === undefined) throw typeError('character mapping must return integer, None or str');
  return text;
}

/**
 * Translates ASCII text up to the first character that becomes something else than one ASCII character, each
 * character looked up once. Returns the index it came to. CPython: `unicode_fast_translate`.
 */
function translateAscii(text: string, table: PyObject, out: StrBuilder): number {
  const known: (string | undefined)[] = new Array(128);
  let translated = '';
  let i = 0;
  for (; i < text.length; i++) {
    const c = text.charCodeAt(i);
    let replacement = known[c];
    if (replacement === undefined) {
      const found = lookup(table, c);
      if (found === undefined) replacement = text[i];
      else if (found === None) replacement = '';
      else if (typeof found === 'string' && found.length === 1 && found.charCodeAt(0) < 128)
        replacement = found;
      else break;
      known[c] = replacement;
    }
    translated += replacement;
  }
  out.append(translated);
  return i;
}

function translate(text: Str, table: PyObject): Str {
  const out = new StrBuilder();
  const length = strLength(text);
  let i = isAsciiText(text) ? translateAscii(text, table, out) : 0;
  while (i < length) {
    const replacement = lookup(table, codeAt(text, i));
    if (replacement === None) {
      // A run of deletions is looked through to its end; the character behind it is looked up again.
      do i++;
      while (i < length && lookup(table, codeAt(text, i)) === None);
      continue;
    }
    out.append((replacement as Str | undefined) ?? charAt(text, i));
    i++;
  }
  return out.finish();
}

/** The dict of `maketrans(mapping)`: keys of one character become code points. */
function tableFromDict(mapping: PyObject): PyDict {
  if (!isExactDict(mapping)) {
    throw typeError('if you give only one argument to maketrans it must be a dict');
  }
  const table = new PyDict();
  for (const [key, value] of mapping.storage.entries()) {
    const text = strValue(key);
    if (text !== undefined) {
      if (strLength(text) !== 1) throw valueError('string keys in translatetable must be of length 1');
      dictSetItem(table, codeAt(text, 0), value);
    } else if (intValue(key) !== undefined) {
      dictSetItem(table, key, value);
    } else {
      throw typeError('keys in translate table mustbe strings or integers');
    }
  }
  return table;
}

function tableFromTexts(from: PyObject, to: Str, deleted: Str | undefined): PyDict {
  const fromText = strValue(from);
  if (fromText === undefined) {
    throw typeError('first maketrans argument must be a string if there is a second argument');
  }
  if (strLength(fromText) !== strLength(to)) {
    throw valueError('the first two maketrans arguments must have equal length');
  }
  const table = new PyDict();
  for (let i = 0; i < strLength(fromText); i++) dictSetItem(table, codeAt(fromText, i), codeAt(to, i));
  if (deleted !== undefined) {
    for (let i = 0; i < strLength(deleted); i++) dictSetItem(table, codeAt(deleted, i), None);
  }
  return table;
}

export const translateMethods: readonly Entry[] = [
  method(
    'translate($self, table: object, /) -> str',
    'Replace each character as a translation table says.\n\n  table\n    Has by __getitem__ (a dict or list for example) for each Unicode ordinal an ordinal,\n    a string or None. LookupError leaves the character as it is, None deletes it.',
    (self, table) => translate(textOf(self), table),
  ),
  staticMethod(
    'maketrans(x: object, y: str = <null>, z: str = <null>, /)',
    'Return a translation table for str.translate().\n\nA single argument is a dict from Unicode ordinals or characters to ordinals, strings or None.\nTwo arguments are strings of equal length: each character of x becomes the one\nat the same place in y. The characters of a third string are deleted.',
    (_, x, y, z) => (y === undefined ? tableFromDict(x) : tableFromTexts(x, y, z)),
  ),
];
