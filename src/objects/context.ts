/** Context variables and the contexts that hold their values. CPython: Python/context.c. */
import { objectType, PyBaseObject, type PyObject, PyType, TPFLAGS_DISALLOW_INSTANTIATION } from './object.ts';
import type { Str } from './str.ts';

export class PyContextVar extends PyBaseObject {
  static readonly type = new PyType('_contextvars.ContextVar', PyContextVar, objectType, 0);

  readonly name: Str;
  readonly fallback: PyObject | undefined;

  constructor(name: Str, fallback: PyObject | undefined) {
    super();
    this.name = name;
    this.fallback = fallback;
  }
}

/** A context. The map is never changed: setting a variable replaces it, so that copying a context is free. */
export class PyContext extends PyBaseObject {
  static readonly type = new PyType('_contextvars.Context', PyContext, objectType, 0);

  values: ReadonlyMap<PyContextVar, PyObject>;
  /** The context that this one replaced while it is entered. */
  previous: PyContext | undefined = undefined;
  entered = false;

  constructor(values: ReadonlyMap<PyContextVar, PyObject>) {
    super();
    this.values = values;
  }
}
PyContext.type.hasWeakref = true;

export type ContextEntry = readonly [variable: PyContextVar, value: PyObject];

/** What the three iterators over a context share; no Python type of its own. */
export abstract class PyContextIterator extends PyBaseObject {
  readonly values: ReadonlyMap<PyContextVar, PyObject>;
  readonly entries: Iterator<ContextEntry, undefined>;

  constructor(values: ReadonlyMap<PyContextVar, PyObject>) {
    super();
    this.values = values;
    this.entries = values.entries();
  }
}

export class PyContextKeys extends PyContextIterator {
  static readonly type = new PyType('keys', PyContextKeys, objectType, TPFLAGS_DISALLOW_INSTANTIATION);
}

export class PyContextValues extends PyContextIterator {
  static readonly type = new PyType('values', PyContextValues, objectType, TPFLAGS_DISALLOW_INSTANTIATION);
}

export class PyContextItems extends PyContextIterator {
  static readonly type = new PyType('items', PyContextItems, objectType, TPFLAGS_DISALLOW_INSTANTIATION);
}

/** What `ContextVar.set` gives, to undo it. */
export class PyContextToken extends PyBaseObject {
  static readonly type = new PyType('_contextvars.Token', PyContextToken, objectType, 0);

  readonly context: PyContext;
  readonly variable: PyContextVar;
  readonly oldValue: PyObject | undefined;
  used = false;

  constructor(context: PyContext, variable: PyContextVar, oldValue: PyObject | undefined) {
    super();
    this.context = context;
    this.variable = variable;
    this.oldValue = oldValue;
  }
}

/** `Token.MISSING`: there was no value before. */
export class PyTokenMissing extends PyBaseObject {
  static readonly type = new PyType('Token.MISSING', PyTokenMissing, objectType, 0);
}

export const TokenMissing = new PyTokenMissing();
