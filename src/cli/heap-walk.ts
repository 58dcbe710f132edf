/** Goes through the objects that a start-up snapshot is going to hold. */
import { PyBaseObject, PyType } from '../objects/object.ts';

/** Calls back with everything that objects hold in fields, arrays and maps, once. */
export function walk(roots: readonly object[], visit: (value: object) => void): void {
  const seen = new Set<unknown>();
  const work: object[] = [];
  const reach = (value: unknown): void => {
    if (typeof value !== 'object' || value === null || seen.has(value) || ArrayBuffer.isView(value)) return;
    seen.add(value);
    work.push(value);
  };
  roots.forEach(reach);
  for (let value = work.pop(); value !== undefined; value = work.pop()) {
    visit(value);
    if (value instanceof Map || value instanceof Set) {
      for (const [key, item] of value.entries()) {
        reach(key);
        reach(item);
      }
    }
    for (const field of Object.values(value)) reach(field);
    if (value instanceof PyBaseObject) reach(value.ob_type);
    if (value instanceof WeakRef) reach(value.deref());
  }
}

/** Has classes with one and the same base share the list of their bases, which is never changed but for another. */
export function shareBases(roots: readonly object[]): void {
  const known = new Map<PyType, readonly PyType[]>();
  walk(roots, (value) => {
    // The prototype of a metaclass's instances is no class.
    if (!(value instanceof PyType) || !Object.hasOwn(value, 'tp_bases')) return;
    if (value.tp_bases.length !== 1 || value.basesTuple !== undefined) return;
    const [base] = value.tp_bases as [PyType];
    if (!known.has(base)) known.set(base, value.tp_bases);
    value.tp_bases = known.get(base)!;
  });
}

/** An object or array whose fields can be set. */
type Fields = Record<string, unknown>;

/**
 * Has equal strings in fields, arrays and maps be one: names come from many places, and each string costs a start as much as
 * an object. The keys of a map or set cannot be exchanged, so those are the ones that the others become.
 */
export function shareStrings(roots: readonly object[]): void {
  const known = new Map<string, string>();
  const holders: object[] = [];
  walk(roots, (value) => {
    if (value instanceof Map || value instanceof Set) {
      for (const key of value.keys()) if (typeof key === 'string') known.set(key, known.get(key) ?? key);
    }
    holders.push(value);
  });
  const shared = (text: string): string => {
    const one = known.get(text);
    if (one === undefined) known.set(text, text);
    return one ?? text;
  };
  for (const holder of holders) {
    if (holder instanceof Map) {
      for (const [key, value] of holder) if (typeof value === 'string') holder.set(key, shared(value));
    }
    if (Object.isFrozen(holder)) continue;
    for (const [name, { value, writable }] of Object.entries(Object.getOwnPropertyDescriptors(holder))) {
      if (typeof value === 'string' && writable) (holder as Fields)[name] = shared(value);
    }
  }
}
