/** The layouts of dates, times and durations. CPython: Include/datetime.h. */
import {
  objectType,
  PyBaseObject,
  type PyInt,
  type PyObject,
  PyType,
  TPFLAGS_BASETYPE,
  TPFLAGS_IMMUTABLETYPE,
} from '../../objects/object.ts';
import { None } from '../../objects/singletons.ts';
import type { Str } from '../../objects/str.ts';

const FLAGS = TPFLAGS_BASETYPE | TPFLAGS_IMMUTABLETYPE;

/** Normalised: 0 ≤ microseconds < 10**6, 0 ≤ seconds < 86400. */
export class PyTimeDelta extends PyBaseObject {
  static readonly type = new PyType('datetime.timedelta', PyTimeDelta, objectType, FLAGS);

  readonly days: number;
  readonly seconds: number;
  readonly microseconds: number;

  constructor(days: number, seconds: number, microseconds: number) {
    super();
    this.days = days;
    this.seconds = seconds;
    this.microseconds = microseconds;
  }
}

export class PyTzInfo extends PyBaseObject {
  static readonly type = new PyType('datetime.tzinfo', PyTzInfo, objectType, FLAGS);

  declare private readonly _kind: 'tzinfo';
}

/** A fixed offset from UTC. */
export class PyTimeZone extends PyTzInfo {
  static override readonly type = new PyType(
    'datetime.timezone',
    PyTimeZone,
    PyTzInfo.type,
    TPFLAGS_IMMUTABLETYPE,
  );

  readonly offset: PyTimeDelta;
  readonly name: Str | undefined;

  constructor(offset: PyTimeDelta, name: Str | undefined) {
    super();
    this.offset = offset;
    this.name = name;
  }
}

export class PyDate extends PyBaseObject {
  static readonly type = new PyType('datetime.date', PyDate, objectType, FLAGS);

  readonly year: number;
  readonly month: number;
  readonly day: number;
  hashcode: PyInt | undefined = undefined;

  constructor(year: number, month: number, day: number) {
    super();
    this.year = year;
    this.month = month;
    this.day = day;
  }
}

/** None or a tzinfo. */
export type ZoneOrNone = PyObject;

export class PyDateTime extends PyDate {
  static override readonly type = new PyType('datetime.datetime', PyDateTime, PyDate.type, FLAGS);

  readonly hour: number;
  readonly minute: number;
  readonly second: number;
  readonly microsecond: number;
  /** Set after construction only while a new object is being made. */
  tzinfo: ZoneOrNone;
  /** 1 for the second of two times that read alike when clocks are set back. */
  fold: number;

  constructor(
    year: number,
    month: number,
    day: number,
    hour = 0,
    minute = 0,
    second = 0,
    microsecond = 0,
    tzinfo: ZoneOrNone = None,
    fold = 0,
  ) {
    super(year, month, day);
    this.hour = hour;
    this.minute = minute;
    this.second = second;
    this.microsecond = microsecond;
    this.tzinfo = tzinfo;
    this.fold = fold;
  }
}

export class PyTime extends PyBaseObject {
  static readonly type = new PyType('datetime.time', PyTime, objectType, FLAGS);

  readonly hour: number;
  readonly minute: number;
  readonly second: number;
  readonly microsecond: number;
  readonly tzinfo: ZoneOrNone;
  fold: number;
  hashcode: PyInt | undefined = undefined;

  constructor(
    hour: number,
    minute: number,
    second: number,
    microsecond: number,
    tzinfo: ZoneOrNone,
    fold: number,
  ) {
    super();
    this.hour = hour;
    this.minute = minute;
    this.second = second;
    this.microsecond = microsecond;
    this.tzinfo = tzinfo;
    this.fold = fold;
  }
}

export function isDateTime(value: PyObject): value is PyDateTime {
  return value instanceof PyDateTime;
}

/** A date, and no datetime. */
export function isPlainDate(value: PyObject): value is PyDate {
  return value instanceof PyDate && !(value instanceof PyDateTime);
}
