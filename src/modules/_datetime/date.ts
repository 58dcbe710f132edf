/** date, and the named tuple that `isocalendar` gives. CPython: Modules/_datetimemodule.c. */
import { attrName } from '../../objects/attribute-name.ts';
import { PyBytes } from '../../objects/bytes.ts';
import { type KwNames, type PyInt, type PyObject, PyType } from '../../objects/object.ts';
import { None, NotImplemented } from '../../objects/singletons.ts';
import { isStr, strLength } from '../../objects/str.ts';
import { PyTuple } from '../../objects/tuple.ts';
import { callMethod } from '../../runtime/call.ts';
import { builtinDef } from '../../runtime/clinic.ts';
import { hash } from '../../runtime/compare.ts';
import { asIndex } from '../../runtime/convert.ts';
import {
  classAttribute,
  classMethod,
  defineType,
  getset,
  methodsOf,
  rawClassMethod,
  rawMethod,
} from '../../runtime/define.ts';
import { typeError, valueError } from '../../runtime/errors.ts';
import { bindKeywords } from '../../runtime/keyword-arguments.ts';
import { str } from '../../runtime/repr.ts';
import { typeName, typeOf } from '../../runtime/type-of.ts';
import { addToDate, makeDate } from './arithmetic.ts';
import {
  dateOfIso,
  dateOfOrdinal,
  daysBeforeMonth,
  isoOf,
  MAXYEAR,
  MINYEAR,
  ordinalOf,
  weekdayOf,
} from './calendar.ts';
import { localFields, now, structTimeOf, timestampFloor } from './clock.ts';
import { checkDate, checkOctets, intArgument, pickledState, textArgument } from './fields.ts';
import { dateText, invalidIsoFormat, parseDate } from './iso-format.ts';
import { isDateTime, isPlainDate, PyDate, PyTimeDelta } from './layouts.ts';
import { parseWith, wrapStrftime } from './strftime.ts';
import { newDelta, orderResult, pad } from './timedelta.ts';

type DateConstructor = new (year: number, month: number, day: number) => PyDate;

const DAY_NAMES = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];
const MONTH_NAMES = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** As C's `ctime` shows it. */
export function ctimeText(date: PyDate, hour: number, minute: number, second: number): string {
  const { year, month, day } = date;
  const clock = `${pad(hour, 2)}:${pad(minute, 2)}:${pad(second, 2)}`;
  const weekday = DAY_NAMES[weekdayOf(year, month, day)]!;
  return `${weekday} ${MONTH_NAMES[month - 1]!} ${String(day).padStart(2)} ${clock} ${pad(year, 4)}`;
}

/** time.struct_time of a date and a time of day. */
export function timeTuple(date: PyDate, hour: number, minute: number, second: number, dst: number): PyTuple {
  const { year, month, day } = date;
  const yearDay = daysBeforeMonth(year, month) + day;
  return structTimeOf([year, month, day, hour, minute, second, weekdayOf(year, month, day), yearDay, dst]);
}

const NEW = { names: ['year', 'month', 'day'], required: 3, convert: intArgument };

function newDate(type: PyType, args: readonly PyObject[], kwnames: KwNames | undefined): PyObject {
  const make = type.ctor as unknown as DateConstructor;
  const state = pickledState(args, 1, 4, (octets) => octets[2]! >= 1 && octets[2]! <= 12);
  if (state !== undefined) {
    checkOctets(state, 'date');
    return new make(state[0]! * 256 + state[1]!, state[2]!, state[3]!);
  }
  const [year, month, day] = bindKeywords(NEW, args, kwnames) as [number, number, number];
  checkDate(year, month, day);
  return new make(year, month, day);
}

export function dateOctets({ year, month, day }: PyDate): number[] {
  return [year >> 8, year & 255, month, day];
}

function hashDate(self: PyObject): PyInt {
  const date = self as PyDate;
  date.hashcode ??= hash(new PyBytes(Uint8Array.from(dateOctets(date))));
  return date.hashcode;
}

function addDate(left: PyObject, right: PyObject): PyObject {
  if (isDateTime(left) || isDateTime(right)) return NotImplemented;
  if (left instanceof PyDate && right instanceof PyTimeDelta) return addToDate(left, right, 1);
  if (right instanceof PyDate && left instanceof PyTimeDelta) return addToDate(right, left, 1);
  return NotImplemented;
}

function subtractDate(left: PyObject, right: PyObject): PyObject {
  if (!isPlainDate(left)) return NotImplemented;
  if (right instanceof PyTimeDelta) return addToDate(left, right, -1);
  if (!isPlainDate(right)) return NotImplemented;
  const days = ordinalOf(left.year, left.month, left.day) - ordinalOf(right.year, right.month, right.day);
  return newDelta(days, 0, 0);
}

/** Negative, zero or positive, by the dates alone. */
export function compareDates(left: PyDate, right: PyDate): number {
  return left.year - right.year || left.month - right.month || left.day - right.day;
}

// ── Class methods ────────────────────────────────────────────────────────────────────────────────────────────────────

function fromIsoCalendar(cls: PyObject, args: readonly PyObject[], kwnames: KwNames | undefined): PyObject {
  const keywords = { function: 'fromisocalendar()', names: ['year', 'week', 'day'], required: 3 };
  const values = bindKeywords(keywords, args, kwnames).map((value) => asIndex(value!));
  if (values.some((value) => typeof value === 'bigint' || Math.abs(value) > 2147483647)) {
    throw valueError('ISO calendar component out of range');
  }
  const [year, week, day] = values as number[];
  const date = dateOfIso(year!, week!, day!);
  if (date === 'year') throw valueError(`year must be in ${MINYEAR}..${MAXYEAR}, not ${year!}`);
  if (date === 'week') throw valueError(`Invalid week: ${week!}`);
  if (date === 'weekday') throw valueError(`Invalid weekday: ${day!} (range is [1, 7])`);
  return makeDate(cls as PyType, date);
}

function fromIsoFormat(cls: PyType, value: PyObject): PyObject {
  if (!isStr(value)) throw typeError('fromisoformat: argument must be str');
  const length = strLength(value);
  const date = length === 7 || length === 8 || length === 10 ? parseDate(value, length) : undefined;
  if (date === undefined) throw invalidIsoFormat(value);
  return makeDate(cls, date);
}

/** `date.strptime` and its like. */
export function strptimeMethod(service: string, doc: string) {
  return rawClassMethod('strptime', undefined, doc, (cls, args, kwnames) => {
    if (kwnames !== undefined && kwnames.length > 0) throw typeError('strptime() takes no keyword arguments');
    if (args.length !== 2) {
      throw typeError(`strptime() takes exactly 2 arguments (${args.length} given)`);
    }
    const text = textArgument(args[0]!, 'strptime', 1);
    return parseWith(service, cls, text, textArgument(args[1]!, 'strptime', 2));
  });
}

/** `strftime(format)`, for date and time. */
export function strftimeMethod(run: (self: PyObject, format: PyObject) => PyObject) {
  return rawMethod(
    'strftime',
    undefined,
    'Return a text in the given format, as time.strftime does.',
    (self, args, kwnames) => {
      const keywords = { function: 'strftime()', names: ['format'], required: 1 };
      return run(self, bindKeywords(keywords, args, kwnames)[0]!);
    },
  );
}

const strftimeName = attrName('strftime');

/** `format(value, spec)`: what `strftime` gives, without a format the str. */
export const formatEntry = rawMethod(
  '__format__',
  undefined,
  'Return a text in the given format, as strftime does.',
  (self, args) => {
    if (args.length !== 1) {
      throw typeError(`__format__() takes exactly 1 argument (${args.length} given)`);
    }
    const format = textArgument(args[0]!, '__format__', 1);
    return strLength(format) === 0 ? str(self) : callMethod(self, strftimeName, format);
  },
);

const timetupleName = attrName('timetuple');

const replaceDef = builtinDef<
  PyDate,
  'replace($self, /, year: object = <null>, month: object = <null>, day: object = <null>)'
>(
  'replace($self, /, year: object = <null>, month: object = <null>, day: object = <null>)',
  'Return a date with some fields replaced.',
  (self, year, month, day) =>
    makeDate(typeOf(self), {
      year: year === undefined ? self.year : intArgument(year),
      month: month === undefined ? self.month : intArgument(month),
      day: day === undefined ? self.day : intArgument(day),
    }),
  undefined,
  '($self, /, year=unchanged, month=unchanged, day=unchanged)',
);

/** `replace` under both of its names. */
export function replaceEntries(def: typeof replaceDef) {
  return [
    rawMethod('replace', def.textSignature, def.doc ?? '', (self, args, kwnames) =>
      def.call(self, args, kwnames),
    ),
    rawMethod('__replace__', '($self, /, **changes)', 'The same as replace().', (self, args, kwnames) => {
      return def.call(self, args, kwnames);
    }),
  ];
}

const method = methodsOf<PyDate>();

export const date = defineType({
  type: PyDate.type,
  doc: 'date(year, month, day): a day of the Gregorian calendar.',
  slots: {
    tp_new: newDate,
    tp_repr: (self) => {
      const { year, month, day } = self as PyDate;
      return `${typeName(self)}(${year}, ${month}, ${day})`;
    },
    tp_str: (self) => callMethod(self, attrName('isoformat')),
    tp_hash: hashDate,
    tp_richcompare: (self, other, op) =>
      isPlainDate(other) ? orderResult(compareDates(self as PyDate, other), op) : NotImplemented,
    nb_add: addDate,
    nb_subtract: subtractDate,
  },
  entries: [
    classMethod(
      'fromtimestamp($type, timestamp: object, /)',
      'Return the local date of a POSIX timestamp.',
      (cls, timestamp) => makeDate(cls, localFields(timestampFloor(timestamp))),
    ),
    rawClassMethod(
      'fromordinal',
      undefined,
      'Return the date of an ordinal: day 1 is the first of January of year 1.',
      (cls, args) => {
        if (args.length !== 1) {
          throw typeError(`fromordinal() takes exactly 1 argument (${args.length} given)`);
        }
        const ordinal = intArgument(args[0]!);
        if (ordinal < 1) throw valueError('ordinal must be >= 1');
        return makeDate(cls as PyType, dateOfOrdinal(ordinal));
      },
    ),
    classMethod(
      'fromisoformat($type, object: object, /)',
      'Return the date that a text in an ISO 8601 format gives.',
      fromIsoFormat,
    ),
    rawClassMethod(
      'fromisocalendar',
      undefined,
      'Return the date of an ISO year, week and weekday.',
      fromIsoCalendar,
    ),
    strptimeMethod('_strptime_datetime_date', 'Return the date that a text gives under a format.'),
    classMethod('today($type, /)', 'Return the local date of today.', (cls) =>
      callMethod(cls, attrName('fromtimestamp'), now()),
    ),
    method('ctime($self, /)', 'Return the date as ctime() does.', (self) => ctimeText(self, 0, 0, 0)),
    strftimeMethod((self, format) => {
      const zone = isDateTime(self) ? self.tzinfo : None;
      const microsecond = isDateTime(self) ? self.microsecond : 0;
      const text = textArgument(format, 'strftime', 1);
      return wrapStrftime(text, callMethod(self, timetupleName), zone, self, microsecond);
    }),
    formatEntry,
    method('timetuple($self, /)', 'Return the date as time.struct_time.', (self) =>
      timeTuple(self, 0, 0, 0, -1),
    ),
    method(
      'isocalendar($self, /)',
      'Return ISO year, week and weekday as a named tuple.',
      (self) => new PyIsoCalendarDate(isoOf(self.year, self.month, self.day).slice()),
    ),
    method('isoformat($self, /)', 'Return the date as YYYY-MM-DD.', dateText),
    method(
      'isoweekday($self, /)',
      'Return the day of the week; Monday is 1.',
      (self) => weekdayOf(self.year, self.month, self.day) + 1,
    ),
    method('toordinal($self, /)', 'Return the ordinal of the date.', (self) =>
      ordinalOf(self.year, self.month, self.day),
    ),
    method('weekday($self, /)', 'Return the day of the week; Monday is 0.', (self) =>
      weekdayOf(self.year, self.month, self.day),
    ),
    ...replaceEntries(replaceDef),
    method(
      '__reduce__($self, /)',
      'Return state information for pickling.',
      (self) => new PyTuple([typeOf(self), new PyTuple([new PyBytes(Uint8Array.from(dateOctets(self)))])]),
    ),
    getset<PyDate>('year', undefined, (self) => self.year),
    getset<PyDate>('month', undefined, (self) => self.month),
    getset<PyDate>('day', undefined, (self) => self.day),
    classAttribute('min', new PyDate(MINYEAR, 1, 1)),
    classAttribute('max', new PyDate(MAXYEAR, 12, 31)),
    classAttribute('resolution', new PyTimeDelta(1, 0, 0)),
  ],
});

// ── IsoCalendarDate ──────────────────────────────────────────────────────────────────────────────────────────────────

class PyIsoCalendarDate extends PyTuple {
  static override readonly type = new PyType(
    'datetime.IsoCalendarDate',
    PyIsoCalendarDate,
    PyTuple.type,
    PyTuple.type.tp_flags,
  );
}

const isoNew = builtinDef<PyType, 'iso_calendar_date_new($type, /, year: int, week: int, weekday: int)'>(
  'iso_calendar_date_new($type, /, year: int, week: int, weekday: int)',
  '',
  (type, year, week, weekday) =>
    new (type.ctor as unknown as typeof PyIsoCalendarDate)([year, week, weekday]),
);

export const isoCalendarDate = defineType({
  type: PyIsoCalendarDate.type,
  doc: 'The ISO year, week and weekday of a date.',
  slots: {
    tp_new: (type, args, kwnames) => isoNew.call(type, args, kwnames),
    tp_repr: (self) => {
      const [year, week, weekday] = (self as PyIsoCalendarDate).items as number[];
      return `${typeName(self)}(year=${year!}, week=${week!}, weekday=${weekday!})`;
    },
  },
  entries: [
    methodsOf<PyIsoCalendarDate>()(
      '__reduce__($self, /)',
      'Return state information for pickling: that of a tuple.',
      (self) => new PyTuple([PyTuple.type, new PyTuple([new PyTuple(self.items.slice())])]),
    ),
    getset<PyIsoCalendarDate>('year', undefined, (self) => self.items[0]!),
    getset<PyIsoCalendarDate>('week', undefined, (self) => self.items[1]!),
    getset<PyIsoCalendarDate>('weekday', undefined, (self) => self.items[2]!),
    classAttribute('__module__', 'datetime'),
  ],
});
