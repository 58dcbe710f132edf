/**
 * memoryview: items in the memory of another object, and its iterator. CPython: Objects/memoryobject.c.
 * Single items: memoryview-items.ts; comparing: memoryview-compare.ts; making and releasing: ../runtime/memoryview.ts.
 */
import {
  type BufferView,
  PyBUF_ANY_CONTIGUOUS,
  PyBUF_C_CONTIGUOUS,
  PyBUF_F_CONTIGUOUS,
  PyBUF_FORMAT,
  PyBUF_MAX_NDIM,
  PyBUF_ND,
  PyBUF_STRIDES,
  PyBUF_WRITABLE,
} from '../objects/buffer.ts';
import { PyBytes } from '../objects/bytes.ts';
import { PyList } from '../objects/list.ts';
import { PyBufferWrapper, PyManagedBuffer, PyMemoryIter, PyMemoryView } from '../objects/memoryview.ts';
import type { PyInt, PyObject } from '../objects/object.ts';
import { Ellipsis, None } from '../objects/singletons.ts';
import { PySlice } from '../objects/slice.ts';
import { type Str, stringFromUnits } from '../objects/str.ts';
import { PyTuple } from '../objects/tuple.ts';
import { contiguousOctets, contiguousStrides, isContiguous, viewOctets } from '../runtime/buffer.ts';
import { releaseWrapped } from '../runtime/buffer-slots.ts';
import { builtinDef } from '../runtime/clinic.ts';
import { encodeAscii } from '../runtime/codecs/latin1.ts';
import { hash, isEqual } from '../runtime/compare.ts';
import { indexAsNumber, intValue } from '../runtime/convert.ts';
import { classMethod, defineType, getset, methodsOf, rawMethod } from '../runtime/define.ts';
import { bufferError, overflowError, typeError, valueError } from '../runtime/errors.ts';
import { classGetItem } from '../runtime/generic-alias.ts';
import { hexText } from '../runtime/hex.ts';
import { addressText } from '../runtime/identity.ts';
import { getIter } from '../runtime/iter.ts';
import {
  addView,
  checkReleased,
  checkRestricted,
  newMemoryView,
  releaseMemoryView,
} from '../runtime/memoryview.ts';
import { nativeCode, nativeSize } from '../runtime/native-items.ts';
import { bytesHash } from '../runtime/str-hash.ts';
import { typeOf } from '../runtime/type-of.ts';
import { compareMemory } from './memoryview-compare.ts';
import {
  applySlice,
  assignSlice,
  formatCode,
  isTupleOf,
  listOfItems,
  notImplemented,
  packItem,
  placeOfIndex,
  placeOfTuple,
  unpackItem,
} from './memoryview-items.ts';

const method = methodsOf<PyMemoryView>();

const NEW = 'memoryview($type, /, object: object)';
const memoryviewNew = builtinDef<PyObject, typeof NEW>(NEW, '', (_, object) => newMemoryView(object));

// ── Items ────────────────────────────────────────────────────────────────────────────────────────────────────────────

function isIndex(value: PyObject): boolean {
  return typeof value === 'number' || typeOf(value).nb_index !== undefined;
}

function isSlice(value: PyObject): boolean {
  return value instanceof PySlice;
}

/** Is this the key of the only item of a view without dimensions? */
function isEmptyTuple(key: PyObject): boolean {
  return key instanceof PyTuple && key.items.length === 0;
}

function item(self: PyObject, index: number): PyObject {
  const memory = self as PyMemoryView;
  checkReleased(memory);
  const code = formatCode(memory.view);
  if (memory.view.ndim === 0) throw typeError('invalid indexing of 0-dim memory');
  if (memory.view.ndim > 1) throw notImplemented('multi-dimensional sub-views are not implemented');
  return unpackItem(memory, placeOfIndex(memory.view, index), code);
}

function subscript(self: PyObject, key: PyObject): PyObject {
  const memory = self as PyMemoryView;
  const { view } = memory;
  checkReleased(memory);
  if (view.ndim === 0) {
    if (isEmptyTuple(key)) return unpackItem(memory, view.offset, formatCode(view));
    if (key === Ellipsis) return memory;
    throw typeError('invalid indexing of 0-dim memory');
  }
  if (isIndex(key)) return item(self, indexAsNumber(key));
  if (key instanceof PySlice) {
    checkRestricted(memory);
    const sliced = addView(memory.managed, view.copy());
    applySlice(sliced.view, key);
    return sliced;
  }
  if (isTupleOf(key, isIndex)) {
    const code = formatCode(view);
    if (key.items.length < view.ndim) throw notImplemented('sub-views are not implemented');
    return unpackItem(memory, placeOfTuple(view, key), code);
  }
  if (isTupleOf(key, isSlice)) throw notImplemented('multi-dimensional slicing is not implemented');
  throw typeError('memoryview: invalid slice key');
}

function assign(self: PyObject, key: PyObject, value: PyObject | undefined): void {
  const memory = self as PyMemoryView;
  const { view } = memory;
  checkReleased(memory);
  const code = formatCode(view);
  if (view.readonly) throw typeError('cannot modify read-only memory');
  if (value === undefined) throw typeError('cannot delete memory');
  if (view.ndim === 0) {
    if (key !== Ellipsis && !isEmptyTuple(key)) throw typeError('invalid indexing of 0-dim memory');
    packItem(memory, view.offset, value, code);
  } else if (isIndex(key)) {
    if (view.ndim > 1) throw notImplemented('sub-views are not implemented');
    packItem(memory, placeOfIndex(view, indexAsNumber(key)), value, code);
  } else if (key instanceof PySlice && view.ndim === 1) {
    assignSlice(memory, key, value);
  } else if (isTupleOf(key, isIndex)) {
    if (key.items.length < view.ndim) throw notImplemented('sub-views are not implemented');
    packItem(memory, placeOfTuple(view, key), value, code);
  } else if (key instanceof PySlice || isTupleOf(key, isSlice)) {
    throw notImplemented('memoryview slice assignments are currently restricted to ndim = 1');
  } else throw typeError('memoryview: invalid slice key');
}

function length(self: PyObject): number {
  const memory = self as PyMemoryView;
  checkReleased(memory);
  if (memory.view.ndim === 0) throw typeError('0-dim memory has no length');
  return memory.view.shape![0]!;
}

function iterate(self: PyObject): PyObject {
  const memory = self as PyMemoryView;
  const { ndim } = memory.view;
  if (ndim === 0) throw typeError('invalid indexing of 0-dim memory');
  if (ndim > 1) throw notImplemented('multi-dimensional sub-views are not implemented');
  formatCode(memory.view);
  return new PyMemoryIter(memory, length(memory));
}

/** The index of the first item that equals `value`. May call `__eq__`. */
function indexOf(memory: PyMemoryView, value: PyObject, start: number, stop: number): number {
  checkReleased(memory);
  const { ndim } = memory.view;
  if (ndim === 0) throw typeError('invalid lookup on 0-dim memory');
  if (ndim > 1) throw notImplemented('multi-dimensional lookup is not implemented');
  const count = memory.view.shape![0]!;
  const from = start < 0 ? Math.max(start + count, 0) : start;
  const to = Math.min(stop < 0 ? Math.max(stop + count, 0) : stop, count);
  for (let i = from; i < to; i++) if (isEqual(item(memory, i), value)) return i;
  throw valueError('memoryview.index(x): x not found');
}

/** How many items equal `value`. May call `__eq__`. */
function count(memory: PyMemoryView, value: PyObject): number {
  const iterator = getIter(memory);
  let found = 0;
  for (let next = nextItem(iterator); next !== undefined; next = nextItem(iterator)) {
    if (isEqual(next, value)) found++;
  }
  return found;
}

// ── The protocol ─────────────────────────────────────────────────────────────────────────────────────────────────────

function isCContiguous(view: BufferView): boolean {
  return isContiguous(view, 'C');
}

function isFContiguous(view: BufferView): boolean {
  return isContiguous(view, 'F');
}

/** A view of the view, as `flags` ask. CPython: `memory_getbuf`. */
function exportView(self: PyObject, flags: number): BufferView {
  const memory = self as PyMemoryView;
  checkReleased(memory);
  checkRestricted(memory);
  const base = memory.view;
  const asked = (bits: number): boolean => (flags & bits) === bits;
  if (asked(PyBUF_WRITABLE) && base.readonly)
    throw bufferError('memoryview: underlying buffer is not writable');
  if (asked(PyBUF_C_CONTIGUOUS) && !isCContiguous(base)) {
    throw bufferError('memoryview: underlying buffer is not C-contiguous');
  }
  if (asked(PyBUF_F_CONTIGUOUS) && !isFContiguous(base)) {
    throw bufferError('memoryview: underlying buffer is not Fortran contiguous');
  }
  if (asked(PyBUF_ANY_CONTIGUOUS) && !isCContiguous(base) && !isFContiguous(base)) {
    throw bufferError('memoryview: underlying buffer is not contiguous');
  }
  const view = base.copy();
  view.obj = memory;
  if (!asked(PyBUF_FORMAT)) view.format = undefined;
  if (!asked(PyBUF_STRIDES)) {
    if (!isCContiguous(base)) throw bufferError('memoryview: underlying buffer is not C-contiguous');
    view.strides = undefined;
  }
  if (!asked(PyBUF_ND)) {
    if (view.format !== undefined) {
      throw bufferError('memoryview: cannot cast to unsigned bytes if the format flag is present');
    }
    view.ndim = 1;
    view.shape = undefined;
  }
  memory.exports++;
  return view;
}

// ── Casts ────────────────────────────────────────────────────────────────────────────────────────────────────────────

function isByteFormat(code: string | undefined): boolean {
  return code === 'b' || code === 'B' || code === 'c';
}

/** Gives a view a format; it becomes one row of items. */
function castFormat(view: BufferView, format: Str): void {
  const text = stringFromUnits(encodeAscii(format, undefined));
  const code = nativeCode(text);
  if (code === undefined) {
    throw valueError(
      "memoryview: destination format must be a native single character format prefixed with an optional '@'",
    );
  }
  const size = nativeSize(code)!;
  if (!isByteFormat(nativeCode(view.format!)) && !isByteFormat(code)) {
    throw typeError('memoryview: cannot cast between two non-byte formats');
  }
  if (view.len % size !== 0) throw typeError('memoryview: length is not a multiple of itemsize');
  view.format = text;
  view.itemsize = size;
  view.ndim = 1;
  view.shape = [view.len / size];
  view.strides = [size];
}

/** Gives a row of items a shape. */
function castShape(view: BufferView, dimensions: readonly PyObject[]): void {
  const shape: number[] = [];
  let octets: PyInt = view.itemsize;
  for (const dimension of dimensions) {
    const n = intValue(dimension);
    if (n === undefined) throw typeError('memoryview.cast(): elements of shape must be integers');
    if (typeof n === 'bigint' && BigInt.asIntN(64, n) !== n) {
      throw overflowError('Python int too large to convert to C ssize_t');
    }
    if (n <= 0) throw valueError('memoryview.cast(): elements of shape must be integers > 0');
    const product: bigint = BigInt(octets) * BigInt(n);
    if (product > 0x7fffffffffffffffn) throw valueError('memoryview.cast(): product(shape) > SSIZE_MAX');
    octets = product;
    shape.push(Number(n));
  }
  if (Number(octets) !== view.len) throw typeError('memoryview: product(shape) * itemsize != buffer size');
  view.ndim = shape.length;
  view.shape = shape;
  view.strides = contiguousStrides(shape, view.itemsize);
}

function cast(memory: PyMemoryView, format: Str, shape: PyObject | undefined): PyObject {
  checkReleased(memory);
  checkRestricted(memory);
  const { view } = memory;
  if (!isCContiguous(view)) throw typeError('memoryview: casts are restricted to C-contiguous views');
  if ((shape !== undefined || view.ndim !== 1) && view.shape?.includes(0)) {
    throw typeError('memoryview: cannot cast view with zeros in shape or strides');
  }
  let dimensions: readonly PyObject[] | undefined;
  if (shape !== undefined) {
    if (!(shape instanceof PyList || shape instanceof PyTuple))
      throw typeError('shape must be a list or a tuple');
    dimensions = shape.items;
    if (dimensions.length > PyBUF_MAX_NDIM) {
      throw valueError(`memoryview: number of dimensions must not exceed ${PyBUF_MAX_NDIM}`);
    }
    if (view.ndim !== 1 && dimensions.length !== 1) {
      throw typeError('memoryview: cast must be 1D -> ND or ND -> 1D');
    }
  }
  const target = view.copy();
  castFormat(target, format);
  if (dimensions !== undefined) castShape(target, dimensions);
  return addView(memory.managed, target);
}

// ── Attributes and methods ───────────────────────────────────────────────────────────────────────────────────────────

/** `hash(memory)`: that of bytes with the same octets. May call `__hash__` of the object that has them. */
function hashOf(self: PyObject): PyInt {
  const memory = self as PyMemoryView;
  if (memory.hash !== undefined) return memory.hash;
  checkReleased(memory);
  const { view } = memory;
  if (!view.readonly) throw valueError('cannot hash writable memoryview object');
  if (!isByteFormat(nativeCode(view.format!))) {
    throw valueError("memoryview: hashing is restricted to formats 'B', 'b' or 'c'");
  }
  if (view.obj !== undefined) hash(view.obj);
  memory.hash = bytesHash(isCContiguous(view) ? viewOctets(view) : contiguousOctets(view, 'C'));
  return memory.hash;
}

/** An attribute that the released view does not have any more. */
function attribute(
  name: string,
  doc: string,
  read: (view: BufferView) => PyObject,
): ReturnType<typeof getset> {
  return getset<PyMemoryView>(name, doc, (memory) => {
    checkReleased(memory);
    return read(memory.view);
  });
}

function octetsInOrder(memory: PyMemoryView): Uint8Array {
  checkReleased(memory);
  return isCContiguous(memory.view) ? viewOctets(memory.view) : contiguousOctets(memory.view, 'C');
}

export const memoryview = defineType({
  type: PyMemoryView.type,
  doc: 'A view of the memory of another object, which is not copied.',
  textSignature: '(object)',
  slots: {
    tp_new: (type, args, kwnames) => memoryviewNew.call(type, args, kwnames),
    tp_repr: (self) =>
      `<${(self as PyMemoryView).released ? 'released ' : ''}memory at ${addressText(self)}>`,
    tp_hash: hashOf,
    tp_richcompare: compareMemory,
    tp_iter: iterate,
    sq_length: length,
    sq_item: item,
    mp_length: length,
    mp_subscript: subscript,
    mp_ass_subscript: assign,
    bf_getbuffer: exportView,
    bf_releasebuffer: (self) => {
      (self as PyMemoryView).exports--;
    },
  },
  entries: [
    attribute('obj', 'The object whose memory it is.', (view) => view.obj ?? None),
    attribute('nbytes', 'How many bytes the items take when they lie in a row.', (view) => view.len),
    attribute('readonly', 'Whether the memory is read only.', (view) => view.readonly),
    attribute('itemsize', 'The size of an item in bytes.', (view) => view.itemsize),
    attribute('format', 'The format of an item, as the struct module writes it.', (view) => view.format!),
    attribute('ndim', 'How many dimensions the items are laid out in.', (view) => view.ndim),
    attribute(
      'shape',
      'How many items there are along each dimension.',
      (view) => new PyTuple(view.shape ?? []),
    ),
    attribute(
      'strides',
      'How many bytes lie between neighbours along each dimension.',
      (view) => new PyTuple(view.strides ?? []),
    ),
    attribute(
      'suboffsets',
      'Of use to arrays made of pointers, which there are none of.',
      () => new PyTuple([]),
    ),
    attribute(
      'c_contiguous',
      'Whether the items lie in a row, the last index running fastest.',
      isCContiguous,
    ),
    attribute(
      'f_contiguous',
      'Whether the items lie in a row, the first index running fastest.',
      isFContiguous,
    ),
    attribute(
      'contiguous',
      'Whether the items lie in a row.',
      (view) => isCContiguous(view) || isFContiguous(view),
    ),
    method('release($self, /) -> None', 'Let go of the memory.', releaseMemoryView),
    method(
      "tobytes($self, /, order: c_str_or_none = 'C')",
      "Return the items as bytes.\n\nThe order is that of the last index running fastest ('C'), or of the first one\n('F'). 'A' keeps the order of memory where the items lie in a row, and is 'C'\notherwise, as is None.",
      (self, order) => {
        checkReleased(self);
        const wanted = order ?? 'C';
        if (wanted !== 'C' && wanted !== 'F' && wanted !== 'A')
          throw valueError("order must be 'C', 'F' or 'A'");
        return new PyBytes(contiguousOctets(self.view, wanted));
      },
    ),
    method(
      'hex($self, /, sep: object = <null>, bytes_per_sep: int = 1) -> str',
      "Return a str of two hexadecimal digits for each byte of the items.\n\n  sep\n    A character or byte to put between groups of digits.\n  bytes_per_sep\n    How many bytes make a group. Positive values count from the\n    right, negative ones from the left.\n\nExample:\n>>> value = memoryview(b'\\xb9\\x01\\xef')\n>>> value.hex()\n'b901ef'\n>>> value.hex(':')\n'b9:01:ef'\n>>> value.hex(':', 2)\n'b9:01ef'\n>>> value.hex(':', -2)\n'b901:ef'",
      (self, sep, bytesPerSep) => hexText(octetsInOrder(self), sep, bytesPerSep),
    ),
    method('tolist($self, /)', 'Return the items as a list.', (self) => {
      checkReleased(self);
      return listOfItems(self, formatCode(self.view));
    }),
    method(
      'cast($self, /, format: str, shape: object = <null>)',
      'Return a view of the same memory with another format or shape.',
      cast,
    ),
    method('toreadonly($self, /)', 'Return a view of the same memory that is read only.', (self) => {
      checkReleased(self);
      checkRestricted(self);
      const view = self.view.copy();
      view.readonly = true;
      return addView(self.managed, view);
    }),
    method('count($self, value: object, /) -> int', 'Return how many items equal the value.', count),
    method(
      'index($self, value: object, start: slice_index = 0, stop: slice_index = 9223372036854775807, /) -> int',
      'Return the index of the first item that equals the value.\n\nRaises ValueError when there is none.',
      indexOf,
      '($self, value, start=0, stop=sys.maxsize, /)',
    ),
    classMethod(
      '_from_flags($type, /, object: object, flags: int)',
      'Make a memoryview of an object that is asked for its memory with these flags.',
      (_, object, flags) => newMemoryView(object, flags),
    ),
    method('__enter__($self, /)', '', (self) => {
      checkReleased(self);
      return self;
    }),
    rawMethod('__exit__', '($self, /, *exc_info)', 'Let go of the memory.', (self) => {
      releaseMemoryView(self as PyMemoryView);
      return None;
    }),
    classGetItem,
  ],
});

// ── The iterator, and what views are made of ─────────────────────────────────────────────────────────────────────────

function nextItem(self: PyObject): PyObject | undefined {
  const iterator = self as PyMemoryIter;
  const { memory, index } = iterator;
  if (memory === undefined) return undefined;
  if (index >= iterator.length) {
    iterator.memory = undefined;
    return undefined;
  }
  checkReleased(memory);
  iterator.index = index + 1;
  const { view } = memory;
  return unpackItem(memory, view.offset + view.strides![0]! * index, formatCode(view));
}

export const memoryIterator = defineType({
  type: PyMemoryIter.type,
  slots: { tp_iter: (self) => self, tp_iternext: nextItem },
});

export const managedBuffer = defineType({ type: PyManagedBuffer.type });

export const bufferWrapper = defineType({
  type: PyBufferWrapper.type,
  slots: { bf_releasebuffer: (self) => releaseWrapped(self as PyBufferWrapper) },
});
