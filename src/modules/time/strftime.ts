/**
 * strftime as the GNU C library has it in the C locale, with its flags (`%-d`, `%_d`, `%05Y`, `%^a`). What is no
 * conversion stands for itself. CPython: `time_strftime1` in Modules/timemodule.c; glibc: time/strftime_l.c.
 */
import { type CalendarTime, isLeap } from './calendar.ts';

/** What a format can ask for. */
export interface FormattedTime extends CalendarTime {
  /** Positive, zero, or negative when it is not known. */
  readonly isDst: number;
  readonly zone: string;
  /** Seconds east of UTC. */
  readonly gmtOffset: number;
  /** `mktime` of it. */
  readonly timestamp: () => number;
}

export const WEEKDAYS = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];
export const MONTHS = [
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
];

/** The week of the year by ISO 8601, and the year that it belongs to. */
function isoWeek(time: CalendarTime): readonly [year: number, week: number] {
  // Days since the Monday of the first week; a negative number belongs to the year before.
  const daysSince = (yearDay: number, weekday: number): number => {
    const big = 378;
    return yearDay - ((yearDay - weekday + 4 + big) % 7) + 4 - 1;
  };
  const weekday = (time.weekday + 1) % 7;
  let { year } = time;
  let days = daysSince(time.yearDay - 1, weekday);
  if (days < 0) {
    year--;
    days = daysSince(time.yearDay - 1 + (isLeap(year) ? 366 : 365), weekday);
  } else {
    const next = daysSince(time.yearDay - 1 - (isLeap(year) ? 366 : 365), weekday);
    if (next >= 0) {
      year++;
      days = next;
    }
  }
  return [year, Math.floor(days / 7) + 1];
}

/** What a conversion gives: a number with its usual width and padding, or a text. */
type Piece = { readonly number: number; readonly width: number; readonly pad: string } | string;

const digits = (number: number, width: number, pad = '0'): Piece => ({ number, width, pad });

/** The offset from UTC: `+hhmm`. */
function offsetText(seconds: number): string {
  const minutes = Math.floor(Math.abs(seconds) / 60);
  const text = String(Math.floor(minutes / 60) * 100 + (minutes % 60)).padStart(4, '0');
  return (seconds < 0 ? '-' : '+') + text;
}

function convert(time: FormattedTime, letter: string): Piece | undefined {
  const hour12 = time.hour % 12 === 0 ? 12 : time.hour % 12;
  const sunday = (time.weekday + 1) % 7;
  switch (letter) {
    case 'a':
      return WEEKDAYS[time.weekday % 7]!.slice(0, 3);
    case 'A':
      return WEEKDAYS[time.weekday % 7]!;
    case 'b':
    case 'h':
      return MONTHS[time.month - 1]!.slice(0, 3);
    case 'B':
      return MONTHS[time.month - 1]!;
    case 'c':
      return strftime('%a %b %e %H:%M:%S %Y', time);
    case 'C':
      return digits(Math.floor(time.year / 100), 1);
    case 'd':
      return digits(time.day, 2);
    case 'D':
    case 'x':
      return strftime('%m/%d/%y', time);
    case 'e':
      return digits(time.day, 2, ' ');
    case 'F':
      return strftime('%Y-%m-%d', time);
    case 'g':
      return digits(((isoWeek(time)[0] % 100) + 100) % 100, 2);
    case 'G':
      return digits(isoWeek(time)[0], 1);
    case 'H':
      return digits(time.hour, 2);
    case 'I':
      return digits(hour12, 2);
    case 'j':
      return digits(time.yearDay, 3);
    case 'k':
      return digits(time.hour, 2, ' ');
    case 'l':
      return digits(hour12, 2, ' ');
    case 'm':
      return digits(time.month, 2);
    case 'M':
      return digits(time.minute, 2);
    case 'n':
      return '\n';
    case 'p':
      return time.hour > 11 ? 'PM' : 'AM';
    case 'P':
      return time.hour > 11 ? 'pm' : 'am';
    case 'r':
      return strftime('%I:%M:%S %p', time);
    case 'R':
      return strftime('%H:%M', time);
    case 's':
      return digits(time.timestamp(), 1);
    case 'S':
      return digits(time.second, 2);
    case 't':
      return '\t';
    case 'T':
    case 'X':
      return strftime('%H:%M:%S', time);
    case 'u':
      return digits(time.weekday + 1, 1);
    case 'U':
      return digits(Math.floor((time.yearDay - 1 - sunday + 7) / 7), 2);
    case 'V':
      return digits(isoWeek(time)[1], 2);
    case 'w':
      return digits(sunday, 1);
    case 'W':
      return digits(Math.floor((time.yearDay - 1 - time.weekday + 7) / 7), 2);
    case 'y':
      return digits(((time.year % 100) + 100) % 100, 2);
    case 'Y':
      return digits(time.year, 1);
    case 'z':
      return time.isDst < 0 ? '' : offsetText(time.gmtOffset);
    case 'Z':
      return time.zone;
    case '%':
      return '%';
    default:
      return undefined;
  }
}

/** A number with as many digits as it has, or more. */
function padded(number: number, width: number, pad: string): string {
  if (width === 2 && number >= 0 && number < 10) return pad + number;
  const sign = number < 0 ? '-' : '';
  const text = String(Math.abs(number));
  if (pad === '') return sign + text;
  if (pad === ' ') return (sign + text).padStart(width, ' ');
  return sign + text.padStart(width - sign.length, '0');
}

/** The flags, the width and the modifier of a conversion; `next` is where its letter stands. */
interface Directive {
  /** `_`, `0` or `-`: the last of them. */
  pad: string;
  zero: boolean;
  upper: boolean;
  swap: boolean;
  /** −1 when not given. */
  width: number;
  next: number;
}

function parseDirective(format: string, start: number): Directive {
  const directive: Directive = { pad: '', zero: false, upper: false, swap: false, width: -1, next: start };
  let at = start;
  for (; ; at++) {
    const flag = format[at];
    if (flag === '_' || flag === '0' || flag === '-') {
      directive.pad = flag;
      if (flag === '0') directive.zero = true;
    } else if (flag === '^') directive.upper = true;
    else if (flag === '#') directive.swap = true;
    else break;
  }
  const widthStart = at;
  while (isDigit(format.charCodeAt(at))) at++;
  if (at > widthStart) directive.width = Number(format.slice(widthStart, at));
  if (format[at] === 'E' || format[at] === 'O') at++;
  directive.next = at;
  return directive;
}

function isDigit(code: number): boolean {
  return code >= 48 && code <= 57;
}

function isLetter(code: number): boolean {
  return (code | 32) >= 97 && (code | 32) <= 122;
}

/** A conversion with flags, a width or a modifier. */
function rendered(piece: Piece, letter: string, { pad, zero, upper, swap, width }: Directive): string {
  let text: string;
  if (typeof piece === 'string') text = piece.padStart(Math.max(width, 0), zero ? '0' : ' ');
  else {
    const padding = pad === '' ? piece.pad : pad === '-' ? '' : pad === '_' ? ' ' : '0';
    text = padded(piece.number, Math.max(piece.width, width), padding);
  }
  if (swap && letter === 'p') return text.toLowerCase();
  return (upper || swap) && !(swap && letter === 'Z') ? text.toUpperCase() : text;
}

/** The time in a format. */
export function strftime(format: string, time: FormattedTime): string {
  let out = '';
  let from = 0;
  for (;;) {
    const percent = format.indexOf('%', from);
    if (percent < 0 || percent === format.length - 1) return out + format.slice(from);
    if (percent > from) out += format.slice(from, percent);
    const code = format.charCodeAt(percent + 1);
    const isPlain = isLetter(code) && code !== 0x45 && code !== 0x4f;
    const directive = isPlain ? undefined : parseDirective(format, percent + 1);
    const at = directive?.next ?? percent + 1;
    if (at >= format.length) return out + format.slice(percent);
    const letter = format[at]!;
    const piece = convert(time, letter);
    if (piece === undefined) out += format.slice(percent, at + 1);
    else if (directive !== undefined) out += rendered(piece, letter, directive);
    else out += typeof piece === 'string' ? piece : padded(piece.number, piece.width, piece.pad);
    from = at + 1;
  }
}
