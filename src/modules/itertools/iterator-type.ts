/** What the iterator types of itertools have in common: how they are made and declared. */
import {
  type KwNames,
  type Layout,
  objectType,
  type PyBaseObject,
  type PyObject,
  PyType,
  TPFLAGS_BASETYPE,
  TPFLAGS_IMMUTABLETYPE,
} from '../../objects/object.ts';
import { checkNoKeywords, checkPositional } from '../../runtime/arguments.ts';
import { defineType, type Entry, type SlotFunctions, type TypeDefinition } from '../../runtime/define.ts';
import { nextOf } from '../../runtime/iter.ts';

/** The shell of `itertools.<name>`. */
export function iteratorShell(name: string, layout: Layout): PyType {
  return new PyType(`itertools.${name}`, layout, objectType, TPFLAGS_BASETYPE | TPFLAGS_IMMUTABLETYPE);
}

/** A new instance of a type or of one derived from it; its layout has the parameters of `layout`. */
export function makeInstance<Args extends unknown[], Instance extends PyBaseObject>(
  type: PyType,
  _layout: new (...args: Args) => Instance,
  ...args: Args
): Instance {
  return new (type.ctor as unknown as new (...args: Args) => Instance)(...args);
}

export interface IteratorTypeParts {
  readonly doc?: string;
  readonly textSignature?: string;
  /** `__new__`. */
  readonly make: (type: PyType, args: readonly PyObject[], kwnames: KwNames | undefined) => PyObject;
  readonly next: (self: PyObject) => PyObject | undefined;
  readonly slots?: SlotFunctions;
  readonly entries?: readonly Entry[];
}

export function defineIterator(type: PyType, parts: IteratorTypeParts): TypeDefinition {
  return defineType({
    type,
    ...(parts.doc === undefined ? {} : { doc: parts.doc }),
    ...(parts.textSignature === undefined ? {} : { textSignature: parts.textSignature }),
    slots: { tp_new: parts.make, tp_iter: (self) => self, tp_iternext: parts.next, ...parts.slots },
    entries: parts.entries ?? [],
  });
}

/** Checks arguments that can be given by position only. Keywords are an error unless a subclass has its own `__init__`. */
export function positionalOnly(
  name: string,
  type: PyType,
  args: readonly PyObject[],
  kwnames: KwNames | undefined,
  least: number,
  most: number,
): void {
  if (type.tp_init === objectType.tp_init) checkNoKeywords(name, kwnames);
  checkPositional(name, args.length - (kwnames?.length ?? 0), least, most);
}

/** The same for iterators that let go of their source when it is exhausted or raises. */
export function nextOrEnd(own: { iterator: PyObject | undefined }, iterator: PyObject): PyObject | undefined {
  let item: PyObject | undefined;
  try {
    item = nextOf(iterator);
  } finally {
    if (item === undefined) own.iterator = undefined;
  }
  return item;
}
