/**
 * What an interpreter knows of codecs: search functions, the codecs they have found, error handlers.
 * CPython: `_Py_codecs_state` in Include/internal/pycore_codecs.h.
 */
import type { PyObject } from '../../objects/object.ts';

export class CodecRegistry {
  /** The `encodings` package, which brings the first search function, has been imported. */
  encodingsImported = false;
  readonly searchPath: PyObject[] = [];
  /** Codecs found so far, by normalized name. */
  readonly cache: Map<string, PyObject> = new Map();
  /** Error handlers by name: the built-in ones once somebody asks for one, and those that were registered. */
  readonly errorHandlers: Map<string, PyObject> = new Map();
}
