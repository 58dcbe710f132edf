/** What the compiler throws and warns of, as Python exceptions and warnings. */
import { PyBytes } from '../objects/bytes.ts';
import { exceptionTypes, type PyBaseException, PySyntaxError } from '../objects/exception.ts';
import type { PyObject } from '../objects/object.ts';
import { None } from '../objects/singletons.ts';
import { strFromUtf16 } from '../objects/str.ts';
import { PyTuple } from '../objects/tuple.ts';
import { CompileError, type ErrorArguments } from '../parser/errors.ts';
import { newException, unicodeDecodeError, unicodeEncodeError } from '../runtime/errors.ts';

/** The Python exception of a CompileError. */
export function exceptionOf(error: CompileError): PyBaseException {
  const type = exceptionTypes.get(error.type)!;
  const { details, undecodable, unencodable } = error;
  if (undecodable !== undefined) {
    const { encoding, octets, start, end, reason } = undecodable;
    return unicodeDecodeError(encoding, new PyBytes(octets), start, end, reason);
  }
  if (unencodable !== undefined) {
    const { text, start, end } = unencodable;
    return unicodeEncodeError('utf-8', text, start, end, 'surrogates not allowed');
  }
  if (details === undefined) {
    const bare = newException(type, error.message);
    if (bare instanceof PySyntaxError) bare.msg = error.message;
    return bare;
  }
  const values: PyObject[] = [
    details.filename,
    details.lineno,
    details.offset,
    details.text ?? None,
    details.end_lineno ?? None,
    details.end_offset ?? None,
  ];
  const exception = newException(
    type,
    error.message,
    ...placeArguments(values, details.args),
  ) as PySyntaxError;
  exception.msg = error.message;
  [
    exception.filename,
    exception.lineno,
    exception.offset,
    exception.text,
    exception.endLineno,
    exception.endOffset,
  ] = values;
  const { metadata } = error;
  if (metadata !== undefined) {
    const { lineno, col_offset, source } = metadata;
    exception.metadata = new PyTuple([lineno, col_offset, strFromUtf16(source)]);
  }
  return exception;
}

/** What `args` holds behind the message. */
function placeArguments(place: readonly PyObject[], args: ErrorArguments | undefined): PyTuple[] {
  switch (args) {
    case 'message':
      return [];
    case 'start':
      return [new PyTuple(place.slice(0, 4))];
    case 'unnamed':
      return [new PyTuple([None, ...place.slice(1)])];
    default:
      return [new PyTuple(place)];
  }
}

/** Runs the compiler; its errors become Python exceptions. */
export function raiseCompileErrors<T>(action: () => T): T {
  try {
    return action();
  } catch (thrown) {
    if (thrown instanceof CompileError) throw exceptionOf(thrown);
    throw thrown;
  }
}
