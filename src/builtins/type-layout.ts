/**
 * How classes lay their instances out, and which layouts go together. A class extends its base's layout when its
 * `__slots__` add fields, or when its instances get `__dict__` or `__weakref__`; only the first makes it "solid", so that
 * no class can derive from it and from another solid class beside it.
 * CPython: `solid_base`, `best_base`, `compatible_for_assignment` in Objects/typeobject.c.
 */
import { type PyObject, PyType, TPFLAGS_BASETYPE, TPFLAGS_HEAPTYPE } from '../objects/object.ts';
import { typeError } from '../runtime/errors.ts';
import { isSubtype } from '../runtime/type-of.ts';

/** The nearest class in the chain of bases that has fields of its own, or is built in. */
export function solidBaseOf(type: PyType): PyType {
  let solid = type;
  while (solid.tp_flags & TPFLAGS_HEAPTYPE) {
    const base = solid.tp_base!;
    if (solid.slotNames.length > base.slotNames.length) return solid;
    solid = base;
  }
  return solid.solidBase;
}

/** The base whose layout the instances have. */
export function bestBase(bases: readonly PyObject[]): PyType {
  let best: PyType | undefined;
  let solid: PyType | undefined;
  for (const base of bases) {
    if (!(base instanceof PyType)) throw typeError('bases must be types');
    if (!(base.tp_flags & TPFLAGS_BASETYPE)) {
      throw typeError(`type '${base.tp_name}' is not an acceptable base type`);
    }
    const candidate = solidBaseOf(base);
    if (solid === undefined || (candidate !== solid && isSubtype(candidate, solid))) {
      best = base;
      solid = candidate;
    } else if (!isSubtype(solid, candidate)) {
      throw typeError('multiple bases have instance lay-out conflict');
    }
  }
  return best!;
}

/** The class in the chain of bases that brought the layout which `type` has. */
function layoutOrigin(type: PyType): PyType {
  let origin = type;
  for (let base = origin.tp_base; base !== undefined && addsNothing(origin, base); base = origin.tp_base) {
    origin = base;
  }
  return origin;
}

function addsNothing(type: PyType, base: PyType): boolean {
  return (
    type.solidBase === base.solidBase &&
    type.hasDict === base.hasDict &&
    type.hasWeakref === base.hasWeakref &&
    type.slotNames.length === base.slotNames.length
  );
}

/** Checks that instances of `old` may become instances of `type`, or that it may take the place of `old` as a base. */
export function checkSameLayout(old: PyType, type: PyType, attribute: string): void {
  const from = layoutOrigin(old);
  const to = layoutOrigin(type);
  if (from === to || (from.tp_base === to.tp_base && extendAlike(from, to))) return;
  throw typeError(`${attribute} assignment: '${type.tp_name}' object layout differs from '${old.tp_name}'`);
}

/** Do two classes add the same fields to their common base? */
function extendAlike(left: PyType, right: PyType): boolean {
  return (
    left.solidBase === right.solidBase &&
    left.hasDict === right.hasDict &&
    left.hasWeakref === right.hasWeakref &&
    left.slotNames.length === right.slotNames.length &&
    left.slotNames.every((name, i) => name === right.slotNames[i])
  );
}
