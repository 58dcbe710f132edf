/** The type Unpickler, and unpickling with one call. CPython: `Unpickler_Type` in Modules/_pickle.c. */
import { attrName } from '../../objects/attribute-name.ts';
import { PyDict } from '../../objects/dict.ts';
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
import { genericGetAttr, genericSetAttr, getAttr } from '../../runtime/attributes.ts';
import { audit } from '../../runtime/audit.ts';
import { builtinDef } from '../../runtime/clinic.ts';
import { attributeNameOf, intValue, strValue } from '../../runtime/convert.ts';
import { asSsize } from '../../runtime/converters.ts';
import { classAttribute, defineType, getset, methodsOf } from '../../runtime/define.ts';
import { dictGetItem, dictSetItem, isDict } from '../../runtime/dict.ts';
import { attributeError, runtimeError, typeError, valueError } from '../../runtime/errors.ts';
import { getIter } from '../../runtime/iter.ts';
import { overflowIn } from '../../runtime/recursion.ts';
import { repr } from '../../runtime/repr.ts';
import { strJoin } from '../../runtime/text.ts';
import { typeName, typeOf } from '../../runtime/type-of.ts';
import { PickleInput } from './input.ts';
import { loadPickle } from './load.ts';
import {
  attributeAt,
  dottedPath,
  inPlaceOf,
  isAttributeError,
  moduleNamed,
  pickleState,
  renamedModule,
  renamedPair,
  unpicklingError,
} from './state.ts';
import { PyUnpickler } from './unpickler-layout.ts';

const persistentLoadName = attrName('persistent_load');

/** Reads the next pickle. May run any Python code. */
function load(self: PyUnpickler): PyObject {
  if (self.running) throw runtimeError('Unpickler object is already used');
  self.running = true;
  try {
    self.persistentLoad = getAttr(self, persistentLoadName);
    return loadPickle(self);
  } catch (thrown) {
    throw overflowIn(thrown, 'while unpickling an object');
  } finally {
    self.running = false;
    self.persistentLoad = undefined;
    self.stack.length = 0;
  }
}

/** Sets what the arguments of all ways to unpickle say. */
function setUpUnpickler(
  self: PyUnpickler,
  source: Uint8Array | PyObject,
  fixImports: boolean,
  encoding: string,
  errors: string,
  buffers: PyObject | undefined,
): void {
  self.input = new PickleInput(source);
  self.encoding = encoding;
  self.errors = errors;
  self.buffers = buffers === undefined || buffers === None ? undefined : getIter(buffers);
  self.fixImports = fixImports;
}

/** `pickle.load(file)`, and `pickle.loads` for octets. */
export function loadFrom(
  source: Uint8Array | PyObject,
  fixImports: boolean,
  encoding: string,
  errors: string,
  buffers: PyObject | undefined,
): PyObject {
  const self = new PyUnpickler();
  setUpUnpickler(self, source, fixImports, encoding, errors, buffers);
  return load(self);
}

/** The global of a module by its name, which in new pickles may have dots. */
function findGlobal(self: PyUnpickler, givenModule: PyObject, givenName: PyObject): PyObject {
  audit('pickle.find_class', givenModule, givenName);
  let moduleName = givenModule;
  let nameObject = givenName;
  if (self.proto < 3 && self.fixImports) {
    const { nameMapping, importMapping } = pickleState();
    const renamed = dictGetItem(nameMapping, new PyTuple([moduleName, nameObject]));
    if (renamed !== undefined) [moduleName, nameObject] = renamedPair('NAME_MAPPING', renamed);
    else {
      const moved = dictGetItem(importMapping, moduleName);
      if (moved !== undefined) moduleName = renamedModule('IMPORT_MAPPING', moved);
    }
  }
  const module = moduleNamed(moduleName);
  const name = strValue(nameObject);
  if (name === undefined) throw typeError(`attribute name must be string, not '${typeName(nameObject)}'`);
  if (self.proto < 4) return getAttr(module, attributeNameOf(name));
  const path = dottedPath(name);
  try {
    return attributeAt(module, path);
  } catch (thrown) {
    if (path.length === 1 || !isAttributeError(thrown)) throw thrown;
    const message = strJoin('', ["Can't resolve path ", repr(name), ' on module ', repr(moduleName)]);
    throw inPlaceOf(thrown, attributeError(message, module, name));
  }
}

// ── The memo, as Python sees it ──────────────────────────────────────────────────────────────────────────────────────

class PyUnpicklerMemo extends PyBaseObject {
  static readonly type = new PyType(
    '_pickle.UnpicklerMemoProxy',
    PyUnpicklerMemo,
    objectType,
    TPFLAGS_BASETYPE | TPFLAGS_HAVE_GC | TPFLAGS_IMMUTABLETYPE,
  );

  readonly unpickler: PyUnpickler;

  constructor(unpickler: PyUnpickler) {
    super();
    this.unpickler = unpickler;
  }
}

function memoAsDict(self: PyUnpicklerMemo): PyDict {
  const dict = new PyDict();
  self.unpickler.memo.forEach((value, index) => {
    if (value !== undefined) dictSetItem(dict, index, value);
  });
  return dict;
}

const memoMethod = methodsOf<PyUnpicklerMemo>();

const unpicklerMemo = defineType({
  type: PyUnpicklerMemo.type,
  entries: [
    classAttribute('__hash__', None),
    memoMethod('clear($self, /) -> None', 'Forget all objects.', (self) => {
      self.unpickler.memo = [];
      self.unpickler.memoLength = 0;
    }),
    memoMethod('copy($self, /)', 'Return a dict with what the memo has.', memoAsDict),
    memoMethod(
      '__reduce__($self, /)',
      'Pickle the memo as a dict.',
      (self) => new PyTuple([PyDict.type, new PyTuple([memoAsDict(self)])]),
    ),
  ],
});

function setMemo(self: PyUnpickler, value: PyObject | undefined): void {
  if (value === undefined) throw typeError('attribute deletion is not supported');
  if (value instanceof PyUnpicklerMemo) {
    self.memo = value.unpickler.memo.slice();
    self.memoLength = value.unpickler.memoLength;
    return;
  }
  if (!isDict(value)) {
    throw typeError(`'memo' attribute must be an UnpicklerMemoProxy object or dict, not ${typeName(value)}`);
  }
  const memo: (PyObject | undefined)[] = [];
  for (const [key, item] of value.storage.entries()) {
    const given = intValue(key);
    if (given === undefined) throw typeError('memo key must be integers');
    const index = asSsize(given);
    if (index < 0) throw valueError('memo key must be positive integers.');
    memo[index] = item;
  }
  self.memo = memo;
  self.memoLength = value.storage.size;
}

// ── The type ─────────────────────────────────────────────────────────────────────────────────────────────────────────

const SIGNATURE =
  "Unpickler($self, /, file: object, *, fix_imports: bool = True, encoding: c_str = 'ASCII', errors: c_str = 'strict', buffers: object = <null>)";

const initDef = builtinDef<PyUnpickler, typeof SIGNATURE>(
  SIGNATURE,
  '',
  (self, file, fixImports, encoding, errors, buffers) => {
    if (self.running) throw runtimeError('Unpickler object is already used');
    if (self.input !== undefined) self.persistentLoadAttribute = undefined;
    setUpUnpickler(self, file, fixImports, encoding, errors, buffers);
    self.memo = [];
    self.memoLength = 0;
    self.proto = 0;
    return None;
  },
);

const method = methodsOf<PyUnpickler>();

const unpickler = defineType({
  type: PyUnpickler.type,
  doc: `Reads pickles out of a binary file, which needs the methods read() and readline().

The protocol is seen from the pickle. With fix_imports, names of Python 2 in old
pickles are taken for what they are now. The encoding and errors say how a str of
Python 2 is decoded; the encoding 'bytes' leaves it as it is. The buffers are
those that were left out of the pickle.`,
  textSignature: `(file, *, fix_imports=True, encoding='ASCII', errors='strict',
          buffers=())`,
  slots: {
    tp_new: (type) => new type.ctor(),
    tp_init: (self, args, kwnames) => {
      initDef.call(self, args, kwnames);
    },
    tp_getattro: (self, name) =>
      name === persistentLoadName && (self as PyUnpickler).persistentLoadAttribute !== undefined
        ? (self as PyUnpickler).persistentLoadAttribute!
        : genericGetAttr(self, name),
    tp_setattro: (self, name, value) => {
      if (name === persistentLoadName) (self as PyUnpickler).persistentLoadAttribute = value;
      else genericSetAttr(self, name, value);
    },
  },
  entries: [
    method('persistent_load($self, pid: object, /)', '', () => {
      throw unpicklingError(
        'A load persistent id instruction was encountered, but no persistent_load function was specified.',
      );
    }),
    method('load($self, /)', 'Read a pickle and return its object.', (self) => {
      if (self.input === undefined) {
        throw unpicklingError(`Unpickler.__init__() was not called by ${typeOf(self).tp_name}.__init__()`);
      }
      return load(self);
    }),
    method(
      'find_class($self, module_name: object, global_name: object, /)',
      'Return a class or function of a module, which is imported if need be.\n\nSubclasses may override this to say what may be used.',
      findGlobal,
    ),
    method('__sizeof__($self, /)', 'Size in memory, in bytes.', (self) => 240 + 8 * self.memo.length),
    getset<PyUnpickler>('memo', undefined, (self) => new PyUnpicklerMemo(self), setMemo),
  ],
});

export const UNPICKLER_TYPES = [unpickler, unpicklerMemo];
