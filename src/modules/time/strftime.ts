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

/** A number with its usual width and padding. */
interface Digits {
  readonly number: number;
  readonly width: number;
  readonly pad: string;
}

/** What a conversion gives. */
type Piece = Digits | string;

const digits = (number: number, width: number, pad = '0'): Digits => ({ number, width, pad });

/** The offset from UTC, `+hhmm`: the sign and the number each take the width that is asked for. */
function offsetText(seconds: number, directive: Directive | undefined): string {
  const sign = seconds < 0 ? '-' : '+';
  const minutes = Math.floor(Math.abs(seconds) / 60);
  const number = digits(Math.floor(minutes / 60) * 100 + (minutes % 60), 4);
  if (directive === undefined) return sign + numberText(number, '', -1);
  return (
    sign.padStart(directive.width, directive.zero ? '0' : ' ') +
    numberText(number, directive.pad, directive.width)
  );
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
      return String(time.timestamp());
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
      return time.isDst < 0 ? '' : offsetText(time.gmtOffset, undefined);
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

/** A number, padded as a flag and a width say; `-` keeps digits away, not blanks. */
function numberText({ number, width, pad }: Digits, flag: string, wanted: number): string {
  if (flag === '-') return padded(number, 0, '').padStart(wanted, ' ');
  const padding = flag === '' ? pad : flag === '_' ? ' ' : '0';
  return padded(number, Math.max(width, wanted), padding);
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
  /** `E`, `O` or nothing. */
  modifier: string;
  next: number;
}

function parseDirective(format: string, start: number): Directive {
  const directive = { pad: '', zero: false, upper: false, swap: false, width: -1, modifier: '', next: start };
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
  if (format[at] === 'E' || format[at] === 'O') directive.modifier = format[at++]!;
  directive.next = at;
  return directive;
}

/** The conversions that a modifier must not stand before. */
const WITHOUT_MODIFIER: Readonly<Record<string, string>> = {
  E: 'abdeghjklmwABDFGHIMSUVW',
  O: 'acxADFXY',
};

function isDigit(code: number): boolean {
  return code >= 48 && code <= 57;
}

function isLetter(code: number): boolean {
  return (code | 32) >= 97 && (code | 32) <= 122;
}

/** What `#` makes upper case. */
const SWAPPED_TO_UPPER = 'aAbBh';

/** A conversion with flags, a width or a modifier. */
function rendered(piece: Piece, letter: string, directive: Directive, time: FormattedTime): string {
  const { pad, zero, upper, swap, width } = directive;
  if (typeof piece !== 'string') return numberText(piece, pad, width);
  if (letter === 'z') return piece === '' ? '' : offsetText(time.gmtOffset, directive);
  const text = letter === 'Z' && pad === '-' ? piece : piece.padStart(width, zero ? '0' : ' ');
  if (letter === 'P' || (swap && letter === 'p')) return text.toLowerCase();
  if (swap && letter === 'Z') return text;
  return upper || (swap && SWAPPED_TO_UPPER.includes(letter)) ? text.toUpperCase() : text;
}

/** What is no conversion stands for itself, padded and in capitals all the same. */
function unknown(text: string, { zero, upper, width }: Directive): string {
  const filled = text.padStart(width, zero ? '0' : ' ');
  return upper ? filled.toUpperCase() : filled;
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
    // Texts that are not ASCII are formatted piece by piece.
    if (directive !== undefined && !(format.charCodeAt(at) < 128)) {
      out += unknown(format.slice(percent, at), directive);
      from = at;
      continue;
    }
    const letter = format[at]!;
    const isBad = directive !== undefined && WITHOUT_MODIFIER[directive.modifier]?.includes(letter);
    const piece = isBad ? undefined : convert(time, letter);
    if (piece === undefined) {
      const text = format.slice(percent, at + 1);
      out += directive === undefined ? text : unknown(text, directive);
    } else if (directive !== undefined) out += rendered(piece, letter, directive, time);
    else out += typeof piece === 'string' ? piece : padded(piece.number, piece.width, piece.pad);
    from = at + 1;
  }
}
