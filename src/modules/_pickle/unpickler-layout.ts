/** Unpicklers: the layout. CPython: `UnpicklerObject` in Modules/_pickle.c. */
import { AsciiTexts } from '../../common/ascii-texts.ts';
import {
  objectType,
  PyBaseObject,
  type PyObject,
  PyType,
  TPFLAGS_BASETYPE,
  TPFLAGS_HAVE_GC,
  TPFLAGS_IMMUTABLETYPE,
} from '../../objects/object.ts';
import { moduleState } from '../../runtime/state.ts';
import type { PickleInput } from './input.ts';

export class PyUnpickler extends PyBaseObject {
  static readonly type = new PyType(
    '_pickle.Unpickler',
    PyUnpickler,
    objectType,
    TPFLAGS_BASETYPE | TPFLAGS_HAVE_GC | TPFLAGS_IMMUTABLETYPE,
  );

  /** Absent before `__init__`. */
  input: PickleInput | undefined = undefined;
  /** Texts that were read before, by this or any other unpickler. */
  readonly texts = moduleState('_pickle.load', () => new AsciiTexts());
  /** A pickle is being read. */
  running = false;
  readonly stack: PyObject[] = [];
  /** Where in the stack marks are: each is the index of what stands behind it. */
  readonly marks: number[] = [];
  /** The last of the marks, 0 without one: nothing below may be taken off. */
  fence = 0;
  memo: (PyObject | undefined)[] = [];
  /** How many objects the memo has. */
  memoLength = 0;
  proto = 0;
  /** Globals have Python 2's names up to protocol 2. */
  fixImports = true;
  /** How texts of Python 2 are read. */
  encoding = 'ASCII';
  errors = 'strict';
  /** An iterator of what was left out of the pickle. */
  buffers: PyObject | undefined = undefined;
  /** `persistent_load`, as it was assigned to the unpickler. */
  persistentLoadAttribute: PyObject | undefined = undefined;
  /** The same, whether assigned or a method, while a pickle is read. */
  persistentLoad: PyObject | undefined = undefined;
}
