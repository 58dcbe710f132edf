/** time: a time of day. CPython: Modules/_datetimemodule.c. */
import { attrName } from '../../objects/attribute-name.ts';
import { PyBytes } from '../../objects/bytes.ts';
import { type KwNames, Py_EQ, Py_NE, type PyInt, type PyObject, type PyType } from '../../objects/object.ts';
import { None, NotImplemented } from '../../objects/singletons.ts';
import { isStr, type Str } from '../../objects/str.ts';
import { PyTuple } from '../../objects/tuple.ts';
import { callMethod } from '../../runtime/call.ts';
import { builtinDef } from '../../runtime/clinic.ts';
import { hash } from '../../runtime/compare.ts';
import {
  classAttribute,
  classMethod,
  defineType,
  getset,
  methodsOf,
  rawMethod,
} from '../../runtime/define.ts';
import { typeError } from '../../runtime/errors.ts';
import { bindKeywords } from '../../runtime/keyword-arguments.ts';
import { repr } from '../../runtime/repr.ts';
import { codeAt, strConcat, strJoin } from '../../runtime/text.ts';
import { typeName, typeOf } from '../../runtime/type-of.ts';
import { makeTime } from './arithmetic.ts';
import { structTimeOf } from './clock.ts';
import { formatEntry, replaceEntries, strftimeMethod, strptimeMethod } from './date.ts';
import {
  checkOctets,
  checkTime,
  intArgument,
  intOr,
  pickledState,
  pickledZone,
  textArgument,
  zoneArgument,
} from './fields.ts';
import { clockText, invalidIsoFormat, isEndOfDay, parseTime } from './iso-format.ts';
import { PyTime, PyTimeDelta } from './layouts.ts';
import { wrapStrftime } from './strftime.ts';
import { compareDeltas, newDelta, orderResult, subtractDeltas } from './timedelta.ts';
import { dstOf, offsetText, utcOffset, zoneName } from './zones.ts';

type TimeConstructor = new (
  hour: number,
  minute: number,
  second: number,
  microsecond: number,
  tzinfo: PyObject,
  fold: number,
) => PyTime;

const NEW = {
  names: ['hour', 'minute', 'second', 'microsecond', 'tzinfo', 'fold'],
  required: 0,
  positional: 5,
};

function newTime(type: PyType, args: readonly PyObject[], kwnames: KwNames | undefined): PyObject {
  const make = type.ctor as unknown as TimeConstructor;
  const state = pickledState(args, 2, 6, (octets) => (octets[0]! & 127) < 24);
  if (state !== undefined) {
    const zone = pickledZone(args[1]);
    checkOctets(state, 'time');
    const microsecond = state[3]! * 65536 + state[4]! * 256 + state[5]!;
    return new make(state[0]! & 127, state[1]!, state[2]!, microsecond, zone, state[0]! >> 7);
  }
  const [hour, minute, second, microsecond, tzinfo, fold] = bindKeywords(NEW, args, kwnames);
  const fields = [hour, minute, second, microsecond].map((value) => intOr(value, 0)) as [
    number,
    number,
    number,
    number,
  ];
  const foldValue = intOr(fold, 0);
  const zone = zoneArgument(tzinfo);
  checkTime(...fields, foldValue);
  return new make(...fields, zone, foldValue);
}

/** `isoformat` of a time or a datetime: the text of the offset, if there is one. */
export function isoOffset(zone: PyObject, argument: PyObject): string {
  const offset = utcOffset(zone, argument);
  return offset === undefined ? '' : offsetText(offset, ':');
}

/** The end of a repr: fold and zone, where they are not the usual ones. */
export function reprTail(zone: PyObject, fold: number): Str {
  const foldText = fold === 0 ? '' : `, fold=${fold}`;
  return zone === None ? `${foldText})` : strJoin('', [foldText, ', tzinfo=', repr(zone), ')']);
}

function timeRepr(self: PyObject): Str {
  const { hour, minute, second, microsecond, tzinfo, fold } = self as PyTime;
  const fields: number[] = [hour, minute];
  if (second !== 0 || microsecond !== 0) fields.push(second);
  if (microsecond !== 0) fields.push(microsecond);
  return strConcat(`${typeName(self)}(${fields.join(', ')}`, reprTail(tzinfo, fold));
}

export function timeOctets(time: {
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
  readonly microsecond: number;
}): number[] {
  const { hour, minute, second, microsecond } = time;
  return [hour, minute, second, microsecond >> 16, (microsecond >> 8) & 255, microsecond & 255];
}

function sinceMidnight(time: PyTime): PyTimeDelta {
  return newDelta(0, time.hour * 3600 + time.minute * 60 + time.second, time.microsecond);
}

function hashTime(self: PyObject): PyInt {
  const time = self as PyTime;
  if (time.hashcode === undefined) {
    const unfolded =
      time.fold === 0
        ? time
        : makeTime(PyTime.type, time.hour, time.minute, time.second, time.microsecond, time.tzinfo, 0);
    const offset = utcOffset((unfolded as PyTime).tzinfo, None);
    time.hashcode =
      offset === undefined
        ? hash(new PyBytes(Uint8Array.from(timeOctets(time))))
        : hash(subtractDeltas(sinceMidnight(time), offset));
  }
  return time.hashcode;
}

function compareClocks(left: PyTime, right: PyTime): number {
  return (
    left.hour - right.hour ||
    left.minute - right.minute ||
    left.second - right.second ||
    left.microsecond - right.microsecond
  );
}

function compareTimes(self: PyObject, other: PyObject, op: number): PyObject {
  const left = self as PyTime;
  if (!(other instanceof PyTime)) return NotImplemented;
  if (left.tzinfo === other.tzinfo) return orderResult(compareClocks(left, other), op);
  const offset = utcOffset(left.tzinfo, None);
  const otherOffset = utcOffset(other.tzinfo, None);
  if (offset === undefined && otherOffset === undefined) return orderResult(compareClocks(left, other), op);
  if (offset !== undefined && otherOffset !== undefined) {
    const difference = compareDeltas(
      subtractDeltas(sinceMidnight(left), offset),
      subtractDeltas(sinceMidnight(other), otherOffset),
    );
    return orderResult(difference, op);
  }
  if (op === Py_EQ || op === Py_NE) return op === Py_NE;
  throw typeError("can't compare offset-naive and offset-aware times");
}

function fromIsoFormat(cls: PyType, value: PyObject): PyObject {
  if (!isStr(value)) throw typeError('fromisoformat: argument must be str');
  // ISO 8601 wants a T in front, which may be left out.
  const parsed = parseTime(value, codeAt(value, 0) === 84 ? 1 : 0);
  if (parsed === undefined) throw invalidIsoFormat(value);
  const { time: found, zone } = parsed;
  const hour = isEndOfDay(found) ? 0 : found.hour;
  return makeTime(cls, hour, found.minute, found.second, found.microsecond, zone, 0);
}

/** The state of a pickle; from protocol 4 on the fold is the top bit of the hour. */
function reduceTime(self: PyObject, protocol: number): PyTuple {
  const time = self as PyTime;
  const octets = timeOctets(time);
  if (protocol > 3 && time.fold === 1) octets[0]! |= 128;
  const state = new PyBytes(Uint8Array.from(octets));
  const args = time.tzinfo === None ? [state] : [state, time.tzinfo];
  return new PyTuple([typeOf(self), new PyTuple(args)]);
}

/** `__reduce_ex__(protocol)`. */
export function reduceExEntry(reduce: (self: PyObject, protocol: number) => PyObject) {
  return rawMethod('__reduce_ex__', undefined, 'Return state information for pickling.', (self, args) => {
    if (args.length !== 1) {
      throw typeError(`__reduce_ex__() takes exactly 1 argument (${args.length} given)`);
    }
    return reduce(self, intArgument(args[0]!));
  });
}

const SIGNATURE =
  'replace($self, /, hour: object = <null>, minute: object = <null>, second: object = <null>, microsecond: object = <null>, tzinfo: object = <null>, *, fold: object = <null>)';

const replaceDef = builtinDef<PyTime, typeof SIGNATURE>(
  SIGNATURE,
  'Return a time with some fields replaced.',
  (self, hour, minute, second, microsecond, tzinfo, fold) =>
    makeTime(
      typeOf(self),
      intOr(hour, self.hour),
      intOr(minute, self.minute),
      intOr(second, self.second),
      intOr(microsecond, self.microsecond),
      tzinfo === undefined ? self.tzinfo : zoneArgument(tzinfo),
      checkedFold(fold, self.fold),
    ),
  undefined,
  '($self, /, hour=unchanged, minute=unchanged, second=unchanged,\n        microsecond=unchanged, tzinfo=unchanged, *, fold=unchanged)',
);

/** The fold of `replace`: a class of the user's never sees it, so it is checked here. */
export function checkedFold(value: PyObject | undefined, fallback: number): number {
  const fold = intOr(value, fallback);
  checkTime(0, 0, 0, 0, fold);
  return fold;
}

const isoformatName = attrName('isoformat');
const method = methodsOf<PyTime>();

export const time = defineType({
  type: PyTime.type,
  doc: 'time(hour=0, minute=0, second=0, microsecond=0, tzinfo=None, *, fold=0): a time of day.',
  slots: {
    tp_new: newTime,
    tp_repr: timeRepr,
    tp_str: (self) => callMethod(self, isoformatName),
    tp_hash: hashTime,
    tp_richcompare: compareTimes,
  },
  entries: [
    strptimeMethod('_strptime_datetime_time', 'Return the time that a text gives under a format.'),
    rawMethod(
      'isoformat',
      undefined,
      'Return the time as HH:MM:SS.ffffff+HH:MM.\n\ntimespec names the last component: auto, hours, minutes, seconds,\nmilliseconds or microseconds.',
      (self, args, kwnames) => {
        const keywords = { function: 'isoformat()', names: ['timespec'], required: 0 };
        const spec = bindKeywords(keywords, args, kwnames)[0];
        const timespec = spec === undefined ? 'auto' : textArgument(spec, 'isoformat', 1);
        const clock = clockText(self as PyTime, timespec);
        return clock + isoOffset((self as PyTime).tzinfo, None);
      },
    ),
    strftimeMethod((self, format) => {
      const { hour, minute, second, microsecond, tzinfo } = self as PyTime;
      const tuple = structTimeOf([1900, 1, 1, hour, minute, second, 0, 1, -1]);
      return wrapStrftime(textArgument(format, 'strftime', 1), tuple, tzinfo, None, microsecond);
    }),
    formatEntry,
    method(
      'utcoffset($self, /)',
      'Return the offset from UTC that the zone gives.',
      (self) => utcOffset(self.tzinfo, None) ?? None,
    ),
    method(
      'tzname($self, /)',
      'Return the name that the zone gives.',
      (self) => zoneName(self.tzinfo, None) ?? None,
    ),
    method(
      'dst($self, /)',
      'Return the part of the offset that is summer time.',
      (self) => dstOf(self.tzinfo, None) ?? None,
    ),
    ...replaceEntries(replaceDef),
    classMethod(
      'fromisoformat($type, object: object, /)',
      'Return the time that a text in an ISO 8601 format gives.',
      fromIsoFormat,
    ),
    reduceExEntry(reduceTime),
    method('__reduce__($self, /)', 'Return state information for pickling.', (self) => reduceTime(self, 2)),
    getset<PyTime>('hour', undefined, (self) => self.hour),
    getset<PyTime>('minute', undefined, (self) => self.minute),
    getset<PyTime>('second', undefined, (self) => self.second),
    getset<PyTime>('microsecond', undefined, (self) => self.microsecond),
    getset<PyTime>('tzinfo', undefined, (self) => self.tzinfo),
    getset<PyTime>('fold', undefined, (self) => self.fold),
    classAttribute('min', new PyTime(0, 0, 0, 0, None, 0)),
    classAttribute('max', new PyTime(23, 59, 59, 999999, None, 0)),
    classAttribute('resolution', new PyTimeDelta(0, 0, 1)),
  ],
});
