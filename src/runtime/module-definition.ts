/** What a built-in module is before it is imported; made by define.ts. */
import type { PyBaseObject, PyObject } from '../objects/object.ts';

/** A built-in module before it is imported. */
export interface ModuleDefinition {
  readonly name: string;
  readonly doc: string;
  readonly entries: readonly ModuleEntry[];
  /** Does what is left when the entries stand: called once for each module object. */
  readonly exec?: (module: PyBaseObject) => void;
}

/** One name of a built-in module. */
export interface ModuleEntry {
  readonly name: string;
  make(module: PyBaseObject, moduleName: string): PyObject;
}
