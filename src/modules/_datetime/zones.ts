/** tzinfo and timezone, and asking a tzinfo. CPython: `call_tzinfo_method` and what follows it in Modules/_datetimemodule.c. */
import { attrName } from '../../objects/attribute-name.ts';
import { Py_EQ, Py_NE, type PyObject, type PyType } from '../../objects/object.ts';
import { None, NotImplemented } from '../../objects/singletons.ts';
import { type Str, utf16FromStr } from '../../objects/str.ts';
import { PyTuple } from '../../objects/tuple.ts';
import { getAttrOrAbsent } from '../../runtime/attributes.ts';
import { call0, callMethod } from '../../runtime/call.ts';
import { hash } from '../../runtime/compare.ts';
import { strValue } from '../../runtime/convert.ts';
import { classAttribute, defineType, methodsOf } from '../../runtime/define.ts';
import { notImplementedError, typeError, valueError } from '../../runtime/errors.ts';
import { bindKeywords } from '../../runtime/keyword-arguments.ts';
import { repr } from '../../runtime/repr.ts';
import { strJoin } from '../../runtime/text.ts';
import { typeName, typeOf } from '../../runtime/type-of.ts';
import { addToDateTime } from './arithmetic.ts';
import { PyDateTime, PyTimeDelta, PyTimeZone, PyTzInfo } from './layouts.ts';
import { compareDeltas, isZeroDelta, negateDelta, pad, subtractDeltas } from './timedelta.ts';

// ── Asking a tzinfo ──────────────────────────────────────────────────────────────────────────────────────────────────

const utcoffsetName = attrName('utcoffset');
const dstName = attrName('dst');
const tznameName = attrName('tzname');

/** Less than a day in either direction. */
function checkOffset(offset: PyTimeDelta): void {
  const { days, seconds, microseconds } = offset;
  if (days === 0 || (days === -1 && (seconds > 0 || microseconds > 0))) return;
  throw valueError(
    strJoin('', [
      'offset must be a timedelta strictly between -timedelta(hours=24) and timedelta(hours=24), not ',
      repr(offset),
    ]),
  );
}

function askForDelta(zone: PyObject, name: typeof dstName, argument: PyObject): PyTimeDelta | undefined {
  if (zone === None) return undefined;
  const offset = callMethod(zone, name, argument);
  if (offset === None) return undefined;
  if (!(offset instanceof PyTimeDelta)) {
    throw typeError(`tzinfo.${name.text}() must return None or timedelta, not '${typeName(offset)}'`);
  }
  checkOffset(offset);
  return offset;
}

/** The offset from UTC; `undefined` for None. May run Python code. */
export function utcOffset(zone: PyObject, argument: PyObject): PyTimeDelta | undefined {
  return askForDelta(zone, utcoffsetName, argument);
}

export function dstOf(zone: PyObject, argument: PyObject): PyTimeDelta | undefined {
  return askForDelta(zone, dstName, argument);
}

/** The name of the zone, a str; `undefined` for None. */
export function zoneName(zone: PyObject, argument: PyObject): PyObject | undefined {
  if (zone === None) return undefined;
  const name = callMethod(zone, tznameName, argument);
  if (name === None) return undefined;
  if (strValue(name) !== undefined) return name;
  throw typeError(`tzinfo.tzname() must return None or a string, not '${typeName(name)}'`);
}

/** `+01:00`, with seconds and microseconds if there are some. */
export function offsetText(offset: PyTimeDelta, separator: string): string {
  const { days, seconds, microseconds } = offset.days < 0 ? negateDelta(offset) : offset;
  const all = days * 86400 + seconds;
  const parts = [pad(Math.floor(all / 3600), 2), pad(Math.floor(all / 60) % 60, 2)];
  if (all % 60 !== 0 || microseconds !== 0) parts.push(pad(all % 60, 2));
  const fraction = microseconds === 0 ? '' : `.${pad(microseconds, 6)}`;
  return `${offset.days < 0 ? '-' : '+'}${parts.join(separator)}${fraction}`;
}

// ── tzinfo ───────────────────────────────────────────────────────────────────────────────────────────────────────────

function checkAware(zone: PyObject, value: PyObject): PyDateTime {
  if (!(value instanceof PyDateTime)) throw typeError('fromutc: argument must be a datetime');
  if (value.tzinfo !== zone) throw valueError('fromutc: dt.tzinfo is not self');
  return value;
}

/** From UTC to local time, which PEP 495 and the documentation of tzinfo define. */
function fromUtc(zone: PyObject, value: PyObject): PyObject {
  const dt = checkAware(zone, value);
  const offset = utcOffset(zone, dt);
  if (offset === undefined) throw valueError('fromutc: non-None utcoffset() result required');
  const dst = dstOf(zone, dt);
  if (dst === undefined) throw valueError('fromutc: non-None dst() result required');
  const standard = addToDateTime(dt, subtractDeltas(offset, dst), 1);
  const summer = dstOf(zone, standard);
  if (summer === undefined) {
    throw valueError('fromutc: tz.dst() gave inconsistent results; cannot convert');
  }
  return isZeroDelta(summer) ? standard : addToDateTime(standard as PyDateTime, summer, 1);
}

const getInitArgs = attrName('__getinitargs__');
const getState = attrName('__getstate__');
const tzinfoMethod = methodsOf<PyTzInfo>();

function notImplemented(name: string): never {
  throw notImplementedError(`a tzinfo subclass must implement ${name}()`);
}

export const tzinfo = defineType({
  type: PyTzInfo.type,
  doc: 'Abstract base class of time zones.',
  slots: { tp_new: (type) => new type.ctor() },
  entries: [
    tzinfoMethod('tzname($self, object: object, /)', 'Return the name of the zone at a datetime.', () =>
      notImplemented('tzname'),
    ),
    tzinfoMethod(
      'utcoffset($self, object: object, /)',
      'Return the offset from UTC at a datetime, positive in the east.',
      () => notImplemented('utcoffset'),
    ),
    tzinfoMethod('dst($self, object: object, /)', 'Return the part of the offset that is summer time.', () =>
      notImplemented('dst'),
    ),
    tzinfoMethod('fromutc($self, object: object, /)', 'Return a datetime in UTC as local time.', fromUtc),
    tzinfoMethod('__reduce__($self, /)', 'Return state information for pickling.', (self) => {
      const initArgs = getAttrOrAbsent(self, getInitArgs);
      const args = initArgs === undefined ? new PyTuple([]) : call0(initArgs);
      return new PyTuple([typeOf(self), args, callMethod(self, getState)]);
    }),
  ],
});

// ── timezone ─────────────────────────────────────────────────────────────────────────────────────────────────────────

export const UTC = new PyTimeZone(new PyTimeDelta(0, 0, 0), undefined);

/** A time zone of a fixed offset; UTC is one object. */
export function newTimeZone(offset: PyTimeDelta, name?: Str): PyTimeZone {
  if (name === undefined && isZeroDelta(offset)) return UTC;
  checkOffset(offset);
  return new PyTimeZone(offset, name);
}

function checkMoment(value: PyObject, name: string): void {
  if (value === None || value instanceof PyDateTime) return;
  throw typeError(`${name}(dt) argument must be a datetime instance or None, not ${typeName(value)}`);
}

function timeZoneStr(self: PyObject): Str {
  const { offset, name } = self as PyTimeZone;
  if (name !== undefined) return name;
  return isZeroDelta(offset) ? 'UTC' : `UTC${offsetText(offset, ':')}`;
}

const method = methodsOf<PyTimeZone>();

function newZone(_type: PyType, args: readonly PyObject[], kwnames: readonly string[] | undefined): PyObject {
  const keywords = { function: 'timezone()', names: ['offset', 'name'], required: 1 };
  const [offset, name] = bindKeywords(keywords, args, kwnames) as [PyObject, PyObject | undefined];
  if (!(offset instanceof PyTimeDelta)) {
    const got = offset === None ? 'None' : typeName(offset);
    throw typeError(`timezone() argument 1 must be datetime.timedelta, not ${got}`);
  }
  const text = name === undefined ? undefined : strValue(name);
  if (name !== undefined && text === undefined) {
    throw typeError(`timezone() argument 2 must be str, not ${name === None ? 'None' : typeName(name)}`);
  }
  return newTimeZone(offset, text);
}

export const timezone = defineType({
  type: PyTimeZone.type,
  doc: 'A time zone whose offset from UTC never changes.',
  slots: {
    tp_new: newZone,
    tp_repr: (self) => {
      const { offset, name } = self as PyTimeZone;
      if (self === UTC) return 'datetime.timezone.utc';
      const parts = [typeName(self), '(', repr(offset)];
      if (name !== undefined) parts.push(', ', utf16FromStr(repr(name)));
      return strJoin('', [...parts, ')']);
    },
    tp_str: timeZoneStr,
    tp_hash: (self) => hash((self as PyTimeZone).offset),
    tp_richcompare: (self, other, op) => {
      if (!(other instanceof PyTimeZone) || (op !== Py_EQ && op !== Py_NE)) return NotImplemented;
      return (compareDeltas((self as PyTimeZone).offset, other.offset) === 0) === (op === Py_EQ);
    },
  },
  entries: [
    method(
      'tzname($self, object: object, /)',
      'Return the name given, else UTC with the offset.',
      (self, dt) => {
        checkMoment(dt, 'tzname');
        return timeZoneStr(self);
      },
    ),
    method('utcoffset($self, object: object, /)', 'Return the offset.', (self, dt) => {
      checkMoment(dt, 'utcoffset');
      return self.offset;
    }),
    method('dst($self, object: object, /)', 'Return None.', (_self, dt) => {
      checkMoment(dt, 'dst');
      return None;
    }),
    method('fromutc($self, object: object, /)', 'Return a datetime in UTC as local time.', (self, dt) =>
      addToDateTime(checkAware(self, dt), self.offset, 1),
    ),
    method(
      '__getinitargs__($self, /)',
      'Return the arguments that made the zone, for pickling.',
      (self) => new PyTuple(self.name === undefined ? [self.offset] : [self.offset, self.name]),
    ),
    classAttribute('utc', UTC),
    classAttribute('min', new PyTimeZone(new PyTimeDelta(-1, 60, 0), undefined)),
    classAttribute('max', new PyTimeZone(new PyTimeDelta(0, 86340, 0), undefined)),
  ],
});
