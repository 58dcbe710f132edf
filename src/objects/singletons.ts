/** The objects of which there is one each: `None`, `Ellipsis`, `NotImplemented`. CPython: Objects/object.c. */
import { objectType, PyBaseObject, PyType } from './object.ts';

/** The layout of `None`. */
export class PyNone extends PyBaseObject {
  static readonly type = new PyType('NoneType', PyNone, objectType, 0);

  declare private readonly _kind: 'None';
}

/** The layout of `Ellipsis`. */
export class PyEllipsis extends PyBaseObject {
  static readonly type = new PyType('ellipsis', PyEllipsis, objectType, 0);

  declare private readonly _kind: 'Ellipsis';
}

/** The layout of `NotImplemented`. */
export class PyNotImplemented extends PyBaseObject {
  static readonly type = new PyType('NotImplementedType', PyNotImplemented, objectType, 0);

  declare private readonly _kind: 'NotImplemented';
}

export const None = new PyNone();
export const Ellipsis = new PyEllipsis();
export const NotImplemented = new PyNotImplemented();
