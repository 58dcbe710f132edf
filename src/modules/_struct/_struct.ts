/**
 * _struct: values in octets as C structs have them. CPython: Modules/_struct.c.
 *
 * The functions of the module keep the structs that they have made for format strings.
 */
import { intAdd } from '../../common/int.ts';
import { BufferHolder, PyBUF_SIMPLE } from '../../objects/buffer.ts';
import { PyBytes } from '../../objects/bytes.ts';
import { PyDict } from '../../objects/dict.ts';
import {
  type KwNames,
  objectType,
  PyBaseObject,
  type PyInt,
  type PyObject,
  PyType,
  TPFLAGS_BASETYPE,
  TPFLAGS_DISALLOW_INSTANTIATION,
} from '../../objects/object.ts';
import { None } from '../../objects/singletons.ts';
import { stringFromUnits } from '../../objects/str.ts';
import { bytesLike, holdBuffer, letGoBuffer, viewOctets, writableBytesLike } from '../../runtime/buffer.ts';
import { builtinDef } from '../../runtime/clinic.ts';
import { encodeAscii } from '../../runtime/codecs/latin1.ts';
import { asIndex, indexAsNumber, strValue } from '../../runtime/convert.ts';
import {
  constant,
  defineModule,
  defineType,
  fn,
  getset,
  methodsOf,
  rawFn,
  rawMethod,
  type TypeDefinition,
} from '../../runtime/define.ts';
import { dictClear, dictGetItem, dictSetItem } from '../../runtime/dict.ts';
import { attributeError, overflowError, runtimeError, typeError } from '../../runtime/errors.ts';
import { latin1Text } from '../../runtime/number-text.ts';
import { newBytesOctets } from '../../runtime/octets.ts';
import { repr } from '../../runtime/repr.ts';
import { current, type Interpreter } from '../../runtime/state.ts';
import { strJoin } from '../../runtime/text.ts';
import { typeName } from '../../runtime/type-of.ts';
import { StructErrorType, structError } from './formats.ts';
import { packValue, packValues, parseFormat, type StructLayout, unpackValues } from './layout.ts';

class PyStruct extends PyBaseObject {
  static readonly type = new PyType('_struct.Struct', PyStruct, objectType, TPFLAGS_BASETYPE);

  /** ASCII and beyond, one character an octet; absent until `__init__` has run. */
  format: string | undefined = undefined;
  layout: StructLayout | undefined = undefined;
}
PyStruct.type.hasWeakref = true;

/** Unpacks one struct after the other. */
class PyUnpackIter extends BufferHolder {
  static readonly type = new PyType(
    '_struct.unpack_iterator',
    PyUnpackIter,
    objectType,
    TPFLAGS_DISALLOW_INSTANTIATION,
  );

  readonly layout: StructLayout;
  index = 0;

  constructor(layout: StructLayout) {
    super();
    this.layout = layout;
  }
}

// ── Structs ──────────────────────────────────────────────────────────────────────────────────────────────────────────

function layoutOf(struct: PyStruct): StructLayout {
  if (struct.layout === undefined) throw runtimeError('Struct object is not initialized');
  return struct.layout;
}

function formatOf(format: PyObject): string {
  const text = strValue(format);
  if (text !== undefined) return stringFromUnits(encodeAscii(text, undefined));
  if (format instanceof PyBytes) return stringFromUnits(format.value);
  throw typeError(`Struct() argument 1 must be a str or bytes object, not ${typeName(format)}`);
}

const INIT = 'Struct($self, /, format: object)';
const structInit = builtinDef<PyStruct, typeof INIT>(INIT, '', (self, format) => {
  const text = formatOf(format);
  self.layout = parseFormat(text);
  self.format = text;
  return None;
});

const caches = new WeakMap<Interpreter, PyDict>();
const CACHED_STRUCTS = 100;

function cacheOf(): PyDict {
  const { interp } = current.thread;
  let cache = caches.get(interp);
  if (cache === undefined) {
    cache = new PyDict();
    caches.set(interp, cache);
  }
  return cache;
}

/** The struct of a format, as the functions of the module take it. */
function structFor(format: PyObject): PyStruct {
  const cache = cacheOf();
  // Not both kinds as keys: with -bb their comparison is an error.
  const key = format instanceof PyBytes ? latin1Text(format.value) : format;
  const known = dictGetItem(cache, key);
  if (known !== undefined) return known as PyStruct;
  const struct = new PyStruct();
  structInit.call(struct, [format], undefined);
  if (cache.storage.size >= CACHED_STRUCTS) dictClear(cache);
  dictSetItem(cache, key, struct);
  return struct;
}

// ── Packing and unpacking ────────────────────────────────────────────────────────────────────────────────────────────

/** `first` is the index of the first value in the arguments. */
function pack(struct: PyStruct, args: readonly PyObject[], first: number): PyObject {
  const layout = layoutOf(struct);
  const given = args.length - first;
  if (given !== layout.count)
    throw structError(`pack expected ${layout.count} items for packing (got ${given})`);
  const octets = newBytesOctets(layout.size);
  packValues(layout, args, first, octets, 0);
  return new PyBytes(octets);
}

/** The same for one value: most formats have one. */
function packOne(struct: PyStruct, value: PyObject): PyObject {
  const { single, size } = layoutOf(struct);
  if (single === undefined) return pack(struct, [value], 0);
  const octets = new Uint8Array(size);
  packValue(single, octets, 0, value);
  return new PyBytes(octets);
}

function badBuffer(value: PyObject): never {
  throw typeError(`argument must be read-write bytes-like object, not ${typeName(value)}`);
}

/** `pack_into(buffer, offset, ...)`: the buffer is the argument at index `first`. */
function packInto(struct: PyStruct, args: readonly PyObject[], first: number): PyObject {
  const layout = layoutOf(struct);
  const given = args.length - first;
  if (given !== layout.count + 2) {
    if (given === 0) throw structError('pack_into expected buffer argument');
    if (given === 1) throw structError('pack_into expected offset argument');
    throw structError(`pack_into expected ${layout.count} items for packing (got ${given - 2})`);
  }
  const buffer = args[first]!;
  const data = writableBytesLike(buffer, () => badBuffer(buffer));
  const place = args[first + 1]!;
  indexAsNumber(place);
  const at = placeOf(asIndex(place), layout, data.length, 'packing');
  packValues(layout, args, first + 2, data, at);
  return None;
}

/** Where a struct begins that an offset says, which may count from the end. */
function placeOf(
  offset: PyInt,
  layout: StructLayout,
  length: number,
  doing: 'packing' | 'unpacking',
): number {
  const start = Number(offset);
  const { size } = layout;
  if (start >= 0) {
    if (start + size <= length) return start;
    const name = doing === 'packing' ? 'pack_into' : 'unpack_from';
    throw structError(
      `${name} requires a buffer of at least ${intAdd(layout.exactSize, offset)} bytes for ${doing} ${layout.exactSize} bytes at offset ${offset} (actual buffer size is ${length})`,
    );
  }
  if (start + size > 0) {
    throw structError(
      doing === 'packing'
        ? `no space to pack ${layout.exactSize} bytes at offset ${offset}`
        : `not enough data to unpack ${layout.exactSize} bytes at offset ${offset}`,
    );
  }
  if (start + length < 0) throw structError(`offset ${offset} out of range for ${length}-byte buffer`);
  return start + length;
}

function unpack(struct: PyStruct, buffer: PyObject): PyObject {
  const layout = layoutOf(struct);
  const data = bytesLike(buffer);
  if (data.length !== layout.size) throw structError(`unpack requires a buffer of ${layout.exactSize} bytes`);
  return unpackValues(layout, data, 0);
}

function unpackFrom(struct: PyStruct, buffer: PyObject, offset: PyObject): PyObject {
  const layout = layoutOf(struct);
  const start = asIndex(offset);
  if (typeof start === 'bigint' && BigInt.asIntN(64, start) !== start) {
    throw overflowError('Python int too large to convert to C ssize_t');
  }
  const data = bytesLike(buffer);
  return unpackValues(layout, data, placeOf(start, layout, data.length, 'unpacking'));
}

function iterUnpack(struct: PyStruct, buffer: PyObject): PyObject {
  const layout = layoutOf(struct);
  if (layout.size === 0) throw structError('cannot iteratively unpack with a struct of length 0');
  const iterator = new PyUnpackIter(layout);
  const view = holdBuffer(buffer, PyBUF_SIMPLE);
  if (view.len % layout.size !== 0) {
    letGoBuffer(view);
    throw structError(`iterative unpacking requires a buffer of a multiple of ${layout.exactSize} bytes`);
  }
  iterator.held = view;
  return iterator;
}

// ── The types ────────────────────────────────────────────────────────────────────────────────────────────────────────

const method = methodsOf<PyStruct>();

function noKeywords(name: string, kwnames: KwNames | undefined): void {
  if (kwnames !== undefined && kwnames.length > 0) throw typeError(`${name}() takes no keyword arguments`);
}

const structType = defineType({
  type: PyStruct.type,
  doc: 'Struct(fmt) --> compiled struct object\n\n',
  slots: {
    tp_new: (type) => new (type.ctor as unknown as new () => PyStruct)(),
    tp_init: (self, args, kwnames) => {
      structInit.call(self, args, kwnames);
    },
    tp_repr: (self) => {
      const struct = self as PyStruct;
      layoutOf(struct);
      const name = struct.ob_type.tp_name;
      return strJoin('', [name.slice(name.lastIndexOf('.') + 1), '(', repr(struct.format!), ')']);
    },
  },
  entries: [
    getset<PyStruct>(
      'format',
      'the format string',
      (self) => {
        layoutOf(self);
        return self.format!;
      },
      (self) => {
        throw attributeError(
          "attribute 'format' of '_struct.Struct' objects is not writable",
          self,
          'format',
        );
      },
    ),
    getset<PyStruct>('size', 'how many bytes a struct takes', (self) => self.layout?.exactSize ?? -1),
    method(
      'iter_unpack($self, buffer: object, /)',
      'Return an iterator over the structs that stand in the buffer one behind the other, each unpacked to a tuple.\n\nThe size of the buffer must be a multiple of that of the struct.',
      iterUnpack,
    ),
    rawMethod(
      'pack',
      undefined,
      'pack(v1, v2, ...) -> bytes\n\nReturn bytes in which the values are packed as the format says.',
      (self, args, kwnames) => {
        noKeywords('Struct.pack', kwnames);
        return pack(self as PyStruct, args, 0);
      },
      { call1: (self, value) => packOne(self as PyStruct, value) },
    ),
    rawMethod(
      'pack_into',
      undefined,
      'pack_into(buffer, offset, v1, v2, ...)\n\nPack the values as the format says and write them into a buffer from an offset on.',
      (self, args, kwnames) => {
        noKeywords('Struct.pack_into', kwnames);
        return packInto(self as PyStruct, args, 0);
      },
    ),
    method(
      'unpack($self, buffer: object, /)',
      'Return a tuple of the values that are packed in the buffer.\n\nThe buffer must have the size of the struct.',
      unpack,
    ),
    method(
      'unpack_from($self, /, buffer: object, offset: object = 0)',
      'Return a tuple of the values that are packed in the buffer from an offset on.',
      unpackFrom,
    ),
    method(
      '__sizeof__($self, /) -> int',
      'S.__sizeof__() -> size of S in memory, in bytes',
      (self) => 64 + 32 * (layoutOf(self).codes.length + 1),
    ),
  ],
});

const iteratorMethod = methodsOf<PyUnpackIter>();

const unpackIterator = defineType({
  type: PyUnpackIter.type,
  slots: {
    tp_iter: (self) => self,
    tp_iternext: (self) => {
      const iterator = self as PyUnpackIter;
      const { held, layout } = iterator;
      if (held === undefined) return undefined;
      if (iterator.index >= held.len) {
        iterator.held = undefined;
        letGoBuffer(held);
        return undefined;
      }
      const at = iterator.index;
      iterator.index += layout.size;
      return unpackValues(layout, viewOctets(held), at);
    },
  },
  entries: [
    iteratorMethod('__length_hint__($self, /) -> int', '', ({ held, layout, index }) =>
      held === undefined ? 0 : (held.len - index) / layout.size,
    ),
  ],
});

export const STRUCT_TYPES: readonly TypeDefinition[] = [
  structType,
  unpackIterator,
  { type: StructErrorType },
];

function formatArgument(args: readonly PyObject[]): PyStruct {
  if (args.length === 0) throw typeError('missing format argument');
  return structFor(args[0]!);
}

export const _struct = defineModule(
  '_struct',
  'Functions to convert between Python values and C structs.\nThe octets of a struct are a bytes object; a format string says how they are laid out.\n\nThe first character may say byte order, size and alignment:\n  @: native order, size & alignment (default)\n  =: native order, std. size & alignment\n  <: little-endian, std. size & alignment\n  >: big-endian, std. size & alignment\n  !: same as >\n\nThe others are the types of the values, each with an optional count before it:\n  x: pad byte (no data); c:char; b:signed byte; B:unsigned byte;\n  ?: _Bool; h:short; H:unsigned short; i:int; I:unsigned int;\n  l:long; L:unsigned long; q:long long; Q:unsigned long long;\n  e:half-float; f:float; d:double; F:float complex; D:double complex.\nHere the count is a length:\n  s:string (array of char); p: pascal string (with count byte).\nOnly in native format:\n  n:ssize_t; N:size_t; P:an integer that holds a pointer.\nWhite space between formats is ignored.\n\nThe variable struct.error is an exception raised on errors.\n',
  [
    constant('Struct', PyStruct.type),
    constant('error', StructErrorType),
    fn('_clearcache($module, /) -> None', 'Forget the structs that were kept.', () => dictClear(cacheOf())),
    fn(
      'calcsize($module, format: object, /)',
      'Return the size in bytes of the struct that the format describes.',
      (_, format) => layoutOf(structFor(format)).exactSize,
    ),
    fn(
      'iter_unpack($module, format: object, buffer: object, /)',
      'Return an iterator over the structs that stand in the buffer one behind the other, each unpacked to a tuple.\n\nThe size of the buffer must be a multiple of that of the struct.',
      (_, format, buffer) => iterUnpack(structFor(format), buffer),
    ),
    rawFn(
      'pack',
      undefined,
      'pack(format, v1, v2, ...) -> bytes\n\nReturn bytes in which the values are packed as the format says.',
      (_, args, kwnames) => {
        noKeywords('_struct.pack', kwnames);
        return pack(formatArgument(args), args, 1);
      },
      { call2: (_, format, value) => packOne(structFor(format), value) },
    ),
    rawFn(
      'pack_into',
      undefined,
      'pack_into(format, buffer, offset, v1, v2, ...)\n\nPack the values as the format says and write them into a buffer from an offset on.',
      (_, args, kwnames) => {
        noKeywords('_struct.pack_into', kwnames);
        return packInto(formatArgument(args), args, 1);
      },
    ),
    fn(
      'unpack($module, format: object, buffer: object, /)',
      'Return a tuple of the values that are packed in the buffer.\n\nThe buffer must have the size of the struct.',
      (_, format, buffer) => unpack(structFor(format), buffer),
    ),
    fn(
      'unpack_from($module, format: object, /, buffer: object, offset: object = 0)',
      'Return a tuple of the values that are packed in the buffer from an offset on.',
      (_, format, buffer, offset) => unpackFrom(structFor(format), buffer, offset),
    ),
  ],
);
