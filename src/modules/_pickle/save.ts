/**
 * Writing objects: what each is made of, and how to make it anew.
 *
 * Containers of built-in types have opcodes of their own; a global (a class, a function) is written by its names; any
 * other object by what its `__reduce_ex__` gives: a callable with its arguments, and state and items to be added.
 * CPython: `save`, `save_reduce`, `save_global`, `batch_list` … in Modules/_pickle.c.
 */
import { attrName } from '../../objects/attribute-name.ts';
import { PyByteArray } from '../../objects/bytearray.ts';
import { PyBytes } from '../../objects/bytes.ts';
import { PyCFunction } from '../../objects/descriptor.ts';
import { MapStorage, PyDict } from '../../objects/dict.ts';
import { exceptionTypes, PyBaseException, PyUnicodeEncodeError } from '../../objects/exception.ts';
import { PyFloat } from '../../objects/float.ts';
import { PyFunction } from '../../objects/function.ts';
import { behindHandle } from '../../objects/handle.ts';
import { PyList } from '../../objects/list.ts';
import {
  type PyBaseObject,
  type PyObject,
  PyType,
  TPFLAGS_HEAPTYPE,
  typeType,
} from '../../objects/object.ts';
import { PyFrozenSet, PySet } from '../../objects/set.ts';
import {
  Ellipsis,
  None,
  NotImplemented,
  PyEllipsis,
  PyNone,
  PyNotImplemented,
} from '../../objects/singletons.ts';
import { type Str, strType } from '../../objects/str.ts';
import { PyTuple } from '../../objects/tuple.ts';
import { getAttr, getAttrOrAbsent } from '../../runtime/attributes.ts';
import { isContiguous, viewOctets } from '../../runtime/buffer.ts';
import { call, call0, call1, callMethod } from '../../runtime/call.ts';
import { decodeLatin1, encodeAscii } from '../../runtime/codecs/latin1.ts';
import { encodeUtf8Strict } from '../../runtime/codecs/utf8-strict.ts';
import { intValue, isTrue, strValue } from '../../runtime/convert.ts';
import { dictGetItem, isDict, isExactDict } from '../../runtime/dict.ts';
import { runtimeError, typeError, valueError } from '../../runtime/errors.ts';
import { noted } from '../../runtime/exception-notes.ts';
import { idOf } from '../../runtime/identity.ts';
import { getIter, isIterator, iterNext, iterToArray } from '../../runtime/iter.ts';
import { repr, str } from '../../runtime/repr.ts';
import { getItem } from '../../runtime/sequence.ts';
import { setItems, setSize } from '../../runtime/set.ts';
import { current } from '../../runtime/state.ts';
import { isAsciiText, strJoin } from '../../runtime/text.ts';
import { fullTypeName, isInstanceOf, isSubtype, typeName, typeOf } from '../../runtime/type-of.ts';
import * as op from './opcodes.ts';
import { heldView, PyPickleBuffer } from './pickle-buffer.ts';
import { memoize, type PyPickler, writeGet, writePut } from './pickler-layout.ts';
import {
  saveBool,
  saveFloat,
  saveInt,
  saveOctets,
  saveText,
  saveWritableOctets,
  writeText,
} from './scalars.ts';
import {
  attributeAt,
  attributeAtOrAbsent,
  dottedPath,
  inPlaceOf,
  isAttributeError,
  moduleNamed,
  pickleState,
  picklingError,
  renamedModule,
  renamedPair,
} from './state.ts';

const dunderClass = attrName('__class__');
const dunderModule = attrName('__module__');
const dunderName = attrName('__name__');
const dunderNew = attrName('__new__');
const dunderQualname = attrName('__qualname__');
const dunderReduce = attrName('__reduce__');
const dunderReduceEx = attrName('__reduce_ex__');
const itemsName = attrName('items');

const ImportErrorType = exceptionTypes.get('ImportError')!;
const KeyErrorType = exceptionTypes.get('KeyError')!;
const ValueErrorType = exceptionTypes.get('ValueError')!;

/** So many items are written with one opcode. */
const BATCH = 1000;

/** Beyond so many nested containers fast picklers look for circles. */
const FAST_NESTING_LIMIT = 50;

const bytesType = PyBytes.type;
const dictType = PyDict.type;
const floatType = PyFloat.type;
const listType = PyList.type;
const tupleType = PyTuple.type;

/** Writes an object. May run any Python code. */
export function save(self: PyPickler, object: PyObject): void {
  const output = self.output!;
  if (output.length >= output.limit) output.ready();
  if (self.persistentId !== undefined && savePersistent(self, self.persistentId, object)) return;
  if (typeof object === 'number') saveInt(self, object);
  else saveValue(self, object);
}

function saveValue(self: PyPickler, object: PyObject): void {
  switch (typeof object) {
    case 'string':
      saveText(self, object);
      return;
    case 'number':
    case 'bigint':
      saveInt(self, object);
      return;
    case 'boolean':
      saveBool(self, object);
      return;
  }
  if (object === None) {
    self.output!.op(op.NONE);
    return;
  }
  const type = object.ob_type;
  if (type === floatType) {
    saveFloat(self, (object as PyFloat).value);
    return;
  }
  const known = self.memo.get(object);
  if (known !== undefined) writeGet(self, known);
  else if (type === dictType) saveDict(self, object as PyDict);
  else if (type === listType) saveList(self, object as PyList);
  else if (type === tupleType) saveTuple(self, object as PyTuple);
  else if (type === strType) saveText(self, object as unknown as Str);
  else if (type === bytesType) saveBytes(self, object as PyBytes);
  else if (type === PySet.type) saveSet(self, object as PySet);
  else if (type === PyFrozenSet.type) saveFrozenSet(self, object as PyFrozenSet);
  else if (type === PyByteArray.type) saveByteArray(self, object as PyByteArray);
  else if (type === PyPickleBuffer.type) savePickleBuffer(self, object as PyPickleBuffer);
  else saveOther(self, object, type);
}

/** Asks whether the object is kept elsewhere, and if so writes what it is called there. */
function savePersistent(self: PyPickler, persistentId: PyObject, object: PyObject): boolean {
  const output = self.output!;
  const id = call1(persistentId, object);
  if (id === None) return false;
  if (self.bin !== 0) {
    output.boundary();
    saveValue(self, id);
    output.op(op.BINPERSID);
  } else {
    const text = str(id);
    if (!isAsciiText(text)) throw picklingError('persistent IDs in protocol 0 must be ASCII strings');
    output.op(op.PERSID);
    output.latin1(text);
    output.op(10);
  }
  return true;
}

// ── Octets ───────────────────────────────────────────────────────────────────────────────────────────────────────────

/** There is one empty byte string only. */
const EMPTY_BYTES = new PyBytes(new Uint8Array(0));

function saveBytes(self: PyPickler, object: PyBytes): void {
  const data = object.value;
  if (data.length === 0 && object !== EMPTY_BYTES) {
    saveValue(self, EMPTY_BYTES);
    return;
  }
  if (self.proto >= 3) saveOctets(self, object, data);
  // Python 2 reads this as its str.
  else if (data.length === 0) saveReduction(self, [bytesType, new PyTuple([])], object);
  else {
    const args = new PyTuple([decodeLatin1(data), 'latin1']);
    saveReduction(self, [pickleState().encode, args], object);
  }
}

function saveByteArray(self: PyPickler, object: PyByteArray): void {
  const { octets } = object;
  if (self.proto >= 5) saveWritableOctets(self, object, octets);
  else {
    const args = octets.length === 0 ? [] : [new PyBytes(octets.slice())];
    saveReduction(self, [PyByteArray.type, new PyTuple(args)], object);
  }
}

function savePickleBuffer(self: PyPickler, object: PyPickleBuffer): void {
  if (self.proto < 5) throw picklingError('PickleBuffer can only be pickled with protocol >= 5');
  const view = heldView(object);
  if (!isContiguous(view, 'C') && !isContiguous(view, 'F')) {
    throw picklingError('PickleBuffer can not be pickled when pointing to a non-contiguous buffer');
  }
  const callback = self.bufferCallback;
  if (callback === undefined || isTrue(call1(callback, object))) {
    if (view.readonly) saveOctets(self, object, viewOctets(view));
    else saveWritableOctets(self, object, viewOctets(view));
    return;
  }
  self.output!.op(op.NEXT_BUFFER);
  if (view.readonly) self.output!.op(op.READONLY_BUFFER);
}

// ── Containers ───────────────────────────────────────────────────────────────────────────────────────────────────────

/** A fast pickler would follow circles for ever. */
function enterFast(self: PyPickler, object: PyObject): void {
  if (++self.fastNesting < FAST_NESTING_LIMIT) return;
  self.fastMemo ??= new Set();
  if (self.fastMemo.has(object)) {
    self.fastNesting = -1;
    throw valueError(
      `fast mode: can't pickle cyclic objects including object type ${typeOf(object).tp_name} at 0x${idOf(object).toString(16)}`,
    );
  }
  self.fastMemo.add(object);
}

function leaveFast(self: PyPickler, object: PyObject): void {
  if (self.fastNesting-- >= FAST_NESTING_LIMIT) self.fastMemo?.delete(object);
}

function itemNote(owner: PyObject, item: Str): Str {
  return strJoin('', ['when serializing ', fullTypeName(owner), ' item ', item]);
}

const TUPLE_OPCODES = [op.EMPTY_TUPLE, op.TUPLE1, op.TUPLE2, op.TUPLE3];

function saveTuple(self: PyPickler, object: PyTuple): void {
  const output = self.output!;
  const { items } = object;
  const count = items.length;
  const short = count <= 3 && self.proto >= 2;
  if (count === 0 && self.bin !== 0) {
    output.op(op.EMPTY_TUPLE);
    return;
  }
  if (!short) output.op(op.MARK);
  let i = 0;
  try {
    for (; i < count; i++) save(self, items[i]!);
  } catch (thrown) {
    throw noted(thrown, () => itemNote(object, String(i)));
  }
  // A tuple that holds itself was written by now: its items are dropped.
  const known = count === 0 ? undefined : self.memo.get(object);
  if (known === undefined) {
    output.op(short ? TUPLE_OPCODES[count]! : op.TUPLE);
    if (count > 0) memoize(self, object);
    return;
  }
  if (short || self.bin === 0) {
    for (let pops = short ? count : count + 1; pops > 0; pops--) output.op(op.POP);
  } else output.op(op.POP_MARK);
  writeGet(self, known);
}

function saveList(self: PyPickler, object: PyList): void {
  const output = self.output!;
  const isFast = self.fast !== 0;
  if (isFast) enterFast(self, object);
  if (self.bin !== 0) output.op(op.EMPTY_LIST);
  else {
    output.op(op.MARK);
    output.op(op.LIST);
  }
  memoize(self, object);
  if (object.items.length !== 0) {
    if (self.bin !== 0) appendItems(self, object);
    else appendIterated(self, getIter(object), object);
  }
  if (isFast) leaveFast(self, object);
}

/** The items of a list, which may change meanwhile. */
function appendItems(self: PyPickler, object: PyList): void {
  const output = self.output!;
  let i = 0;
  try {
    if (object.items.length === 1) {
      save(self, object.items[0]!);
      output.op(op.APPEND);
      return;
    }
    do {
      output.op(op.MARK);
      const end = i + BATCH;
      for (; i < end && i < object.items.length; i++) save(self, object.items[i]!);
      output.op(op.APPENDS);
    } while (i < object.items.length);
  } catch (thrown) {
    throw noted(thrown, () => itemNote(object, String(i)));
  }
}

/** The items of an iterator, to be appended to an object. */
function appendIterated(self: PyPickler, iterator: PyObject, owner: PyObject): void {
  let index = 0;
  const saveItem = (item: PyObject): void => {
    try {
      save(self, item);
    } catch (thrown) {
      throw noted(thrown, () => itemNote(owner, String(index)));
    }
    index++;
  };
  saveBatches(self, iterator, saveItem, op.APPEND, op.APPENDS);
}

/** Items that are written by a function, with opcodes for one of them and for many. */
function saveBatches(
  self: PyPickler,
  iterator: PyObject,
  saveItem: (item: PyObject) => void,
  one: number,
  many: number,
): void {
  const output = self.output!;
  if (self.proto === 0) {
    for (let item = iterNext(iterator); item !== undefined; item = iterNext(iterator)) {
      saveItem(item);
      output.op(one);
    }
    return;
  }
  let count: number;
  do {
    const first = iterNext(iterator);
    if (first === undefined) return;
    let item = iterNext(iterator);
    if (item === undefined) {
      saveItem(first);
      output.op(one);
      return;
    }
    output.op(op.MARK);
    saveItem(first);
    count = 1;
    while (item !== undefined) {
      saveItem(item);
      if (++count === BATCH) break;
      item = iterNext(iterator);
    }
    output.op(many);
  } while (count === BATCH);
}

function saveDict(self: PyPickler, object: PyDict): void {
  const output = self.output!;
  const isFast = self.fast !== 0;
  if (isFast) enterFast(self, object);
  if (self.bin !== 0) output.op(op.EMPTY_DICT);
  else {
    output.op(op.MARK);
    output.op(op.DICT);
  }
  memoize(self, object);
  if (object.storage.size !== 0) {
    if (self.bin !== 0) setDictItems(self, object);
    else setIteratedItems(self, getIter(callMethod(object, itemsName)), object);
  }
  if (isFast) leaveFast(self, object);
}

function setDictItems(self: PyPickler, object: PyDict): void {
  const output = self.output!;
  const { size } = object.storage;
  const { storage } = object;
  const entries = storage instanceof MapStorage ? storage.items : storage.entries();
  /** Of the value that is being written. */
  let ofValue: PyObject | undefined;
  try {
    if (size === 1) {
      for (const [key, value] of entries) {
        save(self, key);
        ofValue = key;
        save(self, value);
        output.op(op.SETITEM);
        return;
      }
    }
    output.op(op.MARK);
    let count = 0;
    for (const [key, value] of entries) {
      save(self, key);
      ofValue = key;
      save(self, value);
      ofValue = undefined;
      if (++count !== BATCH) continue;
      // As CPython does it, a full batch is always followed by another.
      endBatch(self, op.SETITEMS, 'dictionary', size, object.storage.size);
      output.op(op.MARK);
      count = 0;
    }
    endBatch(self, op.SETITEMS, 'dictionary', size, object.storage.size);
  } catch (thrown) {
    if (ofValue === undefined) throw thrown;
    const key = ofValue;
    throw noted(thrown, () => itemNote(object, repr(key)));
  }
}

function endBatch(self: PyPickler, opcode: number, what: string, before: number, now: number): void {
  self.output!.op(opcode);
  if (now !== before) throw runtimeError(`${what} changed size during iteration`);
}

/** The pairs of an iterator, to be set as items of an object. */
function setIteratedItems(self: PyPickler, iterator: PyObject, owner: PyObject): void {
  const saveItem = (item: PyObject): void => {
    if (!(item instanceof PyTuple) || item.items.length !== 2) {
      throw typeError('dict items iterator must return 2-tuples');
    }
    const key = item.items[0]!;
    save(self, key);
    try {
      save(self, item.items[1]!);
    } catch (thrown) {
      throw noted(thrown, () => itemNote(owner, repr(key)));
    }
  };
  saveBatches(self, iterator, saveItem, op.SETITEM, op.SETITEMS);
}

function saveElement(self: PyPickler, owner: PyObject, item: PyObject): void {
  try {
    save(self, item);
  } catch (thrown) {
    throw noted(thrown, () => `when serializing ${fullTypeName(owner)} element`);
  }
}

function saveSet(self: PyPickler, object: PySet): void {
  const output = self.output!;
  if (self.proto < 4) {
    saveReduction(self, [PySet.type, new PyTuple([new PyList(setItems(object))])], object);
    return;
  }
  output.op(op.EMPTY_SET);
  memoize(self, object);
  const size = setSize(object);
  if (size === 0) return;
  const items = setItems(object);
  output.op(op.MARK);
  for (let i = 0; i < items.length; ) {
    saveElement(self, object, items[i]!);
    if (++i % BATCH !== 0) continue;
    endBatch(self, op.ADDITEMS, 'set', size, setSize(object));
    output.op(op.MARK);
  }
  endBatch(self, op.ADDITEMS, 'set', size, setSize(object));
}

function saveFrozenSet(self: PyPickler, object: PyFrozenSet): void {
  const output = self.output!;
  if (self.proto < 4) {
    saveReduction(self, [PyFrozenSet.type, new PyTuple([new PyList(setItems(object))])], object);
    return;
  }
  output.op(op.MARK);
  for (const item of setItems(object)) saveElement(self, object, item);
  const known = self.memo.get(object);
  if (known === undefined) {
    output.op(op.FROZENSET);
    memoize(self, object);
  } else {
    output.op(op.POP_MARK);
    writeGet(self, known);
  }
}

// ── Any other object ─────────────────────────────────────────────────────────────────────────────────────────────────

function saveOther(self: PyPickler, object: PyBaseObject, type: PyType): void {
  if (self.reducerOverride !== undefined) {
    const reduction = call1(self.reducerOverride, object);
    if (reduction !== NotImplemented) {
      saveReduced(self, reduction, object);
      return;
    }
  }
  if (type === typeType) saveType(self, object as PyType);
  else if (type === PyFunction.type) saveGlobal(self, object, undefined);
  else {
    const reducer = registeredReducer(self, type);
    if (reducer !== undefined) saveReduced(self, call1(reducer, object), object);
    else if (isSubtype(type, typeType)) saveGlobal(self, object, undefined);
    else saveReduced(self, reduced(self, object), object);
  }
}

/** The function that `copyreg.pickle`, or the pickler's own table, has for a type. */
function registeredReducer(self: PyPickler, type: PyType): PyObject | undefined {
  const table = self.dispatchTable;
  if (table === undefined) return dictGetItem(pickleState().dispatchTable, type);
  if (isExactDict(table)) return dictGetItem(table, type);
  try {
    return getItem(table, type);
  } catch (thrown) {
    if (thrown instanceof PyBaseException && isInstanceOf(thrown, KeyErrorType)) return undefined;
    throw thrown;
  }
}

function reduced(self: PyPickler, object: PyBaseObject): PyObject {
  const reduceEx = getAttrOrAbsent(object, dunderReduceEx);
  if (reduceEx !== undefined) return call1(reduceEx, self.proto);
  const reduce = getAttrOrAbsent(object, dunderReduce);
  if (reduce === undefined) throw picklingError(`Can't pickle ${fullTypeName(object)} object`);
  return call0(reduce);
}

/** Writes what a reduction gave: the name of a global, or a tuple. */
function saveReduced(self: PyPickler, reduction: PyObject, object: PyBaseObject): void {
  const name = strValue(reduction);
  if (name !== undefined) {
    saveGlobal(self, object, name);
    return;
  }
  try {
    if (!(reduction instanceof PyTuple)) {
      throw picklingError(`__reduce__ must return a string or tuple, not ${fullTypeName(reduction)}`);
    }
    saveReduction(self, reduction.items, object);
  } catch (thrown) {
    throw noted(thrown, () => `when serializing ${fullTypeName(object)} object`);
  }
}

function isCallable(value: PyObject): boolean {
  return typeOf(value).tp_call !== undefined;
}

/** An item of a reduction that is optional. */
function optional(item: PyObject | undefined): PyObject | undefined {
  return item === None ? undefined : item;
}

function wrongItem(which: string, wanted: string, item: PyObject): PyBaseException {
  return picklingError(
    `${which} item of the tuple returned by __reduce__ must be ${wanted}, not ${fullTypeName(item)}`,
  );
}

/** Writes a part of a reduction; what goes wrong is noted with the name of the part. */
function savePart(self: PyPickler, part: PyObject, object: PyObject, what: string): void {
  try {
    save(self, part);
  } catch (thrown) {
    throw noted(thrown, () => `when serializing ${fullTypeName(object)} ${what}`);
  }
}

/** Writes the items of the tuple that `__reduce__` gave. */
function saveReduction(self: PyPickler, reduction: readonly PyObject[], object: PyBaseObject): void {
  if (reduction.length < 2 || reduction.length > 6) {
    throw picklingError('tuple returned by __reduce__ must contain 2 through 6 elements');
  }
  const output = self.output!;
  const callable = reduction[0]!;
  const args = reduction[1]!;
  const state = optional(reduction[2]);
  const listItems = optional(reduction[3]);
  const dictItems = optional(reduction[4]);
  const setter = optional(reduction[5]);
  if (!isCallable(callable)) throw wrongItem('first', 'callable', callable);
  if (!(args instanceof PyTuple)) throw wrongItem('second', 'a tuple', args);
  if (listItems !== undefined && !isIterator(listItems)) throw wrongItem('fourth', 'an iterator', listItems);
  if (dictItems !== undefined && !isIterator(dictItems)) throw wrongItem('fifth', 'an iterator', dictItems);
  if (setter !== undefined && !isCallable(setter)) throw wrongItem('sixth', 'callable', setter);
  const name = self.proto >= 2 ? getAttrOrAbsent(callable, dunderName) : undefined;
  if (name === '__newobj__') saveNewObject(self, args.items, object);
  else if (name === '__newobj_ex__') saveNewObjectEx(self, args.items, object);
  else {
    savePart(self, callable, object, 'reconstructor');
    savePart(self, args, object, 'reconstructor arguments');
    output.op(op.REDUCE);
  }
  // Identity is that of the object itself, whether or not the program has it by a handle.
  const identity = object.ob_type.tp_finalize === undefined ? object : behindHandle(object);
  const known = self.memo.get(object) ?? self.memo.get(identity);
  if (known !== undefined) {
    output.op(op.POP);
    writeGet(self, known);
    return;
  }
  memoize(self, identity);
  if (identity !== object) self.memo.set(object, self.memo.get(identity)!);
  if (listItems !== undefined) appendIterated(self, listItems, object);
  if (dictItems !== undefined) setIteratedItems(self, dictItems, object);
  if (state === undefined) return;
  if (setter === undefined) {
    savePart(self, state, object, 'state');
    output.op(op.BUILD);
    return;
  }
  savePart(self, setter, object, 'state setter');
  save(self, object);
  savePart(self, state, object, 'state');
  output.op(op.TUPLE2);
  output.op(op.REDUCE);
  output.op(op.POP);
}

/** An object that its class makes from arguments: `cls.__new__(cls, *args)`. */
function saveNewObject(self: PyPickler, args: readonly PyObject[], object: PyObject): void {
  if (args.length === 0) throw picklingError('__newobj__ expected at least 1 argument, got 0');
  const cls = args[0]!;
  if (!(cls instanceof PyType)) {
    throw picklingError(`first argument to __newobj__() must be a class, not ${fullTypeName(cls)}`);
  }
  const objectClass = getAttrOrAbsent(object, dunderClass) ?? typeOf(object);
  if (objectClass !== cls) {
    throw picklingError(
      strJoin('', ['first argument to __newobj__() must be ', repr(objectClass), ', not ', repr(cls)]),
    );
  }
  savePart(self, cls, object, 'class');
  savePart(self, new PyTuple(args.slice(1)), object, '__new__ arguments');
  self.output!.op(op.NEWOBJ);
}

/** The same with keywords: `cls.__new__(cls, *args, **kwargs)`. */
function saveNewObjectEx(self: PyPickler, given: readonly PyObject[], object: PyObject): void {
  if (given.length !== 3) {
    throw picklingError(`__newobj_ex__ expected 3 arguments, got ${given.length}`);
  }
  const [cls, args, kwargs] = given as [PyObject, PyObject, PyObject];
  if (!(cls instanceof PyType)) {
    throw picklingError(`first argument to __newobj_ex__() must be a class, not ${fullTypeName(cls)}`);
  }
  if (!(args instanceof PyTuple)) {
    throw picklingError(`second argument to __newobj_ex__() must be a tuple, not ${fullTypeName(args)}`);
  }
  if (!isDict(kwargs)) {
    throw picklingError(`third argument to __newobj_ex__() must be a dict, not ${fullTypeName(kwargs)}`);
  }
  if (self.proto >= 4) {
    savePart(self, cls, object, 'class');
    savePart(self, args, object, '__new__ arguments');
    savePart(self, kwargs, object, '__new__ arguments');
    self.output!.op(op.NEWOBJ_EX);
    return;
  }
  // Older protocols cannot say it: a partial has the keywords.
  const names: string[] = [];
  const values: PyObject[] = [getAttr(cls, dunderNew), cls, ...args.items];
  for (const [key, value] of kwargs.storage.entries()) {
    if (typeof key !== 'string') throw typeError('keywords must be strings');
    names.push(key);
    values.push(value);
  }
  savePart(self, call(pickleState().partial, values, names), object, 'reconstructor');
  savePart(self, new PyTuple([]), object, 'reconstructor');
  self.output!.op(op.REDUCE);
}

// ── Globals ──────────────────────────────────────────────────────────────────────────────────────────────────────────

function saveType(self: PyPickler, type: PyType): void {
  const singleton =
    type === PyNone.type
      ? None
      : type === PyEllipsis.type
        ? Ellipsis
        : type === PyNotImplemented.type
          ? NotImplemented
          : undefined;
  if (singleton === undefined) saveGlobal(self, type, undefined);
  else saveReduction(self, [typeType, new PyTuple([singleton])], type);
}

/** Writes an object that is found by its name, which is `__qualname__` if not given. */
function saveGlobal(self: PyPickler, object: PyBaseObject, given: Str | undefined): void {
  const output = self.output!;
  const nameObject = given ?? getAttrOrAbsent(object, dunderQualname) ?? getAttr(object, dunderName);
  const name = strValue(nameObject);
  if (name === undefined) throw typeError(`must be str, not ${typeName(nameObject)}`);
  const path = dottedPath(name);
  const module = moduleOf(object, name, path);
  if (self.proto >= 2) {
    const code = dictGetItem(pickleState().extensionRegistry, new PyTuple([module, name]));
    if (code !== undefined) {
      saveExtension(self, code);
      return;
    }
  }
  if (self.proto >= 4) {
    saveNames(self, object, module, name);
    output.op(op.STACK_GLOBAL);
  } else {
    // getattr(getattr(first, second), third)
    for (let i = 1; i < path.length; i++) {
      save(self, pickleState().getattr);
      if (self.proto < 2) output.op(op.MARK);
    }
    saveToplevel(self, module, path[0]!);
    for (let i = 1; i < path.length; i++) {
      save(self, path[i]!);
      output.op(self.proto < 2 ? op.TUPLE : op.TUPLE2);
      output.op(op.REDUCE);
    }
  }
  memoize(self, object);
}

/**
 * Writes the names of a global. CPython makes those of built-in functions and types anew each time they are asked for, and
 * functions have another text for the module than types: so where the memo knows equal texts, these are not the same.
 */
function saveNames(self: PyPickler, object: PyBaseObject, module: PyObject, name: Str): void {
  const isFunction = object instanceof PyCFunction;
  if (isFunction) saveUnshared(self, module, self.functionModules);
  else save(self, module);
  if (isFunction || (object instanceof PyType && !(object.tp_flags & TPFLAGS_HEAPTYPE))) {
    saveUnshared(self, name, undefined);
  } else save(self, name);
}

/** Writes a text that only those in `known` are the same as. */
function saveUnshared(self: PyPickler, object: PyObject, known: Map<PyObject, number> | undefined): void {
  const text = strValue(object);
  if (text === undefined || self.fast !== 0) {
    save(self, object);
    return;
  }
  self.output!.boundary();
  if (self.persistentId !== undefined && savePersistent(self, self.persistentId, object)) return;
  const index = known?.get(object);
  if (index !== undefined) {
    writeGet(self, index);
    return;
  }
  writeText(self, text);
  const put = writePut(self);
  known?.set(object, put);
}

function saveExtension(self: PyPickler, codeObject: PyObject): void {
  const output = self.output!;
  const code = Number(intValue(codeObject) ?? Number.NaN);
  if (Number.isNaN(code)) {
    throw typeError(`'${typeName(codeObject)}' object cannot be interpreted as an integer`);
  }
  if (code <= 0 || code > 0x7fffffff) throw runtimeError(`extension code ${code} is out of range`);
  if (code < 0x100) output.op1(op.EXT1, code);
  else if (code < 0x10000) output.op2(op.EXT2, code);
  else output.op4(op.EXT4, code);
}

/** A global of a module as protocols up to 3 have it: in two lines. */
function saveToplevel(self: PyPickler, moduleObject: PyObject, globalName: Str): void {
  const output = self.output!;
  let module = moduleObject;
  let name: PyObject = globalName;
  output.op(op.GLOBAL);
  if (self.fixImports) {
    const { reverseNameMapping, reverseImportMapping } = pickleState();
    const renamed = dictGetItem(reverseNameMapping, new PyTuple([module, name]));
    if (renamed !== undefined) {
      [module, name] = renamedPair('REVERSE_NAME_MAPPING', renamed);
    } else {
      const moved = dictGetItem(reverseImportMapping, module);
      if (moved !== undefined) module = renamedModule('REVERSE_IMPORT_MAPPING', moved);
    }
  }
  saveIdentifier(self, module, 'module');
  saveIdentifier(self, name, 'global');
}

function saveIdentifier(self: PyPickler, name: PyObject, what: string): void {
  const text = strValue(name);
  if (text === undefined) throw typeError(`bad argument type for built-in operation`);
  let data: Uint8Array;
  try {
    data = self.proto === 3 ? encodeUtf8Strict(text) : encodeAscii(text, undefined);
  } catch (thrown) {
    if (!(thrown instanceof PyUnicodeEncodeError)) throw thrown;
    const message = strJoin('', [
      `can't pickle ${what} identifier `,
      repr(text),
      ` using pickle protocol ${self.proto}`,
    ]);
    throw inPlaceOf(thrown, picklingError(message));
  }
  self.output!.append(data);
  self.output!.op(10);
}

/** The name of the module in which a global is found by its name. CPython: `whichmodule`. */
function moduleOf(object: PyBaseObject, name: Str, path: readonly Str[]): PyObject {
  if (path.includes('<locals>')) {
    throw picklingError(strJoin('', ["Can't pickle local object ", repr(object)]));
  }
  const told = getAttrOrAbsent(object, dunderModule);
  const moduleName = told === undefined || told === None ? searchedModule(object, path) : told;
  let module: PyObject;
  try {
    module = moduleNamed(moduleName);
  } catch (thrown) {
    if (
      !(thrown instanceof PyBaseException) ||
      !(isInstanceOf(thrown, ImportErrorType) || isInstanceOf(thrown, ValueErrorType))
    ) {
      throw thrown;
    }
    const message = strJoin('', ["Can't pickle ", repr(object), ': ', str(thrown)]);
    throw inPlaceOf(thrown, picklingError(message));
  }
  let actual: PyObject;
  try {
    actual = attributeAt(module, path);
  } catch (thrown) {
    if (!isAttributeError(thrown)) throw thrown;
    throw inPlaceOf(thrown, otherGlobal(object, "it's not found as ", moduleName, name));
  }
  if (actual !== object) throw otherGlobal(object, "it's not the same object as ", moduleName, name);
  return moduleName;
}

function otherGlobal(object: PyObject, complaint: Str, module: PyObject, name: Str): PyBaseException {
  return picklingError(strJoin('', ["Can't pickle ", repr(object), ': ', complaint, str(module), '.', name]));
}

/** The name of the first module that has the object, `__main__` if none has. */
function searchedModule(object: PyObject, path: readonly Str[]): PyObject {
  const { modules } = current.thread.interp;
  for (const moduleName of iterToArray(modules)) {
    const module = dictGetItem(modules, moduleName);
    if (module === undefined || module === None || moduleName === '__main__') continue;
    if (attributeAtOrAbsent(module, path) === object) return moduleName;
  }
  return '__main__';
}
