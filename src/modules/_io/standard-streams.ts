/** `sys.stdin`, `sys.stdout` and `sys.stderr`. CPython: `init_sys_streams`, `create_stdio` in Python/pylifecycle.c. */
import { HostError } from '../../host/host.ts';
import { attrName } from '../../objects/attribute-name.ts';
import type { PyObject } from '../../objects/object.ts';
import { None } from '../../objects/singletons.ts';
import { type Str, utf16FromStr } from '../../objects/str.ts';
import { getAttr, setAttr } from '../../runtime/attributes.ts';
import { lookupCodec } from '../../runtime/codecs.ts';
import { dictSetItem } from '../../runtime/dict.ts';
import type { Interpreter } from '../../runtime/state.ts';
import { names } from './base.ts';
import { PyBuffered } from './buffered-core.ts';
import { isatty, type PyFileIO } from './file-io.ts';
import { openFile } from './open.ts';
import { PyTextIOWrapper, setUpText } from './text-io.ts';

interface Standard {
  readonly fd: number;
  readonly name: string;
  readonly writing: boolean;
  readonly encoding: string;
  readonly errors: string;
}

/** Is there something behind the descriptor? A daemon may have closed it. */
function isOpen(interp: Interpreter, fd: number): boolean {
  try {
    interp.host.fs.fstat(fd);
    return true;
  } catch (thrown) {
    if (thrown instanceof HostError) return false;
    throw thrown;
  }
}

function createStream(interp: Interpreter, standard: Standard): PyObject {
  const { fd, name, writing, encoding, errors } = standard;
  if (!isOpen(interp, fd)) return None;
  const { unbuffered, flags } = interp.config;
  const buffer = openFile(fd, writing ? 'wb' : 'rb', {
    buffering: unbuffered && writing ? 0 : -1,
    encoding: undefined,
    errors: undefined,
    newline: undefined,
    closefd: false,
    opener: None,
  });
  const raw = (buffer instanceof PyBuffered ? buffer.raw : buffer) as PyFileIO;
  setAttr(raw, names.name, name);
  const isTerminal = isatty(raw) || flags.interactive !== 0;
  const stream = new PyTextIOWrapper();
  setUpText(stream, buffer, {
    encoding,
    errors,
    // What is read has universal newlines; what is written keeps its `\n`.
    newline: writing ? '\n' : undefined,
    lineBuffering: !unbuffered && (isTerminal || fd === 2),
    writeThrough: unbuffered,
  });
  setAttr(stream, names.mode, writing ? 'w' : 'r');
  return stream;
}

/** The name that a codec has itself: nearly always that one. Throws LookupError when there is none. */
function codecName(encoding: string): string {
  if (encoding.toLowerCase() === 'utf-8') return 'utf-8';
  return utf16FromStr(getAttr(lookupCodec(encoding), attrName('name')) as Str);
}

/** Has `sys.stderr` there before the library can be read, for what importlib tells when it is asked to be verbose. */
export function initFirstStderr(interp: Interpreter): void {
  const stream = createStream(interp, {
    fd: 2,
    name: '<stderr>',
    writing: true,
    encoding: 'utf-8',
    errors: 'backslashreplace',
  });
  dictSetItem(interp.sysdict, 'stderr', stream);
}

/** Makes the three streams and puts them into `sys`. */
export function initStandardStreams(interp: Interpreter): void {
  const { stdioErrors: errors } = interp.config;
  const encoding = codecName(interp.config.stdioEncoding);
  const standard: readonly (Standard & { readonly attribute: string })[] = [
    { attribute: 'stdin', fd: 0, name: '<stdin>', writing: false, encoding, errors },
    { attribute: 'stdout', fd: 1, name: '<stdout>', writing: true, encoding, errors },
    { attribute: 'stderr', fd: 2, name: '<stderr>', writing: true, encoding, errors: 'backslashreplace' },
  ];
  for (const entry of standard) {
    const stream = createStream(interp, entry);
    dictSetItem(interp.sysdict, `__${entry.attribute}__`, stream);
    dictSetItem(interp.sysdict, entry.attribute, stream);
  }
}
