/**
 * `__flags__` of a type as CPython shows them. Bits that say how CPython keeps types and instances mean nothing to us:
 * they are computed here, from what is known of the type. CPython: Include/object.h, `type_new_alloc`.
 */
import {
  type PyType,
  TPFLAGS_BASE_EXC_SUBCLASS,
  TPFLAGS_HAVE_GC,
  TPFLAGS_HAVE_VECTORCALL,
  TPFLAGS_HEAPTYPE,
  TPFLAGS_IMMUTABLETYPE,
  TPFLAGS_MANAGED_DICT,
  TPFLAGS_READY,
  typeType,
} from '../objects/object.ts';
import { isStaticType } from '../runtime/heap-types.ts';
import { isSubtype } from '../runtime/type-of.ts';
import { itemSize } from '../runtime/type-sizes.ts';

const STATIC_BUILTIN = 1 << 1;
const INLINE_VALUES = 1 << 2;
const MANAGED_WEAKREF = 1 << 3;
const MATCH_SELF = 1 << 22;
const ITEMS_AT_END = 1 << 23;
const TYPE_SUBCLASS = 2 ** 31;

/** Types whose instances refer to nothing that refers back. */
const WITHOUT_GC = new Set(
  `NoDefaultType NoneType NotImplementedType bool bytearray bytes code complex ellipsis float int line_iterator
  longrange_iterator object positions_iterator range range_iterator str EncodingMap Token.MISSING datetime.date
  datetime.datetime datetime.time datetime.timedelta datetime.timezone datetime.tzinfo _bz2.BZ2Compressor
  _bz2.BZ2Decompressor _hashlib.HASH _hashlib.HASHXOF _hashlib.HMAC _lzma.LZMACompressor _lzma.LZMADecompressor
  _random.Random _tokenize.TokenizerIter posix.DirEntry posix.ScandirIterator select.epoll`.split(/\s+/),
);

/** Types that a class pattern with one positional pattern matches as a whole. */
const MATCHED_WHOLE = new Set('bool bytearray bytes dict float frozenset int list set str tuple'.split(' '));

const CALLED_BY_VECTOR = new Set(
  `type builtin_function_or_method function method method_descriptor functools.partial operator.attrgetter
  operator.itemgetter operator.methodcaller types.GenericAlias weakref.ReferenceType`.split(/\s+/),
);

/** Heap types that cannot be changed. */
const IMMUTABLE_HEAP_TYPES = new Set(
  `_bz2.BZ2Compressor _bz2.BZ2Decompressor _io._BytesIOBuffer _lzma.LZMACompressor _lzma.LZMADecompressor _socket.socket
  _struct.Struct _thread.RLock _thread._ThreadHandle _thread._local _thread.lock _tokenize.TokenizerIter
  compression.zstd.ZstdCompressor compression.zstd.ZstdDecompressor compression.zstd.ZstdDict decimal.Context
  decimal.Decimal sqlite3.Blob sqlite3.Connection sqlite3.Cursor sqlite3.PrepareProtocol sqlite3.Row
  zlib._ZlibDecompressor`.split(/\s+/),
);

export function typeFlags(type: PyType): number {
  let flags = type.tp_flags | TPFLAGS_READY;
  const isClass = (type.tp_flags & TPFLAGS_HEAPTYPE) !== 0;
  if (isStaticType(type)) flags |= STATIC_BUILTIN | TPFLAGS_IMMUTABLETYPE;
  else flags |= TPFLAGS_HEAPTYPE;
  if (IMMUTABLE_HEAP_TYPES.has(type.tp_name)) flags |= TPFLAGS_IMMUTABLETYPE;
  if (isClass || !WITHOUT_GC.has(type.tp_name)) flags |= TPFLAGS_HAVE_GC;
  if (type.tp_mro.some((base) => MATCHED_WHOLE.has((base as PyType).tp_name))) flags |= MATCH_SELF;
  if (isCalledByVector(type)) flags |= TPFLAGS_HAVE_VECTORCALL;
  flags |= placesOfInstances(type);
  if (!isSubtype(type, typeType)) return flags;
  return (flags | ITEMS_AT_END) + TYPE_SUBCLASS;
}

/** A type is called as its base is, unless it says itself how. */
function isCalledByVector(type: PyType): boolean {
  for (let base: PyType | undefined = type; base !== undefined; base = base.tp_base) {
    if (!(base.tp_flags & TPFLAGS_HEAPTYPE)) return CALLED_BY_VECTOR.has(base.tp_name);
    if (base.tp_dict.has('__call__')) return false;
  }
  return false;
}

/** Where the instances of a Python class keep their dict and their weak references, if the built-in base has no place. */
function placesOfInstances(type: PyType): number {
  let builtin = type;
  while (builtin.tp_flags & TPFLAGS_HEAPTYPE) builtin = builtin.tp_base!;
  const hasItems = itemSize(builtin) !== 0;
  let flags = type.hasWeakref && !builtin.hasWeakref && !hasItems ? MANAGED_WEAKREF : 0;
  const isException = (type.tp_flags & TPFLAGS_BASE_EXC_SUBCLASS) !== 0;
  if (type.hasDict && !builtin.hasDict && !isException && !isSubtype(type, typeType)) {
    flags |= TPFLAGS_MANAGED_DICT | (hasItems ? 0 : INLINE_VALUES);
  }
  return flags;
}
