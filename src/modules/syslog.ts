/** syslog: messages to the system's log, by the C library. CPython: Modules/syslogmodule.c. */
import { PyList } from '../objects/list.ts';
import { None } from '../objects/singletons.ts';
import { isStr, type Str, strFromUtf16, utf16FromStr } from '../objects/str.ts';
import { checkNoKeywords } from '../runtime/arguments.ts';
import { audit } from '../runtime/audit.ts';
import { encodeUtf8Strict } from '../runtime/codecs/utf8-strict.ts';
import { strValue } from '../runtime/convert.ts';
import { asCInt, badArgument } from '../runtime/converters.ts';
import { constant, defineModule, fn, rawFn } from '../runtime/define.ts';
import { dictGetStr } from '../runtime/dict.ts';
import { typeError } from '../runtime/errors.ts';
import { onHost } from '../runtime/os-error.ts';
import { current, moduleState } from '../runtime/state.ts';

const LOG_INFO = 6;
const LOG_USER = 8;

const PRIORITIES = ['EMERG', 'ALERT', 'CRIT', 'ERR', 'WARNING', 'NOTICE', 'INFO', 'DEBUG'];
/** Facilities and how many eights their numbers are. */
const FACILITIES: Readonly<Record<string, number>> = {
  KERN: 0,
  USER: 1,
  MAIL: 2,
  DAEMON: 3,
  AUTH: 4,
  SYSLOG: 5,
  LPR: 6,
  NEWS: 7,
  UUCP: 8,
  CRON: 9,
  AUTHPRIV: 10,
  FTP: 11,
  LOCAL0: 16,
  LOCAL1: 17,
  LOCAL2: 18,
  LOCAL3: 19,
  LOCAL4: 20,
  LOCAL5: 21,
  LOCAL6: 22,
  LOCAL7: 23,
};
const OPTIONS: Readonly<Record<string, number>> = {
  PID: 1,
  CONS: 2,
  ODELAY: 4,
  NDELAY: 8,
  NOWAIT: 16,
  PERROR: 32,
};

const libc = () => current.thread.interp.host.libc;

/** The log as this interpreter has opened it. The C library goes on using the name, so that is kept where it is. */
interface Log {
  isOpen: boolean;
  ident: Uint8Array | undefined;
}

const logNow = (): Log => moduleState<Log>('syslog', () => ({ isOpen: false, ident: undefined }));

/** A C string; what follows a null character is lost. */
function cString(text: Str): Uint8Array {
  const octets = encodeUtf8Strict(text);
  const bytes = new Uint8Array(octets.length + 1);
  bytes.set(octets);
  return bytes;
}

/** The name of the program, without its folder; absent where there is none. */
function programName(): Str | undefined {
  const argv = dictGetStr(current.thread.interp.sysdict, 'argv');
  const first = argv instanceof PyList ? argv.items[0] : undefined;
  if (first === undefined || !isStr(first)) return undefined;
  const path = utf16FromStr(first);
  return path === '' ? undefined : strFromUtf16(path.slice(path.lastIndexOf('/') + 1));
}

function open(ident: Str | undefined, option: number, facility: number): void {
  const name = ident ?? programName();
  audit('syslog.openlog', name ?? None, option, facility);
  const log = logNow();
  log.ident = name === undefined ? undefined : cString(name);
  onHost(() => libc().callWithErrno('void openlog(void *, int, int)', log.ident ?? null, option, facility));
  log.isOpen = true;
}

function write(priority: number, message: Str): void {
  audit('syslog.syslog', priority, message);
  if (!logNow().isOpen) open(undefined, 0, LOG_USER);
  // The message is a format of `printf`.
  const format = cString(strFromUtf16(utf16FromStr(message).replaceAll('%', '%%')));
  onHost(() => libc().callWithErrno('void syslog(int, void *, ...)', priority, format));
}

export const syslog = defineModule('syslog', "Messages to the system's log.", [
  rawFn(
    'syslog',
    undefined,
    'syslog([priority=LOG_INFO,] message)\nWrite a message to the log.',
    (_self, args, kwnames) => {
      checkNoKeywords('syslog.syslog', kwnames);
      if (args.length < 1 || args.length > 2) throw typeError('syslog.syslog requires 1 to 2 arguments');
      const priority = args.length === 2 ? asCInt(args[0]!) : LOG_INFO;
      const place = { functionName: 'syslog', argument: `argument ${args.length}` };
      const message = args[args.length - 1]!;
      write(priority, strValue(message) ?? badArgument(place, 'str', message));
      return None;
    },
  ),
  fn(
    'openlog($module, /, ident: object = <null>, logoption: int = 0, facility: int = 8) -> None',
    'Say what messages begin with, and how they are to be written.',
    (_, ident, option, facility) => {
      const place = { functionName: 'openlog', argument: "argument 'ident'" };
      open(
        ident === undefined ? undefined : (strValue(ident) ?? badArgument(place, 'str', ident)),
        option,
        facility,
      );
    },
  ),
  fn('closelog($module, /) -> None', 'Close the log; it begins anew with the next message.', () => {
    audit('syslog.closelog');
    const log = logNow();
    if (!log.isOpen) return;
    libc().callWithErrno('void closelog()');
    log.isOpen = false;
    log.ident = undefined;
  }),
  fn(
    'setlogmask($module, maskpri: int, /) -> int',
    'Say which priorities are written, and return which were.',
    (_, mask) => {
      audit('syslog.setlogmask', mask);
      return libc().callWithErrno('int setlogmask(int)', mask);
    },
  ),
  fn('LOG_MASK($module, pri: int, /) -> int', 'Return the mask of one priority.', (_, pri) => 1 << pri),
  fn(
    'LOG_UPTO($module, pri: int, /) -> int',
    'Return the mask of a priority and all above it.',
    (_, pri) => (1 << (pri + 1)) - 1,
  ),
  ...PRIORITIES.map((name, number) => constant(`LOG_${name}`, number)),
  ...Object.entries(FACILITIES).map(([name, number]) => constant(`LOG_${name}`, number << 3)),
  ...Object.entries(OPTIONS).map(([name, number]) => constant(`LOG_${name}`, number)),
]);
