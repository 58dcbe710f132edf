/**
 * Local time: which offset from UTC holds when. A zone comes from the variable TZ (a file of the zone database or a rule
 * as POSIX writes it) or from /etc/localtime. Files: RFC 9636; rules: `TZ` in POSIX's Base Definitions, chapter 8.
 */
import { type Host, HostError } from '../../host/host.ts';
import { DAY, daysBefore, isLeap, utcFields } from './calendar.ts';

/** What holds at some time. */
export interface LocalTimeType {
  /** Seconds east of UTC. */
  readonly offset: number;
  readonly isDst: boolean;
  readonly name: string;
}

/** When a rule changes the clocks: a day of the year and seconds of that day, in local time before the change. */
interface RuleDate {
  dayOf(year: number): number;
  readonly time: number;
}

/** The rule of a zone without a table: standard time, and summer time between two days of each year. */
interface Rule {
  readonly standard: LocalTimeType;
  readonly summer: LocalTimeType | undefined;
  readonly start: RuleDate | undefined;
  readonly end: RuleDate | undefined;
}

export class TimeZone {
  /** Seconds since the epoch at which the type of local time changes, and the types from then on. */
  readonly #transitions: readonly number[];
  readonly #types: readonly LocalTimeType[];
  /** Before the first transition. */
  readonly #first: LocalTimeType;
  /** After the last transition. */
  readonly #rule: Rule | undefined;

  constructor(
    transitions: readonly number[],
    types: readonly LocalTimeType[],
    first: LocalTimeType,
    rule: Rule | undefined,
  ) {
    this.#transitions = transitions;
    this.#types = types;
    this.#first = first;
    this.#rule = rule;
  }

  /** What holds at a time. */
  at(seconds: number): LocalTimeType {
    const count = this.#transitions.length;
    if (count === 0 || seconds < this.#transitions[0]!) {
      return count === 0 && this.#rule !== undefined ? ruleAt(this.#rule, seconds) : this.#first;
    }
    if (this.#rule !== undefined && seconds >= this.#transitions[count - 1]!)
      return ruleAt(this.#rule, seconds);
    let low = 0;
    let high = count;
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if (this.#transitions[middle]! <= seconds) low = middle;
      else high = middle;
    }
    return this.#types[low]!;
  }

  /**
   * The time of which this is the local time, counted as if it were UTC. `isDst` says which one is meant where there are
   * two, or what the clocks are taken to show; absent: what holds then.
   */
  toUtc(local: number, isDst: boolean | undefined): number {
    const near = [local - DAY, local, local + DAY].map((seconds) => this.at(seconds));
    let found: number | undefined;
    for (const { offset } of near) {
      const seconds = local - offset;
      const type = this.at(seconds);
      if (type.offset !== offset) continue;
      if (isDst === undefined || type.isDst === isDst) return seconds;
      found ??= seconds;
    }
    if (isDst !== undefined) {
      // The clocks show the other kind of time: what its offset is at the nearest time when it holds.
      const other = this.#nearest(local, isDst);
      if (other !== undefined) return local - other.offset;
    }
    // A time that the clocks skip is taken to be after the change by the time before it.
    return found ?? local - near[0]!.offset;
  }

  #nearest(seconds: number, isDst: boolean): LocalTimeType | undefined {
    const step = 7 * DAY;
    for (let distance = step; distance < 540 * DAY; distance += step) {
      for (const near of [seconds - distance, seconds + distance]) {
        const type = this.at(near);
        if (type.isDst === isDst) return type;
      }
    }
    return undefined;
  }
}

// ── Rules ────────────────────────────────────────────────────────────────────────────────────────────────────────────

function ruleAt(rule: Rule, seconds: number): LocalTimeType {
  const { standard, summer, start, end } = rule;
  if (summer === undefined || start === undefined || end === undefined) return standard;
  const { year } = utcFields(Math.floor(seconds + standard.offset));
  const change = (date: RuleDate, before: LocalTimeType): number =>
    (daysBefore(year, 1) + date.dayOf(year)) * DAY + date.time - before.offset;
  const from = change(start, standard);
  const to = change(end, summer);
  const isSummer = from < to ? seconds >= from && seconds < to : seconds >= from || seconds < to;
  return isSummer ? summer : standard;
}

/** `M3.2.0/2`, `J60`, `59`: a day of each year. */
function parseDate(text: string): RuleDate | undefined {
  const match = /^(?:M(\d+)\.(\d+)\.(\d+)|J(\d+)|(\d+))(?:\/([+-]?\d+(?::\d+){0,2}))?$/.exec(text);
  if (match === null) return undefined;
  const time = match[6] === undefined ? 7200 : parseTime(match[6]);
  if (match[1] !== undefined) {
    const [month, week, weekday] = [Number(match[1]), Number(match[2]), Number(match[3])];
    return { time, dayOf: (year) => dayOfWeekInMonth(year, month, week, weekday) };
  }
  if (match[4] !== undefined) {
    const day = Number(match[4]);
    // 29 February is never counted.
    return { time, dayOf: (year) => day - 1 + (day > 59 && isLeap(year) ? 1 : 0) };
  }
  const day = Number(match[5]);
  return { time, dayOf: () => day };
}

/** The day of the year, from 0, of the n-th such weekday (0 is Sunday) of a month; the fifth is the last. */
function dayOfWeekInMonth(year: number, month: number, week: number, weekday: number): number {
  const first = daysBefore(year, month);
  const firstWeekday = (((first + 4) % 7) + 7) % 7;
  let day = ((weekday - firstWeekday + 7) % 7) + (week - 1) * 7;
  const length = daysBefore(year, month + 1) - first;
  while (day >= length) day -= 7;
  return first + day - daysBefore(year, 1);
}

/** `[+-]hh[:mm[:ss]]` in seconds. */
function parseTime(text: string): number {
  const sign = text.startsWith('-') ? -1 : 1;
  const [hours, minutes = 0, seconds = 0] = text.replace(/^[+-]/, '').split(':').map(Number);
  return sign * (hours! * 3600 + minutes * 60 + seconds);
}

const NAME = '([A-Za-z]{3,}|<[^>]+>)';
const OFFSET = '([+-]?\\d+(?::\\d+){0,2})';
const RULE = new RegExp(`^${NAME}${OFFSET}(?:${NAME}${OFFSET}?(?:,([^,]+),([^,]+))?)?$`);

/** `EST5EDT,M3.2.0,M11.1.0`; absent for what is no rule. */
export function parseRule(text: string): Rule | undefined {
  const match = RULE.exec(text);
  if (match === null) return undefined;
  const name = (quoted: string): string => quoted.replace(/^<|>$/g, '');
  // POSIX counts west of Greenwich.
  const offset = -parseTime(match[2]!);
  const standard: LocalTimeType = { offset, isDst: false, name: name(match[1]!) };
  if (match[3] === undefined) return { standard, summer: undefined, start: undefined, end: undefined };
  const summerOffset = match[4] === undefined ? offset + 3600 : -parseTime(match[4]);
  const start = parseDate(match[5] ?? 'M3.2.0');
  const end = parseDate(match[6] ?? 'M11.1.0');
  if (start === undefined || end === undefined) return undefined;
  return { standard, summer: { offset: summerOffset, isDst: true, name: name(match[3]) }, start, end };
}

// ── Files ────────────────────────────────────────────────────────────────────────────────────────────────────────────

interface Header {
  readonly version: number;
  readonly isUtCount: number;
  readonly isStdCount: number;
  readonly leapCount: number;
  readonly timeCount: number;
  readonly typeCount: number;
  readonly charCount: number;
}

const HEADER = 44;

function readHeader(view: DataView, at: number): Header | undefined {
  if (view.byteLength < at + HEADER || view.getUint32(at) !== 0x545a6966) return undefined;
  const count = (index: number): number => view.getUint32(at + 20 + index * 4);
  return {
    version: view.getUint8(at + 4) - 0x30,
    isUtCount: count(0),
    isStdCount: count(1),
    leapCount: count(2),
    timeCount: count(3),
    typeCount: count(4),
    charCount: count(5),
  };
}

/** How long the data behind a header is. */
function dataLength(header: Header, timeSize: number): number {
  const { timeCount, typeCount, charCount, leapCount, isStdCount, isUtCount } = header;
  return (
    timeCount * (timeSize + 1) +
    typeCount * 6 +
    charCount +
    leapCount * (timeSize + 4) +
    isStdCount +
    isUtCount
  );
}

/** A file of the zone database; absent for anything else. */
export function parseZoneFile(bytes: Uint8Array): TimeZone | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let header = readHeader(view, 0);
  if (header === undefined) return undefined;
  let at = HEADER;
  let timeSize = 4;
  if (header.version >= 2 || header.version < 0) {
    // The first data are those of old readers; the true ones follow, with times of 64 bits.
    const second = HEADER + dataLength(header, 4);
    const better = readHeader(view, second);
    if (better !== undefined) {
      header = better;
      at = second + HEADER;
      timeSize = 8;
    }
  }
  if (bytes.length < at + dataLength(header, timeSize)) return undefined;
  const { timeCount, typeCount, charCount } = header;
  const indexes = at + timeCount * timeSize;
  const typesAt = indexes + timeCount;
  const charsAt = typesAt + typeCount * 6;
  const nameAt = (index: number): string => {
    let name = '';
    for (let i = charsAt + index; i < charsAt + charCount && bytes[i] !== 0; i++)
      name += String.fromCharCode(bytes[i]!);
    return name;
  };
  const known: LocalTimeType[] = [];
  for (let i = 0; i < typeCount; i++) {
    const place = typesAt + i * 6;
    known.push({
      offset: view.getInt32(place),
      isDst: view.getUint8(place + 4) !== 0,
      name: nameAt(view.getUint8(place + 5)),
    });
  }
  const transitions: number[] = [];
  const types: LocalTimeType[] = [];
  for (let i = 0; i < timeCount; i++) {
    const time = timeSize === 8 ? Number(view.getBigInt64(at + i * 8)) : view.getInt32(at + i * 4);
    transitions.push(time);
    types.push(known[view.getUint8(indexes + i)]!);
  }
  const footer = new TextDecoder().decode(bytes.subarray(at + dataLength(header, timeSize))).split('\n')[1];
  const rule = timeSize === 8 && footer !== undefined ? parseRule(footer) : undefined;
  const first = known.find((type) => !type.isDst) ?? known[0];
  return first === undefined ? undefined : new TimeZone(transitions, types, first, rule);
}

function readFile(host: Host, path: string): Uint8Array | undefined {
  try {
    const fd = host.fs.open(path, 0, 0);
    try {
      const bytes = new Uint8Array(host.fs.fstat(fd).size);
      return bytes.subarray(0, host.fs.read(fd, bytes));
    } finally {
      host.fs.close(fd);
    }
  } catch (thrown) {
    if (thrown instanceof HostError) return undefined;
    throw thrown;
  }
}

function fixedZone(name: string, offset: number): TimeZone {
  return new TimeZone([], [], { offset, isDst: false, name }, undefined);
}

/** The zone that the variable TZ asks for, or the system's. CPython asks C's `tzset`. */
export function findTimeZone(host: Host, variable: string | undefined): TimeZone {
  if (variable === undefined) {
    const bytes = readFile(host, '/etc/localtime');
    return (bytes === undefined ? undefined : parseZoneFile(bytes)) ?? fixedZone('UTC', 0);
  }
  const name = variable.replace(/^:/, '');
  if (name === '') return fixedZone('UTC', 0);
  const bytes = readFile(host, name.startsWith('/') ? name : `/usr/share/zoneinfo/${name}`);
  const zone = bytes === undefined ? undefined : parseZoneFile(bytes);
  if (zone !== undefined) return zone;
  const rule = parseRule(name);
  if (rule !== undefined) return new TimeZone([], [], rule.standard, rule);
  return fixedZone(/^[A-Za-z]{3,}/.exec(name)?.[0] ?? 'UTC', 0);
}
