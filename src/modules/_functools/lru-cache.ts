/**
 * _lru_cache_wrapper: what `functools.lru_cache` makes of a function.
 *
 * A bounded cache keeps its entries in a ring by age besides the dict that finds them. A key of one int or str argument is
 * that argument, any other one a tuple of all arguments. CPython: `lru_cache_object` in Modules/_functoolsmodule.c.
 */

import { attrName } from '../../objects/attribute-name.ts';
import { PyDict } from '../../objects/dict.ts';
import { PyMethod } from '../../objects/method.ts';
import {
  type KwNames,
  objectType,
  PyBaseObject,
  type PyObject,
  PyType,
  TPFLAGS_HEAPTYPE,
  TPFLAGS_IMMUTABLETYPE,
  TPFLAGS_METHOD_DESCRIPTOR,
} from '../../objects/object.ts';
import { PyFrozenSet } from '../../objects/set.ts';
import { None } from '../../objects/singletons.ts';
import { PyStr, strFromUtf16 } from '../../objects/str.ts';
import { PyTuple } from '../../objects/tuple.ts';
import { getAttr } from '../../runtime/attributes.ts';
import { call } from '../../runtime/call.ts';
import { builtinDef } from '../../runtime/clinic.ts';
import { asIndex } from '../../runtime/convert.ts';
import { defineType, methodsOf, rawMethod } from '../../runtime/define.ts';
import {
  dictClear,
  dictGetHashed,
  dictGetItem,
  dictPop,
  dictPopHashed,
  dictSetHashed,
  dictSetItem,
} from '../../runtime/dict.ts';
import { overflowError, typeError } from '../../runtime/errors.ts';
import { dictEntry } from '../../runtime/instance-dict.ts';
import { comparesByIdentity, hashHigh, keyHash } from '../../runtime/key-hash.ts';
import { typeName, typeOf } from '../../runtime/type-of.ts';

/** An entry of a bounded cache, between an older and a younger one. */
class PyCacheEntry extends PyBaseObject {
  static readonly type = new PyType(
    'functools._lru_list_elem',
    PyCacheEntry,
    objectType,
    TPFLAGS_IMMUTABLETYPE,
  );

  older: PyCacheEntry = this;
  younger: PyCacheEntry = this;
  /** Absent in the entry that closes a ring. */
  readonly key: Key | undefined;
  readonly result: PyObject;

  constructor(key: Key | undefined, result: PyObject) {
    super();
    this.key = key;
    this.result = result;
  }

  unlink(): void {
    this.older.younger = this.younger;
    this.younger.older = this.older;
  }

  /** Puts the entry behind the youngest one of a ring. */
  linkInto(ring: PyCacheEntry): void {
    this.older = ring.older;
    this.younger = ring;
    ring.older.younger = this;
    ring.older = this;
  }
}

/** Arguments that need no hash to be found again while they are the same objects, and what the cache has for them. */
class KnownCall {
  readonly args: readonly PyObject[];
  readonly item: PyObject;

  constructor(args: readonly PyObject[], item: PyObject) {
    this.args = args;
    this.item = item;
  }
}

class PyLruCache extends PyBaseObject {
  static readonly type = new PyType(
    'functools._lru_cache_wrapper',
    PyLruCache,
    objectType,
    TPFLAGS_IMMUTABLETYPE | TPFLAGS_METHOD_DESCRIPTOR,
  );

  readonly func: PyObject;
  /** −1: no bound. 0: no caching. */
  readonly maxsize: number;
  readonly typed: boolean;
  readonly infoType: PyObject;
  readonly cache = new PyDict();
  /** Between the oldest and the youngest entry. */
  readonly ring = new PyCacheEntry(undefined, None);
  hits = 0;
  misses = 0;
  /** The arguments of the call before, where asking for the same objects again needs no hash; they are the youngest entry. */
  lastArgs: readonly PyObject[] | undefined = undefined;
  lastResult: PyObject = None;
  /**
   * By a first argument that is an object one such call of which the cache has the result: finding the key of three weak
   * references so takes a third of the time.
   */
  knownCalls: Map<PyObject, KnownCall> = new Map();

  constructor(func: PyObject, maxsize: number, typed: boolean, infoType: PyObject) {
    super();
    this.func = func;
    this.maxsize = maxsize;
    this.typed = typed;
    this.infoType = infoType;
  }
}

PyLruCache.type.hasDict = true;
PyLruCache.type.hasWeakref = true;

/** Stands between positional and keyword arguments in a key. */
const KEYWORD_MARK = new objectType.ctor();

function makeKey(args: readonly PyObject[], kwnames: KwNames | undefined, typed: boolean): PyObject {
  const hasKeywords = kwnames !== undefined && kwnames.length > 0;
  if (!typed && !hasKeywords) {
    const single = args.length === 1 ? args[0]! : undefined;
    if (typeof single === 'string' || typeof single === 'number' || typeof single === 'bigint') return single;
    return single instanceof PyStr ? single : new PyTuple(args);
  }
  const count = args.length - (kwnames?.length ?? 0);
  const items = args.slice(0, count);
  if (hasKeywords) {
    items.push(KEYWORD_MARK);
    for (let i = 0; i < kwnames.length; i++) items.push(strFromUtf16(kwnames[i]!), args[count + i]!);
  }
  if (typed) for (let i = 0; i < args.length; i++) items.push(typeOf(args[i]!));
  return new PyTuple(items);
}

/** Does finding an object that is a key already run no code of the program, so that nobody misses it? */
function isFoundQuietly(value: PyObject): boolean {
  if (typeof value !== 'object') return true;
  const { ob_type } = value;
  if ((ob_type.tp_flags & TPFLAGS_HEAPTYPE) !== 0) return comparesByIdentity(value);
  return ob_type !== PyTuple.type && ob_type !== PyFrozenSet.type;
}

function areSame(args: readonly PyObject[], others: readonly PyObject[]): boolean {
  if (args.length !== others.length) return false;
  for (let i = 0; i < args.length; i++) if (args[i] !== others[i]) return false;
  return true;
}

/** Notes a call with positional arguments of which the cache has the result. */
function noteCall(own: PyLruCache, args: readonly PyObject[], item: PyObject): void {
  if (!args.every(isFoundQuietly)) {
    own.lastArgs = undefined;
    return;
  }
  own.lastArgs = args;
  const first = args[0];
  if (typeof first === 'object' && !own.knownCalls.has(first)) {
    own.knownCalls.set(first, new KnownCall(args, item));
  }
}

/** A key with the hash that is made of it once; that of an int or a str may be made again, for it runs no code. */
class Key {
  readonly value: PyObject;
  readonly low: number;
  readonly high: number;

  constructor(value: PyObject) {
    this.value = value;
    this.low = typeof value === 'object' ? keyHash(value) : 0;
    this.high = typeof value === 'object' ? hashHigh.value : 0;
  }
}

function find(cache: PyDict, key: Key): PyObject | undefined {
  const { value } = key;
  return typeof value === 'object'
    ? dictGetHashed(cache, value, key.low, key.high)
    : dictGetItem(cache, value);
}

function store(cache: PyDict, key: Key, item: PyObject): void {
  const { value } = key;
  if (typeof value === 'object') dictSetHashed(cache, value, key.low, key.high, item);
  else dictSetItem(cache, value, item);
}

function drop(cache: PyDict, key: Key): void {
  const { value } = key;
  if (typeof value === 'object') dictPopHashed(cache, value, key.low, key.high);
  else dictPop(cache, value);
}

function callCached(self: PyObject, args: readonly PyObject[], kwnames: KwNames | undefined): PyObject {
  const own = self as PyLruCache;
  if (own.maxsize === 0) {
    own.misses++;
    return call(own.func, args, kwnames);
  }
  // The same objects are of the same types.
  const isPlain = kwnames === undefined || kwnames.length === 0;
  if (isPlain) {
    if (own.lastArgs !== undefined && areSame(args, own.lastArgs)) {
      own.hits++;
      return own.lastResult;
    }
    const first = args[0];
    const known = typeof first === 'object' ? own.knownCalls.get(first) : undefined;
    if (known !== undefined && areSame(args, known.args)) {
      own.lastArgs = args;
      return hit(own, known.item);
    }
  }
  const key = new Key(makeKey(args, kwnames, own.typed));
  const found = find(own.cache, key);
  if (found !== undefined) {
    if (isPlain) noteCall(own, args, found);
    else own.lastArgs = undefined;
    return hit(own, found);
  }
  own.misses++;
  // The key may hold the arguments, and an array that is handed over belongs to who gets it.
  const result = call(own.func, args.slice(), kwnames);
  own.lastArgs = undefined;
  if (own.maxsize < 0) store(own.cache, key, result);
  else addEntry(own, key, result);
  return result;
}

/** The result that the cache has; it becomes the youngest. */
function hit(own: PyLruCache, item: PyObject): PyObject {
  own.hits++;
  if (own.maxsize < 0) own.lastResult = item;
  else {
    const entry = item as PyCacheEntry;
    entry.unlink();
    entry.linkInto(own.ring);
    own.lastResult = entry.result;
  }
  return own.lastResult;
}

/** Takes the oldest entry out of a cache that is full. */
function dropOldest({ ring, cache, knownCalls }: PyLruCache): void {
  const oldest = ring.younger;
  oldest.unlink();
  const { value } = oldest.key!;
  const first = value instanceof PyTuple ? value.items[0] : undefined;
  if (first !== undefined && knownCalls.get(first)?.item === oldest) knownCalls.delete(first);
  drop(cache, oldest.key!);
}

/** Adds the result of a call to a bounded cache; the oldest entry goes when it is full. */
function addEntry(own: PyLruCache, key: Key, result: PyObject): void {
  const { ring, cache } = own;
  // The call itself may have cached the same key: then its entry stays.
  if (find(cache, key) !== undefined) return;
  if (cache.storage.size >= own.maxsize && ring.younger !== ring) dropOldest(own);
  const entry = new PyCacheEntry(key, result);
  store(cache, key, entry);
  entry.linkInto(ring);
}

const newDef = builtinDef<
  PyType,
  'lru_cache($type, /, user_function: object, maxsize: object, typed: bool, cache_info_type: object)'
>(
  'lru_cache($type, /, user_function: object, maxsize: object, typed: bool, cache_info_type: object)',
  '',
  (_type, func, maxsize, typed, infoType) => {
    if (typeOf(func).tp_call === undefined) throw typeError('the first argument must be callable');
    let bound = -1;
    if (maxsize !== None) {
      if (typeof maxsize !== 'number' && typeOf(maxsize).nb_index === undefined) {
        throw typeError('maxsize should be integer or None');
      }
      const int = asIndex(maxsize);
      if (typeof int === 'bigint' && BigInt.asIntN(64, int) !== int) {
        throw overflowError(`cannot fit '${typeName(maxsize)}' into an index-sized integer`);
      }
      bound = Math.max(Number(int), 0);
    }
    return new PyLruCache(func, bound, typed, infoType);
  },
);

const method = methodsOf<PyLruCache>();
const qualnameName = attrName('__qualname__');

export const lruCacheWrapper = defineType({
  type: PyLruCache.type,
  doc: 'A callable that keeps the results of another function.\n\nuser_function:      the function\n\nmaxsize:  0         no caching\n          None      a cache without bound\n          n         a cache of at most n results\n\ntyped:    False     f(3) and f(3.0) are the same call\n          True      f(3) and f(3.0) are calls of their own\n\ncache_info_type:    namedtuple class with the fields hits, misses, maxsize\n                    and currsize\n',
  slots: {
    tp_new: (type, args, kwnames) => newDef.call(type, args, kwnames),
    tp_call: callCached,
    tp_descr_get: (self, instance) =>
      instance === undefined || instance === None ? self : new PyMethod(self, instance),
  },
  entries: [
    method('cache_info($self, /)', 'Report how the cache has done', (self) =>
      call(self.infoType, [
        self.hits,
        self.misses,
        self.maxsize < 0 ? None : self.maxsize,
        self.cache.storage.size,
      ]),
    ),
    method('cache_clear($self, /) -> None', 'Empty the cache and start counting anew', (self) => {
      self.hits = 0;
      self.misses = 0;
      self.lastArgs = undefined;
      self.knownCalls.clear();
      dictClear(self.cache);
      self.ring.older = self.ring;
      self.ring.younger = self.ring;
    }),
    method('__reduce__($self, /)', '', (self) => getAttr(self, qualnameName)),
    rawMethod('__copy__', undefined, '', (self) => self),
    rawMethod('__deepcopy__', undefined, '', (self) => self),
    dictEntry,
  ],
});
