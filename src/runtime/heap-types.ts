/**
 * Which built-in types CPython makes anew for each interpreter ("heap types") and which stand in the program
 * ("static types"). The first have `__module__` in their dict, so that their instances show it too, and both have bits
 * of their own in `__flags__`.
 */
import { type PyType, TPFLAGS_HEAPTYPE } from '../objects/object.ts';

/** Modules, and types of other modules, that have a dot in their name and are static nevertheless. */
const STATIC = new Set(
  `Token _contextvars datetime string.templatelib sys types weakref collections.OrderedDict pickle.PickleBuffer
  typing.TypeAliasType typing.Union`.split(/\s+/),
);

/** Is this a static type of CPython's? */
export function isStaticType({ tp_name, tp_flags }: PyType): boolean {
  if (tp_flags & TPFLAGS_HEAPTYPE) return false;
  const dot = tp_name.lastIndexOf('.');
  return dot < 0 || STATIC.has(tp_name) || STATIC.has(tp_name.slice(0, dot));
}
