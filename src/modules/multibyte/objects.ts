/** The objects of _multibytecodec: a codec, and what encodes and decodes in pieces. CPython: multibytecodec.h. */
import {
  objectType,
  PyBaseObject,
  type PyObject,
  PyType,
  TPFLAGS_BASETYPE,
  TPFLAGS_DISALLOW_INSTANTIATION,
} from '../../objects/object.ts';
import type { Str } from '../../objects/str.ts';
import type { CodecState, MultibyteCodec } from './codec.ts';
import { newState } from './transcode.ts';

export class PyMultibyteCodec extends PyBaseObject {
  static readonly type = new PyType(
    '_multibytecodec.MultibyteCodec',
    PyMultibyteCodec,
    objectType,
    TPFLAGS_DISALLOW_INSTANTIATION,
  );

  readonly codec: MultibyteCodec;

  constructor(codec: MultibyteCodec) {
    super();
    this.codec = codec;
  }
}

/** What keeps a state between calls. */
export abstract class PyStatefulCodec extends PyBaseObject {
  readonly codec: MultibyteCodec;
  errors: string;
  state: CodecState = newState();

  constructor(codec: MultibyteCodec, errors: string) {
    super();
    this.codec = codec;
    this.errors = errors;
  }
}

/** The characters that may wait for what follows them. */
export abstract class PyStatefulEncoder extends PyStatefulCodec {
  pending: Str = '';

  constructor(codec: MultibyteCodec, errors: string) {
    super(codec, errors);
    codec.initEncoder(this.state);
  }
}

/** The octets of the beginning of a character. */
export abstract class PyStatefulDecoder extends PyStatefulCodec {
  pending: Uint8Array = new Uint8Array(0);

  constructor(codec: MultibyteCodec, errors: string) {
    super(codec, errors);
    codec.initDecoder(this.state);
  }
}

export class PyMultibyteIncrementalEncoder extends PyStatefulEncoder {
  static readonly type = new PyType(
    '_multibytecodec.MultibyteIncrementalEncoder',
    PyMultibyteIncrementalEncoder,
    objectType,
    TPFLAGS_BASETYPE,
  );
}

export class PyMultibyteIncrementalDecoder extends PyStatefulDecoder {
  static readonly type = new PyType(
    '_multibytecodec.MultibyteIncrementalDecoder',
    PyMultibyteIncrementalDecoder,
    objectType,
    TPFLAGS_BASETYPE,
  );
}

export class PyMultibyteStreamReader extends PyStatefulDecoder {
  static readonly type = new PyType(
    '_multibytecodec.MultibyteStreamReader',
    PyMultibyteStreamReader,
    objectType,
    TPFLAGS_BASETYPE,
  );

  readonly stream: PyObject;

  constructor(codec: MultibyteCodec, errors: string, stream: PyObject) {
    super(codec, errors);
    this.stream = stream;
  }
}

export class PyMultibyteStreamWriter extends PyStatefulEncoder {
  static readonly type = new PyType(
    '_multibytecodec.MultibyteStreamWriter',
    PyMultibyteStreamWriter,
    objectType,
    TPFLAGS_BASETYPE,
  );

  readonly stream: PyObject;

  constructor(codec: MultibyteCodec, errors: string, stream: PyObject) {
    super(codec, errors);
    this.stream = stream;
  }
}
