/**
 * The layouts of the stream types: what stands behind each kind of file object. The abstract types have no fields;
 * whether one is closed stands in the instance dict, as Python classes derived from them may have dicts of their own.
 * CPython: the structs at the top of the files in Modules/_io.
 */
import { exceptionTypes, PyOSError } from '../../objects/exception.ts';
import {
  objectType,
  PyBaseObject,
  PyType,
  TPFLAGS_BASE_EXC_SUBCLASS,
  TPFLAGS_BASETYPE,
  TPFLAGS_HAVE_GC,
  TPFLAGS_IMMUTABLETYPE,
} from '../../objects/object.ts';

export const STREAM_FLAGS = TPFLAGS_BASETYPE | TPFLAGS_HAVE_GC | TPFLAGS_IMMUTABLETYPE;

export class PyIOBase extends PyBaseObject {
  static readonly type: PyType = new PyType('_io._IOBase', PyIOBase, objectType, STREAM_FLAGS);
}
PyIOBase.type.hasDict = true;
PyIOBase.type.hasWeakref = true;

export class PyRawIOBase extends PyIOBase {
  static override readonly type: PyType = new PyType(
    '_io._RawIOBase',
    PyRawIOBase,
    PyIOBase.type,
    STREAM_FLAGS,
  );
}

export class PyBufferedIOBase extends PyIOBase {
  static override readonly type: PyType = new PyType(
    '_io._BufferedIOBase',
    PyBufferedIOBase,
    PyIOBase.type,
    STREAM_FLAGS,
  );
}

export class PyTextIOBase extends PyIOBase {
  static override readonly type: PyType = new PyType(
    '_io._TextIOBase',
    PyTextIOBase,
    PyIOBase.type,
    STREAM_FLAGS,
  );
}

// Nothing distinguishes the layouts of these types from an object's: a class may derive from several of them.
for (const layout of [PyIOBase, PyRawIOBase, PyBufferedIOBase, PyTextIOBase])
  layout.type.solidBase = objectType;

/** `io.UnsupportedOperation`: an OSError and a ValueError. */
export const UnsupportedOperationType = unsupportedOperationType();

function unsupportedOperationType(): PyType {
  const valueError = exceptionTypes.get('ValueError')!;
  const base = PyOSError.type;
  const flags = TPFLAGS_BASETYPE | TPFLAGS_BASE_EXC_SUBCLASS | TPFLAGS_HAVE_GC;
  const type = new PyType('io.UnsupportedOperation', PyOSError, base, flags);
  type.tp_bases = [base, valueError];
  type.tp_mro = [type, base, ...valueError.tp_mro];
  return type;
}
