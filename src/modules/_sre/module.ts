/** _sre: the engine behind `re`. The library's own compiler makes the code. CPython: Modules/_sre/sre.c. */
import { PyDict } from '../../objects/dict.ts';
import { PyList } from '../../objects/list.ts';
import type { PyObject } from '../../objects/object.ts';
import { None } from '../../objects/singletons.ts';
import { PyTuple } from '../../objects/tuple.ts';
import { asIndex, strValue } from '../../runtime/convert.ts';
import { constant, defineModule, fn } from '../../runtime/define.ts';
import { typeError } from '../../runtime/errors.ts';
import { typeName } from '../../runtime/type-of.ts';
import { asciiLower, unicodeLower, unicodeUpper } from './characters.ts';
import { match } from './match.ts';
import { Program } from './matcher.ts';
import { PyPattern, PyTemplate } from './objects.ts';
import { CODESIZE, MAGIC, MAXGROUPS, MAXREPEAT } from './opcodes.ts';
import { pattern, scanner } from './pattern.ts';
import { makeTemplate } from './template.ts';
import { validateCode } from './validate.ts';

function compile(
  source: PyObject,
  flags: number,
  code: PyObject,
  groups: number,
  groupindex: PyObject,
  indexgroup: PyObject,
): PyObject {
  if (!(code instanceof PyList))
    throw typeError(`compile() argument 'code' must be list, not ${typeName(code)}`);
  if (!(groupindex instanceof PyDict)) {
    throw typeError(`compile() argument 'groupindex' must be dict, not ${typeName(groupindex)}`);
  }
  if (!(indexgroup instanceof PyTuple)) {
    throw typeError(`compile() argument 'indexgroup' must be tuple, not ${typeName(indexgroup)}`);
  }
  const words = wordsOf(code.items);
  validateCode(words, groups);
  const isBytes = source === None ? undefined : strValue(source) === undefined;
  return new PyPattern(source, flags, groups, groupindex, indexgroup, new Program(words, groups), isBytes);
}

/** The code as the engine has it. A loop: `Uint32Array.from` takes ten times as long. */
function wordsOf(items: readonly PyObject[]): Uint32Array {
  const words = new Uint32Array(items.length);
  for (let i = 0; i < words.length; i++) {
    const item = items[i]!;
    words[i] = typeof item === 'number' ? item : Number(asIndex(item));
  }
  return words;
}

function isAsciiLetter(c: number): boolean {
  return (c >= 65 && c <= 90) || (c >= 97 && c <= 122);
}

export const _sre = defineModule('_sre', '', [
  constant('MAGIC', MAGIC),
  constant('CODESIZE', CODESIZE),
  constant('MAXREPEAT', MAXREPEAT),
  constant('MAXGROUPS', MAXGROUPS),
  constant('copyright', ' Tython SRE: the interface of SRE 2.2.2 '),
  fn(
    'compile($module, /, pattern: object, flags: int, code: object, groups: ssize_t, groupindex: object, indexgroup: object)',
    'Make a pattern of its code.',
    (_, source, flags, code, groups, groupindex, indexgroup) =>
      compile(source, flags, code, groups, groupindex, indexgroup),
  ),
  fn(
    'template($module, pattern: object, template: object, /)',
    'Make a replacement template of its parts.',
    (_, _pattern, template) => makeTemplate(template),
  ),
  fn('getcodesize($module, /) -> int', 'Return the size of a code in octets.', () => CODESIZE),
  fn('ascii_iscased($module, character: int, /) -> bool', 'Is it an ASCII letter?', (_, c) =>
    isAsciiLetter(c),
  ),
  fn('ascii_tolower($module, character: int, /) -> int', 'Return an ASCII letter in lower case.', (_, c) =>
    asciiLower(c),
  ),
  fn(
    'unicode_iscased($module, character: int, /) -> bool',
    'Does the character have another case?',
    (_, c) => unicodeLower(c) !== c || unicodeUpper(c) !== c,
  ),
  fn('unicode_tolower($module, character: int, /) -> int', 'Return the character in lower case.', (_, c) =>
    unicodeLower(c),
  ),
]);

export const SRE_TYPES = [pattern, match, scanner, { type: PyTemplate.type }];
