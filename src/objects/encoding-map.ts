/**
 * EncodingMap: what `_codecs.charmap_build` makes of a decoding table, to encode with. Characters up to U+FFFF, each
 * with the octet that stands for it. CPython: `struct encoding_map` in Objects/unicodeobject.c.
 */
import { objectType, PyBaseObject, PyType } from './object.ts';

export class PyEncodingMap extends PyBaseObject {
  static readonly type = new PyType('EncodingMap', PyEncodingMap, objectType, 0);

  readonly octets: ReadonlyMap<number, number>;

  constructor(octets: ReadonlyMap<number, number>) {
    super();
    this.octets = octets;
  }
}
