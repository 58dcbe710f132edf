/** `open()`, which puts streams over one another. CPython: Modules/_io/_iomodule.c. */
import { exceptionTypes } from '../../objects/exception.ts';
import type { PyObject } from '../../objects/object.ts';
import { None } from '../../objects/singletons.ts';
import { type Str, utf16FromStr } from '../../objects/str.ts';
import { setAttr } from '../../runtime/attributes.ts';
import { callMethod } from '../../runtime/call.ts';
import { intValue, strValue } from '../../runtime/convert.ts';
import { badArgument } from '../../runtime/converters.ts';
import { fn, type ModuleEntry } from '../../runtime/define.ts';
import { typeError, valueError } from '../../runtime/errors.ts';
import { fspath } from '../../runtime/fs-path.ts';
import { typeName, typeOf } from '../../runtime/type-of.ts';
import { warn } from '../../runtime/warn.ts';
import { DEFAULT_BUFFER_SIZE, names } from './base.ts';
import { PyBufferedRandom, PyBufferedReader, PyBufferedWriter, setUpBuffered } from './buffered.ts';
import { initFileIO, isatty, PyFileIO } from './file-io.ts';
import { optionalText, PyTextIOWrapper, setUpText, textEncoding } from './text-io.ts';

/** The largest buffer that is made because a file system has large blocks. */
const MAX_BLOCK = 8192 * 1024;

interface Mode {
  readonly reading: boolean;
  readonly creating: boolean;
  readonly writing: boolean;
  readonly appending: boolean;
  readonly updating: boolean;
  readonly text: boolean;
  readonly binary: boolean;
  /** For FileIO. */
  readonly raw: string;
}

function parseMode(mode: string): Mode {
  if (!/^[xrwa+tb]*$/.test(mode) || /(.).*\1/s.test(mode)) throw valueError(`invalid mode: '${mode}'`);
  const has = (c: string): boolean => mode.includes(c);
  const raw = ['x', 'r', 'w', 'a', '+'].filter(has).join('');
  if (has('t') && has('b')) throw valueError("can't have text and binary mode at once");
  if (['x', 'r', 'w', 'a'].filter(has).length > 1) {
    throw valueError('must have exactly one of create/read/write/append mode');
  }
  return {
    reading: has('r'),
    creating: has('x'),
    writing: has('w'),
    appending: has('a'),
    updating: has('+'),
    text: has('t'),
    binary: has('b'),
    raw,
  };
}

/** What `open()` is called with. */
export interface OpenOptions {
  readonly buffering: number;
  readonly encoding: Str | undefined;
  readonly errors: Str | undefined;
  readonly newline: Str | undefined;
  readonly closefd: boolean;
  /** None, or a function that opens. */
  readonly opener: PyObject;
}

/** Opens a file in layers. */
export function openFile(file: PyObject, modeText: string, options: OpenOptions): PyObject {
  const path = intValue(file) === undefined && typeOf(file).nb_index === undefined ? fspath(file) : file;
  const mode = parseMode(modeText);
  if (mode.binary) {
    for (const name of ['encoding', 'errors', 'newline'] as const) {
      if (options[name] !== undefined) {
        throw valueError(`binary mode doesn't take ${name === 'newline' ? 'a' : 'an'} ${name} argument`);
      }
    }
    if (options.buffering === 1) {
      warn(
        exceptionTypes.get('RuntimeWarning')!,
        "line buffering (buffering=1) isn't supported in binary mode, the default buffer size will be used",
      );
    }
  }
  const raw = new PyFileIO();
  initFileIO(raw, path, mode.raw, options.closefd, options.opener);
  let result: PyObject = raw;
  try {
    const isTerminal = options.buffering < 0 && isatty(raw);
    const lineBuffering = options.buffering === 1 && !mode.binary ? true : isTerminal;
    const bufferSize = bufferSizeOf(raw, options.buffering, isTerminal);
    if (bufferSize === 0) {
      if (!mode.binary) throw valueError("can't have unbuffered text I/O");
      return raw;
    }
    const buffer = newBuffer(raw, mode, modeText, bufferSize);
    result = buffer;
    if (mode.binary) return buffer;
    const text = new PyTextIOWrapper();
    setUpText(text, buffer, { ...options, lineBuffering, writeThrough: false });
    result = text;
    setAttr(text, names.mode, modeText);
    return text;
  } catch (thrown) {
    callMethod(result, names.close);
    throw thrown;
  }
}

function bufferSizeOf(raw: PyFileIO, buffering: number, isTerminal: boolean): number {
  if (buffering === 0) return 0;
  if (buffering > 1) return buffering;
  if (isTerminal && buffering < 0) return DEFAULT_BUFFER_SIZE;
  return Math.max(Math.min(raw.blksize, MAX_BLOCK), DEFAULT_BUFFER_SIZE);
}

function newBuffer(raw: PyFileIO, mode: Mode, modeText: string, bufferSize: number): PyObject {
  if (mode.updating) {
    const buffer = new PyBufferedRandom();
    setUpBuffered(buffer, raw, bufferSize, { readable: true, writable: true });
    return buffer;
  }
  if (mode.creating || mode.writing || mode.appending) {
    const buffer = new PyBufferedWriter();
    setUpBuffered(buffer, raw, bufferSize, { readable: false, writable: true });
    return buffer;
  }
  if (!mode.reading) throw valueError(`unknown mode: '${modeText}'`);
  const buffer = new PyBufferedReader();
  setUpBuffered(buffer, raw, bufferSize, { readable: true, writable: false });
  return buffer;
}

function modeArgument(value: PyObject): string {
  const text = strValue(value);
  if (text === undefined) badArgument({ functionName: 'open', argument: "argument 'mode'" }, 'str', value);
  const mode = utf16FromStr(text);
  if (mode.includes('\0')) throw valueError('embedded null character');
  return mode;
}

export const openFunction: ModuleEntry = fn(
  "open($module, /, file: object, mode: object = 'r', buffering: int = -1, encoding: object = None, errors: object = None, newline: object = None, closefd: bool = True, opener: object = None)",
  "Open a file and return a stream; raise OSError when that fails.\n\nThe file is a path, or a descriptor to be wrapped (and closed with the stream unless\nclosefd is False). The mode is one of 'r' (read), 'w' (write, emptying the file first),\n'x' (create a new file) and 'a' (append), with '+' for both reading and writing, 'b' for\nbytes and 't' for text, the default.\n\nbuffering 0 is for binary files only, 1 means line buffering of text, more is the size\nof the buffer; by default a terminal is line buffered, anything else has a large buffer.\nencoding, errors and newline are those of io.TextIOWrapper. An opener is called with the\npath and flags and returns the descriptor.",
  (_, file, mode, buffering, encoding, errors, newline, closefd, opener) =>
    openFile(file, modeArgument(mode), {
      buffering,
      encoding: optionalText(encoding, 'open', 'encoding'),
      errors: optionalText(errors, 'open', 'errors'),
      newline: optionalText(newline, 'open', 'newline'),
      closefd,
      opener,
    }),
  "($module, /, file, mode='r', buffering=-1, encoding=None,\n     errors=None, newline=None, closefd=True, opener=None)",
);

export const ioFunctions: readonly ModuleEntry[] = [
  openFunction,
  fn(
    'text_encoding($module, encoding: object, stacklevel: int = 2, /)',
    "Return the encoding, or 'locale' for None (UTF-8 in UTF-8 mode).\n\nWith -X warn_default_encoding the None is warned of.",
    (_, encoding, stacklevel) => textEncoding(encoding, stacklevel),
  ),
  fn('open_code($module, /, path: object)', 'Open a file of code to be read as bytes.', (_, path) => {
    if (strValue(path) === undefined) {
      throw typeError(
        `open_code() argument 'path' must be str, not ${path === None ? 'None' : typeName(path)}`,
      );
    }
    return openFile(path, 'rb', {
      buffering: -1,
      encoding: undefined,
      errors: undefined,
      newline: undefined,
      closefd: true,
      opener: None,
    });
  }),
];
