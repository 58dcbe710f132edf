/**
 * _locale: locales. There is the C locale, in its two forms `C` and `C.UTF-8`; the others that a system may have are
 * not known here, so setting one fails as it does where it is not installed. CPython: Modules/_localemodule.c.
 */
import { exceptionTypes, PyBaseException } from '../objects/exception.ts';
import { PyList } from '../objects/list.ts';
import {
  type PyObject,
  PyType,
  TPFLAGS_BASE_EXC_SUBCLASS,
  TPFLAGS_BASETYPE,
  TPFLAGS_HAVE_GC,
} from '../objects/object.ts';
import { None } from '../objects/singletons.ts';
import { type Str, utf16FromStr } from '../objects/str.ts';
import { strValue } from '../runtime/convert.ts';
import { constant, defineModule, fn, type TypeDefinition } from '../runtime/define.ts';
import { newDictOf } from '../runtime/dict.ts';
import { newException, typeError, valueError } from '../runtime/errors.ts';
import { localeCodeset } from '../runtime/locale.ts';
import { current } from '../runtime/state.ts';
import { strCompare } from '../runtime/text.ts';
import { typeName } from '../runtime/type-of.ts';

const FLAGS = TPFLAGS_BASETYPE | TPFLAGS_BASE_EXC_SUBCLASS | TPFLAGS_HAVE_GC;
const ErrorType = new PyType('locale.Error', PyBaseException, exceptionTypes.get('Exception')!, FLAGS);

const CATEGORIES: Readonly<Record<string, number>> = {
  LC_CTYPE: 0,
  LC_NUMERIC: 1,
  LC_TIME: 2,
  LC_COLLATE: 3,
  LC_MONETARY: 4,
  LC_MESSAGES: 5,
  LC_ALL: 6,
};
const LC_ALL = 6;
const CHAR_MAX = 127;

/** `nl_langinfo` of the C locale: name, number, text. */
const LANGINFO: readonly (readonly [string, number, string])[] = [
  ...['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'].flatMap(
    (day, i) =>
      [
        [`DAY_${i + 1}`, 131079 + i, day],
        [`ABDAY_${i + 1}`, 131072 + i, day.slice(0, 3)],
      ] as const,
  ),
  ...[
    'January',
    'February',
    'March',
    'April',
    'May',
    'June',
    'July',
    'August',
    'September',
    'October',
    'November',
    'December',
  ].flatMap(
    (month, i) =>
      [
        [`MON_${i + 1}`, 131098 + i, month],
        [`ABMON_${i + 1}`, 131086 + i, month.slice(0, 3)],
      ] as const,
  ),
  ['RADIXCHAR', 65536, '.'],
  ['THOUSEP', 65537, ''],
  ['CRNCYSTR', 262159, '-'],
  ['D_T_FMT', 131112, '%a %b %e %H:%M:%S %Y'],
  ['D_FMT', 131113, '%m/%d/%y'],
  ['T_FMT', 131114, '%H:%M:%S'],
  ['AM_STR', 131110, 'AM'],
  ['PM_STR', 131111, 'PM'],
  ['CODESET', 14, 'UTF-8'],
  ['T_FMT_AMPM', 131115, '%I:%M:%S %p'],
  ['ERA', 131116, ''],
  ['ERA_D_FMT', 131118, ''],
  ['ERA_D_T_FMT', 131120, ''],
  ['ERA_T_FMT', 131121, ''],
  ['ALT_DIGITS', 131119, ''],
  ['YESEXPR', 327680, '^[yY]'],
  ['NOEXPR', 327681, '^[nN]'],
  ['_DATE_FMT', 131180, '%a %b %e %H:%M:%S %Z %Y'],
];

/** What the environment asks for in a category. */
function environmentLocale(category: number): string {
  const { environ } = current.thread.interp.host;
  const name = Object.entries(CATEGORIES).find(([, number]) => number === category)![0];
  return environ.get('LC_ALL') || environ.get(name) || environ.get('LANG') || 'C';
}

/** The name by which the C library knows a locale that is here; absent for any other. */
function known(name: string): string | undefined {
  if (name === 'C' || name === 'POSIX') return 'C';
  return /^C\.utf-?8$/i.test(name) ? name : undefined;
}

/** `setlocale(LC_ALL, None)`: one name, or all of them where they differ. */
function allNames(locales: readonly string[]): string {
  if (locales.every((name) => name === locales[0])) return locales[0]!;
  const named = Object.entries(CATEGORIES).filter(([, number]) => number !== LC_ALL);
  return named.map(([name, number]) => `${name}=${locales[number]}`).join(';');
}

function setLocale(category: number, wanted: Str | undefined): string {
  const { interp } = current.thread;
  if (category < 0 || category > 12) throw newException(ErrorType, 'invalid locale category');
  const locales = interp.localeNames;
  if (wanted !== undefined) {
    const text = utf16FromStr(wanted);
    const targets = category === LC_ALL ? [0, 1, 2, 3, 4, 5] : [category];
    const parts = new Map(
      text.includes('=') ? text.split(';').map((part) => part.split('=') as [string, string]) : [],
    );
    const names = targets.map((number) => {
      const categoryName = Object.keys(CATEGORIES).find((name) => CATEGORIES[name] === number) ?? '';
      const asked = parts.get(categoryName) ?? text;
      const name = known(asked === '' ? environmentLocale(number) : asked);
      if (name === undefined) throw newException(ErrorType, 'unsupported locale setting');
      return name;
    });
    targets.forEach((number, i) => {
      locales[number] = names[i]!;
    });
  }
  return category === LC_ALL ? allNames(locales) : (locales[category] ?? 'C');
}

/** `localeconv()`: the C locale has no conventions for money. */
function localeConventions(): PyObject {
  const empty = ['int_curr_symbol', 'currency_symbol', 'mon_decimal_point', 'mon_thousands_sep'];
  const unknown = [
    'int_frac_digits',
    'frac_digits',
    'p_cs_precedes',
    'p_sep_by_space',
    'n_cs_precedes',
    'n_sep_by_space',
    'p_sign_posn',
    'n_sign_posn',
  ];
  return newDictOf([
    ...empty.flatMap((name) => [name, '']),
    'mon_grouping',
    new PyList([]),
    'positive_sign',
    '',
    'negative_sign',
    '',
    ...unknown.flatMap((name) => [name, CHAR_MAX]),
    'decimal_point',
    '.',
    'thousands_sep',
    '',
    'grouping',
    new PyList([]),
  ]);
}

/** The encoding of the locale, by the C library's name. */
function codeset(): string {
  return localeCodeset(current.thread.interp);
}

function langinfo(key: number): string {
  const item = LANGINFO.find(([, number]) => number === key);
  if (item === undefined) throw valueError('unsupported langinfo constant');
  if (item[0] === 'CODESET') return codeset();
  return item[2];
}

/** Messages are not translated: there are no catalogues in the C locale. */
function domainArgument(value: PyObject, functionName: string): void {
  if (strValue(value) === undefined) {
    throw typeError(
      `${functionName}() argument 1 must be str, not ${value === None ? 'None' : typeName(value)}`,
    );
  }
}

function checkNoNull(text: Str): void {
  if (utf16FromStr(text).includes('\0')) throw valueError('embedded null character');
}

export const _locale = defineModule('_locale', 'Support for POSIX locales.', [
  fn(
    'setlocale($module, category: int, locale: object = None, /)',
    'Set a category of the locale, or all; without a name return what is set.',
    (_, category, locale) => {
      if (locale === None) return setLocale(category, undefined);
      const text = strValue(locale);
      if (text === undefined)
        throw typeError(`setlocale() argument 2 must be str or None, not ${typeName(locale)}`);
      return setLocale(category, text);
    },
  ),
  fn('localeconv($module, /)', 'Return the conventions for numbers and money.', localeConventions),
  fn(
    'strcoll($module, os1: str, os2: str, /) -> int',
    'Compare two strings by the locale.',
    (_, left, right) => {
      checkNoNull(left);
      checkNoNull(right);
      return Math.sign(strCompare(left, right));
    },
  ),
  fn('strxfrm($module, string: str, /)', 'Return a string that compares as strcoll() would.', (_, string) => {
    checkNoNull(string);
    return string;
  }),
  fn('nl_langinfo($module, key: int, /)', 'Return an item of the locale.', (_, key) => langinfo(key)),
  fn('getencoding($module, /)', 'Return the encoding of the locale.', () => codeset()),
  fn('gettext($module, msg: str, /)', 'Return the translation of a message.', (_, message) => message),
  fn(
    'dgettext($module, domain: object, msg: str, /)',
    'Return the translation of a message of a domain.',
    (_, _domain, message) => message,
  ),
  fn(
    'dcgettext($module, domain: object, msg: str, category: int, /)',
    'Return the translation of a message of a domain and category.',
    (_, _domain, message, _category) => message,
  ),
  fn('textdomain($module, domain: object, /)', 'Set the domain of messages and return it.', (_, domain) =>
    domain === None ? 'messages' : domain,
  ),
  fn(
    'bindtextdomain($module, domain: object, dir: object, /)',
    'Say where the catalogues of a domain are.',
    (_, domain, folder) => {
      domainArgument(domain, 'bindtextdomain');
      if (domain === '') throw newException(ErrorType, 'domain must be a non-empty string');
      return folder === None ? '/usr/share/locale' : folder;
    },
  ),
  fn(
    'bind_textdomain_codeset($module, domain: object, codeset: object, /)',
    'Say in which encoding the messages of a domain are wanted.',
    (_, domain, codeset) => {
      domainArgument(domain, 'bind_textdomain_codeset');
      return codeset;
    },
  ),
  ...Object.entries(CATEGORIES).map(([name, number]) => constant(name, number)),
  constant('CHAR_MAX', CHAR_MAX),
  ...LANGINFO.map(([name, number]) => constant(name, number)),
  constant('Error', ErrorType),
]);

export const LOCALE_TYPES: readonly TypeDefinition[] = [{ type: ErrorType }];
