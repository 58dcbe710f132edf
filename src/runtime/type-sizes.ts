/**
 * How many bytes instances take, as CPython on 64 bits has it: `__basicsize__`, `__itemsize__`, `__sizeof__`. JavaScript
 * does not tell what ours take; programs that look at these numbers expect those of CPython.
 */
import type { PyType } from '../objects/object.ts';

/** Types that differ from their base: the name, the size, and the size of an item where instances have items. */
const SIZES: ReadonlyMap<string, readonly [basic: number, item: number]> = new Map(
  `object 16, type 936 40, int 24 4, float 24, complex 32, str 64, bytes 33 1, bytearray 56, memoryview 144 8, list 40,
  tuple 32 8, dict 48, set 200, frozenset 200, range 48, slice 40, enumerate 56, reversed 32, filter 32, map 40, zip 48,
  classmethod 32, staticmethod 32, property 64, super 40, module 56, function 152, builtin_function_or_method 56,
  method_descriptor 56, code 208 2, BaseException 72, BaseExceptionGroup 96, SystemExit 80, AttributeError 88,
  ImportError 104, NameError 80, OSError 112, StopIteration 80, SyntaxError 144, UnicodeDecodeError 112,
  UnicodeEncodeError 112, UnicodeTranslateError 112`
    .split(',')
    .map((entry) => entry.trim().split(' '))
    .map(([name, basic, item]) => [name!, [Number(basic), Number(item ?? 0)]]),
);

const SLOT_SIZE = 8;

function sizesOf(type: PyType): readonly [basic: number, item: number] {
  let builtin: PyType | undefined = type;
  let sizes = SIZES.get(type.tp_name);
  while (sizes === undefined && builtin?.tp_base !== undefined) {
    builtin = builtin.tp_base;
    sizes = SIZES.get(builtin.tp_name);
  }
  return sizes!;
}

/** The size without items; each name in `__slots__` takes a word. */
export function basicSize(type: PyType): number {
  return sizesOf(type)[0] + SLOT_SIZE * type.slotNames.length;
}

export function itemSize(type: PyType): number {
  return sizesOf(type)[1];
}
