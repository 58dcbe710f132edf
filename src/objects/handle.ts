/**
 * Handles: how a class with `__del__` learns that nobody refers to an object any more. The host tells only that a
 * JavaScript object is gone, when it is too late to call a method on it. So the program gets a handle, which
 * passes everything on; once the handle is gone, the object behind it is still there for its finalizer.
 *
 * A handle has no fields but the object. Its prototype has accessors that pass on to the object what is asked of the handle:
 * engines read and write through them nearly as fast as fields. An accessor is made when a key is asked for that has none:
 * then the Proxy is reached that stands between this prototype and that of the object. Whoever lists or deletes the fields of an
 * object, or gives it another prototype, must look behind the handle first.
 */
import { canMakeFunctions } from '../common/functions-from-text.ts';
import type { PyBaseObject } from './object.ts';

/** An object behind a handle refers to itself: through the handle that tells which object it is. */
const BEHIND: unique symbol = Symbol('behind');

type Handled = PyBaseObject & { [BEHIND]?: PyBaseObject };
type Handle = { [BEHIND]: Record<PropertyKey, unknown> };

/** Programs without `__del__` have no handles, and need not look behind them. */
const handles = { areThereAny: false };

/** The prototypes of handles, by those of the objects behind them. */
const forwarders = new WeakMap<object, object>();

const accessors = new Map<PropertyKey, PropertyDescriptor>();

/** As text, so that an engine gets to know each key for itself. */
const ACCESSOR = 'return { get() { return this[BEHIND][KEY]; }, set(value) { this[BEHIND][KEY] = value; } }';

function makeAccessor(key: PropertyKey): PropertyDescriptor {
  if (typeof key === 'string' && canMakeFunctions())
    return new Function(
      'BEHIND',
      ACCESSOR.replaceAll('KEY', () => JSON.stringify(key)),
    )(BEHIND);
  return {
    get(this: Handle) {
      return this[BEHIND][key];
    },
    set(this: Handle, value: unknown) {
      this[BEHIND][key] = value;
    },
  };
}

function forward(forwarder: object, key: PropertyKey): void {
  let accessor = accessors.get(key);
  if (accessor === undefined) {
    accessor = makeAccessor(key);
    accessors.set(key, accessor);
  }
  Object.defineProperty(forwarder, key, accessor);
}

function newForwarder(proto: object): object {
  const forwarder = Object.create(
    new Proxy(Object.create(proto), {
      get(_target, key, handle: Handle) {
        forward(forwarder, key);
        return handle[BEHIND][key];
      },
      set(_target, key, value, handle: Handle) {
        forward(forwarder, key);
        handle[BEHIND][key] = value;
        return true;
      },
    }),
  );
  // So that handles may have it as a field.
  Object.defineProperty(forwarder, BEHIND, { value: undefined, writable: true });
  return forwarder;
}

/** A handle for an object that has none. */
export function newHandle(object: PyBaseObject): PyBaseObject {
  handles.areThereAny = true;
  (object as Handled)[BEHIND] = object;
  const { proto } = object.ob_type;
  let forwarder = forwarders.get(proto);
  if (forwarder === undefined) {
    forwarder = newForwarder(proto);
    forwarders.set(proto, forwarder);
  }
  const handle = Object.create(forwarder) as Handled;
  handle[BEHIND] = object;
  return handle;
}

/** The object behind a handle; any other object is itself. */
export function behindHandle(object: PyBaseObject): PyBaseObject {
  return handles.areThereAny ? ((object as Handled)[BEHIND] ?? object) : object;
}

export function hasHandle(object: PyBaseObject): boolean {
  return handles.areThereAny && (object as Handled)[BEHIND] !== undefined;
}

/** Somebody to call when `watched` is gone. */
export interface Waiting {
  readonly watched: WeakRef<PyBaseObject>;
  /** Calls the finalizer. */
  finalize(): void;
}

/** In the place of a {@link Waiting}: the object is so young that it is simply kept. Most of them have ended before long. */
export const YOUNG: unique symbol = Symbol('young');

/** An object whose end matters until it has none to wait for any more. */
export interface Watched extends PyBaseObject {
  waiting: Waiting | typeof YOUNG | undefined;
  /**
   * What is to happen when it is gone, for those whose module knows; it must not refer to the object. Classes that are derived
   * from such a type need no handle, unless they have a `__del__`.
   */
  atEnd?(): () => void;
}
