/** Dialects: how a CSV file is punctuated, and their registry. CPython: `dialect_new` in Modules/_csv.c. */
import { attrName } from '../../objects/attribute-name.ts';
import { PyDict } from '../../objects/dict.ts';
import { PyAttributeError } from '../../objects/exception.ts';
import {
  type KwNames,
  objectType,
  PyBaseObject,
  type PyObject,
  PyType,
  TPFLAGS_BASETYPE,
  TPFLAGS_IMMUTABLETYPE,
} from '../../objects/object.ts';
import { None } from '../../objects/singletons.ts';
import { type Str, strFromCodePoint, strLength } from '../../objects/str.ts';
import { getAttr } from '../../runtime/attributes.ts';
import { isTrue, strValue } from '../../runtime/convert.ts';
import { asCInt } from '../../runtime/converters.ts';
import { defineType, getset, member, rawMethod } from '../../runtime/define.ts';
import { dictGetItem } from '../../runtime/dict.ts';
import { newException, typeError, valueError } from '../../runtime/errors.ts';
import { newExceptionType } from '../../runtime/exception-type.ts';
import { moduleState } from '../../runtime/state.ts';
import { codeAt, indexOfCode } from '../../runtime/text.ts';
import { typeName } from '../../runtime/type-of.ts';

export const CsvErrorType = newExceptionType('_csv.Error');

export function csvError(message: Str): PyBaseObject {
  return newException(CsvErrorType, message);
}

export const QUOTE_MINIMAL = 0;
export const QUOTE_ALL = 1;
export const QUOTE_NONNUMERIC = 2;
export const QUOTE_NONE = 3;
export const QUOTE_STRINGS = 4;
export const QUOTE_NOTNULL = 5;

/** No character: one that no text has. */
export const NOT_SET = -1;

/** What the module keeps for an interpreter. */
export class CsvState {
  /** Dialects by name. */
  readonly dialects: PyDict = new PyDict();
  /** How long a field may be that is read. */
  fieldLimit = 131072;
}

export function csvState(): CsvState {
  return moduleState('_csv', () => new CsvState());
}

/** The dialect registered under a name. */
export function registeredDialect(name: PyObject): PyObject {
  const dialect = dictGetItem(csvState().dialects, name);
  if (dialect === undefined) throw csvError('unknown dialect');
  return dialect;
}

export class PyDialect extends PyBaseObject {
  static readonly type = new PyType(
    '_csv.Dialect',
    PyDialect,
    objectType,
    TPFLAGS_BASETYPE | TPFLAGS_IMMUTABLETYPE,
  );

  delimiter = 44;
  doublequote = true;
  escapechar = NOT_SET;
  lineterminator: Str = '\r\n';
  quotechar = 34;
  quoting = QUOTE_MINIMAL;
  skipinitialspace = false;
  strict = false;
}

const SETTINGS = [
  'delimiter',
  'doublequote',
  'escapechar',
  'lineterminator',
  'quotechar',
  'quoting',
  'skipinitialspace',
  'strict',
] as const;

type Setting = (typeof SETTINGS)[number];

// ── Checks ───────────────────────────────────────────────────────────────────────────────────────────────────────────

function character(setting: Setting, value: PyObject, orNone: boolean): number {
  if (value === None && orNone) return NOT_SET;
  const text = strValue(value);
  if (text !== undefined && strLength(text) === 1) return codeAt(text, 0);
  const got = text === undefined ? typeName(value) : `a string of length ${strLength(text)}`;
  throw typeError(`"${setting}" must be a unicode character${orNone ? ' or None' : ''}, not ${got}`);
}

function quotingStyle(value: PyObject): number {
  if (typeof value !== 'number' && typeof value !== 'bigint')
    throw typeError(`"quoting" must be an integer, not ${typeName(value)}`);
  const style = asCInt(value);
  if (style < QUOTE_MINIMAL || style > QUOTE_NOTNULL) throw typeError('bad "quoting" value');
  return style;
}

function apply(dialect: PyDialect, setting: Setting, value: PyObject): void {
  switch (setting) {
    case 'delimiter':
      dialect.delimiter = character(setting, value, false);
      break;
    case 'escapechar':
    case 'quotechar':
      dialect[setting] = character(setting, value, true);
      break;
    case 'lineterminator': {
      const text = strValue(value);
      if (text === undefined) throw typeError(`"lineterminator" must be a string, not ${typeName(value)}`);
      dialect.lineterminator = text;
      break;
    }
    case 'quoting':
      dialect.quoting = quotingStyle(value);
      break;
    default:
      dialect[setting] = isTrue(value);
  }
}

function checkCharacter(setting: Setting, code: number, dialect: PyDialect, allowSpace: boolean): void {
  if (code === 10 || code === 13 || (code === 32 && !allowSpace)) throw valueError(`bad ${setting} value`);
  if (code !== NOT_SET && indexOfCode(dialect.lineterminator, code) >= 0) {
    throw valueError(`bad ${setting} or lineterminator value`);
  }
}

function checkDifferent(first: Setting, code: number, second: Setting, other: number): void {
  if (code === other && code !== NOT_SET) throw valueError(`bad ${first} or ${second} value`);
}

function check(dialect: PyDialect): void {
  const { delimiter, escapechar, quotechar, skipinitialspace } = dialect;
  if (dialect.quoting !== QUOTE_NONE && quotechar === NOT_SET) {
    throw typeError('quotechar must be set if quoting enabled');
  }
  checkCharacter('delimiter', delimiter, dialect, true);
  checkCharacter('escapechar', escapechar, dialect, !skipinitialspace);
  checkCharacter('quotechar', quotechar, dialect, !skipinitialspace);
  checkDifferent('delimiter', delimiter, 'escapechar', escapechar);
  checkDifferent('delimiter', delimiter, 'quotechar', quotechar);
  checkDifferent('escapechar', escapechar, 'quotechar', quotechar);
}

// ── Making dialects ──────────────────────────────────────────────────────────────────────────────────────────────────

/** The attribute of an object that describes a dialect; `undefined` where it lacks it. */
function settingOf(dialect: PyObject, setting: Setting): PyObject | undefined {
  try {
    return getAttr(dialect, attrName(setting));
  } catch (thrown) {
    if (thrown instanceof PyAttributeError) return undefined;
    throw thrown;
  }
}

/** A dialect from another one, or something that describes one, and single settings. */
function makeDialect(
  type: PyType,
  base: PyObject | undefined,
  given: ReadonlyMap<string, PyObject>,
): PyDialect {
  const name = base === undefined ? undefined : strValue(base);
  const source = name === undefined ? base : registeredDialect(name);
  if (source instanceof PyDialect && given.size === 0) return source;
  const dialect = new (type.ctor as unknown as new () => PyDialect)();
  const values = new Map<Setting, PyObject | undefined>();
  for (const setting of SETTINGS) {
    values.set(
      setting,
      given.get(setting) ?? (source === undefined ? undefined : settingOf(source, setting)),
    );
  }
  for (const [setting, value] of values) if (value !== undefined) apply(dialect, setting, value);
  if (values.get('quotechar') === None && values.get('quoting') === undefined) dialect.quoting = QUOTE_NONE;
  check(dialect);
  return dialect;
}

/** The values of keywords, each of which must be a setting. */
function dialectSettings(names: KwNames, values: readonly PyObject[]): Map<string, PyObject> {
  const given = new Map<string, PyObject>();
  names.forEach((name, i) => {
    if (!SETTINGS.includes(name as Setting)) {
      throw typeError(`this function got an unexpected keyword argument '${name}'`);
    }
    given.set(name, values[i]!);
  });
  return given;
}

/** `Dialect(dialect, delimiter, …)`. */
export function newDialect(type: PyType, args: readonly PyObject[], kwnames: KwNames = []): PyDialect {
  const most = SETTINGS.length + 1;
  if (args.length > most) {
    throw typeError(`function takes at most ${most} arguments (${args.length} given)`);
  }
  const count = args.length - kwnames.length;
  const names: string[] = ['dialect', ...SETTINGS].slice(0, count);
  for (const name of kwnames) {
    if (names.includes(name)) {
      throw typeError(
        `argument for function given by name ('${name}') and position (${names.indexOf(name) + 1})`,
      );
    }
    names.push(name);
  }
  const at = names.indexOf('dialect');
  const base = at < 0 ? undefined : args[at];
  const given = dialectSettings(
    names.filter((name) => name !== 'dialect'),
    args.filter((_, i) => i !== at),
  );
  return makeDialect(type, base, given);
}

function cannotPickle(self: PyObject): never {
  const name = typeName(self);
  throw typeError(`cannot pickle '${name.slice(name.lastIndexOf('.') + 1)}' instances`);
}

function charOrNone(code: number): PyObject {
  return code === NOT_SET ? None : strFromCodePoint(code);
}

export const dialect = defineType({
  type: PyDialect.type,
  doc: 'How CSV is read and written: the characters and the style of quoting.',
  slots: { tp_new: newDialect },
  entries: [
    rawMethod('__reduce__', undefined, 'Refuse to be pickled.', cannotPickle),
    rawMethod('__reduce_ex__', undefined, 'Refuse to be pickled.', cannotPickle),
    member<PyDialect>('skipinitialspace', undefined, 'skipinitialspace', { kind: 'bool' }),
    member<PyDialect>('doublequote', undefined, 'doublequote', { kind: 'bool' }),
    member<PyDialect>('strict', undefined, 'strict', { kind: 'bool' }),
    getset<PyDialect>('delimiter', undefined, (self) => charOrNone(self.delimiter)),
    getset<PyDialect>('escapechar', undefined, (self) => charOrNone(self.escapechar)),
    getset<PyDialect>('lineterminator', undefined, (self) => self.lineterminator),
    getset<PyDialect>('quotechar', undefined, (self) => charOrNone(self.quotechar)),
    getset<PyDialect>('quoting', undefined, (self) => self.quoting),
  ],
});
