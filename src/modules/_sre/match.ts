/** Matches. CPython: `match_*` in Modules/_sre/sre.c. */
import { attrName } from '../../objects/attribute-name.ts';
import { PyDict } from '../../objects/dict.ts';
import type { PyObject } from '../../objects/object.ts';
import { None } from '../../objects/singletons.ts';
import { utf16FromStr } from '../../objects/str.ts';
import { PyTuple } from '../../objects/tuple.ts';
import { getAttr } from '../../runtime/attributes.ts';
import { call } from '../../runtime/call.ts';
import { intValue } from '../../runtime/convert.ts';
import { classMethod, defineType, getset, methodsOf, rawMethod } from '../../runtime/define.ts';
import { dictGetItem, dictSetItem } from '../../runtime/dict.ts';
import { indexError } from '../../runtime/errors.ts';
import { newGenericAlias } from '../../runtime/generic-alias.ts';
import { repr } from '../../runtime/repr.ts';
import { current } from '../../runtime/state.ts';
import { typeOf } from '../../runtime/type-of.ts';
import { PyMatch, PyTemplate } from './objects.ts';
import { textOf } from './subjects.ts';
import { expandTemplate } from './template.ts';

const method = methodsOf<PyMatch>();

/** The number of a group given by number or name. */
function groupNumber(self: PyMatch, group: PyObject): number {
  let number = intValue(group);
  if (number === undefined && typeof group === 'object' && typeOf(group).nb_index !== undefined) {
    number = intValue(typeOf(group).nb_index!(group));
  }
  number ??= namedGroup(self, group);
  if (number === undefined || number < 0 || number > self.pattern.groups) throw indexError('no such group');
  return Number(number);
}

function namedGroup(self: PyMatch, name: PyObject): number | undefined {
  if (name === None || typeOf(name).tp_hash === undefined) return undefined;
  const found = dictGetItem(self.pattern.groupindex, name);
  return typeof found === 'number' ? found : undefined;
}

function groupText(self: PyMatch, group: number, absent: PyObject): PyObject {
  const { texts } = self.found;
  if (texts !== undefined) return texts[group] ?? absent;
  const { marks } = self.found;
  const start = marks[2 * group]!;
  return start < 0 ? absent : textOf(self.string).slice(start, marks[2 * group + 1]!);
}

function span(self: PyMatch, group: number): PyTuple {
  return new PyTuple([self.found.marks[2 * group]!, self.found.marks[2 * group + 1]!]);
}

function groups(self: PyMatch, fallback: PyObject): PyObject {
  const texts: PyObject[] = [];
  for (let group = 1; group <= self.pattern.groups; group++) texts.push(groupText(self, group, fallback));
  return new PyTuple(texts);
}

function groupDict(self: PyMatch, fallback: PyObject): PyObject {
  const result = new PyDict();
  for (const [name, number] of self.pattern.groupindex.storage.entries()) {
    dictSetItem(result, name, groupText(self, number as number, fallback));
  }
  return result;
}

const compileTemplate = attrName('_compile_template');

function expand(self: PyMatch, template: PyObject): PyObject {
  const re = current.thread.interp.importModule('re');
  const compiled = call(getAttr(re, compileTemplate), [self.pattern, template]);
  return compiled instanceof PyTemplate ? expandTemplate(compiled, self) : compiled;
}

export const match = defineType({
  type: PyMatch.type,
  doc: 'The result of re.match() and re.search().\nMatch objects always have a boolean value of True.',
  slots: {
    tp_repr: (value) => {
      const self = value as PyMatch;
      return `<re.Match object; span=(${self.found.marks[0]}, ${self.found.marks[1]}), match=${utf16FromStr(repr(groupText(self, 0, None)))}>`;
    },
    mp_subscript: (self, key) => groupText(self as PyMatch, groupNumber(self as PyMatch, key), None),
  },
  entries: [
    rawMethod(
      'group',
      undefined,
      'group([group1, ...]) -> str or tuple.\nReturn one or more subgroups of the match; the whole match by default.',
      (self, args) => {
        const own = self as PyMatch;
        if (args.length === 0) return groupText(own, 0, None);
        if (args.length === 1) return groupText(own, groupNumber(own, args[0]!), None);
        return new PyTuple(args.map((group) => groupText(own, groupNumber(own, group), None)));
      },
    ),
    method('groups($self, /, default: object = None)', 'Return a tuple of the texts of all groups.', groups),
    method(
      'groupdict($self, /, default: object = None)',
      'Return a dict of the texts of the named groups.',
      groupDict,
    ),
    method(
      'start($self, group: object = 0, /)',
      'Return the index at which a group begins.',
      (self, group) => self.found.marks[2 * groupNumber(self, group)]!,
    ),
    method(
      'end($self, group: object = 0, /)',
      'Return the index behind a group.',
      (self, group) => self.found.marks[2 * groupNumber(self, group) + 1]!,
    ),
    method('span($self, group: object = 0, /)', 'Return where a group begins and ends.', (self, group) =>
      span(self, groupNumber(self, group)),
    ),
    method('expand($self, /, template: object)', 'Return a template with the groups filled in.', expand),
    method('__copy__($self, /)', 'Return the match itself.', (self) => self),
    method('__deepcopy__($self, memo: object, /)', 'Return the match itself.', (self) => self),
    classMethod('__class_getitem__($type, object: object, /)', 'See PEP 585', (type, item) =>
      newGenericAlias(type, item),
    ),
    getset<PyMatch>('string', 'The string passed to match() or search().', (self) => self.string),
    getset<PyMatch>('re', 'The regular expression object.', (self) => self.pattern),
    getset<PyMatch>(
      'pos',
      'The index into the string at which the RE engine started looking for a match.',
      (self) => self.pos,
    ),
    getset<PyMatch>(
      'endpos',
      'The index into the string beyond which the RE engine will not go.',
      (self) => self.endpos,
    ),
    getset<PyMatch>('lastindex', 'The integer index of the last matched capturing group.', (self) =>
      self.found.lastIndex >= 0 ? self.found.lastIndex : None,
    ),
    getset<PyMatch>('lastgroup', 'The name of the last matched capturing group.', (self) => {
      const { lastIndex } = self.found;
      return lastIndex >= 0 ? (self.pattern.indexgroup.items[lastIndex] ?? None) : None;
    }),
    getset<PyMatch>('regs', undefined, (self) => {
      const spans: PyObject[] = [];
      for (let group = 0; group <= self.pattern.groups; group++) spans.push(span(self, group));
      return new PyTuple(spans);
    }),
  ],
});
