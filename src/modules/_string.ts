/** _string: format strings taken apart, for `string.Formatter`. CPython: `_string_methods` in Objects/unicodeobject.c. */
import type { PyObject } from '../objects/object.ts';
import { None } from '../objects/singletons.ts';
import { strFromCodePoint } from '../objects/str.ts';
import { PyFieldNameIterator, PyFormatterIterator } from '../objects/string-iterators.ts';
import { PyTuple } from '../objects/tuple.ts';
import { strValue } from '../runtime/convert.ts';
import { defineModule, defineType, fn } from '../runtime/define.ts';
import { typeError } from '../runtime/errors.ts';
import { FieldNameIterator, fieldIndex, firstOfFieldName, MarkupIterator } from '../runtime/format-string.ts';
import { typeName } from '../runtime/type-of.ts';

/** `(literal, field name, format specification, conversion)` of the next piece. */
function nextPiece(self: PyObject): PyObject | undefined {
  const markup = (self as PyFormatterIterator).markup as MarkupIterator;
  if (!markup.next()) return undefined;
  if (!markup.hasField) return new PyTuple([markup.literal, None, None, None]);
  const conversion = markup.conversion === undefined ? None : strFromCodePoint(markup.conversion);
  return new PyTuple([markup.literal, markup.fieldName, markup.formatSpec ?? '', conversion]);
}

/** `(is attribute, name or index)` of the next part. */
function nextPart(self: PyObject): PyObject | undefined {
  const parts = (self as PyFieldNameIterator).parts as FieldNameIterator;
  if (!parts.next()) return undefined;
  return new PyTuple([parts.isAttribute, parts.index ?? parts.part]);
}

/** The types of the module's iterators. */
export const STRING_TYPES = [
  defineType({
    type: PyFormatterIterator.type,
    slots: { tp_iter: (self) => self, tp_iternext: nextPiece },
  }),
  defineType({
    type: PyFieldNameIterator.type,
    slots: { tp_iter: (self) => self, tp_iternext: nextPart },
  }),
];

function textArgument(value: PyObject): ReturnType<typeof strValue> & {} {
  const text = strValue(value);
  if (text === undefined) throw typeError(`expected str, got ${typeName(value)}`);
  return text;
}

export const _string = defineModule('_string', 'string helper module', [
  fn(
    'formatter_parser($self, object: object, /)',
    'Take a format string apart: an iterator of (literal, field name, specification, conversion).',
    (_, value) => new PyFormatterIterator(new MarkupIterator(textArgument(value))),
  ),
  fn(
    'formatter_field_name_split($self, object: object, /)',
    'Take a field name apart: its first part, and an iterator of (is attribute, key) of the others.',
    (_, value) => {
      const name = textArgument(value);
      const { first, end } = firstOfFieldName(name);
      return new PyTuple([
        fieldIndex(first) ?? first,
        new PyFieldNameIterator(new FieldNameIterator(name, end)),
      ]);
    },
  ),
]);
