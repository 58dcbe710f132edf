/**
 * Weak references. The target is held by the host's `WeakRef`, which lets go of it some time after the last strong
 * reference is gone: later than CPython, which counts references. CPython: Objects/weakrefobject.c.
 */
import { objectType, PyBaseObject, type PyInt, type PyObject, PyType, TPFLAGS_BASETYPE } from './object.ts';

/** What references and proxies share; no Python type of its own. */
export abstract class PyWeakBase extends PyBaseObject {
  readonly target: WeakRef<PyBaseObject>;
  /** Called with the reference when the target is gone; absent once called. */
  callback: PyObject | undefined;

  constructor(target: PyBaseObject, callback: PyObject | undefined) {
    super();
    this.target = new WeakRef(target);
    this.callback = callback;
  }
}

export class PyWeakRef extends PyWeakBase {
  static readonly type = new PyType('weakref.ReferenceType', PyWeakRef, objectType, TPFLAGS_BASETYPE);

  /** The hash of the target, kept when it was asked for while the target lived. */
  hash: PyInt | undefined = undefined;
}

export class PyWeakProxy extends PyWeakBase {
  static readonly type = new PyType('weakref.ProxyType', PyWeakProxy, objectType, 0);
}

export class PyCallableProxy extends PyWeakBase {
  static readonly type = new PyType('weakref.CallableProxyType', PyCallableProxy, objectType, 0);
}
