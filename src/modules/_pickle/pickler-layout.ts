/** Picklers: the layout, and the memo of what they have written. CPython: `PicklerObject`, `memo_get`, `memo_put`. */

import { attrName } from '../../objects/attribute-name.ts';
import {
  objectType,
  PyBaseObject,
  type PyObject,
  PyType,
  TPFLAGS_BASETYPE,
  TPFLAGS_HAVE_GC,
  TPFLAGS_IMMUTABLETYPE,
} from '../../objects/object.ts';
import { None } from '../../objects/singletons.ts';
import { getAttrOrAbsent } from '../../runtime/attributes.ts';
import { asIndex } from '../../runtime/convert.ts';
import { overflowError, typeError, valueError } from '../../runtime/errors.ts';
import {
  BINGET,
  BINPUT,
  DEFAULT_PROTOCOL,
  GET,
  HIGHEST_PROTOCOL,
  LONG_BINGET,
  LONG_BINPUT,
  MEMOIZE,
  PUT,
} from './opcodes.ts';
import { PickleOutput } from './output.ts';
import type { TextMemo } from './text-memo.ts';

const writeName = attrName('write');

export class PyPickler extends PyBaseObject {
  static readonly type = new PyType(
    '_pickle.Pickler',
    PyPickler,
    objectType,
    TPFLAGS_BASETYPE | TPFLAGS_HAVE_GC | TPFLAGS_IMMUTABLETYPE,
  );

  /** An object is being written. */
  running = false;
  /** Absent before `__init__`. */
  output: PickleOutput | undefined = undefined;
  /**
   * What was written, and its number. Differs from CPython: texts have no identity but their value, so equal ones are
   * written once.
   */
  memo: Map<PyObject, number> = new Map();
  /** The short texts among it, where pickling is one call and nobody looks into the memo. */
  texts: TextMemo | undefined = undefined;
  /** How many numbers are given out. */
  memoCount = 0;
  /**
   * The names of modules as built-in functions have them, and their numbers: to CPython they are other texts than the
   * equal ones that classes have.
   */
  functionModules: Map<PyObject, number> = new Map();
  proto = 0;
  /** Not 0 from protocol 1 on. */
  bin = 0;
  /** Not 0: nothing is noted in the memo. */
  fast = 0;
  /** How deep the containers are nested that are being written fast, and those beyond a limit. */
  fastNesting = 0;
  fastMemo: Set<PyObject> | undefined = undefined;
  /** Give Python 2's names to globals. */
  fixImports = false;
  bufferCallback: PyObject | undefined = undefined;
  dispatchTable: PyObject | undefined = undefined;
  /** `persistent_id`, as it was assigned to the pickler. */
  persistentIdAttribute: PyObject | undefined = undefined;
  /** Methods to be called while an object is written; absent when nobody has overridden them. */
  persistentId: PyObject | undefined = undefined;
  reducerOverride: PyObject | undefined = undefined;
}

/** Sets what the arguments of all ways to pickle say. `file` is absent when the pickle stays in memory, `lent` is to be used. */
export function setUpPickler(
  self: PyPickler,
  file: PyObject | undefined,
  protocol: PyObject,
  fixImports: boolean,
  bufferCallback: PyObject,
  lent?: PickleOutput,
): void {
  let proto = DEFAULT_PROTOCOL;
  if (protocol !== None) {
    const asked = asIndex(protocol);
    if (typeof asked === 'bigint' && BigInt.asIntN(64, asked) !== asked) {
      throw overflowError('Python int too large to convert to C long');
    }
    if (asked > HIGHEST_PROTOCOL) throw valueError(`pickle protocol must be <= ${HIGHEST_PROTOCOL}`);
    proto = asked < 0 ? HIGHEST_PROTOCOL : Number(asked);
  }
  self.proto = proto;
  self.bin = proto > 0 ? 1 : 0;
  self.fixImports = fixImports && proto < 3;
  let write: PyObject | undefined;
  if (file !== undefined) {
    write = getAttrOrAbsent(file, writeName);
    if (write === undefined) throw typeError("file must have a 'write' attribute");
  }
  if (bufferCallback !== None && proto < 5) throw valueError('buffer_callback needs protocol >= 5');
  self.bufferCallback = bufferCallback === None ? undefined : bufferCallback;
  if (lent === undefined) self.output = new PickleOutput(write);
  else {
    self.output = lent;
    lent.write = write;
  }
}

/** Writes where the object stands that has this number. */
export function writeGet(self: PyPickler, index: number): void {
  const output = self.output!;
  if (self.bin === 0) {
    output.op(GET);
    output.latin1(`${index}\n`);
  } else if (index < 256) output.op1(BINGET, index);
  else output.op4(LONG_BINGET, index);
}

/** Gives an object that was just written the next number. */
export function memoize(self: PyPickler, object: PyObject): void {
  if (self.fast === 0) self.memo.set(object, writePut(self));
}

/** The same, without a note of what the number is given to. */
export function writePut(self: PyPickler): number {
  const output = self.output!;
  const index = self.memoCount++;
  if (self.proto >= 4) output.op(MEMOIZE);
  else if (self.bin === 0) {
    output.op(PUT);
    output.latin1(`${index}\n`);
  } else if (index < 256) output.op1(BINPUT, index);
  else output.op4(LONG_BINPUT, index);
  return index;
}

/** Forgets all objects. */
export function clearMemo(self: PyPickler): void {
  self.memo = new Map();
  self.functionModules = new Map();
  self.memoCount = 0;
}
