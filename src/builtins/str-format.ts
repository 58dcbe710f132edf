/**
 * str.format, str.format_map and str.__format__. CPython: Objects/stringlib/unicode_format.h.
 * The parts of a format string come from runtime/format-string.ts; a format specification is each type's own business.
 */
import { TextCache } from '../common/text-cache.ts';
import { PyBaseException } from '../objects/exception.ts';
import type { PyObject } from '../objects/object.ts';
import { type Str, strLength, utf16FromStr } from '../objects/str.ts';
import { getAttr } from '../runtime/attributes.ts';
import { attributeNameOf } from '../runtime/convert.ts';
import { type Entry, methodsOf } from '../runtime/define.ts';
import { indexError, keyError, memoryError, valueError } from '../runtime/errors.ts';
import { format } from '../runtime/format.ts';
import { formatStr } from '../runtime/format-spec.ts';
import { FieldNameIterator, fieldIndex, firstOfFieldName, MarkupIterator } from '../runtime/format-string.ts';
import { ascii, repr, str } from '../runtime/repr.ts';
import { getItem } from '../runtime/sequence.ts';
import { MAX_STR_LENGTH, StrBuilder, strConcat, textOf } from '../runtime/text.ts';

const method = methodsOf<PyObject>();

/** Fields within the specification of a field are the deepest. */
const MAX_DEPTH = 2;

/** One call of `format`: the arguments, and how fields without a name are numbered. */
class Formatter {
  /** Absent for `format_map`. */
  private readonly _args: readonly PyObject[] | undefined;
  private readonly _kwargs: ReadonlyMap<string, PyObject> | undefined;
  /** What `format_map` was given. */
  private readonly _mapping: PyObject | undefined;
  /** Undecided, by counting, or by numbers given. */
  private _numbering: 'auto' | 'manual' | undefined = undefined;
  private _nextIndex = 0;

  constructor(
    args: readonly PyObject[] | undefined,
    kwargs: ReadonlyMap<string, PyObject> | undefined,
    mapping: PyObject | undefined,
  ) {
    this._args = args;
    this._kwargs = kwargs;
    this._mapping = mapping;
  }

  build(template: Str, depth: number): Str {
    if (depth <= 0) throw valueError('Max string recursion exceeded');
    const out = new StrBuilder();
    const markup = new MarkupIterator(template);
    while (markup.next()) {
      out.append(markup.literal);
      if (markup.hasField) out.append(this._render(markup, depth));
      if (out.length > MAX_STR_LENGTH) throw memoryError();
    }
    return out.finish();
  }

  private _render(markup: MarkupIterator, depth: number): Str {
    let { formatSpec } = markup;
    const { conversion, specHasFields } = markup;
    let value = this._fieldObject(markup.fieldName);
    if (conversion !== undefined) value = convert(value, conversion);
    if (specHasFields && formatSpec !== undefined) formatSpec = this.build(formatSpec, depth - 1);
    return format(value, formatSpec ?? '');
  }

  /** The value that a field name leads to. May run Python code. */
  private _fieldObject(name: Str): PyObject {
    const { first, end } = firstOfFieldName(name);
    const index = this._argumentIndex(first);
    let value: PyObject;
    if (index === undefined) {
      value = this._keyword(first);
    } else {
      if (this._args === undefined) throw valueError('Format string contains positional fields');
      const argument = this._args[Number(index)];
      if (argument === undefined) {
        throw indexError(`Replacement index ${index} out of range for positional args tuple`);
      }
      value = argument;
    }
    const rest = new FieldNameIterator(name, end);
    while (rest.next()) {
      value = rest.isAttribute
        ? getAttr(value, attributeNameOf(rest.part))
        : getItem(value, rest.index ?? rest.part);
    }
    return value;
  }

  private _keyword(name: Str): PyObject {
    if (this._mapping !== undefined) return getItem(this._mapping, name);
    const value = this._kwargs?.get(utf16FromStr(name));
    if (value === undefined) throw keyError(name);
    return value;
  }

  /** Which positional argument the first part of a field name means; undefined for a keyword. */
  private _argumentIndex(first: Str): number | bigint | undefined {
    const index = fieldIndex(first);
    const empty = strLength(first) === 0;
    if (!empty && index === undefined) return undefined;
    this._numbering ??= empty ? 'auto' : 'manual';
    if (this._numbering === 'manual' && empty) {
      throw valueError('cannot switch from manual field specification to automatic field numbering');
    }
    if (this._numbering === 'auto' && !empty) {
      throw valueError('cannot switch from automatic field numbering to manual field specification');
    }
    return empty ? this._nextIndex++ : index;
  }
}

// ── Formats that were parsed before ──────────────────────────────────────────────────────────────────────────────────

/** A field that is an argument as it is, and the text in front of it. */
interface Field {
  readonly literal: Str;
  /** The index of the argument, or the name of a keyword. */
  readonly argument: number | string;
  readonly conversion: number | undefined;
  readonly spec: Str;
}

interface Plan {
  readonly fields: readonly Field[];
  readonly tail: Str;
}

/** The plan of a format whose fields are of no other kind; `undefined` too for what is no format at all. */
function makePlan(template: string): Plan | undefined {
  const fields: Field[] = [];
  const markup = new MarkupIterator(template);
  let literal: Str = '';
  let isNumbered: boolean | undefined;
  let next = 0;
  try {
    while (markup.next()) {
      literal = strConcat(literal, markup.literal);
      if (!markup.hasField) continue;
      const { fieldName: name, conversion, formatSpec, specHasFields } = markup;
      if (specHasFields || typeof name !== 'string' || !/^(?:[0-9]{0,3}|[A-Za-z_]\w*)$/.test(name))
        return undefined;
      let argument: number | string = name;
      if (name === '' || /^[0-9]/.test(name)) {
        if (isNumbered === (name === '')) return undefined;
        isNumbered = name !== '';
        argument = isNumbered ? Number(name) : next++;
      }
      fields.push({ literal, argument, conversion, spec: formatSpec ?? '' });
      literal = '';
    }
  } catch (thrown) {
    // The way without a plan raises it, after what stands in front.
    if (thrown instanceof PyBaseException) return undefined;
    throw thrown;
  }
  return { fields, tail: literal };
}

/** The last formats, and their plans if they have one. */
const plans = new TextCache<Plan | null>(256);
const MAX_PLANNED = 1024;

function planOf(template: string): Plan | null {
  let plan = plans.get(template);
  if (plan === undefined) {
    plan = makePlan(template) ?? null;
    plans.set(template, plan);
  }
  return plan;
}

function formatByPlan(
  { fields, tail }: Plan,
  args: readonly PyObject[],
  kwargs: ReadonlyMap<string, PyObject>,
): Str {
  let out: Str = '';
  for (const { literal, argument, conversion, spec } of fields) {
    let value = typeof argument === 'number' ? args[argument] : kwargs.get(argument);
    if (value === undefined) {
      throw typeof argument === 'number'
        ? indexError(`Replacement index ${argument} out of range for positional args tuple`)
        : keyError(argument);
    }
    if (conversion !== undefined) value = convert(value, conversion);
    out = strConcat(strConcat(out, literal), format(value, spec));
  }
  return strConcat(out, tail);
}

function formatString(template: Str, args: readonly PyObject[], kwargs: ReadonlyMap<string, PyObject>): Str {
  if (typeof template === 'string' && template.length <= MAX_PLANNED) {
    const plan = planOf(template);
    if (plan !== null) return formatByPlan(plan, args, kwargs);
  }
  return new Formatter(args, kwargs, undefined).build(template, MAX_DEPTH);
}

/** `!r`, `!s`, `!a`. */
function convert(value: PyObject, conversion: number): PyObject {
  switch (conversion) {
    case 0x72:
      return repr(value);
    case 0x73:
      return str(value);
    case 0x61:
      return ascii(value);
  }
  if (conversion > 32 && conversion < 127) {
    throw valueError(`Unknown conversion specifier ${String.fromCharCode(conversion)}`);
  }
  throw valueError(`Unknown conversion specifier \\x${conversion.toString(16)}`);
}

export const formatMethods: readonly Entry[] = [
  method(
    'format($self, /, *args, **kwargs)',
    'Return a copy in which the arguments stand in place of the fields in braces.',
    (self, args, kwargs) => formatString(textOf(self), args, kwargs),
  ),
  method(
    'format_map($self, mapping: object, /)',
    'Return a copy in which the values of a mapping stand in place of the fields in braces.',
    (self, mapping) => new Formatter(undefined, undefined, mapping).build(textOf(self), MAX_DEPTH),
  ),
  method(
    '__format__($self, format_spec: str, /) -> str',
    'Return the string as a format specification asks for it.',
    (self, spec) => (spec === '' ? str(self) : formatStr(textOf(self), spec, self)),
  ),
];
