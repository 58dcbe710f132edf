/**
 * Template strings: what `t'…'` evaluates to. CPython: Objects/templateobject.c, Objects/interpolationobject.c.
 */
import { attrName } from '../objects/attribute-name.ts';
import type { PyObject } from '../objects/object.ts';
import { None } from '../objects/singletons.ts';
import { strLength } from '../objects/str.ts';
import { PyInterpolation, PyTemplate, PyTemplateIter } from '../objects/template.ts';
import { PyTuple } from '../objects/tuple.ts';
import { getAttr } from '../runtime/attributes.ts';
import { builtinDef } from '../runtime/clinic.ts';
import { strValue } from '../runtime/convert.ts';
import { classMethod, defineType, getset, member, methodsOf } from '../runtime/define.ts';
import { typeError, valueError } from '../runtime/errors.ts';
import { newGenericAlias } from '../runtime/generic-alias.ts';
import { importedModule } from '../runtime/import-module.ts';
import { repr } from '../runtime/repr.ts';
import { strConcat, strJoin, textOf } from '../runtime/text.ts';
import { typeName, typeOf } from '../runtime/type-of.ts';

const templateMethod = methodsOf<PyTemplate>();
const interpolationMethod = methodsOf<PyInterpolation>();

const unpickle = attrName('_template_unpickle');

/** `Template(*args)`: neighbouring texts are joined, and empty ones put between neighbouring interpolations. */
function newTemplate(args: readonly PyObject[]): PyTemplate {
  const strings: PyObject[] = [];
  const interpolations: PyObject[] = [];
  for (const arg of args) {
    const afterText = strings.length > interpolations.length;
    if (strValue(arg) !== undefined) {
      if (afterText) strings.push(strConcat(textOf(strings.pop()!), textOf(arg)));
      else strings.push(arg);
    } else if (arg instanceof PyInterpolation) {
      if (!afterText) strings.push('');
      interpolations.push(arg);
    } else {
      throw typeError(
        `Template.__new__ *args need to be of type 'str' or 'Interpolation', got ${typeName(arg)}`,
      );
    }
  }
  if (strings.length === interpolations.length) strings.push('');
  return new PyTemplate(new PyTuple(strings), new PyTuple(interpolations));
}

/** `left + right`: the last text of one and the first of the other become one. */
function concat(left: PyObject, right: PyObject): PyObject {
  if (!(right instanceof PyTemplate)) {
    const name = typeName(left);
    throw typeError(`can only concatenate ${name} (not "${typeName(right)}") to ${name}`);
  }
  const first = (left as PyTemplate).strings.items;
  const second = right.strings.items;
  const seam = strConcat(textOf(first[first.length - 1]), textOf(second[0]));
  return new PyTemplate(
    new PyTuple([...first.slice(0, -1), seam, ...second.slice(1)]),
    new PyTuple([...(left as PyTemplate).interpolations.items, ...right.interpolations.items]),
  );
}

export const template = defineType({
  type: PyTemplate.type,
  doc: 'Template object',
  slots: {
    tp_new: (_, args, kwnames) => {
      if (kwnames !== undefined && kwnames.length > 0) {
        throw typeError('Template.__new__ only accepts *args arguments');
      }
      return newTemplate(args);
    },
    tp_repr: (self) => {
      const { strings, interpolations } = self as PyTemplate;
      return strJoin('', [
        'Template(strings=',
        repr(strings),
        ', interpolations=',
        repr(interpolations),
        ')',
      ]);
    },
    tp_iter: (self) => new PyTemplateIter(self as PyTemplate),
    sq_concat: concat,
  },
  entries: [
    templateMethod('__reduce__($self, /)', 'Give what pickling needs.', (self) => {
      const { strings, interpolations } = self;
      return new PyTuple([
        getAttr(importedModule('string.templatelib'), unpickle),
        new PyTuple([strings, interpolations]),
      ]);
    }),
    classMethod(
      '__class_getitem__($type, object: object, /)',
      'Give a generic alias of the class.',
      newGenericAlias,
    ),
    member<PyTemplate>('strings', 'The texts', 'strings'),
    member<PyTemplate>('interpolations', 'The interpolations between them', 'interpolations'),
    getset<PyTemplate>(
      'values',
      'The values of the interpolations',
      (self) => new PyTuple(self.interpolations.items.map((item) => (item as PyInterpolation).value)),
    ),
  ],
});

/** The conversion argument: None, or one of three letters. */
function conversionOf(value: PyObject): PyObject {
  if (value === None) return None;
  const text = strValue(value);
  if (text === undefined) {
    throw typeError(`Interpolation() argument 'conversion' must be str, not ${typeName(value)}`);
  }
  if (text !== 's' && text !== 'r' && text !== 'a') {
    throw valueError("Interpolation() argument 'conversion' must be one of 's', 'a' or 'r'");
  }
  return value;
}

/** A str argument, kept as the object it is. */
function textArgument(value: PyObject, name: string): PyObject {
  if (strValue(value) === undefined) {
    throw typeError(`Interpolation() argument '${name}' must be str, not ${typeName(value)}`);
  }
  return value;
}

const SIGNATURE =
  'Interpolation($type, /, value: object, expression: object = "", conversion: object = None, format_spec: object = "")';

const interpolationNew = builtinDef<PyObject, typeof SIGNATURE>(
  SIGNATURE,
  '',
  (_, value, expression, conversion, formatSpec) =>
    new PyInterpolation(
      value,
      textArgument(expression, 'expression'),
      conversionOf(conversion),
      textArgument(formatSpec, 'format_spec'),
    ),
);

export const interpolation = defineType({
  type: PyInterpolation.type,
  doc: 'Interpolation object',
  slots: {
    tp_new: (type, args, kwnames) => interpolationNew.call(type, args, kwnames),
    tp_repr: (self) => {
      const { value, expression, conversion, format_spec } = self as PyInterpolation;
      const parts = [value, expression, conversion, format_spec].map(repr);
      return strJoin('', [`${typeOf(self).tp_qualname}(`, strJoin(', ', parts), ')']);
    },
  },
  entries: [
    interpolationMethod(
      '__reduce__($self, /)',
      'Give what pickling needs.',
      (self) =>
        new PyTuple([
          typeOf(self),
          new PyTuple([self.value, self.expression, self.conversion, self.format_spec]),
        ]),
    ),
    classMethod(
      '__class_getitem__($type, object: object, /)',
      'Give a generic alias of the class.',
      newGenericAlias,
    ),
    member<PyInterpolation>('value', 'The value', 'value'),
    member<PyInterpolation>('expression', 'The expression, as text', 'expression'),
    member<PyInterpolation>('conversion', 'The conversion', 'conversion'),
    member<PyInterpolation>('format_spec', 'The format specification', 'format_spec'),
    {
      name: '__match_args__',
      make: () => new PyTuple(['value', 'expression', 'conversion', 'format_spec']),
    },
  ],
});

export const templateIterator = defineType({
  type: PyTemplateIter.type,
  doc: 'Template iterator object',
  slots: {
    tp_iter: (self) => self,
    tp_iternext: (self) => {
      const iterator = self as PyTemplateIter;
      const { strings, interpolations } = iterator.template;
      for (;;) {
        const index = iterator.position >> 1;
        if ((iterator.position & 1) === 1) {
          if (index >= interpolations.items.length) return undefined;
          iterator.position++;
          return interpolations.items[index];
        }
        iterator.position++;
        const text = strings.items[index];
        if (strLength(textOf(text)) > 0) return text;
      }
    },
  },
});
