/**
 * OSError: fields from its arguments, the subclass from the error number. Either `__new__` or `__init__` reads the
 * arguments, depending on which of them a subclass overrides. CPython: `OSError_*` in Objects/exceptions.c.
 */
import { exceptionTypes, PyOSError } from '../objects/exception.ts';
import type { KwNames, PyObject, PyType } from '../objects/object.ts';
import { None } from '../objects/singletons.ts';
import { PyTuple } from '../objects/tuple.ts';
import { checkNoKeywords } from '../runtime/arguments.ts';
import { asIndex, intValue } from '../runtime/convert.ts';
import { defineType, getset, member, methodsOf } from '../runtime/define.ts';
import { attributeError, valueError } from '../runtime/errors.ts';
import { osErrorType } from '../runtime/os-error-types.ts';
import { repr, str } from '../runtime/repr.ts';
import { strJoin } from '../runtime/text.ts';
import { typeName, typeOf } from '../runtime/type-of.ts';
import { baseExceptionStr, reduceException } from './exceptions.ts';

const BlockingIOErrorType = exceptionTypes.get('BlockingIOError')!;

/** Does `__init__`, not `__new__`, read the arguments? When a subclass overrides `__init__` alone. */
function usesInit(type: PyType): boolean {
  return type.tp_init !== osErrorInit && type.tp_new === osErrorNew;
}

/** What is a number for the third argument of BlockingIOError. CPython: `PyNumber_Check`. */
function isNumber(value: PyObject): boolean {
  const type = typeOf(value);
  return type.nb_index !== undefined || type.nb_int !== undefined || type.nb_float !== undefined;
}

/** A count of characters. CPython: `PyNumber_AsSsize_t` with ValueError. */
function asCount(value: PyObject): number {
  const int = asIndex(value);
  if (typeof int === 'bigint' && BigInt.asIntN(64, int) !== int) {
    throw valueError(`cannot fit '${typeName(value)}' into an index-sized integer`);
  }
  return Number(int);
}

/** Sets the fields: `(errno, strerror[, filename[, winerror[, filename2]]])`; other arguments just stay arguments. */
function fill(self: PyOSError, args: readonly PyObject[]): void {
  let kept = args;
  if (args.length >= 2 && args.length <= 5) {
    const [errno, strerror, filename, , filename2] = args;
    if (filename !== undefined && filename !== None) {
      if (self.ob_type === BlockingIOErrorType && isNumber(filename)) self.written = asCount(filename);
      else {
        self.filename = filename;
        if (filename2 !== undefined && filename2 !== None) self.filename2 = filename2;
        kept = args.slice(0, 2);
      }
    }
    self.errno = errno;
    self.strerror = strerror;
  }
  self.args = new PyTuple(kept);
}

function osErrorNew(type: PyType, args: readonly PyObject[], kwnames: KwNames | undefined): PyObject {
  const byInit = usesInit(type);
  let made = type;
  if (!byInit) {
    checkNoKeywords(type.tp_name, kwnames);
    if (type === PyOSError.type && args.length >= 2 && args.length <= 5) {
      const errno = intValue(args[0]!);
      if (typeof errno === 'number') made = osErrorType(errno);
    }
  }
  const self = new (made.ctor as unknown as new (args: PyTuple) => PyOSError)(new PyTuple([]));
  if (!byInit) fill(self, args);
  return self;
}

function osErrorInit(self: PyObject, args: readonly PyObject[], kwnames: KwNames | undefined): void {
  const type = typeOf(self);
  if (!usesInit(type)) return;
  checkNoKeywords(type.tp_name, kwnames);
  fill(self as PyOSError, args);
}

function osErrorStr(self: PyObject): PyObject {
  const { errno, strerror, filename, filename2 } = self as PyOSError;
  const head = () => ['[Errno ', str(errno ?? None), '] ', str(strerror ?? None)];
  if (filename !== undefined) {
    const tail = filename2 === undefined ? [] : [' -> ', repr(filename2)];
    return strJoin('', [...head(), ': ', repr(filename), ...tail]);
  }
  if (errno !== undefined && strerror !== undefined) return strJoin('', head());
  return baseExceptionStr(self);
}

const CHARACTERS_WRITTEN = 'characters_written';
const method = methodsOf<PyOSError>();

export const osError = defineType({
  type: PyOSError.type,
  doc: 'The class of errors that the operating system reports.',
  slots: { tp_new: osErrorNew, tp_init: osErrorInit, tp_str: osErrorStr },
  entries: [
    method('__reduce__($self, /)', '', (self) => {
      const { items } = self.args;
      if (items.length !== 2 || self.filename === undefined) return reduceException(self, self.args);
      const files = self.filename2 === undefined ? [self.filename] : [self.filename, None, self.filename2];
      return reduceException(self, new PyTuple([...items, ...files]));
    }),
    member<PyOSError>('errno', 'POSIX exception code', 'errno', { writable: true }),
    member<PyOSError>('strerror', 'exception strerror', 'strerror', { writable: true }),
    member<PyOSError>('filename', 'exception filename', 'filename', { writable: true }),
    member<PyOSError>('filename2', 'second exception filename', 'filename2', { writable: true }),
    getset<PyOSError>(
      CHARACTERS_WRITTEN,
      undefined,
      (self) => {
        if (self.written === -1) throw attributeError(CHARACTERS_WRITTEN, self, CHARACTERS_WRITTEN);
        return self.written;
      },
      (self, value) => {
        if (value !== undefined) self.written = asCount(value);
        else if (self.written === -1) throw attributeError(CHARACTERS_WRITTEN, self, CHARACTERS_WRITTEN);
        else self.written = -1;
      },
    ),
  ],
});
