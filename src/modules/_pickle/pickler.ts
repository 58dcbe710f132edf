/** The type Pickler, and pickling with one call. CPython: `Pickler_Type`, `dump` in Modules/_pickle.c. */
import { attrName } from '../../objects/attribute-name.ts';
import { PyDict } from '../../objects/dict.ts';
import type { PyBaseException } from '../../objects/exception.ts';
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
import { PyTuple } from '../../objects/tuple.ts';
import {
  genericGetAttr,
  genericSetAttr,
  getAttr,
  getAttrOrAbsent,
  lookupOnType,
} from '../../runtime/attributes.ts';
import { builtinDef } from '../../runtime/clinic.ts';
import { asSsize } from '../../runtime/converters.ts';
import { classAttribute, defineType, getset, member, methodsOf } from '../../runtime/define.ts';
import { dictSetItem, isDict } from '../../runtime/dict.ts';
import { runtimeError, typeError } from '../../runtime/errors.ts';
import { idOf } from '../../runtime/identity.ts';
import { overflowIn } from '../../runtime/recursion.ts';
import { moduleState } from '../../runtime/state.ts';
import { typeName, typeOf } from '../../runtime/type-of.ts';
import { PROTO, STOP } from './opcodes.ts';
import { PickleOutput } from './output.ts';
import { clearMemo, PyPickler, setUpPickler } from './pickler-layout.ts';
import { save } from './save.ts';
import { picklingError } from './state.ts';
import { TextMemo } from './text-memo.ts';

const dispatchTableName = attrName('dispatch_table');
const persistentIdName = attrName('persistent_id');
const reducerOverrideName = attrName('reducer_override');

/** The `persistent_id` to be asked; absent when it is the type's own, which knows of nothing. */
function persistentIdOf(self: PyPickler): PyObject | undefined {
  const isOwn =
    self.persistentIdAttribute === undefined &&
    lookupOnType(self, persistentIdName) === PyPickler.type.tp_dict.get('persistent_id');
  return isOwn ? undefined : getAttr(self, persistentIdName);
}

function alreadyUsed(): PyBaseException {
  return runtimeError('Pickler object is already used');
}

/** Writes the whole pickle of an object into the output. May run any Python code. */
function writePickle(self: PyPickler, object: PyObject): void {
  if (self.running) throw alreadyUsed();
  const output = self.output!;
  output.clear();
  self.running = true;
  try {
    // A class of its own may have methods of these names.
    if (self.ob_type === PyPickler.type) self.persistentId = self.persistentIdAttribute;
    else {
      self.persistentId = persistentIdOf(self);
      self.reducerOverride = getAttrOrAbsent(self, reducerOverrideName);
    }
    if (self.proto >= 2) output.op1(PROTO, self.proto);
    output.framing = self.proto >= 4;
    save(self, object);
    output.op(STOP);
    output.endFrame();
  } catch (thrown) {
    throw overflowIn(thrown, 'while pickling an object');
  } finally {
    output.framing = false;
    self.running = false;
    self.persistentId = undefined;
    self.reducerOverride = undefined;
  }
}

/** What is kept from one call of a function to the next. */
class Kept {
  readonly texts = new TextMemo();
  output = new PickleOutput(undefined, KEPT_BUFFER);
  /** A call is under way. */
  inUse = false;
}

const KEPT_BUFFER = 16 * 1024;

/** Pickles with one call. Without a file it returns the octets. */
export function dumpOnce(
  object: PyObject,
  file: PyObject | undefined,
  protocol: PyObject,
  fixImports: boolean,
  bufferCallback: PyObject,
): Uint8Array | undefined {
  const self = new PyPickler();
  const kept = moduleState('_pickle.dump', () => new Kept());
  if (kept.inUse) {
    setUpPickler(self, file, protocol, fixImports, bufferCallback);
    return dumpWith(self, object);
  }
  kept.inUse = true;
  try {
    setUpPickler(self, file, protocol, fixImports, bufferCallback, kept.output);
    kept.texts.clear();
    self.texts = kept.texts;
    return dumpWith(self, object);
  } finally {
    kept.inUse = false;
    kept.output.write = undefined;
    if (kept.output.octets.length > KEPT_BUFFER) kept.output = new PickleOutput(undefined, KEPT_BUFFER);
  }
}

function dumpWith(self: PyPickler, object: PyObject): Uint8Array | undefined {
  writePickle(self, object);
  const output = self.output!;
  if (output.write === undefined) return output.finish();
  output.flush(output.write);
  return undefined;
}

// ── The memo, as Python sees it ──────────────────────────────────────────────────────────────────────────────────────

class PyPicklerMemo extends PyBaseObject {
  static readonly type = new PyType(
    '_pickle.PicklerMemoProxy',
    PyPicklerMemo,
    objectType,
    TPFLAGS_BASETYPE | TPFLAGS_HAVE_GC | TPFLAGS_IMMUTABLETYPE,
  );

  readonly pickler: PyPickler;

  constructor(pickler: PyPickler) {
    super();
    this.pickler = pickler;
  }
}

/** Numbers and objects by the objects' ids, as the pickler in Python keeps them. */
function memoAsDict(self: PyPicklerMemo): PyDict {
  const dict = new PyDict();
  for (const [object, index] of self.pickler.memo) {
    dictSetItem(dict, idOf(object), new PyTuple([index, object]));
  }
  return dict;
}

const memoMethod = methodsOf<PyPicklerMemo>();

const picklerMemo = defineType({
  type: PyPicklerMemo.type,
  entries: [
    classAttribute('__hash__', None),
    memoMethod('clear($self, /) -> None', 'Forget all objects.', (self) => {
      clearMemo(self.pickler);
    }),
    memoMethod('copy($self, /)', 'Return a dict with what the memo has.', memoAsDict),
    memoMethod(
      '__reduce__($self, /)',
      'Pickle the memo as a dict.',
      (self) => new PyTuple([PyDict.type, new PyTuple([memoAsDict(self)])]),
    ),
  ],
});

function setMemo(self: PyPickler, value: PyObject | undefined): void {
  if (value === undefined) throw typeError('attribute deletion is not supported');
  if (value instanceof PyPicklerMemo) {
    self.memo = new Map(value.pickler.memo);
    self.functionModules = new Map(value.pickler.functionModules);
    self.memoCount = value.pickler.memoCount;
    return;
  }
  if (!isDict(value)) {
    throw typeError(`'memo' attribute must be a PicklerMemoProxy object or dict, not ${typeName(value)}`);
  }
  const memo = new Map<PyObject, number>();
  for (const item of value.storage.values()) {
    if (!(item instanceof PyTuple) || item.items.length !== 2) {
      throw typeError("'memo' values must be 2-item tuples");
    }
    memo.set(item.items[1]!, asSsize(item.items[0]!));
  }
  clearMemo(self);
  self.memo = memo;
  self.memoCount = memo.size;
}

// ── The type ─────────────────────────────────────────────────────────────────────────────────────────────────────────

const SIGNATURE =
  'Pickler($self, /, file: object, protocol: object = None, fix_imports: bool = True, buffer_callback: object = None)';

const initDef = builtinDef<PyPickler, typeof SIGNATURE>(
  SIGNATURE,
  '',
  (self, file, protocol, fixImports, bufferCallback) => {
    if (self.running) throw alreadyUsed();
    if (self.output !== undefined) {
      clearMemo(self);
      self.dispatchTable = undefined;
      self.persistentIdAttribute = undefined;
    }
    setUpPickler(self, file, protocol, fixImports, bufferCallback);
    self.fast = 0;
    self.fastNesting = 0;
    self.fastMemo = undefined;
    self.dispatchTable ??= getAttrOrAbsent(self, dispatchTableName);
    return None;
  },
);

const method = methodsOf<PyPickler>();

const pickler = defineType({
  type: PyPickler.type,
  doc: `Writes pickles into a binary file, which needs a write() method only.

The protocol is one of 0 to 5, and 5 if not given; a negative one is the highest.
With fix_imports, globals get their names of Python 2 up to protocol 2. A
buffer_callback is called with each buffer, and says by a true result that it
shall be written into the pickle.`,
  textSignature: '(file, protocol=None, fix_imports=True, buffer_callback=None)',
  slots: {
    tp_new: (type) => new type.ctor(),
    tp_init: (self, args, kwnames) => {
      initDef.call(self, args, kwnames);
    },
    tp_getattro: (self, name) =>
      name === persistentIdName && (self as PyPickler).persistentIdAttribute !== undefined
        ? (self as PyPickler).persistentIdAttribute!
        : genericGetAttr(self, name),
    tp_setattro: (self, name, value) => {
      if (name === persistentIdName) (self as PyPickler).persistentIdAttribute = value;
      else genericSetAttr(self, name, value);
    },
  },
  entries: [
    method('persistent_id($self, obj: object, /)', '', () => None),
    method(
      'dump($self, obj: object, /) -> None',
      'Write the pickle of an object into the file.',
      (self, object) => {
        const { output } = self;
        if (output?.write === undefined) {
          throw picklingError(`Pickler.__init__() was not called by ${typeOf(self).tp_name}.__init__()`);
        }
        writePickle(self, object);
        output.flush(output.write);
      },
    ),
    method(
      'clear_memo($self, /) -> None',
      'Forget which objects were written.\n\nWhat is written from then on does not refer to earlier pickles.',
      (self) => {
        clearMemo(self);
      },
    ),
    method('__sizeof__($self, /)', 'Size in memory, in bytes.', (self) => 208 + 16 * self.memo.size),
    member<PyPickler>('bin', undefined, 'bin', { writable: true, kind: 'ssize_t' }),
    member<PyPickler>('fast', undefined, 'fast', { writable: true, kind: 'ssize_t' }),
    member<PyPickler>('dispatch_table', undefined, 'dispatchTable', { writable: true, kind: 'object_ex' }),
    getset<PyPickler>('memo', undefined, (self) => new PyPicklerMemo(self), setMemo),
  ],
});

export const PICKLER_TYPES = [pickler, picklerMemo];
