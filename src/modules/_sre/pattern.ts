/** Compiled patterns: searching, splitting, replacing. CPython: Modules/_sre/sre.c. */

import { attrName } from '../../objects/attribute-name.ts';
import { PyCallIter } from '../../objects/iterator.ts';
import { PyList } from '../../objects/list.ts';
import { PyMappingProxy } from '../../objects/mapping-proxy.ts';
import { Py_EQ, Py_NE, type PyObject } from '../../objects/object.ts';
import { None, NotImplemented } from '../../objects/singletons.ts';
import { utf16FromStr } from '../../objects/str.ts';
import { PyTuple } from '../../objects/tuple.ts';
import { appendItem } from '../../runtime/append-item.ts';
import { getAttr } from '../../runtime/attributes.ts';
import { bytesLike, hasBuffer } from '../../runtime/buffer.ts';
import { call } from '../../runtime/call.ts';
import { hash, isEqual } from '../../runtime/compare.ts';
import { strValue } from '../../runtime/convert.ts';
import { classMethod, defineType, getset, methodsOf } from '../../runtime/define.ts';
import { newGenericAlias } from '../../runtime/generic-alias.ts';
import { repr } from '../../runtime/repr.ts';
import { current } from '../../runtime/state.ts';
import { typeOf } from '../../runtime/type-of.ts';
import { PyMatch, PyPattern, PyScanner, PyTemplate } from './objects.ts';
import { Searcher } from './searcher.ts';
import { joinPieces, type SearchText, searchText } from './subjects.ts';
import { expandTemplate } from './template.ts';

const method = methodsOf<PyPattern>();

/** The bounds of a search, kept within the subject. */
function bounds(text: SearchText, pos: number, endpos: number): [number, number] {
  const end = Math.min(Math.max(endpos, 0), text.length);
  return [Math.min(Math.max(pos, 0), end), end];
}

type Kind = 'match' | 'fullmatch' | 'search';

function find(self: PyPattern, kind: Kind, string: PyObject, pos: number, endpos: number): PyObject {
  const text = searchText(self, string);
  const [start, end] = bounds(text, pos, endpos);
  if (Math.min(pos, text.length) > end) return None;
  const searcher = new Searcher(self.program, text, end);
  const isFound = kind === 'search' ? searcher.search(start) : searcher.match(start, kind === 'fullmatch');
  return isFound ? new PyMatch(self, string, start, end, searcher.found) : None;
}

/** Calls `visit` for each match from left to right; an empty match may follow a match only where it does not touch it. */
function eachMatch(
  pattern: PyPattern,
  text: SearchText,
  start: number,
  end: number,
  limit: number,
  visit: (searcher: Searcher) => void,
): void {
  const searcher = new Searcher(pattern.program, text, end);
  let at = start;
  let mustAdvance = false;
  for (let count = 0; count < limit && at <= end; count++) {
    if (!searcher.search(at, mustAdvance)) return;
    visit(searcher);
    mustAdvance = searcher.matchEnd === searcher.matchStart;
    at = searcher.matchEnd;
  }
}

/** A group's text in the running match, or what stands for a group that took no part. */
function groupText(text: SearchText, searcher: Searcher, group: number, absent: PyObject): PyObject {
  const { texts } = searcher;
  if (texts !== undefined) return texts[group] ?? absent;
  if (group === 0) return text.slice(searcher.matchStart, searcher.matchEnd);
  const { marks } = searcher;
  const start = marks[2 * group]!;
  return start < 0 ? absent : text.slice(start, marks[2 * group + 1]!);
}

function findAll(self: PyPattern, string: PyObject, pos: number, endpos: number): PyObject {
  const text = searchText(self, string);
  const [start, end] = bounds(text, pos, endpos);
  const found: PyObject[] = [];
  const empty = text.slice(0, 0);
  eachMatch(self, text, start, end, Number.POSITIVE_INFINITY, (searcher) => {
    if (self.groups <= 1) {
      appendItem(found, groupText(text, searcher, self.groups, empty));
      return;
    }
    const groups: PyObject[] = [];
    for (let group = 1; group <= self.groups; group++) groups.push(groupText(text, searcher, group, empty));
    appendItem(found, new PyTuple(groups));
  });
  return new PyList(found);
}

function split(self: PyPattern, string: PyObject, maxsplit: number): PyObject {
  const text = searchText(self, string);
  const pieces: PyObject[] = [];
  let last = 0;
  eachMatch(
    self,
    text,
    0,
    text.length,
    maxsplit > 0 ? maxsplit : maxsplit === 0 ? Number.POSITIVE_INFINITY : 0,
    (searcher) => {
      appendItem(pieces, text.slice(last, searcher.matchStart));
      for (let group = 1; group <= self.groups; group++)
        appendItem(pieces, groupText(text, searcher, group, None));
      last = searcher.matchEnd;
    },
  );
  pieces.push(text.slice(last, text.length));
  return new PyList(pieces);
}

const compileTemplate = attrName('_compile_template');

const BACKSLASH = 0x5c;

/** What replaces a match: a literal, a template taken apart, or a function. */
function replacementFor(self: PyPattern, repl: PyObject): PyObject {
  if (typeof repl === 'object' && typeOf(repl).tp_call !== undefined) return repl;
  const text = strValue(repl);
  if (text !== undefined) {
    if (!utf16FromStr(text).includes('\\')) return repl;
  } else if (hasBuffer(repl) && !bytesLike(repl).includes(BACKSLASH)) return repl;
  const re = current.thread.interp.importModule('re');
  return call(getAttr(re, compileTemplate), [self, repl]);
}

function substitute(
  self: PyPattern,
  repl: PyObject,
  string: PyObject,
  count: number,
): { result: PyObject; replaced: number } {
  const text = searchText(self, string);
  const replacement = replacementFor(self, repl);
  const callable =
    typeof replacement === 'object' &&
    !(replacement instanceof PyTemplate) &&
    typeOf(replacement).tp_call !== undefined;
  const pieces: PyObject[] = [];
  let last = 0;
  let replaced = 0;
  eachMatch(
    self,
    text,
    0,
    text.length,
    count > 0 ? count : count === 0 ? Number.POSITIVE_INFINITY : 0,
    (searcher) => {
      if (last < searcher.matchStart) pieces.push(text.slice(last, searcher.matchStart));
      const match = (): PyMatch => new PyMatch(self, string, 0, text.length, searcher.found);
      if (callable) {
        const result = call(replacement, [match()]);
        if (result !== None) pieces.push(result);
      } else if (replacement instanceof PyTemplate) pieces.push(expandTemplate(replacement, match()));
      else pieces.push(replacement);
      last = searcher.matchEnd;
      replaced++;
    },
  );
  if (last < text.length) pieces.push(text.slice(last, text.length));
  return { result: joinPieces(pieces, text.isBytes), replaced };
}

/** The next match of a scanner. */
export function scan(scanner: PyScanner, kind: 'match' | 'search'): PyObject {
  const { pattern, string, endpos } = scanner;
  if (scanner.next > endpos) return None;
  const text = searchText(pattern, string);
  const searcher = new Searcher(pattern.program, text, endpos);
  const found =
    kind === 'search'
      ? searcher.search(scanner.next, scanner.mustAdvance)
      : searcher.match(scanner.next, false, scanner.mustAdvance);
  if (!found) {
    scanner.next = endpos + 1;
    return None;
  }
  scanner.mustAdvance = searcher.matchEnd === searcher.matchStart;
  scanner.next = searcher.matchEnd;
  return new PyMatch(pattern, string, scanner.pos, endpos, searcher.found);
}

function newScanner(self: PyPattern, string: PyObject, pos: number, endpos: number): PyScanner {
  const text = searchText(self, string);
  const [start, end] = bounds(text, pos, endpos);
  return new PyScanner(self, string, start, end);
}

/** What `finditer` gives: calls the scanner until it finds nothing, as `iter(scanner.search, None)`. */
function matchIterator(scanner: PyScanner): PyObject {
  return new PyCallIter(getAttr(scanner, attrName('search')), None);
}

const FLAG_NAMES: readonly (readonly [number, string])[] = [
  [1, 're.TEMPLATE'],
  [2, 're.IGNORECASE'],
  [4, 're.LOCALE'],
  [8, 're.MULTILINE'],
  [16, 're.DOTALL'],
  [32, 're.UNICODE'],
  [64, 're.VERBOSE'],
  [128, 're.DEBUG'],
  [256, 're.ASCII'],
];
const FLAG_UNICODE = 32;
const FLAG_LOCALE = 4;
const FLAG_ASCII = 256;

function showPattern(self: PyPattern): string {
  let { flags } = self;
  // Unicode matching is what a str pattern has anyway.
  if (self.isBytes === false && (flags & (FLAG_LOCALE | FLAG_UNICODE | FLAG_ASCII)) === FLAG_UNICODE) {
    flags &= ~FLAG_UNICODE;
  }
  const names: string[] = [];
  for (const [flag, name] of FLAG_NAMES) {
    if (!(flags & flag)) continue;
    names.push(name);
    flags &= ~flag;
  }
  if (flags !== 0) names.push(`0x${flags.toString(16)}`);
  const shown = utf16FromStr(repr(self.pattern)).slice(0, 200);
  return `re.compile(${shown}${names.length > 0 ? `, ${names.join('|')}` : ''})`;
}

function sameCode(left: PyPattern, right: PyPattern): boolean {
  const a = left.program.code;
  const b = right.program.code;
  return a.length === b.length && a.every((word, i) => word === b[i]);
}

const RANGE_PARAMETERS = 'string: object, pos: ssize_t = 0, endpos: ssize_t = 9007199254740991';

/** A method that takes a subject and bounds, whose default end CPython shows as `sys.maxsize`. */
function searchMethod(
  name: string,
  doc: string,
  run: (self: PyPattern, string: PyObject, pos: number, endpos: number) => PyObject,
) {
  return method(
    `${name}($self, /, ${RANGE_PARAMETERS})` as 'f($self, /, string: object, pos: ssize_t = 0, endpos: ssize_t = 9007199254740991)',
    doc,
    run,
    '($self, /, string, pos=0, endpos=sys.maxsize)',
  );
}

export const pattern = defineType({
  type: PyPattern.type,
  doc: 'Compiled regular expression object.',
  slots: {
    tp_repr: (self) => showPattern(self as PyPattern),
    tp_hash: (self) => {
      const { pattern: source, flags, isBytes } = self as PyPattern;
      const value = hash(source);
      return hash(new PyTuple([value, flags, isBytes ?? None]));
    },
    tp_richcompare: (self, other, op) => {
      if ((op !== Py_EQ && op !== Py_NE) || !(other instanceof PyPattern)) return NotImplemented;
      const left = self as PyPattern;
      const equal =
        left === other ||
        (left.flags === other.flags &&
          left.isBytes === other.isBytes &&
          sameCode(left, other) &&
          isEqual(left.pattern, other.pattern));
      return equal === (op === Py_EQ);
    },
  },
  entries: [
    searchMethod(
      'match',
      'Match at the start of a string; None where it does not.',
      (self, string, pos, endpos) => find(self, 'match', string, pos, endpos),
    ),
    searchMethod(
      'fullmatch',
      'Match the whole of a string; None where it does not.',
      (self, string, pos, endpos) => find(self, 'fullmatch', string, pos, endpos),
    ),
    searchMethod(
      'search',
      'Find the first match in a string; None where there is none.',
      (self, string, pos, endpos) => find(self, 'search', string, pos, endpos),
    ),
    searchMethod('findall', 'Return a list of all matches that do not overlap.', findAll),
    searchMethod(
      'finditer',
      'Return an iterator over all matches that do not overlap.',
      (self, string, pos, endpos) => matchIterator(newScanner(self, string, pos, endpos)),
    ),
    searchMethod('scanner', 'Return an object that finds one match after the other.', newScanner),
    method(
      'sub($self, /, repl: object, string: object, count: ssize_t = 0)',
      'Return the string with its leftmost matches replaced.',
      (self, repl, string, count) => substitute(self, repl, string, count).result,
    ),
    method(
      'subn($self, /, repl: object, string: object, count: ssize_t = 0)',
      'Return the string with its leftmost matches replaced, and how many there were.',
      (self, repl, string, count) => {
        const { result, replaced } = substitute(self, repl, string, count);
        return new PyTuple([result, replaced]);
      },
    ),
    method('split($self, /, string: object, maxsplit: ssize_t = 0)', 'Split a string at the matches.', split),
    method('__copy__($self, /)', 'Return the pattern itself.', (self) => self),
    method('__deepcopy__($self, memo: object, /)', 'Return the pattern itself.', (self) => self),
    classMethod('__class_getitem__($type, object: object, /)', 'See PEP 585', (type, item) =>
      newGenericAlias(type, item),
    ),
    getset<PyPattern>(
      'pattern',
      'The pattern string from which the RE object was compiled.',
      (self) => self.pattern,
    ),
    getset<PyPattern>('flags', 'The regex matching flags.', (self) => self.flags),
    getset<PyPattern>('groups', 'The number of capturing groups in the pattern.', (self) => self.groups),
    getset<PyPattern>(
      'groupindex',
      'A dictionary mapping group names to group numbers.',
      (self) => new PyMappingProxy(self.groupindex),
    ),
  ],
});

const scannerMethod = methodsOf<PyScanner>();

export const scanner = defineType({
  type: PyScanner.type,
  entries: [
    scannerMethod('match($self, /)', 'Return the match at the place reached.', (self) => scan(self, 'match')),
    scannerMethod('search($self, /)', 'Return the next match.', (self) => scan(self, 'search')),
    getset<PyScanner>('pattern', undefined, (self) => self.pattern),
  ],
});
