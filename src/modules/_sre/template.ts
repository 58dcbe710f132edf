/** Replacement templates. CPython: `_sre_template_impl`, `expand_template` in Modules/_sre/sre.c. */
import { PyList } from '../../objects/list.ts';
import type { PyObject } from '../../objects/object.ts';
import { typeError } from '../../runtime/errors.ts';
import { type PyMatch, PyTemplate } from './objects.ts';
import { joinPieces, textOf } from './subjects.ts';

/** A template from what the library's parser gives: a literal, then group numbers and literals in turn. */
export function makeTemplate(parts: PyObject): PyObject {
  if (!(parts instanceof PyList) || parts.items.length % 2 === 0) throw typeError('invalid template');
  const [literal, ...rest] = parts.items;
  const items: [number, PyObject][] = [];
  for (let i = 0; i < rest.length; i += 2) {
    const group = rest[i]!;
    if (typeof group !== 'number' || group < 0) throw typeError('invalid template');
    items.push([group, rest[i + 1]!]);
  }
  return new PyTemplate(literal!, items);
}

/** The text that a template gives for a match; groups that took no part are empty. */
export function expandTemplate(template: PyTemplate, match: PyMatch): PyObject {
  const text = textOf(match.string);
  const pieces: PyObject[] = [template.literal];
  const { texts } = match.found;
  for (const [group, literal] of template.items) {
    if (texts !== undefined) pieces.push(texts[group] ?? '');
    else {
      const { marks } = match.found;
      const start = marks[2 * group]!;
      if (start >= 0) pieces.push(text.slice(start, marks[2 * group + 1]!));
    }
    pieces.push(literal);
  }
  return joinPieces(pieces, text.isBytes);
}
