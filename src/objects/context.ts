/** Context variables and the contexts that hold their values. CPython: Python/context.c. */
import { objectType, PyBaseObject, type PyObject, PyType } from './object.ts';
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
