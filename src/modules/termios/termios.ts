/** termios: terminals. CPython: Modules/termios.c. */
import { HostError } from '../../host/host.ts';
import { PyBytes } from '../../objects/bytes.ts';
import { exceptionTypes, PyBaseException } from '../../objects/exception.ts';
import { PyList } from '../../objects/list.ts';
import {
  type PyObject,
  PyType,
  TPFLAGS_BASE_EXC_SUBCLASS,
  TPFLAGS_BASETYPE,
  TPFLAGS_HAVE_GC,
} from '../../objects/object.ts';
import { PyTuple } from '../../objects/tuple.ts';
import { intValue } from '../../runtime/convert.ts';
import { asCInt } from '../../runtime/converters.ts';
import { constant, defineModule, fn } from '../../runtime/define.ts';
import { newException, typeError } from '../../runtime/errors.ts';
import { fileDescriptor } from '../../runtime/file-descriptor.ts';
import { iterToArray } from '../../runtime/iter.ts';
import { isSequence } from '../../runtime/sequence.ts';
import { current } from '../../runtime/state.ts';
import { CONSTANTS } from './constants.ts';

const TermiosErrorType = new PyType(
  'termios.error',
  PyBaseException,
  exceptionTypes.get('Exception')!,
  TPFLAGS_BASETYPE | TPFLAGS_BASE_EXC_SUBCLASS | TPFLAGS_HAVE_GC,
);

const NCCS = 32;
/** `struct termios`: four flags, the line discipline, the control characters, two speeds. */
const SIZE = 60;
const CONTROL_CHARACTERS = 17;
const SPEEDS = 52;
const { VMIN, VTIME, ICANON, TIOCGWINSZ, TIOCSWINSZ } = CONSTANTS;

const libc = () => current.thread.interp.host.libc;

/** Calls the C library; what fails is a `termios.error`. */
function terminal<T>(action: () => T): T {
  try {
    return action();
  } catch (thrown) {
    if (thrown instanceof HostError) throw newException(TermiosErrorType, thrown.errno, thrown.strerror);
    throw thrown;
  }
}

/** The speeds by the C library's codes for them. */
function speeds(): ReadonlyMap<number, number> {
  const codes = Object.entries(CONSTANTS).filter(([name]) => /^B\d+$/.test(name));
  return new Map(codes.map(([, speed]) => [speedCode(speed), speed]));
}

/** Linux's codes: 0 to 15 in order of the speeds up to 38400, then with another bit. */
const SLOW = [0, 50, 75, 110, 134, 150, 200, 300, 600, 1200, 1800, 2400, 4800, 9600, 19200, 38400];
const FAST = [
  57600, 115200, 230400, 460800, 500000, 576000, 921600, 1000000, 1152000, 1500000, 2000000, 2500000, 3000000,
  3500000, 4000000,
];
const FAST_BIT = 0o10000;

function speedCode(speed: number): number {
  const slow = SLOW.indexOf(speed);
  return slow >= 0 ? slow : FAST_BIT + 1 + FAST.indexOf(speed);
}

function getAttributes(fd: number): PyList {
  const bytes = new Uint8Array(SIZE);
  terminal(() => libc().call('int tcgetattr(int, void *)', fd, bytes));
  const view = new DataView(bytes.buffer);
  const flags = [0, 4, 8, 12].map((at) => view.getUint32(at, true));
  const isCanonical = (flags[3]! & ICANON!) !== 0;
  const characters: PyObject[] = Array.from({ length: NCCS }, (_, i) => {
    const value = bytes[CONTROL_CHARACTERS + i]!;
    return !isCanonical && (i === VMIN || i === VTIME) ? value : new PyBytes(Uint8Array.of(value));
  });
  const known = speeds();
  const speedAt = (at: number): number => {
    const code = view.getUint32(at, true);
    return known.get(code) ?? code;
  };
  return new PyList([...flags, speedAt(SPEEDS), speedAt(SPEEDS + 4), new PyList(characters)]);
}

function setAttributes(fd: number, when: number, attributes: PyObject): void {
  if (!(attributes instanceof PyList) || attributes.items.length !== 7) {
    throw typeError('tcsetattr, arg 3: must be 7 element list');
  }
  const characters = attributes.items[6]!;
  if (!(characters instanceof PyList) || characters.items.length !== NCCS) {
    throw typeError(`tcsetattr: attributes[6] must be ${NCCS} element list`);
  }
  const bytes = new Uint8Array(SIZE);
  terminal(() => libc().call('int tcgetattr(int, void *)', fd, bytes));
  const view = new DataView(bytes.buffer);
  for (let i = 0; i < 4; i++) view.setUint32(4 * i, Number(intValue(attributes.items[i]!) ?? 0), true);
  characters.items.forEach((item, i) => {
    if (item instanceof PyBytes && item.value.length === 1) bytes[CONTROL_CHARACTERS + i] = item.value[0]!;
    else if (intValue(item) !== undefined) bytes[CONTROL_CHARACTERS + i] = asCInt(item);
    else throw typeError(`tcsetattr: elements of attributes must be characters or integers`);
  });
  for (const [i, at] of [SPEEDS, SPEEDS + 4].entries())
    view.setUint32(at, speedCode(asCInt(attributes.items[4 + i]!)), true);
  terminal(() => libc().call('int tcsetattr(int, int, void *)', fd, when, bytes));
}

function setWindowSize(fd: number, size: PyObject): void {
  const items = isSequence(size) ? iterToArray(size) : [];
  if (items.length !== 2) throw typeError('tcsetwinsize, arg 2: must be a two-item sequence');
  const winsize = new Uint16Array(4);
  const bytes = new Uint8Array(winsize.buffer);
  terminal(() => libc().call('int ioctl(int, unsigned long, void *)', fd, TIOCGWINSZ!, bytes));
  items.forEach((item, i) => {
    winsize[i] = asCInt(item);
  });
  terminal(() => libc().call('int ioctl(int, unsigned long, void *)', fd, TIOCSWINSZ!, bytes));
}

export const termios = defineModule(
  'termios',
  'Control of terminals as POSIX has it. A descriptor may be given as a number or by a file object.',
  [
    fn(
      'tcgetattr($module, fd: object, /)',
      'Return the attributes of a terminal: [iflag, oflag, cflag, lflag, ispeed, ospeed, cc].',
      (_, file) => getAttributes(fileDescriptor(file)),
    ),
    fn(
      'tcsetattr($module, fd: object, when: int, attributes: object, /) -> None',
      'Set the attributes of a terminal: TCSANOW, TCSADRAIN or TCSAFLUSH.',
      (_, file, when, attributes) => setAttributes(fileDescriptor(file), when, attributes),
    ),
    fn('tcsendbreak($module, fd: object, duration: int, /) -> None', 'Send a break.', (_, file, duration) => {
      const fd = fileDescriptor(file);
      terminal(() => libc().call('int tcsendbreak(int, int)', fd, duration));
    }),
    fn('tcdrain($module, fd: object, /) -> None', 'Wait until all output has been sent.', (_, file) => {
      const fd = fileDescriptor(file);
      terminal(() => libc().call('int tcdrain(int)', fd));
    }),
    fn(
      'tcflush($module, fd: object, queue: int, /) -> None',
      'Drop what waits to be read or sent.',
      (_, file, queue) => {
        const fd = fileDescriptor(file);
        terminal(() => libc().call('int tcflush(int, int)', fd, queue));
      },
    ),
    fn(
      'tcflow($module, fd: object, action: int, /) -> None',
      'Stop or start input or output.',
      (_, file, action) => {
        const fd = fileDescriptor(file);
        terminal(() => libc().call('int tcflow(int, int)', fd, action));
      },
    ),
    fn('tcgetwinsize($module, fd: object, /)', 'Return (rows, columns) of a terminal.', (_, file) => {
      const fd = fileDescriptor(file);
      const winsize = new Uint16Array(4);
      terminal(() =>
        libc().call('int ioctl(int, unsigned long, void *)', fd, TIOCGWINSZ!, new Uint8Array(winsize.buffer)),
      );
      return new PyTuple([winsize[0]!, winsize[1]!]);
    }),
    fn(
      'tcsetwinsize($module, fd: object, winsize: object, /) -> None',
      'Set (rows, columns) of a terminal.',
      (_, file, size) => setWindowSize(fileDescriptor(file), size),
    ),
    constant('error', TermiosErrorType),
    ...Object.entries(CONSTANTS).map(([name, value]) => constant(name, value)),
  ],
);

export const TERMIOS_TYPES = [{ type: TermiosErrorType }];
