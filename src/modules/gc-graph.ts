/**
 * The objects that a program can reach, for `gc.get_objects` and `gc.get_referrers`: the host does not say what there
 * is, so the graph is walked from the modules and from the variables of what runs.
 */
import { PyDict } from '../objects/dict.ts';
import { Frame } from '../objects/frame.ts';
import { PyBaseObject, type PyObject, PyType } from '../objects/object.ts';
import { dictSetItem } from '../runtime/dict.ts';
import { referentsOf } from '../runtime/referents.ts';
import { current } from '../runtime/state.ts';

/** Fields of types that hold JavaScript's side of a class. */
const HIDDEN = new Set(['proto', 'ctor']);

/** The namespaces of classes as dicts, which exist only here. */
const namespaces = new WeakMap<PyType, PyDict>();

function namespaceOf(type: PyType): PyDict {
  let namespace = namespaces.get(type);
  if (namespace === undefined) {
    namespace = new PyDict();
    namespaces.set(type, namespace);
  }
  namespace.storage.clear();
  for (const [name, value] of type.tp_dict) dictSetItem(namespace, name, value);
  return namespace;
}

/** What an object holds, as far as Python can see it. */
function held(value: PyBaseObject): PyObject[] {
  const found = referentsOf(value);
  if (value instanceof PyDict) return found;
  if (value instanceof PyType) found.push(namespaceOf(value));
  const take = (part: unknown): void => {
    if (part instanceof PyBaseObject) found.push(part);
    else if (part instanceof Frame) for (const local of part.localsplus) take(local);
    else if (Array.isArray(part)) {
      for (const item of part) if (item instanceof PyBaseObject) found.push(item);
    }
  };
  for (const [name, part] of Object.entries(value)) if (!HIDDEN.has(name)) take(part);
  return found;
}

/** Calls back with each object that can be reached, once, and with what it holds. */
export function walkObjects(visit: (value: PyBaseObject, referents: readonly PyObject[]) => void): void {
  const { interp } = current.thread;
  const seen = new Set<PyBaseObject>();
  const work: PyBaseObject[] = [];
  const reach = (value: PyObject | undefined): void => {
    if (!(value instanceof PyBaseObject) || seen.has(value)) return;
    seen.add(value);
    work.push(value);
  };
  for (const root of [interp.modules, interp.builtins, interp.sysdict]) reach(root);
  for (const thread of interp.threads) {
    for (let { frame } = thread; frame !== undefined; frame = frame.previous) {
      reach(frame.func);
      reach(frame.globals);
      reach(frame.locals);
      for (const local of frame.localsplus) reach(local);
    }
  }
  for (let value = work.pop(); value !== undefined; value = work.pop()) {
    const referents = held(value);
    visit(value, referents);
    for (const referent of referents) reach(referent);
  }
}

/** The objects that hold one of `targets`. */
export function referrersOf(targets: readonly PyObject[]): PyObject[] {
  const wanted = new Set(targets);
  const referrers: PyObject[] = [];
  walkObjects((value, referents) => {
    if (referents.some((referent) => wanted.has(referent))) referrers.push(value);
  });
  return referrers;
}
