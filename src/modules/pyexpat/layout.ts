/** Parsers: the layout. CPython: `xmlparseobject` in Modules/pyexpat.c. */
import type { XmlParser } from '../../common/xml/parser.ts';
import type { PyDict } from '../../objects/dict.ts';
import {
  objectType,
  PyBaseObject,
  type PyObject,
  PyType,
  TPFLAGS_DISALLOW_INSTANTIATION,
  TPFLAGS_HAVE_GC,
  TPFLAGS_IMMUTABLETYPE,
} from '../../objects/object.ts';

export class PyXmlParser extends PyBaseObject {
  static readonly type = new PyType(
    'pyexpat.xmlparser',
    PyXmlParser,
    objectType,
    TPFLAGS_DISALLOW_INSTANTIATION | TPFLAGS_HAVE_GC | TPFLAGS_IMMUTABLETYPE,
  );

  readonly parser: XmlParser;
  /** Names that were told, as Python sees them. */
  readonly intern: PyDict | undefined;
  readonly names: Map<string, PyObject> = new Map();
  /** Handlers by the attributes that they are. */
  readonly handlers: Map<string, PyObject> = new Map();
  /** A handler is running. */
  inCallback = false;
  orderedAttributes = false;
  specifiedAttributes = false;
  namespacePrefixes = false;
  /** Character data that was not told yet; absent when it is told at once. */
  buffer: string | undefined = undefined;
  /** How many octets it has, and may have. */
  bufferUsed = 0;
  bufferSize = 8192;

  constructor(parser: XmlParser, intern: PyDict | undefined) {
    super();
    this.parser = parser;
    this.intern = intern;
  }
}
