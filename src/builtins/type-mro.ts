/**
 * The method resolution order of a class made by Python code: C3, unless its metaclass overrides `mro()`, and what follows
 * when the bases change. CPython: `mro_invoke`, `mro_hierarchy`, `type_set_bases` in Objects/typeobject.c.
 */
import { attrName } from '../objects/attribute-name.ts';
import { PyType, typeType } from '../objects/object.ts';
import { typeLookup } from '../runtime/attributes.ts';
import { callSpecial } from '../runtime/call.ts';
import { typeError } from '../runtime/errors.ts';
import { iterToArray } from '../runtime/iter.ts';
import { computeMro, readyHeapType, subclassesOf } from '../runtime/type-attributes.ts';
import { isSubtype, typeName, typeOf } from '../runtime/type-of.ts';
import { solidBaseOf } from './type-layout.ts';

const mroName = attrName('mro');

/** The MRO of a class with the bases that it has. May run Python code, which may itself set the bases. */
export function mroOf(type: PyType): readonly PyType[] {
  const meta = typeOf(type);
  if (meta === typeType || typeLookup(meta, mroName) === typeLookup(typeType, mroName)) {
    return computeMro(type, type.tp_bases);
  }
  const before = type.tp_mro;
  const result = iterToArray(callSpecial(type, mroName)!);
  if (type.tp_mro !== before) return type.tp_mro;
  if (result.length === 0) throw typeError('type MRO must not be empty');
  const solid = solidBaseOf(type);
  for (const entry of result) {
    if (!(entry instanceof PyType)) throw typeError(`mro() returned a non-class ('${typeName(entry)}')`);
    if (!isSubtype(solid, solidBaseOf(entry))) {
      throw typeError(`mro() returned base with unsuitable layout ('${entry.tp_name}')`);
    }
  }
  return result as PyType[];
}

/** Computes the MRO of a class and of all that derive from it. When that fails, all stay as they were. */
export function renewMro(type: PyType): void {
  const old: [PyType, readonly PyType[]][] = [];
  const visit = (derived: PyType): void => {
    old.push([derived, derived.tp_mro]);
    derived.tp_mro = mroOf(derived);
    for (const next of subclassesOf(derived)) visit(next);
  };
  try {
    visit(type);
  } catch (thrown) {
    for (const [derived, mro] of old) derived.tp_mro = mro;
    throw thrown;
  }
  for (const [derived] of old) readyAgain(derived);
}

/** Brings a class in order that is in order but for its MRO. */
export function readyAgain(type: PyType): void {
  for (const base of type.tp_bases) forgetSubclass(base, type);
  readyHeapType(type, type.tp_mro);
}

export function forgetSubclass(base: PyType, type: PyType): void {
  const index = base.subclasses.findIndex((reference) => reference.deref() === type);
  if (index >= 0) base.subclasses = base.subclasses.toSpliced(index, 1);
}
